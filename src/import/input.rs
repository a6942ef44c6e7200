//! Where bytes come from: files, folders, patterns of names, standard input; packed or not.

use crate::import::{ImportError, archive};
use bzip2::read::MultiBzDecoder;
use flate2::read::MultiGzDecoder;
use lzma_rust2::XzReader;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many bytes are read at once.
const BLOCK: usize = 1 << 18;

/// One document to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file.
    File(PathBuf),
    /// A file in a ZIP archive.
    Member {
        /// The archive.
        archive: PathBuf,
        /// Its name in the archive.
        name: String,
    },
    /// Standard input, which can be read once.
    Standard,
}

/// How a document is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// `.gz`
    Gzip,
    /// `.zst`
    Zstandard,
    /// `.xz`
    Xz,
    /// `.bz2`
    Bzip2,
    /// `.zip`
    Zip,
}

impl Packing {
    /// Returns the usual ending of names.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Gzip => "gz",
            Self::Zstandard => "zst",
            Self::Xz => "xz",
            Self::Bzip2 => "bz2",
            Self::Zip => "zip",
        }
    }

    fn of(head: &[u8]) -> Option<Self> {
        const SIGNS: [(&[u8], Packing); 4] = [
            (&[0x1F, 0x8B], Packing::Gzip),
            (&[0x28, 0xB5, 0x2F, 0xFD], Packing::Zstandard),
            (&[0xFD, b'7', b'z', b'X', b'Z', 0], Packing::Xz),
            (b"BZh", Packing::Bzip2),
        ];
        let sign = SIGNS.iter().find(|(sign, _)| head.starts_with(sign));
        sign.map(|(_, packing)| *packing)
    }
}

/// A document that is being read.
pub struct Opened {
    /// Its bytes, unpacked.
    pub bytes: Box<dyn Read + Send>,
    /// How it is packed.
    pub packing: Option<Packing>,
    /// How many bytes it has as it lies there, if that is known.
    pub size: Option<u64>,
    /// How many of these were read so far.
    pub read: Arc<AtomicU64>,
}

impl Input {
    /// Tells whether it can be read again: what comes through a pipe cannot, though it has a path.
    pub(crate) fn stays(&self) -> bool {
        match self {
            Self::File(path) => is_regular(path),
            Self::Member { .. } => true,
            Self::Standard => false,
        }
    }

    /// Returns how to call it: its path, or `-`.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Member { archive, name } => format!("{}/{name}", archive.display()),
            Self::Standard => "-".to_owned(),
        }
    }

    /// Returns its path, or that of its archive; `-` for standard input.
    pub fn path(&self) -> &Path {
        match self {
            Self::File(path) | Self::Member { archive: path, .. } => path,
            Self::Standard => Path::new("-"),
        }
    }

    /// Returns the name of the file without folder and without the ending of its packing.
    pub fn file_name(&self) -> Option<String> {
        let path = match self {
            Self::File(path) => path,
            Self::Member { name, .. } => Path::new(name),
            Self::Standard => return None,
        };
        let name = path.file_name()?.to_string_lossy().into_owned();
        let endings = ["gz", "zst", "xz", "bz2"];
        let packed = path.extension().and_then(|ending| ending.to_str());
        let packed = packed.is_some_and(|ending| endings.contains(&ending));
        match packed.then(|| name.rsplit_once('.')).flatten() {
            Some((stem, _)) => Some(stem.to_owned()),
            None => Some(name),
        }
    }

    /// Begins to read it, unpacked.
    ///
    /// # Errors
    ///
    /// Whatever the system says.
    pub fn open(&self) -> io::Result<Opened> {
        let read = Arc::new(AtomicU64::new(0));
        let (raw, size): (Box<dyn Read + Send>, _) = match self {
            Self::File(path) => {
                let file = File::open(path)?;
                let size = file.metadata().ok().filter(fs::Metadata::is_file);
                (Box::new(file), size.map(|data| data.len()))
            }
            Self::Member { archive, name } => {
                let (bytes, size) = archive::open(archive, name)?;
                (bytes, Some(size))
            }
            Self::Standard => (Box::new(io::stdin()), None),
        };
        let mut raw = Counted {
            inner: raw,
            read: Arc::clone(&read),
        };
        let mut head = Vec::with_capacity(8);
        raw.by_ref().take(6).read_to_end(&mut head)?;
        if head.starts_with(archive::SIGN) {
            let lack = "a ZIP archive is read only as a file; unzip it first";
            return Err(io::Error::new(io::ErrorKind::InvalidData, lack));
        }
        let is_member = matches!(self, Self::Member { .. });
        let packing = Packing::of(&head).or(is_member.then_some(Packing::Zip));
        let whole = io::Cursor::new(head).chain(raw);
        let wide = |raw| BufReader::with_capacity(BLOCK, raw);
        let bytes: Box<dyn Read + Send> = match packing {
            None | Some(Packing::Zip) => Box::new(whole),
            Some(Packing::Gzip) => Box::new(MultiGzDecoder::new(wide(whole))),
            Some(Packing::Zstandard) => Box::new(Frames::new(wide(whole))),
            Some(Packing::Xz) => Box::new(XzReader::new(wide(whole), true)),
            Some(Packing::Bzip2) => Box::new(MultiBzDecoder::new(wide(whole))),
        };
        Ok(Opened {
            bytes,
            packing,
            size,
            read,
        })
    }
}

