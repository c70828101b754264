//! Texts with holes: what an administrator writes once, and what is filled in for each message.
//!
//! A template is taken apart when the gateway is opened and filled piece by piece; what is filled in is never read as a template again, and
//! the result is a value that the body's own encoder escapes. Nothing here joins strings into a body.

use crate::gateway::Sms;

/// What can be filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hole {
    /// The recipient, `+46701740605`.
    ToPlus,
    /// The recipient, `46701740605`.
    ToDigits,
    /// The recipient as it is dialled at home, `0701740605`.
    ToNational,
    /// The sender.
    From,
    /// The text.
    Text,
    /// The text, percent-encoded once more than the body needs.
    TextUrlencoded,
    /// Our own name for the message.
    Ref,
    /// Where reports shall go.
    CallbackUrl,
}

impl Hole {
    const ALL: [(&'static str, Self); 8] = [
        ("to_plus", Self::ToPlus),
        ("to_digits", Self::ToDigits),
        ("to_national", Self::ToNational),
        ("from", Self::From),
        ("text", Self::Text),
        ("text_urlencoded", Self::TextUrlencoded),
        ("ref", Self::Ref),
        ("callback_url", Self::CallbackUrl),
    ];

    /// Whether it names the recipient.
    pub(super) const fn is_recipient(self) -> bool {
        matches!(self, Self::ToPlus | Self::ToDigits | Self::ToNational)
    }

    /// Whether it holds the text.
    pub(super) const fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::TextUrlencoded)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Hole(Hole),
}

/// A text with holes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Template(Vec<Piece>);

impl Template {
    /// Takes a template apart. `{{` and `}}` stand for braces.
    pub(super) fn parse(typed: &str) -> Result<Self, &'static str> {
        let mut pieces = Vec::new();
        let mut literal = String::new();
        let mut rest = typed;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            literal.push_str(before);
            if let Some(after) = from.strip_prefix("{{") {
                literal.push('{');
                rest = after;
            } else if let Some(after) = from.strip_prefix("}}") {
                literal.push('}');
                rest = after;
            } else {
                let (name, after) = from
                    .strip_prefix('{')
                    .and_then(|inner| inner.split_once('}'))
                    .ok_or("a brace stands alone")?;
                let hole = Hole::ALL.iter().find(|(known, _)| *known == name);
                let (_, hole) = hole.ok_or("it has an unknown placeholder")?;
                if !literal.is_empty() {
                    pieces.push(Piece::Literal(std::mem::take(&mut literal)));
                }
                pieces.push(Piece::Hole(*hole));
                rest = after;
            }
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            pieces.push(Piece::Literal(literal));
        }
        Ok(Self(pieces))
    }

    /// The holes, as they come.
    pub(super) fn holes(&self) -> impl Iterator<Item = Hole> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Literal(_) => None,
            Piece::Hole(hole) => Some(*hole),
        })
    }

    /// The text, filled in. `None` where it is nothing but one hole and there is nothing to fill it with.
    pub(super) fn fill(&self, values: &Values) -> Option<String> {
        if let [Piece::Hole(hole)] = self.0.as_slice() {
            return values.find(*hole).map(str::to_owned);
        }
        let filled = self.0.iter().map(|piece| match piece {
            Piece::Literal(literal) => literal.as_str(),
            Piece::Hole(hole) => values.find(*hole).unwrap_or_default(),
        });
        Some(filled.collect())
    }
}

/// What is filled in for one message. No Debug: it holds a code and a number.
pub(super) struct Values {
    to_plus: String,
    to_digits: String,
    to_national: Option<String>,
    from: Option<String>,
    text: String,
    text_urlencoded: String,
    reference: String,
    callback_url: Option<String>,
}

impl Values {
    /// What this message fills in.
    pub(super) fn of(sms: &Sms) -> Self {
        Self {
            to_digits: sms.to.trim_start_matches('+').to_owned(),
            to_national: national(&sms.to),
            to_plus: sms.to.clone(),
            from: sms.from.clone(),
            text_urlencoded: percent_encoded(&sms.text),
            text: sms.text.clone(),
            reference: sms.reference.clone(),
            callback_url: sms.report_url.clone(),
        }
    }

    pub(super) fn find(&self, hole: Hole) -> Option<&str> {
        match hole {
            Hole::ToPlus => Some(&self.to_plus),
            Hole::ToDigits => Some(&self.to_digits),
            Hole::ToNational => self.to_national.as_deref(),
            Hole::From => self.from.as_deref(),
            Hole::Text => Some(&self.text),
            Hole::TextUrlencoded => Some(&self.text_urlencoded),
            Hole::Ref => Some(&self.reference),
            Hole::CallbackUrl => self.callback_url.as_deref(),
        }
    }
}

fn national(to: &str) -> Option<String> {
    let number = phonenumber::parse(None, to).ok()?;
    let shown = number.format().mode(phonenumber::Mode::National);
    let digits: String = shown
        .to_string()
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    Some(digits).filter(|digits| !digits.is_empty())
}

/// Every byte but letters, digits and `-._~` as `%XX`.
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            for nibble in [byte >> 4, byte & 0xf] {
                let digit = char::from_digit(u32::from(nibble), 16).unwrap_or('0');
                encoded.push(digit.to_ascii_uppercase());
            }
        }
    }
    encoded
}
