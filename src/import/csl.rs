//! The Consolidated Screening List of the US Department of Commerce (trade.gov), as one table.

use crate::import::chunk::{Chunk, Cut};
use crate::import::format::{Format, Reader, Reading};
use crate::import::ftm::{Draft, Writer};
use crate::import::ofac::{schema, spoken};
use crate::import::part::{Part, text};
use crate::import::remarks::date_of;
use crate::import::rows::{Header, rows};
use crate::import::say;
use csv::StringRecord;

/// The screening list.
pub(crate) const FORMAT: Format = Format {
    name: "csl",
    title: "US Consolidated Screening List, one table",
    publisher: Some("US Department of Commerce, International Trade Administration"),
    page: "https://www.trade.gov/consolidated-screening-list",
    sign: "a header with source, entity_number, type, programs, name, alt_names",
    license: Some("public domain (17 U.S.C. 105)"),
    is_complete: true,
    reading: Reading::Records {
        fits: |head| {
            let columns = [
                "source",
                "entity_number",
                "type",
                "programs",
                "name",
                "alt_names",
            ];
            head.has_columns(&columns)
        },
        reader: |head| {
            Box::new(Table {
                header: head.header().cloned().unwrap_or_default(),
            })
        },
    },
};

/// The columns of all headers seen.
const COLUMNS: [&str; 29] = [
    "_id",
    "source",
    "entity_number",
    "type",
    "programs",
    "name",
    "title",
    "addresses",
    "federal_register_notice",
    "start_date",
    "end_date",
    "standard_order",
    "license_requirement",
    "license_policy",
    "call_sign",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_flag",
    "vessel_owner",
    "remarks",
    "source_list_url",
    "alt_names",
    "citizenships",
    "dates_of_birth",
    "nationalities",
    "places_of_birth",
    "source_information_url",
    "ids",
];

/// The table, with any of its headers.
struct Table {
    header: Header,
}

impl Reader for Table {
    fn cut(&self) -> Cut {
        Cut::Rows
    }

    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let text = text(chunk, &mut part.tally);
        let read = rows(&text, b',', chunk, Some(&self.header), &mut part.tally);
        let mut writer = Writer::new(part);
        for (line, row) in read {
            let (source, name) = (self.cell(&row, "source"), self.cell(&row, "name"));
            let tally = writer.tally();
            if source.is_empty() || name.is_empty() {
                tally.skip(
                    line,
                    "not-an-entry",
                    "the row has no `source` or no `name`".to_owned(),
                );
                continue;
            }
            tally.mapped += 1;
            self.entry(&row, source, name, &mut writer);
        }
    }
}

