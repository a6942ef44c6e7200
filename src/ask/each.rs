//! A count that is asked for each of several things: `how many companies did each edition add`.
//!
//! Where a query finds what is counted, one query more finds of which of the things each is. Who stands on
//! a list no query finds: then the question is asked again of one thing after the other.

use crate::ask::answer::Answer;
use crate::ask::asker::Asker;
use crate::ask::plan::{Ask, Named, Plan, Set};
use crate::ask::sparql;
use crate::model::Date;
use crate::model::vocab as ag;
use crate::store::StoreError;
use ecow::eco_vec;
use oxrdf::{NamedNode, Term};
use std::collections::{BTreeMap, HashSet};

/// Of how many things at most the question is asked again; of more only the whole count is told.
const MOST: usize = 60;

impl Asker<'_> {
    /// Tells how many of the members that a query found are of each thing that they are counted for.
    pub(super) fn apart_by_each(
        &self,
        plan: &Plan,
        members: &[Term],
        answer: &mut Answer,
    ) -> Result<(), StoreError> {
        let Some((scene, role)) = plan.in_turn() else {
            return Ok(());
        };
        let members: HashSet<&Term> = members.iter().collect();
        let mut counts: BTreeMap<NamedNode, usize> = BTreeMap::new();
        for (member, thing) in self.rows(&sparql::query_apart(plan))? {
            if let Some(Term::NamedNode(thing)) = thing
                && members.contains(&member)
            {
                *counts.entry(thing).or_default() += 1;
            }
        }
        let set = &plan.about.scenes[scene].roles[role].1;
        self.told_of_each(set, counts.into_iter().collect(), answer);
        Ok(())
    }

    /// Tells how many stand in the relation to each thing that they are counted for, one after the other.
    pub(super) fn in_turn(&self, plan: &Plan, answer: &mut Answer) -> Result<(), StoreError> {
        let Some((scene, role)) = plan.in_turn() else {
            return Ok(());
        };
        // Where there are none in all there are none for each.
        if answer.count == Some(0) {
            return Ok(());
        }
        let set = &plan.about.scenes[scene].roles[role].1;
        let things = self.things_of(set)?;
        if things.len() > MOST {
            return Ok(());
        }
        let mut counts = Vec::new();
        for thing in things {
            let label = self.teller().name(&thing);
            let one = Named::thing_called(&label, thing.clone(), label.clone(), 1.0);
            let mut plan = plan.clone();
            plan.about.scenes.make_mut()[scene].roles.make_mut()[role].1 = Set {
                named: eco_vec![one],
                ..Set::default()
            };
            counts.push((thing, self.answer_one(&plan)?.count.unwrap_or(0)));
        }
        self.told_of_each(set, counts, answer);
        Ok(())
    }

    /// Adds the counts that are not nothing: of things with a date in their order, of others by number.
    fn told_of_each(&self, set: &Set, counts: Vec<(NamedNode, usize)>, answer: &mut Answer) {
        let counts = counts.into_iter().filter(|(_, count)| *count > 0);
        let mut counts: Vec<(Option<Date>, usize, String)> = counts
            .map(|(thing, count)| {
                let dates = self.snapshot.objects(&thing, ag::DATE);
                let date = dates.iter().find_map(Date::from_term);
                (date, count, self.teller().name(&thing))
            })
            .collect();
        let dated = counts.iter().all(|(date, ..)| date.is_some());
        counts.sort_by(|a, b| match dated {
            true => (&a.0, &a.2).cmp(&(&b.0, &b.2)),
            false => (b.1, &a.2).cmp(&(a.1, &b.2)),
        });
        let counts = counts.into_iter().map(|(_, count, name)| (name, count));
        self.told_apart(&self.teller().one_of(set), counts.collect(), answer);
    }

    /// The things of a set, each once, in the order of their names.
    fn things_of(&self, set: &Set) -> Result<Vec<NamedNode>, StoreError> {
        let set = Set {
            each: false,
            ..set.clone()
        };
        let found = self.answer_one(&Plan::new(Ask::Things, set))?;
        let things = found.items.into_iter().filter_map(|item| item.thing);
        Ok(things.collect())
    }
}
