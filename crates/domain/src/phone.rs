//! Telephone numbers: read as people type them, kept as E.164, told apart by what may be done with them.
//!
//! A number costs money when something is sent to it, so its kind decides: premium, shared-cost, pager and machine numbers never get a
//! code (A27). Nothing here is printed by accident: there is no Debug, and pages show [`PhoneNumber::masked`].

mod sweden;
mod typed;

use std::fmt;

use phonenumber::Mode;
use phonenumber::metadata::{DATABASE, Descriptor, Metadata};
use serde::{Deserialize, Serialize};

use crate::message::MessageChannel;
use crate::refusal::Refusal;

/// Text that is no country with telephone numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a country is two capital letters, as in SE")]
pub struct MalformedCountry;

/// A country by its two letters (ISO 3166-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

impl Country {
    /// Sweden.
    pub const SWEDEN: Self = Self(*b"SE");

    /// Reads two letters, small or capital; a country without telephone numbers of its own is none.
    pub fn parse(text: &str) -> Result<Self, MalformedCountry> {
        let letters: [u8; 2] = text
            .trim()
            .as_bytes()
            .try_into()
            .map_err(|_| MalformedCountry)?;
        let country = Self(letters.map(|letter| letter.to_ascii_uppercase()));
        let known = letters.iter().all(u8::is_ascii_alphabetic) && country.metadata().is_some();
        if known {
            Ok(country)
        } else {
            Err(MalformedCountry)
        }
    }

    /// The two letters.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The calling code, without a plus: 46.
    pub fn calling_code(&self) -> u16 {
        self.metadata().map_or(0, Metadata::country_code)
    }

    /// Every country with telephone numbers of its own, by its letters.
    pub fn all() -> Vec<Self> {
        let mut all: Vec<Self> = DATABASE
            .iter()
            .filter_map(|metadata| Self::parse(metadata.id()).ok())
            .collect();
        all.sort();
        all.dedup();
        all
    }

    fn metadata(self) -> Option<&'static Metadata> {
        DATABASE.by_id(self.as_str())
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TryFrom<String> for Country {
    type Error = MalformedCountry;

    fn try_from(text: String) -> Result<Self, MalformedCountry> {
        Self::parse(&text)
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.as_str().to_owned()
    }
}

/// What a number is, as far as its digits tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberClass {
    /// A mobile telephone; also where a country does not tell mobile and fixed numbers apart.
    Mobile,
    /// A telephone that stands somewhere.
    FixedLine,
    /// A telephone that goes through the internet.
    Voip,
    /// The caller pays more, and somebody earns.
    Premium,
    /// Caller and called share the cost.
    SharedCost,
    /// The called pays.
    TollFree,
    /// Follows a person wherever they are, at whatever price.
    Personal,
    /// A pager.
    Pager,
    /// One number of a whole company.
    Company,
    /// A machine's.
    Machine,
    /// Anything else.
    Other,
}

/// How many digits of a number a page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// None but the country's code.
    Nothing,
    /// The last two.
    #[default]
    LastTwo,
    /// The last four.
    LastFour,
}

impl Shown {
    const fn digits(self) -> usize {
        match self {
            Self::Nothing => 0,
            Self::LastTwo => 2,
            Self::LastFour => 4,
        }
    }
}

/// A complete telephone number. No Debug: it is somebody's.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PhoneNumber {
    e164: String,
    national: String,
    international: String,
    country: Country,
    class: NumberClass,
}

impl PhoneNumber {
    /// Reads a number as people type it: `070-174 06 05`, `+46 (0)70 174 06 05`, `0046701740605`, `46701740605`. Where no country is
    /// typed, it is one of `home`.
    pub fn parse(typed: &str, home: Country) -> Result<Self, Refusal> {
        match typed::cleaned(typed).ok_or(Refusal::PhoneMalformed)? {
            typed::Cleaned::International(digits) => Self::of_digits(&digits),
            typed::Cleaned::National(digits) => Self::of_national(&digits, home),
        }
    }

