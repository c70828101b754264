//! An import as a second way to what the single act refuses, tells and forgets.

use app::administer::import::{self, Kind};
use app::administer::people::{self, AddressChange};
use app::administer::{
    self, By, NewCredential, NewUser, Reason, audit, create_credential, support,
};
use app::credentials::{self, Shown};
use domain::id::UserId;
use domain::role::{BuiltIn, Role};
use domain::scope::Scopes;
use domain::time::Span;
use store::Channel;
use store::testing::{self, Cell, Statement, each_engine};

use super::HEADINGS;
use crate::administer::{Spoil, reason};
use crate::ground::Ground;

const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

impl Ground {
    /// A machine that may write people and nothing else.
    async fn machine(&self) -> By {
        self.role("robot", |role| role.api_integrator = true).await;
        let user = self
            .add(NewUser {
                roles: vec!["robot".to_owned()],
                username: "robot".to_owned(),
                ..NewUser::default()
            })
            .await;
        let new = NewCredential {
            user,
            label: "Prov".to_owned(),
            scopes: Scopes::parse("people:read people:write").unwrap(),
            days: 30,
        };
        let made = create_credential(&self.app, self.demo.id, new, &self.by())
            .await
            .unwrap();
        let requester = self.requester();
        let shown = credentials::check(&self.app, &made.token, &requester).await;
        let Ok(Shown::Stands(caller)) = shown else {
            panic!("a credential that does not stand")
        };
        By::credential(&caller, &requester)
    }

    /// Somebody who administers with these rights.
    async fn administrator(&self, username: &str, rights: &[BuiltIn]) -> By {
        let user = self.person(username).await;
        self.card(user, &format!("{username}s"), rights).await;
        self.by_user(user)
    }

    async fn save_card(&self, key: &str, change: impl FnOnce(&mut Role)) {
        let (demo, wanted) = (self.demo.id, key.to_owned());
        let read = move |tx: &mut store::ReadTx| tx.find_role_by_key(demo, &wanted);
        let mut role = self.app.store.read(read).await.unwrap().unwrap();
        change(&mut role);
        administer::save_role(&self.app, demo, role, None, &self.by())
            .await
            .unwrap();
    }

    async fn roles_of(&self, user: UserId) -> Vec<String> {
        let demo = self.demo.id;
        let read = move |tx: &mut store::ReadTx| tx.roles_of_user(demo, user);
        let roles = self.app.store.read(read).await.unwrap();
        roles.into_iter().map(|role| role.key).collect()
    }

    async fn told_by_letter(&self) -> Vec<String> {
        while import::step(&self.app, self.now).await.unwrap() {}
        self.addressees()
    }

    async fn reasons(&self, kind: Kind, table: &str, by: &By) -> Vec<String> {
        let import = self.looked_at(kind, table.as_bytes(), |_| {}, by).await;
        let found = self.verdicts(import.id).await;
        found.into_iter().map(|(_, _, reason)| reason).collect()
    }
}

/// One table with a person above, a role above for somebody known, and one for somebody new.
fn above() -> String {
    format!(
        "{HEADINGS}stina;;attacker@evil.example;;;\noskar;;;;;agent\nmule;;mule@evil.example;;;agent\nbosse;Bosse;;;;\n"
    )
}

#[test]
fn a55_an_import_reaches_nobody_and_gives_nothing_that_the_single_act_does_not() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let (app, demo) = (&ground.app, ground.demo.id);
        let stina = ground.person("stina").await;
        let oskar = ground.person("oskar").await;
        ground.card(stina, "agent", &[BuiltIn::Support]).await;
        let petra = ground.administrator("petra", &[BuiltIn::People]).await;
        let robot = ground.machine().await;
        let both = [BuiltIn::People, BuiltIn::Support];
        let bea = ground.administrator("bea", &both).await;
        let secrets = format!("username;secret\nstina;{SECRET}\noskar;{SECRET}\n");

        for by in [&petra, &robot] {
            let single = administer::assign_role(app, demo, oskar, "agent", by).await;
            assert!(matches!(reason(single), Reason::RoleBeyond(_)));
            let confirm = AddressChange::Add {
                channel: Channel::Email,
                typed: "attacker@evil.example".to_owned(),
                confirmed: false,
            };
            let single = people::change_address(app, demo, stina, confirm, by).await;
            assert!(matches!(reason(single), Reason::BeyondReach(_)));
            let many = ground.reasons(Kind::People, &above(), by).await;
            assert_eq!(
                many,
                ["beyond-reach", "right-not-held", "right-not-held", ""]
            );
            let many = ground.reasons(Kind::Secrets, &secrets, by).await;
            assert_eq!(many, ["beyond-reach", ""]);
        }
        let many = ground.reasons(Kind::People, &above(), &bea).await;
        assert_eq!(many, ["", "", "", ""]);

        // What somebody with more rights looked at is asked again of whoever applies it.
        for (kind, table) in [(Kind::People, above()), (Kind::Secrets, secrets)] {
            let import = ground.looked_at(kind, table.as_bytes(), |_| {}, &bea).await;
            let at = (import.id, import.version);
            for by in [&petra, &robot] {
                let applied = import::apply(app, demo, at, false, by).await;
                assert!(matches!(reason(applied), Reason::BeyondReach(_)));
            }
            assert!(ground.roles_of(oskar).await.is_empty());
            import::apply(app, demo, at, false, &bea).await.unwrap();
            for by in [&petra, &robot] {
                let undone = import::undo(app, demo, import.id, by).await;
                assert!(matches!(reason(undone), Reason::BeyondReach(_)));
            }
            import::undo(app, demo, import.id, &bea).await.unwrap();
        }
    });
}

