#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test may panic"
)]
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use super::*;

fn settings(allowed: &[&str]) -> HttpSettings {
    // Another test of this process may have been first, which serves as well.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    HttpSettings {
        allowed_private: allowed.iter().map(|&host| host.to_owned()).collect(),
        ..HttpSettings::default()
    }
}

fn local() -> Http {
    Http::new(&settings(&["127.0.0.1", "localhost"])).unwrap()
}

fn post(url: String, within_ms: u64) -> Request {
    Request {
        method: "POST",
        url,
        headers: vec![("x-test".to_owned(), "yes".to_owned())],
        body: Some(b"to=%2B46701740605".to_vec()),
        within: Duration::from_millis(within_ms),
    }
}

async fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/sms", listener.local_addr().unwrap());
    (listener, url)
}

/// Reads a request to its end: these have a body of 17 bytes.
async fn read_request(stream: &mut TcpStream) -> String {
    let mut seen = Vec::new();
    while !seen.ends_with(b"to=%2B46701740605") {
        assert_ne!(stream.read_buf(&mut seen).await.unwrap(), 0, "cut short");
    }
    String::from_utf8(seen).unwrap()
}

/// Takes one connection, reads the request, says this and closes.
async fn say_once(listener: TcpListener, said: &[u8]) -> String {
    let (mut stream, _) = listener.accept().await.unwrap();
    let seen = read_request(&mut stream).await;
    stream.write_all(said).await.unwrap();
    stream.shutdown().await.unwrap();
    seen
}

fn not_sent(outcome: Result<Answer, HttpFault>) -> String {
    match outcome {
        Err(HttpFault::NotSent(why)) => why,
        Err(other) => panic!("{other}"),
        Ok(answer) => panic!("answered {}", answer.status),
    }
}

fn unanswered(outcome: Result<Answer, HttpFault>) -> String {
    match outcome {
        Err(HttpFault::Unanswered(why) | HttpFault::Late(why)) => why,
        Err(other) => panic!("{other}"),
        Ok(answer) => panic!("answered {}", answer.status),
    }
}

#[tokio::test]
async fn a_request_goes_out_as_it_was_given_and_its_answer_comes_back() {
    let (listener, url) = listen().await;
    let (answer, seen) = tokio::join!(
        async { local().send(post(url, 5000)).await.unwrap() },
        say_once(
            listener,
            b"HTTP/1.1 201 Created\r\nRetry-After: 7\r\nContent-Length: 2\r\n\r\nok"
        )
    );
    assert_eq!((answer.status, answer.body.as_slice()), (201, &b"ok"[..]));
    assert!(
        answer
            .headers
            .contains(&("retry-after".to_owned(), "7".to_owned()))
    );
    assert!(seen.starts_with("POST /sms HTTP/1.1\r\n"), "{seen}");
    assert!(seen.contains("x-test: yes\r\n"), "{seen}");
    assert!(seen.ends_with("\r\n\r\nto=%2B46701740605"), "{seen}");
    assert!(!seen.to_lowercase().contains("accept-encoding"), "{seen}");
}

#[tokio::test]
async fn nobody_there_means_not_sent() {
    let (listener, url) = listen().await;
    drop(listener);
    let why = not_sent(local().send(post(url, 5000)).await);
    assert!(why.contains("refused"), "{why}");
}

#[tokio::test]
async fn a_name_that_does_not_exist_means_not_sent() {
    let lookup: Lookup =
        Arc::new(|_| Box::pin(async { Err(std::io::Error::other("no such name")) }));
    let http = Http::looking_up(&settings(&[]), lookup).unwrap();
    let outcome = http
        .send(post("https://sms.example/".to_owned(), 5000))
        .await;
    assert_eq!(not_sent(outcome), "no such name");
}

#[tokio::test]
async fn plain_text_where_tls_was_due_is_no_tls() {
    let (listener, url) = listen().await;
    let serve = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut hello = [0; 16];
        stream.read_exact(&mut hello).await.unwrap();
        stream
            .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .await
            .unwrap();
        hello
    };
    let url = url.replace("http:", "https:");
    let (outcome, hello) = tokio::join!(async { local().send(post(url, 5000)).await }, serve);
    assert!(matches!(outcome, Err(HttpFault::Tls(Handshake::Other(_)))));
    assert_eq!(hello[0], 22, "a TLS handshake, nothing in clear");
}

