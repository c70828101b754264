#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use proptest::prelude::*;

use super::*;

fn read(typed: &str) -> Result<String, CodeFault> {
    Code::from_typed(typed, Digits::SIX).map(|code| code.as_str().to_owned())
}

#[test]
fn a_code_is_read_however_it_is_spaced() {
    let typed = [
        "123456",
        " 123456\n",
        "123 456",
        "12 34 56",
        "1 2 3 4 5 6",
        "123-456",
        "123–456",
        "123—456",
        "123−456",
        "123\u{a0}456",
        "123\u{202f}456",
        "123\u{200b}456",
        "\u{feff}123456",
        "\u{202a}123456\u{202c}",
        "123\u{ad}456",
        "123\t456",
        "１２３４５６",
        "１２３　４５６",
        "١٢٣٤٥٦",
        "۱۲۳۴۵۶",
        "123-\n456",
    ];
    for text in typed {
        assert_eq!(read(text).as_deref(), Ok("123456"), "{text:?}");
    }
}

#[test]
fn leading_zeros_are_digits_like_others() {
    assert_eq!(read("000042").as_deref(), Ok("000042"));
    assert_eq!(read("Din kod: 000 042").as_deref(), Ok("000042"));
    assert_eq!(read("42"), Err(CodeFault::WrongLength));
}

#[test]
fn another_length_is_refused() {
    for typed in ["1", "12345", "1234567", "123 456 7", "12345678901234567890"] {
        assert_eq!(read(typed), Err(CodeFault::WrongLength), "{typed}");
    }
    for typed in ["", "   ", "\u{200b}", "- -"] {
        assert_eq!(read(typed), Err(CodeFault::Empty), "{typed:?}");
    }
}

#[test]
fn a_code_is_found_in_a_pasted_message() {
    let messages = [
        "Din kod är 123456. Den gäller i 5 minuter.",
        "123456 är din verifieringskod",
        "Kod: 123 456",
        "Kod: 12-34-56!",
        "Your code is 123456\n\n@login.example.se #123456",
        "G-123456 is your code",
        "Tvåsteg: 123456 (giltig till 10:42, 2026-12-04). Frågor? 08-465 004 00 eller +46701740605",
        "Kod 123456. Ring 070-654321.",
        "Koden １２３４５６ gäller till kl. 10.42",
        "Kod:123456",
        "\u{2068}123456\u{2069} är din kod",
    ];
    for message in messages {
        assert_eq!(read(message).as_deref(), Ok("123456"), "{message:?}");
    }
}

#[test]
fn an_eight_digit_code_is_found_beside_a_date() {
    let code =
        Code::from_typed("Code 12345678, valid until 2026-12-04 10:42", Digits::EIGHT).unwrap();
    assert_eq!(code.as_str(), "12345678");
    let code = Code::from_typed("Code 1234 5678 until 10:42", Digits::EIGHT).unwrap();
    assert_eq!(code.as_str(), "12345678");
}

#[test]
fn a_message_without_a_code_is_refused() {
    for message in [
        "kod",
        "12345O",
        "x123456",
        "123456x",
        "kod 12345",
        "kod 1234567",
        "070-123456 ring",
        "+123456 ring",
        "kl. 10:123456",
        "123 4567 ring",
    ] {
        assert_eq!(read(message), Err(CodeFault::NoCode), "{message:?}");
    }
}

#[test]
fn neither_of_two_different_codes_is_taken() {
    assert_eq!(
        read("Kod 123456 eller 654321"),
        Err(CodeFault::SeveralCodes)
    );
    assert_eq!(
        read("Kod 123 456, förr 654 321"),
        Err(CodeFault::SeveralCodes)
    );
}

#[test]
fn an_endless_text_is_refused_unread() {
    assert_eq!(read(&"1".repeat(MAX_TYPED + 1)), Err(CodeFault::TooLong));
    assert_eq!(read(&" ".repeat(MAX_TYPED)), Err(CodeFault::Empty));
}

#[test]
fn only_the_same_digits_are_the_same_code() {
    let code = |typed, digits| Code::from_typed(typed, digits).unwrap();
    assert!(code("123456", Digits::SIX).is_same_as(&code("123 456", Digits::SIX)));
    assert!(!code("123456", Digits::SIX).is_same_as(&code("123457", Digits::SIX)));
    assert!(!code("0123456", Digits::SEVEN).is_same_as(&code("123456", Digits::SIX)));
}

proptest! {
    #[test]
    fn whatever_stands_between_the_digits_the_code_is_the_same(
        code in "[0-9]{6}", between in prop::collection::vec("[ \u{a0}\u{2009}\u{200b}\u{2011}\u{2013}-]{0,3}", 7),
    ) {
        let mut typed = between[0].clone();
        for (digit, gap) in code.chars().zip(&between[1..]) {
            typed.push(digit);
            typed.push_str(gap);
        }
        prop_assert_eq!(read(&typed), Ok(code));
    }

    #[test]
    fn every_code_is_found_among_words(code in "[0-9]{6}", before in "[a-zåäö ]{1,20}", after in "[a-zåäö .!]{0,20}") {
        prop_assert_eq!(read(&format!("{before}: {code} {after}")), Ok(code));
    }

    #[test]
    fn what_comes_out_is_always_digits_of_the_right_length(typed in "\\PC{0,80}", count in 6_u8..=8) {
        if let Ok(code) = Code::from_typed(&typed, Digits::new(count).unwrap()) {
            prop_assert_eq!(code.as_str().len(), usize::from(count));
            prop_assert!(code.as_str().bytes().all(|byte| byte.is_ascii_digit()));
        }
    }
}
