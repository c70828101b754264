//! Where the signed heads of the audit log are kept outside the database: a file beside the key, and a syslog server if wanted.
//!
//! The file holds the newest head of each organisation that this node sealed. It is replaced whole, so that nobody ever reads half of it,
//! and a head in it is never replaced by one that does not go on from it.

mod syslog;

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::Context as _;
use app::sealing::Heads;
use data_encoding::{BASE64, HEXLOWER};
use domain::id::OrganisationId;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use store::SealedHead;
use store::keys::AuditKey;

use crate::config::{Config, SyslogTarget, replace};

/// Its name beside the key file.
const USUAL: &str = "audit-head.json";

const FORMAT: u32 = 1;

/// The file as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: u32,
    key: WrittenKey,
    heads: Vec<WrittenHead>,
}

#[derive(Serialize, Deserialize, Clone)]
#[serde(deny_unknown_fields)]
struct WrittenKey {
    id: String,
    ed25519: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenHead {
    organisation: OrganisationId,
    seal: i64,
    rows: i64,
    root: String,
    signature: String,
    sealed_at: Timestamp,
}

impl WrittenHead {
    fn of(head: &SealedHead) -> Self {
        Self {
            organisation: head.organisation,
            seal: head.no,
            rows: head.total,
            root: HEXLOWER.encode(&head.root),
            signature: HEXLOWER.encode(&head.signature),
            sealed_at: head.sealed_at,
        }
    }

    fn head(&self) -> Option<SealedHead> {
        let root = HEXLOWER.decode(self.root.as_bytes()).ok()?;
        Some(SealedHead {
            organisation: self.organisation,
            no: self.seal,
            total: self.rows,
            root: root.try_into().ok()?,
            signature: HEXLOWER.decode(self.signature.as_bytes()).ok()?,
            sealed_at: self.sealed_at,
        })
    }
}

/// The place where the configuration says that heads are kept.
pub fn path(config: &Config) -> PathBuf {
    match &config.audit.head_file {
        Some(path) => path.0.clone(),
        None => config.keys.file.0.with_file_name(USUAL),
    }
}

/// The heads in a file; `None` where there is no such file.
pub fn read(path: &Path) -> anyhow::Result<Option<Vec<SealedHead>>> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(error)
                .with_context(|| format!("the head file {} cannot be read", path.display()));
        }
    };
    let heads = serde_json::from_str::<Written>(&text)
        .ok()
        .filter(|written| written.format == FORMAT)
        .and_then(|written| written.heads.iter().map(WrittenHead::head).collect());
    let heads: Vec<SealedHead> =
        heads.with_context(|| format!("{} is no head file of ours", path.display()))?;
    Ok(Some(heads))
}

/// The heads that this node keeps.
pub struct KeptHeads {
    path: PathBuf,
    key: WrittenKey,
    syslog: Option<SyslogTarget>,
    heads: Mutex<BTreeMap<OrganisationId, SealedHead>>,
}

impl KeptHeads {
    /// Begins with those that the file holds. One that cannot be read is not written over.
    pub fn open(config: &Config, key: &AuditKey) -> anyhow::Result<Self> {
        let path = path(config);
        let heads = read(&path)?.unwrap_or_default();
        let heads = heads.into_iter().map(|head| (head.organisation, head));
        Ok(Self {
            path,
            key: WrittenKey {
                id: key.id.clone(),
                ed25519: BASE64.encode(&key.public),
            },
            syslog: config.audit.syslog.clone(),
            heads: Mutex::new(heads.collect()),
        })
    }

    fn written(&self, heads: &BTreeMap<OrganisationId, SealedHead>) -> serde_json::Result<String> {
        let written = Written {
            format: FORMAT,
            key: self.key.clone(),
            heads: heads.values().map(WrittenHead::of).collect(),
        };
        serde_json::to_string_pretty(&written).map(|text| text + "\n")
    }
}

impl Heads for KeptHeads {
    fn kept(&self, organisation: OrganisationId) -> Option<SealedHead> {
        let heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        heads.get(&organisation).cloned()
    }

    fn keep(&self, new: &[SealedHead]) {
        let text = {
            let mut heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
            for head in new {
                heads.insert(head.organisation, head.clone());
            }
            self.written(&heads)
        };
        let kept = text
            .map_err(anyhow::Error::from)
            .and_then(|text| Ok(replace(&self.path, &text, 0o600)?));
        if let Err(error) = kept {
            tracing::warn!(error = format!("{error:#}"), file = %self.path.display(), "the head of the audit log could not be kept");
        }
        for head in self
            .syslog
            .iter()
            .flat_map(|target| new.iter().map(move |head| (target, head)))
        {
            if let Err(error) = syslog::send(head.0, &syslog::message(head.1, &self.key.id)) {
                tracing::warn!(%error, target = %head.0, "the head of the audit log could not be sent to syslog");
            }
        }
    }
}

#[cfg(test)]
mod tests;
