//! SPARQL Update on the claims of a dataset.
//!
//! What a WHERE sees is the whole dataset, with the ontology and all that was derived; what changes
//! are claims alone. Outside of GRAPH a query sees all sources together, so a DELETE there takes a
//! statement out of every source that makes it. Where records are of one thing, what is said of the
//! thing is taken out of the claims about its records. An INSERT must say the source that makes the claim;
//! only what describes a source itself stands outside of all.
//!
//! Operations come one after another, each on what the one before it left: the dataset is made anew
//! before a WHERE is asked, if something changed. Statements of a graph that are copied as a whole
//! (COPY, MOVE, ADD) are its claims, without what was derived from them.

use crate::model::vocab::external;
use crate::store::files::read_file;
use crate::store::pack::{DEFAULT_GRAPH, IdQuad, Pack, TermId};
use crate::store::run::{Query, parser};
use crate::store::service::{Service, Services};
use crate::store::term::to_subject;
use crate::store::{Builder, QueryResult, Snapshot, StoreError};
use jiff::civil::Date as Day;
use oxrdf::{BlankNode, GraphName, NamedNode, NamedOrBlankNode, Quad, Term, Variable};
use spargebra::GraphUpdateOperation;
use spargebra::algebra::{GraphPattern, GraphTarget, QueryDataset};
use spargebra::term::{
    GraphName as Graph, GraphNamePattern, GroundQuadPattern, GroundTerm, GroundTermPattern,
    NamedNodePattern, QuadPattern, TermPattern,
};
use std::collections::HashSet;
use std::iter;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use xxhash_rust::xxh3::xxh3_64;

/// A parsed update.
#[derive(Clone, Debug)]
pub struct Update {
    operations: Vec<GraphUpdateOperation>,
    /// A number of the text, for names of new blank nodes.
    number: u64,
    loading: Loading,
    timeout: Option<Duration>,
    services: Services,
}

/// Whether LOAD may read files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Loading {
    /// It may not.
    #[default]
    Refused,
    /// It may read files of this machine; nobody is asked over a network.
    Local,
}

/// What came of an update.
#[derive(Debug)]
pub struct Updated {
    /// The dataset as it is after all operations.
    pub pack: Arc<Pack>,
    /// How many statements were to be taken out that are no claims but follow from claims, or are of
    /// the ontology; they are as before.
    pub kept: usize,
}

/// Makes a dataset of claims: with the ontology and what follows.
pub type Remake<'a> = dyn Fn(Builder) -> Result<Arc<Pack>, StoreError> + 'a;

impl Update {
    /// Parses a SPARQL 1.1 update. Prefixes are declared as for [`Query::parse`]; `base` is what
    /// relative IRIs, such as the names of files, begin with.
    ///
    /// # Errors
    ///
    /// As [`Query::parse`].
    pub fn parse(text: &str, base: Option<&str>) -> Result<Self, StoreError> {
        let mut parser = parser(text)?;
        if let Some(base) = base
            && let Ok(with_base) = parser.clone().with_base_iri(base)
        {
            parser = with_base;
        }
        Ok(Self {
            operations: parser.parse_update(text)?.operations,
            number: xxh3_64(text.as_bytes()),
            loading: Loading::default(),
            timeout: None,
            services: Services::new(),
        })
    }

    /// Says whether LOAD may read files.
    #[must_use]
    pub fn with_loading(mut self, loading: Loading) -> Self {
        self.loading = loading;
        self
    }

