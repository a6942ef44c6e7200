//! The formats by name.

use crate::export::ExportError;
use crate::names::nearest;
use oxrdfio::{JsonLdProfileSet, RdfFormat};
use sparesults::QueryResultsFormat;
use std::fmt;
use std::str::FromStr;

/// A format that we write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Turtle: statements without their graphs.
    Turtle,
    /// TriG: statements by graph.
    TriG,
    /// N-Triples: statements without their graphs, one a line.
    NTriples,
    /// N-Quads: statements with their graphs, one a line.
    NQuads,
    /// RDF/XML: statements without their graphs.
    RdfXml,
    /// JSON-LD, expanded: statements by graph.
    JsonLd,
    /// DOT, which Graphviz draws.
    Dot,
    /// GraphML, for networkx, Gephi, yEd, igraph.
    GraphMl,
    /// GEXF 1.3, for Gephi.
    Gexf,
    /// The JSON elements of Cytoscape and Cytoscape.js.
    Cytoscape,
    /// Comma-separated values: a table, or the edges of a subgraph.
    Csv,
    /// The edges of a subgraph, one JSON object a line.
    JsonLines,
    /// SPARQL results as tab-separated values, the terms as in Turtle.
    Tsv,
    /// SPARQL results as JSON.
    Json,
    /// SPARQL results as XML.
    Xml,
}

/// What a format can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Content {
    /// Statements, as of a whole dataset or a CONSTRUCT.
    Statements,
    /// The rows of a SELECT.
    Table,
    /// Nodes and links, as of a path.
    Subgraph,
}

/// Each format with its name, file extension, media type and further names.
#[rustfmt::skip]
const FACTS: [(Format, &str, &str, &str, &[&str]); 15] = [
    (Format::Turtle,    "turtle",    "ttl",     "text/turtle",                     &[]),
    (Format::TriG,      "trig",      "trig",    "application/trig",                &[]),
    (Format::NTriples,  "ntriples",  "nt",      "application/n-triples",           &[]),
    (Format::NQuads,    "nquads",    "nq",      "application/n-quads",             &[]),
    (Format::RdfXml,    "rdfxml",    "rdf",     "application/rdf+xml",             &["owl"]),
    (Format::JsonLd,    "jsonld",    "jsonld",  "application/ld+json",             &[]),
    (Format::Dot,       "dot",       "dot",     "text/vnd.graphviz",               &["gv", "graphviz"]),
    (Format::GraphMl,   "graphml",   "graphml", "application/graphml+xml",         &[]),
    (Format::Gexf,      "gexf",      "gexf",    "application/gexf+xml",            &[]),
    (Format::Cytoscape, "cytoscape", "cyjs",    "application/json",                &[]),
    (Format::Csv,       "csv",       "csv",     "text/csv",                        &[]),
    (Format::JsonLines, "jsonl",     "jsonl",   "application/x-ndjson",            &["ndjson"]),
    (Format::Tsv,       "tsv",       "tsv",     "text/tab-separated-values",       &[]),
    (Format::Json,      "json",      "json",    "application/sparql-results+json", &["srj"]),
    (Format::Xml,       "xml",       "xml",     "application/sparql-results+xml",  &["srx"]),
];

const ALL: [Format; FACTS.len()] = {
    let mut all = [Format::Turtle; FACTS.len()];
    let mut index = 0;
    while index < FACTS.len() {
        all[index] = FACTS[index].0;
        index += 1;
    }
    all
};

