#![allow(clippy::unwrap_used, reason = "a failing test may panic")]
use std::collections::BTreeMap;

use super::*;
use crate::gateway::{ReportFault, SettingFault, Settings};
use crate::http::Handshake;

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Answer {
    Answer {
        status,
        headers: headers
            .iter()
            .map(|&(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        body: body.as_bytes().to_vec(),
    }
}

#[test]
fn a_form_carries_every_character_and_comes_back_whole() {
    let fields = [
        ("to", "+46701740605"),
        ("text", "Är & = % \n@x #1 €"),
        ("", ""),
    ];
    let form = form(&fields);
    assert_eq!(
        String::from_utf8(form.clone()).unwrap(),
        "to=%2B46701740605&text=%C3%84r+%26+%3D+%25+%0A%40x+%231+%E2%82%AC&="
    );
    let back = fields_of(&form);
    assert_eq!(find(&back, "text"), Some("Är & = % \n@x #1 €"));
    assert_eq!(back.len(), 3);
}

#[test]
fn credentials_go_in_a_header() {
    // RFC 7617 §2
    assert_eq!(
        basic("Aladdin", "open sesame").1,
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
    );
    assert_eq!(authorization("App", "key").1, "App key");
}

#[test]
fn nothing_that_could_be_a_code_or_a_number_is_kept() {
    for (said, kept) in [
        ("code 123456 to +46701740605", "code •••••• to +•••••••••••"),
        (
            "+46 70 174 06 05 is no number",
            "+•• •• ••• •• •• is no number",
        ),
        ("+46 (0)70-174.06.05.", "+•• (•)••-•••.••.••."),
        ("1234", "••••"),
        ("123", "123"),
        ("1 2 3 4 5 6", "• • • • • •"),
        ("1-2-3-4-5-6", "•-•-•-•-•-•"),
        ("\u{ff11}\u{ff12}\u{ff13}\u{ff14}", "••••"),
        ("٤٦٧٠١", "•••••"),
        ("1\u{200b}2\u{200b}3\u{200b}4", "• • • •"),
        ("HTTP 500 at 12", "HTTP 500 at 12"),
        ("error 42: 7 of 9", "error 42: 7 of 9"),
        ("\u{1b}[31mred\u{7}\r\nnext\tline\0", "[31mred next line"),
        ("\u{202e}desrever", "desrever"),
        ("  many   spaces  ", "many spaces"),
        ("", ""),
    ] {
        assert_eq!(clean(said), kept, "{said:?}");
    }
    let long = clean(&"ö".repeat(5000));
    assert_eq!(long.chars().count(), 200);
    // A number over the edge of what is kept is masked before it is cut.
    let edge = clean(&format!("{} 46701740605", "x".repeat(195)));
    assert!(edge.ends_with("x ••••"), "{edge}");
}

#[test]
fn a_code_is_one_short_word() {
    assert_eq!(clean_code("21211").as_deref(), Some("21211"));
    assert_eq!(clean_code("0x0213").as_deref(), Some("0x0213"));
    assert_eq!(clean_code("EC_DEST\r\n").as_deref(), Some("EC_DEST"));
    assert_eq!(clean_code("46701740605").as_deref(), Some("•••••••••••"));
    assert_eq!(clean_code("123456").as_deref(), Some("••••••"));
    assert_eq!(clean_code(" \u{7}"), None);
    assert_eq!(clean_code(&"a".repeat(99)).unwrap().len(), 40);
}

#[test]
fn every_status_means_what_the_caller_may_do_next() {
    let meaning = |status| match refused(&answer(status, &[], ""), Some("7"), Some("no")) {
        Unsent::Message { why, said } => {
            assert_eq!(said.status, Some(status));
            why.code()
        }
        Unsent::Account { why, said } => {
            assert_eq!(said.code.as_deref(), Some("7"));
            why.code()
        }
        Unsent::Transient { said, .. } => {
            assert_eq!(said.text.as_deref(), Some("no"));
            "transient"
        }
        Unsent::Unknown { .. } => "unknown",
    };
    for (status, expected) in [
        (200, "unknown"),
        (202, "unknown"),
        (301, "settings"),
        (307, "settings"),
        (400, "message"),
        (401, "credentials"),
        (402, "balance"),
        (403, "suspended"),
        (404, "settings"),
        (405, "settings"),
        (408, "transient"),
        (409, "message"),
        (422, "message"),
        (425, "transient"),
        (429, "transient"),
        (500, "transient"),
        (502, "transient"),
        (503, "transient"),
        (504, "transient"),
        (599, "transient"),
    ] {
        assert_eq!(meaning(status), expected, "{status}");
    }
}

#[test]
fn a_wait_is_read_in_seconds_and_is_no_longer_than_an_hour() {
    let wait = |value| retry_after(&answer(429, &[("retry-after", value)], ""));
    assert_eq!(wait("7"), Some(Duration::from_secs(7)));
    assert_eq!(wait(" 30 "), Some(Duration::from_secs(30)));
    assert_eq!(wait("999999999"), Some(Duration::from_hours(1)));
    assert_eq!(wait("-1"), None);
    assert_eq!(wait("Wed, 21 Oct 2026 07:28:00 GMT"), None);
    assert_eq!(retry_after(&answer(429, &[], "")), None);
}

#[test]
fn a_broken_line_says_whether_the_message_may_be_on_its_way() {
    let forbidden = lost(&HttpFault::Forbidden("http://10.0.0.1".to_owned()));
    assert!(matches!(
        forbidden,
        Unsent::Account {
            why: AccountWhy::Settings,
            ..
        }
    ));
    for not_sent in [
        HttpFault::NotSent("refused".to_owned()),
        HttpFault::Tls(Handshake::UnknownAuthority),
    ] {
        assert!(matches!(
            lost(&not_sent),
            Unsent::Transient {
                retry_after: None,
                ..
            }
        ));
    }
    let unanswered = lost(&HttpFault::Unanswered("reset".to_owned()));
    assert_eq!(
        unanswered.to_string(),
        "the answer was lost, the message may be on its way: no answer: reset"
    );
}

#[test]
fn amounts_are_read_exactly() {
    for (amount, expected) in [
        ("0.00750", Some(7_500)),
        ("-0.00750", Some(-7_500)),
        ("3.14", Some(3_140_000)),
        ("10", Some(10_000_000)),
        (".5", Some(500_000)),
        ("5.", Some(5_000_000)),
        (" 1.5 ", Some(1_500_000)),
        ("0.12345678", Some(123_456)),
        ("-0", Some(0)),
        ("9223372036854", Some(9_223_372_036_854_000_000)),
        ("9223372036855", None),
        ("", None),
        ("-", None),
        (".", None),
        ("1,5", None),
        ("1e5", None),
        ("+1", None),
        ("--1", None),
        ("NaN", None),
        ("1.2.3", None),
    ] {
        assert_eq!(micros(amount), expected, "{amount:?}");
    }
    let booked = price("-0.00750", "USD").unwrap();
    assert_eq!((booked.micros, booked.currency.as_str()), (7_500, "USD"));
}

#[test]
fn pages_are_no_words() {
    assert_eq!(words(&answer(500, &[], "<html>x")), None);
    assert_eq!(words(&answer(500, &[], " \n")), None);
    assert_eq!(words(&answer(403, &[], " no\n")).as_deref(), Some("no"));
    assert_eq!(plain(Some(&Value::from(7))).as_deref(), Some("7"));
    assert_eq!(plain(Some(&Value::from("x"))).as_deref(), Some("x"));
    assert_eq!(plain(Some(&Value::from(""))), None);
    assert_eq!(plain(Some(&Value::Null)), None);
    assert_eq!(plain(None), None);
}

#[test]
fn keyed_hashes_are_the_published_ones() {
    // RFC 2202 case 2 and RFC 4231 case 2, cut in two pieces
    let hash = |digest| {
        let pieces: [&[u8]; 2] = [b"what do ya want ", b"for nothing?"];
        data_encoding::HEXLOWER.encode(&hmac(digest, b"Jefe", &pieces))
    };
    assert_eq!(
        hash(Digest::Sha1),
        "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
    );
    assert_eq!(
        hash(Digest::Sha256),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    );
    assert!(hash(Digest::Sha512).starts_with("164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd6"));
}

#[test]
fn nothing_is_never_a_proof() {
    assert!(same(b"abc", b"abc"));
    for (given, expected) in [
        ("", ""),
        ("abc", ""),
        ("", "abc"),
        ("ab", "abc"),
        ("abd", "abc"),
    ] {
        assert!(!same(given.as_bytes(), expected.as_bytes()));
    }
}

#[test]
fn a_signed_report_is_believed_for_five_minutes() {
    let now = 1_700_000_000_000;
    for near in [0, 1, -1, 300_000, -300_000] {
        assert_eq!(fresh(now + near, now), Ok(()));
    }
    for far in [300_001, -300_001, -now, i64::MAX - now] {
        assert_eq!(fresh(now + far, now), Err(ReportFault::Stale));
    }
    assert_eq!(fresh(i64::MIN, i64::MAX), Err(ReportFault::Stale));
}

#[test]
fn senders_are_judged_before_anybody_waits() {
    for good in [
        "Tvasteg",
        "A",
        "Abc 123",
        "12345678 a",
        "+46701740605",
        "71700",
        "46701740605",
    ] {
        assert_eq!(sender("sender", good).unwrap(), good);
    }
    for bad in [
        "Tvåsteg",
        "TvastegTvast",
        " a",
        "a ",
        "1234567890123456",
        "+4670x",
        "+",
        "12",
        "a-b",
        "",
        " ",
        "a\n",
        "+0123456789012345",
    ] {
        assert!(
            matches!(
                sender("sender", bad),
                Err(SettingFault::Unusable {
                    field: "sender",
                    ..
                })
            ),
            "{bad:?}"
        );
    }
    assert!(number("from", "+46101740605").is_ok());
    for bad in [
        "46101740605",
        "+0101740605",
        "+4610",
        "+461017406051234567",
        "Tvasteg",
        "+46 10",
    ] {
        assert!(number("from", bad).is_err(), "{bad:?}");
    }
}

fn set(field: &str, value: &str) -> Settings {
    Settings(BTreeMap::from([(field.to_owned(), value.to_owned())]))
}

#[test]
fn the_base_address_is_the_usual_one_or_a_plain_other() {
    let usual = "https://api.example";
    assert_eq!(endpoint(&Settings::default(), usual).unwrap(), usual);
    assert_eq!(endpoint(&set("endpoint", "  "), usual).unwrap(), usual);
    assert_eq!(
        endpoint(&set("endpoint", "http://127.0.0.1:9000/a/"), usual).unwrap(),
        "http://127.0.0.1:9000/a"
    );
    for bad in [
        "api.example",
        "ftp://api.example",
        "https://a:b@api.example",
        "https://a?b=c",
        "https://a/#x",
        "mailto:a@b",
    ] {
        assert!(endpoint(&set("endpoint", bad), usual).is_err(), "{bad}");
    }
    assert_eq!(
        currency(&Settings::default(), "currency", "SEK").unwrap(),
        "SEK"
    );
    assert!(currency(&set("currency", "kr"), "currency", "SEK").is_err());
    assert_eq!(
        word(&set("account", "AC12_x-y"), "account").unwrap(),
        "AC12_x-y"
    );
    for bad in ["../me", "a/b", "a b", "å", "a?b", "a%2f"] {
        assert!(word(&set("account", bad), "account").is_err(), "{bad}");
    }
    assert_eq!(
        word(&Settings::default(), "account"),
        Err(SettingFault::Missing("account"))
    );
}

#[test]
fn our_own_name_travels_in_the_address_for_reports() {
    let plain = with_reference("https://login.example.se/r/secret", "0193-ab");
    assert_eq!(plain, "https://login.example.se/r/secret?ref=0193-ab");
    assert_eq!(reference_in(&plain).as_deref(), Some("0193-ab"));
    let more = with_reference("https://login.example.se/r?s=1", "0193-ab");
    assert_eq!(more, "https://login.example.se/r?s=1&ref=0193-ab");
    assert_eq!(reference_in(&more).as_deref(), Some("0193-ab"));
    for none in [
        "https://a/r",
        "https://a/r?ref=",
        "https://a/r?x=1",
        "https://a/r?ref=a%20b",
        "https://a/r?ref=%3Cb%3E",
    ] {
        assert_eq!(reference_in(none), None, "{none}");
    }
    assert_eq!(
        reference_in(&format!("https://a/r?ref={}", "a".repeat(65))),
        None
    );
}

#[test]
fn the_gsm_alphabet_is_the_one_of_the_standard() {
    for inside in [
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?",
        "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
        "\u{c}^{}\\[~]|€",
        "",
    ] {
        assert!(is_gsm(inside), "{inside}");
    }
    for outside in [
        "ç", "`", "’", "“", "–", "—", "…", "\t", "\u{a0}", "á", "😀", "\0", "\u{1b}", "\u{7f}",
    ] {
        assert!(!is_gsm(outside), "{outside}");
    }
}
