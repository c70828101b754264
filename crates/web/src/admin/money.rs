//! Amounts of money: millionths inside, a comma in Swedish and a point in English outside.

use text::Language;

/// A millionth part.
const MICROS: u64 = 1_000_000;

/// Reads `0,45`, `1 234.50` or `12`; no more than six decimals, nothing below nought.
pub(super) fn read(text: &str) -> Option<i64> {
    let lean: String = text
        .chars()
        .filter(|sign| !sign.is_whitespace())
        .map(|sign| if sign == ',' { '.' } else { sign })
        .collect();
    let (whole, part) = lean.split_once('.').unwrap_or((&lean, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 6 {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let part: i64 = format!("{part:0<6}").parse().ok()?;
    whole.checked_mul(1_000_000)?.checked_add(part)
}

/// `1234,50`: as a form shows it. Two decimals at least, and no more than there are.
pub(super) fn plain(micros: i64, language: Language) -> String {
    let (sign, whole, part) = pieces(micros);
    format!("{sign}{whole}{}{part}", mark(language))
}

/// `1 234,50 SEK`: as a page shows it.
pub(super) fn shown(micros: i64, currency: &str, language: Language) -> String {
    let (sign, whole, part) = pieces(micros);
    format!(
        "{sign}{}{}{part}\u{a0}{currency}",
        grouped(whole, language),
        mark(language)
    )
}

/// `12 345`: a count as a page shows it.
pub(super) fn count(number: i64, language: Language) -> String {
    let sign = if number < 0 { "−" } else { "" };
    format!("{sign}{}", grouped(number.unsigned_abs(), language))
}

/// `4,5`: a ratio in tenths.
pub(super) fn tenths(number: i64, language: Language) -> String {
    format!("{}{}{}", number / 10, mark(language), number % 10)
}

const fn mark(language: Language) -> char {
    match language {
        Language::Sv => ',',
        Language::En => '.',
    }
}

fn pieces(micros: i64) -> (&'static str, u64, String) {
    let size = micros.unsigned_abs();
    let part = format!("{:06}", size % MICROS);
    let kept = part.trim_end_matches('0').len().max(2);
    let sign = if micros < 0 { "−" } else { "" };
    (sign, size / MICROS, part[..kept].to_owned())
}

fn grouped(number: u64, language: Language) -> String {
    let between = match language {
        Language::Sv => '\u{a0}',
        Language::En => ',',
    };
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + 6);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(between);
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (typed, micros) in [
            ("0,45", Some(450_000)),
            ("0.45", Some(450_000)),
            ("1 234,5", Some(1_234_500_000)),
            ("12", Some(12_000_000)),
            ("0,000001", Some(1)),
            ("", None),
            ("-1", None),
            ("1,2345678", None),
            ("1,2,3", None),
            ("kr 5", None),
            (",5", None),
            ("5,", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(read(typed), micros, "{typed:?}");
        }
    }

    #[test]
    fn amounts_are_shown_in_the_reader_s_own_way_and_read_back() {
        assert_eq!(
            shown(1_234_500_000, "SEK", Language::Sv),
            "1\u{a0}234,50\u{a0}SEK"
        );
        assert_eq!(
            shown(1_234_567_500_000, "EUR", Language::En),
            "1,234,567.50\u{a0}EUR"
        );
        assert_eq!(shown(-7_250_000, "SEK", Language::Sv), "−7,25\u{a0}SEK");
        assert_eq!(count(20_000, Language::Sv), "20\u{a0}000");
        assert_eq!(count(999, Language::En), "999");
        for micros in [0, 1, 450_000, 8_500, 1_234_500_000] {
            for language in Language::ALL {
                assert_eq!(read(&plain(micros, language)), Some(micros));
            }
        }
    }
}
