//! Who put whom on which list, at whose request, under which law, and what they said back, with the
//! source and the date of every claim.
//!
//! This is the library behind the program `actorgraph`. A dataset is a set of claims, one named
//! graph for each source. It is read through a [`Scope`]: a day, and if wanted a choice of sources
//! or the day by which they must have been out. What comes of it is a [`Snapshot`], which never
//! changes; everything else is asked of a snapshot.
//!
//! # The whole trip
//!
//! **Open** the dataset that the program carries. The library never looks at a clock: you say which
//! day it is.
//!
//! ```
//! use actorgraph::{Day, builtin};
//!
//! let snapshot = builtin(Day::constant(2026, 8, 1))?;
//! assert!(snapshot.sources().len() > 100);
//! # Ok::<(), actorgraph::store::StoreError>(())
//! ```
//!
//! **Ask in SPARQL.** Our prefixes and those of the vocabularies in use need no declaration.
//!
//! ```
//! use actorgraph::{Day, builtin, store::Query};
//!
//! let snapshot = builtin(Day::constant(2026, 8, 1))?;
//! let query = Query::parse(
//!     "SELECT ?name { agid:hesai ag:requestedBy/rdfs:label ?name FILTER(LANG(?name) = 'en') }
//!      ORDER BY ?name",
//! )?;
//! let table = query.run(&snapshot)?.into_table();
//! let names: Vec<String> = table.rows.iter().flatten().flatten().map(|cell| cell.to_string()).collect();
//! assert_eq!(names, [r#""Mike Gallagher"@en"#, r#""Raja Krishnamoorthi"@en"#]);
//! # Ok::<(), actorgraph::store::StoreError>(())
//! ```
//!
//! **Is it on the list?** There are three answers, and each comes with what decides it. A notice
//! that was withdrawn changes nothing and is told all the same.
//!
//! ```
//! use actorgraph::timeline::{Standing, status};
//! use actorgraph::{Day, Scope, builtin, model::thing};
//!
//! let list = thing("dod-1260h");
//! let day = Day::constant(2026, 3, 1);
//! let snapshot = builtin(day)?;
//!
//! let memory_maker = status(&snapshot, &thing("ymtc"), &list);
//! assert_eq!(memory_maker.standing, Standing::Listed);
//! assert_eq!(memory_maker.since, Some("2024-01-31".parse()?));
//! assert_eq!(memory_maker.withdrawn.len(), 1, "a notice took it off and was itself taken back");
//!
//! // The last complete edition by that day prints no Alibaba.
//! assert_eq!(status(&snapshot, &thing("alibaba"), &list).standing, Standing::NotListed);
//!
//! // No source says anything of DeepSeek and the Entity List.
//! let other = thing("bis-entity-list");
//! assert_eq!(status(&snapshot, &thing("deepseek"), &other).standing, Standing::Unknown);
//!
//! // One source alone may know less, or tell another story: the article ends on the removal.
//! let article = snapshot.scoped(Scope::as_of(day).with_source("seed-article"))?;
//! assert_eq!(status(&article, &thing("ymtc"), &list).standing, Standing::NotListed);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **How are two things connected?** Each step of a route has its reasons, and each reason its
//! sources.
//!
//! ```
//! use actorgraph::path::{Options, Search};
//! use actorgraph::{Day, builtin, model::thing, view::View};
//!
//! let view = View::build(&builtin(Day::constant(2026, 8, 1))?)?;
//! let (from, to) = (thing("deepseek").into(), thing("pete-hegseth").into());
//! let search = Search::new(&view, &from, &to, Options::default())?;
//! let route = search.routes().next().expect("a letter ties them")?;
//! assert_eq!(route.len(), 2);
//! assert!(route.steps.iter().all(|step| step.reasons.iter().all(|reason| !reason.sources.is_empty())));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **Ask in words.** A [`Session`](app::Session) opens a dataset, built in or your own, and keeps
//! what several questions need. [`app`] has one function for each command of the program.
//!
//! ```
//! use actorgraph::app::{self, Dataset, Session};
//! use actorgraph::{Day, Scope};
//!
//! let session = Session::open(Dataset::Builtin, Scope::as_of(Day::constant(2026, 8, 1)))?;
//! let reply = app::ask(&session, "who requested DeepSeek")?;
//! assert_eq!(reply.status, "answered");
//! assert!(reply.answers.iter().any(|found| found.label == "John Moolenaar"));
//! assert!(reply.evidence.iter().all(|evidence| !evidence.source.title.is_empty()));
//! # Ok::<(), app::AppError>(())
//! ```
//!
//! Longer stories stand in `examples/`: clearing suppliers, comparing editions, reading tables of
//! your own, drawing a neighborhood.
//!
//! # The rooms, in reading order
//!
//! A room uses only rooms above it in this list.
//!
//! | room | what lives there |
//! |---|---|
//! | [`model`] | plain values: dates as precise as their source, sources, scope, the words of the ontology |
//! | [`store`] | facts at rest, snapshots of them, SPARQL |
//! | [`ontology`] | classes and properties, and the words that people use for them |
//! | [`names`] | when two spellings are one name; text only |
//! | [`mod@builtin`] | the dataset that the program carries |
//! | [`query`] | the questions already written down in SPARQL |
//! | [`resolve`] | which thing a name means, and how sure that is |
//! | [`view`] | the graph for walking, open to petgraph's algorithms |
//! | [`timeline`] | what happened when, and who stood on which list on which day |
//! | [`path`] | how two things are connected |
//! | [`analysis`] | who is central, what hangs together: measures of a graph in bare arrays |
//! | [`import`] | tables to statements, statements to a dataset |
//! | [`export`] | statements, tables and subgraphs to files |
//! | [`ask`] | what a question means, and what its answer is |
//! | [`app`] | what a user can do: one function each, plain structs in and out |
//! | `cli` | the terminal, behind the feature of that name, which is on by default |
//!
//! # Features
//!
//! `cli` (default) builds the program. Without it (`default-features = false`) the library stands
//! alone, free of argument parsing and terminal crates.

pub mod analysis;
pub mod app;
pub mod ask;
pub mod builtin;
#[cfg(feature = "cli")]
pub mod cli;
pub mod export;
pub mod import;
pub mod model;
pub mod names;
pub mod ontology;
pub mod path;
pub mod query;
pub mod resolve;
pub mod store;
pub mod timeline;
pub mod view;

pub use builtin::builtin;
pub use model::Scope;
pub use store::Snapshot;

/// A day of the calendar: jiff's civil date, which the whole library speaks.
///
/// `Day::constant(2026, 8, 1)` writes one down, `"2026-08-01".parse()` reads one. A [`model::Date`]
/// is another thing: a day, month or year as a source gives it.
pub use jiff::civil::Date as Day;

/// The README's examples run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
