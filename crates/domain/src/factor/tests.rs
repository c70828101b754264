//! Sets of kinds, marks and evidence are kept as text, and read back as they were.

use proptest::prelude::*;

use super::{
    Category, DeviceProof, Evidence, FactorKind, FactorSet, KeyHome, Mark, Needs, PASS, PASSWORD,
    Profile,
};
use crate::time::{Span, Timestamp};

const NOW: Timestamp = Timestamp::from_unix_millis(1_800_000_000_001);

fn profile() -> Profile {
    Profile {
        kind: FactorKind::new("sms"),
        amr: &["sms"],
        category: Category::Possession,
        phishing_resistant: false,
        restricted: true,
        reaches_aal2: true,
        is_backup: false,
        guessable: true,
        identifies: None,
        starts_freely: false,
        needs: Needs::NOTHING,
        most_per_user: 1,
        rank: 3,
        code_lives_for: Span::minutes(5),
        challenge_lives_for: Span::minutes(15),
    }
}

#[test]
fn a_set_is_written_in_order_and_once() {
    for (text, canonical) in [
        ("", ""),
        (",", ""),
        ("totp", "totp"),
        ("totp,email", "email,totp"),
        ("totp,totp,,email,", "email,totp"),
        ("a_kind_of_tomorrow,totp", "a_kind_of_tomorrow,totp"),
    ] {
        assert_eq!(FactorSet::parse(text).to_string(), canonical, "{text:?}");
    }
}

#[test]
fn a_set_knows_what_it_holds_and_what_it_shares() {
    let set = FactorSet::parse("email,totp");
    assert!(set.contains(&FactorKind::new("totp")));
    assert!(!set.contains(&FactorKind::new("tot")));
    assert!(!set.contains(&FactorKind::new("TOTP")));
    assert!(!set.is_empty());
    assert_eq!(set.iter().count(), 2);
    assert_eq!(
        set.intersection(&FactorSet::parse("sms,totp")).to_string(),
        "totp"
    );
    assert!(set.intersection(&FactorSet::parse("sms")).is_empty());
    assert!(FactorSet::default().is_empty());
}

#[test]
fn a_kind_is_its_name_wherever_it_was_read() {
    assert_eq!(
        FactorKind::new("totp"),
        FactorKind::named("totp".to_owned())
    );
    assert_eq!(FactorKind::new("totp").to_string(), "totp");
    assert_eq!(serde_json::to_string(&PASSWORD).unwrap(), "\"password\"");
}

#[test]
fn a_mark_is_small_hexadecimal_in_json() {
    let mark = Mark::from_bytes(vec![0, 0xab, 0xff]);
    assert_eq!(serde_json::to_string(&mark).unwrap(), "\"00abff\"");
    assert_eq!(serde_json::from_str::<Mark>("\"00abff\"").unwrap(), mark);
    for malformed in ["\"0\"", "\"0g\"", "\"00ABFF\"", "7", "null"] {
        assert!(
            serde_json::from_str::<Mark>(malformed).is_err(),
            "{malformed}"
        );
    }
}

#[test]
fn evidence_is_read_back_as_it_was_written() {
    let mark = Mark::from_bytes(vec![1, 2, 3]);
    for evidence in [
        Evidence::password(NOW),
        Evidence::pass(NOW, Some(mark.clone())),
        Evidence::of(&profile(), NOW, DeviceProof::CHECKED, Some(mark)),
        Evidence::of(&profile(), NOW, DeviceProof::default(), None),
    ] {
        let json = serde_json::to_string(&evidence).unwrap();
        assert_eq!(serde_json::from_str::<Evidence>(&json).unwrap(), evidence);
    }
}

#[test]
fn evidence_of_an_older_release_claims_nothing_that_it_did_not_say() {
    let old = r#"{"kind":"totp","at":5,"amr":["otp"],"category":"possession"}"#;
    let read: Evidence = serde_json::from_str(old).unwrap();
    assert!(!read.user_verified && !read.phishing_resistant && !read.reaches_aal2);
    assert_eq!(read.channel, None);
}

#[test]
fn only_what_is_neither_password_nor_pass_is_a_second_step() {
    assert!(!Evidence::password(NOW).is_second_step());
    assert!(!Evidence::pass(NOW, None).is_second_step());
    assert!(Evidence::of(&profile(), NOW, DeviceProof::default(), None).is_second_step());
    assert_ne!(PASSWORD, PASS);
}

#[test]
fn evidence_carries_what_its_profile_claims_and_no_more() {
    let evidence = Evidence::of(&profile(), NOW, DeviceProof::default(), None);
    assert_eq!(evidence.kind, FactorKind::new("sms"));
    assert_eq!(evidence.at, NOW);
    assert_eq!(evidence.amr, ["sms"]);
    assert!(evidence.reaches_aal2 && !evidence.phishing_resistant && !evidence.user_verified);
    let pass = Evidence::pass(NOW, None);
    assert!(pass.amr.is_empty() && !pass.reaches_aal2);
}

proptest! {
    #[test]
    fn a_set_is_read_back_as_it_was_written(names in prop::collection::vec("[a-z][a-z0-9_]{0,12}", 0..8)) {
        let set: FactorSet = names.into_iter().map(FactorKind::named).collect();
        let text = set.to_string();
        prop_assert_eq!(FactorSet::parse(&text), set.clone());
        prop_assert_eq!(set.intersection(&set), set);
    }

    #[test]
    fn any_text_reads_to_one_canonical_set(text in "[a-c,]{0,20}") {
        let once = FactorSet::parse(&text).to_string();
        prop_assert_eq!(FactorSet::parse(&once).to_string(), once);
    }
}

#[test]
fn where_the_key_lives_is_told_before_what_every_proof_earns() {
    for (key, amr) in [
        (None, vec!["sms"]),
        (Some(KeyHome::OneDevice), vec!["hwk", "sms"]),
        (Some(KeyHome::Synced), vec!["swk", "sms"]),
    ] {
        let device = DeviceProof {
            user_verified: true,
            key,
        };
        let evidence = Evidence::of(&profile(), NOW, device, None);
        assert_eq!(evidence.amr, amr);
        assert!(evidence.user_verified);
    }
}
