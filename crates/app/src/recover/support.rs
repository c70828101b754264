//! "I cannot use any of these": whoever has given the right password may ask support, and see how that stands.
//!
//! The case is bound to the login it was asked in. Its number is read aloud on the telephone and opens nothing.

use std::sync::Arc;

use domain::audit::{Event, EventKind};
use domain::factor::PASSWORD;
use domain::login::Purpose;
use domain::recovery::{Case, Outcome, OutcomeKind, PassShape, Source, State};
use domain::refusal::Refusal;
use domain::time::{Span, Timestamp};
use domain::token::Token;
use store::{LoginView, ReadTx, Tx};

use crate::throttle::Limit;
use crate::{Answered, App, Fault, Requester, helping};

/// Cases that one address may ask for: an office stands behind one address.
const CASES: Limit = Limit {
    most: 20,
    within: Span::minutes(10),
};

/// How a person's case stands, as far as they are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseStatus {
    /// The number to read aloud, in two groups.
    pub number: String,
    /// How far it got.
    pub state: State,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// From when support may do what was approved.
    pub acts_at: Option<Timestamp>,
    /// What was done.
    pub outcome: Option<OutcomeKind>,
    /// Whether a pass was handed over as a code.
    pub by_code: bool,
}

/// What the support page knows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SupportView {
    /// Whose account, once the password was right.
    pub username: Option<String>,
    /// Whether they may ask from here.
    pub may_ask: bool,
    /// Their case.
    pub status: Option<CaseStatus>,
}

/// What the support page shows to whoever holds this login.
pub async fn support(
    app: &Arc<App>,
    login: &Token,
    requester: &Requester,
) -> Result<SupportView, Fault> {
    let (token, now) = (login.clone(), requester.now);
    let unit = move |tx: &mut ReadTx| Ok(view(tx, &token, now)?);
    Ok(app.store.read(unit).await?)
}

/// Asks support for help: opens a case, or finds the one that is open already.
pub async fn ask_support(
    app: &Arc<App>,
    login: &Token,
    requester: &Requester,
) -> Answered<SupportView> {
    let now = requester.now;
    if let Err(until) = app
        .throttle
        .count("support case", CASES, requester.address, now)
    {
        return Ok(Err(Refusal::Throttled { until }));
    }
    let (token, asked) = (login.clone(), requester.clone());
    let unit = move |tx: &mut Tx| Ok(ask_in(tx, &token, &asked)?);
    Ok(app.store.write(unit).await?)
}

/// A login in which the password was right, whatever became of it since.
fn proved(tx: &mut ReadTx, token: &Token, now: Timestamp) -> Result<Option<LoginView>, Fault> {
    let found = tx.login_view(token)?;
    Ok(found.filter(|view| {
        let login = &view.login;
        let knows = login.evidence.iter().any(|proof| proof.kind == PASSWORD);
        knows && login.purpose == Purpose::SignIn && now < login.expires_at
    }))
}

fn view(tx: &mut ReadTx, token: &Token, now: Timestamp) -> Result<SupportView, Fault> {
    let Some(LoginView { user, .. }) = proved(tx, token, now)? else {
        return Ok(SupportView::default());
    };
    let organisation = tx.organisation(token.organisation)?;
    let case = tx.find_last_recovery_case(token.organisation, user.id)?;
    let shown = case.filter(|case| is_shown(case, now));
    let open = shown.as_ref().is_some_and(|case| !case.is_over(now));
    Ok(SupportView {
        username: Some(user.username),
        may_ask: organisation.rules.self_recovery && user.suspended_at.is_none() && !open,
        status: shown.map(|case| status(&case, now)),
    })
}

/// A case stays on the page for a day after it is over.
fn is_shown(case: &Case, now: Timestamp) -> bool {
    let ended = case.closed_at.unwrap_or(case.expires_at);
    now.since(ended) < Span::days(1)
}

fn status(case: &Case, now: Timestamp) -> CaseStatus {
    let outcome = case.ask.map(|ask| ask.outcome);
    let by_code = matches!(
        outcome,
        Some(Outcome::Pass {
            shape: PassShape::Code,
            ..
        })
    );
    let state = if case.closed_at.is_none() && case.is_over(now) {
        State::Closed
    } else {
        case.standing(now)
    };
    CaseStatus {
        number: case.number.written(),
        state,
        created_at: case.created_at,
        acts_at: case.acts_at,
        outcome: outcome.map(|outcome| outcome.kind()),
        by_code,
    }
}

fn ask_in(
    tx: &mut Tx,
    token: &Token,
    requester: &Requester,
) -> Result<Result<SupportView, Refusal>, Fault> {
    let (organisation, now) = (token.organisation, requester.now);
    let Some(LoginView { login, user, .. }) = proved(tx, token, now)? else {
        return Ok(Err(Refusal::LoginExpired));
    };
    tx.lock_user(organisation, user.id)?;
    let rules = tx.organisation(organisation)?.rules;
    if !rules.self_recovery || user.suspended_at.is_some() {
        return Ok(Err(Refusal::SupportOnly));
    }
    let open = tx
        .find_open_recovery_case(organisation, user.id)?
        .filter(|case| !case.is_over(now));
    if let Some(mut case) = open {
        if case.login.is_none() {
            case.login = Some(login.id);
            if !tx.save_recovery_case(organisation, &case, now)? {
                return Err(Fault::Store(store::Fault::Conflict));
            }
        }
        return view(tx, token, now).map(Ok);
    }
    let case = Case {
        login: Some(login.id),
        ..helping::new_case(tx, user.id, Source::Person, now)
    };
    let case = helping::insert(tx, organisation, case)?;
    let event = Event::own(EventKind::RecoveryOpened, user.id, requester.personal())
        .with("case", case.number.as_str())
        .with("source", Source::Person.as_str());
    tx.audit(organisation, &event, now)?;
    view(tx, token, now).map(Ok)
}
