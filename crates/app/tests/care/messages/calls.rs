//! Calls: what the gateway is told to say, and who can fetch the recording of it.

use app::deliver;
use connect::gateway::Reported;
use connect::gateway::fake::AcceptedMessage;
use domain::id::OrganisationId;
use domain::message::{MessageChannel, MessageState};
use domain::time::Span;
use domain::token::{Token, TokenSecret};
use store::testing::each_engine;

use super::{CALLS, TEXTS, fake, login, number};
use crate::ground::Ground;

/// The tokens of the recordings that a call is to play.
fn recordings(call: &AcceptedMessage) -> Vec<Token> {
    let tokens = call.text.split("/recordings/").skip(1);
    tokens
        .map(|rest| {
            let end = rest.find(".wav").expect("a recording's address");
            Token::parse(&rest[..end]).expect("a token")
        })
        .collect()
}

#[test]
fn the_recording_of_a_call_is_fetched_with_its_secret_alone_and_while_it_is_of_use() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        let gateway = fake("46elks").await;
        ground
            .account(&gateway, &[MessageChannel::Sms, MessageChannel::Voice])
            .await;
        ground.with_phone("bo", &CALLS, "+46313900600").await;
        let entry = ground.signs_in("bo").await;
        assert!(!entry.delivery_failed);
        let call = gateway.accepted().pop().unwrap();
        assert_eq!(call.to, "+46313900600");
        let mut tokens = recordings(&call);
        assert!(!tokens.is_empty(), "{}", call.text);
        let token = tokens.remove(0);
        let fetch =
            async |token: &Token, now| deliver::recording(&ground.app, token, now).await.unwrap();
        let sound = fetch(&token, ground.now).await.expect("a recording");
        assert!(sound.starts_with(b"RIFF") && sound[8..].starts_with(b"WAVE"));
        let played_again = fetch(&token, ground.now).await.expect("once more");
        assert_eq!(sound, played_again, "a call reads it twice");

        let mut random = factors::testing::Seeded::new(7);
        let mut others = vec![
            Token {
                secret: TokenSecret::draw(&mut random),
                ..token.clone()
            },
            Token {
                organisation: OrganisationId::from_bytes([7; 16]),
                ..token.clone()
            },
            Token {
                id: [7; 16],
                ..token.clone()
            },
        ];
        // The right secret under another message's name.
        ground.with_phone("eva", &TEXTS, &number(1)).await;
        ground.signs_in("eva").await;
        let text = ground.log().await.into_iter();
        let text = text
            .into_iter()
            .find(|row| row.channel == MessageChannel::Sms);
        others.push(Token {
            id: *text.unwrap().id.as_bytes(),
            ..token.clone()
        });
        for other in &others {
            assert_eq!(fetch(other, ground.now).await, None);
        }
        let over = ground.now + Span::minutes(15);
        assert_eq!(fetch(&token, over).await, None, "its time has run out");
        let _ = login(&entry);

        ground.pass(Span::minutes(1));
        let report = gateway.genuine_report(&call, Reported::Delivered, ground.now.unix_millis());
        ground.hand_in(&report).await;
        let row = ground.only(MessageChannel::Voice).await;
        assert_eq!(row.state, MessageState::Delivered);
        let gone = deliver::recording(&ground.app, &token, ground.now).await;
        assert_eq!(gone.unwrap(), None, "the call is over");
    });
}

#[test]
fn two_calls_have_recordings_of_their_own() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let gateway = fake("46elks").await;
        ground.account(&gateway, &[MessageChannel::Voice]).await;
        for of in 0..2 {
            let username = format!("bo{of}");
            ground.with_phone(&username, &CALLS, &number(of)).await;
            ground.signs_in(&username).await;
        }
        let calls = gateway.accepted();
        let [first, second] = [&calls[0], &calls[1]].map(|call| recordings(call).remove(0));
        assert_ne!(first.expose(), second.expose());
        let (one, other) = (
            deliver::recording(&ground.app, &first, ground.now).await,
            deliver::recording(&ground.app, &second, ground.now).await,
        );
        assert_ne!(
            one.unwrap().unwrap(),
            other.unwrap().unwrap(),
            "other digits"
        );
    });
}

#[test]
fn a_gateway_that_carries_no_calls_gets_none() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let (texts, calls) = (fake("gatewayapi").await, fake("vonage").await);
        ground.account(&texts, &[MessageChannel::Sms]).await;
        ground.account(&calls, &[MessageChannel::Voice]).await;
        ground.with_phone("bo", &CALLS, &number(0)).await;
        ground.with_phone("eva", &TEXTS, &number(1)).await;
        ground.signs_in("bo").await;
        ground.signs_in("eva").await;
        assert_eq!((texts.accepted().len(), calls.accepted().len()), (1, 1));
        assert_eq!(texts.accepted()[0].to, number(1));
        assert_eq!(calls.accepted()[0].to, number(0));
        assert_eq!(texts.faults().len() + calls.faults().len(), 0);
    });
}
