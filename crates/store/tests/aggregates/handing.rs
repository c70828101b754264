//! Messages in somebody's hands: a claim has a number, and nothing that was being handed over is given out to be handed over again.

use domain::id::{DeliveryId, GatewayId, OrganisationId};
use domain::message::MessageState;
use domain::time::{Span, Timestamp};
use store::testing::{self, Fresh, each_engine, each_way, run};
use store::{Claimed, Delivery, DeliveryState, Fault, Settlement, Store, Tx};

use crate::world::messages::new_delivery;
use crate::world::{MESSAGE, NOW, World, all_at_once, count, in_minutes};

/// A mail server took it.
pub(crate) const BY_MAIL: Settlement<'static> = Settlement::Sent {
    gateway: None,
    reference: None,
    parts: None,
    price: None,
    keep_content: false,
};

const UNKNOWN: Settlement<'static> = Settlement::Unknown {
    reason: "left-in-hand",
    gateway: None,
};

/// The message that a claim gave out to be handed over.
pub(crate) fn ready(claimed: Claimed) -> Delivery {
    match claimed {
        Claimed::Ready(delivery) => delivery,
        Claimed::LeftInHand(_) => panic!("it was being handed over"),
    }
}

/// Where the world's message stands.
pub(crate) async fn state(store: &Store, world: &World) -> DeliveryState {
    let (org, id) = (world.org, world.delivery);
    let read = store.read(move |tx| tx.find_delivery_state(org, id));
    read.await.unwrap().unwrap()
}

fn take(tx: &mut Tx, org: OrganisationId, id: DeliveryId, now: Timestamp) -> Option<Claimed> {
    let until = now + Span::minutes(1);
    tx.claim_delivery(org, id, now, until).unwrap()
}

#[test]
fn what_a_dead_node_had_in_hand_is_settled_and_never_given_out_again() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, id, gateway) = (world.org, world.delivery, world.gateway);
        let dies = move |tx: &mut Tx| {
            ready(take(tx, org, id, NOW).expect("it is due"));
            tx.hand_on(org, id, 1, Some(gateway), in_minutes(1))
        };
        assert!(store.write(dies).await.unwrap());
        let early = move |tx: &mut Tx| {
            tx.claim_next_delivery(in_minutes(1) - Span::millis(1), in_minutes(9))
                .map(|claimed| claimed.is_none())
        };
        assert!(store.write(early).await.unwrap(), "the claim stands");
        let found = move |tx: &mut Tx| {
            let next = tx.claim_next_delivery(in_minutes(1), in_minutes(2))?;
            let Some(Claimed::LeftInHand(left)) = next else {
                panic!("it was in hand");
            };
            assert_eq!((left.organisation, left.id), (org, id));
            assert_eq!(
                (left.user, left.challenge),
                (Some(world.user), Some(world.challenge))
            );
            assert_eq!((left.gateway, left.attempts), (Some(gateway), 2));
            Ok(left.content.is_empty())
        };
        assert!(
            store.write(found).await.unwrap(),
            "its content is not given out"
        );
        // This one dies too.
        let again = move |tx: &mut Tx| {
            let left = take(tx, org, id, in_minutes(2));
            let Some(Claimed::LeftInHand(left)) = left else {
                panic!("it is still in hand");
            };
            tx.settle_delivery(org, id, left.attempts, &UNKNOWN, in_minutes(2))
        };
        assert!(store.write(again).await.unwrap());
        let state = state(&store, &world).await;
        assert_eq!(
            (state.state, state.reason.as_deref(), state.gateway),
            (MessageState::Unknown, Some("left-in-hand"), Some(gateway))
        );
        let over = move |tx: &mut Tx| {
            let content = tx.open_delivery_content(org, id, NOW)?;
            Ok(content.is_none()
                && take(tx, org, id, in_minutes(9)).is_none()
                && tx.next_job_at("delivery")?.is_none())
        };
        assert!(store.write(over).await.unwrap());
    });
}

type Act = fn(&mut Tx, OrganisationId, DeliveryId, i64, GatewayId) -> Result<bool, Fault>;

