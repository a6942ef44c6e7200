//! A question to its answer: choose a reading, run its plan, say what came back.

use crate::ask::plan::{Ask, Nature, Plan, Scene, Set};
use crate::ask::read::{Read, Reading, read};
use crate::ask::sparql;
use crate::ask::tell::{Teller, and, capital, day_in_words, value_in_words};
use crate::model::vocab::external::DESCRIPTION;
use crate::model::{Date, Evidence, vocab as ag};
use crate::ontology::Lexicon;
use crate::path;
use crate::resolve::{Link, Linker};
use crate::store::{Query, Snapshot, StoreError};
use crate::timeline::{self, Caveat, Occurrence, Reason, Standing};
use crate::view::View;
use oxrdf::{NamedNode, NamedNodeRef, Term};
use std::collections::{BTreeMap, BTreeSet};

/// Answers questions about one snapshot.
pub struct Asker<'a> {
    snapshot: &'a Snapshot,
    linker: &'a Linker,
    lexicon: &'a Lexicon,
}

/// An answer with everything that it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Whether the question was answered.
    pub outcome: Outcome,
    /// What the answer is.
    pub kind: Kind,
    /// The things asked for, sorted by name.
    pub items: Vec<Item>,
    /// Yes or no, where that was asked and is known.
    pub boolean: Option<bool>,
    /// The number, where that was asked.
    pub count: Option<usize>,
    /// The dates, oldest first, where these were asked.
    pub dates: Vec<Date>,
    /// The answer in one to three sentences.
    pub text: String,
    /// What a careful reader should know.
    pub caveats: Vec<String>,
    /// The events and sources that the answer rests on.
    pub evidence: Vec<Evidence>,
    /// How the question was read, in words.
    pub interpretation: String,
    /// The query that was run; empty if the question was not read.
    pub sparql: String,
    /// What could be meant or asked instead.
    pub suggestions: Vec<String>,
    /// What an ambiguous name may mean.
    pub candidates: Vec<Candidate>,
    /// All readings, the chosen one first.
    pub readings: Vec<Reading>,
}

/// Whether a question was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was.
    Answered,
    /// The data do not say, or the question could not be read.
    Unknown,
    /// A name in it may mean several things.
    Ambiguous,
}

/// What an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Things.
    Entities,
    /// Yes or no.
    Boolean,
    /// A number.
    Count,
    /// Dates.
    Date,
    /// Sentences.
    Text,
    /// A route between things.
    Path,
}

/// One thing or value of an answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    /// Its name, or the value.
    pub label: String,
    /// The thing, unless it is a value.
    pub thing: Option<NamedNode>,
    /// Its most specific class.
    pub class: Option<NamedNode>,
}

/// What an ambiguous name may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The words of the question.
    pub text: String,
    /// The thing.
    pub thing: NamedNode,
    /// Its name.
    pub label: String,
    /// How well the name fits, 0 to 1.
    pub score: f64,
}

/// Readings that cost this much more than the best are no rivals to it.
const MARGIN: f64 = 0.04;
/// A reading dearer than this leaves out or bends too much to be an answer.
const DEAREST: f64 = 3.4;
/// How many events are told one by one.
const TOLD: usize = 3;

impl<'a> Asker<'a> {
    /// Returns an asker over a snapshot, its names and the words of a language.
    pub fn new(snapshot: &'a Snapshot, linker: &'a Linker, lexicon: &'a Lexicon) -> Self {
        Self {
            snapshot,
            linker,
            lexicon,
        }
    }

    /// Answers a question.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the query of the chosen reading fails; what is asked never makes an error.
    pub fn ask(&self, question: &str) -> Result<Answer, StoreError> {
        let read = read(question, self.snapshot, self.linker, self.lexicon);
        let mut answer = match read.readings.first().filter(|best| best.cost <= DEAREST) {
            None => self.unread(question, &read),
            Some(best) => match self.rivals(best, &read.readings) {
                Some(candidates) => self.ambiguous(best, candidates),
                None => match best.stranger() {
                    Some(name) => self.stranger(name, best),
                    None => self.answer(best)?,
                },
            },
        };
        answer.readings = read.readings;
        Ok(answer)
    }

