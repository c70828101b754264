//! SQLite when its disk fails it, and when the process is killed: nobody is told done what is not on the disk.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test fails by panicking; the killed child is told by its environment where to write and tells by its output what is done"
)]

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use store::testing::{self, Cell, Fresh, Statement, open};
use store::{Fault, Location, Store, Tx};

static MAKE: Statement = Statement::new(
    "make",
    "CREATE TABLE numbers (number BIGINT NOT NULL PRIMARY KEY, parent BIGINT REFERENCES numbers (number), bulk BLOB)",
);
static PUT: Statement = Statement::new(
    "put",
    "INSERT INTO numbers (number, bulk) VALUES ($1, zeroblob(4000))",
);
static ALL: Statement = Statement::new("all", "SELECT number FROM numbers ORDER BY number");

fn put(tx: &mut Tx, number: i64) -> Result<(), Fault> {
    testing::execute(tx, &PUT, &[number.into()]).map(|_| ())
}

async fn numbers(store: &Store) -> Vec<i64> {
    let rows = store
        .read(|tx| testing::query(tx, &ALL, &[]))
        .await
        .unwrap();
    rows.iter()
        .map(|row| match row.as_slice() {
            [Cell::Int(number)] => *number,
            _ => panic!("not a number"),
        })
        .collect()
}

async fn made(fresh: &Fresh) -> Store {
    let store = open(fresh.location());
    store
        .write(|tx| testing::execute(tx, &MAKE, &[]))
        .await
        .unwrap();
    store
}

#[test]
fn where_commit_fails_nobody_is_told_done_and_the_next_units_are() {
    static LATE: Statement = Statement::new("late", "PRAGMA defer_foreign_keys = ON");
    static ORPHAN: Statement = Statement::new(
        "orphan",
        "INSERT INTO numbers (number, parent) VALUES (1000, 999)",
    );
    testing::run(async {
        let fresh = Fresh::sqlite();
        let store = made(&fresh).await;
        store.write(|tx| put(tx, 0)).await.unwrap();
        let outcome: Result<(), _> = store
            .write(|tx| {
                put(tx, 1)?;
                testing::execute(tx, &LATE, &[])?;
                testing::execute(tx, &ORPHAN, &[]).map(|_| ())
            })
            .await;
        assert!(matches!(
            outcome,
            Err(Fault::Sqlite {
                statement: "COMMIT",
                ..
            })
        ));
        assert_eq!(numbers(&store).await, [0]);
        store.write(|tx| put(tx, 2)).await.unwrap();
        assert_eq!(numbers(&store).await, [0, 2]);
        store.stop();
    });
}

#[test]
fn a_full_disk_is_a_fault_for_those_it_met_and_passes_with_it() {
    static LIMIT: Statement = Statement::new("limit", "PRAGMA max_page_count = 120");
    testing::run(async {
        let fresh = Fresh::sqlite();
        let store = made(&fresh).await;
        store
            .write(|tx| testing::query(tx, &LIMIT, &[]).map(|_| ()))
            .await
            .unwrap();
        let mut done = Vec::new();
        let fault = loop {
            let number = i64::try_from(done.len()).unwrap();
            match store.write(move |tx| put(tx, number)).await {
                Ok(()) => done.push(number),
                Err(fault) => break fault,
            }
        };
        assert!(matches!(fault, Fault::Unavailable(_)), "{fault:?}");
        assert_eq!(numbers(&store).await, done);
        // The limit was the connection's own; it was opened anew.
        store.write(|tx| put(tx, 1000)).await.unwrap();
        done.push(1000);
        assert_eq!(numbers(&store).await, done);
        store.stop();
    });
}

const CHILD: &str = "TVASTEG_TEST_KILLED_CHILD";

/// Not a test by itself: the process that is killed.
#[test]
fn the_child_that_is_killed() {
    let Some(path) = std::env::var_os(CHILD) else {
        return;
    };
    testing::run(async {
        let store = open(Location::Sqlite {
            path: PathBuf::from(path),
            create: false,
        });
        for first in (0..).step_by(16) {
            let units: Vec<_> = (first..first + 16)
                .map(|number| {
                    let store = store.clone();
                    std::thread::spawn(move || {
                        testing::run(store.write(move |tx| put(tx, number))).unwrap();
                        println!("\ndone {number}");
                    })
                })
                .collect();
            for unit in units {
                unit.join().unwrap();
            }
        }
    });
}

#[test]
fn what_was_told_done_is_there_after_the_process_was_killed() {
    testing::run(async {
        let fresh = Fresh::sqlite();
        made(&fresh).await.stop();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "the_child_that_is_killed", "--nocapture"])
            .env(CHILD, fresh.folder().unwrap().join("tvasteg.db"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut told: Vec<i64> = Vec::new();
        for line in output.lines() {
            if let Some(number) = line.unwrap().strip_prefix("done ") {
                told.push(number.parse().unwrap());
            }
            if told.len() == 100 {
                child.kill().unwrap();
            }
        }
        child.wait().unwrap();
        assert!(told.len() >= 100);
        let store = open(fresh.location());
        let there = numbers(&store).await;
        for number in told {
            assert!(
                there.contains(&number),
                "{number} was told done and is lost"
            );
        }
        store.stop();
    });
}
