//! Delivery reports: what a genuine one changes, and that nothing else changes anything.

use app::administer;
use app::deliver::Taken;
use connect::gateway::Reported;
use connect::gateway::fake::{Behaviour, Fake, Forgery, KEYS};
use domain::message::{MessageChannel, MessageState};
use domain::time::Span;
use domain::token::Token;
use store::DeliveryState;
use store::testing::each_engine;

use super::{TEXTS, fake, number};
use crate::ground::{Ground, organisation};

/// A ground with one gateway, that took one code.
async fn sent_through(store: store::Store, key: &'static str) -> (Ground, Fake) {
    let ground = Ground::lay(store).await;
    let gateway = fake(key).await;
    let id = ground.account(&gateway, &[MessageChannel::Sms]).await;
    let token = ground.gateway(id).await.report_token().expose();
    // Where the address is entered at the gateway and does not come with each message.
    gateway.report_to(&format!("https://login.bjorken.example/reports/{token}"));
    ground.with_phone("bo", &TEXTS, &number(0)).await;
    assert!(!ground.signs_in("bo").await.delivery_failed);
    (ground, gateway)
}

async fn text(ground: &Ground) -> DeliveryState {
    ground.only(MessageChannel::Sms).await
}

#[test]
fn a_genuine_report_of_every_gateway_moves_its_message_and_a_forged_one_does_not() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        for (of, key) in KEYS.into_iter().enumerate() {
            let gateway = fake(key).await;
            let id = ground.account(&gateway, &[MessageChannel::Sms]).await;
            let token = ground.gateway(id).await.report_token().expose();
            gateway.report_to(&format!("https://login.bjorken.example/reports/{token}"));
            let username = format!("bo{of}");
            ground
                .with_phone(&username, &TEXTS, &number(u32::try_from(of).unwrap()))
                .await;
            ground.signs_in(&username).await;
            let before = ground.log().await;
            assert_eq!(before.len(), of + 1, "{key}");
            let message = gateway.accepted().pop().expect(key);
            let at = ground.now.unix_millis();
            for forgery in [Forgery::OtherSecret, Forgery::Unsigned, Forgery::Altered] {
                let forged = gateway.forged_report(&message, forgery, at);
                let outcome = ground.hand_in(&forged).await;
                assert!(
                    matches!(outcome, Taken::Forged | Taken::Nobody),
                    "{key} {forgery:?}: {outcome:?}"
                );
                assert_eq!(ground.log().await, before, "{key} {forgery:?}");
            }
            let outcome = ground.report(&gateway, Reported::Delivered).await;
            assert_eq!(outcome, Taken::Noted, "{key}");
            let after = ground.log().await;
            for row in &after {
                let known = before.iter().find(|known| known.id == row.id).unwrap();
                if row.gateway == Some(id) {
                    assert_eq!(row.state, MessageState::Delivered, "{key}");
                } else {
                    assert_eq!(row, known, "{key} moved another's message");
                }
            }
            // The next gateway is to carry the next message.
            ground.remove_gateway(id).await;
            assert_eq!(gateway.faults(), Vec::<String>::new());
        }
    });
}

#[test]
fn a_report_that_comes_twice_late_or_out_of_order_changes_nothing_more() {
    each_engine(async |store| {
        let (mut ground, gateway) = sent_through(store, "twilio").await;
        ground.report(&gateway, Reported::Underway).await;
        assert_eq!(text(&ground).await.state, MessageState::Sent);
        ground.report(&gateway, Reported::Delivered).await;
        let arrived = text(&ground).await;
        assert_eq!(arrived.state, MessageState::Delivered);
        assert_eq!(arrived.reported_at, Some(ground.now));
        for late in [
            Reported::Delivered,
            Reported::Underway,
            Reported::Failed,
            Reported::Expired,
        ] {
            ground.pass(Span::minutes(1));
            assert_eq!(ground.report(&gateway, late).await, Taken::Noted);
            assert_eq!(text(&ground).await, arrived, "{late:?}");
        }
    });
}

