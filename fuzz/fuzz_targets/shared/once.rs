//! What is done once a process, so that a run does what it is about and little else.
#![allow(dead_code, reason = "a target uses some of it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A folder of this process.
pub static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    stay_on_this_thread();
    tempfile::tempdir().expect("a folder for the process").keep()
});

/// Has the library work on the thread that the fuzzer watches: a small input is done before another
/// thread wakes, and what was covered hangs on the input alone.
pub fn stay_on_this_thread() {
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1);
    let built = alone.use_current_thread().build_global();
    built.expect("no other pool was made before");
}

/// Writes a file that is read at once.
pub fn write(path: &Path, bytes: &[u8]) -> PathBuf {
    fs::write(path, bytes).expect("written");
    path.to_owned()
}
