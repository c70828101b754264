//! Changing a password.

use app::account::{Passwords, change_password, least_characters};
use app::session_check::SignedIn;
use domain::id::PassId;
use domain::refusal::Refusal;
use domain::time::Span;
use domain::token::TokenSecret;
use factors::testing::Seeded;
use store::testing::each_engine;
use store::{NewPass, PassPurpose};

use crate::world::{APP, GUEST, OFFICE, PASSWORD, World};

const NEW: &str = "sju gula gäss över sjön";

async fn change(world: &World, who: &SignedIn, current: &str, new: &str) -> Result<(), Refusal> {
    let typed = Passwords {
        current: current.to_owned(),
        new: new.to_owned(),
        repeated: None,
    };
    change_password(&world.app, who, typed, &world.requester())
        .await
        .unwrap()
}

#[test]
fn a_new_password_ends_what_the_old_one_had_opened() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let anna = world.person("anna", &OFFICE).await;
        world.enrol(anna, &APP).await;
        world.trust(anna).await;
        let pass = PassId::draw(world.now(), &mut Seeded::new(5));
        let (organisation, now) = (world.org(), world.now());
        world
            .write(move |tx| {
                let secret = TokenSecret::draw(tx.random());
                let purpose = PassPurpose::ForgottenPassword;
                let expires_at = now + Span::minutes(30);
                let new = NewPass {
                    id: pass,
                    user: anna,
                    purpose,
                    secret: &secret,
                    channel: None,
                    expires_at,
                };
                tx.insert_pass(organisation, &new, now)
            })
            .await;
        let other = world.fresh(anna, &[APP]).await;
        let token = world.session_token(anna, world.proofs(&[APP]), None).await;
        let who = world.check(&token).await.unwrap();

        assert_eq!(change(&world, &who, PASSWORD, NEW).await, Ok(()));
        assert!(
            world.check(&token).await.is_some(),
            "whoever changes it stays signed in"
        );
        assert!(!world.stands(&other).await);
        assert_eq!(world.devices(anna).await, 0);
        assert_eq!(
            world.newest(anna).await,
            ("password-changed".into(), "done".into())
        );
        assert_eq!(world.told("Ditt lösenord har ändrats"), ["anna@example.se"]);
        assert_eq!(
            world.type_password("anna", PASSWORD, None).await.err(),
            Some(Refusal::SignInWrong)
        );
        assert!(world.type_password("anna", NEW, None).await.is_ok());
        let now = world.now();
        let spent = world
            .write(move |tx| tx.consume_pass(organisation, pass, now))
            .await;
        assert!(spent.is_none(), "a mailed link of before opens nothing");
    });
}

#[test]
fn a_login_that_had_typed_the_old_password_leads_nowhere() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let anna = world.person("anna", &OFFICE).await;
        world.enrol(anna, &APP).await;
        let who = world.fresh(anna, &[APP]).await;
        let login = world
            .type_password("anna", PASSWORD, None)
            .await
            .ok()
            .unwrap()
            .login
            .unwrap();
        assert!(world.is_open(&login).await);
        assert_eq!(change(&world, &who, PASSWORD, NEW).await, Ok(()));
        assert!(!world.is_open(&login).await);
    });
}

#[test]
fn the_old_password_must_be_right_and_every_wrong_one_is_counted() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let anna = world.person("anna", &GUEST).await;
        let who = world.fresh(anna, &[]).await;
        for _ in 0..9 {
            assert_eq!(
                change(&world, &who, "inte det gamla", NEW).await,
                Err(Refusal::PasswordWrong)
            );
        }
        assert_eq!(
            world.newest(anna).await,
            ("password-checked".into(), "password-wrong".into())
        );
        assert_eq!(
            change(&world, &who, "inte det gamla", NEW).await,
            Err(Refusal::PasswordWrong)
        );
        let waiting = change(&world, &who, PASSWORD, NEW).await;
        assert!(
            matches!(waiting, Err(Refusal::Waiting { .. })),
            "{waiting:?}"
        );
        world.wait(Span::seconds(31));
        assert_eq!(change(&world, &who, PASSWORD, NEW).await, Ok(()));
    });
}

