//! Adding a factor, or a new set of recovery codes, inside a session: the same pages as in a login, under addresses that name the factor.

use app::enrol::{self, EnrolPage, Stepped, Who};
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use domain::factor::{FactorKind, KeyHome};
use domain::id::ChallengeId;
use domain::refusal::Refusal;

use super::done::Done;
use super::overview;
use crate::arrival::Arrival;
use crate::cookies::{self, Kind};
use crate::enrolling::{self, Addresses, Told};
use crate::own::{Own, OwnForm, SECURITY, Watching};
use crate::pages::Current;
use crate::pages::enrol::DonePage;
use crate::reply::{Answer, Reply};

const HERE: &str = "/account/security/add";

fn address(kind: &FactorKind) -> String {
    format!("{HERE}/{kind}")
}

/// The factor that an address or a button names, where this program knows it.
fn known(arrival: &Arrival, kind: &str) -> Result<FactorKind, Reply> {
    let kind = FactorKind::named(kind);
    let factor = arrival
        .state
        .app
        .registry
        .find(&kind)
        .ok_or_else(|| arrival.status(404))?;
    Ok(factor.profile().kind.clone())
}

fn who(arrival: &Arrival) -> Result<Who, Reply> {
    arrival
        .session()
        .cloned()
        .map(Who::Session)
        .ok_or_else(|| arrival.to_login(HERE))
}

/// The page of where the enrolment stands.
async fn shown(own: &Own, kind: Option<FactorKind>, told: Told) -> Answer {
    let Own {
        arrival,
        who: person,
    } = own;
    let here = kind.as_ref().map_or_else(|| HERE.to_owned(), address);
    let page = enrol::page(
        &arrival.state.app,
        &who(arrival)?,
        kind.clone(),
        &arrival.requester,
    )
    .await;
    let page = match arrival.settled(person, &here, page).await? {
        Ok(page) => page,
        Err(refusal) => return super::security::shown(own, Some(refusal)).await,
    };
    if let (EnrolPage::Choose { .. }, Some(_)) = (&page, &kind) {
        // The address names a factor that the person may not add: there is only the choice of the others.
        return Ok(Reply::onward(HERE));
    }
    let frame = arrival.frame_for(person, Current::Security);
    let shown = enrolling::page(arrival, frame, page, addresses(&here), told, false);
    match shown {
        Some(reply) => Ok(reply),
        None => arrival.to_fresh_proof(person, &here).await,
    }
}

fn addresses(here: &str) -> Addresses {
    Addresses {
        choose: HERE.to_owned(),
        password: here.to_owned(),
        step: here.to_owned(),
        resend: format!("{here}/resend"),
        cancel: format!("{HERE}/cancel"),
        download: format!("{here}/codes.txt"),
        progress: format!("{here}/progress"),
        page: here.to_owned(),
        later: None,
    }
}

/// `GET /account/security/add`.
pub(super) async fn choose_page(own: Own) -> Answer {
    shown(&own, None, Told::default()).await
}

/// `POST /account/security/add`: the button of one of the factors.
pub(super) async fn choose(form: OwnForm) -> Answer {
    let kind = known(&form.sent.arrival, form.sent.field("choice"))?;
    begin(&form.into_own(), kind).await
}

/// Begins anew, whatever was begun before.
async fn begin(own: &Own, kind: FactorKind) -> Answer {
    let Own {
        arrival,
        who: person,
    } = own;
    let here = address(&kind);
    let chosen = enrol::choose(&arrival.state.app, &who(arrival)?, kind, &arrival.requester).await;
    match arrival.settled(person, &here, chosen).await? {
        Ok(()) => Ok(Reply::onward(&here)),
        Err(refusal) => super::security::shown(own, Some(refusal)).await,
    }
}

/// `GET /account/security/add/{kind}`.
pub(super) async fn page(Path(kind): Path<String>, own: Own) -> Answer {
    let kind = known(&own.arrival, &kind)?;
    let status = Done::read(own.arrival.query.get("done")).map(|done| done.said(&own.arrival.text));
    shown(
        &own,
        Some(kind),
        Told {
            refusal: None,
            status,
        },
    )
    .await
}

/// `POST /account/security/add/{kind}`: what was typed on its page; without a challenge, the button that begins it.
pub(super) async fn step(Path(kind): Path<String>, form: OwnForm) -> Answer {
    let kind = known(&form.sent.arrival, &kind)?;
    let (challenge, typed) = (form.sent.field("challenge").to_owned(), form.sent.form());
    let own = form.into_own();
    if challenge.is_empty() {
        return begin(&own, kind).await;
    }
    let refused = |refusal| Told {
        refusal: Some(refusal),
        status: None,
    };
    let Ok(challenge) = challenge.parse::<ChallengeId>() else {
        return shown(&own, Some(kind), refused(Refusal::ChallengeGone)).await;
    };
    let Own {
        arrival,
        who: person,
    } = &own;
    let stepped = enrol::step(
        &arrival.state.app,
        &who(arrival)?,
        challenge,
        typed,
        &arrival.requester,
    )
    .await;
    match arrival.settled(person, &address(&kind), stepped).await? {
        Ok(Stepped::Onward { delivered: true }) => {
            Ok(Reply::onward(&address(&kind)).cookie(arrival.kept_browser()))
        }
        Ok(Stepped::Onward { delivered: false }) => {
            shown(&own, Some(kind), refused(Refusal::DeliveryFailed)).await
        }
        Ok(Stepped::Finished(finished)) => Ok(finish(arrival, &finished)),
        Err(refusal) => shown(&own, Some(kind), refused(refusal)).await,
    }
}

