//! An eID that is connected by somebody's personal number: who may, what is refused, and what nobody gets to see.

use std::collections::HashSet;

use app::administer::people;
use app::administer::{FieldWhy, Reason};
use domain::audit::EventKind;
use domain::factor::FactorKind;
use domain::id::UserId;
use domain::personal_number::PersonalNumberFault;
use domain::refusal::Refusal;
use domain::role::BuiltIn;
use domain::time::Span;
use store::testing::each_engine;
use text::Language;

use super::settled;
use crate::world::{APP, GUEST, World};

/// The kind that stands for every eID here.
const EID: FactorKind = FactorKind::new("bankid");
const NUMBER: &str = "199908072391";
const TYPED: &str = "990807-2391";
const ANOTHER: &str = "199006022397";

impl World {
    async fn with_service(store: store::Store) -> Self {
        let world = Self::new(store).await;
        let org = world.org();
        world
            .write(move |tx| tx.set_services(org, &["bankid".to_owned()]).map(drop))
            .await;
        world
    }

    async fn connect(
        &self,
        by: &app::administer::By,
        user: UserId,
        typed: &str,
    ) -> Result<(), Reason> {
        let eid = (EID, typed);
        settled(people::connect_eid(&self.app, self.org(), user, eid, by).await)
    }
}

#[test]
fn an_administrator_connects_an_eid_and_the_number_is_nowhere_in_clear() {
    each_engine(async |store| {
        let world = World::with_service(store).await;
        let bo = world.with_rights("bo", &[BuiltIn::People]).await;
        let cilla = world.person("cilla", &GUEST).await;
        let dora = world.person("dora", &GUEST).await;
        let by = world.acting(&bo);
        world.connect(&by, cilla, TYPED).await.unwrap();
        let (org, now) = (world.org(), world.now());
        let bound = world
            .write(move |tx| tx.find_authenticator_by_identifier(org, &EID, NUMBER.as_bytes()))
            .await
            .expect("found by the number");
        assert_eq!(bound.user, cilla);
        assert!(bound.label.contains("19990807-****"), "{}", bound.label);
        let rows = world.log(cilla).await;
        let told = EventKind::AuthenticatorEnrolled.code();
        let row = rows.iter().find(|row| row.kind == told).unwrap();
        assert_eq!(row.actor, Some(bo.user.id));
        let target = row.personal.as_ref().and_then(|own| own.target.as_deref());
        assert_eq!(target, Some("19990807-****"));
        for row in &rows {
            let whole = format!("{:?}{:?}", row.details, row.personal);
            assert!(!whole.contains("2391"), "{whole}");
        }
        let letters = world.outbox.kept();
        let letter = letters.iter().find(|letter| letter.to.contains("cilla"));
        assert!(letter.is_some(), "the person is told");
        assert!(letters.iter().all(|letter| !letter.text.contains("2391")));
        let view = people::person(&world.app, org, cilla, now).await.unwrap();
        assert_eq!(view.factors.len(), 1);

        // Taken is told, and not whose it is; a second one is told by the person's own name.
        let taken = world.connect(&by, dora, NUMBER).await;
        assert_eq!(taken, Err(Reason::Refused(Refusal::IdentityTaken)));
        let second = world.connect(&by, cilla, ANOTHER).await;
        assert_eq!(second, Err(Reason::EidConnected("cilla".to_owned())));
        world.connect(&by, dora, ANOTHER).await.unwrap();
    });
}

#[test]
fn every_fault_of_a_number_has_a_sentence_of_its_own() {
    each_engine(async |store| {
        let world = World::with_service(store).await;
        let bo = world.with_rights("bo", &[BuiltIn::People]).await;
        let cilla = world.person("cilla", &GUEST).await;
        let by = world.acting(&bo);
        let mut seen = HashSet::new();
        for (typed, fault) in [
            ("", PersonalNumberFault::Malformed),
            ("99080-2391", PersonalNumberFault::Malformed),
            ("990807-T391", PersonalNumberFault::Interim),
            ("19991307-2391", PersonalNumberFault::ImpossibleDate),
            ("20990807-2391", PersonalNumberFault::DateInFuture),
            ("990807-2392", PersonalNumberFault::CheckDigit),
            ("990807-0007", PersonalNumberFault::NobodysNumber),
        ] {
            let Err(Reason::Faults(faults)) = world.connect(&by, cilla, typed).await else {
                panic!("{typed} is no number");
            };
            assert_eq!(faults[0].field, "personal-number");
            assert_eq!(faults[0].why, FieldWhy::Said(fault.code()), "{typed}");
            seen.insert(fault.code());
        }
        assert_eq!(seen.len(), PersonalNumberFault::ALL.len());
        for language in Language::ALL {
            let text = world.app.catalogue.text(language);
            let said = PersonalNumberFault::ALL.map(|fault| text.get(fault.code()));
            let different: HashSet<&String> = said.iter().collect();
            assert_eq!(different.len(), said.len());
            assert!(said.iter().all(|said| said.contains(' ')), "{said:?}");
        }
    });
}

#[test]
fn only_within_reach_with_fresh_proof_and_where_there_is_a_service() {
    each_engine(async |store| {
        let world = World::with_service(store).await;
        let bo = world.with_rights("bo", &[BuiltIn::People]).await;
        let stina = world
            .with_rights("stina", &[BuiltIn::People, BuiltIn::Support])
            .await;
        let agnes = world.person("agnes", &GUEST).await;
        let cilla = world.person("cilla", &GUEST).await;
        let org = world.org();
        world.write(move |tx| tx.set_owner(org, agnes, true)).await;
        let by = world.acting(&bo);
        let connect = async |user| world.connect(&by, user, TYPED).await;
        assert_eq!(connect(agnes).await, Err(Reason::OwnerOnly));
        assert_eq!(
            connect(stina.user.id).await,
            Err(Reason::BeyondReach("stina".to_owned()))
        );
        assert_eq!(connect(bo.user.id).await, Err(Reason::OwnAccount));
        let app = (APP, TYPED);
        let refused = people::connect_eid(&world.app, org, cilla, app, &by).await;
        assert_eq!(
            settled(refused),
            Err(Reason::UnknownFactor("totp".to_owned())),
            "not a kind that is bound by a number"
        );
        world
            .write(move |tx| tx.set_services(org, &[]).map(drop))
            .await;
        assert_eq!(
            connect(cilla).await,
            Err(Reason::UnknownFactor("bankid".to_owned()))
        );
        world.wait(Span::hours(1));
        let old = world.acting(&bo);
        let refused = world.connect(&old, cilla, TYPED).await;
        assert!(matches!(refused, Err(Reason::Refused(_))), "{refused:?}");
    });
}
