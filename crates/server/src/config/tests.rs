//! What the configuration accepts and refuses, and that the reference is up to date.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::path::{Path, PathBuf};

mod eid;

use super::keys::SECTIONS;
use super::*;

struct Written {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

fn written(text: &str) -> Written {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tvasteg.toml");
    std::fs::write(&path, text).unwrap();
    Written {
        _folder: folder,
        path,
    }
}

const LEAST: &str = "[database]\nurl = \"sqlite:tvasteg.db\"\n[keys]\nfile = \"tvasteg.key\"\n";

fn load(more: &str, environment: &[(&str, &str)]) -> Result<(Config, PathBuf), String> {
    let file = written(&format!("{LEAST}{more}"));
    load_from(&file.path, environment).map(|config| (config, file.path.clone()))
}

fn load_from(path: &Path, environment: &[(&str, &str)]) -> Result<Config, String> {
    let environment: Vec<_> = environment
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    Config::load(&Origin::Named(path), &environment)
        .map_err(|fault| format!("{:#}", anyhow::Error::from(fault)))
}

fn refusal(more: &str, environment: &[(&str, &str)]) -> String {
    let sentence = load(more, environment).err().expect("refused");
    assert!(!sentence.contains('\n'), "one sentence: {sentence}");
    sentence
}

#[test]
fn the_least_configuration_has_safe_defaults() {
    let (config, path) = load("", &[]).unwrap();
    assert_eq!(config.server.listen.to_string(), "127.0.0.1:8080");
    assert!(config.server.trusted_proxies.0.is_empty());
    assert_eq!(config.mail.mode, MailMode::None);
    assert_eq!(
        (
            config.password.memory_kib.0,
            config.password.iterations.0,
            config.password.lanes.0
        ),
        (19_456, 2, 1)
    );
    assert!(!config.database.pooler);
    let folder = path.parent().unwrap();
    assert_eq!(config.keys.file.0, folder.join("tvasteg.key"));
    assert_eq!(
        config.database.url.sqlite_path().unwrap(),
        folder.join("tvasteg.db")
    );
    let sentence = config.base_url().unwrap_err().to_string();
    assert!(
        sentence.contains("server.base_url is missing")
            && sentence.contains("TVASTEG_SERVER__BASE_URL"),
        "{sentence}"
    );
}

#[test]
fn every_key_can_be_given_in_the_environment_which_overrides_the_file() {
    let (config, _) = load(
        "[server]\nlisten = \"127.0.0.1:1\"\n",
        &[
            ("TVASTEG_SERVER__LISTEN", "[::1]:9000"),
            ("TVASTEG_SERVER__TRUSTED_PROXIES", "10.0.0.0/8, 192.0.2.7"),
            ("TVASTEG_DATABASE__POOLER", "true"),
            ("TVASTEG_PASSWORD__MEMORY_KIB", "65536"),
            ("TVASTEG_KEYS__FILE", "elsewhere.key"),
            ("PATH", "/bin"),
        ],
    )
    .unwrap();
    assert_eq!(config.server.listen.to_string(), "[::1]:9000");
    assert_eq!(config.server.trusted_proxies.0.len(), 2);
    assert!(config.database.pooler);
    assert_eq!(config.password.memory_kib.0, 65_536);
    assert_eq!(config.keys.file.0, Path::new("elsewhere.key"));
}

#[test]
fn the_whole_configuration_can_come_from_the_environment() {
    let environment = [
        ("TVASTEG_DATABASE__URL", "postgres://t:p@db.example/t"),
        ("TVASTEG_KEYS__FILE", "/etc/tvasteg.key"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    // The test runs in the crate's folder, where no tvasteg.toml lies.
    let config = Config::load(&Origin::Usual, &environment).unwrap();
    assert_eq!(config.database.url.reveal(), "postgres://t:p@db.example/t");
    let fault = Config::load(&Origin::Usual, &[])
        .err()
        .expect("refused")
        .to_string();
    assert!(
        fault.contains("tvasteg.toml does not exist") && fault.contains("tvasteg init"),
        "{fault}"
    );
}

#[test]
fn an_unknown_key_names_the_nearest_known_one() {
    let sentence = refusal("[server]\nlisen = \"127.0.0.1:1\"\n", &[]);
    assert!(
        sentence.contains(
            "tvasteg.toml: there is no key server.lisen; the nearest known one is server.listen"
        ),
        "{sentence}"
    );
    let sentence = refusal("[sever]\nlisten = \"127.0.0.1:1\"\n", &[]);
    assert!(
        sentence.contains("there is no key sever; the nearest known one is server"),
        "{sentence}"
    );
    for (variable, meant) in [
        ("TVASTEG_SERVER_LISTEN", "TVASTEG_SERVER__LISTEN"),
        ("TVASTEG_MAIL__PASWORD_FILE", "TVASTEG_MAIL__PASSWORD_FILE"),
        ("TVASTEG_DATABASE__URLS", "TVASTEG_DATABASE__URL"),
    ] {
        let sentence = refusal("", &[(variable, "x")]);
        assert!(
            sentence.contains(&format!(
                "the environment: there is no key {variable}; the nearest known one is {meant}"
            )),
            "{sentence}"
        );
    }
    assert!(
        load(
            "",
            &[
                ("TVASTEG_TEST_POSTGRES", "x"),
                ("TVASTEG_CONFIG", "x"),
                ("TVASTEG_BIN", "x")
            ]
        )
        .is_ok()
    );
}

#[test]
fn a_value_that_does_not_fit_is_named_by_key_and_shape_and_never_repeated() {
    for (more, key, shape) in [
        (
            "[server]\nlisten = \"hemligt\"\n",
            "server.listen",
            "an IP address and a port",
        ),
        (
            "[server]\nlisten = 8080\n",
            "server.listen",
            "an IP address and a port",
        ),
        (
            "[server]\nbase_url = \"http://hemligt.example\"\n",
            "server.base_url",
            "https",
        ),
        (
            "[server]\ntrusted_proxies = [\"10.1.2.3/8\"]\n",
            "server.trusted_proxies",
            "CIDR",
        ),
        (
            "[server]\ntrusted_proxies = \"10.0.0.0/8\"\n",
            "server.trusted_proxies",
            "a list of networks in CIDR notation, such as [\"10.0.0.0/8\"",
        ),
        (
            "[messages]\nallow_private = \"hemligt.example\"\n",
            "messages.allow_private",
            "a list of hosts, such as [\"",
        ),
        (
            "[password]\nmemory_kib = 1024\n",
            "password.memory_kib",
            "from 19456 to 4194304",
        ),
        (
            "[password]\nthreads = \"2\"\n",
            "password.threads",
            "from 1 to 256",
        ),
        (
            "[mail]\nmode = \"tls-hemligt\"\n",
            "mail.mode",
            "one of submissions, starttls, plain, none",
        ),
        ("[log]\nlevel = \"loud\"\n", "log.level", "one of error"),
    ] {
        let sentence = refusal(more, &[]);
        assert!(
            sentence.contains(&format!("tvasteg.toml: {key} must be ")) && sentence.contains(shape),
            "{sentence}"
        );
        assert!(!sentence.contains("hemligt"), "{sentence}");
    }
    let sentence = refusal("", &[("TVASTEG_DATABASE__POOLER", "ja")]);
    assert!(
        sentence.contains("the environment: TVASTEG_DATABASE__POOLER must be true or false"),
        "{sentence}"
    );
}

#[test]
fn a_file_that_is_no_toml_is_refused_with_its_line() {
    let sentence = refusal("[server]\nlisten = \n", &[]);
    assert!(sentence.contains("is not TOML at line 6"), "{sentence}");
    let file = written("server = 1\n");
    let sentence = load_from(&file.path, &[]).err().expect("refused");
    assert!(
        sentence.contains("server must be a section, written [server]"),
        "{sentence}"
    );
    let sentence = load_from(Path::new("/nowhere/t.toml"), &[("TVASTEG_KEYS__FILE", "x")])
        .err()
        .expect("refused");
    assert!(
        sentence.contains("/nowhere/t.toml does not exist"),
        "{sentence}"
    );
}

#[test]
fn a_missing_required_key_is_named() {
    let file = written("[keys]\nfile = \"k\"\n");
    let sentence = load_from(&file.path, &[]).err().expect("refused");
    assert!(
        sentence.contains("database.url is missing") && sentence.contains("TVASTEG_DATABASE__URL"),
        "{sentence}"
    );
}

#[test]
fn a_secret_can_stand_in_a_file_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("mail-password");
    std::fs::write(&secret, "å ä ö\n").unwrap();
    let name = secret.to_str().unwrap();
    let mail = "[mail]\nmode = \"starttls\"\nhost = \"mail.example\"\nfrom = \"login@example.se\"\nusername = \"login\"\n";
    let (config, _) = load(&format!("{mail}password_file = \"{name}\"\n"), &[]).unwrap();
    assert_eq!(config.mail.password.unwrap().reveal(), "å ä ö");
    let (config, _) = load(
        &format!("{mail}password = \"in the file\"\n"),
        &[("TVASTEG_MAIL__PASSWORD_FILE", name)],
    )
    .unwrap();
    assert_eq!(config.mail.password.unwrap().reveal(), "å ä ö");
    let sentence = refusal(
        &format!("{mail}password = \"x\"\npassword_file = \"{name}\"\n"),
        &[],
    );
    assert!(
        sentence.contains("mail.password and mail.password_file are both given"),
        "{sentence}"
    );
    let sentence = refusal(mail, &[("TVASTEG_MAIL__PASSWORD_FILE", "/nowhere/secret")]);
    assert!(
        sentence.contains("/nowhere/secret cannot be read"),
        "{sentence}"
    );
}

#[test]
fn mail_keys_that_do_not_fit_together_are_refused() {
    for (more, what) in [
        ("[mail]\nmode = \"starttls\"\n", "mail.host is missing"),
        (
            "[mail]\nmode = \"starttls\"\nhost = \"h\"\n",
            "mail.from is missing",
        ),
        (
            "[mail]\nmode = \"starttls\"\nhost = \"h\"\nfrom = \"a@b.se\"\nusername = \"u\"\n",
            "go together",
        ),
        (
            "[mail]\nmode = \"plain\"\nhost = \"h\"\nfrom = \"a@b.se\"\nusername = \"u\"\npassword = \"p\"\n",
            "needs TLS",
        ),
    ] {
        assert!(refusal(more, &[]).contains(what), "{more}");
    }
}

#[test]
fn a_base_url_is_https_or_this_very_machine() {
    for (text, read) in [
        ("https://login.example.se", Some("https://login.example.se")),
        (
            "https://login.example.se/",
            Some("https://login.example.se"),
        ),
        (
            "https://LOGIN.example.se:443",
            Some("https://login.example.se"),
        ),
        ("http://localhost:8080", Some("http://localhost:8080")),
        ("http://127.0.0.1:8080", Some("http://127.0.0.1:8080")),
        ("http://[::1]:8080", Some("http://[::1]:8080")),
        ("http://login.example.se", None),
        ("http://localhost.example.se", None),
        ("https://login.example.se/path", None),
        ("https://user@login.example.se", None),
        ("https://login.example.se?x", None),
        ("ftp://localhost", None),
        ("login.example.se", None),
        ("", None),
    ] {
        assert_eq!(
            BaseUrl::parse(text).as_ref().map(BaseUrl::as_str),
            read,
            "{text}"
        );
    }
}

#[test]
fn a_network_holds_its_addresses_and_no_others() {
    let network = |text: &str| Network::parse(text).unwrap();
    let address = |text: &str| text.parse().unwrap();
    assert!(network("10.0.0.0/8").contains(address("10.255.0.1")));
    assert!(network("10.0.0.0/8").contains(address("::ffff:10.1.2.3")));
    assert!(!network("10.0.0.0/8").contains(address("11.0.0.1")));
    assert!(!network("0.0.0.0/0").contains(address("::1")));
    assert!(network("0.0.0.0/0").contains(address("255.255.255.255")));
    assert!(network("::/0").contains(address("2001:db8::1")));
    assert!(
        network("fd00::/8").contains(address("fdff::1"))
            && !network("fd00::/8").contains(address("fe00::1"))
    );
    assert!(
        network("192.0.2.7").contains(address("192.0.2.7"))
            && !network("192.0.2.7").contains(address("192.0.2.6"))
    );
    for text in [
        "10.0.0.0/33",
        "10.0.0.1/8",
        "::/129",
        "10.0.0.0/",
        "10.0.0.0/+8",
        "example.se",
        "",
    ] {
        assert_eq!(Network::parse(text), None, "{text}");
    }
}

#[test]
fn defaults_fit_their_own_keys_and_every_number_tells_its_range() {
    for key in SECTIONS.iter().flat_map(|section| section.keys) {
        assert_ne!(key.shape, "a whole number", "{}", key.path());
        assert!(!key.doc.is_empty());
        assert!(!(key.required && key.default.is_some()), "{}", key.path());
    }
    assert!(load("", &[]).is_ok());
}

#[test]
fn the_written_reference_is_up_to_date() {
    let written = include_str!("../../../../docs/operator/configuration.md");
    assert!(
        written == reference::markdown(),
        "stale: run `cargo run -p server -- reference configuration > docs/operator/configuration.md`"
    );
}

#[test]
fn a_written_configuration_reads_back_and_is_never_written_over_another() {
    let mut draft = write::Draft::default();
    draft.set("database", "url", "sqlite:with \"quotes\" and å.db");
    draft.set("keys", "file", "tvasteg.key");
    draft.set("server", "listen", "127.0.0.1:1");
    draft.set("server", "listen", "127.0.0.1:2");
    draft.set("password", "queue", 7);
    let text = draft.text("Written by a test.\nTwo lines.");
    assert!(
        text.starts_with("# Written by a test.\n# Two lines.\n"),
        "{text}"
    );
    assert_eq!(text.matches("listen = ").count(), 1);
    let file = written(&text);
    let config = load_from(&file.path, &[]).unwrap();
    assert_eq!(config.server.listen.port(), 2);
    assert_eq!(config.password.queue.0, 7);
    assert!(
        config
            .database
            .url
            .reveal()
            .ends_with("with \"quotes\" and å.db")
    );
    let again = write::write_new(&file.path, "x", 0o644).unwrap_err();
    assert_eq!(again.kind(), std::io::ErrorKind::AlreadyExists);
}
