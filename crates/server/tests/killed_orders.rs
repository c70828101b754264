//! A hundred nodes that are killed with SIGKILL between the final answer of an eID and the page: an answer that was stored is never lost,
//! one that was not ends in *start again*, and no order ever gives two sessions, or somebody else's.
//!
//! ```text
//! stored   signed, and stored before the node dies   ──► its page on another node lets in
//! lost     told to the node, which dies on receiving ──► start again
//! racing   told while the node dies                  ──► one or the other
//! late     signed when the node is dead              ──► whoever takes over asks, and it lets in
//! ```
//!
//! Every node that dies has three orders in hand: one is stored, two are lost in every other round and race in the rounds between; of the
//! last to die one is late instead. Half of them are a login's second step, half the whole login.
//!
//! On PostgreSQL six nodes of one installation die at once, beside one that lives, in each of nine rounds; on the embedded database, which has
//! one node, that of each of six installations dies eight times. That makes 54 and 48 kills.
//!
//! Nobody is let in sooner because of this test: what a dead node held is taken over when its half minute is over, by a node that may be
//! killed in its turn. Pages are looked at when the last one is dead.
//!
//! PostgreSQL is reached through `TVASTEG_TEST_POSTGRES`; without it that test fails, unless `TVASTEG_TEST_MAY_SKIP` says that it may be
//! passed over. `TVASTEG_TEST_QUICK` kills fewer.

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
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
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
use nodes::{Visitor, postgres};
use program::Server;
use server::system::{self, SystemRandom};
use store::{Bump, Entropy, Keyring, Location, Settings, Store};
use text::Catalogue;

/// Where an order's pages are.
#[derive(Clone, Copy)]
struct Door {
    page: &'static str,
    progress: &'static str,
    answer: &'static str,
}

/// Of the whole login by an eID.
const WHOLE: Door = Door {
    page: "/o/huset/login/identify",
    progress: "/o/huset/login/identify/progress",
    answer: "/o/huset/login/identify",
};

/// Of the step after a password.
const SECOND: Door = Door {
    page: LOGIN,
    progress: "/o/huset/login/progress",
    answer: "/o/huset/login/answer",
};

const LOGIN: &str = "/o/huset/login";

/// The password of whoever has one.
const PASSWORD: &str = "sju gula kaniner gräver";

/// Whoever has an eID here. The first have a password beside it and come in by both: as many as nodes die at once, because nobody whose
/// number is demanded has two orders open.
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

/// How many nodes die at once.
const AT_ONCE: usize = 6;

