//! A read-only graph of one snapshot, for walking.

mod subgraph;

pub use subgraph::{Link, Node, Subgraph};
