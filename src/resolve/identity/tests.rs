//! Worlds of a few records, and laws on random ones.

use crate::model::vocab::{self as ag, external as ext};
use crate::model::{local_name, thing};
use crate::ontology::files;
use crate::resolve::identity::identify;
use crate::store::{Builder, Pack, Snapshot};
use jiff::civil::Date as Day;
use oxrdf::vocab::{rdf, rdfs};
use oxrdf::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

fn quad(source: &str, record: &str, property: NamedNodeRef<'_>, object: impl Into<Term>) -> Quad {
    let graph = GraphName::NamedNode(thing(source));
    Quad::new(thing(record), property.into_owned(), object, graph)
}

fn text(source: &str, record: &str, property: NamedNodeRef<'_>, value: &str) -> Quad {
    quad(source, record, property, Literal::new_simple_literal(value))
}

fn company(source: &str, record: &str) -> Vec<Quad> {
    vec![
        quad(source, record, rdf::TYPE, ag::COMPANY.into_owned()),
        text(source, record, rdfs::LABEL, record),
    ]
}

fn same(source: &str, row: &str, a: &str, b: &str) -> Vec<Quad> {
    vec![
        quad(source, row, rdf::TYPE, ag::SAMENESS.into_owned()),
        quad(source, row, ag::HAS_RECORD, thing(a)),
        quad(source, row, ag::HAS_RECORD, thing(b)),
    ]
}

fn alone(record: &str) -> Vec<Quad> {
    let row = format!("split-{record}");
    vec![
        quad("decisions", &row, rdf::TYPE, ag::SEPARATION.into_owned()),
        quad("decisions", &row, ag::HAS_RECORD, thing(record)),
    ]
}

fn pack(quads: &[Quad]) -> Pack {
    let mut claims = Builder::default();
    for quad in quads {
        claims.claim(quad).unwrap();
    }
    identify(&mut claims, files::ontology().unwrap()).unwrap();
    claims.finish().unwrap()
}

fn statements(pack: Pack) -> BTreeSet<String> {
    let snapshot = Snapshot::new(Arc::new(pack), Day::MAX);
    snapshot.all_quads().map(|quad| quad.to_string()).collect()
}

/// Which record was taken for which thing.
fn taken(quads: &[Quad]) -> BTreeMap<String, String> {
    let snapshot = Snapshot::new(Arc::new(pack(quads)), Day::MAX);
    let id = |iri: &str| local_name(iri).unwrap_or(iri).to_owned();
    let rows = snapshot
        .all_quads()
        .filter(|quad| quad.predicate == ext::ALTERNATE_OF);
    let pairs = rows.map(|quad| {
        let Term::NamedNode(thing) = quad.object else {
            panic!("a thing is a node")
        };
        let oxrdf::NamedOrBlankNode::NamedNode(record) = quad.subject else {
            panic!("a record is a node")
        };
        (id(record.as_str()), id(thing.as_str()))
    });
    pairs.collect()
}

/// Why evidence was not followed.
fn reasons(quads: &[Quad]) -> BTreeSet<String> {
    let snapshot = Snapshot::new(Arc::new(pack(quads)), Day::MAX);
    let blocked = snapshot.subjects(rdf::TYPE, &ag::BLOCKED_IDENTIFICATION.into_owned());
    let reasons = blocked
        .iter()
        .flat_map(|node| snapshot.texts(node, ag::REASON));
    reasons.collect()
}

fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> BTreeMap<String, String> {
    pairs.map(|(a, b)| (a.to_owned(), b.to_owned())).into()
}

const LEI: &str = "529900EXAMPLE0000017";
const OTHER_LEI: &str = "529900EXAMPLE0000025";

#[test]
fn what_shares_an_identifier_is_one_node_with_all_claims() {
    let mut world = [company("a", "plant"), company("b", "ftm-works")].concat();
    world.push(text("a", "plant", ag::LEI, LEI));
    world.push(text("b", "ftm-works", ag::LEI, " 529900example0000017"));
    world.push(quad("b", "entry", ag::TARGET, thing("ftm-works")));
    assert_eq!(taken(&world), pairs([("ftm-works", "plant")]));
    let all = statements(pack(&world));
    // In the graph of the source that makes the claim.
    let name = text("b", "plant", ext::ALT_LABEL, "ftm-works").to_string();
    let target = quad("b", "entry", ag::TARGET, thing("plant")).to_string();
    assert!(all.contains(&name) && all.contains(&target));
    let evidence = format!("identity-lei-{LEI}");
    for (source, record) in [("a", "plant"), ("b", "ftm-works")] {
        let has = quad(source, &evidence, ag::HAS_RECORD, thing(record)).to_string();
        assert!(all.contains(&has), "{has}");
        let from = quad(source, &evidence, ext::WAS_DERIVED_FROM, thing(source)).to_string();
        assert!(all.contains(&from), "{from}");
    }
    // The claims are as they were made.
    let claims: BTreeSet<String> = claims(&pack(&world));
    assert_eq!(claims, world.iter().map(Quad::to_string).collect());
}

