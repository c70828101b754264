//! Logins that wait for a second step, made in bulk: one is opened by a password for each person, the others begin as it did, under keys
//! of their own, each with a question of its own and for a later time step.

use std::sync::Arc;

use anyhow::{Context, Result};
use app::sign_in::Answer;
use domain::id::{ChallengeId, LoginId};
use domain::time::{Span, Timestamp};
use domain::token::Token;
use store::{Challenge, Holder, Login, LoginView, NewChallenge, NewLogin, Tx};

use super::bare::Sent;
use super::means::{Means, Question};
use crate::callers::{Until, call};
use crate::drawn::Drawn;
use crate::ground::{BEGINNING, Ground, ORGANISATION};
use crate::person::Person;

/// Copies that one unit makes.
const AT_ONCE: usize = 250;

/// A login that was opened by a password.
struct Opened {
    token: Token,
    login: Login,
    asked: Challenge,
}

/// A copy that waits for its answer.
pub(crate) struct Prepared {
    pub(super) number: u64,
    pub(super) person: Person,
    pub(super) login: Token,
    pub(super) challenge: ChallengeId,
    pub(super) now: Timestamp,
    question: Question,
}

impl Prepared {
    /// What its form would carry.
    pub(super) fn answer(&self) -> Answer {
        Answer {
            challenge: self.challenge,
            form: self.question.form.clone(),
        }
    }
}

/// The installation, one open login of everybody, and how many copies were made.
pub(crate) struct Stock {
    pub(crate) ground: Ground,
    opened: Arc<Vec<Opened>>,
    made: u64,
}

impl Stock {
    /// Lets everybody type their password.
    pub(crate) async fn lay(ground: Ground) -> Result<Self> {
        let mut opened = Vec::new();
        for number in 0..ground.people {
            let token = ground.password(Person(number), BEGINNING).await?;
            let mut view = seen(&ground, &token).await?;
            if view.challenge.is_none() {
                // Whoever has several kinds of factor chooses one first.
                ground.choose(&token, Person(number), BEGINNING).await?;
                view = seen(&ground, &token).await?;
            }
            let asked = view.challenge.context("a login that asks")?;
            opened.push(Opened {
                token,
                login: view.login,
                asked,
            });
        }
        let (opened, made) = (Arc::new(opened), 0);
        Ok(Self {
            ground,
            opened,
            made,
        })
    }

    /// Makes this many logins that wait for such an answer.
    pub(crate) async fn prepare(
        &mut self,
        many: u64,
        means: &mut dyn Means,
    ) -> Result<Arc<Vec<Prepared>>> {
        let numbers = self.made..self.made + many;
        self.made += many;
        let made = numbers
            .map(|number| self.copy(number, means))
            .collect::<Result<Vec<_>>>()?;
        let (store, opened, copies) = (
            self.ground.app.store.clone(),
            Arc::clone(&self.opened),
            Arc::new(made),
        );
        let (own, units) = (Arc::clone(&copies), many.div_ceil(AT_ONCE as u64));
        call(8, Until::Done(units), move |number| {
            let (store, opened, copies) = (store.clone(), Arc::clone(&opened), Arc::clone(&own));
            async move {
                let place = usize::try_from(number)? * AT_ONCE;
                let unit = move |tx: &mut Tx| {
                    let chunk = copies.iter().skip(place).take(AT_ONCE);
                    chunk
                        .zip(place..)
                        .try_for_each(|(copy, _)| write(tx, &opened, copy))
                };
                Ok(store.write(unit).await?)
            }
        })
        .await?;
        Ok(copies)
    }

    fn copy(&self, number: u64, means: &mut dyn Means) -> Result<Prepared> {
        let person = means.person(number);
        let steps = i64::try_from(number / self.ground.people)? + 1;
        let now = BEGINNING + Span::seconds(30 * steps);
        let mut random = Drawn::of(number + (4 << 40));
        let login = Token {
            organisation: ORGANISATION,
            id: *LoginId::draw(now, &mut random).as_bytes(),
            secret: self.opened_of(person)?.token.secret.clone(),
        };
        Ok(Prepared {
            number,
            person,
            login,
            challenge: ChallengeId::draw(now, &mut random),
            now,
            question: means.ask(person, now, &mut random)?,
        })
    }

    fn opened_of(&self, person: Person) -> Result<&Opened> {
        self.opened
            .get(usize::try_from(person.0)?)
            .context("a person's login")
    }

    /// The values with which the bare driver answers it.
    pub(super) fn sent(&self, one: &Prepared) -> Result<Sent> {
        let login = &self.opened_of(one.person)?.login;
        Sent::of(one, login, self.ground.factor.profile())
    }
}

async fn seen(ground: &Ground, login: &Token) -> Result<LoginView> {
    let key = login.clone();
    let view = ground.app.store.read(move |tx| tx.login_view(&key)).await?;
    view.context("a login that was just opened")
}

fn write(tx: &mut Tx, opened: &[Opened], copy: &Prepared) -> Result<(), store::Fault> {
    let from = usize::try_from(copy.person.0).ok();
    let from = from.and_then(|place| opened.get(place));
    let (Some(from), until) = (from, BEGINNING + Span::days(365)) else {
        return Err(store::Fault::Conflict);
    };
    let (asked, question) = (&from.asked, &copy.question);
    let login = Login {
        id: LoginId::from_bytes(copy.login.id),
        challenge: Some(copy.challenge),
        expires_at: until,
        ..from.login.clone()
    };
    let challenge = NewChallenge {
        id: copy.challenge,
        kind: &question.kind,
        purpose: asked.purpose,
        user: Some(login.user),
        holder: Holder::Login(login.id),
        channel: asked.channel.as_ref(),
        data: &question.data,
        data_format: question.data_format,
        resend_after: asked.resend_after,
        code_expires_at: until,
        expires_at: until,
    };
    tx.insert_challenge(ORGANISATION, &challenge, copy.now)?;
    let login = NewLogin::of(&login, &copy.login.secret);
    tx.insert_login(ORGANISATION, &login, copy.now)
}
