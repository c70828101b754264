//! Which gateway is asked next, and when none is asked any more.

use app::sign_in;
use connect::gateway::fake::{Behaviour, Fake};
use domain::message::{MessageChannel, MessageState};
use domain::time::Span;
use store::testing::each_engine;

use super::{TEXTS, code_of, fake, login, number};
use crate::ground::Ground;

/// A ground with two gateways of different kinds, and `bo`, whose codes are texted.
async fn two_gateways(store: store::Store) -> (Ground, Fake, Fake) {
    let ground = Ground::lay(store).await;
    let (first, second) = (fake("46elks").await, fake("twilio").await);
    for gateway in [&first, &second] {
        ground.account(gateway, &[MessageChannel::Sms]).await;
    }
    ground.with_phone("bo", &TEXTS, &number(0)).await;
    (ground, first, second)
}

#[test]
fn a_refused_account_and_a_transient_failure_and_a_refusal_not_about_the_number_go_to_the_next_gateway()
 {
    let cases: [(Behaviour, &str); 6] = [
        (Behaviour::WrongKey, "account"),
        (Behaviour::NoMoney, "account"),
        (Behaviour::Throttle(Some(7)), "not now"),
        (Behaviour::ServerFault(503), "not now"),
        (Behaviour::ServerFault(500), "not now"),
        (Behaviour::RefuseSender, "the sender"),
    ];
    each_engine(async |store| {
        let (mut ground, first, second) = two_gateways(store).await;
        for (turn, (behaviour, what)) in cases.iter().enumerate() {
            first.plan([behaviour.clone()]);
            let entry = ground.signs_in("bo").await;
            assert!(!entry.delivery_failed, "{what}: it went out");
            assert_eq!(first.accepted().len(), 0, "{what}");
            assert_eq!(second.accepted().len(), turn + 1, "{what}");
            let newest = ground.log().await.remove(0);
            assert_eq!(newest.state, MessageState::Sent, "{what}");
            assert_eq!(newest.attempts, 1, "{what}: in one go");
            let code = code_of(second.accepted().last().unwrap());
            assert!(ground.answer(login(&entry), &code).await.unwrap().is_some());
            // What an account's refusal left behind is forgotten, so that the first gateway is asked first again.
            let trouble = ground.gateways_in_order().await.remove(0);
            ground.mend(trouble.id).await;
            ground.pass(Span::minutes(21));
        }
        assert_eq!(
            first.requests(),
            cases.len(),
            "the first was asked each time"
        );
        assert_eq!(first.faults(), Vec::<String>::new());
        assert_eq!(second.faults(), Vec::<String>::new());
    });
}

#[test]
fn a_refused_number_stops_there_and_looks_like_one_that_was_sent_to() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let (first, second) = (fake("twilio").await, fake("46elks").await);
        for gateway in [&first, &second] {
            ground.account(gateway, &[MessageChannel::Sms]).await;
        }
        ground.with_phone("bo", &TEXTS, &number(0)).await;
        first.plan([Behaviour::RefuseNumber]);
        let entry = ground.signs_in("bo").await;
        assert!(
            !entry.delivery_failed,
            "whoever asks learns nothing of the number"
        );
        assert_eq!((first.requests(), second.requests()), (1, 0));
        let row = ground.only(MessageChannel::Sms).await;
        assert_eq!(row.state, MessageState::Failed);
        let reason = row.reason.unwrap();
        assert!(reason.starts_with("number"), "{reason}");
        assert_eq!(ground.run_due().await, 0, "nobody tries it again");
    });
}

#[test]
fn after_a_lost_answer_no_other_gateway_is_asked() {
    let lost = [
        Behaviour::AcceptThenDrop,
        Behaviour::CutShort,
        Behaviour::Malformed,
        Behaviour::Reset,
    ];
    each_engine(async |store| {
        let (mut ground, first, second) = two_gateways(store).await;
        for behaviour in &lost {
            first.plan([behaviour.clone()]);
            let entry = ground.signs_in("bo").await;
            assert!(
                !entry.delivery_failed,
                "it may be on its way: {behaviour:?}"
            );
            let newest = ground.log().await.remove(0);
            assert_eq!(newest.state, MessageState::Unknown, "{behaviour:?}");
            ground.pass(Span::minutes(21));
            assert_eq!(ground.run_due().await, 0, "{behaviour:?}");
        }
        assert_eq!(second.requests(), 0, "the other was never asked");
        let arrived = first.accepted();
        assert_eq!(
            arrived.len(),
            3,
            "all but the reset one arrived, unseen by us"
        );
    });
}

