//! A read-only graph of one snapshot, for walking.
//!
//! A [`View`] holds things as nodes and relations as edges, packed in a few columns of numbers
//! (`columns.rs`); it is derived from a snapshot and thrown away as lightly, or kept in a file
//! beside a saved dataset. Start with [`View::build`] or [`View::open_or_build`]. The columns are
//! those of all sources; a scope is looked through (`sight.rs`). [`Filter`] says which edges count
//! while walking, and [`Lens`] is a view seen through a filter. What was found leaves the room as a
//! [`Subgraph`] of plain values, or as a [`Network`] of bare arrays for measures of the whole.
//! petgraph's algorithms run on `&View`.
//!
//! Left out on purpose: events, editions and other things that only take part in events (they are
//! the *reasons* of an edge), literal values, and any search: that is the room `path`.

mod adjacency;
mod build;
mod columns;
mod dates;
mod draw;
mod error;
mod filter;
mod graph;
mod kept;
mod layout;
mod lens;
mod plain;
mod reason;
mod runs;
mod sight;
mod stamp;
mod subgraph;
mod visit;
mod words;

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;

pub use adjacency::{Lists, Network, NetworkError};
pub(crate) use draw::Drawing;
pub use error::ViewError;
pub use filter::{Direction, Filter, Heading, Withdrawn};
pub use graph::{Edge, EdgeId, Edges, NodeId, NodeSet, RelationId, View};
pub use kept::KeptNote;
pub(crate) use lens::Bare;
pub use lens::{Hop, Lens};
pub use plain::PlainEdge;
pub use reason::Reason;
pub(crate) use reason::first_date;
pub(crate) use runs::{Runs, Slots};
pub use subgraph::{Link, Node, Subgraph};
pub use visit::Neighbors;
pub use words::Words;

#[cfg(test)]
pub(crate) use tests::assert_sound;
