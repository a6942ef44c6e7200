//! What was found, as statements: each piece of evidence in the graphs of the sources that give it.

use crate::model::vocab::{self as ag, external as ext};
use crate::model::{escape, thing};
use crate::resolve::identity::{Conflict, Found, Kind, Shared};
use crate::store::{Builder, StoreError, TermId};
use oxrdf::vocab::rdf;
use oxrdf::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};

/// States which records were taken for which thing, and on what evidence, and which evidence was not
/// followed, and why.
pub(super) fn state(claims: &mut Builder, found: &Found) -> Result<(), StoreError> {
    for (shared, blocked) in found.shared.iter().zip(&found.blocked) {
        let mut graphs: Vec<TermId> = Vec::new();
        for (_, own) in &shared.bearers {
            graphs.extend(own);
        }
        graphs.sort_unstable();
        graphs.dedup();
        for graph in graphs {
            state_in(claims, found, shared, blocked.as_ref(), graph)?;
        }
    }
    Ok(())
}

fn say(
    claims: &mut Builder,
    source: &NamedNode,
    subject: &NamedNode,
    property: NamedNodeRef<'_>,
    object: Term,
) -> Result<(), StoreError> {
    let graph = GraphName::NamedNode(source.clone());
    claims.add(&Quad::new(
        subject.clone(),
        property.into_owned(),
        object,
        graph,
    ))
}

fn state_in(
    claims: &mut Builder,
    found: &Found,
    shared: &Shared,
    blocked: Option<&Conflict>,
    graph: TermId,
) -> Result<(), StoreError> {
    let Term::NamedNode(source) = claims.term_of(graph) else {
        return Ok(());
    };
    let own = thing(&id(shared));
    let class = match blocked {
        None => ag::IDENTIFICATION,
        Some(_) => ag::BLOCKED_IDENTIFICATION,
    };
    say(claims, &source, &own, rdf::TYPE, class.into_owned().into())?;
    say(
        claims,
        &source,
        &own,
        ag::IDENTIFIED_BY,
        shared.kind.property().into_owned().into(),
    )?;
    let value = Literal::new_simple_literal(&shared.value);
    say(claims, &source, &own, ext::VALUE, value.into())?;
    say(
        claims,
        &source,
        &own,
        ext::WAS_DERIVED_FROM,
        source.clone().into(),
    )?;
    if let Some(conflict) = blocked {
        let reason = Literal::new_simple_literal(conflict.to_string());
        say(claims, &source, &own, ag::REASON, reason.into())?;
    }
    for (record, graphs) in &shared.bearers {
        // What a record's own id says, every source says that gives the id.
        if !graphs.is_empty() && !graphs.contains(&graph) {
            continue;
        }
        let Term::NamedNode(node) = claims.term_of(*record) else {
            continue;
        };
        let taken_for = found.things.get(record);
        let taken_for = taken_for.map(|thing| claims.term_of(*thing));
        say(claims, &source, &own, ag::HAS_RECORD, node.clone().into())?;
        if let Some(of) = &taken_for {
            say(
                claims,
                &source,
                &node,
                rdf::TYPE,
                ag::RECORD.into_owned().into(),
            )?;
            say(claims, &source, &node, ext::ALTERNATE_OF, of.clone())?;
        }
        if blocked.is_none() {
            let of = taken_for.unwrap_or_else(|| node.clone().into());
            say(claims, &source, &own, ag::IDENTIFIED_AS, of)?;
        }
    }
    Ok(())
}

/// Returns the id of a piece of evidence, which says what it is.
fn id(shared: &Shared) -> String {
    let word = match shared.kind {
        Kind::Stated => "stated",
        Kind::Lei => "lei",
        Kind::Imo => "imo",
        Kind::Wikidata => "wikidata",
        Kind::Referent => "referent",
        Kind::Register => "register",
        Kind::Ticker => "ticker",
    };
    let value = shared.value.replace(' ', "-");
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
