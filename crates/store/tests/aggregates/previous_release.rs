//! What the release before says to the database still works on today's schema: neighbouring releases may serve one database.

use domain::message::MessageState;
use store::testing::{self, Statement, each_way};
use store::{Claimed, Tx};

use crate::handing::state;
use crate::world::{NOW, World, in_minutes};

static INSERT_ORGANISATION: Statement = Statement::new(
    "insert_organisation",
    "INSERT INTO organisations (organisation_id, slug, name, base_url, two_step_add_on, default_trusted_days, policy_epoch,
        default_language, support_email, support_phone, support_hours, accent, logo, suspended_at, created_at)
     SELECT $1, $2, name, $2, two_step_add_on, default_trusted_days, policy_epoch, default_language, support_email, support_phone,
        support_hours, accent, logo, suspended_at, created_at FROM organisations WHERE slug = 'demo'",
);
static INSERT_DELIVERY: Statement = Statement::new(
    "insert_delivery",
    "INSERT INTO deliveries (organisation_id, delivery_id, user_id, channel, purpose, masked, content, state, attempts, created_at, expires_at)
     SELECT organisation_id, $2, user_id, channel, purpose, masked, content, 'waiting', 0, created_at, expires_at
     FROM deliveries WHERE organisation_id = $1",
);
static INSERT_JOB: Statement = Statement::new(
    "insert_job",
    "INSERT INTO jobs (organisation_id, job_id, kind, subject, run_at, claimed_until, attempts)
     SELECT organisation_id, $2, kind, $2, run_at, 0, 0 FROM jobs WHERE organisation_id = $1 AND kind = 'delivery'",
);
static ATTEMPT_DELIVERY: Statement = Statement::new(
    "attempt_delivery",
    "UPDATE deliveries SET attempts = attempts + 1 WHERE organisation_id = $1 AND delivery_id = $2 AND state = 'waiting'
     RETURNING delivery_id, user_id, channel, purpose, masked, content, attempts, created_at, expires_at",
);
static SETTLE_DELIVERY: Statement = Statement::new(
    "settle_delivery",
    "UPDATE deliveries SET state = $3, reason = $4, settled_at = $5, content = NULL
     WHERE organisation_id = $1 AND delivery_id = $2 AND state = 'waiting'",
);
static CLAIM_JOB: Statement = Statement::new(
    "claim_job",
    "UPDATE jobs SET claimed_until = $3, attempts = attempts + 1 WHERE organisation_id = $1 AND job_id = $2",
);
static FINISH_JOB: Statement = Statement::new(
    "finish_job",
    "DELETE FROM jobs WHERE organisation_id = $1 AND job_id = $2",
);

#[test]
fn the_release_before_adds_organisations_and_messages_that_this_one_understands() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let unit = move |tx: &mut Tx| {
            let (org, other, id) = (world.org, [7; 16], [8; 16]);
            let values = [(&other).into(), "grannen".into()];
            assert_eq!(testing::execute(tx, &INSERT_ORGANISATION, &values)?, 1);
            let found = tx.find_organisation_by_slug("grannen")?;
            assert!(found.expect("it is there").phone_channels.is_empty());
            let values = [(&org).into(), (&id).into()];
            assert_eq!(testing::execute(tx, &INSERT_DELIVERY, &values)?, 1);
            assert_eq!(testing::execute(tx, &INSERT_JOB, &values)?, 1);
            let id = domain::id::DeliveryId::from_bytes(id);
            let state = tx.find_delivery_state(org, id)?.expect("it is there");
            assert_eq!(
                (state.state, state.challenge),
                (MessageState::Waiting, None)
            );
            // It was tried there, let go, and is tried here.
            assert_eq!(testing::query(tx, &ATTEMPT_DELIVERY, &values)?.len(), 1);
            let held = [(&org).into(), values[1], NOW.into()];
            assert_eq!(testing::execute(tx, &CLAIM_JOB, &held)?, 1);
            let taken = tx.claim_delivery(org, id, in_minutes(1), in_minutes(2));
            // Its content was sealed for another row: that it is opened at all shows that it was found.
            assert!(matches!(
                taken,
                Err(store::Fault::Corrupt {
                    table: "deliveries",
                    ..
                })
            ));
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn what_this_release_has_in_hand_the_one_before_neither_sends_nor_settles() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, id) = (world.org, world.delivery);
        let unit = move |tx: &mut Tx| {
            let claimed = tx.claim_delivery(org, id, NOW, in_minutes(1))?;
            assert!(matches!(claimed, Some(Claimed::Ready(_))));
            let held = [(&org).into(), (&id).into(), in_minutes(2).into()];
            assert_eq!(testing::execute(tx, &CLAIM_JOB, &held)?, 1);
            assert!(testing::query(tx, &ATTEMPT_DELIVERY, &held[..2])?.is_empty());
            let none: Option<&str> = None;
            let settle = [held[0], held[1], "sent".into(), none.into(), NOW.into()];
            assert_eq!(testing::execute(tx, &SETTLE_DELIVERY, &settle)?, 0);
            // It takes the message for settled and ends the job.
            assert_eq!(testing::execute(tx, &FINISH_JOB, &held[..2])?, 1);
            tx.settle_deliveries_without_job(in_minutes(15), 10)
        };
        assert_eq!(store.write(unit).await.unwrap(), 1);
        assert_eq!(state(&store, &world).await.state, MessageState::Unknown);
    });
}
