//! Who stands on which list on the day asked about: three answers, told with what decides them.

use crate::ask::answer::{Answer, Outcome};
use crate::ask::asker::{Asker, TOLD, named as term_thing};
use crate::ask::plan::{Ask, By, Named, Nature, Period, Pick, Plan, Scene, Set};
use crate::ask::sparql;
use crate::model::vocab as ag;
use crate::model::{Date, Evidence};
use crate::store::{Snapshot, StoreError};
use crate::timeline::{self, Caveat, Occurrence, Reason, Standing};
use ecow::eco_vec;
use oxrdf::{NamedNode, NamedNodeRef, Term};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl Asker<'_> {
    /// `Is X on list L?`, three-valued, as of the day.
    pub(super) fn standing(&self, plan: &Plan, answer: &mut Answer) {
        let companies = plan.about.things();
        let scenes = plan.about.scenes.iter();
        let lists: Vec<NamedNode> = scenes.flat_map(|scene| scene.things("ag:onList")).collect();
        let negated = plan.about.scenes.iter().any(|scene| scene.negated);
        let day = self.snapshot.scope().as_of;
        let mut scenes = plan.about.scenes.iter();
        let since = scenes.find_map(|scene| scene.since?.begun_by());
        let mut each = Vec::new();
        let mut sentences = Vec::new();
        for company in companies {
            let name = self.teller().label(&company);
            let found = self.standings_of(&company, &lists);
            let standings = found.iter().map(|(_, status)| match (since, status.since) {
                // It stands there, but not for so long.
                (Some(since), Some(date)) if date.first_day() > since => Standing::NotListed,
                (Some(_), None) if status.standing == Standing::Listed => Standing::Unknown,
                _ => status.standing,
            });
            each.extend(match lists.len() {
                0 | 1 => standings.min(),
                _ => standings.max(),
            });
            for (list, status) in &found {
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
        // Of several companies all are meant, unless told `A or B`; of several lists not named, any.
        let on = |best: &Standing| *best == Standing::Listed;
        let (listed, known) = match plan.about.any {
            true => {
                let listed = each.iter().any(on);
                (
                    listed,
                    listed || each.iter().all(|best| *best != Standing::Unknown),
                )
            }
            false => (
                each.iter().all(on),
                each.iter().all(|best| *best != Standing::Unknown),
            ),
        };
        let (listed, known) = (listed && !each.is_empty(), known && !each.is_empty());
        answer.boolean = known.then_some(listed != negated);
        answer.outcome = if known {
            Outcome::Answered
        } else {
            Outcome::Unknown
        };
        if sentences.is_empty() {
            let slots = [("date", self.date(day))];
            sentences.push(self.clause(self.sentences().says_nothing, &slots));
        }
        answer.text = self.say().text(&sentences);
    }

    /// Where a company stands on these lists, or on all that something tells about it, or else on
    /// the main list; listed first.
    pub(super) fn standings_of(
        &self,
        company: &NamedNode,
        lists: &[NamedNode],
    ) -> Vec<(NamedNode, timeline::Status)> {
        let on = |list: &NamedNode| {
            let status = timeline::status(self.snapshot, company, list);
            (list.clone(), status)
        };
        let mut found: Vec<_> = match lists {
            [] => timeline::statuses(self.snapshot, company),
            lists => lists.iter().map(on).collect(),
        };
        if found.is_empty() {
            found.extend(timeline::main_list(self.snapshot).as_ref().map(on));
        }
        found.sort_by_key(|(_, status)| status.standing);
        found
    }

    pub(super) fn standing_sentence(
        &self,
        name: &str,
        list: &NamedNode,
        status: &timeline::Status,
        answer: &mut Answer,
    ) -> String {
        for withdrawn in &status.withdrawn {
            answer.caveats.push(self.withdrawn(withdrawn));
            answer.add_evidence(withdrawn.evidence(self.snapshot));
        }
        for caveat in &status.caveats {
            answer.caveats.extend(self.caveat(caveat));
        }
        let sentences = self.sentences();
        let (pattern, date) = match (status.standing, &status.because) {
            (Standing::Listed, Reason::Event(_)) => match status.since {
                Some(since) => (sentences.listed_since, Some(since)),
                None => (sentences.listed_undated, None),
            },
            (Standing::Listed, Reason::CompleteEdition { date, .. }) => (sentences.printed, *date),
            (Standing::NotListed, Reason::Event(event)) => (sentences.taken_off, event.date),
            (Standing::NotListed, Reason::CompleteEdition { date, .. }) => {
                (sentences.not_printed, *date)
            }
            _ => (sentences.not_told, Some(self.snapshot.scope().as_of.into())),
        };
        let slots = [
            ("name", name.to_owned()),
            ("list", self.teller().name(list)),
            ("date", date.map(|date| self.date(date)).unwrap_or_default()),
            (
                "when",
                date.map(|date| self.say().when(date)).unwrap_or_default(),
            ),
        ];
        self.clause(pattern, &slots)
    }

    pub(super) fn status_evidence(&self, status: &timeline::Status, answer: &mut Answer) {
        match &status.because {
            Reason::Event(event) => answer.add_evidence(event.evidence(self.snapshot)),
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
                answer.add_evidence(pieces.collect());
            }
            Reason::Nothing => (),
        }
    }

    pub(super) fn withdrawn(&self, event: &Occurrence) -> String {
        let told = self
            .teller()
            .event(event, &event.targets.iter().cloned().collect());
        let Some(withdrawal) = &event.withdrawn else {
            return told;
        };
        let when = withdrawal.date.map(|date| self.say().when(date));
        let slots = [
            ("told", told),
            ("edition", self.teller().label(&withdrawal.edition)),
            ("when", when.unwrap_or_default()),
        ];
        self.clause(self.sentences().withdrawn, &slots)
    }

    pub(super) fn caveat(&self, caveat: &Caveat) -> Option<String> {
        let label = |event: &NamedNode| self.teller().label(event);
        let sentences = self.sentences();
        let (pattern, slots) = match caveat {
            Caveat::Imprecise { event, date } => (
                sentences.imprecise,
                vec![("event", label(event)), ("date", self.date(*date))],
            ),
            Caveat::Undated { event, .. } => (sentences.undated, vec![("event", label(event))]),
            Caveat::DatesDisagree { event, dates } => {
                let dates: Vec<String> = dates.iter().map(|told| self.date(told.value)).collect();
                (
                    sentences.dates_disagree,
                    vec![("event", label(event)), ("dates", self.say().list(&dates))],
                )
            }
            Caveat::OrderUnsettled { event, rival } => (
                sentences.order_unsettled,
                vec![("event", label(event)), ("rival", label(rival))],
            ),
            Caveat::EditionDisagrees { event, edition } => (
                sentences.edition_disagrees,
                vec![("event", label(event)), ("edition", label(edition))],
            ),
            Caveat::PrintDisputed { edition, .. } => {
                (sentences.print_disputed, vec![("edition", label(edition))])
            }
            _ => return None,
        };
        Some(self.clause(pattern, &slots))
    }

    /// What is known that is nearest to a listing: a request for it.
    pub(super) fn nearest_request(
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
            answer.add_evidence(last.evidence(self.snapshot));
        }
    }

    /// Companies on a list as of the day, further conditions by SPARQL.
    pub(super) fn members(&self, plan: &Plan, answer: &mut Answer) -> Result<(), StoreError> {
        let (standing, others): (Vec<Scene>, Vec<Scene>) = plan
            .about
            .scenes
            .iter()
            .cloned()
            .partition(|scene| scene.nature == Nature::Standing);
        let mut chosen: Option<BTreeMap<NamedNode, timeline::Member>> = None;
        let mut left_out = BTreeSet::new();
        // On how many of the lists each company stands.
        let mut counts: BTreeMap<NamedNode, usize> = BTreeMap::new();
        for scene in &standing {
            if scene.itself == "ag:onList" {
                return match &plan.about.pick {
                    Some(pick) if matches!(pick.by, By::Many(_)) => {
                        self.list_with_most(plan, pick, answer);
                        Ok(())
                    }
                    _ => self.lists_of(plan, scene, answer),
                };
            }
            let named = scene.things("ag:onList");
            // `On A and B` means both, `on A or B` either.
            let all = named.len() > 1 && !scene.fillers("ag:onList").any(|filler| filler.any);
            let lists = match scene.fillers("ag:onList").next() {
                Some(filler) if named.is_empty() && !filler.scenes.is_empty() => {
                    let found = self.found(filler)?;
                    found.into_iter().filter_map(term_thing).collect()
                }
                _ if named.is_empty() => self
                    .snapshot
                    .subjects(oxrdf::vocab::rdf::TYPE, &ag::DESIGNATION_LIST.into_owned()),
                _ => named,
            };
            let mut members: BTreeMap<NamedNode, timeline::Member> = BTreeMap::new();
            let day = scene.time.and_then(|time| time.to.or(time.from));
            let then = day.map(|day| self.then(day)).transpose()?;
            let snapshot = then.as_ref().unwrap_or(self.snapshot);
            let lasting = |member: &timeline::Member| {
                let begun = member.since.map(Date::first_day);
                let by = |last| begun.is_some_and(|begun| begun <= last);
                scene.since.and_then(Period::begun_by).is_none_or(by)
            };
            for (place, list) in lists.iter().enumerate() {
                let here = self.members_of(snapshot, list);
                let here = match here.is_empty() {
                    true => self.before_change(snapshot, list)?,
                    false => here,
                };
                let grown = here.iter().filter_map(|member| member.since).max();
                let grown = grown.filter(|_| scene.already);
                let old = |member: &timeline::Member| {
                    grown.is_none() || member.since.is_none_or(|since| Some(since) < grown)
                };
                let here = here
                    .iter()
                    .filter(|member| lasting(member) && old(member))
                    .map(|member| (member.company.clone(), member.clone()));
                let here: BTreeMap<_, _> = here.collect();
                for company in here.keys() {
                    *counts.entry(company.clone()).or_default() += 1;
                }
                match all && place > 0 {
                    true => members.retain(|company, _| here.contains_key(company)),
                    false => members.extend(here),
                }
            }
            if let Some(many) = &scene.many {
                members.retain(|company, _| {
                    let count = counts.get(company).copied().unwrap_or_default();
                    count >= many.least && many.most.is_none_or(|most| count <= most)
                });
            }
            if scene.once && scene.negated && plan.about.named.is_empty() {
                let known = chosen.take();
                let mut gone = self.once_on(&lists);
                gone.retain(|company, _| {
                    known
                        .as_ref()
                        .is_none_or(|known| known.contains_key(company))
                });
                chosen = Some(gone);
            }
            match (scene.negated, &mut chosen) {
                (true, _) => left_out.extend(members.into_keys()),
                (false, Some(known)) => known.retain(|company, _| members.contains_key(company)),
                (false, None) => chosen = Some(members),
            }
        }
        let mut rest = Set {
            scenes: others.into(),
            pick: None,
            ..plan.about.clone()
        };
        // Only companies stand on lists: who does not is asked of companies.
        if rest.classes == [ag::ACTOR.into_owned()] {
            rest.classes = eco_vec![ag::COMPANY.into_owned()];
        }
        let mut companies: BTreeSet<NamedNode> =
            match (&chosen, rest.scenes.is_empty() && rest.named.is_empty()) {
                (Some(chosen), true) => {
                    let known = chosen
                        .keys()
                        .filter(|thing| self.counts_as(thing, &plan.about));
                    known.cloned().collect()
                }
                _ => {
                    let plan = Plan::new(Ask::Things, rest);
                    answer.sparql = sparql::query(&plan);
                    let rows = self.rows(&answer.sparql)?;
                    let things = rows
                        .into_iter()
                        .filter_map(|(answer, _)| term_thing(answer));
                    things
                        .filter(|thing| {
                            chosen
                                .as_ref()
                                .is_none_or(|chosen| chosen.contains_key(thing))
                        })
                        .collect()
                }
            };
        let except = plan.about.except.iter().filter_map(Named::thing);
        left_out.extend(except);
        companies.retain(|company| !left_out.contains(company));
        if let Some(pick) = &plan.about.pick {
            let since = |company: &NamedNode| {
                let member = chosen.as_ref().and_then(|chosen| chosen.get(company));
                member.and_then(|member| member.since)
            };
            let best = match (&pick.by, pick.last) {
                (By::Date, last) => {
                    let dates = companies.iter().filter_map(since);
                    let best = if last { dates.max() } else { dates.min() };
                    companies.retain(|company| since(company) == best);
                    best.is_some()
                }
                (By::Many(_), last) => {
                    let count = |company: &NamedNode| counts.get(company).copied();
                    let all = companies.iter().filter_map(count);
                    let best = if last { all.max() } else { all.min() };
                    companies.retain(|company| count(company) == best);
                    best.is_some()
                }
            };
            if !best {
                companies.clear();
            }
        }
        answer.items = self.items(companies.iter().cloned().map(Term::from));
        let members = companies.iter().take(20);
        let members = members.filter_map(|company| chosen.as_ref()?.get(company));
        let events = members.filter_map(|member| member.event.as_ref());
        for event in timeline::occurrences(self.snapshot, events) {
            answer.add_evidence(event.evidence(self.snapshot));
        }
        let dates = chosen.iter().flatten();
        let dates = dates.filter_map(|(company, member)| Some((company.clone(), member.since?)));
        let dates: BTreeMap<NamedNode, Date> = dates.collect();
        self.things(plan, &[], answer);
        self.grouped(plan, &dates, answer)?;
        self.in_turn(plan, answer)?;
        self.said_of_pick(plan, &dates, &counts, answer);
        let slots = [("date", self.date(self.snapshot.scope().as_of))];
        answer
            .caveats
            .push(self.clause(self.sentences().as_of, &slots));
        Ok(())
    }

    /// Who stood on a list before its next change, where nothing dated tells of earlier days: who stands there
    /// after it and was not put there by it.
    fn before_change(
        &self,
        snapshot: &Snapshot,
        list: &NamedNode,
    ) -> Result<Arc<Vec<timeline::Member>>, StoreError> {
        let day = snapshot.scope().as_of;
        let events = snapshot
            .subjects(ag::LIST, list)
            .into_iter()
            .filter(|event| {
                self.class(event)
                    .is_some_and(|class| sparql::changes_a_list(&class))
            });
        let events: Vec<NamedNode> = events.collect();
        let told = timeline::occurrences(snapshot, &events);
        let dates = told.iter().filter_map(|event| event.date);
        let Some(next) = dates.map(Date::first_day).filter(|date| *date > day).min() else {
            return Ok(Arc::default());
        };
        let after = self.then(next)?;
        let mut members = Vec::clone(&self.members_of(&after, list));
        members.retain(|member| member.since.is_none_or(|since| since.last_day() <= day));
        Ok(Arc::new(members))
    }

    /// Companies of which something tells that they were on one of these lists at some time.
    fn once_on(&self, lists: &[NamedNode]) -> BTreeMap<NamedNode, timeline::Member> {
        let of_list = |list: &NamedNode| self.snapshot.subjects(ag::LIST, list);
        let events = lists.iter().flat_map(of_list).filter(|event| {
            self.class(event)
                .is_some_and(|class| sparql::changes_a_list(&class))
        });
        let events: Vec<NamedNode> = events.collect();
        let told = timeline::occurrences(self.snapshot, &events).into_iter();
        let events = told.filter(|event| event.withdrawn.is_none());
        let companies = events.flat_map(|event| self.snapshot.things(&event.iri, ag::TARGET));
        let member = |company: NamedNode| {
            let member = timeline::Member {
                company: company.clone(),
                since: None,
                event: None,
                confirmed_by: None,
                caveats: Vec::new(),
            };
            (company, member)
        };
        companies.map(member).collect()
    }

    /// Tells whether what stands on a list is what the question asks for. Lists do not say of all
    /// what they are: whoever is no person and no asset may be a company. No list stands on a list:
    /// where a question was read so, the word was part of a name.
    fn counts_as(&self, thing: &NamedNode, set: &Set) -> bool {
        let is = |class: NamedNodeRef<'_>| self.snapshot.is_a(thing, class);
        let is_person = || is(ag::PERSON_CLASS) || is(ag::OFFICIAL);
        set.classes.is_empty()
            || set.classes.iter().any(|class| match class.as_ref() {
                class if class == ag::ACTOR || class == ag::DESIGNATION_LIST => true,
                class if class == ag::COMPANY => !is_person() && !is(ag::ASSET),
                class if class == ag::OFFICIAL => is_person(),
                class => is(class),
            })
    }

    /// The list on which the most or fewest stand, of those that are named, or of all.
    fn list_with_most(&self, plan: &Plan, pick: &Pick, answer: &mut Answer) {
        let mut lists = plan.about.things();
        if lists.is_empty() {
            let class = ag::DESIGNATION_LIST.into_owned();
            lists = self.snapshot.subjects(oxrdf::vocab::rdf::TYPE, &class);
        }
        let counted = lists.into_iter().map(|list| {
            let members = self.members_of(self.snapshot, &list).len();
            (members, list)
        });
        let counted: Vec<(usize, NamedNode)> =
            counted.filter(|(members, _)| *members > 0).collect();
        let numbers = counted.iter().map(|(members, _)| *members);
        let best = if pick.last {
            numbers.max()
        } else {
            numbers.min()
        };
        let Some(best) = best else {
            self.things(plan, &[], answer);
            return;
        };
        let won = counted.into_iter().filter(|(members, _)| *members == best);
        answer.items = self.items(won.map(|(_, list)| Term::from(list)));
        answer.outcome = Outcome::Answered;
        let value = self.teller().tally(&plan.about, &pick.by, best);
        let text = self.teller().picked(&plan.about, &answer.items, &value);
        answer.text = self.say().text(&[text]);
    }

    /// The lists on which a company stands.
    pub(super) fn lists_of(
        &self,
        plan: &Plan,
        scene: &Scene,
        answer: &mut Answer,
    ) -> Result<(), StoreError> {
        let mut lists = BTreeSet::new();
        let mut sentences = Vec::new();
        let mut companies = scene.things(".");
        if companies.is_empty()
            && let Some(filler) = scene.fillers(".").find(|filler| !filler.scenes.is_empty())
        {
            companies.extend(self.found(filler)?.into_iter().filter_map(term_thing));
        }
        for company in companies {
            let name = self.teller().label(&company);
            for (list, status) in timeline::statuses(self.snapshot, &company) {
                if (status.standing == Standing::Listed) != scene.negated {
                    sentences.push(self.standing_sentence(&name, &list, &status, answer));
                    self.status_evidence(&status, answer);
                    lists.insert(list);
                }
            }
        }
        answer.items = self.items(lists.into_iter().map(Term::from));
        self.things(plan, &[], answer);
        if !sentences.is_empty() && plan.ask == Ask::Things {
            answer.text = self.say().text(&sentences);
        }
        Ok(())
    }

    /// Whose standing was picked is told with what made it win: its date, or the number of lists.
    fn said_of_pick(
        &self,
        plan: &Plan,
        dates: &BTreeMap<NamedNode, Date>,
        counts: &BTreeMap<NamedNode, usize>,
        answer: &mut Answer,
    ) {
        let Some(pick) = plan.about.pick.as_ref().filter(|_| plan.ask == Ask::Things) else {
            return;
        };
        let Some(first) = answer.items.iter().find_map(|item| item.thing.as_ref()) else {
            return;
        };
        let value = match &pick.by {
            By::Date => dates.get(first).map(|date| self.date(*date)),
            by @ By::Many(_) => {
                let count = counts.get(first);
                count.map(|count| self.teller().tally(&plan.about, by, *count))
            }
        };
        let text = self
            .teller()
            .picked(&plan.about, &answer.items, &value.unwrap_or_default());
        answer.text = self.say().text(&[text]);
    }
}

impl Set {
    /// Tells whether the set is named things with states said of them, and nothing else.
    pub(super) fn is_plain(&self) -> bool {
        !self.named.is_empty()
            && self
                .scenes
                .iter()
                .all(|scene| scene.nature == Nature::Standing)
    }
}
