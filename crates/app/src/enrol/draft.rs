//! What is under way: one draft for the recovery codes, one for the factor, both challenges that nothing but their holder can answer.

use domain::challenge::{Purpose, State};
use domain::factor::FactorKind;
use domain::id::ChallengeId;
use domain::time::Span;
use factors::{Draft, NewAuthenticator};
use serde::{Deserialize, Serialize};
use store::{Challenge, NewChallenge, ReadTx, Tx};

use super::who::Enroller;
use crate::asking::{self, Post, Scene};
use crate::{App, Fault, Requester};

/// How long an enrolment may take.
pub(super) const LIVES_FOR: Span = Span::minutes(30);

/// The drafts of one holder.
pub(super) struct Drafts {
    pub(super) codes: Option<Challenge>,
    pub(super) factor: Option<Challenge>,
}

/// A factor that is proved and waits for its commit.
#[derive(Serialize, Deserialize)]
pub(super) struct Waiting {
    pub(super) label: String,
    pub(super) data: Vec<u8>,
    pub(super) data_format: i64,
}

impl From<NewAuthenticator> for Waiting {
    fn from(proved: NewAuthenticator) -> Self {
        let NewAuthenticator {
            label,
            data,
            data_format,
            ..
        } = proved;
        Self {
            label,
            data,
            data_format,
        }
    }
}

/// The kind that stands behind the others, where this program has one.
pub(super) fn backup_kind(app: &App) -> Option<FactorKind> {
    app.registry
        .backup()
        .map(|factor| factor.profile().kind.clone())
}

impl Drafts {
    /// The live drafts for an enrolment of `kind`. A new set of codes that was begun apart from it is no part of it.
    pub(super) fn read(
        tx: &mut ReadTx,
        app: &App,
        enroller: &Enroller,
        kind: &FactorKind,
        requester: &Requester,
    ) -> Result<Self, Fault> {
        let live = |found: &Challenge| {
            found.purpose == Purpose::Enrol
                && matches!(found.state, State::Open | State::Confirmed)
                && requester.now < found.expires_at
        };
        let mut challenges: Vec<Challenge> = tx
            .challenges_of(enroller.facts.organisation.id, enroller.holder())?
            .into_iter()
            .filter(live)
            .collect();
        let mut take = |wanted: &FactorKind| {
            let place = challenges.iter().position(|found| found.kind == *wanted)?;
            Some(challenges.swap_remove(place))
        };
        let factor = take(kind);
        let codes = backup_kind(app)
            .filter(|backup| backup != kind && enroller.needs_codes())
            .and_then(|backup| take(&backup));
        Ok(Self { codes, factor })
    }
}

/// Opens a draft of `kind`.
pub(super) fn open(
    tx: &mut Tx,
    app: &App,
    enroller: &Enroller,
    kind: &FactorKind,
    requester: &Requester,
) -> Result<ChallengeId, Fault> {
    let (now, organisation) = (requester.now, enroller.facts.organisation.id);
    let factor = asking::factor(app, kind)?;
    let scene = Scene::set(app, tx, &enroller.facts, requester)?;
    let code_expires_at = now + scene.code_lives_for(factor.profile());
    // With a pass everything that stands is ended, so nothing of it stands in the way.
    let kept = !enroller.has_pass();
    let same_kind = enroller.facts.authenticators.iter().filter(|_| kept);
    let own: Vec<factors::Authenticator> = same_kind
        .filter(|own| own.kind == *kind)
        .map(asking::opened)
        .collect();
    let Draft {
        data,
        data_format,
        letters,
    } = factor.begin_enrolment(&scene.setting(code_expires_at), &own, tx.random());
    let id = ChallengeId::draw(now, tx.random());
    let challenge = NewChallenge {
        id,
        kind,
        purpose: Purpose::Enrol,
        user: Some(enroller.facts.user.id),
        holder: enroller.holder(),
        channel: None,
        data: &data,
        data_format,
        resend_after: domain::challenge::resend_after(0, now),
        code_expires_at,
        expires_at: now + LIVES_FOR,
    };
    tx.insert_challenge(organisation, &challenge, now)?;
    let post = Post {
        challenge: id,
        is_new: true,
        avoid: None,
        letters: &letters,
    };
    asking::post_all(tx, app, &enroller.facts, requester, kind, &post)?;
    Ok(id)
}
