//! What changes while an order runs or a proof waits: today's rules decide (A20, A68).

use app::administer::{self, By};
use connect::bankid::simulator::Script;
use domain::factor::FactorKind;
use domain::time::Span;
use tests::Browser;
use tests::eid::{BO, EID, STRANGER, each_engine, person};
use tests::world::{PASSWORD, World};

use crate::play::{bo_at_his_eid, bo_with_an_order, look, press, stage};

/// A browser whose order bo did, for the second step or the whole login, before its form is sent.
async fn proved(world: &World, whole: bool) -> Browser {
    let mut browser = if whole {
        let mut browser = world.browser();
        browser.go("/o/demo/login").await;
        browser.choose(EID).await;
        press(&mut browser, "this").await;
        browser
    } else {
        bo_with_an_order(world).await
    };
    world.signed_by(BO).await;
    look(&mut browser).await;
    assert_eq!(stage(browser.page()), "proved", "{}", browser.page().text());
    browser
}

async fn suspend(world: &World, suspended: bool) {
    let (demo, bo) = (world.demo().await, world.user("bo").await.id);
    let by = By::operator(world.now());
    administer::suspend_user(world.app(), demo, bo, suspended, &by)
        .await
        .expect("done");
    world.settle();
}

/// A20: suspended between proof and answer, and in between comes nothing back when it is lifted.
#[test]
fn a20_a_proof_of_somebody_suspended_lets_nobody_in() {
    each_engine(async |world| {
        world.change_rules(|rules| rules.eid_sign_in = true).await;
        for whole in [false, true] {
            let mut browser = proved(world, whole).await;
            let again = browser.pressing("continue", &[]);
            suspend(world, true).await;
            browser.press("continue", &[]).await;
            assert!(!browser.has_session(), "whole: {whole}");
            suspend(world, false).await;
            browser.send(again).await;
            assert!(!browser.has_session(), "whole: {whole}, lifted again");
            assert_eq!(world.sessions("bo").await, 0);
            world.wait(Span::minutes(31));
        }
    });
}

/// A20: the authenticator waits after wrong answers given elsewhere; the proof is none of the guesses, and not worth more than they allow.
#[test]
fn a20_a_proof_while_the_authenticator_waits_is_refused_until_then() {
    each_engine(async |world| {
        world.change_rules(|rules| rules.eid_sign_in = true).await;
        let mut second = proved(world, false).await;
        // Proved before the guesses, like the second step; the guesses' orders are others.
        let mut guesser = bo_at_his_eid(world).await;
        for _ in 0..5 {
            world
                .eid()
                .simulator
                .script_next(Script::signed_by(person(STRANGER)));
            press(&mut guesser, "this").await;
            world.round().await;
            let challenge = guesser.page().field("challenge").expect("a challenge");
            guesser
                .post(
                    "/o/demo/login/answer",
                    &[("challenge", &challenge), ("order", "")],
                )
                .await;
            guesser.go("/o/demo/login").await;
        }
        assert_eq!(world.failures("bo", EID).await, 5);
        let again = second.pressing("continue", &[]);
        second.press("continue", &[]).await;
        assert!(!second.has_session(), "it waits");
        let mut whole = proved(world, true).await;
        whole.press("continue", &[]).await;
        assert!(!whole.has_session(), "it waits on that way too");
        world.wait(Span::seconds(40));
        second.send(again).await;
        assert!(second.has_session(), "{}", second.page().text());
    });
}

