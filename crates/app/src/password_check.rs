//! Checks a password: one unit reserves the count, then the hash in the pool, then the caller's own unit with the outcome.
//!
//! Every place that asks for a password comes through here. A name that nobody bears, a suspended person and a wrong password cost the
//! same and are answered alike (A22, A23); wrong tries are counted per account and requester before anything is compared (A13–A17).

use std::net::IpAddr;
use std::sync::Arc;

use domain::audit::{Event, EventKind, Personal};
use domain::id::{OrganisationId, TrustedDeviceId, UserId};
use domain::password::Password;
use domain::refusal::Refusal;
use domain::time::Timestamp;
use domain::token::Token;
use domain::user::Username;
use store::{Account, DeviceFound, PasswordCount, Tx};

use crate::password_pool::Match;
use crate::throttle::{self, PASSWORDS};
use crate::{Answered, App, Fault, Requester};

/// Whose password is checked.
#[derive(Clone)]
pub(crate) enum Whose {
    /// Of whoever bears this name, as it was typed; with the cookie of the trusted device that the browser says it is.
    Named(String, Option<Token>),
    /// Of this person.
    Of(UserId),
}

/// A right password.
pub(crate) struct Right {
    /// Whose.
    pub(crate) user: UserId,
    /// The person's epoch when the hash was read: the outcome's unit makes sure that it still stands.
    pub(crate) epoch: i64,
    /// The stored hash and a new one, where the parameters of the old are not today's.
    pub(crate) rehash: Option<(String, String)>,
    key: Vec<u8>,
}

impl Right {
    /// Sets the count of wrong tries back and stores the new hash; part of the outcome's unit.
    pub(crate) fn settle(&self, tx: &mut Tx, organisation: OrganisationId) -> Result<(), Fault> {
        tx.clear_password_count(organisation, &self.key)?;
        if let Some((old, new)) = &self.rehash {
            tx.rehash_password(organisation, self.user, old, new)?;
        }
        Ok(())
    }
}

/// Checks `typed`. A wrong password is counted and told to the audit log before anybody hears of it.
pub(crate) async fn check(
    app: &Arc<App>,
    organisation: OrganisationId,
    requester: &Requester,
    whose: Whose,
    typed: &str,
    wrong: Refusal,
) -> Answered<Right> {
    let now = requester.now;
    if let Err(until) = app
        .throttle
        .count("password", PASSWORDS, requester.address, now)
    {
        return Ok(Err(Refusal::Throttled { until }));
    }
    let (account, key) = match reserve(app, organisation, requester, whose.clone()).await? {
        Ok(reserved) => reserved,
        Err(until) => {
            refuse(
                app,
                organisation,
                requester,
                None,
                &whose,
                Refusal::Waiting { until },
            )
            .await?;
            return Ok(Err(Refusal::Waiting { until }));
        }
    };
    let known = account.map(|account| (account.user, account.password_hash));
    let user = known.as_ref().map(|(user, _)| (user.id, user.epoch));
    let stored = known.and_then(|(_, hash)| hash);
    let found = compare(app, typed, stored.clone()).await?;
    let Some(((user, epoch), stored)) = user
        .zip(stored)
        .filter(|_| found.is_some_and(|found| found != Match::Wrong))
    else {
        refuse(
            app,
            organisation,
            requester,
            user.map(|(id, _)| id),
            &whose,
            wrong,
        )
        .await?;
        return Ok(Err(wrong));
    };
    let rehash = match found {
        Some(Match::RightButOld) => Some((stored, hash_anew(app, typed).await?)),
        _ => None,
    };
    Ok(Ok(Right {
        user,
        epoch,
        rehash,
        key,
    }))
}

/// Hashes a new password.
pub(crate) async fn hash(app: &App, password: Password) -> Result<String, Fault> {
    let seed = app.entropy.seed();
    let mut salt = [0_u8; 16];
    salt.copy_from_slice(&seed[..16]);
    Ok(app.passwords.hash(password, salt).await??)
}

async fn hash_anew(app: &App, typed: &str) -> Result<String, Fault> {
    match Password::parse(typed) {
        Ok(password) => hash(app, password).await,
        Err(_) => Err(Fault::CutShort),
    }
}

type Reserved = Result<(Option<Account>, Vec<u8>), Timestamp>;

