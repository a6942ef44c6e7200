//! Events as readers see them, and the standing of a company on a list.

use crate::app::value::{self, Reader, Thing};
use crate::model::{Date, vocab};
use crate::timeline::{self, Caveat, Occurrence, Reason, Standing, Told};
use oxrdf::{NamedNode, Term};
use serde::Serialize;

/// Something that happened, as the sources in scope tell it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Event {
    /// The id.
    pub id: String,
    /// The most specific class, e.g. `Listing`, `Request`, `Lawsuit`.
    #[serde(rename = "type")]
    pub class: String,
    /// What it belongs to: `designation`, `request`, `response`, `proceeding` or `other`.
    pub group: &'static str,
    /// The event in words.
    pub label: String,
    /// The date to go by, as precise as the best source; `null` if no source dates it.
    pub date: Option<String>,
    /// All dates that sources give, oldest first.
    pub dates: Vec<Stated<String>>,
    /// Who acted: requester, respondent, plaintiff, agency.
    pub agents: Vec<Thing>,
    /// The bodies for which they acted.
    pub on_behalf_of: Vec<Thing>,
    /// Whom it concerns.
    pub targets: Vec<Thing>,
    /// To whom it was addressed.
    pub addressees: Vec<Thing>,
    /// Who was sued.
    pub defendants: Vec<Thing>,
    /// The lists concerned.
    pub lists: Vec<Thing>,
    /// The edition concerned.
    pub edition: Option<Thing>,
    /// What kind it is: `letter`, `denial`, ….
    pub kinds: Vec<String>,
    /// What else it is related to (court, judge, event answered …), by property.
    pub links: Vec<Link>,
    /// What is said in words or numbers (description, reason, citation, outcome …), by property.
    pub texts: Vec<Text>,
    /// The withdrawal of the notice to which it belongs: then it changed no status.
    pub withdrawn: Option<Withdrawn>,
    /// The ids of the sources that tell of it.
    pub sources: Vec<String>,
    /// Where the sources do not agree.
    pub disputed: Vec<Dispute>,
}

/// A value and who gives it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stated<T> {
    /// The value.
    pub value: T,
    /// The ids of the sources that give it.
    pub sources: Vec<String>,
}

/// A thing that an event is related to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Link {
    /// The property, e.g. `court`.
    pub property: String,
    /// The thing.
    pub value: Thing,
    /// The ids of the sources that say so.
    pub sources: Vec<String>,
}

/// Something that a source says in words or numbers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Text {
    /// The property, e.g. `description`.
    pub property: String,
    /// The words.
    pub value: String,
    /// The ids of the sources that say so.
    pub sources: Vec<String>,
}

/// A notice that was withdrawn, so that it changed nothing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Withdrawn {
    /// The id of the edition.
    pub edition: String,
    /// When it was withdrawn, if known.
    pub date: Option<String>,
    /// The ids of the sources that say so.
    pub sources: Vec<String>,
}

/// Values of which only one can be right.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Dispute {
    /// The property, e.g. `court`.
    pub property: String,
    /// The values in words, with their sources.
    pub values: Vec<Stated<String>>,
}

/// Whether a company stands on a list on the day of the answer, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ListStatus {
    /// The list.
    pub list: Thing,
    /// `listed`, `not-listed` or `unknown`.
    pub status: &'static str,
    /// Since when, if an event tells.
    pub since: Option<String>,
    /// The event or complete edition that decides.
    pub because: Option<Because>,
    /// The last complete edition that says the same.
    pub confirmed_by: Option<Thing>,
    /// What a careful reader should know, in sentences; withdrawn notices among them.
    pub caveats: Vec<String>,
    /// The ids of the events about this company on this list, oldest first.
    pub history: Vec<String>,
}

/// What decides a status.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Because {
    /// The id of the event or edition.
    pub id: String,
    /// The same in words.
    pub label: String,
    /// Its date.
    pub date: Option<String>,
    /// The ids of the sources.
    pub sources: Vec<String>,
}

