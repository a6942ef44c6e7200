//! Any table, by a mapping that the user gives: the W3C's "CSV on the Web".
//!
//! A mapping says of each column what its cells are and of what they speak
//! (<https://www.w3.org/TR/tabular-metadata/>); what is stated is what "Generating RDF from Tabular
//! Data on the Web" states in its minimal mode (<https://www.w3.org/TR/csv2rdf/>). Where rows need
//! it, we differ: see `docs/import.md`.
//!
//! `metadata` reads a mapping, `template` makes IRIs, `cell` and `moment` read cells.

mod cell;
mod metadata;
mod moment;
mod table;
mod template;

use crate::import::ImportError;
use crate::import::format::{Format, HEAD, Head, Reader, Reading};
use crate::import::input::{Input, is_regular};
use crate::import::say;
use crate::import::source::Settings;
use metadata::{About, Metadata};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Tables with a mapping.
pub(crate) const FORMAT: Format = Format {
    name: "csvw",
    title: "any table, by a mapping in CSVW, the W3C's CSV on the Web",
    publisher: None,
    page: "https://www.w3.org/TR/tabular-metadata/",
    sign: "a mapping: NAME-metadata.json beside the file, or --mapping",
    license: None,
    is_complete: true,
    reading: Reading::Mapped,
};

/// How names of mappings end.
const ENDING: &str = "-metadata.json";

/// A mapping, and which of its tables a document is.
#[derive(Debug)]
pub(crate) struct Mapping {
    path: PathBuf,
    metadata: Metadata,
    place: usize,
    hash: String,
}

impl Mapping {
    /// Returns the mapping by which a document is to be read: the one that the user names, or else the
    /// one beside it. There is none where the user names another format.
    ///
    /// # Errors
    ///
    /// [`ImportError::Mapping`] if it cannot be used.
    pub(crate) fn of(input: &Input, settings: &Settings) -> Result<Option<Self>, ImportError> {
        if settings.format.is_some_and(|format| *format != FORMAT) {
            return Ok(None);
        }
        let name = input.file_name();
        if let Some(path) = &settings.mapping {
            return Self::read(path)?.for_table(name.as_deref()).map(Some);
        }
        let beside = match (input, &name) {
            (Input::File(path), Some(name)) => Self::beside(path, name)?,
            _ => None,
        };
        if beside.is_none() && settings.format.is_some() {
            return Err(ImportError::Mapping {
                name: input.name(),
                lack: "there is no mapping for it".to_owned(),
            });
        }
        Ok(beside)
    }

    /// Looks for a mapping beside a table, under the names that the standard has for it and under
    /// that of the table without its ending.
    fn beside(path: &Path, name: &str) -> Result<Option<Self>, ImportError> {
        if let Some(own) = own(path, name).into_iter().find(|own| is_mapping(own)) {
            return Self::read(&own)?.for_table(Some(name)).map(Some);
        }
        // One for all tables of a folder counts for those that it names.
        let common = path.with_file_name("csv-metadata.json");
        match is_mapping(&common) {
            true => Ok(Self::read(&common)?
                .for_table(Some(name))
                .ok()
                .filter(|mapping| {
                    let url = mapping.metadata.tables[mapping.place].url.as_deref();
                    url.is_some_and(|url| file_of(url) == name)
                })),
            false => Ok(None),
        }
    }

    fn read(path: &Path) -> Result<Self, ImportError> {
        let wrong = |lack: String| ImportError::Mapping {
            name: path.display().to_string(),
            lack,
        };
        let text = fs::read_to_string(path)
            .map_err(|error| wrong(format!("it cannot be read: {error}")))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        Ok(Self {
            path: path.to_owned(),
            metadata: metadata::read(&text, folder).map_err(wrong)?,
            place: 0,
            hash: say::hash(&text),
        })
    }

