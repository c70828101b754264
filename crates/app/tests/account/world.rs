//! An organisation with people who sign in, on a clock that the test moves.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use app::password_pool::{PasswordPool, PasswordSettings};
use app::session_check::{self, SignedIn};
use app::sign_in::{self, Answer, Entry, Given, Standing};
use app::{App, Parts, Requester};
use connect::mail::outbox::Outbox;
use domain::email::EmailAddress;
use domain::factor::{Evidence, FactorKind, FactorSet};
use domain::id::{
    AddressId, AuthenticatorId, OrganisationId, RoleId, SessionId, TrustedDeviceId, UserId,
};
use domain::organisation::{Organisation, Support};
use domain::password::Password;
use domain::random::Random as _;
use domain::refusal::Refusal;
use domain::role::{Minimum, Role};
use domain::time::{Span, Timestamp};
use domain::token::{Token, TokenSecret};
use domain::user::Username;
use factors::testing::{Member, Seeded, cast};
use factors::{Form, KnownAddress, Progress, Registry};
use jiff::tz::TimeZone;
use store::testing::SeededEntropy;
use store::{AuditRow, Channel, NewAddress, NewSession, NewTrustedDevice, NewUser, Store, Tx};
use text::{Catalogue, Language};

/// A kind that an authenticator app answers.
pub(crate) const APP: FactorKind = FactorKind::new("totp");
/// A kind that is answered from a mailbox.
pub(crate) const MAIL: FactorKind = FactorKind::new("email");
/// The kind that stands behind the others.
pub(crate) const CODES: FactorKind = FactorKind::new("recovery_codes");

/// The password of everybody, long enough to stand alone.
pub(crate) const PASSWORD: &str = "fyra blå getter vid grinden";

/// A role card, as far as these tests differ in it.
#[derive(Clone)]
pub(crate) struct Card {
    pub(crate) two_step: bool,
    pub(crate) trusted_days: u32,
    pub(crate) allowed: Option<&'static [FactorKind]>,
}

/// A card that demands two-step and trusts a browser for two weeks.
pub(crate) const OFFICE: Card = Card {
    two_step: true,
    trusted_days: 14,
    allowed: None,
};
/// A card that demands nothing.
pub(crate) const GUEST: Card = Card {
    two_step: false,
    trusted_days: 0,
    allowed: None,
};

pub(crate) struct World {
    pub(crate) app: Arc<App>,
    pub(crate) outbox: Arc<Outbox>,
    pub(crate) organisation: Arc<Organisation>,
    now: Cell<Timestamp>,
    people: RefCell<HashMap<(UserId, FactorKind), Member>>,
    seed: Cell<u64>,
}

impl World {
    pub(crate) async fn new(store: Store) -> Self {
        Self::with(store, 0).await
    }

    /// A world where a browser is trusted for so many days even if no role says so.
    pub(crate) async fn with(store: Store, default_trusted_days: u32) -> Self {
        let registry = Registry::standard();
        let catalogue = Catalogue::new(&registry.words()).unwrap();
        let outbox = Arc::new(Outbox::new("no-reply@example.se", 100).unwrap());
        let quick = PasswordSettings {
            memory_kib: 64,
            iterations: 1,
            lanes: 1,
            threads: 1,
            queue: 16,
        };
        let organisation = organisation(default_trusted_days);
        let app = App::new(Parts {
            store: store.clone(),
            registry,
            catalogue,
            passwords: PasswordPool::start(quick).unwrap(),
            mailer: Some(outbox.clone()),
            entropy: Arc::new(SeededEntropy::default()),
            time_zone: TimeZone::UTC,
            default_organisation: organisation.slug.clone(),
        });
        let now = Timestamp::from_unix_seconds(1_790_000_000);
        let row = organisation.clone();
        store
            .write(move |tx| tx.insert_organisation(&row, now))
            .await
            .unwrap();
        let (now, seed) = (Cell::new(now), Cell::new(1));
        Self {
            app,
            outbox,
            organisation: Arc::new(organisation),
            now,
            people: RefCell::default(),
            seed,
        }
    }

    pub(crate) fn org(&self) -> OrganisationId {
        self.organisation.id
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.now.get()
    }

    pub(crate) fn wait(&self, span: Span) {
        self.now.set(self.now() + span);
    }

    pub(crate) fn requester(&self) -> Requester {
        Requester {
            now: self.now(),
            address: [203, 0, 113, 7].into(),
            browser: "Firefox on Linux".to_owned(),
            language: Language::Sv,
        }
    }

    fn random(&self) -> Seeded {
        self.seed.set(self.seed.get() + 1);
        Seeded::new(self.seed.get())
    }

