//! A61 through every door: one thing in an answer is wrong, and nothing else. After each, the same person's right answer is taken: it was
//! that very thing that was refused.

use factors::testing::{Breaking, SoftAuthenticator};
use tests::each_engine;
use tests::passkey::{PASSKEY, asked};
use tests::world::{BASE_URL, OSKARS_PASSWORD, PASSWORD, is_quick};

/// What is too large for a form: the door closes before anybody reads it.
const TOO_LARGE: &[Breaking] = &[
    Breaking::ClientDataDeep,
    Breaking::ClientDataHuge,
    Breaking::IdHuge,
    Breaking::RawIdHuge,
    Breaking::UserHandleHuge,
    Breaking::ObjectDeep,
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
        for (tried, breaking) in some(Breaking::in_create()).into_iter().enumerate() {
            // Tries are bounded: sixty in ten minutes. After a while who it is is asked anew, and the first passkey says it.
            if tried % 50 == 49 {
                world.wait(domain::time::Span::minutes(11));
                browser = world.browser();
                browser.signs_in_by(&mut first).await;
            }
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

/// A maker's certificates and a long id make an answer longer than anything that people type.
#[test]
fn a_long_answer_is_read() {
    each_engine(async |world| {
        let mut key = SoftAuthenticator::device_bound();
        let mut browser = world.browser();
        browser.sign_in("oskar", OSKARS_PASSWORD).await;
        browser.adds_a_passkey(OSKARS_PASSWORD).await;
        let mut answer = browser.asks(&mut key);
        answer["later"] = "A".repeat(40_000).into();
        browser.sends(&answer).await;
        browser.is_at("done");
        let mut step = world.at_passkey("oskar", OSKARS_PASSWORD).await;
        let mut answer = step.asks(&mut key);
        answer["later"] = "A".repeat(40_000).into();
        step.sends(&answer).await;
        step.is_at("account");
    });
}

/// A16, A19: whoever has the password alone closes nobody's passkeys by false signatures. The challenge dies of them, and nothing else.
#[test]
fn a16_false_signatures_close_nobodys_passkeys() {
    each_engine(async |world| {
        let mut key = SoftAuthenticator::device_bound();
        world.with_passkey("oskar", OSKARS_PASSWORD, &mut key).await;
        for _ in 0..4 {
            let mut thief = world.at_passkey("oskar", OSKARS_PASSWORD).await;
            for tries in 1..=6 {
                if thief.page().name() != "answer" {
                    assert!(tries > 4, "the challenge stood for {tries} tries");
                    break;
                }
                let answer = thief.asks_broken(&mut key, Breaking::SignatureByAnotherKey);
                thief.sends(&answer).await;
                assert!(!thief.has_session());
            }
        }
        assert_eq!(world.failures("oskar", PASSKEY).await, 0);
        let mut own = world.at_passkey("oskar", OSKARS_PASSWORD).await;
        own.uses(&mut key).await;
        own.is_at("account");
        let mut whole = world.browser();
        whole.signs_in_by(&mut key).await;
        whole.is_at("account");
    });
}

/// R16: enrolments are tried so many times and no more; a little later it goes on.
#[test]
fn r16_tries_to_bind_one_are_bounded() {
    each_engine(async |world| {
        let mut key = SoftAuthenticator::device_bound();
        let mut browser = world.browser();
        browser.sign_in("oskar", OSKARS_PASSWORD).await;
        browser.adds_a_passkey(OSKARS_PASSWORD).await;
        let mut tries = 0;
        loop {
            let answer = browser.asks_broken(&mut key, Breaking::TypeOfTheOtherCeremony);
            let page = browser.sending(&answer).send().await;
            if page.status.as_u16() == 429 {
                break;
            }
            tries += 1;
            assert!(tries < 100, "nobody stops it");
            browser.adds_a_passkey(OSKARS_PASSWORD).await;
        }
        world.wait(domain::time::Span::minutes(11));
        browser.adds_a_passkey(OSKARS_PASSWORD).await;
        browser.uses(&mut key).await;
        browser.is_at("done");
    });
}
