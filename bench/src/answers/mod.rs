//! Codes answered each second, durably, beside the answer's own six statements sent by the bare driver in the same run.
//!
//! Both sides answer logins of the same stock in the same database, in turns. An answer of the use case also reads its login before the
//! unit, opens the sealed key, checks the code and draws a session; the bare driver sends finished values and checks that each statement
//! touched its row.

mod bare;
pub(crate) mod means;
pub(crate) mod postgres;
mod sqlite;
pub(crate) mod stock;

use std::sync::Arc;

use anyhow::{Context, Result};
use store::{Location, PostgresLocation};

use crate::callers::{self, Until, call};
use crate::ground::{Cost, Ground};
use crate::options::{Options, ROUNDS};
use crate::place::Folder;
use crate::sample::{Rounds, median};
use crate::storage::Database;
use crate::table::{Aim, Row, Table, short};

use self::bare::Sent;
use self::means::Codes;
use self::stock::{Prepared, Stock};

pub(crate) const CALLERS: [usize; 3] = [1, 8, 32];
pub(crate) const PEOPLE: u64 = 1000;
/// Answers from which the first guess of a rate is made.
pub(crate) const TRIED: u64 = 200;

/// Takes the figures.
pub(crate) fn run(options: &Options) -> Result<Table> {
    let mut table =
        Table::new("Codes answered, durable, beside the same six statements from the bare driver");
    let folder = Folder::new(&options.data)?;
    let path = folder.database();
    let engine = Engine {
        name: "SQLite, synchronous=FULL",
        beside: |_| "bare, one commit after the other".to_owned(),
        aim: |callers| {
            if callers == 32 {
                Aim::AtLeast(2.0)
            } else {
                Aim::AtLeast(0.85)
            }
        },
        bare: &|_, answers| sqlite::per_second(&path, answers),
        settle: &|| Ok(()),
    };
    engine.measure(options, folder.location(), &mut table)?;
    let Some(url) = &options.postgres else {
        table.note("PostgreSQL was not measured: there is none here, and no --postgres URL.");
        return Ok(table);
    };
    let fresh = Database::make(url)?;
    let engine = Engine {
        name: "PostgreSQL, fsync on",
        beside: |callers| format!("bare, {callers} connections"),
        aim: |_| Aim::AtLeast(0.85),
        bare: &|callers, answers| postgres::per_second(&fresh.url, callers, answers),
        settle: &|| postgres::analyse(&fresh.url),
    };
    let location = Location::Postgres(PostgresLocation::parse(&fresh.url)?);
    engine.measure(options, location, &mut table)?;
    table.note(
        "PostgreSQL was told once to look at its tables (ANALYZE), which it does by itself a minute after they were filled: plans made for \
         empty tables are not what an installation runs on.",
    );
    Ok(table)
}

struct Engine<'a> {
    name: &'static str,
    beside: fn(usize) -> String,
    aim: fn(usize) -> Aim,
    bare: &'a dyn Fn(usize, &[Sent]) -> Result<f64>,
    /// What the engine does by itself within minutes, done before it is measured.
    settle: &'a dyn Fn() -> Result<()>,
}

impl Engine<'_> {
    fn measure(&self, options: &Options, location: Location, table: &mut Table) -> Result<()> {
        let runtime = callers::runtime()?;
        let mut stock = runtime.block_on(async {
            Stock::lay(Ground::lay(location, Cost::Nothing, PEOPLE).await?).await
        })?;
        let mut codes = Codes::of(&stock.ground);
        for callers in CALLERS {
            let tried = runtime.block_on(stock.prepare(TRIED, &mut codes))?;
            (self.settle)()?;
            let guess = runtime.block_on(answered(&stock.ground, callers, tried))?.0;
            let many = as_many(guess, options);
            let (mut rounds, mut middle, mut slow) = (Rounds::default(), Vec::new(), Vec::new());
            for _ in 0..ROUNDS {
                let prepared = runtime.block_on(stock.prepare(many, &mut codes))?;
                let (rate, p50, p99) =
                    runtime.block_on(answered(&stock.ground, callers, prepared))?;
                let prepared = runtime.block_on(stock.prepare(many, &mut codes))?;
                let sent = prepared
                    .iter()
                    .map(|one| stock.sent(one))
                    .collect::<Result<Vec<_>>>()?;
                rounds.add(rate, (self.bare)(callers, &sent)?);
                middle.push(p50);
                slow.push(p99);
            }
            let times = format!(
                "p50 {} ms, p99 {} ms",
                short(median(middle)),
                short(median(slow))
            );
            table.add(Row {
                what: format!("codes answered, {}, {callers} callers", self.name),
                held: rounds.ratio(),
                unit: "",
                aim: (self.aim)(callers),
                figure: format!("{}/s; {times}", short(rounds.figure())),
                yardstick: format!(
                    "{}/s {}; rounds {}",
                    short(rounds.yardstick()),
                    (self.beside)(callers),
                    rounds.range()
                ),
            });
        }
        stock.ground.stop();
        Ok(())
    }
}

/// How many answers fill a round at this rate.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of answers, from a guess"
)]
pub(crate) fn as_many(rate: f64, options: &Options) -> u64 {
    ((rate * options.round().as_secs_f64()) as u64).clamp(TRIED, 50_000)
}

/// Answers all of these; the rate and the times in the middle and among the slowest.
pub(crate) async fn answered(
    ground: &Ground,
    callers: usize,
    all: Arc<Vec<Prepared>>,
) -> Result<(f64, f64, f64)> {
    let ground = ground.clone();
    let until = Until::Done(all.len() as u64);
    let called = call(callers, until, move |number| {
        let (ground, all) = (ground.clone(), Arc::clone(&all));
        async move {
            let one = all
                .get(usize::try_from(number)?)
                .context("a login to answer")?;
            ground
                .answer(&one.login, one.person, one.answer(), one.now)
                .await
                .map(drop)
        }
    });
    let called = called.await?;
    Ok((
        called.per_second,
        called.took.median(),
        called.took.quantile(0.99),
    ))
}
