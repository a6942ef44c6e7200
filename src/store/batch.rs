//! Statements of a part of a file, made apart from the [`Builder`](crate::store::Builder) that
//! will take them: many threads make batches, one takes them in.
//!
//! A batch has a small dictionary of its own. What costs time, writing terms as bytes and hashing
//! them, is done here; the builder looks each term of a batch up once, whatever the number of
//! statements that use it.

use crate::store::StoreError;
use crate::store::builder::Terms;
use crate::store::pack::{DEFAULT_GRAPH, IdQuad, TermId};
use crate::store::term;
use oxrdf::{NamedNodeRef, TermRef};

/// The graph of a batch's own source, whose name may not be known yet; see
/// [`Builder::settle`](crate::store::Builder::settle).
pub(super) const OWN_GRAPH: TermId = DEFAULT_GRAPH - 1;

/// Statements with the terms that they use.
///
/// The ids of terms are those of this batch and mean nothing to another.
#[derive(Default)]
pub struct Batch {
    pub(super) terms: Terms,
    pub(super) rows: Vec<IdQuad>,
    full: bool,
}

impl Batch {
    /// Forgets everything but the memory that it takes.
    pub fn clear(&mut self) {
        self.terms.clear();
        self.rows.clear();
        self.full = false;
    }

    /// Returns the id of a term.
    pub fn term(&mut self, term: TermRef<'_>) -> TermId {
        let id = self.terms.id(term);
        self.known(id)
    }

    /// Returns the id of an IRI given in two parts. They must make an IRI together.
    pub fn iri(&mut self, space: &str, local: &str) -> TermId {
        let id = self.terms.of_parts(term::IRI, space, local);
        self.known(id)
    }

    /// Returns the id of a text without a language.
    pub fn text(&mut self, value: &str) -> TermId {
        let id = self.terms.of_parts(term::SIMPLE, value, "");
        self.known(id)
    }

    /// Returns the id of a text in a language, whose tag must be small letters.
    pub fn tagged(&mut self, value: &str, language: &str) -> TermId {
        let id = self.terms.of_suffixed(term::TAGGED, value, language);
        self.known(id)
    }

    /// Returns the id of a literal of a datatype.
    pub fn typed(&mut self, value: &str, datatype: NamedNodeRef<'_>) -> TermId {
        let id = self
            .terms
            .of_suffixed(term::TYPED, value, datatype.as_str());
        self.known(id)
    }

    /// Returns the IRI behind an id, or `None` if it is that of something else.
    pub fn iri_of(&self, id: TermId) -> Option<&str> {
        let bytes = self.terms.bytes(id).strip_prefix(&[term::IRI])?;
        std::str::from_utf8(bytes).ok()
    }

    /// States something in the graph of the batch's own source.
    #[inline]
    pub fn claim(&mut self, subject: TermId, predicate: TermId, object: TermId) {
        self.rows.push([subject, predicate, object, OWN_GRAPH]);
    }

    /// States something in the default graph: data about sources, and what needs no source.
    pub fn claim_by_default(&mut self, subject: TermId, predicate: TermId, object: TermId) {
        self.rows.push([subject, predicate, object, DEFAULT_GRAPH]);
    }

    /// States something in another graph.
    pub fn claim_in(&mut self, subject: TermId, predicate: TermId, object: TermId, graph: TermId) {
        self.rows.push([subject, predicate, object, graph]);
    }

