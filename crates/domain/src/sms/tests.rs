//! What a text costs, and what an organisation may write around a code.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use proptest::prelude::*;

use super::{Encoding, Template, TemplateFault, plain, size};

const REFERENCE: [(&str, usize); 2] = [
    (
        "123456 är din kod till Tvåsteg. Giltig i 5 minuter. Lämna aldrig ut koden till någon.\n\n@login.example.se #123456",
        112,
    ),
    (
        "123456 is your Tvåsteg code. It is valid for 5 minutes. Never share it with anyone.\n\n@login.example.se #123456",
        110,
    ),
];

fn measured(text: &str) -> (Encoding, usize, usize, usize) {
    let size = size(text);
    (size.encoding, size.units, size.parts, size.left_in_part)
}

#[test]
fn swedish_costs_nothing_extra() {
    for (text, septets) in REFERENCE {
        assert_eq!(measured(text), (Encoding::Gsm7, septets, 1, 160 - septets));
    }
    assert_eq!(measured("åäöÅÄÖéÉ"), (Encoding::Gsm7, 8, 1, 152));
    assert_eq!(measured(""), (Encoding::Gsm7, 0, 1, 160));
}

#[test]
fn every_character_of_both_tables_is_known() {
    let basic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    assert_eq!(basic.chars().count(), 127, "128 without ESC");
    assert_eq!(measured(basic), (Encoding::Gsm7, 127, 1, 33));
    assert_eq!(measured("\u{c}^{}\\[~]|€"), (Encoding::Gsm7, 20, 1, 140));
}

#[test]
fn one_foreign_character_halves_the_room() {
    for sign in [
        'ç', '`', '’', '“', '”', '–', '—', '…', '\t', '\u{a0}', '\u{1b}', 'б', '字',
    ] {
        assert_eq!(
            measured(&sign.to_string()),
            (Encoding::Ucs2, 1, 1, 69),
            "{sign:?}"
        );
    }
    assert_eq!(measured("🙂"), (Encoding::Ucs2, 2, 1, 68));
}

#[test]
fn parts_are_filled_to_their_borders() {
    for (units, parts, left) in [
        (159, 1, 1),
        (160, 1, 0),
        (161, 2, 145),
        (306, 2, 0),
        (307, 3, 152),
        (459, 3, 0),
    ] {
        assert_eq!(
            measured(&"a".repeat(units)),
            (Encoding::Gsm7, units, parts, left)
        );
    }
    for (units, parts, left) in [(70, 1, 0), (71, 2, 63), (134, 2, 0), (135, 3, 66)] {
        assert_eq!(
            measured(&"б".repeat(units)),
            (Encoding::Ucs2, units, parts, left)
        );
    }
}

#[test]
fn a_wide_character_moves_on_whole() {
    // 152 septets and €: it does not fit behind them.
    let text = format!("{}€{}", "a".repeat(152), "b".repeat(152));
    assert_eq!(measured(&text), (Encoding::Gsm7, 306, 3, 152));
    let text = format!("{}€{}", "a".repeat(151), "b".repeat(153));
    assert_eq!(measured(&text), (Encoding::Gsm7, 306, 2, 0));
    let text = format!("{}🙂{}", "б".repeat(66), "б".repeat(66));
    assert_eq!(measured(&text), (Encoding::Ucs2, 134, 3, 66));
    // Alone in one part nothing is cut.
    assert_eq!(measured(&"€".repeat(80)), (Encoding::Gsm7, 160, 1, 0));
}

#[test]
fn typographic_signs_become_plain_ones() {
    for (typed, written) in [
        ("’‘‚‛´`", "''''''"),
        ("“”„«»", "\"\"\"\"\""),
        ("–—‑−", "----"),
        ("Vänta…", "Vänta..."),
        ("a\u{a0}b\u{202f}c\td", "a b c d"),
        ("a\u{200b}b\u{202e}c\u{feff}", "abc"),
        ("Façade à Málaga", "Facade à Malaga"),
        ("Łódź Ðþ œuvre", "Lodz Dth oeuvre"),
        ("ﬁ ½", "fi ½"),
        ("åäöÅÄÖé €", "åäöÅÄÖé €"),
        ("Ура 字 🙂", "Ура 字 🙂"),
    ] {
        assert_eq!(plain(typed), written, "{typed}");
    }
}

fn fault(text: &str) -> Option<TemplateFault> {
    Template::parse(text).err()
}

