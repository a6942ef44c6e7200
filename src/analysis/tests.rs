//! Measures worked out by hand, on graphs that are too large for small means, and on bad input.

use super::laws::network;
use super::*;
use crate::view::{Heading, Network, NetworkError};
use rayon::ThreadPoolBuilder;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Two triangles, a tie between them, a tail, and a node alone:
///
/// ```text
/// 0 ─▶ 1       4 ◀─ 3
///  ▲   │     ▲ │   ▲
///   ╲  ▼    ╱  ▼  ╱
///     2 ─▶╱    5 ╱      5 ─▶ 6 ─▶ 7     8
/// ```
fn triangles() -> Network<'static> {
    let edges = [
        (0, 1),
        (1, 2),
        (2, 0),
        (2, 4),
        (4, 5),
        (5, 3),
        (3, 4),
        (5, 6),
        (6, 7),
    ];
    network(&(9, edges.to_vec()))
}

fn rounded(scores: &[f64]) -> Vec<f64> {
    let thousand = |score: &f64| (score * 1000.0).round() / 1000.0;
    scores.iter().map(thousand).collect()
}

#[test]
fn two_triangles_by_hand() {
    let made = triangles();
    let groups = weak_components(&made, &unwatched).expect("not stopped");
    assert_eq!(groups.label, [0, 0, 0, 0, 0, 0, 0, 0, 1]);
    assert_eq!(groups.sizes, [8, 1]);

    let groups = strong_components(&made, &unwatched).expect("not stopped");
    assert_eq!(groups.label, [0, 0, 0, 1, 1, 1, 2, 3, 4]);
    assert_eq!(groups.sizes, [3, 3, 1, 1, 1]);

    let found = cuts(&made, &unwatched).expect("not stopped");
    assert_eq!(found.points, [2, 4, 5, 6]);
    assert_eq!(found.bridges, [(2, 4), (5, 6), (6, 7)]);

    let cores = core_numbers(&made, &unwatched).expect("not stopped");
    assert_eq!(cores, [2, 2, 2, 2, 2, 2, 1, 1, 0]);

    // Of the six pairs of neighbors of 2, in order, one edge leads along 0 → 1.
    let local = clustering(&made, &unwatched).expect("not stopped");
    let expected = [0.5, 0.5, 0.167, 0.5, 0.167, 0.167, 0.0, 0.0, 0.0];
    assert_eq!(rounded(&local), expected);
    let local = clustering(&made.to_simple_undirected(), &unwatched).expect("not stopped");
    let expected = [1.0, 1.0, 0.333, 1.0, 0.333, 0.333, 0.0, 0.0, 0.0];
    assert_eq!(rounded(&local), expected);

    let found = communities(&made, &CommunityOptions::default(), &unwatched).expect("not stopped");
    assert_eq!(found.groups.label, [0, 0, 0, 1, 1, 1, 2, 2, 3]);
    // Ties inside: 3, 3, 1 of 9. Degrees: 7, 8, 3 of 18.
    let expected = 7.0 / 9.0 - (49.0 + 64.0 + 9.0) / 324.0;
    assert!((found.modularity - expected).abs() < 1e-12);

    let rings = growth(&made, &[0], Heading::Forward).expect("it is a node");
    let within: Vec<u32> = rings.iter().map(|ring| ring.within).collect();
    assert_eq!(within, [1, 2, 3, 4, 5, 7, 8]);
}

#[test]
fn a_path_by_hand() {
    // 0 → 1 → 2 → 3
    let made = network(&(4, vec![(0, 1), (1, 2), (2, 3)]));
    let middle = betweenness(&made, None, 0, Scale::Count, &unwatched).expect("not stopped");
    assert_eq!(middle, [0.0, 2.0, 2.0, 0.0]);
    let ties = made.to_simple_undirected();
    let middle = betweenness(&ties, None, 0, Scale::Count, &unwatched).expect("not stopped");
    assert_eq!(middle, [0.0, 2.0, 2.0, 0.0]);
    let middle = betweenness(&ties, None, 0, Scale::Pairs, &unwatched).expect("not stopped");
    assert_eq!(rounded(&middle), [0.0, 0.667, 0.667, 0.0]);
    // Node 2 is reached by two of three others, in 1 and 2 steps.
    let near = closeness(&made, None, 0, &unwatched).expect("not stopped");
    assert_eq!(rounded(&near), [0.0, 0.333, 0.444, 0.5]);
    let near = closeness(&made.reversed(), None, 0, &unwatched).expect("not stopped");
    assert_eq!(rounded(&near), [0.5, 0.444, 0.333, 0.0]);
}

