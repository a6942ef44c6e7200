//! Named questions: SPARQL files of `queries/` that tell what they ask, what they need and what
//! they give.
//!
//! A [`Catalogue`] finds a [`NamedQuery`] by name; [`Params`] fill in its parameters; the result is
//! a [`store::Query`](crate::store::Query), ready to run on any snapshot. Start reading in
//! `catalogue.rs`; the `#+` lines at the top of a query file are read in `header.rs`.
//!
//! Left out on purpose: which thing a name means. Linking names lives on a higher floor and comes
//! in as a function, the [`Resolver`].

mod catalogue;
mod error;
mod header;
mod markdown;
mod params;

pub use catalogue::Catalogue;
pub use error::QueryError;
pub use header::{Column, Example, NamedQuery};
pub use params::{Fallback, Param, ParamType, Params, Resolver, Unresolved, by_id};
