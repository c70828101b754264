//! A row with the secret of an authenticator that somebody has already, so that nobody need enrol again after moving here.
//!
//! The factor that takes such secrets makes its own data of it; which one that is, only the registry knows.

pub(super) mod pskc;

use domain::factor::FactorSet;
use domain::import::{Column, Record};
use domain::user::Username;
use factors::{Adopts, Brought};
use otp::{Algorithm, Digits, Parameters, Period, Secret};
use store::KnownPerson;

use super::person::{Ground, Planned, Prepared, RowReason, change, with_factor};
use super::state::Filed;

/// What a row says. No Debug: it holds a secret.
pub(super) struct Wish {
    pub(super) username: Username,
    secret: Secret,
    parameters: Parameters,
    label: Option<String>,
}

/// Reads a row as it is typed.
pub(super) fn wish(ground: &Ground, record: &Record) -> Result<Wish, RowReason> {
    let cells = record
        .cells
        .as_ref()
        .map_err(|fault| RowReason::new(fault.code(), ""))?;
    let cell = |column| ground.mapping.cell(column, cells);
    if let Some(fault) = cell(Column::Algorithm).and_then(|cell| cell.strip_prefix('!')) {
        let code = if fault == "hotp" { "hotp" } else { "link" };
        return Err(RowReason::new(
            code,
            if code == "link" { fault } else { "" },
        ));
    }
    let typed = cell(Column::Username).ok_or_else(|| RowReason::new("username-missing", ""))?;
    let username =
        Username::parse(typed).map_err(|_| RowReason::new("username-malformed", typed))?;
    let secret = cell(Column::Secret).ok_or_else(|| RowReason::new("secret-missing", ""))?;
    let secret = secret_of(secret)?;
    let parameters = Parameters {
        algorithm: cell(Column::Algorithm).map_or(Ok(Algorithm::default()), algorithm)?,
        digits: cell(Column::Digits).map_or(Ok(Digits::default()), digits)?,
        period: cell(Column::Period).map_or(Ok(Period::default()), period)?,
    };
    Ok(Wish {
        username,
        secret,
        parameters,
        label: cell(Column::Label).map(str::to_owned),
    })
}

/// A secret in hexadecimal, where it can be nothing else, or in base32.
fn secret_of(typed: &str) -> Result<Secret, RowReason> {
    let malformed = || RowReason::new("secret-malformed", "");
    let bare: String = typed.chars().filter(|sign| !sign.is_whitespace()).collect();
    let bare = zeroize::Zeroizing::new(bare);
    let is_hexadecimal = bare.len() >= 20
        && bare.len().is_multiple_of(2)
        && bare.bytes().all(|byte| byte.is_ascii_hexdigit())
        && bare
            .bytes()
            .any(|byte| matches!(byte, b'0' | b'1' | b'8' | b'9'));
    if is_hexadecimal {
        let pairs = bare.as_bytes().chunks(2);
        let bytes = pairs.map(|pair| {
            str::from_utf8(pair)
                .ok()
                .and_then(|pair| u8::from_str_radix(pair, 16).ok())
        });
        let bytes: Option<Vec<u8>> = bytes.collect();
        return bytes
            .and_then(|bytes| Secret::from_bytes(bytes).ok())
            .ok_or_else(malformed);
    }
    let secret = Secret::from_base32(&bare).map_err(|_| malformed())?;
    if secret.expose().len() < 10 {
        return Err(RowReason::new("secret-short", ""));
    }
    Ok(secret)
}

fn algorithm(typed: &str) -> Result<Algorithm, RowReason> {
    let upper = typed.to_uppercase();
    let bare = upper.strip_prefix("HMAC").unwrap_or(&upper);
    let bare: String = bare.chars().filter(char::is_ascii_alphanumeric).collect();
    Algorithm::from_name(&bare).ok_or_else(|| RowReason::new("algorithm", typed))
}

fn digits(typed: &str) -> Result<Digits, RowReason> {
    let read = typed.parse::<u8>().ok().and_then(Digits::new);
    read.ok_or_else(|| RowReason::new("digits", typed))
}

fn period(typed: &str) -> Result<Period, RowReason> {
    let bare = typed.trim_end_matches(['s', ' ']);
    let read = bare.parse::<u64>().ok().and_then(Period::new);
    read.ok_or_else(|| RowReason::new("period", typed))
}

/// What the row comes to.
pub(super) fn plan(
    ground: &Ground,
    number: i64,
    wish: &Wish,
    known: Option<&KnownPerson>,
) -> Planned {
    let filed = Filed {
        username: wish.username.as_str().to_owned(),
        name: known.map_or_else(String::new, |known| known.before.name.clone()),
        ..Filed::default()
    };
    match prepare(ground, wish, known) {
        Err(reason) => Planned::error(number, filed, reason),
        Ok(None) => Planned {
            number,
            verdict: "unchanged",
            reason: None,
            filed,
            person: None,
            about: None,
        },
        Ok(Some(mut prepared)) => {
            let (old, new) = (
                prepared
                    .before
                    .as_ref()
                    .map_or("", |(before, _)| &before.factor_set),
                prepared.after.factor_set.as_str(),
            );
            let changes = change("factor", old, new).into_iter().collect();
            let filed = Filed { changes, ..filed };
            if let Some(reason) = prepared.beyond.take() {
                return Planned::error(number, filed, reason);
            }
            Planned {
                number,
                verdict: "changed",
                reason: None,
                filed,
                person: Some(prepared),
                about: None,
            }
        }
    }
}

/// The person with one authenticator more; nothing where they have one of its kind already.
fn prepare(
    ground: &Ground,
    wish: &Wish,
    known: Option<&KnownPerson>,
) -> Result<Option<Prepared>, RowReason> {
    let username = wish.username.as_str();
    let known = known.ok_or_else(|| RowReason::new("user-unknown", username))?;
    if ground.is_machine(&known.before.role_set) {
        return Err(RowReason::new("machine", username));
    }
    let registry = &ground.app.registry;
    let mut takers = registry
        .iter()
        .filter(|factor| factor.adopts() == Some(Adopts::Secret));
    let Some(factor) = takers.next() else {
        return Err(RowReason::new("factor", ""));
    };
    let kind = &factor.profile().kind;
    if FactorSet::parse(&known.before.factor_set).contains(kind) {
        return Ok(None);
    }
    let brought = Brought::Secret {
        secret: &wish.secret,
        parameters: wish.parameters,
        label: wish.label.as_deref(),
    };
    let authenticators = vec![ground.adopt(username, kind, &brought)?];
    let mut after = known.before.clone();
    after.factor_set = with_factor(&after.factor_set, &authenticators);
    let owner_only = ground.is_out_of_reach(known);
    Ok(Some(Prepared {
        known: Some(known.id),
        username: username.to_owned(),
        after,
        before: Some((known.before.clone(), known.seen.clone())),
        owner_only,
        beyond: ground.beyond(Some(known), &[], owner_only),
        authenticators,
        ..Prepared::default()
    }))
}
