//! Links that are mailed or handed over: a forgotten password, an invitation, an enrolment pass.

use app::administer::{self, By, Handing, Invitation, NewUser};
use domain::time::Span;
use tests::world::{BASE_URL, OSKARS_PASSWORD, PASSWORD};
use tests::{Authenticator, World};

use crate::{browser, in_both_languages, is_at};

const NEW: &str = "en ny lösenfras för i år";

async fn forgot(world: &World, browser: &mut tests::Browser, typed: &str, mailbox: &str) -> String {
    browser.go("/o/demo/login").await;
    let forgot = browser
        .page()
        .links()
        .into_iter()
        .find(|link| link.ends_with("/recover"))
        .expect("a link");
    browser.go(&forgot).await;
    browser.press("continue", &[("username", typed)]).await;
    assert!(
        !browser.page().told().is_empty(),
        "{}",
        browser.page().text()
    );
    world.mailed_link(mailbox)
}

/// O4: by username or by mailbox; the link is good once, for half an hour.
#[test]
fn a_forgotten_password_is_replaced_by_a_mailed_link() {
    in_both_languages(async |world, language| {
        for (typed, old, new) in [
            ("oskar", OSKARS_PASSWORD, NEW),
            ("Oskar@Demo.Example", NEW, "en tredje lösenfras här"),
        ] {
            let mut oskar = browser(world, language);
            let link = forgot(world, &mut oskar, typed, "oskar").await;
            // A scanner fetches the link first: that uses nothing up.
            for _ in 0..3 {
                let mut scanner = world.browser();
                scanner.go(&link).await;
            }
            oskar.go(&link).await;
            assert!(oskar.page().text().contains("oskar"));
            oskar.press("continue", &[]).await;
            is_at(&oskar, "new-password", language);
            oskar.press("continue", &[("new_password", "kort")]).await;
            is_at(&oskar, "new-password", language);
            assert!(!oskar.page().alert().is_empty());
            oskar.press("continue", &[("new_password", new)]).await;
            is_at(&oskar, "password", language);
            assert!(
                !oskar.page().told().is_empty(),
                "the page says that it is changed"
            );
            assert!(!oskar.has_session(), "a link signs nobody in");
            oskar
                .press("continue", &[("username", "oskar"), ("password", new)])
                .await;
            is_at(&oskar, "account", language);
            let mut other = browser(world, language);
            other.sign_in("oskar", old).await;
            is_at(&other, "password", language);
            other.go(&link).await;
            assert!(
                !other.page().text().contains("oskar"),
                "a link is good once"
            );
            world.wait(Span::minutes(20));
        }
        assert!(world.mail_to("oskar").len() >= 4, "links and notices");
    });
}

/// R22: the second step is asked for, and never from the mailbox that the link came to.
#[test]
fn a_mailed_link_never_stands_in_for_the_second_step() {
    in_both_languages(async |world, language| {
        // Agnes' only factor is the very mailbox: support helps.
        let mut agnes = browser(world, language);
        let link = forgot(world, &mut agnes, "agnes", "agnes").await;
        agnes.go(&link).await;
        let mails = world.mail_to("agnes").len();
        agnes.press("continue", &[]).await;
        is_at(&agnes, "support", language);
        assert_eq!(world.mail_to("agnes").len(), mails, "no code is sent to it");
        agnes.go("/o/demo/recover/password").await;
        assert_ne!(agnes.page().name(), "new-password");
        // Cilla's app is another proof.
        let mut cilla = browser(world, language);
        cilla.sign_in("cilla", PASSWORD).await;
        let (app, _) = cilla.set_up_app(world, PASSWORD).await;
        world.next_code();
        let mut forgotten = browser(world, language);
        let link = forgot(world, &mut forgotten, "cilla", "cilla").await;
        forgotten.go(&link).await;
        forgotten.press("continue", &[]).await;
        is_at(&forgotten, "answer", language);
        assert_eq!(forgotten.page().factor(), Some("totp"));
        forgotten.go("/o/demo/recover/password").await;
        assert_ne!(
            forgotten.page().name(),
            "new-password",
            "not before the code"
        );
        forgotten.go(&link).await;
        forgotten.press("continue", &[]).await;
        forgotten.answer(&app.wrong_code(world.now())).await;
        is_at(&forgotten, "answer", language);
        forgotten.answer(&app.code(world.now())).await;
        is_at(&forgotten, "new-password", language);
        forgotten.press("continue", &[("new_password", NEW)]).await;
        is_at(&forgotten, "password", language);
        // Every session of hers is over, and the second step stands.
        cilla.go("/account").await;
        is_at(&cilla, "password", language);
        world.next_code();
        forgotten
            .press("continue", &[("username", "cilla"), ("password", NEW)])
            .await;
        is_at(&forgotten, "answer", language);
        forgotten.answer(&app.code(world.now())).await;
        is_at(&forgotten, "account", language);
    });
}

