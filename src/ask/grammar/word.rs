//! What begins with a word of grammar: `on | the list`, `when | was X listed`.

use crate::ask::grammar::parts::{
    ask_about, at_any_time, chosen, done, edition_of, former, group, is_effect, period, together,
    with_be,
};
use crate::ask::grammar::{Found, Grammar};
use crate::ask::phrase::{
    ABSENT, ACCORDING, AFTER, AMONG, Amount, BEFORE, BETWEEN, COMPARED_WITH, Clause, EXCEPT, Form,
    Noun, Phrase, SAME_DAY, Span, Tense, Word,
};
use crate::ask::plan::{Ask, By, Group, Nature, Pick, Plan, Scene, Set};
use crate::ask::sparql::changes_a_list;
use crate::model::vocab as ag;
use crate::ontology::Function;
use ecow::{EcoVec, eco_vec};

/// Tells whether a preposition says that something is told somewhere.
fn within(marker: &str) -> bool {
    [
        "in", "from", "by", "of", "within", ACCORDING, "per", "based on",
    ]
    .contains(&marker)
}

/// Tells whether a clause is of those of whom it holds most often, which is at no time.
fn counts_most(clause: &Clause) -> bool {
    matches!(&clause.pick, Some(pick) if matches!(pick.by, By::Many(_)))
}

/// What it costs to read `by editions` as `for each edition`.
const BY_EACH: f64 = 0.25;

