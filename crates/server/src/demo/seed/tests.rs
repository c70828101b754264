//! What stands in a freshly furnished demo, and that a second start changes nothing but the port.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

use std::net::SocketAddr;

use app::sign_in;
use connect::gateway::Gateway;
use connect::gateway::memory::MemoryGateway;

use super::*;
use crate::config::{Config, Origin};
use crate::demo::folder::Folder;
use crate::demo::people::{OSKARS_PASSWORD, PASSWORD};
use crate::demo::robot;
use crate::installation::{self, Schema};
use crate::system;

async fn furnished(folder: &Folder, port: u16) -> Arc<App> {
    let base_url = format!("http://localhost:{port}");
    folder
        .prepare(SocketAddr::from(([127, 0, 0, 1], port)), &base_url)
        .unwrap();
    let config = Config::load(&Origin::Named(&folder.config_file()), &[]).unwrap();
    let keys = installation::keys(&config).unwrap();
    let store = installation::store(&config, keys, Schema::BroughtUpToDate)
        .await
        .unwrap();
    connect::install_tls();
    let phones: Arc<dyn Gateway> = Arc::new(MemoryGateway::new(10));
    let gateways = installation::gateways(&config, Some(phones)).unwrap();
    let app = installation::app(
        &config,
        store,
        None,
        gateways,
        (app::eids::Eids::default(), Arc::new(system::now())),
        DEFAULT.to_owned(),
    )
    .unwrap();
    furnish(&app, &base_url, system::now()).await.unwrap();
    app
}

#[tokio::test]
async fn everybody_stands_as_the_contract_says() {
    let folder = Folder::open(None).unwrap();
    let app = furnished(&folder, 1).await;
    let demo = administer::organisation_named(&app, DEFAULT).await.unwrap();
    assert_eq!(demo.base_url, "http://localhost:1/o/demo");
    let roles = administer::list_roles(&app, demo.id).await.unwrap();
    assert_eq!(
        roles
            .iter()
            .map(|role| role.key.as_str())
            .collect::<Vec<_>>(),
        CARDS.map(|card| card.key)
    );
    let permissions = administer::list_permissions(&app, demo.id).await.unwrap();
    assert_eq!(
        permissions
            .iter()
            .filter(|permission| !permission.built_in)
            .count(),
        PERMISSIONS.len()
    );
    for person in PEOPLE {
        let user = administer::user_named(&app, demo.id, person.username)
            .await
            .unwrap();
        assert_eq!(user.owner, person.owner, "{}", person.username);
        assert_eq!(user.language, None);
        assert_eq!(user.has_password, person.password.is_some());
        assert_eq!(
            user.factor_set.iter().count(),
            usize::from(person.email_code)
                + usize::from(person.phone.is_some())
                + usize::from(person.bankid && adopting_number(&app).is_some()),
            "{}",
            person.username
        );
    }
    installation::stop(app.store.clone()).await;
}

#[tokio::test]
async fn a_second_start_keeps_everything_and_follows_the_port() {
    let around = tempfile::tempdir().unwrap();
    let folder = Folder::open(Some(around.path())).unwrap();
    let first = furnished(&folder, 1).await;
    let agnes = async |app: &Arc<App>, slug: &str| {
        let organisation = administer::organisation_named(app, slug).await.unwrap();
        (
            administer::user_named(app, organisation.id, "agnes")
                .await
                .unwrap(),
            organisation.base_url,
        )
    };
    let (before, _) = agnes(&first, NEXT_DOOR).await;
    installation::stop(first.store.clone()).await;
    let second = furnished(&folder, 2).await;
    let (after, base_url) = agnes(&second, NEXT_DOOR).await;
    assert_eq!(
        (after.id, base_url.as_str()),
        (before.id, "http://localhost:2/o/grannen")
    );
    assert_eq!(
        administer::list_organisations(&second).await.unwrap().len(),
        2
    );
    installation::stop(second.store.clone()).await;
}

#[tokio::test]
async fn the_passwords_are_those_that_are_printed() {
    let folder = Folder::open(None).unwrap();
    let app = furnished(&folder, 1).await;
    let demo = Arc::new(administer::organisation_named(&app, DEFAULT).await.unwrap());
    let requester = app::Requester {
        now: system::now(),
        address: app::ports::NOWHERE,
        browser: "a test".to_owned(),
        language: text::Language::Sv,
        visit: domain::eid::Visit::default(),
    };
    for (username, password, right) in [
        ("oskar", OSKARS_PASSWORD, true),
        ("cilla", PASSWORD, true),
        ("cilla", OSKARS_PASSWORD, false),
        ("robot", PASSWORD, false),
    ] {
        let given = sign_in::Given {
            username: username.to_owned(),
            password: password.to_owned(),
            device: None,
            return_to: None,
        };
        let entered = sign_in::sign_in(&app, &demo, given, &requester)
            .await
            .unwrap();
        assert_eq!(entered.is_ok(), right, "{username}");
    }
    installation::stop(app.store.clone()).await;
}

#[tokio::test]
async fn the_machine_keeps_its_credential_over_restarts_and_gets_another_where_it_is_lost() {
    let folder = Folder::open(None).unwrap();
    let file = folder.config_file();
    let mut seen = Vec::new();
    for start in 1..=3 {
        let app = furnished(&folder, start).await;
        if start == 3 {
            std::fs::remove_file(file.with_file_name("demo-credential")).unwrap();
        }
        let shown = robot::credential(&app, &file, system::now()).await.unwrap();
        assert!(shown.starts_with("tvs_"), "{shown}");
        seen.push(shown);
        installation::stop(app.store.clone()).await;
    }
    assert_eq!(seen[0], seen[1]);
    assert_ne!(seen[1], seen[2]);
}
