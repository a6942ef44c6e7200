//! Our side: one small function for each task, in the order of the table that `compare.py` prints.

use crate::graphs::{Graph, Pairs, RELATIONS};
use crate::measure::Measured;
use actorgraph::Day;
use actorgraph::analysis::{
    Groups, PageRankOptions, Scale, UNREACHED, betweenness, levels, pagerank, strong_components,
    unwatched, weak_components,
};
use actorgraph::model::{Date, thing};
use actorgraph::path::{BigUint, Ends, Options, Restrictor, Search, Selector, Via, Walk};
use actorgraph::view::{Filter, Heading, Network, View};
use oxrdf::NamedNode;
use serde_json::json;
use std::collections::HashSet;
use std::hint::black_box;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;

/// The expression that walks must spell where a task is named for it.
const AB: &str = "(a/b)*";

/// One graph, ready to be asked.
pub struct Ours {
    graph: Graph,
    view: View,
    network: Network<'static>,
    /// Random connected pairs.
    pairs: Pairs,
    /// Random pairs with a walk `(a/b)*`.
    ab: Pairs,
    /// Random pairs with a walk `a+`.
    a: Pairs,
    /// Random pairs, connected or not.
    any: Pairs,
}

/// A task: what to ask, and how many inputs at most.
pub type Task = fn(&Ours, usize) -> Measured;

/// The tasks by the names that `compare.py` gives them.
pub const TASKS: &[(&str, Task)] = &[
    ("build", |ours, _| build(ours)),
    ("view", |ours, _| build_view(ours)),
    ("memory", |ours, _| memory(ours)),
    ("bfs", breadth_first),
    ("shortest-path", shortest_path),
    ("shortest-route", shortest_route),
    ("simple-paths-10", simple_paths),
    ("any-shortest-ab", any_shortest_ab),
    ("count-ab", count_ab),
    ("diamonds-60", |_, most| diamonds(60, most)),
    ("diamonds-1000", |_, most| diamonds(1_000, most)),
    ("any-trail-ab", |ours, most| {
        any_ab(ours, Restrictor::Trail, most)
    }),
    ("any-simple-ab", |ours, most| {
        any_ab(ours, Restrictor::Simple, most)
    }),
    ("any-acyclic-ab", |ours, most| {
        any_ab(ours, Restrictor::Acyclic, most)
    }),
    ("shortest-10-ab", shortest_10_ab),
    ("ends-a", |ours, most| {
        ends(ours, &first(&ours.a.from, most), "a+")
    }),
    ("ends-ab", |ours, most| {
        ends(ours, &first(&ours.ab.from, most), AB)
    }),
    ("ends-a-back", |ours, most| {
        starts(ours, &first(&ours.a.to, most), "a+")
    }),
    ("ends-ab-back", |ours, most| {
        starts(ours, &first(&ours.ab.to, most), AB)
    }),
    ("paths-a", |ours, most| {
        paths_from(ours, &first(&ours.a.from, most), "a+")
    }),
    ("paths-ab", |ours, most| {
        paths_from(ours, &first(&ours.ab.from, most), AB)
    }),
    ("paths-a-back", |ours, most| {
        paths_to(ours, &first(&ours.a.to, most), "a+")
    }),
    ("paths-ab-back", |ours, most| {
        paths_to(ours, &first(&ours.ab.to, most), AB)
    }),
    ("pagerank", |ours, _| ranks(ours)),
    ("weak-components", |ours, _| weak(ours)),
    ("strong-components", |ours, _| strong(ours)),
    ("betweenness", between),
];

impl Ours {
    /// Reads a graph and builds the view of it.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let graph = Graph::read(folder)?;
        Ok(Self {
            view: view_of(&graph),
            network: network_of(&graph),
            graph,
            pairs: Pairs::read(folder, "pair")?,
            ab: Pairs::read(folder, "ab")?,
            a: Pairs::read(folder, "a")?,
            any: Pairs::read(folder, "any")?,
        })
    }

    fn search(&self, from: &Ends, to: &Ends, options: Options) -> Search<'_> {
        Search::new(&self.view, from, to, options).expect("the ends are known, the options sound")
    }

    /// Finds the paths from one node to another.
    fn walks(&self, (from, to): (Ends, Ends), options: Options) -> Vec<Walk> {
        let search = self.search(&from, &to, options);
        let walks: Result<Vec<Walk>, _> = search.walks().collect();
        walks.expect("nothing is weighed")
    }
}

