//! Paths between things: which steps lead from one to another, and why each step holds.
//!
//! Start with [`Search`]: ends and [`Options`] in, [`Route`]s out, one by one. What may be asked
//! follows ISO GQL (ISO/IEC 39075): a [`Selector`] says which paths are taken, a [`Restrictor`] what
//! a path may repeat, and [`Via`] what its steps must spell.
//!
//! How it is found: the expression becomes an automaton (`via`), the graph times the automaton a
//! `product`; two-sided search (`between`) finds how far the ends lie apart, `layers` hold all walks
//! of one length at once, `lengths` reads paths off them, and where paths are rare among walks,
//! `branch` or `deep` go on. `reach` finds all ends from one, `flood` only counts them; where nothing
//! need be asked of edges, both walk them by a `plan`. `weigh` is for steps that cost more than one.
//! The design follows Farías, Martens, Rojas and Vrgoč, "PathFinder: Returning Paths in Graph
//! Queries" (2023).
//!
//! Left out on purpose: finding the things that a name means, and saying a path in sentences
//! ([`View::relation_words`](crate::view::View::relation_words) has the words).

mod between;
mod branch;
mod deep;
mod error;
mod finder;
mod flood;
mod layers;
mod lengths;
mod met;
mod plan;
mod product;
mod reach;
mod restrict;
mod route;
mod search;
mod seen;
mod select;
mod share;
mod stop;
mod tables;
mod via;
mod weigh;

#[cfg(test)]
mod laws;

pub use error::PathError;
pub use finder::Finder;
pub use num_bigint::BigUint;
pub use restrict::Restrictor;
pub use route::{Route, Step, subgraph};
pub use search::{Ends, Options, Routes, Search, Walks};
pub use select::{Selector, Walk};
pub use stop::Stop;
pub use via::{Via, ViaError};
pub use weigh::Weight;
