//! Small worlds: what becomes an edge, when it counts, how it is told; and petgraph on a view.

use super::*;
use crate::model::{Scope, thing, vocab};
use crate::ontology::Ontology;
use crate::store::{Pack, Rule, Snapshot};
use jiff::civil::{Date as Day, date};
use oxrdf::{BlankNode, GraphName, NamedNode, Quad};
use petgraph::algo::{self, dominators, page_rank::page_rank};
use petgraph::graph::DiGraph;
use petgraph::visit::{EdgeFiltered, EdgeRef, GetAdjacencyMatrix, IntoNodeReferences, Reversed};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

const PREFIXES: &str = "
@prefix ag: <https://w3id.org/actorgraph/ns#> .
@prefix agid: <https://w3id.org/actorgraph/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
";

/// A dataset of statements in Turtle, by source, and what the rules derive from them. The source
/// `""` is the default graph, `"_"` a graph without a name.
pub(super) fn world(graphs: &[(&str, &str)]) -> Snapshot {
    let mut quads: Vec<Quad> = Vec::new();
    for (source, turtle) in graphs {
        let graph = match *source {
            "" => GraphName::DefaultGraph,
            "_" => BlankNode::default().into(),
            source => thing(source).into(),
        };
        let statements = Ontology::parse(&format!("{PREFIXES}{turtle}")).expect("well-formed");
        quads.extend(statements.quads().iter().map(|quad| Quad {
            graph_name: graph.clone(),
            ..quad.clone()
        }));
    }
    let rules = [
        include_str!("../../ontology/rules/listed-by.rq"),
        include_str!("../../ontology/rules/member-of.rq"),
        include_str!("../../ontology/rules/responded.rq"),
        include_str!("../../ontology/rules/subsidiary-of.rq"),
    ]
    .map(|text| Rule::parse("rule", text).expect("a rule"));
    let pack = Pack::build(quads).expect("small");
    let plain = Snapshot::new(Arc::new(pack), Day::MAX);
    let derived =
        Rule::derive_all(&rules, &plain, &|| ControlFlow::Continue(())).expect("rules run");
    let plain = plain.into_pack().expect("its last snapshot");
    let pack = plain.with_derived(derived).expect("small");
    Snapshot::new(Arc::new(pack), Day::MAX)
}

fn view(snapshot: &Snapshot) -> View {
    View::build(snapshot).expect("small")
}

/// The statements that count through a filter, in words: `alpha listedBy dod`.
fn told(view: &View, filter: &Filter) -> Vec<String> {
    let lens = view.lens(filter);
    let edges = view.edges().filter(|edge| lens.allows(*edge));
    edges.map(|edge| name(view, edge)).collect()
}

fn name(view: &View, edge: Edge<'_>) -> String {
    let short = |iri: &NamedNode| {
        let name = crate::model::local_name(iri.as_str());
        name.unwrap_or(iri.as_str()).to_owned()
    };
    format!(
        "{} {} {}",
        short(&view.iri(edge.from())),
        short(view.relation_iri(edge.relation())),
        short(&view.iri(edge.to())),
    )
}

/// The reasons of the only edge, in words: `e1 2026-06-08 a b c`.
fn reasons(view: &View) -> Vec<String> {
    let edge = view.edges().next().expect("an edge");
    let word = |iri: &NamedNode| iri.as_str().rsplit('/').next().map(str::to_owned);
    let line = |reason: Reason| {
        let words = [
            reason.event.as_ref().and_then(word),
            reason.date.map(|date| date.to_string()),
        ];
        let words = words.into_iter().flatten();
        let words = words.chain(reason.sources.iter().filter_map(word));
        words.collect::<Vec<_>>().join(" ")
    };
    edge.reasons().into_iter().map(line).collect()
}

fn as_of(year: i16, month: i8, day: i8) -> Filter {
    Filter::default().with_as_of(date(year, month, day))
}

const LISTING: &str = "a ag:Listing ; ag:target agid:alpha ; ag:agent agid:dod";

