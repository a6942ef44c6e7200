//! Which things routes begin or end at.

use crate::app::list;
use crate::app::query::{self, QueryRequest, QueryText};
use crate::app::value::{self, Reader, Thing};
use crate::app::{AppError, Session, classes};
use crate::model::vocab as ag;
use crate::path::Ends;
use crate::store::QueryResult;
use crate::timeline;
use oxrdf::{NamedNode, Term};
use serde::Serialize;
use std::collections::BTreeSet;
use std::time::Duration;

/// One end of a search: things that are named, and things that a class, a list and a query have in
/// common. Without any of these it is open: routes begin or end anywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathEnd {
    /// Names, ids or IRIs. The words `any` and `*` name nothing; a thing that is called so goes by
    /// its IRI.
    pub names: Vec<String>,
    /// Things of this class.
    pub class: Option<String>,
    /// Companies that stand on this list on the day of the scope.
    pub list: Option<String>,
    /// What this query gives in its first column.
    pub query: Option<QueryText>,
}

impl PathEnd {
    /// Tells whether nothing was said of it, not even that it is open.
    pub fn is_unsaid(&self) -> bool {
        *self == Self::default()
    }

    /// Tells whether a class, a list or a query says which things it is.
    pub(super) fn is_found(&self) -> bool {
        self.class.is_some() || self.list.is_some() || self.query.is_some()
    }
}

impl From<&str> for PathEnd {
    fn from(name: &str) -> Self {
        Self {
            names: vec![name.to_owned()],
            ..Self::default()
        }
    }
}

/// Both ends of a search.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sides {
    /// Where routes begin.
    pub from: Side,
    /// Where they end.
    pub to: Side,
}

/// One end of a search, as it was understood.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Side {
    /// The end in words, e.g. `DeepSeek` or `any company on 1260H list`.
    pub words: String,
    /// The things that were named.
    pub named: Vec<Thing>,
    /// The class that was asked for, e.g. `Company`.
    pub class: Option<String>,
    /// The list on which they stand.
    pub list: Option<Thing>,
    /// The file, name or text of the query that gave them.
    pub query: Option<String>,
    /// How many things there are; `null` if the end is open.
    pub count: Option<usize>,
    /// The one thing, if there is only one.
    #[serde(skip)]
    only: Option<Thing>,
}

impl Side {
    /// Returns the thing, if there is only one.
    pub fn only(&self) -> Option<&Thing> {
        self.only.as_ref()
    }

    /// Tells whether the end was left open.
    pub fn is_open(&self) -> bool {
        self.count.is_none()
    }
}

/// Words for an open end.
const OPEN: [&str; 2] = ["any", "*"];

/// Finds the things of an end.
pub(super) fn read(
    session: &Session,
    end: &PathEnd,
    parameters: &[(String, String)],
    timeout: Option<Duration>,
) -> Result<(Ends, Side), AppError> {
    let reader = &Reader::new(session.snapshot());
    let names = end.names.iter().map(String::as_str);
    let names = names.filter(|name| !OPEN.contains(name));
    let named: Vec<NamedNode> = names
        .map(|name| session.thing(name))
        .collect::<Result<_, _>>()?;

    let class = end.class.as_deref();
    let class = class.map(|word| classes::find(reader, word)).transpose()?;
    let list = end.list.as_deref();
    let list = list.map(|name| list::find(session, reader, name, ag::DESIGNATION_LIST));
    let list = list.transpose()?;

    let mut chosen: Option<BTreeSet<NamedNode>> = None;
    let mut narrow = |things: BTreeSet<NamedNode>| {
        chosen = Some(match chosen.take() {
            Some(before) => before.intersection(&things).cloned().collect(),
            None => things,
        });
    };
    if let Some(text) = &end.query {
        narrow(given(session, text, parameters, timeout)?);
    }
    if let Some(list) = &list {
        let members = timeline::members(reader, list).into_iter();
        narrow(members.map(|member| member.company).collect());
    }
    if let Some(class) = &class {
        narrow(list::members(reader, class).into_iter().collect());
    }

    let open = named.is_empty() && chosen.is_none();
    let things: BTreeSet<NamedNode> = chosen.into_iter().flatten().chain(named.clone()).collect();
    let mut side = Side {
        words: String::new(),
        named: named.iter().map(|thing| reader.thing(thing)).collect(),
        class: class.as_ref().map(value::id),
        list: list.as_ref().map(|list| reader.thing(list)),
        query: end.query.as_ref().map(|text| match text {
            QueryText::Word(word) => word.clone(),
            QueryText::Sparql { origin, .. } => origin.clone(),
        }),
        count: (!open).then_some(things.len()),
        only: match things.first() {
            Some(thing) if things.len() == 1 => Some(reader.thing(thing)),
            _ => None,
        },
    };
    side.words = side.told(class.map(|class| reader.label(&class)));
    let ends = match open {
        true => Ends::Any,
        false => Ends::Things(things.into_iter().collect()),
    };
    Ok((ends, side))
}