#[test]
fn a_code_that_went_into_silence_is_a_good_code() {
    each_engine(async |store| {
        let (ground, first, _second) = two_gateways(store).await;
        first.plan([Behaviour::AcceptThenDrop]);
        let entry = ground.signs_in("bo").await;
        let code = code_of(&first.accepted()[0]);
        assert!(ground.answer(login(&entry), &code).await.unwrap().is_some());
    });
}

#[test]
fn send_again_goes_through_the_other_gateway() {
    each_engine(async |store| {
        let (mut ground, first, second) = two_gateways(store).await;
        let entry = ground.signs_in("bo").await;
        let login = login(&entry);
        assert_eq!((first.accepted().len(), second.accepted().len()), (1, 0));
        ground.pass(Span::seconds(31));
        let sent = sign_in::resend(&ground.app, login, &ground.requester()).await;
        assert!(sent.unwrap().unwrap());
        assert_eq!((first.accepted().len(), second.accepted().len()), (1, 1));
        let old = code_of(&first.accepted()[0]);
        let new = code_of(&second.accepted()[0]);
        assert_eq!(
            ground.answer(login, &old).await.err(),
            Some(domain::refusal::Refusal::CodeReplaced)
        );
        assert!(ground.answer(login, &new).await.unwrap().is_some());
    });
}

#[test]
fn send_again_stays_with_a_gateway_whose_message_was_seen_to_arrive() {
    each_engine(async |store| {
        let (mut ground, first, second) = two_gateways(store).await;
        let entry = ground.signs_in("bo").await;
        ground
            .report(&first, connect::gateway::Reported::Delivered)
            .await;
        ground.pass(Span::seconds(31));
        let sent = sign_in::resend(&ground.app, login(&entry), &ground.requester()).await;
        assert!(sent.unwrap().unwrap());
        assert_eq!((first.accepted().len(), second.accepted().len()), (2, 0));
    });
}

#[test]
fn every_gateway_down_is_told_and_the_message_is_tried_again_while_it_is_of_use() {
    each_engine(async |store| {
        let (mut ground, first, second) = two_gateways(store).await;
        first.plan([Behaviour::ServerFault(503)]);
        second.plan([Behaviour::ServerFault(502)]);
        let entry = ground.signs_in("bo").await;
        assert!(entry.delivery_failed, "the page offers another way");
        let row = ground.only(MessageChannel::Sms).await;
        assert_eq!(row.state, MessageState::Waiting);
        assert_eq!(ground.run_due().await, 0, "not due yet");
        ground.pass(Span::seconds(10));
        assert_eq!(ground.run_due().await, 1);
        assert_eq!(first.accepted().len() + second.accepted().len(), 1);
        let code = code_of(&first.accepted()[0]);
        assert!(ground.answer(login(&entry), &code).await.unwrap().is_some());
    });
}

#[test]
fn what_cannot_be_sent_in_time_ends_as_failed() {
    each_engine(async |store| {
        let (mut ground, first, second) = two_gateways(store).await;
        first.always(Behaviour::ServerFault(503));
        second.always(Behaviour::ServerFault(503));
        ground.signs_in("bo").await;
        for _ in 0..90 {
            ground.pass(Span::seconds(10));
            ground.run_due().await;
        }
        let row = ground.only(MessageChannel::Sms).await;
        assert_eq!(row.state, MessageState::Failed);
        let requests = (first.requests(), second.requests());
        ground.pass(Span::hours(1));
        ground.run_due().await;
        assert_eq!((first.requests(), second.requests()), requests);
    });
}
