//! What begins with a verb: `requested | DeepSeek`, `complete | editions`.

use crate::ask::grammar::parts::{chosen, either, either_change};
use crate::ask::grammar::{Found, Grammar, LOOSE};
use crate::ask::phrase::{Clause, Form, Noun, Phrase, THAT, Word};
use crate::ask::plan::{Ask, Many, Nature};
use crate::model::vocab as ag;

/// Tells whether a verb for asking for something has doing behind it of which the question is what.
fn is_doing_what(verb: &Clause, inner: &Clause) -> bool {
    let what = |(_, what): &(_, Noun)| what.open_word() && what.asked.is_some();
    verb.scene.reference == ag::REQUEST
        && verb.asked.is_none()
        && verb.ask.is_none()
        && inner.scene.reference == ag::EVENT
        && inner.asked.as_ref().is_some_and(what)
}

impl Grammar<'_> {
    pub(super) fn after_verb(&self, verb: &Clause, right: &Phrase, made: &mut Found) {
        match right {
            // (哪一年) 移除 | 公司最多: at no time
            Phrase::Noun(noun) if noun.most.is_some() && verb.ask == Some(Ask::When) => (),
            // requested | DeepSeek
            Phrase::Noun(noun) => {
                for (clause, cost) in verb.with_object(self.fit, noun) {
                    made.push((Phrase::Verb(clause), cost));
                }
                // 被列入清单 | 有什么后果
                if self.plain && noun.asked.is_some() {
                    made.extend(self.of_event(verb, noun));
                }
                // 担任 | 什么职务: the verb says no more than its object
                if noun.asked.is_some()
                    && noun.is_open_role()
                    && verb.scene.roles.is_empty()
                    && verb.form == Form::Plain
                    && noun
                        .set
                        .scenes
                        .iter()
                        .all(|scene| self.is_light(scene, verb))
                {
                    made.push((Phrase::With(Word::Have, noun.clone()), 0.1));
                }
                // listed | 1260H: telegrams leave the preposition out
                if noun.is_named() && noun.asked.is_none() {
                    for (clause, cost) in verb.unmarked(self.lexicon, self.fit, noun) {
                        made.push((Phrase::Verb(clause), cost + LOOSE));
                    }
                }
            }
            // complete | editions; withdrawn | notice; listed | companies
            Phrase::Marked(marker, noun) => {
                for (clause, cost) in self.marked(verb, marker, noun) {
                    made.push((Phrase::Verb(clause), cost + 0.03));
                }
            }
            // removed | in 2026
            Phrase::Time(time) => {
                let cost = self.since_then(verb, *time);
                made.extend(verb.at(*time).map(|clause| (Phrase::Verb(clause), cost)));
            }
            // on the list | from the start
            Phrase::Word(Word::AllAlong) => {
                made.extend(self.all_along(verb).map(|verb| (Phrase::Verb(verb), 0.0)));
            }
            // take X | off
            Phrase::Word(Word::Particle(rest)) => {
                let whole = verb.with_particle(rest);
                made.extend(whole.map(|verb| (Phrase::Verb(verb), 0.0)));
            }
            // listed | today
            Phrase::Word(word @ (Word::Now | Word::Both | Word::Ever)) => {
                let mut clause = verb.clone();
                clause.together |= *word == Word::Both;
                let ever = *word == Word::Ever && clause.scene.nature == Nature::Standing;
                clause.scene.ever |= ever;
                let cost = if *word == Word::Both { 0.05 } else { 0.01 };
                made.push((Phrase::Verb(clause), cost));
            }
            // asked the Pentagon | to add DeepSeek; said | that X should be listed
            Phrase::Infinitive(inner) if self.takes_infinitive(verb) => {
                made.extend(
                    verb.take_in(inner)
                        .map(|clause| (Phrase::Verb(clause), 0.0)),
                );
            }
            // 要求 | 国防部做什么, 想 | 干什么: what was asked for is what is asked
            Phrase::Sentence(inner) | Phrase::Verb(inner)
                if self.plain && is_doing_what(verb, inner) =>
            {
                let whom = inner
                    .scene
                    .roles
                    .iter()
                    .find(|(path, _)| path.starts_with("ag:agent"));
                let asked = match whom {
                    Some((_, whom)) => verb.with_object(self.fit, &Noun::of(whom.clone())),
                    None => vec![(verb.clone(), 0.0)],
                };
                for (mut clause, cost) in asked {
                    clause.ask = Some(Ask::What);
                    clause.objects.clear();
                    made.push((Phrase::Verb(clause), cost));
                }
            }
            // say | X should be listed; 要求 | 将X列入
            Phrase::Sentence(inner) if self.takes_infinitive(verb) => {
                // (which) requested | companies are listed: told as a fact it is rather another clause
                let fact = !self.plain && inner.form == Form::Finite;
                let cost = if fact { 0.5 } else { 0.1 };
                made.extend(
                    verb.take_in(inner)
                        .map(|clause| (Phrase::Verb(clause), cost)),
                );
            }
            // 禁止 | 国防部做什么: what it forbids is what is asked
            Phrase::Sentence(inner)
                if self.plain
                    && verb.scene.reference == ag::EFFECT
                    && inner.scene.reference == ag::EVENT =>
            {
                if let Some((_, what)) = inner.asked.as_ref().filter(|(_, what)| what.open_word()) {
                    for (clause, cost) in verb.with_object(self.fit, what) {
                        made.push((Phrase::Verb(clause), cost + 0.1));
                    }
                }
            }
            // 列入名单 | 意味着什么
            Phrase::Verb(other) if self.plain && other.scene.reference == ag::ASSESSMENT => {
                made.extend(self.event_as_subject(verb, other));
            }
            Phrase::Verb(inner) if self.takes_infinitive(verb) => {
                let listed = match inner.form {
                    // urged | listing DeepSeek
                    Form::Plain | Form::Gerund => Some(inner.clone()),
                    // want | DeepSeek listed; want DeepSeek | on the list
                    Form::Passive | Form::Predicative if !inner.scene.negated && !inner.perfect => {
                        self.object_complement(verb, inner)
                    }
                    _ => None,
                };
                if matches!(inner.form, Form::Plain | Form::Gerund) {
                    made.extend(
                        listed
                            .and_then(|inner| verb.take_in(&inner))
                            .map(|clause| (Phrase::Verb(clause), 0.05)),
                    );
                } else if let Some(clause) = listed {
                    made.push((Phrase::Verb(clause), 0.1));
                }
            }
            // denied | being a Chinese military company
            Phrase::Content(content) if self.takes_content(verb) => {
                let mut clause = verb.clone();
                if clause.scene.content.is_none() && clause.asked.is_none() {
                    clause.scene.content = Some(content.clone());
                    clause.objects.clear();
                    // A word that says nothing by itself is rather meant otherwise.
                    let light = clause.missing.iter().any(|missing| missing == THAT);
                    clause.missing.retain(|missing| missing != THAT);
                    made.push((Phrase::Verb(clause), if light { 0.1 } else { 0.0 }));
                }
            }
            // requested | first; requested | most often
            Phrase::Word(word @ (Word::Order(_) | Word::Most(_) | Word::Longest))
                if verb.ask != Some(Ask::When) || matches!(word, Word::Order(_)) =>
            {
                made.extend(chosen(word, verb).map(|clause| (Phrase::Verb(clause), 0.0)));
            }
            // denied | or rejected: either kind of one event
            Phrase::OrVerb(other)
                if verb.scene.nature == Nature::Event
                    && (verb.form == other.form
                        || verb.form.is_finite() && other.form.is_finite())
                    && verb.subject == other.subject =>
            {
                let same = verb.scene == other.scene;
                let scene = match same {
                    true => Some(verb.scene.clone()),
                    false => either(&verb.scene, &other.scene)
                        .or_else(|| either_change(&verb.scene, &other.scene)),
                };
                made.extend(scene.map(|scene| {
                    let clause = Clause {
                        scene,
                        objects: other.objects.clone(),
                        entry: other.entry,
                        ..verb.clone()
                    };
                    (Phrase::Verb(clause), -0.01)
                }));
            }
            // from Arkansas | or Tennessee: either value of one property
            Phrase::AndVerb(other)
                if verb.form == other.form
                    && verb.scene.nature == Nature::Property
                    && either(&verb.scene, &other.scene).is_some() =>
            {
                let mut clause = verb.clone();
                if let Some(scene) = either(&verb.scene, &other.scene) {
                    clause.scene = scene;
                }
                made.push((Phrase::Verb(clause), 0.0));
            }
            // removed | and relisted
            Phrase::AndVerb(other) => {
                // (was) taken off | and put back on
                let behind_be =
                    |clause: &Clause| matches!(clause.form, Form::Passive | Form::Predicative);
                let forms = verb.form == other.form
                    || verb.form.is_finite() && other.form.is_finite()
                    || behind_be(verb) && behind_be(other);
                if forms && verb.asked.is_none() && other.asked.is_none() {
                    let mut clause = verb.clone();
                    clause.also.push(other.clone());
                    made.push((Phrase::Verb(clause), 0.0));
                }
            }
            // requested | more than twice
            Phrase::Amount(amount) => {
                let mut clause = verb.clone();
                if clause.scene.many.is_none() {
                    clause.scene.many = Some(Many {
                        of: None,
                        least: amount.least,
                        most: amount.most,
                    });
                    made.push((Phrase::Verb(clause), 0.1));
                }
            }
            // listed | when
            Phrase::Word(Word::Asking(ask)) if verb.ask.is_none() && verb.asked.is_none() => {
                let mut clause = verb.clone();
                clause.ask = Some(*ask);
                made.push((Phrase::Verb(clause), 0.1));
            }
            // 列入清单 | 的
            Phrase::Word(Word::Link)
                if verb.form == Form::Plain
                    || verb.form == Form::Predicative && verb.scene.nature == Nature::Standing =>
            {
                made.push((Phrase::Modifier(Box::new(Phrase::Verb(verb.clone()))), 0.0));
            }
            Phrase::With(Word::Per, noun) => {
                let counted = verb.anyhow(self.lexicon, self.fit, noun).into_iter();
                made.extend(counted.map(|(clause, cost)| (Phrase::Verb(clause), cost)));
            }
            Phrase::Grouped(group) => {
                let mut clause = verb.clone();
                clause.group = Some(group.clone());
                made.push((Phrase::Verb(clause), 0.0));
            }
            _ => (),
        }
        if let Phrase::Noun(noun) = right {
            self.attribute(verb, noun, made);
        }
    }

    /// `Complete editions`, `listed companies`: what is said of a noun before it.
    pub(super) fn attribute(&self, verb: &Clause, noun: &Noun, made: &mut Found) {
        let bare = verb.scene.roles.is_empty() && verb.scene.time.is_none();
        if !matches!(verb.form, Form::Passive | Form::Predicative) {
            return;
        }
        if !bare || noun.is_named() || noun.asked.is_some() || verb.asked.is_some() {
            return;
        }
        let closed = noun.closed;
        if let Some(noun) = self.relative(noun, verb) {
            // requested | companies: the noun says who takes part
            let event = verb.scene.nature == Nature::Event && noun.entry.is_some();
            let acts = self.fit.said_of(&ag::ACTOR.into_owned(), &noun.set);
            let bare = verb.scene.restrictions.is_empty();
            let cost = if event && acts && bare { 0.0 } else { 0.1 };
            made.push((Phrase::Noun(Noun { closed, ..noun }), cost));
        }
    }

    /// `Want DeepSeek listed`: the object of wanting is what should be listed.
    pub(super) fn object_complement(&self, verb: &Clause, inner: &Clause) -> Option<Clause> {
        if inner.asked.is_some() && verb.asked.is_some() {
            return None;
        }
        // Nobody asks for a company to be sued or answered: (which) requested companies | sued
        let others = [
            ag::LAWSUIT,
            ag::RESPONSE,
            ag::RULING,
            ag::TENURE,
            ag::OWNERSHIP,
        ];
        if others.contains(&inner.scene.reference.as_ref()) {
            return None;
        }
        let mut clause = verb.take_in(inner)?;
        for (path, _) in clause.scene.roles.make_mut() {
            if path.starts_with("ag:addressee") {
                *path = "ag:target".into();
            }
        }
        if let Some((path, _)) = &mut clause.asked
            && path.starts_with("ag:addressee")
        {
            *path = "ag:target".into();
        }
        Some(clause)
    }
}