fn claims(pack: &Pack) -> BTreeSet<String> {
    let node = |id| match pack.term(id) {
        Term::NamedNode(node) => node,
        other => panic!("{other} is no node"),
    };
    let quads = pack
        .claims()
        .map(|[s, p, o, g]| Quad::new(node(s), node(p), pack.term(o), node(g)));
    quads.map(|quad| quad.to_string()).collect()
}

#[test]
fn a_name_is_no_evidence() {
    let mut world = [company("a", "plant"), company("b", "ftm-works")].concat();
    for (source, record) in [("a", "plant"), ("b", "ftm-works")] {
        world.push(text(source, record, rdfs::LABEL, "Example Plant"));
        world.push(text(source, record, ext::ALT_LABEL, "Works"));
        world.push(text(source, record, ag::ADDRESS, "1 Main St."));
    }
    assert_eq!(taken(&world), pairs([]));
    assert_eq!(statements(pack(&world)).len(), world.len());
}

#[test]
fn two_identifiers_block_and_are_told() {
    let mut world = [company("a", "plant"), company("b", "ftm-works")].concat();
    world.push(text("a", "plant", ag::LEI, LEI));
    world.push(text("b", "ftm-works", ag::LEI, OTHER_LEI));
    world.extend(same("c", "row", "plant", "ftm-works"));
    assert_eq!(taken(&world), pairs([]));
    let told = format!("one side has the LEI {LEI}, another {OTHER_LEI}");
    assert_eq!(reasons(&world), BTreeSet::from([told]));
}

#[test]
fn who_may_be_either_of_two_is_neither() {
    let mut world = [
        company("a", "one"),
        company("b", "two"),
        company("c", "three"),
    ]
    .concat();
    world.push(text("a", "one", ag::LEI, LEI));
    world.push(text("b", "two", ag::LEI, OTHER_LEI));
    for (source, record) in [("a", "one"), ("b", "two"), ("c", "three")] {
        world.push(text(source, record, ag::WIKIDATA, "Q42"));
    }
    assert_eq!(taken(&world), pairs([]));
    assert_eq!(reasons(&world).len(), 1);
}

#[test]
fn a_person_is_no_company_and_a_ship_no_owner() {
    let mut world = company("a", "plant");
    world.push(quad(
        "b",
        "ftm-man",
        rdf::TYPE,
        ag::PERSON_CLASS.into_owned(),
    ));
    world.push(quad("b", "ftm-ship", rdf::TYPE, ag::VESSEL.into_owned()));
    world.push(text("a", "plant", ag::WIKIDATA, "Q42"));
    world.push(text("b", "ftm-man", ag::WIKIDATA, "Q42"));
    world.push(text("a", "plant", ag::IMO, "9074729"));
    world.push(text("b", "ftm-ship", ag::IMO, "9074729"));
    assert_eq!(taken(&world), pairs([]));
    assert_eq!(reasons(&world).len(), 1);
    // Of whom no more is known than that they act may be either.
    world.push(quad("c", "ftm-who", rdf::TYPE, ag::ACTOR.into_owned()));
    world.push(text("c", "ftm-who", ag::LEI, LEI));
    world.push(text("a", "plant", ag::LEI, LEI));
    assert_eq!(taken(&world), pairs([("ftm-who", "plant")]));
}

