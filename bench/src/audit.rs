//! The audit log at a thousand and at a hundred thousand rows: how fast it is sealed and verified, and what a page of it takes.

use std::sync::Arc;

use anyhow::{Result, ensure};
use app::sealing::{Extent, Heads, NoHeads, seal_all, verify};
use domain::audit::{Event, EventKind, Personal};
use domain::id::UserId;
use domain::refusal::Refusal;
use domain::time::Span;
use store::{AuditFilter, Ending, Tx};

use crate::callers;
use crate::ground::{BEGINNING, Cost, Ground};
use crate::options::Options;
use crate::place::Folder;
use crate::sample::Sample;
use crate::stopwatch::Stopwatch;
use crate::table::{Aim, Row, Table, short};

/// The yardstick, and the log of a usual organisation's year.
const SIZES: [u32; 2] = [1_000, 100_000];

/// Rows told in one unit.
const IN_ONE_UNIT: u32 = 500;

/// How often each page is read.
const READINGS: usize = 300;

/// How many rows a page shows.
const ON_A_PAGE: u32 = 50;

/// How many people the rows are about.
const PEOPLE: u32 = 997;

/// Takes the figures.
pub(crate) fn run(options: &Options) -> Result<Table> {
    let mut table = Table::new("The audit log (SQLite, synchronous=FULL)");
    let runtime = callers::runtime()?;
    let mut yardstick: Vec<Sample> = Vec::new();
    for size in SIZES {
        let taken = runtime.block_on(log(options, size, &mut table))?;
        for (place, (what, statements, sample)) in taken.iter().enumerate() {
            let beside = yardstick.get(place).unwrap_or(sample);
            table.add(page(size, what, *statements, (sample, beside)));
        }
        if yardstick.is_empty() {
            yardstick = taken.into_iter().map(|(.., sample)| sample).collect();
        }
    }
    table.note(
        "A page is 50 rows with the names of who and whom, read in one unit. The ratio is that of the medians, to the same page among \
         1 000 rows. The filters that leave little look at 2 000 rows of the index that they walk, and go on at the next page. A seal covers \
         1 000 rows; sealing numbers, hashes, chains, signs and counts them.",
    );
    Ok(table)
}

fn page(size: u32, what: &str, statements: u64, (taken, beside): (&Sample, &Sample)) -> Row {
    Row {
        what: format!("{what}, {size} rows"),
        held: taken.quantile(0.99),
        unit: " ms p99",
        aim: Aim::AtMost(50.0),
        figure: format!("{} ms p50, {statements} statements", short(taken.median())),
        yardstick: format!("{} × of 1 000", short(taken.median() / beside.median())),
    }
}

fn rate(what: &str, size: u32, millis: f64) -> Row {
    Row {
        what: format!("{what}, {size} rows"),
        held: f64::from(size) / millis * 1000.0,
        unit: " rows/s",
        aim: Aim::None,
        figure: format!("{} ms in all", short(millis)),
        yardstick: String::new(),
    }
}

fn person(number: u32) -> UserId {
    UserId::from_bytes(u128::from(number % PEOPLE + 1).to_be_bytes())
}

/// A row: who cycles through the people, one in 50 is refused, one in 400 changes something.
fn event(number: u32) -> Event {
    let kind = if number.is_multiple_of(400) {
        EventKind::RoleChanged
    } else {
        EventKind::FactorChecked
    };
    let personal = Personal {
        address: Some(format!("192.0.2.{}", number % 250)),
        browser: Some("Firefox on Linux".to_owned()),
        target: None,
    };
    let event = Event::own(kind, person(number), personal).with("factor", "totp");
    if number.is_multiple_of(50) {
        event.refused(Refusal::CodeWrong)
    } else {
        event
    }
}

async fn log(
    options: &Options,
    size: u32,
    table: &mut Table,
) -> Result<Vec<(&'static str, u64, Sample)>> {
    let folder = Folder::new(&options.data)?;
    let ground = Ground::lay(folder.location(), Cost::Nothing, 1).await?;
    let organisation = ground.organisation.id;
    for first in (0..size).step_by(IN_ONE_UNIT as usize) {
        let unit = move |tx: &mut Tx| {
            for number in first..(first + IN_ONE_UNIT).min(size) {
                let now = BEGINNING + Span::seconds(number.into());
                tx.audit(organisation, &event(number), now)?;
            }
            Ok(())
        };
        ground.app.store.write(unit).await?;
    }
    let heads: Arc<dyn Heads> = Arc::new(NoHeads);
    let sealing = Stopwatch::start();
    while seal_all(&ground.app, &heads, BEGINNING).await? > 0 {}
    table.add(rate("sealed", size, sealing.millis()));
    let verifying = Stopwatch::start();
    let found = verify(&ground.app, organisation, Extent::Whole, None).await?;
    ensure!(found.finding.is_none() && found.unsealed == 0, "not sealed");
    table.add(rate("verified", size, verifying.millis()));
    let mut taken = Vec::new();
    for (what, filter) in asked() {
        let mut readings = Vec::with_capacity(READINGS);
        let before = ground.app.store.counted().statements;
        for _ in 0..READINGS {
            let filter = filter.clone();
            let reading = Stopwatch::start();
            let unit =
                move |tx: &mut store::ReadTx| tx.audit_page(organisation, &filter, None, ON_A_PAGE);
            ground.app.store.read(unit).await?;
            readings.push(reading.millis());
        }
        let statements = ground.app.store.counted().statements - before;
        ensure!(statements % READINGS as u64 == 0, "{what}: not constant");
        taken.push((what, statements / READINGS as u64, Sample::of(readings)));
    }
    ground.stop();
    Ok(taken)
}

fn asked() -> Vec<(&'static str, AuditFilter)> {
    let all = AuditFilter::default;
    let refused = || Some(Ending::Refused);
    vec![
        ("newest", all()),
        (
            "whom",
            AuditFilter {
                subject: Some(person(3)),
                ..all()
            },
        ),
        (
            "what",
            AuditFilter {
                kind: Some(EventKind::RoleChanged.code().to_owned()),
                ..all()
            },
        ),
        (
            "whence",
            AuditFilter {
                address: Some("192.0.2.7".to_owned()),
                ..all()
            },
        ),
        (
            "refused, one in 50",
            AuditFilter {
                outcome: refused(),
                ..all()
            },
        ),
        (
            "what, by whom and refused, next to none",
            AuditFilter {
                kind: Some(EventKind::FactorChecked.code().to_owned()),
                outcome: Some(Ending::For("grace-over".to_owned())),
                ..all()
            },
        ),
    ]
}
