//! The words for classes that a user gives: `company`, `companies`, `list`, `Edition`.

use crate::app::AppError;
use crate::app::value::{self, iri};
use crate::model::vocab::AG;
use crate::store::Snapshot;
use oxrdf::vocab::rdf;
use oxrdf::{NamedNode, NamedNodeRef};

const OWL_CLASS: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#Class");

/// Words that people use where the ontology has another.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("list", "designationlist"),
    ("people", "person"),
    ("legislature", "legislativebody"),
    ("notice", "edition"),
    ("document", "source"),
    ("suit", "lawsuit"),
    ("act", "law"),
];

/// Returns the class that a word means: its name in the ontology, in any case, with or without
/// hyphens, in singular or plural; or its IRI or prefixed name, also of a class that is not ours.
///
/// # Errors
///
/// [`AppError::UnknownWord`] with all classes.
pub(crate) fn find(snapshot: &Snapshot, word: &str) -> Result<NamedNode, AppError> {
    let classes = all(snapshot);
    if let Some(class) = iri(word).filter(|iri| classes.contains(iri) || has_members(snapshot, iri))
    {
        return Ok(class);
    }
    let plain = plain(word);
    let singulars = [
        Some(plain.clone()),
        plain.strip_suffix("ies").map(|stem| format!("{stem}y")),
        plain.strip_suffix("es").map(str::to_owned),
        plain.strip_suffix('s').map(str::to_owned),
    ];
    let known = |word: String| {
        let other = OTHER_WORDS.iter().find(|(other, _)| *other == word);
        let word = other.map_or(word.as_str(), |(_, class)| class);
        let mut classes = classes.iter();
        classes
            .find(|class| value::id(class).to_lowercase() == word)
            .cloned()
    };
    singulars
        .into_iter()
        .flatten()
        .find_map(known)
        .ok_or_else(|| AppError::UnknownWord {
            what: "class",
            word: word.to_owned(),
            known: classes
                .iter()
                .map(|class| kebab(&value::id(class)))
                .collect(),
        })
}

/// Returns all classes of ours, sorted.
pub(crate) fn all(snapshot: &Snapshot) -> Vec<NamedNode> {
    let mut classes = snapshot.subjects(rdf::TYPE, &OWL_CLASS.into_owned());
    // Classes of properties (`ag:Shortcut`) have no members in the data.
    classes.retain(|class| class.as_str().starts_with(AG) && !is_class_of_words(class));
    classes
}

/// Tells whether anything is of a class.
fn has_members(snapshot: &Snapshot, class: &NamedNode) -> bool {
    let id = |term: NamedNode| snapshot.id(&term.into());
    let (Some(kind), Some(class)) = (id(rdf::TYPE.into_owned()), id(class.clone())) else {
        return false;
    };
    let mut rows = snapshot.ids([None, Some(kind), Some(class), None]);
    rows.next().is_some()
}

fn is_class_of_words(class: &NamedNode) -> bool {
    matches!(
        class.as_str().strip_prefix(AG),
        Some("Shortcut" | "Relation" | "Attribute")
    )
}

fn plain(word: &str) -> String {
    let letters = word.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Returns a class name as people type it: `designation-list` for `DesignationList`.
fn kebab(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !text.is_empty() {
            text.push('-');
        }
        text.extend(c.to_lowercase());
    }
    text
}
