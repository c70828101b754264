//! Whom alarms reach, and what they are about.

use app::administer::{self, By};
use app::recover;
use connect::mail::outbox::Planned;
use domain::message::MessageState;
use domain::time::Span;
use store::testing::each_engine;

use crate::ground::Ground;

async fn looks_after_messages(ground: &Ground) {
    ground
        .role("messages", |new| {
            new.permissions.insert("tvasteg.messages".to_owned());
        })
        .await;
    let anna = ground.person("anna").await;
    let by: By = ground.by();
    administer::assign_role(&ground.app, ground.demo.id, anna, "messages", &by)
        .await
        .unwrap();
}

/// Somebody asks for a link that their mail server refuses for good.
async fn refused_for_good(ground: &Ground, username: &str) {
    ground.mail.fail_next([Planned::Permanent]);
    let asked = recover::ask(&ground.app, ground.demo.id, username, &ground.requester()).await;
    assert!(asked.unwrap().is_ok(), "whoever asks hears nothing of it");
}

#[test]
fn a_mailbox_that_is_refused_for_good_is_told_to_whoever_looks_after_messages_once() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        looks_after_messages(&ground).await;
        ground.person("bo").await;
        refused_for_good(&ground, "bo").await;
        ground.run_due().await;
        assert_eq!(ground.addressees(), ["anna@bjorken.example"]);
        let letter = ground.mail.kept().remove(0);
        assert!(
            !letter.text.contains("bo@bjorken.example"),
            "masked: {}",
            letter.text
        );
        assert_eq!(ground.alarms().await.len(), 1);
        assert_eq!(ground.alarms().await[0].0, "address-refused");
        ground.pass(Span::minutes(20));
        refused_for_good(&ground, "bo").await;
        ground.run_due().await;
        assert_eq!(ground.addressees().len(), 1, "told once");
        ground.pass(Span::hours(6));
        refused_for_good(&ground, "bo").await;
        ground.run_due().await;
        assert_eq!(ground.addressees().len(), 2, "and again another day");
    });
}

#[test]
fn a_temporary_refusal_is_no_alarm() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        looks_after_messages(&ground).await;
        ground.person("bo").await;
        ground.mail.fail_next([Planned::Transient]);
        let asked = recover::ask(&ground.app, ground.demo.id, "bo", &ground.requester()).await;
        assert!(asked.unwrap().is_ok());
        assert_eq!(ground.alarms().await, []);
    });
}

#[test]
fn an_alarm_that_is_itself_refused_raises_no_other() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        looks_after_messages(&ground).await;
        ground.person("bo").await;
        refused_for_good(&ground, "bo").await;
        ground.mail.fail_next([Planned::Permanent]);
        ground.run_due().await;
        assert_eq!(ground.alarms().await.len(), 1);
        let log = ground.log().await;
        let failed = log.iter().filter(|row| row.state == MessageState::Failed);
        assert_eq!(failed.count(), 2);
        assert_eq!(ground.run_due().await, 0);
    });
}
