//! What holds between the factors that send codes: the same digits by another way are another code.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::sync::Arc;

use super::*;
use crate::testing::{Seeded, World};
use crate::{Email, Factor, Registry, Sms, Voice};

fn senders() -> Vec<Arc<dyn Factor>> {
    vec![Arc::new(Sms), Arc::new(Voice), Arc::new(Email)]
}

fn authenticator(address: &str) -> Authenticator {
    let bound = Bound {
        address: address.to_owned(),
    };
    Authenticator {
        id: AuthenticatorId::from_bytes([1; 16]),
        label: String::new(),
        data: bytes::write(FORMAT, &bound),
        data_format: FORMAT,
        channel: None,
        consumed_through: -1,
    }
}

/// The address that a factor's codes go to here.
fn address(factor: &dyn Factor) -> &'static str {
    if factor.profile().needs.phone {
        "+46701740605"
    } else {
        "anna@example.se"
    }
}

#[test]
fn a07_a_code_sent_one_way_answers_no_other_way() {
    let world = World::new(&Registry::standard());
    let setting = world.setting();
    for asking in senders() {
        let one = [authenticator(address(&*asking))];
        let asked = asking
            .begin_challenge(&setting, &one, &mut Seeded::new(7))
            .unwrap();
        let form = Form::from_iter([("code", asked.letters[0].code().unwrap())]);
        for answering in senders() {
            // Even the challenge's own bytes, brought to another factor with the same number.
            let to = [authenticator(address(&*answering))];
            let outcome = answering.answer(&setting, &asked.data, &to, &form).unwrap();
            let is_same = asking.profile().kind == answering.profile().kind;
            let verified = matches!(outcome, Outcome::Verified { .. });
            assert_eq!(
                verified,
                is_same,
                "{} to {}",
                asking.profile().kind,
                answering.profile().kind
            );
        }
    }
}

#[test]
fn sms_and_voice_to_one_number_are_one_channel() {
    let number = Sms::kept("+46701740605").unwrap();
    assert!(Sms::channel(&number) == Voice::channel(&number));
    let mailbox = Email::kept("anna@example.se").unwrap();
    assert!(Email::channel(&mailbox) != Sms::channel(&number));
}

#[test]
fn every_factor_that_sends_is_restricted_and_costs_a_message() {
    for factor in senders() {
        let profile = factor.profile();
        assert!(profile.restricted && !profile.phishing_resistant && !profile.starts_freely);
        assert!(
            profile.code_lives_for <= domain::time::Span::minutes(10),
            "{}",
            profile.kind
        );
        assert_eq!(profile.needs.phone, profile.needs.gateway.is_some());
    }
}

#[test]
fn no_address_is_kept_that_was_not_checked() {
    let world = World::new(&Registry::standard());
    for factor in senders() {
        for broken in ["", "anna", "0701740605", "+46 70 174 06 05"] {
            let one = [authenticator(broken)];
            let asked = factor.begin_challenge(&world.setting(), &one, &mut Seeded::new(1));
            assert!(asked.is_err(), "{}: {broken:?}", factor.profile().kind);
            assert!(factor.reach(&one[0]).is_err());
        }
    }
}
