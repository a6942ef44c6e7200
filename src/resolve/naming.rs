//! The names of everything in a snapshot that is not an event, as rows of ids.
//!
//! The texts stay where they lie, in the dictionary of the dataset.

use crate::model::vocab as ag;
use crate::names::{NameKind, Names, Rows};
use crate::resolve::linker::{NAMELESS, NAMING};
use crate::store::{Snapshot, TermId};
use oxrdf::NamedNodeRef;
use oxrdf::vocab::rdf;
use std::borrow::Cow;

/// The names of a snapshot.
pub(super) struct SnapshotNames {
    snapshot: Snapshot,
    /// Whose name, which text, and of which of the [`KINDS`], sorted.
    rows: Rows<[u32; 3]>,
}

/// The kinds of names by their numbers in a row.
const KINDS: [NameKind; 7] = [
    NameKind::Label,
    NameKind::ChineseName,
    NameKind::ShortName,
    NameKind::Alias,
    NameKind::Abbreviation,
    NameKind::Ticker,
    NameKind::FormerName,
];
/// How many names an index can number.
const MOST: usize = 1 << 28;

impl SnapshotNames {
    /// Collects the names of a snapshot; those of every scope.
    ///
    /// Cost: one pass over the naming statements.
    pub(super) fn new(snapshot: &Snapshot) -> Self {
        let whole = snapshot.unrestricted();
        let id = |node: NamedNodeRef<'_>| whole.id(&node.into_owned().into());
        let a = id(rdf::TYPE);
        let classes = NAMELESS.into_iter().filter_map(id);
        let mut nameless: Vec<TermId> = classes
            .flat_map(|class| whole.ids([None, a, Some(class), None]))
            .map(|row| row[0])
            .collect();
        nameless.sort_unstable();
        nameless.dedup();
        // The ontology's own terms have labels too, but they are words, not names.
        let is_named = |thing: TermId| {
            whole.pack().is_iri(thing)
                && whole.pack().text(thing).0.starts_with(ag::AGID)
                && nameless.binary_search(&thing).is_err()
        };
        let mut rows: Vec<[u32; 3]> = Vec::new();
        for (property, kind) in NAMING {
            let Some(property) = id(property) else {
                continue;
            };
            for [thing, _, name, _] in whole.ids([None, Some(property), None, None]) {
                if !whole.pack().is_literal(name) || !is_named(thing) {
                    continue;
                }
                let is_chinese = || whole.pack().text(name).1 == Some("zh");
                let kind = match kind {
                    NameKind::Label if is_chinese() => NameKind::ChineseName,
                    kind => kind,
                };
                rows.push([thing, kind as u32, name]);
            }
        }
        rows.sort_unstable();
        rows.dedup();
        rows.truncate(MOST);
        Self::of(snapshot, rows.into())
    }

    /// Takes rows that were collected before.
    pub(super) fn of(snapshot: &Snapshot, rows: Rows<[u32; 3]>) -> Self {
        let snapshot = snapshot.unrestricted();
        Self { snapshot, rows }
    }

    /// Returns the rows.
    pub(super) fn rows(&self) -> &Rows<[u32; 3]> {
        &self.rows
    }
}

impl Names<TermId> for SnapshotNames {
    fn count(&self) -> usize {
        self.rows.len().min(MOST)
    }

    fn name(&self, number: u32) -> (TermId, Cow<'_, str>, NameKind) {
        let [thing, kind, name] = self.rows.get(number as usize).copied().unwrap_or_default();
        let kind = KINDS.get(kind as usize).copied();
        let text = self.snapshot.pack().text(name).0;
        (thing, text.into(), kind.unwrap_or(NameKind::Alias))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_stand_at_their_numbers() {
        for (number, kind) in KINDS.into_iter().enumerate() {
            assert_eq!(kind as usize, number);
        }
    }
}
