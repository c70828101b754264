//! Everything that can be broken, against the library alone.

use super::super::{Breaking, SoftAuthenticator, TestMaker};
use super::{ORIGIN, Party};

/// What the library lets pass in a creation: whoever uses it looks at these before.
const PASSES_IN_CREATE: &[Breaking] = &[
    Breaking::ChallengePadded,
    Breaking::OriginWithItsPortSpeltOut,
    Breaking::OriginWithASlash,
    Breaking::OriginWithAPath,
    Breaking::OriginWithAQuery,
    Breaking::OriginWithAFragment,
    Breaking::OriginWithAName,
    Breaking::OriginInCapitals,
    Breaking::OriginWithBlanks,
    Breaking::TopOrigin,
    Breaking::ClientDataHuge,
    Breaking::AuthenticatorDataWithATail,
    Breaking::IdIsNotRawId,
    Breaking::IdGarbage,
    Breaking::IdHuge,
    Breaking::RawIdPadded,
    Breaking::RawIdHuge,
    Breaking::ClientDataPadded,
    Breaking::TypeNotPublicKey,
    Breaking::CreatedIdEmpty,
    Breaking::CreatedIdTooLong,
    Breaking::CreatedIdAnother,
    Breaking::KeyOfAnotherCurve,
    Breaking::ObjectPadded,
    Breaking::ObjectHuge,
    Breaking::StatementNotEmpty,
    Breaking::StatementInAList,
];

/// What it lets pass where a maker's attestation is demanded.
const PASSES_IN_ATTESTATION: &[Breaking] = &[Breaking::AttestationOfAnotherAlgorithm];

/// What it lets pass in a use. The last two are for whoever has not said before who it is.
const PASSES_IN_GET: &[Breaking] = &[
    Breaking::ChallengePadded,
    Breaking::OriginWithItsPortSpeltOut,
    Breaking::OriginWithASlash,
    Breaking::OriginWithAPath,
    Breaking::OriginWithAQuery,
    Breaking::OriginWithAFragment,
    Breaking::OriginWithAName,
    Breaking::OriginInCapitals,
    Breaking::OriginWithBlanks,
    Breaking::CrossOrigin,
    Breaking::CrossOriginWithItsTop,
    Breaking::TopOrigin,
    Breaking::ClientDataHuge,
    Breaking::AuthenticatorDataWithATail,
    Breaking::IdIsNotRawId,
    Breaking::IdGarbage,
    Breaking::IdHuge,
    Breaking::RawIdPadded,
    Breaking::ClientDataPadded,
    Breaking::TypeNotPublicKey,
    Breaking::PasskeyUnasked,
    Breaking::UserHandleOfAnother,
    Breaking::UserHandleWithATail,
    Breaking::UserHandleEmpty,
    Breaking::UserHandlePadded,
    Breaking::UserHandleHuge,
    Breaking::SignaturePadded,
    Breaking::DataPadded,
    Breaking::UserHandleMissing,
    Breaking::UserHandleNull,
];

fn create(breaking: Breaking) -> Result<(), String> {
    let party = Party::new();
    let (options, state) = party.ask_create();
    let mut soft = SoftAuthenticator::device_bound();
    let answer = soft.create_broken(&options, ORIGIN, breaking).unwrap();
    party.judge_create(answer, &state).map(drop)
}

fn attest(breaking: Breaking) -> Result<(), String> {
    let maker = TestMaker::new();
    let party = Party::trusting(&maker);
    let (options, state) = party.ask_create();
    let mut soft = SoftAuthenticator::device_bound().attested_by(&maker);
    let answer = soft.create_broken(&options, ORIGIN, breaking).unwrap();
    party.judge_create(answer, &state).map(drop)
}

/// A use of the newer of two passkeys that the party both knows.
fn get(mut soft: SoftAuthenticator, breaking: Breaking) -> Result<(), String> {
    let party = Party::new();
    let mut credentials = Vec::new();
    for _ in 0..2 {
        let (options, state) = party.ask_create();
        let answer = soft.create(&options, ORIGIN).unwrap();
        credentials.push(party.judge_create(answer, &state).unwrap());
    }
    let (options, state) = party.ask_get(credentials);
    let answer = soft.get_broken(&options, ORIGIN, breaking).unwrap();
    party.judge_get(answer, &state).map(drop)
}

fn passing(
    breakings: impl Iterator<Item = Breaking>,
    judge: impl Fn(Breaking) -> Result<(), String>,
) -> Vec<Breaking> {
    breakings
        .filter(|breaking| judge(*breaking).is_ok())
        .collect()
}

#[test]
fn a_broken_creation_is_refused_but_for_what_the_library_does_not_look_at() {
    let breakings = Breaking::in_create().chain(Breaking::VERIFYING.iter().copied());
    assert_eq!(passing(breakings, create), PASSES_IN_CREATE);
}

#[test]
fn a_broken_attestation_is_refused_but_for_its_algorithm_beside_a_certificate() {
    let breakings = Breaking::ATTESTING.iter().copied();
    assert_eq!(passing(breakings, attest), PASSES_IN_ATTESTATION);
}