#[test]
fn a_new_password_is_long_enough_its_own_and_another() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let (anna, vera) = (
            world.person("anna", &OFFICE).await,
            world.person("vera", &GUEST).await,
        );
        world.enrol(anna, &APP).await;
        let demanded = world.fresh(anna, &[APP]).await;
        let alone = world.fresh(vera, &[]).await;
        for (who, least) in [(&demanded, 8), (&alone, 15)] {
            let told = least_characters(&world.app, who, &world.requester())
                .await
                .unwrap();
            assert_eq!(told, Ok(least));
            let short = "ö".repeat(least as usize - 1);
            assert_eq!(
                change(&world, who, PASSWORD, &short).await,
                Err(Refusal::PasswordTooShort { least })
            );
        }
        for (new, why) in [
            ("", Refusal::PasswordMalformed),
            ("a\u{7}bcdefghijklmnop", Refusal::PasswordMalformed),
            (&*"x".repeat(257), Refusal::PasswordTooLong),
            ("password1", Refusal::PasswordCommon),
            ("anna lind", Refusal::PasswordPersonal),
            ("björkens omsorg", Refusal::PasswordPersonal),
            (PASSWORD, Refusal::PasswordUnchanged),
        ] {
            assert_eq!(
                change(&world, &demanded, PASSWORD, new).await,
                Err(why),
                "{new:?}"
            );
        }
        let typed = Passwords {
            current: PASSWORD.to_owned(),
            new: NEW.to_owned(),
            repeated: Some("sju gula gäss".to_owned()),
        };
        let differ = change_password(&world.app, &demanded, typed, &world.requester())
            .await
            .unwrap();
        assert_eq!(differ, Err(Refusal::PasswordsDiffer));
        assert!(world.type_password("anna", PASSWORD, None).await.is_ok());
    });
}

#[test]
fn every_unicode_password_works_however_it_is_typed() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let oskar = world.person("oskar", &GUEST).await;
        let mut current = PASSWORD.to_owned();
        for new in [
            "Å Ä Ö å ä ö ¤ ½ § £ € ¨ ; < > & @",
            " mellanslag runt om ",
            "🐘🦒🦓🐆🦏🐊🦛🐍🦎🐢🦂🐝🐜🦋🐌",
        ] {
            let who = world.fresh(oskar, &[]).await;
            let typed = Passwords {
                current: current.clone(),
                new: new.to_owned(),
                repeated: Some(apart(new)),
            };
            let changed = change_password(&world.app, &who, typed, &world.requester())
                .await
                .unwrap();
            assert_eq!(changed, Ok(()), "{new}");
            assert!(
                world
                    .type_password("oskar", &apart(new), None)
                    .await
                    .is_ok(),
                "{new}"
            );
            new.clone_into(&mut current);
        }
    });
}

/// The same text with its letters and marks apart (NFD), as some keyboards type it.
fn apart(text: &str) -> String {
    text.replace('Å', "A\u{30a}")
        .replace('å', "a\u{30a}")
        .replace('Ä', "A\u{308}")
        .replace('ö', "o\u{308}")
}

#[test]
fn of_two_new_passwords_at_once_one_is_taken() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let anna = world.person("anna", &GUEST).await;
        let who = world.fresh(anna, &[]).await;
        let news = ["sju gula gäss över sjön", "åtta röda rävar på en rad"];
        let (first, second) = tokio::join!(
            change(&world, &who, PASSWORD, news[0]),
            change(&world, &who, PASSWORD, news[1]),
        );
        assert_eq!([&first, &second].into_iter().flatten().count(), 1);
        for (changed, new) in [(first, news[0]), (second, news[1])] {
            let opens = world.type_password("anna", new, None).await.is_ok();
            assert_eq!(opens, changed.is_ok(), "{new}");
        }
        assert!(world.stands(&who).await);
    });
}
