//! Many questions: one a line in, one JSON document a line out, in the same order.
//!
//! Lines are taken as they come: those that are there are answered together, on all processors, and
//! none is waited for. So a program may write one question, read its answer, and write the next.
//! A line that cannot be read gets its document too.

use crate::app::{self, AppError, Reply, Session};
use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::progress::Progress;
use crate::cli::{STACK, ui};
use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// The longest line that is read, in bytes. No question is nearly so long.
const LONGEST: usize = 64 << 10;
/// How much of a line that is not read is told, in characters.
const SHOWN: usize = 200;
/// The most lines that are answered together; their answers are in memory at once.
const TOGETHER: usize = 64;

/// Answers the questions of a file, or of stdin for `-`; the dataset is opened once.
pub(crate) fn run(path: &str, global: &Global) -> anyhow::Result<Exit> {
    let failed = |source| AppError::Read {
        path: path.into(),
        source,
    };
    let (input, length): (Box<dyn Read>, u64) = match path {
        "-" => (Box::new(io::stdin()), 0),
        path => {
            let file = File::open(path).map_err(failed)?;
            let length = file.metadata().map_or(0, |about| about.len());
            (Box::new(file), length)
        }
    };
    let session = Arc::new(global.open()?);
    let timeout = global.timeout();
    let progress = Progress::new("ask", None);
    // Who sees the answers come, or nothing at all, needs no bar.
    let is_told = io::stderr().is_terminal() && !io::stdout().is_terminal();
    let mut lines = Lines::new(input);
    let mut failures = 0_u64;
    loop {
        let (together, end) = lines.take();
        for answer in answers(&session, &together, timeout)? {
            if let Some(failure) = answer.failure {
                failures += 1;
                // What is damaged may fail every question; one is told in words.
                if failures == 1 {
                    ui::note(&failure);
                }
            }
            // Each line is whole even if the next one never comes.
            ui::write(&answer.json)?;
        }
        if is_told {
            let _ = progress.tell(lines.bytes, length);
        }
        match end {
            None => {}
            Some(Ok(())) => break,
            Some(Err(error)) => {
                progress.finish();
                return Err(failed(error).into());
            }
        }
    }
    progress.finish();
    if failures == 0 {
        return Ok(Exit::Found);
    }
    ui::note(&format!("{failures} of the questions failed"));
    Ok(Exit::Failure)
}

/// A line with something on it.
#[derive(Debug, PartialEq, Eq)]
enum Line {
    /// A question, and the number of its line.
    Question(String, u64),
    /// What is no text, or too long: how it begins, and why it is not read.
    Bad(String, String),
}

/// The lines of a file.
struct Lines<R> {
    input: BufReader<R>,
    number: u64,
    bytes: u64,
}

/// How reading ended, if it did.
type End = Option<io::Result<()>>;

impl<R: Read> Lines<R> {
    fn new(input: R) -> Self {
        Self {
            input: BufReader::with_capacity(LONGEST, input),
            number: 0,
            bytes: 0,
        }
    }

    /// Waits for a line and takes those that are there with it. What was read before an error is
    /// returned with it.
    fn take(&mut self) -> (Vec<Line>, End) {
        // The first line comes alone: what all questions need is read for it, and read once.
        let most = if self.number == 0 { 1 } else { TOGETHER };
        let mut lines = Vec::new();
        loop {
            match self.line() {
                Ok(Some(line)) => lines.extend(line),
                Ok(None) => return (lines, Some(Ok(()))),
                Err(error) => {
                    let place = format!("line {}: {error}", self.number);
                    let error = io::Error::new(error.kind(), place);
                    return (lines, Some(Err(error)));
                }
            }
            let is_there = self.input.buffer().contains(&b'\n');
            if lines.len() == most || !is_there {
                return (lines, None);
            }
        }
    }

