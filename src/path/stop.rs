//! Stopping a search that nobody waits for any more.

use std::fmt;
use std::sync::Arc;

/// Asked again and again while a search goes on, from any thread: true means that nobody waits for
/// what it finds.
#[derive(Clone)]
pub struct Stop(Arc<dyn Fn() -> bool + Send + Sync>);

impl Stop {
    /// Returns what asks `is_stopped`. Once that says yes it must not say no again.
    pub fn when(is_stopped: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(is_stopped))
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.0()
    }
}

impl fmt::Debug for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Stop").field(&self.is_stopped()).finish()
    }
}
