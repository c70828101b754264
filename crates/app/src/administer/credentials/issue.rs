//! What making and rotating a credential share: whether whoever acts may give these scopes, and the row with its secret.

use domain::id::{ApiCredentialId, UserId};
use domain::role::Rights;
use domain::scope::Scopes;
use domain::time::{Span, Timestamp};
use domain::token::{Token, TokenSecret};
use store::{NewApiCredential, Tx};

use crate::administer::acting::Acting;
use crate::administer::by::Who;
use crate::administer::{AdministerFault, Reason};
use crate::credentials::expose;

/// The most days that a credential lives.
pub const LONGEST_CREDENTIAL_DAYS: u32 = 730;

/// The days that one lives unless somebody says otherwise.
pub const USUAL_CREDENTIAL_DAYS: u32 = 365;

/// The most days that a rotated credential stays good beside its successor.
pub const MOST_OVERLAP_DAYS: u32 = 90;

/// A credential that was made, with what its bearer shows. No Debug: the secret is shown once, to whoever made it.
#[derive(Clone, PartialEq, Eq)]
pub struct CreatedCredential {
    /// Its key.
    pub id: ApiCredentialId,
    /// What its bearer shows.
    pub token: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// What is issued.
pub(super) struct Issuing<'a> {
    pub(super) user: UserId,
    pub(super) label: &'a str,
    pub(super) scopes: &'a Scopes,
    pub(super) expires_at: Timestamp,
    pub(super) replaces: Option<ApiCredentialId>,
}

/// When a credential of that many days ends.
pub(super) fn end_of(now: Timestamp, days: u32) -> Result<Timestamp, Reason> {
    if (1..=LONGEST_CREDENTIAL_DAYS).contains(&days) {
        Ok(now + Span::days(i64::from(days)))
    } else {
        Err(Reason::CredentialLife)
    }
}

/// Refuses scopes beyond what whoever acts may do, and every machine.
pub(super) fn may_give(
    tx: &mut Tx,
    acting: &Acting,
    scopes: &Scopes,
) -> Result<(), AdministerFault> {
    if scopes.is_empty() {
        return Err(Reason::CredentialScopes.into());
    }
    let rights = match acting.by().who() {
        Who::Operator => return Ok(()),
        Who::Credential(_) => return Err(Reason::NoRight.into()),
        Who::Person(_) | Who::OnBehalfOf(_) => rights_of(tx, acting)?,
    };
    match scopes.beyond(&rights) {
        Some(scope) => Err(Reason::CredentialBeyond(scope.to_string()).into()),
        None => Ok(()),
    }
}

fn rights_of(tx: &mut Tx, acting: &Acting) -> Result<Rights, AdministerFault> {
    let Some(user) = acting.user() else {
        return Ok(Rights::default());
    };
    let roles = tx.roles_of_user(acting.organisation(), user)?;
    Ok(Rights::of(acting.is_owner(), &roles))
}

/// Refuses an account that machines do not come in with.
pub(super) fn machine(tx: &mut Tx, acting: &Acting, user: UserId) -> Result<(), AdministerFault> {
    let organisation = acting.organisation();
    let account = tx
        .find_user(organisation, user)?
        .ok_or_else(|| Reason::UnknownUser(user.to_string()))?;
    let roles = tx.roles_of_user(organisation, user)?;
    if !roles.iter().any(|role| role.api_integrator) {
        return Err(Reason::NoMachine(account.username).into());
    }
    if account.suspended_at.is_some() {
        return Err(Reason::Suspended(account.username).into());
    }
    Ok(())
}

/// Writes the row and gives what its bearer shows.
pub(super) fn issue(
    tx: &mut Tx,
    acting: &Acting,
    new: &Issuing<'_>,
) -> Result<CreatedCredential, AdministerFault> {
    let (organisation, now) = (acting.organisation(), acting.now());
    let id = ApiCredentialId::draw(now, tx.random());
    let secret = TokenSecret::draw(tx.random());
    let row = NewApiCredential {
        id,
        user: new.user,
        label: new.label,
        secret: &secret,
        scopes: new.scopes,
        created_by: acting.user(),
        expires_at: new.expires_at,
        replaces: new.replaces,
    };
    tx.insert_api_credential(organisation, &row, now)?;
    let token = Token {
        organisation,
        id: *id.as_bytes(),
        secret,
    };
    Ok(CreatedCredential {
        id,
        token: expose(&token),
        expires_at: new.expires_at,
    })
}
