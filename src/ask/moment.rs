//! When something happened by which a question dates something else: `before Alibaba was added`.

use crate::ask::phrase::{Clause, Noun, dated_by};
use crate::ask::plan::{Ask, By, Named, Nature, Period, Pick, Plan, Set};
use crate::ask::sparql;
use crate::model::Date;
use crate::store::{Query, Snapshot};
use crate::timeline::{self, State};
use oxrdf::NamedNode;
use std::cell::{Cell, RefCell};

/// The days of events, each looked up once.
pub struct Moments<'a> {
    snapshot: &'a Snapshot,
    known: RefCell<Vec<(Set, Option<Period>)>>,
    changed: RefCell<Vec<(Option<NamedNode>, Option<Period>)>>,
    ended: Cell<bool>,
}

/// Of how many events the days are looked up for one question.
const MOST: usize = 16;

impl<'a> Moments<'a> {
    /// Looks days up in a snapshot.
    pub fn new(snapshot: &'a Snapshot) -> Self {
        Self {
            snapshot,
            known: RefCell::default(),
            changed: RefCell::default(),
            ended: Cell::default(),
        }
    }

    /// Looks nothing up any more: a text that is nothing but a time is no question.
    pub fn end(&self) {
        self.ended.set(true);
    }

    /// Returns when what a sentence says came to be; the first time, where it was more often.
    pub fn of_sentence(&self, clause: &Clause) -> Option<Period> {
        (!self.ended.get()).then(|| self.of_other(clause)).flatten()
    }

    /// Returns the same where a clause is dated by another of its kind, as the last step of reading too.
    pub fn of_other(&self, clause: &Clause) -> Option<Period> {
        let said = clause.asked.is_none() && clause.ask.is_none() && !clause.scene.negated;
        let event = clause.scene.nature == Nature::Event && !clause.inverted;
        (said && event)
            .then(|| self.of(&clause.about_itself(Ask::When).about))
            .flatten()
    }

    /// Returns when the events were that a noun is for; the first, where it means several.
    pub fn of_noun(&self, noun: &Noun) -> Option<Period> {
        let event = (noun.is_event() || noun.is_edition()) && noun.asked.is_none();
        let event = event && !self.ended.get();
        event.then(|| self.of(&noun.set)).flatten()
    }

    fn of(&self, set: &Set) -> Option<Period> {
        // Of all that ever happened, or of the editions of all lists, nobody knows the day.
        let dated = set.scenes.first().is_some_and(|scene| scene.time.is_some());
        let last = set.definite || set.pick.as_ref().is_some_and(|pick| pick.last);
        if set.names().is_empty() && set.is_edition() && !dated && last {
            return self.last_change(None);
        }
        let chosen = dated || set.pick.is_some();
        let known = match set.is_edition() {
            true => chosen,
            false => set.definite || set.scenes.iter().any(|scene| !scene.roles.is_empty()),
        };
        if set.names().is_empty() && !known {
            return None;
        }
        if let Some((_, period)) = self.known.borrow().iter().find(|(known, _)| known == set) {
            return *period;
        }
        if self.known.borrow().len() >= MOST {
            return None;
        }
        let period = self.look_up(set);
        self.known.borrow_mut().push((set.clone(), period));
        period
    }

    /// Returns when a list was last changed; the one that is meant where none is named.
    pub fn last_change(&self, list: Option<NamedNode>) -> Option<Period> {
        if self.ended.get() {
            return None;
        }
        if let Some((_, time)) = self
            .changed
            .borrow()
            .iter()
            .find(|(known, _)| *known == list)
        {
            return *time;
        }
        let time = self.find_change(list.clone());
        self.changed.borrow_mut().push((list, time));
        time
    }

    fn find_change(&self, list: Option<NamedNode>) -> Option<Period> {
        let list = list.or_else(|| timeline::main_list(self.snapshot))?;
        let editions = timeline::editions(self.snapshot, &list).into_iter().rev();
        let mut held = editions.filter(|edition| !matches!(edition.state, State::Withdrawn(_)));
        held.find_map(|edition| edition.date).map(Period::of)
    }

    fn look_up(&self, set: &Set) -> Option<Period> {
        let mut set = set.clone();
        // The first edition, without a name, is one of the main list.
        if set.names().is_empty()
            && set.pick.is_some()
            && let (Some(list), Some(scene)) = (
                timeline::main_list(self.snapshot),
                set.scenes.make_mut().first_mut(),
            )
        {
            let main = Named::thing_called("", list, String::new(), 1.0);
            scene.roles.retain(|(path, _)| path != "ag:list");
            scene.roles.push(("ag:list".into(), Set::one(main)));
        }
        let dated = set.scenes.first().and_then(dated_by).is_some();
        // The letter, of whom it is not said: the only one that there is.
        let only = set.names().is_empty() && !set.is_edition();
        if !dated && set.pick.is_none() {
            set.pick = Some(Pick {
                by: By::Date,
                last: false,
            });
        }
        let column = usize::from(!dated);
        let query = sparql::query(&Plan::new(Ask::Things, set));
        let rows = Query::parse(&query).ok()?.run(self.snapshot).ok()?;
        let rows = rows.into_table().rows.into_iter();
        let mut dates = rows.filter_map(|mut row| {
            let term = row.get_mut(column)?.take()?;
            match term {
                oxrdf::Term::Literal(date) => date.value().parse::<Date>().ok(),
                _ => None,
            }
        });
        let date = dates.next()?;
        (!only || dates.all(|other| other == date)).then(|| Period::of(date))
    }
}
