//! What a question means: a typed plan, the same for every language.
//!
//! A [`Plan`] asks something ([`Ask`]) about a [`Set`] of things. A set is given by naming its
//! things, by their class, and by [`Scene`]s: events or states in which each of them takes part.
//! `who requested DeepSeek` asks for the things `x` with a scene *request* in which `x` is the agent
//! and DeepSeek the target.

use crate::model::Date;
use jiff::civil::Date as Day;
use oxrdf::NamedNode;

/// A question, understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What is asked.
    pub ask: Ask,
    /// About what.
    pub about: Set,
}

/// What is asked about a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ask {
    /// Which things are in it.
    Things,
    /// Whether anything is in it.
    Whether,
    /// How many things are in it.
    Count,
    /// When its events happened.
    When,
    /// For which reason its events happened.
    Why,
    /// What its events were, in words.
    What,
    /// What a named thing is.
    Describe,
    /// How two named things are connected.
    Path,
}

/// A set of things.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Set {
    /// The classes, each of them is of one; any where empty.
    pub classes: Vec<NamedNode>,
    /// The things by name, where the set is one or a few named things.
    pub named: Vec<Named>,
    /// The conditions that each of them meets.
    pub scenes: Vec<Scene>,
    /// Whether the words mean one that all know (`the list`) and not just any (`a list`).
    pub definite: bool,
}

/// A thing that the question names.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// The words of the question.
    pub text: String,
    /// The thing, or `None` where the words name nothing in the data.
    pub thing: Option<NamedNode>,
    /// Its main name.
    pub label: String,
    /// How sure the link is, 0 to 1.
    pub score: f64,
}

/// An event or a state in which the members of a set take part.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// The class of the event, or the property of the state.
    pub reference: NamedNode,
    /// The kind of event, where the words say one.
    pub kind: Option<NamedNode>,
    /// What the scene is.
    pub nature: Nature,
    /// The property path from the scene to the member of the set; `.` where the member is the event.
    pub itself: String,
    /// The other participants: property path from the scene, and who or what they are.
    pub roles: Vec<(String, Set)>,
    /// Whether there must be no such event.
    pub negated: bool,
    /// When it happened, or for a state the day on which it held.
    pub time: Option<Period>,
    /// Of a state: whether it is asked of any time, not of the day (`was X ever on the list`).
    pub ever: bool,
}

/// What a scene is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nature {
    /// An event (or another node with roles, such as an ownership).
    Event,
    /// Standing on a list, as of a day.
    Standing,
    /// A property that one of the participants has.
    Property,
    /// Some path between the participants.
    Path,
}

/// A span of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day; `None` if open.
    pub from: Option<Day>,
    /// The last day; `None` if open.
    pub to: Option<Day>,
}

impl Period {
    /// Returns the days in which `date` lies.
    pub fn of(date: Date) -> Self {
        Self {
            from: Some(date.first_day()),
            to: Some(date.last_day()),
        }
    }

    /// Returns the period in words: `in 2026`, `since 2025-01-07`.
    pub fn words(self) -> String {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => format!("on {from}"),
            (Some(from), Some(to))
                if Self::of(Date::Year(from.year())) == self && to.year() == from.year() =>
            {
                format!("in {}", from.year())
            }
            (Some(from), Some(to)) if Self::of(Date::Month(from.year(), from.month())) == self => {
                format!("in {}", Date::Month(to.year(), to.month()))
            }
            (Some(from), Some(to)) => format!("from {from} to {to}"),
            (Some(from), None) => format!("since {from}"),
            (None, Some(to)) => format!("until {to}"),
            (None, None) => "at any time".to_owned(),
        }
    }
}

impl Set {
    /// Returns the set of one named thing.
    pub fn one(named: Named) -> Self {
        Self {
            named: vec![named],
            ..Self::default()
        }
    }

    /// Tells whether the set is given by names alone.
    pub fn is_named(&self) -> bool {
        !self.named.is_empty() && self.scenes.is_empty()
    }

    /// Returns every thing that the set names, nested ones too.
    pub fn names(&self) -> Vec<&Named> {
        let nested = self.scenes.iter().flat_map(|scene| &scene.roles);
        let nested = nested.flat_map(|(_, set)| set.names());
        self.named.iter().chain(nested).collect()
    }
}

impl Scene {
    /// Returns the named things that fill the role with this path.
    pub fn named(&self, path: &str) -> Vec<&Named> {
        let roles = self.roles.iter().filter(|(known, _)| known == path);
        roles.flat_map(|(_, set)| &set.named).collect()
    }
}
