//! The log of messages: pages, costs, what the guards ask, and what house-keeping takes away.

use domain::id::{DeliveryId, GatewayId};
use domain::message::{MessageChannel, MessageState, Suppression};
use domain::time::{Span, Timestamp};
use store::testing::{self, Cell, Statement, each_way};
use store::{
    DeliveryFilter, DeliveryState, Fault, NewDelivery, NewSuppressed, Price, Settlement, Store, Tx,
};

use crate::handing::{BY_MAIL, ready, state};
use crate::world::messages::{PREFIX, add_gateway, new_delivery};
use crate::world::{MESSAGE, NOW, World, in_minutes};

/// A moment after everything in these tests.
const LATE: Timestamp = Timestamp::from_unix_seconds(1_800_000_000);

/// How a message of the log came about.
#[derive(Clone, Copy)]
struct Row {
    at: Timestamp,
    channel: MessageChannel,
    gateway: Option<GatewayId>,
    price: Option<Price<'static>>,
}

fn sek(micros: i64) -> Price<'static> {
    Price {
        micros,
        currency: "SEK",
    }
}

/// Writes a message that was sent.
fn sent(tx: &mut Tx, world: &World, row: Row) -> Result<DeliveryId, Fault> {
    let id = DeliveryId::draw(row.at, tx.random());
    let new = NewDelivery {
        channel: row.channel,
        ..new_delivery(id, world.user)
    };
    tx.insert_delivery(world.org, &new, row.at)?;
    let claimed = tx.claim_delivery(world.org, id, row.at, row.at + Span::minutes(1))?;
    let attempt = ready(claimed.expect("it is due")).attempts;
    let settlement = Settlement::Sent {
        gateway: row.gateway,
        reference: None,
        parts: Some(2),
        price: row.price,
        keep_content: row.channel == MessageChannel::Voice,
    };
    assert!(tx.settle_delivery(world.org, id, attempt, &settlement, row.at)?);
    Ok(id)
}

fn suppressed(tx: &mut Tx, world: &World, at: Timestamp) -> Result<DeliveryId, Fault> {
    let id = DeliveryId::draw(at, tx.random());
    let new = NewSuppressed {
        id,
        user: Some(world.user),
        challenge: Some(world.challenge),
        channel: MessageChannel::Sms,
        purpose: "code",
        masked: "+46 •• ••• •• 05",
        country: None,
        prefix: Some(PREFIX),
        reason: Suppression::NumberDay,
        expires_at: at + Span::minutes(5),
    };
    tx.insert_suppressed(world.org, &new, at)?;
    Ok(id)
}

#[test]
fn a_message_that_a_guard_kept_back_is_written_down_and_goes_nowhere() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let kept = world.clone();
        let unit = move |tx: &mut Tx| {
            let id = suppressed(tx, &kept, in_minutes(1))?;
            let (org, later) = (kept.org, in_minutes(9));
            assert!(tx.claim_delivery(org, id, later, later)?.is_none());
            let other = tx.claim_next_delivery(later, in_minutes(99))?;
            assert_eq!(ready(other.expect("one waits")).id, kept.delivery);
            assert!(tx.claim_next_delivery(later, in_minutes(99))?.is_none());
            assert!(tx.open_delivery_content(org, id, NOW)?.is_none());
            assert_eq!(tx.conversion(org, PREFIX, (NOW, LATE))?, (0, 0));
            Ok((id, tx.last_delivery_of(org, kept.challenge)?))
        };
        let (id, last) = store.write(unit).await.unwrap();
        let last = last.expect("it is the newest of the challenge");
        assert_eq!(
            (last.id, last.state, last.reason.as_deref()),
            (id, MessageState::Suppressed, Some("number-day"))
        );
        assert_eq!(
            (last.attempts, last.handed_at, last.settled_at),
            (0, None, Some(in_minutes(1)))
        );
    });
}

async fn page(store: &Store, world: &World, filter: DeliveryFilter) -> Vec<DeliveryState> {
    let org = world.org;
    let mut all: Vec<DeliveryState> = Vec::new();
    loop {
        let before = all.last().map(|last| last.id).or(filter.before);
        let filter = DeliveryFilter { before, ..filter };
        let read = store.read(move |tx| tx.deliveries_page(org, &filter, 2));
        let some = read.await.unwrap();
        let last = some.len() < 2;
        all.extend(some);
        if last {
            return all;
        }
    }
}

