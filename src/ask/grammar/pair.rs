//! What begins with a word of grammar and its noun: `did lawmakers | request DeepSeek`.

use crate::ask::grammar::parts::{done, is_effect, names_all, period, with_be};
use crate::ask::grammar::{Found, Grammar};
use crate::ask::phrase::{
    AMONG, BETWEEN, BY, Clause, EXCEPT, Form, Noun, Phrase, Span, Tense, Word,
};
use crate::ask::plan::{Ask, Nature, Period, Plan, Scene, Set};
use crate::ontology::{Function, Part};
use ecow::eco_vec;

impl Grammar<'_> {
    pub(super) fn after_pair(&self, word: &Word, noun: &Noun, right: &Phrase, made: &mut Found) {
        match (word, right) {
            // Glarun – | still a 1260H company; NIO – | who asked for it
            (Word::Break, Phrase::Noun(other)) if other.asked.is_none() => {
                self.topic(noun, other, made);
                made.extend(part_of(other, noun).map(|noun| (Phrase::Noun(noun), 0.1)));
                if other.entry.is_some() {
                    let any = [Function::Possessor, Function::Adjunct, Function::Modifier];
                    for (filled, cost) in other.filled(self.lexicon, self.fit, &any, None, noun) {
                        made.push((Phrase::Noun(filled), cost + 0.35));
                    }
                }
            }
            // the 1260H list: | how many companies
            (Word::Break, Phrase::Noun(other))
                if other.asked.is_some() && other.is_class() && self.is_list(&noun.set) =>
            {
                let scene = self.standing(noun).scene_of(".");
                made.push((Phrase::Noun(other.clone().with(scene)), 0.0));
            }
            // SMIC: | which lists
            (Word::Break, Phrase::Noun(other))
                if other.asked.is_some() && self.is_list(&other.set) && noun.is_named() =>
            {
                let on = self.standing_open().with_subject(self.fit, noun);
                if let Some((mut clause, cost)) = on {
                    clause.asked = Some(("ag:onList".into(), other.clone()));
                    made.push((Phrase::Sentence(clause), cost));
                }
            }
            // lawsuits filed in 2026: | which companies
            (Word::Break, Phrase::Noun(other))
                if noun.is_event() && other.is_class() && other.asked.is_some() =>
            {
                let any = [Function::Possessor, Function::Adjunct, Function::Modifier];
                for (mut asked, cost) in noun.filled(self.lexicon, self.fit, &any, None, other) {
                    asked.set.pick = asked.set.pick.or(noun.set.pick.clone());
                    made.push((Phrase::Noun(asked), cost + 0.1));
                }
            }
            // little giants: | which companies
            (Word::Break, Phrase::Noun(other))
                if other.asked.is_some()
                    && other.is_class()
                    && noun.is_named()
                    && !self.is_list(&other.set) =>
            {
                let plain = Noun {
                    asked: None,
                    ..other.clone()
                };
                let any = [Function::Adjunct, Function::Modifier];
                for (filled, cost) in plain.filled(self.lexicon, self.fit, &any, None, noun) {
                    let asked = other.asked;
                    made.push((Phrase::Noun(Noun { asked, ..filled }), cost + 0.1));
                }
            }
            (Word::Break, Phrase::Question(plan)) if names_all(&plan.about, &noun.set) => {
                made.push((right.clone(), 0.0));
            }
            (Word::Break, Phrase::Sentence(clause)) => {
                // A, B and C: | who of them responded
                let row = noun.set.named.len() > 1;
                let among = self.among(clause, noun).filter(|_| row);
                let rather = if among.is_some() || noun.set.any {
                    0.4
                } else {
                    0.1
                };
                made.extend(among.map(|clause| (Phrase::Sentence(clause), 0.0)));
                let asked = clause.asked.iter().map(|(_, noun)| &noun.set);
                let told = clause.scene.roles.iter().map(|(_, set)| set);
                if asked.chain(told).any(|set| names_all(set, &noun.set)) {
                    made.push((right.clone(), 0.0));
                }
                // Xiaomi: | who asked
                let objects = clause.with_object(self.fit, noun);
                let others = clause.unmarked(self.lexicon, self.fit, noun);
                for (clause, cost) in objects.into_iter().chain(others) {
                    made.push((Phrase::Sentence(clause), cost + rather));
                }
            }
            // BYD: | listed
            (Word::Break, Phrase::Verb(verb)) => {
                let mut inner = Found::new();
                self.noun_and_verb(noun, verb, &mut inner);
                made.extend(inner);
            }
            // the addition of Alibaba – | who did that
            (Word::Break, Phrase::Marked(marker, asked)) if asked.asked.is_some() => {
                self.noun_and_marked(noun, marker, asked, made);
            }
            // between the January 2025 list | and the June 2026 list: what came after the first
            (Word::Preposition(marker), Phrase::With(Word::And, other)) if marker == BETWEEN => {
                let moments = [noun, other].map(|edition| self.moments.of_noun(edition));
                if let [Some(from), Some(to)] = moments {
                    let after = period(Span::After, from);
                    made.push((Phrase::Time(Period::between(after.from, to.to)), 0.0));
                }
            }
            // the lists on which | X stands
            (Word::Preposition(marker), Phrase::Sentence(clause)) if clause.asked.is_none() => {
                let which = Noun::of(Set::default()).asking(Ask::Things);
                for (told, cost) in self.marked(clause, marker, &which) {
                    let Some((path, _)) = &told.asked else {
                        continue;
                    };
                    let open = Clause {
                        asked: None,
                        objects: eco_vec![path.clone()],
                        ..told.clone()
                    };
                    made.extend(self.relative_object(noun, &open, cost + 0.05));
                }
            }
            // A和B 同一天 | 上榜
            (Word::SameDay, Phrase::Verb(verb)) => {
                if let Some((clause, cost)) = verb.with_subject(self.fit, noun) {
                    let same = self.same_day(&clause);
                    made.extend(same.map(|(clause, more)| (Phrase::Sentence(clause), cost + more)));
                }
            }
            // did lawmakers | request DeepSeek
            (Word::Do, Phrase::Verb(verb)) if verb.form == Form::Base => {
                self.inverted(verb.clone(), noun, 0.0, made);
            }
            // was X | described as
            (Word::Be(_) | Word::Left(_), Phrase::Word(Word::Told)) => {
                made.push((Phrase::With(word.clone(), noun.clone()), 0.02));
            }
            // was DeepSeek | requested; is DeepSeek | on the list
            (Word::Be(tense), Phrase::Verb(verb)) => {
                for (clause, cost) in with_be(verb, *tense) {
                    self.inverted(clause, noun, cost, made);
                }
            }
            // has X | responded; has X | been removed
            (Word::Have, Phrase::Verb(verb)) if done(verb) => {
                self.inverted(verb.clone(), noun, 0.0, made);
            }
            // (to) have X | listed
            (Word::Have, Phrase::Verb(verb)) if verb.form == Form::Passive => {
                if let Some((clause, cost)) = verb.with_subject(self.fit, noun) {
                    made.push((Phrase::Verb(clause.in_form(Form::Base)), cost + 0.1));
                }
            }
            // would the notice | have added
            (Word::Would, Phrase::Verb(verb)) if verb.perfect => {
                self.inverted(verb.clone(), noun, 0.0, made);
            }
            // will the new law | forbid (what)
            (Word::Would, Phrase::Verb(verb)) if verb.form == Form::Base && is_effect(verb) => {
                self.inverted(verb.clone(), noun, 0.05, made);
            }
            // (which lists) is DJI | on
            (Word::Be(tense) | Word::Left(tense), Phrase::Word(Word::Preposition(marker)))
                if self.is_on(marker) && noun.asked.is_none() =>
            {
                let mut on = self.standing_open();
                on.scene.ever = *tense != Tense::Present;
                if let Some((mut clause, cost)) = on.with_subject(self.fit, noun) {
                    clause.objects = eco_vec!["ag:onList".into()];
                    clause.inverted = true;
                    made.push((Phrase::Sentence(clause), cost));
                }
            }
            // (which list) was the letter | about
            (Word::Be(_) | Word::Left(_), Phrase::Word(Word::Preposition(marker)))
                if noun.is_event() =>
            {
                let marker = Word::Preposition(marker.clone());
                made.push((Phrase::With(marker, noun.clone()), 0.05));
            }
            // (what) is X | a subsidiary of
            (Word::Be(_) | Word::Left(_), Phrase::With(Word::Preposition(marker), role))
                if noun.is_named() && noun.asked.is_none() =>
            {
                let others = self.counterparts(role, marker, noun);
                let others = others.map(|other| (Phrase::With(word.clone(), other), 0.05));
                made.extend(others);
            }
            // did X | not …; is X | currently …; is X | first …
            (
                Word::Do | Word::Be(_) | Word::Have | Word::Would,
                Phrase::Word(Word::Not | Word::NoMore),
            ) => {
                made.push((Phrase::With(Word::Neither, noun.clone()), 0.2));
            }
            (
                Word::Do | Word::Be(_) | Word::Have,
                Phrase::Word(Word::Now | Word::Ever | Word::Both),
            ) => {
                made.push((Phrase::With(word.clone(), noun.clone()), 0.01));
            }
            // neither A | nor B
            (Word::Neither, Phrase::With(Word::Nor, other)) => {
                if let Some(noun) = self.both(noun, other, right) {
                    made.push((Phrase::With(Word::Neither, noun), 0.0));
                } else if noun.is_kind() && other.is_kind() {
                    let mut noun = noun.clone();
                    noun.set.scenes.extend(other.set.scenes.iter().cloned());
                    made.push((Phrase::With(Word::Neither, noun), 0.0));
                }
            }
            // companies that | are not Alibaba or Baidu
            (Word::Relative, Phrase::Marked(marker, _)) if marker == EXCEPT => {
                self.after_noun(noun, right, made);
            }
            // lawmakers who | are senators; companies that | are little giants
            (Word::Relative, Phrase::With(Word::Be(tense), other)) if other.asked.is_none() => {
                if other.is_named() {
                    let before = [Function::Modifier];
                    let told = noun.filled(self.lexicon, self.fit, &before, None, other);
                    made.extend(
                        told.into_iter()
                            .map(|(noun, cost)| (Phrase::Noun(noun), cost + 0.1)),
                    );
                } else if let Some(set) = self.narrowed(noun, other, *tense) {
                    let those = Noun {
                        set,
                        ..noun.clone()
                    };
                    made.push((Phrase::Noun(those), 0.05));
                }
            }
            // companies that | are in Wuhan
            (Word::Relative, Phrase::Is(marker, other)) => {
                self.noun_and_marked(noun, marker, other, made);
            }
            // companies that | are not memory makers
            (Word::Relative, Phrase::With(Word::Not, other)) => {
                made.push((Phrase::Noun(noun.but_not(other)), 0.05));
            }
            // is X | a drone company; was X | Secretary of Defense
            (Word::Be(tense), Phrase::Noun(other)) if noun.asked.is_none() => {
                if noun.is_named()
                    && other.asked.is_none()
                    && let Some(plan) = self.is_one(noun, other, *tense)
                {
                    made.push((Phrase::Question(plan), 0.1));
                }
            }
            // has X | been
            (Word::Have, Phrase::Word(Word::Be(_))) => {
                made.push((Phrase::With(Word::Be(Tense::Past), noun.clone()), 0.0));
            }
            // has X | been Secretary of Defense
            (Word::Have, Phrase::With(Word::Be(_), other)) if noun.asked.is_none() => {
                if noun.is_named()
                    && other.asked.is_none()
                    && let Some(plan) = self.is_one(noun, other, Tense::Past)
                {
                    made.push((Phrase::Question(plan), 0.1));
                }
            }
            // is X | in the energy sector: said of a thing by a preposition
            (Word::Be(_), Phrase::Marked(marker, other)) if noun.asked.is_none() => {
                self.is_said(noun, marker, other, made);
            }
            // companies that | were removed
            (Word::Relative, Phrase::Verb(verb)) if verb.form.is_finite() => {
                made.extend(
                    self.relative(noun, verb)
                        .map(|noun| (Phrase::Noun(noun), 0.0)),
                );
                // which company that | …: the question goes on
            }
            // companies that | lawmakers requested
            (Word::Relative, Phrase::Sentence(clause))
                if clause.asked.is_none() && clause.ask.is_none() =>
            {
                made.extend(self.relative_object(noun, clause, 0.0));
            }
            // 大疆有 | 哪些子公司
            (Word::Have, Phrase::Noun(other)) if other.asked.is_some() => {
                let possessors = [Function::Possessor];
                for (filled, cost) in other.filled(self.lexicon, self.fit, &possessors, None, noun)
                {
                    made.push((Phrase::Noun(filled), cost));
                }
            }
            // 公司有 | 哪些
            (Word::Have, Phrase::Word(Word::Which(ask))) if !noun.is_named() => {
                made.push((Phrase::Noun(noun.clone().asking(*ask)), 0.0));
            }
            // 被国防部 | 列入
            (Word::Passive, Phrase::Verb(verb)) if verb.form == Form::Plain => {
                for verb in verb.passives() {
                    if let Some(by) = verb.by.clone()
                        && let Some((mut clause, cost)) = verb.fill(self.fit, &by, noun)
                    {
                        clause.by = None;
                        clause.missing.retain(|missing| missing != BY);
                        made.push((Phrase::Verb(clause), cost));
                    }
                }
            }
            _ => (),
        }
    }

    pub(super) fn inverted(&self, verb: Clause, noun: &Noun, cost: f64, made: &mut Found) {
        if let Some((mut clause, more)) = verb.with_subject(self.fit, noun) {
            clause.inverted = true;
            // is X tied to | Y: what the data say of such ties comes before a way between them
            let way = clause.scene.nature == Nature::Path;
            let rather = if way { 0.05 } else { 0.0 };
            made.push((Phrase::Sentence(clause), cost + more + rather));
        }
    }

    /// Those to whom something named stands in a role: of what X is a subsidiary.
    fn counterparts<'n>(
        &'n self,
        role: &'n Noun,
        marker: &'n str,
        named: &'n Noun,
    ) -> impl Iterator<Item = Noun> + 'n {
        let entry = role.entry.map(|index| &self.lexicon.entries[index]);
        let places = entry.into_iter().flat_map(move |entry| {
            let functions = [Function::Possessor, Function::Adjunct].into_iter();
            functions.flat_map(move |function| entry.arguments(function, Some(marker)))
        });
        let scene = role.set.scenes.first().filter(|scene| scene.itself != ".");
        places
            .zip(std::iter::repeat(scene))
            .filter_map(|(place, scene)| {
                let mut scene = scene?.clone();
                let own = std::mem::replace(&mut scene.itself, place.path.clone());
                let fits = self.fit.cost(&own, &scene.reference, named) == 0.0;
                scene.roles.push((own, named.set.clone()));
                let set = Set {
                    scenes: eco_vec![scene],
                    ..Set::default()
                };
                fits.then(|| Noun {
                    closed: true,
                    entry: role.entry,
                    ..Noun::of(set)
                })
            })
    }

    /// `Is X in the energy sector`, `where is X based`: what a class noun of X's kind takes.
    pub(super) fn is_said(&self, noun: &Noun, marker: &str, other: &Noun, made: &mut Found) {
        // is X | among the additions
        if marker == AMONG && noun.is_named() && other.is_event() {
            let plan = self.is_one(noun, other, Tense::Past);
            made.extend(plan.map(|plan| (Phrase::Question(plan), 0.0)));
        }
        // Standing on a list has its own rule.
        if !noun.is_named() || self.is_list(&other.set) || other.is_edition() {
            return;
        }
        for (number, entry) in self.lexicon.entries.iter().enumerate() {
            let of_thing = entry.path(Function::Itself).is_none()
                && entry.part == Part::Noun
                && entry.restrictions.is_empty();
            if !of_thing || !self.fit.said_of(&entry.reference, &noun.set) {
                continue;
            }
            let class = Noun::word(self.lexicon, number);
            let behind = [Function::Adjunct, Function::Modifier];
            for (filled, cost) in class.filled(self.lexicon, self.fit, &behind, Some(marker), other)
            {
                let Some(scene) = filled.set.scenes.last() else {
                    continue;
                };
                if scene.nature == Nature::Standing {
                    continue;
                }
                let plan = match other.asked {
                    Some(ask) => {
                        let [(path, asked)] = &scene.roles[..] else {
                            continue;
                        };
                        let scene = Scene {
                            itself: path.clone(),
                            roles: eco_vec![(".".into(), noun.set.clone())],
                            ..scene.clone()
                        };
                        let mut set = asked.clone();
                        set.scenes.insert(0, scene);
                        Plan::new(ask, set)
                    }
                    None => {
                        let mut set = noun.set.clone();
                        set.scenes.push(scene.clone());
                        Plan::new(Ask::Whether, set)
                    }
                };
                made.push((Phrase::Question(plan), cost + 0.2));
            }
        }
    }
}

/// Who took part in an event in a role of which nothing else is said: `the BOE letter: | sender`.
fn part_of(role: &Noun, event: &Noun) -> Option<Noun> {
    let [told] = &event.set.scenes[..] else {
        return None;
    };
    let same = role.set.scenes.first()?.reference == told.reference;
    if !role.is_open_role() || !event.is_event() || !same {
        return None;
    }
    let mut noun = role.clone();
    noun.set.scenes.make_mut().first_mut()?.take_over(told);
    noun.closed = true;
    Some(noun.asking(Ask::Things))
}
