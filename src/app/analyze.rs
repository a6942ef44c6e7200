//! Measures of the graph: who is central, what hangs together, where it would fall apart.

use crate::analysis::{self, AnalysisError, Groups, Measured, Options, Progress, UNREACHED};
use crate::app::export::Export;
use crate::app::path::{counted, filter};
use crate::app::value::{Basis, Reader, Thing};
use crate::app::{AppError, Session};
use crate::export::Format;
use crate::view::{Filter, Heading, Network, NodeId, Subgraph, View};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

pub use crate::analysis::Measure;

/// What to measure, and of which part of the graph.
#[derive(Clone, Debug)]
pub struct AnalyzeRequest {
    /// What to measure.
    pub measure: Measure,
    /// Only these relations count; all when empty.
    pub relations: Vec<String>,
    /// What is left out: things, classes or relations.
    pub avoid: Vec<String>,
    /// Whether relations count that rest only on a notice which was withdrawn.
    pub with_withdrawn: bool,
    /// Which way relations are walked, where that makes a difference.
    pub heading: Heading,
    /// From how many things betweenness and closeness are measured; from all, which is exact, when
    /// `None`.
    pub samples: Option<usize>,
    /// Chooses the samples, and the order in which communities are sought.
    pub seed: u64,
    /// How small communities are: above 1 smaller, below 1 larger; 1 when `None`.
    pub resolution: Option<f64>,
    /// The share of PageRank that follows relations, from 0 to 1; 0.85 when `None`.
    pub damping: Option<f64>,
    /// Where growth starts: names, ids or IRIs.
    pub starts: Vec<String>,
    /// At most this many rows or groups; all when `None`.
    pub top: Option<usize>,
    /// At most this many members of each group; all when `None`.
    pub members: Option<usize>,
    /// Where the measured graph goes too, if anywhere.
    pub write: Option<PathBuf>,
}

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Analysis {
    /// Name and version of this form of answer.
    pub schema: &'static str,
    /// What the answer was drawn from.
    pub basis: Basis,
    /// The name of the measure.
    pub measure: &'static str,
    /// What it tells, in words.
    pub description: &'static str,
    /// How many things were measured: those that a relation that counts touches.
    pub things: usize,
    /// How many relations counted.
    pub relations: usize,
    /// How many rows, groups or ties there are, whatever the limit.
    pub total: usize,
    /// What else is known of the result.
    pub notes: Notes,
    /// The result.
    pub result: Outcome,
    /// The measured graph, each thing or tie with its value, ready for [`AnalyzeRequest::write`].
    #[serde(skip)]
    pub export: Option<Export>,
}

/// What else is known of a result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Notes {
    /// How many rounds PageRank took.
    pub rounds: Option<u32>,
    /// How much the last round of PageRank changed, summed over all things.
    pub change: Option<f64>,
    /// How much better communities are than chance would be, up to 1.
    pub modularity: Option<f64>,
}

/// A result by its kind; what is largest comes first, then by IRI.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", content = "rows", rename_all = "lowercase")]
pub enum Outcome {
    /// A number for each thing.
    Scores(Vec<Score>),
    /// Things in groups.
    Groups(Vec<Group>),
    /// Some things, by IRI.
    Things(Vec<Thing>),
    /// Some pairs of things, by IRI.
    Ties(Vec<Bridge>),
    /// How many things lie so many steps away.
    Rings(Vec<Ring>),
}

/// A thing with its number.
#[derive(Clone, Debug, Serialize)]
pub struct Score {
    /// The thing.
    pub thing: Thing,
    /// The number.
    pub value: f64,
}

/// Things that belong together.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// Its number, from 1; the largest group first.
    pub group: usize,
    /// How many things it has.
    pub size: usize,
    /// Its things, by IRI; as many as the limit lets through.
    pub members: Vec<Thing>,
}

/// Two things that only this tie holds together.
#[derive(Clone, Debug, Serialize)]
pub struct Bridge {
    /// One.
    pub from: Thing,
    /// The other.
    pub to: Thing,
}

/// The things at one distance.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Ring {
    /// How many steps away.
    pub steps: u32,
    /// How many lie there.
    pub things: u32,
    /// How many lie there or nearer.
    pub within: u32,
}

