//! Sealing: whatever was told gets a place in the chain, once, whoever seals; and what lawfully leaves the log leaves it proved.

use domain::audit::verify::{Signature, StoredSeal, Tally};
use domain::audit::{Event, EventKind, Personal};
use domain::id::{AuditId, OrganisationId, UserId};
use domain::refusal::Refusal;
use domain::time::{Span, Timestamp};
use store::testing::{self, Cell, Statement, each_engine, each_way};
use store::{AuditPart, Fault, ReadTx, SealVerified, Store, Tx};

use crate::world::{NOW, World, in_minutes};

static PLACES: Statement = Statement::new(
    "places",
    "SELECT seal_no, seal_position FROM audit_events WHERE organisation_id = $1 ORDER BY seal_no, seal_position",
);
static HOURS: Statement = Statement::new(
    "hours",
    "SELECT hour, kind, outcome, events FROM audit_hours WHERE organisation_id = $1 ORDER BY hour, kind, outcome",
);

/// Tells as many rows, a second apart: some with an address and a browser, some with nothing personal, some refused.
pub(crate) fn tell(tx: &mut Tx, org: OrganisationId, user: UserId, rows: i64) -> Result<(), Fault> {
    for number in 0..rows {
        let personal = Personal {
            address: (number % 3 != 2).then(|| format!("192.0.2.{}", number % 250)),
            browser: (number % 3 == 0).then(|| "Firefox".to_owned()),
            target: (number % 5 == 0).then(|| "b••@demo.example".to_owned()),
        };
        let event = Event::own(EventKind::FactorChecked, user, personal).with("number", &number);
        let event = if number % 4 == 0 {
            event.refused(Refusal::CodeWrong)
        } else {
            event
        };
        tx.audit(org, &event, NOW + Span::seconds(number))?;
    }
    Ok(())
}

/// The log, verified to its end or to what was found.
pub(crate) fn verified(
    tx: &mut ReadTx,
    org: OrganisationId,
) -> Result<(Tally, Vec<StoredSeal>, Option<String>), Fault> {
    let (mut tally, mut seals) = (Tally::default(), Vec::new());
    loop {
        match tx.verify_seal_after(org, seals.last())? {
            SealVerified::End => return Ok((tally, seals, None)),
            SealVerified::Fine(seal, more) => {
                tally.add(&more);
                seals.push(*seal);
            }
            SealVerified::Found(finding) => {
                return Ok((tally, seals, Some(format!("{finding:?}"))));
            }
        }
    }
}

