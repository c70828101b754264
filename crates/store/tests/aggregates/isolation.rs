//! Nothing of one organisation is read, changed or counted under the id of another (E3, A54): every method of every aggregate is tried.

use std::collections::BTreeSet;

use domain::challenge::Purpose as Asking;
use domain::email::EmailAddress;
use domain::id::{
    AddressId, AuthenticatorId, ChallengeId, DeliveryId, LoginId, OrganisationId, PassId, RoleId,
    SessionId, TrustedDeviceId, UserId,
};
use domain::login::{Purpose, State};
use domain::time::Span;
use domain::token::{Token, TokenSecret};
use store::testing::{self, Cell, Statement, each_way};
use store::{
    AnswerBlocked, Bump, Channel, Consumption, CountedMore, DeviceFound, Fault, Issued, NewAddress,
    NewCode, NewDelivery, NewLogin, NewPass, NewTrustedDevice, PassPurpose, PasswordCount,
    Permission, Settlement, Tx,
};

use crate::world::{
    BUDGET_KEY, EMAIL, IDENTIFIER, NOW, TOTP, World, authenticator, in_minutes, new_challenge,
    new_session, organisation, role,
};

/// Tries one method under the other organisation with the first one's ids: true where it found and changed nothing.
type Probe = fn(&mut Tx, OrganisationId, &World) -> Result<bool, Fault>;

fn moved(token: &Token, org: OrganisationId) -> Token {
    let mut token = token.clone();
    token.organisation = org;
    token
}

/// What reads.
const READING: &[(&str, Probe)] = &[
    ("organisation", |tx, org, w| {
        Ok(tx.organisation(org)?.id != w.org)
    }),
    ("find_organisation", |tx, org, w| {
        Ok(tx
            .find_organisation(org)?
            .is_some_and(|found| found.id != w.org))
    }),
    ("find_user", |tx, org, w| {
        Ok(tx.find_user(org, w.user)?.is_none())
    }),
    ("user", |tx, org, w| {
        Ok(matches!(tx.user(org, w.user), Err(Fault::Missing { .. })))
    }),
    ("find_account", |tx, org, w| {
        Ok(tx.find_account(org, w.user)?.is_none())
    }),
    ("find_account_by_username", |tx, org, _| {
        Ok(tx.find_account_by_username(org, "agnes")?.is_none())
    }),
    ("find_account_by_email", |tx, org, _| {
        let email = EmailAddress::parse("agnes@demo.example").unwrap();
        Ok(tx.find_account_by_email(org, &email)?.is_none())
    }),
    ("users", |tx, org, _| {
        Ok(tx.users(org, None, 10)?.is_empty())
    }),
    ("users_with_roles", |tx, org, _| {
        Ok(tx.users_with_roles(org, None, 10)?.is_empty())
    }),
    ("count_bound_to_base_url", |tx, org, _| {
        let bound = tx.count_bound_to_base_url(org)?;
        Ok((bound.authenticators, bound.sessions, bound.trusted_devices) == (0, 0, 0))
    }),
    ("count_owners", |tx, org, _| Ok(tx.count_owners(org)? == 0)),
    ("addresses_of", |tx, org, w| {
        Ok(tx.addresses_of(org, w.user)?.is_empty())
    }),
    ("find_address", |tx, org, w| {
        Ok(tx.find_address(org, w.user, w.mailbox)?.is_none())
    }),
    ("channel_mark", |tx, org, w| {
        let mark = |org| tx.channel_mark(org, Channel::Email, "agnes@demo.example");
        Ok(mark(org) != mark(w.org))
    }),
    ("is_marked", |tx, org, w| {
        let mark = tx.channel_mark(w.org, Channel::Email, "agnes@demo.example");
        Ok(!tx.is_marked(org, Channel::Email, "agnes@demo.example", &mark))
    }),
    ("find_role", |tx, org, w| {
        Ok(tx.find_role(org, w.role)?.is_none())
    }),
    ("find_role_by_key", |tx, org, _| {
        Ok(tx.find_role_by_key(org, "accounting")?.is_none())
    }),
    ("roles", |tx, org, _| Ok(tx.roles(org)?.is_empty())),
    ("roles_of_user", |tx, org, w| {
        Ok(tx.roles_of_user(org, w.user)?.is_empty())
    }),
    ("count_users_of_role", |tx, org, w| {
        Ok(tx.count_users_of_role(org, w.role)? == 0)
    }),
    ("permissions", |tx, org, _| {
        Ok(tx.permissions(org)?.is_empty())
    }),
    ("authenticators_of_user", |tx, org, w| {
        Ok(tx.authenticators_of_user(org, w.user)?.is_empty())
    }),
    ("find_authenticator", |tx, org, w| {
        Ok(tx.find_authenticator(org, w.user, w.totp)?.is_none())
    }),
    ("find_authenticator_by_identifier", |tx, org, _| {
        Ok(tx
            .find_authenticator_by_identifier(org, &TOTP, IDENTIFIER)?
            .is_none())
    }),
    ("answer_blocked", |tx, org, w| {
        Ok(tx.answer_blocked(org, w.user, &TOTP, NOW)? == AnswerBlocked::NotEnrolled)
    }),
    ("find_challenge", |tx, org, w| {
        Ok(tx.find_challenge(org, w.holder(), w.challenge)?.is_none())
    }),
    ("challenges_of", |tx, org, w| {
        Ok(tx.challenges_of(org, w.holder())?.is_empty())
    }),
    ("find_login", |tx, org, w| {
        Ok(tx.find_login(&moved(&w.login, org))?.is_none())
    }),
    ("login_view", |tx, org, w| {
        Ok(tx.login_view(&moved(&w.login, org))?.is_none())
    }),
    ("find_session", |tx, org, w| {
        Ok(tx.find_session(&moved(&w.session, org))?.is_none())
    }),
    ("session_view", |tx, org, w| {
        Ok(tx.session_view(&moved(&w.session, org))?.is_none())
    }),
    ("sessions_of_user", |tx, org, w| {
        Ok(tx.sessions_of_user(org, w.user)?.is_empty())
    }),
    ("find_trusted_device", |tx, org, w| {
        Ok(matches!(
            tx.find_trusted_device(&moved(&w.device, org))?,
            DeviceFound::Unknown
        ))
    }),
    ("trusted_devices_of_user", |tx, org, w| {
        Ok(tx.trusted_devices_of_user(org, w.user)?.is_empty())
    }),
    ("find_pass", |tx, org, w| {
        Ok(tx.find_pass(&moved(&w.pass, org))?.is_none())
    }),
    ("find_delivery_state", |tx, org, w| {
        Ok(tx.find_delivery_state(org, w.delivery)?.is_none())
    }),
    ("events_of_subject", |tx, org, w| {
        Ok(tx.events_of_subject(org, w.user, None, 10)?.is_empty())
    }),
    ("events", |tx, org, _| {
        Ok(tx.events(org, None, 10)?.is_empty())
    }),
    ("find_setting", |tx, org, _| {
        Ok(tx.find_setting(org, "colour")?.is_none())
    }),
];

