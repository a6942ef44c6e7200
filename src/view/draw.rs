//! Parts of a view as plain values: the whole, what lies around some things, and found routes.

use crate::model::vocab;
use crate::store::{Snapshot, TermId};
use crate::view::dates::property;
use crate::view::graph::{EdgeId, NodeId, NodeSet};
use crate::view::reason::{self, Reason};
use crate::view::{Direction, Filter, Link, Node, Subgraph, View};
use oxrdf::vocab::{rdf, rdfs};
use oxrdf::{NamedNode, Term};
use std::collections::{BTreeMap, HashMap};

impl View {
    /// Returns everything that counts under a filter: the edges and the things that they tie.
    ///
    /// Avoided things are left out. The heading of the filter plays no part. Cost: O(edges) and
    /// some microseconds for the names of each thing drawn.
    pub fn subgraph(&self, filter: &Filter) -> Subgraph {
        let lens = self.lens(filter);
        let mut drawing = Drawing::new(self);
        for edge in self.edges() {
            if !lens.avoids(edge.from()) && !lens.avoids(edge.to()) && lens.allows(edge) {
                drawing.add_node(edge.from(), None);
                drawing.add_node(edge.to(), None);
                drawing.add_edge(edge.id(), lens.reasons(edge));
            }
        }
        drawing.finish()
    }

    /// Returns what lies at most `hops` steps from some things, with every edge that counts
    /// between the things found. The rank of a node is its distance.
    ///
    /// Avoided things are neither drawn nor passed through, unless the walk starts there. A start
    /// that no relation touches is drawn alone; one of which the dataset knows nothing is left out.
    /// Cost: O(edges at the things found).
    pub fn neighborhood(&self, starts: &[NamedNode], hops: usize, filter: &Filter) -> Subgraph {
        let lens = self.lens(filter);
        let mut drawing = Drawing::new(self);
        let mut seen = NodeSet::new(self.node_count());
        let mut found: Vec<NodeId> = Vec::new();
        for start in starts {
            match self.node(start.as_ref()) {
                Some(node) if seen.insert(node) => found.push(node),
                Some(_) => {}
                None if self.snapshot.id(&start.clone().into()).is_some() => {
                    drawing.add_thing(start.clone(), Some(0));
                }
                None => {}
            }
        }
        let mut fresh = 0;
        for rank in 0..=hops {
            let level = fresh..found.len();
            fresh = level.end;
            if level.is_empty() {
                break;
            }
            for place in level {
                let node = found[place];
                drawing.add_node(node, Some(rank));
                if rank < hops {
                    let near = lens.hops(node).map(|hop| hop.node);
                    found.extend(near.filter(|near| !lens.avoids(*near) && seen.insert(*near)));
                }
            }
        }
        for node in found {
            for edge in self.out_edges(node) {
                if seen.contains(edge.to()) && lens.allows(edge) {
                    drawing.add_edge(edge.id(), lens.reasons(edge));
                }
            }
        }
        drawing.finish()
    }
}

/// A subgraph in the making: things with ranks, edges with the reasons to tell.
pub(crate) struct Drawing<'v> {
    view: &'v View,
    things: BTreeMap<NamedNode, Option<usize>>,
    edges: BTreeMap<EdgeId, Vec<Reason>>,
}

impl<'v> Drawing<'v> {
    pub(crate) fn new(view: &'v View) -> Self {
        Self {
            view,
            things: BTreeMap::new(),
            edges: BTreeMap::new(),
        }
    }

    /// Adds a node; of two ranks the smaller stays.
    pub(crate) fn add_node(&mut self, node: NodeId, rank: Option<usize>) {
        self.add_thing(self.view.iri(node), rank);
    }

    /// Adds a thing that need not be a node.
    pub(crate) fn add_thing(&mut self, thing: NamedNode, rank: Option<usize>) {
        let have = self.things.entry(thing).or_insert(rank);
        *have = have.iter().copied().chain(rank).min();
    }

    /// Adds an edge, whose ends must be added too, with the reasons that count for it.
    pub(crate) fn add_edge(&mut self, edge: EdgeId, reasons: Vec<Reason>) {
        self.edges.entry(edge).or_insert(reasons);
    }

