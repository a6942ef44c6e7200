//! An immutable view of a dataset through a scope: the one thing that readers hold.

use crate::model::{Date, Scope, SourceInfo, local_name, thing, vocab};
use crate::store::pack::{DEFAULT_GRAPH, IdQuad, TermId, Trace};
use crate::store::{Pack, StoreError};
use jiff::civil::Date as Day;
use oxrdf::vocab::{rdf, rdfs};
use oxrdf::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use std::collections::HashSet;
use std::sync::Arc;

/// A dataset as one reader sees it. Cloning is cheap: the statements are shared.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pack: Arc<Pack>,
    scope: Scope,
    /// The graphs in scope; `None` means all.
    chosen: Option<Arc<HashSet<TermId>>>,
}

/// What one source says about one property of a thing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Claim {
    /// The value claimed.
    pub object: Term,
    /// The source's IRI, or `None` for what stands in the default graph.
    pub source: Option<NamedNode>,
}

impl Snapshot {
    /// Returns the whole of `pack` as of `as_of`.
    pub fn new(pack: Arc<Pack>, as_of: Day) -> Self {
        Self {
            pack,
            scope: Scope::as_of(as_of),
            chosen: None,
        }
    }

    /// Returns the same dataset seen through `scope`.
    ///
    /// The default graph (ontology, source data, names and types) stays visible in every scope.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownSource`] if a source of the scope is none of this dataset.
    pub fn scoped(&self, scope: Scope) -> Result<Self, StoreError> {
        let whole = Self {
            chosen: None,
            ..self.clone()
        };
        let mut chosen: Option<HashSet<TermId>> = None;
        if !scope.sources.is_empty() {
            let sources: Result<_, _> = scope.sources.iter().map(|id| whole.graph(id)).collect();
            chosen = Some(sources?);
        }
        if let Some(known_at) = scope.known_at {
            let graphs = chosen.unwrap_or_else(|| whole.graphs().into_iter().collect());
            let known = |graph: &TermId| {
                let issued = whole.issued(*graph);
                issued.is_some_and(|date| date.last_day() <= known_at)
            };
            chosen = Some(graphs.into_iter().filter(known).collect());
        }
        Ok(Self {
            pack: Arc::clone(&self.pack),
            scope,
            chosen: chosen.map(Arc::new),
        })
    }

    /// Returns the scope through which this snapshot is seen.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Returns the same snapshot with every source in scope, whenever published.
    pub fn unrestricted(&self) -> Self {
        Self {
            pack: Arc::clone(&self.pack),
            scope: Scope::as_of(self.scope.as_of),
            chosen: None,
        }
    }

    /// Returns the same snapshot with fewer sources in scope: of those that it sees the named ones,
    /// if any is named, and those published by `known_at`, if that is given. Names that are no
    /// sources of this dataset choose nothing.
    pub(crate) fn narrowed(&self, sources: &[NamedNode], known_at: Option<Day>) -> Self {
        let mut graphs: HashSet<TermId> = self.graphs().into_iter().collect();
        if !sources.is_empty() {
            let named: HashSet<TermId> = sources
                .iter()
                .filter_map(|iri| self.id(&iri.clone().into()))
                .collect();
            graphs.retain(|graph| named.contains(graph));
        }
        let mut scope = self.scope.clone();
        if let Some(known_at) = known_at {
            let whole = self.unrestricted();
            graphs.retain(|graph| {
                let issued = whole.issued(*graph);
                issued.is_some_and(|date| date.last_day() <= known_at)
            });
            let first = scope.known_at.map_or(known_at, |have| have.min(known_at));
            scope.known_at = Some(first);
        }
        scope.sources = graphs
            .iter()
            .filter_map(|graph| named(self.term(*graph)))
            .map(NamedNode::into_string)
            .collect();
        scope.sources.sort();
        Self {
            pack: Arc::clone(&self.pack),
            scope,
            chosen: Some(Arc::new(graphs)),
        }
    }

    /// Returns the things that have a property, each once.
    pub fn having(&self, predicate: NamedNodeRef<'_>) -> Vec<NamedNode> {
        let quads = self.quads(None, Some(predicate), None);
        let subjects = quads.filter_map(|quad| named(quad.subject.into()));
        let subjects: std::collections::BTreeSet<NamedNode> = subjects.collect();
        subjects.into_iter().collect()
    }

    /// Tells whether some sources are out of scope.
    pub fn is_restricted(&self) -> bool {
        self.chosen.is_some()
    }

    /// Returns the statements at rest below this snapshot, whatever the scope.
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// Returns the statements at rest if this is the last snapshot of them.
    pub fn into_pack(self) -> Option<Pack> {
        Arc::into_inner(self.pack)
    }

