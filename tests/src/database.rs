//! A furnished database of either engine: made once a process, copied for every test, gone with it.
//!
//! PostgreSQL is reached through `TVASTEG_TEST_POSTGRES`, a superuser's URL. Where the variable is missing the test fails, unless
//! `TVASTEG_TEST_MAY_SKIP` says that it may be passed over.

use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use postgres::{Client, NoTls};
use store::{Location, Settings, Store};
use tempfile::TempDir;

use crate::entropy::NodeEntropy;
use crate::world;

/// Which engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// The embedded one.
    Sqlite,
    /// The server.
    Postgres,
}

/// A database with the demo's people.
pub struct Database(Kind);

enum Kind {
    Sqlite { folder: TempDir },
    Postgres { server: String, name: String },
}

/// Connections of one node.
const CONNECTIONS: usize = 4;

const FILE: &str = "tvasteg.db";

impl Database {
    /// A copy of the furnished database; nothing where the engine may be passed over.
    pub fn furnished(engine: Engine) -> Option<Self> {
        match engine {
            Engine::Sqlite => Some(Self::sqlite(sqlite_template())),
            Engine::Postgres => {
                let server = server()?;
                let template = postgres_template(&server);
                let name = unique("test");
                admin(
                    &server,
                    &format!("CREATE DATABASE {name} TEMPLATE {template}"),
                );
                Some(Self(Kind::Postgres { server, name }))
            }
        }
    }

    /// A folder with these files: a database and its journal.
    pub fn sqlite(files: &[(String, Vec<u8>)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, content) in files {
            std::fs::write(folder.path().join(name), content).expect("the file is written");
        }
        Self(Kind::Sqlite { folder })
    }

    /// The files of a SQLite database as whoever copies its folder has them.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let entries = std::fs::read_dir(self.folder().expect("a folder")).expect("the folder");
        let names = entries.map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        });
        let mut names: Vec<String> = names.filter(|name| !name.ends_with("-shm")).collect();
        names.sort();
        names
            .into_iter()
            .map(|name| (name.clone(), self.content(&name)))
            .collect()
    }

    fn content(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.folder().expect("a folder").join(name)).expect("a file")
    }

    /// Opens it for one node.
    pub fn open(&self) -> Store {
        self.open_under(store::testing::keyring())
    }

    /// Opens it under these keys.
    pub fn open_under(&self, keys: Arc<store::Keyring>) -> Store {
        Store::open(
            Settings::new(self.location()),
            keys,
            Arc::new(NodeEntropy::fresh()),
        )
        .expect("the threads start")
    }

    /// Where it is.
    pub fn location(&self) -> Location {
        match &self.0 {
            Kind::Sqlite { folder } => Location::Sqlite {
                path: folder.path().join(FILE),
                create: true,
            },
            Kind::Postgres { .. } => {
                match Location::parse(&self.url().expect("a server"))
                    .expect("the server's URL is one of ours")
                {
                    Location::Postgres(place) => {
                        Location::Postgres(place.with_connections(CONNECTIONS))
                    }
                    Location::Sqlite { .. } => unreachable!("a PostgreSQL URL"),
                }
            }
        }
    }

    /// The folder of the file; nothing on PostgreSQL.
    pub fn folder(&self) -> Option<&Path> {
        match &self.0 {
            Kind::Sqlite { folder } => Some(folder.path()),
            Kind::Postgres { .. } => None,
        }
    }

    /// The URL; nothing on SQLite.
    pub fn url(&self) -> Option<String> {
        match &self.0 {
            Kind::Sqlite { .. } => None,
            Kind::Postgres { server, name } => Some(with_database(server, name)),
        }
    }

    /// Everything that lies in the database, as whoever copied its disk or dumped it has it.
    pub fn loot(&self) -> Vec<u8> {
        match &self.0 {
            Kind::Sqlite { .. } => self
                .files()
                .into_iter()
                .flat_map(|(_, content)| content)
                .collect(),
            Kind::Postgres { .. } => dump(&self.url().expect("a server")),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Kind::Postgres { server, name } = &self.0 {
            admin(
                server,
                &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            );
        }
    }
}

