//! The rules of English: what two neighbouring phrases make, and what it costs to read them so.
//!
//! The comment before each rule is an example, the bar standing where the two phrases meet.

use super::English;
use crate::ask::chart::Grammar;
use crate::ask::phrase::{Clause, Form, Noun, Phrase, Tense, Word};
use crate::ask::plan::{Ask, Nature, Period, Plan, Scene, Set};
use crate::model::vocab as ag;
use crate::ontology::Function;

type Made = Vec<(Phrase, f64)>;

impl Grammar for English<'_> {
    type Category = Phrase;

    fn combine(&self, left: &Phrase, right: &Phrase) -> Made {
        let mut made = Made::new();
        match (left, right) {
            // the DeepSeek; please list …
            (Phrase::Filler, other) if *other != Phrase::Filler => made.push((other.clone(), 0.01)),
            (other, Phrase::Filler) if !matches!(other, Phrase::Word(_)) => {
                made.push((other.clone(), 0.01));
            }
            (Phrase::Filler, Phrase::Filler) => made.push((Phrase::Filler, 0.0)),
            (Phrase::Word(word), right) => self.after_word(word, right, &mut made),
            (Phrase::Noun(noun), right) => self.after_noun(noun, right, &mut made),
            (Phrase::Verb(verb), right) => self.after_verb(verb, right, &mut made),
            (Phrase::With(word, noun), right) => self.after_pair(word, noun, right, &mut made),
            (Phrase::Sentence(clause), right) => self.after_sentence(clause, right, &mut made),
            // by whom | was X requested
            (Phrase::Marked(marker, noun), Phrase::Sentence(clause)) => {
                for clause in clause.marked(self.lexicon, marker, noun) {
                    self.finish(clause, 0.1, &mut made);
                }
            }
            // on which lists | is DJI
            (Phrase::Marked(marker, list), Phrase::With(Word::Be(_), noun))
                if matches!(marker.as_str(), "on" | "in")
                    && list.asked.is_some()
                    && (self.is_list)(&list.set) =>
            {
                let mut clause = self.standing(list).fill(".", noun);
                clause.scene.roles.retain(|(path, _)| path != "ag:onList");
                clause.subject = None;
                clause.asked = Some(("ag:onList".to_owned(), list.clone()));
                self.finish(clause, 0.0, &mut made);
            }
            // in 2026, | which companies were removed
            (Phrase::Time(time), Phrase::Question(plan)) => {
                if let Some(plan) = timed(plan, *time) {
                    made.push((Phrase::Question(plan), 0.1));
                }
            }
            _ => (),
        }
        made
    }
}

