//! What reads, tried under another organisation.

use domain::audit::EventKind;
use domain::email::EmailAddress;
use domain::id::UserId;
use domain::time::{Span, Timestamp};
use store::{AnswerBlocked, Channel, DeviceFound, Fault, From, PeopleFilter, PeopleOrder, Tx};

use super::{Probe, moved};
use crate::world::{IDENTIFIER, NOW, TOTP, World};

/// When nothing had happened yet: a count that waits for nothing waits beyond it.
const BEFORE_ALL: Timestamp = Timestamp::from_unix_millis(-1);

/// Who has it.
const KEYHOLDER: &str = "on.one.device";

/// Gives somebody with the spare role a key that lives in one device, and nothing else.
pub(super) fn give_a_key(tx: &mut Tx, world: &World) -> Result<(), Fault> {
    let user = crate::world::add(tx, world, KEYHOLDER)?;
    crate::one_device::bind(tx, world, user, "passkey", true)
}

/// What reads.
pub(super) const READING: &[(&str, Probe)] = &[
    ("organisation", |tx, org, w| {
        Ok(tx.organisation(org)?.id != w.org)
    }),
    ("find_organisation", |tx, org, w| {
        Ok(tx
            .find_organisation(org)?
            .is_some_and(|found| found.id != w.org))
    }),
    ("audit_hours", |tx, org, _| {
        let kinds = [EventKind::SignedIn; 5];
        Ok(tx.audit_hours(org, NOW - Span::days(9), kinds)?.is_empty())
    }),
    ("oldest_unsealed", |tx, org, _| {
        Ok(tx.oldest_unsealed(org)?.is_none())
    }),
    ("credentials_ending", |tx, org, _| {
        let until = NOW + Span::days(999);
        Ok(tx.credentials_ending(org, NOW, until)?.is_none())
    }),
    ("find_user", |tx, org, w| {
        Ok(tx.find_user(org, w.user)?.is_none())
    }),
    ("password_waits", |tx, org, w| {
        Ok(tx.password_waits(org, w.user, BEFORE_ALL)?.places == 0)
    }),
    ("find_note", |tx, org, w| {
        Ok(tx.find_note(org, w.user)?.is_none())
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
    ("people", |tx, org, w| {
        let searches = ["", "agnes", "ag", "demo.example", "0605"];
        let filters = searches.map(|search| PeopleFilter {
            search: search.to_owned(),
            role: search.is_empty().then_some(w.role),
            ..PeopleFilter::default()
        });
        for filter in filters.iter().chain([&PeopleFilter::default()]) {
            for order in [PeopleOrder::Name, PeopleOrder::LastLogin] {
                let page = tx.people(org, filter, order, &From::Start, 10, NOW)?;
                if !page.people.is_empty() || page.hits.is_some_and(|hits| hits > 0) {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }),
    ("count_people", |tx, org, w| {
        let filter = PeopleFilter {
            role: Some(w.role),
            ..PeopleFilter::default()
        };
        Ok(tx.count_people(org, &filter, NOW)? == 0)
    }),
    ("mailboxes_of", |tx, org, w| {
        Ok(tx.mailboxes_of(org, &[w.user])?.is_empty())
    }),
    ("users_with_roles", |tx, org, _| {
        Ok(tx.users_with_roles(org, None, 10)?.is_empty())
    }),
    ("count_bound_to_base_url", |tx, org, _| {
        let bound = tx.count_bound_to_base_url(org, None)?;
        let moved = (bound.authenticators, bound.people);
        Ok((moved, bound.sessions, bound.trusted_devices) == ((0, 0), 0, 0))
    }),
    ("count_on_one_device", |tx, org, w| {
        let own = tx.count_on_one_device(w.org, w.spare_role, None)?;
        Ok(own == 1 && tx.count_on_one_device(org, w.spare_role, None)? == 0)
    }),
    ("on_one_device", |tx, org, w| {
        let user = tx
            .find_account_by_username(w.org, KEYHOLDER)?
            .unwrap()
            .user
            .id;
        let own = tx.on_one_device(w.org, &[user], None)?;
        Ok(own.contains(&user) && tx.on_one_device(org, &[user], None)?.is_empty())
    }),
    ("classes", |tx, org, w| {
        Ok(!tx.classes(w.org)?.is_empty() && tx.classes(org)?.is_empty())
    }),
    ("authenticators_of_kind", |tx, org, w| {
        let kind = &tx.authenticators_of_user(w.org, w.user)?[0].kind;
        let own = tx.authenticators_of_kind(w.org, kind, None, 9)?;
        Ok(!own.is_empty() && tx.authenticators_of_kind(org, kind, None, 9)?.is_empty())
    }),
    ("find_class_of", |tx, org, w| {
        Ok(tx.find_class_of(org, w.user)?.is_none())
    }),
    ("readiness_rows", |tx, org, w| {
        let classes = tx.classes(w.org)?;
        let filter = store::ReadinessFilter {
            of: 9,
            role: w.role,
            classes: &classes,
            now: NOW,
        };
        let own = tx.readiness_rows(w.org, &filter, None, 9)?;
        Ok(!own.is_empty() && tx.readiness_rows(org, &filter, None, 9)?.is_empty())
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
    ("find_permission", |tx, org, _| {
        Ok(tx.find_permission(org, "books.read")?.is_none())
    }),
    ("role_headings", |tx, org, _| {
        Ok(tx.role_headings(org)?.is_empty())
    }),
    ("roles_with_permission", |tx, org, w| {
        let own = tx.roles_with_permission(w.org, "books.read")?;
        Ok(!own.is_empty() && tx.roles_with_permission(org, "books.read")?.is_empty())
    }),
    ("next_role_position", |tx, org, w| {
        Ok(tx.next_role_position(w.org)? > 1 && tx.next_role_position(org)? == 1)
    }),
    ("people_with_permission", |tx, org, w| {
        let own = tx.people_with_permission(w.org, "books.read")?;
        Ok(own.contains(&w.user) && tx.people_with_permission(org, "books.read")?.is_empty())
    }),
    ("authenticators_of_user", |tx, org, w| {
        Ok(tx.authenticators_of_user(org, w.user)?.is_empty())
    }),
    ("is_anothers_channel", |tx, org, w| {
        let mailbox = (Channel::Email, "agnes@demo.example");
        let nobody = UserId::from_bytes([9; 16]);
        let own = tx.is_anothers_channel(w.org, nobody, mailbox)?;
        Ok(own && !tx.is_anothers_channel(org, nobody, mailbox)?)
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
    ("pass_with_id", |tx, org, w| {
        let id = w.pass_id();
        Ok(tx.pass_with_id(w.org, id)?.is_some() && tx.pass_with_id(org, id)?.is_none())
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
