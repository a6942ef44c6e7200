//! Which statements are of one record, which of them is the newest, and what thing it is.

use crate::import::node::Node;
use crate::import::say;
use std::collections::{HashMap, HashSet};

/// What a statement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Entity,
    Person,
    Relation,
}

/// A statement, as far as it matters which record it is of.
#[derive(Debug)]
pub(super) struct Seen<'t> {
    pub(super) text: &'t str,
    pub(super) kind: Kind,
    /// The day on which it was made; nothing where it says none.
    pub(super) date: String,
    /// Whether its record is closed with it.
    pub(super) is_closed: bool,
    /// The id of the statement, and that of its record if it has one.
    names: Vec<String>,
    /// The statements that it replaces.
    replaces: Vec<String>,
    /// The id of the thing, where an identifier of the entity gives one.
    thing: Option<String>,
}

impl<'t> Seen<'t> {
    /// Looks at a statement; tells what it lacks.
    pub(super) fn of(text: &'t str, statement: &Node) -> Result<Self, &'static str> {
        let id = statement.take("statementid");
        let record = statement.take("recordid");
        let kind = [
            statement.take("statementtype"),
            statement.take("recordtype"),
        ]
        .concat();
        let kind = match kind.as_str() {
            "entityStatement" | "entity" => Kind::Entity,
            "personStatement" | "person" => Kind::Person,
            "ownershipOrControlStatement" | "relationship" => Kind::Relation,
            _ => return Err("`statementType` or `recordType` that the standard knows"),
        };
        let names: Vec<String> = [record, id]
            .into_iter()
            .filter(|name| !name.is_empty())
            .collect();
        if names.is_empty() {
            return Err("`statementID` or `recordId`");
        }
        let replaces = statement.take_all("replacesstatements");
        let mut identifiers = statement.take_all("identifiers");
        identifiers.extend(statement.take_all("recorddetails.identifiers"));
        let thing = match kind {
            Kind::Entity => known(&identifiers),
            Kind::Person | Kind::Relation => None,
        };
        Ok(Self {
            text,
            kind,
            date: say::day_of(&statement.take("statementdate")).to_owned(),
            is_closed: statement.take("recordstatus") == "closed",
            names,
            replaces: replaces.iter().map(|name| name.own().to_owned()).collect(),
            thing,
        })
    }

    /// Returns the id by which the statement or its record goes.
    fn name(&self) -> &str {
        self.names.first().map_or("", String::as_str)
    }
}

/// Returns the id of the thing that has these identifiers, where other sources have it too.
fn known(identifiers: &[&Node]) -> Option<String> {
    let of = |scheme: &str| {
        let mut all = identifiers.iter();
        let found = all.find(|identifier| identifier.peek("scheme") == scheme);
        found
            .map(|identifier| identifier.take("id"))
            .filter(|id| !id.is_empty())
    };
    match of("XI-LEI") {
        Some(lei) => Some(format!("lei-{lei}")),
        None => of("GB-COH").map(|number| say::uk_company(&number)),
    }
}

/// All statements on one thing or relationship.
#[derive(Debug)]
pub(super) struct Record<'i, 't> {
    /// The id of the thing, or of the relationship.
    pub(super) thing: String,
    /// From the oldest to the newest.
    pub(super) statements: Vec<&'i Seen<'t>>,
}

/// The statements of a document.
#[derive(Debug, Default)]
pub(super) struct Index<'t> {
    statements: Vec<Seen<'t>>,
    /// The group that a name of a statement or record leads to.
    names: HashMap<String, usize>,
    groups: Vec<Group>,
}

/// Statements that are of one record.
#[derive(Debug)]
struct Group {
    /// The name that was there first.
    name: String,
    /// The group that it became a part of, or itself.
    whole: usize,
    /// The id of the thing, where an identifier gives one.
    thing: Option<String>,
}

impl<'t> Index<'t> {
    pub(super) fn add(&mut self, seen: Seen<'t>) {
        let mut whole = usize::MAX;
        for name in seen.names.iter().chain(&seen.replaces) {
            let group = self.group(name);
            let group = self.whole(group);
            // The one that was there first gives its name to both.
            let (kept, lost) = (whole.min(group), whole.max(group));
            if kept != lost && lost != usize::MAX {
                self.groups[lost].whole = kept;
                if self.groups[kept].thing.is_none() {
                    self.groups[kept].thing = self.groups[lost].thing.take();
                }
            }
            whole = kept;
        }
        if seen.thing.is_some() {
            self.groups[whole].thing.clone_from(&seen.thing);
        }
        self.statements.push(seen);
    }

    /// Returns the group of a name, which may be new.
    fn group(&mut self, name: &str) -> usize {
        if let Some(group) = self.names.get(name) {
            return *group;
        }
        let whole = self.groups.len();
        self.groups.push(Group {
            name: name.to_owned(),
            whole,
            thing: None,
        });
        self.names.insert(name.to_owned(), whole);
        whole
    }

    /// Returns the group that a group became a part of, and shortens the way to it.
    fn whole(&mut self, mut group: usize) -> usize {
        while self.groups[group].whole != group {
            let next = self.groups[group].whole;
            self.groups[group].whole = self.groups[next].whole;
            group = next;
        }
        group
    }

    /// Ends the adding: each group leads to its whole at once.
    pub(super) fn settle(mut self) -> Self {
        for group in 0..self.groups.len() {
            self.groups[group].whole = self.whole(group);
        }
        self
    }

    /// Returns the id of the thing that a statement or record with this name describes; it need
    /// not be in the document.
    pub(super) fn thing(&self, name: &str) -> String {
        let group = self.names.get(name).map(|group| self.groups[*group].whole);
        let Some(group) = group.map(|group| &self.groups[group]) else {
            return format!("bods-{name}");
        };
        let named = || format!("bods-{}", group.name);
        group.thing.clone().unwrap_or_else(named)
    }

    /// Returns the records, in the order of their first statements.
    pub(super) fn records(&self) -> Vec<Record<'_, 't>> {
        let mut places: HashMap<usize, usize> = HashMap::new();
        let mut records: Vec<Record<'_, 't>> = Vec::new();
        for seen in &self.statements {
            let group = self.groups[self.names[seen.name()]].whole;
            let place = *places.entry(group).or_insert(records.len());
            if place == records.len() {
                records.push(Record {
                    thing: self.thing(seen.name()),
                    statements: Vec::new(),
                });
            }
            records[place].statements.push(seen);
        }
        for record in &mut records {
            let replaced = record.statements.iter().flat_map(|seen| &seen.replaces);
            let replaced: HashSet<&String> = replaced.collect();
            record.statements.sort_by_key(|seen| {
                let is_replaced = seen.names.iter().any(|name| replaced.contains(name));
                (!is_replaced, seen.date.as_str())
            });
        }
        records
    }
}
