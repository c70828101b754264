//! How a login goes on after a proof: asks the policy, opens what comes next, or issues the session.
//!
//! The unit that issues a session locks both epochs that the decision was made under; where one has moved, the decision is made again
//! before anything is issued (A68).

use domain::challenge::Purpose as ChallengePurpose;
use domain::factor::{DeviceProof, Evidence, FactorKind, Mark};
use domain::id::{
    AuthenticatorId, ChallengeId, DeliveryId, OrganisationId, SessionId, TrustedDeviceId,
};
use domain::login::{Purpose, State};
use domain::policy::{Requirement, Step};
use domain::refusal::Refusal;
use domain::session::lifetime;
use domain::time::Timestamp;
use domain::token::{Token, TokenSecret};
use domain::user::User;
use store::{Holder, Issued, Login, NewSession, Tx};

use crate::asking::{self, FirstWay};
use crate::decision::Facts;
use crate::{App, Fault, Requester};

/// What a session is issued for.
pub(crate) struct Issue<'a> {
    pub(crate) organisation: OrganisationId,
    pub(crate) user: &'a User,
    pub(crate) user_epoch: i64,
    pub(crate) policy_epoch: i64,
    pub(crate) evidence: &'a [Evidence],
    /// Whether a second step is asked of the person, so that the session lives shorter.
    pub(crate) two_step: bool,
    /// The trusted device that skipped the second step.
    pub(crate) device: Option<TrustedDeviceId>,
    /// The session that this one takes the place of.
    pub(crate) replaces: Option<SessionId>,
}

/// Issues a session; `None` where an epoch moved since the decision, or the session to be replaced is gone.
pub(crate) fn issue(
    tx: &mut Tx,
    issue: &Issue<'_>,
    requester: &Requester,
) -> Result<Option<Token>, Fault> {
    let now = requester.now;
    let (id, secret) = (
        SessionId::draw(now, tx.random()),
        TokenSecret::draw(tx.random()),
    );
    let session = NewSession {
        id,
        secret: &secret,
        user: issue.user.id,
        evidence: issue.evidence,
        user_epoch: issue.user_epoch,
        policy_epoch: issue.policy_epoch,
        browser: &requester.browser,
        address: &requester.address.to_string(),
        device: issue.device,
        expires_at: expires_at(issue, now),
    };
    let issued = match issue.replaces {
        Some(old) => tx.replace_session(issue.organisation, old, &session, now)?,
        None => tx.issue_session(issue.organisation, &session, now)?,
    };
    Ok(match issued {
        Issued::Issued => Some(Token {
            organisation: issue.organisation,
            id: *id.as_bytes(),
            secret,
        }),
        Issued::Stale => None,
    })
}

/// When a session ends at the latest. One that stands on grace alone ends with it.
fn expires_at(issue: &Issue<'_>, now: Timestamp) -> Timestamp {
    let overall = now + lifetime(issue.two_step).overall;
    let on_grace = issue.two_step
        && issue.device.is_none()
        && !issue.evidence.iter().any(Evidence::is_second_step);
    match issue.user.grace_until {
        Some(until) if on_grace && now < until => overall.min(until),
        _ => overall,
    }
}

/// Whether a login that has proved this much offers to trust its browser.
pub(crate) fn offers_trust(requirement: &Requirement) -> bool {
    requirement.two_step && requirement.trusted_days > 0
}

/// When the newest second step among the evidence was proved.
pub(crate) fn second_step_at(evidence: &[Evidence]) -> Option<Timestamp> {
    evidence
        .iter()
        .filter(|proof| proof.is_second_step())
        .map(|proof| proof.at)
        .max()
}

