//! Locking: an outsider cannot lock somebody out, and whoever is locked out is locked out everywhere.

use app::administer::{self, By};
use axum::http::Method;
use domain::time::Span;
use tests::each_engine;
use tests::world::{PASSWORD, World};

use crate::people::{cilla_with_app, signed_in_by_mail, waiting_for_a_step};

/// A19.
#[test]
fn a19_a_flood_of_wrong_passwords_locks_nobody_out() {
    each_engine(async |world| {
        let (_, app, _) = cilla_with_app(world).await;
        for number in 0..60_u8 {
            let mut outsider = world.browser().coming_from([198, 51, 100, number % 3]);
            outsider.sign_in("cilla", "a wrong password").await;
            assert!(!outsider.has_session());
        }
        assert_eq!(
            world.failures("cilla", "totp").await,
            0,
            "the second step is out of an outsider's reach"
        );
        let mut victim = world.browser().coming_from([203, 0, 113, 7]);
        victim.sign_in("cilla", PASSWORD).await;
        victim.is_at("answer");
        victim.answer(&app.code(world.now())).await;
        victim.is_at("account");
    });
}

async fn suspend(world: &World, username: &str, suspended: bool) {
    let (organisation, user) = (world.demo().await, world.user(username).await.id);
    administer::suspend_user(
        world.app(),
        organisation,
        user,
        suspended,
        &By::operator(world.now()),
    )
    .await
    .expect("done");
}

/// A20: every way to go on that was open before.
#[test]
fn a20_a_suspended_person_goes_on_nowhere() {
    each_engine(async |world| {
        // A session, a login that waits, a trusted device, a link that is out.
        let mut session = signed_in_by_mail(world, "wilma").await;
        session.is_at("trust-device");
        session.press("trust", &[]).await;
        session.is_at("account");
        world.wait(Span::minutes(1));
        let mut waiting = world.browser();
        waiting.sign_in("wilma", PASSWORD).await;
        let code = world.mailed_code("wilma");
        let mut forgotten = world.browser();
        forgotten.go("/o/demo/recover").await;
        forgotten.press("continue", &[("username", "wilma")]).await;
        let link = world.mailed_link("wilma");
        let mut device = session.clone();
        device.forget("_session");

        suspend(world, "wilma", true).await;
        world.settle();
        session.go("/account").await;
        session.is_at("password");
        waiting.answer(&code).await;
        assert!(!waiting.has_session());
        device.sign_in("wilma", PASSWORD).await;
        assert!(!device.has_session());
        device.is_at("password");
        forgotten.go(&link).await;
        assert!(
            !forgotten.page().offers("continue") || forgotten.page().status.as_u16() == 422,
            "{}",
            forgotten.page().text()
        );
        let mut another = world.browser();
        another.go("/o/demo/recover").await;
        let sent = world.mail_to("wilma").len();
        another.press("continue", &[("username", "wilma")]).await;
        assert_eq!(
            world.mail_to("wilma").len(),
            sent,
            "nothing is sent to somebody who is suspended"
        );
        assert_eq!(world.sessions("wilma").await, 0);

        suspend(world, "wilma", false).await;
        world.settle();
        let mut again = world.browser();
        again.sign_in("wilma", PASSWORD).await;
        again.is_at("answer");
    });
}

/// A20: on the very next request of the node that did it, and within three seconds on another.
#[test]
fn a20_a_suspension_reaches_the_other_node_within_three_seconds() {
    each_engine(async |world| {
        let other = world.start_node(&tests::world::Plan::default());
        let session = signed_in_by_mail(world, "stina").await;
        let mut here = session.clone();
        let mut there = session.at_node(world, other);
        for browser in [&mut here, &mut there] {
            browser.go("/account").await;
            browser.is_at("account");
        }
        suspend(world, "stina", true).await;
        here.go("/account").await;
        here.is_at("password");
        world.wait(Span::seconds(3));
        there.go("/account").await;
        there.is_at("password");
    });
}

/// A20: fresh proof that was begun before.
#[test]
fn a20_fresh_proof_begun_before_a_suspension_proves_nothing() {
    each_engine(async |world| {
        let (mut session, app, _) = cilla_with_app(world).await;
        world.wait(Span::minutes(10));
        session.go("/account/security/password").await;
        session.is_at("reauthenticate");
        suspend(world, "cilla", true).await;
        session.press("continue", &[("password", PASSWORD)]).await;
        if session.page().name() == "answer" {
            session.answer(&app.code(world.now())).await;
        }
        assert!(
            !matches!(session.page().name(), "security" | "account" | "answer"),
            "{}",
            session.page().text()
        );
        let asking = session.asking(Method::GET, "/account/security");
        session.send(asking).await;
        assert_eq!(session.page().status.as_u16(), 303);
    });
}

/// A20 for an organisation: none of its people goes on.
#[test]
fn a20_nobody_of_a_suspended_organisation_goes_on() {
    each_engine(async |world| {
        let mut session = signed_in_by_mail(world, "agnes").await;
        let mut waiting = waiting_for_a_step(world, "stina").await;
        let code = world.mailed_code("stina");
        administer::suspend_organisation(
            world.app(),
            world.demo().await,
            true,
            &By::operator(world.now()),
        )
        .await
        .expect("done");
        world.settle();
        session.go("/account").await;
        assert_ne!(session.page().name(), "account");
        waiting.answer(&code).await;
        assert!(!waiting.has_session());
        let mut late = world.browser();
        late.go("/o/demo/login").await;
        if late.page().name() == "password" {
            late.press("continue", &[("username", "agnes"), ("password", PASSWORD)])
                .await;
        }
        assert!(!late.has_session());
        let mut neighbour = world.browser();
        neighbour.sign_in_at("grannen", "agnes", PASSWORD).await;
        neighbour.is_at("answer");
    });
}

/// A19, its nearest sibling: the flood comes from the victim's own address (one office, one proxy), and the victim's browser is trusted.
#[test]
fn a19_a_trusted_browser_gets_in_past_a_flood_from_its_own_address() {
    each_engine(async |world| {
        let mut victim = signed_in_by_mail(world, "wilma").await;
        victim.is_at("trust-device");
        victim.press("trust", &[]).await;
        victim.is_at("account");
        victim.press("sign-out", &[]).await;
        for _ in 0..20 {
            let mut outsider = world.browser();
            outsider.sign_in("wilma", "a wrong password").await;
            assert!(!outsider.has_session());
        }
        victim.sign_in("wilma", PASSWORD).await;
        victim.is_at("account");
        let mut stranger = world.browser();
        stranger.sign_in("wilma", PASSWORD).await;
        assert!(!stranger.has_session(), "an unknown browser waits");
    });
}
