//! Things by class and filter.

use crate::app::value::{self, Basis, Reader, Thing};
use crate::app::{AppError, Session, classes};
use crate::model::Date;
use crate::model::vocab::{self as ag, external as ext};
use crate::timeline;
use oxrdf::vocab::rdf;
use oxrdf::{NamedNode, NamedNodeRef};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Which things are wanted. All filters must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListRequest {
    /// The class: `company`, `agency`, `official`, `law`, `list`, `edition`, `source`, `event` or
    /// any class of the ontology; companies when `None`.
    pub class: Option<String>,
    /// Only companies that stand on this list on the day of the scope.
    pub on_list: Option<String>,
    /// Only editions, events and laws that concern this list.
    pub about_list: Option<String>,
    /// Only things of this sector or one below it.
    pub sector: Option<String>,
    /// Only things of this country.
    pub country: Option<String>,
    /// Only things of this kind, e.g. `letter`, `denial`, `statute`.
    pub kind: Option<String>,
    /// Only things that this actor asked to be listed or looked into, or events that it requested.
    pub requested_by: Option<String>,
    /// Only events in which this thing takes part.
    pub involving: Option<String>,
    /// At most this many results; all when `None`.
    pub limit: Option<usize>,
}

/// What was found.
#[derive(Clone, Debug, Serialize)]
pub struct Listed {
    /// Name and version of this form of answer.
    pub schema: &'static str,
    /// What the answer was drawn from.
    pub basis: Basis,
    /// The class that was asked for, e.g. `Company`.
    pub class: String,
    /// How many things fit, whatever the limit.
    pub total: usize,
    /// The things: dated ones oldest first, others by label.
    pub items: Vec<Item>,
}

/// A thing with what tells it from its like.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Item {
    /// The thing.
    #[serde(flatten)]
    pub thing: Thing,
    /// When it happened, was published, enacted or established, if known.
    pub date: Option<String>,
    /// Its country.
    pub country: Option<Thing>,
    /// Its sectors.
    pub sectors: Vec<Thing>,
    /// The lists on which it stands on the day of the answer (companies) or which it concerns
    /// (editions, events, laws).
    pub lists: Vec<Thing>,
    /// What kind it is.
    pub kinds: Vec<String>,
}

/// Returns the things that fit a request.
///
/// # Errors
///
/// [`AppError::UnknownWord`] for a class or kind that is none, [`AppError::UnknownName`] or
/// [`AppError::AmbiguousName`] for the name in a filter.
pub fn list(session: &Session, request: &ListRequest) -> Result<Listed, AppError> {
    let snapshot = &Reader::new(session.snapshot());
    let class = classes::find(snapshot, request.class.as_deref().unwrap_or("company"))?;
    let mut things = members(snapshot, &class);
    let standing = Standing::read(snapshot, &class);
    let named = |name: &Option<String>, class: NamedNodeRef<'_>| {
        let name = name.as_deref();
        name.map(|name| find(session, snapshot, name, class))
            .transpose()
    };

    if let Some(list) = named(&request.on_list, ag::DESIGNATION_LIST)? {
        let standing = Standing::on(snapshot, [list]);
        things.retain(|thing| standing.0.contains_key(thing));
    }
    if let Some(list) = named(&request.about_list, ag::DESIGNATION_LIST)? {
        things.retain(|thing| concerns(snapshot, thing).contains(&list));
    }
    if let Some(sector) = named(&request.sector, ag::SECTOR)? {
        let sectors = below(snapshot, sector);
        things.retain(|thing| has_any(snapshot, thing, ag::HAS_SECTOR, &sectors));
    }
    if let Some(country) = named(&request.country, ag::COUNTRY)? {
        let countries = BTreeSet::from([country]);
        things.retain(|thing| has_any(snapshot, thing, ag::HAS_COUNTRY, &countries));
    }
    if let Some(word) = &request.kind {
        let kinds = BTreeSet::from([kind(snapshot, word)?]);
        things.retain(|thing| has_any(snapshot, thing, ag::KIND, &kinds));
    }
    if let Some(actor) = named(&request.requested_by, ag::ACTOR)? {
        let actors = BTreeSet::from([actor]);
        things.retain(|thing| {
            has_any(snapshot, thing, ag::REQUESTED_BY, &actors)
                || snapshot.is_a(thing, ag::REQUEST)
                    && (has_any(snapshot, thing, ag::AGENT, &actors)
                        || has_any(snapshot, thing, ag::ON_BEHALF_OF, &actors))
        });
    }
    if let Some(name) = &request.involving {
        let object = session.thing(name)?.into();
        let quads = snapshot.quads(None, None, Some(&object));
        let involving: BTreeSet<String> = quads.map(|quad| quad.subject.to_string()).collect();
        things.retain(|thing| involving.contains(&thing.to_string()));
    }

    let mut dated: Vec<(Option<Date>, Thing, NamedNode)> = things
        .into_iter()
        .map(|iri| (date(snapshot, &iri), snapshot.thing(&iri), iri))
        .collect();
    // Companies may have dates of founding; what people look for is the name.
    let by_date = [
        ag::EVENT,
        ag::EDITION,
        ag::SOURCE,
        ag::TENURE,
        ag::OWNERSHIP,
    ]
    .into_iter();
    let by_date = dated.first().is_some_and(|(_, _, iri)| {
        let mut classes = by_date.clone();
        classes.any(|class| snapshot.is_a(iri, class))
    });
    dated.sort_by(|(a_date, a, _), (b_date, b, _)| {
        let dates = if by_date {
            a_date.cmp(b_date)
        } else {
            std::cmp::Ordering::Equal
        };
        let name = |thing: &Thing| (thing.label.to_lowercase(), thing.id.clone());
        dates.then_with(|| name(a).cmp(&name(b)))
    });
    let total = dated.len();
    dated.truncate(request.limit.unwrap_or(usize::MAX));
    let items = dated.into_iter().map(|(date, thing, iri)| Item {
        date: date.map(|date| date.to_string()),
        country: snapshot
            .things(&iri, ag::HAS_COUNTRY)
            .first()
            .map(|country| snapshot.thing(country)),
        sectors: snapshot.things_of(snapshot.things(&iri, ag::HAS_SECTOR)),
        lists: match standing.0.get(&iri) {
            Some(lists) => snapshot.things_of(lists.iter().cloned()),
            None => snapshot.things_of(concerns(snapshot, &iri)),
        },
        kinds: snapshot
            .things(&iri, ag::KIND)
            .iter()
            .map(value::id)
            .collect(),
        thing,
    });
    session.told(Listed {
        schema: "actorgraph.list/1",
        basis: session.basis(),
        class: value::id(&class),
        total,
        items: items.collect(),
    })
}

