//! Cookies that somebody planted, kept or copied: each proof gives a new one, and the old is worth nothing (R40).

use axum::http::Method;
use domain::time::Span;
use tests::world::PASSWORD;
use tests::{Browser, each_engine};

use crate::people::{cilla_with_app, signed_in_by_mail, waiting_for_a_step};

async fn lets_in(browser: &Browser, session: &str) -> bool {
    let mut thief = browser.clone();
    thief.cookies.clear();
    thief.plant("_session", session);
    let asking = thief.asking(Method::GET, "/account/security");
    thief.send(asking).await;
    thief.page().status.is_success()
}

/// A05.
#[test]
fn a05_a_planted_login_cookie_is_replaced_and_worth_nothing() {
    each_engine(async |world| {
        let mut attacker = world.browser();
        attacker.go("/o/demo/login").await;
        let planted = attacker.cookie("_login").expect("a cookie").to_owned();
        let mut victim = world.browser();
        victim.plant("_login", &planted);
        victim.sign_in("agnes", PASSWORD).await;
        victim.is_at("answer");
        assert_ne!(
            victim.cookie("_login"),
            Some(planted.as_str()),
            "the password gives a new one"
        );
        attacker.go("/o/demo/login").await;
        attacker.is_at("password");
        victim.answer(&world.mailed_code("agnes")).await;
        victim.is_at("account");
        attacker.go("/account").await;
        attacker.is_at("password");
    });
}

/// A05: an attacker's own login, planted before the victim types a password.
#[test]
fn a05_a_login_that_an_attacker_began_is_not_taken_on_by_the_victim() {
    each_engine(async |world| {
        let attacker = waiting_for_a_step(world, "bo").await;
        let planted = attacker.cookie("_login").expect("a cookie").to_owned();
        let mut victim = world.browser();
        victim.plant("_login", &planted);
        victim.go("/o/demo/login").await;
        victim
            .post(
                "/o/demo/login",
                &[("username", "agnes"), ("password", PASSWORD)],
            )
            .await;
        victim.go("/o/demo/login").await;
        let code = world.mailed_code("agnes");
        victim.answer(&code).await;
        victim.is_at("account");
        let mut attacker = attacker;
        attacker.answer(&code).await;
        attacker.go("/o/demo/login").await;
        assert!(!attacker.has_session());
    });
}

/// A05: a session planted before the login is ended by it, not gone on with.
#[test]
fn a05_a_planted_session_is_never_the_one_that_is_signed_in_to() {
    each_engine(async |world| {
        let attacker = signed_in_by_mail(world, "stina").await;
        let planted = attacker.cookie("_session").expect("a session").to_owned();
        let mut victim = world.browser();
        victim.go("/o/demo/login").await;
        victim.plant("_session", &planted);
        victim
            .press("continue", &[("username", "agnes"), ("password", PASSWORD)])
            .await;
        victim.is_at("answer");
        victim.answer(&world.mailed_code("agnes")).await;
        victim.is_at("account");
        assert_ne!(victim.cookie("_session"), Some(planted.as_str()));
        assert!(
            !lets_in(&attacker, &planted).await,
            "one browser has one session: the planted one is over"
        );
    });
}

/// A05: two cookies of one name are none.
#[test]
fn a05_of_two_cookies_of_one_name_neither_is_believed() {
    each_engine(async |world| {
        let mut victim = signed_in_by_mail(world, "agnes").await;
        let own = victim.cookie("_session").expect("a session").to_owned();
        let planted = signed_in_by_mail(world, "stina")
            .await
            .cookie("_session")
            .expect("a session")
            .to_owned();
        for order in [[&own, &planted], [&planted, &own]] {
            let header = format!(
                "__Host-tvasteg_session={}; __Host-tvasteg_session={}",
                order[0], order[1]
            );
            let asking = victim
                .asking(Method::GET, "/account")
                .with("cookie", &header);
            victim.send(asking).await;
            assert_eq!(victim.page().status.as_u16(), 303);
        }
    });
}

/// A05 and R40: a new session at every proof, and the old is dead.
#[test]
fn a05_every_proof_gives_a_new_session_and_ends_the_old() {
    each_engine(async |world| {
        let (mut session, app, _) = cilla_with_app(world).await;
        let mut seen = vec![session.cookie("_session").expect("a session").to_owned()];
        // Fresh proof.
        world.wait(Span::minutes(6));
        session.go("/account/security/password").await;
        session.press("continue", &[("password", PASSWORD)]).await;
        if session.page().name() == "answer" {
            session.answer(&app.code(world.now())).await;
        }
        session.is_at("change-password");
        seen.push(session.cookie("_session").expect("a session").to_owned());
        // A changed password.
        session
            .press(
                "continue",
                &[
                    ("password", PASSWORD),
                    ("new_password", "en helt annan lösenfras"),
                ],
            )
            .await;
        session.is_at("security");
        seen.push(session.cookie("_session").expect("a session").to_owned());
        // Another factor.
        session.go("/account/security/add/email").await;
        session
            .press("continue", &[("address", "cilla@demo.example")])
            .await;
        session.answer(&world.mailed_code("cilla")).await;
        session.is_at("done");
        seen.push(session.cookie("_session").expect("a session").to_owned());
        let last = seen.pop().expect("the last");
        assert!(lets_in(&session, &last).await);
        assert_ne!(seen[0], seen[1], "fresh proof gives a new session");
        assert_ne!(seen[2], last, "a new factor gives a new session");
        for old in seen.iter().filter(|old| **old != last) {
            assert!(!lets_in(&session, old).await, "an earlier session is over");
        }
        assert_eq!(world.sessions("cilla").await, 1);
    });
}

