//! The consolidated list of the United Nations Security Council in XML.

use crate::import::chunk::{Chunk, Cut};
use crate::import::format::{Format, Reader, Reading};
use crate::import::ftm::{Draft, Writer};
use crate::import::listing::Keeper;
use crate::import::ofac::schema;
use crate::import::part::{Part, text};
use crate::import::say;
use crate::import::xml::{self, Element};

/// The consolidated list.
pub(crate) const FORMAT: Format = Format {
    name: "un-sc",
    title: "UN Security Council Consolidated List, XML",
    publisher: Some("United Nations Security Council"),
    page: "https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list",
    sign: "the element CONSOLIDATED_LIST",
    license: None,
    is_complete: true,
    reading: Reading::Records {
        fits: |head| head.text.contains("<CONSOLIDATED_LIST"),
        reader: |_| Box::new(Consolidated),
    },
};

const LIST: Keeper<'_> = Keeper {
    authority: "United Nations Security Council",
    country: "",
    list: "UN sanctions list",
    name: "UN Security Council Consolidated List",
};

/// The programs of the list, with the codes that OpenSanctions has for their resolutions.
const PROGRAMS: &[(&str, &str)] = &[
    ("Al-Qaida", "UN-SCISIL"),
    ("CAR", "UN-SC2127"),
    ("DPRK", "UN-SC1718"),
    ("DRC", "UN-SC1533"),
    ("GB", "UN-SC2048"),
    ("Haiti", "UN-SC2653"),
    ("Iran", "UN-SC1737"),
    ("Iraq", "UN-SC1518"),
    ("Libya", "UN-SC1970"),
    ("Somalia", "UN-SC2713"),
    ("SouthSudan", "UN-SC2206"),
    ("Sudan", "UN-SC1591"),
    ("Taliban", "UN-SC1988"),
    ("Yemen", "UN-SC2140"),
];

/// What entries are called.
const ENTRIES: &[&str] = &["INDIVIDUAL", "ENTITY"];

/// What keeps house in the file, and says nothing of an entry.
const PASSED: &[&str] = &[
    "LIST_TYPE/VALUE",
    "SORT_KEY",
    "SORT_KEY_LAST_MOD",
    "/CONSOLIDATED_LIST",
    "/CONSOLIDATED_LIST@dateGenerated",
    "/INDIVIDUALS",
    "/ENTITIES",
];

struct Consolidated;

impl Reader for Consolidated {
    fn cut(&self) -> Cut {
        Cut::Elements(ENTRIES)
    }

    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let text = text(chunk, &mut part.tally);
        xml::dated(chunk, &text, "dateGenerated", &mut part.tally);
        xml::check_end(chunk, &text, "CONSOLIDATED_LIST", &mut part.tally);
        xml::each(chunk, &text, ENTRIES, PASSED, part, |entry, writer| {
            if entry.text("DATAID").is_empty() || name(entry).is_empty() {
                return Err("the entry has no `DATAID` or no name".to_owned());
            }
            Ok(state(entry, writer))
        });
    }
}

/// Returns the name of an entry, which stands there in up to four parts.
fn name(entry: &Element) -> String {
    let parts = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"];
    let words = parts
        .iter()
        .flat_map(|part| entry.text(part).split_whitespace());
    words.collect::<Vec<_>>().join(" ")
}

fn state(entry: &Element, writer: &mut Writer<'_>) -> Draft {
    let id = format!("unsc-{}", entry.text("DATAID"));
    let name = name(entry);
    let is_person = entry.name() == "INDIVIDUAL";
    // Two names of a body may stand in one.
    let mut names = name
        .split(';')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let label = names.next().unwrap_or(&name);
    let mut draft = Draft::new(
        &id,
        schema(if is_person { "individual" } else { "" }, label),
    );
    draft.caption(label);
    draft.add("name", label);
    names.for_each(|name| draft.add("name", name));
    draft.target();
    draft.dataset("un_sc_sanctions");
    draft.add("topics", "sanction");
    for child in entry.children() {
        detail(child, &mut draft);
    }
    writer.put(&draft);
    let program = entry.text("UN_LIST_TYPE");
    let mut listings = vec![LIST.listing(&id, "all")];
    if !program.is_empty() {
        let list = format!("UN {program} sanctions list");
        let known = PROGRAMS.iter().find(|(known, _)| *known == program);
        let code = known.map_or(list.as_str(), |(_, code)| code);
        listings.push(LIST.program(&id, code, &list));
    }
    for mut listing in listings {
        listing.add("startDate", day(entry.text("LISTED_ON")));
        listing.add("endDate", day(entry.text("DELISTED_ON")));
        listing.add("unscId", entry.text("REFERENCE_NUMBER"));
        listing.add("authorityId", entry.text("REFERENCE_NUMBER"));
        for updated in entry.items("LAST_DAY_UPDATED", "VALUE") {
            listing.add("modifiedAt", day(updated.own()));
        }
        for (word, element) in [
            ("Submitted by", "SUBMITTED_BY"),
            ("Submitted on", "SUBMITTED_ON"),
        ] {
            if !entry.text(element).is_empty() {
                listing.add("summary", &format!("{word} {}", entry.text(element)));
            }
        }
        writer.put(&listing);
    }
    draft
}

/// Returns a day without the zone that may stand behind it, as in `2015-03-27-04:00`.
fn day(text: &str) -> &str {
    let day = text.get(..10).filter(|day| say::date(day).is_some());
    day.unwrap_or(text)
}

