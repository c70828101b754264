//! Whatever is done to the sealed log behind our back is found: every row in turn, every column, in every way.
//!
//! Each way is tried in a unit of its own that is rolled back, on a log of a thousand rows in seals of forty; on PostgreSQL a sample of rows.

use std::collections::BTreeSet;
use std::fmt;

use domain::audit::verify::{Finding, StoredSeal};
use domain::id::OrganisationId;
use store::testing::{self, Fresh, Statement, Value};
use store::{Fault, SealVerified, Store, Tx};

use crate::sealing::{tell, verified};
use crate::world::{NOW, World};

const ROWS: i64 = 1000;
const IN_A_SEAL: i64 = 40;

/// What is done to one row. `$2` and `$3` are its seal and its place.
const WAYS: &[(&str, &str)] = &[
    ("organisation", "UPDATE audit_events SET organisation_id = $4 WHERE organisation_id = $1 AND seal_no = $2 AND seal_position = $3"),
    ("key", "UPDATE audit_events SET event_id = $4 WHERE organisation_id = $1 AND seal_no = $2 AND seal_position = $3"),
    ("time", "UPDATE audit_events SET at = at + 1 WHERE organisation_id = $1 AND seal_no = $2 AND seal_position = $3"),
    ("kind", "UPDATE audit_events SET kind = 'signed-out' WHERE organisation_id = $1 AND seal_no = $2 AND seal_position = $3"),
    ("actor", "UPDATE audit_events SET actor_id = $4 WHERE organisation_id = $1 AND seal_no = $2 AND seal_position = $3"),
    ("no actor", "UPDATE audit_events SET actor_id = CASE WHEN actor_id IS NULL THEN event_id ELSE NULL END
        WHERE organisation_id = $1 AND seal_no = $2 AND seal_position = $3"),
    ("subject", "UPDATE audit_events SET subject_id = $4 WHERE organisation_id = $1 AND seal_no = $2 AND seal_position = $3"),
    ("outcome", "UPDATE audit_events SET outcome = CASE WHEN outcome = 'done' THEN 'code-wrong' ELSE 'done' END
        WHERE organisation_id = $1 AND seal_no = $2 AND seal_position = $3"),
    ("details", "UPDATE audit_events SET details = details || ' ' WHERE organisation_id = $1 AND seal_no = $2 AND seal_position = $3"),
    ("personal", "UPDATE audit_events SET personal = CASE WHEN personal IS NULL THEN '{\"browser\":\"Chrome\"}' ELSE personal || ' ' END
        WHERE organisation_id = $1 AND seal_no = $2 AND seal_position = $3"),
    ("another's personal", "UPDATE audit_events SET personal = '{\"address\":\"198.51.100.1\"}', from_address = '198.51.100.1'
        WHERE organisation_id = $1 AND seal_no = $2 AND seal_position = $3"),
    ("salt", "UPDATE audit_events SET personal_salt = $4 WHERE organisation_id = $1 AND seal_no = $2 AND seal_position = $3"),
    ("personal hash", "UPDATE audit_events SET personal_hash = personal_hash || personal_salt WHERE organisation_id = $1 AND seal_no = $2 AND seal_position = $3"),
    ("address", "UPDATE audit_events SET from_address = CASE WHEN from_address IS NULL THEN '198.51.100.1' ELSE NULL END
        WHERE organisation_id = $1 AND seal_no = $2 AND seal_position = $3"),
    ("no seal", "UPDATE audit_events SET seal_no = NULL WHERE organisation_id = $1 AND seal_no = $2 AND seal_position = $3"),
    ("another seal", "UPDATE audit_events SET seal_no = 27 - seal_no WHERE organisation_id = $1 AND seal_no = $2 AND seal_position = $3"),
    ("a seal to come", "UPDATE audit_events SET seal_no = 9999 WHERE organisation_id = $1 AND seal_no = $2 AND seal_position = $3"),
    ("no place", "UPDATE audit_events SET seal_position = NULL WHERE organisation_id = $1 AND seal_no = $2 AND seal_position = $3"),
    ("another place", "UPDATE audit_events SET seal_position = (seal_position + 7) % 40 WHERE organisation_id = $1 AND seal_no = $2 AND seal_position = $3"),
    ("a place beyond", "UPDATE audit_events SET seal_position = seal_position + 1000 WHERE organisation_id = $1 AND seal_no = $2 AND seal_position = $3"),
    ("swapped", "UPDATE audit_events SET seal_position = CASE WHEN seal_position = $3 THEN (CAST($3 AS BIGINT) + 1) % 40 ELSE $3 END
        WHERE organisation_id = $1 AND seal_no = $2 AND seal_position IN ($3, (CAST($3 AS BIGINT) + 1) % 40)"),
    ("removed", "DELETE FROM audit_events WHERE organisation_id = $1 AND seal_no = $2 AND seal_position = $3"),
    ("put in", "INSERT INTO audit_events (organisation_id, event_id, at, kind, actor_id, subject_id, outcome, details, personal_salt, personal_hash,
            seal_no, seal_position)
        SELECT organisation_id, $4, at, kind, actor_id, subject_id, 'done', details, personal_salt, personal_hash, seal_no, seal_position FROM audit_events
        WHERE organisation_id = $1 AND seal_no = $2 AND seal_position = $3"),
    ("put in twice", "INSERT INTO audit_events (organisation_id, event_id, at, kind, actor_id, subject_id, outcome, details, personal_salt, personal_hash,
            seal_no, seal_position)
        SELECT organisation_id, $4, at, kind, actor_id, subject_id, outcome, details, personal_salt, personal_hash, seal_no, seal_position + 1 FROM audit_events
        WHERE organisation_id = $1 AND seal_no = $2 AND seal_position = $3"),
];

/// What is done to one seal. `$2` is its number, `$3` some bytes.
const WAYS_WITH_SEALS: &[(&str, &str)] = &[
    (
        "number",
        "UPDATE audit_seals SET seal_no = seal_no + 100 WHERE organisation_id = $1 AND seal_no = $2",
    ),
    (
        "number below",
        "UPDATE audit_seals SET seal_no = -seal_no WHERE organisation_id = $1 AND seal_no = $2",
    ),
    (
        "count",
        "UPDATE audit_seals SET event_count = event_count - 1 WHERE organisation_id = $1 AND seal_no = $2",
    ),
    (
        "a huge count",
        "UPDATE audit_seals SET event_count = 4000000000 WHERE organisation_id = $1 AND seal_no = $2",
    ),
    (
        "total",
        "UPDATE audit_seals SET total = total + 1 WHERE organisation_id = $1 AND seal_no = $2",
    ),
    (
        "rows root",
        "UPDATE audit_seals SET rows_root = $3 WHERE organisation_id = $1 AND seal_no = $2",
    ),
    (
        "previous root",
        "UPDATE audit_seals SET previous_root = $3 WHERE organisation_id = $1 AND seal_no = $2",
    ),
    (
        "root",
        "UPDATE audit_seals SET root = $3 WHERE organisation_id = $1 AND seal_no = $2",
    ),
    (
        "signature",
        "UPDATE audit_seals SET signature = $3 WHERE organisation_id = $1 AND seal_no = $2",
    ),
    (
        "time",
        "UPDATE audit_seals SET sealed_at = sealed_at + 1 WHERE organisation_id = $1 AND seal_no = $2",
    ),
    (
        "removed count",
        "UPDATE audit_seals SET removed = 1 WHERE organisation_id = $1 AND seal_no = $2",
    ),
    (
        "gone",
        "UPDATE audit_seals SET gone = $3 WHERE organisation_id = $1 AND seal_no = $2",
    ),
    (
        "gone signature",
        "UPDATE audit_seals SET gone = $3, gone_signature = signature WHERE organisation_id = $1 AND seal_no = $2",
    ),
    (
        "removed",
        "DELETE FROM audit_seals WHERE organisation_id = $1 AND seal_no = $2",
    ),
    (
        "leaves",
        "UPDATE audit_leaves SET leaves = $3 WHERE organisation_id = $1 AND seal_no = $2",
    ),
    (
        "no leaves",
        "DELETE FROM audit_leaves WHERE organisation_id = $1 AND seal_no = $2",
    ),
];

/// Rolls a unit back, and tells what it found.
#[derive(Debug)]
struct Told(Option<Finding>, bool);

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for Told {}

fn leaked(sql: &'static str) -> &'static Statement {
    Box::leak(Box::new(Statement::new("tampering", sql)))
}

/// What verifying finds, from the seal after `previous` on, for so many seals; and at the end what strays.
fn found(
    tx: &mut Tx,
    org: OrganisationId,
    previous: Option<&StoredSeal>,
    seals: usize,
) -> Result<Option<Finding>, Fault> {
    let mut last = previous.cloned();
    let mut at_the_end = ROWS / IN_A_SEAL;
    for _ in 0..seals {
        match tx.verify_seal_after(org, last.as_ref())? {
            SealVerified::Fine(seal, _) => last = Some(*seal),
            SealVerified::Found(finding) => return Ok(Some(finding)),
            SealVerified::End => {
                at_the_end = last.as_ref().map_or(0, |last| last.seal.no);
                break;
            }
        }
    }
    if let Some(seal) = tx.stray_seal(org)? {
        return Ok(Some(Finding::SealChanged { seal }));
    }
    let stray = tx.stray_row(org, at_the_end)?;
    Ok(stray.map(|row| Finding::RowInserted {
        seal: row.seal,
        id: row.id,
    }))
}

async fn tampered(
    store: &Store,
    statement: &'static Statement,
    org: OrganisationId,
    numbers: Vec<i64>,
    bytes: Vec<u8>,
    previous: Option<StoredSeal>,
    seals: usize,
) -> (Option<Finding>, bool) {
    let unit = move |tx: &mut Tx| -> Result<(), Fault> {
        let mut values: Vec<Value<'_>> = vec![(&org).into()];
        values.extend(numbers.iter().map(|number| Value::Int(*number)));
        if statement.sql().contains(&format!("${}", values.len() + 1)) {
            values.push(Value::Blob(&bytes));
        }
        let changed = testing::execute(tx, statement, &values)?;
        let finding = found(tx, org, previous.as_ref(), seals)?;
        Err(Fault::of_unit(Told(finding, changed > 0)))
    };
    match store.write(unit).await {
        Err(Fault::Unit(told)) => {
            let Told(finding, changed) = told.downcast_ref::<Told>().expect("told");
            (finding.clone(), *changed)
        }
        other => panic!("{}: {other:?}", statement.sql()),
    }
}

async fn a_log_of_a_thousand_rows(store: &Store) -> (OrganisationId, Vec<StoredSeal>) {
    let world = World::make(store, "demo").await;
    let (org, user) = (world.org, world.user);
    let unit = move |tx: &mut Tx| {
        tell(tx, org, user, ROWS - 1)?;
        let most = u32::try_from(IN_A_SEAL).expect("a few");
        while tx.seal(org, most, NOW)?.is_some() {}
        let (tally, seals, found) = verified(tx, org)?;
        assert_eq!((tally.rows, found), (ROWS, None));
        Ok(seals)
    };
    (org, store.write(unit).await.unwrap())
}

async fn every_row_in_turn(store: Store, step: i64) {
    let (org, seals) = a_log_of_a_thousand_rows(&store).await;
    let mut codes = BTreeSet::new();
    for (way, sql) in WAYS {
        let statement = leaked(sql);
        for row in (0..ROWS).step_by(usize::try_from(step).expect("a step")) {
            let (seal, place) = (row / IN_A_SEAL + 1, row % IN_A_SEAL);
            let previous = usize::try_from(seal - 2).ok().map(|at| seals[at].clone());
            // A row moved into a seal elsewhere is missed in its own.
            let (finding, changed) = tampered(
                &store,
                statement,
                org,
                vec![seal, place],
                vec![9; 16],
                previous,
                1,
            )
            .await;
            assert!(changed, "{way} of row {row} changed nothing");
            let finding = finding.unwrap_or_else(|| panic!("{way} of row {row} was not found"));
            assert_eq!(
                finding.seal(),
                Some(seal),
                "{way} of row {row}: {finding:?}"
            );
            codes.insert(finding.code());
        }
    }
    let expected = [
        "personal-changed",
        "row-changed",
        "row-inserted",
        "row-moved",
        "row-removed",
    ];
    assert_eq!(codes.into_iter().collect::<Vec<_>>(), expected);
    for (way, sql) in WAYS_WITH_SEALS {
        let statement = leaked(sql);
        for seal in 1..=i64::try_from(seals.len()).expect("a few") {
            let (finding, changed) = tampered(
                &store,
                statement,
                org,
                vec![seal],
                vec![1; 32],
                None,
                seals.len(),
            )
            .await;
            assert!(changed, "{way} of seal {seal} changed nothing");
            let finding = finding.unwrap_or_else(|| panic!("{way} of seal {seal} was not found"));
            assert_eq!(
                finding.seal().map(i64::abs),
                Some(seal),
                "{way}: {finding:?}"
            );
        }
    }
    store.stop();
}

#[test]
fn tampering_with_any_row_or_seal_is_found_on_sqlite() {
    let fresh = Fresh::sqlite();
    testing::run(every_row_in_turn(testing::open(fresh.location()), 1));
}

#[test]
fn tampering_with_any_row_or_seal_is_found_on_postgresql() {
    let Some(fresh) = Fresh::postgres() else {
        return;
    };
    testing::run(every_row_in_turn(testing::open(fresh.location()), 83));
}
