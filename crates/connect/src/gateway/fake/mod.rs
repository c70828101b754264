//! Fakes of the gateways, for tests and the bench: each a server on loopback that speaks its gateway's own wire form.
//!
//! They are written from what the gateways say of themselves and never from the drivers: they check method, path, credentials, content
//! type and every field of a request, answer a wrong one as the gateway would, remember what they took, and sign their reports with code
//! of their own. They never carry anything, never leave the machine, and no release has them (feature `testing`).
//!
//! ```text
//! let fake = Fake::start("46elks").await?;
//! let gateway = fake.open()?;                          // or Settings from fake.settings(), Http from fake.http_settings()
//! fake.plan([Behaviour::Throttle(Some(7)), Behaviour::Hang]);
//! gateway.send_sms(&sms, now).await;                   // refused; the next one hangs; then all are taken
//! fake.accepted();                                     // what was taken
//! fake.faults();                                       // requests that the gateway could not have taken
//! let report = fake.genuine_report(&message, Reported::Delivered, now);
//! gateway.read_reports(&report.at(now));               // or report.deliver(server).await
//! ```

mod answering;
mod behaviour;
mod elks;
mod gatewayapi;
mod generic;
mod infobip;
mod messagebird;
mod report;
mod rules;
mod seal;
mod seen;
mod server;
mod sinch;
mod state;
mod twilio;
mod vonage;
mod wire;

use std::{io, net::SocketAddr, sync::Arc, time::Instant};

use serde_json::Value;

pub use answering::Fetched;
pub use behaviour::Behaviour;
pub use report::{Forgery, OwnedInbound, ReportForm};
use state::State;
use tokio::{net::TcpListener, task::AbortHandle};
use wire::Wire;

use super::{Carries, Gateway, Settings, driver};
use crate::http::{Http, HttpSettings};

/// The gateways that have a fake, by the keys of their drivers.
pub const KEYS: [&str; 8] = [
    "46elks",
    "gatewayapi",
    "generic",
    "infobip",
    "messagebird",
    "sinch",
    "twilio",
    "vonage",
];

/// A gateway on loopback. It stops when it is dropped.
pub struct Fake {
    key: &'static str,
    address: SocketAddr,
    state: Arc<State>,
    server: AbortHandle,
}

/// A message that was taken.
#[derive(Debug, Clone, PartialEq)]
pub struct AcceptedMessage {
    /// The gateway's name for it.
    pub id: String,
    /// Whether it is a text message or a call.
    pub channel: Carries,
    /// The recipient, E.164 with its plus, whatever the form on the wire.
    pub to: String,
    /// The sender, as it came.
    pub from: Option<String>,
    /// The text; of a call what is said, one line a piece (46elks: the actions).
    pub text: String,
    /// Our own name for it, where it came along.
    pub reference: Option<String>,
    /// Where reports shall go, where that came along.
    pub report_url: Option<String>,
    /// In how many parts it went.
    pub parts: u32,
    /// The whole body of the request: an object, of texts where it was a form.
    pub body: Value,
    /// When the head of its request had come, by the clock of this process.
    pub came_at: Instant,
}

