//! A whole installation in this process: the demo's two organisations and their people, a clock that is set, mail that stays here.

use std::sync::{Arc, Mutex, PoisonError};

use app::gateways::Gateways;
use app::password_pool::{PasswordPool, PasswordSettings};
use app::{App, Clock as _, Parts};
use axum::Router;
use connect::gateway::Gateway;
use connect::gateway::memory::{KeptMessage, MemoryGateway};
use connect::http::{Http, HttpSettings};
use connect::mail::outbox::{Kept, Outbox};
use connect::mail::{Accepted, Mailer, Message, SendFault};
use domain::factor::FactorKind;
use domain::id::OrganisationId;
use domain::organisation::Organisation;
use domain::role::Role;
use domain::time::{Span, Timestamp};
use domain::user::User;
use factors::Registry;
use jiff::tz::TimeZone;
use store::{AuditRow, Store, Tx};
use text::Catalogue;
use web::demo::{Demo, DemoMessage, DemoPerson};
use web::state::{Network, Site, WebState};

pub use server::demo::people::{OSKARS_PASSWORD, PASSWORD};

use crate::always::Always;
use crate::browser::Browser;
use crate::clock::{BEGINNING, MockClock};
use crate::database::{Database, Engine};
use crate::eid::{Opening, Service};
use crate::entropy::NodeEntropy;

/// The host that people reach the installation under.
pub const HOST: &str = "id.example.test";

/// The base URL.
pub const BASE_URL: &str = "https://id.example.test";

/// The sender of all mail.
const FROM: &str = "tvasteg@id.example.test";

/// One process of the installation.
#[derive(Clone)]
pub struct Node {
    /// Its use cases.
    pub app: Arc<App>,
    /// Its pages.
    pub router: Router,
}

/// The mail server: it keeps every message, whole.
pub struct Post {
    outbox: Arc<Outbox>,
    letters: Mutex<Vec<Message>>,
}

impl Post {
    /// Every message that was taken over, in both its forms, oldest first.
    pub fn letters(&self) -> Vec<Message> {
        self.letters
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

#[async_trait::async_trait]
impl Mailer for Post {
    async fn send(&self, message: &Message, at_unix_ms: i64) -> Result<Accepted, SendFault> {
        let accepted = self.outbox.send(message, at_unix_ms).await?;
        self.letters
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(message.clone());
        Ok(accepted)
    }

    fn instant(&self) -> bool {
        true
    }

    async fn check(&self) -> Result<(), SendFault> {
        Ok(())
    }
}

/// An installation.
pub struct World {
    /// The engine that it runs on.
    pub engine: Engine,
    /// The clock of all its nodes.
    pub clock: Arc<MockClock>,
    /// The mail that was sent.
    pub outbox: Arc<Outbox>,
    /// The mail server.
    pub post: Arc<Post>,
    /// The gateway that keeps text messages and calls.
    pub phones: Arc<MemoryGateway>,
    /// Its database.
    pub database: Database,
    /// What each answer is held to.
    pub always: Always,
    /// How it differs from a usual one.
    pub(crate) plan: Plan,
    nodes: Vec<Node>,
}

/// How a world differs from a usual one.
#[derive(Clone)]
pub struct Plan {
    /// The proxies that are believed.
    pub trusted_proxies: Vec<Network>,
    /// Whether the demo's addresses exist.
    pub demo: bool,
    /// The factors.
    pub registry: Registry,
    /// Whether mail can be sent at all.
    pub mail: bool,
    /// Under which URL people come.
    pub base_url: &'static str,
    /// Argon2 memory in KiB: little, because what is tested is not the hash.
    pub memory_kib: u32,
    /// The eID that the installation has an account at, and how a node opens it; the world goes by the service's clock.
    pub eid: Option<(Arc<Service>, Opening)>,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            trusted_proxies: Vec::new(),
            demo: false,
            registry: Registry::standard(),
            mail: true,
            base_url: BASE_URL,
            memory_kib: 64,
            eid: None,
        }
    }
}

