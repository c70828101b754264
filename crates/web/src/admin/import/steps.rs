//! Applying an import, taking it back, throwing it away.

use app::administer::import::{self, State};
use axum::extract::RawPathParams;

use super::{HERE, address, named, show};
use crate::admin::done::Done;
use crate::admin::door::{Admin, AdminForm};
use crate::admin::settled::settled;
use crate::pages::admin::ConfirmPage;
use crate::reply::{Answer, Reply};

/// `POST /admin/import/{id}/apply`.
pub(super) async fn apply(params: RawPathParams, form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let found = named(&admin, &params).await?;
    let (app, organisation) = (&admin.own.arrival.state.app, admin.own.who.organisation.id);
    let at = (found.id, sent.of("version").parse().unwrap_or(0));
    let without = sent.ticked("without");
    let applied = import::apply(app, organisation, at, without, &admin.by()).await;
    let here = address(found.id);
    match settled(&admin, &here, applied).await? {
        Ok(_) => Ok(Done::ImportApplied.onward(&here)),
        Err(again) => {
            let now = named(&admin, &params).await?;
            show::rows(&admin, &now, again.status(), Some(again.problem(&admin))).await
        }
    }
}

/// `GET /admin/import/{id}/undo`.
pub(super) async fn undo_page(params: RawPathParams, admin: Admin) -> Answer {
    let found = named(&admin, &params).await?;
    let here = address(found.id);
    if found.state != State::Applied {
        return Ok(Reply::onward(&here));
    }
    let own = &admin.own;
    let undo = format!("{here}/undo");
    own.arrival.proved(&own.who, &undo).await?;
    let text = &own.arrival.text;
    let page = ConfirmPage {
        frame: admin.frame(),
        heading: text.with1("import-undo-heading", "file", &found.file_name),
        effects: vec![text.get("import-undo-about")],
        warning: Some(text.get("import-undo-cannot")),
        action: undo,
        hidden: Vec::new(),
        submit: text.get("import-undo"),
        back: here,
        takes_away: true,
        problem: None,
    };
    Ok(Reply::page(&own.arrival, &page))
}

/// `POST /admin/import/{id}/undo`.
pub(super) async fn undo(params: RawPathParams, form: AdminForm) -> Answer {
    let admin = form.admin;
    let found = named(&admin, &params).await?;
    let (app, organisation) = (&admin.own.arrival.state.app, admin.own.who.organisation.id);
    let undone = import::undo(app, organisation, found.id, &admin.by()).await;
    let here = address(found.id);
    match settled(&admin, &format!("{here}/undo"), undone).await? {
        Ok(_) => Ok(Done::ImportUndone.onward(&here)),
        Err(again) => {
            let now = named(&admin, &params).await?;
            show::rows(&admin, &now, again.status(), Some(again.problem(&admin))).await
        }
    }
}

/// `POST /admin/import/{id}/discard`.
pub(super) async fn discard(params: RawPathParams, form: AdminForm) -> Answer {
    let admin = form.admin;
    let found = named(&admin, &params).await?;
    let (app, organisation) = (&admin.own.arrival.state.app, admin.own.who.organisation.id);
    let thrown = import::discard(app, organisation, found.id, &admin.by()).await;
    let here = address(found.id);
    match settled(&admin, &here, thrown).await? {
        Ok(()) => Ok(Done::ImportDiscarded.onward(HERE)),
        Err(_) => Ok(Reply::onward(HERE)),
    }
}
