//! HOTP (RFC 4226): one code for one counter.

use hmac::digest::block_api::EagerHash;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use zeroize::Zeroizing;

use crate::{Algorithm, Code, Digits, Secret};

/// The code that `secret` gives for `counter`.
pub fn hotp(secret: &Secret, counter: u64, algorithm: Algorithm, digits: Digits) -> Code {
    let value = match algorithm {
        Algorithm::Sha1 => truncated::<Sha1>(secret, counter),
        Algorithm::Sha256 => truncated::<Sha256>(secret, counter),
        Algorithm::Sha512 => truncated::<Sha512>(secret, counter),
    };
    Code::from_value(value, digits)
}

/// The dynamic truncation of RFC 4226 §5.3: 31 bits out of the HMAC.
fn truncated<Hash>(secret: &Secret, counter: u64) -> u32
where
    Hash: EagerHash,
    Hmac<Hash>: KeyInit + Mac,
{
    let mut mac = keyed::<Hash>(secret);
    mac.update(&counter.to_be_bytes());
    let hash = Zeroizing::new(mac.finalize().into_bytes().to_vec());
    // The LAST byte names the offset, whatever the length of the hash; it is at most 15 and the shortest hash has
    // 20 bytes, so four bytes always follow.
    let offset = usize::from(hash[hash.len() - 1] & 0x0f);
    let word = hash[offset..offset + 4]
        .iter()
        .fold(0, |word, byte| (word << 8) | u32::from(*byte));
    word & 0x7fff_ffff
}

#[expect(
    clippy::expect_used,
    reason = "HMAC is defined for keys of every length, so this cannot fail"
)]
fn keyed<Hash>(secret: &Secret) -> Hmac<Hash>
where
    Hash: EagerHash,
    Hmac<Hash>: KeyInit,
{
    Hmac::new_from_slice(secret.expose()).expect("HMAC takes keys of every length")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use proptest::prelude::*;

    use super::*;

    fn six(secret: &Secret, counter: u64) -> String {
        hotp(secret, counter, Algorithm::Sha1, Digits::SIX)
            .as_str()
            .to_owned()
    }

    #[test]
    fn the_vectors_of_rfc_4226_come_out() {
        let secret = Secret::from_base32("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").unwrap();
        let expected = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583",
            "399871", "520489",
        ];
        for (counter, code) in (0..).zip(expected) {
            assert_eq!(six(&secret, counter), code, "counter {counter}");
        }
    }

    #[test]
    fn the_well_known_key_gives_its_codes() {
        let secret = Secret::from_base32("JBSWY3DPEHPK3PXP").unwrap();
        assert_eq!(six(&secret, 0), "282760");
        assert_eq!(six(&secret, 1), "996554");
    }

    proptest! {
        #[test]
        fn a_code_always_has_its_length(
            bytes in prop::collection::vec(any::<u8>(), 1..=128), counter in any::<u64>(),
            algorithm in prop::sample::select(Algorithm::ALL.to_vec()), count in 6_u8..=8,
        ) {
            let secret = Secret::from_bytes(bytes).unwrap();
            let code = hotp(&secret, counter, algorithm, Digits::new(count).unwrap());
            prop_assert_eq!(code.as_str().len(), usize::from(count));
            prop_assert!(code.as_str().bytes().all(|byte| byte.is_ascii_digit()));
        }

        #[test]
        fn a_shorter_code_is_the_end_of_a_longer_one(counter in any::<u64>()) {
            let secret = Secret::from_base32("JBSWY3DPEHPK3PXP").unwrap();
            let long = hotp(&secret, counter, Algorithm::Sha256, Digits::EIGHT);
            let short = hotp(&secret, counter, Algorithm::Sha256, Digits::SIX);
            prop_assert_eq!(&long.as_str()[2..], short.as_str());
        }
    }
}
