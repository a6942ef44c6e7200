//! One function for each thing that a user can do: request in, response out.
//!
//! Open a [`Session`] and call the function named for the command: [`show`], [`list`], [`diff`], …
//! Requests and responses are plain structs with public fields; a response serializes to the JSON
//! of `docs/json.md`. Doors (terminal, HTTP) turn words into requests and responses into text.
//!
//! Left out on purpose: printing, exit codes, the clock. Whoever asks says which day it is.

mod analyze;
mod ask;
mod check;
mod classes;
mod complete;
mod diff;
mod error;
mod event;
mod export;
mod file;
mod identity;
mod import;
mod list;
mod path;
mod query;
mod search;
mod session;
#[cfg(feature = "shacl")]
mod shapes;
mod show;
mod stats;
mod store;
mod update;
mod value;
mod within;

pub use crate::path::{Restrictor, Selector};
pub use crate::store::Engine;
pub use crate::view::Heading;
pub use analyze::{
    Analysis, AnalyzeRequest, Bridge, Group, Measure, Notes, Outcome, Ring, Score, analyze,
};
pub use ask::{Found, Meaning, Reply, Turn, ask, ask_after};
pub use check::{Fault, Report, check, wrong_rows};
pub use complete::{Completion, complete_name, complete_source};
pub use diff::{Change, Diff, DiffRequest, End, Reparenting, diff};
pub use error::{AppError, ErrorKind, Problem};
pub use event::{Because, Dispute, Event, Link, ListStatus, Stated, Text, Withdrawn};
pub use export::{Export, ExportRequest, export};
pub use identity::{
    DecideRequest, Decision, Identification, Identities, Identity, IdentityCount, decide,
    identities,
};
pub use import::{
    Counted, FormatLine, Formats, ImportFault, ImportRequest, ImportTo, Imported, ImportedFile,
    Seen, Stage, formats, import,
};
pub use list::{Item, ListRequest, Listed, list};
pub use path::{
    Count, PathEnd, PathRequest, Paths, Side, Sides, Step, Way, Why, export_path, path,
};
pub use query::{
    Answer, AnswerKind, Column, Parameter, Queries, QueryEntry, QueryRequest, QueryText, queries,
    query,
};
pub use search::{Hit, SearchRequest, SearchResult, search};
pub use session::{Dataset, NameRead, Session};
pub use show::{Dossier, EditionLine, Fact, Name, Office, Tie, Value, show};
pub use stats::{ClassCount, DatedThing, ListStats, Newest, Stats, stats};
pub use store::{
    BackedUp, LastWrite, RemoveRequest, RestoreRequest, StoreInfo, Verified, Written,
    back_up_store, compact_store, remove_source, restore_store, store_info, verify_store,
};
pub use update::{UpdateRequest, update};
pub use value::{Basis, Evidence, Source, Thing};
pub use within::within;
