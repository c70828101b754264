//! How the installation is reached, as `web` is told: its base URL, the hosts that are its own, the proxies that are believed.

use url::Url;
use web::state::{Network as WebNetwork, Site};

use crate::config::{BaseUrl, Network};

/// The site of a base URL; `others` are more base URLs by which it is reached.
pub fn of(base_url: &BaseUrl, others: &[&str], trusted_proxies: &[Network]) -> Site {
    let hosts = std::iter::once(base_url.as_str())
        .chain(others.iter().copied())
        .filter_map(host)
        .collect();
    Site {
        base_url: base_url.as_str().to_owned(),
        hosts,
        trusted_proxies: trusted_proxies
            .iter()
            .filter_map(|network| WebNetwork::parse(&network.to_string()))
            .collect(),
    }
}

/// The `Host` that a browser sends to a base URL: with its port where that is not the scheme's.
fn host(base_url: &str) -> Option<String> {
    let url = Url::parse(base_url).ok()?;
    let name = url.host_str()?;
    Some(
        url.port()
            .map_or_else(|| name.to_owned(), |port| format!("{name}:{port}")),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn a_host_has_its_port_where_it_is_not_the_schemes() {
        let hosts = |text: &str| {
            of(
                &BaseUrl::parse(text).unwrap(),
                &["http://127.0.0.1:8080"],
                &[],
            )
            .hosts
        };
        assert_eq!(
            hosts("http://localhost:8080"),
            ["localhost:8080", "127.0.0.1:8080"]
        );
        assert_eq!(hosts("https://login.example.se")[0], "login.example.se");
        assert_eq!(
            hosts("https://login.example.se:8443")[0],
            "login.example.se:8443"
        );
        assert_eq!(hosts("http://[::1]:80")[0], "[::1]");
    }

    #[test]
    fn trusted_proxies_are_handed_on() {
        let proxies = [
            Network::parse("10.0.0.0/8").unwrap(),
            Network::parse("192.0.2.7").unwrap(),
        ];
        let site = of(&BaseUrl::parse("https://a.se").unwrap(), &[], &proxies);
        let inside = |text: &str| {
            site.trusted_proxies
                .iter()
                .any(|network| network.contains(text.parse().unwrap()))
        };
        assert!(inside("10.9.9.9") && inside("192.0.2.7") && !inside("192.0.2.8"));
    }
}
