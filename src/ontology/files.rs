//! The folder `ontology/`, carried inside the program: the vocabulary, the rules and the checks.

use crate::ontology::{Lexicon, Ontology, OntologyError};
use include_dir::{Dir, include_dir};
use std::sync::OnceLock;

static FOLDER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/ontology");

/// A SPARQL text of the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// The name of its file without ending, e.g. `listed-by`.
    pub name: &'static str,
    /// What the file holds.
    pub text: &'static str,
}

impl Text {
    /// Returns what a leading line `#+ key: value` says, if there is one.
    pub fn header(&self, key: &str) -> Option<&'static str> {
        let lines = self.text.lines().map_while(|line| line.strip_prefix("#+"));
        let mut pairs = lines.filter_map(|line| line.split_once(':'));
        let (_, value) = pairs.find(|(name, _)| name.trim() == key)?;
        Some(value.trim())
    }
}

/// Returns a file of the folder by its path inside it, e.g. `actorgraph.ttl`.
pub fn file(path: &str) -> Option<&'static str> {
    FOLDER.get_file(path)?.contents_utf8()
}

/// Returns the vocabulary that the program carries; it is read once.
///
/// # Errors
///
/// [`OntologyError`] never happens to a program that was built whole: the build script read the
/// same text.
pub fn ontology() -> Result<&'static Ontology, OntologyError> {
    static READ: OnceLock<Ontology> = OnceLock::new();
    if let Some(read) = READ.get() {
        return Ok(read);
    }
    let read = Ontology::parse(file("actorgraph.ttl").unwrap_or_default())?;
    Ok(READ.get_or_init(|| read))
}

/// The lexicons as the build script compiled them, English first.
const LEXICONS: [(&str, &[u8]); 2] = [
    (
        "en",
        include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.en")),
    ),
    (
        "zh",
        include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.zh")),
    ),
];

/// Returns the lexicon of a language that the program carries, if there is one.
///
/// It was compiled at build time, so this takes well under a millisecond.
pub fn lexicon(tag: &str) -> Option<Lexicon> {
    let (_, bytes) = LEXICONS.iter().find(|(known, _)| *known == tag)?;
    Lexicon::of_static(bytes)
}

/// Returns the lexicons that the program carries, English first.
pub fn lexicons() -> Vec<Lexicon> {
    let tags = LEXICONS.iter().map(|(tag, _)| *tag);
    tags.filter_map(lexicon).collect()
}

/// Returns the rules that derive shortcuts from events, sorted by name.
pub fn rules() -> Vec<Text> {
    texts("rules")
}

/// Returns the queries that look for faults in the data, sorted by name.
pub fn checks() -> Vec<Text> {
    texts("checks")
}

fn texts(folder: &str) -> Vec<Text> {
    let files = FOLDER.get_dir(folder).into_iter().flat_map(Dir::files);
    let mut texts: Vec<Text> = files
        .filter_map(|file| {
            let name = file.path().file_name()?.to_str()?.strip_suffix(".rq")?;
            let text = file.contents_utf8()?;
            Some(Text { name, text })
        })
        .collect();
    texts.sort_by_key(|text| text.name);
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexicons_are_those_of_the_folder() {
        let mut parsed = Vec::new();
        for file in FOLDER.files() {
            let name = file.path().to_string_lossy();
            if name.starts_with("lexicon.") && name.ends_with(".ttl") {
                let text = file.contents_utf8().expect("text");
                parsed.push(Lexicon::parse(text).expect("well-formed"));
            }
        }
        parsed.sort_by(|a, b| a.language.cmp(&b.language));
        assert!(lexicons() == parsed);
        let tags = lexicons().into_iter().map(|lexicon| lexicon.language);
        assert!(tags.eq(LEXICONS.iter().map(|(tag, _)| *tag)));
    }

    #[test]
    fn the_folder_is_whole() {
        assert!(ontology().is_ok_and(|ontology| !ontology.quads().is_empty()));
        assert!(rules().iter().any(|rule| rule.name == "listed-by"));
        for text in rules().iter().chain(&checks()) {
            assert!(text.header("summary").is_some(), "{}", text.name);
        }
        for check in checks() {
            let severity = check.header("severity");
            assert!(
                matches!(severity, Some("error" | "warning")),
                "{}",
                check.name
            );
        }
    }
}
