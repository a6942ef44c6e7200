//! Measures of a graph: who is central, what hangs together, where it would fall apart.
//!
//! Everything here runs on a [`Network`](crate::view::Network), a graph in bare arrays, and gives
//! numbers by node. Start with [`measure()`], which takes any [`Measure`] by name, or call a
//! measure by itself: each has its file, with the paper it follows and what it costs.
//!
//! Results are exact unless samples are asked for, and the same bits on one thread or sixteen: sums
//! are made over fixed shares of the work, and chance follows a seed. Long measures tell their
//! [`Progress`] and stop when it says so.
//!
//! Left out on purpose: names, relations and dates, which end where a network begins; and routes
//! between given things, which are the room `path`.

mod betweenness;
mod breadth;
mod closeness;
mod clustering;
mod communities;
mod cores;
mod cuts;
mod degree;
mod distance;
mod error;
mod groups;
mod growth;
mod measure;
mod pagerank;
mod propagation;
mod sample;
mod strong;
mod watch;
mod weak;

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;

pub use betweenness::{Scale, betweenness};
pub use breadth::{UNREACHED, levels, parents};
pub use closeness::closeness;
pub use clustering::clustering;
pub use communities::{Communities, CommunityOptions, communities, modularity};
pub use cores::core_numbers;
pub use cuts::{Cuts, cuts};
pub use degree::{degree, in_degree, out_degree};
pub use distance::distances;
pub use error::AnalysisError;
pub use groups::Groups;
pub use growth::{Ring, growth};
pub use measure::{Measure, Measured, Options, measure};
pub use pagerank::{PageRank, PageRankOptions, pagerank};
pub use propagation::label_propagation;
pub use strong::strong_components;
pub use watch::{Progress, unwatched};
pub use weak::weak_components;
