//! A code that was used, an older one, a clock that jumps: nothing is taken twice.

use domain::time::Span;
use tests::each_engine;

use crate::people::{cilla_with_app, signed_in_by_mail, waiting_for_a_step};

/// A08.
#[test]
fn a08_a_code_that_was_used_opens_no_other_login() {
    each_engine(async |world| {
        let (_, app, _) = cilla_with_app(world).await;
        let mut first = waiting_for_a_step(world, "cilla").await;
        let mut second = waiting_for_a_step(world, "cilla").await;
        let again = first.answering(&app.code(world.now()));
        first.answer(&app.code(world.now())).await;
        first.is_at("account");
        second.answer(&app.code(world.now())).await;
        second.is_at("answer");
        assert!(!second.has_session() && !second.page().alert().is_empty());
        assert_eq!(world.told("cilla", "factor-checked", "code-used").await, 1);
        // The form that opened the first, sent once more: it leads on to where that login stands, and opens nothing new.
        let sessions = world.sessions("cilla").await;
        first.send(again).await;
        assert_eq!(world.sessions("cilla").await, sessions);
        // The next code is as good as ever.
        world.next_code();
        second.answer(&app.code(world.now())).await;
        second.is_at("account");
    });
}

/// A08 for a mailed code: its challenge is used up with its login.
#[test]
fn a08_a_mailed_code_is_of_no_use_a_second_time() {
    each_engine(async |world| {
        let mut first = waiting_for_a_step(world, "agnes").await;
        let mut elsewhere = first.clone();
        let code = world.mailed_code("agnes");
        first.answer(&code).await;
        first.is_at("account");
        let sessions = world.sessions("agnes").await;
        elsewhere.answer(&code).await;
        assert!(!elsewhere.has_session());
        assert_eq!(world.sessions("agnes").await, sessions);
    });
}

/// A10 and R11: the steps before, at and after the present one are taken, each once and never backwards.
#[test]
fn a10_an_older_code_is_refused_after_a_newer_one() {
    each_engine(async |world| {
        let (_, app, _) = cilla_with_app(world).await;
        for (step, taken) in [(1, true), (0, false), (-1, false), (1, false), (2, false)] {
            let mut browser = waiting_for_a_step(world, "cilla").await;
            browser.answer(&app.code_off(world.now(), step)).await;
            assert_eq!(browser.has_session(), taken, "a code {step} steps away");
        }
    });
}

/// R11 at every offset: nothing but the neighbours of the present step, and no hint about codes to come.
#[test]
fn a10_only_the_neighbouring_steps_are_taken_and_future_ones_are_like_any_wrong_code() {
    each_engine(async |world| {
        let (_, app, _) = cilla_with_app(world).await;
        let mut wrong = waiting_for_a_step(world, "cilla").await;
        wrong.answer(&app.wrong_code(world.now())).await;
        let usual = wrong.page().alert();
        for step in [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5] {
            world.wait(Span::hours(2));
            let mut browser = waiting_for_a_step(world, "cilla").await;
            browser.answer(&app.code_off(world.now(), step)).await;
            assert_eq!(
                browser.has_session(),
                (-1..=1).contains(&step),
                "a code {step} steps away"
            );
            if step > 1 {
                assert_eq!(
                    browser.page().alert(),
                    usual,
                    "a code to come is like any wrong one"
                );
            }
            if step < -1 {
                assert_ne!(
                    browser.page().alert(),
                    usual,
                    "a code of a slow clock is explained"
                );
            }
        }
    });
}

/// A12.
#[test]
fn a12_a_recovery_code_is_taken_once_in_any_spelling() {
    each_engine(async |world| {
        let (_, _, codes) = cilla_with_app(world).await;
        let spellings: [fn(&str) -> String; 7] = [
            |code| code.to_lowercase(),
            |code| code.replace('-', ""),
            |code| code.replace('-', " "),
            |code| format!("  {}\t", code.replace('-', "\u{2013}")),
            |code| code.replace('0', "O").replace('1', "l"),
            |code| code.chars().flat_map(|sign| [sign, ' ']).collect(),
            |code| code.to_lowercase().replace('0', "o").replace('-', "_"),
        ];
        for (code, spelt) in codes.iter().zip(spellings) {
            for (typed, taken) in [
                (spelt(code), true),
                (code.clone(), false),
                (spelt(code), false),
            ] {
                let mut browser = waiting_for_a_step(world, "cilla").await;
                browser.press("other-factor", &[]).await;
                browser.choose("recovery_codes").await;
                browser.answer(&typed).await;
                assert_eq!(browser.has_session(), taken, "{typed}");
            }
            world.wait(Span::minutes(5));
        }
    });
}

/// A67: a clock that jumps gives no code a second life, lengthens no session and breaks nothing.
#[test]
fn a67_a_clock_that_jumps_revives_no_code_and_lengthens_no_session() {
    each_engine(async |world| {
        let (mut session, app, _) = cilla_with_app(world).await;
        let code = app.code(world.now());
        let mut browser = waiting_for_a_step(world, "cilla").await;
        browser.answer(&code).await;
        browser.is_at("account");
        for jump in [
            Span::seconds(-40),
            Span::hours(-1),
            Span::days(-1),
            Span::seconds(40),
            Span::hours(1),
            Span::days(1),
        ] {
            world.wait(jump);
            let mut thief = waiting_for_a_step(world, "cilla").await;
            for code in [&code, &app.code(world.now())] {
                thief.answer(code).await;
                let newer = world.now() > tests::clock::BEGINNING + Span::minutes(2);
                assert!(
                    newer || !thief.has_session(),
                    "a step that was passed stays passed"
                );
                if thief.page().name() != "answer" {
                    break;
                }
            }
            world.wait(Span::millis(-jump.as_millis()));
        }
        // Back in the present: what was signed in before is signed in still, to the hour and not longer.
        session.go("/account").await;
        session.is_at("account");
        world.wait(Span::minutes(59));
        session.go("/account").await;
        session.is_at("account");
        world.wait(Span::seconds(3601));
        session.go("/account").await;
        session.is_at("password");
    });
}

/// A67: a mailed code does not outlive its minutes because the clock was set back in between.
#[test]
fn a67_a_used_mailed_code_stays_used_when_the_clock_goes_back() {
    each_engine(async |world| {
        let waiting = waiting_for_a_step(world, "agnes").await;
        let code = world.mailed_code("agnes");
        let mut entered = waiting.clone();
        entered.answer(&code).await;
        entered.is_at("account");
        for jump in [Span::seconds(-40), Span::hours(-1), Span::days(-1)] {
            world.wait(jump);
            let mut thief = waiting.clone();
            thief.answer(&code).await;
            assert!(!thief.has_session());
            world.wait(Span::millis(-jump.as_millis()));
        }
        world.wait(Span::minutes(11));
        let mut late = waiting_for_a_step(world, "agnes").await;
        let code = world.mailed_code("agnes");
        world.wait(Span::seconds(601));
        late.answer(&code).await;
        assert!(!late.has_session(), "ten minutes and a second");
        let mut session = signed_in_by_mail(world, "agnes").await;
        world.wait(Span::seconds(-40));
        // A session of the future is no session, on a clock that lost its time; it comes to no harm.
        session.go("/account").await;
        world.wait(Span::seconds(41));
        session.go("/account").await;
        session.is_at("account");
    });
}
