//! Signing in: `cilla`, `oskar`, `wilma` and `agnes` (contract §6).

use domain::time::Span;
use tests::World;
use tests::world::{OSKARS_PASSWORD, PASSWORD};

use crate::{browser, in_both_languages, is_at};

/// C1, C2, C3, C5, W2: a second step is demanded, set up, and proved from then on.
#[test]
fn cilla_sets_up_an_app_and_proves_it_at_every_login() {
    in_both_languages(async |world, language| {
        let mut cilla = browser(world, language);
        cilla.go("/account/security").await;
        is_at(&cilla, "password", language);
        cilla
            .press("continue", &[("username", "cilla"), ("password", PASSWORD)])
            .await;
        is_at(&cilla, "enrol-choose", language);
        assert!(
            cilla.page().text().contains("Accounting"),
            "the role that demands it is named"
        );
        let mut offered = cilla.page().choices();
        offered.sort();
        assert_eq!(offered, ["email", "passkey", "sms", "totp", "voice"]);
        // The password is asked for again; cancelling leads back, and asks for it anew.
        cilla.choose("totp").await;
        is_at(&cilla, "reauthenticate", language);
        cilla.press("continue", &[("password", "not hers")]).await;
        is_at(&cilla, "reauthenticate", language);
        assert!(!cilla.page().alert().is_empty());
        cilla.press("cancel", &[]).await;
        is_at(&cilla, "enrol-choose", language);
        cilla.choose("totp").await;
        cilla.press("continue", &[("password", PASSWORD)]).await;
        // The codes come first; one that is none is refused.
        is_at(&cilla, "recovery-codes", language);
        let codes = cilla.page().recovery_codes();
        assert_eq!(codes.len(), 10);
        cilla.answer("0000-0000-0000-0000").await;
        is_at(&cilla, "recovery-codes", language);
        assert_eq!(
            cilla.page().recovery_codes(),
            codes,
            "the same codes once more"
        );
        let file = cilla
            .page()
            .links()
            .into_iter()
            .find(|link| link.ends_with("codes.txt"))
            .expect("a file");
        let asking = cilla.asking(axum::http::Method::GET, &file);
        let file = asking.send().await;
        assert!(
            codes.iter().all(|code| file.body.contains(code))
                && file.header("content-disposition").is_some()
        );
        cilla.answer(&codes[7].to_lowercase()).await;
        is_at(&cilla, "enrol", language);
        assert_eq!(cilla.page().factor(), Some("totp"));
        let key = cilla.page().secret().expect("a key");
        let link = cilla
            .page()
            .links()
            .into_iter()
            .find(|link| link.starts_with("otpauth://totp/"))
            .expect("a link");
        assert!(link.contains(&key), "the link holds the same key");
        let app = tests::Authenticator::typed_in(&key);
        cilla.answer(&app.wrong_code(world.now())).await;
        is_at(&cilla, "enrol", language);
        assert_eq!(
            world.authenticators("cilla").await.len(),
            0,
            "nothing is bound before it is proved"
        );
        cilla
            .press(
                "continue",
                &[("code", &app.code(world.now())), ("label", "Min telefon")],
            )
            .await;
        is_at(&cilla, "done", language);
        assert_eq!(
            world.authenticators("cilla").await.len(),
            2,
            "codes and app in one commit"
        );
        cilla.press("continue", &[]).await;
        is_at(&cilla, "security", language);
        assert!(cilla.page().text().contains("Min telefon"));
        // From now on a code is asked for.
        cilla.press("sign-out", &[]).await;
        is_at(&cilla, "password", language);
        world.next_code();
        cilla.sign_in("cilla", PASSWORD).await;
        is_at(&cilla, "answer", language);
        cilla.answer(&app.code(world.now())).await;
        is_at(&cilla, "account", language);
        a_code_from_the_drawer_signs_in(world, language, &codes[0]).await;
    });
}

/// O2: a code from the drawer works where the phone is gone, and its owner is told.
async fn a_code_from_the_drawer_signs_in(world: &World, language: &'static str, code: &str) {
    let mails = world.mail_to("cilla").len();
    let mut elsewhere = browser(world, language);
    elsewhere.sign_in("cilla", PASSWORD).await;
    elsewhere.press("other-factor", &[]).await;
    is_at(&elsewhere, "choose-factor", language);
    elsewhere.choose("recovery_codes").await;
    elsewhere.answer(code).await;
    is_at(&elsewhere, "account", language);
    assert_eq!(world.mail_to("cilla").len(), mails + 1, "she is told of it");
}

/// O1, O3, O4: nothing is demanded of him; he switches it on, and off again.
#[test]
fn oskar_switches_two_step_on_and_off() {
    in_both_languages(async |world, language| {
        let mut oskar = browser(world, language);
        oskar.sign_in("oskar", OSKARS_PASSWORD).await;
        is_at(&oskar, "account", language);
        oskar.go("/account/security").await;
        is_at(&oskar, "security", language);
        oskar.choose("totp").await;
        is_at(&oskar, "recovery-codes", language);
        let code = oskar.page().recovery_codes().remove(2);
        oskar.answer(&code).await;
        let app = tests::Authenticator::typed_in(&oskar.is_at("enrol").secret().expect("a key"));
        oskar.answer(&app.code(world.now())).await;
        is_at(&oskar, "done", language);
        assert_eq!(world.mail_to("oskar").len(), 1, "he is told of it");
        // It is asked for now, though no role demands it.
        world.next_code();
        let mut again = browser(world, language);
        again.sign_in("oskar", OSKARS_PASSWORD).await;
        is_at(&again, "answer", language);
        again.answer(&app.code(world.now())).await;
        is_at(&again, "account", language);
        // Off: fresh proof stands, so the warning comes at once.
        again.go("/account/security").await;
        again.press("switch-off", &[]).await;
        is_at(&again, "switch-off", language);
        again.press("switch-off", &[]).await;
        is_at(&again, "security", language);
        assert!(
            !again.page().told().is_empty(),
            "the page says that it is off"
        );
        assert_eq!(world.authenticators("oskar").await.len(), 0);
        let mut last = browser(world, language);
        last.sign_in("oskar", OSKARS_PASSWORD).await;
        is_at(&last, "account", language);
    });
}

