//! GraphML: a directed graph whose attributes are declared with their types.

use crate::export::attribute::{self, Field, Kind};
use crate::export::xml::{content, document, element};
use crate::view::Subgraph;
use quick_xml::Writer;
use std::io::{self, Write};

/// Writes the subgraph. Several IRIs in one attribute are separated by spaces; unknown values are
/// left out. Nodes are named by their IRI.
pub(crate) fn write(subgraph: &Subgraph, out: impl Write) -> io::Result<()> {
    let root = [
        ("xmlns", "http://graphml.graphdrawing.org/xmlns"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        (
            "xsi:schemaLocation",
            "http://graphml.graphdrawing.org/xmlns \
             http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd",
        ),
    ];
    let graph = [("id", "actorgraph"), ("edgedefault", "directed")];
    document(out, |writer| {
        element(writer, "graphml", &root).write_inner_content(|writer| {
            write_keys(writer, "node", &attribute::of_nodes(subgraph))?;
            write_keys(writer, "edge", &attribute::of_links(subgraph))?;
            element(writer, "graph", &graph).write_inner_content(|writer| {
                for node in &subgraph.nodes {
                    let id = [("id", node.iri.as_str())];
                    element(writer, "node", &id).write_inner_content(|writer| {
                        write_data(writer, "node", attribute::of_node(subgraph, node))
                    })?;
                }
                for (number, link) in subgraph.links.iter().enumerate() {
                    let ends = [
                        ("id", &*format!("e{number}")),
                        ("source", subgraph.nodes[link.from].iri.as_str()),
                        ("target", subgraph.nodes[link.to].iri.as_str()),
                    ];
                    element(writer, "edge", &ends).write_inner_content(|writer| {
                        write_data(writer, "edge", attribute::of_link(subgraph, link))
                    })?;
                }
                Ok(())
            })?;
            Ok(())
        })?;
        Ok(())
    })
}

fn write_keys<W: Write>(
    writer: &mut Writer<W>,
    domain: &str,
    attributes: &[(&str, Kind)],
) -> io::Result<()> {
    for (name, kind) in attributes {
        let kind = match kind {
            Kind::Text => "string",
            Kind::Number => "int",
            Kind::Real => "double",
            Kind::Flag => "boolean",
        };
        let key = [
            ("id", &*format!("{domain}.{name}")),
            ("for", domain),
            ("attr.name", name),
            ("attr.type", kind),
        ];
        element(writer, "key", &key).write_empty()?;
    }
    Ok(())
}

fn write_data<W: Write>(
    writer: &mut Writer<W>,
    domain: &str,
    fields: Vec<Field<'_>>,
) -> io::Result<()> {
    for (name, value) in fields {
        if let Some(text) = value.to_text() {
            let key = [("key", &*format!("{domain}.{name}"))];
            element(writer, "data", &key).write_text_content(content(&text))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{sample, text::printable};
    use proptest::prelude::*;
    use quick_xml::Reader;
    use quick_xml::events::Event;

    proptest! {
        #[test]
        fn every_text_reads_back(subgraph in sample::any_subgraph()) {
            let mut out = Vec::new();
            write(&subgraph, &mut out).unwrap();
            let document = String::from_utf8(out).unwrap();

            let mut reader = Reader::from_str(&document);
            let (mut nodes, mut edges, mut texts, mut key) = (0, 0, Vec::new(), None);
            loop {
                match reader.read_event().unwrap() {
                    Event::Start(tag) => match tag.name().as_ref() {
                        b"node" => nodes += 1,
                        b"edge" => edges += 1,
                        b"data" => {
                            let id = tag.try_get_attribute("key").unwrap().unwrap();
                            key = Some((id.unescape_value().unwrap().into_owned(), String::new()));
                        }
                        _ => {}
                    },
                    Event::Text(text) => {
                        if let Some((_, content)) = &mut key {
                            content.push_str(&text.unescape().unwrap());
                        }
                    }
                    Event::End(_) => texts.extend(key.take()),
                    Event::Eof => break,
                    _ => {}
                }
            }
            prop_assert_eq!(nodes, subgraph.nodes.len());
            prop_assert_eq!(edges, subgraph.links.len());
            let labels = |name: &str| -> Vec<String> {
                let named = texts.iter().filter(|(key, _)| key == name);
                named.map(|(_, text)| text.clone()).collect()
            };
            let nodes = subgraph.nodes.iter();
            let expected: Vec<_> = nodes.map(|node| printable(&node.label)).collect();
            prop_assert_eq!(labels("node.label"), expected);
            let links = subgraph.links.iter();
            let expected: Vec<_> = links.map(|link| printable(&link.label)).collect();
            prop_assert_eq!(labels("edge.label"), expected);
        }
    }
}
