//! A token has one spelling, and everything else is no token.

use proptest::prelude::*;

use super::{Token, TokenSecret};
use crate::id::OrganisationId;
use crate::random::tests::Seeded;

fn token(seed: u64) -> Token {
    Token {
        organisation: OrganisationId::from_bytes([0xfe; 16]),
        id: [0x01; 16],
        secret: TokenSecret::draw(&mut Seeded(seed)),
    }
}

#[test]
fn a_token_is_read_back_as_it_was_written() {
    let exposed = token(1).expose();
    assert_eq!(exposed.len(), 89);
    assert!(
        exposed
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
    );
    let read = Token::parse(&exposed).unwrap();
    assert!(read == token(1));
    assert_eq!(read.organisation, OrganisationId::from_bytes([0xfe; 16]));
    assert_eq!(read.id, [0x01; 16]);
    assert_eq!(read.expose(), exposed);
}

#[test]
fn secrets_are_equal_only_when_every_byte_is() {
    assert!(token(1) == token(1));
    assert!(token(1) != token(2));
    let bytes = *token(1).secret.as_bytes().first_chunk::<32>().unwrap();
    for place in 0..32 {
        let mut exposed_bytes = bytes;
        exposed_bytes[place] ^= 1;
        let other = Token {
            secret: TokenSecret(exposed_bytes.into()),
            ..token(1)
        };
        assert!(other != token(1), "byte {place}");
    }
}

#[test]
fn a_drawn_secret_is_32_bytes_and_never_the_same() {
    let mut random = Seeded(5);
    let one = TokenSecret::draw(&mut random);
    let next = TokenSecret::draw(&mut random);
    assert_eq!(one.as_bytes().len(), 32);
    assert!(one != next);
}

#[test]
fn anything_malformed_is_no_token() {
    let good = token(1).expose();
    let parts: Vec<&str> = good.split('.').collect();
    let (organisation, id, secret) = (parts[0], parts[1], parts[2]);
    let malformed = [
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
        "...".to_owned(),
        good.clone() + ".",
        good.clone() + "." + id,
        ".".to_owned() + &good,
        format!("{organisation}.{id}"),
        format!("{organisation}.{id}."),
        format!("{organisation}..{secret}"),
        format!(".{id}.{secret}"),
        format!("{secret}.{id}.{organisation}"),
        format!("{organisation}.{secret}.{id}"),
        format!("{organisation}{id}{secret}"),
        format!("{organisation}:{id}:{secret}"),
        format!(" {good}"),
        format!("{good} "),
        format!("{good}\n"),
        format!("{good}="),
        format!("{organisation}==.{id}==.{secret}="),
        format!("\"{good}\""),
        good.replace('.', "%2e"),
        good.replacen(&organisation[..1], "+", 1),
        good.replacen(&organisation[..1], "/", 1),
        good.replacen(&organisation[..1], "\0", 1),
        good.replacen(&organisation[..2], "å", 1),
        good[..88].to_owned(),
        good.clone() + "A",
        good.clone() + &good,
        "a".repeat(89),
        ".".repeat(89),
        "a".repeat(1_000_000),
        format!("{organisation}.{id}.{}", "A".repeat(1_000_000)),
    ];
    for text in malformed {
        assert!(
            Token::parse(&text).is_none(),
            "{}",
            text.chars().take(120).collect::<String>()
        );
    }
}

#[test]
fn the_loose_bits_at_the_end_of_a_part_are_nought() {
    // Sixteen bytes fill 21⅓ letters: "…A" and "…B" would be the same bytes to a careless reader, two spellings of one token.
    let good = token(1).expose();
    let (front, rest) = good.split_at(21);
    let spellings = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        .chars()
        .filter(|last| {
            Token::parse(&format!("{front}{last}{}", &rest[1..]))
                .is_some_and(|read| read == token(1))
        })
        .count();
    assert_eq!(spellings, 1);
}

proptest! {
    #[test]
    fn every_token_is_read_back(organisation: [u8; 16], id: [u8; 16], seed: u64) {
        let token = Token {
            organisation: OrganisationId::from_bytes(organisation),
            id,
            secret: TokenSecret::draw(&mut Seeded(seed)),
        };
        prop_assert!(Token::parse(&token.expose()).unwrap() == token);
    }

    #[test]
    fn no_text_panics_and_no_text_has_two_spellings(text in any::<String>()) {
        if let Some(token) = Token::parse(&text) {
            prop_assert_eq!(token.expose(), text);
        }
    }

    #[test]
    fn one_changed_letter_is_another_token_or_none(seed: u64, place in 0_usize..89, letter in "[A-Za-z0-9_.-]") {
        let good = token(seed).expose();
        let mut changed = good.clone();
        changed.replace_range(place..=place, &letter);
        if changed != good {
            prop_assert!(Token::parse(&changed).is_none_or(|read| read != token(seed)));
        }
    }
}