#[tokio::test]
async fn silence_before_tls_stands_means_not_sent_after_three_seconds() {
    let (listener, url) = listen().await;
    let url = url.replace("http:", "https:");
    let why = not_sent(local().send(post(url, 20_000)).await);
    assert_eq!(why, "none within 3 s");
    drop(listener);
}

#[tokio::test]
async fn a_reset_after_the_request_means_unanswered() {
    let (listener, url) = listen().await;
    let serve = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        read_request(&mut stream).await;
        stream.set_zero_linger().unwrap(); // closes with a reset
    };
    let (outcome, ()) = tokio::join!(async { local().send(post(url, 5000)).await }, serve);
    unanswered(outcome);
}

#[tokio::test]
async fn a_close_before_the_answer_means_unanswered_and_nothing_is_sent_again() {
    let (listener, url) = listen().await;
    let serve = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        read_request(&mut stream).await;
        drop(stream);
        timeout(Duration::from_millis(300), listener.accept())
            .await
            .is_ok()
    };
    let (outcome, again) = tokio::join!(async { local().send(post(url, 5000)).await }, serve);
    unanswered(outcome);
    assert!(!again, "it was sent a second time");
}

#[tokio::test]
async fn a_half_open_line_means_unanswered_in_time() {
    let (listener, url) = listen().await;
    let serve = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        read_request(&mut stream).await;
        stream
    };
    let (outcome, _held) = tokio::join!(
        async {
            let http = local();
            timeout(Duration::from_secs(3), http.send(post(url, 300))).await
        },
        serve
    );
    let outcome = outcome.unwrap();
    assert!(matches!(outcome, Err(HttpFault::Late(_))));
    assert_eq!(unanswered(outcome), "none within 0.3 s");
}

#[tokio::test]
async fn an_answer_that_drips_is_given_up_in_time() {
    let (listener, url) = listen().await;
    let serve = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        read_request(&mut stream).await;
        stream
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            .await
            .unwrap();
        while stream.write_all(b"x").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let (outcome, ()) = tokio::join!(
        async {
            let http = local();
            timeout(Duration::from_secs(5), http.send(post(url, 400))).await
        },
        serve
    );
    unanswered(outcome.unwrap());
}

#[tokio::test]
async fn an_assent_cut_short_is_unanswered_and_a_refusal_cut_short_a_refusal() {
    let (listener, url) = listen().await;
    let cut = b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"id\":";
    let (outcome, _) = tokio::join!(
        async { local().send(post(url, 5000)).await },
        say_once(listener, cut)
    );
    unanswered(outcome);

    let (listener, url) = listen().await;
    let cut = b"HTTP/1.1 429 Slow Down\r\nContent-Length: 50\r\n\r\nslow";
    let (outcome, _) = tokio::join!(
        async { local().send(post(url, 5000)).await },
        say_once(listener, cut)
    );
    let answer = outcome.unwrap();
    assert_eq!((answer.status, answer.body.as_slice()), (429, &b"slow"[..]));
}

#[tokio::test]
async fn what_is_no_http_means_unanswered() {
    let (listener, url) = listen().await;
    let (outcome, _) = tokio::join!(
        async { local().send(post(url, 5000)).await },
        say_once(listener, b"SMTP ready\r\n\r\n")
    );
    unanswered(outcome);
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_is_not_followed() {
    let (target, elsewhere) = listen().await;
    for status in [301, 302, 303, 307, 308] {
        let (listener, url) = listen().await;
        let said = format!(
            "HTTP/1.1 {status} Elsewhere\r\nLocation: {elsewhere}\r\nContent-Length: 0\r\n\r\n"
        );
        let (outcome, _) = tokio::join!(
            async { local().send(post(url, 5000)).await },
            say_once(listener, said.as_bytes())
        );
        assert_eq!(outcome.unwrap().status, status);
    }
    let followed = timeout(Duration::from_millis(200), target.accept()).await;
    assert!(followed.is_err(), "the redirect was followed");
}

#[tokio::test]
async fn an_endless_body_is_cut_at_256_kib() {
    let (listener, url) = listen().await;
    let serve = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        read_request(&mut stream).await;
        let head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n";
        stream.write_all(head).await.unwrap();
        let mut sent = 0_u64;
        while stream.write_all(&[b'x'; 16 * 1024]).await.is_ok() {
            sent += 16 * 1024;
        }
        sent
    };
    let (outcome, sent) = tokio::join!(async { local().send(post(url, 20_000)).await }, serve);
    assert_eq!(outcome.unwrap().body.len(), 256 * 1024);
    assert!(sent < 20_000_000, "{sent} bytes were taken off the line");
}

