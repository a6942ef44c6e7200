//! Plans, events and answers in words: the one verbaliser.
//!
//! [`Teller::event`] tells what happened, by the pattern that the lexicon gives for its class.
//! [`Teller::plan`] says how a question was read, [`Teller::answered`] what the answer is, both from
//! the frames of the words. What is said is decided here; how, by [`sayings`] for each language.

use crate::ask::answer::Item;
use crate::ask::fit::property;
use crate::ask::lattice::Speech;
use crate::ask::phrase::{AFTER, ALONG, BEFORE, PRECEDED, SAME_NOTICE, SUCCEEDED};
use crate::ask::plan::{Ask, By, Group, Named, Nature, Period, Plan, Scene, Set};
use crate::ask::sayings::{
    self, Clause, Other, Picked, Place, Predicate, Saying, Sentences, Things, Told, fill,
};
use crate::model::{Date, local_name, vocab as ag};
use crate::ontology::{Argument, Entry, Function, Lexicon, Part};
use crate::store::Snapshot;
use crate::timeline::Occurrence;
use ecow::eco_vec;
use oxrdf::vocab::xsd;
use oxrdf::{NamedNode, Term};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Tells events and plans of one snapshot.
pub struct Teller<'a> {
    snapshot: &'a Snapshot,
    lexicon: &'a Lexicon,
    say: &'static dyn Saying,
}

/// How many names a sentence gives before it says how many more there are.
const NAMES: usize = 8;
/// A text that is longer than this, in bytes, is no name.
const LONG: usize = 40;
/// Markers that ask for a participant and cannot stand before it.
const QUESTIONS: [&str; 3] = ["where", "how", "how much"];
/// How many participants of an event are told by name.
const PARTICIPANTS: usize = 3;

impl<'a> Teller<'a> {
    /// Returns a teller in a language.
    pub fn new(snapshot: &'a Snapshot, speech: &'a Speech) -> Self {
        Self {
            snapshot,
            lexicon: &speech.lexicon,
            say: sayings::of(speech.tag()),
        }
    }