    /// Returns how many statements there are, repetitions counted.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Tells whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Writes the statements as N-Quads, those of the own source in `graph`.
    pub fn write_nquads(&self, graph: NamedNodeRef<'_>, out: &mut Vec<u8>) {
        let mut text: Vec<u8> = Vec::new();
        let mut ends = Vec::with_capacity(self.terms.len());
        for id in 0..self.terms.len() {
            term::write_nquads(self.terms.bytes(id as TermId), &mut text);
            text.push(b' ');
            ends.push(text.len());
        }
        let term = |id: TermId| {
            let id = id as usize;
            &text[id.checked_sub(1).map_or(0, |before| ends[before])..ends[id]]
        };
        let own = format!("{graph} ");
        out.reserve(text.len() * 4);
        for [s, p, o, g] in &self.rows {
            for id in [s, p, o] {
                out.extend_from_slice(term(*id));
            }
            match *g {
                DEFAULT_GRAPH => (),
                OWN_GRAPH => out.extend_from_slice(own.as_bytes()),
                id => out.extend_from_slice(term(id)),
            }
            out.extend_from_slice(b".\n");
        }
    }

    /// Refuses a batch that 32 bits could not number.
    pub(super) fn whole(&self) -> Result<(), StoreError> {
        match self.full {
            true => Err(StoreError::TooLarge),
            false => Ok(()),
        }
    }

    fn known(&mut self, id: Result<TermId, StoreError>) -> TermId {
        id.unwrap_or_else(|_| {
            self.full = true;
            0
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Builder, Pack, Scratch};
    use oxrdf::vocab::{rdf, xsd};
    use oxrdf::{Literal, NamedNode, Quad};

    fn batch(name: &str) -> Batch {
        let mut batch = Batch::default();
        let thing = batch.iri("https://example.org/", name);
        let a = batch.term(rdf::TYPE.into());
        let class = batch.iri("https://example.org/", "Class");
        batch.claim(thing, a, class);
        let label = batch.iri("https://example.org/", "label");
        for value in [
            batch.text("a \"b\"\n\t\u{1}\u{7f}\\"),
            batch.tagged("甲", "zh"),
            batch.typed("2026-01", xsd::G_YEAR_MONTH),
        ] {
            batch.claim(thing, label, value);
            batch.claim_by_default(thing, label, value);
        }
        batch
    }

    /// Sources are named when their batches lie in files already, and in several segments.
    #[test]
    fn batches_of_sources_are_settled_wherever_they_lie() {
        let folder = tempfile::tempdir().unwrap();
        let made = |scratch: Scratch| {
            let mut builder = Builder::with_scratch(&scratch);
            for source in ["s1", "s2", "s3"] {
                let from = builder.len();
                for name in ["one", "two", source] {
                    builder.absorb(&batch(name)).unwrap();
                }
                let graph = NamedNode::new_unchecked(format!("https://example.org/{source}"));
                builder.settle(from, graph.as_ref()).unwrap();
            }
            builder.unite().unwrap();
            assert!(builder.claims().all(|row| row[3] != OWN_GRAPH));
            builder.finish().unwrap().to_bytes()
        };
        let plain = made(Scratch::default());
        for held in [16, 64, 200, 400, 1_000, 3_000] {
            assert!(
                made(Scratch::holding(folder.path(), held)) == plain,
                "{held}"
            );
        }
    }

    #[test]
    fn a_batch_says_what_its_quads_say() {
        let graph = NamedNode::new_unchecked("https://example.org/source");
        let mut builder = Builder::default();
        let from = builder.len();
        for name in ["one", "two", "one"] {
            builder.absorb(&batch(name)).unwrap();
        }
        builder.settle(from, graph.as_ref()).unwrap();
        let whole = builder.finish().unwrap();
        let mut text = Vec::new();
        for name in ["one", "two"] {
            batch(name).write_nquads(graph.as_ref(), &mut text);
        }
        let parser = oxrdfio::RdfParser::from_format(oxrdfio::RdfFormat::NQuads);
        let quads = parser.for_slice(&text).map(|quad| quad.unwrap());
        let quads: Vec<Quad> = quads.collect();
        assert_eq!(quads.len(), 14);
        let plain = Pack::build(quads).unwrap();
        assert_eq!(whole.identity(), plain.identity());
        assert!(
            plain
                .id(&Literal::from("a \"b\"\n\t\u{1}\u{7f}\\").into())
                .is_some()
        );
    }
}
