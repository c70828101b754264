//! A row of a table of people: what is typed in it, judged, and held against whoever bears the username already.
//!
//! An empty cell changes nothing. A mailbox or number in the file takes the place of those that are on record; roles in it are all that
//! the person has. Nobody becomes or ceases to be an owner, and nobody who is known gets another password.
//!
//! A personal number binds the person's eID, and is nowhere shown or kept but masked or sealed. One that is somebody else's, here or in an
//! earlier row, is a fault of the row.
//!
//! A mailbox for somebody who has used the account is not confirmed until they confirm it: a forgotten password is never mended through an
//! address that only a file vouches for.

use std::collections::HashMap;

use argon2::Params;
use argon2::password_hash::phc::PasswordHash;
use domain::email::EmailAddress;
use domain::factor::FactorSet;
use domain::id::UserId;
use domain::import::{Column, Record};
use domain::personal_number::PersonalNumber;
use domain::phone::{NumberClass, PhoneNumber};
use domain::role::Role;
use domain::user::Username;
use factors::Brought;
use store::{Before, Channel, KnownPerson, ReadTx, StagedAddress, StagedAuthenticator};
use text::Language;

use super::person::{Ground, Holders, Planned, Prepared, RowReason, change, derive, with_factor};
use super::state::Filed;
use crate::administer::reach::is_given_by_owners;
use crate::administer::{checks, people};

/// The heaviest hash that is taken in: checking it must neither starve the logins of others nor tell by its time who is there. Memory times
/// passes is what it costs; 64 MiB and 3 or 4 passes, as the usual libraries have it, are within.
const MOST_MEMORY_KIB: u32 = 64 * 1024;
const MOST_ITERATIONS: u32 = 10;
const MOST_LANES: u32 = 4;
const MOST_WORK_KIB: u32 = 4 * MOST_MEMORY_KIB;
const LONGEST_HASH: usize = 256;

/// What a row says of somebody.
pub(super) struct Wish<'g> {
    pub(super) username: Username,
    name: Option<String>,
    email: Option<EmailAddress>,
    phone: Option<PhoneNumber>,
    language: Option<&'static str>,
    roles: Option<Vec<&'g Role>>,
    hash: Option<String>,
    pub(super) eid: Option<Box<StagedAuthenticator>>,
    /// The personal number, masked.
    masked: Option<String>,
}

impl Wish<'_> {
    /// The number, as messages are sent to it.
    pub(super) fn number(&self) -> Option<&str> {
        self.phone.as_ref().map(PhoneNumber::e164)
    }
}

/// Reads a row as it is typed.
pub(super) fn wish<'g>(ground: &'g Ground, record: &Record) -> Result<Wish<'g>, RowReason> {
    let cells = record
        .cells
        .as_ref()
        .map_err(|fault| RowReason::new(fault.code(), ""))?;
    let cell = |column| ground.mapping.cell(column, cells);
    let typed = cell(Column::Username).ok_or_else(|| RowReason::new("username-missing", ""))?;
    let username =
        Username::parse(typed).map_err(|_| RowReason::new("username-malformed", typed))?;
    let name = cell(Column::Name)
        .map(|typed| checks::name(typed).map_err(|_| RowReason::new("name-malformed", typed)))
        .transpose()?;
    let email = cell(Column::Email)
        .map(|typed| {
            EmailAddress::parse(typed).map_err(|_| RowReason::new("email-malformed", typed))
        })
        .transpose()?;
    let phone = cell(Column::Phone)
        .map(|typed| {
            PhoneNumber::parse(typed, ground.messages.home)
                .map_err(|_| RowReason::new("phone-malformed", typed))
        })
        .transpose()?;
    let language = cell(Column::Language).map(language).transpose()?;
    let roles = cell(Column::Roles)
        .map(|typed| roles(ground, typed))
        .transpose()?;
    let hash = cell(Column::PasswordHash)
        .map(|typed| hash(typed).map(|()| typed.to_owned()))
        .transpose()?;
    let number = cell(Column::PersonalNumber)
        .map(|typed| {
            // What was typed is told to nobody.
            PersonalNumber::parse(typed, ground.now)
                .map_err(|fault| RowReason::new(fault.code(), ""))
        })
        .transpose()?;
    let eid = number
        .map(|number| eid(ground, &username, &number))
        .transpose()?;
    Ok(Wish {
        username,
        name,
        email,
        phone,
        language,
        roles,
        hash,
        eid,
        masked: number.map(|number| number.masked()),
    })
}

