//! Laws of paths against plain slow searches, and small worlds with known answers.

use super::select::{Selected, is_beyond};
use super::*;
use crate::builtin::builtin;
use crate::model::{local_name, thing, vocab};
use crate::path::product::Product;
use crate::path::via::Machine;
use crate::view::{
    Direction, Filter, Heading, Hop, NodeId, PlainEdge, View, Withdrawn, assert_sound,
};
use jiff::civil::{Date as Day, date};
use oxrdf::NamedNode;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

fn node(number: usize) -> NamedNode {
    thing(&format!("n{number}"))
}

fn relation(number: usize) -> NamedNode {
    NamedNode::new_unchecked(format!("{}r{number}", vocab::AG))
}

/// An edge as the slow search reads it: subject, relation, object, year, withdrawn.
type Row = (usize, usize, usize, Option<i16>, bool);

fn plain(rows: &[Row]) -> View {
    let year = |year: i16| crate::model::Date::Year(year);
    let edges = rows.iter().enumerate();
    let edges = edges.map(|(at, (from, r, to, date, withdrawn))| PlainEdge {
        event: Some(thing(&format!("event-{at}"))),
        source: Some(thing(&format!("source-{}", at % 3))),
        date: date.map(year),
        withdrawn: *withdrawn,
        ..PlainEdge::new(node(*from), relation(*r), node(*to))
    });
    View::from_edges(edges).expect("small")
}

/// A step in numbers: subject, relation and object of the edge, whether it goes with it. A loop
/// goes with it.
type Step = (usize, usize, usize, Direction);

fn end(step: &Step) -> usize {
    match step.3 {
        Direction::With => step.2,
        Direction::Against => step.0,
    }
}

/// What is asked, in numbers.
#[derive(Clone, Debug)]
struct Question {
    via: Option<Via>,
    heading: Heading,
    selector: Selector,
    restrictor: Restrictor,
    max_hops: Option<u32>,
    without_node: Option<usize>,
    year: Option<i16>,
}

impl Question {
    fn options(&self) -> Options {
        Options {
            filter: Filter {
                avoided_nodes: self.without_node.into_iter().map(node).collect(),
                as_of: self.year.map(|year| date(year, 7, 1)),
                heading: self.heading,
                ..Filter::default()
            },
            via: self.via.clone(),
            selector: self.selector,
            restrictor: self.restrictor,
            max_hops: self.max_hops,
            ..Options::default()
        }
    }

    fn counts(&self, row: &Row) -> bool {
        let (.., date, withdrawn) = row;
        let begun = |year| date.is_none_or(|date| date <= year);
        !withdrawn && self.year.is_none_or(begun)
    }

    /// All paths from a thing, by trying every step; the shorter first. `most` bounds their steps.
    fn slow(&self, rows: &[Row], from: usize, most: usize) -> Vec<Vec<Step>> {
        let edges: BTreeSet<(usize, usize, usize)> = rows
            .iter()
            .filter(|row| self.counts(row))
            .map(|row| (row.0, row.1, row.2))
            .collect();
        let most = self.max_hops.map_or(most, |max| most.min(max as usize));
        let mut all = vec![Vec::new()];
        let mut level: Vec<Vec<Step>> = vec![Vec::new()];
        for _ in 0..most {
            let mut next = Vec::new();
            for walk in &level {
                let at = walk.last().map_or(from, end);
                let round = !walk.is_empty() && at == from && self.restrictor == Restrictor::Simple;
                if round || (!walk.is_empty() && self.without_node == Some(at)) {
                    continue;
                }
                for (s, r, o) in &edges {
                    let mut steps = Vec::new();
                    if *s == at {
                        steps.push((*s, *r, *o, Direction::With));
                    }
                    if *o == at && s != o {
                        steps.push((*s, *r, *o, Direction::Against));
                    }
                    for step in steps {
                        let mut longer = walk.clone();
                        longer.push(step);
                        if self.allows(from, &longer) {
                            next.push(longer);
                        }
                    }
                }
            }
            all.extend(next.iter().cloned());
            level = next;
        }
        all.retain(|walk| self.spells(walk));
        all
    }

