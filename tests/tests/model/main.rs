//! Random sequences of what people and administrators do, played against a small model of the rules and against the real server: after
//! every act both must show the same.
//!
//! `rules`, `logins` and `changes` are the model and know nothing of the server; `driver`, `codes` and `errands` do the same on both and
//! compare. Every case is drawn from one seed, which a failure tells together with the shortest sequence that fails; `TVASTEG_TEST_SEED`
//! draws others, `TVASTEG_TEST_CASES` more.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod act;
mod changes;
mod codes;
mod driver;
mod errands;
mod logins;
mod rules;

use std::cell::RefCell;

use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use tests::world::{is_quick, on};
use tests::{Database, Engine};

use crate::driver::Driver;

/// Acts in one sequence.
const MOST_ACTS: usize = 60;

/// What the sequences are drawn from.
const SEED: u64 = 2026;

/// So many sequences meet everything that there is to meet.
const ENOUGH: u32 = 32;

/// Every page that a browser can stand at between two acts, and everything that the log calls an answer.
const MEETS: [&str; 19] = [
    "account",
    "password",
    "reauthenticate",
    "choose-factor",
    "answer",
    "enrol-choose",
    "trust-device",
    "new-password",
    "support",
    "expired",
    "right",
    "waiting",
    "code-wrong",
    "code-used",
    "code-expired",
    "code-replaced",
    "clock-behind",
    "challenge-dead",
    "skipped",
];

fn seed() -> u64 {
    std::env::var("TVASTEG_TEST_SEED").map_or(SEED, |seed| {
        seed.parse().expect("TVASTEG_TEST_SEED is a number")
    })
}

fn agree(engine: Engine, cases: u32) {
    let cases = std::env::var("TVASTEG_TEST_CASES").map_or(cases, |cases| {
        cases.parse().expect("TVASTEG_TEST_CASES is a number")
    });
    // Where the engine may be passed over, that is said once.
    if Database::furnished(engine).is_none() {
        return;
    }
    let seed = seed();
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 400,
        ..Config::default()
    };
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let met = RefCell::default();
    let agreed = runner.run(&act::sequences(MOST_ACTS), |acts| {
        on(engine, async |world| {
            Driver::new(world, &met).await.play(&acts.0).await;
        });
        Ok(())
    });
    if let Err(error) = agreed {
        panic!("seed {seed} on {engine:?}: {error}");
    }
    let met = met.into_inner();
    if cases >= ENOUGH && seed == SEED {
        let missed = MEETS.into_iter().filter(|what| !met.contains_key(what));
        let missed: Vec<&str> = missed.collect();
        assert!(
            missed.is_empty(),
            "too tame: nobody met {missed:?}, only {met:?}"
        );
    }
}

#[test]
fn the_server_and_the_model_agree_on_sqlite() {
    agree(Engine::Sqlite, if is_quick() { 10 } else { 32 });
}

#[test]
fn the_server_and_the_model_agree_on_postgres() {
    agree(Engine::Postgres, if is_quick() { 3 } else { 8 });
}
