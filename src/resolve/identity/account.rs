//! What was found, as statements: each piece of evidence in the graphs of the sources that give it.

use crate::model::vocab::{self as ag, external as ext};
use crate::model::{escape, thing};
use crate::resolve::identity::{Conflict, Found, Kind};
use crate::store::{Builder, DEFAULT_GRAPH, StoreError, TermId};
use oxrdf::vocab::rdf;
use oxrdf::{LiteralRef, NamedNodeRef};
use std::ops::Range;

/// The words that are said.
struct Words {
    a: TermId,
    identification: TermId,
    blocked: TermId,
    record: TermId,
    by: TermId,
    value: TermId,
    from: TermId,
    reason: TermId,
    has: TermId,
    of: TermId,
    identified_as: TermId,
}

/// States which records were taken for which thing, and on what evidence, and which evidence was not
/// followed, and why.
pub(super) fn state(claims: &mut Builder, found: &Found) -> Result<(), StoreError> {
    if found.evidence.shared.is_empty() {
        return Ok(());
    }
    let mut id = |word: NamedNodeRef<'_>| claims.term(word.into());
    let words = Words {
        a: id(rdf::TYPE)?,
        identification: id(ag::IDENTIFICATION)?,
        blocked: id(ag::BLOCKED_IDENTIFICATION)?,
        record: id(ag::RECORD)?,
        by: id(ag::IDENTIFIED_BY)?,
        value: id(ext::VALUE)?,
        from: id(ext::WAS_DERIVED_FROM)?,
        reason: id(ag::REASON)?,
        has: id(ag::HAS_RECORD)?,
        of: id(ext::ALTERNATE_OF)?,
        identified_as: id(ag::IDENTIFIED_AS)?,
    };
    for (shared, blocked) in found.evidence.shared.iter().zip(&found.blocked) {
        state_one(claims, found, &words, shared, blocked.as_ref())?;
    }
    Ok(())
}

/// States one piece of evidence in the graph of each source that gives it.
fn state_one(
    claims: &mut Builder,
    found: &Found,
    words: &Words,
    shared: &Range<usize>,
    blocked: Option<&Conflict>,
) -> Result<(), StoreError> {
    let keys = &found.evidence.keys;
    let first = &keys.keys[shared.start];
    let (kind, text) = (first.kind, keys.value(first));
    let own = claims.term(thing(&id(kind, text)).as_ref().into())?;
    let property = claims.term(kind.property().into())?;
    let value = claims.term(LiteralRef::new_simple_literal(text).into())?;
    let reason = match blocked {
        Some(conflict) => {
            let told = conflict.to_string();
            Some(claims.term(LiteralRef::new_simple_literal(&told).into())?)
        }
        None => None,
    };
    let class = match blocked {
        None => words.identification,
        Some(_) => words.blocked,
    };
    let mut graphs: Vec<TermId> = keys.keys[shared.clone()]
        .iter()
        .map(|key| key.graph)
        .collect();
    graphs.sort_unstable();
    graphs.dedup();
    graphs.retain(|graph| *graph != DEFAULT_GRAPH && claims.is_iri(*graph));
    for graph in graphs {
        let mut say =
            |subject, property, object| claims.add_ids([subject, property, object, graph]);
        say(own, words.a, class)?;
        say(own, words.by, property)?;
        say(own, words.value, value)?;
        say(own, words.from, graph)?;
        if let Some(reason) = reason {
            say(own, words.reason, reason)?;
        }
        for (record, keys) in found.evidence.bearers(shared) {
            // What a record's own id says, every source says that gives the id.
            let mut graphs = keys.iter().map(|key| key.graph);
            if graphs.clone().any(|graph| graph != DEFAULT_GRAPH) && graphs.all(|own| own != graph)
            {
                continue;
            }
            let thing = found.thing(record);
            say(own, words.has, record)?;
            if thing != record {
                say(record, words.a, words.record)?;
                say(record, words.of, thing)?;
            }
            if blocked.is_none() {
                say(own, words.identified_as, thing)?;
            }
        }
    }
    Ok(())
}

/// Returns the id of a piece of evidence, which says what it is.
fn id(kind: Kind, value: &str) -> String {
    let word = match kind {
        Kind::Stated => "stated",
        Kind::Lei => "lei",
        Kind::Imo => "imo",
        Kind::Wikidata => "wikidata",
        Kind::Referent => "referent",
        Kind::Register => "register",
        Kind::Ticker => "ticker",
    };
    let value = value.replace(' ', "-");
    let value = value.replace(crate::model::vocab::AGID, "");
    format!("identity-{word}-{}", escape(&value))
}

impl std::fmt::Display for Conflict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Values(kind, [one, other]) => {
                let word = match kind {
                    Kind::Lei => "LEI",
                    Kind::Imo => "IMO number",
                    _ => "Wikidata item",
                };
                write!(f, "one side has the {word} {one}, another {other}")
            }
            Self::Classes => write!(f, "one side is of a class that another cannot be of"),
            Self::ToldApart => write!(f, "a source says that they are different"),
            Self::Common(count) => write!(f, "{count} records share it"),
        }
    }
}
