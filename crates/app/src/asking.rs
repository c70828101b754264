//! Opens challenges and chooses which comes first: the one place where a factor is set in its scene and its letters are posted.

use std::sync::Arc;

use domain::audit::{Event, EventKind};
use domain::challenge::{Purpose, resend_after};
use domain::factor::{FactorKind, FactorSet, Mark, Profile};
use domain::id::{AuthenticatorId, ChallengeId, DeliveryId, OrganisationId, UserId};
use domain::organisation::Organisation;
use domain::refusal::Refusal;
use domain::time::{Span, Timestamp};
use factors::{Factor, KeyedHash, KnownAddress, Letter, Setting};
use store::{
    Authenticator, Challenge, CodeHasher, Holder, Login, NewChallenge, NewCode, ReadTx, Tx,
};
use text::Text;

use crate::decision::Facts;
use crate::letters::clock_time;
use crate::outbox::{self, Posting};
use crate::{App, Fault, Requester};

/// Codes by message that one person may be sent in ten minutes, and in a day. Mail costs nothing, so this bounds a nuisance, not a bill.
const CODES_PER_TEN_MINUTES: i64 = 20;
const CODES_PER_DAY: i64 = 100;

/// Everything around a factor's step, owned, so that a [`Setting`] can be lent from it.
pub(crate) struct Scene {
    now: Timestamp,
    text: Text,
    organisation: Organisation,
    username: String,
    addresses: Vec<KnownAddress>,
    origin: String,
    hasher: Hasher,
    clock: Box<dyn Fn(Timestamp) -> String + Send>,
}

struct Hasher(CodeHasher);

impl KeyedHash for Hasher {
    fn hash(&self, bytes: &[u8]) -> Vec<u8> {
        self.0.hash(bytes)
    }

    fn matches(&self, bytes: &[u8], stored: &[u8]) -> bool {
        self.0.matches(bytes, stored)
    }
}

impl Scene {
    /// Sets the scene for `facts.user` in the language of the request.
    pub(crate) fn set(
        app: &App,
        tx: &mut ReadTx,
        facts: &Facts,
        requester: &Requester,
    ) -> Result<Self, Fault> {
        let addresses = tx.addresses_of(facts.organisation.id, facts.user.id)?;
        let known = addresses.into_iter().map(|address| KnownAddress {
            channel: address.channel.as_str().to_owned(),
            value: address.value,
            verified: address.verified_at.is_some(),
        });
        Ok(Self::with(
            app,
            &facts.organisation,
            &facts.user.username,
            known.collect(),
            requester,
        ))
    }

    /// Sets the scene where the addresses do not matter (judging an answer).
    pub(crate) fn with(
        app: &App,
        organisation: &Organisation,
        username: &str,
        addresses: Vec<KnownAddress>,
        requester: &Requester,
    ) -> Self {
        let text = app.catalogue.text(requester.language);
        let (zone, words) = (app.time_zone.clone(), text.clone());
        Self {
            now: requester.now,
            text,
            organisation: organisation.clone(),
            username: username.to_owned(),
            addresses,
            origin: requester.origin(),
            hasher: Hasher(app.store.code_hasher(organisation.id)),
            clock: Box::new(move |at| clock_time(at, &zone, &words)),
        }
    }

    /// The values for a factor, with a code that expires at `code_expires_at`.
    pub(crate) fn setting(&self, code_expires_at: Timestamp) -> Setting<'_> {
        Setting {
            now: self.now,
            text: &self.text,
            organisation: &self.organisation,
            username: &self.username,
            addresses: &self.addresses,
            origin: &self.origin,
            keyed: &self.hasher,
            clock: &*self.clock,
            code_expires_at,
        }
    }
}

/// A stored authenticator as its factor sees it.
pub(crate) fn opened(authenticator: &Authenticator) -> factors::Authenticator {
    factors::Authenticator {
        id: authenticator.id,
        label: authenticator.label.clone(),
        data: authenticator.data.to_vec(),
        data_format: authenticator.data_format,
        channel: authenticator.channel.clone(),
        consumed_through: authenticator.consumed_through,
    }
}

