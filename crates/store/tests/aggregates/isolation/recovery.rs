//! Recovery cases and passes as codes, tried under another organisation.

use domain::id::{PassId, RecoveryCaseId};
use domain::recovery::{Case, CaseNumber, LIVES_FOR, PassCode, Source, State};
use domain::time::Span;
use domain::token::Token;
use store::{Fault, Tx};

use super::{Probe, moved};
use crate::world::{NOW, World, in_minutes};

const CASE: RecoveryCaseId = RecoveryCaseId::from_bytes([0x5a; 16]);

fn code() -> PassCode {
    PassCode::from_typed("407 199 328 813 250").unwrap()
}

/// A case of this world's person.
pub(super) fn case_of(w: &World) -> Case {
    Case {
        id: CASE,
        number: CaseNumber::parse("4071 9932").unwrap(),
        user: w.user,
        source: Source::Agent,
        agent: Some(w.user),
        login: None,
        state: State::Open,
        reason: "gone".to_owned(),
        ticket: String::new(),
        proofs: Vec::new(),
        ask: None,
        approver: None,
        approved_at: None,
        acts_at: None,
        pass: None,
        link_sent_at: None,
        closed_at: None,
        created_at: NOW,
        expires_at: NOW + LIVES_FOR,
        version: 1,
    }
}

fn link(w: &World) -> Token {
    Token {
        organisation: w.org,
        id: *CASE.as_bytes(),
        secret: w.pass.secret.clone(),
    }
}

/// Opens a case with both kinds of link, and gives the world's pass a code: what each probe asks for is there under its own organisation.
pub(super) fn open_a_case(tx: &mut Tx, w: &World) -> Result<(), Fault> {
    let mut case = case_of(w);
    assert!(tx.insert_recovery_case(w.org, &case)?);
    let secret = &w.pass.secret;
    assert!(tx.set_recovery_link(w.org, &case, secret, (NOW, in_minutes(60)))?);
    case.version += 1;
    assert!(tx.add_recovery_stop(w.org, CASE, secret)?);
    assert!(tx.find_recovery_case_by_link(&link(w), NOW)?.is_some());
    assert!(tx.find_recovery_case_by_stop(&link(w))?.is_some());
    assert!(tx.find_open_recovery_case(w.org, w.user)?.is_some());
    assert_eq!(tx.open_recovery_cases(w.org, None, 9)?.len(), 1);
    assert!(tx.set_pass_code(w.org, PassId::from_bytes(w.pass.id), &code())?);
    Ok(())
}

/// What belongs to recovery.
pub(super) const RECOVERY: &[(&str, Probe)] = &[
    ("find_recovery_case", |tx, org, _| {
        Ok(tx.find_recovery_case(org, CASE)?.is_none())
    }),
    ("find_recovery_case_by_number", |tx, org, w| {
        let number = case_of(w).number;
        Ok(tx.find_recovery_case_by_number(org, &number)?.is_none())
    }),
    ("find_open_recovery_case", |tx, org, w| {
        Ok(tx.find_open_recovery_case(org, w.user)?.is_none())
    }),
    ("find_last_recovery_case", |tx, org, w| {
        Ok(tx.find_last_recovery_case(org, w.user)?.is_none())
    }),
    ("find_recovery_case_by_link", |tx, org, w| {
        let found = tx.find_recovery_case_by_link(&moved(&link(w), org), NOW)?;
        Ok(found.is_none())
    }),
    ("find_recovery_case_by_stop", |tx, org, w| {
        let found = tx.find_recovery_case_by_stop(&moved(&link(w), org))?;
        Ok(found.is_none())
    }),
    ("open_recovery_cases", |tx, org, _| {
        Ok(tx.open_recovery_cases(org, None, 9)?.is_empty())
    }),
    ("closed_recovery_cases", |tx, org, _| {
        Ok(tx.closed_recovery_cases(org, None, 9)?.is_empty())
    }),
    ("stopped_recovery_cases", |tx, org, _| {
        let after = NOW - Span::days(9);
        Ok(tx.stopped_recovery_cases(org, after, 9)?.is_empty())
    }),
    ("save_recovery_case", |tx, org, w| {
        let case = Case {
            version: 2,
            state: State::Asked,
            ..case_of(w)
        };
        Ok(!tx.save_recovery_case(org, &case, NOW)?)
    }),
    ("set_recovery_link", |tx, org, w| {
        let case = Case {
            version: 2,
            ..case_of(w)
        };
        let until = (NOW, in_minutes(60));
        Ok(!tx.set_recovery_link(org, &case, &w.pass.secret, until)?)
    }),
    ("add_recovery_stop", |tx, org, w| {
        Ok(!tx.add_recovery_stop(org, CASE, &w.pass.secret)?)
    }),
    ("consume_recovery_link", |tx, org, _| {
        Ok(tx.consume_recovery_link(org, CASE, NOW)?.is_none())
    }),
    ("consume_recovery_stop", |tx, org, _| {
        let not_before = NOW - Span::days(3);
        Ok(!tx.consume_recovery_stop(org, CASE, not_before, NOW)?)
    }),
    ("set_pass_code", |tx, org, w| {
        Ok(!tx.set_pass_code(org, PassId::from_bytes(w.pass.id), &code())?)
    }),
    ("answer_pass_code", |tx, org, w| {
        let found = tx.answer_pass_code(org, Some(w.user), &code(), NOW)?;
        Ok(found.is_none())
    }),
];