    /// Stops the update with [`StoreError::Timeout`] when it runs longer.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Option<Duration>) -> Self {
        self.timeout = timeout;
        self
    }

    /// Answers `SERVICE <iri> { … }` by `service`, as [`Query::with_service`]; it is asked on the
    /// dataset that each operation finds.
    #[must_use]
    pub fn with_service(mut self, iri: &str, service: Arc<dyn Service>) -> Self {
        self.services.insert(iri.to_owned(), service);
        self
    }

    /// Returns how many operations there are.
    pub fn len(&self) -> usize {
        self.operations.len()
    }

    /// Tells whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }

    /// Does all operations on a dataset, which stays as it is, and returns the one that comes of
    /// them. `go_on` is asked between them; told to stop, the update ends with
    /// [`StoreError::Stopped`].
    ///
    /// # Errors
    ///
    /// [`StoreError::NoSource`], [`StoreError::UnknownSource`], [`StoreError::Load`]; as
    /// [`Query::run`] and `remake`.
    pub fn run(
        &self,
        before: Arc<Pack>,
        as_of: Day,
        remake: &Remake<'_>,
        go_on: &dyn Fn() -> ControlFlow<()>,
    ) -> Result<Updated, StoreError> {
        let mut work = Work {
            update: self,
            begun: Instant::now(),
            number: self.number ^ before.identity(),
            pack: before,
            as_of,
            remake,
            added: HashSet::new(),
            graphs: HashSet::new(),
            removed: HashSet::new(),
            unsourced: HashSet::new(),
            kept: 0,
        };
        for (place, operation) in self.operations.iter().enumerate() {
            if go_on().is_break() {
                return Err(StoreError::Stopped);
            }
            work.time_left()?;
            work.run(place, operation)?;
        }
        work.settle()?;
        work.check_sources()?;
        Ok(Updated {
            pack: work.pack,
            kept: work.kept,
        })
    }
}

/// An update that is being done.
struct Work<'a> {
    update: &'a Update,
    begun: Instant,
    number: u64,
    /// The dataset as the last settled operation left it.
    pack: Arc<Pack>,
    as_of: Day,
    remake: &'a Remake<'a>,
    /// Claims that came since, none of which the pack has.
    added: HashSet<Quad>,
    /// The graphs that these may stand in.
    graphs: HashSet<GraphName>,
    /// Claims of the pack that went since.
    removed: HashSet<IdQuad>,
    /// What was put outside of all sources.
    unsourced: HashSet<Quad>,
    kept: usize,
}

