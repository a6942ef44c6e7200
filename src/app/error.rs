//! What can go wrong with a request, summed up for doors: code, message, place, help.

use crate::export::{ExportError, Format};
use crate::import::ImportError;
use crate::import::tables::TablesError;
use crate::names::nearest;
use crate::ontology::OntologyError;
use crate::path::{PathError, ViaError};
use crate::query::QueryError;
use crate::store::{PREFIXES, StoreError};
use crate::view::ViewError;
use serde::Serialize;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Why a request was not answered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AppError {
    /// The store room failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The ontology that the program carries is damaged.
    #[error(transparent)]
    Ontology(#[from] OntologyError),
    /// The SHACL engine could not do its work; it told why.
    #[error("the shapes could not be checked: {0}")]
    Shapes(String),
    /// A folder of tables could not be read.
    #[error("{source}")]
    Tables {
        /// The folder.
        folder: PathBuf,
        /// What is wrong with it.
        source: TablesError,
    },
    /// A document could not be imported.
    #[error(transparent)]
    Import(ImportError),
    /// A SPARQL text is not well-formed.
    #[error("{message}")]
    Sparql {
        /// The file or name that the text came from; `query` for a text that was given itself.
        origin: String,
        /// The text.
        text: String,
        /// Line and column, counted from 0, if known.
        place: Option<(u64, u64)>,
        /// What was found and what was expected.
        message: String,
    },
    /// The parts of a SPARQL text stand too deep inside each other to be read.
    #[error("{message}")]
    TooDeep {
        /// The file or name that the text came from.
        origin: String,
        /// The text.
        text: String,
        /// Line and column, counted from 0.
        place: (u64, u64),
        /// What there is too much of.
        message: String,
    },
    /// No source has this id.
    #[error("`{name}` is not a source of this dataset")]
    UnknownSource {
        /// What was asked for.
        name: String,
        /// The id most like it.
        near: Option<String>,
    },
    /// Nothing has this name.
    #[error("nothing in this dataset is called `{name}`")]
    UnknownName {
        /// What was asked for.
        name: String,
        /// The names most like it, best first.
        near: Vec<String>,
    },
    /// Several things have this name.
    #[error("`{name}` may mean {} things", candidates.len())]
    AmbiguousName {
        /// What was asked for.
        name: String,
        /// Each candidate in words, best first: id, label and class.
        candidates: Vec<String>,
    },
    /// A word of a closed set was expected.
    #[error("`{word}` is not a {what}")]
    UnknownWord {
        /// What the word should have been: `class`, `relation`, `format`.
        what: &'static str,
        /// What was given.
        word: String,
        /// The words that are known.
        known: Vec<String>,
    },
    /// A value does not fit where it was given.
    #[error("{message}")]
    BadValue {
        /// A stable short code.
        code: &'static str,
        /// What was found, and what was expected.
        message: String,
        /// What to do.
        help: Option<String>,
    },
    /// A word is neither a file, nor a query of the catalogue, nor SPARQL.
    #[error("`{word}` is neither a file, nor a named query, nor SPARQL")]
    UnknownQuery {
        /// The word.
        word: String,
        /// The named queries most like it.
        near: Vec<String>,
    },
    /// A named query, or a value for it, is wrong.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// Writing failed.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// An expression over relations is not well-formed, or names what is no relation.
    #[error("{source}")]
    Via {
        /// The expression.
        text: String,
        /// What is wrong with it, and where.
        source: ViaError,
        /// If a relation in it is unknown: which one was meant perhaps, or which are known.
        unknown: Option<String>,
    },
    /// A search took longer than it was allowed to.
    #[error("the search was stopped after {seconds} s")]
    Timeout {
        /// The time it was given, in seconds.
        seconds: f64,
    },
    /// Routes could not be searched.
    #[error(transparent)]
    Path(#[from] PathError),
    /// The graph could not be built.
    #[error(transparent)]
    View(#[from] ViewError),
    /// Whoever watches a long work wanted no more of it.
    #[error("the work was stopped before it was done")]
    Stopped,
    /// No thread could be made to work in.
    #[error("the system gives no thread: {0}")]
    Thread(io::Error),
    /// A file could not be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file could not be written.
    #[error("cannot write `{}`: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Whose fault an error is; doors turn it into an exit code or an HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The request was right, but the dataset has nothing for it.
    NothingFound,
    /// The request or its input is wrong.
    BadInput,
    /// A store, a file system or a query failed, or took too long.
    Failure,
}

/// One thing that is wrong, with its place and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// A stable short code, e.g. `unknown-name`.
    pub code: String,
    /// What was found, and what was expected.
    pub message: String,
    /// The file, or `query` for a SPARQL text.
    pub file: Option<String>,
    /// The line, counted from 1.
    pub line: Option<u64>,
    /// The column, counted in characters from 1.
    pub column: Option<u64>,
    /// The text of that line.
    pub text: Option<String>,
    /// What to do about it, a line each.
    pub help: Vec<String>,
}

impl Problem {
    /// Returns a problem without a place.
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            message: message.into(),
            file: None,
            line: None,
            column: None,
            text: None,
            help: Vec::new(),
        }
    }

    /// Adds a line of help.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    fn with_helps(mut self, help: impl IntoIterator<Item = String>) -> Self {
        self.help.extend(help);
        self
    }

    fn at(mut self, file: impl Into<String>, place: Option<(u64, u64)>, text: &str) -> Self {
        self.file = Some(file.into());
        if let Some((line, column)) = place {
            self.line = Some(line + 1);
            self.column = Some(column + 1);
            let nth = usize::try_from(line).unwrap_or(usize::MAX);
            self.text = text.lines().nth(nth).map(str::to_owned);
        }
        self
    }
}

