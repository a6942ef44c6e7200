//! A saved dataset: a folder with the statements in one file, and beside it what is made of them.

use crate::store::disk::Disk;
use crate::store::journal::{self, Journal, Write};
use crate::store::whole::remove_leftovers;
use crate::store::{Engine, Pack, StoreError, engine};
use jiff::Timestamp;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// The folder of a saved dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedStore {
    folder: PathBuf,
    /// In what it is to be kept, if that was said.
    wanted: Option<Engine>,
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

/// How a saved dataset stands after the last write to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The last write was finished; `None` if nobody knows of one.
    Finished(Option<Write>),
    /// Another process is writing; what is there is as before.
    Writing(Write),
    /// A write was interrupted, and all is as before it.
    Before(Write),
    /// A write was interrupted when its work was done, and all is as after it.
    After(Write),
}

impl SavedStore {
    /// The name of the file that holds the statements.
    pub const FACTS: &'static str = "facts.pack";

    /// The name of the folder beside it that holds a database of the statements, where there is one.
    pub const QUADS: &'static str = "quads";

    /// Returns the saved dataset that `folder` is or is to become.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            wanted: None,
        }
    }

    /// Says in what the dataset is kept when it is made; [`begin`](Self::begin) fails if one is there
    /// that is kept in another.
    #[must_use]
    pub fn with_engine(mut self, engine: Option<Engine>) -> Self {
        self.wanted = engine;
        self
    }

    /// Returns the saved dataset in a folder, if it holds one. The file of the statements may be
    /// named as well.
    pub fn find(path: &Path) -> Option<Self> {
        if path.join(Self::FACTS).is_file() || path.join(engine::FILE).is_file() {
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
        match engine::generation(&self.folder) {
            Ok(Some(generation)) => engine::place(&self.folder, generation).join(Self::FACTS),
            Ok(None) | Err(_) => self.folder.join(Self::FACTS),
        }
    }

    /// Returns in what the dataset is kept, if there is one.
    ///
    /// # Errors
    ///
    /// [`StoreError::Newer`] and others if the folder does not tell it.
    pub fn engine(&self) -> Result<Option<Engine>, StoreError> {
        Ok(match engine::generation(&self.folder)? {
            Some(_) => Some(Engine::RocksDb),
            None => self.facts().is_file().then_some(Engine::Pack),
        })
    }

    /// Opens the statements; nothing is read before it is asked for.
    ///
    /// # Errors
    ///
    /// As [`Pack::open`]; [`StoreError::NeedsDisk`] if it is kept in RocksDB, and this program knows
    /// none.
    pub fn open(&self) -> Result<Pack, StoreError> {
        let mut generation = engine::generation(&self.folder)?;
        while let Some(number) = generation {
            let opened = Disk::open(&engine::place(&self.folder, number));
            if opened.is_ok() {
                return opened;
            }
            // Who wrote in between may have taken away what was there before.
            generation = engine::generation(&self.folder)?;
            if generation == Some(number) {
                return opened;
            }
        }
        Pack::open(&self.folder.join(Self::FACTS))
    }

    /// Returns the error of a folder in which the first write was interrupted, if this is one.
    pub fn unfinished(&self) -> Option<StoreError> {
        let open = Journal::read(&self.folder).open?;
        (!self.facts().exists()).then(|| StoreError::Unfinished {
            folder: self.folder.clone(),
            what: open.what,
        })
    }

    /// Tells how the dataset stands after the last write. `identity` is that of its statements, if
    /// there are any.
    pub fn standing(&self, identity: Option<u64>) -> Standing {
        let journal = Journal::read(&self.folder);
        let Some(open) = journal.open else {
            let done = journal.done.filter(|done| done.identity == identity);
            return Standing::Finished(done);
        };
        if self.is_locked() {
            return Standing::Writing(open);
        }
        // Who wrote may have been done since the journal was read.
        if Journal::read(&self.folder).open.as_ref() != Some(&open) {
            return self.standing(identity);
        }
        match identity.is_some() && open.identity == identity {
            true => Standing::After(open),
            false => Standing::Before(open),
        }
    }

    fn is_locked(&self) -> bool {
        let Ok(file) = File::open(self.folder.join(LOCK)) else {
            return false;
        };
        match fs4::FileExt::try_lock_shared(&file) {
            Ok(()) => {
                let _ = fs4::FileExt::unlock(&file);
                false
            }
            Err(error) => matches!(error, fs4::TryLockError::WouldBlock),
        }
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
        for again in (0..PATIENCE).rev() {
            fs::create_dir_all(&self.folder).map_err(failed)?;
            let file = File::create(self.folder.join(LOCK)).map_err(failed)?;
            match fs4::FileExt::try_lock(&file) {
                // Whoever failed to make a dataset takes the folder away again, and this file with it.
                Ok(()) if !self.is_lock(&file) => {}
                Ok(()) => return Ok(StoreLock { file }),
                // Who only looks whether somebody writes is done in a moment.
                Err(fs4::TryLockError::WouldBlock) if again > 0 => thread::sleep(MOMENT),
                Err(fs4::TryLockError::WouldBlock) => break,
                // Where the file system knows no locks, nobody is kept from anything.
                Err(fs4::TryLockError::Error(error))
                    if error.kind() == io::ErrorKind::Unsupported =>
                {
                    return Ok(StoreLock { file });
                }
                Err(fs4::TryLockError::Error(error)) => return Err(failed(error)),
            }
        }
        Err(StoreError::Busy(self.folder.clone()))
    }

    /// Tells whether a file is the one that others find under the name of the lock.
    #[cfg(unix)]
    fn is_lock(&self, file: &File) -> bool {
        use std::os::unix::fs::MetadataExt;
        let named = fs::metadata(self.folder.join(LOCK));
        let (Ok(named), Ok(held)) = (named, file.metadata()) else {
            return false;
        };
        (named.dev(), named.ino()) == (held.dev(), held.ino())
    }

    #[cfg(not(unix))]
    fn is_lock(&self, _file: &File) -> bool {
        true
    }

    /// Begins to write: keeps others from it, and notes in the journal what is done, and when.
    ///
    /// # Errors
    ///
    /// As [`lock`](Self::lock); [`StoreError::OtherEngine`], [`StoreError::NeedsDisk`].
    pub fn begin(&self, what: &str, at: Option<Timestamp>) -> Result<Writing, StoreError> {
        let is_new = !self.folder.exists();
        // What cannot be done leaves no trace.
        self.chosen()?;
        let lock = self.lock()?;
        let engine = self.chosen()?;
        // The room that it takes may be needed.
        self.remove_leftovers();
        let identity = self.open().ok().map(|pack| pack.identity());
        // A write that was interrupted when its work was done is the last one that was finished.
        let journal = Journal::read(&self.folder);
        let writes = [journal.open, journal.done].into_iter().flatten();
        let mut made_it = writes.filter(|write| identity.is_some() && write.identity == identity);
        let done = made_it.next();
        let mut writing = Writing {
            store: self.clone(),
            journal: Journal { done, open: None },
            engine,
            is_new,
            _lock: lock,
        };
        writing.journal.open = Some(Write::new(what, at));
        writing.journal.write(&self.folder)?;
        Ok(writing)
    }

    /// Returns in what is to be written.
    fn chosen(&self) -> Result<Engine, StoreError> {
        let kept = match self.engine() {
            // What is damaged or of an older form may be replaced.
            Err(StoreError::Corrupt { .. } | StoreError::Older { .. }) => Some(Engine::RocksDb),
            kept => kept?,
        };
        let engine = kept.or(self.wanted).unwrap_or_default();
        if self.wanted.is_some_and(|wanted| wanted != engine) {
            return Err(StoreError::OtherEngine {
                folder: self.folder.clone(),
                kept: engine,
            });
        }
        match engine {
            Engine::RocksDb if !Disk::IS_THERE => Err(StoreError::NeedsDisk(self.folder.clone())),
            engine => Ok(engine),
        }
    }

    /// Removes what killed writers left; nothing that anybody still writes or reads. To be called by
    /// who writes.
    fn remove_leftovers(&self) {
        Disk::remove_leftovers(&self.folder);
        let kept = ["graph.view", "names.index"];
        for name in [Self::FACTS, engine::FILE, journal::FILE]
            .into_iter()
            .chain(kept)
        {
            remove_leftovers(&self.folder, &format!(".{name}."));
        }
    }
}

