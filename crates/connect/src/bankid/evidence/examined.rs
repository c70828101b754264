//! Every step of the check, the later ones too where an earlier one failed: for whoever asks what exactly is the matter.

use domain::time::Timestamp;
use rustls::pki_types::CertificateDer;

use super::{
    Checked, Expected, certificates, certificates::Roots, certificates::Signer, digests_agree,
    document, fault::EvidenceFault, is_the_text, ocsp,
};
use crate::evidence::Step;

/// What each step said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// In the order in which they were taken. A step that is not here could not be.
    steps: Vec<(Step, Result<(), EvidenceFault>)>,
    /// The signing time of record, if the OCSP response could be read. It counts where its step holds.
    pub signed_at: Option<Timestamp>,
    /// Who signed, as the certificate says, if it could be read. It counts where its steps hold.
    pub signer: Option<Signer>,
    /// The evidence where all of it holds; otherwise the first thing that does not.
    pub(super) outcome: Result<Checked, EvidenceFault>,
}

impl Examined {
    /// What this step said; nothing where it could not be taken.
    pub fn of(&self, step: Step) -> Option<Result<(), &EvidenceFault>> {
        let said =
            |(its, outcome): &&(Step, Result<(), EvidenceFault>)| *its == step && outcome.is_err();
        let failed = self.steps.iter().find(said);
        failed
            .or_else(|| self.steps.iter().find(|(its, _)| *its == step))
            .map(|(_, outcome)| outcome.as_ref().copied())
    }
}

/// The steps that were taken so far.
#[derive(Default)]
struct Notes(Vec<(Step, Result<(), EvidenceFault>)>);

impl Notes {
    fn note<T>(&mut self, step: Step, outcome: Result<T, EvidenceFault>) -> Option<T> {
        let (said, value) = match outcome {
            Ok(value) => (Ok(()), Some(value)),
            Err(fault) => (Err(fault), None),
        };
        self.0.push((step, said));
        value
    }

    fn first_fault(&self) -> Option<EvidenceFault> {
        self.0.iter().find_map(|(_, said)| said.clone().err())
    }
}

/// Takes every step that can be taken of [`check`](super::check).
pub fn examine(signature: &str, ocsp: &str, expected: &Expected<'_>, roots: &Roots) -> Examined {
    let mut notes = Notes::default();
    let document = match document::read(signature) {
        Ok(document) => document,
        Err(fault) => return unreadable(notes, fault),
    };
    notes.note(Step::Document, Ok(()));
    notes.note(Step::Contents, digests_agree(&document));
    let certificates = document
        .certificates
        .each_ref()
        .map(|der| CertificateDer::from(der.as_slice()));
    let by_the_key = certificates::verify_signed_info(&certificates[0], &document);
    notes.note(Step::Signature, by_the_key);
    let response = ocsp::Response::read(ocsp);
    let response = response
        .map_err(|fault| notes.note::<()>(Step::Validity, Err(fault)))
        .ok();
    let signed_at = response.as_ref().map(ocsp::Response::produced_at);
    if let Some(signed_at) = signed_at {
        let chain = certificates::verify_chain(&certificates, roots, signed_at);
        notes.note(Step::Chain, chain);
    }
    if let Some(response) = &response {
        let said = response.verify(signature, &certificates[0], &certificates[1]);
        notes.note(Step::Validity, said);
    }
    let person = notes.note(Step::Person, certificates::signer(&certificates[0]));
    let is_shown = is_the_text(document.visible_text.as_deref(), expected.visible_text);
    notes.note(Step::Text, or(is_shown, EvidenceFault::OtherText));
    if let Some((_, number)) = &person {
        let is_expected = *number == expected.personal_number;
        notes.note(Step::Person, or(is_expected, EvidenceFault::OtherPerson));
    }
    let outcome = match (notes.first_fault(), &person, signed_at) {
        (Some(fault), ..) => Err(fault),
        (None, Some((name, number)), Some(signed_at)) => Ok(Checked {
            signer: name.clone(),
            personal_number: *number,
            signed_at,
            visible_text: document.visible_text,
            hidden_data: document.hidden_data,
            function: document.function,
        }),
        // A step that was not taken is told by the one that stood in its way; without one there is nothing to stand on either.
        (None, ..) => Err(EvidenceFault::Certificate),
    };
    Examined {
        steps: notes.0,
        signed_at,
        signer: person.map(|(name, _)| name),
        outcome,
    }
}

fn unreadable(mut notes: Notes, fault: EvidenceFault) -> Examined {
    notes.note::<()>(Step::Document, Err(fault.clone()));
    Examined {
        steps: notes.0,
        signed_at: None,
        signer: None,
        outcome: Err(fault),
    }
}

fn or(is_so: bool, fault: EvidenceFault) -> Result<(), EvidenceFault> {
    if is_so { Ok(()) } else { Err(fault) }
}
