//! How the authenticator answers when nothing is broken.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use webauthn_rs_core::proto::{
    AttestationConveyancePreference, COSEAlgorithm, ParsedAttestationData,
};

use super::super::{Algorithm, Breaking, SoftAuthenticator, TestMaker};
use super::{ORIGIN, Party, USER};

fn bytes(answer: &Value, place: &str) -> Vec<u8> {
    let text = answer.pointer(place).and_then(Value::as_str).unwrap();
    BASE64URL_NOPAD.decode(text.as_bytes()).unwrap()
}

fn flags(answer: &Value) -> u8 {
    bytes(answer, "/response/authenticatorData")[32]
}

fn options(user: &[u8]) -> Value {
    json!({
        "challenge": BASE64URL_NOPAD.encode(&[3; 32]),
        "rp": { "id": "login.example.se", "name": "x" },
        "user": { "id": BASE64URL_NOPAD.encode(user), "name": "x", "displayName": "x" },
        "pubKeyCredParams": [{ "type": "public-key", "alg": -7 }],
    })
}

fn request(allowed: &[&str]) -> Value {
    let allowed: Vec<Value> = allowed
        .iter()
        .map(|id| json!({ "type": "public-key", "id": id }))
        .collect();
    json!({ "challenge": BASE64URL_NOPAD.encode(&[4; 32]), "rpId": "login.example.se", "allowCredentials": allowed })
}

#[test]
fn right_answers_are_accepted() {
    let all = [
        SoftAuthenticator::device_bound(),
        SoftAuthenticator::device_bound()
            .counting(false)
            .discoverable(false),
        SoftAuthenticator::synced(),
        SoftAuthenticator::synced().speaking(&[Algorithm::Rs256]),
        SoftAuthenticator::synced().speaking(&[Algorithm::EdDsa, Algorithm::Es384]),
    ];
    for mut soft in all {
        let mut party = Party::new();
        party.algorithms.push(COSEAlgorithm::ES384);
        let (options, state) = party.ask_create();
        let answer = soft.create(&options, ORIGIN).unwrap();
        let credential = party.judge_create(answer, &state).unwrap();
        for _ in 0..2 {
            let (options, state) = party.ask_get(vec![credential.clone()]);
            let answer = soft.get(&options, ORIGIN).unwrap();
            party.judge_get(answer, &state).unwrap();
        }
    }
}

#[test]
fn an_attestation_is_given_to_whoever_asks() {
    let maker = TestMaker::new();
    let mut soft = SoftAuthenticator::device_bound().attested_by(&maker);
    let party = Party::trusting(&maker);
    let (options, state) = party.ask_create();
    let answer = soft.create(&options, ORIGIN).unwrap();
    let credential = party.judge_create(answer, &state).unwrap();
    assert!(
        matches!(credential.attestation.data, ParsedAttestationData::Basic(chain) if chain.len() == 1)
    );

    let party = Party::new();
    let (options, state) = party.ask_create();
    let answer = soft.create(&options, ORIGIN).unwrap();
    let credential = party.judge_create(answer, &state).unwrap();
    assert!(matches!(
        credential.attestation.data,
        ParsedAttestationData::None
    ));

    let mut soft = SoftAuthenticator::device_bound().self_signed();
    let party = Party {
        attestation: AttestationConveyancePreference::Direct,
        ..Party::new()
    };
    let (options, state) = party.ask_create();
    let answer = soft.create(&options, ORIGIN).unwrap();
    let credential = party.judge_create(answer, &state).unwrap();
    assert!(matches!(
        credential.attestation.data,
        ParsedAttestationData::Self_
    ));
}

#[test]
fn the_flags_say_what_the_authenticator_is() {
    let mut bound = SoftAuthenticator::device_bound();
    assert_eq!(flags(&bound.create(&options(USER), ORIGIN).unwrap()), 0x45);
    assert_eq!(flags(&bound.get(&request(&[]), ORIGIN).unwrap()), 0x05);
    let mut discouraging = request(&[]);
    discouraging["userVerification"] = json!("discouraged");
    assert_eq!(flags(&bound.get(&discouraging, ORIGIN).unwrap()), 0x01);
    let mut synced = SoftAuthenticator::synced().verifying(false);
    assert_eq!(flags(&synced.create(&options(USER), ORIGIN).unwrap()), 0x59);
    assert_eq!(flags(&synced.get(&request(&[]), ORIGIN).unwrap()), 0x19);
}

