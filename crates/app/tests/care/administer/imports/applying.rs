//! All of it or nothing, while people sign in; and back again.

use app::administer::import::{self, Kind, State};
use app::administer::{self, AdministerFault, Reason};
use store::testing::each_engine;

use super::{HEADINGS, PEOPLE, found_by};
use crate::administer::reason;
use crate::ground::{Ground, OTHER_PASSWORD, PASSWORD};
use crate::messages::in_memory;

#[test]
fn what_was_prepared_is_in_force_at_once_and_found_as_if_done_by_hand() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.role("panel", |_| {}).await;
        ground.role("ekonomi", |_| {}).await;
        let bo = ground.person("bo").await;
        administer::assign_role(&ground.app, ground.demo.id, bo, "ekonomi", &ground.by())
            .await
            .unwrap();
        let import = ground
            .people_of(
                "bo;Bo Ek;bo@annat.example;0701740605;;panel\nåsa;Åsa Öberg;asa@x.example;0701740606;en;panel,ekonomi\n\
                robin;;;;;\n",
            )
            .await;
        let applied = ground.applied(&import).await;
        assert_eq!((applied.added, applied.changed), (2, 1));
        let (app, demo) = (&ground.app, ground.demo.id);
        let bo = administer::user_named(app, demo, "bo").await.unwrap();
        assert_eq!(bo.name, "Bo Ek");
        let read = move |tx: &mut store::ReadTx| {
            Ok((
                tx.addresses_of(demo, bo.id)?,
                tx.roles_of_user(demo, bo.id)?,
            ))
        };
        let (addresses, roles) = app.store.read(read).await.unwrap();
        let values: Vec<_> = addresses.iter().map(|one| one.value.as_str()).collect();
        assert_eq!(values.len(), 2);
        assert!(values.contains(&"bo@annat.example") && values.contains(&"+46701740605"));
        let keys: Vec<_> = roles.iter().map(|role| role.key.as_str()).collect();
        assert_eq!(keys, ["panel"]);

        // Worked out afresh by the one function that everything else uses, it is the same.
        let prepared = found_by(&ground).await;
        let organisation = ground.demo.id;
        let users = ["bo", "åsa", "robin"];
        let mut ids = Vec::new();
        for name in users {
            ids.push(
                administer::user_named(app, organisation, name)
                    .await
                    .unwrap()
                    .id,
            );
        }
        let refresh = move |tx: &mut store::Tx| tx.refresh_people(organisation, &ids);
        app.store.write(refresh).await.unwrap();
        assert_eq!(found_by(&ground).await, prepared);

        // Sessions of whom it changed are looked at again, and the same file changes nobody now.
        let again = ground
            .people_of("bo;Bo Ek;bo@annat.example;070-1740605;;panel\nåsa;;;;en;ekonomi,panel\n")
            .await;
        assert_eq!(again.counts.unchanged, 2);
        let by = ground.by();
        let nothing = import::apply(app, demo, (again.id, again.version), false, &by);
        assert_eq!(reason(nothing.await), Reason::ImportEmpty);
    });
}

#[test]
fn somebody_changed_since_keeps_all_of_it_back_and_is_named() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.role("panel", |_| {}).await;
        let bo = ground.person("bo").await;
        ground.person("anna").await;
        let import = ground
            .people_of("anna;Anna Ek;;;;\nbo;Bo Ek;;;;\nny;;;;;\nupptagen;;;;;\n")
            .await;
        administer::assign_role(&ground.app, ground.demo.id, bo, "panel", &ground.by())
            .await
            .unwrap();
        ground.person("upptagen").await;
        let before = found_by(&ground).await;
        let at = (import.id, import.version);
        let applied = import::apply(&ground.app, ground.demo.id, at, false, &ground.by()).await;
        assert_eq!(reason(applied), Reason::ImportStale);
        assert_eq!(found_by(&ground).await, before, "nothing is half done");
        let marked: Vec<_> = ground
            .verdicts(import.id)
            .await
            .into_iter()
            .filter(|(_, _, reason)| reason == "stale")
            .map(|(row, ..)| row)
            .collect();
        assert_eq!(marked, [3, 5]);
        let import = ground.import(import.id).await;
        let at = (import.id, import.version);
        let applied = import::apply(&ground.app, ground.demo.id, at, false, &ground.by()).await;
        assert_eq!(reason(applied), Reason::ImportFaulty("2".to_owned()));
        let applied = import::apply(&ground.app, ground.demo.id, at, true, &ground.by()).await;
        assert_eq!(applied.unwrap().added, 1);
        let bo = administer::user_named(&ground.app, ground.demo.id, "bo")
            .await
            .unwrap();
        assert_eq!(bo.name, "bo");
    });
}

