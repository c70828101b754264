//! Nodes that are killed with SIGKILL between the final answer of an eID and the page: an answer that was stored is never lost, one that
//! was not ends in *start again*, and no order ever gives two sessions, or somebody else's.
//!
//! ```text
//! stored   signed, and stored before the node dies   ──► its page on another node lets in
//! late     signed when the node is dead              ──► whoever takes over asks, and it lets in
//! lost     told to the node, which dies on receiving ──► start again
//! racing   told while the node dies                  ──► one or the other
//! ```
//!
//! Nobody is let in sooner because of this test: what a dead node held is taken over when its half minute is over.
//!
//! PostgreSQL is reached through `TVASTEG_TEST_POSTGRES`; without it that test fails, unless `TVASTEG_TEST_MAY_SKIP` says that it may be
//! passed over. `TVASTEG_TEST_QUICK` kills once, with fewer orders.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails by panicking; it waits for processes that have clocks of their own, and is told its server through the environment"
)]

mod program;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use app::administer::{self, By};
use app::gateways::Gateways;
use app::password_pool::{PasswordPool, PasswordSettings};
use app::{App, Parts};
use connect::bankid::simulator::{
    self, Call, Gate, Keys, Mishap, Person, Script, SeenRequest, Simulator,
};
use connect::http::{Http, HttpSettings};
use domain::factor::FactorKind;
use domain::id::{ChallengeId, OrganisationId, UserId};
use domain::personal_number::PersonalNumber;
use domain::token::Token;
use factors::Registry;
use factors::live::Running;
use program::Server;
use server::system::{self, SystemRandom};
use store::{Bump, Entropy, Keyring, Location, Settings, Store};
use text::Catalogue;

/// The address that people come to; the nodes stand behind it.
const SITE: &str = "http://localhost:8080";

/// The pages of the whole login by an eID.
const PAGE: &str = "/o/huset/login/identify";
const PROGRESS: &str = "/o/huset/login/identify/progress";

/// Whoever has an eID here.
const NUMBERS: [&str; 8] = [
    "199908072391",
    "199006022397",
    "199107172380",
    "199312162390",
    "198808112380",
    "200001052380",
    "191212121212",
    "197911109291",
];

/// A dead node's orders are free after half a minute; then they are asked about.
const AT_MOST: Duration = Duration::from_secs(75);

/// How many orders of each way a round has.
#[derive(Clone, Copy)]
struct Sizes {
    stored: usize,
    late: usize,
    lost: usize,
    racing: usize,
}

fn sizes() -> (usize, Sizes) {
    let quick = Sizes {
        stored: 5,
        late: 4,
        lost: 4,
        racing: 7,
    };
    let whole = Sizes {
        stored: 14,
        late: 10,
        lost: 10,
        racing: 16,
    };
    if std::env::var_os("TVASTEG_TEST_QUICK").is_some() {
        (1, quick)
    } else {
        (2, whole)
    }
}

struct Seeds(AtomicU64);

impl Entropy for Seeds {
    fn seed(&self) -> [u8; 32] {
        let mut seed = [0x6f; 32];
        let drawn = self.0.fetch_add(1, Ordering::Relaxed);
        seed[..8].copy_from_slice(&drawn.to_be_bytes());
        seed
    }
}

/// What is to become of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Stored,
    Late,
    Lost,
    Racing,
}

/// An order that somebody began on a page of theirs.
struct Order {
    way: Way,
    browser: Visitor,
    challenge: ChallengeId,
    /// Its name at the eID.
    reference: String,
    /// What opens the app for it.
    app_token: Option<String>,
    /// Whoever signs it, by their place among [`NUMBERS`].
    person: usize,
}

/// An installation with the eID's sign-in, the eID, and this test's own way into its database.
struct Site {
    folder: tempfile::TempDir,
    simulator: Simulator,
    store: Store,
    organisation: OrganisationId,
    users: Vec<UserId>,
    runtime: tokio::runtime::Runtime,
    registry: Registry,
    kind: FactorKind,
    /// Orders at the eID that are known to be some page's.
    seen: BTreeSet<String>,
    begun: usize,
}

