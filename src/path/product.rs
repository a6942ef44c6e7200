//! The product of a graph and an automaton: places in both at once, and the steps between them.
//!
//! A walk of the graph that the expression allows is a walk of the product from the start state to
//! an accepting one, and since the automaton is deterministic it is only one. All searches of this
//! room run here; a search without an expression runs on an automaton of one state.

use crate::path::Stop;
use crate::path::via::{Letter, Machine};
use crate::view::{Bare, Direction, EdgeId, Heading, Hop, Lens, NodeId, RelationId};
use std::cmp::Ordering;
use std::ops::ControlFlow;

/// A place in the product: a thing, and what has been read on the way to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Spot {
    pub(super) node: NodeId,
    pub(super) state: u32,
}

/// By node, then by state; as one number, so that sorting need not guess.
impl Ord for Spot {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |spot: &Self| (spot.node.index() as u64) << 32 | u64::from(spot.state);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Spot {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A step of the product, read forward whichever way it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Move {
    pub(super) edge: EdgeId,
    pub(super) direction: Direction,
    /// Where it begins, if it was found from its end; else where it ends.
    pub(super) spot: Spot,
}

impl Move {
    /// Returns the step without the state.
    pub(super) fn hop(self) -> Hop {
        Hop {
            edge: self.edge,
            direction: self.direction,
            node: self.spot.node,
        }
    }
}

/// A graph seen through a filter, walked as an automaton allows.
#[derive(Clone, Debug)]
pub(super) struct Product<'v> {
    lens: Lens<'v>,
    accepting: Vec<bool>,
    /// By state: the steps that lead on.
    ahead: Vec<Ways<u32>>,
    /// By state: the steps that lead here, each with the states from which they do.
    back: Vec<Ways<Vec<u32>>>,
    stop: Option<Stop>,
}

/// What can be walked from a state, by the way it goes.
#[derive(Clone, Debug)]
struct Ways<T> {
    /// From subject to object: states for edges between two things, and for loops.
    with: Along<(T, T)>,
    /// From object to subject; loops have been walked above.
    against: Along<T>,
}

/// The relations that can be walked, with what lies behind each.
#[derive(Clone, Debug)]
enum Along<T> {
    Nothing,
    /// All relations lead to the same.
    All(T),
    /// A few relations, sorted.
    Few(Vec<(RelationId, T)>),
    /// By relation.
    Table(Vec<Option<T>>),
}

/// Up to this many relations are looked up one by one in the edges of a node.
const FEW: usize = 4;

impl<T: Clone + PartialEq> Along<T> {
    fn of(by_relation: Vec<Option<T>>) -> Self {
        let some = by_relation.iter().flatten().count();
        let first = by_relation.first().cloned().flatten();
        match first {
            _ if some == 0 => Self::Nothing,
            Some(first) if by_relation.iter().all(|one| one.as_ref() == Some(&first)) => {
                Self::All(first)
            }
            _ if some > FEW => Self::Table(by_relation),
            _ => {
                let numbered = (0..).zip(by_relation);
                let few = numbered.filter_map(|(at, one)| Some((RelationId::from_index(at), one?)));
                Self::Few(few.collect())
            }
        }
    }
}

impl<T: Clone> Along<T> {
    /// Returns what lies behind each relation.
    fn by_relation(&self, relations: usize, nothing: T) -> Vec<T> {
        match self {
            Self::Nothing => vec![nothing; relations],
            Self::All(all) => vec![all.clone(); relations],
            Self::Few(few) => {
                let mut all = vec![nothing; relations];
                for (relation, value) in few {
                    all[relation.index()] = value.clone();
                }
                all
            }
            Self::Table(table) => {
                let values = table.iter().cloned();
                values
                    .map(|value| value.unwrap_or_else(|| nothing.clone()))
                    .collect()
            }
        }
    }
}

const NOWHERE: u32 = u32::MAX;

impl<'v> Product<'v> {
    /// Puts a filtered graph and an automaton together. Cost: O(states · relations).
    pub(super) fn new(lens: Lens<'v>, machine: &Machine) -> Self {
        let states = machine.states() as u32;
        let relations = lens.view().relations();
        let step = |state, letter| -> Vec<Option<u32>> {
            let step = |relation| machine.step(state, relation, letter);
            relations.iter().map(step).collect()
        };
        let mut ahead = Vec::new();
        let nobody = || vec![Vec::new(); relations.len()];
        let mut back: Vec<[Vec<Vec<u32>>; 3]> = (0..states)
            .map(|_| [nobody(), nobody(), nobody()])
            .collect();
        for state in 0..states {
            let [with, against, round] =
                [Letter::With, Letter::Against, Letter::Loop].map(|letter| {
                    let row = step(state, letter);
                    for (relation, next) in row.iter().enumerate() {
                        if let Some(next) = next {
                            back[*next as usize][letter as usize][relation].push(state);
                        }
                    }
                    row
                });
            let both = with.iter().zip(round).map(|(with, round)| {
                let some = with.is_some() || round.is_some();
                some.then(|| (with.unwrap_or(NOWHERE), round.unwrap_or(NOWHERE)))
            });
            ahead.push(Ways {
                with: Along::of(both.collect()),
                against: Along::of(against),
            });
        }
        let some = |states: Vec<u32>| (!states.is_empty()).then_some(states);
        let back = back.into_iter().map(|[with, against, round]| {
            let both = with.into_iter().zip(round).map(|(with, round)| {
                let some = !(with.is_empty() && round.is_empty());
                some.then_some((with, round))
            });
            Ways {
                with: Along::of(both.collect()),
                against: Along::of(against.into_iter().map(some).collect()),
            }
        });
        Self {
            accepting: (0..states).map(|state| machine.accepts(state)).collect(),
            back: back.collect(),
            ahead,
            lens,
            stop: None,
        }
    }

