//! From a question to its answer: choose a reading, then let the file that knows its kind answer it.

use crate::ask::answer::{Answer, Candidate, Item, Kind, Outcome, stop};
use crate::ask::plan::{Ask, Nature, Period, Plan, Scene, Set};
use crate::ask::read::{Read, Reading, read};
use crate::ask::sparql;
use crate::ask::tell::{Teller, and, day_in_words, value_in_words};
use crate::model::{Scope, vocab as ag};
use crate::ontology::Lexicon;
use crate::resolve::{Link, Linker, Resolution};
use crate::store::{Snapshot, StoreError};
use crate::timeline;
use crate::view::View;
use oxrdf::{NamedNode, Term};
use std::collections::BTreeSet;

/// Answers questions about one snapshot.
pub struct Asker<'a> {
    pub(super) snapshot: &'a Snapshot,
    linker: &'a Linker,
    lexicon: &'a Lexicon,
    pub(super) view: Option<&'a dyn Fn() -> Option<View>>,
}

/// Readings that cost this much more than the best are no rivals to it.
const MARGIN: f64 = 0.04;
/// A reading dearer than this leaves out or bends too much to be an answer.
const DEAREST: f64 = 3.4;
/// How many events are told one by one.
pub(super) const TOLD: usize = 3;

impl<'a> Asker<'a> {
    /// Returns an asker over a snapshot, its names and the words of a language.
    pub fn new(snapshot: &'a Snapshot, linker: &'a Linker, lexicon: &'a Lexicon) -> Self {
        Self {
            snapshot,
            linker,
            lexicon,
            view: None,
        }
    }

    /// Returns the same asker, which gets the graph of the dataset here when a question needs one,
    /// in whatever scope; without this it is built for each such question.
    #[must_use]
    pub fn with_view(self, view: &'a dyn Fn() -> Option<View>) -> Self {
        Self {
            view: Some(view),
            ..self
        }
    }

    /// Answers a question.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the query of the chosen reading fails; what is asked never makes an error.
    pub fn ask(&self, question: &str) -> Result<Answer, StoreError> {
        let read = read(question, self.snapshot, self.linker, self.lexicon);
        let mut answer = match read.readings.first().filter(|best| best.cost <= DEAREST) {
            None => self.unread(question, &read),
            Some(best) => match self.rivals(best, &read.readings) {
                Some(candidates) => self.ambiguous(best, candidates),
                None => match best.stranger().or_else(|| best.guess()) {
                    Some(name) => self.stranger(name, best),
                    None => self.answer(best)?,
                },
            },
        };
        let mut told = BTreeSet::new();
        answer.caveats.retain(|caveat| told.insert(caveat.clone()));
        answer.readings = read.readings;
        Ok(answer)
    }

