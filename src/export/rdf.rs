//! Statements as RDF, sorted, each once, with the prefixes that they use.

use crate::export::text::is_xml;
use crate::export::{Content, ExportError, Format};
use crate::store::PREFIXES;
use oxrdf::vocab::rdf;
use oxrdf::{BlankNode, GraphName, NamedNode, NamedOrBlankNode, Quad, Term, Triple};
use oxrdfio::RdfSerializer;
use std::io::{self, Write};

/// Writes statements, each once.
///
/// N-Quads and N-Triples are sorted by their bytes, as `LC_ALL=C sort` would. TriG and JSON-LD are
/// grouped by graph, the default graph first, then, as Turtle and RDF/XML, by subject; types come
/// first, the rest is sorted by predicate and object. Turtle, N-Triples and RDF/XML have no
/// graphs: they get the union of all graphs, so a claim of two sources stands there once. Blank
/// nodes keep their labels.
///
/// Holds all statements in memory to sort them. Cost: O(n log n).
///
/// # Errors
///
/// [`ExportError::Unsuited`] for a format of other contents; [`ExportError::Character`] and
/// [`ExportError::XmlName`] for what RDF/XML cannot hold; [`ExportError::Write`].
pub fn write_quads(
    format: Format,
    quads: impl IntoIterator<Item = Quad>,
    out: impl Write,
) -> Result<(), ExportError> {
    let rdf_format = format
        .to_rdf()
        .ok_or_else(|| format.unsuited(Content::Statements))?;
    let mut out = io::BufWriter::new(out);
    let quads = quads.into_iter().map(|mut quad| {
        if !rdf_format.supports_datasets() {
            quad.graph_name = GraphName::DefaultGraph;
        }
        quad
    });
    if matches!(format, Format::NTriples | Format::NQuads) {
        let mut lines: Vec<String> = quads.map(|quad| format!("{quad} .")).collect();
        lines.sort_unstable();
        lines.dedup();
        for line in lines {
            writeln!(out, "{line}")?;
        }
        return Ok(out.flush()?);
    }

    let mut quads: Vec<Quad> = quads.collect();
    quads.sort_by(|a, b| order(a).cmp(&order(b)));
    quads.dedup();
    if format == Format::RdfXml {
        quads.iter().try_for_each(check_xml)?;
    }
    let mut serializer = RdfSerializer::from_format(rdf_format);
    for (prefix, namespace) in PREFIXES {
        if quads.iter().any(|quad| uses(quad, namespace)) {
            serializer = serializer
                .with_prefix(*prefix, *namespace)
                .expect("our own namespaces are IRIs");
        }
    }
    let mut writer = serializer.for_writer(&mut out);
    for quad in &quads {
        writer.serialize_quad(quad)?;
    }
    writer.finish()?;
    if matches!(format, Format::RdfXml | Format::JsonLd) {
        writeln!(out)?;
    }
    Ok(out.flush()?)
}

/// Writes statements without graphs; the rest is as for [`write_quads`].
///
/// # Errors
///
/// As [`write_quads`].
pub fn write_triples(
    format: Format,
    triples: impl IntoIterator<Item = Triple>,
    out: impl Write,
) -> Result<(), ExportError> {
    let triples = triples.into_iter();
    let quads = triples.map(|triple| triple.in_graph(GraphName::DefaultGraph));
    write_quads(format, quads, out)
}

/// Graph, subject, types first, predicate, object: named before blank before literal.
type Order<'a> = [(u8, &'a str, &'a str, &'a str); 4];

fn order(quad: &Quad) -> Order<'_> {
    let graph = match &quad.graph_name {
        GraphName::DefaultGraph => (0, "", "", ""),
        GraphName::NamedNode(node) => (1, node.as_str(), "", ""),
        GraphName::BlankNode(node) => (2, node.as_str(), "", ""),
    };
    let subject = match &quad.subject {
        NamedOrBlankNode::NamedNode(node) => (1, node.as_str(), "", ""),
        NamedOrBlankNode::BlankNode(node) => (2, node.as_str(), "", ""),
    };
    let no_type = u8::from(quad.predicate != rdf::TYPE);
    let object = match &quad.object {
        Term::NamedNode(node) => (1, node.as_str(), "", ""),
        Term::Literal(text) => (
            3,
            text.value(),
            text.language().unwrap_or_default(),
            text.datatype().as_str(),
        ),
        Term::BlankNode(node) => (2, node.as_str(), "", ""),
        #[cfg(feature = "shacl")]
        Term::Triple(_) => (4, "", "", ""),
    };
    [
        graph,
        subject,
        (no_type, quad.predicate.as_str(), "", ""),
        object,
    ]
}

