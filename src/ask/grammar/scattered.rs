//! A question whose pieces can be read but stand where no rule joins them: `under which tickers does China
//! Mobile trade?`
//!
//! One piece tells the event or state that is meant; whatever else the question has takes part in it, in
//! any place where such things belong. What the pieces are is left to the rules; only their order is not
//! looked at.

use super::Grammar;
use crate::ask::phrase::{Clause, EXCEPT, Form, Noun, Phrase, Word, tells_more};
use crate::ask::plan::{Ask, By, Nature, Pick, Plan, Scene, Set};
use crate::ask::sparql::changes_a_list;
use crate::model::vocab as ag;
use crate::ontology::Function;
use ecow::{EcoString, EcoVec};
use oxrdf::NamedNode;
use std::collections::BTreeSet;

/// How many ways to join the pieces are followed at once.
const WAYS: usize = 16;
/// What it costs that a piece stands alone.
const ALONE: f64 = 0.12;
/// What it costs that a word of grammar joins nothing.
const IDLE: f64 = 0.05;
/// What it costs to fill a place without its mark.
const UNMARKED: f64 = 0.1;
/// What it costs that the mark is another's.
const OTHER_MARK: f64 = 0.3;
/// What it costs to say a second thing of who is asked for.
const SECOND: f64 = 0.3;
/// A place that fits less well is not filled.
const FITS: f64 = 0.5;

