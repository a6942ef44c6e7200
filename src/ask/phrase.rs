//! The pieces of a question and what they mean, the same for every language.
//!
//! The rules in `grammar` put [`Phrase`]s together; what it means to fill a place of a [`Clause`] or
//! a [`Noun`] is told here.

use crate::ask::content::Content;
use crate::ask::fit::{Fit, step};
pub use crate::ask::inflection::Form;
use crate::ask::plan::{Ask, By, Group, Many, Named, Nature, Period, Pick, Plan, Scene, Set};
use crate::ask::sparql::changes_a_list;
use crate::model::vocab as ag;
use crate::ontology::{Argument, Entry, Function, Lexicon, Part, Restriction};
use ecow::{EcoString, EcoVec, eco_vec};
use oxrdf::{NamedNode, NamedNodeRef};
use std::borrow::Cow;

/// A piece of a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Phrase {
    /// Someone or something, named, described or asked for.
    Noun(Noun),
    /// An event or state that still lacks its subject, perhaps its object.
    Verb(Clause),
    /// An event or state with its subject.
    Sentence(Clause),
    /// A further verb with the same subject: `… and sued`.
    AndVerb(Clause),
    /// Another verb that would do as well: `… or rejected`.
    OrVerb(Clause),
    /// A relative clause behind the verb: `which firms did X name | that were never listed`.
    Relative(Clause),
    /// A marked participant: `to the Pentagon`.
    Marked(String, Noun),
    /// What is said by a preposition behind `be`: `are in Wuhan`.
    Is(String, Noun),
    /// A stretch of time.
    Time(Period),
    /// A day, month or year without a preposition.
    Date(Period),
    /// What counts are taken apart by: `by year`.
    Grouped(Group),
    /// A whole question.
    Question(Plan),
    /// A word that only grammar knows.
    Word(Word),
    /// A word of grammar that waits for what follows its noun: `did X …`, `… and X`.
    With(Word, Noun),
    /// Something said before its noun: `X's`, `2025年的`.
    Modifier(Box<Phrase>),
    /// What is asked or said to be done: `to list X`, `that X be listed`.
    Infinitive(Clause),
    /// A number, or more or less than one.
    Amount(Amount),
    /// What was said, in words that no rule reads.
    Content(Content),
    /// What a request is about, or why a list was changed, in such words: `about the missing list`,
    /// `for lack of a US nexus`.
    About(Content),
    /// A word that adds nothing.
    Filler,
}

impl Phrase {
    /// Returns how many conditions the phrase holds, nested ones too.
    pub fn size(&self) -> usize {
        match self {
            Self::Noun(noun) | Self::Marked(_, noun) | Self::Is(_, noun) | Self::With(_, noun) => {
                noun.set.size()
            }
            Self::Verb(clause)
            | Self::Sentence(clause)
            | Self::AndVerb(clause)
            | Self::Relative(clause)
            | Self::OrVerb(clause)
            | Self::Infinitive(clause) => clause.size(),
            Self::Question(plan) => plan.about.size(),
            Self::Modifier(phrase) => phrase.size(),
            _ => 0,
        }
    }

    /// Returns the thing in the data that the phrase names, the first of several.
    pub fn name(&self) -> Option<&Named> {
        let Self::Noun(noun) = self else {
            return None;
        };
        let named = noun.is_named().then(|| noun.set.named.first()).flatten();
        named.filter(|named| named.term.is_some() && named.value_of.is_none())
    }
}

/// A word that only grammar knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// `is`, `are` (present), `was`, `were`, `been` (past).
    Be(Tense),
    /// The same, left behind its noun: `what X is`.
    Left(Tense),
    /// `described as`: says no more than the `be` before it.
    Told,
    /// What is asked itself: `the article`, `your data`.
    Here,
    /// The rest of a verb, behind its object: the `off` of `take X off`.
    Particle(String),
    /// `do`, `does`, `did`.
    Do,
    /// `has`, `have`, `had`; 有.
    Have,
    /// `would` of what did not come to be.
    Would,
    /// `barred from`, `the ban on`; 不得: before what a law forbids.
    Barred,
    /// `should`, `must` before what somebody wants.
    Shall,
    /// `not`, `no`; 没, 未.
    Not,
    /// `never`; 从未.
    Never,
    /// `didn't` before whom it asks about: asks whether it is so.
    Asks(Box<Word>),
    /// `no longer`: once, and not any more.
    NoMore,
    /// `each`, `every` before a noun.
    Each,
    /// `what is that`, behind what is meant.
    WhatThat,
    /// `largest` of lists and editions: with the most names.
    Largest,
    /// `I`, `our`: who asks, of whom nothing is asked.
    Speaker,
    /// `need to know`: what is asked follows.
    ToKnow,
    /// `to` before a verb.
    To,
    /// A preposition.
    Preposition(String),
    /// A word that places a time before or behind a date: `since`, 之后.
    Span(Span),
    /// `per`, `by` before what a count is taken apart by.
    Per,
    /// A word behind its noun that marks it: 上.
    Postposition(String),
    /// `that`, `which`, `who` behind a noun.
    Relative,
    /// `and`, `but`.
    And,
    /// `or`.
    Or,
    /// `'s`; 的.
    Link,
    /// 被: the verb behind it is passive.
    Passive,
    /// `when`, `why`, `how`, …: asks this of a sentence.
    Asking(Ask),
    /// `because`, `for lack of` before a reason.
    Because,
    /// `until when`: asks when a state ended.
    UntilWhen,
    /// `show`, `list`, `tell me`: asks for what follows.
    Show(Ask),
    /// `which`, `what`, `how many` before a noun.
    Which(Ask),
    /// `size`, `headcount`: how many stand on a list.
    Size,
    /// `is there`.
    Exists,
    /// `the`.
    The,
    /// `first` (false), `last`, `latest` (true).
    Order(bool),
    /// `newly`: when the list was last changed.
    New,
    /// `but no longer is`: said before, and not so today.
    Ended,
    /// `most` (true), `fewest` (false).
    Most(bool),
    /// `longest`: whose state began first.
    Longest,
    /// `from the start`: since the first edition of the list.
    AllAlong,
    /// `more than`, `at least` (true), `fewer than`, `at most` (false), and whether the number itself counts.
    Than(bool, bool),
    /// `who else`: asks for others of whom the same holds.
    Others,
    /// `came right after` (true), `preceded` (false): the next or the last of its kind.
    NextTo(bool),
    /// `than anyone else`: `more` is the most.
    ThanOthers,
    /// `than` before what a number is compared with.
    Compared,
    /// `before or after`: asks which of two was earlier.
    BeforeOrAfter,
    /// `or more` (true), `or fewer` behind a number.
    OrMore(bool),
    /// `both`, `together`: all are meant.
    Both,
    /// `except`.
    Except,
    /// `neither`.
    Neither,
    /// `nor`.
    Nor,
    /// `on the same day`: when it was of one, it was of the other.
    SameDay,
    /// `to do`, `from doing`: what somebody named is told to do is what is asked.
    ToDo,
    /// `that day`: the time that was told before.
    ThatTime,
    /// `ever`: at any time.
    Ever,
    /// `originally`, `were already`: before the list last grew.
    Already,
    /// `currently`, `still`: now.
    Now,
    /// `former`: not any more.
    Former,
    /// `it` (false), `they` (true): what was named before.
    Pronoun(bool),
    /// `its`, `their`: of what was named before.
    Possessive(bool),
    /// `v.` between the parties of a lawsuit.
    Versus,
    /// An arrow from one thing to another.
    Arrow,
    /// A dash or colon behind what is talked about.
    Break,
    /// `yes or no`, `right`: asks whether what stands before is so.
    Tag,
}

