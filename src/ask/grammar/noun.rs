//! What begins with a noun: `companies | removed in 2026`, `who | requested DeepSeek`.

use crate::ask::fit::property;
use crate::ask::grammar::parts::{
    ask_about, at_any_time, companies_of, edition_of, either, group, in_tense, names_all, period,
    together, with_be,
};
use crate::ask::grammar::{COMPARED, Found, Grammar, LOOSE};
use crate::ask::phrase::{
    AMONG, BY, COMPARED_WITH, Clause, EXCEPT, Form, Noun, OF, Phrase, Span, Tense, Word, dated_by,
    in_office_beside, said, tells_more,
};
use crate::ask::plan::{Ask, By, Group, Many, Named, Nature, Period, Pick, Plan, Scene, Set};
use crate::ask::recast::values_of_set;
use crate::ask::sparql::changes_a_list;
use crate::model::vocab as ag;
use crate::ontology::{Function, Part};
use ecow::{EcoString, eco_vec};
use oxrdf::NamedNode;

/// Those who are asked for, of whom editions print the names.
fn printed_in(asked: &Noun, editions: &Noun) -> Noun {
    let printed = values_of_set("ag:includes", editions.set.clone())
        .about
        .scenes;
    printed.into_iter().fold(asked.clone(), Noun::with)
}

/// What it costs that a noun behind a name says only what that is.
const ITSELF: f64 = 0.15;

