//! Passkeys: what judging an assertion costs beside the bare verification of its signature, and how many second steps are answered by
//! passkey each second beside codes.
//!
//! The assertions are those of a software authenticator, each over a question of its own; making them is not measured.

mod alone;
mod device;
mod keyring;
mod stored;

use anyhow::Result;
use store::{Location, PostgresLocation};

use self::stored::Engine;
use crate::answers::postgres::analyse;
use crate::options::Options;
use crate::place::Folder;
use crate::storage::Database;
use crate::table::Table;

/// Takes the figures.
pub(crate) fn run(options: &Options) -> Result<Table> {
    let mut table =
        Table::new("Passkeys: assertions beside bare verifications, answers beside codes");
    alone::measure(options, &mut table)?;
    let folder = Folder::new(&options.data)?;
    let engine = Engine {
        name: "SQLite, synchronous=FULL",
        settle: &|| Ok(()),
    };
    engine.measure(options, folder.location(), &mut table)?;
    table.note(
        "A bare verification takes the signature as it came and the message as it was signed; its key is ready. A passkey that counts its uses \
         has its record written with each of them, a synced one does not: its answer leaves the record as it is.",
    );
    let Some(url) = &options.postgres else {
        table.note("PostgreSQL was not measured: there is none here, and no --postgres URL.");
        return Ok(table);
    };
    let fresh = Database::make(url)?;
    let engine = Engine {
        name: "PostgreSQL, fsync on",
        settle: &|| analyse(&fresh.url),
    };
    let location = Location::Postgres(PostgresLocation::parse(&fresh.url)?);
    engine.measure(options, location, &mut table)?;
    Ok(table)
}