/// Runs a test on this engine; nothing happens where the engine may be passed over.
#[allow(
    clippy::needless_pass_by_value,
    reason = "a test is a closure that is written where it is handed over"
)]
pub fn on(engine: Engine, test: impl AsyncFn(&mut World)) {
    on_like(engine, &Plan::default(), test);
}

/// The same in a world after this plan.
#[allow(
    clippy::needless_pass_by_value,
    reason = "a test is a closure that is written where it is handed over"
)]
pub fn on_like(engine: Engine, plan: &Plan, test: impl AsyncFn(&mut World)) {
    let Some(database) = Database::furnished(engine) else {
        return;
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let mut world = World::of(engine, database, plan);
        test(&mut world).await;
        world.stop();
    });
}

/// Runs a test on SQLite, then on PostgreSQL, each on a database of its own.
#[allow(
    clippy::needless_pass_by_value,
    reason = "a test is a closure that is written where it is handed over"
)]
pub fn each_engine(test: impl AsyncFn(&mut World)) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        on(engine, &test);
    }
}

/// Whether a run is to be short.
pub fn is_quick() -> bool {
    std::env::var_os("TVASTEG_TEST_QUICK").is_some()
}

impl World {
    /// An installation of one node on this database.
    pub fn of(engine: Engine, database: Database, plan: &Plan) -> Self {
        let outbox = Arc::new(Outbox::new(FROM, 5000).expect("a sender"));
        let clock = plan.eid.as_ref().map_or_else(
            || Arc::new(MockClock::at(BEGINNING)),
            |(service, _)| Arc::clone(&service.clock),
        );
        let mut world = Self {
            engine,
            clock,
            post: Arc::new(Post {
                outbox: Arc::clone(&outbox),
                letters: Mutex::default(),
            }),
            outbox,
            phones: Arc::new(MemoryGateway::new(5000)),
            database,
            always: Always {
                secure: plan.base_url.starts_with("https://"),
                ..Always::default()
            },
            plan: plan.clone(),
            nodes: Vec::new(),
        };
        world.start_node(plan);
        world
    }

