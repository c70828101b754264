//! What the handlers share: the use cases, the clock, and how this installation is reached.

use std::net::IpAddr;
use std::sync::Arc;

use app::{App, Clock};

use crate::demo_ports::Demo;

/// How this installation is reached; configured, never taken from a request.
#[derive(Debug, Clone)]
pub struct Site {
    /// The base URL, without a slash at the end.
    pub base_url: String,
    /// The `Host` values that are the installation's own, with their port where it is not the scheme's.
    pub hosts: Vec<String>,
    /// The proxies whose word on the requester's address is taken, as networks. None unless configured.
    pub trusted_proxies: Vec<Network>,
}

impl Site {
    /// Whether people come over https, so that cookies are sent over nothing else.
    pub fn is_secure(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

/// A network in CIDR form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    /// Reads `10.0.0.0/8`, `fd00::/8` or a single address.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address.parse().ok()?, Some(bits.parse::<u8>().ok()?)),
            None => (text.parse::<IpAddr>().ok()?, None),
        };
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(most);
        (bits <= most).then_some(Self { address, bits })
    }

    /// Whether `address` lies in it.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(net), IpAddr::V4(own)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.bits)).unwrap_or(0);
                u32::from(net) & mask == u32::from(own) & mask
            }
            (IpAddr::V6(net), IpAddr::V6(own)) => {
                let mask = u128::MAX
                    .checked_shl(128 - u32::from(self.bits))
                    .unwrap_or(0);
                u128::from(net) & mask == u128::from(own) & mask
            }
            _ => false,
        }
    }
}

/// Everything a handler can reach.
#[derive(Clone)]
pub struct WebState {
    /// The use cases.
    pub app: Arc<App>,
    /// The clock; read once a request.
    pub clock: Arc<dyn Clock>,
    /// How this installation is reached.
    pub site: Arc<Site>,
    /// The demo's outbox and clock, in the demo alone.
    pub demo: Option<Arc<dyn Demo>>,
}
