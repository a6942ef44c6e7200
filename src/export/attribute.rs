//! What is told of nodes and links, the same in every format of graphs.

use crate::export::text::{compact, spaced};
use crate::view::{Link, Node, Subgraph};
use oxrdf::NamedNode;
use serde::{Serialize, Serializer};
use std::borrow::Cow;

/// The type of an attribute, for the formats that declare it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
    Real,
    Flag,
}

/// The value of an attribute.
#[derive(Clone, Debug)]
pub(crate) enum Value<'a> {
    Unknown,
    Text(Cow<'a, str>),
    Number(usize),
    Real(f64),
    Flag(bool),
    Iris(&'a [NamedNode]),
}

/// The attributes that each node has, besides its IRI.
const OF_NODE: [(&str, Kind); 5] = [
    ("label", Kind::Text),
    ("label_zh", Kind::Text),
    ("class", Kind::Text),
    ("url", Kind::Text),
    ("rank", Kind::Number),
];

/// The attributes that each link has, besides its ends.
const OF_LINK: [(&str, Kind); 6] = [
    ("relation", Kind::Text),
    ("label", Kind::Text),
    ("date", Kind::Text),
    ("events", Kind::Text),
    ("sources", Kind::Text),
    ("withdrawn", Kind::Flag),
];

/// A name with its value.
pub(crate) type Field<'a> = (&'static str, Value<'a>);

/// Returns the names and types of the attributes of nodes, besides their IRIs.
pub(crate) fn of_nodes(subgraph: &Subgraph) -> Vec<(&'static str, Kind)> {
    measured(&OF_NODE, subgraph)
}

/// Returns the names and types of the attributes of links, besides their ends.
pub(crate) fn of_links(subgraph: &Subgraph) -> Vec<(&'static str, Kind)> {
    measured(&OF_LINK, subgraph)
}

fn measured(all: &[(&'static str, Kind)], subgraph: &Subgraph) -> Vec<(&'static str, Kind)> {
    let measure = subgraph.measure.map(|name| (name, Kind::Real));
    all.iter().copied().chain(measure).collect()
}

/// Returns the attributes of a node in the order of [`of_nodes`].
pub(crate) fn of_node<'a>(subgraph: &Subgraph, node: &'a Node) -> Vec<Field<'a>> {
    let values = [
        Value::text(&node.label),
        node.label_zh.as_deref().map_or(Value::Unknown, Value::text),
        Value::Text(compact(node.class.as_str())),
        node.url.as_deref().map_or(Value::Unknown, Value::text),
        node.rank.map_or(Value::Unknown, Value::Number),
    ];
    named(&OF_NODE, values, subgraph, node.value)
}

/// Returns the attributes of a link in the order of [`of_links`].
pub(crate) fn of_link<'a>(subgraph: &Subgraph, link: &'a Link) -> Vec<Field<'a>> {
    let date = link.date.map(|date| Value::Text(date.to_string().into()));
    let values = [
        Value::Text(compact(link.relation.as_str())),
        Value::text(&link.label),
        date.unwrap_or(Value::Unknown),
        Value::Iris(&link.events),
        Value::Iris(&link.sources),
        Value::Flag(link.withdrawn),
    ];
    named(&OF_LINK, values, subgraph, link.value)
}

/// Returns a link as a record that stands alone: its ends with their labels, then its attributes.
pub(crate) fn record<'a>(subgraph: &'a Subgraph, link: &'a Link) -> Vec<Field<'a>> {
    let (from, to) = (&subgraph.nodes[link.from], &subgraph.nodes[link.to]);
    let ends = [
        ("from", Value::text(from.iri.as_str())),
        ("from_label", Value::text(&from.label)),
        ("to", Value::text(to.iri.as_str())),
        ("to_label", Value::text(&to.label)),
    ];
    ends.into_iter().chain(of_link(subgraph, link)).collect()
}

fn named<'a, const N: usize>(
    schema: &[(&'static str, Kind); N],
    values: [Value<'a>; N],
    subgraph: &Subgraph,
    value: Option<f64>,
) -> Vec<Field<'a>> {
    let names = schema.iter().map(|(name, _)| *name);
    let measure = subgraph
        .measure
        .map(|name| (name, value.map_or(Value::Unknown, Value::Real)));
    names.zip(values).chain(measure).collect()
}

impl<'a> Value<'a> {
    pub(crate) fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// Returns the value as text; nothing if it is unknown or an empty list.
    pub(crate) fn to_text(&self) -> Option<Cow<'_, str>> {
        Some(match self {
            Self::Unknown | Self::Iris([]) => return None,
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Real(number) => Cow::Owned(number.to_string()),
            Self::Flag(flag) => Cow::Borrowed(if *flag { "true" } else { "false" }),
            Self::Iris(iris) => Cow::Owned(spaced(iris)),
        })
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Unknown => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => number.serialize(serializer),
            Self::Real(number) => number.serialize(serializer),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Iris(iris) => serializer.collect_seq(iris.iter().map(NamedNode::as_str)),
        }
    }
}

/// Fields as a JSON object, in their order.
pub(crate) struct Object<'a>(pub Vec<Field<'a>>);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}