    /// Returns how the language says things.
    pub(super) fn say(&self) -> &'static dyn Saying {
        self.say
    }

    /// Returns the fixed sentences of the language.
    pub(super) fn sentences(&self) -> &'static Sentences {
        self.say.sentences()
    }

    // --- events ----------------------------------------------------------------------------------

    /// Tells an event in one sentence without a full stop. Of several participants those in `focus`
    /// are told first; where they are all that the question is about, the others are counted.
    pub fn event(&self, event: &Occurrence, focus: &BTreeSet<NamedNode>) -> String {
        let Some(pattern) = self.lexicon.tellings.get(&event.class) else {
            return event.label.clone();
        };
        let mut text = String::new();
        let mut rest = pattern.as_str();
        while let Some(open) = rest.find('[') {
            let before = self.stretch(&rest[..open], event, focus);
            text.push_str(&before.unwrap_or_default());
            let close = rest[open..].find(']').map_or(rest.len(), |at| open + at);
            if let Some(stretch) = self.stretch(&rest[open + 1..close], event, focus) {
                text.push_str(&stretch);
            }
            rest = rest.get(close + 1..).unwrap_or_default();
        }
        match self.stretch(rest, event, focus) {
            Some(end) => text.push_str(&end),
            None if text.is_empty() => return event.label.clone(),
            None => (),
        }
        text
    }

    /// Fills a stretch, or gives `None` where one of its roles is unknown.
    fn stretch(
        &self,
        pattern: &str,
        event: &Occurrence,
        focus: &BTreeSet<NamedNode>,
    ) -> Option<String> {
        let mut text = String::new();
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once('{') {
            let (role, after) = after.split_once('}')?;
            match event.date.filter(|_| role == "date") {
                Some(date) => text.push_str(&self.say.before_date(before, date)),
                None => text.push_str(before),
            }
            match role {
                "was" => text.push_str(self.say.was(event.targets.len())),
                _ => text.push_str(&self.role(role, event, focus)?),
            }
            rest = after;
        }
        text.push_str(rest);
        Some(text)
    }

    fn role(&self, role: &str, event: &Occurrence, focus: &BTreeSet<NamedNode>) -> Option<String> {
        let things = match role {
            "agent" | "parent" | "person" => match event.agents.is_empty() {
                true => &event.on_behalf_of,
                false => &event.agents,
            },
            "target" | "child" => &event.targets,
            "addressee" => &event.addressees,
            "defendant" => &event.defendants,
            "list" => &event.lists,
            "kind" => &event.kinds,
            "date" => return event.date.map(|date| self.say.date(date)),
            _ => {
                let links = event.links.iter();
                let links = links.filter(|link| local_name(link.property.as_str()) == Some(role));
                let named: Vec<NamedNode> = links.map(|link| link.value.clone()).collect();
                if !named.is_empty() {
                    return Some(self.names(&named, focus));
                }
                let text = event.texts.iter().find(|text| {
                    let property = text.property.as_str();
                    property.rsplit(['#', '/']).next() == Some(role)
                })?;
                let value = text.value.trim().trim_end_matches('.');
                return Some(match (role, value.parse::<f64>(), value.parse::<Date>()) {
                    ("share", Ok(share), _) => percent(share),
                    ("start" | "end", _, Ok(date)) => self.say.date(date),
                    _ => value.to_owned(),
                });
            }
        };
        (!things.is_empty()).then(|| self.names(things, focus))
    }

    // --- names -----------------------------------------------------------------------------------

    /// Names things: `A, B and 7 others`, those in focus first.
    pub fn names(&self, things: &[NamedNode], focus: &BTreeSet<NamedNode>) -> String {
        let (mut chosen, others): (Vec<_>, Vec<_>) =
            things.iter().partition(|thing| focus.contains(*thing));
        let limit = if chosen.is_empty() {
            PARTICIPANTS
        } else {
            chosen.len()
        };
        let mut hidden = 0;
        for other in others {
            if chosen.len() < limit {
                chosen.push(other);
            } else {
                hidden += 1;
            }
        }
        let names: Vec<String> = chosen.into_iter().map(|thing| self.name(thing)).collect();
        self.say.all(&names, hidden)
    }

    /// Names a thing: short where it has a short name, a concept by its label in small letters.
    pub fn name(&self, thing: &NamedNode) -> String {
        let label = match self.say.has_short_names() {
            true => self.snapshot.short_label(thing),
            false => self.label(thing),
        };
        match thing.as_str().starts_with(ag::AG) {
            true => label.to_lowercase(),
            false => label,
        }
    }

    /// Names a thing in full, in the language where it has such a name.
    pub fn label(&self, thing: &NamedNode) -> String {
        let label = self.snapshot.label_in(thing, self.say.tag());
        label.unwrap_or_else(|| self.snapshot.label(thing))
    }

    /// Names a thing or writes a value.
    pub fn value(&self, term: &Term) -> String {
        match term {
            Term::NamedNode(thing) => self.label(thing),
            Term::Literal(literal) => match Date::from_term(term) {
                Some(date) if literal.value().len() >= 4 => self.say.date(date),
                // A part of one is told in per cent, as shares are.
                _ if literal.datatype() == xsd::DECIMAL => match literal.value().parse() {
                    Ok(part) if (0.0..=1.0).contains(&part) => percent(part),
                    _ => literal.value().to_owned(),
                },
                _ => literal.value().to_owned(),
            },
            other => other.to_string(),
        }
    }

    /// Names something that a question named.
    fn called(&self, named: &Named) -> String {
        match named.thing() {
            Some(thing) if thing.as_str().starts_with(ag::AG) => self.name(&thing),
            Some(thing) if self.snapshot.is_a(&thing, ag::COMPANY) => self.label(&thing),
            Some(thing) => self.known(&thing),
            None if named.label.is_empty() => named.text.clone(),
            None => named.label.clone(),
        }
    }

    /// Names a thing inside a sentence: `the 1260H list`.
    pub(super) fn known(&self, thing: &NamedNode) -> String {
        let name = self.name(thing);
        let noun = [ag::DESIGNATION_LIST, ag::EDITION].into_iter();
        match noun
            .into_iter()
            .any(|class| self.snapshot.is_a(thing, class))
        {
            true => self.say.the(&name),
            false => name,
        }
    }

    /// Names the answers of a question: `A, B, … and 2 others`.
    pub fn answers(&self, names: &[String]) -> String {
        let shown = &names[..names.len().min(NAMES)];
        self.say.all(shown, names.len() - shown.len())
    }

    /// The names of answers in the language, values as they stand.
    pub(super) fn items(&self, items: &[Item]) -> Vec<String> {
        let name = |item: &Item| match &item.thing {
            Some(thing) if self.snapshot.is_a(thing, ag::COMPANY) => self.label(thing),
            Some(thing) => self.name(thing),
            None => item.label.clone(),
        };
        items.iter().map(name).collect()
    }

    // --- how a question was read -----------------------------------------------------------------

    /// Says how a question was read.
    pub fn plan(&self, plan: &Plan) -> String {
        let sentences = self.sentences();
        let set = match plan.ask {
            Ask::Path => {
                let names = plan.about.names().into_iter();
                let mut names: Vec<String> = names.map(|named| self.called(named)).collect();
                names.dedup();
                self.say.all(&names, 0)
            }
            _ => self.set(&plan.about),
        };
        let pattern = match plan.ask {
            Ask::Things => sentences.how_which,
            Ask::Whether => sentences.how_whether,
            Ask::Count if plan.group.is_some() || plan.in_turn().is_some() => sentences.how_many_by,
            Ask::Count => sentences.how_many,
            Ask::When => sentences.how_when,
            Ask::Why => sentences.how_why,
            Ask::What => sentences.how_what,
            Ask::Describe => sentences.how_describe,
            Ask::Path => sentences.how_path,
        };
        let group = plan.group.as_ref().map(|group| self.group(group));
        let each =
            |(scene, role): (usize, usize)| self.one_of(&plan.about.scenes[scene].roles[role].1);
        let group = group.or_else(|| plan.in_turn().map(each));
        fill(
            pattern,
            &[
                ("set", &set),
                ("group", group.as_deref().unwrap_or_default()),
            ],
        )
    }

    /// Says by what a count is taken apart.
    pub(super) fn group(&self, group: &Group) -> String {
        match group {
            Group::Year => self.sentences().year.to_owned(),
            Group::Path(path) => self.property_of(path),
        }
    }

    /// Says which things a set holds.
    pub fn set(&self, set: &Set) -> String {
        self.say.things(&self.things(set))
    }

    /// Says what one thing of a set is: `edition of the 1260H list`.
    pub(super) fn one_of(&self, set: &Set) -> String {
        let mut things = self.things(set);
        things.single = true;
        things.bare = true;
        self.say.things(&things)
    }

    /// Says how many things of a set there are.
    pub(super) fn count(&self, number: usize, set: &Set) -> String {
        let mut things = self.things(set);
        things.pick = None;
        things.single = number == 1;
        things.bare = true;
        let noun = things.nouns.first().cloned().unwrap_or_default();
        self.say.count(number, &self.say.things(&things), &noun)
    }

    fn things(&self, set: &Set) -> Things<'a> {
        let mut names: Vec<String> = set.named.iter().map(|named| self.called(named)).collect();
        names.dedup();
        if names.len() > NAMES {
            let hidden = names.len() - PARTICIPANTS;
            names = vec![self.say.all(&names[..PARTICIPANTS], hidden)];
        }
        // A thing of which only a property is told goes by the words in its place.
        if let (true, [scene]) = (names.is_empty() && set.classes.is_empty(), &set.scenes[..])
            && scene.nature == Nature::Property
            && scene.itself == "."
            && let Some(filler) = scene.fillers(".").next()
        {
            let mut things = self.things(filler);
            things.clauses.push(self.clause(scene));
            return things;
        }
        // Lawsuits that were filed are lawsuits.
        if names.is_empty()
            && let [scene] = &set.scenes[..]
            && let [(path, filler)] = &scene.roles[..]
            && (scene.is_event() && scene.reference == ag::EVENT && path == ".")
            && let Some(told) = filler.scenes.first().filter(|told| told.is_event())
        {
            let mut filler = filler.clone();
            filler.scenes.make_mut()[0].time = told.time.or(scene.time);
            return self.things(&filler);
        }
        let mut nouns: Vec<String> = set.classes.iter().map(|class| self.name(class)).collect();
        let mut scenes: Vec<&Scene> = set.scenes.iter().collect();
        // The event that the words name comes first, then what is told of it.
        scenes.sort_by_key(|scene| !scene.is_event());
        let mut clauses: Vec<Clause<'a>> = scenes.iter().map(|scene| self.clause(scene)).collect();
        for (scene, clause) in scenes.iter().zip(&mut clauses) {
            if let Some(noun) = self.noun_of(set, scene) {
                nouns = vec![noun];
                clause.word = Predicate::Nothing;
            }
        }
        if nouns.is_empty() && scenes.iter().any(|scene| scene.itself == "ag:onList") {
            nouns.push(self.name(&ag::DESIGNATION_LIST.into_owned()));
        }
        let mut of = None;
        let anybody = set.classes.is_empty() || set.classes == [ag::ACTOR.into_owned()];
        if names.is_empty()
            && let (Some(scene), Some(clause)) = (scenes.first(), clauses.first_mut())
        {
            match &mut clause.word {
                Predicate::Event(noun) if scene.is_event() => nouns = vec![noun.clone()],
                // Who is the shareholder of X: shareholders of X.
                Predicate::Noun { noun, of: whose } if !clause.negated && anybody => {
                    nouns = vec![noun.clone()];
                    of = whose.take();
                    clause.word = Predicate::Nothing;
                }
                _ => (),
            }
        }
        let pick = set.pick.as_ref().map(|pick| match &pick.by {
            By::Date => Picked::Date { last: pick.last },
            By::Many(of) => Picked::Many {
                last: pick.last,
                of: of.as_ref().map(|path| self.counted_noun(set, path)),
            },
        });
        Things {
            names,
            all: set.all,
            nouns,
            of,
            single: set.definite || matches!(pick, Some(Picked::Date { .. })),
            bare: false,
            definite: set.definite,
            pick,
            except: set.except.iter().map(|named| self.called(named)).collect(),
            clauses,
        }
    }

    /// The noun that says by itself what a scene says: lawmakers are officials or groups that are
    /// members of a legislative body.
    fn noun_of(&self, set: &Set, scene: &Scene) -> Option<String> {
        if scene.nature != Nature::Property || scene.restrictions.is_empty() || scene.negated {
            return None;
        }
        let same = |entry: &&Entry| {
            let known =
                |class: &NamedNode| *class == entry.reference || entry.others.contains(class);
            entry.part == Part::Noun
                && entry.restrictions == scene.restrictions
                && entry.others.len() + 1 == set.classes.len().max(1)
                && set.classes.iter().all(known)
        };
        let entry = self.lexicon.entries.iter().find(same)?;
        (scene.roles.is_empty()).then(|| entry.forms.first().map(|form| form.text.to_string()))?
    }

    /// What is counted at the end of a path: what its property is called.
    fn counted_noun(&self, set: &Set, path: &str) -> String {
        if path == "ag:onList" {
            return self.name(&ag::DESIGNATION_LIST.into_owned());
        }
        // Of lists those who stand on them are counted.
        let standing = set.scenes.first().filter(|_| path == ".");
        let classes = standing.and_then(|scene| scene.fillers(".").next());
        if let Some(class) = classes.and_then(|filler| filler.classes.first()) {
            return self.name(class);
        }
        // Who takes part in a tie goes by the noun for it: subsidiaries, not children.
        let tie = set
            .scenes
            .first()
            .filter(|scene| scene.reference == ag::OWNERSHIP);
        let noun = |entry: &&Entry| {
            entry.part == Part::Noun
                && entry.restrictions.is_empty()
                && tie.is_some_and(|scene| scene.reference == entry.reference)
                && entry.path(Function::Itself) == Some(path)
        };
        let mut nouns = self.lexicon.entries.iter().filter(noun);
        if let Some(form) = nouns.find_map(|entry| entry.forms.first()) {
            return form.text.to_string();
        }
        self.property_of(path)
    }

    /// The label of the last property of a path, seen from where the path begins.
    fn property_of(&self, path: &str) -> String {
        let itself = property(path.split(['@', '|']).next().unwrap_or(path));
        let first = itself.clone().filter(|_| path.starts_with("rdfs:"));
        // A noun for the property is better than its label.
        let is = |entry: &Entry, property: &Option<NamedNode>| {
            property.as_ref() == Some(&entry.reference)
        };
        let stands = |entry: &&Entry| {
            is(entry, &itself)
                && entry.part == Part::Noun
                && !entry.forms.is_empty()
                && entry.restrictions.is_empty()
                && entry.path(Function::Itself) == Some(path)
        };
        let nouns = self.lexicon.entries.iter().filter(stands);
        let named = |entry: &&Entry| {
            is(entry, &first)
                && entry.part == Part::Noun
                && !entry.forms.is_empty()
                && entry.restrictions.is_empty()
        };
        let rest = || {
            self.lexicon
                .entries
                .iter()
                .filter(named)
                .max_by_key(|entry| entry.forms.len())
        };
        if let Some(entry) = nouns.max_by_key(|entry| entry.forms.len()).or_else(rest) {
            return entry.forms[0].text.to_string();
        }
        let way = path.split('|').find(|way| *way != ".").unwrap_or(path);
        let step = |step: &str| {
            let step = step.split('@').next().unwrap_or(step);
            let step = step
                .trim_end_matches(['*', '+', '?'])
                .trim_start_matches('^');
            property(step).filter(|property| property.as_str().starts_with(ag::AG))
        };
        let last = way.rsplit('/').find_map(step);
        let last = last.or_else(|| property(way.trim_start_matches('^').split('@').next()?));
        let Some(last) = last else {
            return String::new();
        };
        let name = self.name(&last);
        match name.contains("://") {
            // `bibliographicCitation` in two words.
            true => {
                let local = name.rsplit(['#', '/']).next().unwrap_or(&name);
                let parted = local.chars().map(|c| match c.is_uppercase() {
                    true => format!(" {}", c.to_lowercase()),
                    false => c.to_string(),
                });
                parted.collect::<String>().trim().to_owned()
            }
            false => name,
        }
    }

    // --- clauses ---------------------------------------------------------------------------------

    /// Puts a scene into words that a language can order.
    fn clause(&self, scene: &Scene) -> Clause<'a> {
        let mut clause = Clause {
            word: Predicate::Nothing,
            place: Place::Itself,
            subject: None,
            objects: Vec::new(),
            others: Vec::new(),
            negated: scene.negated,
            once: scene.once,
            lasting: scene.time.is_none()
                && scene.restrictions.is_empty()
                && (scene.reference == ag::OWNERSHIP || scene.reference == ag::TENURE),
            many: scene.many.as_ref().map(|many| (many.least, many.most)),
            time: scene.time.or(scene.since),
        };
        match scene.nature {
            Nature::Standing => self.standing(scene, &mut clause),
            Nature::Property => self.property(scene, &mut clause),
            Nature::Event => self.happening(scene, &mut clause),
            Nature::Path => {
                let names: Vec<String> = scene.roles.iter().map(|(_, set)| self.set(set)).collect();
                clause.word = Predicate::Connected(self.say.all(&names, 0));
            }
        }
        clause
    }

    fn standing(&self, scene: &Scene, clause: &mut Clause<'a>) {
        let lists = scene.itself == "ag:onList";
        let of = if lists { "." } else { "ag:onList" };
        let mut fillers = scene.fillers(of).peekable();
        let both = |set: &Set| Set {
            // Standing on two lists is standing on both.
            all: false,
            ..set.clone()
        };
        let named = fillers.peek().is_some();
        let names: Vec<String> = fillers
            .map(|set| {
                let names: Vec<String> = set.named.iter().map(|named| self.called(named)).collect();
                match names.is_empty() {
                    true => self.set(&both(set)),
                    false if set.any => self.say.any(&names),
                    false => self.say.all(&names, 0),
                }
            })
            .collect();
        clause.word = Predicate::Standing(named.then(|| self.say.all(&names, 0)));
        clause.place = if lists { Place::Object } else { Place::Itself };
    }

    fn property(&self, scene: &Scene, clause: &mut Clause<'a>) {
        let adjective = self.lexicon.entries.iter().find(|entry| {
            entry.part == Part::Adjective
                && entry.reference == scene.reference
                && entry.restrictions == scene.restrictions
                && scene
                    .roles
                    .iter()
                    .all(|(path, _)| path == "." || knows(entry, path).is_some())
        });
        let whose = || {
            let of: Vec<String> = scene.fillers(".").map(|set| self.set(set)).collect();
            (!of.is_empty()).then(|| self.say.all(&of, 0))
        };
        if scene.itself != "." {
            let noun = self.property_of(&scene.itself);
            clause.word = Predicate::Noun { noun, of: whose() };
            return;
        }
        let plain = |entry: &&Entry| !entry.forms.is_empty() && scene.content.is_none();
        if let Some(entry) = adjective.filter(plain) {
            clause.word = Predicate::Verb(entry);
            for (path, set) in scene.roles.iter().filter(|(path, _)| path != ".") {
                clause.others.push(self.other(knows(entry, path), set));
            }
            return;
        }
        // laws enacted in 2025
        let made = self.lexicon.entries.iter().find(|entry| {
            let object = entry.path(Function::Object) == Some(".");
            entry.part == Part::Verb && entry.reference == scene.reference && object
        });
        let bare = scene.roles.is_empty() && scene.restrictions.is_empty();
        if let Some(entry) = made.filter(|_| bare && scene.content.is_none()) {
            clause.word = Predicate::Verb(entry);
            clause.place = Place::Object;
            return;
        }
        let said = scene.restrictions.first().map(|said| {
            let values: Vec<String> = said
                .values
                .iter()
                .map(|value| self.written(value))
                .collect();
            (self.property_of(&said.path), self.say.any(&values))
        });
        let role = scene.roles.iter().find(|(path, _)| path != ".");
        let role = role.map(|(path, set)| (self.property_of(path), self.set(set)));
        let quoted = scene
            .content
            .as_ref()
            .map(|content| self.say.quoted(&content.text));
        let said = said.or(quoted.map(|text| (self.name(&scene.reference), text)));
        let (property, value) = match (role, said) {
            (Some((property, value)), _) | (None, Some((property, value))) => {
                (property, Some(value))
            }
            (None, None) => (self.name(&scene.reference), None),
        };
        clause.word = Predicate::Value {
            property,
            value: value.filter(|value| !value.is_empty()),
        };
    }

    fn happening(&self, scene: &Scene, clause: &mut Clause<'a>) {
        let entry = self.entry(scene);
        let office = self.office(scene);
        let itself = scene.itself.as_str();
        let at = |function| {
            entry.is_some_and(|entry| {
                let arguments = entry.arguments.iter();
                arguments
                    .filter(|argument| argument.function == function)
                    .any(|argument| leads(argument, itself))
            })
        };
        let mut told: BTreeSet<usize> = BTreeSet::new();
        match entry {
            _ if itself == "." => {
                let said = entry.filter(|entry| !entry.restrictions.is_empty());
                let noun = match said.and_then(|entry| entry.forms.first()) {
                    Some(form) if kind(scene) == scene.reference => form.text.to_string(),
                    _ => self.name(&kind(scene)),
                };
                clause.word = Predicate::Event(noun);
            }
            _ if office.is_some() && itself == "ag:person" => {
                let of = scene.fillers("ag:body").map(|set| self.set(set)).next();
                let bodies = scene
                    .roles
                    .iter()
                    .enumerate()
                    .filter(|(_, (path, _))| path == "ag:body");
                told.extend(bodies.map(|(at, _)| at));
                let noun = office.unwrap_or_default();
                // `Secretary of Defense of the US Department of Defense` says it twice.
                let of = of.filter(|_| !noun.contains(" of "));
                clause.word = Predicate::Noun { noun, of };
            }
            Some(entry) if entry.part == Part::Verb => {
                clause.place = match at(Function::Object) {
                    true => Place::Object,
                    false => Place::Subject,
                };
                clause.word = Predicate::Verb(entry);
            }
            Some(entry) => {
                let noun = entry
                    .forms
                    .first()
                    .map(|form| form.text.clone())
                    .unwrap_or_default();
                let of = scene.roles.iter().enumerate().find(|(_, (path, _))| {
                    let argument = knows(entry, path);
                    argument.is_some_and(|argument| argument.function == Function::Possessor)
                });
                told.extend(of.map(|(at, _)| at));
                let of = of.map(|(_, (_, set))| self.set(set));
                clause.word = Predicate::Noun {
                    noun: noun.to_string(),
                    of,
                };
            }
            None => {
                // The court of an appeal by X.
                let event = Scene {
                    itself: ".".into(),
                    negated: false,
                    time: None,
                    many: None,
                    ..scene.clone()
                };
                let of = Set {
                    scenes: eco_vec![event],
                    definite: true,
                    ..Set::default()
                };
                clause.word = Predicate::Noun {
                    noun: self.property_of(itself),
                    of: Some(self.set(&of)),
                };
                return;
            }
        }
        if let Some(content) = &scene.content {
            clause.others.push(Other {
                markers: Vec::new(),
                bare: true,
                name: self.say.quoted(&content.text),
            });
        }
        for (number, (path, set)) in scene.roles.iter().enumerate() {
            if told.contains(&number) {
                continue;
            }
            let beside = match path.as_str() {
                SAME_NOTICE => Some(ALONG),
                SUCCEEDED => Some(AFTER),
                PRECEDED => Some(BEFORE),
                _ => None,
            };
            if let Some(marker) = beside {
                clause.others.push(Other {
                    markers: vec![marker.into()],
                    bare: false,
                    name: self.set(set),
                });
                continue;
            }
            let argument = entry.and_then(|entry| knows(entry, path));
            let verb = matches!(clause.word, Predicate::Verb(_));
            let last = path.rsplit([':', '|']).next().unwrap_or(path);
            let agent = path.starts_with("ag:agent") || matches!(last, "parent" | "person");
            match argument.map(|argument| argument.function) {
                Some(Function::Subject) if clause.subject.is_none() => {
                    clause.subject = Some(self.set(set));
                }
                Some(Function::Object) if verb && clause.place == Place::Subject => {
                    clause.objects.push(self.set(set));
                }
                _ if !verb && agent && clause.subject.is_none() => {
                    clause.subject = Some(self.set(set));
                }
                _ => clause.others.push(self.other(argument, set)),
            }
        }
    }

    fn other(&self, argument: Option<&Argument>, set: &Set) -> Other {
        let mut markers = argument
            .map(|argument| argument.markers.clone())
            .unwrap_or_default();
        markers.retain(|marker| !QUESTIONS.contains(&marker.as_str()));
        Other {
            bare: argument.is_some_and(|argument| argument.function == Function::Object),
            markers,
            name: self.set(set),
        }
    }

    /// The office that a scene is about, as the data call it.
    fn office(&self, scene: &Scene) -> Option<String> {
        let said = scene
            .restrictions
            .iter()
            .find(|said| said.path == "ag:office");
        let literal = said
            .and_then(|said| said.values.first())
            .map(|value| self.written(value));
        let named = || {
            let set = scene.fillers("ag:office").next()?;
            set.named.first().map(|named| self.called(named))
        };
        (scene.reference == ag::TENURE)
            .then(|| literal.or_else(named))
            .flatten()
    }

    /// A term as SPARQL writes it, in words.
    fn written(&self, term: &str) -> String {
        if let Some(text) = term.strip_prefix('"') {
            return text[..text.rfind('"').unwrap_or(text.len())].to_owned();
        }
        let thing = match term.strip_prefix('<').and_then(|iri| iri.strip_suffix('>')) {
            Some(iri) => NamedNode::new(iri).ok(),
            None => property(term),
        };
        thing.map_or_else(|| term.to_owned(), |thing| self.name(&thing))
    }

    /// Returns the word for a scene that knows best how to name its participants.
    fn entry(&self, scene: &Scene) -> Option<&'a Entry> {
        let itself = scene.itself.as_str();
        let fits = |entry: &&Entry| {
            let place = |argument: &Argument| {
                let verb = matches!(argument.function, Function::Subject | Function::Object);
                let noun = argument.function == Function::Itself;
                leads(argument, itself) && if entry.part == Part::Noun { noun } else { verb }
            };
            entry.reference == scene.reference
                && entry.restrictions == scene.restrictions
                && entry.part != Part::Adjective
                && !entry.forms.is_empty()
                && (entry.part == Part::Noun || itself != ".")
                && entry.arguments.iter().any(place)
        };
        let label = self.name(&scene.reference);
        // The plainest word: one that names every participant, its object itself, and is most like
        // the name of the event.
        let plain = |entry: &&Entry| {
            let form = &entry.forms[0].text;
            let unknown = scene
                .roles
                .iter()
                .filter(|(path, _)| knows(entry, path).is_none());
            let missing = entry.arguments.iter().filter(|argument| {
                let there = |path: &str| leads(argument, path);
                argument.required
                    && !there(itself)
                    && !scene.roles.iter().any(|(path, _)| there(path))
            });
            let marked = scene.roles.iter().filter(|(path, _)| {
                let known = knows(entry, path);
                known.is_some_and(|known| known.function == Function::Adjunct) && path != "ag:list"
            });
            let light = entry.path(Function::Object) == Some(".");
            (
                missing.count() + unknown.count(),
                light,
                entry.part == Part::Noun,
                Reverse(alike(form, &label)),
                marked.count(),
                Reverse(entry.forms.len()),
                form.clone(),
            )
        };
        self.lexicon.entries.iter().filter(fits).min_by_key(plain)
    }

    // --- answers ---------------------------------------------------------------------------------

    /// Says what the answer to `which` and `how many` is, in a sentence. `told` are the events by
    /// which it was found; of one event its kind and its date are added.
    pub fn answered(&self, plan: &Plan, items: &[Item], told: &[Occurrence]) -> String {
        let sentences = self.sentences();
        let names = self.items(items);
        let number = names.len();
        let digits = plan.ask == Ask::Count;
        if number == 0 {
            return self.nothing(plan);
        }
        let joined = match digits && number > NAMES {
            true => String::new(),
            false => self.answers(&names),
        };
        let mut about = Set {
            pick: None,
            ..plan.about.clone()
        };
        // What the noun says by itself needs no clause.
        let said = plan
            .about
            .scenes
            .iter()
            .map(|scene| self.noun_of(&plan.about, scene));
        let said: Vec<Option<String>> = said.collect();
        let own = said.iter().flatten().next().cloned();
        let told_of = plan
            .about
            .scenes
            .iter()
            .zip(&said)
            .filter(|(_, said)| said.is_none());
        let told_of: Vec<&Scene> = told_of.map(|(scene, _)| scene).collect();
        let aside = plan
            .about
            .scenes
            .first()
            .map(|scene| self.aside(scene, told));
        let aside = aside.unwrap_or_default();
        if let [scene] = &told_of[..] {
            let clause = self.clause(scene);
            let past = scene.time.is_some_and(|time| self.is_over(time));
            if let Predicate::Noun { noun, of } = &clause.word
                && !clause.negated
                && !digits
                && number <= PARTICIPANTS
                && clause.others.is_empty()
            {
                let several = self.say.several(noun);
                let (noun, agree) = match number {
                    1 => (noun.clone(), 1),
                    // `The legal basis` stands for several too.
                    _ if several == *noun => (several, 1),
                    _ => (several, number),
                };
                let is = match past {
                    true => self.say.was(agree),
                    false => self.say.is(agree),
                };
                let long = items
                    .iter()
                    .any(|item| item.thing.is_none() && item.label.len() > LONG);
                let joined = match long {
                    true => self.say.row(&names),
                    false => joined.clone(),
                };
                let slots = [
                    ("noun", noun.as_str()),
                    ("of", of.as_deref().unwrap_or_default()),
                    ("is", is),
                    ("names", joined.as_str()),
                    (
                        "when",
                        &clause
                            .time
                            .map(|time| self.say.period(time))
                            .unwrap_or_default(),
                    ),
                ];
                let pattern = match of {
                    Some(_) if long => sentences.text_value,
                    Some(_) => sentences.value,
                    None => sentences.names_of,
                };
                return fill(pattern, &slots);
            }
            let noun = own.unwrap_or_else(|| self.noun(&plan.about, items));
            let told = Told {
                names: &joined,
                number,
                noun: Some(&noun),
                digits,
                aside: &aside,
            };
            if plan.about.except.is_empty()
                && !matches!(clause.word, Predicate::Noun { .. })
                && let Some(text) = self.say.told(&clause, &told)
            {
                return text;
            }
        }
        // `Who` that was found is called what it is.
        if about.classes == [ag::ACTOR.into_owned()]
            && let Some(class) = common_class(items)
        {
            about.classes = eco_vec![class];
        }
        about.named.clear();
        if about.classes.is_empty() {
            about.classes.extend(common_class(items));
        }
        let counted = match digits {
            true => self.figure(number, &about),
            false => self.count(number, &about),
        };
        match joined.is_empty() {
            true => fill(sentences.counted, &[("counted", &counted)]),
            false => {
                let slots = [
                    ("counted", &*counted),
                    ("aside", &aside),
                    ("names", &joined),
                ];
                fill(sentences.data_name, &slots)
            }
        }
    }

    /// The same with the number in figures.
    pub(super) fn figure(&self, number: usize, set: &Set) -> String {
        let mut things = self.things(set);
        things.single = number == 1;
        things.bare = true;
        let noun = things.nouns.first().cloned().unwrap_or_default();
        self.say
            .count_in_figures(number, &self.say.things(&things), &noun)
    }

    /// Says that nothing was found.
    pub(super) fn nothing(&self, plan: &Plan) -> String {
        let sentences = self.sentences();
        match self.affirmed(plan).filter(|_| plan.ask == Ask::Whether) {
            Some(sentence) => fill(sentences.nothing_says, &[("sentence", &sentence)]),
            None => fill(sentences.nothing, &[("set", &self.set(&plan.about))]),
        }
    }

    /// Says of named things what a whether-question asks of them.
    pub(super) fn affirmed(&self, plan: &Plan) -> Option<String> {
        let [scene] = &plan.about.scenes[..] else {
            return None;
        };
        let named = match (&plan.about.named[..], scene.fillers(".").next()) {
            ([], Some(filler)) if scene.itself == "." && scene.nature == Nature::Property => Set {
                definite: true,
                ..filler.clone()
            },
            ([], _) => return None,
            (named, _) => Set {
                named: named.to_vec().into(),
                all: named.len() > 1,
                ..Set::default()
            },
        };
        let things = self.things(&named);
        let names = match things.names.is_empty() {
            true => self.say.things(&things),
            false => self.say.all(&things.names, 0),
        };
        let told = Told {
            names: &names,
            number: things.names.len().max(1),
            noun: None,
            digits: false,
            aside: "",
        };
        self.say.told(&self.clause(scene), &told)
    }

    /// Says which of a set was picked, and the number or date that made it win.
    pub(super) fn picked(&self, set: &Set, items: &[Item], value: &str) -> String {
        let names = self.items(items);
        let mut things = self.things(set);
        if things.nouns.is_empty() || set.classes == [ag::ACTOR.into_owned()] && things.of.is_none()
        {
            let class = common_class(items);
            things.nouns = class.iter().map(|class| self.name(class)).collect();
        }
        things.single = names.len() == 1;
        things.bare = true;
        let set = self.say.things(&things);
        let value = match names.len() {
            1 => value.to_owned(),
            _ if value.is_empty() || matches!(things.pick, Some(Picked::Date { .. })) => {
                value.to_owned()
            }
            _ => fill(self.sentences().each, &[("value", value)]),
        };
        let slots = [
            ("set", set.as_str()),
            ("is", self.say.was(names.len())),
            ("names", &self.answers(&names)),
            ("value", &value),
        ];
        fill(self.sentences().picked, &slots)
    }

    /// Says how many events, or things at the end of a path from them, somebody won with.
    pub(super) fn tally(&self, set: &Set, by: &By, number: usize) -> String {
        let noun = match by {
            By::Many(Some(path)) => self.counted_noun(set, path),
            _ => match set.scenes.first() {
                Some(scene) if scene.nature == Nature::Standing => {
                    self.name(&ag::DESIGNATION_LIST.into_owned())
                }
                Some(scene) if scene.nature == Nature::Event => self.name(&kind(scene)),
                Some(scene) => self.name(&scene.reference),
                None => String::new(),
            },
        };
        self.say.counted(number, &noun)
    }

    /// Many changes of lists: how many of each kind, the most first, and who some of them concern.
    pub fn kinds(&self, told: &[&Occurrence]) -> Vec<String> {
        let mut kinds: BTreeMap<&NamedNode, Vec<NamedNode>> = BTreeMap::new();
        for event in told {
            let targets = kinds.entry(&event.class).or_default();
            targets.extend(event.targets.first().cloned());
        }
        let mut kinds: Vec<_> = kinds.into_iter().collect();
        kinds.sort_by_key(|(_, targets)| Reverse(targets.len()));
        let said = kinds.into_iter().map(|(class, targets)| {
            let counted = self.figure(targets.len(), &Set::class(class.clone()));
            let names = self.names(&targets, &BTreeSet::new());
            let slots = [("counted", &*counted), ("names", &names)];
            fill(self.say.sentences().changed, &slots)
        });
        said.collect()
    }

    /// What the answers are called when they are counted.
    fn noun(&self, set: &Set, items: &[Item]) -> String {
        let classes: Vec<String> = set.classes.iter().map(|class| self.name(class)).collect();
        let common = common_class(items).map(|class| self.name(&class));
        match (
            set.classes == [ag::ACTOR.into_owned()] || classes.is_empty(),
            common,
        ) {
            (true, Some(common)) => common,
            (true, None) => self.name(&ag::ACTOR.into_owned()),
            (false, _) => self.say.any(&classes),
        }
    }

    /// What is added to a sentence: the kind and the date of the only event, or the dates of a few.
    fn aside(&self, scene: &Scene, told: &[Occurrence]) -> String {
        let mut dates: Vec<Date> = told.iter().filter_map(|event| event.date).collect();
        dates.sort_unstable();
        dates.dedup();
        let said = |date: &Date| scene.time.and_then(Period::date) == Some(*date);
        if scene.nature != Nature::Event || scene.negated {
            return String::new();
        }
        let mut parts: Vec<String> = Vec::new();
        if let [event] = told {
            let known = scene.restrictions.iter().any(|said| said.path == "ag:kind");
            let kinds: Vec<String> = event.kinds.iter().map(|kind| self.name(kind)).collect();
            // To whom it went is news unless it was asked.
            let asked = scene.itself.contains("addressee")
                || scene.roles.iter().any(|(path, set)| {
                    let things = set.things();
                    path.contains("addressee")
                        && event.addressees.iter().all(|to| things.contains(to))
                });
            let to = match asked {
                true => String::new(),
                false => self.names(&event.addressees, &BTreeSet::new()),
            };
            // So is for which list, where companies were asked for.
            let mut paths = scene.roles.iter().map(|(path, _)| path);
            let listed = scene.itself.contains("list") || paths.any(|path| path.contains("list"));
            let list = match scene.reference == ag::REQUEST && !listed {
                true => self.names(&event.lists, &BTreeSet::new()),
                false => String::new(),
            };
            if !(kinds.is_empty() || known && to.is_empty() && list.is_empty()) {
                let kind = self.say.all(&kinds, 0);
                let slots = [("kind", &*kind), ("addressee", &to), ("list", &list)];
                parts.push(fill(self.sentences().addressed, &slots));
            }
        }
        match &dates[..] {
            [one] if said(one) => (),
            [] => (),
            few if few.len() <= PARTICIPANTS => {
                let dates: Vec<String> = few.iter().map(|date| self.say.date(*date)).collect();
                parts.push(self.say.row(&dates));
            }
            _ => (),
        }
        self.say.list(&parts)
    }

    fn is_over(&self, time: Period) -> bool {
        time.to.is_some_and(|to| to < self.snapshot.scope().as_of)
    }
}

