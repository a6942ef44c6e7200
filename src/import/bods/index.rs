//! Which statements are of one record, which of them is the newest, and what thing it is.

use crate::import::groups::hash_of;
use crate::import::node::Node;
use crate::import::say;
use crate::store::{Scratch, Slots, StoreError, Texts};
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
pub(super) struct Record<'t> {
    /// The id of the thing, or of the relationship.
    pub(super) thing: String,
    /// From the oldest to the newest.
    pub(super) statements: Vec<Seen<'t>>,
}

/// Which statements of a document are of one record, and what it is called.
///
/// Names are known by 128 bits of their hash, and what is kept of a name, 48 bytes and its text, lies in files
/// where it is much.
pub(super) struct Index {
    scratch: Scratch,
    /// A table of names, each at the place that its hash says or behind: the hash in two halves, and the number of
    /// its group and one; 0 where there is none.
    names: Slots<[u64; 3]>,
    /// One for each name.
    groups: Slots<Group>,
    group_count: u32,
    texts: Texts,
}

/// Statements that are of one record: the group that it became a part of, or itself; where the name that was
/// there first stands, and the id of the thing where an identifier gives one, or [`NOWHERE`].
type Group = [u64; 3];

const NOWHERE: u64 = u64::MAX;

impl Default for Index {
    fn default() -> Self {
        Self {
            scratch: Scratch::temporary(),
            names: Slots::default(),
            groups: Slots::default(),
            group_count: 0,
            texts: Texts::default(),
        }
    }
}

impl Index {
    /// Takes in a statement; returns the number of the group that it is one of so far.
    pub(super) fn add(&mut self, seen: &Seen<'_>) -> Result<u32, StoreError> {
        let mut whole = u32::MAX;
        for name in seen.names.iter().chain(&seen.replaces) {
            let group = self.group(name)?;
            let group = self.shortened(group);
            // The one that was there first gives its name to both.
            let (kept, lost) = (whole.min(group), whole.max(group));
            if kept != lost && lost != u32::MAX {
                let [_, _, thing] = self.groups[lost as usize];
                self.groups[lost as usize][0] = u64::from(kept);
                let kept = &mut self.groups[kept as usize];
                if kept[2] == NOWHERE {
                    kept[2] = thing;
                }
            }
            whole = kept;
        }
        if let Some(thing) = &seen.thing {
            let known = self.text(self.groups[whole as usize][2]);
            if known != Some(thing) {
                self.groups[whole as usize][2] = self.texts.push(0, thing)?;
            }
        }
        Ok(whole)
    }

    /// Returns where the entry of a name stands, or would stand.
    fn place(&self, hash: [u64; 2]) -> usize {
        let mask = self.names.len() - 1;
        let mut place = hash[0] as usize & mask;
        while let [low, high, group] = self.names[place]
            && group != 0
            && [low, high] != hash
        {
            place = (place + 1) & mask;
        }
        place
    }

    /// Returns the group of a name, which may be new.
    fn group(&mut self, name: &str) -> Result<u32, StoreError> {
        if self.group_count as usize * 3 >= self.names.len() * 2 {
            self.grow()?;
        }
        let hash = hash(name);
        let place = self.place(hash);
        if let Some(group) = self.names[place][2].checked_sub(1) {
            return Ok(group as u32);
        }
        let group = self.group_count;
        self.group_count = group.checked_add(1).ok_or(StoreError::TooLarge)?;
        self.names[place] = [hash[0], hash[1], u64::from(group) + 1];
        self.groups[group as usize] = [u64::from(group), self.texts.push(0, name)?, NOWHERE];
        Ok(group)
    }

    /// Makes room for twice as many names, and a group for each of them.
    fn grow(&mut self) -> Result<(), StoreError> {
        let count = (self.names.len() * 2).max(1 << 10);
        let names = self.scratch.slots(count, [0; 3])?;
        let before = std::mem::replace(&mut self.names, names);
        for entry in before.iter().filter(|entry| entry[2] != 0) {
            let place = self.place([entry[0], entry[1]]);
            self.names[place] = *entry;
        }
        let mut groups = self.scratch.slots(count, [0; 3])?;
        groups[..self.groups.len()].copy_from_slice(&self.groups);
        self.groups = groups;
        Ok(())
    }

    fn text(&self, place: u64) -> Option<&str> {
        self.texts.get(place).map(|(_, text)| text)
    }

    /// Ends the adding: each group leads to its whole at once.
    pub(super) fn settle(&mut self) {
        // The whole has the lesser number, so it is settled before.
        for group in 0..self.group_count as usize {
            let next = self.groups[group][0];
            self.groups[group][0] = self.groups[next as usize][0];
        }
    }