/// The eID of whoever has this number, at the first service that the organisation may ask.
fn eid(
    ground: &Ground,
    username: &Username,
    number: &PersonalNumber,
) -> Result<Box<StagedAuthenticator>, RowReason> {
    let kinds = people::connectable(&ground.app, &ground.organisation);
    let kind = kinds.first();
    let kind = kind.ok_or_else(|| RowReason::new("eid-unavailable", ""))?;
    ground
        .adopt(username.as_str(), kind, &Brought::PersonalNumber(number))
        .map(Box::new)
}

fn language(typed: &str) -> Result<&'static str, RowReason> {
    let small = typed.to_lowercase();
    let named = match small.as_str() {
        "svenska" | "swedish" | "sv-se" => Some(Language::Sv),
        "engelska" | "english" | "en-gb" | "en-us" => Some(Language::En),
        code => Language::from_code(code),
    };
    named
        .map(Language::code)
        .ok_or_else(|| RowReason::new("language-unknown", typed))
}

fn roles<'g>(ground: &'g Ground, typed: &str) -> Result<Vec<&'g Role>, RowReason> {
    let mut found: Vec<&Role> = Vec::new();
    let names = typed.split([',', ';', '|', '\n']).map(str::trim);
    for name in names.filter(|name| !name.is_empty()) {
        let by_key = ground.roles.iter().find(|role| role.key == name);
        let small = name.to_lowercase();
        let role = by_key
            .or_else(|| {
                ground
                    .roles
                    .iter()
                    .find(|role| role.name.to_lowercase() == small)
            })
            .ok_or_else(|| RowReason::new("role-unknown", name))?;
        if found.iter().all(|known| known.id != role.id) {
            found.push(role);
        }
    }
    Ok(found)
}

/// Whether a text is a hash that a login can check: Argon2id, whole, and no heavier than we bear. A password in clear is none.
pub(super) fn hash(typed: &str) -> Result<(), RowReason> {
    let refused = |code| Err(RowReason::new(code, ""));
    let Ok(parsed) = PasswordHash::new(typed) else {
        return refused("hash-malformed");
    };
    let is_whole = typed.len() <= LONGEST_HASH
        && parsed.algorithm.as_str() == "argon2id"
        && parsed.salt.is_some()
        && parsed.hash.is_some_and(|output| output.len() == 32)
        && parsed.version.is_none_or(|version| version == 0x13);
    let Ok(params) = Params::try_from(&parsed) else {
        return refused("hash-malformed");
    };
    if !is_whole {
        return refused("hash-malformed");
    }
    let bearable = params.m_cost() <= MOST_MEMORY_KIB
        && params.t_cost() <= MOST_ITERATIONS
        && params.p_cost() <= MOST_LANES
        && params.m_cost().saturating_mul(params.t_cost()) <= MOST_WORK_KIB;
    if bearable {
        Ok(())
    } else {
        refused("hash-cost")
    }
}

/// What the row comes to.
pub(super) fn plan(
    ground: &Ground,
    tx: &ReadTx,
    number: i64,
    wish: &Wish<'_>,
    known: Option<&KnownPerson>,
    holders: &Holders,
) -> Planned {
    let filed = Filed {
        username: wish.username.as_str().to_owned(),
        name: wish.name.clone().unwrap_or_default(),
        ..Filed::default()
    };
    match prepare(ground, tx, wish, known, holders) {
        Err(reason) => Planned::error(number, filed, reason),
        Ok(prepared) => finish(number, filed, wish, known, prepared),
    }
}

fn prepare(
    ground: &Ground,
    tx: &ReadTx,
    wish: &Wish<'_>,
    known: Option<&KnownPerson>,
    holders: &Holders,
) -> Result<Prepared, RowReason> {
    let username = wish.username.as_str();
    let mut after = known.map_or_else(Before::default, |known| known.before.clone());
    if let Some(name) = &wish.name {
        after.name.clone_from(name);
    } else if known.is_none() {
        username.clone_into(&mut after.name);
    }
    if let Some(language) = wish.language {
        after.language = Some(language.to_owned());
    }
    let mut prepared = Prepared {
        known: known.map(|known| known.id),
        username: username.to_owned(),
        before: known.map(|known| (known.before.clone(), known.seen.clone())),
        password_hash: wish.hash.clone().filter(|_| known.is_none()),
        ..Prepared::default()
    };
    addresses(ground, tx, wish, known, &mut prepared);
    let wanted = wanted_roles(ground, wish, known);
    bind_number(ground, wish, (&after, &holders.numbers), &mut prepared)?;
    bind_eid(ground, wish, (known, &after, &holders.eids), &mut prepared)?;
    after.factor_set = with_factor(&after.factor_set, &prepared.authenticators);
    assign(ground, &wanted, known, &mut after, &mut prepared)?;
    derive(
        &mut after,
        username,
        known,
        &prepared.removed,
        &prepared.addresses,
    );
    prepared.after = after;
    Ok(prepared)
}