    fn teller(&self) -> Teller<'a> {
        Teller::new(self.snapshot, self.lexicon)
    }

    fn start(&self, kind: Kind) -> Answer {
        Answer {
            outcome: Outcome::Unknown,
            kind,
            items: Vec::new(),
            boolean: None,
            count: None,
            dates: Vec::new(),
            text: String::new(),
            caveats: Vec::new(),
            evidence: Vec::new(),
            interpretation: String::new(),
            sparql: String::new(),
            suggestions: Vec::new(),
            candidates: Vec::new(),
            readings: Vec::new(),
        }
    }

    // --- questions that cannot be answered ---------------------------------------------------------

    fn unread(&self, question: &str, read: &Read) -> Answer {
        let mut answer = self.start(Kind::Text);
        let mut why = if read.too_long {
            "The question is too long to be read".to_owned()
        } else if question.trim().is_empty() {
            "The question is empty".to_owned()
        } else {
            "The question could not be read".to_owned()
        };
        if !read.unknown.is_empty() && !read.too_long {
            let words: Vec<String> = read
                .unknown
                .iter()
                .take(5)
                .map(|word| format!("“{word}”"))
                .collect();
            why.push_str(&format!(
                "; neither the language nor the data know {}",
                and(words, 0)
            ));
        }
        answer.text = format!("{why}.");
        "the question could not be read".clone_into(&mut answer.interpretation);
        answer.suggestions = self.suggestions(&read.names);
        answer
    }

    /// Questions that can be asked about the names in an unread one.
    fn suggestions(&self, names: &[(String, NamedNode)]) -> Vec<String> {
        let mut suggestions = Vec::new();
        for (_, thing) in names.iter().take(2) {
            let name = self.snapshot.short_label(thing);
            if self.snapshot.is_a(thing, ag::COMPANY) {
                suggestions.push(format!("who requested {name}?"));
                suggestions.push(format!("when was {name} listed?"));
                suggestions.push(format!("how did {name} respond?"));
            } else if self.snapshot.is_a(thing, ag::DESIGNATION_LIST) {
                suggestions.push(format!("which companies are on the {name}?"));
            } else if self.snapshot.is_a(thing, ag::ACTOR) {
                suggestions.push(format!("which companies did {name} request?"));
            } else {
                suggestions.push(format!("what is {name}?"));
            }
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
                .any(|other| other[*place].thing != names[0][*place].thing)
        })?;
        let links: Vec<Link> = names
            .iter()
            .filter_map(|names| {
                let named = names[place];
                Some(Link {
                    thing: named.thing.clone()?,
                    label: named.label.clone(),
                    name: named.text.clone(),
                    score: named.score,
                    how: crate::names::MatchKind::Exact,
                })
            })
            .collect();
        // The head of a group may be meant by the group's name.
        match self.linker.decide(links.clone()) {
            crate::resolve::Resolution::Found(link, _)
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

    fn ambiguous(&self, best: &Reading, candidates: Vec<Candidate>) -> Answer {
        let mut answer = self.start(Kind::Text);
        answer.outcome = Outcome::Ambiguous;
        let names: Vec<String> = candidates
            .iter()
            .map(|candidate| candidate.label.clone())
            .collect();
        let text = candidates
            .first()
            .map_or("", |candidate| candidate.text.as_str());
        answer.text = format!(
            "“{text}” may mean {}.",
            and(names.clone(), 0).replace(" and ", " or ")
        );
        answer.interpretation = self.teller().plan(&best.plan);
        answer.suggestions = names;
        answer.candidates = candidates;
        answer
    }

    fn stranger(&self, name: &str, best: &Reading) -> Answer {
        let mut answer = self.start(kind(best.plan.ask));
        answer.text = format!("“{name}” is not in the data.");
        answer.interpretation = self.teller().plan(&best.plan);
        let near = self.linker.find(name).into_iter().take(3);
        answer.suggestions = near
            .map(|link| format!("did you mean {}?", link.label))
            .collect();
        answer
    }

    // --- questions with a plan -------------------------------------------------------------------------

    fn answer(&self, reading: &Reading) -> Result<Answer, StoreError> {
        let mut plan = reading.plan.clone();
        let assumed = self.assume_list(&mut plan.about);
        let mut answer = self.start(kind(plan.ask));
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
        for named in plan.about.names() {
            if named.score < 0.85 && !named.label.is_empty() {
                answer
                    .caveats
                    .push(format!("“{}” was read as {}", named.text, named.label));
            }
        }
        if let Some(list) = assumed {
            answer.caveats.push(format!(
                "“the list” was taken to be the {}",
                self.snapshot.short_label(&list)
            ));
        }
        Ok(answer)
    }

    /// `The list` without a name is the one that most listings of the dataset are about.
    fn assume_list(&self, set: &mut Set) -> Option<NamedNode> {
        let mut assumed = None;
        for (path, filler) in set.scenes.iter_mut().flat_map(|scene| &mut scene.roles) {
            let list = matches!(&filler.classes[..], [class] if *class == ag::DESIGNATION_LIST);
            if list
                && filler.named.is_empty()
                && filler.scenes.is_empty()
                && matches!(path.as_str(), "ag:list" | "ag:onList")
            {
                let main = self.main_list()?;
                *filler = Set::one(crate::ask::plan::Named {
                    text: "the list".to_owned(),
                    label: self.snapshot.short_label(&main),
                    thing: Some(main.clone()),
                    score: 1.0,
                });
                assumed = Some(main);
            }
        }
        assumed
    }

    fn main_list(&self) -> Option<NamedNode> {
        let mut lists: Vec<(usize, NamedNode)> = self
            .snapshot
            .subjects(oxrdf::vocab::rdf::TYPE, &ag::DESIGNATION_LIST.into_owned())
            .into_iter()
            .map(|list| (self.snapshot.subjects(ag::LIST, &list).len(), list))
            .collect();
        lists.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        lists.into_iter().next().map(|(_, list)| list)
    }

    /// `Is X on list L?`, three-valued, as of the day.
    fn standing(&self, plan: &Plan, answer: &mut Answer) {
        let companies = plan
            .about
            .named
            .iter()
            .filter_map(|named| named.thing.clone());
        let lists: Vec<NamedNode> = plan
            .about
            .scenes
            .iter()
            .flat_map(|scene| scene.named("ag:onList"))
            .filter_map(|named| named.thing.clone())
            .collect();
        let negated = plan.about.scenes.iter().any(|scene| scene.negated);
        let day = self.snapshot.scope().as_of;
        let mut standings = Vec::new();
        let mut sentences = Vec::new();
        for company in companies {
            let name = self.snapshot.label(&company);
            let mut found = match lists.is_empty() {
                true => timeline::statuses(self.snapshot, &company),
                false => lists
                    .iter()
                    .map(|list| {
                        (
                            list.clone(),
                            timeline::status(self.snapshot, &company, list),
                        )
                    })
                    .collect(),
            };
            if found.is_empty()
                && let Some(list) = self.main_list()
            {
                let status = timeline::status(self.snapshot, &company, &list);
                found.push((list, status));
            }
            found.sort_by_key(|(_, status)| status.standing);
            for (list, status) in &found {
                standings.push(status.standing);
                if lists.is_empty() && sentences.len() >= TOLD {
                    continue;
                }
                sentences.push(self.standing_sentence(&name, list, status, answer));
                self.status_evidence(status, answer);
                if status.standing != Standing::Listed {
                    self.nearest_request(&company, Some(list), &mut sentences, answer);
                }
            }
        }
        let listed = standings.contains(&Standing::Listed);
        let known = standings
            .iter()
            .any(|standing| *standing != Standing::Unknown);
        answer.boolean = known.then_some(listed != negated);
        answer.outcome = if known {
            Outcome::Answered
        } else {
            Outcome::Unknown
        };
        if sentences.is_empty() {
            sentences.push(format!(
                "Nothing in the data says so as of {}",
                day_in_words(day.into())
            ));
        }
        let lead = match answer.boolean {
            Some(true) => "Yes: ",
            Some(false) => "No: ",
            None => "",
        };
        answer.text = format!("{lead}{}", stop(&sentences));
    }

    fn standing_sentence(
        &self,
        name: &str,
        list: &NamedNode,
        status: &timeline::Status,
        answer: &mut Answer,
    ) -> String {
        let list_name = self.snapshot.short_label(list);
        let day = day_in_words(self.snapshot.scope().as_of.into());
        for withdrawn in &status.withdrawn {
            answer.caveats.push(self.withdrawn(withdrawn));
            push_evidence(answer, withdrawn.evidence(self.snapshot));
        }
        for caveat in &status.caveats {
            answer.caveats.extend(self.caveat(caveat));
        }
        match (status.standing, &status.because) {
            (Standing::Listed, Reason::Event(_)) => match status.since {
                Some(since) => format!(
                    "{name} has been on the {list_name} since {}",
                    day_in_words(since)
                ),
                None => format!("{name} is on the {list_name}; the sources give no date"),
            },
            (Standing::Listed, Reason::CompleteEdition { date, .. }) => {
                let date = date
                    .map(|date| format!(" of {}", day_in_words(date)))
                    .unwrap_or_default();
                format!("{name} is printed in the {list_name}{date}")
            }
            (Standing::NotListed, Reason::Event(event)) => {
                let date = event
                    .date
                    .map(|date| format!(" on {}", day_in_words(date)))
                    .unwrap_or_default();
                format!("{name} was taken off the {list_name}{date}")
            }
            (Standing::NotListed, Reason::CompleteEdition { date, .. }) => {
                let date = date
                    .map(|date| format!(" of {}", day_in_words(date)))
                    .unwrap_or_default();
                format!("{name} is not in the complete {list_name}{date}")
            }
            _ => {
                format!("nothing in the data says whether {name} is on the {list_name} as of {day}")
            }
        }
    }

    fn status_evidence(&self, status: &timeline::Status, answer: &mut Answer) {
        match &status.because {
            Reason::Event(event) => push_evidence(answer, event.evidence(self.snapshot)),
            Reason::CompleteEdition {
                edition,
                date,
                sources,
                ..
            } => {
                let pieces = sources.iter().map(|source| Evidence {
                    event: edition.clone(),
                    label: self.snapshot.label(edition),
                    date: *date,
                    source: self.snapshot.source(source),
                });
                push_evidence(answer, pieces.collect());
            }
            Reason::Nothing => (),
        }
    }

    fn withdrawn(&self, event: &Occurrence) -> String {
        let told = self
            .teller()
            .event(event, &event.targets.iter().cloned().collect());
        match &event.withdrawn {
            Some(withdrawal) => {
                let edition = self.snapshot.label(&withdrawal.edition);
                let date = withdrawal
                    .date
                    .map(|date| format!(" on {}", day_in_words(date)));
                format!(
                    "{told}: in a notice ({edition}) that was withdrawn{} and changed nothing",
                    date.unwrap_or_default()
                )
            }
            None => told,
        }
    }

    fn caveat(&self, caveat: &Caveat) -> Option<String> {
        let label = |event: &NamedNode| self.snapshot.label(event);
        Some(match caveat {
            Caveat::Imprecise { event, date } => {
                format!("“{}” is dated only {}", label(event), day_in_words(*date))
            }
            Caveat::Undated { event, .. } => {
                format!("the sources give no date for “{}”", label(event))
            }
            Caveat::DatesDisagree { event, dates } => {
                let dates: Vec<String> =
                    dates.iter().map(|told| day_in_words(told.value)).collect();
                format!(
                    "sources date “{}” differently: {}",
                    label(event),
                    dates.join(", ")
                )
            }
            Caveat::OrderUnsettled { event, rival } => {
                format!(
                    "the dates do not settle whether “{}” came before “{}”",
                    label(event),
                    label(rival)
                )
            }
            Caveat::EditionDisagrees { event, edition } => {
                format!(
                    "“{}” and {} of the same day disagree",
                    label(event),
                    label(edition)
                )
            }
            Caveat::PrintDisputed { edition, .. } => {
                format!("sources differ on what {} prints", label(edition))
            }
            Caveat::StartUnknown { .. } => return None,
            #[allow(unreachable_patterns)]
            _ => return None,
        })
    }

    /// What is known that is nearest to a listing: a request for it.
    fn nearest_request(
        &self,
        company: &NamedNode,
        list: Option<&NamedNode>,
        sentences: &mut Vec<String>,
        answer: &mut Answer,
    ) {
        let focus = BTreeSet::from([company.clone()]);
        let requests: Vec<Occurrence> = timeline::history(self.snapshot, company)
            .into_iter()
            .filter(|event| {
                event.is_a(self.snapshot, ag::REQUEST) && event.targets.contains(company)
            })
            .filter(|event| list.is_none_or(|list| event.lists.contains(list)))
            .collect();
        if let Some(last) = requests.last() {
            sentences.push(self.teller().event(last, &focus));
            push_evidence(answer, last.evidence(self.snapshot));
        }
    }

    /// Companies on a list as of the day, further conditions by SPARQL.
    fn members(&self, plan: &Plan, answer: &mut Answer) -> Result<(), StoreError> {
        let (standing, others): (Vec<Scene>, Vec<Scene>) = plan
            .about
            .scenes
            .iter()
            .cloned()
            .partition(|scene| scene.nature == Nature::Standing);
        let mut chosen: Option<BTreeMap<NamedNode, timeline::Member>> = None;
        let mut left_out = BTreeSet::new();
        for scene in &standing {
            if scene.itself == "ag:onList" {
                return self.lists_of(plan, scene, answer);
            }
            let lists: Vec<NamedNode> = match scene.named("ag:onList")[..] {
                [] => self
                    .snapshot
                    .subjects(oxrdf::vocab::rdf::TYPE, &ag::DESIGNATION_LIST.into_owned()),
                ref named => named
                    .iter()
                    .filter_map(|named| named.thing.clone())
                    .collect(),
            };
            let members = lists
                .iter()
                .flat_map(|list| timeline::members(self.snapshot, list));
            let members: BTreeMap<NamedNode, timeline::Member> = members
                .map(|member| (member.company.clone(), member))
                .collect();
            match (scene.negated, &mut chosen) {
                (true, _) => left_out.extend(members.into_keys()),
                (false, Some(known)) => known.retain(|company, _| members.contains_key(company)),
                (false, None) => chosen = Some(members),
            }
        }
        let rest = Set {
            scenes: others,
            ..plan.about.clone()
        };
        let mut companies: BTreeSet<NamedNode> =
            match (&chosen, rest.scenes.is_empty() && rest.named.is_empty()) {
                (Some(chosen), true) => chosen.keys().cloned().collect(),
                _ => {
                    let plan = Plan {
                        ask: Ask::Things,
                        about: rest,
                    };
                    answer.sparql = sparql::query(&plan);
                    let rows = self.rows(&answer.sparql)?;
                    let things = rows.into_iter().filter_map(|(answer, _)| named(answer));
                    things
                        .filter(|thing| {
                            chosen
                                .as_ref()
                                .is_none_or(|chosen| chosen.contains_key(thing))
                        })
                        .collect()
                }
            };
        companies.retain(|company| !left_out.contains(company));
        answer.items = self.items(companies.iter().cloned().map(Term::from));
        for company in companies.iter().take(20) {
            let member = chosen.as_ref().and_then(|chosen| chosen.get(company));
            if let Some(event) = member.and_then(|member| member.event.as_ref()) {
                let event = timeline::occurrence(self.snapshot, event);
                push_evidence(answer, event.evidence(self.snapshot));
            }
        }
        self.things(plan, answer);
        answer.caveats.push(format!(
            "as of {}",
            day_in_words(self.snapshot.scope().as_of.into())
        ));
        Ok(())
    }

    /// The lists on which a company stands.
    fn lists_of(&self, plan: &Plan, scene: &Scene, answer: &mut Answer) -> Result<(), StoreError> {
        let mut lists = BTreeSet::new();
        let mut sentences = Vec::new();
        for company in scene
            .named(".")
            .iter()
            .filter_map(|named| named.thing.clone())
        {
            let name = self.snapshot.label(&company);
            for (list, status) in timeline::statuses(self.snapshot, &company) {
                if (status.standing == Standing::Listed) != scene.negated {
                    sentences.push(self.standing_sentence(&name, &list, &status, answer));
                    self.status_evidence(&status, answer);
                    lists.insert(list);
                }
            }
        }
        answer.items = self.items(lists.into_iter().map(Term::from));
        self.things(plan, answer);
        if !sentences.is_empty() && plan.ask == Ask::Things {
            answer.text = stop(&sentences);
        }
        Ok(())
    }

    /// How two things are connected: the shortest routes, told step by step.
    fn path(&self, plan: &Plan, answer: &mut Answer) {
        let scene = plan.about.scenes.first();
        let first = scene.map(|scene| scene.named(".")).unwrap_or_default();
        let mut ends: Vec<NamedNode> = first
            .into_iter()
            .chain(plan.about.names())
            .filter_map(|named| named.thing.clone())
            .collect();
        let mut seen = BTreeSet::new();
        ends.retain(|end| seen.insert(end.clone()));
        let [from, to, ..] = &ends[..] else {
            answer.text = "A connection needs two names.".to_owned();
            return;
        };
        let options = path::Options {
            limit: Some(TOLD),
            ..path::Options::default()
        };
        let found = View::build(self.snapshot).ok().and_then(|view| {
            let ends = [std::slice::from_ref(from), std::slice::from_ref(to)];
            let all = path::all_shortest(&view, ends[0], ends[1], &options).ok()?;
            let routes: Vec<path::Route> = all.routes().collect();
            let first = routes.first()?;
            let sentences: Vec<String> = first
                .steps
                .iter()
                .map(|step| self.step(&view, step))
                .collect();
            Some((sentences, all.count(), routes))
        });
        let names = [self.snapshot.label(from), self.snapshot.label(to)];
        let Some((sentences, count, routes)) = found else {
            answer.text = stop(&[format!(
                "The data hold no connection between {} and {}",
                names[0], names[1]
            )]);
            return;
        };
        answer.outcome = Outcome::Answered;
        answer.items = routes
            .iter()
            .flat_map(path::Route::things)
            .cloned()
            .map(|thing| Item {
                label: self.snapshot.label(&thing),
                class: self.class(&thing),
                thing: Some(thing),
            })
            .collect();
        let mut seen = BTreeSet::new();
        answer.items.retain(|item| seen.insert(item.clone()));
        for reason in routes
            .iter()
            .flat_map(|route| &route.steps)
            .flat_map(|step| &step.reasons)
        {
            let event = reason.event.as_ref().filter(|_| !reason.withdrawn);
            let pieces = event
                .map(|event| timeline::occurrence(self.snapshot, event).evidence(self.snapshot));
            push_evidence(answer, pieces.unwrap_or_default());
        }
        answer.text = stop(&sentences);
        if count > 1 {
            answer
                .caveats
                .push(format!("{count} routes are as short; see `path --all`"));
        }
    }

    fn step(&self, view: &View, step: &path::Step) -> String {
        let words = view.relation_words(step.relation.as_ref(), step.direction);
        let (from, to) = (
            self.snapshot.label(&step.from),
            self.snapshot.label(&step.to),
        );
        let sentence = match words.sentence {
            Some(sentence) => sentence
                .replace("{subject}", &from)
                .replace("{object}", &to),
            None => format!("{from} – {} – {to}", words.label),
        };
        match step.date {
            Some(date) => format!("{sentence} ({})", day_in_words(date)),
            None => sentence,
        }
    }

    /// Everything that SPARQL answers.
    fn run(&self, plan: &Plan, answer: &mut Answer) -> Result<(), StoreError> {
        let rows = self.rows(&answer.sparql)?;
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
        let mut told: Vec<Occurrence> = events
            .iter()
            .map(|event| timeline::occurrence(self.snapshot, event))
            .collect();
        told.sort_by(|a, b| a.date.cmp(&b.date).then_with(|| a.iri.cmp(&b.iri)));
        for event in told.iter().take(40) {
            push_evidence(answer, event.evidence(self.snapshot));
            let disputed = event.disputed.iter().filter(|dispute| {
                // Groupings are printed anew in each edition, and notices cite themselves.
                event.class != ag::OWNERSHIP && dispute.property.as_str().starts_with(ag::AG)
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
        if things.is_empty() {
            self.nothing(plan, answer);
            return Ok(());
        }
        answer.outcome = Outcome::Answered;
        match plan.ask {
            Ask::Whether => {
                answer.boolean = Some(true);
                answer.text = format!("Yes: {}", self.sentences(plan, &told, &[]));
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
                answer.items = self.items(things.into_iter());
                self.things(plan, answer);
                let asked_of_one = plan.about.scenes.len() == 1 && told.len() <= TOLD;
                let role = plan
                    .about
                    .scenes
                    .first()
                    .map_or("", |scene| scene.itself.as_str());
                if plan.ask == Ask::Things && asked_of_one && !told.is_empty() && role != "." {
                    answer.text = self.sentences(plan, &told, &answer.items);
                }
            }
        }
        Ok(())
    }

    fn rows(&self, sparql: &str) -> Result<Vec<(Term, Option<Term>)>, StoreError> {
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
    fn sentences(&self, plan: &Plan, told: &[Occurrence], items: &[Item]) -> String {
        let focus: BTreeSet<NamedNode> = plan
            .about
            .names()
            .iter()
            .filter_map(|named| named.thing.clone())
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

    fn things(&self, plan: &Plan, answer: &mut Answer) {
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
                let of: Vec<String> = scene
                    .named(".")
                    .iter()
                    .map(|named| named.label.clone())
                    .collect();
                let name = self.teller().name(&scene.reference);
                stop(&[format!(
                    "The {name} of {}: {}",
                    and(of, 0),
                    self.teller().answers(&labels)
                )])
            }
            (0, _) => format!("The data hold no {set}."),
            _ => stop(&[format!("{n} {set}: {}", self.teller().answers(&labels))]),
        };
    }

    fn why(&self, plan: &Plan, told: &[Occurrence], answer: &mut Answer) {
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
    fn nothing(&self, plan: &Plan, answer: &mut Answer) {
        let set = self.teller().set(&plan.about);
        let scene = plan.about.scenes.first();
        let mut sentences = vec![format!("The data hold no {set}")];
        answer.count = (plan.ask == Ask::Count).then_some(0);
        if plan.ask == Ask::Count {
            answer.outcome = Outcome::Answered;
        }
        // Whether a company was listed or removed can be told from where it stands.
        if let Some(scene) = scene.filter(|scene| sparql::changes_a_list(&scene.reference)) {
            let companies: Vec<NamedNode> = scene
                .named("ag:target")
                .iter()
                .filter_map(|named| named.thing.clone())
                .collect();
            let lists: Vec<NamedNode> = scene
                .named("ag:list")
                .iter()
                .filter_map(|named| named.thing.clone())
                .collect();
            for company in companies {
                let name = self.snapshot.label(&company);
                let mut found: Vec<(NamedNode, timeline::Status)> = match lists.is_empty() {
                    true => timeline::statuses(self.snapshot, &company),
                    false => lists
                        .iter()
                        .map(|list| {
                            (
                                list.clone(),
                                timeline::status(self.snapshot, &company, list),
                            )
                        })
                        .collect(),
                };
                if found.is_empty()
                    && let Some(list) = self.main_list()
                {
                    let status = timeline::status(self.snapshot, &company, &list);
                    found.push((list, status));
                }
                found.sort_by_key(|(_, status)| status.standing);
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
                if plan.ask == Ask::Whether && decided && scene.time.is_none() {
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

    /// Listings and removals of a withdrawn notice are told beside the answer.
    fn told_of_withdrawn(
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
                push_evidence(answer, one.evidence(self.snapshot));
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
    fn stated(&self, plan: &Plan, answer: &mut Answer) {
        for scene in &plan.about.scenes {
            let property = local_property(&scene.itself);
            for thing in scene
                .named(".")
                .iter()
                .filter_map(|named| named.thing.clone())
            {
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
                        push_evidence(answer, vec![piece]);
                    }
                }
            }
        }
    }

    /// What a named thing is, in a sentence or two.
    fn describe(&self, plan: &Plan, answer: &mut Answer) {
        let mut sentences = Vec::new();
        for thing in plan
            .about
            .named
            .iter()
            .filter_map(|named| named.thing.clone())
        {
            answer.outcome = Outcome::Answered;
            answer
                .items
                .extend(self.items([Term::from(thing.clone())].into_iter()));
            let label = self.snapshot.label(&thing);
            let text = |property: NamedNodeRef<'_>| {
                self.snapshot.texts(&thing, property).into_iter().next()
            };
            let class = self.class(&thing).map(|class| self.teller().name(&class));
            let what = text(DESCRIPTION)
                .or_else(|| text(ag::ROLE))
                .or_else(|| text(ag::EFFECT));
            let chinese = self
                .snapshot
                .label_in(&thing, "zh")
                .filter(|name| *name != label);
            let chinese = chinese.map(|name| format!(" ({name})")).unwrap_or_default();
            let class = class
                .map(|class| format!(", {} {class}", article(&class)))
                .unwrap_or_default();
            let what = what.map(|what| format!(": {what}")).unwrap_or_default();
            sentences.push(format!("{label}{chinese}{class}{what}"));
            for property in [DESCRIPTION, ag::ROLE, ag::EFFECT, oxrdf::vocab::rdfs::LABEL] {
                for claim in self.snapshot.claims(&thing, property) {
                    if let Some(source) = claim.source {
                        let piece = Evidence {
                            event: thing.clone(),
                            label: label.clone(),
                            date: None,
                            source: self.snapshot.source(&source),
                        };
                        push_evidence(answer, vec![piece]);
                    }
                }
            }
            if self.snapshot.is_a(&thing, ag::COMPANY) {
                let mut statuses = timeline::statuses(self.snapshot, &thing);
                statuses.sort_by_key(|(_, status)| status.standing);
                statuses.retain(|(_, status)| status.standing != Standing::Unknown);
                for (list, status) in statuses.iter().take(2) {
                    sentences.push(self.standing_sentence(&label, list, status, answer));
                    self.status_evidence(status, answer);
                }
            }
        }
        answer.text = stop(&sentences);
    }

    fn items(&self, terms: impl Iterator<Item = Term>) -> Vec<Item> {
        let mut items: Vec<Item> = terms
            .map(|term| match named(term.clone()) {
                Some(thing) => Item {
                    label: self.snapshot.label(&thing),
                    class: self.class(&thing),
                    thing: Some(thing),
                },
                None => Item {
                    label: value_in_words(&term),
                    thing: None,
                    class: None,
                },
            })
            .collect();
        items.sort();
        items.dedup();
        items
    }

    fn value(&self, term: &Term) -> String {
        match named(term.clone()) {
            Some(thing) => self.snapshot.label(&thing),
            None => value_in_words(term),
        }
    }

    /// The most specific class of ours: the one below which the thing has no other.
    fn class(&self, thing: &NamedNode) -> Option<NamedNode> {
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

impl Set {
    /// Tells whether the set is named things with states said of them, and nothing else.
    fn is_plain(&self) -> bool {
        !self.named.is_empty()
            && self
                .scenes
                .iter()
                .all(|scene| scene.nature == Nature::Standing)
    }
}

fn kind(ask: Ask) -> Kind {
    match ask {
        Ask::Things => Kind::Entities,
        Ask::Whether => Kind::Boolean,
        Ask::Count => Kind::Count,
        Ask::When => Kind::Date,
        Ask::Why | Ask::What | Ask::Describe => Kind::Text,
        Ask::Path => Kind::Path,
    }
}

fn named(term: Term) -> Option<NamedNode> {
    match term {
        Term::NamedNode(node) => Some(node),
        _ => None,
    }
}

fn local_property(path: &str) -> Option<NamedNode> {
    let local = path.strip_prefix("ag:")?;
    Some(NamedNode::new_unchecked(format!("{}{local}", ag::AG)))
}

fn article(word: &str) -> &'static str {
    match word.starts_with(['a', 'e', 'i', 'o', 'u']) {
        true => "an",
        false => "a",
    }
}

/// Joins sentences, each begun large and ended with one full stop.
fn stop(sentences: &[String]) -> String {
    let ended = sentences
        .iter()
        .map(|sentence| match sentence.ends_with('.') {
            true => capital(sentence),
            false => format!("{}.", capital(sentence)),
        });
    ended.collect::<Vec<_>>().join(" ")
}

fn push_evidence(answer: &mut Answer, pieces: Vec<Evidence>) {
    for piece in pieces {
        let known =
            |known: &Evidence| known.event == piece.event && known.source.id == piece.source.id;
        if !answer.evidence.iter().any(known) {
            answer.evidence.push(piece);
        }
    }
}
