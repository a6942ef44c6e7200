//! A question that no rule reads, of which all words together stand in what the data tell in words:
//! `what signal does a listing send to Pentagon suppliers`.
//!
//! Only what and how something is and why are answered so: by the one statement, law or list whose
//! text has nearly all words of the question and is about all that it names.

use crate::ask::answer::{Answer, Outcome};
use crate::ask::asker::Asker;
use crate::ask::content::{Content, Meaning, Place, Told};
use crate::ask::plan::{Ask, Nature, Plan, Scene, Set};
use crate::ask::texts::Text;
use crate::model::vocab as ag;
use crate::model::vocab::external::DESCRIPTION;
use crate::store::StoreError;
use ecow::eco_vec;
use oxrdf::{NamedNode, NamedNodeRef, Term};

/// What a question is about that no rule reads.
pub struct Gist {
    /// Its words that mean something, and what it names.
    pub content: Content,
    /// Where it asks for somebody or something, not what or why: of which class.
    pub whom: Option<NamedNode>,
    /// Whether it asks what somebody said.
    pub says: bool,
    /// Whether it has words that neither the language nor the data know.
    pub strange: bool,
    /// Whether it ends with a time.
    pub dated: bool,
    /// Whether it is in a language whose words have one form.
    pub plain: bool,
    /// The things that it names.
    pub names: Vec<NamedNode>,
}

/// How many statements may say so.
const FEW: usize = 2;
/// How many words must be found at least.
const LEAST: usize = 2;
/// What a word counts that means nearly the same, or is one for such statements.
const NEARLY: f64 = 0.9;
/// What a word counts in a text that says only that something is told.
const LIGHT: f64 = 0.5;
/// The share of what a question means that must be found.
const SHARE: f64 = 0.7;