impl Word {
    /// Tells whether what is asked turns on the word, so that it cannot be left out.
    pub fn weighs(&self) -> bool {
        let denies = matches!(
            self,
            Self::Not
                | Self::Never
                | Self::NoMore
                | Self::Except
                | Self::Neither
                | Self::Nor
                | Self::Former
                | Self::Ever
        );
        let compares = matches!(
            self,
            Self::Order(_)
                | Self::Most(_)
                | Self::Longest
                | Self::AllAlong
                | Self::Largest
                | Self::Than(..)
                | Self::Or
                | Self::Size
        );
        let asks = matches!(
            self,
            Self::Asking(_) | Self::UntilWhen | Self::Which(_) | Self::Per | Self::Span(_)
        );
        denies
            || compares
            || asks
            || matches!(
                self,
                Self::Pronoun(_)
                    | Self::Others
                    | Self::NextTo(_)
                    | Self::OrMore(_)
                    | Self::Compared
                    | Self::BeforeOrAfter
                    | Self::SameDay
                    | Self::ThatTime
                    | Self::Versus
                    | Self::Would
                    | Self::Shall
                    | Self::Particle(_)
            )
    }
}

/// How a time lies to a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// In it.
    Within,
    /// From its beginning on.
    Since,
    /// Behind its end.
    After,
    /// Before its beginning.
    Before,
    /// Up to its end.
    Until,
}

/// When an auxiliary places its verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    /// Now, as of the day asked about.
    Present,
    /// At some time.
    Past,
    /// `be`, `been`.
    Infinitive,
    /// `being`.
    Gerund,
}

/// How many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// At least so many.
    pub least: usize,
    /// At most so many.
    pub most: Option<usize>,
}

/// Someone or something.
#[derive(Clone, Debug, PartialEq)]
pub struct Noun {
    /// What it means.
    pub set: Set,
    /// What is asked about it, if it is a question word or phrase (`who`, `how many companies`).
    pub asked: Option<Ask>,
    /// The entry of its word, whose arguments `of X` and `X's` fill.
    pub entry: Option<usize>,
    /// Whether something already stands behind it, so that compounds end here.
    pub closed: bool,
    /// How many of it.
    pub amount: Option<Amount>,
    /// `the most` (true) or `fewest` of it.
    pub most: Option<bool>,
    /// How many are asked for: `which two senators`.
    pub number: Option<usize>,
}

/// An event or state with open places.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// The event or state as far as told; `itself` is filled last.
    pub scene: Scene,
    /// The entry of its word.
    pub entry: usize,
    /// What its subject is.
    pub subject: Option<EcoString>,
    /// What its objects are, told apart by what fits.
    pub objects: EcoVec<EcoString>,
    /// What `by X` is, in the passive.
    pub by: Option<EcoString>,
    /// The form of its verb.
    pub form: Form,
    /// Which participant is asked for, and as what.
    pub asked: Option<(EcoString, Noun)>,
    /// What is asked of the event: when, why, how.
    pub ask: Option<Ask>,
    /// Which path the subject has filled, if it has.
    pub filled: Option<EcoString>,
    /// Whether auxiliary and subject have changed places, as questions do.
    pub inverted: bool,
    /// Whether it is told as done: `has removed`, `have been removed`.
    pub perfect: bool,
    /// Whether it must be said by whom, in the passive.
    pub told_by: bool,
    /// Markers of required arguments that are still missing.
    pub missing: EcoVec<EcoString>,
    /// Whether all who are named as its subject did it together.
    pub together: bool,
    /// Further verbs with the same subject.
    pub also: EcoVec<Clause>,
    /// Which of the things asked for, or of the events, is meant.
    pub pick: Option<Pick>,
    /// What the count is taken apart by.
    pub group: Option<Group>,
    /// Things left out of the answer.
    pub except: Vec<Named>,
}

impl Noun {
    /// Returns the noun of a set.
    pub fn of(set: Set) -> Self {
        Self {
            set,
            asked: None,
            entry: None,
            closed: false,
            amount: None,
            most: None,
            number: None,
        }
    }

    /// Returns a question word for things of a class: `who`.
    pub fn asked(class: NamedNodeRef<'_>, ask: Ask) -> Self {
        Self {
            closed: true,
            ..Self::of(Set::class(class.into_owned())).asking(ask)
        }
    }

    /// Returns the noun of a lexical entry: a class, an event, or a participant of one.
    pub fn word(lexicon: &Lexicon, index: usize) -> Self {
        let entry = &lexicon.entries[index];
        let mut set = Set::default();
        match entry.path(Function::Itself) {
            None => {
                set.classes.push(entry.reference.clone());
                set.classes.extend(entry.others.iter().cloned());
                let (standing, others): (Vec<_>, Vec<_>) = entry
                    .restrictions
                    .iter()
                    .cloned()
                    .partition(|said| said.path.starts_with("ag:onList"));
                if !others.is_empty() {
                    set.scenes.push(Scene {
                        nature: Nature::Property,
                        restrictions: others.into(),
                        ..scene(entry)
                    });
                }
                set.scenes.extend(standing.into_iter().map(on_list_that));
            }
            Some(path) => {
                let scene = Scene {
                    itself: direct(path).into(),
                    ..scene(entry)
                };
                if scene.is_event() {
                    set.classes.push(entry.reference.clone());
                }
                set.scenes.push(scene);
            }
        }
        Self {
            entry: Some(index),
            ..Self::of(set)
        }
    }

    /// Returns the noun as the thing that is asked for.
    #[must_use]
    pub fn asking(self, ask: Ask) -> Self {
        Self {
            asked: Some(ask),
            ..self
        }
    }

