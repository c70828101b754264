//! An account that is refused: noted, told once, its channel gone, nobody let in by it, and over once the gateway lets us in again.

use app::deliver;
use app::enrol::{self, EnrolPage, Who};
use app::sign_in::{self, Choice, Standing};
use connect::gateway::fake::{Behaviour, Fake};
use domain::id::GatewayId;
use domain::message::{MessageChannel, MessageState};
use domain::refusal::Refusal;
use domain::time::Span;
use store::testing::each_engine;

use super::{CALLS, TEXTS, code_of, fake, login, number};
use crate::ground::{Ground, MAIL_CODES, PASSWORD};

/// One gateway that refuses the account with the first code, asked for by `bo`.
async fn refused(store: store::Store) -> (Ground, Fake, GatewayId) {
    let ground = Ground::lay(store).await;
    let only = fake("46elks").await;
    let id = ground
        .account(&only, &[MessageChannel::Sms, MessageChannel::Voice])
        .await;
    ground
        .role("messages", |new| {
            new.permissions.insert("tvasteg.messages".to_owned());
        })
        .await;
    let anna = ground.person("anna").await;
    app::administer::assign_role(&ground.app, ground.demo.id, anna, "messages", &ground.by())
        .await
        .unwrap();
    ground.with_phone("bo", &TEXTS, &number(0)).await;
    only.plan([Behaviour::WrongKey]);
    assert!(ground.signs_in("bo").await.delivery_failed);
    (ground, only, id)
}

#[test]
fn trouble_is_noted_told_once_by_mail_and_takes_the_channels_away() {
    each_engine(async |store| {
        let (mut ground, _only, id) = refused(store).await;
        let row = ground.gateway(id).await;
        assert_eq!(row.trouble.as_deref(), Some("credentials"));
        assert_eq!(row.trouble_at, Some(ground.now));
        assert_eq!(ground.carried().await, []);
        assert_eq!(
            ground.alarms().await,
            [("gateway-trouble".to_owned(), id.to_string())]
        );
        ground.run_due().await;
        assert_eq!(ground.addressees(), ["anna@bjorken.example"], "and not bo");
        let letter = ground.mail.kept().remove(0);
        assert!(letter.text.contains("46elks"), "{}", letter.text);
        // The waiting code is tried again and meets the same trouble: nobody is told twice.
        ground.pass(Span::seconds(10));
        ground.run_due().await;
        assert_eq!(ground.addressees().len(), 1);
    });
}

#[test]
fn whoever_has_text_messages_alone_is_neither_let_in_nor_made_to_enrol_by_the_password() {
    each_engine(async |store| {
        let (mut ground, only, _) = refused(store).await;
        only.always(Behaviour::WrongKey);
        ground.pass(Span::hours(2));
        let entry = ground.signs_in("bo").await;
        assert!(
            entry.session.is_none(),
            "a gateway that is down opens no door"
        );
        let login = login(&entry);
        match ground.stands(login).await {
            Standing::Choose(ways) => {
                assert_eq!(ways.len(), 1);
                assert_eq!(ways[0].unavailable, Some(Refusal::ChannelUnavailable));
            }
            Standing::Answer(_) => panic!("there is nothing to answer"),
            _ => panic!("the login neither goes on nor leads to an enrolment"),
        }
        let choice = Choice {
            kind: TEXTS,
            first: None,
        };
        let chosen = sign_in::choose(&ground.app, login, choice, &ground.requester()).await;
        assert_eq!(chosen.unwrap().unwrap_err(), Refusal::ChannelUnavailable);
        let who = Who::Login(login.clone());
        for kind in [MAIL_CODES, TEXTS, CALLS] {
            let enrolled = enrol::choose(&ground.app, &who, kind, &ground.requester()).await;
            assert_eq!(enrolled.unwrap().unwrap_err(), Refusal::LoginExpired);
        }
        let asked = ground.requester();
        let again = sign_in::confirm_password(&ground.app, login, PASSWORD, &asked);
        let again = again.await.unwrap();
        assert!(again.is_err() || again.is_ok_and(|next| next.session.is_none()));
        let page = enrol::page(&ground.app, &who, Some(MAIL_CODES), &ground.requester()).await;
        assert!(
            page.unwrap().is_err(),
            "no enrolment stands behind the password"
        );
    });
}

