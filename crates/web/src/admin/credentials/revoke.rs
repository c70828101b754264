//! An end to a credential.

use app::administer;
use axum::extract::Path;

use super::{CREDENTIALS, list, named};
use crate::admin::done::Done;
use crate::admin::door::{Admin, AdminForm};
use crate::admin::settled::settled;
use crate::pages::admin::ConfirmPage;
use crate::reply::{Answer, Reply};

/// `GET /admin/credentials/{id}/revoke`.
pub(super) async fn page(path: Path<String>, admin: Admin) -> Answer {
    let id = named(&admin, &path)?;
    let own = &admin.own;
    let (arrival, organisation) = (&own.arrival, own.who.organisation.id);
    let found = administer::credential(&arrival.state.app, organisation, id).await;
    let Ok(credential) = settled(&admin, CREDENTIALS, found).await? else {
        return Err(arrival.status(404));
    };
    let here = format!("{CREDENTIALS}/{id}/revoke");
    arrival.proved(&own.who, &here).await?;
    let name = &credential.label;
    let page = ConfirmPage {
        frame: admin.frame(),
        heading: arrival
            .text
            .with1("credential-revoke-heading", "name", name),
        effects: vec![admin.t("credential-revoke-effect")],
        warning: None,
        action: here,
        hidden: Vec::new(),
        submit: admin.t("credential-revoke"),
        back: CREDENTIALS.to_owned(),
        takes_away: true,
        problem: None,
    };
    Ok(Reply::page(arrival, &page))
}

/// `POST /admin/credentials/{id}/revoke`.
pub(super) async fn revoke(path: Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, .. } = form;
    let id = named(&admin, &path)?;
    let own = &admin.own;
    let (app, organisation) = (&own.arrival.state.app, own.who.organisation.id);
    let back = format!("{CREDENTIALS}/{id}/revoke");
    let revoked = administer::revoke_credential(app, organisation, id, &admin.by()).await;
    match settled(&admin, &back, revoked).await? {
        Ok(_) => Ok(Done::CredentialRevoked.onward(CREDENTIALS)),
        Err(again) => list::shown(&admin, again.status(), Some(again.problem(&admin))).await,
    }
}
