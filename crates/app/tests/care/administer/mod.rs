//! What an administrator may do, what only an owner may, and what nobody may.

mod cards;
mod effect;
mod handing;
mod house;
mod imports;
mod organisations;
mod people;

use crate::ground::{Ground, PASSWORD};
use app::administer::{self, AdministerFault, By, NewRole, Reason};
use app::session_check::{self, SignedIn};
use domain::id::UserId;
use domain::role::{BuiltIn, Role};

/// Makes one thing about a value wrong.
pub(crate) type Spoil<T> = fn(&mut T);

/// Why the rules refused it; anything else is a failed test.
pub(crate) fn reason<T: std::fmt::Debug>(outcome: Result<T, AdministerFault>) -> Reason {
    match outcome {
        Err(AdministerFault::Refused(reason)) => {
            let sentence = reason.to_string();
            assert!(!sentence.contains('\n') && !sentence.is_empty());
            reason
        }
        other => panic!("{other:?}"),
    }
}

impl Ground {
    pub(crate) fn by_user(&self, user: UserId) -> By {
        By::on_behalf_of(user, &self.requester())
    }

    /// Gives somebody a card of their own with these rights.
    pub(crate) async fn card(&self, user: UserId, key: &str, rights: &[BuiltIn]) {
        let card = NewRole {
            key: key.to_owned(),
            name: key.to_owned(),
            permissions: rights.iter().map(|right| right.key().to_owned()).collect(),
            ..NewRole::default()
        };
        let (app, demo) = (&self.app, self.demo.id);
        administer::add_role(app, demo, card, &self.by())
            .await
            .unwrap();
        administer::assign_role(app, demo, user, key, &self.by())
            .await
            .unwrap();
    }

    /// Somebody from their own session, who has just proved who they are.
    pub(crate) async fn by_person(&self, username: &str) -> By {
        By::person(&self.signed_in(username).await, &self.requester())
    }

    pub(crate) async fn signed_in(&self, username: &str) -> SignedIn {
        let entry = self.sign_in(username, PASSWORD).await.unwrap();
        let session = entry.session.unwrap();
        session_check::check(&self.app, &session, &self.requester())
            .await
            .unwrap()
            .unwrap()
    }

    pub(crate) async fn role_card(&self, key: &str) -> Role {
        administer::role_named(&self.app, self.demo.id, key)
            .await
            .unwrap()
    }
}