    /// Returns the noun with one more condition.
    #[must_use]
    pub fn with(mut self, scene: Scene) -> Self {
        self.set.scenes.push(scene);
        self.closed = true;
        self
    }

    /// Returns the noun for those of which nothing holds that is said of the others.
    #[must_use]
    pub fn but_not(&self, others: &Self) -> Self {
        let denied = others.set.scenes.iter().map(|scene| Scene {
            negated: true,
            ..scene.clone()
        });
        denied.fold(self.clone(), Self::with)
    }

    /// Returns the noun with an argument of its word filled, in each way in which the word takes it,
    /// and what each costs.
    pub fn filled(
        &self,
        lexicon: &Lexicon,
        fit: &Fit<'_>,
        functions: &[Function],
        marker: Option<&str>,
        noun: &Self,
    ) -> Vec<(Self, f64)> {
        let Some(entry) = self.entry.map(|index| &lexicon.entries[index]) else {
            return Vec::new();
        };
        if self.asked.is_some() && noun.asked.is_some() {
            return Vec::new();
        }
        // At whose | request: who is asked for, as part of the event.
        if noun.asked.is_some() && self.is_event() {
            return self.asked_by(lexicon, fit, functions, marker, noun);
        }
        let of_thing = entry.path(Function::Itself).is_none();
        let mut found = Vec::new();
        for function in functions {
            for place in entry.arguments(*function, marker) {
                let path = fit.way(&place.path, &entry.reference, noun).into_owned();
                let value = fit.as_value(&path, noun);
                // What governs being listed governs the list.
                let list = noun.list_entered();
                let of_list = fit.leads_to(&path, ag::DESIGNATION_LIST)
                    || path == "."
                        && fit.leads_from(&entry.reference, &ag::DESIGNATION_LIST.into_owned());
                let list = list.filter(|_| !of_thing && of_list);
                let noun = value.as_ref().or(list.as_ref()).unwrap_or(noun);
                let cost = fit.cost(&path, &entry.reference, noun);
                if fit.is_hopeless(cost) {
                    continue;
                }
                let mut filled = self.clone();
                filled.closed = *function != Function::Modifier;
                let set = value_or_set(&path, noun);
                if of_thing {
                    let mut scene = said(&path, set);
                    if let Some(amount) = noun.amount.filter(|_| noun.set.named.is_empty()) {
                        scene.many = Some(Many {
                            of: Some(path.clone().into()),
                            least: amount.least,
                            most: amount.most,
                        });
                    }
                    if let Some(last) = noun.most {
                        filled.set.pick = Some(Pick {
                            by: By::Many(Some(path.clone().into())),
                            last,
                        });
                    }
                    filled.set.scenes.push(scene);
                } else {
                    let Some(scene) = filled.set.scenes.make_mut().first_mut() else {
                        continue;
                    };
                    if scene.roles.iter().any(|(known, _)| *known == path) {
                        continue;
                    }
                    let inner = noun.set.scenes.first();
                    // A successor as chairman is one in the tenure of a chairman.
                    if let Some(inner) = inner.filter(|inner| inner.is_same_role(scene, &path)) {
                        scene.take_over(inner);
                        found.push((filled, cost));
                        continue;
                    }
                    match inner.filter(|inner| !noun.set.each && hands_on(inner, &path)) {
                        Some(inner) if says_more(inner) => continue,
                        Some(inner) => scene.roles.extend(inner.roles.iter().cloned()),
                        None => scene.roles.push((path.into(), set)),
                    }
                }
                if noun.asked.is_some() {
                    filled.asked = noun.asked;
                }
                let loose = match (function, self.is_open_role()) {
                    (Function::Adjunct, _) => 0.02,
                    (Function::Possessor, true) => -OPEN_ROLE,
                    _ => 0.0,
                };
                found.push((filled, cost + loose));
            }
        }
        found
    }

    /// Returns a participant of these events as what is asked for: `the lawsuit of which company`.
    fn asked_by(
        &self,
        lexicon: &Lexicon,
        fit: &Fit<'_>,
        functions: &[Function],
        marker: Option<&str>,
        noun: &Self,
    ) -> Vec<(Self, f64)> {
        let (Some(scene), Some(index)) = (self.set.scenes.first(), self.entry) else {
            return Vec::new();
        };
        let entry = &lexicon.entries[index];
        let places = functions
            .iter()
            .flat_map(|function| entry.arguments(*function, marker));
        let places = places.filter(|place| scene.fillers(&place.path).next().is_none());
        // What a letter is about is whom it names, not the list.
        let what = noun.entry.is_none() && noun.set == Set::default();
        let list = |path: &str| what && fit.leads_to(path, ag::DESIGNATION_LIST);
        let places = places.filter(|place| marker.is_none() || !list(&place.path));
        places
            .map(|place| {
                let cost = fit.cost(&place.path, &entry.reference, noun);
                let mut asked = noun.clone();
                asked.set.scenes.push(Scene {
                    itself: direct(&place.path).into(),
                    ..scene.clone()
                });
                asked.closed = true;
                (asked, cost + 0.05)
            })
            .collect()
    }

    /// Returns the things that have the value that the noun is, where it is nothing but one.
    pub fn holders(&self) -> Option<Set> {
        let values = self.set.named.iter();
        let mut properties = values.map(|named| named.value_of.as_ref());
        let first = properties.next()??;
        if !self.is_named() || !properties.all(|other| other == Some(first)) {
            return None;
        }
        let mut held = said(&step(first)?, self.set.clone());
        held.reference = first.clone();
        Some(Set {
            scenes: eco_vec![held],
            ..Set::default()
        })
    }

    /// Tells whether the noun means an edition of a list.
    pub fn is_edition(&self) -> bool {
        self.set.is_edition()
    }

    /// Tells whether the noun is a plain class, not yet narrowed.
    pub fn is_class(&self) -> bool {
        !self.set.classes.is_empty() && self.set.scenes.is_empty() && self.set.named.is_empty()
    }

    /// Tells whether the noun is given by names alone.
    pub fn is_named(&self) -> bool {
        self.set.is_named()
    }

    /// Tells whether the noun means events themselves, by a word for them.
    pub fn is_event(&self) -> bool {
        self.entry.is_some() && self.set.scenes.first().is_some_and(Scene::is_event)
    }

    /// Tells whether the noun is an entry on a list or a removal of which nothing more is said.
    fn is_bare_change(&self) -> bool {
        let nothing = |scene: &Scene| {
            scene.roles.is_empty() && scene.restrictions.is_empty() && scene.time.is_none()
        };
        let change =
            |scene: &Scene| scene.is_event() && changes_a_list(&scene.reference) && nothing(scene);
        self.asked.is_none()
            && self.set.pick.is_none()
            && matches!(&self.set.scenes[..], [scene] if change(scene))
    }

