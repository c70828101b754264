//! What the simulator does when it is not left to itself: how an order goes, and what happens to an answer on its way.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use tokio::sync::watch;

use super::{ApiError, Person};

/// How an order goes.
#[derive(Debug, Clone, Default)]
pub struct Script {
    /// What each collect finds; the last step stays. Without steps the order waits for what is done in the app.
    pub steps: Vec<Step>,
    /// The risk that a complete order tells where the caller asked for it: `low`, `moderate`, `high`.
    pub risk: Option<&'static str>,
    /// The address at which BankID saw the app, where that is another than the caller's user has.
    pub device_ip: Option<String>,
}

/// What one collect finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Pending, with this hint.
    Pending(String),
    /// Failed, with this hint.
    Failed(String),
    /// Complete. Whom the order demands is not asked, so that callers can be tried who do not compare.
    Complete(Person),
}

impl Script {
    /// An order that waits for what is done in the app.
    pub fn by_the_app() -> Self {
        Self::default()
    }

    /// An order that goes by itself, one step a collect, and is signed by this person in the end.
    pub fn by_itself(person: Person) -> Self {
        let pending = [
            "outstandingTransaction",
            "outstandingTransaction",
            "started",
            "started",
            "userSign",
        ];
        let mut steps: Vec<Step> = pending.map(|hint| Step::Pending(hint.to_owned())).into();
        steps.push(Step::Complete(person));
        Self {
            steps,
            ..Self::default()
        }
    }

    /// An order that fails at its second collect.
    pub fn failing(hint: &str) -> Self {
        Self {
            steps: vec![
                Step::Pending("outstandingTransaction".to_owned()),
                Step::Failed(hint.to_owned()),
            ],
            ..Self::default()
        }
    }

    /// An order that stays pending with a hint, which may be one that nobody heard of.
    pub fn staying(hint: &str) -> Self {
        Self {
            steps: vec![Step::Pending(hint.to_owned())],
            ..Self::default()
        }
    }

    /// An order that is complete at its first collect, whoever it was demanded of.
    pub fn signed_by(person: Person) -> Self {
        Self {
            steps: vec![Step::Complete(person)],
            ..Self::default()
        }
    }

    /// The same with this risk.
    #[must_use]
    pub fn with_risk(mut self, risk: &'static str) -> Self {
        self.risk = Some(risk);
        self
    }

    /// The same with the app seen at this address.
    #[must_use]
    pub fn with_device_ip(mut self, address: &str) -> Self {
        self.device_ip = Some(address.to_owned());
        self
    }
}

/// The calls of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Call {
    /// `auth`
    Auth,
    /// `sign`
    Sign,
    /// `phone/auth`
    PhoneAuth,
    /// `phone/sign`
    PhoneSign,
    /// `collect`
    Collect,
    /// `cancel`
    Cancel,
}

/// What happens to one request.
#[derive(Debug, Clone)]
pub enum Mishap {
    /// It is refused, and nothing is done.
    Error(ApiError),
    /// It is answered with this, and nothing is done: what a proxy in between says.
    Answer {
        /// The status.
        status: u16,
        /// The content type.
        content_type: &'static str,
        /// The body.
        body: String,
    },
    /// It is done, and answered late.
    Slow(Duration),
    /// It is done, and answered when the gate opens.
    Held(Gate),
    /// The connection ends and nothing is done.
    DropBefore,
    /// It is done, and the connection ends without an answer.
    DropAfter,
    /// It is done, and the connection ends in the middle of the answer.
    BreakOff,
    /// It is done, and answered 200 with half of the JSON.
    BrokenJson,
}

/// Holds an answer back until it is opened. Clones are the same gate.
#[derive(Debug, Clone)]
pub struct Gate {
    open: Arc<watch::Sender<bool>>,
    waiting: Arc<watch::Sender<bool>>,
}

impl Default for Gate {
    fn default() -> Self {
        Self {
            open: Arc::new(watch::Sender::new(false)),
            waiting: Arc::new(watch::Sender::new(false)),
        }
    }
}

impl Gate {
    /// Lets the answer through, and every later one.
    pub fn open(&self) {
        self.open.send_replace(true);
    }

    /// Waits until an answer stands at the gate.
    pub async fn reached(&self) {
        let _ = self.waiting.subscribe().wait_for(|waiting| *waiting).await;
    }

    pub(super) async fn pass(&self) {
        self.waiting.send_replace(true);
        let _ = self.open.subscribe().wait_for(|open| *open).await;
    }
}

/// What was planned: for each call the coming mishaps, one a request, and what happens to every other one.
#[derive(Default)]
pub(super) struct Plan {
    coming: HashMap<Call, VecDeque<Mishap>>,
    always: HashMap<Call, Mishap>,
}

impl Plan {
    pub(super) fn add(&mut self, call: Call, mishap: Mishap) {
        self.coming.entry(call).or_default().push_back(mishap);
    }

    pub(super) fn always(&mut self, call: Call, mishap: Option<Mishap>) {
        match mishap {
            Some(mishap) => self.always.insert(call, mishap),
            None => self.always.remove(&call),
        };
    }

    pub(super) fn next(&mut self, call: Call) -> Option<Mishap> {
        self.coming
            .get_mut(&call)
            .and_then(VecDeque::pop_front)
            .or_else(|| self.always.get(&call).cloned())
    }
}
