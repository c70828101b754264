//! People as a table for other programs, a page at a time by key, and on record.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::OrganisationId;
use domain::role::BuiltIn;
use domain::time::Timestamp;

use crate::App;
use crate::administer::{AdministerFault, By, unit};

/// People on one page of an export.
const AT_A_TIME: u32 = 500;

/// The columns of an export, by the names under which an import knows them again; the last three are for reading alone.
pub const EXPORT_COLUMNS: [&str; 9] = [
    "username",
    "name",
    "email",
    "phone",
    "language",
    "roles",
    "owner",
    "suspended",
    "last-login",
];

/// Somebody as an export writes them. No Debug: it is about somebody.
#[derive(Clone, PartialEq, Eq)]
pub struct ExportedPerson {
    /// The name to sign in with.
    pub username: String,
    /// The name for people.
    pub name: String,
    /// The first confirmed mailbox.
    pub email: String,
    /// The first number.
    pub phone: String,
    /// The language that was chosen.
    pub language: String,
    /// The keys of the roles, with commas between.
    pub roles: String,
    /// Whether they own the organisation.
    pub owner: bool,
    /// Since when they are suspended.
    pub suspended_at: Option<Timestamp>,
    /// When they signed in last.
    pub last_login_at: Option<Timestamp>,
}

/// A page of an export.
pub struct PeopleExport {
    /// The people.
    pub people: Vec<ExportedPerson>,
    /// After whom the next page begins; nothing where this is the last.
    pub next: Option<String>,
}

/// Puts on record that all people are exported.
pub async fn begin_export(
    app: &Arc<App>,
    organisation: OrganisationId,
    by: &By,
) -> Result<(), AdministerFault> {
    unit::act_without_proof(
        app,
        organisation,
        by,
        BuiltIn::People,
        EventKind::PeopleExported,
        move |tx, acting| {
            let event = acting.event(EventKind::PeopleExported);
            tx.audit(organisation, &event, acting.now())?;
            Ok(())
        },
    )
    .await
}

/// The people after this username.
pub async fn export_page(
    app: &App,
    organisation: OrganisationId,
    after: Option<String>,
) -> Result<PeopleExport, AdministerFault> {
    unit::read(app, move |tx| {
        let rows = tx.exported_people(organisation, after.as_deref(), AT_A_TIME)?;
        let next = rows
            .last()
            .filter(|_| rows.len() == AT_A_TIME as usize)
            .map(|(user, ..)| user.username.clone());
        let people = rows.into_iter().map(|(user, roles, addresses)| {
            let first = |channel: store::Channel, confirmed: bool| {
                let mut found = addresses.iter().filter(|address| {
                    address.channel == channel && (!confirmed || address.verified_at.is_some())
                });
                found
                    .next()
                    .map_or_else(String::new, |found| found.value.clone())
            };
            ExportedPerson {
                email: first(store::Channel::Email, true),
                phone: first(store::Channel::Phone, false),
                username: user.username,
                name: user.name,
                language: user.language.unwrap_or_default(),
                roles,
                owner: user.owner,
                suspended_at: user.suspended_at,
                last_login_at: user.last_login_at,
            }
        });
        Ok(PeopleExport {
            people: people.collect(),
            next,
        })
    })
    .await
}
