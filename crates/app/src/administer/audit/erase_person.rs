//! Erases a person: what names them, what lets them in, and the personal part of every row of the log that is theirs. What they did stays
//! on record as done by somebody who is not named any more.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{OrganisationId, UserId};
use domain::role::BuiltIn;
use domain::user::User;
use store::Tx;

use crate::App;
use crate::administer::acting::Acting;
use crate::administer::set_owner::keep_one_owner;
use crate::administer::{AdministerFault, By, Reason, reach, unit};
use crate::sealing::{ERASURE, erase_due};

/// The name of a husk.
const NAMELESS: &str = "—";

/// What would go with a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasurePlan {
    /// The person.
    pub user: User,
    /// How many addresses.
    pub addresses: usize,
    /// How many authenticators.
    pub authenticators: usize,
    /// How many sessions.
    pub sessions: usize,
    /// How many trusted devices.
    pub devices: usize,
}

/// What erasing this person would take away.
pub async fn erasure_plan(
    app: &App,
    organisation: OrganisationId,
    user: UserId,
) -> Result<ErasurePlan, AdministerFault> {
    unit::read(app, move |tx| {
        let found = tx.find_user(organisation, user)?;
        let found = found.ok_or_else(|| Reason::UnknownUser(user.to_string()))?;
        Ok(ErasurePlan {
            user: found,
            addresses: tx.addresses_of(organisation, user)?.len(),
            authenticators: tx.authenticators_of_user(organisation, user)?.len(),
            sessions: tx.sessions_of_user(organisation, user)?.len(),
            devices: tx.trusted_devices_of_user(organisation, user)?.len(),
        })
    })
    .await
}

/// Erases this person, if `typed` is their username. Nobody erases themselves, and the last owner stays.
pub async fn erase_person(
    app: &Arc<App>,
    organisation: OrganisationId,
    user: UserId,
    typed: &str,
    by: &By,
) -> Result<(), AdministerFault> {
    let typed = typed.trim().to_owned();
    let kind = EventKind::PersonErased;
    let work = move |tx: &mut Tx, acting: &Acting| erase_in(tx, acting, user, &typed);
    unit::act(app, organisation, by, BuiltIn::People, kind, work).await?;
    app.sessions.forget_user(user);
    // Whoever waits sees it done; the job that the unit left does it where this is cut short.
    if let Err(fault) = erase_due(app, by.now()).await {
        tracing::warn!(%fault, "somebody who was erased is still in the log; it is tried again");
    }
    Ok(())
}

fn erase_in(
    tx: &mut Tx,
    acting: &Acting,
    user: UserId,
    typed: &str,
) -> Result<(), AdministerFault> {
    let (organisation, now) = (acting.organisation(), acting.now());
    let reached = reach::reach(tx, acting, user)?;
    let person = &reached.user;
    if acting.user() == Some(user) {
        return Err(Reason::OwnAccount.into());
    }
    if reached.roles.iter().any(|role| role.api_integrator) {
        return Err(Reason::Machine(person.username.clone()).into());
    }
    if person.owner {
        keep_one_owner(tx, organisation, user)?;
    }
    if typed != person.username {
        return Err(Reason::NotConfirmed(person.username.clone()).into());
    }
    tx.remove_sessions_of_user(organisation, user, None)?;
    tx.remove_trusted_devices_of_user(organisation, user)?;
    tx.remove_authenticators_of_user(organisation, user)?;
    for address in tx.addresses_of(organisation, user)? {
        tx.remove_address(organisation, user, address.id)?;
    }
    for role in &reached.roles {
        tx.unassign_role(organisation, user, role.id)?;
    }
    let husk = husk_of(user);
    tx.make_husk(organisation, user, (&husk, NAMELESS), now)?;
    tx.refresh_factor_set(organisation, user)?;
    tx.refresh_people(organisation, &[user])?;
    tx.insert_job(organisation, ERASURE, user.as_bytes(), now, now)?;
    let event = acting.event_about(EventKind::PersonErased, user);
    tx.audit(organisation, &event, now)?;
    Ok(())
}

/// The username of a husk: the end of its id, which tells nothing of the person.
fn husk_of(user: UserId) -> String {
    let id = user.to_string();
    let end: String = id.chars().filter(|c| *c != '-').skip(16).collect();
    format!("erased-{end}")
}
