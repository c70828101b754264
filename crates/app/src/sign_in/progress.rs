//! How far an order has come that a login's open page waits for. Read every second by every such page, so it reads what it must and no
//! more, and changes nothing: nobody's session is used by it, and nothing is counted.

use std::sync::Arc;

use domain::challenge::State as Asked;
use domain::login::State;
use domain::token::Token;
use factors::{Progressing, View};
use store::ReadTx;

use crate::asking::{self, Scene};
use crate::{App, Fault, Requester};

/// How far the login's open challenge has come outside; nothing where the login waits for nothing outside.
pub async fn progress(
    app: &Arc<App>,
    login: &Token,
    requester: &Requester,
) -> Result<Option<Progressing>, Fault> {
    let (inner, token, asked) = (Arc::clone(app), login.clone(), requester.clone());
    let unit = move |tx: &mut ReadTx| Ok(shown(tx, &inner, &token, &asked)?);
    let view = app.store.read(unit).await?;
    // The picture of this second is drawn here, not on the store's own threads.
    let text = app.catalogue.text(requester.language);
    Ok(view.and_then(|view| view.progress(&text)))
}

fn shown(
    tx: &mut ReadTx,
    app: &App,
    token: &Token,
    requester: &Requester,
) -> Result<Option<Box<dyn View>>, Fault> {
    let now = requester.now;
    let Some(view) = tx.login_view(token)? else {
        return Ok(None);
    };
    let waits = view.login.state == State::FactorPending && now < view.login.expires_at;
    let open = view
        .challenge
        .filter(|found| waits && found.state == Asked::Open && now < found.expires_at);
    let Some(challenge) = open else {
        return Ok(None);
    };
    let factor = asking::factor(app, &challenge.kind)?;
    if factor.live().is_none() {
        return Ok(None);
    }
    let organisation = tx.organisation(token.organisation)?;
    let scene = Scene::with(app, &organisation, Some(&view.user), requester);
    // What an order has come to stands in the challenge alone; whose authenticators there are makes no difference to it.
    let setting = scene.setting(challenge.code_expires_at);
    let shown = factor.challenge_view(&setting, &challenge.data, &[])?;
    Ok(Some(shown))
}