/// E4: a code once a fortnight, on a device that she trusts.
#[test]
fn wilma_is_asked_once_a_fortnight_on_her_device() {
    in_both_languages(async |world, language| {
        let mut wilma = browser(world, language);
        wilma.sign_in("wilma", PASSWORD).await;
        is_at(&wilma, "answer", language);
        wilma.answer(&world.mailed_code("wilma")).await;
        is_at(&wilma, "trust-device", language);
        assert!(wilma.page().text().contains("14"));
        wilma.press("trust", &[]).await;
        is_at(&wilma, "account", language);
        let mails = world.mail_to("wilma").len();
        for day in 1..=13 {
            wilma.press("sign-out", &[]).await;
            world.wait(Span::days(1));
            wilma.sign_in("wilma", PASSWORD).await;
            is_at(&wilma, "account", language);
            assert_eq!(world.mail_to("wilma").len(), mails, "no code on day {day}");
        }
        // Another browser is not trusted.
        let mut elsewhere = browser(world, language);
        elsewhere.sign_in("wilma", PASSWORD).await;
        is_at(&elsewhere, "answer", language);
        wilma.press("sign-out", &[]).await;
        world.wait(Span::days(1));
        wilma.sign_in("wilma", PASSWORD).await;
        is_at(&wilma, "answer", language);
        wilma.answer(&world.mailed_code("wilma")).await;
        is_at(&wilma, "trust-device", language);
        wilma.press("dont-trust", &[]).await;
        is_at(&wilma, "account", language);
    });
}

/// E1: a code by mail at every login; wrong, replaced and late ones are explained.
#[test]
fn agnes_types_a_mailed_code_at_every_login() {
    in_both_languages(async |world, language| {
        let mut agnes = browser(world, language);
        agnes.sign_in("agnes", PASSWORD).await;
        is_at(&agnes, "answer", language);
        assert!(
            agnes.page().text().contains("a•••@demo.example"),
            "the address is masked"
        );
        let first = world.mailed_code("agnes");
        agnes.press("resend", &[]).await;
        assert!(!agnes.page().alert().is_empty(), "too soon");
        world.wait(Span::seconds(31));
        agnes.press("resend", &[]).await;
        assert!(!agnes.page().told().is_empty(), "sent again");
        let second = world.mailed_code("agnes");
        agnes.answer(&first).await;
        let replaced = agnes.page().alert();
        assert!(!replaced.is_empty());
        agnes.answer(&second.replace(|_: char| true, "x")).await;
        assert!(!agnes.page().alert().is_empty() && agnes.page().alert() != replaced);
        agnes
            .answer(&format!(" {} {} ", &second[..3], &second[3..]))
            .await;
        is_at(&agnes, "account", language);
        let mail = world.mail_to("agnes").remove(0);
        assert!(mail.text.contains(&second) && !mail.subject.contains('\n'));
        // Late: the code's ten minutes are over.
        let mut late = browser(world, language);
        late.sign_in("agnes", PASSWORD).await;
        world.wait(Span::minutes(11));
        let code = world.mailed_code("agnes");
        late.answer(&code).await;
        assert!(!late.page().alert().is_empty() && !late.has_session());
    });
}

/// Grace: set up later, until the day comes.
#[test]
fn somebody_with_grace_puts_the_second_step_off_until_the_day_comes() {
    in_both_languages(async |world, language| {
        let new = app::administer::NewUser {
            username: "greta".to_owned(),
            name: "Greta Gränd".to_owned(),
            roles: vec!["accounting".to_owned()],
            password: Some(PASSWORD.to_owned()),
            grace_days: 7,
            ..app::administer::NewUser::default()
        };
        let by = app::administer::By::operator(world.now());
        app::administer::add_user(world.app(), world.demo().await, new, &by)
            .await
            .expect("added");
        for _ in 0..2 {
            let mut greta = browser(world, language);
            greta.sign_in("greta", PASSWORD).await;
            is_at(&greta, "enrol-choose", language);
            greta.press("later", &[]).await;
            is_at(&greta, "account", language);
            world.wait(Span::days(3));
        }
        world.wait(Span::days(2));
        let mut greta = browser(world, language);
        greta.sign_in("greta", PASSWORD).await;
        assert!(
            !greta.is_at("enrol-choose").offers("later"),
            "the day has come"
        );
    });
}

#[test]
fn when_somebody_signed_in_last_and_how_is_written_down() {
    in_both_languages(async |world, language| {
        let demo = world.demo().await;
        let mut agnes = browser(world, language);
        agnes.sign_in("agnes", PASSWORD).await;
        let code = world.mailed_code("agnes");
        world.wait(Span::seconds(30));
        let came_in = world.now();
        agnes.answer(&code).await;
        is_at(&agnes, "account", language);
        world.wait(Span::minutes(2));
        agnes.go("/account/security").await;
        app::keep::flush_seen(world.app())
            .await
            .expect("written down");
        let person = app::administer::user_named(world.app(), demo, "agnes")
            .await
            .expect("there she is");
        assert_eq!(person.last_login_at, Some(came_in));
        let kind = person.preferred_factor.map(|kind| kind.to_string());
        assert_eq!(kind.as_deref(), Some("email"));
    });
}
