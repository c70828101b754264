//! Logins, sessions and trusted devices: typed through, or put in place as if they had been.

use app::session_check::{self, SignedIn};
use app::sign_in::{self, Answer, Entry, Given, Standing};
use domain::factor::{DeviceProof, Evidence, FactorKind};
use domain::id::{SessionId, TrustedDeviceId, UserId};
use domain::refusal::Refusal;
use domain::time::Span;
use domain::token::{Token, TokenSecret};
use factors::Form;
use store::{NewSession, NewTrustedDevice};

use super::{MAIL, World};

impl World {
    /// Types a password; `device` is the trusted device's cookie.
    pub(crate) async fn type_password(
        &self,
        username: &str,
        password: &str,
        device: Option<&Token>,
    ) -> Result<Entry, Refusal> {
        let given = Given {
            username: username.to_owned(),
            password: password.to_owned(),
            device: device.cloned(),
            return_to: None,
        };
        sign_in::sign_in(&self.app, &self.organisation, given, &self.requester())
            .await
            .unwrap()
    }

    /// Answers the second step that a login waits for; half a minute later, so that an app shows a new code.
    pub(crate) async fn answer(
        &self,
        user: UserId,
        login: &Token,
    ) -> Result<Option<Token>, Refusal> {
        self.wait(Span::seconds(30));
        let requester = self.requester();
        let Standing::Answer(view) = sign_in::standing(&self.app, login, false, &requester)
            .await
            .unwrap()
        else {
            panic!("the login waits for no answer");
        };
        let form = self.form(user, &view.kind);
        let answer = Answer {
            challenge: view.challenge,
            form,
        };
        let advanced = sign_in::answer(&self.app, &self.organisation, login, answer, &requester)
            .await
            .unwrap()?;
        Ok(advanced.session)
    }

    fn form(&self, user: UserId, kind: &FactorKind) -> Form {
        if *kind == MAIL {
            let newest = self.outbox.kept().remove(0);
            let code = newest
                .text
                .lines()
                .find(|line| line.len() == 6 && line.bytes().all(|b| b.is_ascii_digit()));
            return Form::from_iter([("code", code.expect("a code was mailed"))]);
        }
        let mut people = self.people.borrow_mut();
        let member = people
            .get_mut(&(user, kind.clone()))
            .expect("somebody with that factor");
        member.person.answer(&[], self.now())
    }

    /// Opens a session that proved just this, without a login.
    pub(crate) async fn session(&self, user: UserId, evidence: Vec<Evidence>) -> SignedIn {
        self.session_on(user, evidence, None).await
    }

    /// The same, on a trusted device.
    pub(crate) async fn session_on(
        &self,
        user: UserId,
        evidence: Vec<Evidence>,
        device: Option<TrustedDeviceId>,
    ) -> SignedIn {
        let token = self.session_token(user, evidence, device).await;
        self.check(&token).await.expect("the session stands")
    }

    pub(crate) async fn session_token(
        &self,
        user: UserId,
        evidence: Vec<Evidence>,
        device: Option<TrustedDeviceId>,
    ) -> Token {
        let (organisation, now, mut random) = (self.org(), self.now(), self.random());
        let (id, secret) = (
            SessionId::draw(now, &mut random),
            TokenSecret::draw(&mut random),
        );
        let token = Token {
            organisation,
            id: *id.as_bytes(),
            secret,
        };
        let secret = token.secret.clone();
        self.write(move |tx| {
            let user_epoch = tx.user(organisation, user)?.epoch;
            let policy_epoch = tx.organisation(organisation)?.policy_epoch;
            let new = NewSession {
                id,
                secret: &secret,
                user,
                evidence: &evidence,
                user_epoch,
                policy_epoch,
                browser: "Firefox on Linux",
                address: "203.0.113.7",
                device,
                expires_at: now + Span::hours(24),
            };
            assert!(matches!(
                tx.issue_session(organisation, &new, now)?,
                store::Issued::Issued
            ));
            Ok(())
        })
        .await;
        token
    }

    /// A session that has just proved the password and these kinds.
    pub(crate) async fn fresh(&self, user: UserId, kinds: &[FactorKind]) -> SignedIn {
        self.session(user, self.proofs(kinds)).await
    }

    /// The password and these kinds, proved now.
    pub(crate) fn proofs(&self, kinds: &[FactorKind]) -> Vec<Evidence> {
        let now = self.now();
        let second = kinds.iter().map(|kind| {
            let profile = self.app.registry.find(kind).unwrap().profile();
            Evidence::of(profile, now, DeviceProof::default(), None)
        });
        std::iter::once(Evidence::password(now))
            .chain(second)
            .collect()
    }

    /// Whom this session's cookie belongs to, as a request finds it four seconds later, when nothing is remembered any more.
    pub(crate) async fn check(&self, token: &Token) -> Option<SignedIn> {
        self.wait(Span::seconds(4));
        session_check::check(&self.app, token, &self.requester())
            .await
            .unwrap()
    }

    /// Whether a session still stands.
    pub(crate) async fn stands(&self, who: &SignedIn) -> bool {
        let (organisation, user, session) = (self.org(), who.user.id, who.session.id);
        let found = self
            .write(move |tx| tx.sessions_of_user(organisation, user))
            .await;
        found.iter().any(|found| found.id == session)
    }

    /// Trusts a browser for somebody, as if the second step had been proved in it now.
    pub(crate) async fn trust(&self, user: UserId) -> Token {
        let (organisation, now, mut random) = (self.org(), self.now(), self.random());
        let (id, secret) = (
            TrustedDeviceId::draw(now, &mut random),
            TokenSecret::draw(&mut random),
        );
        let token = Token {
            organisation,
            id: *id.as_bytes(),
            secret,
        };
        let secret = token.secret.clone();
        self.write(move |tx| {
            let new = NewTrustedDevice {
                id,
                user,
                secret: &secret,
                proved_at: now,
                browser: "Firefox on Linux",
            };
            tx.insert_trusted_device(organisation, &new, now)
        })
        .await;
        token
    }
}
