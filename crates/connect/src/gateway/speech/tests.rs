//! A recording can be played, says every digit in its order, and is slow enough.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;

fn script(digits: &str) -> Vec<Spoken> {
    let words = |text: &str| Spoken::Words(text.to_owned());
    vec![
        words("Hej!"),
        Spoken::Pause,
        words("Om du inte har bett om det här samtalet, lägg på."),
        Spoken::Pause,
        words("Din kod är"),
        Spoken::Digits(digits.to_owned()),
        Spoken::Pause,
    ]
}

fn number(wav: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(wav[at..at + 4].try_into().unwrap())
}

fn heard(wav: &[u8]) -> Vec<i16> {
    wav[44..]
        .chunks_exact(2)
        .map(|pair| i16::from_le_bytes([pair[0], pair[1]]))
        .collect()
}

fn spoken(wav: &[u8]) -> Vec<i16> {
    samples(wav).iter().copied().map(linear).collect()
}

/// Where a piece begins in what is heard, after that moment.
fn find(track: &[i16], piece: &[i16], from: usize) -> Option<usize> {
    track[from..]
        .windows(piece.len())
        .position(|window| window == piece)
        .map(|at| from + at)
}

#[test]
fn every_recording_can_be_read_and_none_is_another() {
    for voice in [&SWEDISH, &ENGLISH] {
        let phrases = [
            voice.greeting,
            voice.warning,
            voice.code,
            voice.again,
            voice.goodbye,
        ];
        let all: Vec<_> = voice.digits.into_iter().chain(phrases).collect();
        for (nth, wav) in all.iter().enumerate() {
            assert_eq!(&wav[..4], b"RIFF");
            assert_eq!(&wav[8..16], b"WAVEfmt ");
            assert_eq!(wav[20..24], [7, 0, 1, 0], "mu-law, one channel");
            assert_eq!(number(wav, 24), RATE);
            let length = spoken(wav).len();
            assert!((2000..50_000).contains(&length), "{nth}: {length}");
            let loudest = spoken(wav).iter().map(|sample| sample.unsigned_abs()).max();
            assert!(loudest > Some(15_000), "{nth} is too quiet: {loudest:?}");
            assert!(
                all[nth + 1..].iter().all(|other| other != wav),
                "{nth} comes twice"
            );
        }
    }
}

#[test]
fn the_header_says_what_follows() {
    for language in ["sv", "en"] {
        let wav = recording(language, &script("0123456789"));
        assert_eq!(&wav[..4], b"RIFF");
        assert_eq!(number(&wav, 4) as usize, wav.len() - 8);
        assert_eq!(&wav[8..16], b"WAVEfmt ");
        assert_eq!(number(&wav, 16), 16);
        assert_eq!(wav[20..24], [1, 0, 1, 0], "linear, one channel");
        assert_eq!(number(&wav, 24), 8000);
        assert_eq!(number(&wav, 28), 16_000);
        assert_eq!(wav[32..36], [2, 0, 16, 0]);
        assert_eq!(&wav[36..40], b"data");
        assert_eq!(number(&wav, 40) as usize, wav.len() - 44);
    }
}

#[test]
fn all_digits_are_heard_in_their_order_with_silence_between() {
    for (language, voice) in [("sv", &SWEDISH), ("en", &ENGLISH)] {
        for code in ["0123456789", "000000", "483920", "998877"] {
            let track = heard(&recording(language, &script(code)));
            let mut from = find(&track, &spoken(voice.code), 0).unwrap();
            for digit in code.bytes() {
                let piece = spoken(voice.digits[usize::from(digit - b'0')]);
                let at = find(&track, &piece, from).unwrap();
                assert!(
                    track[from..at]
                        .iter()
                        .rev()
                        .take(AFTER_PHRASE)
                        .all(|sample| *sample == 0)
                );
                from = at + piece.len();
                assert!(
                    track[from..from + AFTER_DIGIT]
                        .iter()
                        .all(|sample| *sample == 0)
                );
                from += AFTER_DIGIT;
            }
            assert!(
                track[from..].iter().all(|sample| *sample == 0),
                "nothing comes after the code"
            );
        }
    }
}

#[test]
fn the_phrases_follow_the_places_of_the_words() {
    let words = || Spoken::Words("…".to_owned());
    let digits = || Spoken::Digits("12".to_owned());
    let script = [
        words(),
        words(),
        words(),
        Spoken::Pause,
        digits(),
        words(),
        digits(),
        words(),
    ];
    let said: Vec<_> = [0, 1, 2, 5, 7].map(|at| phrase(&script, at)).into();
    assert_eq!(
        said,
        [
            Phrase::Greeting,
            Phrase::Warning,
            Phrase::Code,
            Phrase::Again,
            Phrase::Goodbye
        ]
    );
    assert_eq!(phrase(&[words(), digits()], 0), Phrase::Code);
    assert_eq!(phrase(&[words()], 0), Phrase::Greeting);
    for (language, voice) in [("sv", &SWEDISH), ("en", &ENGLISH)] {
        let track = heard(&recording(language, &script));
        let mut from = 0;
        for piece in [
            voice.greeting,
            voice.warning,
            voice.code,
            voice.again,
            voice.goodbye,
        ] {
            from = find(&track, &spoken(piece), from).unwrap();
        }
    }
}

#[test]
fn a_call_is_slow_enough_to_write_down_and_short_enough_to_listen_to() {
    for language in ["sv", "en"] {
        let samples = heard(&recording(language, &script("483920"))).len();
        let seconds = samples / RATE as usize;
        assert!((14..=30).contains(&seconds), "{language}: {seconds} s");
        let shorter = heard(&recording(language, &script("48392"))).len();
        assert!(samples - shorter >= 8000, "a digit takes a second");
    }
}

#[test]
fn an_unknown_language_is_english_and_nothing_but_digits_is_a_digit() {
    assert!(recording("fi", &script("12")) == recording("en", &script("12")));
    assert!(recording("sv", &script("1 2-x")) == recording("sv", &script("12")));
    assert!(recording("sv", &script("12")) != recording("en", &script("12")));
    assert_eq!(heard(&recording("sv", &[])).len(), BEFORE);
}

#[test]
fn mu_law_is_read_as_the_standard_has_it() {
    for (coded, sample) in [
        (0x00, -32_124),
        (0x80, 32_124),
        (0xff, 0),
        (0x7f, 0),
        (0xef, 132),
        (0x6f, -132),
    ] {
        assert_eq!(linear(coded), sample, "{coded:#x}");
    }
}
