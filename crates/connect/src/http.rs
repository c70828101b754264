//! The one HTTP client: every request to somebody else's service goes through here.
//!
//! It follows no redirect, asks no proxy, sends nothing twice, reads no more than it was told to, trusts certificates as the system does
//! (or the given authority alone), and calls no address inside a network of ours unless the operator allows it by name (A60). What failed
//! is told apart by whether the request can have reached the other side.
//!
//! ```text
//! admit ──► look up ──► connect, TLS ──► write ──► answer
//!   │          │             │              └────────┴──► Unanswered
//!   │          └─────────────┴──► NotSent, Tls
//!   └──► Forbidden
//! ```

mod guard;
#[cfg(test)]
mod tests;
mod tls;

use std::error::Error;
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};

pub use tls::Handshake;

use guard::{Filtered, Guard, Inside, Lookup, Reach};

/// A connection, its TLS included, stands within this time or not at all.
const CONNECT_WITHIN: Duration = Duration::from_secs(3);
/// A connection nobody uses is kept this long: shorter than servers keep theirs, so that a request seldom meets one that just closed.
const IDLE_FOR: Duration = Duration::from_secs(15);
/// No answer of a gateway has reason to be longer.
pub(crate) const MOST_BODY: usize = 256 * 1024;

/// How the client is set up; one for the life of the process. No Debug: a key may be in it.
#[derive(Clone, Default)]
pub struct HttpSettings {
    /// Hosts that may be called although they are private: `host` or `host:port`, as they stand in the address. They alone may be called
    /// without TLS.
    pub allowed_private: Vec<String>,
    /// An authority of one's own (PEM); given, it alone is trusted.
    pub ca_file: Option<Vec<u8>>,
    /// The client's certificate and key (PEM), for services that ask for one.
    pub identity: Option<Vec<u8>>,
    /// For services that speak HTTP/1.1 and nothing newer.
    pub http1_only: bool,
}

/// The client. Cheap to clone.
#[derive(Clone)]
pub struct Http {
    guard: Guard,
    /// For everybody's addresses: it does not see those of a network of ours.
    outside: reqwest::Client,
    /// For the hosts that are allowed by name.
    inside: reqwest::Client,
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
    /// How long it may take in all, the connection included. Less than three seconds blurs whether there was one.
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

/// Why there is no answer. No variant holds more of the address than its scheme and host: the rest may be secret.
#[derive(Debug, thiserror::Error)]
pub enum HttpFault {
    /// The address cannot be called: malformed, not https, or inside a network of ours. Nothing was sent.
    #[error("the address {0} may not be called")]
    Forbidden(String),
    /// Nothing reached the other side: no name, no connection, no TLS.
    #[error("no connection: {0}")]
    NotSent(String),
    /// One of the two did not take the other's certificate, or TLS failed otherwise. The request was not read.
    #[error("no connection: {0}")]
    Tls(Handshake),
    /// The line ended without an answer. The request may have been read.
    #[error("no answer: {0}")]
    Unanswered(String),
    /// No answer came in time. The request may have been read.
    #[error("no answer: {0}")]
    Late(String),
}

impl Http {
    /// Puts the client together. Fails where a certificate or key cannot be read, or the process installed no TLS provider.
    pub fn new(settings: &HttpSettings) -> Result<Self, HttpFault> {
        Self::looking_up(settings, guard::system_lookup())
    }

    /// The same, with another way to look names up.
    fn looking_up(settings: &HttpSettings, lookup: Lookup) -> Result<Self, HttpFault> {
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            return Err(unusable("no TLS provider is installed in this process"));
        }
        let built = |builder: reqwest::ClientBuilder| {
            builder
                .build()
                .map_err(|_| unusable("the certificate or key cannot be used"))
        };
        Ok(Self {
            guard: Guard::new(&settings.allowed_private),
            outside: built(builder(settings)?.dns_resolver(Filtered::new(lookup)))?,
            inside: built(builder(settings)?)?,
        })
    }

    /// The same rule for addresses, with certificates of its own: an authority that alone is trusted, a certificate and key to show.
    pub fn with_certificates(
        &self,
        ca: Option<Vec<u8>>,
        identity: Option<Vec<u8>>,
    ) -> Result<Self, HttpFault> {
        let other = Self::new(&HttpSettings {
            ca_file: ca,
            identity,
            ..HttpSettings::default()
        })?;
        Ok(Self {
            guard: self.guard.clone(),
            ..other
        })
    }

