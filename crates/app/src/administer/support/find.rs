//! Finds somebody for support's desk: by the number of a case, a username, a mailbox, or what is searched in names and numbers.

use std::sync::Arc;

use domain::email::EmailAddress;
use domain::id::{OrganisationId, RecoveryCaseId, UserId};
use domain::recovery::{CaseNumber, Denial, may_open};
use domain::time::Timestamp;
use domain::user::{User, Username};
use store::{PeopleFilter, PeopleOrder, ReadTx};

use super::facts_of;
use crate::administer::{AdministerFault, unit};
use crate::session_check::SignedIn;
use crate::{App, helping};

/// People that a search gives at the most: whoever means another types more.
const MOST_FOUND: u32 = 20;

/// Somebody whom support might help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub user: UserId,
    /// Their username.
    pub username: String,
    /// Their name.
    pub name: String,
    /// Their case, where one is open.
    pub case: Option<RecoveryCaseId>,
    /// Whether whoever asks may help them, and why not.
    pub may: Result<(), Denial>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The case with the number that was typed.
    Case(RecoveryCaseId),
    /// People, at most twenty.
    People(Vec<Candidate>),
}

/// Looks for what was typed.
pub async fn find(
    app: &Arc<App>,
    who: &SignedIn,
    typed: &str,
    now: Timestamp,
) -> Result<Found, AdministerFault> {
    let (inner, who, typed) = (Arc::clone(app), who.clone(), typed.trim().to_owned());
    unit::read(app, move |tx| {
        let organisation = who.organisation.id;
        if let Some(number) = CaseNumber::parse(&typed)
            && let Some(case) = tx.find_recovery_case_by_number(organisation, &number)?
        {
            return Ok(Found::Case(case.id));
        }
        let mut people = Vec::new();
        for user in named(tx, organisation, &typed, now)? {
            people.push(candidate_in(tx, &inner, &who, &user, now)?);
        }
        Ok(Found::People(people))
    })
    .await
}

/// One person, as support's desk opens a case for them.
pub async fn candidate(
    app: &Arc<App>,
    who: &SignedIn,
    user: UserId,
    now: Timestamp,
) -> Result<Option<Candidate>, AdministerFault> {
    let (inner, who) = (Arc::clone(app), who.clone());
    unit::read(app, move |tx| {
        let Some(person) = tx.find_user(who.organisation.id, user)? else {
            return Ok(None);
        };
        candidate_in(tx, &inner, &who, &person, now).map(Some)
    })
    .await
}

/// Whoever bears the name or mailbox that was typed; else whoever it is found in.
fn named(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    typed: &str,
    now: Timestamp,
) -> Result<Vec<User>, AdministerFault> {
    if let Ok(username) = Username::parse(typed)
        && let Some(account) = tx.find_account_by_username(organisation, username.as_str())?
    {
        return Ok(vec![account.user]);
    }
    if let Ok(email) = EmailAddress::parse(typed)
        && let Some(account) = tx.find_account_by_email(organisation, &email)?
    {
        return Ok(vec![account.user]);
    }
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    let filter = PeopleFilter {
        search: typed.to_owned(),
        ..PeopleFilter::default()
    };
    let order = PeopleOrder::default();
    let from = store::From::default();
    let rows = tx.people(organisation, &filter, order, &from, MOST_FOUND, now)?;
    Ok(rows.people.into_iter().map(|listed| listed.user).collect())
}

fn candidate_in(
    tx: &mut ReadTx,
    app: &App,
    who: &SignedIn,
    user: &User,
    now: Timestamp,
) -> Result<Candidate, AdministerFault> {
    let organisation = who.organisation.id;
    let facts = facts_of(tx, app, organisation, user.id)?;
    let subject = helping::subject_of(tx, &facts, now)?;
    let helper = super::helper_named(tx, organisation, Some(who.user.id))?;
    let case = tx
        .find_open_recovery_case(organisation, user.id)?
        .filter(|case| !case.is_over(now));
    Ok(Candidate {
        user: user.id,
        username: user.username.clone(),
        name: user.name.clone(),
        case: case.map(|case| case.id),
        may: may_open(&helper, &subject),
    })
}
