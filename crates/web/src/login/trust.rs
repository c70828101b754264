//! The ends of a login: trusting the browser, putting an enrolment off, leaving.

use app::sign_in;
use domain::refusal::Refusal;
use domain::return_to::own_path;

use super::{answer, show};
use crate::cookies::{self, Kind};
use crate::enrolling::Told;
use crate::form::Sent;
use crate::reply::{Answer, Reply};

/// `POST /login/trust`.
pub(crate) async fn trust(sent: Sent) -> Answer {
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
    let yes = sent.field("trust") == "yes";
    let trusted =
        sign_in::trust(&arrival.state.app, arrival.login(), yes, &arrival.requester).await;
    let reply = Reply::onward(&arrival.at("/login"));
    Ok(match trusted.map_err(|fault| arrival.fault(&fault))? {
        Ok(Some(device)) => reply.cookie(cookies::set(
            &arrival.state.site,
            Kind::Device(&arrival.organisation.slug),
            &device,
        )),
        Ok(None) | Err(_) => reply,
    })
}

/// `POST /login/later`.
pub(crate) async fn later(sent: Sent) -> Answer {
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
    let put_off = sign_in::later(&arrival.state.app, arrival.login(), &arrival.requester).await;
    match put_off.map_err(|fault| arrival.fault(&fault))? {
        Ok(advanced) => answer::onward(arrival, &advanced).await,
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

/// `POST /login/cancel`: back to the login page, or to where fresh proof was asked for.
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
    let was_going = sign_in::cancel(&arrival.state.app, arrival.login(), &arrival.requester).await;
    let was_going = was_going.map_err(|fault| arrival.fault(&fault))?;
    let signed_in = arrival
        .signed_in()
        .await
        .map_err(|fault| arrival.fault(&fault))?
        .is_some();
    let address = match was_going.as_deref().and_then(own_path) {
        _ if signed_in => "/account/security".to_owned(),
        Some(path) => {
            let query = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("return_to", path)
                .finish();
            format!("{}?{query}", arrival.at("/login"))
        }
        None => arrival.at("/login"),
    };
    Ok(Reply::onward(&address).cookie(show::clear_login(arrival)))
}
