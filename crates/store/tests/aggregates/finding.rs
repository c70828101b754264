//! Lists and searches of people: each filter finds whom it should, pages join without a gap in both directions, and what is typed is text.

use domain::email::EmailAddress;
use domain::id::{AddressId, OrganisationId, RoleId, UserId};
use domain::user::{Username, name_key};
use store::testing::each_way;
use store::{
    Channel, Fault, From, Listed, NewAddress, NewUser, PeopleFilter, PeopleOrder, PersonState, Tx,
};

use crate::world::{NOW, TOTP, World, authenticator, in_minutes};

const NAMES: [&str; 9] = [
    "Östen Öst",
    "Adam Alm",
    "Åke Ek",
    "bo Ek",
    "Per 100%_\"sant!",
    "Zara Ek",
    "Ärla Asp",
    "Éva Ek",
    "Anna\u{a0}Ek",
];

fn insert(tx: &mut Tx, org: OrganisationId, name: &str, username: &str) -> Result<UserId, Fault> {
    let id = UserId::draw(NOW, tx.random());
    let user = NewUser {
        id,
        username: &Username::parse(username).unwrap(),
        name,
        language: None,
        owner: false,
        password_hash: None,
        grace_until: None,
    };
    assert!(tx.insert_user(org, &user, NOW)?);
    Ok(id)
}

fn crowd(tx: &mut Tx, org: OrganisationId) -> Result<Vec<UserId>, Fault> {
    let named = NAMES.iter().enumerate();
    named
        .map(|(number, name)| insert(tx, org, name, &format!("user{number}")))
        .collect()
}

fn add_mailbox(
    tx: &mut Tx,
    org: OrganisationId,
    user: UserId,
    text: &str,
) -> Result<AddressId, Fault> {
    let email = EmailAddress::parse(text).unwrap();
    let address = NewAddress {
        id: AddressId::draw(NOW, tx.random()),
        user,
        channel: Channel::Email,
        value: email.as_str(),
        canonical: &email.canonical(),
        masked: &email.masked(),
        verified_at: None,
    };
    tx.insert_address(org, &address, NOW)?;
    Ok(address.id)
}

fn add_number(
    tx: &mut Tx,
    org: OrganisationId,
    user: UserId,
    number: &str,
) -> Result<AddressId, Fault> {
    let address = NewAddress {
        id: AddressId::draw(NOW, tx.random()),
        user,
        channel: Channel::Phone,
        value: number,
        canonical: number,
        masked: "••••",
        verified_at: None,
    };
    tx.insert_address(org, &address, NOW)?;
    Ok(address.id)
}

fn names(people: &[Listed]) -> Vec<&str> {
    people.iter().map(|one| one.user.name.as_str()).collect()
}

/// All pages of a list, forwards; and each of them is what leads back to it.
fn leaf_through(
    tx: &mut Tx,
    org: OrganisationId,
    filter: &PeopleFilter,
    order: PeopleOrder,
) -> Result<Vec<Listed>, Fault> {
    let (mut all, mut from): (Vec<Listed>, From) = (Vec::new(), From::Start);
    loop {
        let page = tx.people(org, filter, order, &from, 2, NOW)?.people;
        let Some(last) = page.last() else {
            return Ok(all);
        };
        if let (Some(first), Some(_)) = (page.first(), all.last()) {
            let back = From::Before(first.place());
            let before = tx.people(org, filter, order, &back, 2, NOW)?.people;
            assert_eq!(before, all[all.len() - before.len()..], "{filter:?}");
            assert_eq!(before.len(), 2.min(all.len()));
        }
        from = From::After(last.place());
        all.extend(page);
    }
}

fn found(tx: &mut Tx, org: OrganisationId, search: &str) -> Result<Vec<String>, Fault> {
    let filter = PeopleFilter {
        search: search.to_owned(),
        ..PeopleFilter::default()
    };
    let page = tx.people(org, &filter, PeopleOrder::Name, &From::Start, 50, NOW)?;
    assert_eq!(page.hits, Some(i64::try_from(page.people.len()).unwrap()));
    Ok(names(&page.people).into_iter().map(str::to_owned).collect())
}

