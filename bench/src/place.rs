//! Where measured installations lie: folders on the measured disk, and a PostgreSQL of their own that keeps what it is told.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use store::Location;
use tempfile::TempDir;

/// A folder for one SQLite database; gone with this value.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new(data: &Path) -> Result<Self> {
        let made = tempfile::tempdir_in(data);
        Ok(Self(made.with_context(|| {
            format!("no folder can be made in {}", data.display())
        })?))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.0.path().join("tvasteg.db")
    }

    pub(crate) fn location(&self) -> Location {
        Location::Sqlite {
            path: self.database(),
            create: true,
        }
    }
}

/// A PostgreSQL server that was started for the measurement, with fsync on; it ends with this value.
pub(crate) struct Server {
    folder: PathBuf,
    /// Its superuser's URL.
    pub(crate) url: String,
}

fn script(name: &str) -> Command {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/postgres");
    Command::new(scripts.join(name))
}

impl Server {
    /// Starts one whose files lie in `data`; the error says why there is none.
    pub(crate) fn start(data: &Path) -> Result<Self> {
        let data = data.canonicalize().context("--data names no folder")?;
        let folder = data.join(format!("bench-postgres-{}", std::process::id()));
        let started = script("start.sh")
            .args(["--fsync", "on"])
            .arg(&folder)
            .output()?;
        if !started.status.success() {
            bail!("{}", String::from_utf8_lossy(&started.stderr).trim());
        }
        let url = String::from_utf8(started.stdout)?.trim().to_owned();
        Ok(Self { folder, url })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that stays behind is named in its folder; there is nobody to tell here.
        let _ = script("stop.sh").arg(&self.folder).status();
    }
}
