//! Where a claim comes from.

use crate::model::Date;
use oxrdf::NamedNode;

/// A source document: who published it, under which title, where and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceInfo {
    /// The IRI of the source, which is the name of the graph that holds its claims.
    pub iri: NamedNode,
    /// The short id that `--source` takes.
    pub id: String,
    /// The title; the id where the source gives none.
    pub title: String,
    /// Who published it, if known.
    pub publisher: Option<String>,
    /// Where it can be read, if known.
    pub url: Option<String>,
    /// When it was published, as precisely as known.
    pub issued: Option<Date>,
}

/// One piece of evidence for an answer: an event (or another thing), its day, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The event or thing that the claim is about.
    pub event: NamedNode,
    /// The event in words.
    pub label: String,
    /// When it happened, according to this source; `None` where the source gives no date.
    pub date: Option<Date>,
    /// The source of the claim.
    pub source: SourceInfo,
}