fn network_of(graph: &Graph) -> Network<'static> {
    let network = Network::from_edges(graph.nodes as usize, &graph.from, &graph.to);
    network.expect("the graph is small enough")
}

/// Relations as the graph has them, the dates of edges anywhere in ten years.
fn view_of(graph: &Graph) -> View {
    let relation: Vec<u16> = graph.relation.iter().map(|place| *place as u16).collect();
    let day = |edge: usize| {
        let edge = edge % 3_000;
        let (year, month, day) = (edge / 300, edge / 25 % 12, edge % 25);
        Date::Day(Day::constant(
            2016 + year as i16,
            1 + month as i8,
            1 + day as i8,
        ))
    };
    let days: Vec<Date> = (0..graph.from.len()).map(day).collect();
    let relations = RELATIONS.map(relation_named);
    let nodes = graph.nodes as usize;
    View::from_arrays(
        nodes,
        &relations,
        &graph.from,
        &graph.to,
        &relation,
        Some(&days),
    )
    .expect("the graph is small enough")
}

fn relation_named(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("https://w3id.org/actorgraph/ns#{name}"))
}

fn node(number: u32) -> Ends {
    thing(&format!("n{number}")).into()
}

/// The first `most` pairs as ends.
fn ends_of(pairs: &Pairs, most: usize) -> Vec<(Ends, Ends)> {
    let both = pairs.from.iter().zip(&pairs.to).take(most);
    both.map(|(from, to)| (node(*from), node(*to))).collect()
}

/// The first 20 different nodes, or fewer.
fn first(nodes: &[u32], most: usize) -> Vec<u32> {
    let mut seen = HashSet::new();
    let mut nodes = nodes.to_vec();
    nodes.retain(|number| seen.insert(*number));
    nodes.truncate(most.min(20));
    nodes
}

/// Options for an expression, read anew as a command would.
fn spelling(text: &str) -> Options {
    let relation = |name: &str| Some(Via::Relation(relation_named(name)));
    Options {
        via: Some(Via::parse(text, relation).expect("it is well written")),
        ..Options::default()
    }
}

fn lengths(walks: &[Walk], wanted: usize) -> Vec<f64> {
    let found = walks.iter().map(|walk| walk.hops.len() as f64);
    found.chain(std::iter::repeat(-1.0)).take(wanted).collect()
}

/// Edge arrays to lists of neighbors, both directions.
fn build(ours: &Ours) -> Measured {
    let task = |()| network_of(&ours.graph);
    Measured::each([()], task, |network| vec![network.edge_count() as f64])
}

/// Edge arrays to a view: names, relations and dates too.
fn build_view(ours: &Ours) -> Measured {
    let task = |()| view_of(&ours.graph);
    Measured::each([()], task, |view| vec![view.edge_count() as f64])
}

/// What a view takes in memory, both directions, with relation and date of each edge.
fn memory(ours: &Ours) -> Measured {
    Measured {
        extra: json!({ "view_mb": ours.view.bytes() as f64 / 1e6 }),
        ..Measured::default()
    }
}

/// All nodes reached from one, with their distances. Told: how many, and the sum of distances.
fn breadth_first(ours: &Ours, most: usize) -> Measured {
    Measured::each(
        first(&ours.pairs.from, most),
        |start| levels(&ours.network, &[start], Heading::Forward),
        |levels| {
            let levels = levels.expect("the start is a node");
            let reached = levels.iter().filter(|level| **level != UNREACHED);
            let sum = reached.clone().map(|level| f64::from(*level)).sum();
            vec![reached.count() as f64, sum]
        },
    )
}

/// One shortest path of a random connected pair, along edges, in nodes and edges.
fn shortest_path(ours: &Ours, most: usize) -> Measured {
    let node = |number: &u32| {
        let node = ours.view.node(thing(&format!("n{number}")).as_ref());
        node.expect("all things are nodes")
    };
    let both = ours.pairs.from.iter().zip(&ours.pairs.to).take(most);
    let pairs: Vec<_> = both.map(|(from, to)| (node(from), node(to))).collect();
    let search = ours.search(&Ends::Any, &Ends::Any, along());
    let mut finder = search.finder();
    Measured::each(
        pairs,
        |(from, to)| finder.shortest(from, to),
        |found| vec![found.map_or(-1.0, |hops| hops.len() as f64)],
    )
}

