//! What somebody typed into a form, by the fields' names, and how it is read.

use std::collections::BTreeMap;

use app::administer::{FieldFault, FieldWhy};
use domain::phone::Country;
use text::Language;

use super::money;

/// What was typed. No Debug: a gateway's secrets are among it.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Typed(pub(super) BTreeMap<String, String>);

impl Typed {
    /// What stands in this field, without space around it.
    pub(super) fn of(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |value| value.trim())
    }

    /// The same as it was typed.
    pub(super) fn whole(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Whether a tick is set.
    pub(super) fn ticked(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The same with one more field.
    #[must_use]
    pub(super) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// The same with a tick, where it is set.
    #[must_use]
    pub(super) fn with_tick(self, name: &str, ticked: bool) -> Self {
        if ticked { self.with(name, "yes") } else { self }
    }
}

/// Reads fields one after the other and remembers what could not be read.
pub(super) struct Reader<'a> {
    typed: &'a Typed,
    faults: Vec<FieldFault>,
}

impl<'a> Reader<'a> {
    pub(super) const fn of(typed: &'a Typed) -> Self {
        Self {
            typed,
            faults: Vec::new(),
        }
    }

    /// What was read, unless something could not be.
    pub(super) fn end<T>(self, read: T) -> Result<T, Vec<FieldFault>> {
        if self.faults.is_empty() {
            Ok(read)
        } else {
            Err(self.faults)
        }
    }

    fn wrong(&mut self, name: &str, why: FieldWhy) {
        self.faults.push(FieldFault::new(name, why));
    }

    /// A line, or nothing.
    pub(super) fn line(&self, name: &str) -> Option<String> {
        let value = self.typed.of(name);
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// A whole number.
    pub(super) fn number<T: std::str::FromStr + Default>(&mut self, name: &str) -> T {
        if let Ok(number) = self.typed.of(name).parse() {
            return number;
        }
        self.wrong(name, FieldWhy::NoNumber);
        T::default()
    }

    /// An amount of money in millionths, or nothing.
    pub(super) fn amount(&mut self, name: &str) -> Option<i64> {
        let value = self.typed.of(name);
        if value.is_empty() {
            return None;
        }
        let read = money::read(value);
        if read.is_none() {
            self.wrong(name, FieldWhy::NoAmount);
        }
        read
    }

    /// A country.
    pub(super) fn country(&mut self, name: &str) -> Option<Country> {
        let value = self.typed.of(name).to_ascii_uppercase();
        let read = Country::parse(&value).ok();
        if read.is_none() {
            self.wrong(name, FieldWhy::NoCountry(value));
        }
        read
    }

    /// Countries with space or commas between, each once.
    pub(super) fn countries(&mut self, name: &str) -> Vec<Country> {
        let mut read = Vec::new();
        let words: Vec<String> = self
            .typed
            .of(name)
            .split(|sign: char| !sign.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_uppercase)
            .collect();
        for word in words {
            match Country::parse(&word) {
                Ok(country) if !read.contains(&country) => read.push(country),
                Ok(_) => {}
                Err(_) => self.wrong(name, FieldWhy::NoCountry(word)),
            }
        }
        read
    }

    /// A line for each country: its letters, and something behind them.
    pub(super) fn by_country<T>(
        &mut self,
        name: &str,
        read_rest: impl Fn(&str) -> Option<T>,
    ) -> BTreeMap<Country, T> {
        let mut read = BTreeMap::new();
        let whole = self.typed.of(name).to_owned();
        for line in whole.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let parts = line.split_once(|sign: char| sign.is_whitespace() || ":=".contains(sign));
            let entry = parts.and_then(|(country, rest)| {
                let country = Country::parse(&country.to_ascii_uppercase()).ok()?;
                Some((country, read_rest(rest.trim())?))
            });
            match entry {
                Some((country, value)) => {
                    read.insert(country, value);
                }
                None => self.wrong(name, FieldWhy::Line(line.chars().take(60).collect())),
            }
        }
        read
    }
}

/// A line for each country, as a form shows them.
pub(super) fn by_country<T>(
    entries: &BTreeMap<Country, T>,
    shown: impl Fn(&T) -> String,
) -> String {
    let lines: Vec<String> = entries
        .iter()
        .map(|(country, value)| format!("{country} {}", shown(value)))
        .collect();
    lines.join("\n")
}

/// An amount as a form shows it: nothing between thousands.
pub(super) fn amount(micros: Option<i64>, language: Language) -> String {
    micros.map_or_else(String::new, |micros| money::plain(micros, language))
}
