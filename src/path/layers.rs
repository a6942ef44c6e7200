//! All walks of one length at once: the steps that they share, counted whole and read one by one.
//!
//! ```text
//! layer   0      1      2      3 = length
//!         s ──▶ u ──▶ v ──▶ t      every place lies on a walk of this length from
//!           ╲──▶ w ──╱               a start to a target: there are no blind alleys
//! ```
//!
//! A walk that is `slack` steps longer than the shortest may come to a place up to `slack` steps
//! later than a shortest walk would. So a layer holds the places that can be reached in just so many
//! steps and lie at most `slack` nearer: for the shortest walks it is a level of a breadth-first
//! search, and only long detours make layers large.

use crate::path::between::{Ban, Meeting, Side};
use crate::path::product::{Move, Product, Spot};
use num_bigint::BigUint;
use std::convert::Infallible;
use std::ops::ControlFlow;

/// The walks of one length between two sets of ends, held as the steps that they share.
#[derive(Clone, Debug, Default)]
pub(super) struct Layers {
    /// The places of each layer, sorted.
    pub(super) layers: Vec<Vec<Spot>>,
    /// By layer and place: where its steps begin in `steps`; one more entry for the end.
    starts: Vec<Vec<usize>>,
    /// By layer: the steps to the next, each with the place of its end there.
    steps: Vec<Vec<(Move, usize)>>,
    /// How much was looked at to find this.
    pub(super) work: usize,
}

impl Layers {
    /// Finds the walks of `length` steps between the ends of a meeting, whose sides grow as needed.
    ///
    /// Cost: O(steps of the product within `length`), times the slack and one in the worst case.
    pub(super) fn of(
        product: &Product<'_>,
        meeting: &mut Meeting,
        ban: &impl Ban,
        length: u32,
    ) -> Self {
        let slack = length - meeting.length();
        let (ahead, back) = (&mut meeting.ahead, &mut meeting.back);
        while ahead.depth() + back.depth() < length {
            match (ahead.is_done(), back.is_done()) {
                (true, true) => break,
                (true, false) => _ = back.expand(product, ban, None),
                (false, true) => _ = ahead.expand(product, ban, None),
                (false, false) if ahead.work() <= back.work() => {
                    ahead.expand(product, ban, None);
                }
                (false, false) => _ = back.expand(product, ban, None),
            }
        }
        let far = match ahead.depth() + back.depth() < length {
            // Both sides are done: all distances are known.
            true => length - ahead.depth(),
            false => back.depth().min(length),
        };
        let mut layers = Self::default();
        let near = layers.grow(product, ahead, ban, length, length - far, slack);
        let beyond = layers.grow(product, back, ban, length, far, slack);
        layers.join(product, ban, near, beyond);
        layers
    }

    /// Returns the places at each of `depth` steps from one side, not nearer than slack allows.
    fn grow(
        &mut self,
        product: &Product<'_>,
        side: &Side,
        ban: &impl Ban,
        length: u32,
        depth: u32,
        slack: u32,
    ) -> Vec<Vec<Spot>> {
        let mut layers = vec![side.level(0).to_vec()];
        layers[0].sort_unstable();
        for steps in 1..=depth {
            let mut next = Vec::new();
            for spot in &layers[steps as usize - 1] {
                let ControlFlow::Continue(()) = product.visit(*spot, side.way(), |step| {
                    self.work += 1;
                    let nearest = side.distance(product, step.spot);
                    if nearest.is_some_and(|nearest| steps - nearest <= slack)
                        && !ban.edge(step.edge)
                        && (steps == length || !ban.node(step.spot.node))
                    {
                        next.push(step.spot);
                    }
                    ControlFlow::<Infallible>::Continue(())
                });
            }
            next.sort_unstable();
            next.dedup();
            layers.push(next);
        }
        layers
    }

