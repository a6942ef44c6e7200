//! Everything that words on the command line name, to claims.

use crate::import::csvw;
use crate::import::document::{Document, Progress, read_document};
use crate::import::format::{Format, HEAD, Head};
use crate::import::input::{Input, inputs};
use crate::import::pipeline::Target;
use crate::import::source::{Past, Settings};
use crate::import::tables::{self, TablesError};
use crate::import::{ImportError, archive, rdf};
use crate::ontology::Ontology;
use crate::store::{DEFAULT_GRAPH, SavedStore};
use std::fs;
use std::path::{Path, PathBuf};

/// What words on the command line name.
#[derive(Debug, Default)]
pub struct Gathered {
    /// What was read.
    pub documents: Vec<Document>,
    /// The names of files of folders and archives that are of no known format, and were not read.
    pub passed_over: Vec<String>,
}

/// Reads documents, patterns of names, and folders with whatever of a known format they hold: a
/// saved dataset, our tables, files.
///
/// Memory: as [`read_document`].
///
/// # Errors
///
/// [`ImportError`]; some statements may have been handed over by then.
pub fn gather(
    words: &[PathBuf],
    settings: &Settings,
    ontology: &Ontology,
    past: &mut Past,
    target: &mut Target<'_>,
    progress: &Progress<'_>,
) -> Result<Gathered, ImportError> {
    let mut gathered = Gathered::default();
    for path in inputs(words)? {
        if path == Path::new("-") {
            gathered.documents.push(read_document(
                &Input::Standard,
                settings,
                past,
                target,
                progress,
            )?);
        } else if let Some(saved) = SavedStore::find(&path) {
            gathered.documents.push(of_saved(&saved, target)?);
        } else if path.is_dir() {
            folder(
                &path,
                settings,
                ontology,
                past,
                target,
                progress,
                &mut gathered,
            )?;
        } else if settings.mapping.is_none() && csvw::is_mapping(&path) {
            for table in csvw::tables_of(&path)? {
                let own = Settings {
                    mapping: Some(path.clone()),
                    ..settings.clone()
                };
                let input = Input::File(table);
                let document = read_document(&input, &own, past, target, progress)?;
                gathered.documents.push(document);
            }
        } else {
            let documents = documents_of(&path)?;
            // An archive of several may hold much else, as a folder may.
            let is_one = documents.len() == 1 || settings.format.is_some();
            let before = gathered.documents.len();
            for input in documents {
                if !is_one && !is_known(&input, settings)? {
                    gathered.passed_over.push(input.name());
                    continue;
                }
                let document = read_document(&input, settings, past, target, progress)?;
                gathered.documents.push(document);
            }
            if gathered.documents.len() == before {
                return Err(ImportError::Nothing(path));
            }
        }
    }
    Ok(gathered)
}

/// Returns the file as one document, or those in it if it is an archive.
fn documents_of(path: &Path) -> Result<Vec<Input>, ImportError> {
    let files = archive::files(path).map_err(|source| ImportError::Unreadable {
        name: path.display().to_string(),
        source,
    })?;
    Ok(files.unwrap_or_else(|| vec![Input::File(path.to_owned())]))
}

/// Takes over the claims of a saved dataset.
fn of_saved(saved: &SavedStore, target: &mut Target<'_>) -> Result<Document, ImportError> {
    let name = saved.facts().display().to_string();
    let mut document = Document::new(name, "saved", None);
    let pack = saved.open()?;
    document.statements = pack.claim_count();
    match target {
        Target::Nowhere => (),
        Target::Claims(builder) => builder.claims_of(&pack)?,
        Target::Quads(out) => {
            for row in pack.claims() {
                let [s, p, o, g] = row.map(|id| (id != DEFAULT_GRAPH).then(|| pack.term(id)));
                for term in [s, p, o, g].into_iter().flatten() {
                    write!(out, "{term} ").map_err(ImportError::Write)?;
                }
                writeln!(out, ".").map_err(ImportError::Write)?;
            }
        }
    }
    document.records = document.statements as u64;
    document.mapped = document.records;
    Ok(document)
}

