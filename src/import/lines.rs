//! N-Triples and N-Quads: each line stands for itself, so pieces of a document are read on all threads.

use crate::import::chunk::{Chunk, Cut};
use crate::import::format::Reader;
use crate::import::part::Part;
use crate::store::StoreError;
use oxrdf::{BlankNode, BlankNodeRef, GraphNameRef, NamedOrBlankNodeRef, TermRef};
use oxrdfio::{RdfFormat, RdfParser};
use std::io;
use std::path::Path;
use std::sync::OnceLock;

/// Reads such documents.
pub(crate) struct Lines<'a> {
    /// How to call the document where something is wrong.
    path: &'a Path,
    format: RdfFormat,
    /// Makes what the names of blank nodes begin with: of the content, so that nodes of two documents are
    /// never taken for one.
    beginning: &'a (dyn Fn() -> io::Result<String> + Sync),
    made: OnceLock<String>,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(
        path: &'a Path,
        format: RdfFormat,
        beginning: &'a (dyn Fn() -> io::Result<String> + Sync),
    ) -> Self {
        Self {
            path,
            format,
            beginning,
            made: OnceLock::new(),
        }
    }

    fn blank(&self, node: BlankNodeRef<'_>) -> Result<BlankNode, StoreError> {
        let beginning = match self.made.get() {
            Some(beginning) => beginning,
            None => {
                let made = (self.beginning)().map_err(|source| StoreError::Read {
                    path: self.path.to_owned(),
                    source,
                })?;
                self.made.get_or_init(|| made)
            }
        };
        Ok(BlankNode::new_unchecked(format!(
            "{beginning}{}",
            node.as_str()
        )))
    }

    fn state(&self, chunk: &Chunk, part: &mut Part) -> Result<(), StoreError> {
        let batch = &mut part.batch;
        for quad in RdfParser::from_format(self.format).for_slice(&chunk.bytes) {
            let quad = quad.map_err(|error| {
                let place = error.location();
                let line = |place: u64| chunk.line.saturating_sub(1) + place;
                StoreError::Syntax {
                    path: self.path.to_owned(),
                    place: place.map(|range| (line(range.start.line), range.start.column)),
                    source: Box::new(error),
                }
            })?;
            let subject = match quad.subject.as_ref() {
                NamedOrBlankNodeRef::NamedNode(node) => batch.term(node.into()),
                NamedOrBlankNodeRef::BlankNode(node) => {
                    batch.term(self.blank(node)?.as_ref().into())
                }
            };
            let predicate = batch.term(quad.predicate.as_ref().into());
            let object = match quad.object.as_ref() {
                TermRef::BlankNode(node) => batch.term(self.blank(node)?.as_ref().into()),
                term => batch.term(term),
            };
            match quad.graph_name.as_ref() {
                // A format without graphs puts all into that of the document.
                GraphNameRef::DefaultGraph if !self.format.supports_datasets() => {
                    batch.claim(subject, predicate, object);
                }
                GraphNameRef::DefaultGraph => batch.claim_by_default(subject, predicate, object),
                GraphNameRef::NamedNode(node) => {
                    let graph = batch.term(node.into());
                    batch.claim_in(subject, predicate, object, graph);
                }
                GraphNameRef::BlankNode(node) => {
                    let graph = batch.term(self.blank(node)?.as_ref().into());
                    batch.claim_in(subject, predicate, object, graph);
                }
            }
        }
        Ok(())
    }
}

impl Reader for Lines<'_> {
    fn cut(&self) -> Cut {
        Cut::Lines
    }

    fn map(&self, chunk: &Chunk, part: &mut Part) {
        part.failed = self.state(chunk, part).err();
    }
}

#[cfg(test)]
mod tests {
    use crate::Day;
    use crate::import::input::Input;
    use crate::import::pipeline::Target;
    use crate::import::source::{Past, Settings};
    use crate::import::{ImportError, read_document};
    use crate::store::{Builder, Pack, StoreError, read_file};
    use std::fmt::Write as _;
    use std::fs;
    use std::ops::ControlFlow;
    use std::path::Path;

    fn read(path: &Path) -> Result<Pack, ImportError> {
        let settings = Settings::new(Day::constant(2026, 8, 1));
        let mut builder = Builder::default();
        let input = Input::File(path.to_owned());
        let go_on = |_| ControlFlow::Continue(());
        let mut target = Target::Claims(&mut builder);
        read_document(&input, &settings, &mut Past::default(), &mut target, &go_on)?;
        Ok(builder.finish()?)
    }

    /// More than some pieces of statements.
    fn many(graph: &str) -> String {
        let mut text = String::from("# a comment\n\n");
        for number in 0..20_000 {
            let _ = writeln!(
                text,
                "<https://e.org/{number}> <https://e.org/p> \"value {number}\\u00E9\"@en {graph}."
            );
        }
        text
    }

    #[test]
    fn pieces_say_what_the_whole_says() {
        let folder = tempfile::tempdir().unwrap();
        let blank = "_:a <https://e.org/p> _:b .\n";
        for (name, text) in [
            ("a.nt", many("")),
            ("none.nt", String::new()),
            ("b.nq", many("<https://e.org/g> ") + &many("")),
            ("c.nt", blank.to_owned() + &many("") + blank),
        ] {
            let path = folder.path().join(name);
            fs::write(&path, &text).unwrap();
            let mut quads = Vec::new();
            read_file(&path, |quad| {
                quads.push(quad);
                Ok(())
            })
            .unwrap();
            let (pack, plain) = (read(&path).unwrap(), Pack::build(quads).unwrap());
            assert_eq!(pack.len(), plain.len());
            if !text.contains("_:") {
                assert_eq!(pack.identity(), plain.identity());
            }
        }
    }

    #[test]
    fn a_fault_is_told_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.nt");
        fs::write(&path, many("") + "<https://e.org/a> <https://e.org/p> .\n").unwrap();
        let error = read(&path).unwrap_err();
        let ImportError::Store(StoreError::Syntax { place, .. }) = error else {
            panic!("{error:?}");
        };
        assert_eq!(place.map(|(line, _)| line), Some(20_002));
    }
}
