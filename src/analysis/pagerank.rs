//! PageRank: where someone is found who follows edges at random, and now and then jumps.
//!
//! Brin and Page, "The Anatomy of a Large-Scale Hypertextual Web Search Engine", 1998. Each round
//! every node gathers from the nodes that point at it. Who stands at a node without edges out
//! jumps anywhere, so ranks always sum to 1.
//!
//! petgraph's `page_rank` looks at all pairs of nodes: 1000 nodes take it a thousand times as long.

use crate::analysis::watch::Watch;
use crate::analysis::{AnalysisError, Progress};
use crate::view::{Lists, Network};
use rayon::prelude::*;
use std::mem;
use std::ops::Range;

/// How to run [`pagerank`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageRankOptions {
    /// The probability of following an edge and not jumping, from 0 to below 1.
    pub damping: f64,
    /// Stop when ranks change by less than this in one round, summed over all nodes. With 0 all
    /// rounds are made, as LDBC Graphalytics wants it.
    pub tolerance: f64,
    /// Stop after so many rounds in any case.
    pub max_rounds: u32,
}

impl Default for PageRankOptions {
    /// Returns a damping of 0.85, a tolerance of one millionth, and at most 200 rounds.
    fn default() -> Self {
        Self {
            damping: 0.85,
            tolerance: 1e-6,
            max_rounds: 200,
        }
    }
}

/// Ranks, and how well they have settled.
#[derive(Clone, Debug, PartialEq)]
pub struct PageRank {
    /// By node: the rank. They sum to 1.
    pub ranks: Vec<f64>,
    /// How many rounds were made.
    pub rounds: u32,
    /// By how much ranks changed in the last round, summed over all nodes.
    pub change: f64,
}

/// How many nodes and edges one task takes at most, if it has more than one node: few have most
/// edges. Sums are made task by task, so they do not depend on threads.
const NODES: usize = 1 << 12;
const EDGES: usize = 1 << 14;

/// Returns the PageRank of each node. Of parallel edges each counts.
///
/// Cost: O(nodes + edges) a round, in parallel; with the usual damping some 20 to 80 rounds.
///
/// # Errors
///
/// [`AnalysisError::BadOption`] for a damping outside 0 to 1 or a tolerance that is negative or no
/// number, [`AnalysisError::Stopped`] if `progress` says so.
pub fn pagerank(
    network: &Network<'_>,
    options: &PageRankOptions,
    progress: &Progress<'_>,
) -> Result<PageRank, AnalysisError> {
    let PageRankOptions {
        damping,
        tolerance,
        max_rounds,
    } = *options;
    if !(0.0..1.0).contains(&damping) {
        return Err(AnalysisError::BadOption {
            option: "damping",
            value: damping,
            expected: "from 0 to below 1",
        });
    }
    if tolerance.is_nan() || tolerance < 0.0 {
        return Err(AnalysisError::BadOption {
            option: "tolerance",
            value: tolerance,
            expected: "0 or more",
        });
    }
    let nodes = network.node_count();
    let count = nodes as f64;
    let out = network.out_lists();
    let mut shares = shares(network);
    let mut given: Vec<f64> = (0..nodes as u32)
        .map(|node| part(&out, node) / count)
        .collect();
    let mut next_given = vec![0.0; nodes];
    let mut stuck = (0..nodes as u32)
        .filter(|node| out.degree(*node) == 0)
        .count() as f64
        / count;
    let (mut rounds, mut change) = (0, 0.0);
    let watch = Watch::new(progress, max_rounds.into());
    while rounds < max_rounds && nodes > 0 {
        let base = (1.0 - damping + damping * stuck) / count;
        let mut rest = &mut next_given[..];
        let tasks = shares.iter_mut().map(|share| {
            let (own, others) = mem::take(&mut rest).split_at_mut(share.ranks.len());
            rest = others;
            (share, own)
        });
        let tasks: Vec<(&mut Share, &mut [f64])> = tasks.collect();
        let sums: Vec<(f64, f64)> = tasks
            .into_par_iter()
            .map(|(share, next_given)| share.round(&given, next_given, (base, damping)))
            .collect();
        change = sums.iter().map(|(change, _)| change).sum();
        stuck = sums.iter().map(|(_, stuck)| stuck).sum();
        mem::swap(&mut given, &mut next_given);
        rounds += 1;
        watch.advance(1)?;
        if change < tolerance {
            break;
        }
    }
    let mut ranks = vec![0.0; nodes];
    let mut first = 0;
    for share in &shares {
        for (place, rank) in share.places.iter().zip(&share.ranks) {
            ranks[first + usize::from(*place)] = *rank;
        }
        first += share.ranks.len();
    }
    Ok(PageRank {
        ranks,
        rounds,
        change,
    })
}

