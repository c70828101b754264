//! Which names an organisation can have in addresses.

use proptest::prelude::*;

use super::{MalformedSlug, slug};

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

proptest! {
    #[test]
    fn a_slug_needs_no_escape_in_an_address_or_a_host_name(text in any::<String>()) {
        if let Ok(taken) = slug(&text) {
            prop_assert_eq!(taken, &text);
            prop_assert!(taken.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        }
    }
}