    /// Joins the layers of both sides where they meet, and gathers the steps that are on walks.
    fn join(
        &mut self,
        product: &Product<'_>,
        ban: &impl Ban,
        mut near: Vec<Vec<Spot>>,
        mut beyond: Vec<Vec<Spot>>,
    ) {
        let holds = |layer: &[Spot], spot: Spot| layer.binary_search(&spot).is_ok();
        let (mut meet, other) = (near.pop(), beyond.pop());
        let (Some(meet), Some(other)) = (meet.as_mut(), other) else {
            return;
        };
        meet.retain(|spot| holds(&other, *spot));
        let mut layers = vec![std::mem::take(meet)];
        // Back to the start, through places that were reached from there …
        while let Some(reached) = near.pop() {
            let mut before = Vec::new();
            for spot in &layers[layers.len() - 1] {
                let ControlFlow::Continue(()) = product.back(*spot, |step| {
                    self.work += 1;
                    if !ban.edge(step.edge) && holds(&reached, step.spot) {
                        before.push(step.spot);
                    }
                    ControlFlow::<Infallible>::Continue(())
                });
            }
            before.sort_unstable();
            before.dedup();
            layers.push(before);
        }
        layers.reverse();
        // … and on to the end, noting the steps on the way.
        let mut at = 0;
        while at < layers.len() {
            let reached = match layers.get(at + 1) {
                Some(_) => None,
                None => match beyond.pop() {
                    Some(reached) => Some(reached),
                    None => break,
                },
            };
            let within = reached.as_ref().unwrap_or_else(|| &layers[at + 1]);
            let mut starts = vec![0];
            let mut steps = Vec::new();
            for spot in &layers[at] {
                let ControlFlow::Continue(()) = product.ahead(*spot, |step| {
                    self.work += 1;
                    if !ban.edge(step.edge) && holds(within, step.spot) {
                        steps.push((step, 0));
                    }
                    ControlFlow::<Infallible>::Continue(())
                });
                starts.push(steps.len());
            }
            let mut next: Vec<Spot> = steps.iter().map(|(step, _)| step.spot).collect();
            next.sort_unstable();
            next.dedup();
            for (step, place) in &mut steps {
                *place = next.partition_point(|spot| *spot < step.spot);
            }
            match layers.get_mut(at + 1) {
                Some(layer) => *layer = next,
                None => layers.push(next),
            }
            self.starts.push(starts);
            self.steps.push(steps);
            at += 1;
        }
        self.layers = layers;
    }

    /// Tells whether there is no walk.
    pub(super) fn is_empty(&self) -> bool {
        self.layers.first().is_none_or(Vec::is_empty)
    }

    /// Returns how many steps each walk has.
    pub(super) fn length(&self) -> usize {
        self.steps.len()
    }

    /// Returns the steps from a place, each with the place of its end in the next layer.
    pub(super) fn steps(&self, layer: usize, place: usize) -> &[(Move, usize)] {
        let starts = &self.starts[layer];
        &self.steps[layer][starts[place]..starts[place + 1]]
    }

    /// Returns how many walks there are, exactly. Cost: O(steps), times the digits of the number.
    pub(super) fn count(&self) -> BigUint {
        let ends = self.layers.last().map_or(0, Vec::len);
        let mut small: Vec<u128> = vec![1; ends];
        for layer in (0..self.length()).rev() {
            let ways = |place| {
                let mut steps = self.steps(layer, place).iter();
                steps.try_fold(0_u128, |sum, (_, end)| sum.checked_add(small[*end]))
            };
            match (0..self.layers[layer].len()).map(ways).collect() {
                Some(ways) => small = ways,
                None => {
                    let large = small.into_iter().map(BigUint::from).collect();
                    return self.count_large(layer + 1, large);
                }
            }
        }
        small.into_iter().map(BigUint::from).sum()
    }

    /// Counts on from a layer in numbers without bound.
    fn count_large(&self, from: usize, mut ways: Vec<BigUint>) -> BigUint {
        for layer in (0..from).rev() {
            let places = 0..self.layers[layer].len();
            let sum = |place| {
                self.steps(layer, place)
                    .iter()
                    .map(|(_, end)| &ways[*end])
                    .sum()
            };
            ways = places.map(sum).collect();
        }
        ways.into_iter().sum()
    }
}
