//! Opens challenges and chooses which comes first: the one place where a factor is set in its scene and its letters are posted.

use std::net::IpAddr;
use std::sync::Arc;

use domain::audit::{Event, EventKind};
use domain::challenge::{Purpose, resend_after};
use domain::eid::Visit;
use domain::factor::{FactorKind, FactorSet, Mark, Profile};
use domain::id::{AuthenticatorId, ChallengeId, DeliveryId, GatewayId, OrganisationId, UserId};
use domain::message::{MessageChannel, MessageSettings, MessageState, Suppression};
use domain::organisation::Organisation;
use domain::refusal::Refusal;
use domain::time::{Span, Timestamp};
use domain::user::User;
use factors::{Factor, KeyedHash, KnownAddress, Letter, Setting};
use store::{
    Authenticator, Challenge, CodeHasher, Holder, Login, NewChallenge, NewCode, ReadTx, Tx,
};
use text::Text;

use crate::decision::Facts;
use crate::guards::{self, Going};
use crate::letters::clock_time;
use crate::outbox::{self, Posting};
use crate::{App, Fault, Requester, message_settings};

/// Codes by message that one person may be sent in ten minutes, and in a day. Mail costs nothing, so this bounds a nuisance, not a bill.
const CODES_PER_TEN_MINUTES: i64 = 20;
const CODES_PER_DAY: i64 = 100;

/// Everything around a factor's step, owned, so that a [`Setting`] can be lent from it.
pub(crate) struct Scene {
    now: Timestamp,
    text: Text,
    organisation: Organisation,
    messages: Arc<MessageSettings>,
    user: Option<UserId>,
    username: String,
    addresses: Vec<KnownAddress>,
    origin: String,
    address: IpAddr,
    visit: Visit,
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
        let messages = message_settings::of(tx, app, &facts.organisation)?;
        Ok(Self {
            addresses: known.collect(),
            messages,
            ..Self::with(app, &facts.organisation, Some(&facts.user), requester)
        })
    }

    /// Sets the scene where neither addresses nor the settings of messages matter (judging an answer); without a user, where nobody is known
    /// yet.
    pub(crate) fn with(
        app: &App,
        organisation: &Organisation,
        user: Option<&User>,
        requester: &Requester,
    ) -> Self {
        let text = app.catalogue.text(requester.language);
        let (zone, words) = (app.time_zone.clone(), text.clone());
        Self {
            now: requester.now,
            text,
            organisation: organisation.clone(),
            messages: Arc::default(),
            user: user.map(|user| user.id),
            username: user.map(|user| user.username.clone()).unwrap_or_default(),
            addresses: Vec::new(),
            origin: requester.origin(),
            address: requester.address,
            visit: requester.visit.clone(),
            hasher: Hasher(app.store.code_hasher(organisation.id)),
            clock: Box::new(move |at| clock_time(at, &zone, &words)),
        }
    }

    /// How long a code of this factor may be used: what goes to a telephone lives as long as the organisation says.
    pub(crate) fn code_lives_for(&self, profile: &Profile) -> Span {
        if profile.needs.phone {
            Span::minutes(i64::from(self.messages.code_minutes))
        } else {
            profile.code_lives_for
        }
    }

    /// The values for a factor, with a code that expires at `code_expires_at`.
    pub(crate) fn setting(&self, code_expires_at: Timestamp) -> Setting<'_> {
        Setting {
            now: self.now,
            text: &self.text,
            organisation: &self.organisation,
            user: self.user,
            username: &self.username,
            addresses: &self.addresses,
            messages: &self.messages,
            origin: &self.origin,
            address: self.address,
            visit: &self.visit,
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
    if !facts.can_be_reached_by(profile) {
        return Ok(Err(Facts::why_unreachable(profile)));
    }
    if own.iter().all(|own| facts.is_elsewhere(own)) {
        return Ok(Err(Refusal::PasskeyElsewhere));
    }
    let authenticators: Vec<factors::Authenticator> = own.iter().map(|own| opened(own)).collect();
    let scene = Scene::set(app, tx, facts, requester)?;
    let code_expires_at = now + scene.code_lives_for(profile);
    let asked = factor.begin_challenge(
        &scene.setting(code_expires_at),
        &authenticators,
        tx.random(),
    )?;
    let organisation = facts.organisation.id;
    if !within_mail_budget(tx, facts, &asked.letters, now)? {
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
    let channel = own[0].channel.clone();
    let post = Post {
        challenge: id,
        is_new: false,
        avoid: None,
        letters: &asked.letters,
    };
    let deliveries = post_all(tx, app, facts, requester, kind, &post)?;
    Ok(Ok(OpenChallenge {
        id,
        channel,
        deliveries,
    }))
}

/// What is to be posted for a challenge.
pub(crate) struct Post<'a> {
    /// Whose code the letters bring.
    pub(crate) challenge: ChallengeId,
    /// Whether the number is only claimed so far.
    pub(crate) is_new: bool,
    /// The gateway that is asked last.
    pub(crate) avoid: Option<GatewayId>,
    /// The letters.
    pub(crate) letters: &'a [Letter],
}

