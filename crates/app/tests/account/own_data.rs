//! Everything on record about oneself: handed out after fresh proof, to nobody else, and on record.

use app::account::export_own;
use app::person_record::person_events;
use domain::refusal::Refusal;
use domain::time::Span;
use store::testing::each_engine;

use crate::world::{APP, GUEST, MAIL, OFFICE, World};

#[test]
fn whoever_asks_gets_what_is_kept_of_themselves_and_nobody_else() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let vera = world.person("vera", &GUEST).await;
        world.person("anna", &OFFICE).await;
        world.enrol(vera, &MAIL).await;
        let who = world.fresh(vera, &[MAIL]).await;
        let record = export_own(&world.app, &who, &world.requester())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(record.id, vera);
        let document = serde_json::to_string(&record).unwrap();
        for own in ["\"vera\"", "vera@example.se", "\"email\""] {
            assert!(document.contains(own), "{own}: {document}");
        }
        assert!(!document.contains("anna"), "{document}");
        let on_record = ("person-exported".to_owned(), "done".to_owned());
        assert_eq!(world.newest(vera).await, on_record);
        let events = person_events(&world.app, world.org(), vera, false, None)
            .await
            .unwrap();
        assert!(events.rows.iter().all(|row| row.subject == Some(vera)));
        assert!(events.rows.iter().any(|row| row.kind == on_record.0));
    });
}

#[test]
fn without_fresh_proof_or_a_session_nothing_is_handed_out() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let anna = world.person("anna", &OFFICE).await;
        world.enrol(anna, &APP).await;
        let who = world.fresh(anna, &[APP]).await;
        world.wait(Span::minutes(6));
        let stale = export_own(&world.app, &who, &world.requester())
            .await
            .unwrap();
        assert_eq!(stale.err(), Some(Refusal::FreshProofDemanded));
        let (kind, outcome) = world.newest(anna).await;
        assert!(kind == "person-exported" && outcome != "done", "{outcome}");
        world.end(&who).await;
        let over = export_own(&world.app, &who, &world.requester())
            .await
            .unwrap();
        assert_eq!(over.err(), Some(Refusal::SessionExpired));
    });
}
