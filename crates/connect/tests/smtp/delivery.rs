//! Messages that arrive, read by somebody else's parser.

use base64::{Engine, engine::general_purpose::STANDARD};
use connect::mail::{
    Mailer, Message, SendFault,
    smtp::{Mode, Smtp},
};
use serde_json::{Value, json};

use crate::{AT, message, server::Server};

/// The values of a header, as the server's parser read them.
pub(crate) fn header<'a>(seen: &'a Value, name: &str) -> Vec<&'a str> {
    let headers = seen["message"]["headers"].as_array().unwrap();
    headers
        .iter()
        .filter(|header| header[0] == name)
        .map(|header| header[1].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn a_message_arrives_over_starttls_as_it_was_written() {
    let Some(server) = Server::start(&[]).await else {
        return;
    };
    let accepted = server.mailer().send(&message("m-1"), AT).await.unwrap();
    assert_eq!(accepted.reply, "2.0.0 taken as number 1");
    let seen = server.stop().await;
    assert!(
        seen.of("auth").iter().all(|auth| auth["tls"] == true),
        "the password travels inside TLS only"
    );
    assert!(
        seen.of("ehlo")
            .iter()
            .all(|ehlo| ehlo["hostname"] == "login.example.se")
    );
    let seen = seen.message();
    assert_eq!(
        (&seen["tls"], &seen["authenticated"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(
        (&seen["sender"], &seen["recipients"]),
        (&json!("tvasteg@example.se"), &json!(["cilla@example.se"]))
    );
    assert_eq!(seen["options"], json!([]));
    let parsed = &seen["message"];
    assert_eq!(parsed["defects"], json!([]));
    assert_eq!(parsed["type"], "multipart/alternative");
    let expected = [
        ("From", "Tvåsteg på Exempelbolaget <tvasteg@example.se>"),
        ("To", "cilla@example.se"),
        ("Reply-To", "stod@example.se"),
        ("Subject", "Din verifieringskod"),
        ("Date", "Mon, 21 Sep 2026 14:13:20 +0000"),
        ("Message-ID", "<m-1@login.example.se>"),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
        ("Content-Language", "sv"),
        ("MIME-Version", "1.0"),
    ];
    for (name, value) in expected {
        assert_eq!(header(seen, name), [value], "{name}");
    }
    assert_eq!(
        parsed["headers"].as_array().unwrap().len(),
        expected.len() + 1,
        "and Content-Type, and no other"
    );
    let (text, html) = (&parsed["parts"][0], &parsed["parts"][1]);
    assert_eq!(parsed["parts"].as_array().unwrap().len(), 2);
    for (part, kind, words) in [
        (
            text,
            "text/plain",
            "Koden är:\n\n135790\n\n.en rad med punkt\n",
        ),
        (html, "text/html", "<p>Koden är <b>135790</b></p>\n"),
    ] {
        assert_eq!(
            (&part["type"], &part["charset"], &part["encoding"]),
            (&json!(kind), &json!("utf-8"), &json!("quoted-printable"))
        );
        assert_eq!(
            part["words"]
                .as_str()
                .unwrap()
                .trim_end()
                .replace("\r\n", "\n"),
            words.trim_end()
        );
        assert_eq!(part["defects"], json!([]));
    }
}

#[tokio::test]
async fn a_message_arrives_over_implicit_tls() {
    let Some(server) = Server::start(&["submissions"]).await else {
        return;
    };
    let mailer = Smtp::new(server.settings(Mode::Submissions)).unwrap();
    mailer.send(&message("m-1"), AT).await.unwrap();
    let seen = server.stop().await;
    assert_eq!(
        (&seen.message()["tls"], &seen.message()["authenticated"]),
        (&json!(true), &json!(true))
    );
}

#[tokio::test]
async fn a_message_arrives_where_the_server_knows_auth_login_alone() {
    let Some(server) = Server::start(&["login-only"]).await else {
        return;
    };
    server.mailer().send(&message("m-1"), AT).await.unwrap();
    let seen = server.stop().await;
    assert_eq!(seen.of("auth")[0]["mechanism"], "LOGIN");
    assert_eq!(seen.message()["authenticated"], true);
}

#[tokio::test]
async fn a_message_arrives_at_a_relay_on_this_machine_without_tls() {
    let Some(server) = Server::start(&["plain"]).await else {
        return;
    };
    let mailer = Smtp::new(server.settings(Mode::Plain)).unwrap();
    mailer.check().await.unwrap();
    mailer.send(&message("m-1"), AT).await.unwrap();
    let seen = server.stop().await;
    assert_eq!(seen.message()["tls"], false);
    assert!(seen.of("auth").is_empty());
}

#[tokio::test]
async fn words_of_every_kind_arrive_as_they_were_written() {
    let Some(server) = Server::start(&[]).await else {
        return;
    };
    let mailer = server.mailer();
    let subjects = [
        "Kod: Å Ä Ö å ä ö ¤ ½ § £ € ¨ ; < > & @".to_owned(),
        "=?utf-8?B?ZXZpbA==?= is no code".to_owned(),
        "\u{202e}drowssap\u{202c} العربية עברית".to_owned(),
        "👩‍👩‍👧‍👦".repeat(12),
        "A".repeat(900),
        "ord ".repeat(200).trim_end().to_owned(),
        "ett  mellanslag   för   mycket och åter  igen".to_owned(),
        "\"citat\" \\ (kommentar) <a@b.example>,".to_owned(),
    ];
    for (number, subject) in subjects.iter().enumerate() {
        let body = format!(
            "From här\n.\n..\n\n{subject}\n \t\n=3D= {}\nslut",
            "lång".repeat(400)
        );
        let words = Message {
            subject: subject.clone(),
            text: body,
            ..message(&format!("m-{number}"))
        };
        mailer.send(&words, AT).await.unwrap();
    }
    let seen = server.stop().await;
    assert_eq!(seen.messages().len(), subjects.len());
    for (seen, subject) in seen.messages().into_iter().zip(&subjects) {
        assert_eq!(header(seen, "Subject"), [subject]);
        assert_eq!(seen["message"]["defects"], json!([]));
        let text = seen["message"]["parts"][0]["words"]
            .as_str()
            .unwrap()
            .replace("\r\n", "\n");
        assert_eq!(
            text.trim_end(),
            format!(
                "From här\n.\n..\n\n{subject}\n \t\n=3D= {}\nslut",
                "lång".repeat(400)
            )
        );
        let raw = STANDARD
            .decode(seen["message"]["raw"].as_str().unwrap())
            .unwrap();
        assert!(
            raw.split(|&byte| byte == b'\n')
                .all(|line| line.len() <= 79 && line.is_ascii()),
            "short lines of ASCII"
        );
    }
}

#[tokio::test]
async fn a_domain_outside_ascii_needs_nothing_of_the_server() {
    let Some(server) = Server::start(&[]).await else {
        return;
    };
    let to = Message {
        to: "cilla@räksmörgås.example".to_owned(),
        ..message("m-1")
    };
    server.mailer().send(&to, AT).await.unwrap();
    let seen = server.stop().await;
    assert_eq!(
        seen.message()["recipients"],
        json!(["cilla@xn--rksmrgs-5wao1o.example"])
    );
    assert_eq!(seen.message()["options"], json!([]));
}

#[tokio::test]
async fn a_name_outside_ascii_is_sent_where_the_server_can_carry_it() {
    let to = Message {
        to: "åsa@räksmörgås.example".to_owned(),
        ..message("m-1")
    };
    let Some(server) = Server::start(&["smtputf8"]).await else {
        return;
    };
    server.mailer().send(&to, AT).await.unwrap();
    let seen = server.stop().await;
    let seen = seen.message();
    assert_eq!(
        seen["recipients"],
        json!(["åsa@xn--rksmrgs-5wao1o.example"])
    );
    assert_eq!(seen["options"], json!(["SMTPUTF8", "BODY=8BITMIME"]));

    let Some(server) = Server::start(&[]).await else {
        return;
    };
    let fault = server.mailer().send(&to, AT).await.unwrap_err();
    assert!(
        matches!(fault, SendFault::NameNotCarried) && !fault.may_retry(),
        "{fault:?}"
    );
    assert!(server.stop().await.messages().is_empty());
}

#[tokio::test]
async fn a_check_signs_in_and_sends_nothing() {
    let Some(server) = Server::start(&[]).await else {
        return;
    };
    server.mailer().check().await.unwrap();
    let seen = server.stop().await;
    assert_eq!(seen.of("auth").len(), 1);
    assert!(seen.messages().is_empty());
}
