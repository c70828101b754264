//! A table of people read in, looked at and applied: rows a second, the longest that others wait, and the most memory it took.

use std::fmt::Write as _;
use std::fs;

use anyhow::{Context, Result, ensure};
use app::administer::By;
use app::administer::import::{self, Kind};

use crate::callers;
use crate::ground::{BEGINNING, Cost, Ground};
use crate::options::Options;
use crate::place::Folder;
use crate::stopwatch::Stopwatch;
use crate::table::{Aim, Row, Table, short};

/// Rows of the table.
const ROWS: u32 = 100_000;

/// Rows that are handed over at a time, as they would come from a network.
const AT_A_TIME: u32 = 500;

/// Takes the figures.
pub(crate) fn run(options: &Options) -> Result<Table> {
    let runtime = callers::runtime()?;
    let mut table = Table::new("Import of people (SQLite, no passwords)");
    runtime.block_on(async {
        let folder = Folder::new(&options.data)?;
        let ground = Ground::lay(folder.location(), Cost::Nothing, 1).await?;
        for row in whole(&ground).await? {
            table.add(row);
        }
        ground.stop();
        anyhow::Ok(())
    })?;
    table.note(
        "A row holds a username, a name, a mailbox, a mobile number and a language. Looking is reading, judging, sealing and staging in \
         units of 500 rows; applying is one unit, and what it takes is the longest that another writer waits. Memory is the peak of this \
         process over all three steps.",
    );
    Ok(table)
}

async fn whole(ground: &Ground) -> Result<Vec<Row>> {
    let (app, organisation, by) = (&ground.app, ground.organisation.id, By::operator(BEGINNING));
    // The peak begins anew here.
    fs::write("/proc/self/clear_refs", "5")?;
    let reading = Stopwatch::start();
    let named = (Kind::People, "people.csv");
    let mut receiving = import::begin(app, organisation, named, None, &by).await?;
    receiving
        .put("username;name;e-mail;mobile;language\n".as_bytes())
        .await?;
    for first in (0..ROWS).step_by(AT_A_TIME as usize) {
        receiving.put(rows(first).as_bytes()).await?;
    }
    let read = import::received(receiving, BEGINNING).await?;
    let reading = reading.millis();
    let looking = Stopwatch::start();
    let at = (read.id, read.version);
    import::order_check(app, organisation, at, read.choices, None, &by).await?;
    let looked = import::check_now(app, organisation, read.id, BEGINNING).await?;
    let looking = looking.millis();
    ensure!(looked.counts.new == i64::from(ROWS), "{:?}", looked.counts);
    let applying = Stopwatch::start();
    let at = (looked.id, looked.version);
    import::apply(app, organisation, at, false, &by).await?;
    let applying = applying.millis();
    let peak = peak_mib()?;
    let whole = reading + looking + applying;
    let a_second = f64::from(ROWS) * 1000.0 / whole;
    let told = |what: &str, millis: f64| Row {
        what: what.to_owned(),
        held: millis / 1000.0,
        unit: " s",
        aim: Aim::None,
        figure: format!("{} rows/s", short(f64::from(ROWS) * 1000.0 / millis)),
        yardstick: String::new(),
    };
    Ok(vec![
        Row {
            what: format!(
                "{} rows read in, looked at and applied",
                short(f64::from(ROWS))
            ),
            held: a_second,
            unit: " rows/s",
            aim: Aim::AtLeast(20_000.0),
            figure: format!("{} s", short(whole / 1000.0)),
            yardstick: String::new(),
        },
        told("reading it in", reading),
        told("looking at the rows", looking),
        told("applying, one unit", applying),
        Row {
            what: "peak memory of the whole process".to_owned(),
            held: peak,
            unit: " MiB",
            aim: Aim::AtMost(150.0),
            figure: format!("{} MiB", short(peak)),
            yardstick: String::new(),
        },
    ])
}

fn rows(first: u32) -> String {
    let mut text = String::new();
    for number in first..first + AT_A_TIME {
        let written = writeln!(
            text,
            "person{number};Person Öberg {number};person{number}@bench.example;070-1{number:06};sv"
        );
        debug_assert!(written.is_ok(), "writing to a String does not fail");
    }
    text
}

/// The most resident memory that this process has had, in mebibytes.
fn peak_mib() -> Result<f64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next());
    Ok(kib.context("a process has VmHWM")?.parse::<f64>()? / 1024.0)
}
