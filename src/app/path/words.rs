//! The words of a search: relations, expressions over them, weights.

use crate::app::AppError;
use crate::app::value;
use crate::names::nearest;
use crate::path::{Via, Weight};
use crate::store::Snapshot;
use crate::view::{Direction, View};
use oxrdf::vocab::{rdfs, xsd};
use oxrdf::{NamedNode, NamedNodeRef, Term};
use std::cell::RefCell;
use std::collections::HashMap;

const INVERSE_OF: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#inverseOf");

/// Returns the letters of a word that tell it from others.
fn plain(word: &str) -> String {
    let letters = word.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Returns the letters of the last part of an IRI.
fn last_part(name: &NamedNode) -> String {
    plain(name.as_str().rsplit(['#', '/']).next().unwrap_or_default())
}

/// Returns the relation of the graph that a word means: its name, with or without prefix, in any
/// case and with hyphens (`listed-by`), or the name of its inverse.
///
/// # Errors
///
/// [`AppError::UnknownWord`] with all relations, [`AppError::AmbiguousName`].
pub(super) fn relation(view: &View, word: &str) -> Result<NamedNode, AppError> {
    match step(view, word)? {
        Some((relation, _)) => Ok(relation),
        None => Err(AppError::UnknownWord {
            what: "relation",
            word: word.to_owned(),
            known: view.relations().iter().map(value::id).collect(),
        }),
    }
}

/// Returns the relation that a name means, and how it is walked: against it if the name is that of
/// its inverse.
///
/// What is written as it stands goes before what is only alike, and of several that are alike those
/// that anything states.
///
/// # Errors
///
/// [`AppError::AmbiguousName`] if several are left.
fn step(view: &View, word: &str) -> Result<Option<(NamedNode, Direction)>, AppError> {
    let wanted = plain(word.strip_prefix("ag:").unwrap_or(word));
    let iri = value::iri(word);
    let snapshot = view.snapshot();
    let is = |name: &NamedNode| Some(name) == iri.as_ref();
    // What is not ours goes by the last part of its IRI.
    let like = |name: &NamedNode| plain(&value::id(name)) == wanted || last_part(name) == wanted;
    let names = || {
        view.relations().iter().flat_map(|relation| {
            let inverses = snapshot.things(relation, INVERSE_OF).into_iter();
            let inverses = inverses.map(move |name| (name, relation, Direction::Against));
            std::iter::once((relation.clone(), relation, Direction::With)).chain(inverses)
        })
    };
    if let Some((_, relation, direction)) = names().find(|(name, ..)| is(name)) {
        return Ok(Some((relation.clone(), direction)));
    }
    let mut alike: Vec<(NamedNode, &NamedNode, Direction)> =
        names().filter(|(name, ..)| like(name)).collect();
    alike.dedup_by_key(|(_, relation, direction)| (*relation, *direction));
    if alike.len() > 1 {
        let is_stated = |relation: &NamedNode| {
            let id = snapshot.id(&relation.clone().into());
            id.is_some_and(|id| snapshot.ids([None, Some(id), None, None]).next().is_some())
        };
        let stated: Vec<_> = alike
            .iter()
            .filter(|(_, relation, _)| is_stated(relation))
            .cloned()
            .collect();
        if !stated.is_empty() {
            alike = stated;
        }
    }
    match &alike[..] {
        [] => Ok(None),
        [(_, relation, direction)] => Ok(Some(((*relation).clone(), *direction))),
        several => Err(AppError::AmbiguousName {
            name: word.to_owned(),
            candidates: several.iter().map(|(name, ..)| name.to_string()).collect(),
        }),
    }
}

/// Reads an expression over the relations of a view.
///
/// # Errors
///
/// [`AppError::Via`] with the place of the fault, [`AppError::AmbiguousName`].
pub(super) fn via(view: &View, text: &str) -> Result<Via, AppError> {
    let unknown = RefCell::new(None);
    let ambiguous = RefCell::new(None);
    // An expression may name the same again and again.
    let known: RefCell<HashMap<String, Option<Via>>> = RefCell::default();
    let resolve = |name: &str| {
        let mut known = known.borrow_mut();
        let found = known.entry(name.to_owned());
        let step = found.or_insert_with(|| match step(view, name) {
            Ok(step) => step.map(|(relation, direction)| match direction {
                Direction::With => relation.into(),
                Direction::Against => Via::from(relation).inverse(),
            }),
            Err(error) => {
                ambiguous.borrow_mut().get_or_insert(error);
                None
            }
        });
        if step.is_none() {
            *unknown.borrow_mut() = Some(name.to_owned());
        }
        step.clone()
    };
    let found = Via::parse(text, resolve);
    if let Some(error) = ambiguous.take() {
        return Err(error);
    }
    found.map_err(|source| AppError::Via {
        text: text.to_owned(),
        source,
        unknown: unknown.borrow().as_ref().map(|name| {
            let relations = view.relations().iter();
            let mut known: Vec<String> = relations.clone().map(value::id).collect();
            let inverses = relations.flat_map(|name| view.snapshot().things(name, INVERSE_OF));
            known.extend(inverses.map(|name| value::id(&name)));
            let bare = name.strip_prefix("ag:").unwrap_or(name);
            match nearest(bare, known.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    known.truncate(view.relations().len());
                    format!("known are: {}", known.join(", "))
                }
            }
        }),
    })
}

