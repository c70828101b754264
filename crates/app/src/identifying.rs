//! Showing who one is without a name: an eID tells whom it identified, a passkey whose it is, and the account is found by that.
//!
//! The challenge hangs on the browser's own cookie, as no login is there to hang it on. Who is not known here, who is suspended and who has
//! no account at the organisation get one answer. Two areas share this: the whole login, and the way back for whoever lost everything; what
//! the proof buys is theirs.

use std::sync::Arc;

use domain::audit::{Event, EventKind};
use domain::challenge::{Purpose, resend_after};
use domain::factor::{DeviceProof, Evidence, FactorKind, Identifies, Profile};
use domain::id::ChallengeId;
use domain::lockout::MOST_FAILURES;
use domain::organisation::Organisation;
use domain::recovery::{Known, Subject};
use domain::refusal::Refusal;
use domain::time::Span;
use domain::token::Token;
use factors::live::Occasion;
use factors::{Factor, Form, Identity, Outcome, View};
use store::{Authenticator, Challenge, Consumption, Holder, NewChallenge, ReadTx, Tx};

use crate::asking::{self, Scene};
use crate::decision::Facts;
use crate::throttle::{Limit, PASSWORDS};
use crate::{Answered, App, Fault, Requester, copies, orders};

/// What the proof is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// To sign in.
    SignIn,
    /// To enrol again after everything was lost.
    Recover,
}

impl Aim {
    const fn purpose(self) -> Purpose {
        match self {
            Self::SignIn => Purpose::Identify,
            Self::Recover => Purpose::Recover,
        }
    }

    const fn occasion(self) -> Occasion {
        match self {
            Self::SignIn => Occasion::SignIn,
            Self::Recover => Occasion::Recover,
        }
    }

    /// Whether the organisation allows it by what identifies in this way. Whoever lost everything has no passkey either.
    const fn is_allowed(self, organisation: &Organisation, by: Identifies) -> bool {
        let rules = &organisation.rules;
        match (self, by) {
            (Self::SignIn, Identifies::Person) => rules.eid_sign_in,
            (Self::SignIn, Identifies::Account) => rules.passkeys.sign_in,
            (Self::Recover, Identifies::Person) => rules.eid_recovery,
            (Self::Recover, Identifies::Account) => false,
        }
    }
}

/// The browser that shows the page, by its cookie, and what it wants.
#[derive(Clone)]
pub struct Anybody {
    /// The organisation.
    pub organisation: Arc<Organisation>,
    /// The cookie that was drawn when the proof began, and for nothing else.
    pub browser: Token,
    /// A cookie that was drawn for this request, which a move hangs the proof on: whoever kept the one before waits for nothing.
    pub drawn: Token,
    /// The cookie of the login that is under way in the same browser, if one is: it hangs on nothing here.
    pub login: Token,
    /// What the proof is for.
    pub aim: Aim,
}

impl Anybody {
    /// What the challenge hangs on: nothing that a look at the database gives away.
    fn holder(&self, app: &App) -> Holder {
        Holder::Browser(app.browser_tag(&self.browser))
    }

    /// What it hangs on from the next move on.
    fn next_holder(&self, app: &App) -> Holder {
        Holder::Browser(app.browser_tag(&self.drawn))
    }
}

/// The page of a proof under way.
pub struct IdentifyView {
    /// The kind of factor.
    pub kind: FactorKind,
    /// The challenge that moves and the answer go to.
    pub challenge: ChallengeId,
    /// The factor's own part.
    pub view: Box<dyn View>,
}

/// The kinds by which somebody without a name may show who they are, strongest first.
pub fn ways<'a>(app: &'a App, organisation: &Organisation, aim: Aim) -> Vec<&'a Profile> {
    let offered = |profile: &&Profile| may_identify(organisation, profile, aim);
    app.registry
        .iter()
        .map(|factor| factor.profile())
        .filter(offered)
        .collect()
}

