//! Which thing a name means, and how sure that is.
//!
//! [`Linker`] knows every name in a snapshot: labels, aliases, short and former names, Chinese
//! names, tickers, ids. [`Linker::resolve`] decides for one name; [`Linker::mentions`] finds names
//! in a running text. Whether two records are one company is a question for this room too; nothing
//! answers it yet.

mod linker;

pub use linker::{Link, Linker, Mention, Resolution};
