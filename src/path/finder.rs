//! One shortest walk between two nodes, again and again: for those who ask about many pairs.
//!
//! As in `between`, both sides take whole levels in turn; but here the search is over as soon as
//! they touch, and its marks are kept from pair to pair. So it gives some shortest walk, the same on
//! every run, and not the first in the order of steps. Of each step its place is noted on the way:
//! which edge stands there is looked up for the walk alone.

use crate::path::product::{Move, Product, Spot, Way};
use crate::view::{Bare, Direction, EdgeId, Heading, Hop, NodeId};
use std::iter;
use std::ops::{ControlFlow, Range};

/// Finds shortest walks, pair by pair; made by [`Search::finder`](crate::path::Search::finder).
#[derive(Clone, Debug)]
pub struct Finder<'s, 'v> {
    product: &'s Product<'v>,
    max: u32,
    /// By place: which side has seen it.
    marks: Vec<u8>,
    ahead: Vec<Seen>,
    back: Vec<Seen>,
    /// The arrays to walk ahead and back, if there is nothing to ask on the way.
    bare: Option<[BareSteps<'v>; 2]>,
}

/// Arrays of steps, each with the direction in which they are walked, read forward.
type BareSteps<'v> = Vec<(Bare<'v>, Direction)>;

/// A place that was seen.
#[derive(Clone, Copy, Debug)]
struct Seen {
    spot: Spot,
    /// The place in the list from which it was.
    before: u32,
    /// The step between: the edge and, in the lowest bit, its direction; of bare arrays, the place
    /// there and which of them.
    step: u32,
}

/// The end of a walk comes from nowhere.
const NOWHERE: u32 = u32::MAX;

impl Way {
    fn mark(self) -> u8 {
        match self {
            Self::Ahead => 1,
            Self::Back => 2,
        }
    }
}

impl<'s, 'v> Finder<'s, 'v> {
    pub(super) fn new(product: &'s Product<'v>, max: u32) -> Self {
        Self {
            product,
            max,
            marks: vec![0; product.room() as usize],
            ahead: Vec::new(),
            back: Vec::new(),
            bare: product.any_way().and_then(|heading| bare(product, heading)),
        }
    }

    /// Returns the steps of a shortest walk from one node to another, or `None` if there is none.
    ///
    /// Cost: O(places + steps) in the worst case; on graphs with short distances about the square
    /// root of what a one-sided search sees.
    pub fn shortest(&mut self, from: NodeId, to: NodeId) -> Option<Vec<Hop>> {
        let hops = self.search(from, to);
        for seen in self.ahead.drain(..).chain(self.back.drain(..)) {
            self.marks[self.product.key(seen.spot) as usize] = 0;
        }
        hops
    }

    /// Searches until both sides touch.
    fn search(&mut self, from: NodeId, to: NodeId) -> Option<Vec<Hop>> {
        let product = self.product;
        let start = product.start(from);
        if from == to && product.accepts(start.state) {
            return Some(Vec::new());
        }
        self.see(Way::Ahead, start);
        for spot in product.ends(to) {
            self.see(Way::Back, spot);
        }
        let (mut ahead, mut back) = (0..self.ahead.len(), 0..self.back.len());
        let mut work = [
            self.work(Way::Ahead, ahead.clone()),
            self.work(Way::Back, back.clone()),
        ];
        let mut depth = 0;
        while depth < self.max && !ahead.is_empty() && !back.is_empty() {
            let (way, level) = match work[0] <= work[1] {
                true => (Way::Ahead, &mut ahead),
                false => (Way::Back, &mut back),
            };
            let touched = match &self.bare {
                Some(_) => self.expand_bare(way, level.clone()),
                None => self.expand(way, level.clone()),
            };
            if let Some(touched) = touched {
                return Some(self.walk(way, touched));
            }
            *level = level.end..self.list(way).len();
            work[way as usize] = self.work(way, level.clone());
            depth += 1;
        }
        None
    }

    fn list(&self, way: Way) -> &[Seen] {
        match way {
            Way::Ahead => &self.ahead,
            Way::Back => &self.back,
        }
    }

    /// Returns about how many steps lead on from a level of one side.
    fn work(&self, way: Way, level: Range<usize>) -> usize {
        let level = &self.list(way)[level];
        let Some(bare) = &self.bare else {
            let steps = level.iter().map(|seen| self.product.work(seen.spot, way));
            return steps.sum();
        };
        // To look a place up costs something, too.
        let mut work = level.len();
        for (Bare { starts, .. }, _) in &bare[way as usize] {
            for seen in level {
                let starts = &starts[seen.spot.node.index()..][..2];
                work += (starts[1] - starts[0]) as usize;
            }
        }
        work
    }

    /// Puts an end into its list.
    fn see(&mut self, way: Way, spot: Spot) {
        let list = match way {
            Way::Ahead => &mut self.ahead,
            Way::Back => &mut self.back,
        };
        self.marks[self.product.key(spot) as usize] = way.mark();
        list.push(Seen {
            spot,
            before: NOWHERE,
            step: 0,
        });
    }

