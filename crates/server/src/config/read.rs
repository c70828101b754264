//! The two sources of the configuration: the file, and the environment that overrides it.
//!
//! Every name in both is checked before any value is read, so that a mistyped key is an error and never silently a default.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::fault::ConfigFault;
use super::keys::{Key, SECTIONS};
use super::setting::Setting;

/// What every environment variable of the configuration begins with.
pub(crate) const PREFIX: &str = "TVASTEG_";

/// Variables with our prefix that are no keys: where the configuration is, and what the project's own tests are told.
const OTHER_VARIABLES: [&str; 3] = ["TVASTEG_CONFIG", "TVASTEG_BIN", "TVASTEG_POSTGRES_BIN"];
const TEST_PREFIX: &str = "TVASTEG_TEST_";

const MOST_BYTES_OF_SECRET: u64 = 64 * 1024;

/// What the configuration is read from.
pub(super) struct Sources<'a> {
    pub(super) file: Option<File>,
    pub(super) environment: &'a [(String, String)],
}

/// A configuration file that was read.
pub(super) struct File {
    pub(super) path: PathBuf,
    pub(super) table: toml::Table,
}

impl File {
    pub(super) fn parse(path: &Path, text: &str) -> Result<Self, ConfigFault> {
        let table = toml::from_str(text).map_err(|error: toml::de::Error| ConfigFault::Syntax {
            path: path.to_owned(),
            line: error.span().map_or(1, |span| line_of(text, span.start)),
            message: error.message().replace('\n', ", "),
        })?;
        Ok(Self {
            path: path.to_owned(),
            table,
        })
    }

    fn place(&self) -> String {
        self.path.display().to_string()
    }

    fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    fn find(&self, section: &str, name: &str) -> Option<&toml::Value> {
        self.table.get(section)?.get(name)
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().iter().take(offset);
    1 + before.filter(|byte| **byte == b'\n').count()
}

/// The environment variable of a key.
pub(super) fn variable(section: &str, name: &str) -> String {
    format!(
        "{PREFIX}{}__{}",
        section.to_uppercase(),
        name.to_uppercase()
    )
}

fn keys() -> impl Iterator<Item = &'static Key> {
    SECTIONS.iter().flat_map(|section| section.keys)
}

/// Every name a key goes by, `_file` among them.
fn known_names() -> impl Iterator<Item = (&'static str, String)> {
    keys().flat_map(|key| {
        let file = key
            .secret
            .then(|| (key.section, format!("{}_file", key.name)));
        std::iter::once((key.section, key.name.to_owned())).chain(file)
    })
}

fn nearest(written: &str, known: impl Iterator<Item = String>) -> String {
    known
        .min_by_key(|name| strsim::damerau_levenshtein(written, name))
        .unwrap_or_default()
}