    /// Asks `stop` at each place whether to go on.
    pub(super) fn with_stop(self, stop: Stop) -> Self {
        let stop = Some(stop);
        Self { stop, ..self }
    }

    /// Tells whether nobody waits for what is found. Then no step leads on from any place, so that
    /// whatever searches comes to its end soon, and what it finds means nothing.
    #[inline]
    pub(super) fn is_stopped(&self) -> bool {
        self.stop.as_ref().is_some_and(Stop::is_stopped)
    }

    pub(super) fn lens(&self) -> &Lens<'v> {
        &self.lens
    }

    /// Returns which way steps go if they may be anything that goes so, and any number of them.
    pub(super) fn any_way(&self) -> Option<Heading> {
        if self.accepting != [true] {
            return None;
        }
        match (&self.ahead[0].with, &self.ahead[0].against) {
            (Along::All(_), Along::Nothing) => Some(Heading::Forward),
            (Along::All((0, 0)), Along::All(0)) => Some(Heading::Either),
            (Along::All((NOWHERE, 0)), Along::All(0)) => Some(Heading::Backward),
            _ => None,
        }
    }

    /// Returns how many states the automaton has.
    pub(super) fn states(&self) -> usize {
        self.accepting.len()
    }

    /// Returns how many places there are.
    pub(super) fn room(&self) -> u64 {
        self.lens.view().node_count() as u64 * self.states() as u64
    }

    /// Returns the number of a place, below [`room`](Self::room).
    pub(super) fn key(&self, spot: Spot) -> u64 {
        spot.node.index() as u64 * self.states() as u64 + u64::from(spot.state)
    }

    pub(super) fn start(&self, node: NodeId) -> Spot {
        Spot { node, state: 0 }
    }

    pub(super) fn accepts(&self, state: u32) -> bool {
        self.accepting[state as usize]
    }

    /// Returns the states of the end from which a search begins, ascending.
    pub(super) fn begins(&self, way: Way) -> Vec<u32> {
        let states = 0..self.states() as u32;
        match way {
            Way::Ahead => vec![0],
            Way::Back => states.filter(|state| self.accepts(*state)).collect(),
        }
    }

