//! What browsers ask a host before a page of another one may use its passkeys (*related origins*, `WebAuthn` Level 3 §5.11).
//!
//! It is asked of the host alone, so all organisations of a host are told in one. That opens nothing among them: whose passkey is taken from
//! which page each organisation's own rules say, at each use.

use std::sync::Arc;

use domain::organisation::Organisation;
use store::ReadTx;

use crate::{App, Fault};

/// The origins whose pages may use passkeys of this host, its own first; `None` where there is no other.
pub async fn related_origins(app: &Arc<App>, host: &str) -> Result<Option<Vec<String>>, Fault> {
    let organisations = app.store.read(ReadTx::organisations).await?;
    Ok(told(&organisations, host))
}

fn told(organisations: &[Organisation], host: &str) -> Option<Vec<String>> {
    let here: Vec<_> = organisations
        .iter()
        .filter(|organisation| organisation.suspended_at.is_none())
        .filter_map(Organisation::relying_party)
        .filter(|party| party.id == host)
        .collect();
    let (own, related): (Vec<_>, Vec<_>) = here
        .iter()
        .filter_map(|party| party.origins.split_first())
        .unzip();
    if related.iter().all(|related| related.is_empty()) {
        return None;
    }
    let mut told: Vec<String> = Vec::new();
    for origin in own.into_iter().chain(related.into_iter().flatten()) {
        let origin = origin.origin().ascii_serialization();
        if !told.contains(&origin) {
            told.push(origin);
        }
    }
    Some(told)
}
