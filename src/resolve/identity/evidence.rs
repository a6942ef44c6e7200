//! What records say of themselves: identifiers, classes, and what people say of them.

use crate::model::escape;
use crate::model::vocab::{self as ag, AG, AGID, external as ext};
use crate::ontology::Ontology;
use crate::resolve::identity::{Kind, Shared, key};
use crate::store::{Builder, DEFAULT_GRAPH, TermId};
use oxrdf::vocab::rdf;
use oxrdf::{NamedNode, NamedNodeRef, Term};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};

/// What a record may be, as bits.
pub(super) mod nature {
    pub(in super::super) const PERSON: u8 = 1;
    pub(in super::super) const BODY: u8 = 2;
    pub(in super::super) const VESSEL: u8 = 4;
    pub(in super::super) const AIRCRAFT: u8 = 8;
    pub(in super::super) const ASSET: u8 = 16;
    pub(in super::super) const OTHER: u8 = 32;
    /// Someone who acts, of whom no more is known.
    pub(in super::super) const ACTOR: u8 = 64;
    /// Something that is owned, of which no more is known.
    pub(in super::super) const OWNED: u8 = 128;
}
use nature::{ACTOR, AIRCRAFT, ASSET, BODY, OTHER, OWNED, PERSON, VESSEL};

/// All that bears on which records are one.
#[derive(Default)]
pub(super) struct Evidence {
    /// Values that several records share, sorted by kind and value.
    pub(super) shared: Vec<Shared>,
    /// What each of these records may be.
    pub(super) natures: HashMap<TermId, u8>,
    /// The values that each of these records has of kinds of which a thing has one.
    pub(super) singles: HashMap<TermId, Vec<(Kind, String)>>,
    /// Pairs of records of which somebody says that they are different.
    pub(super) apart: Vec<[TermId; 2]>,
}

/// What a property says that matters here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    Class,
    Value(Kind),
    /// The number in a register of this country.
    Number(&'static str),
    Country,
    Jurisdiction,
    Record,
    Same,
    Different,
    Replaces,
}

/// Properties of FollowTheMoney that say more than ours.
const FTM: &str = "https://schema.followthemoney.tech/#";