impl Work<'_> {
    fn run(&mut self, place: usize, operation: &GraphUpdateOperation) -> Result<(), StoreError> {
        match operation {
            GraphUpdateOperation::InsertData { data } => {
                let mut blanks = self.blanks(place);
                for quad in data {
                    let mut quad = Quad {
                        subject: quad.subject.clone(),
                        predicate: quad.predicate.clone(),
                        object: quad.object.clone(),
                        graph_name: graph(&quad.graph_name),
                    };
                    if let NamedOrBlankNode::BlankNode(node) = &mut quad.subject {
                        *node = blanks.name(node, 0);
                    }
                    if let Term::BlankNode(node) = &mut quad.object {
                        *node = blanks.name(node, 0);
                    }
                    self.insert(quad);
                }
            }
            GraphUpdateOperation::DeleteData { data } => {
                for quad in data {
                    self.delete(&Quad {
                        subject: quad.subject.clone().into(),
                        predicate: quad.predicate.clone(),
                        object: ground(quad.object.clone()),
                        graph_name: graph(&quad.graph_name),
                    });
                }
            }
            GraphUpdateOperation::DeleteInsert {
                delete,
                insert,
                using,
                pattern,
            } => match copied(delete, insert, using.as_ref(), pattern) {
                Some((from, to)) => self.copy(&from, &to),
                None => self.modify(place, delete, insert, using.clone(), pattern)?,
            },
            GraphUpdateOperation::Load {
                silent,
                source,
                destination,
            } => self.load(*silent, source, destination)?,
            GraphUpdateOperation::Clear { silent, graph }
            | GraphUpdateOperation::Drop { silent, graph } => self.clear(*silent, graph)?,
            // A graph is there as long as it holds claims.
            GraphUpdateOperation::Create { .. } => {}
        }
        Ok(())
    }

    fn insert(&mut self, quad: Quad) {
        if quad.graph_name == GraphName::DefaultGraph {
            self.unsourced.insert(quad.clone());
        }
        if let Some(row) = self.pack.row(&quad)
            && self.pack.is_claim(row)
        {
            self.removed.remove(&row);
        } else {
            if !self.graphs.contains(&quad.graph_name) {
                self.graphs.insert(quad.graph_name.clone());
            }
            self.added.insert(quad);
        }
    }

    /// Takes a claim out; outside of GRAPH out of every source that makes it.
    fn delete(&mut self, quad: &Quad) {
        let is_everywhere = quad.graph_name == GraphName::DefaultGraph;
        let mut claims = 0;
        if is_everywhere {
            for graph_name in &self.graphs {
                let quad = Quad {
                    graph_name: graph_name.clone(),
                    ..quad.clone()
                };
                claims += usize::from(self.added.remove(&quad));
            }
        } else {
            claims += usize::from(self.added.remove(quad));
        }
        let graph = match is_everywhere {
            true => Some(DEFAULT_GRAPH),
            false => match &quad.graph_name {
                GraphName::NamedNode(node) => self.pack.id(&node.clone().into()),
                _ => None,
            },
        };
        let triple = self.pack.row(&Quad {
            graph_name: GraphName::DefaultGraph,
            ..quad.clone()
        });
        let (Some([s, p, o, _]), Some(graph)) = (triple, graph) else {
            return;
        };
        let pack = Arc::clone(&self.pack);
        let graph = (!is_everywhere).then_some(graph);
        let mut there = 0;
        let mut go = |row: IdQuad| {
            claims += 1;
            self.removed.insert(row);
        };
        for row in pack.matching([Some(s), Some(p), Some(o), graph]) {
            there += 1;
            if pack.is_claim(row) {
                go(row);
            }
        }
        // What is said of a thing is claimed of its records.
        for s in names(&pack, s) {
            for o in names(&pack, o) {
                let rows = pack.records_of([s, p, o]).iter();
                let fits = |row: &&IdQuad| graph.is_none_or(|graph| row[3] == graph);
                rows.filter(fits).for_each(|row| go(*row));
            }
        }
        self.kept += usize::from(claims == 0 && there > 0);
    }

    fn clear(&mut self, silent: bool, target: &GraphTarget) -> Result<(), StoreError> {
        let pack = Arc::clone(&self.pack);
        let goes = |name: &GraphName| match target {
            GraphTarget::AllGraphs => true,
            GraphTarget::DefaultGraph => *name == GraphName::DefaultGraph,
            GraphTarget::NamedGraphs => *name != GraphName::DefaultGraph,
            GraphTarget::NamedNode(node) => *name == GraphName::NamedNode(node.clone()),
        };
        let wanted = match target {
            GraphTarget::NamedNode(node) => pack.id(&node.clone().into()),
            _ => None,
        };
        let went = self.added.len();
        self.added.retain(|quad| !goes(&quad.graph_name));
        let mut went = went - self.added.len();
        for row in pack.claims() {
            let goes = match target {
                GraphTarget::AllGraphs => true,
                GraphTarget::DefaultGraph => row[3] == DEFAULT_GRAPH,
                GraphTarget::NamedGraphs => row[3] != DEFAULT_GRAPH,
                GraphTarget::NamedNode(_) => Some(row[3]) == wanted,
            };
            if goes {
                went += usize::from(self.removed.insert(row));
            }
        }
        match target {
            GraphTarget::NamedNode(node) if went == 0 && !silent => {
                Err(StoreError::UnknownSource(node.as_str().to_owned()))
            }
            _ => Ok(()),
        }
    }

    /// Copies the claims of a graph.
    fn copy(&mut self, from: &GraphName, to: &GraphName) {
        let pack = Arc::clone(&self.pack);
        let stays = pack
            .claimed_quads()
            .filter(|quad| quad.graph_name == *from)
            .filter(|quad| {
                pack.row(quad)
                    .is_none_or(|row| !self.removed.contains(&row))
            });
        let added = self.added.iter().filter(|quad| quad.graph_name == *from);
        let copies: Vec<Quad> = stays
            .chain(added.cloned())
            .map(|quad| Quad {
                graph_name: to.clone(),
                ..quad
            })
            .collect();
        copies.into_iter().for_each(|quad| self.insert(quad));
    }

    fn modify(
        &mut self,
        place: usize,
        delete: &[GroundQuadPattern],
        insert: &[QuadPattern],
        using: Option<QueryDataset>,
        pattern: &GraphPattern,
    ) -> Result<(), StoreError> {
        self.settle()?;
        let mut variables: Vec<Variable> = Vec::new();
        let templates: Vec<QuadPattern> = delete.iter().map(template).collect();
        for variable in templates.iter().chain(insert).flat_map(variables_of) {
            if !variables.contains(variable) {
                variables.push(variable.clone());
            }
        }
        let query = spargebra::Query::Select {
            dataset: using,
            pattern: GraphPattern::Project {
                inner: Box::new(pattern.clone()),
                variables: variables.clone(),
            },
            base_iri: None,
        };
        let snapshot = Snapshot::new(Arc::clone(&self.pack), self.as_of);
        let mut query = Query::from(query).with_timeout(self.time_left()?);
        for (iri, service) in &self.update.services {
            query = query.with_service(iri, Arc::clone(service));
        }
        let QueryResult::Table(table) = query.run(&snapshot)? else {
            return Ok(());
        };
        let column = |variable: &Variable| variables.iter().position(|known| known == variable);
        // All deletions come before all insertions, whatever the row.
        for row in &table.rows {
            let value = |variable: &Variable| row.get(column(variable)?)?.clone();
            for quad in &templates {
                if let Some(quad) = instance(quad, &value, &mut |_| None) {
                    self.delete(&quad);
                }
            }
        }
        let mut blanks = self.blanks(place);
        for (number, row) in table.rows.iter().enumerate() {
            let value = |variable: &Variable| row.get(column(variable)?)?.clone();
            for quad in insert {
                let mut fresh = |node: &BlankNode| Some(blanks.name(node, number).into());
                if let Some(quad) = instance(quad, &value, &mut fresh) {
                    self.insert(quad);
                }
            }
        }
        Ok(())
    }

    fn load(
        &mut self,
        silent: bool,
        source: &NamedNode,
        destination: &Graph,
    ) -> Result<(), StoreError> {
        let refused = |why| StoreError::Load {
            iri: source.as_str().to_owned(),
            why,
        };
        let path = source.as_str().strip_prefix("file:").map(local);
        let path = path.ok_or_else(|| refused("it is not a file of this machine"))?;
        if self.update.loading == Loading::Refused {
            return Err(refused("this update may not read files"));
        }
        let mut quads = Vec::new();
        let read = read_file(&path, |quad| {
            quads.push(quad);
            Ok(())
        });
        match read {
            Err(_) if silent => return Ok(()),
            read => read?,
        }
        for mut quad in quads {
            // As `import` does it: what names its graphs keeps them.
            if let Graph::NamedNode(_) = destination {
                quad.graph_name = graph(destination);
            }
            self.insert(quad);
        }
        Ok(())
    }

    /// Makes the dataset of what the operations so far left.
    fn settle(&mut self) -> Result<(), StoreError> {
        if self.added.is_empty() && self.removed.is_empty() {
            return Ok(());
        }
        self.time_left()?;
        let mut claims = Builder::default();
        claims.claims_upon(&self.pack, |row| !self.removed.contains(row))?;
        for quad in self.added.drain() {
            claims.claim(&quad)?;
        }
        self.graphs.clear();
        self.removed.clear();
        self.pack = (self.remake)(claims)?;
        Ok(())
    }

    /// Refuses claims that no source makes.
    fn check_sources(&self) -> Result<(), StoreError> {
        let graphs: HashSet<u32> = self.pack.graphs().into_iter().collect();
        let is_source = |node: &NamedOrBlankNode| match node {
            NamedOrBlankNode::NamedNode(node) => self
                .pack
                .id(&node.clone().into())
                .is_some_and(|id| graphs.contains(&id)),
            NamedOrBlankNode::BlankNode(_) => false,
        };
        let is_there = |quad: &&Quad| {
            self.pack
                .row(quad)
                .is_some_and(|row| self.pack.is_claim(row))
        };
        let mut lost: Vec<String> = self
            .unsourced
            .iter()
            .filter(|quad| !is_source(&quad.subject))
            .filter(is_there)
            .map(ToString::to_string)
            .collect();
        lost.sort();
        match lost.into_iter().next() {
            None => Ok(()),
            Some(statement) => Err(StoreError::NoSource(statement)),
        }
    }

    /// Returns the time that is left, if there is an end to it.
    fn time_left(&self) -> Result<Option<Duration>, StoreError> {
        let Some(timeout) = self.update.timeout else {
            return Ok(None);
        };
        match timeout.checked_sub(self.begun.elapsed()) {
            Some(left) if !left.is_zero() => Ok(Some(left)),
            _ => Err(StoreError::Timeout {
                seconds: timeout.as_secs_f64(),
            }),
        }
    }

    fn blanks(&self, operation: usize) -> Blanks {
        Blanks {
            prefix: format!("u{:016x}o{operation}", self.number),
            known: Vec::new(),
        }
    }
}

