//! The enrolment that a login asks for before it goes on (C1, C2).

use app::enrol::{self, Stepped, Who};
use axum::http::{HeaderValue, StatusCode, header};
use domain::factor::FactorKind;
use domain::id::ChallengeId;
use domain::refusal::Refusal;

use super::show;
use crate::arrival::Arrival;
use crate::cookies::{self, Kind};
use crate::enrolling::{self, Addresses, Told};
use crate::form::Sent;
use crate::pages::enrol::DonePage;
use crate::reply::{Answer, Reply};

fn addresses(arrival: &Arrival) -> Addresses {
    Addresses {
        choose: arrival.at("/login/enrol/choose"),
        password: arrival.at("/login/password"),
        step: arrival.at("/login/enrol/step"),
        resend: arrival.at("/login/enrol/resend"),
        cancel: arrival.at("/login/enrol/cancel"),
        download: arrival.at("/login/enrol/codes.txt"),
        progress: arrival.at("/login/progress"),
        page: arrival.at("/login"),
        later: Some(arrival.at("/login/later")),
    }
}

fn who(arrival: &Arrival) -> Who {
    Who::Login(arrival.login().clone())
}

/// The page of where the enrolment stands.
pub(super) async fn shown(arrival: &Arrival, told: Told) -> Answer {
    let page = enrol::page(&arrival.state.app, &who(arrival), None, &arrival.requester).await;
    match page.map_err(|fault| arrival.fault(&fault))? {
        Ok(shown) => {
            let mut addresses = addresses(arrival);
            if matches!(shown, enrol::EnrolPage::Choose { .. }) {
                addresses.cancel = arrival.at("/login/cancel");
            }
            let page = enrolling::page(arrival, arrival.frame(), shown, addresses, told, true);
            Ok(page.unwrap_or_else(|| Reply::onward(&arrival.at("/login"))))
        }
        Err(refusal) => Ok(show::password_page(
            arrival,
            "",
            Told {
                refusal: Some(refusal),
                status: None,
            },
        )),
    }
}

/// `POST /login/enrol/choose`.
pub(crate) async fn choose(sent: Sent) -> Answer {
    let arrival = &sent.arrival;
    if !sent.is_ours() {
        return show::standing(
            arrival,
            Told {
                refusal: Some(Refusal::FormStale),
                status: None,
            },
        )
        .await;
    }
    let kind = FactorKind::named(sent.field("choice"));
    let chosen = enrol::choose(&arrival.state.app, &who(arrival), kind, &arrival.requester).await;
    match chosen.map_err(|fault| arrival.fault(&fault))? {
        Ok(()) => Ok(Reply::onward(&arrival.at("/login"))),
        Err(refusal) => {
            show::standing(
                arrival,
                Told {
                    refusal: Some(refusal),
                    status: None,
                },
            )
            .await
        }
    }
}

/// `POST /login/enrol/step`.
pub(crate) async fn step(sent: Sent) -> Answer {
    let arrival = &sent.arrival;
    let refused = |refusal| {
        show::standing(
            arrival,
            Told {
                refusal: Some(refusal),
                status: None,
            },
        )
    };
    if !sent.is_ours() {
        return refused(Refusal::FormStale).await;
    }
    let Ok(challenge) = sent.field("challenge").parse::<ChallengeId>() else {
        return refused(Refusal::ChallengeGone).await;
    };
    let stepped = enrol::step(
        &arrival.state.app,
        &who(arrival),
        challenge,
        sent.form(),
        &arrival.requester,
    )
    .await;
    match stepped.map_err(|fault| arrival.fault(&fault))? {
        Ok(Stepped::Onward { delivered: true }) => {
            Ok(Reply::onward(&arrival.at("/login")).cookie(arrival.kept_browser()))
        }
        Ok(Stepped::Onward { delivered: false }) => refused(Refusal::DeliveryFailed).await,
        Ok(Stepped::Finished(finished)) => {
            let query = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("factor", finished.kind.as_str())
                .append_pair("codes", yes_or_no(finished.with_codes))
                .append_pair("one-device", yes_or_no(finished.on_one_device))
                .finish();
            let reply = Reply::onward(&format!("{}?{query}", arrival.at("/login/done")));
            Ok(match &finished.session {
                Some(session) => {
                    arrival
                        .end_earlier_session()
                        .await
                        .map_err(|fault| arrival.fault(&fault))?;
                    reply.cookie(cookies::set(&arrival.state.site, Kind::Session, session))
                }
                None => reply,
            })
        }
        Err(refusal) => refused(refusal).await,
    }
}

