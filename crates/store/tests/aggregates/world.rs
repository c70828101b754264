//! An organisation with one of everything, and ways to run many units at once.

use domain::challenge::Purpose as Asking;
use domain::email::EmailAddress;
use domain::factor::{Evidence, FactorKind};
use domain::id::{
    AddressId, AuthenticatorId, ChallengeId, DeliveryId, GatewayId, IdentificationId, LoginId,
    OrganisationId, PassId, RoleId, SessionId, TrustedDeviceId, UserId,
};
use domain::login::{Purpose, State};
use domain::organisation::{Organisation, Rules, Support};
use domain::role::{Minimum, Role};
use domain::time::{Span, Timestamp};
use domain::token::{Token, TokenSecret};
use domain::user::Username;
use store::{
    Channel, Fault, Holder, JobId, Login, NOTHING_CONSUMED, NewAddress, NewAuthenticator,
    NewChallenge, NewLogin, NewPass, NewSession, NewTrustedDevice, NewUser, PassPurpose,
    Permission, Store, Tx,
};

pub(crate) mod identifications;
pub(crate) mod messages;

/// The moment at which every test begins.
pub(crate) const NOW: Timestamp = Timestamp::from_unix_seconds(1_790_000_000);

pub(crate) static TOTP: FactorKind = FactorKind::new("totp");
pub(crate) static EMAIL: FactorKind = FactorKind::new("email");
pub(crate) static CODES: FactorKind = FactorKind::new("recovery_codes");

/// What must not be found in any database in clear.
pub(crate) const TOTP_SECRET: &[u8] = b"a-totp-secret-in-clear";
pub(crate) const CODE: &[u8] = b"a-mailed-code-in-clear";
pub(crate) const MESSAGE: &[u8] = b"a-message-with-a-code-in-clear";
pub(crate) const NUMBER: &str = "+46701740605";
pub(crate) const IDENTIFIER: &[u8] = b"199006022397-in-clear";
pub(crate) const BUDGET_KEY: &[u8] = b"a-counter-key-in-clear";

/// A moment some minutes from [`NOW`].
pub(crate) fn in_minutes(minutes: i64) -> Timestamp {
    NOW + Span::minutes(minutes)
}

/// The ids of an organisation with one of everything.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) org: OrganisationId,
    pub(crate) user: UserId,
    pub(crate) role: RoleId,
    pub(crate) spare_role: RoleId,
    pub(crate) mailbox: AddressId,
    pub(crate) number: AddressId,
    pub(crate) totp: AuthenticatorId,
    pub(crate) mail: AuthenticatorId,
    pub(crate) challenge: ChallengeId,
    pub(crate) login: Token,
    pub(crate) session: Token,
    pub(crate) device: Token,
    pub(crate) pass: Token,
    pub(crate) delivery: DeliveryId,
    pub(crate) gateway: GatewayId,
    pub(crate) identification: IdentificationId,
    pub(crate) job: JobId,
}

pub(crate) fn organisation(id: OrganisationId, slug: &str) -> Organisation {
    Organisation {
        id,
        slug: slug.to_owned(),
        name: format!("Organisation {slug}"),
        base_url: format!("https://login.example/o/{slug}"),
        two_step_add_on: true,
        default_trusted_days: 3,
        policy_epoch: 1,
        default_language: "sv".to_owned(),
        support: Support {
            email: Some("help@example.se".to_owned()),
            phone: None,
            hours: Some("8–17".to_owned()),
        },
        accent: Some("#115577".to_owned()),
        logo: None,
        phone_channels: Vec::new(),
        services: Vec::new(),
        suspended_at: None,
        rules: Rules::default(),
        version: 1,
    }
}

pub(crate) fn role(id: RoleId, key: &str) -> Role {
    Role {
        id,
        key: key.to_owned(),
        name: format!("Role {key}"),
        owner_assigns: false,
        api_integrator: false,
        two_step: true,
        two_step_from: Some(NOW),
        grace_days: 9,
        trusted_days: 14,
        allowed_factors: Some([TOTP.clone(), EMAIL.clone()].into_iter().collect()),
        minimum: Minimum::Any,
        permissions: ["books.read".to_owned()].into(),
        version: 1,
    }
}

