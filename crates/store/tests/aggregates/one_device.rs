//! Whoever has one passkey, in one device, and nothing else: counted by role and found among the people of a page.

use std::collections::BTreeSet;

use domain::factor::FactorKind;
use domain::id::{AuthenticatorId, UserId};
use store::testing::each_way;
use store::{Fault, NewAuthenticator, Tx};

use crate::world::{NOW, World, add, authenticator};

/// Gives them an authenticator of this kind.
pub(crate) fn bind(
    tx: &mut Tx,
    world: &World,
    user: UserId,
    kind: &str,
    on_one_device: bool,
) -> Result<(), Fault> {
    let (id, kind) = (
        AuthenticatorId::draw(NOW, tx.random()),
        FactorKind::named(kind),
    );
    let new = NewAuthenticator {
        on_one_device,
        ..authenticator(id, user, &kind, b"a key")
    };
    assert!(tx.insert_authenticator(world.org, &new, NOW)?);
    Ok(())
}

/// The kinds that somebody has, and whether each lives in one device.
type Has<'a> = &'a [(&'a str, bool)];

#[test]
fn whoever_has_one_device_alone_is_counted_and_found() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let unit = move |tx: &mut Tx| {
            let (one, other) = (true, false);
            let mut alone = Vec::new();
            let mut all = Vec::new();
            // Who, what they have, and whether that is one device alone.
            let people: [(&str, Has<'_>, bool); 7] = [
                ("bo", &[("passkey", one)], true),
                (
                    "cilla",
                    &[("passkey", one), ("recovery_codes", other)],
                    true,
                ),
                ("dag", &[("passkey", one), ("passkey", one)], false),
                ("eva", &[("passkey", one), ("totp", other)], false),
                ("frans", &[("passkey", other)], false),
                ("gun", &[("recovery_codes", other)], false),
                ("hans", &[], false),
            ];
            for (name, has, is_alone) in people {
                let user = add(tx, &world, name)?;
                for (kind, on_one_device) in has {
                    bind(tx, &world, user, kind, *on_one_device)?;
                }
                all.push(user);
                if is_alone {
                    alone.push(user);
                }
            }
            let codes = FactorKind::named("recovery_codes");
            let found: BTreeSet<UserId> = alone.iter().copied().collect();
            assert_eq!(tx.on_one_device(org, &all, Some(&codes))?, found);
            assert_eq!(tx.on_one_device(org, &[], Some(&codes))?, BTreeSet::new());
            assert_eq!(
                tx.on_one_device(org, &all, None)?.len(),
                1,
                "codes count then"
            );
            let count = |tx: &mut Tx| tx.count_on_one_device(org, world.spare_role, Some(&codes));
            assert_eq!(count(tx)?, 2);
            assert_eq!(tx.count_on_one_device(org, world.role, Some(&codes))?, 0);
            tx.set_suspended(org, alone[0], Some(NOW))?;
            assert_eq!(count(tx)?, 1, "whoever is suspended loses nothing");
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn a_new_base_url_strands_what_knows_another_host() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let unit = move |tx: &mut Tx| {
            let kind = FactorKind::named("passkey");
            let bo = add(tx, &world, "bo")?;
            let cilla = add(tx, &world, "cilla")?;
            let bound = [
                (bo, Some("old.example")),
                (bo, Some("old.example")),
                (cilla, Some("new.example")),
                (cilla, None),
            ];
            for (user, relying_party) in bound {
                let id = AuthenticatorId::draw(NOW, tx.random());
                let new = NewAuthenticator {
                    relying_party,
                    ..authenticator(id, user, &kind, b"a key")
                };
                assert!(tx.insert_authenticator(org, &new, NOW)?);
            }
            let mut stranded = |host| {
                let bound = tx.count_bound_to_base_url(org, host)?;
                Ok((bound.authenticators, bound.people))
            };
            assert_eq!(stranded(Some("new.example"))?, (2, 1));
            assert_eq!(stranded(Some("old.example"))?, (1, 1));
            assert_eq!(stranded(Some("third.example"))?, (3, 2));
            let nowhere: Result<_, Fault> = stranded(None);
            assert_eq!(nowhere?, (3, 2), "no passkey works there at all");
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}
