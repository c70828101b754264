//! The catalogue in one language, as pages and messages are handed it.

use crate::{Argument, Catalogue, Language, Value};

/// The catalogue in one language. Cloning it is cheap.
///
/// A key that is not there gives the key itself in brackets, which is seen on the page, and is remembered in
/// [`Catalogue::missing`]. In a template: `{{ text.get("button-save") }}`,
/// `{{ text.with1("duration-days", "count", days) }}`.
#[derive(Clone)]
pub struct Text {
    catalogue: Catalogue,
    language: Language,
}

impl Text {
    pub(crate) fn new(catalogue: Catalogue, language: Language) -> Self {
        Self {
            catalogue,
            language,
        }
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The language's code, for `<html lang>`.
    pub fn code(&self) -> &'static str {
        self.language.code()
    }

    /// The same catalogue in another language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> Self {
        Self {
            catalogue: self.catalogue.clone(),
            language,
        }
    }

    /// The catalogue behind it.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Whether there is a sentence for `key`.
    pub fn has(&self, key: &str) -> bool {
        self.catalogue.index(self.language).contains_key(key)
    }

    /// The sentence for `key` (or `key.attribute`).
    pub fn get(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The sentence for `key` with one value in it.
    pub fn with1(&self, key: &str, name: &str, value: impl Argument) -> String {
        self.with(key, &[(name, value.value())])
    }

    /// The sentence for `key` with two values in it.
    pub fn with2(
        &self,
        key: &str,
        first_name: &str,
        first: impl Argument,
        second_name: &str,
        second: impl Argument,
    ) -> String {
        self.with(
            key,
            &[(first_name, first.value()), (second_name, second.value())],
        )
    }

    /// The sentence for `key` with any number of values in it.
    pub fn with(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        self.catalogue.format(self.language, key, values)
    }
}
