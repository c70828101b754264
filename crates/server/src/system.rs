//! What only the operating system knows: the time, randomness, the environment, the folder for temporary files. Nothing else in the
//! program asks for them.

use std::path::PathBuf;

use domain::random::Random;
use domain::time::Timestamp;

/// The operating system's clock, read now.
#[allow(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the system clock"
)]
pub fn now() -> Timestamp {
    Timestamp::from_unix_millis(jiff::Timestamp::now().as_millisecond())
}

/// The operating system's random source.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    /// Fills the bytes. A system without randomness cannot keep a secret: the program then ends rather than go on without.
    #[allow(
        clippy::disallowed_methods,
        reason = "this is the one place that asks the operating system for randomness"
    )]
    fn fill(&mut self, bytes: &mut [u8]) {
        if getrandom::fill(bytes).is_err() {
            std::process::abort();
        }
    }
}

/// The environment's variables. One whose name is ours but whose value is not UTF-8 is given with replacement characters, which no key
/// accepts silently as something else.
#[allow(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the environment, for the configuration"
)]
pub fn environment() -> Vec<(String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| {
            Some((
                name.into_string().ok()?,
                value.to_string_lossy().into_owned(),
            ))
        })
        .collect()
}

/// A new folder of our own among the temporary files, that nobody else may look into.
#[allow(
    clippy::disallowed_methods,
    reason = "the demo without --data lives in a temporary folder"
)]
pub fn temporary_folder(prefix: &str) -> std::io::Result<PathBuf> {
    use std::os::unix::fs::DirBuilderExt as _;
    let name = u64::from_le_bytes(domain::random::array(&mut SystemRandom));
    let path = std::env::temp_dir().join(format!("{prefix}{name:016x}"));
    std::fs::DirBuilder::new().mode(0o700).create(&path)?;
    Ok(path)
}
