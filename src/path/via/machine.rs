//! From an expression to a deterministic automaton.
//!
//! The leaves of the expression are numbered, and which leaf may follow which is worked out without
//! empty moves (Glushkov 1961); sets of leaves then become states (Rabin and Scott 1959), and states
//! that say the same become one (Moore 1956). Deterministic means: a walk is spelled in one way
//! only, so walks through the product of graph and automaton are walks of the graph, each once.
//!
//! A letter is a relation with the way it is walked. A loop, an edge from a thing to itself, is
//! walked with and against its relation at once, so it has a letter of its own.

use crate::path::{PathError, Via};
use oxrdf::NamedNode;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

/// The way a step goes, as an automaton reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::path) enum Letter {
    /// From subject to object.
    With,
    /// From object to subject.
    Against,
    /// From a thing to itself.
    Loop,
}

/// No state: the automaton stops.
const DEAD: u32 = u32::MAX;
/// How many leaves an expression may have once repetitions are written out.
const MOST_LEAVES: usize = 20_000;
/// How many states an automaton may have.
const MOST_STATES: usize = 4_096;
/// How many numbers may be written down on the way: letters of leaves, leaves that follow each
/// other, leaves of states, entries of the table. It bounds time and memory whatever was asked.
const MOST_WORK: usize = 8_000_000;
/// Automata for which merging states could take more steps than this are left as they are.
const MOST_TO_MERGE: usize = 1 << 26;

/// A deterministic automaton over relations. State 0 is the start.
#[derive(Clone, Debug)]
pub(in crate::path) struct Machine {
    /// The relations that the expression names, sorted.
    named: Vec<NamedNode>,
    /// By state: whether a path may end here.
    accepting: Vec<bool>,
    /// By state, then by letter: three for each named relation, three for all others.
    next: Vec<Vec<u32>>,
}

impl Machine {
    /// Makes the automaton of an expression.
    ///
    /// # Errors
    ///
    /// [`PathError::TooComplex`] if it has too many states.
    pub(in crate::path) fn of(via: &Via) -> Result<Self, PathError> {
        let mut named = Vec::new();
        name(via, &mut named);
        named.sort();
        named.dedup();
        let letters = 3 * (named.len() + 1);
        let mut leaves = Leaves::new(&named);
        let whole = leaves.build(via, false)?;

        let mut ends = vec![false; leaves.labels.len()];
        for leaf in &whole.last {
            ends[*leaf as usize] = true;
        }
        // A state is the set of leaves of which one was walked last; the start has walked none.
        let mut places: HashMap<(bool, Vec<u32>), u32> = HashMap::new();
        let mut open: Vec<(bool, Vec<u32>)> = vec![(true, Vec::new())];
        places.insert(open[0].clone(), 0);
        let mut accepting = Vec::new();
        let mut next: Vec<Vec<u32>> = Vec::new();
        while let Some(state) = open.get(next.len()).cloned() {
            let (start, walked) = &state;
            let ended = walked.iter().any(|leaf| ends[*leaf as usize]);
            accepting.push(ended || (*start && whole.empty));
            let mut ahead: Vec<u32> = match start {
                true => whole.first.clone(),
                false => walked
                    .iter()
                    .flat_map(|leaf| leaves.follow[*leaf as usize].iter().copied())
                    .collect(),
            };
            leaves.budget.spend(letters + ahead.len())?;
            ahead.sort_unstable();
            ahead.dedup();
            let mut behind: Vec<Vec<u32>> = vec![Vec::new(); letters];
            for leaf in ahead {
                let label = Rc::clone(&leaves.labels[leaf as usize]);
                leaves.budget.spend(label.len())?;
                for letter in label.iter() {
                    behind[*letter as usize].push(leaf);
                }
            }
            let mut row = vec![DEAD; letters];
            for (target, leaves) in row.iter_mut().zip(behind) {
                if leaves.is_empty() {
                    continue;
                }
                let state = (false, leaves);
                let new = places.len() as u32;
                *target = *places.entry(state.clone()).or_insert(new);
                if *target == new {
                    open.push(state);
                }
            }
            next.push(row);
            if open.len() > MOST_STATES {
                return Err(PathError::TooComplex);
            }
        }
        let machine = Self {
            named,
            accepting,
            next,
        };
        Ok(machine.merged())
    }

    /// Returns how many states there are.
    pub(in crate::path) fn states(&self) -> usize {
        self.next.len()
    }

    /// Tells whether a path may end in a state.
    pub(in crate::path) fn accepts(&self, state: u32) -> bool {
        self.accepting[state as usize]
    }

