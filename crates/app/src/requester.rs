//! Who asks, and when: read once by `web` and handed down as a value.

use std::net::IpAddr;

use domain::audit::Personal;
use domain::eid::Visit;
use domain::time::Timestamp;
use text::Language;

/// One request, as use cases see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requester {
    /// The moment of the request; every use case goes by it.
    pub now: Timestamp,
    /// Where it comes from (a trusted proxy's word where one is configured).
    pub address: IpAddr,
    /// Which browser, in words (`Firefox on Linux`); a summary, not the header.
    pub browser: String,
    /// The language of the page.
    pub language: Language,
    /// The browser and its page, as an eID weighs them.
    pub visit: Visit,
}

impl Requester {
    /// The personal part of an audit row about this request.
    pub fn personal(&self) -> Personal {
        Personal {
            address: Some(self.address.to_string()),
            browser: Some(self.browser.clone()),
            target: None,
        }
    }

    /// The request in words, for a letter: `Firefox on Linux, 203.0.113.7`.
    pub fn origin(&self) -> String {
        format!("{}, {}", self.browser, self.address)
    }
}
