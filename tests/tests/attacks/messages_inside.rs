//! Gateways inside our own network (A60): whatever an administrator enters, nobody there is called.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use app::gateways::Gateways;
use app::password_pool::{PasswordPool, PasswordSettings};
use app::sign_in::{self, Given};
use app::{App, Parts, Requester};
use connect::gateway::fake::Fake;
use connect::http::{Http, HttpSettings};
use connect::mail::Mailer;
use domain::time::Span;
use tests::each_engine;
use tests::world::{PASSWORD, World};
use text::{Catalogue, Language};

use crate::messages::log;
use crate::messages_gateways::{account, gateways, listening};

/// An installation on this world's database whose client may call nobody inside.
fn closed(world: &World) -> Arc<App> {
    let registry = factors::Registry::standard();
    let quick = PasswordSettings {
        memory_kib: 64,
        iterations: 1,
        lanes: 1,
        threads: 1,
        queue: 16,
    };
    App::new(Parts {
        store: world.store().clone(),
        catalogue: Catalogue::new(&registry.words()).unwrap(),
        registry,
        passwords: PasswordPool::start(quick).unwrap(),
        // Instant, so that whoever asks hears at once what became of their code.
        mailer: Some(Arc::clone(&world.post) as Arc<dyn Mailer>),
        gateways: Gateways::new(Http::new(&HttpSettings::default()).unwrap(), None),
        eids: app::eids::Eids::default(),
        clock: Arc::clone(&world.clock) as Arc<dyn app::Clock>,
        entropy: Arc::new(store::testing::SeededEntropy::default()),
        time_zone: jiff::tz::TimeZone::UTC,
        default_organisation: "demo".to_owned(),
    })
}

async fn asks(app: &Arc<App>, world: &World) -> sign_in::Entry {
    let given = Given {
        username: "bo".to_owned(),
        password: PASSWORD.to_owned(),
        device: None,
        return_to: None,
    };
    let requester = Requester {
        now: world.now(),
        address: [203, 0, 113, 7].into(),
        browser: "Firefox".to_owned(),
        language: Language::En,
        visit: domain::eid::Visit::default(),
    };
    let organisation = Arc::new(world.organisation("demo").await);
    let entered = sign_in::sign_in(app, &organisation, given, &requester).await;
    entered.unwrap().expect("the password is right")
}

/// A60.
#[test]
fn a60_a_gateway_inside_our_own_network_is_never_called() {
    each_engine(async |world| {
        let app = closed(world);
        let (inside, came) = listening("127.0.0.1:0", None).await;
        let port = inside.port();
        let addresses = [
            format!("http://127.0.0.1:{port}"),
            format!("https://127.0.0.1:{port}"),
            format!("http://2130706433:{port}"),
            format!("http://0x7f000001:{port}"),
            format!("http://0177.0.0.1:{port}"),
            format!("http://127.1:{port}"),
            format!("http://0.0.0.0:{port}"),
            format!("http://localhost:{port}"),
            format!("https://localhost:{port}"),
            format!("http://localhost.:{port}"),
            format!("http://[::1]:{port}"),
            format!("https://[::ffff:127.0.0.1]:{port}"),
            format!("https://[::ffff:7f00:1]:{port}"),
            format!("https://user:password@127.0.0.1:{port}"),
            format!("https://api.46elks.com@127.0.0.1:{port}"),
            "http://169.254.169.254".to_owned(),
            "https://169.254.169.254/latest/meta-data".to_owned(),
            "https://10.0.0.1".to_owned(),
            "https://192.168.1.1".to_owned(),
            "https://[fd00:ec2::254]".to_owned(),
            "https://[fe80::1]".to_owned(),
            "file:///etc/passwd".to_owned(),
            "gopher://127.0.0.1".to_owned(),
        ];
        let fake = Fake::start("46elks").await.unwrap();
        for address in addresses {
            let (driver, name, mut settings) = account(&fake);
            settings.insert("endpoint".to_owned(), address.clone());
            let ids = gateways(world, vec![(driver, name, settings)]).await;
            world.wait(Span::hours(25));
            let entry = asks(&app, world).await;
            assert!(entry.session.is_none(), "{address}");
            let newest = log(world)
                .await
                .into_iter()
                .find(|row| row.country.is_some());
            assert!(
                entry.delivery_failed,
                "{address} {:?} {newest:?}",
                world.engine
            );
            let (demo, id) = (world.demo().await, ids[0]);
            let row = world
                .read(move |tx| tx.find_gateway(demo, id))
                .await
                .unwrap();
            assert_eq!(row.trouble.as_deref(), Some("settings"), "{address}");
        }
        assert_eq!(came.load(Ordering::Relaxed), 0);
        assert_eq!(fake.requests(), 0);
    });
}