impl AppError {
    /// Returns the error of a SPARQL query, with the place that the parser told.
    pub(crate) fn sparql(origin: &str, text: &str, error: StoreError) -> Self {
        let other = begins_with(text, UPDATE_WORDS);
        let other = other.map(|place| (place, "this is an update; `query` only reads"));
        Self::not_well_formed(origin, text, other, error)
    }

    /// Returns the error of a SPARQL update, with the place that the parser told.
    pub(crate) fn update(origin: &str, text: &str, error: StoreError) -> Self {
        let other = begins_with(text, QUERY_WORDS);
        let other = other.map(|place| (place, "this is a query; `update` only changes"));
        Self::not_well_formed(origin, text, other, error)
    }

    /// `other` says where a text of the other kind begins, and what to tell then.
    fn not_well_formed(
        origin: &str,
        text: &str,
        other: Option<((u64, u64), &str)>,
        error: StoreError,
    ) -> Self {
        let error = match error {
            StoreError::Sparql(error) => error,
            StoreError::TooDeep { place, .. } => {
                return Self::TooDeep {
                    origin: origin.to_owned(),
                    text: text.to_owned(),
                    place,
                    message: error.to_string(),
                };
            }
            error => return error.into(),
        };
        let told = error.to_string();
        let (place, message) = split_place(&told);
        let (place, message) = if let Some((place, message)) = other {
            (Some(place), message.to_owned())
        } else if let Some((place, prefix)) = place.and_then(|place| undeclared(text, place)) {
            (Some(place), format!("prefix `{prefix}:` is not declared"))
        } else {
            let message = match message.strip_prefix("expected ") {
                Some(expected) => unexpected(&found(text, place), expected),
                None => message.to_owned(),
            };
            (place, message)
        };
        Self::Sparql {
            origin: origin.to_owned(),
            text: text.to_owned(),
            place,
            message,
        }
    }

    /// Returns the error of a folder of tables.
    pub(crate) fn tables(folder: &Path, source: TablesError) -> Self {
        let folder = folder.to_owned();
        Self::Tables { folder, source }
    }

    /// Tells whether the error is only that the reader of our output went away.
    pub fn is_closed_pipe(&self) -> bool {
        let error = match self {
            Self::Export(ExportError::Write(error)) => error,
            Self::Write { source, .. } | Self::Import(ImportError::Write(source)) => source,
            _ => return false,
        };
        error.kind() == io::ErrorKind::BrokenPipe
    }

