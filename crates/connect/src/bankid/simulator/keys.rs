//! Everything the simulator shows and signs with: made anew, or kept in a folder so that callers need to be set up once.
//!
//! ```text
//! root.pem  root-key.pem          whom callers trust, and what issues their certificates
//! caller.pem  caller-key.pem      a caller's certificate
//! signature-root.pem  signing-keys.pem   where signatures lead to, and what makes them
//! ```

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use domain::time::Timestamp;
use rcgen::KeyPair;
use rustls::pki_types::CertificateDer;
use sha2::{Digest as _, Sha256};
use tokio::sync::OnceCell;

use super::{
    certificates::{Authority, CallerIdentity, written},
    fault::SimulatorFault,
    signing::{Hierarchy, draw_keys},
};

const ROOT: &str = "root.pem";
const ROOT_KEY: &str = "root-key.pem";
const CALLER: &str = "caller.pem";
const CALLER_KEY: &str = "caller-key.pem";
const SIGNATURE_ROOT: &str = "signature-root.pem";
const SIGNING_KEYS: &str = "signing-keys.pem";

/// A simulator's keys and certificates. Several simulators may share them.
pub struct Keys {
    authority: Authority,
    caller: CallerIdentity,
    organisation: String,
    hierarchy: OnceCell<Arc<Hierarchy>>,
    folder: Option<PathBuf>,
}

impl Keys {
    /// Makes them for a caller of this organisation, to be gone with the process.
    pub fn fresh(organisation: &str, now: Timestamp) -> Result<Self, SimulatorFault> {
        let authority = Authority::fresh()?;
        let caller = authority.caller_today(organisation, now)?;
        Ok(Self {
            authority,
            caller,
            organisation: organisation.to_owned(),
            hierarchy: OnceCell::new(),
            folder: None,
        })
    }

    /// Takes them from a folder, which is made and filled where it has none. A caller's certificate that is over is made again.
    pub fn kept_in(
        folder: &Path,
        organisation: &str,
        now: Timestamp,
    ) -> Result<Self, SimulatorFault> {
        fs::create_dir_all(folder)?;
        let keys = match read(&folder.join(ROOT))? {
            None => {
                let keys = Self::fresh(organisation, now)?;
                write_secret(
                    &folder.join(ROOT_KEY),
                    &keys.authority.key().serialize_pem(),
                )?;
                keys.write_caller(folder)?;
                fs::write(folder.join(ROOT), keys.root_pem())?;
                keys
            }
            Some(root) => Self::read(folder, &root, organisation, now)?,
        };
        Ok(Self {
            folder: Some(folder.to_owned()),
            ..keys
        })
    }

    fn read(
        folder: &Path,
        root: &str,
        organisation: &str,
        now: Timestamp,
    ) -> Result<Self, SimulatorFault> {
        let file = |name: &str| read(&folder.join(name))?.ok_or(SimulatorFault::Folder);
        let authority = Authority::kept(certificate(root)?, key(&file(ROOT_KEY)?)?);
        let caller = CallerIdentity::new(certificate(&file(CALLER)?)?, key(&file(CALLER_KEY)?)?);
        let is_over = caller.is_over(now)?;
        let mut keys = Self {
            authority,
            caller,
            organisation: organisation.to_owned(),
            hierarchy: OnceCell::new(),
            folder: None,
        };
        if is_over {
            keys.caller = keys.authority.caller_today(organisation, now)?;
            keys.write_caller(folder)?;
        }
        Ok(keys)
    }

    fn write_caller(&self, folder: &Path) -> Result<(), SimulatorFault> {
        write_secret(&folder.join(CALLER_KEY), &self.caller.key_pem())?;
        fs::write(folder.join(CALLER), self.caller.certificate_pem())?;
        Ok(())
    }

    /// The root that callers trust, PEM.
    pub fn root_pem(&self) -> String {
        written(self.authority.root())
    }

