//! Work that is shared out among threads. Who asks does the first part, so that nothing waits for a
//! thread to wake.

/// Does some work for each part, all at once as far as there are threads, and tells it the number of
/// the part.
pub(super) fn each<T: Send>(parts: &mut [T], work: impl Fn(usize, &mut T) + Sync) {
    beside(|| (), parts, work);
}

/// Does the same, and before the first part something else, while the others are at work.
pub(super) fn beside<T: Send, R>(
    own: impl FnOnce() -> R,
    parts: &mut [T],
    work: impl Fn(usize, &mut T) + Sync,
) -> R {
    let Some((first, others)) = parts.split_first_mut() else {
        return own();
    };
    let work = &work;
    rayon::in_place_scope(|scope| {
        for (at, part) in (1..).zip(others) {
            scope.spawn(move |_| work(at, part));
        }
        let done = own();
        work(0, first);
        done
    })
}
