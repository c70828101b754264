//! One case, with everything that whoever handles it has to see.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{OrganisationId, RecoveryCaseId, UserId};
use domain::organisation::Organisation;
use domain::recovery::{
    Ask, Care, Case, Denial, Helper, Outcome, OutcomeKind, PassShape, Proof, ProofKind, State,
    Subject, may_act, may_approve, may_open, outcomes_for, proofs_suffice,
};
use domain::time::Timestamp;
use factors::Reach;
use store::ReadTx;

use super::eid::EidStanding;
use super::second::approvers;
use super::{facts_of, helper_named};
use crate::administer::people::{NoteLine, names_of};
use crate::administer::{AdministerFault, unit};
use crate::session_check::SignedIn;
use crate::{App, Requester, helping};

/// Events of a person among which the use of a pass is looked for.
const EVENTS: u32 = 200;

/// A number or mailbox on the checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPlace {
    /// What a form names it by.
    pub key: String,
    /// What is shown of it.
    pub masked: String,
    /// Whether it is a number; else a mailbox.
    pub number: bool,
    /// Since when it is on record.
    pub added_at: Timestamp,
    /// Whether it is known long enough to prove something.
    pub proves: bool,
}

/// What became of a pass that was handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassStanding {
    /// It works until then; nobody has used it.
    Waits(Timestamp),
    /// It ran out then; nobody had used it.
    RanOut(Timestamp),
    /// A new second step was added with it.
    Used(Timestamp),
    /// It was ended without having been used: replaced, or spent.
    Ended(Timestamp),
}

/// A case as whoever looks at it may go on with it.
pub struct CaseView {
    /// The case.
    pub case: Case,
    /// How far it got, as of now.
    pub state: State,
    /// Whether it is over.
    pub over: bool,
    /// The person's username.
    pub username: String,
    /// Their name.
    pub name: String,
    /// What is noted about them.
    pub note: NoteLine,
    /// Their numbers and registered mailboxes.
    pub places: Vec<KnownPlace>,
    /// Whether whoever looks may handle it, and why not.
    pub may_handle: Result<(), Denial>,
    /// Whether they may approve it.
    pub may_approve: Result<(), Denial>,
    /// Whether they may do it.
    pub may_act: Result<(), Denial>,
    /// What fits the person, and whether enough is proved for it.
    pub outcomes: Vec<(OutcomeKind, bool)>,
    /// How careful the organisation is.
    pub care: Care,
    /// Who may approve it, by name: as it was asked, or as it would be if whoever looks asked now. Empty where one person suffices.
    pub approvers: Vec<String>,
    /// What became of the pass that came of it.
    pub pass: Option<PassStanding>,
    /// The names of those who had a hand in it.
    pub names: BTreeMap<UserId, String>,
    /// How the person can be identified with their eID while on the telephone, and how far that is.
    pub eid: EidStanding,
}

/// Looks at a case.
pub async fn look(
    app: &Arc<App>,
    who: &SignedIn,
    case: RecoveryCaseId,
    requester: &Requester,
) -> Result<Option<CaseView>, AdministerFault> {
    let (inner, who, asked) = (Arc::clone(app), who.clone(), requester.clone());
    unit::read(app, move |tx| look_in(tx, &inner, &who, case, &asked)).await
}

fn look_in(
    tx: &mut ReadTx,
    app: &App,
    who: &SignedIn,
    id: RecoveryCaseId,
    requester: &Requester,
) -> Result<Option<CaseView>, AdministerFault> {
    let (organisation, now) = (who.organisation.id, requester.now);
    let Some(case) = tx.find_recovery_case(organisation, id)? else {
        return Ok(None);
    };
    let facts = facts_of(tx, app, organisation, case.user)?;
    let subject = helping::subject_of(tx, &facts, now)?;
    let rules = helping::care_of(&facts.organisation);
    let helper = helper_named(tx, organisation, Some(who.user.id))?;
    let asker = helper_named(tx, organisation, case.ask.and_then(|ask| ask.by))?;
    let places = places(tx, app, &facts, now)?;
    let names = names_of(tx, organisation, hands(&case))?;
    let pass = pass_standing(tx, organisation, &case, now)?;
    let approvers = if rules.two_people {
        let ready = (&subject, &case);
        approvers_of(tx, (&facts.organisation, &asker, &helper), ready, now)?
    } else {
        Vec::new()
    };
    let note = NoteLine::read(tx, organisation, case.user)?;
    let outcomes = outcomes_for(&subject)
        .into_iter()
        .map(|kind| (kind, proofs_suffice(&case.proofs, kind)))
        .collect();
    let eid = super::eid::standing(tx, app, &facts, id, requester)?;
    Ok(Some(CaseView {
        eid,
        state: case.standing(now),
        over: case.is_over(now),
        username: facts.user.username,
        name: facts.user.name,
        note,
        places,
        may_handle: may_open(&helper, &subject),
        may_approve: may_approve(&helper, &asker, &subject, &case, now),
        may_act: may_act(&rules, &helper, &subject, &case, now),
        outcomes,
        care: rules,
        approvers,
        pass,
        names,
        case,
    }))
}

