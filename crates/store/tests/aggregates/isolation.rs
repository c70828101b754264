//! Nothing of one organisation is read, changed or counted under the id of another (E3, A54): every method of every aggregate is tried.

mod changing;
mod identifications;
mod imports;
mod machines;
mod messages;
mod orders;
mod reading;
mod recovery;
mod refused;
mod sealing;

use std::collections::BTreeSet;

use domain::email::EmailAddress;
use domain::id::{OrganisationId, UserId};
use domain::token::Token;
use store::testing::{self, Cell, Statement, each_way};
use store::{Fault, Tx};

use crate::world::{IDENTIFIER, NOW, TOTP, World, organisation};
use changing::CHANGING;
use identifications::IDENTIFICATIONS;
use imports::IMPORTS;
use machines::MACHINES;
use messages::MESSAGES;
use orders::ORDERS;
use reading::READING;
use recovery::RECOVERY;
use refused::REFUSED;
use sealing::SEALING;

/// Tries one method under the other organisation with the first one's ids: true where it found and changed nothing.
type Probe = fn(&mut Tx, OrganisationId, &World) -> Result<bool, Fault>;

fn moved(token: &Token, org: OrganisationId) -> Token {
    let mut token = token.clone();
    token.organisation = org;
    token
}

/// What belongs to no organisation, or to one that it names itself.
const OF_NO_ORGANISATION: &[&str] = &[
    "insert_organisation",
    "find_organisation_by_slug",
    "organisations",
    "organisation_figures",
    "claim_next_delivery",
    "close_expired_recovery_cases",
    "claim_next_job",
    "gateway_organisations",
    "grace_ending",
    "next_job_at",
    "next_order_at",
    "claim_order",
    "hold_order",
    "end_order",
    "let_go_of_order",
    "head_signature",
    "organisations_unsealed",
    "remove_expired",
    "remove_expired_identifications",
    "settle_deliveries_without_job",
    "wipe_kept_content",
    "insert_user",
    "expired_imports",
    "insert_import",
];

static ROWS: [Statement; 33] = [
    Statement::new(
        "organisations",
        "SELECT * FROM organisations WHERE organisation_id = $1",
    ),
    Statement::new("users", "SELECT * FROM users WHERE organisation_id = $1"),
    Statement::new(
        "addresses",
        "SELECT * FROM addresses WHERE organisation_id = $1 ORDER BY address_id",
    ),
    Statement::new(
        "roles",
        "SELECT * FROM roles WHERE organisation_id = $1 ORDER BY role_id",
    ),
    Statement::new(
        "permissions",
        "SELECT * FROM permissions WHERE organisation_id = $1 ORDER BY key",
    ),
    Statement::new(
        "role_permissions",
        "SELECT * FROM role_permissions WHERE organisation_id = $1 ORDER BY role_id",
    ),
    Statement::new(
        "user_roles",
        "SELECT * FROM user_roles WHERE organisation_id = $1",
    ),
    Statement::new(
        "authenticators",
        "SELECT * FROM authenticators WHERE organisation_id = $1 ORDER BY authenticator_id",
    ),
    Statement::new(
        "challenges",
        "SELECT * FROM challenges WHERE organisation_id = $1",
    ),
    Statement::new(
        "user_notes",
        "SELECT * FROM user_notes WHERE organisation_id = $1",
    ),
    Statement::new("logins", "SELECT * FROM logins WHERE organisation_id = $1"),
    Statement::new(
        "sessions",
        "SELECT * FROM sessions WHERE organisation_id = $1",
    ),
    Statement::new(
        "trusted_devices",
        "SELECT * FROM trusted_devices WHERE organisation_id = $1",
    ),
    Statement::new("passes", "SELECT * FROM passes WHERE organisation_id = $1"),
    Statement::new(
        "recovery_cases",
        "SELECT * FROM recovery_cases WHERE organisation_id = $1",
    ),
    Statement::new(
        "api_credentials",
        "SELECT * FROM api_credentials WHERE organisation_id = $1",
    ),
    Statement::new(
        "idempotency_keys",
        "SELECT * FROM idempotency_keys WHERE organisation_id = $1",
    ),
    Statement::new(
        "counters",
        "SELECT * FROM counters WHERE organisation_id = $1 ORDER BY counter_key",
    ),
    Statement::new(
        "deliveries",
        "SELECT * FROM deliveries WHERE organisation_id = $1 ORDER BY delivery_id",
    ),
    Statement::new(
        "gateways",
        "SELECT * FROM gateways WHERE organisation_id = $1",
    ),
    Statement::new(
        "identifications",
        "SELECT * FROM identifications WHERE organisation_id = $1",
    ),
    Statement::new(
        "jobs",
        "SELECT * FROM jobs WHERE organisation_id = $1 ORDER BY job_id",
    ),
    Statement::new(
        "audit_events",
        "SELECT * FROM audit_events WHERE organisation_id = $1 ORDER BY event_id",
    ),
    Statement::new(
        "audit_seals",
        "SELECT * FROM audit_seals WHERE organisation_id = $1",
    ),
    Statement::new(
        "audit_leaves",
        "SELECT * FROM audit_leaves WHERE organisation_id = $1",
    ),
    Statement::new(
        "audit_hours",
        "SELECT * FROM audit_hours WHERE organisation_id = $1 ORDER BY kind",
    ),
    Statement::new(
        "settings",
        "SELECT * FROM settings WHERE organisation_id = $1",
    ),
    Statement::new(
        "imports",
        "SELECT * FROM imports WHERE organisation_id = $1",
    ),
    Statement::new(
        "import_parts",
        "SELECT * FROM import_parts WHERE organisation_id = $1",
    ),
    Statement::new(
        "import_rows",
        "SELECT * FROM import_rows WHERE organisation_id = $1 ORDER BY row_no",
    ),
    Statement::new(
        "import_addresses",
        "SELECT * FROM import_addresses WHERE organisation_id = $1 ORDER BY row_no",
    ),
    Statement::new(
        "import_roles",
        "SELECT * FROM import_roles WHERE organisation_id = $1 ORDER BY row_no",
    ),
    Statement::new(
        "import_authenticators",
        "SELECT * FROM import_authenticators WHERE organisation_id = $1",
    ),
];

