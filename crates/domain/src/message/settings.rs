//! What an organisation decides about its text messages and calls.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Limits;
use crate::challenge::Purpose;
use crate::phone::{Country, PhoneNumber, Shown};
use crate::sms::{Template, TemplateFault};

/// Which of an organisation's own texts: what the code is for, and in which language.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TextKey {
    /// What the code is for.
    pub purpose: Purpose,
    /// `sv`, `en`.
    pub language: String,
}

/// Text that names no purpose and language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a text's key is a purpose and a language, as in prove-sv")]
pub struct MalformedTextKey;

impl TryFrom<String> for TextKey {
    type Error = MalformedTextKey;

    fn try_from(text: String) -> Result<Self, MalformedTextKey> {
        let (purpose, language) = text.split_once('-').ok_or(MalformedTextKey)?;
        let purpose = Purpose::named(purpose).ok_or(MalformedTextKey)?;
        let known = language.len() == 2 && language.bytes().all(|byte| byte.is_ascii_lowercase());
        known
            .then(|| Self {
                purpose,
                language: language.to_owned(),
            })
            .ok_or(MalformedTextKey)
    }
}

impl From<TextKey> for String {
    fn from(key: TextKey) -> Self {
        format!("{}-{}", key.purpose.as_str(), key.language)
    }
}

/// What an organisation decides about its messages. What was never decided has its default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MessageSettings {
    /// The country of numbers that are typed without one.
    pub home: Country,
    /// The countries that codes are sent to.
    pub countries: Vec<Country>,
    /// How many digits of a number pages show.
    pub shown: Shown,
    /// For how many minutes a code in a text message or call may be used.
    pub code_minutes: u8,
    /// The sender of text messages; without one, the gateway's own.
    pub sender: Option<String>,
    /// The sender where it is another one in some country.
    pub senders: BTreeMap<Country, String>,
    /// The number that a call shows; without one, the gateway's own.
    pub voice_from: Option<String>,
    /// Own texts of text messages.
    pub texts: BTreeMap<TextKey, String>,
    /// Whether a number serves one person at the most.
    pub one_number_one_person: bool,
    /// The guards.
    pub limits: Limits,
    /// What one part of a text message costs by country, in millionths of the currency, where gateways do not tell.
    pub prices: BTreeMap<Country, i64>,
    /// The currency (ISO 4217).
    pub currency: String,
    /// The balance at which a letter is sent, in millionths of the currency.
    pub low_mark_micros: Option<i64>,
    /// For how many days the balance must last, or a letter is sent.
    pub low_mark_days: u32,
}

impl Default for MessageSettings {
    fn default() -> Self {
        Self {
            home: Country::SWEDEN,
            countries: vec![Country::SWEDEN],
            shown: Shown::default(),
            code_minutes: 5,
            sender: None,
            senders: BTreeMap::new(),
            voice_from: None,
            texts: BTreeMap::new(),
            one_number_one_person: false,
            limits: Limits::default(),
            prices: BTreeMap::new(),
            currency: "SEK".to_owned(),
            low_mark_micros: None,
            low_mark_days: 14,
        }
    }
}

/// Which setting cannot be so, and how it could.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field} cannot be so")]
pub struct SettingsRefusal {
    /// The field's name.
    pub field: &'static str,
    /// What is allowed.
    pub bound: Bound,
}

/// What a setting may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bound {
    /// A number from the first to the second.
    Between(i64, i64),
    /// A number from this one.
    AtLeast(i64),
    /// At least one country.
    Countries,
    /// 1 to 11 letters a–z, digits and inner spaces with a letter among them, or a number.
    Sender,
    /// A number in international form.
    Number,
    /// Three capital letters.
    Currency,
    /// At least one of those to choose from.
    OneOrMore,
    /// At least one language, and the one that pages have where nothing else tells is among them.
    DefaultAmong,
    /// An address of https with a host name and nothing after it.
    Origin,
    /// Nothing at all, while other organisations share the host of this one.
    OwnHost,
    /// A model of an authenticator: an AAGUID in small letters.
    Model,
    /// A certificate, PEM.
    Certificate,
    /// A text that keeps the code.
    Text {
        /// Which text.
        key: TextKey,
        /// What is wrong with it.
        fault: TemplateFault,
    },
}

impl SettingsRefusal {
    /// Refuses a number outside its bounds.
    pub(super) fn within(
        field: &'static str,
        value: i64,
        least: i64,
        most: i64,
    ) -> Result<(), Self> {
        if (least..=most).contains(&value) {
            return Ok(());
        }
        let bound = if most >= i64::from(u32::MAX) {
            Bound::AtLeast(least)
        } else {
            Bound::Between(least, most)
        };
        Err(Self { field, bound })
    }
}

fn unless(broken: bool, field: &'static str, bound: Bound) -> Result<(), SettingsRefusal> {
    if broken {
        Err(SettingsRefusal { field, bound })
    } else {
        Ok(())
    }
}

impl MessageSettings {
    /// The sender of a text message to this country.
    pub fn sender_for(&self, country: Country) -> Option<&str> {
        self.senders
            .get(&country)
            .or(self.sender.as_ref())
            .map(String::as_str)
    }

    /// The organisation's own text for this, where it has one.
    pub fn text_for(&self, purpose: Purpose, language: &str) -> Option<&str> {
        let key = TextKey {
            purpose,
            language: language.to_owned(),
        };
        self.texts.get(&key).map(String::as_str)
    }

    /// Checks every field.
    pub fn check(&self) -> Result<(), SettingsRefusal> {
        SettingsRefusal::within("code_minutes", i64::from(self.code_minutes), 3, 10)?;
        unless(self.countries.is_empty(), "countries", Bound::Countries)?;
        unless(
            !self.sender.iter().all(|sender| is_sender(sender)),
            "sender",
            Bound::Sender,
        )?;
        unless(
            !self.senders.values().all(|sender| is_sender(sender)),
            "senders",
            Bound::Sender,
        )?;
        let is_number = |number: &String| PhoneNumber::from_e164(number).is_ok();
        unless(
            !self.voice_from.iter().all(is_number),
            "voice_from",
            Bound::Number,
        )?;
        for (key, text) in &self.texts {
            Template::parse(text).map_err(|fault| SettingsRefusal {
                field: "texts",
                bound: Bound::Text {
                    key: key.clone(),
                    fault,
                },
            })?;
        }
        self.limits.check()?;
        let unpaid = self.prices.values().any(|price| *price < 0);
        unless(unpaid, "prices", Bound::AtLeast(0))?;
        let currency = self.currency.as_bytes();
        let named = currency.len() == 3 && currency.iter().all(u8::is_ascii_uppercase);
        unless(!named, "currency", Bound::Currency)?;
        let below = self.low_mark_micros.is_some_and(|mark| mark < 0);
        unless(below, "low_mark_micros", Bound::AtLeast(0))?;
        SettingsRefusal::within("low_mark_days", i64::from(self.low_mark_days), 0, 365)
    }
}

/// Whether a text message can come from this: 1 to 11 letters, digits and inner spaces with a letter among them, or digits alone, as a
/// number in international form or a short code.
fn is_sender(sender: &str) -> bool {
    let digits = sender.strip_prefix('+').unwrap_or(sender);
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let least = if sender.starts_with('+') { 8 } else { 3 };
        return (least..=15).contains(&digits.len());
    }
    (1..=11).contains(&sender.len())
        && sender.trim() == sender
        && sender
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b' ')
        && sender.bytes().any(|byte| byte.is_ascii_alphabetic())
}
