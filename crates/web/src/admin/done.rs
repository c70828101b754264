//! What was done, as the page says after the form led on: words from a fixed list, never from the address.

use crate::arrival::Arrival;
use crate::reply::Reply;

/// Something that was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Done {
    GatewayAdded,
    GatewayChanged,
    GatewayRemoved,
    GatewayOn,
    GatewayOff,
    GatewayMoved,
    SettingsSaved,
    WordingSaved,
    WordingUsual,
    TestSent,
}

impl Done {
    pub(super) const ALL: [Self; 10] = [
        Self::GatewayAdded,
        Self::GatewayChanged,
        Self::GatewayRemoved,
        Self::GatewayOn,
        Self::GatewayOff,
        Self::GatewayMoved,
        Self::SettingsSaved,
        Self::WordingSaved,
        Self::WordingUsual,
        Self::TestSent,
    ];

    /// Its word in an address; `admin-done-<code>` says it.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::GatewayAdded => "gateway-added",
            Self::GatewayChanged => "gateway-changed",
            Self::GatewayRemoved => "gateway-removed",
            Self::GatewayOn => "gateway-on",
            Self::GatewayOff => "gateway-off",
            Self::GatewayMoved => "gateway-moved",
            Self::SettingsSaved => "settings-saved",
            Self::WordingSaved => "wording-saved",
            Self::WordingUsual => "wording-usual",
            Self::TestSent => "test-sent",
        }
    }

    /// On to the page that says so.
    pub(super) fn onward(self, page: &str) -> Reply {
        Reply::onward(&format!("{page}?done={}", self.code()))
    }

    /// What this address says was done.
    pub(super) fn told(arrival: &Arrival) -> Option<String> {
        let code = arrival.query.get("done")?;
        let done = Self::ALL.into_iter().find(|done| done.code() == code)?;
        Some(arrival.text.get(&format!("admin-done-{}", done.code())))
    }
}
