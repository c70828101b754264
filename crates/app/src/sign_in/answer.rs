//! Answering a second step. The unit counts before it compares, and commits the refusal as it commits the session.
//!
//! ```text
//! open_answer ─ count_attempt ─ (compare) ─┬ right: consume_authenticator ─ consume_login ─ issue_session ─ audit
//!                                          └ wrong: audit
//! ```

use std::sync::Arc;

use domain::audit::{Event, EventKind};
use domain::challenge::{self, Purpose as ChallengePurpose};
use domain::factor::Evidence;
use domain::id::{ChallengeId, OrganisationId};
use domain::login::{Purpose, State};
use domain::organisation::Organisation;
use domain::refusal::Refusal;
use domain::time::Span;
use domain::token::Token;
use factors::live::Occasion;
use factors::{Form, Outcome};
use store::{AnswerBlocked, Authenticator, Challenge, Consumption, Holder, Login, LoginView, Tx};

use crate::asking::{self, Scene};
use crate::completing::{self, Advanced, Issue};
use crate::decision::Facts;
use crate::{Answered, App, Fault, Requester, copies, notices, orders, outbox};

/// An answer to a challenge.
#[derive(Clone)]
pub struct Answer {
    /// The challenge that the page showed.
    pub challenge: ChallengeId,
    /// What was typed.
    pub form: Form,
}

/// Answers the open challenge of a login.
pub async fn answer(
    app: &Arc<App>,
    organisation: &Arc<Organisation>,
    login: &Token,
    answer: Answer,
    requester: &Requester,
) -> Answered<Advanced> {
    // A login is answered at the addresses of its own organisation alone (A54).
    if login.organisation != organisation.id {
        return Ok(Err(Refusal::LoginExpired));
    }
    let (now, key) = (requester.now, login.clone());
    let Some(view) = app.store.read(move |tx| tx.login_view(&key)).await? else {
        return Ok(Err(Refusal::LoginExpired));
    };
    if let Err(refusal) = may_answer(&view, &answer, requester) {
        return Ok(Err(refusal));
    }
    if orders::is_move(&answer.form) {
        return move_order(app, organisation, view, answer, requester).await;
    }
    if let Some(challenge) = &view.challenge
        && let Err(refusal) = orders::count_look(app, &challenge.kind, requester)
    {
        return Ok(Err(refusal));
    }
    let (inner, asked, own) = (Arc::clone(app), requester.clone(), Arc::clone(organisation));
    let user = view.login.user;
    let unit = move |tx: &mut Tx| Ok(answer_in(tx, &inner, &own, &view, &answer, &asked)?);
    let answered: Result<Advanced, Refusal> = app.store.write(unit).await?;
    let Ok(mut advanced) = answered else {
        return Ok(answered);
    };
    if advanced.session.is_some() {
        app.sessions.forget_user(user);
    }
    outbox::send_aside(
        app,
        login.organisation,
        std::mem::take(&mut advanced.deliveries),
        now,
    )
    .await?;
    Ok(Ok(advanced))
}

/// A form that moves an order at an eID is no answer: nothing is counted, and the login stands where it stood.
async fn move_order(
    app: &Arc<App>,
    organisation: &Arc<Organisation>,
    view: LoginView,
    answer: Answer,
    requester: &Requester,
) -> Answered<Advanced> {
    if let Err(refusal) = orders::count(app, requester) {
        return Ok(Err(refusal));
    }
    let (inner, asked, own) = (Arc::clone(app), requester.clone(), Arc::clone(organisation));
    let unit = move |tx: &mut Tx| {
        let Some(challenge) = &view.challenge else {
            return Ok(Err(Refusal::ChallengeGone));
        };
        let scene = Scene::with(&inner, &own, Some(&view.user), &asked);
        let ground = orders::Ground {
            scene: &scene,
            organisation: own.id,
            holder: Holder::Login(view.login.id),
            challenge,
            occasion: match view.login.purpose {
                Purpose::SignIn => Occasion::SignIn,
                Purpose::Reauthenticate => Occasion::Confirm,
                Purpose::Recover => Occasion::Recover,
            },
            told_as: None,
        };
        Ok(orders::take(tx, &inner, &ground, &answer.form, &asked)?)
    };
    Ok(match app.store.write(unit).await? {
        Ok(moving) => {
            orders::carry_out(app, moving).await?;
            Ok(Advanced::default())
        }
        Err(refusal) => Err(refusal),
    })
}