impl Table {
    fn cell<'r>(&self, row: &'r StringRecord, name: &str) -> &'r str {
        match self.header.cell(row, name) {
            "-0-" | "null" | "NULL" | "na" | "N/A" => "",
            cell => cell,
        }
    }

    fn entry(&self, row: &StringRecord, source: &str, name: &str, writer: &mut Writer<'_>) {
        let cell = |column: &str| self.cell(row, column);
        let several = |column: &str| {
            let parts = cell(column)
                .split("; ")
                .map(|part| part.trim().trim_end_matches(';'));
            parts
                .filter(|part| !part.is_empty())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let number = cell("entity_number");
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        // The Treasury's entries go by its numbers; all others by what they say of themselves,
        // since their `_id` is not in every header.
        let id = match is_number && source.contains("Treasury") {
            true => format!("ofac-{number}"),
            false => {
                let told = format!(
                    "{source}\n{name}\n{}\n{}",
                    cell("addresses"),
                    cell("start_date")
                );
                format!("csl-{}", &say::hash(&told)[..20])
            }
        };
        let schema = schema(cell("type"), name);
        let mut draft = Draft::new(&id, schema);
        let display = spoken(schema, name);
        draft.caption(&display);
        draft.add("name", &display);
        if display != name {
            draft.add("alias", name);
        }
        draft.target();
        draft.dataset("us_trade_csl");
        for alias in several("alt_names") {
            let alias = alias.strip_prefix("and ").unwrap_or(&alias);
            draft.add("alias", alias);
            let turned = spoken(schema, alias);
            if turned != alias {
                draft.add("alias", &turned);
            }
        }
        for address in several("addresses") {
            // The last part is the code of a country, where there is one.
            let code = address.rsplit(", ").next().unwrap_or_default();
            if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()) {
                draft.add("country", &code.to_ascii_lowercase());
            }
            if address.len() > 2 {
                draft.add("address", &address);
            }
        }
        for (column, property) in [
            ("nationalities", "nationality"),
            ("citizenships", "citizenship"),
        ] {
            for code in several(column) {
                draft.add(property, &code.to_ascii_lowercase());
            }
        }
        for date in several("dates_of_birth") {
            let known = say::date(&date).map(|date| date.to_string());
            draft.add(
                "birthDate",
                &known.or_else(|| date_of(&date)).unwrap_or(date),
            );
        }
        for place in several("places_of_birth") {
            draft.add("birthPlace", &place);
        }
        let plain = [
            ("title", if schema == "Person" { "title" } else { "notes" }),
            ("call_sign", "callSign"),
            ("vessel_type", "type"),
            ("gross_tonnage", "tonnage"),
            ("gross_registered_tonnage", "grossRegisteredTonnage"),
            ("remarks", "notes"),
            ("source_information_url", "sourceUrl"),
        ];
        for (column, property) in plain {
            draft.add(property, cell(column));
        }
        draft.add("flag", &cell("vessel_flag").to_ascii_lowercase());
        if !cell("vessel_owner").is_empty() {
            draft.add("notes", &format!("Owner: {}", cell("vessel_owner")));
        }
        let mut listed = None;
        for identifier in several("ids") {
            let parts: Vec<&str> = identifier.split(", ").map(str::trim).collect();
            let (kind, number) = match parts.as_slice() {
                [_, number, kind] | [number, kind] => (*kind, *number),
                _ => {
                    draft.add("notes", &identifier);
                    continue;
                }
            };
            if kind.starts_with("Listing Date") {
                listed = listed.or_else(|| date_of(number));
            }
            if let Some(property) = property_of(kind) {
                draft.add(property, number.strip_prefix("IMO ").unwrap_or(number));
            } else {
                draft.add("notes", &identifier);
            }
        }
        for (column, _) in self.header.others(row, |name| COLUMNS.contains(&name)) {
            if !cell(column).is_empty() {
                writer.tally().wonder(column);
                draft.add("notes", &format!("{column}: {}", cell(column)));
            }
        }
        writer.put(&draft);

        let mut sanction = Draft::new(&format!("{id}-listing-{}", say::slug(source)), "Sanction");
        sanction.add("entity", &id);
        let authority = source
            .rsplit_once(" - ")
            .map_or(source, |(_, authority)| authority);
        sanction.add("authority", authority);
        sanction.add(
            "program",
            source.rsplit_once(" - ").map_or(source, |(list, _)| list),
        );
        sanction.add("country", "us");
        let start = cell("start_date");
        sanction.add(
            "startDate",
            if start.is_empty() {
                listed.as_deref().unwrap_or_default()
            } else {
                start
            },
        );
        sanction.add("endDate", cell("end_date"));
        sanction.add("authorityId", number);
        sanction.add("recordId", cell("_id"));
        for program in several("programs") {
            sanction.add("provisions", &program);
        }
        for (column, property) in [
            ("license_requirement", "provisions"),
            ("license_policy", "provisions"),
            ("standard_order", "provisions"),
            ("federal_register_notice", "summary"),
            ("source_list_url", "programUrl"),
        ] {
            sanction.add(property, cell(column));
        }
        writer.put(&sanction);
    }
}

fn property_of(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "Passport" | "Diplomatic Passport" => "passportNumber",
        "Gender" => "gender",
        "Tax ID No." | "NIT #" | "RUC #" | "R.F.C." | "US FEIN" | "Italian Fiscal Code" => {
            "taxNumber"
        }
        "National ID No." | "Cedula No." | "Identification Number" | "D.N.I." => "idNumber",
        "Registration Number"
        | "Registration ID"
        | "Company Number"
        | "UK Company Number"
        | "Commercial Registry Number"
        | "Business Registration Number"
        | "C.R. No." => "registrationNumber",
        "Unified Social Credit Code (USCC)" => "uscCode",
        "Legal Entity Number" => "leiCode",
        "SWIFT/BIC" => "swiftBic",
        "MMSI" => "mmsi",
        "Vessel Registration Identification" => "imoNumber",
        "Website" => "website",
        "Email Address" => "email",
        "Phone Number" => "phone",
        _ => return None,
    })
}