/// What changes or uses up something.
const CHANGING: &[(&str, Probe)] = &[
    ("set_password", |tx, org, w| {
        Ok(!tx.set_password(org, w.user, "$mine", NOW)?)
    }),
    ("rehash_password", |tx, org, w| {
        Ok(!tx.rehash_password(org, w.user, "$argon2id$the-hash", "$mine")?)
    }),
    ("lock_user", |tx, org, w| Ok(!tx.lock_user(org, w.user)?)),
    ("set_suspended", |tx, org, w| {
        Ok(!tx.set_suspended(org, w.user, Some(NOW))?)
    }),
    ("set_owner", |tx, org, w| {
        Ok(!tx.set_owner(org, w.user, false)?)
    }),
    ("set_language", |tx, org, w| {
        Ok(!tx.set_language(org, w.user, Some("en"))?)
    }),
    ("set_grace", |tx, org, w| {
        Ok(!tx.set_grace(org, w.user, Some(NOW))?)
    }),
    ("note_login", |tx, org, w| {
        tx.note_login(org, w.user, NOW, Some(&TOTP)).map(|()| true)
    }),
    ("mark_verified", |tx, org, w| {
        Ok(!tx.mark_verified(org, w.user, w.number, NOW)?)
    }),
    ("remove_address", |tx, org, w| {
        Ok(!tx.remove_address(org, w.user, w.mailbox)?)
    }),
    ("save_role", |tx, org, w| {
        Ok(!tx.save_role(org, &role(w.role, "accounting"))?)
    }),
    ("remove_role", |tx, org, w| {
        Ok(!tx.remove_role(org, w.spare_role)?)
    }),
    ("unassign_role", |tx, org, w| {
        Ok(!tx.unassign_role(org, w.user, w.role)?)
    }),
    ("rename_authenticator", |tx, org, w| {
        Ok(!tx.rename_authenticator(org, w.user, w.totp, "mine")?)
    }),
    ("remove_authenticator", |tx, org, w| {
        Ok(!tx.remove_authenticator(org, w.user, w.totp)?)
    }),
    ("remove_authenticators_of_kind", |tx, org, w| {
        Ok(tx.remove_authenticators_of_kind(org, w.user, &TOTP)? == 0)
    }),
    ("remove_authenticators_of_user", |tx, org, w| {
        Ok(tx.remove_authenticators_of_user(org, w.user)? == 0)
    }),
    ("open_answer", |tx, org, w| {
        Ok(tx.open_answer(org, w.user, &TOTP, NOW)?.is_empty())
    }),
    ("take_back_answer", |tx, org, w| {
        let read = tx.authenticators_of_user(w.org, w.user)?;
        tx.take_back_answer(org, &read).map(|()| true)
    }),
    ("open_closed_authenticators", |tx, org, w| {
        Ok(tx.open_closed_authenticators(org, w.user)? == 0)
    }),
    ("count_attempt", |tx, org, w| {
        Ok(tx
            .count_attempt(org, w.holder(), w.challenge, &TOTP, Asking::Prove, NOW)?
            .is_none())
    }),
    ("take_back_attempt", |tx, org, w| {
        tx.take_back_attempt(org, w.holder(), w.challenge)
            .map(|()| true)
    }),
    ("resend_challenge", |tx, org, w| {
        let read = tx
            .find_challenge(w.org, w.holder(), w.challenge)?
            .expect("it is there");
        let code = NewCode {
            data: b"mine",
            data_format: 1,
            code_expires_at: in_minutes(9),
            resend_after: in_minutes(9),
        };
        Ok(!tx.resend_challenge(org, w.holder(), &read, &code, in_minutes(2))?)
    }),
    ("save_draft", |tx, org, w| {
        let read = tx
            .find_challenge(w.org, w.holder(), w.challenge)?
            .expect("it is there");
        let code = NewCode {
            data: b"mine",
            data_format: 1,
            code_expires_at: in_minutes(9),
            resend_after: in_minutes(9),
        };
        Ok(!tx.save_draft(org, w.holder(), &read, &code)?)
    }),
    ("confirm_challenge", |tx, org, w| {
        Ok(!tx.confirm_challenge(org, w.holder(), w.challenge)?)
    }),
    ("replace_challenges", |tx, org, w| {
        Ok(tx.replace_challenges(org, w.holder(), Asking::Prove)? == 0)
    }),
    ("end_challenges", |tx, org, w| {
        Ok(tx.end_challenges(org, w.holder())? == 0)
    }),
    ("consume_authenticator", |tx, org, w| {
        let read = tx
            .find_authenticator(w.org, w.user, w.totp)?
            .expect("it is there");
        let data = Consumption::Data {
            data: b"mine",
            data_format: 1,
        };
        Ok(
            !tx.consume_authenticator(org, &read, &Consumption::Through(9), NOW)?
                && !tx.consume_authenticator(org, &read, &Consumption::Challenge, NOW)?
                && !tx.consume_authenticator(org, &read, &data, NOW)?,
        )
    }),
    ("consume_challenge", |tx, org, w| {
        Ok(!tx.consume_challenge(org, w.holder(), w.challenge, NOW)?)
    }),
    ("consume_login", |tx, org, w| {
        let read = tx.find_login(&w.login)?.expect("it is there");
        Ok(!tx.consume_login(org, &read, State::Complete, &[], NOW)?)
    }),
    ("consume_pass", |tx, org, w| {
        Ok(tx.consume_pass(org, w.pass_id(), NOW)?.is_none())
    }),
    ("consume_trust_offer", |tx, org, w| {
        Ok(!tx.consume_trust_offer(org, w.login_id(), NOW)?)
    }),
    ("save_login", |tx, org, w| {
        let read = tx.find_login(&w.login)?.expect("it is there");
        let mut to = read.clone();
        to.state = State::Refused;
        Ok(!tx.save_login(org, &read, &to)?)
    }),
    ("rotate_login", |tx, org, w| {
        Ok(!tx.rotate_login(org, w.login_id(), &w.pass.secret)?)
    }),
    ("refuse_logins_of_user", |tx, org, w| {
        Ok(tx.refuse_logins_of_user(org, w.user, None)? == 0)
    }),
    ("remove_login", |tx, org, w| {
        Ok(!tx.remove_login(org, w.login_id())?)
    }),
    ("issue_session", |tx, org, w| {
        let (id, secret) = (
            SessionId::draw(NOW, tx.random()),
            TokenSecret::draw(tx.random()),
        );
        let epochs = (
            tx.user(w.org, w.user)?.epoch,
            tx.organisation(org)?.policy_epoch,
        );
        Ok(
            tx.issue_session(org, &new_session(id, &secret, w.user, epochs, &[]), NOW)?
                == Issued::Stale,
        )
    }),
    ("replace_session", |tx, org, w| {
        let (id, secret) = (
            SessionId::draw(NOW, tx.random()),
            TokenSecret::draw(tx.random()),
        );
        let epochs = (
            tx.user(w.org, w.user)?.epoch,
            tx.organisation(org)?.policy_epoch,
        );
        let new = new_session(id, &secret, w.user, epochs, &[]);
        Ok(tx.replace_session(org, w.session_id(), &new, NOW)? == Issued::Stale)
    }),
    ("touch_sessions", |tx, org, w| {
        tx.touch_sessions(&[(org, w.session_id(), in_minutes(9))])
            .map(|()| true)
    }),
    ("renew_session_epochs", |tx, org, w| {
        Ok(!tx.renew_session_epochs(org, w.session_id(), 99, 99)?)
    }),
    ("set_session_device", |tx, org, w| {
        Ok(!tx.set_session_device(org, w.user, w.session_id(), Some(w.device_id()))?)
    }),
    ("remove_session", |tx, org, w| {
        Ok(!tx.remove_session(org, w.user, w.session_id())?)
    }),
    ("remove_sessions_of_user", |tx, org, w| {
        Ok(tx.remove_sessions_of_user(org, w.user, None)? == 0)
    }),
    ("rotate_trusted_device", |tx, org, w| {
        let DeviceFound::Current(device) = tx.find_trusted_device(&w.device)? else {
            panic!("the device is known");
        };
        Ok(!tx.rotate_trusted_device(org, &device, &w.pass.secret, NOW, NOW)?)
    }),
    ("remove_trusted_device", |tx, org, w| {
        Ok(!tx.remove_trusted_device(org, w.user, w.device_id())?)
    }),
    ("remove_trusted_devices_of_user", |tx, org, w| {
        Ok(tx.remove_trusted_devices_of_user(org, w.user)? == 0)
    }),
    ("spend_passes_of_user", |tx, org, w| {
        Ok(tx.spend_passes_of_user(org, w.user, NOW)? == 0)
    }),
    ("reserve_password_count", |tx, org, _| {
        Ok(tx.reserve_password_count(org, b"agnes", NOW)? == PasswordCount::Reserved { count: 1 })
    }),
    ("clear_password_count", |tx, org, _| {
        tx.clear_password_count(org, b"agnes").map(|()| true)
    }),
    ("add_counts", |tx, org, _| {
        let more = CountedMore {
            key: BUDGET_KEY,
            delta: 1,
            expires_at: in_minutes(1),
        };
        Ok(tx.add_counts(org, &[more], NOW)? == [1])
    }),
    ("take_budget", |tx, org, _| {
        tx.take_budget(org, BUDGET_KEY, 2, Span::hours(1), NOW)
    }),
    ("claim_delivery", |tx, org, w| {
        Ok(tx
            .claim_delivery(org, w.delivery, NOW, in_minutes(1))?
            .is_none())
    }),
    ("settle_delivery", |tx, org, w| {
        Ok(!tx.settle_delivery(org, w.delivery, &Settlement::Sent, NOW)?)
    }),
    ("retry_delivery", |tx, org, w| {
        Ok(!tx.retry_delivery(org, w.delivery, in_minutes(9))?)
    }),
    ("remove_settled_deliveries", |tx, org, _| {
        Ok(tx.remove_settled_deliveries(org, in_minutes(9), 9)? == 0)
    }),
    ("finish_job", |tx, org, w| Ok(!tx.finish_job(org, w.job)?)),
    ("postpone_job", |tx, org, w| {
        Ok(!tx.postpone_job(org, w.job, in_minutes(9))?)
    }),
    ("save_setting", |tx, org, _| {
        tx.save_setting(org, "colour", "mine").map(|()| true)
    }),
    ("remove_setting", |tx, org, _| {
        Ok(!tx.remove_setting(org, "colour")?)
    }),
    ("bump_policy_epoch", |tx, org, _| {
        tx.bump_policy_epoch(org).map(|_| true)
    }),
    ("save_organisation", |tx, org, _| {
        tx.save_organisation(&organisation(org, "grannen"), Bump::Policy)
    }),
    ("insert_permission", |tx, org, _| {
        let permission = Permission {
            key: "books.read".to_owned(),
            name: "mine".to_owned(),
            built_in: false,
            position: 0,
        };
        tx.insert_permission(org, &permission)
    }),
    ("insert_challenge", |tx, org, w| {
        let id = ChallengeId::draw(NOW, tx.random());
        tx.insert_challenge(org, &new_challenge(id, w.user, w.holder(), &EMAIL), NOW)?;
        Ok(tx.challenges_of(w.org, w.holder())?.len() == 1)
    }),
    ("insert_delivery", |tx, org, w| {
        let new = NewDelivery {
            id: DeliveryId::draw(NOW, tx.random()),
            user: Some(w.user),
            channel: "email",
            purpose: "code",
            masked: "",
            content: b"mine",
            expires_at: in_minutes(1),
        };
        tx.insert_delivery(org, &new, NOW)?;
        Ok(tx.find_delivery_state(w.org, new.id)?.is_none())
    }),
    ("insert_job", |tx, org, w| {
        let id = tx.insert_job(org, "clean", b"", NOW, NOW)?;
        Ok(!tx.finish_job(w.org, id)?)
    }),
    ("audit", |tx, org, w| {
        let event =
            domain::audit::Event::by_operator(domain::audit::EventKind::PassIssued, Some(w.user));
        tx.audit(org, &event, NOW)?;
        Ok(tx.events_of_subject(w.org, w.user, None, 10)?.len() == 1)
    }),
];

