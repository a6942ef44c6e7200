//! From a question to its answer: choose a reading, then let the file that knows its kind answer it.

use crate::ask::answer::{Answer, Candidate, Item, Kind, Outcome};
use crate::ask::content;
use crate::ask::desk::Desk;
use crate::ask::fit::Fit;
use crate::ask::lattice::{Speech, Speeches};
use crate::ask::plan::{Ask, Named, Nature, Plan, Scene};
use crate::ask::read::{DEAREST, MOST_STEPS, Read, Reading, read, read_scattered};
use crate::ask::recast::{
    StandingDay, already, consequences, described, each, happened, meant_by_list, of_groups,
    reasons, same_day, sharpen, standing_day, stood_then, was_changed, was_listed, which_of,
};
use crate::ask::sayings::{Saying, Sentences, fill};
use crate::ask::sparql::{self, changes_a_list};
use crate::ask::tell::Teller;
use crate::ask::texts::Text;
use crate::model::{Date, Scope, vocab as ag};
use crate::names::MatchKind;
use crate::resolve::{Link, Linker, Resolution};
use crate::store::{Snapshot, StoreError};
use crate::timeline::Member;
use crate::view::View;
use oxrdf::{NamedNode, Term};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Answers questions about one snapshot.
pub struct Asker<'a> {
    pub(super) snapshot: &'a Snapshot,
    linker: &'a Linker,
    speeches: &'a Speeches,
    /// The language of the question; the first before there is one.
    speech: Option<&'a Speech>,
    pub(super) view: Option<&'a dyn Fn() -> Option<View>>,
    /// Where the question is read.
    pub(super) desk: Arc<Desk>,
}

/// Readings that cost this much more than the best are no rivals to it.
const MARGIN: f64 = 0.04;
/// Readings that are no dearer than this are nearly as good as the best.
const TIE: f64 = 0.2;
/// The same of whether something is so.
const TIE_WHETHER: f64 = 0.12;
/// A reading that leaves words out may cost this much.
const LOOSEST: f64 = 1.6;
/// How many steps it takes to try whether a reading has an answer.
const TRIED: usize = 20_000;
/// How many things that a name may mean are looked at.
const MOST_MEANT: usize = 4;
/// From which score a name with a slip in it is described.
const SLIP: f64 = 0.7;
/// The same of a long name.
const SLIPS: f64 = 0.6;
/// How many letters a long name has, in which two slips are likely.
const LONG: usize = 10;
/// How many events are told one by one.
pub(super) const TOLD: usize = 3;

/// Tells whether a scene is a change of a list to somebody named.
fn is_done_to_named(scene: &Scene) -> bool {
    changes_a_list(&scene.reference) && !scene.things("ag:target").is_empty()
}

/// Tells whether an answer says that there is something.
fn has_found(answer: &Answer) -> bool {
    let nothing = answer.items.is_empty()
        && answer.dates.is_empty()
        && answer.boolean != Some(true)
        && answer.count.is_none_or(|count| count == 0);
    answer.outcome == Outcome::Answered && (!nothing || answer.kind == Kind::Text)
}

/// Tells whether a value found denies a word of the question: that a list imposes no sanctions.
fn denies(answer: &Answer, question: &str) -> bool {
    let question = question.to_lowercase();
    let texts = answer.items.iter().map(|item| item.label.to_lowercase());
    texts.into_iter().any(|text| {
        let words: Vec<&str> = text.split_whitespace().collect();
        let denied = words.windows(2).filter(|pair| pair[0] == "no");
        let mut stems = denied.flat_map(|pair| content::stems(pair[1]));
        stems.any(|stem| content::contains(&question, &stem))
    })
}

