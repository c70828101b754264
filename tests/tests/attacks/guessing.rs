//! Guessing: whatever a guesser varies – the challenge, the login, the factor, the spelling, the day – the number of guesses is bounded.

use domain::time::Span;
use tests::together::at_once;
use tests::world::{PASSWORD, Plan, World};
use tests::{Browser, each_engine};

use crate::people::{another, cilla_with_app, waiting_for_a_step};

/// What a refused answer that was compared is called in the audit log.
const COMPARED: [&str; 3] = ["code-wrong", "challenge-dead", "clock-behind"];

async fn compared(world: &World, username: &str) -> usize {
    let mut compared = 0;
    for outcome in COMPARED {
        compared += world.told(username, "factor-checked", outcome).await;
    }
    compared
}

/// A13.
#[test]
fn a13_a_challenge_is_dead_after_five_wrong_answers_and_they_are_counted() {
    each_engine(async |world| {
        let mut browser = waiting_for_a_step(world, "agnes").await;
        let code = world.mailed_code("agnes");
        for guess in 1..=5 {
            browser.answer(&another(&code)).await;
            assert!(!browser.page().alert().is_empty());
            assert_eq!(world.failures("agnes", "email").await, guess);
        }
        let mut other_tab = browser.clone();
        world.wait(Span::seconds(31));
        if browser.page().name() == "answer" {
            browser.answer(&code).await;
        }
        other_tab.go("/o/demo/login").await;
        if other_tab.page().name() == "answer" {
            other_tab.answer(&code).await;
        }
        assert!(
            !browser.has_session() && !other_tab.has_session(),
            "the right code of a dead challenge opens nothing"
        );
        assert_eq!(world.sessions("agnes").await, 0);
    });
}

/// A13: what goes on from a dead challenge is a new one, and the count does not begin anew.
#[test]
fn a13_a_new_challenge_does_not_begin_the_count_anew() {
    each_engine(async |world| {
        let (_, app, _) = cilla_with_app(world).await;
        for round in 1..=4 {
            let mut browser = waiting_for_a_step(world, "cilla").await;
            browser.answer(&app.wrong_code(world.now())).await;
            assert_eq!(world.failures("cilla", "totp").await, round);
        }
        let mut fifth = waiting_for_a_step(world, "cilla").await;
        fifth.answer(&app.wrong_code(world.now())).await;
        let mut sixth = world.browser();
        sixth.sign_in("cilla", PASSWORD).await;
        if sixth.page().name() == "answer" {
            sixth.answer(&app.code(world.now())).await;
        }
        assert!(!sixth.has_session(), "the right code waits too");
        assert_eq!(world.failures("cilla", "totp").await, 5);
        world.next_code();
        let mut patient = waiting_for_a_step(world, "cilla").await;
        patient.answer(&app.code(world.now())).await;
        patient.is_at("account");
        assert_eq!(world.failures("cilla", "totp").await, 0);
    });
}

/// A14.
#[test]
fn a14_a_new_code_between_tries_leaves_the_count_rising() {
    each_engine(async |world| {
        let mut browser = waiting_for_a_step(world, "agnes").await;
        for guess in 1..=4 {
            let code = world.mailed_code("agnes");
            browser.answer(&another(&code)).await;
            assert_eq!(world.failures("agnes", "email").await, guess);
            // Each new code is waited for twice as long as the one before.
            world.wait(Span::seconds(30 << (guess - 1)));
            browser.press("resend", &[]).await;
            assert_ne!(world.mailed_code("agnes"), code, "a new code was sent");
        }
        let code = world.mailed_code("agnes");
        browser.answer(&another(&code)).await;
        world.wait(Span::minutes(1));
        if browser.page().name() == "answer" {
            browser.answer(&code).await;
        }
        assert!(
            !browser.has_session(),
            "five wrong answers end the challenge, however many codes it had"
        );
        assert_eq!(world.failures("agnes", "email").await, 5);
    });
}

