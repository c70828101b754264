//! Several passkeys of one person, one device for several accounts, and passkeys that are removed.

use factors::testing::{Breaking, SoftAuthenticator};
use serde_json::Value;
use tests::passkey::asked;
use tests::world::{BASE_URL, OSKARS_PASSWORD, PASSWORD, World};
use tests::{Browser, Page, each_engine};

/// What the providers are told of the account's passkeys.
fn accepted(page: &Page) -> Option<Value> {
    let tag = page
        .tags()
        .find_map(|tag| tag.attribute("data-passkeys").map(str::to_owned))?;
    Some(serde_json::from_str(&tag).expect("JSON"))
}

async fn remove(browser: &mut Browser, own: &store::Authenticator) {
    let address = format!("/account/security/authenticators/{}/remove", own.id);
    browser.go(&address).await;
    browser.press("remove", &[]).await;
}

async fn with_two(world: &World) -> (Browser, SoftAuthenticator, SoftAuthenticator) {
    let mut first = SoftAuthenticator::device_bound();
    let mut second = SoftAuthenticator::synced();
    let mut browser = world
        .with_passkey("oskar", OSKARS_PASSWORD, &mut first)
        .await;
    browser.adds_a_passkey(OSKARS_PASSWORD).await;
    browser.uses(&mut second).await;
    browser.is_at("done");
    (browser, first, second)
}

#[test]
fn any_of_them_is_a_second_step_and_a_whole_login() {
    each_engine(async |world| {
        let (_, first, second) = with_two(world).await;
        assert_eq!(world.passkeys("oskar").await.len(), 2);
        for mut key in [first, second] {
            let mut browser = world.at_passkey("oskar", OSKARS_PASSWORD).await;
            let allowed = &asked(browser.page())["allowCredentials"];
            assert_eq!(allowed.as_array().map(Vec::len), Some(2));
            browser.uses(&mut key).await;
            browser.is_at("account");
            let mut whole = world.browser();
            whole.signs_in_by(&mut key).await;
            whole.is_at("account");
        }
    });
}

#[test]
fn a_device_that_has_one_gets_no_second() {
    each_engine(async |world| {
        let (mut browser, mut first, _) = with_two(world).await;
        browser.adds_a_passkey(OSKARS_PASSWORD).await;
        let mut options = asked(browser.page());
        let listed = options["excludeCredentials"].as_array().map(Vec::len);
        assert_eq!(listed, Some(2));
        assert!(first.create(&options, BASE_URL).is_none());
        // A browser that does not look at the list, and a device that gives out an id again.
        options["excludeCredentials"] = serde_json::json!([]);
        let doubled = first.create_broken(&options, BASE_URL, Breaking::CreatedIdOfAnother);
        browser.sends(&doubled.unwrap()).await;
        assert_ne!(browser.page().alert(), "");
        assert_eq!(world.passkeys("oskar").await.len(), 2);
    });
}

/// A61: an id is one account's in the organisation.
#[test]
fn a61_the_id_of_anothers_passkey_is_not_bound() {
    each_engine(async |world| {
        let mut key = SoftAuthenticator::synced();
        world.with_passkey("oskar", OSKARS_PASSWORD, &mut key).await;
        let mut browser = world.browser();
        browser.sign_in("cilla", PASSWORD).await;
        browser.choose(tests::passkey::PASSKEY).await;
        browser.passes_codes(PASSWORD).await;
        let doubled = browser.asks_broken(&mut key, Breaking::CreatedIdOfAnother);
        browser.sends(&doubled).await;
        let page = browser.is_at("enrol");
        assert_ne!(page.alert(), "");
        assert!(world.passkeys("cilla").await.is_empty());
        assert!(!browser.has_session());
        // The same device makes her one of her own.
        browser.uses(&mut key).await;
        browser.is_at("done");
        for username in ["oskar", "cilla"] {
            assert_eq!(world.passkeys(username).await.len(), 1);
        }
    });
}

#[test]
fn one_that_was_removed_opens_nothing_and_its_provider_is_told() {
    each_engine(async |world| {
        let (mut browser, mut first, mut second) = with_two(world).await;
        browser.go("/account/security").await;
        let told = accepted(browser.page()).expect("what the account has");
        assert_eq!(told["rpId"], "id.example.test");
        let ids = |told: &Value| {
            let ids = told["allAcceptedCredentialIds"].as_array();
            let mut ids: Vec<String> = ids
                .expect("a list")
                .iter()
                .map(|id| id.as_str().expect("text").to_owned())
                .collect();
            ids.sort();
            ids
        };
        let mut expected = [first.ids(), second.ids()].concat();
        expected.sort();
        assert_eq!(ids(&told), expected);
        let own = world.passkeys("oskar").await;
        let of_first = own.iter().find(|own| own.on_one_device).expect("bound");
        let mut waiting = world.at_passkey("oskar", OSKARS_PASSWORD).await;
        let answer = waiting.asks(&mut first);
        remove(&mut browser, of_first).await;
        browser.go("/account/security").await;
        let told = accepted(browser.page()).expect("what the account has");
        assert_eq!(ids(&told), second.ids());
        // Neither in a login that was under way, nor by itself.
        waiting.sends(&answer).await;
        assert!(!waiting.has_session());
        let mut whole = world.browser();
        whole.signs_in_by(&mut first).await;
        assert!(!whole.has_session());
        whole.is_at("password");
        whole.signs_in_by(&mut second).await;
        whole.is_at("account");
    });
}

/// The handle that devices know the account by says nothing of the person.
#[test]
fn a_handle_says_nothing_of_the_person() {
    each_engine(async |world| {
        let mut browser = world.browser();
        browser.sign_in("oskar", OSKARS_PASSWORD).await;
        browser.adds_a_passkey(OSKARS_PASSWORD).await;
        let options = asked(browser.page());
        let handle = options["user"]["id"].as_str().expect("a handle");
        let bytes = data_encoding::BASE64URL_NOPAD.decode(handle.as_bytes());
        let user = world.user("oskar").await.id;
        assert_eq!(bytes.unwrap(), user.as_bytes());
        let text = options.to_string();
        assert!(!text.contains("Lind") && !text.contains("oskar@"), "{text}");
    });
}
