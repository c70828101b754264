//! What a thief of the database gets, and what becomes of a sealed value that is moved (A58).

use std::sync::Arc;

use domain::id::AuthenticatorId;
use domain::token::Token;
use store::testing::{self, Cell, Fresh, Statement, each_way, keyring, run};
use store::{Fault, Keyring, Settings, Store, Tx};

use crate::world::identifications::{PERSONAL_NUMBER, SHOWN_NAME, SHOWN_TEXT, SIGNATURE};
use crate::world::messages::{GATEWAY_PASSWORD, PREFIX, settings};
use crate::world::{
    BUDGET_KEY, CODE, IDENTIFIER, MESSAGE, NOTED, NOW, NUMBER, TOTP, TOTP_SECRET, World,
    authenticator, in_minutes,
};

/// Moves a sealed value to where it does not belong, so that the read in `Broken` must refuse it.
struct Move {
    table: &'static str,
    statement: &'static Statement,
    read: fn(&mut Tx, &World) -> Result<bool, Fault>,
}

static SECRET_TO_ANOTHER_ROW: Statement = Statement::new(
    "secret_to_another_row",
    "UPDATE authenticators SET data = (SELECT data FROM authenticators other WHERE other.organisation_id = $1 AND other.kind = 'totp')
     WHERE organisation_id = $1 AND kind = 'email'",
);
static SECRET_TO_ANOTHER_USER: Statement = Statement::new(
    "secret_to_another_user",
    "UPDATE authenticators SET user_id = (SELECT user_id FROM users WHERE organisation_id = $1 AND username = 'mallory')
     WHERE organisation_id = $1 AND kind = 'totp'",
);
static NUMBER_TO_A_SECRET: Statement = Statement::new(
    "number_to_a_secret",
    "UPDATE addresses SET value = (SELECT data FROM authenticators WHERE organisation_id = $1 AND kind = 'totp')
     WHERE organisation_id = $1 AND channel = 'phone'",
);
static MESSAGE_TO_A_CHALLENGE: Statement = Statement::new(
    "message_to_a_challenge",
    "UPDATE challenges SET data = (SELECT content FROM deliveries WHERE organisation_id = $1) WHERE organisation_id = $1",
);
static CHALLENGE_TO_A_MESSAGE: Statement = Statement::new(
    "challenge_to_a_message",
    "UPDATE deliveries SET content = (SELECT data FROM challenges WHERE organisation_id = $1) WHERE organisation_id = $1",
);

static MESSAGE_TO_A_GATEWAY: Statement = Statement::new(
    "message_to_a_gateway",
    "UPDATE gateways SET data = (SELECT content FROM deliveries WHERE organisation_id = $1) WHERE organisation_id = $1",
);

static MESSAGE_TO_AN_IDENTIFICATION: Statement = Statement::new(
    "message_to_an_identification",
    "UPDATE identifications SET data = (SELECT content FROM deliveries WHERE organisation_id = $1) WHERE organisation_id = $1",
);
static IDENTIFICATION_OF_ANOTHER_KIND: Statement = Statement::new(
    "identification_of_another_kind",
    "UPDATE identifications SET kind = 'another' WHERE organisation_id = $1",
);

const MOVES: [Move; 8] = [
    Move {
        table: "authenticators",
        statement: &SECRET_TO_ANOTHER_ROW,
        read: |tx, world| {
            Ok(tx
                .find_authenticator(world.org, world.user, world.mail)?
                .is_some())
        },
    },
    Move {
        table: "authenticators",
        statement: &SECRET_TO_ANOTHER_USER,
        read: |tx, world| {
            let mallory = tx
                .find_account_by_username(world.org, "mallory")?
                .expect("she is there");
            Ok(!tx
                .open_answer(world.org, mallory.user.id, &TOTP, NOW)?
                .is_empty())
        },
    },
    Move {
        table: "addresses",
        statement: &NUMBER_TO_A_SECRET,
        read: |tx, world| Ok(!tx.addresses_of(world.org, world.user)?.is_empty()),
    },
    Move {
        table: "challenges",
        statement: &MESSAGE_TO_A_CHALLENGE,
        read: |tx, world| Ok(tx.login_view(&world.login)?.is_some()),
    },
    Move {
        table: "deliveries",
        statement: &CHALLENGE_TO_A_MESSAGE,
        read: |tx, world| {
            Ok(tx
                .claim_delivery(world.org, world.delivery, NOW, in_minutes(1))?
                .is_some())
        },
    },
    Move {
        table: "gateways",
        statement: &MESSAGE_TO_A_GATEWAY,
        read: |tx, world| Ok(tx.find_gateway(world.org, world.gateway)?.is_some()),
    },
    Move {
        table: "identifications",
        statement: &MESSAGE_TO_AN_IDENTIFICATION,
        read: |tx, world| {
            Ok(tx
                .find_identification(world.org, world.identification)?
                .is_some())
        },
    },
    Move {
        table: "identifications",
        statement: &IDENTIFICATION_OF_ANOTHER_KIND,
        read: |tx, world| {
            Ok(!tx
                .identifications_of_user(world.org, world.user, 10)?
                .is_empty())
        },
    },
];

