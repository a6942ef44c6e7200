//! RDF from anywhere: packed or not, from files or standard input, told by name or by content.

use crate::import::ImportError;
use crate::import::document::{Progress, Seen, Stage, stopped};
use crate::import::input::Input;
use crate::import::lines::Lines;
use crate::import::pipeline::{self, Target};
use crate::model::thing;
use crate::store::{RdfSource, StoreError, blank_beginning, graph_of, rdf_format, read_rdf};
use oxrdfio::{RdfFormat, RdfParser};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::Ordering;

/// How many statements are read between two questions whether to go on.
const PAUSE: usize = 1 << 14;

/// Returns the format that the name of a document says, the ending of its packing left out. Names
/// that end in `.json`, `.xml` or `.txt` say too little.
pub(crate) fn of_name(input: &Input) -> Option<RdfFormat> {
    let name = input.file_name()?.to_ascii_lowercase();
    let vague = [".json", ".xml", ".txt"];
    let says = !vague.iter().any(|ending| name.ends_with(ending));
    says.then(|| rdf_format(Path::new(&name))).flatten()
}

/// Returns the format that a document shows by how it begins.
pub(crate) fn of_content(head: &[u8]) -> Option<RdfFormat> {
    let text = String::from_utf8_lossy(head);
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    let mut lines = text.lines().map(str::trim);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('#'))?;
    let lower = first.to_ascii_lowercase();
    let begins = |words: &[&str]| words.iter().any(|word| lower.starts_with(word));
    if begins(&["@prefix", "@base", "prefix ", "base "]) {
        return Some(match text.contains('{') {
            true => RdfFormat::TriG,
            false => RdfFormat::Turtle,
        });
    }
    if begins(&["<?xml", "<rdf:rdf", "<!--", "<!doctype"]) {
        return text.contains("rdf:RDF").then_some(RdfFormat::RdfXml);
    }
    let keys = ["\"@context\"", "\"@id\"", "\"@graph\"", "\"@type\""];
    if begins(&["{", "["]) && keys.iter().any(|key| text.contains(key)) {
        return rdf_format(Path::new("a.jsonld"));
    }
    // The first statement tells the format, but a graph may be named in a later one.
    let lines = &text[..text.rfind('\n').map_or(text.len(), |end| end + 1)];
    let triples = RdfParser::from_format(RdfFormat::NTriples).for_slice(lines);
    let is_triples = triples.map(|triple| triple.is_ok()).reduce(|a, b| a && b);
    if is_triples == Some(true) {
        return Some(RdfFormat::NTriples);
    }
    let fits = |format: &RdfFormat| {
        let mut quads = RdfParser::from_format(*format).for_slice(text);
        quads.next().is_some_and(|quad| quad.is_ok())
    };
    let formats = [RdfFormat::NQuads, RdfFormat::TriG];
    formats.into_iter().find(fits)
}

