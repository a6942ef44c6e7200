//! How far a long work is: a bar on a terminal, a line every few seconds in a pipe, both on stderr.

use crate::app::{Seen, Stage};
use crate::cli::exit::Exit;
use crate::cli::ui;
use indicatif::{HumanBytes, ProgressBar, ProgressStyle};
use std::io::{self, IsTerminal};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// Short works are not told.
const QUIET: Duration = Duration::from_secs(1);
/// How often a line is written where there is no terminal.
const PAUSE: Duration = Duration::from_secs(5);

/// Whether Ctrl-C was pressed.
static PRESSED: AtomicBool = AtomicBool::new(false);

/// How often a bar moves of which nobody knows how long it is.
const TICK: Duration = Duration::from_millis(200);

/// Tells how far a work is, and stops it when its time is over.
pub(crate) struct Progress {
    what: &'static str,
    began: Instant,
    timeout: Option<Duration>,
    told: Arc<Mutex<Told>>,
}

#[derive(Default)]
struct Told {
    bar: Option<ProgressBar>,
    last: Option<Instant>,
    /// The stage that is told, if it is not reading.
    stage: Option<&'static str>,
    /// How far the document is that is being read, and when it was begun.
    document: Option<(u64, Instant)>,
}

impl Progress {
    /// Begins to tell of a work, named in a word or two.
    pub(crate) fn new(what: &'static str, timeout: Option<Duration>) -> Self {
        Self {
            what,
            began: Instant::now(),
            timeout,
            told: Arc::default(),
        }
    }

    /// Begins to tell of a work that Ctrl-C ends where it may: pressed once, nothing more is begun
    /// and nothing is changed; pressed again, the program ends at once, which does no harm either.
    pub(crate) fn stoppable(what: &'static str, timeout: Option<Duration>) -> Self {
        let _ = ctrlc::set_handler(|| {
            if PRESSED.swap(true, Ordering::Relaxed) {
                std::process::exit(Exit::Failure as i32);
            }
        });
        Self::new(what, timeout)
    }

    /// Is told how far a work on a dataset is, and says whether to go on.
    pub(crate) fn tell_seen(&self, seen: Seen) -> ControlFlow<()> {
        if PRESSED.load(Ordering::Relaxed) {
            self.finish();
            return ControlFlow::Break(());
        }
        match seen.stage {
            Stage::Read => self.tell_bytes(seen.read, seen.size),
            Stage::Derive => self.tell_stage("sorting, and deriving what follows"),
            Stage::Write => self.tell_stage("writing"),
        }
    }

    /// Is told which stage the work is at, of which nobody knows how long it takes.
    fn tell_stage(&self, stage: &'static str) -> ControlFlow<()> {
        let passed = self.began.elapsed();
        if self.timeout.is_some_and(|timeout| passed > timeout) {
            self.finish();
            return ControlFlow::Break(());
        }
        if passed < QUIET {
            return ControlFlow::Continue(());
        }
        let Ok(mut told) = self.told.try_lock() else {
            return ControlFlow::Continue(());
        };
        let is_new = told.stage != Some(stage);
        told.stage = Some(stage);
        if io::stderr().is_terminal() {
            if is_new {
                if let Some(bar) = told.bar.take() {
                    bar.finish_and_clear();
                }
                told.bar = Some(spinner(stage));
            }
        } else if is_new {
            told.tell_stage(stage, self.began);
            let (told, began) = (Arc::downgrade(&self.told), self.began);
            // Parts of a stage take long and tell nothing.
            thread::spawn(move || {
                loop {
                    thread::sleep(PAUSE);
                    let Some(told) = told.upgrade() else { return };
                    let Ok(mut told) = told.lock() else { return };
                    if told.stage != Some(stage) {
                        return;
                    }
                    told.tell_stage(stage, began);
                }
            });
        }
        ControlFlow::Continue(())
    }

    /// Is told how many steps are done, and says whether to go on.
    pub(crate) fn tell(&self, done: u64, total: u64) -> ControlFlow<()> {
        let passed = self.began.elapsed();
        if self.timeout.is_some_and(|timeout| passed > timeout) {
            self.finish();
            return ControlFlow::Break(());
        }
        // Whoever comes while another tells need not wait for it.
        if passed < QUIET || total == 0 {
            return ControlFlow::Continue(());
        }
        let Ok(mut told) = self.told.try_lock() else {
            return ControlFlow::Continue(());
        };
        if io::stderr().is_terminal() {
            let bar = told.bar.get_or_insert_with(|| bar(self.what, total));
            bar.set_position(done);
        } else if told.last.is_none_or(|last| last.elapsed() > PAUSE) {
            told.last = Some(Instant::now());
            let percent = done.saturating_mul(100) / total;
            let left = passed.as_secs_f64() * (total - done.min(total)) as f64 / done.max(1) as f64;
            let what = self.what;
            ui::note(&format!("{what}: {percent} %, about {left:.0} s left"));
        }
        ControlFlow::Continue(())
    }

