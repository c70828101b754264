//! Changes a role card.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::OrganisationId;
use domain::role::{BuiltIn, Role};
use store::Tx;

use super::acting::Acting;
use super::{AdministerFault, By, Reason, card_rules, checks, effect, grace, unit};
use crate::App;

const KIND: EventKind = EventKind::RoleChanged;

/// Saves a role card that was read and changed; its key stays. Somebody who saved it in between is not overwritten. `confirmed` is what was
/// typed where the card locks people out: its name. Whoever must now set a second step up may put it off for the card's days of grace.
pub async fn save_role(
    app: &Arc<App>,
    organisation: OrganisationId,
    role: Role,
    confirmed: Option<String>,
    by: &By,
) -> Result<Role, AdministerFault> {
    let inner = Arc::clone(app);
    let work = move |tx: &mut Tx, acting: &Acting| {
        save_in(tx, &inner, acting, &role, confirmed.as_deref())
    };
    let saved = unit::act(app, organisation, by, BuiltIn::Roles, KIND, work).await?;
    app.sessions.forget_organisation(organisation);
    Ok(saved)
}

fn save_in(
    tx: &mut Tx,
    app: &App,
    acting: &Acting,
    role: &Role,
    confirmed: Option<&str>,
) -> Result<Role, AdministerFault> {
    let organisation = acting.organisation();
    // The catalogue stands still while a card names it.
    tx.lock_catalogue(organisation)?;
    let Some(before) = tx.find_role(organisation, role.id)? else {
        return Err(Reason::UnknownRole(role.key.clone()).into());
    };
    if before.version != role.version {
        return Err(Reason::CardChanged.into());
    }
    let after = Role {
        key: before.key.clone(),
        name: role.name.trim().to_owned(),
        ..role.clone()
    };
    checks::card(tx, app, acting.whole_organisation(), &after)?;
    card_rules::may_write(tx, app, acting, Some(&before), &after)?;
    let in_use = before.api_integrator != after.api_integrator
        && tx.count_users_of_role(organisation, after.id)? > 0;
    if in_use {
        return Err(Reason::CardInUse.into());
    }
    effect::lock_out_check(tx, app, acting, &after, confirmed)?;
    let cards = tx.roles(organisation)?;
    if !tx.save_role(organisation, &after)? {
        return Err(Reason::CardChanged.into());
    }
    grace::move_on(tx, app, organisation, &cards, acting.now())?;
    let event = acting
        .event(KIND)
        .with("role", &after.key)
        .with("change", "saved")
        .changing(&card_rules::changes(&before, &after));
    tx.audit(organisation, &event, acting.now())?;
    Ok(Role {
        version: before.version + 1,
        ..after
    })
}
