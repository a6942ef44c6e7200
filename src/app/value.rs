//! The small values of which all responses are made: things, sources, events, links between them.

use crate::model::{Date, SourceInfo, local_name, vocab};
use crate::store::{PREFIXES, Snapshot};
use jiff::civil::Date as Day;
use oxrdf::vocab::{rdf, rdfs};
use oxrdf::{NamedNode, Term};
use serde::Serialize;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Deref;
use std::rc::Rc;

/// A thing as a reader wants to see it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Thing {
    /// The id (`deepseek`), which every command takes; the IRI for things that are not ours.
    pub id: String,
    /// The name in English; any name or the id where there is none.
    pub label: String,
    /// The name in Chinese, if known.
    pub label_zh: Option<String>,
    /// The most specific class, e.g. `Company`, `Agency`, `Listing`; empty where none is known.
    #[serde(rename = "type")]
    pub class: String,
}

/// A document that makes claims.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Source {
    /// The id, which `--source` takes.
    pub id: String,
    /// The title; the id where the source gives none.
    pub title: String,
    /// Who published it, if known.
    pub publisher: Option<String>,
    /// When it was published (`YYYY`, `YYYY-MM` or `YYYY-MM-DD`), if known.
    pub date: Option<String>,
    /// Where it can be read, if known.
    pub url: Option<String>,
}

/// What an answer was drawn from: the same for every command of one run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Basis {
    /// The dataset: `builtin`, or the path of a folder of tables or of an RDF file or folder.
    pub dataset: String,
    /// The day for which a status is told (`YYYY-MM-DD`).
    pub as_of: String,
    /// Only sources published by this day count; `null` when all count.
    pub known_at: Option<String>,
    /// Only the claims of these sources count; all when empty.
    pub sources: Vec<String>,
}

/// One piece of evidence: an event (or another thing), its day, and who says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// The id of the event.
    pub event: String,
    /// The event in words.
    pub label: String,
    /// When it happened according to this source, if it says.
    pub date: Option<String>,
    /// Who says so.
    pub source: Source,
}

/// A snapshot that tells things as readers see them, each read once.
pub(crate) struct Reader<'a> {
    snapshot: &'a Snapshot,
    things: RefCell<HashMap<NamedNode, Thing>>,
    /// The classes of ours above each class.
    above: RefCell<HashMap<NamedNode, Rc<[NamedNode]>>>,
}

impl Deref for Reader<'_> {
    type Target = Snapshot;

    fn deref(&self) -> &Snapshot {
        self.snapshot
    }
}

impl<'a> Reader<'a> {
    pub(crate) fn new(snapshot: &'a Snapshot) -> Self {
        Self {
            snapshot,
            things: RefCell::default(),
            above: RefCell::default(),
        }
    }

    /// Returns what readers want to see of a thing.
    pub(crate) fn thing(&self, iri: &NamedNode) -> Thing {
        if let Some(known) = self.things.borrow().get(iri) {
            return known.clone();
        }
        let class = self.class(iri);
        let thing = Thing {
            id: id(iri),
            label: self.short_label(iri),
            label_zh: self.label_in(iri, "zh"),
            class: class.map_or_else(String::new, |class| id(&class)),
        };
        self.things.borrow_mut().insert(iri.clone(), thing.clone());
        thing
    }

    /// Returns several things, each once, sorted by label.
    pub(crate) fn things_of(&self, iris: impl IntoIterator<Item = NamedNode>) -> Vec<Thing> {
        let mut things: Vec<Thing> = iris.into_iter().map(|iri| self.thing(&iri)).collect();
        things.sort_by(|a, b| (&a.label, &a.id).cmp(&(&b.label, &b.id)));
        things.dedup();
        things
    }

    /// Returns the most specific class of ours that a thing has; the first by IRI of several.
    ///
    /// The loader writes all superclasses, so it is the one that stands above none of the others.
    pub(crate) fn class(&self, iri: &NamedNode) -> Option<NamedNode> {
        let mut classes = self.snapshot.things(iri, rdf::TYPE);
        classes.retain(|class| class.as_str().starts_with(vocab::AG));
        let above: Vec<Rc<[NamedNode]>> = classes.iter().map(|class| self.above(class)).collect();
        let lowest = |class: &&NamedNode| !above.iter().any(|above| above.contains(class));
        classes.iter().find(lowest).cloned()
    }

    fn above(&self, class: &NamedNode) -> Rc<[NamedNode]> {
        if let Some(known) = self.above.borrow().get(class) {
            return Rc::clone(known);
        }
        let mut found: Vec<NamedNode> = Vec::new();
        let mut open = vec![class.clone()];
        while let Some(next) = open.pop() {
            for parent in self.snapshot.things(&next, rdfs::SUB_CLASS_OF) {
                if parent != *class && !found.contains(&parent) {
                    found.push(parent.clone());
                    open.push(parent);
                }
            }
        }
        let found: Rc<[NamedNode]> = found.into();
        self.above
            .borrow_mut()
            .insert(class.clone(), Rc::clone(&found));
        found
    }
}

impl From<SourceInfo> for Source {
    fn from(source: SourceInfo) -> Self {
        Self {
            id: source.id,
            title: source.title,
            publisher: source.publisher,
            date: source.issued.map(|date| date.to_string()),
            url: source.url,
        }
    }
}

impl Source {
    /// Returns the data of sources, each once, sorted by id.
    pub fn read_all(snapshot: &Snapshot, iris: impl IntoIterator<Item = NamedNode>) -> Vec<Self> {
        let mut sources: Vec<Self> = iris
            .into_iter()
            .map(|iri| snapshot.source(&iri).into())
            .collect();
        sources.sort();
        sources.dedup();
        sources
    }
}

impl From<crate::model::Evidence> for Evidence {
    fn from(evidence: crate::model::Evidence) -> Self {
        Self {
            event: id(&evidence.event),
            label: evidence.label,
            date: evidence.date.map(|date| date.to_string()),
            source: evidence.source.into(),
        }
    }
}

/// Returns the id of a thing of ours, or the IRI of another.
pub(crate) fn id(iri: &NamedNode) -> String {
    local_name(iri.as_str()).unwrap_or(iri.as_str()).to_owned()
}

/// Returns the IRI that a word is, with or without angle brackets, or means as a prefixed name.
pub(crate) fn iri(word: &str) -> Option<NamedNode> {
    let bare = word
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'));
    if let Some(iri) = bare.or(word.contains("://").then_some(word)) {
        return NamedNode::new(iri).ok();
    }
    let (prefix, local) = word.split_once(':')?;
    let (_, namespace) = PREFIXES.iter().find(|(known, _)| *known == prefix)?;
    NamedNode::new(format!("{namespace}{local}")).ok()
}

/// Returns the finest date among the values of a property, the earliest where they disagree.
pub(crate) fn date(values: &[Term]) -> Option<Date> {
    let dates: Vec<Date> = values.iter().filter_map(Date::from_term).collect();
    let first = *dates.iter().min()?;
    let agreeing = dates.into_iter().filter(|date| date.agrees_with(first));
    agreeing.reduce(|best, date| if date.is_finer_than(best) { date } else { best })
}

/// Returns a day as text, `YYYY-MM-DD`.
pub(crate) fn day(day: Day) -> String {
    day.to_string()
}
