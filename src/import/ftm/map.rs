//! An entity to statements: everything in the namespace of FollowTheMoney as it is, and what we
//! have words for in ours.

use crate::import::ftm::model::{FTM, Form, Kind, MODEL, Model, Says, Schema};
use crate::import::ftm::record::{Record, Said, Told, Value};
use crate::import::languages;
use crate::import::part::Part;
use crate::import::say::{self, ListName};
use crate::model::Date;
use crate::model::vocab::{self as ag, AGID, external as ext};
use crate::store::TermId;
use oxrdf::NamedNodeRef;
use oxrdf::vocab::{rdf, rdfs, xsd};
use std::borrow::Cow;

/// What stands before the id of an entity in its IRI.
const SPACE: &str = "https://w3id.org/actorgraph/id/ftm-";

/// What is not looked up yet.
const NONE: TermId = TermId::MAX;

/// Writes the entities of one piece.
pub(crate) struct Writer<'p> {
    pub(super) part: &'p mut Part,
    model: &'static Model,
    /// The ids of properties of FollowTheMoney, once they were used.
    properties: Vec<TermId>,
    /// The ids of schemata, once they were described.
    schemata: Vec<TermId>,
    /// The ids of the classes of ours of each schema, once they were used.
    classes: Vec<Vec<TermId>>,
    words: Words,
    /// The last texts of what seldom changes from one record to the next, with their ids.
    times: [(String, TermId); 3],
    datasets: Vec<(String, TermId)>,
}

/// How many datasets are known by heart.
const DATASETS: usize = 8;

/// The words that stand in almost every entity.
struct Words {
    a: TermId,
    label: TermId,
    alias: TermId,
    dataset: TermId,
    referent: TermId,
    first_seen: TermId,
    last_seen: TermId,
    last_change: TermId,
}

/// The IRI of an entity, in full.
pub(super) fn iri(id: &str) -> String {
    format!("{SPACE}{}", say::escape(id))
}

/// The nodes that one entity may bring along, by what stands behind its IRI.
pub(crate) const SATELLITES: [&str; 3] = [".end", ".parent", ".owner"];

impl<'p> Writer<'p> {
    pub(crate) fn new(part: &'p mut Part) -> Self {
        let model = &*MODEL;
        let words = Words {
            a: part.word(rdf::TYPE),
            label: part.word(rdfs::LABEL),
            alias: part.word(ext::ALT_LABEL),
            dataset: part.word(ag::DATASET),
            referent: part.word(ag::REFERENT),
            first_seen: part.word(ag::FIRST_SEEN),
            last_seen: part.word(ag::LAST_SEEN),
            last_change: part.word(ag::LAST_CHANGE),
        };
        Self {
            part,
            model,
            properties: vec![NONE; model.properties.len()],
            schemata: vec![NONE; model.schemata.len()],
            classes: vec![Vec::new(); model.schemata.len()],
            words,
            times: Default::default(),
            datasets: Vec::new(),
        }
    }

    /// States everything that an entity says, and those nested in it; `Err` with what it lacks.
    pub(super) fn entity(&mut self, record: &Record<'_>) -> Result<TermId, &'static str> {
        self.nested(record, None)
    }

    /// States an entity of a table of targets, and that it stands on the lists that it names.
    pub(super) fn target(&mut self, record: &Record<'_>) {
        let Ok(target) = self.entity(record) else {
            return;
        };
        let own: Vec<&str> = texts(record, "programId").collect();
        let lists = if own.is_empty() {
            texts(record, "program").collect()
        } else {
            own
        };
        for name in lists {
            let listing = self.satellite(record, &format!(".listing-{}", say::slug(name)));
            self.part.state_classes(listing, &[ag::LISTING, ag::EVENT]);
            let label = self.part.batch.text(&format!("Listing: {name}"));
            self.part.batch.claim(listing, self.words.label, label);
            let list = self.part.list(ListName {
                key: name,
                name,
                authority: None,
                country: None,
            });
            self.event(listing, &[target], &[list], None);
            self.part.members.push([list, target]);
        }
    }

    /// States properties of an entity of which nothing else is said here; each is taken from the
    /// first of these schemata that has it.
    pub(super) fn additions(&mut self, record: &Record<'_>, schemata: &[&'static Schema]) {
        let subject = self.part.batch.iri(SPACE, &say::escape(&record.id));
        let mut about = About::default();
        let mut begin = 0;
        for (name, end) in &record.properties {
            let values = &record.values[begin..*end];
            begin = *end;
            let mut fitting = schemata
                .iter()
                .filter(|schema| schema.property(name).is_some());
            if let Some(schema) = fitting.next() {
                self.property(schema, subject, name, values, &mut about);
            }
        }
        for (_, name) in about.names {
            self.part.batch.claim(subject, self.words.alias, name);
        }
    }

