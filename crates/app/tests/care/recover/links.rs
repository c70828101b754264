//! What a link opens, and until when.

use crate::ground::{Ground, MAIL_CODES, OTHER_PASSWORD, PASSWORD, code_in, organisation};
use app::administer;
use app::recover::{self, PassPurpose};
use app::sign_in::{self, Answer, Standing};
use domain::refusal::Refusal;
use domain::time::Span;
use factors::Form;
use store::testing::each_engine;

#[test]
fn a_newer_link_replaces_the_older_one_and_an_old_one_ends() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        ground.person("bo").await;
        ground.ask("bo").await.unwrap();
        let older = ground.mailed_token();
        ground.ask("bo").await.unwrap();
        let newer = ground.mailed_token();
        assert_ne!(older, newer);
        assert_eq!(ground.open(&older).await.err(), Some(Refusal::PassSpent));
        assert!(ground.open(&newer).await.is_ok());
        ground.pass(Span::minutes(30));
        assert_eq!(ground.open(&newer).await.err(), Some(Refusal::PassSpent));
    });
}

#[test]
fn looking_at_a_link_changes_nothing_and_strange_links_are_simply_spent() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.person("bo").await;
        ground.ask("bo").await.unwrap();
        let link = ground.mailed_token();
        let look = |link: String| {
            let (app, organisation, asked) =
                (ground.app.clone(), ground.demo.id, ground.requester());
            async move {
                recover::look(&app, organisation, &link, &asked)
                    .await
                    .unwrap()
            }
        };
        let first = look(link.clone()).await.unwrap();
        for _ in 0..3 {
            assert_eq!(look(link.clone()).await.unwrap(), first);
        }
        let mut other_secret = link.clone();
        other_secret.pop();
        other_secret.push(if link.ends_with('A') { 'E' } else { 'A' });
        for strange in [
            "",
            "x",
            "a.b.c",
            &other_secret,
            &format!("{link}.x"),
            &"x".repeat(100_000),
        ] {
            assert_eq!(
                look(strange.to_owned()).await,
                Err(Refusal::PassSpent),
                "{strange:.40}"
            );
            assert_eq!(ground.open(strange).await.err(), Some(Refusal::PassSpent));
        }
        // Another organisation's address shows nothing of it.
        let new = organisation("grannen");
        let grannen = administer::add_organisation(&ground.app, new, &ground.by())
            .await
            .unwrap();
        let there = recover::look(&ground.app, grannen.id, &link, &ground.requester())
            .await
            .unwrap();
        assert_eq!(there, Err(Refusal::PassSpent));
        let there = recover::open(&ground.app, grannen.id, &link, &ground.requester())
            .await
            .unwrap();
        assert_eq!(there.err(), Some(Refusal::PassSpent));
        assert!(ground.open(&link).await.is_ok());
    });
}

#[test]
fn the_second_step_is_still_asked_for_and_not_through_the_same_mailbox() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let bo = ground.person("bo").await;
        administer::bind_authenticator(
            &ground.app,
            ground.demo.id,
            bo,
            &MAIL_CODES,
            "private@home.example",
            &ground.by(),
        )
        .await
        .unwrap();
        ground.ask("bo").await.unwrap();
        let opened = ground.open(&ground.mailed_token()).await.unwrap();
        let early = ground.set(&opened.login, OTHER_PASSWORD).await;
        assert_eq!(
            early,
            Err(Refusal::LoginExpired),
            "the second step comes first"
        );
        let Standing::Answer(asked) = ground.standing(&opened.login).await else {
            panic!("a code is asked for")
        };
        let letter = ground.mail.kept().remove(0);
        assert_eq!(letter.to, "private@home.example");
        let answer = Answer {
            challenge: asked.challenge,
            form: Form::from_iter([("code", code_in(&letter.text))]),
        };
        let organisation = std::sync::Arc::new(ground.demo.clone());
        let answered = sign_in::answer(
            &ground.app,
            &organisation,
            &opened.login,
            answer,
            &ground.requester(),
        )
        .await;
        let answered = answered.unwrap().unwrap();
        assert!(answered.session.is_none(), "a recovery opens no session");
        ground.set(&opened.login, OTHER_PASSWORD).await.unwrap();
        assert!(
            ground
                .sign_in("bo", OTHER_PASSWORD)
                .await
                .unwrap()
                .login
                .is_some(),
            "and is asked for at the login"
        );
    });
}

#[test]
fn a_person_with_nothing_but_that_mailbox_is_led_to_support() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let agnes = ground.person("agnes").await;
        administer::bind_authenticator(
            &ground.app,
            ground.demo.id,
            agnes,
            &MAIL_CODES,
            "agnes@bjorken.example",
            &ground.by(),
        )
        .await
        .unwrap();
        ground.ask("agnes").await.unwrap();
        let opened = ground.open(&ground.mailed_token()).await.unwrap();
        assert!(matches!(
            ground.standing(&opened.login).await,
            Standing::Support
        ));
        assert_eq!(
            ground.set(&opened.login, OTHER_PASSWORD).await,
            Err(Refusal::LoginExpired)
        );
        let led = ("password-reset".to_owned(), "support-only".to_owned());
        assert!(ground.events(agnes).await.contains(&led));

        // With a second mailbox the link goes there, and the code to the first.
        ground.address(agnes, "agnes@home.example", true).await;
        ground.ask("agnes").await.unwrap();
        assert_eq!(ground.mail.kept()[0].to, "agnes@home.example");
        let opened = ground.open(&ground.mailed_token()).await.unwrap();
        assert!(matches!(
            ground.standing(&opened.login).await,
            Standing::Answer(_)
        ));
        assert_eq!(ground.mail.kept()[0].to, "agnes@bjorken.example");
        // Typing a mailbox chooses it.
        ground.ask("agnes@bjorken.example").await.unwrap();
        assert_eq!(ground.mail.kept()[0].to, "agnes@bjorken.example");
    });
}