fn rows_of(tx: &mut Tx, org: OrganisationId) -> Result<Vec<Vec<Vec<Cell>>>, Fault> {
    ROWS.iter()
        .map(|statement| testing::query(tx, statement, &[(&org).into()]))
        .collect()
}

#[test]
fn nothing_of_one_organisation_is_touched_under_the_id_of_another() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let kept = world.clone();
        let prepare = move |tx: &mut Tx| {
            messages::take_in_hand(tx, &kept)?;
            recovery::open_a_case(tx, &kept)?;
            machines::give_a_credential(tx, &kept)?;
            imports::make_ready(tx, &kept)?;
            reading::give_a_key(tx, &kept)?;
            sealing::seal_its_log(tx, &kept)
        };
        store.write(prepare).await.unwrap();
        let rows = store.write(move |tx| rows_of(tx, org)).await.unwrap();
        let mut number: u8 = 0;
        for (name, probe) in READING
            .iter()
            .chain(CHANGING)
            .chain(MESSAGES)
            .chain(SEALING)
            .chain(RECOVERY)
            .chain(MACHINES)
            .chain(IMPORTS)
            .chain(IDENTIFICATIONS)
            .chain(ORDERS)
        {
            // A fresh neighbour for each, so that what one probe wrote cannot hide what the next one finds.
            number += 1;
            let other = OrganisationId::from_bytes([number; 16]);
            let kept = world.clone();
            let unit = move |tx: &mut Tx| {
                let mut neighbour = organisation(other, "grannen");
                neighbour.slug = format!("grannen-{number}");
                neighbour.base_url = format!("https://grannen-{number}.example");
                tx.insert_organisation(&neighbour, NOW)?;
                probe(tx, other, &kept)
            };
            match store.write(unit).await {
                Ok(nothing) => assert!(nothing, "{name} reached over"),
                // A statement that found no row it needs.
                Err(Fault::Missing { .. }) => {}
                Err(fault) => panic!("{name}: {fault:?}"),
            }
            assert!(
                store.write(move |tx| rows_of(tx, org)).await.unwrap() == rows,
                "{name} changed something"
            );
        }
    });
}

