//! Sets which roles somebody has, all in one unit: either every change is allowed, or nothing is changed.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{OrganisationId, UserId};
use domain::role::BuiltIn;
use store::Tx;

use crate::App;
use crate::administer::acting::Acting;
use crate::administer::assign_role::{assign_in, named, unassign_in};
use crate::administer::{AdministerFault, By, reach, unit};

/// Gives and takes roles until somebody has those with these keys, and no others. Tells how many changed.
pub async fn set_roles(
    app: &Arc<App>,
    organisation: OrganisationId,
    user: UserId,
    keys: BTreeSet<String>,
    by: &By,
) -> Result<usize, AdministerFault> {
    let inner = Arc::clone(app);
    let work = move |tx: &mut Tx, acting: &Acting| set_in(tx, &inner, acting, user, &keys);
    let kind = EventKind::RoleAssigned;
    let changed = unit::act(app, organisation, by, BuiltIn::People, kind, work).await?;
    app.sessions.forget_user(user);
    Ok(changed)
}

fn set_in(
    tx: &mut Tx,
    app: &App,
    acting: &Acting,
    user: UserId,
    keys: &BTreeSet<String>,
) -> Result<usize, AdministerFault> {
    tx.lock_user(acting.organisation(), user)?;
    let mut reached = reach::reach(tx, acting, user)?;
    let mut changed = 0;
    // Taken first: a machine's role stands alone.
    for role in reached.roles.clone() {
        if !keys.contains(&role.key) && unassign_in(tx, acting, &reached, &role)? {
            reached.roles.retain(|held| held.id != role.id);
            changed += 1;
        }
    }
    for key in keys {
        if reached.roles.iter().any(|held| held.key == *key) {
            continue;
        }
        let role = named(tx, acting.organisation(), key)?;
        if assign_in(tx, app, acting, &reached, &role)? {
            reached.roles.push(role);
            changed += 1;
        }
    }
    Ok(changed)
}
