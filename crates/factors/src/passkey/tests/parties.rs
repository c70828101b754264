//! Whose pages may ask: the organisation's address, and those that it named beside it.

use super::*;
use crate::testing::Breaking;

const PORTAL: &str = "https://portal.example";

fn naming_the_portal() -> World {
    deciding(|rules| rules.origins = vec![PORTAL.to_owned()])
}

#[test]
fn a_page_that_the_organisation_named_may_ask() {
    let world = naming_the_portal();
    let mut soft = SoftAuthenticator::synced().related("login.example.se", PORTAL);
    let (draft, options) = drafted(&world, &[]);
    assert_eq!(options["rp"]["id"], "login.example.se");
    let answer = soft.create(&options, PORTAL).unwrap();
    let own = [held(created(&world, &draft, &answer).unwrap())];
    for origin in [PORTAL, ORIGIN] {
        let (data, options) = asked(&world, &own);
        let answer = soft.get(&options, origin).unwrap();
        assert!(answered(&world, &data, &own, &answer).is_yes(), "{origin}");
    }
}

#[test]
fn a_page_that_it_did_not_name_may_not() {
    let others = [
        "https://other.example",
        "http://portal.example",
        "https://portal.example:8443",
        "https://www.portal.example",
        "https://portal.example.evil.example",
    ];
    for (world, origins) in [(world(), &[PORTAL][..]), (naming_the_portal(), &others)] {
        for origin in origins {
            let mut soft = SoftAuthenticator::synced().related("login.example.se", origin);
            let (draft, options) = drafted(&world, &[]);
            let answer = soft.create(&options, origin).unwrap();
            let told = created(&world, &draft, &answer).err();
            assert_eq!(told, Some(Refusal::PasskeyWrong), "{origin}");
            let own = [bind(&world, &mut soft)];
            let (data, options) = asked(&world, &own);
            let answer = soft.get(&options, origin).unwrap();
            let told = answered(&world, &data, &own, &answer);
            assert_eq!(told, Worth::Rejected(Refusal::PasskeyWrong), "{origin}");
        }
    }
}

/// Browsers let a page below the host use it; we have no such page.
#[test]
fn a_page_below_the_host_may_not() {
    let world = world();
    let mut soft = SoftAuthenticator::synced();
    let own = [bind(&world, &mut soft)];
    let (data, options) = asked(&world, &own);
    let answer = soft
        .get(&options, "https://below.login.example.se")
        .unwrap();
    let told = answered(&world, &data, &own, &answer);
    assert_eq!(told, Worth::Rejected(Refusal::PasskeyWrong));
}

#[test]
fn the_port_belongs_to_the_origin() {
    let mut world = world();
    "https://login.example.se:8443/o/bjorken".clone_into(&mut world.organisation.base_url);
    let origin = "https://login.example.se:8443";
    let mut soft = SoftAuthenticator::synced();
    let (draft, options) = drafted(&world, &[]);
    let answer = soft.create(&options, ORIGIN).unwrap();
    let told = created(&world, &draft, &answer).err();
    assert_eq!(told, Some(Refusal::PasskeyWrong));
    let (draft, options) = drafted(&world, &[]);
    let answer = soft.create(&options, origin).unwrap();
    let own = [held(created(&world, &draft, &answer).unwrap())];
    let (data, options) = asked(&world, &own);
    let answer = soft.get(&options, origin).unwrap();
    assert!(answered(&world, &data, &own, &answer).is_yes());
    let broken = soft.get_broken(&options, origin, Breaking::OriginWithItsPortSpeltOut);
    let told = answered(&world, &data, &own, &broken.unwrap());
    assert_eq!(told, Worth::Rejected(Refusal::PasskeyWrong));
}

/// A passkey works with the host that it was made for, and is asked for by no other.
#[test]
fn a_new_host_strands_what_was_made_for_the_old() {
    let mut world = world();
    let mut soft = SoftAuthenticator::synced();
    let old = bind(&world, &mut soft);
    "https://new.example.se".clone_into(&mut world.organisation.base_url);
    let (draft, options) = drafted(&world, std::slice::from_ref(&old));
    let answer = soft.create(&options, "https://new.example.se").unwrap();
    let new = held(created(&world, &draft, &answer).unwrap());
    let own = [old, new];
    let (data, options) = asked(&world, &own);
    assert_eq!(options["rpId"], "new.example.se");
    let allowed = options["allowCredentials"].as_array().unwrap();
    assert_eq!(allowed.len(), 1);
    assert_eq!(allowed[0]["id"], soft.ids()[1]);
    let signal = Passkey.accepted(&world.setting(), &own).unwrap().unwrap();
    assert_eq!(
        signal["allAcceptedCredentialIds"],
        serde_json::json!([soft.ids()[1]])
    );
    // Even where its page is still known, as one that is named beside the new.
    world.organisation.rules.passkeys.origins = vec![ORIGIN.to_owned()];
    let mut old_page = options.clone();
    old_page["rpId"] = "login.example.se".into();
    old_page["allowCredentials"] = serde_json::json!([]);
    let answer = soft.get(&old_page, ORIGIN).unwrap();
    let told = answered(&world, &data, &own, &answer);
    assert_eq!(told, Worth::Rejected(Refusal::PasskeyWrong));
}

#[test]
fn an_address_that_browsers_bind_nothing_to_offers_none() {
    for base_url in [
        "http://127.0.0.1:8080",
        "https://192.0.2.1",
        "http://login.example.se",
    ] {
        let mut world = world();
        base_url.clone_into(&mut world.organisation.base_url);
        assert!(!world.organisation.carries(Passkey.profile()), "{base_url}");
        let (_, options) = drafted(&world, &[]);
        let mut soft = SoftAuthenticator::synced();
        assert!(soft.create(&options, ORIGIN).is_none(), "{base_url}");
        let signal = Passkey.accepted(&world.setting(), &[]).unwrap();
        assert!(signal.is_none(), "{base_url}");
    }
    let mut world = world();
    "http://localhost:8080".clone_into(&mut world.organisation.base_url);
    assert!(world.organisation.carries(Passkey.profile()));
}
