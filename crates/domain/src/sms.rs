//! The text of a text message: what it costs in parts, and how a code's text is put together so that it is always one.
//!
//! The code stands first, where a telephone's preview shows it, and once more on the last line, bound to our host, where telephones look
//! for it. Neither is ever lost to a long name.

mod gsm;
mod template;

pub use template::{Template, TemplateFault};

/// How a text message is written on the air.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// GSM 03.38: 160 septets in one part.
    Gsm7,
    /// UTF-16: 70 units in one part.
    Ucs2,
}

impl Encoding {
    /// The units of a part that stands alone.
    pub const fn one_part(self) -> usize {
        match self {
            Self::Gsm7 => 160,
            Self::Ucs2 => 70,
        }
    }

    /// The units of a part among several.
    pub const fn each_part(self) -> usize {
        match self {
            Self::Gsm7 => 153,
            Self::Ucs2 => 67,
        }
    }

    /// The units of one character.
    fn units(self, sign: char) -> usize {
        match self {
            Self::Gsm7 => gsm::septets(sign).unwrap_or(0),
            Self::Ucs2 => sign.len_utf16(),
        }
    }
}

/// What a text costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// How it is written.
    pub encoding: Encoding,
    /// Its units: septets, or units of UTF-16.
    pub units: usize,
    /// In how many parts it goes.
    pub parts: usize,
    /// How many more units fit into the last part.
    pub left_in_part: usize,
}

/// Measures a text. A character of two units is never cut by the border of a part: it moves on whole.
pub fn size(text: &str) -> Size {
    let encoding = if text.chars().all(|sign| gsm::septets(sign).is_some()) {
        Encoding::Gsm7
    } else {
        Encoding::Ucs2
    };
    let units = text.chars().map(|sign| encoding.units(sign)).sum();
    if units <= encoding.one_part() {
        return Size {
            encoding,
            units,
            parts: 1,
            left_in_part: encoding.one_part() - units,
        };
    }
    let (mut parts, mut filled) = (1, 0);
    for sign in text.chars() {
        let wide = encoding.units(sign);
        if filled + wide > encoding.each_part() {
            parts += 1;
            filled = 0;
        }
        filled += wide;
    }
    Size {
        encoding,
        units,
        parts,
        left_in_part: encoding.each_part() - filled,
    }
}

/// The text with typographic quotes, dashes, spaces and accents that the basic alphabet lacks written as it can write them. What has no
/// look-alike stays.
pub fn plain(text: &str) -> String {
    text.chars().map(gsm::look_alike).collect()
}

#[cfg(test)]
mod tests;