    /// Chooses the table that a document is: the one of its name, or the only one.
    fn for_table(mut self, name: Option<&str>) -> Result<Self, ImportError> {
        let tables = &self.metadata.tables;
        let named = tables.iter().position(|table| {
            let url = table.url.as_deref();
            url.is_some_and(|url| Some(file_of(url)) == name)
        });
        match named {
            Some(place) => self.place = place,
            None if tables.len() == 1 => (),
            None => {
                let known = tables.iter().filter_map(|table| table.url.as_deref());
                let known: Vec<String> = known.map(|url| format!("`{}`", file_of(url))).collect();
                let name = name.unwrap_or("-");
                let lack = format!("it describes {}, not `{name}`", known.join(", "));
                return Err(self.lacks(lack));
            }
        }
        Ok(self)
    }

    fn lacks(&self, lack: String) -> ImportError {
        ImportError::Mapping {
            name: self.path.display().to_string(),
            lack,
        }
    }

    /// Returns who reads a document that begins so.
    ///
    /// # Errors
    ///
    /// [`ImportError::Mapping`] if the mapping does not fit the table.
    pub(crate) fn reader(&self, head: &Head<'_>) -> Result<Box<dyn Reader>, ImportError> {
        let table = &self.metadata.tables[self.place];
        let rows = table::Rows::new(table, &self.metadata.unknown, head);
        Ok(Box::new(rows.map_err(|lack| self.lacks(lack))?))
    }

    /// Returns a hash for a content read with this mapping.
    pub(crate) fn mixed(&self, hash: &str) -> String {
        say::hash(&format!("{hash} {}", self.hash))
    }

    /// Returns settings with what the mapping tells of the document, where the user says nothing.
    pub(crate) fn settings(&self, settings: &Settings) -> Settings {
        let About {
            dataset,
            publisher,
            license,
            url,
            issued,
        } = self.metadata.tables[self.place].about.clone();
        let mut own = settings.clone();
        own.dataset = own.dataset.or(dataset);
        own.publisher = own.publisher.or(publisher);
        own.license = own.license.or(license);
        own.url = own.url.or(url);
        own.published = own.published.or(issued);
        own
    }
}

/// Returns where a mapping for a table alone may lie.
fn own(path: &Path, name: &str) -> [PathBuf; 2] {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    [name, stem].map(|name| path.with_file_name(format!("{name}{ENDING}")))
}

/// Says what a file beside a document lacks that is called as its mapping would be and is none.
pub(crate) fn lack(input: &Input) -> Option<ImportError> {
    let Input::File(path) = input else {
        return None;
    };
    let own = own(path, &input.file_name()?)
        .into_iter()
        .find(|own| is_regular(own))?;
    let lack = "`@context` is not `http://www.w3.org/ns/csvw`".to_owned();
    let name = own.display().to_string();
    Some(
        Mapping::read(&own)
            .err()
            .unwrap_or(ImportError::Mapping { name, lack }),
    )
}

/// Tells whether a file is a mapping.
pub(crate) fn is_mapping(path: &Path) -> bool {
    let head = || -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        let file = fs::File::open(path)?;
        file.take(HEAD as u64).read_to_end(&mut head)?;
        Ok(head)
    };
    path.extension().is_some_and(|ending| ending == "json")
        && is_regular(path)
        && head().is_ok_and(|head| metadata::is_metadata(&String::from_utf8_lossy(&head)))
}

/// Returns the tables that a mapping names, as files beside it.
///
/// # Errors
///
/// [`ImportError::Mapping`] if it cannot be read.
pub(crate) fn tables_of(path: &Path) -> Result<Vec<PathBuf>, ImportError> {
    let mapping = Mapping::read(path)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let urls = mapping
        .metadata
        .tables
        .iter()
        .filter_map(|table| table.url.as_deref());
    let files: Vec<PathBuf> = urls
        .filter(|url| !url.contains("://"))
        .map(|url| folder.join(url))
        .collect();
    match files.is_empty() {
        true => Err(mapping.lacks("it names no table, by `url`, as a file beside it".to_owned())),
        false => Ok(files),
    }
}

/// Returns the name of the file that a URL ends with.
fn file_of(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    path.rsplit('/').next().unwrap_or(path)
}
