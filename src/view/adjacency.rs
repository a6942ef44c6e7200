//! A graph in bare arrays, for measures that look at every edge many times.
//!
//! A [`Network`] knows nodes by number and nothing else: no relations, dates or sources. Both
//! directions lie ready as [`Lists`]. It borrows arrays that exist already
//! ([`Network::from_lists`]) or is made from pairs of ends ([`Network::from_edges`]).
//!
//! ```text
//! edges 0→1, 0→2, 2→1     out   starts 0 2 2 3   ends 1 2 1
//!                         back  starts 0 0 2 3   ends 0 2 0
//! ```
//!
//! Left out on purpose: weights, which stand beside a network in an array of their own, and
//! changing a network once it is made.

use crate::view::Heading;
use rayon::prelude::*;
use std::borrow::Cow;
use std::mem;

/// What can be wrong with the arrays that a network is made of.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NetworkError {
    /// There are more nodes than 32 bits or more edges than 31 bits can count.
    #[error(
        "a network of {nodes} nodes and {edges} edges is too large: 4 billion nodes and 2 billion edges at most"
    )]
    TooLarge {
        /// How many nodes there should be.
        nodes: usize,
        /// How many edges there should be.
        edges: usize,
    },
    /// Two arrays that belong together differ in length.
    #[error("{found} entries stand beside {expected}: both arrays must have one for each edge")]
    UnequalLengths {
        /// The length of the first array.
        expected: usize,
        /// The length of the other.
        found: usize,
    },
    /// An edge ends at a node that does not exist.
    #[error("an edge ends at node {node} of a network of {nodes} nodes, which count from 0")]
    UnknownNode {
        /// The node.
        node: u32,
        /// How many nodes there are.
        nodes: usize,
    },
    /// The places where lists begin do not ascend from 0 to the number of edges.
    #[error("the starts of the lists do not ascend from 0 to the number of edges")]
    BadStarts,
}

/// A directed graph in bare arrays; nodes are numbers from 0.
///
/// Parallel edges and loops are kept. It costs 8 bytes for each node and each edge, or nothing
/// where it borrows.
///
/// ```
/// use actorgraph::view::Network;
///
/// let network = Network::from_edges(3, &[2, 0, 0], &[1, 2, 1])?;
/// assert_eq!(network.out(0), [1, 2]);
/// assert_eq!(network.back(1), [0, 2]);
/// # Ok::<(), actorgraph::view::NetworkError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Network<'a> {
    out: Side<'a>,
    /// `None` if every edge stands with its reverse: then both directions are one.
    back: Option<Side<'a>>,
}

#[derive(Clone, Debug)]
struct Side<'a> {
    starts: Cow<'a, [u32]>,
    ends: Cow<'a, [u32]>,
}

/// The neighbors of all nodes in one direction.
#[derive(Clone, Copy, Debug)]
pub struct Lists<'n> {
    starts: &'n [u32],
    ends: &'n [u32],
}

impl<'a> Network<'a> {
    /// Makes a network of arrays that exist already; both directions must hold the same edges.
    ///
    /// `starts` has an entry for each node, where its neighbors begin in `ends`, and one more for
    /// the end. Neighbors may stand in any order; measures need none.
    ///
    /// Cost: O(nodes + edges) to look for faults, in parallel.
    ///
    /// # Errors
    ///
    /// [`NetworkError`] if starts do not ascend to the number of edges, if an end is no node, or
    /// if the directions differ in size.
    pub fn from_lists(
        out_starts: impl Into<Cow<'a, [u32]>>,
        out_ends: impl Into<Cow<'a, [u32]>>,
        in_starts: impl Into<Cow<'a, [u32]>>,
        in_ends: impl Into<Cow<'a, [u32]>>,
    ) -> Result<Self, NetworkError> {
        let out = Side::new(out_starts.into(), out_ends.into())?;
        let back = Side::new(in_starts.into(), in_ends.into())?;
        for (one, other) in [
            (out.starts.len(), back.starts.len()),
            (out.ends.len(), back.ends.len()),
        ] {
            if one != other {
                return Err(NetworkError::UnequalLengths {
                    expected: one,
                    found: other,
                });
            }
        }
        let back = Some(back);
        Ok(Self { out, back })
    }

    /// Makes a network of arrays that are known to be sound: starts and ends of edges, and the same
    /// back. Nothing is read.
    pub(super) fn of_sound(out: [&'a [u32]; 2], back: [&'a [u32]; 2]) -> Self {
        let side = |[starts, ends]: [&'a [u32]; 2]| Side {
            starts: Cow::Borrowed(starts),
            ends: Cow::Borrowed(ends),
        };
        Self {
            out: side(out),
            back: Some(side(back)),
        }
    }