/// Takes a measure of the graph. `progress` is told how far it is and may stop it.
///
/// What is to be written is prepared from the same measurement, and checked before it: a format that
/// cannot hold it costs no time. Nothing is written yet.
///
/// # Errors
///
/// [`AppError::UnknownName`] and the like for what is named, [`AppError::BadValue`] for an option out
/// of its range, [`AppError::Export`] for the format,
/// [`AppError::Write`] for a folder that is not there, [`AppError::Stopped`] if `progress` said so.
pub fn analyze(
    session: &Session,
    request: &AnalyzeRequest,
    progress: &Progress<'_>,
) -> Result<Analysis, AppError> {
    let format = request.write.as_deref();
    let format = format.map(|path| writable(request.measure, path));
    let format = format.transpose()?;
    let asked = Asked::of(session, request)?;
    let view = session.view()?;
    let part = Part::of(view.network(&view.lens(&asked.filter)));
    let mut options = asked.options;
    // A thing that no relation touches has no neighborhood.
    let starts = options.starts.iter();
    options.starts = starts.filter_map(|start| part.place(*start)).collect();
    let measured = analysis::measure(&part.network, request.measure, &options, progress);
    let measured = measured.map_err(failed)?;
    let export = format.map(|format| {
        let mut subgraph = view.subgraph(&asked.filter);
        write_into(&mut subgraph, view, &part, request.measure, &measured);
        Export::of_subgraph(format.name(), subgraph)
    });
    let export = export.transpose()?;
    let reader = &Reader::new(session.snapshot());
    let tell = Tell {
        reader,
        view,
        part: &part,
        request,
    };
    let notes = notes(&measured);
    let (total, result) = tell.outcome(measured);
    session.told(Analysis {
        schema: "actorgraph.analyze/1",
        basis: session.basis(),
        measure: request.measure.name(),
        description: request.measure.description(),
        things: part.network.node_count(),
        relations: part.network.edge_count(),
        total,
        notes,
        result,
        export,
    })
}

/// Returns the format in which a file can hold a graph with what is measured of it: the one that
/// its ending names, for a folder csv.
fn writable(measure: Measure, path: &Path) -> Result<Format, AppError> {
    let wrong = |code, message, help: &str| AppError::BadValue {
        code,
        message,
        help: Some(help.to_owned()),
    };
    let is_folder = path.is_dir() || path.as_os_str().to_string_lossy().ends_with('/');
    if is_folder {
        return Ok(Format::Csv);
    }
    let ending = path.extension().and_then(|ending| ending.to_str());
    let ending = ending.map(str::to_lowercase).ok_or_else(|| {
        let message = format!("`{}` has no ending that names a format", path.display());
        wrong("unknown-format", message, ENDINGS)
    })?;
    let format = Export::check_subgraph(&ending).map_err(|_| {
        let message = format!("`.{ending}` names no format of graphs");
        wrong("unknown-format", message, ENDINGS)
    })?;
    let holds_things = !matches!(format, Format::Csv | Format::JsonLines);
    if !holds_things && measure != Measure::Bridges {
        return Err(wrong(
            "unfit-format",
            format!("a file of {format} holds relations only, and things are measured"),
            "name a folder, like `tables/`, for nodes.csv and edges.csv, or choose another format",
        ));
    }
    // A measure may take long: what cannot be written is told before.
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    match folder.map(fs::metadata) {
        None => Ok(format),
        Some(Ok(found)) if found.is_dir() => Ok(format),
        Some(found) => Err(AppError::Write {
            path: path.to_owned(),
            source: found
                .err()
                .unwrap_or_else(|| io::ErrorKind::NotADirectory.into()),
        }),
    }
}

const ENDINGS: &str =
    "name it like graph.graphml, .gexf, .dot or .cyjs, or name a folder, like `tables/`, for csv";

/// A request whose words have been understood.
struct Asked {
    filter: Filter,
    options: Options,
}

