//! Keys of authenticator apps as their factor writes them, without a page for each.

use std::sync::Arc;

use factors::Factor;

use crate::ground::{BEGINNING, Ground};
use crate::person::Person;
use crate::told::Told;

/// What a factor is told when somebody enrols.
pub(crate) struct Enrolment {
    factor: Arc<dyn Factor>,
    told: Told,
}

impl Enrolment {
    pub(crate) fn of(ground: &Ground) -> Self {
        Self {
            factor: Arc::clone(&ground.factor),
            told: Told::of(ground),
        }
    }

    /// The person with their key and its format.
    pub(crate) fn of_person(&self, person: Person) -> (Person, Vec<u8>, i64) {
        let setting = self.told.setting(None, BEGINNING);
        let draft = self
            .factor
            .begin_enrolment(&setting, &[], &mut person.random());
        (person, draft.data, draft.data_format)
    }
}