    /// Tells whose fault the error is.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::UnknownName { .. } => ErrorKind::NothingFound,
            Self::Store(error) => match error {
                StoreError::Read { .. }
                | StoreError::UnknownFormat(_)
                | StoreError::NoFiles(_)
                | StoreError::Syntax { .. }
                | StoreError::Sparql(_)
                | StoreError::TooDeep { .. }
                | StoreError::Service { .. }
                | StoreError::UnknownSource(_)
                | StoreError::BadBackup { .. }
                | StoreError::NoSource(_)
                | StoreError::Load { .. }
                | StoreError::NeedsDisk(_)
                | StoreError::OtherEngine { .. }
                | StoreError::NotARule(_) => ErrorKind::BadInput,
                _ => ErrorKind::Failure,
            },
            Self::Ontology(_)
            | Self::Shapes(_)
            | Self::Write { .. }
            | Self::View(_)
            | Self::Thread(_)
            | Self::Stopped
            | Self::Timeout { .. } => ErrorKind::Failure,
            Self::Import(ImportError::Write(_) | ImportError::Stopped) => ErrorKind::Failure,
            Self::Export(ExportError::Create { .. } | ExportError::Write(_)) => ErrorKind::Failure,
            _ => ErrorKind::BadInput,
        }
    }

    /// Returns what is wrong, each fault by itself: one for most errors, all rows for tables. Long
    /// input is told by its beginning.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = self.whole_problems();
        for problem in &mut problems {
            // The end of a path matters, too.
            let most = match problem.code.starts_with("cannot-") {
                true => 4 * QUOTED,
                false => QUOTED,
            };
            problem.message = cut(&problem.message, most);
            for help in &mut problem.help {
                *help = cut(help, most);
            }
        }
        problems
    }

    fn whole_problems(&self) -> Vec<Problem> {
        let one = |code: &str| Problem::new(code, self.to_string());
        let problem = match self {
            Self::Store(error) => return vec![store_problem(error)],
            Self::Ontology(_) => one("damaged-program"),
            Self::Shapes(_) => one("bad-shapes"),
            Self::Tables { folder, source } => return tables_problems(folder, source),
            Self::Import(error) => return import_problems(error),
            Self::Sparql {
                origin,
                text,
                place,
                ..
            } => {
                let problem = one("bad-sparql").at(origin, *place, text);
                match origin.as_str() {
                    "query" => problem.with_help(
                        "it is neither a file nor a named query, so it was read as SPARQL",
                    ),
                    "update" => problem.with_help("it is no file, so it was read as SPARQL Update"),
                    _ => problem,
                }
            }
            Self::UnknownSource { near, .. } => {
                let near = near.as_ref().map(|near| format!("did you mean `{near}`?"));
                one("unknown-source")
                    .with_helps(near)
                    .with_help("`actorgraph list --class source` lists all sources")
            }
            Self::TooDeep {
                origin,
                text,
                place,
                ..
            } => one("too-deep")
                .at(origin, Some(*place), text)
                .with_help(FLATTEN),
            Self::UnknownName { name, near } => one("unknown-name").with_helps(match &near[..] {
                [] if name.chars().count() > QUOTED => Vec::new(),
                [] => vec![format!(
                    "`actorgraph search \"{name}\"` looks for parts of names"
                )],
                [one] => vec![format!("did you mean `{one}`?")],
                many => vec![format!("did you mean one of these? {}", many.join(", "))],
            }),
            Self::AmbiguousName { candidates, .. } => one("ambiguous-name")
                .with_helps(candidates.iter().cloned())
                .with_help("give one of these ids instead of the name"),
            Self::UnknownWord { what, word, known } => {
                let near = nearest(word, known.iter().map(String::as_str));
                one(&format!("unknown-{}", what.replace(' ', "-"))).with_help(match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("known are: {}", known.join(", ")),
                })
            }
            Self::BadValue { code, help, .. } => one(code).with_helps(help.clone()),
            Self::UnknownQuery { near, .. } => {
                let near = match &near[..] {
                    [] => None,
                    near => Some(format!("did you mean `{}`?", near.join("` or `"))),
                };
                one("unknown-query")
                    .with_helps(near)
                    .with_help("`actorgraph query --list` lists the named queries")
            }
            Self::Query(error) => query_problem(error),
            Self::Export(error) => export_problem(error),
            Self::Path(error) => path_problem(error),
            Self::Timeout { .. } | Self::Stopped => one("timeout").with_help(MORE_TIME),
            Self::Via {
                text,
                source,
                unknown,
            } => {
                let code = match unknown {
                    Some(_) => "unknown-relation",
                    None => "bad-via",
                };
                one(code)
                    .at("--via", Some(place(text, source.column)), text)
                    .with_helps(unknown.clone())
            }
            Self::View(_) => one("too-large"),
            Self::Thread(_) => one("no-thread"),
            Self::Read { source, .. } => one("cannot-read").with_helps(reading(source)),
            Self::Write { .. } => {
                one("cannot-write").with_help("name a file in a folder that you may write to")
            }
        };
        vec![problem]
    }
}

const ENDINGS: &str = "RDF files end in .ttl, .nt, .nq, .trig, .rdf or .jsonld; \
    a folder of CSV tables goes to --data";