    /// Makes a network of `nodes` nodes with an edge from each entry of `from` to the entry of
    /// `to` beside it. Neighbors ascend in each list.
    ///
    /// Cost: O(nodes + edges); edges are first dealt into buckets of nodes that fit into a core's
    /// own cache, then counted into place there, both directions in parallel.
    ///
    /// # Errors
    ///
    /// [`NetworkError`] if the arrays differ in length, an end is no node, or there is too much of
    /// either.
    pub fn from_edges(
        nodes: usize,
        from: &[u32],
        to: &[u32],
    ) -> Result<Network<'static>, NetworkError> {
        check_edges(nodes, from, to)?;
        let (out, back) = rayon::join(|| sorted(nodes, from, to), || sorted(nodes, to, from));
        let back = Some(back);
        Ok(Network { out, back })
    }

    /// Makes a network as [`Network::from_edges`] does, and its weights in the order in which
    /// [`Network::out_lists`] holds the edges. Parallel edges stand by weight.
    ///
    /// Cost: O(nodes + edges · log of the largest degree).
    ///
    /// # Errors
    ///
    /// As [`Network::from_edges`]; weights are not looked at.
    pub fn from_weighted_edges(
        nodes: usize,
        from: &[u32],
        to: &[u32],
        weights: &[f64],
    ) -> Result<(Network<'static>, Vec<f64>), NetworkError> {
        if weights.len() != from.len() {
            return Err(NetworkError::UnequalLengths {
                expected: from.len(),
                found: weights.len(),
            });
        }
        let network = Self::from_edges(nodes, from, to)?;
        let mut places = network.out.starts.to_vec();
        let mut pairs = vec![(0, 0.0); from.len()];
        for ((from, to), weight) in from.iter().zip(to).zip(weights) {
            let place = &mut places[*from as usize];
            pairs[*place as usize] = (*to, *weight);
            *place += 1;
        }
        for bounds in network.out.starts.windows(2) {
            let list = &mut pairs[bounds[0] as usize..bounds[1] as usize];
            list.sort_unstable_by(|(a, x), (b, y)| a.cmp(b).then(x.total_cmp(y)));
        }
        let weights = pairs.into_iter().map(|(_, weight)| weight).collect();
        Ok((network, weights))
    }

    /// Returns how many nodes there are.
    pub fn node_count(&self) -> usize {
        self.out.starts.len() - 1
    }

    /// Returns how many edges there are.
    pub fn edge_count(&self) -> usize {
        self.out.ends.len()
    }

    /// Returns the nodes that edges lead to from each node.
    pub fn out_lists(&self) -> Lists<'_> {
        self.out.lists()
    }

    /// Returns the nodes from which edges lead to each node.
    pub fn back_lists(&self) -> Lists<'_> {
        self.back.as_ref().unwrap_or(&self.out).lists()
    }

    /// Returns the nodes that edges from `node` lead to, one entry for each edge.
    ///
    /// # Panics
    ///
    /// Panics if there is no such node.
    pub fn out(&self, node: u32) -> &[u32] {
        self.out_lists().of(node)
    }

    /// Returns the nodes from which edges lead to `node`, one entry for each edge.
    ///
    /// # Panics
    ///
    /// Panics if there is no such node.
    pub fn back(&self, node: u32) -> &[u32] {
        self.back_lists().of(node)
    }

    /// Returns how many edges begin at `node`.
    ///
    /// # Panics
    ///
    /// Panics if there is no such node.
    pub fn out_degree(&self, node: u32) -> u32 {
        self.out_lists().degree(node)
    }

    /// Returns how many edges end at `node`.
    ///
    /// # Panics
    ///
    /// Panics if there is no such node.
    pub fn back_degree(&self, node: u32) -> u32 {
        self.back_lists().degree(node)
    }

    /// Tells whether every edge stands with its reverse because the network was made so, by
    /// [`Network::to_simple_undirected`].
    pub fn is_undirected(&self) -> bool {
        self.back.is_none()
    }

    /// Returns the same network with every edge turned around. Nothing is copied.
    pub fn reversed(&self) -> Network<'_> {
        match &self.back {
            Some(back) => Network {
                out: back.borrowed(),
                back: Some(self.out.borrowed()),
            },
            None => Network {
                out: self.out.borrowed(),
                back: None,
            },
        }
    }

    /// Returns the network whose edges forward are the steps of walks with this heading.
    ///
    /// Forward and backward copy nothing; either way is [`Network::to_simple_undirected`].
    pub fn headed(&self, heading: Heading) -> Network<'_> {
        match heading {
            Heading::Forward => Network {
                out: self.out.borrowed(),
                back: self.back.as_ref().map(Side::borrowed),
            },
            Heading::Backward => self.reversed(),
            Heading::Either => self.to_simple_undirected(),
        }
    }

    /// Returns the network without loops, and with one edge where several lead from a node to
    /// another; neighbors ascend. Nothing is copied if it is so already.
    ///
    /// Cost: O(nodes + edges), and sorting of lists that do not ascend.
    pub fn to_simple(&self) -> Network<'_> {
        if self.out_lists().are_simple() {
            // Loops and parallel edges show from either side; only order may differ.
            if self.back_lists().are_simple() {
                return self.headed(Heading::Forward);
            }
        }
        let nodes = self.node_count();
        let side = |lists: Lists<'_>| {
            gathered(nodes, Loops::Gone, |node, list| {
                list.extend_from_slice(lists.of(node))
            })
        };
        let (out, back) = rayon::join(
            || side(self.out_lists()),
            || self.back.as_ref().map(|back| side(back.lists())),
        );
        Network { out, back }
    }

    /// Returns the network of ties: two nodes are neighbors, in both directions, if any edge
    /// joins them. Loops are gone, and however many edges join two nodes make one tie. Neighbors
    /// ascend. Nothing is copied if it is so already.
    ///
    /// Cost: O(nodes + edges), and sorting of each list.
    pub fn to_simple_undirected(&self) -> Network<'_> {
        if self.back.is_none() && self.out_lists().are_simple() {
            return self.headed(Heading::Forward);
        }
        let (out, back) = (self.out_lists(), self.back_lists());
        let out = gathered(self.node_count(), Loops::Gone, |node, list| {
            list.extend_from_slice(out.of(node));
            list.extend_from_slice(back.of(node));
        });
        Network { out, back: None }
    }

    /// Returns the network of ties with its loops, each once: what who walks at random may do who goes
    /// along edges either way.
    ///
    /// Cost: as [`Network::to_simple_undirected`].
    pub fn to_undirected_with_loops(&self) -> Network<'_> {
        let (out, back) = (self.out_lists(), self.back_lists());
        let out = gathered(self.node_count(), Loops::Kept, |node, list| {
            list.extend_from_slice(out.of(node));
            list.extend_from_slice(back.of(node));
        });
        Network { out, back: None }
    }
}

