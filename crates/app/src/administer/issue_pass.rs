//! A one-use enrolment pass for somebody who lost every second factor (R23).
//!
//! It opens nothing by itself: the password is asked for, and what it leads to is a new enrolment. What stood enrolled before stays until
//! then. Whoever owns the account is told at once.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{DeliveryId, OrganisationId, UserId};
use domain::time::{Span, Timestamp};
use store::{PassPurpose, Tx};

use super::{AdministerFault, By, Reason, checks, unit};
use crate::{App, links, notices, outbox};

/// How long a pass lives where nobody says otherwise.
pub const SHORTEST_PASS: Span = Span::minutes(10);

/// No pass lives longer.
pub const LONGEST_PASS: Span = Span::hours(24);

/// A pass to be handed over. Debug shows its link: print it for whoever hands it over, and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolmentPass {
    /// The link, good once.
    pub url: String,
    /// Until when.
    pub expires_at: Timestamp,
}

/// Issues a pass for `user`; an earlier one is spent.
pub async fn issue_pass(
    app: &Arc<App>,
    organisation: OrganisationId,
    user: UserId,
    lives_for: Span,
    by: &By,
) -> Result<EnrolmentPass, AdministerFault> {
    if lives_for < SHORTEST_PASS || lives_for > LONGEST_PASS {
        return Err(Reason::PassLife.into());
    }
    let (inner, acting) = (Arc::clone(app), by.clone());
    let (pass, deliveries) = unit::write(app, move |tx| {
        issue_in(tx, &inner, organisation, user, lives_for, &acting)
    })
    .await?;
    outbox::send_now(app, organisation, deliveries, by.now()).await?;
    Ok(pass)
}

fn issue_in(
    tx: &mut Tx,
    app: &App,
    organisation: OrganisationId,
    user: UserId,
    lives_for: Span,
    by: &By,
) -> Result<(EnrolmentPass, Vec<DeliveryId>), AdministerFault> {
    let now = by.now();
    let own = tx.organisation(organisation)?;
    let person = tx
        .find_user(organisation, user)?
        .ok_or_else(|| Reason::UnknownUser(user.to_string()))?;
    checks::person(&person, &tx.roles_of_user(organisation, user)?)?;
    if !person.has_password {
        return Err(Reason::NoPassword(person.username).into());
    }
    let issued = links::issue(
        tx,
        &own,
        &person,
        PassPurpose::Enrolment,
        None,
        (lives_for, now),
    )?;
    let minutes = lives_for.as_seconds_up() / 60;
    tx.audit(
        organisation,
        &by.event(EventKind::PassIssued, Some(user))
            .with("minutes", &minutes),
        now,
    )?;
    let told = notices::put(
        tx,
        app,
        &own,
        &person,
        EventKind::PassIssued,
        None,
        &by.letterhead(),
    )?;
    Ok((
        EnrolmentPass {
            url: issued.url(&own),
            expires_at: issued.expires_at,
        },
        told,
    ))
}
