//! Every rule over every combination of what it looks at.

mod steps;

use super::*;
use crate::id::{RecoveryCaseId, UserId};
use crate::random::tests::Seeded;
use crate::time::{Span, Timestamp};

pub(super) const STINA: UserId = UserId::from_bytes([1; 16]);
pub(super) const SUBJECT: UserId = UserId::from_bytes([9; 16]);
pub(super) const NOW: Timestamp = Timestamp::from_unix_seconds(1_796_385_600);

pub(super) const BOTH: [bool; 2] = [false, true];

pub(super) fn helper(user: Option<UserId>, owner: bool, support: bool) -> Helper {
    Helper {
        user,
        owner,
        support,
    }
}

/// Somebody without any rights who must have a second factor and has one.
pub(super) fn subject() -> Subject {
    Subject {
        user: SUBJECT,
        owner: false,
        privileged: false,
        machine: false,
        suspended: false,
        has_password: true,
        demanded: true,
        has_factor: true,
        locked: false,
    }
}

/// Every subject there can be.
fn subjects() -> impl Iterator<Item = Subject> {
    (0_u32..1 << 8).map(|bits| {
        let bit = |place: u32| bits & (1 << place) != 0;
        Subject {
            user: SUBJECT,
            owner: bit(0),
            privileged: bit(1),
            machine: bit(2),
            suspended: bit(3),
            has_password: bit(4),
            demanded: bit(5),
            has_factor: bit(6),
            locked: bit(7),
        }
    })
}

#[test]
fn nobody_without_the_right_nobody_for_themselves_and_no_agent_for_the_privileged() {
    for subject in subjects() {
        for user in [Some(STINA), Some(SUBJECT), None] {
            for (owner, support) in BOTH.into_iter().flat_map(|o| BOTH.map(|s| (o, s))) {
                let helper = helper(user, owner, support);
                let may = may_open(&helper, &subject).is_ok();
                let expected = (owner || support)
                    && user != Some(SUBJECT)
                    && (owner || !(subject.owner || subject.privileged))
                    && !subject.machine
                    && !subject.suspended;
                assert_eq!(may, expected, "{helper:?} {subject:?}");
            }
        }
    }
}

#[test]
fn what_is_denied_says_the_weightiest_reason_first() {
    let owner = Subject {
        owner: true,
        privileged: true,
        ..subject()
    };
    let agent = helper(Some(STINA), false, true);
    for (helper, subject, denial) in [
        (
            helper(Some(STINA), false, false),
            subject(),
            Denial::NoRight,
        ),
        (helper(Some(SUBJECT), true, true), owner, Denial::Own),
        (agent, owner, Denial::OwnersOnly),
        (
            agent,
            Subject {
                privileged: true,
                ..subject()
            },
            Denial::OwnersOnly,
        ),
        (
            agent,
            Subject {
                machine: true,
                ..subject()
            },
            Denial::Machine,
        ),
        (
            agent,
            Subject {
                suspended: true,
                ..subject()
            },
            Denial::Suspended,
        ),
    ] {
        assert_eq!(may_open(&helper, &subject), Err(denial));
    }
}

#[test]
fn codes_of_denials_are_told_apart() {
    let codes: std::collections::BTreeSet<&str> =
        Denial::ALL.iter().map(|denial| denial.code()).collect();
    assert_eq!(codes.len(), Denial::ALL.len());
    assert!(codes.iter().all(|code| code.starts_with("recovery-")));
}

fn proof(kind: ProofKind) -> Proof {
    Proof {
        kind,
        at: NOW,
        by: kind.is_recorded().then_some(STINA),
        note: String::new(),
        identification: None,
    }
}

#[test]
fn an_eid_suffices_or_two_proofs_of_different_kinds_and_a_mail_alone_never_does() {
    for bits in 0_u32..1 << ProofKind::ALL.len() {
        let kinds: Vec<ProofKind> = ProofKind::ALL
            .into_iter()
            .enumerate()
            .filter(|(place, _)| bits & (1 << place) != 0)
            .map(|(_, kind)| kind)
            .collect();
        // Each of them twice: the same again proves nothing more.
        let proofs: Vec<Proof> = kinds.iter().chain(&kinds).copied().map(proof).collect();
        for outcome in OutcomeKind::ALL {
            let by_link_alone = kinds == [ProofKind::LinkFollowed];
            let needed = if outcome == OutcomeKind::Unlock { 1 } else { 2 };
            let by_eid = kinds.contains(&ProofKind::Eid);
            let expected = by_eid || kinds.len() >= needed && !by_link_alone;
            assert_eq!(
                proofs_suffice(&proofs, outcome),
                expected,
                "{kinds:?} {outcome:?}"
            );
        }
    }
}

