//! What each row of a file comes to, staged: the person as they will be, and as they were.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use domain::factor::{FactorKind, Mark};
use domain::id::{AddressId, AuthenticatorId, ImportId, OrganisationId, RoleId, UserId};
use domain::time::Timestamp;
use serde_json::Value as Json;

use super::{numbered, place, without_number};
use crate::addresses::Channel;
use crate::authenticators::{IDENTIFIER, NOTHING_CONSUMED, identifier_bytes};
use crate::fault::Fault;
use crate::keys::{Opened, Place};
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::value::Row;

/// How a person stands, as far as an import may change it: one text that both engines make alike.
macro_rules! seen {
    () => {
        "u.name || '|' || COALESCE(u.language, '') || '|' || u.role_set || '|' || u.factor_set || '|' || CAST(u.owner AS TEXT) || '|'
            || (SELECT CAST(COUNT(*) AS TEXT) || '|' || CAST(COALESCE(MAX(a.created_at), 0) AS TEXT) FROM addresses a
                WHERE a.organisation_id = u.organisation_id AND a.user_id = u.user_id)"
    };
}
pub(super) use seen;

macro_rules! known_columns {
    () => {
        concat!(
            "u.user_id, u.username, u.name, u.name_key, u.language, u.owner, u.role_set, u.factor_set, u.address_set,
            CASE WHEN u.password_hash IS NULL THEN 0 ELSE 1 END, COALESCE(t.content, ''), ",
            seen!(),
            ", CASE WHEN u.last_login_at IS NULL THEN 0 ELSE 1 END"
        )
    };
}

