//! Trusted devices: a cookie is worth what the server says today, in one browser, for one person, until something changes.

use app::administer::{self, By};
use domain::audit::EventKind;
use domain::time::Span;
use tests::world::{PASSWORD, World};
use tests::{Browser, each_engine};

use crate::people::{signed_in_by_mail, waiting_for_a_step};

/// A browser that `wilma` trusts, signed in.
async fn trusting(world: &World) -> Browser {
    let mut browser = signed_in_by_mail(world, "wilma").await;
    browser.is_at("trust-device");
    browser.press("trust", &[]).await;
    browser.is_at("account");
    browser
}

/// Another sign-in in a browser that kept nothing but its device's cookie; whether the second step was skipped.
async fn is_skipped(browser: &Browser, username: &str, password: &str) -> bool {
    let mut again = browser.clone();
    again.forget("_session");
    again.forget("_login");
    again.sign_in(username, password).await;
    again.has_session()
}

/// A29.
#[test]
fn a29_a_device_that_one_person_trusts_skips_nothing_for_another() {
    each_engine(async |world| {
        world
            .change_card("administrator", |role| role.trusted_days = 14)
            .await;
        let mut browser = trusting(world).await;
        browser.forget("_session");
        browser.sign_in("bo", PASSWORD).await;
        browser.is_at("answer");
        assert!(!browser.has_session());
        assert_eq!(
            world
                .told("bo", EventKind::DeviceTrusted.code(), "form-stale")
                .await,
            1,
            "and it is noticed"
        );
        assert!(
            is_skipped(&browser, "wilma", PASSWORD).await,
            "it is still hers"
        );
    });
}

/// A29: the cookie of one organisation in another.
#[test]
fn a29_a_trusted_device_of_one_organisation_is_none_in_another() {
    each_engine(async |world| {
        world
            .change_card("owner", |role| role.trusted_days = 14)
            .await;
        let mut browser = signed_in_by_mail(world, "agnes").await;
        browser.is_at("trust-device");
        browser.press("trust", &[]).await;
        let cookie = browser
            .cookie("_device_demo")
            .expect("a device's cookie")
            .to_owned();
        let mut elsewhere = world.browser();
        elsewhere.plant("_device_grannen", &cookie);
        elsewhere.sign_in_at("grannen", "agnes", PASSWORD).await;
        elsewhere.is_at("answer");
        assert!(!elsewhere.has_session());
    });
}

/// What ends trust, each in a world of its own (R43). Gives the password that holds afterwards.
async fn ended_by(what: &str, world: &World, browser: &mut Browser) -> &'static str {
    let (organisation, user) = (world.demo().await, world.user("wilma").await.id);
    match what {
        "a changed password" => return changed_password(browser).await,
        "a forgotten password" => return forgotten_password(world).await,
        "a removed factor" => removed_factor(world, browser).await,
        "a tightened card" => {
            world
                .change_card("panel", |role| role.trusted_days = 0)
                .await;
        }

        "a support reset" => support_reset(world).await,
        "switching off" => {
            world
                .change_card("panel", |role| role.two_step = false)
                .await;
            browser.go("/account/security/switch-off").await;
            browser.press("switch-off", &[]).await;
            assert_eq!(world.authenticators("wilma").await.len(), 0);
            world
                .change_card("panel", |role| role.two_step = true)
                .await;
        }
        "forgetting it" => {
            let devices = world
                .read(move |tx| tx.trusted_devices_of_user(organisation, user))
                .await;
            for device in devices {
                browser.go("/account/security").await;
                let address = format!("/account/security/devices/{}/forget", device.id);
                browser.post(&address, &[]).await;
            }
        }
        other => panic!("no such event: {other}"),
    }
    PASSWORD
}

async fn changed_password(browser: &mut Browser) -> &'static str {
    let new = "en helt annan lösenfras";
    browser.go("/account/security/password").await;
    browser
        .press("continue", &[("password", PASSWORD), ("new_password", new)])
        .await;
    assert_eq!(browser.is_at("security").alert(), "");
    new
}

async fn forgotten_password(world: &World) -> &'static str {
    let (organisation, user) = (world.demo().await, world.user("wilma").await.id);
    let new = "en tredje lösenfras här";
    world
        .change_card("panel", |role| role.two_step = false)
        .await;
    world
        .write(move |tx| {
            tx.remove_authenticators_of_user(organisation, user)
                .map(drop)
        })
        .await;
    let mut forgotten = world.browser();
    forgotten.go("/o/demo/recover").await;
    forgotten.press("continue", &[("username", "wilma")]).await;
    forgotten.go(&world.mailed_link("wilma")).await;
    forgotten.press("continue", &[]).await;
    forgotten.press("continue", &[("new_password", new)]).await;
    forgotten.is_at("password");
    new
}

async fn removed_factor(world: &World, browser: &mut Browser) {
    browser.go("/account/security/add/totp").await;
    add_app(world, browser).await;
    let own = world.authenticators("wilma").await;
    let mail = own
        .iter()
        .find(|own| own.kind.as_str() == "email")
        .expect("hers")
        .id;
    browser
        .go(&format!("/account/security/authenticators/{mail}/remove"))
        .await;
    browser.press("remove", &[]).await;
    assert!(
        world
            .authenticators("wilma")
            .await
            .iter()
            .all(|own| own.kind.as_str() != "email")
    );
}

async fn support_reset(world: &World) {
    let (organisation, user) = (world.demo().await, world.user("wilma").await.id);
    let by = By::operator(world.now());
    let pass = administer::issue_pass(world.app(), organisation, user, Span::minutes(30), &by)
        .await
        .expect("a pass");
    let mut helped = world.browser();
    helped
        .go(pass.url.strip_prefix(tests::world::BASE_URL).expect("ours"))
        .await;
    helped.press("continue", &[]).await;
    helped.press("continue", &[("password", PASSWORD)]).await;
    helped.set_up_app(world, PASSWORD).await;
}