    /// Reads one line; `Some(None)` is an empty one, `None` the end.
    fn line(&mut self) -> io::Result<Option<Option<Line>>> {
        self.number += 1;
        let (mut bytes, mut length) = (Vec::new(), 0_usize);
        loop {
            let there = match self.input.fill_buf() {
                Ok(there) => there,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if there.is_empty() && length == 0 {
                return Ok(None);
            }
            let end = there.iter().position(|byte| *byte == b'\n');
            let taken = end.map_or(there.len(), |end| end + 1);
            let wanted = (LONGEST + 1).saturating_sub(bytes.len()).min(taken);
            bytes.extend_from_slice(&there[..wanted]);
            let is_last = end.is_some() || there.is_empty();
            self.input.consume(taken);
            length += taken;
            self.bytes += taken as u64;
            if is_last {
                break;
            }
        }
        Ok(Some(self.read(&bytes, length)))
    }

    fn read(&self, bytes: &[u8], length: usize) -> Option<Line> {
        let number = self.number;
        let bad = |why: String| {
            let shown = String::from_utf8_lossy(bytes);
            let shown = shown.trim().chars().take(SHOWN).collect();
            Some(Line::Bad(shown, why))
        };
        if length > LONGEST {
            let most = LONGEST >> 10;
            return bad(format!(
                "Line {number} has more than {most} KiB and was not read."
            ));
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            return bad(format!("Line {number} is not UTF-8 and was not read."));
        };
        // Some editors put a mark before the first line.
        let text = text.trim_start_matches('\u{feff}').trim();
        (!text.is_empty()).then(|| Line::Question(text.to_owned(), number))
    }
}

/// A document, with the line break.
struct Answer {
    json: Vec<u8>,
    /// What failed, in words, if something did.
    failure: Option<String>,
}

/// Answers lines on all processors; the answers come in the order of the lines.
fn answers(
    session: &Arc<Session>,
    lines: &[Line],
    timeout: Option<Duration>,
) -> anyhow::Result<Vec<Answer>> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            match lines.get(place) {
                Some(line) => done.push((place, answer(session, line, timeout))),
                None => return done,
            }
        }
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let mut done = thread::scope(|scope| {
        // Threads of our own, not those of a pool: who waits there for names that another reads
        // may be given a question that waits for the same names.
        let others: Vec<_> = (1..threads.min(lines.len()))
            .map_while(|_| {
                let thread = thread::Builder::new().stack_size(STACK);
                thread.spawn_scoped(scope, work).ok()
            })
            .collect();
        let mut done = work();
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_unstable_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, answer)| answer).collect()
}

fn answer(
    session: &Arc<Session>,
    line: &Line,
    timeout: Option<Duration>,
) -> anyhow::Result<Answer> {
    let (reply, failure) = match line {
        Line::Question(question, number) => {
            let (shared, asked) = (Arc::clone(session), question.clone());
            match app::within(timeout, move || app::ask(&shared, &asked)) {
                Ok(reply) => (reply, None),
                Err(error) => {
                    let failure = format!("line {number}: {error}");
                    (Reply::failed(session, question, &error), Some(failure))
                }
            }
        }
        Line::Bad(shown, why) => (Reply::unread(session, shown, why), None),
    };
    let mut json = serde_json::to_vec(&reply)?;
    json.write_all(b"\n")?;
    Ok(Answer { json, failure })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one piece a read, as a pipe does, and an error after the last where one is wanted.
    struct Pieces(Vec<&'static [u8]>, bool);

    impl Read for Pieces {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() {
                return match self.1 {
                    true => Err(io::Error::other("the disk is gone")),
                    false => Ok(0),
                };
            }
            let piece = self.0.remove(0);
            buffer[..piece.len()].copy_from_slice(piece);
            Ok(piece.len())
        }
    }

    fn question(text: &str, number: u64) -> Line {
        Line::Question(text.to_owned(), number)
    }

    #[test]
    fn lines_are_taken_as_they_come() {
        let mut lines = Lines::new(Pieces(vec![b"a\nb\r\n\nc", b"d\n", b" e "], false));
        let (together, end) = lines.take();
        assert_eq!(together, [question("a", 1)]);
        assert!(end.is_none());
        assert_eq!(lines.take().0, [question("b", 2)]);
        assert_eq!(lines.take().0, [question("cd", 4)]);
        assert_eq!(lines.take().0, [question("e", 5)]);
        let (together, end) = lines.take();
        assert!(together.is_empty() && matches!(end, Some(Ok(()))));
        assert_eq!(lines.bytes, 12);
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_line() {
        let long = [b"x".repeat(1 << 20), b"\nfine\n\xff\xfe\n".to_vec()].concat();
        let mut lines = Lines::new(&long[..]);
        let mut all = Vec::new();
        loop {
            let (together, end) = lines.take();
            all.extend(together);
            if end.is_some() {
                break;
            }
        }
        let [Line::Bad(shown, why), fine, Line::Bad(other, not)] = &all[..] else {
            panic!("{all:?}")
        };
        assert_eq!(shown, &"x".repeat(SHOWN));
        assert_eq!(why, "Line 1 has more than 64 KiB and was not read.");
        assert_eq!(fine, &question("fine", 2));
        assert_eq!(other, "\u{fffd}\u{fffd}");
        assert_eq!(not, "Line 3 is not UTF-8 and was not read.");
        assert_eq!(lines.bytes, long.len() as u64);
    }

    #[test]
    fn what_stands_before_an_error_is_not_lost() {
        let mut lines = Lines::new(Pieces(vec![b"\xef\xbb\xbfa\nb\nc\n"], true));
        assert_eq!(lines.take().0, [question("a", 1)]);
        assert_eq!(lines.take().0, [question("b", 2), question("c", 3)]);
        let (together, end) = lines.take();
        assert!(together.is_empty());
        let error = end.expect("it ended").expect_err("with an error");
        assert_eq!(error.to_string(), "line 4: the disk is gone");
    }
}
