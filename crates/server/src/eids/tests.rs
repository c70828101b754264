//! What becomes of the accounts of a configuration, and the sentence for each that cannot be opened.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

use connect::bankid::simulator::Keys;
use domain::time::Timestamp;

use super::*;
use crate::config::Origin;

const NOW: Timestamp = Timestamp::from_unix_seconds(1_800_000_000);
const PASSWORD: &str = "correct horse";

/// A folder with a configuration, and everything it names.
struct Installed(tempfile::TempDir);

impl Installed {
    fn new(eid: &str) -> Self {
        connect::install_tls();
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::fresh("Exempelbolaget", NOW).unwrap();
        let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes);
        write("root.pem", keys.root_pem().as_bytes()).unwrap();
        write("client.p12", &keys.caller().pkcs12(PASSWORD).unwrap()).unwrap();
        write("client.pem", keys.caller().certificate_pem().as_bytes()).unwrap();
        write("client-key.pem", keys.caller().key_pem().as_bytes()).unwrap();
        write("password", format!("{PASSWORD}\n").as_bytes()).unwrap();
        let text = format!("[database]\nurl = \"sqlite:t.db\"\n[keys]\nfile = \"t.key\"\n{eid}");
        write("tvasteg.toml", text.as_bytes()).unwrap();
        Self(folder)
    }

    fn open(&self) -> Result<Eids, String> {
        let path = self.0.path().join("tvasteg.toml");
        let config = Config::load(&Origin::Named(&path), &[]).unwrap();
        open(&config).map_err(|fault| format!("{:#}", anyhow::Error::from(fault)))
    }
}

const SHARED: &str = "[[eid]]\nkind = \"bankid\"\nbase_url = \"https://localhost:1/rp/v6.0/\"\nroot = \"root.pem\"\ncertificate = \"client.p12\"\ncertificate_password_file = \"password\"\n";
const OWN: &str = "[[eid]]\nkind = \"bankid\"\norganisation = \"grannen\"\nbase_url = \"https://localhost:2/rp/v6.0/\"\nroot = \"root.pem\"\ncertificate = \"client.pem\"\ncertificate_key = \"client-key.pem\"\n";

#[test]
fn an_organisation_has_its_own_account_before_the_one_for_all() {
    let eids = Installed::new(&format!("{SHARED}{OWN}")).open().unwrap();
    let address = |slug: &str| {
        eids.find("bankid", slug)
            .unwrap()
            .standing()
            .address
            .clone()
    };
    assert_eq!(address("demo"), "https://localhost:1/rp/v6.0/");
    assert_eq!(address("grannen"), "https://localhost:2/rp/v6.0/");
    assert!(eids.find("other", "demo").is_none());
    let subjects = eids.iter().map(|one| one.eid.standing().subject.clone());
    assert!(
        subjects
            .into_iter()
            .all(|subject| subject.contains("Exempelbolaget"))
    );
    assert_eq!(Installed::new("").open().unwrap().iter().count(), 0);
}

#[test]
fn what_cannot_be_opened_names_the_account_and_the_setting() {
    let bankids = "https://appapi2.bankid.com/rp/v6.0/";
    let cases = [
        (
            SHARED.replace("root.pem", "none.pem"),
            "eid[1].root: the file",
        ),
        (SHARED.replace("client.p12", "none.p12"), "cannot be read"),
        (
            SHARED.replace("root.pem", "password"),
            "eid[1].root: the root file holds no certificate in PEM form",
        ),
        (
            SHARED.replace("certificate_password_file = \"password\"\n", ""),
            "eid[1].certificate_password: the password does not open the certificate file",
        ),
        (
            SHARED.replace("client.p12", "client.pem"),
            "eid[1].certificate: the certificate file holds no private key",
        ),
        (
            SHARED.replace("https", "http"),
            "eid[1].base_url: the base address of BankID must be https",
        ),
        (
            SHARED.replace("https://localhost:1/rp/v6.0/", bankids),
            "which belongs to this host of BankID",
        ),
        (
            format!("{SHARED}{OWN}forms = [\"plastic\"]\n"),
            "eid[2].forms: this eID has no such form; it has mobile, file, card",
        ),
        (
            OWN.replace("client-key.pem", "root.pem"),
            "eid[1].certificate: the certificate file holds no private key",
        ),
    ];
    for (text, expected) in cases {
        let sentence = Installed::new(&text).open().err().expect("refused");
        assert!(sentence.contains(expected), "{sentence}");
        assert!(!sentence.contains(PASSWORD), "{sentence}");
    }
}
