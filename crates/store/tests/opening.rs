//! Opening a store: keys, schema, files, several nodes at once, and a file that goes away.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use domain::id::OrganisationId;
use store::testing::{self, Cell, Fresh, Statement, each_fresh, keyring, open, open_with};
use store::{Fault, Keyring, Location, Settings, Store};

const OTHER: &str = "0000000b CwsLCwsLCwsLCwsLCwsLCwsLCwsLCwsLCwsLCwsLCws=";
const TEST: &str = "7e577e57 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const SAME_ID: &str = "7e577e57 CwsLCwsLCwsLCwsLCwsLCwsLCwsLCwsLCwsLCwsLCws=";

fn open_under(fresh: &Fresh, keys: &str) -> Store {
    let keys = Keyring::parse(keys).unwrap_or_else(|fault| panic!("{fault}"));
    open_with(Settings::new(fresh.location()), Arc::new(keys))
}

async fn ready_under(fresh: &Fresh, keys: &str) -> Result<(), Fault> {
    let store = open_under(fresh, keys);
    let outcome = store.ready().await;
    store.stop();
    outcome.map(|_| ())
}

async fn change(fresh: &Fresh, statement: &'static Statement) {
    let store = open(fresh.location());
    store
        .write(move |tx| testing::execute(tx, statement, &[]))
        .await
        .unwrap();
    store.stop();
}

async fn ready_without_migrating(fresh: &Fresh) -> Result<(), Fault> {
    let mut settings = Settings::new(fresh.location());
    settings.migrate = false;
    let store = open_with(settings, keyring());
    let outcome = store.ready().await;
    store.stop();
    outcome.map(|_| ())
}

#[test]
fn the_wrong_key_for_this_database_is_refused() {
    each_fresh(async |fresh| {
        ready_under(fresh, TEST).await.unwrap();
        for wrong in [OTHER, SAME_ID] {
            let outcome = ready_under(fresh, wrong).await;
            assert!(matches!(outcome, Err(Fault::WrongKey { key_id }) if key_id == "7e577e57"));
        }
        ready_under(fresh, TEST).await.unwrap();
    });
}

#[test]
fn a_new_current_key_is_taken_beside_the_old_one_which_must_stay() {
    each_fresh(async |fresh| {
        ready_under(fresh, TEST).await.unwrap();
        ready_under(fresh, &format!("{OTHER}\n{TEST}"))
            .await
            .unwrap();
        ready_under(fresh, &format!("{TEST}\n{OTHER}"))
            .await
            .unwrap();
        for one in [TEST, OTHER] {
            let outcome = ready_under(fresh, one).await;
            assert!(matches!(outcome, Err(Fault::WrongKey { .. })));
        }
    });
}

#[test]
fn a_newer_schema_is_refused() {
    static NEWER: Statement = Statement::new(
        "newer",
        "INSERT INTO schema_migrations (number, name, checksum) VALUES (999, 'to_come', '')",
    );
    each_fresh(async |fresh| {
        change(fresh, &NEWER).await;
        let outcome = ready_under(fresh, TEST).await;
        assert!(matches!(
            outcome,
            Err(Fault::SchemaNewer { found: 999, .. })
        ));
    });
}

#[test]
fn a_migration_that_is_not_ours_is_refused() {
    static OTHERS: Statement = Statement::new(
        "others",
        "UPDATE schema_migrations SET checksum = 'another' WHERE number = 1",
    );
    each_fresh(async |fresh| {
        change(fresh, &OTHERS).await;
        let outcome = ready_under(fresh, TEST).await;
        assert!(matches!(outcome, Err(Fault::SchemaDiffers { number: 1 })));
    });
}

#[test]
fn without_leave_to_migrate_a_missing_schema_is_told() {
    each_fresh(async |fresh| {
        let outcome = ready_without_migrating(fresh).await;
        assert!(matches!(
            outcome,
            Err(Fault::SchemaMissing { found: 0, .. })
        ));
        open(fresh.location()).ready().await.unwrap();
        ready_without_migrating(fresh).await.unwrap();
    });
}

