//! Reads the sealed log seal by seal, and says of each whether it is what was sealed.

use std::collections::BTreeMap;

use domain::audit::chain::{Gone, Hash, Seal, signed_removal, signed_seal};
use domain::audit::personal::{Proof, proof};
use domain::audit::verify::{
    Finding, Signature, StoredRow, StoredSeal, Tally, check_rows, check_seal,
};
use domain::audit::{EventKind, Personal};
use domain::id::{AuditId, OrganisationId, UserId};

use super::{chained_columns, leaf_of, seal_columns};
use crate::fault::Fault;
use crate::phrases::columns;
use crate::statement::statements;
use crate::tx::ReadTx;
use crate::value::Row;

statements! {
    SEAL_AFTER = concat!("SELECT ", seal_columns!(), " FROM audit_seals WHERE organisation_id = $1 AND seal_no > $2 ORDER BY seal_no LIMIT 1");
    SEAL_BEFORE = "SELECT seal_no FROM audit_seals WHERE organisation_id = $1 AND seal_no < $2 ORDER BY seal_no LIMIT 1";
    SEAL_AT_OR_BEFORE = concat!("SELECT ", seal_columns!(), " FROM audit_seals WHERE organisation_id = $1 AND seal_no <= $2
        ORDER BY seal_no DESC LIMIT 1");
    LEAVES = "SELECT leaves FROM audit_leaves WHERE organisation_id = $1 AND seal_no = $2";
    ROWS_OF_SEAL = concat!("SELECT ", chained_columns!(), " FROM audit_events WHERE organisation_id = $1 AND seal_no = $2
        ORDER BY seal_position LIMIT $3");
    ROW_BEYOND = "SELECT event_id, seal_no FROM audit_events WHERE organisation_id = $1 AND seal_no > $2 ORDER BY seal_no LIMIT 1";
    ROW_BEFORE = "SELECT event_id, seal_no FROM audit_events WHERE organisation_id = $1 AND seal_no < $2 ORDER BY seal_no LIMIT 1";
    WAS_ERASED = "SELECT 1 FROM audit_events WHERE organisation_id = $1 AND kind = $2 AND subject_id = $3 LIMIT 1";
    COUNT_UNSEALED = "SELECT COUNT(*) FROM (SELECT event_id FROM audit_events WHERE organisation_id = $1 AND seal_no IS NULL LIMIT $2) waiting";
}

/// What the next seal of a log turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SealVerified {
    /// There is none.
    End,
    /// It is as it was.
    Fine(Box<StoredSeal>, Tally),
    /// It is not.
    Found(Finding),
}

/// A row that says that it is of a seal which is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StrayRow {
    /// The row.
    pub id: Option<AuditId>,
    /// The seal that it names.
    pub seal: i64,
}

fn hash(row: &Row, column: usize) -> Result<Hash, Fault> {
    Hash::try_from(row.blob(column)?).map_err(|_| row.corrupt(column))
}

fn stray(row: &Row) -> StrayRow {
    StrayRow {
        id: row.id(0).ok(),
        seal: row.int(1).unwrap_or(i64::MAX),
    }
}

/// A row, however badly it can be read.
fn stored_row_of(org: &OrganisationId, row: &Row) -> StoredRow {
    StoredRow {
        id: row.id(0).ok(),
        place: row.int(10).ok(),
        leaf: leaf_of(org, row).ok(),
        personal: personal_of(row).unwrap_or(Proof::Changed),
        at: row.time(1).unwrap_or_default(),
    }
}

/// What the personal part proves to be. The address that is kept beside it to be searched for must be the one that stands in it.
fn personal_of(row: &Row) -> Result<Proof, Fault> {
    let text = row.opt_text(7)?;
    let proved = proof(&row.blob(8)?, text.as_deref(), &hash(row, 9)?);
    let read: Option<Personal> = text.and_then(|text| serde_json::from_str(&text).ok());
    let address = read.and_then(|personal| personal.address);
    Ok(if address == row.opt_text(11)? {
        proved
    } else {
        Proof::Changed
    })
}

impl ReadTx {
    /// Verifies the seal after `previous` with its rows, of which it reads no more than it says that there are, and one.
    pub fn verify_seal_after(
        &mut self,
        org: OrganisationId,
        previous: Option<&StoredSeal>,
    ) -> Result<SealVerified, Fault> {
        let after = previous.map_or(0, |previous| previous.seal.no);
        let Some(row) = self.find(&SEAL_AFTER, &[(&org).into(), after.into()])? else {
            return Ok(SealVerified::End);
        };
        let Ok(stored) = self.stored_seal_of(org, &row) else {
            let seal = row.int(0).unwrap_or(after + 1);
            return Ok(SealVerified::Found(Finding::SealChanged { seal }));
        };
        let no = stored.seal.no;
        let leaves = self.find(&LEAVES, &[(&org).into(), no.into()])?;
        let leaves = leaves.and_then(|row| row.blob(0).ok());
        let leaves = match check_seal(previous, &stored, leaves.as_deref()) {
            Ok(leaves) => leaves,
            Err(finding) => return Ok(SealVerified::Found(finding)),
        };
        let most = stored.seal.events.saturating_add(1);
        let read = self.query(&ROWS_OF_SEAL, &[(&org).into(), no.into(), most.into()])?;
        let rows: Vec<StoredRow> = read.iter().map(|row| stored_row_of(&org, row)).collect();
        let tally = match check_rows(&stored, &leaves, &rows) {
            Ok(tally) => tally,
            Err(finding) => return Ok(SealVerified::Found(finding)),
        };
        let unexplained = match tally.erased {
            0 => None,
            _ => self.unexplained(org, no, read.iter().zip(&rows))?,
        };
        Ok(match unexplained {
            Some(finding) => SealVerified::Found(finding),
            None => SealVerified::Fine(Box::new(stored), tally),
        })
    }

