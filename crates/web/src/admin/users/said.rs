//! Why a login was asked for what it was asked for, in sentences.

use app::administer::people::PersonView;
use domain::trace::{Said, Traced};

use super::rows::factor;
use crate::arrival::Arrival;
use crate::pages::admin::LoginRow;
use crate::when::moment;

/// A login.
pub(super) fn login(arrival: &Arrival, view: &PersonView, traced: &Traced) -> LoginRow {
    LoginRow {
        at: moment(arrival, traced.at),
        said: traced
            .said
            .iter()
            .map(|said| sentence(arrival, view, said))
            .collect(),
    }
}

fn sentence(arrival: &Arrival, view: &PersonView, said: &Said) -> String {
    let text = &arrival.text;
    let named = |key: &str, kind: &str| text.with1(key, "factor", factor(text, kind));
    let why = |code: &str| {
        let key = format!("refusal-{code}");
        if text.has(&key) {
            text.get(&key)
        } else {
            code.to_owned()
        }
    };
    match said {
        Said::RoleDemanded(key) => {
            let card = view.cards.iter().find(|card| card.key == *key);
            let name = card.map_or(key, |card| &card.name);
            text.with1("trace-role", "role", name)
        }
        Said::ClientDemanded => text.get("trace-client"),
        Said::OwnChoice => text.get("trace-own-choice"),
        Said::AddOnOff => text.get("trace-add-on-off"),
        Said::NothingDemanded => text.get("trace-nothing"),
        Said::NothingAllowed => text.get("trace-nothing-allowed"),
        Said::DeviceTrusted(until) => text.with1("trace-trusted", "until", moment(arrival, *until)),
        Said::Asked => text.get("trace-asked"),
        Said::HadToEnrol => text.get("trace-had-to-enrol"),
        Said::CouldPutOff => text.get("trace-could-put-off"),
        Said::SentToSupport => text.get("trace-support"),
        Said::PutOff => text.get("trace-put-off"),
        Said::Enrolled(kind) => named("trace-enrolled", kind),
        Said::Refused(kind, code) => text.with2(
            "trace-refused",
            "factor",
            factor(text, kind),
            "why",
            why(code),
        ),
        Said::PasswordRefused(code) => text.with1("trace-password", "why", why(code)),
        Said::SignedIn(Some(kind)) => named("trace-signed-in-with", kind),
        Said::SignedIn(None) => text.get("trace-signed-in"),
        Said::Unfinished => text.get("trace-unfinished"),
    }
}
