//! The person on the telephone shows who they are with their eID, and the agent notes it.
//!
//! ```text
//! nothing ── begin (who called?) ──► the app asks the person ──► proved ── record ──► a proof of the case
//!    ▲                                    │  └──► ended: declined, another person, too late
//!    └────────────── cancel ──────────────┘            │
//!    └───────────────────────────── begin anew ────────┘
//! ```
//!
//! The challenge hangs on the case: it is over with it, and a case has one at the most. Only whom the person's own authenticator is bound to can
//! complete the order, and who did is compared again before anything is noted. Nobody here sees the person's whole number, and nothing of
//! this signs anybody in.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::challenge::{self, Purpose, resend_after};
use domain::eid::CallInitiator;
use domain::factor::FactorKind;
use domain::id::{ChallengeId, IdentificationId, OrganisationId, RecoveryCaseId, UserId};
use domain::recovery::{Denial, Known, Proof, ProofKind, State};
use domain::refusal::Refusal;
use domain::role::BuiltIn;
use domain::time::Timestamp;
use factors::live::{BACK, CALL_US, CALL_USER, MOVE, Occasion, Running};
use factors::{Factor, Form, Live, Outcome, View};
use store::{Authenticator, Challenge, Holder, NewChallenge, ReadTx, Tx};

use super::prove::MOST_PROOFS;
use super::{Held, demand_person};
use crate::administer::acting::Acting;
use crate::administer::{AdministerFault, By, Reason, unit};
use crate::asking::{self, Scene};
use crate::decision::Facts;
use crate::letters::language_for;
use crate::orders::{self, Ground, Moving};
use crate::session_check::SignedIn;
use crate::{App, Fault, Requester, helping};

/// Identifications of one person among which that of a call is looked for: others of theirs may be kept since it began.
const IDENTIFICATIONS: u32 = 20;

/// How a person on the telephone can be identified, and how far that is.
pub enum EidStanding {
    /// The organisation has no eID that can.
    Unavailable,
    /// The person has none bound to the account.
    NotBound,
    /// It was bound then, a moment ago, and proves nothing yet.
    TooNew(Timestamp),
    /// An order can be begun.
    Ready,
    /// An order was begun; what it says of it.
    UnderWay(Box<dyn View>),
}

/// The eID that a person on the telephone is identified by.
struct OwnEid<'a> {
    factor: &'a dyn Factor,
    live: &'a dyn Live,
    authenticator: &'a Authenticator,
}

impl OwnEid<'_> {
    fn kind(&self) -> &FactorKind {
        &self.authenticator.kind
    }

    /// Whether it is bound for so long that it proves something: whoever got into the account may have bound their own.
    fn proves(&self, now: Timestamp) -> bool {
        let known = Known {
            added_at: self.authenticator.created_at,
            verified_at: None,
        };
        known.may_be_called(now)
    }
}

/// The factors by which callers of this organisation can be identified.
fn callable<'a>(
    app: &'a App,
    facts: &'a Facts,
) -> impl Iterator<Item = (&'a dyn Factor, &'a dyn Live)> {
    let allowed = facts.organisation.rules.allowed_factors.as_ref();
    app.registry.iter().filter_map(move |factor| {
        let profile = factor.profile();
        let live = factor.live().filter(|live| live.identifies_callers())?;
        let is_allowed = allowed.is_none_or(|allowed| allowed.contains(&profile.kind));
        (is_allowed && facts.organisation.carries(profile)).then_some((&**factor, live))
    })
}

fn own_eid<'a>(app: &'a App, facts: &'a Facts) -> Option<OwnEid<'a>> {
    callable(app, facts).find_map(|(factor, live)| {
        let kind = &factor.profile().kind;
        let own = &facts.authenticators;
        let authenticator = own.iter().find(|own| own.kind == *kind)?;
        Some(OwnEid {
            factor,
            live,
            authenticator,
        })
    })
}

/// The challenge of this case that is open, if one is.
fn open_challenge(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    case: RecoveryCaseId,
    now: Timestamp,
) -> Result<Option<Challenge>, store::Fault> {
    let found = tx.challenges_of(organisation, Holder::Case(case))?;
    Ok(found.into_iter().find(|open| {
        open.purpose == Purpose::Recover
            && open.state == challenge::State::Open
            && now < open.expires_at
    }))
}

