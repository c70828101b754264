//! Seals the audit log while the program runs, hands each new head out of the database, and lets what is old enough leave the log.
//!
//! ```text
//! row ── awaits sealing ─► sealed, within five seconds ─► its address erased ─► removed, its leaf stays
//! ```
//!
//! Any number of nodes may do it: each seal is won by one. Nothing here decides about anybody, and a log that cannot be sealed stops nobody
//! from signing in.

mod erasing;
mod trimming;
mod verifying;

use std::sync::Arc;
use std::time::Duration;

use domain::audit::chain::MOST_ROWS;
use domain::id::OrganisationId;
use domain::time::{Span, Timestamp};
use store::SealedHead;
use tokio::sync::watch;

use crate::{App, Clock, Fault};

pub use erasing::{ERASURE, erase_due};
pub use trimming::{RETENTION, Trimmed, retention, trim};
pub use verifying::{Extent, Verification, Verified, verify};

/// How often it is looked for rows to seal: often enough for each to be sealed within five seconds.
const SEALS_EVERY: Duration = Duration::from_secs(4);

/// How often what is old enough leaves the log.
const TRIMS_EVERY: Span = Span::hours(6);

/// How many organisations are sealed before it is asked for more.
const AT_ONCE: usize = 64;

/// How many seals an organisation gets in one round, so that a busy one does not keep the others waiting.
const SEALS_IN_A_ROUND: usize = 100;

/// Where heads are kept outside the database.
pub trait Heads: Send + Sync + 'static {
    /// The head of this organisation that was kept last. Never blocks.
    fn kept(&self, organisation: OrganisationId) -> Option<SealedHead>;

    /// Keeps these, each the newest of its organisation. May block.
    fn keep(&self, heads: &[SealedHead]);
}

/// Keeps heads nowhere: where there is no place for them, and in tests.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoHeads;

impl Heads for NoHeads {
    fn kept(&self, _: OrganisationId) -> Option<SealedHead> {
        None
    }

    fn keep(&self, _: &[SealedHead]) {}
}

/// Seals what awaits sealing, and tells how many seals were made.
pub async fn seal_all(
    app: &Arc<App>,
    heads: &Arc<dyn Heads>,
    now: Timestamp,
) -> Result<usize, Fault> {
    let mut made = 0;
    let mut from = OrganisationId::INSTALLATION;
    loop {
        let first = from;
        let unit = move |tx: &mut store::ReadTx| tx.organisations_unsealed(first, AT_ONCE);
        let organisations = app.store.read(unit).await?;
        let mut newest = Vec::new();
        for organisation in &organisations {
            match seal_one(app, *organisation, now).await {
                Ok((seals, head)) => {
                    made += seals;
                    let goes_on = match &head {
                        Some(head) => goes_on(app, heads, head).await?,
                        None => false,
                    };
                    newest.extend(head.filter(|_| goes_on));
                }
                Err(fault) => {
                    tracing::error!(%fault, %organisation, "an audit log could not be sealed");
                }
            }
        }
        if !newest.is_empty() {
            keep(heads, newest).await;
        }
        let next = organisations.last().and_then(after);
        match next {
            Some(next) if organisations.len() == AT_ONCE => from = next,
            _ => return Ok(made),
        }
    }
}

/// Whether a new head goes on from the one that was kept last. One that does not is never kept over it: it is the proof that something was
/// cut off, or that an older database was put back.
async fn goes_on(app: &App, heads: &Arc<dyn Heads>, head: &SealedHead) -> Result<bool, Fault> {
    let organisation = head.organisation;
    let Some(kept) = heads.kept(organisation) else {
        return Ok(true);
    };
    let no = kept.no;
    let unit = move |tx: &mut store::ReadTx| tx.stored_seal_at(organisation, no);
    let there = app.store.read(unit).await?;
    let goes_on = there.is_some_and(|there| there.root == kept.root);
    if !goes_on {
        tracing::error!(
            %organisation, kept = no, seal = head.no,
            "the audit log does not go on from the head that was kept: run `tvasteg audit verify`"
        );
    }
    Ok(goes_on)
}

#[allow(
    clippy::disallowed_methods,
    reason = "a small file and a socket, one call at a time"
)]
async fn keep(heads: &Arc<dyn Heads>, newest: Vec<SealedHead>) {
    let heads = Arc::clone(heads);
    // What could not be kept was logged where it could not be kept; the log in the database is sealed all the same.
    let _ = tokio::task::spawn_blocking(move || heads.keep(&newest)).await;
}

fn after(organisation: &OrganisationId) -> Option<OrganisationId> {
    let next = u128::from_be_bytes(*organisation.as_bytes()).checked_add(1)?;
    Some(OrganisationId::from_bytes(next.to_be_bytes()))
}

async fn seal_one(
    app: &App,
    organisation: OrganisationId,
    now: Timestamp,
) -> Result<(usize, Option<SealedHead>), Fault> {
    let (mut made, mut newest) = (0, None);
    while made < SEALS_IN_A_ROUND {
        let unit = move |tx: &mut store::Tx| tx.seal(organisation, MOST_ROWS, now);
        match app.store.write(unit).await {
            Ok(Some(head)) => {
                made += 1;
                newest = Some(head);
            }
            // Another node is at it.
            Ok(None) | Err(store::Fault::Conflict) => break,
            Err(fault) => return Err(fault.into()),
        }
    }
    Ok((made, newest))
}

/// Seals until `stop` says true, and then the rest. It is stopped last, so that what the others told at their end is sealed too.
pub async fn worker(
    app: Arc<App>,
    clock: Arc<dyn Clock>,
    heads: Arc<dyn Heads>,
    mut stop: watch::Receiver<bool>,
) {
    let mut trim_at = clock.now();
    while !*stop.borrow() {
        let now = clock.now();
        let sealed = seal_all(&app, &heads, now).await;
        tell("the audit log could not be sealed", sealed.map(drop));
        let erased = erase_due(&app, now).await;
        tell("somebody could not be erased wholly", erased.map(drop));
        if now >= trim_at {
            let trimmed = trim(&app, now).await;
            tell("the audit log could not be trimmed", trimmed.map(drop));
            trim_at = now + TRIMS_EVERY;
        }
        tokio::select! {
            () = tokio::time::sleep(SEALS_EVERY) => {}
            // A sender that is gone stops it too.
            gone = stop.changed() => if gone.is_err() { break },
        }
    }
    while matches!(seal_all(&app, &heads, clock.now()).await, Ok(1..)) {}
}

fn tell(what: &str, outcome: Result<(), Fault>) {
    if let Err(fault) = outcome {
        tracing::warn!(%fault, "{what}");
    }
}
