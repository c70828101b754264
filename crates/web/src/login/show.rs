//! `/login`: where the login stands, whenever and wherever it is fetched.

use app::sign_in::{self, AnswerView, Standing, Way};
use axum::http::{HeaderValue, StatusCode};
use domain::login::Purpose;
use domain::refusal::Refusal;
use domain::return_to::own_path;
use domain::time::{Span, Timestamp};

use super::enrol;
use crate::arrival::Arrival;
use crate::cookies::{self, Kind};
use crate::enrolling::Told;
use crate::identifying::{self, SIGN_IN};
use crate::pages::icon::Svg;
use crate::pages::login::{
    AnswerPage, ChooseFactorPage, ExpiredPage, PasswordPage, ReauthenticatePage, TrustDevicePage,
    UnderWay,
};
use crate::pages::{Choice, Problem};
use crate::reply::{Answer, Reply};

/// Where whoever was going nowhere goes.
pub(super) const HOME: &str = "/account";

/// `GET /login`.
pub(crate) async fn show(arrival: Arrival) -> Answer {
    // The password was right, and the code that it asked for could not be sent.
    let unsent = arrival
        .query
        .get("sent")
        .is_some_and(|sent| sent == "failed");
    let told = Told {
        refusal: unsent.then_some(Refusal::DeliveryFailed),
        status: None,
    };
    standing(&arrival, told).await
}

/// `GET` of an address that a form posts to, which is the page's own after a refusal: fetched again it shows where the login stands.
pub(crate) async fn back(arrival: Arrival) -> Reply {
    let query = arrival
        .target
        .split_once('?')
        .map_or("", |(_, query)| query);
    let mark = if query.is_empty() { "" } else { "?" };
    Reply::onward(&format!("{}{mark}{query}", arrival.at("/login")))
}

/// The page of where the login stands, with what there is to tell.
pub(super) async fn standing(arrival: &Arrival, told: Told) -> Answer {
    let app = &arrival.state.app;
    let choosing = arrival.query.get("way").is_some_and(|way| way == "other");
    let standing = if arrival.has_login_cookie() {
        sign_in::standing(app, arrival.login(), choosing, &arrival.requester)
            .await
            .map_err(|fault| arrival.fault(&fault))?
    } else {
        Standing::Nothing
    };
    match standing {
        Standing::Nothing => nothing(arrival, told).await,
        Standing::Expired { return_to } => Ok(expired(arrival, &return_to)),
        Standing::Password { username, purpose } => {
            Ok(password_again(arrival, username, purpose, &told))
        }
        Standing::Choose(ways) => Ok(choose(arrival, ways, &told)),
        Standing::Answer(view) => Ok(answer(arrival, &view, told)),
        Standing::Enrol => {
            let status = told.status.or_else(|| identifying::just_shown(arrival));
            enrol::shown(arrival, Told { status, ..told }).await
        }
        Standing::Trust { days } => trust(arrival, days).await,
        Standing::NewPassword { .. } => Ok(Reply::onward(&new_password(arrival))),
        Standing::Complete { return_to } => complete(arrival, &return_to, told).await,
        Standing::Support => super::support::shown(arrival, None, &told).await,
    }
}

/// The page of the new password, which tells too how the person came there.
fn new_password(arrival: &Arrival) -> String {
    let page = arrival.at("/recover/password");
    match identifying::just_shown(arrival) {
        Some(_) => identifying::after_it(&page),
        None => page,
    }
}

/// Nothing is under way: on to where somebody signed in was going, else the login page.
async fn nothing(arrival: &Arrival, told: Told) -> Answer {
    // Also a form of an earlier tab ends here: whoever is signed in has nothing to be refused.
    let signed_in = arrival.signed_in().await;
    if signed_in.map_err(|fault| arrival.fault(&fault))?.is_some() {
        return Ok(Reply::onward(return_to(arrival).unwrap_or(HOME)));
    }
    Ok(password_page(arrival, "", told))
}