/// Returns the thing of a class that a name means.
///
/// # Errors
///
/// As [`Session::thing_of`]; a name of something else is told as such.
pub(crate) fn find(
    session: &Session,
    snapshot: &Reader<'_>,
    name: &str,
    class: NamedNodeRef<'_>,
) -> Result<NamedNode, AppError> {
    let found = session.thing_of(name, &[class]);
    found.map_err(|error| other_class(session, snapshot, name, class).unwrap_or(error))
}

/// How many ids are told where one of them is expected.
const TOLD: usize = 12;

/// Returns the error of a name that means something, but nothing of the class that is expected.
fn other_class(
    session: &Session,
    snapshot: &Reader<'_>,
    name: &str,
    class: NamedNodeRef<'_>,
) -> Option<AppError> {
    let found = session.thing(name).ok()?;
    if snapshot.is_a(&found, class) {
        return None;
    }
    let found = snapshot.thing(&found);
    let (word, flag) = match class {
        ag::DESIGNATION_LIST => ("list", "list"),
        ag::SECTOR => ("sector", "sector"),
        ag::COUNTRY => ("country", "country"),
        _ => ("actor", "actor"),
    };
    let things = members(snapshot, &class.into_owned());
    let help = match things.len() {
        0..=TOLD => {
            let ids: Vec<String> = things.iter().map(value::id).collect();
            format!("known are: {}", ids.join(", "))
        }
        _ => format!("`actorgraph list --class {flag}` lists all that are known"),
    };
    Some(AppError::BadValue {
        code: "other-class",
        message: format!(
            "`{name}` is {} (a thing of class {}), expected a {word}",
            found.label, found.class
        ),
        help: Some(help),
    })
}

/// Returns the things of a class, without the words of the ontology.
///
/// Things other than events have their types in the default graph, which every scope shows: of
/// those only the ones are taken of which a source in scope tells.
pub(crate) fn members(snapshot: &Reader<'_>, class: &NamedNode) -> Vec<NamedNode> {
    let mut things = snapshot.subjects(rdf::TYPE, class);
    things.retain(|thing| !thing.as_str().starts_with(ag::AG));
    if snapshot.is_restricted() {
        let graphs: BTreeSet<u32> = snapshot.graphs().into_iter().collect();
        things.retain(|thing| {
            let Some(id) = snapshot.id(&thing.clone().into()) else {
                return false;
            };
            let told = |pattern| {
                let mut rows = snapshot.ids(pattern);
                rows.any(|row| graphs.contains(&row[3]))
            };
            graphs.contains(&id)
                || told([Some(id), None, None, None])
                || told([None, None, Some(id), None])
        });
    }
    things
}

/// Who stands on which lists on the day of the scope.
struct Standing(BTreeMap<NamedNode, Vec<NamedNode>>);

