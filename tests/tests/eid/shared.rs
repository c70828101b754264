//! One computer, several people: what one of them left open is nobody's who comes after, and whoever copied a cookie has nothing of it.

use tests::Browser;
use tests::eid::{BO, EID, each_engine};
use tests::world::{PASSWORD, World};

use crate::play::{look, press, progress, stage};

const WAYS: [(&str, &str); 2] = [
    ("/o/demo/login", "account"),
    ("/o/demo/recover", "new-password"),
];

async fn opened(world: &World, way: &str) -> Browser {
    let mut browser = world.browser();
    browser.go(way).await;
    browser.choose(EID).await;
    browser.is_at("answer");
    browser
}

/// A05: whoever opened the page on a computer of many, and kept a copy of its cookies, waits for nothing once somebody else uses it.
#[test]
fn a05_a_copied_cookie_waits_for_nothing() {
    each_engine(async |world| {
        world.open_the_way_back().await;
        world.change_rules(|rules| rules.eid_sign_in = true).await;
        for (way, arrives) in WAYS {
            let mut victim = opened(world, way).await;
            let mut thief = victim.clone();
            let challenge = victim.page().field("challenge").expect("a challenge");
            press(&mut victim, "this").await;
            world.signed_by(BO).await;
            let told = progress(&thief, &format!("{way}/identify/progress")).await;
            assert_eq!(told["stage"], "", "{way}: {told}");
            thief
                .post(
                    &format!("{way}/identify"),
                    &[("challenge", &challenge), ("order", "")],
                )
                .await;
            thief.go("/o/demo/login").await;
            assert!(!thief.has_session(), "{way}");
            assert_eq!(thief.page().name(), "password", "{way}");
            look(&mut victim).await;
            assert_eq!(stage(victim.page()), "proved", "{}", victim.page().text());
            victim.press("continue", &[]).await;
            assert_eq!(victim.page().name(), arrives, "{}", victim.page().text());
        }
    });
}

/// A browser on agnes' security page in which somebody's proof for this way waits, too.
async fn beside_a_session(world: &World, way: &str) -> Browser {
    let mut earlier = opened(world, way).await;
    let mut browser = world.browser();
    browser.sign_in("agnes", PASSWORD).await;
    browser.answer(&world.mailed_code("agnes")).await;
    browser.is_at("account");
    press(&mut earlier, "this").await;
    world.signed_by(BO).await;
    let both = browser.cookies.iter().chain(&earlier.cookies);
    browser.cookies = both
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    browser.go(&format!("{way}/identify")).await;
    assert_eq!(browser.page().name(), "answer", "{way}: it is there");
    browser.go("/account/security").await;
    browser
}

/// A20: a proof that was left open ends when somebody signs in in the same browser, and when they sign out.
#[test]
fn a20_a_proof_that_was_left_is_nobodys_who_comes_after() {
    each_engine(async |world| {
        world.open_the_way_back().await;
        world.change_rules(|rules| rules.eid_sign_in = true).await;
        for (way, _) in WAYS {
            for signed in [true, false] {
                let mut browser = opened(world, way).await;
                press(&mut browser, "this").await;
                if signed {
                    world.signed_by(BO).await;
                }
                browser.sign_in("agnes", PASSWORD).await;
                world.round().await;
                assert!(world.eid().orders().is_empty(), "{way}: cancelled");
                browser.answer(&world.mailed_code("agnes")).await;
                browser.is_at("account");
                browser.go("/account/security").await;
                browser.press("sign-out", &[]).await;
                browser.go(&format!("{way}/identify")).await;
                assert_ne!(browser.page().name(), "answer", "{way}");
                assert!(!browser.has_session());
                world.wait(domain::time::Span::minutes(31));
            }
            // The same where it was begun before she came in, and its page is used after: she signs out, or ends the session she is in.
            for ends in [true, false] {
                let mut browser = beside_a_session(world, way).await;
                if ends {
                    let (demo, agnes) = (world.demo().await, world.user("agnes").await.id);
                    let own = world.read(move |tx| tx.sessions_of_user(demo, agnes)).await;
                    assert_eq!(own.len(), 1);
                    let end = format!("/account/security/sessions/{}/end", own[0].id);
                    browser.post(&end, &[]).await;
                } else {
                    browser.press("sign-out", &[]).await;
                }
                assert_eq!(world.sessions("agnes").await, 0);
                browser.go(&format!("{way}/identify")).await;
                assert_ne!(browser.page().name(), "answer", "{way}");
            }
            world.wait(domain::time::Span::minutes(31));
        }
    });
}
