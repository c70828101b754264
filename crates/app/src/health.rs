//! Whether a node can serve: its database is there, has this program's schema, belongs to the key file, and agrees on the time; and what
//! will need somebody soon though it serves still.
//!
//! Nothing outside the installation is asked: whoever asks us in a loop must not make us ask others. What eIDs said when a worker last asked
//! is remembered, and never keeps a node from serving: the other factors work.

use domain::time::{Span, Timestamp};
use store::{Fault, Readiness};

use crate::App;

/// How far this machine's clock may be off the database's.
const MOST_OFF: Span = Span::seconds(2);

/// Why a node cannot serve, or will not for long.
#[derive(Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// `database`, `schema`, `key` or `clock`; of a warning `certificate` or `eid`.
    pub code: &'static str,
    /// In one sentence.
    pub detail: String,
}

/// What keeps this node from serving, if anything does.
pub async fn obstacle(app: &App, now: Timestamp) -> Option<Obstacle> {
    reason(app.store.ready().await.as_ref(), now)
}

/// What needs somebody, or will soon: certificates of ours that end, and eIDs that would not let us in. Whose they are is not told, because
/// anybody may ask.
pub fn warnings(app: &App, now: Timestamp) -> Vec<Obstacle> {
    let endings = app.eids.ending(now).into_iter();
    let endings = endings.map(|ending| Obstacle {
        code: "certificate",
        detail: ending.to_string(),
    });
    let closed = app.eids.known().into_iter().filter_map(|known| {
        let why = known.probed?.hindrance?;
        Some(Obstacle {
            code: "eid",
            detail: format!("{} would not let us in: {why}", known.service),
        })
    });
    endings.chain(closed).collect()
}

fn reason(asked: Result<&Readiness, &Fault>, now: Timestamp) -> Option<Obstacle> {
    match asked {
        Err(fault) => Some(Obstacle {
            code: code_of(fault),
            detail: fault.to_string(),
        }),
        Ok(Readiness { database_clock }) => {
            database_clock.and_then(|theirs| clock_is_off(theirs, now))
        }
    }
}

fn clock_is_off(theirs: Timestamp, now: Timestamp) -> Option<Obstacle> {
    let off = if now >= theirs {
        now.since(theirs)
    } else {
        theirs.since(now)
    };
    (off > MOST_OFF).then(|| Obstacle {
        code: "clock",
        detail: format!(
            "this machine's clock and the database's are {} s apart",
            off.as_seconds_up()
        ),
    })
}

const fn code_of(fault: &Fault) -> &'static str {
    match fault {
        Fault::SchemaNewer { .. } | Fault::SchemaMissing { .. } | Fault::SchemaDiffers { .. } => {
            "schema"
        }
        Fault::WrongKey { .. } => "key",
        _ => "database",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_unix_seconds(1_800_000_000);

    fn with_clock(database_clock: Option<Timestamp>) -> Option<&'static str> {
        reason(Ok(&Readiness { database_clock }), NOW).map(|reason| reason.code)
    }

    #[test]
    fn a_clock_may_be_two_seconds_off_either_way() {
        assert_eq!(with_clock(None), None);
        for millis in [0, 1, 2000] {
            assert_eq!(with_clock(Some(NOW + Span::millis(millis))), None);
            assert_eq!(with_clock(Some(NOW - Span::millis(millis))), None);
        }
        assert_eq!(with_clock(Some(NOW + Span::millis(2001))), Some("clock"));
        assert_eq!(with_clock(Some(NOW - Span::millis(2001))), Some("clock"));
    }

    #[test]
    fn a_fault_says_what_is_wrong() {
        let told = |fault: &Fault| reason(Err(fault), NOW).map(|reason| reason.code);
        assert_eq!(told(&Fault::Busy), Some("database"));
        assert_eq!(
            told(&Fault::SchemaNewer { found: 9, known: 1 }),
            Some("schema")
        );
        assert_eq!(
            told(&Fault::SchemaMissing { found: 0, known: 1 }),
            Some("schema")
        );
        assert_eq!(
            told(&Fault::WrongKey {
                key_id: "k1".to_owned()
            }),
            Some("key")
        );
    }
}
