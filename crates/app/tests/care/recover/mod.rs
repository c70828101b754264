//! Mailed links: who gets one, what it opens, what it ends.

mod asking;
mod links;
mod passwords;

use crate::ground::Ground;
use app::recover::{self, Asked};
use app::sign_in::{self, Standing};
use domain::refusal::Refusal;
use domain::token::Token;

impl Ground {
    pub(crate) async fn ask(&self, typed: &str) -> Result<Asked, Refusal> {
        recover::ask(&self.app, self.demo.id, typed, &self.requester())
            .await
            .unwrap()
    }

    pub(crate) async fn open(&self, link: &str) -> Result<recover::Opened, Refusal> {
        recover::open(&self.app, self.demo.id, link, &self.requester())
            .await
            .unwrap()
    }

    pub(crate) async fn set(
        &self,
        login: &Token,
        password: &str,
    ) -> Result<recover::PasswordSet, Refusal> {
        recover::set_password(&self.app, login, password, None, &self.requester())
            .await
            .unwrap()
    }

    pub(crate) async fn standing(&self, login: &Token) -> Standing {
        sign_in::standing(&self.app, login, false, &self.requester())
            .await
            .unwrap()
    }
}

/// Everything that an answer tells, for comparing.
pub(crate) fn told(answer: &Result<Asked, Refusal>) -> String {
    format!("{answer:?}")
}
