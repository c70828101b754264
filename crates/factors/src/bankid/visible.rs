//! What the app shows: who asks, and what for. Plain text, of signs that every app draws.

use domain::eid::CallInitiator;

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
        // Who called is told too: whoever says so knows it.
        Occasion::Call => return call_text(setting, CallInitiator::User),
    };
    let host = plain(&setting.organisation.host());
    let what = setting.text.with1(key, "organisation", name(setting));
    let warning = setting
        .text
        .with1("factor-bankid-visible-warning", "host", host);
    written(&what, &warning)
}

/// The text for somebody who has support on the telephone, in the person's language.
pub(super) fn call_text(setting: &Setting<'_>, caller: CallInitiator) -> String {
    let key = match caller {
        CallInitiator::User => "factor-bankid-visible-call-user",
        CallInitiator::Us => "factor-bankid-visible-call-us",
    };
    let what = setting.text.with1(key, "organisation", name(setting));
    let warning = setting.text.get("factor-bankid-visible-call-warning");
    written(&what, &warning)
}

fn name(setting: &Setting<'_>) -> String {
    let name = plain(&setting.organisation.name);
    name.chars().take(LONGEST_NAME).collect()
}

fn written(what: &str, warning: &str) -> String {
    let mut text = format!("{}\n\n{}", plain(what), plain(warning));
    text.truncate(text.floor_char_boundary(MOST_BYTES));
    text
}

/// The text on one line, of signs that are safe to show. Signs that belong to a letter are left out, dashes become hyphens, and whatever
/// else is none becomes a space.
fn plain(text: &str) -> String {
    let shown = |c: char| match c {
        '\'' | '\u{2019}' | '\u{ad}' | '\u{300}'..='\u{36f}' => None,
        '\u{2010}'..='\u{2015}' => Some('-'),
        c if c.is_alphanumeric() || ".,:;!?()-/@&+#*".contains(c) => Some(c),
        _ => Some(' '),
    };
    let spaced: String = text.chars().filter_map(shown).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use text::Language;

    use super::*;
    use crate::Registry;
    use crate::testing::World;

    const ALL: [Occasion; 4] = [
        Occasion::SignIn,
        Occasion::Confirm,
        Occasion::Bind,
        Occasion::Recover,
    ];

    #[test]
    fn the_app_names_the_organisation_the_purpose_and_the_address() {
        let mut world = World::new(&Registry::standard());
        assert_eq!(
            text(&world.setting(), Occasion::SignIn),
            "Logga in hos Björkens Omsorg.\n\nLegitimera dig bara om du själv har börjat på login.example.se. Avbryt om någon har bett dig göra det."
        );
        for language in Language::ALL {
            world.speak(language);
            let texts = ALL.map(|occasion| text(&world.setting(), occasion));
            for (at, text) in texts.iter().enumerate() {
                assert!(text.contains("Björkens Omsorg"), "{text}");
                assert!(text.contains("login.example.se"), "{text}");
                assert!(!texts[..at].contains(text), "each purpose has its own");
            }
        }
    }

    #[test]
    fn whatever_it_is_called_only_safe_signs_reach_the_app() {
        let mut world = World::new(&Registry::standard());
        for (name, shown) in [
            ("Kalle's Va\u{30a}rd\u{2014}Norr", "Kalles Vard-Norr"),
            ("<b>A</b>\r\n# B | C_D \u{202e}E", "b A /b # B C D E"),
            ("\"\u{201d}\u{1f600}", ""),
        ] {
            name.clone_into(&mut world.organisation.name);
            let text = text(&world.setting(), Occasion::Bind);
            let first = format!("Koppla ditt BankID till ditt konto hos {shown}");
            assert!(text.starts_with(first.trim_end()), "{text}");
            let safe = |c: char| c.is_alphanumeric() || ".,:;!?()-/@&+#* \n".contains(c);
            assert!(text.chars().all(safe), "{text}");
            assert_eq!(text.lines().count(), 3, "the name begins no line: {text}");
        }
    }

    #[test]
    fn it_is_never_longer_than_bankid_takes() {
        let mut world = World::new(&Registry::standard());
        world.organisation.name = "Ö".repeat(10_000);
        world.organisation.base_url = format!("https://{}example.se", "aaaaaaaaa.".repeat(200));
        for occasion in ALL {
            let text = text(&world.setting(), occasion);
            assert!(text.len().div_ceil(3) * 4 <= 1_500, "{}", text.len());
            assert!(
                text.contains("\n\nLegitimera dig bara"),
                "a name hides nothing"
            );
        }
    }
}
