//! What the operating system says of a process and of the machine, read from `/proc`.

use std::fs;

use anyhow::{Context, Result};

/// `/proc` counts processor time in hundredths of a second, on every Linux.
const TICKS_PER_SECOND: f64 = 100.0;

/// The processor time that this process has used, all threads and the kernel's work for them, in milliseconds.
pub(crate) fn processor_millis() -> Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat").context("/proc/self/stat")?;
    let after_name = stat.rsplit_once(')').context("a process has a name")?.1;
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks = |place: usize| -> Result<f64> {
        Ok(fields
            .get(place)
            .context("a short /proc/self/stat")?
            .parse()?)
    };
    Ok((ticks(11)? + ticks(12)?) * 1000.0 / TICKS_PER_SECOND)
}

/// The resident memory of a process, in mebibytes.
pub(crate) fn resident_mib(process: u32) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next());
    Ok(kib.context("a process has VmRSS")?.parse::<f64>()? / 1024.0)
}

/// How many processes wanted a processor in the last minute.
pub(crate) fn load() -> f64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let first = text.split_whitespace().next();
    first
        .and_then(|first| first.parse().ok())
        .unwrap_or(f64::NAN)
}

/// The machine in one line.
pub(crate) fn machine() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text
        .lines()
        .find_map(|line| line.strip_prefix("model name"));
    let model = model.map_or("unknown processor", |line| {
        line.trim_start_matches([':', '\t', ' '])
    });
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{cores} cores of {model}")
}
