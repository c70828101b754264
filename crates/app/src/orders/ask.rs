//! One turn of one order: is it still awaited, what does the eID say, and what is stored of it.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::audit::{Event, EventKind};
use domain::eid::{EidFault, Identified, NewOrder, OrderReference, Risk, Seen};
use domain::time::Timestamp;
use factors::Live;
use factors::live::{Kept, Then, Wanted};
use store::{Challenge, Order, Tx};

use super::book::Entry;
use super::moving::{Whose, live_of};
use super::{AT_LEAST, HELD_FOR, NEEDED, begin, suspicion};
use crate::identifications::{self, Told};
use crate::{App, Fault};

/// Takes an order's turn; it is back in the book afterwards, or crossed out.
pub(super) async fn turn(app: Arc<App>, mut entry: Entry) {
    let Ok(_slot) = app.orders.slots.acquire().await else {
        return;
    };
    match turn_of(&app, &mut entry).await {
        Ok(Turn::GoesOn) => app.orders.put_back(entry, app.clock.now()),
        Ok(Turn::Over) => app.orders.cross_out(&entry),
        Ok(Turn::BeganAnew) => {}
        Err(fault) => {
            // Where the database cannot be reached nothing is asked: an answer that cannot be stored would be lost.
            tracing::warn!(%fault, "an order could not be looked after");
            if app.clock.now() < entry.held.until {
                app.orders.put_back(entry, app.clock.now());
            } else {
                app.orders.cross_out(&entry);
            }
        }
    }
}

/// How often an answer is tried to be stored once more, and how long is waited before: together less than an order is held.
const TRIES: u32 = 10;
const BETWEEN_TRIES: Duration = Duration::from_millis(500);

/// How a turn ended.
enum Turn {
    /// It waits for its next turn.
    GoesOn,
    /// Nothing more is to be asked.
    Over,
    /// Another order runs in its place, and stands in the book already, if it could be begun.
    BeganAnew,
}

async fn turn_of(app: &Arc<App>, entry: &mut Entry) -> Result<Turn, Fault> {
    let now = app.clock.now();
    let (organisation, id) = (entry.held.organisation, entry.held.challenge);
    let unit = move |tx: &mut store::ReadTx| tx.find_order(organisation, id, now);
    let Some(Order {
        challenge,
        is_awaited,
    }) = app.store.read(unit).await?
    else {
        return end(app, entry, None).await;
    };
    let whose = Whose {
        organisation,
        challenge: id,
        kind: challenge.kind.clone(),
    };
    let live = live_of(app, &whose.kind)?;
    let running = live.running(&challenge.data)?.reference();
    let ours = entry.reference.clone().or_else(|| running.clone());
    let Some(reference) = running.filter(|running| is_awaited && Some(running) == ours.as_ref())
    else {
        return end(app, entry, ours.map(|reference| (whose, reference))).await;
    };
    let is_taken_over = entry.reference.replace(reference.clone()).is_none();
    if entry
        .asked_at
        .is_some_and(|asked| now >= asked && now.since(asked) < AT_LEAST)
    {
        return Ok(Turn::GoesOn);
    }
    // A job that was left behind says nothing of who runs the order now: whoever takes it over makes sure that it is theirs.
    let is_fresh = !is_taken_over && entry.held.until.since(now) >= NEEDED;
    if !is_fresh && !hold(app, entry, now).await? {
        return Ok(Turn::Over);
    }
    let Some(eid) = begin::eid_of(app, &whose).await? else {
        return end(app, entry, None).await;
    };
    let answer = eid.collect(&reference).await;
    let at = app.clock.now();
    entry.asked_at = Some(at);
    tell_fault(entry, &answer);
    if is_as_before(live, &challenge, &answer, at)? {
        return Ok(Turn::GoesOn);
    }
    keep(app, entry, &whose, reference, answer, at).await
}

/// A question that was not answered is told to the log, of each order the first: what the operator has to mend louder than a slow moment.
fn tell_fault(entry: &mut Entry, answer: &Result<Seen, EidFault>) {
    let Err(fault) = answer else { return };
    if matches!(fault, EidFault::Canceled) || std::mem::replace(&mut entry.is_fault_told, true) {
        return;
    }
    if fault.is_safe_to_retry() && !fault.needs_operator() {
        tracing::info!(%fault, "an open order could not be asked about: it is asked again");
    } else {
        tracing::warn!(%fault, operator = fault.needs_operator(), "an open order could not be asked about");
    }
}