    /// States an entity that stands in another, `from`, under this name of a property.
    fn nested(
        &mut self,
        record: &Record<'_>,
        from: Option<(&str, TermId)>,
    ) -> Result<TermId, &'static str> {
        if record.id.trim().is_empty() {
            return Err("the entity has no `id`");
        }
        if record.schema.trim().is_empty() {
            return Err("the entity has no `schema`");
        }
        let subject = self.part.batch.iri(SPACE, &say::escape(&record.id));
        let Some(place) = self.model.find(&record.schema) else {
            self.unknown(record, subject);
            return Ok(subject);
        };
        let schema = &self.model.schemata[place];
        let class = self.class(place);
        self.part.batch.claim(subject, self.words.a, class);
        if self.classes[place].is_empty() {
            let own = schema.classes.iter().map(|class| self.part.word(*class));
            self.classes[place] = own.collect();
        }
        for class in &self.classes[place] {
            self.part.batch.claim(subject, self.words.a, *class);
        }

        let mut about = About::default();
        let mut begin = 0;
        for (name, end) in &record.properties {
            let values = &record.values[begin..*end];
            begin = *end;
            self.property(schema, subject, name, values, &mut about);
        }
        if let Some((name, outer)) = from {
            self.back(schema, subject, name, outer, record);
        }
        self.about(record, subject);
        self.names(record, subject, schema, &mut about);
        match schema.form {
            Form::Thing | Form::Other => (),
            Form::Sanction => self.sanction(record, subject),
            Form::Ownership => self.ownership(record, subject),
            Form::Tenure(person, body) => self.tenure(record, subject, person, body),
            Form::Link(from, to, nature) => self.link(record, subject, from, to, nature),
        }
        Ok(subject)
    }

    /// States the values of a property.
    fn property<'r>(
        &mut self,
        schema: &'static Schema,
        subject: TermId,
        name: &str,
        values: &'r [Value<'r>],
        about: &mut About<'r>,
    ) {
        let Some(place) = schema.property(name) else {
            // The same as bare ids point at this one: they say it themselves.
            let are_ids = !schema.back(name).is_empty();
            let told = values.iter().filter(|value| {
                let is_entity = matches!(value, Value::Nested(_));
                is_entity || !are_ids
            });
            self.strange_property(schema.name, subject, name, told);
            return;
        };
        let property = &self.model.properties[place];
        let mut predicate = self.properties[place];
        if predicate == NONE {
            predicate = self.part.batch.iri(FTM, &property.qualified);
            self.properties[place] = predicate;
        }
        for value in values {
            let (text, said) = match value {
                Value::Text(text) => (text.as_ref(), None),
                Value::Said(said) => (said.text.as_ref(), Some(said)),
                Value::Nested(record) => {
                    match self.nested(record, Some((name, subject))) {
                        Ok(object) => self.part.batch.claim(subject, predicate, object),
                        Err(_) => self.loose(schema.name, subject, name, record),
                    }
                    continue;
                }
            };
            let object = match property.kind {
                Kind::Entity => self.part.batch.iri(SPACE, &say::escape(text)),
                Kind::Date => self.date(text),
                Kind::Url => self.part.batch.typed(text, xsd::ANY_URI),
                Kind::Topic => {
                    about.is_official |= text == "role.pep";
                    self.part.batch.text(text)
                }
                Kind::Words => match said {
                    Some(said) => self.in_language(text, &said.language),
                    None => self.part.batch.text(text),
                },
                Kind::Country | Kind::Text => self.part.batch.text(text),
            };
            self.part.batch.claim(subject, predicate, object);
            if let Some(said) = said {
                self.statement([subject, predicate, object], said);
            }
            match property.says {
                Says::Nothing => (),
                Says::Name => about.names.push((text, object)),
                Says::Same(word) => self.part.state(subject, word, object),
                // Where an address or a passport is from is told of nobody.
                Says::Country if schema.classes.is_empty() => (),
                Says::Country => {
                    let country = self.part.country(text);
                    self.part.state(subject, ag::HAS_COUNTRY, country);
                }
                Says::Owner(kind, satellite) => self.owner(subject, object, kind, satellite),
            }
        }
    }

    /// Keeps what no schema has under the name that it was given.
    fn strange_property<'r>(
        &mut self,
        schema: &str,
        subject: TermId,
        name: &str,
        values: impl IntoIterator<Item = &'r Value<'r>>,
    ) {
        let mut predicate = NONE;
        for value in values {
            match value {
                // Entities that point at this one, nested under the name of the way back.
                Value::Nested(record) => {
                    if self.nested(record, Some((name, subject))).is_err() {
                        self.loose(schema, subject, name, record);
                    }
                }
                Value::Text(_) | Value::Said(_) => {
                    if predicate == NONE {
                        self.part.tally.wonder(&format!("{schema}:{name}"));
                        let local = format!("{schema}:{}", say::escape(name));
                        predicate = self.part.batch.iri(FTM, &local);
                    }
                    self.strange_text(subject, predicate, value);
                }
            }
        }
    }

    /// States a text under a name that no schema has.
    fn strange_text(&mut self, subject: TermId, predicate: TermId, value: &Value<'_>) {
        let object = match value {
            Value::Text(text) => self.part.batch.text(text),
            Value::Said(said) => self.in_language(&said.text, &said.language),
            Value::Nested(_) => return,
        };
        self.part.batch.claim(subject, predicate, object);
        if let Value::Said(said) = value {
            self.statement([subject, predicate, object], said);
        }
    }

    /// Returns the literal of a text in a language.
    fn in_language(&mut self, text: &str, language: &str) -> TermId {
        match languages::tag(language) {
            Some(language) => self.part.batch.tagged(text, &language),
            None => self.part.batch.text(text),
        }
    }

    /// States what is told of a statement, which then is a node of its own beside its entity
    /// (`rdf:Statement`).
    fn statement(&mut self, [subject, predicate, object]: [TermId; 3], said: &Said<'_>) {
        let Some((name, told)) = &said.statement else {
            return;
        };
        let Some(local) = self.local(subject) else {
            return;
        };
        let node = self.part.batch.iri(&local, &format!(".said-{name}"));
        self.part.state_classes(node, &[rdf::STATEMENT]);
        self.part.state(node, rdf::SUBJECT, subject);
        self.part.state(node, rdf::PREDICATE, predicate);
        self.part.state(node, rdf::OBJECT, object);
        for (word, told) in told {
            let told = match told {
                Told::Text(text) => self.part.batch.text(text),
                Told::Spoken(text) => self.in_language(text, &said.language),
                Told::Time(time) => self.date(time),
                Told::Yes => self.part.batch.typed("true", xsd::BOOLEAN),
            };
            self.part.state(node, *word, told);
        }
    }

    /// Keeps the values of an object that is no entity under their path.
    fn loose(&mut self, schema: &str, subject: TermId, name: &str, record: &Record<'_>) {
        let own = [
            ("id", Some(&record.id)),
            ("schema", Some(&record.schema)),
            ("caption", record.caption.as_ref()),
            ("first_seen", record.first_seen.as_ref()),
            ("last_seen", record.last_seen.as_ref()),
            ("last_change", record.last_change.as_ref()),
        ];
        let datasets = record.datasets.iter().map(|text| ("datasets", Some(text)));
        let referents = record
            .referents
            .iter()
            .map(|text| ("referents", Some(text)));
        for (key, text) in own.into_iter().chain(datasets).chain(referents) {
            let text = text.filter(|text| !text.trim().is_empty());
            let text = text.map(|text| Value::Text(Cow::Borrowed(text)));
            self.strange_property(schema, subject, &format!("{name}.{key}"), text.as_slice());
        }
        let mut begin = 0;
        for (key, end) in &record.properties {
            let values = &record.values[begin..*end];
            begin = *end;
            self.strange_property(schema, subject, &format!("{name}.{key}"), values);
        }
    }

    /// States what a nested entity leaves to its place: that it points back at the outer one.
    fn back(
        &mut self,
        schema: &'static Schema,
        subject: TermId,
        name: &str,
        outer: TermId,
        record: &Record<'_>,
    ) {
        let inner = self.model.schemata.iter().find_map(|above| {
            let names = above.back(name).iter();
            let mut known = names.filter_map(|name| schema.property(name));
            known.next()
        });
        let Some(place) = inner else { return };
        let property = &self.model.properties[place];
        if record
            .properties
            .iter()
            .any(|(name, _)| name == property.name)
        {
            return;
        }
        let predicate = self.part.batch.iri(FTM, &property.qualified);
        self.part.batch.claim(subject, predicate, outer);
    }

    /// Keeps an entity of a schema that we do not know.
    fn unknown(&mut self, record: &Record<'_>, subject: TermId) {
        self.part.tally.wonder(&record.schema);
        let local = say::escape(&record.schema);
        let class = self.part.batch.iri(FTM, &local);
        self.part.batch.claim(subject, self.words.a, class);
        let thing = self
            .model
            .find("Thing")
            .map(|place| &self.model.schemata[place]);
        let mut about = About::default();
        let mut begin = 0;
        for (name, end) in &record.properties {
            let values = &record.values[begin..*end];
            begin = *end;
            let Some(thing) = thing else { continue };
            match thing.property(name) {
                Some(_) => self.property(thing, subject, name, values, &mut about),
                None => {
                    let property = format!("{local}:{}", say::escape(name));
                    let predicate = self.part.batch.iri(FTM, &property);
                    for value in values {
                        let Value::Nested(record) = value else {
                            self.strange_text(subject, predicate, value);
                            continue;
                        };
                        match self.nested(record, None) {
                            Ok(object) => self.part.batch.claim(subject, predicate, object),
                            Err(_) => self.loose(&local, subject, name, record),
                        }
                    }
                }
            }
        }
        self.about(record, subject);
        if let Some(thing) = thing {
            self.names(record, subject, thing, &mut about);
        }
    }

    /// Returns the class of a schema, described with those above it.
    fn class(&mut self, place: usize) -> TermId {
        let known = self.schemata[place];
        if known != NONE {
            return known;
        }
        let schema = &self.model.schemata[place];
        let class = self.part.batch.iri(FTM, schema.name);
        self.schemata[place] = class;
        let below = self.part.word(rdfs::SUB_CLASS_OF);
        for parent in &schema.parents {
            let parent = self.class(*parent);
            self.part.batch.claim(class, below, parent);
        }
        class
    }

    /// States what the file says of the record itself.
    fn about(&mut self, record: &Record<'_>, subject: TermId) {
        for referent in &record.referents {
            let referent = self.part.batch.text(referent);
            self.part
                .batch
                .claim(subject, self.words.referent, referent);
        }
        for dataset in &record.datasets {
            let known = self.datasets.iter().find(|(name, _)| name == dataset);
            let dataset = match known {
                Some((_, id)) => *id,
                None => {
                    self.part.tally.dataset(dataset);
                    let id = self.part.batch.text(dataset);
                    if self.datasets.len() < DATASETS {
                        self.datasets.push((dataset.to_string(), id));
                    }
                    id
                }
            };
            self.part.batch.claim(subject, self.words.dataset, dataset);
        }
        if record.is_target {
            let yes = self.part.batch.typed("true", xsd::BOOLEAN);
            self.part.state(subject, ag::IS_TARGET, yes);
        }
        let times = [
            (&record.first_seen, self.words.first_seen),
            (&record.last_seen, self.words.last_seen),
            (&record.last_change, self.words.last_change),
        ];
        for (place, (time, word)) in times.into_iter().enumerate() {
            let Some(time) = time.as_deref().filter(|time| !time.is_empty()) else {
                continue;
            };
            if self.times[place].0 != time {
                let id = self.date(time);
                let known = &mut self.times[place];
                time.clone_into(&mut known.0);
                known.1 = id;
            }
            self.part.batch.claim(subject, word, self.times[place].1);
        }
        if let Some(time) = record.last_seen.as_deref() {
            self.part.tally.seen_text(time);
        }
    }

    /// States the label and the other names of a thing.
    fn names(
        &mut self,
        record: &Record<'_>,
        subject: TermId,
        schema: &'static Schema,
        about: &mut About<'_>,
    ) {
        if schema.form != Form::Thing {
            return self.caption(record, subject, schema);
        }
        let mut has_label = false;
        for spoken in &record.spoken {
            let text = self.in_language(&spoken.text, &spoken.language);
            self.part.state(subject, spoken.word, text);
            has_label |= spoken.word == rdfs::LABEL;
        }
        let caption = record.caption.as_deref().map(str::trim);
        let caption = caption.filter(|caption| !caption.is_empty() && *caption != schema.name);
        let label = match caption {
            Some(caption) => Some(self.part.batch.text(caption)),
            None => about.names.first().map(|(_, id)| *id),
        };
        let label = match has_label {
            true => None,
            false => Some(label.unwrap_or_else(|| self.part.batch.text(&record.id))),
        };
        if let Some(label) = label {
            self.part.batch.claim(subject, self.words.label, label);
        }
        for (_, name) in about.names.drain(..) {
            if Some(name) != label {
                self.part.batch.claim(subject, self.words.alias, name);
            }
        }
        if about.is_official {
            self.part.state_classes(subject, &[ag::OFFICIAL]);
        }
    }

    /// Keeps the caption of a tie or a listing, which most often is one of its values or its schema.
    fn caption(&mut self, record: &Record<'_>, subject: TermId, schema: &'static Schema) {
        let caption = record.caption.as_deref().unwrap_or_default().trim();
        let mut values = record.values.iter().filter_map(Value::text);
        if caption.is_empty() || caption == schema.name || values.any(|text| text == caption) {
            return;
        }
        let predicate = format!("{}:caption", schema.name);
        let predicate = self.part.batch.iri(FTM, &predicate);
        let caption = self.part.batch.text(caption);
        self.part.batch.claim(subject, predicate, caption);
    }

    /// States a listing, and the removal that its end is.
    fn sanction(&mut self, record: &Record<'_>, subject: TermId) {
        // Exports shuffle values: the least is the same each time.
        let least = |name: &str| texts(record, name).min();
        let authority = least("authority");
        let country = least("country");
        let ids: Vec<&str> = texts(record, "programId").collect();
        let programs: Vec<&str> = texts(record, "program").collect();
        let mut lists = Vec::new();
        let mut name = |part: &mut Part, key: &str, name: &str| {
            lists.push(part.list(ListName {
                key,
                name,
                authority,
                country,
            }));
        };
        match (ids.as_slice(), programs.as_slice()) {
            ([], []) => {
                let own = authority
                    .unwrap_or_else(|| record.datasets.first().map_or("sanctions", |set| set));
                name(self.part, "sanctions", own);
            }
            ([], programs) => programs
                .iter()
                .for_each(|program| name(self.part, program, program)),
            ([id], [program]) => name(self.part, id, program),
            (ids, _) => ids.iter().for_each(|id| name(self.part, id, id)),
        }
        let targets = self.ends(record, "entity");
        let agency = authority.map(|authority| self.part.agency(authority, country));
        let label = programs
            .iter()
            .min()
            .copied()
            .or(authority)
            .unwrap_or("Sanction");
        let label = self.part.batch.text(&format!("Listing: {label}"));
        self.part.batch.claim(subject, self.words.label, label);
        let start = earliest(record, &["listingDate", "startDate", "date"]);
        self.dated(subject, ag::DATE, start);
        self.event(subject, &targets, &lists, agency);
        for reason in texts(record, "reason") {
            self.part.state_text(subject, ag::REASON, reason);
        }
        // Where a document holds a part of a list, it is no edition of it.
        if !record.is_in_part {
            for target in &targets {
                let members = lists.iter().map(|list| [*list, *target]);
                self.part.members.extend(members);
            }
        }
        let Some(end) = texts(record, "endDate").filter_map(say::date).max() else {
            return;
        };
        let removal = self.satellite(record, ".end");
        self.part.state_classes(removal, &[ag::REMOVAL, ag::EVENT]);
        let label = self.part.batch.text("End of the listing");
        self.part.batch.claim(removal, self.words.label, label);
        self.dated(removal, ag::DATE, Some(end));
        self.event(removal, &targets, &lists, agency);
    }

    /// States who and what takes part in a listing or removal.
    fn event(
        &mut self,
        event: TermId,
        targets: &[TermId],
        lists: &[TermId],
        agency: Option<TermId>,
    ) {
        for target in targets {
            self.part.state(event, ag::TARGET, *target);
        }
        for list in lists {
            self.part.state(event, ag::LIST, *list);
        }
        if let Some(agency) = agency {
            self.part.state(event, ag::AGENT, agency);
        }
    }

    /// States an ownership.
    fn ownership(&mut self, record: &Record<'_>, subject: TermId) {
        for owner in self.ends(record, "owner") {
            self.part.state(subject, ag::PARENT, owner);
        }
        for asset in self.ends(record, "asset") {
            self.part.state(subject, ag::CHILD, asset);
        }
        let mut roles = texts(record, "role");
        let is_subsidiary = roles.any(|role| {
            let role = role.to_ascii_lowercase();
            role.contains("subsidiary") || role.contains("parent company")
        });
        let is_control = texts(record, "ownershipType").any(|text| text == "control");
        let kind = match (is_subsidiary, is_control) {
            (true, _) => ag::SUBSIDIARY,
            (false, true) => ag::CONTROLLER,
            (false, false) => ag::SHAREHOLDER,
        };
        let kind = self.part.word(kind);
        self.part.state(subject, ag::KIND, kind);
        for percentage in texts(record, "percentage") {
            match say::share(percentage) {
                Some((low, high)) if low == high => self.share(subject, ag::SHARE, low),
                Some((low, high)) => {
                    self.share(subject, ag::SHARE_MIN, low);
                    self.share(subject, ag::SHARE_MAX, high);
                }
                None => self
                    .part
                    .tally
                    .mend("shares that are no number, kept as texts", 1),
            }
        }
        self.period(record, subject);
        let label = texts(record, "role").min().unwrap_or("Ownership");
        self.part.state_text(subject, rdfs::LABEL, label);
    }

    fn share(&mut self, subject: TermId, property: NamedNodeRef<'static>, share: f64) {
        let share = self.part.batch.typed(&say::decimal(share), xsd::DECIMAL);
        self.part.state(subject, property, share);
    }

    /// States that somebody stands over an entity, which names them in a property.
    fn owner(
        &mut self,
        child: TermId,
        parent: TermId,
        kind: NamedNodeRef<'static>,
        satellite: &str,
    ) {
        // One for each entity: should it name several, they share it.
        let Some(local) = self.local(child) else {
            return;
        };
        let ownership = self.part.batch.iri(&local, &format!(".{satellite}"));
        self.part.state_classes(ownership, &[ag::OWNERSHIP]);
        self.part.state(ownership, ag::PARENT, parent);
        self.part.state(ownership, ag::CHILD, child);
        let kind = self.part.word(kind);
        self.part.state(ownership, ag::KIND, kind);
        self.part.state_text(ownership, rdfs::LABEL, "Ownership");
    }

    /// States who holds what office.
    fn tenure(&mut self, record: &Record<'_>, subject: TermId, person: &str, body: &str) {
        for person in self.ends(record, person) {
            self.part.state(subject, ag::PERSON, person);
        }
        let place = if body == "post" {
            ag::POSITION
        } else {
            ag::BODY
        };
        for body in self.ends(record, body) {
            self.part.state(subject, place, body);
            if place == ag::POSITION {
                self.part.state_classes(body, &[ag::POSITION_CLASS]);
            }
        }
        for role in texts(record, "role") {
            self.part.state_text(subject, ag::OFFICE, role);
        }
        let start = earliest(
            record,
            &["startDate", "periodStart", "electionDate", "date"],
        );
        self.dated(subject, ag::START, start);
        let end = latest(record, &["endDate", "periodEnd"]);
        self.dated(subject, ag::END, end);
        let label = texts(record, "role").min().unwrap_or(&record.schema);
        self.part.state_text(subject, rdfs::LABEL, label);
    }

    /// States another tie.
    fn link(&mut self, record: &Record<'_>, subject: TermId, from: &str, to: &str, nature: &str) {
        for from in self.ends(record, from) {
            self.part.state(subject, ag::FROM, from);
        }
        for to in self.ends(record, to) {
            self.part.state(subject, ag::TO, to);
        }
        let mut words = texts(record, "relationship")
            .chain(texts(record, "role"))
            .peekable();
        if words.peek().is_none() {
            self.part.state_text(subject, ag::NATURE, nature);
        }
        for word in words {
            self.part.state_text(subject, ag::NATURE, word);
        }
        let words = texts(record, "relationship").chain(texts(record, "role"));
        let label = words.min().unwrap_or(&record.schema);
        self.part.state_text(subject, rdfs::LABEL, label);
        self.period(record, subject);
    }

    /// States from when to when a tie is said to hold.
    fn period(&mut self, record: &Record<'_>, subject: TermId) {
        let start = earliest(record, &["startDate"]);
        self.dated(subject, ag::START, start);
        if start.is_none() {
            self.dated(subject, ag::DATE, earliest(record, &["date"]));
        }
        self.dated(subject, ag::END, latest(record, &["endDate"]));
    }

    fn dated(&mut self, subject: TermId, property: NamedNodeRef<'static>, date: Option<Date>) {
        if let Some(date) = date.and_then(|date| self.part.date(&date.to_string())) {
            self.part.state(subject, property, date);
        }
    }

    /// Returns the entities that a property refers to, nested ones too.
    fn ends(&mut self, record: &Record<'_>, name: &str) -> Vec<TermId> {
        let ids = values(record, name).map(|value| match value {
            Value::Nested(record) => record.id.as_ref(),
            value => value.text().unwrap_or_default(),
        });
        ids.filter(|id| !id.is_empty())
            .map(|id| self.entity_of(id))
            .collect()
    }

    /// Returns the entity with this id.
    pub(super) fn entity_of(&mut self, id: &str) -> TermId {
        self.part.batch.iri(SPACE, &say::escape(id))
    }

    fn satellite(&mut self, record: &Record<'_>, ending: &str) -> TermId {
        let local: Cow<'_, str> = say::escape(&record.id);
        self.part.batch.iri(&format!("{SPACE}{local}"), ending)
    }

    /// Returns the IRI of a term as text.
    fn local(&self, id: TermId) -> Option<String> {
        let iri = self.part.batch.iri_of(id)?;
        debug_assert!(iri.starts_with(AGID), "entities have IRIs of ours");
        Some(iri.to_owned())
    }

    /// Returns the literal of a date or time; what is neither stays a text.
    fn date(&mut self, text: &str) -> TermId {
        let batch = &mut self.part.batch;
        if text.len() <= 10 {
            return match self.part.date(text) {
                Some(id) => id,
                None => self.part.batch.text(text),
            };
        }
        match is_time(text) {
            true => batch.typed(text, xsd::DATE_TIME),
            false => batch.text(text),
        }
    }
}

