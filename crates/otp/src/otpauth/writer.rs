//! Writing a link that every app reads alike.

use zeroize::Zeroizing;

use super::name::{replaced, shortened};
use super::{Link, LinkKind};
use crate::percent;

/// The longest link that is written, in bytes: its QR code stays small enough for any camera.
pub const MAX_WRITTEN: usize = 300;

/// The names as the app will show them after reading the written link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The issuer, simplified and perhaps shortened.
    pub issuer: Option<String>,
    /// The account, likewise.
    pub account: String,
}

impl Link {
    /// The link, at most [`MAX_WRITTEN`] bytes long.
    ///
    /// It always names secret, issuer, algorithm, digits and period (or counter), in this order. Names are
    /// simplified and, should they be very long, cut.
    pub fn write(&self) -> Zeroizing<String> {
        let Shown { issuer, account } = self.shown();
        let (label, issuer) = match issuer.map(|issuer| percent::encode(&issuer)) {
            Some(issuer) => (format!("{issuer}:"), format!("&issuer={issuer}")),
            None => (String::new(), String::new()),
        };
        let key = self.secret.to_base32();
        let mut link = Zeroizing::new(String::with_capacity(MAX_WRITTEN));
        let account = percent::encode(&account);
        let numbers = self.numbers();
        for part in [
            self.head(),
            &label,
            &account,
            KEY_PART,
            &key,
            &issuer,
            &numbers,
        ] {
            link.push_str(part);
        }
        link
    }

    /// The names that [`Link::write`] puts into the link, to be shown beside the QR code.
    pub fn shown(&self) -> Shown {
        let issuer = self
            .issuer
            .as_deref()
            .map(replaced)
            .filter(|issuer| !issuer.is_empty());
        let account = replaced(&self.account);
        // What is left for the names; the issuer stands in the link twice and gets at most half of it.
        let room = MAX_WRITTEN.saturating_sub(self.length_without_names());
        let Some(issuer) = issuer else {
            return Shown {
                issuer: None,
                account: shortened(&account, room).to_owned(),
            };
        };
        let room = room.saturating_sub(ISSUER_SIGNS.len());
        let issuer = shortened(&issuer, room / 4);
        let account = shortened(&account, room - 2 * percent::encode(issuer).len());
        Shown {
            issuer: Some(issuer.to_owned()).filter(|issuer| !issuer.is_empty()),
            account: account.to_owned(),
        }
    }

    fn length_without_names(&self) -> usize {
        self.head().len() + KEY_PART.len() + self.secret.to_base32().len() + self.numbers().len()
    }

    fn head(&self) -> &'static str {
        match self.kind {
            LinkKind::Totp => "otpauth://totp/",
            LinkKind::Hotp { .. } => "otpauth://hotp/",
        }
    }

    fn numbers(&self) -> String {
        let (algorithm, digits) = (
            self.parameters.algorithm.name(),
            self.parameters.digits.count(),
        );
        let last = match self.kind {
            LinkKind::Totp => format!("period={}", self.parameters.period.seconds()),
            LinkKind::Hotp { counter } => format!("counter={counter}"),
        };
        format!("&algorithm={algorithm}&digits={digits}&{last}")
    }
}

const KEY_PART: &str = "?secret=";
const ISSUER_SIGNS: &str = ":&issuer=";