#[tokio::test]
async fn a_header_that_would_break_the_request_is_not_sent() {
    let mut request = post("https://sms.example/".to_owned(), 1000);
    request.headers = vec![("authorization".to_owned(), "a\r\nx: y".to_owned())];
    assert!(matches!(
        local().send(request).await,
        Err(HttpFault::NotSent(_))
    ));
}

#[tokio::test]
async fn a_private_address_is_not_dialled_unless_it_is_allowed() {
    let (listener, url) = listen().await;
    let strict = Http::new(&settings(&["localhost"])).unwrap();
    for url in [url.clone(), url.replace("http:", "https:")] {
        assert!(matches!(
            strict.send(post(url, 2000)).await,
            Err(HttpFault::Forbidden(_))
        ));
    }
    let dialled = timeout(Duration::from_millis(200), listener.accept()).await;
    assert!(dialled.is_err(), "it was dialled");
}

/// A client for which every name has these addresses, and how often it asked.
fn resolving_to(found: &'static [&'static str]) -> (Http, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let lookup: Lookup = Arc::new(move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            let addresses = found
                .iter()
                .map(|ip| SocketAddr::new(ip.parse().unwrap(), 0));
            Ok(addresses.collect())
        })
    });
    (Http::looking_up(&settings(&[]), lookup).unwrap(), asked)
}

#[tokio::test]
async fn a_name_that_leads_inside_is_refused_before_it_is_dialled() {
    let (listener, url) = listen().await;
    let port = url::Url::parse(&url).unwrap().port().unwrap();
    for found in [
        &["127.0.0.1"][..],
        &["::1", "127.0.0.1"],
        &["::ffff:127.0.0.1"],
        &["64:ff9b::7f00:1"],
        &["169.254.169.254"],
        &["fd00::1", "fe80::1", "10.0.0.1"],
    ] {
        let (http, asked) = resolving_to(found);
        let url = format!("https://sms.example:{port}/secret?key=1");
        match http.send(post(url, 2000)).await {
            Err(HttpFault::Forbidden(host)) => assert_eq!(host, "sms.example"),
            other => panic!("{found:?}: {:?}", other.map(|answer| answer.status)),
        }
        assert_eq!(asked.load(Ordering::SeqCst), 1, "asked once, used once");
    }
    // The system's own answer.
    let http = Http::new(&settings(&["127.0.0.1"])).unwrap();
    let outcome = http
        .send(post(format!("https://localhost:{port}/"), 2000))
        .await;
    assert!(matches!(outcome, Err(HttpFault::Forbidden(_))));
    let dialled = timeout(Duration::from_millis(200), listener.accept()).await;
    assert!(dialled.is_err(), "it was dialled");
}

#[tokio::test]
async fn of_a_name_with_both_kinds_of_address_everybodys_alone_are_handed_on() {
    use reqwest::dns::Resolve;
    let lookup: Lookup = Arc::new(|_| {
        Box::pin(async {
            let found = ["10.0.0.1", "1.1.1.1", "::1", "2606:4700::1"];
            let found = found.map(|ip| SocketAddr::new(ip.parse().unwrap(), 0));
            Ok(found.to_vec())
        })
    });
    let left: Vec<String> = Filtered::new(lookup)
        .resolve("sms.example".parse().unwrap())
        .await
        .map_err(|fault| fault.to_string())
        .unwrap()
        .map(|address| address.ip().to_string())
        .collect();
    assert_eq!(left, ["1.1.1.1", "2606:4700::1"]);
}

mod trust {
    use super::*;

    const AUTHORITY: &[u8] = include_bytes!("tests/authority.pem");
    const SERVER: &[u8] = include_bytes!("tests/localhost.pem");
    const SERVER_KEY: &[u8] = include_bytes!("tests/localhost-key.pem");
    const CLIENTS: &[u8] = include_bytes!("tests/client-authority.pem");
    const CLIENT: &[u8] = include_bytes!("tests/client.pem");

    /// Takes one TLS connection and says `ok`; says whether a request was read.
    fn serve_tls(listener: &std::net::TcpListener) -> bool {
        use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
        use std::io::{Read, Write};
        let chain = vec![CertificateDer::from_pem_slice(SERVER).unwrap()];
        let key = PrivateKeyDer::from_pem_slice(SERVER_KEY).unwrap();
        let config = rustls::ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        let connection = rustls::ServerConnection::new(Arc::new(config)).unwrap();
        let (stream, _) = listener.accept().unwrap();
        let mut stream = rustls::StreamOwned::new(connection, stream);
        let mut seen = [0; 4096];
        if stream.read(&mut seen).is_err() {
            return false;
        }
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        true
    }