fn token(org: OrganisationId, id: [u8; 16], tx: &mut Tx) -> Token {
    let secret = TokenSecret::draw(tx.random());
    Token {
        organisation: org,
        id,
        secret,
    }
}

impl World {
    /// Makes it.
    pub(crate) async fn make(store: &Store, slug: &'static str) -> Self {
        store
            .write(move |tx| Self::make_in(tx, slug))
            .await
            .unwrap()
    }

    fn make_in(tx: &mut Tx, slug: &str) -> Result<Self, Fault> {
        let org = OrganisationId::draw(NOW, tx.random());
        tx.insert_organisation(&organisation(org, slug), NOW)?;
        let permission = Permission {
            key: "books.read".to_owned(),
            name: "Read the books".to_owned(),
            area: String::new(),
            built_in: false,
            position: 1,
        };
        tx.insert_permission(org, &permission)?;
        let (user, role, spare_role) = make_people(tx, org)?;
        let (mailbox, number) = make_addresses(tx, org, user)?;
        let (totp, mail) = make_authenticators(tx, org, user)?;
        let session = make_session(tx, org, user)?;
        let (challenge, login) = make_login(tx, org, user)?;
        let device = token(org, *TrustedDeviceId::draw(NOW, tx.random()).as_bytes(), tx);
        let new = NewTrustedDevice {
            id: TrustedDeviceId::from_bytes(device.id),
            user,
            secret: &device.secret,
            proved_at: NOW,
            browser: "Firefox",
        };
        tx.insert_trusted_device(org, &new, NOW)?;
        let pass = make_pass(tx, org, user)?;
        let delivery = messages::make_delivery(tx, org, user, challenge)?;
        let gateway = messages::make_gateway(tx, org)?;
        let identification = identifications::make_identification(tx, org, user)?;
        let job = tx.insert_job(org, "clean", b"", NOW, NOW)?;
        tx.save_setting(org, "colour", "blue")?;
        let personal = domain::audit::Personal {
            address: Some("192.0.2.7".to_owned()),
            ..domain::audit::Personal::default()
        };
        let event = domain::audit::Event::own(domain::audit::EventKind::SignedIn, user, personal);
        tx.audit(org, &event, NOW)?;
        tx.reserve_password_count(org, b"agnes", Some(user), NOW)?;
        assert!(tx.save_note(org, user, (NOTED, 0), Some(user), NOW)?);
        tx.take_budget(org, BUDGET_KEY, 1, 5, Span::hours(1), NOW)?;
        Ok(Self {
            org,
            user,
            role,
            spare_role,
            mailbox,
            number,
            totp,
            mail,
            challenge,
            login,
            session,
            device,
            pass,
            delivery,
            gateway,
            identification,
            job,
        })
    }

    pub(crate) const fn login_id(&self) -> LoginId {
        LoginId::from_bytes(self.login.id)
    }

    pub(crate) const fn session_id(&self) -> SessionId {
        SessionId::from_bytes(self.session.id)
    }

    pub(crate) const fn device_id(&self) -> TrustedDeviceId {
        TrustedDeviceId::from_bytes(self.device.id)
    }

    pub(crate) const fn pass_id(&self) -> PassId {
        PassId::from_bytes(self.pass.id)
    }

    pub(crate) const fn holder(&self) -> Holder {
        Holder::Login(self.login_id())
    }

    /// The login as it stands.
    pub(crate) async fn read_login(&self, store: &Store) -> Login {
        let token = self.login.clone();
        store
            .read(move |tx| tx.find_login(&token))
            .await
            .unwrap()
            .unwrap()
    }
}

/// What is noted about the person.
pub(crate) const NOTED: &str = "rings from abroad";

