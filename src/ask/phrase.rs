//! The pieces of a question and what they mean, the same for every language.
//!
//! A grammar puts [`Phrase`]s together; filling a role of a [`Clause`] is done here, so that every
//! language means the same by the same plan.

use crate::ask::plan::{Ask, Nature, Period, Plan, Scene, Set};
use crate::model::vocab as ag;
use crate::ontology::{Entry, Function, Lexicon};

/// A piece of a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Phrase {
    /// Someone or something, named, described or asked for.
    Noun(Noun),
    /// An event or state that still lacks its subject, perhaps its object.
    Verb(Clause),
    /// An event or state with its subject.
    Sentence(Clause),
    /// A marked participant: `to the Pentagon`.
    Marked(String, Noun),
    /// A stretch of time.
    Time(Period),
    /// A day, month or year without a preposition.
    Date(Period),
    /// A whole question.
    Question(Plan),
    /// A word that only grammar knows.
    Word(Word),
    /// An auxiliary or conjunction that waits for what follows its noun: `did X …`, `… and X`.
    With(Word, Noun),
    /// An infinitive with `to`.
    Infinitive(Clause),
    /// A word that adds nothing.
    Filler,
}

/// A word that only grammar knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// `is`, `are` (present), `was`, `were`, `been` (past).
    Be(Tense),
    /// `do`, `does`, `did`.
    Do,
    /// `has`, `have`, `had`.
    Have,
    /// `not`, `never`, `no`.
    Not,
    /// `to` before a verb.
    To,
    /// A preposition.
    Preposition(String),
    /// `that`, `which`, `who` behind a noun.
    Relative,
    /// `and`, `or`.
    And,
    /// `'s`.
    Possessive,
    /// `when`, `why`, `how`, …: asks this of a sentence.
    Asking(Ask),
    /// `show`, `list`, `tell me`: asks for what follows.
    Show(Ask),
    /// `which`, `what`, `how many` before a noun.
    Which(Ask),
    /// `is there`.
    Exists,
    /// `the`.
    The,
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
}

/// An event or state with open places.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// The event or state as far as told; `itself` is filled last.
    pub scene: Scene,
    /// The entry of its word.
    pub entry: usize,
    /// What its subject is.
    pub subject: Option<String>,
    /// What its object is.
    pub object: Option<String>,
    /// What `by X` is, in the passive.
    pub by: Option<String>,
    /// The form of its verb.
    pub form: Form,
    /// Which participant is asked for, and as what.
    pub asked: Option<(String, Noun)>,
    /// Whether auxiliary and subject have changed places, as questions do.
    pub inverted: bool,
    /// Markers of required arguments that are still missing.
    pub missing: Vec<String>,
}

/// The form of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `request`: behind `did` or `to`.
    Base,
    /// `requests`, `requested`: has a subject.
    Finite,
    /// `requested`: behind `was` or `has`, or behind a noun.
    Participle,
    /// `requesting`.
    Gerund,
    /// `on the list`: behind `is`, or behind a noun.
    Predicative,
}

impl Noun {
    /// Returns the noun of a set.
    pub fn of(set: Set) -> Self {
        Self {
            set,
            asked: None,
            entry: None,
            closed: false,
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
            }
            Some(path) => {
                set.scenes.push(Scene {
                    itself: path.to_owned(),
                    ..scene(entry)
                });
                if path == "." && set.scenes[0].nature == Nature::Event {
                    set.classes.push(entry.reference.clone());
                }
            }
        }
        Self {
            entry: Some(index),
            ..Self::of(set)
        }
    }

    /// Returns the noun with one more condition.
    #[must_use]
    pub fn with(mut self, scene: Scene) -> Self {
        self.set.scenes.push(scene);
        self.closed = true;
        self
    }

    /// Returns the noun with an argument of its word filled, or `None` if the word has no such place.
    pub fn filled(
        &self,
        lexicon: &Lexicon,
        function: Function,
        marker: Option<&str>,
        noun: &Self,
    ) -> Vec<Self> {
        let Some(entry) = self.entry.map(|index| &lexicon.entries[index]) else {
            return Vec::new();
        };
        let mut places = entry.arguments(function, marker);
        if marker.is_some() {
            places.extend(entry.arguments(Function::Possessor, marker));
        }
        let fill = |path: &str| {
            let mut filled = self.clone();
            filled.closed = true;
            let asked = noun.asked;
            let scene = filled.set.scenes.first_mut()?;
            if scene.roles.iter().any(|(known, _)| known == path) {
                return None;
            }
            scene.roles.push((path.to_owned(), noun.set.clone()));
            if asked.is_some() {
                filled.asked = asked;
            }
            Some(filled)
        };
        places
            .into_iter()
            .filter_map(|place| fill(&place.path))
            .collect()
    }

    /// Tells whether the noun is a plain class, not yet narrowed.
    pub fn is_class(&self) -> bool {
        !self.set.classes.is_empty() && self.set.scenes.is_empty() && self.set.named.is_empty()
    }

    /// Tells whether the noun names or describes things of this class, as far as its words say.
    pub fn names_only(&self) -> bool {
        self.set.is_named()
    }
}

