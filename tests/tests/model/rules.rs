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
    forgotten_at: Moment,
}

impl Count {
    pub(crate) fn waits(&self, now: Moment) -> bool {
        now < self.until
    }

    /// Counts one as wrong before it is compared, unless its sender must wait: from the `from`-th on 30 s, doubling to an hour.
    fn opens(&mut self, from: u32, now: Moment) -> bool {
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
    proved_at: Moment,
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
    code_until: Moment,
    pub(crate) until: Moment,
    resend_after: Moment,
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

    fn is_two_step(&self, person: usize) -> bool {
        self.is_demanded(person) || self.has_factor(person)
    }

    fn days(&self, person: usize) -> i64 {
        if self.is_demanded(person) {
            self.people[person].card_days
        } else {
            self.default_days
        }
    }

    /// Trust skips a proof, never an enrolment, and by today's card.
    fn is_skipped(&self, person: usize, device: Option<u32>) -> bool {
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

    fn is_done(&self, login: &Login) -> bool {
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

    // What happens.

    fn login(&self, person: usize, purpose: Purpose, proofs: Vec<Proof>) -> Login {
        let Person { epoch, link, .. } = self.people[person];
        Login {
            person,
            purpose,
            place: Place::Password,
            proofs,
            until: self.now + 30 * MINUTE,
            epoch,
            link,
        }
    }

    fn ask(&self, kind: Kind) -> Place {
        let (code, whole) = if kind == Kind::Mail {
            (10, 15)
        } else {
            (30, 30)
        };
        let (code_until, until) = (self.now + code * MINUTE, self.now + whole * MINUTE);
        Place::Answer(Asked {
            kind,
            left: 5,
            code_until,
            until,
            resend_after: self.now + 30,
            resends: 0,
        })
    }

    /// One way: straight to it. Several: straight to the app, if it was used last; codes on paper stand behind the others.
    fn first_way(&self, login: &Login) -> Place {
        let ways = self.ways(login);
        let last = self.people[login.person]
            .factors
            .iter()
            .filter_map(|(kind, own)| Some((own.used_at?, *kind)))
            .max();
        match ways
            .iter()
            .filter(|kind| **kind != Kind::Codes)
            .collect::<Vec<_>>()[..]
        {
            [] if ways.is_empty() => Place::Support,
            [] => self.ask(Kind::Codes),
            [only] => self.ask(*only),
            _ if last.is_some_and(|(_, kind)| kind == Kind::App) => self.ask(Kind::App),
            _ => Place::Choose,
        }
    }

    /// Takes a login on, as far as it comes.
    pub(crate) fn advance(&mut self, b: usize, mut login: Login) {
        login.epoch = self.people[login.person].epoch;
        let is_recovery = login.purpose == Purpose::Recover;
        let is_enough = is_recovery || self.is_enough(login.person, &login.proofs, None);
        if !(self.is_done(&login) && is_enough) {
            login.place = if self.has_factor(login.person) {
                self.first_way(&login)
            } else {
                Place::Enrol
            };
        } else if is_recovery {
            login.place = Place::NewPassword;
        } else if login.purpose == Purpose::Fresh && self.browsers[b].session.is_none() {
            // The session that it was for is gone: there is nothing to renew.
            login.place = Place::Over;
        } else {
            let second = login.proofs.iter().any(|(proof, _)| proof.is_some());
            let offers = login.purpose == Purpose::SignIn && second && self.days(login.person) > 0;
            login.place = if offers {
                Place::Trust
            } else {
                Place::Complete
            };
            self.issue(b, login.person, login.proofs.clone(), None);
        }
        self.put(
            b,
            Some(login).filter(|login| !matches!(login.place, Place::Complete)),
        );
    }

    /// A login with a question that was just asked: by mail, a code goes out.
    fn put(&mut self, b: usize, login: Option<Login>) {
        if let Some(Login {
            person,
            place: Place::Answer(Asked {
                kind: Kind::Mail, ..
            }),
            ..
        }) = login
        {
            self.people[person].mailed += 1;
        }
        self.browsers[b].login = login;
    }

    pub(crate) fn issue(
        &mut self,
        b: usize,
        person: usize,
        proofs: Vec<Proof>,
        device: Option<u32>,
    ) {
        assert!(
            self.is_enough(person, &proofs, device) && !self.people[person].suspended,
            "a session without what is demanded"
        );
        let lives_for = if self.is_two_step(person) {
            DAY
        } else {
            30 * DAY
        };
        let epochs = self.epochs(person);
        self.browsers[b].session = Some(Session {
            person,
            proofs,
            device,
            epochs,
            seen_at: self.now,
            ends_at: self.now + lives_for,
        });
    }

    /// Whether this is the person's password. It is counted as wrong before it is compared; from the tenth the next one waits.
    fn password(&mut self, counted: Counted, person: usize, typed: u32) -> bool {
        let now = self.now;
        let count = self.passwords.entry(counted).or_default();
        if now >= count.forgotten_at {
            *count = Count::default();
        }
        if !count.opens(10, now) {
            return false;
        }
        count.forgotten_at = now + DAY;
        let right = self.people[person].password == typed;
        if right {
            self.passwords.remove(&counted);
        }
        right && !self.people[person].suspended
    }

    /// Somebody who has proved themselves another way begins anew.
    pub(crate) fn forgive(&mut self, person: usize) {
        self.passwords.remove(&Counted::Person(person));
    }

    pub(crate) fn password_waits(&self, person: usize) -> bool {
        self.passwords
            .get(&Counted::Person(person))
            .is_some_and(|count| count.waits(self.now))
    }

    /// Username and password in a browser with an empty login page.
    pub(crate) fn sign_in(&mut self, b: usize, person: usize, typed: u32) {
        let known = self.browsers[b]
            .device
            .and_then(|id| self.devices.iter().find(|device| device.id == id));
        let own = known
            .filter(|device| device.person == person)
            .map(|device| device.id);
        let is_forgotten = known.is_none();
        if !self.password(
            own.map_or(Counted::Person(person), Counted::Device),
            person,
            typed,
        ) {
            return;
        }
        if is_forgotten {
            self.browsers[b].device = None;
        }
        let proofs = vec![(None, self.now)];
        if self.is_skipped(person, own) {
            return self.issue(b, person, proofs, own);
        }
        self.advance(b, self.login(person, Purpose::SignIn, proofs));
    }

    /// The password once more, where fresh proof is asked for.
    pub(crate) fn password_again(&mut self, b: usize, typed: u32) {
        let Some(mut login) = self.browsers[b].login.clone() else {
            return;
        };
        if self.password(Counted::Person(login.person), login.person, typed) {
            login.proofs.push((None, self.now));
            self.advance(b, login);
        }
    }

    pub(crate) fn ask_for_fresh_proof(&mut self, b: usize, person: usize) {
        self.browsers[b].login = Some(self.login(person, Purpose::Fresh, Vec::new()));
    }

    pub(crate) fn open_link(&mut self, b: usize, person: usize) {
        self.people[person].link += 1;
        self.advance(b, self.login(person, Purpose::Recover, Vec::new()));
    }

    pub(crate) fn choose(&mut self, b: usize, kind: Kind) {
        let place = self.ask(kind);
        let login = self.browsers[b]
            .login
            .take()
            .map(|login| Login { place, ..login });
        self.put(b, login);
    }

    pub(crate) fn asked(&mut self, b: usize) -> Option<&mut Asked> {
        match &mut self.browsers[b].login.as_mut()?.place {
            Place::Answer(asked) => Some(asked),
            _ => None,
        }
    }

    /// Whether another code is mailed.
    pub(crate) fn resend(&mut self, b: usize) -> bool {
        let now = self.now;
        let Some(asked) = self
            .asked(b)
            .filter(|asked| now >= asked.resend_after && asked.resends < 5)
        else {
            return false;
        };
        asked.resends += 1;
        asked.code_until = (now + 10 * MINUTE).min(asked.until);
        asked.resend_after = now + if asked.resends == 1 { 60 } else { 120 };
        let person = self.browsers[b].login.as_ref().map(|login| login.person);
        person
            .into_iter()
            .for_each(|person| self.people[person].mailed += 1);
        true
    }

    /// An answer to the open question, and what the log calls it.
    pub(crate) fn answer(&mut self, b: usize, typed: Typed) -> &'static str {
        let now = self.now;
        let Some(mut login) = self.browsers[b].login.clone() else {
            return "login-expired";
        };
        let Place::Answer(asked) = &mut login.place else {
            return "challenge-gone";
        };
        let Some(factor) = self.people[login.person].factors.get_mut(&asked.kind) else {
            return "factor-unavailable";
        };
        let before = factor.count.clone();
        if !factor.count.opens(5, now) {
            return "waiting";
        }
        asked.left -= 1;
        let mut said = judged(asked, factor, typed, now);
        match said {
            "right" => {
                (factor.count, factor.used_at) = (Count::default(), Some(now));
                login.proofs.push((Some(asked.kind), now));
                self.advance(b, login);
                return said;
            }
            "code-expired" | "code-replaced" => {
                factor.count = before;
                asked.left += 1;
            }
            _ if asked.left == 0 => said = "challenge-dead",
            _ => {}
        }
        self.browsers[b].login = Some(login);
        said
    }

    pub(crate) fn trust(&mut self, b: usize, yes: bool) {
        let Some(login) = self.browsers[b].login.take() else {
            return;
        };
        let proved_at = login
            .proofs
            .iter()
            .filter(|(proof, _)| proof.is_some())
            .map(|(_, at)| *at)
            .max();
        let stands =
            login.epoch == self.people[login.person].epoch && !self.people[login.person].suspended;
        if let (Some(proved_at), true) = (proved_at, yes && stands && self.days(login.person) > 0) {
            self.devices_ever += 1;
            self.devices.push(Device {
                id: self.devices_ever,
                person: login.person,
                proved_at,
            });
            self.browsers[b].device = Some(self.devices_ever);
        }
    }
}

/// What a code is worth.
fn judged(asked: &Asked, factor: &mut Factor, typed: Typed, now: Moment) -> &'static str {
    let current = now / STEP;
    if now >= asked.code_until {
        return "code-expired";
    }
    match (asked.kind, typed) {
        (Kind::App, Typed::Step(step)) if (step - current).abs() <= 1 => {
            let is_new = step > factor.step;
            factor.step = factor.step.max(step);
            if is_new { "right" } else { "code-used" }
        }
        (Kind::App, Typed::Step(step)) if step < current => "clock-behind",
        (Kind::Mail, Typed::Mailed { is_newest: true }) => "right",
        (Kind::Mail, Typed::Mailed { is_newest: false }) => "code-replaced",
        (Kind::Codes, Typed::Recovery(place)) => {
            if factor.left.remove(&place) {
                "right"
            } else {
                "code-used"
            }
        }
        _ => "code-wrong",
    }
}
