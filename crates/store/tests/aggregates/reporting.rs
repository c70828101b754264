//! Reports: they move a message forwards and never back, they come early, late, twice and out of order, and they come from strangers.

use domain::id::GatewayId;
use domain::message::MessageState::{self, Delivered, Expired, Failed, Handing, Sent, Unknown};
use domain::time::Timestamp;
use store::testing::each_way;
use store::{Amount, Fault, Price, ReportOf, Reported, Settlement, Tx};

use crate::handing::{ready, state};
use crate::world::messages::add_gateway;
use crate::world::{NOW, World, in_minutes};

const REFERENCE: &str = "SM-1";
const OWN_PRICE: Price<'static> = Price {
    micros: 350_000,
    currency: "SEK",
};
const TRUE_PRICE: Price<'static> = Price {
    micros: 360_000,
    currency: "SEK",
};

fn taken_over(gateway: GatewayId, price: Option<Price<'_>>) -> Settlement<'_> {
    Settlement::Sent {
        gateway: Some(gateway),
        reference: Some(REFERENCE),
        parts: Some(2),
        price,
        keep_content: true,
    }
}

fn unknown(gateway: Option<GatewayId>) -> Settlement<'static> {
    Settlement::Unknown {
        reason: "answer-lost",
        gateway,
    }
}

/// Brings the world's message into this state, at its gateway.
fn bring(tx: &mut Tx, world: &World, to: MessageState) -> Result<(), Fault> {
    let World {
        org,
        delivery: id,
        gateway,
        ..
    } = *world;
    ready(
        tx.claim_delivery(org, id, NOW, in_minutes(1))?
            .expect("it is due"),
    );
    if to == Handing {
        return tx
            .hand_on(org, id, 1, Some(gateway), in_minutes(2))
            .map(drop);
    }
    if to == Unknown {
        return tx
            .settle_delivery(org, id, 1, &unknown(Some(gateway)), NOW)
            .map(drop);
    }
    let sent = taken_over(gateway, Some(OWN_PRICE));
    tx.settle_delivery(org, id, 1, &sent, NOW)?;
    if to != Sent {
        report(tx, world, gateway, to, in_minutes(1))?;
    }
    Ok(())
}

fn report(
    tx: &mut Tx,
    world: &World,
    gateway: GatewayId,
    says: MessageState,
    now: Timestamp,
) -> Result<Option<Reported>, Fault> {
    let of = ReportOf::Own(world.delivery);
    let price = Some(TRUE_PRICE);
    tx.report_delivery(world.org, gateway, &of, says, Some("why"), price, now)
}

#[test]
fn a_report_moves_a_message_forwards_and_never_back() {
    let slugs = ["a", "b", "c", "d", "e", "f"];
    each_way(async |store| {
        for (from, slug) in [Handing, Unknown, Sent, Delivered, Failed, Expired]
            .into_iter()
            .zip(slugs)
        {
            for (says, more) in MessageState::ALL
                .iter()
                .copied()
                .zip(slugs.iter().chain(&["g", "h"]))
            {
                let name: &'static str = format!("{slug}-{more}").leak();
                let world = World::make(&store, name).await;
                let to = match (from, says) {
                    (Handing | Unknown | Sent, Delivered | Failed | Expired) => says,
                    (Unknown, Sent) => Sent,
                    _ => from,
                };
                let kept = world.clone();
                let unit = move |tx: &mut Tx| {
                    bring(tx, &kept, from)?;
                    let first = report(tx, &kept, kept.gateway, says, in_minutes(3))?;
                    let again = report(tx, &kept, kept.gateway, says, in_minutes(4))?;
                    Ok((first.expect("it is known"), again.expect("it is known")))
                };
                let (first, again) = store.write(unit).await.unwrap();
                assert_eq!(
                    (first.state, first.changed, first.id, first.user),
                    (to, to != from, world.delivery, Some(world.user)),
                    "{from:?} {says:?}"
                );
                assert_eq!(
                    (again.state, again.changed),
                    (to, false),
                    "{from:?} {says:?}"
                );
                let is = state(&store, &world).await;
                assert_eq!(is.state, to, "{from:?} {says:?}");
                if to.is_final() && to != from {
                    assert_eq!(
                        (is.reason.as_deref(), is.reported_at),
                        (Some("why"), Some(in_minutes(3)))
                    );
                    assert_eq!(is.price.map(|price| price.micros), Some(TRUE_PRICE.micros));
                }
            }
        }
    });
}

#[test]
fn a_waiting_or_suppressed_message_has_nobody_who_could_report_on_it() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let unit = move |tx: &mut Tx| {
            let waiting = report(tx, &world, world.gateway, Delivered, NOW)?;
            Ok(waiting.is_none())
        };
        assert!(store.write(unit).await.unwrap());
    });
}