    /// Starts one more process on the same database and gives its number. SQLite takes one process alone: there it is the same one again,
    /// and two of a test's browsers come to it on two threads.
    pub fn start_node(&mut self, plan: &Plan) -> usize {
        let node = if self.engine == Engine::Sqlite && !self.nodes.is_empty() {
            self.nodes[0].clone()
        } else {
            self.new_node(self.database.open(), plan)
        };
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// A process on this store; it is not counted among the nodes.
    pub fn new_node(&self, store: Store, plan: &Plan) -> Node {
        let mailer = plan.mail.then(|| Arc::clone(&self.post) as Arc<dyn Mailer>);
        let phones = Arc::clone(&self.phones) as Arc<dyn Gateway>;
        let clock = Arc::clone(&self.clock) as Arc<dyn app::Clock>;
        let app = app_on(store, plan, mailer, phones, clock);
        let host = plan
            .base_url
            .split_once("://")
            .expect("a scheme")
            .1
            .to_owned();
        let site = Site {
            base_url: plan.base_url.to_owned(),
            hosts: vec![host],
            trusted_proxies: plan.trusted_proxies.clone(),
        };
        let demo = Side {
            clock: Arc::clone(&self.clock),
            outbox: Arc::clone(&self.outbox),
        };
        let state = WebState {
            app: Arc::clone(&app),
            clock: Arc::clone(&self.clock) as Arc<dyn app::Clock>,
            site: Arc::new(site),
            demo: plan.demo.then(|| Arc::new(demo) as Arc<dyn Demo>),
        };
        Node {
            app,
            router: web::router(state),
        }
    }

    /// Starts the only node anew on what a crash leaves behind: the files as they lie there, nothing written first.
    pub fn crash(&mut self, plan: &Plan) {
        let old = std::mem::take(&mut self.nodes);
        if self.engine == Engine::Sqlite {
            self.database = Database::sqlite(&self.database.files());
        }
        self.start_node(plan);
        for node in old {
            node.app.store.stop();
        }
    }

    /// Ends the stores.
    pub(crate) fn stop(&self) {
        for node in &self.nodes {
            node.app.store.stop();
        }
    }

    /// Starts one more process like the first.
    pub fn start_another(&mut self) -> usize {
        let plan = self.plan.clone();
        self.start_node(&plan)
    }

    /// Every node, each once.
    pub(crate) fn nodes(&self) -> &[Node] {
        let alone = self.engine == Engine::Sqlite;
        &self.nodes[..if alone { 1 } else { self.nodes.len() }]
    }

    /// A node.
    pub fn node(&self, number: usize) -> &Node {
        &self.nodes[number]
    }

    /// The use cases of the first node.
    pub fn app(&self) -> &Arc<App> {
        &self.nodes[0].app
    }

    /// The store of the first node.
    pub fn store(&self) -> &Store {
        &self.nodes[0].app.store
    }

    /// A browser that has never been here.
    pub fn browser(&self) -> Browser {
        Browser::before(self, 0)
    }

    /// The moment.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Moves the clock on.
    pub fn wait(&self, span: Span) {
        self.clock.advance(span);
    }

    /// Lets what nodes remember grow too old.
    pub fn settle(&self) {
        self.wait(Span::seconds(4));
    }

    /// On to the next time step, so that an app shows a code that was not used yet.
    pub fn next_code(&self) {
        self.wait(Span::seconds(30));
    }

    // Mail.

    /// The messages to somebody, newest first.
    pub fn mail_to(&self, username: &str) -> Vec<Kept> {
        let address = if username.contains('@') {
            username.to_owned()
        } else {
            format!("{username}@demo.example")
        };
        self.outbox
            .kept()
            .into_iter()
            .filter(|kept| kept.to == address)
            .collect()
    }

    /// The newest code that was mailed to somebody.
    pub fn mailed_code(&self, username: &str) -> String {
        let codes = self
            .mail_to(username)
            .into_iter()
            .filter_map(|kept| code_in(&kept.text));
        codes
            .into_iter()
            .next()
            .unwrap_or_else(|| panic!("no code was mailed to {username}"))
    }

    /// The path of the newest link that was mailed to somebody.
    pub fn mailed_link(&self, username: &str) -> String {
        let links = self
            .mail_to(username)
            .into_iter()
            .filter_map(|kept| link_in(&kept.text));
        let link = links
            .into_iter()
            .next()
            .unwrap_or_else(|| panic!("no link was mailed to {username}"));
        link.strip_prefix(BASE_URL)
            .unwrap_or_else(|| panic!("a link to elsewhere: {link}"))
            .to_owned()
    }

    // Text messages and calls.

    /// The text messages and calls to this number (E.164), newest first.
    pub fn messages_to(&self, number: &str) -> Vec<KeptMessage> {
        let kept = self.phones.kept().into_iter();
        kept.filter(|kept| kept.to == number).collect()
    }

    /// The newest code that was texted to this number: it comes first in the text.
    pub fn texted_code(&self, number: &str) -> String {
        let codes = self.messages_to(number).into_iter().filter_map(|kept| {
            let first: String = kept.text.chars().take(6).collect();
            first
                .bytes()
                .all(|sign| sign.is_ascii_digit())
                .then_some(first)
        });
        codes
            .into_iter()
            .next()
            .unwrap_or_else(|| panic!("no code was texted to {number}"))
    }

    // The people, as the database has them.

    /// The organisation with this slug.
    pub async fn organisation(&self, slug: &str) -> Organisation {
        let slug = slug.to_owned();
        self.read(move |tx| tx.find_organisation_by_slug(&slug))
            .await
            .expect("the organisation")
    }

    /// The id of the organisation `demo`.
    pub async fn demo(&self) -> OrganisationId {
        self.organisation("demo").await.id
    }

    /// Somebody of `demo`.
    pub async fn user(&self, username: &str) -> User {
        let (organisation, username) = (self.demo().await, username.to_owned());
        self.read(move |tx| tx.find_account_by_username(organisation, &username))
            .await
            .expect("the person")
            .user
    }

    /// Reads.
    pub async fn read<T: Send + 'static>(
        &self,
        unit: impl Fn(&mut store::ReadTx) -> Result<T, store::Fault> + Send + 'static,
    ) -> T {
        self.store().read(unit).await.expect("the store answers")
    }

