//! A role card as it is leafed to: where it stands among the others, who has it, and the catalogue that its ticks come from.

use std::sync::Arc;

use domain::factor::Profile;
use domain::id::{OrganisationId, RoleId};
use domain::organisation::Organisation;
use domain::role::Role;
use store::{Permission, ReadTx, RoleHeading};

use super::{AdministerFault, unit};
use crate::App;

/// What every card of an organisation is shown with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardGround {
    /// The organisation.
    pub organisation: Organisation,
    /// The headings of its cards, in their order.
    pub cards: Vec<RoleHeading>,
    /// Its catalogue of permissions.
    pub catalogue: Vec<Permission>,
    /// The factors that a card may allow: all but what only stands behind others.
    pub factors: Vec<Profile>,
}

/// A role card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleCard {
    /// What it is shown with.
    pub ground: CardGround,
    /// What stands on it.
    pub role: Role,
    /// How many people have it.
    pub people: i64,
}

impl RoleCard {
    /// Its place among the cards, from 0.
    pub fn place(&self) -> usize {
        let is_this = |heading: &RoleHeading| heading.id == self.role.id;
        self.ground.cards.iter().position(is_this).unwrap_or(0)
    }
}

/// The headings of the role cards, in their order.
pub async fn role_headings(
    app: &Arc<App>,
    organisation: OrganisationId,
) -> Result<Vec<RoleHeading>, AdministerFault> {
    unit::read(app, move |tx| Ok(tx.role_headings(organisation)?)).await
}

/// The role card with this id; nothing where it is gone.
pub async fn role_card(
    app: &Arc<App>,
    organisation: OrganisationId,
    role: RoleId,
) -> Result<Option<RoleCard>, AdministerFault> {
    let inner = Arc::clone(app);
    let unit = move |tx: &mut ReadTx| {
        let Some(role) = tx.find_role(organisation, role)? else {
            return Ok(None);
        };
        Ok(Some(RoleCard {
            people: tx.count_users_of_role(organisation, role.id)?,
            ground: ground(tx, &inner, organisation)?,
            role,
        }))
    };
    unit::read(app, unit).await
}

/// What a card that is not there yet is shown with.
pub async fn card_ground(
    app: &Arc<App>,
    organisation: OrganisationId,
) -> Result<CardGround, AdministerFault> {
    let inner = Arc::clone(app);
    unit::read(app, move |tx| ground(tx, &inner, organisation)).await
}

fn ground(
    tx: &mut ReadTx,
    app: &App,
    organisation: OrganisationId,
) -> Result<CardGround, AdministerFault> {
    let mut factors = app.registry.profiles();
    factors.retain(|profile| !profile.is_backup);
    Ok(CardGround {
        organisation: tx.organisation(organisation)?,
        cards: tx.role_headings(organisation)?,
        catalogue: tx.permissions(organisation)?,
        factors,
    })
}
