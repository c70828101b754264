//! The codes of refusals are stable names: one each, in small letters joined by hyphens.

use std::collections::BTreeSet;

use super::Refusal;
use crate::time::{Span, Timestamp};

/// Small letters and digits in words joined by single hyphens.
pub(crate) fn is_kebab_case(code: &str) -> bool {
    code.starts_with(|c: char| c.is_ascii_lowercase())
        && code.split('-').all(|word| {
            !word.is_empty()
                && word
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        })
}

#[test]
fn codes_are_kebab_case_and_unique() {
    let unique: BTreeSet<&str> = Refusal::CODES.iter().copied().collect();
    assert_eq!(unique.len(), Refusal::CODES.len());
    for code in Refusal::CODES {
        assert!(is_kebab_case(code), "{code:?}");
        assert_ne!(*code, "done", "the audit's word for no refusal");
    }
}

#[test]
fn a_refusal_that_names_something_has_a_code_without_it() {
    let at = Timestamp::from_unix_seconds(1);
    let later = Timestamp::from_unix_seconds(2);
    for (one, other, code) in [
        (
            Refusal::Waiting { until: at },
            Refusal::Waiting { until: later },
            "waiting",
        ),
        (
            Refusal::ResendTooSoon { until: at },
            Refusal::ResendTooSoon { until: later },
            "resend-too-soon",
        ),
        (
            Refusal::ClockBehind {
                by: Span::seconds(1),
            },
            Refusal::ClockBehind {
                by: Span::seconds(2),
            },
            "clock-behind",
        ),
        (
            Refusal::PasswordTooShort { least: 8 },
            Refusal::PasswordTooShort { least: 15 },
            "password-too-short",
        ),
        (
            Refusal::Throttled { until: at },
            Refusal::Throttled { until: later },
            "throttled",
        ),
    ] {
        assert_eq!(one.code(), code);
        assert_eq!(one.code(), other.code());
        assert!(Refusal::CODES.contains(&code));
        assert_ne!(one, other);
    }
}

#[test]
fn an_unknown_name_and_a_wrong_password_are_one_refusal() {
    // A22: there is no code that tells them apart, nor one for a suspended person.
    for telling in ["unknown", "suspended", "no-such", "not-found", "user"] {
        assert!(
            Refusal::CODES.iter().all(|code| !code.contains(telling)),
            "{telling}"
        );
    }
    assert_eq!(Refusal::SignInWrong.code(), "sign-in-wrong");
}
