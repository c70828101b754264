//! Reading links that others wrote.
//!
//! Strict about what decides the codes: scheme, type, secret, digits, period, algorithm, counter. Lenient about case,
//! a missing issuer, `%3A` for the colon, and spaces or padding in the secret. The link is split first and decoded
//! afterwards, so an encoded sign in a name never becomes a separator.

use std::num::ParseIntError;

use super::{Link, LinkKind};
use crate::{Algorithm, Digits, Parameters, Period, Secret, SecretFault, percent};

/// The longest link that is read, in bytes.
pub const MAX_LINK: usize = 4_096;

/// A link that was read, and what a person should see about it before keeping it.
///
/// No `Debug` and no `==`, because it holds the secret.
#[derive(Clone)]
pub struct ReadLink {
    /// The link itself. Where label and `issuer` disagree, its issuer is the parameter.
    pub link: Link,
    /// The issuer in the label, only where it differs from the parameter: show both.
    pub label_issuer: Option<String>,
}

/// Why a text is not a link that can be used. No part of the text is repeated, because it holds a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LinkFault {
    /// It does not begin with `otpauth://`.
    #[error("this is not an otpauth link")]
    NotOtpauth,
    /// Longer than [`MAX_LINK`].
    #[error("the link is too long")]
    TooLong,
    /// Neither `totp` nor `hotp`.
    #[error("the link is for an unknown kind of code")]
    UnknownKind,
    /// An escape is broken, or a name is not UTF-8 or holds control characters.
    #[error("a name in the link cannot be read")]
    UnreadableText,
    /// A part that decides the codes is there twice.
    #[error("the link names “{0}” twice")]
    Repeated(&'static str),
    /// There is no secret.
    #[error("the link holds no secret")]
    SecretMissing,
    /// The secret is not one.
    #[error("the secret in the link cannot be read")]
    SecretUnreadable(#[from] SecretFault),
    /// Neither SHA1, SHA256 nor SHA512.
    #[error("the link asks for an unknown algorithm")]
    UnknownAlgorithm,
    /// Not 6, 7 or 8.
    #[error("the link asks for a number of digits other than 6 to 8")]
    DigitsOutOfRange,
    /// Not 5 to 300 seconds.
    #[error("the link asks for a period other than 5 to 300 seconds")]
    PeriodOutOfRange,
    /// A `hotp` link without a counter, or with one that is no number.
    #[error("the link is counter based and has no counter")]
    CounterMissing,
}

impl Link {
    /// Reads a link.
    pub fn read(text: &str) -> Result<ReadLink, LinkFault> {
        let text = text.trim();
        if text.len() > MAX_LINK {
            return Err(LinkFault::TooLong);
        }
        let (scheme, rest) = text
            .split_at_checked(SCHEME.len())
            .ok_or(LinkFault::NotOtpauth)?;
        if !scheme.eq_ignore_ascii_case(SCHEME) {
            return Err(LinkFault::NotOtpauth);
        }
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (kind, label) = path.split_once('/').unwrap_or((path, ""));
        let query = Query::read(query)?;
        let (label_issuer, account) = split_label(&name(label)?);
        let (issuer, label_issuer) =
            settle_issuer(query.issuer.map(name).transpose()?, label_issuer);
        let link = Link {
            kind: query.kind(kind)?,
            issuer,
            account,
            secret: query.secret()?,
            parameters: query.parameters()?,
        };
        Ok(ReadLink { link, label_issuer })
    }
}

const SCHEME: &str = "otpauth://";

/// The parameters that mean something, still encoded.
#[derive(Default)]
struct Query<'link> {
    secret: Option<&'link str>,
    issuer: Option<&'link str>,
    algorithm: Option<&'link str>,
    digits: Option<&'link str>,
    period: Option<&'link str>,
    counter: Option<&'link str>,
}