statements! {
    IMPORT_KNOWN = @sqlite {
        concat!("SELECT ", known_columns!(), " FROM json_each($2) j CROSS JOIN users u
        LEFT JOIN user_texts t ON t.organisation_id = u.organisation_id AND t.user_id = u.user_id
        WHERE u.organisation_id = $1 AND u.username = j.value")
    } @postgres {
        concat!("SELECT ", known_columns!(), " FROM jsonb_array_elements_text(CAST(CAST($2 AS TEXT) AS jsonb)) AS j (value)
        JOIN users u ON u.organisation_id = $1 AND u.username = j.value
        LEFT JOIN user_texts t ON t.organisation_id = u.organisation_id AND t.user_id = u.user_id")
    };
    IMPORT_KNOWN_ADDRESSES = @sqlite {
        "SELECT a.user_id, a.address_id, a.channel, a.look_up, a.verified_at, a.mobile, a.last_digits,
            CASE WHEN a.channel = 'email' THEN a.value END, a.masked
        FROM json_each($2) j CROSS JOIN addresses a
        WHERE a.organisation_id = $1 AND a.user_id = unhex(j.value)"
    } @postgres {
        "SELECT a.user_id, a.address_id, a.channel, a.look_up, a.verified_at, a.mobile, a.last_digits,
            CASE WHEN a.channel = 'email' THEN a.value END, a.masked
        FROM jsonb_array_elements_text(CAST(CAST($2 AS TEXT) AS jsonb)) AS j (value)
        JOIN addresses a ON a.organisation_id = $1 AND a.user_id = decode(j.value, 'hex')"
    };
    HOLDERS_OF_NUMBERS = @sqlite {
        "SELECT DISTINCT j.value, a.user_id FROM json_each($2) j CROSS JOIN authenticators a
        WHERE a.organisation_id = $1 AND a.channel = unhex(j.value)"
    } @postgres {
        "SELECT DISTINCT j.value, a.user_id FROM jsonb_array_elements_text(CAST(CAST($2 AS TEXT) AS jsonb)) AS j (value)
        JOIN authenticators a ON a.organisation_id = $1 AND a.channel = decode(j.value, 'hex')"
    };
    ANOTHER_ROW_ON_CHANNEL = "SELECT s.row_no FROM import_authenticators s
        WHERE s.organisation_id = $1 AND s.import_id = $2 AND s.channel = $3 AND s.user_id <> $4 LIMIT 1";
    HOLDERS_OF_IDENTIFIERS = @sqlite {
        "SELECT j.value, a.user_id FROM json_each($3) j CROSS JOIN authenticators a
        WHERE a.organisation_id = $1 AND a.kind = $2 AND a.identifier = unhex(j.value)"
    } @postgres {
        "SELECT j.value, a.user_id FROM jsonb_array_elements_text(CAST(CAST($3 AS TEXT) AS jsonb)) AS j (value)
        JOIN authenticators a ON a.organisation_id = $1 AND a.kind = $2 AND a.identifier = decode(j.value, 'hex')"
    };
    ANOTHER_ROW_WITH_IDENTIFIER = "SELECT s.row_no FROM import_authenticators s
        WHERE s.organisation_id = $1 AND s.import_id = $2 AND s.kind = $3 AND s.identifier = $4 AND s.user_id <> $5 LIMIT 1";
    INSERT_IMPORT_ROW = "INSERT INTO import_rows (organisation_id, import_id, row_no, verdict, reason, data, user_id, username, name, name_key,
            language, password_hash, role_set, factor_set, address_set, content, owner_only, seen, old_name, old_name_key, old_language,
            old_role_set, old_factor_set, old_address_set, old_content)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)
        ON CONFLICT (organisation_id, import_id, username) WHERE username IS NOT NULL DO NOTHING";
    INSERT_IMPORT_ADDRESS = "INSERT INTO import_addresses (organisation_id, import_id, side, row_no, address_id, user_id, channel, value, look_up,
            masked, verified_at, created_at, mobile, last_digits)
        VALUES ($1, $2, 'new', $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12)";
    KEEP_OLD_ADDRESS = "INSERT INTO import_addresses (organisation_id, import_id, side, row_no, address_id, user_id, channel, value, look_up, masked,
            verified_at, created_at, mobile, last_digits)
        SELECT a.organisation_id, i.import_id, 'old', CAST($4 AS BIGINT), a.address_id, a.user_id, a.channel, a.value, a.look_up, a.masked,
            a.verified_at, a.created_at, a.mobile, a.last_digits
        FROM imports i JOIN addresses a ON a.organisation_id = i.organisation_id AND a.address_id = $3
        WHERE i.organisation_id = $1 AND i.import_id = $2";
    INSERT_IMPORT_ROLE = "INSERT INTO import_roles (organisation_id, import_id, side, row_no, user_id, role_id, name_key)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (organisation_id, import_id, side, row_no, role_id) DO NOTHING";
    INSERT_IMPORT_AUTHENTICATOR = "INSERT INTO import_authenticators (organisation_id, import_id, row_no, authenticator_id, user_id, kind, label, data,
            data_format, channel, consumed_through, identifier)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    IMPORT_ROWS = "SELECT row_no, verdict, reason, data, user_id FROM import_rows
        WHERE organisation_id = $1 AND import_id = $2 AND row_no > $3 ORDER BY row_no LIMIT $4";
    IMPORT_ROWS_OF_VERDICT = "SELECT row_no, verdict, reason, data, user_id FROM import_rows
        WHERE organisation_id = $1 AND import_id = $2 AND verdict = $5 AND row_no > $3 ORDER BY row_no LIMIT $4";
    LAST_IMPORT_ROW = "SELECT row_no FROM import_rows WHERE organisation_id = $1 AND import_id = $2 ORDER BY row_no DESC LIMIT 1";
    REMOVE_IMPORT_ROWS = "DELETE FROM import_rows WHERE organisation_id = $1 AND import_id = $2 AND row_no < $3";
    REMOVE_IMPORT_ADDRESSES = "DELETE FROM import_addresses WHERE organisation_id = $1 AND import_id = $2";
    REMOVE_IMPORT_ROLES = "DELETE FROM import_roles WHERE organisation_id = $1 AND import_id = $2";
    REMOVE_IMPORT_AUTHENTICATORS = "DELETE FROM import_authenticators WHERE organisation_id = $1 AND import_id = $2";
}

/// A person whom a row names, as they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPerson {
    /// Their key.
    pub id: UserId,
    /// The canonical username.
    pub username: String,
    /// Whether they own the organisation.
    pub owner: bool,
    /// Whether there is a password.
    pub has_password: bool,
    /// Whether they have ever signed in.
    pub has_signed_in: bool,
    /// Their fields.
    pub before: Before,
    /// How they stand, as one text.
    pub seen: String,
    /// Their addresses.
    pub addresses: Vec<KnownAddress>,
}

