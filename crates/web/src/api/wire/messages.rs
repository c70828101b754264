//! Messages on the wire.

use app::administer::LoggedMessage;
use domain::message::MessageSettings;
use domain::phone::Country;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::time::Time;

/// Which messages.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct DeliveriesQuery {
    /// By which way: `email`, `sms`, `voice`.
    #[schemars(length(max = 20))]
    pub(in crate::api) channel: Option<String>,
    /// How it stands.
    #[schemars(length(max = 20))]
    pub(in crate::api) state: Option<String>,
    /// Where the page begins: what `next` said.
    #[schemars(length(max = 500))]
    pub(in crate::api) after: Option<String>,
}

/// What became of a message; never what stood in it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Delivery")]
pub(in crate::api) struct WireDelivery {
    /// Its key.
    id: String,
    /// By which way it went.
    channel: String,
    /// Where it went, masked.
    target: String,
    /// How it stands.
    state: String,
    /// Why, by a code.
    reason: Option<String>,
    /// When it was written.
    created_at: Time,
}

impl From<&LoggedMessage> for WireDelivery {
    fn from(message: &LoggedMessage) -> Self {
        Self {
            id: message.id.to_string(),
            channel: message.channel.as_str().to_owned(),
            target: message.masked.clone(),
            state: message.state.as_str().to_owned(),
            reason: message.reason.clone(),
            created_at: Time(message.created_at),
        }
    }
}

/// What the organisation decided about messages.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "MessageSettings")]
pub(in crate::api) struct WireMessageSettings {
    /// The country of numbers that are typed without one.
    home: String,
    /// The countries that numbers may be in.
    countries: Vec<String>,
    /// The sender of text messages.
    sender: Option<String>,
    /// For how many minutes a code works.
    code_minutes: u8,
    /// Whether one number serves one person alone.
    one_number_one_person: bool,
    /// The currency that messages are counted in.
    currency: String,
}

impl From<&MessageSettings> for WireMessageSettings {
    fn from(settings: &MessageSettings) -> Self {
        Self {
            home: settings.home.as_str().to_owned(),
            countries: settings
                .countries
                .iter()
                .map(|country| country.as_str().to_owned())
                .collect(),
            sender: settings.sender.clone(),
            code_minutes: settings.code_minutes,
            one_number_one_person: settings.one_number_one_person,
            currency: settings.currency.clone(),
        }
    }
}

/// What to change; what is left out stays, an empty text takes it away.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct ChangedMessageSettings {
    /// The country of numbers that are typed without one.
    #[serde(default)]
    #[schemars(length(max = 2))]
    home: Option<String>,
    /// The countries that numbers may be in.
    #[serde(default)]
    #[schemars(length(max = 300), inner(length(max = 2)))]
    countries: Option<Vec<String>>,
    /// The sender of text messages.
    #[serde(default)]
    #[schemars(length(max = 20))]
    sender: Option<String>,
    /// For how many minutes a code works.
    #[serde(default)]
    code_minutes: Option<u8>,
    /// Whether one number serves one person alone.
    #[serde(default)]
    one_number_one_person: Option<bool>,
    /// The organisation's name, where the change would lock people out (`locks-out`): it is saved only with it.
    #[serde(default)]
    confirmed: Option<String>,
}

impl ChangedMessageSettings {
    /// These settings with what is changed, and what confirms it; the field that names no country, where one does not.
    pub(in crate::api) fn on(
        self,
        mut settings: MessageSettings,
    ) -> Result<(MessageSettings, Option<String>), &'static str> {
        if let Some(home) = self.home {
            settings.home = Country::parse(&home).map_err(|_| "home")?;
        }
        if let Some(countries) = self.countries {
            let mut all = Vec::new();
            for letters in countries {
                let country = Country::parse(&letters).map_err(|_| "countries")?;
                if !all.contains(&country) {
                    all.push(country);
                }
            }
            settings.countries = all;
        }
        if let Some(sender) = self.sender {
            settings.sender = Some(sender.trim().to_owned()).filter(|sender| !sender.is_empty());
        }
        settings.code_minutes = self.code_minutes.unwrap_or(settings.code_minutes);
        let alone = self.one_number_one_person;
        settings.one_number_one_person = alone.unwrap_or(settings.one_number_one_person);
        Ok((settings, self.confirmed))
    }
}