fn word(iri: &str) -> Option<Word> {
    if let Some(name) = iri.strip_prefix(FTM) {
        return match name.rsplit(':').next()? {
            "jurisdiction" => Some(Word::Jurisdiction),
            "ogrnCode" => Some(Word::Number("ru")),
            "uscCode" => Some(Word::Number("cn")),
            _ => None,
        };
    }
    let words: [(NamedNodeRef<'_>, Word); 12] = [
        (rdf::TYPE, Word::Class),
        (ag::LEI, Word::Value(Kind::Lei)),
        (ag::IMO, Word::Value(Kind::Imo)),
        (ag::WIKIDATA, Word::Value(Kind::Wikidata)),
        (ag::REFERENT, Word::Value(Kind::Referent)),
        (ag::REGISTRATION_NUMBER, Word::Value(Kind::Register)),
        (ag::TICKER, Word::Value(Kind::Ticker)),
        (ag::HAS_COUNTRY, Word::Country),
        (ag::HAS_RECORD, Word::Record),
        (ext::SAME_AS, Word::Same),
        (ext::DIFFERENT_FROM, Word::Different),
        (ext::REPLACES, Word::Replaces),
    ];
    let found = words.iter().find(|(word, _)| word.as_str() == iri);
    found.map(|(_, word)| *word)
}

/// A value that a source gives a record.
type Told = (Word, TermId, TermId, TermId);

/// Reads the evidence in claims.
pub(super) fn read(claims: &Builder, ontology: &Ontology) -> Evidence {
    let rows = claims.claims();
    let mut words: HashMap<TermId, Option<Word>> = HashMap::new();
    let mut natures = vec![0_u8; claims.term_count()];
    let mut classes: HashMap<TermId, u8> = HashMap::new();
    let mut told: Vec<Told> = Vec::new();
    let mut replaced: HashMap<TermId, Vec<TermId>> = HashMap::new();
    let [sameness, separation] =
        [ag::SAMENESS, ag::SEPARATION].map(|class| claims.find(class.into()));
    let (mut rows_of_same, mut decisions) = (HashSet::new(), HashSet::new());
    let mut last = (TermId::MAX, None);
    for [subject, property, object, graph] in rows.iter().copied() {
        if property != last.0 {
            let known = words.entry(property);
            last = (
                property,
                *known.or_insert_with(|| word(&claims.text_of(property))),
            );
        }
        match last.1 {
            None => (),
            Some(Word::Class) => {
                let class = classes.entry(object);
                natures[subject as usize] |=
                    *class.or_insert_with(|| nature(&claims.text_of(object), ontology));
                if Some(object) == sameness {
                    rows_of_same.insert(subject);
                } else if Some(object) == separation {
                    decisions.insert(subject);
                }
            }
            Some(Word::Replaces) => replaced.entry(object).or_default().push(subject),
            Some(word) => told.push((word, subject, object, graph)),
        }
    }
    told.par_sort_unstable_by_key(|(_, subject, object, graph)| (*subject, *object, *graph));
    drop_outdated(&mut told, rows, &replaced);
    let mut alone: HashSet<TermId> = HashSet::new();
    let mut stated: HashMap<TermId, Vec<(TermId, TermId)>> = HashMap::new();
    let mut evidence = Evidence::default();
    for (word, subject, object, graph) in &told {
        match word {
            Word::Record if decisions.contains(subject) => drop(alone.insert(*object)),
            Word::Record if rows_of_same.contains(subject) => {
                stated.entry(*subject).or_default().push((*object, *graph));
            }
            Word::Different => evidence.apart.push([*subject, *object]),
            _ => (),
        }
    }
    let counts = |record: TermId, kind: Kind| {
        let wanted = match kind {
            Kind::Stated => u8::MAX,
            _ => !OTHER,
        };
        settled(natures[record as usize]) & wanted != 0
            && !alone.contains(&record)
            && matches!(claims.term_of(record), Term::NamedNode(_))
    };
    let mut keys = values(claims, &told, &natures);
    for (row, records) in stated {
        let value = claims.text_of(row).into_owned();
        keys.extend(records.into_iter().map(|(record, graph)| Key {
            kind: Kind::Stated,
            value: value.clone(),
            record,
            graph,
        }));
    }
    keys.retain(|key| counts(key.record, key.kind));
    keys.par_sort_unstable();
    keys.dedup();
    gather(&mut evidence, &keys, &natures);
    evidence
}

/// Drops what a source said that a newer edition of it took the place of: rows of same things, and
/// what it said of records that the newer one describes anew.
fn drop_outdated(
    told: &mut Vec<Told>,
    rows: &[[TermId; 4]],
    replaced: &HashMap<TermId, Vec<TermId>>,
) {
    if replaced.is_empty() {
        return;
    }
    // All that came after a source, over however many editions.
    let newer = |graph: TermId| {
        let mut found = Vec::new();
        let mut open = vec![graph];
        while let Some(next) = open.pop() {
            for newer in replaced.get(&next).into_iter().flatten() {
                if *newer != graph && !found.contains(newer) {
                    found.push(*newer);
                    open.push(*newer);
                }
            }
        }
        found
    };
    let newer: HashMap<TermId, Vec<TermId>> = replaced
        .keys()
        .map(|graph| (*graph, newer(*graph)))
        .collect();
    let old = told.iter().filter(|row| newer.contains_key(&row.3));
    let subjects: HashSet<TermId> = old.map(|row| row.1).collect();
    let described: HashSet<(TermId, TermId)> = rows
        .iter()
        .filter(|row| subjects.contains(&row[0]))
        .map(|row| (row[0], row[3]))
        .collect();
    told.retain(|(word, subject, _, graph)| match newer.get(graph) {
        None => true,
        Some(_) if matches!(word, Word::Record | Word::Same) => false,
        Some(newer) => !newer
            .iter()
            .any(|newer| described.contains(&(*subject, *newer))),
    });
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    kind: Kind,
    value: String,
    record: TermId,
    /// The source that says so; [`DEFAULT_GRAPH`] where the record's own id does.
    graph: TermId,
}

/// Returns the values of all records in the form in which they are compared.
fn values(claims: &Builder, told: &[Told], natures: &[u8]) -> Vec<Key> {
    let mut places: HashMap<TermId, Vec<(Word, TermId)>> = HashMap::new();
    let numbered = told
        .iter()
        .filter(|row| row.0 == Word::Value(Kind::Register));
    let numbered: HashSet<TermId> = numbered.map(|row| row.1).collect();
    for (word, record, place, _) in told {
        if matches!(word, Word::Country | Word::Jurisdiction) && numbered.contains(record) {
            let places = places.entry(*record).or_default();
            if !places.contains(&(*word, *place)) {
                places.push((*word, *place));
            }
        }
    }
    let is_vessel = |record: TermId| settled(natures[record as usize]) & (PERSON | BODY) == 0;
    let keys = told
        .par_iter()
        .flat_map_iter(|(word, record, object, graph)| {
            let text = claims.text_of(*object);
            let mut found: Vec<(Kind, String)> = Vec::new();
            match *word {
                Word::Value(Kind::Register) => {
                    let places = places.get(record).map_or(&[][..], Vec::as_slice);
                    let countries = countries(claims, places);
                    let numbers = countries
                        .iter()
                        .filter_map(|code| key::register(code, &text));
                    found.extend(numbers.map(|number| (Kind::Register, number)));
                }
                Word::Number(code) => {
                    found.extend(key::register(code, &text).map(|number| (Kind::Register, number)));
                }
                Word::Value(kind) => {
                    let value = match kind {
                        Kind::Lei => key::lei(&text),
                        Kind::Imo => key::imo(&text).map(|number| match is_vessel(*record) {
                            true => number,
                            false => format!("company {number}"),
                        }),
                        Kind::Wikidata => key::wikidata(&text),
                        Kind::Ticker => key::ticker(&text),
                        Kind::Referent | Kind::Stated | Kind::Register => {
                            let id = text.trim();
                            (!id.is_empty()).then(|| id.to_owned())
                        }
                    };
                    found.extend(value.map(|value| (kind, value)));
                }
                Word::Same => {
                    let pair = [claims.text_of(*record), text];
                    found.push((Kind::Stated, pair.join(" ")));
                }
                _ => (),
            }
            let both = (*word == Word::Same).then_some(*object);
            let records = std::iter::once(*record).chain(both);
            let keys = records.flat_map(move |record| {
                found.clone().into_iter().map(move |(kind, value)| Key {
                    kind,
                    value,
                    record,
                    graph: *graph,
                })
            });
            keys.collect::<Vec<Key>>()
        });
    let mut keys: Vec<Key> = keys.collect();
    // The ids under which others know a record are values of it too.
    let referents = keys.iter().filter(|key| key.kind == Kind::Referent);
    let referents: HashSet<String> = referents.map(|key| key.value.clone()).collect();
    let own = referents.into_iter().filter_map(|value| {
        let iri = NamedNode::new_unchecked(format!("{AGID}ftm-{}", escape(&value)));
        Some(Key {
            record: claims.find(iri.as_ref().into())?,
            kind: Kind::Referent,
            value,
            graph: DEFAULT_GRAPH,
        })
    });
    let own: Vec<Key> = own.collect();
    keys.extend(own);
    let items = natures
        .par_iter()
        .enumerate()
        .filter_map(|(record, nature)| {
            if settled(*nature) & !OTHER == 0 {
                return None;
            }
            let record = TermId::try_from(record).ok()?;
            Some(Key {
                value: key::wikidata_of(&claims.text_of(record))?,
                kind: Kind::Wikidata,
                record,
                graph: DEFAULT_GRAPH,
            })
        });
    let items: Vec<Key> = items.collect();
    keys.extend(items);
    keys
}

/// Returns the codes of the countries in whose registers a record's numbers stand: those of its
/// jurisdiction, or else of the one country that is told of it.
fn countries(claims: &Builder, places: &[(Word, TermId)]) -> Vec<String> {
    let of = |wanted: Word| places.iter().filter(move |(word, _)| *word == wanted);
    let laws: Vec<String> = of(Word::Jurisdiction)
        .map(|(_, place)| claims.text_of(*place).into_owned())
        .collect();
    let countries: Vec<String> = of(Word::Country)
        .map(|(_, place)| claims.text_of(*place).into_owned())
        .collect();
    match (laws.is_empty(), countries.as_slice()) {
        (false, _) => laws,
        (true, [one]) => {
            let code = one
                .strip_prefix(AGID)
                .and_then(|id| id.strip_prefix("country-"));
            code.map(str::to_owned).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Gathers the values that several records share, and what else is known of these records.
fn gather(evidence: &mut Evidence, keys: &[Key], natures: &[u8]) {
    let groups = || keys.chunk_by(|a, b| a.kind == b.kind && a.value == b.value);
    for group in groups() {
        let mut bearers: Vec<(TermId, Vec<TermId>)> = Vec::new();
        for key in group {
            if bearers
                .last()
                .is_none_or(|(record, _)| *record != key.record)
            {
                bearers.push((key.record, Vec::new()));
            }
            if let Some((_, graphs)) = bearers.last_mut()
                && key.graph != DEFAULT_GRAPH
            {
                graphs.push(key.graph);
            }
        }
        if bearers.len() < 2 {
            continue;
        }
        for (record, _) in &bearers {
            let nature = settled(natures[*record as usize]);
            evidence.natures.insert(*record, nature);
        }
        evidence.shared.push(Shared {
            kind: group[0].kind,
            value: group[0].value.clone(),
            bearers,
        });
    }
    for key in keys.iter().filter(|key| key.kind.is_single()) {
        if evidence.natures.contains_key(&key.record) {
            let singles = evidence.singles.entry(key.record).or_default();
            let single = (key.kind, key.value.clone());
            if !singles.contains(&single) {
                singles.push(single);
            }
        }
    }
}

/// Returns what a member of a class may be.
fn nature(class: &str, ontology: &Ontology) -> u8 {
    if !class.starts_with(AG) {
        return 0;
    }
    let own = NamedNode::new_unchecked(class);
    let is = |wanted: NamedNodeRef<'_>| {
        own.as_ref() == wanted
            || ontology
                .superclasses(own.as_ref())
                .any(|above| above.as_ref() == wanted)
    };
    let described_otherwise = [
        ag::EVENT,
        ag::SOURCE,
        ag::EDITION,
        ag::TENURE,
        ag::OWNERSHIP,
        ag::LINK,
        ag::RECORD,
        ag::SAMENESS,
        ag::SEPARATION,
        ag::IDENTIFICATION,
        ag::BLOCKED_IDENTIFICATION,
    ];
    if own.as_ref() == ag::ACTOR {
        ACTOR
    } else if is(ag::PERSON_CLASS) || is(ag::OFFICIAL) {
        PERSON
    } else if is(ag::ACTOR) {
        BODY
    } else if is(ag::VESSEL) {
        VESSEL
    } else if is(ag::AIRCRAFT) {
        AIRCRAFT
    } else if is(ag::ASSET) {
        OWNED
    } else if described_otherwise.into_iter().any(is) {
        0
    } else {
        OTHER
    }
}

/// Returns what a record may be, by all its classes: the most telling ones decide.
fn settled(nature: u8) -> u8 {
    let [acting, moving] = [PERSON | BODY, VESSEL | AIRCRAFT];
    match nature {
        nature if nature & acting != 0 => nature & acting,
        nature if nature & ACTOR != 0 => acting,
        nature if nature & moving != 0 => nature & moving,
        nature if nature & OWNED != 0 => moving | ASSET,
        nature => nature & OTHER,
    }
}