    /// Takes the next level of one side. Where a step touches the other side, it returns the place to
    /// which it leads.
    fn expand(&mut self, way: Way, level: Range<usize>) -> Option<Seen> {
        let (product, marks) = (self.product, &mut self.marks);
        let (list, others) = match way {
            Way::Ahead => (&mut self.ahead, &self.back),
            Way::Back => (&mut self.back, &self.ahead),
        };
        for place in level {
            let Seen { spot, before, .. } = list[place];
            if before != NOWHERE && product.lens().avoids(spot.node) {
                continue;
            }
            let touched = product.visit(spot, way, |step: Move| {
                let mark = &mut marks[product.key(step.spot) as usize];
                let seen = Seen {
                    spot: step.spot,
                    before: place as u32,
                    step: (step.edge.index() as u32) << 1 | step.direction as u32,
                };
                if *mark == 0 {
                    *mark = way.mark();
                    list.push(seen);
                } else if *mark != way.mark() {
                    // Where a walk may not pass through, it only begins or ends.
                    let avoided = product.lens().avoids(step.spot.node);
                    let is_end = |seen: &Seen| seen.spot == step.spot && seen.before == NOWHERE;
                    if !avoided || others.iter().any(is_end) {
                        return ControlFlow::Break(seen);
                    }
                }
                ControlFlow::Continue(())
            });
            if let ControlFlow::Break(seen) = touched {
                return Some(seen);
            }
        }
        None
    }

    /// Does the same where there is one state, every edge counts and nothing is avoided.
    fn expand_bare(&mut self, way: Way, level: Range<usize>) -> Option<Seen> {
        let marks = &mut self.marks[..];
        let list = match way {
            Way::Ahead => &mut self.ahead,
            Way::Back => &mut self.back,
        };
        let lists = &self.bare.as_ref()?[way as usize];
        for place in level {
            let node = list[place].spot.node.index();
            for (which, (Bare { starts, ends, .. }, _)) in lists.iter().enumerate() {
                let range = starts[node] as usize..starts[node + 1] as usize;
                for (at, end) in range.clone().zip(&ends[range]) {
                    let mark = &mut marks[*end as usize];
                    if *mark == way.mark() {
                        continue;
                    }
                    let seen = Seen {
                        spot: Spot {
                            node: NodeId::from_index(*end as usize),
                            state: 0,
                        },
                        before: place as u32,
                        step: (at as u32) << 1 | which as u32,
                    };
                    if *mark != 0 {
                        return Some(seen);
                    }
                    *mark = way.mark();
                    list.push(seen);
                }
            }
        }
        None
    }

    /// Returns the walk whose sides touch where a step leads to `touched`.
    fn walk(&self, way: Way, touched: Seen) -> Vec<Hop> {
        let other = match way {
            Way::Ahead => &self.back,
            Way::Back => &self.ahead,
        };
        let met = other.iter().find(|seen| seen.spot == touched.spot);
        let met = *met.expect("the other side has seen it");
        let (front, rear) = match way {
            Way::Ahead => (touched, met),
            Way::Back => (met, touched),
        };
        let hops = trace(&self.ahead, front);
        let hops = hops.map(|seen| self.hop(Way::Ahead, seen.step, seen.spot));
        let mut hops: Vec<Hop> = hops.collect();
        hops.reverse();
        hops.extend(trace(&self.back, rear).map(|seen| {
            let end = self.back[seen.before as usize].spot;
            self.hop(Way::Back, seen.step, end)
        }));
        hops
    }

    /// Returns the step that one side noted, which leads to `end`.
    fn hop(&self, way: Way, step: u32, end: Spot) -> Hop {
        let (at, which) = (step as usize >> 1, step as usize & 1);
        let (edge, direction) = match &self.bare {
            Some(bare) => {
                let (steps, direction) = &bare[way as usize][which];
                (steps.edge(at), *direction)
            }
            None => {
                let directions = [Direction::With, Direction::Against];
                (EdgeId::from_index(at), directions[which])
            }
        };
        Hop {
            edge,
            direction,
            node: end.node,
        }
    }
}

/// Returns a place and those before it in a list, without the end that the list began with.
fn trace(list: &[Seen], first: Seen) -> impl Iterator<Item = Seen> {
    let chain = iter::successors(Some(first), |seen| list.get(seen.before as usize).copied());
    chain.take_while(|seen| seen.before != NOWHERE)
}

/// Returns the arrays to walk ahead and back, each with the direction of its steps read forward, if
/// the lens lets everything through.
fn bare<'v>(product: &Product<'v>, heading: Heading) -> Option<[BareSteps<'v>; 2]> {
    let with = product.lens().bare(Direction::With)?;
    let against = product.lens().bare(Direction::Against)?;
    let forward = [(with, Direction::With), (against, Direction::With)];
    let backward = [(against, Direction::Against), (with, Direction::Against)];
    let of = |way: usize| match heading {
        Heading::Forward => vec![forward[way]],
        Heading::Backward => vec![backward[way]],
        Heading::Either => vec![forward[way], backward[way]],
    };
    Some([of(0), of(1)])
}
