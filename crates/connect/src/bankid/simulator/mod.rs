//! The built-in BankID simulator: the Relying Party API over real mutual TLS, and the app in a person's hand.
//!
//! It lets the demo, integrators and tests use BankID without a certificate, and lets the real client be what is tested. On the wire it
//! is written from BankID's description and never from the client. It never calls anybody, trusts no certificate but those of its own
//! root, knows no person but those it is told, and reads neither clock nor randomness: both are handed in, and time can be moved.
//!
//! ```text
//! let keys = Arc::new(Keys::fresh("Exempelbolaget", now)?);
//! let simulator = Simulator::start(Settings::new(keys, clock, random)).await?;
//! simulator.base_url();                                   // for the client, with keys.root_pem() and keys.caller()
//! simulator.orders();                                     // what a phone could open
//! simulator.open_by_qr(picture)?; simulator.sign(token, Person::new(number, "Bo Lind"))?;
//! simulator.script_next(Script::failing("certificateErr"));
//! simulator.plan(Call::Collect, Mishap::DropAfter);
//! ```

mod answer;
mod book;
mod certificates;
mod fault;
mod keys;
mod listener;
mod order;
mod person;
mod qr;
mod request;
mod script;
mod service;
pub(crate) mod signing;
#[cfg(test)]
mod tests;

use std::{net::SocketAddr, sync::Arc};

use domain::{random::Random, time::Timestamp};
use tokio::{net::TcpListener, task::AbortHandle};

pub use book::OpenOrder;
pub use certificates::CallerIdentity;
pub use fault::{ApiError, AppRefusal, SimulatorFault};
pub use keys::Keys;
pub use person::Person;
#[cfg(test)]
pub(crate) use request::Visible;
pub use script::{Call, Gate, Mishap, Script, Step};
pub use service::SeenRequest;

use service::Service;

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What a simulator needs to start.
pub struct Settings {
    /// Where it listens: loopback on a free port unless told otherwise.
    pub listen: SocketAddr,
    /// The names and addresses it is called by, which stand in its certificate.
    pub names: Vec<String>,
    /// Its keys and certificates.
    pub keys: Arc<Keys>,
    /// Its clock, which may be moved.
    pub clock: Clock,
    /// Its randomness.
    pub random: Box<dyn Random + Send>,
    /// How orders go for which nothing else is planned.
    pub usual: Script,
}

impl Settings {
    /// On loopback, with orders that wait for what is done in the app.
    pub fn new(keys: Arc<Keys>, clock: Clock, random: Box<dyn Random + Send>) -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            names: vec!["localhost".to_owned(), "127.0.0.1".to_owned()],
            keys,
            clock,
            random,
            usual: Script::by_the_app(),
        }
    }
}

/// A running simulator. It stops when it is dropped.
pub struct Simulator {
    address: SocketAddr,
    name: String,
    service: Arc<Service>,
    server: AbortHandle,
}

impl Simulator {
    /// Starts it.
    pub async fn start(settings: Settings) -> Result<Self, SimulatorFault> {
        let tls = listener::tls(&settings.keys, &settings.names, settings.clock.clone())?;
        let listener = TcpListener::bind(settings.listen).await?;
        let address = listener.local_addr()?;
        let service = Service::new(settings.clock, settings.random, settings.keys);
        service.book().script_usual(settings.usual);
        let service = Arc::new(service);
        #[allow(
            clippy::disallowed_methods,
            reason = "the simulator owns the task and ends it when it is dropped"
        )]
        let server = tokio::spawn(listener::serve(listener, tls, service.clone())).abort_handle();
        let name = settings.names.into_iter().next();
        Ok(Self {
            address,
            name: name.unwrap_or_else(|| address.ip().to_string()),
            service,
            server,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The API's base address, with a slash at its end.
    pub fn base_url(&self) -> String {
        format!(
            "https://{}:{}{}",
            self.name,
            self.address.port(),
            service::PREFIX
        )
    }

    /// Its keys and certificates.
    pub fn keys(&self) -> &Arc<Keys> {
        self.service.keys()
    }

    /// The open orders, the oldest first.
    pub fn orders(&self) -> Vec<OpenOrder> {
        self.service.book().open_orders(self.service.now())
    }

    /// Opens the app for an order, by the token in the link. Several calls at once open it once.
    pub fn open(&self, auto_start_token: &str) -> Result<(), AppRefusal> {
        let now = self.service.now();
        self.service
            .book()
            .in_app(auto_start_token, now, order::Order::open)
    }

    /// Scans the animated picture: the order is opened if the picture is genuine and of the last few seconds. Answers the order's token.
    pub fn open_by_qr(&self, picture: &str) -> Result<String, AppRefusal> {
        let now = self.service.now();
        let mut book = self.service.book();
        let token = book.scan(picture, now)?;
        book.in_app(&token, now, order::Order::open)?;
        Ok(token)
    }

    /// A person signs an order, opened or not. Where somebody else is demanded the app refuses and the order stays open.
    pub fn sign(&self, auto_start_token: &str, person: Person) -> Result<(), AppRefusal> {
        let now = self.service.now();
        let sign = |order: &mut order::Order| order.sign(person, now);
        self.service.book().in_app(auto_start_token, now, sign)
    }

    /// The person cancels in the app.
    pub fn cancel(&self, auto_start_token: &str) -> Result<(), AppRefusal> {
        self.fail(auto_start_token, "userCancel")
    }

    /// The order fails with this hint.
    pub fn fail(&self, auto_start_token: &str, hint: &str) -> Result<(), AppRefusal> {
        let now = self.service.now();
        self.service.book().in_app(auto_start_token, now, |order| {
            order.fail(hint, now);
            Ok(())
        })
    }

    /// The person says in the app that they are on the telephone with the caller, or that they are not.
    pub fn answer_call(&self, auto_start_token: &str, yes: bool) -> Result<(), AppRefusal> {
        let now = self.service.now();
        let answer = |order: &mut order::Order| order.answer_call(yes, now);
        self.service.book().in_app(auto_start_token, now, answer)
    }

    /// Plans how the next order goes for which nothing is planned yet.
    pub fn script_next(&self, script: Script) {
        self.service.book().script_next(script);
    }

    /// How orders go for which nothing is planned.
    pub fn script_usual(&self, script: Script) {
        self.service.book().script_usual(script);
    }

    /// Plans what happens to the next request of this kind for which nothing is planned yet.
    pub fn plan(&self, call: Call, mishap: Mishap) {
        self.service.plan().add(call, mishap);
    }

    /// What happens to every request of this kind for which nothing is planned.
    pub fn always(&self, call: Call, mishap: Option<Mishap>) {
        self.service.plan().always(call, mishap);
    }

    /// The last requests, in order. They hold personal numbers: they are for tests and stay in memory.
    pub fn requests(&self) -> Vec<SeenRequest> {
        self.service.seen()
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.server.abort();
    }
}
