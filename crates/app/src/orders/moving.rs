//! A move of a person: begin an order on this device or another, or go back.

use std::sync::Arc;

use domain::audit::{Event, EventKind};
use domain::eid::OrderReference;
use domain::factor::FactorKind;
use domain::id::{ChallengeId, OrganisationId};
use domain::refusal::Refusal;
use domain::time::Span;
use factors::live::{self, Occasion, Running, Wanted};
use factors::{Form, Live};
use store::{Challenge, HeldOrder, Holder, Tx};

use super::{HELD_FOR, begin, budget};
use crate::asking::{self, Scene};
use crate::throttle::Limit;
use crate::{App, Fault, Requester};

/// Orders that one address (or IPv6 /64) may begin: a ward that changes its shift behind one address gets through.
const ORDERS: Limit = Limit {
    most: 300,
    within: Span::minutes(1),
};

/// Whether a form moves an order rather than answering.
pub(crate) fn is_move(form: &Form) -> bool {
    form.has(live::MOVE) && !form.field(live::MOVE).is_empty()
}

/// What a move stands on.
pub(crate) struct Ground<'a> {
    /// The scene of the request.
    pub(crate) scene: &'a Scene,
    /// The organisation.
    pub(crate) organisation: OrganisationId,
    /// What the challenge hangs on.
    pub(crate) holder: Holder,
    /// The open challenge or draft.
    pub(crate) challenge: &'a Challenge,
    /// What the order is for.
    pub(crate) occasion: Occasion,
    /// What the log tells of an order that begins, where it is not the person who begins it.
    pub(crate) told_as: Option<Event>,
}

/// What is to be done at the eID after the unit of a move.
pub(crate) struct Moving {
    pub(super) whose: Whose,
    /// What ran so far.
    cancel: Option<OrderReference>,
    /// What begins.
    begin: Option<(HeldOrder, Box<Wanted>)>,
}

/// Which order of which factor.
#[derive(Clone)]
pub(crate) struct Whose {
    pub(crate) organisation: OrganisationId,
    pub(crate) challenge: ChallengeId,
    pub(crate) kind: FactorKind,
}

/// The live side of a factor.
pub(super) fn live_of<'a>(app: &'a App, kind: &FactorKind) -> Result<&'a dyn Live, Fault> {
    let factor = asking::factor(app, kind)?;
    let live = factor.live();
    live.ok_or_else(|| Fault::UnknownFactor(kind.to_string()))
}

/// Takes a move, in the unit that found the challenge open and its person allowed to act. What it leads to is done by [`carry_out`].
pub(crate) fn take(
    tx: &mut Tx,
    app: &App,
    ground: &Ground<'_>,
    form: &Form,
    requester: &Requester,
) -> Result<Result<Moving, Refusal>, Fault> {
    let (now, organisation, challenge) = (requester.now, ground.organisation, ground.challenge);
    let factor = asking::factor(app, &challenge.kind)?;
    let Some(live) = factor.live() else {
        return Ok(Err(Refusal::FormStale));
    };
    // Whoever moves twice at once finds the first move's order.
    let Some(order) = tx
        .lock_order(organisation, challenge.id, now)?
        .filter(|order| order.is_awaited)
    else {
        return Ok(Err(Refusal::ChallengeGone));
    };
    let challenge = &order.challenge;
    let running = live.running(&challenge.data)?;
    let setting = ground.scene.setting(challenge.code_expires_at);
    let moved = live.moved(
        &setting,
        ground.occasion,
        &challenge.data,
        form,
        tx.random(),
    )?;
    let moved = match moved {
        Ok(moved) => moved,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if moved.order.is_some()
        && running == Running::Beginning
        && tx.is_order_held(organisation, challenge.id, now)?
    {
        // It is beginning already: a form that was sent twice begins one order.
        return Ok(Ok(Moving {
            whose: whose(ground, challenge),
            cancel: None,
            begin: None,
        }));
    }
    if moved.order.is_some() && !budget::take(tx, app, ground, challenge.user, requester)? {
        return Ok(Err(Refusal::OrdersSpent));
    }
    tx.end_orders_of(organisation, challenge.id)?;
    if !tx.save_order(organisation, challenge, &moved.data, moved.data_format)? {
        return Ok(Err(Refusal::ChallengeGone));
    }
    let begin = match moved.order {
        None => None,
        Some(order) => {
            tell_of_beginning(tx, ground, challenge, form, requester)?;
            let held = tx.insert_order(organisation, challenge.id, now, now + HELD_FOR)?;
            Some((held, Box::new(order)))
        }
    };
    Ok(Ok(Moving {
        whose: whose(ground, challenge),
        cancel: running.reference(),
        begin,
    }))
}

fn whose(ground: &Ground<'_>, challenge: &Challenge) -> Whose {
    Whose {
        organisation: ground.organisation,
        challenge: challenge.id,
        kind: challenge.kind.clone(),
    }
}

/// Counts a move of an address, before the unit that takes it.
pub(crate) fn count(app: &App, requester: &Requester) -> Result<(), Refusal> {
    let counted = app
        .throttle
        .count("orders", ORDERS, requester.address, requester.now);
    counted.map_err(|until| Refusal::Throttled { until })
}

/// Counts an answer, where this kind waits for something outside: it is a look then, and no guess that would be counted.
pub(crate) fn count_look(
    app: &App,
    kind: &FactorKind,
    requester: &Requester,
) -> Result<(), Refusal> {
    let factor = app.registry.find(kind);
    if factor.is_some_and(|factor| factor.live().is_some()) {
        count(app, requester)
    } else {
        Ok(())
    }
}

fn tell_of_beginning(
    tx: &mut Tx,
    ground: &Ground<'_>,
    challenge: &Challenge,
    form: &Form,
    requester: &Requester,
) -> Result<(), Fault> {
    let event = ground.told_as.clone().unwrap_or_else(|| {
        let mut own = Event::by_operator(EventKind::OrderBegun, challenge.user);
        own.actor = challenge.user;
        own.personal = requester.personal();
        own
    });
    let event = event
        .with("factor", &challenge.kind)
        .with("device", form.field(live::MOVE));
    tx.audit(ground.organisation, &event, requester.now)?;
    Ok(())
}

/// Does at the eID what a move led to, to its end even if the browser hangs up: what ran is cancelled before anything else begins, because
/// an eID ends both orders of one person.
pub(crate) async fn carry_out(app: &Arc<App>, moving: Moving) -> Result<(), Fault> {
    let app = Arc::clone(app);
    App::to_the_end(async move {
        let Moving {
            whose,
            cancel,
            begin,
        } = moving;
        if let Some(reference) = cancel {
            begin::cancel(&app, &whose, &reference).await?;
        }
        if let Some((held, order)) = begin {
            begin::begin(&app, &whose, held, *order).await?;
        }
        Ok(())
    })
    .await
}
