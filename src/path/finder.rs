//! One shortest walk between two nodes, again and again: for those who ask about many pairs.
//!
//! As in `between`, both sides take whole levels in turn; but here the search is over as soon as
//! they touch, and its marks are kept from pair to pair. So it gives some shortest walk, the same on
//! every run, and not the first in the order of steps.

use crate::path::product::{Move, Product, Spot, Way};
use crate::view::{Hop, NodeId};
use std::ops::ControlFlow;

/// Finds shortest walks, pair by pair; made by [`Search::finder`](crate::path::Search::finder).
#[derive(Clone, Debug)]
pub struct Finder<'s, 'v> {
    product: &'s Product<'v>,
    max: u32,
    /// By place: where it stands in the list of the side that saw it, and one more; 0 if not seen.
    marks: Vec<u32>,
    ahead: Vec<Seen>,
    back: Vec<Seen>,
}

/// A place that was seen.
#[derive(Clone, Copy, Debug)]
struct Seen {
    /// The step that led here, its spot this place; at the ends it means nothing.
    step: Move,
    /// Where the step came from in the list.
    before: u32,
}

/// Marks of the side that searches from the end.
const BACK: u32 = 1 << 31;

impl<'s, 'v> Finder<'s, 'v> {
    pub(super) fn new(product: &'s Product<'v>, max: u32) -> Self {
        Self {
            product,
            max,
            marks: vec![0; product.room() as usize],
            ahead: Vec::new(),
            back: Vec::new(),
        }
    }

    /// Returns the steps of a shortest walk from one node to another, or `None` if there is none.
    ///
    /// Cost: O(places + steps) in the worst case; on graphs with short distances about the square
    /// root of what a one-sided search sees.
    pub fn shortest(&mut self, from: NodeId, to: NodeId) -> Option<Vec<Hop>> {
        let walk = self.search(from, to);
        for seen in self.ahead.drain(..).chain(self.back.drain(..)) {
            self.marks[self.product.key(seen.step.spot) as usize] = 0;
        }
        walk
    }

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
        let mut depth = 0;
        while depth < self.max && !ahead.is_empty() && !back.is_empty() {
            let work = |list: &[Seen], way| -> usize {
                list.iter()
                    .map(|seen| product.work(seen.step.spot, way))
                    .sum()
            };
            let nearer = work(&self.ahead[ahead.clone()], Way::Ahead)
                <= work(&self.back[back.clone()], Way::Back);
            let (way, level) = match nearer {
                true => (Way::Ahead, &mut ahead),
                false => (Way::Back, &mut back),
            };
            if let Some((near, far)) = self.expand(way, level.clone()) {
                return Some(self.walk(near, far));
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
        let (list, mark) = match way {
            Way::Ahead => (&mut self.ahead, 0),
            Way::Back => (&mut self.back, BACK),
        };
        let key = self.product.key(spot) as usize;
        self.marks[key] = mark | (list.len() as u32 + 1);
        list.push(Seen {
            step: Move::none(spot),
            before: u32::MAX,
        });
    }

    /// Takes the next level of one side. Where it touches the other, it returns the places in both
    /// lists, that of the start first, between which a step closes the walk: one of them was just
    /// put into its list for it.
    fn expand(&mut self, way: Way, level: std::ops::Range<usize>) -> Option<(usize, usize)> {
        let (product, marks) = (self.product, &mut self.marks);
        let (list, others, mark) = match way {
            Way::Ahead => (&mut self.ahead, &self.back, 0),
            Way::Back => (&mut self.back, &self.ahead, BACK),
        };
        for place in level {
            let Seen { step, before } = list[place];
            let ends = before == u32::MAX;
            if !ends && product.lens().avoids(step.spot.node) {
                continue;
            }
            let touched = product.visit(step.spot, way, |step| {
                let key = product.key(step.spot) as usize;
                let seen = marks[key];
                if seen == 0 {
                    marks[key] = mark | (list.len() as u32 + 1);
                    list.push(Seen {
                        step,
                        before: place as u32,
                    });
                } else if (seen ^ mark) & BACK != 0 {
                    let other = (seen & !BACK) as usize - 1;
                    let ends = others[other].before == u32::MAX;
                    if ends || !product.lens().avoids(step.spot.node) {
                        return ControlFlow::Break((step, other));
                    }
                }
                ControlFlow::Continue(())
            });
            if let ControlFlow::Break((step, other)) = touched {
                // The place belongs to the other side: its mark stays what it is.
                let own = list.len();
                list.push(Seen {
                    step,
                    before: place as u32,
                });
                return Some(match way {
                    Way::Ahead => (own, other),
                    Way::Back => (other, own),
                });
            }
        }
        None
    }

    /// Puts the two halves together: both places are the same spot.
    fn walk(&self, near: usize, far: usize) -> Vec<Hop> {
        let mut walk = Vec::new();
        let mut here = self.ahead[near];
        while here.before != u32::MAX {
            walk.push(here.step.hop());
            here = self.ahead[here.before as usize];
        }
        walk.reverse();
        let mut here = self.back[far];
        while here.before != u32::MAX {
            // Found from its end, a step knows where it begins.
            let end = self.back[here.before as usize];
            walk.push(Hop {
                node: end.step.spot.node,
                ..here.step.hop()
            });
            here = end;
        }
        walk
    }
}
