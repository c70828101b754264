//! Messages out: through which channel, how they stand, why one is kept back, and what an organisation may decide about them.
//!
//! Nothing here sends. The guards' numbers are the most that is allowed; an organisation can tighten them and never loosen them.

mod limits;
mod settings;

pub use limits::Limits;
pub use settings::{Bound, MessageSettings, SettingsRefusal, TextKey};

macro_rules! named {
    ($(#[$meta:meta])* $type:ident { $($(#[$doc:meta])* $name:ident => $code:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type { $($(#[$doc])* $name,)+ }

        impl $type {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Its name in the database.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// The one with this name.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == name)
            }
        }
    };
}

named! {
    /// What carries a message.
    MessageChannel {
        /// A mailbox.
        Email => "email",
        /// A text message.
        Sms => "sms",
        /// A telephone call that reads the code aloud.
        Voice => "voice",
    }
}

impl MessageChannel {
    /// Whether it goes to a telephone number.
    pub const fn is_phone(self) -> bool {
        matches!(self, Self::Sms | Self::Voice)
    }
}

named! {
    /// How a message stands. It only ever moves forwards.
    ///
    /// ```text
    /// waiting ► handing ┬► sent ┬► delivered
    ///                   │       ├► failed
    ///                   │       └► expired
    ///                   ├► failed | expired
    ///                   └► unknown ► (a report) delivered | failed | expired
    /// suppressed   a guard kept it back
    /// ```
    MessageState {
        /// It waits for its turn.
        Waiting => "waiting",
        /// Somebody is handing it over.
        Handing => "handing",
        /// A gateway or mail server took it.
        Sent => "sent",
        /// It arrived.
        Delivered => "delivered",
        /// Nobody took it, or it did not arrive.
        Failed => "failed",
        /// It came too late to be of use.
        Expired => "expired",
        /// The answer was lost: it may have gone, so nobody sends it again by themselves.
        Unknown => "unknown",
        /// A guard kept it back.
        Suppressed => "suppressed",
    }
}

impl MessageState {
    /// Whether nothing changes it any more. What is sent or unknown may still be reported on.
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Self::Delivered | Self::Failed | Self::Expired | Self::Suppressed
        )
    }
}

named! {
    /// Which guard kept a message back.
    Suppression {
        /// The number's country is not among those allowed.
        Country => "country",
        /// The number is of a kind that gets no codes.
        Class => "class",
        /// The account's hour is full.
        AccountHour => "account-hour",
        /// The number's ten minutes are full.
        NumberTenMinutes => "number-10m",
        /// The number's day is full.
        NumberDay => "number-day",
        /// Enough new numbers were tried for the account today.
        NewNumberDay => "new-number-day",
        /// The requester's address had its hour.
        AddressHour => "address-hour",
        /// Numbers like it had their hour.
        PrefixHour => "prefix-hour",
        /// Numbers like it ask for codes that nobody types.
        PrefixBlocked => "prefix-blocked",
        /// The country's day is full.
        CountryDay => "country-day",
        /// The organisation's day is full.
        OrganisationDay => "organisation-day",
        /// The organisation's money for the day is spent.
        MoneyDay => "money-day",
        /// The installation's day is full.
        InstallationDay => "installation-day",
        /// The number was called enough this hour.
        CallHour => "call-hour",
        /// No gateway works.
        NoGateway => "no-gateway",
    }
}

#[cfg(test)]
mod tests;
