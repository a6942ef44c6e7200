//! The rules: what two neighbouring phrases make, and what it costs to read them so.
//!
//! The rules know subjects, objects, passives, relative clauses, questions turned around and what
//! stands before or behind its noun; they know no verb, no name and no language. Which of them a
//! language uses follows from its little words: one without a word for `did` has no questions turned
//! around by it. The comment before each rule is an example, the bar standing where the two
//! phrases meet.
//!
//! Rules lie by what comes first: `word` a word of grammar, `noun`, `verb`, `pair` a word of grammar
//! with its noun, `sentence` a sentence, a marked noun or a time. `whole` says what a whole text asks;
//! `parts` are steps that the rules share.

mod noun;
mod pair;
mod parts;
mod scattered;
mod sentence;
mod verb;
mod whole;
mod word;

use crate::ask::chart::Rules;
use crate::ask::content::Content;
use crate::ask::fit::Fit;
use crate::ask::grammar::parts::{edition_of, period, timed};
use crate::ask::moment::Moments;
use crate::ask::phrase::{
    ACCORDING, AFTER, Amount, BEFORE, Clause, Form, Noun, OPEN_ROLE, Phrase, SAME_DAY, Span, THAT,
    Word, said, scene, tells_more,
};
use crate::ask::plan::{Ask, By, Many, Nature, Period, Pick, Plan, Scene, Set};
use crate::ask::recast::values_of_set;
use crate::ask::sparql::changes_a_list;
use crate::model::vocab as ag;
use crate::ontology::{Function, Lexicon};
use ecow::{EcoString, EcoVec};
use oxrdf::NamedNode;
use oxrdf::vocab::rdfs;

/// What it costs that a verb that has an object goes without.
const OPEN_OBJECT: f64 = 0.02;
/// What each condition of a question costs beyond the first.
const NESTED: f64 = 0.04;
/// What it costs that a condition says nothing but that there is such an event.
const OPEN_SCENE: f64 = 0.3;

/// What it costs that a word for coming onto a list tells who stood there.
const LANDED: f64 = 0.15;

/// What it costs that a preposition is left out.
const LOOSE: f64 = 0.35;

/// What it costs to take `more` for the most, unless it is said among whom.
pub const COMPARED: f64 = 0.5;

/// How many conditions a question may have; nobody asks for more at once.
const LARGEST: usize = 8;

/// What two phrases make, each with its cost.
pub type Found = Vec<(Phrase, f64)>;

/// The grammar over a lexicon and what fits where.
pub struct Grammar<'a> {
    lexicon: &'a Lexicon,
    fit: &'a Fit<'a>,
    moments: &'a Moments<'a>,
    /// The words for standing on a list.
    standing: Vec<usize>,
    /// Whether verbs have one form.
    plain: bool,
    /// Whether a participant may stand behind any preposition.
    loose: bool,
}

impl<'a> Grammar<'a> {
    /// Returns the grammar of a lexicon, over what fits where and when events were.
    pub fn new(
        lexicon: &'a Lexicon,
        fit: &'a Fit<'a>,
        moments: &'a Moments<'a>,
        plain: bool,
        loose: bool,
    ) -> Self {
        let entries = lexicon.entries.iter().enumerate();
        let standing = entries.filter(|(_, entry)| entry.reference == ag::ON_LIST);
        Self {
            lexicon,
            fit,
            moments,
            standing: standing.map(|(index, _)| index).collect(),
            plain,
            loose,
        }
    }
}

impl Rules for Grammar<'_> {
    type Category = Phrase;

    const LARGEST: usize = LARGEST;

    fn size(&self, phrase: &Phrase) -> usize {
        phrase.size()
    }

    fn print(&self, phrase: &Phrase) -> u64 {
        phrase.print()
    }

    fn combine(&self, left: &Phrase, right: &Phrase, made: &mut Found) {
        self.put_together(left, right, made);
    }

    fn end(&self) {
        self.moments.end();
    }

    fn is_whole(&self, phrase: &Phrase) -> bool {
        self.question(phrase).is_some()
    }

    fn rebate(&self, left: &Phrase, right: &Phrase) -> f64 {
        match (left, right) {
            // who signed more letters, | Tom Cotton or Michael McCaul
            (Phrase::Sentence(_), Phrase::Noun(_) | Phrase::Word(Word::ThanOthers)) => COMPARED,
            // which list has more companies, | A or B
            (Phrase::Noun(noun), Phrase::Noun(_)) if matches!(&noun.set.pick, Some(pick) if pick.by != By::Date) => {
                COMPARED
            }
            // the owner | of X
            _ => OPEN_ROLE,
        }
    }
}

