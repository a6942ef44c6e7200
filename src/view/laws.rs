//! A graph seen through a scope against one built of that scope alone, slowly.

use super::*;
use crate::model::{Scope, thing};
use crate::store::{DEFAULT_GRAPH, Snapshot, TermId};
use crate::view::build;
use crate::view::columns::{Claim, NO_EVENT};
use crate::view::dates::{self, property};
use crate::view::stamp::Stamp;
use crate::view::tests::world;
use crate::view::words::{RELATION, SHORTCUT};
use jiff::civil::{Date as Day, date};
use oxrdf::NamedNode;
use oxrdf::vocab::rdf;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

type Statement = (NamedNode, NamedNode, NamedNode);

/// What each source in scope says for each edge.
fn slow(snapshot: &Snapshot) -> BTreeMap<Statement, Vec<Claim>> {
    let mut claims: BTreeMap<[TermId; 3], BTreeSet<Claim>> = BTreeMap::new();
    let starts = dates::sorted(snapshot, dates::STARTS);
    let ends = dates::sorted(snapshot, dates::ENDS);
    let stated = dates::latest_stated(snapshot);
    let withdrawn = dates::withdrawn_events(snapshot);
    for ([s, p, o, source], event) in snapshot.traces() {
        let of = |rows: &[dates::Dated]| -> Vec<dates::Dated> {
            rows.iter().filter(|row| row.0 == event).copied().collect()
        };
        let (starts, ends) = (of(&starts), of(&ends));
        let date = dates::earliest(&starts, source);
        let known = starts.iter().map(|row| row.2).min().unwrap_or_else(|| {
            let stated = stated.get(&source).copied().unwrap_or_default();
            dates::known(snapshot, source, stated)
        });
        let until = dates::latest(&ends, Some(source)).or(dates::latest(&ends, None));
        let pulled = withdrawn.contains(&event);
        let claim = Claim::new(event, source, date, known, until, pulled);
        claims.entry([s, p, o]).or_default().insert(claim);
    }
    let a = property(snapshot, rdf::TYPE);
    for kind in [RELATION, SHORTCUT] {
        let Some(kind) = property(snapshot, kind) else {
            continue;
        };
        for [relation, ..] in snapshot.ids([None, a, Some(kind), None]) {
            for [s, p, o, g] in snapshot.ids([None, Some(relation), None, None]) {
                let have = claims.entry([s, p, o]).or_default();
                if !have.iter().any(|c| c.source == g && c.event != NO_EVENT) {
                    have.insert(Claim::direct(g));
                }
            }
        }
    }
    let whole = snapshot.unrestricted();
    for relation in build::undescribed(&whole) {
        for [s, p, o, g] in snapshot.ids([None, Some(relation), None, None]) {
            let have = claims.entry([s, p, o]).or_default();
            if !have.iter().any(|c| c.source == g && c.event != NO_EVENT) {
                have.insert(Claim::direct(g));
            }
        }
    }
    let named = |[s, p, o]: [TermId; 3]| {
        let [s, p, o] = [s, p, o].map(|term| match snapshot.term(term) {
            oxrdf::Term::NamedNode(node) => Some(node),
            _ => None,
        });
        Some((s?, p?, o?))
    };
    let claims = claims.into_iter();
    let claims = claims.filter_map(|(ends, claims)| Some((named(ends)?, claims)));
    claims
        .map(|(ends, claims)| (ends, claims.into_iter().collect()))
        .collect()
}

fn name(view: &View, edge: Edge<'_>) -> Statement {
    (
        view.iri(edge.from()),
        view.relation_iri(edge.relation()).clone(),
        view.iri(edge.to()),
    )
}

/// A world of statements: which source says what of which things.
#[derive(Clone, Debug)]
struct World {
    lines: Vec<(usize, String)>,
}

const SOURCES: usize = 4;

impl World {
    fn snapshot(&self) -> Snapshot {
        let mut texts = vec![String::new(); SOURCES + 1];
        for (source, line) in &self.lines {
            texts[*source] += line;
        }
        let names = ["", "s1", "s2", "s3", "s4"];
        let graphs: Vec<(&str, &str)> = names
            .into_iter()
            .zip(texts.iter().map(String::as_str))
            .collect();
        world(&graphs)
    }
}

