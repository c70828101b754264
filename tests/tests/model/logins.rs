//! The rules of a login: from the first proof to a session, and what a code is worth.

use crate::rules::{
    Asked, Count, Counted, DAY, Device, Factor, Kind, Login, MINUTE, Moment, Person, Place, Proof,
    Purpose, Rules, STEP, Session, Typed,
};

impl Rules {
    pub(crate) fn login(&self, person: usize, purpose: Purpose, proofs: Vec<Proof>) -> Login {
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
        let is_over = matches!(login.place, Place::Complete);
        let (purpose, person) = (login.purpose, login.person);
        self.put(b, Some(login).filter(|_| !is_over));
        let renewed = self.browsers[b].session.as_ref();
        if is_over && purpose == Purpose::Fresh && renewed.is_some_and(|own| !self.is_fresh(own)) {
            // The password grew old before the second step came: the change that it was for asks once more.
            self.ask_for_fresh_proof(b, person);
        }
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
        asked.resend_after = now + (30 << asked.resends);
        if let Some(login) = &self.browsers[b].login {
            self.people[login.person].mailed += 1;
        }
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
