#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failing test may panic"
)]
use proptest::prelude::*;

use super::*;

/// 2026-11-21, noon.
const NOW: Timestamp = Timestamp::from_unix_seconds(1_795_262_400);

fn read(typed: &str) -> Result<String, PersonalNumberFault> {
    PersonalNumber::parse(typed, NOW).map(|number| number.digits())
}

/// The full number of a day, with the right check digit.
fn number_of(day: &str, serial: u16) -> String {
    let eleven = format!("{day}{serial:03}");
    let values: Vec<u8> = eleven.bytes().map(|digit| digit - b'0').collect();
    format!("{eleven}{}", check_digit(&values[2..]))
}

#[test]
fn known_numbers_are_read_in_every_form() {
    for (typed, full) in [
        ("811218-9876", "198112189876"),
        ("8112189876", "198112189876"),
        ("19811218-9876", "198112189876"),
        ("198112189876", "198112189876"),
        ("640823-3234", "196408233234"),
        ("701063-2391", "197010632391"),
        ("19701063-2391", "197010632391"),
        ("  811218 - 9876\t", "198112189876"),
        ("811218\u{2013}9876", "198112189876"),
        ("811218\u{2212}9876", "198112189876"),
        ("121212+1212", "191212121212"),
        ("19121212+1212", "191212121212"),
    ] {
        assert_eq!(read(typed), Ok(full.to_owned()), "{typed}");
    }
}

#[test]
fn the_tax_agencys_test_persons_have_right_numbers() {
    for number in [
        "199908072391",
        "199006022397",
        "199107172380",
        "199312162390",
        "198808112380",
        "200001052380",
        "191212121212",
        "197911109291",
    ] {
        assert_eq!(read(number), Ok(number.to_owned()));
        let stored = PersonalNumber::from_digits(number).unwrap();
        assert_eq!(stored.digits(), number);
    }
}

#[test]
fn ten_digits_mean_the_newest_year_that_is_not_ahead_and_a_plus_one_hundred_years_before() {
    let short = |full: &str, sign: &str| format!("{}{sign}{}", &full[2..8], &full[8..]);
    for (day, sign, fits) in [
        ("20261121", "-", true),  // born today
        ("20261122", "-", false), // tomorrow: then a hundred years ago
        ("19261122", "-", true),
        ("19261122", "", true),
        ("19261122", "+", true),
        ("19270101", "-", true),
        ("19270101", "+", false),
        ("19261121", "+", true),
        ("19261121", "-", false),
        ("18990101", "+", true),
        ("19990101", "+", false),
        ("20000229", "-", true),
    ] {
        let full = number_of(day, 238);
        let found = read(&short(&full, sign));
        assert_eq!(found == Ok(full), fits, "{day} {sign:?}: {found:?}");
    }
}

#[test]
fn a_plus_that_contradicts_twelve_digits_is_refused() {
    assert_eq!(read("19811218+9876"), Err(PersonalNumberFault::Malformed));
}

#[test]
fn every_fault_is_told_apart() {
    use PersonalNumberFault as Fault;
    for (typed, fault) in [
        ("", Fault::Malformed),
        ("811218", Fault::Malformed),
        ("81121898765", Fault::Malformed),
        ("1981121898765", Fault::Malformed),
        ("811218--9876", Fault::Malformed),
        ("8112-189876", Fault::Malformed),
        ("-8112189876", Fault::Malformed),
        ("811218-9876-", Fault::Malformed),
        ("811218/9876", Fault::Malformed),
        ("8112I8-9876", Fault::Malformed),
        ("811218-98T6", Fault::Malformed),
        ("+46701740605", Fault::Malformed),
        ("٨١١٢١٨-٩٨٧٦", Fault::Malformed),
        ("agnes@demo.example", Fault::Malformed),
        ("811218-T876", Fault::Interim),
        ("19811218-t876", Fault::Interim),
        ("811318-9876", Fault::ImpossibleDate),
        ("811200-9876", Fault::ImpossibleDate),
        ("811260-9876", Fault::ImpossibleDate),
        ("811292-9876", Fault::ImpossibleDate),
        ("810229-9876", Fault::ImpossibleDate),
        ("810289-9876", Fault::ImpossibleDate),
        ("000112-189876", Fault::Malformed),
        ("00011218-9876", Fault::ImpossibleDate),
        ("19000229-2384", Fault::ImpossibleDate),
        ("811218-9875", Fault::CheckDigit),
        ("811218-9867", Fault::CheckDigit),
        ("20261122-2383", Fault::CheckDigit),
    ] {
        assert_eq!(read(typed), Err(fault), "{typed}");
    }
    assert_eq!(read(&number_of("20261122", 238)), Err(Fault::DateInFuture));
    assert_eq!(read(&number_of("20270101", 238)), Err(Fault::DateInFuture));
    assert_eq!(read(&number_of("19811218", 0)), Err(Fault::NobodysNumber));
    assert_eq!(read(&"8".repeat(4000)), Err(Fault::Malformed));
}

