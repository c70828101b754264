//! What browsers ask a host before a page of another one may use its passkeys (*related origins*, `WebAuthn` Level 3 §5.11).
//!
//! It is asked of the host alone. A page that is named there may ask browsers for any passkey of the host, and replace or drop it; so an
//! organisation names other pages only where the host is its own.

use std::sync::Arc;

use domain::organisation::Organisation;
use store::ReadTx;

use crate::{App, Fault};

/// The origins whose pages may use passkeys of this host, its own first; `None` where there is no other.
pub async fn related_origins(app: &Arc<App>, host: &str) -> Result<Option<Vec<String>>, Fault> {
    let organisations = app.store.read(ReadTx::organisations).await?;
    Ok(told(&organisations, host))
}

/// A host that organisations share tells none, suspended ones included: what browsers let a listed page do reaches the passkeys of all of them.
fn told(organisations: &[Organisation], host: &str) -> Option<Vec<String>> {
    let mut here = organisations
        .iter()
        .filter(|organisation| organisation.host() == host);
    let (Some(only), None) = (here.next(), here.next()) else {
        return None;
    };
    let party = only.relying_party()?;
    if only.suspended_at.is_some() || party.origins.len() < 2 {
        return None;
    }
    let mut told: Vec<String> = Vec::new();
    for origin in party.origins {
        let origin = origin.origin().ascii_serialization();
        if !told.contains(&origin) {
            told.push(origin);
        }
    }
    Some(told)
}