fn may_identify(organisation: &Organisation, profile: &Profile, aim: Aim) -> bool {
    let allowed = organisation.rules.allowed_factors.as_ref();
    profile
        .identifies
        .is_some_and(|by| aim.is_allowed(organisation, by))
        && organisation.suspended_at.is_none()
        && organisation.carries(profile)
        && allowed.is_none_or(|allowed| allowed.contains(&profile.kind))
}

/// Opens the page of this kind; what the browser had under way before is over. No order begins: that is a move of the person's.
pub async fn begin(
    app: &Arc<App>,
    who: &Anybody,
    kind: FactorKind,
    requester: &Requester,
) -> Answered<()> {
    // Each opens a row, and nobody is known yet who could be held to a budget.
    if let Err(refusal) = count(app, &kind, requester) {
        return Ok(Err(refusal));
    }
    let (inner, who, asked) = (Arc::clone(app), who.clone(), requester.clone());
    let unit = move |tx: &mut Tx| Ok(begin_in(tx, &inner, &who, &kind, &asked)?);
    let begun: Result<Vec<ChallengeId>, Refusal> = app.store.write(unit).await?;
    Ok(begun.map(|left| app.orders.hurry(&left)))
}

/// What an address may begin where nothing outside is asked: an office behind one address opens its login pages on Monday
/// morning.
const ASKED: Limit = Limit {
    most: 1200,
    within: Span::minutes(1),
};

/// Counts a beginning of an address: where something outside will be asked, as the orders are counted.
fn count(app: &App, kind: &FactorKind, requester: &Requester) -> Result<(), Refusal> {
    let factor = app.registry.find(kind);
    if factor.is_some_and(|factor| factor.live().is_some()) {
        return orders::count(app, requester);
    }
    let counted = app
        .throttle
        .count("identify", ASKED, requester.address, requester.now);
    counted.map_err(|until| Refusal::Throttled { until })
}

/// Counts an answer of an address, as passwords are counted, and apart from the questions: those are no reason to refuse an answer.
pub(crate) fn count_answer(app: &App, requester: &Requester) -> Result<(), Refusal> {
    let counted = app
        .throttle
        .count("identified", PASSWORDS, requester.address, requester.now);
    counted.map_err(|until| Refusal::Throttled { until })
}

fn begin_in(
    tx: &mut Tx,
    app: &App,
    who: &Anybody,
    kind: &FactorKind,
    requester: &Requester,
) -> Result<Result<Vec<ChallengeId>, Refusal>, Fault> {
    let (now, organisation) = (requester.now, &who.organisation);
    let factor = asking::factor(app, kind)?;
    let profile = factor.profile();
    if !may_identify(organisation, profile, who.aim) {
        return Ok(Err(Refusal::FactorNotAllowed));
    }
    let holder = who.holder(app);
    let left = tx.challenges_of(organisation.id, holder)?;
    tx.end_challenges(organisation.id, holder)?;
    let scene = Scene::with(app, organisation, None, requester);
    let code_expires_at = now + profile.challenge_lives_for;
    let asked = factor.begin_challenge(&scene.setting(code_expires_at), &[], tx.random())?;
    let challenge = NewChallenge {
        id: ChallengeId::draw(now, tx.random()),
        kind,
        purpose: who.aim.purpose(),
        user: None,
        holder,
        channel: None,
        data: &asked.data,
        data_format: asked.data_format,
        resend_after: resend_after(0, now),
        code_expires_at,
        expires_at: now + profile.challenge_lives_for,
    };
    tx.insert_challenge(organisation.id, &challenge, now)?;
    Ok(Ok(left.iter().map(|challenge| challenge.id).collect()))
}

/// What this browser has under way; nothing where that is over.
pub async fn standing(
    app: &Arc<App>,
    who: &Anybody,
    requester: &Requester,
) -> Result<Option<IdentifyView>, Fault> {
    let (inner, who, asked) = (Arc::clone(app), who.clone(), requester.clone());
    let unit = move |tx: &mut ReadTx| {
        let Some(challenge) = open(tx, &inner, &who, &asked)? else {
            return Ok(None);
        };
        let factor = asking::factor(&inner, &challenge.kind)?;
        let scene = Scene::with(&inner, &who.organisation, None, &asked);
        let setting = scene.setting(challenge.code_expires_at);
        let view = factor
            .challenge_view(&setting, &challenge.data, &[])
            .map_err(Fault::from)?;
        Ok(Some(IdentifyView {
            kind: challenge.kind,
            challenge: challenge.id,
            view,
        }))
    };
    Ok(app.store.read(unit).await?)
}

