//! Chance that falls the same way on every run.

/// A small generator of random numbers: splitmix64 (Steele, Lea, Flood 2014).
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns a number below `bound`, which is not 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        // The upper half of the product is even enough (Lemire 2019).
        ((u128::from(z) * bound as u128) >> 64) as usize
    }

    /// Puts items into a random order (Fisher and Yates).
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            items.swap(end, self.below(end + 1));
        }
    }
}

/// Returns `count` different nodes of `nodes`, ascending: all of them if `count` is `None` or too
/// large. The same seed gives the same nodes.
pub(super) fn sources(nodes: usize, count: Option<usize>, seed: u64) -> Vec<u32> {
    let mut all: Vec<u32> = (0..nodes as u32).collect();
    let Some(count) = count.filter(|count| *count < nodes) else {
        return all;
    };
    let mut random = Random::new(seed);
    for place in 0..count {
        let other = place + random.below(nodes - place);
        all.swap(place, other);
    }
    all.truncate(count);
    all.sort_unstable();
    all
}