fn may_answer(view: &LoginView, answer: &Answer, requester: &Requester) -> Result<(), Refusal> {
    let LoginView {
        login,
        organisation_suspended,
        user,
        ..
    } = view;
    if login.state != State::FactorPending || requester.now >= login.expires_at {
        return Err(Refusal::LoginExpired);
    }
    if *organisation_suspended || user.suspended_at.is_some() {
        return Err(Refusal::LoginExpired);
    }
    if login.challenge == Some(answer.challenge) {
        Ok(())
    } else {
        Err(Refusal::ChallengeGone)
    }
}

fn answer_in(
    tx: &mut Tx,
    app: &App,
    organisation: &Organisation,
    view: &LoginView,
    answer: &Answer,
    requester: &Requester,
) -> Result<Result<Advanced, Refusal>, Fault> {
    let (now, login) = (requester.now, &view.login);
    let Some(kind) = view
        .challenge
        .as_ref()
        .map(|challenge| challenge.kind.clone())
    else {
        return Ok(Err(Refusal::ChallengeGone));
    };
    let holder = Holder::Login(login.id);
    let refuse = |tx: &mut Tx, refusal: Refusal| {
        let event = Event::own(EventKind::FactorChecked, login.user, requester.personal())
            .refused(refusal)
            .with("factor", &kind);
        tx.audit(organisation.id, &event, now)?;
        Ok::<_, Fault>(Err(refusal))
    };
    let authenticators = tx.open_answer(organisation.id, login.user, &kind, now)?;
    if authenticators.is_empty() {
        let blocked = tx.answer_blocked(organisation.id, login.user, &kind, now)?;
        return refuse(tx, blocked_by(blocked));
    }
    let counted = tx.count_attempt(
        organisation.id,
        holder,
        answer.challenge,
        &kind,
        ChallengePurpose::Prove,
        now,
    )?;
    let Some(challenge) = counted else {
        // Its time is over or its attempts are: nothing is compared, so nothing was guessed.
        tx.take_back_answer(organisation.id, &authenticators)?;
        let found = tx.find_challenge(organisation.id, holder, answer.challenge)?;
        return refuse(tx, why_over(found.as_ref()));
    };
    match judge(
        app,
        organisation,
        view,
        (&challenge, &authenticators),
        &answer.form,
        requester,
    )? {
        Outcome::Rejected(refusal) => {
            if !asking::factor(app, &kind)?.profile().guessable {
                tx.take_back_answer(organisation.id, &authenticators)?;
            } else if authenticators.iter().any(|own| own.failures >= TOLD_FROM) {
                tell_of_failures(tx, app, organisation, view, requester)?;
            }
            let is_dead = challenge.attempts_left == 0;
            refuse(
                tx,
                if is_dead {
                    Refusal::ChallengeDead
                } else {
                    refusal
                },
            )
        }
        Outcome::NotCounted(refusal) => {
            tx.take_back_answer(organisation.id, &authenticators)?;
            tx.take_back_attempt(organisation.id, holder, answer.challenge)?;
            if refusal == Refusal::OrderOpen {
                // Nothing happened: the log does not fill with a page that asks too early.
                return Ok(Err(refusal));
            }
            refuse(tx, refusal)
        }
        Outcome::Copied { authenticator } => {
            if let Some(used) = authenticators.get(authenticator) {
                copies::tell(tx, app, organisation, (&view.user, used), true, requester)?;
            }
            refuse(tx, Refusal::PasskeyCopied)
        }
        Outcome::Verified {
            authenticator,
            device,
            copied,
            consumption,
        } => {
            let used = authenticators
                .get(authenticator)
                .ok_or_else(|| Fault::UnknownFactor(kind.to_string()))?;
            let consumption = as_stored(&consumption, used.data_format);
            if !tx.consume_authenticator(organisation.id, used, &consumption, now)? {
                return refuse(tx, Refusal::CodeUsed);
            }
            if copied {
                let whose = (&view.user, used);
                copies::tell(tx, app, organisation, whose, false, requester)?;
            }
            let profile = asking::factor(app, &kind)?.profile();
            if profile.needs.gateway.is_some() {
                // A code that came back is what tells people from pumps.
                tx.mark_answered(organisation.id, challenge.id, now)?;
            }
            let proof = Evidence::of(profile, now, device, used.channel.clone());
            let passed = pass(tx, app, organisation, view, proof, requester)?;
            let is_backup = profile.is_backup;
            tell_of_backup(tx, app, organisation, view, is_backup, requester, passed)
        }
    }
}