fn make_people(tx: &mut Tx, org: OrganisationId) -> Result<(UserId, RoleId, RoleId), Fault> {
    let user = UserId::draw(NOW, tx.random());
    let new = NewUser {
        id: user,
        username: &Username::parse("agnes").unwrap(),
        name: "Agnes",
        language: None,
        owner: true,
        password_hash: Some("$argon2id$the-hash"),
        grace_until: None,
    };
    assert!(tx.insert_user(org, &new, NOW)?);
    let (id, spare) = (
        RoleId::draw(NOW, tx.random()),
        RoleId::draw(NOW, tx.random()),
    );
    assert!(tx.insert_role(org, &role(id, "accounting"), 1, NOW)?);
    assert!(tx.insert_role(org, &role(spare, "spare"), 2, NOW)?);
    assert!(tx.assign_role(org, user, id, NOW)?);
    Ok((user, id, spare))
}

fn make_addresses(
    tx: &mut Tx,
    org: OrganisationId,
    user: UserId,
) -> Result<(AddressId, AddressId), Fault> {
    let later = NOW + Span::millis(1);
    let (mailbox, number) = (
        AddressId::draw(NOW, tx.random()),
        AddressId::draw(later, tx.random()),
    );
    let email = EmailAddress::parse("Agnes@demo.example").unwrap();
    let email = NewAddress {
        id: mailbox,
        user,
        channel: Channel::Email,
        value: email.as_str(),
        canonical: &email.canonical(),
        masked: &email.masked(),
        verified_at: Some(NOW),
    };
    tx.insert_address(org, &email, NOW)?;
    let phone = NewAddress {
        id: number,
        user,
        channel: Channel::Phone,
        value: NUMBER,
        canonical: NUMBER,
        masked: "••• 06 05",
        verified_at: None,
    };
    tx.insert_address(org, &phone, NOW)?;
    Ok((mailbox, number))
}

/// A new authenticator of this kind.
pub(crate) fn authenticator<'a>(
    id: AuthenticatorId,
    user: UserId,
    kind: &'a FactorKind,
    data: &'a [u8],
) -> NewAuthenticator<'a> {
    NewAuthenticator {
        id,
        user,
        kind,
        label: "My phone",
        data,
        data_format: 1,
        identifier: None,
        channel: None,
        relying_party: None,
        on_one_device: false,
        consumed_through: NOTHING_CONSUMED,
    }
}

fn make_authenticators(
    tx: &mut Tx,
    org: OrganisationId,
    user: UserId,
) -> Result<(AuthenticatorId, AuthenticatorId), Fault> {
    let totp = AuthenticatorId::draw(NOW, tx.random());
    let mut new = authenticator(totp, user, &TOTP, TOTP_SECRET);
    new.identifier = Some(IDENTIFIER);
    assert!(tx.insert_authenticator(org, &new, NOW)?);
    let mail = AuthenticatorId::draw(NOW + Span::millis(1), tx.random());
    let mark = tx.channel_mark(org, Channel::Email, "agnes@demo.example");
    let mut new = authenticator(mail, user, &EMAIL, b"{}");
    new.channel = Some(&mark);
    assert!(tx.insert_authenticator(org, &new, NOW)?);
    tx.refresh_factor_set(org, user)?;
    Ok((totp, mail))
}

/// A new session of this user, under the epochs of today.
pub(crate) fn new_session<'a>(
    id: SessionId,
    secret: &'a TokenSecret,
    user: UserId,
    epochs: (i64, i64),
    evidence: &'a [Evidence],
) -> NewSession<'a> {
    NewSession {
        id,
        secret,
        user,
        evidence,
        user_epoch: epochs.0,
        policy_epoch: epochs.1,
        browser: "Firefox",
        address: "192.0.2.7",
        device: None,
        expires_at: in_minutes(24 * 60),
    }
}

fn make_session(tx: &mut Tx, org: OrganisationId, user: UserId) -> Result<Token, Fault> {
    let session = token(org, *SessionId::draw(NOW, tx.random()).as_bytes(), tx);
    let epochs = (
        tx.user(org, user)?.epoch,
        tx.organisation(org)?.policy_epoch,
    );
    let evidence = [Evidence::password(NOW)];
    let new = new_session(
        SessionId::from_bytes(session.id),
        &session.secret,
        user,
        epochs,
        &evidence,
    );
    assert_eq!(tx.issue_session(org, &new, NOW)?, store::Issued::Issued);
    Ok(session)
}

