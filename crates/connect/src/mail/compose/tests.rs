#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use proptest::prelude::*;

use super::*;

/// Puts something bad into one field.
type Spoil = fn(&mut Message, &str);

const AT: i64 = 1_790_000_000_000;

fn sender() -> Sender {
    Sender::new("tvasteg@example.se", Some("Tvåsteg"), None).unwrap()
}

fn message() -> Message {
    Message {
        id: "0190c0de-0000-7000-8000-000000000001".to_owned(),
        to: "cilla@example.se".to_owned(),
        subject: "Kod".to_owned(),
        text: "Koden är:\n123456\n".to_owned(),
        html: "<p>Koden är <b>123456</b></p>\n".to_owned(),
        language: "sv".to_owned(),
        reply_to: None,
    }
}

fn text(composed: &Composed) -> String {
    String::from_utf8(composed.bytes.clone()).unwrap()
}

#[test]
fn the_whole_message_is_as_written_here() {
    let expected = "From: =?utf-8?b?VHbDpXN0ZWc=?= <tvasteg@example.se>\r\n\
        To: cilla@example.se\r\n\
        Subject: Kod\r\n\
        Date: Mon, 21 Sep 2026 14:13:20 +0000\r\n\
        Message-ID: <0190c0de-0000-7000-8000-000000000001@example.se>\r\n\
        Auto-Submitted: auto-generated\r\n\
        X-Auto-Response-Suppress: All\r\n\
        Content-Language: sv\r\n\
        MIME-Version: 1.0\r\n\
        Content-Type: multipart/alternative;\r\n boundary=\"=_0190c0de-0000-7000-8000-000000000001\"\r\n\
        \r\n\
        --=_0190c0de-0000-7000-8000-000000000001\r\n\
        Content-Type: text/plain; charset=utf-8\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\
        \r\n\
        Koden =C3=A4r:\r\n123456\r\n\
        \r\n\
        --=_0190c0de-0000-7000-8000-000000000001\r\n\
        Content-Type: text/html; charset=utf-8\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\
        \r\n\
        <p>Koden =C3=A4r <b>123456</b></p>\r\n\
        \r\n\
        --=_0190c0de-0000-7000-8000-000000000001--\r\n";
    assert_eq!(text(&compose(&sender(), &message(), AT).unwrap()), expected);
}

#[test]
fn a_line_break_or_nul_in_any_header_value_is_refused() {
    for bad in [
        "\r\nBcc: x@evil.example",
        "\n x",
        "\r",
        "\0",
        "\u{7f}",
        "\u{9b}",
    ] {
        let spoil: [(Field, Spoil); 5] = [
            (Field::To, |m, bad| m.to.push_str(bad)),
            (Field::Subject, |m, bad| m.subject.push_str(bad)),
            (Field::Id, |m, bad| m.id.push_str(bad)),
            (Field::Language, |m, bad| m.language.push_str(bad)),
            (Field::ReplyTo, |m, bad| {
                m.reply_to = Some(format!("support@example.se{bad}"));
            }),
        ];
        for (field, spoil) in spoil {
            let mut spoilt = message();
            spoil(&mut spoilt, bad);
            assert_eq!(
                compose(&sender(), &spoilt, AT).err(),
                Some(MessageFault::ControlCharacter(field)),
                "{bad:?}"
            );
        }
        let name = format!("Tvåsteg{bad}");
        assert_eq!(
            Sender::new("a@example.se", Some(&name), None).err(),
            Some(MessageFault::ControlCharacter(Field::FromName))
        );
        assert_eq!(
            Sender::new(&format!("a@example.se{bad}"), None, None).err(),
            Some(MessageFault::ControlCharacter(Field::From))
        );
    }
}

#[test]
fn an_id_or_language_that_could_leave_its_place_is_refused() {
    for bad in ["a>b", "a b", "a@b", "a\"b", "å", "a;b"] {
        let with_id = Message {
            id: bad.to_owned(),
            ..message()
        };
        assert_eq!(
            compose(&sender(), &with_id, AT).err(),
            Some(MessageFault::NotAToken(Field::Id))
        );
        let with_language = Message {
            language: bad.to_owned(),
            ..message()
        };
        assert_eq!(
            compose(&sender(), &with_language, AT).err(),
            Some(MessageFault::NotAToken(Field::Language))
        );
    }
}

