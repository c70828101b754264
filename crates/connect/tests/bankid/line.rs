//! The line between: what breaks before a request left us, and what breaks after.

use connect::bankid::{Account, Client, Demands, Identity, Root};
use connect::eid::Eid as _;
use domain::eid::{EidFault, Stretch};

use crate::authority::Authority;
use crate::server::Says;
use crate::{agreeing, client, order, reference};

fn stretch(fault: &EidFault) -> Stretch {
    match fault {
        EidFault::Unreachable { stretch, .. } => *stretch,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn where_nobody_listens_nothing_was_sent() {
    let authority = Authority::new("any");
    let leaf = authority.leaf("client");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("https://{}/rp/v6.0/", listener.local_addr().unwrap());
    drop(listener);
    let client = client(&address, &authority, &leaf);
    let fault = client.collect(&reference()).await.unwrap_err();
    assert_eq!(stretch(&fault), Stretch::NothingSent);
    assert!(fault.is_safe_to_retry());
}

#[tokio::test]
async fn a_line_that_breaks_after_the_request_may_have_lost_an_outcome() {
    let half = b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"status\":\"complete\"".to_vec();
    let head = b"HTTP/1.1 200".to_vec();
    let no_http = b"SSH-2.0-OpenSSH_9.2\r\n\r\n".to_vec();
    for says in [
        Says::Nothing,
        Says::Bytes(half),
        Says::Bytes(head),
        Says::Bytes(no_http),
    ] {
        let (server, client) = agreeing(says).await;
        let fault = client.collect(&reference()).await.unwrap_err();
        assert_eq!(stretch(&fault), Stretch::MaybeSent);
        assert!(!fault.is_safe_to_retry());
        assert_eq!(server.heard().len(), 1, "never sent twice");
    }
}

#[tokio::test]
async fn a_refusal_that_breaks_off_is_a_refusal() {
    let cut = b"HTTP/1.1 503 So\r\ncontent-length: 900\r\n\r\n{\"errorCode\":".to_vec();
    let (_server, client) = agreeing(Says::Bytes(cut)).await;
    assert_eq!(
        client.start(&order()).await.err(),
        Some(EidFault::Trouble { status: 503 })
    );
}

#[tokio::test]
async fn silence_ends_and_may_have_been_an_outcome() {
    let (server, client) = agreeing(Says::Silence).await;
    let order = reference();
    let (outcome, ()) = tokio::join!(client.collect(&order), async {
        server.has_read().await;
        // From here on nothing but the clock can move on, so it is moved.
        tokio::time::pause();
    });
    let fault = outcome.unwrap_err();
    assert_eq!(stretch(&fault), Stretch::MaybeSent);
    assert!(fault.to_string().contains("within 10 s"), "{fault}");
}

#[tokio::test]
async fn nothing_inside_our_networks_is_called_unless_it_is_named() {
    let authority = Authority::new("any");
    let leaf = authority.leaf("client");
    let client = client("https://192.168.4.71/rp/v6.0/", &authority, &leaf);
    let fault = client.collect(&reference()).await.unwrap_err();
    assert_eq!(stretch(&fault), Stretch::NothingSent);
    assert!(fault.to_string().contains("not allowed"), "{fault}");
}

#[tokio::test]
async fn a_host_inside_that_is_named_is_called() {
    let authority = Authority::new("any");
    let leaf = authority.leaf("client");
    let root = Root::from_pem(authority.pem().as_bytes()).unwrap();
    let identity = Identity::from_file(leaf.pem().as_bytes(), None).unwrap();
    // An address that is no loopback to us, and leads to this machine all the same.
    let listener = tokio::net::TcpListener::bind("0.0.0.0:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let base = format!("https://0.0.0.0:{port}/");
    let account = Account::new(&base, root, identity, Demands::default()).unwrap();
    let client = Client::new(account, &["0.0.0.0".to_owned()]).unwrap();
    let fault = client.collect(&reference()).await.unwrap_err();
    assert!(!fault.to_string().contains("not allowed"), "{fault}");
}
