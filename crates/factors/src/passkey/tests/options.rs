//! What the browser is asked for, in full, and what the pages hold.

use data_encoding::BASE64URL_NOPAD;
use domain::factor::KeyHome;
use domain::time::Span;
use serde_json::json;
use text::Language;

use super::*;

fn challenge(options: &Value) -> Vec<u8> {
    let text = options["challenge"].as_str().unwrap();
    BASE64URL_NOPAD.decode(text.as_bytes()).unwrap()
}

#[test]
fn the_options_of_a_creation_in_full() {
    let world = world();
    let mut soft = SoftAuthenticator::device_bound();
    let own = [bind(&world, &mut soft)];
    let (_, options) = drafted(&world, &own);
    assert_eq!(challenge(&options).len(), 32, "R33");
    assert_eq!(
        options,
        json!({
            "rp": { "id": "login.example.se", "name": "Björkens Omsorg" },
            "user": { "id": BASE64URL_NOPAD.encode(&[3; 16]), "name": "anna", "displayName": "anna" },
            "challenge": options["challenge"],
            "pubKeyCredParams": [
                { "type": "public-key", "alg": -7 },
                { "type": "public-key", "alg": -35 },
                { "type": "public-key", "alg": -257 },
            ],
            "timeout": 300_000,
            "excludeCredentials": [{ "type": "public-key", "id": soft.ids()[0] }],
            "authenticatorSelection": {
                "residentKey": "preferred",
                "requireResidentKey": false,
                "userVerification": "preferred",
            },
            "attestation": "none",
            "extensions": { "credProps": true },
        })
    );
}

#[test]
fn the_options_of_a_use_in_full() {
    let world = world();
    let (mut key, mut keychain) = (
        SoftAuthenticator::device_bound(),
        SoftAuthenticator::synced(),
    );
    let own = [bind(&world, &mut key), bind(&world, &mut keychain)];
    let (_, options) = asked(&world, &own);
    assert_eq!(challenge(&options).len(), 32, "R33");
    assert_eq!(
        options,
        json!({
            "challenge": options["challenge"],
            "rpId": "login.example.se",
            "timeout": 300_000,
            "userVerification": "preferred",
            "allowCredentials": [
                { "type": "public-key", "id": key.ids()[0], "transports": ["nfc", "usb"] },
                { "type": "public-key", "id": keychain.ids()[0], "transports": ["hybrid", "internal"] },
            ],
        })
    );
}

#[test]
fn what_is_demanded_of_the_device_stands_in_both() {
    let world = deciding(|rules| rules.verified = true);
    let (_, options) = drafted(&world, &[]);
    assert_eq!(
        options["authenticatorSelection"],
        json!({ "residentKey": "required", "requireResidentKey": true, "userVerification": "required" })
    );
    let own = [bind(&world, &mut SoftAuthenticator::synced())];
    let (_, options) = asked(&world, &own);
    assert_eq!(options["userVerification"], "required");
}

#[test]
fn no_two_questions_are_the_same() {
    let world = world();
    let mut random = Seeded::new(1);
    let mut drawn = std::collections::HashSet::new();
    for _ in 0..64 {
        let draft = Passkey.begin_enrolment(&world.setting(), &[], &mut random);
        let asked = Passkey.begin_challenge(&world.setting(), &[], &mut random);
        for data in [draft.data, asked.unwrap().data] {
            assert!(drawn.insert(Question::read(&data).unwrap().challenge.0));
        }
    }
}

/// The page is one for the script to act on, and says how long its question is good.
#[test]
fn the_pages_hold_what_the_script_needs() {
    let mut world = world();
    let own = [bind(&world, &mut SoftAuthenticator::synced())];
    let (draft, _) = drafted(&world, &own);
    let (data, _) = asked(&world, &own);
    world.wait(Span::seconds(61));
    let setting = world.setting();
    let views = [
        (Passkey.enrolment_view(&setting, &draft).unwrap(), "create"),
        (
            Passkey.challenge_view(&setting, &data, &own).unwrap(),
            "get",
        ),
    ];
    for (view, call) in views {
        assert!(view.asks_browser() && view.asks_for_answer());
        assert_eq!(view.json()["fields"], json!(["credential"]));
        assert_eq!(view.json()["left"], 239);
        let html = view.html(world.text());
        assert!(html.contains(&format!("data-passkey=\"{call}\"")), "{html}");
        assert!(html.contains("data-left=\"239\""), "{html}");
        assert!(html.contains("<noscript>"), "{html}");
        for word in ["stopped", "already", "unable"] {
            let said = world.text().get(&format!("factor-passkey-{word}"));
            assert!(!said.is_empty() && !said.starts_with('['), "{word}");
            assert!(html.contains(&format!("data-{word}=\"")), "{html}");
        }
    }
    world.wait(Span::hours(1));
    let view = Passkey.enrolment_view(&world.setting(), &draft).unwrap();
    assert_eq!(view.json()["left"], 0);
}

#[test]
fn a_new_one_is_called_what_people_call_it() {
    let mut world = world();
    let hello = uuid::Uuid::parse_str("08987058-cadc-4b81-b6e1-30de50dcbe96").unwrap();
    let hello = || SoftAuthenticator::device_bound().model(*hello.as_bytes());
    assert_eq!(bind(&world, &mut hello()).label, "Windows Hello");
    let silent = || SoftAuthenticator::synced().model([0; 16]);
    for (language, label) in [
        (Language::Sv, "Passkey, Firefox on Linux"),
        (Language::En, "Passkey, Firefox on Linux"),
    ] {
        world.speak(language);
        assert_eq!(bind(&world, &mut silent()).label, label);
    }
    // What is no name is none here either.
    "\u{202e}x".repeat(200).clone_into(&mut world.origin);
    let label = bind(&world, &mut silent()).label;
    assert_eq!(label, world.text().get("factor-passkey.label"));
}

#[test]
fn it_says_whether_it_comes_along() {
    let world = world();
    let home = |mut soft: SoftAuthenticator| {
        let own = bind(&world, &mut soft);
        Passkey.key_home(&own).unwrap()
    };
    assert_eq!(
        home(SoftAuthenticator::device_bound()),
        Some(KeyHome::OneDevice)
    );
    assert_eq!(home(SoftAuthenticator::synced()), Some(KeyHome::Synced));
}

#[test]
fn providers_are_told_what_the_account_has() {
    let world = world();
    let mut soft = SoftAuthenticator::synced();
    let own = [bind(&world, &mut soft), bind(&world, &mut soft)];
    let told = |own: &[Authenticator]| Passkey.accepted(&world.setting(), own).unwrap();
    let user = BASE64URL_NOPAD.encode(&[3; 16]);
    assert_eq!(
        told(&own),
        Some(json!({
            "rpId": "login.example.se",
            "userId": user,
            "allAcceptedCredentialIds": soft.ids(),
        }))
    );
    assert_eq!(
        told(&[]).unwrap()["allAcceptedCredentialIds"],
        json!([]),
        "the last was removed"
    );
    let nobody = Setting {
        user: None,
        ..world.setting()
    };
    assert_eq!(Passkey.accepted(&nobody, &own).unwrap(), None);
}