impl Grammar<'_> {
    /// Returns what it costs that a piece stands alone; `None` where it says nothing alone.
    pub fn alone(&self, phrase: &Phrase) -> Option<f64> {
        let known = |noun: &Noun| noun.set.names().iter().all(|name| name.term.is_some());
        match phrase {
            Phrase::Marked(marker, _) if marker == EXCEPT => None,
            Phrase::Noun(noun) | Phrase::Marked(_, noun) => {
                let most = noun.most.is_some() || noun.amount.is_some();
                (known(noun) && !most).then_some(ALONE)
            }
            Phrase::Verb(clause) | Phrase::Sentence(clause) | Phrase::Infinitive(clause) => {
                clause.also.is_empty().then_some(ALONE)
            }
            Phrase::With(word, noun) => (known(noun) && !word.weighs()).then_some(ALONE + IDLE),
            Phrase::Modifier(inner) => self.alone(inner),
            Phrase::Time(_) => Some(ALONE),
            Phrase::Date(_) => Some(ALONE + IDLE),
            Phrase::Word(Word::Asking(_) | Word::Which(Ask::Things) | Word::Order(_)) => Some(IDLE),
            Phrase::Word(Word::Break) => Some(0.0),
            Phrase::Word(word) => (!word.weighs()).then_some(IDLE),
            Phrase::Filler => Some(0.0),
            _ => None,
        }
    }

    /// Returns the questions that pieces make in whatever order, with what each costs.
    pub fn scattered(&self, pieces: &[&Phrase]) -> Vec<(Plan, f64)> {
        // Whether something is so is told by what was read, not by what may be found.
        let first = pieces.iter().find(|piece| !matches!(piece, Phrase::Filler));
        if matches!(
            first,
            Some(Phrase::Word(
                Word::Be(_) | Word::Do | Word::Have | Word::Exists
            ))
        ) {
            return Vec::new();
        }
        let mut pieces: Vec<&Phrase> = pieces.iter().map(|piece| bare(piece)).collect();
        // Names take their places first, then what is asked for; what more is said follows.
        pieces.sort_by_key(|piece| rank(piece));
        let mut said = Said::default();
        pieces.iter().for_each(|piece| said.add(piece));
        let mut found = Vec::new();
        for (place, piece) in pieces.iter().enumerate() {
            let Some(main) = self.told(piece) else {
                continue;
            };
            let mut ways = vec![main];
            let others = pieces.iter().enumerate();
            for (_, other) in others.filter(|(other, _)| *other != place) {
                let joined = ways.iter().flat_map(|(clause, cost)| {
                    let joined = self.joined(clause, other).into_iter();
                    joined.map(move |(clause, more)| (clause, cost + more))
                });
                let mut next: Vec<(Clause, f64)> = joined.collect();
                next.sort_by(|a, b| a.1.total_cmp(&b.1));
                next.truncate(WAYS);
                ways = next;
            }
            let plans = ways.into_iter();
            let plans = plans.filter_map(|(clause, cost)| self.finished(clause, cost));
            found.extend(plans.filter(|(plan, _)| said.is_in(plan)));
        }
        found
    }

    /// The question that a clause asks with all that was said.
    fn finished(&self, mut clause: Clause, cost: f64) -> Option<(Plan, f64)> {
        clause.missing.clear();
        clause.inverted = true;
        if clause.asked.is_none() && clause.ask.is_none() {
            return None;
        }
        let (plan, more) = self.question(&Phrase::Sentence(clause))?;
        let scenes = &plan.about.scenes;
        let names = plan.about.names();
        let about = !names.is_empty() || scenes.iter().any(|scene| scene.time.is_some());
        let known = names.iter().all(|name| name.term.is_some());
        let told = !matches!(plan.ask, Ask::Whether | Ask::Count);
        (about && known && told).then_some((plan, cost + more))
    }

    /// The event or state that a piece tells, as a clause with open places.
    fn told(&self, piece: &Phrase) -> Option<(Clause, f64)> {
        match piece {
            Phrase::Verb(clause) | Phrase::Sentence(clause) | Phrase::Infinitive(clause) => {
                Some((clause.clone(), 0.0))
            }
            Phrase::Noun(noun) | Phrase::Marked(_, noun) => self.event_told(noun),
            _ => None,
        }
    }

    fn event_told(&self, noun: &Noun) -> Option<(Clause, f64)> {
        let [scene] = &noun.set.scenes[..] else {
            return None;
        };
        let mut clause = Clause::word(self.lexicon, noun.entry?, Form::Finite);
        let path = scene.itself.clone();
        clause.scene = scene.clone();
        clause.scene.itself = ".".into();
        (clause.subject, clause.objects) = (None, EcoVec::new());
        clause.pick = noun.set.pick.clone();
        let which = path == "." && noun.asked.is_some();
        match (path.as_str(), noun.asked) {
            (".", Some(Ask::Things | Ask::What) | None) => clause.ask = Some(Ask::What),
            (_, Some(Ask::Things) | None) if path != "." => {
                if scene.reference == ag::DATE {
                    return None;
                }
                let mut asked = Noun::of(Set::default()).asking(Ask::Things);
                asked.closed = true;
                clause.asked = Some((path, asked));
            }
            _ => return None,
        }
        Some((clause, if which { OTHER_MARK } else { UNMARKED }))
    }

    /// The clause with one more piece, in each way in which it may belong to it.
    fn joined(&self, clause: &Clause, piece: &Phrase) -> Vec<(Clause, f64)> {
        match piece {
            Phrase::Noun(noun) | Phrase::With(_, noun) => self.placed(clause, None, noun),
            Phrase::Marked(marker, noun) => self.placed(clause, Some(marker), noun),
            Phrase::Verb(other) | Phrase::Sentence(other) | Phrase::Infinitive(other) => {
                self.with_other(clause, other)
            }
            Phrase::Time(time) | Phrase::Date(time) => clause
                .at(*time)
                .map(|clause| (clause, 0.0))
                .into_iter()
                .collect(),
            Phrase::Word(Word::Asking(ask)) => asking(clause, *ask).into_iter().collect(),
            Phrase::Word(Word::Which(ask)) => {
                let mut found = self.placed(clause, None, &Noun::of(Set::default()).asking(*ask));
                found.extend(which_one(clause, *ask));
                found
            }
            Phrase::Word(Word::Order(last)) => {
                let mut clause = clause.clone();
                let pick = Pick {
                    by: By::Date,
                    last: *last,
                };
                clause
                    .choose(pick)
                    .map(|()| (clause, 0.0))
                    .into_iter()
                    .collect()
            }
            Phrase::Word(_) | Phrase::Filler => vec![(clause.clone(), 0.0)],
            _ => Vec::new(),
        }
    }

    /// The clause with a participant in each place where such things belong.
    fn placed(&self, clause: &Clause, marker: Option<&str>, noun: &Noun) -> Vec<(Clause, f64)> {
        if marker.is_some_and(tells_more) {
            let marker = marker.unwrap_or_default();
            return self.marked(clause, marker, noun);
        }
        // What is asked is asked of the clause: the question is for that and for nothing else.
        let mut open = clause.clone();
        if noun.asked.is_some() && open.ask == Some(Ask::What) {
            open.ask = None;
        }
        let mut found = Vec::new();
        if let Some(subject) = &open.subject {
            let cost = if marker.is_some() { OTHER_MARK } else { 0.0 };
            found.extend(self.filled(&open, subject, noun, cost));
        }
        for object in &open.objects {
            let cost = if marker.is_some() { OTHER_MARK } else { 0.02 };
            found.extend(self.filled(&open, object, noun, cost));
        }
        let entry = &self.lexicon.entries[open.entry];
        for argument in &entry.arguments {
            let other = [Function::Itself, Function::Content, Function::Infinitive];
            let taken = open.subject.as_ref() == Some(&argument.path)
                || open.objects.contains(&argument.path);
            if other.contains(&argument.function) || taken {
                continue;
            }
            let cost = match marker {
                Some(marker) if argument.markers.iter().any(|known| known == marker) => 0.0,
                Some(_) => OTHER_MARK,
                None => UNMARKED,
            };
            found.extend(self.filled(&open, &argument.path, noun, cost));
        }
        // lost | at summary judgment
        if let [inner] = &noun.set.scenes[..]
            && inner.is_event()
            && inner.reference == clause.scene.reference
            && noun.asked.is_none()
            && let Some(same) = self.same(clause, inner)
        {
            found.push((same, UNMARKED));
        }
        // The designation of X may stand for X.
        if let [inner] = &noun.set.scenes[..]
            && inner.is_event()
            && changes_a_list(&inner.reference)
            && noun.asked.is_none()
            && let [(_, set)] = &inner.roles[..]
            && inner.time.is_none()
            && set.is_named()
        {
            let named = Noun::of(set.clone());
            let ways = self.placed(&open, marker, &named).into_iter();
            found.extend(ways.map(|(clause, cost)| (clause, cost + SECOND)));
        }
        // Who is asked for may be told further.
        if noun.asked.is_none()
            && let Some((path, asked)) = &clause.asked
            && asked.set.named.is_empty()
            && !asked.closed
            && noun.set.named.is_empty()
            && marker.is_none()
            && self.fit.cost(path, &clause.scene.reference, noun) < FITS
        {
            let mut clause = clause.clone();
            let mut asked = asked.clone();
            asked.set.classes.extend(noun.set.classes.iter().cloned());
            asked.set.scenes.extend(noun.set.scenes.iter().cloned());
            clause.asked = Some((path.clone(), asked));
            found.push((clause, UNMARKED));
        }
        found
    }

    fn filled(&self, clause: &Clause, path: &str, noun: &Noun, cost: f64) -> Option<(Clause, f64)> {
        let known = |(known, _): &(EcoString, Set)| known == path;
        if clause.scene.roles.iter().any(known) {
            return None;
        }
        if path == "."
            && clause.scene.nature == Nature::Event
            && let [inner] = &noun.set.scenes[..]
            && inner.is_event()
            && noun.asked.is_none()
        {
            return self.same(clause, inner).map(|clause| (clause, cost));
        }
        // What was said of an event is not said of what took part in it.
        let event = noun.set.scenes.first().filter(|scene| scene.is_event());
        if event.is_some_and(|event| {
            event.reference == clause.scene.reference || !changes_a_list(&event.reference)
        }) && matches!(path, "ag:target" | "ag:list")
        {
            return None;
        }
        let (mut filled, more) = clause.fill(self.fit, path, noun)?;
        if filled.subject.as_deref() == Some(path) {
            filled.subject = None;
            filled.filled = Some(path.into());
        }
        filled.objects.retain(|object| object != path);
        (more < FITS).then_some((filled, cost + more))
    }

    /// The clause with what a noun says of the same event: to reach an agreement.
    fn same(&self, clause: &Clause, event: &Scene) -> Option<Clause> {
        let generic = clause.scene.reference == ag::EVENT;
        if event.reference != clause.scene.reference && !generic || event.negated {
            return None;
        }
        let mut clause = clause.clone();
        clause.scene.reference = event.reference.clone();
        clause.scene.take_over(event);
        Some(clause)
    }

    /// The clause with a second event or state: a light word for the same, one inside it, or one more
    /// that holds of who is asked for.
    fn with_other(&self, clause: &Clause, other: &Clause) -> Vec<(Clause, f64)> {
        let mut found = Vec::new();
        let bare = other.scene.roles.is_empty() && other.asked.is_none();
        let same = other.scene.reference == clause.scene.reference;
        if bare && (same || other.scene.reference == ag::EVENT) {
            found.push((clause.clone(), IDLE));
        }
        let asks = self.takes_infinitive(clause) && changes_a_list(&other.scene.reference);
        if let Some(clause) = clause.take_in(other).filter(|_| asks) {
            found.push((clause, UNMARKED));
        }
        if let Some(event) = other.as_event() {
            found.extend(self.placed(clause, None, &event));
        }
        if let Some((path, asked)) = &clause.asked
            && other.asked.is_none()
            && other.ask.is_none()
        {
            let places = other.subject.iter().chain(&other.objects).chain(&other.by);
            for place in places {
                if self.fit.cost(place, &other.scene.reference, asked) < FITS {
                    let mut clause = clause.clone();
                    let mut asked = asked.clone();
                    asked.set.scenes.push(other.scene_of(place));
                    clause.asked = Some((path.clone(), asked));
                    found.push((clause, SECOND));
                }
            }
        }
        found
    }
}

