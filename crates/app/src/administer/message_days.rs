//! Messages day by day, for the charts: what costs are counted from, with the days between on which nothing went.

use std::collections::BTreeMap;

use domain::message::MessageChannel;
use domain::time::{Span, Timestamp};
use store::MessageCost;

/// How many days are told, this one among them.
pub const DAYS: i64 = 28;

/// What went out on a day (UTC).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageDay {
    /// When it began.
    pub day: Timestamp,
    counts: Vec<(MessageChannel, i64)>,
    costs: BTreeMap<String, i64>,
}

impl MessageDay {
    /// How many messages went this way.
    pub fn of(&self, channel: MessageChannel) -> i64 {
        let counts = self.counts.iter().filter(|(way, _)| *way == channel);
        counts.map(|(_, count)| count).sum()
    }

    /// How many messages in all.
    pub fn messages(&self) -> i64 {
        self.counts.iter().map(|(_, count)| count).sum()
    }

    /// What they cost in this currency, in millionths.
    pub fn cost(&self, currency: &str) -> i64 {
        self.costs.get(currency).copied().unwrap_or(0)
    }
}

/// The last [`DAYS`] days, oldest first.
pub(super) fn message_days(costs: &[MessageCost], now: Timestamp) -> Vec<MessageDay> {
    let length = Span::days(1).as_millis();
    let today = Timestamp::from_unix_millis(now.unix_millis().div_euclid(length) * length);
    (0..DAYS)
        .map(|place| {
            let day = today - Span::days(DAYS - 1 - place);
            let mut one = MessageDay {
                day,
                counts: Vec::new(),
                costs: BTreeMap::new(),
            };
            for cost in costs.iter().filter(|cost| cost.day == day) {
                one.counts.push((cost.channel, cost.messages));
                if let Some(currency) = &cost.currency {
                    *one.costs.entry(currency.clone()).or_default() += cost.micros;
                }
            }
            one
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_unix_millis(1_800_000_123_456);

    fn cost(days_ago: i64, channel: MessageChannel, micros: i64) -> MessageCost {
        let length = Span::days(1).as_millis();
        let today = NOW.unix_millis().div_euclid(length) * length;
        MessageCost {
            day: Timestamp::from_unix_millis(today) - Span::days(days_ago),
            channel,
            currency: (micros > 0).then(|| "SEK".to_owned()),
            messages: 3,
            parts: 4,
            micros,
        }
    }

    #[test]
    fn every_day_is_there_and_holds_what_went_out_on_it() {
        let costs = [
            cost(0, MessageChannel::Sms, 900),
            cost(0, MessageChannel::Email, 0),
            cost(27, MessageChannel::Voice, 500),
            cost(28, MessageChannel::Sms, 7_000),
        ];
        let days = message_days(&costs, NOW);
        assert_eq!(days.len(), 28);
        assert!(days.is_sorted_by_key(|one| one.day));
        let (first, last) = (&days[0], &days[27]);
        assert_eq!(
            (first.of(MessageChannel::Voice), first.cost("SEK")),
            (3, 500)
        );
        assert_eq!((last.messages(), last.of(MessageChannel::Sms)), (6, 3));
        assert_eq!((last.cost("SEK"), last.cost("EUR")), (900, 0));
        assert_eq!(days[1..27].iter().map(MessageDay::messages).sum::<i64>(), 0);
    }
}
