//! Second steps answered by passkey, durably, beside codes answered by the same people in the same run.

use anyhow::Result;
use store::Location;
use tokio::runtime::Runtime;

use super::keyring::{Half, Keyring};
use crate::answers::means::{Codes, Means};
use crate::answers::stock::Stock;
use crate::answers::{CALLERS, PEOPLE, TRIED, answered, as_many};
use crate::callers;
use crate::ground::{Cost, Ground};
use crate::options::{Options, ROUNDS};
use crate::sample::{Rounds, median};
use crate::table::{Aim, Row, Table, short};

/// Where it is measured.
pub(super) struct Engine<'a> {
    pub(super) name: &'static str,
    /// What the engine does by itself within minutes, done before it is measured.
    pub(super) settle: &'a dyn Fn() -> Result<()>,
}

/// The rounds of one kind of passkey, with the times in the middle and among the slowest.
#[derive(Default)]
struct Taken {
    rounds: Rounds,
    middle: Vec<f64>,
    slow: Vec<f64>,
}

impl Taken {
    fn add(&mut self, (rate, p50, p99): (f64, f64, f64), codes: f64) {
        self.rounds.add(rate, codes);
        self.middle.push(p50);
        self.slow.push(p99);
    }

    fn row(self, what: String, aim: Aim) -> Row {
        Row {
            what,
            held: self.rounds.ratio(),
            unit: "",
            aim,
            figure: format!(
                "{}/s; p50 {} ms, p99 {} ms",
                short(self.rounds.figure()),
                short(median(self.middle)),
                short(median(self.slow))
            ),
            yardstick: format!(
                "{}/s codes of authenticator apps; rounds {}",
                short(self.rounds.yardstick()),
                self.rounds.range()
            ),
        }
    }
}

impl Engine<'_> {
    /// Takes the figures in an empty database.
    pub(super) fn measure(
        &self,
        options: &Options,
        location: Location,
        table: &mut Table,
    ) -> Result<()> {
        let runtime = callers::runtime()?;
        let (mut stock, mut keyring) = runtime.block_on(async {
            let ground = Ground::lay(location, Cost::Nothing, PEOPLE).await?;
            // Before anybody types a password: a login stands for what its person had then.
            let keyring = Keyring::give(&ground).await?;
            anyhow::Ok((Stock::lay(ground).await?, keyring))
        })?;
        let mut codes = Codes::of(&stock.ground);
        for callers in CALLERS {
            let mut side = Side {
                runtime: &runtime,
                stock: &mut stock,
                callers,
            };
            side.answered(TRIED, &mut codes)?;
            (self.settle)()?;
            let many = as_many(side.answered(TRIED, &mut codes)?.0, options);
            let (mut counting, mut synced) = (Taken::default(), Taken::default());
            for _ in 0..ROUNDS {
                let by_code = side.answered(many, &mut codes)?.0;
                for (taken, counts) in [(&mut counting, true), (&mut synced, false)] {
                    let keyring = &mut keyring;
                    let figures = side.answered(many, &mut Half { keyring, counts })?;
                    taken.add(figures, by_code);
                }
            }
            let what = |named: &str| {
                format!(
                    "answered by a passkey {named}, {}, {callers} callers",
                    self.name
                )
            };
            table.add(counting.row(what("that counts"), Aim::AtLeast(0.9)));
            table.add(synced.row(what("that is synced"), Aim::None));
        }
        stock.ground.stop();
        Ok(())
    }
}

/// So many callers who answer out of the stock.
struct Side<'a> {
    runtime: &'a Runtime,
    stock: &'a mut Stock,
    callers: usize,
}

impl Side<'_> {
    fn answered(&mut self, many: u64, means: &mut dyn Means) -> Result<(f64, f64, f64)> {
        let prepared = self.runtime.block_on(self.stock.prepare(many, means))?;
        self.runtime
            .block_on(answered(&self.stock.ground, self.callers, prepared))
    }
}
