//! What may be decided about passkeys, and what browsers bind them to.

use super::super::RelyingParty;
use super::{MOST_ORIGINS, PasskeyRules};
use crate::message::Bound;

const MODEL: &str = "08987058-cadc-4b81-b6e1-30de50dcbe96";

fn refused(rules: &PasskeyRules) -> Option<(&'static str, Bound)> {
    rules
        .check()
        .err()
        .map(|refusal| (refusal.field, refusal.bound))
}

#[test]
fn what_is_never_decided_is_allowed() {
    let rules: PasskeyRules = serde_json::from_str("{}").unwrap_or_default();
    assert_eq!(rules, PasskeyRules::default());
    assert_eq!(refused(&rules), None);
    assert!(rules.sign_in && !rules.demands_make());
}

#[test]
fn origins_are_written_as_browsers_write_them() {
    for (origin, taken) in [
        ("https://portal.example", true),
        ("https://portal.example:8443", true),
        ("http://portal.example", false),
        ("https://portal.example/", false),
        ("https://portal.example:443", false),
        ("https://portal.example/login", false),
        ("https://Portal.example", false),
        ("https://192.0.2.1", false),
        ("https://anna@portal.example", false),
        ("portal.example", false),
        ("", false),
        ("null", false),
    ] {
        let rules = PasskeyRules {
            origins: vec![origin.to_owned()],
            ..PasskeyRules::default()
        };
        let expected = (!taken).then_some(("passkey_origins", Bound::Origin));
        assert_eq!(refused(&rules), expected, "{origin}");
    }
    let many = PasskeyRules {
        origins: vec!["https://portal.example".to_owned(); MOST_ORIGINS + 1],
        ..PasskeyRules::default()
    };
    assert_eq!(
        refused(&many).map(|(field, _)| field),
        Some("passkey_origins")
    );
}

#[test]
fn a_model_means_nothing_without_its_maker() {
    let mut rules = PasskeyRules {
        models: vec![MODEL.to_owned()],
        ..PasskeyRules::default()
    };
    assert_eq!(refused(&rules), Some(("passkey_makers", Bound::OneOrMore)));
    rules.makers = vec!["-----BEGIN CERTIFICATE-----".to_owned()];
    assert_eq!(refused(&rules), None);
    for model in [
        "",
        "08987058",
        &MODEL.to_uppercase(),
        &MODEL.replace('-', ""),
    ] {
        rules.models = vec![model.to_owned()];
        assert_eq!(
            refused(&rules),
            Some(("passkey_models", Bound::Model)),
            "{model}"
        );
    }
}

#[test]
fn browsers_bind_to_names_over_https_or_to_this_computer() {
    for (base_url, id) in [
        (
            "https://login.example.se/o/bjorken",
            Some("login.example.se"),
        ),
        ("https://login.example.se:8443", Some("login.example.se")),
        ("http://localhost:8080/o/demo", Some("localhost")),
        ("http://tvasteg.localhost:8080", Some("tvasteg.localhost")),
        ("http://login.example.se", None),
        ("https://192.0.2.1", None),
        ("http://127.0.0.1:8080", None),
        ("https://[2001:db8::1]", None),
        ("ftp://localhost", None),
        ("", None),
    ] {
        let found = RelyingParty::at(base_url);
        assert_eq!(found.as_ref().map(|own| own.id.as_str()), id, "{base_url}");
        if let Some(found) = found {
            assert_eq!(found.origins.len(), 1);
            assert_eq!(found.origins[0].path(), "/");
        }
    }
}

#[test]
fn what_people_type_is_kept_in_the_one_way_that_is_compared() {
    let kept = "2fc0579f-8113-47ea-b116-bb5a8db9202a";
    for typed in [
        kept,
        " 2FC0579F-8113-47EA-B116-BB5A8DB9202A ",
        "{2fc0579f-8113-47ea-b116-bb5a8db9202a}",
        "2fc0579f811347eab116bb5a8db9202a",
    ] {
        assert_eq!(PasskeyRules::model_of(typed).as_deref(), Some(kept));
    }
    for typed in ["", "YubiKey 5", "2fc0579f-8113-47ea-b116-bb5a8db9202"] {
        assert_eq!(PasskeyRules::model_of(typed), None, "{typed}");
    }
    let origin = |typed| PasskeyRules::origin_of(typed);
    for typed in [
        "https://portal.example",
        "HTTPS://Portal.Example/",
        "https://portal.example:443",
    ] {
        assert_eq!(origin(typed).as_deref(), Some("https://portal.example"));
    }
    assert_eq!(
        origin("https://portal.example:8443").as_deref(),
        Some("https://portal.example:8443")
    );
    for typed in [
        "portal.example",
        "https://portal.example/login",
        "https://portal.example?a",
        "https://a:b@portal.example",
        "data:text/plain,hej",
    ] {
        assert_eq!(origin(typed), None, "{typed}");
    }
}
