//! What the enrolment's page shows.

use std::sync::Arc;

use domain::challenge::State;
use domain::factor::FactorKind;
use domain::id::ChallengeId;
use domain::policy::Reason;
use domain::refusal::Refusal;
use domain::time::Timestamp;
use factors::View;
use store::{Challenge, Tx};

use super::draft::{self, Drafts, backup_kind};
use super::who::{Enroller, Ground, Who};
use crate::asking::{self, Scene};
use crate::decision::Facts;
use crate::{Answered, App, Fault, Requester};

/// One kind that can be enrolled.
pub struct EnrolWay {
    /// The kind.
    pub kind: FactorKind,
    /// Whether it resists phishing, to be recommended.
    pub phishing_resistant: bool,
    /// Whether it is restricted, so that another beside it is advised.
    pub restricted: bool,
}

/// A page of a factor's own.
pub struct FactorPage {
    /// The kind on the page.
    pub kind: FactorKind,
    /// The draft that the form goes to.
    pub challenge: ChallengeId,
    /// Whose enrolment it is.
    pub username: String,
    /// The factor's own part.
    pub view: Box<dyn View>,
    /// Which step this is, and of how many.
    pub step: (u32, u32),
    /// From when another code can be sent; `None` where nothing was sent.
    pub resend_after: Option<Timestamp>,
}

/// What the enrolment's page shows.
pub enum EnrolPage {
    /// The kinds to choose from, and why.
    Choose {
        /// The kinds, strongest first.
        ways: Vec<EnrolWay>,
        /// The name of the role that demands it, where it is one.
        role: Option<String>,
        /// Until when it may be put off.
        grace_until: Option<Timestamp>,
    },
    /// The password once more (C2).
    Password {
        /// What will be enrolled.
        kind: FactorKind,
        /// Whose.
        username: String,
        /// Which step this is, and of how many.
        step: (u32, u32),
    },
    /// The recovery codes, one to be typed back.
    Codes(FactorPage),
    /// The factor's own page.
    Factor(FactorPage),
    /// The session's proof is too old for a change.
    FreshProofNeeded,
}

/// The page of an enrolment of `wanted`; in a login of what was chosen there. Opens the drafts that it shows.
pub async fn page(
    app: &Arc<App>,
    who: &Who,
    wanted: Option<FactorKind>,
    requester: &Requester,
) -> Answered<EnrolPage> {
    let (inner, who, asked) = (Arc::clone(app), who.clone(), requester.clone());
    let unit = move |tx: &mut Tx| Ok(page_in(tx, &inner, &who, wanted.as_ref(), &asked)?);
    Ok(app.store.write(unit).await?)
}

/// The recovery codes under way as text to be saved, while they are shown.
pub async fn download(
    app: &Arc<App>,
    who: &Who,
    wanted: Option<FactorKind>,
    requester: &Requester,
) -> Answered<String> {
    let shown = match page(app, who, wanted, requester).await? {
        Ok(EnrolPage::Codes(shown) | EnrolPage::Factor(shown)) => shown,
        Ok(_) => return Ok(Err(Refusal::FormStale)),
        Err(refusal) => return Ok(Err(refusal)),
    };
    let text = app.catalogue.text(requester.language);
    Ok(shown.view.download(&text).ok_or(Refusal::FormStale))
}

