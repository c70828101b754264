//! What a file comes to before anything happens.

use app::administer::import::{self, Kind, State, check_now, order_check};
use app::administer::{self, By, NewUser, Reason};
use domain::time::Span;
use store::testing::each_engine;

use super::{HEADINGS, PEOPLE, state};
use crate::administer::reason;
use crate::ground::{Ground, PASSWORD, somebody};

#[test]
fn each_row_comes_to_new_changed_unchanged_or_an_error_that_says_why() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground
            .role("panel", |role| role.name = "Panelen".to_owned())
            .await;
        ground
            .role("robot", |role| role.api_integrator = true)
            .await;
        ground.person("anna").await;
        ground.person("bo").await;
        let before = ground.count(&PEOPLE).await;
        let rows = "anna;;anna@bjorken.example;;;\n\
            bo;Bo Ek;bo@annat.example;070-174 06 05;en;panelen\n\
            Åsa;Åsa Öberg;asa@bjorken.example;0701740606;Svenska;panel\n\
            ;Ingen;;;;\n\
            a b;;;;;\n\
            c;;ingen adress;;;\n\
            d;;;12;;\n\
            e;;;;de;\n\
            f;;;;;okänd\n\
            ÅSA;;;;;\n\
            g;;g@x.example;;;robot\n\
            h;;;;;robot|panel\n\
            \"i\"x;;;;;\n\
            j;\u{7};;;;\n";
        let import = ground.people_of(rows).await;
        assert_eq!(import.state, State::Checked);
        let expected = [
            (2, "unchanged", ""),
            (3, "changed", ""),
            (4, "new", ""),
            (5, "error", "username-missing"),
            (6, "error", "username-malformed"),
            (7, "error", "email-malformed"),
            (8, "error", "phone-malformed"),
            (9, "error", "language-unknown"),
            (10, "error", "role-unknown"),
            (11, "error", "duplicate"),
            (12, "error", "machine"),
            (13, "error", "role-forbidden"),
            (14, "error", "row-stray-quote"),
            (15, "error", "row-control"),
        ];
        let found = ground.verdicts(import.id).await;
        let found: Vec<_> = found
            .iter()
            .map(|(row, verdict, reason)| (*row, verdict.as_str(), reason.as_str()))
            .collect();
        assert_eq!(found, expected);
        assert_eq!((import.counts.rows, import.counts.error), (14, 11));
        for (_, _, code) in expected {
            assert!(
                code.is_empty() || import::readable_faults().contains(&code),
                "{code}"
            );
        }

        let rows = ground.rows(import.id).await;
        let changes: Vec<_> = rows[1]
            .filed
            .changes
            .iter()
            .map(|change| {
                (
                    change.field.as_str(),
                    change.old.as_str(),
                    change.new.as_str(),
                )
            })
            .collect();
        assert_eq!(
            changes,
            [
                ("name", "bo", "Bo Ek"),
                ("email", "bo@bjorken.example", "bo@annat.example"),
                ("phone", "", "+46 •• ••• •• 05"),
                ("language", "", "en"),
                ("roles", "", "panel"),
            ]
        );
        assert_eq!(ground.count(&PEOPLE).await, before, "nothing is in force");
    });
}

#[test]
fn windows_1252_commas_and_what_a_spreadsheet_made_of_it_are_read() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let table = b"sep=,\r\nName,User name,e-mail,Mobile\r\n\xc5sa \xd6berg,asa,asa@x.example,'+46701740605\r\r\n";
        let import = ground
            .looked_at(Kind::People, table, |_| {}, &ground.by())
            .await;
        assert_eq!(import.counts.encoding.as_deref(), Some("Windows-1252"));
        let rows = ground.rows(import.id).await;
        assert_eq!(rows.len(), 1);
        assert_eq!(
            (rows[0].number, rows[0].filed.name.as_str()),
            (3, "Åsa Öberg")
        );
        assert_eq!(rows[0].verdict, "new");
    });
}