/// What a login of this purpose has to do next with this evidence.
pub(crate) fn step_for(
    facts: &Facts,
    purpose: Purpose,
    requirement: &Requirement,
    evidence: &[Evidence],
    now: Timestamp,
) -> Step {
    match purpose {
        Purpose::SignIn if evidence.iter().any(is_pass) => {
            step_after_pass(facts, requirement, evidence)
        }
        Purpose::SignIn => facts.next_step(requirement, evidence, now),
        // Fresh proof is never a way round what today's cards demand: a session that it renews has met both (A68).
        Purpose::Reauthenticate => match facts.fresh_step(evidence) {
            Step::Complete => match facts.next_step(requirement, evidence, now) {
                Step::OfferGrace { .. } => Step::Complete,
                step => step,
            },
            step => step,
        },
        // A new password asks for the second step that the person has; one that they lack is asked for at the login that follows.
        Purpose::Recover if !facts.has_second_factor() => Step::Complete,
        Purpose::Recover => match facts.next_step(requirement, evidence, now) {
            Step::Enrol | Step::OfferGrace { .. } => Step::Complete,
            step => step,
        },
    }
}

fn is_pass(proof: &Evidence) -> bool {
    proof.kind == domain::factor::PASS
}

/// An enrolment pass stands in for the lost second step, and opens enrolment only: what stood enrolled before proves nothing here.
fn step_after_pass(facts: &Facts, requirement: &Requirement, evidence: &[Evidence]) -> Step {
    let password = evidence
        .iter()
        .any(|proof| !is_pass(proof) && !proof.is_second_step());
    let enrolled = evidence.iter().any(|proof| {
        proof.is_second_step()
            && requirement.is_met_by(&proof.kind, proof.reaches_aal2, proof.phishing_resistant)
    });
    let can_enrol = facts.enrolable.iter().any(|profile| {
        !profile.is_backup
            && requirement.is_met_by(
                &profile.kind,
                profile.reaches_aal2,
                profile.phishing_resistant,
            )
    });
    match (password, enrolled) {
        (true, true) => Step::Complete,
        _ if can_enrol => Step::Enrol,
        _ => Step::Support,
    }
}

/// The state that a right answer of `kind`, through this mailbox or number, would lead to; kept with the challenge, so that the answer needs no second look at the person.
pub(crate) fn state_after(
    app: &App,
    facts: &Facts,
    login: &Login,
    (kind, channel): (&FactorKind, Option<Mark>),
    now: Timestamp,
) -> Result<State, Fault> {
    let profile = asking::factor(app, kind)?.profile();
    let mut evidence = login.evidence.clone();
    evidence.push(Evidence::of(profile, now, DeviceProof::default(), channel));
    let requirement = facts.requirement(None, now);
    Ok(State::awaiting(&step_for(
        facts,
        login.purpose,
        &requirement,
        &evidence,
        now,
    )))
}

/// What a login in this state keeps as its next one while no challenge is open: only a login that the policy itself refused leads to
/// support; one that was ended from elsewhere is simply over.
pub(crate) const fn if_ended(state: State) -> State {
    match state {
        State::Refused => State::Refused,
        _ => State::FirstProofPending,
    }
}

/// How far a login got.
#[derive(Default)]
pub struct Advanced {
    /// The session that was issued, for its cookie.
    pub session: Option<Token>,
    /// Whether it took the place of the one that fresh proof was asked for in.
    pub replaces_session: bool,
    /// The challenges that nobody waits for any more.
    pub(crate) left: Vec<ChallengeId>,
    /// Messages that wait to be sent.
    pub(crate) deliveries: Vec<DeliveryId>,
    /// Where the login stands now.
    pub state: Option<State>,
}