/// Returns a thing and the records that were taken for it.
fn names(pack: &Pack, thing: TermId) -> Vec<TermId> {
    let is_of = pack.id(&external::ALTERNATE_OF.into_owned().into());
    let records = is_of.into_iter().flat_map(|is_of| {
        let rows = pack.matching([None, Some(is_of), Some(thing), None]);
        rows.map(|row| row[0])
    });
    let mut names: Vec<TermId> = iter::once(thing).chain(records).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// New blank nodes, the same for the same update of the same dataset.
struct Blanks {
    prefix: String,
    known: Vec<BlankNode>,
}

impl Blanks {
    fn name(&mut self, node: &BlankNode, row: usize) -> BlankNode {
        let place = self.known.iter().position(|known| known == node);
        let place = place.unwrap_or_else(|| {
            self.known.push(node.clone());
            self.known.len() - 1
        });
        BlankNode::new_unchecked(format!("{}n{place}r{row}", self.prefix))
    }
}

/// Returns from where to where an operation copies a graph as a whole, if that is what it does.
fn copied(
    delete: &[GroundQuadPattern],
    insert: &[QuadPattern],
    using: Option<&QueryDataset>,
    pattern: &GraphPattern,
) -> Option<(GraphName, GraphName)> {
    let ([], [quad], None) = (delete, insert, using) else {
        return None;
    };
    let (from, inner) = match pattern {
        GraphPattern::Graph {
            name: NamedNodePattern::NamedNode(name),
            inner,
        } => (GraphName::NamedNode(name.clone()), &**inner),
        inner => (GraphName::DefaultGraph, inner),
    };
    let to = match &quad.graph_name {
        GraphNamePattern::NamedNode(node) => GraphName::NamedNode(node.clone()),
        GraphNamePattern::DefaultGraph => GraphName::DefaultGraph,
        GraphNamePattern::Variable(_) => return None,
    };
    let GraphPattern::Bgp { patterns } = inner else {
        return None;
    };
    let [triple] = &patterns[..] else { return None };
    let is_same = triple.subject == quad.subject
        && triple.predicate == quad.predicate
        && triple.object == quad.object;
    let (TermPattern::Variable(s), NamedNodePattern::Variable(p), TermPattern::Variable(o)) =
        (&quad.subject, &quad.predicate, &quad.object)
    else {
        return None;
    };
    (is_same && s != p && p != o && s != o).then_some((from, to))
}

fn graph(name: &Graph) -> GraphName {
    match name {
        Graph::NamedNode(node) => GraphName::NamedNode(node.clone()),
        Graph::DefaultGraph => GraphName::DefaultGraph,
    }
}

fn ground(term: GroundTerm) -> Term {
    match term {
        GroundTerm::NamedNode(node) => node.into(),
        GroundTerm::Literal(literal) => literal.into(),
        #[allow(
            unreachable_patterns,
            reason = "a dependency may turn triple terms on; no store has one"
        )]
        _ => BlankNode::default().into(),
    }
}

