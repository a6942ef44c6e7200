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
use crate::store::{Builder, Column, StoreError, TermId};
use oxrdf::vocab::rdf;
use oxrdf::{Literal, NamedNodeRef, TermRef};
use std::collections::{BTreeMap, HashMap};

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
    for editions in &series {
        let gone = gone_from(claims, editions)?;
        state(claims, editions, gone)?;
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

/// Returns the ties that the files of a register tell by silence to have ended, with the place of the file.
fn gone_from(claims: &Builder, editions: &[Edition]) -> Result<Column<[u32; 2]>, StoreError> {
    // What is told of a tie: in which file it stands, whose it is, and that it ended.
    const STANDS: u32 = 0;
    const CHILD: u32 = 1;
    const ENDED: u32 = 2;
    let places = (0..).zip(editions);
    let places: HashMap<TermId, u32> = places.map(|(at, own)| (own.source, at)).collect();
    let find = |word: NamedNodeRef<'_>| claims.find(word.into());
    let ties = [ag::OWNERSHIP, ag::TENURE, ag::LINK].map(find);
    let (a, child, end) = (find(rdf::TYPE), find(ag::CHILD), find(ag::END));
    let (mut told, mut described) = (claims.rows(), claims.rows());
    for [subject, property, object, graph] in claims.claims() {
        let Some(place) = places.get(graph) else {
            continue;
        };
        let property = Some(*property);
        if property == a && ties.contains(&Some(*object)) {
            told.push([*subject, STANDS, *place])?;
        } else if property == a {
            described.push([*subject, *place])?;
        } else if property == child {
            told.push([*subject, CHILD, *object])?;
        } else if property == end {
            told.push([*subject, ENDED, 0])?;
        }
    }
    let newer = |last: u32, is_meant: &dyn Fn(u32) -> bool| {
        let mut newer = (last + 1..).zip(&editions[last as usize + 1..]);
        let found = newer.find(|(at, newer)| {
            newer.date > editions[last as usize].date
                && newer.is_whole
                && (newer.silence == Silence::OnAll || is_meant(*at))
        });
        found.map(|(at, _)| at)
    };
    let (mut gone, mut asked) = (claims.rows(), claims.rows());
    let told = told.sorted(false, |row| *row)?;
    for of_tie in told.chunk_by(|a, b| a[0] == b[0]) {
        let last_of = |what| of_tie.iter().rfind(|row| row[1] == what).map(|row| row[2]);
        let tie = of_tie[0][0];
        let (Some(last), None) = (last_of(STANDS), last_of(ENDED)) else {
            continue;
        };
        if let Some(at) = newer(last, &|_| false) {
            gone.push([tie, at])?;
        } else if let Some(company) = last_of(CHILD) {
            asked.push([company, last, tie])?;
        }
    }
    let asked = asked.sorted(false, |row| *row)?;
    let described = described.sorted(false, |row| *row)?;
    let mut described = described.passing().peekable();
    let mut files = Vec::new();
    for of_company in asked.chunk_by(|a, b| a[0] == b[0]) {
        let company = of_company[0][0];
        files.clear();
        while let Some(of) = described.next_if(|of| of[0] <= company) {
            files.extend((of[0] == company).then_some(of[1]));
        }
        for [_, last, tie] in of_company {
            if let Some(at) = newer(*last, &|at| files.contains(&at)) {
                gone.push([*tie, at])?;
            }
        }
    }
    gone.sorted(false, |row| *row)
}

/// States of ties when they ended.
fn state(
    claims: &mut Builder,
    editions: &[Edition],
    gone: Column<[u32; 2]>,
) -> Result<(), StoreError> {
    let mut told: HashMap<u32, [(TermId, TermId); 2]> = HashMap::new();
    for [tie, at] in gone.passing() {
        let Edition { source, date, .. } = editions[*at as usize];
        if !claims.is_iri(*tie) || !claims.is_iri(source) {
            continue;
        }
        let said = match told.get(at) {
            Some(said) => *said,
            None => {
                let note = format!("The file of {date} does not tell of it any more.");
                let note = Literal::new_simple_literal(note);
                let day = day_before(date).to_literal();
                let mut term = |term: TermRef<'_>| claims.term(term);
                let note = (term(ag::NOTE.into())?, term(note.as_ref().into())?);
                let end = (term(ag::END.into())?, term(day.as_ref().into())?);
                told.insert(*at, [note, end]);
                [note, end]
            }
        };
        for (property, value) in said {
            claims.add_ids([*tie, property, value, source])?;
        }
    }
    Ok(())
}

/// Returns the day before a day; a month or a year stands for itself.
fn day_before(date: Date) -> Date {
    match date {
        Date::Day(day) => Date::Day(day.yesterday().unwrap_or(day)),
        date => date,
    }
}