/// What the database itself refuses, because the row it would belong to is another organisation's.
const REFUSED: &[(&str, Probe)] = &[
    ("bump_user_epoch", |tx, org, w| {
        tx.bump_user_epoch(org, w.user).map(|_| true)
    }),
    ("refresh_factor_set", |tx, org, w| {
        tx.refresh_factor_set(org, w.user).map(|_| true)
    }),
    ("assign_role", |tx, org, w| {
        tx.assign_role(org, w.user, w.role, NOW)
    }),
    ("insert_address", |tx, org, w| {
        let new = NewAddress {
            id: AddressId::draw(NOW, tx.random()),
            user: w.user,
            channel: Channel::Email,
            value: "a@b.se",
            canonical: "a@b.se",
            masked: "a",
            verified_at: None,
        };
        tx.insert_address(org, &new, NOW).map(|()| true)
    }),
    ("insert_role", |tx, org, _| {
        // Its permission stands in the other organisation's catalogue.
        let id = RoleId::draw(NOW, tx.random());
        tx.insert_role(org, &role(id, "accounting"), 1, NOW)
    }),
    ("insert_authenticator", |tx, org, w| {
        let id = AuthenticatorId::draw(NOW, tx.random());
        tx.insert_authenticator(org, &authenticator(id, w.user, &TOTP, b"mine"), NOW)
    }),
    ("insert_login", |tx, org, w| {
        let new = NewLogin {
            id: LoginId::draw(NOW, tx.random()),
            secret: &w.login.secret,
            purpose: Purpose::SignIn,
            state: State::FactorPending,
            user: w.user,
            session: None,
            pass: None,
            challenge: None,
            evidence: &[],
            next_state: State::Complete,
            enrolling: None,
            user_epoch: 1,
            policy_epoch: 1,
            trusted_days: 0,
            offers_trust: false,
            return_to: "/",
            expires_at: in_minutes(1),
        };
        tx.insert_login(org, &new, NOW).map(|()| true)
    }),
    ("insert_trusted_device", |tx, org, w| {
        let new = NewTrustedDevice {
            id: TrustedDeviceId::draw(NOW, tx.random()),
            user: w.user,
            secret: &w.device.secret,
            proved_at: NOW,
            browser: "mine",
        };
        tx.insert_trusted_device(org, &new, NOW).map(|()| true)
    }),
    ("insert_pass", |tx, org, w| {
        let new = NewPass {
            id: PassId::draw(NOW, tx.random()),
            user: w.user,
            purpose: PassPurpose::Enrolment,
            secret: &w.pass.secret,
            channel: None,
            expires_at: in_minutes(1),
        };
        tx.insert_pass(org, &new, NOW).map(|()| true)
    }),
];