/// States one child of an entry.
fn detail(child: &Element, draft: &mut Draft) {
    let of = |name| child.text(name);
    match child.name() {
        "NAME_ORIGINAL_SCRIPT" => draft.add("alias", child.own()),
        "VERSIONNUM" if child.own() != "1" => draft.note("Version of the entry", child.own()),
        "COMMENTS1" | "COMMENTS2" => draft.add("notes", child.own()),
        "GENDER" => draft.add("gender", &child.own().to_ascii_lowercase()),
        "TITLE" => values(child, |title| draft.add("title", title)),
        "DESIGNATION" => values(child, |position| draft.add("position", position)),
        "NATIONALITY" | "NATIONALITY2" => {
            values(child, |country| draft.country("nationality", country));
        }
        "INDIVIDUAL_ALIAS" | "ENTITY_ALIAS" => alias(child, draft),
        "INDIVIDUAL_ADDRESS" | "ENTITY_ADDRESS" => {
            let parts = ["STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE"].map(of);
            let place = say::joined(parts);
            let country = of("COUNTRY");
            let address = say::joined([place.as_str(), country]);
            if !place.is_empty() {
                draft.add("address", &address);
            }
            draft.country("country", country);
            if !of("NOTE").is_empty() {
                let about = if address.is_empty() {
                    "Address"
                } else {
                    &address
                };
                draft.note(about, of("NOTE"));
            }
        }
        "INDIVIDUAL_DATE_OF_BIRTH" => birth(child, draft),
        "INDIVIDUAL_PLACE_OF_BIRTH" => {
            let parts = ["STREET", "CITY", "STATE_PROVINCE", "COUNTRY"].map(of);
            draft.add("birthPlace", &say::joined(parts));
            draft.note("Place of birth", of("NOTE"));
        }
        "INDIVIDUAL_DOCUMENT" | "ENTITY_DOCUMENT" => document(child, draft),
        _ => (),
    }
}

/// Hands over the values of a child that may have several.
fn values(child: &Element, mut each: impl FnMut(&str)) {
    for value in child.all("VALUE") {
        each(value.own());
    }
    each(child.own());
}

fn alias(alias: &Element, draft: &mut Draft) {
    let name = alias.text("ALIAS_NAME");
    let (quality, note) = (alias.text("QUALITY"), alias.text("NOTE"));
    let lower = note.to_ascii_lowercase();
    let was = ["previously listed as", "formerly listed as"].contains(&lower.as_str());
    let property = match quality {
        "f.k.a." => "previousName",
        _ if was => "previousName",
        quality if quality.eq_ignore_ascii_case("low") => "weakAlias",
        _ => "alias",
    };
    for name in name.split("; ") {
        draft.add(property, name);
    }
    let born = say::joined([
        alias.text("DATE_OF_BIRTH"),
        alias.text("CITY_OF_BIRTH"),
        alias.text("COUNTRY_OF_BIRTH"),
    ]);
    let about = |told: &str| match name {
        "" => told.to_owned(),
        name => format!("{told} of the alias {name}"),
    };
    draft.note(&about("Birth"), &born);
    if !note.is_empty() {
        draft.note(if name.is_empty() { "Alias" } else { name }, note);
    }
}

/// States when somebody was born: a day or year that is exact. All else stands in the notes.
fn birth(birth: &Element, draft: &mut Draft) {
    let of = |name| birth.text(name);
    let day = match (of("DATE"), of("YEAR")) {
        ("", year) => year,
        (date, _) => date,
    };
    match of("TYPE_OF_DATE").to_ascii_uppercase().as_str() {
        "EXACT" | "" => match say::date(day) {
            Some(date) => draft.add("birthDate", &date.to_string()),
            None => draft.note("Born", day),
        },
        kind if !day.is_empty() => draft.note("Born", &format!("{} {day}", kind.to_lowercase())),
        _ => (),
    }
    let between = match (of("FROM_YEAR"), of("TO_YEAR")) {
        ("", "") => String::new(),
        (from, to) => format!("between {from} and {to}"),
    };
    draft.note("Born", &between);
    draft.note("Date of birth", of("NOTE"));
}

fn document(document: &Element, draft: &mut Draft) {
    let of = |name| document.text(name);
    let kinds = ["TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2"];
    let kinds = kinds.map(|kind| of(kind).split_whitespace().collect::<Vec<_>>().join(" "));
    let kind = say::joined(kinds.iter().map(String::as_str));
    let lower = kind.to_lowercase();
    let is_passport = ["passport", "passeport", "pasaporte"]
        .iter()
        .any(|word| lower.contains(word));
    draft.add(
        if is_passport {
            "passportNumber"
        } else {
            "idNumber"
        },
        of("NUMBER"),
    );
    let issuer = match (of("ISSUING_COUNTRY"), of("COUNTRY_OF_ISSUE")) {
        (a, b) if a == b => a.to_owned(),
        (a, b) => say::joined([a, b]),
    };
    let issued = match of("DATE_OF_ISSUE") {
        "" => String::new(),
        day => format!("issued {day}"),
    };
    let about = say::joined([of("CITY_OF_ISSUE"), &issuer, &issued, of("NOTE")]);
    let what = format!("{kind} {}", of("NUMBER"));
    match (what.trim(), about.as_str()) {
        ("", about) => draft.note("Document", about),
        // The property says it all.
        (_, "") if is_passport => (),
        (what, "") => draft.add("notes", what),
        (what, about) => draft.note(what, about),
    }
}
