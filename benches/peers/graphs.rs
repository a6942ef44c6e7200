//! The graphs that all are measured on: made here, the same on every run, and written as plain
//! columns of little-endian 32-bit numbers, one file each, so that Python reads the very same.
//!
//! | file | holds, one number for |
//! |---|---|
//! | `size.u32` | how many nodes, how many edges |
//! | `from.u32` `to.u32` `relation.u32` | each edge; relations 0 to 3 stand for a, b, c, d |
//! | `pair-from.u32` `pair-to.u32` `pair-hops.u32` | each of 1,000 random connected pairs; steps of a shortest path |
//! | `ab-from.u32` `ab-to.u32` `ab-hops.u32` `ab-ways.u32` | each of 200 random pairs with a walk `(a/b)*`; steps, and how many walks are shortest |
//! | `a-from.u32` `a-to.u32` | each of 20 random pairs with a walk `a+` |
//! | `any-from.u32` `any-to.u32` | each of 100 random pairs, connected or not |
//!
//! No edge stands twice, none is a loop. Steps and ways are counted by the plainest search there
//! is, in [`Reference`]: all others must agree with it.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::Path;

/// How edges come to be.
#[derive(Clone, Copy)]
pub enum Kind {
    /// R-MAT with a = 0.57, b = c = 0.19, places shuffled: some nodes have no edge at all.
    Rmat,
    /// Preferential attachment, five edges a node, the direction of each by chance.
    Hubs,
}

/// The graphs by name: how they are made, how many nodes and edges they have.
pub const GRAPHS: [(&str, Kind, u32, usize); 4] = [
    ("rmat-100k", Kind::Rmat, 100_000, 500_000),
    ("hubs-100k", Kind::Hubs, 100_000, 500_000),
    ("rmat-1m", Kind::Rmat, 1_000_000, 5_000_000),
    ("hubs-1m", Kind::Hubs, 1_000_000, 5_000_000),
];

/// The names of the relations.
pub const RELATIONS: [&str; 4] = ["a", "b", "c", "d"];

/// A directed graph as columns.
pub struct Graph {
    pub nodes: u32,
    pub from: Vec<u32>,
    pub to: Vec<u32>,
    pub relation: Vec<u32>,
}

/// Pairs of nodes, and what the plain search found between them; empty columns if it was not asked.
#[derive(Default)]
pub struct Pairs {
    pub from: Vec<u32>,
    pub to: Vec<u32>,
    pub hops: Vec<u32>,
    pub ways: Vec<u32>,
}

/// Writes a graph and its pairs, unless they are there already.
pub fn prepare(folder: &Path, kind: Kind, nodes: u32, edges: usize) -> io::Result<()> {
    if folder.join("any-to.u32").exists() {
        return Ok(());
    }
    let mut random = Random(u64::from(nodes) + kind as u64);
    let graph = Graph::random(kind, nodes, edges, &mut random);
    fs::create_dir_all(folder)?;
    write(folder, "size", &[nodes, edges as u32])?;
    write(folder, "from", &graph.from)?;
    write(folder, "to", &graph.to)?;
    write(folder, "relation", &graph.relation)?;
    let reference = Reference::new(&graph);
    let pairs = reference.pairs(Asked::Any, 250, 4, &mut random);
    write(folder, "pair-from", &pairs.from)?;
    write(folder, "pair-to", &pairs.to)?;
    write(folder, "pair-hops", &pairs.hops)?;
    let pairs = reference.pairs(Asked::AbRepeated, 100, 2, &mut random);
    write(folder, "ab-from", &pairs.from)?;
    write(folder, "ab-to", &pairs.to)?;
    write(folder, "ab-hops", &pairs.hops)?;
    write(folder, "ab-ways", &pairs.ways)?;
    let pairs = reference.pairs(Asked::ARepeated, 20, 1, &mut random);
    write(folder, "a-from", &pairs.from)?;
    write(folder, "a-to", &pairs.to)?;
    let mut draw = || (0..100).map(|_| random.below(nodes)).collect::<Vec<u32>>();
    write(folder, "any-from", &draw())?;
    write(folder, "any-to", &draw())
}

impl Graph {
    /// Reads what [`prepare`] wrote.
    pub fn read(folder: &Path) -> io::Result<Self> {
        Ok(Self {
            nodes: read(folder, "size")?[0],
            from: read(folder, "from")?,
            to: read(folder, "to")?,
            relation: read(folder, "relation")?,
        })
    }

    fn random(kind: Kind, nodes: u32, edges: usize, random: &mut Random) -> Self {
        let mut places: Vec<u32> = (0..nodes).collect();
        for last in (1..nodes).rev() {
            places.swap(last as usize, random.below(last + 1) as usize);
        }
        let mut graph = Self {
            nodes,
            from: Vec::with_capacity(edges),
            to: Vec::with_capacity(edges),
            relation: (0..edges).map(|_| random.below(4)).collect(),
        };
        let mut seen = HashSet::with_capacity(edges);
        // Each edge leaves both its ends here: drawing from it prefers nodes with many edges.
        let mut ends: Vec<u32> = (0..100).collect();
        while graph.from.len() < edges {
            let (from, to) = match kind {
                Kind::Rmat => rmat(nodes, random),
                Kind::Hubs => {
                    let new = (graph.from.len() as u64 * u64::from(nodes) / edges as u64) as u32;
                    let old = ends[random.below(ends.len() as u32) as usize];
                    (new, old)
                }
            };
            let (low, high) = (from.min(to), from.max(to));
            let key = match kind {
                Kind::Rmat => (from, to),
                Kind::Hubs => (low, high),
            };
            if from == to || !seen.insert(key) {
                continue;
            }
            let turned = matches!(kind, Kind::Hubs) && random.below(2) == 0;
            let (from, to) = if turned { (to, from) } else { (from, to) };
            ends.extend([from, to]);
            graph.from.push(places[from as usize]);
            graph.to.push(places[to as usize]);
        }
        graph
    }
}

