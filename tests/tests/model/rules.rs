//! The rules of signing in, small enough to be read at one sitting: who has what, what a login must prove, what a code is worth.
//!
//! Written after the design, not after the code: nothing of the server is called here, and nothing here knows a page's address or a cookie.
//! All times are unix seconds.

use std::collections::{BTreeMap, BTreeSet};

pub(crate) type Moment = i64;

pub(crate) const MINUTE: Moment = 60;
pub(crate) const HOUR: Moment = 60 * MINUTE;
pub(crate) const DAY: Moment = 24 * HOUR;
/// A time step of an authenticator app.
pub(crate) const STEP: Moment = 30;

/// A kind of factor, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    App,
    Mail,
    Codes,
}

/// Wrong answers in a row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Count {
    pub(crate) wrong: u32,
    pub(crate) until: Moment,
    pub(crate) forgotten_at: Moment,
}

impl Count {
    pub(crate) fn waits(&self, now: Moment) -> bool {
        now < self.until
    }

    /// Counts one as wrong before it is compared, unless its sender must wait: from the `from`-th on 30 s, doubling to an hour.
    pub(crate) fn opens(&mut self, from: u32, now: Moment) -> bool {
        if self.waits(now) {
            return false;
        }
        self.wrong += 1;
        if self.wrong >= from {
            self.until = now + (STEP << (self.wrong - from).min(7)).min(HOUR);
        }
        true
    }
}

/// A factor that somebody has.
#[derive(Debug, Clone, Default)]
pub(crate) struct Factor {
    pub(crate) count: Count,
    pub(crate) used_at: Option<Moment>,
    /// The newest time step that was accepted.
    pub(crate) step: i64,
    /// The recovery codes that are left, by their place on the sheet.
    pub(crate) left: BTreeSet<usize>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Person {
    pub(crate) card_demands: bool,
    pub(crate) card_days: i64,
    pub(crate) suspended: bool,
    /// Which password is theirs.
    pub(crate) password: u32,
    pub(crate) factors: BTreeMap<Kind, Factor>,
    /// Codes that were mailed.
    pub(crate) mailed: u32,
    /// The newest link to a new password: it takes the place of those before.
    pub(crate) link: u32,
    pub(crate) epoch: u32,
}

#[derive(Debug, Clone)]
pub(crate) struct Device {
    pub(crate) id: u32,
    pub(crate) person: usize,
    pub(crate) proved_at: Moment,
}

/// What was proved, and when; `None` is the password.
pub(crate) type Proof = (Option<Kind>, Moment);

#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) person: usize,
    pub(crate) proofs: Vec<Proof>,
    pub(crate) device: Option<u32>,
    pub(crate) epochs: (u32, u32),
    pub(crate) seen_at: Moment,
    pub(crate) ends_at: Moment,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    SignIn,
    /// Fresh proof inside a session.
    Fresh,
    /// A mailed link to a new password.
    Recover,
}

/// An open question.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) kind: Kind,
    pub(crate) left: u32,
    pub(crate) code_until: Moment,
    pub(crate) until: Moment,
    pub(crate) resend_after: Moment,
    pub(crate) resends: u32,
}

/// Where a login stands.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    Password,
    Choose,
    Answer(Asked),
    Enrol,
    Trust,
    NewPassword,
    Support,
    /// Left, or ended by a change of the account.
    Over,
    Complete,
}

#[derive(Debug, Clone)]
pub(crate) struct Login {
    pub(crate) person: usize,
    pub(crate) purpose: Purpose,
    pub(crate) place: Place,
    pub(crate) proofs: Vec<Proof>,
    pub(crate) until: Moment,
    pub(crate) epoch: u32,
    pub(crate) link: u32,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Browser {
    pub(crate) login: Option<Login>,
    pub(crate) session: Option<Session>,
    pub(crate) device: Option<u32>,
}

/// What is typed into a second step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Typed {
    /// The app's code of this time step.
    Step(i64),
    /// The newest code that was mailed for this question, or one that a newer one replaced.
    Mailed {
        is_newest: bool,
    },
    /// A code of the newest sheet.
    Recovery(usize),
    Wrong,
}

