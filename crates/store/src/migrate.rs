//! The schema: embedded migrations, the same numbers and names for both engines, forward only, checked by their sums.
//!
//! A migration leaves the statements of the release before it working. A database with a migration that this program does not know is
//! refused. The lock is a row, so that two nodes which start at once apply each migration once, behind a pooler too.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::conn::{Conn, Engine};
use crate::fault::Fault;
use crate::keys::Keyring;
use crate::statement::statements;

struct Migration {
    number: i64,
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! migrations {
    ($($number:literal $name:literal $file:literal;)+) => {
        const MIGRATIONS: &[Migration] = &[$(Migration {
            number: $number,
            name: $name,
            sqlite: include_str!(concat!("../migrations/sqlite/", $file)),
            postgres: include_str!(concat!("../migrations/postgres/", $file)),
        }),+];
    };
}

migrations! {
    1 "ground" "0001_ground.sql";
    2 "statistics" "0002_statistics.sql";
    3 "messages" "0003_messages.sql";
    4 "administration" "0004_administration.sql";
    5 "search" "0005_search.sql";
    6 "people" "0006_people.sql";
    7 "erasure" "0007_erasure.sql";
    8 "eid" "0008_eid.sql";
    9 "import_eid" "0009_import_eid.sql";
    10 "passkeys" "0010_passkeys.sql";
}

const BOOKKEEPING: &str = "CREATE TABLE IF NOT EXISTS schema_migrations (
  number BIGINT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  checksum TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS key_checks (
  key_id TEXT NOT NULL PRIMARY KEY,
  proof TEXT NOT NULL
)";
/// The row that nodes lock while they migrate.
const LOCK: i64 = 0;
const TRIES: u32 = 3;

statements! {
    MAKE_LOCK = "INSERT INTO schema_migrations (number, name, checksum) VALUES ($1, 'lock', '') ON CONFLICT (number) DO NOTHING";
    TAKE_LOCK = "SELECT number FROM schema_migrations WHERE number = $1 FOR UPDATE";
    APPLIED = "SELECT number, checksum FROM schema_migrations WHERE number > $1 ORDER BY number";
    NOTE_APPLIED = "INSERT INTO schema_migrations (number, name, checksum) VALUES ($1, $2, $3)";
    KEY_CHECKS = "SELECT key_id, proof FROM key_checks";
    NOTE_KEY = "INSERT INTO key_checks (key_id, proof) VALUES ($1, $2) ON CONFLICT (key_id) DO NOTHING";
}

impl Migration {
    const fn text(&self, engine: &Engine) -> &'static str {
        match engine {
            Engine::Sqlite(_) => self.sqlite,
            Engine::Postgres(_) => self.postgres,
        }
    }

    fn checksum(&self, engine: &Engine) -> String {
        HEXLOWER.encode(&Sha256::digest(self.text(engine)))
    }
}

/// Sees to it that the database has this program's schema and belongs to these keys; `migrate` lets it be brought up to date.
pub(crate) fn examine(conn: &mut Conn, keys: &Keyring, migrate: bool) -> Result<(), Fault> {
    if !conn.has_table("schema_migrations")? {
        if !migrate {
            return Err(missing(0));
        }
        make_bookkeeping(conn)?;
    }
    let applied = applied(conn)?;
    if applied < MIGRATIONS.len() {
        if !migrate {
            return Err(missing(number_at(applied)));
        }
        in_transaction(conn, apply_missing)?;
    }
    check_keys(conn, keys)
}

/// Two nodes may make the tables at the same moment, which PostgreSQL refuses to one of them.
fn make_bookkeeping(conn: &mut Conn) -> Result<(), Fault> {
    let mut outcome = Ok(());
    for _ in 0..TRIES {
        outcome = conn.batch("bookkeeping", BOOKKEEPING);
        if outcome.is_ok() || conn.has_table("key_checks")? {
            return Ok(());
        }
    }
    outcome
}

/// How many of our migrations stand in the database, all of them as they should be.
fn applied(conn: &mut Conn) -> Result<usize, Fault> {
    let rows = conn.query(&APPLIED, &[LOCK.into()])?;
    let mut count = 0;
    for row in &rows {
        let number = row.int(0)?;
        let Some(migration) = MIGRATIONS.get(count) else {
            return Err(Fault::SchemaNewer {
                found: number,
                known: newest(),
            });
        };
        if migration.number != number || migration.checksum(&conn.engine) != row.text(1)? {
            return Err(Fault::SchemaDiffers { number });
        }
        count += 1;
    }
    Ok(count)
}

