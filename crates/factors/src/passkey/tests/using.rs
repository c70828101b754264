//! A passkey in use beside another proof, right and with one thing broken.

use data_encoding::BASE64URL_NOPAD;
use domain::factor::{Evidence, KeyHome};
use domain::time::Span;

use super::*;
use crate::testing::Breaking;

/// What is not read at all: nothing was compared, so nothing was guessed.
const UNREAD: &[Breaking] = &[
    Breaking::IdIsNotRawId,
    Breaking::IdMissing,
    Breaking::IdANumber,
    Breaking::IdGarbage,
    Breaking::IdHuge,
    Breaking::RawIdMissing,
    Breaking::RawIdPadded,
    Breaking::RawIdGarbage,
    Breaking::RawIdHuge,
    Breaking::ResponseMissing,
    Breaking::ResponseText,
    Breaking::TypeNotPublicKey,
    Breaking::TypeNotSaid,
    Breaking::AnswerInAList,
    Breaking::AnswerNull,
    Breaking::AnswerEmpty,
    Breaking::AnswerOfTheOtherCeremony,
    Breaking::ClientDataDeep,
    Breaking::ClientDataHuge,
    Breaking::AuthenticatorDataCut,
    Breaking::AuthenticatorDataWithATail,
    Breaking::AuthenticatorDataEmpty,
    Breaking::PasskeyFlagAlone,
    Breaking::PasskeyUnasked,
    Breaking::IdEmpty,
    Breaking::IdTooLong,
    Breaking::UserHandleGarbage,
    Breaking::UserHandlePadded,
    Breaking::UserHandleHuge,
    Breaking::SignatureMissing,
    Breaking::SignatureGarbage,
    Breaking::SignaturePadded,
    Breaking::DataMissing,
    Breaking::DataPadded,
    Breaking::DataGarbage,
];

/// An empty handle is none, as keys of the first generation have it: beside another proof nothing hangs on it.
const SAYS_NOTHING: Breaking = Breaking::UserHandleEmpty;

/// Two passkeys of one person; the second is the newer.
fn two(world: &World, soft: &mut SoftAuthenticator) -> [Authenticator; 2] {
    [bind(world, soft), bind(world, soft)]
}

fn broken(world: &World, mut soft: SoftAuthenticator, breaking: Breaking) -> Worth {
    let own = two(world, &mut soft);
    let (data, options) = asked(world, &own);
    let answer = soft.get_broken(&options, ORIGIN, breaking).unwrap();
    answered(world, &data, &own, &answer)
}

fn all() -> [SoftAuthenticator; 2] {
    [
        SoftAuthenticator::device_bound(),
        SoftAuthenticator::synced(),
    ]
}

#[test]
fn any_of_a_persons_passkeys_answers() {
    for mut soft in all() {
        let world = world();
        let own = two(&world, &mut soft);
        for (place, one) in own.iter().enumerate() {
            let (data, mut options) = asked(&world, &own);
            let id = BASE64URL_NOPAD.encode(Held::read(one).unwrap().id());
            options["allowCredentials"] = serde_json::json!([{ "type": "public-key", "id": id }]);
            let answer = soft.get(&options, ORIGIN).unwrap();
            let worth = answered(&world, &data, &own, &answer);
            assert!(
                matches!(worth, Worth::Verified { place: told, copied: false, .. } if told == place),
                "{worth:?}"
            );
        }
    }
}

#[test]
fn r34_what_the_device_checked_is_what_it_says() {
    let homes = [("hwk", KeyHome::OneDevice), ("swk", KeyHome::Synced)];
    for (soft, (amr, home)) in all().into_iter().zip(homes) {
        for verifies in [true, false] {
            let mut soft = soft.clone().verifying(verifies);
            let world = world();
            let (draft, options) = drafted(&world, &[]);
            let answer = soft.create(&options, ORIGIN).unwrap();
            let bound = created(&world, &draft, &answer).unwrap();
            let expected = DeviceProof {
                user_verified: verifies,
                key: Some(home),
            };
            assert_eq!(bound.device, expected, "as it was made");
            let mut own = held(bound);
            let device = use_once(&world, &mut own, &mut soft).device();
            assert_eq!(device, expected, "as it is used");
            let proof = Evidence::of(Passkey.profile(), world.now, device, None);
            assert_eq!(proof.amr, [amr, "user"]);
            assert_eq!(proof.user_verified, verifies);
            assert!(proof.phishing_resistant && proof.reaches_aal2);
        }
    }
}

#[test]
fn a61_a_broken_use_is_refused() {
    let world = deciding(|rules| rules.verified = true);
    for soft in all() {
        for breaking in Breaking::in_get().filter(|one| *one != SAYS_NOTHING) {
            let told = broken(&world, soft.clone(), breaking);
            let expected = if UNREAD.contains(&breaking) {
                Worth::NotCounted(Refusal::PasskeyWrong)
            } else {
                Worth::Rejected(Refusal::PasskeyWrong)
            };
            assert_eq!(told, expected, "{breaking:?}");
        }
    }
}

#[test]
fn harmless_differences_are_taken() {
    let world = deciding(|rules| rules.verified = true);
    for soft in all() {
        let nameless = Breaking::NAMELESS.iter().chain(&[SAYS_NOTHING]);
        for breaking in Breaking::HARMLESS.iter().chain(nameless) {
            let told = broken(&world, soft.clone(), *breaking);
            assert!(told.is_yes(), "{breaking:?}: {told:?}");
        }
    }
}

