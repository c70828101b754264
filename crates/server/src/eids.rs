//! The accounts at eIDs, opened as the configuration says. Which eIDs there are only `connect` knows.

use app::eids::{EidAccount, Eids};
use connect::eid::{self, OpenFault, Part, Parts};

use crate::config::keys::Eid as Settings;
use crate::config::{Config, FilePath};

/// No certificate, key or root is longer.
const MOST_BYTES: u64 = 1024 * 1024;

/// Why an account cannot be opened, in a sentence that names its setting.
#[derive(Debug, thiserror::Error)]
pub enum EidSettingFault {
    /// A file cannot be read.
    #[error("eid[{number}].{setting}: the file {} cannot be read", path.0.display())]
    Unreadable {
        /// Which of the accounts, the first being 1.
        number: usize,
        /// The setting.
        setting: &'static str,
        /// The file.
        path: FilePath,
        /// The system's words.
        #[source]
        source: std::io::Error,
    },
    /// What was given does not make an account.
    #[error("eid[{number}].{setting}: {fault}")]
    Unfit {
        /// Which of the accounts, the first being 1.
        number: usize,
        /// The setting.
        setting: &'static str,
        /// What is wrong with it.
        fault: OpenFault,
    },
}

/// Every account, in the order of the configuration. Nothing is asked over the network.
pub fn open(config: &Config) -> Result<Eids, EidSettingFault> {
    let accounts = config.eid.iter().enumerate();
    let opened = accounts.map(|(at, settings)| open_one(config, at + 1, settings));
    Ok(Eids::new(opened.collect::<Result<_, _>>()?))
}

/// One account, which is the `number`th of the configuration.
pub(crate) fn open_one(
    config: &Config,
    number: usize,
    settings: &Settings,
) -> Result<EidAccount, EidSettingFault> {
    let read = |setting, path: &FilePath| {
        read(path).map_err(|source| EidSettingFault::Unreadable {
            number,
            setting,
            path: path.clone(),
            source,
        })
    };
    let key = settings.certificate_key.as_ref();
    let password = settings.certificate_password.as_ref();
    let parts = Parts {
        base_url: settings.base_url.0.clone(),
        root: read("root", &settings.root)?,
        certificate: read("certificate", &settings.certificate)?,
        key: key.map(|key| read("certificate_key", key)).transpose()?,
        password: password.map(|password| connect::Secret::new(password.reveal().to_owned())),
        pin_code: settings.pin_code,
        identity_document: settings.identity_document,
        forms: settings.forms.0.iter().map(|form| form.0.clone()).collect(),
        allowed_private: config.private_hosts(),
    };
    let eid = eid::open(settings.kind, &parts).map_err(|fault| EidSettingFault::Unfit {
        number,
        setting: setting_of(fault.part()),
        fault,
    })?;
    Ok(EidAccount {
        service: settings.kind.name().to_owned(),
        organisation: settings.organisation.as_ref().map(|slug| slug.0.clone()),
        eid,
    })
}

fn read(path: &FilePath) -> std::io::Result<Vec<u8>> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    std::fs::File::open(&path.0)?
        .take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(std::io::Error::other("it is far too large"));
    }
    Ok(bytes)
}

const fn setting_of(part: Part) -> &'static str {
    match part {
        Part::BaseUrl => "base_url",
        Part::Root => "root",
        Part::Certificate => "certificate",
        Part::Password => "certificate_password",
        Part::Forms => "forms",
    }
}

#[cfg(test)]
mod tests;
