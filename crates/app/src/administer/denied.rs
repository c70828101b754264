//! Why an administrative act is not done, each in one sentence.

use domain::email::MalformedEmail;
use domain::organisation::MalformedSlug;
use domain::role::{AssignmentFault, CardFault};
use domain::user::MalformedUsername;

use crate::Fault;

/// Why it is not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// No such organisation.
    #[error("there is no organisation {0}")]
    OrganisationUnknown(String),
    /// The slug is taken.
    #[error("an organisation {0} exists already")]
    SlugTaken(String),
    /// The base URL is taken.
    #[error("another organisation has the base URL {0} already")]
    BaseUrlTaken(String),
    /// The slug is malformed.
    #[error(transparent)]
    Slug(#[from] MalformedSlug),
    /// A text is empty, too long or holds control characters.
    #[error("{what} is 1 to {most} characters without control characters")]
    Text {
        /// Which.
        what: &'static str,
        /// The most characters.
        most: usize,
    },
    /// The accent colour is none.
    #[error("an accent colour is # and six hexadecimal digits, such as #1f6f5c")]
    Accent,
    /// No such person.
    #[error("there is no user {0} in this organisation")]
    PersonUnknown(String),
    /// The username is taken.
    #[error("a user {0} exists already in this organisation")]
    UsernameTaken(String),
    /// The username is malformed.
    #[error(transparent)]
    Username(#[from] MalformedUsername),
    /// The e-mail address is malformed.
    #[error("the e-mail address is not one that mail can be sent to")]
    Email(#[from] MalformedEmail),
    /// Nobody can be invited without an address.
    #[error("{0} has no e-mail address to mail the link to")]
    NoAddress(String),
    /// Machines do not sign in with a password.
    #[error("{0} is the account of a machine: it signs in with API credentials, not through the login page")]
    Machine(String),
    /// Whoever has a password needs no invitation.
    #[error("{0} has chosen a password already")]
    HasPassword(String),
    /// The last owner cannot be suspended.
    #[error("{0} is the organisation's only owner and cannot be suspended")]
    LastOwner(String),
    /// A machine's account owns nothing.
    #[error("the account of a machine cannot be an owner")]
    MachineOwner,
    /// No such role.
    #[error("there is no role {0} in this organisation")]
    RoleUnknown(String),
    /// The key is taken.
    #[error("a role {0} exists already in this organisation")]
    RoleTaken(String),
    /// The key is malformed.
    #[error("a key is 1 to 60 small letters a–z, digits, points and hyphens")]
    Key,
    /// The card does not fit.
    #[error(transparent)]
    Card(#[from] CardFault),
    /// The role may not be given.
    #[error(transparent)]
    Assignment(#[from] AssignmentFault),
    /// A factor that this program does not know, or that stands behind others only.
    #[error("there is no factor {0}")]
    FactorUnknown(String),
    /// No such permission.
    #[error("there is no permission {0} in this organisation")]
    PermissionUnknown(String),
    /// The permission is there.
    #[error("a permission {0} exists already in this organisation")]
    PermissionTaken(String),
    /// Somebody else changed it in between.
    #[error("it was changed by somebody else at the same moment: try again")]
    ChangedMeanwhile,
    /// A role that people hold cannot become a machine's, nor the other way round.
    #[error("the role is held by {0} users: whether it is a machine's can be changed only while nobody holds it")]
    RoleHeld(i64),
}

/// What an administrative act gives: what was done, or why it was not; or a fault.
pub type Administered<T> = Result<Result<T, Denied>, Fault>;

/// Checks a text for people: trimmed, not empty, without control characters.
pub(super) fn line(text: &str, what: &'static str, most: usize) -> Result<String, Denied> {
    let text = text.trim();
    let fits = (1..=most).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    if fits { Ok(text.to_owned()) } else { Err(Denied::Text { what, most }) }
}

/// Checks an unchanging key.
pub(super) fn key(text: &str) -> Result<String, Denied> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
    let well_formed = (1..=60).contains(&text.len()) && text.chars().all(fits);
    if well_formed { Ok(text.to_owned()) } else { Err(Denied::Key) }
}
