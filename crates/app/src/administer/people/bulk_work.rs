//! Goes on with what was ordered for many people, and with what the store has to work out of people who were there before it could.
//!
//! Each unit takes a few people and notes how far it came; whoever ordered it is asked for their right again in each. A node that dies is
//! followed by another, which goes on where the last unit ended.

use std::sync::Arc;
use std::time::Duration;

use domain::audit::EventKind;
use domain::id::{OrganisationId, UserId};
use domain::role::{BuiltIn, Role};
use domain::time::{Span, Timestamp};
use domain::user::User;
use store::{Job, Listed, PeopleOrder, ReadTx, Tx};
use text::Language;
use tokio::sync::watch;

use super::bulk::{self, BulkAct, JOB, Order};
use super::end;
use super::grace::extend_in;
use crate::administer::acting::Acting;
use crate::administer::assign_role::{assign_in, named, unassign_in};
use crate::administer::invite::{Handing, invite_in};
use crate::administer::reach::{self, Reached};
use crate::administer::suspend_user::suspend_in;
use crate::administer::{AdministerFault, By, Reason, checks, unit};
use crate::ports::NOWHERE;
use crate::{App, Clock, Fault, Requester};

/// People in one unit, so that nobody who signs in waits for it.
const IN_ONE_UNIT: u32 = 50;

/// The kind of job that works out what people are found by, after a change of the tables.
const TEXTS: &str = "people-texts";

/// How many people that takes in one unit.
const TEXTS_IN_ONE_UNIT: u32 = 500;

/// For how long a job is held; a unit takes far less, and each holds it anew.
const HELD_FOR: Span = Span::minutes(2);

/// How often orders of other nodes that died are looked for.
const LOOKS_EVERY: Duration = Duration::from_secs(10);

/// Does whatever is due, and tells how many jobs that were.
pub async fn work_off(app: &Arc<App>, now: Timestamp) -> Result<u64, Fault> {
    let mut done = 0;
    while let Some(job) = claim(app, TEXTS, now).await? {
        refresh(app, job.organisation).await?;
        finish(app, &job).await?;
        done += 1;
    }
    while let Some(job) = claim(app, JOB, now).await? {
        while go_on(app, job.organisation, now).await? {}
        finish(app, &job).await?;
        done += 1;
    }
    Ok(done)
}

/// Looks for work until `stop` says true.
pub async fn worker(app: Arc<App>, clock: Arc<dyn Clock>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(fault) = work_off(&app, clock.now()).await {
            tracing::warn!(%fault, "what was ordered for many people waits");
        }
        tokio::select! {
            () = tokio::time::sleep(LOOKS_EVERY) => {}
            gone = stop.changed() => if gone.is_err() { break },
        }
    }
}

async fn claim(app: &App, kind: &'static str, now: Timestamp) -> Result<Option<Job>, Fault> {
    let unit = move |tx: &mut Tx| tx.claim_next_job(kind, now, now + HELD_FOR);
    Ok(app.store.write(unit).await?)
}

async fn finish(app: &App, job: &Job) -> Result<(), Fault> {
    let (organisation, id) = (job.organisation, job.id);
    let unit = move |tx: &mut Tx| tx.finish_job(organisation, id);
    app.store.write(unit).await?;
    Ok(())
}

/// Works out anew what everybody of the organisation is found by.
async fn refresh(app: &App, organisation: OrganisationId) -> Result<(), Fault> {
    let mut after: Option<String> = None;
    loop {
        let behind = after.clone();
        let unit = move |tx: &mut Tx| {
            let users = tx.users(organisation, behind.as_deref(), TEXTS_IN_ONE_UNIT)?;
            let ids: Vec<UserId> = users.iter().map(|user| user.id).collect();
            tx.refresh_people(organisation, &ids)?;
            Ok(users.last().map(|user| user.username.clone()))
        };
        after = app.store.write(unit).await?;
        if after.is_none() {
            return Ok(());
        }
    }
}

/// One unit of an order. False: it has ended.
async fn go_on(
    app: &Arc<App>,
    organisation: OrganisationId,
    now: Timestamp,
) -> Result<bool, Fault> {
    let read = move |tx: &mut ReadTx| bulk::read(tx, organisation);
    let order = match unit::read(app, read).await {
        Ok(order) => order.filter(|order| order.ended_at.is_none()),
        Err(AdministerFault::Failed(fault)) => return Err(fault),
        Err(AdministerFault::Refused(_)) => None,
    };
    let Some(order) = order else { return Ok(false) };
    let by = By::on_behalf_of(order.actor, &requester(&order, now));
    let inner = Arc::clone(app);
    let work = move |tx: &mut Tx, acting: &Acting| some(tx, &inner, acting);
    let kind = EventKind::PeopleChanged;
    match unit::act(app, organisation, &by, BuiltIn::People, kind, work).await {
        Ok((more, touched)) => {
            for user in touched {
                app.sessions.forget_user(user);
            }
            Ok(more)
        }
        Err(AdministerFault::Failed(fault)) => Err(fault),
        // Whoever ordered it may no longer: it ends where it is.
        Err(AdministerFault::Refused(reason)) => {
            stop(app, organisation, reason, now).await?;
            Ok(false)
        }
    }
}

