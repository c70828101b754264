//! The links of a case: the one to the registered mailbox, whose being followed proves something, and those that stop the case.

use domain::id::{OrganisationId, RecoveryCaseId};
use domain::recovery::Case;
use domain::time::Timestamp;
use domain::token::{Token, TokenSecret};

use super::rows::{CASE_COLUMNS, case_columns, case_of};
use crate::fault::Fault;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};

const LINK: &str = "recovery link";
const STOP: &str = "recovery stop";

/// Letters that can stop one case at the most: what it brings about is told before and after.
const MOST_STOPS: usize = 8;

statements! {
    RECOVERY_CASE_WITH_LINKS = concat!("SELECT ", case_columns!(), ", c.link_hash, c.link_expires_at, c.stop_hash FROM recovery_cases c
        WHERE c.organisation_id = $1 AND c.case_id = $2");
    SET_RECOVERY_LINK = "UPDATE recovery_cases SET link_hash = $4, link_sent_at = $5, link_expires_at = $6, version = version + 1
        WHERE organisation_id = $1 AND case_id = $2 AND version = $3 AND closed_at IS NULL AND expires_at > $5";
    STOPS_OF_CASE = "SELECT stop_hash FROM recovery_cases WHERE organisation_id = $1 AND case_id = $2 FOR UPDATE";
    SET_RECOVERY_STOPS = "UPDATE recovery_cases SET stop_hash = $3 WHERE organisation_id = $1 AND case_id = $2";
}

impl ReadTx {
    /// The case whose link to the registered mailbox this token is, if it can still be followed.
    pub fn find_recovery_case_by_link(
        &mut self,
        token: &Token,
        now: Timestamp,
    ) -> Result<Option<Case>, Fault> {
        let Some(row) = self.with_links(token)? else {
            return Ok(None);
        };
        let (hash, until) = (row.opt_blob(CASE_COLUMNS)?, row.opt_time(CASE_COLUMNS + 1)?);
        let case = case_of(&row)?;
        let in_time = until.is_some_and(|until| now < until) && !case.is_over(now);
        let proved = hash.is_some_and(|hash| self.proves(LINK, token, &hash));
        Ok((in_time && proved).then_some(case))
    }

    /// The case that this token stops, however far it got.
    pub fn find_recovery_case_by_stop(&mut self, token: &Token) -> Result<Option<Case>, Fault> {
        let Some(row) = self.with_links(token)? else {
            return Ok(None);
        };
        let hashes = row.opt_blob(CASE_COLUMNS + 2)?.unwrap_or_default();
        let case = case_of(&row)?;
        let Some(length) = self.hash_length(&hashes) else {
            return Ok(None);
        };
        let proved = hashes
            .chunks(length)
            .any(|hash| self.proves(STOP, token, hash));
        Ok(proved.then_some(case))
    }

    fn with_links(&mut self, token: &Token) -> Result<Option<crate::value::Row>, Fault> {
        let values = [(&token.organisation).into(), (&token.id).into()];
        self.find(&RECOVERY_CASE_WITH_LINKS, &values)
    }

    fn proves(&self, label: &'static str, token: &Token, stored: &[u8]) -> bool {
        let secret = token.secret.as_bytes();
        self.keys()
            .hash_matches(label, &token.organisation, secret, stored)
    }

    /// How long one keyed hash is; `None` where these bytes are no row of them.
    fn hash_length(&self, hashes: &[u8]) -> Option<usize> {
        let none = OrganisationId::INSTALLATION;
        let length = self.keys().hash(STOP, &none, &[]).as_bytes().len();
        (!hashes.is_empty() && hashes.len().is_multiple_of(length)).then_some(length)
    }
}

impl Tx {
    /// Notes the link that is sent to the registered mailbox; an earlier one works no more. False: somebody else was quicker, or it is over.
    pub fn set_recovery_link(
        &mut self,
        org: OrganisationId,
        case: &Case,
        secret: &TokenSecret,
        (now, until): (Timestamp, Timestamp),
    ) -> Result<bool, Fault> {
        let hash = self.keys().hash(LINK, &org, secret.as_bytes());
        let values = [
            (&org).into(),
            (&case.id).into(),
            case.version.into(),
            hash.as_bytes().into(),
            now.into(),
            until.into(),
        ];
        Ok(self.execute(&SET_RECOVERY_LINK, &values)? == 1)
    }

    /// Notes one more link that stops the case; the earlier ones go on working. False: there is no such case, or too many letters went out.
    pub fn add_recovery_stop(
        &mut self,
        org: OrganisationId,
        case: RecoveryCaseId,
        secret: &TokenSecret,
    ) -> Result<bool, Fault> {
        let Some(row) = self.find(&STOPS_OF_CASE, &[(&org).into(), (&case).into()])? else {
            return Ok(false);
        };
        let mut hashes = row.opt_blob(0)?.unwrap_or_default();
        let hash = self.keys().hash(STOP, &org, secret.as_bytes());
        hashes.extend_from_slice(hash.as_bytes());
        if hashes.len() > MOST_STOPS * hash.as_bytes().len() {
            return Ok(false);
        }
        let values = [(&org).into(), (&case).into(), (&hashes).into()];
        Ok(self.execute(&SET_RECOVERY_STOPS, &values)? == 1)
    }
}
