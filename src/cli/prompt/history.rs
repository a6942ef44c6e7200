//! Where the lines of earlier prompts are kept: one file that only its owner reads.

use etcetera::BaseStrategy;
use std::fs::DirBuilder;
use std::io;
use std::path::{Path, PathBuf};

/// The most lines that are kept.
pub(super) const MOST: usize = 1000;
/// A longer line, in bytes, is not kept.
pub(super) const LONGEST: usize = 4 << 10;

/// Returns the file, in the folder that the system has for the state of programs; `None` if the
/// user has no home.
pub(super) fn file() -> Option<PathBuf> {
    let folders = etcetera::choose_base_strategy().ok()?;
    // Only some systems tell state from data.
    let state = folders.state_dir().unwrap_or_else(|| folders.data_dir());
    Some(state.join("actorgraph").join("questions"))
}

/// Makes the folder of a file, for its owner alone, if it is not there.
pub(super) fn make_folder(file: &Path) -> io::Result<()> {
    let mut folder = DirBuilder::new();
    folder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    file.parent().map_or(Ok(()), |parent| folder.create(parent))
}
