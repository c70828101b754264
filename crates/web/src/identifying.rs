//! The pages on which somebody without a name shows who they are: to sign in, and on the way back after everything was lost.
//! Filled alike for both; only the addresses and what the proof buys differ.

use app::identifying::{self, Aim, Anybody, IdentifyView};
use axum::http::{HeaderValue, StatusCode};
use domain::factor::{FactorKind, Identifies};
use domain::refusal::Refusal;
use domain::return_to::own_path;
use domain::token::Token;
use serde_json::json;

use crate::arrival::Arrival;
use crate::cookies::{self, Kind};
use crate::enrolling::Told;
use crate::form::Sent;
use crate::pages::Choice;
use crate::pages::icon::Svg;
use crate::pages::login::{AnswerPage, Identify};
use crate::reply::{Answer, Reply};

/// Where the pages of one aim are.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    /// What the proof is for.
    pub(crate) aim: Aim,
    /// The page, and where its forms post to.
    pub(crate) page: &'static str,
    /// Where it is left.
    pub(crate) leave: &'static str,
    /// Where its script asks.
    pub(crate) progress: &'static str,
    /// Where whoever leaves goes.
    pub(crate) back: &'static str,
    /// The sentence on the button that leads here, with `name`.
    pub(crate) offer: &'static str,
}

/// The way in.
pub(crate) const SIGN_IN: Place = Place {
    aim: Aim::SignIn,
    page: "/login/identify",
    leave: "/login/identify/cancel",
    progress: "/login/identify/progress",
    back: "/login",
    offer: "login-identify",
};

/// The way back.
pub(crate) const RECOVER: Place = Place {
    aim: Aim::Recover,
    page: "/recover/identify",
    leave: "/recover/identify/cancel",
    progress: "/recover/identify/progress",
    back: "/recover",
    offer: "recover-identify",
};

/// The way back for whoever gave the password in this browser and has nothing else left: the same pages, for another thing lost.
pub(crate) const SECOND_STEP: Place = Place {
    offer: "recover-identify-second-step",
    ..RECOVER
};

impl Place {
    /// The browser of this request, for what it wants here.
    pub(crate) fn anybody(&self, arrival: &Arrival) -> Anybody {
        let brought = cookies::token(&arrival.headers, &arrival.state.site, Kind::Identify);
        let own = brought.filter(|token| token.organisation == arrival.organisation.id);
        let drawn = || arrival.state.app.draw_token(arrival.organisation.id);
        Anybody {
            organisation: arrival.organisation.clone(),
            browser: own.unwrap_or_else(drawn),
            drawn: drawn(),
            login: arrival.login().clone(),
            aim: self.aim,
        }
    }

    /// An address of it, with where the person was going.
    pub(crate) fn at(&self, arrival: &Arrival, address: &str) -> String {
        let address = arrival.at(address);
        let return_to = arrival.query.get("return_to");
        match return_to.and_then(|path| own_path(path)) {
            Some(path) if self.aim == Aim::SignIn => {
                let query = url::form_urlencoded::Serializer::new(String::new())
                    .append_pair("return_to", path)
                    .finish();
                format!("{address}?{query}")
            }
            _ => address,
        }
    }

    /// The buttons that lead here; nothing where the organisation does not allow it.
    pub(crate) fn offer(&self, arrival: &Arrival) -> Option<Identify> {
        let app = &arrival.state.app;
        let ways = identifying::ways(app, &arrival.organisation, self.aim);
        let of_browser = ways
            .iter()
            .find(|profile| profile.identifies == Some(Identifies::Account))
            .map(|profile| profile.kind.to_string());
        let choices: Vec<Choice> = ways
            .into_iter()
            .map(|profile| {
                let name = arrival.text.get(&format!("factor-{}", profile.kind));
                let (title, about) = match profile.identifies {
                    Some(Identifies::Account) => (
                        arrival
                            .text
                            .get(&format!("factor-{}.sign-in", profile.kind)),
                        arrival.text.get(&format!("factor-{}.hint", profile.kind)),
                    ),
                    _ => (
                        arrival.text.with1(self.offer, "name", &name),
                        arrival.text.get(&format!("{}.about", self.offer)),
                    ),
                };
                Choice {
                    factor: profile.kind.to_string(),
                    value: profile.kind.to_string(),
                    about,
                    name: title,
                    icon: Svg::of(profile),
                    first: false,
                    unavailable: None,
                }
            })
            .collect();
        (!choices.is_empty()).then(|| Identify {
            action: self.at(arrival, self.page),
            choices,
            of_browser,
        })
    }
}

