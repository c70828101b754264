//! Imports and what was prepared for them, tried under another organisation.

use domain::factor::FactorKind;
use domain::id::{AuthenticatorId, ImportId, OrganisationId, UserId};
use store::{
    Before, Channel, Fault, Import, StagedAddress, StagedAuthenticator, StagedPerson, StagedRow, Tx,
};

use super::Probe;
use crate::world::{IDENTIFIER, NOW, NUMBER, TOTP, World, authenticator, in_minutes};

static SMS: FactorKind = FactorKind::new("sms");

const IMPORT: ImportId = ImportId::from_bytes([0x69; 16]);

fn import() -> Import {
    Import {
        id: IMPORT,
        kind: "people".to_owned(),
        file_name: "people.csv".to_owned(),
        state: "checked".to_owned(),
        options: "{}".to_owned(),
        counts: "{}".to_owned(),
        progress: 0,
        created_by: None,
        created_at: NOW,
        applied_at: None,
        undone_at: None,
        expires_at: in_minutes(60),
        version: 1,
    }
}

/// Stages somebody new, and the world's person with another name.
fn stage(tx: &mut Tx, org: OrganisationId, w: &World) -> Result<(), Fault> {
    let address = StagedAddress {
        channel: Channel::Phone,
        value: "+46701740605".to_owned(),
        canonical: "+46701740605".to_owned(),
        masked: "••• 05".to_owned(),
        verified_at: None,
        mobile: true,
        last_digits: "0605".to_owned(),
    };
    let bound = StagedAuthenticator {
        kind: SMS.clone(),
        label: "••• 05".to_owned(),
        data: b"{}".to_vec(),
        data_format: 1,
        identifier: Some(b"staged".to_vec()),
        channel: Some((Channel::Phone, NUMBER.to_owned())),
        consumed_through: None,
    };
    let (after, before) = (
        Before {
            name: "Anna Ek".to_owned(),
            ..Before::default()
        },
        Before::default(),
    );
    let known = tx.import_known(w.org, &["agnes"])?;
    let seen = known.first().map_or("", |known| known.seen.as_str());
    let people = [
        (2, "new", UserId::from_bytes([0x41; 16]), "anna", None),
        (3, "changed", w.user, "agnes", Some((&before, seen))),
    ];
    for (number, verdict, id, username, before) in people {
        let person = StagedPerson {
            id,
            username,
            after: &after,
            before,
            password_hash: None,
            owner_only: true,
            addresses: std::slice::from_ref(&address),
            removed: &[],
            given: &[w.spare_role],
            taken: &[],
            authenticators: if before.is_none() {
                std::slice::from_ref(&bound)
            } else {
                &[]
            },
        };
        let row = StagedRow {
            number,
            verdict,
            reason: None,
            data: b"{}",
            person: Some(person),
            about: None,
        };
        assert!(tx.stage_import_row(org, IMPORT, &row, NOW)?);
    }
    Ok(())
}

/// Gives the world an import that is ready: what each probe asks for is there under its own organisation.
pub(super) fn make_ready(tx: &mut Tx, w: &World) -> Result<(), Fault> {
    tx.insert_import(w.org, &import())?;
    tx.insert_import_part(w.org, IMPORT, 0, b"username\n")?;
    stage(tx, w.org, w)?;
    assert!(tx.find_import(w.org, IMPORT)?.is_some());
    assert!(tx.import_part(w.org, IMPORT, 0)?.is_some());
    assert_eq!(tx.import_rows(w.org, IMPORT, None, 0, 10)?.len(), 2);
    assert!(tx.import_is_for_owners(w.org, IMPORT)?);
    assert_eq!(tx.import_changes(w.org, IMPORT, 0, 10)?.len(), 1);
    let beyond = tx.import_row_beyond(w.org, IMPORT, &[w.spare_role], ["changed", "new"])?;
    assert!(beyond.is_some());
    assert_eq!(tx.import_known(w.org, &["agnes"])?.len(), 1);
    let mark = tx.channel_mark(w.org, Channel::Phone, NUMBER);
    let id = AuthenticatorId::draw(NOW, tx.random());
    let mut own = authenticator(id, w.user, &SMS, b"{}");
    own.channel = Some(&mark);
    assert!(tx.insert_authenticator(w.org, &own, NOW)?);
    let held = [(NUMBER.to_owned(), w.user)];
    assert_eq!(
        tx.holders_of_numbers(w.org, &["+46701740699", NUMBER])?,
        held
    );
    assert!(tx.is_staged_for_another(w.org, IMPORT, w.user, NUMBER)?);
    Ok(())
}

