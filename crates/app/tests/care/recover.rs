//! Mailed links: who gets one, what it opens, what it ends.

use std::collections::HashSet;

use app::administer::{self, NewUser};
use app::recover::{self, Asked, PassPurpose};
use app::sign_in::{self, Answer, Standing};
use domain::id::{SessionId, TrustedDeviceId, UserId};
use domain::refusal::Refusal;
use domain::time::Span;
use domain::token::{Token, TokenSecret};
use factors::Form;
use store::testing::each_engine;
use store::{NewSession, NewTrustedDevice};

use crate::ground::{
    BASE_URL, Ground, MAIL_CODES, OTHER_PASSWORD, PASSWORD, code_in, installed, organisation,
    somebody,
};

impl Ground {
    async fn ask(&self, typed: &str) -> Result<Asked, Refusal> {
        recover::ask(&self.app, self.demo.id, typed, &self.requester())
            .await
            .unwrap()
    }

    async fn open(&self, link: &str) -> Result<recover::Opened, Refusal> {
        recover::open(&self.app, self.demo.id, link, &self.requester())
            .await
            .unwrap()
    }

    async fn set(&self, login: &Token, password: &str) -> Result<recover::PasswordSet, Refusal> {
        recover::set_password(&self.app, login, password, None, &self.requester())
            .await
            .unwrap()
    }

    async fn standing(&self, login: &Token) -> Standing {
        sign_in::standing(&self.app, login, false, &self.requester())
            .await
            .unwrap()
    }
}

/// Everything that an answer tells, for comparing.
fn told(answer: &Result<Asked, Refusal>) -> String {
    format!("{answer:?}")
}

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
fn a_mailed_link_replaces_a_forgotten_password_once_and_ends_what_the_old_one_opened() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        let bo = ground.person("bo").await;
        let session = ground
            .sign_in("bo", PASSWORD)
            .await
            .unwrap()
            .session
            .unwrap();
        trusted_device(&ground, bo).await;
        // A name is found in any case, as at the login.
        assert!(ground.ask(" BO ").await.is_ok());
        let link = ground.mailed_token();

        let view = recover::look(&ground.app, ground.demo.id, &link, &ground.requester()).await;
        let view = view.unwrap().unwrap();
        assert_eq!(
            (view.purpose, view.username.as_str()),
            (PassPurpose::ForgottenPassword, "bo")
        );
        assert_eq!(view.expires_at, ground.now + Span::minutes(30));

        let other = ground.open(&link).await.unwrap();
        let opened = ground.open(&link).await.unwrap();
        assert!(matches!(
            ground.standing(&opened.login).await,
            Standing::NewPassword { .. }
        ));
        ground.pass(Span::minutes(29));
        let set = ground.set(&opened.login, OTHER_PASSWORD).await.unwrap();
        assert_eq!((set.username.as_str(), set.first), ("bo", false));

        assert_eq!(
            ground.set(&opened.login, PASSWORD).await,
            Err(Refusal::LoginExpired)
        );
        assert_eq!(
            ground.set(&other.login, PASSWORD).await,
            Err(Refusal::LoginExpired)
        );
        assert_eq!(ground.open(&link).await.err(), Some(Refusal::PassSpent));
        assert_eq!(
            ground.sign_in("bo", PASSWORD).await.err(),
            Some(Refusal::SignInWrong)
        );
        assert!(
            ground
                .sign_in("bo", OTHER_PASSWORD)
                .await
                .unwrap()
                .session
                .is_some()
        );
        let checked = app::session_check::check(&ground.app, &session, &ground.requester()).await;
        assert!(checked.unwrap().is_none(), "the old session is over");
        let organisation = ground.demo.id;
        let left = ground
            .app
            .store
            .read(move |tx| tx.trusted_devices_of_user(organisation, bo));
        assert!(left.await.unwrap().is_empty());
        let events = ground.events(bo).await;
        assert!(
            events.contains(&("password-reset".to_owned(), "done".to_owned())),
            "{events:?}"
        );
        let newest = ground.mail.kept().remove(0);
        assert!(
            newest.subject.contains("lösenord") && !newest.text.contains("/recover/"),
            "{}",
            newest.text
        );
    });
}