fn open(
    tx: &mut ReadTx,
    app: &App,
    who: &Anybody,
    requester: &Requester,
) -> Result<Option<Challenge>, Fault> {
    let found = tx.challenges_of(who.organisation.id, who.holder(app))?;
    Ok(found.into_iter().find(|challenge| {
        challenge.purpose == who.aim.purpose()
            && challenge.state == domain::challenge::State::Open
            && requester.now < challenge.expires_at
    }))
}

/// Leaves it: the order, if one runs, is cancelled.
pub async fn leave(app: &Arc<App>, who: &Anybody) -> Result<(), Fault> {
    let (inner, who) = (Arc::clone(app), who.clone());
    let unit = move |tx: &mut Tx| {
        let holder = who.holder(&inner);
        let left = tx.challenges_of(who.organisation.id, holder)?;
        tx.end_challenges(who.organisation.id, holder)?;
        Ok(left)
    };
    let left: Vec<ChallengeId> = app
        .store
        .write(unit)
        .await?
        .iter()
        .map(|one| one.id)
        .collect();
    app.orders.hurry(&left);
    Ok(())
}

/// Takes a move of the person's on the page, which goes on with the cookie that was drawn.
pub(crate) async fn move_order(
    app: &Arc<App>,
    who: &Anybody,
    challenge: ChallengeId,
    form: &Form,
    requester: &Requester,
) -> Answered<()> {
    if let Err(refusal) = orders::count(app, requester) {
        return Ok(Err(refusal));
    }
    let (inner, who, form, asked) = (
        Arc::clone(app),
        who.clone(),
        form.clone(),
        requester.clone(),
    );
    let unit = move |tx: &mut Tx| {
        let Some(found) = open(tx, &inner, &who, &asked)?.filter(|found| found.id == challenge)
        else {
            return Ok(Err(Refusal::ChallengeGone));
        };
        // What was begun before the organisation thought otherwise goes no further.
        let factor = asking::factor(&inner, &found.kind)?;
        if !may_identify(&who.organisation, factor.profile(), who.aim) {
            return Ok(Err(Refusal::FactorNotAllowed));
        }
        let holder = who.holder(&inner);
        let scene = Scene::with(&inner, &who.organisation, None, &asked);
        let ground = orders::Ground {
            scene: &scene,
            organisation: who.organisation.id,
            holder,
            challenge: &found,
            occasion: who.aim.occasion(),
            told_as: None,
        };
        let taken = orders::take(tx, &inner, &ground, &form, &asked)?;
        let next = (holder, who.next_holder(&inner));
        if taken.is_ok() && !tx.rehang_challenge(who.organisation.id, next, found.id)? {
            return Err(store::Fault::Conflict);
        }
        Ok(taken)
    };
    Ok(match app.store.write(unit).await? {
        Ok(moving) => {
            orders::carry_out(app, moving).await?;
            Ok(())
        }
        Err(refusal) => Err(refusal),
    })
}

/// Who was identified, and the proof of it. It is used up.
pub(crate) struct Identified {
    pub(crate) facts: Facts,
    pub(crate) proof: Evidence,
}

