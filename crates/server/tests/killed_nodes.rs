//! Nodes that are killed with SIGKILL in the middle of sending: no message is accepted twice, every message ends, and its person can ask for
//! another one.
//!
//! ```text
//! messages wait ──► two nodes hand them over ──► a slow gateway
//!                   one is killed, again and again, and started anew
//! ```
//!
//! PostgreSQL is reached through `TVASTEG_TEST_POSTGRES`; without it that test fails, unless `TVASTEG_TEST_MAY_SKIP` says that it may be
//! passed over. `TVASTEG_TEST_QUICK` kills less often.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails by panicking; it waits for processes that have clocks of their own, and is told its server through the environment"
)]

mod nodes;
mod program;

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use app::administer::{self, By};
use app::gateways::Gateways;
use app::password_pool::{PasswordPool, PasswordSettings};
use app::{App, Parts};
use connect::gateway::Reported;
use connect::gateway::fake::{Behaviour, Fake};
use connect::http::{Http, HttpSettings};
use domain::factor::FactorKind;
use domain::id::{DeliveryId, GatewayId, OrganisationId};
use domain::message::{MessageChannel, MessageState};
use domain::phone::PhoneNumber;
use domain::time::{Span, Timestamp};
use domain::token::TokenSecret;
use factors::Registry;
use nodes::{SITE, Visitor, postgres};
use program::Server;
use store::{
    DeliveryFilter, DeliveryState, Entropy, Keyring, Location, NewDelivery, NewGateway, Settings,
    Store, Tx,
};
use text::Catalogue;

const PASSWORD: &str = "sju gula kaniner gräver";

/// A number that nobody has.
const NUMBER: &str = "+46701740605";

/// How long the gateway takes, so that there is a middle to be killed in.
const GATEWAY_TAKES: Duration = Duration::from_millis(60);

/// Messages that wait at least, so that no node is idle.
const WAITING: usize = 60;

struct Seeds(AtomicU64);

impl Entropy for Seeds {
    fn seed(&self) -> [u8; 32] {
        let mut seed = [0x6b; 32];
        let drawn = self.0.fetch_add(1, Ordering::Relaxed);
        seed[..8].copy_from_slice(&drawn.to_be_bytes());
        seed
    }
}

fn now() -> Timestamp {
    Timestamp::from_unix_millis(jiff::Timestamp::now().as_millisecond())
}

fn is_quick() -> bool {
    std::env::var_os("TVASTEG_TEST_QUICK").is_some()
}

/// An installation, its gateway, and this test's own way into its database.
struct Site {
    _folder: tempfile::TempDir,
    config: PathBuf,
    database: Option<String>,
    gateway: Fake,
    account: GatewayId,
    store: Store,
    organisation: OrganisationId,
    runtime: tokio::runtime::Runtime,
}

impl Site {
    fn new(database: Option<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("tvasteg.toml");
        let mut arguments = program::init(&config);
        if let Some(url) = &database {
            arguments.extend(["--database", url]);
        }
        program::run(&arguments).done();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let gateway = runtime.block_on(Fake::start("sinch")).unwrap();
        gateway.always(Behaviour::Slow(GATEWAY_TAKES));
        let key = std::fs::read_to_string(folder.path().join("tvasteg.key")).unwrap();
        let location = match &database {
            Some(url) => Location::parse(url).unwrap(),
            None => Location::Sqlite {
                path: folder.path().join("tvasteg.db"),
                create: false,
            },
        };
        let keys = Arc::new(Keyring::parse(key.trim()).unwrap());
        let store = Store::open(
            Settings::new(location),
            keys,
            Arc::new(Seeds(AtomicU64::default())),
        )
        .unwrap();
        let found = store.read(|tx| tx.find_organisation_by_slug("huset"));
        let organisation = runtime.block_on(found).unwrap().unwrap().id;
        let settings = gateway.settings().0;
        let unit = move |tx: &mut Tx| {
            let id = GatewayId::draw(now(), tx.random());
            let new = NewGateway {
                id,
                driver: "sinch",
                name: "Sinch",
                channels: &[MessageChannel::Sms],
                settings: &settings,
                report_secret: &TokenSecret::draw(tx.random()),
                active: true,
            };
            tx.insert_gateway(organisation, &new, now())?;
            tx.save_setting(organisation, "messages", r#"{"sender":"Huset"}"#)?;
            tx.bump_policy_epoch(organisation)?;
            Ok(id)
        };
        let account = runtime.block_on(store.write(unit)).unwrap();
        Self {
            _folder: folder,
            config,
            database,
            gateway,
            account,
            store,
            organisation,
            runtime,
        }
    }

    /// Starts a node and waits until it serves.
    fn node(&self) -> Server {
        let mut command = program::command(&["serve", "--config", self.config.to_str().unwrap()]);
        command.env("TVASTEG_DATABASE__CONNECTIONS", "6").env(
            "TVASTEG_MESSAGES__ALLOW_PRIVATE",
            self.gateway.address().to_string(),
        );
        nodes::serving(nodes::start(&mut command))
    }

    fn write<T: Send + 'static>(
        &self,
        unit: impl Fn(&mut Tx) -> Result<T, store::Fault> + Send + 'static,
    ) -> T {
        self.runtime.block_on(self.store.write(unit)).unwrap()
    }