    /// Returns the places where a path to `node` may end.
    pub(super) fn ends(&self, node: NodeId) -> impl Iterator<Item = Spot> + '_ {
        let states = 0..self.states() as u32;
        let accepting = states.filter(|state| self.accepts(*state));
        accepting.map(move |state| Spot { node, state })
    }

    /// Makes ready what [`visit`](Self::visit) will read for these places.
    #[inline]
    pub(super) fn warm(&self, spots: &[Spot], way: Way) {
        for direction in [Direction::With, Direction::Against] {
            let walked = |spot: &&Spot| self.walks(**spot, way, direction);
            let nodes = spots.iter().filter(walked).map(|spot| spot.node);
            self.lens.warm(nodes, direction);
        }
    }

    /// Tells whether the edges of a place in a direction are looked at.
    #[inline]
    fn walks(&self, spot: Spot, way: Way, direction: Direction) -> bool {
        let state = spot.state as usize;
        match (way, direction) {
            (Way::Ahead, Direction::With) => !matches!(self.ahead[state].with, Along::Nothing),
            (Way::Ahead, Direction::Against) => {
                !matches!(self.ahead[state].against, Along::Nothing)
            }
            (Way::Back, Direction::With) => !matches!(self.back[state].against, Along::Nothing),
            (Way::Back, Direction::Against) => !matches!(self.back[state].with, Along::Nothing),
        }
    }

    /// Returns about how many steps lead on from a place, or to it.
    #[inline]
    pub(super) fn work(&self, spot: Spot, way: Way) -> usize {
        let bound = |direction| match self.walks(spot, way, direction) {
            true => self.lens.step_bound(spot.node, direction),
            false => 0,
        };
        1 + bound(Direction::With) + bound(Direction::Against)
    }

    /// Shows the steps that lead on from a place or to it; see [`ahead`](Self::ahead) and
    /// [`back`](Self::back).
    #[inline]
    pub(super) fn visit<B>(
        &self,
        spot: Spot,
        way: Way,
        visit: impl FnMut(Move) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        match way {
            Way::Ahead => self.ahead(spot, visit),
            Way::Back => self.back(spot, visit),
        }
    }

    /// Shows the steps that lead on from a place, until `visit` has seen enough: those along
    /// relations first, sorted by relation and end, then those against.
    #[inline]
    pub(super) fn ahead<B>(
        &self,
        spot: Spot,
        mut visit: impl FnMut(Move) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        if self.is_stopped() {
            return ControlFlow::Continue(());
        }
        let here = spot.node;
        let ways = &self.ahead[spot.state as usize];
        self.along(here, Direction::With, &ways.with, |hop, (next, round)| {
            let state = if hop.node == here { *round } else { *next };
            match state {
                NOWHERE => ControlFlow::Continue(()),
                state => visit(Move {
                    edge: hop.edge,
                    direction: Direction::With,
                    spot: Spot {
                        node: hop.node,
                        state,
                    },
                }),
            }
        })?;
        self.along(here, Direction::Against, &ways.against, |hop, next| {
            if hop.node == here {
                return ControlFlow::Continue(());
            }
            visit(Move {
                edge: hop.edge,
                direction: Direction::Against,
                spot: Spot {
                    node: hop.node,
                    state: *next,
                },
            })
        })
    }

    /// Shows the steps that lead to a place, until `visit` has seen enough; the spot of a move is
    /// where it comes from.
    #[inline]
    pub(super) fn back<B>(
        &self,
        spot: Spot,
        mut visit: impl FnMut(Move) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        if self.is_stopped() {
            return ControlFlow::Continue(());
        }
        let here = spot.node;
        let ways = &self.back[spot.state as usize];
        let mut from = |edge, direction, node, states: &[u32]| {
            for state in states {
                let state = *state;
                visit(Move {
                    edge,
                    direction,
                    spot: Spot { node, state },
                })?;
            }
            ControlFlow::Continue(())
        };
        self.along(
            here,
            Direction::Against,
            &ways.with,
            |hop, (plain, round)| {
                let states = if hop.node == here { round } else { plain };
                from(hop.edge, Direction::With, hop.node, states)
            },
        )?;
        self.along(here, Direction::With, &ways.against, |hop, states| {
            if hop.node == here {
                return ControlFlow::Continue(());
            }
            from(hop.edge, Direction::Against, hop.node, states)
        })
    }

    #[inline]
    fn along<T, B>(
        &self,
        node: NodeId,
        direction: Direction,
        along: &Along<T>,
        mut visit: impl FnMut(Hop, &T) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        match along {
            Along::Nothing => ControlFlow::Continue(()),
            Along::All(all) => {
                let steps = self.lens.steps(node, direction);
                steps.each(|hop| visit(hop, all))
            }
            Along::Few(few) => few.iter().try_for_each(|(relation, value)| {
                let steps = self.lens.steps_along(node, direction, *relation);
                steps.each(|hop| visit(hop, value))
            }),
            Along::Table(table) => self.lens.steps(node, direction).each(|hop| {
                let relation = self.lens.view().edge(hop.edge).relation();
                match &table[relation.index()] {
                    Some(value) => visit(hop, value),
                    None => ControlFlow::Continue(()),
                }
            }),
        }
    }
}

