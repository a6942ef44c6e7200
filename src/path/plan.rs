//! How a product is walked where nothing need be asked: states that are one for a search, and edges
//! that stand side by side, whole runs of them, read without asking what each is.

use crate::path::product::{Cells, Product, Spot, Way};
use crate::view::{Bare, Direction, NodeId, Runs, Slots};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

/// Which states are one for a search: those that are always reached together. Read back, `a+` comes
/// from its first state wherever it comes from its second.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    /// By state: the row, if any step leads to it.
    pub(super) of: Vec<Option<usize>>,
    /// By row: the states, ascending.
    pub(super) states: Vec<Vec<u32>>,
}

impl Rows {
    pub(super) fn new(states: usize, cells: &Cells) -> Self {
        let mut places = vec![Vec::new(); states];
        let all = cells.plain.iter().chain(&cells.round).chain(&cells.against);
        for (place, cell) in all.enumerate() {
            for state in cell {
                places[*state as usize].push(place);
            }
        }
        let mut rows = Self {
            of: Vec::with_capacity(states),
            states: Vec::new(),
        };
        let mut known: FxHashMap<Vec<usize>, usize> = FxHashMap::default();
        for (state, places) in (0..).zip(places) {
            let row = (!places.is_empty()).then(|| {
                *known.entry(places).or_insert_with(|| {
                    rows.states.push(Vec::new());
                    rows.states.len() - 1
                })
            });
            rows.of.push(row);
            if let Some(row) = row {
                rows.states[row].push(state);
            }
        }
        rows
    }

    /// Returns the row of just these states, which ascend; it is added if there is none.
    pub(super) fn row_of(&mut self, states: Vec<u32>) -> usize {
        let known = self.states.iter().position(|have| *have == states);
        known.unwrap_or_else(|| {
            self.states.push(states);
            self.states.len() - 1
        })
    }

    /// Returns the places that a node has in a row.
    pub(super) fn spots(&self, row: usize, node: u32) -> impl Iterator<Item = Spot> {
        let node = NodeId::from_index(node as usize);
        let states = self.states[row].iter();
        states.map(move |state| Spot {
            node,
            state: *state,
        })
    }
}

/// Relations that stand side by side and lead to one target.
pub(super) struct Run<'v> {
    pub(super) steps: Bare<'v>,
    runs: Runs<'v>,
    slots: Slots,
    relations: RangeInclusive<u16>,
    /// Whether there are no other relations in the slots.
    is_exact: bool,
    /// How the steps are walked, read forward.
    pub(super) direction: Direction,
    pub(super) target: usize,
}

/// More runs from one place are not worth a pass each.
const MOST: usize = 8;

/// Returns the runs that are walked from some states, in the order of steps where each leads to one
/// target only; `None` if each edge must be looked up. `target` tells what a state stands for, if it
/// counts.
///
/// A loop stands in both directions, and nothing is known of it there but its relation. That is
/// enough if it leads where the steps of both directions lead.
pub(super) fn runs<'v>(
    product: &Product<'v>,
    (way, cells): (Way, &Cells),
    states: &[u32],
    target: impl Fn(u32) -> Option<usize>,
) -> Option<Vec<Run<'v>>> {
    let lens = product.lens();
    let relations = lens.view().relations().len();
    let targets = |cell: &[u32]| {
        let targets = cell.iter().filter_map(|state| target(*state));
        targets.collect::<BTreeSet<usize>>()
    };
    // By direction: the targets and relations of steps.
    let mut pairs = [BTreeSet::new(), BTreeSet::new()];
    for state in states {
        for relation in 0..relations {
            let cell = *state as usize * relations + relation;
            let (plain, against) = (targets(&cells.plain[cell]), targets(&cells.against[cell]));
            if &plain | &against != targets(&cells.round[cell]) {
                return None;
            }
            for (pairs, targets) in pairs.iter_mut().zip([plain, against]) {
                pairs.extend(targets.into_iter().map(|target| (target, relation as u16)));
            }
        }
    }
    let mut all = Vec::new();
    let directions = [Direction::With, Direction::Against];
    for ((arrays, direction), pairs) in way.sides().into_iter().zip(directions).zip(pairs) {
        let pairs: Vec<(usize, u16)> = pairs.into_iter().collect();
        let together =
            |one: &(usize, u16), other: &(usize, u16)| one.0 == other.0 && one.1 + 1 == other.1;
        let mut found = Vec::new();
        for run in pairs.chunk_by(together) {
            let (target, first) = run[0];
            let relations = first..=first + (run.len() - 1) as u16;
            let runs = lens.runs(arrays);
            let (slots, is_exact) = runs.slots(&relations);
            found.push(Run {
                steps: lens.bare(arrays)?,
                relations,
                is_exact,
                direction,
                target,
                slots,
                runs,
            });
        }
        found.sort_by_key(|run| *run.relations.start());
        all.append(&mut found);
    }
    (all.len() <= MOST).then_some(all)
}

impl Run<'_> {
    /// Returns where the steps from a node stand. Steps of other relations may stand between them;
    /// see [`only`](Self::only).
    #[inline]
    pub(super) fn range(&self, node: u32) -> Range<usize> {
        self.runs.range(node, self.slots)
    }

    /// Asks for what [`range`](Self::range) will read.
    #[inline]
    pub(super) fn warm(&self, node: u32) {
        self.runs.warm(node);
    }

    /// Returns the relations to ask for, if others stand among them.
    #[inline]
    pub(super) fn only(&self) -> Option<&RangeInclusive<u16>> {
        (!self.is_exact).then_some(&self.relations)
    }
}
