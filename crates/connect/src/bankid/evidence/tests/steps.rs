//! What is told of each step, also where an earlier one failed, and whichever eID it was.

use domain::{
    eid::{Evidence, Identified, Proof},
    factor::FactorKind,
};

use super::*;
use crate::eid::EidKind;
use crate::evidence::{ExaminationFault, Step, Verdict, examine};

fn proof_of(xml: &str) -> Proof {
    let signature = BASE64.encode(xml.as_bytes());
    let ocsp = answered(&said(&certificate(), &signature));
    let identified = Identified {
        personal_number: bo().number(),
        name: bo().name(),
        given_name: String::new(),
        surname: String::new(),
        device_ip: None,
        device_id: None,
        risk: None,
        issued: None,
        identity_document_read: false,
        evidence: Evidence { signature, ocsp },
    };
    let kind = FactorKind::named(EidKind::BankId.name());
    Proof::of(&kind, &identified, TEXT, None, now())
}

fn proof() -> Proof {
    proof_of(&document())
}

fn root() -> Vec<String> {
    vec![hierarchy().root_pem()]
}

/// The steps that do not hold: with an exclamation mark those that fail, the others could not be looked at.
fn missing(proof: &Proof, roots: &[String]) -> Vec<String> {
    let examination = examine(proof, roots).unwrap();
    let wrong = examination
        .steps
        .iter()
        .filter_map(|(step, verdict)| match verdict {
            Verdict::Holds => None,
            Verdict::Fails(_) => Some(format!("{}!", step.name())),
            Verdict::Unchecked => Some(step.name().to_owned()),
        });
    let wrong: Vec<String> = wrong.collect();
    assert_eq!(examination.is_sound(), wrong.is_empty());
    wrong
}

#[test]
fn of_sound_evidence_every_step_holds_and_it_says_who_and_when() {
    let examination = examine(&proof(), &root()).unwrap();
    assert!(examination.is_sound());
    assert_eq!(examination.signed_at, Some(now()));
    assert_eq!(examination.signer.as_deref(), Some("Bo Åke Lind"));
    assert_eq!(
        examination.issued_by.as_deref(),
        Some("Testbanken AB (publ)")
    );
    let told: Vec<Step> = examination.steps.iter().map(|(step, _)| *step).collect();
    assert_eq!(told, Step::ALL);
}

#[test]
fn each_step_fails_for_its_own_reason_and_leaves_the_others_standing() {
    assert_eq!(missing(&proof(), &[]), ["chain"]);
    assert_eq!(missing(&proof(), &[stranger().root_pem()]), ["chain!"]);

    let mut other_text = proof();
    other_text.visible_text.push('.');
    assert_eq!(missing(&other_text, &root()), ["text!"]);
    let mut no_text = proof();
    no_text.visible_text.clear();
    assert_eq!(missing(&no_text, &root()), ["text!"]);

    let mut other_person = proof();
    other_person.personal_number = number("199107172380");
    assert_eq!(missing(&other_person, &root()), ["person!"]);

    let (caller, another) = ("Exempelbolaget", "Exempelbolagen");
    let [caller, another] = [caller, another].map(|name| BASE64.encode(name.as_bytes()));
    let changed = altered(&document(), &caller, &another);
    let said_of_what_is = proof_of(&changed);
    assert_eq!(missing(&said_of_what_is, &root()), ["contents!"]);

    let mut no_response = proof();
    no_response.ocsp = "AAAA".to_owned();
    assert_eq!(missing(&no_response, &root()), ["chain", "validity!"]);
    let mut other_response = proof();
    other_response.ocsp = said_of_what_is.ocsp;
    assert_eq!(missing(&other_response, &root()), ["validity!"]);

    let mut nothing = proof();
    nothing.signature = "AAAA".to_owned();
    let all = [
        "document!",
        "contents",
        "signature",
        "chain",
        "validity",
        "text",
        "person",
    ];
    assert_eq!(missing(&nothing, &root()), all);
}

#[test]
fn a_text_that_is_not_the_one_noted_is_no_proof_even_where_it_was_signed() {
    let mut proof = proof();
    proof.visible_text_hash[0] ^= 1;
    assert_eq!(missing(&proof, &root()), ["text!"]);
}

#[test]
fn what_no_eid_of_ours_gave_and_what_is_no_root_are_not_looked_at() {
    let mut proof = proof();
    let no_root = examine(&proof, &["no certificate".to_owned()]);
    assert_eq!(no_root, Err(ExaminationFault::NotARoot));
    proof.kind = FactorKind::named("another");
    let unknown = examine(&proof, &root());
    assert_eq!(
        unknown,
        Err(ExaminationFault::UnknownKind("another".to_owned()))
    );
}
