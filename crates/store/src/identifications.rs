//! Identifications: what an eID gave when somebody showed who they are, sealed, kept as proof until its time is over.
//!
//! A row is written once and never changed, nor is whose it is: an eID also identifies people whom nobody here knows, and those stay
//! nobody's. It goes with its time, or with its person.

use domain::eid::{PROOF_FORMAT, Proof};
use domain::factor::FactorKind;
use domain::id::{IdentificationId, OrganisationId, UserId};
use domain::time::Timestamp;
use zeroize::Zeroizing;

use crate::fault::Fault;
use crate::keys::Place;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::value::Row;

statements! {
    INSERT_IDENTIFICATION = "INSERT INTO identifications (organisation_id, identification_id, user_id, kind, data, created_at, expires_at)
        VALUES ($1, $2, (SELECT u.user_id FROM users u WHERE u.organisation_id = $1 AND u.user_id = $3), $4, $5, $6, $7)";
    IDENTIFICATION_BY_ID = "SELECT identification_id, user_id, kind, data, created_at, expires_at FROM identifications
        WHERE organisation_id = $1 AND identification_id = $2";
    IDENTIFICATIONS_OF_USER = "SELECT identification_id, user_id, kind, data, created_at, expires_at FROM identifications
        WHERE organisation_id = $1 AND user_id = $2 ORDER BY identification_id DESC LIMIT $3";
    REMOVE_EXPIRED_IDENTIFICATIONS = "DELETE FROM identifications WHERE (organisation_id, identification_id) IN
        (SELECT organisation_id, identification_id FROM identifications WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)";
}

/// An identification to keep. No Debug: it is somebody's.
pub struct NewIdentification<'a> {
    /// Its key.
    pub id: IdentificationId,
    /// With whom it is kept, where there is anybody. Somebody who is not in the organisation counts as unknown.
    pub user: Option<UserId>,
    /// What proves it; sealed on its way in.
    pub proof: &'a Proof,
    /// Until when it is kept.
    pub expires_at: Timestamp,
}

/// An identification that is kept, opened. No Debug: it is somebody's.
#[derive(Clone, PartialEq, Eq)]
pub struct Identification {
    /// Its key.
    pub id: IdentificationId,
    /// With whom it is kept; nothing where it is nobody's here.
    pub user: Option<UserId>,
    /// What proves it.
    pub proof: Proof,
    /// When it was kept.
    pub created_at: Timestamp,
    /// Until when it is.
    pub expires_at: Timestamp,
}

/// Whose row it is, is not part of the place: some are nobody's. Nothing is lost by it: the personal number stands in the sealed part, and
/// says who it was to whoever doubts the column beside it.
const fn place<'a>(org: &'a OrganisationId, identification: &'a IdentificationId) -> Place<'a> {
    Place {
        organisation: org,
        table: "identifications",
        row: identification.as_bytes(),
        user: None,
        column: "data",
    }
}

impl ReadTx {
    fn identification_of(&self, org: OrganisationId, row: &Row) -> Result<Identification, Fault> {
        let id: IdentificationId = row.id(0)?;
        let kind = FactorKind::named(row.text(2)?);
        let place = place(&org, &id);
        let opened = self.keys().open(place, &row.blob(3)?)?;
        let proof: Proof = serde_json::from_slice(&opened).map_err(|_| place.corrupt())?;
        if proof.format != PROOF_FORMAT || proof.kind != kind {
            return Err(place.corrupt());
        }
        Ok(Identification {
            id,
            user: row.opt_id(1)?,
            proof,
            created_at: row.time(4)?,
            expires_at: row.time(5)?,
        })
    }

    /// The identification with this id, opened.
    pub fn find_identification(
        &mut self,
        org: OrganisationId,
        identification: IdentificationId,
    ) -> Result<Option<Identification>, Fault> {
        let values = [(&org).into(), (&identification).into()];
        let row = self.find(&IDENTIFICATION_BY_ID, &values)?;
        row.map(|row| self.identification_of(org, &row)).transpose()
    }

    /// The last identifications of this person, the newest first, opened.
    pub fn identifications_of_user(
        &mut self,
        org: OrganisationId,
        user: UserId,
        limit: u32,
    ) -> Result<Vec<Identification>, Fault> {
        let values = [(&org).into(), (&user).into(), limit.into()];
        self.query(&IDENTIFICATIONS_OF_USER, &values)?
            .iter()
            .map(|row| self.identification_of(org, row))
            .collect()
    }
}

impl Tx {
    /// Keeps an identification.
    pub fn insert_identification(
        &mut self,
        org: OrganisationId,
        new: &NewIdentification<'_>,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let text = Zeroizing::new(serde_json::to_vec(new.proof).map_err(Fault::of_unit)?);
        let (keys, random) = self.keys_and_random();
        let data = keys.seal(place(&org, &new.id), &text, random)?;
        let values = [
            (&org).into(),
            (&new.id).into(),
            new.user.as_ref().into(),
            new.proof.kind.as_str().into(),
            (&data).into(),
            now.into(),
            new.expires_at.into(),
        ];
        self.execute(&INSERT_IDENTIFICATION, &values).map(|_| ())
    }

    /// Removes identifications whose time is over at `now`, of all organisations, at most `limit`; tells how many.
    pub fn remove_expired_identifications(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<u64, Fault> {
        self.execute(&REMOVE_EXPIRED_IDENTIFICATIONS, &[now.into(), limit.into()])
    }
}
