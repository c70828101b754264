//! What each step of a sign-in sends to the database: counted by the store itself, so a figure that does not depend on the machine.

use anyhow::Result;
use server::clock::SystemClock;
use server::system;
use std::sync::Arc;
use store::Counted;
use tower::ServiceExt as _;

use axum::body::Body;
use axum::http::{Request, header};
use domain::time::Span;

use crate::callers;
use crate::ground::{Cost, Ground, HOST};
use crate::options::Options;
use crate::person::Person;
use crate::place::Folder;
use crate::site;
use crate::table::{Aim, Row, Table};

/// Counts.
pub(crate) fn run(options: &Options) -> Result<Table> {
    let mut table = Table::new("Statements of each step (the same on both engines)");
    callers::runtime()?.block_on(count(options, &mut table))?;
    table.note(
        "A unit is one transaction; on PostgreSQL it adds two round trips, BEGIN and COMMIT, and every statement is one. Statements beyond \
         those of units are reads outside a transaction. On SQLite many units share one commit.",
    );
    Ok(table)
}

async fn count(options: &Options, table: &mut Table) -> Result<()> {
    let folder = Folder::new(&options.data)?;
    let ground = Ground::lay(folder.location(), Cost::Nothing, 10).await?;
    let store = ground.app.store.clone();
    let (person, now) = (Person(3), system::now());
    let mut last = store.counted();
    let mut step = |what: &str, aim: Aim| {
        let counted = store.counted();
        table.add(row(what, aim, last, counted));
        last = counted;
    };
    let login = ground.password(person, now).await?;
    step("right password, to a login that asks for a code", Aim::None);
    let right = person.code(now)?;
    let answer = ground.question(&login, person, right.clone(), now).await?;
    step("the page that asks for the code", Aim::None);
    let wrong = person.code(now + Span::hours(1))?;
    let mistyped = ground.question(&login, person, wrong, now).await?;
    step("the same page again", Aim::None);
    drop(ground.try_answer(&login, person, mistyped, now).await?);
    step("wrong code", Aim::AtMost(7.0));
    let session = ground.answer(&login, person, answer, now).await?;
    step(
        "right code, to a session (one read, one unit of six)",
        Aim::AtMost(7.0),
    );
    let router = site::router(&ground, Arc::new(SystemClock));
    for what in ["first view of `/account`", "next view within a second"] {
        let request = Request::builder()
            .uri("/account")
            .header(header::HOST, HOST)
            .header(
                header::COOKIE,
                format!("tvasteg_session={}", session.expose()),
            )
            .body(Body::empty())?;
        let response = router.clone().oneshot(request).await?;
        anyhow::ensure!(
            response.status().is_success(),
            "/account: {}",
            response.status()
        );
        step(what, Aim::None);
    }
    let nobody = ground
        .try_password("nobody".to_owned(), "wrong password here", &Person(4), now)
        .await?;
    anyhow::ensure!(nobody.is_err(), "a name that nobody bears signed in");
    step("a name that nobody bears", Aim::None);
    let known = ground
        .try_password(Person(5).username(), "wrong password here", &Person(5), now)
        .await?;
    anyhow::ensure!(known.is_err(), "a wrong password signed in");
    step("wrong password", Aim::None);
    ground.stop();
    Ok(())
}

fn row(what: &str, aim: Aim, before: Counted, after: Counted) -> Row {
    let (statements, units) = (
        after.statements - before.statements,
        after.units - before.units,
    );
    #[allow(clippy::cast_precision_loss, reason = "a handful")]
    let held = statements as f64;
    Row {
        what: what.to_owned(),
        held,
        unit: "",
        aim,
        figure: format!("{units} units, {} commits", after.commits - before.commits),
        yardstick: format!("{} round trips on PostgreSQL", statements + 2 * units),
    }
}
