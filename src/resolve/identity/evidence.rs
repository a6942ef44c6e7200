//! What records say of themselves: identifiers, classes, and what people say of them.

use crate::model::escape;
use crate::model::vocab::{self as ag, AG, AGID, external as ext};
use crate::ontology::Ontology;
use crate::resolve::identity::{Kind, key};
use crate::store::{Builder, Column, DEFAULT_GRAPH, Slots, StoreError, TermId};
use oxrdf::vocab::rdf;
use oxrdf::{NamedNode, NamedNodeRef};
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;
use std::ops::Range;

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
    /// The values of records that share one, sorted, each once.
    pub(super) keys: Keys,
    /// The keys of each value that several records share.
    pub(super) shared: Vec<Range<usize>>,
    /// For each term what it may be.
    pub(super) natures: Slots<u8>,
    /// The values that records of `shared` have of kinds of which a thing has one, sorted.
    pub(super) singles: Vec<Single>,
    /// Pairs of records of which somebody says that they are different.
    pub(super) apart: Vec<[TermId; 2]>,
}

/// That a record has a value of a kind of which a thing has one: by the first key of this value, so
/// that values compare as their texts do.
pub(super) type Single = (TermId, Kind, usize);

impl Evidence {
    /// Returns the records that share a value, each with its keys.
    pub(super) fn bearers(
        &self,
        shared: &Range<usize>,
    ) -> impl Iterator<Item = (TermId, &[Key])> + use<'_> {
        let same = |a: &Key, b: &Key| a.record == b.record;
        let keys = self.keys.keys[shared.clone()].chunk_by(same);
        keys.map(|keys| (keys[0].record, keys))
    }
}

/// That a source gives a record a value, whose text lies with those of others.
#[derive(Clone, Copy)]
pub(super) struct Key {
    pub(super) kind: Kind,
    begin: usize,
    length: u32,
    pub(super) record: TermId,
    /// The source that says so; [`DEFAULT_GRAPH`] where the record's own id does.
    pub(super) graph: TermId,
}

/// Keys, and the texts of their values one behind another.
#[derive(Default)]
pub(super) struct Keys {
    pub(super) keys: Vec<Key>,
    texts: String,
}

impl Keys {
    fn push(&mut self, kind: Kind, value: &str, record: TermId, graph: TermId) {
        let begin = self.texts.len();
        // Beyond 4 GiB no value is like another.
        let length = u32::try_from(value.len()).unwrap_or_default();
        self.texts.push_str(value);
        self.keys.push(Key {
            kind,
            begin,
            length,
            record,
            graph,
        });
    }

    fn append(mut self, other: Self) -> Self {
        let before = self.texts.len();
        self.texts.push_str(&other.texts);
        let keys = other.keys.into_iter();
        self.keys.extend(keys.map(|key| Key {
            begin: key.begin + before,
            ..key
        }));
        self
    }

    /// Returns the value of a key in the form in which it is compared.
    pub(super) fn value(&self, key: &Key) -> &str {
        &self.texts[key.begin..key.begin + key.length as usize]
    }

    /// Sorts by kind, value, record and source, and drops repetitions.
    fn sort(&mut self) {
        let Self { keys, texts } = self;
        let order = |key: &Key| {
            let value = &texts[key.begin..key.begin + key.length as usize];
            (key.kind, value, key.record, key.graph)
        };
        keys.par_sort_unstable_by(|a, b| order(a).cmp(&order(b)));
        keys.dedup_by(|a, b| order(a) == order(b));
    }
}

/// What a property says that matters here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    Class,
    Value(Kind),
    /// The number in the register of Russia.
    Russian,
    /// The number in the register of China.
    Chinese,
    Country,
    Jurisdiction,
    Record,
    Same,
    Different,
    Replaces,
}

impl Word {
    /// Those that are [told](Told), by their numbers.
    const TOLD: [Self; 13] = [
        Self::Value(Kind::Lei),
        Self::Value(Kind::Imo),
        Self::Value(Kind::Wikidata),
        Self::Value(Kind::Referent),
        Self::Value(Kind::Register),
        Self::Value(Kind::Ticker),
        Self::Russian,
        Self::Chinese,
        Self::Country,
        Self::Jurisdiction,
        Self::Record,
        Self::Same,
        Self::Different,
    ];

