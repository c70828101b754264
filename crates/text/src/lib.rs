//! The languages: every sentence a person reads, in Swedish and in English.
//!
//! A sentence is found by its key in a [`Catalogue`], which is built once from the files under `catalogue/` and from
//! what each factor brings along. A [`Text`] is that catalogue in one language; pages and messages are handed one.
//!
//! The crate never escapes HTML (templates do), never chooses a language by itself and never reads a clock: dates
//! are handed in as plain numbers. Texts hold no markup.
//!
//! Both languages are complete and use the same values: [`Catalogue::differences`] is empty, and a test says so.

mod calendar;
mod catalogue;
mod index;
mod language;
mod parity;
mod text;
mod value;

pub use catalogue::{Catalogue, CatalogueFault, Source};
pub use language::Language;
pub use parity::Difference;
pub use text::Text;
pub use value::{Argument, Value};

/// The sources of one catalogue file in both languages.
macro_rules! in_both_languages {
    ($($name:literal),* $(,)?) => {
        &[$(
            Source { language: Language::Sv, name: $name, ftl: include_str!(concat!("../catalogue/sv/", $name, ".ftl")) },
            Source { language: Language::En, name: $name, ftl: include_str!(concat!("../catalogue/en/", $name, ".ftl")) },
        )*]
    };
}

/// The files under `catalogue/`. A new file is one more line here.
const BASE: &[Source] = in_both_languages![
    "base",
    "frame",
    "login",
    "enrol",
    "recover",
    "account",
    "demo",
    "mail",
    "refusal",
    "event",
    "security",
    "admin",
    "messages",
    "delivery",
    "gateway",
    "import",
    "api",
    "readiness",
    "settings",
    "home",
    "roles",
    "people",
    "support",
    "audit",
];
