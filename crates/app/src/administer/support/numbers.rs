//! Shows whoever works a case the person's whole telephone numbers, so that they can call back. Each look is on record.
//!
//! Nothing but the answer to the press of the button holds them: no address and no list does.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{OrganisationId, RecoveryCaseId};
use domain::recovery::{Denial, State};
use domain::role::BuiltIn;
use domain::time::Timestamp;
use factors::Reach;
use store::Tx;

use super::{Held, demand_person};
use crate::administer::acting::Acting;
use crate::administer::{AdministerFault, By, Reason, unit};
use crate::{App, helping};

/// A telephone number as it is dialled. No Debug: it is whole.
pub struct ShownNumber {
    /// What a form names it by.
    pub key: String,
    /// The number as it is dialled from anywhere.
    pub whole: String,
    /// Since when it is known.
    pub known_since: Timestamp,
    /// Whether it is known long enough to prove something.
    pub proves: bool,
    /// Whether codes for signing in go there: it may be the telephone that was lost.
    pub enrolled: bool,
}

/// Shows the numbers of the person whose case this is, those that only a factor knows with them.
pub async fn show_numbers(
    app: &Arc<App>,
    organisation: OrganisationId,
    case: RecoveryCaseId,
    by: &By,
) -> Result<Vec<ShownNumber>, AdministerFault> {
    let inner = Arc::clone(app);
    let unit = move |tx: &mut Tx, acting: &Acting| shown(tx, &inner, case, acting);
    let kind = EventKind::RecoveryNumberShown;
    unit::act(app, organisation, by, BuiltIn::Support, kind, unit).await
}

fn shown(
    tx: &mut Tx,
    app: &App,
    case: RecoveryCaseId,
    acting: &Acting,
) -> Result<Vec<ShownNumber>, AdministerFault> {
    let now = acting.now();
    demand_person(acting)?;
    let held = Held::lock(tx, app, acting, case)?;
    held.handled(now)?;
    if held.case.standing(now) != State::Open {
        return Err(Reason::from(Denial::Over).into());
    }
    let mut numbers = Vec::new();
    let mut masked = Vec::new();
    for place in helping::places_of(tx, app, &held.facts)? {
        let Reach::Number(number) = &place.to else {
            continue;
        };
        numbers.push(ShownNumber {
            whole: number.international().to_owned(),
            known_since: place.known.added_at,
            proves: place.known.may_be_called(now),
            enrolled: place.enrolled,
            key: place.key,
        });
        masked.push(place.masked);
    }
    let mut event = held
        .event(acting, EventKind::RecoveryNumberShown)
        .with("numbers", &numbers.len());
    event.personal.target = (!masked.is_empty()).then(|| masked.join(", "));
    tx.audit(acting.organisation(), &event, now)?;
    Ok(numbers)
}
