//! Single statements, a row for each value: tables with a header, and packs without.
//!
//! The rows of an entity need not stand together. They are brought together first
//! ([`Cut::Groups`]), by their first cell.

use crate::import::chunk::{Chunk, Cut};
use crate::import::format::{Format, Reader, Reading};
use crate::import::ftm::map::Writer;
use crate::import::ftm::model::MODEL;
use crate::import::ftm::record::{Record, Said, Told, Value};
use crate::import::part::Part;
use crate::import::rows::{Header, first_row};
use crate::import::say;
use crate::model::vocab as ag;
use csv::{ReaderBuilder, StringRecord};
use std::borrow::Cow;

/// Single statements under a header.
pub(crate) const FORMAT: Format = Format {
    name: "ftm-statements",
    title: "FollowTheMoney: a table of single statements",
    publisher: None,
    page: "https://www.opensanctions.org/docs/statements/",
    sign: "a header with canonical_id, prop, value, dataset",
    license: None,
    is_complete: true,
    reading: Reading::Records {
        fits: |head| {
            let has = |columns: &[&str]| head.has_columns(columns);
            has(&["prop", "value", "dataset"]) && (has(&["canonical_id"]) || has(&["entity_id"]))
        },
        reader: |head| {
            Box::new(Statements {
                header: head.header().cloned(),
            })
        },
    },
};

/// Single statements without a header.
pub(crate) const PACKED: Format = Format {
    name: "ftm-pack",
    title: "FollowTheMoney: single statements without a header",
    publisher: None,
    page: "https://www.opensanctions.org/docs/statements/",
    sign: "rows of 11 cells, the second of the form Schema:property",
    license: None,
    is_complete: true,
    reading: Reading::Records {
        fits: |head| is_pack(&head.text),
        reader: |_| Box::new(Statements { header: None }),
    },
};

/// The columns of a pack, in their order.
const PACK: [&str; 11] = [
    "canonical_id",
    "prop",
    "value",
    "dataset",
    "lang",
    "original_value",
    "external",
    "target",
    "first_seen",
    "last_seen",
    "id",
];

/// What tables with a header have beside the columns of a pack. The type of a property is passed over:
/// the model has it.
const MORE: [&str; 4] = ["entity_id", "prop_type", "schema", "origin"];

/// A table of statements.
struct Statements {
    /// The columns; `None` for a pack.
    header: Option<Header>,
}

/// Tells whether a document begins with a statement of eleven cells, the second of the form
/// `Schema:property`.
fn is_pack(head: &str) -> bool {
    first_row(head, b',').is_some_and(|row| {
        row.len() == PACK.len()
            && row[1]
                .split_once(':')
                .is_some_and(|(schema, name)| is_schema(schema) && is_word(name))
    })
}

/// Tells whether a text may be the name of a schema.
fn is_schema(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase()) && is_word(text)
}

/// Tells whether a text may be the name of a property.
fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

impl Reader for Statements {
    fn cut(&self) -> Cut {
        let key = match &self.header {
            None => Some(0),
            Some(header) => header.place("canonical_id").or(header.place("entity_id")),
        };
        Cut::Groups {
            key: key.unwrap_or(0),
            has_header: self.header.is_some(),
        }
    }

    /// Takes rows as [`Cut::Groups`] leaves them: the line, and then the cells.
    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let text = String::from_utf8_lossy(&chunk.bytes);
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut writer = Writer::new(part);
        let mut rows: Vec<StringRecord> = Vec::new();
        let key = self.key();
        for row in reader.into_records() {
            let Ok(row) = row else { continue };
            let last = rows.last();
            if last.is_some_and(|last| last.get(key) != row.get(key)) {
                self.entity(&rows, &mut writer);
                rows.clear();
            }
            rows.push(row);
        }
        self.entity(&rows, &mut writer);
    }
}

impl Statements {
    fn key(&self) -> usize {
        match self.cut() {
            Cut::Groups { key, .. } => key + 1,
            _ => 1,
        }
    }