/// What belongs to no organisation, or to one that it names itself.
const OF_NO_ORGANISATION: &[&str] = &[
    "insert_organisation",
    "find_organisation_by_slug",
    "organisations",
    "claim_next_delivery",
    "claim_next_job",
    "next_job_at",
    "remove_expired",
    "insert_user",
];

static ROWS: [Statement; 19] = [
    Statement::new(
        "organisations",
        "SELECT * FROM organisations WHERE organisation_id = $1",
    ),
    Statement::new("users", "SELECT * FROM users WHERE organisation_id = $1"),
    Statement::new(
        "addresses",
        "SELECT * FROM addresses WHERE organisation_id = $1 ORDER BY address_id",
    ),
    Statement::new(
        "roles",
        "SELECT * FROM roles WHERE organisation_id = $1 ORDER BY role_id",
    ),
    Statement::new(
        "permissions",
        "SELECT * FROM permissions WHERE organisation_id = $1 ORDER BY key",
    ),
    Statement::new(
        "role_permissions",
        "SELECT * FROM role_permissions WHERE organisation_id = $1 ORDER BY role_id",
    ),
    Statement::new(
        "user_roles",
        "SELECT * FROM user_roles WHERE organisation_id = $1",
    ),
    Statement::new(
        "authenticators",
        "SELECT * FROM authenticators WHERE organisation_id = $1 ORDER BY authenticator_id",
    ),
    Statement::new(
        "challenges",
        "SELECT * FROM challenges WHERE organisation_id = $1",
    ),
    Statement::new("logins", "SELECT * FROM logins WHERE organisation_id = $1"),
    Statement::new(
        "sessions",
        "SELECT * FROM sessions WHERE organisation_id = $1",
    ),
    Statement::new(
        "trusted_devices",
        "SELECT * FROM trusted_devices WHERE organisation_id = $1",
    ),
    Statement::new("passes", "SELECT * FROM passes WHERE organisation_id = $1"),
    Statement::new(
        "counters",
        "SELECT * FROM counters WHERE organisation_id = $1 ORDER BY counter_key",
    ),
    Statement::new(
        "deliveries",
        "SELECT * FROM deliveries WHERE organisation_id = $1",
    ),
    Statement::new(
        "jobs",
        "SELECT * FROM jobs WHERE organisation_id = $1 ORDER BY job_id",
    ),
    Statement::new(
        "audit_events",
        "SELECT * FROM audit_events WHERE organisation_id = $1",
    ),
    Statement::new(
        "audit_seals",
        "SELECT * FROM audit_seals WHERE organisation_id = $1",
    ),
    Statement::new(
        "settings",
        "SELECT * FROM settings WHERE organisation_id = $1",
    ),
];