    /// Puts so many messages into the outbox.
    fn put(&self, count: usize) {
        let organisation = self.organisation;
        self.write(move |tx| {
            let number = PhoneNumber::from_e164(NUMBER).unwrap();
            for _ in 0..count {
                let at = now();
                let expires_at = at + Span::hours(2);
                let content = serde_json::json!({ "outgoing": { "text": {
                    "to": NUMBER, "from": "Huset", "text": "123456 är din kod till Huset.", "site": SITE,
                    "expires_at": expires_at.unix_millis(),
                }}});
                let content = content.to_string();
                let new = NewDelivery {
                    id: DeliveryId::draw(at, tx.random()),
                    user: None,
                    challenge: None,
                    channel: MessageChannel::Sms,
                    purpose: "notice",
                    masked: "+46 •• ••• •• 05",
                    country: Some(number.country()),
                    prefix: Some(number.prefix()),
                    content: content.as_bytes(),
                    expires_at,
                };
                tx.insert_delivery(organisation, &new, at)?;
            }
            Ok(())
        });
    }

    /// Every message there is.
    fn log(&self) -> Vec<DeliveryState> {
        let organisation = self.organisation;
        let mut log: Vec<DeliveryState> = Vec::new();
        loop {
            let before = log.last().map(|row| row.id);
            let page = self.store.read(move |tx| {
                let filter = DeliveryFilter {
                    before,
                    ..DeliveryFilter::default()
                };
                tx.deliveries_page(organisation, &filter, 500)
            });
            let page = self.runtime.block_on(page).unwrap();
            if page.is_empty() {
                return log;
            }
            log.extend(page);
        }
    }

    fn counted(&self, state: MessageState) -> usize {
        self.log().iter().filter(|row| row.state == state).count()
    }

    /// Runs a statement behind everybody's back: time that passes.
    fn execute(&self, statement: &str) {
        if let Some(url) = &self.database {
            let mut client = postgres::Client::connect(url, postgres::NoTls).unwrap();
            client.batch_execute(statement).unwrap();
        } else {
            let file = self.config.with_file_name("tvasteg.db");
            let connection = rusqlite::Connection::open(file).unwrap();
            connection.busy_timeout(Duration::from_secs(20)).unwrap();
            connection.execute_batch(statement).unwrap();
        }
    }

    /// What a dead node holds is let go, as it would be after a minute and a half.
    fn leases_end(&self) {
        self.execute("UPDATE jobs SET claimed_until = 1 WHERE claimed_until > 1");
    }

