//! A pass as a code: typed with the username, it begins what the same pass's link would.
//!
//! Whoever names nobody, types a wrong code, a used one or one that five wrong tries have ended gets one answer (A24).

use std::sync::Arc;

use domain::audit::{Event, EventKind, Outcome};
use domain::id::OrganisationId;
use domain::recovery::PassCode;
use domain::refusal::Refusal;
use domain::time::Span;
use domain::token::Token;
use domain::user::Username;
use store::{PassPurpose, Tx};

use super::open::begin_login;
use crate::decision::Facts;
use crate::throttle::Limit;
use crate::{Answered, App, Fault, Requester};

/// Codes that one address may try: the count that ends a pass stands on the pass.
const CODES: Limit = Limit {
    most: 20,
    within: Span::minutes(10),
};

/// Begins the login of an enrolment pass that was handed over as a code.
pub async fn open_by_code(
    app: &Arc<App>,
    organisation: OrganisationId,
    (username, code): (&str, &str),
    requester: &Requester,
) -> Answered<Token> {
    let now = requester.now;
    if let Err(until) = app
        .throttle
        .count("pass code", CODES, requester.address, now)
    {
        return Ok(Err(Refusal::Throttled { until }));
    }
    // What cannot be a code is no guess at one.
    let Some(code) = PassCode::from_typed(code) else {
        return Ok(Err(Refusal::PassCodeWrong));
    };
    let username = Username::parse(username).ok();
    let (inner, asked) = (Arc::clone(app), requester.clone());
    let unit = move |tx: &mut Tx| {
        Ok(open_in(
            tx,
            &inner,
            organisation,
            (username.as_ref(), &code),
            &asked,
        )?)
    };
    Ok(app.store.write(unit).await?)
}

fn open_in(
    tx: &mut Tx,
    app: &App,
    organisation: OrganisationId,
    (username, code): (Option<&Username>, &PassCode),
    requester: &Requester,
) -> Result<Result<Token, Refusal>, Fault> {
    let now = requester.now;
    let name = username.map_or("", Username::as_str);
    let found = tx.find_account_by_username(organisation, name)?;
    let user = found.map(|account| account.user);
    let id = user.as_ref().map(|user| user.id);
    let pass = tx
        .answer_pass_code(organisation, id, code, now)?
        .filter(|pass| pass.purpose == PassPurpose::Enrolment);
    let event = Event {
        kind: EventKind::PassCodeChecked,
        actor: None,
        subject: id,
        outcome: Outcome::Done,
        details: std::collections::BTreeMap::new(),
        personal: requester.personal(),
    };
    if let (Some(pass), Some(user)) = (&pass, user) {
        let own = tx.organisation(organisation)?;
        let facts = Facts::read(tx, own, user, app)?;
        if facts.may_sign_in() && facts.user.has_password {
            tx.audit(organisation, &event, now)?;
            return Ok(Ok(begin_login(tx, pass, &facts, requester)?.0));
        }
    }
    tx.audit(organisation, &event.refused(Refusal::PassCodeWrong), now)?;
    Ok(Err(Refusal::PassCodeWrong))
}
