//! The two sources of the configuration: the file, and the environment that overrides it.
//!
//! Every name in both is checked before any value is read, so that a mistyped key is an error and never silently a default.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::fault::ConfigFault;
use super::keys::{Key, SECTIONS, Section};
use super::setting::Setting;

/// What every environment variable of the configuration begins with.
pub(crate) const PREFIX: &str = "TVASTEG_";

/// Variables with our prefix that are no keys: where the configuration is, and what the project's own tests are told.
const OTHER_VARIABLES: [&str; 3] = ["TVASTEG_CONFIG", "TVASTEG_BIN", "TVASTEG_POSTGRES_BIN"];
const TEST_PREFIX: &str = "TVASTEG_TEST_";

const MOST_BYTES_OF_SECRET: u64 = 64 * 1024;

/// How many times a section may stand that repeats.
const MOST_REPEATS: usize = 1000;

/// Where a key is looked for: in a section, or in one of the many of a section that repeats.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    section: &'static str,
    /// Which of the many, the first being 1.
    number: Option<usize>,
}

impl Spot {
    /// A section that stands once.
    pub(super) const fn only(section: &'static str) -> Self {
        Self {
            section,
            number: None,
        }
    }

    /// A key's name in errors.
    fn path(self, name: &str) -> String {
        let section = self.section;
        match self.number {
            Some(number) => format!("{section}[{number}].{name}"),
            None => format!("{section}.{name}"),
        }
    }

    /// A key's environment variable.
    fn variable(self, name: &str) -> String {
        let number = self.number.map(|number| number.to_string());
        variable(self.section, number.as_deref(), name)
    }
}

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

    fn find(&self, spot: Spot, name: &str) -> Option<&toml::Value> {
        let section = self.table.get(spot.section)?;
        match spot.number {
            Some(number) => section.get(number.checked_sub(1)?)?.get(name),
            None => section.get(name),
        }
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().iter().take(offset);
    1 + before.filter(|byte| **byte == b'\n').count()
}

/// The environment variable of a key; `number` is which of the many of a section that repeats.
pub(super) fn variable(section: &str, number: Option<&str>, name: &str) -> String {
    let (section, name) = (section.to_uppercase(), name.to_uppercase());
    match number {
        Some(number) => format!("{PREFIX}{section}__{number}__{name}"),
        None => format!("{PREFIX}{section}__{name}"),
    }
}

/// Which of the many a variable of a section that repeats is about.
fn number_in(variable: &str, section: &Section) -> Option<usize> {
    let start = format!("{PREFIX}{}__", section.name.to_uppercase());
    let (number, _) = variable.strip_prefix(&start)?.split_once("__")?;
    let read = number.parse().ok()?;
    // One form only: 1, never 01 or +1.
    ((1..=MOST_REPEATS).contains(&read) && read.to_string() == number).then_some(read)
}

/// What a variable could be called if it were a key's: in a section that repeats, with the number it was written with.
fn known_variables(written: &str) -> impl Iterator<Item = String> {
    SECTIONS.iter().flat_map(move |section| {
        let number = section
            .repeats
            .then(|| number_in(written, section).unwrap_or(1).to_string());
        names_in(section).map(move |name| variable(section.name, number.as_deref(), &name))
    })
}

/// Every name a key of a section goes by, `_file` among them.
fn names_in(section: &'static Section) -> impl Iterator<Item = String> {
    section.keys.iter().flat_map(|key: &Key| {
        let file = key.secret.then(|| format!("{}_file", key.name));
        std::iter::once(key.name.to_owned()).chain(file)
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
            if ours && !known_variables(name).any(|known| known == *name) {
                return Err(ConfigFault::UnknownKey {
                    place: "the environment".to_owned(),
                    name: name.clone(),
                    nearest: nearest(name, known_variables(name)),
                });
            }
        }
        Ok(())
    }

    /// The many of a section that repeats: those of the file, and those that only the environment knows.
    pub(super) fn spots(&self, section: &'static str) -> Vec<Spot> {
        let written = self.file.as_ref().and_then(|file| file.table.get(section));
        let in_file = written.and_then(toml::Value::as_array).map_or(0, Vec::len);
        let described = SECTIONS.iter().find(|known| known.name == section);
        let in_environment = self
            .environment
            .iter()
            .filter_map(|(name, _)| described.and_then(|described| number_in(name, described)));
        let numbers: BTreeSet<usize> = (1..=in_file).chain(in_environment).collect();
        let spot = |number| Spot {
            section,
            number: Some(number),
        };
        numbers.into_iter().map(spot).collect()
    }

    /// The value of a key: from the environment, else from the file, else its default.
    pub(super) fn value<T: Setting>(
        &self,
        spot: Spot,
        name: &'static str,
        default: Option<&'static str>,
    ) -> Result<T, ConfigFault> {
        if let Some(value) = self.in_environment::<T>(spot, name)? {
            return Ok(value);
        }
        if let Some(value) = self.in_file::<T>(spot, name)? {
            return Ok(value);
        }
        match default {
            Some(text) => T::from_text(text),
            None => T::absent(),
        }
        .ok_or_else(|| ConfigFault::Required {
            path: spot.path(name),
            variable: spot.variable(name),
        })
    }

    fn in_environment<T: Setting>(&self, spot: Spot, name: &str) -> Result<Option<T>, ConfigFault> {
        let find = |wanted: &str| {
            let mut all = self.environment.iter();
            all.find(|(known, _)| known == wanted)
                .map(|(_, value)| value.as_str())
        };
        let direct_name = spot.variable(name);
        let file_name = spot.variable(&format!("{name}_file"));
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

    fn in_file<T: Setting>(&self, spot: Spot, name: &str) -> Result<Option<T>, ConfigFault> {
        let Some(file) = &self.file else {
            return Ok(None);
        };
        let file_name = format!("{name}_file");
        let direct = file.find(spot, name);
        let in_file = if T::SECRET {
            file.find(spot, &file_name)
        } else {
            None
        };
        let written = spot.path(name);
        let written_file = spot.path(&file_name);
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
    let unknown = |name: String, nearest: String| ConfigFault::UnknownKey {
        place: file.place(),
        name,
        nearest,
    };
    for (name, value) in &file.table {
        let Some(section) = SECTIONS.iter().find(|known| known.name == name) else {
            let known = SECTIONS.iter().map(|known| known.name.to_owned());
            return Err(unknown(name.clone(), nearest(name, known)));
        };
        for (key, _) in tables(file, section, value)?.into_iter().flatten() {
            if !names_in(section).any(|known| known == *key) {
                let written = format!("{name}.{key}");
                let known = SECTIONS.iter().flat_map(|section| {
                    names_in(section).map(|key| format!("{}.{key}", section.name))
                });
                let nearest = nearest(&written, known);
                return Err(unknown(written, nearest));
            }
        }
    }
    Ok(())
}

/// What stands under a section's name: its one table, or each of the many where it repeats.
fn tables<'a>(
    file: &File,
    section: &Section,
    value: &'a toml::Value,
) -> Result<Vec<&'a toml::Table>, ConfigFault> {
    let tables: Option<Vec<_>> = if section.repeats {
        let many = value.as_array();
        many.and_then(|many| many.iter().map(toml::Value::as_table).collect())
    } else {
        value.as_table().map(|only| vec![only])
    };
    let (place, name) = (file.place(), section.name.to_owned());
    match tables {
        Some(many) if many.len() <= MOST_REPEATS => Ok(many),
        _ if section.repeats => Err(ConfigFault::NotRepeated { place, name }),
        _ => Err(ConfigFault::NotASection { place, name }),
    }
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