impl Sources<'_> {
    /// Refuses every name that is not known.
    pub(super) fn check_names(&self) -> Result<(), ConfigFault> {
        if let Some(file) = &self.file {
            check_file_names(file)?;
        }
        for (name, _) in self.environment {
            let ours = name.starts_with(PREFIX)
                && !name.starts_with(TEST_PREFIX)
                && !OTHER_VARIABLES.contains(&name.as_str());
            if ours && !known_names().any(|(section, key)| variable(section, &key) == *name) {
                return Err(ConfigFault::UnknownKey {
                    place: "the environment".to_owned(),
                    name: name.clone(),
                    nearest: nearest(
                        name,
                        known_names().map(|(section, key)| variable(section, &key)),
                    ),
                });
            }
        }
        Ok(())
    }

    /// The value of a key: from the environment, else from the file, else its default.
    pub(super) fn value<T: Setting>(
        &self,
        section: &'static str,
        name: &'static str,
        default: Option<&'static str>,
    ) -> Result<T, ConfigFault> {
        if let Some(value) = self.in_environment::<T>(section, name)? {
            return Ok(value);
        }
        if let Some(value) = self.in_file::<T>(section, name)? {
            return Ok(value);
        }
        match default {
            Some(text) => T::from_text(text),
            None => T::absent(),
        }
        .ok_or_else(|| ConfigFault::Required {
            path: format!("{section}.{name}"),
            variable: variable(section, name),
        })
    }

    fn in_environment<T: Setting>(
        &self,
        section: &str,
        name: &str,
    ) -> Result<Option<T>, ConfigFault> {
        let find = |wanted: &str| {
            let mut all = self.environment.iter();
            all.find(|(known, _)| known == wanted)
                .map(|(_, value)| value.as_str())
        };
        let direct_name = variable(section, name);
        let file_name = variable(section, &format!("{name}_file"));
        let direct = find(&direct_name);
        let in_file = if T::SECRET { find(&file_name) } else { None };
        let place = || "the environment".to_owned();
        match (direct, in_file) {
            (Some(_), Some(_)) => Err(ConfigFault::Twice {
                place: place(),
                name: direct_name,
                name_of_file: file_name,
            }),
            (Some(text), None) => unless_unfit(T::from_text(text), place(), direct_name, T::SHAPE),
            (None, Some(path)) => secret_in(Path::new(path), place(), &file_name),
            (None, None) => Ok(None),
        }
    }

    fn in_file<T: Setting>(&self, section: &str, name: &str) -> Result<Option<T>, ConfigFault> {
        let Some(file) = &self.file else {
            return Ok(None);
        };
        let file_name = format!("{name}_file");
        let direct = file.find(section, name);
        let in_file = if T::SECRET {
            file.find(section, &file_name)
        } else {
            None
        };
        let written = format!("{section}.{name}");
        let written_file = format!("{section}.{file_name}");
        match (direct, in_file) {
            (Some(_), Some(_)) => Err(ConfigFault::Twice {
                place: file.place(),
                name: written,
                name_of_file: written_file,
            }),
            (Some(value), None) => {
                let value = T::from_toml(value).map(|value| value.seen_from(file.folder()));
                unless_unfit(value, file.place(), written, T::SHAPE)
            }
            (None, Some(value)) => {
                let path = value.as_str().ok_or_else(|| ConfigFault::Unfit {
                    place: file.place(),
                    name: written_file.clone(),
                    shape: "the path of a file".to_owned(),
                })?;
                secret_in(&file.folder().join(path), file.place(), &written_file)
            }
            (None, None) => Ok(None),
        }
    }
}

fn check_file_names(file: &File) -> Result<(), ConfigFault> {
    let section_names = || SECTIONS.iter().map(|section| section.name);
    let unknown = |name: String, nearest: String| ConfigFault::UnknownKey {
        place: file.place(),
        name,
        nearest,
    };
    for (section, value) in &file.table {
        if !section_names().any(|known| known == section) {
            let nearest = nearest(section, section_names().map(str::to_owned));
            return Err(unknown(section.clone(), nearest));
        }
        let Some(section_table) = value.as_table() else {
            return Err(ConfigFault::NotASection {
                place: file.place(),
                name: section.clone(),
            });
        };
        for key in section_table.keys() {
            if !known_names().any(|(in_section, known)| in_section == section && known == *key) {
                let written = format!("{section}.{key}");
                let known = known_names().map(|(section, key)| format!("{section}.{key}"));
                let nearest = nearest(&written, known);
                return Err(unknown(written, nearest));
            }
        }
    }
    Ok(())
}

fn unless_unfit<T>(
    value: Option<T>,
    place: String,
    name: String,
    shape: &str,
) -> Result<Option<T>, ConfigFault> {
    match value {
        Some(value) => Ok(Some(value)),
        None => Err(ConfigFault::Unfit {
            place,
            name,
            shape: shape.to_owned(),
        }),
    }
}

/// Reads a secret that stands in a file of its own; one line end at its end is not part of it.
fn secret_in<T: Setting>(path: &Path, place: String, name: &str) -> Result<Option<T>, ConfigFault> {
    let text = read_text(path, MOST_BYTES_OF_SECRET)?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    unless_unfit(
        T::from_text(text),
        place,
        name.to_owned(),
        "a file that holds the value on one line",
    )
}

/// Reads a text file of at most `most` bytes.
pub(super) fn read_text(path: &Path, most: u64) -> Result<Zeroizing<String>, ConfigFault> {
    use std::io::Read as _;
    let read = || {
        let mut text = Zeroizing::new(String::new());
        std::fs::File::open(path)?
            .take(most + 1)
            .read_to_string(&mut text)?;
        if text.len() as u64 > most {
            return Err(std::io::Error::other("it is far too large"));
        }
        Ok(text)
    };
    read().map_err(|source| ConfigFault::Unreadable {
        path: path.to_owned(),
        source,
    })
}