    /// Writes behind the server's back; what nodes remember is too old afterwards.
    pub async fn write<T: Send + 'static>(
        &self,
        unit: impl Fn(&mut Tx) -> Result<T, store::Fault> + Send + 'static,
    ) -> T {
        let done = self.store().write(unit).await.expect("the store answers");
        self.settle();
        done
    }

    /// Changes a role card of `demo` as an administrator elsewhere would.
    pub async fn change_card(
        &self,
        key: &'static str,
        change: impl Fn(&mut Role) + Send + 'static,
    ) {
        let organisation = self.demo().await;
        self.write(move |tx| {
            let mut role = tx.find_role_by_key(organisation, key)?.expect("the card");
            change(&mut role);
            assert!(
                tx.save_role(organisation, &role)?,
                "nobody else changed the card"
            );
            Ok(())
        })
        .await;
    }

    /// What somebody of `demo` has enrolled.
    pub async fn authenticators(&self, username: &str) -> Vec<store::Authenticator> {
        let (organisation, user) = (self.demo().await, self.user(username).await.id);
        self.read(move |tx| tx.authenticators_of_user(organisation, user))
            .await
    }

    /// The wrong answers in a row that stand against somebody's authenticator of this kind.
    pub async fn failures(&self, username: &str, kind: &str) -> i64 {
        let own = self.authenticators(username).await;
        let kind = FactorKind::named(kind.to_owned());
        own.iter()
            .filter(|own| own.kind == kind)
            .map(|own| own.failures)
            .max()
            .expect("an authenticator of that kind")
    }

    /// How many sessions of somebody stand in the database.
    pub async fn sessions(&self, username: &str) -> usize {
        let (organisation, user) = (self.demo().await, self.user(username).await.id);
        self.read(move |tx| tx.sessions_of_user(organisation, user))
            .await
            .len()
    }

    /// How many devices of somebody are trusted.
    pub async fn devices(&self, username: &str) -> usize {
        let (organisation, user) = (self.demo().await, self.user(username).await.id);
        self.read(move |tx| tx.trusted_devices_of_user(organisation, user))
            .await
            .len()
    }

    /// What the audit log tells of somebody, newest first.
    pub async fn log(&self, username: &str) -> Vec<AuditRow> {
        let (organisation, user) = (self.demo().await, self.user(username).await.id);
        self.read(move |tx| tx.events_of_subject(organisation, user, None, 1000))
            .await
    }

    /// What stands for everybody, apart from counts, challenges and the log: whoever forges a request changes nothing of it.
    pub async fn standing(&self) -> Vec<String> {
        let organisation = self.demo().await;
        self.read(move |tx| {
            let mut standing = Vec::new();
            for user in tx.users(organisation, None, 100)? {
                let own = tx.authenticators_of_user(organisation, user.id)?;
                let own: Vec<String> = own
                    .iter()
                    .map(|own| format!("{}:{}:{}", own.id, own.label, own.version))
                    .collect();
                let devices = tx.trusted_devices_of_user(organisation, user.id)?.len();
                let sessions: Vec<_> = tx
                    .sessions_of_user(organisation, user.id)?
                    .iter()
                    .map(|session| session.id)
                    .collect();
                let account = tx.find_account(organisation, user.id)?;
                let hash = account.and_then(|account| account.password_hash);
                standing.push(format!(
                    "{} {} {own:?} {devices} {sessions:?} {hash:?}",
                    user.username, user.epoch
                ));
            }
            Ok(standing)
        })
        .await
    }

    /// How many events of this code and outcome are told of somebody.
    pub async fn told(&self, username: &str, kind: &str, outcome: &str) -> usize {
        self.log(username)
            .await
            .iter()
            .filter(|row| row.kind == kind && row.outcome == outcome)
            .count()
    }
}