impl Asked {
    fn of(session: &Session, request: &AnalyzeRequest) -> Result<Self, AppError> {
        let filter = Filter {
            withdrawn: counted(request.with_withdrawn),
            ..filter(session, &request.relations, &request.avoid)?
        };
        let mut starts = Vec::new();
        for name in &request.starts {
            let thing = session.thing(name)?;
            let node = session.view()?.node(thing.as_ref());
            starts.extend(node.map(|node| node.index() as u32));
        }
        if request.measure == Measure::Growth && request.starts.is_empty() {
            return Err(AppError::BadValue {
                code: "no-start",
                message: "growth is measured from something".to_owned(),
                help: Some("add --from NAME".to_owned()),
            });
        }
        let mut options = Options {
            heading: request.heading,
            samples: request.samples,
            seed: request.seed,
            starts,
            ..Options::default()
        };
        if let Some(resolution) = request.resolution {
            options.resolution = resolution;
        }
        if let Some(damping) = request.damping {
            options.pagerank.damping = damping;
        }
        Ok(Self { filter, options })
    }
}

fn failed(error: AnalysisError) -> AppError {
    match error {
        AnalysisError::Stopped => AppError::Stopped,
        error => AppError::BadValue {
            code: "bad-option",
            message: error.to_string(),
            help: None,
        },
    }
}

fn notes(measured: &Measured) -> Notes {
    match measured {
        Measured::Ranks(ranks) => Notes {
            rounds: Some(ranks.rounds),
            change: Some(ranks.change),
            ..Notes::default()
        },
        Measured::Communities(found) => Notes {
            modularity: Some(found.modularity),
            ..Notes::default()
        },
        _ => Notes::default(),
    }
}

/// The part of the view that is measured: the things that a relation that counts touches. Others
/// would take their share of PageRank, and betweenness and closeness would be parts of too many.
struct Part<'a> {
    network: Network<'a>,
    /// The number in the view of each node, ascending; `None` where all are measured.
    nodes: Option<Vec<u32>>,
}

impl<'a> Part<'a> {
    /// Returns the part of a view's network that has relations. Where all has, it is lent as it is.
    fn of(network: Network<'a>) -> Self {
        let all = 0..network.node_count() as u32;
        let touched = |node: &u32| network.out_degree(*node) + network.back_degree(*node) > 0;
        let nodes: Vec<u32> = all.filter(touched).collect();
        if nodes.len() == network.node_count() {
            return Self {
                network,
                nodes: None,
            };
        }
        let mut places = vec![0; network.node_count()];
        for (place, node) in (0..).zip(&nodes) {
            places[*node as usize] = place;
        }
        let (mut from, mut to) = (Vec::new(), Vec::new());
        for (place, node) in (0..).zip(&nodes) {
            let ends = network.out(*node).iter();
            to.extend(ends.map(|end| places[*end as usize]));
            from.resize(to.len(), place);
        }
        let network = Network::from_edges(nodes.len(), &from, &to)
            .expect("a part of a network has no more nodes and edges than the whole");
        Self {
            network,
            nodes: Some(nodes),
        }
    }

    /// Returns the place of a node of the view.
    fn place(&self, node: u32) -> Option<u32> {
        match &self.nodes {
            None => Some(node),
            Some(nodes) => nodes.binary_search(&node).ok().map(|place| place as u32),
        }
    }

    /// Returns the node of the view at a place.
    fn node(&self, place: u32) -> NodeId {
        let node = self.nodes.as_ref().map(|nodes| nodes[place as usize]);
        NodeId::from_index(node.unwrap_or(place) as usize)
    }
}

/// From numbers of nodes to things.
struct Tell<'a> {
    reader: &'a Reader<'a>,
    view: &'a View,
    part: &'a Part<'a>,
    request: &'a AnalyzeRequest,
}

