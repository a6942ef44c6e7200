//! Measures against graphs with known results, in the file format of LDBC Graphalytics
//! (arXiv 2011.15028).
//!
//! Our own small graphs in `tests/graphalytics/` always run. If the environment variable
//! `GRAPHALYTICS_DIR` names a folder, every graph in it that has a `.properties` file runs too.

use actorgraph::analysis::{
    PageRankOptions, UNREACHED, clustering, distances, label_propagation, levels, pagerank,
    unwatched, weak_components,
};
use actorgraph::view::{Heading, Network};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

#[test]
fn our_own_graphs_have_their_results() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/graphalytics");
    let graphs = graphs(&folder);
    assert_eq!(graphs.len(), 3);
    let checked: usize = graphs.iter().map(|graph| check(graph)).sum();
    assert_eq!(
        checked, 17,
        "six results for weighted graphs, five for others"
    );
}

#[test]
#[expect(clippy::print_stdout, reason = "who runs this wants to see what ran")]
fn graphs_of_a_folder_have_their_results() {
    let Some(folder) = std::env::var_os("GRAPHALYTICS_DIR") else {
        println!("skipped: GRAPHALYTICS_DIR names no folder of graphs");
        return;
    };
    let graphs = graphs(Path::new(&folder));
    assert!(!graphs.is_empty(), "no .properties file in that folder");
    for graph in graphs {
        println!("{}: {} results agree", graph.display(), check(&graph));
    }
}

/// Returns the graphs of a folder, each as the path of its files without their endings.
fn graphs(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    let mut graphs: Vec<PathBuf> = paths
        .filter(|path| {
            path.extension()
                .is_some_and(|ending| ending == "properties")
        })
        .map(|path| path.with_extension(""))
        .collect();
    graphs.sort();
    graphs
}

/// A graph as its files describe it.
struct Graph {
    path: PathBuf,
    /// The nodes by number, ascending.
    ids: Vec<u64>,
    properties: HashMap<String, String>,
    network: Network<'static>,
    weights: Vec<f64>,
}

/// Compares all results that lie beside a graph; returns how many there are.
fn check(path: &Path) -> usize {
    let graph = Graph::read(path);
    let made = if graph.property("directed") == "true" {
        graph.network.headed(Heading::Forward)
    } else {
        graph.network.to_simple_undirected()
    };
    let mut checked = 0;
    if let Some(expected) = graph.result::<u64>("BFS") {
        let start = graph.number(graph.property("bfs.source-vertex"));
        let found = levels(&made, &[start], Heading::Forward).unwrap();
        let far = |level: &u32| match *level {
            UNREACHED => i64::MAX as u64,
            level => level.into(),
        };
        let found: Vec<u64> = found.iter().map(far).collect();
        assert!(found == expected, "BFS of {}", path.display());
        checked += 1;
    }
    if let Some(expected) = graph.result::<u64>("CDLP") {
        let rounds = graph.property("cdlp.max-iterations").parse().unwrap();
        let found = label_propagation(&made, rounds, &unwatched).unwrap();
        let found: Vec<u64> = found.iter().map(|at| graph.ids[*at as usize]).collect();
        assert!(found == expected, "CDLP of {}", path.display());
        checked += 1;
    }
    if let Some(expected) = graph.result::<u64>("WCC") {
        // Only who belongs together counts: each name on one side has one on the other.
        let found = weak_components(&made, &unwatched).unwrap().label;
        let (mut there, mut back) = (HashMap::new(), HashMap::new());
        for (found, expected) in found.iter().zip(&expected) {
            let same = there.entry(found).or_insert(expected) == &expected
                && back.entry(expected).or_insert(found) == &found;
            assert!(same, "WCC of {}", path.display());
        }
        checked += 1;
    }
    if let Some(expected) = graph.result::<f64>("LCC") {
        let found = clustering(&made, &unwatched).unwrap();
        graph.assert_near("LCC", &found, &expected);
        checked += 1;
    }
    if let Some(expected) = graph.result::<f64>("PR") {
        let options = PageRankOptions {
            damping: graph.property("pr.damping-factor").parse().unwrap(),
            tolerance: 0.0,
            max_rounds: graph.property("pr.num-iterations").parse().unwrap(),
        };
        let found = pagerank(&made, &options, &unwatched).unwrap();
        graph.assert_near("PR", &found.ranks, &expected);
        checked += 1;
    }
    if let Some(expected) = graph.result::<f64>("SSSP") {
        let start = graph.number(graph.property("sssp.source-vertex"));
        let found = distances(&graph.network, &graph.weights, start, &unwatched).unwrap();
        graph.assert_near("SSSP", &found, &expected);
        checked += 1;
    }
    checked
}

