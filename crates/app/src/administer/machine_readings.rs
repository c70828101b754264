//! What machines read and people see on pages that are put together otherwise.

use std::sync::Arc;

use domain::id::OrganisationId;
use domain::message::MessageSettings;
use domain::organisation::Organisation;
use store::ReadTx;

use super::{AdministerFault, Reason, unit};
use crate::{App, Fault, message_settings};

/// The organisation with this key.
pub async fn organisation_by_id(
    app: &Arc<App>,
    organisation: OrganisationId,
) -> Result<Organisation, AdministerFault> {
    let unit = move |tx: &mut ReadTx| {
        tx.find_organisation(organisation)?
            .ok_or_else(|| Reason::Changed.into())
    };
    unit::read(app, unit).await
}

/// What an organisation decided about messages.
pub async fn message_settings_of(
    app: &Arc<App>,
    organisation: OrganisationId,
) -> Result<MessageSettings, Fault> {
    let unit = move |tx: &mut ReadTx| Ok(message_settings::read(tx, organisation)?);
    Ok(app.store.read(unit).await?)
}
