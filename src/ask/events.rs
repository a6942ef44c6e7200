//! What SPARQL answers: events and who takes part in them, told with what was withdrawn or is nearest.

use crate::ask::answer::{Answer, Item, Kind, Outcome};
use crate::ask::asker::{Asker, TOLD, named};
use crate::ask::fit::PREFIXES;
use crate::ask::plan::{Ask, By, Group, Nature, Period, Plan, Scene, Set};
use crate::ask::sparql::{self, changes_a_list, of_list_changes};
use crate::model::vocab as ag;
use crate::model::vocab::external::DESCRIPTION;
use crate::model::{Date, Evidence};
use crate::ontology::{Part, Restriction};
use crate::store::{Query, StoreError};
use crate::timeline::{self, Occurrence, Standing};
use ecow::{eco_format, eco_vec};
use oxrdf::{NamedNode, NamedNodeRef, Term};
use std::collections::{BTreeMap, BTreeSet};

/// How many events of withdrawn notices are named in a query; of more, all events are looked at.
const MOST_WITHDRAWN: usize = 1_000;

/// Members of a set, each with its event.
pub(super) type Rows = Vec<(Term, Option<Term>)>;

/// The rows of which something holds; all of them where it holds of none.
fn rather(rows: Rows, holds: impl Fn(&(Term, Option<Term>)) -> bool) -> Rows {
    let those: Rows = rows.iter().filter(|row| holds(row)).cloned().collect();
    if those.is_empty() { rows } else { those }
}

fn event_of(row: &(Term, Option<Term>)) -> Option<NamedNode> {
    row.1.clone().and_then(named)
}