#[test]
fn a_sealed_value_that_was_moved_does_not_open() {
    each_way(async |store| {
        for (moved, slug) in MOVES.iter().zip([
            "one", "two", "three", "four", "five", "six", "seven", "eight",
        ]) {
            let world = World::make(&store, slug).await;
            let kept = world.clone();
            let unit = move |tx: &mut Tx| {
                let mallory = store::NewUser {
                    id: domain::id::UserId::draw(NOW, tx.random()),
                    username: &domain::user::Username::parse("mallory").unwrap(),
                    name: "Mallory",
                    language: None,
                    owner: false,
                    password_hash: None,
                    grace_until: None,
                };
                tx.insert_user(kept.org, &mallory, NOW)?;
                testing::execute(tx, moved.statement, &[(&kept.org).into()])
            };
            assert_eq!(store.write(unit).await.unwrap(), 1);
            let outcome = store.write(move |tx| (moved.read)(tx, &world)).await;
            assert!(
                matches!(outcome, Err(Fault::Corrupt { table, .. }) if table == moved.table),
                "{}: {outcome:?}",
                moved.statement.name()
            );
        }
    });
}

static EVERYTHING: [Statement; 15] = [
    Statement::new("organisations", "SELECT * FROM organisations"),
    Statement::new("gateways", "SELECT * FROM gateways"),
    Statement::new("users", "SELECT * FROM users"),
    Statement::new("addresses", "SELECT * FROM addresses"),
    Statement::new("authenticators", "SELECT * FROM authenticators"),
    Statement::new("challenges", "SELECT * FROM challenges"),
    Statement::new("logins", "SELECT * FROM logins"),
    Statement::new("sessions", "SELECT * FROM sessions"),
    Statement::new("trusted_devices", "SELECT * FROM trusted_devices"),
    Statement::new("passes", "SELECT * FROM passes"),
    Statement::new("counters", "SELECT * FROM counters"),
    Statement::new("deliveries", "SELECT * FROM deliveries"),
    Statement::new("identifications", "SELECT * FROM identifications"),
    Statement::new("jobs", "SELECT * FROM jobs"),
    Statement::new("audit_events", "SELECT * FROM audit_events"),
];

async fn dump(store: &Store) -> Vec<u8> {
    let unit = |tx: &mut store::ReadTx| {
        let mut bytes = Vec::new();
        for statement in &EVERYTHING {
            let rows = testing::query(tx, statement, &[])?;
            assert!(
                !rows.is_empty(),
                "{} has a row to look at",
                statement.name()
            );
            for cell in rows.into_iter().flatten() {
                match cell {
                    Cell::Text(text) => bytes.extend_from_slice(text.as_bytes()),
                    Cell::Blob(blob) => bytes.extend_from_slice(&blob),
                    Cell::Int(_) | Cell::Null => {}
                }
                bytes.push(b'\n');
            }
        }
        Ok(bytes)
    };
    store.read(unit).await.unwrap()
}

