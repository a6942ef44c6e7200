//! A graph of a million things and five million relations: built, kept, opened and walked whole.

use actorgraph::Day;
use actorgraph::model::{Date, thing};
use actorgraph::store::{Pack, Snapshot};
use actorgraph::view::{Filter, Heading, View};
use divan::{Bencher, black_box};
use oxrdf::vocab::rdf;
use oxrdf::{GraphName, NamedNode, Quad};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

fn main() {
    divan::main();
}

const NODES: u32 = 1_000_000;
const EDGES: u32 = 5_000_000;

/// Edges by number, preferring hubs (Barabási and Albert), each with a year.
struct Generated {
    from: Vec<u32>,
    to: Vec<u32>,
    relation: Vec<u16>,
    date: Vec<Date>,
}

fn generated() -> &'static Generated {
    static GRAPH: OnceLock<Generated> = OnceLock::new();
    GRAPH.get_or_init(|| {
        let mut random = Random(7);
        // Each edge leaves both its ends here: drawing from it prefers nodes with many edges.
        let mut ends: Vec<u32> = (0..10).collect();
        let mut graph = Generated {
            from: Vec::new(),
            to: Vec::new(),
            relation: Vec::new(),
            date: Vec::new(),
        };
        for edge in 0..EDGES {
            let from = edge / (EDGES / NODES);
            let to = ends[random.below(ends.len())];
            ends.extend([from, to]);
            graph.from.push(from);
            graph.to.push(to);
            graph.relation.push(random.below(3) as u16);
            graph.date.push(Date::Year(1990 + random.below(30) as i16));
        }
        graph
    })
}

fn relations() -> [NamedNode; 3] {
    ["ownedBy", "partOf", "requestedBy"]
        .map(|name| NamedNode::new_unchecked(format!("https://w3id.org/actorgraph/ns#{name}")))
}

fn make() -> View {
    let graph = generated();
    View::from_arrays(
        NODES as usize,
        &relations(),
        &graph.from,
        &graph.to,
        &graph.relation,
        Some(&graph.date),
    )
    .expect("the arrays fit")
}

fn view() -> &'static View {
    static VIEW: OnceLock<View> = OnceLock::new();
    VIEW.get_or_init(make)
}

/// The same graph as statements of ten sources.
fn snapshot() -> &'static Snapshot {
    static SNAPSHOT: OnceLock<Snapshot> = OnceLock::new();
    SNAPSHOT.get_or_init(|| {
        let graph = generated();
        let relations = relations();
        let relation = NamedNode::new_unchecked("https://w3id.org/actorgraph/ns#Relation");
        let declared = relations.iter().map(|iri| {
            let default = GraphName::DefaultGraph;
            Quad::new(iri.clone(), rdf::TYPE, relation.clone(), default)
        });
        let node = |number: u32| thing(&format!("n{number}"));
        let source = |number| thing(&format!("source-{number}"));
        let sources: Vec<NamedNode> = (0..10).map(source).collect();
        let stated = (0..EDGES as usize).map(|edge| {
            Quad::new(
                node(graph.from[edge]),
                relations[usize::from(graph.relation[edge])].clone(),
                node(graph.to[edge]),
                sources[edge % sources.len()].clone(),
            )
        });
        let pack = Pack::build(declared.chain(stated)).expect("it is small enough");
        Snapshot::new(Arc::new(pack), Day::constant(2026, 8, 1))
    })
}

#[divan::bench(sample_count = 5)]
fn generate(bencher: Bencher<'_, '_>) {
    generated();
    bencher.bench(make);
}

#[divan::bench(sample_count = 5)]
fn build_of_statements(bencher: Bencher<'_, '_>) {
    let snapshot = snapshot();
    bencher.bench(|| View::build(black_box(snapshot)));
}

#[divan::bench(sample_count = 20)]
fn open_kept(bencher: Bencher<'_, '_>) {
    let folder = folder();
    bencher.bench(|| View::open_or_build(black_box(snapshot()), &folder));
}

/// A folder with the kept graph in it, removed by the next run.
fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join("actorgraph-bench-view");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for passing files");
    View::open_or_build(snapshot(), &folder).expect("it is small enough");
    folder
}

const HEADINGS: [Heading; 2] = [Heading::Forward, Heading::Backward];

/// Every step of every thing, summed up.
fn walk(view: &View, filter: &Filter) -> usize {
    let lens = view.lens(filter);
    let ends = |node| lens.hops(node).map(|hop| hop.node.index()).sum::<usize>();
    view.nodes().map(ends).sum()
}

#[divan::bench(args = HEADINGS, sample_count = 10)]
fn walk_where_all_counts(bencher: Bencher<'_, '_>, heading: Heading) {
    let filter = Filter::default().with_heading(heading);
    bencher.bench(|| walk(view(), black_box(&filter)));
}

#[divan::bench(args = HEADINGS, sample_count = 10)]
fn walk_as_of_a_day(bencher: Bencher<'_, '_>, heading: Heading) {
    let filter = Filter::default().with_heading(heading);
    let filter = filter.with_as_of(Day::constant(2005, 1, 1));
    bencher.bench(|| walk(view(), black_box(&filter)));
}

#[divan::bench(args = HEADINGS, sample_count = 10)]
fn walk_along_one_relation(bencher: Bencher<'_, '_>, heading: Heading) {
    let [_, relation, _] = relations();
    let filter = Filter::default().with_heading(heading);
    let filter = filter.with_relation(relation);
    bencher.bench(|| walk(view(), black_box(&filter)));
}

#[divan::bench(args = HEADINGS, sample_count = 5)]
fn walk_of_three_sources(bencher: Bencher<'_, '_>, heading: Heading) {
    let view = View::build(snapshot()).expect("it is small enough");
    let sources = [1, 2, 3].map(|number| thing(&format!("source-{number}")));
    let filter = Filter {
        sources: sources.to_vec(),
        heading,
        ..Filter::default()
    };
    bencher.bench(|| walk(&view, black_box(&filter)));
}

/// A small generator of random numbers (splitmix64), the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }
}
