//! Gateways: the companies that carry text messages and telephone calls, one file each behind one trait.
//!
//! A gateway is handed a finished message and says what became of it, told apart by what the caller may do next; it reads the delivery
//! reports that come back and proves that they are genuine. It never chooses a number, never retries, never decides whether something
//! should be sent, and never keeps a message. What it says about a failure carries neither the text, nor the code, nor a whole number.
//!
//! ```text
//! send_sms | call ──► Accepted ──► (report) ──► Delivered | Failed | Expired
//!        ├──► Unsent::Message    nobody would carry it, or this gateway will not: the caller may ask another one or another way
//!        ├──► Unsent::Account    our account is at fault: alarm, next gateway
//!        ├──► Unsent::Transient  not this time: next gateway
//!        └──► Unsent::Unknown    it may be on its way: never sent again unasked
//! ```

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use crate::http::Http;

mod elks;
#[cfg(feature = "testing")]
pub mod fake;
mod gatewayapi;
mod generic;
mod infobip;
pub mod memory;
mod messagebird;
mod sinch;
#[cfg(test)]
mod specimen;
pub mod speech;
mod twilio;
mod vonage;
mod wire;

/// What a gateway carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Carries {
    /// Text messages.
    Sms,
    /// Telephone calls that read a code aloud.
    Voice,
}

/// A text message. No Debug: it holds a code and a number.
#[derive(Clone, PartialEq, Eq)]
pub struct Sms {
    /// The recipient, E.164 with its plus.
    pub to: String,
    /// The sender: at most 11 letters, digits and spaces, or a number in E.164. Without one the account's own default.
    pub from: Option<String>,
    /// The text, as it shall be read.
    pub text: String,
    /// Our own name for it, unique: letters, digits and hyphens, at most 64. Reports bring it back where the gateway can carry it.
    pub reference: String,
    /// Where reports shall go, complete and secret.
    pub report_url: Option<String>,
    /// How long the message is of use.
    pub lives_for: Duration,
}

/// A telephone call. No Debug: it holds a code and a number.
#[derive(Clone, PartialEq, Eq)]
pub struct Call {
    /// Whom to call, E.164 with its plus.
    pub to: String,
    /// The number that is shown, E.164 with its plus. Without one the account's own default.
    pub from: Option<String>,
    /// The language of the words: `sv`, `en`.
    pub language: String,
    /// What is read aloud, once through; a gateway reads it twice and hangs up.
    pub script: Vec<Spoken>,
    /// Where the same, once through, can be fetched as a recording (WAV), for gateways that cannot speak the language.
    pub audio_url: Option<String>,
    /// Our own name for it, as with [`Sms::reference`].
    pub reference: String,
    /// Where reports shall go, complete and secret.
    pub report_url: Option<String>,
}

/// A piece of what is read aloud.
#[derive(Clone, PartialEq, Eq)]
pub enum Spoken {
    /// Words.
    Words(String),
    /// Digits, to be read slowly, one by one.
    Digits(String),
    /// A second of silence.
    Pause,
}

/// An amount of money in millionths of its currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// Millionths of the currency's unit.
    pub micros: i64,
    /// ISO 4217, as in `SEK`.
    pub currency: String,
}

/// The gateway took the message over. Accepted is not delivered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Accepted {
    /// The gateway's name for it.
    pub id: Option<String>,
    /// In how many parts it goes, where the gateway says so.
    pub parts: Option<u32>,
    /// What it costs in all, where the gateway says so.
    pub price: Option<Money>,
}

/// Why a message was not taken over, told apart by what the caller may do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsent {
    /// The message itself was refused. [`MessageWhy::is_final`] says whether another gateway could take it.
    #[error("the message was refused ({why}){said}")]
    Message {
        /// What is the matter with it.
        why: MessageWhy,
        /// What the gateway said.
        said: Said,
    },
    /// Our account at the gateway is at fault.
    #[error("the account was refused ({why}){said}")]
    Account {
        /// What is the matter with it.
        why: AccountWhy,
        /// What the gateway said.
        said: Said,
    },
    /// Not this time; nothing was taken over.
    #[error("not this time{said}")]
    Transient {
        /// After how long the gateway would look at it again, if it says so.
        retry_after: Option<Duration>,
        /// What the gateway said, or what happened on the line.
        said: Said,
    },
    /// The request was sent and its answer lost: the message may be on its way.
    #[error("the answer was lost, the message may be on its way{said}")]
    Unknown {
        /// What happened on the line.
        said: Said,
    },
}

