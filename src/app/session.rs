//! A dataset opened through a scope: what every request works on.

use crate::app::AppError;
use crate::app::import::rules;
use crate::app::store;
use crate::app::value::{self, Basis, Reader};
use crate::ask::Speeches;
use crate::builtin::builtin;
use crate::import;
use crate::model::vocab::external;
use crate::model::{Scope, thing, vocab};
use crate::names::{MatchKind, nearest};
use crate::ontology::files;
use crate::resolve::{Linker, Resolution, bearers};
use crate::store::{Builder, SavedStore, Snapshot, StoreError, rdf_files, read_file};
use crate::view::View;
use oxrdf::vocab::rdf;
use oxrdf::{NamedNode, NamedNodeRef};
use std::fmt;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Which dataset to open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Dataset {
    /// The one that the program carries.
    #[default]
    Builtin,
    /// A folder of tables like those of `data/`.
    Tables(PathBuf),
    /// A saved dataset, an RDF file, or a folder of RDF files.
    Store(PathBuf),
}

/// An opened dataset. What is costly to build is built when a request first needs it.
pub struct Session {
    dataset: Dataset,
    saved: Option<SavedStore>,
    snapshot: Snapshot,
    linker: OnceLock<Linker>,
    view: OnceLock<View>,
    speeches: OnceLock<Speeches>,
    names_read: Mutex<Vec<NameRead>>,
    notes: Mutex<Vec<String>>,
}

/// A name that was given and stands nowhere so: a part, initials of ours, or a slip of the pen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameRead {
    /// The name as it was given.
    pub words: String,
    /// The id of the thing that it was read as.
    pub id: String,
    /// The name of that thing.
    pub label: String,
}

/// How long a name may be, in bytes.
const LONGEST: usize = 1024;

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut session = f.debug_struct("Session");
        session.field("dataset", &self.dataset);
        session.field("scope", self.snapshot.scope());
        session.finish_non_exhaustive()
    }
}

impl Session {
    /// Opens a dataset through a scope.
    ///
    /// The built-in dataset and saved ones open in well under a millisecond. Others are read, joined
    /// with the ontology and its rules, and packed: about a second for a million statements.
    ///
    /// # Errors
    ///
    /// [`AppError::Tables`] or [`AppError::Store`] if the dataset cannot be read,
    /// [`AppError::UnknownSource`] if a source of the scope is none of it.
    pub fn open(dataset: Dataset, scope: Scope) -> Result<Self, AppError> {
        let saved = match &dataset {
            Dataset::Store(path) => SavedStore::find(path),
            _ => None,
        };
        let whole = match &dataset {
            Dataset::Builtin => builtin(scope.as_of)?,
            Dataset::Tables(folder) => assemble_tables(folder, &scope)?,
            Dataset::Store(path) => match &saved {
                Some(saved) => Snapshot::new(Arc::new(saved.open()?), scope.as_of),
                None => match SavedStore::new(path).unfinished() {
                    Some(unfinished) => return Err(unfinished.into()),
                    None => assemble(path, &scope)?,
                },
            },
        };
        let identity = || whole.pack().identity();
        let notes = saved
            .iter()
            .filter_map(|saved| store::interrupted(saved, identity()));
        let notes = Mutex::new(notes.collect());
        let session = Self {
            snapshot: scoped(&whole, scope)?,
            dataset,
            saved,
            linker: OnceLock::new(),
            view: OnceLock::new(),
            speeches: OnceLock::new(),
            names_read: Mutex::default(),
            notes,
        };
        session.intact()?;
        Ok(session)
    }

    /// Looks at the same dataset through another scope. Names and words stay as they were read; the
    /// graph is opened or built again when next needed.
    ///
    /// # Errors
    ///
    /// [`AppError::UnknownSource`] if a source of the scope is none of the dataset; the scope is
    /// then as before.
    pub fn rescope(&mut self, scope: Scope) -> Result<(), AppError> {
        self.snapshot = scoped(&self.snapshot.unrestricted(), scope)?;
        self.view = OnceLock::new();
        Ok(())
    }

    /// Returns the folder of the dataset if it is a saved one.
    pub fn saved(&self) -> Option<&SavedStore> {
        self.saved.as_ref()
    }

    /// Tells whether everything that was read so far is as it was written. A saved dataset is
    /// checked where it is read: ask before you tell what was found.
    ///
    /// # Errors
    ///
    /// [`AppError::Store`] with the damage.
    pub fn intact(&self) -> Result<(), AppError> {
        match self.snapshot.pack().damage() {
            Some(damage) => Err(damage.into()),
            None => Ok(()),
        }
    }