/// What of a person an import may change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Before {
    /// The name for people.
    pub name: String,
    /// The name as lists sort by it.
    pub name_key: String,
    /// The language.
    pub language: Option<String>,
    /// The keys of their roles, sorted, with commas between.
    pub role_set: String,
    /// The kinds of factor they have, likewise.
    pub factor_set: String,
    /// The kinds of address they have, likewise.
    pub address_set: String,
    /// What they are searched by.
    pub content: String,
}

/// An address that a known person has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownAddress {
    /// Its key.
    pub id: AddressId,
    /// What kind it is.
    pub channel: Channel,
    /// The keyed hash under which it is known again.
    pub mark: Mark,
    /// Whether it was proved.
    pub verified: bool,
    /// Whether it is a mobile telephone's.
    pub mobile: bool,
    /// The last digits of a number.
    pub last_digits: String,
    /// A mailbox in clear.
    pub mailbox: Option<String>,
    /// What a page may show.
    pub masked: String,
}

/// A row to stage.
pub struct StagedRow<'a> {
    /// Its number in the file.
    pub number: i64,
    /// What it comes to.
    pub verdict: &'a str,
    /// Why, where it is an error.
    pub reason: Option<&'a str>,
    /// What a page shows of it; sealed on its way in.
    pub data: &'a [u8],
    /// Whom it concerns, where it can be applied.
    pub person: Option<StagedPerson<'a>>,
    /// Whom it concerns all the same, where it cannot: the row goes when they are erased.
    pub about: Option<UserId>,
}

/// The person that a row makes, as they will be.
pub struct StagedPerson<'a> {
    /// Their key, drawn already where they are new.
    pub id: UserId,
    /// The canonical username.
    pub username: &'a str,
    /// Their fields.
    pub after: &'a Before,
    /// Their fields as they are now; nothing where they are new.
    pub before: Option<(&'a Before, &'a str)>,
    /// The hash of a new person's password.
    pub password_hash: Option<&'a str>,
    /// Whether only an owner may apply it.
    pub owner_only: bool,
    /// Addresses to add.
    pub addresses: &'a [StagedAddress],
    /// Addresses to remove.
    pub removed: &'a [AddressId],
    /// Roles to give.
    pub given: &'a [RoleId],
    /// Roles to take.
    pub taken: &'a [RoleId],
    /// Authenticators to bind.
    pub authenticators: &'a [StagedAuthenticator],
}

/// An address to add when the import is applied. No Debug: it is somebody's.
#[derive(Clone)]
pub struct StagedAddress {
    /// What kind it is.
    pub channel: Channel,
    /// As messages are sent to it.
    pub value: String,
    /// The form in which two spellings are the same.
    pub canonical: String,
    /// What a page may show.
    pub masked: String,
    /// When it counts as proved, if it does.
    pub verified_at: Option<Timestamp>,
    /// Whether it is a mobile telephone's.
    pub mobile: bool,
    /// The last digits of a number.
    pub last_digits: String,
}

/// An authenticator to bind when the import is applied. No Debug.
#[derive(Clone)]
pub struct StagedAuthenticator {
    /// The kind of factor.
    pub kind: FactorKind,
    /// What it is called.
    pub label: String,
    /// What the factor keeps, in clear; sealed on its way in.
    pub data: Vec<u8>,
    /// The format that `data` is written in.
    pub data_format: i64,
    /// What it is found by, and nobody else's may be: hashed on its way in.
    pub identifier: Option<Vec<u8>>,
    /// The mailbox or number it goes through, canonical.
    pub channel: Option<(Channel, String)>,
    /// The time step that is used up already.
    pub consumed_through: Option<i64>,
}

/// A staged row, opened. No Debug: it is about somebody.
#[derive(Clone)]
pub struct ImportRow {
    /// Its number in the file.
    pub number: i64,
    /// What it comes to.
    pub verdict: String,
    /// Why, where it is an error.
    pub reason: Option<String>,
    /// What a page shows of it; nothing where the person was erased.
    pub data: Opened,
    /// Whom it concerns.
    pub user: Option<UserId>,
}

