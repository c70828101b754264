//! Where a login stands: what its page shows when it is fetched, once more or in another tab.

use std::sync::Arc;

use domain::factor::{Evidence, FactorKind, FactorSet, Profile};
use domain::id::ChallengeId;
use domain::login::{Purpose, State};
use domain::organisation::Organisation;
use domain::policy::Step;
use domain::refusal::Refusal;
use domain::time::Timestamp;
use domain::token::Token;
use factors::View;
use store::{Authenticator, LoginView, ReadTx};

use crate::asking::{self, Scene};
use crate::completing;
use crate::decision::Facts;
use crate::{App, Fault, Requester, handing};

/// One way to prove the second step, for the chooser.
pub struct Way {
    /// The kind.
    pub kind: FactorKind,
    /// The authenticator, where the person chooses between several of a kind that sends something.
    pub authenticator: Option<domain::id::AuthenticatorId>,
    /// What the person calls it.
    pub label: Option<String>,
    /// Whether it was used last.
    pub last_used: bool,
    /// Whether it only stands behind the others.
    pub is_backup: bool,
    /// Why it cannot be used now: it waits or is closed after wrong answers, or nothing carries its messages.
    pub unavailable: Option<Refusal>,
}

/// What the answer page shows.
pub struct AnswerView {
    /// The kind of factor.
    pub kind: FactorKind,
    /// The challenge that the answer goes to.
    pub challenge: ChallengeId,
    /// The factor's own part.
    pub view: Box<dyn View>,
    /// From when another code can be sent; `None` where nothing is sent.
    pub resend_after: Option<Timestamp>,
    /// Whether there is another way than this one.
    pub has_other_ways: bool,
    /// The code's message, where one was to be sent.
    pub message: Option<Awaited>,
}

/// A message that somebody waits for. Whether it went out is not theirs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Awaited {
    /// Whether nothing carries it.
    pub failed: bool,
    /// When it was written.
    pub written_at: Timestamp,
}

/// Where a login stands.
pub enum Standing {
    /// There is none: the login page.
    Nothing,
    /// It took too long, or was ended.
    Expired {
        /// Where the person was going.
        return_to: String,
    },
    /// The password is asked for once more.
    Password {
        /// Whose.
        username: String,
        /// What for.
        purpose: Purpose,
    },
    /// A second step is to be chosen.
    Choose(Vec<Way>),
    /// A second step is to be answered.
    Answer(Box<AnswerView>),
    /// A second step is to be set up: the enrolment's pages go on.
    Enrol,
    /// "Trust this device?", for this many days.
    Trust {
        /// How many.
        days: u32,
    },
    /// A new password may be chosen.
    NewPassword {
        /// Whose.
        username: String,
    },
    /// It is complete.
    Complete {
        /// Where the person was going; empty where nowhere.
        return_to: String,
    },
    /// Nothing that is allowed can be used: support helps.
    Support,
}

/// Where this login stands. With `choosing`, a login that waits for an answer shows the other ways instead.
pub async fn standing(
    app: &Arc<App>,
    login: &Token,
    choosing: bool,
    requester: &Requester,
) -> Result<Standing, Fault> {
    let (inner, token, asked) = (Arc::clone(app), login.clone(), requester.clone());
    let unit = move |tx: &mut ReadTx| Ok(standing_in(tx, &inner, &token, choosing, &asked)?);
    Ok(app.store.read(unit).await?)
}

fn standing_in(
    tx: &mut ReadTx,
    app: &App,
    token: &Token,
    choosing: bool,
    requester: &Requester,
) -> Result<Standing, Fault> {
    let now = requester.now;
    let Some(view) = tx.login_view(token)? else {
        return Ok(Standing::Nothing);
    };
    let LoginView { login, user, .. } = &view;
    if now >= login.expires_at {
        return Ok(Standing::Expired {
            return_to: login.return_to.clone(),
        });
    }
    Ok(match login.state {
        State::FirstProofPending => Standing::Password {
            username: user.username.clone(),
            purpose: login.purpose,
        },
        State::FactorPending => return pending(tx, app, token, view, choosing, requester),
        State::EnrolmentRequired | State::GraceOffered => Standing::Enrol,
        State::Complete if login.purpose == Purpose::Recover => Standing::NewPassword {
            username: user.username.clone(),
        },
        State::Complete
            if login.offers_trust && completing::second_step_at(&login.evidence).is_some() =>
        {
            Standing::Trust {
                days: login.trusted_days,
            }
        }
        State::Complete => Standing::Complete {
            return_to: login.return_to.clone(),
        },
        // One that its person left is nothing to go back to; one that the policy ended leads to support.
        State::Refused if login.next_state == State::Refused => Standing::Support,
        State::Refused => Standing::Nothing,
    })
}