/// Why a challenge takes no answer any more.
fn why_over(found: Option<&Challenge>) -> Refusal {
    match found.map(|found| found.state) {
        Some(challenge::State::Dead) => Refusal::ChallengeDead,
        _ => Refusal::ChallengeGone,
    }
}

/// Why no authenticator takes an answer now.
const fn blocked_by(blocked: AnswerBlocked) -> Refusal {
    match blocked {
        AnswerBlocked::Waiting { until } => Refusal::Waiting { until },
        AnswerBlocked::Closed => Refusal::AuthenticatorClosed,
        AnswerBlocked::NotEnrolled => Refusal::FactorUnavailable,
    }
}

/// What a right answer uses up, as the store takes it.
fn as_stored(consumption: &factors::Consumption, data_format: i64) -> Consumption<'_> {
    match consumption {
        factors::Consumption::ChallengeOnly => Consumption::Challenge,
        factors::Consumption::Through(mark) => Consumption::Through(*mark),
        factors::Consumption::Data(data) => Consumption::Data { data, data_format },
    }
}

/// What the factor says of the answer. A code whose life is over is refused whether it was right or not, and is no guess.
fn judge(
    app: &App,
    organisation: &Organisation,
    view: &LoginView,
    (challenge, authenticators): (&Challenge, &[Authenticator]),
    form: &Form,
    requester: &Requester,
) -> Result<Outcome, Fault> {
    if requester.now >= challenge.code_expires_at {
        return Ok(Outcome::NotCounted(Refusal::CodeExpired));
    }
    let factor = asking::factor(app, &challenge.kind)?;
    let scene = Scene::with(app, organisation, Some(&view.user), requester);
    let own: Vec<factors::Authenticator> = authenticators.iter().map(asking::opened).collect();
    Ok(factor.answer(
        &scene.setting(challenge.code_expires_at),
        &challenge.data,
        &own,
        form,
    )?)
}

/// Takes the login on after a right answer: the short way where the decision of its epochs still stands, else the long one.
fn pass(
    tx: &mut Tx,
    app: &App,
    organisation: &Organisation,
    view: &LoginView,
    proof: Evidence,
    requester: &Requester,
) -> Result<Result<Advanced, Refusal>, Fault> {
    let (now, login) = (requester.now, &view.login);
    // The short way stands for the mailbox that the challenge was opened for, and for no other.
    let as_foreseen = proof.channel
        == view
            .challenge
            .as_ref()
            .and_then(|open| open.channel.clone());
    let mut evidence = login.evidence.clone();
    evidence.push(proof);
    if login.next_state != State::Complete || !as_foreseen {
        return pass_the_long_way(tx, app, organisation.id, login, evidence, requester);
    }
    if !tx.consume_login(organisation.id, login, State::Complete, &evidence, now)? {
        return Ok(Err(Refusal::ChallengeGone));
    }
    let mut advanced = Advanced {
        state: Some(State::Complete),
        ..Advanced::default()
    };
    if login.purpose != Purpose::Recover {
        let issue = Issue {
            organisation: organisation.id,
            user: &view.user,
            user_epoch: login.user_epoch,
            policy_epoch: login.policy_epoch,
            evidence: &evidence,
            two_step: true,
            device: None,
            replaces: login.session,
        };
        advanced.session = completing::issue(tx, &issue, requester)?;
        advanced.replaces_session = login.session.is_some();
        if advanced.session.is_none() {
            // An epoch moved while the person was typing: today's policy decides before anything is issued (A68).
            let consumed = Login {
                state: State::Complete,
                challenge: None,
                evidence: evidence.clone(),
                ..login.clone()
            };
            return pass_the_long_way(tx, app, organisation.id, &consumed, evidence, requester);
        }
    }
    tx.audit(
        organisation.id,
        &passed_event(login, &evidence, requester),
        now,
    )?;
    Ok(Ok(advanced))
}

