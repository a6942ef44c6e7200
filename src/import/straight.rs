//! Much to be written to a file: in large blocks, on a thread of its own, and past the system's cache
//! where that can be.
//!
//! A cache is for what is soon read again. To find room for half a gigabyte that is not takes the
//! system longer than we take to make it.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

/// How many bytes are written at once.
const BLOCK: usize = 1 << 22;

/// How many blocks there are: while one is written, others are filled.
const BLOCKS: usize = 4;

/// What places in a file and in memory must be multiples of, to be written past the cache.
const ALIGNED: usize = 1 << 12;

/// Writes to a file; what was written is there once it is [finished](Self::finish).
pub struct Straight {
    block: Block,
    full: Option<Sender<Block>>,
    empty: Receiver<Block>,
    thread: Option<JoinHandle<io::Result<()>>>,
}

/// Some bytes at an aligned place of memory.
struct Block {
    bytes: Vec<u8>,
    begin: usize,
    len: usize,
}

impl Block {
    fn new() -> Self {
        let bytes = vec![0; BLOCK + ALIGNED];
        let begin = bytes.as_ptr().align_offset(ALIGNED);
        Self {
            // Where the place cannot be told, the file is written through the cache.
            begin: if begin < ALIGNED { begin } else { 0 },
            bytes,
            len: 0,
        }
    }
}

impl Straight {
    /// Begins to write to an empty file.
    pub fn new(file: File) -> Self {
        let (full, blocks) = channel::<Block>();
        let (emptied, empty) = channel();
        for _ in 1..BLOCKS {
            // Whoever takes them is there, too.
            let _ = emptied.send(Block::new());
        }
        let thread = thread::spawn(move || write(file, &blocks, &emptied));
        Self {
            block: Block::new(),
            full: Some(full),
            empty,
            thread: Some(thread),
        }
    }

    /// Waits until everything is written.
    ///
    /// # Errors
    ///
    /// The first that the file gave.
    pub fn finish(mut self) -> io::Result<()> {
        let last = std::mem::replace(
            &mut self.block,
            Block {
                bytes: Vec::new(),
                begin: 0,
                len: 0,
            },
        );
        self.hand_over(last)?;
        self.end()
    }

    fn hand_over(&mut self, block: Block) -> io::Result<()> {
        let sent = self.full.as_ref().map(|full| full.send(block));
        match sent {
            Some(Ok(())) => Ok(()),
            _ => self.failed(),
        }
    }

    /// Returns why no more is written.
    fn failed(&mut self) -> io::Result<()> {
        self.end()?;
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn end(&mut self) -> io::Result<()> {
        self.full = None;
        match self.thread.take().map(JoinHandle::join) {
            Some(Ok(written)) => written,
            Some(Err(_)) => Err(io::Error::other("the thread that writes ended")),
            None => Ok(()),
        }
    }
}

impl Write for Straight {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.block.len == BLOCK {
            match self.empty.recv() {
                Ok(empty) => {
                    let full = std::mem::replace(&mut self.block, empty);
                    self.hand_over(full)?;
                }
                Err(_) => self.failed()?,
            }
        }
        let block = &mut self.block;
        let count = bytes.len().min(BLOCK - block.len);
        let begin = block.begin + block.len;
        block.bytes[begin..begin + count].copy_from_slice(&bytes[..count]);
        block.len += count;
        Ok(count)
    }

    /// Does nothing: blocks are written when they are full.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Straight {
    fn drop(&mut self) {
        // Who does not finish does not ask what failed.
        let _ = self.end();
    }
}

/// Writes blocks as they come; only the last may be less than whole.
fn write(mut file: File, blocks: &Receiver<Block>, emptied: &Sender<Block>) -> io::Result<()> {
    let mut is_direct = past_cache(&file, true);
    let mut length = 0;
    for mut block in blocks {
        // What is written past the cache is a multiple; what is too much is cut off below.
        let end = block.begin + block.len.next_multiple_of(ALIGNED);
        if let Some(rest) = block.bytes.get_mut(block.begin + block.len..end) {
            rest.fill(0);
        }
        let bytes = block.bytes.get(block.begin..end).unwrap_or_default();
        let mut written = write_at(&mut file, bytes, length);
        if is_direct
            && written
                .as_ref()
                .is_err_and(|error| error.kind() == io::ErrorKind::InvalidInput)
        {
            is_direct = !past_cache(&file, false);
            written = write_at(&mut file, bytes, length);
        }
        written?;
        length += block.len as u64;
        block.len = 0;
        // Nobody needs it any more at the end.
        let _ = emptied.send(block);
    }
    file.set_len(length)
}

fn write_at(file: &mut File, bytes: &[u8], place: u64) -> io::Result<()> {
    file.seek(SeekFrom::Start(place))?;
    file.write_all(bytes)
}

/// Says that a file is to be written past the cache or through it; tells whether the former is so.
#[cfg(target_os = "linux")]
fn past_cache(file: &File, is_wanted: bool) -> bool {
    use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
    fcntl_getfl(file).is_ok_and(|mut flags| {
        flags.set(OFlags::DIRECT, is_wanted);
        fcntl_setfl(file, flags).is_ok() && is_wanted
    })
}

#[cfg(not(target_os = "linux"))]
fn past_cache(_: &File, _: bool) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_there() {
        for length in [
            0,
            1,
            ALIGNED,
            ALIGNED + 1,
            BLOCK - 1,
            BLOCK,
            3 * BLOCK + 5,
            9 * BLOCK,
        ] {
            let file = tempfile::NamedTempFile::new().unwrap();
            let bytes: Vec<u8> = (0..length).map(|place| (place / 7) as u8).collect();
            let mut straight = Straight::new(file.reopen().unwrap());
            for piece in bytes.chunks(100_003) {
                straight.write_all(piece).unwrap();
            }
            straight.finish().unwrap();
            assert!(std::fs::read(file.path()).unwrap() == bytes, "{length}");
        }
    }

    #[test]
    fn what_fails_is_told() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let read_only = File::open(file.path()).unwrap();
        let mut straight = Straight::new(read_only);
        let bytes = vec![0; BLOCK];
        let written = (0..20).try_for_each(|_| straight.write_all(&bytes));
        assert!(written.and_then(|()| straight.finish()).is_err());
    }
}
