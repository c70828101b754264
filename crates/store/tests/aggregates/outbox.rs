//! The outbox and the jobs: one node at a time holds a claim, and what became of a message is settled once.

use domain::id::DeliveryId;
use domain::message::{MessageChannel, MessageState};
use domain::phone::Country;
use domain::time::{Span, Timestamp};
use store::testing::{self, Cell, Fresh, Statement, each_engine, each_way, run};
use store::{Settlement, Store, Tx};

use crate::handing::{BY_MAIL, ready, state};
use crate::world::{MESSAGE, NOW, World, all_at_once, in_minutes};

async fn claim(store: &Store, now: Timestamp) -> Option<(DeliveryId, i64)> {
    let unit = move |tx: &mut Tx| {
        let claimed = tx.claim_next_delivery(now, now + Span::minutes(1))?;
        Ok(claimed.map(|claimed| {
            let delivery = ready(claimed);
            assert_eq!(*delivery.content, MESSAGE);
            (delivery.id, delivery.attempts)
        }))
    };
    store.write(unit).await.unwrap()
}

#[test]
fn a_message_is_claimed_let_go_and_settled() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, id) = (world.org, world.delivery);
        let first = move |tx: &mut Tx| {
            let claimed = tx.claim_delivery(org, id, NOW, in_minutes(1))?;
            let delivery = ready(claimed.expect("it is due"));
            assert_eq!(
                (delivery.organisation, delivery.id, delivery.user),
                (org, id, Some(world.user))
            );
            assert_eq!(
                (delivery.channel, delivery.purpose.as_str()),
                (MessageChannel::Sms, "code")
            );
            assert_eq!(
                (delivery.masked.as_str(), delivery.attempts),
                ("+46 •• ••• •• 05", 1)
            );
            assert_eq!(
                (delivery.challenge, delivery.country, delivery.gateway),
                (Some(world.challenge), Some(Country::SWEDEN), None)
            );
            assert_eq!(
                (delivery.created_at, delivery.expires_at),
                (NOW, in_minutes(15))
            );
            Ok(*delivery.content == MESSAGE)
        };
        assert!(store.write(first).await.unwrap());
        let again =
            move |tx: &mut Tx| Ok(tx.claim_delivery(org, id, NOW, in_minutes(1))?.is_some());
        assert!(!store.write(again).await.unwrap(), "somebody holds it");
        let later = move |tx: &mut Tx| tx.retry_delivery(org, id, 1, in_minutes(5));
        assert!(store.write(later).await.unwrap());
        assert_eq!(claim(&store, in_minutes(4)).await, None);
        let next = |tx: &mut store::ReadTx| tx.next_job_at("delivery");
        assert_eq!(store.read(next).await.unwrap(), Some(in_minutes(5)));
        assert_eq!(claim(&store, in_minutes(5)).await, Some((id, 2)));
        assert_eq!(store.read(next).await.unwrap(), Some(in_minutes(6)));
        let settle = move |tx: &mut Tx| tx.settle_delivery(org, id, 2, &BY_MAIL, in_minutes(5));
        assert!(store.write(settle).await.unwrap());
        assert_eq!(claim(&store, in_minutes(60)).await, None);
        assert_eq!(store.read(next).await.unwrap(), None);
        let state = state(&store, &world).await;
        assert_eq!(
            (state.id, state.state, state.attempts),
            (id, MessageState::Sent, 2)
        );
        assert_eq!(
            (state.user, state.challenge, state.country),
            (
                Some(world.user),
                Some(world.challenge),
                Some(Country::SWEDEN)
            )
        );
        assert_eq!(
            (state.reason, state.created_at, state.expires_at),
            (None, NOW, in_minutes(15))
        );
        assert_eq!(
            (state.handed_at, state.settled_at, state.reported_at),
            (Some(in_minutes(5)), Some(in_minutes(5)), None)
        );
    });
}

static CONTENT: Statement = Statement::new(
    "content",
    "SELECT content FROM deliveries WHERE state NOT IN ('waiting', 'handing')",
);

#[test]
fn a_settled_message_is_wiped_and_removed_when_it_is_old() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, id) = (world.org, world.delivery);
        let unit = move |tx: &mut Tx| {
            assert_eq!(
                tx.remove_settled_deliveries(org, in_minutes(1), 10)?,
                0,
                "it waits"
            );
            let failed = Settlement::Failed {
                reason: "number",
                gateway: None,
            };
            assert!(tx.claim_delivery(org, id, NOW, in_minutes(1))?.is_some());
            assert_eq!(
                tx.remove_settled_deliveries(org, in_minutes(1), 10)?,
                0,
                "it is in somebody's hands"
            );
            assert!(tx.settle_delivery(org, id, 1, &failed, in_minutes(1))?);
            let state = tx.find_delivery_state(org, id)?.expect("it is there");
            assert_eq!(
                (state.state, state.reason.as_deref()),
                (MessageState::Failed, Some("number"))
            );
            assert!(testing::query(tx, &CONTENT, &[])? == [[Cell::Null]]);
            assert_eq!(
                tx.remove_settled_deliveries(org, NOW, 10)?,
                0,
                "it is not old"
            );
            assert_eq!(
                tx.remove_settled_deliveries(org, NOW + Span::millis(1), 10)?,
                1
            );
            tx.find_delivery_state(org, id)
        };
        assert_eq!(store.write(unit).await.unwrap(), None);
    });
}