#[test]
fn two_relations_make_one_tie() {
    let made = network(&(3, vec![(0, 1), (0, 1), (1, 0), (1, 2), (2, 2)]));
    let found = cuts(&made, &unwatched).expect("not stopped");
    assert_eq!(found.bridges, [(0, 1), (1, 2)]);
    assert_eq!(degree(&made), [3, 4, 3]);
    let middle = betweenness(&made, None, 0, Scale::Count, &unwatched).expect("not stopped");
    assert_eq!(middle, [0.0, 1.0, 0.0]);
}

#[test]
fn walks_too_many_to_count_are_still_compared() {
    // A chain of 1500 diamonds: 2^1500 shortest walks. Either side of a diamond carries half.
    let mut edges = Vec::new();
    for place in 0..1500 {
        let here = 3 * place;
        edges.extend([
            (here, here + 1),
            (here, here + 2),
            (here + 1, here + 3),
            (here + 2, here + 3),
        ]);
    }
    let made = network(&(4501, edges));
    let all = betweenness(&made, None, 0, Scale::Count, &unwatched).expect("not stopped");
    for place in (0..1500_u32).step_by(100) {
        let before = f64::from(3 * place);
        let after = 4500.0 - before;
        // From all before, and the node itself, to all behind the diamond; and to its own end.
        let side = (before + 1.0) * (after - 2.0) / 2.0;
        for node in [3 * place + 1, 3 * place + 2] {
            let found = all[node as usize];
            assert!((found - side).abs() < 1e-6 * side, "{node}: {found} {side}");
        }
        let joint = before * after;
        let found = all[3 * place as usize];
        assert!((found - joint).abs() <= 1e-6 * joint, "{found} {joint}");
    }
}

#[test]
fn an_empty_network_has_every_measure() {
    for nodes in [0, 1] {
        let made = network(&(nodes, Vec::new()));
        for measured in Measure::ALL {
            measure(&made, measured, &Options::default(), &unwatched).expect("nothing is wrong");
        }
    }
}

#[test]
fn measures_have_their_names() {
    for measured in Measure::ALL {
        assert_eq!(Measure::from_name(measured.name()), Some(measured));
        assert!(!measured.description().ends_with('.'));
    }
    assert_eq!(Measure::from_name("page-rank"), None);
}

#[test]
fn bad_input_is_an_error() {
    let error = Network::from_edges(2, &[0], &[2]).map(|_| ());
    let (node, nodes) = (2, 2);
    assert_eq!(error, Err(NetworkError::UnknownNode { node, nodes }));
    let (expected, found) = (1, 2);
    let error = Network::from_edges(2, &[0], &[1, 1]).map(|_| ());
    assert_eq!(error, Err(NetworkError::UnequalLengths { expected, found }));
    for (starts, ends) in [
        (vec![], vec![]),
        (vec![1, 1], vec![0]),
        (vec![0, 2, 1], vec![0]),
        (vec![0, 0], vec![0]),
    ] {
        let error = Network::from_lists(starts, ends, vec![0], vec![]).map(|_| ());
        assert_eq!(error, Err(NetworkError::BadStarts));
    }

    let made = triangles();
    let error = levels(&made, &[9], Heading::Either);
    let (node, nodes) = (9, 9);
    assert_eq!(error, Err(AnalysisError::UnknownStart { node, nodes }));
    for damping in [-0.1, 1.0, f64::NAN] {
        let options = PageRankOptions {
            damping,
            ..PageRankOptions::default()
        };
        assert!(pagerank(&made, &options, &unwatched).is_err());
    }
    for weight in [-1.0, f64::NAN, f64::INFINITY] {
        let mut weights = [1.0; 9];
        weights[4] = weight;
        assert!(distances(&made, &weights, 0, &unwatched).is_err());
    }
    assert!(distances(&made, &[1.0], 0, &unwatched).is_err());
}