#[test]
fn rows_get_their_places_in_the_order_of_their_keys_and_the_chain_holds() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, user) = (world.org, world.user);
        let unit = move |tx: &mut Tx| {
            assert_eq!(tx.seal(OrganisationId::INSTALLATION, 10, NOW)?, None);
            tell(tx, org, user, 24)?;
            let mut heads = Vec::new();
            while let Some(head) = tx.seal(org, 10, in_minutes(1))? {
                heads.push(head);
            }
            // One row was told when the organisation was made.
            assert_eq!(
                heads.iter().map(|head| head.total).collect::<Vec<_>>(),
                [10, 20, 25]
            );
            assert_eq!(tx.sealed_head(org)?.as_ref(), heads.last());
            assert_eq!(tx.count_unsealed(org, 10)?, 0);
            assert_eq!(
                tx.organisations_unsealed(OrganisationId::INSTALLATION, 10)?,
                []
            );
            let places = testing::query(tx, &PLACES, &[(&org).into()])?;
            let expected = (0..25).map(|row| vec![Cell::Int(row / 10 + 1), Cell::Int(row % 10)]);
            assert!(places.into_iter().eq(expected));
            let (tally, seals, found) = verified(tx, org)?;
            assert_eq!(found, None);
            assert_eq!((tally.seals, tally.rows, tally.late), (3, 25, 0));
            assert!(seals.iter().all(|seal| seal.signature == Signature::Good));
            assert_eq!(tx.stray_row(org, 3)?, None);
            assert_eq!(tx.stray_seal(org)?, None);
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn a_personal_part_that_is_gone_without_anybody_erased_is_found() {
    each_engine(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, user) = (world.org, world.user);
        let unit = move |tx: &mut Tx| {
            // The first seal stands at the beginning; what it covers may be of the first release.
            while tx.seal(org, 10, NOW - Span::minutes(1))?.is_some() {}
            tell(tx, org, user, 20)?;
            while tx.seal(org, 10, in_minutes(1))?.is_some() {}
            assert_eq!(verified(tx, org)?.2, None);
            let _ = tx.erase_personal(org, user, AuditPart::Actor, None, 100)?;
            let _ = tx.erase_personal(org, user, AuditPart::Subject, None, 100)?;
            let found = verified(tx, org)?.2.unwrap_or_default();
            assert!(found.starts_with("PersonalErased"), "{found}");
            // Another's erasure explains nothing.
            let other =
                Event::by_operator(EventKind::PersonErased, Some(UserId::from_bytes([9; 16])));
            tx.audit(org, &other, in_minutes(2))?;
            assert!(verified(tx, org)?.2.is_some());
            let own = Event::by_operator(EventKind::PersonErased, Some(user));
            tx.audit(org, &own, in_minutes(2))?;
            assert_eq!(verified(tx, org)?.2, None);
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn the_hours_are_counted_as_they_are_sealed() {
    each_engine(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, user) = (world.org, world.user);
        let unit = move |tx: &mut Tx| {
            let _ = tx.seal(org, 1000, NOW)?;
            tell(tx, org, user, 8)?;
            let _ = tx.seal(org, 3, NOW)?;
            let _ = tx.seal(org, 1000, NOW)?;
            testing::query(tx, &HOURS, &[(&org).into()])
        };
        let hour = NOW.unix_millis() / 3_600_000 * 3_600_000;
        let row = |kind: &str, outcome: &str, events| {
            vec![
                Cell::Int(hour),
                Cell::Text(kind.to_owned()),
                Cell::Text(outcome.to_owned()),
                Cell::Int(events),
            ]
        };
        let counted = store.write(unit).await.unwrap();
        assert!(counted.contains(&row("factor-checked", "code-wrong", 2)));
        assert!(counted.contains(&row("factor-checked", "done", 6)));
    });
}

#[test]
fn whoever_seals_at_the_same_time_each_row_is_sealed_once() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, user) = (world.org, world.user);
        store
            .write(move |tx| tell(tx, org, user, 499))
            .await
            .unwrap();
        let seal = |store: Store| async move {
            let mut sealed = 0;
            loop {
                match store.write(move |tx| tx.seal(org, 50, NOW)).await {
                    Ok(Some(_)) => sealed += 1,
                    Ok(None) => return sealed,
                    // Another was quicker five times over.
                    Err(Fault::Conflict) => {}
                    Err(fault) => panic!("{fault:?}"),
                }
            }
        };
        let nodes = [(); 4].map(|()| seal(store.clone()));
        let [a, b, c, d] = nodes;
        let (a, b, c, d) = tokio::join!(a, b, c, d);
        assert!(a + b + c + d >= 10);
        let (tally, seals, found) = store.read(move |tx| verified(tx, org)).await.unwrap();
        assert_eq!((found, tally.rows), (None, 500));
        assert_eq!(seals.len() as u64, a + b + c + d);
    });
}

