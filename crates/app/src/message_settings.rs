//! How an organisation sends its messages: read with the first message after a change, and kept until the next one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::id::OrganisationId;
use domain::message::MessageSettings;
use domain::organisation::Organisation;
use store::ReadTx;

use crate::{App, Fault};

/// The key under which they are kept.
pub(crate) const SETTING: &str = "messages";

/// What this node has read, each with the policy epoch that it was read under: a change of settings raises it.
#[derive(Default)]
pub(crate) struct Remembered {
    known: Mutex<HashMap<OrganisationId, (i64, Arc<MessageSettings>)>>,
}

/// The settings of this organisation as of its row that was read in this unit.
pub(crate) fn of(
    tx: &mut ReadTx,
    app: &App,
    organisation: &Organisation,
) -> Result<Arc<MessageSettings>, Fault> {
    let (id, epoch) = (organisation.id, organisation.policy_epoch);
    let known = {
        let known = app.message_settings.known.lock();
        let known = known.unwrap_or_else(PoisonError::into_inner);
        known.get(&id).cloned()
    };
    if let Some((read_under, settings)) = known
        && read_under == epoch
    {
        return Ok(settings);
    }
    let settings = Arc::new(read(tx, id)?);
    app.message_settings
        .known
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(id, (epoch, Arc::clone(&settings)));
    Ok(settings)
}

/// The settings as they are stored now.
pub(crate) fn read(
    tx: &mut ReadTx,
    organisation: OrganisationId,
) -> Result<MessageSettings, Fault> {
    Ok(match tx.find_setting(organisation, SETTING)? {
        Some(stored) => serde_json::from_str(&stored)?,
        None => MessageSettings::default(),
    })
}