#[test]
fn a_report_of_another_gateway_changes_nothing() {
    each_way(async |store| {
        for (from, slug) in [Handing, Unknown, Sent].into_iter().zip(["a", "b", "c"]) {
            let world = World::make(&store, slug).await;
            let kept = world.clone();
            let unit = move |tx: &mut Tx| {
                bring(tx, &kept, from)?;
                let stranger = add_gateway(tx, kept.org, "Stranger", &[])?;
                let own = report(tx, &kept, stranger, Failed, in_minutes(1))?;
                let of = ReportOf::Reference(REFERENCE);
                let by_name =
                    tx.report_delivery(kept.org, stranger, &of, Failed, None, None, NOW)?;
                Ok(own.is_none() && by_name.is_none())
            };
            assert!(store.write(unit).await.unwrap());
            assert_eq!(state(&store, &world).await.state, from);
        }
    });
}

#[test]
fn a_report_finds_its_message_by_the_gateways_name_for_it() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let kept = world.clone();
        let unit = move |tx: &mut Tx| {
            bring(tx, &kept, Sent)?;
            let mut by = |name| {
                let of = ReportOf::Reference(name);
                tx.report_delivery(kept.org, kept.gateway, &of, Delivered, None, None, NOW)
            };
            Ok((by("SM-2")?, by(REFERENCE)?))
        };
        let (nobody, found) = store.write(unit).await.unwrap();
        assert_eq!(nobody, None);
        assert!(found.is_some_and(|found| found.changed && found.id == world.delivery));
        let is = state(&store, &world).await;
        assert_eq!(
            (is.state, is.reason, is.reference.as_deref(), is.parts),
            (Delivered, None, Some(REFERENCE), Some(2))
        );
        let price = is.price.expect("it was told when it was taken over");
        assert_eq!((price.micros, price.currency.as_str()), (350_000, "SEK"));
    });
}

#[test]
fn a_report_that_comes_before_the_answer_stands_and_the_answer_fills_in_the_rest() {
    each_way(async |store| {
        for named in [true, false] {
            let world = World::make(&store, if named { "one" } else { "two" }).await;
            let kept = world.clone();
            let unit = move |tx: &mut Tx| {
                let (org, id, gateway) = (kept.org, kept.delivery, kept.gateway);
                ready(
                    tx.claim_delivery(org, id, NOW, in_minutes(1))?
                        .expect("it is due"),
                );
                if named {
                    assert!(tx.hand_on(org, id, 1, Some(gateway), in_minutes(1))?);
                }
                let early = report(tx, &kept, gateway, Delivered, NOW)?;
                assert!(early.is_some_and(|early| early.changed));
                // Whatever its node would do now, it is not sent again.
                assert!(!tx.hand_on(org, id, 1, None, in_minutes(2))?);
                let sent = taken_over(gateway, Some(OWN_PRICE));
                Ok((
                    tx.settle_delivery(org, id, 1, &sent, in_minutes(1))?,
                    tx.settle_delivery(org, id, 1, &sent, in_minutes(2))?,
                    tx.open_delivery_content(org, id, NOW)?.is_none(),
                ))
            };
            assert_eq!(store.write(unit).await.unwrap(), (true, false, true));
            let is = state(&store, &world).await;
            assert_eq!(
                (is.state, is.reference.as_deref(), is.gateway, is.parts),
                (Delivered, Some(REFERENCE), Some(world.gateway), Some(2))
            );
            assert_eq!(
                (is.settled_at, is.reported_at),
                (Some(in_minutes(1)), Some(NOW))
            );
            let told = Amount {
                micros: TRUE_PRICE.micros,
                currency: "SEK".to_owned(),
            };
            assert_eq!(is.price, Some(told), "the report knows it best");
        }
    });
}

#[test]
fn what_was_reported_on_while_its_node_died_is_left_alone() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let kept = world.clone();
        let unit = move |tx: &mut Tx| {
            bring(tx, &kept, Handing)?;
            report(tx, &kept, kept.gateway, Failed, NOW)?;
            let later = in_minutes(5);
            let next = tx.claim_next_delivery(later, later)?;
            Ok(next.is_none() && tx.next_job_at("delivery")?.is_none())
        };
        assert!(store.write(unit).await.unwrap());
        assert_eq!(state(&store, &world).await.state, Failed);
    });
}

#[test]
fn a_lost_answer_without_a_named_gateway_can_still_be_reported_on() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let kept = world.clone();
        let unit = move |tx: &mut Tx| {
            let (org, id) = (kept.org, kept.delivery);
            ready(
                tx.claim_delivery(org, id, NOW, in_minutes(1))?
                    .expect("it is due"),
            );
            assert!(tx.settle_delivery(org, id, 1, &unknown(None), NOW)?);
            report(tx, &kept, kept.gateway, Delivered, in_minutes(1))
        };
        let found = store.write(unit).await.unwrap();
        assert!(found.is_some_and(|found| found.changed));
        let is = state(&store, &world).await;
        assert_eq!((is.state, is.gateway), (Delivered, Some(world.gateway)));
    });
}
