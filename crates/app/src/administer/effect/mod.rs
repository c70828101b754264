//! What a role card does as it is now typed, before it is saved (E5): whom it concerns, who is asked, who would no longer come in, what
//! it costs, and what has to be in order first.
//!
//! Every figure comes from the policy that the login asks, once for each class of people who are alike to it. Nothing here changes anything.

mod cost;
mod letters;
mod lock_out;
mod prerequisites;
mod readiness;
mod settings;
pub(crate) mod survey;
mod worker;

use std::sync::Arc;

use domain::effect::{Tally, Verdict};
use domain::id::{OrganisationId, UserId};
use domain::role::{BuiltIn, Role};
use domain::time::Timestamp;
use store::ReadTx;

use super::{AdministerFault, unit};
use crate::{App, message_settings};

pub use cost::Cost;
pub use letters::{
    LetterPreview, LetterText, LettersPreview, Told, days_left, order_letters, preview_letters,
};
pub(super) use lock_out::lock_out_check;
pub use prerequisites::{Prerequisite, PrerequisiteKind, Standing};
pub use readiness::{
    MOST_EXPORTED, PAGE, Readiness, ReadinessPart, ReadinessRow, Report, Why, export_readiness,
    readiness,
};
pub(super) use settings::{countries_check, gateways_check, settings_check};
use survey::Survey;
pub use worker::{tell_grace, worker, write_ordered};

/// What a card does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// From when: now, or the card's first day.
    pub at: Timestamp,
    /// The people who have the card.
    pub tally: Tally,
    /// Those of them who come in today and would not any more.
    pub newly_locked_out: u64,
    /// Those of the locked out who administer anything.
    pub administrators_cut_off: u64,
    /// Whether no owner of the organisation could sign in any more.
    pub cuts_off_all_owners: bool,
    /// Whether whoever looks could not sign in any more, or no longer edit role cards.
    pub cuts_off_me: bool,
    /// What it sends.
    pub cost: Cost,
    /// What has to be in order.
    pub prerequisites: Vec<Prerequisite>,
}

/// What `draft` does if it is saved as it is: a stored card changed, or a new one, which nobody has yet. `me` is who looks.
pub async fn effect(
    app: &Arc<App>,
    organisation: OrganisationId,
    draft: Role,
    me: Option<UserId>,
    now: Timestamp,
) -> Result<Effect, AdministerFault> {
    let inner = Arc::clone(app);
    unit::read(app, move |tx| {
        effect_in(tx, &inner, organisation, &draft, me, now)
    })
    .await
}

fn effect_in(
    tx: &mut ReadTx,
    app: &App,
    organisation: OrganisationId,
    draft: &Role,
    me: Option<UserId>,
    now: Timestamp,
) -> Result<Effect, AdministerFault> {
    let survey = Survey::read(tx, app, organisation)?;
    let settings = message_settings::of(tx, app, &survey.organisation)?;
    let spent = tx.message_costs(organisation, now - cost::MEASURED_OVER)?;
    let change = survey.with_card(draft);
    let at = first_day(draft, now);
    let judged = survey.judge(&change, Some(draft), at, now);
    let own = me
        .map(|me| tx.find_class_of(organisation, me))
        .transpose()?
        .flatten();
    Ok(Effect {
        at,
        newly_locked_out: judged.newly_locked_out,
        administrators_cut_off: judged.administrators_cut_off,
        cuts_off_all_owners: judged.cuts_off_all_owners(),
        cuts_off_me: own.is_some_and(|own| survey.cuts_off(&change, &own, at, now)),
        cost: cost::reckon(&survey, &judged, draft, &settings, &spent),
        prerequisites: prerequisites::of(app, &survey, draft, &judged.tally),
        tally: judged.tally,
    })
}

/// From when a card does what it does.
pub(super) fn first_day(draft: &Role, now: Timestamp) -> Timestamp {
    draft
        .two_step_from
        .filter(|_| draft.two_step)
        .map_or(now, |from| from.max(now))
}

/// Whether a verdict keeps somebody out.
const fn is_out(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::LockedOut)
}

/// The right to change role cards.
const EDITS_CARDS: BuiltIn = BuiltIn::Roles;