#[test]
fn the_log_is_read_in_pages_from_the_newest_by_channel_state_and_gateway() {
    use MessageChannel::{Email, Sms, Voice};
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let kept = world.clone();
        let unit = move |tx: &mut Tx| {
            let second = add_gateway(tx, kept.org, "Second", &[Sms])?;
            let mut ids = vec![kept.delivery];
            for minute in 1..13 {
                let at = in_minutes(minute);
                ids.push(match minute % 4 {
                    0 => suppressed(tx, &kept, at)?,
                    turn => {
                        let (channel, gateway) = [
                            (Email, None),
                            (Sms, Some(kept.gateway)),
                            (Voice, Some(second)),
                        ][usize::try_from(turn - 1).unwrap()];
                        let price = None;
                        sent(
                            tx,
                            &kept,
                            Row {
                                at,
                                channel,
                                gateway,
                                price,
                            },
                        )?
                    }
                });
            }
            Ok((second, ids))
        };
        let (second, ids) = store.write(unit).await.unwrap();
        let of = |minutes: &[usize]| minutes.iter().map(|at| ids[*at]).collect::<Vec<_>>();
        let (state, everything) = (Some(MessageState::Sent), DeliveryFilter::default());
        for (channel, state, gateway, minutes) in [
            (None, None, None, (0..13).rev().collect::<Vec<_>>()),
            (Some(Email), None, None, vec![9, 5, 1]),
            (Some(Sms), None, None, vec![12, 10, 8, 6, 4, 2, 0]),
            (Some(Voice), state, None, vec![11, 7, 3]),
            (None, Some(MessageState::Suppressed), None, vec![12, 8, 4]),
            (Some(Sms), Some(MessageState::Waiting), None, vec![0]),
            (Some(Email), Some(MessageState::Suppressed), None, vec![]),
            (None, None, Some(second), vec![11, 7, 3]),
            (Some(Sms), state, Some(world.gateway), vec![10, 6, 2]),
            (Some(Voice), None, Some(world.gateway), vec![]),
            (None, Some(MessageState::Failed), Some(second), vec![]),
        ] {
            let filter = DeliveryFilter {
                channel,
                state,
                gateway,
                before: None,
            };
            let found: Vec<_> = page(&store, &world, filter)
                .await
                .iter()
                .map(|row| row.id)
                .collect();
            assert_eq!(found, of(&minutes), "{filter:?}");
        }
        let filter = DeliveryFilter {
            before: Some(ids[3]),
            ..everything
        };
        let found: Vec<_> = page(&store, &world, filter)
            .await
            .iter()
            .map(|row| row.id)
            .collect();
        assert_eq!(found, of(&[2, 1, 0]));
    });
}

#[test]
fn costs_are_counted_by_day_channel_and_currency_and_by_gateway() {
    use MessageChannel::{Email, Sms, Voice};
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let day = Timestamp::from_unix_millis(NOW.unix_millis() / 86_400_000 * 86_400_000);
        let kept = world.clone();
        let unit = move |tx: &mut Tx| {
            let own = Some(kept.gateway);
            let second = Some(add_gateway(tx, kept.org, "Second", &[Sms])?);
            let euro = Price {
                micros: 9,
                currency: "EUR",
            };
            let row = |hours, channel, gateway, price| Row {
                at: day + Span::hours(hours),
                channel,
                gateway,
                price,
            };
            for row in [
                row(1, Sms, own, Some(sek(100))),
                row(2, Sms, own, Some(sek(10))),
                row(3, Sms, second, Some(euro)),
                row(4, Voice, own, None),
                row(23, Email, None, None),
                row(25, Sms, own, Some(sek(1))),
            ] {
                sent(tx, &kept, row)?;
            }
            suppressed(tx, &kept, day + Span::hours(5))?;
            let costs = tx.message_costs(kept.org, day)?;
            let since = tx.message_costs(kept.org, day + Span::hours(24))?;
            let of = |tx: &mut Tx, gateway: Option<GatewayId>, hours| {
                tx.gateway_cost(kept.org, gateway.unwrap(), day + Span::hours(hours))
            };
            let gateways = (
                of(tx, own, 0)?,
                of(tx, own, 2)?,
                of(tx, second, 0)?,
                of(tx, second, 4)?,
            );
            Ok((costs, since, gateways))
        };
        let (costs, since, gateways) = store.write(unit).await.unwrap();
        let all: Vec<_> = costs
            .iter()
            .map(|cost| {
                (
                    cost.day,
                    cost.channel,
                    cost.currency.as_deref(),
                    cost.messages,
                    cost.parts,
                    cost.micros,
                )
            })
            .collect();
        let next = day + Span::hours(24);
        let expected = [
            (day, Email, None, 1, 2, 0),
            (day, Sms, Some("EUR"), 1, 2, 9),
            (day, Sms, Some("SEK"), 2, 4, 110),
            (day, Voice, None, 1, 2, 0),
            (next, Sms, Some("SEK"), 1, 2, 1),
        ];
        assert_eq!(all, expected);
        assert_eq!(since, costs[4..]);
        assert_eq!(gateways, (111, 11, 9, 0));
    });
}