/// What has a text, and which of its properties the text is.
type Statement = (NamedNode, NamedNodeRef<'static>);

impl Gist {
    /// How much of the question a statement tells, each word with its weight; `None` if too little.
    fn score(&self, told: &Told, weights: &[f64]) -> Option<f64> {
        let (mut found, mut open, mut all_told) = (0.0, 0.0, true);
        for ((place, weight), word) in told.words.iter().zip(weights).zip(&self.content.words) {
            match place {
                Place::Nowhere if word.is_light() => (),
                Place::Text | Place::Nearly if word.is_light() => found += LIGHT * weight,
                Place::Nowhere => (open, all_told) = (open + weight, false),
                Place::Nearly | Place::Kind => found += NEARLY * weight,
                _ => found += weight,
            }
        }
        let light = self.content.words.iter().any(Meaning::is_light);
        let words = told.words.iter().filter(|place| **place != Place::Nowhere);
        let least = if light { LEAST - 1 } else { LEAST };
        let words = words.count();
        // A word that is both in a text and one for such texts is taken as the latter.
        let by_kind = self.plain && told.names > 0 && words >= LEAST;
        let in_text = told.is_in_text() || by_kind;
        let enough = words + told.names >= least && in_text;
        let names = told.names == self.content.names.len() && (!self.strange || all_told);
        (enough && names && found >= SHARE * (found + open)).then_some(found)
    }
}

impl Asker<'_> {
    /// The answer to a question by its words alone; `None` where not nearly all of them are found, or
    /// in many places. A word that few texts have says more than one that many have (inverse document
    /// frequency, as of Spärck Jones 1972).
    pub(super) fn by_gist(&self, gist: &Gist) -> Result<Option<Answer>, StoreError> {
        let texts = self.texts();
        let told = |text| gist.content.told_by(text, gist.whom.is_some());
        let told: Vec<(&Text, Told)> = texts.iter().map(|text| (text, told(text))).collect();
        // What is linked to something that is named comes before what only speaks of it.
        let linked = told
            .iter()
            .filter(|(text, _)| self.is_about(text, &gist.names));
        let mut best = self.best_told(gist, &linked.collect::<Vec<_>>());
        let words = gist.content.words.len();
        let names = if gist.says || gist.whom.is_some() {
            0
        } else {
            gist.names.len()
        };
        if best.is_empty() && !gist.names.is_empty() && words + names >= LEAST {
            best = self.best_told(gist, &told.iter().collect::<Vec<_>>());
        }
        let Some((first, property)) = best.first().cloned() else {
            return Ok(None);
        };
        let found = best.into_iter().filter(|(_, other)| *other == property);
        let found: Vec<NamedNode> = found.map(|(subject, _)| subject).collect();
        if found.len() > FEW {
            return Ok(None);
        }
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

    /// Those of the statements that tell most of the question, effects first.
    fn best_told(&self, gist: &Gist, told: &[&(&Text, Told)]) -> Vec<Statement> {
        let words = gist.content.words.iter().enumerate();
        let weights = words.map(|(at, _)| {
            let having = told
                .iter()
                .filter(|(_, told)| told.words[at] != Place::Nowhere);
            (1.0 + told.len() as f64 / having.count().max(1) as f64).ln()
        });
        let weights: Vec<f64> = weights.collect();
        let happened = told.iter().filter(|(text, _)| text.has_happened);
        let scored = happened.filter_map(|(text, told)| {
            let score = gist.score(told, &weights)?;
            let may_say = self.may_say(gist, &text.subject);
            may_say.then(|| (score, (text.subject.clone(), text.property)))
        });
        let mut scored: Vec<(f64, Statement)> = scored.collect();
        let best = scored.iter().map(|(score, _)| *score).fold(0.0, f64::max);
        scored.retain(|(score, _)| *score >= best);
        // What somebody said comes before what is said about him.
        let said = |(_, (statement, _)): &(f64, Statement)| {
            self.snapshot.is_a(statement, ag::RESPONSE) && self.is_by_first(gist, statement)
        };
        if gist.says && scored.iter().any(said) {
            scored.retain(said);
        }
        scored.sort_by_key(|(_, (subject, property))| (*property != ag::EFFECT, subject.clone()));
        scored.into_iter().map(|(_, said)| said).collect()
    }

    /// Tells whether whoever the question names first did it.
    fn is_by_first(&self, gist: &Gist, statement: &NamedNode) -> bool {
        let agents = self.snapshot.things(statement, ag::AGENT);
        gist.names.first().is_some_and(|name| agents.contains(name))
    }

    /// Tells whether whoever the question names first may say so, where it asks what somebody says: what
    /// is told about him he did not say.
    fn may_say(&self, gist: &Gist, statement: &NamedNode) -> bool {
        let speaker = gist
            .names
            .first()
            .filter(|_| gist.says && gist.whom.is_none());
        let about = |name| self.snapshot.things(statement, ag::TARGET).contains(name);
        speaker.is_none_or(|name| !about(name) || self.is_by_first(gist, statement))
    }

    /// Tells whether a text is about one of these things; each is where none is named.
    fn is_about(&self, text: &Text, names: &[NamedNode]) -> bool {
        let about = |name: &NamedNode| {
            let linked = self.snapshot.id(&name.clone().into()).is_some_and(|name| {
                let linked = [Some(text.id), None, Some(name), None];
                self.snapshot.ids(linked).next().is_some()
            });
            text.subject == *name || linked
        };
        names.is_empty() || names.iter().any(about)
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
        // The text tells of the thing itself: who makes robots; not who wrote of them in 2023.
        if fits(event) {
            if gist.dated {
                return None;
            }
            let things = found.into_iter().map(Term::from).collect();
            return Some(Plan::new(Ask::Things, self.named_set(things)));
        }
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
            itself: path.into(),
            ..Scene::new(self.class(event)?, Nature::Event)
        };
        let about = Set {
            classes: eco_vec![class.clone()],
            scenes: eco_vec![scene],
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
                classes: eco_vec![class],
                scenes: eco_vec![scene],
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