impl Grammar<'_> {
    pub(super) fn after_noun(&self, noun: &Noun, right: &Phrase, made: &mut Found) {
        match right {
            Phrase::Verb(verb) => self.noun_and_verb(noun, verb, made),
            // who | may no longer buy from them: what the law says of that
            Phrase::Noun(ban) if ban.is_ban() && self.asks_for_actor(noun) => {
                let mut effect = values_of_set("ag:effect", ban.set.clone());
                let class = noun.set.classes.first().cloned();
                effect.whom = class.filter(|class| self.fit.is_actor(class));
                made.push((Phrase::Question(effect), 0.0));
            }
            Phrase::Noun(other) => self.compound(noun, other, made),
            Phrase::Sentence(clause) => self.noun_and_sentence(noun, clause, made),
            // 2026年6月版 | 比2025年1月版: what came after the other
            Phrase::Marked(marker, other)
                if marker == COMPARED_WITH && noun.is_edition() && other.is_edition() =>
            {
                let moment = self.moments.of_noun(noun);
                made.extend(self.since_edition(other, moment));
            }
            Phrase::Marked(marker, other) => {
                // the companies | for which (a request was made)
                if other.asked == Some(Ask::Things) && other.open_word() && !noun.is_named() {
                    let marker = Word::Preposition(marker.clone());
                    made.push((Phrase::With(marker, noun.clone()), 0.05));
                }
                self.noun_and_marked(noun, marker, other, made);
            }
            // which requests | were about CATL
            Phrase::Is(marker, other) if noun.asked.is_some() => {
                self.noun_and_marked(noun, marker, other, made);
                // who | is on the committee: who holds an office there
                if noun.is_person_word() || noun.open_word() {
                    self.officers(noun, marker, other, made);
                }
            }
            // companies | that …
            Phrase::Word(Word::Relative)
                if noun.asked.is_none() || !noun.set.classes.is_empty() =>
            {
                made.push((Phrase::With(Word::Relative, noun.clone()), 0.0));
            }
            // X | 's; 大疆 | 的
            Phrase::Word(Word::Link)
                if noun.asked.is_none() || noun.is_class() || self.plain && noun.is_open_role() =>
            {
                made.push((Phrase::Modifier(Box::new(Phrase::Noun(noun.clone()))), 0.0));
            }
            // 清单 | 上
            Phrase::Word(Word::Postposition(marker)) => {
                made.push((Phrase::Marked(marker.clone(), noun.clone()), 0.0));
            }
            // the requests | first … ; the companies | together
            Phrase::Word(Word::Both) => made.push((Phrase::Noun(together(noun)), 0.0)),
            // removals | in 2026; the 1260H list | of June 2021; removals | June 2026
            Phrase::Time(time) | Phrase::Date(time) => {
                let loose = if matches!(right, Phrase::Date(_)) {
                    0.2
                } else {
                    0.05
                };
                made.extend(
                    self.noun_at(noun, *time)
                        .map(|noun| (Phrase::Noun(noun), loose)),
                );
            }
            // X lawsuit: | yes or no
            Phrase::Word(Word::Tag) if noun.asked.is_none() && !noun.is_named() => {
                made.push((Phrase::Question(ask_about(noun, Ask::Whether)), 0.1));
            }
            // X – | who founded X; X – | is X listed
            Phrase::Question(plan)
                if noun.is_named() && noun.asked.is_none() && names_all(&plan.about, &noun.set) =>
            {
                made.push((right.clone(), 0.05));
            }
            // the listing | date; lawsuit | when
            Phrase::Word(Word::Asking(ask))
                if noun.asked.is_none()
                    && !noun.is_named()
                    && (noun.is_event()
                        || noun
                            .set
                            .scenes
                            .first()
                            .is_some_and(|s| dated_by(s).is_some())) =>
            {
                made.push((Phrase::Noun(noun.clone().asking(*ask)), 0.1));
            }
            // 诉讼的结果 | 如何
            Phrase::Word(Word::Asking(ask))
                if (*ask == Ask::What || self.plain && *ask == Ask::When)
                    && noun.asked.is_none()
                    && !noun.is_named()
                    && noun.entry.is_some() =>
            {
                let scene = noun.set.scenes.first();
                let has = |scene: &Scene| scene.nature == Nature::Property && scene.itself != ".";
                if scene.is_some_and(has) {
                    made.push((Phrase::Noun(noun.clone().asking(Ask::Things)), 0.1));
                }
            }
            // how many companies | by sector; requests | by year
            Phrase::Grouped(group) if !noun.is_named() => {
                let ask = noun.asked.filter(|ask| *ask == Ask::Count);
                let members = match group {
                    Group::Path(_) => companies_of(&noun.set),
                    Group::Year => None,
                };
                let mut plan = Plan::new(Ask::Count, members.unwrap_or_else(|| noun.set.clone()));
                plan.group = Some(group.clone());
                made.push((
                    Phrase::Question(plan),
                    if ask.is_some() { 0.1 } else { 0.2 },
                ));
            }
            // requests | per lawmaker
            Phrase::With(Word::Per, other) if !noun.is_named() => {
                let mut counted = Found::new();
                self.noun_and_marked(noun, OF, other, &mut counted);
                for (phrase, cost) in counted {
                    if let Phrase::Noun(noun) = phrase {
                        let plan = Plan::new(Ask::Count, noun.set);
                        made.push((Phrase::Question(plan), cost + 0.1));
                    }
                }
            }
            // Trump | and who else (agreed on a truce)
            Phrase::Word(Word::Others) if noun.is_named() && noun.asked.is_none() => {
                let mut others = Noun::asked(ag::ACTOR, Ask::Things);
                others.set.except.extend(noun.set.named.iter().cloned());
                made.push((Phrase::Noun(others), 0.05));
            }
            // A和B | 同一天 上榜
            Phrase::Word(Word::SameDay) if self.plain && noun.is_row() && noun.asked.is_none() => {
                made.push((Phrase::With(Word::SameDay, noun.clone()), 0.0));
            }
            // A | and B
            Phrase::With(Word::And | Word::Or | Word::Nor, other)
                if noun.asked.is_none() || noun.is_class() =>
            {
                if let Some(noun) = self.both(noun, other, right) {
                    made.push((Phrase::Noun(noun), 0.0));
                }
            }
            // who | is the judge; 大疆案的法官 | 是谁; X | is a drone company
            Phrase::With(Word::Be(tense @ (Tense::Present | Tense::Past)), other) => {
                self.copula(noun, *tense, other, made)
            }
            Phrase::With(Word::Left(tense), other) if noun.asked.is_some() => {
                self.copula(noun, *tense, other, made)
            }
            // which companies | are not carmakers
            Phrase::With(Word::Not, other) if noun.asked.is_some() && !noun.is_named() => {
                made.push((Phrase::Noun(noun.but_not(other)), 0.05));
            }
            // what sector is X | in
            Phrase::Word(Word::Preposition(_))
                if noun.asked.is_some() && noun.closed && !noun.open_word() =>
            {
                made.push((Phrase::Noun(noun.clone()), 0.3));
            }
            // X | → Y
            Phrase::With(Word::Arrow, other)
                if noun.is_named() && other.is_named() && noun.asked.is_none() =>
            {
                let mut ends = noun.set.clone();
                ends.named.extend(other.set.named.iter().cloned());
                let scene = Scene::new(ag::CONNECTED_TO.into_owned(), Nature::Path);
                ends.scenes.push(scene);
                made.push((Phrase::Question(Plan::new(Ask::Path, ends)), 0.0));
            }
            // 上榜的公司 | 最多
            Phrase::Word(Word::Most(most))
                if self.plain && noun.asked.is_none() && !noun.is_named() =>
            {
                let noun = Noun {
                    most: Some(*most),
                    ..noun.clone()
                };
                made.push((Phrase::Noun(noun), 0.1));
            }
            // Hesai | v. DoD
            Phrase::With(Word::Versus, other) if noun.is_named() && noun.asked.is_none() => {
                made.extend(
                    self.versus(noun, other)
                        .map(|noun| (Phrase::Noun(noun), 0.0)),
                );
            }
            // 电科旗下 | 有哪些公司: those of them
            Phrase::With(Word::Have, other)
                if other.asked.is_some() && other.is_class() && self.takes_part(noun) =>
            {
                made.extend(self.of_those(noun, other));
            }
            // 每版 | 有多少家公司
            Phrase::With(Word::Have, other)
                if noun.set.each
                    && noun.is_edition()
                    && other.asked.is_some()
                    && other.is_class() =>
            {
                made.push((Phrase::Noun(printed_in(other, noun)), 0.0));
            }
            // 大疆 | 有哪些子公司; 有 before a noun
            Phrase::With(Word::Have, other) if other.asked.is_some() && noun.asked.is_none() => {
                let possessors = [Function::Possessor, Function::Adjunct, Function::Modifier];
                for (filled, cost) in other.filled(self.lexicon, self.fit, &possessors, None, noun)
                {
                    made.push((Phrase::Noun(filled), cost + 0.1));
                }
            }
            // which edition | followed the January 2025 list
            Phrase::With(Word::NextTo(after), other) => {
                made.extend(
                    self.next_to(noun, *after, other)
                        .map(|noun| (Phrase::Noun(noun), 0.05)),
                );
            }
            // which company | has the most subsidiaries
            Phrase::With(Word::Have, other)
                if noun.asked.is_some() && other.most.is_some() && !other.is_named() =>
            {
                let having = self.having_most(noun, other).into_iter();
                made.extend(having.map(|noun| (Phrase::Noun(noun), 0.0)));
                // which sector | has the most companies
                let group = noun.entry.and_then(|index| group(self.lexicon, index));
                if noun.set.named.is_empty()
                    && other.most == Some(true)
                    && let Some(group) = group
                {
                    made.extend(self.counted_by(other, group));
                }
            }
            // which company | has the ticker 688114: with it
            Phrase::With(Word::Have, other)
                if noun.asked.is_some() && other.is_named() && other.asked.is_none() =>
            {
                // what offices | has X (held)
                if noun.entry.is_some() && !noun.is_class() {
                    self.what_has(&at_any_time(noun), other, 0.1, made);
                }
                let with = [Function::Adjunct];
                let filled = noun.filled(self.lexicon, self.fit, &with, Some("with"), other);
                made.extend(
                    filled
                        .into_iter()
                        .map(|(noun, cost)| (Phrase::Noun(noun), cost)),
                );
            }
            // what sector | is X (in); what office | does X (hold)
            Phrase::With(Word::Do, other) if noun.asked.is_some() && other.asked.is_none() => {
                self.what_has(noun, other, 0.05, made);
            }
            // the 1260H list | size
            Phrase::Word(Word::Size) if noun.asked.is_none() => {
                made.extend(self.size_of(noun).map(|plan| (Phrase::Question(plan), 0.1)));
            }
            // a subsidiary | of (what)
            Phrase::Word(Word::Preposition(marker))
                if noun.asked.is_none() && noun.is_open_role() =>
            {
                let marker = Word::Preposition(marker.clone());
                made.push((Phrase::With(marker, noun.clone()), 0.05));
            }
            // which list | was the letter about
            Phrase::With(Word::Preposition(marker), event)
                if noun.asked.is_some() && event.is_event() =>
            {
                let ways = [Function::Possessor, Function::Adjunct, Function::Modifier];
                let filled = event.filled(self.lexicon, self.fit, &ways, Some(marker), noun);
                made.extend(
                    filled
                        .into_iter()
                        .map(|(noun, cost)| (Phrase::Noun(noun), cost)),
                );
            }
            // (what) the 1260H list | is; not turned around, so that no verb follows as in (that) X | be listed
            Phrase::Word(Word::Be(tense))
                if noun.asked.is_none()
                    && (self.plain || noun.is_named() || *tense != Tense::Infinitive) =>
            {
                let finite = matches!(tense, Tense::Present | Tense::Past) && !self.plain;
                let be = match finite {
                    true => Word::Left(*tense),
                    false => Word::Be(*tense),
                };
                made.push((Phrase::With(be, noun.clone()), 0.15));
            }
            // the Entity List, | what is that
            Phrase::Word(Word::WhatThat) if noun.is_named() && noun.asked.is_none() => {
                let plan = Plan::new(Ask::Describe, noun.set.clone());
                made.push((Phrase::Question(plan), 0.0));
            }
            // (what does the law forbid) the Pentagon | to do
            Phrase::Word(Word::ToDo) if noun.is_named() && noun.asked.is_none() => {
                made.push((Phrase::Filler, 0.15));
            }
            // firms that have been on the list | but are not any more
            Phrase::Word(Word::Ended) => {
                let mut noun = noun.clone();
                let last = noun.set.scenes.make_mut().last_mut();
                if let Some(scene) =
                    last.filter(|scene| scene.nature == Nature::Standing && !scene.negated)
                {
                    (scene.negated, scene.once, scene.ever) = (true, true, false);
                    made.push((Phrase::Noun(noun), 0.0));
                }
            }
            // EO 14032 | date
            Phrase::Word(Word::Asking(Ask::When)) if noun.is_named() && noun.asked.is_none() => {
                let dated = self.dated(noun);
                made.extend(dated.map(|noun| (Phrase::Noun(noun.asking(Ask::When)), 0.1)));
            }
            // what editions | are there
            Phrase::Word(Word::Exists) if noun.asked.is_some() => {
                let plan = ask_about(noun, noun.asked.unwrap_or(Ask::Things));
                made.push((Phrase::Question(plan), 0.0));
                // how many additions | were there (per edition)
                made.push((Phrase::Noun(noun.clone()), 0.05));
            }
            // which edition | is the latest
            Phrase::Word(word @ (Word::Order(_) | Word::Largest)) if noun.asked.is_some() => {
                let plain = Noun {
                    asked: None,
                    ..noun.clone()
                };
                let mut chosen = Found::new();
                self.after_word(word, &Phrase::Noun(plain), &mut chosen);
                for (phrase, cost) in chosen {
                    if let Phrase::Noun(mut chosen) = phrase {
                        chosen.asked = noun.asked;
                        made.push((Phrase::Noun(chosen), cost + 0.1));
                    }
                }
            }
            // 公司 | 有哪些
            Phrase::Word(Word::Which(ask))
                if noun.asked.is_none() && !noun.is_named() && !noun.set.each =>
            {
                // 新增了 | 几家: rather companies than events
                let events = self.plain && *ask == Ask::Count && noun.is_event();
                let cost = if events { 0.35 } else { 0.2 };
                made.push((Phrase::Noun(noun.clone().asking(*ask)), cost));
            }
            Phrase::Word(Word::Have) if noun.asked.is_none() && self.plain => {
                made.push((Phrase::With(Word::Have, noun.clone()), 0.2));
            }
            // (said) X | should be listed; (want) X | to be listed
            Phrase::Infinitive(clause) if noun.is_named() && noun.asked.is_none() => {
                let filled = clause.with_subject(self.fit, noun);
                made.extend(filled.map(|(clause, cost)| (Phrase::Infinitive(clause), cost)));
            }
            // the push | to list X
            Phrase::Infinitive(inner) if noun.asked.is_none() && inner.asked.is_none() => {
                let request = self.request_to(noun, inner);
                made.extend(request.map(|noun| (Phrase::Noun(noun), 0.0)));
                // the first | to sue (the noun left out is a company or so)
                let first = noun.set.pick.is_some();
                made.extend(inner.subject.as_ref().filter(|_| first).map(|path| {
                    let scene = inner.scene_of(path);
                    (Phrase::Noun(noun.clone().with(scene)), 0.1)
                }));
            }
            _ => (),
        }
    }

    /// A request of which a clause says what it asks for: `the push to list X`.
    fn request_to(&self, noun: &Noun, inner: &Clause) -> Option<Noun> {
        let [scene] = &noun.set.scenes[..] else {
            return None;
        };
        let listing =
            changes_a_list(&inner.scene.reference) || inner.scene.nature == Nature::Standing;
        if scene.reference != ag::REQUEST || !noun.is_event() || !listing || !inner.also.is_empty()
        {
            return None;
        }
        let mut request = Clause::word(self.lexicon, noun.entry?, Form::Predicative);
        request.scene = scene.clone();
        request.merge(&inner.scene)?;
        let mut noun = noun.clone();
        noun.set.scenes = eco_vec![request.scene];
        Some(noun)
    }

    /// Tells whether a noun asks for somebody of whom nothing is said yet: `who`, `which department`.
    fn asks_for_actor(&self, noun: &Noun) -> bool {
        let actor = noun.is_class() && self.fit.said_of(&ag::ACTOR.into_owned(), &noun.set);
        noun.asked == Some(Ask::Things) && (noun.open_word() || actor)
    }

    /// Who is asked for takes part in an event of which a verb tells more, as of its subject or object.
    fn owner_told(&self, noun: &Noun, verb: &Clause, subject: bool) -> Vec<(Noun, f64)> {
        let Some(event) = noun.set.scenes.last() else {
            return Vec::new();
        };
        let owned = noun.asked.is_some() && noun.closed;
        let event =
            Some(event).filter(|event| event.nature == Nature::Event && event.itself != ".");
        let (Some(event), true, true) = (event, owned, verb.also.is_empty()) else {
            return Vec::new();
        };
        if verb.asked.is_some() || verb.ask.is_some() {
            return Vec::new();
        }
        let mut itself = event.clone();
        let path = std::mem::replace(&mut itself.itself, ".".into());
        let set = Set {
            classes: eco_vec![event.reference.clone()],
            scenes: eco_vec![itself],
            ..Set::default()
        };
        let told = Noun {
            closed: true,
            ..Noun::of(set.clone())
        };
        let told = match subject {
            true => verb.with_subject(self.fit, &told).into_iter().collect(),
            false => verb.with_object(self.fit, &told),
        };
        let owners = told.into_iter().filter_map(|(told, cost)| {
            let mut scene = told.scene.clone();
            let place = scene.roles.iter().position(|(_, known)| *known == set);
            scene.itself = match place {
                // whose justification | names the army
                Some(place) if scene.roles[place].0 == "." => {
                    scene.roles.remove(place);
                    let same = [ag::EVENT, event.reference.as_ref()];
                    let times = scene.time.is_some() && event.time.is_some();
                    if !same.contains(&scene.reference.as_ref()) || times {
                        return None;
                    }
                    scene.reference = event.reference.clone();
                    scene.take_over(event);
                    path.clone()
                }
                // whose lawsuit | was dismissed
                Some(place) => {
                    let mut ways = scene.roles[place].0.split('|');
                    let to_event = |way: &&str| self.fit.leads_to(way, event.reference.as_ref());
                    let way = match ways.clone().count() {
                        1 => ways.next(),
                        _ => ways.find(to_event),
                    };
                    let way = way.filter(|_| !path.contains('|'))?;
                    format!("{way}/{path}").into()
                }
                // To vacate a designation is to vacate what was listed.
                None => changes_a_list(&event.reference).then(|| path.clone())?,
            };
            let mut noun = noun.clone();
            *noun.set.scenes.make_mut().last_mut()? = scene;
            Some((noun, cost))
        });
        owners.collect()
    }

    pub(super) fn noun_and_verb(&self, noun: &Noun, verb: &Clause, made: &mut Found) {
        // what office does X | hold; what share of Y does X | own; in which city is X | based
        if noun.asked.is_some()
            && noun.closed
            && matches!(verb.form, Form::Base | Form::Finite)
            && verb.scene.roles.is_empty()
            && verb.also.is_empty()
            && !verb.scene.negated
            && noun
                .set
                .scenes
                .first()
                .is_some_and(|scene| self.is_light(scene, verb))
        {
            made.push((Phrase::Noun(noun.clone()), 0.02));
        }
        // whose listing | was vacated; whose justification | names the army
        if verb.form.is_finite() && !verb.inverted {
            let told = self.owner_told(noun, verb, true).into_iter();
            made.extend(told.map(|(noun, cost)| (Phrase::Noun(noun), cost + 0.05)));
        }
        // who | requested DeepSeek; lawmakers | requested
        if verb.form.is_finite()
            && !verb.inverted
            && verb.subject.is_some()
            && let Some((clause, cost)) = verb.with_subject(self.fit, noun)
        {
            made.push((Phrase::Sentence(clause), cost));
        }
        // 比亚迪 | 列入清单: what it is done to stands before the verb without a mark
        if verb.form == Form::Plain
            && verb.by.is_none()
            && (noun.asked.is_none() || noun.entry.is_some())
        {
            // Who is asked to do something stands behind the verb, or has a mark.
            let asked = |passive: &Clause| {
                let subject = passive.subject.as_deref();
                subject.is_some_and(|path| path.starts_with("ag:addressee"))
            };
            let cost = if noun.asked.is_some() { 0.1 } else { 0.05 };
            for passive in verb.passives().iter().filter(|passive| !asked(passive)) {
                if let Some((clause, more)) = passive.with_subject(self.fit, noun) {
                    made.push((Phrase::Sentence(clause), cost + more));
                }
            }
        }
        // 1260H | listed: the list before the verb
        if noun.is_named() && noun.asked.is_none() && self.is_list(&noun.set) {
            let on = match verb.scene.nature {
                Nature::Standing => "ag:onList",
                _ => "ag:list",
            };
            let open = verb.scene.fillers(on).next().is_none();
            let change = changes_a_list(&verb.scene.reference);
            if open
                && (change || verb.scene.nature == Nature::Standing)
                && matches!(verb.form, Form::Passive | Form::Predicative)
            {
                let mut clause = verb.clone();
                clause.scene.roles.push((on.into(), noun.set.clone()));
                made.push((Phrase::Verb(clause), 0.15));
            }
        }
        // BYD | listed: the auxiliary is left out
        if noun.is_named()
            && noun.asked.is_none()
            && matches!(verb.form, Form::Passive | Form::Predicative)
        {
            for (clause, cost) in with_be(verb, Tense::Present) {
                if let Some((clause, more)) = clause.with_subject(self.fit, noun) {
                    made.push((Phrase::Sentence(clause), cost + more + 0.1));
                }
            }
        }
        // companies | removed in 2026; companies | on the list
        if noun.asked.is_none() || !noun.set.classes.is_empty() || !noun.set.scenes.is_empty() {
            let said = matches!(verb.form, Form::Passive | Form::Predicative | Form::Gerund);
            if said && !noun.is_named() {
                made.extend(
                    self.relative(noun, verb)
                        .map(|noun| (Phrase::Noun(noun), 0.1)),
                );
            }
        }
    }

    /// A noun of which a clause tells whose subject it is.
    pub(super) fn relative(&self, noun: &Noun, clause: &Clause) -> Option<Noun> {
        let path = clause.subject.as_deref()?;
        // listed | Chinese military companies: the noun says as much
        let on = |scene: &Scene| scene.nature == Nature::Standing && !scene.negated;
        let bare = clause.scene.roles.is_empty() && clause.scene.time.is_none();
        if on(&clause.scene) && bare && clause.also.is_empty() && noun.set.scenes.iter().any(on) {
            return Some(noun.clone());
        }
        if clause.asked.is_some() || clause.ask.is_some() || !clause.missing.is_empty() {
            return None;
        }
        let mut noun = noun.clone();
        if self.fit.cost(path, &clause.scene.reference, &noun) > 0.0 {
            return None;
        }
        // `Companies requested in 2025` did not request: what is left open is the subject's.
        if clause.form == Form::Finite && !clause.objects.is_empty() && clause.by.is_none() {
            noun.closed = true;
        }
        for scene in clause.scenes_of_subject()? {
            noun = noun.with(scene);
        }
        if clause.pick.is_some() {
            noun.set.pick = noun.set.pick.or(clause.pick.clone());
        }
        Some(noun)
    }

    /// `CALB 1260H`, `Glarun – still a 1260H company?`: a name, and what may be said of it.
    pub(super) fn topic(&self, noun: &Noun, other: &Noun, made: &mut Found) {
        if other.is_named() {
            let (company, list) = match (self.is_list(&noun.set), self.is_list(&other.set)) {
                (false, true) => (noun, other),
                (true, false) => (other, noun),
                _ => return,
            };
            let on = self.standing(list);
            if self.fit.all_are(&company.set, ag::COMPANY)
                && let Some((clause, cost)) = on.with_subject(self.fit, company)
            {
                made.push((Phrase::Sentence(clause), cost + 0.4));
            }
            return;
        }
        if let Some(plan) = self.is_one(noun, other, Tense::Present) {
            made.push((Phrase::Question(plan), 0.3));
        }
    }

    /// A noun of which a sentence tells whose object it is.
    pub(super) fn relative_object(&self, noun: &Noun, clause: &Clause, cost: f64) -> Found {
        if !clause.also.is_empty() || clause.ask.is_some() || clause.asked.is_some() {
            return Found::new();
        }
        let fits = |path: &&EcoString| self.fit.cost(path, &clause.scene.reference, noun) == 0.0;
        let paths = clause.objects.iter().chain(&clause.by).filter(fits);
        paths
            .map(|path| {
                let mut noun = noun.clone().with(clause.scene_of(path));
                noun.set.pick = noun.set.pick.or(clause.pick.clone());
                (Phrase::Noun(noun), cost)
            })
            .collect()
    }

    /// How many of them there are of each group, the most first.
    pub(super) fn counted_by(&self, noun: &Noun, group: Group) -> Option<(Phrase, f64)> {
        let members = companies_of(&noun.set).unwrap_or_else(|| noun.set.clone());
        let mut plan = Plan::new(Ask::Count, members);
        plan.group = Some(group);
        plan.largest = noun.most == Some(true);
        (!noun.is_named()).then_some((Phrase::Question(plan), 0.1))
    }

    /// Tells whether a noun means those who take part in events of which something is said.
    fn takes_part(&self, noun: &Noun) -> bool {
        let scene = noun.set.scenes.first();
        let part = |scene: &Scene| scene.nature == Nature::Event && scene.itself != ".";
        let said = |scene: &Scene| !scene.roles.is_empty();
        noun.asked.is_none() && scene.is_some_and(|scene| part(scene) && said(scene))
    }

    /// Those of a description that are of a class.
    fn of_those(&self, noun: &Noun, class: &Noun) -> Option<(Phrase, f64)> {
        let fits = |scene: &Scene| self.fit.cost(&scene.itself, &scene.reference, class) == 0.0;
        if !noun.set.scenes.iter().all(fits) {
            return None;
        }
        let mut those = class.clone();
        those.set.scenes.extend(noun.set.scenes.iter().cloned());
        those.closed = true;
        Some((Phrase::Noun(those), 0.05))
    }

    /// Two nouns, the first of which tells of the second.
    pub(super) fn compound(&self, noun: &Noun, other: &Noun, made: &mut Found) {
        // which list has more companies, | A or B
        if noun.asked.is_some()
            && noun.set.pick.is_some()
            && noun.set.named.is_empty()
            && other.is_row()
            && other.set.any
        {
            let fits = noun.set.classes.iter();
            if fits
                .clone()
                .all(|class| self.fit.said_of(class, &other.set))
            {
                let mut noun = noun.clone();
                noun.set.named.clone_from(&other.set.named);
                noun.set.any = true;
                let more = matches!(&noun.set.pick, Some(pick) if pick.by != By::Date);
                let cost = if more { -COMPARED } else { 0.05 };
                made.push((Phrase::Noun(noun), cost));
            }
        }
        // 哪个行业 | 上榜的公司最多
        if let (Some(Ask::Things), Some(true)) = (noun.asked, other.most)
            && noun.set.named.is_empty()
            && other.asked.is_none()
            && let Some(group) = noun.entry.and_then(|index| group(self.lexicon, index))
        {
            made.extend(self.counted_by(other, group));
        }
        // 每版 | 多少家公司
        if self.plain
            && noun.set.each
            && noun.is_edition()
            && other.asked.is_some()
            && other.is_class()
        {
            made.push((Phrase::Noun(printed_in(other, noun)), 0.0));
        }
        // the 1260H list | how many companies
        if noun.asked.is_none()
            && !noun.set.each
            && other.asked.is_some()
            && other.is_class()
            && (self.is_list(&noun.set) && noun.is_named() || noun.is_edition())
        {
            let scene = self.standing(noun).scene_of(".");
            made.push((Phrase::Noun(other.clone().with(scene)), 0.05));
        }
        // companies | whose lawsuits were dismissed
        if other.is_owner_told() && !noun.is_named() && !noun.closed {
            let scenes = other.set.scenes.iter().cloned();
            let told = scenes.fold(noun.clone(), Noun::with);
            made.push((Phrase::Noun(told), 0.0));
        }
        // 哪一版 | 清单
        if self.plain && noun.is_edition() && self.is_list(&other.set) && other.asked.is_none() {
            let [scene] = &noun.set.scenes[..] else {
                return;
            };
            if scene.roles.is_empty() {
                let mut edition = edition_of(&other.set, scene.time);
                edition.asked = noun.asked;
                edition.set.pick.clone_from(&noun.set.pick);
                edition.set.each = noun.set.each;
                made.push((Phrase::Noun(edition), 0.0));
            }
        }
        // the 1260H | list, the shipping finance | company: the name says it all
        if noun.is_named() && other.is_class() {
            let list = self.is_list(&noun.set) && self.is_list(&other.set);
            let mut classes = other.set.classes.iter();
            let told = noun.asked.is_none() && other.asked.is_none();
            if list || told && classes.all(|class| self.fit.said_of(class, &noun.set)) {
                made.push((Phrase::Noun(noun.clone()), if list { 0.02 } else { ITSELF }));
            }
        }
        // 蔚来 | 汽车: what it makes behind its name
        if self.plain
            && noun.is_named()
            && [noun, other].iter().all(|noun| noun.asked.is_none())
            && self.fit.all_are(&noun.set, ag::COMPANY)
            && self.fit.all_are(&other.set, ag::SECTOR)
        {
            made.push((Phrase::Noun(noun.clone()), 0.1));
        }
        // 弗里德曼 | 法官: a title behind its name
        if self.plain
            && noun.is_named()
            && [noun, other].iter().all(|noun| noun.asked.is_none())
            && other.is_kind()
            && !other.closed
            && other.set.scenes.iter().all(|scene| scene.roles.is_empty())
            && !other.set.classes.is_empty()
            && self.fit.all_are(&noun.set, ag::OFFICIAL)
            && other
                .set
                .classes
                .iter()
                .all(|class| self.fit.said_of(class, &noun.set))
        {
            made.push((Phrase::Noun(noun.clone()), 0.05));
        }
        // 电科旗下 | 哪些公司
        if self.plain && other.asked.is_some() && other.is_class() && self.takes_part(noun) {
            made.extend(self.of_those(noun, other));
        }
        // 武汉 | 哪些企业: what tells of a noun that is asked for
        if self.plain && noun.asked.is_none() && other.asked.is_some() && other.entry.is_some() {
            let before = [Function::Modifier, Function::Possessor, Function::Adjunct];
            for (filled, cost) in other.filled(self.lexicon, self.fit, &before, None, noun) {
                made.push((Phrase::Noun(filled), cost + 0.15));
            }
        }
        if noun.asked.is_some() || noun.amount.is_some() {
            // which battery | companies: the question word belongs to the whole
            if let Some(ask) = noun.asked
                && (noun.is_named() || self.is_bare(noun))
                && !noun.closed
                && other.asked.is_none()
            {
                let plain = Noun {
                    asked: None,
                    ..noun.clone()
                };
                let mut inner = Found::new();
                self.compound(&plain, other, &mut inner);
                for (phrase, cost) in inner {
                    if let Phrase::Noun(noun) = phrase {
                        made.push((Phrase::Noun(noun.asking(ask)), cost + 0.1));
                    }
                }
            }
            return;
        }
        if other.asked.is_none() && !other.closed && (!noun.closed || noun.is_named()) {
            // DeepSeek | requesters; battery | companies
            let before = [Function::Modifier, Function::Possessor];
            for (filled, cost) in other.filled(self.lexicon, self.fit, &before, None, noun) {
                made.push((Phrase::Noun(filled), cost + 0.2));
            }
            // the Pentagon | lawsuit: any participant
            if noun.is_named() {
                let any = [Function::Adjunct];
                for (filled, cost) in other.filled(self.lexicon, self.fit, &any, None, noun) {
                    made.push((Phrase::Noun(filled), cost + LOOSE));
                }
            }
        }
        // headquarters | COMAC; chairman | House Committee: telegrams leave the preposition out, as in
        // docket number | Hesai lawsuit
        let told_of = other.is_named() || other.is_event() && !other.set.names().is_empty();
        if told_of && other.asked.is_none() && noun.entry.is_some() && !noun.is_event() {
            let any = [Function::Possessor, Function::Adjunct, Function::Modifier];
            for (filled, cost) in noun.filled(self.lexicon, self.fit, &any, None, other) {
                made.push((Phrase::Noun(filled), cost + LOOSE));
            }
        }
        if noun.is_named() && noun.asked.is_none() && other.is_named() {
            self.topic(noun, other, made);
            // the FCC | Covered List
            if self.fit.all_are(&noun.set, ag::AGENCY) && self.is_list(&other.set) {
                made.push((Phrase::Noun(other.clone()), 0.15));
            }
        }
        // Secretary | Austin; Judge | Friedman; the company | DJI
        if other.is_named() && other.asked.is_none() && !noun.is_named() && noun.set.pick.is_none()
        {
            let classes = noun.set.classes.iter();
            let said = classes.map(|class| self.fit.said_of(class, &other.set));
            let role = |scene: &Scene| {
                let path = &scene.itself;
                self.fit.cost(path, &scene.reference, other) < 1.0
            };
            let fits = match said.reduce(|a, b| a || b) {
                Some(fits) => fits,
                None => matches!(&noun.set.scenes[..], [scene] if role(scene)),
            };
            let event = noun.set.scenes.first().is_some_and(Scene::is_event);
            if fits && !event && !noun.closed {
                made.push((Phrase::Noun(other.clone()), 0.15));
            }
        }
    }

    pub(super) fn noun_and_sentence(&self, noun: &Noun, clause: &Clause, made: &mut Found) {
        // X – | who founded X
        if noun.is_named() && noun.asked.is_none() {
            let asked = clause.asked.iter().map(|(_, noun)| &noun.set);
            let told = clause.scene.roles.iter().map(|(_, set)| set);
            if asked.chain(told).any(|set| names_all(set, &noun.set)) {
                made.push((Phrase::Sentence(clause.clone()), 0.05));
            }
        }
        // 深天马是 | 谁要求列入的
        let told = noun.is_named() || noun.is_event();
        if told && noun.asked.is_none() && clause.form == Form::Plain {
            for (clause, cost) in clause.with_object(self.fit, noun) {
                made.push((Phrase::Sentence(clause), cost + 0.1));
            }
        }
        // 信中点名的公司 | 后来哪些上了榜: those of them
        if self.plain
            && let Some((_, asked)) = &clause.asked
            && asked.set.named.is_empty()
            && asked.set.scenes.is_empty()
            && noun.asked.is_none()
            && noun.closed
            && !noun.set.classes.is_empty()
            && !noun.is_event()
        {
            let mut clause = clause.clone();
            if let Some((_, asked)) = &mut clause.asked {
                asked.set.scenes.extend(noun.set.scenes.iter().cloned());
                asked.set.classes.clone_from(&noun.set.classes);
            }
            made.push((Phrase::Sentence(clause), 0.2));
        }
        if clause.asked.is_some() {
            return;
        }
        if noun.asked.is_some() {
            // which companies | did lawmakers request
            let cost = if clause.inverted { 0.0 } else { 0.5 };
            // whose suit | did the court dismiss
            let owners = self.owner_told(noun, clause, false).into_iter();
            made.extend(owners.map(|(noun, more)| (Phrase::Noun(noun), cost + more + 0.05)));
            for (clause, more) in clause.with_object(self.fit, noun) {
                made.push((Phrase::Sentence(clause), cost + more));
            }
            // who | was X requested by (the preposition left behind)
            if let Some(path) = clause.by.clone()
                && let Some((mut clause, more)) = clause.fill(self.fit, &path, noun)
            {
                clause.by = None;
                clause.missing.retain(|missing| missing != BY);
                made.push((Phrase::Sentence(clause), 0.4 + more));
            }
            // what | did X say
            let open = noun.set.classes.is_empty() && noun.set.scenes.is_empty();
            if open && clause.inverted && clause.missing.is_empty() && clause.ask.is_none() {
                let mut clause = clause.clone();
                clause.ask = Some(Ask::What);
                if clause.scene.nature == Nature::Event
                    && let Some(plan) = clause.question()
                {
                    made.push((Phrase::Question(plan), 0.15));
                }
            }
        } else if !clause.inverted && !noun.is_named() && clause.ask.is_none() {
            // companies | lawmakers requested
            made.extend(self.relative_object(noun, clause, 0.4));
        }
    }

    pub(super) fn noun_and_marked(
        &self,
        noun: &Noun,
        marker: &str,
        other: &Noun,
        made: &mut Found,
    ) {
        // companies | except CATL
        if marker == EXCEPT {
            // `By Feinberg except X`: X is left out of what is asked, not of Feinberg.
            if noun.is_named() && noun.asked.is_none() {
                return;
            }
            let same = |class: &NamedNode| self.fit.all_are(&other.set, class.as_ref());
            let fits = noun.set.classes.iter().all(same);
            // (left) the list | except CATL: nobody is left out of a list
            if !fits && noun.is_class() {
                return;
            }
            let mut noun = noun.clone();
            noun.set.except.extend(other.set.named.iter().cloned());
            made.push((Phrase::Noun(noun), if fits { 0.0 } else { 0.15 }));
            return;
        }
        // the Pentagon's list | of Chinese military companies: who stands on it
        let stands = |scene: &Scene| scene.nature == Nature::Standing && !scene.negated;
        if marker == OF
            && noun.is_named()
            && self.is_list(&noun.set)
            && other.asked.is_none()
            && other.set.named.is_empty()
            && matches!(&other.set.scenes[..], [scene] if stands(scene))
        {
            made.push((Phrase::Noun(noun.clone()), 0.0));
        }
        // the goods prohibition | under section 805: which act it is part of adds nothing to its name
        let law = |noun: &Noun| noun.is_named() && self.fit.all_are(&noun.set, ag::LAW);
        let part = ["under", "of", "in", "within"].contains(&marker);
        let another = noun.set.named.first().map(|named| &named.term)
            != other.set.named.first().map(|named| &named.term);
        let plain = noun.asked.is_none() && other.asked.is_none();
        if part && another && plain && law(noun) && law(other) {
            made.push((Phrase::Noun(noun.clone()), 0.1));
        }
        // 清单上的 | 公司: without articles, a list of which nothing is said is the list
        let mut the_list = None;
        let bare = other.is_class() && other.most.is_none();
        if self.plain && self.is_on(marker) && self.is_list(&other.set) && bare {
            let mut list = other.clone();
            list.set.definite |= list.amount.is_none() && list.asked.is_none();
            the_list = Some(list);
        }
        let other = the_list.as_ref().unwrap_or(other);
        // single champions | among the listed companies
        if marker == AMONG
            && !noun.is_named()
            && other.asked.is_none()
            && !other.set.scenes.is_empty()
        {
            let those = Noun {
                asked: noun.asked,
                ..other.clone()
            };
            made.extend(self.of_those(&those, noun));
        }
        // who | among A and B
        if marker == AMONG && noun.asked.is_some() && !noun.is_named() && other.is_row() {
            let mut those = Noun {
                asked: noun.asked,
                ..other.clone()
            };
            those.set.any = true;
            made.push((Phrase::Noun(those), 0.0));
        }
        // deputy secretary | before Feinberg
        if let Some(scene) = noun.set.scenes.first()
            && let Some(place) = in_office_beside(scene, marker, other)
        {
            let mut noun = noun.clone();
            noun.closed = true;
            if let Some(scene) = noun.set.scenes.make_mut().first_mut() {
                scene.roles.push((place.into(), other.set.clone()));
            }
            made.push((Phrase::Noun(noun), 0.0));
        }
        // lawmakers | with more than five requests
        let having = marker == "with" && other.asked.is_none() && noun.entry.is_some();
        let counted = other.amount.is_some() || other.most.is_some();
        if other.is_event() && (counted || having) && !noun.is_event() && !noun.is_named() {
            made.extend(
                self.with_many(noun, other)
                    .map(|noun| (Phrase::Noun(noun), 0.1)),
            );
        }
        // the removal | of YMTC; requests | to the Pentagon; companies | in Wuhan
        let behind = [Function::Adjunct, Function::Possessor, Function::Modifier];
        // What an edition prints is asked as standing on its list that day.
        let on_list = self.is_list(&other.set) || other.is_edition();
        let on_list = on_list && self.is_on(marker) && !noun.is_event();
        let printed = |filled: &Noun| {
            let last = filled.set.scenes.last();
            last.is_some_and(|scene| scene.reference.as_str().ends_with("#includes"))
        };
        let known = noun.filled(self.lexicon, self.fit, &behind, Some(marker), other);
        if self.loose && known.is_empty() && !tells_more(marker) {
            let anyhow = noun.filled(self.lexicon, self.fit, &behind, None, other);
            let fits = anyhow.into_iter().filter(|(_, cost)| *cost < LOOSE);
            made.extend(fits.map(|(noun, cost)| (Phrase::Noun(noun), cost + LOOSE)));
        }
        for (mut filled, cost) in known {
            if !(on_list && printed(&filled)) {
                if let Some(last) = other.most {
                    filled.set.pick = most_of(&filled.set, other, last);
                }
                made.push((Phrase::Noun(filled), cost + 0.01));
            }
        }
    }

    /// The edition that came next after another of its list, or last before it.
    fn next_to(&self, noun: &Noun, after: bool, other: &Noun) -> Option<Noun> {
        let edition = noun.is_edition() || noun.open_word() || self.is_list(&noun.set);
        if !edition || noun.is_named() {
            return None;
        }
        let moment = self.moments.of_noun(other)?;
        let span = if after { Span::After } else { Span::Before };
        let lists = other.set.scenes.first()?.fillers("ag:list").next();
        let mut list = lists.cloned().unwrap_or_else(Set::the_list);
        list.definite |= list.named.is_empty();
        let mut next = edition_of(&list, Some(period(span, moment)));
        next.asked = noun.asked;
        next.set.pick = Some(Pick {
            by: By::Date,
            last: !after,
        });
        Some(next)
    }

    /// Those who have the most or fewest of what a noun says: `the most subsidiaries`.
    fn having_most(&self, noun: &Noun, had: &Noun) -> Vec<Noun> {
        let (Some(last), Some(index)) = (had.most, had.entry) else {
            return Vec::new();
        };
        // which list has the most companies, which edition
        let edition = noun.is_edition();
        if had.set.classes == [ag::COMPANY.into_owned()] && (self.is_list(&noun.set) || edition) {
            let (path, itself, owner) = match edition {
                true => ("ag:includes", ".", "ag:includes"),
                false => (".", "ag:onList", "ag:onList"),
            };
            let mut scene = said(owner, Set::default());
            scene.itself = itself.into();
            scene.roles = eco_vec![(path.into(), had.set.clone())];
            let mut noun = noun.clone().with(scene);
            noun.set.pick = Some(Pick {
                by: By::Many(Some(path.into())),
                last,
            });
            return vec![noun];
        }
        let [scene, rest @ ..] = &had.set.scenes[..] else {
            return Vec::new();
        };
        if scene.nature != Nature::Event || scene.itself == "." {
            return Vec::new();
        }
        let places = self.lexicon.entries[index].arguments(Function::Possessor, None);
        let places = places.into_iter().filter(|place| {
            let open = scene.fillers(&place.path).next().is_none();
            open && self.fit.cost(&place.path, &scene.reference, noun) == 0.0
        });
        let having = places.map(|place| {
            let mut scene = scene.clone();
            let counted = std::mem::replace(&mut scene.itself, place.path.clone());
            if !rest.is_empty() {
                let set = Set {
                    classes: had.set.classes.clone(),
                    scenes: rest.into(),
                    ..Set::default()
                };
                scene.roles.push((counted.clone(), set));
            }
            let mut noun = noun.clone().with(scene);
            noun.set.scenes.make_mut().rotate_right(1);
            noun.set.pick = Some(Pick {
                by: By::Many(Some(counted.clone())),
                last,
            });
            noun
        });
        having.collect()
    }

    /// Those who took part in so many events: as who acted, or else as who was concerned.
    fn with_many(&self, noun: &Noun, events: &Noun) -> Option<Noun> {
        let scene = events.set.scenes.first()?;
        let fits = |path: &&str| self.fit.cost(path, &scene.reference, noun) == 0.0;
        let path = ["ag:agent", "ag:target"].into_iter().find(fits)?;
        let mut scene = Scene {
            itself: path.into(),
            ..scene.clone()
        };
        scene.many = events.amount.map(|amount| Many {
            of: None,
            least: amount.least,
            most: amount.most,
        });
        let mut noun = noun.clone().with(scene);
        if let Some(last) = events.most {
            noun.set.pick = Some(Pick {
                by: By::Many(None),
                last,
            });
        }
        Some(noun)
    }

    /// The lawsuit of one against another.
    pub(super) fn versus(&self, noun: &Noun, other: &Noun) -> Option<Noun> {
        let entries = self.lexicon.entries.iter();
        let mut lawsuits = entries.enumerate().filter(|(_, entry)| {
            entry.reference == ag::LAWSUIT
                && entry.restrictions.is_empty()
                && entry.path(Function::Itself) == Some(".")
        });
        let (index, _) = lawsuits.next()?;
        let mut lawsuit = Noun::word(self.lexicon, index);
        let scene = lawsuit.set.scenes.make_mut().first_mut()?;
        scene.roles.push(("ag:agent".into(), noun.set.clone()));
        scene.roles.push(("ag:defendant".into(), other.set.clone()));
        lawsuit.closed = true;
        Some(lawsuit)
    }

    /// Things of a kind that have a date of their own: laws, by the day of their enactment.
    pub(super) fn dated(&self, noun: &Noun) -> Option<Noun> {
        let when = self.lexicon.entries[noun.entry?].when.as_deref()?;
        let own = |class: &NamedNode| self.fit.leads_from(&property(when)?, class).then_some(());
        let acts = self.fit.said_of(&ag::ACTOR.into_owned(), &noun.set);
        noun.set.classes.iter().find_map(own).filter(|()| !acts)?;
        let mut dated = noun.clone();
        match dated.set.scenes.make_mut() {
            [] if noun.is_class() => {
                let mut scene = Scene::new(property(when)?, Nature::Property);
                scene.when = Some(when.into());
                dated.set.scenes.push(scene);
            }
            [scene, ..] if scene.nature == Nature::Property && scene.itself == "." => {
                scene.when = Some(when.into());
            }
            _ => return None,
        }
        Some(dated)
    }

    /// A noun with its time: an event, an edition of a list, or what was made then.
    pub(super) fn noun_at(&self, noun: &Noun, time: Period) -> Option<Noun> {
        let mut timed = noun.clone();
        let first = timed.set.scenes.make_mut().first_mut();
        match first.filter(|scene| matches!(scene.nature, Nature::Event | Nature::Standing)) {
            Some(scene) if scene.time.is_none() => {
                scene.time = Some(time);
                Some(timed)
            }
            Some(_) => None,
            // the 1260H list | of June 2021
            None if self.is_list(&noun.set) && noun.asked.is_none() => {
                let mut list = noun.set.clone();
                // Where nothing marks it, the list is the one that all know.
                list.definite |= self.plain && list.named.is_empty();
                Some(edition_of(&list, Some(time)))
            }
            // laws | of 2025
            None => {
                let mut dated = self.dated(noun)?;
                let scene = dated.set.scenes.make_mut().first_mut()?;
                scene.time.is_none().then(|| scene.time = Some(time))?;
                Some(dated)
            }
        }
    }

    /// The edition of a time, of which nothing else is said.
    pub(super) fn edition_at(&self, time: Period) -> Noun {
        edition_of(&Set::the_list(), Some(time))
    }

    /// Two nouns joined by `and` or `or`.
    pub(super) fn both(&self, noun: &Noun, other: &Noun, right: &Phrase) -> Option<Noun> {
        let mut joined = noun.clone();
        if noun.is_named() && other.is_named() {
            // Nobody names the same twice.
            let twice = |named: &Named| named.term.is_some() && joined.set.named.contains(named);
            if other.set.named.iter().any(twice) {
                return None;
            }
            joined.set.named.extend(other.set.named.iter().cloned());
            joined.set.all = noun.set.all || other.set.all;
            joined.set.any |= matches!(right, Phrase::With(Word::Or, _));
            return Some(joined);
        }
        // batteries | or cars: kinds of one property
        if let ([one], [more]) = (&noun.set.scenes[..], &other.set.scenes[..])
            && noun.set.named.is_empty()
            && other.set.named.is_empty()
            && other.asked.is_none()
            && one.itself == more.itself
            && let Some(scene) = either(one, more)
        {
            // both little giants | and single champions
            joined.set.scenes = match noun.set.all {
                true => eco_vec![one.clone(), more.clone()],
                false => eco_vec![scene],
            };
            joined.set.all = false;
            return Some(joined);
        }
        // companies | and agencies
        let classes = noun.is_class() && other.is_class() && other.asked.is_none();
        if classes {
            joined.set.classes.extend(other.set.classes.iter().cloned());
            joined.entry = None;
            return Some(joined);
        }
        None
    }

    /// `X is Y`: which is asked depends on which of the two is.
    /// Members of a class of which a plain word for it says what they are called: (which) listed companies
    /// | (are) single champions.
    fn told_of_class(&self, noun: &Noun, other: &Noun) -> Vec<Noun> {
        let before = [Function::Modifier];
        let filled = |noun: &Noun| noun.filled(self.lexicon, self.fit, &before, None, other);
        let plain = |filled: Vec<(Noun, f64)>| filled.into_iter().filter(|(_, cost)| *cost <= 0.0);
        if noun.is_class() {
            return plain(filled(noun)).map(|(noun, _)| noun).collect();
        }
        let words = self.lexicon.entries.iter().enumerate();
        let words = words.filter(|(_, entry)| {
            let bare = entry.part == Part::Noun && entry.restrictions.is_empty();
            let whole = entry.path(Function::Itself).is_none_or(|path| path == ".");
            bare && whole && noun.set.classes.contains(&entry.reference)
        });
        let told = words.flat_map(|(word, _)| plain(filled(&Noun::word(self.lexicon, word))));
        let told = told.filter_map(|(mut told, _)| Some(noun.clone().with(told.set.scenes.pop()?)));
        told.collect()
    }

    pub(super) fn copula(&self, noun: &Noun, tense: Tense, other: &Noun, made: &mut Found) {
        // who is | US defense secretary
        if let Some(ask) = noun
            .asked
            .filter(|_| noun.is_person_word() || noun.open_word())
            && let Some(held) = other.holders()
        {
            made.push((Phrase::Question(Plan::new(ask, held)), 0.1));
            return;
        }
        // whose subsidiary | is X
        if let (Some(ask), None, true) = (noun.asked, other.asked, other.is_named())
            && let Some(scene) = noun.set.scenes.first()
            && scene.nature != Nature::Standing
            && let value = self.fit.as_value(&scene.itself, other)
            && let Some(owner) = turned_round(noun, value.as_ref().unwrap_or(other))
        {
            made.push((Phrase::Question(Plan::new(ask, owner)), 0.0));
            return;
        }
        // 比亚迪的股票代码 | 是多少: a value is asked for, not how many there are
        let value = |scene: &Scene| {
            let has = scene.nature == Nature::Property && !scene.roles.is_empty();
            has && self.fit.leads_to_values(&scene.itself).is_some()
        };
        if self.plain
            && other.asked == Some(Ask::Count)
            && other.open_word()
            && matches!(&noun.set.scenes[..], [scene] if value(scene))
        {
            let plan = Plan::new(Ask::Things, noun.set.clone());
            made.push((Phrase::Question(plan), 0.0));
            return;
        }
        match (noun.asked, other.asked) {
            // what | is the sector of X; who | is the judge
            (Some(ask), None) => {
                let plan = match ask {
                    // what kind of company | is BOE
                    Ask::What if self.is_of_class(noun, other) => {
                        Plan::new(Ask::Describe, other.set.clone())
                    }
                    Ask::What => return,
                    // 哪家 asks for a company: what is none is not told of
                    _ if other.is_named()
                        && noun.open_word()
                        && (noun
                            .set
                            .classes
                            .first()
                            .is_none_or(|class| *class != ag::COMPANY)
                            || self.is_of_class(noun, other)) =>
                    {
                        Plan::new(Ask::Describe, other.set.clone())
                    }
                    // which company | is HSAI
                    _ if self.is_of_class(noun, other) => Plan::new(Ask::Things, other.set.clone()),
                    _ if other.is_named() => {
                        // which companies | are both little giants and single champions
                        let told = self.told_of_class(noun, other).into_iter();
                        made.extend(told.map(|noun| (Phrase::Noun(noun), 0.1)));
                        self.what_has(noun, other, 0.1, made);
                        return;
                    }
                    ask => match self.narrowed(noun, other, tense) {
                        Some(set) => ask_about(
                            &Noun {
                                set,
                                ..other.clone()
                            },
                            ask,
                        ),
                        // which sectors | are the listed companies (in)
                        None if self.is_list(&other.set)
                            || other.is_edition()
                            || other.is_event() =>
                        {
                            return;
                        }
                        None => {
                            self.what_has(noun, other, 0.1, made);
                            return;
                        }
                    },
                };
                made.push((Phrase::Question(plan), 0.0));
                // which company | is the first to sue: what is asked is of the second's kind
            }
            // 大疆案的法官 | 是谁
            (None, Some(ask)) => {
                let plan = match noun.is_named() && other.open_word() {
                    true => Plan::new(Ask::Describe, noun.set.clone()),
                    // BABA US | is which company
                    false if self.is_of_class(other, noun) => {
                        Plan::new(Ask::Things, noun.set.clone())
                    }
                    // 特朗普 | 是什么职务
                    false if noun.is_named() => {
                        self.what_has(other, noun, 0.1, made);
                        return;
                    }
                    false => match self.narrowed(other, noun, tense) {
                        Some(set) => ask_about(
                            &Noun {
                                set,
                                ..noun.clone()
                            },
                            ask,
                        ),
                        None => return,
                    },
                };
                made.push((Phrase::Question(plan), 0.0));
            }
            // X | is a drone company
            (None, None) if noun.is_named() => {
                if let Some(plan) = self.is_one(noun, other, tense) {
                    made.push((Phrase::Question(plan), 0.3));
                }
            }
            _ => (),
        }
    }

    /// Who holds an office of which a word takes such a participant: members of a committee.
    fn officers(&self, asked: &Noun, marker: &str, body: &Noun, made: &mut Found) {
        for (index, entry) in self.lexicon.entries.iter().enumerate() {
            if entry.part != Part::Noun || entry.reference != ag::TENURE {
                continue;
            }
            let word = Noun::word(self.lexicon, index);
            let behind = [Function::Adjunct, Function::Possessor];
            let found = word.filled(self.lexicon, self.fit, &behind, Some(marker), body);
            let found = found.into_iter().filter(|(_, cost)| *cost <= 0.0);
            made.extend(found.map(|(noun, _)| {
                let noun = Noun {
                    asked: asked.asked,
                    ..noun
                };
                (Phrase::Noun(noun), 0.3)
            }));
        }
    }

    /// Tells whether nothing is said of a noun but its word.
    fn is_bare(&self, noun: &Noun) -> bool {
        let word = noun.entry.map(|entry| Noun::word(self.lexicon, entry));
        word.is_some_and(|word| word.set.scenes.len() == noun.set.scenes.len())
    }

    /// Tells whether a noun names a thing of the class that another noun is.
    fn is_of_class(&self, class: &Noun, named: &Noun) -> bool {
        let one = matches!(&class.set.classes[..], [class]
            if self.fit.all_are(&named.set, class.as_ref()));
        class.is_class() && named.is_named() && one
    }

    /// The things of both descriptions.
    pub(super) fn narrowed(&self, asked: &Noun, other: &Noun, tense: Tense) -> Option<Set> {
        let mut set = other.set.clone();
        if !asked.set.classes.is_empty() && !asked.is_person_word() {
            let fits = asked
                .set
                .classes
                .iter()
                .any(|class| self.fit.said_of(class, &other.set));
            if !fits {
                return None;
            }
            if set.classes.is_empty() && asked.entry.is_some() {
                set.classes.clone_from(&asked.set.classes);
            }
        }
        set.scenes.extend(asked.set.scenes.iter().cloned());
        in_tense(&mut set, tense);
        Some(set)
    }

    /// Whether X is one of these.
    pub(super) fn is_one(&self, noun: &Noun, other: &Noun, tense: Tense) -> Option<Plan> {
        let mut set = other.set.clone();
        // is X | one of the additions
        if let [change] = &mut set.scenes.make_mut()[..]
            && change.is_event()
            && changes_a_list(&change.reference)
            && change.fillers("ag:target").next().is_none()
        {
            let fits = self.fit.cost("ag:target", &change.reference, noun) == 0.0;
            change.roles.push(("ag:target".into(), noun.set.clone()));
            return fits.then(|| Plan::new(Ask::Whether, set));
        }
        if !set.named.is_empty() || set.scenes.is_empty() && set.classes.is_empty() {
            return None;
        }
        let fits = set
            .classes
            .iter()
            .any(|class| self.fit.said_of(class, &noun.set));
        if !set.classes.is_empty() && !fits {
            return None;
        }
        set.named.clone_from(&noun.set.named);
        in_tense(&mut set, tense);
        Some(Plan::new(Ask::Whether, set))
    }

    /// `What sector is X in`, `what office does X hold`: the asked noun has X for its possessor.
    pub(super) fn what_has(&self, noun: &Noun, other: &Noun, cost: f64, made: &mut Found) {
        let asked = noun.asked;
        let open = Noun {
            asked: None,
            ..noun.clone()
        };
        // what reason did X | give: who does it, where the noun says who that is
        let doer = open.filled(self.lexicon, self.fit, &[Function::Subject], None, other);
        let found = match doer.iter().any(|(_, more)| *more == 0.0) {
            true => doer,
            false => {
                let possessor = [Function::Possessor, Function::Subject, Function::Adjunct];
                open.filled(self.lexicon, self.fit, &possessor, None, other)
            }
        };
        for (mut filled, more) in found {
            filled.asked = asked;
            made.push((Phrase::Noun(filled), cost + more));
        }
    }
}

/// The choice of those with the most of something that one of their conditions tells of: the owner of the
/// most subsidiaries, the target of the most requests.
fn most_of(set: &Set, counted: &Noun, last: bool) -> Option<Pick> {
    let mut roles = set.scenes.iter().flat_map(|scene| &scene.roles);
    let (path, _) = roles.find(|(_, filler)| *filler == counted.set)?;
    let of = (path != ".").then(|| path.clone());
    Some(Pick {
        by: By::Many(of),
        last,
    })
}

/// Those who have a thing as what a noun says: of `whose subsidiary` and a company, who owns it.
fn turned_round(noun: &Noun, thing: &Noun) -> Option<Set> {
    let [scene] = &noun.set.scenes[..] else {
        return None;
    };
    let [(path, owner)] = &scene.roles[..] else {
        return None;
    };
    let open = owner.named.is_empty() && owner.scenes.is_empty() && scene.itself != *path;
    let scene = Scene {
        itself: path.clone(),
        roles: eco_vec![(scene.itself.clone(), thing.set.clone())],
        ..scene.clone()
    };
    let mut owner = owner.clone();
    owner.scenes.push(scene);
    open.then_some(owner)
}