impl<'n> Lists<'n> {
    /// Returns the neighbors of a node.
    ///
    /// # Panics
    ///
    /// Panics if there is no such node.
    #[inline]
    pub fn of(self, node: u32) -> &'n [u32] {
        let node = node as usize;
        &self.ends[self.starts[node] as usize..self.starts[node + 1] as usize]
    }

    /// Returns how many neighbors a node has.
    ///
    /// # Panics
    ///
    /// Panics if there is no such node.
    #[inline]
    pub fn degree(self, node: u32) -> u32 {
        let node = node as usize;
        self.starts[node + 1] - self.starts[node]
    }

    /// Returns how many nodes there are.
    pub fn node_count(self) -> usize {
        self.starts.len() - 1
    }

    /// Returns where the neighbors of each node begin, and one more entry for the end.
    pub fn starts(self) -> &'n [u32] {
        self.starts
    }

    /// Returns the neighbors of all nodes, one node after the other.
    pub fn ends(self) -> &'n [u32] {
        self.ends
    }

    /// Tells whether neighbors ascend, each once, and no node is its own neighbor.
    fn are_simple(self) -> bool {
        (0..self.node_count() as u32)
            .into_par_iter()
            .with_min_len(1 << 12)
            .all(|node| {
                let list = self.of(node);
                list.windows(2).all(|pair| pair[0] < pair[1]) && !list.contains(&node)
            })
    }
}

impl<'a> Side<'a> {
    fn new(starts: Cow<'a, [u32]>, ends: Cow<'a, [u32]>) -> Result<Self, NetworkError> {
        let nodes = starts.len().saturating_sub(1);
        check_size(nodes, ends.len())?;
        let bounds = (starts.first(), starts.last().map(|last| *last as usize));
        if bounds != (Some(&0), Some(ends.len()))
            || starts.par_windows(2).any(|pair| pair[0] > pair[1])
        {
            return Err(NetworkError::BadStarts);
        }
        check_ends(nodes, &ends)?;
        Ok(Self { starts, ends })
    }

