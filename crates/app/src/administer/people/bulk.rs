//! One act on all people whom a filter means: counted and shown before, confirmed with the count that was shown, done in small units by
//! a job, and on record person by person.
//!
//! An organisation has one such order at a time. It stands in its settings with how far it is, so that any node can go on with it.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::audit::EventKind;
use domain::factor::FactorKind;
use domain::grace::may_end;
use domain::id::{OrganisationId, RoleId, UserId};
use domain::role::BuiltIn;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use store::{From, Listed, MOST_HITS, PeopleFilter, PeopleOrder, PersonState, Place, ReadTx, Tx};

use super::bulk_work;
use crate::App;
use crate::administer::acting::Acting;
use crate::administer::assign_role;
use crate::administer::{AdministerFault, By, Reason, reach, unit};

/// The kind of job that goes on with an order.
pub(super) const JOB: &str = "people-bulk";

/// Under which name the organisation's settings hold its order.
const SETTING: &str = "people-bulk";

/// People whom a preview names.
const NAMED: u32 = 10;

/// What is done to each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "act", content = "with")]
pub enum BulkAct {
    /// They get the role with this key.
    GiveRole(String),
    /// The role with this key is taken from them.
    TakeRole(String),
    /// They are suspended.
    Suspend,
    /// They are let in again.
    LetIn,
    /// Their sessions end.
    EndSessions,
    /// They are invited by mail to choose a first password.
    Invite,
    /// They may put off the second step until this moment, in unix milliseconds; whoever has longer keeps that.
    ExtendGrace(i64),
}

impl BulkAct {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::GiveRole(_) => "give-role",
            Self::TakeRole(_) => "take-role",
            Self::Suspend => "suspend",
            Self::LetIn => "let-in",
            Self::EndSessions => "end-sessions",
            Self::Invite => "invite",
            Self::ExtendGrace(_) => "extend-grace",
        }
    }

    /// The key of the role that it is about.
    pub fn role(&self) -> Option<&str> {
        match self {
            Self::GiveRole(role) | Self::TakeRole(role) => Some(role),
            _ => None,
        }
    }

    /// Until when enrolment may be put off, where that is what it is about.
    pub fn until(&self) -> Option<Timestamp> {
        match self {
            Self::ExtendGrace(until) => Some(Timestamp::from_unix_millis(*until)),
            _ => None,
        }
    }

    /// The act with this code, about this role or until this moment where it is about one.
    pub fn named(code: &str, role: &str, until: Option<Timestamp>) -> Option<Self> {
        Some(match code {
            "extend-grace" => Self::ExtendGrace(until?.unix_millis()),
            "give-role" => Self::GiveRole(role.to_owned()),
            "take-role" => Self::TakeRole(role.to_owned()),
            "suspend" => Self::Suspend,
            "let-in" => Self::LetIn,
            "end-sessions" => Self::EndSessions,
            "invite" => Self::Invite,
            _ => return None,
        })
    }
}

/// Whom an order would concern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkPlan {
    /// How many.
    pub count: i64,
    /// The first of them.
    pub first: Vec<Listed>,
}

/// How far an order is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkProgress {
    /// What is done to each.
    pub act: BulkAct,
    /// How many people it concerned when it was ordered.
    pub total: i64,
    /// How many were looked at.
    pub done: i64,
    /// How many of them were changed.
    pub changed: i64,
    /// How many were left as they are, by the code of why.
    pub left: BTreeMap<String, i64>,
    /// When it was ordered.
    pub begun_at: Timestamp,
    /// When it ended; nothing while it goes on.
    pub ended_at: Option<Timestamp>,
    /// Why it was stopped before its end, if it was.
    pub stopped: Option<String>,
}

/// An order as the settings keep it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Order {
    pub(super) act: BulkAct,
    filter: KeptFilter,
    pub(super) actor: UserId,
    pub(super) address: String,
    pub(super) browser: String,
    pub(super) total: i64,
    pub(super) done: i64,
    pub(super) changed: i64,
    pub(super) left: BTreeMap<String, i64>,
    pub(super) behind: Option<(String, UserId)>,
    pub(super) begun_at: i64,
    pub(super) ended_at: Option<i64>,
    pub(super) stopped: Option<String>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct KeptFilter {
    search: String,
    role: Option<RoleId>,
    state: Option<String>,
    factor: Option<String>,
}

impl Order {
    pub(super) fn filter(&self) -> PeopleFilter {
        let kept = &self.filter;
        PeopleFilter {
            search: kept.search.clone(),
            role: kept.role,
            state: kept.state.as_deref().and_then(PersonState::named),
            factor: kept.factor.clone().map(FactorKind::named),
        }
    }

    pub(super) fn from(&self) -> From {
        match &self.behind {
            None => From::Start,
            Some((key, user)) => From::After(Place {
                key: key.clone(),
                at: Timestamp::from_unix_millis(0),
                user: *user,
            }),
        }
    }

    /// Ends it. What was searched for may be a name, and is of no more use.
    pub(super) fn end(&mut self, now: Timestamp, stopped: Option<&Reason>) {
        self.ended_at = Some(now.unix_millis());
        self.stopped = stopped.map(|reason| reason.code().to_owned());
        self.filter = KeptFilter::default();
        self.behind = None;
        self.address = String::new();
        self.browser = String::new();
    }

    fn progress(self) -> BulkProgress {
        BulkProgress {
            act: self.act,
            total: self.total,
            done: self.done,
            changed: self.changed,
            left: self.left,
            begun_at: Timestamp::from_unix_millis(self.begun_at),
            ended_at: self.ended_at.map(Timestamp::from_unix_millis),
            stopped: self.stopped,
        }
    }
}