/// A05: signing out ends it on the server, in every tab and on the other node.
#[test]
fn a05_a_session_that_was_signed_out_is_over_everywhere() {
    each_engine(async |world| {
        let other = world.start_node(&tests::world::Plan::default());
        let mut session = signed_in_by_mail(world, "agnes").await;
        let kept = session.cookie("_session").expect("a session").to_owned();
        let there = session.clone().at_node(world, other);
        assert!(lets_in(&there, &kept).await);
        session.press("sign-out", &[]).await;
        session.is_at("password");
        assert!(!session.has_session());
        assert!(!lets_in(&session, &kept).await);
        world.wait(Span::seconds(3));
        assert!(!lets_in(&there, &kept).await);
    });
}

/// A05: what is not exactly a cookie of ours is no cookie.
#[test]
fn a05_malformed_cookies_are_no_cookies() {
    each_engine(async |world| {
        let session = signed_in_by_mail(world, "agnes").await;
        let own = session.cookie("_session").expect("a session").to_owned();
        let parts: Vec<&str> = own.split('.').collect();
        let swapped = |place: usize, with: &str| {
            let mut parts: Vec<&str> = parts.clone();
            parts[place] = with;
            parts.join(".")
        };
        let malformed = [
            String::new(),
            ".".to_owned(),
            "..".to_owned(),
            parts[..2].join("."),
            format!("{own}."),
            format!("{own}.x"),
            format!("{own}A"),
            own[1..].to_owned(),
            own.to_uppercase(),
            own.replace('.', "%2E"),
            format!("\"{own}\""),
            swapped(0, parts[1]),
            swapped(1, parts[0]),
            swapped(2, &"A".repeat(43)),
            swapped(2, ""),
            "A".repeat(4000),
            "A".repeat(20_000),
            "ÿþ".to_owned(),
        ];
        for value in malformed {
            assert!(!lets_in(&session, &value).await, "{value:.100}");
        }
        assert!(lets_in(&session, &own).await);
    });
}

/// A page that asks how far an order has come does so while its person does nothing: that is no use of a session.
#[test]
fn a_page_that_asks_on_its_own_keeps_nobody_signed_in() {
    each_engine(async |world| {
        let mut idle = signed_in_by_mail(world, "agnes").await;
        let mut busy = signed_in_by_mail(world, "stina").await;
        for _ in 0..5 {
            world.wait(Span::minutes(11));
            for address in [
                "/account/security/add/totp/progress",
                "/o/demo/login/progress",
            ] {
                let told = idle.fetch(address).await;
                assert_eq!(
                    (told.status.as_u16(), &*told.body),
                    (200, r#"{"stage":""}"#)
                );
                assert_eq!(told.header("cache-control"), Some("no-store"));
            }
            busy.go("/account").await;
            busy.is_at("account");
        }
        world.wait(Span::minutes(11));
        let over = idle.fetch("/account/security/add/totp/progress").await;
        assert_eq!((over.status.as_u16(), &*over.body), (303, ""));
        idle.go("/account").await;
        idle.is_at("password");
        busy.go("/account").await;
        busy.is_at("account");
    });
}

/// What tells one browser from others for an eID is drawn when an order begins, once, and opens nothing.
#[test]
fn a_browser_is_made_known_by_its_first_order_alone() {
    each_engine(async |world| {
        let mut browser = waiting_for_a_step(world, "agnes").await;
        let challenge = browser.page().field("challenge").expect("a challenge");
        let mut fields = vec![("challenge", challenge.as_str()), ("code", "")];
        browser.post("/o/demo/login/answer", &fields).await;
        assert_eq!(browser.cookie("_browser"), None, "no order, no cookie");
        fields.push(("order", "this"));
        browser.post("/o/demo/login/answer", &fields).await;
        let set = browser
            .page()
            .header("set-cookie")
            .expect("a cookie")
            .to_owned();
        let drawn = browser.cookie("_browser").expect("a cookie").to_owned();
        assert_eq!(
            set,
            format!(
                "__Host-tvasteg_browser={drawn}; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=31536000"
            )
        );
        assert!(drawn.len() == 32 && drawn.bytes().all(|sign| sign.is_ascii_hexdigit()));
        browser.post("/o/demo/login/answer", &fields).await;
        assert_eq!(browser.page().header("set-cookie"), None, "it is kept");
        // What is none of ours is replaced.
        browser.plant("_browser", "mine");
        browser.post("/o/demo/login/answer", &fields).await;
        assert_ne!(browser.cookie("_browser"), Some("mine"));
    });
}