fn world_of_sources() -> impl Strategy<Value = World> {
    let year = 2000..2006_u16;
    let dated =
        (year, 1..4_u8, 1..3_u8, 0..3_u8).prop_map(|(year, month, day, grain)| match grain {
            0 => format!("'{year}'^^xsd:gYear"),
            1 => format!("'{year}-{month:02}'^^xsd:gYearMonth"),
            _ => format!("'{year}-{month:02}-{day:02}'^^xsd:date"),
        });
    let few = 0..3_u8;
    let line =
        (0..14_u8, few.clone(), few.clone(), few, dated).prop_map(
            |(what, a, b, c, day)| match what {
                0 | 1 => {
                    format!("agid:l{a} a ag:Listing ; ag:target agid:x{b} ; ag:agent agid:x{c} .\n")
                }
                2 => format!("agid:l{a} ag:date {day} .\n"),
                3 => format!("agid:l{a} ag:edition agid:n{b} .\n"),
                4 => format!("agid:n{a} ag:state ag:withdrawn .\n"),
                5 | 6 => {
                    format!("agid:t{a} a ag:Tenure ; ag:person agid:x{b} ; ag:body agid:house .\n")
                }
                7 => format!("agid:t{a} ag:start {day} .\n"),
                8 => format!("agid:t{a} ag:end {day} .\n"),
                9 => format!(
                    "agid:o{a} a ag:Ownership ; ag:kind ag:grouping ; ag:child agid:x{b} ;
                     ag:parent agid:x{c} ; ag:edition agid:n{a} .\n"
                ),
                10 => format!("agid:x{a} ag:partOf agid:x{b} ; ag:listedBy agid:x{c} .\n"),
                11 => format!("agid:s{} dcterms:issued {day} .\n", a + 1),
                12 => "ag:partOf a ag:Relation . ag:listedBy a ag:Shortcut .\n".to_owned(),
                _ => format!("agid:n{a} ag:published {day} .\n"),
            },
        );
    let lines = vec((0..=SOURCES, line), 4..40);
    lines.prop_map(|mut lines| {
        lines.push((0, "agid:house a ag:LegislativeBody .\n".to_owned()));
        World { lines }
    })
}

/// A scope: which sources, all if none; and known by which year.
fn scope() -> impl Strategy<Value = (Vec<usize>, Option<i16>)> {
    let known_at = proptest::option::weighted(0.3, 1999..2007_i16);
    (vec(1..=SOURCES, 0..3), known_at)
}

fn days() -> impl Strategy<Value = Day> {
    (1999..2007_i16, 1..4_i8, 1..3_i8).prop_map(|(year, month, day)| date(year, month, day))
}

