//! Everything that this process logs, at every level, from the moment it is first asked for.

use std::io::Write;
use std::sync::{Mutex, OnceLock, PoisonError};

static LOGGED: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Collector;

impl Write for Collector {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOGGED
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Begins to collect, once a process.
pub fn collect() {
    static BEGUN: OnceLock<()> = OnceLock::new();
    BEGUN.get_or_init(|| {
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(|| Collector)
            .finish();
        tracing::subscriber::set_global_default(subscriber).expect("nobody else collects");
    });
}

/// What was logged so far.
pub fn collected() -> String {
    String::from_utf8_lossy(&LOGGED.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
}