/// Mailbox and number: what the file says takes the place of what is on record.
fn addresses(
    ground: &Ground,
    tx: &ReadTx,
    wish: &Wish<'_>,
    known: Option<&KnownPerson>,
    prepared: &mut Prepared,
) {
    let email = wish.email.as_ref().map(|email| StagedAddress {
        channel: Channel::Email,
        value: email.as_str().to_owned(),
        canonical: email.canonical(),
        masked: email.masked(),
        // For somebody who has not been here yet, whoever imports answers for it.
        verified_at: (!known.is_some_and(is_in_use)).then_some(ground.now),
        mobile: false,
        last_digits: String::new(),
    });
    let phone = wish.phone.as_ref().map(|number| StagedAddress {
        channel: Channel::Phone,
        value: number.e164().to_owned(),
        canonical: number.e164().to_owned(),
        masked: number.masked(ground.messages.shown),
        verified_at: None,
        mobile: number.class() == NumberClass::Mobile,
        last_digits: last_digits(number.e164()),
    });
    for address in [email, phone].into_iter().flatten() {
        let on_record = known.into_iter().flat_map(|known| &known.addresses);
        let mut same_channel = on_record.filter(|old| old.channel == address.channel);
        let organisation = ground.organisation.id;
        let has = same_channel
            .clone()
            .any(|old| tx.is_marked(organisation, old.channel, &address.canonical, &old.mark));
        if has {
            continue;
        }
        prepared
            .removed
            .extend(same_channel.by_ref().map(|old| old.id));
        prepared.addresses.push(address);
    }
}

/// Whether somebody has made the account theirs.
const fn is_in_use(known: &KnownPerson) -> bool {
    known.has_password || known.has_signed_in
}

fn last_digits(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    digits[digits.len().saturating_sub(4)..].iter().collect()
}

fn wanted_roles<'g>(
    ground: &'g Ground,
    wish: &Wish<'g>,
    known: Option<&KnownPerson>,
) -> Vec<&'g Role> {
    let held = known.map_or("", |known| known.before.role_set.as_str());
    let mut wanted = match &wish.roles {
        Some(roles) => roles.clone(),
        None => ground.roles_of(held),
    };
    for key in &ground.choices.roles {
        let role = ground.roles.iter().find(|role| role.key == *key);
        wanted.extend(role.filter(|role| wanted.iter().all(|known| known.id != role.id)));
    }
    wanted
}

/// The number as factors, where that was chosen, the person has none of the kind yet, and it is nobody else's where that is demanded.
fn bind_number(
    ground: &Ground,
    wish: &Wish<'_>,
    (after, holders): (&Before, &HashMap<String, Vec<UserId>>),
    prepared: &mut Prepared,
) -> Result<(), RowReason> {
    let Some(number) = &wish.phone else {
        return Ok(());
    };
    let has = domain::factor::FactorSet::parse(&after.factor_set);
    for kind in ground.choices.factor_kinds() {
        if !has.contains(&kind) {
            let brought = Brought::Address(number.e164());
            let new = ground.adopt(wish.username.as_str(), &kind, &brought)?;
            prepared.authenticators.push(new);
        }
    }
    let others = holders.get(number.e164()).into_iter().flatten();
    let taken = others.copied().any(|other| prepared.known != Some(other));
    if taken && !prepared.authenticators.is_empty() {
        let shown = number.masked(ground.messages.shown);
        return Err(RowReason::new("phone-taken", shown));
    }
    Ok(())
}

/// The eID, unless it is the person's already. Another one of theirs is taken away first, by somebody who knows why.
fn bind_eid(
    ground: &Ground,
    wish: &Wish<'_>,
    (known, after, holders): (Option<&KnownPerson>, &Before, &HashMap<Vec<u8>, UserId>),
    prepared: &mut Prepared,
) -> Result<(), RowReason> {
    let Some(eid) = &wish.eid else {
        return Ok(());
    };
    let masked = wish.masked.as_deref().unwrap_or_default();
    let holder = eid.identifier.as_ref().and_then(|own| holders.get(own));
    match holder {
        Some(_) if holder == prepared.known.as_ref() => Ok(()),
        Some(_) => Err(RowReason::new("personal-number-taken", masked)),
        None if FactorSet::parse(&after.factor_set).contains(&eid.kind) => {
            Err(RowReason::new("personal-number-other", masked))
        }
        // As in the single act: a machine answers for nobody who has used the account.
        None if ground.choices.by_machine && known.is_some_and(is_in_use) => {
            Err(RowReason::new("eid-by-machine", ""))
        }
        None => {
            prepared
                .authenticators
                .push(StagedAuthenticator::clone(eid));
            Ok(())
        }
    }
}