/// Who may approve it: of what is not asked yet, whoever might if `helper` asked for what is proved first.
fn approvers_of(
    tx: &mut ReadTx,
    (organisation, asker, helper): (&Organisation, &Helper, &Helper),
    (subject, case): (&Subject, &Case),
    now: Timestamp,
) -> Result<Vec<String>, AdministerFault> {
    let people = match case.standing(now) {
        State::Asked => approvers(tx, organisation, asker, (subject, case), now)?,
        State::Open => {
            let mut as_if = case.clone();
            let Some(outcome) = some_outcome(subject) else {
                return Ok(Vec::new());
            };
            as_if.state = State::Asked;
            as_if.ask = Some(Ask {
                outcome,
                by: helper.user,
                at: now,
            });
            as_if.proofs = every_proof(now);
            as_if.proofs.extend(case.proofs.iter().cloned());
            approvers(tx, organisation, helper, (subject, &as_if), now)?
        }
        _ => Vec::new(),
    };
    Ok(people.into_iter().map(|user| user.name).collect())
}

/// Something that fits this person: who may approve does not hang on what it is.
fn some_outcome(subject: &Subject) -> Option<Outcome> {
    outcomes_for(subject).first().map(|kind| match kind {
        OutcomeKind::Pass => Outcome::Pass {
            shape: PassShape::Code,
            minutes: 10,
        },
        OutcomeKind::Unlock => Outcome::Unlock,
        OutcomeKind::Grace => Outcome::Grace { days: 1 },
        OutcomeKind::SwitchOff => Outcome::SwitchOff,
    })
}

/// Proofs that suffice for anything, noted by nobody: only who may approve is asked with them.
fn every_proof(now: Timestamp) -> Vec<Proof> {
    let proof = |kind| Proof {
        kind,
        at: now,
        by: None,
        note: String::new(),
        identification: None,
    };
    ProofKind::ALL.into_iter().map(proof).collect()
}

fn pass_standing(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    case: &Case,
    now: Timestamp,
) -> Result<Option<PassStanding>, AdministerFault> {
    let Some(id) = case.pass else { return Ok(None) };
    let Some(pass) = tx.pass_with_id(organisation, id)? else {
        return Ok(None);
    };
    let Some(at) = pass.used_at else {
        let until = pass.expires_at;
        return Ok(Some(if now < until {
            PassStanding::Waits(until)
        } else {
            PassStanding::RanOut(until)
        }));
    };
    // Whoever stops a case, or replaces a pass, spends it too; only its use stands in the log, at that very moment.
    let used = tx
        .events_of_subject(organisation, case.user, None, EVENTS)?
        .iter()
        .any(|row| row.kind == EventKind::PassUsed.code() && row.at == at);
    Ok(Some(if used {
        PassStanding::Used(at)
    } else {
        PassStanding::Ended(at)
    }))
}

fn places(
    tx: &mut ReadTx,
    app: &App,
    facts: &crate::decision::Facts,
    now: Timestamp,
) -> Result<Vec<KnownPlace>, AdministerFault> {
    let places = helping::places_of(tx, app, facts)?;
    let on_the_list = |place: &helping::Place| {
        let mailbox = matches!(place.to, Reach::Mailbox(_));
        !mailbox || place.registered && place.known.verified_at.is_some()
    };
    Ok(places
        .into_iter()
        .filter(on_the_list)
        .map(|place| {
            let number = matches!(place.to, Reach::Number(_));
            let proves = if number {
                place.known.may_be_called(now)
            } else {
                place.known.may_be_written_to(now)
            };
            KnownPlace {
                key: place.key,
                masked: place.masked,
                number,
                added_at: place.known.added_at,
                proves,
            }
        })
        .collect())
}

/// Whoever had a hand in it.
fn hands(case: &Case) -> impl Iterator<Item = UserId> {
    let asked = case.ask.and_then(|ask| ask.by);
    let recorded = case.proofs.iter().filter_map(|proof| proof.by);
    let all = [case.agent, asked, case.approver];
    all.into_iter().flatten().chain(recorded)
}
