//! Where the languages differ: keys that one of them lacks, values that only one of them shows.

use std::collections::BTreeSet;
use std::fmt;

use crate::{Catalogue, Language};

/// One difference between the languages, readable as a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// A key is there in another language only.
    KeyMissing {
        /// The language that lacks it.
        language: Language,
        /// The key.
        key: String,
    },
    /// A sentence does not use a variable that it uses in another language.
    VariableMissing {
        /// The language that lacks it.
        language: Language,
        /// The key of the sentence.
        key: String,
        /// The variable.
        variable: String,
    },
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::KeyMissing { language, key } => {
                write!(formatter, "{key} is missing in {}", language.code())
            }
            Self::VariableMissing {
                language,
                key,
                variable,
            } => {
                write!(
                    formatter,
                    "{key} does not use ${variable} in {}",
                    language.code()
                )
            }
        }
    }
}

impl Catalogue {
    /// Everything in which the languages differ. Empty in a complete catalogue.
    pub fn differences(&self) -> Vec<Difference> {
        let keys: BTreeSet<&str> = Language::ALL
            .into_iter()
            .flat_map(|language| self.keys(language))
            .collect();
        keys.into_iter()
            .flat_map(|key| self.differences_of(key))
            .collect()
    }

    fn differences_of(&self, key: &str) -> Vec<Difference> {
        let variables: BTreeSet<&String> = Language::ALL
            .into_iter()
            .filter_map(|language| self.index(language).get(key))
            .flatten()
            .collect();
        let mut differences = Vec::new();
        for language in Language::ALL {
            let Some(used) = self.index(language).get(key) else {
                differences.push(Difference::KeyMissing {
                    language,
                    key: key.to_owned(),
                });
                continue;
            };
            differences.extend(
                variables
                    .iter()
                    .filter(|variable| !used.contains(**variable))
                    .map(|variable| Difference::VariableMissing {
                        language,
                        key: key.to_owned(),
                        variable: (*variable).clone(),
                    }),
            );
        }
        differences
    }
}
