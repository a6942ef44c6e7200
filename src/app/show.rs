//! The dossier of a thing: what it is, where it is listed, who asked, what it said, who owns it.

use crate::app::event::{self, Event, ListStatus, Stated};
use crate::app::identity::{self, Identification};
use crate::app::value::{self, Basis, Reader, Source, Thing};
use crate::app::{AppError, Session};
use crate::model::vocab::{self as ag, external as ext};
use crate::model::{Date, thing};
use crate::timeline::{self, Occurrence};
use oxrdf::vocab::{rdf, rdfs};
use oxrdf::{GraphName, NamedNode, NamedNodeRef, Quad, Term};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that is told of one thing.
#[derive(Clone, Debug, Serialize)]
pub struct Dossier {
    /// Name and version of this form of answer.
    pub schema: &'static str,
    /// What the answer was drawn from.
    pub basis: Basis,
    /// The thing: `id`, `label`, `label_zh`, `type`.
    #[serde(flatten)]
    pub thing: Thing,
    /// Its IRI.
    pub iri: String,
    /// All its names.
    pub names: Vec<Name>,
    /// What it is, in words.
    pub descriptions: Vec<Stated<String>>,
    /// What else is stated of it, by property in the order of its label.
    pub facts: Vec<Fact>,
    /// Its status on each list that has to do with it (actors, assets).
    pub lists: Vec<ListStatus>,
    /// Who stands on it on the day of the answer (lists), or who is printed in it (editions).
    pub members: Vec<Thing>,
    /// Its editions, oldest first (lists).
    pub editions: Vec<EditionLine>,
    /// Who owns it or is said to be above it, on the day of the answer (companies).
    pub owners: Vec<Tie>,
    /// Whom it owns or is said to be above (companies).
    pub owned: Vec<Tie>,
    /// The offices that it held (officials), or who held office in it (bodies).
    pub tenures: Vec<Office>,
    /// What happened, oldest first, undated first of all; with a limit the newest only. For an
    /// event: the event itself first; for a source: the events that it tells of.
    pub events: Vec<Event>,
    /// How many events there are, whatever the limit.
    pub events_total: usize,
    /// Why records of several sources are this one thing, and evidence that was not followed.
    pub identity: Vec<Identification>,
    /// The sources of all this.
    pub sources: Vec<Source>,
}

/// A name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Name {
    /// What kind of name: `label`, `short`, `official`, `alias`, `former` or `ticker`.
    pub kind: &'static str,
    /// The name.
    pub name: String,
    /// Its language (`en`, `zh`), if the data says.
    pub language: Option<String>,
}

/// The values of one property.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fact {
    /// The property, e.g. `administeredBy`; of a relation read backwards its inverse, e.g. `administers`.
    pub property: String,
    /// The property in words.
    pub label: String,
    /// The values.
    pub values: Vec<Value>,
}

/// A value of a property.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Value {
    /// The value in words.
    pub value: String,
    /// The id, where the value is a thing.
    pub id: Option<String>,
    /// The ids of the sources that say so.
    pub sources: Vec<String>,
}

/// A published version of a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EditionLine {
    /// The edition.
    #[serde(flatten)]
    pub thing: Thing,
    /// Its day.
    pub date: Option<String>,
    /// Whether it prints the whole list.
    pub complete: bool,
    /// How many companies are announced to stand on the list after it.
    pub announced: Vec<Stated<u32>>,
    /// How many companies are printed, as far as transcribed.
    pub printed: usize,
    /// `in-force`, `superseded`, `withdrawn` or `unstated`.
    pub state: &'static str,
    /// The ids of its sources.
    pub sources: Vec<String>,
}

