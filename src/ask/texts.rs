//! What the data tell in words, remembered from question to question: each statement's text with what is
//! said of its kind, in small letters, and what it is about.

use crate::ask::recent::Recent;
use crate::model::vocab as ag;
use crate::model::vocab::external::{DEFINITION, DESCRIPTION};
use crate::model::{Date, Scope};
use crate::store::{Snapshot, TermId};
use ecow::{EcoString, eco_format};
use oxrdf::vocab::rdf;
use oxrdf::{NamedNode, NamedNodeRef, Term};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Properties whose values are sentences.
const SENTENCES: [NamedNodeRef<'static>; 4] = [DESCRIPTION, ag::EFFECT, ag::REASON, ag::OUTCOME];
/// How many statements of a property are looked through.
const MOST: usize = 5_000;
/// How many events are looked at in which a thing takes part.
const MOST_EVENTS: usize = 20;
/// How many choices of sources and days are remembered.
const SCOPES: usize = 4;
/// Longer texts, in bytes all together, are read anew each time, so that memory stays bounded.
const LONGEST: usize = 4 << 20;

/// What a thing, a law or an event tells in one of its properties.
pub struct Text {
    /// Of what it tells.
    pub subject: NamedNode,
    /// The same as it is called in the store.
    pub id: TermId,
    /// Which of its properties the text is.
    pub property: NamedNodeRef<'static>,
    /// The text with what is said of its kinds and sectors, in small letters.
    pub words: String,
    /// The name of the thing itself, in small letters.
    pub label: String,
    /// Of which kinds it is, as N-Triples.
    pub kinds: Vec<EcoString>,
    /// The classes of the thing and of its editions.
    pub classes: Vec<NamedNode>,
    /// The classes of the events that the thing is the target of.
    pub deeds: Vec<NamedNode>,
    /// Whether it happened by the day as of which is asked, as far as it has a day.
    pub has_happened: bool,
}

impl Text {
    fn read(
        snapshot: &Snapshot,
        id: TermId,
        subject: NamedNode,
        property: NamedNodeRef<'static>,
    ) -> Self {
        let kinds = snapshot.things(&subject, ag::KIND);
        let sectors = snapshot.things(&subject, ag::HAS_SECTOR);
        let of = |thing: NamedNode| snapshot.things(&thing, rdf::TYPE);
        let editions = snapshot.things(&subject, ag::HAS_EDITION).into_iter();
        let part_in = snapshot.subjects(ag::TARGET, &subject).into_iter();
        let dates = snapshot.objects(&subject, ag::DATE);
        let mut dates = dates.iter().filter_map(Date::from_term);
        let today = snapshot.scope().as_of;
        Self {
            id,
            property,
            words: words(snapshot, &subject, property, kinds.iter().chain(&sectors)),
            label: snapshot.label(&subject).to_lowercase(),
            kinds: written(&kinds),
            classes: editions.chain([subject.clone()]).flat_map(of).collect(),
            deeds: part_in.take(MOST_EVENTS).flat_map(of).collect(),
            has_happened: dates.all(|date| date.first_day() <= today),
            subject,
        }
    }
}

/// Returns what a thing tells in a property, with the names of its kinds and what is said of them, in small
/// letters.
pub fn words<'k>(
    snapshot: &Snapshot,
    subject: &NamedNode,
    property: NamedNodeRef<'_>,
    kinds: impl Iterator<Item = &'k NamedNode>,
) -> String {
    let mut words = snapshot.texts(subject, property).join(" ");
    for kind in kinds {
        words.push(' ');
        words.push_str(&snapshot.label(kind));
        words.push(' ');
        words.push_str(&snapshot.texts(kind, DEFINITION).join(" "));
    }
    words.to_lowercase()
}

/// Returns kinds as N-Triples.
pub fn written(kinds: &[NamedNode]) -> Vec<EcoString> {
    kinds.iter().map(|kind| eco_format!("{kind}")).collect()
}

/// The texts of one dataset, as of a day and a choice of sources.
pub struct Texts(Recent<Scope, Vec<Text>>);

impl Default for Texts {
    fn default() -> Self {
        Self(Recent::new(SCOPES))
    }
}

impl Texts {
    /// Returns all texts in the scope of a snapshot, at most [`MOST`] of a property.
    pub fn all(&self, snapshot: &Snapshot) -> Arc<Vec<Text>> {
        let size = |texts: &Vec<Text>| texts.iter().map(|text| text.words.len()).sum::<usize>();
        let scope = snapshot.scope().clone();
        let read = || read(snapshot);
        self.0.get(scope, read, |texts| size(texts) <= LONGEST)
    }
}

fn read(snapshot: &Snapshot) -> Vec<Text> {
    let texts_of = |property: NamedNodeRef<'static>| {
        let id = snapshot.id(&property.into_owned().into())?;
        let rows = snapshot.ids([None, Some(id), None, None]).take(MOST);
        let subjects: BTreeSet<TermId> = rows.map(|[subject, ..]| subject).collect();
        Some(subjects.into_iter().filter_map(move |id| {
            let Term::NamedNode(subject) = snapshot.term(id) else {
                return None;
            };
            Some(Text::read(snapshot, id, subject, property))
        }))
    };
    let texts = SENTENCES.into_iter().filter_map(texts_of);
    texts.flatten().collect()
}