/// Returns what to do about a file that cannot be read.
fn reading(error: &io::Error) -> Option<String> {
    let help = match error.kind() {
        io::ErrorKind::NotFound => "check the path; it is read from the folder where you are",
        io::ErrorKind::PermissionDenied => "ask its owner for leave to read it",
        io::ErrorKind::IsADirectory => "name a file in it",
        io::ErrorKind::NotADirectory => "name a folder",
        io::ErrorKind::InvalidData => "save the file as UTF-8",
        _ => return None,
    };
    Some(help.to_owned())
}

const FLATTEN: &str = "write it flatter: VALUES or IN for long alternatives, \
    several queries for one, no brackets that it does not need";

const MORE_TIME: &str = "give it more time with --timeout SECONDS, or ask for less";

/// Returns the line and column, from 0, of a letter of a text.
fn place(text: &str, letter: usize) -> (u64, u64) {
    let before: Vec<char> = text.chars().take(letter).collect();
    let lines = before.split(|c| *c == '\n');
    let last = lines.clone().next_back().map_or(0, <[char]>::len);
    (lines.count() as u64 - 1, last as u64)
}

/// Returns what is wrong with a document: each of the first records that cannot be read, with its
/// line.
fn import_problems(error: &ImportError) -> Vec<Problem> {
    let one = |code: &str| Problem::new(code, error.to_string());
    let problem = match error {
        ImportError::Faulty(document) => {
            let faults = document.faults.iter().map(|fault| {
                let place = (fault.line.saturating_sub(1), 0);
                let mut problem = Problem::new(fault.code, fault.message.clone())
                    .at(document.name.clone(), Some(place), "");
                problem.column = None;
                problem
            });
            let mut problems: Vec<Problem> = faults.collect();
            let sum = one("bad-records").with_help("pass --skip-bad to import all others");
            problems.push(sum);
            return problems;
        }
        ImportError::Unreadable { source, .. } => {
            let mut problem = Problem::new("cannot-read", format!("{error}: {source}"));
            if source.kind() != io::ErrorKind::InvalidData {
                problem = problem.with_helps(reading(source));
            }
            problem
        }
        ImportError::UnknownFormat { beginning, .. } => one("unknown-format")
            .with_help(format!("it begins with `{}`", beginning.escape_debug()))
            .with_help("`actorgraph formats` lists what is read; --as FORMAT names it"),
        ImportError::OtherFormat {
            looks, beginning, ..
        } => one("other-format").with_help(match looks {
            Some(looks) => format!("it looks like `{looks}`; without --as that is told by content"),
            None => format!(
                "it looks like no format that is read, and begins with `{}`",
                beginning.escape_debug()
            ),
        }),
        ImportError::Mapping { .. } => one("bad-mapping")
            .with_help("docs/import.md tells how a mapping is written; --mapping FILE names one"),
        ImportError::Nothing(_) => one("nothing-to-import")
            .with_help("`actorgraph formats` lists what is read"),
        ImportError::NoMatch(_) => one("no-match").with_help("check the pattern and the folder"),
        ImportError::TooLong { .. } => one("record-too-long")
            .with_help("close the quote or bracket that opens there, or name another format with --as"),
        ImportError::Miscounted { .. } => one("miscounted").with_help(
            "pass --accept-shrinkage if that is right, or --partial if the file is a part of its dataset",
        ),
        ImportError::Shrunk { .. } => one("shrunk").with_help(
            "pass --accept-shrinkage if that is right, or --partial if the file is a part of its dataset",
        ),
        ImportError::Write(source) => {
            Problem::new("cannot-write", format!("{error}: {source}"))
                .with_help("name a file in a folder that you may write to")
        }
        ImportError::Stopped => one("stopped").with_help("nothing was changed"),
        ImportError::Store(error) => return vec![store_problem(error)],
        ImportError::Tables { folder, source } => return tables_problems(folder, source),
    };
    vec![problem]
}

fn path_problem(error: &PathError) -> Problem {
    let (code, help) = match error {
        PathError::Unknown(_) => ("unknown-name", None),
        PathError::TooComplex => ("too-complex", None),
        PathError::Endless => (
            "endless",
            Some("add --max-hops N, or --restrictor trail, simple or acyclic"),
        ),
        PathError::NotWeighed => (
            "not-weighed",
            Some("add --selector any-shortest, or --selector shortest-k --k N"),
        ),
        PathError::Stopped => ("timeout", Some(MORE_TIME)),
        PathError::NegativeWeight { .. } => (
            "negative-weight",
            Some("choose a property whose numbers are 0 or more"),
        ),
    };
    Problem::new(code, error.to_string()).with_helps(help.map(str::to_owned))
}