#[test]
fn who_walks_either_way_may_stay_at_a_loop() {
    let made = Network::from_edges(2, &[0, 0, 1], &[0, 1, 0]).expect("sound");
    let options = Options {
        heading: Heading::Either,
        ..Options::default()
    };
    let found = measure(&made, Measure::PageRank, &options, &unwatched);
    let Ok(Measured::Ranks(PageRank { ranks, .. })) = found else {
        panic!("ranks were asked for");
    };
    // networkx: pagerank(Graph([(0, 0), (0, 1)])).
    for (rank, expected) in ranks.into_iter().zip([0.649_122_8, 0.350_877_2]) {
        assert!((rank - expected).abs() < 1e-6, "{rank} is not {expected}");
    }
}

/// A graph with hubs, parallel edges, loops and nodes left alone (R-MAT, Chakrabarti et al. 2004).
fn hubs(bits: u32, edges: usize) -> Network<'static> {
    let mut random = sample::Random::new(11);
    let mut ends = || {
        let (mut from, mut to) = (0, 0);
        for _ in 0..bits {
            let (down, right) = match random.below(100) {
                0..57 => (0, 0),
                57..76 => (0, 1),
                76..95 => (1, 0),
                _ => (1, 1),
            };
            (from, to) = (from << 1 | down, to << 1 | right);
        }
        (from, to)
    };
    let (from, to): (Vec<u32>, Vec<u32>) = (0..edges).map(|_| ends()).unzip();
    Network::from_edges(1 << bits, &from, &to).expect("ends are nodes")
}

#[test]
fn a_large_network_is_sorted_whole() {
    let mut random = sample::Random::new(1);
    let nodes = 10_000;
    let mut pairs: Vec<(u32, u32)> = (0..600_000)
        .map(|_| (random.below(nodes) as u32, random.below(nodes / 7) as u32))
        .collect();
    let (from, to): (Vec<u32>, Vec<u32>) = pairs.iter().copied().unzip();
    let made = Network::from_edges(nodes, &from, &to).expect("ends are nodes");
    pairs.sort_unstable();
    let ends: Vec<u32> = pairs.iter().map(|pair| pair.1).collect();
    assert!(made.out_lists().ends() == ends);
    pairs.sort_unstable_by_key(|(from, to)| (*to, *from));
    let ends: Vec<u32> = pairs.iter().map(|pair| pair.0).collect();
    assert!(made.back_lists().ends() == ends);
}

/// Searches one node after the other.
fn plain_levels(made: &Network<'_>, start: u32) -> Vec<u32> {
    let mut level = vec![UNREACHED; made.node_count()];
    let mut order = vec![start];
    level[start as usize] = 0;
    let mut at = 0;
    while at < order.len() {
        let node = order[at];
        at += 1;
        for near in made.out(node) {
            if level[*near as usize] == UNREACHED {
                level[*near as usize] = level[node as usize] + 1;
                order.push(*near);
            }
        }
    }
    level
}

#[test]
fn a_network_with_hubs_agrees_with_plain_searches() {
    let made = hubs(16, 400_000);
    for heading in [Heading::Forward, Heading::Backward, Heading::Either] {
        let headed = made.headed(heading);
        for start in [0, 1, 77, 40_000] {
            let found = levels(&made, &[start], heading).expect("it is a node");
            assert!(found == plain_levels(&headed, start), "{heading:?} {start}");
        }
    }

    let groups = strong_components(&made, &unwatched).expect("not stopped");
    let (out, nodes) = (made.out_lists(), made.node_count() as u32);
    let edges = (0..nodes).flat_map(|node| out.of(node).iter().map(move |near| (node, *near)));
    let mut other = petgraph::graph::DiGraph::<(), ()>::from_edges(edges);
    while other.node_count() < nodes as usize {
        other.add_node(());
    }
    let mut parts: Vec<Vec<u32>> = petgraph::algo::kosaraju_scc(&other)
        .into_iter()
        .map(|part| part.iter().map(|node| node.index() as u32).collect())
        .collect();
    parts.iter_mut().for_each(|part| part.sort_unstable());
    parts.sort_by_key(|part| (usize::MAX - part.len(), part[0]));
    assert_eq!(groups.len(), parts.len());
    for (number, part) in parts.iter().enumerate() {
        let number = number as u32;
        assert!(
            part.iter()
                .all(|node| groups.label[*node as usize] == number)
        );
    }

    let groups = weak_components(&made, &unwatched).expect("not stopped");
    let ties = made.to_simple_undirected();
    let mut seen = vec![false; nodes as usize];
    let mut count = 0;
    for node in 0..nodes {
        if !seen[node as usize] && ties.out(node).is_empty() {
            count += 1;
        } else if !seen[node as usize] {
            count += 1;
            let reached = plain_levels(&ties, node);
            for (other, level) in reached.iter().enumerate() {
                if *level != UNREACHED {
                    seen[other] = true;
                    assert_eq!(groups.label[other], groups.label[node as usize]);
                }
            }
        }
    }
    assert_eq!(groups.len(), count);

    // Closeness from more sources than one batch holds.
    let found = closeness(&made, Some(100), 9, &unwatched).expect("not stopped");
    let sources = sample::sources(nodes as usize, Some(100), 9);
    let (mut sums, mut reached) = (vec![0_u64; nodes as usize], vec![0_u64; nodes as usize]);
    for source in &sources {
        for (node, level) in plain_levels(&made, *source).into_iter().enumerate() {
            if level != UNREACHED && level > 0 {
                sums[node] += u64::from(level);
                reached[node] += 1;
            }
        }
    }
    for node in 0..nodes as usize {
        let others = sources.len() - usize::from(sources.contains(&(node as u32)));
        let expected = match sums[node] {
            0 => 0.0,
            sum => reached[node].pow(2) as f64 / sum as f64 / others as f64,
        };
        assert!((found[node] - expected).abs() < 1e-12);
    }
}