fn page_in(
    tx: &mut Tx,
    app: &App,
    who: &Who,
    wanted: Option<&FactorKind>,
    requester: &Requester,
) -> Result<Result<EnrolPage, Refusal>, Fault> {
    let enroller = match Enroller::read(tx, app, who, requester)? {
        Ok(enroller) => enroller,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if !enroller.is_fresh {
        return Ok(Ok(EnrolPage::FreshProofNeeded));
    }
    let requirement = enroller.facts.requirement(None, requester.now);
    let kind = match (&enroller.ground, wanted) {
        (Ground::Login(login), _) => login
            .enrolling
            .as_ref()
            .and_then(|enrolling| enrolling.kind.clone()),
        (Ground::Session(_), wanted) => wanted.cloned(),
    };
    let Some(kind) = kind.filter(|kind| enroller.may_enrol(kind, &requirement)) else {
        let ways = enroller
            .facts
            .enrolable
            .iter()
            .filter(|profile| !profile.is_backup && enroller.may_enrol(&profile.kind, &requirement))
            .map(|profile| EnrolWay {
                kind: profile.kind.clone(),
                phishing_resistant: profile.phishing_resistant,
                restricted: profile.restricted,
            })
            .collect();
        let grace_until = match &enroller.ground {
            Ground::Login(login) if login.state == domain::login::State::GraceOffered => {
                enroller.facts.user.grace_until
            }
            _ => None,
        };
        return Ok(Ok(EnrolPage::Choose {
            ways,
            role: demanding_role(&enroller.facts, &requirement.reasons),
            grace_until,
        }));
    };
    let in_login = u32::from(matches!(enroller.ground, Ground::Login(_)));
    let with_codes = u32::from(enroller.needs_codes() && backup_kind(app).is_some());
    let of = in_login + with_codes + 1;
    if !enroller.gave_password_again() {
        return Ok(Ok(EnrolPage::Password {
            kind,
            username: enroller.facts.user.username.clone(),
            step: (1, of),
        }));
    }
    let drafts = opened(tx, app, &enroller, &kind, requester)?;
    match (drafts.codes, drafts.factor) {
        (Some(codes), _) if codes.state == State::Open => Ok(Ok(EnrolPage::Codes(shown(
            tx,
            app,
            &enroller,
            codes,
            (in_login + 1, of),
            requester,
        )?))),
        (_, Some(factor)) => {
            let page = shown(tx, app, &enroller, factor, (of, of), requester)?;
            let is_backup = backup_kind(app).is_some_and(|backup| backup == page.kind);
            Ok(Ok(if is_backup {
                EnrolPage::Codes(page)
            } else {
                EnrolPage::Factor(page)
            }))
        }
        _ => Ok(Err(Refusal::FormStale)),
    }
}

/// The name of the one role whose card demands it; several are told as one demand.
fn demanding_role(facts: &Facts, reasons: &[Reason]) -> Option<String> {
    let mut keys = reasons.iter().filter_map(|reason| match reason {
        Reason::RoleDemands { role } => Some(role),
        _ => None,
    });
    let only = keys.next().filter(|_| keys.next().is_none())?;
    let role = facts.roles.iter().find(|role| role.key == *only)?;
    Some(role.name.clone())
}

/// The drafts of this enrolment, those that are missing opened.
fn opened(
    tx: &mut Tx,
    app: &App,
    enroller: &Enroller,
    kind: &FactorKind,
    requester: &Requester,
) -> Result<Drafts, Fault> {
    let mut drafts = Drafts::read(tx, app, enroller, kind, requester)?;
    let backup = backup_kind(app).filter(|backup| backup != kind && enroller.needs_codes());
    let missing_codes = backup.filter(|_| drafts.codes.is_none());
    let missing_factor = drafts.factor.is_none().then(|| kind.clone());
    if missing_codes.is_none() && missing_factor.is_none() {
        return Ok(drafts);
    }
    for missing in missing_codes.iter().chain(&missing_factor) {
        draft::open(tx, app, enroller, missing, requester)?;
    }
    drafts = Drafts::read(tx, app, enroller, kind, requester)?;
    Ok(drafts)
}

fn shown(
    tx: &mut Tx,
    app: &App,
    enroller: &Enroller,
    challenge: Challenge,
    step: (u32, u32),
    requester: &Requester,
) -> Result<FactorPage, Fault> {
    let factor = asking::factor(app, &challenge.kind)?;
    let scene = Scene::set(app, tx, &enroller.facts, requester)?;
    let view = factor.enrolment_view(&scene.setting(challenge.code_expires_at), &challenge.data)?;
    let sends =
        !factor.profile().starts_freely && factor.live().is_none() && view.asks_for_answer();
    Ok(FactorPage {
        challenge: challenge.id,
        username: enroller.facts.user.username.clone(),
        view,
        step,
        resend_after: sends.then_some(challenge.resend_after),
        kind: challenge.kind,
    })
}
