//! Ask, approve, act: the matrix of who does it, for whom, and when (A55).

use super::*;

const AGNES: UserId = UserId::from_bytes([2; 16]);
const OTHER: UserId = UserId::from_bytes([4; 16]);

const PASS: Outcome = Outcome::Pass {
    shape: PassShape::Code,
    minutes: 10,
};

fn agent(user: UserId) -> Helper {
    helper(Some(user), false, true)
}

fn owner(user: UserId) -> Helper {
    helper(Some(user), true, true)
}

fn asked(by: UserId, at: Timestamp) -> Case {
    Case {
        state: State::Asked,
        ask: Some(Ask {
            outcome: PASS,
            by: Some(by),
            at,
        }),
        ..case()
    }
}

fn approved(by: UserId, approver: Option<UserId>) -> Case {
    Case {
        state: State::Approved,
        approver,
        approved_at: Some(NOW),
        acts_at: Some(NOW),
        ..asked(by, NOW)
    }
}

#[test]
fn it_is_asked_on_proofs_for_what_fits_while_the_case_is_open() {
    let may = |subject: &Subject, case: &Case, outcome| {
        may_ask(&agent(STINA), subject, case, &outcome, NOW)
    };
    assert_eq!(may(&subject(), &case(), PASS), Ok(()));
    let unproved = Case {
        proofs: Vec::new(),
        ..case()
    };
    assert_eq!(may(&subject(), &unproved, PASS), Err(Denial::ProofsMissing));
    assert_eq!(
        may(&subject(), &case(), Outcome::SwitchOff),
        Err(Denial::OutcomeUnfit)
    );
    let long = Outcome::Pass {
        shape: PassShape::Link,
        minutes: 1441,
    };
    assert_eq!(may(&subject(), &case(), long), Err(Denial::OutOfBounds));
    let free = Subject {
        demanded: false,
        ..subject()
    };
    assert_eq!(may(&free, &case(), Outcome::SwitchOff), Ok(()));
    for state in State::ALL {
        let other = Case {
            state,
            ..asked(STINA, NOW)
        };
        let expected = if state == State::Open {
            Ok(())
        } else {
            Err(Denial::Over)
        };
        let other = Case {
            acts_at: Some(NOW),
            ..other
        };
        assert_eq!(may(&subject(), &other, PASS), expected, "{state:?}");
    }
    let late = Case {
        expires_at: NOW,
        ..case()
    };
    assert_eq!(may(&subject(), &late, PASS), Err(Denial::Over));
}

#[test]
fn a_second_person_approves_within_half_an_hour_and_nobody_their_own() {
    let approve = |helper: Helper, case: &Case, now| {
        may_approve(&helper, &agent(STINA), &subject(), case, now)
    };
    let case = asked(STINA, NOW);
    assert_eq!(approve(agent(OTHER), &case, NOW), Ok(()));
    assert_eq!(approve(owner(AGNES), &case, NOW + APPROVED_WITHIN), Ok(()));
    let late = NOW + APPROVED_WITHIN + Span::millis(1);
    assert_eq!(approve(owner(AGNES), &case, late), Err(Denial::NotAsked));
    assert_eq!(approve(agent(STINA), &case, NOW), Err(Denial::HadAHand));
    assert_eq!(approve(agent(SUBJECT), &case, NOW), Err(Denial::Own));
    assert_eq!(
        approve(helper(Some(OTHER), false, false), &case, NOW),
        Err(Denial::NoRight)
    );
    assert_eq!(
        approve(agent(OTHER), &super::case(), NOW),
        Err(Denial::NotAsked),
        "nothing is asked"
    );
}

#[test]
fn whoever_opened_it_or_proved_something_is_no_second_person() {
    // OTHER asked; STINA opened it and recorded the call.
    let case = asked(OTHER, NOW);
    let asker = agent(OTHER);
    let approve = |helper: Helper, case: &Case| may_approve(&helper, &asker, &subject(), case, NOW);
    assert_eq!(approve(agent(STINA), &case), Err(Denial::HadAHand));
    let proved_only = Case {
        agent: None,
        ..case.clone()
    };
    assert_eq!(approve(agent(STINA), &proved_only), Err(Denial::HadAHand));
    let opened_only = Case {
        proofs: vec![
            Proof {
                by: Some(OTHER),
                ..proof(ProofKind::Manager)
            },
            proof(ProofKind::LinkFollowed),
        ],
        ..case
    };
    assert_eq!(approve(agent(STINA), &opened_only), Err(Denial::HadAHand));
    assert_eq!(approve(agent(AGNES), &opened_only), Ok(()));
}

#[test]
fn owners_are_approved_by_owners_and_the_privileged_by_an_agent_only_where_an_owner_asks() {
    let privileged = Subject {
        privileged: true,
        ..subject()
    };
    let other_owner = Subject {
        owner: true,
        privileged: true,
        ..subject()
    };
    for subject in [privileged, other_owner] {
        for asker in [owner(AGNES), agent(AGNES)] {
            let case = asked(AGNES, NOW);
            for approver in [agent(OTHER), owner(OTHER)] {
                let may = may_approve(&approver, &asker, &subject, &case, NOW);
                let expected = approver.owner || (asker.owner && !subject.owner);
                assert_eq!(may.is_ok(), expected, "{approver:?} {asker:?} {subject:?}");
            }
        }
    }
    // An owner who asked nothing lends nobody their reach.
    let case = asked(OTHER, NOW);
    let may = may_approve(
        &agent(UserId::from_bytes([5; 16])),
        &owner(AGNES),
        &privileged,
        &case,
        NOW,
    );
    assert_eq!(may, Err(Denial::OwnersOnly));
}