    /// Tells whether the noun says of a company only that it stands on a list: `Chinese military company`.
    fn is_listed_company(&self) -> bool {
        let on = |scene: &Scene| scene.nature == Nature::Standing && scene.time.is_none();
        let plain = self.set.named.is_empty() && self.asked.is_none();
        plain
            && self.set.classes == [ag::COMPANY.into_owned()]
            && matches!(&self.set.scenes[..], [scene] if on(scene))
    }

    /// Returns the list on which something is put, where no more is said: `being listed`, `landing on the
    /// 1260H list`.
    fn list_entered(&self) -> Option<Self> {
        let [scene] = &self.set.scenes[..] else {
            return None;
        };
        let bare = scene.restrictions.is_empty() && scene.time.is_none() && self.asked.is_none();
        if !scene.is_event() || scene.reference != ag::LISTING || !bare {
            return None;
        }
        match &scene.roles[..] {
            [] => Some(Self::of(Set::the_list())),
            [(path, list)] if path == "ag:list" => Some(Self::of(list.clone())),
            _ => None,
        }
    }

    /// Returns the list of an entry or removal of which nothing else is said: `designation on the
    /// 1260H list`.
    fn list_changed(&self) -> Option<Self> {
        let mut bare = self.clone();
        let scene = bare.set.scenes.make_mut().first_mut()?;
        let place = scene.roles.iter().position(|(path, _)| path == "ag:list")?;
        let (_, list) = scene.roles.remove(place);
        bare.is_bare_change().then(|| Self::of(list))
    }

    /// Tells whether the noun is what takes part in an event, or what a thing has, of which nothing is
    /// said yet: `owner`, `the sector`.
    pub fn is_open_role(&self) -> bool {
        let scene = self.set.scenes.first();
        self.entry.is_some()
            && scene.is_some_and(|scene| scene.itself != "." && scene.roles.is_empty())
    }

    /// Tells whether the noun is what a thing not yet said has: `sector`, `the sector`.
    fn open_property(&self) -> Option<&str> {
        match &self.set.scenes[..] {
            [scene]
                if scene.nature == Nature::Property
                    && scene.itself != "."
                    && scene.roles.is_empty() =>
            {
                Some(&scene.itself)
            }
            _ => None,
        }
    }
}

/// The ways of a path that do not only go on from another: who is asked for is the addressee, not
/// the body in which the addressee holds office, though a name may be either.
fn direct(path: &str) -> String {
    let ways: Vec<&str> = path.split('|').collect();
    let goes_on = |way: &&str| {
        let mut others = ways.iter().filter(|other| *other != way);
        others.any(|other| way.starts_with(&format!("{other}/")))
    };
    let kept: Vec<&str> = ways.iter().copied().filter(|way| !goes_on(way)).collect();
    kept.join("|")
}

/// What fills a place: the noun's set, or any value where the noun only says what the place is
/// (`what party does X belong to`).
fn value_or_set(path: &str, noun: &Noun) -> Set {
    match noun.open_property() {
        Some(property) if property == path => Set::default(),
        _ => noun.set.clone(),
    }
}

/// The place of somebody before or after whom an office was held.
pub fn in_office_beside(scene: &Scene, marker: &str, noun: &Noun) -> Option<&'static str> {
    let of_people = scene.reference == ag::TENURE && noun.is_named() && noun.asked.is_none();
    match marker {
        _ if !of_people => None,
        BEFORE => Some(PRECEDED),
        AFTER => Some(SUCCEEDED),
        _ => None,
    }
}

/// Tells whether an event inside a place stands for its own participants: to ask for the listing of
/// X is to ask about X, to vacate it is to vacate what was done to X.
fn hands_on(inner: &Scene, path: &str) -> bool {
    // An edition is of a list, not of a company.
    let one = path == "ag:list" || path == "ag:target" && !is_of_edition(inner);
    let change = changes_a_list(&inner.reference);
    let any = || path.split('|').any(|way| way == "ag:target");
    inner.is_event() && (one || change && any())
}

fn is_of_edition(event: &Scene) -> bool {
    [ag::EDITION, ag::WITHDRAWAL, ag::PUBLICATION].contains(&event.reference.as_ref())
}

/// Tells whether an event that neither changes a list nor prints it says neither of whom nor when.
fn is_bare_deed(inner: &Scene) -> bool {
    let of_list = changes_a_list(&inner.reference) || is_of_edition(inner);
    inner.roles.is_empty() && inner.time.is_none() && !of_list
}

/// Tells whether an event says more than its target and list.
fn says_more(inner: &Scene) -> bool {
    let other = |(path, _): &(EcoString, Set)| !matches!(path.as_str(), "ag:target" | "ag:list");
    inner.roles.iter().any(other)
        || !inner.restrictions.is_empty()
        || inner.negated
        || inner.time.is_some()
        || inner.many.is_some()
}

/// A word that says on which list a company stands (`Chinese military company`) says it of a day.
fn on_list_that(said: Restriction) -> Scene {
    let class = ag::DESIGNATION_LIST.into_owned();
    if said.values.is_empty() {
        return self::said("ag:onList", Set::class(class));
    }
    let path = said.path.trim_start_matches("ag:onList/").into();
    let list = Scene {
        restrictions: eco_vec![Restriction { path, ..said }],
        ..Scene::new(class.clone(), Nature::Property)
    };
    let list = Set {
        scenes: eco_vec![list],
        ..Set::class(class)
    };
    self::said("ag:onList", list)
}

/// Something said of a thing itself by a path that leads from it.
pub fn said(path: &str, set: Set) -> Scene {
    let first = path.split(['/', '|']).next().unwrap_or(path);
    let local = first.trim_start_matches('^').trim_start_matches("ag:");
    let property = NamedNode::new_unchecked(format!("{}{local}", ag::AG));
    let nature = match path {
        "ag:onList" => Nature::Standing,
        _ => Nature::Property,
    };
    Scene {
        roles: eco_vec![(path.into(), set)],
        ..Scene::new(property, nature)
    }
}

impl Clause {
    fn size(&self) -> usize {
        let asked = self.asked.as_ref().map_or(0, |(_, noun)| noun.set.size());
        let also: usize = self.also.iter().map(Self::size).sum();
        self.scene.size() + asked + also
    }

