//! The paths between two things by their number of steps, one by one.
//!
//! Walks of one length share their steps ([`Layers`]); paths are the walks among them that repeat
//! nothing they may not, read depth first. That is fast as long as most walks are paths. Where it
//! finds none for long, another search goes on: [`Branches`] if the shortest are asked for, else
//! [`Deep`], which looks ahead whether an end can still be reached.

use crate::path::between::Meeting;
use crate::path::branch::{Branches, Order};
use crate::path::deep::Deep;
use crate::path::layers::{Layers, Lengths};
use crate::path::product::{Move, Product, Spot};
use crate::path::restrict::{Avoided, Restrictor, Used};
use crate::path::weigh::{Scale, Weight};
use crate::view::NodeId;
use rustc_hash::FxHashSet;
use std::convert::Infallible;
use std::ops::ControlFlow;

/// What goes on where paths become rare among walks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rare {
    /// The shortest paths, in order.
    Shortest,
    /// Any path.
    Some,
    /// All paths, in any order.
    All,
}

/// Through how many places in the middle walks are led at once, beyond the shortest.
const PART_OF_MIDDLE: usize = 64;
/// How many steps are looked at in vain before another search goes on, for ends that are near.
pub(super) const PATIENCE: usize = 1 << 17;
/// It is that often as much as so many places were seen until the two sides met.
const PART: usize = 1 << 14;

/// Paths from one thing to another by length; see the head of this file.
pub(super) struct ByLength<'p, 'v> {
    product: &'p Product<'v>,
    ends: (NodeId, NodeId),
    restrictor: Restrictor,
    max: u32,
    rare: Rare,
    lengths: Option<Lengths>,
    length: u32,
    /// Up to where the places in the middle have been led through.
    passed: usize,
    layers: Layers,
    /// The places of the current walk by layer, each with the step to try next.
    trail: Vec<(usize, usize)>,
    next_start: usize,
    walk: Vec<Move>,
    used: Used,
    /// The paths of this length that were given, where another search may go on.
    given: FxHashSet<Vec<Move>>,
    /// How much was looked at since a path was found.
    effort: usize,
    patience: usize,
    /// How many steps the longest walk has, once it is known; `None` within if there is no longest.
    longest: Option<Option<u32>>,
    /// How many lengths in a row had no walk.
    empty: usize,
    other: Option<Other<'p, 'v>>,
}

enum Other<'p, 'v> {
    Branches(Box<Branches<'p, 'v>>),
    Deep(Box<Deep<'p, 'v>>),
}

enum Turn {
    Found(Vec<Move>),
    Exhausted,
    Stuck,
}

const HOPS: &Weight = &Weight::Hops;

impl<'p, 'v> ByLength<'p, 'v> {
    pub(super) fn new(
        product: &'p Product<'v>,
        ends: (NodeId, NodeId),
        restrictor: Restrictor,
        max: u32,
        rare: Rare,
        patience: usize,
    ) -> Self {
        let (from, to) = ends;
        let ban = Avoided(product);
        let start = std::iter::once(product.start(from));
        let meeting = Meeting::between(product, start, true, product.ends(to), &ban, max);
        let (mut length, mut layers, mut seen, mut passed) = (0, Layers::default(), 0, 0);
        let lengths = meeting.map(|meeting| {
            length = meeting.length();
            seen = meeting.ahead.spots.len() + meeting.back.spots.len();
            let lengths = Lengths::new(product, meeting, &ban);
            // The shortest are told in the order of their steps, so they are needed all at once.
            passed = lengths.middle.len();
            layers = lengths.through(product, &ban, &lengths.middle);
            lengths
        });
        Self {
            product,
            ends,
            restrictor,
            max,
            rare,
            lengths,
            length,
            passed,
            layers,
            trail: Vec::new(),
            next_start: 0,
            walk: Vec::new(),
            used: restrictor.used(from, &[]),
            given: FxHashSet::default(),
            effort: 0,
            patience: patience.saturating_mul(1 + seen / PART),
            longest: None,
            empty: 0,
            other: None,
        }
    }

    /// Returns the next path.
    pub(super) fn next(&mut self) -> Option<Vec<Move>> {
        loop {
            if let Some(other) = &mut self.other {
                let walk = match other {
                    Other::Branches(branches) => branches.next()?.1,
                    Other::Deep(deep) => deep.next()?,
                };
                // The shorter ones were given before, and some of this length.
                let length = walk.len() as u32;
                if length > self.length || (length == self.length && !self.given.contains(&walk)) {
                    return Some(walk);
                }
                continue;
            }
            self.lengths.as_ref()?;
            if self.is_stuck() {
                self.turn_to_other();
                continue;
            }
            match self.turn() {
                Turn::Found(walk) => {
                    self.effort = 0;
                    if self.restrictor != Restrictor::Walk {
                        self.given.insert(walk.clone());
                    }
                    return Some(walk);
                }
                Turn::Stuck => self.turn_to_other(),
                Turn::Exhausted => self.lengthen()?,
            }
        }
    }

    /// Reads on to the next path of this length.
    fn turn(&mut self) -> Turn {
        let from = self.ends.0;
        let length = self.layers.length();
        if self.layers.is_empty() {
            return Turn::Exhausted;
        }
        loop {
            if self.is_stuck() {
                return Turn::Stuck;
            }
            let depth = self.trail.len();
            let Some((place, tried)) = self.trail.last_mut() else {
                if self.next_start >= self.layers.layers[0].len() {
                    return Turn::Exhausted;
                }
                self.trail.push((self.next_start, 0));
                self.next_start += 1;
                continue;
            };
            if depth > length {
                let walk = self.walk.clone();
                self.back_up(from);
                return Turn::Found(walk);
            }
            let step = self.layers.steps(depth - 1, *place).get(*tried);
            match step {
                None => self.back_up(from),
                Some((step, end)) => {
                    *tried += 1;
                    self.effort += 1;
                    if self.used.take(from, *step, depth == length) {
                        self.walk.push(*step);
                        self.trail.push((*end, 0));
                    }
                }
            }
        }
    }

