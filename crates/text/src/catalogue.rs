//! The catalogue: all sentences in all languages, checked when it is built.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

use crate::index::{Index, index};
use crate::{BASE, Language, Text, Value};

/// One file of sentences in one language, part of the program (`include_str!`).
#[derive(Debug, Clone, Copy)]
pub struct Source {
    /// The language of the file.
    pub language: Language,
    /// Its name, for faults.
    pub name: &'static str,
    /// The file itself, in Fluent's syntax.
    pub ftl: &'static str,
}

/// All sentences in all languages. Cloning it is cheap.
#[derive(Clone)]
pub struct Catalogue(Arc<Inner>);

struct Inner {
    sv: Tongue,
    en: Tongue,
    missing: Mutex<BTreeSet<String>>,
}

/// One language: its sentences and the list of them.
struct Tongue {
    bundle: FluentBundle<FluentResource>,
    index: Index,
}

/// How many different missing keys are remembered.
const MISSING_KEPT: usize = 100;

impl Catalogue {
    /// Builds the catalogue from the files of this crate and from `extra` ones, which the factors bring along.
    ///
    /// A sentence that cannot be read, a key that is there twice and a reference to nothing are faults.
    pub fn new(extra: &[Source]) -> Result<Self, CatalogueFault> {
        let sources = || BASE.iter().chain(extra).copied();
        let tongue = |language| {
            Tongue::new(
                language,
                sources().filter(move |source| source.language == language),
            )
        };
        Ok(Self(Arc::new(Inner {
            sv: tongue(Language::Sv)?,
            en: tongue(Language::En)?,
            missing: Mutex::new(BTreeSet::new()),
        })))
    }

    /// The catalogue in one language.
    pub fn text(&self, language: Language) -> Text {
        Text::new(self.clone(), language)
    }

    /// Every key of a language, attributes as `key.attribute`.
    pub fn keys(&self, language: Language) -> impl Iterator<Item = &str> {
        self.index(language).keys().map(String::as_str)
    }

    /// What was asked for and not found since the catalogue was built: keys in brackets, and variables that a sentence
    /// uses and that nobody handed in. Empty in a product without mistakes; tests look here.
    pub fn missing(&self) -> Vec<String> {
        self.0
            .missing
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .cloned()
            .collect()
    }

    pub(crate) fn index(&self, language: Language) -> &Index {
        &self.tongue(language).index
    }

    pub(crate) fn format(
        &self,
        language: Language,
        key: &str,
        values: &[(&str, Value<'_>)],
    ) -> String {
        let bundle = &self.tongue(language).bundle;
        let (id, attribute) = key
            .split_once('.')
            .map_or((key, None), |(id, attribute)| (id, Some(attribute)));
        let message = bundle.get_message(id);
        let pattern = message.and_then(|message| match attribute {
            Some(attribute) => message
                .get_attribute(attribute)
                .map(|attribute| attribute.value()),
            None => message.value(),
        });
        let Some(pattern) = pattern else {
            self.remember_missing(format!("[{key}]"));
            return format!("[{key}]");
        };
        let mut arguments = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            arguments.set(*name, *value);
        }
        let mut faults = Vec::new();
        let sentence = bundle
            .format_pattern(pattern, Some(&arguments), &mut faults)
            .into_owned();
        for fault in faults {
            self.remember_missing(format!("{key}: {fault}"));
        }
        sentence
    }

    fn tongue(&self, language: Language) -> &Tongue {
        match language {
            Language::Sv => &self.0.sv,
            Language::En => &self.0.en,
        }
    }

    fn remember_missing(&self, what: String) {
        let mut missing = self
            .0
            .missing
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if missing.len() < MISSING_KEPT {
            missing.insert(what);
        }
    }
}

impl Tongue {
    fn new(
        language: Language,
        sources: impl Iterator<Item = Source>,
    ) -> Result<Self, CatalogueFault> {
        let resources = sources.map(read).collect::<Result<Vec<_>, _>>()?;
        let index = index(language, &resources)?;
        let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
        // The marks that isolate values for right-to-left languages would end up in attributes, codes and text
        // messages; both languages run left to right.
        bundle.set_use_isolating(false);
        for resource in resources {
            // Keys that are there twice were found by the index.
            bundle.add_resource_overriding(resource);
        }
        Ok(Self { bundle, index })
    }
}

fn read(source: Source) -> Result<FluentResource, CatalogueFault> {
    FluentResource::try_new(source.ftl.to_owned()).map_err(|(_, faults)| {
        let first = faults.first();
        let line = first.map_or(1, |fault| {
            1 + source
                .ftl
                .bytes()
                .take(fault.pos.start)
                .filter(|byte| *byte == b'\n')
                .count()
        });
        CatalogueFault::Unreadable {
            language: source.language,
            name: source.name.to_owned(),
            line,
            reason: first
                .map(|fault| fault.kind.to_string())
                .unwrap_or_default(),
        }
    })
}

/// Why no catalogue could be built. Each of these is a mistake in a file, never in what a person typed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueFault {
    /// A file is not Fluent.
    #[error("{name} ({}), line {line}: {reason}", language.code())]
    Unreadable {
        /// The language of the file.
        language: Language,
        /// The name of the file.
        name: String,
        /// The line of the first mistake.
        line: usize,
        /// What the reader says about it.
        reason: String,
    },
    /// Two sentences have one key.
    #[error("the key {key} stands twice ({})", language.code())]
    Duplicate {
        /// The language in which it does.
        language: Language,
        /// The key.
        key: String,
    },
    /// A sentence refers to one that is not there.
    #[error("{key} refers to {reference}, which is not there ({})", language.code())]
    Dangling {
        /// The language in which it does.
        language: Language,
        /// The key of the sentence.
        key: String,
        /// What it refers to.
        reference: String,
    },
}

#[cfg(test)]
mod tests;
