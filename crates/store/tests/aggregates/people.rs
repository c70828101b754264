//! People, their addresses, roles and authenticators.

use domain::email::EmailAddress;
use domain::factor::FactorKind;
use domain::id::{AddressId, AuthenticatorId, RoleId, UserId};
use domain::time::Span;
use domain::user::Username;
use store::testing::{each_engine, each_way};
use store::{Channel, Fault, NewAddress, NewUser, PasswordCount, PasswordWaits, Permission, Tx};

use crate::world::{
    CODES, EMAIL, IDENTIFIER, NOTED, NOW, NUMBER, TOTP, World, authenticator, in_minutes, role,
};

pub(crate) fn add_user(tx: &mut Tx, world: &World, name: &str) -> Result<(UserId, bool), Fault> {
    let id = UserId::draw(NOW, tx.random());
    let user = NewUser {
        id,
        username: &Username::parse(name).unwrap(),
        name,
        language: Some("en"),
        owner: false,
        password_hash: None,
        grace_until: Some(in_minutes(5)),
    };
    Ok((id, tx.insert_user(world.org, &user, NOW)?))
}

fn add_mailbox(
    tx: &mut Tx,
    world: &World,
    user: UserId,
    text: &str,
    verified: bool,
) -> Result<AddressId, Fault> {
    let email = EmailAddress::parse(text).unwrap();
    let address = NewAddress {
        id: AddressId::draw(NOW, tx.random()),
        user,
        channel: Channel::Email,
        value: email.as_str(),
        canonical: &email.canonical(),
        masked: &email.masked(),
        verified_at: verified.then_some(NOW),
    };
    tx.insert_address(world.org, &address, NOW)?;
    Ok(address.id)
}

#[test]
fn a_user_is_what_was_added_and_a_username_is_given_once() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let unit = move |tx: &mut Tx| {
            let (id, added) = add_user(tx, &world, "Åke.Öst@kontor")?;
            assert!(added);
            assert!(!add_user(tx, &world, "åke.öst@kontor")?.1);
            let account = tx
                .find_account_by_username(org, "åke.öst@kontor")?
                .expect("it is there");
            assert_eq!(account.password_hash, None);
            let user = account.user;
            assert_eq!((user.id, user.username.as_str()), (id, "åke.öst@kontor"));
            assert_eq!(
                (user.name.as_str(), user.language.as_deref()),
                ("Åke.Öst@kontor", Some("en"))
            );
            assert_eq!(
                (user.owner, user.has_password, user.epoch),
                (false, false, 1)
            );
            assert_eq!(
                (user.grace_until, user.suspended_at, user.last_login_at),
                (Some(in_minutes(5)), None, None)
            );
            assert!(user.factor_set.is_empty() && user.preferred_factor.is_none());
            assert_eq!(tx.find_user(org, id)?.as_ref(), Some(&user));
            assert!(tx.find_account_by_username(org, "nobody")?.is_none());
            tx.set_language(org, id, None)?;
            tx.note_login(org, id, in_minutes(1), Some(&TOTP))?;
            tx.note_login(org, id, in_minutes(2), None)?;
            tx.set_grace(org, id, None)?;
            let user = tx.user(org, id)?;
            assert_eq!(
                (user.language, user.grace_until, user.epoch),
                (None, None, 1)
            );
            assert_eq!(
                (user.last_login_at, user.preferred_factor),
                (Some(in_minutes(2)), Some(TOTP.clone()))
            );
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn a_hash_is_replaced_only_while_the_old_one_stands() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, user) = (world.org, world.user);
        let unit = move |tx: &mut Tx| {
            let epoch = tx.user(org, user)?.epoch;
            assert!(!tx.rehash_password(org, user, "$not-the-hash", "$new")?);
            assert!(tx.rehash_password(org, user, "$argon2id$the-hash", "$new")?);
            assert_eq!(tx.user(org, user)?.epoch, epoch, "it is the same password");
            assert!(tx.set_password(org, user, "$another", NOW)?);
            assert_eq!(tx.user(org, user)?.epoch, epoch + 1);
            assert!(!tx.rehash_password(org, user, "$new", "$newer")?);
            Ok(tx
                .find_account(org, user)?
                .and_then(|account| account.password_hash))
        };
        assert_eq!(
            store.write(unit).await.unwrap().as_deref(),
            Some("$another")
        );
    });
}

