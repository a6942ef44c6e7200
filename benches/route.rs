//! Building a view and finding routes: the built-in dataset, and a large graph with hubs.

use actorgraph::builtin::builtin;
use actorgraph::model::thing;
use actorgraph::path::{BigUint, Ends, Options, Restrictor, Search, Selector, Via};
use actorgraph::store::Snapshot;
use actorgraph::view::{Filter, Heading, PlainEdge, View};
use divan::{Bencher, black_box};
use oxrdf::NamedNode;
use std::sync::OnceLock;

fn main() {
    divan::main();
}

fn snapshot() -> Snapshot {
    builtin(jiff::civil::date(2026, 8, 1)).expect("the program was built whole")
}

fn view() -> View {
    View::build(&snapshot()).expect("it is small")
}

#[divan::bench]
fn build_builtin(bencher: Bencher<'_, '_>) {
    let snapshot = snapshot();
    bencher.bench(|| View::build(black_box(&snapshot)));
}

fn one(view: &View, from: NamedNode, to: NamedNode, options: &Options) -> usize {
    let search = Search::new(view, &from.into(), &to.into(), options.clone());
    search.expect("both ends are known").routes().count()
}

fn count(view: &View, from: NamedNode, to: NamedNode, options: &Options) -> BigUint {
    let search = Search::new(view, &from.into(), &to.into(), options.clone());
    search.expect("both ends are known").count_shortest()
}

#[divan::bench]
fn any_shortest_alibaba_to_dod(bencher: Bencher<'_, '_>) {
    let view = view();
    let options = Options::default();
    bencher.bench(|| one(&view, thing("alibaba"), thing("dod"), &options));
}

#[divan::bench]
fn all_shortest_alibaba_to_deepseek(bencher: Bencher<'_, '_>) {
    let view = view();
    let options = Options::default();
    bencher.bench(|| count(&view, thing("alibaba"), thing("deepseek"), &options));
}

const NODES: u64 = 100_000;
const EDGES: u64 = 500_000;

/// A graph that grows by preference for hubs (Barabási and Albert): 100 k nodes, 500 k edges.
fn hubs() -> &'static View {
    static VIEW: OnceLock<View> = OnceLock::new();
    VIEW.get_or_init(|| {
        let mut random = Random(7);
        let relations = ["ownedBy", "subsidiaryOf", "requestedBy"]
            .map(|name| NamedNode::new_unchecked(format!("https://w3id.org/actorgraph/ns#{name}")));
        // Each edge leaves both its ends here: drawing from it prefers nodes with many edges.
        let mut ends: Vec<u64> = (0..10).collect();
        let mut edges = Vec::new();
        for edge in 0..EDGES {
            let from = edge * NODES / EDGES;
            let to = ends[random.below(ends.len() as u64) as usize];
            ends.extend([from, to]);
            let relation = relations[random.below(3) as usize].clone();
            edges.push(PlainEdge::new(node(from), relation, node(to)));
        }
        View::from_edges(edges).expect("it is small enough")
    })
}

fn node(number: u64) -> NamedNode {
    thing(&format!("node-{number}"))
}

/// A small generator of random numbers (splitmix64), the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }
}

fn random_ends() -> (NamedNode, NamedNode) {
    use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
    static SEED: AtomicU64 = AtomicU64::new(0);
    let mut random = Random(SEED.fetch_add(1, Relaxed));
    (node(random.below(NODES)), node(random.below(NODES)))
}

fn directed(via: &str) -> Options {
    let relation = |name: &str| {
        let iri = NamedNode::new_unchecked(format!("https://w3id.org/actorgraph/ns#{name}"));
        Some(Via::from(iri))
    };
    Options {
        via: Some(Via::parse(via, relation).expect("well-formed")),
        ..Options::default()
    }
}

const ALTERNATING: &str = "(ownedBy/subsidiaryOf)*";

#[divan::bench]
fn any_shortest_among_hubs(bencher: Bencher<'_, '_>) {
    let view = hubs();
    let options = Options::default();
    bencher
        .with_inputs(random_ends)
        .bench_values(|(from, to)| one(view, from, to, &options));
}

#[divan::bench]
fn all_shortest_among_hubs(bencher: Bencher<'_, '_>) {
    let view = hubs();
    let options = Options::default();
    bencher
        .with_inputs(random_ends)
        .bench_values(|(from, to)| count(view, from, to, &options));
}

#[divan::bench]
fn any_shortest_that_alternates(bencher: Bencher<'_, '_>) {
    let view = hubs();
    bencher
        .with_inputs(random_ends)
        .bench_values(|(from, to)| one(view, from, to, &directed(ALTERNATING)));
}

#[divan::bench(args = [Restrictor::Walk, Restrictor::Trail, Restrictor::Simple])]
fn ten_shortest_that_alternate(bencher: Bencher<'_, '_>, restrictor: Restrictor) {
    let view = hubs();
    let options = Options {
        selector: Selector::ShortestK(10),
        restrictor,
        ..directed(ALTERNATING)
    };
    bencher
        .with_inputs(random_ends)
        .bench_values(|(from, to)| one(view, from, to, &options));
}

#[divan::bench]
fn ten_shortest_simple(bencher: Bencher<'_, '_>) {
    let view = hubs();
    let options = Options {
        selector: Selector::ShortestK(10),
        restrictor: Restrictor::Simple,
        filter: Filter::default().with_heading(Heading::Forward),
        ..Options::default()
    };
    bencher
        .with_inputs(random_ends)
        .bench_values(|(from, to)| one(view, from, to, &options));
}

#[divan::bench(args = ["ownedBy+", ALTERNATING])]
fn all_ends(bencher: Bencher<'_, '_>, via: &str) {
    let view = hubs();
    let options = directed(via);
    bencher.with_inputs(random_ends).bench_values(|(from, _)| {
        let search = Search::new(view, &from.into(), &Ends::Any, options.clone());
        search.expect("the end is known").count_pairs()
    });
}
