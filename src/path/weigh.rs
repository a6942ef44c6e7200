//! What a step costs, and cheapest walks: A* in the product.
//!
//! The lower bound that A* needs is the exact cost from a place to the targets when nothing is
//! banned, found by a search from the targets (Dijkstra 1959) that runs only as far as it must. The
//! many searches for the next cheapest path share it, so each of them goes almost straight.

use crate::model::vocab;
use crate::path::PathError;
use crate::path::between::Ban;
use crate::path::product::{Move, Product, Spot, Way};
use crate::view::{EdgeId, Lens, first_date};
use jiff::civil::Date as Day;
use oxrdf::{NamedNode, NamedNodeRef, Term};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::convert::Infallible;
use std::ops::ControlFlow;

/// What makes one path shorter than another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Weight {
    /// The number of steps.
    #[default]
    Hops,
    /// The days from the date of each step to the day asked for, so that recent steps are cheap. A
    /// month or year counts from its first day, a date yet to come costs nothing, and a step without
    /// date costs as much as one from the first day of the year 1.
    Age,
    /// One minus the share that each step's ownership states, from 0 for the whole to 1. An interval
    /// counts by its lower end; a step without share costs 1.
    Share,
    /// The number that the event behind each step, or else its subject, states by this property;
    /// the least of several. A step without a number cannot be taken.
    Property(NamedNode),
}

/// The costs of the steps of a view, worked out when they are asked for.
pub(super) struct Scale<'l, 'v> {
    lens: &'l Lens<'v>,
    weight: &'l Weight,
    known: RefCell<FxHashMap<EdgeId, Option<f64>>>,
    wrong: RefCell<Option<PathError>>,
}

impl<'l, 'v> Scale<'l, 'v> {
    pub(super) fn new(lens: &'l Lens<'v>, weight: &'l Weight) -> Self {
        Self {
            lens,
            weight,
            known: RefCell::default(),
            wrong: RefCell::default(),
        }
    }

    /// Returns what went wrong while costs were worked out, if anything did.
    pub(super) fn wrong(&self) -> Option<PathError> {
        self.wrong.borrow_mut().take()
    }

    /// Tells whether each step costs the same.
    pub(super) fn counts_hops(&self) -> bool {
        *self.weight == Weight::Hops
    }

    /// Returns the cost of an edge, not negative; `None` if it cannot be taken.
    pub(super) fn cost(&self, edge: EdgeId) -> Option<f64> {
        if self.counts_hops() {
            return Some(1.0);
        }
        if let Some(cost) = self.known.borrow().get(&edge) {
            return *cost;
        }
        let cost = self.work_out(edge);
        self.known.borrow_mut().insert(edge, cost);
        cost
    }

    fn work_out(&self, edge: EdgeId) -> Option<f64> {
        let snapshot = self.lens.view().snapshot();
        let edge = self.lens.view().edge(edge);
        let reasons = self.lens.reasons(edge);
        let numbers = |thing: &NamedNode, property: NamedNodeRef<'_>| {
            let values = snapshot.objects(thing, property).into_iter();
            values.filter_map(number).collect::<Vec<f64>>()
        };
        let events = || reasons.iter().filter_map(|reason| reason.event.as_ref());
        match self.weight {
            Weight::Hops => Some(1.0),
            Weight::Age => {
                let first = first_date(&reasons).map(|date| date.first_day());
                let first = first.unwrap_or(Day::constant(1, 1, 1));
                let days = (self.lens.as_of() - first).get_days();
                Some(f64::from(days.max(0)))
            }
            Weight::Share => {
                let shares = events().filter_map(|event| {
                    let stated = numbers(event, vocab::SHARE);
                    let stated = match stated.is_empty() {
                        true => numbers(event, vocab::SHARE_MIN),
                        false => stated,
                    };
                    stated.into_iter().max_by(f64::total_cmp)
                });
                let share = shares.max_by(f64::total_cmp).unwrap_or(0.0);
                Some(1.0 - share.clamp(0.0, 1.0))
            }
            Weight::Property(property) => {
                let of_events = events().flat_map(|event| numbers(event, property.as_ref()));
                let mut found: Vec<f64> = of_events.collect();
                if found.is_empty() {
                    let subject = self.lens.view().iri(edge.from());
                    found = numbers(&subject, property.as_ref());
                }
                let least = found.into_iter().min_by(f64::total_cmp)?;
                if least < 0.0 {
                    let mut wrong = self.wrong.borrow_mut();
                    wrong.get_or_insert_with(|| PathError::NegativeWeight {
                        property: property.clone(),
                        value: least.to_string(),
                    });
                    return None;
                }
                Some(least)
            }
        }
    }
}

fn number(term: Term) -> Option<f64> {
    match term {
        Term::Literal(literal) => literal
            .value()
            .trim()
            .parse()
            .ok()
            .filter(|n: &f64| n.is_finite()),
        _ => None,
    }
}

/// From this many steps on, a bound is none.
const UNBOUNDED: u32 = u32::MAX / 2;

