//! A gateway that does not answer is left alone for a while.

use connect::gateway::fake::Behaviour;
use domain::message::{MessageChannel, MessageState};
use domain::time::Span;
use store::testing::each_engine;

use super::{TEXTS, fake, number};
use crate::ground::Ground;

#[test]
fn after_three_silences_a_gateway_is_not_called_until_its_wait_is_over_and_one_alarm_is_raised() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        let (first, second) = (fake("46elks").await, fake("vonage").await);
        let silent = ground.account(&first, &[MessageChannel::Sms]).await;
        ground.account(&second, &[MessageChannel::Sms]).await;
        for of in 0..8 {
            ground
                .with_phone(&format!("bo{of}"), &TEXTS, &number(of))
                .await;
        }
        first.always(Behaviour::ServerFault(503));
        for of in 0..3 {
            ground.signs_in(&format!("bo{of}")).await;
        }
        assert_eq!((first.requests(), second.accepted().len()), (3, 3));
        assert_eq!(
            ground.alarms().await,
            [("gateway-silent".to_owned(), silent.to_string())]
        );
        ground.signs_in("bo3").await;
        ground.pass(Span::seconds(29));
        ground.signs_in("bo4").await;
        assert_eq!(
            (first.requests(), second.accepted().len()),
            (3, 5),
            "left alone"
        );
        // One try when the wait is over; it fails, and the next wait is longer.
        ground.pass(Span::seconds(1));
        ground.signs_in("bo5").await;
        assert_eq!(first.requests(), 4);
        ground.pass(Span::seconds(59));
        ground.signs_in("bo6").await;
        assert_eq!(first.requests(), 4);
        first.always(Behaviour::Accept);
        ground.pass(Span::seconds(1));
        ground.signs_in("bo7").await;
        assert_eq!(
            (first.requests(), first.accepted().len()),
            (5, 1),
            "it is back"
        );
        assert_eq!(ground.alarms().await.len(), 1);
        let silences = ground.carried().await;
        assert_eq!(
            silences,
            [MessageChannel::Sms],
            "silence is no trouble with the account"
        );
    });
}

#[test]
fn lost_answers_open_the_circuit_too_and_then_the_other_gateway_carries() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let (first, second) = (fake("46elks").await, fake("vonage").await);
        ground.account(&first, &[MessageChannel::Sms]).await;
        ground.account(&second, &[MessageChannel::Sms]).await;
        first.always(Behaviour::AcceptThenDrop);
        for of in 0..4 {
            let username = format!("bo{of}");
            ground.with_phone(&username, &TEXTS, &number(of)).await;
            ground.signs_in(&username).await;
        }
        assert_eq!((first.requests(), second.requests()), (3, 1));
        let unknown = ground.log().await;
        let unknown = unknown
            .iter()
            .filter(|row| row.state == MessageState::Unknown);
        assert_eq!(unknown.count(), 3);
    });
}

#[test]
fn a_refusal_about_a_message_is_an_answer_and_opens_nothing() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let only = fake("46elks").await;
        ground.account(&only, &[MessageChannel::Sms]).await;
        only.always(Behaviour::RefuseNumber);
        for of in 0..5 {
            let username = format!("bo{of}");
            ground.with_phone(&username, &TEXTS, &number(of)).await;
            ground.signs_in(&username).await;
        }
        assert_eq!(only.requests(), 5);
        assert_eq!(ground.alarms().await, []);
    });
}