    fn place(&self, name: &str) -> Option<usize> {
        let place = match &self.header {
            Some(header) => header.place(name),
            None => PACK.iter().position(|column| *column == name),
        };
        // The line stands before all others.
        place.map(|place| place + 1)
    }

    /// Returns the columns that are not known, each with what a row has there.
    fn others<'r>(&'r self, row: &'r StringRecord) -> impl Iterator<Item = (&'r str, &'r str)> {
        let names = self.header.iter().flat_map(Header::names);
        let names = names.map(String::as_str);
        let cells = names.zip(row.iter().skip(1).map(str::trim));
        cells.filter(|(name, cell)| {
            let is_known = PACK.iter().chain(&MORE).any(|known| known == name);
            !is_known && !name.is_empty() && !cell.is_empty()
        })
    }

    /// Returns a cell of a row by the name of its column; nothing where there is none.
    fn cell<'r>(&self, row: &'r StringRecord, name: &str) -> &'r str {
        let cell = self.place(name).and_then(|place| row.get(place));
        cell.map_or("", str::trim)
    }

    /// Returns the schema and the name of the property of a statement; `None` where a row is none.
    fn property<'r>(&self, row: &'r StringRecord) -> Option<(&'r str, &'r str)> {
        let told = self.cell(row, "prop");
        let (schema, name) = told
            .split_once(':')
            .unwrap_or_else(|| (self.cell(row, "schema"), told));
        // The line stands before the cells.
        let is_whole = match &self.header {
            Some(_) => row.len() >= 4,
            None => row.len() == PACK.len() + 1,
        };
        (is_schema(schema) && is_word(name) && is_whole).then_some((schema, name))
    }

    /// States the entity that some rows describe.
    fn entity(&self, rows: &[StringRecord], writer: &mut Writer<'_>) {
        let Some(first) = rows.first() else { return };
        let line_of = |row: &StringRecord| row.get(0).and_then(|line| line.parse().ok());
        let line: u64 = line_of(first).unwrap_or(0);
        let count = rows.len() as u64;
        writer.part.tally.read += count;
        let mut record = Record {
            id: Cow::Borrowed(first.get(self.key()).unwrap_or_default().trim()),
            ..Record::default()
        };
        let mut statements = Vec::new();
        for row in rows {
            let Some((schema, name)) = self.property(row) else {
                let message = "the row lacks a schema or a property".to_owned();
                let line = line_of(row).unwrap_or(line);
                writer.part.tally.skip(line, "not-a-statement", message);
                continue;
            };
            narrow(&mut record, schema);
            self.about(row, &mut record);
            statements.push((row, name));
        }
        if statements.is_empty() {
            return;
        }
        // Whether the rows of the entity differ in this.
        let several = |name: &str| {
            let mut cells = statements.iter().map(|(row, _)| self.cell(row, name));
            let first = cells.next();
            cells.any(|cell| Some(cell) != first)
        };
        let several = ["dataset", "entity_id"].map(several);
        let mut values: Vec<(&str, Vec<Value<'_>>)> = Vec::new();
        let mut put = |name, value| match values.iter_mut().find(|(known, _)| *known == name) {
            Some((_, of_name)) => of_name.push(value),
            None => values.push((name, vec![value])),
        };
        for (row, name) in &statements {
            let value = self.cell(row, "value");
            // The checksum of the entity stands among its values.
            if *name == "id" || value.is_empty() {
                continue;
            }
            for (column, cell) in self.others(row) {
                put(column, Value::Text(Cow::Borrowed(cell)));
            }
            put(name, self.value(row, value, &record, several));
        }
        for (name, of_name) in values {
            record.values.extend(of_name);
            let end = record.values.len();
            record.properties.push((Cow::Borrowed(name), end));
        }
        let whole = statements.len() as u64;
        match writer.entity(&record) {
            Ok(_) => writer.part.tally.mapped += whole,
            // All rows of the entity are left out with it.
            Err(lack) => (0..whole).for_each(|_| {
                let tally = &mut writer.part.tally;
                tally.skip(line, "not-an-entity", lack.to_owned());
            }),
        }
    }

    /// Adds what a row says of its entity beside the value.
    fn about<'r>(&self, row: &'r StringRecord, record: &mut Record<'r>) {
        let cell = |name| self.cell(row, name);
        let add = |texts: &mut Vec<Cow<'r, str>>, text: &'r str| {
            if !text.is_empty() && !texts.iter().any(|known| known == text) {
                texts.push(Cow::Borrowed(text));
            }
        };
        add(&mut record.datasets, cell("dataset"));
        let entity = cell("entity_id");
        if self.header.is_some() && entity != record.id {
            add(&mut record.referents, entity);
        }
        record.is_target |= is_true(cell("target"));
        let (first, last) = (cell("first_seen"), cell("last_seen"));
        let known = record.first_seen.as_deref();
        if !first.is_empty() && known.is_none_or(|known| first < known) {
            record.first_seen = Some(Cow::Borrowed(first));
        }
        let known = record.last_seen.as_deref();
        if !last.is_empty() && known.is_none_or(|known| last > known) {
            record.last_seen = Some(Cow::Borrowed(last));
        }
    }

    /// Returns the value of a statement with what the row tells of it that neither the value nor the
    /// entity as a whole does.
    fn value<'r>(
        &self,
        row: &'r StringRecord,
        value: &'r str,
        of: &Record<'_>,
        [datasets, records]: [bool; 2],
    ) -> Value<'r> {
        let cell = |name| self.cell(row, name);
        let text = |name| Told::Text(Cow::Borrowed(cell(name)));
        let time = |name| Told::Time(Cow::Borrowed(cell(name)));
        let differs = |name, whole: &Option<Cow<'_, str>>| {
            !cell(name).is_empty() && whole.as_deref() != Some(cell(name))
        };
        let original = cell("original_value");
        let told = [
            (
                !original.is_empty() && original != value,
                ag::ORIGINAL_VALUE,
                Told::Spoken(Cow::Borrowed(original)),
            ),
            (!cell("origin").is_empty(), ag::ORIGIN, text("origin")),
            (is_true(cell("external")), ag::IS_EXTERNAL, Told::Yes),
            (datasets, ag::DATASET, text("dataset")),
            (records, ag::RECORD_ID, text("entity_id")),
            (
                differs("first_seen", &of.first_seen),
                ag::FIRST_SEEN,
                time("first_seen"),
            ),
            (
                differs("last_seen", &of.last_seen),
                ag::LAST_SEEN,
                time("last_seen"),
            ),
        ];
        let told: Vec<_> = told
            .into_iter()
            .filter(|(is_told, ..)| *is_told)
            .map(|(_, word, told)| (word, told))
            .collect();
        let (language, id) = (cell("lang"), cell("id"));
        if told.is_empty() {
            return Value::spoken(Cow::Borrowed(value), language);
        }
        let id = match id {
            "" => say::slug(&[cell("prop"), value, cell("dataset")].join(" ")),
            id => say::escape(id).into_owned(),
        };
        Value::Said(Box::new(Said {
            text: Cow::Borrowed(value),
            language: Cow::Borrowed(language),
            statement: Some((id, told)),
        }))
    }
}

/// Reads a truth value as tables and packs write it.
fn is_true(text: &str) -> bool {
    matches!(text, "t" | "true" | "True" | "1")
}

/// Of two schemata that statements name for one entity, the narrower holds.
fn narrow<'r>(record: &mut Record<'r>, schema: &'r str) {
    let is_narrower = match (MODEL.find(&record.schema), MODEL.find(schema)) {
        (Some(old), Some(new)) => MODEL.extends(new, old),
        (old, _) => old.is_none() && record.schema.is_empty(),
    };
    if is_narrower || record.schema.is_empty() {
        record.schema = Cow::Borrowed(schema);
    }
}