fn pending(
    tx: &mut ReadTx,
    app: &App,
    token: &Token,
    view: LoginView,
    choosing: bool,
    requester: &Requester,
) -> Result<Standing, Fault> {
    let LoginView {
        login,
        user,
        challenge,
        ..
    } = view;
    let organisation: Organisation = tx.organisation(token.organisation)?;
    let facts = Facts::read(tx, organisation, user, app)?;
    let requirement = facts.requirement(None, requester.now);
    let provable = match completing::step_for(
        &facts,
        login.purpose,
        &requirement,
        &login.evidence,
        requester.now,
    ) {
        Step::Prove(provable) => provable,
        // The policy moved on while the page was open: the next act of the person finds out what it asks now.
        _ => login
            .evidence
            .iter()
            .map(|proof| proof.kind.clone())
            .collect(),
    };
    let ways = ways(app, &facts, (&provable, &login.evidence), requester.now);
    let open = challenge.filter(|found| {
        !choosing
            && found.state == domain::challenge::State::Open
            && requester.now < found.expires_at
    });
    let Some(challenge) = open else {
        return Ok(Standing::Choose(ways));
    };
    let factor = asking::factor(app, &challenge.kind)?;
    let sends = !factor.profile().starts_freely && factor.live().is_none();
    let message = if sends {
        tx.last_delivery_of(token.organisation, challenge.id)?
    } else {
        None
    };
    let scene = Scene::set(app, tx, &facts, requester)?;
    let own: Vec<factors::Authenticator> = facts
        .authenticators
        .iter()
        .filter(|own| own.kind == challenge.kind)
        .map(asking::opened)
        .collect();
    let shown = factor.challenge_view(
        &scene.setting(challenge.code_expires_at),
        &challenge.data,
        &own,
    )?;
    Ok(Standing::Answer(Box::new(AnswerView {
        challenge: challenge.id,
        view: shown,
        // Another code that could only be sent when all is over is not promised.
        resend_after: (sends && challenge.resend_after < challenge.expires_at)
            .then_some(challenge.resend_after),
        message: message.map(|last| Awaited {
            failed: handing::is_told(&last),
            written_at: last.created_at,
        }),
        has_other_ways: ways.len() > 1,
        kind: challenge.kind,
    })))
}

/// The ways that this login can go, strongest first, what stands behind the others last.
fn ways(
    app: &App,
    facts: &Facts,
    (provable, evidence): (&FactorSet, &[Evidence]),
    now: Timestamp,
) -> Vec<Way> {
    let last_used = facts
        .authenticators
        .iter()
        .filter(|own| own.last_used_at.is_some())
        .max_by_key(|own| own.last_used_at)
        .map(|own| own.id);
    let mut ways = Vec::new();
    for factor in app
        .registry
        .iter()
        .filter(|factor| provable.contains(&factor.profile().kind))
    {
        let profile = factor.profile();
        let mut own = facts.answerable(&profile.kind, evidence);
        own.sort_by_key(|own| facts.is_elsewhere(own));
        // A kind that sends something is chosen by its address; of the others any authenticator answers.
        let one_by_one = !profile.starts_freely && own.len() > 1;
        for authenticator in own.iter().take(if one_by_one { own.len() } else { 1 }) {
            ways.push(Way {
                kind: profile.kind.clone(),
                authenticator: one_by_one.then_some(authenticator.id),
                label: (!profile.is_backup && own.len() == 1 || one_by_one)
                    .then(|| authenticator.label.clone()),
                last_used: own.iter().any(|own| Some(own.id) == last_used),
                is_backup: profile.is_backup,
                unavailable: unavailable(facts, profile, authenticator, now),
            });
        }
    }
    ways.sort_by_key(|way| way.is_backup);
    ways
}

/// Why this authenticator cannot be used now, if it cannot.
fn unavailable(
    facts: &Facts,
    profile: &Profile,
    authenticator: &Authenticator,
    now: Timestamp,
) -> Option<Refusal> {
    if !facts.can_be_reached_by(profile) {
        return Some(Facts::why_unreachable(profile));
    }
    if facts.is_elsewhere(authenticator) {
        return Some(Refusal::PasskeyElsewhere);
    }
    if authenticator.failures >= domain::lockout::MOST_FAILURES {
        return Some(Refusal::AuthenticatorClosed);
    }
    let until = authenticator.wait_until;
    (until > now).then_some(Refusal::Waiting { until })
}

/// Whether nothing carries the message with the code of this login's open challenge.
pub async fn message_failed(
    app: &Arc<App>,
    login: &Token,
    requester: &Requester,
) -> Result<bool, Fault> {
    let (token, now) = (login.clone(), requester.now);
    let unit = move |tx: &mut ReadTx| {
        let Some(view) = tx.login_view(&token)? else {
            return Ok(false);
        };
        let waits = view.login.state == State::FactorPending && now < view.login.expires_at;
        let Some(challenge) = view.challenge.filter(|_| waits) else {
            return Ok(false);
        };
        let last = tx.last_delivery_of(token.organisation, challenge.id)?;
        Ok(last.is_some_and(|last| handing::is_told(&last)))
    };
    Ok(app.store.read(unit).await?)
}
