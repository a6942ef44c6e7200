//! What a question means: a typed plan, the same for every language.
//!
//! A [`Plan`] asks something ([`Ask`]) about a [`Set`] of things. A set is given by naming its
//! things, by their class, and by [`Scene`]s: events or states in which each of them takes part.
//! `who requested DeepSeek` asks for the things `x` with a scene *request* in which `x` is the agent
//! and DeepSeek the target. A set may be narrowed to its first, last or most frequent ([`Pick`]).

use crate::ask::content::Content;
use crate::model::Date;
use crate::model::vocab as ag;
use crate::ontology::Restriction;
use ecow::{EcoString, EcoVec, eco_vec};
use jiff::civil::Date as Day;
use oxrdf::{NamedNode, NamedNodeRef, Term};

/// A question, understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What is asked.
    pub ask: Ask,
    /// About what.
    pub about: Set,
    /// By what the count is taken apart.
    pub group: Option<Group>,
    /// Whether of those parts only the largest is asked for: `which sector has the most companies`.
    pub largest: bool,
    /// Whether events are asked for as things, though they are told in words: `which requests`.
    pub as_things: bool,
    /// Of texts: of which class it is asked whom they name, not what they say: `who may no longer buy`.
    pub whom: Option<NamedNode>,
    /// How many things the words say there are: `which two senators`.
    pub number: Option<usize>,
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

/// What a count is taken apart by.
#[derive(Clone, Debug, PartialEq)]
pub enum Group {
    /// By what this property path leads to from each member.
    Path(String),
    /// By the year of the event.
    Year,
}

/// A set of things.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Set {
    /// The classes, each of them is of one; any where empty.
    pub classes: EcoVec<NamedNode>,
    /// The things by name, where the set is one or a few named things.
    pub named: EcoVec<Named>,
    /// Whether all named things are meant together, not any of them (`both A and B`).
    pub all: bool,
    /// Whether one of them is enough where each might be asked for (`A or B`).
    pub any: bool,
    /// Things left out (`except A`).
    pub except: EcoVec<Named>,
    /// The conditions that each of them meets.
    pub scenes: EcoVec<Scene>,
    /// Whether the words mean one that all know (`the list`) and not just any (`a list`).
    pub definite: bool,
    /// Which of them is meant, where not all are.
    pub pick: Option<Pick>,
    /// Whether a count is asked for each of them by itself (`in each edition`).
    pub each: bool,
}

/// A choice among the members of a set.
#[derive(Clone, Debug, PartialEq)]
pub struct Pick {
    /// By what they are put in order.
    pub by: By,
    /// Whether the last or greatest is meant, not the first or least.
    pub last: bool,
}

/// What members are put in order by.
#[derive(Clone, Debug, PartialEq)]
pub enum By {
    /// The date of their event.
    Date,
    /// The number of their events, or of what this path leads to from these events.
    Many(Option<EcoString>),
}

/// A thing or a value that the question names.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// The words of the question.
    pub text: String,
    /// The thing or value, or `None` where the words name nothing in the data.
    pub term: Option<Term>,
    /// The property that has this value; `None` for a thing.
    pub value_of: Option<NamedNode>,
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
    /// What else the words say of the event or thing.
    pub restrictions: EcoVec<Restriction>,
    /// What the scene is.
    pub nature: Nature,
    /// The property path from the scene to the member of the set; `.` where the member is the event.
    pub itself: EcoString,
    /// The other participants: property path from the scene, and who or what they are.
    pub roles: EcoVec<(EcoString, Set)>,
    /// Whether there must be no such event.
    pub negated: bool,
    /// Whether the word by itself says that there was none: silent.
    pub denies: bool,
    /// Of a state that must not be: whether it must have been at some time (`no longer on the list`).
    pub once: bool,
    /// When it happened, or for a state the day on which it held.
    pub time: Option<Period>,
    /// Of a state: since when it must have held (`on the list since 2024`).
    pub since: Option<Period>,
    /// Of a state: whether it is asked of any time, not of the day (`was X ever on the list`).
    pub ever: bool,
    /// Of a state: whether it must have held before the list last grew (`already on the list`).
    pub already: bool,
    /// The property that tells when, if not `ag:date`.
    pub when: Option<EcoString>,
    /// How many such events there must be.
    pub many: Option<Many>,
    /// What was said in it.
    pub content: Option<Content>,
    /// The events that are meant, where no query finds them but by looking first.
    pub found: Option<Vec<NamedNode>>,
}

