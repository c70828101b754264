//! All orders, and who may reach them by what.
//!
//! Its memory is bounded: an order is forgotten when its end was read or nobody can read it any more, and a full book takes no more.

use std::collections::{HashMap, VecDeque};

use domain::{
    personal_number::PersonalNumber,
    random::{self, Random},
    time::Timestamp,
};

use super::{
    fault::{ApiError, AppRefusal},
    order::{End, Found, LONGEST_LIFE, Order},
    person::Person,
    qr::{Picture, Seed},
    request::Wanted,
    script::Script,
};

/// More than any installation has open at once.
const MOST_ORDERS: usize = 100_000;
const NO_SUCH_ORDER: ApiError = ApiError::InvalidParameters("No such order");

/// The orders.
#[derive(Default)]
pub(super) struct Book {
    orders: HashMap<String, Order>,
    by_app_token: HashMap<String, String>,
    by_picture: HashMap<String, String>,
    by_person: HashMap<PersonalNumber, String>,
    /// When each began, the oldest first.
    ages: VecDeque<(Timestamp, String)>,
    coming: VecDeque<Script>,
    usual: Script,
}

/// What a call that begins an order answers.
pub(super) struct Begun {
    pub(super) reference: String,
    /// The app's token and the picture's seed; an order on a call has neither.
    pub(super) opened_by: Option<(String, Seed)>,
}

/// What a collect answers.
pub(super) enum Collected {
    Pending(String),
    Failed(String),
    Complete(Box<Completed>),
}

/// A signed order that was just read for the only time.
pub(super) struct Completed {
    pub(super) wanted: Wanted,
    pub(super) person: Person,
    pub(super) signed_at: Timestamp,
    pub(super) risk: Option<&'static str>,
    pub(super) device_ip: Option<String>,
}

/// An open order, as the phone of a person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenOrder {
    /// Opens the app for it. An order on a call has one too, which no caller knows.
    pub auto_start_token: String,
    /// The text of the animated picture in this second; none on a call.
    pub qr: Option<String>,
    /// What the app shows.
    pub visible_text: String,
    /// What a collect would say.
    pub hint: String,
    /// Whether the text is signed, rather than the person identified.
    pub signs: bool,
    /// Whether the person is asked about a call.
    pub by_phone: bool,
    /// Only this person may complete it.
    pub demanded: Option<PersonalNumber>,
}

impl Book {
    pub(super) fn script_next(&mut self, script: Script) {
        self.coming.push_back(script);
    }

    pub(super) fn script_usual(&mut self, script: Script) {
        self.usual = script;
    }

    /// Begins an order.
    pub(super) fn start(
        &mut self,
        wanted: Wanted,
        now: Timestamp,
        random: &mut dyn Random,
    ) -> Result<Begun, ApiError> {
        self.forget(now);
        if let Some(person) = wanted.demanded {
            self.abort_other(person, now)?;
        }
        if self.orders.len() >= MOST_ORDERS {
            return Err(ApiError::TooManyRequests { reset_after: 60 });
        }
        let script = self
            .coming
            .pop_front()
            .unwrap_or_else(|| self.usual.clone());
        let [reference, app_token, token, secret] = std::array::from_fn(|_| uuid(random));
        let seed = (!wanted.by_phone).then_some(Seed { token, secret });
        if let Some(person) = wanted.demanded {
            self.by_person.insert(person, reference.clone());
        }
        if let Some(seed) = &seed {
            self.by_picture
                .insert(seed.token.clone(), reference.clone());
        }
        self.by_app_token
            .insert(app_token.clone(), reference.clone());
        self.ages.push_back((now, reference.clone()));
        let order = Order::new(wanted, script, app_token.clone(), seed.clone(), now);
        self.orders.insert(reference.clone(), order);
        Ok(Begun {
            reference,
            opened_by: seed.map(|seed| (app_token, seed)),
        })
    }

    /// Two orders for one person are one too many: the first is aborted, and the second does not come to be.
    fn abort_other(&mut self, person: PersonalNumber, now: Timestamp) -> Result<(), ApiError> {
        let other = self
            .by_person
            .get(&person)
            .and_then(|reference| self.orders.get_mut(reference));
        let Some(other) = other else { return Ok(()) };
        other.settle(now);
        if !other.is_open() {
            return Ok(());
        }
        other.fail("cancelled", now);
        Err(ApiError::AlreadyInProgress)
    }