/// Where the address says that the person was going, if that is one of our own.
pub(super) fn return_to(arrival: &Arrival) -> Option<&str> {
    arrival
        .query
        .get("return_to")
        .and_then(|text| own_path(text))
}

/// The login page.
pub(super) fn password_page(arrival: &Arrival, username: &str, told: Told) -> Reply {
    let problem = told
        .refusal
        .as_ref()
        .map(|refusal| arrival.problem(refusal));
    let action = match return_to(arrival) {
        Some(path) => {
            let query = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("return_to", path)
                .finish();
            format!("{}?{query}", arrival.at("/login"))
        }
        None => arrival.at("/login"),
    };
    let status = told.status.or_else(|| {
        let done = arrival.query.get("done")?;
        matches!(done.as_str(), "password" | "signed-out")
            .then(|| arrival.text.get(&format!("login-status-{done}")))
    });
    let page = PasswordPage {
        frame: arrival.frame(),
        action,
        username: username.to_owned(),
        problem,
        status,
        forgot: Some(arrival.at("/recover")),
        identify: SIGN_IN.offer(arrival),
    };
    match &told.refusal {
        Some(refusal) => Reply::refused(arrival, refusal, &page),
        None => Reply::page(arrival, &page),
    }
}

fn expired(arrival: &Arrival, was_going: &str) -> Reply {
    let again = match own_path(was_going) {
        Some(path) => {
            let query = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("return_to", path)
                .finish();
            format!("{}?{query}", arrival.at("/login"))
        }
        None => arrival.at("/login"),
    };
    let page = ExpiredPage {
        frame: arrival.frame(),
        again,
    };
    Reply::page(arrival, &page).cookie(clear_login(arrival))
}

/// The header that takes the login's cookie away.
pub(super) fn clear_login(arrival: &Arrival) -> Option<HeaderValue> {
    cookies::clear(&arrival.state.site, Kind::Login)
}

fn password_again(arrival: &Arrival, username: String, purpose: Purpose, told: &Told) -> Reply {
    let frame = arrival.frame();
    let why = match purpose {
        Purpose::Reauthenticate => frame.t("login-reauthenticate-change"),
        Purpose::SignIn | Purpose::Recover => frame.t("login-reauthenticate-enrol"),
    };
    let page = ReauthenticatePage {
        action: arrival.at("/login/password"),
        username,
        cancel: arrival.at("/login/cancel"),
        why: Some(why),
        problem: told
            .refusal
            .as_ref()
            .map(|refusal| arrival.problem(refusal)),
        step: None,
        frame,
    };
    match &told.refusal {
        Some(refusal) => Reply::refused(arrival, refusal, &page),
        None => Reply::page(arrival, &page),
    }
}

fn choose(arrival: &Arrival, ways: Vec<Way>, told: &Told) -> Reply {
    let page = ChooseFactorPage {
        frame: arrival.frame(),
        action: arrival.at("/login/choose"),
        choices: ways
            .into_iter()
            .filter_map(|way| choice(arrival, way))
            .collect(),
        stuck: arrival.at("/login/support"),
        cancel: arrival.at("/login/cancel"),
        problem: told
            .refusal
            .as_ref()
            .map(|refusal| arrival.problem(refusal)),
    };
    match &told.refusal {
        Some(refusal) => Reply::refused(arrival, refusal, &page),
        None => Reply::page(arrival, &page),
    }
}

fn choice(arrival: &Arrival, way: Way) -> Option<Choice> {
    let profile = arrival.state.app.registry.find(&way.kind)?.profile();
    let text = &arrival.text;
    let hint = text.get(&format!("factor-{}.hint", way.kind));
    let value = match way.authenticator {
        Some(id) => format!("{}:{id}", way.kind),
        None => way.kind.to_string(),
    };
    let unavailable = way.unavailable.map(|refusal| {
        let Problem { title, detail } = arrival.problem(&refusal);
        format!("{title} {detail}")
    });
    Some(Choice {
        factor: way.kind.to_string(),
        value,
        name: text.get(&format!("factor-{}", way.kind)),
        about: way.label.map_or(hint.clone(), |label| {
            if profile.starts_freely { hint } else { label }
        }),
        icon: Svg::of(profile),
        first: way.last_used && !way.is_backup,
        unavailable,
    })
}

