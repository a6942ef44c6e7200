//! Every measure against a plain and slow reference, on small random graphs with loops and parallel
//! edges; and against petgraph where it has the algorithm.

use super::*;
use crate::view::{Heading, Network};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A graph as its number of nodes and its edges.
type Plain = (usize, Vec<(u32, u32)>);

fn graphs() -> impl Strategy<Value = Plain> {
    (1..14_usize, 0..4_usize).prop_flat_map(|(nodes, density)| {
        let end = 0..nodes as u32;
        let edges = proptest::collection::vec((end.clone(), end), 0..=nodes * density);
        (Just(nodes), edges)
    })
}

pub(super) fn network((nodes, edges): &Plain) -> Network<'static> {
    let (from, to): (Vec<u32>, Vec<u32>) = edges.iter().copied().unzip();
    Network::from_edges(*nodes, &from, &to).expect("ends are nodes")
}

/// Tells which pairs an edge leads along, loops left out.
fn steps((nodes, edges): &Plain, heading: Heading) -> Vec<Vec<bool>> {
    let mut steps = vec![vec![false; *nodes]; *nodes];
    for (from, to) in edges.iter().filter(|(from, to)| from != to) {
        let (from, to) = (*from as usize, *to as usize);
        steps[from][to] |= heading != Heading::Backward;
        steps[to][from] |= heading != Heading::Forward;
    }
    steps
}

/// Returns distances between all pairs (Floyd and Warshall).
fn all_distances(steps: &[Vec<bool>]) -> Vec<Vec<Option<u32>>> {
    let nodes = steps.len();
    let mut distance = vec![vec![None; nodes]; nodes];
    for from in 0..nodes {
        for to in 0..nodes {
            distance[from][to] = match (from == to, steps[from][to]) {
                (true, _) => Some(0),
                (_, true) => Some(1),
                _ => None,
            };
        }
    }
    for middle in 0..nodes {
        for from in 0..nodes {
            for to in 0..nodes {
                if let (Some(one), Some(other)) = (distance[from][middle], distance[middle][to]) {
                    let known: &mut Option<u32> = &mut distance[from][to];
                    *known = Some(known.map_or(one + other, |known| known.min(one + other)));
                }
            }
        }
    }
    distance
}

/// Numbers groups as [`Groups`] promises, told which pairs belong together.
fn grouped(nodes: usize, together: impl Fn(usize, usize) -> bool) -> Groups {
    let smallest = |node: usize| {
        (0..nodes)
            .find(|other| together(node, *other))
            .unwrap_or(node)
    };
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for node in 0..nodes {
        members.entry(smallest(node)).or_default().push(node);
    }
    let mut members: Vec<Vec<usize>> = members.into_values().collect();
    members.sort_by_key(|members| (usize::MAX - members.len(), members[0]));
    let mut label = vec![0; nodes];
    for (number, members) in members.iter().enumerate() {
        members.iter().for_each(|node| label[*node] = number as u32);
    }
    let sizes = members.iter().map(|members| members.len() as u32).collect();
    Groups { label, sizes }
}

fn component_count(steps: &[Vec<bool>], without: Option<usize>) -> usize {
    let nodes = steps.len();
    let mut cut = steps.to_vec();
    if let Some(without) = without {
        cut[without].fill(false);
        cut.iter_mut().for_each(|row| row[without] = false);
    }
    let distance = all_distances(&cut);
    let groups = grouped(nodes, |one, other| distance[one][other].is_some());
    groups.len() - usize::from(without.is_some())
}

fn close(one: &[f64], other: &[f64]) -> bool {
    one.len() == other.len()
        && one
            .iter()
            .zip(other)
            .all(|(one, other)| (one - other).abs() <= 1e-9 * other.abs().max(1.0))
}

/// For each source, the parts of shortest walks that run through each node.
fn dependencies(steps: &[Vec<bool>], source: usize) -> Vec<f64> {
    let nodes = steps.len();
    let distance = all_distances(steps);
    // Walks are counted by distance.
    let mut walks = vec![vec![0.0; nodes]; nodes];
    for from in 0..nodes {
        walks[from][from] = 1.0;
        for far in 1..nodes as u32 {
            for to in (0..nodes).filter(|to| distance[from][*to] == Some(far)) {
                walks[from][to] = (0..nodes)
                    .filter(|last| steps[*last][to] && distance[from][*last] == Some(far - 1))
                    .map(|last| walks[from][last])
                    .sum();
            }
        }
    }
    let through = |node: usize, target: usize| {
        let ends = [source, target];
        let whole = distance[source][target]?;
        let sum = distance[source][node]? + distance[node][target]?;
        (!ends.contains(&node) && source != target && sum == whole)
            .then(|| walks[source][node] * walks[node][target] / walks[source][target])
    };
    (0..nodes)
        .map(|node| (0..nodes).filter_map(|target| through(node, target)).sum())
        .collect()
}

