//! The credential of the demo's machine: printed at the start, and kept in the demo's folder so that the next start prints the same one.
//!
//! Only a demo keeps a credential: everybody knows its passwords too.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use app::App;
use app::administer::{self, By, LONGEST_CREDENTIAL_DAYS, NewCredential};
use app::credentials;
use domain::scope::Scope;
use domain::time::Timestamp;
use store::Store;

use super::seed::DEFAULT;
use crate::config::write::write_new;

/// The machine's username.
const USERNAME: &str = "robot";

/// Where its credential is kept, beside the demo's configuration.
const FILE: &str = "demo-credential";

/// The machine's credential: the one that is kept if it still stands, else a new one.
pub async fn credential(
    app: &Arc<App>,
    config_file: &Path,
    now: Timestamp,
) -> anyhow::Result<String> {
    let file = config_file.with_file_name(FILE);
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    let kept = kept.trim();
    if stands(&app.store, kept, now).await? {
        return Ok(kept.to_owned());
    }
    let organisation = administer::organisation_named(app, DEFAULT).await?.id;
    let robot = administer::user_named(app, organisation, USERNAME).await?;
    let new = NewCredential {
        user: robot.id,
        label: "Demo".to_owned(),
        scopes: Scope::all().collect(),
        days: LONGEST_CREDENTIAL_DAYS,
    };
    let made = administer::create_credential(app, organisation, new, &By::operator(now)).await?;
    if file.exists() {
        std::fs::remove_file(&file).context("the demo's old credential cannot be removed")?;
    }
    write_new(&file, &format!("{}\n", made.token), 0o600)
        .context("the demo's credential cannot be written")?;
    Ok(made.token)
}

async fn stands(store: &Store, kept: &str, now: Timestamp) -> anyhow::Result<bool> {
    let Some(token) = credentials::parse(kept) else {
        return Ok(false);
    };
    let found = store.read(move |tx| tx.find_proved_credential(&token));
    Ok(found
        .await?
        .is_some_and(|credential| credential.stands(now)))
}
