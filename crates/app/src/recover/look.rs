//! What a mailed link's page shows. Fetching it changes nothing: mail scanners fetch links.

use std::sync::Arc;

use domain::id::OrganisationId;
use domain::refusal::Refusal;
use domain::time::Timestamp;
use domain::token::Token;
use store::{Pass, PassPurpose, ReadTx};

use crate::decision::Facts;
use crate::{Answered, App, Fault, Requester};

/// What a link is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassView {
    /// What it does.
    pub purpose: PassPurpose,
    /// Whose account.
    pub username: String,
    /// The person's name.
    pub name: String,
    /// Until when it works.
    pub expires_at: Timestamp,
}

/// Looks at the pass behind a link of this organisation.
pub async fn look(
    app: &Arc<App>,
    organisation: OrganisationId,
    link: &str,
    requester: &Requester,
) -> Answered<PassView> {
    let Some(token) = Token::parse(link).filter(|token| token.organisation == organisation) else {
        return Ok(Err(Refusal::PassSpent));
    };
    let (inner, now) = (Arc::clone(app), requester.now);
    let unit = move |tx: &mut ReadTx| Ok(usable(tx, &inner, &token, now)?);
    let Some((pass, facts)) = app.store.read(unit).await? else {
        return Ok(Err(Refusal::PassSpent));
    };
    Ok(Ok(PassView {
        purpose: pass.purpose,
        username: facts.user.username,
        name: facts.user.name,
        expires_at: pass.expires_at,
    }))
}

/// The pass behind a token and its person, where it can still be used.
pub(super) fn usable(
    tx: &mut ReadTx,
    app: &App,
    token: &Token,
    now: Timestamp,
) -> Result<Option<(Pass, Facts)>, Fault> {
    let Some(pass) = tx.find_pass(token)?.filter(|pass| pass.is_usable(now)) else {
        return Ok(None);
    };
    let Some(user) = tx.find_user(token.organisation, pass.user)? else {
        return Ok(None);
    };
    let organisation = tx.organisation(token.organisation)?;
    let facts = Facts::read(tx, organisation, user, app)?;
    // An invitation is for a first password; whoever has one by now has no use for it, and nobody else may have (A20).
    let fits = match pass.purpose {
        PassPurpose::ForgottenPassword => true,
        PassPurpose::Invitation => !facts.user.has_password,
        PassPurpose::Enrolment => facts.user.has_password,
    };
    Ok((fits && facts.may_sign_in()).then_some((pass, facts)))
}
