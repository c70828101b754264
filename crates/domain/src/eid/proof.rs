//! What is kept of an identification, so that it can be proved later who it was, when, and what they were shown.
//!
//! Nothing here decides anything: a login relies on what the eID told us over our own connection. A proof is written once, never changed,
//! and ends with its time. It cannot be printed: a person's number, name and signature stand in it.

use std::net::IpAddr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use super::{Evidence, Identified, Risk};
use crate::factor::FactorKind;
use crate::personal_number::PersonalNumber;
use crate::time::Timestamp;

/// The form in which proofs are written today. One of another form is not read.
pub const PROOF_FORMAT: u32 = 1;

/// What an eID gave when a person showed who they are, and what they were shown. No Debug: it is all theirs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// The form it is written in.
    pub format: u32,
    /// The kind of factor that asked, and with it the eID.
    pub kind: FactorKind,
    /// Who it was.
    #[serde(with = "digits")]
    pub personal_number: PersonalNumber,
    /// The whole name.
    pub name: String,
    /// The given names.
    pub given_name: String,
    /// The surname.
    pub surname: String,
    /// The signature (base64), as the eID gave it.
    pub signature: String,
    /// That the certificate was good at that time (base64), as the eID gave it.
    pub ocsp: String,
    /// The text that the person was shown.
    pub visible_text: String,
    /// SHA-256 of that text, so that it can still be compared where the text itself may not be shown.
    pub visible_text_hash: [u8; 32],
    /// The address at which the eID saw its app.
    pub device_ip: Option<String>,
    /// The app's device, where the eID tells.
    pub device_id: Option<String>,
    /// The eID's judgement, where it could make one.
    #[serde(with = "risk")]
    pub risk: Option<Risk>,
    /// The day on which the person's eID was issued, `YYYY-MM-DD`.
    pub issued: Option<String>,
    /// Whether a passport or identity card was read too.
    pub identity_document_read: bool,
    /// The address of the browser that the order belonged to; nothing for a caller on the telephone.
    pub browser_address: Option<IpAddr>,
    /// When the eID told us. Its own moment stands in what it signed.
    pub told_at: Timestamp,
}

impl Proof {
    /// What is kept of `identified`, whom `kind` asked with this text on the app's screen.
    pub fn of(
        kind: &FactorKind,
        identified: &Identified,
        visible_text: &str,
        browser_address: Option<IpAddr>,
        told_at: Timestamp,
    ) -> Self {
        Self {
            format: PROOF_FORMAT,
            kind: kind.clone(),
            personal_number: identified.personal_number,
            name: identified.name.clone(),
            given_name: identified.given_name.clone(),
            surname: identified.surname.clone(),
            signature: identified.evidence.signature.clone(),
            ocsp: identified.evidence.ocsp.clone(),
            visible_text: visible_text.to_owned(),
            visible_text_hash: hash_of(visible_text),
            device_ip: identified.device_ip.clone(),
            device_id: identified.device_id.clone(),
            risk: identified.risk,
            issued: identified.issued.clone(),
            identity_document_read: identified.identity_document_read,
            browser_address,
            told_at,
        }
    }

    /// Who it was, as the eID told it then.
    pub fn identified(&self) -> Identified {
        Identified {
            personal_number: self.personal_number,
            name: self.name.clone(),
            given_name: self.given_name.clone(),
            surname: self.surname.clone(),
            device_ip: self.device_ip.clone(),
            device_id: self.device_id.clone(),
            risk: self.risk,
            issued: self.issued.clone(),
            identity_document_read: self.identity_document_read,
            evidence: self.evidence(),
        }
    }

    /// What is to be checked, as the eID gave it.
    pub fn evidence(&self) -> Evidence {
        Evidence {
            signature: self.signature.clone(),
            ocsp: self.ocsp.clone(),
        }
    }