/// A part and a row of an import that is none there.
pub(super) const REFUSED_PARTS: [(&str, Probe); 2] = [
    ("insert_import_part", |tx, org, _| {
        tx.insert_import_part(org, IMPORT, 1, b"x")?;
        Ok(false)
    }),
    ("stage_import_row", |tx, org, _| {
        let row = StagedRow {
            number: 9,
            verdict: "error",
            reason: None,
            data: b"{}",
            person: None,
            about: None,
        };
        tx.stage_import_row(org, IMPORT, &row, NOW)?;
        Ok(false)
    }),
];

/// What reads, changes or moves imports.
pub(super) const IMPORTS: &[(&str, Probe)] = &[
    ("find_import", |tx, org, _| {
        Ok(tx.find_import(org, IMPORT)?.is_none())
    }),
    ("lock_import", |tx, org, _| {
        Ok(tx.lock_import(org, IMPORT)?.is_none())
    }),
    ("imports", |tx, org, _| {
        Ok(tx.imports(org, None, 10)?.is_empty())
    }),
    ("import_part", |tx, org, _| {
        Ok(tx.import_part(org, IMPORT, 0)?.is_none())
    }),
    ("import_known", |tx, org, _| {
        Ok(tx.import_known(org, &["agnes"])?.is_empty())
    }),
    ("holders_of_numbers", |tx, org, _| {
        Ok(tx.holders_of_numbers(org, &[NUMBER])?.is_empty())
    }),
    ("holders_of_identifiers", |tx, org, w| {
        let own = tx.holders_of_identifiers(w.org, &TOTP, &[IDENTIFIER])?;
        let theirs = tx.holders_of_identifiers(org, &TOTP, &[IDENTIFIER])?;
        Ok(!own.is_empty() && theirs.iter().all(|(_, user)| *user != w.user))
    }),
    ("is_identifier_staged_for_another", |tx, org, w| {
        let named = (&SMS, b"staged".as_slice());
        Ok(!tx.is_identifier_staged_for_another(org, IMPORT, w.user, named)?)
    }),
    ("is_staged_for_another", |tx, org, w| {
        Ok(!tx.is_staged_for_another(org, IMPORT, w.user, NUMBER)?)
    }),
    ("import_rows", |tx, org, _| {
        let all = tx.import_rows(org, IMPORT, None, 0, 10)?;
        let new = tx.import_rows(org, IMPORT, Some("new"), 0, 10)?;
        Ok(all.is_empty() && new.is_empty())
    }),
    ("last_import_row", |tx, org, _| {
        Ok(tx.last_import_row(org, IMPORT)?.is_none())
    }),
    ("import_verdicts", |tx, org, _| {
        Ok(tx.import_verdicts(org, IMPORT)?.is_empty())
    }),
    ("import_is_for_owners", |tx, org, _| {
        Ok(!tx.import_is_for_owners(org, IMPORT)?)
    }),
    ("import_changes", |tx, org, _| {
        Ok(tx.import_changes(org, IMPORT, 0, 10)?.is_empty())
    }),
    ("import_row_beyond", |tx, org, w| {
        let roles = [w.spare_role];
        Ok(tx
            .import_row_beyond(org, IMPORT, &roles, ["changed", "new"])?
            .is_none())
    }),
    ("exported_people", |tx, org, _| {
        Ok(tx.exported_people(org, None, 10)?.is_empty())
    }),
    ("save_import", |tx, org, _| {
        Ok(!tx.save_import(org, &import())?)
    }),
    ("remove_import_parts", |tx, org, _| {
        Ok(tx.remove_import_parts(org, IMPORT, 100)? == 0)
    }),
    ("remove_import_rows", |tx, org, _| {
        Ok(tx.remove_import_rows(org, IMPORT, 100)? == 0)
    }),
    ("remove_import_prepared", |tx, org, _| {
        tx.remove_import_prepared(org, IMPORT)?;
        Ok(true)
    }),
    ("remove_import", |tx, org, _| {
        Ok(!tx.remove_import(org, IMPORT)?)
    }),
    ("begin_applying", |tx, org, _| {
        Ok(tx.begin_applying(org, IMPORT, false, true)?.is_none())
    }),
    ("mark_stale_import_rows", |tx, org, _| {
        Ok(tx.mark_stale_import_rows(org, IMPORT, true)? == 0)
    }),
    ("apply_import", |tx, org, _| {
        tx.apply_import(org, IMPORT, NOW)?;
        Ok(true)
    }),
    ("begin_undoing", |tx, org, _| {
        let undone = tx.begin_undoing(org, IMPORT)?;
        Ok(undone.removed + undone.restored == 0)
    }),
    ("undo_import", |tx, org, _| {
        tx.undo_import(org, IMPORT, NOW)?;
        Ok(true)
    }),
];