#[test]
fn what_cannot_be_a_table_is_said_before_any_row() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        for (content, fault) in [
            (&b""[..], "empty"),
            (b"PK\x03\x04xxxx", "workbook"),
            (b"\xff\xfea\0", "utf16"),
        ] {
            let import = ground.file(Kind::People, content, &ground.by()).await;
            assert_eq!(import.counts.fault.as_deref(), Some(fault));
        }
        let by = ground.by();
        let nameless = ground
            .file(Kind::People, b"Ort;Namn\nUmea;A\n", &ground.by())
            .await;
        let at = (nameless.id, nameless.version);
        let ordered = order_check(
            &ground.app,
            ground.demo.id,
            at,
            nameless.choices.clone(),
            None,
            &by,
        );
        assert_eq!(
            reason(ordered.await),
            Reason::ImportColumn("username".to_owned())
        );
        let small = import::begin(
            &ground.app,
            ground.demo.id,
            (Kind::People, "stor.csv"),
            Some(1024 * 1024),
            &by,
        );
        let mut small = small.await.unwrap();
        small.put(&vec![b'a'; 1024 * 1024]).await.unwrap();
        let beyond = small.put(b"a").await;
        assert_eq!(reason(beyond), Reason::ImportTooLarge("1".to_owned()));
    });
}

#[test]
fn a_check_that_was_cut_short_goes_on_where_it_was_and_nothing_is_in_force() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let mut table = String::from(HEADINGS);
        for number in 0..1_700 {
            let line = format!("p{number};Person {number};p{number}@x.example;;;\n");
            table.push_str(&line);
        }
        let import = ground
            .file(Kind::People, table.as_bytes(), &ground.by())
            .await;
        let at = (import.id, import.version);
        let choices = import.choices.clone();
        order_check(&ground.app, ground.demo.id, at, choices, None, &ground.by())
            .await
            .unwrap();
        // The node dies as soon as one unit stands: its future is never polled again.
        let check = check_now(&ground.app, ground.demo.id, import.id, ground.now);
        let watch = async {
            while ground.import(import.id).await.counts.rows == 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            _ = check => panic!("it was done before it could be cut short"),
            () = watch => {}
        }
        let cut = ground.import(import.id).await;
        assert_eq!(state(&cut), State::Checking);
        assert!(cut.counts.rows >= 500 && cut.counts.rows < 1_700, "{cut:?}");
        assert_eq!(cut.counts.rows % 500, 0, "whole units stand");
        assert_eq!(ground.count(&PEOPLE).await, 0);
        // Whatever was on its way when the node died comes to its end first, as a unit does.
        let whole = loop {
            match check_now(&ground.app, ground.demo.id, import.id, ground.now).await {
                Ok(import) => break import,
                Err(administer::AdministerFault::Refused(Reason::Changed)) => {}
                Err(fault) => panic!("{fault}"),
            }
        };
        assert_eq!((whole.counts.rows, whole.counts.new), (1_700, 1_700));
        assert_eq!(ground.rows(import.id).await.len(), 1_700);
        ground.applied(&whole).await;
        assert_eq!(ground.count(&PEOPLE).await, 1_700);
    });
}

#[test]
fn the_rows_are_looked_at_anew_when_the_columns_are_put_right() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let table = b"Namn;Kod\nAnna;a1\nBo;b1\n";
        let import = ground
            .looked_at(
                Kind::People,
                table,
                |choices| choices.columns = vec![("username".to_owned(), 0)],
                &ground.by(),
            )
            .await;
        assert_eq!(import.counts.new, 2);
        let mut choices = import.choices.clone();
        choices.columns = vec![("username".to_owned(), 1), ("name".to_owned(), 0)];
        let at = (import.id, import.version);
        order_check(
            &ground.app,
            ground.demo.id,
            at,
            choices.clone(),
            None,
            &ground.by(),
        )
        .await
        .unwrap();
        let again = order_check(&ground.app, ground.demo.id, at, choices, None, &ground.by()).await;
        assert_eq!(reason(again), Reason::Changed);
        // The job does it, as a node does in the background.
        while import::step(&ground.app, ground.now).await.unwrap() {}
        let rows = ground.rows(import.id).await;
        let names: Vec<_> = rows.iter().map(|row| row.filed.username.as_str()).collect();
        assert_eq!(names, ["a1", "b1"]);
    });
}

