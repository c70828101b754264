//! R05 in both languages: what guessers try first is refused, good passphrases pass.

use super::is_common;
use crate::password::{LEAST_ALONE, LEAST_WITH_TWO_STEP, Password, check_new};
use crate::random::tests::Seeded;
use crate::random::{Random, below};
use crate::refusal::Refusal;

fn checked(typed: &str, least: u32) -> Result<(), Refusal> {
    check_new(&Password::parse(typed).unwrap(), least, &[])
}

fn assert_common(passwords: &[&str], least: u32) {
    for typed in passwords {
        assert_eq!(
            checked(typed, least),
            Err(Refusal::PasswordCommon),
            "{typed}"
        );
    }
}

fn assert_taken(passwords: &[&str], least: u32) {
    for typed in passwords {
        assert_eq!(checked(typed, least), Ok(()), "{typed}");
    }
}

#[test]
fn common_english_passwords_are_refused() {
    assert_common(
        &[
            "password",
            "Password1",
            "PASSWORD",
            "password123",
            "P@ssw0rd",
            "P@ssw0rd2026!",
            "passw0rd!",
            "drowssap",
            "12345678",
            "123456789",
            "1234567890",
            "87654321",
            "11111111",
            "00000000",
            "iloveyou",
            "iloveyou1",
            "sunshine1",
            "princess1",
            "football1",
            "baseball",
            "superman",
            "trustno1",
            "letmein123",
            "welcome1",
            "welcome123",
            "admin123",
            "administrator",
            "changeme",
            "monkey123",
            "dragon12",
            "shadow12",
            "michael1",
            "jennifer",
            "computer",
            "internet",
            "whatever",
            "starwars",
            "pokemon1",
            "liverpool",
            "chelsea1",
            "summer2026",
            "Winter2025!",
            "january2026",
            "Monday123!",
        ],
        LEAST_WITH_TWO_STEP,
    );
}

#[test]
fn common_swedish_passwords_are_refused() {
    assert_common(
        &[
            "lösenord",
            "Lösenord1",
            "losenord123",
            "L0senord!",
            "lösen0rd!!",
            "hemligt!",
            "hemligt123",
            "sommar2026",
            "Sommar2026!",
            "s0mm4r2026",
            "$ommar2026",
            "5ommar26!",
            "vinter2025",
            "Vinter2025!!",
            "höst2026",
            "vår-2026",
            "januari1",
            "Måndag123",
            "välkommen",
            "Välkommen1",
            "valkommen!",
            "hejsan123",
            "hejhejhej1",
            "stockholm",
            "Stockholm1",
            "göteborg1",
            "goteborg08",
            "malmö1910",
            "hammarby1889",
            "djurgården1",
            "fotboll123",
            "ishockey!",
            "älskling",
            "alskling1",
            "jagälskardig",
            "prinsessa1",
            "sötnos123",
            "kanelbulle",
            "k4n3lbull3",
            "midsommar26",
            "julafton24",
            "volvo740!",
            "anders1975",
            "@ndersson1",
            "svensson!",
            "zlatan10!",
            "tvåsteg1",
            "tvasteg2026",
            "bankid2026",
            "2026sommar",
            "!!sommar!!",
            "sommarsommar",
            "sommar2026sommar",
            "administratör",
            "inloggning1",
            "pannkaka1",
            "semester26",
        ],
        LEAST_WITH_TWO_STEP,
    );
}

#[test]
fn rows_of_the_keyboard_and_repetitions_are_refused() {
    assert_common(
        &[
            "qwertyui",
            "qwertyuiop",
            "qwertyuiopå",
            "asdfghjkl",
            "asdfghjklöä",
            "zxcvbnm,",
            "1qaz2wsx",
            "qazwsxedc",
            "q1w2e3r4",
            "1q2w3e4r5t",
            "abcdefgh",
            "abc12345",
            "abcd1234",
            "aaaaaaaa",
            "åååååååå",
            "åäöåäöåäö",
            "abababab",
            "abcabcabc",
            "12121212",
            "123123123",
            "        ",
            "!!!!!!!!",
            "😀😀😀😀😀😀😀😀",
            "asdfasdf",
        ],
        LEAST_WITH_TWO_STEP,
    );
}

#[test]
fn length_alone_does_not_make_a_password_good() {
    assert_common(
        &[
            "passwordpassword",
            "password12345678",
            "123456789012345",
            "1234567890123456",
            "aaaaaaaaaaaaaaaa",
            "abcabcabcabcabcabc",
            "qwertyuiopasdfgh",
            "iloveyouiloveyou",
            "sommarsommarsommar",
            "lösenordlösenord1",
            "hejsanhejsanhejsan",
            "stockholmstockholm",
            "ååååååååååååååååå",
            "abcdefghijklmnop",
            "Sommar2026Sommar2026",
        ],
        LEAST_ALONE,
    );
    assert!(is_common(&"a".repeat(256)));
    assert!(is_common(&"sommar".repeat(42)));
    assert!(is_common(&"abcd".repeat(64)));
}

