//! A saved dataset: a folder with the statements in one file, and beside it what is made of them.

use crate::store::{Pack, StoreError};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// The folder of a saved dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedStore {
    folder: PathBuf,
}

/// The one who may write to a saved dataset, until it is dropped or its process ends.
#[derive(Debug)]
pub struct StoreLock {
    file: File,
}

impl Drop for StoreLock {
    fn drop(&mut self) {
        // A process that another thread is just starting holds a copy of the file until it runs its
        // program; to unlock frees it for that copy, too. What fails here ends with the file.
        let _ = fs4::FileExt::unlock(&self.file);
    }
}

impl SavedStore {
    /// The name of the file that holds the statements.
    pub const FACTS: &'static str = "facts.pack";

    /// Returns the saved dataset that `folder` is or is to become.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    /// Returns the saved dataset in a folder, if it holds one. The file of the statements may be
    /// named as well.
    pub fn find(path: &Path) -> Option<Self> {
        if path.join(Self::FACTS).is_file() {
            return Some(Self::new(path));
        }
        let named = path.file_name().is_some_and(|name| name == Self::FACTS) && path.is_file();
        named.then(|| Self::new(path.parent().unwrap_or(Path::new(""))))
    }

    /// Returns the folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the path of the statements.
    pub fn facts(&self) -> PathBuf {
        self.folder.join(Self::FACTS)
    }

    /// Opens the statements; nothing is read before it is asked for.
    ///
    /// # Errors
    ///
    /// As [`Pack::open`].
    pub fn open(&self) -> Result<Pack, StoreError> {
        Pack::open(&self.facts())
    }

    /// Makes the folder if it is not there, and keeps others from writing to it. Readers are not
    /// hindered: they see what was there when they opened it.
    ///
    /// # Errors
    ///
    /// [`StoreError::Busy`] if another process writes to it, [`StoreError::Write`].
    pub fn lock(&self) -> Result<StoreLock, StoreError> {
        let failed = |source| StoreError::Write {
            path: self.folder.clone(),
            source,
        };
        fs::create_dir_all(&self.folder).map_err(failed)?;
        let file = File::create(self.folder.join(".lock")).map_err(failed)?;
        match fs4::FileExt::try_lock(&file) {
            Ok(()) => Ok(StoreLock { file }),
            Err(fs4::TryLockError::WouldBlock) => Err(StoreError::Busy(self.folder.clone())),
            // Where the file system knows no locks, nobody is kept from anything.
            Err(fs4::TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                Ok(StoreLock { file })
            }
            Err(fs4::TryLockError::Error(error)) => Err(failed(error)),
        }
    }

    /// Writes the statements, whole or not at all.
    ///
    /// # Errors
    ///
    /// [`StoreError::Write`]; what was there before still is then.
    pub fn save(&self, pack: &Pack, _lock: &StoreLock) -> Result<(), StoreError> {
        pack.save(&self.facts())
    }
}
