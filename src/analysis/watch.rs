//! Telling how far a measure is, and stopping it.

use crate::analysis::AnalysisError;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

/// Is told how many steps are done and how many there are in all, from any thread and in no strict
/// order, and says whether to go on. The unit of a step is up to the measure.
pub type Progress<'p> = dyn Fn(u64, u64) -> ControlFlow<()> + Sync + 'p;

/// The [`Progress`] of who does not look: always goes on.
pub fn unwatched(_done: u64, _total: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Counts the steps of one measure. Once stopped, it stays stopped.
pub(super) struct Watch<'p> {
    progress: &'p Progress<'p>,
    total: u64,
    done: AtomicU64,
    stopped: AtomicBool,
}

impl<'p> Watch<'p> {
    pub(super) fn new(progress: &'p Progress<'p>, total: u64) -> Self {
        Self {
            progress,
            total,
            done: AtomicU64::new(0),
            stopped: AtomicBool::new(false),
        }
    }

    /// Counts steps done. More than were announced count as the last one.
    pub(super) fn advance(&self, steps: u64) -> Result<(), AnalysisError> {
        if self.stopped.load(Relaxed) {
            return Err(AnalysisError::Stopped);
        }
        let done = self.done.fetch_add(steps, Relaxed) + steps;
        if (self.progress)(done.min(self.total), self.total).is_break() {
            self.stopped.store(true, Relaxed);
            return Err(AnalysisError::Stopped);
        }
        Ok(())
    }
}