    /// The first row whose personal part is gone although the log knows of nobody who was erased among those it is about. Rows that are
    /// older than the first seal are left out: of those that the first release wrote, the personal part goes with the address.
    fn unexplained<'a>(
        &mut self,
        org: OrganisationId,
        seal: i64,
        rows: impl Iterator<Item = (&'a Row, &'a StoredRow)>,
    ) -> Result<Option<Finding>, Fault> {
        let erased = EventKind::PersonErased.code();
        let mut known: BTreeMap<UserId, bool> = BTreeMap::new();
        let sealed_since = self
            .stored_seal_at(org, 1)?
            .map(|first| first.seal.sealed_at);
        for (read, row) in rows.filter(|(_, row)| row.personal == Proof::Erased) {
            if sealed_since.is_some_and(|since| row.at < since) {
                continue;
            }
            let mut explained = false;
            for user in [read.opt_id::<UserId>(3)?, read.opt_id::<UserId>(4)?] {
                let Some(user) = user else { continue };
                let was = if let Some(was) = known.get(&user) {
                    *was
                } else {
                    let values = [(&org).into(), erased.into(), (&user).into()];
                    self.find(&WAS_ERASED, &values)?.is_some()
                };
                known.insert(user, was);
                explained |= was;
            }
            if !explained {
                let place = row.place.unwrap_or_default().saturating_add(1);
                let id = row.id;
                return Ok(Some(Finding::PersonalErased { seal, place, id }));
            }
        }
        Ok(None)
    }

    /// The seal with this number or the nearest before it; nothing where it cannot be read either.
    pub fn stored_seal_at(
        &mut self,
        org: OrganisationId,
        no: i64,
    ) -> Result<Option<StoredSeal>, Fault> {
        let row = self.find(&SEAL_AT_OR_BEFORE, &[(&org).into(), no.into()])?;
        Ok(row.and_then(|row| self.stored_seal_of(org, &row).ok()))
    }

    fn stored_seal_of(&self, org: OrganisationId, row: &Row) -> Result<StoredSeal, Fault> {
        let root = hash(row, 5)?;
        let keys = self.keys();
        let gone = Gone::from_bytes(row.opt_blob(9)?.unwrap_or_default());
        let gone_signature = row
            .opt_blob(10)?
            .map(|signature| keys.audit_signature(&signed_removal(&root, &gone), &signature));
        Ok(StoredSeal {
            seal: Seal {
                organisation: org,
                no: row.int(0)?,
                events: row.int(1)?,
                total: row.int(2)?,
                rows_root: hash(row, 3)?,
                previous: hash(row, 4)?,
                sealed_at: row.time(7)?,
            },
            root,
            signature: keys.audit_signature(&signed_seal(&root), &row.blob(6)?),
            removed: row.int(8)?,
            gone,
            gone_signature,
        })
    }

    /// A seal with a number before the first, if somebody put one in.
    pub fn stray_seal(&mut self, org: OrganisationId) -> Result<Option<i64>, Fault> {
        let row = self.find(&SEAL_BEFORE, &[(&org).into(), 1_i64.into()])?;
        Ok(row.map(|row| row.int(0).unwrap_or(0)))
    }

    /// A row that names a seal before the first or after the last.
    pub fn stray_row(&mut self, org: OrganisationId, last: i64) -> Result<Option<StrayRow>, Fault> {
        let before = self.find(&ROW_BEFORE, &[(&org).into(), 1_i64.into()])?;
        if let Some(row) = before {
            return Ok(Some(stray(&row)));
        }
        let beyond = self.find(&ROW_BEYOND, &[(&org).into(), last.into()])?;
        Ok(beyond.as_ref().map(stray))
    }

    /// How many rows await sealing, counted up to `most`.
    pub fn count_unsealed(&mut self, org: OrganisationId, most: u32) -> Result<i64, Fault> {
        self.one(&COUNT_UNSEALED, &[(&org).into(), most.into()])?
            .int(0)
    }

    /// Whether a head that was kept elsewhere is signed by a key of ours.
    pub fn head_signature(&self, root: &Hash, signature: &[u8]) -> Signature {
        self.keys().audit_signature(&signed_seal(root), signature)
    }
}
