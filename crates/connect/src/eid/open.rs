//! Opens an account at an eID from what the operator gave: which eID, and the parts that every one of them needs.
//!
//! The one place that knows which eIDs there are. It reads no file: what stood in the files is handed in, and a fault says which part it is
//! about, so that whoever read them can name the setting.

use std::sync::Arc;

use super::Eid;
use crate::Secret;
use crate::bankid::{
    Account, AccountFault, Client, Demands, Identity, IdentityFault, Kind, Root, RootFault,
};

/// An eID that can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EidKind {
    /// BankID.
    BankId,
}

impl EidKind {
    /// Every one, in the order in which they are named.
    pub const ALL: [Self; 1] = [Self::BankId];

    /// Their names, as a sentence lists them.
    pub const NAMES: &'static str = "bankid";

    /// Its name: what a factor needs as its service.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BankId => "bankid",
        }
    }

    /// The eID of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What an account is opened with. No Debug: it holds a key.
pub struct Parts {
    /// Where the eID is called.
    pub base_url: String,
    /// The one root that is trusted there, PEM.
    pub root: Vec<u8>,
    /// Our certificate: PKCS#12 with its key, or PEM.
    pub certificate: Vec<u8>,
    /// The key, PEM, where it does not stand with the certificate.
    pub key: Option<Vec<u8>>,
    /// What opens an encrypted key.
    pub password: Option<Secret>,
    /// The security code, even where a finger or a face would do.
    pub pin_code: bool,
    /// A passport or identity card must be read as well.
    pub identity_document: bool,
    /// The forms of the eID that will do, by name; none: whatever the eID takes.
    pub forms: Vec<String>,
    /// Hosts inside our networks that the operator allows by name.
    pub allowed_private: Vec<String>,
}

/// Which of the parts a fault is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The base address.
    BaseUrl,
    /// The root.
    Root,
    /// Our certificate or its key.
    Certificate,
    /// What opens the key.
    Password,
    /// The forms of the eID.
    Forms,
}