/// A68: the card forbids it meanwhile, the organisation does, or it was taken off the account.
#[test]
fn a68_a_proof_is_judged_by_the_rules_of_its_answer() {
    each_engine(async |world| {
        world.change_rules(|rules| rules.eid_sign_in = true).await;
        for whole in [false, true] {
            let mut browser = proved(world, whole).await;
            world
                .change_card("administrator", |card| {
                    card.allowed_factors = Some([FactorKind::named("sms")].into_iter().collect());
                })
                .await;
            browser.press("continue", &[]).await;
            assert!(
                !browser.has_session(),
                "the card forbids it, whole: {whole}"
            );
            world
                .change_card("administrator", |card| card.allowed_factors = None)
                .await;
            world.wait(Span::minutes(31));

            let mut browser = proved(world, whole).await;
            world
                .change_rules(|rules| {
                    rules.allowed_factors = Some([FactorKind::named("sms")].into_iter().collect());
                })
                .await;
            browser.press("continue", &[]).await;
            assert!(
                !browser.has_session(),
                "the organisation forbids it, whole: {whole}"
            );
            world
                .change_rules(|rules| rules.allowed_factors = None)
                .await;
            world.wait(Span::minutes(31));

            let mut browser = proved(world, whole).await;
            let (demo, bo) = (world.demo().await, world.user("bo").await.id);
            let own = world.authenticators("bo").await;
            let own = own
                .into_iter()
                .find(|own| own.kind.as_str() == EID)
                .expect("bound");
            world
                .write(move |tx| {
                    tx.remove_authenticator(demo, bo, own.id)?;
                    tx.refresh_factor_set(demo, bo).map(drop)
                })
                .await;
            browser.press("continue", &[]).await;
            assert!(!browser.has_session(), "it was taken off, whole: {whole}");
            world.bind_number("bo", BO).await;
            world.uses_eid("bo").await;
            world.wait(Span::minutes(31));
        }
        // Nothing of what was refused above was refused for another reason.
        let mut browser = proved(world, true).await;
        browser.press("continue", &[]).await;
        browser.is_at("account");
    });
}

/// A68: the whole login is switched off while an order runs.
#[test]
fn a68_the_whole_login_ends_when_it_is_switched_off() {
    each_engine(async |world| {
        world.allow_both_ways().await;
        world.open_the_way_back().await;
        let mut whole = proved(world, true).await;
        let mut back = world.browser();
        back.go("/o/demo/recover").await;
        back.choose(EID).await;
        press(&mut back, "this").await;
        world.signed_by(BO).await;
        look(&mut back).await;
        world
            .change_rules(|rules| {
                rules.eid_sign_in = false;
                rules.eid_recovery = false;
            })
            .await;
        whole.press("continue", &[]).await;
        assert!(!whole.has_session());
        back.press("continue", &[]).await;
        back.go("/o/demo/login").await;
        back.is_at("password");
        assert_eq!(world.told("bo", "recovery-proved", "done").await, 0);
    });
}

/// Switched off, the ways are not offered, and their addresses do nothing whatever is sent there.
#[test]
fn a_way_that_is_switched_off_is_not_offered_and_does_nothing() {
    each_engine(async |world| {
        for (at, page) in [
            ("/o/demo/login", "/o/demo/login/identify"),
            ("/o/demo/recover", "/o/demo/recover/identify"),
        ] {
            let mut browser = world.browser();
            browser.go(at).await;
            let offered = browser.page().choices();
            assert!(!offered.iter().any(|kind| kind == EID), "{at}: {offered:?}");
            for typed in [
                &[("choice", EID)][..],
                &[("choice", EID), ("order", "this")],
                &[("order", "this")],
                &[
                    ("challenge", "0199b800-0000-7000-8000-000000000000"),
                    ("order", "this"),
                ],
                &[
                    ("challenge", "0199b800-0000-7000-8000-000000000000"),
                    ("order", ""),
                ],
            ] {
                browser.go(at).await;
                browser.post(page, typed).await;
                assert!(browser.page().status.as_u16() < 500 && !browser.has_session());
                browser.go(page).await;
                assert_ne!(browser.page().name(), "answer", "{typed:?}");
            }
        }
        assert!(world.eid().simulator.requests().is_empty());
    });
}

/// The account at the eID is gone from the configuration: whoever has it enrolled is told that, in words of its own, and takes another way.
#[test]
fn an_eid_without_an_account_is_told_to_be_out_of_reach() {
    each_engine(async |world| {
        let mut waiting = bo_with_an_order(world).await;
        let demo = world.demo().await;
        world.write(move |tx| tx.set_services(demo, &[])).await;
        let mut browser = world.browser();
        browser.sign_in("bo", PASSWORD).await;
        browser.is_at("choose-factor");
        let told = browser.page().text();
        assert!(told.contains("It cannot be reached just now."), "{told}");
        assert!(
            !browser.page().choices().contains(&EID.to_owned()),
            "{told}"
        );
        browser
            .post("/o/demo/login/choose", &[("choice", EID)])
            .await;
        browser.go("/o/demo/login").await;
        browser.choose("sms").await;
        browser.answer(&world.texted_code("+46701740605")).await;
        browser.is_at("account");
        // What had begun already is worth what it always was.
        world.signed_by(BO).await;
        look(&mut waiting).await;
        waiting.press("continue", &[]).await;
        waiting.is_at("account");
    });
}
