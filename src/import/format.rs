//! The formats that are read: what they are, how a document shows which it is, and who reads it.

use crate::import::chunk::{Chunk, Cut};
use crate::import::json::{Json, Kind};
use crate::import::part::Part;
use crate::import::rows::Header;
use crate::import::{csl, ftm, ofac, sdnlist};

/// How many bytes of a document are looked at to tell its format.
pub(crate) const HEAD: usize = 1 << 16;

/// A reader of a format: it says where a document is cut, and states what a piece of it says.
///
/// Pieces are read on many threads, in any order; a reader keeps nothing from one for another. It
/// must not panic, whatever the bytes.
pub(crate) trait Reader: Sync {
    /// Returns where records end.
    fn cut(&self) -> Cut;

    /// States what a piece says; what cannot be stated is noted in the part's tally.
    fn map(&self, chunk: &Chunk, part: &mut Part);

    /// Tells whether a document holds changes to another.
    fn changes(&self) -> bool {
        false
    }
}

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    kind: Reading,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    Rdf,
    Tables,
    Entities,
    Changes,
    Simple,
    Statements,
    Pack,
    Ofac,
    SdnList,
    Csl,
}

const FTM_PAGE: &str = "https://followthemoney.tech/";
const OPENSANCTIONS: &str = "https://www.opensanctions.org/docs/bulk/";

/// All formats, in the order in which they are looked for.
pub const FORMATS: &[Format] = &[
    Format {
        name: "tables",
        title: "our own tables, a folder of CSV files",
        publisher: None,
        page: "data/README.md",
        sign: "a folder with files named as in data/",
        license: None,
        is_complete: false,
        kind: Reading::Tables,
    },
    Format {
        name: "ftm-delta",
        title: "FollowTheMoney: changes to a dataset, one a line",
        publisher: None,
        page: OPENSANCTIONS,
        sign: "JSON objects with `op` and `entity`",
        license: None,
        is_complete: false,
        kind: Reading::Changes,
    },
    Format {
        name: "ftm",
        title: "FollowTheMoney: entities, one a line or in an array, nested or not",
        publisher: None,
        page: FTM_PAGE,
        sign: "JSON objects with `id`, `schema` and `properties`",
        license: None,
        is_complete: true,
        kind: Reading::Entities,
    },
    Format {
        name: "ftm-simple",
        title: "FollowTheMoney: a table with a row for each target",
        publisher: None,
        page: OPENSANCTIONS,
        sign: "a header with id, schema, name, aliases, countries, identifiers",
        license: None,
        is_complete: true,
        kind: Reading::Simple,
    },
    Format {
        name: "ftm-statements",
        title: "FollowTheMoney: a table of single statements",
        publisher: None,
        page: "https://www.opensanctions.org/docs/statements/",
        sign: "a header with canonical_id, prop, value, dataset",
        license: None,
        is_complete: true,
        kind: Reading::Statements,
    },
    Format {
        name: "ftm-pack",
        title: "FollowTheMoney: single statements without a header",
        publisher: None,
        page: "https://www.opensanctions.org/docs/statements/",
        sign: "rows of 11 cells, the second of the form Schema:property",
        license: None,
        is_complete: true,
        kind: Reading::Pack,
    },
    Format {
        name: "csl",
        title: "US Consolidated Screening List, one table",
        publisher: Some("US Department of Commerce, International Trade Administration"),
        page: "https://www.trade.gov/consolidated-screening-list",
        sign: "a header with source, entity_number, type, programs, name, alt_names",
        license: Some("public domain (17 U.S.C. 105)"),
        is_complete: true,
        kind: Reading::Csl,
    },
    Format {
        name: "ofac",
        title: "OFAC lists: entries, other names, addresses, remarks (.csv .del .pip)",
        publisher: Some("US Department of the Treasury, Office of Foreign Assets Control"),
        page: "https://ofac.treasury.gov/sanctions-list-service",
        sign: "rows of 12, 5, 6 or 2 cells that begin with a number; cons in the name of the file tells the non-SDN lists",
        license: Some("public domain (17 U.S.C. 105)"),
        is_complete: true,
        kind: Reading::Ofac,
    },
    Format {
        name: "ofac-xml",
        title: "OFAC lists as sdn.xml and consolidated.xml",
        publisher: Some("US Department of the Treasury, Office of Foreign Assets Control"),
        page: "https://ofac.treasury.gov/sanctions-list-service",
        sign: "the element sdnList; cons in the name of the file tells the non-SDN lists",
        license: Some("public domain (17 U.S.C. 105)"),
        is_complete: true,
        kind: Reading::SdnList,
    },
    Format {
        name: "rdf",
        title: "RDF: Turtle, TriG, N-Triples, N-Quads, RDF/XML, JSON-LD",
        publisher: None,
        page: "https://www.w3.org/TR/rdf12-primer/",
        sign: "the ending of the name, or the syntax of the first statement",
        license: None,
        is_complete: false,
        kind: Reading::Rdf,
    },
];

