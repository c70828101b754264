//! The text around a code: checked when it is written, put together so that it stays one part whatever the organisation is called.

use super::{Encoding, gsm, plain};

/// The longest host that a text must leave room for. A longer one still goes out whole; the words before it are cut.
const HOST_ROOM: usize = 40;

/// What is always left of an organisation's name.
const NAME_ROOM: usize = 10;

const CODE: &str = "{code}";
const ORGANISATION: &str = "{organisation}";
const MINUTES: &str = "{minutes}";

/// A stand-in for the code where lengths are measured.
const ANY_CODE: &str = "000000";

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateFault {
    /// The code is not in it.
    #[error("the text has no {{code}}")]
    NoCode,
    /// The code does not stand first, where a telephone's preview shows it.
    #[error("the text does not begin with {{code}}")]
    CodeNotFirst,
    /// The code stands in it twice.
    #[error("the text has {{code}} twice")]
    SecondCode,
    /// There is no such placeholder.
    #[error("{0} is no placeholder")]
    UnknownPlaceholder(String),
    /// A line begins with `@`: the last line does, and we write it.
    #[error("a line begins with @")]
    OriginLine,
    /// It holds a link: a code's message has none.
    #[error("the text holds a link")]
    Link,
    /// A character that cannot be typed.
    #[error("the text holds a control character")]
    Control,
    /// A character that would make two parts of it.
    #[error("{0} cannot be written in a short message")]
    Unwritable(char),
    /// It is longer than one part can be.
    #[error("the text is {over} characters too long")]
    TooLong {
        /// By how much.
        over: usize,
    },
}

impl TemplateFault {
    /// The stable code: `sms-template-<code>` is the text's key.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoCode => "no-code",
            Self::CodeNotFirst => "code-not-first",
            Self::SecondCode => "second-code",
            Self::UnknownPlaceholder(_) => "unknown-placeholder",
            Self::OriginLine => "origin-line",
            Self::Link => "link",
            Self::Control => "control",
            Self::Unwritable(_) => "unwritable",
            Self::TooLong { .. } => "too-long",
        }
    }
}

/// A text with its places for the code, the organisation and the minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template(String);

impl Default for Template {
    /// The barest text there is: the code and whose it is.
    fn default() -> Self {
        Self(format!("{CODE}: {ORGANISATION}"))
    }
}

impl Template {
    /// Reads a text. White space at its ends falls away, typographic signs become plain ones.
    pub fn parse(text: &str) -> Result<Self, TemplateFault> {
        let text = text.replace("\r\n", "\n");
        if text.chars().any(|sign| sign.is_control() && sign != '\n') {
            return Err(TemplateFault::Control);
        }
        let text = plain(&text).trim().to_owned();
        check_placeholders(&text)?;
        if text
            .lines()
            .any(|line| line.trim_start().starts_with(['@', '%']))
        {
            return Err(TemplateFault::OriginLine);
        }
        let lowered = text.to_ascii_lowercase();
        if ["http", "www.", "://"]
            .iter()
            .any(|link| lowered.contains(link))
        {
            return Err(TemplateFault::Link);
        }
        if let Some(sign) = text.chars().find(|sign| gsm::septets(*sign).is_none()) {
            return Err(TemplateFault::Unwritable(sign));
        }
        let read = Self(text);
        let longest = read.filled(ANY_CODE, &"x".repeat(NAME_ROOM), "10");
        let room = Encoding::Gsm7.one_part() - last_line(&"x".repeat(HOST_ROOM), ANY_CODE).len();
        match septets(&longest).saturating_sub(room) {
            0 => Ok(read),
            over => Err(TemplateFault::TooLong { over }),
        }
    }

    /// The text as an editor shows it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The finished message: one part of the basic alphabet, the code first and on the last line. A name too long for it is shortened; a
    /// host too long even for that cuts the words, never the code or the last line.
    pub fn render(&self, code: &str, organisation: &str, minutes: u8, host: &str) -> String {
        let last = last_line(host, code);
        let room = Encoding::Gsm7.one_part().saturating_sub(septets(&last));
        let name = written_name(organisation, host);
        let minutes = minutes.to_string();
        let around = septets(&self.filled(code, "", &minutes));
        let places = self.0.matches(ORGANISATION).count().max(1);
        let name_room = room.saturating_sub(around) / places;
        let name = shortened(&name, name_room);
        let words = self.filled(code, &name, &minutes);
        let words = cut(&words, room.max(septets(code)));
        format!("{words}{last}")
    }

    /// The words with the values in their places. What is put in is never read as a place again.
    fn filled(&self, code: &str, organisation: &str, minutes: &str) -> String {
        self.0
            .replace(MINUTES, minutes)
            .replace(CODE, code)
            .replace(ORGANISATION, organisation)
    }
}

fn check_placeholders(text: &str) -> Result<(), TemplateFault> {
    match text.matches(CODE).count() {
        0 => return Err(TemplateFault::NoCode),
        1 => {}
        _ => return Err(TemplateFault::SecondCode),
    }
    let rest = text.strip_prefix(CODE).ok_or(TemplateFault::CodeNotFirst)?;
    // Digits right behind the code would be taken for more of it.
    if rest.is_empty() || rest.starts_with(|sign: char| sign.is_alphanumeric() || sign == '{') {
        return Err(TemplateFault::CodeNotFirst);
    }
    let rest = rest.replace(ORGANISATION, "").replace(MINUTES, "");
    let Some(start) = rest.find(['{', '}']) else {
        return Ok(());
    };
    let end = rest[start..]
        .find('}')
        .map_or(rest.len(), |end| start + end + 1);
    Err(TemplateFault::UnknownPlaceholder(
        rest[start..end].chars().take(40).collect(),
    ))
}

/// An empty line and the line that binds the code to the host.
fn last_line(host: &str, code: &str) -> String {
    format!("\n\n@{host} #{code}")
}

/// A name as one line of the basic alphabet that cannot be taken for the last line (A52); the host where nothing is left of it.
fn written_name(organisation: &str, host: &str) -> String {
    let written: String = plain(organisation)
        .chars()
        .map(|sign| match sign {
            '@' | '#' | '{' | '}' => ' ',
            sign if sign.is_control() => ' ',
            sign => sign,
        })
        .filter(|sign| gsm::septets(*sign).is_some())
        .collect();
    let line = written.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().any(char::is_alphanumeric) {
        line
    } else {
        host.to_owned()
    }
}

/// A name within this many septets, with three dots where something is missing.
fn shortened(name: &str, most: usize) -> String {
    if septets(name) <= most {
        return name.to_owned();
    }
    if most <= 3 {
        return cut(name, most);
    }
    format!("{}...", cut(name, most - 3).trim_end())
}

/// The beginning of a text, as much as fits into this many septets.
fn cut(text: &str, most: usize) -> String {
    let mut taken = 0;
    text.chars()
        .take_while(|sign| {
            taken += gsm::septets(*sign).unwrap_or(0);
            taken <= most
        })
        .collect()
}

fn septets(text: &str) -> usize {
    text.chars()
        .map(|sign| gsm::septets(sign).unwrap_or(0))
        .sum()
}