fn answer(arrival: &Arrival, view: &AnswerView, told: Told) -> Reply {
    // Nobody may learn whether a guard kept a message back: only what nobody would take over is told of.
    let failed = view.message.is_some_and(|message| message.failed);
    let unsent = failed.then_some(Refusal::DeliveryFailed);
    let shown = told.refusal.as_ref().or(unsent.as_ref());
    let problem = shown.map(|refusal| arrival.problem(refusal));
    let other = format!("{}?way=other", arrival.at("/login"));
    let page = AnswerPage {
        frame: arrival.frame(),
        factor: view.kind.to_string(),
        heading: view.view.heading(&arrival.text),
        fragment: view.view.html(&arrival.text),
        wide: view.view.has_picture(),
        goes_on: arrival.goes_on(&view.kind, &*view.view),
        asks_browser: view.view.asks_browser(),
        watched: arrival.watched(
            &*view.view,
            arrival.at("/login/progress"),
            arrival.at("/login"),
        ),
        action: arrival.at("/login/answer"),
        challenge: view.challenge.to_string(),
        problem,
        status: told.status,
        resend: view
            .resend_after
            .map(|after| arrival.resend(&arrival.at("/login/resend"), after)),
        other_factor: view.has_other_ways.then_some(other),
        cancel: arrival.at("/login/cancel"),
        stuck: Some(arrival.at("/login/support")),
        message: view
            .message
            .filter(|_| unsent.is_none())
            .map(|message| UnderWay {
                state: arrival.at("/login/message"),
                login: arrival.at("/login"),
                late_in: late_in(message.written_at, arrival.requester.now),
            }),
    };
    match &told.refusal {
        Some(refusal) => Reply::refused(arrival, refusal, &page),
        None => Reply::page(arrival, &page),
    }
}

async fn trust(arrival: &Arrival, days: u32) -> Answer {
    if arrival
        .signed_in()
        .await
        .map_err(|fault| arrival.fault(&fault))?
        .is_none()
    {
        return Ok(password_page(arrival, "", Told::default()).cookie(clear_login(arrival)));
    }
    let page = TrustDevicePage {
        frame: arrival.frame(),
        action: arrival.at("/login/trust"),
        days,
        device: arrival.requester.browser.clone(),
    };
    Ok(Reply::page(arrival, &page))
}

async fn complete(arrival: &Arrival, was_going: &str, told: Told) -> Answer {
    if arrival
        .signed_in()
        .await
        .map_err(|fault| arrival.fault(&fault))?
        .is_none()
    {
        return Ok(password_page(arrival, "", told));
    }
    let address = own_path(was_going)
        .or_else(|| return_to(arrival))
        .unwrap_or(HOME);
    Ok(Reply::onward(address).cookie(clear_login(arrival)))
}

/// After this long without a code the page offers another way. Whether the message was seen to arrive makes no difference: whoever asked
/// for one that a guard kept back reads the same.
const LATE_AFTER: Span = Span::minutes(1);

/// In how many seconds the message is late; 0 where it is.
fn late_in(written_at: Timestamp, now: Timestamp) -> u32 {
    let late_at = written_at + LATE_AFTER;
    if now >= late_at {
        return 0;
    }
    u32::try_from(late_at.since(now).as_seconds_up()).unwrap_or(0)
}

/// `GET /login/message`: whether the code's message failed, for the script of the page that waits for it. Whether it was sent at all is
/// nobody's to know.
pub(crate) async fn message(arrival: Arrival) -> Answer {
    let failed = arrival.has_login_cookie()
        && sign_in::message_failed(&arrival.state.app, arrival.login(), &arrival.requester)
            .await
            .map_err(|fault| arrival.fault(&fault))?;
    let json = serde_json::json!({ "failed": failed }).to_string();
    Ok(Reply::text(StatusCode::OK, "application/json", json))
}