fn rows_of(tx: &mut Tx, org: OrganisationId) -> Result<Vec<Vec<Vec<Cell>>>, Fault> {
    ROWS.iter()
        .map(|statement| testing::query(tx, statement, &[(&org).into()]))
        .collect()
}

#[test]
fn nothing_of_one_organisation_is_touched_under_the_id_of_another() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let rows = store.write(move |tx| rows_of(tx, org)).await.unwrap();
        let mut number: u8 = 0;
        for (name, probe) in READING.iter().chain(CHANGING) {
            // A fresh neighbour for each, so that what one probe wrote cannot hide what the next one finds.
            number += 1;
            let other = OrganisationId::from_bytes([number; 16]);
            let kept = world.clone();
            let unit = move |tx: &mut Tx| {
                let mut neighbour = organisation(other, "grannen");
                neighbour.slug = format!("grannen-{number}");
                neighbour.base_url = format!("https://grannen-{number}.example");
                tx.insert_organisation(&neighbour, NOW)?;
                probe(tx, other, &kept)
            };
            match store.write(unit).await {
                Ok(nothing) => assert!(nothing, "{name} reached over"),
                // A statement that found no row it needs.
                Err(Fault::Missing { .. }) => {}
                Err(fault) => panic!("{name}: {fault:?}"),
            }
            assert!(
                store.write(move |tx| rows_of(tx, org)).await.unwrap() == rows,
                "{name} changed something"
            );
        }
    });
}

