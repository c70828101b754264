//! The rules of changing an account, and what of sessions and logins outlives a change.

use crate::rules::{Browser, DAY, Factor, HOUR, Kind, Login, Place, Rules};

/// Codes on a sheet.
pub(crate) const SHEET: usize = 10;

impl Rules {
    /// The page that a browser's login address leads to now. Fetching it is what ends whatever has run out.
    pub(crate) fn look(&mut self, b: usize) -> &'static str {
        self.visit(b);
        let now = self.now;
        let must_enrol = self.must_enrol(b);
        let Browser { login, session, .. } = &mut self.browsers[b];
        let nothing = if session.is_some() {
            "account"
        } else {
            "password"
        };
        let Some(open) = login else { return nothing };
        let stands =
            !self.people[open.person].suspended && open.epoch == self.people[open.person].epoch;
        let page = match &open.place {
            _ if now >= open.until => "expired",
            Place::Password => "reauthenticate",
            Place::Choose => "choose-factor",
            Place::Answer(asked) => {
                if asked.left > 0 && now < asked.until {
                    "answer"
                } else {
                    "choose-factor"
                }
            }
            Place::Enrol if must_enrol => "enrol-choose",
            Place::Trust if session.is_some() => "trust-device",
            Place::NewPassword if stands => "new-password",
            Place::NewPassword => "expired",
            Place::Support => "support",
            Place::Enrol | Place::Trust | Place::Over | Place::Complete => nothing,
        };
        if page == "expired" || matches!(open.place, Place::Trust) && page == nothing {
            *login = None;
        }
        page
    }

    /// Whether the login of this browser waits for a factor, and by today's rules too.
    fn must_enrol(&self, b: usize) -> bool {
        let login = self.browsers[b].login.as_ref();
        let waiting = login.filter(|login| matches!(login.place, Place::Enrol));
        waiting
            .is_some_and(|login| self.is_demanded(login.person) && !self.has_factor(login.person))
    }

    /// Somebody comes with a session: it has run out, or must be decided anew because something moved, or goes on.
    fn visit(&mut self, b: usize) {
        let Some(mut session) = self.browsers[b].session.take() else {
            return;
        };
        let idle = if session.device.is_some()
            || session.proofs.iter().any(|(proof, _)| proof.is_some())
        {
            HOUR
        } else {
            DAY
        };
        if self.now >= session.ends_at.min(session.seen_at + idle)
            || self.people[session.person].suspended
        {
            return;
        }
        let epochs = self.epochs(session.person);
        if session.epochs != epochs
            && !self.is_enough(session.person, &session.proofs, session.device)
        {
            return;
        }
        (session.epochs, session.seen_at) = (epochs, self.now);
        self.browsers[b].session = Some(session);
    }

    /// Ends the logins of a person that are under way: the account is not what it was when they began.
    fn end_logins(&mut self, person: usize) {
        for login in self
            .browsers
            .iter_mut()
            .filter_map(|browser| browser.login.as_mut())
        {
            let is_open = matches!(
                login.place,
                Place::Password | Place::Choose | Place::Answer(_) | Place::Enrol
            );
            if login.person == person && is_open {
                login.place = Place::Over;
            }
        }
    }

    fn end_sessions(&mut self, person: usize, except: Option<usize>) {
        for (b, browser) in self.browsers.iter_mut().enumerate() {
            browser
                .session
                .take_if(|session| session.person == person && Some(b) != except);
        }
    }

    /// The session of this browser has just proved everything: it goes on alone.
    pub(crate) fn keep_alone(&mut self, b: usize) {
        let Some(session) = self.browsers[b].session.clone() else {
            return;
        };
        self.people[session.person].epoch += 1;
        self.end_logins(session.person);
        self.end_sessions(session.person, Some(b));
        let epochs = self.epochs(session.person);
        self.browsers[b]
            .session
            .iter_mut()
            .for_each(|session| session.epochs = epochs);
    }

    /// A factor proved and bound, with a new sheet of codes where it is the first. Its own code is used up.
    pub(crate) fn enrol(&mut self, b: usize, person: usize, kind: Kind) {
        let (now, step) = (self.now, self.now / crate::rules::STEP);
        let must_enrol = self.must_enrol(b);
        if !self.has_factor(person) {
            self.people[person].factors.insert(
                Kind::Codes,
                Factor {
                    left: (0..SHEET).collect(),
                    ..Factor::default()
                },
            );
        }
        self.people[person].factors.insert(
            kind,
            Factor {
                step,
                ..Factor::default()
            },
        );
        self.people[person].epoch += 1;
        // Whatever waits elsewhere was decided before this factor stood.
        let own = self.browsers[b].login.take_if(|_| must_enrol);
        self.end_logins(person);
        if let Some(mut login) = own {
            login.proofs.push((Some(kind), now));
            self.advance(b, login);
        } else if let Some(session) = self.browsers[b].session.clone() {
            let proofs = [session.proofs, vec![(Some(kind), now)]].concat();
            self.issue(b, person, proofs, session.device);
        }
    }

    /// Why a factor may not be removed: another must stand where two-step is demanded.
    pub(crate) fn may_remove(&self, person: usize, kind: Kind) -> bool {
        let others = self.people[person]
            .factors
            .keys()
            .filter(|other| **other != kind && **other != Kind::Codes)
            .count();
        others > 0 || !self.is_demanded(person)
    }

    /// Removes a factor, or all where none is named; codes never stand alone, and trust never outlives what was proved.
    pub(crate) fn remove(&mut self, b: usize, person: usize, kind: Option<Kind>) {
        let factors = &mut self.people[person].factors;
        factors.retain(|own, _| kind.is_some_and(|kind| *own != kind));
        if !self.has_factor(person) {
            self.people[person].factors.clear();
        }
        self.devices.retain(|device| device.person != person);
        self.keep_alone(b);
    }

    pub(crate) fn change_password(&mut self, b: usize, person: usize, new: u32) {
        self.people[person].password = new;
        self.devices.retain(|device| device.person != person);
        self.keep_alone(b);
    }

    /// A new password behind a link: nothing that the old one opened stays open.
    pub(crate) fn set_password(&mut self, b: usize, person: usize, new: u32) -> bool {
        let is_newest = self.browsers[b]
            .login
            .take()
            .is_some_and(|login| login.link == self.people[person].link);
        if !is_newest {
            return false;
        }
        self.people[person].password = new;
        self.people[person].epoch += 1;
        self.devices.retain(|device| device.person != person);
        self.end_sessions(person, None);
        self.end_logins(person);
        self.forgive(person);
        true
    }

    /// What stands on this device's trust elsewhere ends with it.
    pub(crate) fn forget_device(&mut self, b: usize, id: u32) {
        self.devices.retain(|device| device.id != id);
        for (other, browser) in self.browsers.iter_mut().enumerate() {
            browser
                .session
                .take_if(|session| session.device == Some(id) && other != b);
        }
    }

    pub(crate) fn suspend(&mut self, person: usize, suspended: bool) {
        if self.people[person].suspended != suspended {
            self.people[person].suspended = suspended;
            self.people[person].epoch += 1;
        }
        if suspended {
            self.end_sessions(person, None);
            self.end_logins(person);
        }
    }

    pub(crate) fn change_card(&mut self, person: usize, demands: bool, days: i64) {
        (
            self.people[person].card_demands,
            self.people[person].card_days,
        ) = (demands, days);
        self.policy_epoch += 1;
    }

    pub(crate) fn change_organisation(&mut self, add_on: bool, default_days: i64) {
        if (self.add_on, self.default_days) != (add_on, default_days) {
            (self.add_on, self.default_days) = (add_on, default_days);
            self.policy_epoch += 1;
        }
    }

    /// Leaving a login: nothing of it remains.
    pub(crate) fn leave(&mut self, b: usize) -> Option<Login> {
        self.browsers[b].login.take()
    }
}
