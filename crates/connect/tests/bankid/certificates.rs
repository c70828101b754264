//! Whose certificate is at fault, and in which way.

use connect::eid::Eid as _;
use domain::eid::{EidFault, TlsFault};
use domain::time::Timestamp;
use rustls::version::{TLS12, TLS13};

use crate::authority::{Authority, Leaf};
use crate::server::{Says, Server};
use crate::{NOW, client, order};

/// What goes wrong between a server and a client with these certificates.
async fn fault(shown: &Leaf, trusted: &Authority, ours: &Leaf, taken: &Authority) -> TlsFault {
    let server = Server::start(shown, taken, Says::Nothing).await;
    let outcome = client(&server.address(), trusted, ours).probe(NOW).await;
    assert_eq!(server.heard(), Vec::<String>::new(), "nothing was said");
    match outcome {
        Err(EidFault::Tls(fault)) => fault,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn their_certificate_is_of_our_root_for_its_host_and_good_today() {
    let (theirs, ours) = (Authority::new("theirs"), Authority::new("ours"));
    let us = ours.leaf("client");
    let good = theirs.leaf("localhost");

    let stranger = Authority::new("somebody else");
    assert_eq!(
        fault(&good, &stranger, &us, &ours).await,
        TlsFault::WrongRoot
    );
    let impostor = Authority::new("theirs");
    assert_eq!(
        fault(&good, &impostor, &us, &ours).await,
        TlsFault::WrongRoot,
        "the same name with another key"
    );
    let elsewhere = theirs.leaf("appapi2.bankid.com");
    assert_eq!(
        fault(&elsewhere, &theirs, &us, &ours).await,
        TlsFault::WrongHost
    );
    let old = theirs.leaf_of_years("localhost", 2020, 2021);
    assert_eq!(
        fault(&old, &theirs, &us, &ours).await,
        TlsFault::TheirsExpired
    );
    let young = theirs.leaf_of_years("localhost", 2090, 2100);
    assert_eq!(
        fault(&young, &theirs, &us, &ours).await,
        TlsFault::TheirsExpired
    );
}

#[tokio::test]
async fn our_certificate_expired_or_refused_is_told_apart_with_either_version_of_tls() {
    let (theirs, ours) = (Authority::new("theirs"), Authority::new("ours"));
    let shown = theirs.leaf("localhost");
    let old = ours.leaf_of_years("client", 2020, 2021);
    let foreign = Authority::new("another bank").leaf("client");
    for version in [&TLS12, &TLS13] {
        let server = Server::start_with(&shown, &ours, Says::Nothing, &[version]).await;
        let asked = async |certificate: &Leaf| {
            let client = client(&server.address(), &theirs, certificate);
            (client.probe(NOW).await, client.start(&order()).await.err())
        };
        let expired = EidFault::Tls(TlsFault::OursExpired);
        let (probed, started) = asked(&old).await;
        assert_eq!(probed, Err(expired.clone()), "{version:?}");
        assert_eq!(started, Some(expired), "{version:?}");

        let (probed, started) = asked(&foreign).await;
        for fault in [probed.err(), started] {
            assert!(
                matches!(fault, Some(EidFault::Tls(TlsFault::OursRefused(_)))),
                "{version:?}: {fault:?}"
            );
        }
        assert_eq!(server.heard(), Vec::<String>::new(), "{version:?}");
    }
}

#[tokio::test]
async fn a_certificate_that_is_refused_without_a_reason_has_expired_where_its_time_is_over() {
    let (theirs, ours) = (Authority::new("theirs"), Authority::new("ours"));
    let server = Server::start(&theirs.leaf("localhost"), &ours, Says::Nothing).await;
    // Refused for its issuer, which is all the server says.
    let foreign = Authority::new("another bank").leaf("client");
    let client = client(&server.address(), &theirs, &foreign);
    let ends = client.standing().certificate_ends;
    assert!(matches!(
        client.probe(NOW).await,
        Err(EidFault::Tls(TlsFault::OursRefused(_)))
    ));
    assert_eq!(
        client.probe(ends).await,
        Err(EidFault::Tls(TlsFault::OursExpired))
    );
}

#[tokio::test]
async fn what_is_no_tls_is_told_apart_from_certificates() {
    let (theirs, ours) = (Authority::new("theirs"), Authority::new("ours"));
    let us = ours.leaf("client");
    // A server of another kind speaks first, and not TLS.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    #[allow(clippy::disallowed_methods, reason = "ends with its one connection")]
    let speaks = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        tokio::io::AsyncWriteExt::write_all(&mut stream, b"220 mail.example.se ESMTP\r\n")
            .await
            .unwrap();
        stream
    });
    let address = format!("https://localhost:{port}/rp/v6.0/");
    let fault = client(&address, &theirs, &us).probe(NOW).await;
    assert!(
        matches!(fault, Err(EidFault::Tls(TlsFault::Other(_)))),
        "{fault:?}"
    );
    drop(speaks.await);
}

#[tokio::test]
async fn the_end_of_our_certificate_is_known_without_asking() {
    let ours = Authority::new("ours");
    let leaf = ours.leaf_of_years("client", 2026, 2028);
    let client = client("https://localhost:1/", &ours, &leaf);
    let standing = client.standing();
    // 2026-01-01 and 2028-01-01.
    assert_eq!(
        standing.certificate_begins,
        Timestamp::from_unix_seconds(1_767_225_600)
    );
    assert_eq!(
        standing.certificate_ends,
        Timestamp::from_unix_seconds(1_830_297_600)
    );
    assert_eq!(standing.subject, "CN=client");
    assert_eq!(standing.known_root, None);
}
