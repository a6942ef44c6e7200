//! A count that is asked for each of several things: `how many companies did each edition add`.
//!
//! The question is asked again of one thing after the other, so that each number is what the question
//! about that thing alone would give.

use crate::ask::answer::Answer;
use crate::ask::asker::Asker;
use crate::ask::plan::{Ask, Named, Plan, Set};
use crate::model::Date;
use crate::model::vocab as ag;
use crate::store::StoreError;
use ecow::eco_vec;
use oxrdf::NamedNode;

/// Of how many things at most a count is told by itself.
const MOST: usize = 60;

impl Asker<'_> {
    /// Tells the number for each thing that a count is asked for: those with a date in their order, others
    /// by number.
    pub(super) fn in_turn(&self, plan: &Plan, answer: &mut Answer) -> Result<(), StoreError> {
        let Some((scene, role)) = plan.in_turn() else {
            return Ok(());
        };
        // Where there are none in all there are none for each.
        if answer.count == Some(0) {
            return Ok(());
        }
        let set = &plan.about.scenes[scene].roles[role].1;
        let mut counts: Vec<(Option<Date>, usize, String)> = Vec::new();
        let things = self.things_of(set)?;
        for thing in things.iter().take(MOST) {
            let label = self.teller().name(thing);
            let one = Named::thing_called(&label, thing.clone(), label.clone(), 1.0);
            let mut plan = plan.clone();
            plan.about.scenes.make_mut()[scene].roles.make_mut()[role].1 = Set {
                named: eco_vec![one],
                ..Set::default()
            };
            let dates = self.snapshot.objects(thing, ag::DATE);
            let date = dates.iter().find_map(Date::from_term);
            let count = self.answer_one(&plan)?.count.unwrap_or(0);
            counts.push((date, count, label));
        }
        let dated = counts.iter().all(|(date, ..)| date.is_some());
        counts.retain(|(_, count, _)| *count > 0);
        counts.sort_by(|a, b| match dated {
            true => (&a.0, &a.2).cmp(&(&b.0, &b.2)),
            false => (b.1, &a.2).cmp(&(a.1, &b.2)),
        });
        let counts = counts.into_iter().map(|(_, count, name)| (name, count));
        self.told_apart(&self.teller().one_of(set), counts.collect(), answer);
        Ok(())
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