    /// Sends one request, once, and reads its answer.
    pub async fn send(&self, request: Request) -> Result<Answer, HttpFault> {
        let within = request.within;
        let (address, reach) = self.guard.admit(&request.url)?;
        let host = address.host_str().unwrap_or_default().to_owned();
        let client = match reach {
            Reach::Outside => &self.outside,
            Reach::Inside => &self.inside,
        };
        let ready = ready(request, address)?;
        match client.execute(ready).await {
            Ok(response) => read(response, within).await,
            Err(fault) => Err(fault_of(&fault, &host, within)),
        }
    }
}

fn unusable(why: &str) -> HttpFault {
    HttpFault::NotSent(why.to_owned())
}

fn builder(settings: &HttpSettings) -> Result<reqwest::ClientBuilder, HttpFault> {
    let mut builder = reqwest::Client::builder()
        .user_agent("tvasteg")
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .no_proxy()
        .connect_timeout(CONNECT_WITHIN)
        .pool_idle_timeout(IDLE_FOR);
    if settings.http1_only {
        builder = builder.http1_only();
    }
    if let Some(pem) = &settings.ca_file {
        let trusted = reqwest::Certificate::from_pem_bundle(pem).unwrap_or_default();
        if trusted.is_empty() {
            return Err(unusable("the authority's certificate cannot be read"));
        }
        builder = builder.tls_certs_only(trusted);
    }
    if let Some(pem) = &settings.identity {
        let identity = reqwest::Identity::from_pem(pem)
            .map_err(|_| unusable("the client's certificate or key cannot be read"))?;
        builder = builder.identity(identity);
    }
    Ok(builder)
}

fn ready(request: Request, address: url::Url) -> Result<reqwest::Request, HttpFault> {
    let method = reqwest::Method::from_bytes(request.method.as_bytes())
        .map_err(|_| unusable("the method is none"))?;
    let mut ready = reqwest::Request::new(method, address);
    *ready.timeout_mut() = Some(request.within);
    for (name, value) in request.headers {
        let name: HeaderName = name
            .parse()
            .map_err(|_| unusable("the name of a header cannot be sent"))?;
        let mut value = HeaderValue::from_str(&value)
            .map_err(|_| unusable("the value of a header cannot be sent"))?;
        value.set_sensitive(name == AUTHORIZATION);
        ready.headers_mut().append(name, value);
    }
    *ready.body_mut() = request.body.map(reqwest::Body::from);
    Ok(ready)
}

/// Reads the answer. A refusal whose body breaks off is a refusal all the same; an assent that breaks off is not known to be one.
async fn read(mut response: reqwest::Response, within: Duration) -> Result<Answer, HttpFault> {
    let status = response.status().as_u16();
    let headers = response
        .headers()
        .iter()
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str().to_owned(), value)
        })
        .collect();
    let mut body = Vec::new();
    while body.len() < MOST_BODY {
        match response.chunk().await {
            Ok(Some(chunk)) => {
                let room = chunk.len().min(MOST_BODY - body.len());
                body.extend_from_slice(chunk.get(..room).unwrap_or_default());
            }
            Ok(None) => break,
            Err(_) if status >= 400 => break,
            Err(fault) => return Err(lost(&fault, within)),
        }
    }
    Ok(Answer {
        status,
        headers,
        body,
    })
}

fn fault_of(fault: &reqwest::Error, host: &str, within: Duration) -> HttpFault {
    if causes(fault).any(<dyn Error>::is::<Inside>) {
        HttpFault::Forbidden(host.to_owned())
    } else if let Some(handshake) = Handshake::in_chain(fault, fault.is_connect()) {
        HttpFault::Tls(handshake)
    } else if fault.is_connect() && fault.is_timeout() {
        HttpFault::NotSent(format!("none within {} s", CONNECT_WITHIN.as_secs()))
    } else if fault.is_connect() || fault.is_builder() {
        HttpFault::NotSent(why(fault, within))
    } else {
        lost(fault, within)
    }
}

/// A request that went out, and of which nothing more was heard.
fn lost(fault: &reqwest::Error, within: Duration) -> HttpFault {
    let why = why(fault, within);
    if fault.is_timeout() {
        HttpFault::Late(why)
    } else {
        HttpFault::Unanswered(why)
    }
}

/// What happened, in the words of the innermost layer, which knows nothing of the address.
fn why(fault: &reqwest::Error, within: Duration) -> String {
    if fault.is_timeout() {
        return format!("none within {} s", within.as_secs_f32());
    }
    causes(fault)
        .last()
        .map_or_else(|| "the line failed".to_owned(), ToString::to_string)
}

fn causes(fault: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(fault.source(), |&cause: &&(dyn Error + 'static)| {
        cause.source()
    })
}
