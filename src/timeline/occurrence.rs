//! One event as the sources in scope tell it, side by side where they differ.

use crate::model::vocab::{self as ag, external as ext};
use crate::model::{Date, Evidence};
use crate::store::{Snapshot, TermId};
use crate::timeline::dates::{best, disagree, tell, within};
use crate::timeline::reader::Reader;
use crate::timeline::words;
use jiff::civil::Date as Day;
use oxrdf::vocab::rdfs;
use oxrdf::{NamedNode, NamedNodeRef, Term};
use std::collections::HashMap;

/// A value and who gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told<T> {
    /// The value.
    pub value: T,
    /// The sources that give it, sorted.
    pub sources: Vec<NamedNode>,
}

/// A value of a property of an event and who gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail<T> {
    /// The property, e.g. `ag:reason`.
    pub property: NamedNode,
    /// The value.
    pub value: T,
    /// The sources that give it, sorted.
    pub sources: Vec<NamedNode>,
}

/// An event, or an ownership, a tenure or an edition, which are told in the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The event.
    pub iri: NamedNode,
    /// Its most specific class of ours, e.g. `ag:Relisting`.
    pub class: NamedNode,
    /// The event in words.
    pub label: String,
    /// The date to go by: the finest of those that agree, and where they do not, the best
    /// attested. A change of a list without a date of its own has that of its edition. `None`
    /// if no source in scope gives one.
    pub date: Option<Date>,
    /// All dates that the event itself is given, oldest first.
    pub dates: Vec<Told<Date>>,
    /// Who acted: requester, respondent, plaintiff, agency; of an ownership the parent, of a
    /// tenure the person.
    pub agents: Vec<NamedNode>,
    /// The bodies for which they acted.
    pub on_behalf_of: Vec<NamedNode>,
    /// Whom it concerns; of an ownership the child.
    pub targets: Vec<NamedNode>,
    /// To whom it was addressed.
    pub addressees: Vec<NamedNode>,
    /// Who was sued.
    pub defendants: Vec<NamedNode>,
    /// The lists concerned.
    pub lists: Vec<NamedNode>,
    /// The edition concerned; the best attested one if sources name several.
    pub edition: Option<NamedNode>,
    /// What kind it is, as concepts.
    pub kinds: Vec<NamedNode>,
    /// All other things that it is related to (court, judge, event answered …), by property.
    pub links: Vec<Detail<NamedNode>>,
    /// What is said in words or numbers (description, reason, citation, outcome …), by property.
    pub texts: Vec<Detail<String>>,
    /// The withdrawal of the notice to which it belongs. Only changes of lists, groupings and
    /// editions are withdrawn: what was said about a withdrawn notice was still said.
    pub withdrawn: Option<Withdrawal>,
    /// The sources that tell of it, sorted.
    pub sources: Vec<NamedNode>,
    /// Where the sources do not agree.
    pub disputed: Vec<Dispute>,
}

/// A notice that was withdrawn, so that it changed nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// The edition.
    pub edition: NamedNode,
    /// When it was withdrawn, if known.
    pub date: Option<Date>,
    /// The sources that say so, sorted.
    pub sources: Vec<NamedNode>,
}

/// Values of which only one can be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// The property, e.g. `ag:court`.
    pub property: NamedNode,
    /// The values with their sources.
    pub values: Vec<Told<Term>>,
}

impl Occurrence {
    /// Returns the evidence: one piece for each source, with the date that this source gives.
    pub fn evidence(&self, snapshot: &Snapshot) -> Vec<Evidence> {
        let piece = |source: &NamedNode| {
            let dates = self.dates.iter();
            let own = dates.filter(|told| told.sources.contains(source));
            let own: Vec<(Date, Vec<()>)> = own.map(|told| (told.value, Vec::new())).collect();
            Evidence {
                event: self.iri.clone(),
                label: self.label.clone(),
                date: best(&own),
                source: snapshot.source(source),
            }
        };
        self.sources.iter().map(piece).collect()
    }

    /// Returns the values of one property in words, e.g. all reasons.
    pub fn texts_of(&self, property: NamedNodeRef<'_>) -> impl Iterator<Item = &Detail<String>> {
        self.texts
            .iter()
            .filter(move |text| text.property.as_ref() == property)
    }

    /// Tells whether it is of this class, seen from the most specific one upward.
    pub fn is_a(&self, snapshot: &Snapshot, class: NamedNodeRef<'_>) -> bool {
        self.class.as_ref() == class || snapshot.is_a(&self.iri, class)
    }
}

/// Returns what the sources in scope tell of an event; all fields are empty if they tell nothing.
///
/// Cost: the statements about the event, and about its edition.
pub fn occurrence(snapshot: &Snapshot, iri: &NamedNode) -> Occurrence {
    Teller::new(snapshot).of(iri)
}

