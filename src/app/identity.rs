//! Which records of several sources were taken for one thing, and why; and to take that back.

use crate::app::store::{Change, Damage, Written, derive, find};
use crate::app::value::{self, Basis, Reader, Thing};
use crate::app::{AppError, Session};
use crate::import::Progress;
use crate::model::vocab::{self as ag, external as ext};
use crate::model::{Date, escape, local_name, record, thing};
use crate::store::{Builder, Snapshot};
use jiff::Timestamp;
use jiff::civil::Date as Day;
use oxrdf::vocab::rdf;
use oxrdf::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Which things are told by several records, and where evidence contradicts itself.
#[derive(Clone, Debug, Serialize)]
pub struct Identities {
    /// Name and version of this form of answer.
    pub schema: &'static str,
    /// What the answer was drawn from.
    pub basis: Basis,
    /// Things of several records, sorted by label; with a limit the first.
    pub things: Vec<Identity>,
    /// How many there are, whatever the limit.
    pub things_total: usize,
    /// Evidence that was not followed, sorted by id; with a limit the first.
    pub blocked: Vec<Identification>,
    /// How much there is, whatever the limit.
    pub blocked_total: usize,
}

/// A thing that several records tell of.
#[derive(Clone, Debug, Serialize)]
pub struct Identity {
    /// The thing.
    pub thing: Thing,
    /// The ids of the other records that were taken for it.
    pub records: Vec<String>,
    /// Why.
    pub evidence: Vec<Identification>,
}

/// A value that records share, and for which they are taken for one thing or are not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Identification {
    /// Its id.
    pub id: String,
    /// The property of the value: `lei`, `imo`, `wikidata`, `referent`, `registrationNumber`,
    /// `ticker`; `sameAs` where a person says so.
    pub by: String,
    /// The value, in the form in which it is compared; the id of the row where a person says so.
    pub value: String,
    /// The ids of the records that have it.
    pub records: Vec<String>,
    /// The ids of the sources that say so.
    pub sources: Vec<String>,
    /// Why it was not followed; `null` where it was.
    pub blocked: Option<String>,
}

/// How many records were taken for how many things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct IdentityCount {
    /// How many records were taken for another thing.
    pub records: usize,
    /// How many things they were taken for.
    pub things: usize,
    /// How many shared values were not followed, since that would contradict other evidence.
    pub blocked: usize,
}

/// A decision about a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It stands alone, whatever it shares; with the reason of who decides.
    Split(Option<String>),
    /// It may be taken for another again.
    Join,
}

/// What to decide about which records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecideRequest {
    /// Ids or IRIs of records.
    pub records: Vec<String>,
    /// What is decided.
    pub decision: Decision,
    /// The folder of the saved dataset.
    pub store: PathBuf,
    /// The day of the decision.
    pub day: Day,
    /// What time it is, for the journal of the dataset.
    pub now: Option<Timestamp>,
}

/// Returns which records were taken for one thing, of all things or of the one that a name means,
/// and which evidence was not followed; at most `limit` of each, all when `None`.
///
/// # Errors
///
/// [`AppError::UnknownName`] or [`AppError::AmbiguousName`].
pub fn identities(
    session: &Session,
    name: Option<&str>,
    limit: Option<usize>,
) -> Result<Identities, AppError> {
    let snapshot = &Reader::new(session.snapshot());
    let (mut things, mut blocked) = match name {
        Some(name) => {
            let iri = session.thing(name)?;
            let (blocked, evidence) = of_thing(snapshot, &iri)
                .into_iter()
                .partition(|found| found.blocked.is_some());
            let found = identity(snapshot, &iri, evidence);
            (found.into_iter().collect(), blocked)
        }
        None => all(snapshot),
    };
    let (things_total, blocked_total) = (things.len(), blocked.len());
    things.sort_by(|a, b| (&a.thing.label, &a.thing.id).cmp(&(&b.thing.label, &b.thing.id)));
    things.truncate(limit.unwrap_or(usize::MAX));
    blocked.sort();
    blocked.truncate(limit.unwrap_or(usize::MAX));
    session.told(Identities {
        schema: "actorgraph.identity/1",
        basis: session.basis(),
        things,
        things_total,
        blocked,
        blocked_total,
    })
}

fn all(snapshot: &Reader<'_>) -> (Vec<Identity>, Vec<Identification>) {
    let of_class = |class: NamedNodeRef<'static>| {
        let nodes = snapshot.subjects(rdf::TYPE, &class.into_owned());
        nodes
            .into_iter()
            .map(|node| identification(snapshot, &node))
    };
    let mut evidence: BTreeMap<NamedNode, Vec<Identification>> = BTreeMap::new();
    for node in snapshot.subjects(rdf::TYPE, &ag::IDENTIFICATION.into_owned()) {
        for thing in snapshot.things(&node, ag::IDENTIFIED_AS) {
            let found = evidence.entry(thing).or_default();
            found.push(identification(snapshot, &node));
        }
    }
    let things = evidence
        .into_iter()
        .filter_map(|(thing, evidence)| identity(snapshot, &thing, evidence));
    (
        things.collect(),
        of_class(ag::BLOCKED_IDENTIFICATION).collect(),
    )
}

fn identity(
    snapshot: &Reader<'_>,
    iri: &NamedNode,
    mut evidence: Vec<Identification>,
) -> Option<Identity> {
    evidence.sort();
    let mut records: Vec<String> = snapshot
        .subjects(ext::ALTERNATE_OF, iri)
        .iter()
        .map(value::id)
        .collect();
    records.sort();
    (!records.is_empty()).then(|| Identity {
        thing: snapshot.thing(iri),
        records,
        evidence,
    })
}