    /// The SHA-256 of that root.
    pub fn root_fingerprint(&self) -> [u8; 32] {
        Sha256::digest(self.authority.root()).into()
    }

    /// The certificate that callers are given.
    pub fn caller(&self) -> &CallerIdentity {
        &self.caller
    }

    /// Another one that is valid between two moments, to see what happens outside of them.
    pub fn caller_between(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<CallerIdentity, SimulatorFault> {
        self.authority.caller(&self.organisation, from, until)
    }

    /// The root that the persons' signatures lead to, PEM. The first call draws keys, which takes a while.
    pub async fn signature_root_pem(&self) -> Result<String, SimulatorFault> {
        Ok(self.hierarchy().await?.root_pem())
    }

    pub(super) fn authority(&self) -> &Authority {
        &self.authority
    }

    pub(super) fn organisation(&self) -> &str {
        &self.organisation
    }

    /// Begins to draw the persons' keys, so that whoever signs first need not wait for them.
    pub(super) fn draw_ahead(self: &Arc<Self>) {
        if self.hierarchy.initialized() {
            return;
        }
        let keys = self.clone();
        #[allow(
            clippy::disallowed_methods,
            reason = "it ends by itself, and whoever needs the keys waits for it or draws them"
        )]
        let task = tokio::spawn(async move { keys.hierarchy().await.map(drop) });
        drop(task);
    }

    pub(super) async fn hierarchy(&self) -> Result<Arc<Hierarchy>, SimulatorFault> {
        let folder = self.folder.clone();
        let made = self.hierarchy.get_or_try_init(|| async move {
            blocking(move || hierarchy(folder.as_deref()).map(Arc::new)).await
        });
        made.await.cloned()
    }
}

/// Runs what takes processor time away from the threads that answer.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, SimulatorFault> + Send + 'static,
) -> Result<T, SimulatorFault> {
    #[allow(
        clippy::disallowed_methods,
        reason = "drawing keys and signing, once a simulator and once an order; a request waits for it"
    )]
    let task = tokio::task::spawn_blocking(work);
    task.await.map_err(|_| SimulatorFault::Stopping)?
}

fn hierarchy(folder: Option<&Path>) -> Result<Hierarchy, SimulatorFault> {
    let Some(folder) = folder else {
        return Hierarchy::new(draw_keys()?);
    };
    let keys = if let Some(kept) = read(&folder.join(SIGNING_KEYS))? {
        let sections = pem::parse_many(&kept).map_err(|_| SimulatorFault::Folder)?;
        let keys = sections.iter().map(|one| key(&pem::encode(one)));
        let keys: Vec<KeyPair> = keys.collect::<Result<_, _>>()?;
        keys.try_into().map_err(|_| SimulatorFault::Folder)?
    } else {
        let keys = draw_keys()?;
        let texts = keys.each_ref().map(KeyPair::serialize_pem).concat();
        write_secret(&folder.join(SIGNING_KEYS), &texts)?;
        keys
    };
    let hierarchy = Hierarchy::new(keys)?;
    fs::write(folder.join(SIGNATURE_ROOT), hierarchy.root_pem())?;
    Ok(hierarchy)
}

fn certificate(text: &str) -> Result<CertificateDer<'static>, SimulatorFault> {
    let section = pem::parse(text).map_err(|_| SimulatorFault::Folder)?;
    Ok(CertificateDer::from(section.into_contents()))
}

fn key(text: &str) -> Result<KeyPair, SimulatorFault> {
    KeyPair::from_pem(text).map_err(|_| SimulatorFault::Folder)
}

/// A file's text, or none where there is no such file.
fn read(file: &Path) -> Result<Option<String>, SimulatorFault> {
    match fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Writes a file that nobody else may read.
fn write_secret(file: &Path, text: &str) -> Result<(), SimulatorFault> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    io::Write::write_all(&mut options.open(file)?, text.as_bytes())?;
    Ok(())
}