impl Asker<'_> {
    /// Everything that SPARQL answers.
    pub(super) fn run(&self, plan: &Plan, answer: &mut Answer) -> Result<(), StoreError> {
        let chosen = Plan {
            about: self.chosen(&plan.about)?,
            ..plan.clone()
        };
        if plan.about.pick.is_some() {
            let sparql = std::mem::take(&mut answer.sparql);
            answer.sparql = sparql::query(&chosen);
            self.run(&chosen, answer)?;
            answer.sparql = sparql;
            return self.said_of_winner(plan, answer);
        }
        let rows = self.surest(plan, self.rows(&answer.sparql)?);
        let rows = self.acts(plan, rows);
        let rows = self.on_weekday(plan, rows);
        let mut events: BTreeSet<NamedNode> = BTreeSet::new();
        let mut things: Vec<Term> = Vec::new();
        let about_events = matches!(
            plan.ask,
            Ask::When | Ask::Why | Ask::What | Ask::Whether | Ask::Count
        ) && plan
            .about
            .scenes
            .first()
            .is_some_and(|scene| scene.itself == "." && scene.nature == Nature::Event);
        let of_events = plan
            .about
            .scenes
            .first()
            .is_some_and(|scene| scene.nature == Nature::Event);
        let mut of_answer: Vec<(NamedNode, NamedNode)> = Vec::new();
        for (found, event) in rows {
            if of_events && let Some(thing) = named(found.clone()) {
                let event = event.clone().and_then(named);
                of_answer.extend(event.map(|event| (thing, event)));
            }
            if about_events {
                events.extend(named(found.clone()));
            }
            events.extend(event.filter(|_| of_events).and_then(named));
            things.push(found);
        }
        things.sort_by_key(ToString::to_string);
        things.dedup();
        if about_events && matches!(plan.ask, Ask::When | Ask::Count) {
            self.exactly(plan, &mut events, &mut things);
        }
        let mut told = timeline::occurrences(self.snapshot, &events);
        told.sort_by(|a, b| a.date.cmp(&b.date).then_with(|| a.iri.cmp(&b.iri)));
        // What a withdrawn notice said is no event among others.
        let of_any = |scene: &Scene| scene.reference == ag::EVENT && about_events;
        if plan.about.scenes.first().is_some_and(of_any)
            && told.iter().any(|event| event.withdrawn.is_none())
        {
            let (withdrawn, stands) = told
                .into_iter()
                .partition(|event| event.withdrawn.is_some());
            told = stands;
            events = told.iter().map(|event| event.iri.clone()).collect();
            things.retain(|thing| named(thing.clone()).is_none_or(|thing| events.contains(&thing)));
            self.tell_withdrawn(withdrawn, answer);
        }
        let mut first_dates: BTreeMap<NamedNode, Date> = BTreeMap::new();
        for event in told.iter().rev() {
            for (thing, _) in of_answer.iter().filter(|(_, known)| *known == event.iri) {
                first_dates.extend(event.date.map(|date| (thing.clone(), date)));
            }
        }
        for event in told.iter().take(40) {
            answer.add_evidence(event.evidence(self.snapshot));
            let disputed = event.disputed.iter().filter(|dispute| {
                // Groupings are printed anew in each edition, and notices cite themselves.
                event.class != ag::OWNERSHIP
                    && dispute.property != ag::PUBLISHED
                    && dispute.property.as_str().starts_with(ag::AG)
            });
            for dispute in disputed {
                let values: Vec<String> = dispute
                    .values
                    .iter()
                    .map(|told| self.value(&told.value))
                    .collect();
                let slots = [
                    ("property", self.teller().name(&dispute.property)),
                    ("event", event.label.clone()),
                    ("values", values.join(" / ")),
                ];
                answer
                    .caveats
                    .push(self.clause(self.sentences().disagree, &slots));
            }
        }
        if matches!(plan.ask, Ask::When) && told.len() <= TOLD {
            let notes = told.iter().filter_map(|event| self.inferred(event));
            answer.caveats.extend(notes);
        }
        if answer.evidence.is_empty() && !things.is_empty() {
            self.stated(plan, answer);
        }
        self.told_of_withdrawn(plan, &events, answer)?;
        self.told_of_gone(plan, &told, answer);
        if things.is_empty() {
            return self.nothing(plan, answer);
        }
        answer.outcome = Outcome::Answered;
        match plan.ask {
            Ask::Whether => {
                answer.boolean = Some(true);
                answer.items = self.either_of(plan)?;
                answer.text = match told.is_empty() {
                    false => self.events_told(plan, &told, &[]),
                    true => match (self.teller().affirmed(plan), &things[..]) {
                        (Some(sentence), _) => self.say().text(&[sentence]),
                        (None, [thing @ Term::NamedNode(_)]) => {
                            let thing = self.named_set(vec![thing.clone()]);
                            self.answer_one(&Plan::new(Ask::Describe, thing))?.text
                        }
                        (None, _) => {
                            let plan = Plan::new(Ask::Things, plan.about.clone());
                            let items = self.items(things.iter().cloned());
                            let told = self.teller().answered(&plan, &items, &told);
                            self.say().text(&[told])
                        }
                    },
                };
                self.told_of_end(plan, answer);
            }
            Ask::When => {
                let mut dates: Vec<Date> = told.iter().filter_map(|event| event.date).collect();
                dates.dedup();
                answer.dates = dates;
                answer.text = self.events_told(plan, &told, &[]);
                if answer.dates.is_empty() {
                    answer.outcome = Outcome::Unknown;
                    match answer.text.is_empty() {
                        true => answer.text = self.one_sentence(self.sentences().no_date, &[]),
                        false => answer.caveats.push(self.sentences().no_date.to_owned()),
                    }
                }
            }
            Ask::Why => self.why(plan, &told, answer),
            Ask::What => {
                answer.items = self.items(things.into_iter());
                answer.text = match told.is_empty() {
                    false => self.events_told(plan, &told, &[]),
                    true => {
                        let text = self.teller().answered(plan, &answer.items, &told);
                        self.say().text(&[text])
                    }
                };
            }
            Ask::Count if about_events => {
                answer.count = Some(things.len());
                let times = self.teller().figure(things.len(), &plan.about);
                let slots = [("counted", times)];
                let counted = self.one_sentence(self.sentences().counted, &slots);
                let told_of = self.events_told(plan, &told, &[]);
                answer.text = match told.len() <= TOLD {
                    true => format!("{counted}{}{told_of}", self.say().gap()),
                    false => counted,
                };
                self.grouped(plan, &years(&told), answer)?;
                self.apart_by_each(plan, &things, answer)?;
            }
            Ask::Things | Ask::Count | Ask::Describe | Ask::Path => {
                // A group whose members no source names is not one: it counts as nothing beside others.
                let group = |term: &Term| match term {
                    Term::NamedNode(thing) => self.snapshot.is_a(thing, ag::GROUP),
                    _ => false,
                };
                let unnamed = plan.ask == Ask::Count && things.iter().all(group);
                if plan.ask == Ask::Count && !unnamed {
                    things.retain(|thing| !group(thing));
                }
                answer.kind = kind_of(plan.ask, &things, answer.kind);
                if answer.kind == Kind::Date {
                    answer.dates = things.iter().filter_map(Date::from_term).collect();
                    answer.dates.sort();
                }
                answer.items = self.items(things.iter().cloned());
                self.in_words(plan, &things, &mut answer.items);
                self.things(plan, &told, answer);
                self.grouped(plan, &first_dates, answer)?;
                self.apart_by_each(plan, &things, answer)?;
                if unnamed {
                    answer.count = None;
                    answer.outcome = Outcome::Unknown;
                }
            }
        }
        Ok(())
    }

    /// How we came to what no source says of an event in so many words.
    fn inferred(&self, event: &Occurrence) -> Option<String> {
        let confidence = self.snapshot.things(&event.iri, ag::CONFIDENCE);
        let inferred = confidence.iter().any(|known| *known == ag::INFERRED);
        let note = self.snapshot.texts(&event.iri, ag::NOTE).into_iter().next();
        note.filter(|_| inferred)
    }

    /// Which of `A or B` it is of whom something is so.
    fn either_of(&self, plan: &Plan) -> Result<Vec<Item>, StoreError> {
        let [scene] = &plan.about.scenes[..] else {
            return Ok(Vec::new());
        };
        let Some(place) = scene.roles.iter().position(|(_, set)| set.is_either()) else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        for named in scene.roles[place].1.named.iter().take(TOLD) {
            let mut one = plan.clone();
            one.about.scenes.make_mut()[0].roles.make_mut()[place]
                .1
                .named = eco_vec![named.clone()];
            if !self.rows(&sparql::query(&one))?.is_empty() {
                found.extend(named.term.clone());
            }
        }
        Ok(self.items(found.into_iter()))
    }

    /// When somebody sued is told by the suit, not by appeals, which have a word of their own; what puts
    /// on lists or takes off counts whatever it is called.
    fn exactly(&self, plan: &Plan, events: &mut BTreeSet<NamedNode>, things: &mut Vec<Term>) {
        let Some(scene) = plan.about.scenes.first() else {
            return;
        };
        if changes_a_list(&scene.reference) || scene.reference == ag::EVENT {
            return;
        }
        let exact = |event: &NamedNode| self.class(event).as_ref() == Some(&scene.reference);
        if events.iter().any(exact) {
            events.retain(exact);
            things.retain(|thing| named(thing.clone()).is_none_or(|thing| exact(&thing)));
        }
    }

    /// Keeps what happened on the day of the week that is asked for, if one is.
    fn on_weekday(&self, plan: &Plan, mut rows: Rows) -> Rows {
        let scene = plan.about.scenes.first();
        let Some(time) = scene
            .and_then(|scene| scene.time)
            .filter(|time| time.weekday.is_some())
        else {
            return rows;
        };
        rows.retain(|(answer, event)| {
            let event = event.clone().unwrap_or_else(|| answer.clone());
            let dates = named(event).map(|event| self.snapshot.objects(&event, ag::DATE));
            let mut dates = dates.into_iter().flatten();
            dates.any(|date| Date::from_term(&date).is_some_and(|date| time.on_weekday(date)))
        });
        rows
    }

    /// Who held an office without a date may have held it on a day; told only where nobody surely did.
    fn surest(&self, plan: &Plan, rows: Rows) -> Rows {
        let Some(scene) = plan.about.scenes.first() else {
            return rows;
        };
        if scene.reference != ag::TENURE
            || scene.when.is_some()
            || scene.ever && scene.time.is_none()
        {
            return rows;
        }
        let today = self.snapshot.scope().as_of;
        let day = scene
            .time
            .and_then(|time| time.to)
            .unwrap_or(today)
            .min(today);
        let surely = |row: &(Term, Option<Term>)| {
            let event = event_of(row);
            event.is_some_and(|event| {
                let people = self.snapshot.things(&event, ag::PERSON).into_iter();
                let mut held = people.flat_map(|person| timeline::tenures(self.snapshot, &person));
                held.any(|tenure| {
                    let holding = tenure.on(day);
                    tenure.iri == event
                        && matches!(
                            holding,
                            Some(timeline::Holding::Within | timeline::Holding::Open)
                        )
                })
            })
        };
        let rows = rather(rows, surely);
        rather(rows, |row| {
            let event = event_of(row);
            let said = |property| {
                let event = event.as_ref();
                event.is_some_and(|event| !self.snapshot.objects(event, property).is_empty())
            };
            said(ag::START) || said(ag::END)
        })
    }

    /// An entry on a list of which nothing is told but that there was one says no more than that somebody
    /// stood there already; who was added is told of others, where there are such.
    fn acts(&self, plan: &Plan, rows: Rows) -> Rows {
        let scene = plan.about.scenes.first();
        let change = scene.is_some_and(|scene| {
            let named = scene.fillers("ag:target").any(Set::is_named);
            of_list_changes(&scene.reference) && !scene.negated && !named
        });
        if !change || matches!(plan.ask, Ask::When | Ask::Why | Ask::Whether) {
            return rows;
        }
        let told = |row: &(Term, Option<Term>)| {
            let event = event_of(row);
            event.is_none_or(|event| {
                let mut known = [ag::DATE, ag::HAS_EDITION, ag::AGENT].into_iter();
                known.any(|known| !self.snapshot.objects(&event, known).is_empty())
            })
        };
        rather(rows, told)
    }

    pub(super) fn rows(&self, sparql: &str) -> Result<Rows, StoreError> {
        let day = self.snapshot.scope().as_of;
        if let Some(rows) = self.desk.found(day, sparql) {
            return Ok(rows);
        }
        let table = Query::parse(sparql)?.run(self.snapshot)?.into_table();
        let rows = table.rows.into_iter();
        let row = |mut row: Vec<Option<Term>>| {
            let event = if row.len() > 1 {
                row.pop().flatten()
            } else {
                None
            };
            Some((row.pop()??, event))
        };
        let rows: Rows = rows.filter_map(row).collect();
        self.desk.keep(day, sparql, &rows);
        Ok(rows)
    }

    /// Tells the events, the latest ones where there are many.
    /// Who was named in the question or is an answer is told by name.
    pub(super) fn events_told(&self, plan: &Plan, told: &[Occurrence], items: &[Item]) -> String {
        let focus: BTreeSet<NamedNode> = plan
            .about
            .names()
            .iter()
            .filter_map(|named| named.thing())
            .chain(items.iter().take(12).filter_map(|item| item.thing.clone()))
            .collect();
        // Of many events of one kind it is told how many they are, behind all else.
        let of_any =
            |scene: &Scene| [ag::LIST_CHANGE, ag::EVENT].contains(&scene.reference.as_ref());
        let any = plan.about.scenes.first().is_some_and(of_any);
        let mut kinds: BTreeMap<&NamedNode, usize> = BTreeMap::new();
        for event in told {
            *kinds.entry(&event.class).or_default() += 1;
        }
        let (many, told): (Vec<&Occurrence>, Vec<&Occurrence>) = told
            .iter()
            .partition(|event| any && kinds[&event.class] > TOLD);
        let hidden = told.len().saturating_sub(TOLD);
        let mut sentences: Vec<String> = told[hidden..]
            .iter()
            .map(|event| self.teller().event(event, &focus))
            .chain(self.teller().kinds(&many))
            .collect();
        sentences.dedup();
        match hidden {
            0 => (),
            1 => sentences.push(self.sentences().earlier_event.to_owned()),
            n => {
                let slots = [("count", n.to_string())];
                sentences.push(self.clause(self.sentences().earlier_events, &slots));
            }
        }
        self.say().text(&sentences)
    }

    /// Says what the answer to `which` and `how many` is, with the events by which it was found.
    pub(super) fn things(&self, plan: &Plan, told: &[Occurrence], answer: &mut Answer) {
        let n = answer.items.len();
        answer.count = (plan.ask == Ask::Count).then_some(n);
        answer.outcome = if n == 0 && plan.ask != Ask::Count {
            Outcome::Unknown
        } else {
            Outcome::Answered
        };
        if plan.ask == Ask::Whether {
            answer.boolean = (n > 0).then_some(true);
        }
        let text = self.teller().answered(plan, &answer.items, told);
        answer.text = self.say().text(&[text]);
    }

    /// Takes a count apart, by year or by what a property path leads to from each member; `dates` are
    /// those of the members.
    pub(super) fn grouped(
        &self,
        plan: &Plan,
        dates: &BTreeMap<NamedNode, Date>,
        answer: &mut Answer,
    ) -> Result<(), StoreError> {
        let Some(group) = plan.group.as_ref().filter(|_| plan.ask == Ask::Count) else {
            return Ok(());
        };
        let mut counts: BTreeMap<String, BTreeSet<NamedNode>> = BTreeMap::new();
        let mut parts: BTreeMap<String, Term> = BTreeMap::new();
        let mut placed: BTreeSet<NamedNode> = BTreeSet::new();
        let members: BTreeSet<NamedNode> = match answer.items.is_empty() {
            true => dates.keys().cloned().collect(),
            false => answer
                .items
                .iter()
                .filter_map(|item| item.thing.clone())
                .collect(),
        };
        match group {
            Group::Year => {
                for (thing, date) in dates {
                    let year = self.date(Date::Year(date.year()));
                    counts.entry(year).or_default().insert(thing.clone());
                    placed.insert(thing.clone());
                }
            }
            Group::Path(path) => {
                let rows = self.rows(&grouping(&members, path))?;
                for (thing, value) in rows {
                    if let (Some(thing), Some(value)) = (named(thing), value) {
                        let name = match named(value.clone()) {
                            Some(value) => self.teller().name(&value),
                            None => self.value(&value),
                        };
                        parts.insert(name.clone(), value);
                        counts.entry(name).or_default().insert(thing.clone());
                        placed.insert(thing);
                    }
                }
            }
        }
        let mut counts: Vec<(String, usize)> = counts
            .into_iter()
            .map(|(name, things)| (name, things.len()))
            .collect();
        // Years in their order, all else by number.
        if *group != Group::Year {
            counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        }
        if plan.largest
            && let Some(most) = counts.iter().map(|(_, count)| *count).max()
        {
            self.largest(&counts, most, &parts, answer);
        }
        let rest = members.difference(&placed).count();
        if rest > 0 {
            counts.push((self.sentences().group_none.to_owned(), rest));
        }
        self.told_apart(&self.teller().group(group), counts, answer);
        Ok(())
    }

    /// The parts with the most members as what is asked for, told first.
    fn largest(
        &self,
        counts: &[(String, usize)],
        most: usize,
        parts: &BTreeMap<String, Term>,
        answer: &mut Answer,
    ) {
        let ahead = counts.iter().filter(|(_, count)| *count == most);
        let names: Vec<String> = ahead.map(|(name, _)| name.clone()).collect();
        let terms: Vec<Term> = names
            .iter()
            .filter_map(|name| parts.get(name).cloned())
            .collect();
        answer.kind = kind_of(Ask::Things, &terms, Kind::Entities);
        answer.items = self.items(terms.into_iter());
        answer.count = None;
        let slots = [
            ("names", self.say().row(&names)),
            ("count", most.to_string()),
        ];
        let first = self.one_sentence(self.sentences().largest, &slots);
        answer.text = format!("{first}{}{}", self.say().gap(), answer.text);
    }

    /// Adds a count of each to an answer, where there is any.
    pub(super) fn told_apart(&self, by: &str, counts: Vec<(String, usize)>, answer: &mut Answer) {
        if counts.is_empty() {
            return;
        }
        let items = counts.into_iter().map(|(name, count)| {
            let slots = [("name", name), ("count", count.to_string())];
            self.clause(self.sentences().group_item, &slots)
        });
        let items: Vec<String> = items.collect();
        let slots = [("group", by.to_owned()), ("items", self.say().list(&items))];
        let told = self.one_sentence(self.sentences().grouped, &slots);
        answer.text = format!("{}{}{told}", answer.text, self.say().gap());
    }

    /// Who was first, last or most often is told with the date or the number that made it win.
    fn said_of_winner(&self, plan: &Plan, answer: &mut Answer) -> Result<(), StoreError> {
        let Some(pick) = plan.about.pick.as_ref() else {
            return Ok(());
        };
        if plan.ask != Ask::Things || answer.items.is_empty() {
            return Ok(());
        }
        let rows = self.rows(&sparql::query(plan))?;
        let best = rows.into_iter().next().and_then(|(_, value)| value);
        let value = match (&pick.by, &best) {
            (By::Date, Some(Term::Literal(date))) => match date.value().parse::<Date>() {
                Ok(date) => self.date(date),
                Err(_) => String::new(),
            },
            (by @ By::Many(_), Some(Term::Literal(number))) => match number.value().parse() {
                Ok(number) => self.teller().tally(&plan.about, by, number),
                Err(_) => String::new(),
            },
            _ => String::new(),
        };
        let text = self.teller().picked(&plan.about, &answer.items, &value);
        answer.text = self.say().text(&[text]);
        Ok(())
    }

    pub(super) fn why(&self, plan: &Plan, told: &[Occurrence], answer: &mut Answer) {
        let texts = |event: &Occurrence| -> Vec<String> {
            let texts = event
                .texts_of(ag::REASON)
                .chain(event.texts_of(DESCRIPTION));
            texts.map(|text| text.value.clone()).collect()
        };
        let mut reasons: BTreeSet<String> = told.iter().flat_map(texts).collect();
        let mut happened = self.events_told(plan, told, &[]);
        // What has been told as what happened is no reason for it; what was said later may be.
        if reasons.iter().all(|reason| happened.contains(reason)) {
            let kept = self.kept(told);
            let later = match kept.is_empty() {
                true => self.thoughts(told),
                false => kept,
            };
            for event in &later {
                answer.add_evidence(event.evidence(self.snapshot));
            }
            let other: BTreeSet<String> = later.iter().flat_map(texts).collect();
            if !other.is_empty() {
                reasons = other;
            }
            let kept: Vec<Occurrence> = later
                .into_iter()
                .filter(|event| self.snapshot.is_a(&event.iri, ag::RETENTION))
                .collect();
            if !kept.is_empty() {
                let gap = self.say().gap();
                happened = format!("{happened}{gap}{}", self.events_told(plan, &kept, &[]));
            }
        }
        let why = if reasons.is_empty() {
            answer.outcome = Outcome::Unknown;
            self.one_sentence(self.sentences().no_reason, &[])
        } else {
            let reasons: Vec<String> = reasons.into_iter().collect();
            let slots = [("reasons", self.say().row(&reasons))];
            self.one_sentence(self.sentences().reason, &slots)
        };
        answer.text = format!("{happened}{}{why}", self.say().gap());
    }

    /// The last time that those who were listed were kept on the same list with a reason.
    fn kept(&self, told: &[Occurrence]) -> Vec<Occurrence> {
        let listed = told
            .iter()
            .filter(|event| self.snapshot.is_a(&event.iri, ag::LISTING));
        let last = listed.filter_map(|event| {
            let lists = self.snapshot.things(&event.iri, ag::LIST);
            let targets = self.snapshot.things(&event.iri, ag::TARGET);
            let events = targets
                .iter()
                .flat_map(|target| self.snapshot.subjects(ag::TARGET, target));
            let same = |event: &NamedNode| {
                let on = self.snapshot.things(event, ag::LIST);
                self.snapshot.is_a(event, ag::RETENTION)
                    && on.iter().any(|list| lists.contains(list))
                    && !self.snapshot.objects(event, ag::REASON).is_empty()
            };
            let kept: BTreeSet<NamedNode> = events.filter(same).collect();
            timeline::occurrences(self.snapshot, kept.iter()).pop()
        });
        let mut last: Vec<Occurrence> = last.collect();
        last.dedup_by(|a, b| a.iri == b.iri);
        last
    }

    /// What is said of the editions of a list that came out, beyond what is said of single companies.
    fn thoughts(&self, told: &[Occurrence]) -> Vec<Occurrence> {
        let editions = told.iter().flat_map(|event| {
            let itself = self.snapshot.is_a(&event.iri, ag::EDITION);
            let published = self.snapshot.is_a(&event.iri, ag::PUBLICATION);
            let edition = published.then(|| self.snapshot.things(&event.iri, ag::HAS_EDITION));
            let edition = edition.into_iter().flatten();
            edition.chain(itself.then(|| event.iri.clone()))
        });
        let editions: BTreeSet<NamedNode> = editions.collect();
        let of_edition = |edition| self.snapshot.subjects(ag::HAS_EDITION, edition);
        let general = |view: &NamedNode| {
            let targets = self.snapshot.things(view, ag::TARGET);
            let company = |target: &NamedNode| self.snapshot.is_a(target, ag::COMPANY);
            self.snapshot.is_a(view, ag::ASSESSMENT) && !targets.iter().any(company)
        };
        let views: BTreeSet<NamedNode> = editions
            .iter()
            .flat_map(of_edition)
            .filter(general)
            .collect();
        timeline::occurrences(self.snapshot, views.iter())
    }

    /// Nothing was found: say so, correct a false premise, and tell what is nearest.
    pub(super) fn nothing(&self, plan: &Plan, answer: &mut Answer) -> Result<(), StoreError> {
        let scene = plan.about.scenes.first();
        let mut sentences = vec![self.teller().nothing(plan)];
        // Lists are told in full; of anything else there may be more than the data hold.
        let told = scene.is_some_and(|scene| changes_a_list(&scene.reference));
        if plan.ask == Ask::Count && told {
            answer.count = Some(0);
            answer.outcome = Outcome::Answered;
        }
        // Whether a company was listed or removed can be told from where it stands.
        if let Some(scene) = scene.filter(|scene| changes_a_list(&scene.reference)) {
            let mut companies = scene.things("ag:target");
            if scene.itself == "ag:target" {
                companies.extend(plan.about.things());
            }
            let lists = scene.things("ag:list");
            for company in companies {
                let name = self.teller().label(&company);
                let found = self.standings_of(&company, &lists);
                let mut decided = false;
                for (list, status) in found.iter().take(TOLD) {
                    if status.standing == Standing::Unknown {
                        continue;
                    }
                    decided = true;
                    sentences.push(self.standing_sentence(&name, list, status, answer));
                    self.status_evidence(status, answer);
                }
                if scene.reference == ag::LISTING {
                    self.nearest_request(&company, None, &mut sentences, answer);
                }
                // A removal that did not happen is sure only of one who is still listed; a listing
                // that did not happen only where the list is named and lacks it.
                let sure = match scene.reference == ag::LISTING {
                    true => !lists.is_empty() && scene.roles.len() == 2,
                    false => found
                        .iter()
                        .any(|(_, status)| status.standing == Standing::Listed),
                };
                let sure = match scene.time {
                    None => decided && sure,
                    Some(time) => {
                        self.stood_otherwise(scene, &company, &lists, time)?
                            || self.came_otherwise(plan, time)?
                    }
                };
                if plan.ask == Ask::Whether && sure {
                    answer.boolean = Some(false);
                    answer.outcome = Outcome::Answered;
                }
            }
        }
        if plan.ask == Ask::Whether && answer.boolean.is_none() {
            sentences.extend(self.excluded(plan, answer));
        }
        // What denies says enough.
        if answer.boolean == Some(false) && sentences.len() > 1 {
            sentences.remove(0);
        } else if sentences.len() == 1 {
            sentences.extend(self.at_another_time(plan, answer)?);
        }
        sentences.dedup();
        sentences.extend(answer.caveats.first().cloned());
        answer.text = self.say().text(&sentences);
        Ok(())
    }

    /// Whether a company stood on a list at the end of a period in which it is asked to have been removed,
    /// or did not where it is asked to have been listed.
    fn stood_otherwise(
        &self,
        scene: &Scene,
        company: &NamedNode,
        lists: &[NamedNode],
        time: Period,
    ) -> Result<bool, StoreError> {
        let today = self.snapshot.scope().as_of;
        let Some(day) = time.to.map(|day| day.min(today)) else {
            return Ok(false);
        };
        let then = self.then(day)?;
        let found = self.over(&then).standings_of(company, lists);
        let stands = |known: Standing| found.iter().any(|(_, status)| status.standing == known);
        Ok(match scene.reference == ag::REMOVAL {
            true => stands(Standing::Listed) && !stands(Standing::NotListed),
            false => !lists.is_empty() && stands(Standing::NotListed),
        })
    }

    /// Whether what is asked for was before or after the open period in which it is asked to have been:
    /// changes of lists are told in full.
    fn came_otherwise(&self, plan: &Plan, time: Period) -> Result<bool, StoreError> {
        let open = time.from.is_none() || time.to.is_none();
        if !open || plan.ask != Ask::Whether {
            return Ok(false);
        }
        // On the very day that ends or begins the time, nobody knows what came first.
        let bound = time.from.or(time.to);
        let beside = |last: &Occurrence| {
            let day = last.date.map(Date::first_day);
            let apart = bound.zip(day).map(|(bound, day)| (bound - day).get_days());
            apart.is_none_or(|days| days.abs() <= 1)
        };
        let last = self.last_at_any_time(plan)?;
        Ok(last.is_some_and(|last| !beside(&last)))
    }

    /// The last dated one of the events that a plan asks for, at any time.
    fn last_at_any_time(&self, plan: &Plan) -> Result<Option<Occurrence>, StoreError> {
        let mut any_time = plan.clone();
        any_time.about.pick = None;
        for scene in any_time.about.scenes.make_mut() {
            scene.time = None;
        }
        let last = self.last_of(&any_time)?;
        Ok(last.filter(|last| last.date.is_some()))
    }

    /// The last of the events that a plan asks for or by which it finds its answer.
    fn last_of(&self, plan: &Plan) -> Result<Option<Occurrence>, StoreError> {
        let rows = self.rows(&sparql::query(plan))?;
        let event = |(found, event): (Term, Option<Term>)| event.or(Some(found)).and_then(named);
        let events: BTreeSet<NamedNode> = rows.into_iter().filter_map(event).collect();
        let told = timeline::occurrences(self.snapshot, &events).into_iter();
        Ok(told.max_by(|a, b| a.date.cmp(&b.date).then_with(|| a.iri.cmp(&b.iri))))
    }

    /// What happened, but not in the time asked for.
    fn at_another_time(
        &self,
        plan: &Plan,
        answer: &mut Answer,
    ) -> Result<Option<String>, StoreError> {
        let timed = |scene: &Scene| scene.nature == Nature::Event && scene.time.is_some();
        let events = |scene: &Scene| scene.nature == Nature::Event;
        if !plan.about.scenes.iter().any(timed)
            || !plan.about.scenes.iter().all(events)
            || plan.about.names().is_empty()
        {
            return Ok(None);
        }
        let Some(last) = self.last_at_any_time(plan)? else {
            return Ok(None);
        };
        answer.add_evidence(last.evidence(self.snapshot));
        let focus = plan
            .about
            .names()
            .iter()
            .filter_map(|named| named.thing())
            .collect();
        let slots = [("sentence", self.teller().event(&last, &focus))];
        Ok(Some(self.clause(self.sentences().nearest, &slots)))
    }

    /// The fact that makes no the certain answer, where the data exclude what was asked: a value that
    /// is another one, an office that had ended or not begun.
    fn excluded(&self, plan: &Plan, answer: &mut Answer) -> Option<String> {
        let property = |scene: &&Scene| scene.nature == Nature::Property;
        let scene = match &plan.about.scenes[..] {
            [scene] => scene,
            scenes => scenes.iter().find(property)?,
        };
        if let Some(sentence) = self.opposite(plan, answer) {
            return Some(sentence);
        }
        let deny = |answer: &mut Answer| {
            answer.boolean = Some(false);
            answer.outcome = Outcome::Answered;
        };
        if scene.reference == ag::TENURE
            && scene.when.as_deref().is_none_or(|when| when == "ag:start")
        {
            let sentence = self.not_in_office(plan, scene, answer)?;
            deny(answer);
            return Some(sentence);
        }
        let things = self.members_named(plan, scene);
        let [thing] = &things[..] else {
            return None;
        };
        let (said, time) = (&scene.restrictions[..], scene.time);
        let roles = scene.roles.iter().filter(|(path, _)| path != ".");
        let roles: Vec<_> = roles.collect();
        let property = match (said, &roles[..], time) {
            ([said], _, None) => local_property(&said.path)?,
            ([], [(path, _)], None) => local_property(path)?,
            (_, _, Some(_)) => local_property(scene.when.as_deref()?)?,
            _ => return None,
        };
        let fits = |term: &Term| match (said, time) {
            ([said], None) => said.values.contains(&eco_format!("{term}")),
            ([], None) => {
                let mut named = roles.iter().flat_map(|(_, set)| set.named.iter());
                named.any(|named| named.term.as_ref() == Some(term))
            }
            (_, Some(time)) => Date::from_term(term).is_none_or(|date| {
                time.from.is_none_or(|from| date.last_day() >= from)
                    && time.to.is_none_or(|to| date.first_day() <= to)
            }),
            _ => true,
        };
        if !SINGLE.contains(&property.as_ref()) {
            return None;
        }
        let values = self.snapshot.objects(thing, property.as_ref());
        if values.is_empty() || values.iter().any(fits) {
            return None;
        }
        let values: Vec<String> = values
            .iter()
            .map(|value| match named(value.clone()) {
                Some(value) => self.teller().name(&value),
                None => self.value(value),
            })
            .collect();
        for claim in self.snapshot.claims(thing, property.as_ref()) {
            let Some(source) = claim.source else {
                continue;
            };
            answer.add_evidence(vec![Evidence {
                event: thing.clone(),
                label: self.snapshot.label(thing),
                date: None,
                source: self.snapshot.source(&source),
            }]);
        }
        let slots = [
            ("property", self.teller().name(&property)),
            ("name", self.teller().known(thing)),
            ("value", self.say().row(&values)),
        ];
        deny(answer);
        Some(self.clause(self.sentences().fact, &slots))
    }

    /// Calls values for which the language has words by them, where it does not use the letters that the
    /// data have: 民主党, not D.
    fn in_words(&self, plan: &Plan, values: &[Term], items: &mut [Item]) {
        let speech = self.speech();
        let [scene] = &plan.about.scenes[..] else {
            return;
        };
        if !speech.is_plain() || scene.nature != Nature::Property {
            return;
        }
        let word = |value: &Term| {
            let value = eco_format!("{value}");
            let mut entries = speech.lexicon.entries.iter();
            let entry = entries.find(|entry| {
                let is = |said: &Restriction| said.values[..] == [value.clone()];
                let noun = entry.part == Part::Noun || entry.reference != ag::PARTY;
                noun && entry.reference == scene.reference && entry.restrictions.iter().any(is)
            });
            entry?.forms.first().map(|form| form.text.to_string())
        };
        for value in values
            .iter()
            .filter(|value| matches!(value, Term::Literal(_)))
        {
            let label = self.teller().value(value);
            let mut here = items.iter_mut().filter(|item| item.label == label);
            if let (Some(item), Some(word)) = (here.next(), word(value)) {
                item.label = word;
            }
        }
    }

    /// The event that was the opposite of the one asked about: who lost did not win.
    fn opposite(&self, plan: &Plan, answer: &mut Answer) -> Option<String> {
        let mut other = plan.clone();
        let scene = other.about.scenes.make_mut().first_mut()?;
        let opposites = self.speech().lexicon.opposites.iter();
        let mut opposites = opposites.filter_map(|(one, other)| {
            let place = scene.restrictions.iter().position(|said| said == one)?;
            Some((place, other.clone()))
        });
        let (place, restriction) = opposites.next()?;
        scene.restrictions.make_mut()[place] = restriction;
        let last = self.last_of(&other).ok()??;
        answer.add_evidence(last.evidence(self.snapshot));
        answer.boolean = Some(false);
        answer.outcome = Outcome::Answered;
        let focus = plan.about.things().into_iter().collect();
        Some(self.teller().event(&last, &focus))
    }

    /// The things of which a whether-question asks, by name or as the one that its words tell.
    fn members_named(&self, plan: &Plan, scene: &Scene) -> Vec<NamedNode> {
        let mut things = plan.about.things();
        // `The edition of 2022` is told by its own event.
        let mut told = plan.about.clone();
        told.scenes.retain(|other| other != scene);
        if things.is_empty() && !told.scenes.is_empty() && told.scenes.iter().all(Scene::is_event) {
            let found = self.found(&told).unwrap_or_default();
            things.extend(found.into_iter().filter_map(named));
        }
        for filler in scene.fillers(".") {
            match filler.is_named() {
                true => things.extend(filler.things()),
                false => {
                    let found = self.found(filler).unwrap_or_default();
                    things.extend(found.into_iter().filter_map(named));
                }
            }
        }
        things.sort();
        things.dedup();
        things
    }

    /// Whoever held the office only before or after the day or the period asked about.
    fn not_in_office(&self, plan: &Plan, scene: &Scene, answer: &mut Answer) -> Option<String> {
        let today = self.snapshot.scope().as_of;
        if scene.ever && scene.time.is_none() {
            return None;
        }
        let (from, to) = match scene.time {
            Some(time) => (
                time.from.unwrap_or(today),
                time.to.unwrap_or(today).min(today),
            ),
            None => (today, today),
        };
        let people = [scene.things("ag:person"), plan.about.things()].concat();
        let bodies = scene.things("ag:body");
        let [person] = &people[..] else {
            return None;
        };
        let said = scene
            .restrictions
            .iter()
            .find(|said| said.path == "ag:office");
        let meant = |tenure: &&timeline::Tenure| {
            let body = bodies.is_empty() || tenure.bodies.iter().any(|body| bodies.contains(body));
            let mut words = scene
                .fillers("ag:office")
                .flat_map(|set| &set.named)
                .peekable();
            let any = said.is_none() && words.peek().is_none();
            let words: Vec<&str> = words.map(|named| named.label.as_str()).collect();
            let called = |office: &String| {
                let written = format!("\"{office}\"");
                let mut values = said.iter().flat_map(|said| &said.values);
                any || words.iter().any(|word| word.eq_ignore_ascii_case(office))
                    || values.any(|value| value.eq_ignore_ascii_case(&written))
            };
            body && tenure.offices.iter().any(called)
        };
        let tenures = timeline::tenures(self.snapshot, person);
        let tenures: Vec<&timeline::Tenure> = tenures.iter().filter(meant).collect();
        let over = |tenure: &&timeline::Tenure| tenure.end.is_some_and(|end| end.last_day() < from);
        let later =
            |tenure: &&timeline::Tenure| tenure.start.is_some_and(|start| start.first_day() > to);
        if tenures.is_empty() || !tenures.iter().all(|tenure| over(tenure) || later(tenure)) {
            return None;
        }
        let last = tenures
            .iter()
            .copied()
            .filter(over)
            .max_by_key(|tenure| tenure.end);
        let first = tenures
            .iter()
            .copied()
            .filter(later)
            .min_by_key(|tenure| tenure.start);
        let (tenure, pattern, date) = match (last, first) {
            (Some(tenure), _) => (tenure, self.sentences().office_ended, tenure.end?),
            (None, Some(tenure)) => (tenure, self.sentences().office_later, tenure.start?),
            (None, None) => return None,
        };
        let event = timeline::occurrence(self.snapshot, &tenure.iri);
        answer.add_evidence(event.evidence(self.snapshot));
        let office = tenure.offices.first().cloned().unwrap_or_default();
        let slots = [
            ("name", self.teller().label(person)),
            ("office", office),
            ("date", self.date(date)),
            ("when", self.say().when(date)),
        ];
        Some(self.clause(pattern, &slots))
    }

    /// Who was listed once and is no more is told so.
    fn told_of_end(&self, plan: &Plan, answer: &mut Answer) {
        let listing = plan.about.scenes.first();
        let Some(scene) = listing.filter(|scene| scene.reference == ag::LISTING) else {
            return;
        };
        let lists = scene.things("ag:list");
        for company in scene.things("ag:target") {
            let name = self.teller().label(&company);
            for (list, status) in self.standings_of(&company, &lists) {
                if status.standing == Standing::NotListed && status.since.is_some() {
                    let sentence = self.standing_sentence(&name, &list, &status, answer);
                    let end = self.say().text(&[sentence]);
                    answer.text = format!("{}{}{end}", answer.text, self.say().gap());
                    self.status_evidence(&status, answer);
                }
            }
        }
    }

    /// Companies that left a named list without a notice of removal are told beside removals.
    fn told_of_gone(&self, plan: &Plan, told: &[Occurrence], answer: &mut Answer) {
        let removal = plan.about.scenes.first().filter(|scene| {
            scene.reference == ag::REMOVAL && scene.time.is_none() && scene.itself == "ag:target"
        });
        for list in removal.iter().flat_map(|scene| scene.things("ag:list")) {
            let list = &list;
            let members = self.members_of(self.snapshot, list);
            let mut gone: BTreeSet<NamedNode> = self
                .snapshot
                .subjects(ag::LIST, list)
                .into_iter()
                .filter(|event| self.snapshot.is_a(event, ag::LISTING))
                .flat_map(|event| self.snapshot.things(&event, ag::TARGET))
                .collect();
            for member in members.iter() {
                gone.remove(&member.company);
            }
            for target in told.iter().flat_map(|event| &event.targets) {
                gone.remove(target);
            }
            if !gone.is_empty() {
                let slots = [
                    ("count", gone.len().to_string()),
                    ("list", self.teller().name(list)),
                ];
                answer
                    .caveats
                    .push(self.clause(self.sentences().gone, &slots));
            }
        }
    }

    /// Listings and removals of a withdrawn notice are told beside the answer.
    pub(super) fn told_of_withdrawn(
        &self,
        plan: &Plan,
        counted: &BTreeSet<NamedNode>,
        answer: &mut Answer,
    ) -> Result<(), StoreError> {
        let Some(scene) = plan
            .about
            .scenes
            .first()
            .filter(|scene| of_list_changes(&scene.reference))
        else {
            return Ok(());
        };
        let mut withdrawn = self.of_withdrawn_notices();
        if withdrawn.is_empty() {
            return Ok(());
        }
        let mut scene = Scene {
            itself: ".".into(),
            ..scene.clone()
        };
        // How often something happened is counted among all events.
        if scene.many.is_none() && withdrawn.len() <= MOST_WITHDRAWN {
            if let Some(found) = &scene.found {
                withdrawn.retain(|event| found.contains(event));
            }
            scene.found = Some(withdrawn);
        }
        let mut events = plan.clone();
        events.about.classes = eco_vec![scene.reference.clone()];
        events.about.named.clear();
        events.about.scenes = eco_vec![scene];
        let rows = self.rows(&sparql::query_with_withdrawn(&events))?;
        let events = rows.into_iter().filter_map(|(event, _)| named(event));
        let events: Vec<NamedNode> = events.filter(|event| !counted.contains(event)).collect();
        self.tell_withdrawn(timeline::occurrences(self.snapshot, &events), answer);
        Ok(())
    }

    /// Adds what withdrawn notices said, one sentence for each of them.
    fn tell_withdrawn(&self, events: Vec<Occurrence>, answer: &mut Answer) {
        let mut extra: BTreeMap<NamedNode, Vec<Occurrence>> = BTreeMap::new();
        for told in events {
            if let Some(withdrawal) = &told.withdrawn {
                let edition = withdrawal.edition.clone();
                extra.entry(edition).or_default().push(told);
            }
        }
        for (edition, events) in extra {
            if let [one] = &events[..] {
                answer.caveats.push(self.withdrawn(one));
                answer.add_evidence(one.evidence(self.snapshot));
                continue;
            }
            let names: Vec<NamedNode> = events
                .iter()
                .flat_map(|event| event.targets.clone())
                .collect();
            let names: Vec<String> = names.iter().map(|name| self.teller().name(name)).collect();
            let slots = [
                ("count", events.len().to_string()),
                ("edition", self.teller().label(&edition)),
                ("names", self.teller().answers(&names)),
            ];
            answer
                .caveats
                .push(self.clause(self.sentences().withdrawn_several, &slots));
        }
    }

    /// The events of notices that were withdrawn.
    fn of_withdrawn_notices(&self) -> Vec<NamedNode> {
        let notices = self
            .snapshot
            .subjects(ag::STATE, &ag::WITHDRAWN.into_owned());
        let notices = notices.into_iter();
        notices
            .flat_map(|notice| self.snapshot.subjects(ag::HAS_EDITION, &notice))
            .collect()
    }

    /// Evidence for a property that a source states of a thing.
    pub(super) fn stated(&self, plan: &Plan, answer: &mut Answer) {
        for scene in &plan.about.scenes {
            let property = local_property(&scene.itself);
            for thing in scene.things(".") {
                for claim in property
                    .iter()
                    .flat_map(|property| self.snapshot.claims(&thing, property.as_ref()))
                {
                    if let Some(source) = claim.source {
                        let piece = Evidence {
                            event: thing.clone(),
                            label: format!(
                                "{}: {}",
                                self.snapshot.label(&thing),
                                self.value(&claim.object)
                            ),
                            date: None,
                            source: self.snapshot.source(&source),
                        };
                        answer.add_evidence(vec![piece]);
                    }
                }
            }
        }
    }
}