/// Judges the answer: counts, finds the account, uses the proof up. One answer for whoever is not known and whoever may not sign in.
pub(crate) fn identify(
    tx: &mut Tx,
    app: &App,
    who: &Anybody,
    (id, form): (ChallengeId, &Form),
    requester: &Requester,
) -> Result<Result<Identified, Refusal>, Fault> {
    let (now, organisation) = (requester.now, who.organisation.id);
    let (holder, purpose) = (who.holder(app), who.aim.purpose());
    let Some(found) = tx.find_challenge(organisation, holder, id)? else {
        return Ok(Err(Refusal::ChallengeGone));
    };
    let kind = found.kind;
    let Some(challenge) = tx.count_attempt(organisation, holder, id, &kind, purpose, now)? else {
        return Ok(Err(Refusal::ChallengeGone));
    };
    let factor = asking::factor(app, &kind)?;
    let scene = Scene::with(app, &who.organisation, None, requester);
    let setting = scene.setting(challenge.code_expires_at);
    let (identifier, claimed) = match factor.names(&setting, &challenge.data, form)? {
        Identity::Proved(identifier) => (identifier, false),
        Identity::Claimed(identifier) => (identifier, true),
        Identity::Refused(refusal) => {
            // A look at an order is no attempt; what is no answer at all is one, or a single question would fill the log.
            if factor.live().is_some() {
                tx.take_back_attempt(organisation, holder, id)?;
            }
            if refusal != Refusal::OrderOpen {
                refuse(tx, who, &kind, refusal, requester)?;
            }
            return Ok(Err(refusal));
        }
    };
    if !tx.consume_challenge(organisation, holder, id, now)? {
        return Ok(Err(Refusal::ChallengeGone));
    }
    let bound = tx.find_authenticator_by_identifier(organisation, &kind, &identifier)?;
    let Some(bound) = bound else {
        let refusal = nobody(factor.profile());
        refuse(tx, who, &kind, refusal, requester)?;
        return Ok(Err(refusal));
    };
    let proved = if claimed {
        prove(
            tx,
            app,
            who,
            &**factor,
            (&challenge, &bound),
            form,
            requester,
        )?
    } else {
        Ok(Proved {
            device: DeviceProof::CHECKED,
            left: None,
            copied: false,
        })
    };
    let found = match proved {
        Ok(proved) => known(tx, app, who, &bound, requester)?.map(|facts| (facts, proved)),
        Err(refusal) => Err(refusal),
    };
    match found {
        Ok((facts, proved)) => {
            let consumption = match &proved.left {
                Some(data) => Consumption::Data {
                    data,
                    data_format: bound.data_format,
                },
                None => Consumption::Challenge,
            };
            if !tx.consume_authenticator(organisation, &bound, &consumption, now)? {
                return Err(store::Fault::Conflict.into());
            }
            if proved.copied {
                let whose = (&facts.user, &bound);
                copies::tell(tx, app, &facts.organisation, whose, false, requester)?;
            }
            let proof = Evidence::of(factor.profile(), now, proved.device, None);
            Ok(Ok(Identified { facts, proof }))
        }
        Err(refusal) => {
            refuse(tx, who, &kind, refusal, requester)?;
            Ok(Err(refusal))
        }
    }
}

/// What an answer proved that named the account itself.
struct Proved {
    device: DeviceProof,
    /// What the authenticator holds from now on, where that changed.
    left: Option<Vec<u8>>,
    copied: bool,
}

/// Lets the authenticator that the answer claims prove it. One act is both factors here, or it is no login: a device that did not check the
/// person has proved one (R34).
fn prove(
    tx: &mut Tx,
    app: &App,
    who: &Anybody,
    factor: &dyn Factor,
    (challenge, bound): (&Challenge, &Authenticator),
    form: &Form,
    requester: &Requester,
) -> Result<Result<Proved, Refusal>, Fault> {
    let scene = Scene::with(app, &who.organisation, None, requester);
    let own = [asking::opened(bound)];
    let setting = scene.setting(challenge.code_expires_at);
    Ok(
        match factor.answer(&setting, &challenge.data, &own, form)? {
            Outcome::Verified { device, .. } if !device.user_verified => {
                Err(Refusal::PasskeyUnverified)
            }
            Outcome::Verified {
                device,
                copied,
                consumption,
                ..
            } => Ok(Proved {
                device,
                left: match consumption {
                    factors::Consumption::Data(data) => Some(data),
                    factors::Consumption::ChallengeOnly | factors::Consumption::Through(_) => None,
                },
                copied,
            }),
            Outcome::Copied { .. } => {
                let user = tx.user(who.organisation.id, bound.user)?;
                copies::tell(tx, app, &who.organisation, (&user, bound), true, requester)?;
                Err(Refusal::PasskeyCopied)
            }
            Outcome::Rejected(refusal) | Outcome::NotCounted(refusal) => Err(refusal),
        },
    )
}