    fn borrowed(&self) -> Side<'_> {
        Side {
            starts: Cow::Borrowed(&self.starts),
            ends: Cow::Borrowed(&self.ends),
        }
    }

    fn lists(&self) -> Lists<'_> {
        Lists {
            starts: &self.starts,
            ends: &self.ends,
        }
    }
}

fn check_size(nodes: usize, edges: usize) -> Result<(), NetworkError> {
    // The last numbers stand for "no node" in searches; ties take two places for each edge.
    if nodes >= u32::MAX as usize - 1 || edges >= 1 << 31 {
        return Err(NetworkError::TooLarge { nodes, edges });
    }
    Ok(())
}

fn check_ends(nodes: usize, ends: &[u32]) -> Result<(), NetworkError> {
    match ends.par_iter().max() {
        Some(node) if *node as usize >= nodes => {
            let node = *node;
            Err(NetworkError::UnknownNode { node, nodes })
        }
        _ => Ok(()),
    }
}

fn check_edges(nodes: usize, from: &[u32], to: &[u32]) -> Result<(), NetworkError> {
    if from.len() != to.len() {
        return Err(NetworkError::UnequalLengths {
            expected: from.len(),
            found: to.len(),
        });
    }
    check_size(nodes, from.len())?;
    check_ends(nodes, from)?;
    check_ends(nodes, to)
}

/// How many edges one task deals into buckets.
const CHUNK: usize = if cfg!(test) { 1 << 6 } else { 1 << 19 };

/// A bucket holds so many nodes (as a power of two), more if there would be too many buckets to
/// write into at once.
const BUCKET_BITS: u32 = 12;
const MOST_BUCKETS_BITS: u32 = 10;

/// Sorts edges by `keys`, then `values`.
fn sorted(nodes: usize, keys: &[u32], values: &[u32]) -> Side<'static> {
    let (mut starts, mut ends) = (vec![0; nodes + 1], vec![0; keys.len()]);
    if keys.len() <= CHUNK {
        // So few are in the cache, whatever their order: dealing them would cost more than it spares.
        let edges = || keys.iter().copied().zip(values.iter().copied());
        count_into_place(edges, u32::MAX, 0, &mut starts[..nodes], &mut ends);
        starts[nodes] = keys.len() as u32;
        return Side {
            starts: Cow::Owned(starts),
            ends: Cow::Owned(ends),
        };
    }
    let bits = usize::BITS - nodes.leading_zeros();
    let shift = bits.saturating_sub(MOST_BUCKETS_BITS).max(BUCKET_BITS);
    let buckets = (nodes >> shift) + 1;

    let chunks: Vec<Dealt> = keys
        .par_chunks(CHUNK)
        .zip(values.par_chunks(CHUNK))
        .map(|(keys, values)| Dealt::new(keys, values, shift, buckets))
        .collect();

    let mut tasks = Vec::with_capacity(buckets);
    let (mut starts_left, mut ends_left) = (&mut starts[..nodes], &mut ends[..]);
    let mut begin = 0;
    for bucket in 0..buckets {
        let size: usize = chunks.iter().map(|chunk| chunk.bucket(bucket).len()).sum();
        let width = starts_left.len().min(1 << shift);
        let (starts_here, rest) = mem::take(&mut starts_left).split_at_mut(width);
        starts_left = rest;
        let (ends_here, rest) = mem::take(&mut ends_left).split_at_mut(size);
        ends_left = rest;
        tasks.push((bucket, begin, starts_here, ends_here));
        begin += size as u32;
    }
    let mask = (1 << shift) - 1;
    tasks
        .into_par_iter()
        .for_each(|(bucket, begin, starts, ends)| {
            let edges = || {
                chunks
                    .iter()
                    .flat_map(|chunk| chunk.bucket(bucket))
                    .copied()
            };
            count_into_place(edges, mask, begin, starts, ends);
        });
    starts[nodes] = begin;
    Side {
        starts: Cow::Owned(starts),
        ends: Cow::Owned(ends),
    }
}

