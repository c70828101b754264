#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use proptest::prelude::*;

use super::*;
use crate::{Algorithm, Digits};

const NOW: u64 = 1_111_111_109;

fn seed(length: usize) -> Secret {
    Secret::from_bytes(b"1234567890".iter().copied().cycle().take(length).collect()).unwrap()
}

fn parameters(algorithm: Algorithm, digits: Digits) -> Parameters {
    Parameters {
        algorithm,
        digits,
        period: Period::THIRTY,
    }
}

/// The code that stood `steps` away from `NOW`.
fn code_off_by(steps: i64) -> Code {
    totp_at(
        &seed(20),
        Parameters::default(),
        NOW.checked_add_signed(steps * 30).unwrap(),
    )
}

fn verified(typed: &Code, window: u64, last_used_step: Option<u64>) -> Verification {
    verify(
        &seed(20),
        Parameters::default(),
        typed,
        NOW,
        window,
        last_used_step,
    )
}

#[test]
fn the_vectors_of_rfc_6238_come_out() {
    let rows = [
        (59, 0x1, "94287082", "46119246", "90693936", "287082"),
        (
            1_111_111_109,
            0x0235_23EC,
            "07081804",
            "68084774",
            "25091201",
            "081804",
        ),
        (
            1_111_111_111,
            0x0235_23ED,
            "14050471",
            "67062674",
            "99943326",
            "050471",
        ),
        (
            1_234_567_890,
            0x0273_EF07,
            "89005924",
            "91819424",
            "93441116",
            "005924",
        ),
        (
            2_000_000_000,
            0x03F9_40AA,
            "69279037",
            "90698825",
            "38618901",
            "279037",
        ),
        (
            20_000_000_000,
            0x27BC_86AA,
            "65353130",
            "77737706",
            "47863826",
            "353130",
        ),
    ];
    for (time, step, sha1, sha256, sha512, six) in rows {
        assert_eq!(step_at(time, Period::THIRTY), step);
        let eight =
            |algorithm, length| totp_at(&seed(length), parameters(algorithm, Digits::EIGHT), time);
        assert_eq!(eight(Algorithm::Sha1, 20).as_str(), sha1, "SHA-1 at {time}");
        assert_eq!(
            eight(Algorithm::Sha256, 32).as_str(),
            sha256,
            "SHA-256 at {time}"
        );
        assert_eq!(
            eight(Algorithm::Sha512, 64).as_str(),
            sha512,
            "SHA-512 at {time}"
        );
        assert_eq!(
            totp_at(&seed(20), Parameters::default(), time).as_str(),
            six,
            "six digits at {time}"
        );
    }
}

#[test]
fn the_neighbouring_steps_are_accepted_and_no_others() {
    let now = step_at(NOW, Period::THIRTY);
    for (off, step) in [(-1, now - 1), (0, now), (1, now + 1)] {
        assert_eq!(
            verified(&code_off_by(off), 1, None),
            Verification::Matched { step }
        );
    }
    for off in [-3, -2, 2, 3] {
        assert_eq!(
            verified(&code_off_by(off), 1, None),
            Verification::NoMatch,
            "{off} steps off"
        );
    }
}

#[test]
fn without_a_window_only_the_current_step_is_accepted() {
    let now = step_at(NOW, Period::THIRTY);
    assert_eq!(
        verified(&code_off_by(0), 0, None),
        Verification::Matched { step: now }
    );
    assert_eq!(verified(&code_off_by(-1), 0, None), Verification::NoMatch);
    assert_eq!(verified(&code_off_by(1), 0, None), Verification::NoMatch);
}