fn uses(quad: &Quad, namespace: &str) -> bool {
    let named = |node: &NamedNode| node.as_str().starts_with(namespace);
    (quad.predicate != rdf::TYPE && named(&quad.predicate))
        || matches!(&quad.subject, NamedOrBlankNode::NamedNode(node) if named(node))
        || matches!(&quad.graph_name, GraphName::NamedNode(node) if named(node))
        || match &quad.object {
            Term::NamedNode(node) => named(node),
            Term::Literal(text) => text.datatype().as_str().starts_with(namespace),
            _ => false,
        }
}

/// Refuses what RDF/XML cannot hold, before a byte is written.
fn check_xml(quad: &Quad) -> Result<(), ExportError> {
    if let Term::Literal(text) = &quad.object
        && !text.value().chars().all(is_xml)
    {
        return Err(ExportError::Character {
            format: Format::RdfXml,
            text: text.value().to_owned(),
        });
    }
    let refused = |name: String| Err(ExportError::XmlName(name));
    let class = match &quad.object {
        Term::NamedNode(class) if quad.predicate == rdf::TYPE => Some(class),
        _ => None,
    };
    for element in class.into_iter().chain([&quad.predicate]) {
        let iri = element.as_str();
        let local = iri.rsplit(|c| !is_name_char(c)).next().unwrap_or(iri);
        if !local.contains(is_name_start) || is_reserved(iri) {
            return refused(iri.to_owned());
        }
    }
    let blank = |node: &BlankNode| {
        let label = node.as_str();
        match label.starts_with(is_name_start) && label.chars().all(is_name_char) {
            true => Ok(()),
            false => refused(node.to_string()),
        }
    };
    if let NamedOrBlankNode::BlankNode(node) = &quad.subject {
        blank(node)?;
    }
    if let Term::BlankNode(node) = &quad.object {
        blank(node)?;
    }
    Ok(())
}

/// The names that RDF/XML keeps for its own syntax.
fn is_reserved(iri: &str) -> bool {
    let local = iri.strip_prefix("http://www.w3.org/1999/02/22-rdf-syntax-ns#");
    let syntax = [
        "Description",
        "RDF",
        "ID",
        "about",
        "aboutEach",
        "aboutEachPrefix",
        "bagID",
        "datatype",
        "li",
        "nodeID",
        "parseType",
        "resource",
    ];
    local.is_some_and(|local| syntax.contains(&local))
}

/// NameStartChar of XML 1.0 without the colon.
fn is_name_start(c: char) -> bool {
    matches!(c, 'A'..='Z' | '_' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}'
        | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}'
        | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
        | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