    /// Returns the clause of a verb or adjective, all places open.
    pub fn word(lexicon: &Lexicon, index: usize, form: Form) -> Self {
        let entry = &lexicon.entries[index];
        let path = |function| entry.path(function).map(EcoString::from);
        let required = entry.arguments.iter().filter(|argument| argument.required);
        let said = required
            .clone()
            .filter(|argument| argument.function == Function::Content);
        let said = said.map(|_| THAT.into());
        let subject = |argument: &&Argument| argument.function == Function::Subject;
        let told_by = required.clone().any(|argument| subject(&argument));
        let missing = required.filter(|argument| argument.function == Function::Adjunct);
        Self {
            told_by,
            scene: scene(entry),
            entry: index,
            subject: path(Function::Subject).or_else(|| path(Function::Itself)),
            objects: entry
                .arguments(Function::Object, None)
                .into_iter()
                .map(|argument| argument.path.clone())
                .collect(),
            by: None,
            form,
            asked: None,
            ask: None,
            filled: None,
            inverted: false,
            perfect: false,
            missing: missing
                .flat_map(|argument| argument.markers.clone())
                .chain(said)
                .collect(),
            together: false,
            also: EcoVec::new(),
            pick: None,
            group: None,
            except: Vec::new(),
        }
    }

    /// Returns the clause with another form.
    #[must_use]
    pub fn in_form(self, form: Form) -> Self {
        Self { form, ..self }
    }

    /// Returns the passive: an object becomes the subject, the subject is told with `by`. One for each
    /// object.
    pub fn passives(&self) -> Vec<Self> {
        let mut found = Vec::new();
        for place in 0..self.objects.len() {
            let mut clause = self.clone();
            let object = clause.objects.remove(place);
            clause.by = clause.subject.replace(object);
            if clause.told_by {
                clause.missing.push(BY.into());
            }
            if clause.form != Form::Plain {
                clause.form = Form::Passive;
            }
            found.push(clause);
        }
        found
    }

    /// Fills an object, in each way in which it may, and tells what each costs.
    pub fn with_object(&self, fit: &Fit<'_>, noun: &Noun) -> Vec<(Self, f64)> {
        let mut found = Vec::new();
        for (place, path) in self.objects.iter().enumerate() {
            // To challenge one's designation on a list is to challenge the list.
            let list = noun.list_changed();
            let list = list.filter(|_| !changes_a_list(&self.scene.reference));
            let list = list.filter(|_| path.split('|').any(|way| way == "ag:list"));
            let list = list.filter(|list| fit.cost(path, &self.scene.reference, list) == 0.0);
            let filled = match self.is_of_itself(noun) && !hands_on(&noun.set.scenes[0], path) {
                true => Some((self.clone(), 0.05)),
                false => self.fill(fit, path, list.as_ref().unwrap_or(noun)),
            };
            if let Some((mut clause, cost)) = filled {
                clause.objects.remove(place);
                found.push((clause, cost));
            }
        }
        found
    }

    /// Fills the place of the subject, of all verbs that share it.
    pub fn with_subject(&self, fit: &Fit<'_>, noun: &Noun) -> Option<(Self, f64)> {
        let path = self.subject.as_deref()?;
        let mut noun = Cow::Borrowed(noun);
        if self.together && !noun.set.all {
            noun.to_mut().set.all = true;
        }
        let (mut clause, mut cost) = self.fill(fit, path, &noun)?;
        clause.filled = clause.subject.take();
        if clause.also.is_empty() {
            return Some((clause, cost));
        }
        let shared = Noun {
            asked: None,
            ..noun.into_owned()
        };
        for also in clause.also.make_mut() {
            let (with, more) = also.with_subject(fit, &shared)?;
            *also = with;
            cost += more;
        }
        Some((clause, cost))
    }

    /// Fills a place, and tells what it costs. A noun that is asked for stays open; a noun that is
    /// itself such an event (`the listing of X`) hands on its participants. `None` if it cannot be
    /// so.
    pub fn fill(&self, fit: &Fit<'_>, path: &str, noun: &Noun) -> Option<(Self, f64)> {
        let path = &*fit.way(path, &self.scene.reference, noun);
        let value = fit.as_value(path, noun);
        let noun = value.as_ref().unwrap_or(noun);
        let mut cost = fit.cost(path, &self.scene.reference, noun);
        let twice = noun.asked.is_some() && (self.asked.is_some() || self.ask.is_some());
        // Nobody does anything to a connection.
        let connection = |scene: &Scene| scene.nature == Nature::Path;
        let connects =
            self.scene.nature != Nature::Path && noun.set.scenes.first().is_some_and(connection);
        // Who ties one to another is no way between them.
        let ends = |end: &str| {
            let known = self.scene.fillers(end).any(Set::is_named);
            known || path == end && noun.is_named()
        };
        let third =
            self.scene.nature == Nature::Path && ends("^ag:connectedTo") && ends("ag:connectedTo");
        // What stands for a full name has a name itself.
        let unnamed = self.scene.reference == oxrdf::vocab::rdfs::LABEL
            && path == "."
            && noun.asked.is_none()
            && (noun.set.named.is_empty() || !noun.set.scenes.is_empty());
        if twice || connects || third || unnamed || fit.is_hopeless(cost) {
            return None;
        }
        let mut clause = self.clone();
        if let Some(last) = noun.most {
            let counted = (!noun.is_event()).then(|| path.into());
            clause.choose(Pick {
                by: By::Many(counted),
                last,
            })?;
        }
        // Which two senators: so many are the answer, not what is done together.
        let told = |amount: &Amount| noun.asked.is_some() && amount.most == Some(amount.least);
        let amount = noun
            .amount
            .filter(|amount| noun.set.named.is_empty() && !told(amount));
        if let Some(amount) = amount {
            if clause.scene.many.is_some() {
                return None;
            }
            clause.scene.many = Some(Many {
                of: (!noun.is_event()).then(|| path.into()),
                least: amount.least,
                most: amount.most,
            });
        }
        if noun.asked.is_some() {
            let mut noun = noun.clone();
            noun.set = value_or_set(path, &noun);
            clause.asked = Some((direct(path).into(), noun));
            return Some((clause, cost));
        }
        // Nobody does to himself what others do to him.
        let same = |(known, set): &(EcoString, Set)| *known != *path && set.named == noun.set.named;
        if noun.set.named.len() == 1 && clause.scene.roles.iter().any(same) {
            cost += REFLEXIVE;
        }
        if clause.scene.nature == Nature::Standing && path == "ag:onList" {
            // `A and B` are two lists to stand on, not one of them.
            clause.scene.roles.push((path.into(), noun.set.clone()));
            return Some((clause, cost));
        }
        match noun.set.scenes.first().filter(|_| !noun.set.each) {
            // To become Secretary is the tenure of a Secretary.
            Some(inner) if inner.is_same_role(&clause.scene, path) => {
                clause.scene.take_over(inner);
            }
            // What more is said of the event would be lost, and all of it where it names nobody.
            Some(inner)
                if hands_on(inner, path) && (noun.set.scenes.len() > 1 || is_bare_deed(inner)) =>
            {
                return None;
            }
            Some(inner) if hands_on(inner, path) => {
                // An answer to the listing of somebody else is more than a plan can say.
                let tells_target = inner.roles.iter().any(|(role, _)| role == "ag:target");
                if path == "ag:list" && tells_target {
                    cost += 2.0;
                }
                clause.merge(inner)?;
            }
            _ => clause.scene.roles.push((path.into(), noun.set.clone())),
        }
        Some((clause, cost))
    }

