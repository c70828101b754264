//! How sure we are: derived from dated evidence, never stored as a wish.
//!
//! Levels follow NIST SP 800-63B-4, method references RFC 8176. A second step that was skipped on a trusted device leaves no evidence
//! and so raises nothing.

use serde::{Deserialize, Serialize};

use crate::factor::Evidence;
use crate::time::Timestamp;

/// An authentication assurance level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Aal {
    /// One factor.
    Aal1,
    /// Two different factors, each of a kind that counts.
    Aal2,
    /// Two factors, one of them hardware that resists phishing. Nothing here claims it yet.
    Aal3,
}

/// What the evidence amounts to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assurance {
    /// The level reached; `None` where nothing that counts was proved.
    pub level: Option<Aal>,
    /// Whether a proof that resists phishing is among it.
    pub phishing_resistant: bool,
    /// Method references in the order they were earned, `mfa` last.
    pub amr: Vec<String>,
    /// When the newest proof was made (`auth_time`).
    pub proved_at: Option<Timestamp>,
}

impl Assurance {
    /// Derives the assurance from evidence.
    pub fn of(evidence: &[Evidence]) -> Self {
        let mut amr: Vec<String> = Vec::new();
        for name in evidence.iter().flat_map(|proof| &proof.amr) {
            if !amr.contains(name) {
                amr.push(name.clone());
            }
        }
        let two = is_two_factors(evidence);
        if two {
            amr.push("mfa".to_owned());
        }
        let counted = evidence.iter().any(|proof| !proof.amr.is_empty());
        Self {
            level: counted.then_some(if two { Aal::Aal2 } else { Aal::Aal1 }),
            phishing_resistant: evidence.iter().any(|proof| proof.phishing_resistant),
            amr,
            proved_at: evidence.iter().map(|proof| proof.at).max(),
        }
    }
}

/// Two proofs of different categories that both count and did not come through one mailbox or number, or one that verified its user.
fn is_two_factors(evidence: &[Evidence]) -> bool {
    let counting: Vec<&Evidence> = evidence.iter().filter(|proof| proof.reaches_aal2).collect();
    counting.iter().any(|proof| proof.user_verified)
        || counting.iter().enumerate().any(|(index, one)| {
            counting[index + 1..].iter().any(|other| {
                one.category != other.category
                    && (one.channel.is_none() || one.channel != other.channel)
            })
        })
}

#[cfg(test)]
mod tests;