#[test]
fn what_is_stored_is_twelve_digits_and_nothing_else() {
    for wrong in [
        "8112189876",
        "19811218-9876",
        " 198112189876",
        "19811218987T",
        "198112189875",
    ] {
        assert!(PersonalNumber::from_digits(wrong).is_err(), "{wrong}");
    }
    // A stored number is right whatever the clock says.
    assert!(PersonalNumber::from_digits(&number_of("20991231", 1)).is_ok());
}

#[test]
fn a_coordination_number_is_known_by_its_day() {
    let is = |number: &str| {
        PersonalNumber::from_digits(number)
            .unwrap()
            .is_coordination()
    };
    assert!(is("197010632391"));
    assert!(!is("198112189876"));
    assert!(is(&number_of("20000289", 7)));
    assert!(is(&number_of("20000191", 7)));
}

#[test]
fn a_number_is_shown_masked_alone() {
    let number = PersonalNumber::parse("811218-9876", NOW).unwrap();
    assert_eq!(number.masked(), "19811218-****");
    assert_eq!(
        format!("{number} {number:?}"),
        "19811218-**** 19811218-****"
    );
}

#[test]
fn the_day_of_a_moment_is_the_calendars() {
    for (seconds, year, month, day) in [
        (0, 1970, 1, 1),
        (-1, 1970, 1, 1),
        (86_399, 1970, 1, 1),
        (86_400, 1970, 1, 2),
        (951_782_400, 2000, 2, 29),
        (951_868_800, 2000, 3, 1),
        (1_798_675_200, 2026, 12, 31),
        (4_107_542_400, 2100, 3, 1),
        (i64::MAX / 1000, 9999, 12, 31),
    ] {
        let found = day_of(Timestamp::from_unix_seconds(seconds));
        assert_eq!(
            (found.year, found.month, found.of_month),
            (year, month, day)
        );
    }
}

/// A day that exists, as it stands in a number; `more` is what coordination adds.
fn a_day(years: std::ops::Range<u16>) -> impl Strategy<Value = (String, bool)> {
    (years, 1..=12_u8, 1..=31_u8, any::<bool>())
        .prop_filter("no such day", |&(year, month, of_month, _)| {
            is_real(Day {
                year,
                month,
                of_month,
            })
        })
        .prop_map(|(year, month, day, coordinated)| {
            let day = day + if coordinated { 60 } else { 0 };
            (format!("{year}{month:02}{day:02}"), coordinated)
        })
}

proptest! {
    #[test]
    fn every_number_reads_back_however_it_is_written((day, coordinated) in a_day(1927..2026), serial in 1..=999_u16) {
        let full = number_of(&day, serial);
        let (date, last) = full.split_at(8);
        for typed in [full.clone(), format!("{date}-{last}"), full[2..].to_owned(), format!("{}-{last}", &date[2..])] {
            let number = PersonalNumber::parse(&typed, NOW).expect("read");
            prop_assert_eq!(number.digits(), full.clone());
            prop_assert_eq!(number.is_coordination(), coordinated);
            prop_assert_eq!(PersonalNumber::from_digits(&number.digits()), Ok(number));
        }
    }

    #[test]
    fn the_very_old_read_back_with_a_plus((day, _) in a_day(1840..1927), serial in 1..=999_u16) {
        let full = number_of(&day, serial);
        let (date, last) = full.split_at(8);
        let short = format!("{}+{last}", &date[2..]);
        prop_assert_eq!(read(&format!("{date}+{last}")), Ok(full.clone()));
        // Ten digits reach back two hundred years at most.
        let read_back = PersonalNumber::parse(&short, NOW).map(|number| number.digits());
        prop_assert!(read_back.is_err() || read_back.is_ok_and(|found| found[2..] == full[2..]));
    }

    #[test]
    fn one_wrong_digit_is_always_noticed((day, _) in a_day(1927..2026), serial in 1..=999_u16, at in 2..12_usize, by in 1..10_u8) {
        let mut digits = number_of(&day, serial).into_bytes();
        digits[at] = b'0' + (digits[at] - b'0' + by) % 10;
        prop_assert!(PersonalNumber::from_digits(&String::from_utf8(digits).unwrap()).is_err());
    }

    #[test]
    fn two_neighbours_that_changed_places_are_noticed((day, _) in a_day(1927..2026), serial in 1..=999_u16, at in 2..11_usize) {
        let right = number_of(&day, serial);
        let mut digits = right.clone().into_bytes();
        digits.swap(at, at + 1);
        let swapped = String::from_utf8(digits).unwrap();
        // 0 and 9 beside each other look the same to the sum: the one pair it cannot see.
        let unseen = matches!(&right[at..=at + 1], "09" | "90");
        prop_assert!(swapped == right || unseen || PersonalNumber::from_digits(&swapped).is_err());
    }

    #[test]
    fn whatever_is_typed_is_read_or_refused_and_never_shown(typed in "\\PC{0,30}") {
        if let Ok(number) = PersonalNumber::parse(&typed, NOW) {
            let shown = format!("{number:?}");
            prop_assert_eq!(shown, number.masked());
        }
    }

    #[test]
    fn what_looks_like_a_number_is_read_or_refused(typed in "[0-9+T -]{8,14}") {
        if let Ok(number) = PersonalNumber::parse(&typed, NOW) {
            prop_assert_eq!(PersonalNumber::from_digits(&number.digits()), Ok(number));
        }
    }
}