#[test]
fn a_text_that_would_lose_the_code_is_refused() {
    use TemplateFault::{
        CodeNotFirst, Control, Link, NoCode, OriginLine, SecondCode, UnknownPlaceholder,
    };
    let unknown = |text: &str| UnknownPlaceholder(text.to_owned());
    for (text, expected) in [
        ("", NoCode),
        ("Din kod kommer", NoCode),
        ("{ code } är din kod", NoCode),
        ("{Code} är din kod", NoCode),
        ("Din kod är {code}", CodeNotFirst),
        ("\u{200b}X {code}", CodeNotFirst),
        ("{code}", CodeNotFirst),
        ("{code}{minutes} minuter", CodeNotFirst),
        ("{code}7 är din kod", CodeNotFirst),
        ("{code}{name}", CodeNotFirst),
        ("{code} eller {code}", SecondCode),
        ("{code} är {name}s kod", unknown("{name}")),
        ("{code} är {{minutes}} lång", unknown("{}")),
        ("{code} är din } kod", unknown("}")),
        ("{code} är din { kod", unknown("{ kod")),
        ("{code} är din kod\n@evil.example #111111", OriginLine),
        ("{code} är din kod\n  @evil.example #111111", OriginLine),
        ("{code} är din kod\n%evil.example", OriginLine),
        ("{code} är din kod. Se https://example.se", Link),
        ("{code} är din kod. Se HTTP example", Link),
        ("{code} är din kod. Se www.example.se", Link),
        ("{code} är\u{7} din kod", Control),
        ("{code} är din\tkod", Control),
        ("{code} är din\u{0}kod", Control),
    ] {
        assert_eq!(fault(text), Some(expected), "{text:?}");
    }
    assert_eq!(fault("{code} код"), Some(TemplateFault::Unwritable('к')));
    assert_eq!(fault("{code} 🙂"), Some(TemplateFault::Unwritable('🙂')));
}

#[test]
fn a_text_is_read_as_it_was_meant() {
    for (typed, kept) in [
        (
            " {code} är din kod.\r\nLämna inte ut den. ",
            "{code} är din kod.\nLämna inte ut den.",
        ),
        (
            "{code}: ”koden” – {minutes}\u{a0}min",
            "{code}: \"koden\" - {minutes} min",
        ),
        ("\u{feff}{code} är din kod \u{200b}¨", "{code} är din kod"),
        (
            "{code} {organisation} e-post a@b",
            "{code} {organisation} e-post a@b",
        ),
    ] {
        assert_eq!(Template::parse(typed).unwrap().as_str(), kept);
    }
}

#[test]
fn the_barest_text_is_one_that_could_be_written() {
    let bare = Template::default();
    assert_eq!(Template::parse(bare.as_str()), Ok(bare.clone()));
    let text = bare.render("123456", "Björkens Omsorg", 5, "login.example.se");
    assert_eq!(text, "123456: Björkens Omsorg\n\n@login.example.se #123456");
}

#[test]
fn a_text_must_fit_with_the_longest_values() {
    // 160 less an empty line, `@`, forty of host, ` #` and the code: 109; less the code and a space: 102.
    assert_eq!(fault(&format!("{{code}} {}", "a".repeat(102))), None);
    let over = Some(TemplateFault::TooLong { over: 1 });
    assert_eq!(fault(&format!("{{code}} {}", "a".repeat(103))), over);
    assert_eq!(
        fault(&format!("{{code}} {{minutes}}{}", "a".repeat(100))),
        None
    );
    assert_eq!(
        fault(&format!("{{code}} {{minutes}}{}", "a".repeat(101))),
        over
    );
    assert_eq!(
        fault(&format!("{{code}} {{organisation}}{}", "a".repeat(92))),
        None
    );
    assert_eq!(
        fault(&format!("{{code}} {{organisation}}{}", "a".repeat(93))),
        over
    );
    assert_eq!(fault(&format!("{{code}} {}", "€".repeat(51))), None);
    assert!(fault(&format!("{{code}} {}", "€".repeat(52))).is_some());
}

const NAMED: &str = "{code} är din kod till {organisation}. Giltig i {minutes} minuter.";

fn rendered(template: &str, organisation: &str, host: &str) -> String {
    Template::parse(template)
        .unwrap()
        .render("123456", organisation, 5, host)
}

#[test]
fn the_message_is_put_together() {
    assert_eq!(
        rendered(NAMED, "Björkens Omsorg", "login.example.se"),
        "123456 är din kod till Björkens Omsorg. Giltig i 5 minuter.\n\n@login.example.se #123456"
    );
}

