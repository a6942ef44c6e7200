//! The flags that every command takes, and what they mean.

use crate::app::{AppError, Dataset, Session};
use crate::cli::error::UsageError;
use crate::cli::ui::{self, Output};
use crate::model::{Date, Scope};
use clap::{Args, ValueEnum};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The flags that every command takes.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Read this saved dataset, RDF file, or folder of RDF files, instead of the built-in dataset
    ///
    /// A saved dataset is a folder that `import` made. Formats of RDF files by ending: .ttl .nt .nq .trig .rdf .jsonld. A named graph is a source; a file
    /// without graphs is one source, named for the file.
    #[arg(long, global = true, value_name = "PATH", conflicts_with = "data")]
    store: Option<PathBuf>,

    /// Read this folder of CSV tables instead of the built-in dataset
    ///
    /// The tables are those of data/README.md. Every wrong row is told at once.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,

    /// Count only the claims of this source (repeatable)
    ///
    /// Takes an id or IRI; `actorgraph list --class source` lists them. Names and types stay visible.
    #[arg(long, global = true, value_name = "ID")]
    source: Vec<String>,

    /// Tell the status on this day [default: today, UTC]
    ///
    /// Takes YYYY-MM-DD, YYYY-MM or YYYY; a month or year means its last day.
    #[arg(long, global = true, value_name = "DATE")]
    as_of: Option<Date>,

    /// Count only sources published by this day
    ///
    /// Takes the same forms as --as-of. Undated sources are left out: nobody can show that they
    /// were known.
    #[arg(long, global = true, value_name = "DATE")]
    known_at: Option<Date>,

    /// Write the result in this form [default: table on a terminal, json in a pipe]
    ///
    /// Every command writes table and json; commands with rows write csv and tsv too; `query`
    /// writes xml and, for CONSTRUCT and DESCRIBE, the RDF formats.
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "FORMAT",
        hide_possible_values = true
    )]
    format: Option<Format>,

    /// Show at most this many results; 0 means all [default: as the command says]
    ///
    /// Results are rows, things, routes or, of a dossier, its newest events. Commands that compare or
    /// count tell everything.
    #[arg(long, global = true, value_name = "N", value_parser = count, allow_negative_numbers = true)]
    limit: Option<usize>,

    /// Give up after this many seconds
    ///
    /// Takes fractions, such as 0.5. Without it nothing is stopped.
    #[arg(long, global = true, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,

    /// Use color
    ///
    /// `auto` means on a terminal, unless NO_COLOR is set.
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true
    )]
    pub(crate) color: Color,
}

/// The forms in which results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Text for people.
    Table,
    /// The documented JSON.
    Json,
    /// Rows, comma separated, with a header.
    Csv,
    /// Rows, tab separated, with a header.
    Tsv,
    /// SPARQL results in XML.
    Xml,
    /// RDF: Turtle.
    #[value(alias = "ttl")]
    Turtle,
    /// RDF: N-Triples.
    #[value(name = "ntriples", alias = "nt")]
    NTriples,
    /// RDF: N-Quads.
    #[value(name = "nquads", alias = "nq")]
    NQuads,
    /// RDF: TriG.
    Trig,
    /// RDF: XML.
    #[value(name = "rdfxml", alias = "rdf")]
    RdfXml,
    /// RDF: JSON-LD.
    #[value(name = "jsonld")]
    JsonLd,
}

/// When to use color.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    /// Makes the choice known to all output of this run.
    pub(crate) fn choose(self) {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

impl Format {
    /// Returns the word that `--format` takes.
    pub(crate) fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

impl Global {
    /// Opens the dataset that the flags name, through the scope that they name.
    pub(crate) fn open(&self) -> anyhow::Result<Session> {
        Ok(self.session()?)
    }

    /// As [`open`](Self::open), with the error of the library.
    pub(crate) fn session(&self) -> Result<Session, AppError> {
        let session = Session::open(self.dataset(), self.scope())?;
        for note in session.notes() {
            ui::note(&note);
        }
        Ok(session)
    }

    /// Returns the path that `--store` names.
    pub(crate) fn store(&self) -> Option<&Path> {
        self.store.as_deref()
    }

    /// Returns the dataset that the flags name.
    pub(crate) fn dataset(&self) -> Dataset {
        match (&self.store, &self.data) {
            (Some(path), _) => Dataset::Store(path.clone()),
            (_, Some(folder)) => Dataset::Tables(folder.clone()),
            _ => Dataset::Builtin,
        }
    }

    /// Returns the scope that the flags name. The clock is read here and nowhere else.
    pub(crate) fn scope(&self) -> Scope {
        Scope {
            as_of: self.as_of.map_or_else(Self::today, Date::last_day),
            known_at: self.known_at.map(Date::last_day),
            sources: self.source.clone(),
        }
    }

    /// Returns today, in UTC.
    pub(crate) fn today() -> jiff::civil::Date {
        jiff::Timestamp::now()
            .to_zoned(jiff::tz::TimeZone::UTC)
            .date()
    }

    /// Returns the limit that was given, or else the command's own; 0 means none.
    pub(crate) fn limit(&self, usual: Option<usize>) -> Option<usize> {
        self.limit.or(usual).filter(|limit| *limit > 0)
    }

    /// Returns the time that a query may take.
    pub(crate) fn timeout(&self) -> Option<Duration> {
        self.timeout
    }

    /// Returns the form in which to write: the one asked for, else a table for people and JSON
    /// for programs.
    pub(crate) fn format(&self) -> Format {
        self.format
            .unwrap_or(match std::io::stdout().is_terminal() {
                true => Format::Table,
                false => Format::Json,
            })
    }

    /// Returns how results with rows are written.
    pub(crate) fn output(&self) -> anyhow::Result<Output> {
        let format = self.format();
        match format {
            Format::Table | Format::Json | Format::Csv | Format::Tsv => Ok(Output::new(format)),
            _ => Err(unfit(format, "table, json, csv, tsv").into()),
        }
    }

    /// Refuses `--format` for a command whose output has one form only.
    pub(crate) fn no_format(&self) -> anyhow::Result<()> {
        match self.format {
            None => Ok(()),
            Some(format) => Err(unfit(format, "one form only: leave out --format").into()),
        }
    }
}

fn unfit(format: Format, known: &str) -> UsageError {
    let message = format!("this command does not write {}", format.name());
    UsageError::new("unfit-format", message).with_help(format!("it writes {known}"))
}

fn count(text: &str) -> Result<usize, String> {
    let expected = |_| "expected a whole number from 0, where 0 means all".to_owned();
    text.parse().map_err(expected)
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text
        .parse()
        .map_err(|_| "expected a number of seconds, such as 10 or 0.5".to_owned())?;
    Duration::try_from_secs_f64(seconds)
        .ok()
        .filter(|duration| !duration.is_zero())
        .ok_or_else(|| "expected more than 0 seconds".to_owned())
}