    pub(crate) async fn write<T: Send + 'static>(
        &self,
        unit: impl Fn(&mut Tx) -> Result<T, store::Fault> + Send + 'static,
    ) -> T {
        self.app.store.write(unit).await.unwrap()
    }

    // People.

    /// Adds somebody with the [`PASSWORD`], a confirmed mailbox and a role with this card.
    pub(crate) async fn person(&self, username: &str, card: &Card) -> UserId {
        let (organisation, now, mut random) = (self.org(), self.now(), self.random());
        let user = UserId::draw(now, &mut random);
        let hash = self
            .app
            .passwords
            .hash(Password::parse(PASSWORD).unwrap(), [7; 16])
            .await
            .unwrap()
            .unwrap();
        let name = Username::parse(username).unwrap();
        let role = self.role(username, card);
        self.write(move |tx| {
            let new = NewUser {
                id: user,
                username: &name,
                name: "Anna Lind",
                language: None,
                owner: false,
                password_hash: Some(&hash),
                grace_until: None,
            };
            assert!(tx.insert_user(organisation, &new, now)?);
            assert!(tx.insert_role(organisation, &role, 1, now)?);
            assert!(tx.assign_role(organisation, user, role.id, now)?);
            Ok(())
        })
        .await;
        self.mailbox(user, &format!("{username}@example.se"), true)
            .await;
        user
    }

    pub(crate) fn role(&self, username: &str, card: &Card) -> Role {
        let mut random = self.random();
        Role {
            id: RoleId::draw(self.now(), &mut random),
            key: format!("role-of-{username}"),
            name: format!("Rollen för {username}"),
            owner_assigns: false,
            api_integrator: false,
            two_step: card.two_step,
            trusted_days: card.trusted_days,
            allowed_factors: card
                .allowed
                .map(|kinds| kinds.iter().cloned().collect::<FactorSet>()),
            minimum: Minimum::Any,
            permissions: BTreeSet::new(),
            version: 1,
        }
    }

    /// Changes the only role of somebody.
    pub(crate) async fn change_card(
        &self,
        user: UserId,
        change: impl Fn(&mut Role) + Send + 'static,
    ) {
        let organisation = self.org();
        self.write(move |tx| {
            let mut role = tx.roles_of_user(organisation, user)?.remove(0);
            change(&mut role);
            assert!(tx.save_role(organisation, &role)?);
            Ok(())
        })
        .await;
    }

    pub(crate) async fn mailbox(&self, user: UserId, address: &str, verified: bool) {
        let (organisation, now, mut random) = (self.org(), self.now(), self.random());
        let id = AddressId::draw(now, &mut random);
        let parsed = EmailAddress::parse(address).unwrap();
        let value = address.to_owned();
        self.write(move |tx| {
            let (canonical, masked) = (parsed.canonical(), parsed.masked());
            let new = NewAddress {
                id,
                user,
                channel: Channel::Email,
                value: &value,
                canonical: &canonical,
                masked: &masked,
                verified_at: verified.then_some(now),
            };
            tx.insert_address(organisation, &new, now)
        })
        .await;
    }

    /// Binds a factor as if its enrolment had just been finished.
    pub(crate) async fn enrol(&self, user: UserId, kind: &FactorKind) -> AuthenticatorId {
        let organisation = self.org();
        let person = self.write(move |tx| tx.user(organisation, user)).await;
        let mut member = cast()
            .into_iter()
            .find(|member| member.factor.profile().kind == *kind)
            .expect("a factor of that kind");
        let proved = self.prove(&mut member, &person.username);
        self.people
            .borrow_mut()
            .insert((user, kind.clone()), member);
        let (now, kind) = (self.now(), kind.clone());
        let id = AuthenticatorId::draw(now, &mut self.random());
        self.write(move |tx| {
            let channel = proved
                .channel
                .as_ref()
                .map(|channel| tx.channel_mark(organisation, Channel::Email, &channel.address));
            let new = store::NewAuthenticator {
                id,
                user,
                kind: &kind,
                label: &proved.label,
                data: &proved.data,
                data_format: proved.data_format,
                identifier: proved.identifier.as_deref(),
                channel: channel.as_ref(),
                relying_party: None,
                consumed_through: proved.consumed_through.unwrap_or(store::NOTHING_CONSUMED),
            };
            assert!(tx.insert_authenticator(organisation, &new, now)?);
            tx.refresh_factor_set(organisation, user)
        })
        .await;
        id
    }

    fn prove(&self, member: &mut Member, username: &str) -> factors::NewAuthenticator {
        let mut around = factors::testing::World::new(&self.app.registry);
        around.now = self.now();
        around.code_expires_at = self.now() + Span::minutes(10);
        around.organisation = Organisation::clone(&self.organisation);
        username.clone_into(&mut around.username);
        around.addresses = vec![KnownAddress {
            channel: "email".to_owned(),
            value: format!("{username}@example.se"),
            verified: true,
        }];
        let mut random = self.random();
        let mut draft = member
            .factor
            .begin_enrolment(&around.setting(), &mut random);
        let mut letters = std::mem::take(&mut draft.letters);
        loop {
            let shown = member
                .factor
                .enrolment_view(&around.setting(), &draft.data)
                .unwrap()
                .json();
            let form = member.person.enrol(&shown, &letters, self.now());
            let setting = around.setting();
            match member
                .factor
                .continue_enrolment(&setting, &draft.data, &form, &mut random)
                .unwrap()
            {
                Progress::Show(mut next) => {
                    letters.append(&mut next.letters);
                    draft = next;
                }
                Progress::Done(proved) => return proved,
                Progress::Rejected(refusal) => panic!("an enrolment was refused: {refusal:?}"),
            }
        }
    }

    // Logins and sessions.

    /// Types a password; `device` is the trusted device's cookie.
    pub(crate) async fn type_password(
        &self,
        username: &str,
        password: &str,
        device: Option<&Token>,
    ) -> Result<Entry, Refusal> {
        let given = Given {
            username: username.to_owned(),
            password: password.to_owned(),
            device: device.cloned(),
            return_to: None,
        };
        sign_in::sign_in(&self.app, &self.organisation, given, &self.requester())
            .await
            .unwrap()
    }

    /// Answers the second step that a login waits for; half a minute later, so that an app shows a new code.
    pub(crate) async fn answer(
        &self,
        user: UserId,
        login: &Token,
    ) -> Result<Option<Token>, Refusal> {
        self.wait(Span::seconds(30));
        let requester = self.requester();
        let Standing::Answer(view) = sign_in::standing(&self.app, login, false, &requester)
            .await
            .unwrap()
        else {
            panic!("the login waits for no answer");
        };
        let form = self.form(user, &view.kind);
        let answer = Answer {
            challenge: view.challenge,
            form,
        };
        let advanced = sign_in::answer(&self.app, &self.organisation, login, answer, &requester)
            .await
            .unwrap()?;
        Ok(advanced.session)
    }

    fn form(&self, user: UserId, kind: &FactorKind) -> Form {
        if *kind == MAIL {
            let newest = self.outbox.kept().remove(0);
            let code = newest
                .text
                .lines()
                .find(|line| line.len() == 6 && line.bytes().all(|b| b.is_ascii_digit()));
            return Form::from_iter([("code", code.expect("a code was mailed"))]);
        }
        let mut people = self.people.borrow_mut();
        let member = people
            .get_mut(&(user, kind.clone()))
            .expect("somebody with that factor");
        member.person.answer(&[], self.now())
    }

    /// Opens a session that proved just this, without a login.
    pub(crate) async fn session(&self, user: UserId, evidence: Vec<Evidence>) -> SignedIn {
        self.session_on(user, evidence, None).await
    }

    /// The same, on a trusted device.
    pub(crate) async fn session_on(
        &self,
        user: UserId,
        evidence: Vec<Evidence>,
        device: Option<TrustedDeviceId>,
    ) -> SignedIn {
        let token = self.session_token(user, evidence, device).await;
        self.check(&token).await.expect("the session stands")
    }

    pub(crate) async fn session_token(
        &self,
        user: UserId,
        evidence: Vec<Evidence>,
        device: Option<TrustedDeviceId>,
    ) -> Token {
        let (organisation, now, mut random) = (self.org(), self.now(), self.random());
        let (id, secret) = (
            SessionId::draw(now, &mut random),
            TokenSecret::draw(&mut random),
        );
        let token = Token {
            organisation,
            id: *id.as_bytes(),
            secret,
        };
        let secret = token.secret.clone();
        self.write(move |tx| {
            let user_epoch = tx.user(organisation, user)?.epoch;
            let policy_epoch = tx.organisation(organisation)?.policy_epoch;
            let new = NewSession {
                id,
                secret: &secret,
                user,
                evidence: &evidence,
                user_epoch,
                policy_epoch,
                browser: "Firefox on Linux",
                address: "203.0.113.7",
                device,
                expires_at: now + Span::hours(24),
            };
            assert!(matches!(
                tx.issue_session(organisation, &new, now)?,
                store::Issued::Issued
            ));
            Ok(())
        })
        .await;
        token
    }

    /// A session that has just proved the password and these kinds.
    pub(crate) async fn fresh(&self, user: UserId, kinds: &[FactorKind]) -> SignedIn {
        self.session(user, self.proofs(kinds)).await
    }

    /// The password and these kinds, proved now.
    pub(crate) fn proofs(&self, kinds: &[FactorKind]) -> Vec<Evidence> {
        let now = self.now();
        let second = kinds.iter().map(|kind| {
            let profile = self.app.registry.find(kind).unwrap().profile();
            Evidence::of(profile, now, false, None)
        });
        std::iter::once(Evidence::password(now))
            .chain(second)
            .collect()
    }

    /// Whom this session's cookie belongs to, as the next request finds it on a node that remembers nothing.
    pub(crate) async fn check(&self, token: &Token) -> Option<SignedIn> {
        self.forget().await;
        session_check::check(&self.app, token, &self.requester())
            .await
            .unwrap()
    }

    /// Whether a session still stands.
    pub(crate) async fn stands(&self, who: &SignedIn) -> bool {
        let (organisation, user, session) = (self.org(), who.user.id, who.session.id);
        let found = self
            .write(move |tx| tx.sessions_of_user(organisation, user))
            .await;
        found.iter().any(|found| found.id == session)
    }

    /// Lets everything that is remembered grow too old.
    async fn forget(&self) {
        self.wait(Span::seconds(4));
    }

    /// Trusts a browser for somebody, as if the second step had been proved in it now.
    pub(crate) async fn trust(&self, user: UserId) -> Token {
        let (organisation, now, mut random) = (self.org(), self.now(), self.random());
        let (id, secret) = (
            TrustedDeviceId::draw(now, &mut random),
            TokenSecret::draw(&mut random),
        );
        let token = Token {
            organisation,
            id: *id.as_bytes(),
            secret,
        };
        let secret = token.secret.clone();
        self.write(move |tx| {
            let new = NewTrustedDevice {
                id,
                user,
                secret: &secret,
                proved_at: now,
                browser: "Firefox on Linux",
            };
            tx.insert_trusted_device(organisation, &new, now)
        })
        .await;
        token
    }

    // What can be seen of it afterwards.

    pub(crate) async fn authenticators(&self, user: UserId) -> Vec<FactorKind> {
        let organisation = self.org();
        let rows = self
            .write(move |tx| tx.authenticators_of_user(organisation, user))
            .await;
        rows.into_iter().map(|row| row.kind).collect()
    }

    pub(crate) async fn devices(&self, user: UserId) -> usize {
        let organisation = self.org();
        self.write(move |tx| tx.trusted_devices_of_user(organisation, user))
            .await
            .len()
    }

    /// What the audit log tells of somebody, newest first.
    pub(crate) async fn log(&self, user: UserId) -> Vec<AuditRow> {
        let organisation = self.org();
        self.write(move |tx| tx.events_of_subject(organisation, user, None, 100))
            .await
    }

    /// The newest row about somebody: its code and its outcome. Rows of one millisecond have no order, so the clock goes on a little.
    pub(crate) async fn newest(&self, user: UserId) -> (String, String) {
        self.wait(Span::millis(1));
        let row = self.log(user).await.remove(0);
        (row.kind, row.outcome)
    }

    /// The recipients of the newest message, all that went out with it, in order.
    pub(crate) fn told(&self, subject: &str) -> Vec<String> {
        let mut told: Vec<String> = self
            .outbox
            .kept()
            .into_iter()
            .filter(|kept| kept.subject == subject)
            .map(|kept| kept.to)
            .collect();
        told.sort();
        told
    }

    /// Removes a session behind its person's back.
    pub(crate) async fn end(&self, who: &SignedIn) {
        let (organisation, user, session) = (self.org(), who.user.id, who.session.id);
        self.write(move |tx| tx.remove_session(organisation, user, session))
            .await;
    }

    /// Whether a login can still go on.
    pub(crate) async fn is_open(&self, login: &Token) -> bool {
        let key = login.clone();
        let found = self.write(move |tx| tx.find_login(&key)).await;
        found.is_some_and(|login| login.state.is_open())
    }
}

fn organisation(default_trusted_days: u32) -> Organisation {
    let mut id = [0; 16];
    Seeded::new(99).fill(&mut id);
    Organisation {
        id: OrganisationId::from_bytes(id),
        slug: "bjorken".to_owned(),
        name: "Björkens Omsorg".to_owned(),
        base_url: "https://login.example.se".to_owned(),
        two_step_add_on: true,
        default_trusted_days,
        policy_epoch: 1,
        default_language: "sv".to_owned(),
        support: Support::default(),
        accent: None,
        logo: None,
        suspended_at: None,
    }
}
