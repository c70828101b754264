//! How SQLite goes about every statement of the store in a database without statistics, as installations have it: what it reads row by
//! row, and what it finds by the organisation alone, costs more with every person.

use anyhow::Result;
use rusqlite::Connection;
use store::testing;

use crate::callers;
use crate::ground::{Cost, Ground};
use crate::options::Options;
use crate::place::Folder;
use crate::table::Table;

/// Asks for the plans.
pub(crate) fn run(options: &Options) -> Result<Table> {
    let folder = Folder::new(&options.data)?;
    let runtime = callers::runtime()?;
    runtime.block_on(async {
        Ground::lay(folder.location(), Cost::Nothing, 1)
            .await?
            .stop();
        anyhow::Ok(())
    })?;
    let connection = Connection::open(folder.database())?;
    let mut table = Table::new("Statements whose plan on SQLite grows with the organisation");
    let mut all = 0;
    for statement in testing::statements() {
        let Ok(mut explained) = connection.prepare(&format!(
            "EXPLAIN QUERY PLAN {}",
            statement.sql_for_sqlite()
        )) else {
            continue;
        };
        all += 1;
        let nothing = vec![rusqlite::types::Null; explained.parameter_count()];
        let steps = explained.query_map(rusqlite::params_from_iter(nothing), |row| {
            row.get::<_, String>(3)
        })?;
        for step in steps {
            let step = step?;
            if grows(&step) {
                table.note(format!("- `{}`: {step}", statement.name()));
            }
        }
    }
    table.note(format!("{all} plans were looked at."));
    Ok(table)
}

/// Whether a step goes over a whole table, or over all that one organisation has in it.
fn grows(step: &str) -> bool {
    let by_organisation_alone = step.ends_with("(organisation_id=?)")
        && !step.contains(" organisations ")
        && !step.contains(" o ");
    step.starts_with("SCAN ") || by_organisation_alone
}