#[test]
fn sources_of_one_event_become_one_edge() {
    let listing = |event: &str, date: &str| format!("agid:{event} {LISTING} {date} .");
    let world = world(&[
        ("a", &listing("e1", "; ag:date '2026-06-08'^^xsd:date")),
        ("b", &listing("e1", "; ag:date '2026-06'^^xsd:gYearMonth")),
        ("c", &listing("e1", "")),
        ("d", &listing("e1", "; ag:date '2026-07-01'^^xsd:date")),
        ("a", &listing("e0", "; ag:date '2021'^^xsd:gYear")),
    ]);
    let view = view(&world);
    assert_eq!(told(&view, &Filter::default()), ["alpha listedBy dod"]);
    // Dates that agree share the finest of them, the undated joins; the rival date stands beside.
    let all = ["e0 2021 a", "e1 2026-06-08 a b c", "e1 2026-07-01 d"];
    assert_eq!(reasons(&view), all);
    let edge = view.edges().next().expect("an edge");
    assert_eq!(edge.date(), "2021".parse().ok());
    assert_eq!(edge.until(), None);
    assert!(!edge.is_withdrawn());

    // Known since the first day of the earliest date; later reasons are not told before.
    assert!(told(&view, &as_of(2020, 12, 31)).is_empty());
    assert_eq!(told(&view, &as_of(2021, 1, 1)).len(), 1);
    let lens = view.lens(&as_of(2026, 6, 1));
    let told = lens.reasons(edge);
    assert_eq!(told.len(), 2);
    assert_eq!(told[1].date, "2026-06".parse().ok());

    // Fewer sources, fewer reasons.
    let scope = Scope::as_of(Day::MAX).with_source("d");
    let narrow = View::build(&world.scoped(scope).expect("known")).expect("small");
    assert_eq!(reasons(&narrow), ["e1 2026-07-01 d"]);
}

#[test]
fn an_undated_event_is_known_when_its_source_can_know_it() {
    let first = format!("agid:e1 {LISTING} .");
    let second = format!("agid:e2 {LISTING} . agid:e3 ag:date '2024-02-10'^^xsd:date .");
    let issued = "agid:a dcterms:issued '2024-05'^^xsd:gYearMonth .
                  agid:b dcterms:issued '2024-06-01'^^xsd:date .";
    let view = view(&world(&[("", issued), ("a", &first), ("b", &second)]));
    assert_eq!(reasons(&view), ["e1 a", "e2 b"]);
    // The second source states something of February.
    assert!(told(&view, &as_of(2024, 2, 9)).is_empty());
    assert_eq!(told(&view, &as_of(2024, 2, 10)).len(), 1);
    let edge = view.edges().next().expect("an edge");
    let told_on = |day: Filter| view.lens(&day).reasons(edge).len();
    assert_eq!(told_on(as_of(2024, 4, 30)), 1);
    assert_eq!(told_on(as_of(2024, 5, 1)), 2);

    // Where another source dates the event, that date holds for it.
    let dated = "agid:e1 ag:date '2025-01-07'^^xsd:date .";
    let view = self::view(&world(&[("", issued), ("a", &first), ("c", dated)]));
    assert!(told(&view, &as_of(2025, 1, 6)).is_empty());
    assert_eq!(told(&view, &as_of(2025, 1, 7)).len(), 1);
}

