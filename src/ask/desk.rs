//! What is kept while one question is read and answered: what may still be spent, its words, which every
//! way of reading it begins with, and what was found, since several readings may look for the same.

use crate::ask::chart::Budget;
use crate::ask::events::Rows;
use crate::ask::lattice::Words;
use jiff::civil::Date as Day;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The desk at which one question is read.
pub struct Desk {
    /// What may be spent on reading it.
    pub budget: Budget,
    /// The words of the text that was looked up first, which is the whole question.
    words: Mutex<Option<(String, Arc<Words>)>>,
    /// What queries found, as of which day.
    found: Mutex<FxHashMap<(Day, String), Rows>>,
}

impl Desk {
    /// Returns a desk for a question that may take so many steps.
    pub fn new(steps: usize) -> Self {
        Self {
            budget: Budget::new(steps),
            words: Mutex::default(),
            found: Mutex::default(),
        }
    }

    /// Returns what a query found as of a day, if it was asked before.
    pub fn found(&self, day: Day, sparql: &str) -> Option<Rows> {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.get(&(day, sparql.to_owned())).cloned()
    }

    /// Keeps what a query found as of a day.
    pub fn keep(&self, day: Day, sparql: &str, rows: &Rows) {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.insert((day, sparql.to_owned()), rows.clone());
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