/// How the person of a case can be identified, and how far that is.
pub(super) fn standing(
    tx: &mut ReadTx,
    app: &App,
    facts: &Facts,
    case: RecoveryCaseId,
    requester: &Requester,
) -> Result<EidStanding, Fault> {
    let now = requester.now;
    let Some(own) = own_eid(app, facts) else {
        let none = callable(app, facts).next().is_none();
        return Ok(if none {
            EidStanding::Unavailable
        } else {
            EidStanding::NotBound
        });
    };
    if !own.proves(now) {
        return Ok(EidStanding::TooNew(own.authenticator.created_at));
    }
    let open = open_challenge(tx, facts.organisation.id, case, now)?;
    let Some(open) = open.filter(|open| open.kind == *own.kind()) else {
        return Ok(EidStanding::Ready);
    };
    let scene = Scene::with(app, &facts.organisation, Some(&facts.user), requester);
    let setting = scene.setting(open.code_expires_at);
    let view = own.factor.challenge_view(&setting, &open.data, &[])?;
    // Whoever went back is where they began.
    let text = app.catalogue.text(requester.language);
    let shown = view.progress(&text).is_some_and(|it| it.stage != "choose");
    Ok(if shown {
        EidStanding::UnderWay(view)
    } else {
        EidStanding::Ready
    })
}

/// How far the order of a case is, for the page's script; nothing where none was begun. It keeps nobody signed in and changes nothing.
pub async fn eid_progress(
    app: &Arc<App>,
    who: &SignedIn,
    case: RecoveryCaseId,
    requester: &Requester,
) -> Result<Option<factors::Progressing>, AdministerFault> {
    let (inner, who, asked) = (Arc::clone(app), who.clone(), requester.clone());
    let unit = move |tx: &mut ReadTx| {
        let organisation = who.organisation.id;
        let Some(found) = tx.find_recovery_case(organisation, case)? else {
            return Err(Reason::Changed.into());
        };
        let facts = super::facts_of(tx, &inner, organisation, found.user)?;
        let helper = super::helper_named(tx, organisation, Some(who.user.id))?;
        let subject = helping::subject_of(tx, &facts, asked.now)?;
        let may = domain::recovery::may_open(&helper, &subject).is_ok();
        if !may || found.is_over(asked.now) {
            return Ok(None);
        }
        Ok(Some(standing(tx, &inner, &facts, case, &asked)?))
    };
    let standing = unit::read(app, unit).await?;
    let text = app.catalogue.text(requester.language);
    Ok(match standing {
        Some(EidStanding::UnderWay(view)) => view.progress(&text),
        _ => None,
    })
}

/// Begins an order for the person, who is on the telephone. Where one runs already it is that one.
pub async fn begin_eid(
    app: &Arc<App>,
    organisation: OrganisationId,
    case: RecoveryCaseId,
    caller: CallInitiator,
    by: &By,
) -> Result<(), AdministerFault> {
    if let Err(refusal) = orders::count(app, by.requester()) {
        return Err(Reason::Refused(refusal).into());
    }
    let inner = Arc::clone(app);
    let unit = move |tx: &mut Tx, acting: &Acting| begin_in(tx, &inner, case, caller, acting);
    let kind = EventKind::OrderBegun;
    let moving = unit::act(app, organisation, by, BuiltIn::Support, kind, unit).await?;
    if let Some(moving) = moving {
        orders::carry_out(app, moving).await?;
    }
    Ok(())
}

fn begin_in(
    tx: &mut Tx,
    app: &App,
    case: RecoveryCaseId,
    caller: CallInitiator,
    acting: &Acting,
) -> Result<Option<Moving>, AdministerFault> {
    let (organisation, now) = (acting.organisation(), acting.now());
    let held = entered(tx, app, case, acting)?;
    let own = own_eid(app, &held.facts).ok_or(Reason::Refused(Refusal::FactorUnavailable))?;
    if !own.proves(now) {
        return Err(Reason::from(Denial::TooNew).into());
    }
    if let Some(open) = open_challenge(tx, organisation, case, now)?
        && runs(tx, &own, organisation, &open, now)?
    {
        return Ok(None);
    }
    let requester = in_their_language(acting.requester(), &held.facts);
    let scene = Scene::with(
        app,
        &held.facts.organisation,
        Some(&held.facts.user),
        &requester,
    );
    let opened = opened(tx, &scene, &own, &held, now)?;
    let word = match caller {
        CallInitiator::User => CALL_USER,
        CallInitiator::Us => CALL_US,
    };
    let told_as = held.event(acting, EventKind::OrderBegun);
    let ground = Ground {
        scene: &scene,
        organisation,
        holder: Holder::Case(case),
        challenge: &opened,
        occasion: Occasion::Call,
        told_as: Some(told_as),
    };
    let form = Form::from_iter([(MOVE, word)]);
    let moving = orders::take(tx, app, &ground, &form, &requester)?;
    moving
        .map(Some)
        .map_err(|refusal| Reason::Refused(refusal).into())
}