    /// Takes over the target, list and time of an event inside: to ask to list X is to ask about X.
    /// `None` where it says more than that.
    pub fn merge(&mut self, inner: &Scene) -> Option<()> {
        let standing = inner.nature == Nature::Standing;
        // To ask for a removal is not to ask for a listing.
        let entered = [ag::LISTING, ag::RELISTING].contains(&inner.reference.as_ref());
        let off = changes_a_list(&inner.reference) && !entered;
        if self.scene.reference == ag::REQUEST && off {
            return None;
        }
        if !inner.restrictions.is_empty() || inner.negated || inner.many.is_some() {
            return None;
        }
        for (path, set) in &inner.roles {
            let path = match (path.as_str(), standing) {
                ("ag:target" | "ag:list", false) => path.as_str(),
                ("ag:onList", true) => "ag:list",
                (".", true) => "ag:target",
                _ => return None,
            };
            self.scene.roles.push((path.into(), set.clone()));
        }
        if inner.time.is_some() {
            if self.scene.time.is_some() {
                return None;
            }
            self.scene.time = inner.time;
        }
        Some(())
    }

    /// Takes over what the event inside asks and names.
    pub fn take_in(&self, inner: &Self) -> Option<Self> {
        if self.asked.is_some() && inner.asked.is_some() {
            return None;
        }
        if !inner.also.is_empty() || inner.pick.is_some() {
            return None;
        }
        let mut clause = self.clone();
        clause.merge(&inner.scene)?;
        if let Some((path, noun)) = &inner.asked {
            let path = match path.as_str() {
                "ag:target" | "ag:list" => path.as_str(),
                "ag:onList" => "ag:list",
                "." if inner.scene.nature == Nature::Standing => "ag:target",
                _ => return None,
            };
            clause.asked = Some((path.into(), noun.clone()));
        }
        clause.ask = clause.ask.or(inner.ask);
        // What is to be listed may still be asked for: `which companies did they say should be listed`.
        let open = inner.subject.iter().chain(&inner.objects);
        let open = open.filter_map(|path| match (path.as_str(), inner.scene.nature) {
            ("ag:target" | "ag:list", _) => Some(path.clone()),
            (path, _) if path.split('|').any(|way| way == "ag:target") => Some("ag:target".into()),
            (".", Nature::Standing) => Some("ag:target".into()),
            _ => None,
        });
        clause.objects = match &clause.asked {
            // 被要求列入哪些清单: who is to be listed may stand before.
            Some((path, _)) if path == "ag:list" => {
                open.filter(|path| path == "ag:target").collect()
            }
            Some(_) => EcoVec::new(),
            None => open.chain(self.objects.iter().cloned()).collect(),
        };
        Some(clause)
    }

    /// Chooses one of the things or events, if none is chosen yet.
    pub fn choose(&mut self, pick: Pick) -> Option<()> {
        self.pick.is_none().then(|| self.pick = Some(pick))
    }

    /// Returns the clause with a marked participant, in each way in which the word takes it, and what
    /// each costs.
    pub fn marked(
        &self,
        lexicon: &Lexicon,
        fit: &Fit<'_>,
        marker: &str,
        noun: &Noun,
    ) -> Vec<(Self, f64)> {
        let entry = &lexicon.entries[self.entry];
        let mut found = Vec::new();
        if marker == EXCEPT && noun.is_named() {
            let mut clause = self.clone();
            clause.except.extend(noun.set.named.iter().cloned());
            found.push((clause, 0.0));
        }
        if marker == ALONG && noun.is_named() && self.scene.nature == Nature::Event {
            found.extend(self.along_with(noun));
        }
        if let Some(place) = in_office_beside(&self.scene, marker, noun) {
            let mut clause = self.clone();
            clause.scene.roles.push((place.into(), noun.set.clone()));
            found.push((clause, 0.0));
        }
        if marker == BY
            && let Some(by) = &self.by
            && let Some((mut clause, cost)) = self.fill(fit, by, noun)
        {
            clause.by = None;
            clause.missing.retain(|missing| missing != BY);
            found.push((clause, cost));
        }
        if marker == OBJECT {
            found.extend(self.with_object(fit, noun));
        }
        let arguments = entry.arguments(Function::Adjunct, Some(marker));
        let filled = arguments.into_iter();
        found.extend(filled.filter_map(|argument| self.with_argument(fit, argument, noun)));
        found
    }

    /// The same done to others in the same event, or printed in the same notice.
    fn along_with(&self, noun: &Noun) -> Option<(Self, f64)> {
        let path = match changes_a_list(&self.scene.reference) {
            true => SAME_NOTICE,
            false => "ag:target",
        };
        let mut clause = self.clone();
        clause.scene.roles.push((path.into(), noun.set.clone()));
        clause.except.extend(noun.set.named.iter().cloned());
        Some((clause, 0.0))
    }

    /// Standing on a list as one of its editions prints it.
    pub fn as_printed(&self, edition: &Noun) -> Option<(Self, f64)> {
        let mut clause = self.clone();
        let mut set = edition.set.clone();
        let scene = set.scenes.make_mut().first_mut()?;
        let known = clause.scene.roles.iter();
        let place = known.clone().position(|(path, _)| path == "ag:onList");
        if let Some(place) = place {
            let (_, list) = clause.scene.roles.remove(place);
            if !list.scenes.is_empty() || scene.fillers("ag:list").next().is_some() {
                return None;
            }
            scene.roles.push(("ag:list".into(), list));
        }
        clause.scene.roles.push(("ag:onList".into(), set));
        clause.missing.clear();
        Some((clause, 0.05))
    }

    /// Returns the clause with a participant whose mark was left out.
    pub fn unmarked(&self, lexicon: &Lexicon, fit: &Fit<'_>, noun: &Noun) -> Vec<(Self, f64)> {
        let entry = &lexicon.entries[self.entry];
        let arguments = entry.arguments(Function::Adjunct, None).into_iter();
        let filled = arguments.filter_map(|argument| self.with_argument(fit, argument, noun));
        filled.filter(|(_, cost)| *cost < 1.0).collect()
    }

