//! The way in, whom to ask, and the accessibility statement.

use crate::arrival::Arrival;
use crate::pages::faults::AccessibilityPage;
use crate::pages::login::SupportPage;
use crate::pages::{Current, Frame};
use crate::reply::{Answer, Reply};

/// `GET /`: one's own account, or on to the login.
pub(super) async fn way_in(mut arrival: Arrival) -> Answer {
    let login = arrival.at("/login");
    Ok(match arrival.entered().await? {
        Some(_) => Reply::onward("/account"),
        None => Reply::onward(&login),
    })
}

/// The frame, with the bar of whoever is signed in, and their username.
async fn framed(arrival: &mut Arrival) -> Result<(Frame, Option<String>), Reply> {
    Ok(match arrival.entered().await? {
        Some(who) => (
            arrival.frame_for(&who, Current::Neither),
            Some(who.user.username.clone()),
        ),
        None => (arrival.frame(), None),
    })
}

/// `GET /support`.
pub(super) async fn support(mut arrival: Arrival) -> Answer {
    let (mut frame, username) = framed(&mut arrival).await?;
    // A page does not offer itself.
    frame.help.page = None;
    let page = SupportPage {
        frame,
        username,
        ask: None,
        case: None,
        identify: None,
        code: arrival.at("/recover/code"),
        back: None,
        again: arrival.at("/login"),
        cancel: None,
        problem: None,
    };
    Ok(Reply::page(&arrival, &page))
}

/// `GET /accessibility`.
pub(super) async fn accessibility(mut arrival: Arrival) -> Answer {
    let (frame, _) = framed(&mut arrival).await?;
    Ok(Reply::page(&arrival, &AccessibilityPage { frame }))
}
