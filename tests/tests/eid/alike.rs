//! Who has an account is told to nobody by an eID either: unknown, suspended, forbidden and next door are answered alike (A22, A24); and no
//! personal number is anywhere but sealed.

use app::administer::{self, By};
use domain::time::Span;
use tests::Browser;
use tests::eid::{BO, CILLA, EID, NUMBERS, OSKAR, STRANGER, each_engine};
use tests::world::World;

use crate::play::{bo_signed_in, look, press, progress, stage};

/// Every page of somebody with this number, up to what they are told.
async fn walk(world: &World, way: &str, digits: &str) -> Vec<String> {
    let mut browser: Browser = world.browser();
    let mut seen = Vec::new();
    browser.go(way).await;
    browser.choose(EID).await;
    seen.push(browser.page().masked());
    press(&mut browser, "this").await;
    world.signed_by(digits).await;
    let told = progress(&browser, &format!("{way}/identify/progress")).await;
    seen.push(told.to_string());
    look(&mut browser).await;
    assert_eq!(stage(browser.page()), "proved");
    seen.push(browser.page().masked());
    let answer = browser.pressing("continue", &[]);
    browser.send(answer).await;
    assert!(!browser.has_session());
    seen.push(browser.page().masked());
    browser.go(&format!("{way}/identify")).await;
    seen.push(browser.page().masked());
    world.wait(Span::minutes(11));
    seen
}

/// A22, A24.
#[test]
fn a22_unknown_and_suspended_are_answered_alike() {
    each_engine(async |world| {
        world.allow_both_ways().await;
        world.bind_number("oskar", OSKAR).await;
        let demo = world.demo().await;
        let by = By::operator(world.now());
        for name in ["bo", "oskar"] {
            let user = world.user(name).await.id;
            administer::suspend_user(world.app(), demo, user, true, &by)
                .await
                .expect("done");
        }
        world.settle();
        for way in ["/o/demo/login", "/o/demo/recover"] {
            let stranger = walk(world, way, STRANGER).await;
            for digits in [BO, OSKAR, CILLA] {
                assert_eq!(walk(world, way, digits).await, stranger, "{way}");
            }
        }
        assert_eq!(world.sessions("bo").await, 0);
    });
}

/// Another organisation's people are strangers here, and ours there.
#[test]
fn a54_whoever_is_known_here_is_a_stranger_next_door() {
    each_engine(async |world| {
        world.change_rules(|rules| rules.eid_sign_in = true).await;
        world
            .write(|tx| {
                let mut next = tx.find_organisation_by_slug("grannen")?.expect("next door");
                next.rules.eid_sign_in = true;
                tx.save_organisation(&next, store::Bump::Policy).map(drop)
            })
            .await;
        let mut browser = world.browser();
        browser.go("/o/grannen/login").await;
        browser.choose(EID).await;
        press(&mut browser, "this").await;
        world.signed_by(BO).await;
        look(&mut browser).await;
        let challenge = browser.page().field("challenge").expect("a challenge");
        // Nor is the proof worth anything here.
        let mut here = browser.clone();
        here.post(
            "/o/demo/login/identify",
            &[("challenge", &challenge), ("order", "")],
        )
        .await;
        assert!(!here.has_session());
        browser.press("continue", &[]).await;
        browser.is_at("password");
        assert!(!browser.has_session());
    });
}

/// No personal number in a log line, an address, a page, JSON, an audit row in clear, or in the database's files. Pages and headers are held
/// to it in every test of these.
#[test]
fn no_personal_number_is_anywhere_but_sealed() {
    tests::logs::collect();
    each_engine(async |world| {
        world.allow_both_ways().await;
        let mut browser = bo_signed_in(world).await;
        for address in [
            "/account",
            "/account/security",
            "/account/security/data",
            "/admin",
            "/admin/users",
            "/admin/audit",
        ] {
            browser.go(address).await;
        }
        let bo = world.user("bo").await.id;
        browser.go(&format!("/admin/users/{bo}")).await;
        assert!(browser.page().status.is_success());
        for row in world.log("bo").await {
            browser.go(&format!("/admin/audit/{}", row.id)).await;
            let shown = format!(
                "{:?} {:?} {:?}",
                row.kind,
                row.details,
                row.personal
                    .map(|own| (own.address, own.target, own.browser))
            );
            holds_no_number(&shown, "an audit row");
        }
        for way in ["/o/demo/login", "/o/demo/recover"] {
            walk(world, way, STRANGER).await;
        }
        let loot = world.database.loot();
        let loot = String::from_utf8_lossy(&loot);
        holds_no_number(&loot, "the database");
        holds_no_number(&tests::logs::collected(), "the log");
        for letter in world.post.letters() {
            holds_no_number(&letter.text, "a letter");
        }
    });
}

#[track_caller]
fn holds_no_number(text: &str, what: &str) {
    for digits in NUMBERS {
        let ten = &digits[2..];
        for spelt in [ten.to_owned(), format!("{}-{}", &ten[..6], &ten[6..])] {
            if let Some(at) = text.find(&spelt) {
                let around: String = text[..at]
                    .chars()
                    .rev()
                    .take(120)
                    .collect::<Vec<_>>()
                    .into_iter()
                    .rev()
                    .collect();
                panic!("{what} holds {spelt} after {around}");
            }
        }
    }
}