impl Site {
    fn new(database: Option<&str>) -> Self {
        connect::install_tls();
        let folder = tempfile::tempdir().unwrap();
        let config = config_in(folder.path());
        let mut arguments = program::init(&config);
        if let Some(url) = database {
            arguments.extend(["--database", url]);
        }
        program::run(&arguments).done();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let simulator = simulator_beside(&config, &runtime);
        let store = store_of(folder.path(), database);
        let found = store.read(|tx| tx.find_organisation_by_slug("huset"));
        let mut organisation = runtime.block_on(found).unwrap().unwrap();
        let id = organisation.id;
        organisation.rules.eid_sign_in = true;
        let saved = store.write(move |tx| tx.save_organisation(&organisation, Bump::Policy));
        runtime.block_on(saved).unwrap();
        let kind = FactorKind::named("bankid".to_owned());
        let users = people(&store, &runtime, id, &kind);
        Self {
            folder,
            simulator,
            store,
            organisation: id,
            users,
            runtime,
            registry: Registry::standard(),
            kind,
            seen: BTreeSet::new(),
            begun: 0,
        }
    }

    /// Starts a node and waits until its login page offers the eID.
    fn node(&self) -> Server {
        let address = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .to_string();
        let config = config_in(self.folder.path());
        let mut command = program::command(&["serve", "--config", config.to_str().unwrap()]);
        command
            .env("TVASTEG_SERVER__LISTEN", &address)
            .env("TVASTEG_SERVER__BASE_URL", SITE)
            .env("TVASTEG_DATABASE__CONNECTIONS", "6");
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut printed = String::new();
        while !printed.contains("serving") {
            printed.push_str(&lines.next().unwrap_or_else(|| panic!("{printed}")).unwrap());
        }
        // Whatever else it logs is read away, so that it never waits for us.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        let node = Server {
            child,
            address,
            printed,
        };
        wait_until("the login page offers the eID", || {
            let mut anybody = Visitor::default();
            anybody.ask(&node.address, "GET", "/o/huset/login", "");
            anybody.page.contains("name=\"choice\" value=\"bankid\"")
        });
        node
    }

    /// Somebody begins an order at this node, with the app on this device or another.
    fn begin(&mut self, node: &Server, way: Way) -> Order {
        let person = self.begun % NUMBERS.len();
        let device = ["other", "this"][self.begun / NUMBERS.len() % 2];
        self.begun += 1;
        let mut browser = Visitor::default();
        let address = &node.address;
        browser.ask(address, "GET", "/o/huset/login", "");
        browser.send(address, &[("choice", "bankid")]);
        browser.ask(address, "GET", PAGE, "");
        let challenge = browser.hidden("challenge");
        let mut order = Order {
            way,
            browser,
            challenge: challenge.parse().unwrap(),
            reference: String::new(),
            app_token: None,
            person,
        };
        self.press(node, &mut order, device);
        order
    }

    /// Begins it, or begins it anew.
    fn press(&mut self, node: &Server, order: &mut Order, device: &str) {
        if matches!(order.way, Way::Lost | Way::Racing) {
            // Complete when it is asked about first: then its answer is told once.
            let script = Script::signed_by(signer(order.person));
            self.simulator.script_next(script);
        }
        let challenge = order.challenge.to_string();
        let fields = [("challenge", challenge.as_str()), ("order", device)];
        order.browser.send(&node.address, &fields);
        let Running::Yes(reference) = self.running(order) else {
            panic!("it runs: {}", order.browser.page);
        };
        reference.as_str().clone_into(&mut order.reference);
        let open = self.simulator.orders().into_iter();
        let mut fresh: Vec<String> = open
            .map(|open| open.auto_start_token)
            .filter(|token| !self.seen.contains(token))
            .collect();
        assert_eq!(fresh.len(), 1, "one page's move begins one order");
        self.seen.extend(fresh.iter().cloned());
        order.app_token = fresh.pop();
    }

    fn sign(&self, order: &Order) {
        let token = order.app_token.as_deref().unwrap();
        let person = signer(order.person);
        self.simulator.sign(token, person).expect("it is open");
    }

    /// Whether it runs, by what is stored of it.
    fn running(&self, order: &Order) -> Running {
        let (organisation, challenge) = (self.organisation, order.challenge);
        let found = self
            .store
            .read(move |tx| tx.find_order(organisation, challenge, system::now()));
        let found = self.runtime.block_on(found).unwrap().expect("it is kept");
        let factor = self.registry.find(&self.kind).unwrap();
        let live = factor.live().expect("it has a service");
        live.running(&found.challenge.data).unwrap()
    }

    fn is_settled(&self, order: &Order) -> bool {
        self.running(order) == Running::No
    }

    /// How many of these the eID was asked about.
    fn asked_about(&self, orders: &[Order]) -> usize {
        let is_collect = |request: &SeenRequest| request.call == Call::Collect;
        let asked: BTreeSet<String> = self
            .simulator
            .requests()
            .iter()
            .filter(|request| is_collect(request))
            .filter_map(|request| Some(request.body["orderRef"].as_str()?.to_owned()))
            .collect();
        let was = orders
            .iter()
            .filter(|order| asked.contains(&order.reference));
        was.count()
    }

    /// Has every answer wait at a gate from now on.
    fn hold_answers(&self) -> Gate {
        let gate = Gate::default();
        let held = Mishap::Held(gate.clone());
        self.simulator.always(Call::Collect, Some(held));
        gate
    }

    /// Begins orders of every way and kills the node in the middle of them. Gives them with those that were stored by then.
    fn kill(
        &mut self,
        mut dying: Server,
        other: Option<&Server>,
        sizes: Sizes,
    ) -> (Vec<Order>, BTreeSet<ChallengeId>) {
        let mut orders = Vec::new();
        for (way, count) in [(Way::Stored, sizes.stored), (Way::Late, sizes.late)] {
            for place in 0..count {
                let theirs = other.filter(|_| place % 4 == 3);
                let order = self.begin(theirs.unwrap_or(&dying), way);
                let token = order.app_token.as_deref().unwrap();
                self.simulator.open(token).expect("it is open");
                if way == Way::Stored {
                    self.sign(&order);
                }
                orders.push(order);
            }
        }
        wait_until("what is to be stored is stored", || {
            let mut stored = orders.iter().filter(|order| order.way == Way::Stored);
            stored.all(|order| self.is_settled(order))
        });

        let never = self.hold_answers();
        let lost: Vec<Order> = (0..sizes.lost)
            .map(|_| self.begin(&dying, Way::Lost))
            .collect();
        wait_until("what is to be lost is told", || {
            self.asked_about(&lost) == lost.len()
        });
        let soon = self.hold_answers();
        let racing: Vec<Order> = (0..sizes.racing)
            .map(|_| self.begin(&dying, Way::Racing))
            .collect();
        wait_until("half of what races is told", || {
            self.asked_about(&racing) * 2 >= racing.len()
        });
        soon.open();
        wait_until("something that races is stored", || {
            racing.iter().any(|order| self.is_settled(order))
        });
        dying.child.kill().unwrap();
        dying.child.wait().unwrap();
        drop(dying);

        orders.extend(racing);
        let stored = orders.iter().filter(|order| self.is_settled(order));
        let stored = stored.map(|order| order.challenge).collect();
        orders.extend(lost);
        self.simulator.always(Call::Collect, None);
        never.open();
        for order in orders.iter().filter(|order| order.way == Way::Late) {
            self.sign(order);
        }
        (orders, stored)
    }

    /// Sends the page's form to both nodes at once; the sessions that came of it.
    fn answer(&self, nodes: [&Server; 2], order: &mut Order) -> Vec<Token> {
        let challenge = order.challenge.to_string();
        let sent = nodes.map(|node| {
            let (mut twin, challenge) = (order.browser.clone(), challenge.clone());
            let address = node.address.clone();
            std::thread::spawn(move || {
                twin.send(&address, &[("challenge", &challenge)]);
                twin
            })
        });
        let twins = sent.map(|sending| sending.join().unwrap());
        let sessions: Vec<Token> = twins.iter().filter_map(Visitor::session).collect();
        for token in sessions.clone() {
            let found = self.store.read(move |tx| tx.find_session(&token));
            let session = self.runtime.block_on(found).unwrap().expect("it stands");
            assert_eq!(session.user, self.users[order.person], "it is the signer's");
        }
        sessions
    }

    /// Every order ends one of the two ways, on whichever node; how many let somebody in, by person.
    fn everything_ends(
        &mut self,
        nodes: [&Server; 2],
        orders: Vec<Order>,
        stored: &BTreeSet<ChallengeId>,
    ) -> BTreeMap<usize, usize> {
        wait_until("every order is settled", || {
            orders.iter().all(|order| self.is_settled(order))
        });
        let mut entered = BTreeMap::new();
        let mut ended = Vec::new();
        for (place, mut order) in orders.into_iter().enumerate() {
            let way = order.way;
            let [here, there] = [nodes[place % 2], nodes[(place + 1) % 2]];
            order.browser.ask(&there.address, "GET", PROGRESS, "");
            let is_proved = order.browser.page.contains("\"proved\":true");
            order.browser.ask(&here.address, "GET", PAGE, "");
            let stage = order.browser.stage();
            assert_eq!(stage, if is_proved { "proved" } else { "ended" });
            let sessions = self.answer([here, there], &mut order);
            assert_eq!(sessions.len(), usize::from(is_proved), "{way:?} {stage}");
            match way {
                Way::Stored | Way::Late => assert!(is_proved, "{way:?} is not lost"),
                Way::Lost => assert!(!is_proved, "nobody knows its outcome"),
                Way::Racing => {}
            }
            if stored.contains(&order.challenge) {
                assert!(is_proved, "{way:?} was stored and is lost");
            }
            if is_proved {
                *entered.entry(order.person).or_default() += 1;
            } else {
                ended.push(order);
            }
        }
        for mut order in ended.into_iter().take(2) {
            self.begins_again(nodes, &mut order);
            *entered.entry(order.person).or_default() += 1;
        }
        entered
    }

    /// *Start again* begins another order on the same page, and that one lets in.
    fn begins_again(&mut self, nodes: [&Server; 2], order: &mut Order) {
        order.browser.ask(&nodes[0].address, "GET", PAGE, "");
        let before = order.reference.clone();
        self.press(nodes[0], order, "other");
        assert_ne!(order.reference, before);
        wait_until("the other order is settled", || self.is_settled(order));
        order.browser.ask(&nodes[1].address, "GET", PAGE, "");
        assert_eq!(order.browser.stage(), "proved");
        assert_eq!(self.answer(nodes, order).len(), 1);
    }

    /// The store has as many sessions and identifications of everybody as pages let them in, and each is theirs.
    fn holds(&self, entered: &BTreeMap<usize, usize>) {
        for (place, user) in self.users.iter().copied().enumerate() {
            let organisation = self.organisation;
            let read = self.store.read(move |tx| {
                let sessions = tx.sessions_of_user(organisation, user)?.len();
                let kept = tx.identifications_of_user(organisation, user, 500)?;
                Ok((sessions, kept))
            });
            let (sessions, kept) = self.runtime.block_on(read).unwrap();
            let counted = entered.get(&place).copied().unwrap_or_default();
            assert_eq!((sessions, kept.len()), (counted, counted), "of {place}");
            for identification in kept {
                let number = identification.proof.personal_number.digits();
                assert_eq!(number, NUMBERS[place]);
            }
        }
    }
}