impl Fake {
    /// Starts the fake of the driver with this key on a free port.
    pub async fn start(key: &str) -> io::Result<Self> {
        let key = KEYS
            .into_iter()
            .find(|known| *known == key)
            .ok_or_else(|| io::Error::other(format!("no fake has the key {key}")))?;
        let wire: Box<dyn Wire> = match key {
            "46elks" => Box::new(elks::Elks),
            "gatewayapi" => Box::new(gatewayapi::GatewayApi),
            "generic" => Box::new(generic::Generic),
            "infobip" => Box::new(infobip::Infobip),
            "messagebird" => Box::new(messagebird::MessageBird),
            "sinch" => Box::new(sinch::Sinch),
            "twilio" => Box::new(twilio::Twilio),
            _ => Box::new(vonage::Vonage),
        };
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let state = Arc::new(State::new(wire));
        #[allow(
            clippy::disallowed_methods,
            reason = "the fake owns the task and ends it when it is dropped"
        )]
        let server = tokio::spawn(server::serve(listener, state.clone())).abort_handle();
        Ok(Self {
            key,
            address,
            state,
            server,
        })
    }

    /// The key of its driver.
    pub fn key(&self) -> &'static str {
        self.key
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its base address, without a path: `http://127.0.0.1:40123`.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Settings that its driver can be opened with, the address among them.
    pub fn settings(&self) -> Settings {
        let endpoint = self.endpoint();
        let mut settings = self.state.wire.settings(&endpoint);
        if self.key != "generic" {
            settings.0.insert("endpoint".to_owned(), endpoint);
        }
        settings
    }

    /// Settings of the HTTP client that let it call here.
    pub fn http_settings(&self) -> HttpSettings {
        HttpSettings {
            allowed_private: vec![self.address.to_string()],
            ..HttpSettings::default()
        }
    }

    /// An account at this gateway, opened with its driver.
    pub fn open(&self) -> io::Result<Arc<dyn Gateway>> {
        self.open_with(&self.settings())
    }

    /// The same with other settings.
    pub fn open_with(&self, settings: &Settings) -> io::Result<Arc<dyn Gateway>> {
        // Another user of this process may have been first, which serves as well.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let driver = driver(self.key)
            .ok_or_else(|| io::Error::other(format!("no driver has the key {}", self.key)))?;
        let http = Http::new(&self.http_settings()).map_err(io::Error::other)?;
        (driver.open)(settings, http).map_err(io::Error::other)
    }

    /// Plans how the coming messages are treated, one each and in order.
    pub fn plan(&self, behaviours: impl IntoIterator<Item = Behaviour>) {
        self.state.plan().add(behaviours);
    }

    /// Plans how the coming questions about the account are treated.
    pub fn plan_account(&self, behaviours: impl IntoIterator<Item = Behaviour>) {
        self.state.plan().add_account(behaviours);
    }

    /// How every request is treated for which nothing is planned.
    pub fn always(&self, behaviour: Behaviour) {
        self.state.plan().always(behaviour);
    }

    /// Forgets plans, messages, faults and counts.
    pub fn clear(&self) {
        self.state.clear();
    }

    /// What was taken so far, in order.
    pub fn accepted(&self) -> Vec<AcceptedMessage> {
        self.state.log().accepted.clone()
    }

    /// How many requests came, whatever became of them.
    pub fn requests(&self) -> usize {
        self.state.log().requests
    }

    /// What was wrong with requests that did not fit.
    pub fn faults(&self) -> Vec<String> {
        self.state.log().faults.clone()
    }

    /// Where reports go at gateways that are told once; at the others the address comes with the message.
    pub fn report_to(&self, url: &str) {
        self.state.log().report_url = Some(url.to_owned());
    }

    /// In what form reports come, at gateways that let the account choose (Vonage).
    pub fn report_as(&self, form: ReportForm) {
        self.state.log().report_form = form;
    }

    /// Whether its reports are signed.
    pub fn signs_reports(&self) -> bool {
        self.state.wire.signs()
    }

    /// Whether a signature grows old: whether the moment is signed along.
    pub fn dates_reports(&self) -> bool {
        self.state.wire.signs() && self.state.wire.dates_reports()
    }

    /// Whether the address for reports is entered at the gateway instead of coming with each message.
    pub fn report_url_is_configured(&self) -> bool {
        self.state.wire.report_url_is_configured()
    }

    /// Stops listening and drops every connection. From then on nobody can reach the address.
    pub fn stop(&self) {
        self.server.abort();
    }

    fn wire(&self) -> &dyn Wire {
        self.state.wire.as_ref()
    }

    fn configured_report_url(&self) -> Option<String> {
        self.state.log().report_url.clone()
    }

    fn report_form(&self) -> ReportForm {
        self.state.log().report_form
    }

    fn another(&self) -> u64 {
        self.state.another()
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.server.abort();
    }
}