impl Graph {
    fn read(path: &Path) -> Self {
        let name = path.file_name().unwrap().to_string_lossy();
        let text = fs::read_to_string(path.with_extension("properties")).unwrap();
        let prefix = format!("graph.{name}.");
        let pairs = text.lines().filter_map(|line| line.split_once('='));
        let properties: HashMap<String, String> = pairs
            .filter_map(|(key, value)| {
                let key = key.trim().strip_prefix(&prefix)?;
                Some((key.to_owned(), value.trim().to_owned()))
            })
            .collect();
        let text = fs::read_to_string(path.with_extension("v")).unwrap();
        let mut ids: Vec<u64> = text.lines().map(|line| parsed(line.trim())).collect();
        ids.sort_unstable();
        let number = |id: &str| ids.binary_search(&parsed(id)).expect("it is a node") as u32;
        let mut edges = Vec::new();
        let text = fs::read_to_string(path.with_extension("e")).unwrap();
        let is_directed = properties["directed"] == "true";
        for line in text.lines() {
            let mut words = line.split_whitespace();
            let mut end = || number(words.next().expect("a line has two ends"));
            let (one, other) = (end(), end());
            let weight = words.next().map_or(1.0, parsed);
            edges.push((one, other, weight));
            if !is_directed {
                edges.push((other, one, weight));
            }
        }
        let from: Vec<u32> = edges.iter().map(|edge| edge.0).collect();
        let to: Vec<u32> = edges.iter().map(|edge| edge.1).collect();
        let weights: Vec<f64> = edges.iter().map(|edge| edge.2).collect();
        let (network, weights) =
            Network::from_weighted_edges(ids.len(), &from, &to, &weights).unwrap();
        Self {
            path: path.to_owned(),
            ids,
            properties,
            network,
            weights,
        }
    }

    fn property(&self, name: &str) -> &str {
        let value = self.properties.get(name);
        value.unwrap_or_else(|| panic!("{} lacks the property {name}", self.path.display()))
    }

    fn number(&self, id: &str) -> u32 {
        self.ids.binary_search(&parsed(id)).expect("it is a node") as u32
    }

    /// Returns the result of an algorithm by node, if its file is there.
    fn result<T: FromStr + Clone>(&self, algorithm: &str) -> Option<Vec<T>> {
        let mut path = self.path.clone().into_os_string();
        path.push(format!("-{algorithm}"));
        let text = fs::read_to_string(path).ok()?;
        let mut values = vec![None; self.ids.len()];
        for line in text.lines() {
            let (id, value) = line.trim().split_once(' ').expect("two columns");
            let value = value.trim().to_lowercase();
            values[self.number(id) as usize] = Some(parsed(&value));
        }
        let all: Option<Vec<T>> = values.into_iter().collect();
        Some(all.expect("there is a value for each node"))
    }

    /// Values may differ by a ten-thousandth part.
    fn assert_near(&self, algorithm: &str, found: &[f64], expected: &[f64]) {
        for ((id, found), expected) in self.ids.iter().zip(found).zip(expected) {
            let near = found == expected || (found - expected).abs() <= 1e-4 * expected.abs();
            let path = self.path.display();
            assert!(
                near,
                "{algorithm} of {id} in {path}: {found}, not {expected}"
            );
        }
    }
}

fn parsed<T: FromStr>(text: &str) -> T {
    let parsed = text.parse();
    parsed.unwrap_or_else(|_| panic!("`{text}` is no {}", std::any::type_name::<T>()))
}