/// What a modifier says, without its mark.
fn bare(piece: &Phrase) -> &Phrase {
    match piece {
        Phrase::Modifier(inner) => bare(inner),
        piece => piece,
    }
}

fn rank(piece: &Phrase) -> usize {
    match piece {
        Phrase::Noun(noun) | Phrase::Marked(_, noun) | Phrase::With(_, noun) => {
            match (noun.is_named(), noun.asked) {
                (true, _) => 0,
                (false, None) => 1,
                (false, Some(_)) => 2,
            }
        }
        Phrase::Verb(_) | Phrase::Sentence(_) | Phrase::Infinitive(_) => 3,
        _ => 4,
    }
}

/// The clause that asks which one of its participants is meant that was only told by its kind:
/// `a smartphone maker was requested – which one?`
fn which_one(clause: &Clause, ask: Ask) -> Option<(Clause, f64)> {
    if clause.asked.is_some() || clause.ask.is_some() {
        return None;
    }
    let mut clause = clause.clone();
    let roles = &mut clause.scene.roles;
    let place = roles.iter().position(|(_, set)| set.named.is_empty())?;
    let (path, set) = roles.remove(place);
    clause.asked = Some((path, Noun::of(set).asking(ask)));
    Some((clause, UNMARKED))
}

/// The clause with what is asked of it.
fn asking(clause: &Clause, ask: Ask) -> Option<(Clause, f64)> {
    let mut clause = clause.clone();
    match clause.ask {
        Some(known) if known != Ask::What && known != ask => return None,
        _ => clause.ask = Some(ask),
    }
    clause.asked.is_none().then_some((clause, 0.0))
}

