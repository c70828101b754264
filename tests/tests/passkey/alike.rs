//! Who has an account, and who has a passkey, is told to nobody (A22): before anybody is known the page asks everybody the same, and
//! whoever may not come in is answered as whoever is not known.

use app::administer::{self, By};
use domain::factor::FactorKind;
use factors::testing::SoftAuthenticator;
use serde_json::{Value, json};
use tests::each_engine;
use tests::passkey::{PASSKEY, asked};
use tests::world::{BASE_URL, OSKARS_PASSWORD, World};

/// What the script is handed, without what is drawn for each.
fn undrawn(told: &Value) -> Value {
    let mut told = told.clone();
    told["challenge"] = Value::Null;
    told["options"]["challenge"] = Value::Null;
    told
}

/// What whoever holds this key is told, on both ways, masked.
async fn told(world: &World, key: &mut SoftAuthenticator) -> Vec<String> {
    let mut seen = Vec::new();
    let mut browser = world.browser();
    let begun = browser.begins().await;
    seen.push(undrawn(&begun.told).to_string());
    let answer = key.get(begun.options(), BASE_URL).expect("a passkey");
    let asking = begun.answering(&browser, &answer);
    browser.send(asking).await;
    assert!(!browser.has_session());
    seen.push(browser.page().masked());
    browser.go("/o/demo/login/identify").await;
    seen.push(browser.page().masked());
    let mut browser = world.browser();
    browser.go("/o/demo/login").await;
    browser.choose(PASSKEY).await;
    let question = asked(browser.page())["challenge"]
        .as_str()
        .unwrap()
        .to_owned();
    seen.push(browser.page().masked().replace(&question, "DRAWN"));
    browser.uses(key).await;
    assert!(!browser.has_session());
    seen.push(browser.page().masked());
    seen
}

/// A key that holds a passkey of our host which nobody here knows.
fn stranger() -> SoftAuthenticator {
    let mut key = SoftAuthenticator::synced();
    let options = json!({
        "challenge": "AAAA",
        "rp": { "id": "id.example.test", "name": "x" },
        "user": { "id": "AAECAwQFBgcICQoLDA0ODw", "name": "x", "displayName": "x" },
        "pubKeyCredParams": [{ "type": "public-key", "alg": -7 }],
    });
    key.create(&options, BASE_URL).expect("a passkey");
    key
}

/// A22, A24.
#[test]
fn a22_unknown_suspended_and_shut_out_are_answered_alike() {
    each_engine(async |world| {
        let mut key = SoftAuthenticator::synced();
        world.with_passkey("oskar", OSKARS_PASSWORD, &mut key).await;
        let expected = told(world, &mut stranger()).await;
        let (demo, user) = (world.demo().await, world.user("oskar").await.id);
        let by = By::operator(world.now());
        let suspend = async |suspended: bool| {
            administer::suspend_user(world.app(), demo, user, suspended, &by)
                .await
                .expect("done");
            world.settle();
        };
        suspend(true).await;
        assert_eq!(told(world, &mut key).await, expected, "suspended");
        suspend(false).await;
        world
            .change_card("customer", |card| {
                card.allowed_factors = Some([FactorKind::named("sms")].into_iter().collect());
            })
            .await;
        assert_eq!(
            told(world, &mut key).await,
            expected,
            "left out by the card"
        );
        world
            .change_card("customer", |card| card.allowed_factors = None)
            .await;
        // It is that alone: the same key comes in.
        let mut browser = world.browser();
        browser.signs_in_by(&mut key).await;
        browser.is_at("account");
        // Of the organisation next door.
        let own = world.passkeys("oskar").await.remove(0).id;
        world
            .write(move |tx| {
                tx.remove_authenticator(demo, user, own)?;
                tx.refresh_factor_set(demo, user).map(drop)
            })
            .await;
        assert_eq!(told(world, &mut key).await, expected, "removed");
    });
}

/// A22: nothing of what the first page asks for depends on who asks, or on who has passkeys here.
#[test]
fn a22_the_first_page_asks_everybody_the_same() {
    each_engine(async |world| {
        let before = undrawn(&world.browser().begins().await.told);
        let mut key = SoftAuthenticator::synced();
        let browser = world.with_passkey("oskar", OSKARS_PASSWORD, &mut key).await;
        let mut known = browser.clone();
        known.forget("_session");
        for mut browser in [world.browser(), known] {
            let begun = browser.begins().await;
            assert_eq!(undrawn(&begun.told), before);
        }
        assert_eq!(
            before,
            json!({
                "challenge": null,
                "fields": ["credential"],
                "left": 300,
                "options": {
                    "challenge": null,
                    "rpId": "id.example.test",
                    "timeout": 300_000,
                    "userVerification": "required",
                    "allowCredentials": [],
                },
            })
        );
    });
}

/// The page after a username and a wrong password says nothing of passkeys either.
#[test]
fn a22_a_name_tells_nothing_of_passkeys() {
    each_engine(async |world| {
        let mut key = SoftAuthenticator::synced();
        world.with_passkey("oskar", OSKARS_PASSWORD, &mut key).await;
        let mut shown = Vec::new();
        for username in ["oskar", "cilla", "nobdy"] {
            let mut browser = world.browser();
            browser.sign_in(username, "wrong password 2026").await;
            browser.is_at("password");
            shown.push(browser.page().masked().replace(username, "NAME"));
        }
        assert!(shown.iter().all(|one| *one == shown[0]), "{shown:#?}");
    });
}
