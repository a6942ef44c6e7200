//! The rules: what two neighbouring phrases make, and what it costs to read them so.
//!
//! The rules know subjects, objects, passives, relative clauses, questions turned around and what
//! stands before or behind its noun; they know no verb, no name and no language. Which of them a
//! language uses follows from its little words: one without a word for `did` has no questions turned
//! around by it. The comment before each rule is an example, the bar standing where the two
//! phrases meet.

use crate::ask::chart::Rules;
use crate::ask::fit::Fit;
use crate::ask::phrase::{
    Amount, BY, Clause, EXCEPT, Form, Noun, OBJECT, Phrase, Span, Tense, Word, dated_by, said,
    scene,
};
use crate::ask::plan::{Ask, By, Group, Nature, Period, Pick, Plan, Scene, Set};
use crate::model::vocab as ag;
use crate::ontology::{Function, Lexicon};

/// What it costs that a verb that has an object goes without.
const OPEN_OBJECT: f64 = 0.02;
/// What each condition of a question costs beyond the first.
const NESTED: f64 = 0.04;
/// What it costs that a condition says nothing but that there is such an event.
const OPEN_SCENE: f64 = 0.3;

/// What it costs that a preposition is left out.
const LOOSE: f64 = 0.35;

/// What two phrases make, each with its cost.
pub type Found = Vec<(Phrase, f64)>;

/// The grammar over a lexicon and what fits where.
pub struct Grammar<'a> {
    lexicon: &'a Lexicon,
    fit: &'a Fit<'a>,
    /// The words for standing on a list.
    standing: Vec<usize>,
}

impl<'a> Grammar<'a> {
    /// Returns the grammar of a lexicon.
    pub fn new(lexicon: &'a Lexicon, fit: &'a Fit<'a>) -> Self {
        let entries = lexicon.entries.iter().enumerate();
        let standing = entries.filter(|(_, entry)| entry.reference == ag::ON_LIST);
        Self {
            lexicon,
            fit,
            standing: standing.map(|(index, _)| index).collect(),
        }
    }
}

impl Rules for Grammar<'_> {
    type Category = Phrase;

    fn combine(&self, left: &Phrase, right: &Phrase, made: &mut Found) {
        use Phrase as P;
        match (left, right) {
            // please | list …; who | really
            (P::Filler, P::Filler) => made.push((P::Filler, 0.0)),
            (P::Filler, other) => made.push((other.clone(), 0.01)),
            (other, P::Filler) if !matches!(other, P::Word(_)) => made.push((other.clone(), 0.01)),
            // X – | yes or no
            (P::Word(Word::Break), other) if !matches!(other, P::Word(_)) => {
                made.push((other.clone(), 0.02));
            }
            (other, P::Word(Word::Break)) => {
                if let P::Noun(noun) = other
                    && noun.is_named()
                    && noun.asked.is_none()
                {
                    made.push((P::With(Word::Break, noun.clone()), 0.0));
                }
                if !matches!(other, P::Word(_)) {
                    made.push((other.clone(), 0.04));
                }
            }
            (P::Word(Word::Link), P::Filler) => made.push((left.clone(), 0.01)),
            (P::Word(word), right) => self.after_word(word, right, made),
            (P::Noun(noun), right) => self.after_noun(noun, right, made),
            (P::Verb(verb), right) => self.after_verb(verb, right, made),
            (P::With(word, noun), right) => self.after_pair(word, noun, right, made),
            (P::Sentence(clause), right) => self.after_sentence(clause, right, made),
            (P::Marked(marker, noun), right) => self.after_marked(marker, noun, right, made),
            (P::Modifier(before), P::Noun(noun)) => self.modified(before, noun, made),
            (P::Time(time), right) => self.after_time(*time, right, made),
            (P::Date(date), right) => self.after_date(*date, right, made),
            (P::Amount(amount), P::Noun(noun)) if noun.amount.is_none() => {
                // three | lists
                let noun = Noun {
                    amount: Some(*amount),
                    ..noun.clone()
                };
                made.push((P::Noun(noun), 0.0));
            }
            (P::Question(_), P::Word(Word::Tag)) => made.push((left.clone(), 0.05)),
            (P::Question(plan), P::Time(time)) => {
                if let Some(plan) = timed(plan, *time) {
                    made.push((P::Question(plan), 0.1));
                }
            }
            (P::Question(plan), P::Grouped(group)) if plan.group.is_none() => {
                let mut plan = plan.clone();
                plan.group = Some(group.clone());
                made.push((P::Question(plan), 0.0));
            }
            _ => (),
        }
    }
}

