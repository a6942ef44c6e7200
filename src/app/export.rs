//! The dataset, a neighborhood, a query's result or a path, written for other programs.

use crate::app::file::Unfinished;
use crate::app::value::Reader;
use crate::app::{AppError, Session, path, query};
use crate::export::{self, Content, ExportError, Format};
use crate::model::vocab as ag;
use crate::store::{QueryResult, Snapshot};
use crate::view::{Filter, Link, Node, Subgraph};
use oxrdf::vocab::{rdf, rdfs};
use oxrdf::{NamedNode, NamedOrBlankNode, Quad, Term, Triple};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

/// What to write, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportRequest {
    /// The format: `dot`, `graphml`, `gexf`, `cytoscape`, `csv`, `jsonl`, `turtle`, `trig`,
    /// `ntriples`, `nquads`, `rdfxml` or `jsonld`.
    pub format: String,
    /// Only what lies around these things; all when empty.
    pub around: Vec<String>,
    /// How many steps around them.
    pub hops: usize,
    /// Only what this query gives: the statements of a CONSTRUCT, or the things of a SELECT with
    /// `hops` steps around them.
    pub query: Option<query::QueryRequest>,
    /// Only these relations, as [`path`](crate::app::path()) takes them; all when empty.
    pub relations: Vec<String>,
    /// What is left out: things, classes or relations.
    pub avoid: Vec<String>,
    /// Whether relations count that rest only on a notice which was withdrawn.
    pub with_withdrawn: bool,
}

/// Something that is ready to be written.
#[derive(Debug)]
pub struct Export {
    format: Format,
    content: Ready,
}

#[derive(Debug)]
enum Ready {
    Statements(Vec<Quad>),
    Subgraph(Subgraph),
}

/// Prepares what a request asks for. Nothing is written yet, so that a mistake costs no file.
///
/// # Errors
///
/// [`AppError::Export`] for an unknown format, [`AppError::UnknownName`] or
/// [`AppError::AmbiguousName`] for a name, and those of a query.
pub fn export(session: &Session, request: &ExportRequest) -> Result<Export, AppError> {
    let format: Format = request.format.parse()?;
    let snapshot = session.snapshot();
    let filter = Filter {
        withdrawn: path::counted(request.with_withdrawn),
        ..path::filter(session, &request.relations, &request.avoid)?
    };
    let mut starts: Vec<NamedNode> = Vec::new();
    for name in &request.around {
        starts.push(session.thing(name)?);
    }
    let mut triples: Option<Vec<Triple>> = None;
    if let Some(query) = &request.query {
        match query::run(session, query)? {
            QueryResult::Graph(graph) => triples = Some(graph),
            QueryResult::Table(table) => {
                let cells = table.rows.into_iter().flatten().flatten();
                starts.extend(cells.filter_map(|cell| match cell {
                    Term::NamedNode(node) => Some(node),
                    _ => None,
                }));
            }
            QueryResult::Boolean(_) => {
                return Err(AppError::BadValue {
                    code: "nothing-to-export",
                    message: "an ASK query gives yes or no, expected things or statements"
                        .to_owned(),
                    help: Some("use SELECT or CONSTRUCT".to_owned()),
                });
            }
        }
    }
    let whole = request.around.is_empty() && request.query.is_none();
    let content = if format.writes(Content::Subgraph) {
        Ready::Subgraph(match triples {
            Some(triples) => drawing(snapshot, &triples),
            None if whole => session.view()?.subgraph(&filter),
            None => session.view()?.neighborhood(&starts, request.hops, &filter),
        })
    } else if format.writes(Content::Statements) {
        if whole && !(request.relations.is_empty() && request.avoid.is_empty()) {
            return Err(AppError::BadValue {
                code: "unfit-filter",
                message: format!("{format} holds statements, which relations do not choose"),
                help: Some("add --around NAME, or choose a format of graphs".to_owned()),
            });
        }
        Ready::Statements(match triples {
            Some(triples) => {
                let quads = triples.into_iter();
                quads
                    .map(|triple| triple.in_graph(oxrdf::GraphName::DefaultGraph))
                    .collect()
            }
            None if whole => snapshot.all_quads().collect(),
            None => {
                let around = session.view()?.neighborhood(&starts, request.hops, &filter);
                statements(snapshot, &around)
            }
        })
    } else {
        return Err(AppError::BadValue {
            code: "unfit-format",
            message: format!("{format} holds tables, expected a format of graphs or statements"),
            help: Some(format!(
                "`actorgraph query … --format {format}` writes a table"
            )),
        });
    };
    session.told(Export { format, content })
}

