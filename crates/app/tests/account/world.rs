//! An organisation with people who sign in, on a clock that the test moves.

mod seen;
mod signing_in;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use app::eids::Eids;
use app::gateways::Gateways;
use app::password_pool::{PasswordPool, PasswordSettings};
use app::{App, Parts, Requester};
use connect::http::{Http, HttpSettings};
use connect::mail::outbox::Outbox;
use domain::email::EmailAddress;
use domain::factor::{FactorKind, FactorSet};
use domain::id::{AddressId, AuthenticatorId, OrganisationId, RoleId, UserId};
use domain::organisation::{Organisation, Rules, Support};
use domain::password::Password;
use domain::random::Random as _;
use domain::role::{Minimum, Role};
use domain::time::{Span, Timestamp};
use domain::user::Username;
use factors::testing::{Member, Seeded, cast};
use factors::{KnownAddress, Progress, Registry};
use jiff::tz::TimeZone;
use store::testing::SeededEntropy;
use store::{Channel, NewAddress, NewUser, Store, Tx};
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
    hands: Hands,
    people: RefCell<HashMap<(UserId, FactorKind), Member>>,
    seed: Cell<u64>,
}

/// What every clock of a world shows.
#[derive(Clone)]
pub(crate) struct Hands(Arc<AtomicI64>);

impl Default for Hands {
    fn default() -> Self {
        let now = Timestamp::from_unix_seconds(1_790_000_000);
        Self(Arc::new(AtomicI64::new(now.unix_millis())))
    }
}

impl app::Clock for Hands {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_millis(self.0.load(Ordering::SeqCst))
    }
}

/// A client that may call this very machine.
fn http() -> Http {
    let settings = HttpSettings {
        allowed_private: vec!["127.0.0.1".to_owned()],
        ..HttpSettings::default()
    };
    Http::new(&settings).unwrap()
}

impl World {
    pub(crate) async fn new(store: Store) -> Self {
        Self::with(store, 0).await
    }

    /// A world where a browser is trusted for so many days even if no role says so.
    pub(crate) async fn with(store: Store, default_trusted_days: u32) -> Self {
        Self::built(
            store,
            default_trusted_days,
            Hands::default(),
            Eids::default(),
        )
        .await
    }

    /// A world on this clock, with these accounts at eIDs.
    pub(crate) async fn built(
        store: Store,
        default_trusted_days: u32,
        hands: Hands,
        eids: Eids,
    ) -> Self {
        connect::install_tls();
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
            gateways: Gateways::new(http(), None),
            eids,
            clock: Arc::new(hands.clone()),
            entropy: Arc::new(SeededEntropy::default()),
            time_zone: TimeZone::UTC,
            default_organisation: organisation.slug.clone(),
        });
        let now = app::Clock::now(&hands);
        let row = organisation.clone();
        store
            .write(move |tx| tx.insert_organisation(&row, now))
            .await
            .unwrap();
        app::eids::note_services(&app).await.unwrap();
        let seed = Cell::new(1);
        Self {
            app,
            outbox,
            organisation: Arc::new(organisation),
            hands,
            people: RefCell::default(),
            seed,
        }
    }

    pub(crate) fn org(&self) -> OrganisationId {
        self.organisation.id
    }

    pub(crate) fn now(&self) -> Timestamp {
        app::Clock::now(&self.hands)
    }

    pub(crate) fn wait(&self, span: Span) {
        self.hands.0.fetch_add(span.as_millis(), Ordering::SeqCst);
    }

    pub(crate) fn requester(&self) -> Requester {
        Requester {
            now: self.now(),
            address: [203, 0, 113, 7].into(),
            browser: "Firefox on Linux".to_owned(),
            language: Language::Sv,
            visit: domain::eid::Visit::default(),
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
            two_step_from: None,
            grace_days: 0,
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
                on_one_device: false,
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
            .begin_enrolment(&around.setting(), &[], &mut random);
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
        phone_channels: Vec::new(),
        services: Vec::new(),
        suspended_at: None,
        rules: Rules::default(),
        version: 1,
    }
}
