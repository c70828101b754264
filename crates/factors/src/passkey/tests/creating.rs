//! A new passkey, right and with one thing broken.

use super::*;
use crate::testing::{Algorithm, Breaking};
use domain::factor::KeyHome;
use domain::time::Span;

/// What is refused in other words than that the passkey cannot be used here.
const IN_OTHER_WORDS: &[(Breaking, Refusal)] = &[
    (Breaking::NotVerified, Refusal::PasskeyUnverified),
    (Breaking::FormatUnknown, Refusal::PasskeyMake),
];

fn all() -> [SoftAuthenticator; 2] {
    [
        SoftAuthenticator::device_bound(),
        SoftAuthenticator::synced(),
    ]
}

fn broken(
    world: &World,
    mut soft: SoftAuthenticator,
    breaking: Breaking,
) -> Result<NewAuthenticator, Refusal> {
    let (draft, options) = drafted(world, &[]);
    let answer = soft.create_broken(&options, ORIGIN, breaking).unwrap();
    created(world, &draft, &answer)
}

#[test]
fn a_right_one_is_bound_to_what_browsers_know_it_by() {
    for (mut soft, key) in all().into_iter().zip([KeyHome::OneDevice, KeyHome::Synced]) {
        let world = world();
        let (draft, options) = drafted(&world, &[]);
        let answer = soft.create(&options, ORIGIN).unwrap();
        let bound = created(&world, &draft, &answer).unwrap();
        let id = data_encoding::BASE64URL_NOPAD.encode(&bound.identifier.clone().unwrap());
        assert_eq!(soft.ids(), [id]);
        assert!(bound.device.user_verified);
        assert_eq!(bound.device.key, Some(key));
        assert!(bound.channel.is_none() && bound.consumed_through.is_none());
    }
}

#[test]
fn every_algorithm_that_is_asked_for_is_taken() {
    let offered = [Algorithm::Es256, Algorithm::Es384, Algorithm::Rs256];
    for algorithm in offered {
        let mut soft = SoftAuthenticator::synced().speaking(&[algorithm]);
        let world = world();
        let mut own = bind(&world, &mut soft);
        assert!(
            use_once(&world, &mut own, &mut soft).is_yes(),
            "{algorithm:?}"
        );
    }
    let mut other = SoftAuthenticator::synced().speaking(&[Algorithm::EdDsa, Algorithm::Es512]);
    let (_, options) = drafted(&world(), &[]);
    assert!(other.create(&options, ORIGIN).is_none());
}

#[test]
fn a61_a_broken_creation_is_refused() {
    let world = deciding(|rules| rules.verified = true);
    for soft in all() {
        let breakings = Breaking::in_create().chain(Breaking::VERIFYING.iter().copied());
        for breaking in breakings {
            let expected = IN_OTHER_WORDS.iter().find(|(one, _)| *one == breaking);
            let expected = expected.map_or(Refusal::PasskeyWrong, |(_, refusal)| *refusal);
            let told = broken(&world, soft.clone(), breaking).err();
            assert_eq!(told, Some(expected), "{breaking:?}");
        }
    }
}

#[test]
fn harmless_differences_are_taken() {
    let world = deciding(|rules| rules.verified = true);
    for soft in all() {
        for breaking in Breaking::HARMLESS.iter().chain(Breaking::HARMLESS_CREATING) {
            let told = broken(&world, soft.clone(), *breaking).err();
            assert_eq!(told, None, "{breaking:?}");
        }
    }
}

#[test]
fn what_says_that_it_is_another_passkey_of_the_account_is_refused() {
    let world = world();
    let mut soft = SoftAuthenticator::device_bound();
    let own = [bind(&world, &mut soft)];
    let (draft, mut options) = drafted(&world, &own);
    assert!(
        soft.create(&options, ORIGIN).is_none(),
        "the browser says that it has one already"
    );
    // A browser that does not look at the list.
    options["excludeCredentials"] = serde_json::json!([]);
    let doubled = soft.create_broken(&options, ORIGIN, Breaking::CreatedIdOfAnother);
    let told = created(&world, &draft, &doubled.unwrap()).err();
    assert_eq!(told, Some(Refusal::PasskeyWrong));
    let other = soft.create(&options, ORIGIN).unwrap();
    assert!(created(&world, &draft, &other).is_ok(), "another is none");
}

#[test]
fn an_answer_ends_the_draft_that_asked_for_it_alone() {
    let world = world();
    let mut soft = SoftAuthenticator::synced();
    let (_, options) = drafted(&world, &[]);
    let answer = soft.create(&options, ORIGIN).unwrap();
    let other = Passkey.begin_enrolment(&world.setting(), &[], &mut Seeded::new(9));
    let told = created(&world, &other.data, &answer).err();
    assert_eq!(told, Some(Refusal::PasskeyWrong));
}

#[test]
fn a_draft_of_five_minutes_is_asked_anew() {
    let mut world = world();
    let mut soft = SoftAuthenticator::synced();
    let own = [bind(&world, &mut soft)];
    let (draft, options) = drafted(&world, &own);
    let answer = SoftAuthenticator::synced()
        .create(&options, ORIGIN)
        .unwrap();
    let asked_at = world.now;
    world.now = asked_at + LIVES_FOR - Span::millis(1);
    assert!(created(&world, &draft, &answer).is_ok());
    world.now = asked_at + LIVES_FOR;
    let setting = world.setting();
    let again = Passkey.continue_enrolment(&setting, &draft, &form(&answer), &mut Seeded::new(4));
    let Progress::Show(anew) = again.unwrap() else {
        panic!("it has grown old");
    };
    let (old, new) = (
        Question::read(&draft).unwrap(),
        Question::read(&anew.data).unwrap(),
    );
    assert_ne!(old.challenge, new.challenge);
    assert_eq!(old.excluded, new.excluded);
    assert_eq!(new.excluded.len(), 1);
    assert_eq!(new.age(world.now), Span::ZERO);
    let told = created(&world, &anew.data, &answer).err();
    assert_eq!(told, Some(Refusal::PasskeyWrong), "the old answer");
}

#[test]
fn nothing_and_nonsense_are_no_passkey() {
    let world = world();
    let (draft, _) = drafted(&world, &[]);
    let missing = ["", " ", "\n"];
    let nonsense = ["{", "null", "[]", "1", "\"x\"", "{}", "\0", "{\"rawId\":1}"];
    let huge = "[".repeat(1 << 20);
    let told = |sent: &str| {
        let form = Form::from_iter([(CREDENTIAL, sent)]);
        let progress =
            Passkey.continue_enrolment(&world.setting(), &draft, &form, &mut Seeded::new(2));
        match progress.unwrap() {
            Progress::Rejected(refusal) => refusal,
            _ => panic!("{sent:.20} was taken"),
        }
    };
    for sent in missing {
        assert_eq!(told(sent), Refusal::PasskeyMissing, "{sent:?}");
    }
    for sent in nonsense.into_iter().chain([huge.as_str()]) {
        assert_eq!(told(sent), Refusal::PasskeyWrong, "{sent:.20}");
    }
    let deep = "[".repeat(60_000);
    assert_eq!(told(&deep), Refusal::PasskeyWrong, "within the bound");
}
