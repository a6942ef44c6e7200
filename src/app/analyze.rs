//! Measures of the graph: who is central, what hangs together, where it would fall apart.

use crate::analysis::{self, AnalysisError, Groups, Measured, Options, Progress};
use crate::app::export::Export;
use crate::app::path::{counted, filter};
use crate::app::value::{Basis, Reader, Thing};
use crate::app::{AppError, Session};
use crate::view::{Filter, Heading, Network, NodeId, Subgraph, View};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

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
    /// How small communities are: above 1 smaller, below 1 larger.
    pub resolution: f64,
    /// The share of PageRank that follows relations, from 0 to 1.
    pub damping: f64,
    /// Where growth starts: names, ids or IRIs.
    pub starts: Vec<String>,
    /// At most this many rows or groups; all when `None`.
    pub top: Option<usize>,
    /// At most this many members of each group; all when `None`.
    pub members: Option<usize>,
}

/// What was measured.
#[derive(Clone, Debug, Serialize)]
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
    /// What else is known of the result, by name: iterations, modularity, ….
    pub notes: BTreeMap<&'static str, f64>,
    /// The result.
    pub result: Outcome,
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
/// # Errors
///
/// [`AppError::UnknownName`] and the like for what is named, [`AppError::BadValue`] for an option out
/// of its range, [`AppError::Stopped`] if `progress` said so.
pub fn analyze(
    session: &Session,
    request: &AnalyzeRequest,
    progress: &Progress<'_>,
) -> Result<Analysis, AppError> {
    let asked = Asked::of(session, request)?;
    let view = session.view()?;
    let network = view.network(&view.lens(&asked.filter));
    let measured =
        analysis::measure(&network, request.measure, &asked.options, progress).map_err(failed)?;
    let reader = &Reader::new(session.snapshot());
    let tell = Tell {
        reader,
        view,
        network: &network,
        request,
    };
    let things = (0..network.node_count() as u32).filter(|node| tell.counts(*node));
    let things = things.count();
    let notes = notes(&measured);
    let (total, result) = tell.outcome(measured);
    session.told(Analysis {
        schema: "actorgraph.analyze/1",
        basis: session.basis(),
        measure: request.measure.name(),
        description: request.measure.description(),
        things,
        relations: network.edge_count(),
        total,
        notes,
        result,
    })
}

/// Prepares the export of the measured graph, each thing or tie with its value; `format` is a format
/// of graphs.
///
/// # Errors
///
/// As [`analyze`], and [`AppError::Export`] for the format; [`AppError::BadValue`] for a measure that
/// gives no values.
pub fn export_analysis(
    session: &Session,
    request: &AnalyzeRequest,
    format: &str,
    progress: &Progress<'_>,
) -> Result<Export, AppError> {
    let asked = Asked::of(session, request)?;
    let view = session.view()?;
    let network = view.network(&view.lens(&asked.filter));
    let measured =
        analysis::measure(&network, request.measure, &asked.options, progress).map_err(failed)?;
    let mut subgraph = view.subgraph(&asked.filter);
    write_into(&mut subgraph, view, request.measure, &measured)?;
    session.told(Export::of_subgraph(format, subgraph)?)
}

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
            // A thing that no relation touches has no neighborhood.
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
            resolution: request.resolution,
            starts,
            ..Options::default()
        };
        options.pagerank.damping = request.damping;
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

fn notes(measured: &Measured) -> BTreeMap<&'static str, f64> {
    match measured {
        Measured::Ranks(ranks) => BTreeMap::from([
            ("rounds", f64::from(ranks.rounds)),
            ("change", ranks.change),
        ]),
        Measured::Communities(found) => BTreeMap::from([("modularity", found.modularity)]),
        _ => BTreeMap::new(),
    }
}

/// From numbers of nodes to things.
struct Tell<'a> {
    reader: &'a Reader<'a>,
    view: &'a View,
    network: &'a Network<'a>,
    request: &'a AnalyzeRequest,
}

impl Tell<'_> {
    /// Tells whether a relation that counts touches a node. Others are not in the graph that was
    /// asked for.
    fn counts(&self, node: u32) -> bool {
        self.network.out_degree(node) + self.network.back_degree(node) > 0
    }

    fn thing(&self, node: u32) -> Thing {
        let node = NodeId::from_index(node as usize);
        self.reader.thing(&self.view.iri(node))
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
            Measured::Growth(rings) => {
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
        let nodes = 0..scores.len() as u32;
        let mut nodes: Vec<u32> = nodes.filter(|node| self.counts(*node)).collect();
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
            if self.counts(node) {
                members.entry(*group).or_default().push(node);
            }
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
    measure: Measure,
    measured: &Measured,
) -> Result<(), AppError> {
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
            Measured::Ties(_) | Measured::Growth(_) => None,
        }
    };
    if let Measured::Growth(_) = measured {
        return Err(AppError::BadValue {
            code: "nothing-to-write",
            message: "growth has no value for each thing".to_owned(),
            help: Some(
                "`export FORMAT --around NAME --hops N` tells how far things lie".to_owned(),
            ),
        });
    }
    let mut numbers = Vec::with_capacity(subgraph.nodes.len());
    for node in &mut subgraph.nodes {
        let number = view.node(node.iri.as_ref()).map(|node| node.index() as u32);
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
    Ok(())
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
            resolution: 1.0,
            damping: 0.85,
            starts: vec!["BYD".to_owned()],
            top: Some(5),
            members: Some(3),
        }
    }

    #[test]
    fn every_measure_says_something_of_the_built_in_data() {
        let session = Session::open(Dataset::Builtin, Scope::as_of(day(2026, 8, 1)))
            .expect("the built-in dataset opens");
        for measure in Measure::ALL {
            let found = analyze(&session, &request(measure), &unwatched).expect("it is measured");
            assert!(found.total > 0, "{}", measure.name());
            if measure == Measure::Growth {
                continue;
            }
            let export = export_analysis(&session, &request(measure), "graphml", &unwatched);
            let mut text = Vec::new();
            export
                .expect("it is drawn")
                .write(&mut text)
                .expect("memory takes it");
            let text = String::from_utf8(text).expect("XML is text");
            assert!(text.contains(&format!("attr.name=\"{}\"", measure.name())));
        }
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
