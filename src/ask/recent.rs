//! What was found for a question and is remembered for the next ones.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// The things of one dataset that were asked for last, by what they were asked for, the last one in front.
pub struct Recent<K, V> {
    most: usize,
    known: Mutex<VecDeque<(K, Arc<V>)>>,
}

impl<K: PartialEq, V> Recent<K, V> {
    /// Remembers at most so many things.
    pub fn new(most: usize) -> Self {
        let known = Mutex::default();
        Self { most, known }
    }

    /// Returns what is remembered for a key, or else what is made for it, which is remembered if it is
    /// small enough for that.
    pub fn get(
        &self,
        key: K,
        make: impl FnOnce() -> V,
        is_small: impl FnOnce(&V) -> bool,
    ) -> Arc<V> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let place = known.iter().position(|(other, _)| *other == key);
        if let Some(found) = place.and_then(|place| known.remove(place)) {
            let value = Arc::clone(&found.1);
            known.push_front(found);
            return value;
        }
        // Others may read meanwhile.
        drop(known);
        let value = Arc::new(make());
        if is_small(&value) {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.push_front((key, Arc::clone(&value)));
            known.truncate(self.most);
        }
        value
    }
}
