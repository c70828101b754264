//! Who is written to because they look after something, and who else comes through a mailbox or number.

use domain::factor::FactorKind;
use domain::id::{AuthenticatorId, OrganisationId, RoleId, UserId};
use domain::user::Username;
use store::testing::each_way;
use store::{Channel, Fault, NewUser, Tx};

use crate::world::{EMAIL, NOW, TOTP, World, authenticator, role};

fn person(tx: &mut Tx, org: OrganisationId, name: &str) -> Result<UserId, Fault> {
    let id = UserId::draw(NOW, tx.random());
    let new = NewUser {
        id,
        username: &Username::parse(name).unwrap(),
        name,
        language: None,
        owner: false,
        password_hash: None,
        grace_until: None,
    };
    assert!(tx.insert_user(org, &new, NOW)?);
    Ok(id)
}

#[test]
fn owners_and_whoever_has_the_permission_by_a_role_are_written_to_once_each() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let unit = move |tx: &mut Tx| {
            let org = world.org;
            let mut holders = Vec::new();
            for name in ["bo", "cilla"] {
                let id = person(tx, org, name)?;
                // By two roles at once.
                tx.assign_role(org, id, world.role, NOW)?;
                tx.assign_role(org, id, world.spare_role, NOW)?;
                holders.push(id);
            }
            let mut without = role(RoleId::draw(NOW, tx.random()), "without");
            without.permissions.clear();
            tx.insert_role(org, &without, 3, NOW)?;
            let nobody = person(tx, org, "oskar")?;
            tx.assign_role(org, nobody, without.id, NOW)?;
            for (name, owns) in [("sven", true), ("sara", false)] {
                let suspended = person(tx, org, name)?;
                tx.assign_role(org, suspended, world.role, NOW)?;
                tx.set_owner(org, suspended, owns)?;
                tx.set_suspended(org, suspended, Some(NOW))?;
            }
            holders.push(world.user);
            holders.sort_unstable();
            let found = tx.people_with_permission(org, "books.read")?;
            let owners = tx.people_with_permission(org, "nobody.has.it")?;
            Ok((found == holders, owners == [world.user]))
        };
        assert_eq!(store.write(unit).await.unwrap(), (true, true));
    });
}

#[test]
fn a_mailbox_or_number_is_anothers_where_somebody_else_has_an_authenticator_by_it() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let unit = move |tx: &mut Tx| {
            let org = world.org;
            let (user, other) = (world.user, person(tx, org, "bo")?);
            let mailbox = (Channel::Email, "agnes@demo.example");
            assert!(!tx.is_anothers_channel(org, user, mailbox)?, "it is hers");
            assert!(tx.is_anothers_channel(org, other, mailbox)?);
            let as_number = (Channel::Phone, "agnes@demo.example");
            assert!(!tx.is_anothers_channel(org, other, as_number)?);
            // Two kinds of factor through one mailbox, and two people.
            for (owner, kind) in [(user, &TOTP), (other, &EMAIL)] {
                shares(tx, org, owner, kind)?;
            }
            tx.is_anothers_channel(org, user, mailbox)
        };
        assert!(store.write(unit).await.unwrap());
    });
}

fn shares(tx: &mut Tx, org: OrganisationId, user: UserId, kind: &FactorKind) -> Result<(), Fault> {
    let mark = tx.channel_mark(org, Channel::Email, "agnes@demo.example");
    let id = AuthenticatorId::draw(NOW, tx.random());
    let mut new = authenticator(id, user, kind, b"{}");
    new.channel = Some(&mark);
    assert!(tx.insert_authenticator(org, &new, NOW)?);
    Ok(())
}
