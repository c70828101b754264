//! What a card does before it is saved, and that it does just that afterwards.

mod grace;
mod letters;
mod lock_out;
mod passkeys;
mod random;
mod settings;

use std::sync::Arc;

use app::administer::effect::{self, Effect, Readiness, ReadinessPart, Report};
use app::administer::{self, AdministerFault, NewUser};
use app::sign_in::{self, Answer, Given, Standing};
use domain::factor::{FactorKind, FactorSet};
use domain::id::UserId;
use domain::login::State;
use domain::role::Role;
use domain::token::Token;
use factors::Form;

use crate::ground::{Ground, MAIL_CODES, PASSWORD, code_in, somebody};

/// Text messages, which nothing carries in these organisations.
const TEXTS: FactorKind = FactorKind::new("sms");

/// How a login went, as far as it could be driven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Went {
    /// Nobody let them sign in.
    Nowhere,
    /// The password was enough.
    In,
    /// They were asked for a second step.
    Asked,
    /// They had to set one up, perhaps after another was proved.
    MustEnrol,
    /// They could put that off.
    MayWait,
    /// Support has to help.
    Support,
}

impl Ground {
    /// Somebody with these roles and a password.
    async fn holding(&self, username: &str, roles: &[&str], owner: bool) -> UserId {
        self.add(NewUser {
            password: Some(PASSWORD.to_owned()),
            roles: roles.iter().map(|key| (*key).to_owned()).collect(),
            owner,
            ..somebody(username)
        })
        .await
    }

    async fn effect_of(&self, draft: &Role, me: Option<UserId>) -> Effect {
        effect::effect(&self.app, self.demo.id, draft.clone(), me, self.now)
            .await
            .unwrap()
    }

    async fn report_on(&self, draft: &Role, only: Option<Readiness>) -> Report {
        let part = ReadinessPart { only, after: None };
        effect::readiness(&self.app, self.demo.id, draft.clone(), part, self.now)
            .await
            .unwrap()
    }

    async fn save(&self, card: Role, confirmed: Option<&str>) -> Result<Role, AdministerFault> {
        let confirmed = confirmed.map(str::to_owned);
        administer::save_role(&self.app, self.demo.id, card, confirmed, &self.by()).await
    }

    /// Signs somebody in through the use cases, as far as what they have leads.
    async fn login_of(&self, username: &str) -> Went {
        let organisation = self.organisation_now().await;
        let given = Given {
            username: username.to_owned(),
            password: PASSWORD.to_owned(),
            device: None,
            return_to: None,
        };
        let entry = sign_in::sign_in(&self.app, &organisation, given, &self.requester()).await;
        let Ok(entry) = entry.unwrap() else {
            return Went::Nowhere;
        };
        if entry.session.is_some() {
            return Went::In;
        }
        let login = entry.login.unwrap();
        match self.state_of(&login).await {
            State::FactorPending => self.answered(&login).await,
            state => Self::went(state),
        }
    }

    fn went(state: State) -> Went {
        match state {
            State::EnrolmentRequired => Went::MustEnrol,
            State::GraceOffered => Went::MayWait,
            State::Refused => Went::Support,
            State::Complete | State::FactorPending => Went::Asked,
            State::FirstProofPending => Went::Nowhere,
        }
    }

    async fn state_of(&self, login: &Token) -> State {
        let key = login.clone();
        let read = self.app.store.read(move |tx| tx.find_login(&key)).await;
        read.unwrap().expect("it is there").state
    }

    /// Types the code that was mailed, where one was; a text message never comes here.
    async fn answered(&self, login: &Token) -> Went {
        let requester = self.requester();
        let standing = sign_in::standing(&self.app, login, false, &requester).await;
        let Standing::Answer(asked) = standing.unwrap() else {
            return Went::Asked;
        };
        if asked.kind != MAIL_CODES {
            return Went::Asked;
        }
        let letter = self.mail.kept().remove(0);
        let answer = Answer {
            challenge: asked.challenge,
            form: Form::from_iter([("code", code_in(&letter.text))]),
        };
        let organisation = self.organisation_now().await;
        sign_in::answer(&self.app, &organisation, login, answer, &requester)
            .await
            .unwrap()
            .unwrap();
        Self::went(self.state_of(login).await)
    }

    async fn organisation_now(&self) -> Arc<domain::organisation::Organisation> {
        let id = self.demo.id;
        Arc::new(
            self.app
                .store
                .read(move |tx| tx.organisation(id))
                .await
                .unwrap(),
        )
    }

    async fn grace_of(&self, user: UserId) -> Option<domain::time::Timestamp> {
        let id = self.demo.id;
        let read = self.app.store.read(move |tx| tx.user(id, user)).await;
        read.unwrap().grace_until
    }
}

/// The card with two-step demanded by these kinds.
fn demanding(card: Role, kinds: &str) -> Role {
    Role {
        two_step: true,
        allowed_factors: Some(FactorSet::parse(kinds)),
        ..card
    }
}