/// What a question says that no reading of it may lose.
#[derive(Default)]
struct Said {
    /// The words of its names.
    names: BTreeSet<String>,
    /// What happens or holds.
    scenes: BTreeSet<NamedNode>,
}

impl Said {
    fn add(&mut self, piece: &Phrase) {
        match piece {
            Phrase::Noun(noun) | Phrase::Marked(_, noun) | Phrase::With(_, noun) => {
                self.add_set(&noun.set);
            }
            Phrase::Verb(clause) | Phrase::Sentence(clause) | Phrase::Infinitive(clause) => {
                if let Some((_, noun)) = &clause.asked {
                    self.add_set(&noun.set);
                }
                self.add_scene(&clause.scene);
            }
            _ => (),
        }
    }

    fn add_set(&mut self, set: &Set) {
        let names = set.named.iter().chain(&set.except);
        self.names.extend(names.map(|name| name.text.clone()));
        set.scenes.iter().for_each(|scene| self.add_scene(scene));
    }

    fn add_scene(&mut self, scene: &Scene) {
        if scene.reference != ag::EVENT {
            self.scenes.insert(scene.reference.clone());
        }
        scene.roles.iter().for_each(|(_, set)| self.add_set(set));
    }

    /// Tells whether a plan says all of it; what is asked of a list change or answered to it need not
    /// say that it is one.
    fn is_in(&self, plan: &Plan) -> bool {
        let mut told = Self::default();
        told.add_set(&plan.about);
        let main = plan.about.scenes.first().map(|scene| &scene.reference);
        let change = main.is_some_and(changes_a_list);
        let mut lost = self.scenes.difference(&told.scenes);
        self.names.is_subset(&told.names) && lost.all(|lost| !change && changes_a_list(lost))
    }
}
