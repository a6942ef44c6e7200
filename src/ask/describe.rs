//! What a named thing is, and how two are connected.

use crate::ask::answer::{Answer, Outcome};
use crate::ask::asker::{Asker, TOLD};
use crate::ask::plan::{Named, Plan};
use crate::ask::sayings::fill;
use crate::model::vocab as ag;
use crate::model::vocab::external::DESCRIPTION;
use crate::model::{Date, Evidence};
use crate::path;
use crate::timeline::{self, Standing};
use crate::view::View;
use oxrdf::{NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use std::collections::BTreeSet;

/// Returns the query that finds the same routes inside SPARQL.
fn routes_query(from: &NamedNode, to: &NamedNode) -> String {
    format!(
        "PREFIX path: <https://w3id.org/actorgraph/path#>\n\
         SELECT ?route ?step ?node ?relation ?direction ?date WHERE {{\n  \
         SERVICE <https://w3id.org/actorgraph/path> {{\n    \
         [] path:source {from} ; path:target {to} ;\n      \
         path:selector \"all-shortest\" ; path:limit {TOLD} ;\n      \
         path:index ?route ; path:step ?step ; path:node ?node ;\n      \
         path:relation ?relation ; path:direction ?direction ; path:date ?date .\n  \
         }}\n}}\nORDER BY ?route ?step\n"
    )
}

impl Asker<'_> {
    /// What a named thing is, in a sentence or two.
    pub(super) fn describe(&self, plan: &Plan, answer: &mut Answer) {
        let mut sentences = Vec::new();
        for thing in plan.about.things() {
            answer.outcome = Outcome::Answered;
            answer
                .items
                .extend(self.items([Term::from(thing.clone())].into_iter()));
            let label = self.teller().label(&thing);
            let text = |property: NamedNodeRef<'_>| {
                self.snapshot.texts(&thing, property).into_iter().next()
            };
            let class = self.class(&thing).map(|class| self.teller().name(&class));
            let what = text(DESCRIPTION)
                .or_else(|| text(ag::ROLE))
                .or_else(|| text(ag::EFFECT))
                .or_else(|| self.sectors(&thing));
            // The name in another language of the data.
            let labels = self.snapshot.texts(&thing, oxrdf::vocab::rdfs::LABEL);
            let mut names = [
                self.snapshot.label_in(&thing, "zh"),
                self.snapshot.label_in(&thing, "en"),
            ]
            .into_iter()
            .flatten();
            let other = names.find(|name| *name != label && labels.contains(name));
            let slots = [
                ("name", label.clone()),
                ("other", other.unwrap_or_default()),
                (
                    "class",
                    class
                        .map(|class| self.say().one(&class))
                        .unwrap_or_default(),
                ),
                ("what", what.unwrap_or_default()),
            ];
            sentences.push(self.clause(self.sentences().described, &slots));
            for property in [DESCRIPTION, ag::ROLE, ag::EFFECT, oxrdf::vocab::rdfs::LABEL] {
                for claim in self.snapshot.claims(&thing, property) {
                    if let Some(source) = claim.source {
                        let piece = Evidence {
                            event: thing.clone(),
                            label: label.clone(),
                            date: None,
                            source: self.snapshot.source(&source),
                        };
                        answer.add_evidence(vec![piece]);
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
        // A value alone is no thing that could be told.
        if sentences.is_empty() {
            sentences.push(self.sentences().unread.to_owned());
        }
        answer.text = self.say().text(&sentences);
    }

    /// In what a company is active; `None` where that is not told.
    fn sectors(&self, company: &NamedNode) -> Option<String> {
        let sectors = self.snapshot.objects(company, ag::HAS_SECTOR).into_iter();
        let named = sectors.filter_map(|sector| match sector {
            Term::NamedNode(sector) => Some(self.teller().name(&sector)),
            _ => None,
        });
        let named: Vec<String> = named.collect();
        (!named.is_empty()).then(|| self.say().list(&named))
    }

    /// Who a value stands for: the Secretary of Defense is who came into that office last.
    fn holder(&self, named: &Named) -> Option<NamedNode> {
        let (property, value) = (named.value_of.as_ref()?, named.term.as_ref()?);
        let quads = self
            .snapshot
            .quads(None, Some(property.as_ref()), Some(value));
        let holders = quads.filter_map(|quad| match quad.subject {
            NamedOrBlankNode::NamedNode(of) if self.snapshot.is_a(&of, ag::ACTOR) => {
                Some((None, of))
            }
            NamedOrBlankNode::NamedNode(of) => {
                let person = self.snapshot.things(&of, ag::PERSON).into_iter().next()?;
                let began = self.snapshot.objects(&of, ag::START);
                Some((
                    began
                        .iter()
                        .filter_map(Date::from_term)
                        .map(|day| day.first_day())
                        .max(),
                    person,
                ))
            }
            NamedOrBlankNode::BlankNode(_) => None,
        });
        holders.max().map(|(_, holder)| holder)
    }

    /// How two things are connected: the shortest routes, told step by step.
    pub(super) fn path(&self, plan: &Plan, answer: &mut Answer) {
        let scene = plan.about.scenes.first();
        let names = plan.about.names();
        let mut ends = scene.map(|scene| scene.things(".")).unwrap_or_default();
        let named = plan.about.names().into_iter();
        ends.extend(named.filter_map(|named| named.thing().or_else(|| self.holder(named))));
        let mut seen = BTreeSet::new();
        ends.retain(|end| seen.insert(end.clone()));
        let [from, to, ..] = &ends[..] else {
            answer.text = self.one_sentence(self.sentences().two_names, &[]);
            return;
        };
        answer.sparql = routes_query(from, to);
        let options = path::Options {
            selector: path::Selector::AllShortest,
            limit: Some(TOLD),
            ..path::Options::default()
        };
        let view = match self.view {
            Some(view) => view().map(|view| view.scoped(self.snapshot)),
            None => View::build(self.snapshot).ok(),
        };
        let found = view.and_then(|view| {
            let (from, to) = (from.clone().into(), to.clone().into());
            let search = path::Search::new(&view, &from, &to, options).ok()?;
            let routes: Vec<path::Route> = search.routes().collect::<Result<_, _>>().ok()?;
            let first = routes.first()?;
            let called: Vec<(NamedNode, String)> = names
                .iter()
                .filter_map(|named| Some((named.thing()?, named.text.clone())))
                .collect();
            let steps = first.steps.iter();
            let sentences: Vec<String> =
                steps.map(|step| self.step(&view, step, &called)).collect();
            Some((sentences, search.count_shortest(), routes))
        });
        let slots = [
            ("from", self.teller().label(from)),
            ("to", self.teller().label(to)),
        ];
        let Some((sentences, count, routes)) = found else {
            answer.text = self.one_sentence(self.sentences().no_route, &slots);
            return;
        };
        answer.outcome = Outcome::Answered;
        answer.items = routes
            .iter()
            .flat_map(path::Route::things)
            .cloned()
            .map(|thing| self.item(thing))
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
            answer.add_evidence(pieces.unwrap_or_default());
        }
        answer.text = self.say().text(&sentences);
        if count > path::BigUint::from(1_u32) {
            let slots = [("count", count.to_string())];
            answer
                .caveats
                .push(self.clause(self.sentences().more_routes, &slots));
        }
    }

    /// One step of a route; things are called by their names and by what the question `called` them.
    fn step(&self, view: &View, step: &path::Step, called: &[(NamedNode, String)]) -> String {
        let words = view.relation_words(step.relation.as_ref(), step.direction);
        let name = |thing: &NamedNode| {
            let label = self.teller().label(thing);
            let asked = called.iter().find(|(known, _)| known == thing);
            match asked {
                Some((_, asked)) if !label.to_lowercase().contains(&asked.to_lowercase()) => {
                    format!("{label} ({asked})")
                }
                _ => label,
            }
        };
        let (from, to) = (name(&step.from), name(&step.to));
        let (label, sentence) = self.say().relation(words);
        let sentence = match sentence {
            Some(sentence) => fill(&sentence, &[("subject", &from), ("object", &to)]),
            None => {
                let slots = [("from", from), ("label", label), ("to", to)];
                self.clause(self.sentences().no_sentence, &slots)
            }
        };
        match step.date {
            Some(date) => {
                let slots = [("sentence", sentence), ("date", self.date(date))];
                self.clause(self.sentences().dated, &slots)
            }
            None => sentence,
        }
    }
}
