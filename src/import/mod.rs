//! Files of others to statements, and statements to a dataset.
//!
//! One folder or file per kind of input. Today that is [`tables`]: our own CSV tables, the ones in
//! `data/` and the ones that a user keeps in the same form. [`assemble`] makes a dataset of what
//! the readers give.

mod assemble;
pub mod tables;

pub use assemble::assemble;