/// The six digits that stand alone on a line.
pub fn code_in(text: &str) -> Option<String> {
    let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|sign| sign.is_ascii_digit());
    text.lines().map(str::trim).find(is_code).map(str::to_owned)
}

/// The address of ours that stands alone on a line and holds a token.
pub fn link_in(text: &str) -> Option<String> {
    text.lines()
        .map(str::trim)
        .find(|line| line.contains("/recover/"))
        .map(str::to_owned)
}

fn app_on(
    store: Store,
    plan: &Plan,
    mailer: Option<Arc<dyn Mailer>>,
    phones: Arc<dyn Gateway>,
    clock: Arc<dyn app::Clock>,
) -> Arc<App> {
    connect::install_tls();
    // Gateways of a test's own are on this machine.
    let settings = HttpSettings {
        allowed_private: vec!["127.0.0.1".to_owned()],
        ..HttpSettings::default()
    };
    let http = Http::new(&settings).expect("a client");
    let settings = PasswordSettings {
        memory_kib: plan.memory_kib,
        iterations: 1,
        lanes: 1,
        threads: 2,
        queue: 512,
    };
    App::new(Parts {
        store,
        catalogue: Catalogue::new(&plan.registry.words()).expect("the words are whole"),
        registry: plan.registry.clone(),
        passwords: PasswordPool::start(settings).expect("parameters that Argon2 takes"),
        mailer,
        gateways: Gateways::new(http, Some(phones)),
        eids: plan.eids(),
        clock,
        entropy: Arc::new(NodeEntropy::fresh()),
        time_zone: TimeZone::get("Europe/Stockholm").expect("a time zone"),
        default_organisation: "demo".to_owned(),
    })
}

/// Puts the demo's organisations and people into an empty database. Wilma has codes by e-mail alone here, and bo
/// by text message: most tests want one way.
pub(crate) async fn furnish(store: Store) {
    let outbox = Arc::new(Outbox::new(FROM, 100).expect("a sender"));
    let phones = Arc::new(MemoryGateway::new(100));
    let clock = Arc::new(BEGINNING);
    let app = app_on(store, &Plan::default(), Some(outbox), phones, clock);
    server::demo::seed::furnish(&app, BASE_URL, BEGINNING)
        .await
        .expect("the demo is furnished");
    let unit = |tx: &mut Tx| {
        let demo = tx.find_organisation_by_slug("demo")?.expect("the demo");
        for (username, only) in [("wilma", "email"), ("bo", "sms")] {
            let person = tx
                .find_account_by_username(demo.id, username)?
                .expect("one of the demo's people")
                .user;
            for own in tx.authenticators_of_user(demo.id, person.id)? {
                if own.kind.as_str() != only {
                    tx.remove_authenticator(demo.id, person.id, own.id)?;
                }
            }
            tx.refresh_factor_set(demo.id, person.id)?;
        }
        Ok(())
    };
    app.store.write(unit).await.expect("one way is left");
}

/// The demo's side door, for tests of its addresses.
struct Side {
    clock: Arc<MockClock>,
    outbox: Arc<Outbox>,
}

impl Demo for Side {
    fn advance(&self, by: Span) -> Option<Timestamp> {
        Some(self.clock.advance(by))
    }

    fn outbox(&self) -> Vec<DemoMessage> {
        let kept = self.outbox.kept().into_iter();
        kept.map(|kept| DemoMessage {
            id: kept.id,
            channel: "email",
            to: kept.to,
            subject: kept.subject,
            body: kept.text,
            at: Timestamp::from_unix_millis(kept.at_unix_ms),
        })
        .collect()
    }

    fn people(&self) -> Vec<DemoPerson> {
        Vec::new()
    }

    fn password(&self) -> &str {
        PASSWORD
    }
}