fn store_problem(error: &StoreError) -> Problem {
    let one = |code: &str| Problem::new(code, error.to_string());
    match error {
        StoreError::Damaged => one("damaged-store"),
        StoreError::TooLarge => one("too-large"),
        StoreError::Read { source, .. } => {
            Problem::new("cannot-read", format!("{error}: {source}")).with_helps(reading(source))
        }
        StoreError::Write { source, .. } => {
            let full = [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded];
            let help = full.contains(&source.kind());
            let help = help.then(|| "nothing was changed; make room and run it again".to_owned());
            Problem::new("cannot-write", format!("{error}: {source}")).with_helps(help)
        }
        StoreError::Busy(_) => one("busy-store").with_help("wait until it is done"),
        StoreError::NotOurs { .. } => one("foreign-file")
            .with_help("check the path, or remove the file if something else wrote it"),
        StoreError::Newer { .. } => one("newer-store")
            .with_help("use the newer version of this program, or import the sources again"),
        StoreError::Older { .. } => one("older-store").with_help(
            "restore a backup with `actorgraph store restore FILE --store DIR --replace`, \
             or import the sources again",
        ),
        StoreError::ForeignOrder(_)
        | StoreError::WrongLength { .. }
        | StoreError::Corrupt { .. } => one("damaged-store").with_help(
            "restore a backup with `actorgraph store restore FILE --store DIR --replace`, \
                 or remove the file and import the sources again",
        ),
        StoreError::UnknownFormat(_) => one("unknown-format").with_help(ENDINGS),
        StoreError::NoFiles(_) => one("no-rdf").with_help(ENDINGS),
        StoreError::Syntax {
            path,
            place,
            source,
        } => {
            let text = fs::read_to_string(path).unwrap_or_default();
            Problem::new("bad-rdf", format!("the file is not well-formed: {source}")).at(
                path.display().to_string(),
                *place,
                &text,
            )
        }
        StoreError::Sparql(_) => one("bad-sparql"),
        StoreError::TooDeep { .. } => one("too-deep").with_help(FLATTEN),
        StoreError::Evaluation(source) => {
            Problem::new("query-failed", format!("the query failed: {source}"))
        }
        StoreError::Service { help, .. } => one("bad-service").with_helps(help.clone()),
        StoreError::Timeout { .. } => one("timeout").with_help(MORE_TIME),
        StoreError::Unfinished { .. } => {
            one("unfinished-store").with_help("run it again; nothing was there before")
        }
        StoreError::NeedsDisk(_) => one("needs-disk").with_help(
            "build it with `cargo build --release --features disk`, \
             or move the dataset: `store backup` there, `store restore` here",
        ),
        StoreError::OtherEngine { .. } => one("other-engine").with_help(
            "leave --engine out, or make another of it: `actorgraph store backup FILE --store DIR`, \
             then `actorgraph store restore FILE --engine NAME --store OTHER`",
        ),
        StoreError::Disk { .. } => one("disk-failed")
            .with_help("`actorgraph store compact --store DIR` makes the database anew"),
        StoreError::BadBackup { .. } => one("bad-backup")
            .with_help("`actorgraph store backup` writes one; RDF files of others go to `import`"),
        StoreError::NoSource(_) => one("no-source").with_help(
            "name the source that makes the claim: INSERT DATA { GRAPH agid:SOURCE { … } }; \
             outside of GRAPH only what describes a source itself can stand",
        ),
        StoreError::Load { .. } => {
            one("cannot-load").with_help("save it as a file and load that: LOAD <file.ttl>")
        }
        StoreError::Stopped => one("stopped").with_help("nothing was changed"),
        StoreError::UnknownSource(_) => {
            one("unknown-source").with_help("`actorgraph list --class source` lists all sources")
        }
        _ => one("store-failed"),
    }
}

