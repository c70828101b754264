//! What a unit may rely on, the same on both engines and behind a pooler.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use domain::random;
use store::testing::{self, Cell, Statement, Value, each_engine, each_way};
use store::{Fault, Store, Tx};

static MAKE: Statement = Statement::new(
    "make",
    "CREATE TABLE numbers (number BIGINT NOT NULL PRIMARY KEY, word TEXT, taken BIGINT NOT NULL DEFAULT 0)",
);
static PUT: Statement = Statement::new("put", "INSERT INTO numbers (number) VALUES ($1)");
static PUT_WORD: Statement = Statement::new(
    "put_word",
    "INSERT INTO numbers (word, number) VALUES ($2, $1)",
);
static ALL: Statement = Statement::new("all", "SELECT number FROM numbers ORDER BY number");
static TAKE: Statement = Statement::new(
    "take",
    "UPDATE numbers SET taken = 1 WHERE number = $1 AND taken = 0 RETURNING number",
);
static BY_NAME: Statement = Statement::new(
    "by_name",
    "SELECT CAST($2 AS BIGINT), CAST($1 AS TEXT), CAST($3 AS TEXT), CAST($1 AS TEXT)",
);

async fn make(store: &Store) {
    store
        .write(|tx| testing::execute(tx, &MAKE, &[]))
        .await
        .unwrap();
}

fn put(tx: &mut Tx, number: i64) -> Result<(), Fault> {
    testing::execute(tx, &PUT, &[number.into()]).map(|_| ())
}

async fn numbers(store: &Store) -> Vec<i64> {
    let rows = store
        .read(|tx| testing::query(tx, &ALL, &[]))
        .await
        .unwrap();
    let number = |row: &Vec<Cell>| match row.as_slice() {
        [Cell::Int(number)] => *number,
        _ => panic!("not a number"),
    };
    rows.iter().map(number).collect()
}

#[test]
fn every_statement_can_be_prepared_on_both_engines() {
    each_way(async |store| {
        let faults = store
            .read(|tx| Ok(testing::faults_of_all_statements(tx)))
            .await
            .unwrap();
        assert!(faults.is_empty(), "{faults:#?}");
    });
}

#[test]
fn values_are_bound_by_their_number_and_not_by_their_place() {
    each_way(async |store| {
        let row = store
            .read(|tx| testing::query(tx, &BY_NAME, &["one".into(), 2_i64.into(), Value::Null]))
            .await
            .unwrap()
            .remove(0);
        let one = Cell::Text("one".to_owned());
        assert!(row == [Cell::Int(2), one.clone(), Cell::Null, one]);
    });
}

#[test]
fn what_was_told_done_is_seen_by_every_later_read() {
    each_way(async |store| {
        make(&store).await;
        for number in 0..50 {
            store.write(move |tx| put(tx, number)).await.unwrap();
            assert_eq!(numbers(&store).await.last(), Some(&number));
        }
    });
}

#[test]
fn a_unit_that_fails_or_panics_is_rolled_back_alone() {
    each_way(async |store| {
        make(&store).await;
        let unit = |number: i64| {
            let store = store.clone();
            async move {
                let outcome = store
                    .write(move |tx| {
                        put(tx, number)?;
                        match number % 10 {
                            3 => Err(Fault::of_unit(std::io::Error::other("wants out"))),
                            7 => panic!("a panic on purpose"),
                            _ => Ok(number),
                        }
                    })
                    .await;
                match number % 10 {
                    3 => assert!(matches!(outcome, Err(Fault::Unit(_)))),
                    7 => assert!(matches!(outcome, Err(Fault::Panicked))),
                    _ => assert_eq!(outcome.unwrap(), number),
                }
            }
        };
        join_all((0..200).map(unit)).await;
        let expected: Vec<i64> = (0..200).filter(|n| n % 10 != 3 && n % 10 != 7).collect();
        assert_eq!(numbers(&store).await, expected);
    });
}

