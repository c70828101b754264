//! Lists and searches of people at a thousand and at a hundred thousand (and as many as `--users` says, where this part is named):
//! statements a page, and how long a page takes beside the same page of a thousand.

use anyhow::{Context, Result, ensure};
use app::administer::By;
use app::administer::import::{self, Kind};
use app::administer::people::{
    self, From, PEOPLE_ON_A_PAGE, PeopleFilter, PeopleOrder, PersonState,
};

use crate::callers;
use crate::ground::{BEGINNING, Cost, Ground};
use crate::options::Options;
use crate::place::Folder;
use crate::sample::Sample;
use crate::stopwatch::Stopwatch;
use crate::table::{Aim, Row, Table, short};

/// The yardstick, and an organisation of usual size.
const SIZES: [u32; 2] = [1_000, 100_000];

/// Rows of one import.
const AT_A_TIME: u32 = 100_000;

/// How often each page is read.
const READINGS: usize = 300;

/// What names are made of, so that some begin alike and one part stands in many.
const FIRST: [&str; 12] = [
    "Anna", "Bo", "Cilla", "David", "Eva", "Fredrik", "Gunnar", "Hedda", "Wilma", "Åke", "Ärla",
    "Östen",
];
const LAST: [&str; 8] = [
    "Andersson",
    "Berg",
    "Dahl",
    "Ek",
    "Lind",
    "Nyström",
    "Öberg",
    "Åkesson",
];

/// A page, by its name.
type Asked = (&'static str, PeopleFilter, PeopleOrder, From);

/// Takes the figures.
pub(crate) fn run(options: &Options) -> Result<Table> {
    let mut sizes: Vec<u64> = SIZES.iter().copied().map(u64::from).collect();
    if options.parts.iter().any(|part| part == "people") && options.users > 100_000 {
        sizes.push(options.users);
    }
    let mut table = Table::new("Pages of people (SQLite)");
    let runtime = callers::runtime()?;
    let mut yardstick: Vec<Sample> = Vec::new();
    for size in sizes {
        let taken = runtime.block_on(pages(options, size))?;
        for (place, (what, statements, sample)) in taken.iter().enumerate() {
            let beside = yardstick.get(place).unwrap_or(sample);
            table.add(row(size, what, *statements, (sample, beside)));
        }
        if yardstick.is_empty() {
            yardstick = taken.into_iter().map(|(.., sample)| sample).collect();
        }
    }
    table.note(
        "A page is 50 people with their mailboxes and the names of roles, read by the use case in one unit. The ratio is that of the \
         medians, to the same page among 1 000 people. Everybody was imported, has no factor and has never signed in: a state that \
         everybody has, and one that nobody has, are the two ends.",
    );
    Ok(table)
}

fn row(size: u64, what: &str, statements: u64, (taken, beside): (&Sample, &Sample)) -> Row {
    Row {
        what: format!("{what}, {size} people"),
        held: taken.quantile(0.99),
        unit: " ms p99",
        aim: if size <= 100_000 {
            Aim::AtMost(50.0)
        } else {
            Aim::None
        },
        figure: format!("{} ms p50, {statements} statements", short(taken.median())),
        yardstick: format!("{} × of 1 000", short(taken.median() / beside.median())),
    }
}

async fn pages(options: &Options, size: u64) -> Result<Vec<(&'static str, u64, Sample)>> {
    let folder = Folder::new(&options.data)?;
    let ground = Ground::lay(folder.location(), Cost::Nothing, 1).await?;
    let size = u32::try_from(size).context("too many people")?;
    for first in (0..size).step_by(AT_A_TIME as usize) {
        fill(&ground, first, AT_A_TIME.min(size - first)).await?;
    }
    let mut taken = Vec::new();
    for (what, filter, order, from) in asked() {
        let mut readings = Vec::with_capacity(READINGS);
        let before = ground.app.store.counted().statements;
        for _ in 0..READINGS {
            let reading = Stopwatch::start();
            let page = people::list(
                &ground.app,
                ground.organisation.id,
                &filter,
                order,
                &from,
                PEOPLE_ON_A_PAGE,
                BEGINNING,
            );
            page.await?;
            readings.push(reading.millis());
        }
        let statements = ground.app.store.counted().statements - before;
        ensure!(statements % READINGS as u64 == 0, "{what}: not constant");
        taken.push((what, statements / READINGS as u64, Sample::of(readings)));
    }
    ground.stop();
    Ok(taken)
}

fn asked() -> Vec<Asked> {
    let everybody = PeopleFilter::default;
    let search = |typed: &str| PeopleFilter {
        search: typed.to_owned(),
        ..everybody()
    };
    let state = |state| PeopleFilter {
        state: Some(state),
        ..everybody()
    };
    let (name, start) = (PeopleOrder::Name, From::Start);
    vec![
        ("by name", everybody(), name, start.clone()),
        (
            "by name, from W on",
            everybody(),
            name,
            From::Key("w".to_owned()),
        ),
        (
            "by last sign-in",
            everybody(),
            PeopleOrder::LastLogin,
            start.clone(),
        ),
        (
            "a state that everybody has",
            state(PersonState::NeverIn),
            name,
            start.clone(),
        ),
        (
            "a state that nobody has",
            state(PersonState::Ready),
            name,
            start.clone(),
        ),
        ("search, one hit", search("person777@"), name, start.clone()),
        (
            "search, very many hits",
            search("andersson"),
            name,
            start.clone(),
        ),
        (
            "search, two words",
            search("lind wilma"),
            name,
            start.clone(),
        ),
        ("search, two letters", search("åk"), name, start),
    ]
}

async fn fill(ground: &Ground, first: u32, count: u32) -> Result<()> {
    let (app, organisation, by) = (&ground.app, ground.organisation.id, By::operator(BEGINNING));
    let named = (Kind::People, "people.csv");
    let mut receiving = import::begin(app, organisation, named, None, &by).await?;
    receiving
        .put("username;name;e-mail;mobile\n".as_bytes())
        .await?;
    for number in first..first + count {
        let place = number as usize;
        let (given, family) = (FIRST[place % FIRST.len()], LAST[place / 7 % LAST.len()]);
        let line = format!(
            "person{number};{given} {family} {number};person{number}@bench.example;070-1{:06}\n",
            number % 1_000_000
        );
        receiving.put(line.as_bytes()).await?;
    }
    let read = import::received(receiving, BEGINNING).await?;
    let at = (read.id, read.version);
    import::order_check(app, organisation, at, read.choices, None, &by).await?;
    let looked = import::check_now(app, organisation, read.id, BEGINNING).await?;
    ensure!(looked.counts.new == i64::from(count), "{:?}", looked.counts);
    import::apply(app, organisation, (looked.id, looked.version), false, &by).await?;
    Ok(())
}