/// Draws an edge by halving the matrix of all edges again and again.
fn rmat(nodes: u32, random: &mut Random) -> (u32, u32) {
    loop {
        let (mut from, mut to) = (0, 0);
        for _ in 0..nodes.next_power_of_two().trailing_zeros() {
            let quarter = match random.below(100) {
                0..57 => (0, 0),
                57..76 => (0, 1),
                76..95 => (1, 0),
                _ => (1, 1),
            };
            (from, to) = (from * 2 + quarter.0, to * 2 + quarter.1);
        }
        if from < nodes && to < nodes {
            return (from, to);
        }
    }
}

/// Which walks the plain search takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Over any relations.
    Any,
    /// `a+`.
    ARepeated,
    /// `(a/b)*`.
    AbRepeated,
}

/// The plainest search: breadth first from one node over all it can reach, counting walks.
pub struct Reference<'g> {
    graph: &'g Graph,
    starts: Vec<u32>,
    /// The ends of edges and their relations, by the node where they begin.
    edges: Vec<(u32, u32)>,
}

impl<'g> Reference<'g> {
    pub fn new(graph: &'g Graph) -> Self {
        let mut starts = vec![0; graph.nodes as usize + 1];
        for from in &graph.from {
            starts[*from as usize + 1] += 1;
        }
        for node in 0..graph.nodes as usize {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut edges = vec![(0, 0); graph.from.len()];
        for (edge, from) in graph.from.iter().enumerate() {
            let place = &mut next[*from as usize];
            edges[*place as usize] = (graph.to[edge], graph.relation[edge]);
            *place += 1;
        }
        Self {
            graph,
            starts,
            edges,
        }
    }

    /// Returns the nodes reached from `start` by at least one step, each with the steps of a
    /// shortest walk and how many walks are that short ([`u32::MAX`] for that many or more).
    pub fn reached(&self, start: u32, asked: Asked) -> Vec<(u32, u32, u32)> {
        // A state is a node and, for (a/b)*, whether a or b comes next.
        let phases = if asked == Asked::AbRepeated { 2 } else { 1 };
        let states = self.graph.nodes as usize * phases as usize;
        let (mut hops, mut ways) = (vec![u32::MAX; states], vec![0_u32; states]);
        let first = start * phases;
        (hops[first as usize], ways[first as usize]) = (0, 1);
        let mut queue = vec![first];
        let mut head = 0;
        while let Some(state) = queue.get(head).copied() {
            head += 1;
            let (node, phase) = ((state / phases) as usize, state % phases);
            let further = hops[state as usize] + 1;
            for (to, relation) in
                &self.edges[self.starts[node] as usize..self.starts[node + 1] as usize]
            {
                if asked != Asked::Any && *relation != phase {
                    continue;
                }
                let next = to * phases + (phase + 1) % phases;
                if hops[next as usize] == u32::MAX {
                    hops[next as usize] = further;
                    queue.push(next);
                }
                if hops[next as usize] == further {
                    ways[next as usize] = ways[next as usize].saturating_add(ways[state as usize]);
                }
            }
        }
        let ends = queue[1..].iter().filter(|state| **state % phases == 0);
        let told = |state: &u32| (state / phases, hops[*state as usize], ways[*state as usize]);
        ends.map(told).collect()
    }

    /// Draws random pairs with a walk between them: `sources` nodes that reach one in a hundred
    /// nodes or more, and for each `targets` of those that it reaches.
    fn pairs(&self, asked: Asked, sources: usize, targets: usize, random: &mut Random) -> Pairs {
        let mut rows = Vec::new();
        while rows.len() < sources * targets {
            let from = random.below(self.graph.nodes);
            let reached = self.reached(from, asked);
            if reached.len() >= self.graph.nodes as usize / 100 {
                for _ in 0..targets {
                    rows.push((from, reached[random.below(reached.len() as u32) as usize]));
                }
            }
        }
        // The same source must not be asked several times in a row: caches would remember it.
        for last in (1..rows.len() as u32).rev() {
            rows.swap(last as usize, random.below(last + 1) as usize);
        }
        let mut pairs = Pairs::default();
        for (from, (to, hops, ways)) in rows {
            pairs.from.push(from);
            pairs.to.push(to);
            pairs.hops.push(hops);
            pairs.ways.push(ways);
        }
        pairs
    }
}

impl Pairs {
    /// Reads the pairs of that name which [`prepare`] wrote.
    pub fn read(folder: &Path, name: &str) -> io::Result<Self> {
        let column = |of: &str| read(folder, &format!("{name}-{of}"));
        Ok(Self {
            from: column("from")?,
            to: column("to")?,
            hops: column("hops").unwrap_or_default(),
            ways: column("ways").unwrap_or_default(),
        })
    }
}

fn write(folder: &Path, column: &str, numbers: &[u32]) -> io::Result<()> {
    let bytes: Vec<u8> = numbers.iter().flat_map(|n| n.to_le_bytes()).collect();
    fs::write(folder.join(column).with_extension("u32"), bytes)
}

fn read(folder: &Path, column: &str) -> io::Result<Vec<u32>> {
    let bytes = fs::read(folder.join(column).with_extension("u32"))?;
    let numbers = bytes.as_chunks::<4>().0.iter();
    Ok(numbers.map(|bytes| u32::from_le_bytes(*bytes)).collect())
}

/// A small generator of random numbers (splitmix64), the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        // The high half, scaled to the bound.
        (((z ^ (z >> 31)) >> 32).wrapping_mul(u64::from(bound)) >> 32) as u32
    }
}