/// The answer to a replaced code: explained, and neither a guess nor a way in.
#[test]
fn a14_a_replaced_code_is_explained_and_opens_nothing() {
    each_engine(async |world| {
        let mut browser = waiting_for_a_step(world, "agnes").await;
        let old = world.mailed_code("agnes");
        world.wait(Span::seconds(31));
        browser.press("resend", &[]).await;
        let new = world.mailed_code("agnes");
        browser.answer(&old).await;
        assert!(!browser.has_session());
        assert_eq!(
            world.told("agnes", "factor-checked", "code-replaced").await,
            1
        );
        assert_eq!(world.failures("agnes", "email").await, 0);
        browser.answer(&new).await;
        browser.is_at("account");
    });
}

/// A15.
#[test]
fn a15_two_hundred_logins_at_once_get_no_more_guesses_than_one() {
    each_engine(async |world| {
        let (_, app, _) = cilla_with_app(world).await;
        let mut waiting = Vec::new();
        for number in 0..200_u8 {
            let mut browser = world.browser().coming_from([198, 51, 100, number]);
            browser.sign_in("cilla", PASSWORD).await;
            browser.is_at("answer");
            waiting.push(browser);
        }
        let guesses: Vec<_> = waiting
            .iter()
            .map(|browser| browser.answering(&app.wrong_code(world.now())))
            .collect();
        at_once(guesses).await;
        assert_eq!(
            compared(world, "cilla").await,
            5,
            "five of two hundred were compared"
        );
        assert_eq!(world.told("cilla", "factor-checked", "waiting").await, 195);
        assert_eq!(world.failures("cilla", "totp").await, 5);
    });
}

async fn wrong_until_it_waits(world: &World, browser: &mut Browser, code: &str) {
    let mut tries = 0;
    while browser.page().name() == "answer" && tries < 8 {
        browser.answer(code).await;
        tries += 1;
    }
    assert!(!browser.has_session());
    let _ = world;
}

/// A16 and R16.
#[test]
fn a16_another_way_gives_its_own_guesses_and_gives_the_first_none_back() {
    each_engine(async |world| {
        let (_, app, codes) = cilla_with_app(world).await;
        let wrong = app.wrong_code(world.now());
        let mut browser = waiting_for_a_step(world, "cilla").await;
        wrong_until_it_waits(world, &mut browser, &wrong).await;
        let mut browser = world.browser();
        browser.sign_in("cilla", PASSWORD).await;
        if browser.page().name() == "answer" {
            browser.press("other-factor", &[]).await;
        }
        browser.choose("recovery_codes").await;
        wrong_until_it_waits(world, &mut browser, "0000-0000-0000-0000").await;
        assert_eq!(world.failures("cilla", "totp").await, 5);
        assert_eq!(world.failures("cilla", "recovery_codes").await, 5);
        // A right recovery code clears what it used and nothing else (R16).
        world.wait(Span::seconds(31));
        let mut browser = waiting_for_a_step(world, "cilla").await;
        browser.press("other-factor", &[]).await;
        browser.choose("recovery_codes").await;
        browser.answer(&codes[0]).await;
        browser.is_at("account");
        assert_eq!(world.failures("cilla", "recovery_codes").await, 0);
        assert_eq!(world.failures("cilla", "totp").await, 5);
    });
}

/// A17 and R07.
#[test]
fn a17_however_a_name_is_spelt_there_is_one_count() {
    each_engine(async |world| {
        let spellings = [
            "agnes",
            "AGNES",
            " agnes ",
            "ａｇｎｅｓ",
            "Agnes",
            "\u{a0}agnes",
            "aGnEs",
            "agnes\t",
            "ＡＧＮＥＳ",
            "agneS",
        ];
        for spelling in spellings {
            let mut browser = world.browser();
            browser.sign_in(spelling, "a wrong password").await;
            browser.is_at("password");
        }
        for spelling in ["agnes", "ａｇｎｅｓ"] {
            let mut browser = world.browser();
            browser.sign_in(spelling, PASSWORD).await;
            browser.is_at("password");
            assert_eq!(
                browser.page().status.as_u16(),
                429,
                "the eleventh waits, even a right one"
            );
            assert!(browser.page().header("retry-after").is_some());
        }
        assert!(
            world
                .told("agnes", "password-checked", "sign-in-wrong")
                .await
                == 10,
            "one subject in the audit log"
        );
    });
}

