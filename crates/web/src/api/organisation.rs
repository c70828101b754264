//! The organisation's own settings, and its figures.

use app::administer;
use axum::http::Method;
use domain::role::{BuiltIn, Rights};
use domain::scope::Scope;

use super::answer::{Answer, Outcome};
use super::call::Call;
use super::operation::{Door, Operation, reads, writes};
use super::problem::Problem;
use super::wire::effect::{WireFigures, WireHour, WireTally};
use super::wire::organisation::{ChangedOrganisation, WireOrganisation};
use super::wire::time::Time;

const ORGANISATION: &str = "/api/v1/organisation";

/// The operations.
pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::new(
            (Method::GET, ORGANISATION),
            "organisation",
            reads(BuiltIn::Settings),
            "The organisation and its settings",
            show,
        )
        .gives::<WireOrganisation>(200),
        Operation::new(
            (Method::PATCH, ORGANISATION),
            "change-organisation",
            writes(BuiltIn::Settings),
            "Change settings of the organisation; what locks people out wants its name in `confirmed`",
            change,
        )
        .takes::<ChangedOrganisation>(r#"{"support_hours":"08–16"}"#)
        .gives::<WireOrganisation>(200),
        Operation::new(
            (Method::GET, "/api/v1/figures"),
            "figures",
            Door::AnyCredential,
            "How well the demands are met, as far as the credential's scopes see",
            figures,
        )
        .gives::<WireFigures>(200),
    ]
}

async fn show(call: Call) -> Outcome {
    let organisation = call.organisation()?;
    let found = administer::organisation_by_id(call.app(), organisation).await;
    Answer::ok(&WireOrganisation::from(&call.settled(found)?))
}

async fn change(call: Call) -> Outcome {
    let changed: ChangedOrganisation = call.json()?;
    let (organisation, by) = (call.organisation()?, call.by()?);
    let done = administer::change_organisation(call.app(), organisation, changed.into(), &by).await;
    let organisation = call.settled(done).map_err(Problem::in_the_body)?;
    Answer::ok(&WireOrganisation::from(&organisation))
}

async fn figures(call: Call) -> Outcome {
    let scopes = &call.caller()?.scopes;
    let seen = |right: &BuiltIn| scopes.allow(Scope::read(*right));
    let rights = Rights::only(BuiltIn::ALL.into_iter().filter(seen));
    let (organisation, now) = (call.organisation()?, call.requester.now);
    let found = administer::figures(call.app(), organisation, &rights, now).await;
    let found = call.settled(found)?;
    let hours = found.logins.map(|hours| {
        let hour = |hour: administer::LoginHour| WireHour {
            hour: Time(hour.hour),
            signed_in: hour.signed_in,
            wrong_passwords: hour.wrong_passwords,
            wrong_codes: hour.wrong_codes,
        };
        hours.into_iter().map(hour).collect()
    });
    let coverage = found.coverage.as_ref();
    Answer::ok(&WireFigures {
        people: coverage.map(|coverage| WireTally::from(&coverage.everybody)),
        factors: coverage.map(|coverage| {
            let factors = coverage.factors.iter();
            factors
                .map(|(factor, people)| (factor.to_string(), *people))
                .collect()
        }),
        logins: hours,
    })
}