/// The superuser's URL; nothing where PostgreSQL may be passed over.
fn server() -> Option<String> {
    if let Ok(server) = std::env::var("TVASTEG_TEST_POSTGRES") {
        return Some(server);
    }
    assert!(
        std::env::var_os("TVASTEG_TEST_MAY_SKIP").is_some(),
        "TVASTEG_TEST_POSTGRES names no server"
    );
    tell_skipped();
    None
}

/// Says what was passed over, to whoever runs the tests and to the file that collects it.
fn tell_skipped() {
    let why = "on PostgreSQL: TVASTEG_TEST_POSTGRES names no server";
    if let Some(file) = std::env::var_os("TVASTEG_TEST_SKIPS")
        && let Ok(mut file) = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(file)
    {
        // One line a test is enough; a file that cannot be written costs no test.
        let _ = writeln!(file, "{why}");
    }
}

fn unique(what: &str) -> String {
    static MADE: AtomicU64 = AtomicU64::new(0);
    format!(
        "tvasteg_{what}_{}_{}",
        std::process::id(),
        MADE.fetch_add(1, Ordering::SeqCst)
    )
}

fn with_database(server: &str, name: &str) -> String {
    let mut url = url::Url::parse(server).expect("TVASTEG_TEST_POSTGRES is a URL");
    url.set_path(name);
    url.into()
}

/// Runs a statement on the server, on a thread that may block.
fn admin(server: &str, sql: &str) {
    let (server, sql) = (server.to_owned(), sql.to_owned());
    let ended = std::thread::spawn(move || {
        let mut client = Client::connect(&server, NoTls).expect("the test server answers");
        client.batch_execute(&sql).expect("the test server does it");
    });
    ended.join().expect("the statement ran");
}

fn sqlite_template() -> &'static [(String, Vec<u8>)] {
    static TEMPLATE: OnceLock<Vec<(String, Vec<u8>)>> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let database = Database(Kind::Sqlite {
            folder: tempfile::tempdir().expect("a temporary folder"),
        });
        furnish(&database);
        database.files()
    })
}

fn postgres_template(server: &str) -> &'static str {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        clear_away(server);
        let name = unique("template");
        admin(
            server,
            &format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"),
        );
        let database = Database(Kind::Postgres {
            server: server.to_owned(),
            name: name.clone(),
        });
        furnish(&database);
        // The template stays as long as the process; the next one clears it away.
        std::mem::forget(database);
        name
    })
}

/// Drops what processes that are gone have left behind.
fn clear_away(server: &str) {
    let address = server.to_owned();
    let names = std::thread::spawn(move || {
        let mut client = Client::connect(&address, NoTls).expect("the test server answers");
        let rows = client
            .query(
                "SELECT datname FROM pg_database WHERE datname LIKE 'tvasteg\\_%'",
                &[],
            )
            .expect("a list");
        rows.into_iter()
            .map(|row| row.get::<_, String>(0))
            .collect::<Vec<_>>()
    });
    for name in names.join().expect("the list was read") {
        let owner = name
            .split('_')
            .nth(2)
            .and_then(|owner| owner.parse::<u32>().ok());
        if owner.is_some_and(|owner| !Path::new(&format!("/proc/{owner}")).exists()) {
            admin(
                server,
                &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            );
        }
    }
}

/// Puts the demo's organisations and people in.
fn furnish(database: &Database) {
    let location = database.location();
    let furnished = std::thread::spawn(move || {
        let store = Store::open(
            Settings::new(location),
            store::testing::keyring(),
            Arc::new(NodeEntropy::fresh()),
        )
        .expect("the threads start");
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(world::furnish(store.clone()));
        store.stop();
    });
    furnished.join().expect("the database is furnished");
}

/// Every row of every table, in hexadecimal where it is bytes, as text else.
fn dump(url: &str) -> Vec<u8> {
    let url = url.to_owned();
    let dumped = std::thread::spawn(move || {
        let mut client = Client::connect(&url, NoTls).expect("the test server answers");
        let tables = client
            .query(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
                &[],
            )
            .expect("the tables");
        let mut whole = Vec::new();
        for table in tables {
            let table: String = table.get(0);
            for row in client
                .query(
                    &format!("SELECT row_to_json(t)::text FROM \"{table}\" t"),
                    &[],
                )
                .expect("the rows")
            {
                whole.extend(row.get::<_, String>(0).into_bytes());
                whole.push(b'\n');
            }
        }
        whole
    });
    dumped.join().expect("the tables were read")
}