/// A link that is half an hour old, and one that a newer one replaced.
#[test]
fn an_old_link_says_so_and_offers_a_new_one() {
    in_both_languages(async |world, language| {
        let mut oskar = browser(world, language);
        let first = forgot(world, &mut oskar, "oskar", "oskar").await;
        let second = forgot(world, &mut oskar, "oskar", "oskar").await;
        oskar.go(&first).await;
        is_at(&oskar, "expired", language);
        oskar.press("continue", &[]).await;
        assert!(oskar.page().address.ends_with("/recover"));
        oskar.go(&second).await;
        oskar.press("continue", &[]).await;
        is_at(&oskar, "new-password", language);
        let mut late = browser(world, language);
        let third = forgot(world, &mut late, "oskar", "oskar").await;
        world.wait(Span::minutes(31));
        late.go(&third).await;
        is_at(&late, "expired", language);
        oskar.press("continue", &[("new_password", NEW)]).await;
        assert_ne!(oskar.page().name(), "security");
        let mut still = browser(world, language);
        still.sign_in("oskar", OSKARS_PASSWORD).await;
        is_at(&still, "account", language);
    });
}

/// An invitation leads to a first password, and from there to whatever the role demands.
#[test]
fn somebody_new_follows_the_invitation_to_a_first_password_and_a_second_step() {
    in_both_languages(async |world, language| {
        let new = NewUser {
            username: "nina".to_owned(),
            name: "Nina Ny".to_owned(),
            email: Some("nina@demo.example".to_owned()),
            roles: vec!["accounting".to_owned()],
            invitation: Some(Handing::Mail),
            ..NewUser::default()
        };
        let by = By::operator(world.now());
        let added = administer::add_user(world.app(), world.demo().await, new, &by)
            .await
            .expect("added");
        assert!(matches!(
            added.invitation,
            Some(Invitation::Mailed { accepted: true, .. })
        ));
        world.wait(Span::days(6));
        let link = world.mailed_link("nina");
        let mut nina = browser(world, language);
        nina.go(&link).await;
        nina.press("continue", &[]).await;
        is_at(&nina, "new-password", language);
        nina.press("continue", &[("new_password", NEW)]).await;
        is_at(&nina, "password", language);
        nina.press("continue", &[("username", "nina"), ("password", NEW)])
            .await;
        is_at(&nina, "enrol-choose", language);
        nina.set_up_app(world, NEW).await;
        // The invitation is spent.
        let mut again = browser(world, language);
        again.go(&link).await;
        is_at(&again, "expired", language);
    });
}

/// An enrolment pass stands in for a lost second step, after the password, and opens an enrolment alone.
#[test]
fn an_enrolment_pass_leads_to_a_new_second_step_and_ends_the_old() {
    in_both_languages(async |world, language| {
        let mut before = browser(world, language);
        before.sign_in("cilla", PASSWORD).await;
        let (lost, lost_codes) = before.set_up_app(world, PASSWORD).await;
        let (organisation, user) = (world.demo().await, world.user("cilla").await.id);
        let by = By::operator(world.now());
        let pass = administer::issue_pass(world.app(), organisation, user, Span::minutes(30), &by)
            .await
            .expect("a pass");
        let link = pass.url.strip_prefix(BASE_URL).expect("ours").to_owned();
        let mut cilla = browser(world, language);
        cilla.go(&link).await;
        cilla.press("continue", &[]).await;
        is_at(&cilla, "reauthenticate", language);
        cilla
            .press("continue", &[("password", "a thief's guess")])
            .await;
        is_at(&cilla, "reauthenticate", language);
        cilla.press("continue", &[("password", PASSWORD)]).await;
        is_at(&cilla, "enrol-choose", language);
        assert_eq!(
            world.authenticators("cilla").await.len(),
            2,
            "what stood stands until then"
        );
        let (app, codes) = cilla.set_up_app(world, PASSWORD).await;
        cilla.press("continue", &[]).await;
        is_at(&cilla, "account", language);
        before.go("/account").await;
        is_at(&before, "password", language);
        world.next_code();
        for (code, kind, enters) in [
            (lost.code(world.now()), "totp", false),
            (lost_codes[0].clone(), "recovery_codes", false),
            (codes[0].clone(), "recovery_codes", true),
            (app.code(world.now()), "totp", true),
        ] {
            let mut login = browser(world, language);
            login.sign_in("cilla", PASSWORD).await;
            if login.page().factor() != Some(kind) {
                login.press("other-factor", &[]).await;
                login.choose(kind).await;
            }
            login.answer(&code).await;
            assert_eq!(login.has_session(), enters, "{kind}");
        }
        let mut again = browser(world, language);
        again.go(&link).await;
        is_at(&again, "expired", language);
        assert!(
            Authenticator::typed_in("JBSWY3DPEHPK3PXP")
                .code(world.now())
                .len()
                == 6
        );
    });
}