/// Whether an order for the caller runs, or is beginning; one whose node died while it began does neither.
fn runs(
    tx: &mut Tx,
    own: &OwnEid<'_>,
    organisation: OrganisationId,
    open: &Challenge,
    now: Timestamp,
) -> Result<bool, Fault> {
    Ok(match own.live.running(&open.data)? {
        Running::No => false,
        Running::Yes(_) => true,
        Running::Beginning => tx.is_order_held(organisation, open.id, now)?,
    })
}

/// The app speaks the person's language, whatever the agent's page does.
fn in_their_language(requester: &Requester, facts: &Facts) -> Requester {
    let own = facts.user.language.as_deref();
    Requester {
        language: language_for(own, None, &facts.organisation),
        ..requester.clone()
    }
}

/// Opens the case's challenge, in the place of the one before.
fn opened(
    tx: &mut Tx,
    scene: &Scene,
    own: &OwnEid<'_>,
    held: &Held,
    now: Timestamp,
) -> Result<Challenge, AdministerFault> {
    let (organisation, holder) = (held.facts.organisation.id, Holder::Case(held.case.id));
    tx.end_challenges(organisation, holder)?;
    let profile = own.factor.profile();
    let code_expires_at = now + profile.challenge_lives_for;
    let authenticators = [asking::opened(own.authenticator)];
    let asked = own
        .factor
        .begin_challenge(
            &scene.setting(code_expires_at),
            &authenticators,
            tx.random(),
        )
        .map_err(Fault::from)?;
    let id = ChallengeId::draw(now, tx.random());
    let new = NewChallenge {
        id,
        kind: own.kind(),
        purpose: Purpose::Recover,
        user: Some(held.case.user),
        holder,
        channel: None,
        data: &asked.data,
        data_format: asked.data_format,
        resend_after: resend_after(0, now),
        code_expires_at,
        expires_at: code_expires_at,
    };
    tx.insert_challenge(organisation, &new, now)?;
    let found = tx.find_challenge(organisation, holder, id)?;
    Ok(found.ok_or(store::Fault::Conflict)?)
}

/// The case, where whoever acts may note a proof in it now.
fn entered(
    tx: &mut Tx,
    app: &App,
    case: RecoveryCaseId,
    acting: &Acting,
) -> Result<Held, AdministerFault> {
    demand_person(acting)?;
    let held = Held::lock(tx, app, acting, case)?;
    held.handled(acting.now())?;
    if held.case.standing(acting.now()) != State::Open || held.case.proofs.len() >= MOST_PROOFS {
        return Err(Reason::Changed.into());
    }
    Ok(held)
}

/// Gives the order up. It is cancelled at the eID before this is told.
pub async fn cancel_eid(
    app: &Arc<App>,
    organisation: OrganisationId,
    case: RecoveryCaseId,
    by: &By,
) -> Result<(), AdministerFault> {
    let inner = Arc::clone(app);
    let unit = move |tx: &mut Tx, acting: &Acting| cancel_in(tx, &inner, case, acting);
    let kind = EventKind::OrderEnded;
    let moving =
        unit::act_without_proof(app, organisation, by, BuiltIn::Support, kind, unit).await?;
    if let Some(moving) = moving {
        orders::carry_out(app, moving).await?;
    }
    Ok(())
}

fn cancel_in(
    tx: &mut Tx,
    app: &App,
    case: RecoveryCaseId,
    acting: &Acting,
) -> Result<Option<Moving>, AdministerFault> {
    let (organisation, now) = (acting.organisation(), acting.now());
    demand_person(acting)?;
    let held = Held::lock(tx, app, acting, case)?;
    held.handled(now)?;
    let Some(open) = open_challenge(tx, organisation, case, now)? else {
        return Ok(None);
    };
    let requester = acting.requester();
    let facts = &held.facts;
    let scene = Scene::with(app, &facts.organisation, Some(&facts.user), requester);
    let ground = Ground {
        scene: &scene,
        organisation,
        holder: Holder::Case(case),
        challenge: &open,
        occasion: Occasion::Call,
        told_as: None,
    };
    let form = Form::from_iter([(MOVE, BACK)]);
    let moved = orders::take(tx, app, &ground, &form, requester)?;
    let event = held
        .event(acting, EventKind::OrderEnded)
        .with("factor", &open.kind)
        .with("because", "given-up");
    tx.audit(organisation, &event, now)?;
    moved
        .map(Some)
        .map_err(|refusal| Reason::Refused(refusal).into())
}