/// The order is over for this node: it is cancelled at the eID where its name is known, and its job ends.
async fn end(
    app: &Arc<App>,
    entry: &Entry,
    cancel: Option<(Whose, OrderReference)>,
) -> Result<Turn, Fault> {
    if let Some((whose, reference)) = cancel {
        begin::cancel(app, &whose, &reference).await?;
    }
    let held = entry.held;
    app.store
        .write(move |tx: &mut Tx| tx.end_order(&held))
        .await?;
    Ok(Turn::Over)
}

async fn hold(app: &Arc<App>, entry: &mut Entry, now: Timestamp) -> Result<bool, Fault> {
    let (held, until) = (entry.held, now + HELD_FOR);
    let holds = app
        .store
        .write(move |tx: &mut Tx| tx.hold_order(&held, until))
        .await?;
    entry.held.until = until;
    Ok(holds)
}

/// Whether the eID said nothing new: then nothing is written.
fn is_as_before(
    live: &dyn Live,
    challenge: &Challenge,
    answer: &Result<Seen, EidFault>,
    at: Timestamp,
) -> Result<bool, Fault> {
    let is_open = match answer {
        Ok(Seen::Pending(_)) => true,
        Ok(Seen::Failed(_) | Seen::Complete(_)) => false,
        Err(fault) => fault.is_safe_to_retry(),
    };
    if !is_open {
        return Ok(false);
    }
    let kept = live.seen(&challenge.data, answer.as_ref(), at, &mut Nothing)?;
    Ok(matches!(kept.then, Then::Ask) && kept.data[..] == challenge.data[..])
}

/// Draws nothing: for a look at what an answer would change, before the unit that changes it.
struct Nothing;

impl domain::random::Random for Nothing {
    fn fill(&mut self, bytes: &mut [u8]) {
        bytes.fill(0);
    }
}

/// What the unit of an answer leaves to be done.
enum After {
    GoOn,
    Over,
    Begin(Box<NewOrder>),
}

/// Stores what the eID said, and does what follows from it.
async fn keep(
    app: &Arc<App>,
    entry: &Entry,
    whose: &Whose,
    reference: OrderReference,
    answer: Result<Seen, EidFault>,
    at: Timestamp,
) -> Result<Turn, Fault> {
    let answer = Arc::new(answer);
    let mut tries = TRIES;
    let after = loop {
        let (inner, own, held) = (Arc::clone(app), whose.clone(), entry.held);
        let (told, named) = (Arc::clone(&answer), reference.clone());
        let unit = move |tx: &mut Tx| {
            let answer = told.as_ref().as_ref();
            Ok(keep_in(tx, &inner, &own, (&held, &named), answer, at)?)
        };
        match app.store.write(unit).await {
            // The eID will not say it again: what cannot be stored at this moment is stored in the next.
            Err(fault) if is_worth_another_try(&fault) && tries > 0 => {
                tracing::warn!(%fault, "an eID's answer could not be stored: once more");
                tries -= 1;
                tokio::time::sleep(BETWEEN_TRIES).await;
            }
            stored => break stored?,
        }
    };
    if matches!(after, After::Over) && answer_is_lost(&answer) {
        // It may run still: whoever begins another would be told that one is open, and the app would ask for what buys nothing.
        begin::cancel(app, whose, &reference).await?;
    }
    match after {
        After::GoOn => Ok(Turn::GoesOn),
        After::Over => Ok(Turn::Over),
        After::Begin(order) => {
            app.orders.cross_out(entry);
            begin::begin(app, whose, entry.held, Wanted::Page(*order)).await?;
            Ok(Turn::BeganAnew)
        }
    }
}

/// A database that is gone for a moment comes back; one that this program closed does not.
fn is_worth_another_try(fault: &store::Fault) -> bool {
    fault.is_passing() && !matches!(fault, store::Fault::Stopped)
}

