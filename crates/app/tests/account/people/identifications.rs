//! What is kept of a person's identifications: read by whoever may read the log, handed out with the person, and gone with them or in time.

use app::account::export_own;
use app::administer::audit::{begin_person_export, erase_person, read_identification};
use app::administer::{By, Reason, bind_authenticator};
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

/// The kind that stands for every eID here.
const EID: FactorKind = FactorKind::new("bankid");
const NUMBER: &str = "199006022397";
/// Somebody's whom no account is bound to.
const STRANGER: &str = "197911109291";

/// Keeps an identification by the person with this number for thirty days.
async fn keep_one(world: &World, user: Option<UserId>, digits: &str) -> IdentificationId {
    let (org, now) = (world.org(), world.now());
    let identified = Identified {
        personal_number: PersonalNumber::from_digits(digits).unwrap(),
        name: "Cilla Ek".to_owned(),
        given_name: "Cilla".to_owned(),
        surname: "Ek".to_owned(),
        device_ip: Some("192.0.2.7".to_owned()),
        device_id: Some("a-telephone".to_owned()),
        risk: None,
        issued: None,
        identity_document_read: false,
        evidence: Evidence {
            signature: "c2ln".to_owned(),
            ocsp: "b2NzcA==".to_owned(),
        },
    };
    let browser = Some([198, 51, 100, 9].into());
    let proof = Proof::of(&EID, &identified, "Logga in", browser, now);
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

/// Binds the eID of the person with this number to the account.
async fn bind(world: &World, user: UserId, digits: &str) {
    let by = By::operator(world.now());
    bind_authenticator(&world.app, world.org(), user, &EID, digits, &by)
        .await
        .unwrap();
}

#[test]
fn an_identification_is_read_by_whoever_may_read_the_log_and_that_is_on_record() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let auditor = world.with_rights("bo", &[BuiltIn::Audit]).await;
        let stina = world.with_rights("stina", &[BuiltIn::People]).await;
        let cilla = world.person("cilla", &GUEST).await;
        let id = keep_one(&world, Some(cilla), NUMBER).await;
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
        bind(&world, cilla, NUMBER).await;
        let id = keep_one(&world, Some(cilla), NUMBER).await;
        let nobodys = keep_one(&world, None, NUMBER).await;
        let (app, org, by) = (&world.app, world.org(), world.acting(&bo));
        let record = settled(begin_person_export(app, org, cilla, &by).await).unwrap();
        assert!(!record.has_older_identifications);
        let written = serde_json::to_value(&record).unwrap();
        let handed_out = written["identifications"].as_array().unwrap();
        assert_eq!(handed_out.len(), 1);
        assert_eq!(handed_out[0]["id"], id.to_string());
        assert_eq!(handed_out[0]["personal_number"], NUMBER);
        assert_eq!(handed_out[0]["name"], "Cilla Ek");
        assert_eq!(handed_out[0]["device_address"], "192.0.2.7");
        assert!(!format!("{record:?}").contains("2397"));

        settled(erase_person(app, org, cilla, "cilla", &by).await).unwrap();
        let find = |id| world.write(move |tx| tx.find_identification(org, id));
        assert!(find(id).await.is_none());
        assert!(find(nobodys).await.is_some());
    });
}

/// A63 and A34 on the record: an order that somebody else finished on a page where nobody is demanded – the picture that binds an eID –
/// tells nobody who that was, neither the person whose page it was nor whoever looks after them, whatever else their account is bound to.
#[test]
fn a63_who_else_was_identified_on_a_persons_page_is_in_no_record_of_theirs() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let stina = world.with_rights("stina", &[BuiltIn::People]).await;
        let mallory = world.person("mallory", &GUEST).await;
        let victim = world.person("victim", &GUEST).await;
        let id = keep_one(&world, Some(mallory), STRANGER).await.to_string();
        let (app, org) = (&world.app, world.org());
        let is_masked = async |when: &str, bound: &[FactorKind]| {
            let who = world.fresh(mallory, bound).await;
            let own = export_own(app, &who, &world.requester()).await;
            let by = world.acting(&stina);
            let looked_after = begin_person_export(app, org, mallory, &by).await;
            for record in [own.unwrap().unwrap(), settled(looked_after).unwrap()] {
                let written = serde_json::to_value(&record).unwrap();
                let told = written["identifications"].as_array().unwrap();
                let theirs = told.iter().find(|one| one["id"] == id).unwrap();
                assert_eq!(theirs["own"], false, "{when}");
                assert_eq!(theirs["personal_number"], "19791110-****", "{when}");
                for field in ["name", "browser_address", "device_address", "device"] {
                    assert!(theirs[field].is_null(), "{when}: {field}");
                }
                let told = theirs.to_string();
                for secret in ["9291", "Cilla", "192.0.2.7", "198.51.100.9", "a-telephone"] {
                    assert!(!told.contains(secret), "{when}: {told}");
                }
            }
        };
        is_masked("nobody is bound", &[]).await;
        bind(&world, mallory, NUMBER).await;
        keep_one(&world, Some(mallory), NUMBER).await;
        is_masked("another is bound", &[EID]).await;
        bind(&world, victim, STRANGER).await;
        is_masked("it is bound to somebody else's account", &[EID]).await;
    });
}

#[test]
fn identifications_go_when_their_time_is_over_to_the_moment() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let org = world.org();
        let id = keep_one(&world, None, NUMBER).await;
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