#[test]
fn owners_are_counted_without_the_suspended() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, agnes) = (world.org, world.user);
        let unit = move |tx: &mut Tx| {
            let (bo, _) = add_user(tx, &world, "bo")?;
            let mut counts = vec![tx.count_owners(org)?];
            tx.set_owner(org, bo, true)?;
            counts.push(tx.count_owners(org)?);
            tx.set_suspended(org, agnes, Some(NOW))?;
            counts.push(tx.count_owners(org)?);
            tx.set_suspended(org, agnes, None)?;
            tx.set_owner(org, bo, false)?;
            counts.push(tx.count_owners(org)?);
            Ok(counts)
        };
        assert_eq!(store.write(unit).await.unwrap(), [1, 2, 1, 1]);
    });
}

#[test]
fn users_are_listed_page_by_page_in_one_order_on_both_engines() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let names = ["zoë", "bo", "åsa", "10", "ö", "b-o", "cilla", "z"];
        let unit = move |tx: &mut Tx| {
            for name in names {
                assert!(add_user(tx, &world, name)?.1);
            }
            let mut listed = Vec::new();
            let mut last: Option<String> = None;
            loop {
                let page = tx.users(org, last.as_deref(), 4)?;
                assert!(page.len() <= 4);
                let Some(end) = page.last() else { break };
                last = Some(end.username.clone());
                listed.extend(page.into_iter().map(|user| user.username));
            }
            Ok(listed)
        };
        let mut expected: Vec<&str> = names.to_vec();
        expected.push("agnes");
        expected.sort_unstable();
        assert_eq!(store.write(unit).await.unwrap(), expected);
    });
}

