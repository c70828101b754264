//! Swedish personal identity numbers and coordination numbers: read as people type them, kept as twelve digits, shown masked.
//!
//! A [`PersonalNumber`] is right by construction: a real date, a number of that day, the check digit. Whether it is anybody's is known to
//! the Tax Agency alone. It is never printed by accident: Debug and Display mask it, it has no Serialize, and [`PersonalNumber::digits`]
//! is the only way out.

mod calendar;
#[cfg(test)]
mod tests;

use std::fmt;

use crate::time::Timestamp;
use calendar::{Day, day_of, is_real};

/// What a coordination number adds to the day of birth.
const COORDINATION: u8 = 60;
/// Nobody born before this year ever had a number.
const EARLIEST_YEAR: u16 = 1840;
/// More than this is no number, however it is spaced.
const MOST_TYPED: usize = 40;

/// What may stand before the last four; people paste hyphens of every kind.
const SEPARATORS: [char; 7] = [
    '-', '+', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2212}',
];

/// Why what was typed is no personal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum PersonalNumberFault {
    /// Other signs than ten or twelve digits with one `-` or `+` before the last four.
    #[error(
        "a personal number is ten or twelve digits, with a hyphen or plus before the last four"
    )]
    Malformed,
    /// A letter where the number of the day stands: an interim number, with which nobody gets an eID.
    #[error("an interim number cannot be used, only a personal number or a coordination number")]
    Interim,
    /// The date does not exist.
    #[error("the date in the personal number does not exist")]
    ImpossibleDate,
    /// The date is yet to come.
    #[error("the date in the personal number is yet to come")]
    DateInFuture,
    /// The last digit does not follow from the others: something was mistyped.
    #[error("the digits of the personal number do not fit together")]
    CheckDigit,
    /// The number of the day is 000, which is nobody's.
    #[error("the last four digits of the personal number are nobody's")]
    NobodysNumber,
}

impl PersonalNumberFault {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Malformed,
        Self::Interim,
        Self::ImpossibleDate,
        Self::DateInFuture,
        Self::CheckDigit,
        Self::NobodysNumber,
    ];

    /// The stable code, which is its text's key too.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "personal-number-malformed",
            Self::Interim => "personal-number-interim",
            Self::ImpossibleDate => "personal-number-impossible-date",
            Self::DateInFuture => "personal-number-date-in-future",
            Self::CheckDigit => "personal-number-check-digit",
            Self::NobodysNumber => "personal-number-nobodys",
        }
    }
}

/// A personal identity number or coordination number in its full form, `YYYYMMDDNNNC`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonalNumber([u8; 12]);

impl PersonalNumber {
    /// Reads what somebody typed: `19811218-9876`, `811218-9876`, `8112189876`, `181218+9876`; spaces do not matter.
    ///
    /// Ten digits mean the newest year that is not in the future, with a plus the one a hundred years earlier.
    pub fn parse(typed: &str, now: Timestamp) -> Result<Self, PersonalNumberFault> {
        let today = day_of(now);
        let Typed { digits, plus } = Typed::read(typed)?;
        let number = match *digits.as_slice() {
            [year, decade, ref rest @ ..] if rest.len() == 8 => {
                let mut full = [0; 12];
                full[2] = year;
                full[3] = decade;
                full[4..].copy_from_slice(rest);
                Self(full).in_century(plus, today)
            }
            _ => Self(
                <[u8; 12]>::try_from(digits.as_slice())
                    .map_err(|_| PersonalNumberFault::Malformed)?,
            ),
        };
        // The plus belongs to those of a hundred years and more: with twelve digits it says nothing new, but it must not say the contrary.
        if plus && number.birth().year + 100 > today.year {
            return Err(PersonalNumberFault::Malformed);
        }
        number.checked()?;
        if number.birth() > today {
            return Err(PersonalNumberFault::DateInFuture);
        }
        Ok(number)
    }

    /// Reads a number in the full form, as it is stored and as an eID answers it: twelve digits and nothing else.
    pub fn from_digits(digits: &str) -> Result<Self, PersonalNumberFault> {
        let mut full: [u8; 12] = digits
            .as_bytes()
            .try_into()
            .map_err(|_| PersonalNumberFault::Malformed)?;
        for sign in &mut full {
            if !sign.is_ascii_digit() {
                return Err(PersonalNumberFault::Malformed);
            }
            *sign -= b'0';
        }
        let number = Self(full);
        number.checked()?;
        Ok(number)
    }

