//! Laws of routes against plain slow searches, and small worlds with known answers.

use super::*;
use crate::builtin::builtin;
use crate::model::{local_name, thing, vocab};
use crate::view::{Direction, Filter, Heading, PlainEdge, View, Withdrawn, assert_sound};
use jiff::civil::{Date as Day, date};
use oxrdf::NamedNode;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn node(number: usize) -> NamedNode {
    thing(&format!("n{number}"))
}

fn relation(number: usize) -> NamedNode {
    NamedNode::new_unchecked(format!("{}r{number}", vocab::AG))
}

/// An edge as the slow search reads it: subject, relation, object, year from, year to, withdrawn.
type Row = (usize, usize, usize, Option<i16>, Option<i16>, bool);

fn plain(rows: &[Row]) -> Vec<PlainEdge> {
    let year = |year: i16| crate::model::Date::Year(year);
    rows.iter()
        .enumerate()
        .map(|(at, (from, r, to, date, until, withdrawn))| PlainEdge {
            event: Some(thing(&format!("event-{at}"))),
            source: Some(thing(&format!("source-{}", at % 3))),
            date: date.map(year),
            until: until.map(year),
            withdrawn: *withdrawn,
            ..PlainEdge::new(node(*from), relation(*r), node(*to))
        })
        .collect()
}

/// A step in numbers: where it leads, the relation, whether it goes with it.
type Move = (usize, usize, Direction);

#[derive(Clone, Debug)]
struct Question {
    from: Vec<usize>,
    to: Vec<usize>,
    relations: Vec<usize>,
    without_relation: Option<usize>,
    without_node: Option<usize>,
    heading: Heading,
    year: Option<i16>,
    withdrawn: bool,
    max_hops: Option<u32>,
}

impl Question {
    fn options(&self) -> Options {
        let filter = Filter {
            relations: self.relations.iter().copied().map(relation).collect(),
            avoided_relations: self.without_relation.into_iter().map(relation).collect(),
            avoided_nodes: self.without_node.into_iter().map(node).collect(),
            avoided_classes: Vec::new(),
            as_of: self.year.map(|year| date(year, 7, 1)),
            withdrawn: if self.withdrawn {
                Withdrawn::Counted
            } else {
                Withdrawn::Excluded
            },
            heading: self.heading,
            ..Filter::default()
        };
        Options {
            filter,
            max_hops: self.max_hops,
            limit: None,
        }
    }

    fn counts(&self, row: &Row) -> bool {
        let (_, r, _, date, until, withdrawn) = row;
        (self.relations.is_empty() || self.relations.contains(r))
            && self.without_relation != Some(*r)
            && (self.withdrawn || !withdrawn)
            && match self.year {
                Some(year) => {
                    date.is_none_or(|date| date <= year) && until.is_none_or(|u| u >= year)
                }
                None => until.is_none(),
            }
    }

    fn moves(&self, rows: &[Row], at: usize) -> BTreeSet<Move> {
        let mut moves = BTreeSet::new();
        for row in rows.iter().filter(|row| self.counts(row)) {
            let (s, r, o, ..) = *row;
            if s == at && self.heading != Heading::Backward {
                moves.insert((o, r, Direction::With));
            }
            if o == at && self.heading != Heading::Forward {
                moves.insert((s, r, Direction::Against));
            }
        }
        moves
    }

    /// All shortest routes, by trying every walk of each length.
    fn slow(&self, rows: &[Row], nodes: usize) -> BTreeSet<(usize, Vec<Move>)> {
        let mut walks: Vec<(usize, Vec<Move>)> =
            self.from.iter().map(|from| (*from, Vec::new())).collect();
        for length in 0..=nodes {
            if self.max_hops.is_some_and(|max| length as u32 > max) {
                break;
            }
            let end = |(start, moves): &(usize, Vec<Move>)| moves.last().map_or(*start, |m| m.0);
            let done: BTreeSet<_> = walks
                .iter()
                .filter(|walk| self.to.contains(&end(walk)))
                .cloned()
                .collect();
            if !done.is_empty() {
                return done;
            }
            walks = walks
                .iter()
                .flat_map(|walk| {
                    self.moves(rows, end(walk)).into_iter().map(move |step| {
                        let (start, mut moves) = walk.clone();
                        moves.push(step);
                        (start, moves)
                    })
                })
                .filter(|walk| {
                    let at = end(walk);
                    let is_end = self.from.contains(&at) || self.to.contains(&at);
                    is_end || self.without_node != Some(at)
                })
                .collect();
        }
        BTreeSet::new()
    }
}