    fn allows(&self, from: usize, walk: &[Step]) -> bool {
        let edges: BTreeSet<_> = walk.iter().map(|step| (step.0, step.1, step.2)).collect();
        let mut nodes = vec![from];
        nodes.extend(walk.iter().map(end));
        let distinct = |nodes: &[usize]| nodes.iter().collect::<BTreeSet<_>>().len() == nodes.len();
        match self.restrictor {
            Restrictor::Walk => true,
            Restrictor::Trail => edges.len() == walk.len(),
            Restrictor::Acyclic => distinct(&nodes),
            Restrictor::Simple => distinct(&nodes[1..]) && distinct(&nodes[..nodes.len() - 1]),
        }
    }

    fn spells(&self, walk: &[Step]) -> bool {
        let Some(via) = &self.via else {
            let fits = |step: &Step| match self.heading {
                Heading::Either => true,
                Heading::Forward => step.3 == Direction::With,
                Heading::Backward => step.3 == Direction::Against || step.0 == step.2,
            };
            return walk.iter().all(fits);
        };
        let inverted = self.heading == Heading::Backward;
        read(via, walk, 0, inverted).contains(&walk.len())
    }
}

/// Returns where an expression can have been read to, from `at` on, by trying everything.
fn read(via: &Via, walk: &[Step], at: usize, inverted: bool) -> BTreeSet<usize> {
    let one = |fits: &dyn Fn(&NamedNode, bool) -> bool| {
        let step = walk.get(at).filter(|step| {
            let relation = relation(step.1);
            let ways = match (step.0 == step.2, step.3) {
                (true, _) => vec![true, false],
                (_, direction) => vec![direction == Direction::With],
            };
            ways.iter().any(|with| fits(&relation, *with != inverted))
        });
        step.map(|_| at + 1).into_iter().collect()
    };
    match via {
        Via::Relation(own) => one(&|relation, with| with && relation == own),
        Via::Except { with, against } => one(&|relation, goes_with| {
            let except = if goes_with { with } else { against };
            except
                .as_ref()
                .is_some_and(|except| !except.contains(relation))
        }),
        Via::Inverse(inner) => read(inner, walk, at, !inverted),
        Via::Alternative(parts) => parts
            .iter()
            .flat_map(|part| read(part, walk, at, inverted))
            .collect(),
        Via::Sequence(parts) => {
            let mut order: Vec<&Via> = parts.iter().collect();
            if inverted {
                order.reverse();
            }
            order.into_iter().fold(BTreeSet::from([at]), |ends, part| {
                ends.iter()
                    .flat_map(|end| read(part, walk, *end, inverted))
                    .collect()
            })
        }
        Via::Repeat { inner, least, most } => {
            let (mut ends, mut all) = (BTreeSet::from([at]), BTreeSet::new());
            let most = most.unwrap_or(*least + walk.len() as u32 + 1);
            for times in 0..=most {
                if times >= *least {
                    all.extend(ends.iter().copied());
                }
                ends = ends
                    .iter()
                    .flat_map(|end| read(inner, walk, *end, inverted))
                    .collect();
            }
            all
        }
    }
}

const NODES: usize = 6;

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let year = || proptest::option::weighted(0.5, 2000_i16..2010);
    let withdrawn = proptest::bool::weighted(0.1);
    vec((0..NODES, 0..3_usize, 0..NODES, year(), withdrawn), 1..10)
}

fn via() -> impl Strategy<Value = Via> {
    let some = || vec((0..3_usize).prop_map(relation), 0..2);
    let leaf = prop_oneof![
        4 => (0..3_usize).prop_map(|r| Via::Relation(relation(r))),
        1 => (proptest::option::of(some()), proptest::option::of(some()))
            .prop_map(|(with, against)| Via::Except { with, against }),
    ];
    leaf.prop_recursive(4, 12, 3, |inner| {
        let times = (0..3_u32, proptest::option::of(0..3_u32));
        prop_oneof![
            inner.clone().prop_map(Via::inverse),
            vec(inner.clone(), 1..4).prop_map(Via::Sequence),
            vec(inner.clone(), 1..4).prop_map(Via::Alternative),
            (inner, times).prop_map(|(inner, (least, more))| Via::Repeat {
                inner: Box::new(inner),
                least,
                most: more.map(|more| least + more),
            }),
        ]
    })
}

