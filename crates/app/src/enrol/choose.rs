//! Choosing what to enrol, and leaving an enrolment.

use std::sync::Arc;

use domain::challenge::Purpose;
use domain::factor::FactorKind;
use domain::id::ChallengeId;
use domain::refusal::Refusal;
use store::{Enrolling, Login, Tx};

use super::who::{Enroller, Ground, Who};
use crate::{Answered, App, Fault, Requester};

/// Notes in a login which kind its person enrols; in a session the address says it. Drafts of another choice are dropped.
pub async fn choose(
    app: &Arc<App>,
    who: &Who,
    kind: FactorKind,
    requester: &Requester,
) -> Answered<()> {
    let (inner, who, asked) = (Arc::clone(app), who.clone(), requester.clone());
    let unit = move |tx: &mut Tx| Ok(choose_in(tx, &inner, &who, Some(&kind), &asked)?);
    let chosen = app.store.write(unit).await?;
    Ok(chosen.map(|left| app.orders.hurry(&left)))
}

/// Leaves an enrolment: its drafts are gone, and a login is back at the choice.
pub async fn abandon(app: &Arc<App>, who: &Who, requester: &Requester) -> Answered<()> {
    let (inner, who, asked) = (Arc::clone(app), who.clone(), requester.clone());
    let unit = move |tx: &mut Tx| Ok(choose_in(tx, &inner, &who, None, &asked)?);
    let left = app.store.write(unit).await?;
    Ok(left.map(|left| app.orders.hurry(&left)))
}

fn choose_in(
    tx: &mut Tx,
    app: &App,
    who: &Who,
    kind: Option<&FactorKind>,
    requester: &Requester,
) -> Result<Result<Vec<ChallengeId>, Refusal>, Fault> {
    let enroller = match Enroller::read(tx, app, who, requester)? {
        Ok(enroller) => enroller,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let requirement = enroller.facts.requirement(None, requester.now);
    if kind.is_some_and(|kind| !enroller.may_enrol(kind, &requirement)) {
        return Ok(Err(Refusal::FactorNotAllowed));
    }
    let organisation = who.organisation();
    let under_way = tx.challenges_of(organisation, enroller.holder())?;
    if kind.is_none() {
        tx.end_challenges(organisation, enroller.holder())?;
    } else {
        tx.replace_challenges(organisation, enroller.holder(), Purpose::Enrol)?;
    }
    if let Ground::Login(login) = &enroller.ground {
        let password_at = login
            .enrolling
            .as_ref()
            .and_then(|enrolling| enrolling.password_at);
        // Leaving it asks for the password once more when the person begins again.
        let enrolling = kind.map(|kind| Enrolling {
            kind: Some(kind.clone()),
            password_at,
        });
        let next = Login {
            enrolling,
            ..Login::clone(login)
        };
        if !tx.save_login(organisation, login, &next)? {
            return Ok(Err(Refusal::FormStale));
        }
    }
    Ok(Ok(under_way.iter().map(|left| left.id).collect()))
}