impl Tell<'_> {
    fn thing(&self, place: u32) -> Thing {
        self.reader.thing(&self.view.iri(self.part.node(place)))
    }

    fn outcome(&self, measured: Measured) -> (usize, Outcome) {
        match measured {
            Measured::Scores(scores) => self.scores(&scores),
            Measured::Ranks(ranks) => self.scores(&ranks.ranks),
            Measured::Counts(counts) => {
                let scores: Vec<f64> = counts.into_iter().map(f64::from).collect();
                self.scores(&scores)
            }
            Measured::Groups(groups) => self.groups(&groups),
            Measured::Communities(found) => self.groups(&found.groups),
            Measured::Nodes(nodes) => {
                let things = nodes.iter().take(self.top()).map(|node| self.thing(*node));
                (nodes.len(), Outcome::Things(things.collect()))
            }
            Measured::Ties(ties) => {
                let rows = ties.iter().take(self.top()).map(|(from, to)| Bridge {
                    from: self.thing(*from),
                    to: self.thing(*to),
                });
                (ties.len(), Outcome::Ties(rows.collect()))
            }
            Measured::Growth { rings, .. } => {
                let rows = rings.iter().take(self.top()).map(|ring| Ring {
                    steps: ring.steps,
                    things: ring.nodes,
                    within: ring.within,
                });
                (rings.len(), Outcome::Rings(rows.collect()))
            }
        }
    }

    fn top(&self) -> usize {
        self.request.top.unwrap_or(usize::MAX)
    }

    fn scores(&self, scores: &[f64]) -> (usize, Outcome) {
        let mut nodes: Vec<u32> = (0..scores.len() as u32).collect();
        // The same value: by IRI, which is the order of nodes.
        nodes.sort_by(|a, b| scores[*b as usize].total_cmp(&scores[*a as usize]));
        let rows = nodes.iter().take(self.top()).map(|node| Score {
            thing: self.thing(*node),
            value: scores[*node as usize],
        });
        (nodes.len(), Outcome::Scores(rows.collect()))
    }

    fn groups(&self, groups: &Groups) -> (usize, Outcome) {
        let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (node, group) in (0..).zip(&groups.label) {
            members.entry(*group).or_default().push(node);
        }
        let mut members: Vec<Vec<u32>> = members.into_values().collect();
        members.sort_by_key(|nodes| (Reverse(nodes.len()), nodes[0]));
        let told = self.request.members.unwrap_or(usize::MAX);
        let rows = members.iter().take(self.top()).enumerate();
        let rows = rows.map(|(at, nodes)| Group {
            group: at + 1,
            size: nodes.len(),
            members: nodes
                .iter()
                .take(told)
                .map(|node| self.thing(*node))
                .collect(),
        });
        (members.len(), Outcome::Groups(rows.collect()))
    }
}