    /// Whether the text is the one that was noted with it.
    pub fn text_is_as_noted(&self) -> bool {
        hash_of(&self.visible_text) == self.visible_text_hash
    }
}

fn hash_of(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// A personal number has no form of its own to be written in, so that none is written by accident: here it is meant to be.
mod digits {
    use super::{Deserialize, Deserializer, PersonalNumber, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(
        number: &PersonalNumber,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        number.digits().serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<PersonalNumber, D::Error> {
        PersonalNumber::from_digits(&String::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}

mod risk {
    use super::{Deserialize, Deserializer, Risk, Serialize, Serializer};

    const WORDS: [(Risk, &str); 3] = [
        (Risk::Low, "low"),
        (Risk::Moderate, "moderate"),
        (Risk::High, "high"),
    ];

    #[allow(
        clippy::ref_option,
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands it over like this"
    )]
    pub(super) fn serialize<S: Serializer>(risk: &Option<Risk>, to: S) -> Result<S::Ok, S::Error> {
        let word = risk.and_then(|risk| WORDS.iter().find(|(one, _)| *one == risk));
        word.map(|(_, word)| *word).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Risk>, D::Error> {
        let Some(word) = Option::<String>::deserialize(from)? else {
            return Ok(None);
        };
        let known = WORDS.iter().find(|(_, one)| *one == word);
        known
            .map(|(risk, _)| Some(*risk))
            .ok_or_else(|| serde::de::Error::custom("no such risk"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use super::*;

    fn identified(risk: Option<Risk>) -> Identified {
        Identified {
            personal_number: PersonalNumber::from_digits("199006022397").unwrap(),
            name: "Bo Ek".to_owned(),
            given_name: "Bo".to_owned(),
            surname: "Ek".to_owned(),
            device_ip: Some("192.0.2.7".to_owned()),
            device_id: None,
            risk,
            issued: Some("2025-01-31".to_owned()),
            identity_document_read: true,
            evidence: Evidence {
                signature: "c2ln".to_owned(),
                ocsp: "b2NzcA==".to_owned(),
            },
        }
    }

    fn proof(risk: Option<Risk>) -> Proof {
        let kind = FactorKind::named("an-eid");
        let address = Some("198.51.100.9".parse().unwrap());
        let now = Timestamp::from_unix_seconds(1_790_000_000);
        Proof::of(
            &kind,
            &identified(risk),
            "Logga in hos Åhlund",
            address,
            now,
        )
    }

    #[test]
    fn a_proof_is_read_as_it_was_written() {
        for risk in [
            None,
            Some(Risk::Low),
            Some(Risk::Moderate),
            Some(Risk::High),
        ] {
            let proof = proof(risk);
            let written = serde_json::to_vec(&proof).unwrap();
            let read: Proof = serde_json::from_slice(&written).unwrap();
            assert!(read == proof && read.identified() == identified(risk));
        }
    }

    #[test]
    fn what_was_written_stays_readable() {
        let written = include_str!("proof.json");
        let read: Proof = serde_json::from_str(written).unwrap();
        assert!(read == proof(Some(Risk::Moderate)));
        let same: serde_json::Value = serde_json::from_str(written).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), same);
    }

    #[test]
    fn another_text_is_not_the_one_that_was_noted() {
        let mut proof = proof(None);
        assert!(proof.text_is_as_noted());
        proof.visible_text.push('.');
        assert!(!proof.text_is_as_noted());
    }

    #[test]
    fn a_number_that_is_none_or_a_field_nobody_knows_is_not_read() {
        let written = serde_json::to_value(proof(None)).unwrap();
        let spoilt = |field: &str, value: serde_json::Value| {
            let mut written = written.clone();
            written[field] = value;
            serde_json::from_value::<Proof>(written).is_err()
        };
        assert!(spoilt("personal_number", "199006022398".into()));
        assert!(spoilt("risk", "none".into()));
        assert!(spoilt("also", "this".into()));
    }
}