/// Returns what the sources in scope tell of several events, in the same order.
///
/// Cost: the statements about the events, and about each edition once.
pub fn occurrences<'i>(
    snapshot: &Snapshot,
    events: impl IntoIterator<Item = &'i NamedNode>,
) -> Vec<Occurrence> {
    let mut teller = Teller::new(snapshot);
    let events = events.into_iter();
    events.map(|event| teller.of(event)).collect()
}

/// Properties of which an event has one value: several sources with several values disagree.
const SINGLE: &[NamedNodeRef<'static>] = &[
    ag::PUBLISHED,
    ag::HAS_COURT,
    ag::JUDGE,
    ag::CASE_NUMBER,
    ag::OUTCOME_DATE,
    ag::APPEAL_OF,
    ag::PROCEEDING,
    ag::MERGED_INTO,
    ag::START,
    ag::END,
    ag::STATE,
    ag::STATE_DATE,
    ag::COMPLETENESS,
    ag::ANNOUNCED_COUNT,
    ext::CITATION,
];

/// Tells of many events in one call.
pub(super) struct Teller<'a> {
    pub reader: Reader<'a>,
    fields: HashMap<TermId, Field>,
    /// Classes with everything above them.
    above: HashMap<TermId, Vec<TermId>>,
}

/// What a property of an event becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Field {
    Class,
    Label,
    Date,
    Agent,
    OnBehalfOf,
    Target,
    Addressee,
    Defendant,
    List,
    Edition,
    Kind,
    Skipped,
}

type Rows = Vec<(TermId, Vec<TermId>)>;

impl<'a> Teller<'a> {
    pub fn new(snapshot: &'a Snapshot) -> Self {
        let fields = [
            (ag::DATE, Field::Date),
            (ag::START, Field::Date),
            (ag::AGENT, Field::Agent),
            (ag::PARENT, Field::Agent),
            (ag::PERSON, Field::Agent),
            (ag::ON_BEHALF_OF, Field::OnBehalfOf),
            (ag::BODY, Field::OnBehalfOf),
            (ag::TARGET, Field::Target),
            (ag::CHILD, Field::Target),
            (ag::ADDRESSEE, Field::Addressee),
            (ag::DEFENDANT, Field::Defendant),
            (ag::LIST, Field::List),
            (ag::HAS_EDITION, Field::Edition),
            (ag::KIND, Field::Kind),
            (ag::INCLUDES, Field::Skipped),
            (rdfs::LABEL, Field::Label),
            (oxrdf::vocab::rdf::TYPE, Field::Class),
        ];
        let known = fields.map(|(property, field)| (words::id(snapshot, property), field));
        Self {
            reader: Reader::new(snapshot),
            fields: known.into_iter().collect(),
            above: HashMap::new(),
        }
    }

    fn of(&mut self, iri: &NamedNode) -> Occurrence {
        let snapshot = self.reader.snapshot;
        let id = words::id(snapshot, iri.as_ref());
        self.tell(id).unwrap_or_else(|| Occurrence {
            iri: iri.clone(),
            class: ag::EVENT.into_owned(),
            label: snapshot.label(iri),
            date: None,
            dates: Vec::new(),
            agents: Vec::new(),
            on_behalf_of: Vec::new(),
            targets: Vec::new(),
            addressees: Vec::new(),
            defendants: Vec::new(),
            lists: Vec::new(),
            edition: None,
            kinds: Vec::new(),
            links: Vec::new(),
            texts: Vec::new(),
            withdrawn: None,
            sources: Vec::new(),
            disputed: Vec::new(),
        })
    }

