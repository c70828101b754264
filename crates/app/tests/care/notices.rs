//! Who is told of what, in which language, and what a letter may hold.

use app::administer::{self, NewUser};
use app::recover;
use domain::time::Span;
use store::testing::each_engine;
use text::Language;

use crate::ground::{BASE_URL, Ground, OTHER_PASSWORD, PASSWORD, somebody};

impl Ground {
    /// Replaces somebody's forgotten password by the link to the mailbox `typed`.
    async fn reset(&self, typed: &str) {
        let asked = recover::ask(&self.app, self.demo.id, typed, &self.requester()).await;
        asked.unwrap().unwrap();
        let opened = recover::open(
            &self.app,
            self.demo.id,
            &self.mailed_token(),
            &self.requester(),
        )
        .await;
        let login = opened.unwrap().unwrap().login;
        let set =
            recover::set_password(&self.app, &login, OTHER_PASSWORD, None, &self.requester()).await;
        set.unwrap().unwrap();
    }

    /// To whom the newest `count` letters went.
    fn newest(&self, count: usize) -> Vec<String> {
        let mut to: Vec<String> = self
            .mail
            .kept()
            .into_iter()
            .take(count)
            .map(|kept| kept.to)
            .collect();
        to.sort();
        to
    }
}

#[test]
fn r32_every_other_verified_mailbox_is_told_and_the_only_one_too() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        let bo = ground.person("bo").await;
        ground.reset("bo").await;
        assert_eq!(
            ground.addressees(),
            ["bo@bjorken.example"; 2],
            "the link, and that it was used"
        );

        ground.pass(Span::minutes(11));
        ground.address(bo, "bo@home.example", true).await;
        ground.address(bo, "bo@work.example", true).await;
        ground.address(bo, "stranger@else.example", false).await;
        let before = ground.mail.kept().len();
        ground.reset("bo@home.example").await;
        assert_eq!(
            ground.mail.kept().len() - before,
            3,
            "one link and two notices"
        );
        assert_eq!(ground.newest(2), ["bo@bjorken.example", "bo@work.example"]);
        assert!(
            !ground
                .addressees()
                .contains(&"stranger@else.example".to_owned())
        );
    });
}

#[test]
fn an_accepted_invitation_is_told_to_the_others_alone() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let new = NewUser {
            invitation: Some(administer::Handing::Mail),
            ..somebody("cilla")
        };
        ground.add(new).await;
        let opened = recover::open(
            &ground.app,
            ground.demo.id,
            &ground.mailed_token(),
            &ground.requester(),
        )
        .await;
        let login = opened.unwrap().unwrap().login;
        let set =
            recover::set_password(&ground.app, &login, PASSWORD, None, &ground.requester()).await;
        set.unwrap().unwrap();
        assert_eq!(
            ground.mail.kept().len(),
            1,
            "the mailbox that took the invitation knows"
        );
    });
}

#[test]
fn a_notice_says_what_when_and_where_and_leads_to_the_security_page() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.person("bo").await;
        ground.reset("bo").await;
        let letter = ground.mail.kept().remove(0);
        let site = BASE_URL.strip_suffix("/o/demo").unwrap();
        for part in [
            "bo",
            "Björkens Omsorg",
            "Firefox on Linux, 203.0.113.7",
            "2026",
            &format!("{site}/account/security"),
        ] {
            assert!(
                letter.text.contains(part),
                "{part} is missing in {}",
                letter.text
            );
        }
        assert_eq!(letter.text.matches("://").count(), 1);
    });
}

#[test]
fn a_letter_is_in_the_persons_language_else_in_that_of_the_page() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.person("bo").await;
        let english = NewUser {
            language: Some("en".to_owned()),
            password: Some(PASSWORD.to_owned()),
            ..somebody("ellen")
        };
        ground.add(english).await;
        let subject = |username: &'static str, language: Language| {
            let mut asked = ground.requester();
            asked.language = language;
            let ground = &ground;
            async move {
                recover::ask(&ground.app, ground.demo.id, username, &asked)
                    .await
                    .unwrap()
                    .unwrap();
                ground.mail.kept().remove(0).subject
            }
        };
        assert!(subject("bo", Language::Sv).await.starts_with("Välj"));
        assert!(subject("bo", Language::En).await.starts_with("Choose"));
        assert!(subject("ellen", Language::Sv).await.starts_with("Choose"));
    });
}

#[test]
fn every_letter_is_whole_in_both_languages() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        for (username, language) in [("bo", "sv"), ("ellen", "en")] {
            let new = NewUser {
                language: Some(language.to_owned()),
                password: Some(PASSWORD.to_owned()),
                ..somebody(username)
            };
            let user = ground.add(new).await;
            ground.reset(username).await;
            administer::issue_pass(
                &ground.app,
                ground.demo.id,
                user,
                Span::minutes(10),
                &ground.by(),
            )
            .await
            .unwrap();
            let invited = NewUser {
                language: Some(language.to_owned()),
                invitation: Some(administer::Handing::Mail),
                ..somebody(&format!("{username}-invited"))
            };
            ground.add(invited).await;
            ground.pass(Span::minutes(1));
        }
        assert_eq!(ground.mail.kept().len(), 8);
        assert_eq!(ground.app.catalogue.missing(), Vec::<String>::new());
    });
}
