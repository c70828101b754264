//! The audit log, its seals and what leaves it, tried under another organisation.

use domain::audit::{Event, EventKind};
use store::{AuditFilter, AuditPart, Fault, SealVerified, Tx};

use super::Probe;
use crate::world::{NOW, World, in_minutes};

/// Seals what the world told: what each probe asks for is there under its own organisation.
pub(super) fn seal_its_log(tx: &mut Tx, w: &World) -> Result<(), Fault> {
    assert!(tx.seal(w.org, 1000, NOW)?.is_some());
    let event = Event::by_operator(EventKind::SignedOut, None);
    tx.audit(w.org, &event, NOW)?;
    Ok(())
}

fn first_event(tx: &mut Tx, w: &World) -> Result<domain::id::AuditId, Fault> {
    Ok(tx.events_of_subject(w.org, w.user, None, 1)?[0].id)
}

pub(super) const SEALING: &[(&str, Probe)] = &[
    ("audit_page", |tx, org, w| {
        let all = AuditFilter::default();
        let theirs = AuditFilter {
            subject: Some(w.user),
            ..AuditFilter::default()
        };
        let about_nobody = |page: store::AuditPage| page.events.is_empty();
        Ok(about_nobody(tx.audit_page(org, &theirs, None, 10)?)
            && tx
                .audit_page(org, &all, None, 10)?
                .events
                .iter()
                .all(|event| event.row.subject != Some(w.user)))
    }),
    ("find_event", |tx, org, w| {
        let event = first_event(tx, w)?;
        Ok(tx.find_event(org, event)?.is_none())
    }),
    ("seal_of_event", |tx, org, w| {
        let event = first_event(tx, w)?;
        Ok(tx.seal_of_event(org, event)?.is_none())
    }),
    ("events_of_actor", |tx, org, w| {
        Ok(tx.events_of_actor(org, w.user, None, 10)?.is_empty())
    }),
    ("sealed_head", |tx, org, _| {
        Ok(tx.sealed_head(org)?.is_none())
    }),
    ("stored_seal_at", |tx, org, _| {
        Ok(tx.stored_seal_at(org, 1)?.is_none())
    }),
    ("verify_seal_after", |tx, org, _| {
        Ok(tx.verify_seal_after(org, None)? == SealVerified::End)
    }),
    ("stray_seal", |tx, org, _| Ok(tx.stray_seal(org)?.is_none())),
    ("stray_row", |tx, org, _| {
        Ok(tx.stray_row(org, 0)?.is_none())
    }),
    ("count_unsealed", |tx, org, w| {
        Ok(tx.count_unsealed(w.org, 10)? == 1 && tx.count_unsealed(org, 10)? == 0)
    }),
    ("seal", |tx, org, _| Ok(tx.seal(org, 1000, NOW)?.is_none())),
    ("remove_events", |tx, org, w| {
        let kind = tx.events(w.org, None, 2)?[1].kind.clone();
        Ok(tx.remove_events(org, &kind, in_minutes(99), 10)? == 0)
    }),
    ("remove_audit_hours", |tx, org, _| {
        Ok(tx.remove_audit_hours(org, in_minutes(99))? == 0)
    }),
    ("erase_addresses", |tx, org, w| {
        let _ = tx.erase_addresses(org, None, in_minutes(99), 10)?;
        let rows = tx.events(w.org, None, 10)?;
        let mut personal = rows.into_iter().filter_map(|row| row.personal);
        Ok(personal.any(|personal| personal.address.is_some()))
    }),
    ("make_husk", |tx, org, w| {
        Ok(!tx.make_husk(org, w.user, ("erased-1", "—"), NOW)?)
    }),
    ("blank_deliveries", |tx, org, w| {
        Ok(tx.blank_deliveries(org, w.user, None, 10)?.is_none())
    }),
    ("erase_personal", |tx, org, w| {
        let walked = tx.erase_personal(org, w.user, AuditPart::Subject, None, 10)?;
        Ok(walked.changed == 0)
    }),
];
