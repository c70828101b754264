//! Somebody with an authenticator app, in tests.

use domain::time::Timestamp;
use otp::{Parameters, Secret, totp_at};
use serde_json::Value;

use crate::testing::Person;
use crate::{Form, Letter};

/// Keeps the key that the enrolment page showed.
#[derive(Default)]
pub(crate) struct AppUser {
    secret: Option<Secret>,
}

impl AppUser {
    fn code(&self, now: Timestamp) -> String {
        let seconds = u64::try_from(now.unix_seconds()).unwrap_or(0);
        self.secret.as_ref().map_or_else(String::new, |secret| {
            totp_at(secret, Parameters::default(), seconds)
                .as_str()
                .to_owned()
        })
    }
}

impl Person for AppUser {
    fn enrol(&mut self, shown: &Value, _: &[Letter], now: Timestamp) -> Form {
        self.secret = shown["secret"]
            .as_str()
            .and_then(|secret| Secret::from_base32(secret).ok());
        Form::from_iter([("code", self.code(now))])
    }

    fn answer(&mut self, _: &[Letter], now: Timestamp) -> Form {
        Form::from_iter([("code", self.code(now))])
    }

    fn wrong(&self, _: &[Letter], now: Timestamp) -> Form {
        // Every digit turned by five: another step shows it only by a chance of a few in a million.
        let code = self.code(now);
        let turned: String = code
            .chars()
            .map(|digit| char::from(b'0' + (digit as u8 - b'0' + 5) % 10))
            .collect();
        Form::from_iter([("code", turned)])
    }
}