/// Up to how many relations are passed one by one to the first that is walked.
const FEW_TO_SKIP: usize = 16;

/// A product that is walked without asking: each edge of a node is looked up in a table.
#[derive(Clone, Debug)]
pub(super) struct Flat<'v> {
    pub(super) sides: Vec<FlatSide<'v>>,
    relations: usize,
}

/// One direction of a flat product.
#[derive(Clone, Debug)]
pub(super) struct FlatSide<'v> {
    pub(super) steps: Bare<'v>,
    /// How the steps are walked, read forward.
    pub(super) direction: Direction,
    /// By state and relation: the state that a step leads to, or [`NOWHERE`].
    plain: Vec<u32>,
    /// The same for loops.
    round: Vec<u32>,
    /// By state: the places of the first relation that can be walked and of the last.
    bounds: Vec<(u16, u16)>,
}

impl Flat<'_> {
    /// Shows the places that steps from a place lead to, each with the place of the step.
    #[inline]
    pub(super) fn visit(
        &self,
        side: &FlatSide<'_>,
        from: Spot,
        mut visit: impl FnMut(Spot, usize),
    ) {
        let node = from.node.index() as u32;
        let row = from.state as usize * self.relations;
        let (first, last) = side.bounds[from.state as usize];
        if first == last {
            let cell = row + usize::from(first);
            let (plain, round) = (side.plain[cell], side.round[cell]);
            let run = side.steps.along(node as usize, first);
            for (at, end) in run.clone().zip(&side.steps.ends[run]) {
                let state = if *end == node { round } else { plain };
                if state != NOWHERE {
                    let node = NodeId::from_index(*end as usize);
                    visit(Spot { node, state }, at);
                }
            }
            return;
        }
        let starts = &side.steps.starts[node as usize..][..2];
        let (start, end) = (starts[0] as usize, starts[1] as usize);
        let relations = &side.steps.relations[start..end];
        // The relations of a node stand in order.
        let skip = match relations.len() {
            0..=FEW_TO_SKIP => relations.iter().take_while(|have| **have < first).count(),
            _ => relations.partition_point(|have| *have < first),
        };
        for (at, relation) in (start + skip..end).zip(&relations[skip..]) {
            if *relation > last {
                break;
            }
            let end = side.steps.ends[at];
            let cell = row + usize::from(*relation);
            let state = match end == node {
                false => side.plain[cell],
                true => side.round[cell],
            };
            if state != NOWHERE {
                let node = NodeId::from_index(end as usize);
                visit(Spot { node, state }, at);
            }
        }
    }
}

