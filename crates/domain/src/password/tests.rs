//! Passwords are normalised once and alike everywhere (R01–R03, A37–A39, O4), and new ones are long enough.

use proptest::prelude::*;

use super::{LEAST_ALONE, LEAST_WITH_TWO_STEP, MOST_BYTES, MOST_CHARACTERS, Password, check_new};
use crate::refusal::Refusal;

fn text(typed: &str) -> String {
    let password =
        Password::parse(typed).unwrap_or_else(|refusal| panic!("{typed:?}: {refusal:?}"));
    String::from_utf8(password.as_bytes().to_vec()).unwrap()
}

fn refusal(typed: &str) -> Option<Refusal> {
    Password::parse(typed).err()
}

#[test]
fn o4_oskars_password_is_kept_sign_by_sign() {
    let password = "Å Ä Ö å ä ö ¤ ½ § £ € ¨ ; < > & @";
    assert_eq!(text(password), password);
}

#[test]
fn a37_signs_that_trip_other_systems_are_kept() {
    for password in [
        "å ä ö € ; < > & @ \" ' % + \\",
        "%00%0d%0a",
        "'; DROP TABLE users; --",
        "<script>alert(1)</script>",
        "${7*7}{{7*7}}",
        "  leading and trailing  ",
        "日本語のパスワード",
        "שלום עולם",
        "\u{202e}turned round",
        "مرحبا بالعالم",
    ] {
        assert_eq!(text(password), password);
    }
}

#[test]
fn a38_composed_and_decomposed_letters_are_one_password() {
    for (composed, decomposed) in [
        ("å", "a\u{30a}"),
        ("Å Ä Ö", "A\u{30a} A\u{308} O\u{308}"),
        ("å", "\u{61}\u{30a}"),
        ("Å", "\u{212b}"),
        ("é", "e\u{301}"),
        ("한", "\u{1112}\u{1161}\u{11ab}"),
        ("ṩ", "s\u{307}\u{323}"),
    ] {
        assert_eq!(text(composed), text(decomposed));
        assert!(Password::parse(composed) == Password::parse(decomposed));
    }
}

#[test]
fn a38_every_space_is_the_space_bar_and_none_is_dropped() {
    for space in [
        '\u{20}', '\u{a0}', '\u{1680}', '\u{2000}', '\u{2001}', '\u{2002}', '\u{2003}', '\u{2004}',
        '\u{2005}', '\u{2006}', '\u{2007}', '\u{2008}', '\u{2009}', '\u{200a}', '\u{202f}',
        '\u{205f}', '\u{3000}',
    ] {
        assert_eq!(
            text(&format!("{space}a{space}{space}b{space}")),
            " a  b ",
            "{space:?}"
        );
    }
}

#[test]
fn a38_case_width_and_compatibility_are_not_folded() {
    for (one, other) in [
        ("ﬁsk", "fisk"),
        ("ｐａｓｓ", "pass"),
        ("Lösenord", "lösenord"),
        ("①②③", "123"),
        ("½", "1/2"),
        ("ſ", "s"),
        ("²", "2"),
        ("µ", "μ"),
        ("…", "..."),
        ("a\u{200b}b", "ab"),
        ("a\u{ad}b", "ab"),
        ("abc ", "abc"),
        ("abc", " abc"),
    ] {
        assert_ne!(text(one), text(other));
    }
    assert_eq!(text("ﬁsk ｐａｓｓ"), "ﬁsk ｐａｓｓ");
}

#[test]
fn emoji_and_their_joiners_are_kept() {
    for password in [
        "👩\u{200d}💻",
        "🏳\u{fe0f}\u{200d}🌈",
        "👍🏽",
        "🇸🇪",
        "🫠🩷\u{1fae8}",
    ] {
        assert_eq!(text(password), password);
    }
}

