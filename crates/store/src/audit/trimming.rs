//! What leaves the log, and how the chain stays provable.
//!
//! - A row whose time is over is removed; its leaf stays, and the seal notes, signed, that the row is gone. When all rows of a seal are
//!   gone its leaves go too: the seal itself holds their root.
//! - An address whose time is over is erased from the personal part, and so is everything personal of an erased person; the row's leaf
//!   holds a salted hash of it alone, and the salt goes with it.

use std::collections::BTreeMap;

use domain::audit::chain::{Gone, Hash, signed_removal};
use domain::audit::personal::without_address;
use domain::id::{AuditId, OrganisationId, UserId};
use domain::time::Timestamp;

use crate::fault::Fault;
use crate::jobs::first_id_of;
use crate::statement::statements;
use crate::tx::Tx;
use crate::value::Row;

statements! {
    REMOVABLE = "SELECT event_id, seal_no, seal_position FROM audit_events
        WHERE organisation_id = $1 AND kind = $2 AND event_id < $3 AND seal_no IS NOT NULL ORDER BY event_id LIMIT $4";
    SEAL_FOR_REMOVAL = "SELECT event_count, root, gone FROM audit_seals WHERE organisation_id = $1 AND seal_no = $2 FOR UPDATE";
    NOTE_REMOVAL = "UPDATE audit_seals SET removed = $3, gone = $4, gone_signature = $5 WHERE organisation_id = $1 AND seal_no = $2";
    DROP_LEAVES = "UPDATE audit_leaves SET leaves = $3 WHERE organisation_id = $1 AND seal_no = $2";
    REMOVE_EVENT = "DELETE FROM audit_events WHERE organisation_id = $1 AND event_id = $2 AND seal_no = $3";
    REMOVE_HOURS = "DELETE FROM audit_hours WHERE organisation_id = $1 AND hour < $2";
    ROWS_FROM = "SELECT event_id, personal, personal_salt, personal_hash FROM audit_events
        WHERE organisation_id = $1 AND event_id > $2 AND event_id < $3 ORDER BY event_id LIMIT $4";
    REPLACE_PERSONAL = "UPDATE audit_events SET personal = $3, personal_salt = $4, from_address = NULL
        WHERE organisation_id = $1 AND event_id = $2";
    ERASE_OF_SUBJECT = "UPDATE audit_events SET personal = NULL, personal_salt = $5, from_address = NULL
        WHERE organisation_id = $1 AND event_id IN (SELECT theirs.event_id FROM audit_events theirs
            WHERE theirs.organisation_id = $1 AND theirs.subject_id = $2 AND theirs.event_id > $3 ORDER BY theirs.event_id LIMIT $4)
        RETURNING event_id";
    ERASE_OF_ACTOR = "UPDATE audit_events SET personal = NULL, personal_salt = $5, from_address = NULL
        WHERE organisation_id = $1 AND event_id IN (SELECT theirs.event_id FROM audit_events theirs
            WHERE theirs.organisation_id = $1 AND theirs.actor_id = $2 AND theirs.event_id > $3 ORDER BY theirs.event_id LIMIT $4)
        RETURNING event_id";
}

/// How far a walk through the log came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Walked {
    /// How many rows were changed.
    pub changed: u64,
    /// The last row that was looked at; nothing where there was none.
    pub last: Option<AuditId>,
}

/// Whose rows lose their personal part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Those that concern the person.
    Subject,
    /// Those of what the person did.
    Actor,
}

struct Removable {
    id: AuditId,
    seal: i64,
    place: usize,
}

fn removable_of(row: &Row) -> Result<Removable, Fault> {
    Ok(Removable {
        id: row.id(0)?,
        seal: row.int(1)?,
        place: usize::try_from(row.int(2)?).map_err(|_| row.corrupt(2))?,
    })
}

impl Tx {
    /// Removes sealed rows of this kind that were told before this moment, at most `limit`; tells how many.
    pub fn remove_events(
        &mut self,
        org: OrganisationId,
        kind: &str,
        before: Timestamp,
        limit: u32,
    ) -> Result<u64, Fault> {
        let first_of_then = first_id_of(before);
        let values = [
            (&org).into(),
            kind.into(),
            (&first_of_then).into(),
            limit.into(),
        ];
        let rows = self.query(&REMOVABLE, &values)?;
        let mut of_seals: BTreeMap<i64, Vec<Removable>> = BTreeMap::new();
        for row in &rows {
            let row = removable_of(row)?;
            of_seals.entry(row.seal).or_default().push(row);
        }
        let mut removed = 0;
        for (seal, rows) in of_seals {
            removed += self.remove_of_seal(org, seal, &rows)?;
        }
        Ok(removed)
    }