    pub(crate) fn finish(self) -> Subgraph {
        let view = self.view;
        let snapshot = &view.snapshot;
        let classes = Classes::read(snapshot);
        let iris: Vec<NamedNode> = self.things.keys().cloned().collect();
        let place = |node: NodeId| iris.binary_search(&view.iri(node)).ok();
        let mut labels: HashMap<u16, String> = HashMap::new();
        let mut links: Vec<Link> = Vec::with_capacity(self.edges.len());
        for (id, reasons) in self.edges {
            let edge = view.edge(id);
            let (Some(from), Some(to)) = (place(edge.from()), place(edge.to())) else {
                continue;
            };
            let relation = view.relation_iri(edge.relation()).clone();
            let label = labels.entry(edge.relation().0).or_insert_with(|| {
                let words = view.relation_words(relation.as_ref(), Direction::With);
                words.label
            });
            let mut events: Vec<NamedNode> = Vec::new();
            let mut sources: Vec<NamedNode> = Vec::new();
            for reason in reason::counting(&reasons) {
                events.extend(reason.event.clone());
                sources.extend_from_slice(&reason.sources);
            }
            for names in [&mut events, &mut sources] {
                names.sort();
                names.dedup();
            }
            links.push(Link {
                from,
                to,
                relation,
                label: label.clone(),
                date: reason::first_date(&reasons),
                events,
                sources,
                withdrawn: !reasons.is_empty() && reasons.iter().all(|reason| reason.withdrawn),
                value: None,
            });
        }
        let node = |(iri, rank): (NamedNode, Option<usize>)| Node {
            label: snapshot.short_label(&iri),
            label_zh: snapshot.label_in(&iri, "zh"),
            class: classes.most_specific(&iri),
            url: snapshot
                .texts(&iri, vocab::external::URL)
                .into_iter()
                .next(),
            iri,
            rank,
            value: None,
        };
        Subgraph {
            nodes: self.things.into_iter().map(node).collect(),
            links,
            measure: None,
        }
    }
}

/// The class hierarchy of the snapshot's ontology.
struct Classes<'a> {
    snapshot: &'a Snapshot,
    a: Option<TermId>,
    above: HashMap<TermId, Vec<TermId>>,
}

impl<'a> Classes<'a> {
    fn read(snapshot: &'a Snapshot) -> Self {
        let mut above: HashMap<TermId, Vec<TermId>> = HashMap::new();
        if let Some(below) = property(snapshot, rdfs::SUB_CLASS_OF) {
            for [class, _, parent, _] in snapshot.ids([None, Some(below), None, None]) {
                above.entry(class).or_default().push(parent);
            }
        }
        Self {
            snapshot,
            a: property(snapshot, rdf::TYPE),
            above,
        }
    }

    /// Returns the class of ours that has no other class of the thing below it; the first by IRI
    /// of several, `rdfs:Resource` if it has none.
    fn most_specific(&self, thing: &NamedNode) -> NamedNode {
        let id = self.snapshot.id(&thing.clone().into());
        let types: Vec<TermId> = match (id, self.a) {
            (Some(id), Some(a)) => {
                let rows = self.snapshot.ids([Some(id), Some(a), None, None]);
                rows.map(|row| row[2]).collect()
            }
            _ => Vec::new(),
        };
        let named = types.iter().filter_map(|class| {
            let below = |other: &TermId| other != class && self.is_below(*other, *class);
            match self.snapshot.term(*class) {
                Term::NamedNode(node)
                    if node.as_str().starts_with(vocab::AG) && !types.iter().any(below) =>
                {
                    Some(node)
                }
                _ => None,
            }
        });
        named.min().unwrap_or_else(|| rdfs::RESOURCE.into_owned())
    }

    fn is_below(&self, class: TermId, parent: TermId) -> bool {
        let mut open = vec![class];
        let mut seen = Vec::new();
        while let Some(next) = open.pop() {
            if seen.contains(&next) {
                continue;
            }
            seen.push(next);
            let parents = self.above.get(&next).map_or(&[][..], Vec::as_slice);
            if parents.contains(&parent) {
                return true;
            }
            open.extend_from_slice(parents);
        }
        false
    }
}
