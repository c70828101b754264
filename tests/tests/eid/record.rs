//! Identifications after they were given: what a person's own record tells of those who were identified on their pages (A63, A34), how long
//! they are kept, and with whom they go.

use app::administer::By;
use app::administer::audit::{begin_person_export, erase_person};
use connect::bankid::simulator::Call;
use domain::id::IdentificationId;
use domain::time::Span;
use serde_json::Value;
use store::Identification;
use tests::eid::{BO, EID, OSKAR, STRANGER, each_engine};
use tests::world::{OSKARS_PASSWORD, World};
use tests::{Browser, Page};

use crate::play::{look, pass_codes, press, stage};

/// Oskar's own record, handed out to him.
async fn own_record(browser: &mut Browser) -> Value {
    browser.go("/account/security/data").await;
    let page: &Page = browser.press("continue", &[]).await;
    let written: Value = serde_json::from_str(&page.body).expect("JSON");
    written["person"]["identifications"].clone()
}

/// Oskar on the page where he binds an eID, with an order that the person with this number did.
async fn shown(world: &World, digits: &str) -> Browser {
    let mut browser = world.browser();
    browser.sign_in("oskar", OSKARS_PASSWORD).await;
    browser.go("/account/security/add/bankid").await;
    pass_codes(&mut browser, OSKARS_PASSWORD).await;
    press(&mut browser, "other").await;
    world.signed_by(digits).await;
    look(&mut browser).await;
    assert_eq!(stage(browser.page()), "proved");
    browser
}

/// A63: nobody is demanded on the page that binds an eID. Whoever has somebody else scan its picture, and does not bind them, has nothing of
/// theirs in hand afterwards: neither number nor name nor address.
#[test]
fn a63_who_scanned_anothers_binding_picture_is_not_in_that_ones_record() {
    each_engine(async |world| {
        let mut oskar = shown(world, STRANGER).await;
        let begun = world.eid().asked(Call::Auth);
        assert!(
            begun[0]["requirement"].get("personalNumber").is_none(),
            "nobody is demanded"
        );
        let told = own_record(&mut oskar).await;
        assert_eq!(told.as_array().map(Vec::len), Some(1), "{told}");
        assert_eq!(told[0]["own"], false);
        assert_eq!(told[0]["personal_number"], "19791110-****");
        for field in ["name", "device_address", "device", "browser_address"] {
            assert!(told[0][field].is_null(), "{field}: {told}");
        }
        assert!(!told.to_string().contains("Efternamn"), "{told}");
    });
}

/// His own is told whole, once it is bound.
#[test]
fn ones_own_number_stands_in_the_record_when_it_is_bound() {
    each_engine(async |world| {
        let mut oskar = shown(world, OSKAR).await;
        oskar.press("continue", &[]).await;
        let own = world.authenticators("oskar").await;
        assert!(own.iter().any(|own| own.kind.as_str() == EID));
        let (demo, user) = (world.demo().await, world.user("oskar").await.id);
        let by = By::operator(world.now());
        let record = begin_person_export(world.app(), demo, user, &by)
            .await
            .expect("handed out");
        let told = serde_json::to_value(&record.identifications).expect("JSON");
        assert_eq!(told[0]["own"], true);
        assert_eq!(told[0]["personal_number"], OSKAR);
        assert_eq!(told[0]["name"], "Förnamn Efternamn");
    });
}

/// The identification that the log's newest row of one names.
async fn newest(world: &World) -> Identification {
    let demo = world.demo().await;
    world
        .read(move |tx| {
            let rows = tx.events(demo, None, 20)?;
            let row = rows.iter().find(|row| row.kind == "identity-shown");
            let id = &row.expect("one was shown").details["identification"];
            let id: IdentificationId = id.parse().expect("an id");
            Ok(tx.find_identification(demo, id)?.expect("it is kept"))
        })
        .await
}

/// Whoever is nobody's here is in nobody's record and erased with nobody: it is kept for a month at the most, whatever was decided.
#[test]
fn an_identification_of_nobody_here_is_kept_for_thirty_days() {
    each_engine(async |world| {
        for (decided, nobodys) in [(365, 30), (30, 30)] {
            world
                .change_rules(move |rules| {
                    rules.eid_sign_in = true;
                    rules.identification_days = decided;
                })
                .await;
            for (digits, kept_for) in [(STRANGER, nobodys), (BO, decided)] {
                let mut browser = world.browser();
                browser.go("/o/demo/login").await;
                browser.choose(EID).await;
                press(&mut browser, "this").await;
                world.signed_by(digits).await;
                let kept = newest(world).await;
                assert_eq!(kept.user.is_some(), digits == BO);
                assert!(kept.proof.personal_number.digits() == digits);
                let days = Span::days(kept_for.into());
                assert_eq!(kept.expires_at, kept.created_at + days, "{decided}");
                world.wait(Span::minutes(11));
            }
        }
    });
}

/// What is kept with a person goes with them: their own, and whoever else was identified on a page of theirs.
#[test]
fn what_is_kept_with_a_person_is_erased_with_them() {
    each_engine(async |world| {
        let mut oskar = shown(world, STRANGER).await;
        let strangers = newest(world).await;
        press(&mut oskar, "back").await;
        press(&mut oskar, "other").await;
        world.signed_by(OSKAR).await;
        look(&mut oskar).await;
        oskar.press("continue", &[]).await;
        let own = newest(world).await;
        let (demo, user) = (world.demo().await, world.user("oskar").await.id);
        assert_eq!((own.user, strangers.user), (Some(user), Some(user)));
        let by = By::operator(world.now());
        erase_person(world.app(), demo, user, "oskar", &by)
            .await
            .expect("erased");
        for gone in [own.id, strangers.id] {
            let found = world
                .read(move |tx| Ok(tx.find_identification(demo, gone)?.is_some()))
                .await;
            assert!(!found);
        }
    });
}
