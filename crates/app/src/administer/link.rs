//! The links with which people come in: an invitation to choose a first password, and the pass with which a new second step is set up.
//!
//! A link is shown to the operator once, or mailed and not shown at all. Issuing one spends the earlier ones of its kind.

use std::sync::Arc;

use domain::audit::{Event, EventKind};
use domain::id::{DeliveryId, OrganisationId};
use domain::organisation::Organisation;
use domain::time::{Span, Timestamp};
use domain::user::User;
use store::{Address, Channel, PassPurpose, Tx};
use text::Language;

use super::denied::{Administered, Denied};
use crate::letters::language_for;
use crate::links::{self, INVITED_FOR};
use crate::notices::{self, Notice};
use crate::outbox::{self, Posting};
use crate::ports::NOWHERE;
use crate::{App, Requester};

/// How long a pass for a new second step works.
const PASS_FOR: Span = Span::hours(24);

/// A link that was issued.
pub struct Link {
    /// Its address, to be shown once; `None` where it was mailed.
    pub address: Option<String>,
    /// Whether the mail server took it over; `false` where it was not mailed, or waits in the outbox.
    pub mailed: bool,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// How a link reaches its person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Whoever asked for it hands it on.
    Shown,
    /// It is mailed, and shown to nobody else.
    Mailed,
}

/// What a unit issued.
struct Issued {
    link: Link,
    deliveries: Vec<DeliveryId>,
}

/// Invites somebody to choose a first password.
pub async fn invite(
    app: &Arc<App>,
    organisation: OrganisationId,
    person: &User,
    way: Way,
    now: Timestamp,
) -> Administered<Link> {
    let (inner, user) = (Arc::clone(app), person.id);
    let unit = move |tx: &mut Tx| {
        let organisation = tx.organisation(organisation)?;
        let user = tx.user(organisation.id, user)?;
        if let Err(denied) = may_sign_in(tx, &organisation, &user)? {
            return Ok(Err(denied));
        }
        if user.has_password {
            return Ok(Err(Denied::HasPassword(user.username)));
        }
        let address = match (way, mailbox(tx, &organisation, &user)?) {
            (Way::Shown, _) => None,
            (Way::Mailed, Some(address)) => Some(address),
            (Way::Mailed, None) => return Ok(Err(Denied::NoAddress(user.username))),
        };
        Ok(Ok(invitation(tx, &inner, &organisation, &user, address.as_ref(), now)?))
    };
    settle(app, organisation, app.store.write(unit).await?, now).await
}

/// Issues a one-use pass with which somebody who lost every second factor sets up a new one; the password is still asked for. The person is
/// told at every mailbox.
pub async fn issue_enrolment_pass(
    app: &Arc<App>,
    organisation: OrganisationId,
    person: &User,
    now: Timestamp,
) -> Administered<Link> {
    let (inner, user) = (Arc::clone(app), person.id);
    let unit = move |tx: &mut Tx| {
        let organisation = tx.organisation(organisation)?;
        let user = tx.user(organisation.id, user)?;
        if let Err(denied) = may_sign_in(tx, &organisation, &user)? {
            return Ok(Err(denied));
        }
        let issued = links::issue(tx, &organisation, &user, PassPurpose::Enrolment, None, (PASS_FOR, now))?;
        let kind = EventKind::PassIssued;
        tx.audit(organisation.id, &Event::by_operator(kind, Some(user.id)), now)?;
        let notice = Notice { organisation: &organisation, user: &user, kind, what: None, except: None };
        let deliveries = notices::post(tx, &inner, &notice, &operator(now))?;
        let link = Link { address: Some(issued.url(&organisation)), mailed: false, expires_at: issued.expires_at };
        Ok(Ok(Issued { link, deliveries }))
    };
    settle(app, organisation, app.store.write(unit).await?, now).await
}

fn invitation(
    tx: &mut Tx,
    app: &App,
    organisation: &Organisation,
    user: &User,
    address: Option<&Address>,
    now: Timestamp,
) -> Result<Issued, crate::Fault> {
    let channel = address.map(|address| &address.mark);
    let issued = links::issue(tx, organisation, user, PassPurpose::Invitation, channel, (INVITED_FOR, now))?;
    tx.audit(organisation.id, &Event::by_operator(EventKind::InvitationSent, Some(user.id)), now)?;
    let mut deliveries = Vec::new();
    if let Some(address) = address {
        let language = language_for(user.language.as_deref(), None, organisation);
        let text = app.catalogue.text(language);
        let letter = links::invitation(app, organisation, user, address, &issued, &text);
        let posting = Posting {
            organisation,
            user: Some(user.id),
            letter: &letter,
            language,
            purpose: "link",
            expires_at: issued.expires_at,
        };
        deliveries.push(outbox::put(tx, app, &posting, now)?);
    }
    let shown = address.is_none().then(|| issued.url(organisation));
    let link = Link { address: shown, mailed: false, expires_at: issued.expires_at };
    Ok(Issued { link, deliveries })
}

/// Sends what the unit put into the outbox.
async fn settle(
    app: &Arc<App>,
    organisation: OrganisationId,
    issued: Result<Issued, Denied>,
    now: Timestamp,
) -> Administered<Link> {
    let Issued { mut link, deliveries } = match issued {
        Ok(issued) => issued,
        Err(denied) => return Ok(Err(denied)),
    };
    let any = !deliveries.is_empty();
    let sent = outbox::send_now(app, organisation, deliveries, now).await?;
    link.mailed = any && sent && link.address.is_none();
    Ok(Ok(link))
}

/// A machine's account has no password and no second step.
fn may_sign_in(tx: &mut Tx, organisation: &Organisation, user: &User) -> Result<Result<(), Denied>, store::Fault> {
    let is_machine = tx.roles_of_user(organisation.id, user.id)?.iter().any(|role| role.api_integrator);
    Ok(if is_machine { Err(Denied::Machine(user.username.clone())) } else { Ok(()) })
}

fn mailbox(tx: &mut Tx, organisation: &Organisation, user: &User) -> Result<Option<Address>, store::Fault> {
    let addresses = tx.addresses_of(organisation.id, user.id)?;
    Ok(addresses.into_iter().find(|address| address.channel == Channel::Email))
}

/// The operator's command line, as a request.
fn operator(now: Timestamp) -> Requester {
    Requester { now, address: NOWHERE, browser: String::new(), language: Language::Sv }
}