/// The person at this place among [`NUMBERS`], with their telephone.
fn signer(place: usize) -> Person {
    let number = PersonalNumber::from_digits(NUMBERS[place]).unwrap();
    Person::new(number, "Test Testsson")
}

fn config_in(folder: &Path) -> PathBuf {
    folder.join("tvasteg.toml")
}

/// Starts an eID and writes it into the configuration.
fn simulator_beside(config: &Path, runtime: &tokio::runtime::Runtime) -> Simulator {
    let keys = Arc::new(Keys::fresh("Huset AB", system::now()).unwrap());
    let write = |name: &str, text: &str| {
        std::fs::write(config.with_file_name(name), text).unwrap();
    };
    write("root.pem", &keys.root_pem());
    let caller = keys.caller();
    let both = format!("{}{}", caller.certificate_pem(), &*caller.key_pem());
    write("caller.pem", &both);
    let settings = simulator::Settings {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        ..simulator::Settings::new(keys, Arc::new(system::now), Box::new(SystemRandom))
    };
    let simulator = runtime.block_on(Simulator::start(settings)).unwrap();
    let mut text = std::fs::read_to_string(config).unwrap();
    let address = simulator.base_url();
    let account = format!(
        "\n[[eid]]\nkind = \"bankid\"\nbase_url = \"{address}\"\nroot = \"root.pem\"\ncertificate = \"caller.pem\"\n"
    );
    text.push_str(&account);
    std::fs::write(config, text).unwrap();
    simulator
}