fn assign(
    ground: &Ground,
    wanted: &[&Role],
    known: Option<&KnownPerson>,
    after: &mut Before,
    prepared: &mut Prepared,
) -> Result<(), RowReason> {
    let held = known.map_or_else(Vec::new, |known| ground.roles_of(&known.before.role_set));
    let has = |roles: &[&Role], role: &Role| roles.iter().any(|other| other.id == role.id);
    let given: Vec<&Role> = wanted
        .iter()
        .copied()
        .filter(|role| !has(&held, role))
        .collect();
    let taken: Vec<&Role> = held
        .iter()
        .copied()
        .filter(|role| !has(wanted, role))
        .collect();
    let proves = prepared.password_hash.is_some()
        || known.is_some_and(|known| known.has_password)
        || !after.factor_set.is_empty();
    if !given.is_empty() {
        ground.check_roles(wanted, proves)?;
    }
    let mut keys: Vec<&str> = wanted.iter().map(|role| role.key.as_str()).collect();
    keys.sort_unstable();
    after.role_set = keys.join(",");
    let is_machine = ground.is_machine(&after.role_set);
    let is_reachable = prepared.addresses.is_empty() && prepared.authenticators.is_empty();
    if is_machine && (!is_reachable || known.is_some_and(|known| known.owner)) {
        return Err(RowReason::new("machine", prepared.username.as_str()));
    }
    prepared.owner_only = given
        .iter()
        .chain(&taken)
        .any(|role| is_given_by_owners(role))
        || known.is_some_and(|known| ground.is_out_of_reach(known));
    prepared.beyond = ground.beyond(known, &given, prepared.owner_only);
    prepared.given = given.iter().map(|role| role.id).collect();
    prepared.taken = taken.iter().map(|role| role.id).collect();
    Ok(())
}

/// The verdict, and what a page shows.
fn finish(
    number: i64,
    mut filed: Filed,
    wish: &Wish<'_>,
    known: Option<&KnownPerson>,
    mut prepared: Prepared,
) -> Planned {
    let none = Before::default();
    let old = known.map_or(&none, |known| &known.before);
    let new = &prepared.after;
    filed.name.clone_from(&new.name);
    filed.mailbox = new.address_set.split(',').any(|kind| kind == "email");
    let language = |of: &Before| of.language.clone().unwrap_or_default();
    let on_record = |channel: Channel| {
        let addresses = known.into_iter().flat_map(|known| &known.addresses);
        let shown = addresses
            .filter(|old| old.channel == channel)
            .map(|old| old.mailbox.clone().unwrap_or_else(|| old.masked.clone()));
        shown.collect::<Vec<_>>().join(", ")
    };
    let typed = |channel: Channel| {
        let added = prepared.addresses.iter();
        let mut added = added.filter(|address| address.channel == channel);
        added.next().map(|address| match channel {
            Channel::Email => address.value.clone(),
            Channel::Phone => address.masked.clone(),
        })
    };
    let moved = |field: &str, channel| {
        typed(channel).and_then(|new| change(field, &on_record(channel), &new))
    };
    let hash = wish.hash.as_ref().filter(|_| known.is_none());
    let binds_eid = wish.eid.as_ref().and_then(|eid| {
        let bound = &prepared.authenticators;
        let is_bound = bound.iter().any(|new| new.identifier == eid.identifier);
        wish.masked.as_deref().filter(|_| is_bound)
    });
    filed.changes = [
        change("name", &old.name, &new.name),
        moved("email", Channel::Email),
        moved("phone", Channel::Phone),
        change("language", &language(old), &language(new)),
        change("roles", &old.role_set, &new.role_set),
        change("factor", &old.factor_set, &new.factor_set),
        hash.and_then(|_| change("password-hash", "", "••••")),
        binds_eid.and_then(|masked| change("personal-number", "", masked)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let verdict = match known {
        None => "new",
        Some(_) if filed.changes.is_empty() && prepared.addresses.is_empty() => "unchanged",
        Some(_) => "changed",
    };
    if let Some(reason) = prepared.beyond.take().filter(|_| verdict != "unchanged") {
        return Planned::error(number, filed, reason);
    }
    Planned {
        number,
        verdict,
        reason: None,
        filed,
        person: Some(prepared),
        about: None,
    }
}
