//! What a fake remembers while it runs.

use std::{
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use super::{
    AcceptedMessage, ReportForm,
    behaviour::{Behaviour, Plan, Refusal},
    rules,
    seen::Seen,
    wire::{About, Draft, Reply, Wire, Wrong},
};
use crate::gateway::Carries;

/// The memory of one fake.
pub(super) struct State {
    pub(super) wire: Box<dyn Wire>,
    plan: Mutex<Plan>,
    log: Mutex<Log>,
    numbers: AtomicU64,
}

/// What happened.
#[derive(Default)]
pub(super) struct Log {
    pub(super) accepted: Vec<AcceptedMessage>,
    pub(super) faults: Vec<String>,
    pub(super) requests: usize,
    pub(super) report_url: Option<String>,
    pub(super) report_form: ReportForm,
}

impl State {
    pub(super) fn new(wire: Box<dyn Wire>) -> Self {
        Self {
            wire,
            plan: Mutex::default(),
            log: Mutex::default(),
            numbers: AtomicU64::new(1),
        }
    }

    pub(super) fn plan(&self) -> MutexGuard<'_, Plan> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A number that was not handed out before.
    pub(super) fn another(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    pub(super) fn clear(&self) {
        self.plan().clear();
        let mut log = self.log();
        *log = Log {
            report_url: log.report_url.take(),
            report_form: log.report_form,
            ..Log::default()
        };
    }

    /// Counts a request and says how it is treated.
    pub(super) fn next(&self, about_account: bool) -> Behaviour {
        self.log().requests += 1;
        self.plan().next(about_account)
    }

    /// Remembers a message that was taken.
    pub(super) fn take(&self, draft: Draft, came_at: Instant) -> AcceptedMessage {
        let channel = match draft.about {
            About::Call => Carries::Voice,
            About::Sms | About::Account => Carries::Sms,
        };
        let plus = if draft.to.starts_with('+') { "" } else { "+" };
        let message = AcceptedMessage {
            id: self.wire.name(channel, self.another()),
            channel,
            to: format!("{plus}{}", draft.to),
            from: draft.from,
            parts: rules::parts(&draft.text),
            text: draft.text,
            reference: draft.reference,
            report_url: draft.report_url,
            body: draft.body,
            came_at,
        };
        self.log().accepted.push(message.clone());
        message
    }

    /// Notes what is wrong with a request, and what is said about it.
    pub(super) fn misfit(&self, seen: &Seen, wrong: Wrong) -> Reply {
        let place = format!("{} {}", seen.method, seen.path);
        let (what, reply) = match wrong {
            Wrong::Credentials => (
                "the credentials are not known".to_owned(),
                self.wire.refused(Refusal::Key, &self.unread(seen)),
            ),
            Wrong::Path => (
                "no such request".to_owned(),
                Reply::text(404, "404 page not found"),
            ),
            Wrong::Fields(what) => {
                let reply = self.wire.misfit(&what);
                (what, reply)
            }
        };
        self.log().faults.push(format!("{place}: {what}"));
        reply
    }

    /// What can be told of a message from the address alone.
    fn unread(&self, seen: &Seen) -> Draft {
        let path = seen.path.to_ascii_lowercase();
        let about = if self.wire.is_about_account(&seen.method, &seen.path) {
            About::Account
        } else if path.ends_with("/calls") || path.ends_with("/calls.json") {
            About::Call
        } else {
            About::Sms
        };
        Draft {
            about,
            ..Draft::default()
        }
    }

    /// What is said to a question about the account.
    pub(super) fn about_account(&self) -> Reply {
        self.wire
            .about_account()
            .unwrap_or_else(|| Reply::text(404, "404 page not found"))
    }
}