#[test]
fn cards_that_changed_since_want_another_look() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.role("panel", |_| {}).await;
        let import = ground.people_of("ny;;;;;panel\n").await;
        ground.role("annan", |role| role.two_step = true).await;
        let at = (import.id, import.version);
        let applied = import::apply(&ground.app, ground.demo.id, at, false, &ground.by()).await;
        assert_eq!(reason(applied), Reason::ImportCardsChanged);
        assert_eq!(ground.count(&PEOPLE).await, 0);
    });
}

#[test]
fn logins_go_on_while_a_file_is_looked_at_and_applied() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.person("bo").await;
        let mut table = String::from(HEADINGS);
        for number in 0..3_000 {
            let line = format!("p{number};Person {number};p{number}@x.example;;;\n");
            table.push_str(&line);
        }
        let import = ground
            .file(Kind::People, table.as_bytes(), &ground.by())
            .await;
        let work = async {
            let at = (import.id, import.version);
            let choices = import.choices.clone();
            import::order_check(&ground.app, ground.demo.id, at, choices, None, &ground.by())
                .await
                .unwrap();
            let looked = import::check_now(&ground.app, ground.demo.id, import.id, ground.now);
            let looked = looked.await.unwrap();
            ground.applied(&looked).await
        };
        let logins = async {
            let mut in_between = 0;
            loop {
                let now = ground.import(import.id).await.state;
                if now == State::Applied {
                    return in_between;
                }
                // As many as one address may; then it is only watched.
                if in_between < 8 {
                    assert!(ground.sign_in("bo", PASSWORD).await.is_ok());
                    in_between += 1;
                }
            }
        };
        let (applied, in_between) = tokio::join!(work, logins);
        assert_eq!(applied.added, 3_000);
        assert!(in_between > 3, "{in_between} logins in all that time");
    });
}

#[test]
fn undoing_takes_back_what_nobody_has_built_upon() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.role("panel", |_| {}).await;
        let hash = hash_of(&ground).await;
        for name in ["bo", "anna"] {
            ground.person(name).await;
        }
        let before = found_by(&ground).await;
        let table = format!(
            "{}bo;Bo Ek;bo@annat.example;0701740605;;panel;\nanna;Anna Ek;;;;;\nny;;ny@x.example;;;panel;\ninne;;;;;;{hash}\n",
            HEADINGS.replace("Roller", "Roller;Lösenordshash")
        );
        let by = ground.by();
        let import = ground
            .looked_at(Kind::People, table.as_bytes(), |_| {}, &by)
            .await;
        assert_eq!(
            import.counts.error,
            0,
            "{:?}",
            ground.verdicts(import.id).await
        );
        ground.applied(&import).await;
        // One who was added signs in with the password whose hash came along, and one who was changed is changed again.
        assert!(ground.sign_in("inne", OTHER_PASSWORD).await.is_ok());
        let anna = administer::user_named(&ground.app, ground.demo.id, "anna")
            .await
            .unwrap();
        administer::assign_role(&ground.app, ground.demo.id, anna.id, "panel", &by)
            .await
            .unwrap();
        let undone = import::undo(&ground.app, ground.demo.id, import.id, &by)
            .await
            .unwrap();
        assert_eq!((undone.removed, undone.restored), (1, 1));
        let after = found_by(&ground).await;
        let of = |rows: &[Vec<String>], name: &str| rows.iter().find(|row| row[0] == name).cloned();
        assert_eq!(of(&after, "bo"), of(&before, "bo"));
        assert_eq!(of(&after, "ny"), None);
        assert!(of(&after, "inne").is_some());
        assert_eq!(of(&after, "anna").unwrap()[3], "panel");
        let bo = administer::user_named(&ground.app, ground.demo.id, "bo")
            .await
            .unwrap();
        let demo = ground.demo.id;
        let read = move |tx: &mut store::ReadTx| {
            Ok((
                tx.addresses_of(demo, bo.id)?,
                tx.roles_of_user(demo, bo.id)?.len(),
            ))
        };
        let (addresses, roles) = ground.app.store.read(read).await.unwrap();
        assert_eq!(addresses.len(), 1);
        assert_eq!(
            (addresses[0].value.as_str(), roles),
            ("bo@bjorken.example", 0)
        );
        let twice = import::undo(&ground.app, ground.demo.id, import.id, &by).await;
        assert_eq!(reason(twice), Reason::Changed);
    });
}