impl Format {
    /// Returns the format with this name.
    pub fn find(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name == name)
    }

    /// Returns the format that a document shows by how it begins.
    pub(crate) fn recognize(head: &[u8]) -> Option<&'static Self> {
        let text = beginning(head);
        FORMATS.iter().find(|format| format.fits(&text))
    }

    /// Tells whether documents are RDF.
    pub(crate) fn is_rdf(&self) -> bool {
        self.kind == Reading::Rdf
    }

    /// Tells whether it is a folder of tables.
    pub(crate) fn is_tables(&self) -> bool {
        self.kind == Reading::Tables
    }

    fn fits(&self, head: &str) -> bool {
        match self.kind {
            Reading::Rdf | Reading::Tables => false,
            Reading::Entities => object(head).is_some_and(|keys| keys.is_entity()),
            Reading::Changes => object(head).is_some_and(|keys| keys.op && keys.entity),
            Reading::Simple => Header::read(head, b',').is_some_and(|header| {
                header.has(&[
                    "id",
                    "schema",
                    "name",
                    "aliases",
                    "countries",
                    "identifiers",
                ])
            }),
            Reading::Statements => Header::read(head, b',').is_some_and(|header| {
                header.has(&["prop", "value", "dataset"])
                    && (header.has(&["canonical_id"]) || header.has(&["entity_id"]))
            }),
            Reading::Csl => Header::read(head, b',').is_some_and(|header| {
                header.has(&[
                    "source",
                    "entity_number",
                    "type",
                    "programs",
                    "name",
                    "alt_names",
                ])
            }),
            Reading::Ofac => ofac_table(head).is_some(),
            Reading::SdnList => head.contains("<sdnList") || head.contains("<sdnEntry>"),
            Reading::Pack => {
                let row = csv::ReaderBuilder::new()
                    .has_headers(false)
                    .flexible(true)
                    .from_reader(head.as_bytes())
                    .into_records()
                    .next();
                row.and_then(Result::ok).is_some_and(|row| {
                    row.len() == ftm::PACK.len()
                        && row[1].split_once(':').is_some_and(|(schema, name)| {
                            let word = |text: &str| {
                                !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric())
                            };
                            schema.starts_with(|c: char| c.is_ascii_uppercase())
                                && word(schema)
                                && word(name)
                        })
                })
            }
        }
    }

    /// Returns who reads a document of this format that begins so.
    pub(crate) fn reader(&self, head: &[u8], file_name: Option<&str>) -> Box<dyn Reader> {
        let text = beginning(head);
        match self.kind {
            Reading::Entities | Reading::Rdf | Reading::Tables => {
                Box::new(ftm::Entities { cut: cut(&text) })
            }
            Reading::Changes => Box::new(ftm::Changes),
            Reading::Simple => Box::new(ftm::Simple {
                header: Header::read(&text, b',').unwrap_or_default(),
            }),
            Reading::Statements => Box::new(ftm::Statements {
                header: Header::read(&text, b','),
            }),
            Reading::Pack => Box::new(ftm::Statements { header: None }),
            Reading::Csl => Box::new(csl::Table {
                header: Header::read(&text, b',').unwrap_or_default(),
            }),
            Reading::SdnList => Box::new(sdnlist::SdnList {
                is_sdn: ofac::is_sdn(file_name),
            }),
            Reading::Ofac => {
                let (table, delimiter) = ofac_table(&text).unwrap_or((ofac::Table::Entries, b','));
                Box::new(ofac::Legacy {
                    table,
                    delimiter,
                    is_sdn: ofac::is_sdn(file_name),
                })
            }
        }
    }
}

/// Tells which of OFAC's files begins so, and what stands between its cells.
fn ofac_table(head: &str) -> Option<(ofac::Table, u8)> {
    [b',', b'@', b'|'].into_iter().find_map(|delimiter| {
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(head.as_bytes());
        let row = reader.into_records().next()?.ok()?;
        Some((ofac::Table::of(&row)?, delimiter))
    })
}

/// Returns the beginning of a document as text.
fn beginning(head: &[u8]) -> String {
    let text = String::from_utf8_lossy(head);
    text.strip_prefix('\u{FEFF}').unwrap_or(&text).to_owned()
}

/// Tells how a document of JSON objects is cut: at lines where each holds a whole object.
fn cut(head: &str) -> Cut {
    let mut lines = head.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.find(|line| *line != "[").unwrap_or_default();
    let mut json = Json::new(first.trim_start_matches('[').trim_end_matches(','));
    let is_whole = json.skip().and_then(|()| json.end()).is_ok();
    // A line longer than the head does not end in it.
    let is_long = !head.contains('\n') && head.len() >= HEAD - 4;
    match is_whole && !head.trim_start().starts_with("[{") || is_long && !first.starts_with('[') {
        true => Cut::Lines,
        false => Cut::Objects,
    }
}

/// Which of the keys that tell formats an object has.
#[derive(Default)]
struct Keys {
    id: bool,
    schema: bool,
    properties: bool,
    op: bool,
    entity: bool,
}

impl Keys {
    fn is_entity(&self) -> bool {
        let count = [self.id, self.schema, self.properties]
            .iter()
            .filter(|known| **known)
            .count();
        // Beyond the head the rest of a long object is not seen.
        count == 3 || count == 2 && self.schema
    }
}

/// Returns the keys of the first object, in an array or not, as far as the head reaches.
fn object(head: &str) -> Option<Keys> {
    let head = head.trim_start();
    let head = head.strip_prefix('[').unwrap_or(head).trim_start();
    if !head.starts_with('{') {
        return None;
    }
    let mut keys = Keys::default();
    let mut json = Json::new(head);
    let _ = json.object(|json, key| {
        match key.as_ref() {
            "id" => keys.id = true,
            "schema" => keys.schema = json.peek()? == Kind::Text,
            "properties" => keys.properties = json.peek()? == Kind::Object,
            "op" => keys.op = true,
            "entity" => keys.entity = true,
            _ => (),
        }
        json.skip()
    });
    Some(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(head: &str) -> Option<&'static str> {
        Format::recognize(head.as_bytes()).map(|format| format.name)
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
