//! One step of an enrolment: takes what was typed on the factor's page.

use std::sync::Arc;

use domain::audit::{Event, EventKind};
use domain::challenge::{Purpose, State};
use domain::factor::FactorKind;
use domain::id::{ChallengeId, DeliveryId};
use domain::refusal::Refusal;
use domain::time::{Span, Timestamp};
use factors::live::Occasion;
use factors::{Draft, Form, NewAuthenticator, Progress};
use store::{Challenge, NewCode, Tx};

use super::draft::{Waiting, backup_kind};
use super::finish::{self, Finished};
use super::who::{Enroller, Who};
use crate::asking::{self, Post, Scene};
use crate::{Answered, App, Fault, Requester, orders, outbox};

/// What a step led to.
pub enum Stepped {
    /// The enrolment's page goes on; `false` where its message could not be sent.
    Onward {
        /// Whether everything that was to be sent was.
        delivered: bool,
    },
    /// The factor is bound.
    Finished(Box<Finished>),
}

/// Codes in an hour to a mailbox that somebody says is theirs.
const LETTERS_TO_A_CLAIM: i64 = 8;

enum Taken {
    Onward(Vec<DeliveryId>),
    Moving(orders::Moving),
    Finished(Box<Finished>),
}

/// Takes what was typed for the draft called `challenge`.
pub async fn step(
    app: &Arc<App>,
    who: &Who,
    challenge: ChallengeId,
    form: Form,
    requester: &Requester,
) -> Answered<Stepped> {
    if orders::is_move(&form)
        && let Err(refusal) = orders::count(app, requester)
    {
        return Ok(Err(refusal));
    }
    let (inner, person, asked) = (Arc::clone(app), who.clone(), requester.clone());
    let unit = move |tx: &mut Tx| Ok(step_in(tx, &inner, &person, challenge, &form, &asked)?);
    let taken: Result<Taken, Refusal> = app.store.write(unit).await?;
    let (organisation, now) = (who.organisation(), requester.now);
    match taken {
        Err(refusal) => Ok(Err(refusal)),
        Ok(Taken::Onward(deliveries)) => {
            let delivered = outbox::send_now(app, organisation, deliveries, now).await?;
            Ok(Ok(Stepped::Onward { delivered }))
        }
        Ok(Taken::Moving(moving)) => {
            orders::carry_out(app, moving).await?;
            Ok(Ok(Stepped::Onward { delivered: true }))
        }
        Ok(Taken::Finished(mut finished)) => {
            app.sessions.forget_user(finished.user);
            outbox::send_aside(
                app,
                organisation,
                std::mem::take(&mut finished.deliveries),
                now,
            )
            .await?;
            Ok(Ok(Stepped::Finished(finished)))
        }
    }
}