/// The answer where nobody here is known by what was shown, and where whoever is may not come in by it.
const fn nobody(profile: &Profile) -> Refusal {
    match profile.identifies {
        Some(Identifies::Account) => Refusal::PasskeyNobodys,
        Some(Identifies::Person) | None => Refusal::NobodyKnown,
    }
}

/// The person that an authenticator is bound to, if they may come in.
fn known(
    tx: &mut Tx,
    app: &App,
    who: &Anybody,
    bound: &Authenticator,
    requester: &Requester,
) -> Result<Result<Facts, Refusal>, Fault> {
    let organisation = tx.organisation(who.organisation.id)?;
    let user = tx.user(organisation.id, bound.user)?;
    let facts = Facts::read(tx, organisation, user, app)?;
    let profile = asking::factor(app, &bound.kind)?.profile();
    let may = may_identify(&facts.organisation, profile, who.aim)
        && match (who.aim, profile.identifies) {
            // Nobody but its own person binds a passkey, and they were told.
            (Aim::SignIn, Some(Identifies::Account)) => true,
            (Aim::SignIn, _) => is_settled(&facts, bound, requester),
            (Aim::Recover, _) => may_recover(&facts, bound, requester),
        };
    if !facts.may_sign_in() || !may || !is_on_every_card(&facts, &bound.kind) {
        return Ok(Err(nobody(profile)));
    }
    if bound.failures >= MOST_FAILURES {
        return Ok(Err(Refusal::AuthenticatorClosed));
    }
    if bound.wait_until > requester.now {
        let until = bound.wait_until;
        return Ok(Err(Refusal::Waiting { until }));
    }
    Ok(Ok(facts))
}

/// Whether an eID may be somebody's whole login. Whoever connects a number to another's account gets no way in by it at once: it was used
/// beside the password, or the account is new and was nobody's, or it has stood for a day in which its person was told. Of whoever looks
/// after others it was used: nobody says who they are in their place.
fn is_settled(facts: &Facts, bound: &Authenticator, requester: &Requester) -> bool {
    if bound.last_used_at.is_some() {
        return true;
    }
    let is_new = facts.user.last_login_at.is_none() && !facts.user.has_password;
    !Subject::is_privileged(&facts.user, &facts.roles) && (is_new || stood_a_day(bound, requester))
}

/// Whether none of the person's cards leaves this kind out. It stands for the password too, so cards that demand no second step count as well.
fn is_on_every_card(facts: &Facts, kind: &FactorKind) -> bool {
    let mut lists = facts
        .roles
        .iter()
        .filter_map(|role| role.allowed_factors.as_ref());
    lists.all(|allowed| allowed.contains(kind))
}

fn stood_a_day(bound: &Authenticator, requester: &Requester) -> bool {
    let known = Known {
        added_at: bound.created_at,
        verified_at: None,
    };
    known.may_be_called(requester.now)
}

/// Whether the way back without staff is this person's. It stands in for two people and a wait, so it is closed to whoever looks after others;
/// it goes round no role card; and an eID that was bound a moment ago is whoever's got into the account.
fn may_recover(facts: &Facts, bound: &Authenticator, requester: &Requester) -> bool {
    let requirement = facts.requirement(None, requester.now);
    let is_enough = facts.profile(&bound.kind).is_some_and(|profile| {
        requirement.is_met_by(
            &profile.kind,
            profile.reaches_aal2,
            profile.phishing_resistant,
        )
    });
    is_enough && !Subject::is_privileged(&facts.user, &facts.roles) && stood_a_day(bound, requester)
}

fn refuse(
    tx: &mut Tx,
    who: &Anybody,
    kind: &FactorKind,
    refusal: Refusal,
    requester: &Requester,
) -> Result<(), Fault> {
    let mut event = Event::by_operator(EventKind::FactorChecked, None)
        .refused(refusal)
        .with("factor", kind);
    event.personal = requester.personal();
    tx.audit(who.organisation.id, &event, requester.now)?;
    Ok(())
}
