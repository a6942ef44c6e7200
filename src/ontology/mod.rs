//! Our words: the classes, properties and concepts of `ontology/actorgraph.ttl`, and the lexicon.
//!
//! [`Ontology`] is the vocabulary with its class hierarchy; [`Lexicon`] says which words people use
//! for it.

mod lexicon;
mod vocabulary;

pub use lexicon::{Argument, Entry, Form, Function, Lexicon, Part};
pub use vocabulary::{Ontology, OntologyError};