impl<'a> Asker<'a> {
    /// Returns an asker over a snapshot, its names and the languages that are known.
    pub fn new(snapshot: &'a Snapshot, linker: &'a Linker, speeches: &'a Speeches) -> Self {
        Self {
            snapshot,
            linker,
            speeches,
            speech: None,
            view: None,
            desk: Arc::new(Desk::new(MOST_STEPS)),
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

    /// The data as of another day.
    pub(super) fn then(&self, day: jiff::civil::Date) -> Result<Snapshot, StoreError> {
        self.snapshot.scoped(Scope {
            as_of: day,
            ..self.snapshot.scope().clone()
        })
    }

    /// The same asker over another view of the data.
    pub(super) fn over<'b>(&'b self, snapshot: &'b Snapshot) -> Asker<'b> {
        Asker {
            snapshot,
            desk: Arc::clone(&self.desk),
            ..*self
        }
    }

    /// Who stands on a list in the scope of a snapshot of the same data.
    pub(super) fn members_of(&self, snapshot: &Snapshot, list: &NamedNode) -> Arc<Vec<Member>> {
        self.speeches.rolls.members(snapshot, list)
    }

    /// What the data tell in words, in this scope.
    pub(super) fn texts(&self) -> Arc<Vec<Text>> {
        self.speeches.texts.all(self.snapshot)
    }

    pub(super) fn speech(&self) -> &'a Speech {
        self.speech.unwrap_or_else(|| self.speeches.first())
    }

    /// Answers a question.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the query of the chosen reading fails; what is asked never makes an error.
    pub fn ask(&self, question: &str) -> Result<Answer, StoreError> {
        self.ask_after(None, question)
    }

    /// Answers a question that may go on from an earlier one: `and Xiaomi?`, `when?`, `how did it
    /// respond?`.
    ///
    /// # Errors
    ///
    /// As [`ask`](Self::ask).
    pub fn ask_after(&self, earlier: Option<&Plan>, question: &str) -> Result<Answer, StoreError> {
        let asker = Asker {
            speech: Some(self.speeches.of(question)),
            desk: Arc::new(Desk::new(MOST_STEPS)),
            ..*self
        };
        let before: Vec<Named> = earlier.map(mentioned).unwrap_or_default();
        let answer = asker.ask_in_language(earlier, &before, question)?;
        Ok(match asker.is_asked(question, &answer) {
            true => answer,
            false => asker.not_asked(answer),
        })
    }

    /// Tells whether an answer is of what its question asks for: who did it is no list, no event and no route.
    fn is_asked(&self, question: &str, answer: &Answer) -> bool {
        let fit = Fit::new(self.snapshot, &self.speech().facts);
        let today = self.snapshot.scope().as_of;
        let asked = self
            .speech()
            .asks_for(question, self.linker, today, &self.desk);
        let Some((classes, said)) = asked else {
            return true;
        };
        if classes.iter().any(|class| fit.is_happening(class)) {
            return true;
        }
        let actor = classes.iter().all(|class| fit.is_actor(class));
        let is = |thing: &NamedNode| match actor {
            true => self.snapshot.is_a(thing, ag::ACTOR),
            false => {
                let mut classes = classes.iter();
                classes.any(|class| self.snapshot.is_a(thing, class.as_ref()))
            }
        };
        let mut things = answer.items.iter().filter_map(|item| item.thing.as_ref());
        let described = answer.readings.first();
        let described = described.is_none_or(|best| best.plan.ask == Ask::Describe);
        answer.outcome != Outcome::Answered
            || match answer.kind {
                Kind::Entities if things.clone().next().is_some() => things.any(is),
                Kind::Text => !actor || !said || described,
                Kind::Path => !actor || said,
                _ => true,
            }
    }

    fn ask_in_language(
        &self,
        earlier: Option<&Plan>,
        before: &[Named],
        question: &str,
    ) -> Result<Answer, StoreError> {
        if let Some(answer) = self.of_two(question, before)? {
            return Ok(answer);
        }
        if earlier.is_none()
            && let Some(answer) = self.two_questions(question, before)?
        {
            return Ok(answer);
        }
        let mut read = self.read(question, before, false);
        if self.speech().says_already(question) {
            for reading in &mut read.readings {
                already(&mut reading.plan);
            }
        }
        if !read.names.is_empty()
            && self.speech().asks_twice(question)
            && let Some(answer) = self.in_parts(question, before)?
        {
            return Ok(answer);
        }
        if earlier.is_none()
            && before.is_empty()
            && let Some(word) = self.speech().points_nowhere(question)
            && self.names_nobody(&read)
        {
            return Ok(self.meant_by(word));
        }
        if let Some(earlier) = earlier
            && let Some(answer) = self.follow(earlier, question, &read)?
        {
            return Ok(answer);
        }
        let readable = read
            .readings
            .first()
            .is_some_and(|best| best.cost <= DEAREST);
        if !readable && let Some(answer) = self.otherwise(question, before, &read)? {
            return Ok(answer);
        }
        // Why something was done that was not is told by nothing else.
        let in_words = |best: &Reading| match best.plan.ask {
            Ask::Things | Ask::What | Ask::Describe => true,
            Ask::Why => !best.plan.about.scenes.iter().any(is_done_to_named),
            _ => false,
        };
        let best = read.readings.first().filter(|_| readable);
        let in_words = best.is_some_and(in_words);
        // What reason there was is told by why, where no other reading tells it.
        let why = best.and_then(|best| reasons(&best.plan));
        let effect = best.is_some_and(|best| best.plan.asks_for(ag::EFFECT));
        let whom = best.and_then(|best| best.plan.whom.clone());
        let mut answer = self.answer_read(question, read)?;
        let told = answer.outcome == Outcome::Answered && answer.kind == Kind::Text;
        if effect && told && self.speech().is_polar(question) {
            answer.kind = Kind::Boolean;
            answer.boolean = Some(!denies(&answer, question));
            answer.items.clear();
            self.lead(&mut answer);
        }
        // Who is barred from something is whom the law names.
        if let Some(class) = whom {
            let bound = answer.items.iter();
            let bound: BTreeSet<Item> = bound
                .filter_map(|item| self.bound_by(item, &class))
                .collect();
            if !bound.is_empty() {
                answer.kind = Kind::Entities;
                answer.items = bound.into_iter().collect();
            }
        }
        if answer.outcome == Outcome::Unknown
            && let Some(why) = why
        {
            let told = self.answer_one(&why)?;
            answer = Answer {
                readings: answer.readings,
                ..told
            };
        }
        let nothing = answer.outcome == Outcome::Unknown && answer.boolean.is_none();
        if nothing
            && readable
            && let Some(other) = self.with_topic(question, before)?
        {
            return Ok(other);
        }
        if nothing
            && readable
            && let Some(other) = self.in_other_words(&self.speech().on_topic(question), before)?
        {
            return Ok(other);
        }
        if nothing
            && in_words
            && let Some(other) = self.by_words(question)?
        {
            return Ok(other);
        }
        Ok(answer)
    }

    /// The answer to a question that cannot be read as it stands, by the first other way that has one.
    fn otherwise(
        &self,
        question: &str,
        before: &[Named],
        read: &Read,
    ) -> Result<Option<Answer>, StoreError> {
        type Way<'w> = &'w dyn Fn() -> Result<Option<Answer>, StoreError>;
        let short = !read.too_long && !self.speech().is_barred(question);
        let known = short && read.unknown.is_empty();
        let ways: [(bool, Way<'_>); 8] = [
            (short, &|| self.with_topic(question, before)),
            (short, &|| self.after_time(question, before)),
            (short, &|| self.after_aside(question, before)),
            (short, &|| self.in_parts(question, before)),
            (short, &|| {
                self.in_other_words(&self.speech().on_topic(question), before)
            }),
            (known, &|| self.loosely(question, before)),
            (short, &|| self.scattered(question, before)),
            (short, &|| self.by_words(question)),
        ];
        for (_, way) in ways.into_iter().filter(|(may, _)| *may) {
            if let Some(mut answer) = way()? {
                // Is it true that a memory maker was removed: one was.
                let told = matches!(answer.kind, Kind::Entities | Kind::Text) && has_found(&answer);
                if told && self.speech().is_statement(question) {
                    answer.kind = Kind::Boolean;
                    answer.boolean = Some(true);
                    self.lead(&mut answer);
                }
                return Ok(Some(answer));
            }
        }
        Ok(None)
    }

    /// A thing as an item of an answer.
    pub(super) fn item(&self, thing: NamedNode) -> Item {
        Item {
            label: self.snapshot.label(&thing),
            class: self.class(&thing),
            thing: Some(thing),
        }
    }

    /// The answer to a question that cannot be read by what the data tell in the same words.
    fn by_words(&self, question: &str) -> Result<Option<Answer>, StoreError> {
        let fit = Fit::new(self.snapshot, &self.speech().facts);
        let today = self.snapshot.scope().as_of;
        match self
            .speech()
            .gist(question, self.linker, &fit, today, &self.desk)
        {
            Some(gist) => self.by_gist(&gist),
            None => Ok(None),
        }
    }

    /// Who of a class a text names first: whom a law bars from something.
    fn bound_by(&self, text: &Item, class: &NamedNode) -> Option<Item> {
        let named = self
            .linker
            .mentions(&text.label, false, |_| false)
            .into_iter();
        let named = named
            .flat_map(|mention| mention.links)
            .map(|link| link.thing);
        let mut actors = named.filter(|thing| {
            self.snapshot.is_a(thing, ag::ACTOR) && self.snapshot.is_a(thing, class.as_ref())
        });
        actors.next().map(|thing| self.item(thing))
    }

    pub(super) fn read(&self, question: &str, before: &[Named], loosely: bool) -> Read {
        read(
            question,
            self.snapshot,
            self.linker,
            self.speech(),
            before,
            loosely,
            &self.desk,
        )
    }

    /// The answer to a question whose pieces no rule joins, by the first reading that the data answer.
    fn scattered(&self, question: &str, before: &[Named]) -> Result<Option<Answer>, StoreError> {
        let mut readings = read_scattered(
            question,
            self.snapshot,
            self.linker,
            self.speech(),
            before,
            &self.desk,
        );
        for place in 0..readings.len() {
            if !self.desk.budget.take(TRIED) {
                break;
            }
            let mut answer = self.answer(&readings[place].plan)?;
            if has_found(&answer) {
                self.lead(&mut answer);
                readings[..=place].rotate_right(1);
                answer.readings = readings;
                return Ok(Some(answer));
            }
        }
        Ok(None)
    }

    /// The answer to a question that can be read if some little words are left out, and that the data
    /// answer so.
    fn loosely(&self, question: &str, before: &[Named]) -> Result<Option<Answer>, StoreError> {
        let read = self.read(question, before, true);
        let whole = |best: &Reading| best.cost <= LOOSEST && best.plan.ask != Ask::Describe;
        if !read.readings.first().is_some_and(whole) {
            return Ok(None);
        }
        let mut answer = self.answer_read(question, read)?;
        if !has_found(&answer) {
            return Ok(None);
        }
        let words = answer.readings.first().into_iter();
        let words = words.flat_map(Reading::left_out);
        let words: Vec<String> = words.map(|word| self.say().quoted(word)).collect();
        if words.is_empty() {
            return Ok(Some(answer));
        }
        let slots = [("words", self.say().all(&words, 0))];
        let caveat = self.one_sentence(self.sentences().left_out, &slots);
        answer.caveats.push(caveat);
        Ok(Some(answer))
    }

    fn answer_read(&self, question: &str, mut read: Read) -> Result<Answer, StoreError> {
        let mut chosen = 0;
        let mut answer = match read.readings.first().filter(|best| best.cost <= DEAREST) {
            None => self.unread(question, &read),
            Some(best) => match self.rivals(best, &read.readings) {
                Some(candidates) => match self.only_one(best, &read.readings, &candidates)? {
                    Some((answer, place)) => {
                        chosen = place;
                        answer
                    }
                    None => self.ambiguous(best, candidates),
                },
                None => match best.stranger().or_else(|| self.guess(best)) {
                    Some(name) => self.stranger(name, best),
                    None => {
                        let (answer, place) = self.best_of(&read.readings)?;
                        chosen = place;
                        answer
                    }
                },
            },
        };
        self.lead(&mut answer);
        let mut told = BTreeSet::new();
        answer.caveats.retain(|caveat| told.insert(caveat.clone()));
        // The chosen reading stands first.
        if let Some(until) = read.readings.get_mut(..=chosen) {
            until.rotate_right(1);
        }
        answer.readings = read.readings;
        Ok(answer)
    }

    /// Answers the cheapest reading. Where nothing is found so, a reading of the same names that is
    /// nearly as good and finds something is meant.
    fn best_of(&self, readings: &[Reading]) -> Result<(Answer, usize), StoreError> {
        let [best, rest @ ..] = readings else {
            return Ok((Answer::empty(Kind::Text), 0));
        };
        let answer = self.answer(&best.plan)?;
        let as_many = |plan: &Plan, answer: &Answer| {
            let told = answer.kind == Kind::Entities && has_found(answer);
            let number = plan.number.filter(|_| told);
            number.is_none_or(|number| answer.items.len() == number)
        };
        let many = as_many(&best.plan, &answer);
        if many && (has_found(&answer) || answer.boolean.is_some()) {
            return Ok((answer, 0));
        }
        let names = |reading: &Reading| -> BTreeSet<String> {
            let names = reading.plan.about.names().into_iter();
            names.map(|named| named.label.clone()).collect()
        };
        let near = rest.iter().enumerate();
        let tie = match best.plan.ask {
            Ask::Whether => TIE_WHETHER,
            _ => TIE,
        };
        let near = near.take_while(|(_, other)| other.cost <= best.cost + tie);
        // A reason for something else is none.
        let what = |reading: &Reading| {
            let first = reading.plan.about.scenes.first();
            first.map(|scene| scene.reference.clone())
        };
        let why = best.plan.ask == Ask::Why;
        // That a court ruled does not tell for whom.
        let looser = |other: &Reading| {
            let (one, other) = (&best.plan.about.scenes, &other.plan.about.scenes);
            one.len() == other.len()
                && one.iter().zip(other).any(|(one, other)| {
                    one.reference == other.reference
                        && one.restrictions.len() > other.restrictions.len()
                })
        };
        let same = near.filter(|(_, other)| {
            (!why || what(other) == what(best))
                && !looser(other)
                && (other.plan.ask == Ask::Whether) == (best.plan.ask == Ask::Whether)
                && other.stranger().is_none()
                && names(other) == names(best)
        });
        for (place, other) in same.take(4) {
            let second = self.answer(&other.plan)?;
            let same = many || other.plan.about.classes == best.plan.about.classes;
            if has_found(&second) && same && as_many(&other.plan, &second) {
                return Ok((second, place + 1));
            }
        }
        Ok((if many { answer } else { self.not_asked(answer) }, 0))
    }

    /// What was found where something else was asked for: eight of two, a list of who.
    fn not_asked(&self, answer: Answer) -> Answer {
        let slots = [("rest", answer.text)];
        Answer {
            outcome: Outcome::Unknown,
            text: self.one_sentence(self.sentences().not_asked, &slots),
            items: Vec::new(),
            ..answer
        }
    }

    /// The answer to the first of these ways to say a question that can be read and has one: `the notice
    /// of February: what became of it?`
    fn in_other_words(
        &self,
        ways: &[String],
        before: &[Named],
    ) -> Result<Option<Answer>, StoreError> {
        for told in ways {
            let read = self.read(told, before, false);
            // Who is left out was named by the question as what it is about.
            let clear = |best: &Reading| {
                best.cost <= DEAREST
                    && best.stranger().is_none()
                    && best.plan.about.except.is_empty()
            };
            if read.readings.first().is_some_and(clear) {
                let answer = self.answer_read(told, read)?;
                if has_found(&answer) {
                    return Ok(Some(answer));
                }
            }
        }
        Ok(None)
    }

    /// A question about what stands before it, where a pronoun means that.
    fn with_topic(&self, question: &str, before: &[Named]) -> Result<Option<Answer>, StoreError> {
        let today = self.snapshot.scope().as_of;
        match self.speech().with_topic(question, today) {
            Some(told) => self.in_other_words(&[told], before),
            None => Ok(None),
        }
    }

    /// A question behind a clause that tells when: `after CATL was listed, what did it say?`
    fn after_time(&self, question: &str, before: &[Named]) -> Result<Option<Answer>, StoreError> {
        let Some((time, asked)) = self.speech().with_time(question) else {
            return Ok(None);
        };
        let named = [before.to_vec(), self.named_in(time, before)].concat();
        let asked = asked.trim_end_matches(['?', '？']);
        self.in_other_words(&[format!("{asked} {time}")], &named)
    }

    /// The question behind something that is only told: `our client supplies CATL. Is it listed?`
    fn after_aside(&self, question: &str, before: &[Named]) -> Result<Option<Answer>, StoreError> {
        for start in self.speech().asides(question) {
            let named = self.named_in(&question[..start], before);
            let named = [before.to_vec(), named].concat();
            let answer = self.ask_in_language(None, &named, &question[start..])?;
            if !answer.readings.is_empty() {
                return Ok(Some(answer));
            }
        }
        Ok(None)
    }

    /// What a text names.
    fn named_in(&self, text: &str, before: &[Named]) -> Vec<Named> {
        let named = self.read(text, before, false).names.into_iter();
        let named = named.map(|thing| {
            let label = self.snapshot.label(&thing);
            Named::thing_called(&label, thing, label.clone(), 1.0)
        });
        named.collect()
    }

    /// Two questions in one line, the second of which may speak of what the first named: `was CATL
    /// listed and how did it respond?`
    fn in_parts(&self, question: &str, before: &[Named]) -> Result<Option<Answer>, StoreError> {
        let twice = self.speech().asks_twice(question);
        for (end, next) in self.speech().joints(question) {
            let (first, second) = (&question[..end], &question[next..]);
            let one = self.read(first, before, false);
            let Some(best) = one.readings.first().filter(|best| best.cost <= DEAREST) else {
                continue;
            };
            let named = [before.to_vec(), mentioned(&best.plan)].concat();
            let two = self.read(second, &named, false);
            let clear = |read: &Read| {
                read.readings
                    .first()
                    .is_some_and(|best| best.stranger().is_none())
            };
            // Who listed X, and when did they do it?
            if clear(&one)
                && !clear(&two)
                && twice
                && self
                    .speech()
                    .asks(second)
                    .is_some_and(|ask| ask != Ask::Things)
                && let Some(other) = self.follow(&best.plan, second, &two)?
            {
                let mut answer = self.answer_read(first, one)?;
                answer.join(other, self.say());
                return Ok(Some(answer));
            }
            if !clear(&one) || !clear(&two) {
                continue;
            }
            // Removed in 2024: who?
            let only_who = two
                .readings
                .first()
                .is_some_and(|two| two.plan.asks_of_all());
            if only_who && best.plan.ask != Ask::Things {
                continue;
            }
            let mut answer = self.answer_read(first, one)?;
            if only_who {
                return Ok(Some(answer));
            }
            let other = self.answer_read(second, two)?;
            answer.join(other, self.say());
            return Ok(Some(answer));
        }
        Ok(None)
    }

    /// The answers to two questions in one line, each with a question word, in a language where the second
    /// need not say of what: 比亚迪何时上榜，有没有回应.
    fn two_questions(
        &self,
        question: &str,
        before: &[Named],
    ) -> Result<Option<Answer>, StoreError> {
        let speech = self.speech();
        if !speech.is_plain() {
            return Ok(None);
        }
        let clear = |read: &Read| {
            let best = read.readings.first();
            best.is_some_and(|best| best.cost <= DEAREST && best.stranger().is_none())
        };
        for (end, next) in speech.joints(question) {
            let (first, second) = (&question[..end], &question[next..]);
            let marks = [',', '，', '、', ';', '；', '?', '？', '。'];
            let apart = question[end..next].contains(marks);
            if !apart || !speech.has_question(first) || !speech.has_question(second) {
                continue;
            }
            let one = self.read(first, before, false);
            let Some(best) = one.readings.first().filter(|_| clear(&one)) else {
                continue;
            };
            let mut named = [before.to_vec(), mentioned(&best.plan)].concat();
            let mut answer = self.answer_read(first, one)?;
            // What the first found is what the second is about, where the first names nothing.
            let found = answer.items.iter().filter_map(|item| item.thing.clone());
            let found: Vec<NamedNode> = found.collect();
            if let (true, [thing]) = (named.is_empty(), &found[..]) {
                let label = self.teller().label(thing);
                named.push(Named::thing_called(
                    &label,
                    thing.clone(),
                    label.clone(),
                    1.0,
                ));
            }
            let actor = |named: &&Named| {
                let thing = named.thing();
                thing.is_some_and(|thing| self.snapshot.is_a(&thing, ag::ACTOR))
            };
            let topic = named.iter().find(actor);
            let told = topic.map(|topic| format!("{}{second}", topic.text));
            let two = self.read(second, &named, false);
            let names = two.readings.first().map(|two| mentioned(&two.plan));
            let of_itself = clear(&two) && names.is_some_and(|names| !names.is_empty());
            // Of what the first is, where the second does not say.
            let about = told.filter(|_| !of_itself);
            let about = about.map(|way| (self.read(&way, &named, false), way));
            let (two, way) = match about.filter(|(read, _)| clear(read)) {
                Some(about) => about,
                None => (two, second.to_owned()),
            };
            if !clear(&two) || answer.outcome != Outcome::Answered {
                continue;
            }
            let other = self.answer_read(&way, two)?;
            answer.join(other, self.say());
            return Ok(Some(answer));
        }
        Ok(None)
    }

    /// A question that goes on from an earlier one: it names others, or asks something else of the same.
    fn follow(
        &self,
        earlier: &Plan,
        question: &str,
        read: &Read,
    ) -> Result<Option<Answer>, StoreError> {
        let best = read.readings.first();
        let fragment = best.filter(|best| best.plan.ask == Ask::Describe && best.cost <= DEAREST);
        let plan = match fragment {
            // and Xiaomi?
            Some(fragment) => {
                let Some(plan) = self.with_others(earlier, &fragment.plan.about.named) else {
                    return Ok(None);
                };
                plan
            }
            // when?
            None => {
                let readable = best.is_some_and(|best| best.cost <= DEAREST);
                let Some(ask) = self.speech().asks(question).filter(|_| !readable) else {
                    return Ok(None);
                };
                let mut plan = earlier.clone();
                plan.ask = ask;
                plan
            }
        };
        let reading = Reading {
            plan,
            cost: best.map_or(0.0, |best| best.cost),
            words: best.map(|best| best.words.clone()).unwrap_or_default(),
        };
        let mut answer = match reading.stranger() {
            Some(name) => self.stranger(name, &reading),
            None => self.answer(&reading.plan)?,
        };
        self.lead(&mut answer);
        answer.readings = vec![reading];
        Ok(Some(answer))
    }

    /// The earlier question about other things of the same kind.
    pub(super) fn with_others(&self, earlier: &Plan, others: &[Named]) -> Option<Plan> {
        let mut plan = earlier.clone();
        let class = |thing: Option<NamedNode>| thing.and_then(|thing| self.class(&thing));
        let kind = others.first().map(|other| class(other.thing()))?;
        // The last name of the same kind is the one that is replaced.
        let names = plan.about.names();
        let place = names
            .iter()
            .rposition(|named| class(named.thing()) == kind)?;
        let mut at = 0;
        let mut fresh = others.iter();
        plan.about.for_each_name(&mut |named| {
            if at == place
                && let Some(other) = fresh.next()
            {
                *named = other.clone();
            }
            at += 1;
        });
        Some(plan)
    }

    pub(super) fn teller(&self) -> Teller<'a> {
        Teller::new(self.snapshot, self.speech())
    }

    /// How the language of the question says things.
    pub(super) fn say(&self) -> &'static dyn Saying {
        self.teller().say()
    }

