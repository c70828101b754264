//! For tests alone (feature `testing`): a fresh store of each engine, a seeded source of seeds, and raw statements.
//!
//! PostgreSQL is reached through `TVASTEG_TEST_POSTGRES`, a superuser's URL; each test makes a database of its own. Where the variable is
//! missing the test fails, unless `TVASTEG_TEST_MAY_SKIP` says that it may be passed over.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::needless_pass_by_value,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "test support: it fails by panicking, takes closures, tells what it skips, and reads the environment that names the server"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::id::{AuditId, OrganisationId};
use domain::time::Timestamp;
use postgres::{Client, NoTls};
use tempfile::TempDir;

use crate::fault::Fault;
use crate::keys::Keyring;
pub use crate::statement::Statement;
use crate::store::{Settings, Store};
use crate::tx::{Entropy, ReadTx, Tx};
pub use crate::value::{Cell, Value};
use crate::{Location, PostgresLocation};

/// Seeds that are the same in every run.
#[derive(Default)]
pub struct SeededEntropy(AtomicU64);

impl Entropy for SeededEntropy {
    fn seed(&self) -> [u8; 32] {
        let drawn = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        let mut seed = [0x5a; 32];
        seed[..8].copy_from_slice(&drawn.to_be_bytes());
        seed
    }
}

/// The key ring of all tests.
pub fn keyring() -> Arc<Keyring> {
    let text = "7e577e57 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    Arc::new(Keyring::parse(text).expect("the test key is well formed"))
}

/// A store at this place, with the test keys.
pub fn open(location: Location) -> Store {
    open_with(Settings::new(location), keyring())
}

/// A store with these settings and keys.
pub fn open_with(settings: Settings, keys: Arc<Keyring>) -> Store {
    Store::open(settings, keys, Arc::new(SeededEntropy::default())).expect("the threads start")
}

/// A database that goes away with this value.
pub struct Fresh {
    location: Location,
    kind: Kind,
}

enum Kind {
    Sqlite(TempDir),
    Postgres { server: String, name: String },
}

impl Fresh {
    /// A folder with room for a SQLite database.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let location = Location::Sqlite {
            path: folder.path().join("tvasteg.db"),
            create: true,
        };
        Self {
            location,
            kind: Kind::Sqlite(folder),
        }
    }

    /// An empty PostgreSQL database; nothing where the test may be skipped.
    pub fn postgres() -> Option<Self> {
        static MADE: AtomicU64 = AtomicU64::new(0);
        let Ok(server) = std::env::var("TVASTEG_TEST_POSTGRES") else {
            assert!(
                std::env::var_os("TVASTEG_TEST_MAY_SKIP").is_some(),
                "TVASTEG_TEST_POSTGRES names no server"
            );
            eprintln!("skipped on PostgreSQL: TVASTEG_TEST_POSTGRES names no server");
            return None;
        };
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("tvasteg_test_{}_{number}", std::process::id());
        let mut client = Client::connect(&server, NoTls).expect("the test server answers");
        for sql in [
            format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"),
        ] {
            client.batch_execute(&sql).expect("a database can be made");
        }
        let url = with_database(&server, &name);
        let location = Location::parse(&url).expect("the server's URL is one of ours");
        let kind = Kind::Postgres { server, name };
        Some(Self { location, kind })
    }

    /// Where it is.
    pub fn location(&self) -> Location {
        match &self.location {
            Location::Postgres(location) => {
                Location::Postgres(location.clone().with_connections(4))
            }
            sqlite @ Location::Sqlite { .. } => sqlite.clone(),
        }
    }

    /// Its URL on the server; nothing on SQLite.
    pub fn url(&self) -> Option<String> {
        match &self.kind {
            Kind::Postgres { server, name } => Some(with_database(server, name)),
            Kind::Sqlite(_) => None,
        }
    }

    /// The folder of the database file; nothing on PostgreSQL.
    pub fn folder(&self) -> Option<&std::path::Path> {
        match &self.kind {
            Kind::Sqlite(folder) => Some(folder.path()),
            Kind::Postgres { .. } => None,
        }
    }

    /// The same place behind a pooler in transaction mode, as far as the store can tell.
    pub fn pooled(&self) -> Option<Location> {
        match self.location() {
            Location::Postgres(location) => Some(Location::Postgres(location.with_pooler(true))),
            Location::Sqlite { .. } => None,
        }
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        if let Kind::Postgres { server, name } = &self.kind
            && let Ok(mut client) = Client::connect(server, NoTls)
        {
            // A database that stays behind is in nobody's way.
            let _ = client.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

fn with_database(server: &str, name: &str) -> String {
    let mut url = url::Url::parse(server).expect("TVASTEG_TEST_POSTGRES is a URL");
    url.set_path(name);
    url.into()
}

/// Runs a test against a fresh, migrated store of each engine.
pub fn each_engine(test: impl AsyncFn(Store)) {
    each_fresh(async |fresh| {
        let store = open(fresh.location());
        test(store.clone()).await;
        store.stop();
    });
}

/// Runs a test as [`each_engine`] does, and once more as if a pooler stood before PostgreSQL.
pub fn each_way(test: impl AsyncFn(Store)) {
    each_engine(&test);
    let Some(fresh) = Fresh::postgres() else {
        return;
    };
    if let Some(location) = fresh.pooled() {
        let store = open(location);
        run(test(store.clone()));
        store.stop();
    }
}

/// Runs a test against a fresh, empty place for each engine.
pub fn each_fresh(test: impl AsyncFn(&Fresh)) {
    let places = [Some(Fresh::sqlite()), Fresh::postgres()];
    for fresh in places.into_iter().flatten() {
        run(test(&fresh));
    }
}

/// Runs a future to its end on this thread.
pub fn run<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(test)
}

/// Runs a raw statement and tells how many rows it changed.
pub fn execute(
    tx: &mut Tx,
    statement: &'static Statement,
    values: &[Value<'_>],
) -> Result<u64, Fault> {
    tx.execute(statement, values)
}

/// Runs a raw statement for its rows.
pub fn query(
    tx: &mut ReadTx,
    statement: &'static Statement,
    values: &[Value<'_>],
) -> Result<Vec<Vec<Cell>>, Fault> {
    let rows = tx.query(statement, values)?;
    Ok(rows
        .into_iter()
        .map(crate::value::Row::into_cells)
        .collect())
}

/// The id of the unit's next audit row, for raw statements that write one.
pub fn audit_id(tx: &mut Tx, organisation: OrganisationId, now: Timestamp) -> AuditId {
    tx.next_audit_id(organisation, now)
}

/// Every statement of the store: measurements send the same texts through the bare driver, and ask for their plans.
pub fn statements() -> impl Iterator<Item = &'static Statement> {
    crate::statement::all()
}

/// Prepares every statement of the store; tells which cannot be, and which have values or columns of a foreign type.
pub fn faults_of_all_statements(tx: &mut ReadTx) -> Vec<String> {
    crate::statement::all()
        .filter_map(|statement| match tx.conn().prepare(statement) {
            Ok(foreign) if foreign.is_empty() => None,
            Ok(foreign) => Some(format!("{}: {}", statement.name(), foreign.join(", "))),
            Err(fault) => Some(format!("{}: {fault:?}", statement.name())),
        })
        .collect()
}

/// The place as the store's own PostgreSQL settings, for tests that put something between.
pub fn postgres_location(url: &str) -> PostgresLocation {
    PostgresLocation::parse(url).expect("a PostgreSQL URL")
}
