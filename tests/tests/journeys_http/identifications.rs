//! eIDs in the administration: what one is enough for, decided where there is one, and the identifications of a person, to be quoted.

use domain::eid::{Evidence, Identified, Proof};
use domain::factor::FactorKind;
use domain::id::IdentificationId;
use domain::personal_number::PersonalNumber;
use domain::time::Span;
use store::{NewIdentification, Tx};
use tests::page::Way;
use tests::world::PASSWORD;
use tests::{Browser, World};

use crate::{browser, in_both_languages, is_at};

const FORM: &str = "/admin/settings/eid";

async fn signed_in(world: &World, username: &str, language: &'static str) -> Browser {
    let mut browser = browser(world, language);
    browser.sign_in(username, PASSWORD).await;
    browser.answer(&world.mailed_code(username)).await;
    is_at(&browser, "account", language);
    browser
}

/// Gives the organisation an account at some eID, or takes it away.
async fn serve(world: &World, services: &'static [&'static str]) {
    let demo = world.demo().await;
    let services: Vec<String> = services.iter().map(|&name| name.to_owned()).collect();
    world
        .write(move |tx: &mut Tx| tx.set_services(demo, &services))
        .await;
}

#[test]
fn what_an_eid_is_enough_for_is_decided_where_there_is_one() {
    in_both_languages(async |world, language| {
        serve(world, &[]).await;
        let mut agnes = signed_in(world, "agnes", language).await;
        agnes.go("/admin/settings").await;
        let offers = |agnes: &Browser| agnes.page().links().contains(&FORM.to_owned());
        assert!(!offers(&agnes), "without an eID there is nothing to decide");
        serve(world, &["an-eid"]).await;
        agnes.go("/admin/settings").await;
        assert!(offers(&agnes));

        agnes.go(FORM).await;
        is_at(&agnes, "admin-settings-eid", language);
        assert_eq!(
            agnes.page().field("identification_days").as_deref(),
            Some("365")
        );
        agnes
            .press("continue", &[("identification_days", "29")])
            .await;
        is_at(&agnes, "admin-settings-eid", language);
        assert_eq!(agnes.page().status.as_u16(), 422);
        // A box without a tick is not sent, as a browser would have it.
        let is_on = |tag: &tests::tags::Tag| tag.attribute("data-action") == Some("continue");
        let Some(Way::Form(mut form)) = agnes.page().way(is_on) else {
            panic!("there is a form");
        };
        form.fields.retain(|(name, _)| name != "eid_recovery");
        let typed = [("identification_days", "90"), ("eid_sign_in", "yes")];
        let asking = agnes.filled(&form, &typed);
        agnes.send(asking).await;
        agnes.go("/admin/settings").await;
        is_at(&agnes, "admin-settings", language);
        let rules = world.organisation("demo").await.rules;
        assert!(rules.eid_sign_in && !rules.eid_recovery, "{rules:?}");
        assert_eq!(rules.identification_days, 90);
    });
}

/// Keeps an identification of this person, and tells its id.
async fn keep(world: &World, username: &str) -> IdentificationId {
    let (org, user) = (world.demo().await, world.user(username).await.id);
    let now = world.now();
    let identified = Identified {
        personal_number: PersonalNumber::from_digits("199006022397").unwrap(),
        name: "Bo <Ek>".to_owned(),
        given_name: "Bo".to_owned(),
        surname: "Ek".to_owned(),
        device_ip: None,
        device_id: None,
        risk: None,
        issued: None,
        identity_document_read: false,
        evidence: Evidence {
            signature: "c2ln".to_owned(),
            ocsp: "b2NzcA==".to_owned(),
        },
    };
    let kind = FactorKind::named("totp");
    let proof = Proof::of(&kind, &identified, "Logga in", None, now);
    let unit = move |tx: &mut Tx| {
        let id = IdentificationId::draw(now, tx.random());
        let new = NewIdentification {
            id,
            user: Some(user),
            proof: &proof,
            expires_at: now + Span::days(365),
        };
        tx.insert_identification(org, &new, now)?;
        Ok(id)
    };
    world.write(unit).await
}

#[test]
fn a_persons_identifications_are_quoted_by_those_who_may_read_the_log() {
    in_both_languages(async |world, language| {
        let id = keep(world, "bo").await.to_string();
        let page = format!("/admin/users/{}", world.user("bo").await.id);
        let mut agnes = signed_in(world, "agnes", language).await;
        agnes.go(&page).await;
        is_at(&agnes, "admin-person", language);
        let text = agnes.page().text();
        assert!(
            text.contains(&id) && text.contains("19900602-****"),
            "{text}"
        );
        assert!(!text.contains("2397") && !text.contains("c2ln"));
    });
}
