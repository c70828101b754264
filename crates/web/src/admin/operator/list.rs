//! `GET /operator/`: all organisations, with how large they are and how much they are used.

use app::administer::{self, AdministerFault, ListedOrganisation};
use text::Argument as _;

use super::door::Operator;
use super::{HERE, add};
use crate::admin::done::Done;
use crate::admin::money;
use crate::arrival::Arrival;
use crate::pages::Problem;
use crate::pages::operator::{OrganisationRow, OrganisationsPage};
use crate::reply::{Answer, Reply};
use crate::when::moment;

/// `GET /operator`.
pub(super) async fn redirect(_: Operator) -> Reply {
    Reply::onward(HERE)
}

/// The page.
pub(super) async fn show(operator: Operator) -> Answer {
    shown(&operator, 200, None).await
}

/// The page, after something that was not done.
pub(super) async fn shown(operator: &Operator, status: u16, problem: Option<Problem>) -> Answer {
    let arrival = &operator.0.own.arrival;
    let all = read(operator).await?;
    let count = |number: i64| money::count(number, arrival.text.language());
    let sum = |of: fn(&ListedOrganisation) -> i64| count(all.iter().map(of).sum());
    let organisations = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let (people, sign_ins) = (sum(|one| one.people), sum(|one| one.sign_ins));
    let page = OrganisationsPage {
        frame: operator.frame(),
        total: arrival.text.with(
            "operator-total",
            &[
                ("organisations", organisations.value()),
                ("people", people.value()),
                ("sign-ins", sign_ins.value()),
            ],
        ),
        rows: all.iter().map(|one| row(arrival, one)).collect(),
        add: add::HERE.to_owned(),
        status: Done::told(arrival).filter(|_| problem.is_none()),
        problem,
    };
    Ok(Reply::page_with(arrival, status, &page))
}

/// The organisations, read past what the door remembers.
pub(super) async fn read(operator: &Operator) -> Result<Vec<ListedOrganisation>, Reply> {
    let arrival = &operator.0.own.arrival;
    let (app, now) = (&arrival.state.app, arrival.requester.now);
    administer::listed_organisations(app, now)
        .await
        .map_err(|fault| match fault {
            AdministerFault::Failed(fault) => arrival.fault(&fault),
            AdministerFault::Refused(_) => arrival.status(404),
        })
}

fn row(arrival: &Arrival, one: &ListedOrganisation) -> OrganisationRow {
    let (text, organisation) = (&arrival.text, &one.organisation);
    let count = |number| money::count(number, text.language());
    let default = organisation.slug == arrival.state.app.default_organisation;
    OrganisationRow {
        name: organisation.name.clone(),
        address: organisation.base_url.clone(),
        people: count(one.people),
        last: one
            .last_sign_in
            .map_or_else(|| text.get("operator-quiet"), |at| moment(arrival, at)),
        sign_ins: count(one.sign_ins),
        default,
        suspended: organisation.suspended_at.is_some(),
        // The one that whoever looks is signed in at, which is the default.
        change: (!default).then(|| format!("/operator/organisations/{}", organisation.slug)),
    }
}
