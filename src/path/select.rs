//! Which paths between two things are taken.

use crate::path::PathError;
use crate::path::branch::{Branches, Order};
use crate::path::lengths::{ByLength, PATIENCE, Rare};
use crate::path::product::{Move, Product};
use crate::path::restrict::Restrictor;
use crate::path::search::Options;
use crate::path::weigh::{Scale, Weight};
use crate::view::{Hop, NodeId};

/// Which paths are taken of those between two ends, in the words of ISO GQL (ISO/IEC 39075, 16.6
/// path search prefix). Ends that stand for several things are taken pair by pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Selector {
    /// One path.
    Any,
    /// One of the shortest paths: the first in the order of steps.
    #[default]
    AnyShortest,
    /// All shortest paths.
    AllShortest,
    /// This many paths, none shorter left out.
    ShortestK(usize),
    /// All paths whose length is among this many shortest lengths.
    ShortestKGroups(usize),
    /// All paths. Walks must be bounded then, by the expression or the number of steps.
    All,
}

impl Selector {
    /// Returns the selector of a name such as `any-shortest`; those of the k shortest need `k`.
    pub fn named(name: &str, k: Option<usize>) -> Option<Self> {
        Some(match name {
            "any" => Self::Any,
            "any-shortest" => Self::AnyShortest,
            "all-shortest" => Self::AllShortest,
            "shortest-k" => Self::ShortestK(k?),
            "shortest-k-groups" => Self::ShortestKGroups(k?),
            "all" => Self::All,
            _ => return None,
        })
    }
}

/// A path in places of the view.
#[derive(Clone, Debug, PartialEq)]
pub struct Walk {
    /// Where it begins.
    pub start: NodeId,
    /// The steps, each beginning where the one before ends.
    pub hops: Vec<Hop>,
    /// What it costs, where steps are weighed.
    pub cost: Option<f64>,
}

impl Walk {
    pub(super) fn new(start: NodeId, steps: &[Move], cost: Option<f64>) -> Self {
        Self {
            start,
            hops: steps.iter().map(|step| step.hop()).collect(),
            cost,
        }
    }
}

/// The paths between two things, one by one.
pub(super) struct Selected<'p, 'v> {
    start: NodeId,
    selector: Selector,
    source: Source<'p, 'v>,
    /// Whether a path without steps is left out.
    past_standing: bool,
    /// How many were given, the length of the last, and how many lengths there were.
    given: usize,
    last: Option<usize>,
    groups: usize,
}

enum Source<'p, 'v> {
    ByLength(Box<ByLength<'p, 'v>>),
    ByWeight(Box<Branches<'p, 'v>>),
}

impl<'p, 'v> Selected<'p, 'v> {
    pub(super) fn new(
        product: &'p Product<'v>,
        (from, to): (NodeId, NodeId),
        options: &'p Options,
        standing: bool,
    ) -> Self {
        Self {
            past_standing: from == to && !standing,
            ..Self::with_patience(product, (from, to), options, PATIENCE)
        }
    }

    /// As [`new`](Self::new), turning to another search where paths are so rare among walks.
    pub(super) fn with_patience(
        product: &'p Product<'v>,
        (from, to): (NodeId, NodeId),
        options: &'p Options,
        patience: usize,
    ) -> Self {
        let max = options.max_hops.unwrap_or(u32::MAX);
        let (selector, restrictor) = (options.selector, options.restrictor);
        let source = match &options.weight {
            Weight::Hops => {
                let rare = match selector {
                    Selector::Any => Rare::Some,
                    Selector::All => Rare::All,
                    _ => Rare::Shortest,
                };
                let paths = ByLength::new(product, (from, to), restrictor, max, rare, patience);
                Source::ByLength(Box::new(paths))
            }
            weight => {
                let scale = Scale::new(product.lens(), weight);
                let order = Order::Cheapest;
                let ends = (from, to);
                let branches = Branches::new(product, scale, ends, restrictor, max, order);
                Source::ByWeight(Box::new(branches))
            }
        };
        Self {
            start: from,
            selector,
            source,
            past_standing: false,
            given: 0,
            last: None,
            groups: 0,
        }
    }

    /// Returns the next path.
    ///
    /// # Errors
    ///
    /// [`PathError::NegativeWeight`].
    pub(super) fn next(&mut self) -> Result<Option<Walk>, PathError> {
        let most = match self.selector {
            Selector::Any | Selector::AnyShortest => 1,
            Selector::ShortestK(k) => k,
            Selector::ShortestKGroups(0) => 0,
            _ => usize::MAX,
        };
        if self.given >= most {
            return Ok(None);
        }
        let found = match &mut self.source {
            Source::ByLength(paths) => paths.next().map(|steps| (None, steps)),
            Source::ByWeight(branches) => {
                let found = branches.next();
                if let Some(wrong) = branches.scale().wrong() {
                    return Err(wrong);
                }
                found.map(|(cost, steps)| (Some(cost), steps))
            }
        };
        let Some((cost, steps)) = found else {
            return Ok(None);
        };
        if self.past_standing && steps.is_empty() {
            // There is one only.
            return self.next();
        }
        if self.last != Some(steps.len()) {
            self.groups += 1;
        }
        let over = match self.selector {
            Selector::AllShortest => self.groups > 1,
            Selector::ShortestKGroups(k) => self.groups > k,
            _ => false,
        };
        if over {
            self.given = usize::MAX;
            self.selector = Selector::Any;
            return Ok(None);
        }
        self.given += 1;
        self.last = Some(steps.len());
        Ok(Some(Walk::new(self.start, &steps, cost)))
    }
}

/// Tells whether more than the shortest paths may be taken.
pub(super) fn is_beyond(selector: Selector) -> bool {
    match selector {
        Selector::Any | Selector::AnyShortest | Selector::AllShortest => false,
        Selector::ShortestK(_) | Selector::ShortestKGroups(_) | Selector::All => true,
    }
}

/// Tells whether paths come by a plain two-sided search: one walk, by steps.
pub(super) fn is_plain(options: &Options) -> bool {
    let one = matches!(options.selector, Selector::Any | Selector::AnyShortest);
    one && options.restrictor == Restrictor::Walk && options.weight == Weight::Hops
}