    /// Reads a number as it is stored: a plus and 8 to 15 digits.
    pub fn from_e164(text: &str) -> Result<Self, Refusal> {
        let digits = text.strip_prefix('+').ok_or(Refusal::PhoneMalformed)?;
        if !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(Refusal::PhoneMalformed);
        }
        Self::of_digits(digits).and_then(|number| {
            if number.e164 == text {
                Ok(number)
            } else {
                Err(Refusal::PhoneMalformed)
            }
        })
    }

    /// A number typed as at home. Without the zero that stands before an area code it may begin with home's own code instead; where
    /// there is no such zero, a number of home goes first.
    fn of_national(digits: &str, home: Country) -> Result<Self, Refusal> {
        let code = home.calling_code().to_string();
        let at_home = |significant: &str| Self::of_digits(&format!("{code}{significant}"));
        let trunk = home.metadata().and_then(Metadata::national_prefix);
        match trunk.map(|trunk| digits.strip_prefix(trunk)) {
            Some(Some(significant)) => at_home(significant),
            Some(None) if digits.starts_with(&code) => Self::of_digits(digits),
            None if digits.starts_with(&code) => {
                at_home(digits).or_else(|_| Self::of_digits(digits))
            }
            _ => at_home(digits),
        }
    }

    /// A number with its country's code and without a plus.
    fn of_digits(digits: &str) -> Result<Self, Refusal> {
        if !(8..=15).contains(&digits.len()) {
            return Err(Refusal::PhoneIncomplete);
        }
        let read =
            phonenumber::parse(None, format!("+{digits}")).map_err(|_| Refusal::PhoneIncomplete)?;
        // Written anew: a zero that should not stand behind the country's code (+46 070 …) is gone, one that should (Italy) is kept.
        let code = read.code().value();
        let significant = read.national().to_string();
        let e164 = format!("+{code}{significant}");
        let (country, class) = if code == Country::SWEDEN.calling_code() {
            (Country::SWEDEN, sweden::class(&significant))
        } else {
            let (known, class) = abroad(code, &significant).ok_or(Refusal::PhoneIncomplete)?;
            // Numbers of no country (satellites, worldwide premium services) have digits for a name.
            let country = Country::parse(known.id()).map_err(|_| Refusal::PhoneCountry)?;
            (country, Some(class))
        };
        Ok(Self {
            class: class.ok_or(Refusal::PhoneIncomplete)?,
            country,
            national: read.format().mode(Mode::National).to_string(),
            international: read.format().mode(Mode::International).to_string(),
            e164,
        })
    }

    /// The number as it is stored and sent: `+46701740605`.
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// The number as it is dialled at home: `070-174 06 05`.
    pub fn national(&self) -> &str {
        &self.national
    }

    /// The number as it is dialled from anywhere: `+46 70 174 06 05`.
    pub fn international(&self) -> &str {
        &self.international
    }

    /// Its country.
    pub const fn country(&self) -> Country {
        self.country
    }

    /// What it is.
    pub const fn class(&self) -> NumberClass {
        self.class
    }

    /// The number as a page or a log shows it: `+46 •• ••• •• 05`.
    pub fn masked(&self, shown: Shown) -> String {
        let code = self.country.calling_code().to_string().len();
        let digits = self.e164.len() - 1;
        let mut seen = 0;
        self.international
            .chars()
            .map(|sign| {
                if !sign.is_ascii_digit() {
                    return sign;
                }
                seen += 1;
                let stays = seen <= code || seen > digits - shown.digits();
                if stays { sign } else { '•' }
            })
            .collect()
    }

    /// The number without its last four digits: what numbers bought in a row have in common.
    pub fn prefix(&self) -> &str {
        &self.e164[..self.e164.len() - 4]
    }

    /// Whether a code may be sent there through `channel`: only to `countries`, text messages only to mobile telephones, calls to fixed
    /// ones too, and to no number that costs more or belongs to a machine.
    pub fn check_reach(
        &self,
        channel: MessageChannel,
        countries: &[Country],
    ) -> Result<(), Refusal> {
        if !countries.contains(&self.country) {
            return Err(Refusal::PhoneCountry);
        }
        match (self.class, channel) {
            (NumberClass::Mobile, MessageChannel::Sms | MessageChannel::Voice)
            | (NumberClass::FixedLine, MessageChannel::Voice) => Ok(()),
            (NumberClass::FixedLine | NumberClass::Voip, MessageChannel::Sms) => {
                Err(Refusal::PhoneNotMobile)
            }
            _ => Err(Refusal::PhoneNotForCodes),
        }
    }
}

/// Whose numbers with this calling code look so, and what such a number is. Several countries may share a code.
fn abroad(code: u16, significant: &str) -> Option<(&'static Metadata, NumberClass)> {
    DATABASE.by_code(&code)?.into_iter().find_map(|metadata| {
        let begins = metadata.leading_digits().is_none_or(|beginning| {
            beginning
                .find(significant)
                .is_some_and(|found| found.start() == 0)
        });
        // Patterns are compiled where they are first needed, so the many countries of one code are told apart by their beginning.
        let class = begins.then(|| class_abroad(metadata, significant));
        class.flatten().map(|class| (metadata, class))
    })
}

/// What a number outside Sweden is; `None` where the country has no such numbers.
fn class_abroad(metadata: &Metadata, significant: &str) -> Option<NumberClass> {
    let is = |kind: Option<&Descriptor>| kind.is_some_and(|kind| kind.is_match(significant));
    if !is(Some(metadata.descriptors().general())) {
        return None;
    }
    let known = metadata.descriptors();
    // What costs somebody something goes first: some countries' patterns overlap.
    [
        (known.premium_rate(), NumberClass::Premium),
        (known.shared_cost(), NumberClass::SharedCost),
        (known.toll_free(), NumberClass::TollFree),
        (known.personal_number(), NumberClass::Personal),
        (known.pager(), NumberClass::Pager),
        (known.uan(), NumberClass::Company),
        (known.voicemail(), NumberClass::Other),
        (known.mobile(), NumberClass::Mobile),
        (known.voip(), NumberClass::Voip),
        (known.fixed_line(), NumberClass::FixedLine),
    ]
    .into_iter()
    .find_map(|(kind, class)| is(kind).then_some(class))
}

#[cfg(test)]
mod tests;
