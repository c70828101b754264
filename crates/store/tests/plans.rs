//! How SQLite goes about the statements: nothing that is asked about one person reads everybody's rows.
//!
//! A fresh database has no figures of its own, and without figures the planner takes the organisation's part of a primary key for as good
//! as an index that names the person. The migration `statistics` tells it better; this test is what keeps that true.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use rusqlite::Connection;
use rusqlite::types::Null;
use store::testing::{self, Fresh, open};

/// What goes over all that an organisation has, because it is about all of it, or because there are few.
const ABOUT_ALL: &[&str] = &[
    "COUNT_BOUND",
    "COUNT_OWNERS",
    "KEY_CHECKS",
    "ORGANISATIONS",
    "PERMISSIONS",
    "PERMISSIONS_OF_ROLES",
    "REMOVE_EXPIRED_PASSES",
    "ROLES",
];

#[test]
fn no_statement_about_one_person_reads_everybodys_rows() {
    let fresh = Fresh::sqlite();
    let store = open(fresh.location());
    testing::run(store.ready()).unwrap();
    let connection = Connection::open(fresh.folder().unwrap().join("tvasteg.db")).unwrap();
    let mut broad = Vec::new();
    for statement in testing::statements() {
        for step in plan(&connection, statement.sql_for_sqlite()) {
            if grows_with_the_organisation(&step) {
                broad.push(format!("{}: {step}", statement.name()));
            }
        }
    }
    let (known, unknown): (Vec<_>, Vec<_>) = broad.into_iter().partition(|line| {
        ABOUT_ALL
            .iter()
            .any(|name| line.starts_with(&format!("{name}: ")))
    });
    assert!(unknown.is_empty(), "{unknown:#?}");
    let stale = |name: &&&str| {
        !known
            .iter()
            .any(|line| line.starts_with(&format!("{name}: ")))
    };
    let stale: Vec<_> = ABOUT_ALL.iter().filter(stale).collect();
    assert!(stale.is_empty(), "no longer broad: {stale:?}");
    store.stop();
}

/// The steps of a plan; none for PostgreSQL's own statements.
fn plan(connection: &Connection, sql: &str) -> Vec<String> {
    let Ok(mut explained) = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")) else {
        return Vec::new();
    };
    let nothing = vec![Null; explained.parameter_count()];
    let steps = explained.query_map(rusqlite::params_from_iter(nothing), |row| row.get(3));
    steps.unwrap().map(Result::unwrap).collect()
}

fn grows_with_the_organisation(step: &str) -> bool {
    let of_organisations = ["organisations", "o"]
        .iter()
        .any(|table| step.starts_with(&format!("SEARCH {table} ")));
    step.starts_with("SCAN ") || step.ends_with("(organisation_id=?)") && !of_organisations
}
