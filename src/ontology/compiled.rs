//! A lexicon as bytes that are read at once, where Turtle takes a hundred milliseconds.
//!
//! The build script writes the lexicons of `ontology/` so. The form is for the program that was
//! built with it and changes freely; what people keep is Turtle.

use crate::ontology::lexicon::{Argument, Entry, Form, Function, Lexicon, Part, Restriction};
use ecow::EcoString;
use oxrdf::NamedNode;
use serde::{Deserialize, Serialize};

/// A lexicon as it is written.
#[derive(Deserialize, Serialize)]
struct Words<'a> {
    language: &'a str,
    #[serde(borrow)]
    entries: Vec<Word<'a>>,
    tellings: Vec<(&'a str, &'a str)>,
    concepts: Vec<Vec<&'a str>>,
    opposites: Vec<(Said<'a>, Said<'a>)>,
}

/// A restriction as it is written: its path and its values.
type Said<'a> = (&'a str, Vec<&'a str>);

/// An entry as it is written.
#[derive(Deserialize, Serialize)]
struct Word<'a> {
    part: Part,
    #[serde(borrow)]
    forms: Vec<(&'a str, bool)>,
    named_by: Option<&'a str>,
    reference: &'a str,
    others: Vec<&'a str>,
    restrictions: Vec<Said<'a>>,
    negated: bool,
    when: Option<&'a str>,
    arguments: Vec<(Function, Vec<&'a str>, &'a str, bool)>,
}

impl Lexicon {
    /// Returns the lexicon as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let words = Words {
            language: &self.language,
            entries: self.entries.iter().map(Word::of).collect(),
            tellings: self
                .tellings
                .iter()
                .map(|(class, telling)| (class.as_str(), telling.as_str()))
                .collect(),
            concepts: self.concepts.iter().map(|words| texts(words)).collect(),
            opposites: self
                .opposites
                .iter()
                .map(|(one, other)| (said(one), said(other)))
                .collect(),
        };
        postcard::to_stdvec(&words).expect("texts and numbers can always be written")
    }

    /// Reads what [`to_bytes`](Self::to_bytes) of the same program wrote; `None` if it is not that.
    ///
    /// Cost: linear in the bytes. Forms are not copied.
    pub fn of_static(bytes: &'static [u8]) -> Option<Self> {
        let words: Words<'static> = postcard::from_bytes(bytes).ok()?;
        let tellings = words.tellings.into_iter();
        Some(Self {
            language: words.language.to_owned(),
            entries: words.entries.into_iter().map(Word::into_entry).collect(),
            tellings: tellings
                .map(|(class, telling)| (node(class), telling.to_owned()))
                .collect(),
            concepts: words.concepts.into_iter().map(owned).collect(),
            opposites: words
                .opposites
                .into_iter()
                .map(|(one, other)| (restriction(one), restriction(other)))
                .collect(),
        })
    }
}

impl<'a> Word<'a> {
    fn of(entry: &'a Entry) -> Self {
        Self {
            part: entry.part,
            forms: entry
                .forms
                .iter()
                .map(|form| (&*form.text, form.irregular))
                .collect(),
            named_by: entry.named_by.as_ref().map(NamedNode::as_str),
            reference: entry.reference.as_str(),
            others: entry.others.iter().map(NamedNode::as_str).collect(),
            restrictions: entry.restrictions.iter().map(said).collect(),
            negated: entry.negated,
            when: entry.when.as_deref(),
            arguments: entry
                .arguments
                .iter()
                .map(|one| {
                    (
                        one.function,
                        texts(&one.markers),
                        one.path.as_str(),
                        one.required,
                    )
                })
                .collect(),
        }
    }
}

impl Word<'static> {
    fn into_entry(self) -> Entry {
        let form = |(text, irregular): (&'static str, bool)| Form {
            text: text.into(),
            irregular,
        };
        let argument = |(function, markers, path, required): (_, Vec<&str>, &str, bool)| Argument {
            function,
            markers: owned(markers),
            path: path.into(),
            required,
        };
        Entry {
            part: self.part,
            forms: self.forms.into_iter().map(form).collect(),
            named_by: self.named_by.map(node),
            reference: node(self.reference),
            others: self.others.into_iter().map(node).collect(),
            restrictions: self.restrictions.into_iter().map(restriction).collect(),
            negated: self.negated,
            when: self.when.map(EcoString::from),
            arguments: self.arguments.into_iter().map(argument).collect(),
        }
    }
}

fn said(restriction: &Restriction) -> Said<'_> {
    (restriction.path.as_str(), texts(&restriction.values))
}

fn restriction((path, values): Said<'_>) -> Restriction {
    Restriction {
        path: path.into(),
        values: owned(values),
    }
}

/// The names were checked when the lexicon was parsed.
fn node(iri: &str) -> NamedNode {
    NamedNode::new_unchecked(iri)
}

fn owned<C: FromIterator<EcoString>>(texts: Vec<&str>) -> C {
    texts.into_iter().map(EcoString::from).collect()
}

fn texts(texts: &[EcoString]) -> Vec<&str> {
    texts.iter().map(EcoString::as_str).collect()
}