/// The same as a user gets it: by name, with dates and reasons.
fn shortest_route(ours: &Ours, most: usize) -> Measured {
    let options = along();
    Measured::each(
        ends_of(&ours.pairs, most),
        |(from, to)| ours.search(&from, &to, options.clone()).routes().next(),
        |route| vec![route.map_or(-1.0, |route| route.map_or(-1.0, |route| route.len() as f64))],
    )
}

/// The ten shortest paths without a thing twice.
fn simple_paths(ours: &Ours, most: usize) -> Measured {
    let options = Options {
        selector: Selector::ShortestK(10),
        restrictor: Restrictor::Acyclic,
        ..along()
    };
    Measured::each(
        ends_of(&ours.pairs, most),
        |ends| ours.walks(ends, options.clone()),
        |walks| lengths(&walks, 10),
    )
}

/// One shortest walk `(a/b)*`.
fn any_shortest_ab(ours: &Ours, most: usize) -> Measured {
    Measured::each(
        ends_of(&ours.ab, most),
        |ends| ours.walks(ends, spelling(AB)),
        |walks| lengths(&walks, 1),
    )
}

/// How many shortest walks `(a/b)*` there are.
fn count_ab(ours: &Ours, most: usize) -> Measured {
    Measured::each(
        ends_of(&ours.ab, most),
        |(from, to)| ours.search(&from, &to, spelling(AB)).count_shortest(),
        |count| vec![count.to_string().parse().unwrap_or(f64::NAN)],
    )
}

/// The same through a chain of diamonds: two ways through each stage.
fn diamonds(stages: u32, most: usize) -> Measured {
    let (mut from, mut to, mut relation) = (Vec::new(), Vec::new(), Vec::new());
    for corner in (0..stages).map(|stage| stage * 3) {
        for way in [corner + 1, corner + 2] {
            from.extend([corner, way]);
            to.extend([way, corner + 3]);
            relation.extend([0, 1]);
        }
    }
    let relations = RELATIONS.map(relation_named);
    let nodes = stages as usize * 3 + 1;
    let view = View::from_arrays(nodes, &relations, &from, &to, &relation, None);
    let view = view.expect("it is small");
    let (begin, end) = (node(0), node(stages * 3));
    let mut wrong = 0;
    let mut measured = Measured::each(
        0..most.min(100),
        |_| {
            let search = Search::new(&view, &begin, &end, spelling(AB));
            search.expect("both ends are there").count_shortest()
        },
        |count| {
            wrong += u32::from(count != BigUint::from(1_u32) << stages);
            Vec::new()
        },
    );
    measured.extra = json!({ "wrong": wrong });
    measured
}

/// One path `(a/b)*` that repeats no more than it may: pairs with a walk and pairs by chance.
fn any_ab(ours: &Ours, restrictor: Restrictor, most: usize) -> Measured {
    let most = most.min(100);
    let mut pairs = ends_of(&ours.ab, most);
    pairs.extend(ends_of(&ours.any, most));
    let mut undecided = 0;
    let mut measured = Measured::each(
        pairs,
        |(from, to)| {
            let options = Options {
                selector: Selector::Any,
                restrictor,
                ..spelling(AB)
            };
            ours.search(&from, &to, options).walks().next().transpose()
        },
        |walk| {
            undecided += u32::from(walk.is_err());
            vec![f64::from(u8::from(matches!(walk, Ok(Some(_)))))]
        },
    );
    measured.extra = json!({ "undecided": undecided });
    measured
}

/// The ten shortest walks `(a/b)*`. Told of each pair: the length of the first.
fn shortest_10_ab(ours: &Ours, most: usize) -> Measured {
    let mut ways = ours.ab.ways.iter();
    let mut wrong = 0;
    let mut measured = Measured::each(
        ends_of(&ours.ab, most),
        |ends| {
            let options = Options {
                selector: Selector::ShortestK(10),
                ..spelling(AB)
            };
            ours.walks(ends, options)
        },
        |walks| {
            let least = walks.first().map(|walk| walk.hops.len());
            let shortest = walks.iter().filter(|walk| Some(walk.hops.len()) == least);
            let expected = ways.next().map(|ways| (*ways).min(10) as usize);
            wrong += u32::from(Some(shortest.count()) != expected);
            lengths(&walks, 1)
        },
    );
    measured.extra = json!({ "wrong": wrong });
    measured
}