/// Returns a template of deletions as one of insertions.
fn template(quad: &GroundQuadPattern) -> QuadPattern {
    let term = |term: &GroundTermPattern| match term {
        GroundTermPattern::NamedNode(node) => TermPattern::NamedNode(node.clone()),
        GroundTermPattern::Literal(literal) => TermPattern::Literal(literal.clone()),
        GroundTermPattern::Variable(variable) => TermPattern::Variable(variable.clone()),
        #[allow(
            unreachable_patterns,
            reason = "a dependency may turn triple terms on; no store has one"
        )]
        _ => TermPattern::BlankNode(BlankNode::default()),
    };
    QuadPattern {
        subject: term(&quad.subject),
        predicate: quad.predicate.clone(),
        object: term(&quad.object),
        graph_name: quad.graph_name.clone(),
    }
}

fn variables_of(quad: &QuadPattern) -> impl Iterator<Item = &Variable> {
    fn term(term: &TermPattern) -> Option<&Variable> {
        match term {
            TermPattern::Variable(variable) => Some(variable),
            _ => None,
        }
    }
    let predicate = match &quad.predicate {
        NamedNodePattern::Variable(variable) => Some(variable),
        NamedNodePattern::NamedNode(_) => None,
    };
    let graph = match &quad.graph_name {
        GraphNamePattern::Variable(variable) => Some(variable),
        _ => None,
    };
    let all = [term(&quad.subject), predicate, term(&quad.object), graph];
    all.into_iter().flatten()
}