    pub(super) fn teller(&self) -> Teller<'a> {
        Teller::new(self.snapshot, self.lexicon)
    }

    // --- questions that cannot be answered -------------------------------------------------------

    fn unread(&self, question: &str, read: &Read) -> Answer {
        let mut answer = Answer::empty(Kind::Text);
        let mut why = if read.too_long {
            "The question is too long to be read".to_owned()
        } else if question.trim().is_empty() {
            "The question is empty".to_owned()
        } else {
            "The question could not be read".to_owned()
        };
        if !read.unknown.is_empty() && !read.too_long {
            let words: Vec<String> = read
                .unknown
                .iter()
                .take(5)
                .map(|word| format!("“{word}”"))
                .collect();
            why.push_str(&format!(
                "; neither the language nor the data know {}",
                and(words, 0)
            ));
        }
        answer.text = format!("{why}.");
        "the question could not be read".clone_into(&mut answer.interpretation);
        answer.suggestions = self.suggestions(&read.names);
        answer
    }

    /// Questions that can be asked about the names in an unread one.
    fn suggestions(&self, names: &[NamedNode]) -> Vec<String> {
        let mut suggestions = Vec::new();
        for thing in names.iter().take(2) {
            let name = self.snapshot.short_label(thing);
            if self.snapshot.is_a(thing, ag::COMPANY) {
                suggestions.push(format!("who requested {name}?"));
                suggestions.push(format!("when was {name} listed?"));
                suggestions.push(format!("how did {name} respond?"));
            } else if self.snapshot.is_a(thing, ag::DESIGNATION_LIST) {
                suggestions.push(format!("which companies are on the {name}?"));
            } else if self.snapshot.is_a(thing, ag::ACTOR) {
                suggestions.push(format!("which companies did {name} request?"));
            } else {
                suggestions.push(format!("what is {name}?"));
            }
        }
        suggestions
    }

    fn rivals(&self, best: &Reading, readings: &[Reading]) -> Option<Vec<Candidate>> {
        let near: Vec<&Reading> = readings
            .iter()
            .filter(|other| other.cost <= best.cost + MARGIN && other.differs_in_names(best))
            .collect();
        if near.len() < 2 {
            return None;
        }
        // The place where the readings differ, and what stands there.
        let names: Vec<_> = near
            .iter()
            .map(|reading| reading.plan.about.names())
            .collect();
        let place = (0..names[0].len()).find(|place| {
            names
                .iter()
                .any(|other| other[*place].thing != names[0][*place].thing)
        })?;
        let links: Vec<Link> = names
            .iter()
            .filter_map(|names| {
                let named = names[place];
                Some(Link {
                    thing: named.thing.clone()?,
                    label: named.label.clone(),
                    name: named.text.clone(),
                    score: named.score,
                    how: crate::names::MatchKind::Exact,
                })
            })
            .collect();
        // The head of a group may be meant by the group's name.
        match self.linker.decide(links.clone()) {
            Resolution::Found(link, _)
                if links.first().is_some_and(|first| first.thing == link.thing) =>
            {
                None
            }
            _ => Some(
                links
                    .into_iter()
                    .map(|link| Candidate {
                        text: link.name,
                        thing: link.thing,
                        label: link.label,
                        score: link.score,
                    })
                    .collect(),
            ),
        }
    }

    fn ambiguous(&self, best: &Reading, candidates: Vec<Candidate>) -> Answer {
        let mut answer = Answer::empty(Kind::Text);
        answer.outcome = Outcome::Ambiguous;
        let names: Vec<String> = candidates
            .iter()
            .map(|candidate| candidate.label.clone())
            .collect();
        let text = candidates
            .first()
            .map_or("", |candidate| candidate.text.as_str());
        answer.text = format!(
            "“{text}” may mean {}.",
            and(names.clone(), 0).replace(" and ", " or ")
        );
        answer.interpretation = self.teller().plan(&best.plan);
        answer.suggestions = names;
        answer.candidates = candidates;
        answer
    }

    fn stranger(&self, name: &str, best: &Reading) -> Answer {
        let mut answer = Answer::empty(Kind::of(best.plan.ask));
        answer.text = format!("“{name}” is not in the data.");
        answer.interpretation = self.teller().plan(&best.plan);
        let near = self.linker.find(name).into_iter().take(3);
        answer.suggestions = near
            .map(|link| format!("did you mean {}?", link.label))
            .collect();
        answer
    }

    // --- questions with a plan -----------------------------------------------------------------------

    fn answer(&self, reading: &Reading) -> Result<Answer, StoreError> {
        let mut plan = reading.plan.clone();
        if let Some(period) = standing_time(&mut plan) {
            return self.answer_then(reading, plan, period);
        }
        was_listed(&mut plan);
        let assumed = self.assume_list(&mut plan.about);
        let mut answer = Answer::empty(Kind::of(plan.ask));
        answer.interpretation = self.teller().plan(&plan);
        if plan.ask != Ask::Path {
            answer.sparql = sparql::query(&plan);
        }
        let standing = plan
            .about
            .scenes
            .iter()
            .any(|scene| scene.nature == Nature::Standing);
        match plan.ask {
            Ask::Describe => self.describe(&plan, &mut answer),
            Ask::Path => self.path(&plan, &mut answer),
            Ask::Whether if standing && plan.about.is_plain() => self.standing(&plan, &mut answer),
            _ if standing => self.members(&plan, &mut answer)?,
            _ => self.run(&plan, &mut answer)?,
        }
        if plan.about.scenes.iter().any(|scene| scene.negated) && plan.about.named.is_empty() {
            let note = "what these data do not hold may still have happened";
            answer.caveats.push(note.to_owned());
        }
        for named in plan.about.names() {
            if named.score < 0.85 && !named.label.is_empty() {
                answer
                    .caveats
                    .push(format!("“{}” was read as {}", named.text, named.label));
            }
        }
        if let Some(list) = assumed {
            answer.caveats.push(format!(
                "“the list” was taken to be the {}",
                self.snapshot.short_label(&list)
            ));
        }
        Ok(answer)
    }

    /// A state is asked of a day: the last of the period. It is answered as of that day.
    fn answer_then(
        &self,
        reading: &Reading,
        plan: Plan,
        period: Period,
    ) -> Result<Answer, StoreError> {
        let today = self.snapshot.scope().as_of;
        let Some(day) = period
            .to
            .filter(|day| *day <= today || period.from <= Some(today))
        else {
            let mut answer = Answer::empty(Kind::of(plan.ask));
            answer.interpretation = self.teller().plan(&reading.plan);
            answer.text = stop(&[format!(
                "Who stands on a list is told for a day up to {}, not {}",
                day_in_words(today.into()),
                period.words()
            )]);
            return Ok(answer);
        };
        let scope = Scope {
            as_of: day.min(today),
            ..self.snapshot.scope().clone()
        };
        let then = self.snapshot.scoped(scope)?;
        let asker = Asker {
            snapshot: &then,
            ..*self
        };
        let mut answer = asker.answer(&Reading {
            plan,
            cost: reading.cost,
        })?;
        let note = format!("as of {}", day_in_words(day.min(today).into()));
        if !answer.caveats.contains(&note) {
            answer.caveats.push(note);
        }
        Ok(answer)
    }

    /// `The list` without a name is the one that most listings of the dataset are about.
    fn assume_list(&self, set: &mut Set) -> Option<NamedNode> {
        let mut assumed = None;
        for (path, filler) in set.scenes.iter_mut().flat_map(|scene| &mut scene.roles) {
            let list = matches!(&filler.classes[..], [class] if *class == ag::DESIGNATION_LIST);
            if list
                && filler.named.is_empty()
                && filler.scenes.is_empty()
                && filler.definite
                && matches!(path.as_str(), "ag:list" | "ag:onList")
            {
                let main = timeline::main_list(self.snapshot)?;
                *filler = Set::one(crate::ask::plan::Named {
                    text: "the list".to_owned(),
                    label: self.snapshot.short_label(&main),
                    thing: Some(main.clone()),
                    score: 1.0,
                });
                assumed = Some(main);
            }
        }
        assumed
    }

    pub(super) fn items(&self, terms: impl Iterator<Item = Term>) -> Vec<Item> {
        let mut items: Vec<Item> = terms
            .map(|term| match named(term.clone()) {
                Some(thing) => Item {
                    label: self.snapshot.label(&thing),
                    class: self.class(&thing),
                    thing: Some(thing),
                },
                None => Item {
                    label: value_in_words(&term),
                    thing: None,
                    class: None,
                },
            })
            .collect();
        items.sort();
        items.dedup();
        items
    }

    pub(super) fn value(&self, term: &Term) -> String {
        match named(term.clone()) {
            Some(thing) => self.snapshot.label(&thing),
            None => value_in_words(term),
        }
    }

    /// The most specific class of ours: the one below which the thing has no other.
    pub(super) fn class(&self, thing: &NamedNode) -> Option<NamedNode> {
        let ours = |class: &NamedNode| class.as_str().starts_with(ag::AG);
        let classes = self.snapshot.things(thing, oxrdf::vocab::rdf::TYPE);
        let classes: Vec<NamedNode> = classes.into_iter().filter(ours).collect();
        let above = |class: &NamedNode| {
            self.snapshot
                .things(class, oxrdf::vocab::rdfs::SUB_CLASS_OF)
        };
        let general: BTreeSet<NamedNode> = classes.iter().flat_map(above).collect();
        classes.into_iter().find(|class| !general.contains(class))
    }
}

