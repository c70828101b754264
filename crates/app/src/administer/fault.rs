//! Why an administrative act was not done: one clear sentence each, for the command line and the administration.

use domain::email::MalformedEmail;
use domain::organisation::MalformedSlug;
use domain::refusal::Refusal;
use domain::role::{AssignmentFault, CardFault};
use domain::user::MalformedUsername;

use crate::Fault;

/// Why an administrative act was not done.
#[derive(Debug, thiserror::Error)]
pub enum AdministerFault {
    /// The rules refuse it; nothing was changed.
    #[error(transparent)]
    Refused(#[from] Reason),
    /// Something failed; nothing was changed.
    #[error(transparent)]
    Failed(#[from] Fault),
}

impl From<store::Fault> for AdministerFault {
    fn from(fault: store::Fault) -> Self {
        Self::Failed(Fault::Store(fault))
    }
}

/// Why the rules refuse it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// No slug.
    #[error(transparent)]
    MalformedSlug(#[from] MalformedSlug),
    /// No username.
    #[error(transparent)]
    MalformedUsername(#[from] MalformedUsername),
    /// No e-mail address.
    #[error("{0} is not an e-mail address")]
    MalformedEmail(String),
    /// No base URL.
    #[error(
        "a base URL is https:// and a host (http:// for this very machine alone), without a slash at its end, a query or a name"
    )]
    MalformedBaseUrl,
    /// No name for people.
    #[error("a name is 1 to 100 characters on one line")]
    MalformedName,
    /// No key.
    #[error(
        "a key is 1 to 60 small letters a–z, digits, dots, hyphens and underscores, and begins with a letter"
    )]
    MalformedKey,
    /// No support contact.
    #[error("a support telephone number or its hours are at most 100 characters on one line")]
    MalformedContact,
    /// No colour.
    #[error("an accent colour is # and six hexadecimal digits, such as #1f6f5c")]
    MalformedAccent,
    /// No logo.
    #[error("a logo is a data: address of a PNG, JPEG, WebP or SVG picture, at most 64 kB long")]
    MalformedLogo,
    /// No language.
    #[error("the languages are sv and en")]
    UnknownLanguage,
    /// Too many days.
    #[error("days are 0 to 365")]
    Days,
    /// A role card's own fields.
    #[error(transparent)]
    Card(#[from] CardFault),
    /// Who may have which role.
    #[error(transparent)]
    Assignment(#[from] AssignmentFault),
    /// Another organisation has it.
    #[error("another organisation is called {0} in addresses")]
    SlugTaken(String),
    /// Another organisation has it.
    #[error("another organisation has the base URL {0}")]
    BaseUrlTaken(String),
    /// Another person has it.
    #[error("somebody else has the username {0}")]
    UsernameTaken(String),
    /// Another role has it.
    #[error("another role has the key {0}")]
    RoleTaken(String),
    /// Another permission has it.
    #[error("another permission has the key {0}")]
    PermissionTaken(String),
    /// Ours.
    #[error("permissions that begin with tvasteg. are built in and cannot be added")]
    PermissionReserved,
    /// There is none.
    #[error("there is no organisation called {0}")]
    UnknownOrganisation(String),
    /// There is none.
    #[error("there is nobody with the username {0}")]
    UnknownUser(String),
    /// There is none.
    #[error("there is no role with the key {0}")]
    UnknownRole(String),
    /// There is none.
    #[error("there is no permission with the key {0}")]
    UnknownPermission(String),
    /// There is none.
    #[error("this program knows no factor called {0}")]
    UnknownFactor(String),
    /// Somebody else was quicker.
    #[error("the role card was changed by somebody else in the meantime: look at it again")]
    CardChanged,
    /// A machine's account differs in more than its role.
    #[error("somebody has this role already, so it cannot become or cease to be a machine's")]
    CardInUse,
    /// For owners.
    #[error("only an owner of the organisation may do that")]
    OwnerOnly,
    /// One must remain.
    #[error("an organisation keeps at least one owner who can sign in")]
    LastOwner,
    /// Not for machines.
    #[error("{0} is an API integrator's account: it has no password, no factor and no letters")]
    Machine(String),
    /// They are there already.
    #[error("{0} has a password already: who forgot it asks for a new one on the login page")]
    HasPassword(String),
    /// They are not there yet.
    #[error("{0} has not chosen a password yet: send an invitation instead")]
    NoPassword(String),
    /// They are suspended.
    #[error("{0} is suspended")]
    Suspended(String),
    /// Nowhere to send it.
    #[error("{0} has no confirmed e-mail address")]
    NoMailbox(String),
    /// Nothing to send it with.
    #[error("no mail server is configured")]
    NoMailServer,
    /// Too short or too long.
    #[error("an enrolment pass lives for 10 minutes to 24 hours")]
    PassLife,
    /// The password cannot be one.
    #[error("the password cannot be used ({})", .0.code())]
    Password(Refusal),
    /// The factor does not bind an address.
    #[error("the factor {0} cannot be enrolled for somebody by their address")]
    NotByAddress(String),
}

impl Reason {
    pub(super) fn malformed_email(typed: &str) -> impl FnOnce(MalformedEmail) -> Self {
        let typed: String = typed
            .chars()
            .filter(|c| !c.is_control())
            .take(100)
            .collect();
        move |_| Self::MalformedEmail(typed)
    }
}
