//! What an import does to those who were there before, as far as it concerns how they sign in: addresses, roles and factors. The log and
//! the letters tell of it person by person.

use domain::factor::Mark;
use domain::id::{AddressId, ImportId, OrganisationId, UserId};

use crate::addresses::Channel;
use crate::fault::Fault;
use crate::statement::statements;
use crate::tx::ReadTx;
use crate::value::{Row, Value};

statements! {
    IMPORT_CHANGES = "SELECT r.row_no, r.user_id, r.role_set, r.old_role_set, r.factor_set, r.old_factor_set, r.verdict
        FROM import_rows r
        WHERE r.organisation_id = $1 AND r.import_id = $2 AND r.verdict IN ('changed', 'restored') AND r.row_no > $3 AND r.user_id IS NOT NULL
            AND r.role_set IS NOT NULL AND r.old_role_set IS NOT NULL
        ORDER BY r.row_no LIMIT $4";
    IMPORT_MOVES = "SELECT s.row_no, s.address_id, s.user_id, s.channel, s.value, s.look_up, s.masked, s.verified_at FROM import_addresses s
        WHERE s.organisation_id = $1 AND s.import_id = $2 AND s.side = $3 AND s.row_no >= $4 AND s.row_no <= $5
        ORDER BY s.row_no, s.address_id";
}

/// What became of one person. No Debug: it is about somebody.
#[derive(Clone)]
pub struct ImportedChange {
    /// The number of the row.
    pub number: i64,
    /// Whom it concerns.
    pub user: UserId,
    /// Whether it was taken back.
    pub restored: bool,
    /// The keys of their roles, with commas between: before, and after.
    pub roles: [String; 2],
    /// The kinds of factor they have, likewise.
    pub factors: [String; 2],
    /// Addresses that they had before and have not after.
    pub gone: Vec<ImportedAddress>,
    /// Addresses that they have after and had not before.
    pub come: Vec<ImportedAddress>,
}

/// An address that an import puts in or takes out. No Debug: it is somebody's.
#[derive(Clone)]
pub struct ImportedAddress {
    /// What kind it is.
    pub channel: Channel,
    /// As messages are sent to it.
    pub value: String,
    /// Its mark.
    pub mark: Mark,
    /// What a page may show.
    pub masked: String,
    /// Whether it counts as proved.
    pub verified: bool,
}

impl ReadTx {
    /// Whom an import changed, after this row: before and after it was applied, whether or not it was undone since.
    pub fn import_changes(
        &mut self,
        org: OrganisationId,
        import: ImportId,
        after: i64,
        limit: u32,
    ) -> Result<Vec<ImportedChange>, Fault> {
        let values = [(&org).into(), (&import).into(), after.into(), limit.into()];
        let rows = self.query(&IMPORT_CHANGES, &values)?;
        let mut changes = rows
            .iter()
            .map(change_of)
            .collect::<Result<Vec<_>, Fault>>()?;
        let (Some(first), Some(last)) = (changes.first(), changes.last()) else {
            return Ok(changes);
        };
        let between = (first.number, last.number);
        for side in ["old", "new"] {
            for (number, address) in self.import_moves(org, import, side, between)? {
                let found = changes.binary_search_by_key(&number, |change| change.number);
                if let Ok(at) = found {
                    let change = &mut changes[at];
                    let moved = if side == "old" {
                        &mut change.gone
                    } else {
                        &mut change.come
                    };
                    moved.push(address);
                }
            }
        }
        Ok(changes)
    }

    fn import_moves(
        &mut self,
        org: OrganisationId,
        import: ImportId,
        side: &'static str,
        (first, last): (i64, i64),
    ) -> Result<Vec<(i64, ImportedAddress)>, Fault> {
        let values: [Value<'_>; 5] = [
            (&org).into(),
            (&import).into(),
            side.into(),
            first.into(),
            last.into(),
        ];
        let rows = self.query(&IMPORT_MOVES, &values)?;
        rows.iter().map(|row| self.moved_of(&org, row)).collect()
    }

    fn moved_of(&self, org: &OrganisationId, row: &Row) -> Result<(i64, ImportedAddress), Fault> {
        let (id, user): (AddressId, UserId) = (row.id(1)?, row.id(2)?);
        let channel = Channel::named(&row.text(3)?).ok_or_else(|| row.corrupt(3))?;
        let kept = row.blob(4)?;
        let value = match channel {
            Channel::Email => kept,
            Channel::Phone => {
                let there = crate::addresses::place(org, &id, &user);
                self.keys().open(there, &kept)?.to_vec()
            }
        };
        let address = ImportedAddress {
            channel,
            value: String::from_utf8(value).map_err(|_| row.corrupt(4))?,
            mark: Mark::from_bytes(row.blob(5)?),
            masked: row.text(6)?,
            verified: row.opt_time(7)?.is_some(),
        };
        Ok((row.int(0)?, address))
    }
}

fn change_of(row: &Row) -> Result<ImportedChange, Fault> {
    Ok(ImportedChange {
        number: row.int(0)?,
        user: row.id(1)?,
        restored: row.text(6)? == "restored",
        roles: [row.text(3)?, row.text(2)?],
        factors: [
            row.opt_text(5)?.unwrap_or_default(),
            row.opt_text(4)?.unwrap_or_default(),
        ],
        gone: Vec::new(),
        come: Vec::new(),
    })
}
