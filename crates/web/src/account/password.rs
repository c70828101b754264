//! Changing the password, with the old one and fresh proof.

use app::account::{self, Passwords};
use domain::refusal::Refusal;

use super::done::Done;
use crate::own::{Own, OwnForm, SECURITY};
use crate::pages::Current;
use crate::pages::account::ChangePasswordPage;
use crate::reply::{Answer, Reply};

const HERE: &str = "/account/security/password";

/// `GET /account/security/password`.
pub(super) async fn page(own: Own) -> Answer {
    own.arrival.proved(&own.who, HERE).await?;
    shown(&own, None).await
}

async fn shown(own: &Own, refusal: Option<Refusal>) -> Answer {
    let Own { arrival, who } = own;
    let least = account::least_characters(&arrival.state.app, who, &arrival.requester).await;
    let Ok(least) = arrival.settled(who, HERE, least).await? else {
        return Err(arrival.to_login(HERE));
    };
    let page = ChangePasswordPage {
        frame: arrival.frame_for(who, Current::Security),
        action: HERE.to_owned(),
        username: who.user.username.clone(),
        ask_password: true,
        least,
        back: SECURITY.to_owned(),
        problem: refusal.as_ref().map(|refusal| arrival.problem(refusal)),
    };
    Ok(match &refusal {
        Some(refusal) => Reply::refused(arrival, refusal, &page),
        None => Reply::page(arrival, &page),
    })
}

/// `POST /account/security/password`.
pub(super) async fn change(form: OwnForm) -> Answer {
    let typed = Passwords {
        current: form.sent.field("password").to_owned(),
        new: form.sent.field("new_password").to_owned(),
        repeated: None,
    };
    let own = form.into_own();
    let changed = account::change_password(
        &own.arrival.state.app,
        &own.who,
        typed,
        &own.arrival.requester,
    )
    .await;
    match own.arrival.settled(&own.who, HERE, changed).await? {
        Ok(()) => Ok(Done::PasswordChanged.onward()),
        Err(refusal) => shown(&own, Some(refusal)).await,
    }
}