#[test]
fn a_mailbox_finds_the_one_person_who_proved_it_and_nobody_where_two_did() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, agnes) = (world.org, world.user);
        let unit = move |tx: &mut Tx| {
            let find = |tx: &mut Tx, text: &str| {
                let email = EmailAddress::parse(text).unwrap();
                Ok::<_, Fault>(
                    tx.find_account_by_email(org, &email)?
                        .map(|account| account.user.id),
                )
            };
            assert_eq!(find(tx, "AGNES@DEMO.EXAMPLE")?, Some(agnes));
            assert_eq!(find(tx, "bo@demo.example")?, None);
            let (bo, _) = add_user(tx, &world, "bo")?;
            let unproved = add_mailbox(tx, &world, bo, "agnes@demo.example", false)?;
            assert_eq!(
                find(tx, "agnes@demo.example")?,
                Some(agnes),
                "an unproved address is nobody's"
            );
            add_mailbox(tx, &world, agnes, "agnes@demo.example", true)?;
            assert_eq!(
                find(tx, "agnes@demo.example")?,
                Some(agnes),
                "twice one's own is one's own"
            );
            assert!(tx.mark_verified(org, bo, unproved, NOW)?);
            assert_eq!(find(tx, "agnes@demo.example")?, None);
            assert!(tx.remove_address(org, bo, unproved)?);
            assert_eq!(find(tx, "agnes@demo.example")?, Some(agnes));
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn addresses_are_kept_as_typed_and_known_again_by_their_mark() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, user) = (world.org, world.user);
        let unit = move |tx: &mut Tx| {
            let all = tx.addresses_of(org, user)?;
            let [mailbox, number] = all.as_slice() else {
                panic!("there are two");
            };
            assert_eq!(
                (mailbox.value.as_str(), mailbox.masked.as_str()),
                ("Agnes@demo.example", "A•••@demo.example")
            );
            assert_eq!((number.value.as_str(), number.verified_at), (NUMBER, None));
            assert_eq!(
                mailbox.mark,
                tx.channel_mark(org, Channel::Email, "agnes@demo.example")
            );
            assert!(tx.is_marked(org, Channel::Phone, NUMBER, &number.mark));
            assert!(
                !tx.is_marked(org, Channel::Email, NUMBER, &number.mark),
                "a channel keeps to itself"
            );
            let mail = tx
                .find_authenticator(org, user, world.mail)?
                .expect("it is there");
            assert_eq!(
                mail.channel.as_ref(),
                Some(&mailbox.mark),
                "the factor goes through that mailbox"
            );
            assert!(tx.mark_verified(org, user, number.id, in_minutes(1))?);
            assert!(tx.mark_verified(org, user, number.id, in_minutes(2))?);
            let again = tx.find_address(org, user, number.id)?.expect("it is there");
            assert_eq!(again.verified_at, Some(in_minutes(1)));
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn an_authenticator_is_what_was_enrolled() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, user) = (world.org, world.user);
        let unit = move |tx: &mut Tx| {
            let id = AuthenticatorId::draw(in_minutes(1), tx.random());
            let mut new = authenticator(id, user, &CODES, b"codes");
            (new.label, new.data_format, new.consumed_through) = ("Printed", 3, 77);
            new.relying_party = Some("demo.example");
            assert!(tx.insert_authenticator(org, &new, in_minutes(1))?);
            let found = tx.find_authenticator(org, user, id)?.expect("it is there");
            assert_eq!(
                (found.user, &found.kind, found.label.as_str()),
                (user, &CODES, "Printed")
            );
            assert_eq!(
                (found.data.as_slice(), found.data_format),
                (b"codes".as_slice(), 3)
            );
            assert_eq!(
                (found.consumed_through, found.failures, found.version),
                (77, 0, 1)
            );
            assert_eq!(
                (found.relying_party.as_deref(), found.channel),
                (Some("demo.example"), None)
            );
            assert_eq!(
                (found.last_used_at, found.created_at),
                (None, in_minutes(1))
            );
            assert!(tx.rename_authenticator(org, user, id, "In the drawer")?);
            let all = tx.authenticators_of_user(org, user)?;
            assert_eq!(all.iter().map(|own| own.id).max(), Some(id));
            assert_eq!(
                all.last().map(|own| own.label.as_str()),
                Some("In the drawer")
            );
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn an_identifier_belongs_to_one_authenticator_of_its_kind() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, user) = (world.org, world.user);
        let unit = move |tx: &mut Tx| {
            let found = tx.find_authenticator_by_identifier(org, &TOTP, IDENTIFIER)?;
            assert_eq!(found.map(|found| found.id), Some(world.totp));
            assert!(
                tx.find_authenticator_by_identifier(org, &EMAIL, IDENTIFIER)?
                    .is_none()
            );
            let (bo, _) = add_user(tx, &world, "bo")?;
            let insert = |tx: &mut Tx, user: UserId, kind: &FactorKind| {
                let id = AuthenticatorId::draw(NOW, tx.random());
                let mut new = authenticator(id, user, kind, b"{}");
                new.identifier = Some(IDENTIFIER);
                tx.insert_authenticator(org, &new, NOW)
            };
            assert!(!insert(tx, bo, &TOTP)?);
            assert!(!insert(tx, user, &TOTP)?);
            assert!(insert(tx, bo, &CODES)?, "another kind is another matter");
            Ok(tx.authenticators_of_user(org, bo)?.len())
        };
        assert_eq!(store.write(unit).await.unwrap(), 1);
    });
}

