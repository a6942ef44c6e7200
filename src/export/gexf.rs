//! GEXF 1.3, the format of Gephi.

use crate::export::attribute::{self, Field, Kind};
use crate::export::text::compact;
use crate::export::xml::{content, document, element};
use crate::view::Subgraph;
use quick_xml::Writer;
use std::io::{self, Write};

/// Writes the subgraph. Nodes are named by their IRI; dates are texts, because Gephi knows no
/// date that is only a month or a year. Links of different relations between the same two nodes
/// have different `kind`s, else Gephi would melt them into one.
pub(crate) fn write(subgraph: &Subgraph, out: impl Write) -> io::Result<()> {
    let root = [
        ("xmlns", "http://gexf.net/1.3"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        (
            "xsi:schemaLocation",
            "http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd",
        ),
        ("version", "1.3"),
    ];
    let graph = [("defaultedgetype", "directed"), ("mode", "static")];
    document(out, |writer| {
        element(writer, "gexf", &root).write_inner_content(|writer| {
            element(writer, "meta", &[]).write_inner_content(|writer| {
                element(writer, "creator", &[]).write_text_content(content("actorgraph"))?;
                Ok(())
            })?;
            element(writer, "graph", &graph).write_inner_content(|writer| {
                write_attributes(writer, "node", &attribute::of_nodes(subgraph))?;
                write_attributes(writer, "edge", &attribute::of_links(subgraph))?;
                write_nodes(writer, subgraph)?;
                write_edges(writer, subgraph)
            })?;
            Ok(())
        })?;
        Ok(())
    })
}

fn write_nodes<W: Write>(writer: &mut Writer<W>, subgraph: &Subgraph) -> io::Result<()> {
    element(writer, "nodes", &[]).write_inner_content(|writer| {
        for node in &subgraph.nodes {
            let node_attributes = [("id", node.iri.as_str()), ("label", &node.label)];
            element(writer, "node", &node_attributes).write_inner_content(|writer| {
                write_values(writer, attribute::of_node(subgraph, node))
            })?;
        }
        Ok(())
    })?;
    Ok(())
}

fn write_edges<W: Write>(writer: &mut Writer<W>, subgraph: &Subgraph) -> io::Result<()> {
    element(writer, "edges", &[]).write_inner_content(|writer| {
        for (number, link) in subgraph.links.iter().enumerate() {
            let edge_attributes = [
                ("id", &*format!("e{number}")),
                ("source", subgraph.nodes[link.from].iri.as_str()),
                ("target", subgraph.nodes[link.to].iri.as_str()),
                ("kind", &compact(link.relation.as_str())),
                ("label", &link.label),
            ];
            element(writer, "edge", &edge_attributes).write_inner_content(|writer| {
                write_values(writer, attribute::of_link(subgraph, link))
            })?;
        }
        Ok(())
    })?;
    Ok(())
}

/// Declares all attributes but `label`, which the format has built in.
fn write_attributes<W: Write>(
    writer: &mut Writer<W>,
    class: &str,
    attributes: &[(&str, Kind)],
) -> io::Result<()> {
    element(writer, "attributes", &[("class", class)]).write_inner_content(|writer| {
        for (name, kind) in attributes.iter().filter(|(name, _)| *name != "label") {
            let kind = match kind {
                Kind::Text => "string",
                Kind::Number => "integer",
                Kind::Real => "double",
                Kind::Flag => "boolean",
            };
            let declared = [("id", *name), ("title", name), ("type", kind)];
            element(writer, "attribute", &declared).write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

fn write_values<W: Write>(writer: &mut Writer<W>, fields: Vec<Field<'_>>) -> io::Result<()> {
    element(writer, "attvalues", &[]).write_inner_content(|writer| {
        for (name, value) in fields.iter().filter(|(name, _)| *name != "label") {
            if let Some(text) = value.to_text() {
                element(writer, "attvalue", &[("for", name), ("value", &text)]).write_empty()?;
            }
        }
        Ok(())
    })?;
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
            let (mut nodes, mut edges, mut chinese) = (Vec::new(), Vec::new(), Vec::new());
            loop {
                let tag = match reader.read_event().unwrap() {
                    Event::Start(tag) | Event::Empty(tag) => tag,
                    Event::Eof => break,
                    _ => continue,
                };
                let text = |name: &str| {
                    let attribute = tag.try_get_attribute(name).unwrap().unwrap();
                    attribute.unescape_value().unwrap().into_owned()
                };
                match tag.name().as_ref() {
                    b"node" => nodes.push(text("label")),
                    b"edge" => edges.push(text("label")),
                    b"attvalue" if text("for") == "label_zh" => chinese.push(text("value")),
                    _ => {}
                }
            }
            let of_nodes = subgraph.nodes.iter().map(|node| printable(&node.label));
            prop_assert_eq!(nodes, of_nodes.collect::<Vec<_>>());
            let of_links = subgraph.links.iter().map(|link| printable(&link.label));
            prop_assert_eq!(edges, of_links.collect::<Vec<_>>());
            let labels = subgraph.nodes.iter().filter_map(|node| node.label_zh.as_deref());
            prop_assert_eq!(chinese, labels.map(printable).collect::<Vec<_>>());
        }
    }
}