/// `POST /login/enrol/resend`.
pub(crate) async fn resend(sent: Sent) -> Answer {
    let arrival = &sent.arrival;
    let (true, Ok(challenge)) = (
        sent.is_ours(),
        sent.field("challenge").parse::<ChallengeId>(),
    ) else {
        return show::standing(
            arrival,
            Told {
                refusal: Some(Refusal::FormStale),
                status: None,
            },
        )
        .await;
    };
    let resent = enrol::resend(
        &arrival.state.app,
        &who(arrival),
        challenge,
        &arrival.requester,
    )
    .await;
    let told = match resent.map_err(|fault| arrival.fault(&fault))? {
        Ok(true) => Told {
            refusal: None,
            status: Some(arrival.text.get("login-status-resent")),
        },
        Ok(false) => Told {
            refusal: Some(Refusal::DeliveryFailed),
            status: None,
        },
        Err(refusal) => Told {
            refusal: Some(refusal),
            status: None,
        },
    };
    show::standing(arrival, told).await
}

/// `POST /login/enrol/cancel`: back to the choice; nothing of what was begun remains.
pub(crate) async fn cancel(sent: Sent) -> Answer {
    let arrival = &sent.arrival;
    if !sent.is_ours() {
        return show::standing(
            arrival,
            Told {
                refusal: Some(Refusal::FormStale),
                status: None,
            },
        )
        .await;
    }
    enrol::abandon(&arrival.state.app, &who(arrival), &arrival.requester)
        .await
        .map_err(|fault| arrival.fault(&fault))?
        .ok();
    Ok(Reply::onward(&arrival.at("/login")))
}

/// `GET /login/enrol/codes.txt`: the codes that the page shows, as a file.
pub(crate) async fn download(arrival: Arrival) -> Answer {
    let text = enrol::download(&arrival.state.app, &who(&arrival), None, &arrival.requester).await;
    match text.map_err(|fault| arrival.fault(&fault))? {
        Ok(text) => Ok(codes_file(text)),
        Err(_) => Ok(Reply::onward(&arrival.at("/login"))),
    }
}

const fn yes_or_no(fact: bool) -> &'static str {
    if fact { "yes" } else { "no" }
}

/// Recovery codes as a file to be saved.
fn codes_file(text: String) -> Reply {
    Reply::text(StatusCode::OK, "text/plain; charset=utf-8", text).with(
        header::CONTENT_DISPOSITION,
        Some(HeaderValue::from_static(
            "attachment; filename=\"recovery-codes.txt\"",
        )),
    )
}

/// `GET /login/done`: it is active, and what one might do next.
pub(crate) async fn done(arrival: Arrival) -> Answer {
    let kind = arrival
        .query
        .get("factor")
        .map(|kind| FactorKind::named(kind.clone()));
    let known = kind.filter(|kind| arrival.state.app.registry.find(kind).is_some());
    let signed_in = arrival
        .signed_in()
        .await
        .map_err(|fault| arrival.fault(&fault))?;
    let (Some(kind), Some(_)) = (known, signed_in) else {
        return Ok(Reply::onward(&arrival.at("/login")));
    };
    let said = |name: &str| arrival.query.get(name).is_some_and(|said| said == "yes");
    let page = DonePage {
        frame: arrival.frame(),
        active: vec![arrival.text.get(&format!("factor-{kind}"))],
        codes: said("codes"),
        on_one_device: said("one-device"),
        ways: 1,
        add: Some("/account/security/add".to_owned()),
        next: arrival.at("/login"),
    };
    Ok(Reply::page(&arrival, &page))
}
