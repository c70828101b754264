//! The root keys and what is derived from them, each under its own HKDF label: sealing, keyed hashes, cookies, audit.
//!
//! The key file holds one key a line, `ID BASE64`; the first is the current one, the others still open what was sealed under them. Nothing
//! here reads a file, and no type here has Debug, Display or Serialize. A database dump without the key file is worth nothing.

mod hashing;
mod sealing;
mod signing;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use data_encoding::{BASE64, HEXLOWER};
use domain::random::{self, Random};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

pub use hashing::{CookieTag, KeyedHash};
pub use sealing::{Opened, Place};
pub use signing::{AuditKey, audit_key_signed};

const ID_BYTES: usize = 4;
const LEAST_ROOT_BYTES: usize = 32;
const MOST_KEYS: usize = 16;

type DerivedKey = Zeroizing<[u8; 32]>;

/// Why a key file cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// There is no key in it.
    #[error("the key file holds no key")]
    Empty,
    /// A line is not `ID BASE64` with an id of eight hexadecimal digits and at least 32 bytes.
    #[error(
        "line {line} of the key file is not a key id of eight hexadecimal digits and 32 bytes or more in base64"
    )]
    Malformed {
        /// The line, from one.
        line: usize,
    },
    /// Two keys have one id.
    #[error("line {line} of the key file repeats a key id")]
    Repeated {
        /// The line, from one.
        line: usize,
    },
    /// There are more keys than a rotation needs.
    #[error("the key file holds more than {MOST_KEYS} keys")]
    TooMany,
}

/// One root key's derived keys.
struct Key {
    id: [u8; ID_BYTES],
    sealing: DerivedKey,
    nonces: DerivedKey,
    hashing: DerivedKey,
    cookies: DerivedKey,
    audit: DerivedKey,
}

impl Key {
    fn derive(id: [u8; ID_BYTES], root: &[u8]) -> Self {
        let hkdf = Hkdf::<Sha256>::new(Some(b"tvasteg root key"), root);
        let derived = |label: &str| {
            let mut key = Zeroizing::new([0_u8; 32]);
            let expanded = hkdf.expand(label.as_bytes(), key.as_mut());
            debug_assert!(
                expanded.is_ok(),
                "32 bytes are a valid length for HKDF-SHA256"
            );
            key
        };
        Self {
            id,
            sealing: derived("tvasteg v1 sealing"),
            nonces: derived("tvasteg v1 sealing nonces"),
            hashing: derived("tvasteg v1 hashing"),
            cookies: derived("tvasteg v1 cookies"),
            audit: derived("tvasteg v1 audit"),
        }
    }

    fn name(&self) -> String {
        HEXLOWER.encode(&self.id)
    }
}

/// All live keys, the current one first.
pub struct Keyring {
    current: Key,
    earlier: Vec<Key>,
}

impl Keyring {
    /// Reads the text of a key file. Empty lines and lines that begin with `#` are passed over.
    pub fn parse(text: &str) -> Result<Self, KeyFault> {
        let mut keys: Vec<Key> = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let entry = line.trim();
            if entry.is_empty() || entry.starts_with('#') {
                continue;
            }
            let line = index + 1;
            let key = parse_line(entry).ok_or(KeyFault::Malformed { line })?;
            if keys.iter().any(|known| known.id == key.id) {
                return Err(KeyFault::Repeated { line });
            }
            keys.push(key);
        }
        if keys.len() > MOST_KEYS {
            return Err(KeyFault::TooMany);
        }
        let mut keys = keys.into_iter();
        let current = keys.next().ok_or(KeyFault::Empty)?;
        Ok(Self {
            current,
            earlier: keys.collect(),
        })
    }

    /// The text of a new key file with one fresh key.
    pub fn generate(random: &mut dyn Random) -> Zeroizing<String> {
        let id: [u8; ID_BYTES] = random::array(random);
        let root: Zeroizing<[u8; LEAST_ROOT_BYTES]> = Zeroizing::new(random::array(random));
        let mut text = Zeroizing::new(String::with_capacity(256));
        text.push_str(
            "# Tvåsteg's root key. Whoever has this file and the database can read every secret in it; without this file the\n\
             # database is worth nothing. Keep it apart from the database's backup. The first key is the current one.\n",
        );
        let encoded = Zeroizing::new(BASE64.encode(root.as_ref()));
        let written = writeln!(text, "{} {}", HEXLOWER.encode(&id), encoded.as_str());
        debug_assert!(written.is_ok(), "writing to a String does not fail");
        text
    }

    /// The current key's id, as the key file writes it.
    pub fn current_id(&self) -> String {
        self.current.name()
    }

    fn all(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.current).chain(&self.earlier)
    }

    fn find(&self, id: &[u8]) -> Option<&Key> {
        self.all().find(|key| key.id == id)
    }
}

fn parse_line(line: &str) -> Option<Key> {
    let (id, root) = line.split_once(char::is_whitespace)?;
    let id = HEXLOWER.decode(id.to_ascii_lowercase().as_bytes()).ok()?;
    let id = <[u8; ID_BYTES]>::try_from(id).ok()?;
    let root = Zeroizing::new(BASE64.decode(root.trim().as_bytes()).ok()?);
    (root.len() >= LEAST_ROOT_BYTES).then(|| Key::derive(id, &root))
}