/// One company's hold on another, or what is said of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tie {
    /// The other end.
    pub thing: Thing,
    /// What kind: `shareholder`, `subsidiary`, `grouping`, ….
    pub kinds: Vec<String>,
    /// The part held, from 0 to 1; `null` where no number or only an interval is given.
    pub share: Option<f64>,
    /// The least part held, where an interval is given.
    pub share_min: Option<f64>,
    /// The largest part held, where an interval is given.
    pub share_max: Option<f64>,
    /// The dates on which sources say so, oldest first.
    pub dates: Vec<String>,
    /// Whether only a notice that was withdrawn says so.
    pub withdrawn: bool,
    /// The ids of the ownerships.
    pub ids: Vec<String>,
    /// The ids of the sources.
    pub sources: Vec<String>,
}

/// An office and who held it when.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Office {
    /// The id of the tenure.
    pub id: String,
    /// Who held it.
    pub person: Vec<Thing>,
    /// Where.
    pub body: Vec<Thing>,
    /// The office in words.
    pub offices: Vec<String>,
    /// The first day, if known.
    pub start: Option<String>,
    /// The last day, if known.
    pub end: Option<String>,
    /// The ids of the sources.
    pub sources: Vec<String>,
}

/// Returns the dossier of the thing that a name, id or IRI means, with at most `limit` events, the
/// newest; all when `None`.
///
/// # Errors
///
/// [`AppError::UnknownName`] or [`AppError::AmbiguousName`].
pub fn show(session: &Session, name: &str, limit: Option<usize>) -> Result<Dossier, AppError> {
    let iri = session.thing(name)?;
    let snapshot = &Reader::new(session.snapshot());
    let mut graphs: BTreeSet<NamedNode> = BTreeSet::new();
    let about: Vec<Quad> = snapshot
        .quads(Some(&iri.clone().into()), None, None)
        .collect();
    graphs.extend(about.iter().filter_map(|quad| graph(&quad.graph_name)));

    let occurrences = occurrences(snapshot, &iri);
    for occurrence in &occurrences {
        graphs.extend(occurrence.sources.iter().cloned());
        let withdrawal = occurrence.withdrawn.iter();
        graphs.extend(withdrawal.flat_map(|withdrawal| withdrawal.sources.iter().cloned()));
    }
    let newest = occurrences.len() - limit.unwrap_or(usize::MAX).min(occurrences.len());
    let events: Vec<Event> = occurrences[newest..]
        .iter()
        .map(|told| Event::new(snapshot, told))
        .collect();
    let is = |class| snapshot.is_a(&iri, class);
    let lists = match is(ag::ACTOR) || is(ag::ASSET) {
        true => lists(snapshot, &iri, &events, &mut graphs),
        false => Vec::new(),
    };
    let (members, editions) = if is(ag::DESIGNATION_LIST) {
        let members = timeline::members(snapshot, &iri);
        let listed = members.into_iter().map(|member| member.company);
        (
            snapshot.things_of(listed),
            editions(snapshot, &iri, &mut graphs),
        )
    } else if is(ag::EDITION) {
        let printed = snapshot.things(&iri, ag::INCLUDES);
        (snapshot.things_of(printed), Vec::new())
    } else {
        Default::default()
    };
    let owners = ties(snapshot, &iri, ag::CHILD, &mut graphs);
    let owned = ties(snapshot, &iri, ag::PARENT, &mut graphs);
    let tenures = tenures(snapshot, &iri, &mut graphs);
    let own = match is(ag::SOURCE) {
        true => vec![iri.clone()],
        false => Vec::new(),
    };
    let identity = identity::of_thing(snapshot, &iri);
    let evidence = identity.iter().flat_map(|found| &found.sources);
    graphs.extend(evidence.map(|id| thing(id)));
    session.told(Dossier {
        schema: "actorgraph.show/1",
        basis: session.basis(),
        thing: snapshot.thing(&iri),
        names: names(&about),
        descriptions: descriptions(&about),
        facts: facts(snapshot, &iri, &about),
        iri: iri.into_string(),
        lists,
        members,
        editions,
        owners,
        owned,
        tenures,
        events,
        events_total: occurrences.len(),
        identity,
        sources: Source::read_all(snapshot, graphs.into_iter().chain(own)),
    })
}

