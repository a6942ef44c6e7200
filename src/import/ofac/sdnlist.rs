//! OFAC's lists as `sdn.xml` and `consolidated.xml` (the schema *sdnList*).

use crate::import::chunk::{Chunk, Cut};
use crate::import::countries;
use crate::import::format::{Format, Reader, Reading};
use crate::import::ftm::{Draft, Writer};
use crate::import::ofac::{self, schema};
use crate::import::part::{Part, text};
use crate::import::remarks;
use crate::import::xml::{self, Element};

/// The lists in XML.
pub(crate) const FORMAT: Format = Format {
    name: "ofac-xml",
    title: "OFAC lists as sdn.xml and consolidated.xml",
    publisher: Some("US Department of the Treasury, Office of Foreign Assets Control"),
    page: "https://ofac.treasury.gov/sanctions-list-service",
    sign: "the element sdnList; cons in the name of the file tells the non-SDN lists",
    license: Some("public domain (17 U.S.C. 105)"),
    is_complete: true,
    reading: Reading::Records {
        fits: |head| head.text.contains("<sdnList") || head.text.contains("<sdnEntry>"),
        reader: |head| {
            Box::new(SdnList {
                is_sdn: ofac::is_sdn(head.file_name),
            })
        },
    },
};

/// What the element of an entry is called.
const ENTRY: &str = "sdnEntry";

/// The list in XML.
struct SdnList {
    /// Whether it is the SDN list, and not one of the other lists.
    is_sdn: bool,
}

impl Reader for SdnList {
    fn cut(&self) -> Cut {
        Cut::Elements(&[ENTRY])
    }

    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let mut tally = std::mem::take(&mut part.tally);
        let text = text(chunk, &mut tally);
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
        part.tally = tally;
        let mut writer = Writer::new(part);
        for (line, text) in xml::elements(&text, &[ENTRY]) {
            let line = chunk.line + line;
            let tally = writer.tally();
            tally.read += 1;
            let entry = match xml::read(text) {
                Ok(entry) => entry,
                Err(error) => {
                    tally.skip(line, "bad-xml", error);
                    continue;
                }
            };
            let number = entry.text("uid");
            if number.is_empty() || entry.text("lastName").is_empty() {
                let message = "the entry has no `uid` or no `lastName`".to_owned();
                tally.skip(line, "not-an-entry", message);
                continue;
            }
            tally.mapped += 1;
            self.entry(&entry, number, &mut writer);
        }
    }
}

impl SdnList {
    fn entry(&self, entry: &Element<'_>, number: &str, writer: &mut Writer<'_>) {
        let id = format!("ofac-{number}");
        let printed = name(entry);
        let schema = schema(entry.text("sdnType"), entry.text("lastName"));
        let mut draft = Draft::new(&id, schema);
        draft.caption(&printed);
        draft.add("name", &printed);
        draft.target();
        draft.dataset(ofac::dataset(self.is_sdn));
        if schema == "Person" {
            draft.add("firstName", entry.text("firstName"));
            draft.add("lastName", entry.text("lastName"));
        }
        draft.add("title", entry.text("title"));
        draft.add("notes", entry.text("remarks"));
        remarks::read(entry.text("remarks"), &mut draft);
        for aka in entry.items("akaList", "aka") {
            let is_weak = aka.text("category").eq_ignore_ascii_case("weak");
            let property = match aka.text("type") {
                "f.k.a." => "previousName",
                _ if is_weak => "weakAlias",
                _ => "alias",
            };
            draft.add(property, &name(aka));
        }
        for address in entry.items("addressList", "address") {
            let parts = [
                "address1",
                "address2",
                "address3",
                "city",
                "stateOrProvince",
                "postalCode",
                "country",
            ];
            let parts = parts
                .iter()
                .map(|part| address.text(part))
                .filter(|part| !part.is_empty());
            let parts: Vec<&str> = parts.collect();
            let country = address.text("country");
            if parts.len() > usize::from(!country.is_empty()) {
                draft.add("address", &parts.join(", "));
            }
            draft.add("country", countries::code(country).unwrap_or(country));
        }
        for (list, item, property) in [
            ("nationalityList", "nationality", "nationality"),
            ("citizenshipList", "citizenship", "citizenship"),
        ] {
            for item in entry.items(list, item) {
                let country = item.text("country");
                draft.add(property, countries::code(country).unwrap_or(country));
            }
        }
        for item in entry.items("dateOfBirthList", "dateOfBirthItem") {
            let date = item.text("dateOfBirth");
            match remarks::date_of(date) {
                Some(date) => draft.add("birthDate", &date),
                None if !date.is_empty() => draft.add("notes", &format!("DOB {date}")),
                None => (),
            }
        }
        for item in entry.items("placeOfBirthList", "placeOfBirthItem") {
            draft.add("birthPlace", item.text("placeOfBirth"));
        }
        for vessel in entry.all("vesselInfo") {
            let flag = vessel.text("vesselFlag");
            draft.add("flag", countries::code(flag).unwrap_or_default());
            if countries::code(flag).is_none() && !flag.is_empty() {
                draft.add("notes", &format!("Flag: {flag}"));
            }
            draft.add("callSign", vessel.text("callSign"));
            draft.add("type", vessel.text("vesselType"));
            draft.add("tonnage", vessel.text("tonnage"));
            draft.add(
                "grossRegisteredTonnage",
                vessel.text("grossRegisteredTonnage"),
            );
            if !vessel.text("vesselOwner").is_empty() {
                draft.add("notes", &format!("Owner: {}", vessel.text("vesselOwner")));
            }
        }
        for identifier in entry.items("idList", "id") {
            // The same phrases as in the remarks of the other files.
            let (kind, number) = (identifier.text("idType"), identifier.text("idNumber"));
            let phrase = format!("{kind} {number}");
            let phrase = phrase.trim();
            if !remarks::phrase(phrase, &mut draft) {
                draft.add("notes", phrase);
            }
        }
        writer.put(&draft);
        let programs: Vec<&str> = entry
            .items("programList", "program")
            .map(Element::own)
            .collect();
        ofac::listings(&id, number, &programs, self.is_sdn, writer);
    }
}

/// Returns a name as it is spoken.
fn name(element: &Element<'_>) -> String {
    let (given, family) = (element.text("firstName"), element.text("lastName"));
    match given.is_empty() {
        true => family.to_owned(),
        false => format!("{given} {family}"),
    }
}

/// Reads `MM/DD/YYYY`.
fn american(text: &str) -> Option<crate::model::Date> {
    let parts: Vec<&str> = text.split('/').collect();
    let [month, day, year] = parts.as_slice() else {
        return None;
    };
    format!("{year}-{month:0>2}-{day:0>2}").parse().ok()
}