impl ReadTx {
    /// Those of these usernames that somebody bears, with their addresses.
    pub fn import_known(
        &mut self,
        org: OrganisationId,
        usernames: &[&str],
    ) -> Result<Vec<KnownPerson>, Fault> {
        let names = Json::from(usernames.to_vec()).to_string();
        let rows = self.query(&IMPORT_KNOWN, &[(&org).into(), (&names).into()])?;
        let mut known = rows.iter().map(known_of).collect::<Result<Vec<_>, _>>()?;
        known.sort_by_key(|person| person.id);
        let ids: Vec<String> = known
            .iter()
            .map(|person| HEXLOWER.encode(person.id.as_bytes()))
            .collect();
        let ids = Json::from(ids).to_string();
        for row in self.query(&IMPORT_KNOWN_ADDRESSES, &[(&org).into(), (&ids).into()])? {
            let user: UserId = row.id(0)?;
            if let Ok(at) = known.binary_search_by_key(&user, |person| person.id) {
                known[at].addresses.push(address_of(&row)?);
            }
        }
        for person in &mut known {
            person.addresses.sort_by_key(|address| address.id);
        }
        Ok(known)
    }

    /// Who has a factor on which of these numbers (E.164).
    pub fn holders_of_numbers(
        &mut self,
        org: OrganisationId,
        numbers: &[&str],
    ) -> Result<Vec<(String, UserId)>, Fault> {
        let mut marked: BTreeMap<String, &str> = BTreeMap::new();
        for number in numbers {
            for mark in self.channel_marks(org, Channel::Phone, number) {
                marked.insert(HEXLOWER.encode(mark.as_bytes()), number);
            }
        }
        let marks = Json::from(marked.keys().cloned().collect::<Vec<_>>()).to_string();
        let rows = self.query(&HOLDERS_OF_NUMBERS, &[(&org).into(), (&marks).into()])?;
        let holder = |row: &Row| {
            let number = marked.get(&row.text(0)?).ok_or_else(|| row.corrupt(0))?;
            Ok(((*number).to_owned(), row.id(1)?))
        };
        rows.iter().map(holder).collect()
    }