#[test]
fn a_counter_rises_or_stays_zero_and_a_copy_counts_by_itself() {
    let counter = |answer: &Value| {
        let data = bytes(answer, "/response/authenticatorData");
        u32::from_be_bytes(data[33..37].try_into().unwrap())
    };
    let mut soft = SoftAuthenticator::device_bound();
    let made = counter(&soft.create(&options(USER), ORIGIN).unwrap());
    let mut copy = soft.cloned();
    let first = counter(&soft.get(&request(&[]), ORIGIN).unwrap());
    let second = counter(&soft.get(&request(&[]), ORIGIN).unwrap());
    assert!(0 < made && made < first && first < second);
    assert_eq!(counter(&copy.get(&request(&[]), ORIGIN).unwrap()), first);
    let equal = soft.get_broken(&request(&[]), ORIGIN, Breaking::CounterEqual);
    assert_eq!(counter(&equal.unwrap()), second);
    assert_eq!(
        counter(&soft.get(&request(&[]), ORIGIN).unwrap()),
        second + 1
    );

    let mut soft = SoftAuthenticator::synced();
    assert_eq!(counter(&soft.create(&options(USER), ORIGIN).unwrap()), 0);
    assert_eq!(counter(&soft.get(&request(&[]), ORIGIN).unwrap()), 0);
}

#[test]
fn the_passkey_that_is_asked_for_answers_and_else_the_newest() {
    let mut soft = SoftAuthenticator::synced();
    for user in [b"anna", b"bert"] {
        soft.create(&options(user), ORIGIN).unwrap();
    }
    let ids = soft.ids();
    let handle = |soft: &mut SoftAuthenticator, allowed: &[&str]| {
        soft.get(&request(allowed), ORIGIN)
            .map(|answer| bytes(&answer, "/response/userHandle"))
    };
    assert_eq!(handle(&mut soft, &[]).unwrap(), b"bert");
    assert_eq!(handle(&mut soft, &[&ids[0]]).unwrap(), b"anna");
    assert_eq!(handle(&mut soft, &["AAAA"]), None);
    assert!(soft.forget(&ids[1]) && !soft.forget(&ids[1]));
    assert_eq!(handle(&mut soft, &[]).unwrap(), b"anna");
}

#[test]
fn keys_that_are_not_discoverable_want_their_id_and_name_nobody() {
    let mut soft = SoftAuthenticator::device_bound().discoverable(false);
    let mut wanting = options(USER);
    wanting["authenticatorSelection"] = json!({ "residentKey": "required" });
    assert_eq!(soft.create(&wanting, ORIGIN), None);
    soft.create(&options(USER), ORIGIN).unwrap();
    assert_eq!(soft.get(&request(&[]), ORIGIN), None);
    let id = soft.ids().remove(0);
    let answer = soft.get(&request(&[&id]), ORIGIN).unwrap();
    assert_eq!(answer["response"].get("userHandle"), None);
}

#[test]
fn what_a_browser_would_refuse_is_not_answered() {
    let mut soft = SoftAuthenticator::synced();
    let answer = soft.create(&options(USER), ORIGIN).unwrap();
    let mut excluding = options(USER);
    excluding["excludeCredentials"] = json!([{ "type": "public-key", "id": answer["id"] }]);
    assert_eq!(soft.create(&excluding, ORIGIN), None);

    let mut speaking = options(USER);
    speaking["pubKeyCredParams"] = json!([{ "type": "public-key", "alg": -35 }]);
    assert_eq!(soft.create(&speaking, ORIGIN), None);

    let mut verified = options(USER);
    verified["authenticatorSelection"] = json!({ "userVerification": "required" });
    assert_eq!(
        SoftAuthenticator::synced()
            .verifying(false)
            .create(&verified, ORIGIN),
        None
    );

    for origin in [
        "https://evil.example",
        "https://evillogin.example.se",
        "https://example.se",
    ] {
        assert_eq!(soft.create(&options(USER), origin), None, "{origin}");
        assert_eq!(soft.get(&request(&[]), origin), None, "{origin}");
    }
    assert!(
        soft.get(&request(&[]), "https://below.login.example.se")
            .is_some()
    );
    let mut related = soft.related("login.example.se", "https://login.example.org");
    assert!(
        related
            .get(&request(&[]), "https://login.example.org")
            .is_some()
    );
}

#[test]
fn only_what_is_right_or_harmless_is_kept() {
    let mut soft = SoftAuthenticator::synced();
    soft.create_broken(&options(USER), ORIGIN, Breaking::CrossOrigin)
        .unwrap();
    soft.create_broken(&options(USER), ORIGIN, Breaking::AnswerOfTheOtherCeremony)
        .unwrap();
    assert!(soft.ids().is_empty());
    soft.create_broken(&options(USER), ORIGIN, Breaking::CopiesLie)
        .unwrap();
    assert_eq!(soft.ids().len(), 1);
}

#[test]
fn a_passkey_can_bear_the_id_of_another() {
    let party = Party::new();
    let mut soft = SoftAuthenticator::synced();
    let mut judged = Vec::new();
    for breaking in [Breaking::CopiesMissing, Breaking::CreatedIdOfAnother] {
        let (options, state) = party.ask_create();
        let answer = soft.create_broken(&options, ORIGIN, breaking).unwrap();
        judged.push(party.judge_create(answer, &state).unwrap());
    }
    assert_eq!(judged[0].cred_id, judged[1].cred_id);
    assert_ne!(judged[0].cred, judged[1].cred);
}

#[test]
fn threads_may_share_it() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&SoftAuthenticator::synced());
    shared(&TestMaker::new());
}
