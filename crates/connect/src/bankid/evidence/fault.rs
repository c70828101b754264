//! Why evidence is not sound. A fault says which step failed and carries nothing of what was read.

/// One of the two parts that a signature covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What the person saw, and the circumstances.
    SignedData,
    /// The certificates.
    KeyInfo,
}

/// Why evidence is not sound.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceFault {
    /// The signature is no base64 of a text in UTF-8 of sensible size.
    #[error("the signature is not the base64 of a document")]
    NotADocument,
    /// It brings a document type, with which its meaning could be changed from outside.
    #[error("the signature has a document type")]
    DocumentType,
    /// It is no well-formed XML with namespaces.
    #[error("the signature is not well-formed XML")]
    Malformed,
    /// It has something that BankID's layout does not have, or lacks something.
    #[error("the signature is outside of BankID's layout: {0}")]
    Layout(&'static str),
    /// An Id stands twice, or where none belongs: what is signed could be another element than what is read.
    #[error("the signature has an Id where none belongs")]
    StrayId,
    /// Another way of canonicalising, hashing or signing than the one that is accepted.
    #[error("the signature names an algorithm that is not accepted")]
    Algorithm,
    /// A part is not what was signed.
    #[error("the digest of {0:?} is not the one that was signed")]
    Digest(Part),
    /// The digests were not signed with the key of the first certificate.
    #[error("the signature does not fit the person's certificate")]
    Signature,
    /// A certificate, or a root that was given, cannot be read.
    #[error("a certificate cannot be read")]
    Certificate,
    /// The certificates do not lead to a trusted root.
    #[error("the certificates do not hold: {0}")]
    Chain(ChainFault),
    /// The OCSP response proves nothing.
    #[error("the OCSP response does not hold: {0}")]
    Ocsp(OcspFault),
    /// Another text was shown than the one that was sent.
    #[error("another text was signed than the one that was sent")]
    OtherText,
    /// Somebody else signed.
    #[error("somebody else signed")]
    OtherPerson,
}

/// Why certificates do not lead to a trusted root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChainFault {
    /// They end at none of the roots that were given.
    #[error("they end at no trusted root")]
    UnknownRoot,
    /// One of them was not valid when the signature was made.
    #[error("one was not valid at the time of signing")]
    NotValidThen,
    /// They do not follow each other in the order in which they stand.
    #[error("they do not follow each other")]
    Order,
    /// One may not be used for this, or is signed in a way that is not accepted.
    #[error("one may not be used for this")]
    Unfit,
}

/// Why an OCSP response proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OcspFault {
    /// It is no base64 of a basic OCSP response.
    #[error("it cannot be read")]
    Unreadable,
    /// The responder gave no answer.
    #[error("the responder gave no answer")]
    NotSuccessful,
    /// It does not say exactly one thing, and that of the person's certificate.
    #[error("it is about another certificate")]
    OtherCertificate,
    /// The certificate was revoked, or the responder did not know it.
    #[error("the certificate was not good")]
    NotGood,
    /// It was not current when it was produced.
    #[error("its times contradict each other")]
    Times,
    /// It has no nonce.
    #[error("it has no nonce")]
    NoNonce,
    /// Its nonce was made for another signature.
    #[error("its nonce belongs to another signature")]
    OtherNonce,
    /// Who signed it is not the issuer, nor somebody the issuer put in charge of that.
    #[error("its responder is not the issuer's")]
    Responder,
    /// It was not signed with the responder's key.
    #[error("its signature is wrong")]
    Signature,
}
