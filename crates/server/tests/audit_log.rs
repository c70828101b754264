//! The audit log as an operator proves it: sealed by a clean stop, verified by the command line, against the head beside the key.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod program;

use std::path::Path;

use program::{Said, Server, run};
use rusqlite::Connection;

/// The folder of a demo that was started and stopped.
fn stopped_demo() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let demo = Server::demo(&["--data", folder.path().to_str().unwrap()]);
    assert!(demo.get("/login").starts_with("HTTP/1.1 200"));
    assert_eq!(demo.stop(), 0);
    folder
}

fn verify(folder: &Path, more: &[&str]) -> Said {
    let config = folder.join("tvasteg.toml");
    let mut all = vec!["audit", "verify", "--config", config.to_str().unwrap()];
    all.extend(more);
    run(&all)
}

fn tamper(folder: &Path, sql: &str) {
    let database = Connection::open(folder.join("tvasteg.db")).unwrap();
    assert!(database.execute(sql, []).unwrap() > 0, "{sql}");
}

#[test]
fn a_clean_stop_seals_the_rest_and_everything_is_as_it_was() {
    let folder = stopped_demo();
    let database = Connection::open(folder.path().join("tvasteg.db")).unwrap();
    let unsealed: i64 = database
        .query_row(
            "SELECT COUNT(*) FROM audit_events WHERE seal_no IS NULL",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(unsealed, 0);
    let said = verify(folder.path(), &[]);
    for part in [
        "ed25519 ",
        "audit-head.json",
        "demo\n",
        "grannen\n",
        "compared with the head that was kept",
        "everything that was sealed is as it was",
    ] {
        assert!(said.done().contains(part), "{part}: {}", said.out);
    }
    let found = verify(folder.path(), &["--json", "--organisation", "demo"]).json();
    assert_eq!(found["organisations"].as_array().unwrap().len(), 1);
    assert!(found["organisations"][0]["finding"].is_null());
    assert!(found["organisations"][0]["rows"].as_i64().unwrap() > 10);
}

#[test]
fn without_a_head_it_says_so_and_a_head_that_is_named_must_be_there() {
    let folder = stopped_demo();
    let head = folder.path().join("audit-head.json");
    std::fs::remove_file(&head).unwrap();
    let said = verify(folder.path(), &[]);
    assert!(
        said.done()
            .contains("there is no outside head to compare with"),
        "{}",
        said.out
    );
    let named = verify(folder.path(), &["--head", head.to_str().unwrap()]);
    assert!(named.refusal().contains("does not exist"));
    std::fs::write(&head, "{}").unwrap();
    assert!(
        verify(folder.path(), &[])
            .refusal()
            .contains("is no head file of ours")
    );
}

#[test]
fn a_changed_row_and_a_cut_end_are_named_and_end_with_one() {
    let folder = stopped_demo();
    tamper(
        folder.path(),
        "UPDATE audit_events SET outcome = 'code-wrong' WHERE seal_no = 1 AND seal_position = 2",
    );
    let said = verify(folder.path(), &[]);
    assert_eq!((said.code, said.err.as_str()), (1, ""));
    assert!(
        said.out.contains("FOUND: row 3 of seal 1 ("),
        "{}",
        said.out
    );
    let said = verify(folder.path(), &["--json"]);
    assert_eq!(said.code, 1);
    let found: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let findings = found["organisations"].as_array().unwrap();
    let code = |one: &serde_json::Value| one["finding"]["code"].as_str().map(str::to_owned);
    assert!(
        findings
            .iter()
            .filter_map(code)
            .any(|code| code == "row-changed")
    );

    for table in ["audit_events", "audit_seals", "audit_leaves"] {
        tamper(folder.path(), &format!("DELETE FROM {table}"));
    }
    let said = verify(folder.path(), &[]);
    assert_eq!(said.code, 1);
    assert!(
        said.out.contains("rows were cut off the end"),
        "{}",
        said.out
    );
}
