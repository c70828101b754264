//! Guards against pumping: what stands between a request for a code and a message that somebody pays for (A26, A27).
//!
//! Every message by telephone passes here, in the unit that writes it. A message that a guard keeps back is written into the log and
//! nowhere else; the browser is answered as if it had gone out, so that nobody learns where the limits lie. The narrow limits are asked
//! first: what they keep back takes nothing from the wide ones, so that one number, account or address cannot use up what everybody shares.

use std::net::IpAddr;

use domain::id::{OrganisationId, UserId};
use domain::message::{Limits, MessageChannel, MessageSettings, Suppression};
use domain::organisation::Organisation;
use domain::phone::PhoneNumber;
use domain::time::{Span, Timestamp};
use store::Tx;

use crate::alarms::{self, Alarm};
use crate::throttle;
use crate::{App, Fault};

/// A message that wants to go out.
pub(crate) struct Going<'a> {
    /// In whose name.
    pub(crate) organisation: &'a Organisation,
    /// How it sends its messages.
    pub(crate) settings: &'a MessageSettings,
    /// To whom.
    pub(crate) user: UserId,
    /// Where to.
    pub(crate) number: &'a PhoneNumber,
    /// As a text or a call.
    pub(crate) channel: MessageChannel,
    /// Whether the number is only claimed so far.
    pub(crate) is_new: bool,
    /// Where the request came from.
    pub(crate) address: IpAddr,
}

/// Parts of the day at which a ceiling is told of, in percent.
const TOLD_AT: [i64; 3] = [50, 80, 100];

/// How long an unanswered prefix is watched, and for how long it is closed.
const WATCHED_FOR: Span = Span::hours(1);

/// After this long a code that was not typed counts as unanswered: twenty people who all sign in at eight are no pump.
const TYPED_WITHIN: Span = Span::minutes(5);

const DAY: Span = Span::hours(24);
const HOUR: Span = Span::hours(1);

/// Takes the message from every budget that it counts against; the first that is spent keeps it back.
pub(crate) fn pass(
    tx: &mut Tx,
    app: &App,
    going: &Going<'_>,
    now: Timestamp,
) -> Result<Result<(), Suppression>, Fault> {
    if let Err(kept_back) = reachable(going) {
        return Ok(Err(kept_back));
    }
    if is_blocked(tx, app, going, now)? {
        return Ok(Err(Suppression::PrefixBlocked));
    }
    for budget in narrow(going) {
        if budget.take(tx, going.organisation.id, now)?.is_none() {
            return Ok(Err(budget.spent));
        }
    }
    ceilings(tx, app, going, now)
}

fn reachable(going: &Going<'_>) -> Result<(), Suppression> {
    let Going {
        organisation,
        settings,
        number,
        channel,
        ..
    } = going;
    if !organisation.phone_channels.contains(channel) {
        return Err(Suppression::NoGateway);
    }
    if !settings.countries.contains(&number.country()) {
        return Err(Suppression::Country);
    }
    number
        .check_reach(*channel, &settings.countries)
        .map_err(|_| Suppression::Class)
}

/// So much of something in so long.
struct Budget {
    key: String,
    amount: i64,
    limit: i64,
    window: Span,
    spent: Suppression,
}

impl Budget {
    fn take(
        &self,
        tx: &mut Tx,
        organisation: OrganisationId,
        now: Timestamp,
    ) -> Result<Option<i64>, Fault> {
        Ok(tx.take_budget(
            organisation,
            self.key.as_bytes(),
            self.amount,
            self.limit,
            self.window,
            now,
        )?)
    }
}

/// The budgets of one account, number, requester and neighbourhood, in the order in which they are asked.
fn narrow(going: &Going<'_>) -> Vec<Budget> {
    let Going {
        settings,
        user,
        number,
        channel,
        ..
    } = going;
    let limits: &Limits = &settings.limits;
    let way = channel.as_str();
    let one = |what: &str, of: &dyn std::fmt::Display, limit: u32, window, spent| Budget {
        key: format!("{way}\0{what}\0{of}"),
        amount: 1,
        limit: i64::from(limit),
        window,
        spent,
    };
    let to = number.e164();
    let mut budgets = vec![one(
        "account",
        user,
        limits.per_account_hour,
        HOUR,
        Suppression::AccountHour,
    )];
    if going.is_new {
        budgets.push(one(
            "new numbers",
            user,
            limits.new_numbers_day,
            DAY,
            Suppression::NewNumberDay,
        ));
    }
    if *channel == MessageChannel::Voice {
        budgets.push(one(
            "calls",
            &to,
            limits.calls_number_hour,
            HOUR,
            Suppression::CallHour,
        ));
    }
    let is_home = number.country() == settings.home;
    budgets.extend([
        one(
            "number 10m",
            &to,
            limits.per_number_10m,
            Span::minutes(10),
            Suppression::NumberTenMinutes,
        ),
        one(
            "number 24h",
            &to,
            limits.per_number_day,
            DAY,
            Suppression::NumberDay,
        ),
        one(
            "requester",
            &throttle::prefix(going.address),
            limits.per_address_hour,
            HOUR,
            Suppression::AddressHour,
        ),
        one(
            "prefix",
            &number.prefix(),
            if is_home {
                limits.prefix_hour_home
            } else {
                limits.prefix_hour_abroad
            },
            HOUR,
            Suppression::PrefixHour,
        ),
    ]);
    budgets
}