impl English<'_> {
    fn after_word(&self, word: &Word, right: &Phrase, made: &mut Made) {
        match (word, right) {
            // on | the list
            (Word::Preposition(marker), Phrase::Noun(noun)) => {
                made.push((Phrase::Marked(marker.clone(), noun.clone()), 0.0));
                if noun.asked.is_none()
                    && matches!(marker.as_str(), "on" | "in")
                    && (self.is_list)(&noun.set)
                {
                    made.push((Phrase::Verb(self.standing(noun)), 0.1));
                }
            }
            // since | 2025
            (Word::Preposition(marker), Phrase::Date(date)) => {
                if let Some(period) = period(marker, *date) {
                    made.push((Phrase::Time(period), 0.0));
                }
            }
            // was | requested; is | on the list
            (Word::Be(tense), Phrase::Verb(verb)) => {
                if let Some((clause, cost)) = self.with_be(verb, *tense) {
                    made.push((Phrase::Verb(clause), cost));
                }
            }
            // has | requested; has | been requested
            (Word::Have, Phrase::Verb(verb))
                if matches!(verb.form, Form::Participle)
                    || verb.form == Form::Base && verb.by.is_some() =>
            {
                let clause = Clause {
                    form: Form::Finite,
                    ..verb.clone()
                };
                made.push((Phrase::Verb(clause), 0.0));
            }
            // never | requested
            (Word::Not, Phrase::Verb(verb)) if !verb.scene.negated => {
                let mut clause = verb.clone();
                clause.scene.negated = true;
                made.push((Phrase::Verb(clause), 0.0));
            }
            // to | add X
            (Word::To, Phrase::Verb(verb)) if verb.form == Form::Base => {
                made.push((Phrase::Infinitive(verb.clone()), 0.0));
            }
            // did | lawmakers …; was | DeepSeek …
            (Word::Do | Word::Be(_) | Word::Have | Word::And | Word::To, Phrase::Noun(noun)) => {
                made.push((Phrase::With(word.clone(), noun.clone()), 0.0));
            }
            // did … not
            (Word::Do | Word::Be(_) | Word::Have, Phrase::Word(Word::Not)) => (),
            // which | companies
            (Word::Which(ask), Phrase::Noun(noun))
                if noun.asked.is_none() && noun.set.named.is_empty() =>
            {
                let noun = Noun {
                    asked: Some(*ask),
                    ..noun.clone()
                };
                made.push((Phrase::Noun(noun), 0.0));
            }
            // but | that …
            (Word::And, Phrase::Word(Word::Relative)) => {
                made.push((Phrase::Word(Word::Relative), 0.0));
            }
            // when | was X listed
            (Word::Asking(ask), Phrase::Sentence(clause))
                if clause.asked.is_none() && clause.missing.is_empty() =>
            {
                let cost = if clause.inverted { 0.0 } else { 0.3 };
                made.push((Phrase::Question(clause.about_itself(*ask)), cost));
            }
            // show | companies that …
            (Word::Show(ask), Phrase::Noun(noun)) => {
                made.push((Phrase::Question(ask_about(noun, *ask)), 0.0));
            }
            // are there | lawsuits of X
            (Word::Exists, Phrase::Noun(noun)) => {
                made.push((Phrase::Question(ask_about(noun, Ask::Whether)), 0.0));
            }
            _ => (),
        }
    }

    fn after_noun(&self, noun: &Noun, right: &Phrase, made: &mut Made) {
        match right {
            // who | requested DeepSeek; lawmakers | requested
            Phrase::Verb(verb) if verb.form == Form::Finite && !verb.inverted => {
                if let Some(path) = verb.subject.clone()
                    && noun.entry.is_none_or(|_| !is_event(noun))
                {
                    let mut clause = verb.clone().fill(&path, noun);
                    clause.subject = None;
                    self.finish(clause, 0.0, made);
                }
            }
            // BYD | listed: the auxiliary is left out
            Phrase::Verb(verb)
                if noun.names_only()
                    && noun.asked.is_none()
                    && matches!(verb.form, Form::Participle | Form::Predicative) =>
            {
                if let Some((mut clause, cost)) = self.with_be(verb, Tense::Present)
                    && let Some(path) = clause.subject.take()
                {
                    clause = clause.fill(&path, noun);
                    self.finish(clause, cost + 0.1, made);
                }
            }
            // companies | removed in 2026; companies | on the list
            Phrase::Verb(verb) if noun.asked.is_none() || !noun.set.classes.is_empty() => {
                let scene = match verb.form {
                    Form::Participle => verb.clone().passive().and_then(|verb| {
                        let path = verb.subject.clone()?;
                        Some(verb.scene_of(&path))
                    }),
                    Form::Predicative => verb.subject.as_deref().map(|path| verb.scene_of(path)),
                    Form::Gerund => verb.subject.as_deref().map(|path| verb.scene_of(path)),
                    Form::Base | Form::Finite => None,
                };
                if let Some(scene) = scene.filter(|_| verb.missing.is_empty() && !is_event(noun)) {
                    made.push((Phrase::Noun(noun.clone().with(scene)), 0.2));
                }
            }
            // companies | that …
            Phrase::Word(Word::Relative)
                if noun.asked.is_none() || !noun.set.classes.is_empty() =>
            {
                made.push((Phrase::With(Word::Relative, noun.clone()), 0.0));
            }
            // X | 's
            Phrase::Word(Word::Possessive) => {
                made.push((Phrase::With(Word::Possessive, noun.clone()), 0.0));
            }
            // the removal | of YMTC; requests | to the Pentagon
            Phrase::Marked(marker, other) => {
                for filled in noun.filled(self.lexicon, Function::Adjunct, Some(marker), other) {
                    made.push((Phrase::Noun(filled), 0.0));
                }
            }
            // removals | in 2026
            Phrase::Time(time) if is_event(noun) => {
                let mut noun = noun.clone();
                if let Some(scene) = noun
                    .set
                    .scenes
                    .first_mut()
                    .filter(|scene| scene.time.is_none())
                {
                    scene.time = Some(*time);
                    made.push((Phrase::Noun(noun), 0.0));
                }
            }
            // DeepSeek | requesters
            Phrase::Noun(other)
                if other.entry.is_some() && !other.closed && other.asked.is_none() =>
            {
                for filled in other.filled(self.lexicon, Function::Possessor, None, noun) {
                    made.push((Phrase::Noun(filled), 0.3));
                }
                // the 1260H | list: the name says it all
                if noun.names_only() && (self.is_list)(&noun.set) && (self.is_list)(&other.set) {
                    made.push((Phrase::Noun(noun.clone()), 0.05));
                }
            }
            // A | and B
            Phrase::With(Word::And, other) if noun.names_only() && other.names_only() => {
                let mut noun = noun.clone();
                noun.set.named.extend(other.set.named.clone());
                made.push((Phrase::Noun(noun), 0.0));
            }
            // which companies | did lawmakers request
            Phrase::Sentence(clause) if clause.asked.is_none() => {
                if let Some(path) = clause.object.clone()
                    && noun.asked.is_some()
                {
                    let cost = if clause.inverted { 0.0 } else { 0.5 };
                    let mut clause = clause.clone().fill(&path, noun);
                    clause.object = None;
                    self.finish(clause, cost, made);
                } else if let Some(path) = clause.by.clone().filter(|_| noun.asked.is_some()) {
                    // who | was X requested by (the preposition left behind)
                    let mut clause = clause.clone().fill(&path, noun);
                    clause.by = None;
                    self.finish(clause, 0.4, made);
                } else if noun.asked == Some(Ask::What)
                    && clause.inverted
                    && clause.missing.is_empty()
                {
                    // what | did X say
                    made.push((Phrase::Question(clause.about_itself(Ask::What)), 0.1));
                } else if let Some(path) = clause
                    .object
                    .clone()
                    .filter(|_| noun.is_class() && !clause.inverted)
                {
                    // companies | lawmakers requested
                    let scene = clause.scene_of(&path);
                    made.push((Phrase::Noun(noun.clone().with(scene)), 0.5));
                }
            }
            // what | is the sector of X
            Phrase::With(Word::Be(_), other) if noun.asked.is_some() && other.asked.is_none() => {
                let ask = match noun.asked {
                    Some(Ask::What) => return,
                    _ if other.names_only() => Ask::Describe,
                    _ => Ask::Things,
                };
                made.push((Phrase::Question(ask_about(other, ask)), 0.0));
            }
            _ => (),
        }
    }

    fn after_verb(&self, verb: &Clause, right: &Phrase, made: &mut Made) {
        match right {
            // requested | DeepSeek
            Phrase::Noun(noun) if verb.form != Form::Predicative => {
                if let Some(path) = verb.object.clone() {
                    let mut clause = verb.clone().fill(&path, noun);
                    clause.object = None;
                    let fits = !(self.is_list)(&noun.set) || path == "ag:list";
                    made.push((Phrase::Verb(clause), if fits { 0.0 } else { 1.0 }));
                }
            }
            // removed | from the list
            Phrase::Marked(marker, noun) => {
                for clause in verb.marked(self.lexicon, marker, noun) {
                    let list = clause
                        .scene
                        .roles
                        .last()
                        .is_some_and(|(path, _)| path == "ag:list");
                    let fits = list == (self.is_list)(&noun.set) || noun.asked.is_some();
                    made.push((Phrase::Verb(clause), if fits { 0.0 } else { 0.8 }));
                }
            }
            // removed | in 2026
            Phrase::Time(time) if verb.scene.time.is_none() => {
                let mut clause = verb.clone();
                clause.scene.time = Some(*time);
                made.push((Phrase::Verb(clause), 0.0));
            }
            // asked the Pentagon | to add DeepSeek
            Phrase::Infinitive(inner) if self.takes_infinitive(verb) => {
                let mut clause = verb.clone();
                clause.merge(&inner.scene);
                if clause.asked.is_none() {
                    clause.asked = inner.asked.clone();
                }
                clause.object = None;
                made.push((Phrase::Verb(clause), 0.0));
            }
            // want | DeepSeek listed
            Phrase::Verb(inner)
                if inner.form == Form::Participle && self.takes_infinitive(verb) =>
            {
                let mut clause = verb.clone();
                clause.merge(&inner.scene);
                for (path, _) in &mut clause.scene.roles {
                    if path.starts_with("ag:addressee") {
                        *path = "ag:target".to_owned();
                    }
                }
                made.push((Phrase::Verb(clause), 0.3));
            }
            _ => (),
        }
    }

    fn after_pair(&self, word: &Word, noun: &Noun, right: &Phrase, made: &mut Made) {
        match (word, right) {
            // did lawmakers | request DeepSeek
            (Word::Do, Phrase::Verb(verb)) if verb.form == Form::Base => {
                if let Some(path) = verb.subject.clone() {
                    let mut clause = verb.clone().fill(&path, noun);
                    clause.subject = None;
                    clause.inverted = true;
                    self.finish(clause, 0.0, made);
                }
            }
            // was DeepSeek | requested; is DeepSeek | on the list
            (Word::Be(tense), Phrase::Verb(verb)) => {
                if let Some((mut clause, cost)) = self.with_be(verb, *tense)
                    && let Some(path) = clause.subject.take()
                {
                    clause = clause.fill(&path, noun);
                    clause.inverted = true;
                    self.finish(clause, cost, made);
                }
            }
            // has X | responded; has X | been removed
            (Word::Have, Phrase::Verb(verb))
                if verb.form == Form::Participle
                    || verb.form == Form::Base && verb.by.is_some() =>
            {
                if let Some(path) = verb.subject.clone() {
                    let mut clause = verb.clone().fill(&path, noun);
                    clause.subject = None;
                    clause.inverted = true;
                    self.finish(clause, 0.0, made);
                }
            }
            // (which lists) is DJI | on
            (Word::Be(_), Phrase::Word(Word::Preposition(marker)))
                if matches!(marker.as_str(), "on" | "in") && noun.asked.is_none() =>
            {
                let mut clause = self.standing(&Noun::of(Set::default())).fill(".", noun);
                clause.scene.roles.retain(|(path, _)| path != "ag:onList");
                clause.subject = None;
                clause.object = Some("ag:onList".to_owned());
                clause.inverted = true;
                self.finish(clause, 0.0, made);
            }
            // did X | not …
            (Word::Do | Word::Be(_) | Word::Have, Phrase::Word(Word::Not)) => {
                made.push((Phrase::With(word.clone(), noun.clone()), 0.1));
            }
            // companies that | were removed
            (Word::Relative, Phrase::Verb(verb))
                if verb.form == Form::Finite && verb.missing.is_empty() =>
            {
                if let Some(path) = verb.subject.clone() {
                    made.push((Phrase::Noun(noun.clone().with(verb.scene_of(&path))), 0.0));
                }
            }
            // companies that | lawmakers requested
            (Word::Relative, Phrase::Sentence(clause)) if clause.asked.is_none() => {
                if let Some(path) = clause.object.clone() {
                    made.push((Phrase::Noun(noun.clone().with(clause.scene_of(&path))), 0.0));
                }
            }
            // X's | response
            (Word::Possessive, Phrase::Noun(other)) if other.entry.is_some() => {
                for filled in other.filled(self.lexicon, Function::Possessor, None, noun) {
                    made.push((Phrase::Noun(filled), 0.0));
                }
            }
            _ => (),
        }
    }

    fn after_sentence(&self, clause: &Clause, right: &Phrase, made: &mut Made) {
        match right {
            Phrase::Marked(marker, noun) => {
                for clause in clause.marked(self.lexicon, marker, noun) {
                    self.finish(clause, 0.05, made);
                }
            }
            Phrase::Time(time) if clause.scene.time.is_none() => {
                let mut clause = clause.clone();
                clause.scene.time = Some(*time);
                self.finish(clause, 0.05, made);
            }
            // who was X requested | by
            Phrase::Word(Word::Preposition(marker)) if marker == "by" && clause.by.is_some() => {
                made.push((Phrase::Sentence(clause.clone()), 0.0));
            }
            // X was listed | and …: read what stands before
            _ => (),
        }
    }

    fn finish(&self, clause: Clause, cost: f64, made: &mut Made) {
        made.push((Phrase::Sentence(clause), cost));
    }

    /// Returns the verb behind a form of `be`: a passive, or a state.
    fn with_be(&self, verb: &Clause, tense: Tense) -> Option<(Clause, f64)> {
        let form = if tense == Tense::Infinitive {
            Form::Base
        } else {
            Form::Finite
        };
        let stative = verb.scene.nature == Nature::Standing;
        // `is listed` is a state, `was listed` an event; either may be meant.
        let cost = match (stative, tense) {
            (true, Tense::Past) => 0.3,
            (false, Tense::Present) => 0.2,
            _ => 0.0,
        };
        match verb.form {
            Form::Predicative => Some((
                Clause {
                    form,
                    ..verb.clone()
                },
                cost,
            )),
            Form::Participle => {
                let clause = verb.clone().passive()?;
                Some((Clause { form, ..clause }, cost))
            }
            Form::Gerund => Some((
                Clause {
                    form,
                    ..verb.clone()
                },
                0.2,
            )),
            Form::Base | Form::Finite => None,
        }
    }

    fn takes_infinitive(&self, verb: &Clause) -> bool {
        let entry = &self.lexicon.entries[verb.entry];
        entry.path(Function::Infinitive).is_some()
    }

    fn standing(&self, list: &Noun) -> Clause {
        let scene = Scene {
            reference: ag::ON_LIST.into_owned(),
            kind: None,
            nature: Nature::Standing,
            itself: ".".to_owned(),
            roles: vec![("ag:onList".to_owned(), list.set.clone())],
            negated: false,
            time: None,
        };
        Clause {
            scene,
            entry: 0,
            subject: Some(".".to_owned()),
            object: None,
            by: None,
            form: Form::Predicative,
            asked: None,
            inverted: false,
            missing: Vec::new(),
        }
    }
}

