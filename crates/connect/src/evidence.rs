//! The check of what is kept of an identification: whether it still proves who it was, step by step, whichever eID gave it.
//!
//! A login never waits for this. It is for the day on which somebody doubts an identification: it reads no clock, asks nobody over the
//! network, and trusts no root but those that it is given.

use domain::eid::Proof;
use domain::time::Timestamp;

use crate::bankid::evidence as bankid;
use crate::eid::EidKind;

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Whether it is a signature in the eID's own layout and nothing else.
    Document,
    /// Whether what stands in it is what was signed.
    Contents,
    /// Whether the key of the person's certificate signed it.
    Signature,
    /// Whether the certificates led to a trusted root when it was signed.
    Chain,
    /// Whether the issuer said then, about this very signature, that the certificate was good.
    Validity,
    /// Whether the person was shown the text that we sent.
    Text,
    /// Whether the certificate bears the number that was kept.
    Person,
}

impl Step {
    /// All of them, in the order in which they build on each other.
    pub const ALL: [Self; 7] = [
        Self::Document,
        Self::Contents,
        Self::Signature,
        Self::Chain,
        Self::Validity,
        Self::Text,
        Self::Person,
    ];

    /// Its name for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Contents => "contents",
            Self::Signature => "signature",
            Self::Chain => "chain",
            Self::Validity => "validity",
            Self::Text => "text",
            Self::Person => "person",
        }
    }
}

/// How a step ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Holds,
    /// It does not, and why: a sentence that tells nothing of what was read.
    Fails(String),
    /// It could not be looked at, because of an earlier one or for want of a root.
    Unchecked,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examination {
    /// Each step and its verdict, in the order of [`Step::ALL`].
    pub steps: Vec<(Step, Verdict)>,
    /// The moment of signing on record. It counts for as much as [`Step::Validity`] does.
    pub signed_at: Option<Timestamp>,
    /// The name in the person's certificate. It counts for as much as [`Step::Chain`] does.
    pub signer: Option<String>,
    /// Who issued that certificate, by its own words.
    pub issued_by: Option<String>,
}

impl Examination {
    /// Whether every step holds. Anything less proves nothing.
    pub fn is_sound(&self) -> bool {
        self.steps
            .iter()
            .all(|(_, verdict)| *verdict == Verdict::Holds)
    }
}

/// Why nothing could be looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExaminationFault {
    /// There is no check for what this kind of factor gave.
    #[error("this program knows no way to check what {0} gave")]
    UnknownKind(String),
    /// What was given as a root is none.
    #[error("there is no certificate in PEM form in it, or one that cannot be a root")]
    NotARoot,
}

/// Looks at what is kept. Each of `roots` is the text of a file with one or more certificates; without any the chain is not looked at, and
/// nothing is sound.
pub fn examine(proof: &Proof, roots: &[String]) -> Result<Examination, ExaminationFault> {
    match EidKind::named(proof.kind.as_str()) {
        Some(EidKind::BankId) => examine_bankid(proof, roots),
        None => Err(ExaminationFault::UnknownKind(proof.kind.to_string())),
    }
}

fn examine_bankid(proof: &Proof, roots: &[String]) -> Result<Examination, ExaminationFault> {
    let trusted = bankid::Roots::from_pem(roots.iter().map(String::as_str))
        .map_err(|_| ExaminationFault::NotARoot)?;
    let text = proof.visible_text.as_str();
    let expected = bankid::Expected {
        visible_text: if text.is_empty() {
            bankid::VisibleText::Absent
        } else {
            bankid::VisibleText::Is(text)
        },
        personal_number: proof.personal_number,
    };
    let examined = bankid::examine(&proof.signature, &proof.ocsp, &expected, &trusted);
    let verdict = |step: Step| match step {
        Step::Chain if roots.is_empty() => Verdict::Unchecked,
        Step::Text if !proof.text_is_as_noted() => {
            Verdict::Fails("the text that is kept is not the one that was noted".to_owned())
        }
        _ => match examined.of(step) {
            None => Verdict::Unchecked,
            Some(Ok(())) => Verdict::Holds,
            Some(Err(fault)) => Verdict::Fails(fault.to_string()),
        },
    };
    let (signer, issued_by) = examined
        .signer
        .as_ref()
        .map(|signer| (signer.name.clone(), signer.issued_by.clone()))
        .unzip();
    Ok(Examination {
        steps: Step::ALL.map(|step| (step, verdict(step))).to_vec(),
        signed_at: examined.signed_at,
        signer,
        issued_by,
    })
}