/// Notes that the person identified. Whoever identified in their place is no proof, and the order is over.
pub async fn record_eid(
    app: &Arc<App>,
    organisation: OrganisationId,
    case: RecoveryCaseId,
    by: &By,
) -> Result<(), AdministerFault> {
    let inner = Arc::clone(app);
    let unit = move |tx: &mut Tx, acting: &Acting| record_in(tx, &inner, case, acting);
    let kind = EventKind::RecoveryProved;
    let done = unit::act_without_proof(app, organisation, by, BuiltIn::Support, kind, unit).await?;
    // What was refused is on record.
    done.map_err(|refusal| Reason::Refused(refusal).into())
}

fn record_in(
    tx: &mut Tx,
    app: &App,
    case: RecoveryCaseId,
    acting: &Acting,
) -> Result<Result<(), Refusal>, AdministerFault> {
    let (organisation, now) = (acting.organisation(), acting.now());
    let mut held = entered(tx, app, case, acting)?;
    let holder = Holder::Case(case);
    let gone = Reason::Refused(Refusal::ChallengeGone);
    let open = open_challenge(tx, organisation, case, now)?.ok_or(gone.clone())?;
    let counted = tx.count_attempt(
        organisation,
        holder,
        open.id,
        &open.kind,
        Purpose::Recover,
        now,
    )?;
    let challenge = counted.ok_or(gone.clone())?;
    let judged = judged(app, &held.facts, &challenge, acting)?;
    let event = held
        .event(acting, EventKind::RecoveryProved)
        .with("proof", ProofKind::Eid.as_str())
        .with("factor", &challenge.kind);
    if let Err(refusal) = judged {
        if refusal == Refusal::OrderOpen {
            return Err(Reason::Refused(refusal).into());
        }
        tx.end_challenges(organisation, holder)?;
        tx.audit(organisation, &event.refused(refusal), now)?;
        return Ok(Err(refusal));
    }
    if !tx.consume_challenge(organisation, holder, challenge.id, now)? {
        return Err(gone.into());
    }
    let (identification, masked) = kept(tx, app, held.case.user, &challenge, organisation)?;
    let mut event = event.with("identification", &identification);
    event.personal.target = Some(masked.clone());
    held.case.proofs.push(Proof {
        kind: ProofKind::Eid,
        at: now,
        by: acting.user(),
        note: masked,
        identification: Some(identification),
    });
    held.case.state = State::Open;
    held.save(tx, acting)?;
    tx.audit(organisation, &event, now)?;
    Ok(Ok(()))
}

/// Whether it was the one whose authenticator this is, and one that proves something.
fn judged(
    app: &App,
    facts: &Facts,
    challenge: &Challenge,
    acting: &Acting,
) -> Result<Result<(), Refusal>, AdministerFault> {
    let Some(own) = own_eid(app, facts).filter(|own| *own.kind() == challenge.kind) else {
        return Ok(Err(Refusal::FactorUnavailable));
    };
    // It may have been bound anew since the order began.
    if !own.proves(acting.now()) {
        return Err(Reason::from(Denial::TooNew).into());
    }
    let requester = acting.requester();
    let scene = Scene::with(app, &facts.organisation, Some(&facts.user), requester);
    let setting = scene.setting(challenge.code_expires_at);
    let authenticators = [asking::opened(own.authenticator)];
    let outcome = own
        .factor
        .answer(&setting, &challenge.data, &authenticators, &Form::default())
        .map_err(Fault::from)?;
    Ok(match outcome {
        Outcome::Verified { .. } => Ok(()),
        Outcome::Copied { .. } => Err(Refusal::PasskeyCopied),
        Outcome::Rejected(refusal) | Outcome::NotCounted(refusal) => Err(refusal),
    })
}

/// What is kept of the identification, and whom it names, masked: the newest of the person's that was told the text of this order.
fn kept(
    tx: &mut Tx,
    app: &App,
    user: UserId,
    challenge: &Challenge,
    organisation: OrganisationId,
) -> Result<(IdentificationId, String), AdministerFault> {
    let live = asking::factor(app, &challenge.kind)?.live();
    let live = live.ok_or(Reason::Refused(Refusal::FactorUnavailable))?;
    let shown = live.visible_text(&challenge.data).map_err(Fault::from)?;
    let found = tx.identifications_of_user(organisation, user, IDENTIFICATIONS)?;
    let own = found.into_iter().find(|kept| {
        kept.created_at >= challenge.created_at
            && kept.proof.kind == challenge.kind
            && kept.proof.visible_text == shown
    });
    // What is not kept cannot be shown later: it proves nothing.
    let own = own.ok_or(Reason::Refused(Refusal::OrderGone))?;
    Ok((own.id, own.proof.personal_number.masked()))
}
