//! `GET /admin/`: what has to be done, what the figures say, then where to go.

mod coverage;
mod logins;
mod matters;
mod messages_sent;
mod told;

use app::administer::{self, AdministerFault, Figures, Subscription};
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use domain::role::BuiltIn;

use super::door::Admin;
use super::{csv, messages};
use crate::areas;
use crate::pages::admin::{AreaCard, Chart, HomePage};
use crate::reply::{Answer, Reply};

/// `GET /admin`.
pub(super) async fn redirect(_: Admin) -> Reply {
    Reply::onward(areas::HOME)
}

/// Where the tables of the charts lie.
pub(super) const FIGURES: &str = "/admin/figures/{file}";

/// What the page is made of: each part only where a right opens it.
struct Standing {
    figures: Figures,
    messages: Option<Subscription>,
}

async fn read(admin: &Admin) -> Result<Standing, Reply> {
    let own = &admin.own;
    let (arrival, rights) = (&own.arrival, &own.who.rights);
    let (app, now) = (&arrival.state.app, arrival.requester.now);
    let figures = administer::figures(app, own.who.organisation.id, rights, now)
        .await
        .map_err(|fault| match fault {
            AdministerFault::Failed(fault) => arrival.fault(&fault),
            AdministerFault::Refused(_) => arrival.status(404),
        })?;
    let messages = if rights.has(BuiltIn::Messages) {
        Some(messages::read(admin).await?)
    } else {
        None
    };
    Ok(Standing { figures, messages })
}

/// The page.
pub(super) async fn show(admin: Admin) -> Answer {
    let standing = read(&admin).await?;
    let page = HomePage {
        frame: admin.frame(),
        matters: matters::of(&admin, &standing),
        charts: charts(&admin, &standing),
        areas: ways(&admin),
    };
    Ok(Reply::page(&admin.own.arrival, &page))
}

/// A card for each place that somebody may go to, the organisations of the installation last.
fn ways(admin: &Admin) -> Vec<AreaCard> {
    let card = |name: &str, href: &str| AreaCard {
        name: admin.t(name),
        about: admin.t(&format!("{name}.about")),
        href: href.to_owned(),
    };
    let own = &admin.own;
    let operator = areas::may_operate(&own.who, &own.arrival.state)
        .then(|| card("operator-heading", areas::OPERATOR));
    areas::open_to(&own.who.rights)
        .into_iter()
        .map(|area| card(area.name(), area.address()))
        .chain(operator)
        .collect()
}

/// The charts that there is something for, in their order.
fn charts(admin: &Admin, standing: &Standing) -> Vec<Chart> {
    let arrival = &admin.own.arrival;
    let covered = standing.figures.coverage.as_ref();
    [
        covered.map(|figures| coverage::by_card(arrival, figures)),
        covered.map(|figures| coverage::by_factor(arrival, figures)),
        standing
            .figures
            .logins
            .as_ref()
            .map(|hours| logins::by_hour(arrival, hours)),
        standing
            .messages
            .as_ref()
            .map(|messages| messages_sent::by_day(arrival, messages)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// `GET /admin/figures/{file}`: the table of a chart for other programs.
pub(super) async fn export(Path(file): Path<String>, admin: Admin) -> Answer {
    let arrival = &admin.own.arrival;
    let standing = read(&admin).await?;
    let name = file.strip_suffix(".csv");
    let chart = charts(&admin, &standing)
        .into_iter()
        .find(|chart| Some(chart.id) == name)
        .ok_or_else(|| arrival.status(404))?;
    let rows = chart.rows.into_iter().map(|row| row.exported);
    let table = csv::table(
        arrival.text.language(),
        std::iter::once(chart.heads).chain(rows),
    );
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{}.csv\"", chart.id));
    Ok(
        Reply::text(StatusCode::OK, "text/csv; charset=utf-8", table)
            .with(header::CONTENT_DISPOSITION, disposition.ok()),
    )
}