/// Reads statements, which stay in the graphs in which they stand; returns how many there were.
pub(crate) fn read(
    input: &Input,
    format: RdfFormat,
    whole: Box<dyn Read + Send + '_>,
    target: &mut Target<'_>,
    progress: &Progress<'_>,
) -> Result<usize, ImportError> {
    let unreadable = |source| ImportError::Unreadable {
        name: input.name(),
        source,
    };
    // Blank nodes are named by a hash of the content: it must be possible to read it again.
    let copy = match input.stays() {
        true => None,
        false => Some(keep(whole).map_err(unreadable)?),
    };
    let beginning = || match &copy {
        None => blank_beginning(&mut input.open()?.bytes),
        Some((_, beginning)) => Ok(beginning.clone()),
    };
    // How far it is read.
    let first = OnceLock::new();
    let open = || -> io::Result<Box<dyn Read + Send>> {
        match &copy {
            None => {
                let opened = input.open()?;
                let _ = first.set((opened.read, opened.size));
                Ok(opened.bytes)
            }
            Some((copy, _)) => Ok(Box::new(copy.try_clone()?)),
        }
    };
    let name = input
        .file_name()
        .unwrap_or_else(|| "standard-input".to_owned());
    let stem = Path::new(&name).file_stem().unwrap_or_default();
    let stem = stem.to_string_lossy().into_owned();
    let seen = || match first.get() {
        None => Seen::begin(Stage::Read),
        Some((read, size)) => Seen {
            stage: Stage::Read,
            read: read.load(Ordering::Relaxed),
            size: *size,
        },
    };
    if matches!(format, RdfFormat::NTriples | RdfFormat::NQuads) {
        let before = match target {
            Target::Claims(builder) => builder.len(),
            _ => 0,
        };
        let mut lines = Lines::new(input.path(), format, &beginning);
        let bytes = open().map_err(unreadable)?;
        let graph = graph_of(&stem).unwrap_or_else(|| thing("rdf"));
        // Only who writes statements as they come must know it before.
        let own = matches!(target, Target::Quads(_)).then_some(&graph);
        let mut watch = || progress(seen());
        let outcome = pipeline::run(bytes, &mut lines, own, target, &mut watch);
        let outcome = outcome.map_err(|stop| stopped(stop, input))?;
        // The graph of no statement is no term of the dataset.
        if let Target::Claims(builder) = target
            && !format.supports_datasets()
            && builder.len() > before
        {
            builder.settle(before, graph.as_ref())?;
        }
        return Ok(outcome.statements);
    }
    let source = RdfSource {
        path: input.path(),
        format,
        stem,
        open: &open,
        beginning: &beginning,
    };
    let mut count = 0_usize;
    let mut stop = None;
    let read = read_rdf(&source, |quad| {
        count += 1;
        if count.is_multiple_of(PAUSE) && progress(seen()).is_break() {
            stop = Some(ImportError::Stopped);
        }
        if stop.is_none() {
            match target {
                Target::Nowhere => (),
                Target::Claims(builder) => builder.claim(&quad)?,
                Target::Quads(out) => {
                    stop = writeln!(out, "{quad} .").map_err(ImportError::Write).err();
                }
            }
        }
        match &stop {
            None => Ok(()),
            // Any error ends the reading; the one that is told is the first.
            Some(_) => Err(StoreError::TooLarge),
        }
    });
    match stop {
        Some(error) => Err(error),
        None => Ok(read.map(|()| count)?),
    }
}

/// Returns a copy of a document that can be read once, and what the names of its blank nodes begin with.
fn keep(mut whole: Box<dyn Read + Send + '_>) -> io::Result<(File, String)> {
    let mut copy = tempfile::tempfile()?;
    io::copy(&mut whole, &mut copy)?;
    copy.seek(SeekFrom::Start(0))?;
    let beginning = blank_beginning(&mut copy)?;
    copy.seek(SeekFrom::Start(0))?;
    Ok((copy, beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_shows_its_format() {
        let json_ld = rdf_format(Path::new("a.jsonld"));
        for (text, format) in [
            ("<a:s> <a:p> \"o\" .\n", Some(RdfFormat::NTriples)),
            ("<a:s> <a:p> \"o\" .", Some(RdfFormat::NTriples)),
            (
                "# none\n\n<a:s> <a:p> <a:o> <a:g> .\n",
                Some(RdfFormat::NQuads),
            ),
            (
                "<a:s> <a:p> <a:o> .\n<a:s> <a:p> <a:o> <a:g> .\n",
                Some(RdfFormat::NQuads),
            ),
            (
                "<a:s>\n  <a:p> <a:o> ;\n <a:q> 7 .\n",
                Some(RdfFormat::TriG),
            ),
            ("<a:g> { <a:s> <a:p> \"o\" }\n", Some(RdfFormat::TriG)),
            ("{ <a:s> <a:p> \"o\" }\n", Some(RdfFormat::TriG)),
            ("prefix a: <a:>\na:s a:p a:o .", Some(RdfFormat::Turtle)),
            ("{\"@id\": \"a:s\", \"a:p\": \"o\"}", json_ld),
            ("<rdf:RDF xmlns:rdf=\"a:\"/>", Some(RdfFormat::RdfXml)),
            ("{\"id\": \"a\"}", None),
            ("<a/>", None),
            ("name,country\nA,de\n", None),
        ] {
            assert_eq!(of_content(text.as_bytes()), format, "{text}");
        }
    }
}