/// NameChar of XML 1.0 without the colon.
fn is_name_char(c: char) -> bool {
    is_name_start(c)
        || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}'
            | '\u{203F}'..='\u{2040}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;
    use oxrdf::Literal;
    use oxrdfio::RdfParser;
    use proptest::prelude::*;
    use std::collections::HashSet;

    fn write(format: Format, quads: &[Quad]) -> Result<String, ExportError> {
        let mut out = Vec::new();
        write_quads(format, quads.iter().cloned(), &mut out)?;
        Ok(String::from_utf8(out).unwrap())
    }

    fn formats() -> impl Iterator<Item = Format> {
        Format::of(Content::Statements)
    }

    #[test]
    fn a_claim_of_two_sources_stands_once_where_there_are_no_graphs() {
        let quads = sample::quads();
        let claims = |format| {
            let text = write(format, &quads).unwrap();
            text.matches("listedBy").count()
        };
        assert_eq!(claims(Format::NQuads), 2);
        assert_eq!(claims(Format::TriG), 2);
        assert_eq!(claims(Format::NTriples), 1);
        assert_eq!(claims(Format::Turtle), 1);
    }

    #[test]
    fn rdfxml_refuses_what_it_cannot_hold() {
        let quad = |predicate: &str, object: Term| {
            let subject = NamedNode::new("http://example.org/s").unwrap();
            let predicate = NamedNode::new(predicate).unwrap();
            [Quad::new(
                subject,
                predicate,
                object,
                GraphName::DefaultGraph,
            )]
        };
        let bell = Literal::new_simple_literal("\u{7}").into();
        assert!(matches!(
            write(Format::RdfXml, &quad("http://example.org/p", bell)),
            Err(ExportError::Character { .. })
        ));
        for predicate in ["http://example.org/1", "http://example.org/", "urn:x:2-"] {
            assert!(matches!(
                write(Format::RdfXml, &quad(predicate, BlankNode::new("b").unwrap().into())),
                Err(ExportError::XmlName(iri)) if iri == predicate
            ));
        }
        let class = NamedNode::new("http://example.org/1").unwrap();
        assert!(write(Format::RdfXml, &quad(rdf::TYPE.as_str(), class.into())).is_err());
    }

    prop_compose! {
        fn literal()(text in sample::text(), kind in 0usize..6) -> Literal {
            use oxrdf::vocab::xsd;
            match kind {
                0 => Literal::new_language_tagged_literal_unchecked(text, "en"),
                1 => Literal::new_language_tagged_literal_unchecked(text, "zh-hant"),
                2 => Literal::new_typed_literal(text, xsd::DATE),
                3 => Literal::new_typed_literal(text, xsd::INTEGER),
                4 => Literal::from(text.len() as i64),
                _ => Literal::new_simple_literal(text),
            }
        }
    }

    fn node() -> impl Strategy<Value = NamedNode> {
        prop_oneof![
            "(urn:x:|http://example/|https://schema[.]org/)[a-z]{1,2}[-0-9._é中]{0,2}",
            Just(rdf::TYPE.as_str().to_owned()),
            Just("https://w3id.org/actorgraph/ns#listedBy".to_owned()),
        ]
        .prop_map(|iri| NamedNode::new(iri).unwrap())
    }

    fn blank() -> impl Strategy<Value = BlankNode> {
        "[a-c0-9][a-z0-9]?".prop_map(|label| BlankNode::new(label).unwrap())
    }

    fn quad() -> impl Strategy<Value = Quad> {
        let subject = prop_oneof![
            4 => node().prop_map(NamedOrBlankNode::from),
            1 => blank().prop_map(NamedOrBlankNode::from),
        ];
        let object = prop_oneof![
            2 => node().prop_map(Term::from),
            1 => blank().prop_map(Term::from),
            4 => literal().prop_map(Term::from),
        ];
        let graph = prop_oneof![
            Just(GraphName::DefaultGraph),
            node().prop_map(GraphName::from),
        ];
        (subject, node(), object, graph).prop_map(|(s, p, o, g)| Quad::new(s, p, o, g))
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(mut quads in prop::collection::vec(quad(), 0..12)) {
            for format in formats() {
                let rdf_format = format.to_rdf().unwrap();
                let text = match write(format, &quads) {
                    Err(ExportError::Character { .. } | ExportError::XmlName(_)) => continue,
                    result => result.unwrap(),
                };
                let parser = RdfParser::from_format(rdf_format).for_slice(&text);
                let read: Vec<Quad> = parser.collect::<Result<_, _>>().unwrap();
                let union = |quad: &Quad| match rdf_format.supports_datasets() {
                    true => quad.clone(),
                    false => Triple::from(quad.clone()).in_graph(GraphName::DefaultGraph),
                };
                let expected: HashSet<Quad> = quads.iter().map(union).collect();
                prop_assert_eq!(read.len(), expected.len(), "{}: {}", format, &text);
                prop_assert_eq!(read.into_iter().collect::<HashSet<_>>(), expected, "{}", &text);
                quads.reverse();
                prop_assert_eq!(write(format, &quads).unwrap(), text);
            }
        }
    }
}