/// It is bound: the session goes on under another cookie.
fn finish(arrival: &Arrival, finished: &enrol::Finished) -> Reply {
    let factor = arrival.state.app.registry.find(&finished.kind);
    let reply = if factor.is_some_and(|factor| factor.profile().is_backup) {
        Done::CodesReplaced.onward()
    } else {
        let codes = if finished.with_codes {
            "&codes=yes"
        } else {
            ""
        };
        Reply::onward(&format!("{HERE}/done?factor={}{codes}", finished.kind))
    };
    match &finished.session {
        Some(session) => reply.cookie(cookies::set(&arrival.state.site, Kind::Session, session)),
        None => reply,
    }
}

/// `POST /account/security/add/{kind}/resend`.
pub(super) async fn resend(Path(kind): Path<String>, form: OwnForm) -> Answer {
    let kind = known(&form.sent.arrival, &kind)?;
    let challenge = form.sent.field("challenge").parse::<ChallengeId>();
    let mut own = form.into_own();
    // The page that answers belongs to the factor's own address: that is where its language links lead.
    own.arrival.target = address(&kind);
    let Own {
        arrival,
        who: person,
    } = &own;
    let refusal = match challenge {
        Err(_) => Refusal::FormStale,
        Ok(challenge) => {
            let resent = enrol::resend(
                &arrival.state.app,
                &who(arrival)?,
                challenge,
                &arrival.requester,
            )
            .await;
            match arrival.settled(person, &address(&kind), resent).await? {
                Ok(true) => {
                    return Ok(Reply::onward(&format!(
                        "{}?done={}",
                        address(&kind),
                        Done::CodeSent.code()
                    )));
                }
                Ok(false) => Refusal::DeliveryFailed,
                Err(refusal) => refusal,
            }
        }
    };
    shown(
        &own,
        Some(kind),
        Told {
            refusal: Some(refusal),
            status: None,
        },
    )
    .await
}

/// `POST /account/security/add/cancel`: nothing of what was begun remains.
pub(super) async fn cancel(form: OwnForm) -> Answer {
    let own = form.into_own();
    let Own {
        arrival,
        who: person,
    } = &own;
    let left = enrol::abandon(&arrival.state.app, &who(arrival)?, &arrival.requester).await;
    Ok(match arrival.settled(person, SECURITY, left).await? {
        Ok(()) => Done::NothingAdded.onward(),
        Err(_) => Reply::onward(SECURITY),
    })
}

/// `GET /account/security/add/{kind}/progress`: how far an order has come, for the script of the page that waits for it.
pub(super) async fn progress(Path(kind): Path<String>, Watching(arrival): Watching) -> Answer {
    let kind = known(&arrival, &kind)?;
    let who = who(&arrival)?;
    let progress = enrol::progress(&arrival.state.app, &who, Some(kind), &arrival.requester).await;
    let progress = progress.map_err(|fault| arrival.fault(&fault))?;
    Ok(Reply::progress(progress.as_ref()))
}

/// `GET /account/security/add/{kind}/codes.txt`: the codes that the page shows, as a file.
pub(super) async fn download(Path(kind): Path<String>, own: Own) -> Answer {
    let Own {
        arrival,
        who: person,
    } = &own;
    let kind = known(arrival, &kind)?;
    let here = address(&kind);
    let text = enrol::download(
        &arrival.state.app,
        &who(arrival)?,
        Some(kind),
        &arrival.requester,
    )
    .await;
    Ok(match arrival.settled(person, &here, text).await? {
        Ok(text) => Reply::text(StatusCode::OK, "text/plain; charset=utf-8", text).with(
            header::CONTENT_DISPOSITION,
            Some(HeaderValue::from_static(
                "attachment; filename=\"recovery-codes.txt\"",
            )),
        ),
        Err(_) => Reply::onward(&here),
    })
}

/// `GET /account/security/add/done`: what is active now, as the account says, not as the address does.
pub(super) async fn done(own: Own) -> Answer {
    let overview = overview::read(&own).await?;
    let arrival = &own.arrival;
    let wanted = arrival.query.get("factor");
    let same_kind = overview
        .authenticators
        .iter()
        .filter(|own| Some(own.kind.as_str()) == wanted.map(String::as_str));
    let added = same_kind.max_by_key(|own| own.added_at);
    let Some(added) = added else {
        return Ok(Reply::onward(SECURITY));
    };
    let ways = u32::try_from(overview.ways()).unwrap_or(u32::MAX);
    let page = DonePage {
        frame: arrival.frame_for(&own.who, Current::Security),
        active: vec![arrival.text.get(&format!("factor-{}", added.kind))],
        codes: overview.codes.is_some() && arrival.query.contains_key("codes"),
        on_one_device: added.key_home == Some(KeyHome::OneDevice),
        ways,
        add: (ways < 2 && !overview.offers.is_empty()).then(|| HERE.to_owned()),
        next: SECURITY.to_owned(),
    };
    Ok(Reply::page(arrival, &page))
}
