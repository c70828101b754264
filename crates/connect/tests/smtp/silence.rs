//! A server that stops answering, or hangs up.

use connect::mail::{Cause, Mailer, SendFault, Stage, smtp::Mode};

use crate::{AT, message, server::Server};

async fn silence_at(behaviours: &[&str], mode: Mode, expected: Stage) {
    let Some(server) = Server::start(behaviours).await else {
        return;
    };
    let fault = server
        .hasty_mailer(mode)
        .send(&message("m-1"), AT)
        .await
        .unwrap_err();
    let SendFault::Transient(Cause::TimedOut(stage)) = &fault else {
        panic!("{behaviours:?}: {fault:?}")
    };
    assert_eq!(*stage, expected, "{behaviours:?}");
    assert!(fault.may_retry());
    assert!(server.stop().await.messages().is_empty());
}

#[tokio::test]
async fn silence_before_the_message_is_transient() {
    tokio::join!(
        silence_at(&["silent"], Mode::StartTls, Stage::Greeting),
        silence_at(&["silent", "plain"], Mode::Plain, Stage::Greeting),
        silence_at(
            &["silent", "submissions"],
            Mode::Submissions,
            Stage::Connecting
        ),
        silence_at(&["silent-after-starttls"], Mode::StartTls, Stage::Securing),
        silence_at(
            &["silent-at-first-recipient"],
            Mode::StartTls,
            Stage::NamingRecipient
        ),
    );
}

#[tokio::test]
async fn a_check_ends_where_the_server_is_silent() {
    let Some(server) = Server::start(&["silent"]).await else {
        return;
    };
    let outcome = server.hasty_mailer(Mode::StartTls).check().await;
    assert!(
        matches!(
            outcome,
            Err(SendFault::Transient(Cause::TimedOut(Stage::Greeting)))
        ),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn a_server_that_hangs_up_before_the_message_is_transient() {
    let Some(server) = Server::start(&["cut-after-greeting"]).await else {
        return;
    };
    let fault = server.mailer().send(&message("m-1"), AT).await.unwrap_err();
    assert!(
        matches!(
            fault,
            SendFault::Transient(Cause::Lost {
                stage: Stage::Greeting,
                ..
            })
        ),
        "{fault:?}"
    );
}

#[tokio::test]
async fn silence_after_the_final_dot_is_unknown_and_nothing_is_sent_twice() {
    let Some(server) = Server::start(&["silent-after-dot"]).await else {
        return;
    };
    let fault = server
        .hasty_mailer(Mode::StartTls)
        .send(&message("m-1"), AT)
        .await
        .unwrap_err();
    assert!(
        matches!(
            fault,
            SendFault::Unknown(Cause::TimedOut(Stage::HandingOver))
        ),
        "{fault:?}"
    );
    assert!(!fault.may_retry());
    assert_eq!(server.stop().await.messages().len(), 1);
}

#[tokio::test]
async fn a_connection_lost_after_the_final_dot_is_unknown_and_nothing_is_sent_twice() {
    let Some(server) = Server::start(&["cut-after-dot"]).await else {
        return;
    };
    let fault = server.mailer().send(&message("m-1"), AT).await.unwrap_err();
    assert!(
        matches!(
            fault,
            SendFault::Unknown(Cause::Lost {
                stage: Stage::HandingOver,
                ..
            })
        ),
        "{fault:?}"
    );
    assert!(!fault.may_retry());
    assert_eq!(server.stop().await.messages().len(), 1);
}
