//! The loop that writes ordered letters and those before somebody's grace ends. Any number of nodes may run it: a letter is written by
//! whoever notes it first.

use std::sync::Arc;
use std::time::Duration;

use domain::effect::Verdict;
use domain::time::{Span, Timestamp};
use store::{GraceEnding, GraceMarks, Tx};
use tokio::sync::watch;

use super::letters::{tell_of_grace, write_some};
use super::survey::Survey;
use crate::{App, Clock, Fault};

/// How often ordered letters are looked for.
const LOOKS_EVERY: Duration = Duration::from_secs(3);

/// How often grace that ends is looked for.
const GRACE_EVERY: Span = Span::minutes(10);

/// People in one unit.
const IN_ONE_UNIT: u32 = 50;

/// Before the end of a grace, a letter goes out so many days before: the last one first.
const DAYS_BEFORE: [i64; 3] = [1, 3, 7];

/// Writes letters until `stop` says true. Whoever starts the program starts this, and waits for it when stopping.
pub async fn worker(app: Arc<App>, clock: Arc<dyn Clock>, mut stop: watch::Receiver<bool>) {
    let mut grace_at = clock.now();
    while !*stop.borrow() {
        let now = clock.now();
        match write_some(&app, now).await {
            Ok(_) => {}
            Err(fault) => tracing::warn!(%fault, "ordered letters could not be written"),
        }
        if now >= grace_at {
            if let Err(fault) = tell_grace(&app, now).await {
                tracing::warn!(%fault, "letters before grace ends could not be written");
            }
            grace_at = now + GRACE_EVERY;
        }
        tokio::select! {
            () = tokio::time::sleep(LOOKS_EVERY) => {}
            // A sender that is gone stops it too.
            gone = stop.changed() => if gone.is_err() { return },
        }
    }
}

/// Writes every ordered letter that is due at `now`, and tells how many. Letters of one order rest between its units.
pub async fn write_ordered(app: &Arc<App>, now: Timestamp) -> Result<u32, Fault> {
    let mut written = 0;
    while let Some(some) = write_some(app, now).await? {
        written += some;
    }
    Ok(written)
}

/// Tells everybody whose grace ends soon, at most once for each mark, and gives how many letters were written.
pub async fn tell_grace(app: &Arc<App>, now: Timestamp) -> Result<u32, Fault> {
    let marks = GraceMarks {
        third: now + Span::days(DAYS_BEFORE[0]),
        second: now + Span::days(DAYS_BEFORE[1]),
        first: now + Span::days(DAYS_BEFORE[2]),
    };
    let (mut written, mut after) = (0, None);
    if app.mailer.is_none() {
        return Ok(0);
    }
    loop {
        let found = app
            .store
            .read(move |tx| tx.grace_ending(marks, now, after, IN_ONE_UNIT))
            .await?;
        let Some(last) = found.last().copied() else {
            return Ok(written);
        };
        after = Some(last);
        let inner = Arc::clone(app);
        let unit = move |tx: &mut Tx| {
            let mut letters = 0;
            for ending in &found {
                letters += u32::from(tell_one(tx, &inner, ending, marks, now)?);
            }
            Ok(letters)
        };
        written += app.store.write(unit).await?;
    }
}

/// Whether a letter was written.
fn tell_one(
    tx: &mut Tx,
    app: &App,
    ending: &GraceEnding,
    marks: GraceMarks,
    now: Timestamp,
) -> Result<bool, Fault> {
    let GraceEnding {
        organisation,
        user,
        until,
        ..
    } = *ending;
    let told = 1 + i64::from(until <= marks.second) + i64::from(until <= marks.third);
    if !tx.note_grace_told(organisation, user, until, told)? {
        return Ok(false);
    }
    let Some(class) = tx.find_class_of(organisation, user)? else {
        return Ok(false);
    };
    let survey = Survey::of(tx, app, organisation, vec![class])?;
    let still = |survey: &Survey| {
        let standing = survey.unchanged();
        let mut cards = domain::effect::Cards::new(&survey.cards);
        let ground = survey.ground(&standing, until_demand(survey, now));
        survey.classes.iter().any(|class| {
            let held = cards.held(&class.roles);
            matches!(
                domain::effect::verdict(&ground, held, class),
                Verdict::InGrace(_)
            )
        })
    };
    if survey.organisation.suspended_at.is_some() || !still(&survey) {
        return Ok(false);
    }
    let person = tx.user(organisation, user)?;
    tell_of_grace(tx, app, &survey.organisation, &person, until, now)
}

/// The moment to judge at: now, or just before the end where the card that demands it begins between the two.
fn until_demand(survey: &Survey, now: Timestamp) -> Timestamp {
    let ends = survey.classes.iter().filter_map(|class| class.grace).min();
    ends.map_or(now, |ends| (ends - Span::millis(1)).max(now))
}
