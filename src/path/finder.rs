//! One shortest walk between two nodes, again and again: for those who ask about many pairs.
//!
//! As in `between`, both sides take whole levels in turn; but here the search is over as soon as
//! they touch, and its marks are kept from pair to pair. So it gives some shortest walk, the same on
//! every run, and not the first in the order of steps. Only places are noted on the way: which edges
//! lie between them is looked up for the walk alone.

use crate::path::product::{Move, Product, Spot, Way};
use crate::view::{Bare, Direction, Heading, Hop, NodeId};
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
    bare: Option<[Vec<Bare<'v>>; 2]>,
}

/// A place that was seen, and the place in the list from which it was.
#[derive(Clone, Copy, Debug)]
struct Seen {
    spot: Spot,
    before: u32,
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
        let spots = self.search(from, to);
        for seen in self.ahead.drain(..).chain(self.back.drain(..)) {
            self.marks[self.product.key(seen.spot) as usize] = 0;
        }
        spots.map(|spots| self.walk(&spots))
    }

    /// Returns the places of a shortest walk.
    fn search(&mut self, from: NodeId, to: NodeId) -> Option<Vec<Spot>> {
        let product = self.product;
        let start = product.start(from);
        if from == to && product.accepts(start.state) {
            return Some(vec![start]);
        }
        self.see(Way::Ahead, start);
        for spot in product.ends(to) {
            self.see(Way::Back, spot);
        }
        let (mut ahead, mut back) = (0..self.ahead.len(), 0..self.back.len());
        let mut depth = 0;
        while depth < self.max && !ahead.is_empty() && !back.is_empty() {
            let work = |list: &[Seen], way| -> usize {
                list.iter().map(|seen| product.work(seen.spot, way)).sum()
            };
            let nearer = work(&self.ahead[ahead.clone()], Way::Ahead)
                <= work(&self.back[back.clone()], Way::Back);
            let (way, level) = match nearer {
                true => (Way::Ahead, &mut ahead),
                false => (Way::Back, &mut back),
            };
            let touched = match &self.bare {
                Some(_) => self.expand_bare(way, level.clone()),
                None => self.expand(way, level.clone()),
            };
            if let Some((place, touched)) = touched {
                return Some(self.spots(way, place, touched));
            }
            let end = match way {
                Way::Ahead => self.ahead.len(),
                Way::Back => self.back.len(),
            };
            *level = level.end..end;
            depth += 1;
        }
        None
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
        });
    }

    /// Takes the next level of one side. Where a step touches the other side, it returns the place in
    /// the list from which it goes, and where it leads.
    fn expand(&mut self, way: Way, level: Range<usize>) -> Option<(usize, Spot)> {
        let (product, marks) = (self.product, &mut self.marks);
        let (list, others) = match way {
            Way::Ahead => (&mut self.ahead, &self.back),
            Way::Back => (&mut self.back, &self.ahead),
        };
        for place in level {
            let Seen { spot, before } = list[place];
            if before != NOWHERE && product.lens().avoids(spot.node) {
                continue;
            }
            let touched = product.visit(spot, way, |step: Move| {
                let mark = &mut marks[product.key(step.spot) as usize];
                if *mark == 0 {
                    *mark = way.mark();
                    list.push(Seen {
                        spot: step.spot,
                        before: place as u32,
                    });
                } else if *mark != way.mark() {
                    // Where a walk may not pass through, it only begins or ends.
                    let avoided = product.lens().avoids(step.spot.node);
                    let is_end = |seen: &Seen| seen.spot == step.spot && seen.before == NOWHERE;
                    if !avoided || others.iter().any(is_end) {
                        return ControlFlow::Break(step.spot);
                    }
                }
                ControlFlow::Continue(())
            });
            if let ControlFlow::Break(spot) = touched {
                return Some((place, spot));
            }
        }
        None
    }

    /// Does the same where there is one state, every edge counts and nothing is avoided.
    fn expand_bare(&mut self, way: Way, level: Range<usize>) -> Option<(usize, Spot)> {
        let marks = &mut self.marks[..];
        let list = match way {
            Way::Ahead => &mut self.ahead,
            Way::Back => &mut self.back,
        };
        let lists = &self.bare.as_ref()?[usize::from(way == Way::Back)];
        for place in level {
            let node = list[place].spot.node.index();
            for Bare { starts, ends, .. } in lists {
                for end in &ends[starts[node] as usize..starts[node + 1] as usize] {
                    let mark = &mut marks[*end as usize];
                    if *mark == way.mark() {
                        continue;
                    }
                    let spot = Spot {
                        node: NodeId::from_index(*end as usize),
                        state: 0,
                    };
                    if *mark != 0 {
                        return Some((place, spot));
                    }
                    *mark = way.mark();
                    list.push(Seen {
                        spot,
                        before: place as u32,
                    });
                }
            }
        }
        None
    }

    /// Returns the places of the walk whose sides touch where a step from `place` leads to `touched`.
    fn spots(&self, way: Way, place: usize, touched: Spot) -> Vec<Spot> {
        let other = match way {
            Way::Ahead => &self.back,
            Way::Back => &self.ahead,
        };
        let met = other.iter().position(|seen| seen.spot == touched);
        let met = met.expect("the other side has seen it");
        let (near, far) = match way {
            Way::Ahead => (place, met),
            Way::Back => (met, place),
        };
        let mut spots = trace(&self.ahead, near);
        spots.reverse();
        spots.extend(trace(&self.back, far));
        spots
    }

    /// Returns the steps between places, the first of several in their order.
    fn walk(&self, spots: &[Spot]) -> Vec<Hop> {
        let hop = |pair: &[Spot]| {
            let found = self
                .product
                .ahead(pair[0], |step| match step.spot == pair[1] {
                    true => ControlFlow::Break(step.hop()),
                    false => ControlFlow::Continue(()),
                });
            match found {
                ControlFlow::Break(hop) => hop,
                ControlFlow::Continue(()) => unreachable!("a step was taken between the places"),
            }
        };
        spots.windows(2).map(hop).collect()
    }
}

/// Returns the places from one in a list to the end that the list began with.
fn trace(list: &[Seen], place: usize) -> Vec<Spot> {
    let first = list.get(place);
    let chain = std::iter::successors(first, |seen| list.get(seen.before as usize));
    chain.map(|seen| seen.spot).collect()
}

/// Returns the arrays to walk ahead and back, if the lens lets everything through.
fn bare<'v>(product: &Product<'v>, heading: Heading) -> Option<[Vec<Bare<'v>>; 2]> {
    let with = product.lens().bare(Direction::With)?;
    let against = product.lens().bare(Direction::Against)?;
    Some(match heading {
        Heading::Forward => [vec![with], vec![against]],
        Heading::Backward => [vec![against], vec![with]],
        Heading::Either => [vec![with, against], vec![with, against]],
    })
}