#[test]
fn what_would_belong_to_another_organisations_row_is_refused_by_the_database() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let other = World::make(&store, "grannen").await;
        let (org, elsewhere) = (world.org, other.org);
        let read = move |tx: &mut Tx| Ok((rows_of(tx, org)?, rows_of(tx, elsewhere)?));
        let rows = store.write(read).await.unwrap();
        for (name, probe) in REFUSED.iter().filter(|(name, _)| *name != "insert_role") {
            let kept = world.clone();
            let outcome = store.write(move |tx| probe(tx, elsewhere, &kept)).await;
            assert!(
                matches!(
                    outcome,
                    Err(Fault::Missing { .. } | Fault::Sqlite { .. } | Fault::Postgres { .. })
                ),
                "{name}: {outcome:?}"
            );
            assert!(
                store.write(read).await.unwrap() == rows,
                "{name} changed something"
            );
        }
        let empty = OrganisationId::from_bytes([3; 16]);
        let unit = move |tx: &mut Tx| {
            tx.insert_organisation(&organisation(empty, "empty"), NOW)?;
            let (_, probe) = REFUSED
                .iter()
                .find(|(name, _)| *name == "insert_role")
                .expect("it is listed");
            probe(tx, empty, &world)
        };
        let outcome = store.write(unit).await;
        assert!(
            matches!(outcome, Err(Fault::Sqlite { .. } | Fault::Postgres { .. })),
            "{outcome:?}"
        );
    });
}

#[test]
fn one_name_in_two_organisations_is_two_people() {
    each_way(async |store| {
        let (one, two) = (
            World::make(&store, "one").await,
            World::make(&store, "two").await,
        );
        let unit = move |tx: &mut Tx| {
            let email = EmailAddress::parse("agnes@demo.example").unwrap();
            let mut found: Vec<UserId> = Vec::new();
            for org in [one.org, two.org] {
                found.extend(
                    tx.find_account_by_username(org, "agnes")?
                        .map(|account| account.user.id),
                );
                found.extend(
                    tx.find_account_by_email(org, &email)?
                        .map(|account| account.user.id),
                );
                found.extend(
                    tx.find_authenticator_by_identifier(org, &TOTP, IDENTIFIER)?
                        .map(|found| found.user),
                );
            }
            Ok(found == [one.user, one.user, one.user, two.user, two.user, two.user])
        };
        assert!(store.write(unit).await.unwrap());
    });
}

/// The methods of units that the aggregates offer.
fn methods_of(folder: &std::path::Path, methods: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            methods_of(&path, methods);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for block in text
            .split("\nimpl ")
            .skip(1)
            .filter(|block| block.starts_with("Tx {") || block.starts_with("ReadTx {"))
        {
            let block = block.split("\n}").next().unwrap();
            let public = block.split("\n    pub fn ").skip(1);
            methods.extend(public.map(|rest| rest.split('(').next().unwrap().to_owned()));
        }
    }
}

#[test]
fn every_method_is_tried() {
    let mut methods = BTreeSet::new();
    methods_of(
        std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")),
        &mut methods,
    );
    let of_the_engine = ["database_clock", "statements"];
    let probes = READING
        .iter()
        .chain(CHANGING)
        .chain(MESSAGES)
        .chain(SEALING)
        .chain(RECOVERY)
        .chain(MACHINES)
        .chain(IMPORTS)
        .chain(IDENTIFICATIONS)
        .chain(ORDERS)
        .chain(REFUSED)
        .map(|(name, _)| *name);
    let tried: BTreeSet<&str> = probes
        .chain(OF_NO_ORGANISATION.iter().copied())
        .chain(of_the_engine)
        .collect();
    let untried: Vec<_> = methods
        .iter()
        .filter(|method| !tried.contains(method.as_str()))
        .collect();
    assert!(untried.is_empty(), "not tried: {untried:?}");
    let gone: Vec<_> = tried
        .iter()
        .filter(|name| !methods.contains(**name) && !of_the_engine.contains(name))
        .collect();
    assert!(gone.is_empty(), "no longer there: {gone:?}");
}