/// Why the parts give no account.
#[derive(Debug, thiserror::Error)]
pub enum OpenFault {
    /// The root cannot be used.
    #[error(transparent)]
    Root(#[from] RootFault),
    /// Our certificate cannot be used.
    #[error(transparent)]
    Identity(#[from] IdentityFault),
    /// The parts do not fit together.
    #[error(transparent)]
    Account(#[from] AccountFault),
    /// There is no such form of this eID.
    #[error("this eID has no such form; it has {known}")]
    Form {
        /// The names of those there are.
        known: &'static str,
    },
}

impl OpenFault {
    /// Which part it is about.
    pub const fn part(&self) -> Part {
        match self {
            Self::Root(_) | Self::Account(AccountFault::RootOfAnotherHost { .. }) => Part::Root,
            Self::Identity(IdentityFault::WrongPassword | IdentityFault::PasswordMissing) => {
                Part::Password
            }
            Self::Identity(_) | Self::Account(AccountFault::Unusable(_)) => Part::Certificate,
            Self::Account(AccountFault::BaseUrl | AccountFault::Version) => Part::BaseUrl,
            Self::Form { .. } => Part::Forms,
        }
    }
}

/// Opens an account. Nothing is asked over the network.
pub fn open(kind: EidKind, parts: &Parts) -> Result<Arc<dyn Eid>, OpenFault> {
    match kind {
        EidKind::BankId => bankid(parts),
    }
}

/// The forms of BankID, as the operator names them.
const FORMS: &str = "mobile, file, card";

fn bankid(parts: &Parts) -> Result<Arc<dyn Eid>, OpenFault> {
    let root = Root::from_pem(&parts.root)?;
    let password = parts.password.as_ref();
    let identity = match &parts.key {
        Some(key) => Identity::from_pem(&parts.certificate, key, password)?,
        None => Identity::from_file(&parts.certificate, password)?,
    };
    let kinds = parts.forms.iter().map(|form| form_of_bankid(form));
    let demands = Demands {
        pin_code: parts.pin_code,
        identity_document: parts.identity_document,
        kinds: kinds.collect::<Result<_, _>>()?,
        card_reader: None,
    };
    let account = Account::new(&parts.base_url, root, identity, demands)?;
    Ok(Arc::new(Client::new(account, &parts.allowed_private)?))
}

fn form_of_bankid(name: &str) -> Result<Kind, OpenFault> {
    match name {
        "mobile" => Ok(Kind::Mobile),
        "file" => Ok(Kind::OnFile),
        "card" => Ok(Kind::SmartCard),
        _ => Err(OpenFault::Form { known: FORMS }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use domain::time::Timestamp;

    use super::*;
    use crate::bankid::simulator::Keys;

    const NOW: Timestamp = Timestamp::from_unix_seconds(1_800_000_000);
    const PASSWORD: &str = "correct horse";

    fn parts(keys: &Keys) -> Parts {
        Parts {
            base_url: "https://localhost:1/rp/v6.0/".to_owned(),
            root: keys.root_pem().into_bytes(),
            certificate: keys.caller().pkcs12(PASSWORD).unwrap(),
            key: None,
            password: Some(Secret::new(PASSWORD.to_owned())),
            pin_code: true,
            identity_document: false,
            forms: vec!["mobile".to_owned(), "card".to_owned()],
            allowed_private: Vec::new(),
        }
    }

    fn fault(parts: &Parts) -> Part {
        let fault = open(EidKind::BankId, parts).err().unwrap();
        assert!(!fault.to_string().contains(PASSWORD), "{fault}");
        fault.part()
    }

    #[test]
    fn an_account_is_opened_from_pkcs12_and_from_two_pem_files() {
        crate::install_tls();
        let keys = Keys::fresh("Exempelbolaget", NOW).unwrap();
        let opened = open(EidKind::BankId, &parts(&keys)).unwrap();
        let standing = opened.standing();
        assert!(standing.subject.contains("Exempelbolaget"));
        assert_eq!(standing.known_root, None);
        let apart = Parts {
            certificate: keys.caller().certificate_pem().into_bytes(),
            key: Some(keys.caller().key_pem().as_bytes().to_vec()),
            password: None,
            ..parts(&keys)
        };
        let opened = open(EidKind::BankId, &apart).unwrap();
        assert_eq!(opened.standing(), standing);
    }

    #[test]
    fn a_fault_says_which_part_it_is_about() {
        crate::install_tls();
        let keys = Keys::fresh("Exempelbolaget", NOW).unwrap();
        let with = |change: &dyn Fn(&mut Parts)| {
            let mut changed = parts(&keys);
            change(&mut changed);
            fault(&changed)
        };
        assert_eq!(
            with(&|it| it.base_url = "http://localhost/".to_owned()),
            Part::BaseUrl
        );
        assert_eq!(with(&|it| it.root = b"nothing".to_vec()), Part::Root);
        let bankids = "https://appapi2.bankid.com/rp/v6.0/";
        assert_eq!(with(&|it| it.base_url = bankids.to_owned()), Part::Root);
        assert_eq!(
            with(&|it| it.base_url = bankids.replace("v6.0", "v5.1")),
            Part::BaseUrl
        );
        assert_eq!(
            with(&|it| it.certificate = b"nothing".to_vec()),
            Part::Certificate
        );
        assert_eq!(with(&|it| it.password = None), Part::Password);
        let wrong = || Some(Secret::new("wrong".to_owned()));
        assert_eq!(with(&|it| it.password = wrong()), Part::Password);
        assert_eq!(
            with(&|it| it.forms = vec!["Mobile".to_owned()]),
            Part::Forms
        );
    }

    #[test]
    fn every_eid_is_found_by_its_name() {
        let names = EidKind::ALL.map(EidKind::name).join(", ");
        assert_eq!(names, EidKind::NAMES);
        assert_eq!(EidKind::named("bankid"), Some(EidKind::BankId));
        assert_eq!(EidKind::named("BankID"), None);
    }
}