#[test]
fn nodes_that_start_at_once_migrate_once() {
    static APPLIED: Statement = Statement::new(
        "applied",
        "SELECT count(*) FROM schema_migrations WHERE number > 0",
    );
    for _ in 0..5 {
        each_fresh(async |fresh| {
            let nodes: Vec<_> = (0..6).map(|_| open(fresh.location())).collect();
            std::thread::scope(|scope| {
                for node in &nodes {
                    scope.spawn(|| testing::run(node.ready()).unwrap());
                }
            });
            let rows = nodes[0]
                .read(|tx| testing::query(tx, &APPLIED, &[]))
                .await
                .unwrap();
            assert!(rows[0] == [Cell::Int(store::schema_version())]);
        });
    }
}

#[test]
fn nobody_but_its_owner_reads_the_database_file() {
    testing::run(async {
        let fresh = Fresh::sqlite();
        let store = open(fresh.location());
        store.ready().await.unwrap();
        for name in ["tvasteg.db", "tvasteg.db-wal", "tvasteg.db-shm"] {
            let file = fresh.folder().unwrap().join(name);
            let mode = std::fs::metadata(file).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
        store.stop();
    });
}

#[test]
fn a_database_file_that_was_taken_away_is_a_fault_until_it_is_back() {
    static PUT: Statement = Statement::new(
        "put",
        "INSERT INTO settings (organisation_id, key, value) VALUES ($1, 'k', 'v')",
    );
    static COUNT: Statement = Statement::new("count", "SELECT count(*) FROM settings");
    testing::run(async {
        let fresh = Fresh::sqlite();
        let folder = fresh.folder().unwrap();
        let store = open(fresh.location());
        let put = |id: u8| store.write(move |tx| testing::execute(tx, &PUT, &[(&[id; 16]).into()]));
        put(1).await.unwrap();
        let away = folder.join("away");
        std::fs::create_dir(&away).unwrap();
        move_all(folder, &away);
        for _ in 0..3 {
            assert!(matches!(put(2).await, Err(Fault::Unavailable(_))));
            assert!(matches!(store.ready().await, Err(Fault::Unavailable(_))));
        }
        assert!(!folder.join("tvasteg.db").exists());
        move_all(&away, folder);
        put(3).await.unwrap();
        let rows = store
            .read(|tx| testing::query(tx, &COUNT, &[]))
            .await
            .unwrap();
        assert!(rows[0] == [Cell::Int(2)]);
        store.stop();
    });
}

fn move_all(from: &std::path::Path, to: &std::path::Path) {
    for name in ["tvasteg.db", "tvasteg.db-wal", "tvasteg.db-shm"] {
        let _ = std::fs::rename(from.join(name), to.join(name));
    }
}

#[test]
fn a_stopped_database_is_one_whole_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("whole.db");
    let location = Location::parse(&format!("sqlite:{}", path.display())).unwrap();
    testing::run(async {
        let store = testing::open(location.clone());
        store
            .write(|tx| tx.save_setting(OrganisationId::INSTALLATION, "kept", "yes"))
            .await
            .unwrap();
        store.stop();
    });
    let copy = folder.path().join("copy.db");
    std::fs::copy(&path, &copy).unwrap();
    let log = folder.path().join("whole.db-wal");
    assert!(
        std::fs::metadata(&log).map_or(0, |log| log.len()) == 0,
        "nothing waits in the log"
    );
    testing::run(async {
        let location = Location::parse(&format!("sqlite:{}", copy.display())).unwrap();
        let store = testing::open(location);
        let kept = store
            .read(|tx| tx.find_setting(OrganisationId::INSTALLATION, "kept"))
            .await
            .unwrap();
        assert_eq!(kept.as_deref(), Some("yes"));
        store.stop();
    });
}
