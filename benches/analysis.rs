//! Measures of two random graphs of 100 k nodes and 500 k edges: with hubs (R-MAT), and grown by
//! preference for nodes with many edges (Barabási and Albert).
//!
//! `ANALYSIS_BENCH=large cargo bench --bench analysis` takes 1 M nodes and 5 M edges.

use actorgraph::analysis::{
    CommunityOptions, PageRankOptions, Scale, betweenness, closeness, clustering, communities,
    core_numbers, cuts, distances, growth, label_propagation, levels, pagerank, strong_components,
    unwatched, weak_components,
};
use actorgraph::view::{Heading, Network};
use divan::Bencher;
use std::sync::OnceLock;

fn main() {
    divan::main();
}

/// The edges of a graph, and the network made of them.
struct Graph {
    nodes: usize,
    from: Vec<u32>,
    to: Vec<u32>,
    network: Network<'static>,
    /// A node with many edges.
    hub: u32,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    RMat,
    Preference,
}

const KINDS: [Kind; 2] = [Kind::RMat, Kind::Preference];

fn graph(kind: Kind) -> &'static Graph {
    static R_MAT: OnceLock<Graph> = OnceLock::new();
    static PREFERENCE: OnceLock<Graph> = OnceLock::new();
    let large = std::env::var_os("ANALYSIS_BENCH").is_some_and(|size| size == "large");
    let nodes = if large { 1_000_000 } else { 100_000 };
    match kind {
        Kind::RMat => R_MAT.get_or_init(|| Graph::new(nodes, r_mat(nodes, 5 * nodes))),
        Kind::Preference => PREFERENCE.get_or_init(|| Graph::new(nodes, preference(nodes))),
    }
}

impl Graph {
    fn new(nodes: usize, (from, to): (Vec<u32>, Vec<u32>)) -> Self {
        let network = Network::from_edges(nodes, &from, &to).expect("ends are nodes");
        let all = 0..nodes as u32;
        let hub = all.max_by_key(|node| network.out_degree(*node));
        Self {
            nodes,
            from,
            to,
            network,
            hub: hub.unwrap_or(0),
        }
    }
}

/// A quarter of the matrix gets 57 of 100 edges, again and again (Chakrabarti, Zhan, Faloutsos).
fn r_mat(nodes: usize, edges: usize) -> (Vec<u32>, Vec<u32>) {
    let mut random = Random(7);
    let bits = nodes.next_power_of_two().ilog2();
    let mut pairs = Vec::with_capacity(edges);
    while pairs.len() < edges {
        let (mut from, mut to) = (0, 0);
        for _ in 0..bits {
            let (down, right) = match random.below(100) {
                0..57 => (0, 0),
                57..76 => (0, 1),
                76..95 => (1, 0),
                _ => (1, 1),
            };
            (from, to) = (from << 1 | down, to << 1 | right);
        }
        if from < nodes && to < nodes {
            pairs.push((from as u32, to as u32));
        }
    }
    pairs.into_iter().unzip()
}