/// A new challenge for this holder.
pub(crate) fn new_challenge(
    id: ChallengeId,
    user: UserId,
    holder: Holder,
    kind: &FactorKind,
) -> NewChallenge<'_> {
    NewChallenge {
        id,
        kind,
        purpose: Asking::Prove,
        user: Some(user),
        holder,
        channel: None,
        data: CODE,
        data_format: 1,
        resend_after: in_minutes(1),
        code_expires_at: in_minutes(10),
        expires_at: in_minutes(15),
    }
}

fn make_login(
    tx: &mut Tx,
    org: OrganisationId,
    user: UserId,
) -> Result<(ChallengeId, Token), Fault> {
    let login = token(org, *LoginId::draw(NOW, tx.random()).as_bytes(), tx);
    let id = LoginId::from_bytes(login.id);
    let challenge = ChallengeId::draw(NOW, tx.random());
    tx.insert_challenge(
        org,
        &new_challenge(challenge, user, Holder::Login(id), &TOTP),
        NOW,
    )?;
    let new = NewLogin {
        id,
        secret: &login.secret,
        purpose: Purpose::SignIn,
        state: State::FactorPending,
        user,
        session: None,
        pass: None,
        challenge: Some(challenge),
        evidence: &[Evidence::password(NOW)],
        next_state: State::Complete,
        enrolling: None,
        user_epoch: tx.user(org, user)?.epoch,
        policy_epoch: tx.organisation(org)?.policy_epoch,
        trusted_days: 14,
        offers_trust: true,
        return_to: "/account",
        expires_at: in_minutes(30),
    };
    tx.insert_login(org, &new, NOW)?;
    Ok((challenge, login))
}

fn make_pass(tx: &mut Tx, org: OrganisationId, user: UserId) -> Result<Token, Fault> {
    let pass = token(org, *PassId::draw(NOW, tx.random()).as_bytes(), tx);
    let new = NewPass {
        id: PassId::from_bytes(pass.id),
        user,
        purpose: PassPurpose::ForgottenPassword,
        secret: &pass.secret,
        channel: None,
        expires_at: in_minutes(30),
    };
    tx.insert_pass(org, &new, NOW)?;
    Ok(pass)
}

/// Starts this many units before it waits for any, and gives their results.
pub(crate) async fn all_at_once<T: Send + 'static>(
    store: &Store,
    number: usize,
    unit: impl Fn(&mut Tx) -> Result<T, Fault> + Clone + Send + 'static,
) -> Vec<T> {
    let mut started = Vec::new();
    for _ in 0..number {
        let (store, unit) = (store.clone(), unit.clone());
        let mut future = Box::pin(async move { store.write(unit).await });
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        let ready = match future.as_mut().poll(&mut context) {
            std::task::Poll::Ready(output) => Some(output),
            std::task::Poll::Pending => None,
        };
        started.push((ready, future));
    }
    let mut results = Vec::new();
    for (ready, future) in started {
        let result = match ready {
            Some(result) => result,
            None => future.await,
        };
        results.push(result.unwrap());
    }
    results
}

/// How many of them say yes.
pub(crate) fn count(results: &[bool]) -> usize {
    results.iter().filter(|yes| **yes).count()
}

/// Somebody with the spare role and nothing else.
pub(crate) fn add(tx: &mut Tx, world: &World, username: &str) -> Result<UserId, Fault> {
    let id = UserId::draw(NOW, tx.random());
    let new = NewUser {
        id,
        username: &Username::parse(username).unwrap(),
        name: username,
        language: None,
        owner: false,
        password_hash: None,
        grace_until: None,
    };
    assert!(tx.insert_user(world.org, &new, NOW)?);
    tx.assign_role(world.org, id, world.spare_role, NOW)?;
    Ok(id)
}
