//! Our side: one small function for each task, in the order of the table that `compare.py` prints.

use crate::graphs::{Graph, Pairs, RELATIONS};
use crate::measure::Measured;
use actorgraph::model::thing;
use actorgraph::path::{Options, all_shortest, any_shortest};
use actorgraph::view::{Filter, Heading, PlainEdge, View};
use oxrdf::NamedNode;
use serde_json::json;
use std::io;
use std::path::Path;

/// One graph, ready to be asked.
pub struct Ours {
    graph: Graph,
    view: View,
    /// The IRI of each node.
    things: Vec<NamedNode>,
    /// Random connected pairs.
    pairs: Pairs,
}

/// A task: what to ask, and how many inputs at most.
pub type Task = fn(&Ours, usize) -> Measured;

/// The tasks by the names that `compare.py` gives them.
pub const TASKS: &[(&str, Task)] = &[
    ("build", build),
    ("shortest-path", shortest_path),
    ("diamonds-60", |_, most| diamonds(60, most)),
    ("diamonds-1000", |_, most| diamonds(1_000, most)),
];

impl Ours {
    /// Reads a graph and builds the view of it.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let graph = Graph::read(folder)?;
        // With leading zeros the order of IRIs is the order of numbers.
        let things = (0..graph.nodes).map(|node| thing(&format!("n{node:07}")));
        let things: Vec<NamedNode> = things.collect();
        let view = view_of(&graph, &things);
        let pairs = Pairs::read(folder, "pair")?;
        Ok(Self {
            graph,
            view,
            things,
            pairs,
        })
    }

    /// The first `most` of these pairs as the ends of paths.
    fn ends<'a>(
        &'a self,
        pairs: &'a Pairs,
        most: usize,
    ) -> impl Iterator<Item = (&'a [NamedNode], &'a [NamedNode])> {
        let thing = |node: &u32| std::slice::from_ref(&self.things[*node as usize]);
        let both = pairs.from.iter().zip(&pairs.to).take(most);
        both.map(move |(from, to)| (thing(from), thing(to)))
    }
}

fn relation(place: usize) -> NamedNode {
    NamedNode::new_unchecked(format!(
        "https://w3id.org/actorgraph/ns#{}",
        RELATIONS[place]
    ))
}

fn view_of(graph: &Graph, things: &[NamedNode]) -> View {
    let relations = [0, 1, 2, 3].map(relation);
    let ends = graph.from.iter().zip(&graph.to).zip(&graph.relation);
    let edges = ends.map(|((from, to), relation)| {
        PlainEdge::new(
            things[*from as usize].clone(),
            relations[*relation as usize].clone(),
            things[*to as usize].clone(),
        )
    });
    View::from_edges(edges).expect("the graph is small enough")
}

/// Edge arrays to both directions.
fn build(ours: &Ours, _: usize) -> Measured {
    let task = |()| view_of(&ours.graph, &ours.things);
    Measured::each([()], task, |view| vec![view.edge_count() as f64])
}

/// One shortest path of a random connected pair, along edges.
fn shortest_path(ours: &Ours, most: usize) -> Measured {
    let options = along();
    Measured::each(
        ours.ends(&ours.pairs, most),
        |(from, to)| any_shortest(&ours.view, from, to, &options),
        |route| {
            let route = route.expect("both ends are known");
            vec![route.map_or(-1.0, |route| route.len() as f64)]
        },
    )
}

/// All shortest walks through a chain of diamonds, counted: two ways through each stage.
fn diamonds(stages: u32, most: usize) -> Measured {
    let node = |name: &str, stage: u32| thing(&format!("{name}{stage}"));
    let edges = (0..stages).flat_map(|stage| {
        ["upper", "lower"].into_iter().flat_map(move |way| {
            let (begin, end) = (node("corner", stage), node("corner", stage + 1));
            [
                PlainEdge::new(begin, relation(0), node(way, stage)),
                PlainEdge::new(node(way, stage), relation(1), end),
            ]
        })
    });
    let view = View::from_edges(edges).expect("it is small");
    let (from, to) = ([node("corner", 0)], [node("corner", stages)]);
    let options = along();
    let expected = 2_f64.powi(stages as i32);
    let mut measured = Measured::each(
        0..most.min(100),
        |_| all_shortest(&view, &from, &to, &options).map(|all| all.count()),
        |count| vec![count.map_or(-1.0, |count| count as f64)],
    );
    measured.extra =
        json!({ "wrong": measured.check.iter().filter(|count| **count != expected).count() });
    measured.check.truncate(1);
    measured
}

fn along() -> Options {
    Options {
        filter: Filter::default().with_heading(Heading::Forward),
        ..Options::default()
    }
}
