//! What is loaded, from where, and how fresh it is.

use crate::app::value::{self, Basis, Reader, Source, Thing};
use crate::app::{AppError, Session};
use crate::model::{Date, vocab};
use crate::store::DEFAULT_GRAPH;
use jiff::civil::Date as Day;
use oxrdf::NamedNode;
use oxrdf::vocab::rdf;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a dataset holds.
#[derive(Clone, Debug, Serialize)]
pub struct Stats {
    /// Name and version of this form of answer.
    pub schema: &'static str,
    /// What the answer was drawn from.
    pub basis: Basis,
    /// How many statements are in scope, derived ones included; one made by two sources counts twice.
    pub statements: usize,
    /// How many of them stand in the graph of a source.
    pub claims: usize,
    /// How many sources are in scope.
    pub sources: usize,
    /// The source published last, and how old it was on the day of the answer.
    pub newest_source: Option<Newest>,
    /// How many things of each class there are, subclasses included; the largest class first.
    pub classes: Vec<ClassCount>,
    /// The lists, each with its editions and newest source.
    pub lists: Vec<ListStats>,
}

/// A source and its age.
#[derive(Clone, Debug, Serialize)]
pub struct Newest {
    /// The source.
    pub source: Source,
    /// Days from its publication to the day of the answer, at most: where only a month or year is
    /// known it is counted from its first day. Never below 0.
    pub age_days: i64,
}

/// How many things of a class there are.
#[derive(Clone, Debug, Serialize)]
pub struct ClassCount {
    /// The class, as `list --class` takes it, e.g. `Company`.
    pub class: String,
    /// The class in words.
    pub label: String,
    /// How many things are of this class or of one below it.
    pub count: usize,
}

/// What is loaded about one list.
#[derive(Clone, Debug, Serialize)]
pub struct ListStats {
    /// The list.
    pub list: Thing,
    /// How many editions are known.
    pub editions: usize,
    /// The newest edition and its date, if one is dated by the day of the answer.
    pub newest_edition: Option<DatedThing>,
    /// How many events concern the list.
    pub events: usize,
    /// The newest source that tells something about the list.
    pub newest_source: Option<Newest>,
}

/// A thing and its date.
#[derive(Clone, Debug, Serialize)]
pub struct DatedThing {
    /// The thing.
    pub thing: Thing,
    /// Its date, as precise as known.
    pub date: String,
}

/// Returns what the dataset of a session holds.
///
/// Cost: one pass over all statements in scope.
///
/// # Errors
///
/// None today; the signature is that of all requests.
pub fn stats(session: &Session) -> Result<Stats, AppError> {
    let snapshot = &Reader::new(session.snapshot());
    let as_of = snapshot.scope().as_of;
    let (mut statements, mut claims) = (0, 0);
    for row in snapshot.ids([None; 4]) {
        statements += 1;
        claims += usize::from(row[3] != DEFAULT_GRAPH);
    }
    let issued = issued(snapshot);
    session.told(Stats {
        schema: "actorgraph.stats/1",
        basis: session.basis(),
        statements,
        claims,
        sources: snapshot.graphs().len(),
        newest_source: newest(snapshot, as_of, issued.keys(), &issued),
        classes: classes(snapshot),
        lists: lists(snapshot, as_of, &issued),
    })
}

type Issued = HashMap<NamedNode, Date>;

fn issued(snapshot: &Reader<'_>) -> Issued {
    let sources = snapshot.sources().into_iter();
    sources
        .filter_map(|source| Some((source.iri, source.issued?)))
        .collect()
}

fn newest<'a>(
    snapshot: &Reader<'_>,
    as_of: Day,
    sources: impl IntoIterator<Item = &'a NamedNode>,
    issued: &Issued,
) -> Option<Newest> {
    let dated = sources.into_iter().filter_map(|iri| {
        let date = issued.get(iri)?;
        Some((*date, iri))
    });
    let (date, iri) = dated.max()?;
    let day = date.first_day();
    let age = as_of
        .since(day)
        .map_or(0, |span| i64::from(span.get_days()));
    Some(Newest {
        source: snapshot.source(iri).into(),
        age_days: age.max(0),
    })
}

fn classes(snapshot: &Reader<'_>) -> Vec<ClassCount> {
    let Some(predicate) = snapshot.id(&rdf::TYPE.into_owned().into()) else {
        return Vec::new();
    };
    let mut members: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for [subject, _, class, _] in snapshot.ids([None, Some(predicate), None, None]) {
        members.entry(class).or_default().insert(subject);
    }
    let named = |id| match snapshot.term(id) {
        oxrdf::Term::NamedNode(node) => Some(node),
        _ => None,
    };
    let is_word = |id: &u32| named(*id).is_some_and(|node| node.as_str().starts_with(vocab::AG));
    let mut counts: Vec<ClassCount> = members
        .into_iter()
        .filter_map(|(class, things)| {
            let class = named(class).filter(|class| class.as_str().starts_with(vocab::AG))?;
            // Words of the ontology are typed too (`ag:Shortcut`); they are not data.
            let count = things.iter().filter(|thing| !is_word(thing)).count();
            (count > 0).then(|| ClassCount {
                class: value::id(&class),
                label: snapshot.label(&class),
                count,
            })
        })
        .collect();
    counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.class.cmp(&b.class)));
    counts
}

fn lists(snapshot: &Reader<'_>, as_of: Day, issued: &Issued) -> Vec<ListStats> {
    let class = vocab::DESIGNATION_LIST.into_owned();
    let mut all: Vec<ListStats> = snapshot
        .subjects(rdf::TYPE, &class)
        .into_iter()
        .map(|list| {
            let concerned = snapshot.subjects(vocab::LIST, &list);
            let (editions, events): (Vec<_>, Vec<_>) = concerned
                .into_iter()
                .partition(|thing| snapshot.is_a(thing, vocab::EDITION));
            let dated = editions.iter().filter_map(|edition| {
                let date = value::date(&snapshot.objects(edition, vocab::DATE))?;
                (date.first_day() <= as_of).then_some((date, edition))
            });
            let newest_edition = dated.max().map(|(date, edition)| DatedThing {
                thing: snapshot.thing(edition),
                date: date.to_string(),
            });
            let object = list.clone().into();
            let quads = snapshot.quads(None, Some(vocab::LIST), Some(&object));
            let sources: BTreeSet<NamedNode> = quads
                .filter_map(|quad| match quad.graph_name {
                    oxrdf::GraphName::NamedNode(node) => Some(node),
                    _ => None,
                })
                .collect();
            ListStats {
                list: snapshot.thing(&list),
                editions: editions.len(),
                newest_edition,
                events: events.len(),
                newest_source: newest(snapshot, as_of, &sources, issued),
            }
        })
        .collect();
    all.sort_by(|a, b| a.list.cmp(&b.list));
    all
}
