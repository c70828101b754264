//! A server that says no, in every place where it can.

use connect::{
    Secret,
    mail::{
        Cause, Mailer, Message, SendFault, Stage,
        smtp::{Credentials, Mode, Settings, Smtp},
    },
};

use crate::{AT, message, server::Server};

/// The fault of one send to a server that behaves so, and how many messages it saw.
async fn fault_of(behaviours: &[&str]) -> Option<(SendFault, usize)> {
    let server = Server::start(behaviours).await?;
    let fault = server
        .mailer()
        .send(&message("m-1"), AT)
        .await
        .expect_err("no message can have been accepted");
    Some((fault, server.stop().await.messages().len()))
}

#[tokio::test]
async fn a_4xx_answer_is_transient() {
    for (behaviour, expected, seen) in [
        (
            "recipient-451",
            "451 4.7.1 while naming the recipient: <…>: greylisted, come again",
            0,
        ),
        ("message-451", "451 4.3.0 while handing the message over", 1),
        ("auth-454", "454 4.7.0 while signing in", 0),
    ] {
        let Some((fault, messages)) = fault_of(&[behaviour]).await else {
            return;
        };
        let SendFault::Transient(Cause::Refused(refusal)) = &fault else {
            panic!("{behaviour}: {fault:?}")
        };
        assert_eq!(refusal.to_string(), expected);
        assert!(fault.may_retry());
        assert_eq!(messages, seen, "{behaviour}");
    }
}

#[tokio::test]
async fn a_5xx_answer_is_permanent() {
    for (behaviour, expected, seen) in [
        (
            "sender-550",
            "550 5.7.1 while naming the sender: not from you",
            0,
        ),
        (
            "recipient-550",
            "550 5.1.1 while naming the recipient: <…>: no such user",
            0,
        ),
        (
            "data-554",
            "554 5.5.1 while announcing the message: nothing from you today",
            0,
        ),
        ("message-554", "554 5.7.1 while handing the message over", 1),
    ] {
        let Some((fault, messages)) = fault_of(&[behaviour]).await else {
            return;
        };
        let SendFault::Permanent(refusal) = &fault else {
            panic!("{behaviour}: {fault:?}")
        };
        assert_eq!(refusal.to_string(), expected);
        assert!(!fault.may_retry());
        assert_eq!(messages, seen, "{behaviour}");
    }
}

#[tokio::test]
async fn without_tls_nothing_is_said() {
    for behaviour in ["no-tls", "starttls-refused"] {
        let Some(server) = Server::start(&[behaviour]).await else {
            return;
        };
        let mailer = server.mailer();
        let fault = mailer.send(&message("m-1"), AT).await.unwrap_err();
        assert!(
            matches!(fault, SendFault::TlsNotOffered),
            "{behaviour}: {fault:?}"
        );
        assert!(
            matches!(mailer.check().await, Err(SendFault::TlsNotOffered)),
            "{behaviour}"
        );
        let seen = server.stop().await;
        assert!(
            seen.messages().is_empty() && seen.of("auth").is_empty(),
            "{behaviour}"
        );
    }
}

#[tokio::test]
async fn a_certificate_for_another_name_is_not_trusted() {
    for behaviours in [&["wrong-name"][..], &["wrong-name", "submissions"][..]] {
        let Some(server) = Server::start(behaviours).await else {
            return;
        };
        let mode = if behaviours.len() > 1 {
            Mode::Submissions
        } else {
            Mode::StartTls
        };
        let fault = Smtp::new(server.settings(mode))
            .unwrap()
            .send(&message("m-1"), AT)
            .await
            .unwrap_err();
        let SendFault::TlsFailed(source) = &fault else {
            panic!("{fault:?}")
        };
        assert!(source.to_string().contains("elsewhere.example"), "{source}");
        let seen = server.stop().await;
        assert!(seen.messages().is_empty() && seen.of("auth").is_empty());
    }
}

