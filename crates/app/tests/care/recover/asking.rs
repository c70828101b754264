//! Asking for a link: one answer for all.

use super::told;
use crate::ground::{BASE_URL, Ground, PASSWORD, installed, somebody};
use app::administer::{self, NewUser};
use app::recover::{self};
use domain::refusal::Refusal;
use domain::time::Span;
use store::testing::each_engine;

#[test]
fn a24_the_answer_is_the_same_for_everybody_and_nothing_is_sent_to_those_who_cannot_use_it() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let bo = ground.person("bo").await;
        let expected = told(&ground.ask("bo").await);
        assert_eq!(ground.addressees(), ["bo@bjorken.example"]);
        let asked = ("password-reset-asked".to_owned(), "done".to_owned());
        assert!(ground.events(bo).await.contains(&asked));

        ground
            .role("machine", |role| role.api_integrator = true)
            .await;
        let machine = NewUser {
            roles: vec!["machine".to_owned()],
            ..somebody("robot")
        };
        ground.add(machine).await;
        let suspended = ground.person("sven").await;
        administer::suspend_user(&ground.app, ground.demo.id, suspended, true, &ground.by())
            .await
            .unwrap();
        let unreachable = NewUser {
            email: None,
            password: Some(PASSWORD.to_owned()),
            ..somebody("ulla")
        };
        let unreachable = ground.add(unreachable).await;
        ground
            .address(unreachable, "ulla@bjorken.example", false)
            .await;

        let endless = "x".repeat(10_000);
        let odd = [
            "robot",
            "sven",
            "ulla",
            "ulla@bjorken.example",
            "nobody",
            "nobody@bjorken.example",
            "",
            "a b\0c",
            &endless,
        ];
        for typed in odd {
            assert_eq!(told(&ground.ask(typed).await), expected, "{typed:?}");
        }
        assert_eq!(ground.addressees(), ["bo@bjorken.example"]);
    });
}

#[test]
fn a51_a_link_comes_from_the_organisations_own_address() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.person("bo").await;
        ground.ask("bo@BJORKEN.example").await.unwrap();
        let letter = ground.mail.kept().remove(0);
        let links: Vec<&str> = letter
            .text
            .lines()
            .filter(|line| line.contains("://"))
            .collect();
        assert_eq!(links.len(), 1, "{}", letter.text);
        assert!(links[0].starts_with(&format!("{BASE_URL}/recover/")));
        assert!(
            !letter.subject.contains("bo"),
            "a locked screen shows the subject"
        );
    });
}

#[test]
fn a52_a_name_cannot_open_a_line_in_a_letter() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let mut asked = ground.requester();
        asked.browser = "Firefox\r\nBcc: x@example.se\u{202e}".to_owned();
        ground.person("bo").await;
        recover::ask(&ground.app, ground.demo.id, "bo", &asked)
            .await
            .unwrap()
            .unwrap();
        let letter = ground.mail.kept().remove(0);
        assert!(
            letter.text.contains("Firefox Bcc: x@example.se"),
            "{}",
            letter.text
        );
        assert!(!letter.text.lines().any(|line| line.starts_with("Bcc")));
    });
}

#[test]
fn links_to_one_person_are_few_and_the_rest_is_silent() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        let bo = ground.person("bo").await;
        let expected = told(&ground.ask("bo").await);
        for _ in 0..5 {
            assert_eq!(told(&ground.ask("bo").await), expected);
        }
        assert_eq!(ground.mail.kept().len(), 3);
        let silent = ground
            .events(bo)
            .await
            .iter()
            .filter(|(_, outcome)| outcome == "message-budget-spent")
            .count();
        assert_eq!(silent, 3);
        ground.pass(Span::minutes(10));
        ground.ask("bo").await.unwrap();
        assert_eq!(ground.mail.kept().len(), 4);
        for _ in 0..5 {
            ground.pass(Span::minutes(10));
            for _ in 0..3 {
                ground.ask("bo").await.unwrap();
            }
        }
        assert_eq!(ground.mail.kept().len(), 10, "ten a day");
        ground.pass(Span::hours(24));
        ground.ask("bo").await.unwrap();
        assert_eq!(ground.mail.kept().len(), 11);
    });
}

#[test]
fn one_address_cannot_ask_for_everybody() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        for number in 0..20 {
            assert!(ground.ask(&format!("nobody{number}")).await.is_ok());
        }
        ground.person("bo").await;
        let refused = ground.ask("bo").await.unwrap_err();
        assert_eq!(
            refused,
            Refusal::Throttled {
                until: ground.now + Span::minutes(10)
            }
        );
        assert!(ground.mail.kept().is_empty());
    });
}

#[test]
fn without_a_mail_server_asking_is_answered_alike_and_no_link_is_made() {
    each_engine(async |store| {
        let ground = Ground::lay(store.clone()).await;
        let bo = ground.person("bo").await;
        let silent = installed(store, None);
        let asked = ground.requester();
        let known = recover::ask(&silent, ground.demo.id, "bo", &asked)
            .await
            .unwrap();
        let unknown = recover::ask(&silent, ground.demo.id, "nobody", &asked)
            .await
            .unwrap();
        assert_eq!(told(&known), told(&unknown));
        // The work is done aside: a unit behind it is committed after it.
        for _ in 0..1000 {
            if ground
                .events(bo)
                .await
                .iter()
                .any(|(_, outcome)| outcome == "support-only")
            {
                return;
            }
        }
        panic!("the asking was not told to the audit log");
    });
}
