//! The answer's six statements as the store sends them, by name, and the values for one answer: finished, sealed by nobody.

use anyhow::{Context, Result};
use domain::challenge::Purpose;
use domain::factor::{DeviceProof, Evidence, Profile};
use domain::id::{AuditId, SessionId};
use domain::login::State;
use domain::random;
use domain::time::Span;
use rusqlite::types::Value;
use store::Login;
use store::testing::{self, Statement};

use super::stock::Prepared;
use crate::drawn::Drawn;
use crate::ground::{BEGINNING, ORGANISATION};

/// In the order of `app::sign_in::answer`.
const STATEMENTS: [&str; 6] = [
    "OPEN_ANSWER",
    "COUNT_ATTEMPT",
    "CONSUME_THROUGH",
    "CONSUME_LOGIN",
    "ISSUE_SESSION",
    "INSERT_EVENT",
];

/// The statements themselves.
pub(super) fn statements() -> Result<Vec<&'static Statement>> {
    let find = |name: &&str| testing::statements().find(|statement| statement.name() == *name);
    let found = STATEMENTS.iter().map(|name| {
        find(name).with_context(|| format!("the store has no statement {name} any more"))
    });
    found.collect()
}

/// The values of one answer, `$1` first, for each statement.
pub(super) struct Sent(pub(super) [Vec<Value>; 6]);

impl Sent {
    pub(super) fn of(one: &Prepared, login: &Login, profile: &Profile) -> Result<Self> {
        let (now, kind) = (one.now, profile.kind.as_str());
        let proofs = [
            Evidence::password(BEGINNING),
            Evidence::of(profile, now, DeviceProof::default(), None),
        ];
        let evidence = text(&serde_json::to_string(&proofs)?);
        let (address, browser) = (one.person.address().to_string(), "Firefox on Linux");
        let mut random = Drawn::of(one.number + (5 << 40));
        let (session, event) = (
            SessionId::draw(now, &mut random),
            AuditId::draw(now, &mut random),
        );
        let (hash, digest): ([u8; 36], [u8; 32]) =
            (random::array(&mut random), random::array(&mut random));
        let (org, user) = (
            blob(ORGANISATION.as_bytes()),
            blob(one.person.user().as_bytes()),
        );
        let (at, kind_value) = (Value::Integer(now.unix_millis()), text(kind));
        let (challenge, id) = (blob(one.challenge.as_bytes()), blob(&one.login.id));
        let epochs = [login.user_epoch, login.policy_epoch].map(Value::Integer);
        let [user_epoch, policy_epoch] = epochs;
        let expires = Value::Integer((now + Span::hours(12)).unix_millis());
        let details = format!(r#"{{"proofs":"password {kind}"}}"#);
        let personal = format!(r#"{{"address":"{address}","browser":"{browser}"}}"#);
        let values: [&[&Value]; 6] = [
            &[&org, &user, &kind_value, &at],
            &[
                &org,
                &challenge,
                &id,
                &kind_value,
                &text(Purpose::Prove.as_str()),
                &at,
            ],
            &[
                &org,
                &user,
                &kind_value,
                &blob(one.person.authenticator().as_bytes()),
                &at,
                &Value::Integer(now.unix_seconds() / 30),
            ],
            &[
                &org,
                &id,
                &text(login.state.as_str()),
                &challenge,
                &text(State::Complete.as_str()),
                &evidence,
                &at,
                &user_epoch,
                &policy_epoch,
            ],
            &[
                &org,
                &user,
                &user_epoch,
                &policy_epoch,
                &blob(session.as_bytes()),
                &blob(&hash),
                &evidence,
                &text(browser),
                &text(&address),
                &Value::Null,
                &at,
                &expires,
            ],
            &[
                &org,
                &blob(event.as_bytes()),
                &at,
                &text("signed-in"),
                &user,
                &user,
                &text("done"),
                &text(&details),
                &text(&personal),
                &blob(&digest[..16]),
                &blob(&digest),
                &text(&address),
            ],
        ];
        Ok(Self(
            values.map(|values| values.iter().copied().cloned().collect()),
        ))
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn blob(bytes: &[u8]) -> Value {
    Value::Blob(bytes.to_vec())
}