/// RFC 8265 §4.3, table 4 (accepted) and table 5 (refused), as far as they bear on a password.
#[test]
fn rfc_8265_section_4_3_examples() {
    assert_eq!(
        text("correct horse battery staple"),
        "correct horse battery staple"
    );
    assert_eq!(
        text("Correct Horse Battery Staple"),
        "Correct Horse Battery Staple"
    );
    assert_ne!(
        text("correct horse battery staple"),
        text("Correct Horse Battery Staple")
    );
    assert_eq!(text("πß\u{e5}"), "πßå");
    assert_eq!(text("Jack of \u{2666}s"), "Jack of ♦s");
    assert_eq!(text("foo\u{1680}bar"), "foo bar");
    assert_eq!(refusal(""), Some(Refusal::PasswordMalformed));
    assert_eq!(
        refusal("my cat is a \u{9}by"),
        Some(Refusal::PasswordMalformed)
    );
}

#[test]
fn control_characters_are_refused_wherever_they_stand() {
    for control in (0..0x20_u8)
        .map(char::from)
        .chain(('\u{7f}'..='\u{9f}').collect::<Vec<char>>())
    {
        for typed in [
            format!("{control}abc"),
            format!("a{control}c"),
            format!("abc{control}"),
        ] {
            assert_eq!(
                refusal(&typed),
                Some(Refusal::PasswordMalformed),
                "{control:?}"
            );
        }
    }
}

#[test]
fn up_to_256_characters_are_taken_and_none_is_cut() {
    for character in ["a", "å", "€"] {
        assert_eq!(
            text(&character.repeat(MOST_CHARACTERS)),
            character.repeat(MOST_CHARACTERS)
        );
        let one_more = character.repeat(MOST_CHARACTERS + 1);
        assert_eq!(
            refusal(&one_more),
            Some(Refusal::PasswordTooLong),
            "{character}"
        );
    }
    assert_eq!(text("a").len(), 1);
}

#[test]
fn up_to_1024_bytes_are_taken() {
    assert_eq!(text(&"😀".repeat(256)).len(), MOST_BYTES);
    assert_eq!(refusal(&"😀".repeat(257)), Some(Refusal::PasswordTooLong));
}

#[test]
fn length_is_measured_after_normalising() {
    assert_eq!(text(&"a\u{30a}".repeat(256)), "å".repeat(256));
    assert_eq!(
        text(&"\u{1112}\u{1161}\u{11ab}".repeat(256)),
        "한".repeat(256)
    );
    assert_eq!(text(&"\u{3000}".repeat(256)), " ".repeat(256));
    // U+1D160 is four bytes as typed and twelve composed of three.
    assert_eq!(
        refusal(&"\u{1d160}".repeat(86)),
        Some(Refusal::PasswordTooLong)
    );
    assert_eq!(text(&"\u{1d160}".repeat(85)).chars().count(), 255);
}

#[test]
fn the_end_of_a_long_password_counts() {
    let long = "a".repeat(72);
    assert_ne!(text(&format!("{long}b")), text(&format!("{long}c")));
    let longest = "å".repeat(255);
    assert!(Password::parse(&format!("{longest}b")) != Password::parse(&format!("{longest}c")));
}

#[test]
fn a39_a_megabyte_is_refused() {
    for typed in [
        "a".repeat(1 << 20),
        "\u{300}".repeat(1 << 19),
        "\0".repeat(1 << 20),
        " ".repeat(4_097),
    ] {
        assert_eq!(refusal(&typed), Some(Refusal::PasswordTooLong));
    }
}

#[test]
fn a_new_password_is_as_long_as_the_policy_asks() {
    assert_eq!((LEAST_WITH_TWO_STEP, LEAST_ALONE), (8, 15));
    let unusual = "vKq7å ßz€Lw3ö#Tn";
    for (least, length, taken) in [
        (LEAST_WITH_TWO_STEP, 7, false),
        (LEAST_WITH_TWO_STEP, 8, true),
        (LEAST_WITH_TWO_STEP, 14, true),
        (LEAST_ALONE, 7, false),
        (LEAST_ALONE, 8, false),
        (LEAST_ALONE, 14, false),
        (LEAST_ALONE, 15, true),
        (LEAST_ALONE, 16, true),
    ] {
        let password = Password::parse(&unusual.chars().take(length).collect::<String>()).unwrap();
        let expected = if taken {
            Ok(())
        } else {
            Err(Refusal::PasswordTooShort { least })
        };
        assert_eq!(
            check_new(&password, least, &[]),
            expected,
            "{length} of {least}"
        );
    }
}

