//! A small part of the graph as plain values: what a path search finds and what an export draws.

use crate::model::Date;
use oxrdf::NamedNode;

/// Nodes and links, the links pointing at nodes by their place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Subgraph {
    /// The nodes, each once, sorted by IRI.
    pub nodes: Vec<Node>,
    /// The links, sorted by ends, relation and date.
    pub links: Vec<Link>,
    /// What was measured of nodes or links, if anything was.
    pub measure: Option<&'static str>,
}

/// A thing of the graph as a reader wants to see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The IRI.
    pub iri: NamedNode,
    /// The short name that people use, else the name in English.
    pub label: String,
    /// The name in Chinese, if known.
    pub label_zh: Option<String>,
    /// The most specific class of ours.
    pub class: NamedNode,
    /// Where to read about it (a source's address), if known.
    pub url: Option<String>,
    /// How many hops it lies from the start, where the subgraph has one.
    pub rank: Option<usize>,
    /// The value of the subgraph's measure, if the node has one.
    pub value: Option<f64>,
}

/// A relation between two things, with its reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The place of the subject in [`Subgraph::nodes`].
    pub from: usize,
    /// The place of the object.
    pub to: usize,
    /// The relation, e.g. `ag:listedBy`.
    pub relation: NamedNode,
    /// The relation in words, read from subject to object ("listed by").
    pub label: String,
    /// When it began to hold or happened, as precisely as known.
    pub date: Option<Date>,
    /// The events (or ownerships, tenures) that the relation follows from; empty if stated directly.
    pub events: Vec<NamedNode>,
    /// The sources that claim it.
    pub sources: Vec<NamedNode>,
    /// Whether it rests only on a notice that was withdrawn before it took effect.
    pub withdrawn: bool,
    /// The value of the subgraph's measure, if the link has one.
    pub value: Option<f64>,
}