/// How many events, or how many different things in one role of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Many {
    /// The role that is counted; the events themselves where `None`.
    pub of: Option<EcoString>,
    /// At least so many.
    pub least: usize,
    /// At most so many.
    pub most: Option<usize>,
}

/// What a scene is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nature {
    /// An event (or another node with roles, such as an ownership).
    Event,
    /// Standing on a list, as of a day.
    Standing,
    /// Something said of a thing itself: a property that it has, or that words like `complete` say.
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
    /// The day of the week, from 1 for Monday, where only that is said.
    pub weekday: Option<i8>,
}

/// A unit in which one counts back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// `three days ago`.
    Day,
    /// `last week`.
    Week,
    /// `two months ago`.
    Month,
    /// `last year`.
    Year,
}

/// A part of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Its first ten days.
    Early,
    /// Its next ten days.
    Middle,
    /// The rest.
    Late,
}

impl Unit {
    /// Returns the day so many units before another; `None` before the calendar begins.
    pub fn before(self, count: i16, day: Day) -> Option<Day> {
        let span = jiff::Span::new();
        let span = match self {
            Self::Day => span.days(count),
            Self::Week => span.weeks(count),
            Self::Month => span.months(count),
            Self::Year => span.years(count),
        };
        day.checked_sub(span).ok()
    }
}

impl Period {
    /// Returns the day, the week from its Monday, the month or the year so many of them before a day.
    pub fn ago(count: i16, unit: Unit, today: Day) -> Option<Self> {
        let day = unit.before(count, today)?;
        Some(match unit {
            Unit::Day => Self::of(Date::Day(day)),
            Unit::Week => {
                let before = i16::from(day.weekday().to_monday_zero_offset());
                let monday = Unit::Day.before(before, day);
                let sunday = Unit::Day.before(before - 6, day);
                Self::between(monday, sunday)
            }
            Unit::Month => Self::of(Date::Month(day.year(), day.month())),
            Unit::Year => Self::of(Date::Year(day.year())),
        })
    }

    /// Returns the days in which `date` lies.
    pub fn of(date: Date) -> Self {
        Self {
            from: Some(date.first_day()),
            to: Some(date.last_day()),
            weekday: None,
        }
    }

    /// Returns the days from one to another, both included; open where `None`.
    pub fn between(from: Option<Day>, to: Option<Day>) -> Self {
        Self {
            from,
            to,
            weekday: None,
        }
    }

    /// Returns the three months of a season from its first; `None` beyond the calendar.
    pub fn season(year: i16, from: i8) -> Option<Self> {
        let first = Date::Month(year, from).first_day();
        let last = first.checked_add(jiff::Span::new().months(2)).ok()?;
        let last = Date::Month(last.year(), last.month()).last_day();
        Some(Self::between(Some(first), Some(last)))
    }

    /// Returns a part of the month that the period is; `None` if it is none.
    pub fn part(self, part: Part) -> Option<Self> {
        let Some(Date::Month(year, month)) = self.date() else {
            return None;
        };
        let day = |day| jiff::civil::Date::new(year, month, day).ok();
        let (from, to) = match part {
            Part::Early => (day(1), day(10)),
            Part::Middle => (day(11), day(20)),
            Part::Late => (day(21), self.to),
        };
        Some(Self::between(from, to))
    }

    /// Returns all days of the week like this one, from 1 for Monday.
    pub fn weekday(weekday: i8) -> Self {
        Self {
            from: None,
            to: None,
            weekday: Some(weekday),
        }
    }

