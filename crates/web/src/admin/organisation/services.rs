//! The services that the organisation's eIDs are asked at: whether they let us in, our certificate, and the root that is trusted. The
//! operator decides these; here they are told.

use app::eids::{Hindrance, Known};
use text::Text;

use crate::arrival::Arrival;
use crate::pages::Fact;
use crate::when::moment;

/// How many digits of a fingerprint stand together.
const TOGETHER: usize = 4;

/// The lines about each service of the organisation with this slug.
pub(super) fn facts(arrival: &Arrival, slug: &str) -> Vec<Fact> {
    let known = arrival.state.app.eids.known_for(slug);
    known.iter().flat_map(|known| of(arrival, known)).collect()
}

fn of(arrival: &Arrival, known: &Known) -> [Fact; 3] {
    let text = &arrival.text;
    let name = service_name(arrival, &known.service);
    let fact = |key: &str, value| Fact {
        name: text.with1(key, "name", name.as_str()),
        value,
    };
    let root = known.known_root.map_or_else(
        || {
            let print = in_groups(&known.root_fingerprint);
            text.with1("settings-eid-root-print", "print", print)
        },
        str::to_owned,
    );
    [
        fact("settings-eid-reached", reached(arrival, known)),
        fact(
            "settings-eid-certificate",
            moment(arrival, known.certificate_ends),
        ),
        fact("settings-eid-root", root),
    ]
}

fn reached(arrival: &Arrival, known: &Known) -> String {
    let text = &arrival.text;
    let Some(probed) = known.probed else {
        return text.get("settings-eid-reached-unknown");
    };
    let when = moment(arrival, probed.at);
    match probed.hindrance {
        None => text.with1("settings-eid-reached-yes", "when", when),
        Some(why) => {
            let why = why_closed(text, why);
            text.with2("settings-eid-reached-no", "when", when, "why", why)
        }
    }
}

/// A fingerprint that a person can compare, and a narrow page can break.
fn in_groups(digits: &str) -> String {
    let signs: Vec<char> = digits.chars().collect();
    let groups = signs.chunks(TOGETHER).map(|group| group.iter().collect());
    groups.collect::<Vec<String>>().join(" ")
}

/// Why a service does not let us in, in a sentence.
pub(in crate::admin) fn why_closed(text: &Text, why: Hindrance) -> String {
    text.get(&format!("eid-hindrance-{}", why.code()))
}

/// What people call the factor that asks this service.
pub(in crate::admin) fn service_name(arrival: &Arrival, service: &str) -> String {
    let profiles = arrival.state.app.registry.profiles();
    let kind = profiles
        .iter()
        .find(|profile| profile.needs.service == Some(service))
        .map_or(service, |profile| profile.kind.as_str());
    arrival.text.get(&format!("factor-{kind}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use text::{Catalogue, Language};

    use super::*;

    #[test]
    fn every_reason_has_a_sentence_of_its_own_in_both_languages() {
        let catalogue = Catalogue::new(&factors::Registry::standard().words()).unwrap();
        for language in Language::ALL {
            let text = catalogue.text(language);
            let mut told: Vec<String> = Hindrance::ALL
                .iter()
                .map(|why| why_closed(&text, *why))
                .collect();
            assert!(told.iter().all(|one| one.contains(' ')), "{told:?}");
            told.sort_unstable();
            told.dedup();
            assert_eq!(told.len(), Hindrance::ALL.len());
        }
    }

    #[test]
    fn a_fingerprint_stands_in_groups() {
        assert_eq!(in_groups("00112233AABBC"), "0011 2233 AABB C");
    }
}
