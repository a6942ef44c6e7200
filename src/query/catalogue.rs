//! The catalogue: which queries there are, and how one is found.

use crate::names::nearest;
use crate::query::{NamedQuery, QueryError};
use include_dir::{Dir, include_dir};
use std::borrow::Cow;

static BUILTIN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/queries");

/// Query files by name. A file is read when it is asked for, not before.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// Full name and text, sorted by name.
    files: Vec<(String, Cow<'static, str>)>,
}

impl Catalogue {
    /// Returns the catalogue of the files of `queries/`, which the program carries.
    pub fn builtin() -> Self {
        let mut files = Vec::new();
        collect(&BUILTIN, &mut files);
        Self::sorted(files)
    }

    /// Returns a catalogue of these files: full name (`listings/history`) and text.
    pub fn new(files: impl IntoIterator<Item = (String, String)>) -> Self {
        let files = files.into_iter();
        Self::sorted(files.map(|(name, text)| (name, text.into())).collect())
    }

    fn sorted(mut files: Vec<(String, Cow<'static, str>)>) -> Self {
        files.sort();
        Self { files }
    }

    /// Returns the full names of all queries, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(name, _)| name.as_str())
    }

    /// Reads the query with this full name, or whose name ends in this part: `listings/history` or
    /// `history`. Only that one file is read.
    ///
    /// # Errors
    ///
    /// [`QueryError::Unknown`] or [`QueryError::Ambiguous`] if there is not exactly one;
    /// [`QueryError::Header`] if its header cannot be read.
    pub fn find(&self, name: &str) -> Result<NamedQuery, QueryError> {
        let wanted = |full: &str| full == name || last_part(full) == name;
        let mut found: Vec<_> = self.files.iter().filter(|file| wanted(&file.0)).collect();
        if let Some(exact) = found.iter().position(|file| file.0 == name) {
            found = vec![found[exact]];
        }
        match found[..] {
            [(full, text)] => NamedQuery::parse(full, text),
            [] => Err(QueryError::Unknown {
                name: name.to_owned(),
                nearest: self.nearest(name),
            }),
            _ => Err(QueryError::Ambiguous {
                name: name.to_owned(),
                candidates: found.iter().map(|file| file.0.clone()).collect(),
            }),
        }
    }

    /// Reads all queries, sorted by name.
    ///
    /// # Errors
    ///
    /// [`QueryError::Header`] of the first file whose header cannot be read.
    pub fn all(&self) -> Result<Vec<NamedQuery>, QueryError> {
        let files = self.files.iter();
        files
            .map(|(name, text)| NamedQuery::parse(name, text))
            .collect()
    }

    /// Returns names like `name`: a slip in the whole name or in its last part, or all queries of
    /// the group if a group was named.
    fn nearest(&self, name: &str) -> Vec<String> {
        let group = name.trim_end_matches('/');
        let grouped = self.names().filter(|full| self::group(full) == group);
        let mut near: Vec<String> = grouped.map(str::to_owned).collect();
        let whole = nearest(name, self.names());
        let part = nearest(last_part(name), self.names().map(last_part));
        let parts = self
            .names()
            .filter(|full| part.is_some_and(|part| last_part(full) == part));
        for full in whole.into_iter().chain(parts) {
            if !near.iter().any(|known| known == full) {
                near.push(full.to_owned());
            }
        }
        near
    }
}

fn collect(folder: &Dir<'static>, files: &mut Vec<(String, Cow<'static, str>)>) {
    for file in folder.files() {
        let name = file
            .path()
            .to_str()
            .and_then(|path| path.strip_suffix(".rq"));
        if let (Some(name), Some(text)) = (name, file.contents_utf8()) {
            files.push((name.replace('\\', "/"), text.into()));
        }
    }
    for inner in folder.dirs() {
        collect(inner, files);
    }
}

/// Returns what stands before the last `/` of a name; empty where there is none.
pub(super) fn group(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(group, _)| group)
}

fn last_part(name: &str) -> &str {
    name.rsplit_once('/').map_or(name, |(_, last)| last)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "#+ summary: Nothing.\n#+ column: a – a\nSELECT ?a {}";

    fn catalogue() -> Catalogue {
        let names = ["laws/of-list", "listings/history", "companies/history"];
        Catalogue::new(names.map(|name| (name.to_owned(), TEXT.to_owned())))
    }

    #[test]
    fn finds_by_whole_name_or_by_a_last_part_that_is_unique() {
        let catalogue = catalogue();
        for name in ["laws/of-list", "of-list"] {
            let query = catalogue.find(name).unwrap();
            assert_eq!((&*query.name, &*query.group), ("laws/of-list", "laws"));
        }
        let ambiguous = catalogue.find("history").unwrap_err();
        assert_eq!(
            ambiguous.to_string(),
            "`history` may be `companies/history` or `listings/history`: give the whole name"
        );
    }

    #[test]
    fn offers_the_nearest_names() {
        let catalogue = catalogue();
        for (slip, meant) in [
            ("of-lsit", vec!["laws/of-list"]),
            ("law/of-list", vec!["laws/of-list"]),
            ("laws", vec!["laws/of-list"]),
            ("histori", vec!["companies/history", "listings/history"]),
            ("weather", vec![]),
        ] {
            let error = catalogue.find(slip).unwrap_err();
            assert_eq!(error.suggestions(), meant, "{slip}");
        }
    }

    #[test]
    fn a_broken_file_does_not_hide_the_others() {
        let files = [("a/broken", "#+ nonsense"), ("a/sound", TEXT)];
        let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
        let catalogue = Catalogue::new(files);
        assert!(catalogue.find("sound").is_ok());
        assert!(catalogue.find("broken").is_err());
        assert!(catalogue.all().is_err());
    }
}
