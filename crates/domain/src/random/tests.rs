//! Numbers below a bound are all equally likely, and stay below it.

use proptest::prelude::*;

use super::{Random, array, below};

/// A stream that starts over with its seed (`SplitMix64`): good enough to look at, never for secrets.
pub(crate) struct Seeded(pub(crate) u64);

impl Random for Seeded {
    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = self.0;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^= mixed >> 31;
            chunk.copy_from_slice(&mixed.to_le_bytes()[..chunk.len()]);
        }
    }
}

/// A stream that gives these words one after the other and counts them.
struct Scripted {
    words: Vec<u32>,
    drawn: usize,
}

impl Random for Scripted {
    fn fill(&mut self, bytes: &mut [u8]) {
        bytes.copy_from_slice(&self.words[self.drawn].to_le_bytes());
        self.drawn += 1;
    }
}

#[test]
fn a_bound_of_nought_or_one_gives_nought_and_draws_nothing() {
    let mut random = Scripted {
        words: Vec::new(),
        drawn: 0,
    };
    assert_eq!(below(0, &mut random), 0);
    assert_eq!(below(1, &mut random), 0);
    assert_eq!(random.drawn, 0);
}

#[test]
fn what_would_favour_small_numbers_is_drawn_again() {
    // 2^32 − 1 leaves a rest of 5 by 10: the words from 2^32 − 6 upwards would favour 0 to 4.
    let mut random = Scripted {
        words: vec![u32::MAX, u32::MAX - 5, u32::MAX - 6],
        drawn: 0,
    };
    assert_eq!(below(10, &mut random), 9);
    assert_eq!(random.drawn, 3);
}

#[test]
fn a_large_bound_has_no_modulo_bias() {
    // With 3 · 2^30 as the bound, a bare remainder would fall under 2^30 in half of the draws instead of a third.
    let mut random = Seeded(1);
    let low = (0..30_000)
        .filter(|_| below(3 << 30, &mut random) < 1 << 30)
        .count();
    assert!((9_500..=10_500).contains(&low), "{low} of 30 000");
}

#[test]
fn six_digits_are_uniform_in_every_place() {
    let mut random = Seeded(2);
    let mut counts = [[0_u32; 10]; 6];
    for _ in 0..60_000 {
        let mut code = below(1_000_000, &mut random);
        for place in &mut counts {
            place[(code % 10) as usize] += 1;
            code /= 10;
        }
    }
    for (place, digits) in counts.iter().enumerate() {
        let chi_square: f64 = digits
            .iter()
            .map(|&count| (f64::from(count) - 6_000.0).powi(2) / 6_000.0)
            .sum();
        // Nine degrees of freedom: one seed in ten thousand lies above 33.7.
        assert!(chi_square < 33.7, "place {place}: {chi_square}");
    }
}

#[test]
fn an_array_is_filled_to_its_end() {
    let drawn: [u8; 33] = array(&mut Seeded(3));
    let again: [u8; 33] = array(&mut Seeded(3));
    let other: [u8; 33] = array(&mut Seeded(4));
    assert_eq!(drawn, again);
    assert_ne!(drawn, other);
    assert!(drawn[16..].iter().any(|&byte| byte != 0));
    assert_ne!(drawn[32], 0, "the last byte of this seed is not nought");
}

proptest! {
    #[test]
    fn a_number_lies_below_its_bound(bound in 1_u32.., seed: u64) {
        prop_assert!(below(bound, &mut Seeded(seed)) < bound);
    }
}
