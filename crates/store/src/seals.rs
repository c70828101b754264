//! Seals: what has been told is numbered, hashed, chained and signed, a thousand rows of one organisation at a time.
//!
//! Any node may do it. Of two that do it at once the primary key lets one win, and the other is rolled back. What of a row is hashed, and
//! what makes a row the wrong one, is `domain::audit`'s affair.

mod verifying;

use std::collections::BTreeMap;

use domain::audit::chain::{ChainedRow, Hash, Seal, signed_seal};
use domain::audit::personal::written;
use domain::audit::{Personal, chain};
use domain::id::{AuditId, OrganisationId, UserId};
use domain::time::{Span, Timestamp};

use crate::fault::Fault;
use crate::phrases::columns;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::value::Row;

pub(crate) use verifying::STATEMENTS as VERIFYING_STATEMENTS;
pub use verifying::{SealVerified, StrayRow};

/// What of a row is read to hash and to prove it.
macro_rules! chained_columns {
    () => {
        columns!("": event_id, at, kind, actor_id, subject_id, outcome, details, personal, personal_salt, personal_hash, seal_position, from_address)
    };
}
pub(crate) use chained_columns;

macro_rules! seal_columns {
    () => {
        columns!("": seal_no, event_count, total, rows_root, previous_root, root, signature, sealed_at, removed, gone, gone_signature)
    };
}
pub(crate) use seal_columns;

statements! {
    LAST_SEAL = concat!("SELECT ", seal_columns!(), " FROM audit_seals WHERE organisation_id = $1 AND seal_no > 0 ORDER BY seal_no DESC LIMIT 1");
    NEXT_UNSEALED = "SELECT organisation_id FROM audit_events WHERE seal_no IS NULL AND organisation_id >= $1
        ORDER BY organisation_id, event_id LIMIT 1";
    TAKE_UNSEALED = concat!("UPDATE audit_events SET seal_no = $2, seal_position = first.place
        FROM (SELECT oldest.event_id AS taken, ROW_NUMBER() OVER (ORDER BY oldest.event_id) - 1 AS place
            FROM (SELECT unsealed.event_id FROM audit_events unsealed
                WHERE unsealed.organisation_id = $1 AND unsealed.seal_no IS NULL ORDER BY unsealed.event_id LIMIT $3) oldest) first
        WHERE audit_events.organisation_id = $1 AND audit_events.event_id = first.taken AND audit_events.seal_no IS NULL
        RETURNING ", chained_columns!());
    INSERT_SEAL = "INSERT INTO audit_seals (organisation_id, seal_no, event_count, total, rows_root, previous_root, root, signature, sealed_at, removed)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0) ON CONFLICT (organisation_id, seal_no) DO NOTHING";
    /// Where somebody cut seals off, their leaves may have stayed: the log is sealed all the same.
    INSERT_LEAVES = "INSERT INTO audit_leaves (organisation_id, seal_no, leaves) VALUES ($1, $2, $3)
        ON CONFLICT (organisation_id, seal_no) DO UPDATE SET leaves = $3";
    COUNT_HOUR = "INSERT INTO audit_hours (organisation_id, hour, kind, outcome, events) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (organisation_id, hour, kind, outcome) DO UPDATE SET events = audit_hours.events + $5";
    NOTE_ADDRESS = "UPDATE audit_events SET from_address = $3 WHERE organisation_id = $1 AND event_id = $2";
}

/// The head of a log: its last seal, as it is kept outside the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedHead {
    /// Whose log.
    pub organisation: OrganisationId,
    /// The seal's number.
    pub no: i64,
    /// How many rows have been sealed in all.
    pub total: i64,
    /// Its root.
    pub root: Hash,
    /// The signature of the root, with the id of its key.
    pub signature: Vec<u8>,
    /// When it was made.
    pub sealed_at: Timestamp,
}

/// A row that was just numbered.
struct Taken {
    place: i64,
    leaf: Hash,
    hour: i64,
    kind: String,
    outcome: String,
    address: Option<(AuditId, String)>,
}

/// A row as the chain holds it, from `chained_columns!`.
pub(crate) fn leaf_of(org: &OrganisationId, row: &Row) -> Result<Hash, Fault> {
    let (id, actor, subject) = (
        row.id::<AuditId>(0)?,
        row.opt_id::<UserId>(3)?,
        row.opt_id::<UserId>(4)?,
    );
    let hash = Hash::try_from(row.blob(9)?).map_err(|_| row.corrupt(9))?;
    let chained = ChainedRow {
        organisation: org,
        id: &id,
        at: row.time(1)?,
        kind: &row.text(2)?,
        actor: actor.as_ref(),
        subject: subject.as_ref(),
        outcome: &row.text(5)?,
        details: &row.text(6)?,
        personal_hash: &hash,
    };
    Ok(chained.leaf())
}

/// The beginning of the hour in which something happened.
fn hour_of(at: Timestamp) -> i64 {
    let hour = Span::hours(1).as_millis();
    at.unix_millis().div_euclid(hour).saturating_mul(hour)
}

