//! A passkey as the whole login: nobody is known yet, and the passkey says whose it is.

use super::*;
use crate::testing::Breaking;
use domain::time::Span;

/// The setting where nobody is known yet.
fn nobody(world: &World) -> Setting<'_> {
    Setting {
        user: None,
        username: "",
        addresses: &[],
        ..world.setting()
    }
}

fn opened(world: &World) -> (Vec<u8>, Value) {
    let asked = Passkey.begin_challenge(&nobody(world), &[], &mut Seeded::new(5));
    let data = asked.unwrap().data;
    let view = Passkey.challenge_view(&nobody(world), &data, &[]).unwrap();
    (data, view.json()["options"].clone())
}

fn named(world: &World, data: &[u8], answer: &Value) -> Result<Vec<u8>, Refusal> {
    match Passkey.names(&nobody(world), data, &form(answer)).unwrap() {
        Identity::Claimed(identifier) => Ok(identifier),
        Identity::Refused(refusal) => Err(refusal),
        Identity::Proved(_) => panic!("a name proves nothing"),
    }
}

#[test]
fn it_names_the_passkey_that_then_proves_it() {
    let world = world();
    for mut soft in [
        SoftAuthenticator::device_bound(),
        SoftAuthenticator::synced(),
    ] {
        let (draft, options) = drafted(&world, &[]);
        let answer = soft.create(&options, ORIGIN).unwrap();
        let bound = created(&world, &draft, &answer).unwrap();
        let identifier = bound.identifier.clone().unwrap();
        let own = [held(bound)];
        let (data, options) = opened(&world);
        assert_eq!(options["userVerification"], "required");
        assert_eq!(options["allowCredentials"], serde_json::json!([]));
        let answer = soft.get(&options, ORIGIN).unwrap();
        assert_eq!(named(&world, &data, &answer), Ok(identifier));
        let outcome = Passkey.answer(&nobody(&world), &data, &own, &form(&answer));
        let Outcome::Verified { device, copied, .. } = outcome.unwrap() else {
            panic!("it is right");
        };
        assert!(device.user_verified && !copied);
    }
}

#[test]
fn r34_it_takes_a_person_whom_the_device_checked() {
    let world = world();
    let mut soft = SoftAuthenticator::device_bound();
    let own = [bind(&world, &mut soft)];
    let (data, options) = opened(&world);
    assert!(
        soft.clone()
            .verifying(false)
            .get(&options, ORIGIN)
            .is_none(),
        "browsers hold to it"
    );
    let answer = soft.get_broken(&options, ORIGIN, Breaking::NotVerified);
    let told = answered(&world, &data, &own, &answer.unwrap());
    assert_eq!(told, Worth::NotCounted(Refusal::PasskeyUnverified));
}

#[test]
fn it_says_whose_it_is() {
    let world = world();
    let mut soft = SoftAuthenticator::synced();
    let own = [bind(&world, &mut soft)];
    let (data, options) = opened(&world);
    let nameless = Breaking::NAMELESS
        .iter()
        .chain(&[Breaking::UserHandleEmpty]);
    for breaking in nameless {
        let answer = soft.get_broken(&options, ORIGIN, *breaking).unwrap();
        let told = named(&world, &data, &answer);
        assert_eq!(told, Err(Refusal::PasskeyWrong), "{breaking:?}");
    }
    for breaking in [Breaking::UserHandleOfAnother, Breaking::UserHandleWithATail] {
        let answer = soft.get_broken(&options, ORIGIN, breaking).unwrap();
        assert!(named(&world, &data, &answer).is_ok(), "{breaking:?}");
        let told = answered(&world, &data, &own, &answer);
        assert_eq!(told, Worth::Rejected(Refusal::PasskeyWrong), "{breaking:?}");
    }
}

/// The id that is claimed is looked up, and then the passkey that it stands for must have signed.
#[test]
fn a06_the_name_of_anothers_passkey_proves_nothing() {
    let world = world();
    let mut soft = SoftAuthenticator::synced();
    let own = [bind(&world, &mut soft), bind(&world, &mut soft)];
    let (data, options) = opened(&world);
    let answer = soft.get_broken(&options, ORIGIN, Breaking::IdOfAnother);
    let answer = answer.unwrap();
    let claimed = named(&world, &data, &answer).unwrap();
    assert_eq!(claimed, Held::read(&own[0]).unwrap().id());
    let told = answered(&world, &data, &own[..1], &answer);
    assert_eq!(told, Worth::Rejected(Refusal::PasskeyWrong));
}

#[test]
fn its_question_is_good_for_five_minutes() {
    let mut world = world();
    let mut soft = SoftAuthenticator::synced();
    bind(&world, &mut soft);
    let (data, options) = opened(&world);
    let answer = soft.get(&options, ORIGIN).unwrap();
    let asked_at = world.now;
    world.now = asked_at + LIVES_FOR - Span::millis(1);
    assert!(named(&world, &data, &answer).is_ok());
    world.now = asked_at + LIVES_FOR;
    let told = named(&world, &data, &answer);
    assert_eq!(told, Err(Refusal::CodeExpired));
}

#[test]
fn what_is_no_answer_names_nobody() {
    let world = world();
    let (data, _) = opened(&world);
    for (sent, refusal) in [
        ("", Refusal::PasskeyMissing),
        ("{}", Refusal::PasskeyWrong),
        ("anna", Refusal::PasskeyWrong),
    ] {
        let form = Form::from_iter([(CREDENTIAL, sent)]);
        let told = Passkey.names(&nobody(&world), &data, &form).unwrap();
        assert!(
            matches!(told, Identity::Refused(told) if told == refusal),
            "{sent}"
        );
    }
}

/// A key of the first generation keeps no name: it is a second step, and no whole login.
#[test]
fn a_key_that_keeps_no_name_is_a_second_step_alone() {
    let world = world();
    let mut soft = SoftAuthenticator::device_bound().discoverable(false);
    let mut own = bind(&world, &mut soft);
    assert!(use_once(&world, &mut own, &mut soft).is_yes());
    let (_, options) = opened(&world);
    assert!(soft.get(&options, ORIGIN).is_none());
}