#[test]
fn what_a_withdrawn_notice_did_counts_only_when_asked() {
    let article = format!(
        "agid:e1 {LISTING} ; ag:edition agid:notice ; ag:date '2026-02-13'^^xsd:date .
         agid:answer a ag:Response ; ag:agent agid:alpha ; ag:list agid:list ;
             ag:edition agid:notice ; ag:date '2026-02-13'^^xsd:date .
         agid:tie a ag:Ownership ; ag:kind ag:grouping ; ag:child agid:beta ;
             ag:parent agid:alpha ; ag:edition agid:notice, agid:other ."
    );
    let world = world(&[
        (
            "",
            "agid:list a ag:DesignationList ; ag:administeredBy agid:dod .",
        ),
        ("article", &article),
        ("press", "agid:notice ag:state ag:withdrawn ."),
    ]);
    let view = view(&world);
    let without = ["alpha responded dod", "beta subsidiaryOf alpha"];
    assert_eq!(told(&view, &Filter::default()), without);
    let counted = Filter::default().with_withdrawn(Withdrawn::Counted);
    let with = ["alpha listedBy dod", without[0], without[1]];
    assert_eq!(told(&view, &counted), with);
    assert!(view.edges().next().is_some_and(Edge::is_withdrawn));
    let drawing = view.subgraph(&counted);
    assert_eq!(
        drawing.links.iter().filter(|link| link.withdrawn).count(),
        1
    );

    // Without the press nobody says that it was withdrawn.
    let scope = Scope::as_of(Day::MAX).with_source("article");
    let narrow = View::build(&world.scoped(scope).expect("known")).expect("small");
    assert_eq!(told(&narrow, &Filter::default()), with);
}

#[test]
fn a_withdrawn_notice_beside_one_in_force_is_told_and_dates_nothing() {
    let listings = format!(
        "agid:e1 {LISTING} ; ag:edition agid:notice ; ag:date '2026-02-13'^^xsd:date .
         agid:e2 {LISTING} ; ag:date '2026-06-08'^^xsd:date ."
    );
    let view = view(&world(&[
        ("a", &listings),
        ("press", "agid:notice ag:state ag:withdrawn ."),
    ]));
    let edge = view.edges().next().expect("an edge");
    assert_eq!(edge.date(), "2026-06-08".parse().ok());
    let flags: Vec<bool> = edge
        .reasons()
        .iter()
        .map(|reason| reason.withdrawn)
        .collect();
    assert_eq!(flags, [true, false]);
    let drawing = view.subgraph(&Filter::default());
    assert_eq!(drawing.links[0].events, [thing("e2")]);
    assert!(!drawing.links[0].withdrawn);
    assert!(told(&view, &as_of(2026, 3, 1)).is_empty());
}

#[test]
fn a_tenure_counts_while_it_lasts() {
    let tenure = "a ag:Tenure ; ag:person agid:ada ; ag:body agid:house";
    let tenures = format!(
        "agid:t1 {tenure} ; ag:start '2001'^^xsd:gYear ; ag:end '2005-03'^^xsd:gYearMonth .
         agid:t2 {tenure} ; ag:start '2011-01-05'^^xsd:date ."
    );
    let view = view(&world(&[
        ("", "agid:house a ag:LegislativeBody ."),
        ("a", &tenures),
        ("b", "agid:t2 ag:end '2013-01-03'^^xsd:date ."),
    ]));
    let years = |day| told(&view, &day).len();
    let held = [
        as_of(2000, 12, 31),
        as_of(2001, 1, 1),
        as_of(2005, 3, 31),
        as_of(2005, 4, 1),
        as_of(2011, 1, 5),
        as_of(2013, 1, 3),
        as_of(2013, 1, 4),
    ];
    assert_eq!(held.map(years), [0, 1, 1, 0, 1, 1, 0]);
    let edge = view.edges().next().expect("an edge");
    assert_eq!(edge.date(), "2001".parse().ok());
    assert_eq!(edge.until(), "2013-01-03".parse().ok());
}