#[test]
fn a55_taking_an_import_back_asks_todays_cards() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let (app, demo) = (&ground.app, ground.demo.id);
        let petra = ground.administrator("petra", &[BuiltIn::People]).await;
        let robot = ground.machine().await;
        ground.role("kund", |_| {}).await;
        let owners: Spoil<Role> = |role| role.owner_assigns = true;
        let support: Spoil<Role> = |role| {
            role.permissions.insert("tvasteg.support".to_owned());
        };
        for (name, change) in [("wilma", owners), ("sonja", support)] {
            let user = ground.person(name).await;
            let card = format!("panel-{name}");
            ground.role(&card, |_| {}).await;
            administer::assign_role(app, demo, user, &card, &ground.by())
                .await
                .unwrap();
            let table = format!("{HEADINGS}{name};;;;;kund\n");
            let import = ground
                .looked_at(Kind::People, table.as_bytes(), |_| {}, &petra)
                .await;
            let at = (import.id, import.version);
            import::apply(app, demo, at, false, &petra).await.unwrap();
            ground.save_card(&card, change).await;
            for by in [&petra, &robot] {
                let undone = import::undo(app, demo, import.id, by).await;
                assert_eq!(reason(undone), Reason::BeyondReach(name.to_owned()));
            }
            assert_eq!(ground.roles_of(user).await, ["kund"]);
            let undone = import::undo(app, demo, import.id, &ground.by()).await;
            assert_eq!(undone.unwrap().restored, 1);
            assert_eq!(ground.roles_of(user).await, [card]);
        }
    });
}

#[test]
fn a55_a_card_that_is_gone_is_not_given_back() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let (app, demo) = (&ground.app, ground.demo.id);
        let bo = ground.person("bo").await;
        for key in ["kund", "gammal"] {
            ground.role(key, |_| {}).await;
        }
        administer::assign_role(app, demo, bo, "gammal", &ground.by())
            .await
            .unwrap();
        let import = ground.people_of("bo;;;;;kund\n").await;
        ground.applied(&import).await;
        ground
            .save_card("gammal", |role| role.api_integrator = true)
            .await;
        let undone = import::undo(app, demo, import.id, &ground.by()).await;
        assert_eq!(undone.unwrap().restored, 0);
        assert_eq!(ground.roles_of(bo).await, ["kund"]);
    });
}