/// The name of the file that who writes holds a lock on.
const LOCK: &str = ".lock";
/// How often a lock is tried, and how long is waited between.
const PATIENCE: u32 = 10;
const MOMENT: Duration = Duration::from_millis(20);

/// A write that is under way. Dropped without [`save`](Self::save), it leaves all as it was.
#[derive(Debug)]
pub struct Writing {
    store: SavedStore,
    journal: Journal,
    engine: Engine,
    is_new: bool,
    _lock: StoreLock,
}

impl Writing {
    /// Returns the folder that is written to.
    pub fn folder(&self) -> &Path {
        &self.store.folder
    }

    /// Writes the statements, whole or not at all.
    ///
    /// # Errors
    ///
    /// [`StoreError::Write`]; what was there before still is then.
    pub fn save(mut self, pack: &Pack) -> Result<(), StoreError> {
        if let Some(open) = &mut self.journal.open {
            open.identity = Some(pack.identity());
        }
        self.journal.write(&self.store.folder)?;
        match self.engine {
            Engine::Pack => pack.save(&self.store.facts())?,
            Engine::RocksDb => Disk::save(&self.store.folder, pack)?,
        }
        self.is_new = false;
        // From here on all is as after: where this cannot be written down, the next to open the
        // folder sees it by the statements.
        self.journal.done = self.journal.open.take();
        let _ = self.journal.write(&self.store.folder);
        Ok(())
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        let folder = &self.store.folder;
        if self.is_new {
            // Nothing was there before, and nothing is to be there after.
            let _ = fs::remove_file(folder.join(journal::FILE));
            let _ = fs::remove_file(folder.join(LOCK));
            let _ = fs::remove_dir(folder);
        } else if let Some(open) = self.journal.open.take() {
            // What failed to tell that it was written may have been.
            let now = self.store.open().ok().map(|pack| pack.identity());
            if open.identity.is_none() || open.identity != now {
                let _ = self.journal.write(folder);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxrdf::{NamedNode, Quad};

    fn pack(name: &str) -> Pack {
        let iri = |name: &str| NamedNode::new_unchecked(format!("https://e.org/{name}"));
        Pack::build([Quad::new(iri(name), iri("p"), iri("o"), iri("g"))]).unwrap()
    }

    fn standing(store: &SavedStore) -> Standing {
        store.standing(store.open().ok().map(|pack| pack.identity()))
    }

    #[test]
    fn the_journal_tells_on_which_side_of_a_write_the_dataset_is() {
        let folder = tempfile::tempdir().unwrap();
        let store = SavedStore::new(folder.path().join("store"));
        assert_eq!(standing(&store), Standing::Finished(None));
        store
            .begin("import", None)
            .unwrap()
            .save(&pack("a"))
            .unwrap();
        let finished = |what: &str| match standing(&store) {
            Standing::Finished(Some(write)) => assert_eq!(write.what, what),
            other => panic!("{other:?}"),
        };
        finished("import");

        // Killed before the statements got their name, and behind it.
        let killed = |with: Option<u64>| {
            let mut journal = Journal::read(store.folder());
            let write = Write::new("update", None);
            let identity = with;
            journal.open = Some(Write { identity, ..write });
            journal.write(store.folder()).unwrap();
        };
        killed(None);
        assert!(matches!(standing(&store), Standing::Before(write) if write.what == "update"));
        killed(Some(pack("b").identity()));
        assert!(matches!(standing(&store), Standing::Before(_)));
        pack("b").save(&store.facts()).unwrap();
        assert!(matches!(standing(&store), Standing::After(write) if write.what == "update"));

        // While somebody writes all is as before, and what was done last is remembered.
        let writing = store.begin("compact", None).unwrap();
        assert!(matches!(standing(&store), Standing::Writing(write) if write.what == "compact"));
        assert!(matches!(
            store.begin("import", None),
            Err(StoreError::Busy(_))
        ));
        drop(writing);
        finished("update");
        store
            .begin("import", None)
            .unwrap()
            .save(&pack("a"))
            .unwrap();
        finished("import");
    }

    #[test]
    fn a_first_write_that_fails_leaves_nothing_and_one_that_is_killed_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let store = SavedStore::new(folder.path().join("store"));
        drop(store.begin("import", None).unwrap());
        assert!(!store.folder().exists());
        assert!(store.unfinished().is_none());
        std::mem::forget(store.begin("import", None).unwrap());
        let error = store.unfinished().unwrap();
        assert!(matches!(error, StoreError::Unfinished { what, .. } if what == "import"));
    }

    #[test]
    fn what_killed_writers_left_goes_when_the_next_begins() {
        let folder = tempfile::tempdir().unwrap();
        let store = SavedStore::new(folder.path());
        store
            .begin("import", None)
            .unwrap()
            .save(&pack("a"))
            .unwrap();
        let left = folder.path().join(".facts.pack.abc.part");
        fs::write(&left, "half").unwrap();
        let database = folder.path().join(".rocksdb-2.part");
        fs::create_dir_all(database.join("quads")).unwrap();
        let writing = store.begin("import", None).unwrap();
        assert!(!left.exists());
        assert_eq!(database.exists(), !Disk::IS_THERE);
        drop(writing);
        assert!(store.facts().exists());
    }

    #[test]
    fn a_write_that_fails_leaves_the_dataset_of_before() {
        let folder = tempfile::tempdir().unwrap();
        let store = SavedStore::new(folder.path().join("store"));
        store
            .begin("import", None)
            .unwrap()
            .save(&pack("a"))
            .unwrap();
        // A folder stands where the file should.
        let bytes = fs::read(store.facts()).unwrap();
        fs::remove_file(store.facts()).unwrap();
        fs::create_dir(store.facts()).unwrap();
        assert!(
            store
                .begin("update", None)
                .unwrap()
                .save(&pack("b"))
                .is_err()
        );
        fs::remove_dir(store.facts()).unwrap();
        fs::write(store.facts(), bytes).unwrap();
        assert!(matches!(standing(&store), Standing::Finished(_)));
        assert_eq!(store.open().unwrap().identity(), pack("a").identity());
    }
}
