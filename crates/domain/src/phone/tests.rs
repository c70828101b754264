//! Numbers as people type them. Swedish ones are set aside for fiction (PTS) or stand for a range; foreign ones end in a row of noughts.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use proptest::prelude::*;

use super::typed::{Cleaned, cleaned};
use super::{Country, NumberClass, PhoneNumber, Shown};
use crate::message::MessageChannel;
use crate::refusal::Refusal;

const SE: Country = Country::SWEDEN;

fn home(typed: &str) -> Result<PhoneNumber, Refusal> {
    PhoneNumber::parse(typed, SE)
}

fn country(letters: &str) -> Country {
    Country::parse(letters).unwrap()
}

fn e164(typed: &str, home: Country) -> Result<String, Refusal> {
    PhoneNumber::parse(typed, home).map(|number| number.e164().to_owned())
}

#[test]
fn a_number_is_read_in_every_way_it_is_written() {
    for typed in [
        "070-174 06 05",
        "0701740605",
        "070 1740605",
        "070.174.06.05",
        "070/174 06 05",
        "(070) 174 06 05",
        "(0)70-174 06 05",
        "+46 (0)70 174 06 05",
        "+46(0)701740605",
        "0046 (0)70 174 06 05",
        "46 (0)70 174 06 05",
        "+46701740605",
        "+46 70-174 06 05",
        "+46 070 174 06 05",
        "0046701740605",
        "00 46 70 174 06 05",
        "46701740605",
        "701740605",
        "070\u{a0}174\u{a0}06\u{a0}05",
        "070\u{202f}174\u{2009}06\u{2007}05",
        "070–174—06−05",
        "070\u{2011}1740605",
        "\u{202a}+46 70 174 06 05\u{202c}",
        "\u{feff}0701740605\u{200b}",
        "\t 0701740605\r\n",
        "０７０－１７４０６０５",
        "＋46701740605",
    ] {
        let number = home(typed).unwrap_or_else(|why| panic!("{typed:?}: {why:?}"));
        assert_eq!(number.e164(), "+46701740605", "{typed:?}");
        assert_eq!(number.class(), NumberClass::Mobile);
        assert_eq!(number.country(), SE);
    }
}

#[test]
fn a_number_is_shown_as_it_is_dialled() {
    for (typed, national, international) in [
        ("0701740605", "070-174 06 05", "+46 70 174 06 05"),
        ("0313900600", "031-390 06 00", "+46 31 390 06 00"),
        ("0406280400", "040-628 04 00", "+46 40 628 04 00"),
        ("0846500400", "08-465 004 00", "+46 8 465 004 00"),
    ] {
        let number = home(typed).unwrap();
        assert_eq!(
            (number.national(), number.international()),
            (national, international)
        );
        for again in [national, international, number.e164()] {
            assert_eq!(e164(again, SE).as_deref(), Ok(number.e164()), "{again}");
        }
    }
}

#[test]
fn what_is_no_number_is_told_apart_from_what_lacks_digits() {
    let (malformed, incomplete) = (Refusal::PhoneMalformed, Refusal::PhoneIncomplete);
    let flood = "1".repeat(1_000_000);
    let spaces = " ".repeat(1_000_000);
    for (typed, refusal) in [
        ("", malformed),
        (" ", malformed),
        ("+", malformed),
        ("()", malformed),
        ("anna", malformed),
        ("anna@example.se", malformed),
        ("070-ANNA", malformed),
        ("O70-174 06 05", malformed),
        ("070-174 06 05 ankn. 12", malformed),
        ("070-1740605x12", malformed),
        ("070-1740605;ext=1", malformed),
        ("tel:+46701740605", malformed),
        ("0701740605,0701740606", malformed),
        ("++46701740605", malformed),
        ("46+701740605", malformed),
        ("*100#", malformed),
        ("-0701740605'; DROP TABLE", malformed),
        ("٠٧٠١٧٤٠٦٠٥", malformed),
        ("070174060\u{0}5", malformed),
        (&flood, malformed),
        (&spaces, malformed),
        ("1", incomplete),
        ("112", incomplete),
        ("0701", incomplete),
        ("070-174 06 0", incomplete),
        ("070-174 06 055", incomplete),
        ("+46 70 174 06 0", incomplete),
        ("+46 70 174 06 055", incomplete),
        ("46701740", incomplete),
        ("070174060507017406050701740605", incomplete),
        ("+467017406050701", incomplete),
        ("0000000000", incomplete),
        ("+0701740605", incomplete),
        ("00", incomplete),
        ("+999 12345678", incomplete),
    ] {
        assert_eq!(e164(typed, SE), Err(refusal), "{typed:.40}");
    }
}

