//! Machines' credentials and the keys of their requests, tried under another organisation.

use domain::id::ApiCredentialId;
use domain::scope::Scopes;
use domain::token::Token;
use store::{Fault, IdempotencyKey, NewApiCredential, Tx};

use super::{Probe, moved};
use crate::world::{NOW, World, in_minutes};

const CREDENTIAL: ApiCredentialId = ApiCredentialId::from_bytes([0x6b; 16]);

const REQUEST: &[u8] = b"POST /api/v1/users";

fn key() -> IdempotencyKey {
    IdempotencyKey::of(CREDENTIAL, b"once")
}

fn token(w: &World) -> Token {
    Token {
        organisation: w.org,
        id: *CREDENTIAL.as_bytes(),
        secret: w.pass.secret.clone(),
    }
}

fn new(w: &World) -> NewApiCredential<'_> {
    NewApiCredential {
        id: CREDENTIAL,
        user: w.user,
        label: "Payroll",
        secret: &w.pass.secret,
        scopes: scopes(),
        created_by: Some(w.user),
        expires_at: in_minutes(60),
        replaces: None,
    }
}

fn scopes() -> &'static Scopes {
    static SCOPES: std::sync::OnceLock<Scopes> = std::sync::OnceLock::new();
    SCOPES.get_or_init(|| Scopes::parse("people:read").unwrap())
}

/// Gives the world's person a credential, and a key whose request was begun: what each probe asks for is there under its own organisation.
pub(super) fn give_a_credential(tx: &mut Tx, w: &World) -> Result<(), Fault> {
    tx.insert_api_credential(w.org, &new(w), NOW)?;
    assert!(tx.find_proved_credential(&token(w))?.is_some());
    assert!(tx.take_idempotency_key(w.org, &key(), REQUEST, NOW, in_minutes(60))?);
    assert!(!tx.take_idempotency_key(w.org, &key(), REQUEST, NOW, in_minutes(60))?);
    assert!(tx.idempotent_request(w.org, &key(), REQUEST)?.is_some());
    Ok(())
}

/// A credential of somebody who is nobody there.
pub(super) const REFUSED_CREDENTIAL: (&str, Probe) = ("insert_api_credential", |tx, org, w| {
    tx.insert_api_credential(org, &new(w), NOW)?;
    Ok(false)
});

/// What reads, changes or uses up credentials and keys.
pub(super) const MACHINES: &[(&str, Probe)] = &[
    ("find_proved_credential", |tx, org, w| {
        Ok(tx.find_proved_credential(&moved(&token(w), org))?.is_none())
    }),
    ("find_api_credential", |tx, org, _| {
        Ok(tx.find_api_credential(org, CREDENTIAL)?.is_none())
    }),
    ("lock_api_credential", |tx, org, _| {
        Ok(tx.lock_api_credential(org, CREDENTIAL)?.is_none())
    }),
    ("api_credentials", |tx, org, _| {
        Ok(tx.api_credentials(org, None, 10)?.is_empty())
    }),
    ("machines", |tx, org, _| {
        Ok(tx.machines(org, None, 10)?.is_empty())
    }),
    ("revoke_api_credential", |tx, org, _| {
        Ok(!tx.revoke_api_credential(org, CREDENTIAL, NOW)?)
    }),
    ("shorten_api_credential", |tx, org, _| {
        Ok(!tx.shorten_api_credential(org, CREDENTIAL, in_minutes(1))?)
    }),
    ("touch_api_credential", |tx, org, _| {
        tx.touch_api_credential(org, CREDENTIAL, NOW)?;
        Ok(true)
    }),
    ("idempotent_request", |tx, org, _| {
        Ok(tx.idempotent_request(org, &key(), REQUEST)?.is_none())
    }),
    ("take_idempotency_key", |tx, org, _| {
        tx.take_idempotency_key(org, &key(), REQUEST, NOW, in_minutes(60))
    }),
    ("settle_idempotency_key", |tx, org, _| {
        tx.settle_idempotency_key(org, &key(), 201, b"{}")?;
        Ok(true)
    }),
    ("release_idempotency_key", |tx, org, _| {
        tx.release_idempotency_key(org, &key())?;
        Ok(true)
    }),
];
