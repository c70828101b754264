//! Who holds the phone.

use std::fmt;

use data_encoding::BASE64;
use domain::personal_number::PersonalNumber;
use sha2::{Digest as _, Sha256};

/// A person with a BankID of this simulator. Debug shows the masked number and no name.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    number: PersonalNumber,
    given_name: String,
    surname: String,
}

impl Person {
    /// A person by number and whole name, of which the last word is the surname.
    pub fn new(number: PersonalNumber, name: &str) -> Self {
        let words: Vec<&str> = name.split_whitespace().collect();
        let (given_name, surname) = match words.split_last() {
            Some((surname, given)) => (given.join(" "), (*surname).to_owned()),
            None => (String::new(), String::new()),
        };
        Self {
            number,
            given_name,
            surname,
        }
    }

    /// Their number.
    pub fn number(&self) -> PersonalNumber {
        self.number
    }

    /// Their whole name.
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.surname)
            .trim()
            .to_owned()
    }

    pub(super) fn given_name(&self) -> &str {
        &self.given_name
    }

    pub(super) fn surname(&self) -> &str {
        &self.surname
    }

    /// What tells their phone from others: the same in every answer and signature.
    pub(super) fn hardware(&self) -> String {
        let digest = Sha256::digest(format!("the phone of {}", self.number.digits()));
        BASE64.encode(digest.get(..20).unwrap_or_default())
    }
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Person").field(&self.number).finish()
    }
}