/// Returns the argument of an entry that leads where a role does.
fn knows<'e>(entry: &'e Entry, path: &str) -> Option<&'e Argument> {
    let same = |argument: &&Argument| {
        !matches!(argument.function, Function::Infinitive | Function::Itself)
            && leads(argument, path)
    };
    entry.arguments.iter().find(same)
}

/// Tells whether an argument has this path, or has it among its alternatives.
fn leads(argument: &Argument, path: &str) -> bool {
    if argument.path == path {
        return true;
    }
    if !argument.path.contains('|') {
        return false;
    }
    let ways: Vec<&str> = argument.path.split('|').collect();
    let rest: Vec<&str> = ways.iter().copied().filter(|way| *way != ".").collect();
    ways.contains(&path) || rest.join("|") == path
}

/// Returns how many letters two words begin with alike.
fn alike(one: &str, other: &str) -> usize {
    one.chars()
        .zip(other.chars())
        .take_while(|(a, b)| a == b)
        .count()
}

/// Returns the class that all answers have.
fn common_class(items: &[Item]) -> Option<NamedNode> {
    let first = items.first()?.class.clone()?;
    let same = items.iter().all(|item| item.class.as_ref() == Some(&first));
    same.then_some(first)
}

/// Returns the kind of event that the words say, or its class.
fn kind(scene: &Scene) -> NamedNode {
    let kinds = scene
        .restrictions
        .iter()
        .filter(|said| said.path == "ag:kind");
    let first = kinds.filter_map(|said| said.values.first()).next();
    let iri = first.and_then(|value| value.strip_prefix('<')?.strip_suffix('>'));
    let kind = iri.and_then(|iri| NamedNode::new(iri).ok());
    kind.unwrap_or_else(|| scene.reference.clone())
}

fn percent(share: f64) -> String {
    let text = format!("{:.4}", share * 100.0);
    format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
}
