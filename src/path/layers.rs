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
//! search, and only long detours make layers large. From length to length the layers grow: what was
//! looked at for the shorter walks is not looked at again.

use crate::path::between::{Ban, Meeting, Side};
use crate::path::product::{Move, Product, Spot, Way};
use num_bigint::BigUint;
use std::convert::Infallible;
use std::ops::ControlFlow;

/// The places that lie just so many steps from each side of a meeting, for one length of walks after
/// another.
#[derive(Clone, Debug)]
pub(super) struct Lengths {
    meeting: Meeting,
    near: Grown,
    far: Grown,
    /// How many steps of the present length lie on the near side and on the far side.
    split: [usize; 2],
    /// The places between both sides through which walks of the present length lead, sorted.
    pub(super) middle: Vec<Spot>,
    /// How much was looked at so far.
    pub(super) work: usize,
}

/// The layers of one side.
#[derive(Clone, Debug)]
struct Grown {
    slack: u32,
    /// By number of steps: the places, sorted.
    layers: Vec<Vec<Spot>>,
    /// By number of steps: places that lie nearer than slack allows as yet.
    held: Vec<Vec<Spot>>,
    /// By number of steps: places that must not be passed through; they can only be an end.
    walls: Vec<Vec<Spot>>,
}

impl Lengths {
    /// Begins with the places of the shortest walks.
    pub(super) fn new(product: &Product<'_>, meeting: Meeting, ban: &impl Ban) -> Self {
        let length = meeting.length();
        let mut lengths = Self {
            near: Grown::new(&meeting.ahead),
            far: Grown::new(&meeting.back),
            meeting,
            split: [0; 2],
            middle: Vec::new(),
            work: 0,
        };
        lengths.choose(product, ban, length);
        lengths
    }

    /// Returns the sides, from which all distances can be had.
    pub(super) fn meeting(&mut self) -> &mut Meeting {
        &mut self.meeting
    }

    /// Goes on to the walks of `length` steps, not fewer than before.
    ///
    /// Cost: O(steps of the product within `length`), times the slack and one in the worst case, over
    /// all lengths up to this.
    pub(super) fn choose(&mut self, product: &Product<'_>, ban: &impl Ban, length: u32) {
        let slack = length - self.meeting.length();
        let (ahead, back) = (&mut self.meeting.ahead, &mut self.meeting.back);
        while ahead.depth() + back.depth() < length {
            let nearer = ahead.work(product) <= back.work(product);
            match (ahead.is_done(), back.is_done()) {
                (true, true) => break,
                (false, true) => _ = ahead.expand(product, ban, None),
                (true, false) => _ = back.expand(product, ban, None),
                (false, false) if nearer => _ = ahead.expand(product, ban, None),
                (false, false) => _ = back.expand(product, ban, None),
            }
        }
        let far = match ahead.depth() + back.depth() < length {
            // Both sides are done: all distances are known.
            true => length - ahead.depth(),
            false => back.depth().min(length),
        };
        let (a, b) = ((length - far) as usize, far as usize);
        self.work += self.near.grow(product, ahead, ban, a, slack);
        self.work += self.far.grow(product, back, ban, b, slack);
        self.split = [a, b];
        let (near, far) = (&self.near, &self.far);
        let mut middle = both(&near.layers[a], &far.layers[b]);
        // An end may be where no walk passes through.
        if b == 0 {
            middle.extend(both(&near.walls[a], &far.layers[0]));
        }
        if a == 0 {
            middle.extend(both(&near.layers[0], &far.walls[b]));
        }
        middle.sort_unstable();
        middle.dedup();
        self.middle = middle;
    }