/// How many names of one end are told.
const TOLD: usize = 3;

impl Side {
    fn told(&self, class: Option<String>) -> String {
        let mut words: Vec<String> = self.named.iter().map(|thing| thing.label.clone()).collect();
        if let Some(more) = words.len().checked_sub(TOLD).filter(|more| *more > 0) {
            words.truncate(TOLD);
            words.push(format!("{more} more"));
        }
        let list = self.list.as_ref().map(|list| format!(" on {}", list.label));
        let query = self.query.as_ref().map(|_| " that the query gives");
        if class.is_some() || list.is_some() || query.is_some() {
            let other = match list {
                Some(_) => "company",
                None => "thing",
            };
            words.push(format!(
                "any {}{}{}",
                class.unwrap_or_else(|| other.to_owned()),
                list.unwrap_or_default(),
                query.unwrap_or_default()
            ));
        }
        match words.is_empty() {
            true => "anything".to_owned(),
            false => words.join(" or "),
        }
    }
}

/// Returns the things in the first column of a query's result.
fn given(
    session: &Session,
    text: &QueryText,
    parameters: &[(String, String)],
    timeout: Option<Duration>,
) -> Result<BTreeSet<NamedNode>, AppError> {
    let request = QueryRequest {
        query: text.clone(),
        parameters: parameters.to_vec(),
        limit: None,
        timeout,
    };
    let QueryResult::Table(table) = query::run(session, &request)? else {
        return Err(AppError::BadValue {
            code: "unfit-query",
            message: "the query gives no rows, expected things in its first column".to_owned(),
            help: Some("use SELECT".to_owned()),
        });
    };
    let cells = table.rows.into_iter();
    let cells = cells.filter_map(|row| row.into_iter().next().flatten());
    let mut things = BTreeSet::new();
    for cell in cells {
        match cell {
            Term::NamedNode(thing) => _ = things.insert(thing),
            other => {
                let column = table.variables.first().map_or("", String::as_str);
                return Err(AppError::BadValue {
                    code: "unfit-query",
                    message: format!("`?{column}` gives {other}, expected things"),
                    help: Some("select the variable of things first".to_owned()),
                });
            }
        }
    }
    Ok(things)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Dataset;
    use crate::model::{Scope, thing};
    use jiff::civil::date as day;

    fn side(end: PathEnd) -> (Ends, Side) {
        let session = Session::open(Dataset::Builtin, Scope::as_of(day(2021, 6, 30)))
            .expect("the built-in dataset opens");
        read(&session, &end, &[], None).expect("the end is known")
    }

    #[test]
    fn ends_are_told_in_many_ways() {
        let (ends, one) = side("deepseek".into());
        assert_eq!(ends, thing("deepseek").into());
        assert_eq!((one.words.as_str(), one.count), ("DeepSeek", Some(1)));
        for word in OPEN {
            let (ends, open) = side(word.into());
            assert_eq!(ends, Ends::Any);
            assert!(open.is_open() && open.words == "anything");
        }
        let (_, listed) = side(PathEnd {
            names: vec!["any".to_owned()],
            class: Some("companies".to_owned()),
            list: Some("1260H list".to_owned()),
            ..PathEnd::default()
        });
        assert_eq!(listed.count, Some(47));
        assert_eq!(listed.words, "any company on 1260H list");
        let (_, both) = side(PathEnd {
            names: vec!["dod".to_owned(), "deepseek".to_owned()],
            query: Some(QueryText::Word("SELECT ?x { ?x a ag:Agency }".to_owned())),
            class: Some("company".to_owned()),
            ..PathEnd::default()
        });
        assert_eq!(both.count, Some(2), "no agency is a company");
    }
}