#[test]
fn the_ontology_says_what_is_an_edge() {
    let marked =
        "ag:partOf a ag:Relation . ag:listedBy a ag:Shortcut . ag:country a ag:Attribute .";
    let facts = "agid:alpha ag:partOf agid:beta ; ag:country agid:cn ; ag:kind ag:letter ;
                     ag:listedBy agid:dod ; ag:partOf 'a text', [] .";
    let world = world(&[("", marked), ("a", facts)]);
    // A shortcut that a source states itself is an edge without an event.
    let both = ["alpha listedBy dod", "alpha partOf beta"];
    assert_eq!(told(&view(&world), &as_of(1900, 1, 1)), both);
    assert_eq!(reasons(&view(&world)), ["a"]);
    // A graph without a name is no source that could be told.
    let unnamed = self::world(&[("", marked), ("_", "agid:a ag:partOf agid:b .")]);
    assert_eq!(reasons(&view(&unnamed)), [""]);
    let described = View::build_with_attributes(&world).expect("small");
    assert_eq!(
        told(&described, &Filter::default()),
        ["alpha country cn", both[0], both[1]]
    );
    // Without an ontology only derived statements are edges.
    assert_eq!(view(&self::world(&[("a", facts)])).edge_count(), 0);
    assert_eq!(view(&self::world(&[])).node_count(), 0);
}

#[test]
fn a_relation_is_said_in_both_directions() {
    let view = view(&world(&[(
        "",
        "ag:ownedBy rdfs:label 'owned by'@en, '所有者'@zh ; owl:inverseOf ag:owns ;
             ag:sentence '{subject} is owned by {object}'@en .
         ag:owns rdfs:label 'owns'@en ; ag:sentence '{subject} owns {object}'@en .
         ag:heardSuitBy owl:inverseOf ag:suedIn ; rdfs:label 'heard a suit by'@en .
         ag:near rdfs:label 'near'@en ; ag:sentence '{subject} is near {object}'@en .",
    )]));
    let words = |name: &str, direction| {
        let relation = NamedNode::new_unchecked(format!("{}{name}", vocab::AG));
        let words = view.relation_words(relation.as_ref(), direction);
        (words.label, words.sentence.unwrap_or_default())
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    use Direction::{Against, With};
    assert_eq!(
        words("ownedBy", With),
        pair("owned by", "{subject} is owned by {object}")
    );
    assert_eq!(
        words("ownedBy", Against),
        pair("owns", "{subject} owns {object}")
    );
    assert_eq!(
        words("owns", Against),
        pair("owned by", "{subject} is owned by {object}")
    );
    assert_eq!(words("suedIn", Against), pair("heard a suit by", ""));
    assert_eq!(
        words("near", Against),
        pair("← near", "{object} is near {subject}")
    );
    assert_eq!(words("sitsNextTo", With), pair("sits next to", ""));
    let zh = view.relation_words(vocab::OWNED_BY, With).label_zh;
    assert_eq!(zh.as_deref(), Some("所有者"));
}

/// The arrays agree with each other.
pub(crate) fn assert_sound(view: &View) {
    let key = |edge: Edge<'_>| (edge.from(), edge.relation(), edge.to());
    assert!(view.edges().map(key).is_sorted_by(|a, b| a < b));
    let back = |edge: Edge<'_>| (edge.to(), edge.relation(), edge.from());
    let incoming = || view.nodes().flat_map(|node| view.in_edges(node));
    assert!(incoming().map(back).is_sorted_by(|a, b| a < b));
    assert_eq!(incoming().count(), view.edge_count());
    for node in view.nodes() {
        assert!(view.out_edges(node).all(|edge| edge.from() == node));
        assert!(view.in_edges(node).all(|edge| edge.to() == node));
        assert_eq!(view.node(view.iri(node).as_ref()), Some(node));
        assert!(view.degree(node) > 0);
    }
    for edge in view.edges() {
        let (from, relation, to) = key(edge);
        assert_eq!(view.find(from, relation, to), Some(edge));
        assert!(!edge.reasons().is_empty());
        assert_eq!(
            view.relation(view.relation_iri(relation).as_ref()),
            Some(relation)
        );
    }
}

fn node(number: usize) -> NamedNode {
    thing(&format!("n{number:05}"))
}

fn plain(ends: &[(usize, usize)]) -> View {
    let relation = |from: usize, to: usize| match (from + to) % 2 {
        0 => vocab::OWNED_BY,
        _ => vocab::SUBSIDIARY_OF,
    };
    let edge =
        |(from, to): &(usize, usize)| PlainEdge::new(node(*from), relation(*from, *to), node(*to));
    View::from_edges(ends.iter().map(edge)).expect("small")
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let ends: Vec<(usize, usize)> = (0..60_000_usize)
        .map(|n| (n.wrapping_mul(7919) % 5003, n.wrapping_mul(104_729) % 4999))
        .collect();
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        pool.build().expect("threads").install(|| plain(&ends))
    };
    let (one, many) = (with(1), with(3));
    assert_sound(&one);
    let arrays = |view: &View| {
        let columns = &view.columns;
        let wide = [
            &columns.terms,
            &columns.out_starts,
            &columns.to,
            &columns.in_from,
            &columns.in_edge,
            &columns.event,
            &columns.context,
        ];
        wide.map(|column| column.to_vec())
    };
    assert_eq!(arrays(&one), arrays(&many));
    assert_eq!(one.columns.claims[..], many.columns.claims[..]);
}