const FENCED: [(&str, Act); 5] = [
    ("hand on", |tx, org, id, attempt, gateway| {
        tx.hand_on(org, id, attempt, Some(gateway), in_minutes(9))
    }),
    ("retry", |tx, org, id, attempt, _| {
        tx.retry_delivery(org, id, attempt, in_minutes(9))
    }),
    ("settle as sent", |tx, org, id, attempt, _| {
        tx.settle_delivery(org, id, attempt, &BY_MAIL, in_minutes(9))
    }),
    ("settle as unknown", |tx, org, id, attempt, _| {
        tx.settle_delivery(org, id, attempt, &UNKNOWN, in_minutes(9))
    }),
    ("settle as expired", |tx, org, id, attempt, _| {
        tx.settle_delivery(org, id, attempt, &Settlement::Expired, in_minutes(9))
    }),
];

#[test]
fn nobody_hands_on_lets_go_or_settles_under_another_claim_than_their_own() {
    each_way(async |store| {
        for ((name, act), slug) in FENCED.iter().zip(["one", "two", "three", "four", "five"]) {
            let world = World::make(&store, slug).await;
            let (org, id, gateway) = (world.org, world.delivery, world.gateway);
            let tries = move |tx: &mut Tx| {
                let mut outcomes =
                    vec![act(tx, org, id, 0, gateway)?, act(tx, org, id, 1, gateway)?];
                ready(take(tx, org, id, NOW).expect("it is due"));
                // The claim runs out, and somebody else finds it.
                assert!(take(tx, org, id, in_minutes(1)).is_some());
                for attempt in [0, 1, 3, 2] {
                    outcomes.push(act(tx, org, id, attempt, gateway)?);
                }
                Ok(outcomes)
            };
            assert_eq!(
                store.write(tries).await.unwrap(),
                [false, false, false, false, false, true],
                "{name}"
            );
        }
    });
}

#[test]
fn what_is_settled_or_let_go_is_settled_no_second_time() {
    each_way(async |store| {
        for ((name, act), slug) in FENCED.iter().zip(["one", "two", "three", "four", "five"]) {
            let world = World::make(&store, slug).await;
            let (org, id, gateway) = (world.org, world.delivery, world.gateway);
            let failed = Settlement::Failed {
                reason: "number",
                gateway: Some(gateway),
            };
            let settled = move |tx: &mut Tx| {
                ready(take(tx, org, id, NOW).expect("it is due"));
                assert!(tx.settle_delivery(org, id, 1, &failed, NOW)?);
                act(tx, org, id, 1, gateway)
            };
            assert!(!store.write(settled).await.unwrap(), "{name}");
            let is = state(&store, &world).await;
            assert_eq!(
                (is.state, is.reason.as_deref(), is.gateway),
                (MessageState::Failed, Some("number"), Some(gateway)),
                "{name}"
            );
            let let_go = move |tx: &mut Tx| {
                let other = DeliveryId::draw(NOW, tx.random());
                tx.insert_delivery(org, &new_delivery(other, world.user), NOW)?;
                ready(take(tx, org, other, NOW).expect("it is due"));
                assert!(tx.retry_delivery(org, other, 1, NOW)?);
                let acted = act(tx, org, other, 1, gateway)?;
                Ok((
                    acted,
                    ready(take(tx, org, other, NOW).expect("it waits")).attempts,
                ))
            };
            assert_eq!(store.write(let_go).await.unwrap(), (false, 2), "{name}");
        }
    });
}

#[test]
fn a_claim_that_is_held_on_is_nobody_elses() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, id, gateway) = (world.org, world.delivery, world.gateway);
        let unit = move |tx: &mut Tx| {
            ready(take(tx, org, id, NOW).expect("it is due"));
            // It had run out, but nobody had come.
            assert!(tx.hand_on(org, id, 1, Some(gateway), in_minutes(5))?);
            assert!(take(tx, org, id, in_minutes(4)).is_none());
            assert!(tx.hand_on(org, id, 1, None, in_minutes(6))?);
            assert!(
                tx.find_delivery_state(org, id)?
                    .expect("it is there")
                    .gateway
                    .is_none()
            );
            tx.settle_delivery(org, id, 1, &BY_MAIL, in_minutes(5))
        };
        assert!(store.write(unit).await.unwrap());
    });
}