#[test]
fn numbers_need_their_register() {
    let mut world = [
        company("a", "plant"),
        company("b", "ftm-works"),
        company("c", "ftm-mill"),
    ]
    .concat();
    for (source, record) in [("a", "plant"), ("b", "ftm-works"), ("c", "ftm-mill")] {
        world.push(text(
            source,
            record,
            ag::REGISTRATION_NUMBER,
            "1027700132195",
        ));
    }
    assert_eq!(taken(&world), pairs([]));
    for (source, record, country) in [
        ("a", "plant", "ru"),
        ("b", "ftm-works", "ru"),
        ("c", "ftm-mill", "cy"),
    ] {
        world.push(quad(
            source,
            record,
            ag::HAS_COUNTRY,
            thing(&format!("country-{country}")),
        ));
    }
    assert_eq!(taken(&world), pairs([("ftm-works", "plant")]));
    // Of two countries nobody knows in which the number was given.
    world.push(quad("b", "ftm-works", ag::HAS_COUNTRY, thing("country-kz")));
    assert_eq!(taken(&world), pairs([]));
    let law =
        NamedNode::new_unchecked("https://schema.followthemoney.tech/#LegalEntity:jurisdiction");
    world.push(text("b", "ftm-works", law.as_ref(), "ru"));
    assert_eq!(taken(&world), pairs([("ftm-works", "plant")]));
}

#[test]
fn referents_are_ids_of_records() {
    let mut world = [
        company("a", "ftm-NK-one"),
        company("b", "ftm-ofac-36"),
        company("c", "ftm-x"),
    ]
    .concat();
    world.push(text("a", "ftm-NK-one", ag::REFERENT, "ofac-36"));
    world.push(text("c", "ftm-x", ag::REFERENT, "ofac-36"));
    assert_eq!(
        taken(&world),
        pairs([("ftm-ofac-36", "ftm-NK-one"), ("ftm-x", "ftm-NK-one")])
    );
}

#[test]
fn a_newer_edition_corrects_an_older_one() {
    let mut world = [company("a", "plant"), company("old", "ftm-works")].concat();
    world.push(text("a", "plant", ag::LEI, LEI));
    world.push(text("old", "ftm-works", ag::LEI, LEI));
    world.extend(same("old", "row", "plant", "ftm-mill"));
    world.extend(company("b", "ftm-mill"));
    let both = pairs([("ftm-works", "plant"), ("ftm-mill", "plant")]);
    assert_eq!(taken(&world), both);
    let replaces = Quad::new(
        thing("new"),
        ext::REPLACES.into_owned(),
        thing("old"),
        GraphName::DefaultGraph,
    );
    world.push(replaces);
    // The newer one does not tell of the record: what the older said of it stands.
    assert_eq!(taken(&world), pairs([("ftm-works", "plant")]));
    world.extend(company("new", "ftm-works"));
    assert_eq!(taken(&world), pairs([]));
}

#[test]
fn who_stands_alone_is_alone() {
    let records = ["plant", "ftm-a", "ftm-b"];
    let mut world: Vec<Quad> = Vec::new();
    for record in records {
        world.extend(company(record, record));
        world.push(text(record, record, ag::LEI, LEI));
    }
    let all = pairs([("ftm-a", "plant"), ("ftm-b", "plant")]);
    assert_eq!(taken(&world), all);
    world.extend(alone("plant"));
    assert_eq!(taken(&world), pairs([("ftm-b", "ftm-a")]));
}

#[test]
fn what_very_many_share_identifies_none() {
    let mut world: Vec<Quad> = Vec::new();
    for number in 0..30 {
        let record = format!("ftm-{number}");
        world.extend(company("a", &record));
        world.push(text("a", &record, ag::TICKER, "NYSE: XYZ"));
    }
    assert_eq!(taken(&world), pairs([]));
    assert_eq!(
        reasons(&world),
        BTreeSet::from(["30 records share it".to_owned()])
    );
}

#[test]
fn it_is_the_same_when_it_is_done_again() {
    let mut world = [company("a", "plant"), company("b", "ftm-works")].concat();
    world.push(text("a", "plant", ag::LEI, LEI));
    world.push(text("b", "ftm-works", ag::LEI, LEI));
    let once = pack(&world);
    let mut claims = Builder::default();
    claims.claims_of(&once).unwrap();
    identify(&mut claims, files::ontology().unwrap()).unwrap();
    assert_eq!(claims.finish().unwrap().identity(), once.identity());
}

