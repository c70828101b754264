//! Units of work per second, durable, beside the same statements sent by the bare driver in the same run.
//!
//! A unit is what an answer roughly is: two guarded UPDATEs of rows that many share, a new row under a time-ordered key, an audit row; four
//! statements and a commit. The yardstick on SQLite is one thread that commits one unit after the other; on PostgreSQL as many
//! connections as there are callers.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use domain::id::{LoginId, OrganisationId};
use domain::time::Timestamp;
use store::testing::{self, Statement};
use store::{Fault, Location, PostgresLocation, Settings, Store, Tx};

use crate::stopwatch::Stopwatch;

const CALLERS: [usize; 3] = [1, 8, 32];
const ROWS: u64 = 1000;
const ORGANISATION: OrganisationId = OrganisationId::from_bytes([1; 16]);
const NOW: Timestamp = Timestamp::from_unix_millis(1_795_000_000_000);

static PUT: Statement = Statement::new(
    "put",
    "INSERT INTO counters (organisation_id, counter_key, count, wait_until, expires_at) VALUES ($1, $2, 0, 0, 0)",
);
static COUNT: Statement = Statement::new(
    "count",
    "UPDATE counters SET count = count + 1 WHERE organisation_id = $1 AND counter_key = $2 AND wait_until <= $3 RETURNING count",
);
static AUDIT: Statement = Statement::new(
    "audit",
    "INSERT INTO audit_events (organisation_id, event_id, at, kind, outcome, details, personal_salt, personal_hash) \
     VALUES ($1, $2, $3, 'measured', 'done', '', '', '')",
);

/// What is measured and where.
pub(crate) struct Setting<'a> {
    /// How long each figure is taken.
    pub(crate) seconds: u64,
    /// A folder on the disk that is to be measured.
    pub(crate) data: &'a Path,
    /// A PostgreSQL superuser's URL, with fsync on.
    pub(crate) postgres: Option<&'a str>,
}

/// Takes the figures and gives them as a table.
pub(crate) fn run(setting: &Setting<'_>) -> Result<String> {
    let mut table = String::from(
        "| engine | callers | units/s | bare driver/s | ratio | units per commit |\n|---|---|---|---|---|---|\n",
    );
    for callers in CALLERS {
        table += &sqlite(setting, callers)?;
    }
    let Some(url) = setting.postgres else {
        return Ok(table + "PostgreSQL not measured: no --postgres URL\n");
    };
    for callers in CALLERS {
        table += &postgres(setting, url, callers)?;
    }
    Ok(table)
}

struct Figures {
    engine: &'static str,
    callers: usize,
    units: f64,
    bare: f64,
    per_commit: f64,
}

impl Figures {
    fn row(&self) -> String {
        format!(
            "| {} | {} | {:.0} | {:.0} | {:.2} | {:.1} |\n",
            self.engine,
            self.callers,
            self.units,
            self.bare,
            self.units / self.bare,
            self.per_commit
        )
    }
}

fn sqlite(setting: &Setting<'_>, callers: usize) -> Result<String> {
    let folder = tempfile::tempdir_in(setting.data)?;
    let path = folder.path().join("tvasteg.db");
    let location = Location::Sqlite {
        path: path.clone(),
        create: true,
    };
    let (units, per_commit) = units_per_second(location, callers, setting.seconds)?;
    let bare = bare_sqlite(&path, setting.seconds)?;
    let figures = Figures {
        engine: "SQLite, synchronous=FULL",
        callers,
        units,
        bare,
        per_commit,
    };
    Ok(figures.row())
}

fn postgres(setting: &Setting<'_>, url: &str, callers: usize) -> Result<String> {
    let fresh = Database::make(url)?;
    let location = Location::Postgres(PostgresLocation::parse(&fresh.url)?);
    let (units, per_commit) = units_per_second(location, callers, setting.seconds)?;
    let bare = bare_postgres(&fresh.url, callers, setting.seconds)?;
    let figures = Figures {
        engine: "PostgreSQL, fsync on",
        callers,
        units,
        bare,
        per_commit,
    };
    Ok(figures.row())
}

/// The key of a row that many units share.
fn shared_key(kind: u8, number: u64) -> [u8; 16] {
    let mut key = [kind; 16];
    key[8..].copy_from_slice(&(number % ROWS).to_be_bytes());
    key
}

/// A time-ordered key that nobody else has.
fn fresh_key(kind: u8, number: u64) -> [u8; 16] {
    let mut key = [0; 16];
    key[0] = 0xf0 | kind;
    key[8..].copy_from_slice(&number.to_be_bytes());
    key
}

fn unit(tx: &mut Tx, number: u64) -> Result<(), Fault> {
    let organisation = (&ORGANISATION).into();
    for kind in [1, 2] {
        let key = shared_key(kind, number.wrapping_mul(7919));
        testing::query(tx, &COUNT, &[organisation, (&key).into(), NOW.into()])?;
    }
    let session = LoginId::draw(NOW, tx.random());
    testing::execute(tx, &PUT, &[organisation, (&session).into()])?;
    let event = testing::audit_id(tx, ORGANISATION, NOW);
    testing::execute(tx, &AUDIT, &[organisation, (&event).into(), NOW.into()])?;
    Ok(())
}

