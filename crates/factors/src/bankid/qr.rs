//! The text of the animated picture: another one every second, made here of a secret that no page sees.

use data_encoding::HEXLOWER;
use domain::time::Timestamp;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::data::{Open, Picture};

/// What the picture of this second says; nothing where the order has none.
pub(super) fn text(open: &Open, now: Timestamp) -> Option<String> {
    let Picture { token, secret } = open.picture.as_ref()?;
    let second = now.since(open.at).as_millis().max(0) / 1000;
    Some(format!("bankid.{token}.{second}.{}", code(secret, second)))
}

#[expect(
    clippy::expect_used,
    reason = "HMAC is defined for keys of every length, so this cannot fail"
)]
fn code(secret: &str, second: i64) -> String {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of every length");
    mac.update(second.to_string().as_bytes());
    HEXLOWER.encode(mac.finalize().into_bytes().as_slice())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_those_of_the_documentation() {
        let secret = "d28db9a7-4cde-429e-a983-359be676944c";
        for (second, expected) in [
            (
                0,
                "dc69358e712458a66a7525beef148ae8526b1c71610eff2c16cdffb4cdac9bf8",
            ),
            (
                1,
                "949d559bf23403952a94d103e67743126381eda00f0b3cbddbf7c96b1adcbce2",
            ),
            (
                2,
                "a9e5ec59cb4eee4ef4117150abc58fad7a85439a6a96ccbecc3668b41795b3f3",
            ),
            (
                30,
                "814d7fd38e2276625b6815152e3554c663acca689260c092203b48ca4e5c09a3",
            ),
        ] {
            assert_eq!(code(secret, second), expected);
        }
    }
}
