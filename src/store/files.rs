//! RDF files read into statements.

use crate::store::StoreError;
use oxrdf::{GraphName, NamedNode, Quad};
use oxrdfio::{RdfFormat, RdfParseError, RdfParser};
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// Reads an RDF file, or every RDF file of a folder, in the order of their names.
///
/// Statements of a format without graphs (Turtle, N-Triples, RDF/XML) go into a graph named for
/// the file, so that their source stays known.
///
/// # Errors
///
/// [`StoreError::Read`], [`StoreError::UnknownFormat`], [`StoreError::NoFiles`] or
/// [`StoreError::Syntax`]; nothing is returned then.
pub fn read_path(path: &Path) -> Result<Vec<Quad>, StoreError> {
    if !path.is_dir() {
        return read_file(path);
    }
    let failed = |source| StoreError::Read {
        path: path.to_owned(),
        source,
    };
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(path).map_err(failed)? {
        let file = entry.map_err(failed)?.path();
        if format(&file).is_some() {
            files.push(file);
        }
    }
    if files.is_empty() {
        return Err(StoreError::NoFiles(path.to_owned()));
    }
    files.sort();
    let mut quads = Vec::new();
    for file in files {
        quads.extend(read_file(&file)?);
    }
    Ok(quads)
}

/// Reads one RDF file; its name says the format.
///
/// # Errors
///
/// As [`read_path`].
pub fn read_file(path: &Path) -> Result<Vec<Quad>, StoreError> {
    let format = format(path).ok_or_else(|| StoreError::UnknownFormat(path.to_owned()))?;
    let failed = |source| StoreError::Read {
        path: path.to_owned(),
        source,
    };
    let file = File::open(path).map_err(failed)?;
    let mut parser = RdfParser::from_format(format).rename_blank_nodes();
    if !format.supports_datasets() {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let id: String = stem
            .chars()
            .map(|c| if c.is_alphanumeric() { c } else { '-' })
            .collect();
        let graph = NamedNode::new(format!("{}{id}", crate::model::vocab::AGID));
        parser = parser.with_default_graph(graph.map_or(GraphName::DefaultGraph, Into::into));
    }
    parser
        .for_reader(BufReader::new(file))
        .map(|quad| {
            quad.map_err(|error| match error {
                RdfParseError::Io(source) => failed(source),
                RdfParseError::Syntax(source) => StoreError::Syntax {
                    path: path.to_owned(),
                    place: source
                        .location()
                        .map(|range| (range.start.line, range.start.column)),
                    source: Box::new(source),
                },
            })
        })
        .collect()
}

fn format(path: &Path) -> Option<RdfFormat> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    match ending.as_str() {
        // What the formats are called is used as an ending, too.
        "turtle" => Some(RdfFormat::Turtle),
        "ntriples" => Some(RdfFormat::NTriples),
        "nquads" => Some(RdfFormat::NQuads),
        ending => RdfFormat::from_extension(ending),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_name_formats() {
        let format = |name: &str| format(Path::new(name));
        assert_eq!(format("a.turtle"), Some(RdfFormat::Turtle));
        assert_eq!(format("a.ntriples"), format("a.nt"));
        assert_eq!(format("a.nquads"), format("a.NQ"));
        assert!(format("a.jsonld").is_some() && format("a.rdf").is_some());
        assert_eq!(format("a.csv"), None);
        assert_eq!(format("nt"), None);
    }
}
