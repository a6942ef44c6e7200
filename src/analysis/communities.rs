//! Communities: parts with more ties inside than chance would put there.
//!
//! The Leiden algorithm (Traag, Waltman, van Eck, "From Louvain to Leiden: guaranteeing
//! well-connected communities", 2019) for modularity with a resolution. Nodes move to the neighboring
//! community that gains most; each community is then refined into parts that hang together; each part
//! becomes one node, and so on until nothing moves. Direction is left out, and however many
//! relations join two nodes make one tie.
//!
//! ```text
//! move nodes ─▶ every community one node? ─yes─▶ done
//!     ▲                  │ no
//!     └─ parts to nodes ◀┴─ refine
//! ```
//!
//! Where the paper lets refinement merge at random, weighted by gain, the best merge is taken. The
//! order in which nodes are visited follows the seed. petgraph has no such measure.

use crate::analysis::sample::Random;
use crate::analysis::watch::Watch;
use crate::analysis::{AnalysisError, Groups, Progress};
use crate::view::Network;
use std::collections::VecDeque;

/// How to run [`communities`](fn@communities).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CommunityOptions {
    /// How many ties inside chance is held to put there: 1 is modularity as Newman and Girvan
    /// defined it; larger makes smaller communities.
    pub resolution: f64,
    /// Chooses the order in which nodes are visited.
    pub seed: u64,
    /// How often to start again from the communities found, while that still gains.
    pub passes: u32,
}

impl Default for CommunityOptions {
    /// Returns a resolution of 1, the seed 0, and three passes.
    fn default() -> Self {
        Self {
            resolution: 1.0,
            seed: 0,
            passes: 3,
        }
    }
}

/// A division into communities, and how good it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Communities {
    /// The communities. Each hangs together.
    pub groups: Groups,
    /// The part of ties inside communities, less what chance is held to put there; at most 1.
    pub modularity: f64,
}

/// How many nodes are visited between two looks at the watch.
const PAUSE: u64 = 1 << 14;
/// Gains below this are rounding, in ties.
const ROUNDING: f64 = 1e-9;

/// Returns communities found by the Leiden algorithm. Each hangs together.
///
/// Cost: about O(nodes + edges) for each of a few levels and passes, on one thread; some 100 bytes
/// for each node and 8 for each edge.
///
/// # Errors
///
/// [`AnalysisError::BadOption`] for a resolution that is negative or not finite,
/// [`AnalysisError::Stopped`] if `progress` says so; its steps are guessed.
pub fn communities(
    network: &Network<'_>,
    options: &CommunityOptions,
    progress: &Progress<'_>,
) -> Result<Communities, AnalysisError> {
    let resolution = options.resolution;
    if !resolution.is_finite() || resolution < 0.0 {
        return Err(AnalysisError::BadOption {
            option: "resolution",
            value: resolution,
            expected: "0 or more and finite",
        });
    }
    let ties = network.to_simple_undirected();
    let nodes = ties.node_count();
    let passes = options.passes.max(1);
    let watch = Watch::new(progress, 6 * u64::from(passes) * nodes as u64);
    let mut random = Random::new(options.seed);
    let mut label: Vec<u32> = (0..nodes as u32).collect();
    let mut best = f64::NEG_INFINITY;
    let mut groups = Groups::numbered(label.clone(), nodes);
    for _ in 0..passes {
        let found = pass(&ties, label, resolution, &mut random, &watch)?;
        let found = Groups::numbered(connected(&ties, &found), nodes);
        let quality = modularity(&ties, &found.label, resolution);
        if quality <= best {
            break;
        }
        best = quality;
        label = found.label.clone();
        groups = found;
    }
    let modularity = if nodes == 0 { 0.0 } else { best };
    Ok(Communities { groups, modularity })
}

