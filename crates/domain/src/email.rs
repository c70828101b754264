//! E-mail addresses: checked for what a mail server can carry, kept as typed, compared without case.

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;
use url::Host;

/// Text that is no e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct MalformedEmail;

/// A bare e-mail address: at most 254 bytes, one `@`, no space, bracket, control character or sign that is not seen in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads an address; white space around it is dropped.
    pub fn parse(text: &str) -> Result<Self, MalformedEmail> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(MalformedEmail)?;
        let forbidden = |c: char| {
            c.is_control() || c.is_whitespace() || is_unseen(c) || "()<>[]:;@\\,\"".contains(c)
        };
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
            && domain.nfc().collect::<String>().split('.').all(label)
            && ascii_domain(domain).is_some_and(|ascii| ascii.split('.').all(label));
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

    /// The form under which two spellings of one mailbox are the same: small letters, composed, the domain as it stands in the DNS.
    pub fn canonical(&self) -> String {
        let (local, domain) = self.0.rsplit_once('@').unwrap_or((&self.0, ""));
        let local: String = local.to_lowercase().nfc().collect();
        let domain = ascii_domain(domain).unwrap_or_else(|| domain.to_lowercase());
        format!("{local}@{domain}")
    }

    /// The first letter and the domain: what a page may show after the password.
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.rsplit_once('@').unwrap_or((&self.0, ""));
        let first = local.chars().next().map_or_else(String::new, String::from);
        format!("{first}•••@{domain}")
    }
}

/// A domain as it stands in the DNS; `None` where it is none, or is a number that some resolver would take for an address.
fn ascii_domain(domain: &str) -> Option<String> {
    match Host::parse(domain) {
        Ok(Host::Domain(ascii)) => Some(ascii),
        _ => None,
    }
}

/// Signs of Unicode that are not seen, but join, break or turn round the text about them (A52).
const fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests;