impl Export {
    /// Returns what is to be written of routes, all in one: a drawing, or in a format of statements
    /// those that the steps rest on.
    ///
    /// # Errors
    ///
    /// As [`Export::check_routes`].
    pub(crate) fn of_routes(
        format: &str,
        snapshot: &Snapshot,
        routes: Subgraph,
    ) -> Result<Self, AppError> {
        let format = Self::check_routes(format)?;
        let content = match format.writes(Content::Subgraph) {
            true => Ready::Subgraph(routes),
            false => Ready::Statements(steps(snapshot, &routes)),
        };
        Ok(Self { format, content })
    }

    /// Returns the format of routes that goes by a name.
    ///
    /// # Errors
    ///
    /// [`AppError::Export`] for an unknown format or one that holds neither graphs nor statements.
    pub(crate) fn check_routes(format: &str) -> Result<Format, AppError> {
        let format: Format = format.parse()?;
        match format.writes(Content::Statements) {
            true => Ok(format),
            false => Self::check_subgraph(format.name()),
        }
    }

    /// Returns what is to be drawn of something that was measured.
    ///
    /// # Errors
    ///
    /// [`AppError::Export`] for an unknown format or one that holds no graphs.
    pub(crate) fn of_subgraph(format: &str, subgraph: Subgraph) -> Result<Self, AppError> {
        let format = Self::check_subgraph(format)?;
        let content = Ready::Subgraph(subgraph);
        Ok(Self { format, content })
    }

    /// Returns the format of a subgraph that goes by a name.
    ///
    /// # Errors
    ///
    /// As [`Export::of_subgraph`].
    pub(crate) fn check_subgraph(format: &str) -> Result<Format, AppError> {
        let format: Format = format.parse()?;
        if !format.writes(Content::Subgraph) {
            let content = Content::Subgraph;
            return Err(ExportError::Unsuited { format, content }.into());
        }
        Ok(format)
    }

    /// Tells whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        match &self.content {
            Ready::Statements(quads) => quads.is_empty(),
            Ready::Subgraph(subgraph) => subgraph.nodes.is_empty(),
        }
    }

    /// Returns in words how much [`Export::write_file`] writes into a path. A file of csv or jsonl
    /// holds relations only.
    pub fn size(&self, path: &Path) -> String {
        let count = |count: usize, word: &str| match count {
            1 => format!("1 {word}"),
            count => format!("{count} {word}s"),
        };
        match &self.content {
            Ready::Statements(quads) => count(quads.len(), "statement"),
            Ready::Subgraph(subgraph) => {
                let relations = count(subgraph.links.len(), "relation");
                match self.format {
                    Format::Csv | Format::JsonLines if !self.fills_folder(path) => relations,
                    _ => format!("{}, {relations}", count(subgraph.nodes.len(), "thing")),
                }
            }
        }
    }

    /// Tells whether a path gets two files: it is a folder or looks like one.
    fn fills_folder(&self, path: &Path) -> bool {
        self.format == Format::Csv
            && (path.is_dir() || path.as_os_str().to_string_lossy().ends_with('/'))
    }

    /// Writes it.
    ///
    /// # Errors
    ///
    /// [`AppError::Export`] with what the output said, or what the format cannot hold.
    pub fn write(&self, out: impl Write) -> Result<(), AppError> {
        match &self.content {
            Ready::Statements(quads) => {
                export::write_quads(self.format, quads.iter().cloned(), out)?;
            }
            Ready::Subgraph(subgraph) => export::write_subgraph(self.format, subgraph, out)?,
        }
        Ok(())
    }

    /// Writes it into a file; for csv into a folder, if the path is one or ends in `/`, as
    /// `nodes.csv` and `edges.csv`.
    ///
    /// A regular file is written beside its place under another name and then renamed: whoever
    /// looks sees the old file or the new one, never half of it. Links are followed, and a file
    /// that was there keeps its permissions. What is no regular file, such as a device or a named
    /// pipe, is written into as it stands.
    ///
    /// # Errors
    ///
    /// [`AppError::Write`] if the folder cannot be written to; [`AppError::Export`] as for
    /// [`Export::write`]. A regular file is untouched then, and nothing is left beside it.
    pub fn write_file(&self, path: &Path) -> Result<(), AppError> {
        if let Ready::Subgraph(subgraph) = &self.content
            && self.fills_folder(path)
        {
            return Ok(export::write_folder(subgraph, path)?);
        }
        let failed = |source| AppError::Write {
            path: path.to_owned(),
            source,
        };
        let mut unfinished = Unfinished::create(path).map_err(failed)?;
        self.write(unfinished.file())?;
        unfinished.finish().map_err(failed)
    }
}

