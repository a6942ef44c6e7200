//! Entities put together by readers of other formats, to be stated as those of FollowTheMoney are.

use crate::import::countries;
use crate::import::ftm::map::Writer;
use crate::import::ftm::model::MODEL;
use crate::import::ftm::record::{Record, Spoken, Value};
use crate::import::part::{Part, Tally};
use oxrdf::NamedNodeRef;
use oxrdf::vocab::rdfs;
use std::borrow::Cow;

/// An entity in the making.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    id: String,
    schema: &'static str,
    caption: Option<String>,
    /// Names of properties, values, and the languages of those whose language is told.
    properties: Vec<(&'static str, String, String)>,
    spoken: Vec<Spoken<'static>>,
    datasets: Vec<Cow<'static, str>>,
    is_target: bool,
    is_in_part: bool,
    beside: Vec<Draft>,
}

/// The schemata that are asked for the properties of an entity whose schema another file gives.
const ANY: [&str; 6] = [
    "LegalEntity",
    "Person",
    "Organization",
    "Company",
    "Vessel",
    "Airplane",
];

impl Draft {
    /// Begins an entity of a schema of the model.
    pub(crate) fn new(id: &str, schema: &'static str) -> Self {
        Self {
            id: id.to_owned(),
            schema,
            ..Self::default()
        }
    }

    /// Begins what is to be said besides of an entity that another file describes.
    pub(crate) fn more(id: &str) -> Self {
        Self::new(id, "")
    }

    /// Adds a value, unless it is blank. What the schema has no property for goes to the notes.
    pub(crate) fn add(&mut self, property: &'static str, value: &str) {
        self.add_in(property, value, "");
    }

    /// Adds a value in a language, of which nothing may be told.
    pub(crate) fn add_in(&mut self, property: &'static str, value: &str, language: &str) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        let (property, value) = match self.takes(property) {
            true => (property, value.to_owned()),
            false => ("notes", format!("{property}: {value}")),
        };
        let mut known = self.properties.iter();
        let language = language.trim();
        if !known.any(|said| said.0 == property && said.1 == value && said.2 == language) {
            self.properties.push((property, value, language.to_owned()));
        }
    }

    /// Tells whether its schema has a property.
    pub(crate) fn takes(&self, property: &str) -> bool {
        let fits = |schema: &str| {
            let place = MODEL.find(schema);
            place.is_some_and(|place| MODEL.schemata[place].property(property).is_some())
        };
        match self.schema {
            "" => ANY.iter().any(|schema| fits(schema)),
            schema => fits(schema),
        }
    }

    /// Returns the id of the entity.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// Adds an entity that is to be stated with this one.
    pub(crate) fn beside(&mut self, other: Draft) {
        self.beside.push(other);
    }

    /// Says of a listing that the document does not hold all of its list, so that those who are
    /// not in it may be on the list all the same.
    pub(crate) fn in_part(&mut self) {
        self.is_in_part = true;
    }

    /// Adds a country by its code or name; names are made codes where they are known.
    pub(crate) fn country(&mut self, property: &'static str, country: &str) {
        let country = country.trim();
        let is_code = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
        let small = country.to_ascii_lowercase();
        let code = match is_code && countries::names(&small).is_some() {
            true => small.as_str(),
            false => countries::code(country).unwrap_or(country),
        };
        self.add(property, code);
    }

    /// Adds a note that begins with a word for what it tells; nothing where the value is blank.
    pub(crate) fn note(&mut self, word: &str, value: &str) {
        let value = value.trim();
        if !value.is_empty() {
            self.add("notes", &format!("{word}: {value}"));
        }
    }

    /// Adds what is not understood, under the path by which it goes in the document.
    pub(crate) fn keep(&mut self, path: &str, value: &str) {
        let texts = ["notes", "summary", "description"];
        let property = texts.into_iter().find(|property| self.takes(property));
        self.add(property.unwrap_or("notes"), &format!("{path}: {value}"));
    }

    /// Tells whether the schema has a property.
    pub(crate) fn has(&self, property: &str) -> bool {
        let place = MODEL.find(self.schema);
        place.is_some_and(|place| MODEL.schemata[place].property(property).is_some())
    }

    /// Adds a name or description in a language.
    pub(crate) fn spoken(&mut self, word: NamedNodeRef<'static>, text: &str, language: &str) {
        let text = text.trim();
        if !text.is_empty() {
            self.spoken.push(Spoken {
                word,
                text: Cow::Owned(text.to_owned()),
                language: Cow::Owned(language.to_ascii_lowercase()),
            });
        }
    }

    /// Gives the name by which the entity is shown.
    pub(crate) fn caption(&mut self, caption: &str) {
        self.caption = Some(caption.to_owned());
    }

    /// Says that the document is about this entity.
    pub(crate) fn target(&mut self) {
        self.is_target = true;
    }

    /// Says of which dataset it is.
    pub(crate) fn dataset(&mut self, dataset: impl Into<Cow<'static, str>>) {
        self.datasets.push(dataset.into());
    }

    /// Returns what was added so far.
    #[cfg(test)]
    pub(crate) fn said(&self) -> Vec<(&'static str, &str)> {
        self.properties
            .iter()
            .map(|(name, value, _)| (*name, value.as_str()))
            .collect()
    }

    /// Returns the entities that are stated with it.
    #[cfg(test)]
    pub(crate) fn others(&self) -> &[Draft] {
        &self.beside
    }

    fn record(&self) -> Record<'_> {
        let mut record = Record {
            id: Cow::Borrowed(&self.id),
            schema: Cow::Borrowed(self.schema),
            caption: self.caption.as_deref().map(Cow::Borrowed),
            datasets: self
                .datasets
                .iter()
                .map(|name| Cow::Borrowed(name.as_ref()))
                .collect(),
            is_target: self.is_target,
            is_in_part: self.is_in_part,
            spoken: self.spoken.clone(),
            ..Record::default()
        };
        let mut names: Vec<&'static str> = Vec::new();
        for (name, ..) in &self.properties {
            if !names.contains(name) {
                names.push(name);
            }
        }
        for name in names {
            let values = self.properties.iter().filter(|(known, ..)| *known == name);
            let values = values
                .map(|(_, value, language)| Value::spoken(Cow::Borrowed(value.as_str()), language));
            record.values.extend(values);
            record
                .properties
                .push((Cow::Borrowed(name), record.values.len()));
        }
        record
    }
}