/// How many ends are reached from one node.
fn ends(ours: &Ours, from: &[u32], via: &str) -> Measured {
    let task = |from: Ends| ours.search(&from, &Ends::Any, spelling(via)).count_pairs();
    Measured::each(from.iter().copied().map(node), task, |count| {
        vec![count as f64]
    })
}

/// From how many nodes one is reached.
fn starts(ours: &Ours, to: &[u32], via: &str) -> Measured {
    let task = |to: Ends| ours.search(&Ends::Any, &to, spelling(via)).count_pairs();
    Measured::each(to.iter().copied().map(node), task, |count| {
        vec![count as f64]
    })
}

/// One shortest path to each end that is reached from one node.
fn paths_from(ours: &Ours, from: &[u32], via: &str) -> Measured {
    let ends = from.iter().map(|from| (node(*from), Ends::Any));
    each_path(ours, ends, via)
}

/// One shortest path from each node from which one is reached.
fn paths_to(ours: &Ours, to: &[u32], via: &str) -> Measured {
    let ends = to.iter().map(|to| (Ends::Any, node(*to)));
    each_path(ours, ends, via)
}

/// Reads all paths. Told: how many, and the sum of their steps.
fn each_path(ours: &Ours, ends: impl Iterator<Item = (Ends, Ends)>, via: &str) -> Measured {
    let task = |(from, to): (Ends, Ends)| {
        let (mut paths, mut steps) = (0, 0);
        let search = ours.search(&from, &to, spelling(via));
        let all = search.each_walk(|_, hops| {
            paths += 1;
            steps += black_box(hops).len();
            ControlFlow::Continue(())
        });
        all.expect("nothing is weighed");
        [paths, steps]
    };
    Measured::each(ends, task, |told| told.map(|count| count as f64).to_vec())
}

/// PageRank until ranks move by less than a millionth in all. Told: the five highest nodes, their
/// ranks, and the sum of all.
fn ranks(ours: &Ours) -> Measured {
    Measured::each(
        [()],
        |()| pagerank(&ours.network, &PageRankOptions::default(), &unwatched),
        |found| {
            let ranks = found.expect("the options are sound").ranks;
            let mut top: Vec<usize> = (0..ranks.len()).collect();
            top.sort_by(|one, other| ranks[*other].total_cmp(&ranks[*one]));
            top.truncate(5);
            let heights = top.iter().map(|node| ranks[*node]);
            let nodes = top.iter().map(|node| *node as f64);
            nodes.chain(heights).chain([ranks.iter().sum()]).collect()
        },
    )
}

fn weak(ours: &Ours) -> Measured {
    let task = |()| weak_components(&ours.network, &unwatched);
    Measured::each([()], task, |found| sizes(&found.expect("nothing stops it")))
}

fn strong(ours: &Ours) -> Measured {
    let task = |()| strong_components(&ours.network, &unwatched);
    Measured::each([()], task, |found| sizes(&found.expect("nothing stops it")))
}

/// How many groups there are, and how many nodes the largest has.
fn sizes(groups: &Groups) -> Vec<f64> {
    let largest = groups.sizes.first().copied().unwrap_or(0);
    vec![groups.len() as f64, f64::from(largest)]
}

/// Betweenness from sampled sources, in time for each source. Ours chooses them by a seed of its
/// own, so sums cannot be compared with a peer's.
fn between(ours: &Ours, most: usize) -> Measured {
    let sources = most.min(20);
    let task = |()| betweenness(&ours.network, Some(sources), 1, Scale::Count, &unwatched);
    let mut measured = Measured::each([()], task, |_| Vec::new());
    for time in &mut measured.times {
        *time /= sources.max(1) as u32;
    }
    measured
}

fn along() -> Options {
    Options {
        filter: Filter::default().with_heading(Heading::Forward),
        ..Options::default()
    }
}
