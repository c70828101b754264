//! What those who look after people note about somebody: one text each, sealed. Every change names the version that it was made from.

use domain::id::{OrganisationId, UserId};
use domain::time::Timestamp;

use crate::fault::Fault;
use crate::keys::Place;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};

const TABLE: &str = "user_notes";

statements! {
    NOTE_OF_USER = "SELECT content, written_by, written_at, version FROM user_notes WHERE organisation_id = $1 AND user_id = $2";
    INSERT_NOTE = "INSERT INTO user_notes (organisation_id, user_id, content, written_by, written_at, version) VALUES ($1, $2, $3, $4, $5, 1)
        ON CONFLICT (organisation_id, user_id) DO NOTHING";
    SAVE_NOTE = "UPDATE user_notes SET content = $3, written_by = $4, written_at = $5, version = version + 1
        WHERE organisation_id = $1 AND user_id = $2 AND version = $6";
}

/// What is noted about somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonNote {
    /// The text; empty where it was taken away again.
    pub text: String,
    /// Who wrote it; `None` is the operator.
    pub by: Option<UserId>,
    /// When.
    pub at: Timestamp,
    /// Its version.
    pub version: i64,
}

const fn place<'a>(org: &'a OrganisationId, user: &'a UserId) -> Place<'a> {
    Place {
        organisation: org,
        table: TABLE,
        row: user.as_bytes(),
        user: Some(user),
        column: "content",
    }
}

impl ReadTx {
    /// What is noted about this person; nothing where nobody ever noted anything.
    pub fn find_note(
        &mut self,
        org: OrganisationId,
        user: UserId,
    ) -> Result<Option<PersonNote>, Fault> {
        let Some(row) = self.find(&NOTE_OF_USER, &[(&org).into(), (&user).into()])? else {
            return Ok(None);
        };
        let opened = self.keys().open(place(&org, &user), &row.blob(0)?)?;
        Ok(Some(PersonNote {
            text: String::from_utf8(opened.to_vec()).map_err(|_| row.corrupt(0))?,
            by: row.opt_id(1)?,
            at: row.time(2)?,
            version: row.int(3)?,
        }))
    }
}

impl Tx {
    /// Writes the note that follows the one of this version; 0 is where there is none. False: somebody else was quicker.
    pub fn save_note(
        &mut self,
        org: OrganisationId,
        user: UserId,
        (text, version): (&str, i64),
        by: Option<UserId>,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let (keys, random) = self.keys_and_random();
        let content = keys.seal(place(&org, &user), text.as_bytes(), random)?;
        let mut values = vec![
            (&org).into(),
            (&user).into(),
            (&content).into(),
            by.as_ref().into(),
            now.into(),
        ];
        if version == 0 {
            return Ok(self.execute(&INSERT_NOTE, &values)? == 1);
        }
        values.push(version.into());
        Ok(self.execute(&SAVE_NOTE, &values)? == 1)
    }
}
