//! The alphabet of text messages: GSM 03.38.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

/// Characters of one septet. ESC is none: it only opens those of two.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/// Characters of two septets: ESC and another.
const EXTENSION: &str = "\u{c}^{}\\[~]|€";

/// How many septets a character takes; `None` where the alphabet has no such character.
pub(super) fn septets(sign: char) -> Option<usize> {
    if BASIC.contains(sign) {
        Some(1)
    } else if EXTENSION.contains(sign) {
        Some(2)
    } else {
        None
    }
}

/// A character as the alphabet can write it; the character itself where there is no look-alike.
pub(super) fn look_alike(sign: char) -> Cow<'static, str> {
    if septets(sign).is_some() {
        return sign.to_string().into();
    }
    let alike = match sign {
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{b4}' | '`' => "'",
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '«' | '»' => "\"",
        '‹' => "<",
        '›' => ">",
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '•' | '·' => "-",
        '…' => "...",
        '\t' | '\u{2028}' | '\u{2029}' | '\u{85}' => " ",
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => "",
        'ç' => "c",
        'ł' => "l",
        'Ł' => "L",
        'đ' | 'ð' => "d",
        'Đ' | 'Ð' => "D",
        'þ' => "th",
        'Þ' => "Th",
        'œ' => "oe",
        'Œ' => "OE",
        'ı' => "i",
        _ if sign.is_whitespace() => " ",
        _ => return without_accent(sign),
    };
    alike.into()
}

/// á as a, ﬁ as fi: the character taken apart, as far as the alphabet has its parts.
fn without_accent(sign: char) -> Cow<'static, str> {
    let parts: String = std::iter::once(sign)
        .nfkd()
        .filter(|part| !unicode_normalization::char::is_combining_mark(*part))
        .collect();
    if !parts.is_empty() && parts.chars().all(|part| septets(part).is_some()) {
        parts.into()
    } else {
        sign.to_string().into()
    }
}