fn secrets_of(world: &World, reports: &Token) -> Vec<Vec<u8>> {
    let tokens = [
        &world.login,
        &world.session,
        &world.device,
        &world.pass,
        reports,
    ];
    let mut secrets: Vec<Vec<u8>> = tokens
        .iter()
        .map(|token| token.secret.as_bytes().to_vec())
        .collect();
    secrets.extend(
        tokens
            .iter()
            .map(|token| token.expose().into_bytes()[44..].to_vec()),
    );
    for known in [
        TOTP_SECRET,
        CODE,
        MESSAGE,
        NUMBER.as_bytes(),
        IDENTIFIER,
        BUDGET_KEY,
        GATEWAY_PASSWORD.as_bytes(),
        PREFIX.as_bytes(),
        NOTED.as_bytes(),
        PERSONAL_NUMBER.as_bytes(),
        SHOWN_NAME.as_bytes(),
        SIGNATURE.as_bytes(),
        SHOWN_TEXT.as_bytes(),
    ] {
        secrets.push(known.to_vec());
    }
    secrets
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[test]
fn a_dump_holds_no_secret_number_code_or_token() {
    testing::each_fresh(async |fresh| {
        let store = testing::open(fresh.location());
        let world = World::make(&store, "demo").await;
        let (org, gateway) = (world.org, world.gateway);
        let reports = move |tx: &mut store::ReadTx| {
            let gateway = tx.find_gateway(org, gateway)?.expect("it is there");
            assert_eq!(gateway.settings["password"], GATEWAY_PASSWORD);
            Ok(gateway.report_token())
        };
        let reports = store.read(reports).await.unwrap();
        let mut stolen = dump(&store).await;
        assert!(holds(&stolen, b"agnes"), "the dump is of this database");
        store.stop();
        if let Some(folder) = fresh.folder() {
            for file in std::fs::read_dir(folder).unwrap() {
                stolen.extend(std::fs::read(file.unwrap().path()).unwrap());
            }
            assert!(
                holds(&stolen, b"SQLite format 3"),
                "the file itself is looked at too"
            );
        }
        for secret in secrets_of(&world, &reports) {
            assert!(
                !holds(&stolen, &secret),
                "{} is in it",
                String::from_utf8_lossy(&secret)
            );
        }
    });
}

#[test]
fn after_a_change_of_keys_everything_is_found_and_opened_and_an_identifier_stays_taken() {
    testing::each_fresh(async |fresh| {
        let store = testing::open(fresh.location());
        let world = World::make(&store, "demo").await;
        store.stop();
        let both = "00000001 ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=\n7e577e57 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        let keys = Arc::new(Keyring::parse(both).unwrap());
        let store = testing::open_with(Settings::new(fresh.location()), keys);
        let unit = move |tx: &mut Tx| {
            let email = domain::email::EmailAddress::parse("agnes@demo.example").unwrap();
            assert!(tx.find_account_by_email(world.org, &email)?.is_some());
            assert!(
                tx.session_view(&world.session)?.is_some()
                    && tx.login_view(&world.login)?.is_some()
            );
            assert_eq!(tx.addresses_of(world.org, world.user)?[1].value, NUMBER);
            let found = tx.find_authenticator_by_identifier(world.org, &TOTP, IDENTIFIER)?;
            assert_eq!(*found.expect("it is found").data, TOTP_SECRET);
            assert!(tx.gateways_of(world.org)?[0].settings == settings());
            let id = AuthenticatorId::draw(NOW, tx.random());
            let mut twice = authenticator(id, world.user, &TOTP, b"{}");
            twice.identifier = Some(IDENTIFIER);
            tx.insert_authenticator(world.org, &twice, NOW)
        };
        assert!(!store.write(unit).await.unwrap());
        store.stop();
    });
}

#[test]
fn codes_are_hashed_for_one_organisation() {
    let fresh = Fresh::sqlite();
    let store = testing::open_with(Settings::new(fresh.location()), keyring());
    run(async {
        let (one, two) = (
            World::make(&store, "one").await,
            World::make(&store, "two").await,
        );
        let (of_one, of_two) = (store.code_hasher(one.org), store.code_hasher(two.org));
        let stored = of_one.hash(b"123456");
        assert!(of_one.matches(b"123456", &stored) && !of_one.matches(b"123457", &stored));
        assert!(!of_two.matches(b"123456", &stored));
        assert!(!holds(&stored, b"123456"));
    });
    store.stop();
}
