//! Settings that several gateways have in common, judged when an account is opened and not when somebody waits for a code.

use url::Url;

use crate::gateway::{SettingFault, Settings};

/// The field for another base address than the usual one.
const ENDPOINT: &str = "endpoint";

fn unusable<T>(field: &'static str, why: &'static str) -> Result<T, SettingFault> {
    Err(SettingFault::Unusable { field, why })
}

/// The base address: `usual`, or what stands in the setting `endpoint`. Without a slash at its end.
pub(in crate::gateway) fn endpoint(
    settings: &Settings,
    usual: &str,
) -> Result<String, SettingFault> {
    let Some(typed) = settings.find(ENDPOINT) else {
        return Ok(usual.to_owned());
    };
    let Ok(url) = Url::parse(typed) else {
        return unusable(ENDPOINT, "it is no address");
    };
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return unusable(ENDPOINT, "it begins neither with https:// nor with http://");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return unusable(ENDPOINT, "it holds a name or password");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return unusable(ENDPOINT, "it has a question mark or a #");
    }
    Ok(typed.trim_end_matches('/').to_owned())
}

/// A sender of text messages: at most 11 letters, digits and spaces with a letter among them, or a number.
pub(in crate::gateway) fn sender(field: &'static str, typed: &str) -> Result<String, SettingFault> {
    if is_number(typed) {
        return Ok(typed.to_owned());
    }
    if typed.starts_with('+') || typed.bytes().all(|b| b.is_ascii_digit()) {
        return unusable(field, "a number has 3 to 15 digits");
    }
    let fits = |c: char| c.is_ascii_alphanumeric() || c == ' ';
    if !typed.chars().all(fits) {
        return unusable(field, "only A to Z, digits and spaces are carried");
    }
    if typed.len() > 11 {
        return unusable(field, "it is longer than 11 characters");
    }
    if typed.trim() != typed || !typed.contains(|c: char| c.is_ascii_alphabetic()) {
        return unusable(field, "it needs a letter, and no space at its ends");
    }
    Ok(typed.to_owned())
}

/// A telephone number in E.164, with its plus.
pub(in crate::gateway) fn number(field: &'static str, typed: &str) -> Result<String, SettingFault> {
    let digits = typed.strip_prefix('+').unwrap_or_default();
    let fits = (8..=15).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
        && !digits.starts_with('0');
    if fits {
        Ok(typed.to_owned())
    } else {
        unusable(field, "a number is written with + and 8 to 15 digits")
    }
}

/// Whether a sender is a number or a short number, with or without its plus.
fn is_number(sender: &str) -> bool {
    let digits = sender.strip_prefix('+').unwrap_or(sender);
    (3..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// A name that becomes part of an address: letters, digits, `-` and `_`.
pub(in crate::gateway) fn word<'a>(
    settings: &'a Settings,
    field: &'static str,
) -> Result<&'a str, SettingFault> {
    let word = settings.need(field)?;
    let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if word.len() <= 100 && word.bytes().all(fits) {
        Ok(word)
    } else {
        unusable(field, "it holds more than letters, digits, - and _")
    }
}

/// A currency (ISO 4217) for gateways that do not name it with each price.
pub(in crate::gateway) fn currency(
    settings: &Settings,
    field: &'static str,
    usual: &str,
) -> Result<String, SettingFault> {
    let currency = settings.find(field).unwrap_or(usual);
    if currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_uppercase()) {
        Ok(currency.to_owned())
    } else {
        unusable(field, "a currency is three capital letters")
    }
}
