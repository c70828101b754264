//! Which link opens the app in which browser, and whether the app finds its way back to the page.
//!
//! Browsers that call themselves another's name (Brave, an iPad that says it is a Mac) get what that one gets: the link works, and the
//! person goes back by hand.

use std::fmt::Write as _;

use super::data::{Device, Open, WayBack, Wish};
use crate::Setting;

/// What shows the page, as far as it decides about the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Browser {
    /// A computer, or anything not named below.
    Other { is_phone: bool },
    /// Chrome or Edge on Android 6 or newer: the system goes back to the browser by itself.
    Android,
    /// Safari on a telephone of Apple's: the only one where the app comes back to an https address.
    IosSafari,
    /// Chrome there: the app can reopen it, at no page.
    IosChrome,
    /// Firefox there, likewise.
    IosFirefox,
    /// Opera Touch there: takes an address under a scheme of its own.
    IosOperaTouch,
}

/// The oldest Android that opens the app by an https link.
const OLDEST_ANDROID: u32 = 6;

impl Browser {
    /// Reads a `User-Agent`.
    pub(super) fn of(user_agent: &str) -> Self {
        let has = |mark: &str| user_agent.contains(mark);
        if has("iPhone") || has("iPad") || has("iPod") {
            return Self::of_ios(user_agent);
        }
        if has("Android") {
            // Others are built on Chrome and say so too, and apps that show pages in themselves say `wv`.
            let is_its_own = has("Chrome/")
                && ![
                    "SamsungBrowser/",
                    "OPR/",
                    "Firefox/",
                    "Vivaldi/",
                    "DuckDuckGo/",
                    "; wv)",
                ]
                .iter()
                .any(|mark| has(mark));
            return if is_its_own && android(user_agent) >= OLDEST_ANDROID {
                Self::Android
            } else {
                Self::Other { is_phone: true }
            };
        }
        Self::Other {
            is_phone: has("Mobile"),
        }
    }

    fn of_ios(user_agent: &str) -> Self {
        let has = |mark: &str| user_agent.contains(mark);
        let marks = [
            ("CriOS/", Self::IosChrome),
            ("FxiOS/", Self::IosFirefox),
            ("OPT/", Self::IosOperaTouch),
        ];
        if let Some((_, browser)) = marks.into_iter().find(|(mark, _)| has(mark)) {
            return browser;
        }
        // An app that shows a page in itself has no `Version/` or no `Safari/`.
        let is_its_own = has("Safari/")
            && has("Version/")
            && !["EdgiOS/", "OPiOS/", "DuckDuckGo/", "GSA/"]
                .iter()
                .any(|mark| has(mark));
        if is_its_own {
            Self::IosSafari
        } else {
            Self::Other { is_phone: true }
        }
    }

    /// Whether it shows the page on something that is held in the hand.
    pub(super) fn is_phone(self) -> bool {
        !matches!(self, Self::Other { is_phone: false })
    }

    /// Where the app of this person is most likely.
    pub(super) fn likely(self) -> Device {
        if self.is_phone() {
            Device::This
        } else {
            Device::Other
        }
    }

    /// Where the app comes back to, where it comes back to this page: an address with this nonce.
    pub(super) fn way_back(self, page: &str, nonce: impl FnOnce() -> String) -> Option<WayBack> {
        let comes_back = self == Self::IosSafari && page.starts_with("https://");
        comes_back.then(nonce).map(|nonce| WayBack {
            address: format!("{page}?{}={nonce}", super::RETURNED),
            nonce,
        })
    }

    /// What the link says of the way back.
    fn redirect(self, page: &str) -> String {
        match (self, page.strip_prefix("https://")) {
            (Self::IosChrome, _) => "googlechromes://".to_owned(),
            (Self::IosFirefox, _) => "firefox://".to_owned(),
            (Self::IosOperaTouch, Some(rest)) => format!("touch-https://{rest}"),
            _ => "null".to_owned(),
        }
    }
}

/// The version of Android that a `User-Agent` tells.
fn android(user_agent: &str) -> u32 {
    let version = user_agent.split("Android ").nth(1).unwrap_or_default();
    let digits = version.split(|c: char| !c.is_ascii_digit()).next();
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// The link that opens the app for this order.
pub(super) fn link(setting: &Setting<'_>, wish: &Wish, open: &Open) -> String {
    let browser = Browser::of(&setting.visit.user_agent);
    let start = match browser {
        Browser::IosSafari | Browser::Android => "https://app.bankid.com/",
        _ => "bankid:///",
    };
    // The nonce goes to BankID alone, and comes back with the app: whoever sees the link, or sends it on, does not see it.
    let redirect = match &wish.way_back {
        Some(way) => way.page().to_owned(),
        None => browser.redirect(&setting.visit.page),
    };
    format!(
        "{start}?autostarttoken={}&redirect={}",
        encoded(&open.app_token),
        encoded(&redirect)
    )
}

/// The text as a value in an address.
fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests;
