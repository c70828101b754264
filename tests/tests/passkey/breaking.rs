//! A61 through every door: one thing in an answer is wrong, and nothing else. After each, the same person's right answer is taken: it was
//! that very thing that was refused.

use factors::testing::{Breaking, SoftAuthenticator};
use tests::each_engine;
use tests::passkey::{PASSKEY, asked};
use tests::world::{BASE_URL, OSKARS_PASSWORD, PASSWORD, is_quick};

/// What is too large for a form: the door closes before anybody reads it.
const TOO_LARGE: &[Breaking] = &[
    Breaking::ClientDataHuge,
    Breaking::IdHuge,
    Breaking::RawIdHuge,
    Breaking::UserHandleHuge,
    Breaking::ObjectHuge,
];

/// Every second one where a run is to be short.
fn some(all: impl Iterator<Item = Breaking>) -> Vec<Breaking> {
    all.step_by(if is_quick() { 4 } else { 1 }).collect()
}

/// An empty handle is none, as keys of the first generation have it: after the password nothing hangs on it.
fn is_taken_as_second_step(breaking: Breaking) -> bool {
    breaking == Breaking::UserHandleEmpty
}

#[test]
fn a61_a_broken_second_step_is_refused() {
    each_engine(async |world| {
        let mut key = SoftAuthenticator::device_bound();
        world.with_passkey("oskar", OSKARS_PASSWORD, &mut key).await;
        let refused = Breaking::in_get().filter(|one| !is_taken_as_second_step(*one));
        let mut browser = world.at_passkey("oskar", OSKARS_PASSWORD).await;
        for breaking in some(refused) {
            let before = world.sessions("oskar").await;
            let answer = browser.asks_broken(&mut key, breaking);
            let page = browser.sending(&answer).send().await;
            assert!(
                !tests::together::sets_session(&page) && page.status.as_u16() < 500,
                "{breaking:?}: {}",
                page.text()
            );
            let large = TOO_LARGE.contains(&breaking);
            assert_eq!(page.status.as_u16() == 413, large, "{breaking:?}");
            assert!(large || !page.alert().is_empty(), "{breaking:?}");
            assert_eq!(world.sessions("oskar").await, before, "{breaking:?}");
            assert!(world.failures("oskar", PASSKEY).await <= 1, "{breaking:?}");
            browser.uses(&mut key).await;
            assert_eq!(browser.page().name(), "account", "after {breaking:?}");
            browser = world.at_passkey("oskar", OSKARS_PASSWORD).await;
        }
    });
}

#[test]
fn a61_a_broken_whole_login_is_refused() {
    each_engine(async |world| {
        let mut key = SoftAuthenticator::device_bound();
        world.with_passkey("oskar", OSKARS_PASSWORD, &mut key).await;
        // Another account's on the same device, for the id of another.
        let mut cilla = world.browser();
        cilla.sign_in("cilla", PASSWORD).await;
        cilla.choose(PASSKEY).await;
        cilla.passes_codes(PASSWORD).await;
        cilla.uses(&mut key).await;
        let sessions = async || world.sessions("oskar").await + world.sessions("cilla").await;
        let more = [Breaking::VERIFYING, Breaking::NAMELESS].concat();
        for breaking in some(Breaking::in_get().chain(more)) {
            let before = sessions().await;
            let mut browser = world.browser();
            let begun = browser.begins().await;
            let answer = key.get_broken(begun.options(), BASE_URL, breaking);
            let asking = begun.answering(&browser, &answer.unwrap());
            let page = browser.send(asking).await;
            assert!(
                !tests::together::sets_session(page) && page.status.as_u16() < 500,
                "{breaking:?}: {}",
                page.text()
            );
            let large = TOO_LARGE.contains(&breaking);
            assert!(large || !page.alert().is_empty(), "{breaking:?}");
            assert_eq!(sessions().await, before, "{breaking:?}");
            world.wait(domain::time::Span::seconds(1));
        }
        let mut right = world.browser();
        right.signs_in_by(&mut key).await;
        right.is_at("account");
    });
}

#[test]
fn a61_a_broken_passkey_is_not_bound() {
    each_engine(async |world| {
        let mut first = SoftAuthenticator::device_bound();
        let mut browser = world
            .with_passkey("oskar", OSKARS_PASSWORD, &mut first)
            .await;
        let mut key = SoftAuthenticator::device_bound();
        for breaking in some(Breaking::in_create()) {
            // A draft that was guessed at too often is begun anew.
            browser.adds_a_passkey(OSKARS_PASSWORD).await;
            let answer = browser.asks_broken(&mut key, breaking);
            let page = browser.sending(&answer).send().await;
            assert!(page.status.as_u16() < 500, "{breaking:?}");
            let large = TOO_LARGE.contains(&breaking);
            assert!(
                large || !page.alert().is_empty(),
                "{breaking:?} {} {}",
                page.address,
                page.text()
            );
            assert_eq!(world.passkeys("oskar").await.len(), 1, "{breaking:?}");
        }
        browser.adds_a_passkey(OSKARS_PASSWORD).await;
        assert!(asked(browser.page())["rp"].is_object());
        browser.uses(&mut key).await;
        browser.is_at("done");
        assert_eq!(world.passkeys("oskar").await.len(), 2);
    });
}

#[test]
fn harmless_differences_are_taken() {
    each_engine(async |world| {
        let mut key = SoftAuthenticator::device_bound();
        world.with_passkey("oskar", OSKARS_PASSWORD, &mut key).await;
        for breaking in some(Breaking::HARMLESS.iter().copied()) {
            let mut browser = world.browser();
            let begun = browser.begins().await;
            let answer = key.get_broken(begun.options(), BASE_URL, breaking);
            let asking = begun.answering(&browser, &answer.unwrap());
            browser.send(asking).await;
            assert!(browser.has_session(), "{breaking:?}");
        }
    });
}

/// Wrong answers run out as wrong codes do, and then the passkey waits.
#[test]
fn wrong_answers_run_out() {
    each_engine(async |world| {
        let mut key = SoftAuthenticator::device_bound();
        world.with_passkey("oskar", OSKARS_PASSWORD, &mut key).await;
        let mut guesses = 0;
        for _ in 0..4 {
            let mut browser = world.browser();
            browser.sign_in("oskar", OSKARS_PASSWORD).await;
            if browser.page().factor() != Some(PASSKEY) {
                break;
            }
            for _ in 0..6 {
                if browser.page().name() != "answer" || browser.page().field("challenge").is_none()
                {
                    break;
                }
                let answer = browser.asks_broken(&mut key, Breaking::SignatureByAnotherKey);
                browser.sends(&answer).await;
                guesses += 1;
            }
        }
        let counted = world.failures("oskar", PASSKEY).await;
        assert!((3..=10).contains(&counted), "{counted} of {guesses}");
        let mut browser = world.browser();
        browser.sign_in("oskar", OSKARS_PASSWORD).await;
        if browser.page().factor() == Some(PASSKEY) {
            browser.uses(&mut key).await;
        }
        assert!(!browser.has_session(), "a right answer waits too");
        // As the whole login as well.
        let mut whole = world.browser();
        whole.signs_in_by(&mut key).await;
        assert!(!whole.has_session());
    });
}
