//! What a newer file of a register no longer says has ended.
//!
//! A list says who stands on it by its edition; a register of owners says by the file itself which
//! ties there are. A tie that an older file tells and a newer one of the same dataset does not is
//! over, at the latest on the day before the newer one. The newer one says so: the end stands in its
//! graph. That is worked out from the claims again and again, so it does not matter in which
//! order files were imported, and a file that is removed ends nothing any more.
//!
//! Left out on purpose: a tie that a still newer file has again is taken for one that never ended.

use crate::model::Date;
use crate::model::vocab::{self as ag, external as ext};
use crate::store::{Builder, StoreError, TermId};
use oxrdf::vocab::rdf;
use oxrdf::{GraphName, Literal, NamedNodeRef, Quad, Term};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The registers, by their format.
const REGISTERS: [(&str, Silence); 3] = [
    ("psc", Silence::OnAll),
    ("gleif-rr", Silence::OnAll),
    // Documents of one publisher may be of different companies.
    ("bods", Silence::OnWhomItDescribes),
];

/// Of whom a file of a register says by silence that a tie is over.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Silence {
    OnAll,
    OnWhomItDescribes,
}

/// A file of a register.
struct Edition {
    source: TermId,
    date: Date,
    silence: Silence,
    /// Whether it is the whole of its dataset.
    is_whole: bool,
}

/// States of each tie of a register that the newest files lack when it ended.
///
/// Cost: a pass over the claims, and two more where a register has several files.
///
/// # Errors
///
/// [`StoreError::TooLarge`] if there is no room for what is stated.
pub fn end_what_is_gone(claims: &mut Builder) -> Result<(), StoreError> {
    claims.unite()?;
    let series = series(claims);
    if series.is_empty() {
        return Ok(());
    }
    let mut ends = Vec::new();
    for editions in &series {
        ends.extend(ends_in(claims, editions));
    }
    for end in ends {
        claims.add(&end)?;
    }
    Ok(())
}

/// Returns the files of each register that has several, the oldest first.
fn series(claims: &Builder) -> Vec<Vec<Edition>> {
    let find = |word: NamedNodeRef<'_>| claims.find(word.into());
    let Some(format) = find(ag::FILE_FORMAT) else {
        return Vec::new();
    };
    let files = claims.claims().filter(|row| row[1] == format);
    let registers = files.filter_map(|[source, _, format, _]| {
        let name = claims.text_of(*format);
        let register = REGISTERS.iter().find(|(known, _)| *known == name)?;
        Some((*source, (*format, register.1, [None; 3])))
    });
    let mut told: HashMap<TermId, (TermId, Silence, [Option<TermId>; 3])> = registers.collect();
    if told.len() < 2 {
        return Vec::new();
    }
    let words = [ag::DATASET, ext::ISSUED, ag::COMPLETENESS].map(find);
    for [subject, property, object, _] in claims.claims() {
        let place = words.iter().position(|word| *word == Some(*property));
        if let (Some(place), Some(told)) = (place, told.get_mut(subject)) {
            told.2[place] = Some(*object);
        }
    }
    let changes = claims.find(ag::CHANGES.into());
    let mut series: BTreeMap<(TermId, TermId), Vec<Edition>> = BTreeMap::new();
    for (source, (format, silence, [dataset, issued, completeness])) in told {
        let date = issued.and_then(|issued| Date::from_term(&claims.term_of(issued)));
        let (Some(dataset), Some(date)) = (dataset, date) else {
            continue;
        };
        series.entry((dataset, format)).or_default().push(Edition {
            source,
            date,
            silence,
            is_whole: completeness.is_some() && completeness != changes
                || silence == Silence::OnWhomItDescribes && completeness.is_none(),
        });
    }
    let mut series: Vec<Vec<Edition>> = series.into_values().collect();
    series.retain(|editions| editions.len() > 1);
    for editions in &mut series {
        editions.sort_by_key(|edition| (edition.date, edition.source));
    }
    series
}

/// Returns the ends that the files of a register tell by silence.
fn ends_in(claims: &Builder, editions: &[Edition]) -> Vec<Quad> {
    let places = editions.iter().enumerate();
    let places: HashMap<TermId, usize> = places.map(|(at, own)| (own.source, at)).collect();
    let find = |word: NamedNodeRef<'_>| claims.find(word.into());
    let ties = [ag::OWNERSHIP, ag::TENURE, ag::LINK].map(find);
    let (a, child, end) = (find(rdf::TYPE), find(ag::CHILD), find(ag::END));
    // In which file a tie stands last, and whose it is; who is described where.
    let mut last: HashMap<TermId, usize> = HashMap::new();
    let mut companies: HashMap<TermId, TermId> = HashMap::new();
    let mut described: HashSet<(TermId, usize)> = HashSet::new();
    let mut ended: HashSet<TermId> = HashSet::new();
    for [subject, property, object, graph] in claims.claims() {
        let Some(place) = places.get(graph) else {
            continue;
        };
        let property = Some(*property);
        if property == a && ties.contains(&Some(*object)) {
            let known = last.entry(*subject).or_insert(*place);
            *known = (*known).max(*place);
        } else if property == a {
            described.insert((*subject, *place));
        } else if property == child {
            companies.insert(*subject, *object);
        } else if property == end {
            ended.insert(*subject);
        }
    }
    let mut gone: Vec<(TermId, &Edition)> = Vec::new();
    for (tie, place) in last {
        let mut newer = editions.iter().enumerate().skip(place + 1);
        let found = newer.find(|(at, newer)| {
            let company = companies.get(&tie);
            let is_meant = newer.silence == Silence::OnAll
                || company.is_some_and(|company| described.contains(&(*company, *at)));
            newer.date > editions[place].date && newer.is_whole && is_meant
        });
        if let Some((_, newer)) = found.filter(|_| !ended.contains(&tie)) {
            gone.push((tie, newer));
        }
    }
    gone.sort_by_key(|(tie, _)| *tie);
    let told = gone.into_iter().flat_map(|(tie, newer)| {
        let (Term::NamedNode(tie), Term::NamedNode(source)) =
            (claims.term_of(tie), claims.term_of(newer.source))
        else {
            return Vec::new();
        };
        let note = format!("The file of {} does not tell of it any more.", newer.date);
        let graph = GraphName::from(source);
        let note = Quad::new(
            tie.clone(),
            ag::NOTE,
            Literal::new_simple_literal(note),
            graph.clone(),
        );
        let end = Quad::new(tie, ag::END, day_before(newer.date).to_literal(), graph);
        vec![end, note]
    });
    told.collect()
}

/// Returns the day before a day; a month or a year stands for itself.
fn day_before(date: Date) -> Date {
    match date {
        Date::Day(day) => Date::Day(day.yesterday().unwrap_or(day)),
        date => date,
    }
}
