//! The languages of questions: for each its little words, its inflection and its dates.
//!
//! A further language is one file here and one lexicon in `ontology/`.

mod chinese;
mod english;

use crate::ask::language::Language;

pub use english::{with_s, with_suffix};

/// Every language, the one first that reads what none knows.
pub const ALL: [&dyn Language; 2] = [&english::English, &chinese::Chinese];