/// The properties of which a thing has one value: another one excludes what was asked.
const SINGLE: [NamedNodeRef<'static>; 8] = [
    ag::HEADQUARTERS,
    ag::STATUS,
    ag::COMPLETENESS,
    ag::STATE,
    ag::ENACTED,
    ag::EFFECTIVE,
    ag::ESTABLISHED,
    ag::PUBLISHED,
];

/// The query for what a path leads to from each of some things.
fn grouping(things: &BTreeSet<NamedNode>, path: &str) -> String {
    let prefixes = PREFIXES.map(|(prefix, namespace)| format!("PREFIX {prefix}: <{namespace}>\n"));
    let things: Vec<String> = things.iter().map(ToString::to_string).collect();
    format!(
        "{}SELECT DISTINCT ?thing ?value WHERE {{\n  VALUES ?thing {{ {} }}\n  ?thing {path} ?value .\n}}\nORDER BY ?thing ?value\n",
        prefixes.concat(),
        things.join(" ")
    )
}

/// The dates of events.
fn years(told: &[Occurrence]) -> BTreeMap<NamedNode, Date> {
    let dates = told
        .iter()
        .filter_map(|event| Some((event.iri.clone(), event.date?)));
    dates.collect()
}

/// What an answer of these things or values is.
fn kind_of(ask: Ask, things: &[Term], kind: Kind) -> Kind {
    let literal = |term: &Term| matches!(term, Term::Literal(_));
    match kind {
        _ if ask == Ask::Count => Kind::Count,
        _ if !things.iter().all(literal) => Kind::Entities,
        Kind::Entities => Kind::Text,
        kind => kind,
    }
}

fn local_property(path: &str) -> Option<NamedNode> {
    let local = path.strip_prefix("ag:")?;
    Some(NamedNode::new_unchecked(format!("{}{local}", ag::AG)))
}
