//! A knowledge graph of companies and actors.

pub mod builtin;
pub mod import;
pub mod model;
pub mod names;
pub mod ontology;
pub mod query;
pub mod store;
pub mod view;