/// The factor called `kind`.
pub(crate) fn factor<'a>(app: &'a App, kind: &FactorKind) -> Result<&'a Arc<dyn Factor>, Fault> {
    app.registry
        .find(kind)
        .ok_or_else(|| Fault::UnknownFactor(kind.to_string()))
}

/// Which way a second step begins.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum FirstWay {
    /// Straight with this kind.
    Straight(FactorKind),
    /// The person chooses.
    Choose,
}

/// One usable factor: straight to it. Several: straight to the last-used one if starting it costs nothing, else the person chooses.
pub(crate) fn first_way(app: &App, facts: &Facts, provable: &FactorSet) -> FirstWay {
    let profile = |kind: &FactorKind| {
        app.registry
            .find(kind)
            .map(|factor| factor.profile().clone())
    };
    let known: Vec<Profile> = provable.iter().filter_map(profile).collect();
    let mut standing = known.iter().filter(|profile| !profile.is_backup);
    let last_used = facts
        .authenticators
        .iter()
        .filter(|authenticator| authenticator.last_used_at.is_some())
        .max_by_key(|authenticator| authenticator.last_used_at)
        .and_then(|authenticator| {
            known
                .iter()
                .find(|profile| profile.kind == authenticator.kind)
        });
    match (standing.next(), standing.next()) {
        (Some(only), None) => FirstWay::Straight(only.kind.clone()),
        (None, _) if known.len() == 1 => FirstWay::Straight(known[0].kind.clone()),
        _ => match last_used.filter(|profile| profile.starts_freely && !profile.is_backup) {
            Some(profile) => FirstWay::Straight(profile.kind.clone()),
            None => FirstWay::Choose,
        },
    }
}

/// A challenge that was opened, and the messages that wait to be sent.
pub(crate) struct OpenChallenge {
    pub(crate) id: ChallengeId,
    /// The mailbox or number that it went through.
    pub(crate) channel: Option<Mark>,
    pub(crate) deliveries: Vec<DeliveryId>,
}

/// Opens a challenge of `kind` for the person of this login; the authenticator called `first`, or the last used one, comes first.
pub(crate) fn open_challenge(
    tx: &mut Tx,
    app: &App,
    facts: &Facts,
    requester: &Requester,
    login: &Login,
    (kind, first): (&FactorKind, Option<AuthenticatorId>),
) -> Result<Result<OpenChallenge, Refusal>, Fault> {
    let holder = Holder::Login(login.id);
    let factor = factor(app, kind)?;
    let profile = factor.profile();
    let now = requester.now;
    let mut own = facts.answerable(kind, &login.evidence);
    own.sort_by_key(|own| (Some(own.id) != first, std::cmp::Reverse(own.last_used_at)));
    if own.is_empty() {
        return Ok(Err(Refusal::FactorUnavailable));
    }
    let authenticators: Vec<factors::Authenticator> = own.iter().map(|own| opened(own)).collect();
    let code_expires_at = now + profile.code_lives_for;
    let scene = Scene::set(app, tx, facts, requester)?;
    let asked = factor.begin_challenge(
        &scene.setting(code_expires_at),
        &authenticators,
        tx.random(),
    )?;
    let organisation = facts.organisation.id;
    if !asked.letters.is_empty() && !within_budget(tx, organisation, facts.user.id, now)? {
        return Ok(Err(Refusal::MessageBudgetSpent));
    }
    tx.replace_challenges(organisation, holder, Purpose::Prove)?;
    let id = ChallengeId::draw(now, tx.random());
    let challenge = NewChallenge {
        id,
        kind,
        purpose: Purpose::Prove,
        user: Some(facts.user.id),
        holder,
        channel: own[0].channel.as_ref(),
        data: &asked.data,
        data_format: asked.data_format,
        resend_after: resend_after(0, now),
        code_expires_at,
        expires_at: now + profile.challenge_lives_for,
    };
    tx.insert_challenge(organisation, &challenge, now)?;
    let deliveries = post_all(tx, app, facts, requester, kind, &asked.letters)?;
    let channel = own[0].channel.clone();
    Ok(Ok(OpenChallenge {
        id,
        channel,
        deliveries,
    }))
}

