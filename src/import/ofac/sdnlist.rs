//! The lists as `sdn.xml` and `consolidated.xml` (the schema *sdnList*).

use super::entry::{self, Name, Place};
use super::scope::Scope;
use super::{LICENSE, PAGE, PUBLISHER};
use crate::import::chunk::{Chunk, Cut};
use crate::import::format::{Format, Reader, Reading};
use crate::import::ftm::{Draft, Writer};
use crate::import::part::{Part, text};
use crate::import::remarks::{self, Document, date_of};
use crate::import::xml::{self, Element};

/// The lists in XML.
pub(crate) const FORMAT: Format = Format {
    name: "ofac-xml",
    title: "OFAC lists as sdn.xml and consolidated.xml",
    publisher: PUBLISHER,
    page: PAGE,
    sign: "the element sdnList; cons in the name of the file or a program of theirs tells the non-SDN lists",
    license: LICENSE,
    is_complete: true,
    reading: Reading::Records {
        fits: |head| head.text.contains("<sdnList") || head.text.contains("<sdnEntry>"),
        reader: |head| {
            Box::new(SdnList {
                scope: Scope::of(head),
            })
        },
    },
};

/// What the element of an entry is called.
const ENTRY: &str = "sdnEntry";

/// What is passed over: the numbers of the parts of an entry.
const PASSED: &[&str] = &[
    "uid",
    "/sdnList",
    "/publshInformation",
    "/Publish_Date",
    "/Record_Count",
];

/// The list in XML.
struct SdnList {
    scope: Scope,
}

impl Reader for SdnList {
    fn cut(&self) -> Cut {
        Cut::Elements(&[ENTRY])
    }

    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let tally = &mut part.tally;
        let text = text(chunk, tally);
        if chunk.first {
            // What stands before the entries tells of the list.
            let head = &text[..text.find(&format!("<{ENTRY}>")).unwrap_or(text.len())];
            let told = |name: &str| {
                let rest = head.split_once(&format!("<{name}>"))?.1;
                rest.split_once('<').map(|(value, _)| value.trim())
            };
            let date = told("Publish_Date").and_then(american);
            if let Some(date) = date {
                tally.seen(date);
            }
            tally.announced = told("Record_Count").and_then(|count| count.parse().ok());
        }
        xml::check_end(chunk, &text, "sdnList", tally);
        xml::each(chunk, &text, &[ENTRY], PASSED, part, |entry, writer| {
            let number = entry.text("uid");
            if !entry::is_number(number) || entry.text("lastName").is_empty() {
                return Err("the entry has no number as `uid` or no `lastName`".to_owned());
            }
            Ok(self.entry(entry, number, writer))
        });
    }
}

impl SdnList {
    fn entry(&self, told: &Element<'_>, number: &str, writer: &mut Writer<'_>) -> Draft {
        let mut draft = entry::begin(number, told.text("sdnType"), &name(told), &self.scope);
        entry::feature(&mut draft, "Title", told.text("title"));
        entry::remark(&mut draft, told.text("remarks"));
        for aka in told.items("akaList", "aka") {
            let is_weak = aka.text("category").eq_ignore_ascii_case("weak");
            entry::other_name(&mut draft, aka.text("type"), is_weak, &name(aka));
        }
        for address in told.items("addressList", "address") {
            let mut place = Place {
                country: address.text("country").to_owned(),
                ..Place::default()
            };
            for (name, part) in [
                ("address1", "ADDRESS1"),
                ("address2", "ADDRESS2"),
                ("address3", "ADDRESS3"),
                ("city", "CITY"),
                ("stateOrProvince", "STATE/PROVINCE"),
                ("postalCode", "POSTAL CODE"),
            ] {
                place.set(part, address.text(name));
            }
            place.state(&mut draft);
        }
        for (list, item, value, kind) in [
            ("nationalityList", "nationality", "country", "nationality"),
            ("citizenshipList", "citizenship", "country", "citizen"),
            ("dateOfBirthList", "dateOfBirthItem", "dateOfBirth", "DOB"),
            (
                "placeOfBirthList",
                "placeOfBirthItem",
                "placeOfBirth",
                "POB",
            ),
        ] {
            let several = told.items(list, item).count() > 1;
            for item in told.items(list, item) {
                let (value, is_main) = (item.text(value), item.text("mainEntry") == "true");
                entry::feature(&mut draft, kind, value);
                if several && is_main {
                    entry::main_feature(&mut draft, kind, value);
                }
            }
        }
        for vessel in told.all("vesselInfo") {
            for (name, kind) in [
                ("callSign", "Vessel Call Sign"),
                ("vesselType", "Vessel Type"),
                ("vesselFlag", "Vessel Flag"),
                ("vesselOwner", "Vessel Owner"),
                ("tonnage", "Vessel Tonnage"),
                ("grossRegisteredTonnage", "Vessel Gross Registered Tonnage"),
            ] {
                entry::feature(&mut draft, kind, vessel.text(name));
            }
        }
        // Documents and features stand in one list, as they do in the remarks of the other files.
        for item in told.items("idList", "id") {
            let (kind, number) = (item.text("idType"), item.text("idNumber"));
            if remarks::is_document(kind) {
                let document = Document {
                    kind,
                    number,
                    country: item.text("idCountry"),
                    issued: day(item.text("issueDate")),
                    expires: day(item.text("expirationDate")),
                    ..Document::default()
                };
                remarks::document(&document, &mut draft);
            } else {
                entry::feature(&mut draft, kind, number);
            }
        }
        let programs = told
            .items("programList", "program")
            .map(|program| program.own());
        let programs: Vec<&str> = programs.filter(|program| !program.is_empty()).collect();
        let since = told.items("idList", "id").find_map(|item| {
            let is_day = item.text("idType").starts_with("Listing Date (");
            date_of(item.text("idNumber")).filter(|_| is_day)
        });
        entry::put(&mut draft, number, &programs, since, &self.scope, writer);
        draft
    }
}

fn name<'e>(element: &'e Element<'_>) -> Name<'e> {
    Name::new(element.text("lastName"), element.text("firstName"))
}

/// Reads a date; one that is written in another way stays as it is.
fn day(text: &str) -> Option<String> {
    let text = Some(text).filter(|text| !text.is_empty());
    text.map(|text| date_of(text).unwrap_or_else(|| text.to_owned()))
}

/// Reads `MM/DD/YYYY`.
fn american(text: &str) -> Option<crate::model::Date> {
    let parts: Vec<&str> = text.split('/').collect();
    let [month, day, year] = parts.as_slice() else {
        return None;
    };
    format!("{year}-{month:0>2}-{day:0>2}").parse().ok()
}