impl Standing {
    /// Reads all lists, if the class is one whose members stand on lists.
    fn read(snapshot: &Reader<'_>, class: &NamedNode) -> Self {
        const LISTED: [NamedNodeRef<'static>; 7] = [
            ag::COMPANY,
            ag::ACTOR,
            ag::PERSON_CLASS,
            ag::ORGANIZATION,
            ag::ASSET,
            ag::VESSEL,
            ag::AIRCRAFT,
        ];
        if !LISTED.contains(&class.as_ref()) {
            return Self(BTreeMap::new());
        }
        let lists = snapshot.subjects(rdf::TYPE, &ag::DESIGNATION_LIST.into_owned());
        Self::on(snapshot, lists)
    }

    fn on(snapshot: &Reader<'_>, lists: impl IntoIterator<Item = NamedNode>) -> Self {
        let mut standing: BTreeMap<NamedNode, Vec<NamedNode>> = BTreeMap::new();
        for list in lists {
            for member in timeline::members(snapshot, &list) {
                standing
                    .entry(member.company)
                    .or_default()
                    .push(list.clone());
            }
        }
        Self(standing)
    }
}

/// Returns the lists that an edition, event or law concerns.
fn concerns(snapshot: &Reader<'_>, thing: &NamedNode) -> Vec<NamedNode> {
    let mut lists = snapshot.things(thing, ag::LIST);
    lists.extend(snapshot.things(thing, ag::GOVERNS));
    if snapshot.is_a(thing, ag::LAW) {
        lists.extend(snapshot.subjects(ag::UNDER_LAW, thing));
    }
    lists.sort();
    lists.dedup();
    lists
}

fn has_any(
    snapshot: &Reader<'_>,
    thing: &NamedNode,
    property: NamedNodeRef<'_>,
    wanted: &BTreeSet<NamedNode>,
) -> bool {
    let values = snapshot.things(thing, property);
    values.iter().any(|value| wanted.contains(value))
}

/// Returns a sector and all that are narrower.
fn below(snapshot: &Reader<'_>, sector: NamedNode) -> BTreeSet<NamedNode> {
    let mut open = vec![sector.clone()];
    let mut found = BTreeSet::from([sector]);
    while let Some(next) = open.pop() {
        for narrower in snapshot.subjects(ext::BROADER, &next) {
            if found.insert(narrower.clone()) {
                open.push(narrower);
            }
        }
    }
    found
}

/// Returns the concept that a word means as a kind.
fn kind(snapshot: &Reader<'_>, word: &str) -> Result<NamedNode, AppError> {
    let quads = snapshot.quads(None, Some(ag::KIND), None);
    let kinds: BTreeSet<String> = quads
        .filter_map(|quad| match quad.object {
            oxrdf::Term::NamedNode(kind) => Some(value::id(&kind)),
            _ => None,
        })
        .collect();
    match kinds.contains(word) {
        true => Ok(NamedNode::new_unchecked(format!("{}{word}", ag::AG))),
        false => Err(AppError::UnknownWord {
            what: "kind",
            word: word.to_owned(),
            known: kinds.into_iter().collect(),
        }),
    }
}

/// Returns the day by which a thing is dated: of events and editions their date, of sources that
/// of publication, of laws that of enactment, of lists and bodies that of establishment.
fn date(snapshot: &Reader<'_>, iri: &NamedNode) -> Option<Date> {
    let properties = [
        ag::DATE,
        ext::ISSUED,
        ag::ENACTED,
        ag::ESTABLISHED,
        ag::START,
    ];
    properties
        .into_iter()
        .find_map(|property| value::date(&snapshot.objects(iri, property)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Dataset;
    use crate::model::Scope;
    use jiff::civil::date as day;

    #[test]
    fn companies_on_a_list() {
        let scope = Scope::as_of(day(2021, 6, 30));
        let session = Session::open(Dataset::Builtin, scope).expect("the built-in dataset opens");
        let request = ListRequest {
            on_list: Some("1260H list".to_owned()),
            ..ListRequest::default()
        };
        let listed = list(&session, &request).expect("the list is known");
        assert_eq!(listed.total, 47);
    }

    #[test]
    fn a_name_of_another_class_is_told() {
        let scope = Scope::as_of(day(2026, 6, 30));
        let session = Session::open(Dataset::Builtin, scope).expect("the built-in dataset opens");
        let ask = |on_list: Option<&str>, sector: Option<&str>, country: Option<&str>| {
            let request = ListRequest {
                on_list: on_list.map(str::to_owned),
                sector: sector.map(str::to_owned),
                country: country.map(str::to_owned),
                ..ListRequest::default()
            };
            let error = list(&session, &request).expect_err("it is of another class");
            error.problems().remove(0)
        };
        let problem = ask(Some("alibaba"), None, None);
        assert_eq!(problem.code, "other-class");
        assert!(
            problem
                .message
                .ends_with("(a thing of class Company), expected a list")
        );
        assert!(problem.help[0].contains("dod-1260h"));
        assert_eq!(ask(None, Some("alibaba"), None).code, "other-class");
        assert_eq!(ask(None, None, Some("dod-1260h")).code, "other-class");
        assert_eq!(ask(Some("nobody ever"), None, None).code, "unknown-name");
    }
}
