//! Sets inside a question that must be found before the rest can be asked: the latest edition, the
//! companies that stand on a list, whoever was named most often.

use crate::ask::asker::{Asker, named};
use crate::ask::phrase::{PRECEDED, SUCCEEDED};
use crate::ask::plan::{Ask, By, Named, Nature, Period, Plan, Scene, Set};
use crate::ask::sparql;
use crate::model::Date;
use crate::model::vocab as ag;
use crate::store::{Query, StoreError};
use crate::timeline;
use ecow::eco_vec;
use oxrdf::{NamedNode, Term};

impl Asker<'_> {
    /// Finds what must be found first and names it instead. Standing on an edition of a list becomes
    /// standing on the list on its day.
    pub(super) fn settle(&self, set: &mut Set) -> Result<(), StoreError> {
        for scene in set.scenes.make_mut() {
            if let Some(content) = &scene.content {
                let found = content.search(self.snapshot, &scene.reference);
                // The day of a ban is told with the law.
                if scene.nature == Nature::Property && scene.itself != "." {
                    let laws = found.iter().cloned().map(Term::from).collect();
                    scene.roles.push((".".into(), self.named_set(laws)));
                }
                scene.found = Some(found);
            }
            self.settle_succession(scene);
            let mut day = None;
            for (path, filler) in scene.roles.make_mut() {
                self.settle(filler)?;
                let standing = scene.nature == Nature::Standing && path == "ag:onList";
                if standing && filler.is_edition() {
                    if let Some((list, date)) = self.edition(filler)? {
                        day = Some(Period::of(date));
                        *filler = list;
                    }
                } else if filler.pick.is_some()
                    || has_standing(filler)
                    || standing && filler.named.is_empty() && !filler.scenes.is_empty()
                {
                    // Whoever stands on one of them is on them.
                    let found = self.found(filler)?;
                    *filler = self.named_set(found);
                    filler.any = standing;
                }
            }
            scene.time = scene.time.or(day);
        }
        Ok(())
    }

    /// Names the tenures that came right after or before those of somebody, in the same office.
    fn settle_succession(&self, scene: &mut Scene) {
        let turned = |path: &str| path == SUCCEEDED || path == PRECEDED;
        let Some((path, others)) = scene.roles.iter().find(|(path, _)| turned(path)) else {
            return;
        };
        let bodies = scene.things("ag:body");
        let said = scene
            .restrictions
            .iter()
            .find(|said| said.path == "ag:office");
        let named = |office: &String| {
            let written = format!("\"{office}\"");
            said.is_none_or(|said| {
                said.values
                    .iter()
                    .any(|value| value.eq_ignore_ascii_case(&written))
            })
        };
        let mut found = Vec::new();
        for person in others.things() {
            let own = timeline::tenures(self.snapshot, &person).into_iter();
            let meant = own.filter(|tenure| {
                let there = |body: &NamedNode| bodies.is_empty() || bodies.contains(body);
                tenure.bodies.iter().any(there) && tenure.offices.iter().any(named)
            });
            for tenure in meant {
                found.extend(self.next_in_office(&tenure, path == SUCCEEDED));
            }
        }
        scene.ever = true;
        scene.found = Some(found);
    }

    /// The tenure of the same office that began next after one, or last before it.
    fn next_in_office(&self, tenure: &timeline::Tenure, after: bool) -> Option<NamedNode> {
        let start = tenure.start?;
        let held = |body: &NamedNode| self.snapshot.subjects(ag::BODY, body);
        let others = tenure.bodies.iter().flat_map(held).filter_map(|other| {
            let offices = self.snapshot.texts(&other, ag::OFFICE);
            let same = offices.iter().any(|office| tenure.offices.contains(office));
            let dates = self.snapshot.objects(&other, ag::START);
            let date = dates.iter().filter_map(Date::from_term).max()?;
            let beyond = if after { date > start } else { date < start };
            (same && beyond && other != tenure.iri).then_some((date, other))
        });
        let next = match after {
            true => others.min(),
            false => others.max(),
        };
        next.map(|(_, other)| other)
    }

    /// The list and the day of the edition that a set means: the last, where it means several.
    fn edition(&self, set: &Set) -> Result<Option<(Set, Date)>, StoreError> {
        let mut dated: Vec<(Date, NamedNode)> = Vec::new();
        for edition in self.found(set)?.into_iter().filter_map(named) {
            let dates = self.snapshot.objects(&edition, ag::DATE);
            let date = dates.iter().filter_map(Date::from_term).max();
            dated.extend(date.map(|date| (date, edition)));
        }
        // `The January list`, without a name, is rather one of the main list.
        let scene = set.scenes.first();
        let said = scene.is_some_and(|scene| {
            let mut lists = scene.fillers("ag:list");
            lists.any(|list| !list.names().is_empty())
        });
        let main = timeline::main_list(self.snapshot).filter(|_| !said);
        let of_main = |(_, edition): &(Date, NamedNode)| {
            let lists = self.snapshot.things(edition, ag::LIST);
            main.as_ref().is_some_and(|main| lists.contains(main))
        };
        if dated.iter().any(of_main) {
            dated.retain(of_main);
        }
        dated.sort();
        if let Some((date, edition)) = dated.pop() {
            let lists = self.snapshot.things(&edition, ag::LIST);
            let lists = self.named_set(lists.into_iter().map(Term::from).collect());
            return Ok(Some((lists, date)));
        }
        // No edition of that time is known: the list as it stood then.
        let list = scene.and_then(|scene| scene.fillers("ag:list").next());
        let day = scene.and_then(|scene| scene.time).and_then(|time| time.to);
        Ok(list.cloned().zip(day.map(Date::Day)))
    }

    /// Returns the members of a set.
    pub(super) fn found(&self, set: &Set) -> Result<Vec<Term>, StoreError> {
        if set.pick.is_some() && !has_standing(set) {
            return Ok(self
                .chosen(set)?
                .named
                .into_iter()
                .filter_map(|n| n.term)
                .collect());
        }
        if has_standing(set) {
            let answer = self.answer(&Plan::new(Ask::Things, set.clone()))?;
            let things = answer.items.into_iter().filter_map(|item| item.thing);
            return Ok(things.map(Term::from).collect());
        }
        let rows = self.rows(&sparql::query(&Plan::new(Ask::Things, set.clone())))?;
        let mut found: Vec<Term> = rows.into_iter().map(|(answer, _)| answer).collect();
        found.dedup();
        Ok(found)
    }

    /// Returns the set with its first or most frequent members named, where these are meant.
    pub(super) fn chosen(&self, set: &Set) -> Result<Set, StoreError> {
        let Some(pick) = &set.pick else {
            return Ok(set.clone());
        };
        let ranked = |set: &Set| {
            let query = sparql::query(&Plan::new(Ask::Things, set.clone()));
            Ok::<_, StoreError>(Query::parse(&query)?.run(self.snapshot)?.into_table().rows)
        };
        // Who did most is a person rather than the body for which all of them act.
        let mut set = set.clone();
        let mut rows = Vec::new();
        if set.classes == [ag::ACTOR.into_owned()] && matches!(pick.by, By::Many(_)) {
            let people = Set {
                classes: eco_vec![ag::OFFICIAL.into_owned(), ag::PERSON_CLASS.into_owned()],
                ..set.clone()
            };
            rows = ranked(&people)?;
            if !rows.is_empty() {
                set = people;
            }
        }
        if rows.is_empty() {
            rows = ranked(&set)?;
        }
        let value = |row: &Vec<Option<Term>>| row.get(1).cloned().flatten();
        let best = rows.first().and_then(value);
        let winners = rows.iter().take_while(|row| value(row) == best);
        let winners: Vec<Term> = winners
            .filter_map(|row| row.first().cloned().flatten())
            .collect();
        let mut chosen = Set {
            pick: None,
            ..set.clone()
        };
        // What happened at that time is told, not all that ever happened to the first.
        if let (By::Date, Some(Term::Literal(date)), Some(scene)) =
            (&pick.by, &best, chosen.scenes.make_mut().first_mut())
            && scene.time.is_none()
            && let Ok(date) = date.value().parse::<Date>()
        {
            scene.time = Some(Period::of(date));
        }
        chosen.named = self.named_set(winners).named;
        Ok(chosen)
    }

    /// Returns the set of these terms; of none, a set that nothing is in.
    pub(super) fn named_set(&self, terms: Vec<Term>) -> Set {
        let mut named: Vec<Named> = terms
            .into_iter()
            .map(|term| Named {
                text: String::new(),
                label: self.value(&term),
                term: Some(term),
                value_of: None,
                score: 1.0,
            })
            .collect();
        if named.is_empty() {
            named.push(Named {
                text: String::new(),
                term: None,
                value_of: None,
                label: String::new(),
                score: 1.0,
            });
        }
        Set {
            named: named.into(),
            ..Set::default()
        }
    }
}

/// Tells whether a set is given by standing on a list.
pub(super) fn has_standing(set: &Set) -> bool {
    let standing = |scene: &Scene| scene.nature == Nature::Standing;
    set.scenes.iter().any(standing)
}