/// Returns the modularity of a division of the nodes: with m ties in all,
///
/// ```text
/// sum over groups of  ties inside / m − resolution · (sum of degrees / 2m)²
/// ```
///
/// It is 0 for a network without ties. `label` has an entry for each node, which says its group by
/// any number. Direction is left out, and several relations make one tie. Cost: O(nodes + edges).
///
/// # Panics
///
/// Panics if `label` is shorter than there are nodes.
pub fn modularity(network: &Network<'_>, label: &[u32], resolution: f64) -> f64 {
    let ties = network.to_simple_undirected();
    let lists = ties.out_lists();
    let arcs = ties.edge_count() as f64;
    if arcs == 0.0 {
        return 0.0;
    }
    let Groups { label, sizes } = {
        let mut known: Vec<u32> = label[..ties.node_count()].to_vec();
        known.sort_unstable();
        known.dedup();
        let place = |raw: &u32| known.binary_search(raw).map_or(0, |place| place as u32);
        let dense = label[..ties.node_count()].iter().map(place).collect();
        Groups::numbered(dense, known.len())
    };
    let mut inside = 0_u64;
    let mut degrees = vec![0_u64; sizes.len()];
    for node in 0..ties.node_count() as u32 {
        let own = label[node as usize];
        degrees[own as usize] += u64::from(lists.degree(node));
        let near = lists.of(node).iter();
        inside += near.filter(|near| label[**near as usize] == own).count() as u64;
    }
    let chance = degrees
        .iter()
        .map(|degrees| (*degrees as f64 / arcs).powi(2));
    inside as f64 / arcs - resolution * chance.sum::<f64>()
}

/// Runs the algorithm once, starting from a division; labels are below the number of nodes.
fn pass(
    ties: &Network<'_>,
    label: Vec<u32>,
    resolution: f64,
    random: &mut Random,
    watch: &Watch<'_>,
) -> Result<Vec<u32>, AnalysisError> {
    let mut level = Level::new(ties);
    let mut community = label;
    // By node of the network: the node of the level that it has become part of.
    let mut place: Option<Vec<u32>> = None;
    loop {
        let chance = if level.total > 0.0 {
            resolution / level.total
        } else {
            0.0
        };
        level.move_nodes(&mut community, chance, random, watch)?;
        if densely(&mut community) == level.node_count() {
            break;
        }
        let mut part = level.refine(&community, chance, random, watch)?;
        let parts = densely(&mut part);
        if parts == level.node_count() {
            break;
        }
        let mut above = vec![0; parts];
        for (part, community) in part.iter().zip(&community) {
            above[*part as usize] = *community;
        }
        level = level.joined(&part, parts);
        community = above;
        match &mut place {
            None => place = Some(part),
            Some(place) => {
                for place in place {
                    *place = part[*place as usize];
                }
            }
        }
    }
    Ok(match place {
        None => community,
        Some(place) => {
            let labels = place.iter().map(|place| community[*place as usize]);
            labels.collect()
        }
    })
}

/// Numbers labels below their count from 0 in the order in which they first stand; returns how many
/// there are.
fn densely(labels: &mut [u32]) -> usize {
    let mut number = vec![u32::MAX; labels.len()];
    let mut count = 0;
    for label in labels {
        let number = &mut number[*label as usize];
        if *number == u32::MAX {
            *number = count;
            count += 1;
        }
        *label = *number;
    }
    count as usize
}

/// Divides groups that do not hang together into their parts; returns labels below the number of
/// nodes.
fn connected(ties: &Network<'_>, label: &[u32]) -> Vec<u32> {
    let mut part = vec![u32::MAX; label.len()];
    let mut open = Vec::new();
    for first in 0..label.len() as u32 {
        if part[first as usize] != u32::MAX {
            continue;
        }
        part[first as usize] = first;
        open.push(first);
        while let Some(node) = open.pop() {
            for near in ties.out(node) {
                let there = *near as usize;
                if part[there] == u32::MAX && label[there] == label[node as usize] {
                    part[there] = first;
                    open.push(*near);
                }
            }
        }
    }
    part
}

