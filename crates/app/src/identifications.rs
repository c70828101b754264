//! Keeps what an eID gave as proof, for as long as the organisation decided.
//!
//! It runs in the unit that stores the eID's outcome: an identification that counts is one that is kept. Whom it lets in is not decided here.
//! One that is nobody's here is in nobody's record and goes with nobody, so it is kept for a short time alone.

use std::net::IpAddr;

use domain::eid::{Identified, Proof};
use domain::factor::FactorKind;
use domain::id::{IdentificationId, UserId};
use domain::organisation::Organisation;
use domain::time::{Span, Timestamp};
use store::{NewIdentification, Tx};

use crate::Fault;

/// How long one of nobody here is kept at the most: as long as whoever was misused may need to find out.
const NOBODYS_DAYS: u32 = 30;

/// What the person was told, and where their browser was.
#[derive(Clone, Copy)]
pub(crate) struct Told<'a> {
    /// The text on the app's screen.
    pub visible_text: &'a str,
    /// The address of the browser that the order belongs to; nothing for a caller on the telephone.
    pub browser_address: Option<IpAddr>,
}

/// Keeps an identification with this person, or with nobody, and tells the id under which it can be asked for.
pub(crate) fn keep(
    tx: &mut Tx,
    organisation: &Organisation,
    user: Option<UserId>,
    kind: &FactorKind,
    identified: &Identified,
    told: Told<'_>,
    now: Timestamp,
) -> Result<IdentificationId, Fault> {
    let id = IdentificationId::draw(now, tx.random());
    let Told {
        visible_text,
        browser_address,
    } = told;
    let proof = Proof::of(kind, identified, visible_text, browser_address, now);
    let decided = organisation.rules.identification_days;
    let days = match user {
        Some(_) => decided,
        None => decided.min(NOBODYS_DAYS),
    };
    let new = NewIdentification {
        id,
        user,
        proof: &proof,
        expires_at: now + Span::days(days.into()),
    };
    tx.insert_identification(organisation.id, &new, now)?;
    Ok(id)
}
