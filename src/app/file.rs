//! The file that a user names for what comes out: there whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::process;

/// How many links are followed, one to the next: as many as Linux follows.
const LINKS: usize = 40;

/// A file in the making.
///
/// A regular file is written beside its place under another name: whoever looks sees the old file or
/// the new one, never half of it. Links are followed, and a file that was there keeps its
/// permissions. What is no regular file, such as a device or a named pipe, is written into as it
/// stands. One that is not [finished](Self::finish) leaves nothing behind.
pub(super) struct Unfinished {
    file: File,
    /// The name that it has until it is finished, and the one that it gets; of a regular file.
    names: Option<(PathBuf, PathBuf)>,
}

impl Unfinished {
    /// Begins a file.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let target = target(path)?;
        let known = match fs::metadata(&target) {
            Ok(known) if known.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(known) if !known.is_file() => {
                let file = OpenOptions::new().write(true).open(&target)?;
                return Ok(Self { file, names: None });
            }
            Ok(known) => Some(known.permissions()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        // A name may fill what a file system allows; ours has room in any case.
        let name: String = name.to_string_lossy().chars().take(40).collect();
        let beside = target.with_file_name(format!(".{name}.{}.part", process::id()));
        let unfinished = Self {
            file: File::create_new(&beside)?,
            names: Some((beside, target)),
        };
        if let Some(known) = known {
            unfinished.file.set_permissions(known)?;
        }
        Ok(unfinished)
    }

    /// Returns what is to be written to.
    pub(super) fn file(&mut self) -> &mut File {
        &mut self.file
    }

    /// Tells whether it is a regular file.
    pub(super) fn is_regular(&self) -> bool {
        self.names.is_some()
    }

    /// Brings it to disk and gives it its name.
    pub(super) fn finish(mut self) -> io::Result<()> {
        if let Some((beside, target)) = &self.names {
            self.file.sync_all()?;
            fs::rename(beside, target)?;
            self.names = None;
        }
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some((beside, _)) = &self.names {
            // The first error is the one to tell.
            let _ = fs::remove_file(beside);
        }
    }
}

/// Returns where a path leads when all links are followed, even if nothing stands there yet.
fn target(path: &Path) -> io::Result<PathBuf> {
    let mut target = path.to_owned();
    for _ in 0..LINKS {
        match fs::symlink_metadata(&target) {
            Ok(found) if found.is_symlink() => {
                // An absolute path takes the place of the whole.
                target = target.with_file_name(fs::read_link(&target)?);
            }
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => return Ok(target),
        }
    }
    Err(io::Error::other("too many links, one to the next"))
}
