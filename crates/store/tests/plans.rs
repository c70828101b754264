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
    "CLASSES",
    "COUNT_BOUND",
    "COUNT_OWNERS",
    "COUNT_PEOPLE",
    "COUNT_UNSEALED",
    "CREDENTIALS_ENDING",
    "GATEWAYS",
    "GATEWAY_ORGANISATIONS",
    "INSERT_GATEWAY",
    "KEY_CHECKS",
    "LAST_ROLE_POSITION",
    "MACHINES_AFTER",
    "OLDEST_UNSEALED",
    "ORGANISATIONS",
    "ORGANISATION_FIGURES",
    "OWNERS",
    "PERMISSIONS",
    "PERMISSIONS_OF_ROLES",
    "REMOVE_EXPIRED_PASSES",
    "REMOVE_SESSIONS_OF_ORGANISATION",
    "ROLES",
    "ROLE_HEADINGS",
    "TAKE_UNSEALED",
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

/// What a statement worked out before, at most so much of it: the hits of a search, the first rows of a set of factors, the sets, the rows of
/// the log that a page looks at.
const OF_A_PAGE: &[&str] = &[
    "SCAN hits",
    "SCAN s",
    "SCAN sets",
    "SCAN named",
    "SCAN called",
    "SCAN e",
    "SCAN few",
    "SCAN numbered",
    "SCAN (subquery-4)",
    "SCAN oldest",
    "SCAN first",
    "SCAN waiting",
];

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
    let unpacks = step.contains(" VIRTUAL TABLE INDEX ") || OF_A_PAGE.contains(&step);
    step.starts_with("SCAN ") && !unpacks
        || step.ends_with("(organisation_id=?)") && !of_organisations
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
    go_their_way(OF_MESSAGES, &[]);
}

/// What is asked about people, and the index that each must begin with: a page costs the same in an organisation of a million.
const OF_PEOPLE: &[(&str, &str)] = &[
    (
        "BY_NAME",
        "users_by_name (organisation_id=? AND (name_key,user_id)>(?,?))",
    ),
    (
        "BY_NAME_BACK",
        "users_by_name (organisation_id=? AND (name_key,user_id)<(?,?))",
    ),
    (
        "BY_LAST_LOGIN",
        "users_by_last_login (organisation_id=? AND <expr><?)",
    ),
    (
        "BY_LAST_LOGIN_BACK",
        "users_by_last_login (organisation_id=? AND <expr>>?)",
    ),
    (
        "BY_ROLE",
        "user_roles_by_name (organisation_id=? AND role_id=? AND (name_key,user_id)>(?,?))",
    ),
    (
        "BY_ROLE_BACK",
        "user_roles_by_name (organisation_id=? AND role_id=? AND (name_key,user_id)<(?,?))",
    ),
    (
        "SUSPENDED",
        "users_suspended (organisation_id=? AND (name_key,user_id)>(?,?))",
    ),
    (
        "SUSPENDED_BACK",
        "users_suspended (organisation_id=? AND (name_key,user_id)<(?,?))",
    ),
    (
        "NEVER_IN",
        "users_never_in (organisation_id=? AND (name_key,user_id)>(?,?))",
    ),
    (
        "NEVER_IN_BACK",
        "users_never_in (organisation_id=? AND (name_key,user_id)<(?,?))",
    ),
    (
        "WITHOUT_MOBILE",
        "users_without_mobile (organisation_id=? AND (name_key,user_id)>(?,?))",
    ),
    (
        "WITHOUT_MOBILE_BACK",
        "users_without_mobile (organisation_id=? AND (name_key,user_id)<(?,?))",
    ),
    (
        "LOCKED",
        "users_locked (organisation_id=? AND (name_key,user_id)>(?,?))",
    ),
    (
        "LOCKED_BACK",
        "users_locked (organisation_id=? AND (name_key,user_id)<(?,?))",
    ),
    (
        "SETS_OF_FACTORS",
        "users_by_factors (organisation_id=? AND factor_set>?)",
    ),
    (
        "BY_SETS",
        "users_by_factors (organisation_id=? AND factor_set=? AND (name_key,user_id)>(?,?))",
    ),
    (
        "BY_SETS_BACK",
        "users_by_factors (organisation_id=? AND factor_set=? AND (name_key,user_id)<(?,?))",
    ),
    (
        "TEXTS_OF_USERS",
        "PRIMARY KEY (organisation_id=? AND user_id=?)",
    ),
    (
        "TEXTS_OF_ROLES",
        "PRIMARY KEY (organisation_id=? AND user_id=?)",
    ),
];