#[test]
fn a_caller_that_hangs_up_does_not_cut_its_unit_short() {
    each_engine(async |store| {
        make(&store).await;
        let held = Arc::new(Mutex::new(()));
        let guard = held.lock().unwrap();
        for number in 0..10 {
            let held = Arc::clone(&held);
            let unit = store.write(move |tx| {
                drop(held.lock());
                put(tx, number)
            });
            assert!(matches!(poll_once(unit), Polled::Waits(_)));
        }
        drop(guard);
        while numbers(&store).await.len() < 10 {}
        assert_eq!(numbers(&store).await, (0..10).collect::<Vec<_>>());
    });
}

#[test]
fn a_unit_that_passes_over_a_failed_statement_is_rolled_back() {
    each_way(async |store| {
        make(&store).await;
        store.write(|tx| put(tx, 1)).await.unwrap();
        let outcome = store
            .write(|tx| {
                put(tx, 2)?;
                assert!(put(tx, 1).is_err());
                Ok(())
            })
            .await;
        assert!(matches!(outcome, Err(Fault::Swallowed)));
        assert_eq!(numbers(&store).await, [1]);
    });
}

#[test]
fn a_refusal_is_a_value_and_is_committed() {
    each_engine(async |store| {
        make(&store).await;
        let refusal: Result<(), &str> = store
            .write(|tx| {
                put(tx, 1)?;
                Ok(Err("refused"))
            })
            .await
            .unwrap();
        assert_eq!(refusal, Err("refused"));
        assert_eq!(numbers(&store).await, [1]);
    });
}

#[test]
fn a_text_with_a_nul_is_refused_on_both_engines() {
    each_way(async |store| {
        make(&store).await;
        let outcome = store
            .write(|tx| testing::execute(tx, &PUT_WORD, &[1_i64.into(), "a\0b".into()]))
            .await;
        assert!(matches!(
            outcome,
            Err(Fault::NulInText {
                statement: "put_word"
            })
        ));
        assert!(numbers(&store).await.is_empty());
    });
}

#[test]
fn of_many_who_take_one_thing_exactly_one_gets_it() {
    each_way(async |store| {
        make(&store).await;
        for round in 0..20 {
            store.write(move |tx| put(tx, round)).await.unwrap();
            let take = |_| {
                store.write(move |tx| {
                    testing::query(tx, &TAKE, &[round.into()]).map(|rows| rows.len())
                })
            };
            let taken: Vec<_> = join_all((0..64).map(take)).await;
            let successes: usize = taken.into_iter().map(Result::unwrap).sum();
            assert_eq!(successes, 1);
        }
    });
}

#[test]
fn a_unit_that_met_another_is_run_again_on_postgresql_with_the_same_random_stream() {
    each_engine(async |store| {
        make(&store).await;
        let runs = Arc::new(AtomicU32::new(0));
        let drawn = Arc::new(Mutex::new(BTreeSet::new()));
        let (seen, ids) = (Arc::clone(&runs), Arc::clone(&drawn));
        let outcome = store
            .write(move |tx| {
                let number = i64::from_be_bytes(random::array(tx.random()));
                ids.lock().unwrap().insert(number);
                put(tx, number)?;
                if seen.fetch_add(1, Ordering::Relaxed) < 3 {
                    return Err(Fault::Conflict);
                }
                Ok(number)
            })
            .await;
        if runs.load(Ordering::Relaxed) == 1 {
            // SQLite has one writer: whatever it met will be there the next time.
            assert!(matches!(outcome, Err(Fault::Conflict)));
            assert!(numbers(&store).await.is_empty());
        } else {
            let number = outcome.unwrap();
            assert_eq!(runs.load(Ordering::Relaxed), 4);
            assert_eq!(*drawn.lock().unwrap(), BTreeSet::from([number]));
            assert_eq!(numbers(&store).await, [number]);
            assert_eq!(store.counted().reruns, 3);
        }
        let other = store
            .write(|tx| Ok(i64::from_be_bytes(random::array(tx.random()))))
            .await
            .unwrap();
        assert!(!drawn.lock().unwrap().contains(&other));
    });
}

