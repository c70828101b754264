//! A message that a factor wants delivered: words and a code, without layout. `app` lays it out and puts it into the outbox.

/// One line of a letter.
#[derive(Clone, PartialEq, Eq)]
pub enum Line {
    /// A paragraph.
    Text(String),
    /// A code, alone on its line.
    Code(String),
}

/// A message out. No Debug: it holds a code.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// `email`, `sms` or `voice`.
    pub channel: &'static str,
    /// A bare e-mail address or an E.164 number.
    pub to: String,
    /// The same, masked, as logs and pages may show it.
    pub masked: String,
    /// The subject, where the channel has one.
    pub subject: String,
    /// The body.
    pub lines: Vec<Line>,
    /// The body of a text message, finished: one part, the last line bound to our host.
    pub plain: Option<String>,
}

impl Letter {
    /// The code in it.
    pub fn code(&self) -> Option<&str> {
        self.lines.iter().find_map(|line| match line {
            Line::Code(code) => Some(code.as_str()),
            Line::Text(_) => None,
        })
    }
}

/// A name as it may stand in a sentence of a letter or a text file: one line, nothing that turns the direction of the text.
pub(crate) fn one_line(name: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let spaced: String = name
        .chars()
        .filter(|c| !turns(*c))
        .map(|c| {
            if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
                ' '
            } else {
                c
            }
        })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn a52_a_name_cannot_open_a_line_or_a_header() {
        assert_eq!(
            one_line("Kalle & Co\r\nBcc: mallory@example.org\0"),
            "Kalle & Co Bcc: mallory@example.org"
        );
        assert_eq!(one_line("a\u{202e}b\u{2028}c\u{2066}"), "ab c");
        assert_eq!(one_line("  Björkens\u{a0}Omsorg "), "Björkens Omsorg");
    }
}
