//! What can be seen of an act afterwards.

use app::session_check::SignedIn;
use domain::factor::FactorKind;
use domain::id::UserId;
use domain::time::Span;
use domain::token::Token;
use store::AuditRow;

use super::World;

impl World {
    pub(crate) async fn authenticators(&self, user: UserId) -> Vec<FactorKind> {
        let organisation = self.org();
        let rows = self
            .write(move |tx| tx.authenticators_of_user(organisation, user))
            .await;
        rows.into_iter().map(|row| row.kind).collect()
    }

    pub(crate) async fn devices(&self, user: UserId) -> usize {
        let organisation = self.org();
        self.write(move |tx| tx.trusted_devices_of_user(organisation, user))
            .await
            .len()
    }

    /// What the audit log tells of somebody, newest first.
    pub(crate) async fn log(&self, user: UserId) -> Vec<AuditRow> {
        let organisation = self.org();
        self.write(move |tx| tx.events_of_subject(organisation, user, None, 100))
            .await
    }

    /// The newest row about somebody: its code and its outcome. Rows of one millisecond have no order, so the clock goes on a little.
    pub(crate) async fn newest(&self, user: UserId) -> (String, String) {
        self.wait(Span::millis(1));
        let row = self.log(user).await.remove(0);
        (row.kind, row.outcome)
    }

    /// The recipients of the newest message, all that went out with it, in order.
    pub(crate) fn told(&self, subject: &str) -> Vec<String> {
        let mut told: Vec<String> = self
            .outbox
            .kept()
            .into_iter()
            .filter(|kept| kept.subject == subject)
            .map(|kept| kept.to)
            .collect();
        told.sort();
        told
    }

    /// Removes a session behind its person's back.
    pub(crate) async fn end(&self, who: &SignedIn) {
        let (organisation, user, session) = (self.org(), who.user.id, who.session.id);
        self.write(move |tx| tx.remove_session(organisation, user, session))
            .await;
    }

    /// Whether a login can still go on.
    pub(crate) async fn is_open(&self, login: &Token) -> bool {
        let key = login.clone();
        let found = self.write(move |tx| tx.find_login(&key)).await;
        found.is_some_and(|login| login.state.is_open())
    }
}
