//! An installation in this process with any number of people who sign in with a password and an authenticator app.

use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use app::gateways::Gateways;
use app::password_pool::{PasswordPool, PasswordSettings};
use app::sign_in::{self, Answer, Choice, Given, Standing};
use app::{App, Parts};
use connect::http::{Http, HttpSettings};
use domain::id::{AddressId, OrganisationId, RoleId};
use domain::organisation::{Organisation, Rules, Support};
use domain::password::Password;
use domain::refusal::Refusal;
use domain::role::{Minimum, Role};
use domain::time::Timestamp;
use domain::token::Token;
use domain::user::Username;
use factors::{Factor, Form, Registry};
use jiff::tz::TimeZone;
use server::system::SystemRandom;
use store::testing::keyring;
use store::{Channel, Location, NewAddress, NewAuthenticator, NewUser, Settings, Store, Tx};
use text::Catalogue;

use crate::drawn::Drawn;
use crate::enrolment::Enrolment;
use crate::person::{PASSWORD, Person};

/// When measured sign-ins begin, where the clock is a value.
pub(crate) const BEGINNING: Timestamp = Timestamp::from_unix_seconds(1_795_000_000);

/// The organisation that everybody belongs to.
pub(crate) const ORGANISATION: OrganisationId = OrganisationId::from_bytes([0x42; 16]);

/// The host of its pages.
pub(crate) const HOST: &str = "localhost";

pub(crate) const SLUG: &str = "bench";
/// People that one unit adds.
const AT_ONCE: u64 = 500;

/// What a password costs.
#[derive(Clone, Copy)]
pub(crate) enum Cost {
    /// What an installation takes.
    Usual,
    /// Next to nothing, where the hash is not what is measured.
    Nothing,
}

impl Cost {
    pub(crate) fn settings(self) -> PasswordSettings {
        match self {
            Self::Usual => PasswordSettings::default(),
            Self::Nothing => PasswordSettings {
                memory_kib: 8,
                iterations: 1,
                lanes: 1,
                threads: 1,
                queue: 64,
            },
        }
    }
}

/// The installation.
#[derive(Clone)]
pub(crate) struct Ground {
    pub(crate) app: Arc<App>,
    pub(crate) organisation: Arc<Organisation>,
    /// What everybody has enrolled.
    pub(crate) factor: Arc<dyn Factor>,
    /// How many people there are.
    pub(crate) people: u64,
}

impl Ground {
    /// Puts it together in an empty database.
    pub(crate) async fn lay(location: Location, cost: Cost, people: u64) -> Result<Self> {
        let store = Store::open(Settings::new(location), keyring(), Arc::new(SystemRandom))?;
        connect::install_tls();
        let registry = Registry::standard();
        let factor = registry.profiles().into_iter().find(is_app_factor);
        let factor = factor.and_then(|profile| registry.find(&profile.kind).cloned());
        let app = App::new(Parts {
            store: store.clone(),
            catalogue: Catalogue::new(&registry.words())?,
            registry,
            passwords: PasswordPool::start(cost.settings())?,
            mailer: None,
            gateways: Gateways::new(Http::new(&on_this_machine())?, None),
            eids: app::eids::Eids::default(),
            clock: Arc::new(BEGINNING),
            entropy: Arc::new(SystemRandom),
            time_zone: TimeZone::UTC,
            default_organisation: SLUG.to_owned(),
        });
        let (new, card) = (organisation(), role());
        let unit = move |tx: &mut Tx| {
            tx.insert_organisation(&new, BEGINNING)?;
            tx.insert_role(ORGANISATION, &card, 1, BEGINNING)?;
            tx.organisation(ORGANISATION)
        };
        let organisation = Arc::new(store.write(unit).await?);
        let factor = factor.context("no factor is an authenticator app")?;
        let ground = Self {
            app,
            organisation,
            factor,
            people,
        };
        ground.add_people().await?;
        Ok(ground)
    }

    async fn add_people(&self) -> Result<()> {
        let password = Password::parse(PASSWORD).map_err(refused)?;
        let hash = self.app.passwords.hash(password, [7; 16]).await??;
        let (hash, role) = (Arc::new(hash), role().id);
        let enrolment = Enrolment::of(self);
        for first in (0..self.people).step_by(usize::try_from(AT_ONCE)?) {
            let those = first..(first + AT_ONCE).min(self.people);
            let new: Vec<_> = those
                .map(|number| enrolment.of_person(Person(number)))
                .collect();
            let (hash, kind) = (Arc::clone(&hash), self.factor.profile().kind.clone());
            let unit = move |tx: &mut Tx| {
                for (person, data, data_format) in &new {
                    add(tx, *person, &hash, role)?;
                    let authenticator = NewAuthenticator {
                        id: person.authenticator(),
                        user: person.user(),
                        kind: &kind,
                        label: "App",
                        data,
                        data_format: *data_format,
                        identifier: None,
                        channel: None,
                        relying_party: None,
                        on_one_device: false,
                        consumed_through: store::NOTHING_CONSUMED,
                    };
                    tx.insert_authenticator(ORGANISATION, &authenticator, BEGINNING)?;
                    tx.refresh_factor_set(ORGANISATION, person.user())?;
                }
                Ok(())
            };
            self.app.store.write(unit).await?;
        }
        Ok(())
    }

    /// The person whose turn it is.
    pub(crate) const fn person(&self, number: u64) -> Person {
        Person(number % self.people)
    }

    /// Types username and password; gives the login that waits for a code.
    pub(crate) async fn password(&self, person: Person, now: Timestamp) -> Result<Token> {
        let entry = self
            .try_password(person.username(), PASSWORD, &person, now)
            .await?;
        entry
            .map_err(refused)?
            .context("the password opened no login")
    }