/// Some records with some identifiers, in two sources.
fn world() -> impl Strategy<Value = Vec<Quad>> {
    let record = || (0..8_u8).prop_map(|number| format!("ftm-{number}"));
    let source = || (0..3_u8).prop_map(|number| format!("source-{number}"));
    let value = prop_oneof![
        (0..3_u8).prop_map(|n| (ag::LEI, format!("529900EXAMPLE000000{n}"))),
        (0..3_u8).prop_map(|n| (ag::WIKIDATA, format!("Q4{n}"))),
        (0..8_u8).prop_map(|n| (ag::REFERENT, n.to_string())),
        (0..2_u8).prop_map(|n| (ag::TICKER, format!("{n}00 HK"))),
    ];
    let told = (source(), record(), value).prop_map(|(source, record, (property, value))| {
        let mut quads = company(&source, &record);
        quads.push(text(&source, &record, property, &value));
        quads
    });
    let row = (record(), record()).prop_map(|(a, b)| same("rows", &format!("row-{a}-{b}"), &a, &b));
    let apart = (record(), record())
        .prop_map(|(a, b)| vec![quad("rows", &a, ext::DIFFERENT_FROM, thing(&b))]);
    let one = prop_oneof![6 => told, 1 => row, 1 => apart];
    prop::collection::vec(one, 0..14).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn order_does_not_matter((world, shuffled) in world().prop_flat_map(|world| {
        (Just(world.clone()), Just(world).prop_shuffle())
    })) {
        prop_assert_eq!(pack(&world).identity(), pack(&shuffled).identity());
    }

    #[test]
    fn claims_stay_as_they_were_made(world in world()) {
        let made: BTreeSet<String> = world.iter().map(Quad::to_string).collect();
        prop_assert_eq!(claims(&pack(&world)), made);
    }

    #[test]
    fn undone_it_is_as_before(world in world()) {
        let mut undone = world.clone();
        let mut decisions = Vec::new();
        for record in (0..8).map(|number| format!("ftm-{number}")) {
            decisions.extend(alone(&record));
        }
        undone.extend(decisions.clone());
        let before: BTreeSet<String> = world.iter().chain(&decisions).map(Quad::to_string).collect();
        prop_assert_eq!(statements(pack(&undone)), before);
    }

    /// Nothing is one thing that no chain of evidence joins, and what two records of one thing say
    /// of themselves agrees.
    #[test]
    fn only_evidence_joins(world in world()) {
        let taken = taken(&world);
        let thing_of = |record: &str| taken.get(record).cloned().unwrap_or_else(|| record.to_owned());
        let mut sets: BTreeMap<String, usize> = BTreeMap::new();
        let mut values: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for quad in &world {
            let subject = quad.subject.to_string();
            let object = quad.object.to_string();
            let local = |text: &str| text.trim_matches(['<', '>']).rsplit('/').next().unwrap_or_default().to_owned();
            let record = local(&subject);
            if quad.predicate == ag::HAS_RECORD {
                values.entry(subject).or_default().insert(local(&object));
            } else if quad.predicate != rdf::TYPE && quad.predicate != rdfs::LABEL && quad.predicate != ext::DIFFERENT_FROM {
                let key = format!("{} {object}", quad.predicate);
                if quad.predicate == ag::REFERENT {
                    let own = format!("ftm-{}", object.trim_matches('"'));
                    values.entry(key.clone()).or_default().insert(own);
                }
                values.entry(key).or_default().insert(record);
            }
        }
        // A plain and slow flood: each value gives its bearers the least number of any of them.
        for number in 0..8 {
            sets.insert(format!("ftm-{number}"), number);
        }
        for _ in 0..8 {
            for bearers in values.values() {
                let least = bearers.iter().filter_map(|record| sets.get(record)).min().copied();
                for record in bearers {
                    sets.insert(record.clone(), least.unwrap_or(0));
                }
            }
        }
        for (record, thing) in &taken {
            prop_assert_eq!(sets.get(record), sets.get(thing));
        }
        let mut leis: BTreeMap<String, Vec<BTreeSet<String>>> = BTreeMap::new();
        let records: BTreeSet<&String> = sets.keys().collect();
        for record in records {
            let own = world.iter().filter(|quad| {
                quad.predicate == ag::LEI && quad.subject == thing(record).into()
            });
            let own: BTreeSet<String> = own.map(|quad| quad.object.to_string()).collect();
            if !own.is_empty() {
                leis.entry(thing_of(record)).or_default().push(own);
            }
        }
        for sets in leis.values() {
            for (a, b) in sets.iter().flat_map(|a| sets.iter().map(move |b| (a, b))) {
                prop_assert!(!a.is_disjoint(b));
            }
        }
        for quad in world.iter().filter(|quad| quad.predicate == ext::DIFFERENT_FROM) {
            let local = |text: String| text.trim_matches(['<', '>']).rsplit('/').next().unwrap_or_default().to_owned();
            let (a, b) = (local(quad.subject.to_string()), local(quad.object.to_string()));
            prop_assert!(a == b || thing_of(&a) != thing_of(&b));
        }
    }
}
