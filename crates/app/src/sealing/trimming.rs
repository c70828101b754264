//! What is old enough leaves the log: addresses first, then the rows themselves, each kind in its time.

use std::sync::Arc;

use domain::audit::retention::{Category, Retention};
use domain::audit::{Event, EventKind};
use domain::id::{AuditId, OrganisationId};
use domain::time::Timestamp;
use store::{ReadTx, Tx};

use crate::{App, Fault};

/// The setting that holds what an organisation decided.
pub const RETENTION: &str = "audit.retention";

/// The setting that holds up to which row addresses were erased.
const ERASED_UNTIL: &str = "audit.addresses-erased-until";

/// Rows in one unit, so that nobody waits.
const IN_ONE_UNIT: u32 = 500;

/// What left a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Trimmed {
    /// Rows.
    pub rows: u64,
    /// Addresses.
    pub addresses: u64,
}

/// What the organisation decided, or what is usual. What cannot be read keeps everything as is usual, and nothing that stands there makes
/// away with what happened lately.
pub fn retention(tx: &mut ReadTx, organisation: OrganisationId) -> Result<Retention, Fault> {
    let written = tx.find_setting(organisation, RETENTION)?;
    let decided: Option<Retention> = written.and_then(|text| serde_json::from_str(&text).ok());
    Ok(decided.unwrap_or_default().bounded())
}

/// Lets what is old enough at `now` leave every log, and puts on record that it did.
pub async fn trim(app: &Arc<App>, now: Timestamp) -> Result<Trimmed, Fault> {
    let mut all = Trimmed::default();
    for organisation in app.store.read(ReadTx::organisations).await? {
        let trimmed = trim_one(app, organisation.id, now).await?;
        all.rows += trimmed.rows;
        all.addresses += trimmed.addresses;
    }
    Ok(all)
}

async fn trim_one(
    app: &App,
    organisation: OrganisationId,
    now: Timestamp,
) -> Result<Trimmed, Fault> {
    let mut trimmed = Trimmed::default();
    loop {
        let unit = move |tx: &mut Tx| -> Result<_, store::Fault> {
            let decided = retention(tx, organisation)?;
            let (addresses, more) = erase_addresses(tx, organisation, &decided, now)?;
            let rows = remove_rows(tx, organisation, &decided, now)?;
            Ok((rows, addresses, more || rows > 0))
        };
        let (rows, addresses, more) = app.store.write(unit).await?;
        trimmed.rows += rows;
        trimmed.addresses += addresses;
        if !more {
            break;
        }
    }
    if trimmed != Trimmed::default() {
        let unit = move |tx: &mut Tx| {
            let event = Event::by_operator(EventKind::AuditTrimmed, None)
                .with("rows", &trimmed.rows)
                .with("addresses", &trimmed.addresses);
            tx.audit(organisation, &event, now)
        };
        app.store.write(unit).await?;
    }
    Ok(trimmed)
}

/// How many addresses went, and whether there may be more. What was looked at once is not looked at again.
fn erase_addresses(
    tx: &mut Tx,
    organisation: OrganisationId,
    decided: &Retention,
    now: Timestamp,
) -> Result<(u64, bool), store::Fault> {
    let until = tx.find_setting(organisation, ERASED_UNTIL)?;
    let after: Option<AuditId> = until.and_then(|text| text.parse().ok());
    let before = now - decided.keeps_addresses();
    let walked = tx.erase_addresses(organisation, after, before, IN_ONE_UNIT)?;
    if let Some(last) = walked.last {
        tx.save_setting(organisation, ERASED_UNTIL, &last.to_string())?;
    }
    Ok((walked.changed, walked.last.is_some()))
}

fn remove_rows(
    tx: &mut Tx,
    organisation: OrganisationId,
    decided: &Retention,
    now: Timestamp,
) -> Result<u64, store::Fault> {
    let mut removed = 0;
    for kind in EventKind::ALL {
        let left = IN_ONE_UNIT.saturating_sub(u32::try_from(removed).unwrap_or(u32::MAX));
        if left == 0 {
            return Ok(removed);
        }
        let before = now - decided.keeps(*kind);
        removed += tx.remove_events(organisation, kind.code(), before, left)?;
    }
    let longest = Category::ALL.map(|category| decided.days(category));
    let longest = longest.into_iter().max().unwrap_or(0);
    tx.remove_audit_hours(organisation, now - domain::time::Span::days(longest.into()))?;
    Ok(removed)
}
