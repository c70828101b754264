//! How long what is kept in the audit log, and for how long an address stays in it.
//!
//! An organisation decides it kind by kind of happening. What it says is bounded below: whoever may change it may not make away with what
//! happened this week.

use serde::{Deserialize, Serialize};

use super::EventKind;
use crate::time::Span;

/// What events have in common as far as keeping them goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Signing in and out, and the codes for it.
    SignIns,
    /// Messages that were sent, kept back or lost.
    Messages,
    /// Reading the log, and copies of what is on record.
    Reading,
    /// Everything that changed something, and whatever a later release tells.
    Changes,
}

impl Category {
    /// Every category, in the order in which pages show them.
    pub const ALL: [Self; 4] = [Self::SignIns, Self::Messages, Self::Reading, Self::Changes];

    /// Its stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignIns => "sign-ins",
            Self::Messages => "messages",
            Self::Reading => "reading",
            Self::Changes => "changes",
        }
    }

    /// The category of a kind. What is not named here changes something.
    pub const fn of(kind: EventKind) -> Self {
        use EventKind as K;
        match kind {
            K::PasswordChecked
            | K::FactorChecked
            | K::CodeSent
            | K::OrderBegun
            | K::OrderEnded
            | K::IdentityShown
            | K::SignedIn
            | K::SignedOut
            | K::Reauthenticated
            | K::EnrolmentPutOff
            | K::DeviceTrusted
            | K::SessionRevoked
            | K::PasswordResetAsked
            | K::SecondStepsFailing => Self::SignIns,
            K::DeliveryFailed | K::MessageSuppressed | K::MessageAlarm | K::TestMessageSent => {
                Self::Messages
            }
            K::AuditRead | K::AuditVerified => Self::Reading,
            _ => Self::Changes,
        }
    }

    /// The fewest days that it may be kept for.
    pub const fn least(self) -> u32 {
        match self {
            Self::SignIns | Self::Messages => 30,
            Self::Reading => 90,
            Self::Changes => 365,
        }
    }
}

/// The longest that anything may be told to be kept: a hundred years.
pub const MOST_DAYS: u32 = 36_525;

/// The fewest days for which an address stays.
pub const LEAST_ADDRESS_DAYS: u32 = 7;

/// What an organisation decided. Days of 24 hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Retention {
    /// For how long sign-ins are kept.
    pub sign_ins: u32,
    /// For how long what became of messages is kept.
    pub messages: u32,
    /// For how long it is kept who read the log.
    pub reading: u32,
    /// For how long changes are kept.
    pub changes: u32,
    /// After how many days the addresses that requests came from are erased.
    pub addresses: u32,
}

impl Default for Retention {
    /// Sign-ins, messages and reading thirteen months; changes seven years; addresses half a year.
    fn default() -> Self {
        Self {
            sign_ins: 396,
            messages: 396,
            reading: 396,
            changes: 2557,
            addresses: 180,
        }
    }
}

impl Retention {
    /// For how many days a category is kept.
    pub const fn days(&self, category: Category) -> u32 {
        match category {
            Category::SignIns => self.sign_ins,
            Category::Messages => self.messages,
            Category::Reading => self.reading,
            Category::Changes => self.changes,
        }
    }

    /// For how long events of this kind are kept. That somebody was erased stays for good: it names nobody, and it alone explains why the
    /// personal part of so many rows is gone.
    pub fn keeps(&self, kind: EventKind) -> Span {
        let days = match kind {
            EventKind::PersonErased => MOST_DAYS,
            _ => self.days(Category::of(kind)),
        };
        Span::days(days.into())
    }

    /// The same, with every field inside its bounds: what stands in a database may have been written by anybody who can write there.
    #[must_use]
    pub fn bounded(self) -> Self {
        let within = |days: u32, category: Category| days.clamp(category.least(), MOST_DAYS);
        Self {
            sign_ins: within(self.sign_ins, Category::SignIns),
            messages: within(self.messages, Category::Messages),
            reading: within(self.reading, Category::Reading),
            changes: within(self.changes, Category::Changes),
            addresses: self.addresses.clamp(LEAST_ADDRESS_DAYS, MOST_DAYS),
        }
    }

    /// For how long an address stays in the log.
    pub fn keeps_addresses(&self) -> Span {
        Span::days(self.addresses.into())
    }

    /// The fields that lie outside their bounds, with the least of each.
    pub fn out_of_bounds(&self) -> Vec<(&'static str, u32)> {
        let categories = Category::ALL.map(|one| (one.code(), self.days(one), one.least()));
        let addresses = ("addresses", self.addresses, LEAST_ADDRESS_DAYS);
        categories
            .into_iter()
            .chain([addresses])
            .filter(|(_, days, least)| !(*least..=MOST_DAYS).contains(days))
            .map(|(name, _, least)| (name, least))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn what_is_not_decided_is_as_usual_and_lies_within_its_bounds() {
        let usual: Retention = serde_json::from_str("{}").unwrap();
        assert_eq!(usual, Retention::default());
        assert_eq!(usual.out_of_bounds(), []);
    }

    #[test]
    fn nothing_can_be_made_away_with_at_once() {
        let nothing = Retention {
            sign_ins: 29,
            messages: 0,
            reading: 89,
            changes: 364,
            addresses: 6,
        };
        let least = [
            ("sign-ins", 30),
            ("messages", 30),
            ("reading", 90),
            ("changes", 365),
            ("addresses", 7),
        ];
        assert_eq!(nothing.out_of_bounds(), least);
        assert_eq!(nothing.clone().bounded().out_of_bounds(), []);
        let long = Retention {
            changes: MOST_DAYS + 1,
            ..Retention::default()
        };
        assert_eq!(long.out_of_bounds(), [("changes", 365)]);
    }

    #[test]
    fn what_changes_something_is_kept_longest() {
        let usual = Retention::default();
        assert_eq!(usual.keeps(EventKind::SignedIn), Span::days(396));
        assert_eq!(usual.keeps(EventKind::RoleChanged), Span::days(2557));
        assert_eq!(usual.keeps(EventKind::AuditTrimmed), Span::days(2557));
        assert_eq!(
            usual.keeps(EventKind::PersonErased),
            Span::days(MOST_DAYS.into())
        );
    }
}
