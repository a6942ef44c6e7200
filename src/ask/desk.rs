//! What is kept while one question is read and answered: what may still be spent, and its words, which every
//! way of reading it begins with.

use crate::ask::chart::Budget;
use crate::ask::lattice::Words;
use std::sync::{Arc, Mutex, PoisonError};

/// The desk at which one question is read.
pub struct Desk {
    /// What may be spent on reading it.
    pub budget: Budget,
    /// The words of the text that was looked up first, which is the whole question.
    words: Mutex<Option<(String, Arc<Words>)>>,
}

impl Desk {
    /// Returns a desk for a question that may take so many steps.
    pub fn new(steps: usize) -> Self {
        Self {
            budget: Budget::new(steps),
            words: Mutex::default(),
        }
    }

    /// Returns the words of a text, looked up once if it is the whole question.
    pub fn words(&self, text: &str, look_up: impl FnOnce() -> Words) -> Arc<Words> {
        let mut known = self.words.lock().unwrap_or_else(PoisonError::into_inner);
        match &*known {
            Some((whole, words)) if whole == text => Arc::clone(words),
            Some(_) => Arc::new(look_up()),
            None => {
                let words = Arc::new(look_up());
                *known = Some((text.to_owned(), Arc::clone(&words)));
                words
            }
        }
    }
}
