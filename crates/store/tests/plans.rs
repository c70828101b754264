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
    "GATEWAYS",
    "GATEWAY_ORGANISATIONS",
    "INSERT_GATEWAY",
    "KEY_CHECKS",
    "LAST_ROLE_POSITION",
    "ORGANISATIONS",
    "OWNERS",
    "PERMISSIONS",
    "PERMISSIONS_OF_ROLES",
    "REMOVE_EXPIRED_PASSES",
    "ROLES",
    "ROLE_HEADINGS",
    "WORKING_CHANNELS",
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
    // A list that is handed over, or an index of texts that is asked for its hits: not the table.
    let unpacks = step.contains(" VIRTUAL TABLE INDEX ");
    step.starts_with("SCAN ") && !unpacks || step.ends_with("(organisation_id=?)") && !of_organisations
}

/// What is asked about messages, and the index that each must begin with: a log may be very long, and the page that shows it is short.
const OF_MESSAGES: &[(&str, &str)] = &[
    (
        "ANOTHER_ON_CHANNEL",
        "authenticators_by_channel (organisation_id=? AND channel=?)",
    ),
    (
        "LAST_DELIVERY_OF",
        "deliveries_by_challenge (organisation_id=? AND challenge_id=?)",
    ),
    (
        "DELIVERIES_PAGE",
        "PRIMARY KEY (organisation_id=? AND delivery_id<?)",
    ),
    (
        "DELIVERIES_PAGE_OF_CHANNEL",
        "deliveries_by_channel (organisation_id=? AND channel=? AND delivery_id<?)",
    ),
    (
        "DELIVERIES_PAGE_OF_STATE",
        "deliveries_by_state (organisation_id=? AND state=? AND delivery_id<?)",
    ),
    (
        "DELIVERIES_PAGE_OF_GATEWAY",
        "deliveries_by_gateway (organisation_id=? AND gateway_id=? AND delivery_id<?)",
    ),
    (
        "DELIVERY_BY_REFERENCE",
        "deliveries_by_reference (organisation_id=? AND gateway_id=? AND gateway_reference=?)",
    ),
    (
        "CONVERSION",
        "deliveries_by_prefix (organisation_id=? AND prefix=? AND created_at>?)",
    ),
    (
        "MARK_ANSWERED",
        "deliveries_by_challenge (organisation_id=? AND challenge_id=?)",
    ),
    (
        "MESSAGE_COSTS",
        "PRIMARY KEY (organisation_id=? AND delivery_id>?)",
    ),
    (
        "GATEWAY_COST",
        "deliveries_by_gateway (organisation_id=? AND gateway_id=? AND delivery_id>?)",
    ),
    (
        "WIPE_KEPT_CONTENT",
        "deliveries_with_content (expires_at<?)",
    ),
    (
        "SETTLE_WITHOUT_JOB",
        "deliveries_with_content (expires_at<?)",
    ),
    (
        "REMOVE_SETTLED_DELIVERIES",
        "PRIMARY KEY (organisation_id=? AND delivery_id<?)",
    ),
];

#[test]
fn every_question_about_messages_goes_by_an_index_of_its_own_and_sorts_no_page() {
    let fresh = Fresh::sqlite();
    let store = open(fresh.location());
    testing::run(store.ready()).unwrap();
    let connection = Connection::open(fresh.folder().unwrap().join("tvasteg.db")).unwrap();
    for (name, way) in OF_MESSAGES {
        let statement = testing::statements()
            .find(|statement| statement.name() == *name)
            .unwrap();
        let steps = plan(&connection, statement.sql_for_sqlite());
        assert!(
            steps.iter().any(|step| step.ends_with(way)),
            "{name}: {steps:#?}"
        );
        let sorts = steps
            .iter()
            .any(|step| step.contains("TEMP B-TREE FOR ORDER"));
        assert!(!sorts, "{name}: {steps:#?}");
    }
    store.stop();
}
