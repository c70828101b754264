//! What names, keys, addresses and settings must look like before they are stored. NULs and line breaks end here.

use std::net::IpAddr;

use domain::email::EmailAddress;
use domain::naming;
use domain::organisation::{Organisation, Support};
use domain::role::{MOST_TRUSTED_DAYS, Role};
use domain::user::User;
use store::ReadTx;
use text::Language;

use super::{AdministerFault, MOST_LOGO_BYTES, Reason};
use crate::App;

/// A name for people: trimmed, one line, 1 to 100 characters, nothing in it that nobody sees.
pub(super) fn name(typed: &str) -> Result<String, Reason> {
    let name = naming::name(typed).map_err(|_| Reason::MalformedName)?;
    Ok(name.to_owned())
}

/// An unchanging key.
pub(super) fn key(typed: &str) -> Result<&str, Reason> {
    if naming::is_key(typed) {
        Ok(typed)
    } else {
        Err(Reason::MalformedKey)
    }
}

/// An address for the outbox, or a clear sentence.
pub(super) fn email(typed: &str) -> Result<EmailAddress, Reason> {
    EmailAddress::parse(typed).map_err(Reason::malformed_email(typed))
}

/// Everything of an organisation that an administrator may have typed.
pub(super) fn organisation(organisation: &Organisation) -> Result<(), Reason> {
    let Organisation {
        name: typed,
        base_url: base,
        default_trusted_days,
        default_language,
        support,
        accent,
        logo,
        ..
    } = organisation;
    name(typed)?;
    base_url(base)?;
    if *default_trusted_days > MOST_TRUSTED_DAYS {
        return Err(Reason::Days);
    }
    let known = Language::ALL
        .iter()
        .any(|language| language.code() == default_language);
    if !known {
        return Err(Reason::UnknownLanguage);
    }
    contact(support)?;
    let hexadecimal = |colour: &str| {
        colour.len() == 7
            && colour.starts_with('#')
            && colour[1..].bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    if accent
        .as_deref()
        .is_some_and(|colour| !colour.is_ascii() || !hexadecimal(colour))
    {
        return Err(Reason::MalformedAccent);
    }
    if logo.as_deref().is_some_and(|logo| !is_picture(logo)) {
        return Err(Reason::MalformedLogo);
    }
    Ok(())
}

fn contact(support: &Support) -> Result<(), Reason> {
    if let Some(address) = &support.email {
        email(address)?;
    }
    let too_long =
        |text: &String| text.chars().count() > 100 || text.chars().any(naming::is_hidden);
    if [&support.phone, &support.hours]
        .into_iter()
        .flatten()
        .any(too_long)
    {
        return Err(Reason::MalformedContact);
    }
    match support.phone.as_deref() {
        Some(phone) if !can_be_dialled(phone) => Err(Reason::MalformedSupportPhone),
        _ => Ok(()),
    }
}

/// Whether people can dial what stands there. A switchboard's short number is one too, so this is wider than what a message is sent to; but
/// pages make a link of it, and letters dial nothing.
fn can_be_dialled(phone: &str) -> bool {
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    let is_written =
        |sign: char| sign.is_ascii_digit() || " \u{a0}+-\u{2013}()/.,*#".contains(sign);
    (3..=20).contains(&digits) && phone.chars().all(is_written)
}

fn is_picture(logo: &str) -> bool {
    let pictures = [
        "data:image/png;base64,",
        "data:image/jpeg;base64,",
        "data:image/webp;base64,",
        "data:image/svg+xml;base64,",
    ];
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    // What the file had, as it is written in an address, and the kind before it.
    logo.len() <= MOST_LOGO_BYTES.div_ceil(3) * 4 + 40
        && pictures.iter().any(|opening| {
            logo.strip_prefix(opening)
                .is_some_and(|data| data.bytes().all(plain))
        })
}

/// A canonical base URL. Links in mails are built from it, so it is checked where it comes in.
pub(super) fn base_url(typed: &str) -> Result<(), Reason> {
    let (secure, rest) = match (
        typed.strip_prefix("https://"),
        typed.strip_prefix("http://"),
    ) {
        (Some(rest), _) => (true, rest),
        (None, Some(rest)) => (false, rest),
        (None, None) => return Err(Reason::MalformedBaseUrl),
    };
    let authority = rest.split('/').next().unwrap_or_default();
    let host = host_of(authority);
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/:[]".contains(c);
    let well_formed = typed.len() <= 200
        && typed.chars().all(plain)
        && !typed.ends_with('/')
        && !rest.contains("//")
        && host.is_some_and(|host| !host.is_empty() && (secure || is_this_machine(host)));
    if well_formed {
        Ok(())
    } else {
        Err(Reason::MalformedBaseUrl)
    }
}

/// The host of `host[:port]`, `[v6]` in its brackets; nothing where the port is none.
fn host_of(authority: &str) -> Option<&str> {
    let end = authority.rfind(']').map_or(0, |at| at + 1);
    let (host, port) = match authority[end..].find(':') {
        Some(colon) => (
            &authority[..end + colon],
            Some(&authority[end + colon + 1..]),
        ),
        None => (authority, None),
    };
    port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0))
        .then_some(host)
}

fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || bare
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// A role card's fields against each other, the catalogue and the registry.
pub(super) fn card(
    tx: &mut ReadTx,
    app: &App,
    organisation: &Organisation,
    role: &Role,
) -> Result<(), AdministerFault> {
    role.check().map_err(Reason::Card)?;
    let known = tx.permissions(organisation.id)?;
    if let Some(unknown) = role
        .permissions
        .iter()
        .find(|key| !known.iter().any(|permission| permission.key == **key))
    {
        return Err(Reason::UnknownPermission(unknown.clone()).into());
    }
    let kinds = role
        .allowed_factors
        .iter()
        .flat_map(domain::factor::FactorSet::iter);
    for kind in kinds {
        if app.registry.find(kind).is_none() {
            return Err(Reason::UnknownFactor(kind.to_string()).into());
        }
    }
    Ok(())
}

/// Somebody who can sign in and get letters: no machine, and not suspended.
pub(super) fn person(user: &User, roles: &[Role]) -> Result<(), Reason> {
    if roles.iter().any(|role| role.api_integrator) {
        return Err(Reason::Machine(user.username.clone()));
    }
    if user.suspended_at.is_some() {
        return Err(Reason::Suspended(user.username.clone()));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
