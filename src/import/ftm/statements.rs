//! Single statements, a row for each value: tables with a header, and packs without.
//!
//! The rows of an entity need not stand together. They are brought together first
//! ([`Cut::Groups`]), by their first cell.

use crate::import::chunk::{Chunk, Cut};
use crate::import::format::{Format, Reader, Reading};
use crate::import::ftm::map::Writer;
use crate::import::ftm::model::MODEL;
use crate::import::ftm::record::{Record, Value};
use crate::import::part::Part;
use crate::import::rows::{Header, first_row};
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

/// What tables with a header have beside the columns of a pack. Of all of these, in what language a
/// value is, how it was written before it was cleaned and where it was found is passed over.
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
    fn others<'r>(&'r self, row: &'r StringRecord) -> impl Iterator<Item = (&'r String, &'r str)> {
        let names = self.header.iter().flat_map(Header::names);
        let cells = names.zip(row.iter().skip(1).map(str::trim));
        cells.filter(|(name, cell)| {
            let is = |known: &&str| known == name;
            let is_known = PACK.iter().chain(&MORE).any(is);
            !is_known && !name.is_empty() && !cell.is_empty()
        })
    }

    /// States the entity that some rows describe.
    fn entity(&self, rows: &[StringRecord], writer: &mut Writer<'_>) {
        let Some(first) = rows.first() else { return };
        let cell = |row: &'_ StringRecord, name: &str| -> String {
            let cell = self.place(name).and_then(|place| row.get(place));
            cell.map_or("", str::trim).to_owned()
        };
        let line: u64 = first.get(0).and_then(|line| line.parse().ok()).unwrap_or(0);
        let count = rows.len() as u64;
        writer.part.tally.read += count;
        let mut record = Record {
            id: Cow::Owned(first.get(self.key()).unwrap_or_default().trim().to_owned()),
            ..Record::default()
        };
        let mut values: Vec<(String, Vec<Value<'_>>)> = Vec::new();
        let mut bad = 0;
        for row in rows {
            let prop = cell(row, "prop");
            let (schema, name) = match prop.split_once(':') {
                Some((schema, name)) => (schema.to_owned(), name.to_owned()),
                None => (cell(row, "schema"), prop),
            };
            // The line stands before the cells.
            let is_whole = match &self.header {
                Some(_) => row.len() >= 4,
                None => row.len() == PACK.len() + 1,
            };
            if !is_schema(&schema) || !is_word(&name) || !is_whole {
                let line = row
                    .get(0)
                    .and_then(|line| line.parse().ok())
                    .unwrap_or(line);
                let message = "the row lacks a schema or a property".to_owned();
                writer.part.tally.skip(line, "not-a-statement", message);
                bad += 1;
                continue;
            }
            narrow(&mut record, schema);
            let dataset = cell(row, "dataset");
            if !dataset.is_empty() && !record.datasets.contains(&Cow::Borrowed(dataset.as_str())) {
                record.datasets.push(Cow::Owned(dataset));
            }
            let entity = cell(row, "entity_id");
            let is_other = self.header.is_some() && !entity.is_empty() && entity != record.id;
            if is_other && !record.referents.contains(&Cow::Borrowed(entity.as_str())) {
                record.referents.push(Cow::Owned(entity));
            }
            let target = cell(row, "target");
            record.is_target |= matches!(target.as_str(), "t" | "true" | "True" | "1");
            let time = |known: &Option<Cow<'_, str>>, name: &str, later: bool| {
                let time = cell(row, name);
                let is_better = known.as_deref().is_none_or(|known| match later {
                    true => time.as_str() > known,
                    false => time.as_str() < known,
                });
                (!time.is_empty() && is_better).then_some(Cow::Owned(time))
            };
            if let Some(time) = time(&record.first_seen, "first_seen", false) {
                record.first_seen = Some(time);
            }
            if let Some(time) = time(&record.last_seen, "last_seen", true) {
                record.last_seen = Some(time);
            }
            // The checksum of the entity stands among its values.
            let value = cell(row, "value");
            if name == "id" || value.is_empty() {
                continue;
            }
            let others = self.others(row);
            let others = others.map(|(name, cell)| (name.clone(), cell.to_owned()));
            for (name, value) in others.chain([(name, value)]) {
                let place = values.iter().position(|(known, _)| *known == name);
                let place = place.unwrap_or_else(|| {
                    values.push((name, Vec::new()));
                    values.len() - 1
                });
                values[place].1.push(Value::Text(Cow::Owned(value)));
            }
        }
        for (name, of_name) in values {
            record.values.extend(of_name);
            record
                .properties
                .push((Cow::Owned(name), record.values.len()));
        }
        if bad == count {
            return;
        }
        match writer.entity(&record) {
            Ok(_) => writer.part.tally.mapped += count - bad,
            // All rows of the entity are left out with it.
            Err(lack) => (bad..count).for_each(|_| {
                let tally = &mut writer.part.tally;
                tally.skip(line, "not-an-entity", lack.to_owned());
            }),
        }
    }
}

/// Of two schemata that statements name for one entity, the narrower holds.
fn narrow(record: &mut Record<'_>, schema: String) {
    let is_narrower = match (MODEL.find(&record.schema), MODEL.find(&schema)) {
        (Some(old), Some(new)) => MODEL.extends(new, old),
        (old, _) => old.is_none() && record.schema.is_empty(),
    };
    if is_narrower || record.schema.is_empty() {
        record.schema = Cow::Owned(schema);
    }
}