fn store_of(folder: &Path, database: Option<&str>) -> Store {
    let key = std::fs::read_to_string(folder.join("tvasteg.key")).unwrap();
    let location = match database {
        Some(url) => Location::parse(url).unwrap(),
        None => Location::Sqlite {
            path: folder.join("tvasteg.db"),
            create: false,
        },
    };
    let keys = Arc::new(Keyring::parse(key.trim()).unwrap());
    let seeds = Arc::new(Seeds(AtomicU64::default()));
    Store::open(Settings::new(location), keys, seeds).unwrap()
}

/// One person for each number, who has the eID and nothing else.
fn people(
    store: &Store,
    runtime: &tokio::runtime::Runtime,
    organisation: OrganisationId,
    kind: &FactorKind,
) -> Vec<UserId> {
    let registry = Registry::standard();
    let quick = PasswordSettings {
        memory_kib: 64,
        iterations: 1,
        lanes: 1,
        threads: 1,
        queue: 4,
    };
    let app = App::new(Parts {
        store: store.clone(),
        catalogue: Catalogue::new(&registry.words()).unwrap(),
        registry,
        passwords: PasswordPool::start(quick).unwrap(),
        mailer: None,
        gateways: Gateways::new(Http::new(&HttpSettings::default()).unwrap(), None),
        eids: app::eids::Eids::default(),
        clock: Arc::new(system::now()),
        entropy: Arc::new(Seeds(AtomicU64::new(1 << 32))),
        time_zone: jiff::tz::TimeZone::UTC,
        default_organisation: "huset".to_owned(),
    });
    let by = By::operator(system::now());
    let add = async |place: usize, number: &str| {
        let new = administer::NewUser {
            username: format!("person{place}"),
            ..administer::NewUser::default()
        };
        let added = administer::add_user(&app, organisation, new, &by).await;
        let user = added.unwrap().id;
        administer::bind_authenticator(&app, organisation, user, kind, number, &by)
            .await
            .unwrap();
        user
    };
    runtime.block_on(async {
        let mut users = Vec::new();
        for (place, number) in NUMBERS.iter().enumerate() {
            users.push(add(place, number).await);
        }
        users
    })
}

fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < AT_MOST, "it was never so: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A browser as plain as can be: one cookie jar, the page as text.
#[derive(Clone, Default)]
struct Visitor {
    cookies: BTreeMap<String, String>,
    page: String,
}

impl Visitor {
    fn ask(&mut self, node: &str, method: &str, path: &str, body: &str) {
        let mut stream = TcpStream::connect(node).unwrap();
        let pairs = self.cookies.iter();
        let cookies: Vec<String> = pairs
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: localhost:8080\r\nOrigin: {SITE}\r\nSec-Fetch-Site: same-origin\r\n\
             Accept-Language: en\r\nCookie: {}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n{body}",
            cookies.join("; "),
            body.len()
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        self.page = String::from_utf8_lossy(&answer).into_owned();
        let head = self.page.split("\r\n\r\n").next().unwrap_or_default();
        let set = head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"));
        for (_, cookie) in set {
            let pair = cookie.split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    /// What stands behind this in the page, up to the next quotation mark.
    fn quoted_after(&self, opening: &str) -> String {
        let rest = self.page.split(opening).nth(1);
        let rest = rest.unwrap_or_else(|| panic!("no {opening} in {}", self.page));
        rest.split('"').next().unwrap().to_owned()
    }

    fn hidden(&self, name: &str) -> String {
        self.quoted_after(&format!("name=\"{name}\" value=\""))
    }

    fn stage(&self) -> String {
        self.quoted_after("data-stage=\"")
    }

    /// Sends the page's form.
    fn send(&mut self, node: &str, fields: &[(&str, &str)]) {
        let csrf = self.hidden("csrf");
        let body = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("csrf", &csrf)
            .extend_pairs(fields)
            .finish();
        self.ask(node, "POST", PAGE, &body);
    }

    fn session(&self) -> Option<Token> {
        Token::parse(self.cookies.get("tvasteg_session")?)
    }
}

/// A database of this test's own; nothing where PostgreSQL may be passed over.
fn postgres() -> Option<String> {
    let Ok(server) = std::env::var("TVASTEG_TEST_POSTGRES") else {
        assert!(
            std::env::var_os("TVASTEG_TEST_MAY_SKIP").is_some(),
            "TVASTEG_TEST_POSTGRES names no server"
        );
        if let Some(skips) = std::env::var_os("TVASTEG_TEST_SKIPS") {
            let mut skips = std::fs::OpenOptions::new()
                .append(true)
                .create(true)
                .open(skips)
                .unwrap();
            writeln!(skips, "orders of a node that is killed: no PostgreSQL").unwrap();
        }
        return None;
    };
    let name = format!("killed_orders_{}", std::process::id());
    let mut admin = postgres::Client::connect(&server, postgres::NoTls).unwrap();
    admin
        .batch_execute(&format!("CREATE DATABASE {name}"))
        .unwrap();
    let mut url = url::Url::parse(&server).unwrap();
    url.set_path(&name);
    url.set_query(Some("sslmode=disable"));
    Some(url.into())
}

fn add_up(entered: &mut BTreeMap<usize, usize>, more: BTreeMap<usize, usize>) {
    for (person, count) in more {
        *entered.entry(person).or_default() += count;
    }
}

#[test]
fn of_two_nodes_one_is_killed_and_the_other_takes_its_orders_over() {
    let Some(url) = postgres() else {
        return;
    };
    let mut site = Site::new(Some(&url));
    let (rounds, sizes) = sizes();
    let (mut dying, mut other) = (site.node(), site.node());
    let mut entered = BTreeMap::new();
    for _ in 0..rounds {
        let (orders, stored) = site.kill(dying, Some(&other), sizes);
        let fresh = site.node();
        let more = site.everything_ends([&other, &fresh], orders, &stored);
        add_up(&mut entered, more);
        site.holds(&entered);
        (dying, other) = (other, fresh);
    }
    site.store.stop();
}

#[test]
fn the_one_node_on_the_embedded_database_is_killed_and_goes_on_when_it_is_started_again() {
    let mut site = Site::new(None);
    let (rounds, sizes) = sizes();
    let mut node = site.node();
    let mut entered = BTreeMap::new();
    for _ in 0..rounds {
        let (orders, stored) = site.kill(node, None, sizes);
        node = site.node();
        let more = site.everything_ends([&node, &node], orders, &stored);
        add_up(&mut entered, more);
        site.holds(&entered);
    }
    site.store.stop();
}
