//! Writers: statements, tables and subgraphs to the formats that other programs read.
//!
//! Start with [`Format`], which names them all. [`write_quads`] writes statements as RDF,
//! [`write_table`] the result of a SELECT, [`write_subgraph`] nodes and links for programs that
//! draw or measure graphs. [`Drawing`] is the DOT writer with its options, [`write_folder`] the
//! pair `nodes.csv` and `edges.csv`.
//!
//! The same input gives the same bytes. Nothing is altered on the way: where a format cannot hold
//! a statement, it is refused by name. Only what is drawn or measured (DOT, GraphML, GEXF) shows
//! U+FFFD in place of control characters, which XML cannot hold. IRIs are written in full, classes
//! and relations with our prefixes (`ag:listedBy`).
//!
//! Left out on purpose: which statements to write. And a subgraph is never written as RDF: a link
//! alone would lose its date and that its notice was withdrawn; write the statements instead.

mod attribute;
mod cytoscape;
mod dot;
mod edge;
mod error;
mod format;
mod gexf;
mod graphml;
mod look;
mod rdf;
#[cfg(test)]
mod sample;
mod table;
mod text;
mod xml;

pub use dot::{Drawing, Legend};
pub use edge::write_folder;
pub use error::ExportError;
pub use format::{Content, Format};
pub use rdf::{write_quads, write_triples};
pub use table::{write_boolean, write_table};

use crate::view::Subgraph;
use std::io::{self, Write};

/// Writes a subgraph as it goes, holding no more than one line of it.
///
/// DOT comes without title and legend; [`Drawing`] gives them. CSV is the table of edges with the
/// labels of their ends; [`write_folder`] gives the nodes, too. Both CSV and JSON Lines leave out
/// nodes without edges.
///
/// # Errors
///
/// [`ExportError::Unsuited`] for a format of other contents; [`ExportError::Write`].
///
/// # Panics
///
/// If a link points at a node that is not there.
pub fn write_subgraph(
    format: Format,
    subgraph: &Subgraph,
    out: impl Write,
) -> Result<(), ExportError> {
    let mut out = io::BufWriter::new(out);
    match format {
        Format::Dot => Drawing::default().write(subgraph, &mut out)?,
        Format::GraphMl => graphml::write(subgraph, &mut out)?,
        Format::Gexf => gexf::write(subgraph, &mut out)?,
        Format::Cytoscape => cytoscape::write(subgraph, &mut out)?,
        Format::Csv => edge::write_csv(subgraph, &mut out)?,
        Format::JsonLines => edge::write_json_lines(subgraph, &mut out)?,
        _ => return Err(format.unsuited(Content::Subgraph)),
    }
    Ok(out.flush()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pipe whose reader goes away after some bytes.
    struct Pipe(usize);

    impl Write for Pipe {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let taken = bytes.len().min(self.0);
            self.0 -= taken;
            match taken {
                0 => Err(io::ErrorKind::BrokenPipe.into()),
                _ => Ok(taken),
            }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn write(format: Format, content: Content, out: impl Write) -> Result<(), ExportError> {
        match content {
            Content::Statements => write_quads(format, sample::quads(), out),
            Content::Table => write_table(format, &sample::table(), out),
            Content::Subgraph => write_subgraph(format, &sample::subgraph(), out),
        }
    }

    #[test]
    fn every_format_writes_just_what_it_says() {
        for &format in Format::all() {
            for content in Content::ALL {
                let mut out = Vec::new();
                match write(format, content, &mut out) {
                    Ok(()) => assert!(format.writes(content)),
                    Err(ExportError::Unsuited { .. }) => assert!(!format.writes(content)),
                    Err(error) => panic!("{format}: {error}"),
                }
                assert!(out.is_empty() || out.ends_with(b"\n"), "{format}");
            }
        }
    }

    #[test]
    fn a_closed_pipe_stays_a_closed_pipe() {
        for &format in Format::all() {
            for content in Content::ALL.into_iter().filter(|&c| format.writes(c)) {
                for room in [0, 1, 100] {
                    let result = write(format, content, Pipe(room));
                    assert!(
                        matches!(&result, Err(ExportError::Write(error))
                            if error.kind() == io::ErrorKind::BrokenPipe),
                        "{format}: {result:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn subgraphs_look_like_this() {
        for &format in Format::all().iter().filter(|f| f.writes(Content::Subgraph)) {
            let mut out = Vec::new();
            write(format, Content::Subgraph, &mut out).unwrap();
            insta::assert_snapshot!(
                format!("subgraph.{format}"),
                String::from_utf8(out).unwrap()
            );
        }
    }

    #[test]
    fn statements_look_like_this() {
        for &format in Format::all()
            .iter()
            .filter(|f| f.writes(Content::Statements))
        {
            let mut out = Vec::new();
            write(format, Content::Statements, &mut out).unwrap();
            insta::assert_snapshot!(
                format!("statements.{format}"),
                String::from_utf8(out).unwrap()
            );
        }
    }

    #[test]
    fn tables_look_like_this() {
        for &format in Format::all().iter().filter(|f| f.writes(Content::Table)) {
            let mut out = Vec::new();
            write(format, Content::Table, &mut out).unwrap();
            insta::assert_snapshot!(format!("table.{format}"), String::from_utf8(out).unwrap());
        }
    }
}
