//! The Denied Persons List of the US Bureau of Industry and Security: a table with tabs.

use crate::import::chunk::{Chunk, Cut};
use crate::import::days::month_first;
use crate::import::format::{Format, Reader, Reading};
use crate::import::ftm::{Draft, Writer};
use crate::import::listing::Keeper;
use crate::import::part::{Part, text};
use crate::import::rows::{Header, rows};
use crate::import::say;
use crate::model::Date;
use crate::names::legal_form;
use csv::StringRecord;
use std::collections::BTreeMap;

/// The list as text.
pub(crate) const FORMAT: Format = Format {
    name: "bis-dpl",
    title: "BIS Denied Persons List, a table with tabs",
    publisher: Some("US Department of Commerce, Bureau of Industry and Security"),
    page: "https://www.bis.gov/denied-persons-list",
    sign: "a header with Name, Effective_Date, Expiration_Date, Standard_Order between tabs",
    license: Some("public domain (17 U.S.C. 105)"),
    is_complete: true,
    reading: Reading::Records {
        fits: |head| {
            let columns = ["name", "effective_date", "expiration_date", "standard_order"];
            Header::read(&head.text, b'\t').is_some_and(|header| header.has(&columns))
        },
        reader: |head| {
            Box::new(Table {
                header: Header::read(&head.text, b'\t').unwrap_or_default(),
            })
        },
    },
};

const LIST: Keeper = Keeper {
    authority: "Bureau of Industry and Security",
    country: "us",
    list: "Denied Persons List",
    name: "Denied Persons List",
};

/// The columns that are read; what another one says stands in the notes.
const COLUMNS: &[&str] = &[
    "name",
    "street_address",
    "city",
    "state",
    "country",
    "postal_code",
    "effective_date",
    "expiration_date",
    "standard_order",
    "last_update",
    "action",
    "fr_citation",
];

/// The table; it is small and read as a whole, since an order has a row for each address.
struct Table {
    header: Header,
}

impl Reader for Table {
    fn cut(&self) -> Cut {
        Cut::Whole
    }

    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let mut tally = std::mem::take(&mut part.tally);
        let text = text(chunk, &mut tally);
        let read = rows(&text, b'\t', chunk, Some(&self.header), &mut tally);
        part.tally = tally;
        let mut writer = Writer::new(part);
        let mut orders: BTreeMap<(&str, &str), Vec<&StringRecord>> = BTreeMap::new();
        for (line, row) in &read {
            let name = self.header.cell(row, "name");
            let tally = writer.tally();
            if name.is_empty() {
                tally.skip(*line, "not-an-entry", "the row has no `Name`".to_owned());
                continue;
            }
            tally.mapped += 1;
            let update = self.header.cell(row, "last_update");
            if let Some(date) = say::date(update).or_else(|| month_first(update)) {
                tally.seen(date);
            }
            let begin = self.header.cell(row, "effective_date");
            orders.entry((name, begin)).or_default().push(row);
        }
        for ((name, begin), rows) in orders {
            self.order(name, begin, &rows, &mut writer);
        }
    }
}

impl Table {
    /// States a denial order: the party goes by its name and the day of the order, since the list
    /// has no numbers.
    fn order(&self, name: &str, begin: &str, rows: &[&StringRecord], writer: &mut Writer<'_>) {
        let id = format!("bis-dpl-{}", &say::hash(&format!("{name}\n{begin}"))[..20]);
        let schema = match legal_form(name) {
            Some(_) => "Company",
            None => "LegalEntity",
        };
        let mut draft = Draft::new(&id, schema);
        draft.caption(name);
        draft.add("name", name);
        draft.target();
        draft.dataset("us_bis_denied");
        let mut listing = LIST.listing(&id);
        add_day(&mut listing, "startDate", begin);
        let mut end: Option<Date> = None;
        let mut is_open = false;
        for row in rows {
            let cell = |column| self.header.cell(row, column);
            let parts = ["street_address", "city", "state", "postal_code", "country"].map(cell);
            let place = say::joined(parts[..4].iter().copied());
            if !place.is_empty() {
                draft.add("address", &say::joined(parts));
            }
            draft.country("country", cell("country"));
            // 9999 stands for no end.
            let last = month_first(cell("expiration_date"));
            is_open |= cell("expiration_date").ends_with("9999");
            match last {
                Some(_) => end = end.max(last),
                None => listing.add("summary", &match cell("expiration_date") {
                    "" => String::new(),
                    text => format!("Expires: {text}"),
                }),
            }
            match cell("standard_order").to_ascii_uppercase().as_str() {
                "Y" => listing.add("provisions", "Standard denial order"),
                "N" => listing.add("provisions", "Not the standard denial order"),
                other => listing.add("provisions", other),
            }
            listing.add("summary", cell("fr_citation"));
            listing.add("status", cell("action"));
            add_day(&mut listing, "modifiedAt", cell("last_update"));
            for name in self.header.names() {
                if !COLUMNS.contains(&name.as_str()) {
                    draft.note(name, cell(name));
                }
            }
        }
        match end {
            Some(end) if !is_open => listing.add("endDate", &end.to_string()),
            Some(_) => listing.add("duration", "no end"),
            None => (),
        }
        writer.put(&draft);
        writer.put(&listing);
    }
}

/// Adds a day, as it is written where it cannot be read.
fn add_day(draft: &mut Draft, property: &'static str, text: &str) {
    match say::date(text).or_else(|| month_first(text)) {
        Some(date) => draft.add(property, &date.to_string()),
        None => draft.add(property, text),
    }
}
