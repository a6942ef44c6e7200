//! The JSON elements of Cytoscape.

use crate::export::attribute::{self, Object, Value};
use crate::view::Subgraph;
use serde::{Serialize, Serializer};
use std::io::{self, Write};

/// Writes `{"data": [], "elements": {"nodes": [{"data": …}], "edges": [{"data": …}]}}`. Nodes are named by
/// their IRI; events and sources are arrays, unknown values are null.
pub(crate) fn write(subgraph: &Subgraph, mut out: impl Write) -> io::Result<()> {
    let elements = Elements {
        nodes: Nodes(subgraph),
        edges: Edges(subgraph),
    };
    let data = [];
    serde_json::to_writer_pretty(&mut out, &Document { data, elements })?;
    writeln!(out)
}

#[derive(Serialize)]
struct Document<'a> {
    /// What is told of the whole graph: nothing. NetworkX wants the key.
    data: [(); 0],
    elements: Elements<'a>,
}

#[derive(Serialize)]
struct Elements<'a> {
    nodes: Nodes<'a>,
    edges: Edges<'a>,
}

#[derive(Serialize)]
struct Element<'a> {
    data: Object<'a>,
}

struct Nodes<'a>(&'a Subgraph);

impl Serialize for Nodes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.nodes.iter().map(|node| {
            let id = [("id", Value::text(node.iri.as_str()))];
            let fields = id.into_iter().chain(attribute::of_node(self.0, node));
            let data = Object(fields.collect());
            Element { data }
        }))
    }
}

struct Edges<'a>(&'a Subgraph);

impl Serialize for Edges<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Subgraph { nodes, links, .. } = self.0;
        serializer.collect_seq(links.iter().enumerate().map(|(number, link)| {
            let ends = [
                ("id", Value::Text(format!("e{number}").into())),
                ("source", Value::text(nodes[link.from].iri.as_str())),
                ("target", Value::text(nodes[link.to].iri.as_str())),
            ];
            let fields = ends.into_iter().chain(attribute::of_link(self.0, link));
            let data = Object(fields.collect());
            Element { data }
        }))
    }
}
