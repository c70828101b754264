//! Identifications: kept sealed, never changed, and gone with their time or with their person.

use domain::id::{IdentificationId, UserId};
use domain::time::Span;
use store::Tx;
use store::testing::{self, Statement, each_way};

use crate::world::identifications::{KEPT_FOR, keep, proof};
use crate::world::{NOW, World};

static TO_ANOTHER_ROW: Statement = Statement::new(
    "to_another_row",
    "UPDATE identifications SET data = (SELECT o.data FROM identifications o WHERE o.organisation_id = $1 AND o.identification_id = $2)
     WHERE organisation_id = $1 AND identification_id = $3",
);

#[test]
fn an_identification_is_kept_as_it_was_told_and_found_by_its_id_and_its_person() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, user) = (world.org, world.user);
        let unit = move |tx: &mut Tx| {
            let found = tx.find_identification(org, world.identification)?;
            let found = found.expect("the world has one");
            assert!(found.proof == proof());
            assert_eq!((found.id, found.user), (world.identification, Some(user)));
            assert_eq!((found.created_at, found.expires_at), (NOW, NOW + KEPT_FOR));
            let second = keep(tx, org, Some(user), KEPT_FOR)?;
            let _nobodys = keep(tx, org, None, KEPT_FOR)?;
            let ids = |tx: &mut Tx, limit| {
                let found = tx.identifications_of_user(org, user, limit)?;
                Ok::<_, store::Fault>(found.iter().map(|one| one.id).collect::<Vec<_>>())
            };
            let mut newest_first = vec![second, world.identification];
            newest_first.sort_unstable_by(|one, other| other.cmp(one));
            assert_eq!(ids(tx, 10)?, newest_first);
            assert_eq!(ids(tx, 1)?, newest_first[..1]);
            let unknown = IdentificationId::from_bytes([9; 16]);
            Ok(tx.find_identification(org, unknown)?.is_none())
        };
        assert!(store.write(unit).await.unwrap());
    });
}

#[test]
fn one_of_somebody_who_is_not_here_is_nobodys() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let unit = move |tx: &mut Tx| {
            let stranger = UserId::from_bytes([7; 16]);
            let of_a_stranger = keep(tx, org, Some(stranger), KEPT_FOR)?;
            let found = tx.find_identification(org, of_a_stranger)?;
            assert_eq!(found.expect("it is kept all the same").user, None);
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn an_identification_goes_when_its_time_is_over_in_batches_and_not_before() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let unit = move |tx: &mut Tx| {
            let short = [
                keep(tx, org, None, Span::days(30))?,
                keep(tx, org, Some(world.user), Span::days(30))?,
            ];
            let over = NOW + Span::days(30);
            assert_eq!(
                tx.remove_expired_identifications(over - Span::millis(1), 10)?,
                0
            );
            assert_eq!(tx.remove_expired_identifications(over, 1)?, 1);
            assert_eq!(tx.remove_expired_identifications(over, 1)?, 1);
            assert_eq!(tx.remove_expired_identifications(over, 1)?, 0);
            for id in short {
                assert!(tx.find_identification(org, id)?.is_none());
            }
            let kept = tx.find_identification(org, world.identification)?;
            assert!(kept.is_some(), "its time is not over");
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn the_identifications_of_a_person_go_with_them_and_nobody_elses_do() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let unit = move |tx: &mut Tx| {
            let nobodys = keep(tx, org, None, KEPT_FOR)?;
            tx.make_husk(org, world.user, ("erased-1", "—"), NOW)?;
            let gone = tx.find_identification(org, world.identification)?;
            assert!(gone.is_none());
            Ok(tx.find_identification(org, nobodys)?.is_some())
        };
        assert!(store.write(unit).await.unwrap());
    });
}

#[test]
fn what_proves_one_identification_does_not_open_in_the_row_of_another() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let from = world.identification;
        let unit = move |tx: &mut Tx| {
            let id = keep(tx, org, Some(world.user), KEPT_FOR)?;
            let values = [(&org).into(), (&from).into(), (&id).into()];
            assert_eq!(testing::execute(tx, &TO_ANOTHER_ROW, &values)?, 1);
            Ok(id)
        };
        let moved = store.write(unit).await.unwrap();
        let outcome = store
            .read(move |tx| tx.find_identification(org, moved).map(|_| ()))
            .await;
        assert!(
            matches!(outcome, Err(store::Fault::Corrupt { table, .. }) if table == "identifications"),
            "{outcome:?}"
        );
    });
}