async fn trusted_device(ground: &Ground, user: UserId) {
    let (organisation, now) = (ground.demo.id, ground.now);
    let unit = move |tx: &mut store::Tx| {
        let (id, secret) = (
            TrustedDeviceId::draw(now, tx.random()),
            TokenSecret::draw(tx.random()),
        );
        let device = NewTrustedDevice {
            id,
            user,
            secret: &secret,
            proved_at: now,
            browser: "Firefox",
        };
        tx.insert_trusted_device(organisation, &device, now)
    };
    ground.app.store.write(unit).await.unwrap();
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
fn a_link_that_ends_while_its_password_is_chosen_sets_none() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        ground.person("bo").await;
        ground.ask("bo").await.unwrap();
        ground.pass(Span::minutes(20));
        let opened = ground.open(&ground.mailed_token()).await.unwrap();
        ground.pass(Span::minutes(10));
        // The login would live on, but what it is for does not.
        assert_eq!(
            ground.set(&opened.login, OTHER_PASSWORD).await,
            Err(Refusal::PassSpent)
        );
        assert!(ground.sign_in("bo", PASSWORD).await.is_ok());
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

#[test]
fn a_new_password_is_long_enough_and_hard_to_guess() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.role("accounting", |role| role.two_step = true).await;
        ground.person("bo").await;
        let demanded = NewUser {
            roles: vec!["accounting".to_owned()],
            password: Some(PASSWORD.to_owned()),
            ..somebody("cilla")
        };
        ground.add(demanded).await;
        ground.ask("bo").await.unwrap();
        let alone = ground.open(&ground.mailed_token()).await.unwrap().login;
        ground.ask("cilla").await.unwrap();
        let beside = ground.open(&ground.mailed_token()).await.unwrap().login;

        let refused = |login: Token, typed: &'static str| {
            let ground = &ground;
            async move { ground.set(&login, typed).await.unwrap_err() }
        };
        assert_eq!(
            refused(alone.clone(), "kort: 14 teckn").await,
            Refusal::PasswordTooShort { least: 15 }
        );
        assert_eq!(
            refused(beside.clone(), "sju teg").await,
            Refusal::PasswordTooShort { least: 8 }
        );
        assert_eq!(
            refused(beside.clone(), "").await,
            Refusal::PasswordMalformed
        );
        assert_eq!(
            refused(beside.clone(), "rad\nrad rad").await,
            Refusal::PasswordMalformed
        );
        assert_eq!(
            refused(beside.clone(), "password").await,
            Refusal::PasswordCommon
        );
        assert_eq!(
            refused(beside.clone(), "cilla-99").await,
            Refusal::PasswordPersonal
        );
        let differ = recover::set_password(
            &ground.app,
            &alone,
            OTHER_PASSWORD,
            Some(PASSWORD),
            &ground.requester(),
        )
        .await;
        assert_eq!(differ.unwrap(), Err(Refusal::PasswordsDiffer));
        // The same password in another normal form is the same password (O4).
        let (composed, apart) = ("sju gr\u{e5} hemligheter", "sju gra\u{30a} hemligheter");
        let same = recover::set_password(
            &ground.app,
            &alone,
            composed,
            Some(apart),
            &ground.requester(),
        )
        .await;
        assert!(same.unwrap().is_ok());
        assert!(ground.sign_in("bo", apart).await.is_ok());
        assert!(ground.set(&beside, "8 kråkor").await.is_ok());
    });
}

#[test]
fn of_many_new_passwords_at_once_exactly_one_is_set() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.person("bo").await;
        ground.ask("bo").await.unwrap();
        let link = ground.mailed_token();
        let mut logins = Vec::new();
        for _ in 0..4 {
            logins.push(ground.open(&link).await.unwrap().login);
        }
        let runtime = tokio::runtime::Handle::current();
        let mut tries = Vec::new();
        for number in 0..16 {
            let (app, login, asked) = (
                ground.app.clone(),
                logins[number % 4].clone(),
                ground.requester(),
            );
            let typed = format!("hemlig mening nummer {number}");
            tries.push(runtime.spawn(async move {
                let set = recover::set_password(&app, &login, &typed, None, &asked)
                    .await
                    .unwrap();
                set.ok().map(|_| typed)
            }));
        }
        let mut won = HashSet::new();
        for attempt in tries {
            won.extend(attempt.await.unwrap());
        }
        assert_eq!(won.len(), 1, "{won:?}");
        for password in won {
            assert!(ground.sign_in("bo", &password).await.is_ok());
        }
    });
}

#[test]
fn wrong_tries_before_a_forgotten_password_hold_nobody_up_after_it() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.person("bo").await;
        for _ in 0..12 {
            assert!(ground.sign_in("bo", OTHER_PASSWORD).await.is_err());
        }
        assert!(matches!(
            ground.sign_in("bo", PASSWORD).await,
            Err(Refusal::Waiting { .. })
        ));
        ground.ask("bo").await.unwrap();
        let opened = ground.open(&ground.mailed_token()).await.unwrap();
        ground.set(&opened.login, OTHER_PASSWORD).await.unwrap();
        assert!(
            ground
                .sign_in("bo", OTHER_PASSWORD)
                .await
                .unwrap()
                .session
                .is_some()
        );
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

#[test]
fn a_session_of_somebody_else_survives() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let (_, cilla) = (ground.person("bo").await, ground.person("cilla").await);
        let (organisation, now) = (ground.demo.id, ground.now);
        let unit = move |tx: &mut store::Tx| {
            let epoch = tx.user(organisation, cilla)?.epoch;
            let (id, secret) = (
                SessionId::draw(now, tx.random()),
                TokenSecret::draw(tx.random()),
            );
            let session = NewSession {
                id,
                secret: &secret,
                user: cilla,
                evidence: &[],
                user_epoch: epoch,
                policy_epoch: tx.organisation(organisation)?.policy_epoch,
                browser: "Firefox",
                address: "203.0.113.8",
                device: None,
                expires_at: now + Span::hours(1),
            };
            tx.issue_session(organisation, &session, now)
        };
        ground.app.store.write(unit).await.unwrap();
        ground.ask("bo").await.unwrap();
        let opened = ground.open(&ground.mailed_token()).await.unwrap();
        ground.set(&opened.login, OTHER_PASSWORD).await.unwrap();
        let left = ground
            .app
            .store
            .read(move |tx| tx.sessions_of_user(organisation, cilla))
            .await
            .unwrap();
        assert_eq!(left.len(), 1);
    });
}