#[test]
fn a55_what_only_owners_do_no_administrator_imports() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground
            .role("people", |role| {
                role.permissions.insert("tvasteg.people".to_owned());
            })
            .await;
        ground.role("chief", |role| role.owner_assigns = true).await;
        ground.role("panel", |_| {}).await;
        let owner = NewUser {
            owner: true,
            ..somebody("olle")
        };
        ground.add(owner).await;
        ground
            .add(NewUser {
                roles: vec!["chief".to_owned()],
                ..somebody("chefen")
            })
            .await;
        let admin = ground
            .add(NewUser {
                roles: vec!["people".to_owned()],
                password: Some(PASSWORD.to_owned()),
                ..somebody("petra")
            })
            .await;
        let petra: By = ground.by_user(admin);
        let table = format!(
            "{HEADINGS}olle;;mallory@x.example;;;\nchefen;;mallory@x.example;;;\nny;;;;;chief\npanelist;;;;;panel\n\
            chefen2;;;;;panel\nolle2;Olle;;;;\nolle3;;;;;\n"
        );
        let import = ground
            .looked_at(Kind::People, table.as_bytes(), |_| {}, &petra)
            .await;
        let found = ground.verdicts(import.id).await;
        let owners: Vec<i64> = found
            .iter()
            .filter(|(_, _, reason)| reason == "owner-only")
            .map(|(row, ..)| *row)
            .collect();
        assert_eq!(owners, [2, 3, 4]);

        // An owner's look may be right for the owner; an administrator who applies it is refused, and nothing is done.
        let import = ground
            .looked_at(Kind::People, table.as_bytes(), |_| {}, &ground.by())
            .await;
        assert_eq!(import.counts.error, 0);
        let before = ground.count(&PEOPLE).await;
        let at = (import.id, import.version);
        let applied = import::apply(&ground.app, ground.demo.id, at, false, &petra).await;
        assert_eq!(reason(applied), Reason::OwnerOnly);
        assert_eq!(ground.count(&PEOPLE).await, before);
        ground.applied(&import).await;
        let undone = import::undo(&ground.app, ground.demo.id, import.id, &petra).await;
        assert_eq!(reason(undone), Reason::OwnerOnly);
    });
}

#[test]
fn without_the_right_nothing_is_read_in_and_what_is_over_is_forgotten() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        let nobody = ground.person("anna").await;
        let by = ground.by_user(nobody);
        let begun = import::begin(
            &ground.app,
            ground.demo.id,
            (Kind::People, "x.csv"),
            None,
            &by,
        );
        assert_eq!(reason(begun.await.map(drop)), Reason::NoRight);
        let import = ground.people_of("bo;;;;;\n").await;
        let other = ground.people_of("bosse;;;;;\n").await;
        import::discard(&ground.app, ground.demo.id, other.id, &ground.by())
            .await
            .unwrap();
        ground.pass(Span::days(6));
        assert_eq!(
            import::remove_expired(&ground.app, ground.now)
                .await
                .unwrap(),
            0
        );
        ground.pass(Span::days(2));
        assert_eq!(
            import::remove_expired(&ground.app, ground.now)
                .await
                .unwrap(),
            1
        );
        let gone = import::find(&ground.app, ground.demo.id, import.id).await;
        assert_eq!(reason(gone), Reason::Changed);
    });
}
