//! How the personal part of a row is bound to the row without being chained: by a salted hash of each of its fields.
//!
//! What opens the hash stands beside the text: the salt. Whoever erases a person erases text and salt together, so that nobody can try
//! out what stood there; the hash stays, and with it the chain.
//!
//! ```text
//! salt ─► a salt for each field ─► a commitment for each field ─► hash
//!
//! whole            salt (16 bytes)                                            the text
//! without address  the address's commitment ‖ the other two salts (64 bytes)  the text without it
//! erased           nothing                                                    nothing
//! ```
//!
//! Rows that the first release wrote have one hash over salt and text. They are proved too; their address goes with the rest.

use sha2::{Digest, Sha256};

use super::Personal;
use super::chain::Hash;

/// The salt of a row, drawn when it is written.
pub type Salt = [u8; 16];

const FLAT: &[u8] = b"tvasteg v1 personal part";
const WHOLE: &[u8] = b"tvasteg v2 personal part";
const FIELD: &[u8] = b"tvasteg v2 personal field";
const FIELD_SALT: &[u8] = b"tvasteg v2 personal salt";

const ADDRESS: &str = "address";
const BROWSER: &str = "browser";
const TARGET: &str = "target";

/// What of a personal part is left, and whether it is what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// All that was written is there.
    Whole,
    /// The address was erased, the rest is what was written.
    WithoutAddress,
    /// It was erased.
    Erased,
    /// It is not what was written.
    Changed,
}

/// The hash of a personal part, as the row's leaf holds it.
pub fn hash(salt: &Salt, personal: &Personal) -> Hash {
    let [address, browser, target] = fields(personal);
    joined(
        &commitment(&field_salt(salt, ADDRESS), ADDRESS, address),
        &commitment(&field_salt(salt, BROWSER), BROWSER, browser),
        &commitment(&field_salt(salt, TARGET), TARGET, target),
    )
}

/// The hash that the first release wrote: over the text as it stood.
fn flat(salt: &[u8], text: &str) -> Hash {
    let mut hash = Sha256::new();
    hash.update(FLAT);
    hash.update(salt);
    hash.update(text.as_bytes());
    hash.finalize().into()
}

/// What the personal part of a row proves to be: `opening` is what stands in the salt's place, `text` the part itself.
pub fn proof(opening: &[u8], text: Option<&str>, hash: &Hash) -> Proof {
    if opening.is_empty() {
        return if text.is_none() {
            Proof::Erased
        } else {
            Proof::Changed
        };
    }
    let Some(personal) = read(text) else {
        return Proof::Changed;
    };
    if let Ok(salt) = Salt::try_from(opening) {
        let written = [
            self::hash(&salt, &personal),
            flat(&salt, text.unwrap_or("")),
        ];
        return if written.contains(hash) {
            Proof::Whole
        } else {
            Proof::Changed
        };
    }
    match reopened(opening, &personal) {
        Some(reopened) if reopened == *hash && personal.address.is_none() => Proof::WithoutAddress,
        _ => Proof::Changed,
    }
}

/// A personal part whose address is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithoutAddress {
    /// What stands in the salt's place now; nothing where all of it had to go.
    pub opening: Vec<u8>,
    /// What is left of it.
    pub text: Option<String>,
}

/// The personal part without the address; `None` where there is none in it. One that the first release wrote goes altogether.
pub fn without_address(opening: &[u8], text: Option<&str>, hash: &Hash) -> Option<WithoutAddress> {
    let personal = read(text)?;
    let salt = Salt::try_from(opening).ok()?;
    personal.address.as_ref()?;
    if self::hash(&salt, &personal) != *hash {
        return Some(WithoutAddress {
            opening: Vec::new(),
            text: None,
        });
    }
    let address = commitment(
        &field_salt(&salt, ADDRESS),
        ADDRESS,
        personal.address.as_deref(),
    );
    let mut opening = address.to_vec();
    opening.extend_from_slice(&field_salt(&salt, BROWSER));
    opening.extend_from_slice(&field_salt(&salt, TARGET));
    let left = Personal {
        address: None,
        ..personal
    };
    Some(WithoutAddress {
        opening,
        text: written(&left),
    })
}

/// The text of a personal part; nothing where nothing stands in it.
pub fn written(personal: &Personal) -> Option<String> {
    if *personal == Personal::default() {
        return None;
    }
    // A struct of three texts is always written.
    serde_json::to_string(personal).ok()
}

/// The part that a text says, if it says it in the one way that we write.
fn read(text: Option<&str>) -> Option<Personal> {
    let Some(text) = text else {
        return Some(Personal::default());
    };
    let personal: Personal = serde_json::from_str(text).ok()?;
    (written(&personal).as_deref() == Some(text)).then_some(personal)
}

fn fields(personal: &Personal) -> [Option<&str>; 3] {
    [&personal.address, &personal.browser, &personal.target].map(Option::as_deref)
}

fn field_salt(salt: &Salt, field: &str) -> Salt {
    let mut hash = Sha256::new();
    hash.update(FIELD_SALT);
    hash.update(salt);
    hash.update(field.as_bytes());
    let whole: Hash = hash.finalize().into();
    let mut salt = [0; 16];
    salt.copy_from_slice(&whole[..16]);
    salt
}

