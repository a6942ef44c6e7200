//! A backup: the claims of a dataset in one compressed file that any program for RDF can read.
//!
//! It is N-Quads, packed with gzip, with a comment before and behind the statements: the first says
//! what the file is, the last how many statements there are, so that a file that was cut short is
//! never taken for a whole one. What follows from the claims is not in it; it is derived anew by
//! whoever restores, and the same claims give the same dataset to the byte.

use crate::store::whole::write_whole;
use crate::store::{Pack, StoreError};
use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use oxrdf::Quad;
use oxrdfio::{RdfFormat, RdfParseError, RdfParser};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

/// The newest version of the format.
const VERSION: u32 = 1;
const HEAD: &str = "# actorgraph backup ";
const END: &str = "# end of actorgraph backup: ";
/// How much of the end of a file is remembered: longer than its last line.
const TAIL: usize = 128;

/// Writes the claims of a pack to a file, whole or not at all, or to whatever takes them. The same
/// claims give the same bytes.
///
/// # Errors
///
/// [`StoreError::Write`], or the damage of the pack.
pub fn write_backup(pack: &Pack, path: &Path) -> Result<(), StoreError> {
    let failed = |source| StoreError::Write {
        path: path.to_owned(),
        source,
    };
    pack.verify()?;
    match path == Path::new("-") {
        true => write(pack, &mut io::stdout().lock()),
        false => write_whole(path, |out| write(pack, out)),
    }
    .map_err(failed)
}

fn write(pack: &Pack, out: &mut dyn Write) -> io::Result<()> {
    let packed = GzEncoder::new(out, Compression::default());
    let mut out = BufWriter::with_capacity(1 << 18, packed);
    writeln!(out, "{HEAD}{VERSION}")?;
    let mut count = 0_usize;
    for quad in pack.claimed_quads() {
        writeln!(out, "{quad} .")?;
        count += 1;
    }
    if pack.damage().is_some() || count != pack.claim_count() {
        return Err(io::Error::other("the dataset is damaged"));
    }
    writeln!(out, "{END}{count}")?;
    let packed = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    packed.finish()?.flush()
}

/// Reads a backup and hands over its claims as they come. Believe them only once all is read.
///
/// # Errors
///
/// [`StoreError::BadBackup`] if it is none, was cut short or is damaged; [`StoreError::Newer`];
/// [`StoreError::Read`]; and what `take` fails with.
pub fn read_backup(
    path: &Path,
    bytes: impl Read,
    mut take: impl FnMut(Quad) -> Result<(), StoreError>,
) -> Result<usize, StoreError> {
    let bad = |why: String| StoreError::BadBackup {
        path: path.to_owned(),
        why,
    };
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::UnexpectedEof => bad("it was cut short".to_owned()),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
            bad(format!("it is damaged: {error}"))
        }
        _ => StoreError::Read {
            path: path.to_owned(),
            source: error,
        },
    };
    let mut packed = BufReader::with_capacity(1 << 18, bytes);
    let begins = packed.fill_buf().map_err(failed)?;
    if !begins.starts_with(&[0x1F, 0x8B]) {
        return Err(bad("it is not packed with gzip".to_owned()));
    }
    let mut text = BufReader::with_capacity(1 << 18, GzDecoder::new(packed));
    let mut head = Vec::new();
    let most = HEAD.len() as u64 + 16;
    text.by_ref()
        .take(most)
        .read_until(b'\n', &mut head)
        .map_err(failed)?;
    let version = String::from_utf8_lossy(&head);
    let version = version.strip_prefix(HEAD).map(str::trim);
    let version: u32 = version
        .and_then(|version| version.parse().ok())
        .ok_or_else(|| bad("it does not begin as one".to_owned()))?;
    if version > VERSION {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            found: version,
            known: VERSION,
        });
    }
    let mut text = Watched {
        inner: text,
        tail: Vec::new(),
    };
    let mut count = 0_usize;
    let parser = RdfParser::from_format(RdfFormat::NQuads);
    for quad in parser.for_reader(&mut text) {
        take(quad.map_err(|error| match error {
            RdfParseError::Io(error) => failed(error),
            RdfParseError::Syntax(error) => bad(format!("it is damaged: {error}")),
        })?)?;
        count += 1;
    }
    let end = format!("\n{END}{count}\n");
    // The very first line was read before; an empty backup ends with its second.
    let tail = [b"\n", &text.tail[..]].concat();
    if !tail.ends_with(end.as_bytes()) {
        return Err(bad("it was cut short".to_owned()));
    }
    let mut packed = text.inner.into_inner().into_inner();
    match packed.fill_buf().map_err(failed)?.is_empty() {
        true => Ok(count),
        false => Err(bad("something stands behind its end".to_owned())),
    }
}

/// Remembers the end of what was read.
struct Watched<R> {
    inner: R,
    tail: Vec<u8>,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.tail
            .extend_from_slice(&buffer[read.saturating_sub(TAIL)..read]);
        let surplus = self.tail.len().saturating_sub(TAIL);
        self.tail.drain(..surplus);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxrdf::{BlankNode, GraphName, Literal, NamedNode};

    fn pack() -> Pack {
        let iri = |name: &str| NamedNode::new_unchecked(format!("https://e.org/{name}"));
        let quads = [
            Quad::new(iri("a"), iri("p"), iri("b"), iri("g")),
            Quad::new(
                iri("a"),
                iri("p"),
                Literal::from("# \"no\"\n end"),
                iri("g"),
            ),
            Quad::new(
                BlankNode::new_unchecked("b7n1"),
                iri("p"),
                Literal::new_language_tagged_literal_unchecked("名", "zh"),
                GraphName::DefaultGraph,
            ),
        ];
        Pack::build(quads).unwrap()
    }

    fn read(bytes: &[u8]) -> Result<Pack, StoreError> {
        let mut quads = Vec::new();
        read_backup(Path::new("b"), bytes, |quad| {
            quads.push(quad);
            Ok(())
        })?;
        Pack::build(quads)
    }

    #[test]
    fn what_was_written_is_read_and_nothing_else() {
        for pack in [pack(), Pack::build([]).unwrap()] {
            let mut bytes = Vec::new();
            write(&pack, &mut bytes).unwrap();
            assert_eq!(read(&bytes).unwrap().identity(), pack.identity());
            for end in 0..bytes.len() {
                assert!(read(&bytes[..end]).is_err(), "cut at {end}");
            }
            for bit in 0..8 * bytes.len() {
                let mut bytes = bytes.clone();
                bytes[bit / 8] ^= 1 << (bit % 8);
                // The header of gzip may say another day or system.
                if let Ok(read) = read(&bytes) {
                    assert_eq!(read.identity(), pack.identity(), "bit {bit}");
                }
            }
            let twice = [&bytes[..], &bytes[..]].concat();
            assert!(read(&twice).is_err());
        }
        assert!(read(b"<https://e.org/a> <https://e.org/p> <https://e.org/b> .\n").is_err());
    }

    #[test]
    fn a_newer_one_is_refused() {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(b"# actorgraph backup 2\n").unwrap();
        let error = read(&packed.finish().unwrap()).unwrap_err();
        assert!(
            matches!(error, StoreError::Newer { found: 2, .. }),
            "{error}"
        );
    }
}
