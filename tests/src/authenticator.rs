//! An authenticator app in somebody's hand: what a person reads codes from.

use domain::time::{Span, Timestamp};
use otp::Secret;

/// One entry of an app.
#[derive(Clone)]
pub struct Authenticator(Secret);

impl Authenticator {
    /// Types in the key that a page shows.
    pub fn typed_in(key: &str) -> Self {
        Self(Secret::from_base32(key).expect("a page shows a key that apps take"))
    }

    /// The code that the app shows at `now`.
    pub fn code(&self, now: Timestamp) -> String {
        let seconds = u64::try_from(now.unix_seconds()).expect("after 1970");
        otp::totp_at(&self.0, otp::Parameters::default(), seconds)
            .as_str()
            .to_owned()
    }

    /// The code some time steps away from `now`.
    pub fn code_off(&self, now: Timestamp, steps: i64) -> String {
        self.code(now + Span::seconds(30 * steps))
    }

    /// A code that is right at no step near `now`.
    pub fn wrong_code(&self, now: Timestamp) -> String {
        let near: Vec<String> = (-12..=12).map(|steps| self.code_off(now, steps)).collect();
        let guesses =
            (0..).map(|number: u32| format!("{:06}", (number * 7919 + 123_456) % 1_000_000));
        guesses
            .into_iter()
            .find(|guess| !near.contains(guess))
            .expect("most codes are wrong")
    }
}
