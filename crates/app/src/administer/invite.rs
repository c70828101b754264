//! Invites somebody to choose a first password.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{DeliveryId, OrganisationId, UserId};
use domain::organisation::Organisation;
use domain::role::BuiltIn;
use domain::time::Timestamp;
use domain::user::User;
use store::{Address, Channel, PassPurpose, ReadTx, Tx};

use super::acting::Acting;
use super::{AdministerFault, By, Reason, checks, reach, unit};
use crate::letters::language_for;
use crate::links::{self, INVITED_FOR};
use crate::outbox::{self, Posting};
use crate::{App, message_settings};

/// How a link reaches its person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handing {
    /// Whoever invites hands it over.
    Link,
    /// By mail.
    Mail,
}

/// An invitation that was written. Debug shows the link: print it for whoever hands it over, and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Invitation {
    /// To be handed over.
    Link {
        /// The link, good once.
        url: String,
        /// Until when.
        expires_at: Timestamp,
    },
    /// It went by mail.
    Mailed {
        /// The mailbox, masked.
        to: String,
        /// Whether the mail server took it over; else it waits in the outbox.
        accepted: bool,
        /// Until when the link works.
        expires_at: Timestamp,
    },
}

/// An invitation inside its unit, before its letter is on its way.
pub(super) enum Written {
    Link { url: String, expires_at: Timestamp },
    Mailed { to: String, expires_at: Timestamp },
}

/// Invites somebody who has no password yet; an earlier invitation is spent.
pub async fn invite(
    app: &Arc<App>,
    organisation: OrganisationId,
    user: UserId,
    handing: Handing,
    by: &By,
) -> Result<Invitation, AdministerFault> {
    let inner = Arc::clone(app);
    let work = move |tx: &mut Tx, acting: &Acting| {
        let reached = reach::reach(tx, acting, user)?;
        checks::person(&reached.user, &reached.roles)?;
        let own = acting.whole_organisation();
        invite_in(tx, &inner, own, &reached.user, handing, acting.by())
    };
    let kind = EventKind::InvitationSent;
    let (written, delivery) = unit::act(app, organisation, by, BuiltIn::People, kind, work).await?;
    hand(app, organisation, written, delivery, by.now()).await
}

/// Writes the invitation as part of a unit.
pub(super) fn invite_in(
    tx: &mut Tx,
    app: &App,
    organisation: &Organisation,
    user: &User,
    handing: Handing,
    by: &By,
) -> Result<(Written, Option<DeliveryId>), AdministerFault> {
    let now = by.now();
    if user.has_password {
        return Err(Reason::HasPassword(user.username.clone()).into());
    }
    let mailbox = match handing {
        Handing::Link => None,
        Handing::Mail => Some(mailbox(tx, app, organisation.id, user)?),
    };
    let mark = mailbox.as_ref().map(|mailbox| &mailbox.mark);
    let issued = links::issue(
        tx,
        organisation,
        user,
        PassPurpose::Invitation,
        mark,
        (INVITED_FOR, now),
    )?;
    let expires_at = issued.expires_at;
    let mut event = by.event(EventKind::InvitationSent, Some(user.id));
    event.personal.target = mailbox.as_ref().map(|mailbox| mailbox.masked.clone());
    tx.audit(organisation.id, &event, now)?;
    let Some(mailbox) = mailbox else {
        return Ok((
            Written::Link {
                url: issued.url(organisation),
                expires_at,
            },
            None,
        ));
    };
    let language = language_for(user.language.as_deref(), None, organisation);
    let letter = links::invitation(
        app,
        organisation,
        user,
        &mailbox,
        &issued,
        &app.catalogue.text(language),
    );
    let settings = message_settings::of(tx, app, organisation)?;
    let posting = Posting {
        organisation,
        settings: &settings,
        user: Some(user.id),
        letter: &letter,
        language,
        purpose: "link",
        challenge: None,
        avoid: None,
        expires_at,
    };
    let delivery = outbox::put(tx, app, &posting, now)?;
    Ok((
        Written::Mailed {
            to: mailbox.masked,
            expires_at,
        },
        Some(delivery),
    ))
}

fn mailbox(
    tx: &mut ReadTx,
    app: &App,
    organisation: OrganisationId,
    user: &User,
) -> Result<Address, AdministerFault> {
    if app.mailer.is_none() {
        return Err(Reason::NoMailServer.into());
    }
    let fits =
        |address: &Address| address.channel == Channel::Email && address.verified_at.is_some();
    let found = tx
        .addresses_of(organisation, user.id)?
        .into_iter()
        .find(fits);
    found.ok_or_else(|| Reason::NoMailbox(user.username.clone()).into())
}

/// Sends the letter after the commit and tells what became of it.
pub(super) async fn hand(
    app: &Arc<App>,
    organisation: OrganisationId,
    written: Written,
    delivery: Option<DeliveryId>,
    now: Timestamp,
) -> Result<Invitation, AdministerFault> {
    let accepted = outbox::send_now(app, organisation, delivery.into_iter().collect(), now).await?;
    Ok(match written {
        Written::Link { url, expires_at } => Invitation::Link { url, expires_at },
        Written::Mailed { to, expires_at } => Invitation::Mailed {
            to,
            accepted,
            expires_at,
        },
    })
}
