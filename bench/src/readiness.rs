//! The effect of a role card before it is saved, and a page of its readiness report, among few people and among many.
//!
//! The people differ in what the policy looks at, so that there are many classes; the yardstick is the bare GROUP BY over the same index,
//! by the same library, in the same run.

use anyhow::Result;
use app::administer::effect::{Readiness, ReadinessPart, effect, readiness};
use domain::role::Role;
use rusqlite::Connection;

use crate::callers;
use crate::ground::{BEGINNING, Cost, Ground, ORGANISATION};
use crate::options::Options;
use crate::place::Folder;
use crate::sample::Sample;
use crate::stopwatch::Stopwatch;
use crate::table::{Aim, Row, Table, short};

/// How many people there are by turns; the last only where `--large` is said.
const PEOPLE: [u64; 3] = [1_000, 100_000, 1_000_000];

/// Tries before any is counted.
const WARMING: usize = 3;

/// How many times the effect may take what the bare statement takes.
const MOST_TIMES: f64 = 3.0;

/// The statement whose time is the yardstick.
const BARE: &str = "SELECT role_set, factor_set, address_set, owner, suspended_at, grace_until, COUNT(*) FROM users
    WHERE organisation_id = ?1 GROUP BY role_set, factor_set, address_set, owner, suspended_at, grace_until";

/// What makes people differ: some without a factor, some with a number, some in grace, a few suspended; names in an order.
const SPREAD: &str = "UPDATE users SET
        factor_set = CASE abs(random()) % 4 WHEN 0 THEN '' WHEN 1 THEN 'email' WHEN 2 THEN 'sms' ELSE 'totp' END,
        address_set = CASE abs(random()) % 3 WHEN 0 THEN '' WHEN 1 THEN 'email' ELSE 'email,mobile' END,
        grace_until = CASE abs(random()) % 9 WHEN 0 THEN created_at + (abs(random()) % 40) * 86400000 END,
        suspended_at = CASE abs(random()) % 50 WHEN 0 THEN created_at END,
        name_key = username;
    UPDATE user_roles SET name_key = (SELECT u.name_key FROM users u
        WHERE u.organisation_id = user_roles.organisation_id AND u.user_id = user_roles.user_id);";

/// Takes the figures.
pub(crate) fn run(options: &Options) -> Result<Table> {
    let mut table = Table::new("What a role card does, before it is saved (SQLite)");
    callers::runtime()?.block_on(measure(options, &mut table))?;
    table.note("One caller. The aim for the effect among 100 000 people is 200 ms at p99, beside its ratio to the bare statement.");
    Ok(table)
}

async fn measure(options: &Options, table: &mut Table) -> Result<()> {
    let sizes = if options.large {
        &PEOPLE[..]
    } else {
        &PEOPLE[..2]
    };
    for people in sizes {
        let folder = Folder::new(&options.data)?;
        let ground = Ground::lay(folder.location(), Cost::Nothing, *people).await?;
        let connection = Connection::open(folder.database())?;
        connection.busy_timeout(std::time::Duration::from_mins(1))?;
        connection.execute_batch(SPREAD)?;
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        let tries = usize::try_from(options.seconds.max(1) * 10)?;
        measure_one(&ground, &connection, (*people, tries), table).await?;
        ground.stop();
    }
    Ok(())
}

async fn measure_one(
    ground: &Ground,
    connection: &Connection,
    (people, tries): (u64, usize),
    table: &mut Table,
) -> Result<()> {
    let store = ground.app.store.clone();
    let cards = store.read(|tx| tx.roles(ORGANISATION)).await?;
    let Some(card) = cards.into_iter().next() else {
        anyhow::bail!("the ground has no role card");
    };
    let draft = Role {
        grace_days: 14,
        ..card
    };
    let mut bare = Vec::new();
    let mut effects = Vec::new();
    let mut pages: [(&str, Option<Readiness>, Vec<f64>); 3] = [
        ("the whole report's first page", None, Vec::new()),
        (
            "a page of whoever is ready",
            Some(Readiness::Ready),
            Vec::new(),
        ),
        (
            "a page of whoever does not sign in",
            Some(Readiness::NotConcerned),
            Vec::new(),
        ),
    ];
    for number in 0..WARMING + tries {
        let counted = number >= WARMING;
        let watch = Stopwatch::start();
        let mut statement = connection.prepare_cached(BARE)?;
        let mut rows = statement.query([ORGANISATION.as_bytes().as_slice()])?;
        while rows.next()?.is_some() {}
        if counted {
            bare.push(watch.millis());
        }
        let watch = Stopwatch::start();
        effect(&ground.app, ORGANISATION, draft.clone(), None, BEGINNING).await?;
        if counted {
            effects.push(watch.millis());
        }
        for (_, only, times) in &mut pages {
            let part = ReadinessPart {
                only: *only,
                after: None,
            };
            let watch = Stopwatch::start();
            readiness(&ground.app, ORGANISATION, draft.clone(), part, BEGINNING).await?;
            if counted {
                times.push(watch.millis());
            }
        }
    }
    let before = store.counted();
    effect(&ground.app, ORGANISATION, draft.clone(), None, BEGINNING).await?;
    let between = store.counted();
    let part = ReadinessPart::default();
    readiness(&ground.app, ORGANISATION, draft, part, BEGINNING).await?;
    let after = store.counted();
    let bare = Sample::of(bare);
    let statements = between.statements - before.statements;
    table.add(row(
        "the effect of a card",
        people,
        effects,
        &bare,
        statements,
        Aim::AtMost(MOST_TIMES),
    ));
    let statements = after.statements - between.statements;
    for (what, _, times) in pages {
        table.add(row(what, people, times, &bare, statements, Aim::None));
    }
    Ok(())
}

fn row(what: &str, people: u64, times: Vec<f64>, bare: &Sample, statements: u64, aim: Aim) -> Row {
    let times = Sample::of(times);
    #[allow(clippy::cast_precision_loss, reason = "a figure for people")]
    let among = short(people as f64);
    Row {
        what: format!("{what}, among {among} people"),
        held: times.median() / bare.median(),
        unit: "×",
        // Among few people what is not the statement weighs more than it does.
        aim: if people < PEOPLE[1] { Aim::None } else { aim },
        figure: format!(
            "p50 {} ms, p99 {} ms; {statements} statements",
            short(times.median()),
            short(times.quantile(0.99))
        ),
        yardstick: format!("{} ms for the bare GROUP BY", short(bare.median())),
    }
}