fn graph(name: &GraphName) -> Option<NamedNode> {
    match name {
        GraphName::NamedNode(node) => Some(node.clone()),
        _ => None,
    }
}

fn occurrences(snapshot: &Reader<'_>, iri: &NamedNode) -> Vec<Occurrence> {
    if snapshot.is_a(iri, ag::SOURCE) {
        let ids = [rdf::TYPE.into_owned(), ag::EVENT.into_owned(), iri.clone()];
        let [Some(a), Some(event), Some(graph)] = ids.map(|node| snapshot.id(&node.into())) else {
            return Vec::new();
        };
        let rows = snapshot.ids([None, Some(a), Some(event), Some(graph)]);
        let events = rows.filter_map(|row| match snapshot.term(row[0]) {
            Term::NamedNode(event) => Some(timeline::occurrence(snapshot, &event)),
            _ => None,
        });
        let mut told: Vec<Occurrence> = events.collect();
        told.sort_by(|a, b| (a.date, a.iri.as_str()).cmp(&(b.date, b.iri.as_str())));
        return told;
    }
    let mut told = timeline::history(snapshot, iri);
    if snapshot.is_a(iri, ag::EVENT) {
        told.insert(0, timeline::occurrence(snapshot, iri));
    }
    told
}

fn names(about: &[Quad]) -> Vec<Name> {
    let kinds = [
        ("label", rdfs::LABEL),
        ("short", ag::SHORT_NAME),
        ("official", ag::OFFICIAL_NAME),
        ("alias", ext::ALT_LABEL),
        ("former", ag::FORMER_NAME),
        ("ticker", ag::TICKER),
    ];
    let mut names = Vec::new();
    for (kind, property) in kinds {
        let values = about.iter().filter(|quad| quad.predicate == property);
        let mut found: Vec<Name> = values
            .filter_map(|quad| match &quad.object {
                Term::Literal(name) => Some(Name {
                    kind,
                    name: name.value().to_owned(),
                    language: name.language().map(str::to_owned),
                }),
                _ => None,
            })
            .collect();
        found.sort();
        found.dedup();
        names.extend(found);
    }
    names
}

fn descriptions(about: &[Quad]) -> Vec<Stated<String>> {
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for quad in about
        .iter()
        .filter(|quad| quad.predicate == ext::DESCRIPTION)
    {
        if let Term::Literal(text) = &quad.object {
            let sources = texts.entry(text.value().to_owned()).or_default();
            sources.extend(graph(&quad.graph_name).map(|graph| value::id(&graph)));
        }
    }
    let texts = texts.into_iter().map(|(value, sources)| Stated {
        value,
        sources: sources.into_iter().collect(),
    });
    texts.collect()
}

/// Properties that other parts of the dossier tell.
const ELSEWHERE: &[NamedNodeRef<'static>] = &[
    rdf::TYPE,
    rdfs::LABEL,
    ext::ALT_LABEL,
    ext::DESCRIPTION,
    ag::SHORT_NAME,
    ag::OFFICIAL_NAME,
    ag::FORMER_NAME,
    ag::TICKER,
    ag::INCLUDES,
];

const INVERSE_OF: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#inverseOf");
const RELATION: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("https://w3id.org/actorgraph/ns#Relation");
const SHORTCUT: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("https://w3id.org/actorgraph/ns#Shortcut");

/// Values of one property, each with its sources.
type Values = BTreeMap<String, (Option<String>, BTreeSet<String>)>;

