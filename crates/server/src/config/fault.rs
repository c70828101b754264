//! What can be wrong with the configuration, each in one sentence with the place and the key. No sentence repeats a value: it may be a secret.

use std::path::PathBuf;

/// Why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigFault {
    /// There is no such file.
    #[error("the configuration file {} does not exist: run `tvasteg init`, or name another with --config", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be read.
    #[error("the file {} cannot be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's words.
        #[source]
        source: std::io::Error,
    },
    /// The file is not TOML.
    #[error("{} is not TOML at line {line}: {message}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line, from one.
        line: usize,
        /// The parser's words.
        message: String,
    },
    /// No such key.
    #[error("{place}: there is no key {name}; the nearest known one is {nearest}")]
    UnknownKey {
        /// Which file, or the environment.
        place: String,
        /// What was written.
        name: String,
        /// What was probably meant.
        nearest: String,
    },
    /// A value where a section must stand.
    #[error("{place}: {name} must be a section, written [{name}]")]
    NotASection {
        /// Which file.
        place: String,
        /// The section.
        name: String,
    },
    /// Something else where a section must stand once for each.
    #[error(
        "{place}: {name} must be written [[{name}]], once for each, and at most a thousand times"
    )]
    NotRepeated {
        /// Which file.
        place: String,
        /// The section.
        name: String,
    },
    /// The value does not fit.
    #[error("{place}: {name} must be {shape}")]
    Unfit {
        /// Which file, or the environment.
        place: String,
        /// The key as it was written.
        name: String,
        /// What it must be.
        shape: String,
    },
    /// Given both directly and as a file.
    #[error("{place}: {name} and {name_of_file} are both given; keep one of them")]
    Twice {
        /// Which file, or the environment.
        place: String,
        /// The key.
        name: String,
        /// The key of the file.
        name_of_file: String,
    },
    /// A key that must be given is not.
    #[error("{path} is missing: give it in the configuration file or as {variable}")]
    Required {
        /// The key.
        path: String,
        /// The environment variable.
        variable: String,
    },
    /// Keys that do not fit together.
    #[error("{what}")]
    Together {
        /// What is wrong, in one sentence.
        what: String,
    },
}