#[test]
fn nothing_empty_and_nothing_endless_is_sent() {
    let empty = Message {
        text: " \n".to_owned(),
        ..message()
    };
    assert_eq!(
        compose(&sender(), &empty, AT).err(),
        Some(MessageFault::Empty(Field::Text))
    );
    let empty = Message {
        subject: "  ".to_owned(),
        ..message()
    };
    assert_eq!(
        compose(&sender(), &empty, AT).err(),
        Some(MessageFault::Empty(Field::Subject))
    );
    let long = Message {
        subject: "å".repeat(5000),
        ..message()
    };
    assert_eq!(
        compose(&sender(), &long, AT).err(),
        Some(MessageFault::TooLong {
            field: Field::Subject,
            most: MOST_SUBJECT_BYTES
        })
    );
    let long = Message {
        html: "x".repeat(MOST_BODY_BYTES + 1),
        ..message()
    };
    assert_eq!(
        compose(&sender(), &long, AT).err(),
        Some(MessageFault::TooLong {
            field: Field::Html,
            most: MOST_BODY_BYTES
        })
    );
}

#[test]
fn a_date_that_cannot_be_written_is_refused() {
    for at in [-1, i64::MIN, i64::MAX, 253_402_300_800_000] {
        assert_eq!(
            compose(&sender(), &message(), at).err(),
            Some(MessageFault::DateOutOfRange)
        );
    }
    assert!(
        text(&compose(&sender(), &message(), 253_402_300_799_999).unwrap())
            .contains("Date: Fri, 31 Dec 9999 23:59:59 +0000\r\n")
    );
}

#[test]
fn text_that_looks_like_an_encoded_word_is_not_passed_on_as_one() {
    let posing = Message {
        subject: "=?utf-8?B?ZXZpbA==?=".to_owned(),
        ..message()
    };
    let written = text(&compose(&sender(), &posing, AT).unwrap());
    assert!(
        written.contains("Subject: =?utf-8?B?PT91dGYtOD9CP1pYWnBiQT09Pz0=?=\r\n"),
        "{written}"
    );
    let posing = Sender::new("a@example.se", Some("=?utf-8?B?ZXZpbA==?="), None).unwrap();
    assert!(!text(&compose(&posing, &message(), AT).unwrap()).contains("=?utf-8?B?ZXZpbA==?="));
}

#[test]
fn a_domain_of_its_own_stands_in_the_message_id() {
    let sender = Sender::new("a@example.se", None, Some("mail.example.org".to_owned())).unwrap();
    let written = text(&compose(&sender, &message(), AT).unwrap());
    assert!(
        written.contains("Message-ID: <0190c0de-0000-7000-8000-000000000001@mail.example.org>\r\n")
    );
    assert!(written.starts_with("From: a@example.se\r\n"));
}

/// Every value a person or an organisation can choose, in any writing system.
fn any_words() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ -~]{0,120}",
        "\\PC{0,400}",
        "[=?_ a]{0,90}"
    ]
}

proptest! {
    #[test]
    fn whatever_the_words_the_message_stays_one_message(subject in any_words(), name in any_words(), body in any_words()) {
        let Ok(sender) = Sender::new("tvasteg@example.se", Some(&name), None) else { return Ok(()) };
        let words = Message { subject: subject.clone(), text: format!("{body}."), html: format!("{body}."), ..message() };
        let Ok(composed) = compose(&sender, &words, AT) else {
            prop_assert!(subject.trim().is_empty() || subject.chars().any(char::is_control) || subject.len() > MOST_SUBJECT_BYTES);
            return Ok(());
        };
        prop_assert!(composed.bytes.is_ascii());
        let written = text(&composed);
        prop_assert!(!written.replace("\r\n", "").contains(['\r', '\n', '\0']));
        prop_assert!(written.split("\r\n").all(|line| line.len() <= 998));
        let (head, _) = written.split_once("\r\n\r\n").unwrap();
        let names: Vec<&str> = head.split("\r\n").filter(|line| !line.starts_with(' ')).map(|line| line.split(':').next().unwrap()).collect();
        prop_assert_eq!(names, [
            "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress", "Content-Language", "MIME-Version",
            "Content-Type",
        ]);
    }
}
