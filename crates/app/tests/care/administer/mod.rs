//! What an administrator may do, what only an owner may, and what nobody may.

mod cards;
mod effect;
mod handing;
mod imports;
mod organisations;
mod people;

use crate::ground::Ground;
use app::administer::{self, AdministerFault, By, Reason};
use domain::id::UserId;
use domain::role::Role;

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

    pub(crate) async fn role_card(&self, key: &str) -> Role {
        administer::role_named(&self.app, self.demo.id, key)
            .await
            .unwrap()
    }
}