/// Returns everything in scope that is stated of the things, events and sources of a subgraph.
fn statements(snapshot: &Snapshot, subgraph: &Subgraph) -> Vec<Quad> {
    let nodes = subgraph.nodes.iter().map(|node| &node.iri);
    let events = subgraph.links.iter().flat_map(|link| &link.events);
    let sources = subgraph.links.iter().flat_map(|link| &link.sources);
    let subjects: BTreeSet<&NamedNode> = nodes.chain(events).chain(sources).collect();
    let quads = subjects.into_iter().flat_map(|subject| {
        let subject = NamedOrBlankNode::from(subject.clone());
        snapshot.quads(Some(&subject), None, None)
    });
    quads.collect()
}

/// Returns what the steps of routes rest on: the relations in the graphs of all sources in scope, all
/// that is stated of their events and sources, and names and classes of the things.
fn steps(snapshot: &Snapshot, routes: &Subgraph) -> Vec<Quad> {
    let mut quads = BTreeMap::new();
    let mut add = |found: Quad| quads.insert(found.to_string(), found);
    for node in &routes.nodes {
        let thing = NamedOrBlankNode::from(node.iri.clone());
        for property in [rdf::TYPE, rdfs::LABEL] {
            let found = snapshot.quads(Some(&thing), Some(property), None);
            found.for_each(|quad| _ = add(quad));
        }
    }
    for link in &routes.links {
        let from = NamedOrBlankNode::from(routes.nodes[link.from].iri.clone());
        let to = Term::from(routes.nodes[link.to].iri.clone());
        let found = snapshot.quads(Some(&from), Some(link.relation.as_ref()), Some(&to));
        found.for_each(|quad| _ = add(quad));
        for reason in link.events.iter().chain(&link.sources) {
            let reason = NamedOrBlankNode::from(reason.clone());
            let found = snapshot.quads(Some(&reason), None, None);
            found.for_each(|quad| _ = add(quad));
        }
    }
    quads.into_values().collect()
}

/// Returns statements as a graph to draw: those between two named things, without types.
fn drawing(snapshot: &Snapshot, triples: &[Triple]) -> Subgraph {
    let ends = |triple: &Triple| match (&triple.subject, &triple.object) {
        (NamedOrBlankNode::NamedNode(from), Term::NamedNode(to))
            if triple.predicate != rdf::TYPE =>
        {
            Some((from.clone(), to.clone()))
        }
        _ => None,
    };
    let drawn: Vec<(NamedNode, &NamedNode, NamedNode)> = triples
        .iter()
        .filter_map(|triple| ends(triple).map(|(from, to)| (from, &triple.predicate, to)))
        .collect();
    let mut places: BTreeMap<NamedNode, usize> = BTreeMap::new();
    for (from, _, to) in &drawn {
        places.insert(from.clone(), 0);
        places.insert(to.clone(), 0);
    }
    for (place, known) in places.values_mut().enumerate() {
        *known = place;
    }
    let reader = Reader::new(snapshot);
    let node = |iri: &NamedNode| Node {
        label: snapshot.label(iri),
        label_zh: snapshot.label_in(iri, "zh"),
        class: reader.class(iri).unwrap_or(rdfs::RESOURCE.into_owned()),
        url: snapshot.texts(iri, ag::external::URL).into_iter().next(),
        iri: iri.clone(),
        rank: None,
        value: None,
    };
    let link = |(from, relation, to): &(NamedNode, &NamedNode, NamedNode)| Link {
        from: places[from],
        to: places[to],
        relation: (*relation).clone(),
        label: snapshot.label(relation),
        date: None,
        events: Vec::new(),
        sources: Vec::new(),
        withdrawn: false,
        value: None,
    };
    let mut links: Vec<Link> = drawn.iter().map(link).collect();
    links.sort_by(|a, b| {
        (a.from, a.to, a.relation.as_str()).cmp(&(b.from, b.to, b.relation.as_str()))
    });
    links.dedup();
    Subgraph {
        nodes: places.keys().map(node).collect(),
        links,
        measure: None,
    }
}
