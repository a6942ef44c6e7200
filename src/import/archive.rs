//! ZIP archives, in which registers publish their files: GLEIF, Companies House, ICIJ.
//!
//! The directory of an archive is read with the crate `zip`; a file in it is unpacked as it is read,
//! from its own place. What is neither stored nor deflated, or is locked, is refused.

use crate::import::input::{Input, is_regular};
use flate2::CrcReader;
use flate2::read::DeflateDecoder;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use zip::{CompressionMethod, ZipArchive};

/// How an archive begins.
pub(crate) const SIGN: &[u8] = b"PK\x03\x04";

/// Returns the files in an archive, in the order of their names; `None` for what is no archive.
///
/// # Errors
///
/// Whatever the system says, and an archive without a directory.
pub(crate) fn files(path: &Path) -> io::Result<Option<Vec<Input>>> {
    // What comes through a pipe can be read once, and whoever fills it ends when it is closed.
    if path.exists() && !is_regular(path) {
        return Ok(None);
    }
    let mut file = File::open(path)?;
    let mut head = Vec::new();
    file.by_ref()
        .take(SIGN.len() as u64)
        .read_to_end(&mut head)?;
    if head != SIGN {
        return Ok(None);
    }
    let archive = ZipArchive::new(BufReader::new(file))?;
    // Some programs put their own notes into archives.
    let is_note = |name: &str| {
        let mut steps = name.split('/');
        steps.any(|step| step.starts_with('.') || step == "__MACOSX")
    };
    let names = archive.file_names();
    let names = names.filter(|name| !name.ends_with('/') && !is_note(name));
    let mut names: Vec<String> = names.map(str::to_owned).collect();
    names.sort();
    let input = |name| Input::Member {
        archive: path.to_owned(),
        name,
    };
    Ok(Some(names.into_iter().map(input).collect()))
}

/// Begins to read a file in an archive; returns it with its size.
///
/// # Errors
///
/// Whatever the system says, and what cannot be unpacked.
pub(crate) fn open(path: &Path, name: &str) -> io::Result<(Box<dyn Read + Send>, u64)> {
    let mut archive = ZipArchive::new(BufReader::new(File::open(path)?))?;
    let place = archive.index_for_name(name);
    let place = place.ok_or_else(|| refused("the archive has no such file any more"))?;
    let member = archive.by_index_raw(place)?;
    if member.encrypted() {
        return Err(refused("the file in the archive is locked with a password"));
    }
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(member.data_start()))?;
    let packed = BufReader::with_capacity(1 << 18, file).take(member.compressed_size());
    let bytes: Box<dyn Read + Send> = match member.compression() {
        CompressionMethod::Stored => Box::new(packed),
        CompressionMethod::Deflated => Box::new(DeflateDecoder::new(packed)),
        other => {
            let method = format!("it is packed by a method that is not read, {other}; unzip it");
            return Err(refused(&method));
        }
    };
    let checked = Checked {
        inner: CrcReader::new(bytes),
        sum: member.crc32(),
    };
    Ok((Box::new(checked), member.size()))
}

fn refused(lack: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, lack)
}

/// Compares at the end what was read with what was packed.
struct Checked<R> {
    inner: CrcReader<R>,
    sum: u32,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        if count == 0 && !buffer.is_empty() && self.inner.crc().sum() != self.sum {
            return Err(refused("the file in the archive is damaged"));
        }
        Ok(count)
    }
}
