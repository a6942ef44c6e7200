//! Facts at rest: where statements lie, how they are chosen, and how SPARQL runs on them.
//!
//! A [`Snapshot`] is an immutable set of statements seen through a
//! [`Scope`](crate::model::Scope). Every reader gets one; nobody holds a writer. Below it lies a
//! [`Pack`], a few sorted arrays; SPARQL is oxigraph's evaluator over that pack. One named graph
//! holds the claims of one source; the default graph holds what is needed to read a claim at all:
//! the ontology, the sources' own data, names and types.
//!
//! Files that we make ourselves are [`Sections`], mapped and read in place as [`Column`]s. They are
//! written whole or not at all, and each block of them has a checksum.
//!
//! A saved dataset may be kept in RocksDB as well ([`Engine`]); SPARQL runs there then. Who builds
//! without the feature `disk` gets `no_disk.rs` in the place of `disk.rs`.
//!
//! Left out on purpose: what the facts mean. Who is on which list on which day is the business of
//! the room `timeline`.

mod backup;
mod batch;
mod bind;
mod builder;
mod column;
mod complete;
mod concern;
mod dataset;
#[cfg_attr(not(feature = "disk"), path = "no_disk.rs")]
mod disk;
mod engine;
mod error;
mod expression;
mod files;
mod guard;
mod intact;
mod journal;
mod lateral;
mod mapped;
mod pack;
mod recent;
mod rules;
mod run;
mod saved;
mod scratch;
mod sections;
mod segment;
mod service;
mod snapshot;
mod term;
mod texts;
mod update;
mod watch;
mod whole;

pub use backup::{read_backup, write_backup};
pub use batch::Batch;
pub use bind::Bindings;
pub use builder::Builder;
pub use column::Column;
pub use complete::complete;
pub use engine::Engine;
pub use error::StoreError;
pub use files::{
    RdfSource, blank_beginning, graph_of, is_rdf, rdf_files, rdf_format, read_file, read_rdf,
};
pub use journal::Write;
pub use mapped::Mapped;
pub use pack::{DEFAULT_GRAPH, IdQuad, Matching, Pack, TermId, Trace};
pub use rules::{Derived, GoOn, Rule};
pub(crate) use run::PREFIXES;
pub use run::{Query, QueryResult, Table};
pub use saved::{SavedStore, Standing, StoreLock, Writing};
pub use scratch::Scratch;
pub(crate) use scratch::Slots;
pub use sections::{Kind, Sections};
pub use service::{Refusal, Service, ServicePattern, ServiceRequest, Stopped, TriplePlace};
pub use snapshot::{Claim, Snapshot};
pub use texts::Texts;
pub use update::{Loading, Remake, Update, Updated};
