//! What an organisation decides about passkeys.

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::message::{Bound, SettingsRefusal};

/// The most other origins that may use an organisation's passkeys: browsers look at five different names at the most
/// (`WebAuthn` Level 3 §5.11).
pub const MOST_ORIGINS: usize = 5;

/// The most certificates of makers.
pub const MOST_MAKERS: usize = 50;

/// The most models.
pub const MOST_MODELS: usize = 200;

/// What is done about a passkey whose count of uses went backwards, as that of a copy does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Copied {
    /// It is refused, and told of.
    #[default]
    Refuse,
    /// It is taken, and told of.
    Tell,
}

impl Copied {
    /// Its name in forms and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::Tell => "tell",
        }
    }

    /// The one with this name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "refuse" => Some(Self::Refuse),
            "tell" => Some(Self::Tell),
            _ => None,
        }
    }
}

/// What an organisation decides about passkeys. What was never decided has its default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasskeyRules {
    /// Whether a passkey may be the whole login.
    pub sign_in: bool,
    /// Whether the device checks the person (a PIN, a fingerprint) each time, and not only where the passkey is the whole login.
    pub verified: bool,
    /// What is done about a passkey that may have been copied.
    pub copied: Copied,
    /// The certificates of the makers whose authenticators are taken, PEM; empty: any authenticator, and none is asked where it comes from.
    pub makers: Vec<String>,
    /// The models of those makers that are taken, by AAGUID in small letters; empty: all that a maker vouches for.
    pub models: Vec<String>,
    /// Other origins whose pages may use the organisation's passkeys.
    pub origins: Vec<String>,
}

impl Default for PasskeyRules {
    fn default() -> Self {
        Self {
            sign_in: true,
            verified: false,
            copied: Copied::Refuse,
            makers: Vec::new(),
            models: Vec::new(),
            origins: Vec::new(),
        }
    }
}

impl PasskeyRules {
    /// Whether an authenticator must prove by which maker it is.
    pub fn demands_make(&self) -> bool {
        !self.makers.is_empty()
    }

    /// A model as rules keep it: capitals, braces and missing hyphens are how others write the same.
    pub fn model_of(typed: &str) -> Option<String> {
        let model = uuid::Uuid::try_parse(typed.trim()).ok()?;
        Some(model.to_string())
    }

    /// An origin as browsers write it, of an address that somebody typed; one with a path, a name or a question in it is none.
    pub fn origin_of(typed: &str) -> Option<String> {
        let url = Url::parse(typed.trim()).ok()?;
        let is_bare = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        let origin = url.origin();
        (is_bare && origin.is_tuple()).then(|| origin.ascii_serialization())
    }

    /// Checks what somebody decided; the first field outside its bound is named. Whether certificates can be read is the factor's to say.
    pub(super) fn check(&self) -> Result<(), SettingsRefusal> {
        let refused = |field, bound| Err(SettingsRefusal { field, bound });
        let too_many = |most: usize| Bound::Between(0, i64::try_from(most).unwrap_or(i64::MAX));
        if self.origins.len() > MOST_ORIGINS {
            return refused("passkey_origins", too_many(MOST_ORIGINS));
        }
        if !self.origins.iter().all(|origin| is_origin(origin)) {
            return refused("passkey_origins", Bound::Origin);
        }
        if self.makers.len() > MOST_MAKERS {
            return refused("passkey_makers", too_many(MOST_MAKERS));
        }
        if self.models.len() > MOST_MODELS {
            return refused("passkey_models", too_many(MOST_MODELS));
        }
        if !self.models.iter().all(|model| is_model(model)) {
            return refused("passkey_models", Bound::Model);
        }
        // Anybody can say that they are of a model: only a maker's certificate shows it.
        if !self.models.is_empty() && self.makers.is_empty() {
            return refused("passkey_makers", Bound::OneOrMore);
        }
        Ok(())
    }
}

/// An address of https without a path, as browsers write it.
fn is_origin(text: &str) -> bool {
    let is_named =
        |url: Url| url.scheme() == "https" && matches!(url.host(), Some(Host::Domain(_)));
    PasskeyRules::origin_of(text).as_deref() == Some(text) && Url::parse(text).is_ok_and(is_named)
}

/// `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` in small letters.
fn is_model(text: &str) -> bool {
    PasskeyRules::model_of(text).as_deref() == Some(text)
}

#[cfg(test)]
mod tests;