#[test]
fn what_would_belong_to_another_organisations_row_is_refused_by_the_database() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let other = World::make(&store, "grannen").await;
        let (org, elsewhere) = (world.org, other.org);
        let read = move |tx: &mut Tx| Ok((rows_of(tx, org)?, rows_of(tx, elsewhere)?));
        let rows = store.write(read).await.unwrap();
        for (name, probe) in REFUSED.iter().filter(|(name, _)| *name != "insert_role") {
            let kept = world.clone();
            let outcome = store.write(move |tx| probe(tx, elsewhere, &kept)).await;
            assert!(
                matches!(
                    outcome,
                    Err(Fault::Missing { .. } | Fault::Sqlite { .. } | Fault::Postgres { .. })
                ),
                "{name}: {outcome:?}"
            );
            assert!(
                store.write(read).await.unwrap() == rows,
                "{name} changed something"
            );
        }
        let empty = OrganisationId::from_bytes([3; 16]);
        let unit = move |tx: &mut Tx| {
            tx.insert_organisation(&organisation(empty, "empty"), NOW)?;
            let (_, probe) = REFUSED
                .iter()
                .find(|(name, _)| *name == "insert_role")
                .expect("it is listed");
            probe(tx, empty, &world)
        };
        let outcome = store.write(unit).await;
        assert!(
            matches!(outcome, Err(Fault::Sqlite { .. } | Fault::Postgres { .. })),
            "{outcome:?}"
        );
    });
}

