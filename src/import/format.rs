//! The formats that are read: what they are, how a document shows which it is, and who reads it.

use crate::import::chunk::{Chunk, Cut};
use crate::import::json::Json;
use crate::import::part::{Part, Tally};
use crate::import::rows::Header;
use crate::import::{
    bods, csl, csvw, dpl, eu, ftm, gleif, icij, littlesis, ofac, psc, same, senzing, uk, un,
    uslist, wikidata,
};
use crate::store::StoreError;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::fmt;

/// How many bytes of a document are looked at to tell its format.
pub(crate) const HEAD: usize = 1 << 16;

/// A reader of a format: it says where a document is cut, and states what a piece of it says.
///
/// Pieces are read on many threads, in any order; a reader keeps nothing from one for another, but
/// may learn the front of a document before. It must not panic, whatever the bytes.
pub(crate) trait Reader: Sync {
    /// Returns where records end.
    fn cut(&self) -> Cut;

    /// Returns the element of XML before which a document is wanted as a whole, ahead of all pieces:
    /// what stands there is what the pieces refer to.
    fn prologue(&self) -> Option<&'static str> {
        None
    }

    /// Takes in what stands before that element; what is not understood is noted in the tally. It
    /// is bounded as a record is.
    fn learn(&mut self, _front: &Chunk) -> Tally {
        Tally::default()
    }

    /// Counts in a piece what pieces behind it are told, where records have numbers of their own.
    fn count(&self, _chunk: &Chunk) -> [u64; 2] {
        [0; 2]
    }

    /// Takes in which records refer to each other, some at once, each with its line, its text and whether the
    /// document ends with it. Returns of each the number of those that it is one of so far; `None` where it is
    /// left out, and why in the tally. For [`Cut::Linked`].
    ///
    /// # Errors
    ///
    /// [`StoreError`] where what is to be known of them finds no room.
    fn link(
        &mut self,
        _records: &[(u64, &str, bool)],
        _tally: &mut Tally,
    ) -> Result<Vec<Option<u32>>, StoreError> {
        Ok(Vec::new())
    }

    /// Is told that all records were seen.
    fn settle(&mut self) {}

    /// Returns the number of those that a number became one of, once all is settled.
    fn linked(&self, number: u32) -> u32 {
        number
    }

    /// States what a piece says; what cannot be stated is noted in the part's tally.
    fn map(&self, chunk: &Chunk, part: &mut Part);

    /// Tells whether a document holds changes to another.
    fn changes(&self) -> bool {
        false
    }

    /// Tells whether a document says of itself that it is not the whole of its dataset.
    fn is_part(&self) -> bool {
        false
    }
}

/// A format that is read.
#[derive(Clone, Copy)]
pub struct Format {
    /// The name that `--as` takes.
    pub name: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// Who publishes such documents, where it is one body.
    pub publisher: Option<&'static str>,
    /// The page about it.
    pub page: &'static str,
    /// By what a document is told to be of it.
    pub sign: &'static str,
    /// The licence of documents, where it is the same for all.
    pub license: Option<&'static str>,
    /// Whether a document tells by silence: what it lacks is not in its dataset.
    pub is_complete: bool,
    pub(crate) reading: Reading,
}

/// How documents of a format are read.
#[derive(Clone, Copy)]
pub(crate) enum Reading {
    /// As RDF, see [`rdf`](crate::import::rdf).
    Rdf,
    /// As a folder of our own tables, see [`tables`](crate::import::tables).
    Tables,
    /// Record by record, as the mapping of a user has it, see [`csvw`].
    Mapped,
    /// Record by record.
    Records {
        /// Tells whether a document that begins so is of the format.
        fits: fn(&Head<'_>) -> bool,
        /// Returns who reads a document that begins so; it need not fit, where a user named the
        /// format.
        reader: fn(&Head<'_>) -> Box<dyn Reader>,
    },
}

/// All formats, in the order in which they are looked for.
pub const FORMATS: &[Format] = &[
    TABLES,
    csvw::FORMAT,
    ftm::DELTA,
    ftm::ENTITIES,
    ftm::SIMPLE,
    ftm::STATEMENTS,
    ftm::PACKED,
    csl::FORMAT,
    icij::FORMAT,
    wikidata::FORMAT,
    littlesis::FORMAT,
    bods::FORMAT,
    psc::FORMAT,
    ofac::TABLES,
    ofac::SDN_LIST,
    ofac::ADVANCED,
    ofac::ENHANCED,
    eu::FORMAT,
    un::FORMAT,
    uk::FORMAT,
    dpl::FORMAT,
    uslist::FORMAT,
    uslist::TEXT,
    senzing::FORMAT,
    gleif::ENTITIES,
    gleif::RELATIONS,
    gleif::EXCEPTIONS,
    same::FORMAT,
    RDF,
];

const TABLES: Format = Format {
    name: "tables",
    title: "our own tables, a folder of CSV files",
    publisher: None,
    page: "data/README.md",
    sign: "a folder with files named as in data/",
    license: None,
    is_complete: false,
    reading: Reading::Tables,
};

const RDF: Format = Format {
    name: "rdf",
    title: "RDF: Turtle, TriG, N-Triples, N-Quads, RDF/XML, JSON-LD",
    publisher: None,
    page: "https://www.w3.org/TR/rdf12-primer/",
    sign: "the ending of the name, or the syntax of the first statement",
    license: None,
    is_complete: false,
    reading: Reading::Rdf,
};

impl Format {
    /// Returns the format with this name.
    pub fn find(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name == name)
    }

    /// Returns the format that a document shows by how it begins.
    pub(crate) fn recognize(head: &Head<'_>) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.fits(head))
    }

    /// Tells whether a document that begins so shows records of this format.
    pub(crate) fn fits(&self, head: &Head<'_>) -> bool {
        match self.reading {
            Reading::Records { fits, .. } => fits(head),
            Reading::Rdf | Reading::Tables | Reading::Mapped => false,
        }
    }

    /// Tells whether it is a folder of tables.
    pub(crate) fn is_tables(&self) -> bool {
        matches!(self.reading, Reading::Tables)
    }

    /// Tells whether it is RDF.
    pub(crate) fn is_rdf(&self) -> bool {
        matches!(self.reading, Reading::Rdf)
    }

    /// Returns who reads a document that begins so, record by record; `None` where the format has no
    /// records.
    pub(crate) fn reader(&self, head: &Head<'_>) -> Option<Box<dyn Reader>> {
        match self.reading {
            Reading::Records { reader, .. } => Some(reader(head)),
            Reading::Rdf | Reading::Tables | Reading::Mapped => None,
        }
    }
}

/// Formats go by their names.
impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Format {}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Format").field(&self.name).finish()
    }
}

