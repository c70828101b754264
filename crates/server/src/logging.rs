//! Logging to standard error, as text or JSON. What is logged never holds codes, passwords, tokens or addresses of people: that is the duty
//! of whoever logs; here only the level and the form are set.

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer as _, Registry};

use crate::config::{LogFormat, LogLevel};

/// Our own crates; what others log counts from `warn` on.
const OURS: [&str; 9] = [
    "server", "web", "app", "store", "factors", "connect", "domain", "text", "otp",
];

/// What writes what others sent us into its lines, byte by byte; what came of it our own log tells.
const QUIET: [&str; 3] = ["webauthn_rs_core", "webauthn_attestation_ca", "crypto_glue"];

/// Starts logging. A second start in one process changes nothing.
pub fn start(level: LogLevel, format: LogFormat) {
    let level = match level {
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
    };
    let targets = Targets::new()
        .with_default(level.min(LevelFilter::WARN))
        .with_targets(OURS.map(|target| (target, level)))
        .with_targets(QUIET.map(|target| (target, LevelFilter::OFF)));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let lines = match format {
        LogFormat::Text => lines.with_ansi(false).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    // Fails only where logging is on already.
    let _ = Registry::default()
        .with(lines.with_filter(targets))
        .try_init();
}
