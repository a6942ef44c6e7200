//! Which thing a name means, and how sure that is.
//!
//! [`Linker`] knows every name in a snapshot: labels, aliases, short and former names, Chinese
//! names, tickers, ids. [`Linker::resolve`] decides for one name; [`Linker::mentions`] finds names
//! in a running text; [`Linker::complete`] tells what may follow of a name that is being typed.
//! `naming.rs` says what is a name; `kept.rs` keeps the list of a large saved dataset in a file.
//! [`bearers`] finds who is called precisely so without reading all names. [`identity`] is about records: which of
//! them are of one thing.

mod exact;
pub mod identity;
mod kept;
mod linker;
mod naming;

pub use exact::bearers;
pub use linker::{Completion, Link, Linker, Mention, Resolution, is_naming};
