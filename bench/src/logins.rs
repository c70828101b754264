//! Whole sign-ins with a password and a code, beside the bare password hash: what the rest of a sign-in costs.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Result, anyhow};
use app::password_pool::PasswordSettings;
use argon2::{Algorithm, Argon2, Block, Params, Version};
use domain::time::{Span, Timestamp};

use crate::callers::{self, Until, call};
use crate::ground::{BEGINNING, Cost, Ground};
use crate::options::{Options, ROUNDS};
use crate::person::PASSWORD;
use crate::place::Folder;
use crate::process::processor_millis;
use crate::sample::{Rounds, median};
use crate::site::{self, SetClock};
use crate::stopwatch::Stopwatch;
use crate::table::{Aim, Row, Table, short};
use crate::visitor::Visitor;

const PEOPLE: u64 = 512;
/// Enough that every hashing thread always has the next password.
const CALLERS: usize = 8;

/// Takes the figures.
pub(crate) fn run(options: &Options) -> Result<Table> {
    let runtime = callers::runtime()?;
    let mut table =
        Table::new("Sign-ins: password and authenticator app (SQLite, synchronous=FULL)");
    runtime.block_on(async {
        let beside = beside_the_hash(options).await?;
        for row in beside.into_iter().chain(without_the_hash(options).await?) {
            table.add(row);
        }
        anyhow::Ok(())
    })?;
    table.note(
        "Where other work shares the machine, the rates compare how many threads want a processor; processor time compares the work. A \
         sign-in is the use cases `sign_in`, `standing` and `answer`: everything but HTTP. Its processor time besides the hash is \
         taken with one caller (so that no commit is shared) and a hash of 8 KiB, whose own cost is subtracted; the pages' row is the \
         same through the router with every page, form and redirect of it.",
    );
    Ok(table)
}

/// When the turn with this number is: every turn of one person has a new time step.
fn moment(number: u64) -> Timestamp {
    BEGINNING + Span::seconds(30 * i64::try_from(number / PEOPLE).unwrap_or(0))
}

async fn beside_the_hash(options: &Options) -> Result<[Row; 2]> {
    let folder = Folder::new(&options.data)?;
    let ground = Ground::lay(folder.location(), Cost::Usual, PEOPLE).await?;
    let usual = Cost::Usual.settings();
    let (turn, mut rates, mut costs) = (
        Arc::new(AtomicU64::new(0)),
        Rounds::default(),
        Rounds::default(),
    );
    let mut took = Vec::new();
    for _ in 0..ROUNDS {
        let (own, turn) = (ground.clone(), Arc::clone(&turn));
        let before = processor_millis()?;
        let signed_in = call(CALLERS, Until::Over(options.round()), move |_| {
            let (own, number) = (own.clone(), turn.fetch_add(1, Ordering::Relaxed));
            async move {
                own.sign_in(own.person(number), moment(number))
                    .await
                    .map(drop)
            }
        });
        let signed_in = signed_in.await?;
        let between = processor_millis()?;
        let (hashed, rate) = hashes(&usual, options.round())?;
        let after = processor_millis()?;
        took.push(signed_in.took.median());
        rates.add(signed_in.per_second, rate);
        costs.add(
            each(after - between, hashed),
            each(between - before, signed_in.done),
        );
    }
    ground.stop();
    let parameters = format!(
        "{} KiB, t={}, p={}, {} threads",
        usual.memory_kib, usual.iterations, usual.lanes, usual.threads
    );
    let aim = Aim::AtLeast(0.9);
    Ok([
        Row {
            what: format!(
                "sign-ins, {} hashing threads, {CALLERS} callers",
                usual.threads
            ),
            held: rates.ratio(),
            unit: "",
            aim,
            figure: format!(
                "{}/s; p50 {} ms",
                short(rates.figure()),
                short(median(took))
            ),
            yardstick: format!(
                "{} bare Argon2id hashes/s ({parameters}); rounds {}",
                short(rates.yardstick()),
                rates.range()
            ),
        },
        Row {
            what: "the same by processor time: a bare hash ÷ a sign-in".to_owned(),
            held: costs.ratio(),
            unit: "",
            aim,
            figure: format!("{} ms a sign-in", short(costs.yardstick())),
            yardstick: format!(
                "{} ms a hash; rounds {}",
                short(costs.figure()),
                costs.range()
            ),
        },
    ])
}

