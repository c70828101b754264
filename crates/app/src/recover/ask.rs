//! A forgotten password: whoever asks gets one answer, whether or not anything was sent (A24).

use std::sync::Arc;

use domain::audit::{Event, EventKind};
use domain::email::EmailAddress;
use domain::id::{DeliveryId, OrganisationId, UserId};
use domain::refusal::Refusal;
use domain::time::{Span, Timestamp};
use domain::user::Username;
use store::{Address, Channel, PassPurpose, ReadTx, Tx};

use crate::decision::Facts;
use crate::letters::language_for;
use crate::links::{self, FORGOTTEN_FOR};
use crate::outbox::{self, Posting};
use crate::throttle::LINKS;
use crate::{Answered, App, Fault, Requester, message_settings};

/// Links that one person may be sent in ten minutes, and in a day. What is beyond is silently not sent.
const PER_TEN_MINUTES: i64 = 3;
const PER_DAY: i64 = 10;

/// What everybody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Until when a link works that is sent now.
    pub until: Timestamp,
}

/// Sends a link to choose a new password to whoever `typed` names: a username or a registered mailbox.
///
/// The answer is the same for everybody, and so is the work before it: one read of the same statements. Everything else happens aside,
/// where nobody waits for it and nobody can time it (A23).
pub async fn ask(
    app: &Arc<App>,
    organisation: OrganisationId,
    typed: &str,
    requester: &Requester,
) -> Answered<Asked> {
    let now = requester.now;
    if let Err(until) = app.throttle.count("link", LINKS, requester.address, now) {
        return Ok(Err(Refusal::Throttled { until }));
    }
    let named = Named::read(typed);
    let whose = app
        .store
        .read(move |tx| named.find(tx, organisation))
        .await?;
    let (inner, asked) = (Arc::clone(app), requester.clone());
    let work = async move {
        let Some(found) = whose else {
            return Ok::<(), Fault>(());
        };
        let (again, asking) = (Arc::clone(&inner), asked.clone());
        let unit = move |tx: &mut Tx| Ok(send_in(tx, &again, organisation, &found, &asking)?);
        let deliveries = inner.store.write(unit).await?;
        outbox::send_now(&inner, organisation, deliveries, asked.now)
            .await
            .map(drop)
    };
    if app.mailer.as_ref().is_some_and(|mailer| mailer.instant()) {
        // The demo lists a message before its page is answered.
        work.await?;
    } else {
        App::aside(async move {
            if let Err(fault) = work.await {
                tracing::warn!(%fault, "a link to a new password was not sent");
            }
        });
    }
    Ok(Ok(Asked {
        until: now + FORGOTTEN_FOR,
    }))
}

/// What was typed, in every form in which it may name somebody.
struct Named {
    username: Option<Username>,
    email: Option<EmailAddress>,
}

/// Whom it names.
#[derive(Clone)]
struct Found {
    user: UserId,
    /// The mailbox that was typed, where the person was named by it.
    mailbox: Option<EmailAddress>,
}

impl Named {
    fn read(typed: &str) -> Self {
        Self {
            username: Username::parse(typed).ok(),
            email: EmailAddress::parse(typed).ok(),
        }
    }

    /// Looks for both forms whatever the first one gives, so that it costs the same.
    fn find(
        &self,
        tx: &mut ReadTx,
        organisation: OrganisationId,
    ) -> Result<Option<Found>, store::Fault> {
        let by_name = match &self.username {
            Some(username) => tx.find_account_by_username(organisation, username.as_str())?,
            None => None,
        };
        let by_email = match &self.email {
            Some(email) => tx.find_account_by_email(organisation, email)?,
            None => None,
        };
        Ok(match (by_name, by_email) {
            (Some(account), _) => Some(Found {
                user: account.user.id,
                mailbox: None,
            }),
            (None, Some(account)) => Some(Found {
                user: account.user.id,
                mailbox: self.email.clone(),
            }),
            (None, None) => None,
        })
    }
}

