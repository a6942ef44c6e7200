//! RDF files read into statements, one after another.

use crate::store::StoreError;
use crate::store::watch::Watched;
use oxrdf::{BlankNode, GraphName, NamedNode, NamedOrBlankNode, Quad, Term};
use oxrdfio::{RdfFormat, RdfParseError, RdfParser};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::Xxh3;

/// Returns the file itself, or the RDF files of a folder in the order of their names.
///
/// # Errors
///
/// [`StoreError::Read`]; [`StoreError::NoFiles`] for a folder without any.
pub fn rdf_files(path: &Path) -> Result<Vec<PathBuf>, StoreError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
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
    files.sort();
    match files.is_empty() {
        true => Err(StoreError::NoFiles(path.to_owned())),
        false => Ok(files),
    }
}

/// RDF in a file, or in another place.
pub struct RdfSource<'a> {
    /// How to call it where something is wrong.
    pub path: &'a Path,
    /// Its format.
    pub format: RdfFormat,
    /// What the graph of a format without graphs is named for.
    pub stem: String,
    /// Begins to read it; called once.
    pub open: &'a dyn Fn() -> io::Result<Box<dyn Read + Send>>,
    /// Makes [what the names of its blank nodes begin with](blank_beginning); called once, where there
    /// are any, while it is read.
    pub beginning: &'a (dyn Fn() -> io::Result<String> + Sync),
}

/// Reads one RDF file, whose name says the format, and hands over its statements as they come.
///
/// # Errors
///
/// As [`read_rdf`], and [`StoreError::UnknownFormat`].
pub fn read_file(
    path: &Path,
    take: impl FnMut(Quad) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let format = format(path).ok_or_else(|| StoreError::UnknownFormat(path.to_owned()))?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let source = RdfSource {
        path,
        format,
        stem: stem.into_owned(),
        open: &|| Ok(Box::new(File::open(path)?)),
        beginning: &|| blank_beginning(&mut File::open(path)?),
    };
    read_rdf(&source, take)
}

/// Reads RDF and hands over its statements as they come.
///
/// Statements of a format without graphs (Turtle, N-Triples, RDF/XML) go into a graph named for
/// the file, so that their source stays known. Blank nodes get names that only this content has:
/// the same file gives the same statements, and nodes of two files are never taken for one.
///
/// # Errors
///
/// [`StoreError::Read`] or [`StoreError::Syntax`], and what `take` fails with.
pub fn read_rdf(
    source: &RdfSource<'_>,
    mut take: impl FnMut(Quad) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let (path, format) = (source.path, source.format);
    let failed = |source| StoreError::Read {
        path: path.to_owned(),
        source,
    };
    let file = (source.open)().map_err(failed)?;
    let file: Box<dyn Read> = match format {
        RdfFormat::RdfXml => Box::new(Watched::xml(file)),
        RdfFormat::JsonLd { .. } => Box::new(Watched::json(file)),
        _ => file,
    };
    let mut parser = RdfParser::from_format(format);
    if !format.supports_datasets() {
        let graph = graph_of(&source.stem).map_or(GraphName::DefaultGraph, Into::into);
        parser = parser.with_default_graph(graph);
    }
    let mut blanks = Blanks::default();
    for quad in parser.for_reader(BufReader::with_capacity(1 << 18, file)) {
        let mut quad = quad.map_err(|error| match error {
            RdfParseError::Io(source) => failed(source),
            RdfParseError::Syntax(source) => StoreError::Syntax {
                path: path.to_owned(),
                place: source
                    .location()
                    .map(|range| (range.start.line, range.start.column)),
                source: Box::new(source),
            },
        })?;
        blanks.rename(&mut quad, source.beginning).map_err(failed)?;
        take(quad)?;
    }
    Ok(())
}

/// Returns the graph of a file of a format without graphs, by the stem of its name.
pub fn graph_of(stem: &str) -> Option<NamedNode> {
    let safe = |c: char| if c.is_alphanumeric() { c } else { '-' };
    let id: String = stem.chars().map(safe).collect();
    NamedNode::new(format!("{}{id}", crate::model::vocab::AGID)).ok()
}

/// Returns what the names of the blank nodes of a document begin with: a hash of its content.
///
/// # Errors
///
/// What the system says if it cannot be read.
pub fn blank_beginning(document: &mut dyn Read) -> io::Result<String> {
    let mut hash = Xxh3::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        match document.read(&mut buffer) {
            Ok(0) => return Ok(format!("b{:016x}n", hash.digest())),
            Ok(read) => hash.update(&buffer[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

type Beginning<'a> = &'a (dyn Fn() -> io::Result<String> + Sync);

/// The blank nodes of a file: in the order in which they come, behind a hash of the file.
#[derive(Default)]
struct Blanks {
    prefix: Option<String>,
    names: HashMap<BlankNode, usize>,
}

impl Blanks {
    fn rename(&mut self, quad: &mut Quad, beginning: Beginning<'_>) -> io::Result<()> {
        if let NamedOrBlankNode::BlankNode(node) = &mut quad.subject {
            *node = self.name(node, beginning)?;
        }
        if let Term::BlankNode(node) = &mut quad.object {
            *node = self.name(node, beginning)?;
        }
        if let GraphName::BlankNode(node) = &mut quad.graph_name {
            *node = self.name(node, beginning)?;
        }
        Ok(())
    }

    fn name(&mut self, node: &BlankNode, beginning: Beginning<'_>) -> io::Result<BlankNode> {
        let prefix = match &mut self.prefix {
            Some(prefix) => prefix,
            none => none.insert(beginning()?),
        };
        let next = self.names.len();
        let number = match self.names.get(node) {
            Some(number) => *number,
            None => *self.names.entry(node.clone()).or_insert(next),
        };
        Ok(BlankNode::new_unchecked(format!("{prefix}{number}")))
    }
}

/// Tells whether a file is named like an RDF file.
pub fn is_rdf(path: &Path) -> bool {
    format(path).is_some()
}

/// Returns the RDF format that the name of a file says, or `None`.
pub fn rdf_format(path: &Path) -> Option<RdfFormat> {
    format(path)
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

    #[test]
    fn documents_that_the_parsers_would_take_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let read = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::write(&path, text).unwrap();
            let mut count = 0;
            let read = read_file(&path, |_| {
                count += 1;
                Ok(())
            });
            (read.map_err(|error| error.to_string()).err(), count)
        };
        let rdf = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.org/">
            <rdf:Description rdf:about="http://e.org/a"><e:p>1</e:p></rdf:Description></rdf:RDF>"#;
        assert_eq!(read("a.rdf", rdf), (None, 1));
        let (error, _) = read("b.rdf", rdf.strip_suffix("</rdf:RDF>").unwrap());
        assert!(error.is_some());
        let deep = "{\"http://e.org/p\":".repeat(5000) + "1" + &"}".repeat(5000);
        assert!(read("c.jsonld", &deep).0.is_some());
    }
}
