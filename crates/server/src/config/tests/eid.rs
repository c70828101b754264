//! What `[[eid]]` accepts and refuses: a section that stands once for each account.

use super::{load, refusal};
use crate::config::keys::Eid;

const WHOLE: &str = "[[eid]]\nkind = \"bankid\"\nbase_url = \"https://appapi2.bankid.com/rp/v6.0/\"\nroot = \"root.pem\"\ncertificate = \"client.p12\"\n";

fn summary(eid: &Eid) -> (&'static str, Option<&str>, Option<&str>) {
    (
        eid.kind.name(),
        eid.organisation.as_ref().map(|slug| slug.0.as_str()),
        eid.certificate_password
            .as_ref()
            .map(super::super::Secret::reveal),
    )
}

#[test]
fn accounts_stand_one_after_the_other_and_their_files_beside_the_configuration() {
    let (config, path) = load("", &[]).unwrap();
    assert!(config.eid.is_empty(), "{}", path.display());
    let second = WHOLE.replace("kind", "organisation = \"grannen\"\npin_code = true\nforms = [\"mobile\"]\ncertificate_password = \"p\"\nkind");
    let (config, path) = load(&format!("{WHOLE}{second}"), &[]).unwrap();
    let folder = path.parent().unwrap();
    let found: Vec<_> = config.eid.iter().map(summary).collect();
    assert_eq!(
        found,
        [
            ("bankid", None, None),
            ("bankid", Some("grannen"), Some("p"))
        ]
    );
    let [first, second] = config.eid.as_slice() else {
        panic!("two accounts");
    };
    assert_eq!(first.root.0, folder.join("root.pem"));
    assert_eq!(first.certificate.0, folder.join("client.p12"));
    assert!(!first.pin_code && first.forms.0.is_empty() && first.certificate_key.is_none());
    assert!(second.pin_code && !second.identity_document);
    assert_eq!(second.forms.0.len(), 1);
}

#[test]
fn the_environment_overrides_an_account_and_can_bring_one_alone() {
    let folder = tempfile::tempdir().unwrap();
    let password = folder.path().join("password");
    std::fs::write(&password, "of a file\n").unwrap();
    let password = password.to_str().unwrap();
    let (config, _) = load(
        WHOLE,
        &[
            ("TVASTEG_EID__1__ORGANISATION", "grannen"),
            ("TVASTEG_EID__1__CERTIFICATE_PASSWORD_FILE", password),
            ("TVASTEG_EID__3__KIND", "bankid"),
            ("TVASTEG_EID__3__BASE_URL", "https://localhost:1/"),
            ("TVASTEG_EID__3__ROOT", "root.pem"),
            ("TVASTEG_EID__3__CERTIFICATE", "/etc/client.pem"),
        ],
    )
    .unwrap();
    let found: Vec<_> = config.eid.iter().map(summary).collect();
    assert_eq!(
        found,
        [
            ("bankid", Some("grannen"), Some("of a file")),
            ("bankid", None, None)
        ]
    );
    assert_eq!(
        config.eid[1].root.0,
        std::path::Path::new("root.pem"),
        "seen from the working directory"
    );
}

#[test]
fn what_is_wrong_with_an_account_is_said_with_its_number_and_setting() {
    let cases = [
        (
            WHOLE.replace("bankid\"", "siths\""),
            "eid[1].kind must be bankid",
        ),
        (
            WHOLE.replace("root =", "rot ="),
            "there is no key eid.rot; the nearest known one is eid.root",
        ),
        (
            WHOLE.replace("[[eid]]", "[eid]"),
            "eid must be written [[eid]], once for each",
        ),
        (
            "[[log]]\n".to_owned(),
            "log must be a section, written [log]",
        ),
        (
            format!("{WHOLE}[[eid]]\nkind = \"bankid\"\n"),
            "eid[2].base_url is missing: give it in the configuration file or as TVASTEG_EID__2__BASE_URL",
        ),
        (
            WHOLE.replace("kind", "organisation = \"Å\"\nkind"),
            "eid[1].organisation must be small letters",
        ),
        (
            WHOLE.replace("kind", "pin_code = \"yes\"\nkind"),
            "eid[1].pin_code must be true or false",
        ),
        (
            WHOLE.replace("kind", "forms = \"mobile\"\nkind"),
            "eid[1].forms must be a list of forms, such as [\"mobile\", \"card\"]",
        ),
        (
            WHOLE.replace(
                "kind",
                "certificate_password = \"a\"\ncertificate_password_file = \"b\"\nkind",
            ),
            "eid[1].certificate_password and eid[1].certificate_password_file are both given",
        ),
        (
            format!("{WHOLE}{WHOLE}"),
            "[[eid]]: two accounts at bankid for every organisation; keep one of them",
        ),
    ];
    for (text, expected) in cases {
        let sentence = refusal(&text, &[]);
        assert!(sentence.contains(expected), "{sentence}");
    }
}

#[test]
fn a_variable_that_is_no_accounts_names_the_nearest() {
    for (written, nearest) in [
        ("TVASTEG_EID__2__ROT", "TVASTEG_EID__2__ROOT"),
        ("TVASTEG_EID__ROOT", "TVASTEG_EID__1__ROOT"),
        ("TVASTEG_EID__0__ROOT", "TVASTEG_EID__1__ROOT"),
        ("TVASTEG_EID__01__ROOT", "TVASTEG_EID__1__ROOT"),
        ("TVASTEG_EID__9999__ROOT", "TVASTEG_EID__1__ROOT"),
    ] {
        let sentence = refusal("", &[(written, "x")]);
        let expected = format!("there is no key {written}; the nearest known one is {nearest}");
        assert!(sentence.contains(&expected), "{sentence}");
    }
}
