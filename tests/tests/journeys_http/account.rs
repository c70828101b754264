//! *Security and login*: adding, renaming, removing, ending, and what one is told of it.

use domain::time::Span;
use tests::world::PASSWORD;
use tests::{Authenticator, Browser, World};

use crate::{browser, in_both_languages, is_at};

async fn cilla(world: &World, language: &'static str) -> (Browser, Authenticator, Vec<String>) {
    let mut cilla = browser(world, language);
    cilla.sign_in("cilla", PASSWORD).await;
    let (app, codes) = cilla.set_up_app(world, PASSWORD).await;
    cilla.press("continue", &[]).await;
    world.next_code();
    (cilla, app, codes)
}

/// W1, W4: a second way is added, named and removed again; the last one that a role demands stays.
#[test]
fn a_second_way_is_added_named_and_removed_and_the_last_one_stays() {
    in_both_languages(async |world, language| {
        let (mut cilla, app, _) = cilla(world, language).await;
        cilla.go("/account/security").await;
        cilla.choose("email").await;
        is_at(&cilla, "enrol", language);
        cilla
            .press("continue", &[("address", "cilla.hemma@demo.example")])
            .await;
        cilla
            .answer(&world.mailed_code("cilla.hemma@demo.example"))
            .await;
        is_at(&cilla, "done", language);
        assert_eq!(
            world.mail_to("cilla").len(),
            2,
            "the other mailbox is told of each"
        );
        // A second app with a name of its own.
        cilla.go("/account/security/add/totp").await;
        let second = Authenticator::typed_in(&cilla.is_at("enrol").secret().expect("a key"));
        cilla
            .press(
                "continue",
                &[
                    ("code", &second.code(world.now())),
                    ("label", "Surfplattan"),
                ],
            )
            .await;
        is_at(&cilla, "done", language);
        cilla.go("/account/security").await;
        assert!(cilla.page().text().contains("Surfplattan"));
        let own = world.authenticators("cilla").await;
        let tablet = own
            .iter()
            .find(|own| own.label == "Surfplattan")
            .expect("hers")
            .id;
        cilla
            .go(&format!("/account/security/authenticators/{tablet}/rename"))
            .await;
        cilla.press("continue", &[("label", "")]).await;
        assert!(!cilla.page().alert().is_empty());
        cilla.press("continue", &[("label", "Köksplattan")]).await;
        is_at(&cilla, "security", language);
        assert!(cilla.page().text().contains("Köksplattan"));
        // Either app signs in.
        world.next_code();
        for app in [&app, &second] {
            let mut login = browser(world, language);
            login.sign_in("cilla", PASSWORD).await;
            if login.page().name() == "choose-factor" {
                login.choose("totp").await;
            }
            login.answer(&app.code(world.now())).await;
            assert!(login.has_session());
            world.next_code();
        }
        // All but one are removed; the last is kept by the role.
        let ids: Vec<String> = own
            .iter()
            .filter(|own| own.kind.as_str() != "recovery_codes")
            .map(|own| own.id.to_string())
            .collect();
        let (last, others) = ids.split_first().expect("three");
        for id in others {
            cilla
                .go(&format!("/account/security/authenticators/{id}/remove"))
                .await;
            is_at(&cilla, "remove", language);
            cilla.press("remove", &[]).await;
            is_at(&cilla, "security", language);
        }
        cilla
            .go(&format!("/account/security/authenticators/{last}/remove"))
            .await;
        assert_eq!(cilla.page().name(), "security");
        assert!(!cilla.page().alert().is_empty(), "the role demands it");
        cilla
            .post(
                &format!("/account/security/authenticators/{last}/remove"),
                &[],
            )
            .await;
        assert_eq!(world.authenticators("cilla").await.len(), 2);
        cilla.go("/account/security/switch-off").await;
        assert!(
            !cilla.page().alert().is_empty(),
            "nor can it be switched off"
        );
    });
}