/// The network with some parts of it made one node each.
struct Level {
    starts: Vec<u32>,
    ends: Vec<u32>,
    /// By place in `ends`: how many ties join the two nodes.
    ties: Vec<u32>,
    /// By node: how many ties its members have in all, twice those among themselves.
    degree: Vec<f64>,
    /// The sum of degrees: twice the number of ties.
    total: f64,
}

/// Weights of ties to groups, all 0 between uses.
struct Links {
    weight: Vec<f64>,
    groups: Vec<u32>,
}

impl Links {
    fn new(groups: usize) -> Self {
        Self {
            weight: vec![0.0; groups],
            groups: Vec::new(),
        }
    }

    fn add(&mut self, group: u32, ties: u32) {
        let weight = &mut self.weight[group as usize];
        if *weight == 0.0 {
            self.groups.push(group);
        }
        *weight += f64::from(ties);
    }

    fn clear(&mut self) {
        for group in self.groups.drain(..) {
            self.weight[group as usize] = 0.0;
        }
    }
}

impl Level {
    fn new(ties: &Network<'_>) -> Self {
        let lists = ties.out_lists();
        let nodes = 0..ties.node_count() as u32;
        Self {
            starts: lists.starts().to_vec(),
            ends: lists.ends().to_vec(),
            ties: vec![1; lists.ends().len()],
            degree: nodes.map(|node| lists.degree(node).into()).collect(),
            total: lists.ends().len() as f64,
        }
    }

    fn node_count(&self) -> usize {
        self.degree.len()
    }

    fn near(&self, node: u32) -> impl Iterator<Item = (u32, u32)> {
        let node = node as usize;
        let (start, end) = (self.starts[node] as usize, self.starts[node + 1] as usize);
        let ends = self.ends[start..end].iter();
        ends.copied().zip(self.ties[start..end].iter().copied())
    }

