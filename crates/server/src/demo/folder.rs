//! The demo's folder: its configuration, key and database, so that every other command works on it with `--config DIR/tvasteg.toml`.
//!
//! A folder of its own is kept; a temporary one is gone at a clean stop. A configuration that the demo did not write is never touched.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use domain::time::Span;

use crate::config::USUAL_FILE;
use crate::config::write::{Draft, write_new};
use crate::keyfile;
use crate::system::{SystemRandom, temporary_folder};

/// What the demo's own configuration begins with.
const MARK: &str = "Written by `tvasteg demo` at each start; the demo's alone.";
const KEY_FILE: &str = "tvasteg.key";
const CLOCK_FILE: &str = "demo-clock";
const DATABASE: &str = "sqlite:tvasteg.db";

/// The folder.
pub struct Folder {
    path: PathBuf,
    temporary: bool,
}

impl Folder {
    /// The folder that was named, made if missing; without one, a temporary folder.
    pub fn open(named: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = named else {
            let path =
                temporary_folder("tvasteg-demo-").context("a temporary folder cannot be made")?;
            return Ok(Self {
                path,
                temporary: true,
            });
        };
        std::fs::create_dir_all(path)
            .with_context(|| format!("the folder {} cannot be made", path.display()))?;
        Ok(Self {
            path: path.to_owned(),
            temporary: false,
        })
    }

    /// The configuration file in it.
    pub fn config_file(&self) -> PathBuf {
        self.path.join(USUAL_FILE)
    }

    /// Writes the demo's configuration, and its key where there is none yet.
    pub fn prepare(&self, listen: std::net::SocketAddr, base_url: &str) -> anyhow::Result<()> {
        let file = self.config_file();
        let cannot = || format!("the file {} cannot be written", file.display());
        if file.exists() {
            let written = std::fs::read_to_string(&file)
                .with_context(|| format!("the file {} cannot be read", file.display()))?;
            if !is_the_demos(&written) {
                anyhow::bail!(
                    "{} was not written by the demo: name another folder with --data",
                    file.display()
                );
            }
            std::fs::remove_file(&file).with_context(cannot)?;
        }
        let mut draft = Draft::default();
        draft.set("server", "listen", listen.to_string());
        draft.set("server", "base_url", base_url);
        draft.set("database", "url", DATABASE);
        draft.set("keys", "file", KEY_FILE);
        draft.set("log", "level", "warn");
        write_new(&file, &draft.text(MARK), 0o600).with_context(cannot)?;
        let key = self.path.join(KEY_FILE);
        if !key.exists() {
            keyfile::create(&key, &mut SystemRandom)?;
        }
        Ok(())
    }
}

/// Where the demo's clock has been pushed to, beside its configuration: the next start, and every other command on the folder, goes by it.
#[derive(Debug, Clone)]
pub struct ClockFile(PathBuf);

impl ClockFile {
    /// The file beside a configuration file that the demo wrote; nothing where somebody else wrote it.
    pub fn beside(config_file: &Path) -> Option<Self> {
        let written = std::fs::read_to_string(config_file).ok()?;
        let path = config_file.with_file_name(CLOCK_FILE);
        is_the_demos(&written).then_some(Self(path))
    }

    /// How far ahead the clock is.
    pub fn read(&self) -> Span {
        let written = std::fs::read_to_string(&self.0)
            .ok()
            .and_then(|text| text.trim().parse().ok());
        Span::millis(written.unwrap_or(0).max(0))
    }

    /// Notes how far ahead the clock is.
    pub fn write(&self, ahead: Span) {
        if let Err(error) = std::fs::write(&self.0, format!("{}\n", ahead.as_millis())) {
            tracing::warn!(%error, "the demo's clock could not be written down");
        }
    }
}

fn is_the_demos(config: &str) -> bool {
    config.starts_with(&format!("# {MARK}"))
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.temporary && std::fs::remove_dir_all(&self.path).is_err() {
            tracing::warn!(folder = %self.path.display(), "the temporary folder could not be removed");
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        reason = "a test fails by panicking"
    )]

    use super::*;
    use crate::config::{Config, Origin};

    const LISTEN: &str = "127.0.0.1:18080";

    #[test]
    fn a_temporary_folder_is_private_and_gone_at_the_end() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = Folder::open(None).unwrap();
        let path = folder.path.clone();
        folder
            .prepare(LISTEN.parse().unwrap(), "http://localhost:18080")
            .unwrap();
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o700
        );
        drop(folder);
        assert!(!path.exists());
    }

    #[test]
    fn a_named_folder_is_kept_and_keeps_its_key() {
        let around = tempfile::tempdir().unwrap();
        let path = around.path().join("new/demo");
        for port in [1, 2] {
            let folder = Folder::open(Some(&path)).unwrap();
            folder
                .prepare(
                    ([127, 0, 0, 1], port).into(),
                    &format!("http://localhost:{port}"),
                )
                .unwrap();
            let config = Config::load(&Origin::Named(&folder.config_file()), &[]).unwrap();
            assert_eq!(config.server.listen.port(), port);
            assert_eq!(
                config.base_url().unwrap().as_str(),
                format!("http://localhost:{port}")
            );
            assert_eq!(
                config.database.url.sqlite_path().unwrap(),
                path.join("tvasteg.db")
            );
        }
        let key = std::fs::read(path.join(KEY_FILE)).unwrap();
        let folder = Folder::open(Some(&path)).unwrap();
        folder
            .prepare(LISTEN.parse().unwrap(), "http://localhost:3")
            .unwrap();
        assert_eq!(std::fs::read(path.join(KEY_FILE)).unwrap(), key);
    }

    #[test]
    fn a_pushed_clock_is_remembered_beside_the_configuration() {
        let folder = Folder::open(None).unwrap();
        folder
            .prepare(LISTEN.parse().unwrap(), "http://localhost:18080")
            .unwrap();
        let file = ClockFile::beside(&folder.config_file()).unwrap();
        assert_eq!(file.read(), Span::ZERO);
        file.write(Span::days(15));
        assert_eq!(
            ClockFile::beside(&folder.config_file()).unwrap().read(),
            Span::days(15)
        );
        std::fs::write(folder.path.join(CLOCK_FILE), "-7").unwrap();
        assert_eq!(file.read(), Span::ZERO);
    }

    #[test]
    fn a_configuration_of_somebody_else_is_not_touched() {
        let around = tempfile::tempdir().unwrap();
        let file = around.path().join(USUAL_FILE);
        std::fs::write(&file, "[server]\n").unwrap();
        let folder = Folder::open(Some(around.path())).unwrap();
        let refused = folder
            .prepare(LISTEN.parse().unwrap(), "http://localhost:3")
            .unwrap_err();
        assert!(
            refused.to_string().contains("was not written by the demo"),
            "{refused}"
        );
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "[server]\n");
        assert!(!around.path().join(KEY_FILE).exists());
        assert!(ClockFile::beside(&file).is_none());
    }
}