const HEADINGS: [Heading; 3] = [Heading::Forward, Heading::Backward, Heading::Either];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn lists_hold_all_edges_in_order(graph in graphs()) {
        let made = network(&graph);
        let (nodes, edges) = &graph;
        for node in 0..*nodes as u32 {
            let mut out: Vec<u32> = edges.iter().filter(|e| e.0 == node).map(|e| e.1).collect();
            let mut back: Vec<u32> = edges.iter().filter(|e| e.1 == node).map(|e| e.0).collect();
            out.sort_unstable();
            back.sort_unstable();
            prop_assert_eq!(made.out(node), &out[..]);
            prop_assert_eq!(made.back(node), &back[..]);
            let degrees = (out.len() as u32, back.len() as u32);
            prop_assert_eq!((out_degree(&made)[node as usize], in_degree(&made)[node as usize]), degrees);
            prop_assert_eq!(degree(&made)[node as usize], degrees.0 + degrees.1);
        }
        for heading in HEADINGS {
            let steps = steps(&graph, heading);
            let headed = made.headed(heading);
            for seen in [headed.to_simple(), made.headed(heading).to_simple().to_simple()] {
                for (node, row) in steps.iter().enumerate() {
                    let out: Vec<u32> = (0..*nodes as u32).filter(|to| row[*to as usize]).collect();
                    let back: Vec<u32> =
                        (0..*nodes as u32).filter(|to| steps[*to as usize][node]).collect();
                    prop_assert_eq!(seen.out(node as u32), &out[..]);
                    prop_assert_eq!(seen.back(node as u32), &back[..]);
                }
            }
        }
    }

    #[test]
    fn order_of_neighbors_does_not_matter(graph in graphs()) {
        let made = network(&graph);
        let turned = |lists: crate::view::Lists<'_>| -> Vec<u32> {
            let nodes = 0..made.node_count() as u32;
            nodes.flat_map(|node| lists.of(node).iter().rev().copied()).collect()
        };
        let (out, back) = (made.out_lists(), made.back_lists());
        let other = Network::from_lists(out.starts(), turned(out), back.starts(), turned(back));
        let other = other.expect("the same edges");
        for measured in Measure::ALL {
            let options = Options { starts: vec![0], ..Options::default() };
            let one = measure(&made, measured, &options, &unwatched).expect("small");
            let two = measure(&other, measured, &options, &unwatched).expect("small");
            match (one, two) {
                (Measured::Ranks(one), Measured::Ranks(two)) => {
                    prop_assert!(close(&one.ranks, &two.ranks));
                }
                (one, two) => prop_assert_eq!(one, two),
            }
        }
    }

    #[test]
    fn levels_are_distances(graph in graphs(), starts in proptest::collection::vec(0..1000_u32, 0..4)) {
        let starts: Vec<u32> = starts.iter().map(|start| start % graph.0 as u32).collect();
        let made = network(&graph);
        for heading in HEADINGS {
            let distance = all_distances(&steps(&graph, heading));
            let expected: Vec<u32> = (0..graph.0)
                .map(|node| starts.iter().filter_map(|start| distance[*start as usize][node]).min())
                .map(|level| level.unwrap_or(UNREACHED))
                .collect();
            prop_assert_eq!(&levels(&made, &starts, heading).expect("starts are nodes"), &expected);
            let parents = parents(&made, &expected, heading);
            let steps = steps(&graph, heading);
            for (node, parent) in parents.iter().enumerate() {
                let smallest = (0..graph.0).find(|near| {
                    steps[*near][node]
                        && expected[*near] != UNREACHED
                        && expected[*near] + 1 == expected[node]
                });
                prop_assert_eq!(*parent, smallest.map_or(UNREACHED, |near| near as u32));
            }
            let rings = growth(&made, &starts, heading).expect("starts are nodes");
            for ring in &rings {
                let at = expected.iter().filter(|level| **level == ring.steps).count();
                let within = expected.iter().filter(|level| **level <= ring.steps).count();
                prop_assert_eq!((ring.nodes, ring.within), (at as u32, within as u32));
            }
            let reached = expected.iter().filter(|level| **level != UNREACHED).count();
            prop_assert_eq!(rings.last().map_or(0, |ring| ring.within), reached as u32);
        }
    }

    #[test]
    fn components_are_what_walks_join(graph in graphs()) {
        let made = network(&graph);
        let distance = all_distances(&steps(&graph, Heading::Either));
        let expected = grouped(graph.0, |one, other| distance[one][other].is_some());
        prop_assert_eq!(weak_components(&made, &unwatched).expect("not stopped"), expected);
        let distance = all_distances(&steps(&graph, Heading::Forward));
        let both = |one: usize, other: usize| {
            distance[one][other].is_some() && distance[other][one].is_some()
        };
        let expected = grouped(graph.0, both);
        prop_assert_eq!(strong_components(&made, &unwatched).expect("not stopped"), expected);
    }

    #[test]
    fn cuts_raise_the_number_of_components(graph in graphs()) {
        let ties = steps(&graph, Heading::Either);
        let whole = component_count(&ties, None);
        let points: Vec<u32> = (0..graph.0)
            .filter(|node| component_count(&ties, Some(*node)) > whole)
            .map(|node| node as u32)
            .collect();
        let mut bridges = Vec::new();
        for one in 0..graph.0 {
            for other in one + 1..graph.0 {
                if ties[one][other] {
                    let mut cut = ties.clone();
                    (cut[one][other], cut[other][one]) = (false, false);
                    if component_count(&cut, None) > whole {
                        bridges.push((one as u32, other as u32));
                    }
                }
            }
        }
        let found = cuts(&network(&graph), &unwatched).expect("not stopped");
        prop_assert_eq!(found, Cuts { points, bridges });
    }

    #[test]
    fn cores_are_what_is_left(graph in graphs()) {
        let ties = steps(&graph, Heading::Either);
        let mut expected = vec![0; graph.0];
        for core in 1..graph.0 {
            let mut left = vec![true; graph.0];
            loop {
                let few: Vec<usize> = (0..graph.0)
                    .filter(|node| left[*node])
                    .filter(|node| (0..graph.0).filter(|near| left[*near] && ties[*node][*near]).count() < core)
                    .collect();
                if few.is_empty() {
                    break;
                }
                few.iter().for_each(|node| left[*node] = false);
            }
            (0..graph.0).filter(|node| left[*node]).for_each(|node| expected[node] = core as u32);
        }
        prop_assert_eq!(core_numbers(&network(&graph), &unwatched).expect("not stopped"), expected);
    }

    #[test]
    fn ranks_are_those_of_the_matrix(graph in graphs(), damping in 0.0..0.99, rounds in 0..30_u32) {
        let (nodes, edges) = &graph;
        let made = network(&graph);
        let mut expected = vec![1.0 / *nodes as f64; *nodes];
        for _ in 0..rounds {
            let mut next = vec![(1.0 - damping) / *nodes as f64; *nodes];
            for (from, rank) in expected.iter().enumerate() {
                let out = edges.iter().filter(|edge| edge.0 as usize == from);
                let out: Vec<usize> = out.map(|edge| edge.1 as usize).collect();
                if out.is_empty() {
                    next.iter_mut().for_each(|next| *next += damping * rank / *nodes as f64);
                }
                for to in &out {
                    next[*to] += damping * rank / out.len() as f64;
                }
            }
            expected = next;
        }
        let options = PageRankOptions { damping, tolerance: 0.0, max_rounds: rounds };
        let found = pagerank(&made, &options, &unwatched).expect("not stopped");
        prop_assert!(close(&found.ranks, &expected), "{:?} {:?}", found, expected);
        prop_assert!((found.ranks.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        let settled = pagerank(&made, &PageRankOptions { tolerance: 1e-6, max_rounds: 5000, damping }, &unwatched);
        prop_assert!(settled.expect("not stopped").change < 1e-6);
    }

    #[test]
    fn betweenness_counts_walks_through(graph in graphs(), some in 1..14_usize) {
        let made = network(&graph);
        for heading in HEADINGS {
            let steps = steps(&graph, heading);
            let each: Vec<Vec<f64>> = (0..graph.0).map(|source| dependencies(&steps, source)).collect();
            let headed = made.headed(heading);
            let half = if heading == Heading::Either { 0.5 } else { 1.0 };
            for samples in [None, Some(some), Some(0)] {
                let sources = sample::sources(graph.0, samples, 3);
                let factor = graph.0 as f64 / sources.len().max(1) as f64;
                let expected: Vec<f64> = (0..graph.0)
                    .map(|node| sources.iter().map(|source| each[*source as usize][node]).sum::<f64>() * factor)
                    .collect();
                let count: Vec<f64> = expected.iter().map(|sum| sum * half).collect();
                let found = betweenness(&headed, samples, 3, Scale::Count, &unwatched).expect("not stopped");
                prop_assert!(close(&found, &count), "{:?} {:?}", found, count);
                let pairs = (graph.0 as f64 - 1.0) * (graph.0 as f64 - 2.0);
                let part: Vec<f64> = expected.iter().map(|sum| if pairs > 0.0 { sum / pairs } else { 0.0 }).collect();
                let found = betweenness(&headed, samples, 3, Scale::Pairs, &unwatched).expect("not stopped");
                prop_assert!(close(&found, &part), "{:?} {:?}", found, part);
            }
        }
    }

    #[test]
    fn closeness_follows_its_formula(graph in graphs(), some in 1..14_usize) {
        let made = network(&graph);
        for heading in HEADINGS {
            let distance = all_distances(&steps(&graph, heading));
            for samples in [None, Some(some), Some(0)] {
                let sources = sample::sources(graph.0, samples, 5);
                let expected: Vec<f64> = (0..graph.0)
                    .map(|node| {
                        let others: Vec<usize> =
                            sources.iter().map(|s| *s as usize).filter(|s| *s != node).collect();
                        let near: Vec<u32> = others.iter().filter_map(|s| distance[*s][node]).collect();
                        if near.is_empty() {
                            return 0.0;
                        }
                        let reached = near.len() as f64;
                        reached / f64::from(near.iter().sum::<u32>()) * reached / others.len() as f64
                    })
                    .collect();
                let found = closeness(&made.headed(heading), samples, 5, &unwatched).expect("not stopped");
                prop_assert!(close(&found, &expected), "{:?} {:?}", found, expected);
            }
        }
    }

    #[test]
    fn clustering_counts_edges_between_neighbors(graph in graphs()) {
        let made = network(&graph);
        let ties = steps(&graph, Heading::Either);
        for heading in [Heading::Forward, Heading::Either] {
            let steps = steps(&graph, heading);
            let expected: Vec<f64> = (0..graph.0)
                .map(|node| {
                    let near: Vec<usize> = (0..graph.0).filter(|near| ties[node][*near]).collect();
                    let edges = near.iter().map(|one| near.iter().filter(|other| steps[*one][**other]).count());
                    let pairs = near.len() * near.len().saturating_sub(1);
                    if pairs > 0 { edges.sum::<usize>() as f64 / pairs as f64 } else { 0.0 }
                })
                .collect();
            let found = clustering(&made.headed(heading), &unwatched).expect("not stopped");
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn labels_follow_the_majority(graph in graphs(), rounds in 0..5_u32) {
        let made = network(&graph);
        let plain = |votes: &dyn Fn(u32) -> Vec<u32>| {
            let mut labels: Vec<u32> = (0..graph.0 as u32).collect();
            for _ in 0..rounds {
                let mut next = labels.clone();
                for node in 0..graph.0 as u32 {
                    let near: Vec<u32> = votes(node).iter().map(|near| labels[*near as usize]).collect();
                    let count = |label: u32| near.iter().filter(|near| **near == label).count();
                    let candidates = (0..graph.0 as u32).filter(|label| count(*label) > 0);
                    if let Some(best) = candidates.min_by_key(|label| (usize::MAX - count(*label), *label)) {
                        next[node as usize] = best;
                    }
                }
                labels = next;
            }
            labels
        };
        let directed = plain(&|node| [made.out(node), made.back(node)].concat());
        prop_assert_eq!(label_propagation(&made, rounds, &unwatched).expect("not stopped"), directed);
        let ties = made.to_simple_undirected();
        let undirected = plain(&|node| ties.out(node).to_vec());
        prop_assert_eq!(label_propagation(&ties, rounds, &unwatched).expect("not stopped"), undirected);
    }

    #[test]
    fn distances_sum_the_least_weights(graph in graphs(), weights in proptest::collection::vec(0..9_u8, 64)) {
        let (nodes, edges) = &graph;
        let (from, to): (Vec<u32>, Vec<u32>) = edges.iter().copied().unzip();
        let weights: Vec<f64> = (0..edges.len()).map(|edge| weights[edge % 64].into()).collect();
        let (made, ordered) = Network::from_weighted_edges(*nodes, &from, &to, &weights).expect("ends are nodes");
        let mut expected = vec![f64::INFINITY; *nodes];
        expected[0] = 0.0;
        for _ in 0..*nodes {
            for ((from, to), weight) in edges.iter().zip(&weights) {
                let through = expected[*from as usize] + weight;
                let known = &mut expected[*to as usize];
                *known = known.min(through);
            }
        }
        prop_assert_eq!(distances(&made, &ordered, 0, &unwatched).expect("not stopped"), expected);
    }

    #[test]
    fn communities_hang_together(graph in graphs(), seed in 0..9_u64, tenths in 0..30_u32) {
        let resolution = f64::from(tenths) / 10.0;
        let made = network(&graph);
        // As many passes as gain anything: then no single node is left that could.
        let options = CommunityOptions { seed, resolution, passes: 100 };
        let found = communities(&made, &options, &unwatched).expect("not stopped");
        let ties = steps(&graph, Heading::Either);
        let label = &found.groups.label;
        let mut inside = ties.clone();
        for one in 0..graph.0 {
            for other in 0..graph.0 {
                inside[one][other] &= label[one] == label[other];
            }
        }
        let distance = all_distances(&inside);
        for one in 0..graph.0 {
            for other in (0..graph.0).filter(|other| label[one] == label[*other]) {
                prop_assert!(distance[one][other].is_some(), "{} and {}: {:?}", one, other, found);
            }
        }
        let expected = grouped(graph.0, |one, other| label[one] == label[other]);
        prop_assert_eq!(&found.groups, &expected);
        let quality = plain_modularity(&ties, label, resolution);
        prop_assert!((found.modularity - quality).abs() < 1e-9, "{} {}", found.modularity, quality);
        // No node gains by moving alone, to a neighbor's community or away from all.
        for node in 0..graph.0 {
            let near = (0..graph.0).filter(|near| ties[node][*near]).map(|near| label[near]);
            for other in near.chain([u32::MAX]) {
                let mut moved = label.clone();
                moved[node] = other;
                prop_assert!(plain_modularity(&ties, &moved, resolution) <= quality + 1e-9);
            }
        }
    }

    #[test]
    fn petgraph_agrees(graph in graphs()) {
        let made = network(&graph);
        let other = petgraph::graph::DiGraph::<(), f64>::from_edges(graph.1.iter().map(|(a, b)| (*a, *b, 1.0)));
        // petgraph makes only nodes that have edges.
        let alone = graph.0 - other.node_count();
        let strong = petgraph::algo::tarjan_scc(&other);
        prop_assert_eq!(strong_components(&made, &unwatched).expect("not stopped").len(), strong.len() + alone);
        let weak = petgraph::algo::connected_components(&other);
        prop_assert_eq!(weak_components(&made, &unwatched).expect("not stopped").len(), weak + alone);
        if other.node_count() > 0 {
            let far = petgraph::algo::dijkstra(&other, 0.into(), None, |edge| *edge.weight());
            let found = levels(&made, &[0], Heading::Forward).expect("it is a node");
            for (node, level) in found.iter().enumerate() {
                let known = far.get(&petgraph::graph::NodeIndex::new(node)).map(|far| *far as u32);
                prop_assert_eq!(known.unwrap_or(UNREACHED), *level);
            }
        }
        let ties: BTreeSet<(u32, u32)> =
            graph.1.iter().filter(|(a, b)| a != b).map(|(a, b)| (*a.min(b), *a.max(b))).collect();
        let ties = petgraph::graph::UnGraph::<(), ()>::from_edges(&ties);
        let points: BTreeSet<u32> =
            petgraph::algo::articulation_points::articulation_points(&ties).into_iter().map(|node| node.index() as u32).collect();
        let found = cuts(&made, &unwatched).expect("not stopped");
        prop_assert_eq!(found.points, points.into_iter().collect::<Vec<u32>>());
    }
}

fn plain_modularity(ties: &[Vec<bool>], label: &[u32], resolution: f64) -> f64 {
    let nodes = ties.len();
    let degree = |node: usize| ties[node].iter().filter(|tie| **tie).count() as f64;
    let double: f64 = (0..nodes).map(degree).sum();
    let mut sum = 0.0;
    for one in 0..nodes {
        for other in 0..nodes {
            if double > 0.0 && label[one] == label[other] {
                let tie = f64::from(u8::from(ties[one][other]));
                sum += tie - resolution * degree(one) * degree(other) / double;
            }
        }
    }
    if double > 0.0 { sum / double } else { 0.0 }
}
