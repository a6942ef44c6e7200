//! A knowledge graph of companies and actors.

pub mod app;
pub mod ask;
pub mod builtin;
#[cfg(feature = "cli")]
pub mod cli;
pub mod export;
pub mod import;
pub mod model;
pub mod names;
pub mod ontology;
pub mod path;
pub mod query;
pub mod resolve;
pub mod store;
pub mod timeline;
pub mod view;
