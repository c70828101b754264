//! Whether time tells what an answer does not (A23): a name that somebody bears beside one that nobody bears, and a code that begins right
//! beside one that does not.

use anyhow::{Result, ensure};

use crate::callers;
use crate::ground::{BEGINNING, Cost, Ground};
use crate::options::Options;
use crate::person::Person;
use crate::place::Folder;
use crate::sample::Sample;
use crate::stopwatch::Stopwatch;
use crate::table::{Aim, Row, Table, short};

/// Of each kind, in turns.
const TRIES: u64 = 300;
/// Before them, not counted.
const WARMING: u64 = 20;

/// Takes the figures.
pub(crate) fn run(options: &Options) -> Result<Table> {
    let mut table = Table::new("What time tells a stranger (A23)");
    callers::runtime()?.block_on(async {
        table.add(names(options).await?);
        table.add(codes(options).await?);
        anyhow::Ok(())
    })?;
    table.note(format!(
        "{TRIES} of each kind in turns, one caller. The first figure is the Kolmogorov–Smirnov distance between the two sets of times; two \
         sets drawn alike pass the aim once in a hundred runs."
    ));
    Ok(table)
}

/// A wrong password for a known name and for an unknown one, at the usual cost of a hash.
async fn names(options: &Options) -> Result<Row> {
    let folder = Folder::new(&options.data)?;
    let ground = Ground::lay(folder.location(), Cost::Usual, TRIES + WARMING).await?;
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for number in 0..TRIES + WARMING {
        let person = Person(number);
        let names = [
            (person.username(), &mut known),
            (format!("nobody-{number:07}"), &mut unknown),
        ];
        for (name, times) in in_turn(number, names) {
            let watch = Stopwatch::start();
            let entered = ground
                .try_password(name, "fel lösenord helt enkelt", &person, BEGINNING)
                .await?;
            times.push(watch.millis());
            ensure!(entered.is_err(), "a wrong password was taken");
        }
    }
    ground.stop();
    Ok(row(
        "wrong password: known name, unknown name",
        known,
        unknown,
    ))
}

/// A wrong code whose first five digits are right, and one whose digits are all wrong.
async fn codes(options: &Options) -> Result<Row> {
    let folder = Folder::new(&options.data)?;
    let ground = Ground::lay(folder.location(), Cost::Nothing, 2 * (TRIES + WARMING)).await?;
    let (mut near, mut far) = (Vec::new(), Vec::new());
    for number in 0..TRIES + WARMING {
        let kinds = [
            (Person(2 * number), 5, &mut near),
            (Person(2 * number + 1), 0, &mut far),
        ];
        for (person, digits, times) in in_turn(number, kinds) {
            let login = ground.password(person, BEGINNING).await?;
            let typed = spoilt(&person.code(BEGINNING)?, digits);
            let answer = ground.question(&login, person, typed, BEGINNING).await?;
            let watch = Stopwatch::start();
            let answered = ground.try_answer(&login, person, answer, BEGINNING).await?;
            times.push(watch.millis());
            ensure!(answered.is_err(), "a wrong code was taken");
        }
    }
    ground.stop();
    Ok(row("wrong code: five right digits, none", near, far))
}

/// The same two, first and second by turns: what comes first pays for what lies idle.
fn in_turn<T>(number: u64, mut two: [T; 2]) -> [T; 2] {
    if number % 2 == 1 {
        two.reverse();
    }
    two
}

/// A code of which the first digits are kept and the others turned by five.
fn spoilt(code: &str, kept: usize) -> String {
    let turned = |digit: char| {
        digit
            .to_digit(10)
            .and_then(|digit| char::from_digit((digit + 5) % 10, 10))
    };
    let digits = code.chars().enumerate();
    digits
        .map(|(place, digit)| {
            if place < kept {
                digit
            } else {
                turned(digit).unwrap_or(digit)
            }
        })
        .collect()
}

fn row(what: &str, mut one: Vec<f64>, mut other: Vec<f64>) -> Row {
    let warm = usize::try_from(WARMING).unwrap_or(0);
    let (one, other) = (
        Sample::of(one.split_off(warm)),
        Sample::of(other.split_off(warm)),
    );
    Row {
        what: what.to_owned(),
        held: one.distance(&other),
        unit: "",
        aim: Aim::AtMost((one.critical_distance(&other) * 1000.0).round() / 1000.0),
        figure: format!("p50 {} ms", short(one.median())),
        yardstick: format!("p50 {} ms", short(other.median())),
    }
}
