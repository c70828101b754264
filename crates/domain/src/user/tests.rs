//! One account has one spelling of its name (A17, R07); labels are short and plain.

use proptest::prelude::*;

use super::{MalformedUsername, Username, label};

fn canonical(text: &str) -> String {
    Username::parse(text).unwrap().as_str().to_owned()
}

#[test]
fn a17_every_spelling_of_a_name_is_one_name() {
    for (typed, name) in [
        ("cilla", "cilla"),
        ("Cilla", "cilla"),
        ("CILLA", "cilla"),
        ("  cilla\t", "cilla"),
        ("\u{a0}cilla\u{3000}", "cilla"),
        ("ｃｉｌｌａ", "cilla"),
        ("ＣＩＬＬＡ", "cilla"),
        ("ÅSA", "åsa"),
        ("A\u{30a}sa", "åsa"),
        ("a\u{30a}sa", "åsa"),
        ("Cilla@Demo.Example", "cilla@demo.example"),
        ("juliet@example.com", "juliet@example.com"),
        ("ｊｕｌｉｅｔ＠example.com", "juliet@example.com"),
        ("Σ", "σ"),
        ("π", "π"),
        ("fußball", "fußball"),
        ("FUSSBALL", "fussball"),
        ("bo.ek-strand_2", "bo.ek-strand_2"),
        ("<juliet>", "<juliet>"),
    ] {
        assert_eq!(canonical(typed), name, "{typed:?}");
    }
}

#[test]
fn names_that_differ_for_a_reader_of_the_log_stay_different() {
    for (one, other) in [
        ("cilla", "cilia"),
        ("asa", "åsa"),
        ("cilla", "cilla@demo.example"),
        ("fussball", "fußball"),
    ] {
        assert_ne!(canonical(one), canonical(other));
    }
}

#[test]
fn what_precis_disallows_is_refused() {
    for text in [
        "",
        " ",
        "\u{3000}",
        "ci lla",
        "ci\u{a0}lla",
        "ci\u{3000}lla",
        "ci\0lla",
        "ci\nlla",
        "ci\r\nlla",
        "ci\u{200b}lla",
        "ci\u{202e}lla",
        "ci\u{feff}lla",
        "ci\u{ad}lla",
        "ﬁnn",
        "\u{212b}sa",
        "henry\u{2163}",
        "♚",
        "\u{1f600}",
        "∞",
        // Its small letter is younger than the tables of PRECIS.
        "\u{13a0}",
    ] {
        assert_eq!(Username::parse(text), Err(MalformedUsername), "{text:?}");
    }
}

#[test]
fn a_name_has_one_to_a_hundred_characters() {
    assert_eq!(canonical(&"a".repeat(100)).len(), 100);
    assert_eq!(canonical(&"å".repeat(100)).chars().count(), 100);
    assert!(Username::parse(&"a".repeat(101)).is_err());
    assert!(Username::parse(&"å".repeat(101)).is_err());
    assert!(Username::parse(&"a".repeat(1_000_000)).is_err());
}

#[test]
fn white_space_does_not_count_towards_the_length() {
    let padded = format!("{}cilla{}", " ".repeat(300), "\n".repeat(300));
    assert_eq!(canonical(&padded), "cilla");
}

#[test]
fn a_label_is_trimmed_and_short() {
    assert_eq!(label("  My phone \n"), Some("My phone"));
    assert_eq!(label("Åsas telefon 📱"), Some("Åsas telefon 📱"));
    assert_eq!(label("👩\u{200d}💻"), Some("👩\u{200d}💻"));
    assert_eq!(label(&"å".repeat(60)).map(str::len), Some(120));
    assert_eq!(label(&"å".repeat(61)), None);
    for text in [
        "",
        "   ",
        "a\nb",
        "a\0b",
        "a\rb",
        "a\tb",
        "a\u{85}b",
        "a\u{2028}b",
    ] {
        assert_eq!(label(text), None, "{text:?}");
    }
}

proptest! {
    /// R07: looking up, counting and logging take the canonical name, so canonicalising it again must change nothing.
    #[test]
    fn a_canonical_name_is_its_own_canonical_name(text in any::<String>()) {
        if let Ok(name) = Username::parse(&text) {
            prop_assert_eq!(Username::parse(name.as_str()), Ok(name));
        }
    }

    #[test]
    fn names_of_every_script_are_stable(text in "[\\p{L}\\p{Mn}\\p{Nd}.@_\\-]{1,12}") {
        if let Ok(name) = Username::parse(&text) {
            prop_assert_eq!(Username::parse(name.as_str()), Ok(name));
        }
    }

    #[test]
    fn case_and_width_never_make_another_account(text in "[a-zåäö0-9.@_\\-]{1,20}") {
        let wide: String = text
            .chars()
            .map(|c| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xfee0).unwrap() } else { c })
            .collect();
        let name = Username::parse(&text);
        prop_assert_eq!(Username::parse(&text.to_uppercase()), name.clone());
        prop_assert_eq!(Username::parse(&wide), name.clone());
        prop_assert_eq!(Username::parse(&format!(" {text} ")), name);
    }

    #[test]
    fn a_label_is_its_own_label(text in any::<String>()) {
        if let Some(taken) = label(&text) {
            prop_assert_eq!(label(taken), Some(taken));
        }
    }
}
