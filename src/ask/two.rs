//! Questions about two at once: more of one than of the other, one before or after the other.

use crate::ask::answer::{Answer, Kind, Outcome};
use crate::ask::asker::{Asker, mentioned};
use crate::ask::plan::{Ask, Named, Nature, Plan, Scene};
use crate::ask::read::{DEAREST, Reading};
use crate::model::vocab as ag;
use crate::store::StoreError;

/// How many ways to read the second number are tried.
const TRIED: usize = 6;
/// How long `and was that` may be, in bytes.
const SHORT: usize = 16;

impl Asker<'_> {
    /// The answer to a question that compares two: `were more companies added than removed in 2025`, `was
    /// Hesai listed before or after DJI`. `None` if it compares nothing.
    pub(super) fn of_two(
        &self,
        question: &str,
        before: &[Named],
    ) -> Result<Option<Answer>, StoreError> {
        match self.two_days(question, before)? {
            Some(answer) => Ok(Some(answer)),
            None => self.two_numbers(question, before),
        }
    }

    /// The best reading of a text, where it is sure enough.
    fn best(&self, text: &str, before: &[Named]) -> Option<Reading> {
        let read = self.read(text, before, false);
        let best = read.readings.into_iter().next();
        best.filter(|best| best.cost <= DEAREST && best.stranger().is_none())
    }

    fn two_numbers(&self, question: &str, before: &[Named]) -> Result<Option<Answer>, StoreError> {
        let Some(two) = self.speech().two_numbers(question) else {
            return Ok(None);
        };
        let mut ways = two.ways.iter();
        let Some((mut one, other)) = ways.find_map(|way| self.two_counts(way, before)) else {
            return Ok(None);
        };
        // A time at the end is said of both.
        let time = |plan: &Plan| plan.about.scenes.iter().find_map(|scene| scene.time);
        if time(&one.plan).is_none()
            && let Some(time) = time(&other.plan)
            && let Some(scene) = one.plan.about.scenes.make_mut().first_mut()
            && scene.nature != Nature::Property
        {
            scene.time = Some(time);
        }
        // So is one at the beginning where the second leaves out what it shares with the first.
        let mut other = other;
        if self.speech().is_plain()
            && time(&other.plan).is_none()
            && let Some(time) = time(&one.plan)
            && let Some(scene) = other.plan.about.scenes.make_mut().first_mut()
            && scene.nature != Nature::Property
        {
            scene.time = Some(time);
        }
        let mut answer = self.answer(&one.plan)?;
        let second = self.answer(&other.plan)?;
        let counted =
            |answer: &Answer| answer.count.filter(|_| answer.outcome == Outcome::Answered);
        let (Some(here), Some(there)) = (counted(&answer), counted(&second)) else {
            return Ok(None);
        };
        answer.join(second, self.say());
        answer.kind = Kind::Boolean;
        answer.count = None;
        answer.items.clear();
        answer.boolean = Some(if two.more { here > there } else { here < there });
        self.lead(&mut answer);
        answer.readings = vec![one];
        Ok(Some(answer))
    }

    /// What asks for each of two numbers: the second is of the same form as the first, with something else
    /// in one place.
    fn two_counts(
        &self,
        (first, second): &(String, Vec<String>),
        before: &[Named],
    ) -> Option<(Reading, Reading)> {
        let counts = |best: &Reading| best.plan.ask == Ask::Count && best.plan.group.is_none();
        let one = self.best(first, before).filter(counts)?;
        let named = [before.to_vec(), mentioned(&one.plan)].concat();
        let form = |plan: &Plan| {
            let roles = |scene: &Scene| scene.roles.len();
            let roles: Vec<usize> = plan.about.scenes.iter().map(roles).collect();
            (roles, plan.about.names().len())
        };
        let alike = |other: &Reading| {
            counts(other) && other.plan != one.plan && form(&other.plan) == form(&one.plan)
        };
        let mut texts = second.iter().take(TRIED);
        let other = texts.find_map(|text| self.best(text, &named).filter(alike))?;
        Some((one, other))
    }

    fn two_days(&self, question: &str, before: &[Named]) -> Result<Option<Answer>, StoreError> {
        let Some((end, next)) = self.speech().before_or_after(question) else {
            return Ok(None);
        };
        let event = |plan: &Plan| plan.about.scenes.first().is_some_and(Scene::is_event);
        let first = &question[..end];
        let asks = |ask: Ask| move |one: &Reading| one.plan.ask == ask && event(&one.plan);
        // When was X listed, and was that before …
        let when = || {
            let joints = self.speech().joints(first).into_iter();
            let short = joints.filter(|(_, next)| first[*next..].len() <= SHORT);
            let mut whens = short.filter_map(|(end, _)| self.best(&first[..end], before));
            whens.find(asks(Ask::When))
        };
        let whether = self.best(first, before).filter(asks(Ask::Whether));
        let Some(mut one) = whether.or_else(when) else {
            return Ok(None);
        };
        let named = [before.to_vec(), mentioned(&one.plan)].concat();
        let Some(mut other) = self.best(&question[next..], &named) else {
            return Ok(None);
        };
        // Another of whom the same is asked: before or after DJI.
        if other.plan.ask == Ask::Describe {
            let Some(plan) = self.with_others(&one.plan, &other.plan.about.named) else {
                return Ok(None);
            };
            other.plan = plan;
        }
        if !event(&other.plan) {
            return Ok(None);
        }
        // The letter is the one about whom the question is.
        let about = one.plan.about.scenes.first();
        let about = about
            .and_then(|scene| scene.fillers("ag:target").next())
            .cloned();
        (one.plan.ask, other.plan.ask) = (Ask::When, Ask::When);
        let mut about_it = other.plan.clone();
        if other.plan.about.names().is_empty()
            && let (Some(about), Some(scene)) =
                (about, about_it.about.scenes.make_mut().first_mut())
            && scene.reference == ag::REQUEST
        {
            scene.roles.push(("ag:target".into(), about));
        }
        let mut answer = self.answer(&one.plan)?;
        let mut second = self.answer(&about_it)?;
        if second.dates.is_empty() && about_it != other.plan {
            second = self.answer(&other.plan)?;
        }
        let day = |answer: &Answer| answer.dates.iter().min().copied();
        let (Some(here), Some(there)) = (day(&answer), day(&second)) else {
            return Ok(None);
        };
        let sentences = self.sentences();
        let verdict = match (here.first_day(), there.first_day()) {
            (here, there) if here < there => sentences.first_of_two,
            (here, there) if here > there => sentences.last_of_two,
            _ => sentences.same_day,
        };
        let dates = std::mem::take(&mut answer.dates);
        answer.join(second, self.say());
        answer.dates = dates;
        answer.items.clear();
        let verdict = self.one_sentence(verdict, &[]);
        answer.text = format!("{}{}{verdict}", answer.text, self.say().gap());
        answer.readings = vec![one];
        Ok(Some(answer))
    }
}