    /// Returns what is told of the thing, or `None` if no statement in scope is about it.
    pub fn tell(&mut self, id: TermId) -> Option<Occurrence> {
        let snapshot = self.reader.snapshot;
        if id == words::ABSENT {
            return None;
        }
        let iri = self.reader.node(id)?;
        let mut graphs: Vec<TermId> = Vec::new();
        let mut labels: Vec<Term> = Vec::new();
        let mut classes: Vec<TermId> = Vec::new();
        let mut dates: Vec<(Date, Vec<TermId>)> = Vec::new();
        let mut fields: HashMap<Field, Rows> = HashMap::new();
        let mut others: Vec<(TermId, Rows)> = Vec::new();
        let mut any = false;
        for [_, predicate, object, graph] in snapshot.ids([Some(id), None, None, None]) {
            any = true;
            graphs.push(graph);
            match self.fields.get(&predicate) {
                Some(Field::Label) => labels.push(snapshot.term(object)),
                Some(Field::Class) => classes.push(object),
                Some(Field::Skipped) => {}
                Some(Field::Date) => {
                    if let Some(date) = self.reader.date(object) {
                        tell(&mut dates, date, graph);
                    }
                }
                Some(field) => tell(fields.entry(*field).or_default(), object, graph),
                None => {
                    if others.last().is_none_or(|(last, _)| *last != predicate) {
                        others.push((predicate, Vec::new()));
                    }
                    if let Some((_, rows)) = others.last_mut() {
                        tell(rows, object, graph);
                    }
                }
            }
        }
        if !any {
            return None;
        }
        graphs.sort_unstable();
        graphs.dedup();
        classes.dedup();
        let words = self.reader.words;
        let has = |class: TermId| classes.contains(&class);
        let own_edition = has(words.edition);
        let is_change = [
            words.listing,
            words.removal,
            words.renaming,
            words.retention,
        ]
        .into_iter()
        .any(has);

        // Of several editions the best attested is named first.
        let editions = fields.get(&Field::Edition).cloned().unwrap_or_default();
        let attested = editions.iter().rev().max_by_key(|(_, graphs)| graphs.len());
        let edition = attested.map(|(edition, _)| *edition);
        let belongs: Vec<TermId> = match own_edition {
            true => vec![id],
            false => editions.iter().map(|(edition, _)| *edition).collect(),
        };
        let withdrawn = match has(words.ownership) {
            true => {
                let notices = belongs.iter().map(|edition| self.reader.notice(*edition));
                let mut notices = notices.peekable();
                notices.peek().is_some() && notices.all(|notice| notice.withdrawn)
            }
            false => {
                (is_change || own_edition)
                    && belongs
                        .iter()
                        .any(|edition| self.reader.notice(*edition).withdrawn)
            }
        };
        let withdrawn = withdrawn
            .then(|| {
                let mut belongs = belongs.iter();
                let pulled = belongs.find(|edition| self.reader.notice(**edition).withdrawn)?;
                self.withdrawal(*pulled)
            })
            .flatten();
        let mut date = best(&dates);
        if is_change {
            let notices = editions
                .iter()
                .map(|(edition, _)| self.reader.notice(*edition));
            let printed: Vec<Option<Date>> = notices.map(|notice| notice.date).collect();
            date = within(date, printed.into_iter().flatten().next());
        }

        let mut disputed = Vec::new();
        if disagree(&dates) {
            let values = dates.iter().map(|(date, graphs)| Told {
                value: date.to_literal().into(),
                sources: self.reader.sources(graphs),
            });
            disputed.push(Dispute {
                property: ag::DATE.into_owned(),
                values: values.collect(),
            });
        }
        if !has(words.ownership) && self.differ(&editions) {
            disputed.push(self.dispute(ag::HAS_EDITION.into_owned(), &editions));
        }
        let mut links = Vec::new();
        let mut texts = Vec::new();
        for (predicate, rows) in &others {
            let Some(property) = self.reader.node(*predicate) else {
                continue;
            };
            if SINGLE.contains(&property.as_ref()) && self.differ(rows) {
                disputed.push(self.dispute(property.clone(), rows));
            }
            for (object, graphs) in rows {
                let (property, sources) = (property.clone(), self.reader.sources(graphs));
                match snapshot.term(*object) {
                    Term::NamedNode(value) => links.push(Detail {
                        property,
                        value,
                        sources,
                    }),
                    Term::Literal(value) => texts.push(Detail {
                        property,
                        value: value.value().to_owned(),
                        sources,
                    }),
                    _ => {}
                }
            }
        }
        let dates = dates.into_iter().map(|(value, graphs)| Told {
            value,
            sources: self.reader.sources(&graphs),
        });
        let dates = dates.collect();
        let class = self.most_specific(&classes);
        let reader = &self.reader;
        let mut things = |field| {
            let rows: Rows = fields.remove(&field).unwrap_or_default();
            let nodes = rows.into_iter().filter_map(|(id, _)| reader.node(id));
            nodes.collect::<Vec<NamedNode>>()
        };
        Some(Occurrence {
            class: class.unwrap_or_else(|| ag::EVENT.into_owned()),
            label: label(labels).unwrap_or_else(|| snapshot.label(&iri)),
            date,
            dates,
            agents: things(Field::Agent),
            on_behalf_of: things(Field::OnBehalfOf),
            targets: things(Field::Target),
            addressees: things(Field::Addressee),
            defendants: things(Field::Defendant),
            lists: things(Field::List),
            edition: edition.and_then(|edition| reader.node(edition)),
            kinds: things(Field::Kind),
            links,
            texts,
            withdrawn,
            sources: reader.sources(&graphs),
            disputed,
            iri,
        })
    }

