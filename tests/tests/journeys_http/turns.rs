//! Turns that people take: back, twice, in two tabs, in another language, too late. All of them end somewhere sensible.

use domain::time::Span;
use tests::world::PASSWORD;

use crate::{browser, in_both_languages, is_at};

/// The form of the password once more, after the second step is asked for; and the answer's form, twice.
#[test]
fn going_back_and_sending_a_form_twice_lead_to_where_the_login_stands() {
    in_both_languages(async |world, language| {
        let mut agnes = browser(world, language);
        agnes.go("/o/demo/login").await;
        let password = agnes.pressing("continue", &[("username", "agnes"), ("password", PASSWORD)]);
        agnes.send(password.clone()).await;
        agnes.go("/o/demo/login").await;
        is_at(&agnes, "answer", language);
        let answer = agnes.answering(&world.mailed_code("agnes"));
        // Back, and the first form again: its tag belongs to a cookie that is gone, and the page of where things stand comes.
        let back = password.with(
            "cookie",
            agnes.asking(axum::http::Method::GET, "/").headers["cookie"]
                .to_str()
                .expect("text"),
        );
        agnes.send(back).await;
        assert!(agnes.page().status.as_u16() < 500 && !agnes.has_session());
        agnes.go("/o/demo/login").await;
        is_at(&agnes, "answer", language);
        agnes.send(answer.clone()).await;
        assert!(agnes.has_session());
        agnes.send(answer).await;
        assert!(agnes.page().status.as_u16() < 500);
        agnes.go("/o/demo/login").await;
        is_at(&agnes, "account", language);
        agnes.go("/login").await;
        is_at(&agnes, "account", language);
    });
}

/// Two tabs: the second sees where the first has got to.
#[test]
fn two_tabs_of_one_login_stand_at_the_same_place() {
    in_both_languages(async |world, language| {
        let mut first = browser(world, language);
        first.sign_in("cilla", PASSWORD).await;
        let mut second = first.clone();
        first.choose("totp").await;
        first.press("continue", &[("password", PASSWORD)]).await;
        second.go("/o/demo/login").await;
        is_at(&second, "recovery-codes", language);
        let codes = first.page().recovery_codes();
        assert_eq!(second.page().recovery_codes(), codes);
        first.answer(&codes[0]).await;
        // The second tab's form is of a step that is over.
        second.answer(&codes[1]).await;
        assert_eq!(second.page().name(), "enrol");
        assert_eq!(
            second.page().secret(),
            first.page().secret(),
            "one key, whichever tab shows it"
        );
    });
}

/// The language in the middle of a login: the same page in the other language, and the code still good.
#[test]
fn the_language_changes_in_the_middle_and_nothing_is_lost() {
    in_both_languages(async |world, language| {
        let other = if language == "sv" { "en" } else { "sv" };
        let mut agnes = browser(world, language);
        agnes.sign_in("agnes", PASSWORD).await;
        is_at(&agnes, "answer", language);
        let code = world.mailed_code("agnes");
        let mails = world.mail_to("agnes").len();
        let link = agnes
            .page()
            .tags()
            .find(|tag| tag.attribute("hreflang") == Some(other))
            .and_then(|tag| tag.attribute("href"))
            .expect("a link")
            .to_owned();
        agnes.go(&link).await;
        is_at(&agnes, "answer", other);
        assert_eq!(world.mail_to("agnes").len(), mails, "no second code");
        agnes.answer("000000").await;
        is_at(&agnes, "answer", other);
        agnes.answer(&code).await;
        is_at(&agnes, "account", other);
        agnes.press("sign-out", &[]).await;
        is_at(&agnes, "password", other);
    });
}

/// Too late: the page says so and leads on to where the person was going.
#[test]
fn a_login_that_took_too_long_says_so_and_begins_again() {
    in_both_languages(async |world, language| {
        let mut agnes = browser(world, language);
        agnes.go("/account/security").await;
        agnes
            .press("continue", &[("username", "agnes"), ("password", PASSWORD)])
            .await;
        is_at(&agnes, "answer", language);
        let code = world.mailed_code("agnes");
        world.wait(Span::minutes(31));
        agnes.answer(&code).await;
        is_at(&agnes, "expired", language);
        agnes.press("continue", &[]).await;
        is_at(&agnes, "password", language);
        agnes
            .press("continue", &[("username", "agnes"), ("password", PASSWORD)])
            .await;
        agnes.answer(&world.mailed_code("agnes")).await;
        is_at(&agnes, "security", language);
    });
}

/// Leaving: nothing of the login remains.
#[test]
fn a_login_that_is_left_is_over() {
    in_both_languages(async |world, language| {
        let mut agnes = browser(world, language);
        agnes.sign_in("agnes", PASSWORD).await;
        let answer = agnes.answering(&world.mailed_code("agnes"));
        agnes.press("cancel", &[]).await;
        is_at(&agnes, "password", language);
        agnes.send(answer).await;
        assert!(!agnes.has_session());
        assert_eq!(world.sessions("agnes").await, 0);
    });
}

/// A message that cannot be sent: the page says so, and the next one goes out.
#[test]
fn a_code_that_could_not_be_sent_is_told_and_can_be_sent_again() {
    in_both_languages(async |world, language| {
        world
            .outbox
            .fail_next([connect::mail::outbox::Planned::Permanent]);
        let mut agnes = browser(world, language);
        agnes.sign_in("agnes", PASSWORD).await;
        is_at(&agnes, "answer", language);
        assert!(
            !agnes.page().alert().is_empty(),
            "the page says that nothing was sent: {}",
            agnes.page().text()
        );
        assert!(world.mail_to("agnes").is_empty());
        world.wait(Span::seconds(31));
        agnes.press("resend", &[]).await;
        agnes.answer(&world.mailed_code("agnes")).await;
        is_at(&agnes, "account", language);
    });
}
