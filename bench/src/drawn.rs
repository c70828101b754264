//! Bytes that look drawn and are the same in every run (SplitMix64): who has number 7 has the same key today and tomorrow.

use domain::random::Random;

/// A stream that its number begins.
pub(crate) struct Drawn(u64);

impl Drawn {
    pub(crate) const fn of(number: u64) -> Self {
        Self(number ^ 0x5eed_5eed_5eed_5eed)
    }

    pub(crate) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

impl Random for Drawn {
    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let drawn = self.next().to_le_bytes();
            chunk.copy_from_slice(&drawn[..chunk.len()]);
        }
    }
}
