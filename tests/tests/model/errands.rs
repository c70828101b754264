//! Errands of several pages: setting a factor up, changing what one has, a forgotten password. Each goes as far as nothing stands in its
//! way, and leaves both sides wherever that is.

use domain::id::AuthenticatorId;
use tests::Authenticator;

use crate::act::{Act, How, PEOPLE};
use crate::driver::{Driver, name_of, password};
use crate::rules::{DAY, Kind, MINUTE, Place};

impl Driver<'_> {
    pub(crate) async fn run(&mut self, errand: Act) {
        match errand {
            Act::Enrol { b, kind } => self.enrol(b, kind).await,
            Act::FreshProof { b } => self.fresh_proof(b).await,
            Act::Remove { b, kind } => self.remove(b, kind).await,
            Act::SwitchOff { b } => self.switch_off(b).await,
            Act::ChangePassword { b } => self.change_password(b).await,
            Act::ForgetDevice { b } => self.forget_device(b).await,
            Act::EndOthers { b } => {
                if self.signed_in(b).await.is_some() {
                    self.browsers[b].go("/account/security").await;
                    self.browsers[b]
                        .post("/account/security/sessions/end-others", &[])
                        .await;
                    self.rules.keep_alone(b);
                }
            }
            Act::Forgotten { b, person } => self.forgotten(b, person).await,
            Act::NewPassword { b } => self.new_password(b).await,
            other => panic!("not an errand: {other:?}"),
        }
    }

    async fn signed_in(&mut self, b: usize) -> Option<usize> {
        self.look(b).await;
        self.rules.browsers[b]
            .session
            .as_ref()
            .map(|session| session.person)
    }

    /// Goes to a page that asks for fresh proof, and gives it; false where something stands in the way.
    async fn reach(&mut self, b: usize, address: &str, page: &str) -> bool {
        let session = self.rules.browsers[b].session.clone().unwrap();
        let person = session.person;
        if self.rules.is_fresh(&session) {
            self.browsers[b].go(address).await;
            self.browsers[b].is_at(page);
            return true;
        }
        self.rules.ask_for_fresh_proof(b, person);
        self.browsers[b].go(address).await;
        self.browsers[b].is_at("reauthenticate");
        if self.rules.password_waits(person) {
            return false;
        }
        let own = self.rules.people[person].password;
        self.rules.password_again(b, own);
        self.browsers[b]
            .press("continue", &[("password", &password(person, own))])
            .await;
        self.take_letters(b);
        if let Some(login) = self.rules.browsers[b]
            .login
            .clone()
            .filter(|login| matches!(login.place, Place::Choose))
        {
            let kind = *self.rules.ways(&login).first().unwrap();
            if self.rules.people[person].factors[&kind]
                .count
                .waits(self.rules.now)
            {
                return false;
            }
            self.rules.choose(b, kind);
            self.browsers[b].choose(name_of(kind)).await;
        }
        if self.is_fresh_proof(b) {
            self.answer(b, How::Right).await;
        }
        if self.is_fresh_proof(b) {
            return false;
        }
        self.browsers[b].go(address).await;
        self.browsers[b].is_at(page);
        true
    }

    async fn fresh_proof(&mut self, b: usize) {
        if self.signed_in(b).await.is_none() {
            return;
        }
        let session = self.rules.browsers[b].session.clone().unwrap();
        self.browsers[b].go("/account/security/password").await;
        if self.rules.is_fresh(&session) {
            self.browsers[b].is_at("change-password");
        } else {
            self.rules.ask_for_fresh_proof(b, session.person);
            self.browsers[b].is_at("reauthenticate");
        }
    }

    async fn enrol(&mut self, b: usize, kind: Kind) {
        let in_login = self.look(b).await == "enrol-choose";
        let person = match (
            &self.rules.browsers[b].login,
            &self.rules.browsers[b].session,
        ) {
            (Some(login), _) if in_login => login.person,
            (_, Some(session)) => session.person,
            _ => return,
        };
        if self.rules.people[person].factors.contains_key(&kind)
            || self.rules.password_waits(person)
        {
            return;
        }
        let is_first = !self.rules.has_factor(person);
        let page = if is_first { "recovery-codes" } else { "enrol" };
        if in_login {
            let own = password(person, self.rules.people[person].password);
            self.browsers[b].choose(name_of(kind)).await;
            self.browsers[b].is_at("reauthenticate");
            self.browsers[b]
                .press("continue", &[("password", &own)])
                .await;
            self.rules.forgive(person);
            self.browsers[b].is_at(page);
        } else if !self
            .reach(b, &format!("/account/security/add/{}", name_of(kind)), page)
            .await
        {
            return;
        }
        if is_first {
            let sheet = self.browsers[b].page().recovery_codes();
            self.browsers[b].answer(&sheet[3]).await;
            self.hands[person].sheet = sheet;
        }
        self.bind(b, person, kind).await;
        self.browsers[b].is_at("done");
        self.hands[person].generation += u32::from(kind == Kind::App);
        self.rules.enrol(b, person, kind);
    }

    /// The factor's own page.
    async fn bind(&mut self, b: usize, person: usize, kind: Kind) {
        let username = PEOPLE[person].0;
        let page = self.browsers[b].is_at("enrol");
        let code = if kind == Kind::App {
            let app = Authenticator::typed_in(&page.secret().unwrap());
            self.hands[person].app.insert(app).code(self.world.now())
        } else {
            let address = format!("{username}@demo.example");
            self.browsers[b]
                .press("continue", &[("address", &address)])
                .await;
            self.rules.people[person].mailed += 1;
            self.world.mailed_code(username)
        };
        self.browsers[b].answer(&code).await;
    }

    async fn remove(&mut self, b: usize, kind: Kind) {
        let Some(person) = self.signed_in(b).await else {
            return;
        };
        let Some(id) = self.authenticator(person, kind).await else {
            return;
        };
        let address = format!("/account/security/authenticators/{id}/remove");
        if !self.rules.may_remove(person, kind) {
            self.browsers[b].go(&address).await;
            assert!(
                !self.browsers[b].is_at("security").alert().is_empty(),
                "the last factor stays where it is demanded"
            );
        } else if self.reach(b, &address, "remove").await {
            self.browsers[b].press("remove", &[]).await;
            self.rules.remove(b, person, Some(kind));
        }
    }

    async fn authenticator(&self, person: usize, kind: Kind) -> Option<AuthenticatorId> {
        let own = self.world.authenticators(PEOPLE[person].0).await;
        own.into_iter()
            .find(|own| own.kind.as_str() == name_of(kind))
            .map(|own| own.id)
    }

    async fn switch_off(&mut self, b: usize) {
        const ADDRESS: &str = "/account/security/switch-off";
        let Some(person) = self.signed_in(b).await else {
            return;
        };
        if self.rules.is_demanded(person) || !self.rules.has_factor(person) {
            self.browsers[b].go(ADDRESS).await;
            let refused = !self.browsers[b].is_at("security").alert().is_empty();
            assert_eq!(
                refused,
                self.rules.is_demanded(person),
                "what is demanded cannot be switched off"
            );
        } else if self.reach(b, ADDRESS, "switch-off").await {
            self.browsers[b].press("switch-off", &[]).await;
            self.rules.remove(b, person, None);
        }
    }

    fn next_password(&mut self, person: usize) -> u32 {
        self.hands[person].passwords_ever += 1;
        self.hands[person].passwords_ever
    }

    async fn change_password(&mut self, b: usize) {
        let Some(person) = self.signed_in(b).await else {
            return;
        };
        if !self
            .reach(b, "/account/security/password", "change-password")
            .await
            || self.rules.password_waits(person)
        {
            return;
        }
        let (old, new) = (
            self.rules.people[person].password,
            self.next_password(person),
        );
        let typed = [
            ("password", password(person, old)),
            ("new_password", password(person, new)),
        ];
        self.browsers[b]
            .press(
                "continue",
                &typed
                    .each_ref()
                    .map(|(name, value)| (*name, value.as_str())),
            )
            .await;
        assert_eq!(self.browsers[b].is_at("security").alert(), "");
        self.rules.forgive(person);
        self.rules.change_password(b, person, new);
    }

    async fn forget_device(&mut self, b: usize) {
        let Some(person) = self.signed_in(b).await else {
            return;
        };
        let Some(id) = self
            .rules
            .devices
            .iter()
            .find(|device| device.person == person)
            .map(|device| device.id)
        else {
            return;
        };
        let (organisation, user) = (self.organisation, self.users[person]);
        let oldest = self
            .world
            .read(move |tx| tx.trusted_devices_of_user(organisation, user))
            .await[0]
            .id;
        self.browsers[b].go("/account/security").await;
        self.browsers[b]
            .post(&format!("/account/security/devices/{oldest}/forget"), &[])
            .await;
        self.rules.forget_device(b, id);
    }

    async fn forgotten(&mut self, b: usize, person: usize) {
        let (now, username) = (self.rules.now, PEOPLE[person].0);
        let asked_at = &mut self.hands[person].links_asked_at;
        // Three in ten minutes, ten a day: beyond that nothing is mailed.
        asked_at.retain(|at| now - at <= DAY);
        if asked_at.len() == 10
            || asked_at
                .iter()
                .filter(|at| now - **at <= 10 * MINUTE)
                .count()
                == 3
        {
            return;
        }
        let before = self.world.mail_to(username).len();
        self.browsers[b].go("/o/demo/recover").await;
        self.browsers[b]
            .press("continue", &[("username", username)])
            .await;
        self.browsers[b].is_at("mail-sent");
        let mailed = self.world.mail_to(username).len() - before;
        assert_eq!(
            mailed,
            usize::from(!self.rules.people[person].suspended),
            "links mailed to {username}"
        );
        if mailed == 1 {
            self.hands[person].links_asked_at.push(now);
            self.browsers[b].go(&self.world.mailed_link(username)).await;
            self.browsers[b].press("continue", &[]).await;
            self.rules.open_link(b, person);
        }
    }

    async fn new_password(&mut self, b: usize) {
        if self.look(b).await != "new-password" {
            return;
        }
        let person = self.rules.browsers[b].login.as_ref().unwrap().person;
        let new = self.next_password(person);
        self.browsers[b]
            .press("continue", &[("new_password", &password(person, new))])
            .await;
        let is_expired = self.browsers[b].page().name() == "expired";
        assert_ne!(
            is_expired,
            self.rules.set_password(b, person, new),
            "a link is good once, and the newest alone"
        );
    }
}