/// What is the matter with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MessageWhy {
    /// The number is none, or none that can be reached.
    Number,
    /// Its owner wants no messages.
    OptedOut,
    /// The sender is not accepted there.
    Sender,
    /// The words are not accepted.
    Content,
    /// The account may not send to that country.
    Country,
    /// The gateway holds it for fraud.
    Fraud,
    /// Something else about the message.
    Other,
}

impl MessageWhy {
    /// Whether no other gateway would carry it either.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Number | Self::OptedOut)
    }

    /// The stable code, as delivery logs keep it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::OptedOut => "opted-out",
            Self::Sender => "sender",
            Self::Content => "content",
            Self::Country => "country",
            Self::Fraud => "fraud",
            Self::Other => "message",
        }
    }
}

impl std::fmt::Display for MessageWhy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

/// What is the matter with our account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AccountWhy {
    /// Name, key or password.
    Credentials,
    /// No money left.
    Balance,
    /// Closed, suspended, or not allowed to do this.
    Suspended,
    /// The settings do not fit together (an address or template that cannot be used).
    Settings,
}

impl AccountWhy {
    /// The stable code, as delivery logs keep it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Credentials => "credentials",
            Self::Balance => "balance",
            Self::Suspended => "suspended",
            Self::Settings => "settings",
        }
    }
}

impl std::fmt::Display for AccountWhy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

/// What a gateway said, or what happened on the line, cut to what may be logged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// The HTTP status.
    pub status: Option<u16>,
    /// The gateway's own code.
    pub code: Option<String>,
    /// The gateway's own words, without control characters, digits of numbers and codes masked, at most 200 characters.
    pub text: Option<String>,
}

impl std::fmt::Display for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for part in [
            self.status.map(|status| format!("HTTP {status}")),
            self.code.as_ref().map(|code| format!("code {code}")),
            self.text.clone(),
        ]
        .into_iter()
        .flatten()
        {
            write!(f, ": {part}")?;
        }
        Ok(())
    }
}

/// A request that came to the address for reports, as it came.
#[derive(Clone)]
pub struct Inbound<'a> {
    /// The method.
    pub method: &'a str,
    /// The complete public address with its query, built from the configured base URL and never from the `Host` header.
    pub url: &'a str,
    /// The headers: names in small letters.
    pub headers: &'a [(String, String)],
    /// The body, as it came.
    pub body: &'a [u8],
    /// The moment.
    pub now_unix_ms: i64,
}

impl Inbound<'_> {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

/// One line of a delivery report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// [`Sms::reference`], where it came back.
    pub reference: Option<String>,
    /// The gateway's name for the message.
    pub id: Option<String>,
    /// How it stands.
    pub state: Reported,
    /// Why, in the gateway's code or words, cut as [`Said::text`].
    pub reason: Option<String>,
    /// The price, where the report tells it.
    pub price: Option<Money>,
    /// The report's own name, where it has one; a report seen twice is one.
    pub event: Option<String>,
}

/// How a message stands according to a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reported {
    /// On its way.
    Underway,
    /// Delivered; of a call: answered.
    Delivered,
    /// It did not arrive and will not.
    Failed,
    /// It did not arrive in time.
    Expired,
}

/// Why a report was not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReportFault {
    /// The signature, or what stands for one, is wrong or missing.
    #[error("the report is not genuine")]
    Forged,
    /// It is signed, and older than five minutes or from the future.
    #[error("the report is too old")]
    Stale,
    /// It cannot be read.
    #[error("the report cannot be read")]
    Malformed,
}

/// One account at one gateway.
#[async_trait]
pub trait Gateway: Send + Sync {
    /// Hands one text message over. One attempt.
    async fn send_sms(&self, sms: &Sms, at_unix_ms: i64) -> Result<Accepted, Unsent>;

    /// Makes one call. One attempt.
    async fn call(&self, call: &Call, at_unix_ms: i64) -> Result<Accepted, Unsent> {
        let _ = (call, at_unix_ms);
        Err(Unsent::Account {
            why: AccountWhy::Settings,
            said: Said {
                text: Some("this gateway makes no calls".to_owned()),
                ..Said::default()
            },
        })
    }