/// How many rounds there are on each engine, and how many nodes die in each.
fn rounds(of: usize) -> (usize, usize) {
    if std::env::var_os("TVASTEG_TEST_QUICK").is_some() {
        (2, 2)
    } else {
        (of, AT_ONCE)
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
    Lost,
    Racing,
    Late,
}

/// An order that somebody began on a page of theirs.
struct Order {
    way: Way,
    door: Door,
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
    /// Orders that the eID was asked about.
    asked: BTreeSet<String>,
    /// Those that nodes left behind, and which of them were stored by then.
    left: Vec<Order>,
    stored: BTreeSet<ChallengeId>,
    begun: usize,
    rounds: usize,
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
            asked: BTreeSet::new(),
            left: Vec::new(),
            stored: BTreeSet::new(),
            begun: 0,
            rounds: 0,
        }
    }

    /// Starts so many nodes and waits until their login pages offer the eID.
    fn nodes(&self, count: usize) -> Vec<Server> {
        let config = config_in(self.folder.path());
        let starting: Vec<_> = (0..count)
            .map(|_| {
                let mut command =
                    program::command(&["serve", "--config", config.to_str().unwrap()]);
                nodes::start(command.env("TVASTEG_DATABASE__CONNECTIONS", "3"))
            })
            .collect();
        let ready = |child| {
            let node = nodes::serving(child);
            wait_until("the login page offers the eID", || {
                let mut anybody = Visitor::default();
                anybody.ask(&node.address, "GET", LOGIN, "");
                anybody.page.contains("name=\"choice\" value=\"bankid\"")
            });
            node
        };
        starting.into_iter().map(ready).collect()
    }

    /// Somebody begins an order at this node, with the app on this device or another.
    fn begin(&mut self, node: &Server, way: Way) -> Order {
        let (person, device) = turn(self.begun);
        self.begun += 1;
        let mut browser = Visitor::default();
        let address = &node.address;
        browser.ask(address, "GET", LOGIN, "");
        let door = if has_password(person) {
            let typed = [("username", &*username(person)), ("password", PASSWORD)];
            browser.send(address, LOGIN, &typed);
            SECOND
        } else {
            browser.send(address, WHOLE.page, &[("choice", "bankid")]);
            WHOLE
        };
        browser.ask(address, "GET", door.page, "");
        let challenge = browser.hidden("challenge");
        let mut order = Order {
            way,
            door,
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
        let door = order.door;
        order.browser.send(&node.address, door.answer, &fields);
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

    /// Whether the eID was asked about all of these.
    fn asked_about(&mut self, orders: &[Order]) -> bool {
        let is_collect = |request: &SeenRequest| request.call == Call::Collect;
        let requests = self.simulator.requests().into_iter().filter(is_collect);
        let asked =
            requests.filter_map(|request| Some(request.body["orderRef"].as_str()?.to_owned()));
        self.asked.extend(asked);
        let mut orders = orders.iter();
        orders.all(|order| self.asked.contains(&order.reference))
    }

    /// Has every answer wait at a gate from now on.
    fn hold_answers(&self) -> Gate {
        let gate = Gate::default();
        let held = Mishap::Held(gate.clone());
        self.simulator.always(Call::Collect, Some(held));
        gate
    }

    /// Begins orders at these nodes and kills them all in the middle. What they leave behind is kept for the end.
    fn kill(&mut self, dying: Vec<Server>, is_last: bool) {
        let stored: Vec<Order> = dying
            .iter()
            .map(|node| self.begin(node, Way::Stored))
            .collect();
        for order in &stored {
            self.sign(order);
        }
        let mut late = Vec::new();
        if is_last {
            late.extend(dying.iter().map(|node| self.begin(node, Way::Late)));
        }
        for order in &late {
            let token = order.app_token.as_deref().unwrap();
            self.simulator.open(token).expect("it is open");
        }
        wait_until("what is to be stored is stored", || {
            stored.iter().all(|order| self.is_settled(order))
        });

        let way = [Way::Lost, Way::Racing][self.rounds % 2];
        self.rounds += 1;
        let gate = self.hold_answers();
        let once_more = dying.iter().filter(|_| !is_last);
        let told = dying.iter().chain(once_more);
        let told: Vec<Order> = told.map(|node| self.begin(node, way)).collect();
        wait_until("the eID has answered", || self.asked_about(&told));
        // A question that is there is answered in a moment.
        std::thread::sleep(Duration::from_millis(30));
        if way == Way::Racing {
            gate.open();
            wait_until("something that races is stored", || {
                told.iter().any(|order| self.is_settled(order))
            });
        }
        for mut node in dying {
            node.child.kill().unwrap();
            node.child.wait().unwrap();
        }
        for order in stored.into_iter().chain(told) {
            if self.is_settled(&order) {
                self.stored.insert(order.challenge);
            }
            self.left.push(order);
        }
        self.simulator.always(Call::Collect, None);
        gate.open();
        for order in late {
            self.sign(&order);
            self.left.push(order);
        }
    }

    /// Sends the page's form to both nodes at once; the sessions that came of it.
    fn answer(&self, nodes: [&Server; 2], order: &mut Order) -> Vec<Token> {
        let (challenge, door) = (order.challenge.to_string(), order.door);
        let sent = nodes.map(|node| {
            let (mut twin, challenge) = (order.browser.clone(), challenge.clone());
            let address = node.address.clone();
            std::thread::spawn(move || {
                twin.send(&address, door.answer, &[("challenge", &challenge)]);
                twin
            })
        });
        let twins = sent.map(|sending| sending.join().unwrap());
        let sessions: Vec<Token> = twins.iter().filter_map(session).collect();
        for token in sessions.clone() {
            let found = self.store.read(move |tx| tx.find_session(&token));
            let session = self.runtime.block_on(found).unwrap().expect("it stands");
            assert_eq!(session.user, self.users[order.person], "it is the signer's");
        }
        sessions
    }

    /// Every order ends one of the two ways, on whichever node; how many let somebody in, by person.
    fn everything_ends(&mut self, nodes: [&Server; 2]) -> BTreeMap<usize, usize> {
        let mut entered = BTreeMap::new();
        let mut ended = Vec::new();
        let mut waiting = std::mem::take(&mut self.left);
        while !waiting.is_empty() {
            wait_until("another order is settled", || {
                waiting.iter().any(|order| self.is_settled(order))
            });
            let (settled, rest): (Vec<_>, _) = waiting
                .into_iter()
                .partition(|order| self.is_settled(order));
            waiting = rest;
            for mut order in settled {
                if self.lets_in(nodes, &mut order) {
                    *entered.entry(order.person).or_default() += 1;
                } else {
                    ended.push(order);
                }
            }
        }
        // One whole login and one second step at the least.
        for mut order in ended.into_iter().take(4) {
            self.begins_again(nodes, &mut order);
            *entered.entry(order.person).or_default() += 1;
        }
        entered
    }

    /// Whether its page lets its person in, once, at either node, or says to start again.
    fn lets_in(&mut self, nodes: [&Server; 2], order: &mut Order) -> bool {
        let (way, door) = (order.way, order.door);
        let [here, there] = nodes;
        order.browser.ask(&there.address, "GET", door.progress, "");
        let is_proved = order.browser.page.contains("\"proved\":true");
        order.browser.ask(&here.address, "GET", door.page, "");
        let stage = stage(&order.browser);
        assert_eq!(stage, if is_proved { "proved" } else { "ended" });
        let sessions = self.answer([here, there], order);
        assert_eq!(sessions.len(), usize::from(is_proved), "{way:?} {stage}");
        match way {
            Way::Stored | Way::Late => assert!(is_proved, "{way:?} is not lost"),
            Way::Lost => assert!(!is_proved, "nobody knows its outcome"),
            Way::Racing => {}
        }
        if self.stored.contains(&order.challenge) {
            assert!(is_proved, "{way:?} was stored and is lost");
        }
        is_proved
    }

    /// *Start again* begins another order on the same page, and that one lets in.
    fn begins_again(&mut self, nodes: [&Server; 2], order: &mut Order) {
        order
            .browser
            .ask(&nodes[0].address, "GET", order.door.page, "");
        let before = order.reference.clone();
        self.press(nodes[0], order, "other");
        assert_ne!(order.reference, before);
        wait_until("the other order is settled", || self.is_settled(order));
        order
            .browser
            .ask(&nodes[1].address, "GET", order.door.page, "");
        assert_eq!(stage(&order.browser), "proved");
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

const fn has_password(place: usize) -> bool {
    place < AT_ONCE
}

/// Whose the order of this number is, and on which device: every other one is a second step.
const fn turn(begun: usize) -> (usize, &'static str) {
    let (pair, others) = (begun / 2, NUMBERS.len() - AT_ONCE);
    if begun.is_multiple_of(2) {
        (pair % AT_ONCE, ["other", "this"][pair / AT_ONCE % 2])
    } else {
        (
            AT_ONCE + pair % others,
            ["other", "this"][pair / others % 2],
        )
    }
}

fn username(place: usize) -> String {
    format!("person{place}")
}

fn config_in(folder: &Path) -> PathBuf {
    folder.join("tvasteg.toml")
}

/// Starts an eID and writes it into the configuration.
fn simulator_beside(config: &Path, runtime: &tokio::runtime::Runtime) -> Simulator {
    static KEYS: OnceLock<Arc<Keys>> = OnceLock::new();
    let drawn = || Arc::new(Keys::fresh("Huset AB", system::now()).unwrap());
    let keys = Arc::clone(KEYS.get_or_init(drawn));
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

/// One person for each number, who has the eID and at the most a password.
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
            username: username(place),
            password: has_password(place).then(|| PASSWORD.to_owned()),
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

fn stage(visitor: &Visitor) -> String {
    visitor.quoted_after("data-stage=\"")
}

fn session(visitor: &Visitor) -> Option<Token> {
    Token::parse(visitor.cookies.get("tvasteg_session")?)
}

#[test]
fn of_seven_nodes_six_are_killed_again_and_again_and_others_take_their_orders_over() {
    let Some(url) = postgres("killed_orders", "orders of a node that is killed") else {
        return;
    };
    let mut site = Site::new(Some(url.as_str()));
    let (rounds, at_once) = rounds(9);
    let mut living = site.nodes(1);
    for round in 1..=rounds {
        let dying = site.nodes(at_once);
        site.kill(dying, round == rounds);
    }
    living.extend(site.nodes(1));
    let entered = site.everything_ends([&living[0], &living[1]]);
    site.holds(&entered);
    site.store.stop();
}

#[test]
fn the_one_node_on_the_embedded_database_is_killed_again_and_again_and_goes_on_when_it_is_started()
{
    let (rounds, at_once) = rounds(8);
    let killing = (0..at_once).map(|_| {
        std::thread::spawn(move || {
            let mut site = Site::new(None);
            for round in 1..=rounds {
                let dying = site.nodes(1);
                site.kill(dying, round == rounds);
            }
            let living = site.nodes(1);
            let entered = site.everything_ends([&living[0], &living[0]]);
            site.holds(&entered);
            site.store.stop();
        })
    });
    let killing: Vec<_> = killing.collect();
    for one in killing {
        one.join().unwrap();
    }
}
