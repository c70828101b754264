//! Which addresses may be called: everybody's, over https, and those of our own networks that the operator allows by name.
//!
//! A name is judged by what it resolves to, at the moment of connecting, so that no second look-up can give another answer. The address
//! that is judged is the one that is called: both are the same parsed `Url`, which has already read `0x7f.1` as 127.0.0.1.

#[cfg(test)]
mod tests;

use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use super::HttpFault;

/// Over which client an address is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// It must turn out to be everybody's.
    Outside,
    /// It is allowed by name, wherever it lies.
    Inside,
}

/// The rule for addresses.
#[derive(Clone)]
pub(super) struct Guard {
    allowed: Arc<[String]>,
}

impl Guard {
    pub(super) fn new(allowed: &[String]) -> Self {
        let small = allowed.iter().map(|name| name.trim().to_ascii_lowercase());
        Self {
            allowed: small.collect(),
        }
    }

    /// Judges an address, as far as can be told before its name is looked up.
    pub(super) fn admit(&self, address: &str) -> Result<(Url, Reach), HttpFault> {
        let url = Url::parse(address).map_err(|_| forbidden("(malformed)"))?;
        let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else {
            return Err(forbidden("(without a host)"));
        };
        if !matches!(url.scheme(), "http" | "https") {
            return Err(forbidden(&format!("{}://{host}", url.scheme())));
        }
        if self.allows(&host.to_string(), port) {
            return Ok((url, Reach::Inside));
        }
        let public = match host {
            Host::Domain(_) => true, // judged by what it resolves to
            Host::Ipv4(four) => is_public(four.into()),
            Host::Ipv6(six) => is_public(six.into()),
        };
        if !public || url.scheme() != "https" {
            return Err(forbidden(&format!("{}://{host}", url.scheme())));
        }
        Ok((url, Reach::Outside))
    }

    fn allows(&self, host: &str, port: u16) -> bool {
        let exact = format!("{host}:{port}");
        self.allowed
            .iter()
            .any(|name| *name == host || *name == exact)
    }
}

fn forbidden(what: &str) -> HttpFault {
    HttpFault::Forbidden(what.to_owned())
}

/// How a name becomes addresses.
pub(super) type Lookup = Arc<dyn Fn(String) -> Finding + Send + Sync>;
/// A look-up under way.
pub(super) type Finding = Pin<Box<dyn Future<Output = io::Result<Vec<SocketAddr>>> + Send>>;

/// As the operating system looks names up.
pub(super) fn system_lookup() -> Lookup {
    Arc::new(|name| {
        Box::pin(async move { Ok(tokio::net::lookup_host((name, 0)).await?.collect()) })
    })
}

/// A name has addresses in networks of ours alone.
#[derive(Debug, thiserror::Error)]
#[error("the name leads inside")]
pub(super) struct Inside;

/// Looks names up and hands on none but everybody's addresses.
pub(super) struct Filtered {
    lookup: Lookup,
}

impl Filtered {
    pub(super) fn new(lookup: Lookup) -> Self {
        Self { lookup }
    }
}

impl Resolve for Filtered {
    fn resolve(&self, name: Name) -> Resolving {
        let finding = (self.lookup)(name.as_str().to_owned());
        Box::pin(async move {
            let mut found = finding.await?;
            if found.is_empty() {
                return Err(io::Error::from(io::ErrorKind::NotFound).into());
            }
            found.retain(|address| is_public(address.ip()));
            if found.is_empty() {
                return Err(Inside.into());
            }
            let addresses: Addrs = Box::new(found.into_iter());
            Ok(addresses)
        })
    }
}

/// Whether an address is everybody's: not this machine, not a private or shared network, not set aside, not a way around one of these.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => is_public_four(four),
        IpAddr::V6(six) => is_public_six(six),
    }
}

fn is_public_four(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(matches!(a, 0 | 10 | 127 | 224..) // this network, private, loopback; multicast, reserved, broadcast
        || (a == 100 && (64..128).contains(&b)) // shared by carriers
        || (a == 169 && b == 254) // link-local, the clouds' own data
        || (a == 172 && (16..32).contains(&b))
        || (a == 192 && b == 168)
        || (a == 192 && b == 0 && matches!(c, 0 | 2)) // protocol assignments, documentation
        || (a == 192 && b == 88 && c == 99) // 6to4 relays
        || (a == 198 && matches!(b, 18 | 19)) // measuring
        || (a == 198 && b == 51 && c == 100) // documentation
        || (a == 203 && b == 0 && c == 113)) // documentation
}

fn is_public_six(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_four(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        // mapped, and through NAT64: what they stand for
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            embedded(high, low)
        }
        [0x2002, high, low, ..] => embedded(high, low), // 6to4
        [0x2001, b, ..] if b < 0x200 => false, // Teredo, ORCHID, measuring, other protocols
        [0x2001, 0xdb8, ..] => false,          // documentation
        [0x3fff, b, ..] if b < 0x1000 => false, // documentation
        // the only block given out; everything else is ours, local, multicast or nobody's
        [a, ..] => a & 0xe000 == 0x2000,
    }
}