/// Returns what a word for a weight means.
///
/// # Errors
///
/// [`AppError::UnknownWord`] with the words that are known, [`AppError::AmbiguousName`].
pub(super) fn weight(snapshot: &Snapshot, word: &str) -> Result<Weight, AppError> {
    match word {
        "hops" => return Ok(Weight::Hops),
        "age" => return Ok(Weight::Age),
        "share" => return Ok(Weight::Share),
        _ => {}
    }
    let numeric = numeric(snapshot);
    let wanted = plain(word);
    let known = numeric
        .iter()
        .find(|property| plain(&value::id(property)) == wanted);
    let found = match value::iri(word) {
        Some(iri) if has_numbers(snapshot, &iri) => Some(iri),
        Some(_) => None,
        None if known.is_some() => known.cloned(),
        None => others(snapshot, &wanted, word)?,
    };
    found.map(Weight::Property).ok_or_else(|| {
        let words = ["hops", "age", "share"];
        let properties = numeric.iter().map(value::id);
        // A weight goes before a property of the same name.
        let properties = properties.filter(|name| !words.contains(&name.as_str()));
        AppError::UnknownWord {
            what: "weight",
            word: word.to_owned(),
            known: words
                .map(str::to_owned)
                .into_iter()
                .chain(properties)
                .collect(),
        }
    })
}

/// The types of numbers that the ontology, or other people's data, are written in.
const NUMBERS: [NamedNodeRef<'static>; 16] = [
    xsd::INTEGER,
    xsd::DECIMAL,
    xsd::DOUBLE,
    xsd::FLOAT,
    xsd::NON_NEGATIVE_INTEGER,
    xsd::POSITIVE_INTEGER,
    xsd::LONG,
    xsd::INT,
    xsd::SHORT,
    xsd::BYTE,
    xsd::UNSIGNED_LONG,
    xsd::UNSIGNED_INT,
    xsd::UNSIGNED_SHORT,
    xsd::UNSIGNED_BYTE,
    xsd::NEGATIVE_INTEGER,
    xsd::NON_POSITIVE_INTEGER,
];

/// Returns the properties that the ontology says to be numbers and of which there are some, sorted.
fn numeric(snapshot: &Snapshot) -> Vec<NamedNode> {
    let mut numeric: Vec<NamedNode> = NUMBERS
        .into_iter()
        .flat_map(|kind| snapshot.subjects(rdfs::RANGE, &kind.into_owned()))
        .filter(|property| has_numbers(snapshot, property))
        .collect();
    numeric.sort();
    numeric
}

/// Returns the property of which there are numbers and that goes by the last part of its IRI: in data
/// that the ontology does not describe.
fn others(snapshot: &Snapshot, wanted: &str, word: &str) -> Result<Option<NamedNode>, AppError> {
    let all = snapshot.pack().predicates().into_iter();
    let all = all.filter_map(|id| match snapshot.term(id) {
        Term::NamedNode(property) => Some(property),
        _ => None,
    });
    let mut found: Vec<NamedNode> = all
        .filter(|property| last_part(property) == wanted && has_numbers(snapshot, property))
        .collect();
    match found.len() {
        0 | 1 => Ok(found.pop()),
        _ => {
            found.sort();
            Err(AppError::AmbiguousName {
                name: word.to_owned(),
                candidates: found.iter().map(NamedNode::to_string).collect(),
            })
        }
    }
}

/// Tells whether a statement gives a number by this property.
fn has_numbers(snapshot: &Snapshot, property: &NamedNode) -> bool {
    let Some(id) = snapshot.id(&property.clone().into()) else {
        return false;
    };
    let mut rows = snapshot.ids([None, Some(id), None, None]);
    rows.any(|row| match snapshot.term(row[2]) {
        // A year looks like a number, and is none.
        Term::Literal(literal) => NUMBERS.contains(&literal.datatype()),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Dataset, Session};
    use crate::model::{Scope, vocab as ag};
    use jiff::civil::date as day;

    fn session() -> Session {
        Session::open(Dataset::Builtin, Scope::as_of(day(2026, 8, 1)))
            .expect("the built-in dataset opens")
    }

    #[test]
    fn relations_go_by_many_names() {
        let session = session();
        let view = session.view().expect("the view is small");
        for word in ["listedBy", "listed-by", "ag:listedBy", "listed"] {
            let found = relation(view, word).expect(word);
            assert_eq!(found, ag::LISTED_BY, "{word}");
        }
        assert!(relation(view, "loves").is_err());
    }

    #[test]
    fn expressions_tell_inverses() {
        let session = session();
        let view = session.view().expect("the view is small");
        let owned = Via::from(ag::OWNED_BY.into_owned());
        for (text, expected) in [
            ("ownedBy", owned.clone()),
            ("owned-by", owned.clone()),
            ("ag:ownedBy", owned.clone()),
            ("<https://w3id.org/actorgraph/ns#ownedBy>", owned.clone()),
            ("owns", owned.clone().inverse()),
            ("^owns", owned.inverse().inverse()),
        ] {
            assert_eq!(via(view, text).expect(text), expected, "{text}");
        }
        let AppError::Via {
            source, unknown, ..
        } = via(view, "ownedBy/lsitedBy").unwrap_err()
        else {
            panic!("the relation is unknown");
        };
        assert_eq!(source.column, 8);
        assert_eq!(unknown.as_deref(), Some("did you mean `listedBy`?"));
    }

    #[test]
    fn weights_are_numbers() {
        let session = session();
        let snapshot = session.snapshot();
        let share = Weight::Property(ag::SHARE.into_owned());
        for word in ["ag:share", "https://w3id.org/actorgraph/ns#share"] {
            assert_eq!(weight(snapshot, word).expect(word), share, "{word}");
        }
        assert!(weight(snapshot, "announced-count").is_ok());
        for word in ["heavy", "ag:date", "ag:nothing", ""] {
            assert!(weight(snapshot, word).is_err(), "{word}");
        }
    }
}