/// Each node in turn points at five ends of edges that are there already.
fn preference(nodes: usize) -> (Vec<u32>, Vec<u32>) {
    let mut random = Random(7);
    let mut ends: Vec<u32> = (0..5).collect();
    let mut pairs = Vec::with_capacity(5 * nodes);
    for node in 0..nodes as u32 {
        for _ in 0..5 {
            let near = ends[random.below(ends.len())];
            ends.extend([node, near]);
            pairs.push((node, near));
        }
    }
    pairs.into_iter().unzip()
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

#[divan::bench(args = KINDS, sample_count = 10)]
fn network_from_edges(bencher: Bencher<'_, '_>, kind: Kind) {
    let graph = graph(kind);
    bencher.bench(|| Network::from_edges(graph.nodes, &graph.from, &graph.to));
}

#[divan::bench(args = KINDS, sample_count = 10)]
fn to_simple_undirected(bencher: Bencher<'_, '_>, kind: Kind) {
    let graph = graph(kind);
    bencher.bench(|| graph.network.to_simple_undirected());
}

#[divan::bench(args = KINDS, sample_count = 20)]
fn breadth_first(bencher: Bencher<'_, '_>, kind: Kind) {
    let graph = graph(kind);
    bencher.bench(|| levels(&graph.network, &[graph.hub], Heading::Forward));
}

#[divan::bench(args = KINDS, sample_count = 20)]
fn growth_either_way(bencher: Bencher<'_, '_>, kind: Kind) {
    let graph = graph(kind);
    bencher.bench(|| growth(&graph.network, &[graph.hub], Heading::Either));
}

#[divan::bench(args = KINDS, sample_count = 5)]
fn weighted_distances(bencher: Bencher<'_, '_>, kind: Kind) {
    let graph = graph(kind);
    let mut random = Random(3);
    let weights: Vec<f64> = graph
        .from
        .iter()
        .map(|_| random.below(1000) as f64)
        .collect();
    let made = Network::from_weighted_edges(graph.nodes, &graph.from, &graph.to, &weights);
    let (network, weights) = made.expect("ends are nodes");
    bencher.bench(|| distances(&network, &weights, graph.hub, &unwatched));
}

#[divan::bench(args = KINDS, sample_count = 5)]
fn page_rank(bencher: Bencher<'_, '_>, kind: Kind) {
    let graph = graph(kind);
    bencher.bench(|| pagerank(&graph.network, &PageRankOptions::default(), &unwatched));
}

#[divan::bench(args = KINDS, sample_count = 2)]
fn betweenness_of_32_sources(bencher: Bencher<'_, '_>, kind: Kind) {
    let graph = graph(kind);
    bencher.bench(|| betweenness(&graph.network, Some(32), 1, Scale::Pairs, &unwatched));
}

#[divan::bench(args = KINDS, sample_count = 2)]
fn closeness_of_128_sources(bencher: Bencher<'_, '_>, kind: Kind) {
    let graph = graph(kind);
    bencher.bench(|| closeness(&graph.network, Some(128), 1, &unwatched));
}

#[divan::bench(args = KINDS, sample_count = 5)]
fn cores(bencher: Bencher<'_, '_>, kind: Kind) {
    let graph = graph(kind);
    bencher.bench(|| core_numbers(&graph.network, &unwatched));
}

#[divan::bench(args = KINDS, sample_count = 5)]
fn local_clustering(bencher: Bencher<'_, '_>, kind: Kind) {
    let graph = graph(kind);
    bencher.bench(|| clustering(&graph.network, &unwatched));
}

#[divan::bench(args = KINDS, sample_count = 20)]
fn weakly_connected(bencher: Bencher<'_, '_>, kind: Kind) {
    let graph = graph(kind);
    bencher.bench(|| weak_components(&graph.network, &unwatched));
}

#[divan::bench(args = KINDS, sample_count = 10)]
fn strongly_connected(bencher: Bencher<'_, '_>, kind: Kind) {
    let graph = graph(kind);
    bencher.bench(|| strong_components(&graph.network, &unwatched));
}

#[divan::bench(args = KINDS, sample_count = 5)]
fn points_and_bridges(bencher: Bencher<'_, '_>, kind: Kind) {
    let graph = graph(kind);
    bencher.bench(|| cuts(&graph.network, &unwatched));
}

#[divan::bench(args = KINDS, sample_count = 1)]
fn leiden(bencher: Bencher<'_, '_>, kind: Kind) {
    let graph = graph(kind);
    bencher.bench(|| communities(&graph.network, &CommunityOptions::default(), &unwatched));
}

#[divan::bench(args = KINDS, sample_count = 5)]
fn labels_of_five_rounds(bencher: Bencher<'_, '_>, kind: Kind) {
    let graph = graph(kind);
    bencher.bench(|| label_propagation(&graph.network, 5, &unwatched));
}