fn question() -> impl Strategy<Value = Question> {
    let heading = prop_oneof![
        Just(Heading::Forward),
        Just(Heading::Backward),
        Just(Heading::Either)
    ];
    let selector = prop_oneof![
        Just(Selector::Any),
        Just(Selector::AnyShortest),
        Just(Selector::AllShortest),
        (0..6_usize).prop_map(Selector::ShortestK),
        (0..4_usize).prop_map(Selector::ShortestKGroups),
        Just(Selector::All),
    ];
    let restrictor = prop_oneof![
        Just(Restrictor::Walk),
        Just(Restrictor::Trail),
        Just(Restrictor::Simple),
        Just(Restrictor::Acyclic)
    ];
    (
        proptest::option::weighted(0.7, via()),
        heading,
        selector,
        restrictor,
        proptest::option::weighted(0.5, 0..6_u32),
        proptest::option::weighted(0.2, 0..NODES),
        proptest::option::weighted(0.3, 2000_i16..2011),
    )
        .prop_map(
            |(via, heading, selector, restrictor, max_hops, without_node, year)| Question {
                via,
                heading,
                selector,
                restrictor,
                // Walks are tried up to some length only.
                max_hops: match restrictor {
                    Restrictor::Walk => Some(max_hops.unwrap_or(5).min(5)),
                    _ => max_hops,
                },
                without_node,
                year,
            },
        )
}

fn number(iri: &NamedNode) -> usize {
    let name = local_name(iri.as_str()).expect("one of ours");
    name[1..].parse().expect("a letter and a number")
}

fn in_numbers(view: &View, walk: &Walk) -> Vec<Step> {
    hops_in_numbers(view, &walk.hops)
}

fn hops_in_numbers(view: &View, hops: &[Hop]) -> Vec<Step> {
    let step = |step: &Hop| {
        let edge = view.edge(step.edge);
        let (from, to) = (view.iri(edge.from()), view.iri(edge.to()));
        let relation = number(view.relation_iri(edge.relation()));
        let direction = match from == to {
            true => Direction::With,
            false => step.direction,
        };
        (number(&from), relation, number(&to), direction)
    };
    hops.iter().map(step).collect()
}

fn route_in_numbers(route: &Route) -> Vec<Step> {
    let step = |step: &super::Step| {
        let (from, to) = (number(&step.from), number(&step.to));
        let relation = number(&step.relation);
        match step.direction {
            Direction::With => (from, relation, to, Direction::With),
            Direction::Against if from == to => (from, relation, to, Direction::With),
            Direction::Against => (to, relation, from, Direction::Against),
        }
    };
    route.steps.iter().map(step).collect()
}