#[test]
fn capitals_do_not_make_a_common_password_good() {
    for typed in [
        "SOMMAR2026",
        "sOmMaR2026",
        "PaSsWoRd1",
        "QWERTYUIOP",
        "LÖSENORD1",
    ] {
        assert_eq!(checked(typed, 8), Err(Refusal::PasswordCommon), "{typed}");
    }
}

#[test]
fn good_swedish_passphrases_pass() {
    assert_taken(
        &[
            "grodan spelar tvärflöjt i hissen",
            "sju blöta mossor under bron",
            "Farmors rostiga cykelpump läcker!",
            "ett paraply till varje älg",
            "mygg och mörker på Kebnekaise",
            "tre volvo i en sommarhage",
            "kaffet kokar alltid över på tisdagar",
            "lingon-trumpet-bävervägg",
            "demo-losenord-2026",
        ],
        LEAST_ALONE,
    );
}

#[test]
fn good_english_passphrases_pass() {
    assert_taken(
        &[
            "grandma hides lemons in the piano",
            "seven damp badgers knitting",
            "my kettle argues with the moon",
            "Rusty bicycle, purple thunder!",
            "walnut-trumpet-glacier-spoon",
            "no more herring on wednesdays please",
        ],
        LEAST_ALONE,
    );
}

#[test]
fn short_but_unusual_passwords_pass_beside_a_second_step() {
    assert_taken(
        &[
            "vKq7ßz€L",
            "g7#Rw!p2",
            "xkömpq-9z",
            "tR4#mQz8w",
            "Å Ä Ö å ä ö ¤ ½ § £ € ¨ ; < > & @",
        ],
        LEAST_WITH_TWO_STEP,
    );
}

#[test]
fn random_passwords_are_never_refused() {
    const SIGNS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&()*+,-./:;<=>?@[]^_{|}~";
    let mut random = Seeded(7);
    for round in 0..400_usize {
        let length = [12, 15, 20, 32][round % 4];
        let password = drawn(SIGNS, length, &mut random);
        assert_eq!(checked(&password, 8), Ok(()), "{password}");
    }
    for length in [12, 20, 40] {
        let password = drawn(b"0123456789abcdef", length, &mut random);
        assert_eq!(checked(&password, 8), Ok(()), "{password}");
    }
}

fn drawn(signs: &[u8], length: usize, random: &mut dyn Random) -> String {
    let most = u32::try_from(signs.len()).unwrap();
    (0..length)
        .map(|_| char::from(signs[below(most, random) as usize]))
        .collect()
}

#[test]
fn a_word_deep_inside_random_digits_is_not_that_word() {
    assert_taken(
        &["84629573018per", "eva-8462957301746", "93#71!48-jan-26$95"],
        LEAST_WITH_TWO_STEP,
    );
}

#[test]
fn only_the_front_is_weighed() {
    // The work has a bound: what follows 64 weak characters is not looked at, so it cannot help, and cannot cost.
    let tail = drawn(b"abcdefghijklmnopqrstuvwxyz0123456789", 192, &mut Seeded(8));
    assert!(is_common(&format!("{}{tail}", "a".repeat(64))));
    assert!(!is_common(&format!("{tail}{}", "a".repeat(64))));
}

#[test]
fn of_signs_that_stand_for_one_letter_one_is_weighed() {
    // What zxcvbn reads as letters. Each pair of signs for one letter doubles its work; only 6 and 9, both for g, are left.
    let letters = [
        "4@", "8", "({[<", "3", "69", "1!|", "0", "$5", "+7", "%", "2",
    ];
    for signs in letters {
        let weighed: std::collections::BTreeSet<char> =
            signs.chars().map(super::one_of_its_kind).collect();
        assert_eq!(weighed.len(), if signs == "69" { 2 } else { 1 }, "{signs}");
    }
    assert!(super::is_soon_guessed("p@$$w0rd!"));
    assert_eq!(
        "aå9 "
            .chars()
            .map(super::one_of_its_kind)
            .collect::<String>(),
        "aå9 "
    );
}

#[test]
fn every_listed_word_is_in_small_letters_composed_and_listed_once() {
    use std::collections::BTreeSet;
    use unicode_normalization::is_nfc;

    let unique: BTreeSet<&&str> = super::SWEDISH.iter().collect();
    assert_eq!(unique.len(), super::SWEDISH.len());
    for word in super::SWEDISH {
        assert!(
            is_nfc(word) && word.to_lowercase() == *word && word.chars().all(char::is_alphabetic),
            "{word}"
        );
        assert!(is_common(word), "{word}");
        assert!(is_common(&format!("{word}2026!")), "{word}");
    }
}
