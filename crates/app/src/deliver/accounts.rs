//! Looks after the accounts at the gateways: what is left on them, and whether it will last.
//!
//! One node an hour asks each gateway for its balance. An account that is nearly empty, by the mark or by the days it lasts at the present
//! rate, is told of by mail. What a gateway answers here also ends or begins its trouble, so that a refilled account works again by itself.

use std::sync::Arc;
use std::time::Duration;

use connect::gateway::{Money, Unsent};
use domain::id::OrganisationId;
use domain::message::MessageSettings;
use domain::time::{Span, Timestamp};
use store::{Price, Tx};
use tokio::sync::watch;

use crate::alarms::{self, Alarm};
use crate::{App, Clock, Fault, message_settings, trouble};

/// How often a balance is read, and how often it is looked whether that is due. Just under the hour, so that a look that comes a little early is not an hour late.
const READ_EVERY: Span = Span::minutes(59);
const LOOKS_EVERY: Duration = Duration::from_mins(1);

/// The days from which the present rate is reckoned.
const RATE_OVER: i64 = 7;

/// Looks after the accounts until `stop` says true.
pub async fn accounts_worker(
    app: Arc<App>,
    clock: Arc<dyn Clock>,
    mut stop: watch::Receiver<bool>,
) {
    while !*stop.borrow() {
        if let Err(fault) = read_balances(&app, clock.now()).await {
            tracing::warn!(%fault, "balances could not be read");
        }
        tokio::select! {
            () = tokio::time::sleep(LOOKS_EVERY) => {}
            gone = stop.changed() => if gone.is_err() { return },
        }
    }
}

/// Reads the balances that are due at `now`, and tells how many gateways were asked.
pub async fn read_balances(app: &Arc<App>, now: Timestamp) -> Result<usize, Fault> {
    let organisations = app.store.read(store::ReadTx::gateway_organisations).await?;
    let mut asked = 0;
    for organisation in organisations {
        let due =
            move |tx: &mut Tx| tx.take_budget(organisation, b"balances", 1, 1, READ_EVERY, now);
        if app.store.write(due).await?.is_none() {
            continue;
        }
        // One organisation's trouble is not the others'.
        match read_of(app, organisation, now).await {
            Ok(some) => asked += some,
            Err(fault) => tracing::warn!(%organisation, %fault, "balances could not be read"),
        }
    }
    Ok(asked)
}

/// Reads the balances of one organisation now.
pub async fn read_of(
    app: &Arc<App>,
    organisation: OrganisationId,
    now: Timestamp,
) -> Result<usize, Fault> {
    let rows = app
        .store
        .read(move |tx| tx.gateways_of(organisation))
        .await?;
    let mut asked = 0;
    for row in rows.into_iter().filter(|row| row.active) {
        let Ok(gateway) = app.gateways.open(&row) else {
            continue;
        };
        asked += 1;
        match gateway.balance(now.unix_millis()).await {
            Ok(Some(balance)) => note(app, organisation, row, balance, now).await?,
            Err(Unsent::Account { why, .. }) => {
                trouble::note(app, organisation, &row, why.code(), now).await?;
            }
            Ok(None) | Err(_) => {}
        }
    }
    Ok(asked)
}

async fn note(
    app: &Arc<App>,
    organisation: OrganisationId,
    row: store::Gateway,
    balance: Money,
    now: Timestamp,
) -> Result<(), Fault> {
    let inner = Arc::clone(app);
    let unit = move |tx: &mut Tx| {
        let price = Price {
            micros: balance.micros,
            currency: &balance.currency,
        };
        tx.set_gateway_balance(organisation, row.id, price, now)?;
        if row.trouble.is_some() && balance.micros > 0 {
            tx.set_gateway_trouble(organisation, row.id, None, now)?;
        }
        let own = tx.organisation(organisation)?;
        let settings = message_settings::of(tx, &inner, &own)?;
        let spent = spent_a_day(tx, organisation, &row, now)?;
        if is_low(&settings, &balance, spent) {
            let alarm = Alarm::BalanceLow {
                gateway: row.id,
                name: row.name.clone(),
                left: words(&balance),
            };
            alarms::raise(tx, &inner, &own, &alarm, now)?;
        }
        Ok(())
    };
    Ok(app.store.write(unit).await?)
}

/// What this gateway cost a day, over the last week, in millionths of its currency.
fn spent_a_day(
    tx: &mut Tx,
    organisation: OrganisationId,
    row: &store::Gateway,
    now: Timestamp,
) -> Result<i64, Fault> {
    let since = now - Span::days(RATE_OVER);
    Ok(tx.gateway_cost(organisation, row.id, since)? / RATE_OVER)
}

fn is_low(settings: &MessageSettings, balance: &Money, spent_a_day: i64) -> bool {
    let below = settings
        .low_mark_micros
        .is_some_and(|mark| balance.micros <= mark);
    let days = i64::from(settings.low_mark_days);
    let short = spent_a_day > 0 && balance.micros / spent_a_day < days;
    below || short || balance.micros <= 0
}

/// An amount for people: `12.50 SEK`.
fn words(money: &Money) -> String {
    let hundredths = money.micros / 10_000;
    format!(
        "{}.{:02} {}",
        hundredths / 100,
        (hundredths % 100).abs(),
        money.currency
    )
}
