//! Work that is given up when its time is over.

use crate::app::AppError;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// The stack of the thread that works, in bytes. The system gives memory only as it is used.
const STACK: usize = 256 << 20;

/// Does some work and returns what it gives, or gives up when it takes longer than `timeout`.
///
/// What was given up goes on in a thread of its own until it is done or the program ends; nobody
/// hears of it. Without a timeout nothing of this is needed, and no thread is made.
///
/// # Errors
///
/// [`AppError::Timeout`], and those of the work.
pub fn within<T: Send + 'static>(
    timeout: Option<Duration>,
    work: impl FnOnce() -> Result<T, AppError> + Send + 'static,
) -> Result<T, AppError> {
    let Some(timeout) = timeout else {
        return work();
    };
    let (sender, receiver) = mpsc::channel();
    let thread = thread::Builder::new().stack_size(STACK);
    let begun = thread.spawn(move || drop(sender.send(work())));
    let stopped = AppError::Timeout {
        seconds: timeout.as_secs_f64(),
    };
    match begun.map(|_| receiver.recv_timeout(timeout)) {
        Ok(Ok(done)) => done,
        Ok(Err(_)) => Err(stopped),
        Err(source) => Err(AppError::Thread(source)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    #[test]
    fn work_is_done_in_time_or_given_up() {
        assert_eq!(within(None, || Ok(1)).expect("it is done"), 1);
        let minute = Some(Duration::from_secs(60));
        assert_eq!(within(minute, || Ok(2)).expect("it is done"), 2);
        let begin = Instant::now();
        let slow = || {
            thread::sleep(Duration::from_secs(60));
            Ok(3)
        };
        let error = within(Some(Duration::from_millis(10)), slow).expect_err("it takes longer");
        assert!(matches!(error, AppError::Timeout { seconds } if seconds == 0.01));
        assert!(begin.elapsed() < Duration::from_secs(30));
    }
}
