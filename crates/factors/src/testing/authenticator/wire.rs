//! How bytes stand in the answers: base64url without padding, CBOR.

use data_encoding::BASE64URL_NOPAD;
use serde_cbor_2::Value;

/// Bytes as text.
pub(super) fn text(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

/// The bytes of a text in the options.
pub(super) fn unpadded(text: &str) -> Vec<u8> {
    BASE64URL_NOPAD
        .decode(text.as_bytes())
        .expect("the options hold base64url without padding")
}

/// The same text with the padding that does not belong there; a line's end where there is nothing to pad.
pub(super) fn padded(text: &str) -> String {
    match text.len() % 4 {
        0 => format!("{text}\n"),
        rest => format!("{text}{}", "=".repeat(4 - rest)),
    }
}

/// CBOR.
pub(super) fn cbor(value: &Value) -> Vec<u8> {
    serde_cbor_2::to_vec(value).expect("plain values have a CBOR form")
}

/// A map of names.
pub(super) fn named<const N: usize>(members: [(&str, Value); N]) -> Value {
    let members = members.map(|(name, value)| (Value::Text(name.to_owned()), value));
    Value::Map(members.into())
}

/// `depth` lists within each other.
pub(super) fn deep(depth: usize) -> Vec<u8> {
    let mut bytes = vec![0x81; depth];
    bytes.push(0x80);
    bytes
}