const NODES: usize = 7;

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let year = || proptest::option::weighted(0.5, 2000_i16..2010);
    let until = || proptest::option::weighted(0.2, 2000_i16..2010);
    let withdrawn = proptest::bool::weighted(0.15);
    vec(
        (0..NODES, 0..3_usize, 0..NODES, year(), until(), withdrawn),
        1..16,
    )
}

fn question() -> impl Strategy<Value = Question> {
    let heading = prop_oneof![
        Just(Heading::Forward),
        Just(Heading::Backward),
        Just(Heading::Either)
    ];
    let rare = proptest::option::weighted(0.3, 0..NODES);
    (
        vec(0..NODES, 1..3),
        vec(0..NODES, 1..3),
        vec(0..3_usize, 0..2),
        proptest::option::weighted(0.2, 0..3_usize),
        rare,
        heading,
        proptest::option::weighted(0.5, 2000_i16..2011),
        any::<bool>(),
        proptest::option::weighted(0.3, 0..5_u32),
    )
        .prop_map(
            |(
                from,
                to,
                relations,
                without_relation,
                without_node,
                heading,
                year,
                withdrawn,
                max_hops,
            )| {
                Question {
                    from,
                    to,
                    relations,
                    without_relation,
                    without_node,
                    heading,
                    year,
                    withdrawn,
                    max_hops,
                }
            },
        )
}

fn number(iri: &NamedNode) -> usize {
    let name = local_name(iri.as_str()).expect("one of ours");
    name[1..].parse().expect("a letter and a number")
}

fn in_numbers(route: &Route) -> (usize, Vec<Move>) {
    let moves = route.steps.iter();
    let moves = moves.map(|step| (number(&step.to), number(&step.relation), step.direction));
    (number(&route.start), moves.collect())
}