    // --- by id: for readers that touch much -------------------------------------------------

    /// Returns the id of a term, or `None` if no statement uses it.
    pub fn id(&self, term: &Term) -> Option<TermId> {
        self.pack.id(term)
    }

    /// Returns the term with this id.
    pub fn term(&self, id: TermId) -> Term {
        self.pack.term(id)
    }

    /// Returns the statements in scope that match the bound positions.
    ///
    /// The same statement comes once for each source that makes it, one after another unless the
    /// graph alone is bound.
    pub fn ids(&self, pattern: [Option<TermId>; 4]) -> impl Iterator<Item = IdQuad> + '_ {
        let rows = self.pack.matching(pattern);
        rows.filter(|quad| self.sees(quad[3]))
    }

    /// Returns the named graphs in scope: one for each source.
    pub fn graphs(&self) -> Vec<TermId> {
        let mut graphs = self.pack.graphs();
        graphs.retain(|graph| self.sees(*graph));
        graphs
    }

    /// Returns the derived statements in scope, each with the event that it follows from.
    pub fn traces(&self) -> impl Iterator<Item = Trace> + '_ {
        let traces = self.pack.traces();
        traces.filter(|(quad, _)| self.sees(quad[3]))
    }

    /// Tells whether what stands in a graph is in scope.
    pub(crate) fn sees(&self, graph: TermId) -> bool {
        let chosen = self.chosen.as_ref();
        graph == DEFAULT_GRAPH || chosen.is_none_or(|chosen| chosen.contains(&graph))
    }

    // --- by term: for readers that touch little ----------------------------------------------

    /// Returns the statements in scope that match, as quads.
    pub fn quads<'a>(
        &'a self,
        subject: Option<&NamedOrBlankNode>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<&Term>,
    ) -> impl Iterator<Item = Quad> + use<'a> {
        let mut known = true;
        let mut id = |term: Option<Term>| {
            let found = term.map(|term| self.id(&term));
            known &= found != Some(None);
            found.flatten()
        };
        let pattern = [
            id(subject.map(|node| node.clone().into())),
            id(predicate.map(|node| node.into_owned().into())),
            id(object.cloned()),
            None,
        ];
        let rows = known.then(|| self.ids(pattern));
        rows.into_iter().flatten().filter_map(|row| self.quad(row))
    }

    /// Returns all statements in scope, sorted by graph, the default graph last.
    pub fn all_quads(&self) -> impl Iterator<Item = Quad> + '_ {
        let graphs = self.graphs().into_iter().chain([DEFAULT_GRAPH]);
        graphs
            .flat_map(|graph| self.pack.matching([None, None, None, Some(graph)]))
            .filter_map(|row| self.quad(row))
    }

    /// Returns the statement of an id row, or `None` if it is no RDF (a literal as subject).
    pub fn quad(&self, row: IdQuad) -> Option<Quad> {
        self.pack.quad(row)
    }

    /// Returns what each source in scope says about a property, sorted by value, then source.
    pub fn claims(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Vec<Claim> {
        let subject = subject.clone().into();
        let quads = self.quads(Some(&subject), Some(predicate), None);
        quads
            .map(|quad| Claim {
                object: quad.object,
                source: match quad.graph_name {
                    GraphName::NamedNode(node) => Some(node),
                    _ => None,
                },
            })
            .collect()
    }

    /// Returns the ids of the values of a property, each once, in a stable order.
    fn values(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Vec<TermId> {
        let (Some(subject), Some(predicate)) =
            (self.pack.iri(subject.as_ref()), self.pack.iri(predicate))
        else {
            return Vec::new();
        };
        let rows = self.ids([Some(subject), Some(predicate), None, None]);
        let mut values: Vec<TermId> = rows.map(|[_, _, value, _]| value).collect();
        values.dedup();
        values
    }

    /// Returns the values of a property, each once, in a stable order.
    pub fn objects(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Vec<Term> {
        let values = self.values(subject, predicate).into_iter();
        values.map(|value| self.term(value)).collect()
    }

    /// Returns the things that are values of a property, each once, in a stable order.
    pub fn things(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Vec<NamedNode> {
        let objects = self.objects(subject, predicate).into_iter();
        objects.filter_map(named).collect()
    }

    /// Returns the texts that are values of a property, each once, in a stable order.
    pub fn texts(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Vec<String> {
        let values = self.values(subject, predicate).into_iter();
        let texts = values.filter(|value| self.pack.is_literal(*value));
        // A value twice, in two languages, is two values.
        texts
            .map(|text| self.pack.text(text).0.to_owned())
            .collect()
    }

    /// Returns the things that have this property with this value, each once, in a stable order.
    pub fn subjects(&self, predicate: NamedNodeRef<'_>, object: &NamedNode) -> Vec<NamedNode> {
        let (Some(predicate), Some(object)) =
            (self.pack.iri(predicate), self.pack.iri(object.as_ref()))
        else {
            return Vec::new();
        };
        let rows = self.ids([None, Some(predicate), Some(object), None]);
        let mut subjects: Vec<TermId> = rows.map(|[subject, ..]| subject).collect();
        subjects.dedup();
        let subjects = subjects.into_iter();
        subjects.filter_map(|id| named(self.term(id))).collect()
    }

    /// Tells whether a thing is of a class.
    pub fn is_a(&self, subject: &NamedNode, class: NamedNodeRef<'_>) -> bool {
        let ids = [subject.as_ref(), rdf::TYPE, class].map(|node| self.pack.iri(node));
        let [Some(subject), Some(a), Some(class)] = ids else {
            return false;
        };
        let mut rows = self.ids([Some(subject), Some(a), Some(class), None]);
        rows.next().is_some()
    }

    /// Returns the name of a thing in a language (`en`, `zh`), if it has one.
    ///
    /// Where sources give several, the longest is taken, then the first by spelling.
    pub fn label_in(&self, subject: &NamedNode, language: &str) -> Option<String> {
        let labels = self.values(subject, rdfs::LABEL).into_iter();
        let texts = labels.filter_map(|label| match self.pack.text(label) {
            (text, Some(tag)) if tag == language => Some(text),
            _ => None,
        });
        let best = texts.min_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        best.map(str::to_owned)
    }

    /// Returns the English name of a thing, else any name, else its id or IRI.
    pub fn label(&self, subject: &NamedNode) -> String {
        self.label_in(subject, "en")
            .or_else(|| self.texts(subject, rdfs::LABEL).into_iter().next())
            .or_else(|| {
                let others = self.texts(subject, vocab::external::ALT_LABEL);
                others.into_iter().next()
            })
            .unwrap_or_else(|| {
                local_name(subject.as_str())
                    .unwrap_or(subject.as_str())
                    .to_owned()
            })
    }

    /// Returns the short name that people use (`1260H list`), else the [`label`](Self::label).
    pub fn short_label(&self, subject: &NamedNode) -> String {
        let short = self.texts(subject, vocab::SHORT_NAME).into_iter().next();
        short.unwrap_or_else(|| self.label(subject))
    }

    // --- sources ------------------------------------------------------------------------------

    /// Returns all sources in scope, sorted by id.
    pub fn sources(&self) -> Vec<SourceInfo> {
        let graphs = self.graphs().into_iter();
        let nodes = graphs.filter_map(|graph| named(self.term(graph)));
        let mut sources: Vec<SourceInfo> = nodes.map(|node| self.source(&node)).collect();
        sources.sort_by(|a, b| a.id.cmp(&b.id));
        sources
    }

    /// Returns what is known of a source; a graph without data about itself is named by its IRI.
    pub fn source(&self, iri: &NamedNode) -> SourceInfo {
        use vocab::external::{ISSUED, PUBLISHER, TITLE, URL};
        let first = |predicate| self.texts(iri, predicate).into_iter().next();
        let id = local_name(iri.as_str()).unwrap_or(iri.as_str()).to_owned();
        SourceInfo {
            title: first(TITLE).unwrap_or_else(|| id.clone()),
            publisher: first(PUBLISHER),
            url: first(URL),
            issued: self.objects(iri, ISSUED).first().and_then(Date::from_term),
            iri: iri.clone(),
            id,
        }
    }

    fn issued(&self, graph: TermId) -> Option<Date> {
        let iri = named(self.term(graph))?;
        let dates = self.objects(&iri, vocab::external::ISSUED);
        dates.first().and_then(Date::from_term)
    }

    fn graph(&self, id: &str) -> Result<TermId, StoreError> {
        let candidates = [Some(thing(id)), NamedNode::new(id).ok()];
        let mut ids = candidates.into_iter().flatten();
        let known: HashSet<TermId> = self.graphs().into_iter().collect();
        ids.find_map(|iri| self.id(&iri.into()).filter(|id| known.contains(id)))
            .ok_or_else(|| StoreError::UnknownSource(id.to_owned()))
    }
}

fn named(term: Term) -> Option<NamedNode> {
    match term {
        Term::NamedNode(node) => Some(node),
        _ => None,
    }
}
