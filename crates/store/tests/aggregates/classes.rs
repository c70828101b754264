//! People by class, grace that begins once, the people of a card by name, and grace that ends: the same on both engines.

use domain::effect::Class;
use domain::factor::FactorSet;
use domain::id::{OrganisationId, UserId};
use domain::time::Span;
use store::testing::each_way;
use store::{Fault, GraceEnding, GraceMarks, ReadinessFilter, Tx};

use crate::world::{self, NOW, World};

/// Somebody with the spare role and nothing else, whom the lists know.
fn add(tx: &mut Tx, world: &World, username: &str) -> Result<UserId, Fault> {
    let id = world::add(tx, world, username)?;
    tx.refresh_people(world.org, &[id])?;
    Ok(id)
}

fn spare(tx: &mut Tx, org: OrganisationId) -> Result<Vec<Class>, Fault> {
    let mut classes = tx.classes(org)?;
    classes.retain(|class| class.has_role("spare"));
    classes.sort_by_key(|class| (class.suspended, class.grace));
    Ok(classes)
}

#[test]
fn people_are_counted_by_what_the_policy_looks_at() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let unit = move |tx: &mut Tx| {
            let bo = add(tx, &world, "bo")?;
            add(tx, &world, "cilla")?;
            let eva = add(tx, &world, "eva")?;
            tx.set_suspended(org, eva, Some(NOW))?;
            let classes = tx.classes(org)?;
            let agnes = classes.iter().find(|class| class.owner).unwrap();
            assert_eq!((agnes.roles.as_str(), agnes.people), ("accounting", 1));
            assert_eq!(agnes.factors, FactorSet::parse("email,totp"));
            let found = spare(tx, org)?;
            let told: Vec<_> = found.iter().map(|c| (c.suspended, c.people)).collect();
            assert_eq!(told, [(false, 2), (true, 1)]);
            let own = tx.find_class_of(org, bo)?.unwrap();
            assert_eq!(Class { people: 2, ..own }, found[0]);
            assert!(
                tx.find_class_of(org, UserId::from_bytes([9; 16]))?
                    .is_none()
            );
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn grace_begins_once_and_never_for_the_suspended() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let unit = move |tx: &mut Tx| {
            let bo = add(tx, &world, "bo")?;
            let eva = add(tx, &world, "eva")?;
            tx.set_suspended(org, eva, Some(NOW))?;
            let (first, second) = (NOW + Span::days(3), NOW + Span::days(9));
            assert!(tx.begin_grace_of(org, bo, first)?);
            assert!(!tx.begin_grace_of(org, bo, second)?, "no second one");
            add(tx, &world, "cilla")?;
            let class = spare(tx, org)?.swap_remove(0);
            assert_eq!(tx.begin_grace(org, &class, second)?, 1, "cilla alone");
            assert_eq!(tx.begin_grace(org, &class, second)?, 0);
            assert_eq!(tx.user(org, bo)?.grace_until, Some(first));
            assert_eq!(tx.user(org, eva)?.grace_until, None);
            // A day that moves takes those who have it along, and nobody else.
            let class = Class {
                grace: Some(first),
                ..class
            };
            let third = NOW + Span::days(20);
            assert!(tx.note_grace_told(org, bo, first, 2)?);
            assert_eq!(tx.move_grace(org, &class, Some(third))?, 1, "bo alone");
            assert_eq!(tx.user(org, bo)?.grace_until, Some(third));
            assert!(tx.note_grace_told(org, bo, third, 1)?, "told of it anew");
            assert_eq!(tx.move_grace(org, &class, None)?, 0);
            let class = Class {
                grace: Some(third),
                ..class
            };
            assert_eq!(tx.move_grace(org, &class, None)?, 1);
            assert!(
                tx.begin_grace_of(org, bo, first)?,
                "and may be given another"
            );
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn the_people_of_a_card_are_paged_by_name_whichever_way_they_are_found() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let unit = move |tx: &mut Tx| {
            for name in ["örjan", "Bo", "ålund", "cilla"] {
                add(tx, &world, name)?;
            }
            let away = add(tx, &world, "away")?;
            tx.set_suspended(org, away, Some(NOW))?;
            let mut classes = spare(tx, org)?;
            classes.retain(|class| !class.suspended);
            // Of many: by class. Of few: the walk by name. What is found is the same.
            for of in [1_000_000, 4] {
                let filter = ReadinessFilter {
                    role: world.spare_role,
                    classes: &classes,
                    of,
                    now: NOW,
                };
                let first = tx.readiness_rows(org, &filter, None, 3)?;
                let last = first.last().unwrap();
                let after = Some((last.name_key.as_str(), last.user.id));
                let second = tx.readiness_rows(org, &filter, after, 3)?;
                let names: Vec<_> = first
                    .iter()
                    .chain(&second)
                    .map(|row| row.user.name.as_str())
                    .collect();
                assert_eq!(names, ["Bo", "cilla", "ålund", "örjan"], "of {of}");
                assert!(first.iter().all(|row| row.class.has_role("spare")));
            }
            let nobody = ReadinessFilter {
                role: world.spare_role,
                classes: &[],
                of: 5,
                now: NOW,
            };
            assert!(tx.readiness_rows(org, &nobody, None, 3)?.is_empty());
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn each_mark_of_a_grace_that_ends_is_told_of_once() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let unit = move |tx: &mut Tx| {
            let ends = [(5, "bo"), (2, "cilla"), (2, "eva"), (30, "dag")];
            for (days, name) in ends {
                let id = add(tx, &world, name)?;
                tx.begin_grace_of(org, id, NOW + Span::days(days))?;
            }
            let marks = |now| GraceMarks {
                third: now + Span::days(1),
                second: now + Span::days(3),
                first: now + Span::days(7),
            };
            let ending = |tx: &mut Tx, now, after: Option<GraceEnding>, limit| {
                tx.grace_ending(marks(now), now, after, limit)
            };
            let first = ending(tx, NOW, None, 2)?;
            let rest = ending(tx, NOW, first.last().copied(), 2)?;
            let days = |found: &[GraceEnding]| -> Vec<i64> {
                found
                    .iter()
                    .map(|one| one.until.since(NOW).as_millis() / 86_400_000)
                    .collect()
            };
            assert_eq!(
                (days(&first), days(&rest)),
                (vec![2, 2], vec![5]),
                "the next to end first"
            );
            for one in &first {
                assert!(tx.note_grace_told(org, one.user, one.until, 2)?);
                assert!(
                    !tx.note_grace_told(org, one.user, one.until, 2)?,
                    "another node was quicker"
                );
                assert!(!tx.note_grace_told(org, one.user, NOW, 3)?, "another grace");
            }
            assert_eq!(days(&ending(tx, NOW, None, 9)?), [5]);
            let later = NOW + Span::hours(25);
            assert_eq!(days(&ending(tx, later, None, 9)?), [2, 2, 5]);
            let over = NOW + Span::days(2);
            assert_eq!(
                days(&ending(tx, over, None, 9)?),
                [5],
                "what is over is not told"
            );
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}
