//! A person, or the account of a machine, in one organisation.

mod finding;

use precis_profiles::UsernameCaseMapped;
use precis_profiles::precis_core::profile::Profile as _;

use crate::factor::{FactorKind, FactorSet};
use crate::id::UserId;
use crate::time::Timestamp;

pub use finding::{SEARCH_LENGTH, SEARCH_WORDS, name_key, search_text, search_words};

/// A user as rules and pages see one. The password's hash is not here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Its key.
    pub id: UserId,
    /// The canonical username.
    pub username: String,
    /// The name for people.
    pub name: String,
    /// The language that the person chose (`sv`, `en`).
    pub language: Option<String>,
    /// Whether the person owns the organisation.
    pub owner: bool,
    /// Whether there is a password.
    pub has_password: bool,
    /// Rises when the person is suspended, or a password, factor, role or session of theirs changes or ends.
    pub epoch: i64,
    /// The kinds of factor that stand enrolled.
    pub factor_set: FactorSet,
    /// The factor that was used last.
    pub preferred_factor: Option<FactorKind>,
    /// Until when enrolment may be put off.
    pub grace_until: Option<Timestamp>,
    /// Since when the person is suspended.
    pub suspended_at: Option<Timestamp>,
    /// When the person signed in last.
    pub last_login_at: Option<Timestamp>,
}

/// Text that cannot be a username.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a username is 1 to 100 letters, digits and signs such as . - _ @ without spaces")]
pub struct MalformedUsername;

/// A username in the one form in which it is looked up, counted, logged and handed on (RFC 8265 §3, `UsernameCaseMapped`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Username(String);

impl Username {
    /// Reads a username; white space around it is dropped, case and width are mapped.
    pub fn parse(text: &str) -> Result<Self, MalformedUsername> {
        let text = text.trim();
        if text.len() > 400 {
            return Err(MalformedUsername);
        }
        let profile = UsernameCaseMapped::new();
        let canonical = profile.enforce(text).map_err(|_| MalformedUsername)?;
        // Some letters map to one that the tables refuse or map on (Cherokee): a name that is not its own canonical form is none.
        let is_stable = profile
            .enforce(&*canonical)
            .is_ok_and(|again| again == canonical);
        if is_stable && (1..=100).contains(&canonical.chars().count()) {
            Ok(Self(canonical.into_owned()))
        } else {
            Err(MalformedUsername)
        }
    }

    /// The canonical text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Checks a label that a person gives one of their authenticators: 1 to 60 characters, no control characters or line breaks; trimmed.
pub fn label(text: &str) -> Option<&str> {
    let text = text.trim();
    let breaks = |sign: char| sign.is_control() || matches!(sign, '\u{2028}' | '\u{2029}');
    let fits = (1..=60).contains(&text.chars().count()) && !text.chars().any(breaks);
    fits.then_some(text)
}

#[cfg(test)]
mod tests;