#[tokio::test]
async fn an_unknown_authority_is_not_trusted() {
    let Some(other) = Server::start(&[]).await else {
        return;
    };
    let Some(server) = Server::start(&[]).await else {
        return;
    };
    let theirs = other.settings(Mode::StartTls).ca_file;
    other.stop().await;
    let fault = Smtp::new(Settings {
        ca_file: theirs,
        ..server.settings(Mode::StartTls)
    })
    .unwrap()
    .send(&message("m-1"), AT)
    .await
    .unwrap_err();
    assert!(matches!(fault, SendFault::TlsFailed(_)), "{fault:?}");
    let seen = server.stop().await;
    assert!(seen.messages().is_empty() && seen.of("auth").is_empty());
}

#[tokio::test]
async fn what_was_said_before_the_handshake_is_not_taken_for_an_answer_within() {
    let Some(server) = Server::start(&["starttls-injection"]).await else {
        return;
    };
    let fault = server.mailer().send(&message("m-1"), AT).await.unwrap_err();
    assert!(matches!(fault, SendFault::TlsFailed(_)), "{fault:?}");
    let seen = server.stop().await;
    assert!(seen.messages().is_empty() && seen.of("auth").is_empty());
}

#[tokio::test]
async fn a_wrong_password_is_told_apart() {
    let Some(server) = Server::start(&[]).await else {
        return;
    };
    let credentials = Credentials {
        username: "tvasteg".to_owned(),
        password: Secret::new("fel".to_owned()),
    };
    let mailer = Smtp::new(Settings {
        credentials: Some(credentials),
        ..server.settings(Mode::StartTls)
    })
    .unwrap();
    let fault = mailer.send(&message("m-1"), AT).await.unwrap_err();
    let SendFault::AuthRefused(Some(refusal)) = &fault else {
        panic!("{fault:?}")
    };
    assert_eq!(refusal.to_string(), "535 5.7.8 while signing in");
    assert!(matches!(
        mailer.check().await,
        Err(SendFault::AuthRefused(Some(_)))
    ));
    assert!(server.stop().await.messages().is_empty());
}

#[tokio::test]
async fn a_server_without_a_way_to_sign_in_is_told_apart() {
    let Some((fault, messages)) = fault_of(&["no-auth"]).await else {
        return;
    };
    assert!(matches!(fault, SendFault::AuthRefused(None)), "{fault:?}");
    assert_eq!(messages, 0);
}

#[tokio::test]
async fn a_bad_message_reaches_no_server() {
    let Some(server) = Server::start(&[]).await else {
        return;
    };
    let mailer = server.mailer();
    for bad in [
        Message {
            subject: "Kod\r\nBcc: ond@example.se".to_owned(),
            ..message("m-1")
        },
        Message {
            to: "cilla@example.se>\r\nRCPT TO:<ond@example.se".to_owned(),
            ..message("m-2")
        },
        Message {
            to: "cilla@example.se, ond@example.se".to_owned(),
            ..message("m-3")
        },
        Message {
            reply_to: Some("stod@example.se\nBcc: ond@example.se".to_owned()),
            ..message("m-4")
        },
    ] {
        let fault = mailer.send(&bad, AT).await.unwrap_err();
        assert!(
            matches!(fault, SendFault::BadMessage(_)) && !fault.may_retry(),
            "{fault:?}"
        );
    }
    let seen = server.stop().await;
    assert!(seen.messages().is_empty() && seen.of("ehlo").is_empty());
}

#[tokio::test]
async fn nobody_listening_is_transient() {
    let Some(server) = Server::start(&[]).await else {
        return;
    };
    let settings = server.settings(Mode::StartTls);
    server.stop().await;
    for mode in [Mode::StartTls, Mode::Submissions] {
        let fault = Smtp::new(Settings {
            mode,
            ..settings.clone()
        })
        .unwrap()
        .send(&message("m-1"), AT)
        .await
        .unwrap_err();
        assert!(
            matches!(
                fault,
                SendFault::Transient(Cause::Lost {
                    stage: Stage::Connecting,
                    ..
                })
            ),
            "{fault:?}"
        );
    }
    let nowhere = Settings {
        host: "no-such-host.invalid".to_owned(),
        ..settings
    };
    let fault = Smtp::new(nowhere).unwrap().check().await.unwrap_err();
    assert!(
        matches!(
            fault,
            SendFault::Transient(Cause::Lost {
                stage: Stage::Connecting,
                ..
            })
        ),
        "{fault:?}"
    );
}
