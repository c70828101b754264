//! Randomness as a value that is handed in. The operating system's source lives in `server`, a seeded one in tests.

/// A stream of random bytes fit for secrets.
pub trait Random {
    /// Fills `bytes` with fresh random bytes.
    fn fill(&mut self, bytes: &mut [u8]);
}

/// Fresh random bytes as an array.
pub fn array<const N: usize>(random: &mut dyn Random) -> [u8; N] {
    let mut bytes = [0_u8; N];
    random.fill(&mut bytes);
    bytes
}

/// A number below `bound`, every one equally likely (rejection sampling, no modulo bias).
///
/// A `bound` of nought or one gives nought.
pub fn below(bound: u32, random: &mut dyn Random) -> u32 {
    if bound <= 1 {
        return 0;
    }
    let unbiased = u32::MAX - u32::MAX % bound;
    loop {
        let drawn = u32::from_le_bytes(array(random));
        if drawn < unbiased {
            return drawn % bound;
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
