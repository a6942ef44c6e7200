//! Breadth-first search of the whole network: how many steps each node lies from the starts.
//!
//! A small frontier looks along its own edges. A large one is turned around: each node not yet
//! reached looks back for a neighbor in the frontier and stops at the first (Beamer, Asanović,
//! Patterson, "Direction-Optimizing Breadth-First Search", SC 2012, with its two thresholds).
//!
//! petgraph's `Bfs` on its `Csr` takes 3 to 5 times the processor's time on a hundred thousand to a
//! million nodes, and one thread, so this is ours.

use crate::analysis::AnalysisError;
use crate::view::{Heading, Lists, Network};
use rayon::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// The level of a node that no walk from the starts reaches, and the parent of one that has none.
pub const UNREACHED: u32 = u32::MAX;

/// Returns for each node the least number of steps from any of `starts`, walking with `heading`;
/// [`UNREACHED`] where there is no walk.
///
/// Cost: O(nodes + edges) at most, in parallel; on graphs with short distances most edges are
/// never looked at.
///
/// # Errors
///
/// [`AnalysisError::UnknownStart`] if a start is no node.
pub fn levels(
    network: &Network<'_>,
    starts: &[u32],
    heading: Heading,
) -> Result<Vec<u32>, AnalysisError> {
    let nodes = network.node_count();
    if let Some(node) = starts.iter().find(|start| **start as usize >= nodes) {
        return Err(AnalysisError::UnknownStart { node: *node, nodes });
    }
    Ok(search(&Ways::new(network, heading), starts))
}

/// Returns for each node the smallest neighbor from which a shortest walk steps to it;
/// [`UNREACHED`] for starts and nodes not reached. `levels` are those of [`levels`] for the same
/// network and heading.
///
/// Cost: O(nodes + edges), in parallel.
pub fn parents(network: &Network<'_>, levels: &[u32], heading: Heading) -> Vec<u32> {
    let ways = Ways::new(network, heading);
    let nodes = (0..network.node_count() as u32).into_par_iter();
    nodes
        .with_min_len(1 << 12)
        .map(|node| match levels[node as usize] {
            0 | UNREACHED => UNREACHED,
            level => {
                let before = ways.back(node);
                let before = before.filter(|near| levels[**near as usize] == level - 1);
                before.min().copied().unwrap_or(UNREACHED)
            }
        })
        .collect()
}

/// The lists that a walk follows, and those that lead back.
struct Ways<'n> {
    ahead: Lists<'n>,
    behind: Lists<'n>,
    either: bool,
}

impl<'n> Ways<'n> {
    fn new(network: &'n Network<'_>, heading: Heading) -> Self {
        let (mut ahead, mut behind) = (network.out_lists(), network.back_lists());
        if heading == Heading::Backward {
            (ahead, behind) = (behind, ahead);
        }
        Self {
            ahead,
            behind,
            either: heading == Heading::Either && !network.is_undirected(),
        }
    }

    #[inline]
    fn ahead(&self, node: u32) -> impl Iterator<Item = &'n u32> + use<'n> {
        let second = if self.either {
            self.behind.of(node)
        } else {
            &[]
        };
        self.ahead.of(node).iter().chain(second)
    }

    #[inline]
    fn back(&self, node: u32) -> impl Iterator<Item = &'n u32> + use<'n> {
        let second = if self.either {
            self.ahead.of(node)
        } else {
            &[]
        };
        self.behind.of(node).iter().chain(second)
    }

    /// Tells whether any edge leads to a node.
    #[inline]
    fn leads_to(&self, node: u32) -> bool {
        self.behind.degree(node) > 0 || (self.either && self.ahead.degree(node) > 0)
    }

    /// Returns how many edges leave a node.
    #[inline]
    fn degree(&self, node: u32) -> u64 {
        let second = if self.either {
            self.behind.degree(node)
        } else {
            0
        };
        u64::from(self.ahead.degree(node)) + u64::from(second)
    }

    fn edge_count(&self) -> u64 {
        let edges = self.ahead.ends().len() as u64;
        if self.either { 2 * edges } else { edges }
    }
}

/// A frontier turns around when it has more than this part of the edges not yet looked at.
const TURN: u64 = 14;
/// It turns back when it has less than this part of the nodes.
const RETURN: usize = 24;
/// A frontier with fewer edges is not worth a second thread.
const ALONE: u64 = 1 << 13;
/// A task of a turned search looks at no fewer words of a bitmap, of 64 nodes each.
const WORDS: usize = 1 << 7;

