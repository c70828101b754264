//! The certificates, and the root they must lead to.

use super::*;
use crate::bankid::{evidence::ChainFault, simulator::signing::root_between};

fn chain_fault(fault: ChainFault) -> Result<Checked, EvidenceFault> {
    Err(EvidenceFault::Chain(fault))
}

fn under(roots: &Roots) -> Result<Checked, EvidenceFault> {
    let signature = BASE64.encode(document().as_bytes());
    let ocsp = answered(&said(&certificate(), &signature));
    check(&signature, &ocsp, &expected(), roots)
}

#[test]
fn only_a_root_that_was_given_counts() {
    let other = Roots::from_pem([stranger().root_pem().as_str()]).unwrap();
    assert_eq!(under(&other), chain_fault(ChainFault::UnknownRoot));
    let none = Roots::from_pem([]).unwrap();
    assert_eq!(under(&none), chain_fault(ChainFault::UnknownRoot));
    let (ours, theirs) = (hierarchy().root_pem(), stranger().root_pem());
    let both = Roots::from_pem([theirs.as_str(), ours.as_str()]).unwrap();
    assert!(under(&both).is_ok());
    let in_one_file = Roots::from_pem([format!("{theirs}{ours}").as_str()]).unwrap();
    assert!(under(&in_one_file).is_ok());
}

#[test]
fn what_is_no_root_is_refused_before_anything_is_checked() {
    for text in [
        "",
        "a text",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ] {
        assert!(
            matches!(Roots::from_pem([text]), Err(EvidenceFault::Certificate)),
            "{text}"
        );
    }
}

#[test]
fn a_certificate_must_have_been_valid_when_it_signed() {
    for (from, until) in [(-2, -1), (1, 2)] {
        let certificate = certificate_of(&bo(), Span::days(from), Span::days(until));
        let chain = hierarchy().chain(certificate.clone());
        let xml = signed(&signed_data(Some(TEXT)), &chain);
        let verdict = verdict_with(&xml, &certificate, &expected());
        assert_eq!(verdict, chain_fault(ChainFault::NotValidThen));
    }
}

#[test]
fn a_root_must_have_been_valid_then_too() {
    let [key, ..] = keys([0, 1, 2, 3, 4]);
    let day = Span::days(1);
    for (from, until, expected) in [
        (now() - day, now() + day, None),
        (
            now() - day,
            now() - Span::seconds(1),
            Some(ChainFault::UnknownRoot),
        ),
        (
            now() + Span::seconds(1),
            now() + day,
            Some(ChainFault::UnknownRoot),
        ),
    ] {
        let root = root_between(&key, from, until).unwrap();
        let verdict = under(&Roots::from_pem([root.as_str()]).unwrap());
        assert_eq!(verdict.err(), expected.map(EvidenceFault::Chain));
    }
}

#[test]
fn certificates_stand_in_their_order_and_are_three() {
    let [person, bank, bankid] = hierarchy().chain(certificate());
    let swapped = signed(
        &signed_data(Some(TEXT)),
        &[person.clone(), bankid.clone(), bank.clone()],
    );
    assert_eq!(verdict(&swapped), chain_fault(ChainFault::Order));
    for chain in [
        vec![person.clone(), bank.clone()],
        vec![person, bank, bankid.clone(), bankid],
    ] {
        let xml = signed(&signed_data(Some(TEXT)), &chain);
        let fault = EvidenceFault::Layout("another number of elements");
        assert_eq!(verdict(&xml), Err(fault));
    }
}

#[test]
fn another_hierarchy_of_the_same_names_is_a_stranger() {
    let certificate = stranger()
        .certificate(
            &bo(),
            (now() - Span::days(1), now() + Span::days(1)),
            SERIAL,
        )
        .unwrap();
    let chain = stranger().chain(certificate.clone());
    let xml = assemble(&signed_data(Some(TEXT)), &chain, |bytes| {
        stranger().sign(bytes)
    })
    .unwrap();
    let verdict = verdict_with(&xml, &certificate, &expected());
    assert_eq!(verdict, chain_fault(ChainFault::UnknownRoot));
}

#[test]
fn a_certificate_that_issues_others_signs_nothing_itself() {
    let [_, bank, bankid] = hierarchy().chain(certificate());
    let xml = signed(
        &signed_data(Some(TEXT)),
        &[bank.clone(), bankid.clone(), bankid],
    );
    // The key is the person's, not the bank's.
    assert_eq!(
        verdict_with(&xml, &bank, &expected()),
        Err(EvidenceFault::Signature)
    );
}