    /// Types this as username and password.
    pub(crate) async fn try_password(
        &self,
        username: String,
        password: &str,
        from: &Person,
        now: Timestamp,
    ) -> Result<Result<Option<Token>, Refusal>> {
        let given = Given {
            username,
            password: password.to_owned(),
            device: None,
            return_to: None,
        };
        let requester = from.requester(now);
        let entered = sign_in::sign_in(&self.app, &self.organisation, given, &requester).await?;
        Ok(entered.map(|entry| entry.login))
    }

    /// Chooses the authenticator app for a login whose person has other factors too.
    pub(crate) async fn choose(&self, login: &Token, person: Person, now: Timestamp) -> Result<()> {
        let choice = Choice {
            kind: self.factor.profile().kind.clone(),
            first: None,
        };
        let chosen = sign_in::choose(&self.app, login, choice, &person.requester(now)).await?;
        chosen.map_err(refused)?;
        Ok(())
    }

    /// Fetches the page of a login; gives the answer that its form would carry.
    pub(crate) async fn question(
        &self,
        login: &Token,
        person: Person,
        code: String,
        now: Timestamp,
    ) -> Result<Answer> {
        let requester = person.requester(now);
        match sign_in::standing(&self.app, login, false, &requester).await? {
            Standing::Answer(view) => Ok(Answer {
                challenge: view.challenge,
                form: Form::from_iter([("code", code)]),
            }),
            _ => Err(anyhow!("the login asks for no code")),
        }
    }

    /// Sends a code; gives the session.
    pub(crate) async fn answer(
        &self,
        login: &Token,
        person: Person,
        answer: Answer,
        now: Timestamp,
    ) -> Result<Token> {
        let answered = self.try_answer(login, person, answer, now).await?;
        answered
            .map_err(refused)?
            .context("a right code opened no session")
    }

    /// Sends a code that may be wrong.
    pub(crate) async fn try_answer(
        &self,
        login: &Token,
        person: Person,
        answer: Answer,
        now: Timestamp,
    ) -> Result<Result<Option<Token>, Refusal>> {
        let requester = person.requester(now);
        let answered =
            sign_in::answer(&self.app, &self.organisation, login, answer, &requester).await?;
        Ok(answered.map(|advanced| advanced.session))
    }

    /// A whole sign-in: the password, the page that asks for a code, the code.
    pub(crate) async fn sign_in(&self, person: Person, now: Timestamp) -> Result<Token> {
        let login = self.password(person, now).await?;
        let answer = self
            .question(&login, person, person.code(now)?, now)
            .await?;
        self.answer(&login, person, answer, now).await
    }

    /// Ends the store.
    pub(crate) fn stop(&self) {
        self.app.store.stop();
    }
}

/// Gateways of the bench stand on this machine.
pub(crate) fn on_this_machine() -> HttpSettings {
    HttpSettings {
        allowed_private: vec!["127.0.0.1".to_owned()],
        ..HttpSettings::default()
    }
}

fn is_app_factor(profile: &domain::factor::Profile) -> bool {
    profile.starts_freely
        && !profile.is_backup
        && profile.identifies.is_none()
        && profile.needs == domain::factor::Needs::NOTHING
}

/// A refusal where there should be none.
#[allow(
    clippy::needless_pass_by_value,
    reason = "it is what `map_err` hands over"
)]
pub(crate) fn refused(refusal: Refusal) -> anyhow::Error {
    anyhow!("refused: {refusal:?}")
}

fn add(tx: &mut Tx, person: Person, hash: &str, role: RoleId) -> Result<(), store::Fault> {
    let (user, email) = (person.user(), person.email());
    let Ok(username) = Username::parse(&person.username()) else {
        return Err(store::Fault::Conflict);
    };
    let new = NewUser {
        id: user,
        username: &username,
        name: "Anna Lind",
        language: None,
        owner: false,
        password_hash: Some(hash),
        grace_until: None,
    };
    tx.insert_user(ORGANISATION, &new, BEGINNING)?;
    tx.assign_role(ORGANISATION, user, role, BEGINNING)?;
    let address = NewAddress {
        id: AddressId::from_bytes(*user.as_bytes()),
        user,
        channel: Channel::Email,
        value: &email,
        canonical: &email,
        masked: "p•••@bench.example",
        verified_at: Some(BEGINNING),
    };
    tx.insert_address(ORGANISATION, &address, BEGINNING)
}

pub(crate) fn organisation() -> Organisation {
    Organisation {
        id: ORGANISATION,
        slug: SLUG.to_owned(),
        name: "Mätbolaget".to_owned(),
        base_url: format!("http://{HOST}/o/{SLUG}"),
        two_step_add_on: true,
        default_trusted_days: 0,
        policy_epoch: 1,
        default_language: "sv".to_owned(),
        support: Support::default(),
        accent: Some("#1f6f5c".to_owned()),
        logo: None,
        phone_channels: Vec::new(),
        services: Vec::new(),
        suspended_at: None,
        rules: Rules::default(),
        version: 1,
    }
}

/// A card that demands two-step.
fn role() -> Role {
    Role {
        id: RoleId::draw(BEGINNING, &mut Drawn::of(1)),
        key: "staff".to_owned(),
        name: "Anställda".to_owned(),
        owner_assigns: false,
        api_integrator: false,
        two_step: true,
        two_step_from: None,
        grace_days: 0,
        trusted_days: 0,
        allowed_factors: None,
        minimum: Minimum::Any,
        permissions: std::collections::BTreeSet::new(),
        version: 1,
    }
}
