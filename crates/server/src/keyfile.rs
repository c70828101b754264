//! The root key file: read only where nobody else can read it, written once and never over another.
//!
//! What stands in it is `store`'s affair ([`store::keys::Keyring`]).

use std::io::{ErrorKind, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use domain::random::Random;
use store::keys::{KeyFault, Keyring};
use zeroize::Zeroizing;

use crate::config::write::write_new;

const MOST_BYTES: u64 = 64 * 1024;
const OTHERS: u32 = 0o077;

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileFault {
    /// There is no such file.
    #[error("the key file {} does not exist: run `tvasteg init` for a new installation, or put the installation's key file there", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// Somebody else may read it.
    #[error("the key file {} can be read by others (mode {mode:04o}): run `chmod 600 {}`", path.display(), path.display())]
    ReadableByOthers {
        /// The file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// It cannot be read.
    #[error("the key file {} cannot be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's words.
        #[source]
        source: std::io::Error,
    },
    /// What stands in it is no key.
    #[error("the key file {} cannot be used", path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        #[source]
        source: KeyFault,
    },
    /// There is one already.
    #[error("the key file {} exists already and is never overwritten", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// It cannot be written.
    #[error("the key file {} cannot be written", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// The system's words.
        #[source]
        source: std::io::Error,
    },
}

/// Reads the key file.
pub fn read(path: &Path) -> Result<Keyring, KeyFileFault> {
    let unreadable = |source: std::io::Error| match source.kind() {
        ErrorKind::NotFound => KeyFileFault::Missing {
            path: path.to_owned(),
        },
        _ => KeyFileFault::Unreadable {
            path: path.to_owned(),
            source,
        },
    };
    let file = std::fs::File::open(path).map_err(unreadable)?;
    // The permissions are those of the file that was opened, whatever the name points to by now.
    let about = file.metadata().map_err(unreadable)?;
    if !about.is_file() {
        return Err(unreadable(std::io::Error::other("it is not a file")));
    }
    let mode = about.permissions().mode() & 0o7777;
    if mode & OTHERS != 0 {
        return Err(KeyFileFault::ReadableByOthers {
            path: path.to_owned(),
            mode,
        });
    }
    let mut text = Zeroizing::new(String::new());
    file.take(MOST_BYTES)
        .read_to_string(&mut text)
        .map_err(unreadable)?;
    Keyring::parse(&text).map_err(|source| KeyFileFault::Unusable {
        path: path.to_owned(),
        source,
    })
}

/// Writes a new key file with one fresh key, readable by its owner alone.
pub fn create(path: &Path, random: &mut dyn Random) -> Result<Keyring, KeyFileFault> {
    let text = Keyring::generate(random);
    write_new(path, &text, 0o600).map_err(|source| match source.kind() {
        ErrorKind::AlreadyExists => KeyFileFault::Exists {
            path: path.to_owned(),
        },
        _ => KeyFileFault::Unwritable {
            path: path.to_owned(),
            source,
        },
    })?;
    read(path)
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        reason = "a test fails by panicking"
    )]

    use super::*;
    use crate::system::SystemRandom;

    fn refusal(path: &Path) -> String {
        read(path).err().expect("refused").to_string()
    }

    #[test]
    fn a_new_key_file_is_private_and_can_be_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tvasteg.key");
        let written = create(&path, &mut SystemRandom).unwrap();
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o7777,
            0o600
        );
        assert_eq!(read(&path).unwrap().current_id(), written.current_id());
    }

    #[test]
    fn a_key_file_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tvasteg.key");
        create(&path, &mut SystemRandom).unwrap();
        let before = std::fs::read(&path).unwrap();
        let fault = create(&path, &mut SystemRandom).err().expect("refused");
        assert!(matches!(fault, KeyFileFault::Exists { .. }));
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }

    #[test]
    fn a_key_file_that_others_can_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tvasteg.key");
        create(&path, &mut SystemRandom).unwrap();
        for mode in [0o644, 0o640, 0o604, 0o620] {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            let sentence = refusal(&path);
            assert!(
                sentence.contains(&format!("mode {mode:04o}")) && sentence.contains("chmod 600"),
                "{sentence}"
            );
        }
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o400)).unwrap();
        assert!(read(&path).is_ok());
    }

    #[test]
    fn a_missing_key_file_names_the_way_out() {
        let folder = tempfile::tempdir().unwrap();
        let sentence = refusal(&folder.path().join("none.key"));
        assert!(
            sentence.contains("does not exist") && sentence.contains("tvasteg init"),
            "{sentence}"
        );
    }

    #[test]
    fn what_is_no_key_is_refused_without_repeating_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tvasteg.key");
        write_new(&path, "00112233 hemligt-men-trasigt\n", 0o600).unwrap();
        let fault = anyhow::Error::from(read(&path).err().expect("refused"));
        let sentence = format!("{fault:#}");
        assert!(
            sentence.contains("line 1") && !sentence.contains("hemligt"),
            "{sentence}"
        );
        assert!(refusal(folder.path()).contains("cannot be read"));
    }
}