#[test]
fn the_swedish_number_plan() {
    use NumberClass::{
        Company, FixedLine, Machine, Mobile, Other, Pager, Personal, Premium, SharedCost, TollFree,
    };
    // Ranges, not numbers: no subscriber has nothing but noughts.
    for (typed, class) in [
        ("0701740605", Mobile),
        ("0701740699", Mobile),
        ("0720000000", Mobile),
        ("0730000000", Mobile),
        ("0760000000", Mobile),
        ("0790000000", Mobile),
        ("0710000000", Other),
        ("0780000000", Other),
        ("0719000000", Machine),
        ("0719000000000", Machine),
        ("0740000000", Pager),
        ("0750000000", Personal),
        ("0751000000", Personal),
        ("0770000000", SharedCost),
        ("0771000000", SharedCost),
        ("0100000000", Company),
        ("0200000000", TollFree),
        ("020000000", TollFree),
        ("0900000000", Premium),
        ("09001000000", Premium),
        ("0939000000", Premium),
        ("0944000000", Premium),
        ("0990000000", Premium),
        ("099000000", Premium),
        ("0313900600", FixedLine),
        ("0313900699", FixedLine),
        ("0406280400", FixedLine),
        ("0846500400", FixedLine),
        ("0846500499", FixedLine),
    ] {
        let number = home(typed).unwrap_or_else(|why| panic!("{typed}: {why:?}"));
        assert_eq!(number.class(), class, "{typed}");
    }
}

#[test]
fn mobile_ranges_have_nine_digits_and_no_others_are_mobile() {
    for range in 0..100 {
        let number = home(&format!("0{range:02}1740605"));
        let is_mobile = number.is_ok_and(|number| number.class() == NumberClass::Mobile);
        assert_eq!(
            is_mobile,
            [70, 72, 73, 76, 79].contains(&range),
            "0{range:02}"
        );
    }
}

#[test]
fn a27_text_messages_go_to_mobile_telephones_of_the_countries_allowed() {
    use Refusal::{PhoneCountry, PhoneNotForCodes, PhoneNotMobile};
    let (sms, voice, mail) = (
        MessageChannel::Sms,
        MessageChannel::Voice,
        MessageChannel::Email,
    );
    let norway = [SE, country("NO")];
    for (typed, channel, countries, expected) in [
        ("0701740605", sms, &[SE][..], Ok(())),
        ("0701740605", voice, &[SE], Ok(())),
        ("0701740605", mail, &[SE], Err(PhoneNotForCodes)),
        ("0313900600", sms, &[SE], Err(PhoneNotMobile)),
        ("0313900600", voice, &[SE], Ok(())),
        ("0701740605", sms, &[], Err(PhoneCountry)),
        ("0701740605", sms, &norway[1..], Err(PhoneCountry)),
        ("+47 400 00 000", sms, &[SE], Err(PhoneCountry)),
        ("+47 400 00 000", sms, &norway, Ok(())),
        ("+47 829 00 000", sms, &norway, Err(PhoneNotForCodes)),
        ("+44 7400 000000", sms, &[SE], Err(PhoneCountry)),
        // Islands where pumping is at home share a code with a country that is allowed.
        (
            "+44 7781 000000",
            voice,
            &[SE, country("GB")],
            Err(PhoneCountry),
        ),
        (
            "+1 876 810 0000",
            sms,
            &[SE, country("US")],
            Err(PhoneCountry),
        ),
        (
            "+7 701 000 0000",
            sms,
            &[SE, country("RU")],
            Err(PhoneCountry),
        ),
    ] {
        let number = home(typed).unwrap_or_else(|why| panic!("{typed}: {why:?}"));
        let reached = number.check_reach(channel, countries);
        assert_eq!(reached, expected, "{typed} {channel:?}");
    }
    for typed in [
        "0900000000",
        "0939000000",
        "0944000000",
        "0990000000",
        "0719000000",
        "0740000000",
        "0750000000",
        "0770000000",
        "0100000000",
        "0200000000",
        "0780000000",
    ] {
        for channel in [sms, voice] {
            let number = home(typed).unwrap();
            assert_eq!(
                number.check_reach(channel, &[SE]),
                Err(PhoneNotForCodes),
                "{typed}"
            );
        }
    }
}

