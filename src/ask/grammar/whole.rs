//! What a whole text asks, and what it costs to read it so.

use crate::ask::grammar::parts::{ask_about, weigh};
use crate::ask::grammar::{Grammar, NESTED, OPEN_OBJECT, OPEN_SCENE};
use crate::ask::lattice::RARER;
use crate::ask::phrase::{Form, Noun, Phrase};
use crate::ask::plan::{Ask, By, Nature, Plan, Scene, Set};
use crate::model::vocab as ag;
use crate::model::vocab::external::ALT_LABEL;
use oxrdf::vocab::rdfs;

impl Grammar<'_> {
    /// Returns what a whole text asks, and the cost of reading it so: more for what is said in a
    /// roundabout way. A reading in which a word says nothing is none.
    pub fn question(&self, phrase: &Phrase) -> Option<(Plan, f64)> {
        let (plan, cost) = self.whole(phrase)?;
        let plan = self.names_of(&plan).unwrap_or(plan);
        // What is called nothing is not asked for.
        let called = |scene: &Scene| {
            let nothing = scene.roles.is_empty() && scene.restrictions.is_empty();
            let name = scene.reference == rdfs::LABEL || scene.reference == ALT_LABEL;
            name && scene.itself == "." && nothing && scene.content.is_none()
        };
        if plan.about.names().is_empty() && plan.about.scenes.iter().any(called) {
            return None;
        }
        // What a thing has did not happen on a day, unless the property is a date.
        let timeless = |scene: &Scene| scene.nature == Nature::Property;
        let dated = |scene: &Scene| scene.time.is_some() && scene.when.is_none();
        let first = plan.about.scenes.first().is_some_and(timeless);
        let mut told = plan.about.scenes.iter();
        if first && matches!(plan.ask, Ask::When | Ask::Why)
            || told.any(|scene| timeless(scene) && dated(scene))
        {
            return None;
        }
        // What a thing is said to have is not had more often by one than by another.
        let often = matches!(&plan.about.pick, Some(pick) if pick.by == By::Many(None));
        if often && plan.about.scenes.iter().all(timeless) {
            return None;
        }
        let (mut scenes, mut open) = (0, 0);
        if !weigh(&plan.about, &mut scenes, &mut open) {
            return None;
        }
        let more = NESTED * f64::from(scenes).max(1.0) - NESTED + OPEN_SCENE * f64::from(open);
        Some((plan, cost + more))
    }

    pub(super) fn whole(&self, phrase: &Phrase) -> Option<(Plan, f64)> {
        match phrase {
            Phrase::Question(plan) => Some((plan.clone(), 0.0)),
            Phrase::Sentence(clause) => {
                // `X was removed?` is a question too, but one turned around is the rule.
                let turned = clause.inverted
                    || clause.asked.is_some()
                    || clause.ask.is_some()
                    || clause.form == Form::Plain;
                let nobody = clause
                    .scene
                    .roles
                    .iter()
                    .all(|(_, set)| set.names().is_empty());
                let statement =
                    clause.form == Form::Plain && clause.asked.is_none() && clause.ask.is_none();
                let cost = match turned {
                    true if statement => 0.15,
                    true => 0.0,
                    false if nobody && self.plain => 0.8,
                    false if nobody => 1.8,
                    false => 0.3,
                };
                let event = clause.scene.nature != Nature::Standing;
                let open = match clause.objects.is_empty() || !event {
                    true => 0.0,
                    false if clause.inverted || clause.form == Form::Plain => OPEN_OBJECT,
                    false if clause.asked.is_none() && clause.ask.is_none() => 0.8,
                    false => OPEN_OBJECT,
                };
                // what does X make: rather a thing than the making of something, or of a list
                let what = clause.asked.as_ref().filter(|(_, noun)| noun.open_word());
                let itself = what.is_some_and(|(path, _)| path == ".");
                let list = what.is_some_and(|(path, _)| {
                    event && !path.contains('.') && self.fit.leads_to(path, ag::DESIGNATION_LIST)
                });
                // what did X say: never the list of which it spoke
                if list && clause.scene.reference == ag::RESPONSE {
                    return None;
                }
                let making = if itself || list { RARER } else { 0.0 };
                Some((clause.question()?, cost + open + making))
            }
            // US defense secretary: a value stands for those that have it
            Phrase::Noun(noun) if noun.is_named() && noun.asked.is_none() && noun.is_value() => {
                Some((Plan::new(Ask::Things, noun.holders()?), 0.2))
            }
            Phrase::Noun(noun) if noun.is_named() => {
                Some((Plan::new(Ask::Describe, noun.set.clone()), 0.1))
            }
            Phrase::Noun(noun) if noun.asked == Some(Ask::What) && noun.open_word() => None,
            // Of whom the most are is not said: 哪个行业的公司最多
            Phrase::Noun(noun) if noun.asked.is_some() && noun.most.is_some() => None,
            Phrase::Noun(noun) if !noun.set.classes.is_empty() || !noun.set.scenes.is_empty() => {
                // (was it) the Pentagon that removed X: whether it was
                let named = noun.set.named.len() == 1 && !noun.set.scenes.is_empty();
                let open = if named { Ask::Whether } else { Ask::Things };
                let ask = noun.asked.unwrap_or(open);
                let bare = noun.is_class() && noun.asked.is_none();
                let cost = if noun.asked.is_some() { 0.04 } else { 0.1 };
                Some((ask_about(noun, ask), if bare { 0.6 } else { cost }))
            }
            // `byd listed?`, `removed in 2026`
            Phrase::Verb(clause)
                if matches!(clause.form, Form::Passive | Form::Plain)
                    || clause.form == Form::Predicative
                        && clause.scene.nature == Nature::Standing =>
            {
                // What was done, without saying by whom, is too open a question.
                let what = clause.asked.as_ref();
                let what = what.is_some_and(|(path, noun)| path == "." && noun.open_word());
                if what && clause.scene.roles.is_empty() {
                    let does = clause.subject.as_deref();
                    if does.is_some_and(|path| path.starts_with("ag:agent")) {
                        return None;
                    }
                }
                if clause.asked.is_some() || clause.ask.is_some() {
                    let cost = if clause.form == Form::Plain {
                        0.05
                    } else {
                        0.3
                    };
                    return Some((clause.question()?, cost));
                }
                let anyone = Noun::of(Set::default()).asking(Ask::Things);
                let (clause, cost) = clause.with_subject(self.fit, &anyone)?;
                Some((clause.question()?, cost + 0.8))
            }
            _ => None,
        }
    }
}
