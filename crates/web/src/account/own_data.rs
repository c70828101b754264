//! `/account/security/data`: everything on record about oneself, as a file.

use app::account;
use axum::response::{IntoResponse as _, Response};

use super::security;
use crate::own::{Own, OwnForm, SECURITY};
use crate::pages::Current;
use crate::pages::account::OwnDataPage;
use crate::person_record;
use crate::reply::{Answer, Reply};

/// Where it lies.
pub(super) const HERE: &str = "/account/security/data";

/// `GET /account/security/data`.
pub(super) async fn page(own: Own) -> Answer {
    own.arrival.proved(&own.who, HERE).await?;
    let Own { arrival, who } = &own;
    let page = OwnDataPage {
        frame: arrival.frame_for(who, Current::Security),
        action: HERE.to_owned(),
        back: SECURITY.to_owned(),
    };
    Ok(Reply::page(arrival, &page))
}

/// `POST /account/security/data`.
pub(super) async fn download(form: OwnForm) -> Result<Response, Reply> {
    let own = form.into_own();
    let app = &own.arrival.state.app;
    let begun = account::export_own(app, &own.who, &own.arrival.requester).await;
    match own.arrival.settled(&own.who, HERE, begun).await? {
        Ok(record) => {
            let (organisation, user) = (own.who.organisation.id, own.who.user.id);
            Ok(person_record::handed_out(app, organisation, user, record))
        }
        Err(refusal) => {
            let page = security::shown(&own, Some(refusal)).await?;
            Ok(page.into_response())
        }
    }
}
