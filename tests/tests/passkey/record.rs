//! What is written down of a passkey, and where: nothing of its key is in what a person is handed, in the log, in a letter or in the clear.

use factors::testing::SoftAuthenticator;
use tests::each_engine;
use tests::world::OSKARS_PASSWORD;

#[test]
fn a34_nothing_of_a_passkeys_key_is_anywhere_but_sealed() {
    tests::logs::collect();
    each_engine(async |world| {
        let mut key = SoftAuthenticator::device_bound();
        let mut browser = world.browser();
        browser.sign_in("oskar", OSKARS_PASSWORD).await;
        browser.adds_a_passkey(OSKARS_PASSWORD).await;
        let made = browser.asks(&mut key);
        browser.sends(&made).await;
        browser.is_at("done");
        let mut whole = world.browser();
        whole.signs_in_by(&mut key).await;
        whole.is_at("account");
        let id = key.ids().remove(0);
        let info = made["response"]["publicKey"].as_str().expect("a key");
        let info = data_encoding::BASE64URL_NOPAD
            .decode(info.as_bytes())
            .unwrap();
        // The point of the key: its last 64 bytes.
        let point = &info[info.len() - 64..];
        let halves = [&point[..32], &point[32..]];
        let mut forms = vec![id.clone()];
        forms.extend(halves.map(|half| data_encoding::BASE64URL_NOPAD.encode(half)));
        forms.extend(halves.map(|half| data_encoding::HEXLOWER.encode(half)));
        let hold = |text: &str, what: &str| {
            for form in &forms {
                assert!(!text.contains(form.as_str()), "{what} holds {form}");
            }
        };
        browser.go("/account/security/data").await;
        let export = browser.press("continue", &[]).await;
        assert!(export.body.contains("passkey"), "{}", export.body);
        hold(&export.body, "one's own record");
        for row in world.log("oskar").await {
            let shown = format!(
                "{:?} {:?} {:?}",
                row.kind,
                row.details,
                row.personal
                    .map(|own| (own.address, own.target, own.browser))
            );
            hold(&shown, "an audit row");
        }
        for letter in world.post.letters() {
            hold(&letter.text, "a letter");
        }
        hold(&tests::logs::collected(), "the log");
        let loot = world.database.loot();
        hold(&String::from_utf8_lossy(&loot), "the database");
        let raw = data_encoding::BASE64URL_NOPAD
            .decode(id.as_bytes())
            .unwrap();
        for secret in halves.into_iter().chain([raw.as_slice()]) {
            let found = loot.windows(secret.len()).any(|window| window == secret);
            assert!(!found, "the database holds it in the clear");
        }
    });
}