#[test]
fn what_is_younger_than_a_day_proves_nothing() {
    let ago = |hours: i64| NOW - Span::hours(hours);
    for (added, verified, called, written) in [
        (ago(25), Some(ago(25)), true, true),
        (ago(25), None, true, false),
        (ago(25), Some(ago(1)), true, false),
        (ago(24), Some(ago(24)), false, false),
        (ago(1), Some(ago(1)), false, false),
        (NOW + Span::hours(1), None, false, false),
    ] {
        let known = Known {
            added_at: added,
            verified_at: verified,
        };
        assert_eq!(known.may_be_called(NOW), called, "{known:?}");
        assert_eq!(known.may_be_written_to(NOW), written, "{known:?}");
    }
}

#[test]
fn two_step_is_switched_off_only_where_nothing_demands_it_and_machines_get_nothing() {
    for subject in subjects() {
        let fits = outcomes_for(&subject);
        if subject.machine || subject.suspended {
            assert!(fits.is_empty(), "{subject:?}");
            continue;
        }
        let has = |kind| fits.contains(&kind);
        assert_eq!(
            has(OutcomeKind::SwitchOff),
            !subject.demanded && subject.has_factor
        );
        assert_eq!(
            has(OutcomeKind::Pass),
            subject.has_password && (subject.demanded || subject.has_factor)
        );
        assert_eq!(
            has(OutcomeKind::Grace),
            subject.has_password && subject.demanded && !subject.has_factor
        );
        assert_eq!(has(OutcomeKind::Unlock), subject.locked);
    }
}

#[test]
fn a_pass_lives_ten_minutes_to_a_day_and_grace_is_a_month_at_the_most() {
    for shape in PassShape::ALL {
        for (minutes, fits) in [
            (0, false),
            (9, false),
            (10, true),
            (1440, true),
            (1441, false),
            (u32::MAX, false),
        ] {
            assert_eq!(
                Outcome::Pass { shape, minutes }.check().is_ok(),
                fits,
                "{minutes}"
            );
        }
    }
    for (days, fits) in [(0, false), (1, true), (30, true), (31, false)] {
        assert_eq!(Outcome::Grace { days }.check().is_ok(), fits, "{days}");
    }
    assert!(Outcome::Unlock.check().is_ok() && Outcome::SwitchOff.check().is_ok());
}

#[test]
fn a_code_is_read_in_every_spelling_and_holds_more_than_forty_bits() {
    let mut random = Seeded(7);
    let code = PassCode::draw(&mut random);
    let written = code.written();
    assert_eq!(written.len(), 19, "{written}");
    assert!(10_f64.powi(15).log2() > 40.0);
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let full_width: String = digits
        .chars()
        .map(|digit| char::from_u32(u32::from(digit) + 0xfee0).unwrap())
        .collect();
    for spelling in [
        written.clone(),
        digits.clone(),
        written.replace(' ', "-"),
        written.replace(' ', "\u{a0}\u{2013}"),
        format!("  {written}\r\n"),
        full_width,
    ] {
        assert!(
            PassCode::from_typed(&spelling).is_some_and(|read| read == code),
            "{spelling}"
        );
    }
    let longer = format!("{digits}1");
    let long = " ".repeat(101) + &digits;
    for wrong in [
        "",
        "x",
        &digits[1..],
        &longer,
        &long,
        "12345678901234A",
        "123456789012345é",
    ] {
        assert!(PassCode::from_typed(wrong).is_none(), "{wrong}");
    }
    assert!(PassCode::draw(&mut random) != code);
}

#[test]
fn a_cases_number_is_eight_digits_in_two_groups() {
    let number = CaseNumber::draw(&mut Seeded(7));
    assert_eq!(CaseNumber::parse(&number.written()), Some(number.clone()));
    assert_eq!(CaseNumber::parse(number.as_str()), Some(number));
    for wrong in [
        "",
        "1234567",
        "123456789",
        "1234567a",
        "１２３４５６７８",
        &"1 ".repeat(40),
    ] {
        assert_eq!(CaseNumber::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn names_in_the_database_are_read_back() {
    for state in State::ALL {
        assert_eq!(State::named(state.as_str()), Some(state));
    }
    for source in Source::ALL {
        assert_eq!(Source::named(source.as_str()), Some(source));
    }
    for kind in OutcomeKind::ALL {
        assert_eq!(OutcomeKind::named(kind.as_str()), Some(kind));
    }
    for shape in PassShape::ALL {
        assert_eq!(PassShape::named(shape.as_str()), Some(shape));
    }
    for kind in ProofKind::ALL {
        assert_eq!(ProofKind::named(kind.as_str()), Some(kind));
    }
    assert_eq!(State::named("done"), None);
}

/// A case of SUBJECT that STINA opened, with proofs that suffice.
pub(super) fn case() -> Case {
    Case {
        id: RecoveryCaseId::from_bytes([3; 16]),
        number: CaseNumber::parse("1234 5678").unwrap(),
        user: SUBJECT,
        source: Source::Agent,
        agent: Some(STINA),
        login: None,
        state: State::Open,
        reason: String::new(),
        ticket: String::new(),
        proofs: vec![proof(ProofKind::CallBack), proof(ProofKind::LinkFollowed)],
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
