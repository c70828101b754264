//! What is remembered, and for how long.

use super::*;
use crate::bankid::{
    evidence::Roots,
    simulator::{book::Book, request, script::Call},
};

#[test]
fn a_book_forgets_what_nobody_can_read_any_more() {
    let mut book = Book::default();
    let hand = Hand::new();
    let mut random = Counting(3);
    let body = json!({"endUserIp": "::1", "requirement": {"personalNumber": "199006022397"}});
    for round in 0..1_000 {
        let wanted = request::start(Call::Auth, body.to_string().as_bytes()).unwrap();
        // Every second one is refused and ends the one before.
        let begun = book.start(wanted, hand.now(), &mut random);
        assert_eq!(begun.is_ok(), round % 2 == 0);
        hand.advance(Span::seconds(1));
    }
    // Those of the last eight minutes, and a name for the newest.
    let [orders, by_app, by_picture, by_person, ages] = book.size();
    assert!(orders <= 242 && by_app == orders && by_picture == orders && ages >= orders);
    assert!(by_person <= 1);
    hand.advance(Span::minutes(9));
    assert!(book.open_orders(hand.now()).is_empty());
    assert_eq!(book.size(), [0; 5]);
}

#[test]
fn a_book_does_not_grow_behind_an_order_that_stays() {
    let mut book = Book::default();
    let hand = Hand::new();
    let mut random = Counting(4);
    let body = json!({"endUserIp": "::1"}).to_string();
    let mut start = |book: &mut Book| {
        let wanted = request::start(Call::Auth, body.as_bytes()).unwrap();
        book.start(wanted, hand.now(), &mut random)
            .unwrap()
            .reference
    };
    start(&mut book);
    for _ in 0..1_000 {
        let reference = start(&mut book);
        book.cancel(&reference).unwrap();
    }
    let [orders, .., ages] = book.size();
    assert_eq!(orders, 1);
    assert!(ages < 200, "{ages}");
}

#[tokio::test]
async fn keys_are_kept_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("bankid");
    let now = Timestamp::from_unix_millis(NOON);
    let first = Keys::kept_in(&folder, "Exempelbolaget", now).unwrap();
    let second = Keys::kept_in(&folder, "Exempelbolaget", now).unwrap();
    assert_eq!(first.root_fingerprint(), second.root_fingerprint());
    assert_eq!(first.root_pem(), second.root_pem());
    assert_eq!(
        first.caller().certificate_pem(),
        second.caller().certificate_pem()
    );
    assert_eq!(first.caller().key_pem(), second.caller().key_pem());
    // The persons' root too, which is made when it is first asked for.
    assert!(!folder.join("signature-root.pem").exists());
    let root = first.signature_root_pem().await.unwrap();
    assert_eq!(second.signature_root_pem().await.unwrap(), root);
    assert!(Roots::from_pem([root.as_str()]).is_ok());
    // A certificate that is over is made again under the same root.
    let later = now + Span::days(3 * 365);
    let third = Keys::kept_in(&folder, "Exempelbolaget", later).unwrap();
    assert_eq!(first.root_pem(), third.root_pem());
    assert_ne!(
        first.caller().certificate_pem(),
        third.caller().certificate_pem()
    );
}

#[cfg(unix)]
#[test]
fn keys_are_nobody_elses_to_read() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let now = Timestamp::from_unix_millis(NOON);
    Keys::kept_in(folder.path(), "Exempelbolaget", now).unwrap();
    for file in ["root-key.pem", "caller-key.pem"] {
        let mode = std::fs::metadata(folder.path().join(file))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "{file}");
    }
}

#[test]
fn a_folder_with_something_else_in_it_is_no_folder_of_keys() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("root.pem"), "something else").unwrap();
    let now = Timestamp::from_unix_millis(NOON);
    assert!(Keys::kept_in(folder.path(), "Exempelbolaget", now).is_err());
}

#[test]
fn a_callers_certificate_comes_as_pkcs12_too() {
    use p12_keystore::{KeyStore, Pkcs12ImportPolicy};

    let keys = keys();
    let file = keys.caller().pkcs12("hemligt").unwrap();
    assert!(KeyStore::from_pkcs12(&file, "fel", Pkcs12ImportPolicy::Strict).is_err());
    let store = KeyStore::from_pkcs12(&file, "hemligt", Pkcs12ImportPolicy::Strict).unwrap();
    let (_, chain) = store.private_key_chain().unwrap();
    let certificate = pem::Pem::new("CERTIFICATE", chain.certs()[0].as_der());
    assert_eq!(pem::encode(&certificate), keys.caller().certificate_pem());
}
