//! What is told of an eID that lets us in, or does not: on the administration's pages, and to monitors, whose answer never turns red for it.

use std::sync::Arc;

use app::eids::{EidAccount, Eids, Hindrance};
use connect::bankid::simulator::{Keys, Settings, Simulator};
use connect::bankid::{Account, Client, Demands, Identity, Root};
use domain::time::{Span, Timestamp};
use serde_json::Value;
use tests::eid::{EID, Service, on_with};
use tests::world::{PASSWORD, World};
use tests::{Browser, Engine};

use crate::play::{bo_at_his_eid, press, stage};

/// What `/readyz` answers.
async fn ready(world: &World) -> Value {
    let browser = world.browser();
    let asking = browser.asking(axum::http::Method::GET, "/readyz");
    let page = asking.send().await;
    assert_eq!(page.status.as_u16(), 200, "{}", page.body);
    let told: Value = serde_json::from_str(&page.body).expect("JSON");
    assert_eq!(told["ready"], true, "{told}");
    told["warnings"].clone()
}

/// Agnes, who looks after the settings, with her pages in this language.
async fn agnes(world: &World, language: &'static str) -> Browser {
    let mut browser = world.browser();
    browser.language = Some(language);
    browser.sign_in("agnes", PASSWORD).await;
    browser.answer(&world.mailed_code("agnes")).await;
    browser
}

/// The texts of the first page and of the settings.
async fn told(browser: &mut Browser) -> (String, String) {
    browser.go("/admin/").await;
    let home = browser.page().text();
    browser.go("/admin/settings").await;
    (home, browser.page().text())
}

#[test]
fn an_eid_that_lets_us_in_is_told_with_its_root_and_the_end_of_our_certificate() {
    on_with(Engine::Sqlite, Service::account, async |world| {
        let mut browser = agnes(world, "en").await;
        let (_, settings) = told(&mut browser).await;
        assert!(settings.contains("Not asked yet"), "{settings}");
        let asked = world.eid().simulator.requests().len();
        world.app().eids.probe_due(world.now()).await;
        assert_eq!(world.eid().simulator.requests().len(), asked, "no order");
        assert_eq!(ready(world).await, serde_json::json!([]));
        let (home, settings) = told(&mut browser).await;
        assert!(!home.contains("cannot be used"), "{home}");
        assert!(settings.contains("Yes, asked today at"), "{settings}");
        let print = world.eid().simulator.keys().root_fingerprint();
        let print: String = print.chunks(2).fold(String::new(), |line, two| {
            format!("{line} {:02X}{:02X}", two[0], two[1])
        });
        assert!(settings.contains(&format!("SHA-256{print}")), "{settings}");
        let known = world.app().eids.known_for("demo");
        let year = jiff::Timestamp::from_millisecond(known[0].certificate_ends.unix_millis());
        let year = year
            .expect("a moment")
            .to_zoned(jiff::tz::TimeZone::UTC)
            .year();
        let line = "Our certificate for BankID ends";
        let (_, after) = settings.split_once(line).expect("the end is told");
        assert!(after.contains(&year.to_string()), "{settings}");
    });
}

