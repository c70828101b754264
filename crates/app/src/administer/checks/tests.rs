#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use domain::id::OrganisationId;
use domain::organisation::{Organisation, Rules, Support};

use super::*;

fn plain() -> Organisation {
    Organisation {
        id: OrganisationId::from_bytes([1; 16]),
        slug: "demo".to_owned(),
        name: "Björkens Omsorg & Co <AB>".to_owned(),
        base_url: "https://login.example.se/o/demo".to_owned(),
        two_step_add_on: true,
        default_trusted_days: 365,
        policy_epoch: 1,
        default_language: "sv".to_owned(),
        support: Support {
            email: Some("support@example.se".to_owned()),
            phone: Some("0771-12 34 56".to_owned()),
            hours: Some("vardagar 8–17".to_owned()),
        },
        accent: Some("#1f6F5c".to_owned()),
        logo: Some("data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=".to_owned()),
        phone_channels: Vec::new(),
        services: Vec::new(),
        suspended_at: None,
        rules: Rules::default(),
        version: 1,
    }
}

type Spoil = fn(&mut Organisation);

#[test]
fn a_whole_organisation_passes_and_each_fault_has_its_own_sentence() {
    assert_eq!(organisation(&plain()), Ok(()));
    let spoilt: [(Spoil, Reason); 14] = [
        (|it| it.name = "  ".to_owned(), Reason::MalformedName),
        (|it| it.name = "x".repeat(101), Reason::MalformedName),
        (
            |it| it.name = "Två\nrader".to_owned(),
            Reason::MalformedName,
        ),
        (
            |it| it.base_url = "https://".to_owned(),
            Reason::MalformedBaseUrl,
        ),
        (|it| it.default_trusted_days = 366, Reason::Days),
        (
            |it| it.default_language = "de".to_owned(),
            Reason::UnknownLanguage,
        ),
        (
            |it| it.support.email = Some("nobody".to_owned()),
            Reason::MalformedEmail("nobody".to_owned()),
        ),
        (
            |it| it.support.phone = Some("1\r\n2".to_owned()),
            Reason::MalformedContact,
        ),
        (
            |it| it.support.phone = Some("abc".to_owned()),
            Reason::MalformedSupportPhone,
        ),
        (
            |it| it.support.phone = Some("08-12 ankn".to_owned()),
            Reason::MalformedSupportPhone,
        ),
        (
            |it| it.support.phone = Some("+-".to_owned()),
            Reason::MalformedSupportPhone,
        ),
        (
            |it| it.support.hours = Some("x".repeat(101)),
            Reason::MalformedContact,
        ),
        (
            |it| it.accent = Some("#12345å".to_owned()),
            Reason::MalformedAccent,
        ),
        (
            |it| it.logo = Some("data:text/html;base64,PGI+".to_owned()),
            Reason::MalformedLogo,
        ),
    ];
    for (spoil, reason) in spoilt {
        let mut spoilt = plain();
        spoil(&mut spoilt);
        assert_eq!(organisation(&spoilt), Err(reason.clone()), "{reason}");
    }
}

#[test]
fn a_picture_is_bounded_and_holds_nothing_but_its_data() {
    let png = |data: &str| format!("data:image/png;base64,{data}");
    assert!(is_picture(&png("AAA=")));
    assert!(!is_picture(&png("AAA=\" onerror=\"x")));
    assert!(!is_picture("https://example.se/logo.png"));
    assert!(!is_picture(&png(&"A".repeat(MOST_LOGO_BYTES * 2))));
}

#[test]
fn a51_a_base_url_is_a_place_and_nothing_more() {
    for good in [
        "https://login.example.se",
        "https://login.example.se:8443/o/demo",
        "http://localhost:8080/o/demo",
        "http://127.0.0.1:8080/o/demo",
        "http://[::1]:8080/o/demo",
        "https://[2001:db8::1]/o/demo",
    ] {
        assert_eq!(base_url(good), Ok(()), "{good}");
    }
    for bad in [
        "",
        "login.example.se",
        "ftp://login.example.se",
        "javascript:alert(1)",
        "http://login.example.se",
        "http://127.0.0.1.example.se",
        "http://localhost.example.se",
        "https:///o/demo",
        "https://:443/o/demo",
        "https://login.example.se/",
        "https://login.example.se//o",
        "https://login.example.se/?next=x",
        "https://login.example.se/#x",
        "https://someone@login.example.se",
        "https://login.example.se:0",
        "https://login.example.se:99999",
        "https://login.example.se:x",
        "https://login.example.se/o/demo\r\nX: y",
        "https://lögin.example.se",
    ] {
        assert_eq!(base_url(bad), Err(Reason::MalformedBaseUrl), "{bad:?}");
    }
}

#[test]
fn names_and_keys_hold_no_line_breaks_and_are_not_endless() {
    assert_eq!(name("  Åsa  ").unwrap(), "Åsa");
    for bad in ["", " ", "a\0b", "a\u{2028}b", "a\u{85}b"] {
        assert_eq!(name(bad), Err(Reason::MalformedName), "{bad:?}");
    }
    assert_eq!(name(&"å".repeat(100)).unwrap().chars().count(), 100);
    assert!(name(&"å".repeat(101)).is_err());

    for good in [
        "a",
        "support-agent",
        "abonnemang.andra_pris",
        &"a".repeat(60),
    ] {
        assert_eq!(key(good), Ok(good));
    }
    for bad in ["", "A", "1a", "å", "a b", "-a", "a/b", &"a".repeat(61)] {
        assert_eq!(key(bad), Err(Reason::MalformedKey), "{bad:?}");
    }
}