#[test]
fn a24_a_mailbox_out_of_a_file_gets_no_link_and_the_old_one_is_told() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let (app, demo) = (&ground.app, ground.demo.id);
        let robot = ground.machine().await;
        let wilma = ground.person("wilma").await;
        ground.role("kund", |_| {}).await;
        let table = "username;email;roles\nwilma;mule@evil.example;kund\nny;ny@x.example;\n";
        let import = ground
            .looked_at(Kind::People, table.as_bytes(), |_| {}, &robot)
            .await;
        assert_eq!(import.counts.error, 0);
        let before = ground.addressees();
        let at = (import.id, import.version);
        import::apply(app, demo, at, false, &robot).await.unwrap();
        let told: Vec<String> = ground.told_by_letter().await;
        assert_eq!(told.len(), before.len() + 1);
        assert!(told.contains(&"wilma@bjorken.example".to_owned()));
        let events = ground.events(wilma).await;
        let times = |kind: &str| events.iter().filter(|(own, _)| own == kind).count();
        assert_eq!((times("address-changed"), times("role-assigned")), (2, 1));

        // The new mailbox is hers alone when she says so: a link to a new password goes nowhere.
        ground.ask("wilma").await.unwrap();
        ground.ask("mule@evil.example").await.unwrap();
        assert!(
            !ground
                .addressees()
                .contains(&"mule@evil.example".to_owned())
        );
        let read = move |tx: &mut store::ReadTx| tx.addresses_of(demo, wilma);
        let addresses = app.store.read(read).await.unwrap();
        let [mailbox] = addresses.as_slice() else {
            panic!("one mailbox")
        };
        assert!(mailbox.value == "mule@evil.example" && mailbox.verified_at.is_none());
        // Nor does the machine vouch for it one by one.
        let more = AddressChange::Add {
            channel: Channel::Email,
            typed: "mule2@evil.example".to_owned(),
            confirmed: true,
        };
        for change in [AddressChange::Confirm(mailbox.id), more] {
            let changed = people::change_address(app, demo, wilma, change, &robot).await;
            assert_eq!(reason(changed), Reason::AddressByMachine);
        }
        // Somebody new can be invited where the file says.
        let new = administer::user_named(app, demo, "ny").await.unwrap();
        let read = move |tx: &mut store::ReadTx| tx.addresses_of(demo, new.id);
        assert!(app.store.read(read).await.unwrap()[0].verified_at.is_some());
    });
}

#[test]
fn a24_an_account_taken_into_use_since_is_looked_at_again() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let (app, demo) = (&ground.app, ground.demo.id);
        let (_, link) = ground.invited("ny").await;
        let import = ground.people_of("ny;;mule@evil.example;;;\n").await;
        let opened = ground.open(&link).await.unwrap();
        ground
            .set(&opened.login, crate::ground::PASSWORD)
            .await
            .unwrap();
        let at = (import.id, import.version);
        let applied = import::apply(app, demo, at, false, &ground.by()).await;
        assert_eq!(reason(applied), Reason::ImportStale);
    });
}

#[test]
fn r32_a_secret_out_of_a_file_and_its_undoing_are_told() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let (app, demo) = (&ground.app, ground.demo.id);
        let bo = ground.person("bo").await;
        let table = format!("username;secret\nbo;{SECRET}\n");
        let import = ground
            .looked_at(Kind::Secrets, table.as_bytes(), |_| {}, &ground.by())
            .await;
        ground.applied(&import).await;
        // Taken back before the letter was written: it is written all the same, and one more.
        import::undo(app, demo, import.id, &ground.by())
            .await
            .unwrap();
        let told = ground.told_by_letter().await;
        assert_eq!(told, ["bo@bjorken.example", "bo@bjorken.example"]);
        let kinds: Vec<_> = ground.events(bo).await;
        for kind in ["authenticator-enrolled", "authenticator-removed"] {
            assert!(kinds.iter().any(|(own, _)| own == kind), "{kind}");
        }
    });
}