#[test]
fn what_cannot_be_sent_is_not_offered_at_an_enrolment_and_others_are() {
    each_engine(async |store| {
        let (mut ground, _only, id) = refused(store).await;
        ground.role("demanding", |new| new.two_step = true).await;
        let nils = ground.person("nils").await;
        app::administer::assign_role(&ground.app, ground.demo.id, nils, "demanding", &ground.by())
            .await
            .unwrap();
        let offered = async |ground: &Ground| {
            let entry = ground.signs_in("nils").await;
            let who = Who::Login(login(&entry).clone());
            let page = enrol::page(&ground.app, &who, None, &ground.requester()).await;
            let Ok(EnrolPage::Choose { ways, .. }) = page.unwrap() else {
                panic!("the choice of a factor");
            };
            let kinds: Vec<_> = ways.into_iter().map(|way| way.kind).collect();
            (kinds, who)
        };
        let (kinds, who) = offered(&ground).await;
        assert!(!kinds.contains(&TEXTS) && !kinds.contains(&CALLS));
        assert!(kinds.contains(&MAIL_CODES));
        let forced = enrol::choose(&ground.app, &who, TEXTS, &ground.requester()).await;
        assert_eq!(forced.unwrap().unwrap_err(), Refusal::FactorNotAllowed);
        ground.mend(id).await;
        ground.pass(Span::seconds(5));
        let (kinds, _) = offered(&ground).await;
        assert!(kinds.contains(&TEXTS) && kinds.contains(&CALLS));
    });
}

#[test]
fn trouble_ends_when_the_balance_is_read_again_and_codes_go_out() {
    each_engine(async |store| {
        let (mut ground, only, id) = refused(store).await;
        ground.pass(Span::hours(1));
        only.plan_account([Behaviour::WrongKey]);
        assert_eq!(
            deliver::read_balances(&ground.app, ground.now)
                .await
                .unwrap(),
            1
        );
        assert!(
            ground.gateway(id).await.trouble.is_some(),
            "it still says no"
        );
        ground.pass(Span::minutes(5));
        assert_eq!(
            deliver::read_balances(&ground.app, ground.now)
                .await
                .unwrap(),
            0,
            "once an hour"
        );
        ground.pass(Span::hours(1));
        assert_eq!(
            deliver::read_balances(&ground.app, ground.now)
                .await
                .unwrap(),
            1
        );
        let row = ground.gateway(id).await;
        assert_eq!(row.trouble, None);
        assert!(row.balance.is_some_and(|balance| balance.amount.micros > 0));
        assert_eq!(
            ground.carried().await,
            [MessageChannel::Sms, MessageChannel::Voice]
        );
        let entry = ground.signs_in("bo").await;
        let code = code_of(only.accepted().last().unwrap());
        assert!(ground.answer(login(&entry), &code).await.unwrap().is_some());
    });
}

#[test]
fn a_second_gateway_keeps_the_channel_and_the_one_in_trouble_is_asked_last_and_mends_itself() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        let (first, second) = (fake("46elks").await, fake("gatewayapi").await);
        let refused = ground.account(&first, &[MessageChannel::Sms]).await;
        ground.account(&second, &[MessageChannel::Sms]).await;
        ground.with_phone("bo", &TEXTS, &number(0)).await;
        first.plan([Behaviour::NoMoney]);
        ground.signs_in("bo").await;
        assert_eq!(
            ground.gateway(refused).await.trouble.as_deref(),
            Some("balance")
        );
        assert_eq!(ground.carried().await, [MessageChannel::Sms]);
        ground.pass(Span::minutes(1));
        ground.signs_in("bo").await;
        assert_eq!((first.requests(), second.accepted().len()), (1, 2));
        second.plan([Behaviour::ServerFault(500)]);
        ground.pass(Span::minutes(1));
        assert!(!ground.signs_in("bo").await.delivery_failed);
        assert_eq!(first.accepted().len(), 1, "the last resort works again");
        assert_eq!(ground.gateway(refused).await.trouble, None);
    });
}

#[test]
fn settings_that_no_longer_open_are_trouble_and_the_next_gateway_carries() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let second = fake("sinch").await;
        let broken = ground
            .account_with(
                "46elks",
                std::collections::BTreeMap::new(),
                &[MessageChannel::Sms],
            )
            .await;
        ground.account(&second, &[MessageChannel::Sms]).await;
        ground.with_phone("bo", &TEXTS, &number(0)).await;
        assert!(!ground.signs_in("bo").await.delivery_failed);
        assert_eq!(second.accepted().len(), 1);
        assert_eq!(
            ground.gateway(broken).await.trouble.as_deref(),
            Some("settings")
        );
        assert_eq!(
            ground.only(MessageChannel::Sms).await.state,
            MessageState::Sent
        );
    });
}

#[test]
fn a_low_balance_is_told_once() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        let only = fake("46elks").await;
        let id = ground.account(&only, &[MessageChannel::Sms]).await;
        deliver::read_balances(&ground.app, ground.now)
            .await
            .unwrap();
        assert_eq!(ground.alarms().await, [], "there is enough");
        ground
            .settle_on(|settings| settings.low_mark_micros = Some(i64::MAX))
            .await;
        for _ in 0..3 {
            ground.pass(Span::hours(1));
            deliver::read_balances(&ground.app, ground.now)
                .await
                .unwrap();
        }
        assert_eq!(
            ground.alarms().await,
            [("balance-low".to_owned(), id.to_string())]
        );
    });
}