/// Sets up an app in a session that stands fresh at its page.
async fn add_app(world: &World, browser: &mut Browser) {
    if browser.page().name() == "recovery-codes" {
        let code = browser.page().recovery_codes().remove(0);
        browser.answer(&code).await;
    }
    let key = browser.is_at("enrol").secret().expect("a key");
    browser
        .answer(&tests::Authenticator::typed_in(&key).code(world.now()))
        .await;
    browser.is_at("done");
}

/// A30: seven events; a suspension, the eighth, is A20's.
#[test]
fn a30_a_trusted_device_is_worth_nothing_after_what_ends_trust() {
    for event in [
        "a changed password",
        "a forgotten password",
        "a removed factor",
        "a tightened card",
        "a support reset",
        "switching off",
        "forgetting it",
    ] {
        each_engine(async |world| {
            let worth = trusting(world).await;
            assert!(
                is_skipped(&worth, "wilma", PASSWORD).await,
                "it was worth something"
            );
            let mut browser = trusting(world).await;
            let password = ended_by(event, world, &mut browser).await;
            if event == "a forgotten password" {
                // There the second step itself is gone, so that nothing could be skipped.
                assert_eq!(world.devices("wilma").await, 0, "after {event}");
            } else {
                assert!(
                    !is_skipped(&browser, "wilma", password).await,
                    "after {event}"
                );
            }
        });
    }
}

/// A31.
#[test]
fn a31_an_outworn_device_cookie_ends_the_device_and_its_owner_is_told() {
    each_engine(async |world| {
        let browser = trusting(world).await;
        let stolen = browser.clone();
        let mut owner = browser;
        owner.forget("_session");
        owner.sign_in("wilma", PASSWORD).await;
        assert!(owner.has_session(), "the owner comes back first");
        let mails = world.mail_to("wilma").len();
        // The thief brings the copy, which is outworn by now. (Two requests that merely cross are no theft.)
        world.wait(Span::seconds(11));
        let mut thief = stolen.coming_from([198, 51, 100, 9]);
        thief.forget("_session");
        thief.sign_in("wilma", PASSWORD).await;
        assert!(!thief.has_session(), "the copy skips nothing");
        thief.is_at("answer");
        assert_eq!(
            world.devices("wilma").await,
            0,
            "and the device is trusted no more"
        );
        assert_eq!(
            world
                .told("wilma", EventKind::DeviceReplayed.code(), "done")
                .await,
            1
        );
        assert!(
            world.mail_to("wilma").len() > mails + 1,
            "beside the code there is a notice"
        );
        assert!(
            !is_skipped(&owner, "wilma", PASSWORD).await,
            "whoever of the two it is"
        );
    });
}

/// A31: brought by somebody else, who knows a password of their own.
#[test]
fn a31_an_outworn_device_cookie_of_another_person_ends_the_device_too() {
    each_engine(async |world| {
        let browser = trusting(world).await;
        let stolen = browser.clone();
        assert!(is_skipped(&browser, "wilma", PASSWORD).await);
        let mut thief = stolen;
        thief.forget("_session");
        thief.sign_in("stina", PASSWORD).await;
        thief.is_at("answer");
        assert_eq!(world.devices("wilma").await, 0);
        assert_eq!(
            world
                .told("wilma", EventKind::DeviceReplayed.code(), "done")
                .await,
            1
        );
    });
}

/// A32.
#[test]
fn a32_the_servers_clock_and_todays_card_say_how_long_a_device_is_trusted() {
    each_engine(async |world| {
        let mut browser = trusting(world).await;
        world.wait(Span::days(13));
        browser.forget("_session");
        browser.sign_in("wilma", PASSWORD).await;
        assert!(browser.has_session(), "thirteen days");
        world
            .change_card("panel", |role| role.trusted_days = 7)
            .await;
        assert!(
            !is_skipped(&browser, "wilma", PASSWORD).await,
            "seven days are asked for now, and it proved itself thirteen ago"
        );
        world
            .change_card("panel", |role| role.trusted_days = 14)
            .await;
        // The browser keeps the cookie for as long as it likes.
        world.wait(Span::days(1));
        browser.forget("_session");
        browser.sign_in("wilma", PASSWORD).await;
        browser.is_at("answer");
        assert!(!browser.has_session(), "fourteen days and some seconds");
        browser.answer(&world.mailed_code("wilma")).await;
        browser.is_at("trust-device");
    });
}

/// A32: "don't trust" trusts nothing, and neither does an offer that was not made.
#[test]
fn a32_a_device_is_trusted_by_its_persons_own_yes_alone() {
    each_engine(async |world| {
        let mut browser = signed_in_by_mail(world, "wilma").await;
        let yes = browser.pressing("trust", &[]);
        browser.press("dont-trust", &[]).await;
        assert_eq!(world.devices("wilma").await, 0);
        browser.send(yes).await;
        assert_eq!(world.devices("wilma").await, 0, "the offer was answered");
        // Agnes' card gives no days: nothing is offered, and nothing can be had by asking.
        let mut agnes = waiting_for_a_step(world, "agnes").await;
        agnes.post("/o/demo/login/trust", &[("trust", "yes")]).await;
        agnes.go("/o/demo/login").await;
        agnes.answer(&world.mailed_code("agnes")).await;
        agnes.is_at("account");
        agnes.post("/o/demo/login/trust", &[("trust", "yes")]).await;
        assert_eq!(world.devices("agnes").await, 0);
        assert!(agnes.cookie("_device_demo").is_none());
    });
}
