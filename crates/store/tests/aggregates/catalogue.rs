//! The catalogue of permissions and the order of role cards: what is changed at once by two, what is built in, what goes with what.

use domain::id::RoleId;
use store::testing::{each_engine, each_way};
use store::{Fault, Permission, Tx};

use crate::world::{NOW, World, role};

fn permission(key: &str, built_in: bool, position: i64) -> Permission {
    Permission {
        key: key.to_owned(),
        name: format!("Name of {key}"),
        area: String::new(),
        built_in,
        position,
    }
}

fn keys(tx: &mut Tx, world: &World) -> Result<Vec<String>, Fault> {
    let catalogue = tx.permissions(world.org)?;
    Ok(catalogue.into_iter().map(|found| found.key).collect())
}

#[test]
fn a_permission_is_renamed_and_moved_and_whoever_read_it_before_changes_nothing() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let unit = move |tx: &mut Tx| {
            for (key, position) in [("books.write", 2), ("books.burn", 3)] {
                assert!(tx.insert_permission(org, &permission(key, false, position))?);
            }
            let read = tx
                .find_permission(org, "books.write")?
                .expect("it is there");
            assert!(tx.save_permission(org, &read, "Write", "Books")?);
            assert!(
                !tx.save_permission(org, &read, "Scribble", "Books")?,
                "read before"
            );
            let saved = tx
                .find_permission(org, "books.write")?
                .expect("it is there");
            assert_eq!(
                (saved.name.as_str(), saved.area.as_str()),
                ("Write", "Books")
            );
            let order = ["books.burn", "nobody's", "books.read", "books.write"];
            tx.place_permissions(org, &order.map(str::to_owned))?;
            assert_eq!(
                keys(tx, &world)?,
                ["books.burn", "books.read", "books.write"]
            );
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn a_removed_permission_leaves_every_card_and_whoever_has_one_open_hears_of_it() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let unit = move |tx: &mut Tx| {
            let holding: Vec<_> = tx
                .roles_with_permission(org, "books.read")?
                .into_iter()
                .map(|heading| heading.key)
                .collect();
            assert_eq!(holding, ["accounting", "spare"]);
            let read = tx.find_role(org, world.role)?.expect("it is there");
            let epoch = tx.organisation(org)?.policy_epoch;
            assert!(tx.remove_permission(org, "books.read")?);
            assert!(!tx.remove_permission(org, "books.read")?, "it is gone");
            assert_eq!(tx.organisation(org)?.policy_epoch, epoch + 1);
            let left = tx.find_role(org, world.role)?.expect("it is there");
            assert!(left.permissions.is_empty());
            assert_eq!(left.version, read.version + 1);
            assert!(!tx.save_role(org, &read)?, "read before");
            assert!(keys(tx, &world)?.is_empty());
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn what_is_built_in_is_neither_renamed_nor_removed() {
    each_engine(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let unit = move |tx: &mut Tx| {
            let fixed = permission("tvasteg.people", true, 0);
            assert!(tx.insert_permission(org, &fixed)?);
            assert!(!tx.save_permission(org, &fixed, "Mine", "")?);
            assert!(!tx.remove_permission(org, "tvasteg.people")?);
            assert_eq!(tx.find_permission(org, "tvasteg.people")?, Some(fixed));
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn cards_stand_in_the_order_they_were_moved_to() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let unit = move |tx: &mut Tx| {
            let third = RoleId::draw(NOW, tx.random());
            let behind = tx.next_role_position(org)?;
            assert!(tx.insert_role(org, &role(third, "third"), behind, NOW)?);
            let order = |tx: &mut Tx| -> Result<Vec<String>, Fault> {
                let headings = tx.role_headings(org)?;
                Ok(headings.into_iter().map(|heading| heading.key).collect())
            };
            assert_eq!(order(tx)?, ["accounting", "spare", "third"]);
            assert!(tx.move_role(org, third, 0)?);
            assert_eq!(order(tx)?, ["third", "accounting", "spare"]);
            assert!(tx.move_role(org, third, 1)?);
            assert!(tx.move_role(org, world.role, 99)?);
            assert_eq!(order(tx)?, ["third", "spare", "accounting"]);
            assert!(!tx.move_role(org, RoleId::from_bytes([7; 16]), 0)?);
            assert_eq!(tx.role_headings(org)?[0].name, "Role third");
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}
