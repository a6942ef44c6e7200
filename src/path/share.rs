//! Work that is shared out among threads. Who asks does the first part, so that nothing waits for a
//! thread to wake.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// So long is waited for others without sleeping.
const PATIENCE: Duration = Duration::from_millis(2);

/// Does some work for each part, all at once as far as there are threads, and tells it the number of
/// the part.
pub(super) fn each<T: Send>(parts: &mut [T], work: impl Fn(usize, &mut T) + Sync) {
    if let Some((first, others)) = parts.split_first_mut() {
        beside(|_| work(0, first), others, |at, part| work(at + 1, part));
    }
}

/// Does something of its own, which can ask whether the others are done, while they do some work for
/// each part.
///
/// Who is done before the others waits awake for a while. A thread that sleeps is often woken on the
/// processor of the one that wakes it: they would do the next parts there by turns, and another processor
/// would stand idle until the system looks after it, some milliseconds later.
pub(super) fn beside<T: Send, R>(
    own: impl FnOnce(&dyn Fn() -> bool) -> R,
    parts: &mut [T],
    work: impl Fn(usize, &mut T) + Sync,
) -> R {
    let left = AtomicUsize::new(parts.len());
    let (work, left) = (&work, &left);
    let are_done = || left.load(Ordering::Acquire) == 0;
    rayon::in_place_scope(|scope| {
        for (at, part) in parts.iter_mut().enumerate() {
            scope.spawn(move |_| {
                work(at, part);
                left.fetch_sub(1, Ordering::Release);
            });
        }
        let told = own(&are_done);
        // A thread of the pool may have to do the other parts itself.
        if rayon::current_thread_index().is_none() {
            let begun = Instant::now();
            while !are_done() && begun.elapsed() < PATIENCE {
                thread::yield_now();
            }
        }
        told
    })
}