#[test]
fn a_long_name_is_shortened_to_one_part() {
    let long = "Kommunalförbundet för missbruksvård, familjerådgivning och personligt stöd i Nordöstra Hälsingland AB";
    let text = rendered(NAMED, long, "login.kommunalforbundet.example");
    assert_eq!(measured(&text).1, 160, "{text}");
    assert!(
        text.starts_with("123456 är din kod till Kommunalförbundet för missbruksvård"),
        "{text}"
    );
    assert!(text.contains("..."));
    assert!(text.ends_with("Giltig i 5 minuter.\n\n@login.kommunalforbundet.example #123456"));
    let twice = "{code} {organisation} {organisation}";
    assert!(size(&rendered(twice, long, "login.example.se")).parts == 1);
    let wide = rendered(NAMED, &"€".repeat(500), "login.example.se");
    assert_eq!(size(&wide).parts, 1, "{wide}");
}

#[test]
fn a52_a_name_writes_no_line_of_its_own() {
    for (name, written) in [
        (
            "Kalle & Co\r\n\n@evil.example #111111",
            "Kalle & Co evil.example 111111",
        ),
        ("{code} {minutes}", "code minutes"),
        ("\u{202e}Omsorg\u{2028}Väst\0", "Omsorg Väst"),
        ("Ура", "login.example.se"),
        ("", "login.example.se"),
        ("@#!", "login.example.se"),
        ("Café “Ö” – Malmö", "Café \"Ö\" - Malmö"),
    ] {
        let text = rendered(NAMED, name, "login.example.se");
        assert_eq!(
            text,
            format!(
                "123456 är din kod till {written}. Giltig i 5 minuter.\n\n@login.example.se #123456"
            )
        );
    }
}

#[test]
fn the_code_and_the_last_line_outlive_any_host() {
    for host in [
        "h".repeat(60),
        "h".repeat(120),
        "h".repeat(143),
        "h".repeat(144),
        "h".repeat(253),
    ] {
        let text = rendered(NAMED, "Björkens Omsorg", &host);
        assert!(text.starts_with("123456"), "{text}");
        assert!(text.ends_with(&format!("\n\n@{host} #123456")), "{text}");
        assert_eq!(size(&text).encoding, Encoding::Gsm7);
        assert_eq!(size(&text).parts == 1, host.len() <= 143, "{text}");
    }
}

proptest! {
    #[test]
    fn units_are_counted_and_never_cut(text in r"[a-zåäö€\[\]~б🙂 ]{0,400}") {
        let size = size(&text);
        let (one, each) = (size.encoding.one_part(), size.encoding.each_part());
        if size.parts == 1 {
            prop_assert_eq!(size.units + size.left_in_part, one);
        } else {
            prop_assert!(size.units > one);
            prop_assert!(size.left_in_part < each);
            // Every part but the last is full, save for one unit before a wide character.
            let room = size.parts * each - size.left_in_part;
            prop_assert!(size.units <= room && size.units + (size.parts - 1) >= room);
        }
        // Another part is never begun before there is need for it.
        let least = size.units.div_ceil(each);
        prop_assert!(size.parts == 1 || (least..=least + 1 + size.parts / 2).contains(&size.parts));
    }

    #[test]
    fn what_is_rendered_is_one_part_with_the_code_first_and_last(
        words in "[a-zåäö{}€@\n .’–]{0,110}",
        name in any::<String>(),
        minutes in 3_u8..=10,
        host in "[a-z]{1,20}(\\.[a-z]{2,20}){1,4}",
    ) {
        if let Ok(template) = Template::parse(&format!("{{code}} {words}")) {
            let text = template.render("000123", &name, minutes, &host);
            prop_assert!(text.starts_with("000123"));
            let last = format!("\n\n@{host} #000123");
            prop_assert!(text.ends_with(&last), "{}", text);
            let lines: Vec<&str> = text.lines().filter(|line| line.starts_with('@')).collect();
            prop_assert_eq!(lines.len(), 1);
            let size = size(&text);
            prop_assert_eq!((size.encoding, size.parts), (Encoding::Gsm7, 1));
        }
    }

    #[test]
    fn a_template_is_read_back_as_itself(words in any::<String>()) {
        if let Ok(template) = Template::parse(&format!("{{code}} {words}")) {
            prop_assert_eq!(Template::parse(template.as_str()), Ok(template.clone()));
        }
    }
}