    /// Tells whether an event may have happened and be known by `day`: any of its dates may lie
    /// there, or it is undated and its source is out.
    pub fn told_by(&mut self, id: TermId, occurrence: &Occurrence, day: Day) -> bool {
        let dates = occurrence.dates.iter().map(|told| told.value);
        let mut dates = dates.chain(occurrence.date).peekable();
        if dates.peek().is_some() {
            return dates.any(|date| date.first_day() <= day);
        }
        let rows = self.reader.snapshot.ids([Some(id), None, None, None]);
        let mut graphs: Vec<TermId> = rows.map(|row| row[3]).collect();
        graphs.dedup();
        graphs
            .iter()
            .any(|graph| self.reader.horizon(*graph) <= day)
    }

    /// Returns who withdrew the edition when, or `None` if nobody in scope says so.
    pub fn withdrawal(&mut self, edition: TermId) -> Option<Withdrawal> {
        let (words, snapshot) = (self.reader.words, self.reader.snapshot);
        let pattern = [
            Some(edition),
            Some(words.state),
            Some(words.withdrawn),
            None,
        ];
        let graphs: Vec<TermId> = snapshot.ids(pattern).map(|row| row[3]).collect();
        if graphs.is_empty() {
            return None;
        }
        let mut dates = Vec::new();
        for row in snapshot.ids([Some(edition), Some(words.state_date), None, None]) {
            if graphs.contains(&row[3])
                && let Some(date) = self.reader.date(row[2])
            {
                tell(&mut dates, date, row[3]);
            }
        }
        Some(Withdrawal {
            edition: self.reader.node(edition)?,
            date: best(&dates),
            sources: self.reader.sources(&graphs),
        })
    }

    /// Tells whether two sources share no value: what one says, the other does not say at all.
    /// Dates that may be the same count as shared.
    fn differ(&mut self, rows: &Rows) -> bool {
        if rows.len() < 2 {
            return false;
        }
        let mut graphs: Vec<TermId> = rows.iter().flat_map(|(_, graphs)| graphs.clone()).collect();
        graphs.sort_unstable();
        graphs.dedup();
        let mut said: Vec<Vec<TermId>> = Vec::new();
        for graph in graphs {
            let rows = rows.iter().filter(|(_, graphs)| graphs.contains(&graph));
            said.push(rows.map(|(object, _)| *object).collect());
        }
        let mut same = |one: TermId, other: TermId| {
            one == other
                || match (self.reader.date(one), self.reader.date(other)) {
                    (Some(one), Some(other)) => one.agrees_with(other),
                    _ => false,
                }
        };
        for (place, one) in said.iter().enumerate() {
            for other in &said[place + 1..] {
                let mut pairs = one.iter().flat_map(|a| other.iter().map(move |b| (*a, *b)));
                if !pairs.any(|(a, b)| same(a, b)) {
                    return true;
                }
            }
        }
        false
    }

    fn dispute(&self, property: NamedNode, rows: &Rows) -> Dispute {
        let values = rows.iter().map(|(object, graphs)| Told {
            value: self.reader.snapshot.term(*object),
            sources: self.reader.sources(graphs),
        });
        Dispute {
            property,
            values: values.collect(),
        }
    }

    /// Returns the class of ours that stands below the others; the first by IRI if several do.
    fn most_specific(&mut self, classes: &[TermId]) -> Option<NamedNode> {
        let mut above: Vec<TermId> = Vec::new();
        for class in classes {
            above.extend_from_slice(self.above(*class));
        }
        let lowest = classes.iter().filter(|class| !above.contains(class));
        let ours = |id: &TermId| {
            let node = self.reader.node(*id)?;
            node.as_str().starts_with(ag::AG).then_some(node)
        };
        // Where the ontology is not at hand, any class says more than `ag:Event`.
        let mut nodes: Vec<NamedNode> = lowest.filter_map(ours).collect();
        nodes.sort_by_key(|node| (node.as_ref() == ag::EVENT, node.as_str().to_owned()));
        nodes.into_iter().next()
    }

    fn above(&mut self, class: TermId) -> &[TermId] {
        let reader = &self.reader;
        self.above.entry(class).or_insert_with(|| {
            let mut found: Vec<TermId> = Vec::new();
            let mut open = vec![class];
            while let Some(class) = open.pop() {
                for parent in reader.objects(class, reader.words.sub_class_of) {
                    if !found.contains(&parent) {
                        found.push(parent);
                        open.push(parent);
                    }
                }
            }
            found
        })
    }
}

/// The longest English label, as [`Snapshot::label`] chooses it.
fn label(labels: Vec<Term>) -> Option<String> {
    let english = labels.into_iter().filter_map(|term| match term {
        Term::Literal(label) if label.language() == Some("en") => Some(label.value().to_owned()),
        _ => None,
    });
    english.min_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)))
}
