//! A factor's own bytes: JSON that begins with its format, so that every format ever written can be told apart and read.
//!
//! `{"format":1,…}`. Sealing them is the store's; nothing here is secret-aware, and nothing here prints what it reads.

use data_encoding::HEXLOWER;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::DataFault;

#[derive(Serialize)]
struct Written<'a, T> {
    format: i64,
    #[serde(flatten)]
    content: &'a T,
}

#[derive(Deserialize)]
struct Head {
    format: i64,
}

/// The bytes of `content` in this format.
#[expect(
    clippy::expect_used,
    reason = "our own structs of texts and numbers always have a JSON form"
)]
pub(crate) fn write<T: Serialize>(format: i64, content: &T) -> Vec<u8> {
    serde_json::to_vec(&Written { format, content }).expect("plain structs have a JSON form")
}

/// Reads bytes that [`write()`] wrote in this format; another format is a fault.
pub(crate) fn read<T: DeserializeOwned>(format: i64, bytes: &[u8]) -> Result<T, DataFault> {
    let fault = |format, source| DataFault { format, source };
    let head: Head = serde_json::from_slice(bytes).map_err(|source| fault(0, Some(source)))?;
    if head.format != format {
        return Err(fault(head.format, None));
    }
    serde_json::from_slice(bytes).map_err(|source| fault(format, Some(source)))
}

/// Several values as one run of bytes in which each stands apart, whatever is in it: what a keyed hash binds together.
pub(crate) fn bound(parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

/// A hash or a nonce, written as hexadecimal text.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Hex(pub(crate) Vec<u8>);

impl Serialize for Hex {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&HEXLOWER.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        HEXLOWER
            .decode(text.as_bytes())
            .map(Self)
            .map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    #[derive(Serialize, Deserialize)]
    struct Content {
        mark: Hex,
    }

    #[test]
    fn the_format_stands_first_and_is_checked() {
        let bytes = write(
            1,
            &Content {
                mark: Hex(vec![0, 255]),
            },
        );
        assert_eq!(bytes, br#"{"format":1,"mark":"00ff"}"#);
        assert_eq!(read::<Content>(1, &bytes).unwrap().mark.0, [0, 255]);
        assert_eq!(read::<Content>(2, &bytes).err().unwrap().format, 1);
        assert_eq!(read::<Content>(1, b"").err().unwrap().format, 0);
        assert!(read::<Content>(1, br#"{"format":1}"#).is_err());
        assert!(read::<Content>(1, br#"{"format":1,"mark":"0"}"#).is_err());
    }

    #[test]
    fn no_two_lists_of_parts_give_the_same_bytes() {
        assert_ne!(bound(&[b"ab", b"c"]), bound(&[b"a", b"bc"]));
        assert_ne!(bound(&[b"ab"]), bound(&[b"ab", b""]));
        assert_ne!(bound(&[]), bound(&[b""]));
    }
}