    /// Tells whether a date may be of the day of the week, where one is said.
    pub fn on_weekday(self, date: Date) -> bool {
        match (self.weekday, date) {
            (Some(weekday), Date::Day(day)) => day.weekday().to_monday_one_offset() == weekday,
            _ => true,
        }
    }

    /// Returns the day, month or year that the period is, if it is one.
    pub fn date(self) -> Option<Date> {
        let (from, to) = (self.from?, self.to?);
        let dates = [
            Date::Day(from),
            Date::Month(from.year(), from.month()),
            Date::Year(from.year()),
        ];
        dates
            .into_iter()
            .find(|date| date.first_day() == from && date.last_day() == to)
    }

    /// Returns the day up to which something began that has been so since the period began: of a year
    /// or month that is not over, its last.
    pub fn begun_by(self) -> Option<Day> {
        let from = self.from?;
        let coarse = match (from.month(), from.day()) {
            (1, 1) => Date::Year(from.year()),
            (_, 1) => Date::Month(from.year(), from.month()),
            _ => Date::Day(from),
        };
        Some(coarse.last_day())
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

impl Plan {
    /// Returns the plan that asks this about a set.
    pub fn new(ask: Ask, about: Set) -> Self {
        Self {
            ask,
            about,
            group: None,
            largest: false,
            as_things: false,
            whom: None,
            number: None,
        }
    }
}

impl Set {
    /// Returns the set of one named thing.
    pub fn one(named: Named) -> Self {
        Self {
            named: eco_vec![named],
            ..Self::default()
        }
    }

    /// Returns the set of all things of a class.
    pub fn class(class: NamedNode) -> Self {
        Self {
            classes: eco_vec![class],
            ..Self::default()
        }
    }

    /// Returns how many conditions the set has, nested ones too.
    pub fn size(&self) -> usize {
        let scenes: usize = self.scenes.iter().map(Scene::size).sum();
        // A long row of names is work too.
        scenes + self.named.len() / 4
    }

    /// Tells whether the set is given by names alone.
    pub fn is_named(&self) -> bool {
        !self.named.is_empty() && self.scenes.is_empty()
    }

    /// Returns the list that is meant where its name is not said: `the list`.
    pub fn the_list() -> Self {
        Self {
            definite: true,
            ..Self::class(ag::DESIGNATION_LIST.into_owned())
        }
    }

    /// Tells whether the set is one of several names: `A or B`.
    pub fn is_either(&self) -> bool {
        self.any && self.is_named() && self.named.len() > 1
    }

    /// Tells whether the set means editions of a list.
    pub fn is_edition(&self) -> bool {
        let event = self.scenes.first().filter(|scene| scene.is_event());
        event.is_some_and(|scene| scene.reference == ag::EDITION)
    }

    /// Tells whether something is denied of its members, or of those that take part in what is said of
    /// them, or left out.
    pub fn denies(&self) -> bool {
        let denies = |scene: &Scene| {
            let many = scene.many.as_ref().is_some_and(|many| many.most.is_some());
            let denied = scene.negated || scene.denies || scene.content.is_some() || many;
            denied || scene.roles.iter().any(|(_, set)| set.denies())
        };
        !self.except.is_empty() || self.scenes.iter().any(denies)
    }

    /// Returns every thing that the set names, nested ones too.
    pub fn names(&self) -> Vec<&Named> {
        let nested = self.scenes.iter().flat_map(|scene| &scene.roles);
        let nested = nested.flat_map(|(_, set)| set.names());
        self.named
            .iter()
            .chain(&self.except)
            .chain(nested)
            .collect()
    }

    /// Does something to every thing that the set names, nested ones too.
    pub fn for_each_name(&mut self, change: &mut impl FnMut(&mut Named)) {
        self.named.make_mut().iter_mut().for_each(&mut *change);
        self.except.make_mut().iter_mut().for_each(&mut *change);
        for (_, set) in self
            .scenes
            .make_mut()
            .iter_mut()
            .flat_map(|scene| scene.roles.make_mut())
        {
            set.for_each_name(change);
        }
    }

    /// Returns the named things, without values and strangers.
    pub fn things(&self) -> Vec<NamedNode> {
        self.named.iter().filter_map(Named::thing).collect()
    }
}

impl Plan {
    /// Tells whether it asks for all things of some classes: `who`.
    pub fn asks_of_all(&self) -> bool {
        let about = Set {
            classes: self.about.classes.clone(),
            definite: self.about.definite,
            ..Set::default()
        };
        self.ask == Ask::Things && self.about == about
    }

    /// Tells whether it asks for values of a property.
    pub fn asks_for(&self, property: NamedNodeRef<'_>) -> bool {
        let scenes = self.about.scenes.iter();
        let mut values = scenes.filter(|scene| scene.nature == Nature::Property);
        values.any(|scene| scene.reference == property && scene.itself != ".")
    }

    /// Returns what a count is asked for each of: which scene has it, and which of its roles.
    pub fn in_turn(&self) -> Option<(usize, usize)> {
        let mut places = self
            .about
            .scenes
            .iter()
            .enumerate()
            .flat_map(|(at, scene)| {
                let roles = scene.roles.iter().enumerate();
                roles.map(move |(role, (_, set))| (at, role, set.each))
            });
        let asked = self.ask == Ask::Count && self.group.is_none();
        let (scene, role, _) = places.find(|(.., each)| asked && *each)?;
        Some((scene, role))
    }
}

impl Named {
    /// Returns the name of a thing.
    pub fn thing_called(text: &str, thing: NamedNode, label: String, score: f64) -> Self {
        Self {
            text: text.to_owned(),
            term: Some(thing.into()),
            value_of: None,
            label,
            score,
        }
    }

    /// Returns the thing, unless it is a value or a stranger.
    pub fn thing(&self) -> Option<NamedNode> {
        match &self.term {
            Some(Term::NamedNode(thing)) => Some(thing.clone()),
            _ => None,
        }
    }
}

impl Scene {
    /// Returns a scene in which nothing is said yet.
    pub fn new(reference: NamedNode, nature: Nature) -> Self {
        Self {
            reference,
            restrictions: EcoVec::new(),
            nature,
            itself: ".".into(),
            roles: EcoVec::new(),
            negated: false,
            denies: false,
            once: false,
            since: None,
            time: None,
            ever: false,
            already: false,
            when: None,
            many: None,
            content: None,
            found: None,
        }
    }

    /// Returns how many conditions the scene is, with those of its participants.
    pub fn size(&self) -> usize {
        let roles = self.roles.iter().map(|(_, set)| set.size());
        1 + roles.sum::<usize>()
    }

    /// Returns what fills the role with this path.
    pub fn fillers<'s>(&'s self, path: &str) -> impl Iterator<Item = &'s Set> {
        let roles = self.roles.iter().filter(move |(known, _)| known == path);
        roles.map(|(_, set)| set)
    }