#[test]
fn a_stale_report_is_not_believed_where_the_signature_is_dated() {
    each_engine(async |store| {
        let (mut ground, gateway) = sent_through(store, "sinch").await;
        assert!(gateway.dates_reports());
        let message = gateway.accepted().pop().unwrap();
        let at = ground.now.unix_millis();
        let recorded = gateway.genuine_report(&message, Reported::Failed, at);
        let before = text(&ground).await;
        ground.pass(Span::minutes(6));
        assert_eq!(ground.hand_in(&recorded).await, Taken::Forged);
        assert_eq!(text(&ground).await, before);
    });
}

#[test]
fn a_failure_that_is_reported_ends_the_message() {
    for (state, ended) in [
        (Reported::Failed, MessageState::Failed),
        (Reported::Expired, MessageState::Expired),
    ] {
        each_engine(async |store| {
            let (mut ground, gateway) = sent_through(store, "infobip").await;
            ground.pass(Span::minutes(1));
            ground.report(&gateway, state).await;
            let row = text(&ground).await;
            assert_eq!(row.state, ended);
            assert_eq!(row.reported_at, Some(ground.now));
        });
    }
}

#[test]
fn a_lost_answer_is_lifted_by_a_report_and_by_nothing_else() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let gateway = fake("46elks").await;
        ground.account(&gateway, &[MessageChannel::Sms]).await;
        ground.with_phone("bo", &TEXTS, &number(0)).await;
        gateway.plan([Behaviour::AcceptThenDrop]);
        ground.signs_in("bo").await;
        assert_eq!(text(&ground).await.state, MessageState::Unknown);
        ground.report(&gateway, Reported::Delivered).await;
        assert_eq!(text(&ground).await.state, MessageState::Delivered);
    });
}

#[test]
fn a_report_for_another_gateway_or_another_organisation_changes_nothing() {
    each_engine(async |store| {
        let (ground, gateway) = sent_through(store, "46elks").await;
        let before = text(&ground).await;
        // A second account of the same organisation, and one of another organisation, at the same gateway.
        let own_other = ground.account(&gateway, &[MessageChannel::Sms]).await;
        let elsewhere =
            administer::add_organisation(&ground.app, organisation("grannen"), &ground.by())
                .await
                .unwrap();
        let neighbour = Ground {
            app: ground.app.clone(),
            mail: ground.mail.clone(),
            demo: elsewhere,
            now: ground.now,
        };
        let theirs = neighbour.account(&gateway, &[MessageChannel::Sms]).await;
        let message = gateway.accepted().pop().unwrap();
        let at = ground.now.unix_millis();
        let genuine = gateway.genuine_report(&message, Reported::Failed, at);
        let first = ground.gateways_in_order().await.remove(0);
        let (mine, others) = (
            first.report_token().expose(),
            [
                ground.gateway(own_other).await.report_token(),
                neighbour.gateway(theirs).await.report_token(),
            ],
        );
        for other in others {
            let mut moved = genuine.clone();
            moved.url = moved.url.replace(&mine, &other.expose());
            ground.hand_in(&moved).await;
            assert_eq!(text(&ground).await, before);
        }
        // The right gateway under the other organisation's name, and the right organisation with a guessed secret.
        let token = first.report_token();
        let guesses = [
            Token {
                organisation: neighbour.demo.id,
                ..token.clone()
            },
            Token {
                secret: neighbour.gateway(theirs).await.report_token().secret,
                ..token
            },
        ];
        for guess in guesses {
            let mut moved = genuine.clone();
            moved.url = moved.url.replace(&mine, &guess.expose());
            assert_eq!(ground.hand_in(&moved).await, Taken::Nobody);
            assert_eq!(text(&ground).await, before);
        }
        assert_eq!(ground.hand_in(&genuine).await, Taken::Noted);
        assert_eq!(text(&ground).await.state, MessageState::Failed);
    });
}
