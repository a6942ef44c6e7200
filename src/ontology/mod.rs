//! Our words: the classes, properties and concepts of `ontology/actorgraph.ttl`, and the lexicon.
//!
//! [`Ontology`] is the vocabulary with its class hierarchy; [`Lexicon`] says which words people use
//! for it; [`files`] is the folder that the program carries: both of them, the rules that derive
//! shortcuts, the checks of the data.

mod compiled;
pub mod files;
mod lexicon;
mod vocabulary;

pub use lexicon::{Argument, Entry, Form, Function, Lexicon, Part, Restriction};
pub use vocabulary::{Ontology, OntologyError};