    /// Returns the named things that fill the role with this path.
    pub fn things(&self, path: &str) -> Vec<NamedNode> {
        self.fillers(path).flat_map(Set::things).collect()
    }

    /// Returns the property of which a scene of a thing tells, as a path; `None` where its reference is a
    /// class.
    pub fn property(&self) -> Option<String> {
        let local = self
            .reference
            .as_str()
            .strip_prefix(crate::model::vocab::AG)?;
        let property = self.nature == Nature::Property && local.starts_with(char::is_lowercase);
        property.then(|| format!("ag:{local}"))
    }

    /// Takes over what is said elsewhere of the same event: to become Secretary is the tenure of one.
    pub fn take_over(&mut self, other: &Self) {
        let restrictions = other.restrictions.iter().cloned();
        self.restrictions.extend(restrictions);
        self.roles.extend(other.roles.iter().cloned());
        self.time = self.time.or(other.time);
    }

    /// Tells whether the scene, told by a participant (`chairman`), is another that this path leads to.
    pub fn is_same_role(&self, other: &Self, path: &str) -> bool {
        path == "." && self.reference == other.reference && self.itself != "."
    }

    /// Tells whether the scene is an event that is itself the member of the set.
    pub fn is_event(&self) -> bool {
        self.itself == "." && self.nature == Nature::Event
    }
}
