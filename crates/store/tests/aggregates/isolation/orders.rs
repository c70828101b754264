//! Orders at eIDs, tried under another organisation.

use super::Probe;
use crate::world::{NOW, in_minutes};

pub(super) const ORDERS: &[(&str, Probe)] = &[
    ("find_order", |tx, org, w| {
        Ok(tx.find_order(org, w.challenge, NOW)?.is_none())
    }),
    ("lock_order", |tx, org, w| {
        Ok(tx.lock_order(org, w.challenge, NOW)?.is_none())
    }),
    ("save_order", |tx, org, w| {
        let read = tx
            .find_challenge(w.org, w.holder(), w.challenge)?
            .expect("it is there");
        Ok(!tx.save_order(org, &read, b"mine", 1)?)
    }),
    ("insert_order", |tx, org, w| {
        let held = tx.insert_order(org, w.challenge, NOW, in_minutes(1))?;
        Ok(held.organisation == org && !tx.is_order_held(w.org, w.challenge, NOW)?)
    }),
    ("is_order_held", |tx, org, w| {
        let held = tx.insert_order(w.org, w.challenge, NOW, in_minutes(1))?;
        let seen = tx.is_order_held(org, w.challenge, NOW)?;
        Ok(tx.end_order(&held)? && !seen)
    }),
    ("end_orders_of", |tx, org, w| {
        let held = tx.insert_order(w.org, w.challenge, NOW, in_minutes(1))?;
        tx.end_orders_of(org, w.challenge)?;
        // It was there still.
        tx.end_order(&held)
    }),
    ("set_services", |tx, org, w| {
        let before = tx.organisation(w.org)?.services;
        tx.set_services(org, &["one".to_owned()])?;
        Ok(tx.organisation(w.org)?.services == before)
    }),
];
