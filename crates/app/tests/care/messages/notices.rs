//! Notices by text message, and what is told of second steps that fail.

use connect::gateway::fake::Fake;
use domain::id::AddressId;
use domain::message::MessageChannel;
use domain::refusal::Refusal;
use domain::time::Span;
use store::testing::each_engine;
use store::{Channel, NewAddress};

use super::{CALLS, TEXTS, fake, in_memory, login, number};
use crate::ground::{Ground, MAIL_CODES, code_in};

async fn with_gateway(store: store::Store) -> (Ground, Fake) {
    let ground = Ground::lay(store).await;
    let gateway = fake("46elks").await;
    ground.account(&gateway, &[MessageChannel::Sms]).await;
    (ground, gateway)
}

impl Ground {
    /// A registered telephone number.
    async fn registered(&self, user: domain::id::UserId, to: String, verified: bool) {
        let (organisation, now) = (self.demo.id, self.now);
        let unit = move |tx: &mut store::Tx| {
            let new = NewAddress {
                id: AddressId::draw(now, tx.random()),
                user,
                channel: Channel::Phone,
                value: &to,
                canonical: &to,
                masked: "•••",
                verified_at: verified.then_some(now),
            };
            tx.insert_address(organisation, &new, now)
        };
        self.app.store.write(unit).await.unwrap();
    }
}

#[test]
fn a_support_act_is_told_by_text_and_mail_in_the_persons_language_at_once() {
    each_engine(async |store| {
        let (ground, gateway) = with_gateway(store).await;
        let bo = ground.with_phone("bo", &TEXTS, &number(0)).await;
        let ellen = ground.in_english("ellen", &TEXTS, &number(1)).await;
        ground.support_acts(bo).await;
        ground.support_acts(ellen).await;
        ground.run_due().await;
        let texts = gateway.accepted();
        let to = |to: String| {
            let found = texts
                .iter()
                .filter(|text| text.to == to)
                .collect::<Vec<_>>();
            assert_eq!(found.len(), 1, "one text to {to}");
            found[0].text.clone()
        };
        let (swedish, english) = (to(number(0)), to(number(1)));
        assert!(swedish.contains("Var det inte du?"), "{swedish}");
        assert!(english.contains("Was it not you?"), "{english}");
        for (text, username) in [(&swedish, "bo"), (&english, "ellen")] {
            assert!(text.starts_with("Björkens Omsorg: "), "{text}");
            assert!(text.contains(username), "{text}");
            assert!(
                !text.contains("://") && !text.contains("/recover/"),
                "no link: {text}"
            );
        }
        assert_eq!(
            ground.addressees(),
            ["bo@bjorken.example", "ellen@bjorken.example"]
        );
        assert_eq!(gateway.faults(), Vec::<String>::new());
    });
}

#[test]
fn every_confirmed_number_is_told_once_and_an_unconfirmed_one_never() {
    each_engine(async |store| {
        let (ground, gateway) = with_gateway(store).await;
        let bo = ground.with_phone("bo", &TEXTS, &number(0)).await;
        // The same number registered, another one confirmed, and one that anybody may have typed.
        ground.registered(bo, number(0), true).await;
        ground.registered(bo, number(1), true).await;
        ground.registered(bo, number(2), false).await;
        ground.support_acts(bo).await;
        ground.run_due().await;
        let mut to: Vec<String> = gateway.accepted().into_iter().map(|text| text.to).collect();
        to.sort();
        assert_eq!(to, [number(0), number(1)]);
    });
}

#[test]
fn a_number_that_texts_do_not_reach_and_an_organisation_without_texts_are_told_by_mail_alone() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let gateway = fake("46elks").await;
        let id = ground
            .account(&gateway, &[MessageChannel::Sms, MessageChannel::Voice])
            .await;
        let bo = ground.with_phone("bo", &CALLS, "+46313900600").await;
        let eva = ground.with_phone("eva", &TEXTS, &number(1)).await;
        ground.support_acts(bo).await;
        ground.remove_gateway(id).await;
        ground.support_acts(eva).await;
        ground.run_due().await;
        assert_eq!(gateway.requests(), 0);
        assert_eq!(ground.addressees().len(), 2);
    });
}

#[test]
fn notices_to_one_number_are_bounded_and_whoever_spends_the_codes_does_not_silence_them() {
    each_engine(async |store| {
        let (ground, phones) = in_memory(store).await;
        let bo = ground.with_phone("bo", &TEXTS, &number(0)).await;
        for _ in 0..6 {
            ground.signs_in("bo").await;
        }
        assert_eq!(phones.kept().len(), 3);
        for _ in 0..14 {
            ground.support_acts(bo).await;
        }
        ground.run_due().await;
        assert_eq!(phones.kept().len(), 13, "ten notices a day");
        assert_eq!(ground.addressees().len(), 14, "the mailbox is told of all");
    });
}

/// Wrong answers that were told of.
async fn told_of_failures(ground: &Ground, user: domain::id::UserId) -> usize {
    let events = ground.events(user).await.into_iter();
    events
        .filter(|(kind, _)| kind == "second-steps-failing")
        .count()
}

#[test]
fn second_steps_that_fail_are_told_at_the_third_wrong_answer_and_once_an_hour() {
    each_engine(async |store| {
        let (mut ground, gateway) = with_gateway(store).await;
        let bo = ground.with_phone("bo", &TEXTS, &number(0)).await;
        let entry = ground.signs_in("bo").await;
        for wrong in 1..=4 {
            let refused = ground.answer(login(&entry), "000000").await;
            assert_eq!(refused.err(), Some(Refusal::CodeWrong));
            assert_eq!(told_of_failures(&ground, bo).await, usize::from(wrong >= 3));
        }
        ground.run_due().await;
        assert_eq!(ground.addressees(), ["bo@bjorken.example"]);
        let texted = gateway.accepted();
        assert_eq!(texted.len(), 2, "the code, and the notice to the number");
        // More of the same within the hour is told no more; an hour later it is.
        ground.pass(Span::minutes(30));
        let entry = ground.signs_in("bo").await;
        let _ = ground.answer(login(&entry), "000000").await;
        assert_eq!(told_of_failures(&ground, bo).await, 1);
        ground.pass(Span::minutes(31));
        let entry = ground.signs_in("bo").await;
        let _ = ground.answer(login(&entry), "000000").await;
        assert_eq!(told_of_failures(&ground, bo).await, 2);
    });
}

#[test]
fn a_guesser_who_takes_two_guesses_and_a_new_login_each_time_is_told_of_too() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let bo = ground.person("bo").await;
        ground.bind(bo, &MAIL_CODES, "bo@bjorken.example").await;
        for login_number in 0..2 {
            let entry = ground.signs_in("bo").await;
            for _ in 0..2 {
                let _ = ground.answer(login(&entry), "000000").await;
            }
            assert_eq!(told_of_failures(&ground, bo).await, login_number);
        }
        // A right answer clears the count.
        let entry = ground.signs_in("bo").await;
        let code = code_in(&ground.mail.kept()[0].text);
        let session = ground.answer(login(&entry), &code).await.unwrap();
        assert!(session.is_some());
    });
}