pub(super) fn named(term: Term) -> Option<NamedNode> {
    match term {
        Term::NamedNode(node) => Some(node),
        _ => None,
    }
}

/// Takes the time out of a state of the plan, if one has it.
fn standing_time(plan: &mut Plan) -> Option<Period> {
    let mut states = plan
        .about
        .scenes
        .iter_mut()
        .filter(|scene| scene.nature == Nature::Standing);
    states.find_map(|scene| {
        let time = scene.time.take()?;
        scene.ever = false;
        Some(time)
    })
}

/// `Was X on the list`, without a day, asks for any listing, as do why and when.
fn was_listed(plan: &mut Plan) {
    let listing = |scene: &Scene, itself: &str, roles: Vec<(String, Set)>| Scene {
        reference: ag::LISTING.into_owned(),
        nature: Nature::Event,
        itself: itself.to_owned(),
        roles,
        ever: false,
        ..scene.clone()
    };
    let lists = |scene: &Scene| -> Vec<(String, Set)> {
        let lists = scene.roles.iter().filter(|(path, _)| path == "ag:onList");
        let list = |set: &Set| ("ag:list".to_owned(), set.clone());
        // Any list is no condition.
        lists
            .map(|(_, set)| list(set))
            .filter(|(_, set)| !set.names().is_empty() || set.definite)
            .collect()
    };
    // Why and when somebody is on a list is told by the listing too.
    let of_event = matches!(plan.ask, Ask::Why | Ask::When);
    let ever = |scene: &Scene| {
        (scene.ever || of_event && scene.nature == Nature::Standing)
            && !scene.negated
            && scene.itself == "."
    };
    if (of_event || plan.ask == Ask::Whether)
        && !plan.about.named.is_empty()
        && let [scene] = &plan.about.scenes[..]
        && ever(scene)
    {
        let company = Set {
            named: plan.about.named.clone(),
            ..Set::default()
        };
        let mut roles = vec![("ag:target".to_owned(), company)];
        roles.extend(lists(scene));
        plan.about = Set {
            classes: vec![ag::LISTING.into_owned()],
            scenes: vec![listing(scene, ".", roles)],
            ..Set::default()
        };
        return;
    }
    for scene in plan.about.scenes.iter_mut().filter(|scene| ever(scene)) {
        let roles = lists(scene);
        *scene = listing(scene, "ag:target", roles);
    }
}