    /// The fixed sentences of the language of the question.
    pub(super) fn sentences(&self) -> &'static Sentences {
        self.teller().sentences()
    }

    /// Begins the text of an answer with yes or no, where it has one.
    pub(super) fn lead(&self, answer: &mut Answer) {
        let pattern = match answer.boolean {
            Some(true) => self.sentences().yes,
            Some(false) => self.sentences().no,
            None => return,
        };
        answer.text = fill(pattern, &[("rest", &answer.text)]);
    }

    // --- questions that cannot be answered -------------------------------------------------------

    /// Tells whether a question names nothing, or only lists.
    fn names_nobody(&self, read: &Read) -> bool {
        let list = |name: &NamedNode| self.snapshot.is_a(name, ag::DESIGNATION_LIST);
        read.names.iter().all(list)
    }

    /// The answer to a question that does not say whom a word means.
    fn meant_by(&self, word: &str) -> Answer {
        let mut answer = Answer::empty(Kind::Text);
        let slots = [("word", self.say().quoted(word))];
        answer.text = self.one_sentence(self.sentences().meant_by, &slots);
        self.sentences()
            .how_unread
            .clone_into(&mut answer.interpretation);
        answer
    }

    fn unread(&self, question: &str, read: &Read) -> Answer {
        let mut answer = Answer::empty(Kind::Text);
        let sentences = self.sentences();
        let mut why = if read.too_long {
            sentences.too_long.to_owned()
        } else if question.trim().is_empty() {
            sentences.empty.to_owned()
        } else {
            sentences.unread.to_owned()
        };
        if !read.unknown.is_empty() && !read.too_long {
            let words: Vec<String> = read
                .unknown
                .iter()
                .take(5)
                .map(|word| self.say().quoted(word))
                .collect();
            let words = self.say().all(&words, 0);
            why = fill(sentences.unread_words, &[("why", &why), ("words", &words)]);
        }
        answer.text = self.say().text(&[why]);
        sentences.how_unread.clone_into(&mut answer.interpretation);
        answer.suggestions = self.suggestions(&read.names);
        answer
    }

    /// Questions that can be asked about the names in an unread one.
    fn suggestions(&self, names: &[NamedNode]) -> Vec<String> {
        let mut suggestions = Vec::new();
        for thing in names.iter().take(2) {
            let name = self.teller().name(thing);
            let questions = if self.snapshot.is_a(thing, ag::COMPANY) {
                self.sentences().ask_company
            } else if self.snapshot.is_a(thing, ag::DESIGNATION_LIST) {
                self.sentences().ask_list
            } else if self.snapshot.is_a(thing, ag::ACTOR) {
                self.sentences().ask_actor
            } else {
                self.sentences().ask_other
            };
            suggestions.extend(
                questions
                    .iter()
                    .map(|question| fill(question, &[("name", &name)])),
            );
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
                .any(|other| other[*place].term != names[0][*place].term)
        })?;
        let links: Vec<Link> = names
            .iter()
            .filter_map(|names| {
                let named = names[place];
                Some(Link {
                    thing: named.thing()?,
                    label: named.label.clone(),
                    name: named.text.clone(),
                    score: named.score,
                    how: MatchKind::Exact,
                })
            })
            .collect();
        // Sections belong to their act, members to their group.
        let whole = self.linker.wholes(links);
        let links = if whole.is_empty() { return None } else { whole };
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

    /// The answer of the only one of several things called so of which the data say what is asked; it
    /// tells what else the name may mean.
    fn only_one(
        &self,
        best: &Reading,
        readings: &[Reading],
        candidates: &[Candidate],
    ) -> Result<Option<(Answer, usize)>, StoreError> {
        // That something has no such property says nothing; that it did no such thing does.
        let event = best.plan.about.scenes.first().is_some_and(Scene::is_event);
        if !event || matches!(best.plan.ask, Ask::Describe | Ask::Path) {
            return Ok(None);
        }
        let near = readings.iter().enumerate().filter(|(_, other)| {
            other.cost <= best.cost + MARGIN && (*other == best || other.differs_in_names(best))
        });
        let mut found = None;
        for (place, other) in near.take(MOST_MEANT) {
            let answer = self.answer(&other.plan)?;
            if !has_found(&answer) || answer.boolean == Some(false) {
                continue;
            }
            if found.is_some() {
                return Ok(None);
            }
            found = Some((answer, place));
        }
        let Some((mut answer, place)) = found else {
            return Ok(None);
        };
        let meant = readings[place].plan.about.names().into_iter();
        let meant: Vec<NamedNode> = meant.filter_map(Named::thing).collect();
        let others = candidates.iter();
        let others = others.filter(|candidate| !meant.contains(&candidate.thing));
        let others: Vec<String> = others
            .map(|candidate| self.teller().label(&candidate.thing))
            .collect();
        let also = self.of_name(self.sentences().also_means, candidates, &others);
        answer.caveats.push(also);
        Ok(Some((answer, place)))
    }

    /// The sentence about the name that these candidates share, and who is called so.
    fn of_name(&self, sentence: &str, candidates: &[Candidate], called: &[String]) -> String {
        let text = candidates
            .first()
            .map_or("", |candidate| candidate.text.as_str());
        let slots = [
            ("text", self.say().quoted(text)),
            ("names", self.say().any(called)),
        ];
        self.one_sentence(sentence, &slots)
    }

    /// A name that stands alone and is linked too weakly to be described; one with a slip in it is not.
    fn guess<'r>(&self, best: &'r Reading) -> Option<&'r str> {
        best.guess().filter(|name| {
            let links = self.linker.find(name);
            let long = name.chars().count() >= LONG;
            let least = if long { SLIPS } else { SLIP };
            !links
                .first()
                .is_some_and(|link| link.is_slip() && link.score >= least)
        })
    }

    fn ambiguous(&self, best: &Reading, candidates: Vec<Candidate>) -> Answer {
        let mut answer = Answer::empty(Kind::Text);
        answer.outcome = Outcome::Ambiguous;
        let names: Vec<String> = candidates
            .iter()
            .map(|candidate| self.teller().label(&candidate.thing))
            .collect();
        answer.text = self.of_name(self.sentences().ambiguous, &candidates, &names);
        answer.interpretation = self.teller().plan(&best.plan);
        answer.suggestions = names;
        let meant = candidates.iter();
        answer.items = self.items(meant.map(|candidate| candidate.thing.clone().into()));
        answer.candidates = candidates;
        answer
    }

    fn stranger(&self, name: &str, best: &Reading) -> Answer {
        let mut answer = Answer::empty(Kind::of(best.plan.ask));
        let slots = [("text", self.say().quoted(name))];
        answer.text = self.one_sentence(self.sentences().stranger, &slots);
        answer.interpretation = self.teller().plan(&best.plan);
        let near = self.linker.find(name).into_iter().take(3);
        let suggestion = |link: Link| {
            let label = self.teller().label(&link.thing);
            fill(self.sentences().did_you_mean, &[("name", &label)])
        };
        answer.suggestions = near.map(suggestion).collect();
        answer
    }

    /// A fixed sentence, ended.
    pub(super) fn one_sentence(&self, pattern: &str, slots: &[(&str, String)]) -> String {
        self.say().text(&[self.clause(pattern, slots)])
    }

    /// A fixed sentence, as it may stand after others.
    pub(super) fn clause(&self, pattern: &str, slots: &[(&str, String)]) -> String {
        let slots: Vec<(&str, &str)> = slots
            .iter()
            .map(|(slot, text)| (*slot, text.as_str()))
            .collect();
        fill(pattern, &slots)
    }

    /// A day or a coarser date in the language of the question.
    pub(super) fn date(&self, date: impl Into<Date>) -> String {
        self.say().date(date.into())
    }

    // --- questions with a plan -----------------------------------------------------------------------

    pub(super) fn answer(&self, plan: &Plan) -> Result<Answer, StoreError> {
        // Whether something did not happen is told by whether it did.
        if let (Ask::Whether, [scene]) = (plan.ask, &plan.about.scenes[..])
            && scene.negated
        {
            let mut positive = plan.clone();
            positive.about.scenes.make_mut()[0].negated = false;
            // Whether one was silent has no yes that is a yes to what is told.
            if scene.denies {
                positive.ask = Ask::What;
            }
            return self.answer(&positive);
        }
        if let Some(plans) = each(plan) {
            let mut answers = Vec::new();
            for plan in &plans {
                answers.push(self.answer(plan)?);
            }
            return Ok(Answer::all(answers, self.say()));
        }
        let answer = self.answer_one(plan)?;
        // What an agency does, of which no event is told, is told by what it is.
        if answer.outcome == Outcome::Unknown
            && let Some(described) = described(plan)
        {
            return self.answer_one(&described);
        }
        if answer.outcome == Outcome::Unknown
            && let Some(effect) = meant_by_list(plan)
        {
            let told = self.answer_one(&effect)?;
            if told.outcome == Outcome::Answered {
                return Ok(told);
            }
        }
        // Of firms that a source leaves unnamed no company is known to have done it, but some did.
        if answer.outcome == Outcome::Unknown
            && let Some(unnamed) = of_groups(plan)
        {
            let others = self.answer_one(&unnamed)?;
            if others.outcome == Outcome::Answered {
                return Ok(others);
            }
        }
        Ok(answer)
    }

    pub(super) fn answer_one(&self, plan: &Plan) -> Result<Answer, StoreError> {
        let stood = stood_then(plan);
        let mut plan = plan.clone();
        // What happened is told before what things are.
        plan.about
            .scenes
            .make_mut()
            .sort_by_key(|scene| scene.nature == Nature::Property && scene.itself == ".");
        sharpen(&mut plan);
        let recast = which_of(&plan).or_else(|| happened(&plan));
        let recast = recast.or_else(|| consequences(&plan));
        if let Some(other) = recast.or_else(|| self.meaning(&plan)) {
            plan = other;
        }
        let assumed = self.assume_list(&mut plan.about);
        if let Some(counts) = self.count_told(&plan)? {
            plan = counts;
        }
        if let Some(added) = self.printed_in_vain(&plan)? {
            plan = added;
        }
        self.settle(&mut plan.about)?;
        if let Some(of_main) = self.of_main_list(&plan)? {
            plan = of_main;
        }
        if let Some(listed) = self.listed_by_edition(&plan)? {
            plan = listed;
        }
        if let Some(day) = standing_day(&mut plan, self.snapshot.scope().as_of) {
            return self.answer_then(plan, day);
        }
        was_listed(&mut plan);
        // Was X listed on a day on which nothing was listed: whether it stood there.
        if let Some(stood) = stood
            && self.rows(&sparql::query(&plan))?.is_empty()
        {
            let stood = self.answer_one(&stood)?;
            if stood.boolean == Some(true) {
                return Ok(stood);
            }
        }
        if let Some(apart) = self.apart(&plan)? {
            plan = apart;
        } else if let Some(together) = self.together(&plan)? {
            plan = together;
        }
        if let Some(described) = self.the_one(&plan)? {
            plan = described;
        }
        if let Some(changed) = was_changed(&plan).or_else(|| same_day(&plan))
            && self.rows(&sparql::query(&plan))?.is_empty()
            && !self.rows(&sparql::query(&changed))?.is_empty()
        {
            plan = changed;
        }
        let mut answer = Answer::empty(self.kind(&plan));
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
            answer.caveats.push(self.sentences().not_held.to_owned());
        }
        for named in plan.about.names() {
            if named.score < 0.85 && !named.label.is_empty() {
                let name = match named.thing() {
                    Some(thing) => self.teller().label(&thing),
                    None => named.label.clone(),
                };
                let slots = [("text", self.say().quoted(&named.text)), ("name", name)];
                answer
                    .caveats
                    .push(self.clause(self.sentences().read_as, &slots));
            }
        }
        if let Some(list) = assumed {
            let slots = [("list", self.teller().name(&list))];
            answer
                .caveats
                .push(self.clause(self.sentences().assumed_list, &slots));
        }
        Ok(answer)
    }

    /// What the answer to a plan is, by what its property leads to.
    fn kind(&self, plan: &Plan) -> Kind {
        let asked = plan
            .about
            .scenes
            .first()
            .filter(|_| plan.ask == Ask::Things);
        let values = asked.and_then(|scene| {
            let fit = Fit::new(self.snapshot, &self.speech().facts);
            fit.leads_to_values(&scene.itself)
        });
        match values {
            Some(true) => Kind::Date,
            Some(false) => Kind::Text,
            None if plan.as_things => Kind::Entities,
            None => Kind::of(plan.ask),
        }
    }

    /// A state is asked of a day: the last of the period. It is answered as of that day.
    fn answer_then(&self, plan: Plan, day: StandingDay) -> Result<Answer, StoreError> {
        let today = self.snapshot.scope().as_of;
        let StandingDay::Day(day) = day else {
            let mut answer = Answer::empty(Kind::of(plan.ask));
            answer.interpretation = self.teller().plan(&plan);
            let slots = [("date", self.date(today))];
            answer.text = self.one_sentence(self.sentences().not_yet, &slots);
            return Ok(answer);
        };
        let then = self.then(day)?;
        let mut answer = self.over(&then).answer(&plan)?;
        let note = self.clause(self.sentences().as_of, &[("date", self.date(day))]);
        if !answer.caveats.contains(&note) {
            answer.caveats.push(note);
        }
        Ok(answer)
    }

    pub(super) fn items(&self, terms: impl Iterator<Item = Term>) -> Vec<Item> {
        let mut items: Vec<Item> = terms
            .map(|term| match named(term.clone()) {
                Some(thing) => self.item(thing),
                None => Item {
                    label: self.teller().value(&term),
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
        self.teller().value(term)
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

/// The things that a question was about, the ones it named first.
pub(super) fn mentioned(plan: &Plan) -> Vec<Named> {
    let mut named: Vec<Named> = Vec::new();
    for name in plan.about.names() {
        if name.thing().is_some() && !named.iter().any(|known| known.term == name.term) {
            named.push(name.clone());
        }
    }
    named
}
