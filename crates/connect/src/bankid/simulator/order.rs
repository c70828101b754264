//! One order, from its start to the answer that ends it.
//!
//! ```text
//! outstandingTransaction ──open──► started ──a collect──► userSign ──sign──► complete
//!   (on a call: ──open──► userCallConfirm ──confirm──► userSign)
//!      │ 30 s: startFailed            │ 3 min: expiredTransaction; cancelled, declined or failed in the app
//!      └───────────────────────────────────────────────► failed
//! ```
//!
//! An end is read once, and forgotten unread 3 minutes after a signature and 5 after a failure. Time is handed in at every step: nothing
//! happens in between.

use domain::{
    personal_number::PersonalNumber,
    time::{Span, Timestamp},
};

use super::{
    fault::AppRefusal,
    person::Person,
    qr::{self, Seed},
    request::Wanted,
    script::{Script, Step},
};

/// Without an app by then an order fails.
const START_WITHIN: Span = Span::seconds(30);
/// An order that is not signed by then fails.
const SIGN_WITHIN: Span = Span::minutes(3);
/// For how long a complete order can be collected.
const COMPLETE_KEPT_FOR: Span = Span::minutes(3);
/// For how long a failed order can be collected.
const FAILED_KEPT_FOR: Span = Span::minutes(5);
/// After this no order can be collected, whatever became of it.
pub(super) const LONGEST_LIFE: Span = Span::minutes(8);

/// One order.
pub(super) struct Order {
    /// What opens the app for it; of an order on a call only the simulator knows it.
    pub(super) app_token: String,
    pub(super) seed: Option<Seed>,
    pub(super) wanted: Wanted,
    pub(super) started_at: Timestamp,
    script: Script,
    /// How many collects the script has answered.
    collected: usize,
    state: State,
}

enum State {
    /// The script tells what each collect finds.
    Scripted,
    Waiting,
    Opened,
    Calling,
    Signing,
    Ended {
        at: Timestamp,
        end: End,
    },
}

/// How an order ended.
#[derive(Clone)]
pub(super) enum End {
    Failed(String),
    Signed(Person),
}

/// What a collect finds.
pub(super) enum Found {
    Pending(String),
    /// It is over, since when and how.
    Ended(Timestamp, End),
    /// It is over and nobody asked in time.
    Forgotten,
}

impl Order {
    pub(super) fn new(
        wanted: Wanted,
        script: Script,
        app_token: String,
        seed: Option<Seed>,
        now: Timestamp,
    ) -> Self {
        let state = if script.steps.is_empty() {
            State::Waiting
        } else {
            State::Scripted
        };
        Self {
            app_token,
            seed,
            wanted,
            started_at: now,
            script,
            collected: 0,
            state,
        }
    }

    /// Answers one collect, which moves the order on.
    pub(super) fn collect(&mut self, now: Timestamp) -> Found {
        self.settle(now);
        if let State::Scripted = self.state {
            match self.step() {
                Some(Step::Failed(hint)) => self.end(now, End::Failed(hint)),
                Some(Step::Complete(person)) => self.end(now, End::Signed(person)),
                _ => {}
            }
        }
        if let State::Ended { at, end } = &self.state {
            let kept_for = match end {
                End::Failed(_) => FAILED_KEPT_FOR,
                End::Signed(_) => COMPLETE_KEPT_FOR,
            };
            return if now.since(*at) > kept_for {
                Found::Forgotten
            } else {
                Found::Ended(*at, end.clone())
            };
        }
        let hint = self.hint();
        match self.state {
            State::Scripted => self.collected += 1,
            State::Opened => self.state = State::Signing,
            _ => {}
        }
        Found::Pending(hint)
    }

    /// Ends an order whose time is over.
    pub(super) fn settle(&mut self, now: Timestamp) {
        if let State::Ended { .. } = self.state {
            return;
        }
        let age = now.since(self.started_at);
        if self.has_no_app() && age >= START_WITHIN {
            let end = End::Failed("startFailed".to_owned());
            self.end(self.started_at + START_WITHIN, end);
        } else if age >= SIGN_WITHIN {
            let end = End::Failed("expiredTransaction".to_owned());
            self.end(self.started_at + SIGN_WITHIN, end);
        }
    }

    /// Whether no app has it yet. One on a call waits for a person to open the app by hand, and only expires.
    fn has_no_app(&self) -> bool {
        !self.wanted.by_phone
            && match self.state {
                State::Waiting => true,
                State::Scripted => matches!(
                    self.step(),
                    Some(Step::Pending(hint)) if matches!(hint.as_str(), "outstandingTransaction" | "noClient")
                ),
                _ => false,
            }
    }

    /// What the next collect finds by the script; its last step stays.
    fn step(&self) -> Option<Step> {
        let steps = &self.script.steps;
        steps.get(self.collected).or_else(|| steps.last()).cloned()
    }

    pub(super) fn is_open(&self) -> bool {
        !matches!(self.state, State::Ended { .. })
    }

    /// What a collect would say now.
    pub(super) fn hint(&self) -> String {
        match &self.state {
            State::Waiting => "outstandingTransaction",
            State::Opened => "started",
            State::Calling => "userCallConfirm",
            State::Signing => "userSign",
            State::Scripted => {
                return match self.step() {
                    Some(Step::Pending(hint)) => hint,
                    _ => "userSign".to_owned(),
                };
            }
            State::Ended { end, .. } => match end {
                End::Failed(hint) => hint,
                End::Signed(_) => "complete",
            },
        }
        .to_owned()
    }

    /// The picture of this second.
    pub(super) fn picture(&self, now: Timestamp) -> Option<String> {
        let second = qr::second_of(self.started_at, now);
        self.seed.as_ref().map(|seed| seed.text(second))
    }

    /// The app opens the order. What was scripted is over: somebody has it in hand.
    pub(super) fn open(&mut self) -> Result<(), AppRefusal> {
        match self.state {
            State::Ended { .. } => return Err(AppRefusal::NoSuchOrder),
            State::Opened | State::Calling | State::Signing => return Err(AppRefusal::AlreadyOpen),
            State::Waiting | State::Scripted => {}
        }
        self.state = if self.wanted.by_phone {
            State::Calling
        } else {
            State::Opened
        };
        Ok(())
    }

    /// The person says in the app that they are on the phone with the caller, or that they are not.
    pub(super) fn answer_call(&mut self, yes: bool, now: Timestamp) -> Result<(), AppRefusal> {
        if !self.wanted.by_phone {
            return Err(AppRefusal::NoCall);
        }
        if yes {
            self.state = State::Signing;
        } else {
            self.end(now, End::Failed("userDeclinedCall".to_owned()));
        }
        Ok(())
    }

    /// The person signs, opened or not. Who is not the one demanded has no BankID for this order, which stays open.
    pub(super) fn sign(&mut self, person: Person, now: Timestamp) -> Result<(), AppRefusal> {
        if self
            .wanted
            .demanded
            .is_some_and(|number| number != person.number())
        {
            return Err(AppRefusal::OtherPerson);
        }
        self.end(now, End::Signed(person));
        Ok(())
    }

    /// It fails, for this reason.
    pub(super) fn fail(&mut self, hint: &str, now: Timestamp) {
        self.end(now, End::Failed(hint.to_owned()));
    }

    fn end(&mut self, at: Timestamp, end: End) {
        self.state = State::Ended { at, end };
    }

    /// The person only this order may be completed by.
    pub(super) fn demanded(&self) -> Option<PersonalNumber> {
        self.wanted.demanded
    }

    pub(super) fn script(&self) -> &Script {
        &self.script
    }
}