impl Event {
    /// Returns an occurrence as readers see it.
    pub(crate) fn new(snapshot: &Reader<'_>, told: &Occurrence) -> Self {
        let things = |iris: &[NamedNode]| snapshot.things_of(iris.iter().cloned());
        let texts = told.texts.iter().map(|text| Text {
            property: local(&text.property),
            value: text.value.clone(),
            sources: ids(&text.sources),
        });
        let links = told.links.iter().map(|link| Link {
            property: local(&link.property),
            value: snapshot.thing(&link.value),
            sources: ids(&link.sources),
        });
        let disputed = told.disputed.iter().map(|dispute| Dispute {
            property: local(&dispute.property),
            values: dispute
                .values
                .iter()
                .map(|told| Stated {
                    value: words(snapshot, &told.value),
                    sources: ids(&told.sources),
                })
                .collect(),
        });
        Self {
            id: value::id(&told.iri),
            class: value::id(&told.class),
            group: group(snapshot, told),
            label: told.label.clone(),
            date: told.date.map(|date| date.to_string()),
            dates: dates(&told.dates),
            agents: things(&told.agents),
            on_behalf_of: things(&told.on_behalf_of),
            targets: things(&told.targets),
            addressees: things(&told.addressees),
            defendants: things(&told.defendants),
            lists: things(&told.lists),
            edition: told.edition.as_ref().map(|iri| snapshot.thing(iri)),
            kinds: ids(&told.kinds),
            links: links.collect(),
            texts: texts.collect(),
            withdrawn: told.withdrawn.as_ref().map(|withdrawal| Withdrawn {
                edition: value::id(&withdrawal.edition),
                date: withdrawal.date.map(|date| date.to_string()),
                sources: ids(&withdrawal.sources),
            }),
            sources: ids(&told.sources),
            disputed: disputed.collect(),
        }
    }

    /// Returns what sources say of it in the words of a property, e.g. `description`.
    pub fn texts_of(&self, property: &str) -> impl Iterator<Item = &str> {
        let texts = self.texts.iter();
        texts
            .filter(move |text| text.property == property)
            .map(|text| text.value.as_str())
    }
}

impl ListStatus {
    /// Returns the status of a company on a list, as `timeline` found it.
    pub(crate) fn new(
        snapshot: &Reader<'_>,
        list: &NamedNode,
        status: &timeline::Status,
        history: Vec<String>,
    ) -> Self {
        let because = match &status.because {
            Reason::Event(told) => Some(Because {
                id: value::id(&told.iri),
                label: told.label.clone(),
                date: told.date.map(|date| date.to_string()),
                sources: ids(&told.sources),
            }),
            Reason::CompleteEdition {
                edition,
                date,
                sources,
                ..
            } => Some(Because {
                id: value::id(edition),
                label: snapshot.label(edition),
                date: date.map(|date| date.to_string()),
                sources: ids(sources),
            }),
            Reason::Nothing => None,
        };
        let withdrawn = status.withdrawn.iter().filter_map(|told| {
            let withdrawal = told.withdrawn.as_ref()?;
            let when = match withdrawal.date {
                Some(date) if told.date == Some(date) => "the same day".to_owned(),
                Some(date) => format!("on {date}"),
                None => "later".to_owned(),
            };
            let edition = snapshot.label(&withdrawal.edition);
            Some(format!(
                "{}: announced in {edition}, which was withdrawn {when}",
                told.label
            ))
        });
        let mut caveats: Vec<String> = withdrawn.collect();
        if let Reason::Event(told) = &status.because {
            let disputed = told.disputed.iter().filter(|dispute| {
                // Dates on both sides of the day are a caveat already, and notices cite themselves.
                let is_told = status.caveats.iter().any(|caveat| {
                    dispute.property == vocab::DATE
                        && matches!(caveat, Caveat::DatesDisagree { event, .. } if *event == told.iri)
                });
                !is_told
                    && dispute.property != vocab::PUBLISHED
                    && dispute.property.as_str().starts_with(vocab::AG)
            });
            caveats.extend(disputed.map(|dispute| differ(snapshot, dispute)));
        }
        caveats.extend(
            status
                .caveats
                .iter()
                .map(|caveat| sentence(snapshot, caveat)),
        );
        Self {
            list: snapshot.thing(list),
            status: standing(status.standing),
            since: status.since.map(|date| date.to_string()),
            because,
            confirmed_by: status.confirmed_by.as_ref().map(|iri| snapshot.thing(iri)),
            caveats,
            history,
        }
    }
}