    /// Returns the clause with the rest of its verb; `None` where the verb has none such.
    pub fn with_particle(&self, rest: &str) -> Option<Self> {
        let mut clause = self.clone();
        clause.missing.retain(|missing| !is_particle(missing, rest));
        (clause.missing.len() < self.missing.len()).then_some(clause)
    }

    /// Returns the clause of a verb whose rest comes later in the question.
    #[must_use]
    pub fn without_particle(mut self, rest: &str) -> Self {
        self.missing.push(format!("{PARTICLE}{rest}").into());
        self
    }

    /// Returns the clause with a participant, in each place where such things and no others belong.
    pub fn anyhow(&self, lexicon: &Lexicon, fit: &Fit<'_>, noun: &Noun) -> Vec<(Self, f64)> {
        let mut found = self.unmarked(lexicon, fit, noun);
        found.extend(self.with_object(fit, noun));
        if let Some(by) = &self.by
            && let Some((mut clause, cost)) = self.fill(fit, by, noun)
        {
            clause.by = None;
            found.push((clause, cost));
        }
        found.retain(|(_, cost)| *cost < REFLEXIVE);
        found
    }

    /// Tells whether a noun adds nothing: to respond to one's listing is to respond.
    fn is_of_itself(&self, noun: &Noun) -> bool {
        let change = noun.is_bare_change() && !changes_a_list(&self.scene.reference);
        change || self.scene.reference == ag::RESPONSE && noun.is_listed_company()
    }

    fn with_argument(
        &self,
        fit: &Fit<'_>,
        argument: &Argument,
        noun: &Noun,
    ) -> Option<(Self, f64)> {
        let known = |(path, _): &(EcoString, Set)| *path == argument.path;
        // With whom X agreed is another than X.
        if self.scene.roles.iter().any(known) && noun.asked.is_none() {
            return None;
        }
        if self.is_of_itself(noun) {
            return Some((self.clone(), 0.05));
        }
        // To sue over one's listing on a list is to sue over the list.
        let list = noun.list_changed();
        let list = list.filter(|_| !changes_a_list(&self.scene.reference));
        let list = list.filter(|list| fit.cost(&argument.path, &self.scene.reference, list) == 0.0);
        let noun = list.as_ref().unwrap_or(noun);
        let (mut clause, cost) = self.fill(fit, &argument.path, noun)?;
        let kept = |missing: &mut EcoString| !argument.markers.contains(missing);
        clause.missing.retain(kept);
        Some((clause, cost))
    }

    /// Returns the condition that a noun meets which fills this place of the clause.
    pub fn scene_of(&self, path: &str) -> Scene {
        Scene {
            itself: path.into(),
            ..self.scene.clone()
        }
    }

    /// Returns the conditions that a noun meets which is the subject.
    pub fn scenes_of_subject(&self) -> Option<Vec<Scene>> {
        let own = self.scene_of(self.subject.as_deref()?);
        let also = self.also.iter().map(Self::scenes_of_subject);
        let also = also.collect::<Option<Vec<_>>>()?;
        Some([vec![own], also.concat()].concat())
    }

    /// Returns what the clause says of its events, as a noun: `being listed`.
    pub fn as_event(&self) -> Option<Noun> {
        if self.scene.nature != Nature::Event || self.asked.is_some() || !self.also.is_empty() {
            return None;
        }
        let set = Set {
            classes: eco_vec![self.scene.reference.clone()],
            scenes: eco_vec![self.scene_of(".")],
            ..Set::default()
        };
        Some(Noun {
            closed: true,
            ..Noun::of(set)
        })
    }

    /// Returns the question that the clause asks when nothing is added.
    pub fn question(&self) -> Option<Plan> {
        if !self.missing.is_empty() || self.also.iter().any(|also| !also.missing.is_empty()) {
            return None;
        }
        let mut plan = self.plain_question()?;
        plan.about.except.extend(self.except.iter().cloned());
        plan.group = self.group.clone();
        Some(plan)
    }

    fn plain_question(&self) -> Option<Plan> {
        // A connection has no day.
        if self.scene.nature == Nature::Path && self.ask.is_some_and(|ask| ask != Ask::What) {
            return None;
        }
        if let Some(ask) = self.ask {
            return self.also.is_empty().then(|| self.about_itself(ask));
        }
        let Some((path, noun)) = &self.asked else {
            return self.whether();
        };
        // Who stands on a list is said or asked, not both.
        let standing = self.scene.nature == Nature::Standing;
        if standing && self.scene.fillers(path).next().is_some() {
            return None;
        }
        let mut about = noun.set.clone();
        let mut scenes = vec![self.scene_of(path)];
        for also in &self.also {
            scenes.push(also.scene_without_subject()?);
        }
        about.scenes.splice(0..0, scenes);
        about.pick = self.pick.clone().or(about.pick);
        // 哪封信点名的公司最多: of events those are counted whom they have.
        let several = |set: &Set| set.named.is_empty() && !set.classes.is_empty();
        let had = self.scene.roles.iter().find(|(_, set)| several(set));
        if let (Some(pick), Some((had, _)), ".") = (&mut about.pick, had, path.as_str())
            && pick.by == By::Many(None)
        {
            pick.by = By::Many(Some(had.clone()));
        }
        // With whom X agreed is not X.
        let acts = path.starts_with("ag:agent");
        let beside = self.scene.roles.iter();
        let first = |path: &str| path.split('|').next().map(ToOwned::to_owned);
        let beside =
            beside.filter(|(known, set)| acts && first(known) == first(path) && set.is_named());
        about
            .except
            .extend(beside.flat_map(|(_, set)| set.named.iter().cloned()));
        if self.scene.nature == Nature::Path {
            return Some(Plan::new(Ask::Path, about));
        }
        // Events are told in words, things are named.
        let edition = about.classes.iter().any(|class| *class == ag::EDITION);
        let told = path == "." && self.scene.nature == Nature::Event && !edition;
        // What somebody said is asked for in words.
        let which = !noun.set.classes.is_empty() && self.scene.reference != ag::RESPONSE;
        let plan = match noun.asked.unwrap_or(Ask::Things) {
            Ask::Things if told => Plan {
                as_things: which,
                ..Plan::new(Ask::What, about)
            },
            ask => Plan::new(ask, about),
        };
        Some(Plan {
            number: noun.number,
            ..plan
        })
    }