fn query_problem(error: &QueryError) -> Problem {
    let (code, help) = match error {
        QueryError::Unknown { .. } => ("unknown-query", None),
        QueryError::Ambiguous { .. } => ("ambiguous-query", None),
        QueryError::NotAPair(_) | QueryError::Value { .. } => ("bad-parameter", None),
        QueryError::Twice(_) => ("repeated-parameter", Some("give it once".to_owned())),
        QueryError::UnknownParam { .. } => ("unknown-parameter", None),
        QueryError::Clock(name) => {
            let flag = if name == "asOf" {
                "--as-of"
            } else {
                "--known-at"
            };
            ("clock-parameter", Some(format!("use {flag} DATE")))
        }
        QueryError::Missing { param, .. } => (
            "missing-parameter",
            Some(format!("add --param {param}=VALUE")),
        ),
        QueryError::Unresolved { .. } => ("unknown-name", None),
        _ => ("bad-query", None),
    };
    let near = error.suggestions();
    let near = match (&near[..], code) {
        ([], _) => None,
        (names, "unknown-name") => Some(format!("did you mean: {}", names.join("; "))),
        (names, _) => Some(format!("did you mean `{}`?", names.join("` or `"))),
    };
    Problem::new(code, error.to_string())
        .with_helps(near)
        .with_helps(help)
}

fn export_problem(error: &ExportError) -> Problem {
    let one = |code: &str| Problem::new(code, error.to_string());
    match error {
        ExportError::UnknownFormat { nearest, .. } => {
            one("unknown-format").with_help(match nearest {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    let names: Vec<&str> =
                        Format::all().iter().map(|format| format.name()).collect();
                    format!("known are: {}", names.join(", "))
                }
            })
        }
        ExportError::Unsuited { content, .. } => {
            let names: Vec<&str> = Format::of(*content).map(Format::name).collect();
            one("unfit-format").with_help(format!("these can: {}", names.join(", ")))
        }
        ExportError::Character { .. } => {
            one("unfit-format").with_help("turtle, trig, nquads and jsonld can hold it")
        }
        ExportError::Create { source, .. } => {
            Problem::new("cannot-write", format!("{error}: {source}"))
        }
        ExportError::Write(source) => Problem::new("cannot-write", format!("{error}: {source}")),
        _ => one("export-failed"),
    }
}

fn tables_problems(folder: &Path, error: &TablesError) -> Vec<Problem> {
    match error {
        TablesError::Faults(faults) => faults
            .iter()
            .map(|fault| {
                let path = folder.join(&fault.file);
                let text = fs::read(&path).unwrap_or_default();
                let text = String::from_utf8_lossy(&text);
                let place = fault.line.map(|line| (line.saturating_sub(1), 0));
                let message = match &fault.column {
                    Some(column) => format!("column `{column}`: {}", fault.message),
                    None => fault.message.clone(),
                };
                let mut problem = Problem::new(fault.code, message)
                    .at(path.display().to_string(), place, &text)
                    .with_helps(fault.help.clone());
                problem.column = None;
                problem
            })
            .collect(),
        TablesError::Read { source, .. } => {
            let problem = Problem::new("cannot-read", format!("{error}: {source}"));
            vec![problem.with_helps(reading(source))]
        }
        TablesError::NoTables { .. } => {
            vec![Problem::new("no-tables", error.to_string()).with_help(
                "name a folder with tables like those of data/; RDF files go to --store",
            )]
        }
    }
}

/// Splits `error at 3:14: expected …` into line and column, from 0, and the rest.
fn split_place(message: &str) -> (Option<(u64, u64)>, &str) {
    let split = || {
        let rest = message.strip_prefix("error at ")?;
        let (line, rest) = rest.split_once(':')?;
        let (column, rest) = rest.split_once(':')?;
        let line: u64 = line.parse().ok()?;
        let column: u64 = column.parse().ok()?;
        Some(((line.checked_sub(1)?, column.checked_sub(1)?), rest.trim()))
    };
    match split() {
        Some((place, rest)) => (Some(place), rest),
        None => (None, message),
    }
}

/// Returns what stands at a place of a text.
fn found(text: &str, place: Option<(u64, u64)>) -> String {
    let at = |(line, column): (u64, u64)| {
        let line = text.split('\n').nth(usize::try_from(line).ok()?)?;
        let rest = line.chars().skip(usize::try_from(column).ok()?);
        let word: String = rest
            .clone()
            .take_while(|c| c.is_alphanumeric())
            .take(20)
            .collect();
        match word.is_empty() {
            true => rest.take(1).next().map(String::from),
            false => Some(word),
        }
    };
    match place.and_then(at) {
        Some(word) => format!("`{}`", word.escape_debug()),
        None if ends(text, place) => "the end of the query".to_owned(),
        None => "a line break".to_owned(),
    }
}

/// Tells whether nothing but blank space stands from a place to the end of a text.
fn ends(text: &str, place: Option<(u64, u64)>) -> bool {
    let Some((line, _)) = place else { return true };
    let line = usize::try_from(line).unwrap_or(usize::MAX);
    text.split('\n')
        .skip(line.saturating_add(1))
        .all(|line| line.trim().is_empty())
}