#[test]
fn of_many_who_hand_on_let_go_and_settle_at_once_one_has_its_way() {
    each_engine(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, id) = (world.org, world.delivery);
        let claim = move |tx: &mut Tx| Ok(take(tx, org, id, NOW).is_some());
        assert_eq!(count(&all_at_once(&store, 64, claim).await), 1);
        let settle = move |tx: &mut Tx| tx.settle_delivery(org, id, 1, &BY_MAIL, NOW);
        let release = move |tx: &mut Tx| tx.retry_delivery(org, id, 1, NOW);
        let (settled, released) = tokio::join!(
            all_at_once(&store, 32, settle),
            all_at_once(&store, 32, release)
        );
        assert_eq!(count(&settled) + count(&released), 1);
        let is = state(&store, &world).await.state;
        let expected = if count(&settled) == 1 {
            MessageState::Sent
        } else {
            MessageState::Waiting
        };
        assert_eq!(is, expected);
    });
}

/// A node that takes what it finds: each message is handed over by whoever got it ready, and every fifth time the node dies with it in hand.
async fn work(node: Store, dies_at: usize, now: Timestamp) -> Vec<DeliveryId> {
    let mut handed_over = Vec::new();
    for turn in 0.. {
        let claim = move |tx: &mut Tx| tx.claim_next_delivery(now, now + Span::minutes(1));
        let Some(claimed) = node.write(claim).await.unwrap() else {
            return handed_over;
        };
        let (delivery, settlement) = match claimed {
            Claimed::Ready(delivery) => {
                assert_eq!(*delivery.content, MESSAGE);
                handed_over.push(delivery.id);
                (delivery, BY_MAIL)
            }
            Claimed::LeftInHand(delivery) => (delivery, UNKNOWN),
        };
        if turn % 5 == dies_at {
            continue;
        }
        let (org, id, attempt) = (delivery.organisation, delivery.id, delivery.attempts);
        let settle = move |tx: &mut Tx| tx.settle_delivery(org, id, attempt, &settlement, now);
        assert!(node.write(settle).await.unwrap(), "nobody else holds it");
    }
    handed_over
}

async fn many_messages(store: &Store, number: usize) -> World {
    let world = World::make(store, "demo").await;
    let (org, user) = (world.org, world.user);
    let unit = move |tx: &mut Tx| {
        for _ in 1..number {
            let id = DeliveryId::draw(NOW, tx.random());
            tx.insert_delivery(org, &new_delivery(id, user), NOW)?;
        }
        Ok(())
    };
    store.write(unit).await.unwrap();
    world
}

async fn all_are_handed_over_once(one: &Store, other: &Store) {
    let world = many_messages(one, 60).await;
    let mut handed_over = Vec::new();
    for (minutes, dies_at) in [(0, 0), (2, 1), (4, 2), (6, 3), (8, 4), (10, 4), (12, 4)] {
        let now = in_minutes(minutes);
        let (mine, theirs) =
            tokio::join!(work(one.clone(), dies_at, now), work(other.clone(), 4, now));
        handed_over.extend(mine);
        handed_over.extend(theirs);
    }
    assert_eq!(handed_over.len(), 60);
    handed_over.sort_unstable();
    handed_over.dedup();
    assert_eq!(handed_over.len(), 60, "nothing was handed over twice");
    let org = world.org;
    let page = one.read(move |tx| tx.deliveries_page(org, &store::DeliveryFilter::default(), 99));
    let states: Vec<MessageState> = page.await.unwrap().iter().map(|one| one.state).collect();
    let of = |state| states.iter().filter(|one| **one == state).count();
    assert_eq!(of(MessageState::Sent) + of(MessageState::Unknown), 60);
    assert!(of(MessageState::Unknown) > 5, "some nodes died");
}

#[test]
fn nodes_that_die_with_messages_in_hand_hand_nothing_over_twice() {
    each_engine(async |store| all_are_handed_over_once(&store, &store).await);
    let Some(fresh) = Fresh::postgres() else {
        return;
    };
    run(async {
        let (one, other) = (
            testing::open(fresh.location()),
            testing::open(fresh.location()),
        );
        all_are_handed_over_once(&one, &other).await;
        one.stop();
        other.stop();
    });
}
