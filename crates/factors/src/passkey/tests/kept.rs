//! What is kept of a passkey, in every format that was ever written.

use domain::time::Timestamp;

use super::*;

#[test]
fn what_is_written_is_read_again() {
    let world = world();
    for mut soft in [
        SoftAuthenticator::device_bound(),
        SoftAuthenticator::synced(),
    ] {
        let own = bind(&world, &mut soft);
        let again = Held::read(&own).unwrap().write();
        assert_eq!(again, own.data);
        let (data, _) = asked(&world, &[own]);
        assert_eq!(Question::read(&data).unwrap().write(), data);
    }
}

/// The library's own memory decides nothing: count and check are judged here.
#[test]
fn what_the_library_would_remember_stays_at_nought() {
    let world = world();
    let mut soft = SoftAuthenticator::device_bound();
    let mut own = bind(&world, &mut soft);
    for _ in 0..2 {
        let held = Held::read(&own).unwrap();
        assert_eq!(held.credential.counter, 0);
        assert!(!held.credential.user_verified);
        use_once(&world, &mut own, &mut soft);
    }
    assert_eq!(Held::read(&own).unwrap().counter, 9);
}

#[test]
fn format_1_is_read() {
    let fixture: Value =
        serde_json::from_str(include_str!("../../../tests/fixtures/passkey-1.json")).unwrap();
    let part = |name: &str| fixture[name].to_string().into_bytes();
    let mut world = world();
    world.now = Timestamp::from_unix_millis(fixture["now"].as_i64().unwrap());
    for kept in ["authenticator", "authenticator_synced"] {
        let own = Authenticator {
            id: AuthenticatorId::from_bytes([1; 16]),
            label: "Passkey".to_owned(),
            data: part(kept),
            data_format: FORMAT,
            channel: None,
            consumed_through: -1,
        };
        let again: Value = serde_json::from_slice(&Held::read(&own).unwrap().write()).unwrap();
        assert_eq!(again, fixture[kept], "written as it was read");
        let answer = &fixture[format!("answer_of_{kept}")];
        let worth = answered(&world, &part("challenge"), &[own], answer);
        assert!(worth.is_yes(), "{kept}: {worth:?}");
    }
    let bound = created(&world, &part("draft"), &fixture["answer_of_draft"]);
    assert!(bound.is_ok(), "{:?}", bound.err());
    for name in ["draft", "challenge"] {
        let again = Question::read(&part(name)).unwrap().write();
        let again: Value = serde_json::from_slice(&again).unwrap();
        assert_eq!(again, fixture[name], "written as it was read");
    }
}