/// Tells whether a path leads to a file that lies somewhere, which can be read twice; a pipe is not
/// opened for that.
pub(crate) fn is_regular(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|about| about.is_file())
}

/// Returns the documents that words name: `-`, files, folders with their files in the order of
/// names, and patterns such as `lists/*.csv`.
///
/// # Errors
///
/// [`ImportError::Unreadable`] for what is not there, [`ImportError::NoMatch`] for a pattern that
/// fits nothing.
pub fn inputs(words: &[PathBuf]) -> Result<Vec<PathBuf>, ImportError> {
    let mut found = Vec::new();
    for word in words {
        let text = word.to_string_lossy();
        let is_pattern = text.contains(['*', '?', '[']);
        if text == "-" || word.exists() || !is_pattern {
            found.push(word.clone());
            continue;
        }
        let paths = glob::glob(&text).ok();
        let mut fitting: Vec<PathBuf> = paths.into_iter().flatten().flatten().collect();
        if fitting.is_empty() {
            return Err(ImportError::NoMatch(text.into_owned()));
        }
        fitting.sort();
        found.extend(fitting);
    }
    Ok(found)
}

struct Counted<R> {
    inner: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// All frames of a Zstandard file; the decoder by itself ends with the first.
struct Frames<R: io::BufRead> {
    state: Option<ruzstd::decoding::StreamingDecoder<R, ruzstd::decoding::FrameDecoder>>,
    rest: Option<R>,
}

impl<R: io::BufRead> Frames<R> {
    fn new(reader: R) -> Self {
        Self {
            state: None,
            rest: Some(reader),
        }
    }
}

impl<R: io::BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        use ruzstd::decoding::StreamingDecoder;
        use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
        loop {
            if let Some(decoder) = &mut self.state {
                match decoder.read(buffer)? {
                    0 if !buffer.is_empty() => {
                        self.rest = self.state.take().map(StreamingDecoder::into_inner);
                    }
                    count => return Ok(count),
                }
            }
            let Some(mut rest) = self.rest.take() else {
                return Ok(0);
            };
            if rest.fill_buf()?.is_empty() {
                return Ok(0);
            }
            match StreamingDecoder::new(rest) {
                Ok(decoder) => self.state = Some(decoder),
                // What cannot be skipped by the decoder ends the document.
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    ..
                })) => return Ok(0),
                Err(error) => return Err(io::Error::new(io::ErrorKind::InvalidData, error)),
            }
        }
    }
}