#[test]
fn a_broken_use_is_refused_but_for_what_the_library_does_not_look_at() {
    let breakings = Breaking::in_get()
        .chain(Breaking::VERIFYING.iter().copied())
        .chain(Breaking::COUNTING.iter().copied())
        .chain(Breaking::NAMELESS.iter().copied());
    let judge = |breaking| get(SoftAuthenticator::device_bound(), breaking);
    assert_eq!(passing(breakings, judge), PASSES_IN_GET);
}

#[test]
fn what_is_broken_for_a_device_is_broken_for_a_keychain_too() {
    let judge = |breaking| get(SoftAuthenticator::synced(), breaking);
    let breakings = Breaking::in_get().chain(Breaking::VERIFYING.iter().copied());
    let (_, named) = PASSES_IN_GET.split_at(PASSES_IN_GET.len() - Breaking::NAMELESS.len());
    assert_eq!(named, Breaking::NAMELESS);
    let expected = &PASSES_IN_GET[..PASSES_IN_GET.len() - named.len()];
    assert_eq!(passing(breakings, judge), expected);
}

/// Nothing beside it is broken: the refusal names that very thing.
#[test]
fn what_is_refused_is_refused_for_its_own_sake() {
    let device = |breaking| get(SoftAuthenticator::device_bound(), breaking);
    let both = [
        (Breaking::TypeOfTheOtherCeremony, "InvalidClientDataType"),
        (Breaking::ChallengeAnother, "MismatchedChallenge"),
        (Breaking::OriginOfASubdomain, "InvalidRPOrigin"),
        (Breaking::OriginOnAnotherPort, "InvalidRPOrigin"),
        (Breaking::RpOfAnotherHost, "InvalidRPIDHash"),
        (Breaking::UserAbsent, "UserNotPresent"),
        (Breaking::NotVerified, "UserNotVerified"),
        (
            Breaking::BackedUpWithoutEligibility,
            "CredentialMayNotBeHardwareBound",
        ),
        (Breaking::IdMissing, "missing field `id`"),
    ];
    for (breaking, told) in both {
        assert_eq!(create(breaking), Err(told.to_owned()), "{breaking:?}");
        assert_eq!(device(breaking), Err(told.to_owned()), "{breaking:?}");
    }
    let creating = [
        (Breaking::CrossOrigin, "CredentialCrossOrigin"),
        (Breaking::PasskeyMissing, "MissingAttestationCredentialData"),
        (
            Breaking::AlgorithmNotAsked,
            "CredentialAlteredAlgFromRequest",
        ),
        (Breaking::KeyOffTheCurve, "EcdsaPointInvalid"),
        (
            Breaking::SelfSignedByAnotherKey,
            "AttestationStatementSigInvalid",
        ),
    ];
    for (breaking, told) in creating {
        assert_eq!(create(breaking), Err(told.to_owned()), "{breaking:?}");
    }
    let attesting = [
        (
            Breaking::CertificateOfAnotherModel,
            "AttestationCertificateAAGUIDMismatch",
        ),
        (
            Breaking::CertificateExpired,
            "AttestationChainNotTrusted(NotAfter)",
        ),
        (
            Breaking::CertificateOfAnAuthority,
            "AttestationCertificateRequirementsNotMet",
        ),
        (Breaking::AttestationLeftOut, "AttestationNotVerifiable"),
        (
            Breaking::AttestationBitFlipped,
            "AttestationStatementSigInvalid",
        ),
    ];
    for (breaking, told) in attesting {
        assert_eq!(attest(breaking), Err(told.to_owned()), "{breaking:?}");
    }
    let getting = [
        (
            Breaking::EligibilityChanged,
            "CredentialBackupEligibilityInconsistent",
        ),
        (Breaking::IdUnknown, "CredentialNotFound"),
        (Breaking::IdOfAnother, "AuthenticationFailure"),
        (Breaking::SignatureBitFlipped, "AuthenticationFailure"),
        (Breaking::SignatureByAnotherKey, "AuthenticationFailure"),
        (Breaking::SignatureOfZeros, "SignatureInvalid"),
        (Breaking::CounterEqual, "CredentialPossibleCompromise"),
        (Breaking::CounterLower, "CredentialPossibleCompromise"),
    ];
    for (breaking, told) in getting {
        assert_eq!(device(breaking), Err(told.to_owned()), "{breaking:?}");
    }
}

#[test]
fn harmless_differences_are_accepted() {
    for breaking in Breaking::HARMLESS.iter().chain(Breaking::HARMLESS_CREATING) {
        create(*breaking).unwrap_or_else(|told| panic!("{breaking:?} in a creation: {told}"));
    }
    for breaking in Breaking::HARMLESS {
        let judged = get(SoftAuthenticator::synced(), *breaking);
        judged.unwrap_or_else(|told| panic!("{breaking:?} in a use: {told}"));
    }
}

#[test]
fn each_breaking_is_in_one_list() {
    let lists = [
        Breaking::BOTH,
        Breaking::CREATING,
        Breaking::DOUBLING,
        Breaking::ATTESTING,
        Breaking::GETTING,
        Breaking::NAMELESS,
        Breaking::VERIFYING,
        Breaking::COUNTING,
        Breaking::HARMLESS,
        Breaking::HARMLESS_CREATING,
    ];
    let all: Vec<&Breaking> = lists.into_iter().flatten().collect();
    let different: std::collections::HashSet<&Breaking> = all.iter().copied().collect();
    assert_eq!(all.len(), different.len());
}