impl Grammar<'_> {
    pub(super) fn after_word(&self, word: &Word, right: &Phrase, made: &mut Found) {
        match (word, right) {
            // in | the article
            (Word::Preposition(marker), Phrase::Word(Word::Here)) if within(marker) => {
                made.push((Phrase::Filler, 0.05));
            }
            (Word::Preposition(marker), _) => self.after_preposition(marker, right, made),
            // since | 2025
            (Word::Span(span), Phrase::Date(date)) => {
                made.push((Phrase::Time(period(*span, *date)), 0.0));
            }
            // before | Alibaba was added; since | its first edition
            (Word::Span(span), Phrase::Sentence(clause)) if *span != Span::Within => {
                let moment = self.moments.of_sentence(clause);
                made.extend(moment.map(|when| (Phrase::Time(period(*span, when)), 0.1)));
            }
            (Word::Span(span), Phrase::Noun(noun))
                if !matches!(span, Span::Within | Span::Until) =>
            {
                let moment = self.moments.of_noun(noun);
                made.extend(moment.map(|when| (Phrase::Time(period(*span, when)), 0.1)));
            }
            (Word::Span(_), Phrase::Time(time)) => made.push((Phrase::Time(*time), 0.05)),
            // from | which day
            (Word::Span(_), Phrase::Word(Word::Asking(Ask::When))) => {
                made.push((right.clone(), 0.05));
            }
            // per | sector
            (Word::Per, Phrase::Noun(noun)) if noun.asked.is_none() => {
                let group = noun.entry.and_then(|index| group(self.lexicon, index));
                match group {
                    Some(group) => made.push((Phrase::Grouped(group), 0.0)),
                    // per | edition of the list
                    None if noun.set.named.is_empty() => {
                        let mut noun = noun.clone();
                        noun.set.each = true;
                        made.push((Phrase::With(Word::Per, noun), BY_EACH));
                    }
                    None => (),
                }
            }
            // being | on the list: the list itself
            (Word::Be(Tense::Gerund), Phrase::Verb(verb))
                if verb.scene.nature == Nature::Standing
                    && verb.asked.is_none()
                    && matches!(&verb.scene.roles[..], [(path, _)] if path == "ag:onList") =>
            {
                let list = verb.scene.roles[0].1.clone();
                made.push((Phrase::Noun(Noun::of(list)), 0.3));
                for (clause, cost) in with_be(verb, Tense::Gerund) {
                    made.push((Phrase::Verb(clause), cost));
                }
            }
            // was | requested; is | on the list
            (Word::Be(tense), Phrase::Verb(verb)) => {
                for (clause, cost) in with_be(verb, *tense) {
                    made.push((Phrase::Verb(clause), cost));
                }
            }
            (Word::The | Word::Do, Phrase::Word(Word::Here)) => {
                made.push((Phrase::Word(Word::Here), 0.0));
            }
            // (who does) the article | say (was removed)
            (Word::Here, Phrase::Verb(verb))
                if self.takes_content(verb)
                    && verb.scene.roles.is_empty()
                    && matches!(verb.form, Form::Base | Form::Finite) =>
            {
                made.push((Phrase::Filler, 0.1));
            }
            // is | described as
            (Word::Be(_), Phrase::Word(Word::Told)) => {
                made.push((Phrase::Word(word.clone()), 0.02));
            }
            // is | not
            (Word::Be(_) | Word::Do | Word::Have | Word::Would, Phrase::Word(Word::Not)) => {
                made.push((Phrase::Word(Word::Not), 0.1));
                // didn't | he …: asks whether he did
                made.push((Phrase::Word(Word::Asks(Box::new(word.clone()))), 0.25));
            }
            (Word::Asks(word), Phrase::Noun(noun)) => {
                made.push((Phrase::With((**word).clone(), noun.clone()), 0.0));
            }
            // did | request
            (Word::Do, Phrase::Verb(verb)) if verb.form == Form::Base => {
                made.push((Phrase::Verb(verb.clone().in_form(Form::Finite)), 0.05));
            }
            // has | requested; has | been requested; would | have
            (Word::Have, Phrase::Verb(verb)) if done(verb) => {
                let mut clause = Clause {
                    perfect: true,
                    ..verb.clone().in_form(Form::Finite)
                };
                clause.scene.ever |= clause.scene.reference == ag::TENURE;
                made.push((Phrase::Verb(clause), 0.0));
            }
            // has | been Secretary of Defense
            (Word::Have, Phrase::With(Word::Be(_), noun)) => {
                made.push((Phrase::With(Word::Be(Tense::Past), noun.clone()), 0.0));
            }
            (Word::Would, Phrase::Verb(verb)) if verb.perfect && verb.form == Form::Finite => {
                made.push((Phrase::Verb(verb.clone()), 0.0));
            }
            // will | forbid: what a law does is told as a fact
            (Word::Would, Phrase::Verb(verb)) if verb.form == Form::Base && is_effect(verb) => {
                made.push((Phrase::Verb(verb.clone().in_form(Form::Finite)), 0.05));
            }
            // should | be listed
            (Word::Shall, Phrase::Verb(verb)) if verb.form.is_base() => {
                made.push((Phrase::Infinitive(verb.clone()), 0.0));
            }
            // merits | listing
            (Word::Shall, Phrase::Noun(noun)) => {
                made.extend(
                    self.to_be(noun)
                        .map(|clause| (Phrase::Infinitive(clause), 0.05)),
                );
            }
            // never | requested
            (Word::Not | Word::Never, Phrase::Verb(verb)) if !verb.scene.negated => {
                let mut clause = verb.clone();
                clause.scene.negated = true;
                clause.scene.ever |=
                    *word == Word::Never && clause.scene.nature == Nature::Standing;
                // did not | request
                if clause.form == Form::Base {
                    made.push((Phrase::Verb(clause.clone().in_form(Form::Finite)), 0.0));
                }
                made.push((Phrase::Verb(clause), 0.0));
            }
            // are | no longer
            (Word::Be(_), Phrase::Word(Word::NoMore)) => made.push((right.clone(), 0.0)),
            // no longer | on the list
            (Word::NoMore, Phrase::Verb(verb))
                if verb.scene.nature == Nature::Standing && !verb.scene.negated =>
            {
                let mut clause = verb.clone();
                if clause.form == Form::Predicative {
                    clause.form = Form::Finite;
                }
                clause.scene.negated = true;
                clause.scene.once = true;
                made.push((Phrase::Verb(clause), 0.0));
            }
            // from the start | on the list
            (Word::AllAlong, Phrase::Verb(verb)) => {
                made.extend(self.all_along(verb).map(|verb| (Phrase::Verb(verb), 0.05)));
            }
            // ever | requested; still | on the list
            (Word::Ever, Phrase::Verb(verb)) => {
                let mut clause = verb.clone();
                clause.scene.ever = clause.scene.nature == Nature::Standing;
                made.push((Phrase::Verb(clause), 0.0));
            }
            (Word::Ever | Word::Now | Word::Both, other) if !matches!(other, Phrase::Word(_)) => {
                let other = match (word, other) {
                    (Word::Ever, Phrase::Noun(noun)) => Phrase::Noun(at_any_time(noun)),
                    (Word::Both, Phrase::Noun(noun)) => Phrase::Noun(together(noun)),
                    (Word::Both, Phrase::Marked(marker, noun)) => {
                        Phrase::Marked(marker.clone(), together(noun))
                    }
                    (_, other) => other.clone(),
                };
                made.push((other, 0.01));
            }
            // former | chairs
            (Word::Former, Phrase::Noun(noun)) => {
                made.extend(former(noun).map(|noun| (Phrase::Noun(noun), 0.0)));
            }
            // to | add X
            (Word::To, Phrase::Verb(verb)) if verb.form.is_base() => {
                made.push((Phrase::Infinitive(verb.clone()), 0.0));
            }
            // that | were never listed
            (Word::Relative, Phrase::Verb(verb)) if verb.form.is_finite() => {
                made.push((Phrase::Relative(verb.clone()), 0.0));
            }
            // that | X be listed
            (Word::Relative, Phrase::Sentence(clause)) => {
                made.push((Phrase::Infinitive(clause.clone()), 0.1));
            }
            // 被 | 列入; 被 | 国防部
            (Word::Passive, Phrase::Verb(verb)) if matches!(verb.form, Form::Plain) => {
                // 被要求列入: rather who is to be listed than who is asked to list
                let asked = |verb: &Clause| {
                    let subject = verb.subject.as_deref();
                    subject.is_some_and(|path| path.starts_with("ag:addressee"))
                };
                let passives = verb.passives().into_iter().map(|verb| {
                    let cost = if asked(&verb) { 0.15 } else { 0.0 };
                    (Phrase::Verb(verb), cost)
                });
                made.extend(passives);
            }
            // did | lawmakers …; was | DeepSeek …; and | Xiaomi; 有 | 哪些子公司
            (
                Word::Do
                | Word::Be(_)
                | Word::Have
                | Word::Would
                | Word::And
                | Word::Or
                | Word::To
                | Word::Nor
                | Word::Versus
                | Word::Arrow
                | Word::Passive,
                Phrase::Noun(noun),
            ) if !(matches!(word, Word::And | Word::Or | Word::Nor) && noun.is_row()) => {
                made.push((Phrase::With(word.clone(), noun.clone()), 0.0));
                // 有 | 公司: there are
                let unnamed = noun.asked.is_none() && noun.set.named.is_empty();
                if *word == Word::Have && unnamed {
                    made.push((Phrase::Noun(noun.clone()), 0.3));
                }
            }
            // and | sued; and | was removed
            (Word::And | Word::Or, Phrase::Verb(verb)) => {
                // What is true of either is seldom true of both.
                let both = if *word == Word::Or { 0.3 } else { 0.0 };
                made.push((Phrase::AndVerb(verb.clone()), both));
                if *word == Word::Or {
                    made.push((Phrase::OrVerb(verb.clone()), 0.0));
                }
            }
            // and | on the MEU List
            (Word::And | Word::Or, Phrase::Marked(..) | Phrase::Time(_)) => {
                made.push((right.clone(), 0.1));
            }
            // but | that …
            (Word::And | Word::Or, Phrase::Word(Word::Relative | Word::Preposition(_))) => {
                made.push((right.clone(), 0.0));
            }
            // the | list
            (Word::The, Phrase::Noun(noun)) => {
                let mut noun = noun.clone();
                let chosen =
                    noun.most.is_some() || noun.amount.is_some() || noun.set.pick.is_some();
                // the | seven senators: how many they are is rather known than asked for
                let counted = match noun.amount.is_some() && noun.asked.is_none() {
                    true => {
                        let mut all = noun.clone();
                        all.amount = None;
                        made.push((Phrase::Noun(all), 0.0));
                        0.2
                    }
                    false => 0.0,
                };
                noun.set.definite = (noun.is_class() || noun.is_edition()) && !chosen;
                // the | January 2025 list: of the list
                if noun.is_edition()
                    && let Some(scene) = noun.set.scenes.make_mut().first_mut()
                    && scene.time.is_some()
                {
                    let lists = scene
                        .roles
                        .make_mut()
                        .iter_mut()
                        .filter(|(path, _)| path == "ag:list");
                    lists.for_each(|(_, list)| list.definite = list.named.is_empty());
                }
                made.push((Phrase::Noun(noun), counted));
            }
            // each | edition
            (Word::Each, Phrase::Noun(noun))
                if noun.asked.is_none() && noun.set.named.is_empty() =>
            {
                let mut noun = noun.clone();
                noun.set.each = true;
                made.push((Phrase::Noun(noun), 0.0));
            }
            (
                Word::The,
                Phrase::Word(Word::Order(_) | Word::Most(_) | Word::Longest | Word::Largest),
            ) => {
                made.push((right.clone(), 0.0));
            }
            (Word::The, Phrase::Date(_)) => made.push((right.clone(), 0.05)),
            (Word::The, other) if !matches!(other, Phrase::Word(_)) => {
                // the | list: rather a noun than what somebody does
                let told = matches!(other, Phrase::Verb(verb) if matches!(verb.form, Form::Base | Form::Finite));
                made.push((other.clone(), if told { 0.3 } else { 0.01 }))
            }
            // which | companies
            (Word::Which(ask), Phrase::Noun(noun))
                if noun.asked.is_none() && noun.set.named.is_empty() =>
            {
                let mut noun = noun.clone().asking(*ask);
                // Which two companies: how many they are is no condition.
                let exact = noun
                    .amount
                    .filter(|amount| amount.most == Some(amount.least));
                if let Some(exact) = exact
                    && *ask == Ask::Things
                {
                    noun.amount = None;
                    noun.number = Some(exact.least);
                }
                made.push((Phrase::Noun(noun), 0.0));
            }
            // 哪 | 两家
            (Word::Which(Ask::Things), Phrase::Amount(amount))
                if self.plain && amount.least > 1 =>
            {
                let things = Noun::of(Set::default()).asking(Ask::Things);
                let exact = amount.most == Some(amount.least);
                let things = Noun {
                    closed: true,
                    number: exact.then_some(amount.least),
                    ..things
                };
                made.push((Phrase::Noun(things), 0.05));
            }
            // which | of the companies
            (Word::Which(ask), Phrase::Marked(marker, noun))
                if noun.asked.is_none() && !marker.is_empty() =>
            {
                made.push((Phrase::Noun(noun.clone().asking(*ask)), 0.1));
            }
            (Word::Asking(ask), _) => self.after_asking(*ask, right, made),
            // until when | was X Secretary of Defense
            (Word::UntilWhen, _) => {
                let mut asked = Found::new();
                self.after_asking(Ask::When, right, &mut asked);
                made.extend(asked.into_iter().filter_map(|(phrase, cost)| match phrase {
                    Phrase::Question(plan) => Some((Phrase::Question(until(plan)?), cost)),
                    _ => None,
                }));
            }
            // show | companies that …
            (Word::Show(ask), Phrase::Noun(noun)) => {
                let ask = noun.asked.unwrap_or(*ask);
                made.push((Phrase::Question(ask_about(noun, ask)), 0.0));
            }
            // show | who requested X; tell me | why X was listed
            (Word::Show(_), Phrase::Question(plan)) => {
                made.push((Phrase::Question(plan.clone()), 0.1));
            }
            (Word::Show(_), Phrase::Sentence(clause))
                if clause.asked.is_some() || clause.ask.is_some() =>
            {
                if let Some(plan) = clause.question() {
                    made.push((Phrase::Question(plan), 0.1));
                }
            }
            // the size of | the list
            (Word::Size, Phrase::Noun(list)) if list.asked.is_none() => {
                made.extend(self.size_of(list).map(|plan| (Phrase::Question(plan), 0.0)));
            }
            (Word::The, Phrase::Word(Word::Size)) => made.push((right.clone(), 0.0)),
            // are there | lawsuits of X
            (Word::Exists, Phrase::Noun(noun)) => {
                let ask = noun.asked.unwrap_or(Ask::Whether);
                made.push((Phrase::Question(ask_about(noun, ask)), 0.0));
            }
            // first | listing; latest | edition; latest | 1260H list
            (Word::Order(last), Phrase::Noun(noun))
                if noun.set.pick.is_none() && noun.asked.is_none() =>
            {
                let list = self.is_list(&noun.set) && (noun.is_named() || self.plain || *last);
                let mut all = noun.set.clone();
                all.definite |= noun.is_class();
                let mut chosen = match list {
                    true => edition_of(&all, None),
                    false => at_any_time(&self.dated(noun).unwrap_or_else(|| noun.clone())),
                };
                chosen.set.pick = Some(Pick {
                    by: By::Date,
                    last: *last,
                });
                made.push((Phrase::Noun(chosen), 0.0));
            }
            // followed | the January 2025 list
            (Word::NextTo(_), Phrase::Noun(noun)) if noun.is_edition() && noun.asked.is_none() => {
                made.push((Phrase::With(word.clone(), noun.clone()), 0.0));
            }
            // is | the latest
            (Word::Be(_), Phrase::Word(Word::Order(_) | Word::Largest)) => {
                made.push((right.clone(), 0.05));
            }
            // largest | edition; longest | 1260H list
            (Word::Largest, Phrase::Noun(noun))
                if noun.set.pick.is_none() && (noun.is_edition() || self.is_list(&noun.set)) =>
            {
                let mut edition = match noun.is_edition() {
                    true => noun.clone(),
                    false => Noun {
                        asked: noun.asked,
                        ..edition_of(&noun.set, None)
                    },
                };
                edition.set.pick = Some(Pick {
                    by: By::Many(Some("ag:includes".into())),
                    last: true,
                });
                made.push((Phrase::Noun(edition), 0.0));
            }
            // newly | added: when that list was last changed
            (Word::New, Phrase::Verb(verb))
                if changes_a_list(&verb.scene.reference) && verb.scene.time.is_none() =>
            {
                let list = verb.scene.fillers("ag:list").next();
                let list = list.and_then(|list| list.things().into_iter().next());
                if let Some(time) = self.moments.last_change(list) {
                    let mut clause = verb.clone();
                    clause.scene.time = Some(time);
                    made.push((Phrase::Verb(clause), 0.0));
                }
            }
            // first | requested
            (Word::Order(_) | Word::Most(_) | Word::Longest, Phrase::Verb(verb)) => {
                made.extend(chosen(word, verb).map(|clause| (Phrase::Verb(clause), 0.0)));
            }
            // the first | to sue
            (Word::Order(last), Phrase::Infinitive(verb)) => {
                let mut clause = verb.clone().in_form(Form::Predicative);
                clause.scene.ever |= clause.scene.reference == ag::TENURE;
                let pick = Pick {
                    by: By::Date,
                    last: *last,
                };
                if clause.choose(pick).is_some() {
                    made.push((Phrase::Verb(clause), 0.0));
                }
            }
            // most | letters
            (Word::Most(most), Phrase::Noun(noun)) if noun.most.is_none() => {
                let noun = Noun {
                    most: Some(*most),
                    ..noun.clone()
                };
                made.push((Phrase::Noun(noun), 0.0));
            }
            // more than | three
            (Word::Than(more, inclusive), Phrase::Amount(amount)) => {
                let number = amount.least;
                let amount = match (more, inclusive) {
                    (true, true) => Amount {
                        least: number,
                        most: None,
                    },
                    (true, false) => Amount {
                        least: number.saturating_add(1),
                        most: None,
                    },
                    (false, true) => Amount {
                        least: 1,
                        most: Some(number),
                    },
                    (false, false) => Amount {
                        least: 1,
                        most: Some(number.saturating_sub(1)),
                    },
                };
                made.push((Phrase::Amount(amount), 0.0));
            }
            // except | CATL
            (Word::Except, Phrase::Noun(noun)) if noun.is_named() => {
                made.push((Phrase::Marked(EXCEPT.to_owned(), noun.clone()), 0.0));
            }
            // not | Alibaba or Baidu
            (Word::Not, Phrase::Noun(noun)) if noun.is_named() && noun.asked.is_none() => {
                made.push((Phrase::Marked(EXCEPT.to_owned(), noun.clone()), 0.2));
            }
            // not | memory makers
            (Word::Not, Phrase::Noun(noun)) if noun.asked.is_none() && noun.is_kind() => {
                made.push((Phrase::With(Word::Not, noun.clone()), 0.0));
            }
            // are | about CATL, in Beijing; standing on a list has its own rule
            (Word::Be(_), Phrase::Marked(marker, noun))
                if marker != EXCEPT
                    && noun.asked.is_none()
                    && !(self.is_on(marker) && (self.is_list(&noun.set) || noun.is_edition())) =>
            {
                made.push((Phrase::Is(marker.clone(), noun.clone()), 0.1));
            }
            // are | neither A nor B
            (Word::Be(_), Phrase::With(Word::Neither, noun)) if noun.is_named() => {
                made.push((Phrase::Marked(EXCEPT.to_owned(), noun.clone()), 0.0));
            }
            (Word::Be(_), Phrase::With(Word::Neither, noun)) if noun.is_kind() => {
                made.push((Phrase::With(Word::Not, noun.clone()), 0.0));
            }
            (Word::Be(_), Phrase::With(Word::Not, _)) => made.push((right.clone(), 0.0)),
            (Word::Be(_), Phrase::Marked(marker, _)) if marker == EXCEPT => {
                made.push((right.clone(), 0.0));
            }
            // neither | on the 1260H list; nor | on the NS-CMIC list
            (Word::Neither | Word::Nor, Phrase::Verb(verb)) if !verb.scene.negated => {
                let mut clause = verb.clone();
                clause.scene.negated = true;
                made.push(match word {
                    Word::Nor => (Phrase::AndVerb(clause), 0.0),
                    _ => (Phrase::Verb(clause), 0.0),
                });
            }
            // not | the January 2025 list
            (Word::Not, Phrase::Noun(noun))
                if noun.asked.is_none()
                    && (noun.is_edition() || noun.is_named() && self.is_list(&noun.set)) =>
            {
                let mut clause = self.standing(noun);
                clause.scene.negated = true;
                made.push((Phrase::Verb(clause), 0.3));
            }
            // neither | A nor B
            (Word::Neither, Phrase::Noun(noun)) => {
                made.push((Phrase::With(Word::Neither, noun.clone()), 0.0));
            }
            // 's | listing: the rest of a possessive whose owner is a pronoun
            _ => (),
        }
    }

    pub(super) fn after_preposition(&self, marker: &str, right: &Phrase, made: &mut Found) {
        match right {
            // between | the January 2025 list (and …)
            Phrase::Noun(noun) if marker == BETWEEN && noun.is_edition() => {
                let between = Word::Preposition(marker.to_owned());
                made.push((Phrase::With(between, noun.clone()), 0.0));
            }
            // between | January 2025 (and the June 2026 list)
            Phrase::Date(date) if marker == BETWEEN => {
                let between = Word::Preposition(marker.to_owned());
                made.push((Phrase::With(between, self.edition_at(*date)), 0.1));
            }
            // on | neither the 1260H list nor the NS-CMIC list
            Phrase::With(Word::Neither, noun)
                if self.is_on(marker) && noun.asked.is_none() && self.is_list(&noun.set) =>
            {
                let mut lists = noun.clone();
                lists.set.any = true;
                let mut clause = self.standing(&lists);
                clause.scene.negated = true;
                made.push((Phrase::Verb(clause), 0.0));
            }
            // on | the list
            Phrase::Noun(noun) => {
                made.push((Phrase::Marked(marker.to_owned(), noun.clone()), 0.0));
                let on_list = self.is_list(&noun.set) || noun.is_edition();
                if self.is_on(marker) && on_list {
                    made.push((Phrase::Verb(self.standing(noun)), 0.1));
                }
                // missing from | the list
                if marker == ABSENT && on_list {
                    let mut clause = self.standing(noun);
                    clause.scene.negated = true;
                    made.push((Phrase::Verb(clause), 0.0));
                }
                // among | the additions of June 2026
                if marker == AMONG {
                    made.extend(self.to_be(noun).map(|verb| (Phrase::Verb(verb), 0.1)));
                }
                // in | the letter
                if self.is_on(marker) || marker == "from" {
                    made.extend(self.named_in(noun).map(|verb| (Phrase::Verb(verb), 0.2)));
                }
            }
            // 比 A | 早, 和 A | 同一天, 在 A | 之前: the word behind says when
            Phrase::Marked(when, noun)
                if [BEFORE, AFTER, SAME_DAY, COMPARED_WITH].contains(&when.as_str())
                    && noun.asked.is_none() =>
            {
                made.push((right.clone(), 0.0));
            }
            // 在 | 清单上
            Phrase::Marked(_, noun) if self.is_on(marker) => {
                made.push((Phrase::Marked(marker.to_owned(), noun.clone()), 0.0));
                let on_list = self.is_list(&noun.set) || noun.is_edition();
                if on_list || noun.asked.is_some() {
                    made.push((Phrase::Verb(self.standing(noun)), 0.1));
                }
            }
            // from | Texas, where that is said by an adjective
            Phrase::Verb(verb)
                if matches!(verb.form, Form::Predicative | Form::Plain)
                    && !self.lexicon.entries[verb.entry]
                        .arguments(Function::Itself, Some(marker))
                        .is_empty() =>
            {
                made.push((right.clone(), 0.0));
            }
            // (the reaction) to | June 2026
            Phrase::Date(date) if marker != ABSENT => made.push((Phrase::Time(*date), 0.35)),
            // after | being listed; 对 | 被列入清单
            Phrase::Verb(verb) if matches!(verb.form, Form::Gerund | Form::Plain) => {
                if let Some(noun) = verb.as_event() {
                    // (sued over) | being listed: of what is often said so, the change of a list is meant
                    let listed = changes_a_list(&verb.scene.reference);
                    let cost = if listed { 0.2 } else { 0.3 };
                    made.push((Phrase::Marked(marker.to_owned(), noun), cost));
                }
            }
            // what | … for: a preposition before a preposition says nothing more
            _ => (),
        }
    }

    pub(super) fn after_asking(&self, ask: Ask, right: &Phrase, made: &mut Found) {
        // (who was Secretary of Defense) when | the first list was published
        if let (Ask::When, Phrase::Sentence(clause)) = (ask, right)
            && !clause.inverted
        {
            let moment = self.moments.of_sentence(clause);
            made.extend(moment.map(|when| (Phrase::Time(when), 0.2)));
        }
        match right {
            // when | was X listed
            Phrase::Sentence(clause)
                if clause.asked.is_none() && clause.ask.is_none() && !counts_most(clause) =>
            {
                let mut asked = clause.clone();
                asked.ask = Some(ask);
                if let Some(plan) = asked.question() {
                    let cost = if clause.inverted { 0.0 } else { 0.2 };
                    made.push((Phrase::Question(plan), cost));
                }
            }
            // what led | the Pentagon to list X
            Phrase::Infinitive(clause) if ask == Ask::Why && clause.asked.is_none() => {
                let mut asked = clause.clone();
                asked.ask = Some(ask);
                made.extend(asked.question().map(|plan| (Phrase::Question(plan), 0.1)));
            }
            // 什么时候 | 被列入; (DJI,) since when | on the list
            Phrase::Verb(verb)
                if matches!(verb.form, Form::Plain | Form::Predicative | Form::Passive)
                    && !counts_most(verb)
                    && verb.ask.is_none()
                    && verb.asked.is_none() =>
            {
                let mut verb = verb.clone();
                verb.ask = Some(ask);
                let cost = if verb.form == Form::Plain { 0.0 } else { 0.2 };
                made.push((Phrase::Verb(verb), cost));
            }
            // 哪一年 | 新增的公司最多
            Phrase::Noun(noun) if ask == Ask::When && noun.most == Some(true) => {
                made.extend(self.counted_by(noun, Group::Year));
            }
            // when | was the first letter; how | was the reaction of X
            Phrase::With(Word::Be(_) | Word::Do, noun) | Phrase::Noun(noun)
                if noun.is_event() && noun.asked.is_none() =>
            {
                let cost = if matches!(right, Phrase::Noun(_)) {
                    0.4
                } else {
                    0.1
                };
                made.push((Phrase::Question(ask_about(noun, ask)), cost));
                // (X's) date of | removal
                if matches!(right, Phrase::Noun(_)) && ask == Ask::When {
                    made.push((Phrase::Noun(noun.clone().asking(ask)), 0.1));
                }
            }
            // from when | may the Pentagon no longer …
            Phrase::Noun(noun) | Phrase::With(_, noun)
                if ask == Ask::When && noun.is_ban() && noun.asked.is_none() =>
            {
                made.push((Phrase::Question(ask_about(noun, ask)), 0.0));
            }
            // since when | has X been Secretary of Defense
            Phrase::Question(plan) if plan.ask == Ask::Whether && !plan.about.named.is_empty() => {
                let noun = Noun::of(plan.about.clone());
                let asked = ask_about(&noun, ask);
                if asked.ask != Ask::Whether {
                    made.push((Phrase::Question(asked), 0.1));
                }
            }
            _ => (),
        }
    }
}

/// The plan that asks when a state ended, where another asks when it began.
fn until(mut plan: Plan) -> Option<Plan> {
    let scene = plan.about.scenes.make_mut().first_mut()?;
    if scene.reference == ag::TENURE {
        scene.itself = "ag:end".into();
        return Some(plan);
    }
    if scene.nature != Nature::Standing || scene.negated {
        return None;
    }
    let mut removal = Scene::new(ag::REMOVAL.into_owned(), Nature::Event);
    let lists = scene.fillers("ag:onList").cloned();
    removal
        .roles
        .extend(lists.map(|list| ("ag:list".into(), list)));
    let who = Set {
        scenes: EcoVec::new(),
        pick: None,
        ..plan.about.clone()
    };
    removal.roles.push(("ag:target".into(), who));
    let about = Set {
        classes: eco_vec![ag::REMOVAL.into_owned()],
        scenes: eco_vec![removal],
        ..Set::default()
    };
    Some(Plan::new(Ask::When, about))
}