/// Returns a statement of a template; none where a value is missing or does not fit its place.
fn instance(
    quad: &QuadPattern,
    value: &dyn Fn(&Variable) -> Option<Term>,
    fresh: &mut dyn FnMut(&BlankNode) -> Option<Term>,
) -> Option<Quad> {
    let mut term = |pattern: &TermPattern| match pattern {
        TermPattern::NamedNode(node) => Some(node.clone().into()),
        TermPattern::Literal(literal) => Some(literal.clone().into()),
        TermPattern::Variable(variable) => value(variable),
        TermPattern::BlankNode(node) => fresh(node),
        #[allow(
            unreachable_patterns,
            reason = "a dependency may turn triple terms on; no store has one"
        )]
        _ => None,
    };
    let named = |term: Term| match term {
        Term::NamedNode(node) => Some(node),
        _ => None,
    };
    Some(Quad {
        subject: to_subject(term(&quad.subject)?)?,
        object: term(&quad.object)?,
        predicate: match &quad.predicate {
            NamedNodePattern::NamedNode(node) => node.clone(),
            NamedNodePattern::Variable(variable) => named(value(variable)?)?,
        },
        graph_name: match &quad.graph_name {
            GraphNamePattern::NamedNode(node) => node.clone().into(),
            GraphNamePattern::DefaultGraph => GraphName::DefaultGraph,
            GraphNamePattern::Variable(variable) => named(value(variable)?)?.into(),
        },
    })
}

/// Returns the path that a `file:` IRI names.
fn local(rest: &str) -> PathBuf {
    let rest = rest.strip_prefix("//localhost").unwrap_or(rest);
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let mut bytes = Vec::new();
    let mut left = rest.as_bytes();
    while let [byte, after @ ..] = left {
        let code = after
            .get(..2)
            .and_then(|code| std::str::from_utf8(code).ok());
        let code = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        match (byte, code) {
            (b'%', Some(code)) => {
                bytes.push(code);
                left = &after[2..];
            }
            _ => {
                bytes.push(*byte);
                left = after;
            }
        }
    }
    PathBuf::from(String::from_utf8_lossy(&bytes).into_owned())
}
