//! Identifications, tried under another organisation.

use store::{NewIdentification, Tx};

use super::Probe;
use crate::world::identifications::proof;
use crate::world::{NOW, in_minutes};

pub(super) const IDENTIFICATIONS: &[(&str, Probe)] = &[
    ("find_identification", |tx, org, w| {
        Ok(tx.find_identification(org, w.identification)?.is_none())
    }),
    ("identifications_of_user", |tx, org, w| {
        Ok(tx.identifications_of_user(org, w.user, 10)?.is_empty())
    }),
    ("insert_identification", |tx: &mut Tx, org, w| {
        // Under the same id, for the other's person: a row of its own, and nobody's.
        let proof = proof();
        let new = NewIdentification {
            id: w.identification,
            user: Some(w.user),
            proof: &proof,
            expires_at: in_minutes(1),
        };
        tx.insert_identification(org, &new, NOW)?;
        let found = tx.find_identification(org, w.identification)?;
        Ok(found.is_some_and(|found| found.user.is_none()))
    }),
];
