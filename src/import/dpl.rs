//! The Denied Persons List of the US Bureau of Industry and Security: a table with tabs.

use crate::import::chunk::{Chunk, Cut};
use crate::import::days::month_first;
use crate::import::format::{Format, Head, Reader, Reading};
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
    page: "https://www.bis.gov/licensing/end-user-guidance/denied-persons-list-dpl",
    sign: "a header with Name, Effective_Date, Expiration_Date, Standard_Order between tabs",
    license: Some("public domain (17 U.S.C. 105)"),
    is_complete: true,
    reading: Reading::Records {
        fits: |head| {
            let columns = [
                "name",
                "effective_date",
                "expiration_date",
                "standard_order",
            ];
            header(head).has(&columns)
        },
        reader: |head| {
            Box::new(Table {
                header: header(head),
            })
        },
    },
};

const LIST: Keeper<'_> = Keeper {
    authority: "Bureau of Industry and Security",
    country: "us",
    list: "US-BIS-DPL",
    name: "Denied Persons List",
};

/// The columns that are read; what another one says stands in the notes.
const READ: &[&str] = &[
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

fn header(head: &Head<'_>) -> Header {
    Header::read(&head.text, b'\t').unwrap_or_default()
}

/// The table; it is small and read as a whole, since an order has a row for each address.
struct Table {
    header: Header,
}

impl Reader for Table {
    fn cut(&self) -> Cut {
        Cut::Whole
    }

    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let text = text(chunk, &mut part.tally);
        let read = rows(&text, b'\t', chunk, Some(&self.header), &mut part.tally);
        let mut writer = Writer::new(part);
        let mut parties: BTreeMap<&str, Vec<&StringRecord>> = BTreeMap::new();
        for (line, row) in &read {
            let name = self.header.cell(row, "name");
            let tally = writer.tally();
            if name.is_empty() {
                tally.skip(*line, "not-an-entry", "the row has no `Name`".to_owned());
                continue;
            }
            tally.mapped += 1;
            if let Some(date) = day(self.header.cell(row, "last_update")) {
                tally.seen(date);
            }
            parties.entry(name).or_default().push(row);
        }
        for (name, rows) in parties {
            self.party(name, &rows, &mut writer);
        }
    }
}

impl Table {
    /// States a party, which goes by its name: the list has no numbers.
    fn party(&self, name: &str, rows: &[&StringRecord], writer: &mut Writer<'_>) {
        let id = format!("bis-dpl-{}", say::slug(name));
        let schema = match legal_form(name) {
            Some(_) => "Company",
            None => "LegalEntity",
        };
        let mut draft = Draft::new(&id, schema);
        draft.caption(name);
        draft.add("name", name);
        draft.target();
        draft.dataset("us_bis_denied");
        let mut orders: BTreeMap<&str, Vec<&StringRecord>> = BTreeMap::new();
        for row in rows {
            let cell = |column| self.header.cell(row, column);
            let parts = ["street_address", "city", "state", "postal_code", "country"];
            let parts = parts.map(cell);
            if parts[..4].iter().any(|part| !part.is_empty()) {
                draft.add("address", &say::joined(parts));
            }
            draft.country("country", cell("country"));
            for name in self.header.names() {
                if !READ.contains(&name.as_str()) {
                    draft.note(name, cell(name));
                }
            }
            orders.entry(cell("effective_date")).or_default().push(row);
        }
        writer.put(&draft);
        for (begin, rows) in orders {
            writer.put(&self.order(&id, begin, &rows));
        }
    }

    /// Returns the listing that a denial order is.
    fn order(&self, id: &str, begin: &str, rows: &[&StringRecord]) -> Draft {
        let mut listing = LIST.listing(id, &say::slug(begin));
        add_day(&mut listing, "startDate", begin);
        for row in rows {
            let cell = |column| self.header.cell(row, column);
            match (day(cell("expiration_date")), cell("expiration_date")) {
                (_, "") => (),
                // The year 9999 stands for no end.
                (_, last) if last.contains("9999") => listing.add("summary", "No end"),
                (Some(_), last) => add_day(&mut listing, "endDate", last),
                (None, last) => listing.add("summary", &format!("Expires: {last}")),
            }
            match cell("standard_order") {
                "Y" | "y" => listing.add("provisions", "Standard denial order"),
                "N" | "n" => listing.add("provisions", "Not the standard denial order"),
                other => listing.add("provisions", other),
            }
            listing.add("summary", cell("fr_citation"));
            listing.add("status", cell("action"));
            add_day(&mut listing, "modifiedAt", cell("last_update"));
        }
        listing
    }
}

fn day(text: &str) -> Option<Date> {
    say::date(text).or_else(|| month_first(text))
}

/// Adds a day, as it is written where it cannot be read.
fn add_day(draft: &mut Draft, property: &'static str, text: &str) {
    match day(text) {
        Some(date) => draft.add(property, &date.to_string()),
        None => draft.add(property, text),
    }
}