#[test]
fn a_job_whose_message_waits_no_more_is_ended_and_the_next_one_taken() {
    static STRAY: Statement = Statement::new(
        "stray",
        "UPDATE deliveries SET state = 'sent' WHERE organisation_id = $1",
    );
    each_way(async |store| {
        let stray = World::make(&store, "one").await;
        let world = World::make(&store, "two").await;
        let org = stray.org;
        store
            .write(move |tx| testing::execute(tx, &STRAY, &[(&org).into()]))
            .await
            .unwrap();
        assert_eq!(claim(&store, NOW).await, Some((world.delivery, 1)));
        assert_eq!(claim(&store, NOW).await, None, "that job is gone");
    });
}

#[test]
fn jobs_are_kept_postponed_and_finished() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, id) = (world.org, world.job);
        let unit = move |tx: &mut Tx| {
            let sooner = tx.insert_job(org, "clean", b"subject", NOW - Span::minutes(1), NOW)?;
            let first = tx
                .claim_next_job("clean", NOW, in_minutes(1))?
                .expect("two are due");
            assert_eq!(
                (first.id, first.subject.as_slice(), first.attempts),
                (sooner, b"subject".as_slice(), 1)
            );
            assert_eq!((first.organisation, first.kind.as_str()), (org, "clean"));
            assert_eq!(first.run_at, NOW - Span::minutes(1));
            let second = tx
                .claim_next_job("clean", NOW, in_minutes(1))?
                .expect("one is due");
            assert_eq!(second.id, id);
            assert!(tx.claim_next_job("clean", NOW, in_minutes(1))?.is_none());
            assert!(
                tx.claim_next_job("another kind", in_minutes(9), in_minutes(10))?
                    .is_none()
            );
            assert!(tx.postpone_job(org, sooner, in_minutes(3))?);
            assert!(tx.finish_job(org, id)?);
            assert!(!tx.finish_job(org, id)?);
            assert_eq!(tx.next_job_at("clean")?, Some(in_minutes(3)));
            Ok(tx
                .claim_next_job("clean", in_minutes(3), in_minutes(4))?
                .map(|job| job.attempts))
        };
        assert_eq!(store.write(unit).await.unwrap(), Some(2));
    });
}

async fn add_jobs(store: &Store, world: &World, number: usize) {
    let org = world.org;
    let unit = move |tx: &mut Tx| {
        for place in 0..number {
            tx.insert_job(org, "many", &place.to_be_bytes(), NOW, NOW)?;
        }
        Ok(())
    };
    store.write(unit).await.unwrap();
}

fn claim_one(tx: &mut Tx) -> Result<Option<Vec<u8>>, store::Fault> {
    Ok(tx
        .claim_next_job("many", NOW, in_minutes(1))?
        .map(|job| job.subject))
}

#[test]
fn many_who_claim_at_once_hold_a_job_each_and_no_two_the_same() {
    each_engine(async |store| {
        let world = World::make(&store, "demo").await;
        add_jobs(&store, &world, 40).await;
        let mut claimed = all_at_once(&store, 64, claim_one)
            .await
            .into_iter()
            .flatten()
            .collect::<Vec<_>>();
        while let Some(one) = store.write(claim_one).await.unwrap() {
            claimed.push(one);
        }
        claimed.sort_unstable();
        claimed.dedup();
        assert_eq!(claimed.len(), 40);
        let (org, id) = (world.org, world.delivery);
        let one = move |tx: &mut Tx| Ok(tx.claim_delivery(org, id, NOW, in_minutes(1))?.is_some());
        assert_eq!(crate::world::count(&all_at_once(&store, 64, one).await), 1);
    });
}

#[test]
fn two_nodes_on_one_postgresql_never_hold_one_job() {
    let Some(fresh) = Fresh::postgres() else {
        return;
    };
    run(async {
        let (one, other) = (
            testing::open(fresh.location()),
            testing::open(fresh.location()),
        );
        let world = World::make(&one, "demo").await;
        add_jobs(&one, &world, 60).await;
        let work = |node: Store| async move {
            let mut own = Vec::new();
            while let Some(subject) = node.write(claim_one).await.unwrap() {
                own.push(subject);
            }
            own
        };
        let (mut claimed, of_other) = tokio::join!(work(one.clone()), work(other.clone()));
        assert!(!claimed.is_empty() && !of_other.is_empty(), "both worked");
        claimed.extend(of_other);
        assert_eq!(claimed.len(), 60);
        claimed.sort_unstable();
        claimed.dedup();
        assert_eq!(claimed.len(), 60);
        one.stop();
        other.stop();
    });
}