    /// Is told how many bytes of a file were read, of how many if that is known, and says whether to
    /// go on.
    fn tell_bytes(&self, done: u64, total: Option<u64>) -> ControlFlow<()> {
        let passed = self.began.elapsed();
        if self.timeout.is_some_and(|timeout| passed > timeout) {
            self.finish();
            return ControlFlow::Break(());
        }
        let Ok(mut told) = self.told.try_lock() else {
            return ControlFlow::Continue(());
        };
        // Who is told of less than before is told of another document.
        let begun = match told.document {
            None => self.began,
            Some((before, begun)) if before <= done => begun,
            Some(_) => Instant::now(),
        };
        told.document = Some((done, begun));
        if passed < QUIET {
            return ControlFlow::Continue(());
        }
        if io::stderr().is_terminal() {
            let is_new = told.bar.is_none();
            let bar = told.bar.get_or_insert_with(|| byte_bar(self.what, total));
            if let Some(total) = total {
                bar.set_length(total);
            }
            bar.set_position(done);
            if is_new {
                // What was read before there was a bar was not read in no time.
                bar.reset_eta();
            }
        } else if told.last.is_none_or(|last| last.elapsed() > PAUSE) {
            told.last = Some(Instant::now());
            ui::note(&line(self.what, done, total, begun.elapsed()));
        }
        ControlFlow::Continue(())
    }

    /// Takes the bar away, and tells no more.
    pub(crate) fn finish(&self) {
        if let Ok(mut told) = self.told.lock() {
            told.stage = None;
            if let Some(bar) = told.bar.take() {
                bar.finish_and_clear();
            }
        }
    }
}

impl Told {
    /// Writes a line about a stage.
    fn tell_stage(&mut self, stage: &str, began: Instant) {
        self.last = Some(Instant::now());
        let passed = began.elapsed().as_secs_f64();
        ui::note(&format!("{stage} ({passed:.0} s so far)"));
    }
}

/// Returns how far a document is, with the rate and the time left as soon as these say something.
fn line(what: &str, done: u64, total: Option<u64>, passed: Duration) -> String {
    let total = total.filter(|total| *total >= done && *total > 0);
    let mut line = format!("{what}: {}", HumanBytes(done));
    if let Some(total) = total {
        let percent = done.saturating_mul(100) / total;
        line += &format!(" of {}, {percent} %", HumanBytes(total));
    }
    if passed < QUIET {
        return line;
    }
    let seconds = passed.as_secs_f64();
    line += &format!(", {}/s", HumanBytes((done as f64 / seconds) as u64));
    if let Some(total) = total {
        let left = seconds * (total - done) as f64 / done.max(1) as f64;
        line += &format!(", about {left:.0} s left");
    }
    line
}

fn spinner(stage: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {spinner} {elapsed}");
    let bar = ProgressBar::new_spinner().with_message(stage);
    let bar = bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    bar.enable_steady_tick(TICK);
    bar
}

fn byte_bar(what: &'static str, total: Option<u64>) -> ProgressBar {
    let style = ProgressStyle::with_template(match total {
        Some(_) => "{msg} {bar:30} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left",
        None => "{msg} {spinner} {bytes}, {bytes_per_sec}",
    });
    let bar = ProgressBar::new(total.unwrap_or(0)).with_message(what);
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn bar(what: &'static str, total: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {bar:30} {percent} %, {eta} left");
    let bar = ProgressBar::new(total).with_message(what);
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_no_more_than_is_known() {
        let told = |done, total, seconds| line("read", done, total, Duration::from_secs(seconds));
        assert_eq!(told(1 << 20, None, 0), "read: 1.00 MiB");
        assert_eq!(
            told(1 << 20, Some(4 << 20), 0),
            "read: 1.00 MiB of 4.00 MiB, 25 %"
        );
        assert_eq!(told(8 << 20, None, 4), "read: 8.00 MiB, 2.00 MiB/s");
        let whole = "read: 1.00 MiB of 4.00 MiB, 25 %, 512.00 KiB/s, about 6 s left";
        assert_eq!(told(1 << 20, Some(4 << 20), 2), whole);
        // A file that grows while it is read has no end that is known.
        assert_eq!(
            told(2 << 20, Some(1 << 20), 2),
            "read: 2.00 MiB, 1.00 MiB/s"
        );
        assert_eq!(told(0, Some(0), 2), "read: 0 B, 0 B/s");
    }
}