/// Issues the pass and puts its letter into the outbox, for somebody who may have one.
fn send_in(
    tx: &mut Tx,
    app: &App,
    organisation: OrganisationId,
    found: &Found,
    requester: &Requester,
) -> Result<Vec<DeliveryId>, Fault> {
    let now = requester.now;
    let Some(user) = tx.find_user(organisation, found.user)? else {
        return Ok(Vec::new());
    };
    let own = tx.organisation(organisation)?;
    let facts = Facts::read(tx, own, user, app)?;
    let event = Event::own(
        EventKind::PasswordResetAsked,
        found.user,
        requester.personal(),
    );
    let mailbox = mailbox_for(tx, &facts, found)?;
    let Some(address) = mailbox.filter(|_| app.mailer.is_some() && facts.may_sign_in()) else {
        tx.audit(organisation, &event.refused(Refusal::SupportOnly), now)?;
        return Ok(Vec::new());
    };
    if !within_budget(tx, organisation, found.user, now)? {
        tx.audit(
            organisation,
            &event.refused(Refusal::MessageBudgetSpent),
            now,
        )?;
        return Ok(Vec::new());
    }
    let purpose = PassPurpose::ForgottenPassword;
    let issued = links::issue(
        tx,
        &facts.organisation,
        &facts.user,
        purpose,
        Some(&address.mark),
        (FORGOTTEN_FOR, now),
    )?;
    let language = language_for(
        facts.user.language.as_deref(),
        Some(requester.language),
        &facts.organisation,
    );
    let text = app.catalogue.text(language);
    let letter = links::forgotten(
        app,
        &facts.organisation,
        &facts.user,
        &address,
        &issued,
        (&text, requester),
    );
    let settings = message_settings::of(tx, app, &facts.organisation)?;
    let posting = Posting {
        organisation: &facts.organisation,
        settings: &settings,
        user: Some(found.user),
        letter: &letter,
        language,
        purpose: "link",
        challenge: None,
        avoid: None,
        expires_at: issued.expires_at,
    };
    let delivery = outbox::put(tx, app, &posting, now)?;
    let mut event = event;
    event.personal.target = Some(address.masked);
    tx.audit(organisation, &event, now)?;
    Ok(vec![delivery])
}

/// The mailbox that was typed; else one that no second step of the person's comes through, so that it can still be proved; else any.
fn mailbox_for(tx: &mut ReadTx, facts: &Facts, found: &Found) -> Result<Option<Address>, Fault> {
    let verified = tx
        .addresses_of(facts.organisation.id, facts.user.id)?
        .into_iter();
    let mut mailboxes: Vec<Address> = verified
        .filter(|address| address.channel == Channel::Email && address.verified_at.is_some())
        .collect();
    if let Some(typed) = &found.mailbox {
        let same = |address: &Address| {
            EmailAddress::parse(&address.value)
                .is_ok_and(|own| own.canonical() == typed.canonical())
        };
        return Ok(mailboxes.into_iter().find(same));
    }
    // Stable: the oldest stays in front among equals.
    mailboxes.sort_by_key(|address| {
        facts
            .authenticators
            .iter()
            .any(|authenticator| authenticator.channel.as_ref() == Some(&address.mark))
    });
    Ok(mailboxes.into_iter().next())
}

fn within_budget(
    tx: &mut Tx,
    organisation: OrganisationId,
    user: UserId,
    now: Timestamp,
) -> Result<bool, Fault> {
    let mut within = |span: &str, limit: i64, window: Span| -> Result<bool, Fault> {
        let key = format!("links\0{span}\0{user}");
        let taken = tx.take_budget(organisation, key.as_bytes(), 1, limit, window, now)?;
        Ok(taken.is_some())
    };
    Ok(within("10m", PER_TEN_MINUTES, Span::minutes(10))?
        && within("24h", PER_DAY, Span::hours(24))?)
}