/// Whether nobody knows what became of the order: not that it ended, and not that it never was.
fn answer_is_lost(answer: &Result<Seen, EidFault>) -> bool {
    match answer {
        Ok(Seen::Pending(_)) => true,
        Ok(Seen::Failed(_) | Seen::Complete(_)) => false,
        Err(fault) => !matches!(fault, EidFault::InvalidOrder(_) | EidFault::Canceled),
    }
}

fn keep_in(
    tx: &mut Tx,
    app: &App,
    whose: &Whose,
    (held, reference): (&store::HeldOrder, &OrderReference),
    answer: Result<&Seen, &EidFault>,
    at: Timestamp,
) -> Result<After, Fault> {
    let live = live_of(app, &whose.kind)?;
    let organisation = whose.organisation;
    let found = tx.lock_order(organisation, whose.challenge, at)?;
    let Some(order) = found.filter(|order| order.is_awaited) else {
        tx.end_order(held)?;
        return Ok(After::Over);
    };
    let challenge = order.challenge;
    if live.running(&challenge.data)?.reference().as_ref() != Some(reference) {
        tx.end_order(held)?;
        return Ok(After::Over);
    }
    let kept = live.seen(&challenge.data, answer, at, tx.random())?;
    if !tx.save_order(organisation, &challenge, &kept.data, kept.data_format)? {
        tx.end_order(held)?;
        return Ok(After::Over);
    }
    if let Ok(Seen::Complete(identified)) = answer {
        keep_identification(tx, whose, live, &challenge, identified, at)?;
    }
    suspicion::tell(tx, app, organisation, &challenge, &kept, at)?;
    after(tx, held, kept)
}

fn after(tx: &mut Tx, held: &store::HeldOrder, kept: Kept) -> Result<After, Fault> {
    Ok(match kept.then {
        Then::Ask => After::GoOn,
        Then::Begin(order) => After::Begin(order),
        Then::Rest => {
            tx.end_order(held)?;
            After::Over
        }
    })
}

/// Keeps the proof, and tells the log who was identified, where the app was, and what the eID thought of it.
fn keep_identification(
    tx: &mut Tx,
    whose: &Whose,
    live: &dyn Live,
    challenge: &Challenge,
    identified: &Identified,
    at: Timestamp,
) -> Result<(), Fault> {
    let organisation = tx.organisation(whose.organisation)?;
    let visible_text = live.visible_text(&challenge.data)?;
    let browser_address = live.browser_address(&challenge.data)?;
    let told = Told {
        visible_text: &visible_text,
        browser_address,
    };
    // It is kept with the person that it is bound to here, whoever's page it was given on. Until it is bound it is the page's, whose record
    // masks who it was; one of a page of nobody's is nobody's.
    let bound_under = live.identifier(identified);
    let bound = tx.find_authenticator_by_identifier(organisation.id, &whose.kind, &bound_under)?;
    let user = bound.map(|bound| bound.user).or(challenge.user);
    let id = identifications::keep(tx, &organisation, user, &whose.kind, identified, told, at)?;
    let mut event = Event::by_operator(EventKind::IdentityShown, user)
        .with("factor", &whose.kind)
        .with("identification", &id)
        .with("risk", risk(identified.risk))
        .with("address", where_the_app_was(identified, browser_address));
    event.actor = challenge.user.or(user);
    event.personal.address = browser_address.map(|address| address.to_string());
    event.personal.target = Some(identified.personal_number.masked());
    tx.audit(whose.organisation, &event, at)?;
    Ok(())
}

const fn risk(risk: Option<Risk>) -> &'static str {
    match risk {
        None => "unknown",
        Some(Risk::Low) => "low",
        Some(Risk::Moderate) => "moderate",
        Some(Risk::High) => "high",
    }
}

/// Whether the app was at the browser's address. Another is a signal and no more: a telephone on its own network is an honest difference.
fn where_the_app_was(identified: &Identified, browser: Option<IpAddr>) -> &'static str {
    let app: Option<IpAddr> = identified
        .device_ip
        .as_deref()
        .and_then(|ip| ip.parse().ok());
    match (app, browser) {
        (Some(app), Some(browser)) if app == browser => "same",
        (Some(_), Some(_)) => "different",
        _ => "unknown",
    }
}