#[allow(clippy::cast_precision_loss, reason = "a figure for people")]
fn each(all: f64, done: u64) -> f64 {
    all / done.max(1) as f64
}

async fn without_the_hash(options: &Options) -> Result<[Row; 2]> {
    let folder = Folder::new(&options.data)?;
    let ground = Ground::lay(folder.location(), Cost::Nothing, PEOPLE).await?;
    let clock = SetClock::at(BEGINNING);
    let router = site::router(&ground, clock.clone());
    let turn = Arc::new(AtomicU64::new(0));
    let hash = 1000.0 / hashes(&Cost::Nothing.settings(), Duration::from_millis(200))?.1;
    let (mut plain, mut paged) = (Vec::new(), Vec::new());
    let requests = Arc::new(AtomicU64::new(0));
    for _ in 0..ROUNDS {
        let (own, next) = (ground.clone(), Arc::clone(&turn));
        plain.push(
            processor_time_each(options.round(), move |_| {
                let (own, number) = (own.clone(), next.fetch_add(1, Ordering::Relaxed));
                async move {
                    own.sign_in(own.person(number), moment(number))
                        .await
                        .map(drop)
                }
            })
            .await?,
        );
        let (own, next, clock, router) = (
            ground.clone(),
            Arc::clone(&turn),
            clock.clone(),
            router.clone(),
        );
        let requests = Arc::clone(&requests);
        paged.push(
            processor_time_each(options.round(), move |_| {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let (person, now) = (own.person(number), moment(number));
                clock.set(now);
                let (mut visitor, requests) =
                    (Visitor::new(router.clone(), person), Arc::clone(&requests));
                async move {
                    let needed = visitor.sign_in(&person.code(now)?).await?;
                    requests.store(needed.into(), Ordering::Relaxed);
                    Ok(())
                }
            })
            .await?,
        );
    }
    ground.stop();
    let row = |what: String, readings: Vec<f64>| {
        let each = median(readings) - hash;
        Row {
            what,
            held: each,
            unit: " ms",
            aim: Aim::AtMost(1.0),
            figure: format!(
                "{} ms, of it {} ms hash subtracted",
                short(each + hash),
                short(hash)
            ),
            yardstick: "16–43 ms (peers, measured once on the same kind of machine)".to_owned(),
        }
    };
    let requests = requests.load(Ordering::Relaxed);
    Ok([
        row(
            "processor time of a sign-in besides the hash, kernel's included".to_owned(),
            plain,
        ),
        row(
            format!("the same through its pages ({requests} requests)"),
            paged,
        ),
    ])
}

/// The processor time that one caller costs this process each time, in milliseconds.
async fn processor_time_each<F, W>(span: Duration, work: F) -> Result<f64>
where
    F: Fn(u64) -> W + Send + Sync + 'static,
    W: Future<Output = Result<()>> + Send,
{
    let before = processor_millis()?;
    let called = call(1, Until::Over(span), work).await?;
    Ok(each(processor_millis()? - before, called.done))
}

/// The same hash on as many threads, each with its own memory, and nothing else: how many, and how many each second.
fn hashes(settings: &PasswordSettings, span: Duration) -> Result<(u64, f64)> {
    let params = Params::new(
        settings.memory_kib,
        settings.iterations,
        settings.lanes,
        Some(32),
    )
    .map_err(|fault| anyhow!("{fault}"))?;
    let watch = Stopwatch::start();
    let done = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..settings.threads)
            .map(|_| scope.spawn(|| hash_over_and_over(&params, span)))
            .collect();
        let done = threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or(Ok(0)));
        done.sum::<Result<u64>>()
    })?;
    Ok((done, watch.per_second(done)))
}

fn hash_over_and_over(params: &Params, span: Duration) -> Result<u64> {
    let mut memory = vec![Block::default(); params.block_count()];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    let (watch, mut done, mut output) = (Stopwatch::start(), 0, [0; 32]);
    while !watch.has_run_for(span) {
        argon2
            .hash_password_into_with_memory(PASSWORD.as_bytes(), &[7; 16], &mut output, &mut memory)
            .map_err(|fault| anyhow!("{fault}"))?;
        std::hint::black_box(&output);
        done += 1;
    }
    Ok(done)
}
