//! Settings that cannot work are refused before anything is sent.

use connect::{
    Secret,
    mail::smtp::{Credentials, Mode, Settings, SettingsFault, Smtp, Timeouts},
};

fn settings() -> Settings {
    Settings {
        host: "mail.example.se".to_owned(),
        port: Mode::StartTls.usual_port(),
        mode: Mode::StartTls,
        credentials: None,
        ca_file: None,
        from_address: "tvasteg@example.se".to_owned(),
        from_name: None,
        local_domain: None,
        timeouts: Timeouts::default(),
        connections: 1,
    }
}

fn credentials(username: &str, password: &str) -> Credentials {
    Credentials {
        username: username.to_owned(),
        password: Secret::new(password.to_owned()),
    }
}

/// The fault, without the mailer that cannot be printed.
fn fault(settings: Settings) -> SettingsFault {
    Smtp::new(settings)
        .err()
        .expect("these settings cannot work")
}

#[test]
fn good_settings_are_taken() {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    for mode in ["submissions", "starttls", "plain"] {
        let mode: Mode = mode.parse().unwrap();
        Smtp::new(Settings {
            mode,
            port: mode.usual_port(),
            ..settings()
        })
        .map(|_| ())
        .unwrap();
    }
    assert!("opportunistic".parse::<Mode>().is_err());
}

#[test]
fn a_password_never_goes_with_plain() {
    let plain = Settings {
        mode: Mode::Plain,
        credentials: Some(credentials("a", "b")),
        host: "127.0.0.1".to_owned(),
        ..settings()
    };
    assert!(matches!(fault(plain), SettingsFault::CredentialsWithoutTls));
}

#[test]
fn plain_goes_to_no_public_address() {
    for host in [
        "192.0.2.1",
        "2001:db8::1",
        "169.254.169.254",
        "0.0.0.0",
        "::ffff:192.0.2.1",
    ] {
        let plain = Settings {
            mode: Mode::Plain,
            host: host.to_owned(),
            ..settings()
        };
        assert!(
            matches!(fault(plain), SettingsFault::PublicAddress),
            "{host}"
        );
    }
}

#[test]
fn what_is_missing_or_malformed_is_named() {
    let of = |change: fn(&mut Settings)| {
        let mut changed = settings();
        change(&mut changed);
        fault(changed)
    };
    assert!(matches!(of(|s| s.host.clear()), SettingsFault::Host));
    assert!(matches!(
        of(|s| s.host = "mail.example.se\r\n".to_owned()),
        SettingsFault::Host
    ));
    assert!(matches!(of(|s| s.port = 0), SettingsFault::Port));
    assert!(matches!(
        of(|s| s.from_address = "nobody".to_owned()),
        SettingsFault::Sender(_)
    ));
    assert!(matches!(
        of(|s| s.from_name = Some("a\nb".to_owned())),
        SettingsFault::Sender(_)
    ));
    assert!(matches!(
        of(|s| s.from_address = "a@localhost".to_owned()),
        SettingsFault::Sender(_) | SettingsFault::LocalDomain
    ));
    for domain in [
        "localhost",
        "localhost.localdomain",
        "127.0.0.1",
        "a b.example",
        "a.example\r\nMAIL FROM:<x>",
        "",
    ] {
        let faulty = Settings {
            local_domain: Some(domain.to_owned()),
            ..settings()
        };
        assert!(
            matches!(fault(faulty), SettingsFault::LocalDomain),
            "{domain:?}"
        );
    }
    assert!(matches!(
        of(|s| s.credentials = Some(credentials("", "b"))),
        SettingsFault::Credentials
    ));
    assert!(matches!(
        of(|s| s.credentials = Some(credentials("a", ""))),
        SettingsFault::Credentials
    ));
    assert!(matches!(
        of(|s| s.credentials = Some(credentials("a\0b", "c"))),
        SettingsFault::Credentials
    ));
}

#[test]
fn a_ca_file_without_a_usable_certificate_is_refused() {
    for pem in [
        "",
        "no certificate",
        "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n",
    ] {
        let faulty = Settings {
            ca_file: Some(pem.as_bytes().to_vec()),
            ..settings()
        };
        assert!(matches!(fault(faulty), SettingsFault::CaFile), "{pem:?}");
    }
    let not_x509 = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let faulty = Settings {
        ca_file: Some(not_x509.as_bytes().to_vec()),
        ..settings()
    };
    assert!(matches!(fault(faulty), SettingsFault::Tls(_)));
}