/// A view through a lens says the same as a graph built of the scope alone.
fn agree(view: &View, filter: &Filter, scoped: &Snapshot) -> Result<(), TestCaseError> {
    let slow = slow(scoped);
    let lens = view.lens(filter);
    let as_of: Stamp = filter.as_of.unwrap_or(scoped.scope().as_of).into();
    let counted = filter.withdrawn == Withdrawn::Counted;
    let alone = View::of(view.columns.clone(), scoped);
    let mut expected = BTreeMap::new();
    for (ends, claims) in &slow {
        let holding = claims.iter().copied().filter(|claim| claim.holds_on(as_of));
        let reasons = reason::gather(view, holding.clone());
        if holding
            .clone()
            .any(|claim| counted || !claim.is_withdrawn())
        {
            expected.insert(ends.clone(), reasons);
        }
    }
    let mut found = BTreeMap::new();
    for edge in view.edges().filter(|edge| lens.allows(*edge)) {
        found.insert(name(view, edge), lens.reasons(edge));
    }
    prop_assert_eq!(&found, &expected);
    // Walks say what asking edge by edge says, in both directions and along each relation.
    for direction in [Direction::With, Direction::Against] {
        let mut walked = BTreeSet::new();
        for node in view.nodes() {
            let steps: Vec<Hop> = lens.steps(node, direction).collect();
            prop_assert!(steps.len() <= lens.step_bound(node, direction));
            let along = (0..view.relations().len() as u16)
                .flat_map(|relation| lens.steps_along(node, direction, RelationId(relation)));
            prop_assert_eq!(&along.collect::<Vec<_>>(), &steps);
            for hop in steps {
                let edge = view.edge(hop.edge);
                let ends = match direction {
                    Direction::With => (node, hop.node),
                    Direction::Against => (hop.node, node),
                };
                prop_assert_eq!((edge.from(), edge.to()), ends);
                walked.insert(name(view, edge));
            }
        }
        prop_assert!(walked.iter().eq(expected.keys()));
    }
    prop_assert!(!lens.is_open() || found.len() == view.edge_count());
    // What is said of edges whatever the day.
    let all: BTreeMap<_, _> = alone
        .edges()
        .map(|edge| (name(&alone, edge), edge))
        .collect();
    prop_assert!(all.keys().eq(slow.keys()));
    prop_assert_eq!(alone.edge_count(), slow.len());
    for (ends, edge) in all {
        let claims = &slow[&ends];
        let reasons = reason::gather(view, claims.iter().copied());
        prop_assert_eq!(edge.date(), first_date(&reasons));
        prop_assert_eq!(edge.reasons(), reasons);
        prop_assert_eq!(
            edge.is_withdrawn(),
            claims.iter().all(|claim| claim.is_withdrawn())
        );
        let open = claims.iter().any(|claim| claim.until().is_none());
        prop_assert_eq!(edge.until().is_none(), open);
        let (from, to) = (edge.from(), edge.to());
        prop_assert_eq!(alone.find(from, edge.relation(), to), Some(edge));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_scope_over_all_is_the_graph_of_the_scope(
        world in world_of_sources(),
        (sources, known_at) in scope(),
        (narrower, known_before) in scope(),
        day in proptest::option::of(days()),
        counted in any::<bool>(),
    ) {
        let snapshot = world.snapshot();
        let known: BTreeSet<TermId> = snapshot.graphs().into_iter().collect();
        let is_source = |number: &usize| {
            let id = snapshot.id(&thing(&format!("s{number}")).into());
            id.is_some_and(|id| known.contains(&id))
        };
        let names = |numbers: &[usize]| -> Vec<String> {
            let numbers = numbers.iter().filter(|number| is_source(number));
            numbers.map(|number| format!("s{number}")).collect()
        };
        let scope = Scope {
            as_of: Day::MAX,
            known_at: known_at.map(|year| date(year, 12, 31)),
            sources: names(&sources),
        };
        let scoped = snapshot.scoped(scope.clone()).expect("known sources");
        let filter = Filter {
            as_of: day,
            withdrawn: if counted { Withdrawn::Counted } else { Withdrawn::Excluded },
            ..Filter::default()
        };
        let view = View::build(&scoped).expect("small");
        agree(&view, &filter, &scoped)?;
        prop_assert_eq!(View::build(&snapshot).expect("small").scoped(&scoped).edge_count(), view.edge_count());

        // A filter narrows further.
        let narrow = names(&narrower);
        let both: Vec<String> = match (scope.sources.is_empty(), narrow.is_empty()) {
            (true, _) => narrow.clone(),
            (_, true) => scope.sources.clone(),
            _ => narrow.iter().filter(|name| scope.sources.contains(name)).cloned().collect(),
        };
        let nothing_left = both.is_empty() && !(narrow.is_empty() && scope.sources.is_empty());
        let before = known_before.map(|year| date(year, 12, 31));
        let narrowed = snapshot.scoped(Scope {
            as_of: Day::MAX,
            known_at: match nothing_left {
                // No source is that old.
                true => Some(Day::MIN),
                false => scope.known_at.into_iter().chain(before).min(),
            },
            sources: both,
        });
        let filter = Filter {
            sources: narrow.iter().map(|name| thing(name)).collect(),
            known_at: before,
            ..filter
        };
        agree(&view, &filter, &narrowed.expect("known sources"))?;
    }
}

#[test]
fn the_default_graph_is_in_every_scope() {
    let world = world(&[
        ("", "ag:partOf a ag:Relation . agid:a ag:partOf agid:b ."),
        ("s1", "agid:b ag:partOf agid:c ."),
    ]);
    let view = View::build(&world).expect("small");
    let lens = view.lens(&Filter::default().with_source(thing("nobody")));
    let left: Vec<Edge<'_>> = view.edges().filter(|edge| lens.allows(*edge)).collect();
    assert_eq!(left.len(), 1);
    assert_eq!(view.iri(left[0].from()), thing("a"));
    assert!(view.lens(&Filter::default()).is_open());
    assert!(!lens.is_open());
    let claims: Vec<_> = view.columns.claims_of(0).collect();
    assert_eq!(claims[0].1, Claim::direct(DEFAULT_GRAPH));
}

#[test]
fn walks_run_through_things_of_wanted_classes_only() {
    let world = world(&[(
        "",
        "ag:partOf a ag:Relation . agid:b a ag:Company .
         agid:a ag:partOf agid:b, agid:c . agid:b ag:partOf agid:d . agid:c ag:partOf agid:d .",
    )]);
    let view = View::build(&world).expect("small");
    let lens = view.lens(&Filter::default().with_class(crate::model::vocab::COMPANY));
    let open = view.nodes().filter(|node| !lens.avoids(*node));
    assert_eq!(
        open.map(|node| view.iri(node)).collect::<Vec<_>>(),
        [thing("b")]
    );
}