impl Writer<'_> {
    /// States an entity.
    pub(crate) fn put(&mut self, draft: &Draft) {
        // A draft has an id and a schema of the model: nothing can be lacking.
        let _ = self.entity(&draft.record());
        for other in &draft.beside {
            self.put(other);
        }
    }

    /// Keeps with an entity what was not understood, each by its path, and counts it.
    pub(crate) fn keep<'k>(
        &mut self,
        of: &Draft,
        unread: impl IntoIterator<Item = (String, &'k str)>,
    ) {
        let mut draft = Draft::new(&of.id, of.schema);
        for (path, value) in unread {
            self.part.tally.wonder(&path);
            draft.keep(&path, value);
        }
        if !draft.properties.is_empty() {
            self.more(&draft);
        }
    }

    /// States what is said besides of an entity that another record or file describes.
    pub(crate) fn more(&mut self, draft: &Draft) {
        let record = draft.record();
        let schemata: &[&str] = match draft.schema {
            "" => &ANY,
            _ => &[draft.schema],
        };
        let schemata = schemata.iter().filter_map(|name| MODEL.find(name));
        let schemata: Vec<_> = schemata.map(|place| &MODEL.schemata[place]).collect();
        self.additions(&record, &schemata);
        for other in &draft.beside {
            self.put(other);
        }
    }

    /// States what little is said of a thing whose name another file may give: its classes and the
    /// properties.
    pub(crate) fn mention(&mut self, draft: &Draft, classes: &[NamedNodeRef<'static>]) {
        let thing = self.entity_of(&draft.id);
        self.part.state_classes(thing, classes);
        self.more(draft);
    }

    /// Returns the piece that is written, for what is said beside entities.
    pub(crate) fn part(&mut self) -> &mut Part {
        self.part
    }

    /// States the name by which an entity is shown that another record or file may describe.
    pub(crate) fn label(&mut self, id: &str, name: &str) {
        if !name.trim().is_empty() {
            let entity = self.entity_of(id);
            self.part.state_text(entity, rdfs::LABEL, name.trim());
        }
    }

    /// Returns what was counted so far.
    pub(crate) fn tally(&mut self) -> &mut Tally {
        &mut self.part.tally
    }
}
