//! E-mail addresses: checked for what a mail server can carry, kept as typed, compared without case.

use std::fmt;

/// Text that is no e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct MalformedEmail;

/// A bare e-mail address: at most 254 bytes, one `@`, no space, control character or bracket in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads an address; white space around it is dropped.
    pub fn parse(text: &str) -> Result<Self, MalformedEmail> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(MalformedEmail)?;
        let forbidden =
            |c: char| c.is_control() || c.is_whitespace() || "()<>[]:;@\\,\"".contains(c);
        let label = |label: &str| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        };
        let well_formed = text.len() <= 254
            && (1..=64).contains(&local.len())
            && !local.chars().any(forbidden)
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && domain.contains('.')
            && domain.split('.').all(label);
        if well_formed {
            Ok(Self(text.to_owned()))
        } else {
            Err(MalformedEmail)
        }
    }

    /// The address as it was typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form under which two spellings of one mailbox are the same: small letters.
    pub fn canonical(&self) -> String {
        self.0.to_lowercase()
    }

    /// The first letter and the domain: what a page may show after the password.
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.rsplit_once('@').unwrap_or((&self.0, ""));
        let first = local.chars().next().map_or_else(String::new, String::from);
        format!("{first}•••@{domain}")
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