/// Every table that holds one of these words, in a text or in bytes.
async fn tables_with(ground: &Ground, words: &'static [&'static str]) -> Vec<String> {
    static TABLES: Statement = Statement::for_each(
        "tables",
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
        "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename",
    );
    let names = ground
        .app
        .store
        .read(|tx| testing::query(tx, &TABLES, &[]))
        .await
        .unwrap();
    let mut found = Vec::new();
    for row in names {
        let Cell::Text(name) = &row[0] else {
            panic!("a table without a name")
        };
        let text: &'static str = format!("SELECT * FROM {name}").leak();
        let all: &'static Statement = Box::leak(Box::new(Statement::new("all", text)));
        let rows = ground
            .app
            .store
            .read(move |tx| testing::query(tx, all, &[]));
        let holds = |cell: &Cell| {
            let text = match cell {
                Cell::Text(text) => text.clone(),
                Cell::Blob(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                _ => return false,
            };
            words.iter().any(|word| text.contains(word))
        };
        if rows.await.unwrap().iter().flatten().any(holds) {
            found.push(name.clone());
        }
    }
    found
}

/// What nobody may find of Vilhelmina afterwards.
const HERS: &[&str] = &[
    "vilhelmina",
    "Vilhelmina",
    "hennes mamma",
    "ny-adress@x.example",
];

#[test]
fn r63_an_erased_person_stands_in_no_table() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        let (app, demo) = (std::sync::Arc::clone(&ground.app), ground.demo.id);
        ground.role("kund", |_| {}).await;
        let hers = ground.person("vilhelmina").await;
        let rows = "vilhelmina;Vilhelmina Ek;ny-adress@x.example;0701740605;;kund\n";
        let import = ground.people_of(rows).await;
        ground.applied(&import).await;
        let waiting = ground
            .people_of("vilhelmina;Vilhelmina Alm;;;;\nbo;;;;;\n")
            .await;
        let opening = support::Opening {
            user: hers,
            by_mail: false,
            reason: "hennes mamma ringde".to_owned(),
            ticket: String::new(),
        };
        support::open(&app, demo, opening, &ground.by())
            .await
            .unwrap();
        let found = tables_with(&ground, HERS).await;
        for table in ["users", "import_rows", "import_addresses", "recovery_cases"] {
            assert!(found.iter().any(|name| name == table), "{table}");
        }

        ground.pass(Span::minutes(1));
        audit::erase_person(&app, demo, hers, "vilhelmina", &ground.by())
            .await
            .unwrap();
        assert_eq!(tables_with(&ground, HERS).await, Vec::<String>::new());
        for id in [import.id, waiting.id] {
            let shown = ground.rows(id).await;
            assert!(shown[0].filed.username.is_empty() && shown[0].filed.changes.is_empty());
        }
        // Neither undoing nor the import that waited brings anything back.
        let undone = import::undo(&app, demo, import.id, &ground.by()).await;
        assert_eq!(undone.unwrap().restored, 0);
        let at = (waiting.id, waiting.version);
        let applied = import::apply(&app, demo, at, false, &ground.by()).await;
        assert_eq!(reason(applied), Reason::ImportStale);
        assert_eq!(tables_with(&ground, HERS).await, Vec::<String>::new());
    });
}

#[test]
fn r64_a_hash_is_no_heavier_than_logins_bear() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let hash = |costs: &str| {
            let (salt, output) = ("c29tZXNhbHRzb21lc2FsdA", "A".repeat(43));
            format!("$argon2id$v=19${costs}${salt}${output}")
        };
        let mut table = String::from("username;password hash\n");
        let costs = [
            ("m=65536,t=3,p=4", ""),
            ("m=19456,t=10,p=1", ""),
            ("m=262144,t=10,p=1", "hash-cost"),
            ("m=65537,t=1,p=1", "hash-cost"),
            ("m=65536,t=5,p=1", "hash-cost"),
            ("m=1024,t=11,p=1", "hash-cost"),
            ("m=1024,t=1,p=5", "hash-cost"),
        ];
        for (number, (costs, _)) in costs.iter().enumerate() {
            let line = format!("p{number};\"{}\"\n", hash(costs));
            table.push_str(&line);
        }
        let found = ground.reasons(Kind::People, &table, &ground.by()).await;
        let wanted: Vec<&str> = costs.iter().map(|(_, reason)| *reason).collect();
        assert_eq!(found, wanted);
    });
}

#[test]
fn r64_a_file_that_is_refused_or_cut_short_leaves_nothing() {
    static PARTS: Statement = Statement::new(
        "parts",
        "SELECT COUNT(*) FROM import_parts WHERE organisation_id = $1",
    );
    static BEGUN: Statement = Statement::new(
        "begun",
        "SELECT COUNT(*) FROM imports WHERE organisation_id = $1",
    );
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        let (app, demo) = (std::sync::Arc::clone(&ground.app), ground.demo.id);
        let by = ground.by();
        let file = (Kind::People, "stor.csv");
        let most = 600 * 1024;
        let mut large = import::begin(&app, demo, file, Some(most), &by)
            .await
            .unwrap();
        let piece = vec![b'x'; 300 * 1024];
        large.put(&piece).await.unwrap();
        large.put(&piece).await.unwrap();
        assert!(ground.count(&PARTS).await > 0);
        let refused = large.put(b"x").await;
        assert!(matches!(reason(refused), Reason::ImportTooLarge(_)));
        assert_eq!(
            (ground.count(&PARTS).await, ground.count(&BEGUN).await),
            (0, 0)
        );

        let mut cut = import::begin(&app, demo, file, Some(most), &by)
            .await
            .unwrap();
        cut.put(&piece).await.unwrap();
        drop(cut);
        ground.pass(Span::minutes(61));
        assert_eq!(import::remove_expired(&app, ground.now).await.unwrap(), 1);
        assert_eq!(
            (ground.count(&PARTS).await, ground.count(&BEGUN).await),
            (0, 0)
        );
    });
}