pub(super) fn read(
    tx: &mut ReadTx,
    organisation: OrganisationId,
) -> Result<Option<Order>, AdministerFault> {
    let kept = tx.find_setting(organisation, SETTING)?;
    Ok(kept.and_then(|kept| serde_json::from_str(&kept).ok()))
}

pub(super) fn keep(
    tx: &mut Tx,
    organisation: OrganisationId,
    order: &Order,
) -> Result<(), AdministerFault> {
    let kept = serde_json::to_string(order).map_err(crate::Fault::Json)?;
    tx.save_setting(organisation, SETTING, &kept)?;
    Ok(())
}

/// Whom an order on this filter would concern.
pub async fn plan_for_filter(
    app: &Arc<App>,
    organisation: OrganisationId,
    filter: &PeopleFilter,
    now: Timestamp,
) -> Result<BulkPlan, AdministerFault> {
    let filter = filter.clone();
    let unit = move |tx: &mut ReadTx| {
        let count = counted(tx, organisation, &filter, now)?;
        let order = PeopleOrder::Name;
        let page = tx.people(organisation, &filter, order, &From::Start, NAMED, now)?;
        Ok(BulkPlan {
            count,
            first: page.people,
        })
    };
    unit::read(app, unit).await
}

fn counted(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    filter: &PeopleFilter,
    now: Timestamp,
) -> Result<i64, AdministerFault> {
    let count = tx.count_people(organisation, filter, now)?;
    let searched = !domain::user::search_words(&filter.search).is_empty();
    if searched && count > MOST_HITS {
        return Err(Reason::TooManyHits.into());
    }
    Ok(count)
}

/// How far the organisation's order is, or how the last one ended.
pub async fn bulk_progress(
    app: &Arc<App>,
    organisation: OrganisationId,
) -> Result<Option<BulkProgress>, AdministerFault> {
    let unit = move |tx: &mut ReadTx| Ok(read(tx, organisation)?.map(Order::progress));
    unit::read(app, unit).await
}

/// Orders the act for all people whom the filter means. `count` is how many were shown: where it is another number by now, nothing is
/// done. Owners and whoever orders it are left as they are.
pub async fn apply_to_filter(
    app: &Arc<App>,
    organisation: OrganisationId,
    filter: &PeopleFilter,
    act: BulkAct,
    count: i64,
    by: &By,
) -> Result<(), AdministerFault> {
    let filter = filter.clone();
    let work = move |tx: &mut Tx, acting: &Acting| {
        let Some(actor) = acting.user().filter(|_| !acting.by().is_machine()) else {
            return Err(Reason::NoRight.into());
        };
        order_in(tx, acting, actor, &filter, &act, count)
    };
    let kind = EventKind::PeopleChanged;
    unit::act(app, organisation, by, BuiltIn::People, kind, work).await?;
    let (app, now) = (Arc::clone(app), by.now());
    App::aside(async move {
        if let Err(fault) = bulk_work::work_off(&app, now).await {
            tracing::warn!(%fault, "what was ordered for many people waits");
        }
    });
    Ok(())
}

fn order_in(
    tx: &mut Tx,
    acting: &Acting,
    actor: UserId,
    filter: &PeopleFilter,
    act: &BulkAct,
    count: i64,
) -> Result<(), AdministerFault> {
    let (organisation, now) = (acting.organisation(), acting.now());
    if let Some(key) = act.role() {
        let role = assign_role::named(tx, organisation, key)?;
        if role.owner_assigns {
            acting.demand_owner()?;
        }
        reach::may_give(tx, acting, &role)?;
    }
    if let Some(until) = act.until() {
        may_end(until, now).map_err(|_| Reason::GraceDay)?;
    }
    // Two orders at once: the organisation is locked, and the later one sees the earlier.
    tx.bump_policy_epoch(organisation)?;
    if read(tx, organisation)?.is_some_and(|order| order.ended_at.is_none()) {
        return Err(Reason::OrderUnderWay.into());
    }
    match counted(tx, organisation, filter, now)? {
        0 => return Err(Reason::Nobody.into()),
        counted if counted != count => return Err(Reason::Changed.into()),
        _ => {}
    }
    let requester = acting.requester();
    let order = Order {
        act: act.clone(),
        filter: KeptFilter {
            search: filter.search.clone(),
            role: filter.role,
            state: filter.state.map(|state| state.as_str().to_owned()),
            factor: filter.factor.as_ref().map(ToString::to_string),
        },
        actor,
        address: requester.address.to_string(),
        browser: requester.browser.clone(),
        total: count,
        done: 0,
        changed: 0,
        left: BTreeMap::new(),
        behind: None,
        begun_at: now.unix_millis(),
        ended_at: None,
        stopped: None,
    };
    keep(tx, organisation, &order)?;
    tx.insert_job(organisation, JOB, organisation.as_bytes(), now, now)?;
    let mut event = acting
        .event(EventKind::PeopleChanged)
        .with("act", act.code())
        .with("people", &count);
    if let Some(role) = act.role() {
        event = event.with("role", role);
    }
    if let Some(until) = act.until() {
        event = event.with("until", &until.unix_millis());
    }
    if let Some(state) = &order.filter.state {
        event = event.with("state", state);
    }
    if !filter.search.is_empty() {
        event.personal.target = Some(filter.search.clone());
    }
    tx.audit(organisation, &event, now)?;
    Ok(())
}
