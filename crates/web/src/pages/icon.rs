//! The pictures, as inline SVG: they follow the colour of the text around them and need no request of their own.

use std::fmt;

use domain::factor::Profile;
use domain::message::MessageChannel;

/// A picture: markup written in this program, never by anybody else, and so never escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Svg(&'static str);

impl fmt::Display for Svg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl askama::filters::HtmlSafe for Svg {}

macro_rules! drawn {
    ($($(#[$about:meta])+ $name:ident = $shapes:literal;)+) => { $(
        $(#[$about])+
        pub const $name: Svg = Svg(concat!(
            r#"<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">"#,
            $shapes,
            "</svg>"
        ));
    )+ };
}

/// The product's mark: two steps.
pub const MARK: Svg = Svg(
    r#"<svg viewBox="0 0 32 32" fill="none" stroke="currentColor" stroke-width="3.2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M4 26h9v-9h9V8h6"/></svg>"#,
);

drawn! {
    /// An app with codes in it.
    APP = r#"<rect x="6" y="2.5" width="12" height="19" rx="2.5"/><path d="M9.5 9h5M9.5 12.5h5M11 18.5h2"/>"#;
    /// A telephone with a message.
    MESSAGE = r#"<path d="M4 5h16v11h-9l-4 4v-4H4z"/><path d="M8.5 10.5h.01M12 10.5h.01M15.5 10.5h.01"/>"#;
    /// A telephone's handset.
    HANDSET = r#"<path d="M5.5 3.5h3.2l1.6 4.2-2.2 1.6a11.5 11.5 0 0 0 6.6 6.6l1.6-2.2 4.2 1.6v3.2a2 2 0 0 1-2.1 2A16.5 16.5 0 0 1 3.5 5.6a2 2 0 0 1 2-2.1z"/>"#;
    /// A letter.
    LETTER = r#"<rect x="3" y="5" width="18" height="14" rx="2"/><path d="m3.5 7 8.5 6.5L20.5 7"/>"#;
    /// A fingerprint.
    FINGER = r#"<path d="M12 11v3.5c0 2-.4 4-1.3 5.8M8.5 19a13 13 0 0 0 1-5v-2.5a2.5 2.5 0 0 1 5 0v2c0 2.4-.4 4.7-1.2 6.8M5.8 16.5c.5-1.5.7-3 .7-4.5a5.5 5.5 0 0 1 11 0v1.5c0 1.7-.2 3.4-.6 5M4 8.5a9 9 0 0 1 16 1"/>"#;
    /// An identity card.
    CARD = r#"<rect x="2.5" y="5" width="19" height="14" rx="2"/><circle cx="8.5" cy="10.5" r="2"/><path d="M5.5 16c.4-1.6 1.5-2.4 3-2.4s2.6.8 3 2.4M15 10h3.5M15 13.5h3.5"/>"#;
    /// A sheet with codes on it.
    SHEET = r#"<path d="M6 3h8.5L19 7.5V21H6z"/><path d="M9.5 11.5h6M9.5 15h6"/>"#;
    /// A key: any other way.
    KEY = r#"<circle cx="8" cy="15.5" r="4.5"/><path d="M11.3 12.2 20 3.5M16 7.5l3 3"/>"#;
    /// A computer.
    COMPUTER = r#"<rect x="4.5" y="5" width="15" height="10.5" rx="1.5"/><path d="M2.5 19h19"/>"#;
    /// A padlock.
    LOCK = r#"<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.5V7.5a4 4 0 0 1 8 0v3M12 14.5v2"/>"#;
    /// A sign that points on.
    ONWARD = r#"<path d="m9 5 7 7-7 7"/>"#;
    /// The first of a row.
    FIRST = r#"<path d="m17 5-8 7 8 7M6 5v14"/>"#;
    /// The one before.
    PREVIOUS = r#"<path d="m15 5-7 7 7 7"/>"#;
    /// The last of a row.
    LAST = r#"<path d="m7 5 8 7-8 7M18 5v14"/>"#;
    /// One place up.
    UP = r#"<path d="m5 15 7-7 7 7"/>"#;
    /// One place down.
    DOWN = r#"<path d="m5 9 7 7 7-7"/>"#;
    /// Somebody who helps.
    PERSON = r#"<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.8-4 3.7-6 7.5-6s6.7 2 7.5 6"/>"#;
    /// Done.
    TICK = r#"<circle cx="12" cy="12" r="9"/><path d="m8 12.3 2.8 2.7L16 9.5"/>"#;
}

impl Svg {
    /// The picture for a factor, from what its profile says about it.
    pub fn of(profile: &Profile) -> Self {
        if profile.is_backup {
            SHEET
        } else if profile.needs.personal_number || profile.needs.service.is_some() {
            CARD
        } else if profile.phishing_resistant {
            FINGER
        } else if profile.needs.email {
            LETTER
        } else if profile.needs.gateway == Some(MessageChannel::Voice) {
            HANDSET
        } else if profile.needs.phone {
            MESSAGE
        } else if profile.starts_freely {
            APP
        } else {
            KEY
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_factor_has_a_picture_of_its_own() {
        let registry = factors::Registry::standard();
        let mut seen: Vec<Svg> = Vec::new();
        for factor in registry.iter() {
            let picture = Svg::of(factor.profile());
            let kind = &factor.profile().kind;
            assert!(!seen.contains(&picture), "{kind} looks like another");
            seen.push(picture);
        }
        assert!(seen.len() > 1);
    }
}