/// The ceilings of a day: of a country, of the organisation in messages and in money, and of the installation. Each is told of on its way.
fn ceilings(
    tx: &mut Tx,
    app: &App,
    going: &Going<'_>,
    now: Timestamp,
) -> Result<Result<(), Suppression>, Fault> {
    let Going {
        organisation,
        settings,
        number,
        ..
    } = going;
    let limits = &settings.limits;
    let country = number.country();
    let mut all = vec![
        Budget {
            key: format!("day\0country\0{}", country.as_str()),
            amount: 1,
            limit: i64::from(limits.country_day),
            window: DAY,
            spent: Suppression::CountryDay,
        },
        Budget {
            key: "day\0messages".to_owned(),
            amount: 1,
            limit: i64::from(limits.organisation_day),
            window: DAY,
            spent: Suppression::OrganisationDay,
        },
    ];
    let price = settings.prices.get(&country).copied().unwrap_or(0);
    if let Some(limit) = limits.money_day_micros.filter(|_| price > 0) {
        all.push(Budget {
            key: "day\0money".to_owned(),
            amount: price,
            limit,
            window: DAY,
            spent: Suppression::MoneyDay,
        });
    }
    for ceiling in &all {
        let taken = ceiling.take(tx, organisation.id, now)?;
        tell(tx, app, organisation, ceiling, taken, now)?;
        if taken.is_none() {
            return Ok(Err(ceiling.spent));
        }
    }
    let installation = Budget {
        key: "day\0messages".to_owned(),
        amount: 1,
        limit: i64::from(app.gateways.installation_day()),
        window: DAY,
        spent: Suppression::InstallationDay,
    };
    let taken = installation.take(tx, OrganisationId::INSTALLATION, now)?;
    // The operator's to know: how much the others send is no organisation's business.
    if let Some(percent) = passed(&installation, taken) {
        tracing::warn!(
            percent,
            "the day's ceiling for messages of the installation"
        );
    }
    Ok(taken.map(|_| ()).ok_or(installation.spent))
}

/// The part of a ceiling, in percent, that this message has just used up.
fn passed(ceiling: &Budget, taken: Option<i64>) -> Option<i64> {
    let Some(count) = taken else {
        return Some(100);
    };
    TOLD_AT.into_iter().rev().find(|percent| {
        let mark = (ceiling.limit * percent + 99) / 100;
        count >= mark && count - ceiling.amount < mark
    })
}

/// Tells the administrators when a ceiling is half, almost or wholly used up.
fn tell(
    tx: &mut Tx,
    app: &App,
    organisation: &Organisation,
    ceiling: &Budget,
    taken: Option<i64>,
    now: Timestamp,
) -> Result<(), Fault> {
    let Some(percent) = passed(ceiling, taken) else {
        return Ok(());
    };
    let alarm = Alarm::Ceiling {
        which: ceiling.spent,
        percent,
    };
    alarms::raise(tx, app, organisation, &alarm, now)
}

/// Whether the numbers around this one take codes and never bring them back: that is what pumping looks like.
fn is_blocked(tx: &mut Tx, app: &App, going: &Going<'_>, now: Timestamp) -> Result<bool, Fault> {
    let Going {
        organisation,
        settings,
        number,
        ..
    } = going;
    let limits = &settings.limits;
    let prefix = number.prefix();
    let (sent, answered) = tx.conversion(
        organisation.id,
        prefix,
        (now - WATCHED_FOR, now - TYPED_WITHIN),
    )?;
    let blocked = sent >= i64::from(limits.conversion_least)
        && answered * 100 < sent * i64::from(limits.conversion_percent);
    if blocked {
        let shown = format!("{prefix}••••");
        let alarm = Alarm::PrefixBlocked { prefix: shown };
        alarms::raise(tx, app, organisation, &alarm, now)?;
    }
    Ok(blocked)
}