#[test]
fn pages_join_without_a_gap_in_swedish_order_and_lead_back() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let unit = move |tx: &mut Tx| {
            let people = crowd(tx, org)?;
            let all = leaf_through(tx, org, &PeopleFilter::default(), PeopleOrder::Name)?;
            assert_eq!(
                names(&all),
                [
                    "Adam Alm",
                    "Agnes",
                    "Anna\u{a0}Ek",
                    "bo Ek",
                    "Éva Ek",
                    "Per 100%_\"sant!",
                    "Zara Ek",
                    "Åke Ek",
                    "Ärla Asp",
                    "Östen Öst"
                ]
            );
            let jump = From::Key(name_key("Z"));
            let from_z = tx.people(
                org,
                &PeopleFilter::default(),
                PeopleOrder::Name,
                &jump,
                2,
                NOW,
            )?;
            assert_eq!(names(&from_z.people), ["Zara Ek", "Åke Ek"]);
            for (user, minutes) in [(people[1], 3), (people[2], 9), (people[3], 3)] {
                tx.note_login(org, user, in_minutes(minutes), None)?;
            }
            let latest = leaf_through(tx, org, &PeopleFilter::default(), PeopleOrder::LastLogin)?;
            assert_eq!(latest.len(), 10);
            assert_eq!(latest[0].user.id, people[2]);
            assert!(
                latest[3..]
                    .iter()
                    .all(|one| one.user.last_login_at.is_none())
            );
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

/// Those in this state.
fn in_state(state: PersonState) -> PeopleFilter {
    PeopleFilter {
        state: Some(state),
        ..PeopleFilter::default()
    }
}

#[test]
fn each_filter_finds_whom_it_means_alone_and_together() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, role): (OrganisationId, RoleId) = (world.org, world.role);
        let unit = move |tx: &mut Tx| {
            let people = crowd(tx, org)?;
            let (adam, ake, bo) = (people[1], people[2], people[3]);
            tx.set_suspended(org, adam, Some(NOW))?;
            tx.set_grace(org, ake, Some(NOW))?;
            tx.set_grace(org, bo, Some(in_minutes(1)))?;
            tx.note_login(org, bo, NOW, None)?;
            add_number(tx, org, bo, "+46701740606")?;
            add_number(tx, org, ake, "+4687401234")?;
            for user in [adam, bo] {
                tx.assign_role(org, user, role, NOW)?;
            }
            let id = domain::id::AuthenticatorId::draw(NOW, tx.random());
            assert!(tx.insert_authenticator(org, &authenticator(id, adam, &TOTP, b"x"), NOW)?);
            tx.refresh_factor_set(org, adam)?;
            for _ in 0..5 {
                tx.open_answer(org, adam, &TOTP, NOW)?;
            }
            let mut listed = |filter: PeopleFilter| {
                let all = leaf_through(tx, org, &filter, PeopleOrder::Name)?;
                let by_login = leaf_through(tx, org, &filter, PeopleOrder::LastLogin)?;
                assert_eq!(all.len(), by_login.len(), "{filter:?}");
                let count = tx.count_people(org, &filter, NOW)?;
                assert_eq!(count, i64::try_from(all.len()).unwrap(), "{filter:?}");
                Ok::<_, Fault>(all.into_iter().map(|one| one.user.name).collect::<Vec<_>>())
            };
            assert_eq!(listed(in_state(PersonState::Ready))?, ["Adam Alm", "Agnes"]);
            assert_eq!(listed(in_state(PersonState::Pending))?.len(), 8);
            assert_eq!(listed(in_state(PersonState::Late))?, ["Åke Ek"]);
            assert_eq!(listed(in_state(PersonState::Suspended))?, ["Adam Alm"]);
            assert_eq!(listed(in_state(PersonState::Locked))?, ["Adam Alm"]);
            let without = listed(in_state(PersonState::NoMobile))?;
            assert!(
                !without.contains(&"bo Ek".to_owned()) && without.contains(&"Åke Ek".to_owned())
            );
            assert_eq!(listed(in_state(PersonState::NeverIn))?.len(), 9);
            let of_role = PeopleFilter {
                role: Some(role),
                ..PeopleFilter::default()
            };
            assert_eq!(listed(of_role.clone())?, ["Adam Alm", "Agnes", "bo Ek"]);
            let pending = PeopleFilter {
                state: Some(PersonState::Pending),
                ..of_role.clone()
            };
            assert_eq!(listed(pending)?, ["bo Ek"]);
            let totp = PeopleFilter {
                factor: Some(TOTP.clone()),
                ..PeopleFilter::default()
            };
            assert_eq!(listed(totp.clone())?, ["Adam Alm", "Agnes"]);
            let contradiction = PeopleFilter {
                state: Some(PersonState::Pending),
                ..totp
            };
            assert_eq!(listed(contradiction)?.len(), 0);
            let searched = PeopleFilter {
                search: "ek".to_owned(),
                ..of_role
            };
            assert_eq!(
                tx.count_people(org, &searched, NOW)?,
                0,
                "no name begins so"
            );
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn whoever_is_locked_is_found_so_until_a_right_answer_or_a_removal_and_no_login_of_before_it_counts()
 {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org: OrganisationId = world.org;
        let unit = move |tx: &mut Tx| {
            let adam = crowd(tx, org)?[1];
            tx.set_suspended(org, adam, Some(NOW))?;
            let id = domain::id::AuthenticatorId::draw(NOW, tx.random());
            assert!(tx.insert_authenticator(org, &authenticator(id, adam, &TOTP, b"x"), NOW)?);
            tx.refresh_factor_set(org, adam)?;
            for _ in 0..5 {
                tx.open_answer(org, adam, &TOTP, NOW)?;
            }
            let locked = |tx: &mut Tx| tx.count_people(org, &in_state(PersonState::Locked), NOW);
            tx.note_login(org, adam, NOW, None)?;
            assert_eq!(locked(tx)?, 1, "a password alone opens nothing");
            tx.unlock_authenticators(org, adam)?;
            assert_eq!(locked(tx)?, 0);
            for _ in 0..5 {
                tx.open_answer(org, adam, &TOTP, NOW)?;
            }
            assert_eq!(locked(tx)?, 1);
            // An earlier login is written down aside, and may come after the wrong answers.
            tx.note_login(org, adam, NOW, Some(&TOTP))?;
            assert_eq!(locked(tx)?, 1, "he waits all the same");
            tx.remove_authenticators_of_user(org, adam)?;
            tx.refresh_factor_set(org, adam)?;
            assert_eq!(tx.user(org, adam)?.factor_set.to_string(), "");
            let listed = tx.people(
                org,
                &in_state(PersonState::Suspended),
                PeopleOrder::Name,
                &From::Start,
                9,
                NOW,
            )?;
            assert_eq!(
                listed.people[0].locked_until, None,
                "nothing is left to be locked"
            );
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn somebody_is_found_by_every_part_of_what_is_known_and_no_longer_by_what_was() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let unit = move |tx: &mut Tx| {
            let people = crowd(tx, org)?;
            let ake = people[2];
            let mailbox = add_mailbox(tx, org, ake, "Ake.Ek@Example.org")?;
            let number = add_number(tx, org, ake, "+46701740606")?;
            for search in [
                "Åke",
                "ÅKE ek",
                "ek åke",
                "e.ek@exam",
                "ple.ORG",
                "user2",
                "0606",
                "åk",
                "A\u{30a}ke",
                "us åke",
            ] {
                let expected = found(tx, org, search)?;
                assert!(
                    expected.contains(&"Åke Ek".to_owned()),
                    "{search}: {expected:?}"
                );
            }
            for search in [
                "Ake Bo",
                "0607",
                "example.com",
                "%",
                "_",
                "e%x",
                "åke\" OR \"bo",
                "*",
                "\"",
                "NEAR(",
                "'",
                "!",
                "\\",
                "åke -bo",
            ] {
                let nobody = found(tx, org, search)?;
                assert!(
                    !nobody.contains(&"Åke Ek".to_owned()),
                    "{search}: {nobody:?}"
                );
            }
            assert_eq!(found(tx, org, "100%_\"sant!")?, ["Per 100%_\"sant!"]);
            assert_eq!(found(tx, org, "100__\"sant!")?, [""; 0]);
            tx.mark_verified(org, ake, mailbox, NOW)?;
            assert!(tx.remove_address(org, ake, number)?);
            assert_eq!(found(tx, org, "0606")?, [""; 0]);
            assert!(tx.set_name(org, ake, "Östen Ny", Some("sv"))?);
            assert_eq!(found(tx, org, "åke")?, [""; 0]);
            assert_eq!(found(tx, org, "östen")?, ["Östen Ny", "Östen Öst"]);
            let listed = tx.mailboxes_of(org, &people)?;
            assert_eq!(listed.len(), 1);
            assert!(listed[&ake].verified);
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn a_search_finds_nobody_of_another_organisation_and_a_thousand_at_most() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let other = World::make(&store, "grannen").await;
        let (org, elsewhere) = (world.org, other.org);
        let unit = move |tx: &mut Tx| {
            for number in 0..1_010 {
                insert(tx, elsewhere, "Gunnar Granne", &format!("granne{number}"))?;
            }
            insert(tx, org, "Gunnar Egen", "egen")?;
            assert_eq!(found(tx, org, "gunnar")?, ["Gunnar Egen"]);
            assert_eq!(found(tx, org, "granne")?, [""; 0]);
            assert_eq!(found(tx, org, "gu")?, ["Gunnar Egen"]);
            for search in ["gunnar", "gr"] {
                let filter = PeopleFilter {
                    search: search.to_owned(),
                    ..PeopleFilter::default()
                };
                let page =
                    tx.people(elsewhere, &filter, PeopleOrder::Name, &From::Start, 50, NOW)?;
                assert_eq!(
                    (page.hits, page.people.len()),
                    (Some(1_001), 50),
                    "{search}"
                );
            }
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn many_are_refreshed_in_a_few_statements() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let unit = move |tx: &mut Tx| {
            let people = crowd(tx, org)?;
            let before = tx.statements();
            tx.refresh_people(org, &people)?;
            assert_eq!(tx.statements() - before, 4);
            tx.refresh_people(world.org, &[])?;
            assert_eq!(tx.statements() - before, 4);
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}
