//! Pseudorandom numbers that a seed repeats.

/// A generator of pseudorandom numbers: SplitMix64, by Sebastiano Vigna.
#[derive(Clone, Debug)]
pub struct Random(u64);

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Random {
    /// Creates the generator for the `number`th of the things that `seed` decides about.
    pub fn nth(seed: u64, number: u64) -> Self {
        let mut seeds = Self(seed);
        let start = seeds.next() ^ Self(number).next();
        Self(start)
    }

    /// Returns the next number.
    #[allow(clippy::should_implement_trait)] // It never ends; an `Option` would be in the way.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// Returns a number from 0 up to, but not including, `end`.
    pub fn below(&mut self, end: usize) -> usize {
        // The remainder fits, as `end` does.
        (self.next() % end as u64) as usize
    }

    /// Decides whether something with this chance, from 0 to 1, happens.
    pub fn happens(&mut self, chance: f64) -> bool {
        (self.next() as f64) < chance * (u64::MAX as f64)
    }

    /// Picks one of several values.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}
