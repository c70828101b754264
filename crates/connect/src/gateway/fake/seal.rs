//! Signatures as the gateways make them, written from their descriptions and sharing nothing with the code that checks them.

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use sha1::Sha1;
use sha2::{Digest, Sha256};

/// RFC 2104 over a hash with blocks of 64 bytes.
fn hmac<D: Digest>(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut block = [0_u8; 64];
    if key.len() > block.len() {
        let hashed = D::digest(key);
        block[..hashed.len()].copy_from_slice(&hashed);
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let inner = D::new()
        .chain_update(block.map(|byte| byte ^ 0x36))
        .chain_update(message)
        .finalize();
    D::new()
        .chain_update(block.map(|byte| byte ^ 0x5c))
        .chain_update(inner)
        .finalize()
        .to_vec()
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

/// The hash of a body or an address, as in the claims of a signed report.
pub(super) fn sha256_hex(message: &[u8]) -> String {
    hex(&Sha256::digest(message))
}

/// HMAC-SHA1 in base64.
pub(super) fn sha1_base64(key: &[u8], message: &[u8]) -> String {
    STANDARD.encode(hmac::<Sha1>(key, message))
}

/// HMAC-SHA256 in base64.
pub(super) fn sha256_base64(key: &[u8], message: &[u8]) -> String {
    STANDARD.encode(hmac::<Sha256>(key, message))
}

/// HMAC-SHA256 in hexadecimal.
pub(super) fn hmac_sha256_hex(key: &[u8], message: &[u8]) -> String {
    hex(&hmac::<Sha256>(key, message))
}

/// A JWT signed with HS256.
pub(super) fn jwt(key: &[u8], claims: &serde_json::Value) -> String {
    let head = URL_SAFE_NO_PAD.encode(br#"{"alg":"HS256","typ":"JWT"}"#);
    let body = URL_SAFE_NO_PAD.encode(claims.to_string());
    let signed = format!("{head}.{body}");
    let signature = URL_SAFE_NO_PAD.encode(hmac::<Sha256>(key, signed.as_bytes()));
    format!("{signed}.{signature}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_vectors_come_out() {
        let twilio = "https://mycompany.com/myapp.php?foo=1&bar=2CallSidCA1234567890ABCDECaller+14158675309Digits1234From+14158675309To+18005551212";
        assert_eq!(
            sha1_base64(b"12345", twilio.as_bytes()),
            "RSOYDt4T1cUTdK1PDd93/VVr8B8="
        );
        assert_eq!(
            sha256_base64(b"12345", twilio.as_bytes()),
            "033hgUJA9M/hXIZsYjwkerEP/DBm35nEri5FhCYjA5s="
        );
        let gatewayapi = br#"{"event_id":"1","event":{"msg_id":"01J","status":"DELIVERED"}}"#;
        assert_eq!(
            hmac_sha256_hex(b"hemlighet", gatewayapi),
            "b5d1c5846bd08fc59ec42ef166d73791ef52d41dcf72a30adc0580f00bacbdad"
        );
    }

    #[test]
    fn a_key_longer_than_a_block_is_hashed_first() {
        // RFC 4231, test case 6.
        assert_eq!(
            hmac_sha256_hex(
                &[0xaa; 131],
                b"Test Using Larger Than Block-Size Key - Hash Key First"
            ),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }
}