/// Holds what was found against all paths there are.
fn check(question: &Question, all: &[Vec<Step>], found: &[Vec<Step>]) -> Result<(), TestCaseError> {
    let set: BTreeSet<&Vec<Step>> = found.iter().collect();
    prop_assert_eq!(set.len(), found.len(), "a path came twice");
    for path in found {
        prop_assert!(all.contains(path), "{:?} is no path", path);
    }
    let lengths: Vec<usize> = all.iter().map(Vec::len).collect();
    let found_lengths: Vec<usize> = found.iter().map(Vec::len).collect();
    let mut kinds = lengths.clone();
    kinds.dedup();
    match question.selector {
        Selector::Any => prop_assert_eq!(found.len(), all.len().min(1)),
        Selector::AnyShortest => {
            let first: Vec<usize> = lengths.first().copied().into_iter().collect();
            prop_assert_eq!(found_lengths, first);
        }
        Selector::AllShortest => {
            let shortest = lengths.iter().filter(|length| **length == lengths[0]);
            prop_assert_eq!(found_lengths, shortest.copied().collect::<Vec<_>>());
        }
        Selector::ShortestK(k) => {
            prop_assert_eq!(&found_lengths[..], &lengths[..k.min(lengths.len())]);
        }
        Selector::ShortestKGroups(k) => {
            let within = |length: &&usize| kinds[..k.min(kinds.len())].contains(length);
            let wanted: Vec<usize> = lengths.iter().filter(within).copied().collect();
            prop_assert_eq!(found_lengths, wanted);
        }
        Selector::All => prop_assert_eq!(found.len(), all.len()),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_selector_and_restrictor_gives_what_a_slow_search_finds(
        rows in rows(),
        question in question(),
        patience in prop_oneof![Just(0_usize), Just(3), Just(1 << 17)],
    ) {
        let view = plain(&rows);
        let options = question.options();
        let spelled = search::spelled(options.via.clone(), question.heading);
        let machine = Machine::of(&spelled).expect("small");
        let product = Product::new(view.lens(&options.filter), &machine);
        let nodes: Vec<NodeId> = view.nodes().collect();
        let anywhere = Search::new(&view, &Ends::Any, &Ends::Any, Options {
            selector: Selector::AnyShortest,
            ..options.clone()
        });
        let anywhere = anywhere.expect("bounded");
        let mut finder = anywhere.finder();
        for from in &nodes {
            let from_number = number(&view.iri(*from));
            let slow = question.slow(&rows, from_number, 9);
            for to in &nodes {
                let to_number = number(&view.iri(*to));
                let ends_here = |walk: &&Vec<Step>| walk.last().map_or(from_number, end) == to_number;
                let all: Vec<Vec<Step>> = slow.iter().filter(ends_here).cloned().collect();
                let mut selected =
                    Selected::with_patience(&product, (*from, *to), &options, patience);
                let mut found = Vec::new();
                while let Some(walk) = selected.next().expect("nothing is weighed") {
                    found.push(in_numbers(&view, &walk));
                    prop_assert!(found.len() <= all.len(), "{found:?} of {all:?}");
                }
                check(&question, &all, &found)?;
                if question.restrictor == Restrictor::Walk {
                    let walk = finder.shortest(*from, *to);
                    let walk = walk.map(|hops| hops_in_numbers(&view, &hops));
                    prop_assert_eq!(walk.as_ref().map(Vec::len), all.first().map(Vec::len));
                    prop_assert!(walk.is_none_or(|walk| all.contains(&walk)));
                }
            }
        }
    }

    #[test]
    fn many_ends_are_taken_pair_by_pair(
        rows in rows(),
        question in question(),
        from in proptest::option::of(vec(0..NODES, 1..3)),
        to in proptest::option::of(vec(0..NODES, 1..3)),
    ) {
        let view = plain(&rows);
        let known = |ends: &Option<Vec<usize>>| -> Option<BTreeSet<usize>> {
            let known = |end: &&usize| view.node(node(**end).as_ref()).is_some();
            ends.as_ref().map(|ends| ends.iter().filter(known).copied().collect())
        };
        let (from, to) = (known(&from), known(&to));
        let ends = |ends: &Option<BTreeSet<usize>>| match ends {
            Some(ends) => Ends::Things(ends.iter().copied().map(node).collect()),
            None => Ends::Any,
        };
        let options = question.options();
        let search = Search::new(&view, &ends(&from), &ends(&to), options).expect("bounded");
        let mut found: BTreeMap<(usize, usize), Vec<Vec<Step>>> = BTreeMap::new();
        let walks = search.walks().collect::<Result<Vec<_>, _>>().expect("nothing is weighed");
        let mut shown = Vec::new();
        let all = search.each_walk(|start, hops| {
            shown.push((start, hops.to_vec()));
            ControlFlow::Continue(())
        });
        prop_assert_eq!(all, Ok(()));
        let walks: Vec<_> = walks.into_iter().map(|walk| (walk.start, walk.hops)).collect();
        prop_assert_eq!(shown, walks);
        for route in search.routes() {
            let route = route.expect("nothing is weighed");
            let pair = (number(&route.start), number(route.end()));
            found.entry(pair).or_default().push(route_in_numbers(&route));
        }
        let standing = question.via.is_some() || (from.is_some() && to.is_some());
        let beyond = is_beyond(question.selector);
        let (mut pairs, mut least, mut count) = (BTreeMap::new(), None, BigUint::from(0_u32));
        for start in view.nodes().map(|node| number(&view.iri(node))) {
            if from.as_ref().is_some_and(|from| !from.contains(&start)) {
                continue;
            }
            let slow = question.slow(&rows, start, 9);
            for stop in view.nodes().map(|node| number(&view.iri(node))) {
                let unpaired = start == stop && !standing;
                if to.as_ref().is_some_and(|to| !to.contains(&stop)) || (unpaired && !beyond) {
                    continue;
                }
                let ends_here = |walk: &&Vec<Step>| walk.last().map_or(start, end) == stop;
                let walks = slow.iter().filter(ends_here);
                let walks = walks.filter(|walk| !(unpaired && walk.is_empty()));
                let all: Vec<Vec<Step>> = walks.cloned().collect();
                let given = found.remove(&(start, stop)).unwrap_or_default();
                check(&question, &all, &given)?;
                if unpaired {
                    continue;
                }
                if question.restrictor == Restrictor::Walk {
                    let shortest = all.first().map(Vec::len);
                    if let Some(length) = shortest {
                        pairs.insert((start, stop), length);
                        least = [least, shortest].into_iter().flatten().min();
                        count += all.iter().filter(|path| path.len() == length).count();
                    }
                }
            }
        }
        prop_assert!(found.is_empty(), "{found:?}");
        if question.restrictor == Restrictor::Walk {
            let told: BTreeMap<_, _> = search
                .pairs()
                .map(|(from, to, length)| ((number(&from), number(&to)), length as usize))
                .collect();
            prop_assert_eq!(search.count_pairs(), pairs.len());
            prop_assert_eq!(told, pairs);
            prop_assert_eq!(search.length().map(|length| length as usize), least);
            prop_assert_eq!(search.count_shortest(), count);
        }
    }

    #[test]
    fn weighed_paths_come_cheapest_first(
        rows in rows(),
        mut question in question(),
        k in 0..6_usize,
    ) {
        question.selector = Selector::ShortestK(k);
        question.year = Some(question.year.unwrap_or(2012));
        let view = plain(&rows);
        let options = Options { weight: Weight::Age, ..question.options() };
        let day = date(question.year.expect("set"), 7, 1);
        // Several rows may be one edge; the earliest dates it.
        let cost = |path: &[Step]| -> f64 {
            let steps = path.iter().map(|(s, r, o, _)| {
                let same = rows.iter().filter(|row| (row.0, row.1, row.2) == (*s, *r, *o));
                let counting = same.filter(|row| question.counts(row));
                let first = counting.filter_map(|row| row.3).min();
                let first = first.map_or(date(1, 1, 1), |year| date(year, 1, 1));
                f64::from((day - first).get_days())
            });
            steps.sum()
        };
        for from in view.nodes() {
            let from_iri = view.iri(from);
            let slow = question.slow(&rows, number(&from_iri), 9);
            for to in view.nodes() {
                let to_iri = view.iri(to);
                let ends_here =
                    |walk: &&Vec<Step>| walk.last().map_or(number(&from_iri), end) == number(&to_iri);
                let mut costs: Vec<f64> =
                    slow.iter().filter(ends_here).map(|walk| cost(walk)).collect();
                costs.sort_by(f64::total_cmp);
                costs.truncate(k);
                let (from, to) = (from_iri.clone().into(), to_iri.into());
                let search = Search::new(&view, &from, &to, options.clone()).expect("bounded");
                let routes: Vec<Route> =
                    search.routes().collect::<Result<_, _>>().expect("no weight is negative");
                let distinct: BTreeSet<_> = routes.iter().map(route_in_numbers).collect();
                prop_assert_eq!(distinct.len(), routes.len());
                let found: Vec<f64> = routes.iter().filter_map(|route| route.cost).collect();
                prop_assert_eq!(&found, &costs);
                for route in &routes {
                    prop_assert_eq!(route.cost, Some(cost(&route_in_numbers(route))));
                }
            }
        }
    }
}

/// Stages of diamonds one behind another: `a0 < b0, c0 > a1 < b1, c1 > a2 …`.
fn diamonds(stages: usize) -> View {
    let name = |letter: char, stage: usize| thing(&format!("{letter}{stage:03}"));
    let edges = (0..stages).flat_map(|stage| {
        let (start, end) = (name('a', stage), name('a', stage + 1));
        ['b', 'c'].into_iter().flat_map(move |side| {
            let middle = name(side, stage);
            [
                PlainEdge::new(start.clone(), relation(0), middle.clone()),
                PlainEdge::new(middle, relation(0), end.clone()),
            ]
        })
    });
    View::from_edges(edges).expect("small")
}

fn any_shortest(
    view: &View,
    from: NamedNode,
    to: NamedNode,
    options: &Options,
) -> Result<Option<Route>, PathError> {
    let search = Search::new(view, &from.into(), &to.into(), options.clone())?;
    search.routes().next().transpose()
}

fn all_shortest() -> Options {
    Options {
        selector: Selector::AllShortest,
        ..Options::default()
    }
}

#[test]
fn a_search_that_nobody_waits_for_ends() {
    // Among 20 things no path of 20 steps repeats nothing, and to be sure takes ages.
    let edges = (0..20).flat_map(|from| {
        let others = (0..20).filter(move |to| *to != from);
        others.map(move |to| PlainEdge::new(node(from), relation(0), node(to)))
    });
    let view = View::from_edges(edges).expect("small");
    let via = Via::parse("r{20}", |_| Some(relation(0).into())).expect("it is well written");
    let selectors = [
        Selector::Any,
        Selector::AnyShortest,
        Selector::ShortestK(3),
        Selector::All,
    ];
    for (selector, to) in selectors
        .into_iter()
        .flat_map(|selector| [node(1).into(), Ends::Any].map(|to| (selector, to)))
    {
        let options = Options {
            via: Some(via.clone()),
            restrictor: Restrictor::Acyclic,
            selector,
            ..Options::default()
        };
        let search = Search::new(&view, &node(0).into(), &to, options).expect("sound");
        let asked = Arc::new(AtomicUsize::new(0));
        let asks = Arc::clone(&asked);
        let search = search.with_stop(Stop::when(move || {
            asks.fetch_add(1, Ordering::Relaxed) >= 20_000
        }));
        let found: Vec<_> = search.walks().collect();
        assert_eq!(found, [Err(PathError::Stopped)], "{selector:?}");
        assert!(asked.load(Ordering::Relaxed) < 100_000, "{selector:?}");
    }
    // There are 2⁶⁰ walks here.
    let view = diamonds(60);
    let asked = Arc::new(AtomicUsize::new(0));
    let ends = [thing("a000"), thing("a060")].map(Ends::from);
    let search = Search::new(&view, &ends[0], &ends[1], all_shortest()).expect("sound");
    let search = search.with_stop(Stop::when(move || {
        asked.fetch_add(1, Ordering::Relaxed) >= 1_000
    }));
    let mut walks = search.walks();
    assert!(walks.any(|walk| walk == Err(PathError::Stopped)));
    assert!(walks.next().is_none());
    assert_eq!(
        search.each_walk(|_, _| ControlFlow::Continue(())),
        Err(PathError::Stopped)
    );
}

#[test]
fn a_chain_of_sixty_diamonds_is_counted_without_walking_it() {
    let view = diamonds(60);
    let (from, to) = (thing("a000").into(), thing("a060").into());
    let search = Search::new(&view, &from, &to, all_shortest()).expect("known");
    assert_eq!(search.count_shortest(), BigUint::from(1_u64 << 60));
    assert_eq!(search.length(), Some(120));
    let first: Vec<Route> = search
        .routes()
        .take(10)
        .map(|route| route.expect("plain"))
        .collect();
    assert_eq!(first.len(), 10);
    assert!(first.iter().all(|route| route.end() == &thing("a060")));
    let sides = |route: &Route| -> String {
        let things = route.things().skip(107).step_by(2);
        let names = things.filter_map(|thing| local_name(thing.as_str()));
        names.filter_map(|name| name.chars().next()).collect()
    };
    assert_eq!(sides(&first[0]), "bbbbbbb");
    assert_eq!(sides(&first[9]), "bbbcbbc");
    assert_eq!(
        any_shortest(&view, thing("a000"), thing("a060"), &Options::default()),
        Ok(Some(first[0].clone()))
    );
    let drawing = search.to_subgraph();
    assert_eq!((drawing.nodes.len(), drawing.links.len()), (181, 240));
    assert_eq!(drawing.nodes[60].rank, Some(120));

    // Ten of 2^60, whatever is asked for: no more is looked at than must be.
    for selector in [
        Selector::AllShortest,
        Selector::ShortestK(10),
        Selector::ShortestKGroups(2),
        Selector::All,
    ] {
        for restrictor in [
            Restrictor::Walk,
            Restrictor::Trail,
            Restrictor::Simple,
            Restrictor::Acyclic,
        ] {
            let options = Options {
                selector,
                restrictor,
                limit: Some(10),
                max_hops: Some(200),
                ..Options::default()
            };
            let search = Search::new(&view, &from, &to, options).expect("known");
            assert_eq!(search.routes().count(), 10, "{selector:?} {restrictor:?}");
        }
    }
}

#[test]
fn a_chain_of_a_thousand_diamonds_is_counted_exactly() {
    let view = diamonds(1000);
    let (from, to) = (thing("a000").into(), thing("a1000").into());
    let search = Search::new(&view, &from, &to, all_shortest()).expect("known");
    assert_eq!(search.count_shortest(), BigUint::from(1_u32) << 1000);
    assert_eq!(search.routes().take(2).count(), 2);
}

#[test]
fn ends_may_be_the_same_isolated_or_unknown() {
    let view = diamonds(1);
    let options = Options::default();
    let same = any_shortest(&view, thing("a000"), thing("a000"), &options).expect("known");
    assert!(same.is_some_and(|route| route.is_empty() && route.end() == &thing("a000")));

    // A relation is a term of the dataset, but no relation touches it.
    assert_eq!(
        any_shortest(&view, thing("a000"), relation(0), &options),
        Ok(None)
    );
    let alone = any_shortest(&view, relation(0), relation(0), &options).expect("known");
    assert!(alone.is_some_and(|route| route.is_empty()));
    // It stands at the end of a path without steps, and of no other.
    let step = Via::any_step(true, true);
    for (via, found) in [(step.clone(), 0), (step.repeated(), 1)] {
        let options = Options {
            via: Some(via),
            ..Options::default()
        };
        let (from, to) = (relation(0).into(), relation(0).into());
        let search = Search::new(&view, &from, &to, options).expect("known");
        assert_eq!(search.routes().count(), found);
    }
    // Of several things each is led to itself unless that is said not to count, isolated or not.
    let both = Ends::from([relation(0), thing("a000")]);
    for (standing, found) in [(None, 2), (Some(false), 0)] {
        let options = Options {
            standing,
            ..options.clone()
        };
        let search = Search::new(&view, &both, &both, options).expect("known");
        assert_eq!(search.routes().count(), found);
    }
    assert_eq!(
        any_shortest(&view, thing("a000"), thing("nobody"), &options),
        Err(PathError::Unknown(thing("nobody")))
    );
    let nowhere = Search::new(
        &view,
        &thing("a000").into(),
        &Ends::Things(Vec::new()),
        options,
    );
    assert_eq!(nowhere.expect("nothing is unknown").routes().count(), 0);
}

#[test]
fn what_gql_does_not_allow_is_refused() {
    let view = diamonds(1);
    let ends = || (Ends::from(thing("a000")), Ends::from(thing("a001")));
    let refused = |options: Options| {
        let (from, to) = ends();
        Search::new(&view, &from, &to, options).err()
    };
    let all = Options {
        selector: Selector::All,
        ..Options::default()
    };
    assert_eq!(refused(all.clone()), Some(PathError::Endless));
    let bounded = Via::parse("r0{1,4}", |_| Some(Via::Relation(relation(0)))).expect("well-formed");
    let via = Some(bounded);
    assert_eq!(refused(Options { via, ..all.clone() }), None);
    let max_hops = Some(3);
    assert_eq!(
        refused(Options {
            max_hops,
            ..all.clone()
        }),
        None
    );
    let restrictor = Restrictor::Trail;
    assert_eq!(
        refused(Options {
            restrictor,
            ..all.clone()
        }),
        None
    );
    let weight = Weight::Age;
    assert_eq!(
        refused(Options { weight, ..all }),
        Some(PathError::NotWeighed)
    );
}

/// Beyond a bridge lies a clique: a simple path that has crossed the bridge cannot come back.
#[test]
fn paths_that_stray_behind_a_bottleneck_turn_back() {
    let mut edges = vec![
        PlainEdge::new(thing("s"), relation(0), thing("x")),
        PlainEdge::new(thing("x"), relation(0), thing("t")),
    ];
    let clique = |number: usize| thing(&format!("k{number:02}"));
    edges.push(PlainEdge::new(thing("x"), relation(0), clique(0)));
    for a in 0..24 {
        edges.extend((0..a).map(|b| PlainEdge::new(clique(a), relation(0), clique(b))));
    }
    let view = View::from_edges(edges).expect("small");
    let (from, to) = (thing("s").into(), thing("t").into());
    for selector in [
        Selector::ShortestK(5),
        Selector::ShortestKGroups(5),
        Selector::All,
    ] {
        for restrictor in [Restrictor::Simple, Restrictor::Acyclic] {
            let options = Options {
                selector,
                restrictor,
                ..Options::default()
            };
            let search = Search::new(&view, &from, &to, options).expect("known");
            assert_eq!(search.routes().count(), 1, "{selector:?} {restrictor:?}");
        }
    }
    // Two steps and back through the clique: no simple path has so many.
    let via = Via::parse("r{7}", |_| Some(Via::Relation(relation(0)).either_way()));
    let options = Options {
        via: Some(via.expect("well-formed")),
        selector: Selector::Any,
        restrictor: Restrictor::Simple,
        ..Options::default()
    };
    let search = Search::new(&view, &from, &to, options).expect("known");
    assert_eq!(search.routes().count(), 0);
}

fn builtin_view(day: Day) -> View {
    View::build(&builtin(day).expect("built whole")).expect("small")
}

#[test]
fn the_built_in_dataset_makes_a_sound_view() {
    let view = builtin_view(date(2026, 8, 1));
    let snapshot = view.snapshot();
    assert!(view.node_count() > 300 && view.edge_count() > 1000);
    assert_sound(&view);

    // Every relation is said in words, in both directions.
    for relation in view.relations() {
        for direction in [Direction::With, Direction::Against] {
            let words = view.relation_words(relation.as_ref(), direction);
            assert!(
                words.sentence.is_some() && words.label_zh.is_some(),
                "{relation}"
            );
            assert!(!words.label.starts_with('←'), "{relation}");
        }
    }
    let relation = NamedNode::new_unchecked(format!("{}Relation", vocab::AG));
    let relation = relation.as_ref();
    // Every statement of a derived relation is an edge with an event behind it.
    for edge in view.edges() {
        let derived = view.relation_iri(edge.relation());
        let direct = snapshot.is_a(derived, relation);
        let reasons = edge.reasons();
        assert!(
            reasons.iter().all(|r| r.event.is_none() == direct),
            "{reasons:?}"
        );
    }
    let dod = view.neighborhood(&[thing("dod")], 1, &Filter::default());
    let labels: BTreeSet<&str> = dod.nodes.iter().map(|node| node.class.as_str()).collect();
    assert!(
        labels.iter().all(|class| class.starts_with(vocab::AG)),
        "{labels:?}"
    );
    assert!(
        !labels.contains(vocab::ACTOR.as_str()),
        "only the most specific class is told"
    );
    assert!(dod.nodes.iter().all(|node| node.rank <= Some(1)));
    let described = View::build_with_attributes(snapshot).expect("small");
    assert!(described.edge_count() > view.edge_count());
    assert_sound(&described);
}

#[test]
fn the_built_in_dataset_says_who_tied_alibaba_to_the_department() {
    let view = builtin_view(date(2026, 8, 1));
    let (alibaba, dod) = (thing("alibaba"), thing("dod"));
    let options = Options::default();
    let route = any_shortest(&view, alibaba.clone(), dod.clone(), &options).expect("known");
    let route = route.expect("Alibaba was listed");
    assert_eq!(route.len(), 1);
    let step = &route.steps[0];
    assert_eq!(step.relation, vocab::LISTED_BY.into_owned());
    assert_eq!(step.direction, Direction::With);
    // The notice of February was withdrawn: it is told, and does not date the step.
    assert!(step.reasons.iter().any(|reason| reason.withdrawn));
    assert!(step.reasons.iter().any(|reason| !reason.withdrawn));
    assert_eq!(
        step.date.map(|date| date.to_string()),
        Some("2026-06-08".to_owned())
    );

    // Before June only the withdrawn notice had named it.
    let march = Options {
        filter: Filter::default()
            .with_as_of(date(2026, 3, 1))
            .with_relation(vocab::LISTED_BY),
        max_hops: Some(1),
        ..Options::default()
    };
    assert_eq!(
        any_shortest(&view, alibaba.clone(), dod.clone(), &march),
        Ok(None)
    );
    let told = Options {
        filter: march.filter.clone().with_withdrawn(Withdrawn::Counted),
        ..march
    };
    assert!(
        any_shortest(&view, alibaba, dod, &told)
            .expect("known")
            .is_some()
    );
}

#[test]
fn classes_are_avoided_on_the_way_but_not_at_the_ends() {
    let view = builtin_view(date(2026, 8, 1));
    let options = Options {
        filter: Filter::default().without_class(vocab::AGENCY),
        ..all_shortest()
    };
    let route = any_shortest(&view, thing("alibaba"), thing("dod"), &options).expect("known");
    assert!(route.is_some());
    let (alibaba, far) = (thing("alibaba").into(), thing("deepseek").into());
    let all = Search::new(&view, &alibaba, &far, options).expect("known");
    let snapshot = view.snapshot();
    for route in all.routes() {
        let route = route.expect("nothing is weighed");
        let inner: Vec<&NamedNode> = route.things().skip(1).take(route.len() - 1).collect();
        assert!(
            inner
                .iter()
                .all(|thing| !snapshot.is_a(thing, vocab::AGENCY))
        );
    }
}