/// Puts edges into lists by the masked bits of their keys, and says where each list begins, from
/// `begin` on; each list is sorted.
fn count_into_place<I: Iterator<Item = (u32, u32)>>(
    edges: impl Fn() -> I,
    mask: u32,
    begin: u32,
    starts: &mut [u32],
    ends: &mut [u32],
) {
    // Counts become the places where lists begin, then, by filling, where they end.
    for (key, _) in edges() {
        starts[(key & mask) as usize] += 1;
    }
    let mut place = 0;
    for start in starts.iter_mut() {
        place += mem::replace(start, place);
    }
    for (key, value) in edges() {
        let place = &mut starts[(key & mask) as usize];
        ends[*place as usize] = value;
        *place += 1;
    }
    let mut first = 0;
    for end in starts.iter_mut() {
        sort_short(&mut ends[first as usize..*end as usize]);
        let last = mem::replace(end, begin + first);
        first = last;
    }
}

/// Sorts a list that is short as a rule.
#[inline]
fn sort_short(list: &mut [u32]) {
    if list.len() > 20 {
        return list.sort_unstable();
    }
    for end in 1..list.len() {
        let value = list[end];
        let mut place = end;
        while place > 0 && list[place - 1] > value {
            list[place] = list[place - 1];
            place -= 1;
        }
        list[place] = value;
    }
}

/// Edges dealt into buckets by the upper bits of their keys, otherwise in their order.
struct Dealt {
    pairs: Vec<(u32, u32)>,
    /// Where each bucket begins; one more entry for the end.
    starts: Vec<usize>,
}

impl Dealt {
    fn new(keys: &[u32], values: &[u32], shift: u32, buckets: usize) -> Self {
        let mut places = vec![0; buckets + 1];
        for key in keys {
            places[(key >> shift) as usize] += 1;
        }
        let mut place = 0;
        for start in &mut places {
            place += mem::replace(start, place);
        }
        let starts = places.clone();
        let mut pairs = vec![(0, 0); keys.len()];
        for (key, value) in keys.iter().zip(values) {
            let place = &mut places[(key >> shift) as usize];
            pairs[*place] = (*key, *value);
            *place += 1;
        }
        Self { pairs, starts }
    }

    fn bucket(&self, bucket: usize) -> &[(u32, u32)] {
        &self.pairs[self.starts[bucket]..self.starts[bucket + 1]]
    }
}

/// How many nodes one task gathers the neighbors of.
const NODES: usize = 1 << 13;

/// What becomes of edges from a node to itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Loops {
    Gone,
    /// One of several.
    Kept,
}

/// Makes lists without repeats, ascending, of what `gather` appends for each node.
fn gathered(
    nodes: usize,
    loops: Loops,
    gather: impl Fn(u32, &mut Vec<u32>) + Sync,
) -> Side<'static> {
    let firsts: Vec<usize> = (0..nodes).step_by(NODES).collect();
    let chunks: Vec<(Vec<u32>, Vec<u32>)> = firsts
        .par_iter()
        .map(|first| {
            let mut ends = Vec::new();
            let mut stops = Vec::with_capacity(NODES);
            for node in *first..(first + NODES).min(nodes) {
                let begin = ends.len();
                gather(node as u32, &mut ends);
                sort_short(&mut ends[begin..]);
                let mut kept = begin;
                for place in begin..ends.len() {
                    let near = ends[place];
                    let counts = near as usize != node || loops == Loops::Kept;
                    if counts && (kept == begin || ends[kept - 1] != near) {
                        ends[kept] = near;
                        kept += 1;
                    }
                }
                ends.truncate(kept);
                stops.push(kept as u32);
            }
            (stops, ends)
        })
        .collect();
    let size = chunks.iter().map(|(_, ends)| ends.len()).sum();
    let mut starts = vec![0; nodes + 1];
    let mut ends = vec![0; size];
    let mut tasks = Vec::with_capacity(chunks.len());
    let (mut starts_left, mut ends_left) = (&mut starts[1..], &mut ends[..]);
    let mut begin = 0;
    for (stops, found) in &chunks {
        let (starts_here, rest) = mem::take(&mut starts_left).split_at_mut(stops.len());
        starts_left = rest;
        let (ends_here, rest) = mem::take(&mut ends_left).split_at_mut(found.len());
        ends_left = rest;
        tasks.push((begin, stops, found, starts_here, ends_here));
        begin += found.len() as u32;
    }
    tasks
        .into_par_iter()
        .for_each(|(begin, stops, found, starts, ends)| {
            for (start, stop) in starts.iter_mut().zip(stops) {
                *start = begin + stop;
            }
            ends.copy_from_slice(found);
        });
    Side {
        starts: Cow::Owned(starts),
        ends: Cow::Owned(ends),
    }
}
