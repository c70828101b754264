//! What became of an order.

use std::fmt;

use crate::personal_number::PersonalNumber;

/// What an eID says about an order, asked once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// It waits for the person.
    Pending(Hint),
    /// It ended without an identification. Told once.
    Failed(Hint),
    /// The person did it. Told once.
    Complete(Box<Identified>),
}

/// The eID's own word for where an order stands or why it failed. Words we never heard of are words too.
///
/// Never longer than 64 letters and digits, so that it may stand in a log and as part of a key.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Hint(String);

impl Hint {
    /// What stands for a word that is none.
    const NONE: &'static str = "unknown";
    /// No eID has longer words.
    const LONGEST: usize = 64;

    /// Takes a word over; what is no word becomes `unknown`.
    pub fn new(word: &str) -> Self {
        let is_word = (1..=Self::LONGEST).contains(&word.len())
            && word.bytes().all(|sign| sign.is_ascii_alphanumeric());
        Self(if is_word { word } else { Self::NONE }.to_owned())
    }

    /// The word as the eID wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is this word; eIDs do not agree with themselves about capitals.
    pub fn is(&self, word: &str) -> bool {
        self.0.eq_ignore_ascii_case(word)
    }
}

impl fmt::Debug for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How likely the eID thinks that the order is a fraud.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Risk {
    /// As always.
    Low,
    /// Something is unusual.
    Moderate,
    /// Refuse it, or ask for another factor.
    High,
}

/// A person, as the eID identified them. Debug shows the masked number and nothing else.
#[derive(Clone, PartialEq, Eq)]
pub struct Identified {
    /// Who it is.
    pub personal_number: PersonalNumber,
    /// The whole name; some banks write it in capitals.
    pub name: String,
    /// The given names.
    pub given_name: String,
    /// The surname.
    pub surname: String,
    /// The address at which the eID saw its app.
    pub device_ip: Option<String>,
    /// The app's device, where the eID tells.
    pub device_id: Option<String>,
    /// The eID's judgement, where it could make one.
    pub risk: Option<Risk>,
    /// The day on which the person's eID was issued, `YYYY-MM-DD`.
    pub issued: Option<String>,
    /// Whether a passport or identity card was read too.
    pub identity_document_read: bool,
    /// What proves it later.
    pub evidence: Evidence,
}

impl fmt::Debug for Identified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identified")
            .field("personal_number", &self.personal_number)
            .field("risk", &self.risk)
            .finish_non_exhaustive()
    }
}

/// What proves an identification later, as the eID gave it. No Debug: the person's number and name stand in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The signature (base64).
    pub signature: String,
    /// That the certificate was good at that time (base64).
    pub ocsp: String,
}