/// Returns what a piece that spans the whole question asks.
pub fn question(phrase: &Phrase) -> Option<(Plan, f64)> {
    match phrase {
        Phrase::Question(plan) => Some((plan.clone(), 0.0)),
        Phrase::Sentence(clause) => {
            // `X was removed?` is a question too, but one turned around is the rule.
            let cost = match (&clause.asked, clause.inverted) {
                (None, false) => 0.2,
                _ => 0.0,
            };
            let open = clause.object.is_some() && clause.asked.is_none();
            Some((clause.question()?, cost + if open { 0.8 } else { 0.0 }))
        }
        Phrase::Noun(noun) if noun.names_only() => Some((ask_about(noun, Ask::Describe), 0.1)),
        Phrase::Noun(noun) if noun.asked == Some(Ask::What) => None,
        Phrase::Noun(noun) if !noun.set.classes.is_empty() || !noun.set.scenes.is_empty() => {
            Some((ask_about(noun, noun.asked.unwrap_or(Ask::Things)), 0.1))
        }
        // `byd listed?`, `removed in 2026`
        Phrase::Verb(clause) if clause.form == Form::Participle || clause.form == Form::Finite => {
            let mut clause = clause.clone();
            if clause.form == Form::Participle {
                clause = clause.passive()?;
            }
            let path = clause.subject.clone()?;
            let anyone = Noun {
                asked: Some(Ask::Things),
                ..Noun::of(Set::default())
            };
            Some((clause.fill(&path, &anyone).question()?, 0.8))
        }
        _ => None,
    }
}

