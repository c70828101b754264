//! `tvasteg bankid-simulator`: the built-in BankID alone, for whoever builds a client of their own or points an installation at it.
//!
//! It listens on this machine and nowhere else, opens no database and reads no configuration.

mod phone;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use app::Clock as _;
use connect::bankid::simulator::{Keys, Settings, Simulator};
use domain::time::Timestamp;
use serde::Serialize;
use tokio::net::TcpListener;

use super::arguments::BankidSimulator;
use super::output::Output;
use crate::clock::DemoClock;
use crate::config::replace;
use crate::listen;
use crate::running::stop_signal;
use crate::system::{SystemRandom, temporary_folder};
use phone::Phone;

const PKCS12: &str = "caller.p12";
const PASSWORD_FILE: &str = "caller-password";

/// What opens the PKCS#12 file. It protects nothing: whoever reads the file reads the password beside it.
const PASSWORD: &str = "simulator";

/// What a client needs to know.
#[derive(Debug, Serialize)]
struct Ready {
    base_url: String,
    phone: String,
    root: PathBuf,
    certificate: PathBuf,
    certificate_password_file: PathBuf,
    signature_root: PathBuf,
}

/// Runs until it is told to stop.
pub(crate) async fn run(asked: BankidSimulator) -> anyhow::Result<()> {
    // Listened for first, so that a stop in the middle of the start cleans up too.
    let stop = stop_signal()?;
    let folder = Folder::open(asked.folder.as_deref())?;
    let (running, listener) = start(&asked, &folder).await?;
    let ready = &running.ready;
    let lines = [
        ("base_url", ready.base_url.clone()),
        ("root", ready.root.display().to_string()),
        ("certificate", ready.certificate.display().to_string()),
        (
            "certificate_password_file",
            ready.certificate_password_file.display().to_string(),
        ),
        ("signature root", ready.signature_root.display().to_string()),
        ("the app", ready.phone.clone()),
    ];
    Output::new(asked.json).record(ready, &lines)?;
    listen::serve(listener, phone::router(running.phone), stop).await;
    Ok(())
}

/// A simulator that runs, and what plays its app.
struct Started {
    ready: Ready,
    phone: Arc<Phone>,
}

async fn start(asked: &BankidSimulator, folder: &Folder) -> anyhow::Result<(Started, TcpListener)> {
    let clock = Arc::new(DemoClock::default());
    let here = |name: &str| folder.path.join(name);
    let keys = Keys::kept_in(&folder.path, &asked.organisation, clock.now())
        .with_context(|| format!("--folder {}", folder.path.display()))?;
    let cannot = |name: &str| format!("the file {} cannot be written", here(name).display());
    let pkcs12 = keys.caller().pkcs12(PASSWORD)?;
    write_private(&here(PKCS12), &pkcs12).with_context(|| cannot(PKCS12))?;
    replace(&here(PASSWORD_FILE), &format!("{PASSWORD}\n"), 0o600)
        .with_context(|| cannot(PASSWORD_FILE))?;
    // Drawn now, so that the root of the signatures lies there before anybody signs.
    keys.signature_root_pem().await?;
    let told = Arc::clone(&clock);
    let simulator = Simulator::start(Settings {
        listen: SocketAddr::from(([127, 0, 0, 1], asked.port)),
        ..Settings::new(
            Arc::new(keys),
            Arc::new(move || -> Timestamp { told.now() }),
            Box::new(SystemRandom),
        )
    })
    .await
    .with_context(|| format!("--port {} cannot be listened on", asked.port))?;
    let listener = TcpListener::bind(("127.0.0.1", asked.phone_port))
        .await
        .with_context(|| format!("--phone-port {} cannot be listened on", asked.phone_port))?;
    let ready = Ready {
        base_url: simulator.base_url(),
        phone: format!("http://{}/", listener.local_addr()?),
        root: here("root.pem"),
        certificate: here(PKCS12),
        certificate_password_file: here(PASSWORD_FILE),
        signature_root: here("signature-root.pem"),
    };
    let phone = Arc::new(Phone { simulator, clock });
    Ok((Started { ready, phone }, listener))
}

/// Writes bytes that nobody else may read over whatever stands there.
fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = std::fs::OpenOptions::new();
    let options = options.write(true).create(true).truncate(true).mode(0o600);
    options.open(path)?.write_all(bytes)
}

/// Where the keys are: a folder that was named and stays, or a temporary one that is gone at the end.
struct Folder {
    path: PathBuf,
    is_temporary: bool,
}

impl Folder {
    fn open(named: Option<&Path>) -> anyhow::Result<Self> {
        match named {
            Some(path) => Ok(Self {
                path: path.to_owned(),
                is_temporary: false,
            }),
            None => Ok(Self {
                path: temporary_folder("tvasteg-bankid-")
                    .context("a temporary folder cannot be made")?,
                is_temporary: true,
            }),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.is_temporary {
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}
