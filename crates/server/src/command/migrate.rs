//! `tvasteg migrate`: brings the schema up to date. A schema that is newer than this program is refused and left alone.

use super::output::print;
use crate::config::Config;
use crate::installation::{self, Schema};

/// Migrates.
pub(crate) async fn run(config: &Config) -> anyhow::Result<()> {
    let store =
        installation::store(config, installation::keys(config)?, Schema::BroughtUpToDate).await?;
    installation::stop(store).await;
    Ok(print(&format!(
        "The database has schema {}.\n",
        store::schema_version()
    ))?)
}
