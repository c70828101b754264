use super::identities::{AES, CERTIFICATE, password};
use crate::bankid::Client;
use crate::bankid::account::{Account, AccountFault, Demands, Environment};
use crate::bankid::identity::Identity;
use crate::bankid::root::{Root, RootFault};
use crate::eid::Eid as _;

const PRODUCTION: &str = "https://appapi2.bankid.com/rp/v6.0/";
const TEST: &str = "https://appapi2.test.bankid.com/rp/v6.0/";
const PRODUCTION_ROOT: &str = "E6A2D45C0A1051C959428649F86A09A9B2152CD551993CC2EB4CF094BDACBECB";
const TEST_ROOT: &str = "F3D0740EBFB3700E3B81AA791FEE451472698C84E199C2EB48A443FF1D5B405C";

fn account(base: &str, root: Root) -> Result<Account, AccountFault> {
    let identity = Identity::from_pkcs12(AES, Some(&password("qwerty123"))).unwrap();
    Account::new(base, root, identity, Demands::default())
}

fn own() -> Root {
    Root::from_pem(CERTIFICATE).unwrap()
}

#[test]
fn a_root_is_one_certificate_known_by_its_fingerprint() {
    // As `openssl x509 -outform der | sha256sum` says.
    assert_eq!(
        own().fingerprint(),
        "2E98278051F1EE0E5016A396CFC3E04603E0B29D40B5A700C113F78612782F21"
    );
    assert_eq!(own().known_as(), None);
    let known = |fingerprint: &str| Root::called(fingerprint).known_as();
    assert_eq!(known(PRODUCTION_ROOT), Some("BankID SSL Root CA v1"));
    assert_eq!(known(TEST_ROOT), Some("Test BankID SSL Root CA v1 Test"));

    let two = [CERTIFICATE, CERTIFICATE].concat();
    let junk = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for (file, fault) in [
        (&b""[..], RootFault::NoCertificate),
        (AES, RootFault::NoCertificate),
        (&two, RootFault::Several),
        (junk, RootFault::Unreadable),
    ] {
        assert_eq!(Root::from_pem(file), Err(fault));
    }
}

#[test]
fn bankids_hosts_take_their_own_root_alone() {
    let stands = |base: &str, root: &str| account(base, Root::called(root)).err();
    let refused = |expected, found: &str| {
        Some(AccountFault::RootOfAnotherHost {
            expected,
            found: found.to_owned(),
        })
    };
    assert_eq!(stands(PRODUCTION, PRODUCTION_ROOT), None);
    assert_eq!(stands(TEST, TEST_ROOT), None);
    assert_eq!(
        stands(PRODUCTION, TEST_ROOT),
        refused("BankID SSL Root CA v1", TEST_ROOT)
    );
    assert_eq!(
        stands(TEST, PRODUCTION_ROOT),
        refused("Test BankID SSL Root CA v1 Test", PRODUCTION_ROOT)
    );
    for base in [
        PRODUCTION,
        TEST,
        "https://APPAPI2.bankid.com/rp/v6.0",
        "https://appapi2.bankid.com./rp/v6.0/",
        "https://appapi2.bankid.com:8443/rp/v6.0/",
    ] {
        let fault = account(base, own()).err();
        assert!(
            matches!(fault, Some(AccountFault::RootOfAnotherHost { .. })),
            "{base}: {fault:?}"
        );
    }
}

#[test]
fn an_address_is_https_and_at_bankid_of_the_version_we_speak() {
    let stands =
        |base: &str, root| account(base, Root::called(root)).map(|account| account.environment());
    assert_eq!(
        stands(PRODUCTION, PRODUCTION_ROOT),
        Ok(Environment::Production)
    );
    assert_eq!(stands(TEST, TEST_ROOT), Ok(Environment::Test));
    assert_eq!(
        stands("https://localhost:4711/rp/v6.0", "00"),
        Ok(Environment::Elsewhere)
    );
    for wrong in [
        "https://appapi2.bankid.com/",
        "https://appapi2.bankid.com/rp/v5.1/",
    ] {
        assert_eq!(stands(wrong, PRODUCTION_ROOT), Err(AccountFault::Version));
    }
    for wrong in [
        "",
        "appapi2.bankid.com/rp/v6.0/",
        "http://appapi2.bankid.com/rp/v6.0/",
        "https://bank@appapi2.bankid.com/rp/v6.0/",
        "https://:id@appapi2.bankid.com/rp/v6.0/",
        "https://appapi2.bankid.com/rp/v6.0/?x",
        "https://appapi2.bankid.com/rp/v6.0/#x",
    ] {
        let outcome = stands(wrong, PRODUCTION_ROOT);
        assert_eq!(outcome, Err(AccountFault::BaseUrl), "{wrong}");
    }
}

#[test]
fn what_is_shown_and_trusted_is_known_without_asking() {
    crate::install_tls();
    let account = account("https://127.0.0.1:4711/rp/v6.0", own()).unwrap();
    let client = Client::new(account, &[]).unwrap();
    let standing = client.standing();
    assert_eq!(standing.address, "https://127.0.0.1:4711/rp/v6.0/");
    assert_eq!(standing.known_root, None);
    assert_eq!(standing.root_fingerprint, own().fingerprint());
    assert!(standing.subject.starts_with("CN=Prov av Tvasteg"));
    assert!(standing.certificate_begins < standing.certificate_ends);
}

#[test]
fn only_this_machine_needs_no_leave_to_be_called() {
    let here = |base: &str| account(base, own()).unwrap().on_this_machine();
    assert_eq!(
        here("https://localhost:4711/").as_deref(),
        Some("localhost:4711")
    );
    assert_eq!(here("https://127.0.0.2/").as_deref(), Some("127.0.0.2:443"));
    assert_eq!(here("https://[::1]:9/").as_deref(), Some("[::1]:9"));
    for elsewhere in [
        "https://10.0.0.1/",
        "https://localhost.example.se/",
        "https://simulator/",
        "https://[fe80::1]/",
    ] {
        assert_eq!(here(elsewhere), None, "{elsewhere}");
    }
}
