//! Our own tables: a folder of CSV files, edited by people, to statements.
//!
//! [`schema`] says what each table and column means; [`read`] applies it to a folder. Every row
//! becomes statements in the graph of each source that it names. All faults of all files are
//! gathered before anything is given up, so that a person mends them in one go.

mod faults;
mod read;
pub mod schema;

pub use faults::{Fault, TablesError};
pub use read::{Tables, read};