    fn remove_of_seal(
        &mut self,
        org: OrganisationId,
        seal: i64,
        rows: &[Removable],
    ) -> Result<u64, Fault> {
        let found = self.one(&SEAL_FOR_REMOVAL, &[(&org).into(), seal.into()])?;
        let events = usize::try_from(found.int(0)?).map_err(|_| found.corrupt(0))?;
        let root = Hash::try_from(found.blob(1)?).map_err(|_| found.corrupt(1))?;
        let mut gone = Gone::from_bytes(found.opt_blob(2)?.unwrap_or_default());
        let mut removed = 0;
        for row in rows {
            let values = [(&org).into(), (&row.id).into(), seal.into()];
            if self.execute(&REMOVE_EVENT, &values)? == 1 {
                gone.insert(row.place, events);
                removed += 1;
            }
        }
        let signature = self.keys().sign_audit(&signed_removal(&root, &gone))?;
        let count = gone.count();
        let values = [
            (&org).into(),
            seal.into(),
            count.into(),
            gone.as_bytes().into(),
            (&signature).into(),
        ];
        self.execute(&NOTE_REMOVAL, &values)?;
        if usize::try_from(count) == Ok(events) {
            let nothing: &[u8] = &[];
            self.execute(&DROP_LEAVES, &[(&org).into(), seal.into(), nothing.into()])?;
        }
        Ok(removed)
    }

    /// Forgets what was counted of the hours before this moment.
    pub fn remove_audit_hours(
        &mut self,
        org: OrganisationId,
        before: Timestamp,
    ) -> Result<u64, Fault> {
        self.execute(&REMOVE_HOURS, &[(&org).into(), before.into()])
    }

    /// Erases the addresses in the rows after `after` that were told before this moment, looking at no more than `limit` rows.
    pub fn erase_addresses(
        &mut self,
        org: OrganisationId,
        after: Option<AuditId>,
        before: Timestamp,
        limit: u32,
    ) -> Result<Walked, Fault> {
        let after = after.unwrap_or(AuditId::from_bytes([0; 16]));
        let first_of_then = first_id_of(before);
        let values = [
            (&org).into(),
            (&after).into(),
            (&first_of_then).into(),
            limit.into(),
        ];
        let rows = self.query(&ROWS_FROM, &values)?;
        let mut walked = Walked {
            changed: 0,
            last: None,
        };
        for row in &rows {
            let id: AuditId = row.id(0)?;
            let hash = Hash::try_from(row.blob(3)?).map_err(|_| row.corrupt(3))?;
            let (text, salt) = (row.opt_text(1)?, row.blob(2)?);
            if let Some(left) = without_address(&salt, text.as_deref(), &hash) {
                let values = [
                    (&org).into(),
                    (&id).into(),
                    left.text.as_ref().into(),
                    (&left.opening).into(),
                ];
                walked.changed += self.execute(&REPLACE_PERSONAL, &values)?;
            }
            walked.last = Some(id);
        }
        Ok(walked)
    }

    /// Erases the personal part of rows of this person after `after`, at most `limit`.
    pub fn erase_personal(
        &mut self,
        org: OrganisationId,
        user: UserId,
        part: Part,
        after: Option<AuditId>,
        limit: u32,
    ) -> Result<Walked, Fault> {
        let after = after.unwrap_or(AuditId::from_bytes([0; 16]));
        let statement = match part {
            Part::Subject => &ERASE_OF_SUBJECT,
            Part::Actor => &ERASE_OF_ACTOR,
        };
        let nothing: &[u8] = &[];
        let values = [
            (&org).into(),
            (&user).into(),
            (&after).into(),
            limit.into(),
            nothing.into(),
        ];
        let rows = self.query(statement, &values)?;
        let mut last: Option<AuditId> = None;
        for row in &rows {
            last = last.max(Some(row.id(0)?));
        }
        Ok(Walked {
            changed: rows.len() as u64,
            last,
        })
    }
}