/// The search itself; starts are nodes.
fn search(ways: &Ways<'_>, starts: &[u32]) -> Vec<u32> {
    let nodes = ways.ahead.node_count();
    let mut level = Vec::with_capacity(nodes);
    level.resize_with(nodes, || AtomicU32::new(UNREACHED));
    let mut frontier: Vec<u32> = Vec::new();
    for start in starts {
        if level[*start as usize].swap(0, Relaxed) == UNREACHED {
            frontier.push(*start);
        }
    }
    let mut depth = 0;
    let mut unseen = ways.edge_count();
    let mut next = Vec::new();
    let mut last_work = 0;
    while !frontier.is_empty() {
        let mut work: u64 = frontier.iter().map(|node| ways.degree(*node)).sum();
        // One that shrinks is near its end, or stays small for long: then turning costs more than
        // it spares.
        if work > unseen / TURN && work > ALONE && work > last_work {
            depth = turned(ways, &level, depth, &mut frontier);
            work = frontier.iter().map(|node| ways.degree(*node)).sum();
        }
        last_work = work;
        unseen -= work.min(unseen);
        depth += 1;
        next.clear();
        if work <= ALONE {
            for node in &frontier {
                for near in ways.ahead(*node) {
                    let level = &level[*near as usize];
                    if level.load(Relaxed) == UNREACHED {
                        level.store(depth, Relaxed);
                        next.push(*near);
                    }
                }
            }
        } else {
            let parts = frontier.par_chunks(1 << 9).map(|part| {
                let mut found = Vec::new();
                for node in part {
                    for near in ways.ahead(*node) {
                        let level = &level[*near as usize];
                        // Only one of several tasks finds the node as it was.
                        if level.load(Relaxed) == UNREACHED
                            && level.swap(depth, Relaxed) == UNREACHED
                        {
                            found.push(*near);
                        }
                    }
                }
                found
            });
            for part in parts.collect::<Vec<_>>() {
                next.extend(part);
            }
        }
        std::mem::swap(&mut frontier, &mut next);
    }
    level.into_iter().map(AtomicU32::into_inner).collect()
}

/// Takes levels from the far side until the frontier is small again. Returns the last depth.
fn turned(ways: &Ways<'_>, level: &[AtomicU32], mut depth: u32, frontier: &mut Vec<u32>) -> u32 {
    let words = level.len().div_ceil(64);
    let mut here = vec![0_u64; words];
    for node in frontier.iter() {
        here[*node as usize / 64] |= 1 << (node % 64);
    }
    // The nodes that may still be reached.
    let mut open = vec![0_u64; words];
    let tasks = open.par_iter_mut().with_min_len(WORDS).enumerate();
    tasks.for_each(|(place, word)| {
        let nodes = place * 64..level.len().min(place * 64 + 64);
        for (bit, node) in nodes.enumerate() {
            let is_new = level[node].load(Relaxed) == UNREACHED;
            *word |= u64::from(is_new & ways.leads_to(node as u32)) << bit;
        }
    });
    let mut size = frontier.len();
    let mut there = vec![0_u64; words];
    loop {
        depth += 1;
        let tasks = there.par_iter_mut().zip(&mut open).with_min_len(WORDS);
        let tasks = tasks.enumerate().map(|(place, (there, open))| {
            let is_here = |near: &u32| here[*near as usize / 64] >> (near % 64) & 1 == 1;
            *there = 0;
            for bit in ones(*open) {
                let node = place as u32 * 64 + bit;
                if ways.back(node).any(is_here) {
                    level[node as usize].store(depth, Relaxed);
                    *there |= 1 << bit;
                }
            }
            *open &= !*there;
            there.count_ones() as usize
        });
        let found = tasks.sum();
        std::mem::swap(&mut here, &mut there);
        let grows = found > size;
        size = found;
        if found == 0 || (!grows && found < level.len() / RETURN) {
            break;
        }
    }
    frontier.clear();
    for (place, word) in (0..).zip(&here) {
        frontier.extend(ones(*word).map(|bit| place * 64 + bit));
    }
    depth
}

/// Returns the places of the ones in a word, ascending.
#[inline]
fn ones(mut word: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let place = word.trailing_zeros();
        (word != 0).then(|| {
            word &= word - 1;
            place
        })
    })
}