    async fn called(settings: HttpSettings) -> (Result<Answer, HttpFault>, bool) {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!(
            "https://localhost:{}/",
            listener.local_addr().unwrap().port()
        );
        #[allow(clippy::disallowed_methods, reason = "a server that outlives nothing")]
        let server = std::thread::spawn(move || serve_tls(&listener));
        let outcome = Http::new(&settings).unwrap().send(post(url, 5000)).await;
        (outcome, server.join().unwrap())
    }

    #[tokio::test]
    async fn a_given_authority_is_trusted_and_an_unknown_one_is_not() {
        let (outcome, read) = called(HttpSettings {
            ca_file: Some(AUTHORITY.to_vec()),
            ..settings(&["localhost"])
        })
        .await;
        assert_eq!(outcome.unwrap().body, b"ok");
        assert!(read);

        let (outcome, read) = called(settings(&["localhost"])).await;
        assert!(matches!(
            outcome,
            Err(HttpFault::Tls(Handshake::UnknownAuthority))
        ));
        assert!(!read, "nothing may be said to a stranger");
    }

    /// Takes one TLS connection from whoever shows a certificate of the clients' authority; says whether it did.
    fn serve_known(listener: &std::net::TcpListener) -> bool {
        use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
        use std::io::{Read, Write};
        let mut roots = rustls::RootCertStore::empty();
        roots
            .add(CertificateDer::from_pem_slice(CLIENTS).unwrap())
            .unwrap();
        let verifier = rustls::server::WebPkiClientVerifier::builder(Arc::new(roots));
        let chain = vec![CertificateDer::from_pem_slice(SERVER).unwrap()];
        let key = PrivateKeyDer::from_pem_slice(SERVER_KEY).unwrap();
        let config = rustls::ServerConfig::builder()
            .with_client_cert_verifier(verifier.build().unwrap())
            .with_single_cert(chain, key)
            .unwrap();
        let connection = rustls::ServerConnection::new(Arc::new(config)).unwrap();
        let (stream, _) = listener.accept().unwrap();
        let mut stream = rustls::StreamOwned::new(connection, stream);
        let mut seen = [0; 4096];
        if stream.read(&mut seen).is_err() {
            return false;
        }
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        true
    }

    async fn known(http: Http) -> (Result<Answer, HttpFault>, bool) {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        #[allow(clippy::disallowed_methods, reason = "a server that outlives nothing")]
        let server = std::thread::spawn(move || serve_known(&listener));
        let outcome = http
            .send(post(format!("https://localhost:{port}/"), 5000))
            .await;
        (outcome, server.join().unwrap())
    }

    #[tokio::test]
    async fn a_client_with_certificates_of_its_own_shows_them_and_keeps_the_rule_for_addresses() {
        let authority = || Some(AUTHORITY.to_vec());
        let identity = || Some(CLIENT.to_vec());
        let allowed = Http::new(&settings(&["localhost"])).unwrap();

        let own = allowed.with_certificates(authority(), identity()).unwrap();
        let (outcome, shown) = known(own).await;
        assert_eq!(outcome.unwrap().body, b"ok");
        assert!(shown);

        let nobody = allowed.with_certificates(authority(), None).unwrap();
        let (outcome, shown) = known(nobody).await;
        assert!(
            matches!(outcome, Err(HttpFault::Tls(Handshake::OursRefused(_)))),
            "who shows no certificate is not let in"
        );
        assert!(!shown);

        let stranger = Http::new(&settings(&[])).unwrap();
        let stranger = stranger.with_certificates(authority(), identity()).unwrap();
        let outcome = stranger
            .send(post("https://localhost:9/".to_owned(), 1000))
            .await;
        assert!(matches!(outcome, Err(HttpFault::Forbidden(_))));
    }

    #[tokio::test]
    async fn what_is_no_certificate_is_refused() {
        for junk in [&b""[..], b"no certificate", SERVER_KEY] {
            let settings = HttpSettings {
                ca_file: Some(junk.to_vec()),
                ..settings(&[])
            };
            assert!(Http::new(&settings).is_err());
        }
        let settings = HttpSettings {
            identity: Some(AUTHORITY.to_vec()),
            ..settings(&[])
        };
        assert!(Http::new(&settings).is_err(), "a certificate without a key");
    }
}
