//! What people are sorted, filtered and searched by, worked out from their name, username and addresses: `users.name_key`,
//! `users.address_set`, `user_texts` and the copies of the key in `user_roles`.
//!
//! ONE function writes all of it ([`Tx::refresh_people`]), for one person as for a thousand; every unit that changed a name, a username or
//! an address calls it. Nothing here opens a sealed number: an address keeps its last digits and whether it is a mobile telephone.

use std::collections::{BTreeMap, BTreeSet};

use data_encoding::HEXLOWER;
use domain::id::{OrganisationId, UserId};
use domain::user::{name_key, search_text};

use crate::addresses::Channel;
use crate::fault::Fault;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::value::Row;

/// How many people one statement takes.
const BATCH: usize = 1_000;

statements! {
    TEXTS_READ = @sqlite {
        "SELECT u.user_id, u.name, u.username, a.channel, CASE WHEN a.channel = 'email' THEN a.value END, a.last_digits, a.mobile,
            a.verified_at
        FROM json_each($2) j CROSS JOIN users u
        LEFT JOIN addresses a ON a.organisation_id = u.organisation_id AND a.user_id = u.user_id
        WHERE u.organisation_id = $1 AND u.user_id = unhex(j.value)"
    } @postgres {
        "SELECT u.user_id, u.name, u.username, a.channel, CASE WHEN a.channel = 'email' THEN a.value END, a.last_digits, a.mobile,
            a.verified_at
        FROM jsonb_array_elements_text(CAST(CAST($2 AS TEXT) AS jsonb)) AS j (value)
        JOIN users u ON u.organisation_id = $1 AND u.user_id = decode(j.value, 'hex')
        LEFT JOIN addresses a ON a.organisation_id = u.organisation_id AND a.user_id = u.user_id"
    };
    TEXTS_OF_USERS = @sqlite {
        "UPDATE users SET name_key = j.value ->> 1, address_set = j.value ->> 2 FROM json_each($2) j
        WHERE users.organisation_id = $1 AND users.user_id = unhex(j.value ->> 0)"
    } @postgres {
        "UPDATE users SET name_key = j.value ->> 1, address_set = j.value ->> 2
        FROM jsonb_array_elements(CAST(CAST($2 AS TEXT) AS jsonb)) AS j (value)
        WHERE users.organisation_id = $1 AND users.user_id = decode(j.value ->> 0, 'hex')"
    };
    TEXTS_SEARCHED = @sqlite {
        "INSERT INTO user_texts (organisation_id, user_id, content)
        SELECT CAST($1 AS BLOB), unhex(j.value ->> 0), j.value ->> 3 FROM json_each($2) j WHERE true
        ON CONFLICT (organisation_id, user_id) DO UPDATE SET content = excluded.content WHERE user_texts.content <> excluded.content"
    } @postgres {
        "INSERT INTO user_texts (organisation_id, user_id, content)
        SELECT CAST($1 AS BYTEA), decode(j.value ->> 0, 'hex'), j.value ->> 3
        FROM jsonb_array_elements(CAST(CAST($2 AS TEXT) AS jsonb)) AS j (value)
        ON CONFLICT (organisation_id, user_id) DO UPDATE SET content = excluded.content WHERE user_texts.content <> excluded.content"
    };
    TEXTS_OF_ROLES = @sqlite {
        "UPDATE user_roles SET name_key = j.value ->> 1 FROM json_each($2) j
        WHERE user_roles.organisation_id = $1 AND user_roles.user_id = unhex(j.value ->> 0) AND user_roles.name_key <> j.value ->> 1"
    } @postgres {
        "UPDATE user_roles SET name_key = j.value ->> 1
        FROM jsonb_array_elements(CAST(CAST($2 AS TEXT) AS jsonb)) AS j (value)
        WHERE user_roles.organisation_id = $1 AND user_roles.user_id = decode(j.value ->> 0, 'hex')
            AND user_roles.name_key <> j.value ->> 1"
    };
}

/// A list of ids as a statement unpacks it.
pub(crate) fn list_of(users: impl IntoIterator<Item = UserId>) -> String {
    let ids = users.into_iter().map(|user| hex(&user).into());
    serde_json::Value::Array(ids.collect()).to_string()
}

fn hex(user: &UserId) -> String {
    HEXLOWER.encode(user.as_bytes())
}

/// What one person is found by.
#[derive(Default)]
struct Texts {
    name: String,
    username: String,
    mailboxes: Vec<String>,
    digits: Vec<String>,
    kinds: BTreeSet<&'static str>,
}

impl Texts {
    fn add_address(&mut self, row: &Row) -> Result<(), Fault> {
        let Some(name) = row.opt_text(3)? else {
            return Ok(());
        };
        match Channel::named(&name).ok_or_else(|| row.corrupt(3))? {
            Channel::Email => {
                let mailbox = String::from_utf8(row.blob(4)?).map_err(|_| row.corrupt(4))?;
                self.mailboxes.push(mailbox);
                if row.opt_time(7)?.is_some() {
                    self.kinds.insert("email");
                }
            }
            Channel::Phone => {
                self.digits.push(row.text(5)?);
                self.kinds
                    .insert(if row.truth(6)? { "mobile" } else { "phone" });
            }
        }
        Ok(())
    }

    /// The person's entry in the list that the writing statements unpack: id, key, kinds of address, searched text. NUL is no text to
    /// PostgreSQL.
    fn entry(&self, user: &UserId) -> serde_json::Value {
        let kinds: Vec<_> = self.kinds.iter().copied().collect();
        let found_by = [&self.name, &self.username].into_iter();
        let found_by: Vec<_> = found_by
            .chain(&self.mailboxes)
            .chain(&self.digits)
            .map(String::as_str)
            .collect();
        serde_json::json!([
            hex(user),
            name_key(&self.name),
            kinds.join(","),
            search_text(&found_by.join(" ")),
        ])
    }
}

impl ReadTx {
    fn people_texts(
        &mut self,
        org: OrganisationId,
        users: &[UserId],
    ) -> Result<BTreeMap<UserId, Texts>, Fault> {
        let ids = list_of(users.iter().copied());
        let mut people: BTreeMap<UserId, Texts> = BTreeMap::new();
        for row in self.query(&TEXTS_READ, &[(&org).into(), (&ids).into()])? {
            let person = people.entry(row.id(0)?).or_default();
            person.name = row.text(1)?;
            person.username = row.text(2)?;
            person.add_address(&row)?;
        }
        Ok(people)
    }
}

impl Tx {
    /// Rewrites what these people are sorted, filtered and searched by. Every unit calls it that changed a name, a username or an address
    /// by other means than the methods here.
    pub fn refresh_people(&mut self, org: OrganisationId, users: &[UserId]) -> Result<(), Fault> {
        for batch in users.chunks(BATCH) {
            let people = self.people_texts(org, batch)?;
            if people.is_empty() {
                continue;
            }
            let entries = people.iter().map(|(user, texts)| texts.entry(user));
            let list = serde_json::Value::Array(entries.collect()).to_string();
            for statement in [&TEXTS_OF_USERS, &TEXTS_SEARCHED, &TEXTS_OF_ROLES] {
                self.execute(statement, &[(&org).into(), (&list).into()])?;
            }
        }
        Ok(())
    }
}
