//! The one HTTP client: every request to somebody else's service goes through here.
//!
//! It follows no redirect, reads no more than it was told to, trusts certificates as the system does (or the given authority alone), and
//! calls no address inside a network of ours unless the operator allows it by name (A60). What failed is told apart by whether the request
//! can have reached the other side.

use std::time::Duration;

/// How the client is set up; one for the life of the process.
#[derive(Debug, Clone, Default)]
pub struct HttpSettings {
    /// Hosts that may be called although they are private: `host` or `host:port`, as they stand in the address.
    pub allowed_private: Vec<String>,
    /// An authority of one's own (PEM); given, it alone is trusted.
    pub ca_file: Option<Vec<u8>>,
    /// The client's certificate and key (PEM), for services that ask for one.
    pub identity: Option<Vec<u8>>,
}

/// The client. Cheap to clone.
#[derive(Clone)]
pub struct Http {
    client: reqwest::Client,
}

/// A request. No Debug: it holds credentials.
pub struct Request {
    /// `GET`, `POST`, …
    pub method: &'static str,
    /// The whole address.
    pub url: String,
    /// Headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Option<Vec<u8>>,
    /// How long it may take in all.
    pub within: Duration,
}

/// An answer, whatever its status.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers: names in small letters.
    pub headers: Vec<(String, String)>,
    /// The body, cut at 256 KiB.
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum HttpFault {
    /// The address cannot be called: malformed, not http(s), or inside a network of ours. Nothing was sent.
    #[error("the address {0} may not be called")]
    Forbidden(String),
    /// Nothing reached the other side: no name, no connection, no TLS.
    #[error("no connection: {0}")]
    NotSent(String),
    /// The request may have been read.
    #[error("no answer: {0}")]
    Unanswered(String),
}

impl Http {
    /// Puts the client together. Fails where a certificate or key cannot be read.
    pub fn new(settings: &HttpSettings) -> Result<Self, HttpFault> {
        let _ = settings;
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|fault| HttpFault::NotSent(fault.to_string()))?;
        Ok(Self { client })
    }

    /// Sends one request and reads its answer.
    pub async fn send(&self, request: Request) -> Result<Answer, HttpFault> {
        let _ = (&self.client, request);
        Err(HttpFault::NotSent("not yet".to_owned()))
    }
}