#[test]
fn a_person_whom_the_device_must_check_and_did_not_is_no_wrong_guess() {
    let demanding = deciding(|rules| rules.verified = true);
    let unverified = Worth::NotCounted(Refusal::PasskeyUnverified);
    for soft in all() {
        let told = broken(&demanding, soft.clone(), Breaking::NotVerified);
        assert_eq!(told, unverified);
        let device = broken(&world(), soft, Breaking::NotVerified).device();
        assert!(!device.user_verified, "nobody demanded it");
    }
    // Decided while the question was out.
    let mut world = world();
    let mut soft = SoftAuthenticator::device_bound();
    let own = [bind(&world, &mut soft)];
    let (data, options) = asked(&world, &own);
    world.organisation.rules.passkeys.verified = true;
    let answer = soft.get_broken(&options, ORIGIN, Breaking::NotVerified);
    let told = answered(&world, &data, &own, &answer.unwrap());
    assert_eq!(told, unverified);
    // And the other way round: what was asked for is held to.
    let (data, options) = asked(&world, &own);
    world.organisation.rules.passkeys.verified = false;
    let answer = soft.get_broken(&options, ORIGIN, Breaking::NotVerified);
    let told = answered(&world, &data, &own, &answer.unwrap());
    assert_eq!(told, unverified);
}

#[test]
fn an_answer_fits_the_question_that_was_asked_alone() {
    let world = world();
    let mut soft = SoftAuthenticator::synced();
    let own = [bind(&world, &mut soft)];
    let (data, options) = asked(&world, &own);
    let answer = soft.get(&options, ORIGIN).unwrap();
    let other = Passkey.begin_challenge(&world.setting(), &own, &mut Seeded::new(8));
    let told = answered(&world, &other.unwrap().data, &own, &answer);
    assert_eq!(told, Worth::Rejected(Refusal::PasskeyWrong));
    assert!(answered(&world, &data, &own, &answer).is_yes());
}

#[test]
fn a06_a_passkey_of_somebody_else_proves_nothing() {
    let world = world();
    let (mut annas, mut bos) = (SoftAuthenticator::synced(), SoftAuthenticator::synced());
    let anna = bind(&world, &mut annas);
    let bo = {
        let mut at_bo = deciding(|_| {});
        at_bo.user = domain::id::UserId::from_bytes([4; 16]);
        bind(&at_bo, &mut bos)
    };
    let (data, mut options) = asked(&world, std::slice::from_ref(&anna));
    options["allowCredentials"] = serde_json::json!([]);
    let answer = bos.get(&options, ORIGIN).unwrap();
    let told = answered(&world, &data, &[anna], &answer);
    assert_eq!(told, Worth::Rejected(Refusal::PasskeyWrong));
    // The handle and the passkey are of one account, whoever is asked about.
    assert!(answered(&world, &data, std::slice::from_ref(&bo), &answer).is_yes());
}

#[test]
fn a_question_is_answered_within_five_minutes() {
    let mut world = world();
    let mut soft = SoftAuthenticator::synced();
    let own = [bind(&world, &mut soft)];
    let (data, options) = asked(&world, &own);
    let answer = soft.get(&options, ORIGIN).unwrap();
    let asked_at = world.now;
    world.now = asked_at + LIVES_FOR - Span::millis(1);
    assert!(answered(&world, &data, &own, &answer).is_yes());
    for late in [LIVES_FOR, Span::hours(1)] {
        world.now = asked_at + late;
        let told = answered(&world, &data, &own, &answer);
        assert_eq!(told, Worth::NotCounted(Refusal::CodeExpired));
    }
    assert_eq!(LIVES_FOR, Span::minutes(5), "R33");
}

/// Every byte that is signed, and the signature: none can be changed.
#[test]
fn no_byte_of_an_answer_can_be_changed() {
    let world = world();
    let mut soft = SoftAuthenticator::device_bound();
    let own = [bind(&world, &mut soft)];
    let (data, options) = asked(&world, &own);
    let answer = soft.get(&options, ORIGIN).unwrap();
    assert!(answered(&world, &data, &own, &answer).is_yes());
    let mut changed = 0;
    for part in ["authenticatorData", "clientDataJSON", "signature"] {
        let text = answer["response"][part].as_str().unwrap();
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).unwrap();
        for at in 0..bytes.len() {
            for bit in [0x01, 0x80] {
                let mut bytes = bytes.clone();
                bytes[at] ^= bit;
                let mut answer = answer.clone();
                answer["response"][part] = BASE64URL_NOPAD.encode(&bytes).into();
                let told = answered(&world, &data, &own, &answer);
                assert!(!told.is_yes(), "{part} {at} {bit}");
                changed += 1;
            }
        }
    }
    assert!(changed > 400, "{changed}");
}

#[test]
fn nothing_is_no_guess() {
    let world = world();
    let mut soft = SoftAuthenticator::synced();
    let own = [bind(&world, &mut soft)];
    let (data, _) = asked(&world, &own);
    let told = |form: &Form| worth(&world, &data, &own, form);
    for sent in ["", " "] {
        let form = Form::from_iter([(CREDENTIAL, sent)]);
        assert_eq!(told(&form), Worth::NotCounted(Refusal::PasskeyMissing));
    }
    let none = Form::default();
    assert_eq!(told(&none), Worth::NotCounted(Refusal::PasskeyMissing));
    for sent in ["{", "null", "[]", "123456", "{\"rawId\":\"AA\"}"] {
        let form = Form::from_iter([(CREDENTIAL, sent)]);
        assert_eq!(told(&form), Worth::NotCounted(Refusal::PasskeyWrong));
    }
}
