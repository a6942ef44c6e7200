//! A question that no rule reads, of which all words together stand in what the data tell in words:
//! `what signal does a listing send to Pentagon suppliers`.
//!
//! Only what and how something is and why are answered so: by the one statement, law or list whose
//! text has nearly all words of the question and is about all that it names.

use crate::ask::answer::{Answer, Outcome};
use crate::ask::asker::Asker;
use crate::ask::content::Content;
use crate::ask::plan::{Ask, Nature, Plan, Scene, Set};
use crate::model::Date;
use crate::model::vocab as ag;
use crate::model::vocab::external::DESCRIPTION;
use crate::store::StoreError;
use oxrdf::{NamedNode, NamedNodeRef, Term};
use std::collections::BTreeSet;

/// What a question is about that no rule reads.
pub struct Gist {
    /// Its words that mean something, and what it names.
    pub content: Content,
    /// Where it asks for somebody or something, not what or why: of which class.
    pub whom: Option<NamedNode>,
    /// Whether it has words that neither the language nor the data know.
    pub strange: bool,
    /// The things that it names.
    pub names: Vec<NamedNode>,
}

/// Properties whose values are sentences.
const TEXTS: [NamedNodeRef<'static>; 4] = [DESCRIPTION, ag::EFFECT, ag::REASON, ag::OUTCOME];
/// How many statements are looked through.
const MOST: usize = 5_000;
/// How many statements may say so.
const FEW: usize = 2;
/// How many words must be found at least.
const LEAST: usize = 2;

impl Asker<'_> {
    /// The answer to a question by its words alone; `None` where not nearly all of them are found, or
    /// in many places.
    pub(super) fn by_gist(&self, gist: &Gist) -> Result<Option<Answer>, StoreError> {
        let mut scored: Vec<(usize, NamedNode, NamedNodeRef<'static>)> = Vec::new();
        for (subject, property) in self.statements(&gist.names) {
            if let Some(told) = self.told_of(gist, &subject, property) {
                scored.push((told, subject, property));
            }
        }
        let best = scored.iter().map(|(told, ..)| *told).max().unwrap_or(0);
        scored.retain(|(told, ..)| *told == best);
        scored.sort_by(|a, b| a.1.cmp(&b.1));
        let Some((_, first, property)) = scored.first().cloned() else {
            return Ok(None);
        };
        if scored.len() > FEW {
            return Ok(None);
        }
        let found = scored
            .into_iter()
            .filter(|(_, _, other)| *other == property);
        let found: Vec<NamedNode> = found.map(|(_, subject, _)| subject).collect();
        let plan = match &gist.whom {
            None => self.plan_of(&first, property, found),
            Some(class) => match self.plan_of_whom(class, gist, &first, found) {
                Some(plan) => plan,
                None => return Ok(None),
            },
        };
        let answer = self.answer(&plan)?;
        Ok((answer.outcome == Outcome::Answered).then_some(answer))
    }

    /// What has a text and is about all of these things; whatever has one where none is named.
    fn statements(&self, names: &[NamedNode]) -> Vec<(NamedNode, NamedNodeRef<'static>)> {
        let mut found = Vec::new();
        for property in TEXTS {
            let Some(id) = self.snapshot.id(&property.into_owned().into()) else {
                continue;
            };
            let rows = self.snapshot.ids([None, Some(id), None, None]).take(MOST);
            let subjects: BTreeSet<_> = rows.map(|[subject, ..]| subject).collect();
            for subject in subjects {
                let about = |name: &NamedNode| {
                    let Some(name) = self.snapshot.id(&name.clone().into()) else {
                        return false;
                    };
                    let linked = [Some(subject), None, Some(name), None];
                    subject == name || self.snapshot.ids(linked).next().is_some()
                };
                if (names.is_empty() || names.iter().any(about))
                    && let Term::NamedNode(subject) = self.snapshot.term(subject)
                {
                    found.push((subject, property));
                }
            }
        }
        found
    }

    /// How many words of a question the text of a statement has; `None` if too few.
    fn told_of(
        &self,
        gist: &Gist,
        subject: &NamedNode,
        property: NamedNodeRef<'static>,
    ) -> Option<usize> {
        let today = self.snapshot.scope().as_of;
        let dates = self.snapshot.objects(subject, ag::DATE);
        let mut dates = dates.iter().filter_map(Date::from_term);
        if dates.any(|date| date.first_day() > today) {
            return None;
        }
        let told = gist.content.told_by(self.snapshot, subject, property);
        let names = told.names == gist.content.names.len() && (!gist.strange || told.open == 0);
        let found = told.words + told.names;
        let enough = found >= LEAST && told.said > 0 && 4 * told.open <= found;
        (enough && names).then(|| 3 * told.words - told.open)
    }

    /// The plan that asks for those of a class who take part in an event and are not named already;
    /// `None` where nobody like that does.
    fn plan_of_whom(
        &self,
        class: &NamedNode,
        gist: &Gist,
        event: &NamedNode,
        found: Vec<NamedNode>,
    ) -> Option<Plan> {
        let fits = |thing: &NamedNode| {
            self.snapshot.is_a(thing, class.as_ref()) && !gist.names.contains(thing)
        };
        let roles = [
            (ag::AGENT, "ag:agent"),
            (ag::TARGET, "ag:target"),
            (ag::ADDRESSEE, "ag:addressee"),
        ];
        let (_, path) = roles
            .into_iter()
            .find(|(role, _)| self.snapshot.things(event, *role).iter().any(fits))?;
        let scene = Scene {
            found: Some(found),
            itself: path.to_owned(),
            ..Scene::new(self.class(event)?, Nature::Event)
        };
        let about = Set {
            classes: vec![class.clone()],
            scenes: vec![scene],
            ..Set::default()
        };
        Some(Plan::new(Ask::Things, about))
    }

    /// The plan that asks for what these statements tell.
    fn plan_of(
        &self,
        first: &NamedNode,
        property: NamedNodeRef<'static>,
        found: Vec<NamedNode>,
    ) -> Plan {
        let class = self.class(first).unwrap_or_else(|| ag::EVENT.into_owned());
        if property == DESCRIPTION || property == ag::REASON {
            let scene = Scene {
                found: Some(found),
                ..Scene::new(class.clone(), Nature::Event)
            };
            let about = Set {
                classes: vec![class],
                scenes: vec![scene],
                ..Set::default()
            };
            let ask = if property == ag::REASON {
                Ask::Why
            } else {
                Ask::What
            };
            return Plan::new(ask, about);
        }
        let path = if property == ag::EFFECT {
            "ag:effect"
        } else {
            "ag:outcome"
        };
        self.values_of(path, found.into_iter().map(Term::from).collect())
    }
}
