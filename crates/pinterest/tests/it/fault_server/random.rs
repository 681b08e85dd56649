//! Numbers that look random and come again with the same seed.

/// Vigna's SplitMix64.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Random {
    /// The generator for the `number`th of the things that a seed decides about.
    pub(crate) fn nth(seed: u64, number: u64) -> Self {
        let mut seeds = Self(seed);
        let start = seeds.next() ^ Self(number).next();
        Self(start)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number from 0 up to `end`, without it. `end` must not be 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        // The remainder fits, as `end` does.
        (self.next() % end as u64) as usize
    }

    pub(crate) fn happens(&mut self, chance: f64) -> bool {
        (self.next() as f64) < chance * (u64::MAX as f64)
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}
