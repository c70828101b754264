//! PostgreSQL goes away: before COMMIT, with its answer, while nobody looks, at the start.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use domain::id::OrganisationId;
use domain::time::Timestamp;
use store::testing::{self, Cell, Fresh, Statement};
use store::{Fault, Location, Store, Tx};
use support::{Cut, Way};

const NOW: Timestamp = Timestamp::from_unix_millis(1_000_000);
const ORGANISATION: OrganisationId = OrganisationId::from_bytes([9; 16]);

static AUDIT: Statement = Statement::new(
    "audit",
    "INSERT INTO audit_events (organisation_id, event_id, at, kind, outcome, details, personal_salt, personal_hash) \
     VALUES ($1, $2, $3, 'tested', 'done', '', '', '')",
);
static PUT: Statement = Statement::new(
    "put",
    "INSERT INTO counters (organisation_id, counter_key, count, wait_until, expires_at) VALUES ($1, $2, 1, 0, 0) \
     ON CONFLICT (organisation_id, counter_key) DO UPDATE SET count = counters.count + 1",
);
static HANG_UP: Statement = Statement::new(
    "hang_up",
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
     WHERE datname = current_database() AND pid <> pg_backend_pid()",
);
static COUNT: Statement = Statement::new("count", "SELECT count FROM counters");

struct Setting {
    way: Way,
    store: Store,
    fresh: Fresh,
}

fn setting() -> Option<Setting> {
    let fresh = Fresh::postgres()?;
    let url = fresh.url().unwrap();
    let way = Way::to(&url);
    let location = testing::postgres_location(&way.url(&url)).with_connections(2);
    let store = testing::open(Location::Postgres(location));
    Some(Setting { way, store, fresh })
}

/// Counts one up and writes an audit row: done twice it would show two.
fn count_up(tx: &mut Tx, audited: bool) -> Result<(), Fault> {
    testing::execute(
        tx,
        &PUT,
        &[(&ORGANISATION).into(), b"key".as_slice().into()],
    )?;
    if audited {
        let id = testing::audit_id(tx, ORGANISATION, NOW);
        testing::execute(
            tx,
            &AUDIT,
            &[(&ORGANISATION).into(), (&id).into(), NOW.into()],
        )?;
    }
    Ok(())
}

async fn count(store: &Store) -> i64 {
    let rows = store
        .read(|tx| testing::query(tx, &COUNT, &[]))
        .await
        .unwrap();
    match rows.first().map(Vec::as_slice) {
        Some([Cell::Int(count)]) => *count,
        None => 0,
        Some(_) => panic!("not a count"),
    }
}

/// Runs a counting unit across a cut; tells its outcome and how often the closure ran.
async fn across(setting: &Setting, cut: Cut, audited: bool) -> (Result<u32, Fault>, u32) {
    setting.store.ready().await.unwrap();
    setting.way.cut(cut);
    let runs = Arc::new(AtomicU32::new(0));
    let seen = Arc::clone(&runs);
    let outcome = setting
        .store
        .write(move |tx| {
            let run = seen.fetch_add(1, Ordering::SeqCst) + 1;
            count_up(tx, audited)?;
            Ok(run)
        })
        .await;
    (outcome, runs.load(Ordering::SeqCst))
}

#[test]
fn a_unit_whose_commit_was_answered_to_nobody_is_done_once_and_told_done() {
    let Some(setting) = setting() else { return };
    testing::run(async {
        let (outcome, runs) = across(&setting, Cut::AfterCommit, true).await;
        assert_eq!(outcome.unwrap(), 1, "the first run's result stands");
        assert_eq!(runs, 1);
        assert_eq!(count(&setting.store).await, 1);
    });
}

#[test]
fn a_unit_whose_commit_never_arrived_is_run_again() {
    let Some(setting) = setting() else { return };
    testing::run(async {
        let (outcome, runs) = across(&setting, Cut::BeforeCommit, true).await;
        assert_eq!(outcome.unwrap(), runs);
        assert!(runs >= 2);
        assert_eq!(count(&setting.store).await, 1);
    });
}

#[test]
fn without_an_audit_row_a_lost_answer_is_a_fault_and_nothing_is_run_twice() {
    let Some(setting) = setting() else { return };
    testing::run(async {
        let (outcome, runs) = across(&setting, Cut::AfterCommit, false).await;
        assert!(matches!(outcome, Err(Fault::Unavailable(_))));
        assert_eq!(runs, 1);
        assert_eq!(count(&setting.store).await, 1);
    });
}

#[test]
fn a_database_that_goes_away_and_comes_back_needs_nobodys_help() {
    let Some(setting) = setting() else { return };
    testing::run(async {
        setting.store.write(|tx| count_up(tx, true)).await.unwrap();
        setting.way.cut(Cut::Everything);
        for _ in 0..20 {
            let outcome = setting.store.write(|tx| count_up(tx, true)).await;
            assert!(matches!(outcome, Err(Fault::Unavailable(_))));
            assert!(setting.store.ready().await.is_err());
        }
        setting.way.cut(Cut::Nothing);
        let mut refused = 0;
        while setting.store.ready().await.is_err() {
            refused += 1;
            assert!(refused < 10_000, "it does not recover");
        }
        setting.store.write(|tx| count_up(tx, true)).await.unwrap();
        assert_eq!(count(&setting.store).await, 2);
    });
}

#[test]
fn a_connection_that_went_unnoticed_is_replaced_before_anybody_hears_of_it() {
    let Some(setting) = setting() else { return };
    testing::run(async {
        for round in 1..=5 {
            setting.store.write(|tx| count_up(tx, true)).await.unwrap();
            let other = testing::open(setting.fresh.location());
            other
                .read(|tx| testing::query(tx, &HANG_UP, &[]))
                .await
                .unwrap();
            assert_eq!(count(&setting.store).await, round);
            other.stop();
        }
    });
}

#[test]
fn a_store_can_be_opened_before_its_database_is_there() {
    let Some(fresh) = Fresh::postgres() else {
        return;
    };
    testing::run(async {
        let url = fresh.url().unwrap();
        let way = Way::to(&url);
        way.cut(Cut::Everything);
        let location = testing::postgres_location(&way.url(&url)).with_connections(2);
        let store = testing::open(Location::Postgres(location));
        assert!(matches!(store.ready().await, Err(Fault::Unavailable(_))));
        way.cut(Cut::Nothing);
        while store.ready().await.is_err() {}
        assert!(store.ready().await.unwrap().database_clock.is_some());
        store.write(|tx| count_up(tx, true)).await.unwrap();
        store.stop();
    });
}