const UPDATE_WORDS: &[&str] = &[
    "INSERT", "DELETE", "DROP", "LOAD", "CLEAR", "CREATE", "ADD", "MOVE", "COPY", "WITH",
];
const QUERY_WORDS: &[&str] = &["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"];

/// Returns where a text that begins with one of these words does so; line and column from 0.
fn begins_with(text: &str, words: &[&str]) -> Option<(u64, u64)> {
    for (number, line) in (0..).zip(text.lines()) {
        let mut rest = line.trim_start();
        loop {
            let word: String = rest.chars().take_while(char::is_ascii_alphabetic).collect();
            // What is declared first ends with an IRI.
            if matches!(word.to_ascii_uppercase().as_str(), "PREFIX" | "BASE") {
                rest = rest
                    .split_once('>')
                    .map_or("", |(_, rest)| rest)
                    .trim_start();
                continue;
            }
            if rest.is_empty() || rest.starts_with('#') {
                break;
            }
            let known = words.contains(&word.to_ascii_uppercase().as_str());
            let more = !rest[word.len()..].trim().is_empty() || text.lines().count() > 1;
            let column = line.chars().count() - rest.chars().count();
            return (known && more).then_some((number, column as u64));
        }
    }
    None
}

/// Tells whether a text begins with a word of SPARQL Update and goes on.
pub(crate) fn is_update(text: &str) -> bool {
    begins_with(text, UPDATE_WORDS).is_some()
}

/// Returns the prefix of the name that ends at a place, and where the name begins, if nothing
/// declares it.
fn undeclared(text: &str, (line, column): (u64, u64)) -> Option<((u64, u64), String)> {
    let nth = text.split('\n').nth(usize::try_from(line).ok()?)?;
    let before: Vec<char> = nth.chars().take(usize::try_from(column).ok()?).collect();
    let inside = |c: &&char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '%' | '\\');
    let length = before.iter().rev().take_while(inside).count();
    let name: String = before[before.len() - length..].iter().collect();
    let (prefix, _) = name.split_once(':')?;
    let declared = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        let own = format!("{prefix}:");
        words.windows(2).any(|pair| {
            let declares = pair[0].eq_ignore_ascii_case("prefix") && pair[1].starts_with(&own);
            // `PREFIX a:<…>` or `PREFIX a: <…>`.
            declares && pair[1][own.len()..].chars().next().is_none_or(|c| c == '<')
        })
    };
    let known = PREFIXES.iter().any(|(known, _)| *known == prefix) || declared(text);
    let start = u64::try_from(before.len() - length).ok()?;
    (!known && !prefix.starts_with('_')).then(|| ((line, start), prefix.to_owned()))
}

/// Returns what the parser says of a place where `found` stands.
fn unexpected(found: &str, expected: &str) -> String {
    // What the parser refuses for a reason of its own it says in a sentence among the words.
    let bare = quoted_out(expected);
    let mut sentences = bare
        .split(", ")
        .map(str::trim)
        .filter(|part| part.contains(' '));
    match (sentences.next(), words(expected)) {
        (Some(sentence), _) => sentence.trim_end_matches('.').to_owned(),
        (None, words) if words == "something else" => match found {
            "the end of the query" => {
                "the query breaks a rule of SPARQL, or its end is missing".to_owned()
            }
            found => format!("{found} cannot stand here"),
        },
        (None, words) => format!("found {found}, expected {words}"),
    }
}

/// Returns a list of expected words without those in quotes and without sets of letters.
fn quoted_out(expected: &str) -> String {
    let expected = expected.strip_prefix("one of ").unwrap_or(expected);
    let mut bare = String::new();
    let mut letters = expected.chars();
    while let Some(c) = letters.next() {
        match c {
            '"' => {
                let mut escaped = false;
                letters.by_ref().find(|c| {
                    let end = *c == '"' && !escaped;
                    escaped = *c == '\\' && !escaped;
                    end
                });
            }
            '[' => {
                let mut quoted = false;
                letters.by_ref().find(|c| {
                    quoted ^= *c == '\'';
                    !quoted && *c == ']'
                });
            }
            c => bare.push(c),
        }
    }
    bare
}

/// How much of what was given is told again, in characters.
const QUOTED: usize = 80;