#[test]
fn the_set_of_factors_is_rewritten_with_the_epoch() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, user) = (world.org, world.user);
        let unit = move |tx: &mut Tx| {
            let mut sets = Vec::new();
            let mut note = |tx: &mut Tx| {
                let before = tx.user(org, user)?.epoch;
                let after = tx.refresh_factor_set(org, user)?;
                let user = tx.user(org, user)?;
                assert_eq!((after, user.epoch), (before + 1, before + 1));
                sets.push(user.factor_set.to_string());
                Ok::<_, Fault>(())
            };
            let second = AuthenticatorId::draw(NOW, tx.random());
            tx.insert_authenticator(org, &authenticator(second, user, &TOTP, b"second"), NOW)?;
            note(tx)?;
            assert!(tx.remove_authenticator(org, user, second)?);
            assert!(!tx.remove_authenticator(org, user, second)?);
            note(tx)?;
            assert_eq!(tx.remove_authenticators_of_kind(org, user, &EMAIL)?, 1);
            note(tx)?;
            assert_eq!(tx.remove_authenticators_of_user(org, user)?, 1);
            note(tx)?;
            Ok(sets)
        };
        assert_eq!(
            store.write(unit).await.unwrap(),
            ["email,totp", "email,totp", "totp", ""]
        );
    });
}

#[test]
fn two_nodes_that_enrol_at_once_leave_the_whole_set() {
    each_engine(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, user) = (world.org, world.user);
        let kinds = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let unit = move |tx: &mut Tx| {
            let number = kinds.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let kind = FactorKind::named(format!("kind-{number:03}"));
            let id = AuthenticatorId::draw(NOW, tx.random());
            tx.insert_authenticator(org, &authenticator(id, user, &kind, b"{}"), NOW)?;
            tx.refresh_factor_set(org, user)
        };
        crate::world::all_at_once(&store, 16, unit).await;
        let read = move |tx: &mut store::ReadTx| {
            let own = tx.authenticators_of_user(org, user)?;
            Ok((
                tx.user(org, user)?.factor_set,
                own.into_iter().map(|own| own.kind).collect(),
            ))
        };
        let (kept, standing) = store.read(read).await.unwrap();
        assert_eq!(kept, standing);
        assert_eq!(kept.iter().count(), 18);
    });
}