/// Posts a factor's letters and tells the audit log that codes were sent.
pub(crate) fn post_all(
    tx: &mut Tx,
    app: &App,
    facts: &Facts,
    requester: &Requester,
    kind: &FactorKind,
    letters: &[Letter],
) -> Result<Vec<DeliveryId>, Fault> {
    let (now, organisation) = (requester.now, facts.organisation.id);
    let mut deliveries = Vec::new();
    for letter in letters {
        let posting = Posting {
            organisation: &facts.organisation,
            user: Some(facts.user.id),
            letter,
            language: requester.language,
            purpose: "code",
            expires_at: now + Span::minutes(15),
        };
        deliveries.push(outbox::put(tx, app, &posting, now)?);
        let mut event = Event::own(EventKind::CodeSent, facts.user.id, requester.personal())
            .with("factor", kind);
        event.personal.target = Some(letter.masked.clone());
        tx.audit(organisation, &event, now)?;
    }
    Ok(deliveries)
}

/// Takes one message from a person's budget.
pub(crate) fn within_budget(
    tx: &mut Tx,
    organisation: OrganisationId,
    user: UserId,
    now: Timestamp,
) -> Result<bool, Fault> {
    let key = |span: &str| format!("codes\0{span}\0{user}").into_bytes();
    Ok(tx.take_budget(
        organisation,
        &key("10m"),
        CODES_PER_TEN_MINUTES,
        Span::minutes(10),
        now,
    )? && tx.take_budget(
        organisation,
        &key("24h"),
        CODES_PER_DAY,
        Span::hours(24),
        now,
    )?)
}

/// Sends another code for an open challenge; the attempts stay as they are, the code's life begins anew within the challenge's.
pub(crate) fn resend(
    tx: &mut Tx,
    app: &App,
    facts: &Facts,
    requester: &Requester,
    holder: Holder,
    challenge: &Challenge,
) -> Result<Result<Vec<DeliveryId>, Refusal>, Fault> {
    let factor = factor(app, &challenge.kind)?;
    let (now, organisation) = (requester.now, facts.organisation.id);
    if now < challenge.resend_after {
        return Ok(Err(Refusal::ResendTooSoon {
            until: challenge.resend_after,
        }));
    }
    if challenge.resends >= domain::challenge::MOST_RESENDS || now >= challenge.expires_at {
        return Ok(Err(Refusal::ResendLimit));
    }
    let code_expires_at = (now + factor.profile().code_lives_for).min(challenge.expires_at);
    let scene = Scene::set(app, tx, facts, requester)?;
    let setting = scene.setting(code_expires_at);
    let Some(asked) =
        factor.ask_again(&setting, challenge.purpose, &challenge.data, tx.random())?
    else {
        return Ok(Err(Refusal::FactorUnavailable));
    };
    if !within_budget(tx, organisation, facts.user.id, now)? {
        return Ok(Err(Refusal::MessageBudgetSpent));
    }
    let code = NewCode {
        data: &asked.data,
        data_format: asked.data_format,
        code_expires_at,
        resend_after: resend_after(challenge.resends + 1, now),
    };
    if !tx.resend_challenge(organisation, holder, challenge, &code, now)? {
        return Ok(Err(Refusal::ResendTooSoon {
            until: challenge.resend_after,
        }));
    }
    Ok(Ok(post_all(
        tx,
        app,
        facts,
        requester,
        &challenge.kind,
        &asked.letters,
    )?))
}
