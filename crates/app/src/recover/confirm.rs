//! The link that support sends to the registered mailbox. Following it is one of two proofs, and signs nobody in (R23).

use std::sync::Arc;

use domain::audit::{Event, EventKind};
use domain::id::OrganisationId;
use domain::recovery::{Proof, ProofKind, State};
use domain::refusal::Refusal;
use domain::time::Timestamp;
use domain::token::Token;
use store::{ReadTx, Tx};

use crate::{Answered, App, Fault, Requester};

/// What the page behind the link shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmView {
    /// Whose account.
    pub username: String,
    /// When support was asked.
    pub asked_at: Timestamp,
}

/// Looks at the link. Nothing happens by that: mail scanners fetch links.
pub async fn look_at_confirmation(
    app: &Arc<App>,
    organisation: OrganisationId,
    link: &str,
    requester: &Requester,
) -> Answered<ConfirmView> {
    let Some(token) = Token::parse(link).filter(|token| token.organisation == organisation) else {
        return Ok(Err(Refusal::PassSpent));
    };
    let now = requester.now;
    let unit = move |tx: &mut ReadTx| {
        let Some(case) = tx.find_recovery_case_by_link(&token, now)? else {
            return Ok(None);
        };
        let user = tx.find_user(organisation, case.user)?;
        Ok(user.map(|user| ConfirmView {
            username: user.username,
            asked_at: case.created_at,
        }))
    };
    Ok(app.store.read(unit).await?.ok_or(Refusal::PassSpent))
}

/// Follows the link: its button was pressed.
pub async fn confirm(
    app: &Arc<App>,
    organisation: OrganisationId,
    link: &str,
    requester: &Requester,
) -> Answered<()> {
    let Some(token) = Token::parse(link).filter(|token| token.organisation == organisation) else {
        return Ok(Err(Refusal::PassSpent));
    };
    let asked = requester.clone();
    let unit = move |tx: &mut Tx| Ok(confirm_in(tx, &token, &asked)?);
    Ok(app.store.write(unit).await?)
}

fn confirm_in(
    tx: &mut Tx,
    token: &Token,
    requester: &Requester,
) -> Result<Result<(), Refusal>, Fault> {
    let (organisation, now) = (token.organisation, requester.now);
    let Some(found) = tx.find_recovery_case_by_link(token, now)? else {
        return Ok(Err(Refusal::PassSpent));
    };
    tx.lock_user(organisation, found.user)?;
    let Some(mut case) = tx.consume_recovery_link(organisation, found.id, now)? else {
        return Ok(Err(Refusal::PassSpent));
    };
    // What was asked in the meantime stands on its own proofs.
    if matches!(case.state, State::Open | State::Asked | State::Approved) {
        case.proofs.push(Proof {
            kind: ProofKind::LinkFollowed,
            at: now,
            by: None,
            note: String::new(),
            identification: None,
        });
    }
    if !tx.save_recovery_case(organisation, &case, now)? {
        return Err(Fault::Store(store::Fault::Conflict));
    }
    let event = Event::own(EventKind::RecoveryProved, case.user, requester.personal())
        .with("case", case.number.as_str())
        .with("proof", ProofKind::LinkFollowed.as_str());
    tx.audit(organisation, &event, now)?;
    Ok(Ok(()))
}
