//! Routes between things: which steps lead from one to another, and why each step holds.
//!
//! Words follow the path selectors of ISO GQL. [`any_shortest`] gives one shortest route,
//! [`all_shortest`] all of them: how many there are is counted without making them, and they come
//! one by one. Both take [`Options`], whose [`Filter`](crate::view::Filter) says which steps count, and two sets of ends,
//! since a name may stand for several things. A [`Route`] is plain values, each [`Step`] with its
//! reasons.
//!
//! A shortest route never comes back to a node, so GQL's restrictors (walk, trail, simple,
//! acyclic) make no difference here.
//!
//! Left out on purpose: finding the things that a name means, and saying a route in sentences
//! ([`View::relation_words`](crate::view::View::relation_words) has the words).

mod error;
mod levels;
mod route;
mod search;
mod shortest;

#[cfg(test)]
mod laws;

pub use error::PathError;
pub use route::{Route, Step, subgraph};
pub use search::{Options, all_shortest, any_shortest};
pub use shortest::{AllShortest, Routes};