/// What is gathered while the properties of an entity are read.
#[derive(Default)]
struct About<'r> {
    names: Vec<(&'r str, TermId)>,
    is_official: bool,
}

/// Tells whether a text has the form `YYYY-MM-DDThh:mm:ss`, with a fraction and a zone or without.
fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let shape = b"dddd-dd-ddTdd:dd:dd";
    let day = text.get(..10).and_then(say::date_type);
    if bytes.len() < shape.len() || !text.is_ascii() || day.is_none() {
        return false;
    }
    let fits = bytes.iter().zip(shape).all(|(byte, shape)| match shape {
        b'd' => byte.is_ascii_digit(),
        shape => byte == shape,
    });
    let number = |at: usize| (bytes[at] - b'0') * 10 + (bytes[at + 1] - b'0');
    if !fits || number(11) > 23 || number(14) > 59 || number(17) > 59 {
        return false;
    }
    let rest = &text[shape.len()..];
    let rest = match rest.strip_prefix('.') {
        Some(rest) => {
            let end = rest
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(rest.len());
            if end == 0 {
                return false;
            }
            &rest[end..]
        }
        None => rest,
    };
    matches!(rest, "" | "Z" | "+00:00")
}

fn values<'r>(record: &'r Record<'r>, name: &str) -> impl Iterator<Item = &'r Value<'r>> {
    let place = record
        .properties
        .iter()
        .position(|(known, _)| known == name);
    let range = place.map_or(0..0, |place| {
        let begin = place
            .checked_sub(1)
            .map_or(0, |before| record.properties[before].1);
        begin..record.properties[place].1
    });
    record.values[range].iter()
}

fn texts<'r>(record: &'r Record<'r>, name: &str) -> impl Iterator<Item = &'r str> {
    values(record, name).filter_map(Value::text)
}

/// Returns the earliest date of the first of these properties that has any.
fn earliest(record: &Record<'_>, names: &[&str]) -> Option<Date> {
    let dates = |name: &&str| texts(record, name).filter_map(say::date).min();
    names.iter().find_map(dates)
}

/// Returns the latest date of the first of these properties that has any.
fn latest(record: &Record<'_>, names: &[&str]) -> Option<Date> {
    let dates = |name: &&str| texts(record, name).filter_map(say::date).max();
    names.iter().find_map(dates)
}