fn is_event(noun: &Noun) -> bool {
    let scene = noun.set.scenes.first();
    scene.is_some_and(|scene| scene.itself == "." && scene.nature == Nature::Event)
        && noun.entry.is_some()
}

fn ask_about(noun: &Noun, ask: Ask) -> Plan {
    // Events are told in words, things are named.
    let ask = match ask {
        _ if noun
            .set
            .scenes
            .iter()
            .any(|scene| scene.nature == Nature::Path) =>
        {
            Ask::Path
        }
        Ask::Things if is_event(noun) => Ask::What,
        Ask::What if noun.names_only() => Ask::Describe,
        ask => ask,
    };
    Plan {
        ask,
        about: noun.set.clone(),
    }
}

fn timed(plan: &Plan, time: Period) -> Option<Plan> {
    let mut plan = plan.clone();
    let scene = plan.about.scenes.first_mut()?;
    scene.time.is_none().then(|| scene.time = Some(time))?;
    Some(plan)
}

fn period(marker: &str, date: Period) -> Option<Period> {
    Some(match marker {
        "in" | "on" | "during" | "of" | "from" | "at" => date,
        "since" => Period {
            from: date.from,
            to: None,
        },
        "after" => Period {
            from: date.to.and_then(|day| day.tomorrow().ok()),
            to: None,
        },
        "before" => Period {
            from: None,
            to: date.from.and_then(|day| day.yesterday().ok()),
        },
        "until" | "till" | "by" => Period {
            from: None,
            to: date.to,
        },
        _ => return None,
    })
}