/// What the address of the page after the way back says, so that the page tells what just happened.
const SHOWN: (&str, &str) = ("done", "identified");

/// The address of the page that comes after the way back.
pub(crate) fn after_it(page: &str) -> String {
    let (field, code) = SHOWN;
    format!("{page}?{field}={code}")
}

/// That the person has just shown who they are, where the address says so.
pub(crate) fn just_shown(arrival: &Arrival) -> Option<String> {
    let (field, code) = SHOWN;
    let said = arrival.query.get(field)? == code;
    said.then(|| arrival.text.get(&format!("login-status-{code}")))
}

/// `GET`: the page of what is under way; nothing begins by it.
pub(crate) async fn page(arrival: &Arrival, place: Place) -> Answer {
    let shown = shown(arrival, place, Told::default()).await?;
    Ok(shown.unwrap_or_else(|| Reply::onward(&place.at(arrival, place.back))))
}

/// The page with what there is to tell; nothing where nothing is under way in this browser.
async fn shown(arrival: &Arrival, place: Place, told: Told) -> Result<Option<Reply>, Reply> {
    let app = &arrival.state.app;
    let who = place.anybody(arrival);
    let standing = identifying::standing(app, &who, &arrival.requester).await;
    let Some(shown) = standing.map_err(|fault| arrival.fault(&fault))? else {
        return Ok(None);
    };
    let problem = told
        .refusal
        .as_ref()
        .map(|refusal| arrival.problem(refusal));
    let view = &*shown.view;
    let page = AnswerPage {
        frame: arrival.frame(),
        factor: shown.kind.to_string(),
        heading: view.heading(&arrival.text),
        fragment: view.html(&arrival.text),
        wide: view.has_picture(),
        goes_on: arrival.goes_on(&shown.kind, view),
        asks_browser: view.asks_browser(),
        // Script and link keep where the person was going.
        watched: arrival.watched(view, arrival.at(place.progress), arrival.at(place.page)),
        action: place.at(arrival, place.page),
        challenge: shown.challenge.to_string(),
        problem,
        status: told.status,
        resend: None,
        other_factor: None,
        cancel: place.at(arrival, place.leave),
        stuck: Some(arrival.at("/login/support")),
        message: None,
    };
    Ok(Some(match &told.refusal {
        Some(refusal) => Reply::refused(arrival, refusal, &page),
        None => Reply::page(arrival, &page),
    }))
}

/// The page with why it did not go on; nothing where the proof was used up, and the page with it.
pub(crate) async fn refused(
    arrival: &Arrival,
    place: Place,
    refusal: Refusal,
) -> Result<Option<Reply>, Reply> {
    let told = Told {
        refusal: Some(refusal),
        status: None,
    };
    shown(arrival, place, told).await
}

/// Opens the page for the kind that was chosen.
pub(crate) async fn begin(sent: &Sent, place: Place) -> Answer {
    let arrival = &sent.arrival;
    let kind = FactorKind::named(sent.field("choice"));
    let app = &arrival.state.app;
    if app.registry.find(&kind).is_none() {
        return Ok(Reply::onward(&place.at(arrival, place.back)));
    }
    let may = identifying::ways(app, &arrival.organisation, place.aim);
    if arrival.wants_json()
        && may.iter().any(|profile| profile.kind == kind)
        && let Some(open) = still_good(arrival, place, &kind).await?
    {
        return Ok(open);
    }
    // Never what the browser brought: whoever put it there would wait elsewhere for the proof (A05).
    let mut who = place.anybody(arrival);
    who.browser = who.drawn.clone();
    let for_script = arrival.wants_json();
    let begun = identifying::begin(app, &who, kind, &arrival.requester).await;
    if matches!(begun, Ok(Ok(()))) {
        let left = identifying::leave(app, &place.anybody(arrival)).await;
        left.map_err(|fault| arrival.fault(&fault))?;
    }
    Ok(match begun.map_err(|fault| arrival.fault(&fault))? {
        Ok(()) if for_script => handed_out(arrival, place, &who).await?,
        Ok(()) => onward(arrival, place, &who.drawn),
        Err(refusal) if for_script => Reply::json(refusal_status(&refusal), &json!({})),
        Err(_) => Reply::onward(&place.at(arrival, place.back)),
    })
}