fn apply_missing(conn: &mut Conn) -> Result<(), Fault> {
    conn.execute(&MAKE_LOCK, &[LOCK.into()])?;
    conn.query(&TAKE_LOCK, &[LOCK.into()])?;
    // Another node may have been here while this one waited for the lock.
    let applied = applied(conn)?;
    for migration in &MIGRATIONS[applied..] {
        tracing::info!(
            number = migration.number,
            name = migration.name,
            "migrating"
        );
        conn.batch(migration.name, migration.text(&conn.engine))?;
        let checksum = migration.checksum(&conn.engine);
        conn.execute(
            &NOTE_APPLIED,
            &[
                migration.number.into(),
                migration.name.into(),
                (&checksum).into(),
            ],
        )?;
    }
    Ok(())
}

/// Every key under which something may be sealed must be in the ring, and be the same key.
fn check_keys(conn: &mut Conn, keys: &Keyring) -> Result<(), Fault> {
    if holds_current_key(conn, keys)? {
        return Ok(());
    }
    in_transaction(conn, |conn| {
        conn.query(&TAKE_LOCK, &[LOCK.into()])?;
        // Another node may have noted a key of its own while this one waited for the lock.
        if holds_current_key(conn, keys)? {
            return Ok(());
        }
        let key_id = keys.current_id();
        let proof = HEXLOWER.encode(&keys.current_proof());
        conn.execute(&NOTE_KEY, &[(&key_id).into(), (&proof).into()])?;
        Ok(())
    })
}

/// Whether the ring's current key is noted; a fault if any noted key is missing in the ring or differs.
fn holds_current_key(conn: &mut Conn, keys: &Keyring) -> Result<bool, Fault> {
    let current = keys.current_id();
    let mut found = false;
    for row in conn.query(&KEY_CHECKS, &[])? {
        let (key_id, proof) = (row.text(0)?, row.text(1)?);
        let same = keys.proofs().any(|(id, of_ring)| {
            let of_ring = HEXLOWER.encode(&of_ring);
            id == key_id && of_ring.as_bytes().ct_eq(proof.as_bytes()).into()
        });
        if !same {
            return Err(Fault::WrongKey { key_id });
        }
        found |= key_id == current;
    }
    Ok(found)
}

fn in_transaction(
    conn: &mut Conn,
    work: impl FnOnce(&mut Conn) -> Result<(), Fault>,
) -> Result<(), Fault> {
    conn.begin_long()?;
    match work(conn) {
        Ok(()) => conn.batch("COMMIT", "COMMIT"),
        Err(fault) => {
            conn.batch("ROLLBACK", "ROLLBACK")?;
            Err(fault)
        }
    }
}

/// The newest migration that this program knows.
pub fn schema_version() -> i64 {
    newest()
}

fn newest() -> i64 {
    MIGRATIONS.last().map_or(0, |migration| migration.number)
}

fn number_at(applied: usize) -> i64 {
    MIGRATIONS[..applied]
        .last()
        .map_or(0, |migration| migration.number)
}

fn missing(found: i64) -> Fault {
    Fault::SchemaMissing {
        found,
        known: newest(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn files(engine: &str) -> Vec<String> {
        let folder = format!("{}/migrations/{engine}", env!("CARGO_MANIFEST_DIR"));
        let mut names: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn every_migration_stands_in_both_folders_and_in_the_list() {
        let listed: Vec<_> = MIGRATIONS
            .iter()
            .map(|migration| format!("{:04}_{}.sql", migration.number, migration.name))
            .collect();
        assert_eq!(files("sqlite"), listed);
        assert_eq!(files("postgres"), listed);
    }

    /// The texts of the two engines differ by the names of their types alone, by SQLite's way to keep a table by its key, and by what only
    /// SQLite's planner must be told.
    #[test]
    fn both_engines_get_the_same_tables() {
        let types = |line: &str| {
            let line = line
                .replace(" BLOB", " BYTEA")
                .replace(") WITHOUT ROWID;", ");");
            if line.starts_with("  ") {
                line.replacen(" TEXT", " TEXT COLLATE \"C\"", 1)
            } else {
                line
            }
        };
        for migration in MIGRATIONS
            .iter()
            .filter(|one| !["statistics", "search"].contains(&one.name))
        {
            let tables = migration.sqlite.split("\n-- What SQLite's planner").next();
            let derived: Vec<_> = tables.unwrap().lines().map(types).collect();
            let written: Vec<_> = migration.postgres.lines().collect();
            assert_eq!(derived, written, "{}", migration.name);
        }
    }

    #[test]
    fn migrations_are_numbered_without_a_gap() {
        let numbers = MIGRATIONS.iter().map(|migration| migration.number);
        assert!(numbers.eq(1..=newest()));
    }
}