    /// What of the scene is said of its subject, which stands before all verbs.
    fn scene_without_subject(&self) -> Option<Scene> {
        let path = self.filled.as_deref()?;
        let mut scene = self.scene_of(path);
        scene.roles.retain(|(known, _)| known != path);
        Some(scene)
    }

    fn whether(&self) -> Option<Plan> {
        if self.also.is_empty() {
            return Some(self.about_itself(Ask::Whether));
        }
        let path = self.filled.as_deref()?;
        let mut about = self.scene.fillers(path).next()?.clone();
        about.scenes.push(self.scene_without_subject()?);
        for also in &self.also {
            about.scenes.push(also.scene_without_subject()?);
        }
        Some(Plan::new(Ask::Whether, about))
    }

    /// Returns a question about the events of the clause, or, for a state, about whom it is said of.
    pub fn about_itself(&self, ask: Ask) -> Plan {
        let mut scene = self.scene_of(".");
        // Whether a law bars something is told by what it does.
        let told = ask == Ask::Whether && scene.reference == ag::EFFECT;
        let property = scene.property().filter(|_| ask == Ask::What || told);
        match scene.nature {
            // How a case ended is told by its outcome.
            Nature::Property if property.is_some() => {
                scene.itself = property.unwrap_or_default().into();
                if told {
                    scene.content = None;
                }
                let about = Set {
                    scenes: eco_vec![scene],
                    ..Set::default()
                };
                Plan::new(Ask::Things, about)
            }
            // Whether a list is complete is asked of the list.
            Nature::Property if ask == Ask::Whether && scene.fillers(".").next().is_some() => {
                let owner = scene.roles.iter().position(|(path, _)| path == ".");
                let mut about = owner
                    .map(|place| scene.roles.remove(place).1)
                    .unwrap_or_default();
                about.scenes.push(scene);
                Plan::new(ask, about)
            }
            Nature::Path => Plan::new(
                Ask::Path,
                Set {
                    scenes: eco_vec![scene],
                    ..Set::default()
                },
            ),
            Nature::Standing => {
                let itself = scene.roles.iter().position(|(path, _)| path == ".");
                let mut about = match itself {
                    Some(place) => scene.roles.remove(place).1,
                    None => Set::default(),
                };
                about.scenes.push(scene);
                about.pick = self.pick.clone();
                Plan::new(ask, about)
            }
            // What a thing has is told by naming it.
            _ if ask == Ask::When && dated_by(&scene).is_some() => {
                scene.itself = dated_by(&scene).unwrap_or_default();
                let about = Set {
                    scenes: eco_vec![scene],
                    pick: self.pick.clone(),
                    ..Set::default()
                };
                Plan::new(Ask::Things, about)
            }
            Nature::Event | Nature::Property => {
                let event = scene.nature == Nature::Event;
                let about = Set {
                    classes: event.then(|| scene.reference.clone()).into_iter().collect(),
                    scenes: eco_vec![scene],
                    pick: self.pick.clone(),
                    ..Set::default()
                };
                Plan::new(ask, about)
            }
        }
    }

    /// Says when it was; `None` if that is said already.
    pub fn at(&self, time: Period) -> Option<Self> {
        let mut clause = self.clone();
        let last = match clause.also.make_mut().last_mut() {
            Some(also) if also.scene.time.is_none() => also,
            Some(_) => return None,
            None => &mut clause,
        };
        if last.scene.time.is_some() {
            return None;
        }
        last.scene.time = Some(time);
        Some(clause)
    }
}

/// Returns the property that tells when something held or was, where it is not the date of an event.
pub fn dated_by(scene: &Scene) -> Option<EcoString> {
    let tenure = (scene.reference == ag::TENURE).then(|| "ag:start".into());
    scene.when.clone().or(tenure)
}

/// What it costs that somebody takes part in an event twice.
const REFLEXIVE: f64 = 0.4;
/// What it costs that a noun like `owner` does not say of what.
pub const OPEN_ROLE: f64 = 0.06;
/// The marker of the one who does it, in the passive.
pub const BY: &str = "by";
/// The marker of those of whom some are meant.
pub const OF: &str = "of";
/// The marker of what is left out.
pub const EXCEPT: &str = "except";
/// The marker of a group of which some are meant.
pub const AMONG: &str = "among";
/// The place of one whose office was taken over; no property, but found from the order of tenures.
pub const SUCCEEDED: &str = "ag:succeeded";
/// The place of one who took over the office.
pub const PRECEDED: &str = "ag:preceded";
/// The marker of what comes later.
pub const BEFORE: &str = "before";
/// The marker of who says so.
pub const ACCORDING: &str = "according to";
/// The marker of what came earlier.
pub const AFTER: &str = "after";
/// The marker of what something lies between.
pub const BETWEEN: &str = "between";
/// The marker of another of whom something came to be on the same day.
pub const SAME_DAY: &str = "on the same day as";
/// The marker of what something is compared with.
pub const COMPARED_WITH: &str = "than";
/// The marker of a list on which something does not stand.
pub const ABSENT: &str = "missing from";
/// The marker of what was said.
pub const THAT: &str = "that";
/// Where a notice leads that lists several, one event each.
pub const SAME_NOTICE: &str = "ag:edition/^ag:edition/ag:target";
/// The marker of those to whom the same was done.
pub const ALONG: &str = "along with";
/// The marker of an object that stands before its verb.
pub const OBJECT: &str = "…";

/// What stands before the rest of a verb among the markers that are missing.
const PARTICLE: char = '…';

fn is_particle(missing: &str, rest: &str) -> bool {
    missing.strip_prefix(PARTICLE) == Some(rest)
}

/// Tells whether a marker says more than that something takes part.
pub fn tells_more(marker: &str) -> bool {
    [
        BEFORE,
        AFTER,
        COMPARED_WITH,
        ABSENT,
        EXCEPT,
        ALONG,
        THAT,
        "without",
        "outside",
        "where",
        "how much",
        "how",
    ]
    .contains(&marker)
}

/// Returns the scene of a word, with nothing filled.
pub fn scene(entry: &Entry) -> Scene {
    let iri = entry.reference.as_str();
    let local = iri.rsplit(['#', '/']).next().unwrap_or("");
    let nature = if entry.reference == ag::ON_LIST {
        Nature::Standing
    } else if entry.reference == ag::CONNECTED_TO {
        Nature::Path
    } else if local.starts_with(char::is_uppercase)
        && (entry.part != Part::Adjective || entry.path(Function::Itself) != Some("."))
    {
        Nature::Event
    } else {
        Nature::Property
    };
    Scene {
        restrictions: entry.restrictions.clone().into(),
        when: entry.when.clone(),
        negated: entry.negated,
        denies: entry.negated,
        ..Scene::new(entry.reference.clone(), nature)
    }
}