fn commitment(salt: &[u8], field: &str, value: Option<&str>) -> Hash {
    let mut hash = Sha256::new();
    hash.update(FIELD);
    hash.update([u8::try_from(field.len()).unwrap_or(u8::MAX)]);
    hash.update(field.as_bytes());
    hash.update(salt);
    hash.update([u8::from(value.is_some())]);
    hash.update(value.unwrap_or("").as_bytes());
    hash.finalize().into()
}

fn joined(address: &[u8], browser: &[u8], target: &[u8]) -> Hash {
    let mut hash = Sha256::new();
    hash.update(WHOLE);
    hash.update(address);
    hash.update(browser);
    hash.update(target);
    hash.finalize().into()
}

/// The hash of a part whose address was erased.
fn reopened(opening: &[u8], personal: &Personal) -> Option<Hash> {
    let (address, salts) = opening.split_at_checked(32)?;
    let (browser, target) = salts.split_at_checked(16)?;
    (target.len() == 16).then(|| {
        joined(
            address,
            &commitment(browser, BROWSER, personal.browser.as_deref()),
            &commitment(target, TARGET, personal.target.as_deref()),
        )
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    const SALT: Salt = [7; 16];

    fn someone() -> Personal {
        Personal {
            address: Some("192.0.2.1".to_owned()),
            browser: Some("Firefox".to_owned()),
            target: None,
        }
    }

    #[test]
    fn what_was_written_is_proved_and_every_change_of_it_is_found() {
        let hash = hash(&SALT, &someone());
        let text = written(&someone());
        assert_eq!(proof(&SALT, text.as_deref(), &hash), Proof::Whole);
        for other in [
            None,
            Some(r#"{"address":"192.0.2.2","browser":"Firefox"}"#),
            Some(r#"{"address":"192.0.2.1"}"#),
            Some(r#"{"browser":"Firefox","address":"192.0.2.1"}"#),
            Some(r#"{"address":"192.0.2.1","browser":"Firefox","note":"x"}"#),
            Some(r#"{"address":"192.0.2.1","browser":"Firefox","target":""}"#),
            Some(r#"{"address":"192.0.2.1Firefox"}"#),
            Some("{}"),
            Some(""),
        ] {
            assert_eq!(proof(&SALT, other, &hash), Proof::Changed, "{other:?}");
        }
        assert_eq!(proof(&[8; 16], text.as_deref(), &hash), Proof::Changed);
        assert_eq!(proof(&[7; 17], text.as_deref(), &hash), Proof::Changed);
    }

    #[test]
    fn an_erased_part_leaves_nothing_to_try_values_on() {
        let hash = hash(&SALT, &someone());
        assert_eq!(proof(&[], None, &hash), Proof::Erased);
        assert_eq!(
            proof(&[], written(&someone()).as_deref(), &hash),
            Proof::Changed
        );
    }

    #[test]
    fn the_address_goes_alone_and_the_rest_stays_proved() {
        let hash = hash(&SALT, &someone());
        let text = written(&someone());
        let left = without_address(&SALT, text.as_deref(), &hash).unwrap();
        assert_eq!(left.text.as_deref(), Some(r#"{"browser":"Firefox"}"#));
        assert!(!left.opening.windows(16).any(|part| part == SALT));
        assert_eq!(
            proof(&left.opening, left.text.as_deref(), &hash),
            Proof::WithoutAddress
        );
        for changed in [Some(r#"{"browser":"Chrome"}"#), None, text.as_deref()] {
            assert_eq!(
                proof(&left.opening, changed, &hash),
                Proof::Changed,
                "{changed:?}"
            );
        }
        assert_eq!(
            without_address(&left.opening, left.text.as_deref(), &hash),
            None
        );
    }

    #[test]
    fn a_part_with_an_address_alone_leaves_no_text() {
        let personal = Personal {
            browser: None,
            ..someone()
        };
        let hash = hash(&SALT, &personal);
        let left = without_address(&SALT, written(&personal).as_deref(), &hash).unwrap();
        assert_eq!(left.text, None);
        assert_eq!(proof(&left.opening, None, &hash), Proof::WithoutAddress);
    }

    #[test]
    fn a_row_of_the_first_release_is_proved_and_loses_its_address_with_the_rest() {
        let text = written(&someone()).unwrap();
        let hash = flat(&SALT, &text);
        assert_eq!(proof(&SALT, Some(&text), &hash), Proof::Whole);
        assert_eq!(proof(&SALT, None, &hash), Proof::Changed);
        assert_eq!(proof(&SALT, None, &flat(&SALT, "")), Proof::Whole);
        let left = without_address(&SALT, Some(&text), &hash).unwrap();
        assert_eq!((left.opening.len(), left.text), (0, None));
    }

    #[test]
    fn a_row_without_a_personal_part_has_nothing_to_lose() {
        let nobody = Personal::default();
        let hash = hash(&SALT, &nobody);
        assert_eq!(written(&nobody), None);
        assert_eq!(proof(&SALT, None, &hash), Proof::Whole);
        assert_eq!(proof(&SALT, Some("{}"), &hash), Proof::Changed);
        assert_eq!(without_address(&SALT, None, &hash), None);
    }
}