    /// Returns the state behind a step from `state`, if the expression allows the step.
    pub(in crate::path) fn step(
        &self,
        state: u32,
        relation: &NamedNode,
        letter: Letter,
    ) -> Option<u32> {
        let class = self.named.binary_search(relation);
        let class = class.unwrap_or(self.named.len());
        let next = self.next[state as usize][3 * class + letter as usize];
        (next != DEAD).then_some(next)
    }

    /// Returns the same automaton with states that say the same made one.
    fn merged(self) -> Self {
        let count = self.states();
        // There are at most as many rounds as states, and each looks at the whole table.
        let letters = 3 * (self.named.len() + 1);
        if count * count * letters > MOST_TO_MERGE {
            return self;
        }
        let mut class: Vec<u32> = self.accepting.iter().map(|a| u32::from(*a)).collect();
        let mut classes = 0;
        loop {
            let mut found: HashMap<(u32, Vec<u32>), u32> = HashMap::new();
            let mut finer = Vec::with_capacity(count);
            for (row, own) in self.next.iter().zip(&class) {
                let behind = row.iter().map(|next| match *next {
                    DEAD => DEAD,
                    next => class[next as usize],
                });
                let new = found.len() as u32;
                finer.push(*found.entry((*own, behind.collect())).or_insert(new));
            }
            class = finer;
            if found.len() == classes {
                break;
            }
            classes = found.len();
        }
        // The start is met first, so its class is 0.
        let mut accepting = vec![false; classes];
        let mut next = vec![Vec::new(); classes];
        for (state, row) in self.next.iter().enumerate() {
            let own = class[state] as usize;
            accepting[own] = self.accepting[state];
            next[own] = row
                .iter()
                .map(|next| match *next {
                    DEAD => DEAD,
                    next => class[next as usize],
                })
                .collect();
        }
        Self {
            named: self.named,
            accepting,
            next,
        }
    }
}

/// Adds the relations that an expression names.
fn name(via: &Via, named: &mut Vec<NamedNode>) {
    match via {
        Via::Relation(relation) => named.push(relation.clone()),
        Via::Except { with, against } => {
            named.extend([with, against].into_iter().flatten().flatten().cloned());
        }
        Via::Inverse(inner) | Via::Repeat { inner, .. } => name(inner, named),
        Via::Sequence(parts) | Via::Alternative(parts) => {
            parts.iter().for_each(|part| name(part, named));
        }
    }
}

/// How much may still be written down.
struct Budget(usize);

impl Budget {
    fn spend(&mut self, numbers: usize) -> Result<(), PathError> {
        let left = self.0.checked_sub(numbers);
        self.0 = left.ok_or(PathError::TooComplex)?;
        Ok(())
    }
}

/// The leaves of an expression, numbered, and which may follow which.
struct Leaves<'n> {
    named: &'n [NamedNode],
    /// By leaf: the letters that it lets through.
    labels: Vec<Rc<[u32]>>,
    follow: Vec<Vec<u32>>,
    budget: Budget,
}

/// A part of an expression: the leaves that may come first and last, and whether it may be empty.
#[derive(Clone, Default)]
struct Part {
    first: Vec<u32>,
    last: Vec<u32>,
    empty: bool,
}

impl<'n> Leaves<'n> {
    fn new(named: &'n [NamedNode]) -> Self {
        Self {
            named,
            labels: Vec::new(),
            follow: Vec::new(),
            budget: Budget(MOST_WORK),
        }
    }

    /// Returns the letters of a step with or against relations, each but these; of none if `None`.
    fn except(&self, with: Option<&[NamedNode]>, against: Option<&[NamedNode]>) -> Vec<u32> {
        let allowed = |except: Option<&[NamedNode]>| {
            let mut allowed = vec![except.is_some(); self.named.len() + 1];
            for relation in except.into_iter().flatten() {
                if let Ok(place) = self.named.binary_search(relation) {
                    allowed[place] = false;
                }
            }
            allowed
        };
        let ways = allowed(with).into_iter().zip(allowed(against));
        let letters = (0..).zip(ways).flat_map(|(place, (with, against))| {
            // In the order of `Letter`.
            let ways = [with, against, with || against];
            let letters = (0..).zip(ways).filter(|(_, reads)| *reads);
            letters.map(move |(way, _)| 3 * place + way)
        });
        letters.collect()
    }

    /// Returns the letters of a step along a relation, or against it.
    fn along(&self, relation: &NamedNode, way: Letter) -> Vec<u32> {
        let place = self.named.binary_search(relation);
        let place = place.expect("all relations of the expression were named before") as u32;
        vec![3 * place + way as u32, 3 * place + Letter::Loop as u32]
    }

