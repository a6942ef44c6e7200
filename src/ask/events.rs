//! What SPARQL answers: events and who takes part in them, told with what was withdrawn or is nearest.

use crate::ask::answer::{Answer, Item, Kind, Outcome, stop};
use crate::ask::asker::{Asker, TOLD, named};
use crate::ask::plan::{Ask, Nature, Plan, Scene};
use crate::ask::sparql;
use crate::ask::tell::and;
use crate::model::vocab as ag;
use crate::model::vocab::external::DESCRIPTION;
use crate::model::{Date, Evidence};
use crate::store::{Query, StoreError};
use crate::timeline::{self, Occurrence, Standing};
use oxrdf::{NamedNode, Term};
use std::collections::{BTreeMap, BTreeSet};

/// Members of a set, each with its event.
pub(super) type Rows = Vec<(Term, Option<Term>)>;

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
            return Ok(());
        }
        let rows = self.surest(plan, self.rows(&answer.sparql)?);
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
        for (found, event) in rows {
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
        let mut told: Vec<Occurrence> = events
            .iter()
            .map(|event| timeline::occurrence(self.snapshot, event))
            .collect();
        told.sort_by(|a, b| a.date.cmp(&b.date).then_with(|| a.iri.cmp(&b.iri)));
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
                let name = self.teller().name(&dispute.property);
                answer.caveats.push(format!(
                    "sources disagree on the {name} of “{}”: {}",
                    event.label,
                    values.join(" / ")
                ));
            }
        }
        if answer.evidence.is_empty() && !things.is_empty() {
            self.stated(plan, answer);
        }
        self.told_of_withdrawn(plan, &events, answer)?;
        self.told_of_gone(plan, &told, answer);
        if things.is_empty() {
            self.nothing(plan, answer);
            return Ok(());
        }
        answer.outcome = Outcome::Answered;
        match plan.ask {
            Ask::Whether => {
                answer.boolean = Some(true);
                answer.text = format!("Yes: {}", self.sentences(plan, &told, &[]));
                self.told_of_end(plan, answer);
            }
            Ask::When => {
                let mut dates: Vec<Date> = told.iter().filter_map(|event| event.date).collect();
                dates.dedup();
                answer.dates = dates;
                answer.text = self.sentences(plan, &told, &[]);
                if answer.dates.is_empty() {
                    answer.outcome = Outcome::Unknown;
                    answer.caveats.push("no source gives a date".to_owned());
                }
            }
            Ask::Why => self.why(plan, &told, answer),
            Ask::What => {
                answer.items = self.items(things.into_iter());
                answer.text = self.sentences(plan, &told, &[]);
            }
            Ask::Count if about_events => {
                answer.count = Some(things.len());
                let n = things.len();
                answer.text = format!(
                    "{n} time{}: {}",
                    if n == 1 { "" } else { "s" },
                    self.sentences(plan, &told, &[])
                );
            }
            Ask::Things | Ask::Count | Ask::Describe | Ask::Path => {
                answer.kind = kind_of(plan.ask, &things, answer.kind);
                if answer.kind == Kind::Date {
                    answer.dates = things.iter().filter_map(Date::from_term).collect();
                    answer.dates.sort();
                }
                answer.items = self.items(things.into_iter());
                self.things(plan, answer);
                let asked_of_one = plan.about.scenes.len() == 1 && told.len() <= TOLD;
                let role = plan
                    .about
                    .scenes
                    .first()
                    .map_or("", |scene| scene.itself.as_str());
                if plan.ask == Ask::Things && asked_of_one && !told.is_empty() && role != "." {
                    let sentences = self.sentences(plan, &told, &answer.items);
                    let labels: Vec<String> =
                        answer.items.iter().map(|item| item.label.clone()).collect();
                    answer.text = match labels.iter().any(|label| sentences.contains(label)) {
                        true => sentences,
                        false => format!("{}: {sentences}", self.teller().answers(&labels)),
                    };
                }
            }
        }
        Ok(())
    }

    /// When somebody sued is told by the suit, not by appeals, which have a word of their own; what puts
    /// on lists or takes off counts whatever it is called.
    fn exactly(&self, plan: &Plan, events: &mut BTreeSet<NamedNode>, things: &mut Vec<Term>) {
        let Some(scene) = plan.about.scenes.first() else {
            return;
        };
        if sparql::changes_a_list(&scene.reference) || scene.reference == ag::EVENT {
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
        let Some(time) = scene.and_then(|scene| scene.time).filter(|time| time.weekday.is_some())
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
        if scene.reference != ag::TENURE || scene.when.is_some() || scene.ever && scene.time.is_none() {
            return rows;
        }
        let today = self.snapshot.scope().as_of;
        let day = scene.time.and_then(|time| time.to).unwrap_or(today).min(today);
        let surely = |row: &(Term, Option<Term>)| {
            let event = row.1.clone().and_then(named);
            event.is_some_and(|event| {
                let people = self.snapshot.things(&event, ag::PERSON).into_iter();
                let mut held = people.flat_map(|person| timeline::tenures(self.snapshot, &person));
                held.any(|tenure| {
                    let holding = tenure.on(day);
                    tenure.iri == event
                        && matches!(holding, Some(timeline::Holding::Within | timeline::Holding::Open))
                })
            })
        };
        let sure: Rows = rows.iter().filter(|row| surely(row)).cloned().collect();
        if sure.is_empty() { rows } else { sure }
    }

    pub(super) fn rows(&self, sparql: &str) -> Result<Rows, StoreError> {
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
        Ok(rows.filter_map(row).collect())
    }

    /// Tells the events, the latest ones where there are many.
    /// Who was named in the question or is an answer is told by name.
    pub(super) fn sentences(&self, plan: &Plan, told: &[Occurrence], items: &[Item]) -> String {
        let focus: BTreeSet<NamedNode> = plan
            .about
            .names()
            .iter()
            .filter_map(|named| named.thing())
            .chain(items.iter().take(12).filter_map(|item| item.thing.clone()))
            .collect();
        let hidden = told.len().saturating_sub(TOLD);
        let mut sentences: Vec<String> = told[hidden..]
            .iter()
            .map(|event| self.teller().event(event, &focus))
            .collect();
        sentences.dedup();
        match hidden {
            0 => (),
            1 => sentences.push("One earlier event is in the evidence".to_owned()),
            n => sentences.push(format!("{n} earlier events are in the evidence")),
        }
        stop(&sentences)
    }

    pub(super) fn things(&self, plan: &Plan, answer: &mut Answer) {
        let n = answer.items.len();
        answer.count = (plan.ask == Ask::Count).then_some(n);
        answer.outcome = if n == 0 && plan.ask != Ask::Count {
            Outcome::Unknown
        } else {
            Outcome::Answered
        };
        if plan.ask == Ask::Whether {
            answer.boolean = Some(n > 0);
        }
        let set = self.teller().set(&plan.about);
        let labels: Vec<String> = answer.items.iter().map(|item| item.label.clone()).collect();
        let property = plan
            .about
            .scenes
            .first()
            .filter(|scene| scene.nature == Nature::Property);
        answer.text = match (n, property) {
            (1.., Some(scene)) => {
                let of = scene.roles.iter().filter(|(path, _)| path == ".");
                let of: Vec<String> = of.map(|(_, set)| self.teller().set(set)).collect();
                let name = self.teller().name(&scene.reference);
                stop(&[format!(
                    "The {name} of {}: {}",
                    and(of, 0),
                    self.teller().answers(&labels)
                )])
            }
            (0, _) => format!("The data hold no {set}."),
            (1, _) => stop(&[format!(
                "One match ({set}): {}",
                self.teller().answers(&labels)
            )]),
            _ => stop(&[format!("{n} {set}: {}", self.teller().answers(&labels))]),
        };
    }

    pub(super) fn why(&self, plan: &Plan, told: &[Occurrence], answer: &mut Answer) {
        let reasons: BTreeSet<String> = told
            .iter()
            .flat_map(|event| {
                event
                    .texts_of(ag::REASON)
                    .chain(event.texts_of(DESCRIPTION))
            })
            .map(|text| text.value.clone())
            .collect();
        let happened = self.sentences(plan, told, &[]);
        if reasons.is_empty() {
            answer.outcome = Outcome::Unknown;
            answer.text = format!("{happened} The data give no reason.");
        } else {
            let reasons: Vec<String> = reasons.into_iter().collect();
            answer.text = format!(
                "{happened} {}",
                stop(&[format!("Reason given: {}", reasons.join("; "))])
            );
        }
    }

    /// Nothing was found: say so, correct a false premise, and tell what is nearest.
    pub(super) fn nothing(&self, plan: &Plan, answer: &mut Answer) {
        let set = self.teller().set(&plan.about);
        let scene = plan.about.scenes.first();
        let mut sentences = vec![format!("The data hold no {set}")];
        answer.count = (plan.ask == Ask::Count).then_some(0);
        if plan.ask == Ask::Count {
            answer.outcome = Outcome::Answered;
        }
        // Whether a company was listed or removed can be told from where it stands.
        if let Some(scene) = scene.filter(|scene| sparql::changes_a_list(&scene.reference)) {
            let mut companies = scene.things("ag:target");
            if scene.itself == "ag:target" {
                companies.extend(plan.about.things());
            }
            let lists = scene.things("ag:list");
            for company in companies {
                let name = self.snapshot.label(&company);
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
                if plan.ask == Ask::Whether && decided && sure && scene.time.is_none() {
                    answer.boolean = Some(false);
                    answer.outcome = Outcome::Answered;
                }
            }
        }
        let lead = if answer.boolean == Some(false) {
            "No: "
        } else {
            ""
        };
        let first = sentences.remove(0);
        let first = if lead.is_empty() {
            first
        } else {
            first.replacen("The", "the", 1)
        };
        sentences.insert(0, format!("{lead}{first}"));
        sentences.dedup();
        sentences.extend(answer.caveats.first().cloned());
        answer.text = stop(&sentences);
    }

    /// Who was listed once and is no more is told so.
    fn told_of_end(&self, plan: &Plan, answer: &mut Answer) {
        let listing = plan.about.scenes.first();
        let Some(scene) = listing.filter(|scene| scene.reference == ag::LISTING) else {
            return;
        };
        let lists = scene.things("ag:list");
        for company in scene.things("ag:target") {
            let name = self.snapshot.label(&company);
            for (list, status) in self.standings_of(&company, &lists) {
                if status.standing == Standing::NotListed && status.since.is_some() {
                    let sentence = self.standing_sentence(&name, &list, &status, answer);
                    answer.text.push_str(&format!(" {}", stop(&[sentence])));
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
            let members = timeline::members(self.snapshot, list);
            let mut gone: BTreeSet<NamedNode> = self
                .snapshot
                .subjects(ag::LIST, list)
                .into_iter()
                .filter(|event| self.snapshot.is_a(event, ag::LISTING))
                .flat_map(|event| self.snapshot.things(&event, ag::TARGET))
                .collect();
            for member in members {
                gone.remove(&member.company);
            }
            for target in told.iter().flat_map(|event| &event.targets) {
                gone.remove(target);
            }
            if !gone.is_empty() {
                answer.caveats.push(format!(
                    "{} more are no longer on the {} without a notice of removal for each: a complete edition lacks them",
                    gone.len(),
                    self.snapshot.short_label(list)
                ));
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
            .filter(|scene| sparql::changes_a_list(&scene.reference))
        else {
            return Ok(());
        };
        let mut events = plan.clone();
        events.about.classes = vec![scene.reference.clone()];
        events.about.named.clear();
        events.about.scenes = vec![Scene {
            itself: ".".to_owned(),
            ..scene.clone()
        }];
        let rows = self.rows(&sparql::query_with_withdrawn(&events))?;
        let mut extra: BTreeMap<NamedNode, Vec<Occurrence>> = BTreeMap::new();
        for event in rows.into_iter().filter_map(|(event, _)| named(event)) {
            if counted.contains(&event) {
                continue;
            }
            let told = timeline::occurrence(self.snapshot, &event);
            if let Some(withdrawal) = &told.withdrawn {
                extra
                    .entry(withdrawal.edition.clone())
                    .or_default()
                    .push(told);
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
            answer.caveats.push(format!(
                "{} more in a notice ({}) that was withdrawn and changed nothing: {}",
                events.len(),
                self.snapshot.label(&edition),
                self.teller()
                    .names(&names, &names.iter().cloned().collect())
            ));
        }
        Ok(())
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