/// A hash of the other password as another system would hand it over.
async fn hash_of(ground: &Ground) -> String {
    let added = ground
        .add(administer::NewUser {
            password: Some(OTHER_PASSWORD.to_owned()),
            ..crate::ground::somebody("kallan")
        })
        .await;
    let demo = ground.demo.id;
    let read = move |tx: &mut store::ReadTx| tx.find_account(demo, added);
    let account = ground.app.store.read(read).await.unwrap().unwrap();
    account.password_hash.unwrap()
}

#[test]
fn hashes_come_along_for_new_people_alone_and_passwords_never() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.person("bo").await;
        let hash = hash_of(&ground).await;
        let heavy = hash.replace("m=64,", "m=1048576,");
        let table = format!(
            "username;password hash\nbo;{hash}\nny;{hash}\nklartext;hemligt lösenord\ntung;{heavy}\n\
            argon2i;{}\n",
            hash.replace("argon2id", "argon2i")
        );
        let import = ground
            .looked_at(Kind::People, table.as_bytes(), |_| {}, &ground.by())
            .await;
        let found = ground.verdicts(import.id).await;
        let found: Vec<_> = found
            .iter()
            .map(|(_, verdict, reason)| (verdict.as_str(), reason.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                ("unchanged", ""),
                ("new", ""),
                ("error", "hash-malformed"),
                ("error", "hash-cost"),
                ("error", "hash-malformed"),
            ]
        );
        let rows = ground.rows(import.id).await;
        let shown = format!(
            "{:?}",
            rows.iter().map(|row| &row.filed).collect::<Vec<_>>()
        );
        assert!(
            !shown.contains("$argon2") && !shown.contains("hemligt"),
            "{shown}"
        );
        let at = (import.id, import.version);
        import::apply(&ground.app, ground.demo.id, at, true, &ground.by())
            .await
            .unwrap();
        assert!(ground.sign_in("bo", PASSWORD).await.is_ok());
        assert!(ground.sign_in("ny", OTHER_PASSWORD).await.is_ok());
    });
}