#[test]
fn two_sources_and_no_event_are_one_reason() {
    let edge = PlainEdge::new(node(0), vocab::PART_OF, node(1));
    let from = |source| PlainEdge {
        source: Some(thing(source)),
        ..edge.clone()
    };
    let view = View::from_edges([from("b"), from("a"), from("b")]).expect("small");
    assert_eq!(reasons(&view), ["a b"]);
}

#[test]
fn a_drawing_of_the_whole_holds_what_counts() {
    let view = plain(&[(0, 1), (1, 2), (2, 3), (3, 3)]);
    let all = view.subgraph(&Filter::default());
    assert_eq!((all.nodes.len(), all.links.len()), (4, 4));
    assert!(all.nodes.iter().all(|node| node.rank.is_none()));
    let near = |hops| view.neighborhood(&[node(0), thing("nobody")], hops, &Filter::default());
    let ranks = |hops| {
        near(hops)
            .nodes
            .iter()
            .filter_map(|n| n.rank)
            .collect::<Vec<_>>()
    };
    assert_eq!(ranks(0), [0]);
    assert_eq!(ranks(2), [0, 1, 2]);
    assert_eq!(near(2).links.len(), 2);
    assert_eq!(ranks(usize::MAX), [0, 1, 2, 3]);
    let some = view.subgraph(&Filter::default().without_node(node(2)));
    assert_eq!((some.nodes.len(), some.links.len()), (3, 2));
    let owned = view.subgraph(&Filter::default().with_relation(vocab::OWNED_BY));
    assert_eq!((owned.nodes.len(), owned.links.len()), (1, 1));
}

/// A generated graph with as many edges for each thing as large datasets have.
fn generated(edges: usize) -> (Vec<u32>, Vec<u32>, Vec<u16>, Vec<crate::model::Date>) {
    let nodes = edges / 5;
    let place = |number: usize| (number.wrapping_mul(7919) % nodes) as u32;
    let from = (0..edges).map(|edge| place(edge / 5)).collect();
    let to = (0..edges).map(|edge| place(edge / 5 + edge % 5 * 31 + 1));
    let relation = (0..edges).map(|edge| (edge % 3) as u16).collect();
    let year = |edge: usize| crate::model::Date::Year(1900 + (edge % 125) as i16);
    (from, to.collect(), relation, (0..edges).map(year).collect())
}