    /// Tells whether paths are so rare among walks that another search must go on.
    fn is_stuck(&self) -> bool {
        self.effort > self.patience && self.restrictor != Restrictor::Walk
    }

    fn back_up(&mut self, from: NodeId) {
        self.trail.pop();
        if let Some(step) = self.walk.pop() {
            self.used.give_back(from, step);
        }
    }

    /// Goes on to more walks of this length or of the next at which there are some, or returns `None`
    /// if there are no more.
    fn lengthen(&mut self) -> Option<()> {
        let product = self.product;
        let ban = Avoided(product);
        let view = product.lens().view();
        let most = self
            .restrictor
            .longest(view.node_count(), view.edge_count());
        loop {
            if product.is_stopped() {
                self.lengths = None;
            }
            let lengths = self.lengths.as_mut()?;
            if self.passed < lengths.middle.len() {
                let end = lengths.middle.len().min(self.passed + PART_OF_MIDDLE);
                self.layers = lengths.through(product, &ban, &lengths.middle[self.passed..end]);
                self.passed = end;
                self.effort += self.layers.work;
                self.trail.clear();
                self.next_start = 0;
                if !self.layers.is_empty() {
                    return Some(());
                }
                continue;
            }
            self.length = self.length.checked_add(1)?;
            self.given.clear();
            let known = self.longest.flatten();
            let too_long = known.is_some_and(|longest| self.length > longest);
            if self.length > self.max || self.length as usize > most || too_long {
                self.lengths = None;
                return None;
            }
            if self.is_stuck() {
                return Some(());
            }
            let lengths = self.lengths.as_mut()?;
            let before = lengths.work;
            lengths.choose(product, &ban, self.length);
            self.effort += lengths.work - before;
            self.passed = 0;
            self.empty = match lengths.middle.is_empty() {
                true => self.empty + 1,
                false => 0,
            };
            // An expression may skip some lengths; when it skips more, it is asked whether there is
            // anything to come.
            if self.empty > product.states() && self.longest.is_none() {
                self.longest = Some(longest(product, lengths.meeting()));
            }
        }
    }

    fn turn_to_other(&mut self) {
        let (product, restrictor, max) = (self.product, self.restrictor, self.max);
        let order = match self.rare {
            Rare::All => {
                let deep = Deep::new(product, self.ends, restrictor, max);
                self.other = Some(Other::Deep(Box::new(deep)));
                return;
            }
            Rare::Shortest => Order::Cheapest,
            Rare::Some => Order::Deepest,
        };
        let scale = Scale::new(product.lens(), HOPS);
        let branches = Branches::new(product, scale, self.ends, restrictor, max, order);
        self.other = Some(Other::Branches(Box::new(branches)));
    }
}

/// Returns how many steps the longest walk between the ends of a meeting has, or `None` if there
/// are walks of any length.
///
/// Cost: O(places + steps) of the product.
fn longest(product: &Product<'_>, meeting: &mut Meeting) -> Option<u32> {
    let ban = Avoided(product);
    for side in [&mut meeting.ahead, &mut meeting.back] {
        while !side.is_done() {
            side.expand(product, &ban, None);
        }
    }
    let (ahead, back) = (&meeting.ahead, &meeting.back);
    // Places are taken once all that lead to them are; what is left over turns in circles. A place
    // that must not be passed through begins a walk or ends it: nothing in it leads on to more.
    let is_wall = |spot: &Spot| product.lens().avoids(spot.node);
    let useful = |spot: &Spot| {
        let begins = ahead.distance(product, *spot) == Some(0);
        (begins || !is_wall(spot)) && back.distance(product, *spot).is_some()
    };
    let mut sorted: Vec<Spot> = ahead.spots.iter().copied().filter(useful).collect();
    sorted.sort_unstable();
    let onward = |spot: Spot, see: &mut dyn FnMut(Option<usize>)| {
        let ControlFlow::Continue(()) = product.ahead(spot, |step| {
            if is_wall(&step.spot) {
                let ends = back.distance(product, step.spot) == Some(0);
                if ends {
                    see(None);
                }
            } else if let Ok(at) = sorted.binary_search(&step.spot) {
                see(Some(at));
            }
            ControlFlow::<Infallible>::Continue(())
        });
    };
    let mut coming = vec![0_u32; sorted.len()];
    for spot in &sorted {
        onward(*spot, &mut |at| {
            if let Some(at) = at {
                coming[at] += 1;
            }
        });
    }
    let mut open: Vec<usize> = (0..sorted.len()).filter(|at| coming[*at] == 0).collect();
    let mut steps = vec![0_u32; sorted.len()];
    let (mut taken, mut most) = (0, 0);
    while let Some(at) = open.pop() {
        taken += 1;
        most = most.max(steps[at]);
        let next = steps[at] + 1;
        onward(sorted[at], &mut |end| {
            let Some(end) = end else {
                most = most.max(next);
                return;
            };
            steps[end] = steps[end].max(next);
            coming[end] -= 1;
            if coming[end] == 0 {
                open.push(end);
            }
        });
    }
    (taken == sorted.len()).then_some(most)
}
