//! A new number: what may be typed, how often another one may be tried, and what becomes of it.

use app::enrol::{self, EnrolPage, Stepped, Who};
use connect::gateway::memory::MemoryGateway;
use domain::id::ChallengeId;
use domain::refusal::Refusal;
use domain::time::Span;
use domain::token::Token;
use factors::Form;
use store::testing::each_engine;

use super::{TEXTS, in_memory, login, number};
use crate::ground::{Ground, MAIL_CODES, code_in};

impl Ground {
    /// A fresh session of somebody whose codes come by mail.
    async fn inside(&self, username: &str) -> Token {
        let user = self.person(username).await;
        self.bind(user, &MAIL_CODES, &format!("{username}@bjorken.example"))
            .await;
        let entry = self.signs_in(username).await;
        let code = code_in(&self.mail.kept()[0].text);
        self.answer(login(&entry), &code).await.unwrap().unwrap()
    }

    /// The draft of a text message's enrolment.
    async fn draft(&self, session: &Token) -> (Who, ChallengeId) {
        let who = Who::Session(session.clone());
        let page = enrol::page(&self.app, &who, Some(TEXTS), &self.requester()).await;
        let Ok(EnrolPage::Factor(page)) = page.unwrap() else {
            panic!("the factor's own page");
        };
        (who, page.challenge)
    }

    async fn step(
        &self,
        (who, draft): &(Who, ChallengeId),
        field: &str,
        typed: &str,
    ) -> Result<Stepped, Refusal> {
        let form = Form::from_iter([(field, typed)]);
        enrol::step(&self.app, who, *draft, form, &self.requester())
            .await
            .unwrap()
    }
}

fn texted(phones: &MemoryGateway) -> String {
    phones.kept()[0].text.chars().take(6).collect()
}

fn goes_on(stepped: Result<Stepped, Refusal>) -> bool {
    match stepped.expect("the page goes on") {
        Stepped::Onward { delivered } => delivered,
        Stepped::Finished(_) => panic!("nothing was typed back yet"),
    }
}

#[test]
fn a_fourth_new_number_in_a_day_gets_no_code_and_the_page_says_the_same() {
    each_engine(async |store| {
        let (ground, phones) = in_memory(store).await;
        let session = ground.inside("bo").await;
        let draft = ground.draft(&session).await;
        for of in 0..3 {
            assert!(goes_on(ground.step(&draft, "number", &number(of)).await));
            assert_eq!(phones.kept().len(), usize::try_from(of).unwrap() + 1);
        }
        assert!(goes_on(ground.step(&draft, "number", &number(3)).await));
        assert_eq!(phones.kept().len(), 3);
        assert_eq!(ground.kept_back().await, ["new-number-day"]);
        // The code of the number before does not bind the one that is on the page now.
        let refused = ground.step(&draft, "code", &texted(&phones)).await;
        assert!(refused.is_err());
    });
}

#[test]
fn a_number_is_bound_by_the_code_that_came_to_it_and_its_messages_count_as_answered() {
    each_engine(async |store| {
        let (mut ground, phones) = in_memory(store).await;
        let session = ground.inside("bo").await;
        let draft = ground.draft(&session).await;
        assert!(goes_on(
            ground.step(&draft, "number", "070-174 06 05").await
        ));
        let wrong = ground.step(&draft, "code", "000000").await;
        assert_eq!(wrong.err(), Some(Refusal::CodeWrong));
        ground.pass(Span::seconds(5));
        let Ok(Stepped::Finished(finished)) = ground.step(&draft, "code", &texted(&phones)).await
        else {
            panic!("the number is bound");
        };
        assert_eq!(finished.kind, TEXTS);
        let log = ground.log().await;
        let row = log.iter().find(|row| row.country.is_some()).unwrap();
        assert_eq!(row.answered_at, Some(ground.now));
        assert_eq!(
            phones.kept().len(),
            1,
            "the number that it came through knows already"
        );
        assert_eq!(ground.addressees().len(), 2, "and the mailbox is told");
    });
}

#[test]
fn a27_what_cannot_get_a_code_is_said_and_nothing_is_sent_or_counted() {
    let table = [
        ("08-465 004 00", Refusal::PhoneNotMobile),
        ("+46 31 390 06 00", Refusal::PhoneNotMobile),
        ("0900 123 45 67", Refusal::PhoneNotForCodes),
        ("0939-123 45 67", Refusal::PhoneNotForCodes),
        ("074-123 45 67", Refusal::PhoneNotForCodes),
        ("+47 412 34 567", Refusal::PhoneCountry),
        ("+1 415 867 5309", Refusal::PhoneCountry),
        ("070-17", Refusal::PhoneIncomplete),
        ("070-SKICKA", Refusal::PhoneMalformed),
        ("012345678901234567890123456789", Refusal::PhoneIncomplete),
        ("", Refusal::PhoneMalformed),
    ];
    each_engine(async |store| {
        let (ground, phones) = in_memory(store).await;
        let session = ground.inside("bo").await;
        for (typed, refusal) in table {
            let draft = ground.draft(&session).await;
            let refused = ground.step(&draft, "number", typed).await.err();
            let said = refused.unwrap_or_else(|| panic!("{typed} was taken"));
            assert_eq!(said, refusal, "{typed}");
            enrol::abandon(&ground.app, &draft.0, &ground.requester())
                .await
                .unwrap()
                .unwrap();
        }
        assert_eq!(phones.kept().len(), 0);
        assert_eq!(ground.kept_back().await, Vec::<String>::new());
    });
}

#[test]
fn where_a_number_serves_one_person_only_its_holder_learns_that_it_is_taken() {
    each_engine(async |store| {
        let (ground, phones) = in_memory(store).await;
        ground
            .settle_on(|settings| settings.one_number_one_person = true)
            .await;
        ground.with_phone("eva", &TEXTS, &number(0)).await;
        let session = ground.inside("bo").await;
        let draft = ground.draft(&session).await;
        assert!(
            goes_on(ground.step(&draft, "number", &number(0)).await),
            "a stranger learns nothing"
        );
        let taken = ground.step(&draft, "code", &texted(&phones)).await;
        assert_eq!(taken.err(), Some(Refusal::PhoneTaken));
    });
}
