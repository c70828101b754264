//! A sign-in among a thousand people and among a million, in turns.

use anyhow::Result;
use domain::time::Span;

use crate::callers;
use crate::drawn::Drawn;
use crate::ground::{BEGINNING, Cost, Ground};
use crate::options::{Options, ROUNDS};
use crate::place::Folder;
use crate::sample::Sample;
use crate::stopwatch::Stopwatch;
use crate::table::{Aim, Row, Table, short};

const FEW: u64 = 1000;
/// Sign-ins on either side before any is counted: files and statements are warm then.
const WARMING: u64 = 300;
/// Sign-ins on either side for each second that a figure is taken.
const EACH_SECOND: u64 = 400;

/// Takes the figures.
pub(crate) fn run(options: &Options) -> Result<Table> {
    let mut table = Table::new("A sign-in among many people (SQLite, synchronous=FULL)");
    callers::runtime()?.block_on(measure(options, &mut table))?;
    table.note(
        "One caller; a person drawn at random signs in on the small installation, then one on the large, by turns; password, page and code \
         together, with a hash that costs next to nothing.",
    );
    Ok(table)
}

async fn measure(options: &Options, table: &mut Table) -> Result<()> {
    let folders = [Folder::new(&options.data)?, Folder::new(&options.data)?];
    let few = Ground::lay(folders[0].location(), Cost::Nothing, FEW).await?;
    let watch = Stopwatch::start();
    let many = Ground::lay(folders[1].location(), Cost::Nothing, options.users).await?;
    let laid = watch.millis() / 1000.0;
    for folder in &folders {
        settle(folder)?;
    }
    let (mut times, mut random) = ([Vec::new(), Vec::new()], Drawn::of(11));
    let tries = options.seconds.max(1) * EACH_SECOND;
    for number in 0..WARMING + tries {
        let now = BEGINNING + Span::seconds(30 * i64::try_from(number)?);
        let [of_few, of_many] = &mut times;
        let mut sides = [(&few, of_few), (&many, of_many)];
        if number % 2 == 1 {
            sides.reverse();
        }
        for (ground, times) in sides {
            let person = ground.person(random.next());
            let watch = Stopwatch::start();
            ground.sign_in(person, now).await?;
            if number >= WARMING {
                times.push(watch.millis());
            }
        }
    }
    few.stop();
    many.stop();
    let size = std::fs::metadata(folders[1].database())?.len() / (1 << 20);
    for (name, part) in [("p50", 0.5), ("p99", 0.99)] {
        table.add(row(name, part, &times, options.users));
    }
    table.note(format!(
        "The {} people were added in {} s and take {size} MiB.",
        options.users,
        short(laid)
    ));
    Ok(())
}

/// Brings what adding the people left in the log into the database: sign-ins are not to pay for it.
fn settle(folder: &Folder) -> Result<()> {
    let connection = rusqlite::Connection::open(folder.database())?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(())
}

fn row(name: &str, part: f64, times: &[Vec<f64>; 2], people: u64) -> Row {
    // Each round's own ratio, so that a disturbance of one does not stand for all.
    let each = times[0].len().div_ceil(ROUNDS).max(1);
    let of = |times: &[f64]| Sample::of(times.to_vec()).quantile(part);
    let rounds = times[0].chunks(each).zip(times[1].chunks(each));
    let ratios = Sample::of(rounds.map(|(few, many)| of(many) / of(few)).collect());
    #[allow(clippy::cast_precision_loss, reason = "a figure for people")]
    let people = short(people as f64);
    Row {
        what: format!("a sign-in, {name}, among {people} people"),
        held: of(&times[1]) / of(&times[0]),
        unit: "",
        aim: if part > 0.9 {
            Aim::AtMost(1.25)
        } else {
            Aim::None
        },
        figure: format!("{} ms", short(of(&times[1]))),
        yardstick: format!(
            "{} ms among 1 000 people; rounds {:.2}–{:.2}",
            short(of(&times[0])),
            ratios.quantile(0.0),
            ratios.quantile(1.0)
        ),
    }
}