    /// The twelve digits, for sealing, hashing, and the eID that is asked. They never go into a log or an address.
    pub fn digits(&self) -> String {
        written(&self.0)
    }

    /// What a page or a log shows: `19811218-****`.
    pub fn masked(&self) -> String {
        format!("{}-****", written(&self.0[..8]))
    }

    /// Whether it is a coordination number: of somebody who is not registered as living in Sweden.
    pub const fn is_coordination(&self) -> bool {
        self.0[6] >= COORDINATION / 10
    }

    /// The day of birth, whether it exists or not.
    fn birth(&self) -> Day {
        let pair = |at: usize| self.0[at] * 10 + self.0[at + 1];
        let day = pair(6);
        Day {
            year: u16::from(pair(0)) * 100 + u16::from(pair(2)),
            month: pair(4),
            of_month: day.checked_sub(COORDINATION).unwrap_or(day),
        }
    }

    /// Puts the century before ten digits.
    fn in_century(self, plus: bool, today: Day) -> Self {
        let of_year = |year: u16| {
            let mut full = self.0;
            [full[0], full[1]] = [year / 1000, year / 100 % 10].map(|digit| digit.to_le_bytes()[0]);
            Self(full)
        };
        let this_century = today.year / 100 * 100;
        let newest = this_century + self.birth().year;
        let newest = if newest > today.year {
            newest - 100
        } else {
            newest
        };
        // Who turns a hundred later this year may leave the plus out still: nobody was born on that day of this year yet.
        if plus || of_year(newest).birth() > today {
            of_year(newest - 100)
        } else {
            of_year(newest)
        }
    }

    fn checked(&self) -> Result<(), PersonalNumberFault> {
        let birth = self.birth();
        if birth.year < EARLIEST_YEAR || !is_real(birth) {
            return Err(PersonalNumberFault::ImpossibleDate);
        }
        if check_digit(&self.0[2..11]) != self.0[11] {
            return Err(PersonalNumberFault::CheckDigit);
        }
        if self.0[8..11] == [0, 0, 0] {
            return Err(PersonalNumberFault::NobodysNumber);
        }
        Ok(())
    }
}

impl fmt::Display for PersonalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Debug for PersonalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

/// What was typed, without what does not matter: digits as values, and whether a plus stood before the last four.
struct Typed {
    digits: Vec<u8>,
    plus: bool,
}

impl Typed {
    fn read(typed: &str) -> Result<Self, PersonalNumberFault> {
        if typed.len() > MOST_TYPED {
            return Err(PersonalNumberFault::Malformed);
        }
        let signs: Vec<char> = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let (head, tail) = signs
            .split_at_checked(signs.len().saturating_sub(4))
            .unwrap_or_default();
        let plus = head.ends_with(&['+']);
        let head = match head.split_last() {
            Some((sign, date)) if SEPARATORS.contains(sign) => date,
            _ => head,
        };
        let value = |c: &char| c.to_digit(10).map(|digit| digit.to_le_bytes()[0]);
        let day: Option<Vec<u8>> = head.iter().map(value).collect();
        let day = day.filter(|day| matches!(day.len(), 6 | 8));
        let mut digits = day.ok_or(PersonalNumberFault::Malformed)?;
        if let [letter, rest @ ..] = tail
            && letter.is_ascii_alphabetic()
            && rest.iter().all(char::is_ascii_digit)
        {
            return Err(PersonalNumberFault::Interim);
        }
        for sign in tail {
            digits.push(value(sign).ok_or(PersonalNumberFault::Malformed)?);
        }
        Ok(Self { digits, plus })
    }
}

/// The digit that makes the sum of `YYMMDDNNN`, every other digit doubled, a multiple of ten.
fn check_digit(nine: &[u8]) -> u8 {
    let sum: u8 = nine
        .iter()
        .zip([2, 1].into_iter().cycle())
        .map(|(digit, weight)| digit * weight)
        .map(|product| product / 10 + product % 10)
        .sum();
    (10 - sum % 10) % 10
}

fn written(digits: &[u8]) -> String {
    digits
        .iter()
        .map(|digit| char::from(b'0' + digit))
        .collect()
}