/// A18 and R15.
#[test]
fn a18_thirty_days_of_patience_give_a_hundred_guesses_and_no_more() {
    each_engine(async |world| {
        let (_, app, codes) = cilla_with_app(world).await;
        let begun = world.now();
        while world.now() < begun + Span::days(30) {
            let mut browser = world.browser();
            browser.sign_in("cilla", PASSWORD).await;
            if browser.page().name() == "answer" {
                browser.answer(&app.wrong_code(world.now())).await;
            }
            assert!(!browser.has_session());
            let failures = world.failures("cilla", "totp").await;
            world.wait(if failures < 100 {
                Span::hours(1)
            } else {
                Span::days(1)
            });
        }
        assert_eq!(compared(world, "cilla").await, 100);
        // The hundred-and-first is right, and refused.
        let mut browser = world.browser();
        browser.sign_in("cilla", PASSWORD).await;
        if browser.page().name() == "answer" {
            browser.answer(&app.code(world.now())).await;
        }
        assert!(!browser.has_session());
        // Another factor lets its person in, and opens what was closed.
        let mut browser = world.browser();
        browser.sign_in("cilla", PASSWORD).await;
        if browser.page().name() == "answer" {
            browser.press("other-factor", &[]).await;
        }
        browser.choose("recovery_codes").await;
        browser.answer(&codes[0]).await;
        browser.is_at("account");
        world.next_code();
        let mut browser = waiting_for_a_step(world, "cilla").await;
        browser.answer(&app.code(world.now())).await;
        browser.is_at("account");
    });
}

/// A21.
#[test]
fn a21_a_crash_forgets_no_wrong_answer() {
    each_engine(async |world| {
        let (_, app, _) = cilla_with_app(world).await;
        for expected in 1..=4 {
            let mut browser = waiting_for_a_step(world, "cilla").await;
            browser.answer(&app.wrong_code(world.now())).await;
            world.crash(&Plan::default());
            assert_eq!(world.failures("cilla", "totp").await, expected);
        }
        let browser = waiting_for_a_step(world, "cilla").await;
        let guess = app.wrong_code(world.now());
        let mut browser = browser;
        browser.answer(&guess).await;
        world.crash(&Plan::default());
        let mut browser = world.browser();
        browser.sign_in("cilla", PASSWORD).await;
        if browser.page().name() == "answer" {
            browser.answer(&app.code(world.now())).await;
        }
        assert!(!browser.has_session(), "the wait outlives the process");
        // Wrong passwords are remembered too.
        for _ in 0..10 {
            let mut browser = world.browser();
            browser.sign_in("wilma", "a wrong password").await;
        }
        world.crash(&Plan::default());
        let mut browser = world.browser();
        browser.sign_in("wilma", PASSWORD).await;
        assert_eq!(browser.is_at("password").status.as_u16(), 429);
    });
}

/// A21: a challenge and its attempts outlive the process, and so does what was proved.
#[test]
fn a21_a_login_goes_on_after_a_crash_where_it_stood() {
    each_engine(async |world| {
        let mut browser = waiting_for_a_step(world, "agnes").await;
        let code = world.mailed_code("agnes");
        for _ in 0..4 {
            browser.answer(&another(&code)).await;
        }
        world.crash(&Plan::default());
        let mut browser = browser.at_node(world, 0);
        browser.go("/o/demo/login").await;
        browser.is_at("answer");
        let mut thief = browser.clone();
        browser.answer(&code).await;
        browser.is_at("account");
        thief.answer(&code).await;
        assert!(!thief.has_session());
    });
}
