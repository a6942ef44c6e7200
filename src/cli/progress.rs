//! How far a long work is: a bar on a terminal, a line every few seconds in a pipe, both on stderr.

use crate::app::{Seen, Stage};
use crate::cli::exit::Exit;
use crate::cli::ui;
use indicatif::{HumanBytes, ProgressBar, ProgressStyle};
use std::io::{self, IsTerminal};
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
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
    told: Mutex<Told>,
}

#[derive(Default)]
struct Told {
    bar: Option<ProgressBar>,
    last: Option<Instant>,
}

impl Progress {
    /// Begins to tell of a work, named in a word or two.
    pub(crate) fn new(what: &'static str, timeout: Option<Duration>) -> Self {
        Self {
            what,
            began: Instant::now(),
            timeout,
            told: Mutex::default(),
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
            Stage::Derive => self.tell_stage("deriving what follows"),
            Stage::Write => self.tell_stage("writing"),
        }
    }

    /// Is told that a stage begins of which nobody knows how long it takes.
    fn tell_stage(&self, stage: &'static str) -> ControlFlow<()> {
        let passed = self.began.elapsed();
        self.finish();
        if self.timeout.is_some_and(|timeout| passed > timeout) {
            return ControlFlow::Break(());
        }
        if passed < QUIET {
            return ControlFlow::Continue(());
        }
        if !io::stderr().is_terminal() {
            ui::note(&format!("{stage} ({:.0} s so far)", passed.as_secs_f64()));
        } else if let Ok(mut told) = self.told.lock() {
            let style = ProgressStyle::with_template("{msg} {spinner} {elapsed}");
            let bar = ProgressBar::new_spinner().with_message(stage);
            let bar = bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
            bar.enable_steady_tick(TICK);
            told.bar = Some(bar);
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
        if passed < QUIET {
            return ControlFlow::Continue(());
        }
        let Ok(mut told) = self.told.try_lock() else {
            return ControlFlow::Continue(());
        };
        if io::stderr().is_terminal() {
            let bar = told.bar.get_or_insert_with(|| byte_bar(self.what, total));
            if let Some(total) = total {
                bar.set_length(total);
            }
            bar.set_position(done);
        } else if told.last.is_none_or(|last| last.elapsed() > PAUSE) {
            told.last = Some(Instant::now());
            let seconds = passed.as_secs_f64();
            let (read, rate) = (HumanBytes(done), HumanBytes((done as f64 / seconds) as u64));
            let what = self.what;
            ui::note(&match total.filter(|total| *total >= done && *total > 0) {
                None => format!("{what}: {read}, {rate}/s"),
                Some(total) => {
                    let percent = done.saturating_mul(100) / total;
                    let left = seconds * (total - done) as f64 / done.max(1) as f64;
                    let total = HumanBytes(total);
                    format!(
                        "{what}: {read} of {total}, {percent} %, {rate}/s, about {left:.0} s left"
                    )
                }
            });
        }
        ControlFlow::Continue(())
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        if let Ok(mut told) = self.told.lock()
            && let Some(bar) = told.bar.take()
        {
            bar.finish_and_clear();
        }
    }
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
