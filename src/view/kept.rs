//! The graph of a saved dataset, kept in a file beside the statements.
//!
//! The file is made of the statements and says of which: whatever is wrong with it, it is made
//! again. Its columns are read where they lie, once all of it has been checked on all processors.

use crate::store::{Kind, Pack, SavedStore, Sections, Snapshot, StoreError};
use crate::view::columns::{Columns, NO_EVENT, Since};
use crate::view::stamp::Stamp;
use crate::view::{View, ViewError};
use oxrdf::{NamedNode, Term};
use rayon::prelude::*;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name of the file in the folder of a saved dataset.
const FILE: &str = "graph.view";

static KIND: Kind = Kind {
    magic: *b"aggraph\n",
    version: 1,
    name: "kept graph",
    sections: &[
        "summary",
        "table of relations",
        "table of nodes",
        "starts of edges",
        "starts of edges back",
        "ends of edges",
        "relations of edges",
        "dates of edges",
        "events of edges",
        "claims of edges",
        "ends of edges back",
        "order of edges back",
        "relations of edges back",
        "dates of edges back",
        "table of claims",
        "table of claimants",
        "table of sources",
    ],
};

/// What is to be told of a kept graph: that it could not be used, or not be kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeptNote {
    /// The file was made of other statements, or by another version of this program.
    #[error("the graph in `{}` was out of date and has been built again", .0.display())]
    Stale(PathBuf),
    /// The file is damaged, or none of ours.
    #[error("the graph has been built again: {0}")]
    Unusable(#[source] StoreError),
    /// The folder cannot be written to.
    #[error("the graph is not kept for the next time: {0}")]
    NotKept(#[source] StoreError),
}

impl View {
    /// Returns the graph of a saved dataset, seen through the snapshot's scope: the one that is
    /// kept in its folder, or if there is none that fits, one that is built now and kept.
    ///
    /// Nothing that is wrong with the file is an error, nor that it cannot be written; it is told in
    /// the notes. What no file has been kept for is told by none. A graph made of damaged
    /// statements is not kept.
    ///
    /// Cost: one pass over the file at the speed of memory, or that of [`View::build`].
    ///
    /// # Errors
    ///
    /// As [`View::build`].
    pub fn open_or_build(
        snapshot: &Snapshot,
        folder: &Path,
    ) -> Result<(Self, Vec<KeptNote>), ViewError> {
        let path = folder.join(FILE);
        let mut notes = Vec::new();
        match open(&path, snapshot.pack()) {
            Ok(Some(columns)) => return Ok((Self::of(Arc::new(columns), snapshot), notes)),
            Ok(None) => notes.push(KeptNote::Stale(path)),
            Err(StoreError::Read { source, .. }) if source.kind() == io::ErrorKind::NotFound => {}
            Err(error) => notes.push(KeptNote::Unusable(error)),
        }
        let view = Self::build(snapshot)?;
        // Where others have written since, a graph of what was there before helps nobody.
        let saved = SavedStore::new(folder).open();
        let is_gone = saved.is_ok_and(|now| now.identity() != snapshot.pack().identity());
        if snapshot.pack().damage().is_none()
            && !is_gone
            && let Err(error) = view.keep(folder)
        {
            notes.push(KeptNote::NotKept(error));
        }
        Ok((view, notes))
    }

    /// Keeps the graph in the folder of the saved dataset that it was made of, for
    /// [`View::open_or_build`]. The file is written whole or not at all.
    ///
    /// # Errors
    ///
    /// [`StoreError::Write`]; the file of before, if there was one, is still there then.
    pub fn keep(&self, folder: &Path) -> Result<(), StoreError> {
        let columns = &*self.columns;
        let flag = |set: bool, bit: u32| u32::from(set) << bit;
        let summary = [
            flag(columns.is_marked, 0)
                | flag(columns.is_plain, 1)
                | flag(columns.has_attributes, 2),
            columns.latest.to_bits(),
        ];
        let summary = summary.map(u32::to_ne_bytes).concat();
        let sections: [&[u8]; 17] = [
            &summary,
            columns.relation_terms.as_bytes(),
            columns.terms.as_bytes(),
            columns.out_starts.as_bytes(),
            columns.in_starts.as_bytes(),
            columns.to.as_bytes(),
            columns.relation.as_bytes(),
            columns.since.as_bytes(),
            columns.event.as_bytes(),
            columns.context.as_bytes(),
            columns.in_from.as_bytes(),
            columns.in_edge.as_bytes(),
            columns.in_relation.as_bytes(),
            columns.in_since.as_bytes(),
            columns.claims.as_bytes(),
            columns.contexts.as_bytes(),
            columns.sources.as_bytes(),
        ];
        let identity = self.snapshot.pack().identity();
        Sections::write(&folder.join(FILE), &KIND, identity, &sections)
    }
}

/// Opens a kept graph; `None` if it was made of other statements.
fn open(path: &Path, pack: &Pack) -> Result<Option<Columns>, StoreError> {
    let sections = Sections::open(path, &KIND)?;
    if sections.identity() != pack.identity() || sections.version() != KIND.version {
        return Ok(None);
    }
    sections.verify()?;
    let summary = sections.section::<u32>(0)?;
    let (flags, latest) = match summary[..] {
        [flags, latest] => (flags, latest),
        _ => return Err(sections.corrupt(0)),
    };
    let relation_terms = sections.section::<u32>(1)?;
    let in_pack = |term: &u32| (*term as usize) < pack.term_count();
    if !relation_terms.iter().all(in_pack) {
        return Err(sections.corrupt(1));
    }
    let named = |id: &u32| match pack.term(*id) {
        Term::NamedNode(node) => Some(node),
        _ => None,
    };
    let relations: Vec<NamedNode> = relation_terms.iter().filter_map(named).collect();
    let columns = Columns {
        relations,
        relation_terms,
        terms: sections.section(2)?,
        out_starts: sections.section(3)?,
        in_starts: sections.section(4)?,
        to: sections.section(5)?,
        relation: sections.section(6)?,
        since: sections.section(7)?,
        event: sections.section(8)?,
        context: sections.section(9)?,
        in_from: sections.section(10)?,
        in_edge: sections.section(11)?,
        in_relation: sections.section(12)?,
        in_since: sections.section(13)?,
        claims: sections.section(14)?,
        contexts: sections.section(15)?,
        sources: sections.section(16)?,
        latest: Stamp::from_bits(latest),
        is_marked: flags & 1 != 0,
        is_plain: flags & 2 != 0,
        has_attributes: flags & 4 != 0,
        runs: Default::default(),
    };
    let (nodes, edges) = (columns.node_count() + 1, columns.edge_count());
    let lengths = [
        (3, columns.out_starts.len(), nodes),
        (4, columns.in_starts.len(), nodes),
        (6, columns.relation.len(), edges),
        (7, columns.since.len(), edges),
        (8, columns.event.len(), edges),
        (9, columns.context.len(), edges),
        (10, columns.in_from.len(), edges),
        (11, columns.in_edge.len(), edges),
        (12, columns.in_relation.len(), edges),
        (13, columns.in_since.len(), edges),
    ];
    let uneven = lengths
        .iter()
        .find(|(_, length, expected)| length != expected);
    if let Some((section, ..)) = uneven {
        return Err(sections.corrupt(*section));
    }
    if let Some(section) = unsound(&columns, pack) {
        return Err(sections.corrupt(section));
    }
    Ok((flags & 6 == 0).then_some(columns))
}

/// Returns a section with a number in it that points nowhere. Checksums tell what was not written
/// so, this what was written by no program of ours.
fn unsound(columns: &Columns, pack: &Pack) -> Option<usize> {
    let (nodes, edges) = (columns.node_count() as u32, columns.edge_count() as u32);
    let relations = columns.relations.len();
    let below = |numbers: &[u32], bound: u32| {
        let chunks = numbers.par_chunks(CHUNK);
        chunks.all(|chunk| chunk.iter().fold(0, |most, number| most.max(*number)) < bound)
    };
    let known = |numbers: &[u16]| {
        let chunks = numbers.par_chunks(CHUNK);
        chunks.all(|chunk| usize::from(chunk.iter().fold(0, |m, n| m.max(*n))) < relations)
    };
    let ascends = |starts: &[u32]| {
        let steps = starts.par_chunks(CHUNK).enumerate().all(|(place, chunk)| {
            let next = starts.get((place + 1) * CHUNK);
            chunk.is_sorted() && next.is_none_or(|next| chunk.last() <= Some(next))
        });
        steps && starts.first() == Some(&0) && starts.last() == Some(&edges)
    };
    let claims = columns.claims.len() as u64;
    let contexts = columns.contexts.len() as u32;
    let terms = pack.term_count() as u32;
    // No event and no source are the same number.
    let is_known = |term: u32| term < terms || term == NO_EVENT;
    let in_context = || {
        let mut claims = columns.claims.iter();
        claims.all(|[event, context, _]| is_known(*event) && *context < contexts)
    };
    let claimants = || columns.contexts.iter().all(|[source, _]| is_known(*source));
    let placed = || {
        let rows = (&columns.since[..], &columns.event[..], &columns.context[..]);
        let rows = rows.into_par_iter().with_min_len(CHUNK);
        rows.all(|(since, event, context)| match Since(*since).is_several() {
            false => *context < contexts && is_known(*event),
            true => u64::from(*event) + u64::from(*context) <= claims,
        })
    };
    let checks: [(usize, &(dyn Fn() -> bool + Sync)); 11] = [
        (2, &|| below(&columns.terms, terms)),
        (3, &|| ascends(&columns.out_starts)),
        (4, &|| ascends(&columns.in_starts)),
        (5, &|| below(&columns.to, nodes)),
        (6, &|| known(&columns.relation)),
        (9, &placed),
        (10, &|| below(&columns.in_from, nodes)),
        (11, &|| below(&columns.in_edge, edges)),
        (12, &|| known(&columns.in_relation)),
        (14, &in_context),
        (15, &claimants),
    ];
    let wrong = checks.into_par_iter().find_first(|(_, check)| !check());
    wrong.map(|(section, _)| section)
}

/// How many numbers one processor takes at a time.
const CHUNK: usize = 1 << 16;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtin::builtin;
    use crate::model::{Scope, thing};
    use crate::view::{Filter, PlainEdge};
    use jiff::civil::date;
    use std::fs;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("a folder")
    }

    fn same(one: &View, other: &View) {
        assert_eq!(one.relations(), other.relations());
        assert_eq!(one.bytes(), other.bytes());
        let (one, other) = (&one.columns, &other.columns);
        assert_eq!(one.to[..], other.to[..]);
        assert_eq!(one.in_edge[..], other.in_edge[..]);
        assert_eq!(one.in_since[..], other.in_since[..]);
        assert_eq!(one.claims[..], other.claims[..]);
        assert_eq!(one.contexts[..], other.contexts[..]);
        assert_eq!(one.latest, other.latest);
        assert_eq!(one.is_marked, other.is_marked);
    }

    #[test]
    fn a_graph_is_kept_and_found_again_in_every_scope() {
        let folder = folder();
        let snapshot = builtin(date(2026, 8, 1)).expect("built whole");
        let (built, notes) = View::open_or_build(&snapshot, folder.path()).expect("small");
        assert!(notes.is_empty(), "{notes:?}");
        let bytes = fs::read(folder.path().join(FILE)).expect("it was kept");
        let (opened, notes) = View::open_or_build(&snapshot, folder.path()).expect("small");
        assert!(notes.is_empty(), "{notes:?}");
        assert!(format!("{:?}", opened.columns.to).contains("mapped"));
        same(&built, &opened);
        crate::view::assert_sound(&opened);

        let scope = Scope::as_of(date(2026, 8, 1)).with_known_at(date(2025, 1, 1));
        let scoped = snapshot.scoped(scope).expect("no sources named");
        let (early, notes) = View::open_or_build(&scoped, folder.path()).expect("small");
        assert!(notes.is_empty(), "{notes:?}");
        assert!(early.edge_count() < opened.edge_count());
        let kept = fs::read(folder.path().join(FILE)).expect("it is still there");
        assert_eq!(kept, bytes);
        let reach = |view: &View| view.neighborhood(&[thing("alibaba")], 2, &Filter::default());
        assert_eq!(reach(&built), reach(&opened));
    }

    #[test]
    fn what_does_not_fit_is_told_and_built_again() {
        let folder = folder();
        let path = folder.path().join(FILE);
        let snapshot = builtin(date(2026, 8, 1)).expect("built whole");
        let view = View::build(&snapshot).expect("small");
        view.keep(folder.path()).expect("writable");
        let right = fs::read(&path).expect("it was kept");
        let other = View::from_edges([PlainEdge::new(
            thing("a"),
            crate::model::vocab::PART_OF,
            thing("b"),
        )]);
        let other = other.expect("small");
        other.keep(folder.path()).expect("writable");
        let stale = fs::read(&path).expect("it was kept");
        let mut flipped = right.clone();
        let middle = flipped.len() / 2;
        flipped[middle] ^= 4;
        let mut newer = right.clone();
        newer[12..16].copy_from_slice(&2_u32.to_ne_bytes());
        let cut = right[..right.len() - 1].to_vec();
        let cases = [
            ("out of date", stale),
            ("damaged", flipped),
            ("version 2", newer),
            ("bytes", cut),
            ("kept graph", b"something else".to_vec()),
            ("kept graph", Vec::new()),
        ];
        for (word, bytes) in cases {
            fs::write(&path, bytes).expect("writable");
            let (built, notes) = View::open_or_build(&snapshot, folder.path()).expect("small");
            let told: Vec<String> = notes.iter().map(ToString::to_string).collect();
            assert_eq!(told.len(), 1, "{word}: {told:?}");
            assert!(told[0].contains(word), "{word}: {told:?}");
            same(&view, &built);
            assert_eq!(fs::read(&path).expect("kept anew"), right);
        }
    }

    #[test]
    fn without_a_folder_to_write_to_there_is_a_graph_all_the_same() {
        let snapshot = builtin(date(2026, 8, 1)).expect("built whole");
        let nowhere = folder().path().join("gone");
        let (view, notes) = View::open_or_build(&snapshot, &nowhere).expect("small");
        assert!(view.edge_count() > 0);
        assert!(matches!(notes[..], [KeptNote::NotKept(_)]), "{notes:?}");
    }
}