#[test]
fn it_is_done_when_approved_after_its_waiting_time_and_not_by_whoever_approved() {
    let act = |two_people, helper: Helper, case: &Case, now| {
        let care = Care {
            two_people,
            waits_for: Span::ZERO,
        };
        may_act(&care, &helper, &subject(), case, now)
    };
    let both = approved(STINA, Some(AGNES));
    assert_eq!(act(true, agent(STINA), &both, NOW), Ok(()));
    assert_eq!(
        act(true, owner(AGNES), &both, NOW),
        Err(Denial::NotApproved)
    );
    let alone = approved(STINA, None);
    assert_eq!(act(false, agent(STINA), &alone, NOW), Ok(()));
    assert_eq!(
        act(true, agent(STINA), &alone, NOW),
        Err(Denial::NotApproved),
        "the rule was made stricter since"
    );
    let waiting = Case {
        acts_at: Some(NOW + Span::hours(1)),
        ..both.clone()
    };
    assert_eq!(
        act(true, agent(STINA), &waiting, NOW),
        Err(Denial::TooEarly)
    );
    assert_eq!(
        act(true, agent(STINA), &waiting, NOW + Span::hours(1)),
        Ok(())
    );
    let late = NOW + ACTED_WITHIN + Span::millis(1);
    assert_eq!(
        act(true, agent(STINA), &both, late),
        Err(Denial::NotApproved)
    );
    for state in State::ALL {
        let other = Case {
            state,
            ..both.clone()
        };
        assert_eq!(
            act(true, agent(STINA), &other, NOW).is_ok(),
            state == State::Approved
        );
    }
    let closed = Case {
        closed_at: Some(NOW),
        ..both
    };
    assert_eq!(act(true, agent(STINA), &closed, NOW), Err(Denial::Over));
}

#[test]
fn what_no_longer_fits_is_neither_approved_nor_done() {
    let switch = Ask {
        outcome: Outcome::SwitchOff,
        by: Some(STINA),
        at: NOW,
    };
    let case = Case {
        ask: Some(switch),
        ..approved(STINA, Some(AGNES))
    };
    // A role demands two-step by now.
    assert_eq!(
        may_act(&Care::default(), &agent(STINA), &subject(), &case, NOW),
        Err(Denial::OutcomeUnfit)
    );
    let asked = Case {
        state: State::Asked,
        ..case
    };
    assert_eq!(
        may_approve(&agent(OTHER), &agent(STINA), &subject(), &asked, NOW),
        Err(Denial::OutcomeUnfit)
    );
}

#[test]
fn the_operator_is_a_second_person_to_everybody_but_the_operator() {
    let operator = helper(None, true, true);
    let by_agent = asked(STINA, NOW);
    assert_eq!(
        may_approve(&operator, &agent(STINA), &subject(), &by_agent, NOW),
        Ok(())
    );
    let by_operator = Case {
        ask: Some(Ask {
            outcome: PASS,
            by: None,
            at: NOW,
        }),
        ..by_agent
    };
    assert_eq!(
        may_approve(&operator, &operator, &subject(), &by_operator, NOW),
        Err(Denial::HadAHand)
    );
}

#[test]
fn what_nobody_approved_or_did_in_time_is_open_again() {
    let case = asked(STINA, NOW);
    assert_eq!(case.standing(NOW), State::Asked);
    assert_eq!(case.standing(NOW + Span::minutes(31)), State::Open);
    let done = approved(STINA, Some(AGNES));
    assert_eq!(done.standing(NOW + ACTED_WITHIN), State::Approved);
    assert_eq!(done.standing(NOW + Span::hours(25)), State::Open);
    assert_eq!(
        may_ask(
            &agent(STINA),
            &subject(),
            &case,
            &PASS,
            NOW + Span::minutes(31)
        ),
        Ok(())
    );
}

#[test]
fn an_eid_stands_for_both_proofs_and_for_no_second_person() {
    let eid = |case: Case| Case {
        proofs: vec![proof(ProofKind::Eid)],
        ..case
    };
    assert_eq!(
        may_ask(&agent(STINA), &subject(), &eid(case()), &PASS, NOW),
        Ok(())
    );
    let two = Care {
        two_people: true,
        waits_for: Span::minutes(0),
    };
    let act = |case: &Case| may_act(&two, &agent(STINA), &subject(), case, NOW);
    assert_eq!(
        act(&eid(approved(STINA, None))),
        Err(Denial::NotApproved),
        "the organisation's rule stands"
    );
    assert_eq!(act(&eid(approved(STINA, Some(OTHER)))), Ok(()));
    let waiting = Case {
        acts_at: Some(NOW + Span::minutes(1)),
        ..eid(approved(STINA, Some(OTHER)))
    };
    assert_eq!(act(&waiting), Err(Denial::TooEarly), "and so does its wait");
}
