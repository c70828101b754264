//! The `otpauth://` link (Key Uri Format): how a secret gets into an authenticator app.
//!
//! Apps read these links in different ways, so the writer sends the one form that all of them read alike, and the
//! reader accepts what others write. Neither fetches anything: `image` and `color` are passed over.

mod name;
mod reader;
mod writer;

use crate::{Parameters, Secret};

pub use reader::{LinkFault, MAX_LINK, ReadLink};
pub use writer::{MAX_WRITTEN, Shown};

/// What a link says.
///
/// No `Debug` and no `==`, because it holds the secret.
#[derive(Clone)]
pub struct Link {
    /// Whether the counter is the time or a number.
    pub kind: LinkKind,
    /// Who the account is with; the true name, which the written link may have to simplify.
    pub issuer: Option<String>,
    /// Whose account it is; the true name, likewise.
    pub account: String,
    /// The key.
    pub secret: Secret,
    /// Hash, length and period. The period means nothing for [`LinkKind::Hotp`].
    pub parameters: Parameters,
}

/// The two kinds of one-time code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// Time based.
    Totp,
    /// Counter based.
    Hotp {
        /// The next counter to use.
        counter: u64,
    },
}

#[cfg(test)]
mod tests;
