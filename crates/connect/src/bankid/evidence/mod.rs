//! The check of what BankID hands over with a completed order: an XML signature by the person, and an OCSP response about the person's
//! certificate. A login relies on the mutual TLS answer; this is for the stored evidence, years later and in front of somebody else.
//!
//! ```text
//! document   no DTD, and exactly BankID's layout: what is outside of it is refused, not interpreted
//! digests    of what was shown and of the certificates
//! signature  of the digests, under the person's certificate
//! OCSP       about that certificate, good, signed under its issuer, with a nonce made from the signature
//! chain      person ← bank ← BankID ← a root that the caller gave, at the moment of signing
//! content    the text that was shown, and whose number the certificate bears
//! ```
//!
//! It fails closed: evidence is sound where every step says so. It reads no clock (the moment is the one the OCSP response was produced
//! at), asks nobody, trusts no root of its own and never repairs what it reads.
//!
//! Canonical XML is written here for this layout alone, instead of with a library: those on hand for it call themselves unfit for
//! production, and a small reader that knows one layout leaves nothing to wrap a signature in.

mod canonical;
mod certificates;
mod document;
mod examined;
mod fault;
mod layout;
mod ocsp;
#[cfg(all(test, feature = "simulator"))]
mod tests;

use domain::{personal_number::PersonalNumber, time::Timestamp};
use sha2::{Digest as _, Sha256};

pub use certificates::{Roots, Signer};
pub use examined::{Examined, examine};
pub use fault::{ChainFault, EvidenceFault, OcspFault, Part};

use document::SignedDocument;

/// What the evidence must be about.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// What the person saw in the app.
    pub visible_text: VisibleText<'a>,
    /// Who it must have been.
    pub personal_number: PersonalNumber,
}

/// The text that was sent to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VisibleText<'a> {
    /// None was sent.
    Absent,
    /// This one, to the byte.
    Is(&'a str),
    /// One of which only the SHA-256 was kept.
    HasSha256([u8; 32]),
}

/// Evidence that is sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Who signed, as the certificate says.
    pub signer: Signer,
    /// The number in the certificate: the expected one.
    pub personal_number: PersonalNumber,
    /// The signing time of record: when the OCSP response was produced.
    pub signed_at: Timestamp,
    /// The text that was shown.
    pub visible_text: Option<String>,
    /// What was signed along without being shown.
    pub hidden_data: Option<Vec<u8>>,
    /// What the app says it did, in BankID's own words.
    pub function: Option<String>,
}

/// Checks `signature` and `ocsp`, both as BankID answered them (base64), against what is expected and the roots that are trusted.
pub fn check(
    signature: &str,
    ocsp: &str,
    expected: &Expected<'_>,
    roots: &Roots,
) -> Result<Checked, EvidenceFault> {
    examine(signature, ocsp, expected, roots).outcome
}

fn digests_agree(document: &SignedDocument) -> Result<(), EvidenceFault> {
    for (part, canonical, digest) in [
        (
            Part::SignedData,
            &document.signed_data,
            &document.signed_data_digest,
        ),
        (Part::KeyInfo, &document.key_info, &document.key_info_digest),
    ] {
        if Sha256::digest(canonical.as_bytes()).as_slice() != digest.as_slice() {
            return Err(EvidenceFault::Digest(part));
        }
    }
    Ok(())
}

fn is_the_text(shown: Option<&str>, expected: VisibleText<'_>) -> bool {
    match (shown, expected) {
        (None, VisibleText::Absent) => true,
        (Some(shown), VisibleText::Is(text)) => shown == text,
        (Some(shown), VisibleText::HasSha256(digest)) => {
            Sha256::digest(shown.as_bytes()).as_slice() == digest.as_slice()
        }
        _ => false,
    }
}