/// A cost that can be sorted, the place that it leads to, and where it came from.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Entry {
    /// What a whole walk through here costs at least.
    bound: f64,
    /// What the walk has cost so far.
    cost: f64,
    hops: u32,
    spot: Spot,
    trace: u32,
}

impl Eq for Entry {}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |entry: &Self| (entry.hops, entry.spot, entry.trace);
        let bounds = self.bound.total_cmp(&other.bound);
        let costs = || other.cost.total_cmp(&self.cost);
        bounds
            .then_with(costs)
            .then_with(|| key(self).cmp(&key(other)))
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// How much it costs at least to come from a place to the targets; more is found out when asked.
pub(super) struct Bound {
    known: FxHashMap<u64, f64>,
    open: BinaryHeap<Reverse<Entry>>,
}

impl Bound {
    pub(super) fn new(targets: impl Iterator<Item = Spot>) -> Self {
        let entry = |spot| {
            Reverse(Entry {
                bound: 0.0,
                cost: 0.0,
                hops: 0,
                spot,
                trace: 0,
            })
        };
        Self {
            known: FxHashMap::default(),
            open: targets.map(entry).collect(),
        }
    }

    /// Returns the exact cost from a place to the targets, or `None` if no walk leads there.
    fn from(&mut self, product: &Product<'_>, scale: &Scale<'_, '_>, spot: Spot) -> Option<f64> {
        let key = product.key(spot);
        while !self.known.contains_key(&key) {
            self.settle(product, scale)?;
        }
        self.known.get(&key).copied()
    }

    fn settle(&mut self, product: &Product<'_>, scale: &Scale<'_, '_>) -> Option<()> {
        let Reverse(next) = self.open.pop()?;
        let key = product.key(next.spot);
        if self.known.contains_key(&key) {
            return Some(());
        }
        self.known.insert(key, next.cost);
        let ControlFlow::Continue(()) = product.visit(next.spot, Way::Back, |step| {
            if !self.known.contains_key(&product.key(step.spot))
                && let Some(cost) = scale.cost(step.edge)
            {
                let cost = next.cost + cost;
                self.open.push(Reverse(Entry {
                    bound: cost,
                    cost,
                    spot: step.spot,
                    ..next
                }));
            }
            ControlFlow::<Infallible>::Continue(())
        });
        Some(())
    }
}

/// Returns the cheapest walk of at most `max` steps from one of `starts`, each with the step that led
/// to it, to a target; with its cost, the first step's among it.
///
/// Cost: O(steps · log steps) of the product in the worst case.
pub(super) fn cheapest(
    product: &Product<'_>,
    scale: &Scale<'_, '_>,
    bound: &mut Bound,
    starts: &[(Option<Move>, Spot)],
    is_target: impl Fn(Spot) -> bool,
    ban: &impl Ban,
    max: u32,
) -> Option<(f64, Vec<Move>)> {
    let mut traces: Vec<(u32, Option<Move>)> = Vec::new();
    let mut open = BinaryHeap::new();
    let mut settled: FxHashMap<u64, u32> = FxHashMap::default();
    for (first, spot) in starts {
        let cost = match first {
            Some(first) => scale.cost(first.edge),
            None => Some(0.0),
        };
        let hops = u32::from(first.is_some());
        let left = bound.from(product, scale, *spot);
        if let (Some(cost), Some(left), true) = (cost, left, hops <= max) {
            let trace = traces.len() as u32;
            traces.push((u32::MAX, *first));
            open.push(Reverse(Entry {
                bound: cost + left,
                cost,
                hops,
                spot: *spot,
                trace,
            }));
        }
    }
    while let Some(Reverse(here)) = open.pop() {
        // A dearer way to a place is of use only if it has fewer steps, where these are bounded.
        let fewest = settled.entry(product.key(here.spot)).or_insert(u32::MAX);
        if *fewest <= here.hops || (*fewest != u32::MAX && max >= UNBOUNDED) {
            continue;
        }
        *fewest = here.hops;
        if is_target(here.spot) {
            let mut walk = Vec::new();
            let mut trace = here.trace;
            while let Some((before, step)) = traces.get(trace as usize) {
                walk.extend(*step);
                trace = *before;
            }
            walk.reverse();
            return Some((here.cost, walk));
        }
        let began_here = traces[here.trace as usize].1.is_none();
        if here.hops >= max || (!began_here && ban.node(here.spot.node)) {
            continue;
        }
        let ControlFlow::Continue(()) = product.ahead(here.spot, |step| {
            let cost = scale.cost(step.edge).filter(|_| !ban.edge(step.edge));
            let Some(cost) = cost else {
                return ControlFlow::<Infallible>::Continue(());
            };
            if let Some(left) = bound.from(product, scale, step.spot) {
                let cost = here.cost + cost;
                let trace = traces.len() as u32;
                traces.push((here.trace, Some(step)));
                open.push(Reverse(Entry {
                    bound: cost + left,
                    cost,
                    hops: here.hops + 1,
                    spot: step.spot,
                    trace,
                }));
            }
            ControlFlow::Continue(())
        });
    }
    None
}