#[test]
fn only_organisations_with_something_to_seal_are_named() {
    each_engine(async |store| {
        let mut worlds = Vec::new();
        for slug in ["one", "two", "three"] {
            worlds.push(World::make(&store, slug).await.org);
        }
        worlds.sort_unstable();
        let unit = move |tx: &mut Tx| {
            let first = OrganisationId::INSTALLATION;
            assert_eq!(tx.organisations_unsealed(first, 10)?, worlds);
            assert_eq!(tx.organisations_unsealed(first, 2)?, worlds[..2]);
            let _ = tx.seal(worlds[1], 1000, NOW)?;
            assert_eq!(
                tx.organisations_unsealed(first, 10)?,
                [worlds[0], worlds[2]]
            );
            assert_eq!(tx.organisations_unsealed(worlds[2], 10)?, [worlds[2]]);
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

static AS_THE_RELEASE_BEFORE: Statement = Statement::new(
    "as_the_release_before",
    "UPDATE audit_events SET from_address = NULL WHERE organisation_id = $1",
);

#[test]
fn a_row_of_the_release_before_gets_its_address_beside_it_when_it_is_sealed() {
    each_engine(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, user) = (world.org, world.user);
        let unit = move |tx: &mut Tx| {
            tell(tx, org, user, 10)?;
            testing::execute(tx, &AS_THE_RELEASE_BEFORE, &[(&org).into()])?;
            let _ = tx.seal(org, 1000, NOW)?;
            assert_eq!(verified(tx, org)?.2, None);
            let filter = store::AuditFilter {
                address: Some("192.0.2.4".to_owned()),
                ..Default::default()
            };
            assert_eq!(tx.audit_page(org, &filter, None, 10)?.events.len(), 1);
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

/// After this, everything that was told lies a year back.
const MUCH_LATER: Timestamp = Timestamp::from_unix_seconds(1_790_000_000 + 365 * 86_400);

static LEAVES: Statement = Statement::new(
    "leaves_left",
    "SELECT seal_no FROM audit_leaves WHERE organisation_id = $1 AND length(leaves) = 0 ORDER BY seal_no",
);

#[test]
fn rows_whose_time_is_over_leave_the_chain_provable() {
    each_engine(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, user) = (world.org, world.user);
        let unit = move |tx: &mut Tx| {
            let _ = tx.seal(org, 1000, NOW)?;
            tell(tx, org, user, 30)?;
            let role = Event::by_operator(EventKind::RoleChanged, None);
            tx.audit(org, &role, NOW + Span::seconds(12))?;
            while tx.seal(org, 10, in_minutes(1))?.is_some() {}
            // Unsealed rows wait, however old they are.
            tell(tx, org, user, 3)?;
            let kind = EventKind::FactorChecked.code();
            assert_eq!(tx.remove_events(org, kind, NOW, 1000)?, 0);
            let mut removed = 0;
            loop {
                let some = tx.remove_events(org, kind, MUCH_LATER, 7)?;
                let (_, _, found) = verified(tx, org)?;
                assert_eq!(found, None, "after {removed} rows and {some}");
                removed += some;
                if some == 0 {
                    break;
                }
            }
            assert_eq!(removed, 30);
            let (tally, _, _) = verified(tx, org)?;
            assert_eq!((tally.rows, tally.gone), (2, 30));
            let whole: Vec<_> = testing::query(tx, &LEAVES, &[(&org).into()])?;
            assert!(whole == [vec![Cell::Int(2)], vec![Cell::Int(4)], vec![Cell::Int(5)]]);
            assert_eq!(tx.count_unsealed(org, 10)?, 3);
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn addresses_go_alone_and_persons_go_altogether_and_the_chain_holds() {
    each_engine(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, user) = (world.org, world.user);
        let unit = move |tx: &mut Tx| {
            tell(tx, org, user, 30)?;
            while tx.seal(org, 10, in_minutes(1))?.is_some() {}
            let walked = tx.erase_addresses(org, None, NOW + Span::seconds(15), 1000)?;
            assert_eq!(walked.changed, 10 + 1);
            let walked = tx.erase_addresses(org, walked.last, MUCH_LATER, 8)?;
            assert_eq!(walked.changed, 6);
            let (tally, _, found) = verified(tx, org)?;
            assert_eq!((found, tally.without_address), (None, 17));
            let rows = tx.events_of_subject(org, user, None, 100)?;
            let kept = |row: &store::AuditRow| row.personal.clone().unwrap_or_default();
            assert!(rows.iter().any(|row| kept(row).address.is_some()));
            assert!(
                rows.iter()
                    .any(|row| kept(row).address.is_none() && kept(row).browser.is_some())
            );

            let mut after: Option<AuditId> = None;
            for part in [AuditPart::Subject, AuditPart::Actor] {
                loop {
                    let walked = tx.erase_personal(org, user, part, after, 9)?;
                    assert_eq!(verified(tx, org)?.2, None);
                    after = walked.last;
                    if after.is_none() {
                        break;
                    }
                }
            }
            let (tally, _, _) = verified(tx, org)?;
            assert_eq!((tally.erased, tally.without_address), (31, 0));
            let rows = tx.events_of_subject(org, user, None, 100)?;
            assert!(rows.iter().all(|row| row.personal.is_none()));
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}