    fn of(told: &Told) -> Option<Self> {
        Self::TOLD.get(told[3] as usize).copied()
    }
}

/// Properties of FollowTheMoney that say more than ours.
const FTM: &str = "https://schema.followthemoney.tech/#";

fn word(iri: &str) -> Option<Word> {
    if let Some(name) = iri.strip_prefix(FTM) {
        return match name.rsplit(':').next()? {
            "jurisdiction" => Some(Word::Jurisdiction),
            "ogrnCode" => Some(Word::Russian),
            "uscCode" => Some(Word::Chinese),
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

/// That a source gives a record a value: the record, the value, the source, and by its number which word.
type Told = [TermId; 4];

/// How many rows are looked at together, at least.
const PIECE: usize = 1 << 20;

/// Reads the evidence in claims.
///
/// What is told of records is sorted where memory need not hold it. A first pass over it keeps a number for
/// each value, and finds by these which records may share one; a second one keeps the values of those.
pub(super) fn read(claims: &Builder, ontology: &Ontology) -> Result<Evidence, StoreError> {
    // What each term says as a property, looked up when it first stands as one.
    let mut words: FxHashMap<TermId, Option<Word>> = FxHashMap::default();
    let mut natures = claims.slots(claims.term_count(), 0_u8)?;
    let mut classes: FxHashMap<TermId, u8> = FxHashMap::default();
    let mut told = claims.rows();
    let mut replaced: HashMap<TermId, Vec<TermId>> = HashMap::new();
    let [sameness, separation] =
        [ag::SAMENESS, ag::SEPARATION].map(|class| claims.find(class.into()));
    let (mut rows_of_same, mut decisions) = (HashSet::new(), HashSet::new());
    for [subject, property, object, graph] in claims.claims().copied() {
        let said = words.entry(property);
        match *said.or_insert_with(|| word(&claims.text_of(property))) {
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
            Some(word) => {
                let number = (0..).zip(Word::TOLD).find(|(_, told)| *told == word);
                if let Some((number, _)) = number {
                    told.push([subject, object, graph, number])?;
                }
            }
        }
    }
    natures
        .par_iter_mut()
        .for_each(|nature| *nature = settled(*nature));
    let told = told.sorted(false, |told| *told)?;
    let told = without_outdated(told, claims, &replaced)?;
    let mut evidence = Evidence::default();
    let mut alone: HashSet<TermId> = HashSet::new();
    for told in told.passing() {
        match Word::of(told) {
            Some(Word::Record) if decisions.contains(&told[0]) => drop(alone.insert(told[1])),
            Some(Word::Different) => evidence.apart.push([told[0], told[1]]),
            _ => (),
        }
    }
    let records = Records {
        claims,
        told: &told,
        natures: &natures,
        rows_of_same: &rows_of_same,
        alone: &alone,
    };
    let may_share = records.that_may_share()?;
    evidence.keys = records.keys_of(&may_share)?;
    gather(&mut evidence);
    evidence.natures = natures;
    Ok(evidence)
}

/// Leaves out what a source said that a newer edition of it took the place of: rows of same things, and
/// what it said of records that the newer one describes anew.
fn without_outdated(
    told: Column<Told>,
    claims: &Builder,
    replaced: &HashMap<TermId, Vec<TermId>>,
) -> Result<Column<Told>, StoreError> {
    if replaced.is_empty() {
        return Ok(told);
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
    let newest: HashSet<TermId> = newer.values().flatten().copied().collect();
    // Whom each of these describes.
    let mut described = claims.rows();
    let mut last = None;
    for [subject, .., graph] in claims.claims().copied() {
        let row = [subject, graph];
        if newest.contains(&graph) && last.replace(row) != Some(row) {
            described.push(row)?;
        }
    }
    let described = described.sorted(false, |row| *row)?;
    let mut described = described.passing().peekable();
    let mut kept = claims.rows();
    let (mut subject, mut graphs) = (None, Vec::new());
    for row in told.passing() {
        if subject.replace(row[0]) != Some(row[0]) {
            graphs.clear();
            while let Some(of) = described.next_if(|of| of[0] <= row[0]) {
                graphs.extend((of[0] == row[0]).then_some(of[1]));
            }
        }
        let stands = match newer.get(&row[2]) {
            None => true,
            Some(_) if matches!(Word::of(row), Some(Word::Record | Word::Same)) => false,
            Some(newer) => !newer.iter().any(|newer| graphs.contains(newer)),
        };
        if stands {
            kept.push(*row)?;
        }
    }
    kept.into_column()
}

/// What records are told to have, and which of them count.
struct Records<'r> {
    claims: &'r Builder,
    /// Sorted.
    told: &'r Column<Told>,
    natures: &'r [u8],
    rows_of_same: &'r HashSet<TermId>,
    /// Those that are to stay alone.
    alone: &'r HashSet<TermId>,
}

impl Records<'_> {
    /// Tells for each term whether it is a record that may share a value with another, by 1: those that do, and
    /// few more.
    fn that_may_share(&self) -> Result<Slots<u8>, StoreError> {
        let mut numbers = self.claims.rows();
        self.each(
            |_| true,
            |keys| {
                for key in &keys.keys {
                    let number = FxBuildHasher.hash_one((key.kind, keys.value(key)));
                    numbers.push([number as u32, key.record])?;
                }
                Ok(())
            },
        )?;
        let numbers = numbers.sorted(false, |row| *row)?;
        let mut may_share = self.claims.slots(self.claims.term_count(), 0)?;
        let mut last = None;
        for [number, record] in numbers.passing().copied() {
            if let Some((_, other)) = last.replace((number, record)).filter(|one| one.0 == number) {
                may_share[record as usize] = 1;
                may_share[other as usize] = 1;
            }
        }
        Ok(may_share)
    }

    /// Returns the values of some records, sorted.
    fn keys_of(&self, is_wanted: &[u8]) -> Result<Keys, StoreError> {
        let is_wanted = |record: TermId| is_wanted.get(record as usize) == Some(&1);
        let mut all = Keys::default();
        self.each(is_wanted, |mut keys| {
            keys.keys.retain(|key| is_wanted(key.record));
            all = std::mem::take(&mut all).append(keys);
            Ok(())
        })?;
        all.sort();
        Ok(all)
    }

    /// Hands over the values of records in the form in which they are compared, those of some records at once:
    /// all of those that are wanted, and some of others.
    fn each(
        &self,
        is_wanted: impl Fn(TermId) -> bool + Sync,
        mut take: impl FnMut(Keys) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut rest = &self.told[..];
        while let Some(last) = rest.get(PIECE.min(rest.len()).wrapping_sub(1)) {
            let end = rest.partition_point(|told| told[0] <= last[0]);
            let (piece, more) = rest.split_at(end);
            rest = more;
            let of_one = piece.par_chunk_by(|a, b| a[0] == b[0]);
            // A value that is told of one may be one of the other.
            let wanted = of_one.filter(|told| {
                let ends = |told: &Told| is_wanted(told[0]) || is_wanted(told[1]);
                told.iter().any(ends)
            });
            let keys = wanted.fold(Keys::default, |mut keys, told| {
                self.values_of(told, &mut keys);
                keys
            });
            take(self.counted(keys.reduce(Keys::default, Keys::append)))?;
            self.told.forget();
        }
        // An item of Wikidata is its own name.
        for begin in (0..self.natures.len()).step_by(PIECE) {
            let end = (begin + PIECE).min(self.natures.len());
            let items = (begin..end).into_par_iter().filter_map(|record| {
                let can_be = self.natures[record] & !OTHER != 0;
                let record = TermId::try_from(record).ok().filter(|_| can_be)?;
                let is_wanted = is_wanted(record);
                Some((
                    record,
                    key::wikidata_of(&self.claims.text_of(record)).filter(|_| is_wanted)?,
                ))
            });
            let items: Vec<(TermId, String)> = items.collect();
            let mut keys = Keys::default();
            for (record, item) in items {
                keys.push(Kind::Wikidata, &item, record, DEFAULT_GRAPH);
            }
            take(self.counted(keys))?;
        }
        Ok(())
    }

    /// Returns those keys that count.
    fn counted(&self, mut keys: Keys) -> Keys {
        keys.keys.retain(|key| {
            let wanted = match key.kind {
                Kind::Stated => u8::MAX,
                _ => !OTHER,
            };
            self.natures[key.record as usize] & wanted != 0
                && !self.alone.contains(&key.record)
                && self.claims.is_iri(key.record)
        });
        keys
    }

    /// Adds the values of one record.
    fn values_of(&self, told: &[Told], keys: &mut Keys) {
        let claims = self.claims;
        let is_vessel = |record: TermId| self.natures[record as usize] & (PERSON | BODY) == 0;
        let mut places: Option<Vec<String>> = None;
        for row in told {
            let [record, object, graph, _] = *row;
            let Some(word) = Word::of(row) else {
                continue;
            };
            let text = claims.text_of(object);
            let mut say = |kind: Kind, value: Option<String>| {
                if let Some(value) = value {
                    keys.push(kind, &value, record, graph);
                }
            };
            match word {
                Word::Value(Kind::Register) => {
                    for code in places.get_or_insert_with(|| countries(claims, told)) {
                        say(Kind::Register, key::register(code, &text));
                    }
                }
                Word::Russian => say(Kind::Register, key::register("ru", &text)),
                Word::Chinese => say(Kind::Register, key::register("cn", &text)),
                Word::Value(Kind::Lei) => say(Kind::Lei, key::lei(&text)),
                Word::Value(Kind::Imo) => say(
                    Kind::Imo,
                    key::imo(&text).map(|number| match is_vessel(record) {
                        true => number,
                        false => format!("company {number}"),
                    }),
                ),
                Word::Value(Kind::Wikidata) => say(Kind::Wikidata, key::wikidata(&text)),
                Word::Value(Kind::Ticker) => say(Kind::Ticker, key::ticker(&text)),
                Word::Value(Kind::Referent) => {
                    let id = text.trim();
                    if id.is_empty() {
                        continue;
                    }
                    keys.push(Kind::Referent, id, record, graph);
                    // The id under which others know a record is a value of it too.
                    let iri = NamedNode::new_unchecked(format!("{AGID}ftm-{}", escape(id)));
                    if let Some(record) = claims.find(iri.as_ref().into()) {
                        keys.push(Kind::Referent, id, record, DEFAULT_GRAPH);
                    }
                }
                Word::Record if self.rows_of_same.contains(&record) => {
                    keys.push(Kind::Stated, &claims.text_of(record), object, graph);
                }
                Word::Same => {
                    let pair = [claims.text_of(record), text].join(" ");
                    keys.push(Kind::Stated, &pair, record, graph);
                    keys.push(Kind::Stated, &pair, object, graph);
                }
                _ => (),
            }
        }
    }
}

/// Returns the codes of the countries in whose registers a record's numbers stand: those of its
/// jurisdiction, or else of the one country that is told of it.
fn countries(claims: &Builder, told: &[Told]) -> Vec<String> {
    let of = |wanted: Word| {
        let mut places: Vec<TermId> = Vec::new();
        for [_, place, ..] in told.iter().filter(|told| Word::of(told) == Some(wanted)) {
            if !places.contains(place) {
                places.push(*place);
            }
        }
        let texts = places.into_iter().map(|place| claims.text_of(place));
        texts.map(Cow::into_owned).collect::<Vec<String>>()
    };
    let laws = of(Word::Jurisdiction);
    if !laws.is_empty() {
        return laws;
    }
    match &of(Word::Country)[..] {
        [one] => {
            let code = one
                .strip_prefix(AGID)
                .and_then(|id| id.strip_prefix("country-"));
            code.map(str::to_owned).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Gathers the values that several records share, and which values these records have of kinds of
/// which a thing has one.
fn gather(evidence: &mut Evidence) {
    let Evidence {
        keys,
        shared,
        singles,
        ..
    } = evidence;
    let mut is_shared: HashSet<TermId> = HashSet::new();
    let same = |a: &Key, b: &Key| a.kind == b.kind && keys.value(a) == keys.value(b);
    let mut begin = 0;
    for group in keys.keys.chunk_by(same) {
        if group[0].record != group[group.len() - 1].record {
            is_shared.extend(group.iter().map(|key| key.record));
            shared.push(begin..begin + group.len());
        }
        begin += group.len();
    }
    let mut begin = 0;
    for group in keys.keys.chunk_by(same) {
        let kind = group[0].kind;
        let bearers = group.iter().map(|key| key.record);
        let bearers = bearers.filter(|record| kind.is_single() && is_shared.contains(record));
        singles.extend(bearers.map(|record| (record, kind, begin)));
        begin += group.len();
    }
    singles.par_sort_unstable();
    singles.dedup();
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