/// Returns a standing as the word that JSON uses.
pub(crate) fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Listed => "listed",
        Standing::NotListed => "not-listed",
        Standing::Unknown => "unknown",
    }
}

/// Returns a dispute as a sentence.
fn differ(snapshot: &Reader<'_>, dispute: &timeline::Dispute) -> String {
    let values = dispute.values.iter().map(|told| {
        let sources = ids(&told.sources).join(", ");
        format!("{} ({sources})", words(snapshot, &told.value))
    });
    let values: Vec<String> = values.collect();
    let property = local(&dispute.property);
    format!("sources differ on the {property}: {}", values.join("; "))
}

/// Returns a caveat as a sentence.
pub(crate) fn sentence(snapshot: &Reader<'_>, caveat: &Caveat) -> String {
    let name = |iri: &NamedNode| snapshot.label(iri);
    match caveat {
        Caveat::Imprecise { event, date } => format!(
            "{}: dated {date} only, so it may not have happened yet on that day",
            name(event)
        ),
        Caveat::Undated { event, known } => format!(
            "{}: no source gives a date; it counts from {known}, when its source was out",
            name(event)
        ),
        Caveat::DatesDisagree { event, dates } => {
            let dates: Vec<String> = dates
                .iter()
                .map(|told| format!("{} ({})", told.value, ids(&told.sources).join(", ")))
                .collect();
            format!(
                "{}: sources give different dates: {}",
                name(event),
                dates.join("; ")
            )
        }
        Caveat::OrderUnsettled { event, rival } => format!(
            "the dates do not settle which came first: {}, or {}",
            name(event),
            name(rival)
        ),
        Caveat::EditionDisagrees { event, edition } => format!(
            "{} says the opposite of {} of the same day",
            name(edition),
            name(event)
        ),
        Caveat::PrintDisputed {
            edition,
            includes,
            lacks,
        } => format!(
            "sources differ on {}: printed according to {}, not according to {}",
            name(edition),
            ids(includes).join(", "),
            ids(lacks).join(", ")
        ),
        Caveat::StartUnknown { at_latest } => match at_latest {
            Some(date) => format!("since when is not known; at the latest since {date}"),
            None => "since when is not known".to_owned(),
        },
    }
}

/// Returns the ids of things, in their order.
pub(crate) fn ids(iris: &[NamedNode]) -> Vec<String> {
    iris.iter().map(value::id).collect()
}

/// Returns dates as text with their sources.
pub(crate) fn dates(told: &[Told<Date>]) -> Vec<Stated<String>> {
    let stated = told.iter().map(|told| Stated {
        value: told.value.to_string(),
        sources: ids(&told.sources),
    });
    stated.collect()
}

/// Returns the last part of a property's IRI: `description` for `dcterms:description`.
pub(crate) fn local(property: &NamedNode) -> String {
    let iri = property.as_str();
    let name = iri.rsplit(['#', '/']).next();
    name.filter(|name| !name.is_empty())
        .unwrap_or(iri)
        .to_owned()
}

/// Returns a term in words: the name of a thing, the text of a literal.
pub(crate) fn words(snapshot: &Reader<'_>, term: &Term) -> String {
    match term {
        Term::NamedNode(node) => snapshot.short_label(node),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}

fn group(snapshot: &Reader<'_>, told: &Occurrence) -> &'static str {
    let is = |class| told.is_a(snapshot, class);
    if is(vocab::LAWSUIT) || is(vocab::RULING) {
        "proceeding"
    } else if is(vocab::RESPONSE) {
        "response"
    } else if is(vocab::REQUEST) {
        "request"
    } else if [
        vocab::LISTING,
        vocab::REMOVAL,
        vocab::RENAMING,
        vocab::RETENTION,
    ]
    .into_iter()
    .any(is)
    {
        "designation"
    } else {
        "other"
    }
}