impl Clause {
    /// Returns the clause of a verb or adjective, all places open.
    pub fn word(lexicon: &Lexicon, index: usize, form: Form) -> Self {
        let entry = &lexicon.entries[index];
        let path = |function| entry.path(function).map(str::to_owned);
        let required = entry.arguments.iter().filter(|argument| argument.required);
        Self {
            scene: scene(entry),
            entry: index,
            subject: path(Function::Subject).or_else(|| path(Function::Itself)),
            object: path(Function::Object),
            by: None,
            form,
            asked: None,
            inverted: false,
            missing: required
                .flat_map(|argument| argument.markers.clone())
                .collect(),
        }
    }

    /// Returns the passive: the object becomes the subject, the subject is told with `by`.
    pub fn passive(mut self) -> Option<Self> {
        let object = self.object.take()?;
        self.by = self.subject.replace(object);
        Some(self)
    }

    /// Fills a place. A noun that is asked for stays open; a noun that is itself such an event (`the
    /// listing of X`) hands on its participants.
    #[must_use]
    pub fn fill(mut self, path: &str, noun: &Noun) -> Self {
        if noun.asked.is_some() && self.asked.is_none() {
            self.asked = Some((path.to_owned(), noun.clone()));
            return self;
        }
        match noun.set.scenes.first() {
            Some(inner)
                if inner.itself == "."
                    && inner.nature == Nature::Event
                    && matches!(path, "ag:target" | "ag:list") =>
            {
                // An answer to the listing of somebody else is more than a plan can say.
                let tells_target = inner.roles.iter().any(|(role, _)| role == "ag:target");
                if path == "ag:list" && tells_target {
                    self.missing.push(path.to_owned());
                }
                self.merge(inner);
            }
            _ => self.scene.roles.push((path.to_owned(), noun.set.clone())),
        }
        self
    }

    /// Takes over the target and list of an event inside: to ask to list X is to ask about X.
    pub fn merge(&mut self, inner: &Scene) {
        for (path, set) in &inner.roles {
            if matches!(path.as_str(), "ag:target" | "ag:list") {
                self.scene.roles.push((path.clone(), set.clone()));
            }
        }
    }

    /// Returns the clause with a marked participant, in each way in which the word takes it.
    pub fn marked(&self, lexicon: &Lexicon, marker: &str, noun: &Noun) -> Vec<Self> {
        let entry = &lexicon.entries[self.entry];
        let mut found = Vec::new();
        if marker == "by"
            && let Some(by) = &self.by
        {
            let mut clause = self.clone().fill(by, noun);
            clause.by = None;
            found.push(clause);
        }
        for argument in entry.arguments(Function::Adjunct, Some(marker)) {
            if self
                .scene
                .roles
                .iter()
                .any(|(path, _)| *path == argument.path)
            {
                continue;
            }
            let mut clause = self.clone().fill(&argument.path, noun);
            clause
                .missing
                .retain(|missing| !argument.markers.contains(missing));
            found.push(clause);
        }
        found
    }

    /// Returns the condition that a noun meets which fills this place of the clause.
    pub fn scene_of(&self, path: &str) -> Scene {
        Scene {
            itself: path.to_owned(),
            ..self.scene.clone()
        }
    }

    /// Returns the question that the clause asks when nothing is added.
    pub fn question(&self) -> Option<Plan> {
        if !self.missing.is_empty() {
            return None;
        }
        if let Some((path, noun)) = &self.asked {
            let mut about = noun.set.clone();
            about.scenes.insert(0, self.scene_of(path));
            if self.scene.nature == Nature::Path {
                return Some(Plan {
                    ask: Ask::Path,
                    about,
                });
            }
            // Events are told in words, things are named.
            let ask = match noun.asked.unwrap_or(Ask::Things) {
                Ask::Things if path == "." && self.scene.nature == Nature::Event => Ask::What,
                ask => ask,
            };
            return Some(Plan { ask, about });
        }
        Some(self.about_itself(Ask::Whether))
    }

    /// Returns a question about the events of the clause, or, for a state, about whom it is said of.
    pub fn about_itself(&self, ask: Ask) -> Plan {
        let mut scene = self.scene_of(".");
        if scene.nature == Nature::Path {
            let about = Set {
                scenes: vec![scene],
                ..Set::default()
            };
            return Plan {
                ask: Ask::Path,
                about,
            };
        }
        if scene.nature == Nature::Standing {
            let itself = scene.roles.iter().position(|(path, _)| path == ".");
            let mut about = match itself {
                Some(place) => scene.roles.remove(place).1,
                None => Set::default(),
            };
            about.scenes.push(scene);
            return Plan { ask, about };
        }
        let about = Set {
            classes: vec![scene.reference.clone()],
            scenes: vec![scene],
            ..Set::default()
        };
        Plan { ask, about }
    }
}

fn scene(entry: &Entry) -> Scene {
    let local = entry
        .reference
        .as_str()
        .rsplit(['#', '/'])
        .next()
        .unwrap_or("");
    let nature = if entry.reference == ag::ON_LIST {
        Nature::Standing
    } else if entry.reference == ag::CONNECTED_TO {
        Nature::Path
    } else if local.starts_with(char::is_uppercase) {
        Nature::Event
    } else {
        Nature::Property
    };
    Scene {
        reference: entry.reference.clone(),
        kind: entry.kind.clone(),
        nature,
        itself: ".".to_owned(),
        roles: Vec::new(),
        negated: false,
        time: None,
        ever: false,
    }
}