#[test]
fn numbers_become_factors_where_that_was_chosen() {
    each_engine(async |store| {
        let (ground, _) = in_memory(store).await;
        let table = format!(
            "{HEADINGS}ny;;ny@x.example;070-174 06 05;;\nutan;;;;;\nfast;;;08-465 004 00;;\n"
        );
        let choose = |choices: &mut import::Choices| choices.factors = vec!["sms".to_owned()];
        let by = ground.by();
        let import = ground
            .looked_at(Kind::People, table.as_bytes(), choose, &by)
            .await;
        let found = ground.verdicts(import.id).await;
        let found: Vec<_> = found
            .iter()
            .map(|(_, verdict, reason)| (verdict.as_str(), reason.as_str()))
            .collect();
        // No text message reaches a telephone that stands somewhere.
        assert_eq!(found, [("new", ""), ("new", ""), ("error", "factor")]);
        let at = (import.id, import.version);
        import::apply(&ground.app, ground.demo.id, at, true, &by)
            .await
            .unwrap();
        let demo = ground.demo.id;
        let new = administer::user_named(&ground.app, demo, "ny")
            .await
            .unwrap();
        assert_eq!(new.factor_set.to_string(), "sms");
        // What was sealed before the person was there opens in its place, and both know the same number.
        let read = move |tx: &mut store::ReadTx| {
            Ok((
                tx.authenticators_of_user(demo, new.id)?,
                tx.addresses_of(demo, new.id)?,
            ))
        };
        let (held, addresses) = ground.app.store.read(read).await.unwrap();
        let number = addresses
            .iter()
            .find(|one| one.value == "+46701740605")
            .unwrap();
        assert!(String::from_utf8_lossy(&held[0].data).contains("+46701740605"));
        assert_eq!(
            held[0]
                .channel
                .as_ref()
                .map(|mark| mark.as_bytes().to_vec()),
            Some(number.mark.as_bytes().to_vec())
        );
        let unknown = import::order_check(
            &ground.app,
            demo,
            (import.id, import.version),
            import::Choices {
                factors: vec!["email".to_owned()],
                ..import.choices.clone()
            },
            None,
            &by,
        );
        assert!(matches!(
            unknown.await,
            Err(AdministerFault::Refused(Reason::UnknownFactor(_)))
        ));
    });
}

#[test]
fn a_number_of_one_person_is_bound_for_nobody_else() {
    each_engine(async |store| {
        let (ground, _) = in_memory(store).await;
        let by = ground.by();
        let choose = |choices: &mut import::Choices| choices.factors = vec!["sms".to_owned()];
        let first = format!("{HEADINGS}anna;;;070-174 06 05;;\n");
        let import = ground
            .looked_at(Kind::People, first.as_bytes(), choose, &by)
            .await;
        ground.applied(&import).await;
        let rows = "bo;;;+46701740605;;\ncilla;;;070-174 06 06;;\ndan;;;0701740606;;\n\
            anna;;;0701740605;;\nutan;;;;;\n";
        let table = format!("{HEADINGS}{rows}");
        let verdicts = async |import: &import::ImportView| {
            let found = ground.verdicts(import.id).await.into_iter();
            found
                .map(|(row, verdict, reason)| format!("{row} {verdict} {reason}"))
                .collect::<Vec<_>>()
        };
        // Where numbers may be shared, they are.
        let shared = ground
            .looked_at(Kind::People, table.as_bytes(), choose, &by)
            .await;
        assert_eq!(
            verdicts(&shared).await,
            ["2 new ", "3 new ", "4 new ", "5 unchanged ", "6 new "]
        );
        ground
            .settle_on(|settings| settings.one_number_one_person = true)
            .await;
        let alone = ground
            .looked_at(Kind::People, table.as_bytes(), choose, &by)
            .await;
        assert_eq!(
            verdicts(&alone).await,
            [
                "2 error phone-taken",
                "3 new ",
                "4 error phone-doubled",
                "5 unchanged ",
                "6 new "
            ]
        );
        // Without a factor a number is on record, and proves nothing: it may be on record twice.
        let bare = ground.people_of("bo;;;+46701740605;;\n").await;
        assert_eq!(verdicts(&bare).await, ["2 new "]);
        // Somebody binds it between the look and the act: nothing is applied, and the row says why.
        let late = format!("{HEADINGS}eva;;;070-174 06 06;;\n");
        let late = ground
            .looked_at(Kind::People, late.as_bytes(), choose, &by)
            .await;
        let demo = ground.demo.id;
        let at = (alone.id, alone.version);
        import::apply(&ground.app, demo, at, true, &by)
            .await
            .unwrap();
        let at = (late.id, late.version);
        let applied = import::apply(&ground.app, demo, at, true, &by).await;
        assert!(matches!(
            applied,
            Err(AdministerFault::Refused(Reason::ImportStale))
        ));
        assert_eq!(verdicts(&late).await, ["2 error phone-taken"]);
    });
}
