//! The whole login by an eID or a passkey: it tells who somebody is, and proves it in the same act.

use std::sync::Arc;

use domain::audit::{Event, EventKind};
use domain::id::ChallengeId;
use domain::refusal::Refusal;
use factors::Form;
use store::Tx;

use super::password::{Entrance, Entry, go_in};
use crate::identifying::{self, Anybody};
use crate::{Answered, App, Fault, Requester, orders, outbox};

/// What a form of the page led to.
pub enum Identifying {
    /// The page goes on.
    Onward,
    /// The person is known: the login goes on, or is over.
    Entered(Box<Entry>),
}

/// Takes a form of the page: a move, or the answer.
pub async fn identify(
    app: &Arc<App>,
    who: &Anybody,
    (challenge, form): (ChallengeId, Form),
    return_to: Option<String>,
    requester: &Requester,
) -> Answered<Identifying> {
    if orders::is_move(&form) {
        let moved = identifying::move_order(app, who, challenge, &form, requester).await?;
        return Ok(moved.map(|()| Identifying::Onward));
    }
    if let Err(refusal) = identifying::count_answer(app, requester) {
        return Ok(Err(refusal));
    }
    let (inner, own, asked) = (Arc::clone(app), who.clone(), requester.clone());
    let unit = move |tx: &mut Tx| {
        let answer = (challenge, &form);
        Ok(enter(
            tx,
            &inner,
            &own,
            answer,
            return_to.as_deref(),
            &asked,
        )?)
    };
    let entered: Result<Entry, Refusal> = app.store.write(unit).await?;
    let Ok(mut entry) = entered else {
        return Ok(entered.map(|entry| Identifying::Entered(Box::new(entry))));
    };
    let deliveries = std::mem::take(&mut entry.deliveries);
    let id = who.organisation.id;
    entry.delivery_failed = !outbox::send_now(app, id, deliveries, requester.now).await?;
    Ok(Ok(Identifying::Entered(Box::new(entry))))
}

fn enter(
    tx: &mut Tx,
    app: &App,
    who: &Anybody,
    answer: (ChallengeId, &Form),
    return_to: Option<&str>,
    requester: &Requester,
) -> Result<Result<Entry, Refusal>, Fault> {
    let identified = match identifying::identify(tx, app, who, answer, requester)? {
        Ok(identified) => identified,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let (facts, proof) = (identified.facts, identified.proof);
    let checked = Event::own(
        EventKind::FactorChecked,
        facts.user.id,
        requester.personal(),
    )
    .with("factor", &proof.kind);
    let entrance = Entrance {
        facts: &facts,
        evidence: vec![proof],
        device: None,
        return_to,
        checked,
    };
    let mut entry = Entry::default();
    go_in(tx, app, entrance, requester, &mut entry)?;
    Ok(Ok(entry))
}
