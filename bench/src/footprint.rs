//! What the released program takes: memory when idle, time from its start until it is ready, and bytes of the first page.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

use crate::options::Options;
use crate::place::Folder;
use crate::process::resident_mib;
use crate::sample::Sample;
use crate::stopwatch::Stopwatch;
use crate::table::{Aim, Row, Table, short};

const STARTS: usize = 9;
/// A server that is not ready by then never will be.
const PATIENCE: Duration = Duration::from_secs(20);
/// Pages that are fetched before memory is read once more.
const VIEWS: usize = 200;
/// Passwords that are typed at once, so that every hashing thread has had work.
const PASSWORDS: usize = 16;
/// How long the server is left alone before its memory is read: the demo hashes passwords when it is made.
const REST: Duration = Duration::from_secs(15);
const HOST: &str = "id.bench.example";

/// Takes the figures.
pub(crate) fn run(options: &Options) -> Result<Table> {
    let program = built()?;
    let folder = Folder::new(&options.data)?;
    let mut table = Table::new("Footprint of the release binary (SQLite)");
    let port = free_port()?;
    let config = installed(&program, folder.path(), port)?;
    let serve = || {
        let mut serve = Command::new(&program);
        serve.args(["serve", "--config"]).arg(&config);
        serve
    };
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        let (running, millis) = Running::start(serve(), port, HOST)?;
        starts.push(millis);
        running.stop()?;
    }
    table.add(start_row(&Sample::of(starts)));
    let (running, _) = Running::start(serve(), port, HOST)?;
    for row in memory_rows("serve", &running, port, HOST)?
        .into_iter()
        .chain(page_rows(port)?)
    {
        table.add(row);
    }
    running.stop()?;
    let port = free_port()?;
    let mut demo = Command::new(&program);
    demo.args(["demo", "--listen", &format!("127.0.0.1:{port}"), "--data"]);
    demo.arg(folder.path().join("demo"));
    let host = format!("localhost:{port}");
    let (running, _) = Running::start(demo, port, &host)?;
    for row in memory_rows("demo", &running, port, &host)? {
        table.add(row);
    }
    running.stop()?;
    let bytes = std::fs::metadata(&program)?.len() / 1024;
    table.note(format!(
        "The binary takes {bytes} KiB. Memory is VmRSS. HTML is never \
         compressed (decision 0007), so the login page counts in full; style sheets and script count as a browser that accepts gzip gets them."
    ));
    Ok(table)
}

/// Builds the program beside this one, as the README's first command does, and gives its path.
pub(crate) fn built() -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let profile = own.parent().context("this program lies in a folder")?;
    let target = profile
        .parent()
        .context("that folder lies in the build's")?;
    ensure!(
        profile.ends_with("release"),
        "footprint measures the release binary: cargo run --release -p bench"
    );
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml");
    let built = Command::new(cargo)
        .args([
            "build",
            "--release",
            "--quiet",
            "--package",
            "server",
            "--target-dir",
        ])
        .arg(target)
        .arg("--manifest-path")
        .arg(manifest)
        .status()?;
    ensure!(built.success(), "the program could not be built");
    Ok(profile.join("tvasteg"))
}

fn installed(program: &Path, folder: &Path, port: u16) -> Result<PathBuf> {
    let config = folder.join("tvasteg.toml");
    let made = Command::new(program)
        .args([
            "init",
            "--base-url",
            &format!("https://{HOST}"),
            "--listen",
            &format!("127.0.0.1:{port}"),
        ])
        .args([
            "--organisation",
            "bench",
            "--organisation-name",
            "Mätbolaget",
            "--mail-mode",
            "none",
        ])
        .args([
            "--owner",
            "agnes",
            "--owner-name",
            "Agnes",
            "--owner-email",
            "agnes@bench.example",
        ])
        .arg("--config")
        .arg(&config)
        .stdin(Stdio::null())
        .output()?;
    ensure!(
        made.status.success(),
        "tvasteg init: {}",
        String::from_utf8_lossy(&made.stderr).trim()
    );
    Ok(config)
}

fn free_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?
        .local_addr()?
        .port())
}

/// A server process; it does not outlive this value.
struct Running(Child);

impl Running {
    /// Starts it; the milliseconds until it said that it was ready.
    fn start(mut command: Command, port: u16, host: &str) -> Result<(Self, f64)> {
        let watch = Stopwatch::start();
        let child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .stdin(Stdio::null())
            .spawn()?;
        let mut running = Self(child);
        loop {
            if get(port, host, "/readyz", "identity").is_ok_and(|answer| answer.is_ok()) {
                return Ok((running, watch.millis()));
            }
            if let Some(status) = running.0.try_wait()? {
                bail!("the server ended before it was ready: {status}");
            }
            ensure!(
                !watch.has_run_for(PATIENCE),
                "the server was not ready in time"
            );
            Stopwatch::wait(Duration::from_millis(1));
        }
    }