/// Returns the evidence that bears on which records are of a thing, followed or not.
pub(super) fn of_thing(snapshot: &Reader<'_>, iri: &NamedNode) -> Vec<Identification> {
    let mut records = snapshot.subjects(ext::ALTERNATE_OF, iri);
    records.push(iri.clone());
    let mut nodes: BTreeSet<NamedNode> = BTreeSet::new();
    for record in &records {
        nodes.extend(snapshot.subjects(ag::HAS_RECORD, record));
    }
    let found = nodes.iter().filter(|node| {
        [ag::IDENTIFICATION, ag::BLOCKED_IDENTIFICATION]
            .iter()
            .any(|class| snapshot.is_a(node, *class))
    });
    found.map(|node| identification(snapshot, node)).collect()
}

fn identification(snapshot: &Reader<'_>, node: &NamedNode) -> Identification {
    let ids = |property| {
        let mut ids: Vec<String> = snapshot
            .things(node, property)
            .iter()
            .map(value::id)
            .collect();
        ids.sort();
        ids.dedup();
        ids
    };
    let text = |property| snapshot.texts(node, property).into_iter().next();
    let by = snapshot.things(node, ag::IDENTIFIED_BY).into_iter().next();
    let by = by.map(|property| crate::app::event::local(&property));
    let shared = text(ext::VALUE).unwrap_or_default();
    let is_blocked = snapshot.is_a(node, ag::BLOCKED_IDENTIFICATION);
    Identification {
        id: value::id(node),
        by: by.unwrap_or_default(),
        value: local_name(&shared).unwrap_or(&shared).to_owned(),
        records: ids(ag::HAS_RECORD),
        sources: ids(ext::WAS_DERIVED_FROM),
        blocked: text(ag::REASON).filter(|_| is_blocked),
    }
}

/// Counts which records were taken for how many things.
pub(super) fn count(snapshot: &Snapshot) -> IdentityCount {
    let node = |iri: NamedNodeRef<'_>| snapshot.id(&iri.into_owned().into());
    let mut count = IdentityCount::default();
    if let Some(word) = node(ext::ALTERNATE_OF) {
        let (mut records, mut things) = (BTreeSet::new(), BTreeSet::new());
        for [record, _, thing, _] in snapshot.ids([None, Some(word), None, None]) {
            records.insert(record);
            things.insert(thing);
        }
        (count.records, count.things) = (records.len(), things.len());
    }
    if let (Some(a), Some(class)) = (node(rdf::TYPE), node(ag::BLOCKED_IDENTIFICATION)) {
        let rows = snapshot.ids([None, Some(a), Some(class), None]);
        let blocked: BTreeSet<_> = rows.map(|[node, ..]| node).collect();
        count.blocked = blocked.len();
    }
    count
}

/// The source of decisions that were taken in a dataset itself.
const DECISIONS: &str = "identity-decisions";

/// Writes a decision about records into a saved dataset, and makes it anew. It is a claim of a source
/// of its own, so that later imports keep to it.
///
/// # Errors
///
/// [`AppError::BadValue`] if there is no such dataset, or no such record in it;
/// [`AppError::Store`] if the dataset cannot be read or written.
pub fn decide(request: &DecideRequest, progress: &Progress<'_>) -> Result<Written, AppError> {
    let change = Change::begin(
        find(&request.store)?,
        "identity",
        request.now,
        false,
        Damage::Refused,
    )?;
    let before = change.before()?;
    let mut iris = Vec::new();
    for id in &request.records {
        let known = record(id).filter(|iri| before.id(&iri.clone().into()).is_some());
        iris.push(known.ok_or_else(|| AppError::BadValue {
            code: "unknown-record",
            message: format!("`{id}` is no record of this dataset"),
            help: Some("`actorgraph identity` lists the ids of records".to_owned()),
        })?);
    }
    let source = thing(DECISIONS);
    let rows: Vec<String> = iris
        .iter()
        .map(|iri| thing(&format!("split-{}", escape(&value::id(iri)))).into_string())
        .collect();
    let mut claims = Builder::in_folder(&request.store);
    // What was decided before of the same records gives way.
    claims.claims_without(
        before,
        std::slice::from_ref(&source),
        rows.iter().map(String::as_str),
    )?;
    if let Decision::Split(reason) = &request.decision {
        let title = Literal::new_simple_literal("Decisions about records, taken in this dataset");
        let about = [
            (rdf::TYPE, Term::from(ag::SOURCE.into_owned())),
            (ext::TITLE, title.into()),
        ];
        for (property, object) in about {
            let graph = GraphName::DefaultGraph;
            claims.claim(&Quad::new(
                source.clone(),
                property.into_owned(),
                object,
                graph,
            ))?;
        }
        for (iri, row) in iris.iter().zip(&rows) {
            let row = NamedNode::new_unchecked(row);
            let mut said: Vec<(NamedNodeRef<'_>, Term)> = vec![
                (rdf::TYPE, ag::SEPARATION.into_owned().into()),
                (ag::HAS_RECORD, iri.clone().into()),
                (ag::DATE, Date::from(request.day).to_literal().into()),
            ];
            if let Some(reason) = reason {
                said.push((ag::REASON, Literal::new_simple_literal(reason).into()));
            }
            for (property, object) in said {
                let property = property.into_owned();
                claims.claim(&Quad::new(row.clone(), property, object, source.clone()))?;
            }
        }
    }
    let after = derive(claims, progress)?;
    change.end(&after, progress)
}