    fn wait_until(&self, what: &str, is_so: impl Fn(&Self) -> bool) {
        for _ in 0..6000 {
            if is_so(self) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("it was never so: {what}");
    }

    /// Kills nodes in the middle of sending, so often, and shows what became of every message.
    fn kill(&self, mut nodes: Vec<Server>, kills: u32) -> Vec<Server> {
        let mut drawn: u64 = 0x9e37_79b9_7f4a_7c15;
        for round in 0..kills {
            let waiting = self.counted(MessageState::Waiting);
            if waiting < WAITING {
                self.put(WAITING);
            }
            // A moment that is another one each time (xorshift).
            drawn ^= drawn << 13;
            drawn ^= drawn >> 7;
            drawn ^= drawn << 17;
            let requests = self.gateway.requests();
            self.wait_until("a node sends", |site| site.gateway.requests() > requests);
            std::thread::sleep(Duration::from_millis(drawn % 120));
            let place = usize::try_from(round).unwrap() % nodes.len();
            let mut killed = nodes.remove(place);
            killed.child.kill().unwrap();
            killed.child.wait().unwrap();
            nodes.push(self.node());
        }
        nodes
    }

    fn everything_ends(&self) {
        self.wait_until("nothing waits", |site| {
            site.counted(MessageState::Waiting) == 0
        });
        self.leases_end();
        self.wait_until("nothing is in hand", |site| {
            site.counted(MessageState::Handing) == 0
        });
    }

    /// No message was accepted twice, and what is told of each agrees with what the gateway has.
    fn holds(&self) -> BTreeMap<DeliveryId, MessageState> {
        let mut accepted = BTreeSet::new();
        for message in self.gateway.accepted() {
            let reference = message.reference.expect("our name for it");
            let id: DeliveryId = reference.parse().unwrap();
            assert!(accepted.insert(id), "{id} was accepted twice");
        }
        assert_eq!(self.gateway.faults(), Vec::<String>::new());
        let log = self.log();
        for row in &log {
            let (id, state) = (row.id, row.state);
            match state {
                MessageState::Sent | MessageState::Delivered => {
                    assert!(
                        accepted.contains(&id),
                        "{id} is {state:?} and was not taken"
                    );
                }
                MessageState::Failed => {
                    assert!(!accepted.contains(&id), "{id} failed and was taken");
                }
                MessageState::Unknown => {}
                other => panic!("{id} ended as {other:?}"),
            }
        }
        for id in &accepted {
            assert!(log.iter().any(|row| row.id == *id), "{id} is known");
        }
        log.into_iter().map(|row| (row.id, row.state)).collect()
    }

    /// What arrived although nobody saw it is told by reports, to whichever node is there.
    fn reports_arrive(&self, node: &Server) {
        let address: SocketAddr = node.address.parse().unwrap();
        let states = self.holds();
        for message in self.gateway.accepted() {
            let id: DeliveryId = message.reference.as_deref().unwrap().parse().unwrap();
            if states[&id] != MessageState::Unknown {
                continue;
            }
            let at = now().unix_millis();
            let report = self
                .gateway
                .genuine_report(&message, Reported::Delivered, at);
            let answer = self.runtime.block_on(report.deliver(address)).unwrap();
            assert!((200..300).contains(&answer), "{answer}");
            let organisation = self.organisation;
            let found = self
                .store
                .read(move |tx| tx.find_delivery_state(organisation, id));
            let row = self.runtime.block_on(found).unwrap().unwrap();
            assert_eq!(row.state, MessageState::Delivered);
            assert_eq!(row.gateway, Some(self.account));
        }
    }

    /// Somebody with a password, whose codes are texted.
    fn person(&self) {
        connect::install_tls();
        let registry = Registry::standard();
        let quick = PasswordSettings {
            memory_kib: 64,
            iterations: 1,
            lanes: 1,
            threads: 1,
            queue: 4,
        };
        let app = App::new(Parts {
            store: self.store.clone(),
            catalogue: Catalogue::new(&registry.words()).unwrap(),
            registry,
            passwords: PasswordPool::start(quick).unwrap(),
            mailer: None,
            gateways: Gateways::new(Http::new(&HttpSettings::default()).unwrap(), None),
            eids: app::eids::Eids::default(),
            clock: Arc::new(now()),
            entropy: Arc::new(Seeds(AtomicU64::new(1 << 32))),
            time_zone: jiff::tz::TimeZone::UTC,
            default_organisation: "huset".to_owned(),
        });
        let by = By::operator(now());
        let new = administer::NewUser {
            username: "bo".to_owned(),
            password: Some(PASSWORD.to_owned()),
            ..administer::NewUser::default()
        };
        let kind = FactorKind::named("sms".to_owned());
        self.runtime.block_on(async {
            let bo = administer::add_user(&app, self.organisation, new, &by)
                .await
                .unwrap()
                .id;
            administer::bind_authenticator(&app, self.organisation, bo, &kind, NUMBER, &by)
                .await
                .unwrap();
        });
    }
}

fn go(visitor: &mut Visitor, node: &str) {
    visitor.ask(node, "GET", "/o/huset/login", "");
}

fn resend(visitor: &mut Visitor, node: &str) {
    let challenge = visitor.hidden("challenge");
    visitor.send(node, "/o/huset/login/resend", &[("challenge", &challenge)]);
}

/// Somebody's code is being sent when their node dies: the other node's page offers to send again, and that works.
fn the_page_offers_to_send_again(site: &Site, mut dying: Server, other: &Server) {
    site.person();
    let before = site.gateway.accepted().len();
    let mut bo = Visitor::default();
    go(&mut bo, &dying.address);
    let typed = [("username", "bo"), ("password", PASSWORD)];
    bo.send(&dying.address, "/o/huset/login", &typed);
    go(&mut bo, &dying.address);
    assert!(bo.page.contains("data-action=\"resend\""), "{}", bo.page);
    site.wait_until("the first code is out", |site| {
        site.gateway.accepted().len() > before
    });
    let accepted = site.gateway.accepted().len();
    site.execute("UPDATE challenges SET resend_after = 1");
    site.gateway.plan([Behaviour::Hang]);
    let (mut pressing, address) = (bo.clone(), dying.address.clone());
    let hanging = std::thread::spawn(move || resend(&mut pressing, &address));
    site.wait_until("the gateway has it", |site| {
        site.gateway.accepted().len() > accepted
    });
    dying.child.kill().unwrap();
    dying.child.wait().unwrap();
    hanging.join().unwrap();

    go(&mut bo, &other.address);
    assert!(bo.page.contains("data-action=\"resend\""), "{}", bo.page);
    site.leases_end();
    site.wait_until("it is settled", |site| {
        site.counted(MessageState::Handing) == 0
    });
    go(&mut bo, &other.address);
    assert!(bo.page.contains("data-action=\"resend\""), "{}", bo.page);
    site.execute("UPDATE challenges SET resend_after = 1");
    resend(&mut bo, &other.address);
    site.wait_until("another code is out", |site| {
        site.gateway.accepted().len() > accepted + 1
    });
    let messages = site.gateway.accepted();
    assert_eq!(messages.len(), accepted + 2, "{}", bo.page);
    let code: String = messages.last().unwrap().text.chars().take(6).collect();
    go(&mut bo, &other.address);
    let challenge = bo.hidden("challenge");
    let typed = [("challenge", challenge.as_str()), ("code", code.as_str())];
    bo.send(&other.address, "/o/huset/login/answer", &typed);
    assert!(
        bo.cookies.contains_key("tvasteg_session"),
        "bo is in: {}",
        bo.page
    );
}

#[test]
fn two_nodes_share_one_outbox_and_one_is_killed_again_and_again() {
    let Some(url) = postgres("killed_nodes", "two nodes of which one is killed") else {
        return;
    };
    let site = Site::new(Some(url.into()));
    let kills = if is_quick() { 12 } else { 150 };
    let nodes = site.kill(vec![site.node(), site.node()], kills);
    site.everything_ends();
    let states = site.holds();
    let unknown = states
        .values()
        .filter(|state| **state == MessageState::Unknown);
    assert!(unknown.count() > 0, "no node was killed in the middle");
    site.reports_arrive(&nodes[0]);
    let mut nodes = nodes.into_iter();
    let (dying, other) = (nodes.next().unwrap(), nodes.next().unwrap());
    the_page_offers_to_send_again(&site, dying, &other);
    site.wait_until("nothing is in hand", |site| {
        site.counted(MessageState::Handing) == 0
    });
    site.holds();
    site.store.stop();
}

#[test]
fn one_node_on_the_embedded_database_is_killed_and_started_again_and_again() {
    let site = Site::new(None);
    let kills = if is_quick() { 8 } else { 60 };
    let nodes = site.kill(vec![site.node()], kills);
    site.everything_ends();
    let states = site.holds();
    let unknown = states
        .values()
        .filter(|state| **state == MessageState::Unknown);
    assert!(
        unknown.count() > 0,
        "the node was never killed in the middle"
    );
    site.reports_arrive(&nodes[0]);
    site.store.stop();
}