/// What a node gives along each edge, of what it has; 0 where no edge leaves it.
#[inline]
fn part(out: &Lists<'_>, node: u32) -> f64 {
    match out.degree(node) {
        0 => 0.0,
        degree => f64::from(degree).recip(),
    }
}

/// The nodes of a task, ordered by how many edges lead to them: what is done as often for one node
/// as for the next need not be guessed by the processor.
struct Share {
    /// The places of the nodes in the task.
    places: Vec<u16>,
    /// How many nodes have so many edges: pairs, ascending.
    runs: Vec<(usize, usize)>,
    /// From where the edges come, node by node.
    near: Vec<u32>,
    /// By node, in the order of `places`: what it gives along each edge, and its rank.
    parts: Vec<f64>,
    ranks: Vec<f64>,
}

/// Returns the tasks, with equal ranks.
fn shares(network: &Network<'_>) -> Vec<Share> {
    let nodes = network.node_count();
    let (out, back) = (network.out_lists(), network.back_lists());
    let mut tasks: Vec<Range<usize>> = Vec::new();
    let (mut first, mut edges) = (0, 0);
    for node in 0..nodes {
        let more = back.degree(node as u32) as usize;
        if node - first == NODES || (node > first && edges + more > EDGES) {
            tasks.push(first..node);
            (first, edges) = (node, 0);
        }
        edges += more;
    }
    tasks.extend((first < nodes).then_some(first..nodes));
    let shares = tasks.into_par_iter().map(|task| {
        let (first, size) = (task.start, task.len());
        let node = |place: &u16| (first + usize::from(*place)) as u32;
        let mut places: Vec<u16> = (0..size as u16).collect();
        places.sort_by_key(|place| back.degree(node(place)));
        let degree = |place: &u16| back.degree(node(place)) as usize;
        let runs = places.chunk_by(|one, other| degree(one) == degree(other));
        Share {
            runs: runs.map(|run| (degree(&run[0]), run.len())).collect(),
            near: places
                .iter()
                .flat_map(|place| back.of(node(place)))
                .copied()
                .collect(),
            parts: places.iter().map(|place| part(&out, node(place))).collect(),
            ranks: vec![(nodes as f64).recip(); size],
            places,
        }
    });
    shares.collect()
}

impl Share {
    /// Takes a round: from what each node gives along an edge, and what each has in any case and of
    /// what it gathers, to what each of these will give. Returns by how much ranks change, and what
    /// nodes without edges out have.
    fn round(
        &mut self,
        given: &[f64],
        next_given: &mut [f64],
        (base, damping): (f64, f64),
    ) -> (f64, f64) {
        let (mut change, mut stuck) = (0.0, 0.0);
        let mut near = &self.near[..];
        let mut nodes = self.places.iter().zip(&self.parts).zip(&mut self.ranks);
        for (degree, count) in &self.runs {
            for ((place, part), rank) in nodes.by_ref().take(*count) {
                let (own, rest) = near.split_at(*degree);
                near = rest;
                let new = base + damping * gather(own, given);
                change += (new - *rank).abs();
                stuck += if *part == 0.0 { new } else { 0.0 };
                *rank = new;
                next_given[usize::from(*place)] = new * part;
            }
        }
        (change, stuck)
    }
}

/// Sums what some nodes give, as four sums: none waits for the one before.
#[inline]
fn gather(near: &[u32], given: &[f64]) -> f64 {
    let (fours, rest) = near.as_chunks::<4>();
    let mut sums = [0.0; 4];
    for four in fours {
        for (sum, near) in sums.iter_mut().zip(four) {
            *sum += given[*near as usize];
        }
    }
    let rest: f64 = rest.iter().map(|near| given[*near as usize]).sum();
    rest + (sums[0] + sums[1]) + (sums[2] + sums[3])
}