/// Posts a factor's letters and tells the audit log that codes were sent, or that a guard kept them back.
pub(crate) fn post_all(
    tx: &mut Tx,
    app: &App,
    facts: &Facts,
    requester: &Requester,
    kind: &FactorKind,
    post: &Post<'_>,
) -> Result<Vec<DeliveryId>, Fault> {
    let (now, organisation) = (requester.now, facts.organisation.id);
    let settings = message_settings::of(tx, app, &facts.organisation)?;
    let mut deliveries = Vec::new();
    for letter in post.letters {
        let posting = Posting {
            organisation: &facts.organisation,
            settings: &settings,
            user: Some(facts.user.id),
            letter,
            language: requester.language,
            purpose: "code",
            challenge: Some(post.challenge),
            avoid: post.avoid,
            expires_at: now + Span::minutes(15),
        };
        let kept_back = guarded(tx, app, facts, requester, &posting, post.is_new)?.err();
        let id = match kept_back {
            None => outbox::put(tx, app, &posting, now)?,
            Some(why) => outbox::put_aside(tx, &posting, why, now)?,
        };
        deliveries.push(id);
        let what = match kept_back {
            None => EventKind::CodeSent,
            Some(_) => EventKind::MessageSuppressed,
        };
        let mut event = Event::own(what, facts.user.id, requester.personal()).with("factor", kind);
        if let Some(why) = kept_back {
            event = event.with("guard", why.as_str());
        }
        event.personal.target = Some(letter.masked.clone());
        tx.audit(organisation, &event, now)?;
    }
    Ok(deliveries)
}

/// Lets a message pass the guards, where somebody pays for it.
fn guarded(
    tx: &mut Tx,
    app: &App,
    facts: &Facts,
    requester: &Requester,
    posting: &Posting<'_>,
    is_new: bool,
) -> Result<Result<(), Suppression>, Fault> {
    let channel = MessageChannel::named(posting.letter.channel).filter(|named| named.is_phone());
    let (Some(channel), Some(number)) = (channel, outbox::number_of(posting.letter)) else {
        return Ok(Ok(()));
    };
    let going = Going {
        organisation: &facts.organisation,
        settings: posting.settings,
        user: facts.user.id,
        number: &number,
        channel,
        is_new,
        address: requester.address,
    };
    guards::pass(tx, app, &going, requester.now)
}

/// Takes one message from a person's budget of mails. What goes to a telephone has guards of its own, which the browser does not hear of.
pub(crate) fn within_mail_budget(
    tx: &mut Tx,
    facts: &Facts,
    letters: &[Letter],
    now: Timestamp,
) -> Result<bool, Fault> {
    if !letters
        .iter()
        .any(|letter| outbox::number_of(letter).is_none())
    {
        return Ok(true);
    }
    let (organisation, user) = (facts.organisation.id, facts.user.id);
    let mut within = |span: &str, limit: i64, window: Span| -> Result<bool, Fault> {
        let key = format!("codes\0{span}\0{user}");
        let taken = tx.take_budget(organisation, key.as_bytes(), 1, limit, window, now)?;
        Ok(taken.is_some())
    };
    Ok(within("10m", CODES_PER_TEN_MINUTES, Span::minutes(10))?
        && within("24h", CODES_PER_DAY, Span::hours(24))?)
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
    // The code that is out stays good where no other can follow it.
    if !facts.can_be_reached_by(factor.profile()) {
        return Ok(Err(Refusal::ChannelUnavailable));
    }
    let scene = Scene::set(app, tx, facts, requester)?;
    let life = scene.code_lives_for(factor.profile());
    let code_expires_at = (now + life).min(challenge.expires_at);
    let setting = scene.setting(code_expires_at);
    let Some(asked) =
        factor.ask_again(&setting, challenge.purpose, &challenge.data, tx.random())?
    else {
        return Ok(Err(Refusal::FactorUnavailable));
    };
    if !within_mail_budget(tx, facts, &asked.letters, now)? {
        return Ok(Err(Refusal::MessageBudgetSpent));
    }
    let code = NewCode {
        data: &asked.data,
        data_format: asked.data_format,
        code_expires_at,
        resend_after: resend_after(challenge.resends + 1, now) + jitter(tx, factor.profile()),
    };
    let avoid = silent_gateway(tx, organisation, challenge.id)?;
    if !tx.resend_challenge(organisation, holder, challenge, &code, now)? {
        return Ok(Err(Refusal::ResendTooSoon {
            until: challenge.resend_after,
        }));
    }
    let post = Post {
        challenge: challenge.id,
        is_new: challenge.purpose == Purpose::Enrol,
        avoid,
        letters: &asked.letters,
    };
    let kind = &challenge.kind;
    Ok(Ok(post_all(tx, app, facts, requester, kind, &post)?))
}

/// The gateway that an earlier message of this challenge went through without being seen to arrive.
fn silent_gateway(
    tx: &mut Tx,
    organisation: OrganisationId,
    challenge: ChallengeId,
) -> Result<Option<GatewayId>, Fault> {
    let last = tx.last_delivery_of(organisation, challenge)?;
    Ok(last
        .filter(|last| last.state != MessageState::Delivered)
        .and_then(|last| last.gateway))
}

/// Up to three seconds more where somebody pays for the message, so that waits that began together do not end together.
fn jitter(tx: &mut Tx, profile: &Profile) -> Span {
    if profile.needs.gateway.is_none() {
        return Span::millis(0);
    }
    let [drawn]: [u8; 1] = domain::random::array(tx.random());
    Span::millis(i64::from(drawn) * 3000 / 255)
}
