//! How a step is said, in both directions, as the ontology says it.

use crate::model::local_name;
use crate::store::Snapshot;
use crate::view::{Direction, View};
use oxrdf::vocab::rdfs;
use oxrdf::{NamedNode, NamedNodeRef, Term};

/// A property that paths leave out unless asked: it describes.
pub(super) const ATTRIBUTE: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("https://w3id.org/actorgraph/ns#Attribute");
/// A property stated by sources; one step of a path.
pub(super) const RELATION: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("https://w3id.org/actorgraph/ns#Relation");
/// A property derived from events; one step of a path.
pub(super) const SHORTCUT: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("https://w3id.org/actorgraph/ns#Shortcut");
/// How one step along a property is said.
const SENTENCE: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("https://w3id.org/actorgraph/ns#sentence");
/// The property that says the same backwards.
const INVERSE_OF: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#inverseOf");

/// The words for a step along a relation, or against it.
///
/// In sentences, `{subject}` is where the step begins and `{object}` where it ends, whichever way
/// the relation points: going against `ag:listedBy` from an agency to a company, the sentence is
/// "{subject} put {object} on a list".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The relation in a few English words ("listed by", "listed").
    pub label: String,
    /// The same in Chinese, if known.
    pub label_zh: Option<String>,
    /// An English clause without a full stop, if known.
    pub sentence: Option<String>,
    /// A Chinese clause, if known.
    pub sentence_zh: Option<String>,
}

impl View {
    /// Returns the words for a step along a relation, or against it.
    ///
    /// Against it, they are those of the inverse property. Where the ontology names none, the
    /// label is that of the relation with an arrow before it ("← listed by") and the sentences
    /// have their ends swapped. A relation without any label goes by its local name.
    pub fn relation_words(&self, relation: NamedNodeRef<'_>, direction: Direction) -> Words {
        words(&self.snapshot, relation, direction)
    }
}

fn words(snapshot: &Snapshot, relation: NamedNodeRef<'_>, direction: Direction) -> Words {
    let relation = relation.into_owned();
    if direction == Direction::With {
        return own_words(snapshot, &relation);
    }
    let inverses = snapshot.things(&relation, INVERSE_OF).into_iter();
    let inverses = inverses.chain(snapshot.subjects(INVERSE_OF, &relation));
    let mut labelled = inverses.filter(|inverse| snapshot.label_in(inverse, "en").is_some());
    if let Some(inverse) = labelled.next() {
        return own_words(snapshot, &inverse);
    }
    let forward = own_words(snapshot, &relation);
    Words {
        label: format!("← {}", forward.label),
        label_zh: forward.label_zh.map(|label| format!("← {label}")),
        sentence: forward.sentence.as_deref().map(swap),
        sentence_zh: forward.sentence_zh.as_deref().map(swap),
    }
}

fn own_words(snapshot: &Snapshot, property: &NamedNode) -> Words {
    let sentence = |language: &str| {
        let claims = snapshot.objects(property, SENTENCE).into_iter();
        let mut texts = claims.filter_map(|term| match term {
            Term::Literal(text) if text.language() == Some(language) => {
                Some(text.value().to_owned())
            }
            _ => None,
        });
        texts.next()
    };
    let label = snapshot.label_in(property, "en").or_else(|| {
        let any = snapshot.texts(property, rdfs::LABEL);
        any.into_iter().next()
    });
    Words {
        label: label.unwrap_or_else(|| plain_name(property)),
        label_zh: snapshot.label_in(property, "zh"),
        sentence: sentence("en"),
        sentence_zh: sentence("zh"),
    }
}

/// Returns the local name in separate lower-case words: `listedBy` gives `listed by`.
fn plain_name(property: &NamedNode) -> String {
    let iri = property.as_str();
    let after = |iri: &str| iri.rsplit(['#', '/', ':']).next().map(str::to_owned);
    let name = local_name(iri).map(str::to_owned).or_else(|| after(iri));
    let mut words = String::new();
    for letter in name.unwrap_or_default().chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}

fn swap(sentence: &str) -> String {
    let held = sentence.replace("{subject}", "{}");
    held.replace("{object}", "{subject}")
        .replace("{}", "{object}")
}