    fn shuffled(&self, random: &mut Random) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.node_count() as u32).collect();
        random.shuffle(&mut order);
        order
    }

    /// Moves nodes to better communities until none gains by it. A node is looked at again when a
    /// neighbor of it has moved.
    fn move_nodes(
        &self,
        community: &mut [u32],
        chance: f64,
        random: &mut Random,
        watch: &Watch<'_>,
    ) -> Result<(), AnalysisError> {
        let nodes = self.node_count();
        let mut degrees = vec![0.0; nodes];
        let mut size = vec![0_u32; nodes];
        for (node, own) in community.iter().enumerate() {
            degrees[*own as usize] += self.degree[node];
            size[*own as usize] += 1;
        }
        let mut empty: Vec<u32> = (0..nodes as u32)
            .rev()
            .filter(|community| size[*community as usize] == 0)
            .collect();
        let mut links = Links::new(nodes);
        let mut waiting = VecDeque::from(self.shuffled(random));
        let mut waits = vec![true; nodes];
        let mut visits = 0;
        while let Some(node) = waiting.pop_front() {
            visits += 1;
            if visits % PAUSE == 0 {
                watch.advance(PAUSE)?;
            }
            waits[node as usize] = false;
            let own = community[node as usize];
            let degree = self.degree[node as usize];
            for (near, ties) in self.near(node) {
                links.add(community[near as usize], ties);
            }
            degrees[own as usize] -= degree;
            let gain = |group: u32| {
                let group = group as usize;
                links.weight[group] - chance * degree * degrees[group]
            };
            let (mut best, mut most) = (own, gain(own));
            for group in &links.groups {
                let gain = gain(*group);
                if gain > most + ROUNDING {
                    (best, most) = (*group, gain);
                }
            }
            // Alone there is nothing to gain, and nothing to lose.
            if most < -ROUNDING && size[own as usize] > 1 {
                best = empty.pop().unwrap_or(best);
            }
            links.clear();
            degrees[best as usize] += degree;
            if best == own {
                continue;
            }
            community[node as usize] = best;
            size[best as usize] += 1;
            size[own as usize] -= 1;
            if size[own as usize] == 0 {
                empty.push(own);
            }
            for (near, _) in self.near(node) {
                let near = near as usize;
                if community[near] != best && !waits[near] {
                    waits[near] = true;
                    waiting.push_back(near as u32);
                }
            }
        }
        watch.advance(visits % PAUSE)
    }

    /// Divides communities into parts that are well tied to the rest of their community, growing
    /// each part from single nodes along ties, so that it hangs together.
    fn refine(
        &self,
        community: &[u32],
        chance: f64,
        random: &mut Random,
        watch: &Watch<'_>,
    ) -> Result<Vec<u32>, AnalysisError> {
        let nodes = self.node_count();
        let mut whole = vec![0.0; nodes];
        // By part: its degrees, its ties to the rest of its community, its size.
        let mut degrees = self.degree.clone();
        let mut outward = vec![0.0; nodes];
        let mut size = vec![1_u32; nodes];
        for node in 0..nodes as u32 {
            let own = community[node as usize];
            whole[own as usize] += self.degree[node as usize];
            let inside = self
                .near(node)
                .filter(|(near, _)| community[*near as usize] == own);
            outward[node as usize] = inside.map(|(_, ties)| f64::from(ties)).sum();
        }
        let mut part: Vec<u32> = (0..nodes as u32).collect();
        let mut links = Links::new(nodes);
        for (visits, node) in self.shuffled(random).into_iter().enumerate() {
            if visits as u64 % PAUSE == PAUSE - 1 {
                watch.advance(PAUSE)?;
            }
            let own = node as usize;
            if part[own] != node || size[own] != 1 {
                continue;
            }
            let whole = whole[community[own] as usize];
            let is_well_tied = |part: usize| {
                let expected = chance * degrees[part] * (whole - degrees[part]);
                outward[part] + ROUNDING >= expected
            };
            if !is_well_tied(own) {
                continue;
            }
            for (near, ties) in self.near(node) {
                if community[near as usize] == community[own] {
                    links.add(part[near as usize], ties);
                }
            }
            let (mut best, mut most) = (node, 0.0);
            for group in &links.groups {
                let there = *group as usize;
                let gain = links.weight[there] - chance * degrees[own] * degrees[there];
                if gain > most + ROUNDING && is_well_tied(there) {
                    (best, most) = (*group, gain);
                }
            }
            if best != node {
                let there = best as usize;
                outward[there] += outward[own] - 2.0 * links.weight[there];
                degrees[there] += degrees[own];
                size[there] += 1;
                size[own] = 0;
                part[own] = best;
            }
            links.clear();
        }
        Ok(part)
    }

    /// Makes each part one node; parts are numbered below `parts`.
    fn joined(&self, part: &[u32], parts: usize) -> Self {
        let mut begins = vec![0_u32; parts + 1];
        for part in part {
            begins[*part as usize + 1] += 1;
        }
        for part in 0..parts {
            begins[part + 1] += begins[part];
        }
        let mut members = vec![0_u32; part.len()];
        let mut free = begins.clone();
        for (node, part) in part.iter().enumerate() {
            let place = &mut free[*part as usize];
            members[*place as usize] = node as u32;
            *place += 1;
        }
        let mut level = Self {
            starts: vec![0],
            ends: Vec::new(),
            ties: Vec::new(),
            degree: vec![0.0; parts],
            total: self.total,
        };
        let mut links = Links::new(parts);
        for own in 0..parts {
            let members = &members[begins[own] as usize..begins[own + 1] as usize];
            for member in members {
                level.degree[own] += self.degree[*member as usize];
                for (near, ties) in self.near(*member) {
                    let other = part[near as usize];
                    if other as usize != own {
                        links.add(other, ties);
                    }
                }
            }
            for group in &links.groups {
                level.ends.push(*group);
                // Whole numbers, no larger than the number of ties.
                level.ties.push(links.weight[*group as usize] as u32);
            }
            links.clear();
            level.starts.push(level.ends.len() as u32);
        }
        level
    }
}
