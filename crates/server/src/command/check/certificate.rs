//! Whether the certificate at the base URL is one that browsers trust. What cannot be reached from this machine is only a note: the way to
//! one's own public address is often closed from inside.

use std::io::{Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::ServerName;
use rustls_platform_verifier::BuilderVerifierExt as _;
use url::Url;

use super::Finding;
use crate::config::BaseUrl;

const WITHIN: Duration = Duration::from_secs(5);
const NAME: &str = "certificate";

/// Looks at it.
pub(super) async fn look(base_url: &BaseUrl) -> Finding {
    if !base_url.is_https() {
        return Finding::note(NAME, "none: the base URL is http, for this machine alone");
    }
    let (done, ended) = tokio::sync::oneshot::channel();
    let base_url = base_url.clone();
    let looking = std::thread::Builder::new()
        .name("certificate".to_owned())
        .spawn(move || {
            let _ = done.send(handshake(&base_url));
        });
    let outcome = if looking.is_ok() {
        ended.await.ok()
    } else {
        None
    };
    match outcome {
        Some(Ok(Seen::Trusted)) => Finding::ok(NAME, "trusted by this machine"),
        Some(Ok(Seen::NotReached)) => {
            Finding::note(NAME, "the base URL was not reached from this machine")
        }
        Some(Err(error)) => Finding::fault(NAME, &error),
        None => Finding::note(NAME, "not looked at"),
    }
}

enum Seen {
    Trusted,
    NotReached,
}

fn handshake(base_url: &BaseUrl) -> anyhow::Result<Seen> {
    let url = Url::parse(base_url.as_str())?;
    let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) else {
        return Ok(Seen::NotReached);
    };
    let host = host.trim_matches(['[', ']']);
    let addresses = (host, port)
        .to_socket_addrs()
        .map(Iterator::collect::<Vec<_>>)
        .unwrap_or_default();
    let Some(mut stream) = addresses
        .iter()
        .find_map(|address| TcpStream::connect_timeout(address, WITHIN).ok())
    else {
        return Ok(Seen::NotReached);
    };
    stream.set_read_timeout(Some(WITHIN))?;
    stream.set_write_timeout(Some(WITHIN))?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    let mut connection =
        rustls::ClientConnection::new(Arc::new(config), ServerName::try_from(host.to_owned())?)?;
    let mut tls = rustls::Stream::new(&mut connection, &mut stream);
    // The handshake runs with the first bytes; what the server answers does not matter.
    let asked = write!(
        tls,
        "HEAD /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )
    .and_then(|()| tls.read(&mut [0_u8; 1]));
    match asked {
        Err(error) if connection.is_handshaking() => match error.downcast::<rustls::Error>() {
            Ok(tls) => Err(anyhow::anyhow!(
                "the certificate at the base URL is not trusted: {tls}"
            )),
            Err(_) => Ok(Seen::NotReached),
        },
        _ => Ok(Seen::Trusted),
    }
}
