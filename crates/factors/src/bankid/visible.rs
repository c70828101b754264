//! What the app shows: who asks, and what for. Plain text, of signs that every app draws.

use crate::Setting;
use crate::live::Occasion;

/// BankID takes 1 500 signs of base64: so many bytes.
const MOST_BYTES: usize = 1_125;
/// A longer name of an organisation is cut, so that what follows it is seen.
const LONGEST_NAME: usize = 80;

/// The text for this occasion, in the person's language.
pub(super) fn text(setting: &Setting<'_>, occasion: Occasion) -> String {
    let key = match occasion {
        Occasion::SignIn => "factor-bankid-visible-sign-in",
        Occasion::Confirm => "factor-bankid-visible-confirm",
        Occasion::Bind => "factor-bankid-visible-bind",
        Occasion::Recover => "factor-bankid-visible-recover",
    };
    let name: String = plain(&setting.organisation.name)
        .chars()
        .take(LONGEST_NAME)
        .collect();
    let host = plain(&setting.organisation.host());
    let what = setting.text.with1(key, "organisation", name);
    let warning = setting
        .text
        .with1("factor-bankid-visible-warning", "host", host);
    let mut text = format!("{}\n\n{}", plain(&what), plain(&warning));
    text.truncate(text.floor_char_boundary(MOST_BYTES));
    text
}

/// The text on one line, of signs that are safe to show; what is none becomes a space.
fn plain(text: &str) -> String {
    let safe = |c: char| c.is_alphanumeric() || ".,:;!?()-/@&+#*".contains(c);
    let spaced: String = text
        .chars()
        .map(|c| if safe(c) { c } else { ' ' })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