/// Gives the nodes and links of a drawing the values that were measured of them.
fn write_into(
    subgraph: &mut Subgraph,
    view: &View,
    part: &Part<'_>,
    measure: Measure,
    measured: &Measured,
) {
    subgraph.measure = Some(measure.name());
    let value = |node: u32| -> Option<f64> {
        let at = node as usize;
        match measured {
            Measured::Scores(scores) => scores.get(at).copied(),
            Measured::Ranks(ranks) => ranks.ranks.get(at).copied(),
            Measured::Counts(counts) => counts.get(at).copied().map(f64::from),
            Measured::Groups(groups) => groups.label.get(at).map(|group| f64::from(group + 1)),
            Measured::Communities(found) => {
                found.groups.label.get(at).map(|group| f64::from(group + 1))
            }
            Measured::Nodes(nodes) => {
                let is_one = nodes.binary_search(&node).is_ok();
                Some(f64::from(u8::from(is_one)))
            }
            Measured::Growth { steps, .. } => {
                let steps = steps.get(at).filter(|steps| **steps != UNREACHED);
                steps.copied().map(f64::from)
            }
            Measured::Ties(_) => None,
        }
    };
    let mut numbers = Vec::with_capacity(subgraph.nodes.len());
    for node in &mut subgraph.nodes {
        let number = view.node(node.iri.as_ref());
        let number = number.and_then(|node| part.place(node.index() as u32));
        node.value = number.and_then(value);
        numbers.push(number);
    }
    if let Measured::Ties(ties) = measured {
        for link in &mut subgraph.links {
            if let (Some(from), Some(to)) = (numbers[link.from], numbers[link.to]) {
                let tie = (from.min(to), from.max(to));
                link.value = Some(f64::from(u8::from(ties.binary_search(&tie).is_ok())));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::unwatched;
    use crate::app::Dataset;
    use crate::model::Scope;
    use jiff::civil::date as day;

    fn request(measure: Measure) -> AnalyzeRequest {
        AnalyzeRequest {
            measure,
            relations: Vec::new(),
            avoid: Vec::new(),
            with_withdrawn: false,
            heading: Heading::Either,
            samples: None,
            seed: 0,
            resolution: None,
            damping: None,
            starts: vec!["BYD".to_owned()],
            top: Some(5),
            members: Some(3),
            write: None,
        }
    }

    #[test]
    fn every_measure_says_something_of_the_built_in_data() {
        let session = Session::open(Dataset::Builtin, Scope::as_of(day(2026, 8, 1)))
            .expect("the built-in dataset opens");
        for measure in Measure::ALL {
            let found = analyze(&session, &request(measure), &unwatched).expect("it is measured");
            assert!(found.total > 0, "{}", measure.name());
            let drawn = AnalyzeRequest {
                write: Some("graph.graphml".into()),
                ..request(measure)
            };
            let drawn = analyze(&session, &drawn, &unwatched).expect("it is measured");
            let export = drawn.export;
            let mut text = Vec::new();
            export
                .expect("it is drawn")
                .write(&mut text)
                .expect("memory takes it");
            let text = String::from_utf8(text).expect("XML is text");
            assert!(text.contains(&format!("attr.name=\"{}\"", measure.name())));
        }
    }

    /// Four ties: Hub owns Ada, Bo and Cy, and Cy owns Di.
    const TREE: &str = "@prefix ag: <https://w3id.org/actorgraph/ns#> .
        @prefix agid: <https://w3id.org/actorgraph/id/> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        agid:hub a ag:Company ; rdfs:label \"Hub\"@en .
        agid:ada a ag:Company ; rdfs:label \"Ada\"@en ; ag:ownedBy agid:hub .
        agid:bo  a ag:Company ; rdfs:label \"Bo\"@en ; ag:ownedBy agid:hub .
        agid:cy  a ag:Company ; rdfs:label \"Cy\"@en ; ag:ownedBy agid:hub .
        agid:di  a ag:Company ; rdfs:label \"Di\"@en ; ag:ownedBy agid:cy .
        agid:eve a ag:Company ; rdfs:label \"Eve\"@en .";

    #[test]
    fn a_small_world_is_measured_as_by_hand() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let file = folder.path().join("tree.ttl");
        fs::write(&file, TREE).expect("it can be written");
        let session = Session::open(Dataset::Store(file), Scope::as_of(day(2026, 8, 1)))
            .expect("the file is well-formed");
        let measured = |heading| {
            let request = AnalyzeRequest {
                heading,
                top: None,
                ..request(Measure::Betweenness)
            };
            let request = AnalyzeRequest {
                starts: Vec::new(),
                ..request
            };
            let found = analyze(&session, &request, &unwatched).expect("it is measured");
            // Nothing is tied to Eve.
            assert_eq!((found.things, found.relations, found.total), (5, 4, 5));
            let Outcome::Scores(scores) = found.result else {
                panic!("betweenness is a score");
            };
            // In sixtieths, which are whole here.
            let whole = |value: f64| (value * 60.0).round() as u32;
            let rows = scores.into_iter();
            rows.map(|row| (row.thing.label, whole(row.value)))
                .collect::<Vec<_>>()
        };
        let rows = |rows: [(&str, u32); 5]| rows.map(|(name, value)| (name.to_owned(), value));
        // Of the 6 pairs of others, 5 meet through Hub; Cy stands between Di and the 3 others.
        assert_eq!(
            measured(Heading::Either),
            rows([
                ("Hub", 60 * 5 / 6),
                ("Cy", 60 * 3 / 6),
                ("Ada", 0),
                ("Bo", 0),
                ("Di", 0)
            ])
        );
        // Walked forward only Di reaches another thing through one: Hub through Cy, of 12 pairs.
        assert_eq!(
            measured(Heading::Forward),
            rows([
                ("Cy", 60 / 12),
                ("Ada", 0),
                ("Bo", 0),
                ("Di", 0),
                ("Hub", 0)
            ])
        );
    }

    #[test]
    fn what_no_relation_that_counts_touches_is_not_measured() {
        let session = Session::open(Dataset::Builtin, Scope::as_of(day(2026, 8, 1)))
            .expect("the built-in dataset opens");
        let owned = AnalyzeRequest {
            relations: vec!["owned-by".to_owned()],
            top: None,
            ..request(Measure::InDegree)
        };
        let found = analyze(&session, &owned, &unwatched).expect("it is measured");
        let Outcome::Scores(scores) = &found.result else {
            panic!("a degree is a score");
        };
        assert_eq!(scores.len(), found.things);
        let sum: f64 = scores.iter().map(|score| score.value).sum();
        assert_eq!(sum, found.relations as f64);
        assert!(scores.is_sorted_by(|a, b| a.value >= b.value));
    }
}
