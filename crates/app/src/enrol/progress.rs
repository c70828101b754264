//! How far an order has come that an enrolment's open page waits for. Read every second by every such page: it opens no draft, counts
//! nothing, and asks nothing that the page was not asked before it was shown.

use std::sync::Arc;

use domain::challenge::{Purpose, State};
use domain::factor::FactorKind;
use domain::login::State as LoginState;
use domain::user::User;
use factors::{Progressing, View};
use store::{Challenge, Holder, ReadTx};

use super::who::Who;
use crate::asking::{self, Scene};
use crate::{App, Fault, Requester};

/// How far the draft of `wanted` has come outside – in a login, of what was chosen there; nothing where it waits for nothing outside.
pub async fn progress(
    app: &Arc<App>,
    who: &Who,
    wanted: Option<FactorKind>,
    requester: &Requester,
) -> Result<Option<Progressing>, Fault> {
    let (inner, who, asked) = (Arc::clone(app), who.clone(), requester.clone());
    let unit = move |tx: &mut ReadTx| Ok(shown(tx, &inner, &who, wanted.as_ref(), &asked)?);
    let view = app.store.read(unit).await?;
    // The picture of this second is drawn here, not on the store's own threads.
    let text = app.catalogue.text(requester.language);
    Ok(view.and_then(|view| view.progress(&text)))
}

fn shown(
    tx: &mut ReadTx,
    app: &App,
    who: &Who,
    wanted: Option<&FactorKind>,
    requester: &Requester,
) -> Result<Option<Box<dyn View>>, Fault> {
    let Some((user, holder, kind)) = standing(tx, who, wanted, requester)? else {
        return Ok(None);
    };
    let factor = asking::factor(app, &kind)?;
    if factor.live().is_none() {
        return Ok(None);
    }
    let is_asked = |found: &Challenge| {
        found.purpose == Purpose::Enrol
            && found.kind == kind
            && found.state == State::Open
            && requester.now < found.expires_at
    };
    let drafts = tx.challenges_of(who.organisation(), holder)?;
    let Some(draft) = drafts.into_iter().find(is_asked) else {
        return Ok(None);
    };
    let organisation = tx.organisation(who.organisation())?;
    let scene = Scene::with(app, &organisation, Some(&user), requester);
    let setting = scene.setting(draft.code_expires_at);
    Ok(Some(factor.enrolment_view(&setting, &draft.data)?))
}

/// Whose enrolment it is, what its drafts hang on, and of which kind.
fn standing(
    tx: &mut ReadTx,
    who: &Who,
    wanted: Option<&FactorKind>,
    requester: &Requester,
) -> Result<Option<(User, Holder, FactorKind)>, Fault> {
    let now = requester.now;
    let (user, holder, kind) = match who {
        Who::Login(token) => {
            let Some(view) = tx.login_view(token)? else {
                return Ok(None);
            };
            let login = view.login;
            let stands = matches!(
                login.state,
                LoginState::EnrolmentRequired | LoginState::GraceOffered
            ) && now < login.expires_at;
            let kind = login.enrolling.and_then(|enrolling| enrolling.kind);
            (view.user, Holder::Login(login.id), kind.filter(|_| stands))
        }
        Who::Session(token) => {
            let Some(view) = tx.session_view(token)? else {
                return Ok(None);
            };
            let stands = now < view.session.expires_at;
            (
                view.user,
                Holder::Session(view.session.id),
                wanted.filter(|_| stands).cloned(),
            )
        }
    };
    Ok(kind.map(|kind| (user, holder, kind)))
}