#[test]
fn a27_numbers_of_no_country_are_refused() {
    // Worldwide free and premium services, satellites, networks of ships.
    for typed in [
        "+800 1234 5678",
        "+979 123 456 789",
        "+870 773 000 000",
        "+881 612 345 678",
        "+883 510 000 000 0",
    ] {
        assert_eq!(e164(typed, SE), Err(Refusal::PhoneCountry), "{typed}");
    }
}

#[test]
fn numbers_abroad_are_told_apart() {
    use NumberClass::{FixedLine, Mobile, Premium, TollFree, Voip};
    for (typed, letters, class) in [
        ("+47 400 00 000", "NO", Mobile),
        ("+45 20 10 00 00", "DK", Mobile),
        ("+358 40 0000000", "FI", Mobile),
        ("+44 7400 000000", "GB", Mobile),
        ("+44 20 7000 0000", "GB", FixedLine),
        ("+44 900 000 0000", "GB", Premium),
        ("+44 800 000 000", "GB", TollFree),
        ("+44 56 0000 0000", "GB", Voip),
        ("+49 1512 0000000", "DE", Mobile),
        ("+39 02 0000 0000", "IT", FixedLine),
        ("+39 320 000 0000", "IT", Mobile),
        // Countries that do not tell mobile and fixed numbers apart.
        ("+1 202 555 0100", "US", Mobile),
        ("+1 900 555 0100", "US", Premium),
    ] {
        let number = home(typed).unwrap_or_else(|why| panic!("{typed}: {why:?}"));
        assert_eq!(
            (number.country(), number.class()),
            (country(letters), class),
            "{typed}"
        );
        let stored = PhoneNumber::from_e164(number.e164());
        assert!(stored.is_ok_and(|stored| stored == number), "{typed}");
    }
}

#[test]
fn a_number_without_a_country_is_one_of_home() {
    for (typed, letters, expected) in [
        ("40000000", "NO", "+4740000000"),
        ("47 40 00 00 00", "NO", "+4740000000"),
        ("20 10 00 00", "DK", "+4520100000"),
        ("4520100000", "DK", "+4520100000"),
        ("040 0000000", "FI", "+358400000000"),
        ("07400 000000", "GB", "+447400000000"),
        ("0701740605", "SE", "+46701740605"),
        ("+46 70 174 06 05", "NO", "+46701740605"),
        ("320 000 0000", "IT", "+393200000000"),
        ("02 0000 0000", "IT", "+390200000000"),
        ("(202) 555-0100", "US", "+12025550100"),
        ("1 202 555 0100", "US", "+12025550100"),
    ] {
        assert_eq!(
            e164(typed, country(letters)).as_deref(),
            Ok(expected),
            "{typed} in {letters}"
        );
    }
    // An area code may begin like the country's own code.
    assert_eq!(e164("0462800000", SE).as_deref(), Ok("+46462800000"));
}

#[test]
fn a_page_shows_no_more_than_the_last_digits() {
    let number = home("0701740605").unwrap();
    assert_eq!(number.masked(Shown::default()), "+46 •• ••• •• 05");
    assert_eq!(number.masked(Shown::Nothing), "+46 •• ••• •• ••");
    assert_eq!(number.masked(Shown::LastFour), "+46 •• ••• 06 05");
    let abroad = home("+12025550100").unwrap();
    assert_eq!(abroad.masked(Shown::LastTwo), "+1 •••-•••-••00");
    assert_eq!(abroad.masked(Shown::Nothing), "+1 •••-•••-••••");
}

#[test]
fn numbers_bought_in_a_row_share_a_prefix() {
    let one = home("0701740605").unwrap();
    assert_eq!(one.prefix(), "+4670174");
    assert_eq!(home("0701740699").unwrap().prefix(), one.prefix());
    assert_ne!(home("0846500400").unwrap().prefix(), one.prefix());
}

