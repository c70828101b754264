//! What a second step is answered with: who answers, what is asked, and what the form carries.

use std::sync::Arc;

use anyhow::Result;
use domain::factor::FactorKind;
use domain::time::Timestamp;
use factors::{Factor, Form};

use crate::drawn::Drawn;
use crate::ground::Ground;
use crate::person::Person;
use crate::told::Told;

/// A question of a factor with the right answer to it.
pub(crate) struct Question {
    pub(crate) kind: FactorKind,
    pub(crate) data: Vec<u8>,
    pub(crate) data_format: i64,
    pub(crate) form: Form,
}

/// Authenticators of one kind in the hands of people.
pub(crate) trait Means {
    /// Whose turn it is.
    fn person(&self, number: u64) -> Person;

    /// Asks them at this moment.
    fn ask(&mut self, person: Person, now: Timestamp, random: &mut Drawn) -> Result<Question>;
}

/// Codes from everybody's authenticator app.
pub(crate) struct Codes {
    factor: Arc<dyn Factor>,
    told: Told,
    people: u64,
}

impl Codes {
    pub(crate) fn of(ground: &Ground) -> Self {
        Self {
            factor: Arc::clone(&ground.factor),
            told: Told::of(ground),
            people: ground.people,
        }
    }
}

impl Means for Codes {
    fn person(&self, number: u64) -> Person {
        Person(number % self.people)
    }

    fn ask(&mut self, person: Person, now: Timestamp, random: &mut Drawn) -> Result<Question> {
        let setting = self.told.setting(Some(person.user()), now);
        let asked = self.factor.begin_challenge(&setting, &[], random)?;
        let code = person.code(now)?;
        Ok(Question {
            kind: self.factor.profile().kind.clone(),
            data: asked.data,
            data_format: asked.data_format,
            form: Form::from_iter([("code", code.as_str())]),
        })
    }
}