/// Cuts what stands between backticks in a message, and what is too long besides.
fn cut(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let parts = text.split('`').enumerate().map(|(number, part)| {
        let most = if number % 2 == 1 { most } else { most * 10 };
        match part.char_indices().nth(most) {
            Some((end, _)) => format!("{}…", &part[..end]),
            None => part.to_owned(),
        }
    });
    let text = parts.collect::<Vec<_>>().join("`");
    // A backtick in what was given ends the quote too early.
    match text.char_indices().nth(most * 30) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// How many of the expected words are told.
const TOLD: usize = 8;

/// Returns the words that the parser expected. It names sets of letters too, which help nobody.
fn words(expected: &str) -> String {
    let expected = expected.strip_prefix("one of ").unwrap_or(expected);
    let mut words: Vec<String> = Vec::new();
    let mut letters = expected.chars();
    while let Some(c) = letters.next() {
        match c {
            '"' => {
                let mut word = String::new();
                while let Some(c) = letters.next().filter(|c| *c != '"') {
                    match c {
                        '\\' => word.extend(letters.next()),
                        c => word.push(c),
                    }
                }
                words.push(format!("`{word}`"));
            }
            // A set of letters runs to its closing bracket; a bracket inside is quoted.
            '[' => {
                let mut quoted = false;
                letters.by_ref().find(|c| {
                    quoted ^= *c == '\'';
                    !quoted && *c == ']'
                });
            }
            _ => (),
        }
    }
    match words.len() {
        0 if !expected.contains('[') => expected.to_owned(),
        0 => "something else".to_owned(),
        1 => words.remove(0),
        count if count <= TOLD => format!("one of {}", words.join(" ")),
        _ => format!("one of {} …", words[..TOLD].join(" ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Query;

    #[test]
    fn a_wrong_query_is_shown_with_its_place() {
        let text = "SELECT ?x\nWHERE { ?x ag:listedBy }";
        let error = Query::parse(text).expect_err("the object is missing");
        let error = AppError::sparql("query", text, error);
        let problems = error.problems();
        assert_eq!(problems[0].code, "bad-sparql");
        assert_eq!(problems[0].line, Some(2));
        assert!(
            problems[0]
                .message
                .starts_with("found `}`, expected one of `$`")
        );
        assert_eq!(
            problems[0].text.as_deref(),
            Some("WHERE { ?x ag:listedBy }")
        );
        assert_eq!(error.kind(), ErrorKind::BadInput);
    }

    fn told(text: &str) -> (String, Option<u64>, Option<u64>) {
        let error = Query::parse(text).expect_err("it is wrong");
        let mut problems = AppError::sparql("query", text, error).problems();
        let problem = problems.remove(0);
        (problem.message, problem.line, problem.column)
    }

    #[test]
    fn the_place_and_the_cause_are_true() {
        let told_of = |text, message: &str, line, column| {
            assert_eq!(told(text), (message.to_owned(), Some(line), Some(column)));
        };
        told_of(
            "SELECT *\n{ ?x nope:name ?y }",
            "prefix `nope:` is not declared",
            2,
            6,
        );
        told_of(
            "ASK { ?x a nope: }",
            "prefix `nope:` is not declared",
            1,
            12,
        );
        let update = "this is an update; `query` only reads";
        told_of("INSERT DATA { ag:a ag:b ag:c }", update, 1, 1);
        told_of("# all\nPREFIX a: <urn:a>\n drop ALL", update, 3, 2);
        told_of("PREFIX a: <urn:a> DELETE WHERE {}", update, 1, 19);
        // The end of a line is told only where there is one.
        assert!(
            told("SELECT * {")
                .0
                .starts_with("found the end of the query")
        );
        assert!(told("SELECT * { ?x\n\n").0.contains("the end of the query"));
        for text in [
            "",
            "SELECT",
            "SELECT * { ?x ?y 'a }",
            "ASK { ?x ?y \"a\nb\" }",
        ] {
            let (message, ..) = told(text);
            assert!(!message.contains("end of the line"), "{message}");
            assert!(!message.contains("something else"), "{message}");
        }
    }

    #[test]
    fn long_input_is_told_by_its_beginning() {
        let error = AppError::UnknownName {
            name: "x".repeat(100_000),
            near: Vec::new(),
        };
        let problem = &error.problems()[0];
        let name = format!("`{}…`", "x".repeat(QUOTED));
        assert_eq!(
            problem.message,
            format!("nothing in this dataset is called {name}")
        );
        assert!(problem.help.is_empty());
        let ticks = cut(&"`x ".repeat(100_000), QUOTED);
        assert!(ticks.chars().count() < 40 * QUOTED);
    }
}