    /// Tells it to stop and waits for its end.
    fn stop(mut self) -> Result<()> {
        Command::new("kill")
            .args(["-TERM", &self.0.id().to_string()])
            .status()?;
        let ended = self.0.wait()?;
        ensure!(ended.success(), "the server ended with {ended}");
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It ended already, unless something went wrong on the way.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

struct Got {
    head: String,
    body: Vec<u8>,
}

impl Got {
    fn is_ok(&self) -> bool {
        self.head.split(' ').nth(1) == Some("200")
    }
}

/// HTTP/1.0, so that the body comes as it is, without chunks around it.
fn get(port: u16, host: &str, path: &str, encodings: &str) -> Result<Got> {
    send(
        port,
        &format!("GET {path} HTTP/1.0\r\nHost: {host}\r\nAccept-Encoding: {encodings}\r\n\r\n"),
    )
}

fn send(port: u16, request: &str) -> Result<Got> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let end = answer
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .context("no head")?;
    Ok(Got {
        head: String::from_utf8(answer[..end].to_vec())?,
        body: answer[end + 4..].to_vec(),
    })
}

fn start_row(starts: &Sample) -> Row {
    Row {
        what: "start of `serve` with an existing database until /readyz says 200".to_owned(),
        held: starts.median(),
        unit: " ms",
        aim: Aim::AtMost(100.0),
        figure: format!("median of {STARTS} starts"),
        yardstick: format!(
            "{}–{} ms",
            short(starts.quantile(0.0)),
            short(starts.quantile(1.0))
        ),
    }
}

fn memory_rows(name: &'static str, running: &Running, port: u16, host: &str) -> Result<[Row; 2]> {
    let row = |when: &str, held: f64, figure: String| Row {
        what: format!("memory of an idle `{name}` {when}"),
        held,
        unit: " MiB",
        aim: Aim::AtMost(30.0),
        figure,
        yardstick: "278 MiB (privacyIDEA, measured once)".to_owned(),
    };
    Stopwatch::wait(REST);
    let idle = resident_mib(running.0.id())?;
    for _ in 0..VIEWS {
        ensure!(
            get(port, host, "/login", "identity")?.is_ok(),
            "no login page"
        );
    }
    let viewed = format!(
        "after {VIEWS} login pages {} MiB",
        short(resident_mib(running.0.id())?)
    );
    std::thread::scope(|scope| {
        let typing: Vec<_> = (0..PASSWORDS)
            .map(|_| scope.spawn(|| type_password(port, host)))
            .collect();
        typing
            .into_iter()
            .try_for_each(|typed| typed.join().ok().context("a visitor")?)
    })?;
    Stopwatch::wait(REST);
    let later = resident_mib(running.0.id())?;
    let rested = format!("{} s after {PASSWORDS} passwords at once", REST.as_secs());
    Ok([
        row("after its start", idle, viewed),
        row("after sign-ins", later, rested),
    ])
}

/// Sends a password that is nobody's, as a browser does: the page first, then its form.
fn type_password(port: u16, host: &str) -> Result<()> {
    let page = get(port, host, "/login", "identity")?;
    let cookie = page
        .head
        .lines()
        .find_map(|line| line.split_once("set-cookie: "));
    let cookie = cookie
        .and_then(|(_, cookie)| cookie.split(';').next())
        .context("no cookie")?;
    let html = String::from_utf8(page.body.clone())?;
    let tag = html
        .split_once(r#"name="csrf" value=""#)
        .and_then(|(_, rest)| rest.split('"').next());
    let form = format!(
        "csrf={}&username=nobody&password=fel-losenord-helt-enkelt",
        tag.context("no tag")?
    );
    let request = format!(
        "POST /login HTTP/1.0\r\nHost: {host}\r\nCookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n\r\n{form}",
        form.len()
    );
    let answer = send(port, &request)?;
    ensure!(
        String::from_utf8_lossy(&answer.body).contains(r#"role="alert""#),
        "a wrong password was not refused"
    );
    Ok(())
}

fn page_rows(port: u16) -> Result<[Row; 2]> {
    let page = get(port, HOST, "/login", "gzip, deflate, br")?;
    let html = String::from_utf8(page.body.clone())?;
    let mut parts = vec![format!("HTML {}", page.body.len())];
    let (mut sent, mut plain) = (page.body.len(), page.body.len());
    for link in links(&html) {
        let (packed, whole) = (
            get(port, HOST, link, "gzip")?,
            get(port, HOST, link, "identity")?,
        );
        ensure!(packed.is_ok() && whole.is_ok(), "{link} is missing");
        parts.push(format!(
            "{} {}",
            link.rsplit('.').next().unwrap_or(link),
            packed.body.len()
        ));
        sent += packed.body.len();
        plain += whole.body.len();
    }
    let squeezed = gzipped(&page.body)?;
    let row = |what: &str, bytes: usize, figure: String, yardstick: String| Row {
        what: what.to_owned(),
        held: kilobytes(bytes),
        unit: " kB",
        aim: Aim::AtMost(12.0),
        figure,
        yardstick,
    };
    Ok([
        row(
            "login page with style sheets and script, as it goes over the line",
            sent,
            format!("{} bytes", parts.join(", ")),
            format!("{} kB uncompressed", short(kilobytes(plain))),
        ),
        row(
            "the same if its HTML were compressed too",
            sent - page.body.len() + squeezed,
            format!("HTML {squeezed} bytes"),
            "what decision 0007 costs".to_owned(),
        ),
    ])
}

#[allow(clippy::cast_precision_loss, reason = "a figure for people")]
fn kilobytes(bytes: usize) -> f64 {
    bytes as f64 / 1000.0
}

/// The style sheets and scripts that a page loads.
fn links(html: &str) -> Vec<&str> {
    let quoted = html.split('"').filter(|part| part.starts_with('/'));
    let is_loaded = |part: &&str| [".css", ".js"].iter().any(|ending| part.ends_with(ending));
    quoted.filter(is_loaded).collect()
}

/// How many bytes the `gzip` of this machine makes of it.
fn gzipped(bytes: &[u8]) -> Result<usize> {
    let mut gzip = Command::new("gzip")
        .arg("-6")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    gzip.stdin
        .take()
        .context("a pipe to gzip")?
        .write_all(bytes)?;
    Ok(gzip.wait_with_output()?.stdout.len())
}