const RELATIONS: [oxrdf::NamedNodeRef<'static>; 3] =
    [vocab::OWNED_BY, vocab::PART_OF, vocab::SUBSIDIARY_OF];

/// 40 bytes an edge hold 10 million edges between 2 million things in 400 MB, and 5 million between
/// 1 million in 200 MB: all columns grow with edges and things alone.
#[test]
fn an_edge_takes_at_most_forty_bytes() {
    const EDGES: usize = 20_000;
    let (from, to, relation, date) = generated(EDGES);
    let relations = RELATIONS.map(|relation| relation.into_owned());
    let dated = View::from_arrays(EDGES / 5, &relations, &from, &to, &relation, Some(&date));
    let with_events = (0..EDGES).map(|edge| PlainEdge {
        event: Some(thing(&format!("event-{edge}"))),
        date: Some(date[edge]),
        source: Some(thing(&format!("source-{}", edge % 10))),
        ..PlainEdge::new(
            node(from[edge] as usize),
            RELATIONS[usize::from(relation[edge])],
            node(to[edge] as usize),
        )
    });
    for view in [dated, View::from_edges(with_events)] {
        let view = view.expect("small");
        assert_eq!((view.node_count(), view.edge_count()), (EDGES / 5, EDGES));
        let bytes = view.bytes();
        assert!(
            bytes <= 40 * EDGES,
            "{} an edge",
            bytes as f64 / EDGES as f64
        );
    }
}

#[test]
fn a_generated_graph_is_that_of_its_edges() {
    const EDGES: usize = 600;
    let (from, to, relation, date) = generated(EDGES);
    let relations = RELATIONS.map(|relation| relation.into_owned());
    let made = |date| View::from_arrays(EDGES / 5, &relations, &from, &to, &relation, date);
    let view = made(Some(&date[..])).expect("small");
    assert_sound(&view);
    let named = |number: u32| thing(&format!("n{number}"));
    let plain = (0..EDGES).map(|edge| PlainEdge {
        date: Some(date[edge]),
        ..PlainEdge::new(
            named(from[edge]),
            RELATIONS[usize::from(relation[edge])],
            named(to[edge]),
        )
    });
    let plain = View::from_edges(plain).expect("small");
    for day in [as_of(1950, 1, 1), Filter::default()] {
        assert_eq!(told(&view, &day), told(&plain, &day));
    }
    assert!(view.lens(&Filter::default()).is_open());
    assert!(!view.lens(&as_of(1950, 1, 1)).is_open());
    assert_eq!(
        told(&made(None).expect("small"), &as_of(1, 1, 1)).len(),
        EDGES
    );
    let none = View::from_arrays(3, &[], &[], &[], &[], None).expect("small");
    assert_eq!(none.node_count(), 0);
    for (from, to, relation) in [(0, 3, 0), (3, 0, 0), (0, 0, 1)] {
        let bad = View::from_arrays(3, &relations[..1], &[from], &[to], &[relation], None);
        assert!(matches!(bad, Err(ViewError::Uneven)));
    }
    let uneven = View::from_arrays(3, &relations, &[0], &[1], &[], None);
    assert!(matches!(uneven, Err(ViewError::Uneven)));
}

#[test]
fn bare_arrays_hold_what_counts() {
    let (from, to, relation, date) = generated(600);
    let relations = RELATIONS.map(|relation| relation.into_owned());
    let view = View::from_arrays(120, &relations, &from, &to, &relation, Some(&date));
    let view = view.expect("small");
    let filters = [
        Filter::default(),
        as_of(1950, 1, 1),
        Filter::default().with_relation(vocab::PART_OF),
        Filter::default().without_node(view.iri(NodeId(7))),
    ];
    for filter in filters {
        let lens = view.lens(&filter);
        let network = view.network(&lens);
        assert_eq!(network.node_count(), view.node_count());
        for node in view.nodes() {
            let near = |direction| {
                let steps = lens.steps(node, direction).map(|hop| hop.node);
                let ends = steps.filter(|end| !lens.avoids(*end) && !lens.avoids(node));
                let mut ends: Vec<u32> = ends.map(|end| end.0).collect();
                ends.sort_unstable();
                ends
            };
            let sorted = |ends: &[u32]| {
                let mut ends = ends.to_vec();
                ends.sort_unstable();
                ends
            };
            assert_eq!(sorted(network.out(node.0)), near(Direction::With));
            assert_eq!(sorted(network.back(node.0)), near(Direction::Against));
        }
    }
    let open = view.lens(&Filter::default());
    let network = view.network(&open);
    assert!(std::ptr::eq(
        network.out_lists().ends(),
        &view.columns.to[..]
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn petgraph_finds_in_a_view_what_it_finds_in_its_own_graph(
        ends in vec((0..9_usize, 0..9_usize), 1..30),
    ) {
        let view = plain(&ends);
        let (mut own, mut places) = (DiGraph::<(), ()>::new(), BTreeMap::new());
        for node in view.nodes() {
            places.insert(node, own.add_node(()));
        }
        for edge in view.edges() {
            own.add_edge(places[&edge.from()], places[&edge.to()], ());
        }
        let place = |node: &NodeId| places[node];
        let start = view.nodes().next().expect("an edge has ends");

        let far = algo::dijkstra(&view, start, None, |_| 1);
        let own_far = algo::dijkstra(&own, place(&start), None, |_| 1);
        let far_in_own: BTreeMap<_, _> = far.iter().map(|(n, d)| (place(n), *d)).collect();
        prop_assert_eq!(far_in_own, own_far.into_iter().collect::<BTreeMap<_, _>>());

        for goal in view.nodes() {
            let found = algo::astar(&view, start, |node| node == goal, |_| 1, |_| 0);
            prop_assert_eq!(found.map(|(cost, _)| cost), far.get(&goal).copied());
            let adjacent = own.contains_edge(place(&start), place(&goal));
            prop_assert_eq!(view.is_adjacent(&(), start, goal), adjacent);
        }
        prop_assert_eq!(algo::connected_components(&view), algo::connected_components(&own));
        prop_assert_eq!(algo::is_cyclic_directed(&view), algo::is_cyclic_directed(&own));
        let sorted = |groups: Vec<Vec<NodeId>>| -> BTreeSet<BTreeSet<_>> {
            groups.iter().map(|group| group.iter().map(place).collect()).collect()
        };
        let own_groups = algo::tarjan_scc(&own).into_iter();
        let own_groups: BTreeSet<BTreeSet<_>> =
            own_groups.map(|group| group.into_iter().collect()).collect();
        prop_assert_eq!(&sorted(algo::tarjan_scc(&view)), &own_groups);
        prop_assert_eq!(&sorted(algo::kosaraju_scc(&view)), &own_groups);
        prop_assert_eq!(&sorted(algo::tarjan_scc(Reversed(&view))), &own_groups);
        let above = dominators::simple_fast(&view, start);
        let own_above = dominators::simple_fast(&own, place(&start));
        for node in view.nodes() {
            let dominator = above.immediate_dominator(node).as_ref().map(place);
            prop_assert_eq!(dominator, own_above.immediate_dominator(place(&node)));
        }
        let (ranks, own_ranks) = (
            page_rank(&view, 0.85_f64, 10),
            page_rank(&own, 0.85_f64, 10),
        );
        for (rank, own_rank) in ranks.iter().zip(&own_ranks) {
            prop_assert!((rank - own_rank).abs() < 1e-9);
        }
        prop_assert_eq!(view.node_references().count(), view.node_count());

        // Through a filter: what petgraph reaches is what a lens lets through.
        let filter = Filter::default().with_relation(vocab::OWNED_BY).with_heading(Heading::Forward);
        let lens = view.lens(&filter);
        let narrow = EdgeFiltered::from_fn(&view, |edge: Edge<'_>| lens.allows(edge));
        let reached = algo::dijkstra(&narrow, start, None, |_| 1_usize);
        let near = view.neighborhood(&[view.iri(start)], 9, &filter);
        let ranks: BTreeMap<NamedNode, Option<usize>> =
            near.nodes.into_iter().map(|node| (node.iri, node.rank)).collect();
        let expected = reached.iter().map(|(node, far)| (view.iri(*node), Some(*far)));
        prop_assert_eq!(ranks, expected.collect::<BTreeMap<_, _>>());
        for link in near.links {
            prop_assert_eq!(link.relation.as_ref(), vocab::OWNED_BY);
        }
        for edge in view.edges() {
            prop_assert_eq!((edge.source(), edge.target()), (edge.from(), edge.to()));
        }
    }
}
