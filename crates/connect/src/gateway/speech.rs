//! What a call says, as one recording put together from spoken phrases and digits, for gateways that cannot speak the language.
//!
//! The phrases are fixed, so an organisation's name is never said. Which phrase stands for which words is told by their place: the first
//! words greet, the last before the digits announce the code, those between warn; words between two rows of digits announce the
//! repetition, words at the end say goodbye. The digits come slowly, one by one. How the recordings were made: `recordings/README.md`.

#[cfg(test)]
mod tests;

use super::Spoken;

/// Samples a second.
const RATE: u32 = 8000;
/// Silence before anything is said: the telephone is still on its way to the ear.
const BEFORE: usize = 6000;
/// Silence after a phrase.
const AFTER_PHRASE: usize = 3200;
/// Silence after a digit: long enough to write it down.
const AFTER_DIGIT: usize = 4800;
/// [`Spoken::Pause`].
const PAUSE: usize = 8000;

/// What can be said besides digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phrase {
    Greeting,
    Warning,
    Code,
    Again,
    Goodbye,
}

/// The recordings of one language.
struct Voice {
    digits: [&'static [u8]; 10],
    greeting: &'static [u8],
    warning: &'static [u8],
    code: &'static [u8],
    again: &'static [u8],
    goodbye: &'static [u8],
}

macro_rules! voice {
    ($language:literal) => {
        Voice {
            digits: [
                voice!($language, "0"),
                voice!($language, "1"),
                voice!($language, "2"),
                voice!($language, "3"),
                voice!($language, "4"),
                voice!($language, "5"),
                voice!($language, "6"),
                voice!($language, "7"),
                voice!($language, "8"),
                voice!($language, "9"),
            ],
            greeting: voice!($language, "greeting"),
            warning: voice!($language, "warning"),
            code: voice!($language, "code"),
            again: voice!($language, "again"),
            goodbye: voice!($language, "goodbye"),
        }
    };
    ($language:literal, $name:literal) => {
        include_bytes!(concat!("../../recordings/", $language, "/", $name, ".wav"))
    };
}

static SWEDISH: Voice = voice!("sv");
static ENGLISH: Voice = voice!("en");

impl Voice {
    fn of(language: &str) -> &'static Self {
        if language == "sv" { &SWEDISH } else { &ENGLISH }
    }

    fn phrase(&self, phrase: Phrase) -> &'static [u8] {
        match phrase {
            Phrase::Greeting => self.greeting,
            Phrase::Warning => self.warning,
            Phrase::Code => self.code,
            Phrase::Again => self.again,
            Phrase::Goodbye => self.goodbye,
        }
    }
}

/// The recording of a script, once through: WAV, 16 bits, 8 kHz, one channel. Every language but Swedish is English.
pub fn recording(language: &str, script: &[Spoken]) -> Vec<u8> {
    let voice = Voice::of(language);
    let mut track = Track::default();
    track.silence(BEFORE);
    for (at, spoken) in script.iter().enumerate() {
        match spoken {
            Spoken::Words(_) => {
                track.say(voice.phrase(phrase(script, at)));
                track.silence(AFTER_PHRASE);
            }
            Spoken::Digits(digits) => {
                for digit in digits.bytes().filter(u8::is_ascii_digit) {
                    track.say(voice.digits[usize::from(digit - b'0')]);
                    track.silence(AFTER_DIGIT);
                }
            }
            Spoken::Pause => track.silence(PAUSE),
        }
    }
    track.wav()
}

/// What stands for the words at this place.
fn phrase(script: &[Spoken], at: usize) -> Phrase {
    let words = |spoken: &Spoken| matches!(spoken, Spoken::Words(_));
    let digits = |spoken: &Spoken| matches!(spoken, Spoken::Digits(_));
    let (before, after) = (&script[..at], &script[at + 1..]);
    let digits_follow = after.iter().any(digits);
    let digits_follow_next = after
        .iter()
        .find(|next| words(next) || digits(next))
        .is_some_and(digits);
    match (before.iter().any(digits), digits_follow) {
        (true, true) => Phrase::Again,
        (true, false) => Phrase::Goodbye,
        (false, _) if digits_follow_next => Phrase::Code,
        (false, _) if !before.iter().any(words) => Phrase::Greeting,
        (false, _) => Phrase::Warning,
    }
}

/// Samples of 16 bits.
#[derive(Default)]
struct Track(Vec<i16>);

impl Track {
    fn silence(&mut self, samples: usize) {
        self.0.resize(self.0.len() + samples, 0);
    }

    fn say(&mut self, wav: &[u8]) {
        self.0.extend(samples(wav).iter().copied().map(linear));
    }

    fn wav(&self) -> Vec<u8> {
        let bytes = u32::try_from(self.0.len() * 2).unwrap_or(u32::MAX);
        let mut wav = Vec::with_capacity(44 + self.0.len() * 2);
        wav.extend_from_slice(b"RIFF");
        wav.extend_from_slice(&bytes.saturating_add(36).to_le_bytes());
        wav.extend_from_slice(b"WAVEfmt ");
        wav.extend_from_slice(&16_u32.to_le_bytes());
        wav.extend_from_slice(&1_u16.to_le_bytes()); // linear
        wav.extend_from_slice(&1_u16.to_le_bytes()); // one channel
        wav.extend_from_slice(&RATE.to_le_bytes());
        wav.extend_from_slice(&(RATE * 2).to_le_bytes());
        wav.extend_from_slice(&2_u16.to_le_bytes());
        wav.extend_from_slice(&16_u16.to_le_bytes());
        wav.extend_from_slice(b"data");
        wav.extend_from_slice(&bytes.to_le_bytes());
        wav.extend(self.0.iter().flat_map(|sample| sample.to_le_bytes()));
        wav
    }
}

/// The samples of one of our recordings: what stands in its piece `data`.
fn samples(wav: &[u8]) -> &[u8] {
    let mut rest = wav.get(12..).unwrap_or_default();
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        let [name @ .., a, b, c, d] = head;
        let length = usize::try_from(u32::from_le_bytes([*a, *b, *c, *d])).unwrap_or(usize::MAX);
        if name == b"data" {
            return after.get(..length).unwrap_or(after);
        }
        rest = after.get(length + length % 2..).unwrap_or_default();
    }
    &[]
}

/// A sample of ITU-T G.711 mu-law, made linear.
fn linear(coded: u8) -> i16 {
    let coded = !coded;
    let steps = (i16::from(coded & 0x0f) << 3) + 0x84;
    let size = (steps << ((coded >> 4) & 7)) - 0x84;
    if coded & 0x80 == 0 { size } else { -size }
}
