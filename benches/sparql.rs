//! SPARQL: paths, EXISTS and subqueries on the built-in dataset and on a large graph; opening a
//! saved dataset.

use actorgraph::builtin::builtin;
use actorgraph::model::{thing, vocab::AG};
use actorgraph::store::{Pack, Query, Snapshot};
use divan::{Bencher, black_box};
use oxrdf::{GraphName, NamedNode, Quad};
use std::sync::{Arc, OnceLock};

fn main() {
    divan::main();
}

const DAY: jiff::civil::Date = jiff::civil::date(2026, 8, 1);
const NODES: u64 = 100_000;
const EDGES: u64 = 500_000;

/// A graph of 100,000 things and 500,000 statements of three properties, one of them rare.
fn large() -> &'static Snapshot {
    static LARGE: OnceLock<Snapshot> = OnceLock::new();
    LARGE.get_or_init(|| {
        let mut state = 1_u64;
        let mut random = |below: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 33) % below
        };
        let quads = (0..EDGES).map(|_| {
            let property = match random(200) {
                0 => "p3",
                number if number % 2 == 0 => "p2",
                _ => "p1",
            };
            Quad {
                subject: thing(&format!("n{}", random(NODES))).into(),
                predicate: NamedNode::new_unchecked(format!("{AG}{property}")),
                object: thing(&format!("n{}", random(NODES))).into(),
                graph_name: GraphName::DefaultGraph,
            }
        });
        let pack = Pack::build(quads).expect("it is not too large");
        Snapshot::new(Arc::new(pack), DAY)
    })
}

const LARGE: [&str; 4] = [
    "SELECT * { VALUES ?a { agid:n1 agid:n2 agid:n3 } ?a ag:p1/^ag:p2?/ag:p1 ?b }",
    "SELECT * { VALUES ?a { agid:n1 agid:n2 agid:n3 } { SELECT ?a ?b { ?a ag:p1/ag:p2? ?b } } }",
    "SELECT * { VALUES ?a { agid:n1 agid:n2 } FILTER EXISTS { ?a ag:p1/ag:p2?/ag:p3 ?b } }",
    "SELECT * { ?a ag:p3 ?x . ?x ag:p3+ agid:n77 }",
];

#[divan::bench(args = LARGE)]
fn large_graph(bencher: Bencher<'_, '_>, text: &str) {
    let query = Query::parse(text).expect("it is SPARQL");
    let snapshot = large();
    bencher.bench(|| black_box(&query).run(snapshot));
}

const BUILTIN: [&str; 3] = [
    "SELECT * { VALUES ?a { agid:ymtc agid:hesai } ?a ag:listedBy/^ag:requestedBy?/rdfs:label ?b }",
    "SELECT ?c { ?c a ag:Company FILTER NOT EXISTS { ?e ag:target ?c . ?e ag:list/rdfs:label ?l } }",
    "SELECT * { ?c a ag:Company . ?c ag:ownedBy+ ?o . ?o a ag:Agency }",
];

#[divan::bench(args = BUILTIN)]
fn builtin_graph(bencher: Bencher<'_, '_>, text: &str) {
    let query = Query::parse(text).expect("it is SPARQL");
    let snapshot = builtin(DAY).expect("the program was built whole");
    bencher.bench(|| black_box(&query).run(&snapshot));
}

#[divan::bench]
fn open_saved(bencher: Bencher<'_, '_>) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("facts.pack");
    large().pack().save(&path).expect("there is room");
    bencher.bench(|| Pack::open(black_box(&path)));
}

#[divan::bench]
fn verify_saved(bencher: Bencher<'_, '_>) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("facts.pack");
    large().pack().save(&path).expect("there is room");
    let pack = Pack::open(&path).expect("it was just written");
    bencher.bench(|| black_box(&pack).verify());
}