    /// Whose authenticators of this kind these identifiers name, by each one's place among them.
    pub fn holders_of_identifiers(
        &mut self,
        org: OrganisationId,
        kind: &FactorKind,
        identifiers: &[&[u8]],
    ) -> Result<Vec<(usize, UserId)>, Fault> {
        let mut marked: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, identifier) in identifiers.iter().enumerate() {
            let bytes = identifier_bytes(kind, identifier);
            for mark in self.keys().marks(IDENTIFIER, &org, &bytes) {
                let mark = HEXLOWER.encode(mark.as_bytes());
                marked.entry(mark).or_default().push(at);
            }
        }
        let marks = Json::from(marked.keys().cloned().collect::<Vec<_>>()).to_string();
        let values = [(&org).into(), kind.as_str().into(), (&marks).into()];
        let mut holders = Vec::new();
        for row in self.query(&HOLDERS_OF_IDENTIFIERS, &values)? {
            let places = marked.get(&row.text(0)?).ok_or_else(|| row.corrupt(0))?;
            let user: UserId = row.id(1)?;
            holders.extend(places.iter().map(|at| (*at, user)));
        }
        Ok(holders)
    }

    /// Whether a staged row of this import binds what this names for somebody else.
    pub fn is_identifier_staged_for_another(
        &mut self,
        org: OrganisationId,
        import: ImportId,
        user: UserId,
        (kind, identifier): (&FactorKind, &[u8]),
    ) -> Result<bool, Fault> {
        let mark = self
            .keys()
            .hash(IDENTIFIER, &org, &identifier_bytes(kind, identifier));
        let values = [
            (&org).into(),
            (&import).into(),
            kind.as_str().into(),
            mark.as_bytes().into(),
            (&user).into(),
        ];
        Ok(self.find(&ANOTHER_ROW_WITH_IDENTIFIER, &values)?.is_some())
    }

    /// Whether a staged row of this import binds the number (E.164) for somebody else.
    pub fn is_staged_for_another(
        &mut self,
        org: OrganisationId,
        import: ImportId,
        user: UserId,
        number: &str,
    ) -> Result<bool, Fault> {
        for mark in self.channel_marks(org, Channel::Phone, number) {
            let values = [
                (&org).into(),
                (&import).into(),
                mark.as_bytes().into(),
                (&user).into(),
            ];
            if self.find(&ANOTHER_ROW_ON_CHANNEL, &values)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The rows after this number, of one verdict or of all.
    pub fn import_rows(
        &mut self,
        org: OrganisationId,
        import: ImportId,
        verdict: Option<&str>,
        after: i64,
        limit: u32,
    ) -> Result<Vec<ImportRow>, Fault> {
        let mut values = vec![(&org).into(), (&import).into(), after.into(), limit.into()];
        let rows = match verdict {
            None => self.query(&IMPORT_ROWS, &values)?,
            Some(verdict) => {
                values.push(verdict.into());
                self.query(&IMPORT_ROWS_OF_VERDICT, &values)?
            }
        };
        let open = |row: &Row| {
            let number = row.int(0)?;
            let place = place(&org, &import, "import_rows");
            let sealed = row.blob(3)?;
            let data = if sealed.is_empty() {
                Opened::default()
            } else {
                without_number(number, &self.keys().open(place, &sealed)?, row.corrupt(3))?
            };
            Ok(ImportRow {
                number,
                verdict: row.text(1)?,
                reason: row.opt_text(2)?,
                data,
                user: row.opt_id(4)?,
            })
        };
        rows.iter().map(open).collect()
    }

    /// The number of the last staged row.
    pub fn last_import_row(
        &mut self,
        org: OrganisationId,
        import: ImportId,
    ) -> Result<Option<i64>, Fault> {
        self.find(&LAST_IMPORT_ROW, &[(&org).into(), (&import).into()])?
            .map(|row| row.int(0))
            .transpose()
    }
}

fn known_of(row: &Row) -> Result<KnownPerson, Fault> {
    Ok(KnownPerson {
        id: row.id(0)?,
        username: row.text(1)?,
        owner: row.truth(5)?,
        has_password: row.truth(9)?,
        has_signed_in: row.truth(12)?,
        before: Before {
            name: row.text(2)?,
            name_key: row.text(3)?,
            language: row.opt_text(4)?,
            role_set: row.text(6)?,
            factor_set: row.text(7)?,
            address_set: row.text(8)?,
            content: row.text(10)?,
        },
        seen: row.text(11)?,
        addresses: Vec::new(),
    })
}

fn address_of(row: &Row) -> Result<KnownAddress, Fault> {
    let mailbox = row.opt_blob(7)?.map(String::from_utf8).transpose();
    Ok(KnownAddress {
        id: row.id(1)?,
        channel: Channel::named(&row.text(2)?).ok_or_else(|| row.corrupt(2))?,
        mark: Mark::from_bytes(row.blob(3)?),
        verified: row.opt_time(4)?.is_some(),
        mobile: row.truth(5)?,
        last_digits: row.text(6)?,
        mailbox: mailbox.map_err(|_| row.corrupt(7))?,
        masked: row.text(8)?,
    })
}

impl Tx {
    /// Stages a row. False: an earlier row of the import names the same person.
    pub fn stage_import_row(
        &mut self,
        org: OrganisationId,
        import: ImportId,
        row: &StagedRow<'_>,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let whole = numbered(row.number, row.data);
        let (keys, random) = self.keys_and_random();
        let data = keys.seal(place(&org, &import, "import_rows"), &whole, random)?;
        let person = row.person.as_ref();
        let after = person.map(|person| person.after);
        let (before, seen) = person.and_then(|person| person.before).unzip();
        let values = [
            (&org).into(),
            (&import).into(),
            row.number.into(),
            row.verdict.into(),
            row.reason.into(),
            (&data).into(),
            person
                .map(|person| &person.id)
                .or(row.about.as_ref())
                .into(),
            person.map(|person| person.username).into(),
            after.map(|after| &after.name).into(),
            after.map(|after| &after.name_key).into(),
            after.and_then(|after| after.language.as_ref()).into(),
            person.and_then(|person| person.password_hash).into(),
            after.map(|after| &after.role_set).into(),
            after.map(|after| &after.factor_set).into(),
            after.map(|after| &after.address_set).into(),
            after.map(|after| &after.content).into(),
            person.is_some_and(|person| person.owner_only).into(),
            seen.into(),
            before.map(|before| &before.name).into(),
            before.map(|before| &before.name_key).into(),
            before.and_then(|before| before.language.as_ref()).into(),
            before.map(|before| &before.role_set).into(),
            before.map(|before| &before.factor_set).into(),
            before.map(|before| &before.address_set).into(),
            before.map(|before| &before.content).into(),
        ];
        if self.execute(&INSERT_IMPORT_ROW, &values)? == 0 {
            return Ok(false);
        }
        if let Some(person) = person {
            self.stage_person(org, import, (row.number, person), now)?;
        }
        Ok(true)
    }

    fn stage_person(
        &mut self,
        org: OrganisationId,
        import: ImportId,
        (number, person): (i64, &StagedPerson<'_>),
        now: Timestamp,
    ) -> Result<(), Fault> {
        for address in person.addresses {
            self.stage_address(org, import, (number, &person.id, address), now)?;
        }
        for address in person.removed {
            let values = [
                (&org).into(),
                (&import).into(),
                address.into(),
                number.into(),
            ];
            self.execute(&KEEP_OLD_ADDRESS, &values)?;
        }
        let sides = [("new", person.given), ("old", person.taken)];
        for (side, roles) in sides {
            for role in roles {
                let values = [
                    (&org).into(),
                    (&import).into(),
                    side.into(),
                    number.into(),
                    (&person.id).into(),
                    role.into(),
                    (&person.after.name_key).into(),
                ];
                self.execute(&INSERT_IMPORT_ROLE, &values)?;
            }
        }
        for authenticator in person.authenticators {
            self.stage_authenticator(org, import, (number, &person.id, authenticator), now)?;
        }
        Ok(())
    }

    fn stage_address(
        &mut self,
        org: OrganisationId,
        import: ImportId,
        (number, user, address): (i64, &UserId, &StagedAddress),
        now: Timestamp,
    ) -> Result<(), Fault> {
        let id = AddressId::draw(now, self.random());
        let mark = self.channel_mark(org, address.channel, &address.canonical);
        let text = address.value.as_bytes();
        let value = match address.channel {
            Channel::Email => text.to_vec(),
            Channel::Phone => {
                let there = crate::addresses::place(&org, &id, user);
                let (keys, random) = self.keys_and_random();
                keys.seal(there, text, random)?
            }
        };
        let values = [
            (&org).into(),
            (&import).into(),
            number.into(),
            (&id).into(),
            user.into(),
            address.channel.as_str().into(),
            (&value).into(),
            mark.as_bytes().into(),
            (&address.masked).into(),
            address.verified_at.into(),
            address.mobile.into(),
            (&address.last_digits).into(),
        ];
        self.execute(&INSERT_IMPORT_ADDRESS, &values).map(|_| ())
    }

    fn stage_authenticator(
        &mut self,
        org: OrganisationId,
        import: ImportId,
        (number, user, new): (i64, &UserId, &StagedAuthenticator),
        now: Timestamp,
    ) -> Result<(), Fault> {
        let id = AuthenticatorId::draw(now, self.random());
        let channel = new
            .channel
            .as_ref()
            .map(|(channel, canonical)| self.channel_mark(org, *channel, canonical));
        let identifier = new.identifier.as_ref().map(|identifier| {
            let bytes = identifier_bytes(&new.kind, identifier);
            self.keys().hash(IDENTIFIER, &org, &bytes)
        });
        let there: Place<'_> = crate::authenticators::place(&org, &id, user);
        let (keys, random) = self.keys_and_random();
        let data = keys.seal(there, &new.data, random)?;
        let values = [
            (&org).into(),
            (&import).into(),
            number.into(),
            (&id).into(),
            user.into(),
            new.kind.as_str().into(),
            (&new.label).into(),
            (&data).into(),
            new.data_format.into(),
            channel.as_ref().map(Mark::as_bytes).into(),
            new.consumed_through.unwrap_or(NOTHING_CONSUMED).into(),
            identifier
                .as_ref()
                .map(crate::keys::KeyedHash::as_bytes)
                .into(),
        ];
        self.execute(&INSERT_IMPORT_AUTHENTICATOR, &values)
            .map(|_| ())
    }

    /// Removes the rows before this number, and tells how many went.
    pub fn remove_import_rows(
        &mut self,
        org: OrganisationId,
        import: ImportId,
        before: i64,
    ) -> Result<u64, Fault> {
        let values = [(&org).into(), (&import).into(), before.into()];
        self.execute(&REMOVE_IMPORT_ROWS, &values)
    }

    /// Removes what was prepared for the rows of an import.
    pub fn remove_import_prepared(
        &mut self,
        org: OrganisationId,
        import: ImportId,
    ) -> Result<(), Fault> {
        for statement in [
            &REMOVE_IMPORT_ADDRESSES,
            &REMOVE_IMPORT_ROLES,
            &REMOVE_IMPORT_AUTHENTICATORS,
        ] {
            self.execute(statement, &[(&org).into(), (&import).into()])?;
        }
        Ok(())
    }
}
