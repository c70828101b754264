#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use domain::id::{OrganisationId, UserId};
use domain::random::Random;

use super::*;

/// Counts up: plain to follow, and no two draws alike.
struct Counting(u64);

impl Random for Counting {
    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let drawn = self.0.to_be_bytes();
            chunk.copy_from_slice(&drawn[..chunk.len()]);
        }
    }
}

fn ring(text: &str) -> Keyring {
    Keyring::parse(text).unwrap_or_else(|fault| panic!("{fault}"))
}

fn fault(text: &str) -> Option<KeyFault> {
    Keyring::parse(text).err()
}

const ONE: &str = "00000001 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
const TWO: &str = "00000002 AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

const ROW: [u8; 16] = [7; 16];
const ORGANISATION: OrganisationId = OrganisationId::from_bytes([1; 16]);
const OTHER_ORGANISATION: OrganisationId = OrganisationId::from_bytes([2; 16]);
const USER: UserId = UserId::from_bytes([3; 16]);
const OTHER_USER: UserId = UserId::from_bytes([4; 16]);

const PLACE: Place<'static> = Place {
    organisation: &ORGANISATION,
    table: "authenticators",
    row: &ROW,
    user: Some(&USER),
    column: "data",
};

#[test]
fn a_generated_file_can_be_read_again() {
    let text = Keyring::generate(&mut Counting(1));
    assert_eq!(ring(&text).current_id().len(), 8);
    assert!(*text != *Keyring::generate(&mut Counting(2)));
}

#[test]
fn a_file_that_is_no_key_file_is_refused_with_its_line() {
    assert_eq!(fault(""), Some(KeyFault::Empty));
    assert_eq!(fault("# only words\n\n"), Some(KeyFault::Empty));
    for broken in [
        "x",
        "00000001",
        "00000001 AAAA",
        "0001 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    ] {
        let text = format!("{ONE}\n\n{broken}");
        assert_eq!(
            fault(&text),
            Some(KeyFault::Malformed { line: 3 }),
            "{broken}"
        );
    }
    assert_eq!(
        fault(&format!("{ONE}\n{ONE}")),
        Some(KeyFault::Repeated { line: 2 })
    );
}

#[test]
fn a_sealed_value_opens_at_its_place_alone() {
    let keys = ring(ONE);
    let sealed = keys.seal(PLACE, b"a secret", &mut Counting(1)).unwrap();
    assert_eq!(keys.open(PLACE, &sealed).unwrap().as_slice(), b"a secret");
    let elsewhere = [
        Place {
            organisation: &OTHER_ORGANISATION,
            ..PLACE
        },
        Place {
            table: "addresses",
            ..PLACE
        },
        Place {
            row: &[8; 16],
            ..PLACE
        },
        Place {
            user: Some(&OTHER_USER),
            ..PLACE
        },
        Place {
            user: None,
            ..PLACE
        },
        Place {
            column: "label",
            ..PLACE
        },
    ];
    for place in elsewhere {
        assert!(keys.open(place, &sealed).is_err());
    }
}

#[test]
fn a_sealed_value_with_any_byte_changed_does_not_open() {
    let keys = ring(ONE);
    let sealed = keys.seal(PLACE, b"a secret", &mut Counting(1)).unwrap();
    for place in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[place] ^= 1;
        assert!(keys.open(PLACE, &changed).is_err(), "byte {place}");
    }
    for length in 0..sealed.len() {
        assert!(
            keys.open(PLACE, &sealed[..length]).is_err(),
            "length {length}"
        );
    }
}

#[test]
fn an_earlier_key_opens_and_the_current_one_seals() {
    let before = ring(ONE);
    let sealed = before.seal(PLACE, b"a secret", &mut Counting(1)).unwrap();
    let hashed = before.hash("session", &ORGANISATION, b"token");
    let after = ring(&format!("{TWO}\n{ONE}"));
    assert_eq!(after.open(PLACE, &sealed).unwrap().as_slice(), b"a secret");
    assert!(after.hash_matches("session", &ORGANISATION, b"token", hashed.as_bytes()));
    assert!(
        after
            .marks("session", &ORGANISATION, b"token")
            .iter()
            .any(|mark| mark.as_bytes() == hashed.as_bytes())
    );
    let resealed = after.seal(PLACE, b"a secret", &mut Counting(1)).unwrap();
    assert!(ring(TWO).open(PLACE, &resealed).is_ok());
    assert!(ring(TWO).open(PLACE, &sealed).is_err());
}

#[test]
fn the_same_random_stream_does_not_give_two_texts_one_nonce() {
    let keys = ring(ONE);
    let nonce = |text: &[u8]| keys.seal(PLACE, text, &mut Counting(1)).unwrap()[5..29].to_vec();
    assert_ne!(nonce(b"one"), nonce(b"two"));
    assert_eq!(nonce(b"one"), nonce(b"one"));
}

#[test]
fn a_keyed_hash_is_bound_to_its_purpose_and_organisation() {
    let keys = ring(ONE);
    let hash = keys.hash("session", &ORGANISATION, b"token");
    let stored = hash.as_bytes();
    assert!(keys.hash_matches("session", &ORGANISATION, b"token", stored));
    assert!(!keys.hash_matches("session", &ORGANISATION, b"Token", stored));
    assert!(!keys.hash_matches("device", &ORGANISATION, b"token", stored));
    assert!(!keys.hash_matches("session", &OTHER_ORGANISATION, b"token", stored));
    assert!(!keys.hash_matches("session", &ORGANISATION, b"token", &stored[..20]));
    assert!(!ring(TWO).hash_matches("session", &ORGANISATION, b"token", stored));
}

#[test]
fn a_cookie_tag_holds_for_its_bytes_alone() {
    let keys = ring(ONE);
    let tag = keys.cookie_tag("login", b"abc");
    assert!(keys.cookie_tag_matches("login", b"abc", tag.as_bytes()));
    assert!(!keys.cookie_tag_matches("login", b"abd", tag.as_bytes()));
    assert!(!keys.cookie_tag_matches("session", b"abc", tag.as_bytes()));
}

#[test]
fn a_seal_is_signed_by_the_key_it_names_and_verified_without_it() {
    use domain::audit::verify::Signature;
    let (old, both) = (ring(ONE), ring(&format!("{TWO}\n{ONE}")));
    let signed = old.sign_audit(b"root").unwrap();
    assert_eq!(old.audit_signature(b"root", &signed), Signature::Good);
    assert_eq!(both.audit_signature(b"root", &signed), Signature::Good);
    assert_eq!(
        ring(TWO).audit_signature(b"root", &signed),
        Signature::UnknownKey
    );
    assert_eq!(old.audit_signature(b"roof", &signed), Signature::Bad);
    for place in 0..signed.len() {
        let mut changed = signed.clone();
        changed[place] ^= 1;
        assert_ne!(
            both.audit_signature(b"root", &changed),
            Signature::Good,
            "{place}"
        );
    }
    assert_eq!(old.audit_signature(b"root", &signed[..20]), Signature::Bad);
    assert_eq!(old.audit_signature(b"root", &[]), Signature::Bad);
    let (public, other) = (old.audit_key().unwrap(), both.audit_key().unwrap());
    assert!(audit_key_signed(&public, b"root", &signed));
    assert!(!audit_key_signed(&other, b"root", &signed));
    assert!(!audit_key_signed(&public, b"roof", &signed));
    assert_eq!(
        (public.id.as_str(), other.id.as_str()),
        ("00000001", "00000002")
    );
}