/// A root, a certificate of ours with its key, and what is told of the account: the hindrance's word, in English and in Swedish.
type Case = (fn(&Service) -> EidAccount, [&'static str; 3]);

fn with_root_of_others(service: &Service) -> EidAccount {
    let others = Keys::fresh("Någon annan", tests::clock::BEGINNING).expect("keys");
    let own = service.simulator.keys();
    let caller = own.caller();
    let certificate = caller.certificate_pem();
    service.account_with(&others.root_pem(), &certificate, &caller.key_pem())
}

fn with_certificate_of_others(service: &Service) -> EidAccount {
    let others = Keys::fresh("Någon annan", tests::clock::BEGINNING).expect("keys");
    let caller = others.caller();
    let root = service.simulator.keys().root_pem();
    service.account_with(&root, &caller.certificate_pem(), &caller.key_pem())
}

fn with_certificate_that_ended(service: &Service) -> EidAccount {
    let (from, until) = (
        Timestamp::from_unix_seconds(1_600_000_000),
        Timestamp::from_unix_seconds(1_700_000_000),
    );
    let own = service.simulator.keys();
    let caller = own.caller_between(from, until).expect("a certificate");
    service.account_with(
        &own.root_pem(),
        &caller.certificate_pem(),
        &caller.key_pem(),
    )
}

/// An account at this address instead.
fn at(service: &Service, address: &str) -> EidAccount {
    let keys = service.simulator.keys();
    let caller = keys.caller();
    let root = Root::from_pem(keys.root_pem().as_bytes()).expect("a root");
    let certificate = caller.certificate_pem();
    let identity = Identity::from_pem(certificate.as_bytes(), caller.key_pem().as_bytes(), None);
    let identity = identity.expect("a certificate");
    let account = Account::new(address, root, identity, Demands::default());
    let client = Client::new(account.expect("an account"), &["127.0.0.1".to_owned()]);
    EidAccount {
        service: EID.to_owned(),
        organisation: None,
        eid: Arc::new(client.expect("a client")),
    }
}

fn nowhere(service: &Service) -> EidAccount {
    // A port that is free: whoever had it has let go of it.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    drop(listener);
    at(service, &format!("https://localhost:{port}/rp/v6.0"))
}

const CASES: [Case; 3] = [
    (
        with_root_of_others,
        [
            "its certificate was not issued under the configured root",
            "not issued under the root certificate that is configured here",
            "inte utfärdat under det rotcertifikat som är inställt här",
        ],
    ),
    (
        with_certificate_of_others,
        [
            "it does not accept our certificate",
            "It does not accept our certificate",
            "godtar inte vårt certifikat",
        ],
    ),
    (
        nowhere,
        [
            "it cannot be reached",
            "It cannot be reached",
            "går inte att nå",
        ],
    ),
];

#[test]
fn an_eid_that_keeps_us_out_is_told_with_why_and_the_node_stays_ready() {
    for (account, [monitor, english, swedish]) in CASES {
        on_with(Engine::Sqlite, account, async |world| {
            assert_eq!(ready(world).await, serde_json::json!([]), "nobody asked");
            world.app().eids.probe_due(world.now()).await;
            let warnings = ready(world).await;
            let [warning] = warnings.as_array().expect("a list").as_slice() else {
                panic!("{warnings}");
            };
            assert_eq!(warning["code"], "eid");
            let detail = warning["detail"].as_str().expect("a sentence");
            assert!(detail.contains(monitor), "{detail}");
            for (language, what, why) in [
                ("en", "BankID cannot be used", english),
                ("sv", "BankID går inte att använda", swedish),
            ] {
                let mut browser = agnes(world, language).await;
                let (home, settings) = told(&mut browser).await;
                assert!(home.contains(what) && home.contains(why), "{home}");
                assert!(settings.contains(why), "{settings}");
                world.wait(Span::minutes(2));
            }
            // Who has the factor is offered others all the same.
            let mut bo = bo_at_his_eid(world).await;
            press(&mut bo, "this").await;
            assert_eq!(stage(bo.page()), "ended");
        });
    }
}

/// That our certificate has ended is one line of what has to be done, not two.
#[test]
fn a_certificate_that_ended_is_told_once() {
    on_with(Engine::Sqlite, with_certificate_that_ended, async |world| {
        world.app().eids.probe_due(world.now()).await;
        let warnings = ready(world).await.to_string();
        assert!(
            warnings.contains("our certificate has expired"),
            "{warnings}"
        );
        let mut browser = agnes(world, "en").await;
        let (home, settings) = told(&mut browser).await;
        assert!(
            home.contains("The certificate for BankID has ended"),
            "{home}"
        );
        assert!(!home.contains("BankID cannot be used"), "{home}");
        assert!(
            settings.contains("Our certificate for it has run out"),
            "{settings}"
        );
    });
}

/// A service whose certificate is for other names than the one that it is called by, under the right root.
#[tokio::test]
async fn the_certificate_of_another_host_is_told_apart_from_one_of_another_root() {
    let service = Service::start().await;
    let clock = || tests::clock::BEGINNING;
    let settings = Settings {
        names: vec!["eid.example".to_owned()],
        ..Settings::new(
            Arc::clone(service.simulator.keys()),
            Arc::new(clock),
            Box::new(factors::testing::Seeded::new(7)),
        )
    };
    let elsewhere = Simulator::start(settings).await.expect("it starts");
    let address = elsewhere.base_url().replace("eid.example", "localhost");
    let eids = Eids::new(vec![at(&service, &address)]);
    eids.probe_due(clock()).await;
    let hindrance = eids.known()[0].probed.and_then(|probed| probed.hindrance);
    assert_eq!(hindrance, Some(Hindrance::WrongHost));
    let root_of_others = Eids::new(vec![with_root_of_others(&service)]);
    root_of_others.probe_due(clock()).await;
    let hindrance = root_of_others.known()[0]
        .probed
        .and_then(|probed| probed.hindrance);
    assert_eq!(hindrance, Some(Hindrance::WrongRoot));
}