#[test]
fn every_list_of_people_goes_by_an_index_in_its_own_order() {
    go_their_way(OF_PEOPLE, MERGED);
}

/// What is asked about the audit log, and the index that each must begin with: it is the longest table there is.
const OF_THE_LOG: &[(&str, &str)] = &[
    (
        "EVENTS_BY_ADDRESS",
        "audit_events_by_address (organisation_id=? AND from_address=? AND event_id>? AND event_id<?)",
    ),
    (
        "EVENTS_BY_ACTOR",
        "audit_events_by_actor (organisation_id=? AND actor_id=? AND event_id>? AND event_id<?)",
    ),
    (
        "EVENTS_BY_SUBJECT",
        "audit_events_by_subject (organisation_id=? AND subject_id=? AND event_id>? AND event_id<?)",
    ),
    (
        "EVENTS_BY_KIND",
        "audit_events_by_kind (organisation_id=? AND kind=? AND event_id>? AND event_id<?)",
    ),
    (
        "EVENTS_OF_ALL",
        "PRIMARY KEY (organisation_id=? AND event_id>? AND event_id<?)",
    ),
    (
        "SCAN_END_BY_ADDRESS",
        "audit_events_by_address (organisation_id=? AND from_address=? AND event_id>? AND event_id<?)",
    ),
    (
        "SCAN_END_BY_ACTOR",
        "audit_events_by_actor (organisation_id=? AND actor_id=? AND event_id>? AND event_id<?)",
    ),
    (
        "SCAN_END_BY_SUBJECT",
        "audit_events_by_subject (organisation_id=? AND subject_id=? AND event_id>? AND event_id<?)",
    ),
    (
        "SCAN_END_BY_KIND",
        "audit_events_by_kind (organisation_id=? AND kind=? AND event_id>? AND event_id<?)",
    ),
    (
        "SCAN_END_OF_ALL",
        "PRIMARY KEY (organisation_id=? AND event_id>? AND event_id<?)",
    ),
    ("TAKE_UNSEALED", "audit_events_unsealed (organisation_id=?)"),
    ("NEXT_UNSEALED", "audit_events_unsealed (organisation_id>?)"),
    (
        "ROWS_OF_SEAL",
        "audit_events_by_seal (organisation_id=? AND seal_no=?)",
    ),
    (
        "ROW_BEYOND",
        "audit_events_by_seal (organisation_id=? AND seal_no>?)",
    ),
    (
        "ROW_BEFORE",
        "audit_events_by_seal (organisation_id=? AND seal_no<?)",
    ),
    (
        "REMOVABLE",
        "audit_events_by_kind (organisation_id=? AND kind=? AND event_id<?)",
    ),
    (
        "ROWS_FROM",
        "PRIMARY KEY (organisation_id=? AND event_id>? AND event_id<?)",
    ),
    (
        "ERASE_OF_SUBJECT",
        "audit_events_by_subject (organisation_id=? AND subject_id=? AND event_id>?)",
    ),
    (
        "ERASE_OF_ACTOR",
        "audit_events_by_actor (organisation_id=? AND actor_id=? AND event_id>?)",
    ),
];

#[test]
fn every_question_about_the_log_walks_an_index_of_its_own() {
    go_their_way(OF_THE_LOG, &[]);
}

/// A page that is merged from several sets sorts the first rows of each, and no more.
const MERGED: &[&str] = &["BY_SETS", "BY_SETS_BACK"];

/// Each statement begins with its index, and sorts no page but where it is one of `merged`.
fn go_their_way(ways: &[(&str, &str)], merged: &[&str]) {
    let fresh = Fresh::sqlite();
    let store = open(fresh.location());
    testing::run(store.ready()).unwrap();
    let connection = Connection::open(fresh.folder().unwrap().join("tvasteg.db")).unwrap();
    for (name, way) in ways {
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
        assert!(merged.contains(name) || !sorts, "{name}: {steps:#?}");
    }
    store.stop();
}
