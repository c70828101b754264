//! An eID for a world: the simulator over real mutual TLS on this machine, the real client that asks it, and the telephone in somebody's
//! hand. Nothing of it waits: the app is played by the test, and a round of questions is taken when the test says so.

use std::sync::{Arc, OnceLock};

use app::administer::{self, By};
use app::eids::{EidAccount, Eids};
use connect::bankid::simulator::{
    Call, Gate, Keys, Mishap, OpenOrder, Person, Settings, Simulator,
};
use connect::bankid::{Account, Client, Demands, Identity, Root};
use domain::factor::FactorKind;
use domain::organisation::Rules;
use domain::personal_number::PersonalNumber;
use domain::random::Random;
use domain::time::Span;
use serde_json::Value;
use store::{Bump, Consumption};

use crate::clock::{BEGINNING, MockClock};
use crate::database::{Database, Engine};
use crate::entropy::NodeEntropy;
use crate::world::{Plan, World};

/// The kind of factor that it is.
pub const EID: &str = "bankid";

/// Bo's number.
pub const BO: &str = "199006022397";

/// Cilla's.
pub const CILLA: &str = "199107172380";

/// Oskar's.
pub const OSKAR: &str = "199312162390";

/// Somebody's whom no organisation knows.
pub const STRANGER: &str = "197911109291";

/// Every number that a test of ours may meet.
pub const NUMBERS: [&str; 4] = [BO, CILLA, OSKAR, STRANGER];

/// How often an order is asked about.
pub const CADENCE: Span = Span::seconds(2);

/// The eID: its service, and the telephones of its people.
pub struct Service {
    /// The service, for mishaps and scripts.
    pub simulator: Simulator,
    pub(crate) clock: Arc<MockClock>,
}

/// How a node opens its account there.
pub type Opening = fn(&Service) -> EidAccount;

/// Keys for all worlds of this process: those of the persons take a while to draw.
fn keys() -> Arc<Keys> {
    static KEYS: OnceLock<Arc<Keys>> = OnceLock::new();
    let made = || Keys::fresh("Demobolaget", BEGINNING).expect("keys");
    Arc::clone(KEYS.get_or_init(|| Arc::new(made())))
}

/// Randomness that is the same in every run.
struct Seeded(NodeEntropy);

impl Random for Seeded {
    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let seed = store::Entropy::seed(&self.0);
            chunk.copy_from_slice(&seed[..chunk.len()]);
        }
    }
}

impl Service {
    /// Starts it by a clock of its own, which the world will go by.
    pub async fn start() -> Self {
        connect::install_tls();
        let clock = Arc::new(MockClock::at(BEGINNING));
        let hand = Arc::clone(&clock);
        let told = Arc::new(move || app::Clock::now(&*hand));
        let random = Box::new(Seeded(NodeEntropy::fresh()));
        let simulator = Simulator::start(Settings::new(keys(), told, random)).await;
        Self {
            simulator: simulator.expect("the simulator starts"),
            clock,
        }
    }

    /// An account there, as a node opens it: a real client with a real certificate.
    pub fn account(&self) -> EidAccount {
        let keys = self.simulator.keys();
        let caller = keys.caller();
        let certificate = caller.certificate_pem();
        self.account_with(&keys.root_pem(), &certificate, &caller.key_pem())
    }

    /// The same with this root, and this certificate of ours.
    pub fn account_with(&self, root: &str, certificate: &str, key: &str) -> EidAccount {
        let root = Root::from_pem(root.as_bytes()).expect("a root");
        let identity = Identity::from_pem(certificate.as_bytes(), key.as_bytes(), None);
        let account = Account::new(
            &self.simulator.base_url(),
            root,
            identity.expect("a certificate"),
            Demands::default(),
        );
        let client = Client::new(account.expect("an account"), &[]);
        EidAccount {
            service: EID.to_owned(),
            organisation: None,
            eid: Arc::new(client.expect("a client")),
        }
    }

    /// The open orders, the oldest first.
    pub fn orders(&self) -> Vec<OpenOrder> {
        self.simulator.orders()
    }

    /// The only open order.
    #[track_caller]
    pub fn order(&self) -> OpenOrder {
        let mut orders = self.orders();
        assert_eq!(orders.len(), 1, "open orders: {orders:?}");
        orders.remove(0)
    }

    /// The person with this number does the only open order.
    #[track_caller]
    pub fn sign(&self, digits: &str) {
        let token = self.order().auto_start_token;
        self.simulator
            .sign(&token, person(digits))
            .expect("the app takes it");
    }

    /// The bodies of the remembered requests of this kind, oldest first.
    pub fn asked(&self, call: Call) -> Vec<Value> {
        let requests = self.simulator.requests().into_iter();
        requests
            .filter(|request| request.call == call)
            .map(|request| request.body)
            .collect()
    }
}

/// Somebody with an app.
pub fn person(digits: &str) -> Person {
    let number = PersonalNumber::from_digits(digits).expect("one of the list's");
    Person::new(number, "Förnamn Efternamn")
}

/// Runs a test on this engine, in an installation that has an account at the eID, where bo has it beside his telephone, and has used it.
#[allow(
    clippy::needless_pass_by_value,
    reason = "a test is a closure that is written where it is handed over"
)]
pub fn on(engine: Engine, test: impl AsyncFn(&mut World)) {
    on_with(engine, Service::account, test);
}

