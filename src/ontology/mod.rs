//! Our words: the classes, properties and concepts of `ontology/actorgraph.ttl`.
//!
//! [`Ontology`] is the vocabulary read from Turtle; [`files`] is the folder that the program
//! carries: the vocabulary, the rules that derive shortcuts, the checks of the data.

pub mod files;
mod vocabulary;

pub use vocabulary::{Ontology, OntologyError};