/// A view knows only what its edges name; the others are unknown ends.
fn known(rows: &[Row], ends: &mut Vec<usize>) {
    ends.retain(|end| rows.iter().any(|row| row.0 == *end || row.2 == *end));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn all_shortest_are_those_that_a_slow_search_finds(rows in rows(), mut question in question()) {
        known(&rows, &mut question.from);
        known(&rows, &mut question.to);
        let view = View::from_edges(plain(&rows)).expect("small");
        let from: Vec<NamedNode> = question.from.iter().copied().map(node).collect();
        let to: Vec<NamedNode> = question.to.iter().copied().map(node).collect();
        let options = question.options();
        let all = all_shortest(&view, &from, &to, &options).expect("known ends");
        let routes: Vec<Route> = all.routes().collect();
        let slow = question.slow(&rows, NODES);

        let fast: BTreeSet<_> = routes.iter().map(in_numbers).collect();
        prop_assert_eq!(&fast, &slow);
        prop_assert_eq!(fast.len(), routes.len(), "a route came twice");
        prop_assert_eq!(all.count(), slow.len() as u128);
        prop_assert_eq!(all.length(), slow.first().map(|(_, moves)| moves.len()));

        // In order, and one of them is the answer to "any".
        let key = |route: &Route| {
            let steps = route.steps.iter();
            let steps = steps.map(|step| (step.direction, step.relation.clone(), step.to.clone()));
            (route.start.clone(), steps.collect::<Vec<_>>())
        };
        prop_assert!(routes.is_sorted_by_key(key));
        let any = any_shortest(&view, &from, &to, &options).expect("known ends");
        prop_assert_eq!(any.as_ref(), routes.first());

        // Each step exists and says why it counts.
        for route in &routes {
            let mut at = &route.start;
            for step in &route.steps {
                prop_assert_eq!(&step.from, at);
                at = &step.to;
                let (s, o) = match step.direction {
                    Direction::With => (&step.from, &step.to),
                    Direction::Against => (&step.to, &step.from),
                };
                let (s, r, o) = (number(s), number(&step.relation), number(o));
                let behind = rows.iter().filter(|row| (row.0, row.1, row.2) == (s, r, o));
                let counted = behind.filter(|row| question.counts(row)).count();
                prop_assert!(counted > 0);
                let told = step.reasons.iter().filter(|r| question.withdrawn || !r.withdrawn);
                prop_assert_eq!(told.count(), counted);
                prop_assert!(step.reasons.iter().all(|reason| reason.sources.len() == 1));
            }
            prop_assert_eq!(at, route.end());
        }

        // The drawing of all is the drawing of each, put together.
        prop_assert_eq!(all.to_subgraph(), subgraph(&view, &routes));
        if let Some(route) = &any {
            let drawing = route.to_subgraph(&view);
            prop_assert_eq!(drawing.nodes.len(), route.len() + 1);
            prop_assert_eq!(drawing.links.len(), route.len());
            let far = drawing.nodes.iter().filter_map(|node| node.rank).max();
            prop_assert_eq!(far, Some(route.len()));
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

#[test]
fn a_chain_of_sixty_diamonds_is_counted_without_walking_it() {
    let view = diamonds(60);
    let ends = [[thing("a000")], [thing("a060")]];
    let all = all_shortest(&view, &ends[0], &ends[1], &Options::default()).expect("known");
    assert_eq!(all.count(), 1 << 60);
    assert_eq!(all.length(), Some(120));
    let first: Vec<Route> = all.routes().take(10).collect();
    assert_eq!(first.len(), 10);
    assert!(first.iter().all(|route| route.end() == &ends[1][0]));
    let sides = |route: &Route| -> String {
        let things = route.things().skip(107).step_by(2);
        let names = things.filter_map(|thing| local_name(thing.as_str()));
        names.filter_map(|name| name.chars().next()).collect()
    };
    assert_eq!(sides(&first[0]), "bbbbbbb");
    assert_eq!(sides(&first[9]), "bbbcbbc");
    let drawing = all.to_subgraph();
    assert_eq!((drawing.nodes.len(), drawing.links.len()), (181, 240));
    assert_eq!(drawing.nodes[60].rank, Some(120));

    let limit = Some(3);
    let options = Options {
        limit,
        ..Options::default()
    };
    let few = all_shortest(&view, &ends[0], &ends[1], &options).expect("known");
    assert_eq!((few.routes().count(), few.count()), (3, 1 << 60));
}

#[test]
fn more_routes_than_can_be_counted_saturate() {
    let view = diamonds(130);
    let ends = [[thing("a000")], [thing("a130")]];
    let all = all_shortest(&view, &ends[0], &ends[1], &Options::default()).expect("known");
    assert_eq!(all.count(), u128::MAX);
    assert_eq!(all.routes().take(2).count(), 2);
}

#[test]
fn ends_may_be_the_same_isolated_or_unknown() {
    let view = diamonds(1);
    let (a, b) = ([thing("a000")], [thing("b000")]);
    let options = Options::default();
    let both = [a[0].clone(), b[0].clone()];
    let same = all_shortest(&view, &both, &both, &options).expect("known");
    let starts: Vec<NamedNode> = same.routes().map(|route| route.start).collect();
    assert_eq!(starts, both);
    assert_eq!((same.count(), same.length()), (2, Some(0)));
    let empty = any_shortest(&view, &a, &a, &options).expect("known");
    assert!(empty.is_some_and(|route| route.is_empty() && route.end() == &a[0]));

    // A relation is a term of the dataset, but no relation touches it.
    let alone = [relation(0)];
    assert_eq!(any_shortest(&view, &a, &alone, &options), Ok(None));
    assert_eq!(any_shortest(&view, &a, &[], &options), Ok(None));
    let unknown = PathError::Unknown(thing("nobody"));
    assert_eq!(
        any_shortest(&view, &a, &[thing("nobody")], &options),
        Err(unknown)
    );
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
    let ends = [[thing("alibaba")], [thing("dod")]];
    let options = Options::default();
    let route = any_shortest(&view, &ends[0], &ends[1], &options).expect("known");
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
    assert_eq!(any_shortest(&view, &ends[0], &ends[1], &march), Ok(None));
    let told = Options {
        filter: march.filter.clone().with_withdrawn(Withdrawn::Counted),
        ..march
    };
    assert!(
        any_shortest(&view, &ends[0], &ends[1], &told)
            .expect("known")
            .is_some()
    );
}

#[test]
fn classes_are_avoided_on_the_way_but_not_at_the_ends() {
    let view = builtin_view(date(2026, 8, 1));
    let ends = [[thing("alibaba")], [thing("dod")]];
    let options = Options {
        filter: Filter::default().without_class(vocab::AGENCY),
        ..Options::default()
    };
    let route = any_shortest(&view, &ends[0], &ends[1], &options).expect("known");
    assert!(route.is_some());
    let far = [thing("deepseek")];
    let all = all_shortest(&view, &ends[0], &far, &options).expect("known");
    let snapshot = view.snapshot();
    for route in all.routes() {
        let inner: Vec<&NamedNode> = route.things().skip(1).take(route.len() - 1).collect();
        assert!(
            inner
                .iter()
                .all(|thing| !snapshot.is_a(thing, vocab::AGENCY))
        );
    }
}