fn taken_of(org: &OrganisationId, row: &Row) -> Result<Taken, Fault> {
    // A node of the release before did not write the address beside the personal part.
    let address = match (row.opt_text(7)?, row.opt_text(11)?) {
        (Some(personal), None) => serde_json::from_str::<Personal>(&personal)
            .ok()
            .filter(|read| written(read) == Some(personal))
            .and_then(|personal| personal.address),
        _ => None,
    };
    Ok(Taken {
        place: row.int(10)?,
        leaf: leaf_of(org, row)?,
        hour: hour_of(row.time(1)?),
        kind: row.text(2)?,
        outcome: row.text(5)?,
        address: match address {
            Some(address) => Some((row.id(0)?, address)),
            None => None,
        },
    })
}

impl ReadTx {
    /// The organisations that have rows which await sealing, from this one on, at most so many.
    pub fn organisations_unsealed(
        &mut self,
        from: OrganisationId,
        most: usize,
    ) -> Result<Vec<OrganisationId>, Fault> {
        let mut found = Vec::new();
        let mut from = from;
        while found.len() < most {
            let Some(row) = self.find(&NEXT_UNSEALED, &[(&from).into()])? else {
                break;
            };
            let organisation: OrganisationId = row.id(0)?;
            found.push(organisation);
            let Some(after) = u128::from_be_bytes(*organisation.as_bytes()).checked_add(1) else {
                break;
            };
            from = OrganisationId::from_bytes(after.to_be_bytes());
        }
        Ok(found)
    }

    /// The head of this organisation's log; nothing where nothing was sealed yet.
    pub fn sealed_head(&mut self, org: OrganisationId) -> Result<Option<SealedHead>, Fault> {
        let Some(row) = self.find(&LAST_SEAL, &[(&org).into()])? else {
            return Ok(None);
        };
        Ok(Some(SealedHead {
            organisation: org,
            no: row.int(0)?,
            total: row.int(2)?,
            root: Hash::try_from(row.blob(5)?).map_err(|_| row.corrupt(5))?,
            signature: row.blob(6)?,
            sealed_at: row.time(7)?,
        }))
    }
}

impl Tx {
    /// Seals the oldest rows of this organisation that await it, at most `most`. Nothing where there are none, or another node has them.
    pub fn seal(
        &mut self,
        org: OrganisationId,
        most: u32,
        now: Timestamp,
    ) -> Result<Option<SealedHead>, Fault> {
        let last = self.sealed_head(org)?;
        let previous = last.map(|last| (last.no, last.total, last.root));
        let no = previous.map_or(0, |(no, ..)| no) + 1;
        let values = [(&org).into(), no.into(), most.min(chain::MOST_ROWS).into()];
        let rows = self.query(&TAKE_UNSEALED, &values)?;
        let mut rows = rows
            .iter()
            .map(|row| taken_of(&org, row))
            .collect::<Result<Vec<_>, _>>()?;
        if rows.is_empty() {
            return Ok(None);
        }
        rows.sort_unstable_by_key(|row| row.place);
        // Another node took some of them in between: what is left has gaps.
        if rows.iter().zip(0..).any(|(row, place)| row.place != place) {
            return Err(Fault::Conflict);
        }
        let leaves: Vec<Hash> = rows.iter().map(|row| row.leaf).collect();
        let seal = Seal::after(previous, org, &leaves, now);
        let head = self.insert_seal(&seal, leaves.as_flattened())?;
        self.note_addresses(org, &rows)?;
        self.count_hours(org, &rows)?;
        Ok(Some(head))
    }

    fn insert_seal(&mut self, seal: &Seal, leaves: &[u8]) -> Result<SealedHead, Fault> {
        let org = seal.organisation;
        let root = seal.root();
        let signature = self.keys().sign_audit(&signed_seal(&root))?;
        let values = [
            (&org).into(),
            seal.no.into(),
            seal.events.into(),
            seal.total.into(),
            (&seal.rows_root).into(),
            (&seal.previous).into(),
            (&root).into(),
            (&signature).into(),
            seal.sealed_at.into(),
        ];
        if self.execute(&INSERT_SEAL, &values)? == 0 {
            return Err(Fault::Conflict);
        }
        self.execute(
            &INSERT_LEAVES,
            &[(&org).into(), seal.no.into(), leaves.into()],
        )?;
        Ok(SealedHead {
            organisation: org,
            no: seal.no,
            total: seal.total,
            root,
            signature,
            sealed_at: seal.sealed_at,
        })
    }

    fn note_addresses(&mut self, org: OrganisationId, rows: &[Taken]) -> Result<(), Fault> {
        for (id, address) in rows.iter().filter_map(|row| row.address.as_ref()) {
            let values = [(&org).into(), id.into(), address.into()];
            self.execute(&NOTE_ADDRESS, &values)?;
        }
        Ok(())
    }

    fn count_hours(&mut self, org: OrganisationId, rows: &[Taken]) -> Result<(), Fault> {
        let mut hours: BTreeMap<(i64, &str, &str), i64> = BTreeMap::new();
        for row in rows {
            *hours
                .entry((row.hour, &row.kind, &row.outcome))
                .or_default() += 1;
        }
        for ((hour, kind, outcome), events) in hours {
            let values = [
                (&org).into(),
                hour.into(),
                kind.into(),
                outcome.into(),
                events.into(),
            ];
            self.execute(&COUNT_HOUR, &values)?;
        }
        Ok(())
    }
}