    /// Returns the dataset as the scope shows it.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Gives back what was found if everything that it was drawn from is as it was written.
    pub(crate) fn told<T>(&self, found: T) -> Result<T, AppError> {
        self.intact().map(|()| found)
    }

    /// Returns the names of everything in the dataset; listed when first asked for. Those of a large
    /// saved dataset are kept beside it and only opened the next time.
    pub fn linker(&self) -> &Linker {
        self.linker.get_or_init(|| match &self.saved {
            Some(saved) => Linker::open_or_build(&self.snapshot, saved.folder()),
            None => Linker::new(&self.snapshot),
        })
    }

    /// Returns the graph of the dataset; built when first asked for. That of a saved dataset is kept
    /// beside it and only opened the next time.
    ///
    /// # Errors
    ///
    /// [`AppError::View`] if there are too many edges.
    pub fn view(&self) -> Result<&View, AppError> {
        if let Some(view) = self.view.get() {
            return Ok(view);
        }
        let built = match &self.saved {
            Some(saved) => {
                let (view, notes) = View::open_or_build(&self.snapshot, saved.folder())?;
                let mut told = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
                told.extend(notes.iter().map(ToString::to_string));
                view
            }
            None => View::build(&self.snapshot)?,
        };
        Ok(self.view.get_or_init(|| built))
    }

    /// Returns the languages of questions; each is made ready when a question first needs it.
    pub fn speeches(&self) -> &Speeches {
        self.speeches
            .get_or_init(|| Speeches::builtin(&self.snapshot))
    }

    /// Returns the thing that a name, id or IRI means.
    ///
    /// An id needs no list of names, so it is found at once.
    ///
    /// # Errors
    ///
    /// [`AppError::UnknownName`] with the nearest names, [`AppError::AmbiguousName`] with the
    /// candidates.
    pub fn thing(&self, name: &str) -> Result<NamedNode, AppError> {
        self.thing_of(name, &[])
    }