/// Reads the files of a folder that are of a known format, in the order of their names, and its
/// tables.
fn folder(
    path: &Path,
    settings: &Settings,
    ontology: &Ontology,
    past: &mut Past,
    target: &mut Target<'_>,
    progress: &Progress<'_>,
    gathered: &mut Gathered,
) -> Result<(), ImportError> {
    let unreadable = |source| ImportError::Unreadable {
        name: path.display().to_string(),
        source,
    };
    let before = gathered.documents.len();
    let tables = match settings.format {
        Some(format) if !format.is_tables() => None,
        _ => tables_of(path, ontology, target)?,
    };
    let has_tables = tables.is_some();
    gathered.documents.extend(tables);
    let mut files = Vec::new();
    let mut mapped = Vec::new();
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let file = entry.map_err(unreadable)?.path();
        if csvw::is_mapping(&file) {
            // One that names no table goes by its own name.
            let tables = csvw::tables_of(&file).unwrap_or_default();
            mapped.extend(tables.into_iter().map(|table| (table, file.clone())));
        } else if file.is_file() {
            files.push(file);
        }
    }
    files.sort();
    for file in files {
        let is_table = has_tables && file.extension().is_some_and(|ending| ending == "csv");
        let mapping = mapped.iter().find(|(table, _)| *table == file);
        let own = Settings {
            mapping: (settings.mapping.clone()).or(mapping.map(|(_, mapping)| mapping.clone())),
            ..settings.clone()
        };
        let is_named = own.format.is_some() || own.mapping.is_some();
        // A folder may hold much else: what nobody named is read only if it is known.
        for input in documents_of(&file)? {
            if is_table {
                continue;
            }
            if !is_named && !is_known(&input, settings)? {
                gathered.passed_over.push(input.name());
                continue;
            }
            let document = read_document(&input, &own, past, target, progress)?;
            gathered.documents.push(document);
        }
    }
    match gathered.documents.len() > before {
        true => Ok(()),
        false => Err(ImportError::Nothing(path.to_owned())),
    }
}

/// Tells whether a file is of a known format. One that cannot be read is an error: nobody can say
/// that it may be left out.
fn is_known(input: &Input, settings: &Settings) -> Result<bool, ImportError> {
    use std::io::Read;
    // A mapping that cannot be used is told when the table is read.
    let has_mapping = !matches!(csvw::Mapping::of(input, settings), Ok(None));
    if has_mapping || rdf::of_name(input).is_some() {
        return Ok(true);
    }
    let begin = || {
        let mut head = Vec::new();
        let limit = HEAD as u64;
        input.open()?.bytes.take(limit).read_to_end(&mut head)?;
        Ok(head)
    };
    let head = begin().map_err(|source| ImportError::Unreadable {
        name: input.name(),
        source,
    })?;
    Ok(Format::recognize(&Head::new(&head, input.file_name().as_deref())).is_some())
}

/// Reads the tables of a folder, if it has any.
fn tables_of(
    path: &Path,
    ontology: &Ontology,
    target: &mut Target<'_>,
) -> Result<Option<Document>, ImportError> {
    let has_one = tables::schema::TABLES
        .iter()
        .any(|table| path.join(format!("{}.csv", table.name)).is_file());
    let tables = match tables::read(path, ontology) {
        Ok(tables) => tables,
        Err(TablesError::NoTables { .. }) => return Ok(None),
        // A folder of others is no folder of misnamed tables.
        Err(TablesError::Faults(_)) if !has_one => return Ok(None),
        Err(source) => {
            return Err(ImportError::Tables {
                folder: path.to_owned(),
                source,
            });
        }
    };
    let mut document = Document::new(path.display().to_string(), "tables", None);
    for quad in &tables.quads {
        match target {
            Target::Nowhere => (),
            Target::Claims(builder) => builder.claim(quad)?,
            Target::Quads(out) => writeln!(out, "{quad} .").map_err(ImportError::Write)?,
        }
    }
    document.statements = tables.quads.len();
    document.records = tables.rows.iter().map(|(_, count)| *count as u64).sum();
    document.mapped = document.records;
    Ok(Some(document))
}
