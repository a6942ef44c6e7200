//! Work that is shared out among threads. Who asks does the first part, so that nothing waits for a
//! thread to wake.

/// Does some work for each part, all at once as far as there are threads, and tells it the number of
/// the part.
pub(super) fn each<T: Send>(parts: &mut [T], work: impl Fn(usize, &mut T) + Sync) {
    if let Some((first, others)) = parts.split_first_mut() {
        beside(|| work(0, first), others, |at, part| work(at + 1, part));
    }
}

/// Does something of its own while others do some work for each part.
pub(super) fn beside<T: Send, R>(
    own: impl FnOnce() -> R,
    parts: &mut [T],
    work: impl Fn(usize, &mut T) + Sync,
) -> R {
    let work = &work;
    rayon::in_place_scope(|scope| {
        for (at, part) in parts.iter_mut().enumerate() {
            scope.spawn(move |_| work(at, part));
        }
        own()
    })
}
