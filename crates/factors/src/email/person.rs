//! Somebody who reads their mail, in tests.

use domain::email::EmailAddress;
use domain::time::Timestamp;
use serde_json::Value;

use crate::testing::Person;
use crate::{Form, Letter, Line};

/// Types the code of the newest letter.
#[derive(Default)]
pub(crate) struct MailReader;

/// The code in a letter.
pub(crate) fn code_in(letter: &Letter) -> &str {
    letter
        .lines
        .iter()
        .find_map(|line| match line {
            Line::Code(code) => Some(code.as_str()),
            Line::Text(_) => None,
        })
        .unwrap_or_default()
}

fn newest(letters: &[Letter]) -> &str {
    letters.last().map(code_in).unwrap_or_default()
}

impl Person for MailReader {
    fn enrol(&mut self, shown: &Value, letters: &[Letter], _: Timestamp) -> Form {
        match shown["suggested"].as_str() {
            Some(address) => {
                let usable = EmailAddress::parse(address).is_ok();
                let typed = if usable { address } else { "anna@example.se" };
                Form::from_iter([("address", typed)])
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