/// What the login page's script hands to the browser, with the cookie that the answer comes back with.
async fn handed_out(arrival: &Arrival, place: Place, who: &Anybody) -> Answer {
    let standing = identifying::standing(&arrival.state.app, who, &arrival.requester).await;
    let shown = standing.map_err(|fault| arrival.fault(&fault))?;
    let Some(shown) = shown else {
        return Ok(Reply::onward(&place.at(arrival, place.back)));
    };
    let own = cookies::set(&arrival.state.site, Kind::Identify, &who.browser);
    Ok(for_script(&shown)
        .cookie(own)
        .cookie(arrival.kept_browser()))
}

fn for_script(shown: &IdentifyView) -> Reply {
    let mut told = shown.view.json();
    told["challenge"] = json!(shown.challenge.to_string());
    Reply::json(StatusCode::OK, &told)
}

/// What this browser was handed already, while there is time to answer it: two tabs of a login page have one question between them. Whoever
/// put the cookie there gains nothing: the answer comes with the browser that gave it, and is used up by that.
async fn still_good(
    arrival: &Arrival,
    place: Place,
    kind: &FactorKind,
) -> Result<Option<Reply>, Reply> {
    const LEAST_SECONDS: i64 = 120;
    let who = place.anybody(arrival);
    let standing = identifying::standing(&arrival.state.app, &who, &arrival.requester).await;
    let shown = standing.map_err(|fault| arrival.fault(&fault))?;
    Ok(shown
        .filter(|shown| shown.kind == *kind && shown.view.asks_browser())
        .filter(|shown| shown.view.json()["left"].as_i64() >= Some(LEAST_SECONDS))
        .map(|shown| for_script(&shown)))
}

fn refusal_status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::Throttled { .. } => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::CONFLICT,
    }
}

/// The page again, with the cookie that the proof hangs on from now on.
pub(crate) fn onward(arrival: &Arrival, place: Place, drawn: &Token) -> Reply {
    let own = cookies::set(&arrival.state.site, Kind::Identify, drawn);
    Reply::onward(&place.at(arrival, place.page))
        .cookie(own)
        .cookie(arrival.kept_browser())
}

/// Leaves it: what runs is cancelled.
pub(crate) async fn leave(sent: &Sent, place: Place) -> Answer {
    let arrival = &sent.arrival;
    if sent.is_ours() {
        let left = identifying::leave(&arrival.state.app, &place.anybody(arrival)).await;
        left.map_err(|fault| arrival.fault(&fault))?;
    }
    Ok(Reply::onward(&place.at(arrival, place.back)))
}

/// Leaves what this browser had under way, whoever comes in or goes: it is nobody's who uses the browser next (A20). The value clears its
/// cookie; nothing where it brought none.
pub(crate) async fn forget(arrival: &Arrival) -> Result<Option<HeaderValue>, Reply> {
    let site = &arrival.state.site;
    if cookies::token(&arrival.headers, site, Kind::Identify).is_none() {
        return Ok(None);
    }
    // What it hangs on is the same for both aims.
    let left = identifying::leave(&arrival.state.app, &SIGN_IN.anybody(arrival)).await;
    left.map_err(|fault| arrival.fault(&fault))?;
    Ok(cookies::clear(site, Kind::Identify))
}

/// How far the order has come, for the page's script.
pub(crate) async fn progress(arrival: &Arrival, place: Place) -> Answer {
    let who = place.anybody(arrival);
    let standing = identifying::standing(&arrival.state.app, &who, &arrival.requester).await;
    let shown = standing.map_err(|fault| arrival.fault(&fault))?;
    let progress = shown.and_then(|shown| shown.view.progress(&arrival.text));
    Ok(Reply::progress(progress.as_ref()))
}
