//! Documents of others to statements, and statements to a dataset.
//!
//! [`gather`] reads what the user names, [`assemble`] makes a dataset of what came of it. A document
//! is told by its content to be of a [`Format`], cut into pieces (`chunk`, `groups`), stated piece by
//! piece on all processors and handed over in order (`pipeline`), and described as a source (`source`):
//! each is a graph of its own. To read another format, write a `format::Reader` and a row of
//! [`FORMATS`]. [`tables`] are our own, the ones in `data/` and those that a user keeps in the same form.
//!
//! Left out on purpose: whether two records are the same company. Identifiers are stated as they
//! stand; [`assemble`] asks [`resolve::identity`](crate::resolve::identity), which reads those.

mod archive;
mod assemble;
mod bods;
mod chunk;
mod countries;
mod csl;
mod csvw;
mod days;
mod document;
mod dpl;
mod ended;
mod error;
mod eu;
mod format;
mod ftm;
mod gather;
mod gleif;
mod groups;
mod icij;
mod input;
mod interest;
mod json;
mod known;
mod languages;
mod lines;
mod listing;
mod littlesis;
mod members;
mod node;
mod ofac;
mod part;
mod pipeline;
mod psc;
mod rdf;
mod remarks;
mod rows;
mod same;
mod say;
mod senzing;
mod source;
mod straight;
pub mod tables;
mod uk;
mod un;
mod uslist;
mod values;
mod wikidata;
mod xml;

pub use assemble::assemble;
pub use document::{Document, Progress, Seen, Stage, format_names, read_document};
pub use ended::end_what_is_gone;
pub use error::ImportError;
pub use format::{FORMATS, Format};
pub use gather::{Gathered, gather};
pub use input::{Input, Packing};
pub use part::RecordFault;
pub use pipeline::Target;
pub use source::{Past, PastSource, Settings};
pub use straight::Straight;