#[test]
fn what_is_stored_is_read_back_and_nothing_else() {
    assert!(PhoneNumber::from_e164("+46701740605").is_ok());
    for text in [
        "",
        "+",
        "46701740605",
        "0701740605",
        "+46 70 174 06 05",
        "+460701740605",
        "+46701740605 ",
        "+4670174060a",
        "++46701740605",
        "+４６701740605",
        "+46",
        "+46701740605070174",
    ] {
        assert!(PhoneNumber::from_e164(text).is_err(), "{text:?}");
    }
}

#[test]
fn countries_are_two_letters_with_numbers_of_their_own() {
    assert_eq!(country(" se ").as_str(), "SE");
    assert_eq!(SE.calling_code(), 46);
    assert_eq!(country("US").calling_code(), 1);
    for text in [
        "",
        "S",
        "SWE",
        "XX",
        "46",
        "å",
        "001",
        "S\u{e9}",
        "\u{0}\u{0}",
    ] {
        assert!(Country::parse(text).is_err(), "{text:?}");
    }
    let all = Country::all();
    assert!(all.len() > 200 && all.contains(&SE));
    assert!(
        all.iter()
            .all(|one| one.calling_code() > 0 && one.as_str().len() == 2)
    );
    assert_eq!(serde_json::to_string(&SE).unwrap(), r#""SE""#);
    assert_eq!(
        serde_json::from_str::<Country>(r#""no""#).unwrap().as_str(),
        "NO"
    );
    assert!(serde_json::from_str::<Country>(r#""??""#).is_err());
}

proptest! {
    #[test]
    fn nothing_typed_is_more_than_a_number_or_a_refusal(typed in any::<String>(), letters in "[A-Z]{2}") {
        let home = Country::parse(&letters).unwrap_or(SE);
        if let Ok(number) = PhoneNumber::parse(&typed, home) {
            check(&number)?;
        }
    }

    #[test]
    fn a_row_of_digits_is_a_number_or_a_refusal(typed in r"(\+|00|0)?[0-9 ()-]{0,24}", letters in "[A-Z]{2}") {
        let home = Country::parse(&letters).unwrap_or(SE);
        if let Ok(number) = PhoneNumber::parse(&typed, home) {
            check(&number)?;
        }
    }

    #[test]
    fn decoration_changes_nothing(plus in any::<bool>(), digits in "[1-9][0-9]{7,13}", sign in "[ .\u{a0}\u{2013}\u{202c}/-]", place in 0_usize..8) {
        let head = if plus { "+" } else { "" };
        let (left, right) = digits.split_at(place);
        let decorated = cleaned(&format!("{head}{left}{sign}{right}"));
        prop_assert_eq!(decorated, cleaned(&format!("{head}{digits}")));
    }
}

/// What holds for every number there is.
fn check(number: &PhoneNumber) -> Result<(), TestCaseError> {
    let digits = number.e164().strip_prefix('+').unwrap_or_default();
    prop_assert!((8..=15).contains(&digits.len()), "{}", digits);
    prop_assert!(digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0'));
    prop_assert!(digits.starts_with(&number.country().calling_code().to_string()));
    let stored = PhoneNumber::from_e164(number.e164());
    prop_assert!(stored.is_ok_and(|stored| stored == *number), "{}", digits);
    let plain: String = number
        .international()
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    prop_assert_eq!(&plain, digits);
    let shown = number.masked(Shown::LastTwo);
    let kept = shown.chars().filter(char::is_ascii_digit).count();
    prop_assert_eq!(kept, number.country().calling_code().to_string().len() + 2);
    prop_assert!(shown.ends_with(&digits[digits.len() - 2..]));
    Ok(())
}

#[test]
fn the_zero_in_brackets_falls_away_behind_a_countrys_code_alone() {
    let national = |digits: &str| Some(Cleaned::National(digits.to_owned()));
    let international = |digits: &str| Some(Cleaned::International(digits.to_owned()));
    assert_eq!(cleaned("+46(0)70"), international("4670"));
    assert_eq!(cleaned("0046 (0) 70"), international("4670"));
    assert_eq!(cleaned("(0)70"), national("070"));
    assert_eq!(cleaned("+46(0)70(0)1"), international("467001"));
}
