//! Writes a configuration file: the keys that somebody chose, each with what it is for above it.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use super::keys::SECTIONS;

/// A configuration to be written: values by section and key.
#[derive(Default)]
pub struct Draft {
    values: Vec<(&'static str, &'static str, toml::Value)>,
}

impl Draft {
    /// Sets a key. What is set twice keeps the last.
    pub fn set(
        &mut self,
        section: &'static str,
        name: &'static str,
        value: impl Into<toml::Value>,
    ) {
        self.values
            .retain(|(known_section, known, _)| (*known_section, *known) != (section, name));
        self.values.push((section, name, value.into()));
    }

    /// The file's text. `opening` becomes the comment at its top.
    pub fn text(&self, opening: &str) -> String {
        let mut text = String::new();
        for line in opening.lines() {
            let _ = writeln!(text, "# {line}");
        }
        for section in SECTIONS {
            let mut values = self
                .values
                .iter()
                .filter(|(in_section, ..)| *in_section == section.name)
                .peekable();
            if values.peek().is_some() {
                let _ = writeln!(text, "\n[{}]", section.name);
            }
            for (_, name, value) in values {
                let key = section
                    .keys
                    .iter()
                    .find(|key| key.name == *name || name.strip_suffix("_file") == Some(key.name));
                for line in key.map_or(&[][..], |key| key.doc) {
                    let _ = writeln!(text, "#{line}");
                }
                let _ = writeln!(text, "{name} = {value}");
            }
        }
        text
    }
}

/// Writes a new file with these permissions, and never over another.
pub fn write_new(path: &Path, text: &str, mode: u32) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    // The name is durable only when its folder is.
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    std::fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// Writes a file with these permissions over whatever stands there: whole, or not at all.
pub fn replace(path: &Path, text: &str, mode: u32) -> std::io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = Path::new(&beside);
    match std::fs::remove_file(beside) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    write_new(beside, text, mode)?;
    std::fs::rename(beside, path)?;
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    std::fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}
