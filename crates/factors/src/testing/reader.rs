//! Somebody who reads what is sent to them, and types the code back.

use domain::time::Timestamp;
use serde_json::Value;

use super::Person;
use crate::{Form, Letter};

/// Types the code of the newest letter.
pub struct CodeReader {
    /// The field for an address.
    field: &'static str,
    /// What is typed there where the suggestion is of no use.
    own: &'static str,
    is_usable: fn(&str) -> bool,
}

impl CodeReader {
    /// Somebody with a mailbox or telephone of their own.
    pub fn new(field: &'static str, own: &'static str, is_usable: fn(&str) -> bool) -> Self {
        Self {
            field,
            own,
            is_usable,
        }
    }
}

fn newest(letters: &[Letter]) -> &str {
    letters.last().and_then(Letter::code).unwrap_or_default()
}

impl Person for CodeReader {
    fn enrol(&mut self, shown: &Value, letters: &[Letter], _: Timestamp) -> Form {
        match shown["suggested"].as_str() {
            Some(suggested) => {
                let usable = (self.is_usable)(suggested);
                let typed = if usable { suggested } else { self.own };
                Form::from_iter([(self.field, typed)])
            }
            None => Form::from_iter([("code", newest(letters))]),
        }
    }

    fn answer(&mut self, letters: &[Letter], _: Timestamp) -> Form {
        Form::from_iter([("code", newest(letters))])
    }

    fn wrong(&self, letters: &[Letter], _: Timestamp) -> Form {
        let turned: String = newest(letters)
            .chars()
            .map(|digit| char::from(b'0' + (digit as u8 - b'0' + 5) % 10))
            .collect();
        Form::from_iter([("code", turned)])
    }
}