/// Takes a login on with `evidence`: issues the session, opens the next challenge, or waits for an enrolment.
///
/// `login` is the row as it was read; everything else is decided from `facts`, read in this unit. `None` where another request took the
/// login on in the meantime.
pub(crate) fn advance(
    tx: &mut Tx,
    app: &App,
    facts: &Facts,
    login: &Login,
    evidence: Vec<Evidence>,
    requester: &Requester,
) -> Result<Option<Advanced>, Fault> {
    let now = requester.now;
    let requirement = facts.requirement(None, now);
    let step = if facts.may_sign_in() {
        step_for(facts, login.purpose, &requirement, &evidence, now)
    } else {
        Step::Support
    };
    let mut next = login.clone();
    next.evidence = evidence;
    next.state = State::awaiting(&step);
    next.next_state = if_ended(next.state);
    next.challenge = None;
    next.enrolling = None;
    next.user_epoch = facts.user.epoch;
    next.policy_epoch = facts.organisation.policy_epoch;
    next.trusted_days = requirement.trusted_days;
    next.offers_trust = login.purpose == Purpose::SignIn && offers_trust(&requirement);
    let mut advanced = Advanced {
        state: Some(next.state),
        ..Advanced::default()
    };
    if let Step::Prove(provable) = &step
        && let FirstWay::Straight(kind) = asking::first_way(app, facts, provable)
    {
        begin(
            tx,
            app,
            facts,
            requester,
            &mut next,
            &kind,
            None,
            &mut advanced,
        )?
        .ok();
    }
    // The login first: whoever comes second issues nothing.
    if !tx.save_login(facts.organisation.id, login, &next)? {
        return Ok(None);
    }
    if step == Step::Complete {
        advanced.session = issue_for(tx, facts, login, &next, requester, requirement.two_step)?;
        advanced.replaces_session = login.session.is_some();
    }
    Ok(Some(advanced))
}

/// Opens a challenge of `kind` and notes it in `login`, which the caller saves. A refusal leaves the person to choose another way.
#[allow(
    clippy::too_many_arguments,
    reason = "what a challenge is opened from; a struct for it would be filled in one place and read in one"
)]
pub(crate) fn begin(
    tx: &mut Tx,
    app: &App,
    facts: &Facts,
    requester: &Requester,
    login: &mut Login,
    kind: &FactorKind,
    first: Option<AuthenticatorId>,
    advanced: &mut Advanced,
) -> Result<Result<(), Refusal>, Fault> {
    match asking::open_challenge(tx, app, facts, requester, login, (kind, first))? {
        Ok(opened) => {
            login.challenge = Some(opened.id);
            login.next_state =
                state_after(app, facts, login, (kind, opened.channel), requester.now)?;
            advanced.deliveries.extend(opened.deliveries);
            Ok(Ok(()))
        }
        Err(refusal) => Ok(Err(refusal)),
    }
}

/// Issues what a completed login is for. A recovery gets no session: its person chooses a password first.
pub(crate) fn issue_for(
    tx: &mut Tx,
    facts: &Facts,
    login: &Login,
    done: &Login,
    requester: &Requester,
    two_step: bool,
) -> Result<Option<Token>, Fault> {
    if login.purpose == Purpose::Recover {
        return Ok(None);
    }
    let issued = issue(
        tx,
        &Issue {
            organisation: facts.organisation.id,
            user: &facts.user,
            user_epoch: facts.user.epoch,
            policy_epoch: facts.organisation.policy_epoch,
            evidence: &done.evidence,
            two_step,
            device: None,
            replaces: login.session,
        },
        requester,
    )?;
    match issued {
        Some(session) => Ok(Some(session)),
        // The session that fresh proof was asked for in is gone (signed out in another tab, a form sent twice): nothing to renew.
        None if login.session.is_some() => Ok(None),
        // The facts were read in this very unit: an epoch that moved since belongs to a commit in between, and the unit begins again.
        None => Err(Fault::Store(store::Fault::Conflict)),
    }
}

/// Ends what a login or session had under way.
pub(crate) fn drop_challenges(
    tx: &mut Tx,
    organisation: OrganisationId,
    holder: Holder,
) -> Result<(), Fault> {
    tx.replace_challenges(organisation, holder, ChallengePurpose::Prove)?;
    tx.replace_challenges(organisation, holder, ChallengePurpose::Enrol)?;
    Ok(())
}