fn passed_event(login: &Login, evidence: &[Evidence], requester: &Requester) -> Event {
    let kind = match login.purpose {
        Purpose::SignIn => EventKind::SignedIn,
        Purpose::Reauthenticate => EventKind::Reauthenticated,
        Purpose::Recover => EventKind::FactorChecked,
    };
    let proofs: Vec<&str> = evidence.iter().map(|proof| proof.kind.as_str()).collect();
    Event::own(kind, login.user, requester.personal()).with("proofs", &proofs.join(" "))
}

fn pass_the_long_way(
    tx: &mut Tx,
    app: &App,
    organisation: OrganisationId,
    login: &Login,
    evidence: Vec<Evidence>,
    requester: &Requester,
) -> Result<Result<Advanced, Refusal>, Fault> {
    let now = requester.now;
    let current = tx.find_user(organisation, login.user)?;
    let Some(user) = current else {
        return Ok(Err(Refusal::LoginExpired));
    };
    let organisation = tx.organisation(organisation)?;
    let facts = Facts::read(tx, organisation, user, app)?;
    let event = passed_event(login, &evidence, requester);
    let Some(advanced) = completing::advance(tx, app, &facts, login, evidence, requester)? else {
        return Ok(Err(Refusal::ChallengeGone));
    };
    let event = if advanced.session.is_some() {
        event
    } else {
        Event {
            kind: EventKind::FactorChecked,
            ..event
        }
    };
    tx.audit(facts.organisation.id, &event, now)?;
    Ok(Ok(advanced))
}

/// From the third wrong answer in a row whoever owns the account is told: the password is known already. What counts is the
/// authenticator's count, so that a guesser who begins a new login after every second guess is told of too.
const TOLD_FROM: i64 = 3;

/// Tells of a second step that fails, once an hour. The letters wait in the outbox, so that the answer takes no longer.
fn tell_of_failures(
    tx: &mut Tx,
    app: &App,
    organisation: &Organisation,
    view: &LoginView,
    requester: &Requester,
) -> Result<(), Fault> {
    let key = format!("told of failures\0{}", view.user.id);
    let (id, now) = (organisation.id, requester.now);
    let first = tx.take_budget(id, key.as_bytes(), 1, 1, Span::hours(1), now)?;
    if first.is_none() {
        return Ok(());
    }
    let kind = EventKind::SecondStepsFailing;
    let event = Event::own(kind, view.user.id, requester.personal());
    tx.audit(id, &event, now)?;
    notices::put(tx, app, organisation, &view.user, kind, None, requester).map(drop)
}

/// Whoever signs in with what stands behind the factors is told at every address: it is what a thief of a drawer would do.
fn tell_of_backup(
    tx: &mut Tx,
    app: &App,
    organisation: &Organisation,
    view: &LoginView,
    is_backup: bool,
    requester: &Requester,
    passed: Result<Advanced, Refusal>,
) -> Result<Result<Advanced, Refusal>, Fault> {
    match passed {
        Ok(mut advanced) if is_backup => {
            let told = notices::put(
                tx,
                app,
                organisation,
                &view.user,
                EventKind::SignedIn,
                None,
                requester,
            )?;
            advanced.deliveries.extend(told);
            Ok(Ok(advanced))
        }
        other => Ok(other),
    }
}