impl<'v> Product<'v> {
    /// Returns what each step leads to, read one way.
    pub(super) fn cells(&self, way: Way) -> Cells {
        let relations = self.lens.view().relations().len();
        let (mut plain, mut round, mut against) = (Vec::new(), Vec::new(), Vec::new());
        let one = |state: u32| match state {
            NOWHERE => Vec::new(),
            state => vec![state],
        };
        for state in 0..self.states() {
            match way {
                Way::Ahead => {
                    let ways = &self.ahead[state];
                    for (next, loops) in ways.with.by_relation(relations, (NOWHERE, NOWHERE)) {
                        plain.push(one(next));
                        round.push(one(loops));
                    }
                    let next = ways.against.by_relation(relations, NOWHERE);
                    against.extend(next.into_iter().map(one));
                }
                Way::Back => {
                    let ways = &self.back[state];
                    let nobody = (Vec::new(), Vec::new());
                    for (before, loops) in ways.with.by_relation(relations, nobody) {
                        plain.push(before);
                        round.push(loops);
                    }
                    against.extend(ways.against.by_relation(relations, Vec::new()));
                }
            }
        }
        Cells {
            plain,
            round,
            against,
        }
    }

    /// Returns the product as tables for one way, if every edge counts and nothing is avoided. Where a
    /// step comes from several places, the edges are looked up once for each.
    pub(super) fn flat(&self, way: Way) -> Option<Flat<'v>> {
        let relations = self.lens.view().relations().len();
        let Cells {
            plain,
            round,
            against,
        } = self.cells(way);
        let [with_side, against_side] = way.sides();
        let no_loops = vec![Vec::new(); against.len()];
        let mut sides = Vec::new();
        for (arrays, direction, plain, round) in [
            (with_side, Direction::With, plain, round),
            (against_side, Direction::Against, against, no_loops),
        ] {
            let most = plain.iter().chain(&round).map(Vec::len).max();
            for turn in 0..most.unwrap_or(0) {
                let table = |cells: &[Vec<u32>]| {
                    let cell = |cell: &Vec<u32>| cell.get(turn).copied().unwrap_or(NOWHERE);
                    cells.iter().map(cell).collect()
                };
                let (plain, round): (Vec<u32>, Vec<u32>) = (table(&plain), table(&round));
                let bounds = (0..self.states()).map(|state| {
                    let row = state * relations..(state + 1) * relations;
                    let cells = plain[row.clone()].iter().zip(&round[row]);
                    let walked =
                        |(plain, round): (&u32, &u32)| (*plain, *round) != (NOWHERE, NOWHERE);
                    let walked: Vec<bool> = cells.map(walked).collect();
                    let first = walked.iter().position(|walked| *walked);
                    let last = walked.iter().rposition(|walked| *walked);
                    // Where nothing is walked, the last comes before the first.
                    match (first, last) {
                        (Some(first), Some(last)) => (first as u16, last as u16),
                        _ => (u16::MAX, 0),
                    }
                });
                sides.push(FlatSide {
                    steps: self.lens.bare(arrays)?,
                    direction,
                    bounds: bounds.collect(),
                    plain,
                    round,
                });
            }
        }
        Some(Flat { sides, relations })
    }
}

/// The states that steps lead to, by state and relation; read back, those they come from.
pub(super) struct Cells {
    /// Steps from subject to object, between two things.
    pub(super) plain: Vec<Vec<u32>>,
    /// Loops.
    pub(super) round: Vec<Vec<u32>>,
    /// Steps from object to subject; loops have been walked above.
    pub(super) against: Vec<Vec<u32>>,
}

/// From where a search runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// From the start.
    Ahead,
    /// From the end.
    Back,
}

impl Way {
    /// Returns where a path begins and where it ends, given the end from which it was searched for.
    #[inline]
    pub(super) fn ordered(self, end: NodeId, other: NodeId) -> (NodeId, NodeId) {
        match self {
            Self::Ahead => (end, other),
            Self::Back => (other, end),
        }
    }

    /// Returns the directions in which steps from subject to object are looked up, and those from
    /// object to subject.
    pub(super) fn sides(self) -> [Direction; 2] {
        match self {
            Self::Ahead => [Direction::With, Direction::Against],
            Self::Back => [Direction::Against, Direction::With],
        }
    }
}
