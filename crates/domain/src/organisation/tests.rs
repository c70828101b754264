//! Which names an organisation can have in addresses.

use proptest::prelude::*;

use super::{MalformedSlug, Organisation, Rules, Support, slug};
use crate::id::OrganisationId;

#[test]
fn slugs_are_small_letters_digits_and_inner_hyphens() {
    for text in ["a", "1", "demo", "grannen", "kommun-2", "a--b", "0-0"] {
        assert_eq!(slug(text), Ok(text));
    }
    assert_eq!(slug(&"a".repeat(40)), Ok("a".repeat(40).as_str()));
}

#[test]
fn anything_else_is_refused() {
    for text in [
        "", "-", "-a", "a-", "A", "Demo", "å", "a b", "a_b", "a.b", "a/b", "..", "a\0", "a\n",
        " a", "a ", "ａ", "a%2f", "a?b", "a#b",
    ] {
        assert_eq!(slug(text), Err(MalformedSlug), "{text:?}");
    }
    assert_eq!(slug(&"a".repeat(41)), Err(MalformedSlug));
    assert_eq!(slug(&"a".repeat(1_000_000)), Err(MalformedSlug));
}

fn host_of(base_url: &str) -> String {
    let organisation = Organisation {
        id: OrganisationId::from_bytes([7; 16]),
        slug: "bjorken".to_owned(),
        name: "Björkens Omsorg".to_owned(),
        base_url: base_url.to_owned(),
        two_step_add_on: true,
        default_trusted_days: 0,
        policy_epoch: 1,
        default_language: "sv".to_owned(),
        support: Support::default(),
        accent: None,
        logo: None,
        phone_channels: Vec::new(),
        services: Vec::new(),
        suspended_at: None,
        rules: Rules::default(),
        version: 1,
    };
    organisation.host()
}

#[test]
fn codes_are_bound_to_the_host_without_port_or_path() {
    for (base_url, host) in [
        ("https://login.example.se", "login.example.se"),
        ("https://login.example.se/o/bjorken", "login.example.se"),
        (
            "https://Login.Example.SE:8443/o/bjorken",
            "login.example.se",
        ),
        ("http://localhost:8080/o/demo", "localhost"),
        ("https://björken.example", "xn--bjrken-xxa.example"),
        ("no address", ""),
    ] {
        assert_eq!(host_of(base_url), host, "{base_url}");
    }
}

proptest! {
    #[test]
    fn a_slug_needs_no_escape_in_an_address_or_a_host_name(text in any::<String>()) {
        if let Ok(taken) = slug(&text) {
            prop_assert_eq!(taken, &text);
            prop_assert!(taken.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        }
    }
}