fn facts(snapshot: &Reader<'_>, iri: &NamedNode, about: &[Quad]) -> Vec<Fact> {
    let mut facts: BTreeMap<(String, NamedNode), Values> = BTreeMap::new();
    let mut add = |property: &NamedNode, object: &Term, from: Option<NamedNode>| {
        let key = (snapshot.label(property), property.clone());
        let id = match object {
            Term::NamedNode(node) => Some(value::id(node)),
            _ => None,
        };
        let values = facts.entry(key).or_default();
        let value = values
            .entry(event::words(snapshot, object))
            .or_insert((id, BTreeSet::new()));
        value.1.extend(from.map(|graph| value::id(&graph)));
    };
    let is_event = snapshot.is_a(iri, ag::EVENT);
    for quad in about {
        let told = ELSEWHERE.contains(&quad.predicate.as_ref())
            || is_event
            || snapshot.is_a(&quad.predicate, SHORTCUT);
        if !told {
            add(&quad.predicate, &quad.object, graph(&quad.graph_name));
        }
    }
    let object = iri.clone().into();
    let incoming: Vec<Quad> = snapshot.quads(None, None, Some(&object)).collect();
    let mut inverses: BTreeMap<NamedNode, Option<NamedNode>> = BTreeMap::new();
    for quad in incoming {
        let inverse = inverses.entry(quad.predicate.clone()).or_insert_with(|| {
            let inverse = snapshot
                .things(&quad.predicate, INVERSE_OF)
                .into_iter()
                .next();
            inverse.filter(|_| snapshot.is_a(&quad.predicate, RELATION))
        });
        if let Some(inverse) = inverse {
            add(inverse, &quad.subject.into(), graph(&quad.graph_name));
        }
    }
    let facts = facts.into_iter().map(|((label, property), values)| Fact {
        property: event::local(&property),
        label,
        values: values
            .into_iter()
            .map(|(value, (id, sources))| Value {
                value,
                id,
                sources: sources.into_iter().collect(),
            })
            .collect(),
    });
    facts.collect()
}

fn lists(
    snapshot: &Reader<'_>,
    company: &NamedNode,
    events: &[Event],
    graphs: &mut BTreeSet<NamedNode>,
) -> Vec<ListStatus> {
    let statuses = timeline::statuses(snapshot, company);
    let mut lists: Vec<ListStatus> = Vec::new();
    for (list, status) in &statuses {
        if let timeline::Reason::CompleteEdition { sources, .. } = &status.because {
            graphs.extend(sources.iter().cloned());
        }
        let id = value::id(list);
        let designations = events.iter().filter(|event| {
            event.group == "designation" && event.lists.iter().any(|list| list.id == id)
        });
        let history = designations.map(|event| event.id.clone()).collect();
        lists.push(ListStatus::new(snapshot, list, status, history));
    }
    let rank = |status: &ListStatus| match status.status {
        "listed" => 0,
        "not-listed" => 1,
        _ => 2,
    };
    lists.sort_by(|a, b| (rank(a), &a.list).cmp(&(rank(b), &b.list)));
    lists
}

fn editions(
    snapshot: &Reader<'_>,
    list: &NamedNode,
    graphs: &mut BTreeSet<NamedNode>,
) -> Vec<EditionLine> {
    use timeline::{Completeness, State};
    let editions = timeline::editions(snapshot, list).into_iter();
    let lines = editions.map(|edition| {
        graphs.extend(edition.sources.iter().cloned());
        EditionLine {
            thing: snapshot.thing(&edition.iri),
            date: edition.date.map(|date| date.to_string()),
            complete: matches!(edition.completeness, Completeness::Complete(_)),
            announced: edition
                .announced
                .iter()
                .map(|told| Stated {
                    value: told.value,
                    sources: event::ids(&told.sources),
                })
                .collect(),
            printed: edition.printed,
            state: match edition.state {
                State::Withdrawn(_) => "withdrawn",
                State::Superseded => "superseded",
                State::InForce => "in-force",
                State::Unstated => "unstated",
            },
            sources: event::ids(&edition.sources),
        }
    });
    lines.collect()
}

