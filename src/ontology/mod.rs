//! Our words: the classes, properties and concepts of `ontology/actorgraph.ttl`.

mod vocabulary;

pub use vocabulary::{Ontology, OntologyError};
