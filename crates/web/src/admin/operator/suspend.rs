//! Suspending an organisation, or letting it in again: asked about, with what it does.

use app::administer::{self, ListedOrganisation};
use axum::extract::Path;

use super::door::{Operator, OperatorForm};
use super::{HERE, list};
use crate::admin::done::Done;
use crate::admin::settled::settled;
use crate::pages::admin::ConfirmPage;
use crate::reply::{Answer, Reply};

fn address(one: &ListedOrganisation) -> String {
    format!("/operator/organisations/{}", one.organisation.slug)
}

async fn found(operator: &Operator, slug: &str) -> Result<ListedOrganisation, Reply> {
    let all = list::read(operator).await?;
    let found = all.into_iter().find(|one| one.organisation.slug == slug);
    found.ok_or_else(|| operator.0.own.arrival.status(404))
}

/// `GET /operator/organisations/{slug}`.
pub(super) async fn page(Path(slug): Path<String>, operator: Operator) -> Answer {
    let one = found(&operator, &slug).await?;
    let own = &operator.0.own;
    own.arrival.proved(&own.who, &address(&one)).await?;
    let text = &own.arrival.text;
    let name = &one.organisation.name;
    let suspends = one.organisation.suspended_at.is_none();
    let (heading, effects, submit) = if suspends {
        let effects = vec![
            text.with1("operator-suspend-people", "people", one.people),
            text.get("operator-suspend-sessions"),
            text.get("operator-suspend-kept"),
        ];
        ("operator-suspend-heading", effects, "operator-suspend")
    } else {
        let effects = vec![text.get("operator-let-in-effect")];
        ("operator-let-in-heading", effects, "operator-let-in")
    };
    let page = ConfirmPage {
        frame: operator.frame(),
        heading: text.with1(heading, "name", name),
        effects,
        warning: None,
        action: address(&one),
        hidden: vec![("to", if suspends { "out" } else { "in" }.to_owned())],
        submit: text.get(submit),
        back: HERE.to_owned(),
        takes_away: true,
        problem: None,
    };
    Ok(Reply::page(&own.arrival, &page))
}

/// `POST /operator/organisations/{slug}`.
pub(super) async fn switch(Path(slug): Path<String>, form: OperatorForm) -> Answer {
    let OperatorForm { operator, sent } = form;
    let one = found(&operator, &slug).await?;
    let suspend = match sent.of("to") {
        "out" => true,
        "in" => false,
        _ => return Err(operator.0.own.arrival.status(400)),
    };
    let app = &operator.0.own.arrival.state.app;
    let by = operator.0.by();
    let done = administer::suspend_organisation(app, one.organisation.id, suspend, &by).await;
    match settled(&operator.0, &address(&one), done).await? {
        Ok(_) if suspend => Ok(Done::OrganisationSuspended.onward(HERE)),
        Ok(_) => Ok(Done::OrganisationLetIn.onward(HERE)),
        Err(again) => {
            let problem = again.problem(&operator.0);
            list::shown(&operator, again.status(), Some(problem)).await
        }
    }
}
