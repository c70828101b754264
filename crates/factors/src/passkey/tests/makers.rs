//! Makers and models, where an organisation takes none but theirs.

use domain::message::Bound;
use uuid::Uuid;

use super::*;
use crate::testing::{Breaking, TestMaker};

const MODEL: [u8; 16] = *b"device-bound-key";

/// What the library does not look at, and nothing hangs on: the signature was verified by the certificate's key all the same.
const PASSES: &[Breaking] = &[Breaking::AttestationOfAnotherAlgorithm];

fn taking(makers: &[&TestMaker], models: &[[u8; 16]]) -> World {
    deciding(|rules| {
        rules.makers = makers
            .iter()
            .map(|maker| maker.root_pem().to_owned())
            .collect();
        rules.models = models
            .iter()
            .map(|model| Uuid::from_bytes(*model).to_string())
            .collect();
    })
}

fn told(world: &World, mut soft: SoftAuthenticator) -> Option<Refusal> {
    let (draft, options) = drafted(world, &[]);
    let answer = soft.create(&options, ORIGIN).unwrap();
    created(world, &draft, &answer).err()
}

fn device() -> SoftAuthenticator {
    SoftAuthenticator::device_bound()
}

#[test]
fn what_an_authenticator_is_is_asked_where_it_counts() {
    let maker = TestMaker::new();
    for (world, attestation, key) in [
        (world(), "none", "preferred"),
        (taking(&[&maker], &[]), "direct", "required"),
    ] {
        let (_, options) = drafted(&world, &[]);
        assert_eq!(options["attestation"], attestation);
        let selection = &options["authenticatorSelection"];
        assert_eq!(selection["residentKey"], key);
        assert_eq!(selection["userVerification"], key);
    }
}

#[test]
fn one_of_a_maker_that_is_taken_is_bound_and_works() {
    let (one, other) = (TestMaker::new(), TestMaker::new());
    for world in [
        taking(&[&one], &[]),
        taking(&[&other, &one], &[]),
        taking(&[&one], &[MODEL]),
        taking(&[&other, &one], &[[9; 16], MODEL]),
    ] {
        let mut soft = device().attested_by(&one);
        let mut own = bind(&world, &mut soft);
        assert!(use_once(&world, &mut own, &mut soft).is_yes());
    }
}

#[test]
fn all_others_are_refused_and_told_why() {
    let (one, other) = (TestMaker::new(), TestMaker::new());
    let (by_maker, by_model) = (taking(&[&one], &[]), taking(&[&one], &[[9; 16]]));
    for world in [&by_maker, &by_model] {
        for soft in [
            device(),
            device().self_signed(),
            device().attested_by(&other),
            SoftAuthenticator::synced(),
        ] {
            assert_eq!(told(world, soft), Some(Refusal::PasskeyMake));
        }
    }
    let of_another_model = told(&by_model, device().attested_by(&one));
    assert_eq!(of_another_model, Some(Refusal::PasskeyMake));
}

#[test]
fn a61_what_a_maker_did_not_say_is_refused() {
    let maker = TestMaker::new();
    for world in [taking(&[&maker], &[]), taking(&[&maker], &[MODEL])] {
        for breaking in Breaking::ATTESTING {
            let mut soft = device().attested_by(&maker);
            let (draft, options) = drafted(&world, &[]);
            let answer = soft.create_broken(&options, ORIGIN, *breaking).unwrap();
            let told = created(&world, &draft, &answer).err();
            let refused = matches!(told, Some(Refusal::PasskeyMake | Refusal::PasskeyWrong));
            assert_eq!(refused, !PASSES.contains(breaking), "{breaking:?} {told:?}");
        }
    }
}

#[test]
fn the_device_checks_the_person_where_its_maker_counts() {
    let maker = TestMaker::new();
    let world = taking(&[&maker], &[]);
    let (draft, options) = drafted(&world, &[]);
    let mut soft = device().attested_by(&maker);
    let answer = soft.create_broken(&options, ORIGIN, Breaking::NotVerified);
    let told = created(&world, &draft, &answer.unwrap()).err();
    assert_eq!(told, Some(Refusal::PasskeyUnverified));
}

/// What stands enrolled stays: a list that comes later closes nobody out by itself.
#[test]
fn what_was_bound_before_the_list_stays() {
    let mut soft = device();
    let mut own = bind(&world(), &mut soft);
    let world = taking(&[&TestMaker::new()], &[]);
    assert!(use_once(&world, &mut own, &mut soft).is_yes());
}

#[test]
fn a_list_that_cannot_be_read_is_told_and_takes_nobody() {
    let garbage = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for (makers, models) in [
        (vec!["no certificate".to_owned()], Vec::new()),
        (vec![garbage.to_owned()], Vec::new()),
        (vec![garbage.to_owned()], vec![Uuid::from_bytes(MODEL)]),
    ] {
        let world = deciding(|rules| {
            rules.makers.clone_from(&makers);
            rules.models = models.iter().map(Uuid::to_string).collect();
        });
        let refused = Passkey.check_rules(&world.organisation.rules).err();
        assert_eq!(
            refused.map(|refused| (refused.field, refused.bound)),
            Some(("passkey_makers", Bound::Certificate))
        );
        assert_eq!(told(&world, device()), Some(Refusal::PasskeyMake));
    }
    let maker = TestMaker::new();
    let world = taking(&[&maker], &[MODEL]);
    assert!(Passkey.check_rules(&world.organisation.rules).is_ok());
}