impl Format {
    /// Returns every format, those of statements first.
    pub const fn all() -> &'static [Self] {
        &ALL
    }

    /// Returns the name, as `--format` takes it.
    pub const fn name(self) -> &'static str {
        FACTS[self as usize].1
    }

    /// Returns the ending of file names, without the dot. It parses back to the format.
    pub const fn extension(self) -> &'static str {
        FACTS[self as usize].2
    }

    /// Returns the media type, without parameters. All formats are in UTF-8.
    pub const fn media_type(self) -> &'static str {
        FACTS[self as usize].3
    }

    /// Tells whether the format can hold such content.
    pub fn writes(self, content: Content) -> bool {
        match content {
            Content::Statements => self.to_rdf().is_some(),
            Content::Table => self.to_results().is_some(),
            Content::Subgraph => matches!(
                self,
                Self::Dot
                    | Self::GraphMl
                    | Self::Gexf
                    | Self::Cytoscape
                    | Self::Csv
                    | Self::JsonLines
            ),
        }
    }

    /// Returns the formats that can hold such content.
    pub fn of(content: Content) -> impl Iterator<Item = Self> {
        let all = Self::all().iter().copied();
        all.filter(move |format| format.writes(content))
    }

    pub(crate) fn to_rdf(self) -> Option<RdfFormat> {
        Some(match self {
            Self::Turtle => RdfFormat::Turtle,
            Self::TriG => RdfFormat::TriG,
            Self::NTriples => RdfFormat::NTriples,
            Self::NQuads => RdfFormat::NQuads,
            Self::RdfXml => RdfFormat::RdfXml,
            Self::JsonLd => RdfFormat::JsonLd {
                profile: JsonLdProfileSet::empty(),
            },
            _ => return None,
        })
    }

    pub(crate) fn to_results(self) -> Option<QueryResultsFormat> {
        Some(match self {
            Self::Csv => QueryResultsFormat::Csv,
            Self::Tsv => QueryResultsFormat::Tsv,
            Self::Json => QueryResultsFormat::Json,
            Self::Xml => QueryResultsFormat::Xml,
            _ => return None,
        })
    }

    pub(crate) fn unsuited(self, content: Content) -> ExportError {
        ExportError::Unsuited {
            format: self,
            content,
        }
    }
}

impl Content {
    /// Every kind of content.
    pub const ALL: [Self; 3] = [Self::Statements, Self::Table, Self::Subgraph];
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Statements => "statements",
            Self::Table => "a table",
            Self::Subgraph => "a subgraph",
        })
    }
}

impl FromStr for Format {
    type Err = ExportError;

    /// Reads a name or a file extension: `nquads`, `N-Quads`, `nq` and `.nq` are the same.
    fn from_str(text: &str) -> Result<Self, ExportError> {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        let word: String = letters.flat_map(char::to_lowercase).collect();
        let found = FACTS.iter().find(|(_, name, extension, _, others)| {
            word == *name || word == *extension || others.contains(&word.as_str())
        });
        found
            .map(|facts| facts.0)
            .ok_or_else(|| ExportError::UnknownFormat {
                name: text.to_owned(),
                nearest: nearest(&word, FACTS.iter().map(|facts| facts.1)),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_enum() {
        for (index, facts) in FACTS.iter().enumerate() {
            assert_eq!(facts.0 as usize, index);
        }
    }

    #[test]
    fn names_and_extensions_parse_back() {
        for &format in Format::all() {
            assert_eq!(format.name().parse::<Format>().unwrap(), format);
            assert_eq!(format.extension().parse::<Format>().unwrap(), format);
            assert_eq!(format.to_string().parse::<Format>().unwrap(), format);
        }
        assert_eq!("N-Quads".parse::<Format>().unwrap(), Format::NQuads);
        assert_eq!("RDF/XML".parse::<Format>().unwrap(), Format::RdfXml);
        assert_eq!(".GV".parse::<Format>().unwrap(), Format::Dot);
    }

    #[test]
    fn a_slip_is_answered_with_the_nearest_name() {
        let error = "grafml".parse::<Format>().unwrap_err();
        assert!(matches!(
            error,
            ExportError::UnknownFormat {
                nearest: Some("graphml"),
                ..
            }
        ));
        assert_eq!(error.to_string(), "`grafml` is not a format that we write");
    }
}