#[test]
fn one_name_in_two_organisations_is_two_people() {
    each_way(async |store| {
        let (one, two) = (
            World::make(&store, "one").await,
            World::make(&store, "two").await,
        );
        let unit = move |tx: &mut Tx| {
            let email = EmailAddress::parse("agnes@demo.example").unwrap();
            let mut found: Vec<UserId> = Vec::new();
            for org in [one.org, two.org] {
                found.extend(
                    tx.find_account_by_username(org, "agnes")?
                        .map(|account| account.user.id),
                );
                found.extend(
                    tx.find_account_by_email(org, &email)?
                        .map(|account| account.user.id),
                );
                found.extend(
                    tx.find_authenticator_by_identifier(org, &TOTP, IDENTIFIER)?
                        .map(|found| found.user),
                );
            }
            Ok(found == [one.user, one.user, one.user, two.user, two.user, two.user])
        };
        assert!(store.write(unit).await.unwrap());
    });
}

/// The methods of units that the aggregates offer.
fn methods_of(folder: &std::path::Path, methods: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            methods_of(&path, methods);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for block in text
            .split("\nimpl ")
            .skip(1)
            .filter(|block| block.starts_with("Tx {") || block.starts_with("ReadTx {"))
        {
            let block = block.split("\n}").next().unwrap();
            let public = block.split("\n    pub fn ").skip(1);
            methods.extend(public.map(|rest| rest.split('(').next().unwrap().to_owned()));
        }
    }
}

#[test]
fn every_method_is_tried() {
    let mut methods = BTreeSet::new();
    methods_of(
        std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")),
        &mut methods,
    );
    let of_the_engine = ["database_clock", "statements"];
    let probes = READING
        .iter()
        .chain(CHANGING)
        .chain(REFUSED)
        .map(|(name, _)| *name);
    let tried: BTreeSet<&str> = probes
        .chain(OF_NO_ORGANISATION.iter().copied())
        .chain(of_the_engine)
        .collect();
    let untried: Vec<_> = methods
        .iter()
        .filter(|method| !tried.contains(method.as_str()))
        .collect();
    assert!(untried.is_empty(), "not tried: {untried:?}");
    let gone: Vec<_> = tried
        .iter()
        .filter(|name| !methods.contains(**name) && !of_the_engine.contains(name))
        .collect();
    assert!(gone.is_empty(), "no longer there: {gone:?}");
}
