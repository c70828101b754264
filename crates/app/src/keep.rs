//! Keeps house: writes down when sessions were last seen, removes what has expired, and wipes what a message need not say any more.
//!
//! Neither decides anything. A session's end is computed whenever it is looked at; a row that is over is refused long before it is removed.

use std::sync::Arc;
use std::time::Duration;

use domain::id::{OrganisationId, SessionId};
use domain::time::{Span, Timestamp};
use tokio::sync::watch;

use crate::{App, Clock, Fault};

/// Rows in one unit, so that house-keeping makes nobody wait.
const IN_ONE_UNIT: usize = 500;
const REMOVED_IN_ONE_UNIT: u32 = 500;

/// How long a settled message is remembered.
const SETTLED_FOR: Span = Span::days(30);

/// How long a row that is over stays: the page of an old login still says what became of it.
const REMEMBERED_FOR: Span = Span::days(1);

/// How often sessions are written down, and how often expired rows are looked for.
const FLUSHES_EVERY: Duration = Duration::from_secs(10);
const REMOVES_EVERY: Span = Span::minutes(5);

/// Writes down who signed in, and when sessions and credentials were last used, and tells of how many. What cannot be written is noted again at their next use.
pub async fn flush_seen(app: &Arc<App>) -> Result<usize, Fault> {
    let used = app.sessions.credentials.take_used();
    for some in used.chunks(IN_ONE_UNIT) {
        let some = some.to_vec();
        let unit = move |tx: &mut store::Tx| {
            some.iter()
                .try_for_each(|(org, id, at)| tx.touch_api_credential(*org, *id, *at))
        };
        app.store.write(unit).await?;
    }
    let came_in = app.sessions.take_came_in();
    for some in came_in.chunks(IN_ONE_UNIT) {
        let some = some.to_vec();
        let unit = move |tx: &mut store::Tx| {
            some.iter().try_for_each(|(org, user, login)| {
                tx.note_login(*org, *user, login.at, login.second_step.as_ref())
            })
        };
        app.store.write(unit).await?;
    }
    for some in app.sessions.take_logins().chunks(IN_ONE_UNIT) {
        let some = some.to_vec();
        let unit = move |tx: &mut store::Tx| {
            some.iter().try_for_each(|(org, user, (at, kind))| {
                tx.note_login(*org, *user, *at, kind.as_ref())
            })
        };
        app.store.write(unit).await?;
    }
    let seen: Vec<(OrganisationId, SessionId, Timestamp)> = app.sessions.take_seen();
    for some in seen.chunks(IN_ONE_UNIT) {
        let some = some.to_vec();
        app.store.write(move |tx| tx.touch_sessions(&some)).await?;
    }
    Ok(used.len() + came_in.len() + seen.len())
}

/// Wipes the recordings of calls that are over at `now`, and settles messages that nobody looks after any more; tells how many.
pub async fn wipe_messages(app: &Arc<App>, now: Timestamp) -> Result<u64, Fault> {
    let mut wiped = 0;
    loop {
        let unit = move |tx: &mut store::Tx| {
            let kept = tx.wipe_kept_content(now, REMOVED_IN_ONE_UNIT)?;
            Ok(kept + tx.settle_deliveries_without_job(now, REMOVED_IN_ONE_UNIT)?)
        };
        let batch = app.store.write(unit).await?;
        if batch == 0 {
            return Ok(wiped);
        }
        wiped += batch;
    }
}

/// Removes what has been over for a day at `now`, and identifications whose time is over, in bounded batches, and tells how many rows went.
pub async fn remove_expired(app: &Arc<App>, now: Timestamp) -> Result<u64, Fault> {
    let mut removed = 0;
    loop {
        let batch = app
            .store
            .write(move |tx| tx.remove_expired(now - REMEMBERED_FOR, REMOVED_IN_ONE_UNIT))
            .await?;
        if batch == 0 {
            break;
        }
        removed += batch;
    }
    loop {
        let unit =
            move |tx: &mut store::Tx| tx.close_expired_recovery_cases(now, REMOVED_IN_ONE_UNIT);
        if app.store.write(unit).await? == 0 {
            break;
        }
    }
    loop {
        let unit =
            move |tx: &mut store::Tx| tx.remove_expired_identifications(now, REMOVED_IN_ONE_UNIT);
        let batch = app.store.write(unit).await?;
        if batch == 0 {
            break;
        }
        removed += batch;
    }
    for organisation in app.store.read(store::ReadTx::organisations).await? {
        removed += remove_settled(app, organisation.id, now).await?;
    }
    Ok(removed)
}

async fn remove_settled(
    app: &Arc<App>,
    organisation: OrganisationId,
    now: Timestamp,
) -> Result<u64, Fault> {
    let mut removed = 0;
    loop {
        let before = now - SETTLED_FOR;
        let unit = move |tx: &mut store::Tx| {
            tx.remove_settled_deliveries(organisation, before, REMOVED_IN_ONE_UNIT)
        };
        let batch = app.store.write(unit).await?;
        if batch == 0 {
            return Ok(removed);
        }
        removed += batch;
    }
}

/// Keeps house until `stop` says true, and writes sessions down a last time.
pub async fn worker(app: Arc<App>, clock: Arc<dyn Clock>, mut stop: watch::Receiver<bool>) {
    let mut remove_at = clock.now();
    while !*stop.borrow() {
        tokio::select! {
            () = tokio::time::sleep(FLUSHES_EVERY) => {}
            // A sender that is gone stops it too.
            gone = stop.changed() => if gone.is_err() { break },
        }
        tell(
            "sessions could not be written down",
            flush_seen(&app).await.map(drop),
        );
        let now = clock.now();
        if now >= remove_at {
            tell(
                "expired rows could not be removed",
                remove_expired(&app, now).await.map(drop),
            );
            tell(
                "messages that are over could not be wiped",
                wipe_messages(&app, now).await.map(drop),
            );
            remove_at = now + REMOVES_EVERY;
        }
    }
    tell(
        "sessions could not be written down",
        flush_seen(&app).await.map(drop),
    );
}

fn tell(what: &str, outcome: Result<(), Fault>) {
    if let Err(fault) = outcome {
        tracing::warn!(%fault, "{what}");
    }
}