impl<'link> Query<'link> {
    fn read(query: &'link str) -> Result<Self, LinkFault> {
        let mut read = Self::default();
        for pair in query.split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (place, key) = match key.to_ascii_lowercase().as_str() {
                "secret" => (&mut read.secret, "secret"),
                "issuer" => (&mut read.issuer, "issuer"),
                "algorithm" => (&mut read.algorithm, "algorithm"),
                "digits" => (&mut read.digits, "digits"),
                "period" => (&mut read.period, "period"),
                "counter" => (&mut read.counter, "counter"),
                _ => continue,
            };
            if place.replace(value).is_some() {
                return Err(LinkFault::Repeated(key));
            }
        }
        Ok(read)
    }

    fn kind(&self, kind: &str) -> Result<LinkKind, LinkFault> {
        if kind.eq_ignore_ascii_case("totp") {
            Ok(LinkKind::Totp)
        } else if kind.eq_ignore_ascii_case("hotp") {
            let counter = self
                .counter
                .and_then(|counter| number(counter).ok())
                .ok_or(LinkFault::CounterMissing)?;
            Ok(LinkKind::Hotp { counter })
        } else {
            Err(LinkFault::UnknownKind)
        }
    }

    fn secret(&self) -> Result<Secret, LinkFault> {
        let encoded = self.secret.ok_or(LinkFault::SecretMissing)?;
        let typed =
            zeroize::Zeroizing::new(percent::decode(encoded).ok_or(LinkFault::UnreadableText)?);
        // Some programs write the spaces of a grouped key as plus signs.
        Ok(Secret::from_base32(&zeroize::Zeroizing::new(
            typed.replace('+', " "),
        ))?)
    }

    fn parameters(&self) -> Result<Parameters, LinkFault> {
        let algorithm = self
            .algorithm
            .map_or(Some(Algorithm::default()), Algorithm::from_name);
        let digits = self.digits.map_or(Some(Digits::default()), |digits| {
            number(digits)
                .ok()
                .and_then(|count| u8::try_from(count).ok())
                .and_then(Digits::new)
        });
        let period = self.period.map_or(Some(Period::default()), |period| {
            number(period).ok().and_then(Period::new)
        });
        Ok(Parameters {
            algorithm: algorithm.ok_or(LinkFault::UnknownAlgorithm)?,
            digits: digits.ok_or(LinkFault::DigitsOutOfRange)?,
            period: period.ok_or(LinkFault::PeriodOutOfRange)?,
        })
    }
}

/// A number of digits alone; `parse` would take a plus sign too.
fn number(text: &str) -> Result<u64, ParseIntError> {
    text.strip_prefix('+').map_or(text, |_| "").parse()
}

fn name(encoded: &str) -> Result<String, LinkFault> {
    let decoded = percent::decode(encoded).ok_or(LinkFault::UnreadableText)?;
    if decoded.chars().any(char::is_control) {
        Err(LinkFault::UnreadableText)
    } else {
        Ok(decoded.trim().to_owned())
    }
}

/// Issuer and account of a label. With more than one colon nobody can tell where the issuer ends, so all of it is the
/// account.
fn split_label(label: &str) -> (Option<String>, String) {
    match label.split_once(':') {
        Some((issuer, account)) if !account.contains(':') => {
            let issuer = Some(issuer.trim().to_owned()).filter(|issuer| !issuer.is_empty());
            (issuer, account.trim().to_owned())
        }
        _ => (None, label.to_owned()),
    }
}

/// The issuer to keep, and the label's where it says something else.
fn settle_issuer(
    parameter: Option<String>,
    label: Option<String>,
) -> (Option<String>, Option<String>) {
    match (parameter.filter(|issuer| !issuer.is_empty()), label) {
        (None, label) => (label, None),
        (Some(parameter), None) => (Some(parameter), None),
        // The same name with its spaces written as plus signs is not another name.
        (Some(parameter), Some(label))
            if parameter == label || parameter.replace('+', " ") == label =>
        {
            (Some(label), None)
        }
        (parameter, label) => (parameter, label),
    }
}
