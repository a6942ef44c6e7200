//! Files of others to statements, and statements to a dataset.
//!
//! [`gather`] reads a file or folder, [`assemble`] makes a dataset of what came of it. One module
//! for each kind of input that is not RDF; today that is [`tables`]: our own CSV tables, the ones
//! in `data/` and the ones that a user keeps in the same form.

mod assemble;
mod error;
mod gather;
pub mod tables;

pub use assemble::assemble;
pub use error::ImportError;
pub use gather::{Gathered, gather};
