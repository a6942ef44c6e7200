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
/// Larger automata are left as they are.
const MOST_TO_MERGE: usize = 1_024;

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
        let mut leaves = Leaves::default();
        let whole = leaves.build(via, false)?;
        let mut named: Vec<NamedNode> = leaves.labels.iter().flat_map(Label::named).collect();
        named.sort();
        named.dedup();
        let letters = 3 * (named.len() + 1);

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
            ahead.sort_unstable();
            ahead.dedup();
            let mut row = vec![DEAD; letters];
            for (letter, target) in row.iter_mut().enumerate() {
                let reads = |leaf: &&u32| leaves.labels[**leaf as usize].reads(letter, &named);
                let leaves: Vec<u32> = ahead.iter().filter(reads).copied().collect();
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
        if count > MOST_TO_MERGE {
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

/// What a leaf lets through.
#[derive(Clone, Debug)]
enum Label {
    Relation(NamedNode, Letter),
    Except(Option<Vec<NamedNode>>, Option<Vec<NamedNode>>),
}

impl Label {
    fn named(&self) -> Vec<NamedNode> {
        match self {
            Self::Relation(relation, _) => vec![relation.clone()],
            Self::Except(with, against) => [with, against]
                .into_iter()
                .flatten()
                .flatten()
                .cloned()
                .collect(),
        }
    }

    fn reads(&self, letter: usize, named: &[NamedNode]) -> bool {
        let relation = named.get(letter / 3);
        let way = letter % 3;
        let (with, against) = match self {
            Self::Relation(own, Letter::Against) => (false, relation == Some(own)),
            Self::Relation(own, _) => (relation == Some(own), false),
            Self::Except(with, against) => {
                let allows = |except: &Option<Vec<NamedNode>>| {
                    except.as_ref().is_some_and(|except| {
                        relation.is_none_or(|relation| !except.contains(relation))
                    })
                };
                (allows(with), allows(against))
            }
        };
        let is = |wanted: Letter| way == wanted as usize;
        (with && !is(Letter::Against)) || (against && !is(Letter::With))
    }
}

/// The leaves of an expression, numbered, and which may follow which.
#[derive(Default)]
struct Leaves {
    labels: Vec<Label>,
    follow: Vec<Vec<u32>>,
}

/// A part of an expression: the leaves that may come first and last, and whether it may be empty.
#[derive(Clone, Default)]
struct Part {
    first: Vec<u32>,
    last: Vec<u32>,
    empty: bool,
}

impl Leaves {
    fn build(&mut self, via: &Via, inverted: bool) -> Result<Part, PathError> {
        match via {
            Via::Relation(relation) => {
                let way = if inverted {
                    Letter::Against
                } else {
                    Letter::With
                };
                self.leaf(Label::Relation(relation.clone(), way))
            }
            Via::Except { with, against } => {
                let (with, against) = match inverted {
                    true => (against, with),
                    false => (with, against),
                };
                self.leaf(Label::Except(with.clone(), against.clone()))
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
                    self.join(&whole.last, &part.first);
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
        let mut before: Vec<u32> = Vec::new();
        let mut least = least;
        for copy in 1..=copies {
            let part = self.build(inner, inverted)?;
            if part.empty {
                // What may be empty need not be there: fewer copies say the same.
                whole.empty = true;
                least = 0;
            }
            match copy {
                1 => whole.first = part.first.clone(),
                _ => self.join(&before, &part.first),
            }
            if copy >= least {
                whole.last.extend_from_slice(&part.last);
            }
            if copy == copies && most.is_none() {
                self.join(&part.last, &part.first);
            }
            before = part.last;
        }
        Ok(whole)
    }

    fn leaf(&mut self, label: Label) -> Result<Part, PathError> {
        let leaf = self.labels.len();
        if leaf >= MOST_LEAVES {
            return Err(PathError::TooComplex);
        }
        self.labels.push(label);
        self.follow.push(Vec::new());
        Ok(Part {
            first: vec![leaf as u32],
            last: vec![leaf as u32],
            empty: false,
        })
    }

    fn join(&mut self, last: &[u32], first: &[u32]) {
        for leaf in last {
            self.follow[*leaf as usize].extend_from_slice(first);
        }
    }
}