    fn build(&mut self, via: &Via, inverted: bool) -> Result<Part, PathError> {
        match via {
            Via::Relation(relation) => {
                let way = if inverted {
                    Letter::Against
                } else {
                    Letter::With
                };
                let letters = self.along(relation, way);
                self.leaf(letters)
            }
            Via::Except { with, against } => {
                let (with, against) = match inverted {
                    true => (against, with),
                    false => (with, against),
                };
                let letters = self.except(with.as_deref(), against.as_deref());
                self.leaf(letters)
            }
            Via::Inverse(inner) => self.build(inner, !inverted),
            Via::Alternative(parts) => {
                let mut whole = Part::default();
                for part in parts {
                    let part = self.build(part, inverted)?;
                    whole.first.extend(part.first);
                    whole.last.extend(part.last);
                    whole.empty |= part.empty;
                }
                Ok(whole)
            }
            Via::Sequence(parts) => {
                let mut whole = Part {
                    empty: true,
                    ..Part::default()
                };
                let order: Vec<&Via> = match inverted {
                    true => parts.iter().rev().collect(),
                    false => parts.iter().collect(),
                };
                for part in order {
                    let part = self.build(part, inverted)?;
                    self.join(&whole.last, &part.first)?;
                    if whole.empty {
                        whole.first.extend_from_slice(&part.first);
                    }
                    match part.empty {
                        true => whole.last.extend(part.last),
                        false => whole.last = part.last,
                    }
                    whole.empty &= part.empty;
                }
                Ok(whole)
            }
            Via::Repeat { inner, least, most } => self.repeat(inner, *least, *most, inverted),
        }
    }

    /// Builds `inner` as often as it may stand behind itself.
    fn repeat(
        &mut self,
        inner: &Via,
        least: u32,
        most: Option<u32>,
        inverted: bool,
    ) -> Result<Part, PathError> {
        let mut whole = Part {
            empty: least == 0,
            ..Part::default()
        };
        let copies = most.unwrap_or_else(|| least.max(1));
        if copies == 0 {
            return Ok(whole);
        }
        let mut least = least;
        let begin = self.labels.len();
        let mut part = self.build(inner, inverted)?;
        let model = begin..self.labels.len();
        if part.empty {
            // What may be empty need not be there: fewer copies say the same.
            whole.empty = true;
            least = 0;
        }
        if model.is_empty() {
            // More copies of nothing are nothing.
            return Ok(whole);
        }
        whole.first = part.first.clone();
        // Which leaf follows which within the part, before copies are joined to it.
        let follow = self.follow[model.clone()].to_vec();
        for copy in 1..=copies {
            if copy > 1 {
                let next = self.copy(&model, &follow, &part)?;
                self.join(&part.last, &next.first)?;
                part = next;
            }
            if copy >= least {
                whole.last.extend_from_slice(&part.last);
            }
        }
        if most.is_none() {
            self.join(&part.last, &part.first)?;
        }
        Ok(whole)
    }

    /// Writes the leaves of a part down once more, behind all others. `before` is the copy that
    /// was written last.
    fn copy(
        &mut self,
        model: &Range<usize>,
        follow: &[Vec<u32>],
        before: &Part,
    ) -> Result<Part, PathError> {
        let begin = self.labels.len();
        if begin + model.len() > MOST_LEAVES {
            return Err(PathError::TooComplex);
        }
        let shift = (begin - model.start) as u32;
        for (leaf, next) in model.clone().zip(follow) {
            self.budget.spend(next.len())?;
            self.labels.push(Rc::clone(&self.labels[leaf]));
            self.follow
                .push(next.iter().map(|next| next + shift).collect());
        }
        // Copies lie one behind the other.
        let step = model.len() as u32;
        let moved = |leaves: &[u32]| leaves.iter().map(|leaf| leaf + step).collect();
        Ok(Part {
            first: moved(&before.first),
            last: moved(&before.last),
            empty: before.empty,
        })
    }

    fn leaf(&mut self, letters: Vec<u32>) -> Result<Part, PathError> {
        let leaf = self.labels.len();
        if leaf >= MOST_LEAVES {
            return Err(PathError::TooComplex);
        }
        self.budget.spend(letters.len())?;
        self.labels.push(letters.into());
        self.follow.push(Vec::new());
        Ok(Part {
            first: vec![leaf as u32],
            last: vec![leaf as u32],
            empty: false,
        })
    }

    fn join(&mut self, last: &[u32], first: &[u32]) -> Result<(), PathError> {
        self.budget.spend(last.len() * first.len())?;
        for leaf in last {
            self.follow[*leaf as usize].extend_from_slice(first);
        }
        Ok(())
    }
}