#[test]
fn units_that_deadlock_are_run_again_until_both_are_done() {
    static BUMP: Statement = Statement::new(
        "bump",
        "UPDATE numbers SET taken = taken + 1 WHERE number = $1",
    );
    static SUM: Statement = Statement::new("sum", "SELECT CAST(sum(taken) AS BIGINT) FROM numbers");
    each_engine(async |store| {
        make(&store).await;
        store
            .write(|tx| put(tx, 0).and_then(|()| put(tx, 1)))
            .await
            .unwrap();
        let cross = |unit: i64| {
            store.write(move |tx| {
                for number in [unit % 2, 1 - unit % 2] {
                    testing::execute(tx, &BUMP, &[number.into()])?;
                }
                Ok(())
            })
        };
        for outcome in join_all((0..8).map(cross)).await {
            outcome.unwrap();
        }
        let sum = store
            .read(|tx| testing::query(tx, &SUM, &[]))
            .await
            .unwrap()
            .remove(0);
        assert!(sum == [Cell::Int(16)]);
    });
}

#[test]
fn beyond_the_bound_a_unit_is_refused_at_once() {
    testing::each_fresh(async |fresh| {
        let mut settings = store::Settings::new(fresh.location());
        settings.waiting = 3;
        let store = testing::open_with(settings, testing::keyring());
        make(&store).await;
        let held = Arc::new(Mutex::new(()));
        let guard = held.lock().unwrap();
        let units: Vec<_> = (0..40)
            .map(|number| {
                let held = Arc::clone(&held);
                poll_once(store.write(move |tx| {
                    drop(held.lock());
                    put(tx, number)
                }))
            })
            .collect();
        let refused = units
            .iter()
            .filter(|unit| matches!(unit, Polled::Ended(Err(Fault::Busy))))
            .count();
        assert!(refused >= 30, "{refused} were refused");
        drop(guard);
        for unit in units {
            if let Polled::Waits(unit) = unit {
                unit.await.unwrap();
            }
        }
        assert_eq!(numbers(&store).await.len(), 40 - refused);
        store.stop();
    });
}

#[test]
fn a_stopped_store_has_done_what_waited_and_takes_no_more() {
    each_engine(async |store| {
        make(&store).await;
        let units: Vec<_> = (0..30)
            .map(|number| poll_once(store.write(move |tx| put(tx, number))))
            .collect();
        store.stop();
        for unit in units {
            unit.end().await.unwrap();
        }
        let outcome = store.write(|tx| put(tx, 99)).await;
        assert!(matches!(outcome, Err(Fault::Stopped)));
    });
}

#[test]
fn statements_units_and_commits_are_counted() {
    each_engine(async |store| {
        make(&store).await;
        let before = store.counted();
        let in_unit = store
            .write(|tx| {
                put(tx, 1)?;
                put(tx, 2)?;
                Ok(tx.statements())
            })
            .await
            .unwrap();
        let after = store.counted();
        assert_eq!(in_unit, 2);
        assert_eq!(after.statements - before.statements, 2);
        assert_eq!(after.units - before.units, 1);
        assert_eq!(after.commits - before.commits, 1);
    });
}

/// Polls a future once: its unit is on its way then.
enum Polled<F: Future> {
    Waits(std::pin::Pin<Box<F>>),
    Ended(F::Output),
}

impl<F: Future> Polled<F> {
    async fn end(self) -> F::Output {
        match self {
            Self::Waits(future) => future.await,
            Self::Ended(output) => output,
        }
    }
}

fn poll_once<F: Future>(future: F) -> Polled<F> {
    let mut future = Box::pin(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match future.as_mut().poll(&mut context) {
        std::task::Poll::Ready(output) => Polled::Ended(output),
        std::task::Poll::Pending => Polled::Waits(future),
    }
}

/// Starts all of them before it waits for any.
async fn join_all<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let started: Vec<_> = futures.map(poll_once).collect();
    let mut outputs = Vec::new();
    for future in started {
        outputs.push(future.end().await);
    }
    outputs
}