#[test]
fn a_step_is_used_once_and_none_before_it() {
    let now = step_at(NOW, Period::THIRTY);
    assert_eq!(
        verified(&code_off_by(0), 1, Some(now)),
        Verification::Replayed
    );
    assert_eq!(
        verified(&code_off_by(-1), 1, Some(now)),
        Verification::Replayed
    );
    assert_eq!(
        verified(&code_off_by(1), 1, Some(now)),
        Verification::Matched { step: now + 1 }
    );
    assert_eq!(
        verified(&code_off_by(0), 1, Some(now - 1)),
        Verification::Matched { step: now }
    );
    assert_eq!(
        verified(&code_off_by(2), 1, Some(now)),
        Verification::NoMatch
    );
}

#[test]
fn a_code_of_another_length_never_matches() {
    let eight = totp_at(&seed(20), parameters(Algorithm::Sha1, Digits::EIGHT), NOW);
    assert_eq!(verified(&eight, 1, None), Verification::NoMatch);
    assert_eq!(
        past_match(&seed(20), Parameters::default(), &eight, NOW + 60),
        None
    );
}

#[test]
fn a_slow_clock_is_told_from_the_last_ten_steps() {
    let hint = |off| past_match(&seed(20), Parameters::default(), &code_off_by(off), NOW);
    assert_eq!(hint(-1), Some(1));
    assert_eq!(hint(-2), Some(2));
    assert_eq!(hint(-10), Some(10));
    assert_eq!(hint(-11), None);
}

#[test]
fn nothing_is_told_about_the_current_step_or_those_to_come() {
    for off in 0..=12 {
        assert_eq!(
            past_match(&seed(20), Parameters::default(), &code_off_by(off), NOW),
            None,
            "{off} steps ahead"
        );
    }
}

#[test]
fn the_ends_of_time_do_not_overflow() {
    let secret = seed(20);
    let code = totp_at(&secret, Parameters::default(), 0);
    assert_eq!(
        verify(&secret, Parameters::default(), &code, 0, 1, None),
        Verification::Matched { step: 0 }
    );
    assert_eq!(past_match(&secret, Parameters::default(), &code, 0), None);
    assert_eq!(
        past_match(&secret, Parameters::default(), &code, 30),
        Some(1)
    );
    let last = totp_at(&secret, Parameters::default(), u64::MAX);
    let step = step_at(u64::MAX, Period::THIRTY);
    assert_eq!(
        verify(&secret, Parameters::default(), &last, u64::MAX, 1, None),
        Verification::Matched { step }
    );
}

proptest! {
    #[test]
    fn an_accepted_step_is_never_accepted_again(
        bytes in prop::collection::vec(any::<u8>(), 1..=64), time in 1_000_000_u64..10_000_000_000,
        off in -1_i64..=1, later in 0_u64..120, period in 5_u64..=300,
    ) {
        let secret = Secret::from_bytes(bytes).unwrap();
        let parameters = Parameters { period: Period::new(period).unwrap(), ..Parameters::default() };
        let steps = i64::try_from(period).unwrap() * off;
        let code = totp_at(&secret, parameters, time.checked_add_signed(steps).unwrap());
        let Verification::Matched { step } = verify(&secret, parameters, &code, time, 1, None) else {
            return Err(TestCaseError::fail("a code of the window was refused"));
        };
        match verify(&secret, parameters, &code, time + later, 1, Some(step)) {
            // Two steps may share a code by chance; then the later one counts, and it is a new step.
            Verification::Matched { step: again } => prop_assert!(again > step),
            Verification::Replayed | Verification::NoMatch => {}
        }
    }

    #[test]
    fn one_wrong_digit_is_no_match(place in 0_usize..6, shift in 1_u8..10) {
        let now = step_at(NOW, Period::THIRTY);
        let mut digits: Vec<u8> = code_off_by(0).as_str().bytes().map(|byte| byte - b'0').collect();
        digits[place] = (digits[place] + shift) % 10;
        let text: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
        let typed = Code::from_typed(&text, Digits::SIX).unwrap();
        let others = [code_off_by(-1), code_off_by(1)];
        prop_assume!(others.iter().all(|other| other.as_str() != text));
        prop_assert_eq!(verified(&typed, 1, Some(now - 5)), Verification::NoMatch);
    }
}