fn requester(order: &Order, now: Timestamp) -> Requester {
    Requester {
        now,
        address: order.address.parse().unwrap_or(NOWHERE),
        browser: order.browser.clone(),
        language: Language::Sv,
        visit: domain::eid::Visit::default(),
    }
}

async fn stop(
    app: &App,
    organisation: OrganisationId,
    reason: Reason,
    now: Timestamp,
) -> Result<(), Fault> {
    let unit = move |tx: &mut Tx| {
        if let Some(mut order) = bulk::read(tx, organisation)? {
            order.end(now, Some(&reason));
            bulk::keep(tx, organisation, &order)?;
        }
        Ok(())
    };
    match unit::write(app, unit).await {
        Err(AdministerFault::Failed(fault)) => Err(fault),
        Ok(()) | Err(AdministerFault::Refused(_)) => Ok(()),
    }
}

/// The next few people: whether there are more, and whose sessions are to be asked about anew.
fn some(tx: &mut Tx, app: &App, acting: &Acting) -> Result<(bool, Vec<UserId>), AdministerFault> {
    let (organisation, now) = (acting.organisation(), acting.now());
    let Some(mut order) = bulk::read(tx, organisation)?.filter(|order| order.ended_at.is_none())
    else {
        return Ok((false, Vec::new()));
    };
    let began = Timestamp::from_unix_millis(order.begun_at);
    let (filter, from) = (order.filter(), order.from());
    let by_name = PeopleOrder::Name;
    let page = tx.people(organisation, &filter, by_name, &from, IN_ONE_UNIT, began)?;
    let role = match order.act.role() {
        Some(key) => Some(named(tx, organisation, key)?),
        None => None,
    };
    let mut touched = Vec::new();
    for listed in &page.people {
        order.done += 1;
        match one(tx, app, acting, (&order.act, role.as_ref()), &listed.user) {
            Ok(true) => {
                order.changed += 1;
                touched.push(listed.user.id);
            }
            Ok(false) => *order.left.entry("so-already".to_owned()).or_default() += 1,
            Err(AdministerFault::Refused(reason)) => {
                *order.left.entry(reason.code().to_owned()).or_default() += 1;
            }
            Err(fault) => return Err(fault),
        }
    }
    order.behind = page.people.last().map(behind);
    let more = page.people.len() == IN_ONE_UNIT as usize;
    if !more {
        let event = acting
            .event(EventKind::PeopleChanged)
            .with("act", order.act.code())
            .with("changed", &order.changed)
            .with("left", &(order.done - order.changed));
        tx.audit(organisation, &event, now)?;
        order.end(now, None);
    }
    bulk::keep(tx, organisation, &order)?;
    Ok((more, touched))
}

fn behind(listed: &Listed) -> (String, UserId) {
    (listed.name_key.clone(), listed.user.id)
}

/// Does it to one person. False: they stood so already. Whatever is refused is refused before anything is written.
fn one(
    tx: &mut Tx,
    app: &App,
    acting: &Acting,
    (act, role): (&BulkAct, Option<&Role>),
    user: &User,
) -> Result<bool, AdministerFault> {
    if acting.user() == Some(user.id) {
        return Err(Reason::OwnAccount.into());
    }
    if user.owner {
        return Err(Reason::OwnerOnly.into());
    }
    let reached = reach::reach(tx, acting, user.id)?;
    match (act, role) {
        (BulkAct::GiveRole(_), Some(role)) => assign_in(tx, app, acting, &reached, role),
        (BulkAct::TakeRole(_), Some(role)) => unassign_in(tx, acting, &reached, role),
        (BulkAct::Suspend, _) => suspend(tx, app, acting, &reached, true),
        (BulkAct::LetIn, _) => suspend(tx, app, acting, &reached, false),
        (BulkAct::EndSessions, _) => Ok(end::end_in(tx, acting, user.id)?.sessions > 0),
        (BulkAct::ExtendGrace(until), _) => {
            tx.lock_user(acting.organisation(), user.id)?;
            let reached = reach::reach(tx, acting, user.id)?;
            let until = Timestamp::from_unix_millis(*until);
            extend_in(tx, app, acting, &reached, until)
        }
        (BulkAct::Invite, _) => {
            checks::person(&reached.user, &reached.roles)?;
            let own = acting.whole_organisation();
            invite_in(tx, app, own, &reached.user, Handing::Mail, acting.by()).map(|_| true)
        }
        (BulkAct::GiveRole(_) | BulkAct::TakeRole(_), None) => Ok(false),
    }
}

fn suspend(
    tx: &mut Tx,
    app: &App,
    acting: &Acting,
    reached: &Reached,
    suspended: bool,
) -> Result<bool, AdministerFault> {
    let so_already = reached.user.suspended_at.is_some() == suspended;
    suspend_in(tx, app, acting, &reached.user, suspended)?;
    Ok(!so_already)
}
