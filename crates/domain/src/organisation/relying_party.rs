//! What browsers bind passkeys to: a host name, and the addresses whose pages may use them (`WebAuthn` Level 3 §4, *relying party*).

use url::{Host, Url};

use super::Organisation;

/// An organisation as browsers know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelyingParty {
    /// The relying-party id: the host of the base URL. A passkey works with this one alone, for as long as it lives.
    pub id: String,
    /// The origins whose pages may use it, that of the base URL first.
    pub origins: Vec<Url>,
}

impl RelyingParty {
    /// The one whose pages are at this base URL. `None` where browsers bind nothing: an address in numbers, or one without https that is
    /// not this very computer.
    pub fn at(base_url: &str) -> Option<Self> {
        let mut own = Url::parse(base_url).ok()?;
        let Some(Host::Domain(host)) = own.host() else {
            return None;
        };
        let id = host.to_owned();
        let is_local = id == "localhost" || id.ends_with(".localhost");
        if own.scheme() != "https" && !(own.scheme() == "http" && is_local) {
            return None;
        }
        own.set_path("");
        Some(Self {
            id,
            origins: vec![own],
        })
    }
}

impl Organisation {
    /// What browsers bind this organisation's passkeys to; `None` where they bind nothing.
    pub fn relying_party(&self) -> Option<RelyingParty> {
        let mut own = RelyingParty::at(&self.base_url)?;
        let related = self.rules.passkeys.origins.iter();
        own.origins
            .extend(related.filter_map(|origin| Url::parse(origin).ok()));
        Some(own)
    }
}