fn units_per_second(location: Location, callers: usize, seconds: u64) -> Result<(f64, f64)> {
    let store = testing::open_with(Settings::new(location), testing::keyring());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()?;
    let rate = runtime.block_on(async {
        for kind in [1, 2] {
            let fill = move |tx: &mut Tx| {
                (0..ROWS).try_for_each(|number| {
                    let key = shared_key(kind, number);
                    testing::execute(tx, &PUT, &[(&ORGANISATION).into(), (&key).into()]).map(|_| ())
                })
            };
            store.write(fill).await?;
        }
        let before = store.counted();
        let rate = call(&store, callers, seconds).await?;
        let after = store.counted();
        let commits = after.commits - before.commits;
        let units = after.units - before.units;
        anyhow::Ok((rate, ratio(units, commits)))
    })?;
    store.stop();
    Ok(rate)
}

async fn call(store: &Store, callers: usize, seconds: u64) -> Result<f64> {
    let next = Arc::new(AtomicU64::new(0));
    let over = Arc::new(AtomicBool::new(false));
    let watch = Stopwatch::start();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..callers {
        let (store, next, over) = (store.clone(), Arc::clone(&next), Arc::clone(&over));
        tasks.spawn(async move {
            let mut done = 0_u64;
            while !over.load(Ordering::Relaxed) {
                let number = next.fetch_add(1, Ordering::Relaxed);
                store.write(move |tx| unit(tx, number)).await?;
                done += 1;
            }
            Ok::<_, Fault>(done)
        });
    }
    tokio::task::yield_now().await;
    let timer = {
        let over = Arc::clone(&over);
        std::thread::Builder::new().spawn(move || {
            Stopwatch::wait(Duration::from_secs(seconds));
            over.store(true, Ordering::Relaxed);
        })?
    };
    let mut done = 0;
    while let Some(count) = tasks.join_next().await {
        done += count??;
    }
    let rate = watch.per_second(done);
    timer.join().ok().context("the timer")?;
    Ok(rate)
}

fn bare_sqlite(path: &Path, seconds: u64) -> Result<f64> {
    let connection = rusqlite::Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
    )?;
    connection.set_prepared_statement_cache_capacity(64);
    let watch = Stopwatch::start();
    let mut done = 0;
    while !watch.has_run_for(Duration::from_secs(seconds)) {
        connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        for kind in [1, 2] {
            let key = shared_key(kind, done * 7919);
            connection
                .prepare_cached(COUNT.sql())?
                .query_row((ORGANISATION.as_bytes(), key, NOW.unix_millis()), |row| {
                    row.get::<_, i64>(0)
                })?;
        }
        connection
            .prepare_cached(PUT.sql())?
            .execute((ORGANISATION.as_bytes(), fresh_key(1, done)))?;
        connection.prepare_cached(AUDIT.sql())?.execute((
            ORGANISATION.as_bytes(),
            fresh_key(2, done),
            NOW.unix_millis(),
        ))?;
        connection.prepare_cached("COMMIT")?.execute([])?;
        done += 1;
    }
    Ok(watch.per_second(done))
}

fn bare_postgres(url: &str, connections: usize, seconds: u64) -> Result<f64> {
    let watch = Stopwatch::start();
    let done = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..connections)
            .map(|thread| scope.spawn(move || bare_connection(url, thread as u64, seconds)))
            .collect();
        let mut done = 0;
        for thread in threads {
            done += thread.join().ok().context("a bare connection")??;
        }
        anyhow::Ok(done)
    })?;
    Ok(watch.per_second(done))
}

fn bare_connection(url: &str, thread: u64, seconds: u64) -> Result<u64> {
    let mut client = postgres::Client::connect(url, postgres::NoTls)?;
    let [count, put, audit] =
        [&COUNT, &PUT, &AUDIT].map(|statement| client.prepare(statement.sql()));
    let (count, put, audit) = (count?, put?, audit?);
    let organisation = ORGANISATION.as_bytes().as_slice();
    let now = NOW.unix_millis();
    let watch = Stopwatch::start();
    let mut done = 0;
    while !watch.has_run_for(Duration::from_secs(seconds)) {
        let number = (thread << 40) | done;
        client.batch_execute("BEGIN ISOLATION LEVEL READ COMMITTED")?;
        for kind in [1, 2] {
            let key = shared_key(kind, number.wrapping_mul(7919));
            client.query(&count, &[&organisation, &key.as_slice(), &now])?;
        }
        client.execute(&put, &[&organisation, &fresh_key(1, number).as_slice()])?;
        let event = fresh_key(2, number);
        client.execute(&audit, &[&organisation, &event.as_slice(), &now])?;
        client.batch_execute("COMMIT")?;
        done += 1;
    }
    Ok(done)
}

fn ratio(units: u64, commits: u64) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "a figure for people")]
    let ratio = units as f64 / commits.max(1) as f64;
    ratio
}

/// A database of its own on the measured server; dropped with this value.
pub(crate) struct Database {
    server: String,
    name: String,
    pub(crate) url: String,
}

impl Database {
    pub(crate) fn make(server: &str) -> Result<Self> {
        let name = format!("tvasteg_bench_{}", std::process::id());
        let mut client = postgres::Client::connect(server, postgres::NoTls)?;
        let fsync: String = client.query_one("SHOW fsync", &[])?.get(0);
        anyhow::ensure!(
            fsync == "on",
            "the server's fsync is {fsync}: its figures mean nothing"
        );
        client.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))?;
        client.batch_execute(&format!(
            "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"
        ))?;
        let (head, _) = server
            .rsplit_once('/')
            .context("the PostgreSQL URL ends with /database")?;
        Ok(Self {
            server: server.to_owned(),
            url: format!("{head}/{name}"),
            name,
        })
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Ok(mut client) = postgres::Client::connect(&self.server, postgres::NoTls) {
            // A database that stays behind is in nobody's way.
            let _ = client.batch_execute(&format!(
                "DROP DATABASE IF EXISTS {} WITH (FORCE)",
                self.name
            ));
        }
    }
}