    /// Joins both sides where walks of the present length lead through some of the places in the
    /// middle.
    ///
    /// Cost: O(steps at the places of these walks).
    pub(super) fn through(&self, product: &Product<'_>, ban: &impl Ban, middle: &[Spot]) -> Layers {
        let [a, b] = self.split;
        let (ahead, back) = (&self.meeting.ahead, &self.meeting.back);
        let holds = |layer: &[Spot], spot: Spot| layer.binary_search(&spot).is_ok();
        let mut work = 0;
        let mut layers = vec![middle.to_vec()];
        // Back to the start, through places that were reached from there …
        for (at, reached) in self.near.layers[..a].iter().enumerate().rev() {
            let level = &layers[layers.len() - 1];
            // A thing with very many steps to it is sooner found from those that step to it.
            let most: usize = level
                .iter()
                .map(|spot| product.work(*spot, Way::Back))
                .sum();
            let mut works = reached.iter().map(|spot| product.work(*spot, Way::Ahead));
            let total = works.try_fold(0, |sum, work| Some(sum + work).filter(|sum| *sum < most));
            if total.is_some() {
                let leads = |spot: &&Spot| {
                    let found = product.ahead(**spot, |step| {
                        work += 1;
                        match !ban.edge(step.edge) && holds(level, step.spot) {
                            true => ControlFlow::Break(()),
                            false => ControlFlow::Continue(()),
                        }
                    });
                    found.is_break()
                };
                let before = reached.iter().filter(leads).copied().collect();
                layers.push(before);
                continue;
            }
            let mut before = Vec::new();
            for spot in level {
                let ControlFlow::Continue(()) = product.back(*spot, |step| {
                    work += 1;
                    if !ban.edge(step.edge) && self.near.has(product, ahead, step.spot, at) {
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
        let mut found = Layers::default();
        for at in 0..a + b {
            let within = layers.get(at + 1);
            let leads = |spot: Spot| match within {
                Some(layer) => holds(layer, spot),
                None => self.far.has(product, back, spot, a + b - at - 1),
            };
            let mut starts = Vec::with_capacity(layers[at].len() + 1);
            starts.push(0);
            let mut steps = Vec::new();
            for spot in &layers[at] {
                let ControlFlow::Continue(()) = product.ahead(*spot, |step| {
                    work += 1;
                    if !ban.edge(step.edge) && leads(step.spot) {
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
            found.starts.push(starts);
            found.steps.push(steps);
        }
        found.layers = layers;
        found.work = work;
        found
    }
}

impl Grown {
    fn new(side: &Side) -> Self {
        let mut ends = side.level(0).to_vec();
        ends.sort_unstable();
        Self {
            slack: 0,
            layers: vec![ends],
            held: vec![Vec::new()],
            walls: vec![Vec::new()],
        }
    }

    /// Tells whether a layer holds a place. Most places were not seen so near to the side, which is
    /// sooner known than whether the layer has them.
    #[inline]
    fn has(&self, product: &Product<'_>, side: &Side, spot: Spot, steps: usize) -> bool {
        let nearest = side.distance(product, spot);
        let is_near = |nearest: u32| (nearest..=nearest + self.slack).contains(&(steps as u32));
        nearest.is_some_and(is_near) && self.layers[steps].binary_search(&spot).is_ok()
    }

    /// Grows to `depth` steps and `slack`; returns how much was looked at.
    fn grow(
        &mut self,
        product: &Product<'_>,
        side: &Side,
        ban: &impl Ban,
        depth: usize,
        slack: u32,
    ) -> usize {
        let mut work = 0;
        while self.slack < slack {
            self.slack += 1;
            let mut fresh: Vec<Spot> = Vec::new();
            for steps in 1..self.layers.len() {
                let held = std::mem::take(&mut self.held[steps]);
                let allowed = |spot: &Spot| excess(product, side, *spot, steps) <= self.slack;
                let (mut freed, held): (Vec<Spot>, Vec<Spot>) = held.into_iter().partition(allowed);
                self.held[steps] = held;
                work += self.step(product, side, ban, &fresh, steps, &mut freed);
                freed.sort_unstable();
                freed.dedup();
                freed.retain(|spot| self.layers[steps].binary_search(spot).is_err());
                self.layers[steps].extend_from_slice(&freed);
                self.layers[steps].sort_unstable();
                fresh = freed;
            }
        }
        while self.layers.len() <= depth {
            let steps = self.layers.len();
            self.held.push(Vec::new());
            self.walls.push(Vec::new());
            let mut layer = Vec::new();
            let before = std::mem::take(&mut self.layers[steps - 1]);
            work += self.step(product, side, ban, &before, steps, &mut layer);
            self.layers[steps - 1] = before;
            layer.sort_unstable();
            layer.dedup();
            self.layers.push(layer);
        }
        work
    }

    /// Takes one step from `spots` to those of layer `steps`: what slack allows is put into `layer`.
    fn step(
        &mut self,
        product: &Product<'_>,
        side: &Side,
        ban: &impl Ban,
        spots: &[Spot],
        steps: usize,
        layer: &mut Vec<Spot>,
    ) -> usize {
        let (mut work, first_wall, first_held) =
            (0, self.walls[steps].len(), self.held[steps].len());
        for spot in spots {
            let ControlFlow::Continue(()) = product.visit(*spot, side.way(), |step| {
                work += 1;
                if !ban.edge(step.edge) {
                    if ban.node(step.spot.node) {
                        self.walls[steps].push(step.spot);
                    } else if excess(product, side, step.spot, steps) <= self.slack {
                        layer.push(step.spot);
                    } else {
                        self.held[steps].push(step.spot);
                    }
                }
                ControlFlow::<Infallible>::Continue(())
            });
        }
        for (list, first) in [
            (&mut self.walls[steps], first_wall),
            (&mut self.held[steps], first_held),
        ] {
            if list.len() > first {
                list.sort_unstable();
                list.dedup();
            }
        }
        work
    }
}

/// Returns by how many steps a place lies nearer to a side than `steps`.
fn excess(product: &Product<'_>, side: &Side, spot: Spot, steps: usize) -> u32 {
    let nearest = side.distance(product, spot).unwrap_or(0);
    steps as u32 - nearest
}

/// Returns what two sorted lists have in common.
fn both(a: &[Spot], b: &[Spot]) -> Vec<Spot> {
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let held = |spot: &&Spot| many.binary_search(spot).is_ok();
    few.iter().filter(held).copied().collect()
}

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