fn step_in(
    tx: &mut Tx,
    app: &App,
    who: &Who,
    id: ChallengeId,
    form: &Form,
    requester: &Requester,
) -> Result<Result<Taken, Refusal>, Fault> {
    let enroller = match Enroller::read(tx, app, who, requester)? {
        Ok(enroller) => enroller,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if !enroller.is_fresh || !enroller.gave_password_again() {
        return Ok(Err(Refusal::FormStale));
    }
    let (now, organisation, holder) = (requester.now, who.organisation(), enroller.holder());
    let Some(found) = tx
        .find_challenge(organisation, holder, id)?
        .filter(|found| found.purpose == Purpose::Enrol)
    else {
        return Ok(Err(Refusal::ChallengeGone));
    };
    if orders::is_move(form) {
        let scene = Scene::set(app, tx, &enroller.facts, requester)?;
        let ground = orders::Ground {
            scene: &scene,
            organisation,
            holder,
            challenge: &found,
            occasion: Occasion::Bind,
            told_as: None,
        };
        let moved = orders::take(tx, app, &ground, form, requester)?;
        return Ok(moved.map(Taken::Moving));
    }
    let kind = found.kind;
    if let Err(refusal) = orders::count_look(app, &kind, requester) {
        return Ok(Err(refusal));
    }
    let Some(challenge) = tx.count_attempt(organisation, holder, id, &kind, Purpose::Enrol, now)?
    else {
        let dead = found.state == State::Dead;
        return Ok(Err(if dead {
            Refusal::ChallengeDead
        } else {
            Refusal::ChallengeGone
        }));
    };
    let factor = asking::factor(app, &kind)?;
    if factor.profile().starts_freely && !may_try(tx, &enroller, now)? {
        let until = now + TRIED_WITHIN;
        return Ok(Err(Refusal::Throttled { until }));
    }
    let scene = Scene::set(app, tx, &enroller.facts, requester)?;
    let life = scene.code_lives_for(factor.profile());
    let code_expires_at = (now + life).min(challenge.expires_at);
    // What sends nothing shows its secret on the page: no code of it is out that could expire or be guessed.
    let sends = !factor.profile().starts_freely && factor.live().is_none();
    // A code that is out expires when it was said to; one that this step sends gets a life of its own.
    let expired = sends && now >= challenge.code_expires_at && !form.field("code").is_empty();
    let guesses = sends && !form.field("code").is_empty();
    let progress = if guesses && !may_guess(tx, &enroller, now)? {
        return Ok(Err(Refusal::ChallengeDead));
    } else if expired {
        Progress::Rejected(Refusal::CodeExpired)
    } else {
        factor.continue_enrolment(
            &scene.setting(code_expires_at),
            &challenge.data,
            form,
            tx.random(),
        )?
    };
    match progress {
        // Nothing happened: the log does not fill with a page that asks too early.
        Progress::Rejected(Refusal::OrderOpen) => {
            tx.take_back_attempt(organisation, holder, id)?;
            Ok(Err(Refusal::OrderOpen))
        }
        Progress::Rejected(refusal) => {
            let event = Event::own(
                EventKind::AuthenticatorEnrolled,
                enroller.facts.user.id,
                requester.personal(),
            )
            .refused(refusal)
            .with("factor", &kind);
            tx.audit(organisation, &event, now)?;
            if !sends || form.field("code").is_empty() {
                // The person goes on with the same key, however often the digits were mistyped; and an address is no guess at a code.
                tx.take_back_attempt(organisation, holder, id)?;
                return Ok(Err(refusal));
            }
            Ok(Err(if challenge.attempts_left == 0 {
                Refusal::ChallengeDead
            } else {
                refusal
            }))
        }
        Progress::Show(draft) => {
            tx.take_back_attempt(organisation, holder, id)?;
            let next = (&draft, code_expires_at);
            show(tx, app, &enroller, &challenge, next, requester)
        }
        Progress::Done(proved) => {
            // Of two enrolments that end at once the later one reads what the earlier one bound.
            tx.lock_user(organisation, enroller.facts.user.id)?;
            match Enroller::read(tx, app, who, requester)? {
                Ok(enroller) => done(tx, app, &enroller, &kind, &challenge, proved, requester),
                Err(refusal) => Ok(Err(refusal)),
            }
        }
    }
}

/// Codes that one person may type in a day to confirm a mailbox or number. A draft is begun anew without limit, so five tries at each are
/// no bound: without this one, whoever does not hold a telephone could guess their way to it.
const GUESSES_A_DAY: i64 = 40;

/// Steps that one person may take, right or wrong, where nothing is sent: each is judged and told of.
const TRIES: i64 = 60;

const TRIED_WITHIN: Span = Span::minutes(10);

fn may_try(tx: &mut Tx, enroller: &Enroller, now: Timestamp) -> Result<bool, Fault> {
    let key = format!("enrolment tried\0{}", enroller.facts.user.id);
    let organisation = enroller.facts.organisation.id;
    let taken = tx.take_budget(organisation, key.as_bytes(), 1, TRIES, TRIED_WITHIN, now)?;
    Ok(taken.is_some())
}

/// Counts one more typed code, before it is compared.
fn may_guess(tx: &mut Tx, enroller: &Enroller, now: Timestamp) -> Result<bool, Fault> {
    let key = format!("enrolment codes\0{}", enroller.facts.user.id);
    let organisation = enroller.facts.organisation.id;
    let day = Span::hours(24);
    let taken = tx.take_budget(organisation, key.as_bytes(), 1, GUESSES_A_DAY, day, now)?;
    Ok(taken.is_some())
}

fn show(
    tx: &mut Tx,
    app: &App,
    enroller: &Enroller,
    challenge: &Challenge,
    (draft, code_expires_at): (&Draft, Timestamp),
    requester: &Requester,
) -> Result<Result<Taken, Refusal>, Fault> {
    let (now, facts) = (requester.now, &enroller.facts);
    let organisation = facts.organisation.id;
    if !draft.letters.is_empty() {
        let profile = asking::factor(app, &challenge.kind)?.profile();
        if !facts.can_be_reached_by(profile) {
            return Ok(Err(Refusal::ChannelUnavailable));
        }
    }
    if !asking::within_mail_budget(tx, facts, &draft.letters, now)? {
        return Ok(Err(Refusal::MessageBudgetSpent));
    }
    for letter in draft
        .letters
        .iter()
        .filter(|letter| outbox::number_of(letter).is_none())
    {
        // A mailbox that is only claimed so far may be a stranger's: few letters go there, whoever asks.
        let key = format!("enrolment letters\0{}", letter.to.to_lowercase());
        let taken = tx.take_budget(
            organisation,
            key.as_bytes(),
            1,
            LETTERS_TO_A_CLAIM,
            Span::hours(1),
            now,
        )?;
        if taken.is_none() {
            return Ok(Err(Refusal::MessageBudgetSpent));
        }
    }
    let code = NewCode {
        data: &draft.data,
        data_format: draft.data_format,
        code_expires_at,
        resend_after: domain::challenge::resend_after(0, now),
    };
    if !tx.save_draft(organisation, enroller.holder(), challenge, &code)? {
        return Ok(Err(Refusal::ChallengeGone));
    }
    let post = Post {
        challenge: challenge.id,
        is_new: true,
        avoid: None,
        letters: &draft.letters,
    };
    let deliveries = asking::post_all(tx, app, facts, requester, &challenge.kind, &post)?;
    Ok(Ok(Taken::Onward(deliveries)))
}

/// A factor is proved. Codes that come first wait for theirs; everything else is bound now.
fn done(
    tx: &mut Tx,
    app: &App,
    enroller: &Enroller,
    kind: &FactorKind,
    draft: &Challenge,
    proved: NewAuthenticator,
    requester: &Requester,
) -> Result<Result<Taken, Refusal>, Fault> {
    let comes_first =
        backup_kind(app).is_some_and(|backup| backup == *kind) && enroller.needs_codes();
    if !comes_first {
        let finished = finish::finish(tx, app, enroller, kind, draft.id, &proved, requester)?;
        return Ok(finished.map(|finished| Taken::Finished(Box::new(finished))));
    }
    let (organisation, holder) = (enroller.facts.organisation.id, enroller.holder());
    let data_format = proved.data_format;
    let waiting = serde_json::to_vec(&Waiting::from(proved))?;
    let code = NewCode {
        data: &waiting,
        data_format,
        code_expires_at: requester.now + super::draft::LIVES_FOR,
        resend_after: requester.now,
    };
    let confirmed = tx.save_draft(organisation, holder, draft, &code)?
        && tx.confirm_challenge(organisation, holder, draft.id)?;
    Ok(if confirmed {
        Ok(Taken::Onward(Vec::new()))
    } else {
        Err(Refusal::ChallengeGone)
    })
}
