#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test may panic"
)]

use lettre::transport::smtp::extension::ClientId;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream};

use super::{super::line_gate::LineGate, *};
use crate::mail::{
    Message,
    compose::{Sender, compose},
};

/// What the other side does, in order: expect a line that starts so, and answer so.
type Script = &'static [(&'static str, &'static str)];

const OPENING: Script = &[("EHLO ", "250 mx.example\r\n")];
const UP_TO_DATA: Script = &[
    ("MAIL FROM:", "250 OK\r\n"),
    ("RCPT TO:", "250 OK\r\n"),
    ("DATA", "354 go on\r\n"),
];

async fn follow(stream: &mut BufReader<DuplexStream>, script: Script) {
    for (expected, answer) in script {
        let mut line = String::new();
        stream.read_line(&mut line).await.unwrap();
        assert!(
            line.starts_with(expected),
            "{line:?} instead of {expected:?}"
        );
        stream.write_all(answer.as_bytes()).await.unwrap();
    }
}

/// A conversation over a pipe of `capacity` bytes, and its other end after the greeting.
async fn conversation(capacity: usize) -> (Conversation, BufReader<DuplexStream>) {
    let (client, server) = tokio::io::duplex(capacity);
    let stream = Box::new(LineGate::new(client, ([127, 0, 0, 1], 25).into()));
    let mut server = BufReader::new(server);
    let greeting = async {
        server.write_all(b"220 mx.example\r\n").await.unwrap();
        follow(&mut server, OPENING).await;
    };
    let greeted = ClientId::Domain("example.se".to_owned());
    let (connection, ()) = tokio::join!(
        AsyncSmtpConnection::connect_with_transport(stream, &greeted),
        greeting
    );
    let patience = Duration::from_millis(200);
    let timeouts = Timeouts {
        connect: patience,
        command: patience,
    };
    (Conversation::new(connection.unwrap(), timeouts), server)
}

fn composed() -> Composed {
    let sender = Sender::new("tvasteg@example.se", None, None).unwrap();
    let message = Message {
        id: "one".to_owned(),
        to: "cilla@example.se".to_owned(),
        subject: "Kod".to_owned(),
        text: "123456 ".repeat(2000),
        html: "<b>123456</b>".to_owned(),
        language: "sv".to_owned(),
        reply_to: None,
    };
    compose(&sender, &message, 0).unwrap()
}

async fn send(conversation: &mut Conversation, composed: &Composed) -> Result<Accepted, SendFault> {
    conversation.name_sender(composed).await?;
    conversation.hand_over(composed).await
}