impl Grammar<'_> {
    fn put_together(&self, left: &Phrase, right: &Phrase, made: &mut Found) {
        use Phrase as P;
        match (left, right) {
            // please | list …; who | really
            (P::Filler, P::Filler) => made.push((P::Filler, 0.0)),
            (P::Filler, other) => made.push((other.clone(), 0.01)),
            (other, P::Filler) if !matches!(other, P::Word(_)) => made.push((other.clone(), 0.01)),
            // X – | yes or no
            (P::Word(Word::Break), other) if !matches!(other, P::Word(_)) => {
                // (which of these was not added): | A, B, C
                if let P::Noun(noun) = other
                    && noun.is_row()
                    && noun.asked.is_none()
                {
                    let mut any = noun.clone();
                    any.set.any = true;
                    made.push((P::Noun(any), 0.0));
                }
                made.push((other.clone(), 0.02));
            }
            (other, P::Word(Word::Break)) => {
                if let P::Noun(noun) = other
                    && (noun.is_named() || noun.is_event())
                    && noun.asked.is_none()
                {
                    made.push((P::With(Word::Break, noun.clone()), 0.0));
                }
                if !matches!(other, P::Word(_)) {
                    made.push((other.clone(), 0.04));
                }
            }
            (P::Word(Word::Link), P::Filler) => made.push((left.clone(), 0.01)),
            // the letter | about the missing list; removed | for lack of a US nexus
            (P::Noun(noun), P::About(content)) => {
                let mut noun = noun.clone();
                if let Some(scene) = noun.set.scenes.make_mut().first_mut()
                    && is_about(scene, content)
                    && noun.asked.is_none()
                {
                    scene.content = Some(content.clone());
                    made.push((P::Noun(noun), 0.0));
                }
            }
            (P::Verb(clause), P::About(content)) => {
                made.extend(about(clause, content).map(|clause| (P::Verb(clause), 0.0)));
            }
            (P::Sentence(clause), P::About(content)) => {
                made.extend(about(clause, content).map(|clause| (P::Sentence(clause), 0.0)));
            }
            // 关于缺失清单 | 的
            (P::About(_), P::Word(Word::Link)) => {
                made.push((P::Modifier(Box::new(left.clone())), 0.0));
            }
            (P::Modifier(before), P::Noun(_)) if matches!(**before, P::About(_)) => {
                self.put_together(right, before, made);
            }
            (P::Word(word), right) => self.after_word(word, right, made),
            (P::Noun(noun), right) => self.after_noun(noun, right, made),
            (P::Verb(verb), right) => self.after_verb(verb, right, made),
            (P::With(word, noun), right) => self.after_pair(word, noun, right, made),
            (P::Sentence(clause), right) => self.after_sentence(clause, right, made),
            (P::Marked(marker, noun), right) => self.after_marked(marker, noun, right, made),
            (P::Modifier(before), P::Noun(noun)) => self.modified(before, noun, made),
            (P::Modifier(before), right) => self.headless(before, right, made),
            (P::Time(time), right) => self.after_time(*time, right, made),
            (P::Date(date), right) => self.after_date(*date, right, made),
            // three | or more
            (P::Amount(amount), P::Word(Word::OrMore(more))) => {
                let amount = match more {
                    true => Amount {
                        least: amount.least,
                        most: None,
                    },
                    false => Amount {
                        least: 1,
                        most: Some(amount.least),
                    },
                };
                made.push((P::Amount(amount), 0.0));
            }
            (P::Amount(amount), P::Noun(noun)) if noun.amount.is_none() => {
                // three | lists
                let noun = Noun {
                    amount: Some(*amount),
                    ..noun.clone()
                };
                made.push((P::Noun(noun), 0.0));
            }
            // what is section 851 | about
            (P::Question(plan), P::Word(Word::Preposition(marker)))
                if plan.ask == Ask::Describe && marker == "about" =>
            {
                made.push((left.clone(), 0.05));
            }
            // what is the Entity List | for: what it does
            (P::Question(plan), P::Word(Word::Preposition(marker)))
                if plan.ask == Ask::Describe
                    && marker == "for"
                    && self.fit.cost(
                        ".",
                        &ag::EFFECT.into_owned(),
                        &Noun::of(plan.about.clone()),
                    ) == 0.0 =>
            {
                let effect = values_of_set("ag:effect", plan.about.clone());
                made.push((P::Question(effect), 0.0));
            }
            // is X a military company | according to the Pentagon
            (P::Question(plan), P::Marked(marker, noun))
                if marker == ACCORDING && plan.ask == Ask::Whether && noun.is_named() =>
            {
                made.push((left.clone(), 0.15));
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
    /// Returns a clause with a marked participant, in each way in which it may be meant.
    fn marked(&self, clause: &Clause, marker: &str, noun: &Noun) -> Vec<(Clause, f64)> {
        let mut found = clause.marked(self.lexicon, self.fit, marker, noun);
        // on the list | in the edition of January 2025
        if clause.scene.nature == Nature::Standing && noun.is_edition() && self.is_on(marker) {
            found.extend(clause.as_printed(noun));
        }
        found.extend(self.beside(clause, marker, noun));
        // A preposition that the word does not know says no more than that there is such a participant.
        if self.loose && found.is_empty() && !tells_more(marker) {
            let anyhow = clause.anyhow(self.lexicon, self.fit, noun).into_iter();
            found.extend(anyhow.map(|(clause, cost)| (clause, cost + LOOSE)));
        }
        found
    }

    /// The clause at a time told by whom else it holds of: `was BYD listed | before Alibaba`.
    fn beside(&self, clause: &Clause, marker: &str, noun: &Noun) -> Option<(Clause, f64)> {
        let span = match marker {
            BEFORE => Span::Before,
            AFTER => Span::After,
            SAME_DAY => Span::Within,
            _ => return None,
        };
        if !noun.is_named() || clause.scene.reference == ag::TENURE || !clause.also.is_empty() {
            return None;
        }
        // put on the Entity List | before the 1260H list
        let mut roles = clause.scene.roles.iter();
        let list = roles.find(|(_, set)| self.is_list(set) && self.is_list(&noun.set));
        let list = list.map(|(path, _)| path.clone());
        let path = list.or_else(|| clause.filled.clone());
        let path = path.or_else(|| clause.subject.clone())?;
        let mut other = clause.clone();
        other.scene.roles.retain(|(role, _)| *role != path);
        other.subject = Some(path);
        (other.asked, other.ask, other.pick) = (None, None, None);
        other.inverted = false;
        let (other, cost) = other.with_subject(self.fit, noun)?;
        // Days are looked up only of what such a thing does.
        if cost > 0.0 {
            return None;
        }
        let moment = self.moments.of_other(&other)?;
        let clause = clause.at(period(span, moment))?;
        Some((clause, 0.05))
    }

    /// The clause of one of two at the time at which it holds of the other: `were A and B listed | on
    /// the same day`.
    fn same_day(&self, clause: &Clause) -> Option<(Clause, f64)> {
        let path = clause.filled.as_ref()?;
        let place = clause
            .scene
            .roles
            .iter()
            .position(|(role, _)| role == path)?;
        let both = &clause.scene.roles[place].1;
        let first = both.named.first()?.text.clone();
        let (one, other): (Vec<_>, Vec<_>) = both
            .named
            .iter()
            .cloned()
            .partition(|named| named.text == first);
        let noun = |named| {
            Noun::of(Set {
                named,
                all: false,
                ..both.clone()
            })
        };
        let mut alone = clause.clone();
        alone.scene.roles.make_mut()[place].1 = noun(one.into()).set;
        self.beside(&alone, SAME_DAY, &noun(other.into()))
    }

    /// The time after the first of two editions up to the other.
    fn since_edition(&self, edition: &Noun, other: Option<Period>) -> Option<(Phrase, f64)> {
        let moments = [self.moments.of_noun(edition)?, other?];
        let [first, last] = match moments[0].from <= moments[1].from {
            true => moments,
            false => [moments[1], moments[0]],
        };
        let after = period(Span::After, first);
        Some((Phrase::Time(Period::between(after.from, last.to)), 0.05))
    }

    /// What it costs to take a word for standing on a list, with no list said, at a time within two days for
    /// who stood there then: 2024年1月上榜 rather tells who came there.
    fn since_then(&self, clause: &Clause, time: Period) -> f64 {
        let standing = clause.scene.nature == Nature::Standing && !clause.scene.negated;
        let bare = clause.scene.fillers("ag:onList").next().is_none();
        let within = time.from.is_some() && time.to.is_some();
        if self.plain && standing && bare && within {
            LANDED
        } else {
            0.0
        }
    }

    /// Standing on a list since its first edition.
    fn all_along(&self, clause: &Clause) -> Option<Clause> {
        let list = clause.scene.fillers("ag:onList").next()?;
        if clause.scene.nature != Nature::Standing || clause.scene.negated {
            return None;
        }
        let mut first = edition_of(list, None);
        first.set.pick = Some(Pick {
            by: By::Date,
            last: false,
        });
        let moment = self.moments.of_noun(&first)?;
        clause.at(period(Span::Since, moment))
    }

    /// Tells whether a marker says that something stands on a list.
    fn is_on(&self, marker: &str) -> bool {
        self.standing.iter().any(|index| {
            let entry = &self.lexicon.entries[*index];
            !entry.arguments(Function::Adjunct, Some(marker)).is_empty()
        })
    }

    fn is_list(&self, set: &Set) -> bool {
        let property = |scene: &Scene| scene.nature == Nature::Property;
        let described = set.named.is_empty()
            && matches!(&set.classes[..], [class] if *class == ag::DESIGNATION_LIST)
            && set.scenes.iter().all(property);
        described || self.fit.all_are(set, ag::DESIGNATION_LIST)
    }

    /// Returns the state of standing on a list.
    pub(super) fn standing(&self, list: &Noun) -> Clause {
        let mut clause = self.standing_open();
        match list.asked {
            Some(_) => clause.asked = Some(("ag:onList".into(), list.clone())),
            None => {
                let mut set = list.set.clone();
                // 清单上: without articles, a list of which nothing is said is the list
                let bare = list.amount.is_none() && list.most.is_none() && set.scenes.is_empty();
                set.definite |= self.plain && bare && list.is_class() && set.pick.is_none();
                if let Some(amount) = list.amount {
                    clause.scene.many = Some(Many {
                        of: Some("ag:onList".into()),
                        least: amount.least,
                        most: amount.most,
                    });
                }
                if let Some(last) = list.most {
                    clause.pick = Some(Pick {
                        by: By::Many(Some("ag:onList".into())),
                        last,
                    });
                }
                clause.scene.roles.push(("ag:onList".into(), set));
            }
        }
        clause
    }

    /// Returns the state of standing on some list.
    pub(super) fn standing_open(&self) -> Clause {
        let entry = self.standing.first().copied();
        let form = match self.plain {
            true => Form::Plain,
            false => Form::Predicative,
        };
        let mut clause = Clause::word(self.lexicon, entry.unwrap_or_default(), form);
        clause.scene = match entry {
            Some(index) => Scene {
                restrictions: EcoVec::new(),
                ..scene(&self.lexicon.entries[index])
            },
            None => said("ag:onList", Set::default()),
        };
        clause.scene.nature = Nature::Standing;
        clause.scene.roles.clear();
        clause.subject = Some(".".into());
        clause.objects.clear();
        clause.missing.clear();
        clause
    }

    /// Returns being put on a list or taken off one, by the noun for it: (merits) `listing`.
    pub(super) fn to_be(&self, change: &Noun) -> Option<Clause> {
        self.done_to_somebody(change, changes_a_list)
    }

    /// Returns being named in a request: `in the letter of December`.
    pub(super) fn named_in(&self, request: &Noun) -> Option<Clause> {
        self.done_to_somebody(request, |class| *class == ag::REQUEST)
    }

    /// The clause whose subject is whom an event of some class is done to, where that is not said yet.
    fn done_to_somebody(
        &self,
        event: &Noun,
        of_class: impl Fn(&NamedNode) -> bool,
    ) -> Option<Clause> {
        let scene = event.set.scenes.first()?;
        let said = scene.fillers("ag:target").next().is_some();
        if !event.is_event() || event.asked.is_some() || said || !of_class(&scene.reference) {
            return None;
        }
        let form = match self.plain {
            true => Form::Plain,
            false => Form::Predicative,
        };
        let mut clause = Clause::word(self.lexicon, event.entry?, form);
        clause.scene = scene.clone();
        clause.subject = Some("ag:target".into());
        clause.objects.clear();
        clause.missing.clear();
        Some(clause)
    }

    /// Returns how many stand on a list or an edition of one.
    pub(super) fn size_of(&self, list: &Noun) -> Option<Plan> {
        if !self.is_list(&list.set) && !list.is_edition() {
            return None;
        }
        let mut members = Set::class(ag::COMPANY.into_owned());
        members.scenes.push(self.standing(list).scene_of("."));
        Some(Plan::new(Ask::Count, members))
    }

    /// How many names a list or an edition has: who stands on it, not what it is called.
    pub(super) fn names_of(&self, plan: &Plan) -> Option<Plan> {
        let [scene] = &plan.about.scenes[..] else {
            return None;
        };
        let label = scene.reference == rdfs::LABEL && plan.ask == Ask::Count;
        let [(path, list)] = &scene.roles[..] else {
            return None;
        };
        let listed = label && path == "." && (self.is_list(list) || list.is_edition());
        listed.then(|| self.size_of(&Noun::of(list.clone())))?
    }

    /// Tells whether a verb says no more than its noun does: `hold` an office, `own` a share.
    pub(super) fn is_light(&self, scene: &Scene, verb: &Clause) -> bool {
        // (which firm that) responded | asked for reconsideration: who said more than that
        let says = [ag::RESPONSE, ag::REQUEST].contains(&scene.reference.as_ref());
        let leads = |path: &EcoString| path == "." || *path == scene.itself;
        let same = scene.reference == verb.scene.reference;
        let of_same = same && (!says || verb.objects.iter().any(leads));
        let of_class = scene.nature == Nature::Property
            && self.fit.leads_from(&scene.reference, &verb.scene.reference);
        of_same || of_class || verb.objects.iter().any(|path| path == ".")
    }

    pub(super) fn takes_content(&self, verb: &Clause) -> bool {
        let entry = &self.lexicon.entries[verb.entry];
        !entry.arguments(Function::Content, None).is_empty()
    }

    pub(super) fn takes_infinitive(&self, verb: &Clause) -> bool {
        let entry = &self.lexicon.entries[verb.entry];
        !entry.arguments(Function::Infinitive, None).is_empty()
    }
}

/// Tells whether words that no rule reads may tell of an event what it is about or why it happened.
fn is_about(scene: &Scene, content: &Content) -> bool {
    let told = match content.property {
        Some(_) => changes_a_list(&scene.reference),
        None => scene.reference == ag::REQUEST,
    };
    told && scene.nature == Nature::Event && scene.content.is_none()
}

/// The clause of an event that is about something.
fn about(clause: &Clause, content: &Content) -> Option<Clause> {
    is_about(&clause.scene, content).then(|| {
        let mut clause = clause.clone();
        clause.scene.content = Some(content.clone());
        if content.property.is_none() {
            clause.objects.clear();
        }
        clause.missing.retain(|missing| missing != THAT);
        clause
    })
}
