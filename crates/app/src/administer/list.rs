//! What there is: organisations, role cards, permissions, people.

use std::sync::Arc;

use domain::id::{OrganisationId, UserId};
use domain::organisation::Organisation;
use domain::role::Role;
use domain::time::{Span, Timestamp};
use domain::user::{User, Username};
use store::Permission;

use super::{AdministerFault, Reason, unit};
use crate::App;

/// People on one page at most.
const MOST_ON_A_PAGE: u32 = 500;

/// One page of the people of an organisation, by username.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserPage {
    /// The people.
    pub users: Vec<User>,
    /// What the next page begins after; `None` on the last.
    pub next: Option<String>,
}

/// All organisations, by slug.
pub async fn list_organisations(app: &Arc<App>) -> Result<Vec<Organisation>, AdministerFault> {
    unit::read(app, |tx| Ok(tx.organisations()?)).await
}

/// How far back the list of organisations counts logins.
const COUNTED_OVER: Span = Span::days(30);

/// An organisation, and how much it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedOrganisation {
    /// The organisation.
    pub organisation: Organisation,
    /// How many accounts it has.
    pub people: i64,
    /// The hour of the last login in 30 days.
    pub last_sign_in: Option<Timestamp>,
    /// How many logins there were in them.
    pub sign_ins: i64,
}

/// All organisations, by slug, with how much they are used: two statements, however many there are.
pub async fn listed_organisations(
    app: &Arc<App>,
    now: Timestamp,
) -> Result<Vec<ListedOrganisation>, AdministerFault> {
    let unit = move |tx: &mut store::ReadTx| {
        let figures = tx.organisation_figures(now - COUNTED_OVER)?;
        let listed = tx.organisations()?.into_iter().map(|organisation| {
            let own = figures
                .iter()
                .find(|figures| figures.organisation == organisation.id);
            ListedOrganisation {
                people: own.map_or(0, |own| own.people),
                last_sign_in: own.and_then(|own| own.last_sign_in),
                sign_ins: own.map_or(0, |own| own.sign_ins),
                organisation,
            }
        });
        Ok(listed.collect())
    };
    unit::read(app, unit).await
}

/// The organisation with this slug.
pub async fn organisation_named(
    app: &Arc<App>,
    slug: &str,
) -> Result<Organisation, AdministerFault> {
    let slug = slug.to_owned();
    let unit = move |tx: &mut store::ReadTx| {
        tx.find_organisation_by_slug(&slug)?
            .ok_or_else(|| Reason::UnknownOrganisation(slug.clone()).into())
    };
    unit::read(app, unit).await
}

/// The role cards of an organisation, in their order.
pub async fn list_roles(
    app: &Arc<App>,
    organisation: OrganisationId,
) -> Result<Vec<Role>, AdministerFault> {
    unit::read(app, move |tx| Ok(tx.roles(organisation)?)).await
}

/// The role card with this key.
pub async fn role_named(
    app: &Arc<App>,
    organisation: OrganisationId,
    key: &str,
) -> Result<Role, AdministerFault> {
    let key = key.to_owned();
    let unit = move |tx: &mut store::ReadTx| {
        tx.find_role_by_key(organisation, &key)?
            .ok_or_else(|| Reason::UnknownRole(key.clone()).into())
    };
    unit::read(app, unit).await
}

/// The catalogue of permissions of an organisation, in its order.
pub async fn list_permissions(
    app: &Arc<App>,
    organisation: OrganisationId,
) -> Result<Vec<Permission>, AdministerFault> {
    unit::read(app, move |tx| Ok(tx.permissions(organisation)?)).await
}

/// The people whose usernames come after `after`, at most `limit` of them.
pub async fn list_users(
    app: &Arc<App>,
    organisation: OrganisationId,
    after: Option<&str>,
    limit: u32,
) -> Result<UserPage, AdministerFault> {
    let (after, limit) = (after.map(str::to_owned), limit.clamp(1, MOST_ON_A_PAGE));
    let mut users = unit::read(app, move |tx| {
        Ok(tx.users(organisation, after.as_deref(), limit + 1)?)
    })
    .await?;
    let more = users.len() > limit as usize;
    users.truncate(limit as usize);
    let next = users
        .last()
        .filter(|_| more)
        .map(|user| user.username.clone());
    Ok(UserPage { users, next })
}

/// The person with this username.
pub async fn user_named(
    app: &Arc<App>,
    organisation: OrganisationId,
    username: &str,
) -> Result<User, AdministerFault> {
    let username = Username::parse(username).map_err(Reason::MalformedUsername)?;
    let unit = move |tx: &mut store::ReadTx| {
        let found = tx.find_account_by_username(organisation, username.as_str())?;
        found
            .map(|account| account.user)
            .ok_or_else(|| Reason::UnknownUser(username.as_str().to_owned()).into())
    };
    unit::read(app, unit).await
}

/// The person with this key, and their roles.
pub async fn user_with_roles(
    app: &Arc<App>,
    organisation: OrganisationId,
    user: UserId,
) -> Result<(User, Vec<Role>), AdministerFault> {
    let unit = move |tx: &mut store::ReadTx| {
        let person = tx
            .find_user(organisation, user)?
            .ok_or_else(|| Reason::UnknownUser(user.to_string()))?;
        Ok((person, tx.roles_of_user(organisation, user)?))
    };
    unit::read(app, unit).await
}