/// Returns the ties of which the thing is the given end (`ag:child` gives its owners).
///
/// Ties of the same kind and share to the same thing, which differ by edition only, are told once.
fn ties(
    snapshot: &Reader<'_>,
    iri: &NamedNode,
    end: NamedNodeRef<'_>,
    graphs: &mut BTreeSet<NamedNode>,
) -> Vec<Tie> {
    let as_of = snapshot.scope().as_of;
    let mut ties: Vec<Tie> = Vec::new();
    for ownership in snapshot.subjects(end, iri) {
        let told = timeline::occurrence(snapshot, &ownership);
        if told.date.is_some_and(|date| date.first_day() > as_of) {
            continue;
        }
        let mut ends = told
            .texts_of(ag::END)
            .filter_map(|end| end.value.parse().ok());
        // Who tells no end, or a later one, is not overruled by who does.
        let is_over = |end: Date| end.last_day() < as_of;
        if told.texts_of(ag::END).next().is_some() && ends.all(is_over) {
            continue;
        }
        graphs.extend(told.sources.iter().cloned());
        let others = if end == ag::CHILD {
            &told.agents
        } else {
            &told.targets
        };
        let number = |property: NamedNodeRef<'_>| {
            let text = told.texts_of(property).next()?;
            text.value.parse::<f64>().ok()
        };
        for other in others {
            let tie = Tie {
                thing: snapshot.thing(other),
                kinds: event::ids(&told.kinds),
                share: number(ag::SHARE),
                share_min: number(ag::SHARE_MIN),
                share_max: number(ag::SHARE_MAX),
                dates: told.date.iter().map(ToString::to_string).collect(),
                withdrawn: told.withdrawn.is_some(),
                ids: vec![value::id(&ownership)],
                sources: event::ids(&told.sources),
            };
            let same = |known: &&mut Tie| {
                (&known.thing, &known.kinds, known.withdrawn)
                    == (&tie.thing, &tie.kinds, tie.withdrawn)
                    && [known.share, known.share_min, known.share_max]
                        == [tie.share, tie.share_min, tie.share_max]
            };
            match ties.iter_mut().find(same) {
                Some(known) => {
                    known.dates.extend(tie.dates);
                    known.ids.extend(tie.ids);
                    known.sources.extend(tie.sources);
                }
                None => ties.push(tie),
            }
        }
    }
    for tie in &mut ties {
        for list in [&mut tie.dates, &mut tie.ids, &mut tie.sources] {
            list.sort();
            list.dedup();
        }
    }
    ties.sort_by(|a, b| (&a.thing, &a.kinds, &a.dates).cmp(&(&b.thing, &b.kinds, &b.dates)));
    ties
}

fn tenures(
    snapshot: &Reader<'_>,
    iri: &NamedNode,
    graphs: &mut BTreeSet<NamedNode>,
) -> Vec<Office> {
    let ends = [ag::PERSON, ag::BODY].into_iter();
    let mut tenures: Vec<NamedNode> = ends
        .flat_map(|end| snapshot.subjects(end, iri))
        .filter(|tenure| snapshot.is_a(tenure, ag::TENURE))
        .collect();
    if snapshot.is_a(iri, ag::TENURE) {
        tenures.push(iri.clone());
    }
    let date = |tenure: &NamedNode, property| {
        let date = value::date(&snapshot.objects(tenure, property));
        date.map(|date| date.to_string())
    };
    let mut offices: Vec<Office> = tenures
        .iter()
        .map(|tenure| {
            let claims = snapshot.claims(tenure, ag::PERSON).into_iter();
            let sources: BTreeSet<NamedNode> = claims.filter_map(|claim| claim.source).collect();
            graphs.extend(sources.iter().cloned());
            Office {
                id: value::id(tenure),
                person: snapshot.things_of(snapshot.things(tenure, ag::PERSON)),
                body: snapshot.things_of(snapshot.things(tenure, ag::BODY)),
                offices: snapshot.texts(tenure, ag::OFFICE),
                start: date(tenure, ag::START),
                end: date(tenure, ag::END),
                sources: sources.iter().map(value::id).collect(),
            }
        })
        .filter(|office| !office.sources.is_empty())
        .collect();
    offices.sort_by(|a, b| (&a.start, &a.id).cmp(&(&b.start, &b.id)));
    offices
}