#[test]
fn a_card_is_what_was_saved_and_an_outdated_one_is_refused() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let unit = move |tx: &mut Tx| {
            let write = Permission {
                key: "books.write".to_owned(),
                name: "Write the books".to_owned(),
                area: "Books".to_owned(),
                built_in: true,
                position: 0,
            };
            assert!(tx.insert_permission(org, &write)?);
            assert!(!tx.insert_permission(org, &write)?);
            let keys: Vec<_> = tx
                .permissions(org)?
                .into_iter()
                .map(|permission| permission.key)
                .collect();
            assert_eq!(
                keys,
                ["books.write", "books.read"],
                "in the catalogue's order"
            );
            assert_eq!(tx.permissions(org)?[0], write);
            let read = tx.find_role(org, world.role)?.expect("it is there");
            assert_eq!(read, role(world.role, "accounting"));
            let mut changed = read.clone();
            changed.name = "Bookkeeping".to_owned();
            (
                changed.owner_assigns,
                changed.api_integrator,
                changed.two_step,
            ) = (true, true, false);
            (changed.trusted_days, changed.allowed_factors) = (0, None);
            changed.minimum = domain::role::Minimum::PhishingResistant;
            changed.permissions = ["books.write".to_owned()].into();
            let before = tx.organisation(org)?.policy_epoch;
            assert!(tx.save_role(org, &changed)?);
            assert!(!tx.save_role(org, &read)?, "somebody else saved it since");
            assert_eq!(tx.organisation(org)?.policy_epoch, before + 1);
            changed.version = 2;
            assert_eq!(
                tx.find_role_by_key(org, "accounting")?,
                Some(changed.clone())
            );
            assert_eq!(
                tx.roles(org)?,
                [changed.clone(), role(world.spare_role, "spare")]
            );
            assert_eq!(tx.roles_of_user(org, world.user)?, [changed]);
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn roles_are_given_and_taken_once_and_a_held_card_stays() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, user) = (world.org, world.user);
        let unit = move |tx: &mut Tx| {
            assert!(!tx.assign_role(org, user, world.role, NOW)?);
            assert!(tx.assign_role(org, user, world.spare_role, NOW)?);
            assert_eq!(tx.roles_of_user(org, user)?.len(), 2);
            assert_eq!(tx.count_users_of_role(org, world.spare_role)?, 1);
            assert!(!tx.remove_role(org, world.spare_role)?, "somebody has it");
            assert!(tx.unassign_role(org, user, world.spare_role)?);
            assert!(!tx.unassign_role(org, user, world.spare_role)?);
            assert!(tx.remove_role(org, world.spare_role)?);
            assert!(!tx.remove_role(org, world.spare_role)?);
            assert!(tx.find_role(org, world.spare_role)?.is_none());
            let (bo, _) = add_user(tx, &world, "bo")?;
            assert!(tx.roles_of_user(org, bo)?.is_empty());
            let again = role(RoleId::from_bytes([5; 16]), "accounting");
            assert!(!tx.insert_role(org, &again, 9, NOW)?);
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn a_note_is_written_over_by_whoever_read_the_last_one_and_goes_with_its_person() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, user) = (world.org, world.user);
        let unit = move |tx: &mut Tx| {
            let first = tx.find_note(org, user)?.expect("the world has one");
            assert_eq!(
                (first.text.as_str(), first.by, first.at, first.version),
                (NOTED, Some(user), NOW, 1)
            );
            let later = in_minutes(1);
            assert!(!tx.save_note(org, user, ("lost", 0), None, later)?);
            assert!(tx.save_note(org, user, ("å ä ö", 1), None, later)?);
            assert!(!tx.save_note(org, user, ("lost", 1), Some(user), later)?);
            let second = tx.find_note(org, user)?.expect("it is there");
            assert_eq!(
                (second.text.as_str(), second.by, second.at, second.version),
                ("å ä ö", None, later, 2)
            );
            tx.make_husk(org, user, ("erased-1", "—"), NOW)?;
            assert!(tx.find_note(org, user)?.is_none());
            assert_eq!(tx.forget_wrong_passwords(org, user)?, 0);
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn the_waits_of_one_person_are_found_and_taken_back_and_no_one_elses() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, user) = (world.org, world.user);
        let unit = move |tx: &mut Tx| {
            let (other, _) = add_user(tx, &world, "bo")?;
            for (key, whose, times) in [
                (b"one", Some(user), 10),
                (b"two", Some(user), 11),
                (b"few", Some(user), 3),
                (b"his", Some(other), 10),
                (b"who", None, 10),
            ] {
                for _ in 0..times {
                    let at = NOW + Span::minutes(i64::from(times == 11));
                    tx.reserve_password_count(org, key, whose, at)?;
                }
            }
            let waits = tx.password_waits(org, user, NOW)?;
            assert_eq!((waits.places, waits.until > Some(NOW)), (2, true));
            // Those two, the few that wait for nothing yet, and the one that the world begins with.
            assert_eq!(tx.forget_wrong_passwords(org, user)?, 4);
            assert_eq!(tx.password_waits(org, user, NOW)?, PasswordWaits::default());
            assert_eq!(tx.password_waits(org, other, NOW)?.places, 1);
            let again = tx.reserve_password_count(org, b"one", Some(user), NOW)?;
            assert_eq!(again, PasswordCount::Reserved { count: 1 });
            let unknown = tx.reserve_password_count(org, b"who", None, NOW)?;
            assert!(matches!(unknown, PasswordCount::Waiting { .. }));
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}
