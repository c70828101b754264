//! Changes a password: the old one and fresh proof at the person's highest level (O4, R30, A36), then everything that the old one opened
//! ends, but for the session that asks.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::DeliveryId;
use domain::password::Password;
use domain::refusal::Refusal;
use store::{Holder, Tx};

use crate::own_session::OwnSession;
use crate::password_check::{self, Right, Whose};
use crate::session_check::SignedIn;
use crate::{Answered, App, Fault, Requester, new_password, notices, outbox};

/// What was typed. No Debug: these are passwords.
#[derive(Clone)]
pub struct Passwords {
    /// The old one.
    pub current: String,
    /// The new one.
    pub new: String,
    /// The new one once more, where the page asks for that.
    pub repeated: Option<String>,
}

/// The fewest characters of a new password, for the page that asks for one.
pub async fn least_characters(
    app: &Arc<App>,
    who: &SignedIn,
    requester: &Requester,
) -> Answered<u32> {
    let (inner, who, now) = (Arc::clone(app), who.clone(), requester.now);
    let least: Result<u32, Refusal> = app
        .store
        .read(move |tx| {
            Ok(OwnSession::read(tx, &inner, &who, now)?
                .map(|own| new_password::least(&own.facts, now)))
        })
        .await?;
    Ok(least)
}

/// Changes the person's password.
pub async fn change_password(
    app: &Arc<App>,
    who: &SignedIn,
    typed: Passwords,
    requester: &Requester,
) -> Answered<()> {
    let new = match Password::parse(&typed.new) {
        Ok(new) => new,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if typed
        .repeated
        .is_some_and(|repeated| Password::parse(&repeated).ok().as_ref() != Some(&new))
    {
        return Ok(Err(Refusal::PasswordsDiffer));
    }
    let (app, who, requester, current) = (
        Arc::clone(app),
        who.clone(),
        requester.clone(),
        typed.current,
    );
    App::to_the_end(async move { change_to_the_end(&app, &who, &current, new, &requester).await })
        .await
}

async fn change_to_the_end(
    app: &Arc<App>,
    who: &SignedIn,
    current: &str,
    new: Password,
    requester: &Requester,
) -> Answered<()> {
    // Proof and form come before the hashes: a stale session tries no passwords here, and a new one that will not do costs nothing.
    if let Err(refusal) = may_change(app, who, new.clone(), requester).await? {
        return Ok(Err(refusal));
    }
    let organisation = who.organisation.id;
    let whose = Whose::Of(who.user.id);
    let checked = password_check::check(
        app,
        organisation,
        requester,
        whose,
        current,
        Refusal::PasswordWrong,
    )
    .await?;
    let right = match checked {
        Ok(right) => right,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let unchanged = Password::parse(current).is_ok_and(|current| current == new);
    let hash = if unchanged {
        None
    } else {
        Some(password_check::hash(app, new).await?)
    };
    let (inner, person, asked) = (Arc::clone(app), who.clone(), requester.clone());
    let unit = move |tx: &mut Tx| {
        Ok(change_in(
            tx,
            &inner,
            &person,
            &right,
            hash.as_deref(),
            &asked,
        )?)
    };
    let changed: Result<Vec<DeliveryId>, Refusal> = app.store.write(unit).await?;
    app.sessions.forget_user(who.user.id);
    match changed {
        Ok(deliveries) => {
            outbox::send_aside(app, organisation, deliveries, requester.now).await?;
            Ok(Ok(()))
        }
        Err(refusal) => Ok(Err(refusal)),
    }
}

async fn may_change(
    app: &Arc<App>,
    who: &SignedIn,
    new: Password,
    requester: &Requester,
) -> Answered<()> {
    let (inner, who, asked) = (Arc::clone(app), who.clone(), requester.clone());
    let unit = move |tx: &mut Tx| Ok(may_change_in(tx, &inner, &who, &new, &asked)?);
    Ok(app.store.write(unit).await?)
}

fn may_change_in(
    tx: &mut Tx,
    app: &App,
    who: &SignedIn,
    new: &Password,
    requester: &Requester,
) -> Result<Result<(), Refusal>, Fault> {
    let now = requester.now;
    let own = match OwnSession::read(tx, app, who, now)? {
        Ok(own) => own,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if !own.is_fresh(now) {
        let event = own.event(EventKind::PasswordChanged, requester);
        return own.refuse(tx, event, Refusal::FreshProofDemanded, now);
    }
    Ok(new_password::check(&own.facts, new, now))
}

/// The outcome of a right old password. `hash` is the new one's; `None` where it is the old one again.
fn change_in(
    tx: &mut Tx,
    app: &App,
    who: &SignedIn,
    right: &Right,
    hash: Option<&str>,
    requester: &Requester,
) -> Result<Result<Vec<DeliveryId>, Refusal>, Fault> {
    let now = requester.now;
    let own = match OwnSession::lock(tx, app, who, requester)? {
        Ok(own) => own,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let (organisation, user) = (own.organisation(), own.user());
    right.settle(tx, organisation)?;
    let event = own.event(EventKind::PasswordChanged, requester);
    // Somebody changed the account while the hashes were made: what was checked may not be what stands.
    if own.facts.user.epoch != right.epoch {
        return own.refuse(tx, event, Refusal::FormStale, now);
    }
    if !own.is_fresh(now) {
        return own.refuse(tx, event, Refusal::FreshProofDemanded, now);
    }
    let Some(hash) = hash else {
        return own.refuse(tx, event, Refusal::PasswordUnchanged, now);
    };
    tx.set_password(organisation, user, hash, now)?;
    let devices = tx.remove_trusted_devices_of_user(organisation, user)?;
    tx.spend_passes_of_user(organisation, user, now)?;
    tx.end_challenges(organisation, Holder::Session(own.session.id))?;
    let epoch = tx.user(organisation, user)?.epoch;
    let sessions = own.keep_alone(tx, epoch)?;
    tx.audit(
        organisation,
        &event.with("devices", &devices).with("sessions", &sessions),
        now,
    )?;
    let (place, person) = (&own.facts.organisation, &own.facts.user);
    Ok(Ok(notices::put(
        tx,
        app,
        place,
        person,
        EventKind::PasswordChanged,
        None,
        requester,
    )?))
}