/// Sessions: each is listed, and ended by its person from another.
#[test]
fn sessions_are_listed_and_ended() {
    in_both_languages(async |world, language| {
        let (mut here, app, _) = cilla(world, language).await;
        let mut others = Vec::new();
        for agent in [
            "Mozilla/5.0 (Windows NT 10.0) Chrome/140",
            "Mozilla/5.0 (iPhone) Safari/605",
        ] {
            let mut other = browser(world, language);
            other.agent = agent;
            other.sign_in("cilla", PASSWORD).await;
            other.answer(&app.code(world.now())).await;
            other.is_at("account");
            others.push(other);
            world.next_code();
        }
        here.go("/account/security").await;
        let text = here.page().text();
        assert!(
            text.contains("Chrome") && text.contains("Windows") && text.contains("iPhone"),
            "{text}"
        );
        let (organisation, user) = (world.demo().await, world.user("cilla").await.id);
        let sessions = world
            .read(move |tx| tx.sessions_of_user(organisation, user))
            .await;
        let chrome = sessions
            .iter()
            .find(|session| session.browser.contains("Chrome"))
            .expect("listed")
            .id;
        here.post(&format!("/account/security/sessions/{chrome}/end"), &[])
            .await;
        others[0].go("/account").await;
        is_at(&others[0], "password", language);
        others[1].go("/account").await;
        is_at(&others[1], "account", language);
        here.go("/account/security").await;
        here.post("/account/security/sessions/end-others", &[])
            .await;
        others[1].go("/account").await;
        is_at(&others[1], "password", language);
        here.go("/account").await;
        is_at(&here, "account", language);
    });
}

/// A changed password: asked with the old, told by mail, the other sessions ended.
#[test]
fn a_password_is_changed_with_the_old_one_and_ends_the_other_sessions() {
    in_both_languages(async |world, language| {
        let (mut here, app, _) = cilla(world, language).await;
        let mut there = browser(world, language);
        there.sign_in("cilla", PASSWORD).await;
        there.answer(&app.code(world.now())).await;
        let new = "en helt annan lösenfras";
        here.go("/account/security/password").await;
        for (old, new) in [
            ("not the old one", new),
            (PASSWORD, "kort"),
            (PASSWORD, PASSWORD),
            (PASSWORD, "cilla123"),
            (PASSWORD, "lösenord"),
        ] {
            here.press("continue", &[("password", old), ("new_password", new)])
                .await;
            assert!(!here.page().alert().is_empty(), "{old} → {new}");
        }
        let mails = world.mail_to("cilla").len();
        here.press("continue", &[("password", PASSWORD), ("new_password", new)])
            .await;
        is_at(&here, "security", language);
        assert_eq!(world.mail_to("cilla").len(), mails + 1);
        there.go("/account").await;
        is_at(&there, "password", language);
        world.next_code();
        there.sign_in("cilla", PASSWORD).await;
        is_at(&there, "password", language);
        there.sign_in("cilla", new).await;
        is_at(&there, "answer", language);
    });
}

/// New recovery codes: the old set is worth nothing from then on; what happened is in the history.
#[test]
fn a_new_set_of_codes_takes_the_place_of_the_old_and_the_history_tells() {
    in_both_languages(async |world, language| {
        let (mut here, _, old) = cilla(world, language).await;
        here.go("/account/security").await;
        here.choose("recovery_codes").await;
        is_at(&here, "recovery-codes", language);
        let new = here.page().recovery_codes();
        assert!(new.iter().all(|code| !old.contains(code)));
        here.answer(&new[0]).await;
        is_at(&here, "security", language);
        let rows = here
            .page()
            .tags()
            .filter(|tag| tag.attribute("class") == Some("when"))
            .count();
        assert!(rows >= 4, "{rows} lines of history");
        world.wait(Span::minutes(6));
        // Later, the same asks for fresh proof first, and comes back to it.
        here.choose("recovery_codes").await;
        is_at(&here, "reauthenticate", language);
    });
}