impl Grammar<'_> {
    /// Tells whether a marker says that something stands on a list.
    fn is_on(&self, marker: &str) -> bool {
        self.standing.iter().any(|index| {
            let entry = &self.lexicon.entries[*index];
            !entry.arguments(Function::Adjunct, Some(marker)).is_empty()
        })
    }

    fn is_list(&self, set: &Set) -> bool {
        self.fit.all_are(set, ag::DESIGNATION_LIST)
    }

    /// Tells whether the noun means one edition of a list.
    fn is_edition(&self, noun: &Noun) -> bool {
        let event = noun.set.scenes.first().filter(|scene| scene.is_event());
        event.is_some_and(|scene| scene.reference == ag::EDITION)
    }

    // --- a word of grammar first ---------------------------------------------------------------

    fn after_word(&self, word: &Word, right: &Phrase, made: &mut Found) {
        match (word, right) {
            (Word::Preposition(marker), _) => self.after_preposition(marker, right, made),
            // since | 2025
            (Word::Span(span), Phrase::Date(date)) => {
                made.push((Phrase::Time(period(*span, *date)), 0.0));
            }
            (Word::Span(_), Phrase::Time(time)) => made.push((Phrase::Time(*time), 0.05)),
            // per | sector
            (Word::Per, Phrase::Noun(noun)) if noun.asked.is_none() => {
                let group = noun.entry.and_then(|index| group(self.lexicon, index));
                made.extend(group.map(|group| (Phrase::Grouped(group), 0.0)));
            }
            // was | requested; is | on the list
            (Word::Be(tense), Phrase::Verb(verb)) => {
                for (clause, cost) in with_be(verb, *tense) {
                    made.push((Phrase::Verb(clause), cost));
                }
            }
            // is | not
            (Word::Be(_) | Word::Do | Word::Have | Word::Would, Phrase::Word(Word::Not)) => {
                made.push((Phrase::Word(Word::Not), 0.1));
                // didn't | he …: asks whether he did
                made.push((Phrase::Word(word.clone()), 0.15));
            }
            // did | request
            (Word::Do, Phrase::Verb(verb)) if verb.form == Form::Base => {
                made.push((Phrase::Verb(verb.clone().in_form(Form::Finite)), 0.05));
            }
            // has | requested; has | been requested; would | have
            (Word::Have, Phrase::Verb(verb)) if done(verb) => {
                let clause = Clause {
                    perfect: true,
                    ..verb.clone().in_form(Form::Finite)
                };
                made.push((Phrase::Verb(clause), 0.0));
            }
            // has | been Secretary of Defense
            (Word::Have, Phrase::With(Word::Be(_), noun)) => {
                made.push((Phrase::With(Word::Be(Tense::Past), noun.clone()), 0.0));
            }
            (Word::Would, Phrase::Verb(verb)) if verb.perfect && verb.form == Form::Finite => {
                made.push((Phrase::Verb(verb.clone()), 0.0));
            }
            // should | be listed
            (Word::Shall, Phrase::Verb(verb)) if verb.form.is_base() => {
                made.push((Phrase::Infinitive(verb.clone()), 0.0));
            }
            // never | requested
            (Word::Not, Phrase::Verb(verb)) if !verb.scene.negated => {
                let mut clause = verb.clone();
                clause.scene.negated = true;
                // did not | request
                if clause.form == Form::Base {
                    made.push((Phrase::Verb(clause.clone().in_form(Form::Finite)), 0.0));
                }
                made.push((Phrase::Verb(clause), 0.0));
            }
            // ever | requested; still | on the list
            (Word::Ever, Phrase::Verb(verb)) => {
                let mut clause = verb.clone();
                clause.scene.ever = clause.scene.nature == Nature::Standing;
                made.push((Phrase::Verb(clause), 0.0));
            }
            (Word::Ever | Word::Now | Word::Both, other) if !matches!(other, Phrase::Word(_)) => {
                let other = match (word, other) {
                    (Word::Both, Phrase::Noun(noun)) => Phrase::Noun(together(noun)),
                    (Word::Both, Phrase::Marked(marker, noun)) => {
                        Phrase::Marked(marker.clone(), together(noun))
                    }
                    (_, other) => other.clone(),
                };
                made.push((other, 0.01));
            }
            // to | add X
            (Word::To, Phrase::Verb(verb)) if verb.form.is_base() => {
                made.push((Phrase::Infinitive(verb.clone()), 0.0));
            }
            // that | X be listed
            (Word::Relative, Phrase::Sentence(clause)) => {
                made.push((Phrase::Infinitive(clause.clone()), 0.1));
            }
            // 被 | 列入; 被 | 国防部
            (Word::Passive, Phrase::Verb(verb)) if matches!(verb.form, Form::Plain) => {
                made.extend(
                    verb.passives()
                        .into_iter()
                        .map(|verb| (Phrase::Verb(verb), 0.0)),
                );
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
                | Word::Passive,
                Phrase::Noun(noun),
            ) => {
                made.push((Phrase::With(word.clone(), noun.clone()), 0.0));
                // 有 | 公司: there are
                if *word == Word::Have && noun.asked.is_none() && noun.set.named.is_empty() {
                    made.push((Phrase::Noun(noun.clone()), 0.3));
                }
            }
            // and | sued; and | was removed
            (Word::And | Word::Or, Phrase::Verb(verb)) => {
                made.push((Phrase::AndVerb(verb.clone()), 0.0));
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
                noun.set.definite = noun.is_class() && !chosen;
                made.push((Phrase::Noun(noun), 0.0));
            }
            (Word::The, Phrase::Word(Word::Order(_) | Word::Most(_) | Word::Longest)) => {
                made.push((right.clone(), 0.0));
            }
            (Word::The, Phrase::Date(_)) => made.push((right.clone(), 0.05)),
            // which | companies
            (Word::Which(ask), Phrase::Noun(noun))
                if noun.asked.is_none() && noun.set.named.is_empty() =>
            {
                made.push((Phrase::Noun(noun.clone().asking(*ask)), 0.0));
            }
            // which | of the companies
            (Word::Which(ask), Phrase::Marked(marker, noun))
                if noun.asked.is_none() && !marker.is_empty() =>
            {
                made.push((Phrase::Noun(noun.clone().asking(*ask)), 0.1));
            }
            (Word::Asking(ask), _) => self.after_asking(*ask, right, made),
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
            // are there | lawsuits of X
            (Word::Exists, Phrase::Noun(noun)) => {
                let ask = noun.asked.unwrap_or(Ask::Whether);
                made.push((Phrase::Question(ask_about(noun, ask)), 0.0));
            }
            // first | listing; latest | edition; latest | 1260H list
            (Word::Order(last), Phrase::Noun(noun)) if noun.set.pick.is_none() => {
                let mut noun = match self.is_list(&noun.set) && noun.is_named() {
                    true => edition_of(&noun.set, None),
                    false => noun.clone(),
                };
                noun.set.pick = Some(Pick {
                    by: By::Date,
                    last: *last,
                });
                made.push((Phrase::Noun(noun), 0.0));
            }
            // first | requested
            (Word::Order(_) | Word::Most(_) | Word::Longest, Phrase::Verb(verb)) => {
                made.extend(chosen(word, verb).map(|clause| (Phrase::Verb(clause), 0.0)));
            }
            // the first | to sue
            (Word::Order(last), Phrase::Infinitive(verb)) => {
                let mut clause = verb.clone().in_form(Form::Predicative);
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
            // neither | A nor B
            (Word::Neither, Phrase::Noun(noun)) => {
                made.push((Phrase::With(Word::Neither, noun.clone()), 0.0));
            }
            // 's | listing: the rest of a possessive whose owner is a pronoun
            _ => (),
        }
    }

    fn after_preposition(&self, marker: &str, right: &Phrase, made: &mut Found) {
        match right {
            // on | the list
            Phrase::Noun(noun) => {
                made.push((Phrase::Marked(marker.to_owned(), noun.clone()), 0.0));
                let on_list = self.is_list(&noun.set) || self.is_edition(noun);
                if self.is_on(marker) && on_list {
                    made.push((Phrase::Verb(self.standing(noun)), 0.1));
                }
            }
            // 在 | 清单上
            Phrase::Marked(_, noun) if self.is_on(marker) => {
                made.push((Phrase::Marked(marker.to_owned(), noun.clone()), 0.0));
                let on_list = self.is_list(&noun.set) || self.is_edition(noun);
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
            // after | being listed; 对 | 被列入清单
            Phrase::Verb(verb) if matches!(verb.form, Form::Gerund | Form::Plain) => {
                if let Some(noun) = verb.as_event() {
                    made.push((Phrase::Marked(marker.to_owned(), noun), 0.2));
                }
            }
            // what | … for: a preposition before a preposition says nothing more
            _ => (),
        }
    }

    fn after_asking(&self, ask: Ask, right: &Phrase, made: &mut Found) {
        match right {
            // when | was X listed
            Phrase::Sentence(clause) if clause.asked.is_none() && clause.ask.is_none() => {
                let mut asked = clause.clone();
                asked.ask = Some(ask);
                if let Some(plan) = asked.question() {
                    let cost = if clause.inverted { 0.0 } else { 0.2 };
                    made.push((Phrase::Question(plan), cost));
                }
            }
            // 什么时候 | 被列入
            Phrase::Verb(verb)
                if verb.form == Form::Plain && verb.ask.is_none() && verb.asked.is_none() =>
            {
                let mut verb = verb.clone();
                verb.ask = Some(ask);
                made.push((Phrase::Verb(verb), 0.0));
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

    // --- a noun first --------------------------------------------------------------------------

    fn after_noun(&self, noun: &Noun, right: &Phrase, made: &mut Found) {
        match right {
            Phrase::Verb(verb) => self.noun_and_verb(noun, verb, made),
            Phrase::Noun(other) => self.compound(noun, other, made),
            Phrase::Sentence(clause) => self.noun_and_sentence(noun, clause, made),
            Phrase::Marked(marker, other) => self.noun_and_marked(noun, marker, other, made),
            // companies | that …
            Phrase::Word(Word::Relative)
                if noun.asked.is_none() || !noun.set.classes.is_empty() =>
            {
                made.push((Phrase::With(Word::Relative, noun.clone()), 0.0));
            }
            // X | 's; 大疆 | 的
            Phrase::Word(Word::Link) if noun.asked.is_none() || noun.is_class() => {
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
                            .is_some_and(|scene| dated_by(scene).is_some())) =>
            {
                made.push((Phrase::Noun(noun.clone().asking(*ask)), 0.1));
            }
            // companies | by sector
            Phrase::Grouped(group) if noun.asked.is_some() => {
                let mut plan = ask_about(noun, noun.asked.unwrap_or(Ask::Count));
                plan.group = Some(group.clone());
                made.push((Phrase::Question(plan), 0.1));
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
            Phrase::With(Word::Be(tense), other) => self.copula(noun, *tense, other, made),
            // what sector is X | in
            Phrase::Word(Word::Preposition(_)) if noun.asked.is_some() && noun.closed => {
                made.push((Phrase::Noun(noun.clone()), 0.1));
            }
            // Hesai | v. DoD
            Phrase::With(Word::Versus, other) if noun.is_named() && noun.asked.is_none() => {
                made.extend(
                    self.versus(noun, other)
                        .map(|noun| (Phrase::Noun(noun), 0.0)),
                );
            }
            // 大疆 | 有哪些子公司; 有 before a noun
            Phrase::With(Word::Have, other) if other.asked.is_some() && noun.asked.is_none() => {
                let possessors = [Function::Possessor, Function::Adjunct];
                for (filled, cost) in other.filled(self.lexicon, self.fit, &possessors, None, noun)
                {
                    made.push((Phrase::Noun(filled), cost + 0.1));
                }
            }
            // what sector | is X (in); what office | does X (hold)
            Phrase::With(Word::Do, other) if noun.asked.is_some() && other.asked.is_none() => {
                self.what_has(noun, other, 0.05, made);
            }
            // what editions | are there
            Phrase::Word(Word::Exists) if noun.asked.is_some() => {
                let plan = ask_about(noun, noun.asked.unwrap_or(Ask::Things));
                made.push((Phrase::Question(plan), 0.0));
            }
            // 公司 | 有哪些
            Phrase::Word(Word::Which(ask)) if noun.asked.is_none() && !noun.is_named() => {
                made.push((Phrase::Noun(noun.clone().asking(*ask)), 0.2));
            }
            Phrase::Word(Word::Have) if noun.asked.is_none() => {
                made.push((Phrase::With(Word::Have, noun.clone()), 0.2));
            }
            // the first | to sue (the noun left out is a company or so)
            Phrase::Infinitive(clause) if noun.set.pick.is_some() && noun.asked.is_none() => {
                if let Some(path) = clause.subject.clone() {
                    let scene = clause.scene_of(&path);
                    made.push((Phrase::Noun(noun.clone().with(scene)), 0.1));
                }
            }
            _ => (),
        }
    }

    fn noun_and_verb(&self, noun: &Noun, verb: &Clause, made: &mut Found) {
        // what office does X | hold; what share of Y does X | own
        if noun.asked.is_some()
            && noun.closed
            && verb.form == Form::Base
            && verb.scene.roles.is_empty()
            && !verb.scene.negated
            && noun
                .set
                .scenes
                .first()
                .is_some_and(|scene| self.is_light(scene, verb))
        {
            made.push((Phrase::Noun(noun.clone()), 0.02));
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
        if verb.form == Form::Plain && verb.by.is_none() && noun.asked.is_none() {
            for passive in verb.passives() {
                if let Some((clause, cost)) = passive.with_subject(self.fit, noun) {
                    made.push((Phrase::Sentence(clause), cost + 0.05));
                }
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
    fn relative(&self, noun: &Noun, clause: &Clause) -> Option<Noun> {
        let path = clause.subject.as_deref()?;
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
    fn topic(&self, noun: &Noun, other: &Noun, made: &mut Found) {
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
    fn relative_object(&self, noun: &Noun, clause: &Clause, cost: f64) -> Found {
        if !clause.also.is_empty() || clause.ask.is_some() || clause.asked.is_some() {
            return Found::new();
        }
        let fits = |path: &&String| self.fit.cost(path, &clause.scene.reference, noun) == 0.0;
        let paths = clause.objects.iter().chain(&clause.by).filter(fits);
        paths
            .map(|path| {
                let mut noun = noun.clone().with(clause.scene_of(path));
                noun.set.pick = noun.set.pick.or(clause.pick.clone());
                (Phrase::Noun(noun), cost)
            })
            .collect()
    }

    /// Two nouns, the first of which tells of the second.
    fn compound(&self, noun: &Noun, other: &Noun, made: &mut Found) {
        // the 1260H | list: the name says it all
        if noun.is_named()
            && self.is_list(&noun.set)
            && self.is_list(&other.set)
            && other.is_class()
        {
            made.push((Phrase::Noun(noun.clone()), 0.02));
        }
        if noun.asked.is_some() || noun.amount.is_some() {
            // which battery | companies: the question word belongs to the whole
            if let Some(ask) = noun.asked
                && (noun.is_named() || noun.entry.is_some())
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
        // headquarters | COMAC; chairman | House Committee: telegrams leave the preposition out
        if other.is_named() && other.asked.is_none() && noun.entry.is_some() {
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
            let fits = match said.reduce(|a, b| a || b) {
                Some(fits) => fits,
                None => noun.set.scenes.len() == 1,
            };
            let event = noun.set.scenes.first().is_some_and(Scene::is_event);
            if fits && !event {
                made.push((Phrase::Noun(other.clone()), 0.15));
            }
        }
    }

    fn noun_and_sentence(&self, noun: &Noun, clause: &Clause, made: &mut Found) {
        // X – | who founded X
        if noun.is_named() && noun.asked.is_none() {
            let asked = clause.asked.iter().map(|(_, noun)| &noun.set);
            let told = clause.scene.roles.iter().map(|(_, set)| set);
            if asked.chain(told).any(|set| names_all(set, &noun.set)) {
                made.push((Phrase::Sentence(clause.clone()), 0.05));
            }
        }
        // 深天马是 | 谁要求列入的
        if noun.is_named() && noun.asked.is_none() && clause.form == Form::Plain {
            for (clause, cost) in clause.with_object(self.fit, noun) {
                made.push((Phrase::Sentence(clause), cost + 0.1));
            }
        }
        if clause.asked.is_some() {
            return;
        }
        if noun.asked.is_some() {
            // which companies | did lawmakers request
            let cost = if clause.inverted { 0.0 } else { 0.5 };
            for (clause, more) in clause.with_object(self.fit, noun) {
                made.push((Phrase::Sentence(clause), cost + more));
            }
            // who | was X requested by (the preposition left behind)
            if let Some(path) = clause.by.clone()
                && let Some((mut clause, more)) = clause.clone().fill(self.fit, &path, noun)
            {
                clause.by = None;
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

    fn noun_and_marked(&self, noun: &Noun, marker: &str, other: &Noun, made: &mut Found) {
        // companies | except CATL
        if marker == EXCEPT {
            let mut noun = noun.clone();
            noun.set.except.extend(other.set.named.iter().cloned());
            made.push((Phrase::Noun(noun), 0.0));
            return;
        }
        // the removal | of YMTC; requests | to the Pentagon; companies | in Wuhan
        let behind = [Function::Adjunct, Function::Possessor, Function::Modifier];
        // What an edition prints is asked as standing on its list that day.
        let on_list = self.is_list(&other.set) || self.is_edition(other);
        let on_list = on_list && self.is_on(marker) && !noun.is_event();
        let printed = |filled: &Noun| {
            let last = filled.set.scenes.last();
            last.is_some_and(|scene| scene.reference.as_str().ends_with("#includes"))
        };
        for (filled, cost) in noun.filled(self.lexicon, self.fit, &behind, Some(marker), other) {
            if !(on_list && printed(&filled)) {
                made.push((Phrase::Noun(filled), cost + 0.01));
            }
        }
    }

    /// The lawsuit of one against another.
    fn versus(&self, noun: &Noun, other: &Noun) -> Option<Noun> {
        let entries = self.lexicon.entries.iter();
        let mut lawsuits = entries.enumerate().filter(|(_, entry)| {
            entry.reference == ag::LAWSUIT
                && entry.restrictions.is_empty()
                && entry.path(Function::Itself) == Some(".")
        });
        let (index, _) = lawsuits.next()?;
        let mut lawsuit = Noun::word(self.lexicon, index);
        let scene = lawsuit.set.scenes.first_mut()?;
        scene.roles.push(("ag:agent".to_owned(), noun.set.clone()));
        scene
            .roles
            .push(("ag:defendant".to_owned(), other.set.clone()));
        lawsuit.closed = true;
        Some(lawsuit)
    }

    /// A noun with its time: an event, or an edition of a list.
    fn noun_at(&self, noun: &Noun, time: Period) -> Option<Noun> {
        let mut timed = noun.clone();
        let first = timed.set.scenes.first_mut();
        match first.filter(|scene| scene.nature == Nature::Event) {
            Some(scene) if scene.time.is_none() => {
                scene.time = Some(time);
                Some(timed)
            }
            Some(_) => None,
            // the 1260H list | of June 2021
            None if self.is_list(&noun.set) && noun.asked.is_none() => {
                Some(edition_of(&noun.set, Some(time)))
            }
            None => None,
        }
    }

    /// Two nouns joined by `and` or `or`.
    fn both(&self, noun: &Noun, other: &Noun, right: &Phrase) -> Option<Noun> {
        let mut joined = noun.clone();
        if noun.is_named() && other.is_named() {
            joined.set.named.extend(other.set.named.iter().cloned());
            joined.set.all = noun.set.all || other.set.all;
            joined.set.any |= matches!(right, Phrase::With(Word::Or, _));
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
    fn copula(&self, noun: &Noun, tense: Tense, other: &Noun, made: &mut Found) {
        match (noun.asked, other.asked) {
            // what | is the sector of X; who | is the judge
            (Some(ask), None) => {
                let plan = match ask {
                    Ask::What => return,
                    _ if other.is_named() && noun.open_word() => {
                        Plan::new(Ask::Describe, other.set.clone())
                    }
                    _ if other.is_named() => {
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
                        None => return,
                    },
                };
                made.push((Phrase::Question(plan), 0.0));
                // which company | is the first to sue: what is asked is of the second's kind
            }
            // 大疆案的法官 | 是谁
            (None, Some(ask)) => {
                let plan = match noun.is_named() && other.open_word() {
                    true => Plan::new(Ask::Describe, noun.set.clone()),
                    false if noun.is_named() => return,
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

    /// The things of both descriptions.
    fn narrowed(&self, asked: &Noun, other: &Noun, tense: Tense) -> Option<Set> {
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
    fn is_one(&self, noun: &Noun, other: &Noun, tense: Tense) -> Option<Plan> {
        let mut set = other.set.clone();
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
    fn what_has(&self, noun: &Noun, other: &Noun, cost: f64, made: &mut Found) {
        let asked = noun.asked;
        let open = Noun {
            asked: None,
            ..noun.clone()
        };
        let possessor = [Function::Possessor, Function::Subject, Function::Adjunct];
        for (mut filled, more) in open.filled(self.lexicon, self.fit, &possessor, None, other) {
            filled.asked = asked;
            made.push((Phrase::Noun(filled), cost + more));
        }
    }

    // --- a verb first --------------------------------------------------------------------------

    fn after_verb(&self, verb: &Clause, right: &Phrase, made: &mut Found) {
        match right {
            // requested | DeepSeek
            Phrase::Noun(noun) => {
                for (clause, cost) in verb.with_object(self.fit, noun) {
                    made.push((Phrase::Verb(clause), cost));
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
                for (clause, cost) in verb.marked(self.lexicon, self.fit, marker, noun) {
                    made.push((Phrase::Verb(clause), cost + 0.03));
                }
            }
            // removed | in 2026
            Phrase::Time(time) => {
                made.extend(verb.at(*time).map(|clause| (Phrase::Verb(clause), 0.0)));
            }
            // listed | today
            Phrase::Word(word @ (Word::Now | Word::Both | Word::Ever)) => {
                let mut clause = verb.clone();
                clause.together |= *word == Word::Both;
                made.push((Phrase::Verb(clause), 0.01));
            }
            // asked the Pentagon | to add DeepSeek; said | that X should be listed
            Phrase::Infinitive(inner) if self.takes_infinitive(verb) => {
                made.extend(
                    verb.take_in(inner)
                        .map(|clause| (Phrase::Verb(clause), 0.0)),
                );
            }
            // say | X should be listed; 要求 | 将X列入
            Phrase::Sentence(inner) if self.takes_infinitive(verb) => {
                made.extend(
                    verb.take_in(inner)
                        .map(|clause| (Phrase::Verb(clause), 0.1)),
                );
            }
            Phrase::Verb(inner) if self.takes_infinitive(verb) => {
                let listed = match inner.form {
                    Form::Plain => Some(inner.clone()),
                    // want | DeepSeek listed; want DeepSeek | on the list
                    Form::Passive | Form::Predicative => self.object_complement(verb, inner),
                    _ => None,
                };
                if inner.form == Form::Plain {
                    made.extend(
                        listed
                            .and_then(|inner| verb.take_in(&inner))
                            .map(|clause| (Phrase::Verb(clause), 0.05)),
                    );
                } else if let Some(clause) = listed {
                    made.push((Phrase::Verb(clause), 0.2));
                }
            }
            // requested | first; requested | most often
            Phrase::Word(word @ (Word::Order(_) | Word::Most(_) | Word::Longest)) => {
                made.extend(chosen(word, verb).map(|clause| (Phrase::Verb(clause), 0.0)));
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
                let forms =
                    verb.form == other.form || verb.form.is_finite() && other.form.is_finite();
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
                    clause.scene.many = Some(crate::ask::plan::Many {
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
    fn attribute(&self, verb: &Clause, noun: &Noun, made: &mut Found) {
        let bare = verb.scene.roles.is_empty() && verb.scene.time.is_none();
        if !matches!(verb.form, Form::Passive | Form::Predicative) {
            return;
        }
        if !bare || noun.is_named() || noun.asked.is_some() || verb.asked.is_some() {
            return;
        }
        let closed = noun.closed;
        if let Some(noun) = self.relative(noun, verb) {
            made.push((Phrase::Noun(Noun { closed, ..noun }), 0.1));
        }
    }

    /// `Want DeepSeek listed`: the object of wanting is what should be listed.
    fn object_complement(&self, verb: &Clause, inner: &Clause) -> Option<Clause> {
        if inner.asked.is_some() && verb.asked.is_some() {
            return None;
        }
        let mut clause = verb.take_in(inner)?;
        for (path, _) in &mut clause.scene.roles {
            if path.starts_with("ag:addressee") {
                "ag:target".clone_into(path);
            }
        }
        if let Some((path, _)) = &mut clause.asked
            && path.starts_with("ag:addressee")
        {
            "ag:target".clone_into(path);
        }
        Some(clause)
    }

    // --- a word with its noun first --------------------------------------------------------------

    fn after_pair(&self, word: &Word, noun: &Noun, right: &Phrase, made: &mut Found) {
        match (word, right) {
            // Glarun – | still a 1260H company; NIO – | who asked for it
            (Word::Break, Phrase::Noun(other)) if other.asked.is_none() => {
                self.topic(noun, other, made);
                if other.entry.is_some() {
                    let any = [Function::Possessor, Function::Adjunct, Function::Modifier];
                    for (filled, cost) in other.filled(self.lexicon, self.fit, &any, None, noun) {
                        made.push((Phrase::Noun(filled), cost + 0.35));
                    }
                }
            }
            (Word::Break, Phrase::Question(plan)) if names_all(&plan.about, &noun.set) => {
                made.push((right.clone(), 0.0));
            }
            (Word::Break, Phrase::Sentence(clause)) => {
                let asked = clause.asked.iter().map(|(_, noun)| &noun.set);
                let told = clause.scene.roles.iter().map(|(_, set)| set);
                if asked.chain(told).any(|set| names_all(set, &noun.set)) {
                    made.push((right.clone(), 0.0));
                }
                // Xiaomi: | who asked
                for (clause, cost) in clause.with_object(self.fit, noun) {
                    made.push((Phrase::Sentence(clause), cost + 0.1));
                }
            }
            // BYD: | listed
            (Word::Break, Phrase::Verb(verb)) => {
                let mut inner = Found::new();
                self.noun_and_verb(noun, verb, &mut inner);
                made.extend(inner);
            }
            // did lawmakers | request DeepSeek
            (Word::Do, Phrase::Verb(verb)) if verb.form == Form::Base => {
                self.inverted(verb.clone(), noun, 0.0, made);
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
            // would the notice | have added
            (Word::Would, Phrase::Verb(verb)) if verb.perfect => {
                self.inverted(verb.clone(), noun, 0.0, made);
            }
            // (which lists) is DJI | on
            (Word::Be(tense), Phrase::Word(Word::Preposition(marker)))
                if self.is_on(marker) && noun.asked.is_none() =>
            {
                let mut on = self.standing_open();
                on.scene.ever = *tense != Tense::Present;
                if let Some((mut clause, cost)) = on.with_subject(self.fit, noun) {
                    clause.objects = vec!["ag:onList".to_owned()];
                    clause.inverted = true;
                    made.push((Phrase::Sentence(clause), cost));
                }
            }
            // did X | not …; is X | currently …; is X | first …
            (Word::Do | Word::Be(_) | Word::Have | Word::Would, Phrase::Word(Word::Not)) => {
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
                }
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
                        made.push((Phrase::Verb(clause), cost));
                    }
                }
            }
            _ => (),
        }
    }

    fn inverted(&self, verb: Clause, noun: &Noun, cost: f64, made: &mut Found) {
        if let Some((mut clause, more)) = verb.with_subject(self.fit, noun) {
            clause.inverted = true;
            made.push((Phrase::Sentence(clause), cost + more));
        }
    }

    /// `Is X in the energy sector`, `where is X based`: what a class noun of X's kind takes.
    fn is_said(&self, noun: &Noun, marker: &str, other: &Noun, made: &mut Found) {
        // Standing on a list has its own rule.
        if !noun.is_named() || self.is_list(&other.set) || self.is_edition(other) {
            return;
        }
        for (number, entry) in self.lexicon.entries.iter().enumerate() {
            let of_thing = entry.path(Function::Itself).is_none()
                && entry.part == crate::ontology::Part::Noun
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
                            roles: vec![(".".to_owned(), noun.set.clone())],
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

    // --- a sentence, a marked noun, a time first ---------------------------------------------------

    fn after_sentence(&self, clause: &Clause, right: &Phrase, made: &mut Found) {
        match right {
            Phrase::Marked(marker, noun) => {
                for (clause, cost) in clause.marked(self.lexicon, self.fit, marker, noun) {
                    made.push((Phrase::Sentence(clause), cost + 0.05));
                }
            }
            Phrase::Time(time) => {
                made.extend(
                    clause
                        .at(*time)
                        .map(|clause| (Phrase::Sentence(clause), 0.05)),
                );
            }
            // who was X requested | by; what was X added | to
            Phrase::Word(Word::Preposition(marker)) => {
                let by = marker == BY && clause.by.is_some();
                if by {
                    made.push((Phrase::Sentence(clause.clone()), 0.0));
                } else if clause.asked.is_none() {
                    let arguments = self.lexicon.entries[clause.entry]
                        .arguments(Function::Adjunct, Some(marker));
                    for argument in arguments {
                        let taken = clause.scene.roles.iter();
                        if taken.clone().any(|(path, _)| *path == argument.path) {
                            continue;
                        }
                        let mut open = clause.clone();
                        open.objects = vec![argument.path.clone()];
                        open.missing
                            .retain(|missing| !argument.markers.contains(missing));
                        made.push((Phrase::Sentence(open), 0.1));
                    }
                }
            }
            // was X listed | when
            Phrase::Word(Word::Asking(ask)) if clause.ask.is_none() && clause.asked.is_none() => {
                let mut clause = clause.clone();
                clause.ask = Some(*ask);
                made.push((Phrase::Sentence(clause), 0.1));
            }
            // X is on the list, | isn't it
            Phrase::Word(Word::Tag) if clause.asked.is_none() => {
                made.push((Phrase::Sentence(clause.clone()), 0.0));
            }
            // X responded | first; who requested companies | most often
            Phrase::Word(word @ (Word::Order(_) | Word::Most(_) | Word::Longest)) => {
                made.extend(chosen(word, clause).map(|clause| (Phrase::Sentence(clause), 0.05)));
            }
            // who requested X | and sued Y
            Phrase::AndVerb(other)
                if other.form.is_finite() && other.asked.is_none() && clause.filled.is_some() =>
            {
                let path = clause.filled.clone().unwrap_or_default();
                let shared = match &clause.asked {
                    Some((asked, noun)) if *asked == path => Some(Noun {
                        asked: None,
                        ..noun.clone()
                    }),
                    _ => clause.scene.fillers(&path).next().cloned().map(Noun::of),
                };
                if let Some(noun) = shared
                    && let Some((other, cost)) = other.with_subject(self.fit, &noun)
                {
                    let mut clause = clause.clone();
                    clause.also.push(other);
                    made.push((Phrase::Sentence(clause), cost + 0.05));
                }
            }
            Phrase::Grouped(group) => {
                let mut clause = clause.clone();
                clause.group = Some(group.clone());
                made.push((Phrase::Sentence(clause), 0.0));
            }
            Phrase::Word(Word::Now | Word::Both | Word::Ever) => {
                let mut clause = clause.clone();
                if matches!(right, Phrase::Word(Word::Both)) {
                    for (_, set) in &mut clause.scene.roles {
                        set.all |= set.named.len() > 1;
                    }
                }
                made.push((Phrase::Sentence(clause), 0.01));
            }
            // 议员要求列入 | 的
            Phrase::Word(Word::Link) if clause.form == Form::Plain => {
                let before = Phrase::Sentence(clause.clone());
                made.push((Phrase::Modifier(Box::new(before)), 0.0));
            }
            // 要求列入X的信是写给 | 谁 的: an object behind its sentence
            Phrase::Noun(noun) if !clause.inverted => {
                for (clause, cost) in clause.with_object(self.fit, noun) {
                    made.push((Phrase::Sentence(clause), cost + 0.1));
                }
            }
            _ => (),
        }
    }

    fn after_marked(&self, marker: &str, noun: &Noun, right: &Phrase, made: &mut Found) {
        match right {
            // by whom | was X requested; on which lists | does X stand
            Phrase::Sentence(clause) => {
                for (clause, cost) in clause.marked(self.lexicon, self.fit, marker, noun) {
                    made.push((Phrase::Sentence(clause), cost + 0.1));
                }
            }
            // 将X | 列入; 向国防部 | 要求
            Phrase::Verb(verb) if verb.form == Form::Plain => {
                for (clause, cost) in verb.marked(self.lexicon, self.fit, marker, noun) {
                    made.push((Phrase::Verb(clause), cost));
                }
                if marker == OBJECT && self.takes_infinitive(verb) {
                    // 把 X 要求列入
                }
            }
            // on which lists | is DJI
            Phrase::With(Word::Be(_), other)
                if self.is_on(marker)
                    && noun.asked.is_some()
                    && (self.is_list(&noun.set) || noun.open_word()) =>
            {
                let on = self.standing_open();
                if let Some((mut clause, cost)) = on.with_subject(self.fit, other) {
                    let mut list = noun.clone();
                    if noun.open_word() {
                        list.set = Set::class(ag::DESIGNATION_LIST.into_owned());
                    }
                    clause.asked = Some(("ag:onList".to_owned(), list));
                    made.push((Phrase::Sentence(clause), cost + 0.05));
                }
            }
            // where | is X (based)
            Phrase::With(Word::Be(_), other) if noun.asked.is_some() => {
                self.is_said(other, marker, noun, made);
            }
            // 清单上 | 有哪些公司; on the list | which companies
            Phrase::With(Word::Have, other) | Phrase::Noun(other)
                if self.is_on(marker)
                    && (self.is_list(&noun.set) || self.is_edition(noun))
                    && !other.is_named() =>
            {
                let scene = self.standing(noun).scene_of(".");
                made.push((Phrase::Noun(other.clone().with(scene)), 0.1));
            }
            // 关于X | 的
            Phrase::Word(Word::Link) => {
                let before = Phrase::Marked(marker.to_owned(), noun.clone());
                made.push((Phrase::Modifier(Box::new(before)), 0.0));
            }
            // in the letter of December, | which companies were named
            Phrase::Question(_) => (),
            // 对被列入清单 | 有何回应 (the marked noun belongs to the noun behind)
            Phrase::Noun(other) if other.entry.is_some() => {
                let behind = [Function::Adjunct];
                for (filled, cost) in
                    other.filled(self.lexicon, self.fit, &behind, Some(marker), noun)
                {
                    made.push((Phrase::Noun(filled), cost + 0.2));
                }
            }
            Phrase::With(Word::Have, other) if other.entry.is_some() => {
                let behind = [Function::Adjunct];
                for (filled, cost) in
                    other.filled(self.lexicon, self.fit, &behind, Some(marker), noun)
                {
                    made.push((Phrase::With(Word::Have, filled), cost + 0.2));
                }
            }
            // A | and B inside a marked noun is joined before
            _ => (),
        }
    }

    /// What stands before a noun with a link: `X's | listing`, `2025年的 | 清单`.
    fn modified(&self, before: &Phrase, noun: &Noun, made: &mut Found) {
        match before {
            // the FCC's | Covered List
            Phrase::Noun(owner)
                if self.fit.all_are(&owner.set, ag::AGENCY) && self.is_list(&noun.set) && noun.is_named() =>
            {
                made.push((Phrase::Noun(noun.clone()), 0.1));
            }
            Phrase::Noun(owner) => {
                let possessors = [Function::Possessor, Function::Modifier];
                for (filled, cost) in noun.filled(self.lexicon, self.fit, &possessors, None, owner)
                {
                    made.push((Phrase::Noun(filled), cost));
                }
            }
            Phrase::Marked(marker, other) => self.noun_and_marked(noun, marker, other, made),
            Phrase::Time(time) | Phrase::Date(time) => {
                if let Some(noun) = self.noun_at(noun, *time) {
                    made.push((Phrase::Noun(noun), 0.0));
                }
            }
            // 被移出的 | 公司; 要求列入X的 | 信
            Phrase::Verb(clause) => {
                if noun.is_event() {
                    made.extend(
                        self.event_of(clause, noun)
                            .map(|noun| (Phrase::Noun(noun), 0.1)),
                    );
                }
                made.extend(
                    self.relative(noun, clause)
                        .map(|noun| (Phrase::Noun(noun), 0.0)),
                );
            }
            // 议员要求的 | 公司
            Phrase::Sentence(clause) if clause.asked.is_none() && clause.ask.is_none() => {
                if noun.is_event() {
                    made.extend(
                        self.event_of(clause, noun)
                            .map(|noun| (Phrase::Noun(noun), 0.1)),
                    );
                }
                made.extend(self.relative_object(noun, clause, 0.0));
            }
            _ => (),
        }
    }

    /// An event noun whose clause before it tells of the same event: 要求列入X的信.
    fn event_of(&self, clause: &Clause, noun: &Noun) -> Option<Noun> {
        let mut told = noun.clone();
        let scene = told.set.scenes.first_mut()?;
        if scene.reference != clause.scene.reference || !clause.also.is_empty() {
            return None;
        }
        for role in &clause.scene.roles {
            if scene.roles.iter().any(|known| known.0 == role.0) {
                return None;
            }
            scene.roles.push(role.clone());
        }
        scene.time = scene.time.or(clause.scene.time);
        told.closed = true;
        Some(told)
    }

    fn after_time(&self, time: Period, right: &Phrase, made: &mut Found) {
        match right {
            // in 2026, | which companies were removed
            Phrase::Question(plan) => {
                if let Some(plan) = timed(plan, time) {
                    made.push((Phrase::Question(plan), 0.1));
                }
            }
            Phrase::Sentence(clause) => {
                made.extend(
                    clause
                        .at(time)
                        .map(|clause| (Phrase::Sentence(clause), 0.1)),
                );
            }
            // 在2025年 | 被移出
            Phrase::Verb(verb) => {
                let cost = if verb.form == Form::Plain { 0.0 } else { 0.3 };
                made.extend(verb.at(time).map(|clause| (Phrase::Verb(clause), cost)));
            }
            Phrase::Word(Word::Link) => {
                made.push((Phrase::Modifier(Box::new(Phrase::Time(time))), 0.0));
            }
            Phrase::Noun(noun) if noun.is_event() => {
                made.extend(
                    self.noun_at(noun, time)
                        .map(|noun| (Phrase::Noun(noun), 0.3)),
                );
            }
            // since | when …
            _ => (),
        }
    }

    fn after_date(&self, date: Period, right: &Phrase, made: &mut Found) {
        match right {
            // the December 2025 | letter; the June 2026 | list
            Phrase::Noun(noun) => {
                made.extend(
                    self.noun_at(noun, date)
                        .map(|noun| (Phrase::Noun(noun), 0.05)),
                );
            }
            // 2025年1月 | 之后
            Phrase::Word(Word::Span(span)) => {
                made.push((Phrase::Time(period(*span, date)), 0.0));
            }
            Phrase::Word(Word::Link) => {
                made.push((Phrase::Modifier(Box::new(Phrase::Date(date))), 0.0));
            }
            _ => (),
        }
    }

    // --- helpers -----------------------------------------------------------------------------------

    /// Returns the state of standing on a list.
    fn standing(&self, list: &Noun) -> Clause {
        let mut clause = self.standing_open();
        match list.asked {
            Some(_) => clause.asked = Some(("ag:onList".to_owned(), list.clone())),
            None => {
                let set = list.set.clone();
                if let Some(amount) = list.amount {
                    clause.scene.many = Some(crate::ask::plan::Many {
                        of: Some("ag:onList".to_owned()),
                        least: amount.least,
                        most: amount.most,
                    });
                }
                if let Some(last) = list.most {
                    clause.pick = Some(Pick {
                        by: By::Many(Some("ag:onList".to_owned())),
                        last,
                    });
                }
                clause.scene.roles.push(("ag:onList".to_owned(), set));
            }
        }
        clause
    }

    /// Returns the state of standing on some list.
    fn standing_open(&self) -> Clause {
        let entry = self.standing.first().copied();
        let mut clause = Clause::word(self.lexicon, entry.unwrap_or_default(), Form::Predicative);
        clause.scene = match entry {
            Some(index) => Scene {
                restrictions: Vec::new(),
                ..scene(&self.lexicon.entries[index])
            },
            None => said("ag:onList", Set::default()),
        };
        clause.scene.nature = Nature::Standing;
        clause.scene.roles.clear();
        clause.subject = Some(".".to_owned());
        clause.objects.clear();
        clause.missing.clear();
        clause
    }

    /// Tells whether a verb says no more than its noun does: `hold` an office, `own` a share.
    fn is_light(&self, scene: &Scene, verb: &Clause) -> bool {
        let of_same = scene.reference == verb.scene.reference;
        let of_class = scene.nature == Nature::Property
            && self.fit.leads_from(&scene.reference, &verb.scene.reference);
        of_same || of_class || verb.objects.iter().any(|path| path == ".")
    }

    fn takes_infinitive(&self, verb: &Clause) -> bool {
        let entry = &self.lexicon.entries[verb.entry];
        !entry.arguments(Function::Infinitive, None).is_empty()
    }

    /// Returns what a whole text asks, and the cost of reading it so: more for what is said in a
    /// roundabout way. A reading in which a word says nothing is none.
    pub fn question(&self, phrase: &Phrase) -> Option<(Plan, f64)> {
        let (plan, cost) = self.whole(phrase)?;
        // What a thing has did not happen on a day, unless the property is a date.
        let first = plan.about.scenes.first();
        let timeless = first.is_some_and(|scene| scene.nature == Nature::Property);
        if timeless && matches!(plan.ask, Ask::When | Ask::Why) {
            return None;
        }
        let (mut scenes, mut open) = (0, 0);
        if !weigh(&plan.about, &mut scenes, &mut open) {
            return None;
        }
        let more = NESTED * f64::from(scenes).max(1.0) - NESTED + OPEN_SCENE * f64::from(open);
        Some((plan, cost + more))
    }

    fn whole(&self, phrase: &Phrase) -> Option<(Plan, f64)> {
        match phrase {
            Phrase::Question(plan) => Some((plan.clone(), 0.0)),
            Phrase::Sentence(clause) => {
                // `X was removed?` is a question too, but one turned around is the rule.
                let turned = clause.inverted
                    || clause.asked.is_some()
                    || clause.ask.is_some()
                    || clause.form == Form::Plain;
                let nobody = clause.scene.roles.iter().all(|(_, set)| set.names().is_empty());
                let cost = match turned {
                    true => 0.0,
                    false if nobody => 0.8,
                    false => 0.3,
                };
                let event = clause.scene.nature != Nature::Standing;
                let open = match clause.objects.is_empty() || !event {
                    true => 0.0,
                    false if clause.inverted || clause.form == Form::Plain => OPEN_OBJECT,
                    false if clause.asked.is_none() && clause.ask.is_none() => 0.8,
                    false => OPEN_OBJECT,
                };
                Some((clause.question()?, cost + open))
            }
            Phrase::Noun(noun) if noun.is_named() => {
                Some((Plan::new(Ask::Describe, noun.set.clone()), 0.1))
            }
            Phrase::Noun(noun) if noun.asked == Some(Ask::What) && noun.open_word() => None,
            Phrase::Noun(noun) if !noun.set.classes.is_empty() || !noun.set.scenes.is_empty() => {
                let ask = noun.asked.unwrap_or(Ask::Things);
                let bare = noun.is_class() && noun.asked.is_none();
                Some((ask_about(noun, ask), if bare { 0.6 } else { 0.1 }))
            }
            // `byd listed?`, `removed in 2026`
            Phrase::Verb(clause)
                if matches!(clause.form, Form::Passive | Form::Plain)
                    || clause.form == Form::Predicative
                        && clause.scene.nature == Nature::Standing =>
            {
                if clause.asked.is_some() || clause.ask.is_some() {
                    return Some((clause.question()?, 0.3));
                }
                let anyone = Noun::of(Set::default()).asking(Ask::Things);
                let (clause, cost) = clause.with_subject(self.fit, &anyone)?;
                Some((clause.question()?, cost + 0.8))
            }
            _ => None,
        }
    }
}

impl Noun {
    /// Tells whether the noun is a bare question word: `what`.
    fn open_word(&self) -> bool {
        self.entry.is_none() && self.set.scenes.is_empty() && self.set.named.is_empty()
    }

    /// Tells whether the noun is a question word for those who act: `who`.
    fn is_person_word(&self) -> bool {
        self.entry.is_none() && self.set.classes == [ag::ACTOR.into_owned()]
    }
}

/// The editions of a list.
fn edition_of(list: &Set, time: Option<Period>) -> Noun {
    let scene = Scene {
        roles: vec![("ag:list".to_owned(), list.clone())],
        time,
        ..Scene::new(ag::EDITION.into_owned(), Nature::Event)
    };
    Noun {
        closed: true,
        ..Noun::of(Set {
            classes: vec![ag::EDITION.into_owned()],
            scenes: vec![scene],
            definite: true,
            ..Set::default()
        })
    }
}

/// What is said by one word or another of the same property.
fn either(one: &Scene, other: &Scene) -> Option<Scene> {
    let ([said], [more]) = (&one.restrictions[..], &other.restrictions[..]) else {
        return None;
    };
    let same = one.reference == other.reference && said.path == more.path;
    if !same || !one.roles.is_empty() || !other.roles.is_empty() {
        return None;
    }
    let mut scene = one.clone();
    let values = [said.values.clone(), more.values.clone()].concat();
    scene.restrictions[0].values = values;
    Some(scene)
}

/// Counts the conditions of a set, and those that name nobody and nothing. `false` if a word for what
/// a thing has does not say of which thing.
fn weigh(set: &Set, scenes: &mut i32, open: &mut i32) -> bool {
    set.scenes.iter().all(|scene| {
        *scenes += 1;
        let bare = scene.roles.is_empty() && scene.restrictions.is_empty();
        let role = bare && scene.itself != "." && scene.nature != Nature::Standing;
        if role && scene.nature == Nature::Property {
            return false;
        }
        if role && scene.time.is_none() {
            *open += 1;
        }
        scene.roles.iter().all(|(_, set)| weigh(set, scenes, open))
    })
}

/// Tells whether a set names all that another names.
fn names_all(set: &Set, other: &Set) -> bool {
    let names = set.names();
    other
        .named
        .iter()
        .all(|named| named.term.is_some() && names.iter().any(|name| name.term == named.term))
}

/// Tells whether a verb may stand behind `has`.
fn done(verb: &Clause) -> bool {
    let been = verb.by.is_some() || verb.scene.nature != Nature::Event;
    verb.form == Form::Participle || verb.form == Form::Base && been
}

/// Returns the verb behind a form of `be`: a passive, or a state.
fn with_be(verb: &Clause, tense: Tense) -> Vec<(Clause, f64)> {
    let form = match tense {
        Tense::Infinitive => Form::Base,
        Tense::Gerund => Form::Gerund,
        Tense::Present | Tense::Past => Form::Finite,
    };
    let stative = verb.scene.nature == Nature::Standing;
    // `is listed` is a state, `was listed` an event; either may be meant.
    let cost = match (stative, tense) {
        (true, Tense::Past) => 0.3,
        (false, Tense::Present) => 0.2,
        _ => 0.0,
    };
    match verb.form {
        Form::Predicative => {
            let mut clause = verb.clone().in_form(form);
            clause.scene.ever = stative && tense == Tense::Past;
            vec![(clause, if stative { cost } else { 0.0 })]
        }
        Form::Passive => vec![(verb.clone().in_form(form), cost)],
        Form::Gerund => vec![(verb.clone().in_form(form), 0.2)],
        // 是在清单上
        Form::Plain => vec![(verb.clone(), 0.1)],
        Form::Base | Form::Finite | Form::Participle => Vec::new(),
    }
}

/// Returns the verb with `first`, `last`, `most` said of it.
fn chosen(word: &Word, verb: &Clause) -> Option<Clause> {
    let pick = match word {
        Word::Order(last) => Pick {
            by: By::Date,
            last: *last,
        },
        Word::Most(most) => Pick {
            by: By::Many(None),
            last: *most,
        },
        Word::Longest => Pick {
            by: By::Date,
            last: false,
        },
        _ => return None,
    };
    let mut clause = verb.clone();
    clause.choose(pick)?;
    Some(clause)
}

fn together(noun: &Noun) -> Noun {
    let mut noun = noun.clone();
    noun.set.all = true;
    noun
}

/// Who holds an office is told of today, who held it of any time.
fn in_tense(set: &mut Set, tense: Tense) {
    for scene in &mut set.scenes {
        if scene.reference == ag::TENURE {
            scene.ever = tense != Tense::Present;
        }
    }
}

fn ask_about(noun: &Noun, ask: Ask) -> Plan {
    let path = |scene: &Scene| scene.nature == Nature::Path;
    // Events are told in words, things are named.
    let ask = match ask {
        _ if noun.set.scenes.iter().any(path) => Ask::Path,
        Ask::Things if noun.is_event() => match companies_of(&noun.set) {
            Some(companies) => return Plan::new(Ask::Things, companies),
            None if is_edition(&noun.set) => Ask::Things,
            None => Ask::What,
        },
        Ask::What if noun.is_named() => Ask::Describe,
        ask => ask,
    };
    // When somebody held an office, when a law was made.
    if ask == Ask::When
        && let [scene] = &noun.set.scenes[..]
        && let Some(path) = dated_by(scene)
    {
        let mut scene = scene.clone();
        let itself = std::mem::replace(&mut scene.itself, path);
        let named = Set {
            scenes: Vec::new(),
            ..noun.set.clone()
        };
        if !named.named.is_empty() {
            scene.roles.push((itself, named));
        }
        let about = Set {
            scenes: vec![scene],
            ..Set::default()
        };
        return Plan::new(Ask::Things, about);
    }
    Plan::new(ask, noun.set.clone())
}

/// `The removals of 2025` are told by who was removed, unless that is said.
fn companies_of(set: &Set) -> Option<Set> {
    let [scene] = &set.scenes[..] else {
        return None;
    };
    let changes = crate::ask::sparql::changes_a_list(&scene.reference);
    if !changes || scene.fillers("ag:target").next().is_some() {
        return None;
    }
    let scene = Scene {
        itself: "ag:target".to_owned(),
        ..scene.clone()
    };
    Some(Set {
        classes: vec![ag::COMPANY.into_owned()],
        scenes: vec![scene],
        ..set.clone()
    })
}

fn is_edition(set: &Set) -> bool {
    set.scenes
        .first()
        .is_some_and(|scene| scene.reference == ag::EDITION)
}

fn timed(plan: &Plan, time: Period) -> Option<Plan> {
    let mut plan = plan.clone();
    let scene = plan.about.scenes.first_mut()?;
    scene.time.is_none().then(|| scene.time = Some(time))?;
    Some(plan)
}

/// Returns the period that lies so to a date.
fn period(span: Span, date: Period) -> Period {
    match span {
        Span::Within => date,
        Span::Since => Period::between(date.from, None),
        Span::After => Period::between(date.to.and_then(|day| day.tomorrow().ok()), None),
        Span::Before => Period::between(None, date.from.and_then(|day| day.yesterday().ok())),
        Span::Until => Period::between(None, date.to),
    }
}

/// Returns what `by` a noun takes a count apart: its year, or what it has.
pub fn group(lexicon: &Lexicon, index: usize) -> Option<Group> {
    let entry = &lexicon.entries[index];
    let path = entry.path(Function::Itself)?;
    let of_thing = entry.path(Function::Possessor) == Some(".");
    of_thing.then(|| Group::Path(path.to_owned()))
}