    /// Reads a delivery report, once its signature is proved where the gateway signs.
    fn read_reports(&self, inbound: &Inbound<'_>) -> Result<Vec<Report>, ReportFault>;

    /// What is left on the account; `None` where the gateway does not tell.
    async fn balance(&self, at_unix_ms: i64) -> Result<Option<Money>, Unsent>;

    /// Whether the account would be let in, without sending anything; `None` where the gateway has no way to ask.
    async fn check(&self, at_unix_ms: i64) -> Result<Option<()>, Unsent>;

    /// Whether handing over costs no waiting, so that a page may do it before it answers.
    fn instant(&self) -> bool {
        false
    }
}

/// An account, or what keeps it from being one.
pub type Opened = Result<Arc<dyn Gateway>, SettingFault>;

/// A kind of gateway: what it is called and what it must be told.
pub struct Driver {
    /// Its name in the database: `46elks`.
    pub key: &'static str,
    /// Its name for people: `46elks`.
    pub name: &'static str,
    /// What it carries.
    pub carries: &'static [Carries],
    /// Whether it tells what is left on the account.
    pub tells_balance: bool,
    /// Whether its reports are signed; where not, the secret address is the proof.
    pub signs_reports: bool,
    /// Whether the address for reports goes with each message; where not, an administrator enters it at the gateway once.
    pub takes_report_url: bool,
    /// What it must be told.
    pub fields: &'static [SettingField],
    /// Puts an account together; nothing is sent.
    pub open: fn(&Settings, Http) -> Opened,
}

/// One setting of a kind of gateway. Its label is the text `gateway-field-<key>`, its hint `gateway-field-<key>.hint` where there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SettingField {
    /// Its name, as it is stored.
    pub key: &'static str,
    /// What stands in it.
    pub shape: Shape,
    /// Whether nothing works without it.
    pub required: bool,
    /// What is used where it is empty.
    pub default: Option<&'static str>,
    /// Whether it says where requests go, and so who gets to read the secrets.
    pub leads: bool,
}

impl SettingField {
    const fn of(key: &'static str, shape: Shape) -> Self {
        Self {
            key,
            shape,
            required: false,
            default: None,
            leads: false,
        }
    }

    /// It says where requests go.
    const fn leading(self) -> Self {
        Self {
            leads: true,
            ..self
        }
    }

    const fn needed(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    const fn or(self, default: &'static str) -> Self {
        Self {
            default: Some(default),
            ..self
        }
    }
}

/// What stands in a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One line.
    Line,
    /// One line that is never shown again.
    Secret,
    /// Several lines.
    Lines,
    /// Several lines that are never shown again (a private key).
    SecretLines,
    /// One of these.
    OneOf(&'static [&'static str]),
}

impl Shape {
    /// Whether it is never shown again.
    pub const fn is_secret(self) -> bool {
        matches!(self, Self::Secret | Self::SecretLines)
    }
}

/// The settings of one account, by [`SettingField::key`]. No Debug: there are secrets among them.
#[derive(Clone, Default)]
pub struct Settings(pub BTreeMap<String, String>);

impl Settings {
    /// The setting, where it is not empty.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.0
            .get(key)
            .map(|value| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// The setting, or a fault that names it.
    pub fn need(&self, key: &'static str) -> Result<&str, SettingFault> {
        self.find(key).ok_or(SettingFault::Missing(key))
    }
}

/// Settings that no account can be opened with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SettingFault {
    /// Nothing where something must stand.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// It cannot be used.
    #[error("{field} cannot be used: {why}")]
    Unusable {
        /// Which.
        field: &'static str,
        /// Why, in a few words.
        why: &'static str,
    },
}

#[rustfmt::skip] // one a line, in the order of their names
static DRIVERS: &[&Driver] = &[
    &elks::DRIVER,
    &gatewayapi::DRIVER,
    &generic::DRIVER,
    &infobip::DRIVER,
    &messagebird::DRIVER,
    &sinch::DRIVER,
    &twilio::DRIVER,
    &vonage::DRIVER,
];

/// Every kind of gateway that this program knows, in the order of their names.
pub fn drivers() -> &'static [&'static Driver] {
    DRIVERS
}

/// The kind with this key.
pub fn driver(key: &str) -> Option<&'static Driver> {
    drivers().iter().copied().find(|driver| driver.key == key)
}
