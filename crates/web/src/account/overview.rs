//! `GET /account`: who is signed in, how well protected, where to go.

use app::account::{self, Overview};
use domain::refusal::Refusal;

use super::{history, rows};
use crate::arrival::Arrival;
use crate::own::{Own, SECURITY};
use crate::pages::account::AccountPage;
use crate::pages::{Current, Fact};
use crate::reply::{Answer, Reply};

/// The person's account as it is, for any of these pages; `Err` where the session is over.
pub(super) async fn read(own: &Own) -> Result<Overview, Reply> {
    let Own { arrival, who } = own;
    let device = arrival.device();
    let overview =
        account::overview(&arrival.state.app, who, device.as_ref(), &arrival.requester).await;
    arrival
        .settled(who, SECURITY, overview)
        .await?
        .map_err(|_: Refusal| arrival.to_login(SECURITY))
}

/// The page.
pub(super) async fn show(own: Own) -> Answer {
    let overview = read(&own).await?;
    let Own { arrival, who } = &own;
    let page = AccountPage {
        frame: arrival.frame_for(who, Current::Account),
        person: overview.user.name.clone(),
        protection: rows::protection(&overview),
        security: SECURITY.to_owned(),
        facts: facts(arrival, &overview),
        status: None,
    };
    Ok(Reply::page(arrival, &page))
}

fn facts(arrival: &Arrival, overview: &Overview) -> Vec<Fact> {
    let fact = |key: &str, value: String| Fact {
        name: arrival.text.get(key),
        value,
    };
    let mut facts = vec![fact(
        "security-fact-username",
        overview.user.username.clone(),
    )];
    if !overview.roles.is_empty() {
        facts.push(fact("security-fact-roles", overview.roles.join(", ")));
    }
    facts.push(fact(
        "security-fact-organisation",
        overview.organisation.name.clone(),
    ));
    if let Some(last) = history::last_sign_in(arrival, overview) {
        facts.push(fact("security-fact-last-sign-in", last));
    }
    facts
}