#[test]
fn a_prefix_converts_as_far_as_its_codes_are_typed() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let unit = move |tx: &mut Tx| {
            let (org, challenge) = (world.org, world.challenge);
            let row = |minutes| Row {
                at: in_minutes(minutes),
                channel: MessageChannel::Sms,
                gateway: None,
                price: None,
            };
            assert_eq!(
                tx.conversion(org, PREFIX, (NOW, LATE))?,
                (0, 0),
                "it only waits"
            );
            for minutes in [-61, 1, 2] {
                sent(tx, &world, row(minutes))?;
            }
            ready(
                tx.claim_delivery(org, world.delivery, NOW, in_minutes(1))?
                    .expect("it is due"),
            );
            assert_eq!(
                tx.conversion(org, PREFIX, (NOW, LATE))?,
                (2, 0),
                "it is in hand"
            );
            assert!(tx.settle_delivery(org, world.delivery, 1, &BY_MAIL, NOW)?);
            assert_eq!(tx.conversion(org, PREFIX, (NOW, LATE))?, (3, 0));
            tx.mark_answered(org, challenge, in_minutes(1))?;
            tx.mark_answered(org, challenge, in_minutes(2))?;
            let state = tx
                .find_delivery_state(org, world.delivery)?
                .expect("it is there");
            assert_eq!(state.answered_at, Some(in_minutes(1)), "the first time");
            let by = |minutes| (NOW - Span::hours(2), in_minutes(minutes));
            assert_eq!(
                tx.conversion(org, PREFIX, by(1))?,
                (3, 1),
                "the last is being typed"
            );
            assert_eq!(
                tx.conversion(org, PREFIX, by(-99))?,
                (1, 1),
                "all but one are"
            );
            assert_eq!(tx.conversion(org, "+4670175", (NOW, LATE))?, (0, 0));
            assert_eq!(
                tx.conversion(org, PREFIX, (NOW - Span::hours(2), LATE))?,
                (4, 1)
            );
            tx.conversion(org, PREFIX, (NOW, LATE))
        };
        assert_eq!(store.write(unit).await.unwrap(), (3, 1));
    });
}

#[test]
fn the_recording_of_a_call_is_kept_until_it_is_reported_on_or_of_no_more_use() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let unit = move |tx: &mut Tx| {
            let org = world.org;
            let row = Row {
                at: NOW,
                channel: MessageChannel::Voice,
                gateway: Some(world.gateway),
                price: None,
            };
            let (one, other) = (sent(tx, &world, row)?, sent(tx, &world, row)?);
            let text = sent(
                tx,
                &world,
                Row {
                    channel: MessageChannel::Sms,
                    ..row
                },
            )?;
            assert!(
                tx.open_delivery_content(org, text, NOW)?.is_none(),
                "a text is wiped at once"
            );
            let end = in_minutes(15);
            for id in [one, other] {
                let kept = tx.open_delivery_content(org, id, end - Span::millis(1))?;
                assert_eq!(*kept.expect("a call fetches it"), MESSAGE);
                assert!(
                    tx.open_delivery_content(org, id, end)?.is_none(),
                    "it is over"
                );
            }
            let of = store::ReportOf::Own(one);
            let delivered = MessageState::Delivered;
            tx.report_delivery(org, world.gateway, &of, delivered, None, None, NOW)?;
            assert!(tx.open_delivery_content(org, one, NOW)?.is_none());
            assert_eq!(tx.wipe_kept_content(end - Span::millis(1), 10)?, 0);
            assert_eq!(tx.wipe_kept_content(end, 10)?, 1);
            assert!(tx.open_delivery_content(org, other, NOW)?.is_none());
            assert_eq!(tx.wipe_kept_content(end, 10)?, 0);
            tx.open_delivery_content(org, world.delivery, NOW)
                .map(|kept| kept.is_some())
        };
        assert!(
            store.write(unit).await.unwrap(),
            "what waits is not touched"
        );
    });
}

static WITHOUT_JOB: Statement =
    Statement::new("without_job", "DELETE FROM jobs WHERE organisation_id = $1");
static CONTENT: Statement = Statement::new(
    "content",
    "SELECT COUNT(*) FROM deliveries WHERE content IS NOT NULL",
);

#[test]
fn what_no_job_looks_after_is_settled_when_it_is_of_no_more_use() {
    each_way(async |store| {
        for (in_hand, slug) in [(true, "one"), (false, "two")] {
            let world = World::make(&store, slug).await;
            let kept = world.clone();
            let unit = move |tx: &mut Tx| {
                let (org, end) = (kept.org, in_minutes(15));
                if in_hand {
                    ready(
                        tx.claim_delivery(org, kept.delivery, NOW, NOW)?
                            .expect("it is due"),
                    );
                }
                assert_eq!(
                    tx.settle_deliveries_without_job(end, 10)?,
                    0,
                    "it has a job"
                );
                testing::execute(tx, &WITHOUT_JOB, &[(&org).into()])?;
                assert_eq!(
                    tx.settle_deliveries_without_job(end - Span::millis(1), 10)?,
                    0
                );
                assert_eq!(tx.settle_deliveries_without_job(end, 10)?, 1);
                Ok(testing::query(tx, &CONTENT, &[])? == [[Cell::Int(0)]])
            };
            assert!(store.write(unit).await.unwrap(), "its content is wiped");
            let is = state(&store, &world).await;
            let expected = if in_hand {
                MessageState::Unknown
            } else {
                MessageState::Expired
            };
            assert_eq!((is.state, is.settled_at), (expected, Some(in_minutes(15))));
        }
    });
}