    /// Returns the thing of one of these classes that a name, id or IRI means; things of other
    /// classes are passed over. No class means any.
    ///
    /// # Errors
    ///
    /// As [`Session::thing`].
    pub fn thing_of(
        &self,
        name: &str,
        classes: &[NamedNodeRef<'_>],
    ) -> Result<NamedNode, AppError> {
        if name.trim().is_empty() {
            return Err(AppError::BadValue {
                code: "no-name",
                message: "the name is empty".to_owned(),
                help: None,
            });
        }
        // No name is so long, and to look for what is like it takes minutes.
        if name.len() > LONGEST {
            return Err(AppError::UnknownName {
                name: name.to_owned(),
                near: Vec::new(),
            });
        }
        let fits = |thing: &NamedNode| {
            let mut classes = classes.iter();
            classes.len() == 0 || classes.any(|class| self.snapshot.is_a(thing, *class))
        };
        if let Some(thing) = self.by_id(name).filter(|thing| fits(thing)) {
            return Ok(thing);
        }
        // Whose name is written so, and nobody else's, needs no list of all names either.
        let mut bearers = bearers(&self.snapshot, name);
        bearers.retain(fits);
        if let [thing] = &bearers[..] {
            return Ok(thing.clone());
        }
        let linker = self.linker();
        let mut links = linker.find(name);
        links.retain(|link| fits(&link.thing));
        // Nothing is said of a name on the word of a damaged file.
        self.intact()?;
        match linker.decide(links) {
            Resolution::Found(link, _) => {
                if !matches!(link.how, MatchKind::Exact | MatchKind::Core) {
                    let read = NameRead {
                        words: name.to_owned(),
                        id: value::id(&link.thing),
                        label: link.label,
                    };
                    let names = self.names_read.lock();
                    names.unwrap_or_else(PoisonError::into_inner).push(read);
                }
                Ok(link.thing)
            }
            Resolution::Ambiguous(links) => Err(AppError::AmbiguousName {
                name: name.to_owned(),
                candidates: links
                    .iter()
                    .map(|link| self.describe(&link.thing))
                    .collect(),
            }),
            Resolution::Unknown(links) => {
                let mut near: Vec<String> =
                    links.into_iter().take(5).map(|link| link.label).collect();
                if near.is_empty() {
                    near.extend(self.nearest_id(name));
                }
                Err(AppError::UnknownName {
                    name: name.to_owned(),
                    near,
                })
            }
        }
    }

    /// Takes out how names were read since the last call, in the order in which they were given;
    /// names that stand in the dataset as written are not told.
    pub fn names_read(&self) -> Vec<NameRead> {
        let names = self.names_read.lock();
        std::mem::take(&mut *names.unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes out what there is to tell since the last call that is no answer: that the last write to a
    /// saved dataset was interrupted; that something kept beside it could not be used, or not be kept.
    pub fn notes(&self) -> Vec<String> {
        let notes = self.notes.lock();
        std::mem::take(&mut *notes.unwrap_or_else(PoisonError::into_inner))
    }

    /// Returns the thing with this id, prefixed id or IRI, if a statement in any scope tells of it.
    fn by_id(&self, text: &str) -> Option<NamedNode> {
        let text = text.trim();
        let bare = text.strip_prefix("agid:").unwrap_or(text);
        let bare = bare.trim_start_matches('<').trim_end_matches('>');
        let iri = match bare.contains(':') {
            true => NamedNode::new(bare).ok()?,
            false if bare.is_empty() || bare.contains(char::is_whitespace) => return None,
            false => thing(bare),
        };
        let whole = self.snapshot.unrestricted();
        let id = whole.id(&iri.clone().into())?;
        let told_of = [[Some(id), None, None, None], [None, None, Some(id), None]];
        told_of
            .iter()
            .find_map(|pattern| whole.ids(*pattern).next())?;
        // A record that was taken for another thing is that thing.
        let of = whole
            .things(&iri, external::ALTERNATE_OF)
            .into_iter()
            .next();
        Some(of.unwrap_or(iri))
    }

    /// Returns the id most like a word among things that have no names of their own.
    fn nearest_id(&self, word: &str) -> Option<String> {
        let classes = [
            vocab::EDITION,
            vocab::SOURCE,
            vocab::EVENT,
            vocab::TENURE,
            vocab::OWNERSHIP,
        ];
        let things = classes.into_iter().flat_map(|class| {
            let class = class.into_owned();
            self.snapshot.subjects(rdf::TYPE, &class)
        });
        let ids: Vec<String> = things.map(|thing| value::id(&thing)).collect();
        nearest(word, ids.iter().map(String::as_str)).map(str::to_owned)
    }

    /// Returns a thing in words for a list of candidates: id, name and class.
    fn describe(&self, iri: &NamedNode) -> String {
        let thing = Reader::new(&self.snapshot).thing(iri);
        format!("`{}`: {} ({})", thing.id, thing.label, thing.class)
    }

    /// Returns what the answers of this session are drawn from.
    pub fn basis(&self) -> Basis {
        let scope = self.snapshot.scope();
        Basis {
            dataset: match &self.dataset {
                Dataset::Builtin => "builtin".to_owned(),
                Dataset::Tables(path) | Dataset::Store(path) => path.display().to_string(),
            },
            as_of: value::day(scope.as_of),
            known_at: scope.known_at.map(value::day),
            sources: scope.sources.clone(),
        }
    }
}

/// Returns a dataset seen through a scope.
fn scoped(whole: &Snapshot, scope: Scope) -> Result<Snapshot, AppError> {
    whole.scoped(scope).map_err(|error| match error {
        StoreError::UnknownSource(name) => {
            let sources = whole.sources();
            let near = nearest(&name, sources.iter().map(|source| source.id.as_str()));
            AppError::UnknownSource {
                near: near.map(str::to_owned),
                name,
            }
        }
        error => error.into(),
    })
}

/// Packs what a file or folder claims, without saving it.
fn assemble(path: &Path, scope: &Scope) -> Result<Snapshot, AppError> {
    let ontology = files::ontology()?;
    let mut claims = Builder::default();
    for file in rdf_files(path)? {
        read_file(&file, |quad| claims.claim(&quad))?;
    }
    let pack = import::assemble(claims, ontology, &rules()?, &|| ControlFlow::Continue(()))?;
    Ok(Snapshot::new(Arc::new(pack), scope.as_of))
}

fn assemble_tables(folder: &Path, scope: &Scope) -> Result<Snapshot, AppError> {
    let ontology = files::ontology()?;
    let tables =
        import::tables::read(folder, ontology).map_err(|error| AppError::tables(folder, error))?;
    let mut claims = Builder::default();
    for quad in &tables.quads {
        claims.claim(quad)?;
    }
    let pack = import::assemble(claims, ontology, &rules()?, &|| ControlFlow::Continue(()))?;
    Ok(Snapshot::new(Arc::new(pack), scope.as_of))
}
