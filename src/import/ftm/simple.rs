//! `targets.simple.csv`: a row for each target, with its main properties.
//!
//! A cell with several values is a row of its own, with `;` between them and the same quotes.

use crate::import::chunk::{Chunk, Cut};
use crate::import::format::{Format, Reader, Reading};
use crate::import::ftm::map::Writer;
use crate::import::ftm::model::MODEL;
use crate::import::ftm::record::{Record, Value};
use crate::import::part::{Part, text};
use crate::import::rows::{Header, rows};
use csv::{ByteRecord, ReaderBuilder};
use std::borrow::Cow;

/// Which property of FollowTheMoney a column is.
const COLUMNS: [(&str, &str); 9] = [
    ("name", "name"),
    ("aliases", "alias"),
    ("birth_date", "birthDate"),
    ("countries", "country"),
    ("addresses", "address"),
    ("sanctions", "program"),
    ("phones", "phone"),
    ("emails", "email"),
    ("program_ids", "programId"),
];

/// A row for each target.
pub(crate) const FORMAT: Format = Format {
    name: "ftm-simple",
    title: "FollowTheMoney: a table with a row for each target",
    publisher: None,
    page: "https://www.opensanctions.org/docs/bulk/",
    sign: "a header with id, schema, name, aliases, countries, identifiers",
    license: None,
    is_complete: true,
    reading: Reading::Records {
        fits: |head| {
            let columns = [
                "id",
                "schema",
                "name",
                "aliases",
                "countries",
                "identifiers",
            ];
            head.has_columns(&columns)
        },
        reader: |head| {
            Box::new(Simple {
                header: head.header().cloned().unwrap_or_default(),
            })
        },
    },
};

/// The table of targets.
struct Simple {
    header: Header,
}

impl Reader for Simple {
    fn cut(&self) -> Cut {
        Cut::Rows
    }

    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let text = text(chunk, &mut part.tally);
        let read = rows(&text, b',', chunk, Some(&self.header), &mut part.tally);
        let mut writer = Writer::new(part);
        for (line, row) in read {
            let record = self.record(&row, &mut writer);
            let tally = &mut writer.part.tally;
            if record.id.is_empty() || record.schema.is_empty() {
                tally.skip(
                    line,
                    "not-an-entity",
                    "the row has no `id` or no `schema`".to_owned(),
                );
                continue;
            }
            tally.mapped += 1;
            writer.target(&record);
        }
    }
}

impl Simple {
    fn record<'r>(&self, row: &'r csv::StringRecord, writer: &mut Writer<'_>) -> Record<'r> {
        let cell = |name: &str| self.header.cell(row, name);
        let own = |name: &str| {
            Some(cell(name))
                .filter(|cell| !cell.is_empty())
                .map(Cow::Borrowed)
        };
        let mut record = Record {
            id: Cow::Borrowed(cell("id")),
            schema: Cow::Borrowed(cell("schema")),
            caption: own("name"),
            first_seen: own("first_seen"),
            last_seen: own("last_seen"),
            last_change: own("last_change"),
            is_target: true,
            ..Record::default()
        };
        for (column, property) in COLUMNS {
            let is_name = column == "name";
            let values = match is_name {
                // A name is one, whatever stands in it.
                true => own(column).into_iter().collect(),
                false => several(cell(column), writer),
            };
            record.values.extend(values.into_iter().map(Value::Text));
            record
                .properties
                .push((Cow::Borrowed(property), record.values.len()));
        }
        let schema = MODEL
            .find(&record.schema)
            .map(|place| &MODEL.schemata[place]);
        for identifier in several(cell("identifiers"), writer) {
            // The table does not say of which kind they are; some tell it themselves.
            let is_imo = identifier.strip_prefix("IMO").is_some_and(|rest| {
                rest.len() == 7 && rest.bytes().all(|byte| byte.is_ascii_digit())
            });
            let fits = |name: &str| schema.is_some_and(|schema| schema.property(name).is_some());
            let name = match () {
                () if is_imo && fits("imoNumber") => "imoNumber",
                () if is_wikidata(&identifier) => "wikidataId",
                () if fits("idNumber") => "idNumber",
                () => "registrationNumber",
            };
            record.values.push(Value::Text(identifier));
            record
                .properties
                .push((Cow::Borrowed(name), record.values.len()));
        }
        record.datasets = several(cell("dataset"), writer);
        let is_known =
            |name: &str| OWN.contains(&name) || COLUMNS.iter().any(|(column, _)| *column == name);
        // What no table had so far is kept under its own name.
        for (column, cell) in self.header.others(row, is_known) {
            record.values.push(Value::Text(Cow::Owned(cell.to_owned())));
            let end = record.values.len();
            let column = Cow::Owned(column.to_owned());
            record.properties.push((column, end));
        }
        record
    }
}

/// The columns that are no properties.
const OWN: [&str; 7] = [
    "id",
    "schema",
    "identifiers",
    "dataset",
    "first_seen",
    "last_seen",
    "last_change",
];

fn is_wikidata(text: &str) -> bool {
    text.strip_prefix('Q')
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Returns the values of a cell.
fn several<'r>(cell: &'r str, writer: &mut Writer<'_>) -> Vec<Cow<'r, str>> {
    if cell.is_empty() {
        return Vec::new();
    }
    if !cell.contains('"') {
        let parts = cell
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty());
        return parts.map(Cow::Borrowed).collect();
    }
    let mut reader = ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .flexible(true)
        .from_reader(cell.as_bytes());
    let mut values = Vec::new();
    let mut row = ByteRecord::new();
    while reader.read_byte_record(&mut row).unwrap_or(false) {
        for value in &row {
            let value = String::from_utf8_lossy(value).trim().to_owned();
            match value.is_empty() {
                false => values.push(Cow::Owned(value)),
                true => writer
                    .part
                    .tally
                    .mend("values without content, left out", 1),
            }
        }
    }
    values
}