#[test]
fn length_is_counted_in_characters_and_not_in_bytes() {
    let checked = |typed: &str| check_new(&Password::parse(typed).unwrap(), 8, &[]);
    assert_eq!(
        checked("ßæðþŋłø"),
        Err(Refusal::PasswordTooShort { least: 8 })
    );
    assert_eq!(checked("ßæðþŋłøđ"), Ok(()));
    assert_eq!(
        checked("a\u{30a}o\u{308}e\u{301}"),
        Err(Refusal::PasswordTooShort { least: 8 })
    );
}

#[test]
fn a_password_around_ones_own_name_is_refused() {
    let personal = [
        "agnes",
        "Agnes Öberg",
        "demo",
        "agnes@demo.example",
        "Va\u{308}stkommun",
        "Bo",
        "",
    ];
    let checked = |typed: &str| check_new(&Password::parse(typed).unwrap(), 8, &personal);
    for typed in [
        "agnes2026",
        "AGNES2026",
        "!agnes!!",
        "Agnes Öberg",
        "agnes öberg1",
        "agnes@demo.example",
        "demo1234!",
        "västkommun1",
        "Va\u{308}stkommun26",
    ] {
        assert_eq!(checked(typed), Err(Refusal::PasswordPersonal), "{typed}");
    }
    for typed in [
        "sju agnes målar grindstolpar",
        "bo!kQz7#wL",
        "demokratins tröga kvarnar",
    ] {
        assert_eq!(checked(typed), Ok(()), "{typed}");
    }
}

proptest! {
    /// R02: whatever has no control character and is not too long is a password.
    #[test]
    fn any_string_without_control_characters_is_a_password(typed in "\\PC{1,80}") {
        prop_assert!(Password::parse(&typed).is_ok());
    }

    #[test]
    fn normalising_twice_changes_nothing(typed in "[\\PC\u{300}-\u{36f}\u{1100}-\u{11ff}]{1,60}") {
        let once = text(&typed);
        prop_assert_eq!(text(&once), once);
    }

    #[test]
    fn every_keyboards_form_of_a_password_is_the_same(typed in "[a-zåäöéü \u{a0}]{1,40}") {
        use unicode_normalization::UnicodeNormalization as _;
        let decomposed: String = typed.nfd().collect();
        let composed: String = typed.nfc().collect();
        prop_assert_eq!(text(&decomposed), text(&composed));
        prop_assert_eq!(text(&decomposed).chars().count(), composed.chars().count());
    }

    #[test]
    fn two_passwords_of_plain_signs_are_equal_only_when_they_are(one in "[ -~]{1,8}", other in "[ -~]{1,8}") {
        prop_assert_eq!(Password::parse(&one) == Password::parse(&other), one == other);
    }

    #[test]
    fn no_text_panics(typed in any::<String>(), least in 0_u32..300) {
        if let Ok(password) = Password::parse(&typed) {
            let _ = check_new(&password, least, &[&typed]);
        }
    }
}

#[test]
fn a_name_over_and_over_is_still_the_name() {
    let personal = ["oskar", "Oskar Berg", "Demobolaget"];
    for own in [
        "oskar oskar oskar",
        "Oskar-Berg-Demobolaget",
        "berg.oskar.berg.1234",
    ] {
        let password = Password::parse(own).unwrap();
        assert_eq!(
            check_new(&password, 15, &personal),
            Err(Refusal::PasswordPersonal),
            "{own}"
        );
    }
    let other = Password::parse("fyra hästar på oskars berg").unwrap();
    assert_eq!(check_new(&other, 15, &personal), Ok(()));
}