    /// Answers a collect. An end is told once: the order is gone after it.
    pub(super) fn collect(
        &mut self,
        reference: &str,
        now: Timestamp,
    ) -> Result<Collected, ApiError> {
        let order = self.orders.get_mut(reference).ok_or(NO_SUCH_ORDER)?;
        let (signed_at, end) = match order.collect(now) {
            Found::Pending(hint) => return Ok(Collected::Pending(hint)),
            Found::Ended(at, end) => (at, end),
            Found::Forgotten => {
                self.remove(reference);
                return Err(NO_SUCH_ORDER);
            }
        };
        let order = self.remove(reference).ok_or(NO_SUCH_ORDER)?;
        Ok(match end {
            End::Failed(hint) => Collected::Failed(hint),
            End::Signed(person) => Collected::Complete(Box::new(Completed {
                risk: order.script().risk,
                device_ip: order.script().device_ip.clone(),
                wanted: order.wanted,
                person,
                signed_at,
            })),
        })
    }

    /// The caller aborts an order.
    pub(super) fn cancel(&mut self, reference: &str) -> Result<(), ApiError> {
        self.remove(reference).map(drop).ok_or(NO_SUCH_ORDER)
    }

    /// What phones could open now, the oldest first.
    pub(super) fn open_orders(&mut self, now: Timestamp) -> Vec<OpenOrder> {
        self.forget(now);
        let mut open = Vec::new();
        for (_, reference) in &self.ages {
            if let Some(order) = self.orders.get_mut(reference) {
                order.settle(now);
                if order.is_open() {
                    open.push(seen(order, now));
                }
            }
        }
        open
    }

    /// Lets the app do something with an open order.
    pub(super) fn in_app<T>(
        &mut self,
        app_token: &str,
        now: Timestamp,
        act: impl FnOnce(&mut Order) -> Result<T, AppRefusal>,
    ) -> Result<T, AppRefusal> {
        let reference = self
            .by_app_token
            .get(app_token)
            .ok_or(AppRefusal::NoSuchOrder)?;
        let order = self
            .orders
            .get_mut(reference)
            .ok_or(AppRefusal::NoSuchOrder)?;
        order.settle(now);
        if order.is_open() {
            act(order)
        } else {
            Err(AppRefusal::NoSuchOrder)
        }
    }

    /// Finds the order of a picture, where the picture is genuine and of now, and says what opens it.
    pub(super) fn scan(&mut self, picture: &str, now: Timestamp) -> Result<String, AppRefusal> {
        let picture = Picture::read(picture)?;
        let reference = self
            .by_picture
            .get(picture.token)
            .ok_or(AppRefusal::NoSuchOrder)?;
        let order = self
            .orders
            .get_mut(reference)
            .ok_or(AppRefusal::NoSuchOrder)?;
        let seed = order.seed.as_ref().ok_or(AppRefusal::NoSuchOrder)?;
        seed.judge(&picture, order.started_at, now)?;
        Ok(order.app_token.clone())
    }

    /// Forgets what nobody can collect any more.
    fn forget(&mut self, now: Timestamp) {
        while let Some((started_at, reference)) = self.ages.front() {
            if now.since(*started_at) <= LONGEST_LIFE && self.orders.contains_key(reference) {
                break;
            }
            let reference = reference.clone();
            self.ages.pop_front();
            self.remove(&reference);
        }
        // Orders that were read or cancelled behind an older one that is still open.
        if self.ages.len() > 2 * self.orders.len() + 64 {
            self.ages
                .retain(|(_, reference)| self.orders.contains_key(reference));
        }
    }

    fn remove(&mut self, reference: &str) -> Option<Order> {
        let order = self.orders.remove(reference)?;
        self.by_app_token.remove(&order.app_token);
        if let Some(seed) = &order.seed {
            self.by_picture.remove(&seed.token);
        }
        if let Some(person) = order.demanded()
            && self
                .by_person
                .get(&person)
                .is_some_and(|last| last == reference)
        {
            self.by_person.remove(&person);
        }
        Some(order)
    }

    #[cfg(test)]
    pub(super) fn size(&self) -> [usize; 5] {
        [
            self.orders.len(),
            self.by_app_token.len(),
            self.by_picture.len(),
            self.by_person.len(),
            self.ages.len(),
        ]
    }
}

fn seen(order: &Order, now: Timestamp) -> OpenOrder {
    let visible = order.wanted.visible.as_ref();
    OpenOrder {
        auto_start_token: order.app_token.clone(),
        qr: order.picture(now),
        visible_text: visible
            .map(|visible| visible.text.clone())
            .unwrap_or_default(),
        hint: order.hint(),
        signs: order.wanted.signs,
        by_phone: order.wanted.by_phone,
        demanded: order.demanded(),
    }
}

/// A random UUID (version 4) in its usual form.
fn uuid(random: &mut dyn Random) -> String {
    let mut bytes: [u8; 16] = random::array(random);
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = data_encoding::HEXLOWER.encode(&bytes);
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    [
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32),
    ]
    .join("-")
}