    /// Returns the group that a group became a part of, once all is settled.
    pub(super) fn whole(&self, group: u32) -> u32 {
        let whole = self.groups.get(group as usize);
        whole.map_or(group, |[whole, ..]| *whole as u32)
    }

    /// Returns the group that a group became a part of so far, and shortens the way to it.
    fn shortened(&mut self, mut group: u32) -> u32 {
        while self.groups[group as usize][0] != u64::from(group) {
            let next = self.groups[group as usize][0];
            self.groups[group as usize][0] = self.groups[next as usize][0];
            group = next as u32;
        }
        group
    }

    /// Returns the id of the thing that a statement or record with this name describes; it need
    /// not be in the document.
    pub(super) fn thing(&self, name: &str) -> String {
        let found = match self.names.is_empty() {
            true => None,
            false => self.names[self.place(hash(name))][2].checked_sub(1),
        };
        let Some(group) = found else {
            return format!("bods-{name}");
        };
        let [_, first, thing] = self.groups[self.whole(group as u32) as usize];
        match self.text(thing) {
            Some(thing) => thing.to_owned(),
            None => format!("bods-{}", self.text(first).unwrap_or(name)),
        }
    }

    /// Returns the records of which these are all statements, as [`Texts::write`] wrote them with their groups,
    /// in the order of their first statements.
    pub(super) fn records<'t>(&self, bytes: &'t [u8]) -> Vec<Record<'t>> {
        let mut places: HashMap<u32, usize> = HashMap::new();
        let mut records: Vec<Record<'t>> = Vec::new();
        for (group, text) in Texts::read(bytes) {
            let Some(seen) = Node::json(text)
                .ok()
                .and_then(|node| Seen::of(text, &node).ok())
            else {
                continue;
            };
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
            let replaced: HashSet<String> = replaced.cloned().collect();
            record.statements.sort_by_cached_key(|seen| {
                let is_replaced = seen.names.iter().any(|name| replaced.contains(name));
                (!is_replaced, seen.date.clone())
            });
        }
        records
    }
}

fn hash(name: &str) -> [u64; 2] {
    [0, 1].map(|seed| hash_of(name.as_bytes(), seed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Says which names a statement has and which it replaces.
    fn seen(names: Vec<String>, replaces: Vec<String>, thing: Option<String>) -> Seen<'static> {
        Seen {
            text: "",
            kind: Kind::Entity,
            date: String::new(),
            is_closed: false,
            names,
            replaces,
            thing,
        }
    }

    proptest! {
        /// Statements are of one record exactly where names lead from one to the other, and its name is the one
        /// that was there first.
        #[test]
        fn names_lead_to_one_record(
            all in proptest::collection::vec((0..40_u32, proptest::collection::vec(0..40_u32, 0..3)), 1..60),
        ) {
            let name = |number: &u32| format!("s-{number}");
            let mut index = Index::default();
            let mut whole: Vec<u32> = (0..40).collect();
            let mut first = Vec::new();
            for (own, replaces) in &all {
                let replaced = replaces.iter().map(name).collect();
                index.add(&seen(vec![name(own)], replaced, None)).unwrap();
                for other in replaces {
                    let [a, b] = [whole[*own as usize], whole[*other as usize]];
                    whole.iter_mut().filter(|of| **of == b).for_each(|of| *of = a);
                }
                first.extend(std::iter::once(own).chain(replaces));
            }
            index.settle();
            for number in 0..40 {
                let is_same = |other: &&u32| whole[**other as usize] == whole[number as usize];
                let known = first.contains(&&number).then(|| first.iter().copied().find(is_same));
                let known = known.flatten().unwrap_or(&number);
                prop_assert_eq!(index.thing(&name(&number)), format!("bods-{}", name(known)));
            }
        }
    }

    #[test]
    fn identifiers_name_a_thing_however_many_there_are() {
        let mut index = Index::default();
        for number in 0..50_000 {
            let thing = (number % 2 == 0).then(|| format!("lei-{number}"));
            index
                .add(&seen(vec![format!("s-{number}")], Vec::new(), thing))
                .unwrap();
        }
        index.settle();
        for number in (0..50_000).step_by(97) {
            let word = ["lei", "bods-s"][number % 2];
            assert_eq!(
                index.thing(&format!("s-{number}")),
                format!("{word}-{number}")
            );
        }
        assert_eq!(index.thing("nothing"), "bods-nothing");
    }
}
