//! Names sort as a Swedish reader sorts them, on whichever engine, and are found however they are written.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;

use super::{SEARCH_WORDS, name_key, search_text, search_words};

#[test]
fn names_sort_as_a_swedish_reader_sorts_them() {
    let sorted = [
        "Adam",
        "André Berg",
        "Andre Carlsson",
        "Bo",
        "Éva",
        "Eva B",
        "Müller",
        "Myrdal",
        "Zackarias",
        "Åberg",
        "ÅKESSON",
        "Åsa",
        "Ärla",
        "Östen",
        "Øystein",
    ];
    for pair in sorted.windows(2) {
        let (one, next) = (name_key(pair[0]), name_key(pair[1]));
        assert!(one < next, "{pair:?}: {one:?} {next:?}");
    }
}

#[test]
fn every_way_of_writing_one_name_has_one_key() {
    for (one, other) in [
        ("Åsa", "A\u{30a}sa"),
        ("åsa", "ÅSA"),
        ("Per  Olof", " per\tolof\n"),
        ("Éva", "eva"),
        ("Strauß", "STRAUSS"),
        ("Bo\u{0}", "bo"),
    ] {
        assert_eq!(name_key(one), name_key(other), "{one:?} {other:?}");
    }
    assert_ne!(name_key("Åsa"), name_key("Asa"));
    assert_ne!(name_key("Ö"), name_key("O"));
    assert_ne!(name_key("{"), name_key("å"));
}

#[test]
fn a_search_is_folded_as_what_it_searches() {
    assert_eq!(search_text("  Åsa \u{a0} ÖST\r\n"), "åsa öst");
    assert_eq!(search_text("A\u{30a}sa"), search_text("åsa"));
    assert_eq!(search_words("Öst, ÅSA%_\""), ["öst,", "åsa%_\""]);
    assert_eq!(search_words(" \n"), Vec::<String>::new());
    assert_eq!(search_words("a b c d e f").len(), SEARCH_WORDS);
    assert_eq!(search_words(&"å".repeat(10_000)), ["å".repeat(100)]);
}

proptest! {
    #[test]
    fn the_key_of_a_key_is_stable_in_order_and_one_line(name in any::<String>()) {
        let key = name_key(&name);
        prop_assert!(!key.chars().any(char::is_control));
        prop_assert!(!key.contains("  ") && key.trim() == key, "{key:?}");
    }

    #[test]
    fn the_beginning_of_a_name_begins_its_key(name in "[A-Za-zÅÄÖåäöéü]{1,12}", length in 1_usize..12) {
        let beginning: String = name.chars().take(length).collect();
        prop_assert!(name_key(&name).starts_with(&name_key(&beginning)));
    }

    #[test]
    fn whatever_is_typed_gives_words_that_are_found_in_themselves(typed in any::<String>()) {
        let text = search_text(&typed.chars().take(100).collect::<String>());
        for word in search_words(&typed) {
            prop_assert!(text.contains(&word));
        }
    }
}
