//! Whom somebody may administer, and what they may give: nobody reaches above themselves (A55).
//!
//! - An owner is touched by owners alone.
//! - Whoever has a right inside Tvåsteg is touched only by those who have it too; otherwise a mailbox changed would be a right gained.
//! - A role is given only by those who have the rights on its card. A machine has none, and reaches nobody who has.

use domain::id::{RoleId, UserId};
use domain::role::{BuiltIn, Rights, Role};
use domain::user::User;
use store::ReadTx;

use super::acting::Acting;
use super::{AdministerFault, Reason};

/// Somebody who is within reach of whoever acts, with their roles.
pub(super) struct Reached {
    pub(super) user: User,
    pub(super) roles: Vec<Role>,
}

/// Reads somebody whom whoever acts may administer.
pub(super) fn reach(
    tx: &mut ReadTx,
    acting: &Acting,
    user: UserId,
) -> Result<Reached, AdministerFault> {
    let organisation = acting.organisation();
    let found = tx.find_user(organisation, user)?;
    let user = found.ok_or_else(|| Reason::UnknownUser(user.to_string()))?;
    let roles = tx.roles_of_user(organisation, user.id)?;
    let reached = Reached { user, roles };
    match beyond(tx, acting, &reached.user, &reached.roles)? {
        None => Ok(reached),
        Some(reason) => Err(reason.into()),
    }
}

/// Why somebody is out of reach, if they are.
pub(super) fn beyond(
    tx: &mut ReadTx,
    acting: &Acting,
    user: &User,
    roles: &[Role],
) -> Result<Option<Reason>, AdministerFault> {
    if acting.is_owner() {
        return Ok(None);
    }
    if user.owner {
        return Ok(Some(Reason::OwnerOnly));
    }
    let (theirs, own) = (Rights::of(false, roles), rights_of(tx, acting)?);
    let above = theirs.beyond(&own);
    Ok(above.map(|_| Reason::BeyondReach(user.username.clone())))
}

/// Makes sure that whoever acts has the rights that a role gives.
pub(super) fn may_give(
    tx: &mut ReadTx,
    acting: &Acting,
    role: &Role,
) -> Result<(), AdministerFault> {
    if acting.is_owner() {
        return Ok(());
    }
    let own = rights_of(tx, acting)?;
    let given = |right: &BuiltIn| role.permissions.contains(right.key()) && !own.has(*right);
    match BuiltIn::ALL.into_iter().find(given) {
        Some(right) => Err(Reason::RoleBeyond(right.key().to_owned()).into()),
        None => Ok(()),
    }
}

/// Whether only an owner gives or takes this role.
pub(super) fn is_given_by_owners(role: &Role) -> bool {
    role.owner_assigns || role.permissions.contains(BuiltIn::Installation.key())
}

/// The keys of the rights that whoever acts has; an owner needs none of them.
pub(super) fn keys_held(tx: &mut ReadTx, acting: &Acting) -> Result<Vec<String>, AdministerFault> {
    if acting.is_owner() {
        return Ok(Vec::new());
    }
    let own = rights_of(tx, acting)?;
    let held = BuiltIn::ALL.into_iter().filter(|right| own.has(*right));
    Ok(held.map(|right| right.key().to_owned()).collect())
}

/// Whether a role carries a right inside Tvåsteg that is not among these.
pub(super) fn carries_more(role: &Role, held: &[String]) -> bool {
    let mut rights = BuiltIn::ALL.into_iter().map(BuiltIn::key);
    rights.any(|right| role.permissions.contains(right) && held.iter().all(|own| own != right))
}

/// Today's roles that whoever acts neither gives nor takes, and whose holders they do not reach when many are changed at once. Nothing where
/// it is an owner, who reaches everybody.
pub(super) fn roles_beyond(
    tx: &mut ReadTx,
    acting: &Acting,
) -> Result<Option<Vec<RoleId>>, AdministerFault> {
    if acting.is_owner() {
        return Ok(None);
    }
    let held = keys_held(tx, acting)?;
    let roles = tx.roles(acting.organisation())?;
    let beyond = roles
        .iter()
        .filter(|role| is_given_by_owners(role) || carries_more(role, &held));
    Ok(Some(beyond.map(|role| role.id).collect()))
}

/// The rights of whoever acts, who is no owner.
fn rights_of(tx: &mut ReadTx, acting: &Acting) -> Result<Rights, AdministerFault> {
    let Some(user) = acting.user() else {
        return Ok(Rights::default());
    };
    let roles = tx.roles_of_user(acting.organisation(), user)?;
    Ok(Rights::of(false, &roles))
}