#[tokio::test]
async fn a_message_that_could_not_be_written_whole_was_not_accepted() {
    let (mut conversation, mut server) = conversation(1024).await;
    let composed = composed();
    // Nobody reads after DATA: the pipe fills up before the final dot.
    let (outcome, ()) = tokio::join!(
        send(&mut conversation, &composed),
        follow(&mut server, UP_TO_DATA)
    );
    assert!(
        matches!(
            outcome,
            Err(SendFault::Transient(Cause::TimedOut(Stage::HandingOver)))
        ),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn a_connection_cut_in_the_middle_of_the_message_accepted_nothing() {
    let (mut conversation, mut server) = conversation(1024).await;
    let composed = composed();
    let cut = async {
        follow(&mut server, UP_TO_DATA).await;
        let mut some = [0; 100];
        server.read_exact(&mut some).await.unwrap();
        drop(server);
    };
    let (outcome, ()) = tokio::join!(send(&mut conversation, &composed), cut);
    assert!(
        matches!(
            outcome,
            Err(SendFault::Transient(Cause::Lost {
                stage: Stage::HandingOver,
                ..
            }))
        ),
        "{outcome:?}"
    );
}

/// Reads the message up to its dot, then says `answer` and hangs up.
async fn take_and_answer(server: &mut BufReader<DuplexStream>, answer: &str) {
    follow(server, UP_TO_DATA).await;
    let mut line = String::new();
    while line != ".\r\n" {
        line.clear();
        assert_ne!(server.read_line(&mut line).await.unwrap(), 0);
    }
    server.write_all(answer.as_bytes()).await.unwrap();
    server.shutdown().await.unwrap();
}

#[tokio::test]
async fn whatever_is_no_clear_answer_after_the_dot_is_unknown() {
    for answer in [
        "",
        "25",
        "250-first line of two\r\n",
        "garbage 123456\r\n",
        "354 go on\r\n",
        "221 bye\r\n",
    ] {
        let (mut conversation, mut server) = conversation(1 << 20).await;
        let composed = composed();
        let (outcome, ()) = tokio::join!(
            send(&mut conversation, &composed),
            take_and_answer(&mut server, answer)
        );
        let fault = outcome.unwrap_err();
        assert!(
            matches!(fault, SendFault::Unknown(_)),
            "{answer:?}: {fault:?}"
        );
        assert!(!format!("{fault:?}").contains("123456"), "{fault:?}");
    }
}

#[tokio::test]
async fn an_answer_after_the_dot_decides() {
    for (answer, transient) in [
        ("452 4.2.2 mailbox full\r\n", true),
        ("554 5.7.1 no: 123456\r\n", false),
    ] {
        let (mut conversation, mut server) = conversation(1 << 20).await;
        let composed = composed();
        let (outcome, ()) = tokio::join!(
            send(&mut conversation, &composed),
            take_and_answer(&mut server, answer)
        );
        match outcome.unwrap_err() {
            SendFault::Transient(Cause::Refused(refusal)) if transient => {
                assert_eq!(
                    (refusal.code, refusal.status.as_deref()),
                    (452, Some("4.2.2"))
                );
            }
            SendFault::Permanent(refusal) if !transient => {
                assert_eq!(
                    refusal.to_string(),
                    "554 5.7.1 while handing the message over"
                );
            }
            other => panic!("{answer:?}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn an_answer_out_of_step_stops_the_conversation() {
    const WRONG: [Script; 3] = [
        &[("MAIL FROM:", "354 go on\r\n")],
        &[("MAIL FROM:", "250 OK\r\n"), ("RCPT TO:", "354 go on\r\n")],
        &[
            ("MAIL FROM:", "250 OK\r\n"),
            ("RCPT TO:", "250 OK\r\n"),
            ("DATA", "250 OK\r\n"),
        ],
    ];
    for script in WRONG {
        let (mut conversation, mut server) = conversation(1 << 20).await;
        let composed = composed();
        let (outcome, ()) = tokio::join!(
            send(&mut conversation, &composed),
            follow(&mut server, script)
        );
        assert!(
            matches!(outcome, Err(SendFault::Transient(Cause::OutOfStep { .. }))),
            "{outcome:?}"
        );
    }
}

#[tokio::test]
async fn an_endless_answer_is_cut_off() {
    let (mut conversation, mut server) = conversation(1 << 20).await;
    let composed = composed();
    let flood = async {
        let mut line = String::new();
        server.read_line(&mut line).await.unwrap();
        let _ = server
            .write_all(
                format!("250-{}\r\n", "a".repeat(900))
                    .repeat(1000)
                    .as_bytes(),
            )
            .await;
    };
    let (outcome, ()) = tokio::join!(send(&mut conversation, &composed), flood);
    assert!(
        matches!(
            outcome,
            Err(SendFault::Transient(Cause::Lost {
                stage: Stage::NamingSender,
                ..
            }))
        ),
        "{outcome:?}"
    );
}

#[test]
fn the_recipient_is_not_quoted_back() {
    let refusal = Refusal {
        stage: Stage::NamingRecipient,
        code: 550,
        status: Some("5.1.1".to_owned()),
        text: Some("<Cilla@Example.se>: no such user".to_owned()),
    };
    let fault = without_address(SendFault::Permanent(refusal), "cilla@example.se");
    let SendFault::Permanent(refusal) = fault else {
        panic!("still permanent")
    };
    assert_eq!(
        refusal.to_string(),
        "550 5.1.1 while naming the recipient: <…>: no such user"
    );
}

#[test]
fn somebody_elses_words_stay_on_one_short_line() {
    assert_eq!(quoted("a\u{1b}[31m\tb\u{85}c"), "a [31m b c");
    assert_eq!(quoted(&"ö".repeat(10_000)).chars().count(), MOST_QUOTED);
}
