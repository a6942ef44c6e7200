//! Plain values that every other room speaks: days, shares, ids, sources, words of the ontology.
//!
//! Nothing here reads or writes anything. Start with [`Date`], a day as precise as its source
//! gives it, and [`vocab`], the names of our ontology.

mod date;
mod evidence;
mod id;
mod scope;
pub mod vocab;

pub(crate) use date::MONTHS;
pub use date::{Date, DateError};
pub use evidence::{Evidence, SourceInfo};
pub use id::{escape, local_name, record, thing};
pub use scope::Scope;
