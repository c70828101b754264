//! Numbers that take codes and never bring them back: what pumping looks like, and what does not look like it.

use connect::gateway::memory::MemoryGateway;
use domain::message::MessageChannel;
use domain::time::Span;
use store::testing::each_engine;

use super::{TEXTS, in_memory, number};
use crate::ground::Ground;

/// So many people whose numbers differ in their last digits alone, and one whose number is of another neighbourhood.
async fn neighbourhood(ground: &Ground, count: u32) {
    for of in 0..count {
        ground
            .with_phone(&format!("bo{of}"), &TEXTS, &number(of))
            .await;
    }
    ground.with_phone("frida", &TEXTS, "+46701750605").await;
}

/// All of them ask at this moment, from everywhere; so many type their code back.
async fn all_ask(ground: &Ground, phones: &MemoryGateway, count: u32, answered: u32) {
    for of in 0..count {
        let from = [198, 51, 100, u8::try_from(of).unwrap()];
        let entry = ground.signs_in_from(&format!("bo{of}"), from).await;
        if of < answered {
            ground.type_back(phones, &entry, &number(of)).await;
        }
    }
}

#[test]
fn unanswered_codes_close_their_neighbourhood_and_no_other() {
    each_engine(async |store| {
        let (mut ground, phones) = in_memory(store).await;
        neighbourhood(&ground, 22).await;
        all_ask(&ground, &phones, 20, 3).await;
        ground.pass(Span::minutes(6));
        let entry = ground.signs_in_from("bo20", [192, 0, 2, 1]).await;
        assert!(!entry.delivery_failed && entry.session.is_none());
        assert_eq!(phones.kept().len(), 20);
        assert_eq!(ground.kept_back().await, ["prefix-blocked"]);
        let alarm = ("prefix-blocked".to_owned(), "+4670174••••".to_owned());
        let alarms = ground.alarms().await;
        assert_eq!(alarms, [alarm]);
        ground.signs_in_from("frida", [192, 0, 2, 2]).await;
        assert_eq!(phones.kept().len(), 21, "the neighbours go on");
        ground.signs_in_from("bo21", [192, 0, 2, 3]).await;
        assert_eq!(ground.alarms().await, alarms, "told once");
        ground.pass(Span::hours(1));
        ground.signs_in_from("bo20", [192, 0, 2, 1]).await;
        assert_eq!(phones.kept().len(), 22, "and open again after an hour");
    });
}

#[test]
fn one_in_five_answered_is_enough_and_nineteen_are_too_few_to_tell() {
    each_engine(async |store| {
        let (mut ground, phones) = in_memory(store).await;
        neighbourhood(&ground, 21).await;
        all_ask(&ground, &phones, 20, 4).await;
        ground.pass(Span::minutes(6));
        ground.signs_in_from("bo20", [192, 0, 2, 1]).await;
        assert_eq!(phones.kept().len(), 21);
        ground.pass(Span::days(1));
        all_ask(&ground, &phones, 19, 0).await;
        ground.pass(Span::minutes(6));
        ground.signs_in_from("bo20", [192, 0, 2, 1]).await;
        assert_eq!(phones.kept().len(), 41);
        assert_eq!(ground.kept_back().await, Vec::<String>::new());
    });
}

#[test]
fn people_who_all_sign_in_at_eight_are_no_pump() {
    each_engine(async |store| {
        let (mut ground, phones) = in_memory(store).await;
        neighbourhood(&ground, 45).await;
        all_ask(&ground, &phones, 45, 0).await;
        assert_eq!(phones.kept().len(), 45, "at eight o'clock");
        ground.pass(Span::minutes(4));
        ground.signs_in_from("bo0", [192, 0, 2, 1]).await;
        assert_eq!(phones.kept().len(), 46);
        assert_eq!(ground.alarms().await, []);
    });
}

#[test]
fn notices_are_no_codes_and_close_nothing() {
    each_engine(async |store| {
        let (mut ground, phones) = in_memory(store).await;
        neighbourhood(&ground, 25).await;
        let mut users = Vec::new();
        for of in 0..25 {
            users.push(ground.user(&format!("bo{of}")).await);
        }
        for bo in users {
            ground.support_acts(bo).await;
        }
        let texted = ground.log().await;
        let texted = texted
            .iter()
            .filter(|row| row.channel == MessageChannel::Sms && row.purpose == "notice");
        assert_eq!(texted.count(), 25);
        ground.pass(Span::minutes(6));
        ground.signs_in("bo0").await;
        assert_eq!(ground.kept_back().await, Vec::<String>::new());
        assert_eq!(phones.kept().len(), 26);
    });
}

#[test]
fn a_code_that_was_sent_again_and_then_typed_counts_as_answered_each_time() {
    each_engine(async |store| {
        let (mut ground, phones) = in_memory(store).await;
        neighbourhood(&ground, 21).await;
        let mut open = Vec::new();
        for of in 0..10 {
            let from = [198, 51, 100, u8::try_from(of).unwrap()];
            open.push((of, ground.signs_in_from(&format!("bo{of}"), from).await));
        }
        ground.pass(Span::seconds(31));
        for (of, entry) in &open {
            let login = super::login(entry);
            let mut requester = ground.requester();
            requester.address = [198, 51, 100, u8::try_from(*of).unwrap()].into();
            let again = app::sign_in::resend(&ground.app, login, &requester).await;
            assert!(again.unwrap().unwrap());
        }
        assert_eq!(phones.kept().len(), 20);
        for (of, entry) in open.iter().take(2) {
            ground.type_back(&phones, entry, &number(*of)).await;
        }
        ground.pass(Span::minutes(6));
        ground.signs_in_from("bo20", [192, 0, 2, 1]).await;
        assert_eq!(
            ground.kept_back().await,
            Vec::<String>::new(),
            "4 of 20 answered"
        );
    });
}