async fn reserve(
    app: &Arc<App>,
    organisation: OrganisationId,
    requester: &Requester,
    whose: Whose,
) -> Result<Reserved, Fault> {
    let (now, address) = (requester.now, requester.address);
    let unit = move |tx: &mut Tx| {
        let account = find(tx, organisation, &whose)?;
        let key = match own_device(tx, organisation, &whose, account.as_ref())? {
            Some(device) => format!("password\0device\0{device}").into_bytes(),
            None => count_key(&whose, account.as_ref(), address),
        };
        let whose = account.as_ref().map(|account| account.user.id);
        Ok(
            match tx.reserve_password_count(organisation, &key, whose, now)? {
                PasswordCount::Reserved { .. } => Ok((account, key)),
                PasswordCount::Waiting { until } => Err(until),
            },
        )
    };
    Ok(app.store.write(unit).await?)
}

fn find(
    tx: &mut Tx,
    organisation: OrganisationId,
    whose: &Whose,
) -> Result<Option<Account>, store::Fault> {
    match whose {
        Whose::Of(user) => tx.find_account(organisation, *user),
        Whose::Named(typed, _) => match Username::parse(typed) {
            Ok(username) => tx.find_account_by_username(organisation, username.as_str()),
            Err(_) => Ok(None),
        },
    }
}

/// The trusted device that the browser is, if it is one of this very person's: it has a count of its own, so that whoever floods the
/// login from the same address keeps nobody out of it (A19).
fn own_device(
    tx: &mut Tx,
    organisation: OrganisationId,
    whose: &Whose,
    account: Option<&Account>,
) -> Result<Option<TrustedDeviceId>, store::Fault> {
    let (Whose::Named(_, Some(token)), Some(account)) = (whose, account) else {
        return Ok(None);
    };
    if token.organisation != organisation {
        return Ok(None);
    }
    Ok(match tx.find_trusted_device(token)? {
        DeviceFound::Current(device) if device.user == account.user.id => Some(device.id),
        _ => None,
    })
}

/// One count per person and requester, whatever spelling was typed (A17): the canonical name, else the text itself, cut to what a name can be.
fn count_key(whose: &Whose, account: Option<&Account>, address: IpAddr) -> Vec<u8> {
    let name = match (account, whose) {
        (Some(account), _) => account.user.username.clone(),
        (None, Whose::Named(typed, _)) => Username::parse(typed).map_or_else(
            |_| typed.chars().take(100).collect(),
            |username| username.as_str().to_owned(),
        ),
        (None, Whose::Of(user)) => user.to_string(),
    };
    key_of(&name, address)
}

fn key_of(name: &str, address: IpAddr) -> Vec<u8> {
    format!("password\0{name}\0{}", throttle::prefix(address)).into_bytes()
}

/// Sets the count of wrong tries back for somebody who has just proved themselves another way and chosen a new password.
pub(crate) fn forgive(
    tx: &mut Tx,
    organisation: OrganisationId,
    username: &str,
    address: IpAddr,
) -> Result<(), Fault> {
    Ok(tx.clear_password_count(organisation, &key_of(username, address))?)
}

/// Compares, or takes as long as comparing would.
async fn compare(app: &App, typed: &str, stored: Option<String>) -> Result<Option<Match>, Fault> {
    // What cannot be a password is not hashed (A39), for a person as for nobody: its form says nothing about who exists.
    let Ok(password) = Password::parse(typed) else {
        return Ok(None);
    };
    if let Some(stored) = stored {
        return Ok(Some(app.passwords.verify(password, stored).await??));
    }
    app.passwords.spend(password).await?;
    Ok(None)
}

async fn refuse(
    app: &App,
    organisation: OrganisationId,
    requester: &Requester,
    subject: Option<UserId>,
    whose: &Whose,
    refusal: Refusal,
) -> Result<(), Fault> {
    let personal = Personal {
        target: typed_name(subject, whose),
        ..requester.personal()
    };
    let event = Event {
        kind: EventKind::PasswordChecked,
        actor: None,
        subject,
        outcome: domain::audit::Outcome::Refused(refusal),
        details: std::collections::BTreeMap::new(),
        personal,
    };
    let now = requester.now;
    app.store
        .write(move |tx| tx.audit(organisation, &event, now))
        .await?;
    Ok(())
}

/// The name that was typed where nobody bears it, cut short: people type passwords into the wrong field, so only a name-like text is kept.
fn typed_name(subject: Option<UserId>, whose: &Whose) -> Option<String> {
    match (subject, whose) {
        (None, Whose::Named(typed, _)) => Username::parse(typed)
            .ok()
            .map(|username| username.as_str().chars().take(3).collect::<String>() + "…"),
        _ => None,
    }
}
