//! A server over mutual TLS that says what it is told and keeps what it heard, byte by byte.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, SupportedProtocolVersion};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio_rustls::TlsAcceptor;

use crate::authority::{Authority, Leaf};

/// What the server does with a request it has read.
#[derive(Clone)]
pub(crate) enum Says {
    /// An answer with this status and body.
    Answer(u16, String),
    /// These bytes, then the end of the connection.
    Bytes(Vec<u8>),
    /// Nothing: it hangs up.
    Nothing,
    /// Nothing, and it does not hang up.
    Silence,
}

/// Runs until it is dropped.
pub(crate) struct Server {
    at: SocketAddr,
    heard: Arc<Mutex<Vec<String>>>,
    read: Arc<Notify>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    /// Shows this certificate and takes clients of that authority.
    pub(crate) async fn start(shown: &Leaf, clients: &Authority, says: Says) -> Self {
        Self::start_with(shown, clients, says, rustls::ALL_VERSIONS).await
    }

    pub(crate) async fn start_with(
        shown: &Leaf,
        clients: &Authority,
        says: Says,
        versions: &[&'static SupportedProtocolVersion],
    ) -> Self {
        connect::install_tls();
        let mut roots = RootCertStore::empty();
        roots.add(clients.der()).unwrap();
        let verifier = WebPkiClientVerifier::builder(Arc::new(roots));
        let mut config = ServerConfig::builder_with_protocol_versions(versions)
            .with_client_cert_verifier(verifier.build().unwrap())
            .with_single_cert(shown.chain(), shown.key())
            .unwrap();
        // A client that offered HTTP/2 would get it here, and fall.
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Self::serve(TlsAcceptor::from(Arc::new(config)), says).await
    }

    async fn serve(acceptor: TlsAcceptor, says: Says) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let read = Arc::new(Notify::new());
        let (kept, came) = (heard.clone(), read.clone());
        #[allow(clippy::disallowed_methods, reason = "ends when the server is dropped")]
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let hear = |request| {
                    kept.lock().unwrap().push(request);
                    came.notify_one();
                };
                if let Ok(stream) = acceptor.accept(stream).await {
                    converse(stream, &says, hear).await;
                }
            }
        });
        Self {
            at,
            heard,
            read,
            task,
        }
    }

    /// The base address, by name, as the certificate says it.
    pub(crate) fn address(&self) -> String {
        format!("https://localhost:{}/rp/v6.0/", self.at.port())
    }

    /// The requests so far.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }

    /// Returns when a request has been read.
    pub(crate) async fn has_read(&self) {
        self.read.notified().await;
    }
}

/// Reads one request and says what is to be said.
async fn converse(
    mut stream: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    says: &Says,
    hear: impl Fn(String),
) {
    let mut seen = Vec::new();
    while !is_whole(&seen) {
        match stream.read_buf(&mut seen).await {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
    }
    hear(String::from_utf8(seen).unwrap());
    match says {
        Says::Answer(status, body) => {
            let length = body.len();
            let opening = format!(
                "HTTP/1.1 {status} So\r\ncontent-type: application/json\r\nlocation: https://localhost:1/\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
            );
            let _ = stream.write_all(opening.as_bytes()).await;
            let _ = stream.write_all(body.as_bytes()).await;
        }
        Says::Bytes(bytes) => {
            let _ = stream.write_all(bytes).await;
        }
        Says::Nothing => {}
        Says::Silence => std::future::pending().await,
    }
    let _ = stream.shutdown().await;
}

/// Whether head and body are there.
fn is_whole(seen: &[u8]) -> bool {
    let Some(end) = seen.windows(4).position(|window| window == b"\r\n\r\n") else {
        return false;
    };
    let head = String::from_utf8_lossy(&seen[..end]).to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"))
        .map_or(0, |length| length.trim().parse::<usize>().unwrap());
    seen.len() >= end + 4 + length
}