#[test]
fn threads_do_not_change_a_bit() {
    let made = hubs(15, 150_000);
    let on = |threads| {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        let options = Options {
            samples: Some(70),
            starts: vec![3, 5],
            ..Options::default()
        };
        pool.expect("threads can be had").install(|| {
            let measured = Measure::ALL
                .map(|measured| measure(&made, measured, &options, &unwatched).expect("no fault"));
            let labels = label_propagation(&made, 4, &unwatched).expect("not stopped");
            let ties = made.to_simple_undirected();
            (measured, labels, ties.out_lists().ends().to_vec())
        })
    };
    let (one, four) = (on(1), on(4));
    for (one, four) in one.0.iter().zip(&four.0) {
        // Scores are compared by their bits: not even the sign of a zero may differ.
        let bits = |scores: &[f64]| scores.iter().map(|s| s.to_bits()).collect::<Vec<u64>>();
        match (one, four) {
            (Measured::Scores(one), Measured::Scores(four)) => assert!(bits(one) == bits(four)),
            (Measured::Ranks(one), Measured::Ranks(four)) => {
                assert!(bits(&one.ranks) == bits(&four.ranks));
                assert_eq!(one.change.to_bits(), four.change.to_bits());
            }
            _ => assert!(one == four),
        }
    }
    assert!(one.1 == four.1 && one.2 == four.2);
}

#[test]
fn a_long_chain_is_no_deeper_than_others() {
    let nodes = 5_000_000;
    let from: Vec<u32> = (0..nodes - 1).collect();
    let to: Vec<u32> = (1..nodes).collect();
    let made = Network::from_edges(nodes as usize, &from, &to).expect("ends are nodes");
    let groups = strong_components(&made, &unwatched).expect("not stopped");
    assert_eq!(groups.len(), nodes as usize);
    let found = cuts(&made, &unwatched).expect("not stopped");
    assert_eq!(found.points.len(), nodes as usize - 2);
    assert_eq!(found.bridges.len(), nodes as usize - 1);
}

#[test]
fn a_measure_can_be_stopped() {
    let made = hubs(15, 150_000);
    let options = Options::default();
    for measured in [
        Measure::PageRank,
        Measure::Betweenness,
        Measure::Closeness,
        Measure::Core,
        Measure::WeakComponents,
        Measure::StrongComponents,
        Measure::Bridges,
        Measure::Communities,
        Measure::Clustering,
    ] {
        let told = AtomicU64::new(0);
        let stop = |done: u64, total: u64| {
            assert!(done <= total);
            told.fetch_add(1, Relaxed);
            ControlFlow::Break(())
        };
        let found = measure(&made, measured, &options, &stop);
        assert!(found == Err(AnalysisError::Stopped), "{}", measured.name());
        assert!(told.into_inner() <= rayon::current_num_threads() as u64 + 1);
    }
}
