//! Which languages there are, and which one a browser asks for.

use unic_langid::{LanguageIdentifier, langid};

/// A language of the pages and messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// Swedish.
    Sv,
    /// English, in British spelling.
    En,
}

impl Language {
    /// Every language there is, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Sv, Self::En];

    /// The code in `<html lang>`, in links and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Sv => "sv",
            Self::En => "en",
        }
    }

    /// Reads a code; a region or script after it (`sv-FI`, `en_GB`) does not matter.
    pub fn from_code(code: &str) -> Option<Self> {
        let primary = code.trim().split(['-', '_']).next()?;
        Self::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(primary))
    }

    /// The language that an `Accept-Language` header wants most, or `None` where it wants neither.
    ///
    /// What is malformed in the header is passed over, and so is `*`: it wants anything, which the caller's own
    /// default is.
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut best: Option<(Self, u16)> = None;
        for range in header.split(',') {
            let (code, weight) = range.split_once(';').unwrap_or((range, "q=1"));
            let (Some(language), Some(weight)) = (Self::from_code(code), thousandths(weight))
            else {
                continue;
            };
            if weight > best.map_or(0, |(_, weight)| weight) {
                best = Some((language, weight));
            }
        }
        best.map(|(language, _)| language)
    }

    /// The identifier by which plurals are chosen.
    pub(crate) fn identifier(self) -> LanguageIdentifier {
        match self {
            Self::Sv => langid!("sv"),
            Self::En => langid!("en"),
        }
    }
}

/// A weight as RFC 9110 §12.4.2 writes it – `q=0.8`, at most three decimals – in thousandths.
fn thousandths(weight: &str) -> Option<u16> {
    let (name, value) = weight.split_once('=')?;
    let (whole, decimals) = value.trim().split_once('.').unwrap_or((value.trim(), ""));
    let well_formed = name.trim().eq_ignore_ascii_case("q")
        && decimals.len() <= 3
        && decimals.bytes().all(|byte| byte.is_ascii_digit());
    match whole {
        "0" if well_formed => format!("{decimals:0<3}").parse().ok(),
        "1" if well_formed && decimals.bytes().all(|byte| byte == b'0') => Some(1_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_read_with_or_without_its_region() {
        for language in Language::ALL {
            assert_eq!(Language::from_code(language.code()), Some(language));
        }
        assert_eq!(Language::from_code("sv-FI"), Some(Language::Sv));
        assert_eq!(Language::from_code("EN_gb"), Some(Language::En));
        for code in ["", "svenska", "s", "no", "-sv", "*"] {
            assert_eq!(Language::from_code(code), None, "{code}");
        }
    }

    #[test]
    fn the_language_a_browser_wants_most_is_found() {
        let headers = [
            ("sv-SE,sv;q=0.9,en-US;q=0.8,en;q=0.7", Some(Language::Sv)),
            ("en-GB,en;q=0.9,sv;q=0.8", Some(Language::En)),
            ("de-DE,de;q=0.9,en;q=0.2,sv;q=0.3", Some(Language::Sv)),
            ("nb-NO, en;q=0.5", Some(Language::En)),
            ("sv;q=0, en;q=0.001", Some(Language::En)),
            ("en;q=0.5, sv;q=0.5", Some(Language::En)),
            ("sv;q=0.50, en;q=0.501", Some(Language::En)),
            ("de, fr", None),
            ("*", None),
            ("", None),
            ("sv;q=0", None),
            ("sv;q=1.5, en;q=0.1", Some(Language::En)),
            ("sv;q=abc;q=1,,;,en ; Q=0.4", Some(Language::En)),
        ];
        for (header, language) in headers {
            assert_eq!(Language::from_accept_language(header), language, "{header}");
        }
    }

    proptest! {
        #[test]
        fn no_header_makes_reading_fall_over(header in "\\PC{0,80}", weight in "[0-9.=q;, svn-]{0,40}") {
            let _ = Language::from_accept_language(&header);
            let _ = Language::from_accept_language(&weight);
        }
    }
}