/// Whose wrong passwords are counted: a person's from the one address that all come from, or a device's that the person trusts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Counted {
    Person(usize),
    Device(u32),
}

/// The whole of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rules {
    pub(crate) now: Moment,
    pub(crate) add_on: bool,
    pub(crate) default_days: i64,
    pub(crate) people: Vec<Person>,
    pub(crate) browsers: Vec<Browser>,
    pub(crate) devices: Vec<Device>,
    pub(crate) passwords: BTreeMap<Counted, Count>,
    pub(crate) devices_ever: u32,
    pub(crate) policy_epoch: u32,
}

impl Rules {
    // What is demanded.

    pub(crate) fn is_demanded(&self, person: usize) -> bool {
        self.add_on && self.people[person].card_demands
    }

    pub(crate) fn has_factor(&self, person: usize) -> bool {
        self.people[person]
            .factors
            .keys()
            .any(|kind| *kind != Kind::Codes)
    }

    pub(crate) fn is_two_step(&self, person: usize) -> bool {
        self.is_demanded(person) || self.has_factor(person)
    }

    pub(crate) fn days(&self, person: usize) -> i64 {
        if self.is_demanded(person) {
            self.people[person].card_days
        } else {
            self.default_days
        }
    }

    /// Trust skips a proof, never an enrolment, and by today's card.
    pub(crate) fn is_skipped(&self, person: usize, device: Option<u32>) -> bool {
        let own = self
            .devices
            .iter()
            .find(|own| Some(own.id) == device && own.person == person);
        own.is_some_and(|own| {
            self.has_factor(person) && self.now < own.proved_at + self.days(person) * DAY
        })
    }

    /// Whether the session of this browser stands on a device's trust.
    pub(crate) fn is_skipped_in(&self, b: usize) -> bool {
        let session = self.browsers[b].session.as_ref();
        session.is_some_and(|session| session.device.is_some())
    }

    /// Whose trusted device this browser is.
    pub(crate) fn owner_of(&self, b: usize) -> Option<usize> {
        let own = self.browsers[b].device?;
        let mut devices = self.devices.iter();
        devices
            .find(|device| device.id == own)
            .map(|device| device.person)
    }

    /// Whether so much proof is what is demanded of the person today.
    pub(crate) fn is_enough(&self, person: usize, proofs: &[Proof], device: Option<u32>) -> bool {
        let proved = |kind: &Kind| proofs.iter().any(|(proof, _)| *proof == Some(*kind));
        !self.is_two_step(person)
            || self.is_skipped(person, device)
            || self.has_factor(person) && self.people[person].factors.keys().any(proved)
    }

    /// The second steps that a login may take. A code by mail adds nothing to a link by mail; fresh proof is at the highest level.
    pub(crate) fn ways(&self, login: &Login) -> BTreeSet<Kind> {
        let own = &self.people[login.person].factors;
        let fits = |kind: &Kind| match login.purpose {
            Purpose::SignIn => true,
            Purpose::Fresh => *kind != Kind::Mail || !own.contains_key(&Kind::App),
            Purpose::Recover => *kind != Kind::Mail,
        };
        own.keys().copied().filter(fits).collect()
    }

    pub(crate) fn is_done(&self, login: &Login) -> bool {
        let proved = |kind: &Kind| login.proofs.iter().any(|(proof, _)| *proof == Some(*kind));
        match login.purpose {
            Purpose::SignIn => self.is_enough(login.person, &login.proofs, None),
            Purpose::Fresh | Purpose::Recover => {
                !self.has_factor(login.person) || self.ways(login).iter().any(proved)
            }
        }
    }

    /// Whether a change may be made in this session: password and strongest factor within five minutes.
    pub(crate) fn is_fresh(&self, session: &Session) -> bool {
        let proofs = session
            .proofs
            .iter()
            .copied()
            .filter(|(_, at)| self.now - at <= 5 * MINUTE)
            .collect();
        let login = self.login(session.person, Purpose::Fresh, proofs);
        login.proofs.iter().any(|(proof, _)| proof.is_none()) && self.is_done(&login)
    }

    pub(crate) fn epochs(&self, person: usize) -> (u32, u32) {
        (self.people[person].epoch, self.policy_epoch)
    }
}
