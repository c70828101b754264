//! What is counted for the first page and for the list of organisations, each organisation for itself.

use domain::audit::{Event, EventKind, Personal};
use domain::id::{ApiCredentialId, OrganisationId};
use domain::scope::Scopes;
use domain::time::Span;
use domain::token::TokenSecret;
use store::testing::{self, Statement, each_way};
use store::{Fault, NewApiCredential, Tx};

use crate::world::{NOW, World};

static COUNTED: Statement = Statement::new(
    "counted",
    "INSERT INTO audit_hours (organisation_id, hour, kind, outcome, events) VALUES ($1, $2, $3, $4, $5)",
);

const KINDS: [EventKind; 5] = [
    EventKind::SignedIn,
    EventKind::PasswordChecked,
    EventKind::FactorChecked,
    EventKind::MessageAlarm,
    EventKind::SecondStepsFailing,
];

fn counted(
    tx: &mut Tx,
    org: OrganisationId,
    (hours_ago, kind, outcome): (i64, EventKind, &str),
    events: i64,
) -> Result<(), Fault> {
    let hour = NOW - Span::hours(hours_ago);
    let values = [
        (&org).into(),
        hour.into(),
        kind.code().into(),
        outcome.into(),
        events.into(),
    ];
    testing::execute(tx, &COUNTED, &values).map(|_| ())
}

#[test]
fn hours_are_counted_by_kind_and_outcome_from_a_moment_on() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let other = World::make(&store, "grannen").await;
        let unit = move |tx: &mut Tx| {
            counted(tx, world.org, (1, EventKind::SignedIn, "done"), 7)?;
            counted(
                tx,
                world.org,
                (1, EventKind::PasswordChecked, "wrong-password"),
                2,
            )?;
            counted(tx, world.org, (1, EventKind::SignedOut, "done"), 3)?;
            counted(tx, world.org, (30, EventKind::SignedIn, "done"), 11)?;
            counted(tx, other.org, (1, EventKind::SignedIn, "done"), 99)?;
            let hours = tx.audit_hours(world.org, NOW - Span::hours(24), KINDS)?;
            let told: Vec<_> = hours
                .iter()
                .map(|one| (one.kind.as_str(), one.outcome.as_str(), one.events))
                .collect();
            assert_eq!(
                told,
                [
                    ("password-checked", "wrong-password", 2),
                    ("signed-in", "done", 7)
                ]
            );
            assert!(hours.iter().all(|one| one.hour == NOW - Span::hours(1)));

            let figures = tx.organisation_figures(NOW - Span::hours(24))?;
            let of = |org| figures.iter().find(|one| one.organisation == org).copied();
            let (mine, theirs) = (of(world.org).unwrap(), of(other.org).unwrap());
            assert_eq!((mine.sign_ins, theirs.sign_ins), (7, 99));
            assert_eq!(mine.last_sign_in, Some(NOW - Span::hours(1)));
            assert_eq!(
                mine.people,
                i64::try_from(tx.users(world.org, None, 100)?.len()).unwrap()
            );
            let quiet = tx.organisation_figures(NOW)?;
            assert!(
                quiet
                    .iter()
                    .all(|one| one.last_sign_in.is_none() && one.sign_ins == 0)
            );
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn the_oldest_row_that_awaits_its_seal_is_found() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let other = World::make(&store, "grannen").await;
        let unit = move |tx: &mut Tx| {
            let event = Event::own(EventKind::SignedIn, world.user, Personal::default());
            tx.audit(world.org, &event, NOW + Span::hours(1))?;
            assert_eq!(tx.oldest_unsealed(world.org)?, Some(NOW));
            assert_eq!(tx.oldest_unsealed(other.org)?, Some(NOW));
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn credentials_that_end_soon_are_counted_unless_another_is_in_their_place() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let other = World::make(&store, "grannen").await;
        let unit = move |tx: &mut Tx| {
            let add = |tx: &mut Tx, days: i64, replaces| {
                let secret = TokenSecret::draw(tx.random());
                let new = NewApiCredential {
                    id: ApiCredentialId::draw(NOW, tx.random()),
                    user: world.user,
                    secret: &secret,
                    label: "books",
                    scopes: &Scopes::default(),
                    created_by: None,
                    expires_at: NOW + Span::days(days),
                    replaces,
                };
                tx.insert_api_credential(world.org, &new, NOW)?;
                Ok::<_, Fault>(new.id)
            };
            let ending = |tx: &mut Tx, org| tx.credentials_ending(org, NOW, NOW + Span::days(14));
            assert_eq!(ending(tx, world.org)?, None);
            let soon = add(tx, 5, None)?;
            add(tx, 40, None)?;
            let sooner = add(tx, 3, None)?;
            assert_eq!(ending(tx, world.org)?, Some((2, NOW + Span::days(3))));
            assert_eq!(ending(tx, other.org)?, None);
            add(tx, 90, Some(soon))?;
            assert_eq!(ending(tx, world.org)?, Some((1, NOW + Span::days(3))));
            tx.revoke_api_credential(world.org, sooner, NOW)?;
            assert_eq!(ending(tx, world.org)?, None);
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}
