//! What is kept of a person's identifications: read by whoever may read the log, handed out with the person, and gone with them or in time.

use app::administer::Reason;
use app::administer::audit::{begin_person_export, erase_person, read_identification};
use app::keep;
use domain::audit::EventKind;
use domain::eid::{Evidence, Identified, Proof};
use domain::factor::FactorKind;
use domain::id::{IdentificationId, UserId};
use domain::personal_number::PersonalNumber;
use domain::role::BuiltIn;
use domain::time::Span;
use store::NewIdentification;
use store::testing::each_engine;

use super::settled;
use crate::world::{GUEST, World};

const NUMBER: &str = "199006022397";

/// Keeps an identification for thirty days.
async fn keep_one(world: &World, user: Option<UserId>) -> IdentificationId {
    let (org, now) = (world.org(), world.now());
    let identified = Identified {
        personal_number: PersonalNumber::from_digits(NUMBER).unwrap(),
        name: "Cilla Ek".to_owned(),
        given_name: "Cilla".to_owned(),
        surname: "Ek".to_owned(),
        device_ip: Some("192.0.2.7".to_owned()),
        device_id: None,
        risk: None,
        issued: None,
        identity_document_read: false,
        evidence: Evidence {
            signature: "c2ln".to_owned(),
            ocsp: "b2NzcA==".to_owned(),
        },
    };
    let kind = FactorKind::named("an-eid");
    let proof = Proof::of(&kind, &identified, "Logga in", None, now);
    let unit = move |tx: &mut store::Tx| {
        let id = IdentificationId::draw(now, tx.random());
        let new = NewIdentification {
            id,
            user,
            proof: &proof,
            expires_at: now + Span::days(30),
        };
        tx.insert_identification(org, &new, now)?;
        Ok(id)
    };
    world.write(unit).await
}

#[test]
fn an_identification_is_read_by_whoever_may_read_the_log_and_that_is_on_record() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let auditor = world.with_rights("bo", &[BuiltIn::Audit]).await;
        let stina = world.with_rights("stina", &[BuiltIn::People]).await;
        let cilla = world.person("cilla", &GUEST).await;
        let id = keep_one(&world, Some(cilla)).await;
        let (app, org) = (&world.app, world.org());
        let refused = read_identification(app, org, id, &world.acting(&stina)).await;
        assert_eq!(settled(refused).err(), Some(Reason::NoRight));
        let by = world.acting(&auditor);
        let unknown = IdentificationId::from_bytes([9; 16]);
        let found = settled(read_identification(app, org, unknown, &by).await);
        assert!(found.unwrap().is_none());
        let reads = async || {
            let rows = world.log(cilla).await;
            let is_read = |kind: &str| kind == EventKind::IdentificationRead.code();
            let rows = rows.into_iter().filter(|row| is_read(&row.kind));
            rows.collect::<Vec<_>>()
        };
        assert!(reads().await.is_empty(), "nothing was read");

        let found = settled(read_identification(app, org, id, &by).await);
        let (kept, user) = found.unwrap().expect("it is kept");
        assert_eq!(kept.proof.personal_number.digits(), NUMBER);
        assert_eq!(user.map(|user| user.username).as_deref(), Some("cilla"));
        let told = reads().await;
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].actor, Some(auditor.user.id));
        assert_eq!(told[0].details["identification"], id.to_string());
        assert!(!format!("{told:?}").contains("2397"));
    });
}

#[test]
fn identifications_are_handed_out_with_the_person_and_go_with_them() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let bo = world.with_rights("bo", &[BuiltIn::People]).await;
        let cilla = world.person("cilla", &GUEST).await;
        let id = keep_one(&world, Some(cilla)).await;
        let nobodys = keep_one(&world, None).await;
        let (app, org, by) = (&world.app, world.org(), world.acting(&bo));
        let record = settled(begin_person_export(app, org, cilla, &by).await).unwrap();
        assert!(!record.has_older_identifications);
        let written = serde_json::to_value(&record).unwrap();
        let handed_out = written["identifications"].as_array().unwrap();
        assert_eq!(handed_out.len(), 1);
        assert_eq!(handed_out[0]["id"], id.to_string());
        assert_eq!(handed_out[0]["personal_number"], NUMBER);
        assert!(!format!("{record:?}").contains("2397"));

        settled(erase_person(app, org, cilla, "cilla", &by).await).unwrap();
        let find = |id| world.write(move |tx| tx.find_identification(org, id));
        assert!(find(id).await.is_none());
        assert!(find(nobodys).await.is_some());
    });
}

#[test]
fn identifications_go_when_their_time_is_over_to_the_moment() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let org = world.org();
        let id = keep_one(&world, None).await;
        let find = || world.write(move |tx| tx.find_identification(org, id));
        let over = world.now() + Span::days(30);
        keep::remove_expired(&world.app, over - Span::millis(1))
            .await
            .unwrap();
        assert!(find().await.is_some());
        keep::remove_expired(&world.app, over).await.unwrap();
        assert!(find().await.is_none());
    });
}