/// How a document begins, and what its file is called: all that there is to tell its format by.
pub(crate) struct Head<'h> {
    /// Its first [`HEAD`] bytes.
    pub(crate) bytes: &'h [u8],
    /// The same as text, without a mark of their order.
    pub(crate) text: Cow<'h, str>,
    /// The name of the file, without the ending that tells of a packing.
    pub(crate) file_name: Option<&'h str>,
    /// Whether the document goes on.
    pub(crate) is_cut: bool,
    header: OnceCell<Option<Header>>,
    keys: OnceCell<Option<Vec<String>>>,
}

impl<'h> Head<'h> {
    pub(crate) fn new(bytes: &'h [u8], file_name: Option<&'h str>) -> Self {
        let text = match String::from_utf8_lossy(bytes) {
            Cow::Borrowed(text) => Cow::Borrowed(text.strip_prefix('\u{FEFF}').unwrap_or(text)),
            Cow::Owned(text) => Cow::Owned(text.trim_start_matches('\u{FEFF}').to_owned()),
        };
        Self {
            bytes,
            text,
            file_name,
            is_cut: bytes.len() >= HEAD,
            header: OnceCell::new(),
            keys: OnceCell::new(),
        }
    }

    /// Returns the first characters, to tell a document by.
    pub(crate) fn start(&self) -> String {
        self.text.chars().take(60).collect()
    }

    /// Returns the first row as the header of a table with commas, if it may be one.
    pub(crate) fn header(&self) -> Option<&Header> {
        let header = self.header.get_or_init(|| Header::read(&self.text, b','));
        header.as_ref()
    }

    /// Tells whether the document is a table with these columns.
    pub(crate) fn has_columns(&self, names: &[&str]) -> bool {
        self.header().is_some_and(|header| header.has(names))
    }

    /// Returns the keys of the first JSON object, in an array or not, as far as the head reaches.
    pub(crate) fn keys(&self) -> Option<&[String]> {
        let keys = self.keys.get_or_init(|| {
            let head = self.text.trim_start();
            let head = head.strip_prefix('[').unwrap_or(head).trim_start();
            head.starts_with('{').then(|| {
                let mut keys = Vec::new();
                let _ = Json::new(head).object(|json, key| {
                    keys.push(key.into_owned());
                    json.skip()
                });
                keys
            })
        });
        keys.as_deref()
    }

    /// Tells whether the document begins with a JSON object that has all of these keys.
    pub(crate) fn has_keys(&self, names: &[&str]) -> bool {
        let has = |keys: &[String]| names.iter().all(|name| keys.iter().any(|key| key == name));
        self.keys().is_some_and(has)
    }

    /// Tells how a document of JSON objects is cut: at lines where each holds a whole object.
    pub(crate) fn objects(&self) -> Cut {
        let head = &*self.text;
        let mut lines = head.lines().map(str::trim).filter(|line| !line.is_empty());
        let first = lines.find(|line| *line != "[").unwrap_or_default();
        let mut json = Json::new(first.trim_start_matches('[').trim_end_matches(','));
        let is_whole = json.skip().and_then(|()| json.end()).is_ok();
        // A line longer than the head does not end in it.
        let is_long = !head.contains('\n') && self.is_cut;
        match is_whole && !head.trim_start().starts_with("[{") || is_long && !first.starts_with('[')
        {
            true => Cut::Lines,
            false => Cut::Objects,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(head: &str) -> Option<&'static str> {
        Format::recognize(&Head::new(head.as_bytes(), None)).map(|format| format.name)
    }

    #[test]
    fn documents_show_their_format() {
        let entity = r#"{"id": "a", "schema": "Person", "properties": {"name": ["A"]}}"#;
        assert_eq!(name(entity), Some("ftm"));
        assert_eq!(name(&format!("\u{feff}[\n{entity},\n")), Some("ftm"));
        assert_eq!(
            name(r#"{"op": "DEL", "entity": {"id": "a"}}"#),
            Some("ftm-delta")
        );
        assert_eq!(
            name(
                "\"id\",\"schema\",\"name\",\"aliases\",\"birth_date\",\"countries\",\"addresses\",\"identifiers\"\n"
            ),
            Some("ftm-simple")
        );
        assert_eq!(
            name("canonical_id,entity_id,prop,value,dataset\n"),
            Some("ftm-statements")
        );
        assert_eq!(name("Q1,Person:name,A,x,,,f,f,,,ab\n"), Some("ftm-pack"));
        assert_eq!(name("<a> <b> <c> .\n"), None);
        assert_eq!(name(""), None);
    }

    #[test]
    fn names_are_apart() {
        for format in FORMATS {
            assert_eq!(Format::find(format.name), Some(format));
        }
    }
}