/// The same with an account of the test's own choosing.
#[allow(
    clippy::needless_pass_by_value,
    reason = "a test is a closure that is written where it is handed over"
)]
pub fn on_with(engine: Engine, account: Opening, test: impl AsyncFn(&mut World)) {
    let Some(database) = Database::furnished(engine) else {
        return;
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let plan = Plan {
            eid: Some((Arc::new(Service::start().await), account)),
            ..Plan::default()
        };
        let mut world = World::of(engine, database, &plan);
        for digits in NUMBERS {
            // In any spelling that ends in ten digits, with and without a sign between.
            let ten = &digits[2..];
            world.always.never_show(ten);
            world
                .always
                .never_show(&format!("{}-{}", &ten[..6], &ten[6..]));
        }
        app::eids::note_services(world.app())
            .await
            .expect("the services are written down");
        world.bind_number("bo", BO).await;
        world.uses_eid("bo").await;
        world.settle();
        test(&mut world).await;
        world.stop();
    });
}

/// Runs a test on SQLite, then on PostgreSQL.
#[allow(
    clippy::needless_pass_by_value,
    reason = "a test is a closure that is written where it is handed over"
)]
pub fn each_engine(test: impl AsyncFn(&mut World)) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        on(engine, &test);
    }
}

impl Plan {
    /// The accounts of a node after this plan.
    pub(crate) fn eids(&self) -> Eids {
        let account = self.eid.as_ref().map(|(service, account)| account(service));
        Eids::new(account.into_iter().collect())
    }
}

impl World {
    /// The eID.
    pub fn eid(&self) -> &Service {
        let (service, _) = self.plan.eid.as_ref().expect("a world with an eID");
        service
    }

    /// How its nodes are started.
    pub fn plan(&self) -> Plan {
        self.plan.clone()
    }

    /// Binds somebody of `demo` to this number, where they are not bound already.
    pub async fn bind_number(&self, username: &str, digits: &str) {
        let kind = FactorKind::named(EID.to_owned());
        let own = self.authenticators(username).await;
        if own.iter().any(|own| own.kind == kind) {
            return;
        }
        let (organisation, user) = (self.demo().await, self.user(username).await.id);
        let by = By::operator(self.now());
        administer::bind_authenticator(self.app(), organisation, user, &kind, digits, &by)
            .await
            .expect("bound");
    }

    /// Somebody has used their eID before, as a second step.
    pub async fn uses_eid(&self, username: &str) {
        let (demo, now) = (self.demo().await, self.now());
        let kind = FactorKind::named(EID.to_owned());
        let own = self.authenticators(username).await;
        let own = own.into_iter().find(|own| own.kind == kind);
        let own = own.expect("bound");
        self.write(move |tx| {
            tx.consume_authenticator(demo, &own, &Consumption::Challenge, now)
                .map(drop)
        })
        .await;
    }

    /// In `demo` an eID may be the whole login, and the way back.
    pub async fn allow_both_ways(&self) {
        self.change_rules(|rules| {
            rules.eid_sign_in = true;
            rules.eid_recovery = true;
        })
        .await;
    }

    /// The next question about an order stands at a gate, before its answer is told, and is due.
    pub fn hold_the_next_answer(&self) -> Gate {
        let gate = Gate::default();
        let held = Mishap::Held(gate.clone());
        self.eid().simulator.plan(Call::Collect, held);
        self.wait(CADENCE);
        gate
    }

    /// The way back without staff is open in `demo`, and to Bo: he looks after nobody any more, and his eID has stood for more than a day.
    pub async fn open_the_way_back(&self) {
        self.change_rules(|rules| rules.eid_recovery = true).await;
        let (organisation, bo) = (self.demo().await, self.user("bo").await.id);
        self.write(move |tx| {
            for role in tx.roles_of_user(organisation, bo)? {
                tx.unassign_role(organisation, bo, role.id)?;
            }
            Ok(())
        })
        .await;
        self.wait(domain::time::Span::hours(25));
        self.settle();
    }

    /// Changes what `demo` decided.
    pub async fn change_rules(&self, change: impl Fn(&mut Rules) + Send + 'static) {
        self.write(move |tx| {
            let mut demo = tx.find_organisation_by_slug("demo")?.expect("the demo");
            change(&mut demo.rules);
            tx.save_organisation(&demo, Bump::Policy).map(drop)
        })
        .await;
    }

    /// The next round of questions at every node: two seconds later.
    pub async fn round(&self) {
        self.wait(CADENCE);
        self.look().await;
    }

    /// What is due at this moment is asked, at every node.
    pub async fn look(&self) {
        for node in self.nodes() {
            app::orders::run_due(&node.app).await;
        }
        // Whoever has an order's name can read its outcome.
        for body in self.eid().asked(Call::Collect) {
            let name = body["orderRef"].as_str().expect("a name");
            self.always.never_show(name);
        }
    }

    /// The person with this number does the only open order, and the node hears of it.
    pub async fn signed_by(&self, digits: &str) {
        self.eid().sign(digits);
        self.round().await;
    }
}