#[test]
fn an_invitation_leads_to_a_first_password_once() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        let (cilla, link) = ground.invited("cilla").await;
        let shown = recover::look(&ground.app, ground.demo.id, &link, &ground.requester())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(shown.purpose, PassPurpose::Invitation);
        ground.pass(Span::minutes(7 * 24 * 60 - 1));
        let opened = ground.open(&link).await.unwrap();
        let asked = recover::new_password(&ground.app, &opened.login, &ground.requester())
            .await
            .unwrap()
            .unwrap();
        assert!(
            asked.first && asked.least == 15 && asked.username == "cilla",
            "{asked:?}"
        );
        assert!(ground.set(&opened.login, PASSWORD).await.unwrap().first);
        assert_eq!(ground.open(&link).await.err(), Some(Refusal::PassSpent));
        assert!(
            ground
                .sign_in("cilla", PASSWORD)
                .await
                .unwrap()
                .session
                .is_some()
        );
        assert!(
            ground
                .events(cilla)
                .await
                .contains(&("invitation-accepted".to_owned(), "done".to_owned()))
        );

        let (_, late) = ground.invited("wilma").await;
        ground.pass(Span::days(7));
        assert_eq!(ground.open(&late).await.err(), Some(Refusal::PassSpent));
    });
}

#[test]
fn an_invitation_is_worth_nothing_once_there_is_a_password() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let (_, link) = ground.invited("cilla").await;
        let invited = ground.open(&link).await.unwrap();
        ground.ask("cilla").await.unwrap();
        let other = ground.open(&ground.mailed_token()).await.unwrap();
        assert!(ground.set(&other.login, PASSWORD).await.unwrap().first);
        assert_eq!(ground.open(&link).await.err(), Some(Refusal::PassSpent));
        assert_eq!(
            ground.set(&invited.login, OTHER_PASSWORD).await,
            Err(Refusal::LoginExpired)
        );
    });
}

#[test]
fn an_enrolment_pass_asks_for_the_password_and_opens_an_enrolment() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        let bo = ground.person("bo").await;
        administer::bind_authenticator(
            &ground.app,
            ground.demo.id,
            bo,
            &MAIL_CODES,
            "bo@bjorken.example",
            &ground.by(),
        )
        .await
        .unwrap();
        let pass = administer::issue_pass(
            &ground.app,
            ground.demo.id,
            bo,
            Span::minutes(10),
            &ground.by(),
        )
        .await
        .unwrap();
        assert_eq!(pass.expires_at, ground.now + Span::minutes(10));
        let link = crate::ground::token_of(&pass.url);
        let opened = ground.open(&link).await.unwrap();
        assert_eq!(opened.purpose, PassPurpose::Enrolment);
        assert!(matches!(
            ground.standing(&opened.login).await,
            Standing::Password { .. }
        ));
        assert_eq!(
            ground.set(&opened.login, OTHER_PASSWORD).await,
            Err(Refusal::LoginExpired),
            "it sets no password"
        );
        let wrong = sign_in::confirm_password(
            &ground.app,
            &opened.login,
            OTHER_PASSWORD,
            &ground.requester(),
        )
        .await;
        assert_eq!(wrong.unwrap().err(), Some(Refusal::PasswordWrong));
        let right =
            sign_in::confirm_password(&ground.app, &opened.login, PASSWORD, &ground.requester())
                .await;
        assert!(
            right.unwrap().unwrap().session.is_none(),
            "a pass and a password are no session"
        );
        assert!(matches!(
            ground.standing(&opened.login).await,
            Standing::Enrol
        ));
        let organisation = ground.demo.id;
        let still = ground
            .app
            .store
            .read(move |tx| tx.authenticators_of_user(organisation, bo))
            .await
            .unwrap();
        assert_eq!(
            still.len(),
            1,
            "what was lost stays until something else stands"
        );
        ground.pass(Span::minutes(10));
        assert_eq!(ground.open(&link).await.err(), Some(Refusal::PassSpent));
    });
}

#[test]
fn a20_a_suspension_ends_links_and_what_they_opened() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let bo = ground.person("bo").await;
        ground.ask("bo").await.unwrap();
        let link = ground.mailed_token();
        let opened = ground.open(&link).await.unwrap();
        let by = ground.by();
        let suspend =
            |suspended| administer::suspend_user(&ground.app, ground.demo.id, bo, suspended, &by);
        suspend(true).await.unwrap();
        assert_eq!(
            ground.set(&opened.login, OTHER_PASSWORD).await,
            Err(Refusal::LoginExpired)
        );
        assert_eq!(ground.open(&link).await.err(), Some(Refusal::PassSpent));
        suspend(false).await.unwrap();
        assert_eq!(
            ground.set(&opened.login, OTHER_PASSWORD).await,
            Err(Refusal::LoginExpired)
        );
        assert_eq!(ground.open(&link).await.err(), Some(Refusal::PassSpent));
        assert!(ground.sign_in("bo", PASSWORD).await.is_ok());
    });
}
