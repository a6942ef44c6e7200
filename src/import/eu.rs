//! The Financial Sanctions Files of the European Union in XML, `xmlFullSanctionsList_1_1`.

use crate::import::chunk::{Chunk, Cut};
use crate::import::countries;
use crate::import::format::{Format, Reader, Reading};
use crate::import::ftm::{Draft, Writer};
use crate::import::listing::Keeper;
use crate::import::ofac::schema;
use crate::import::part::{Part, text};
use crate::import::say;
use crate::import::xml::{self, Element};
use crate::model::Date;
use std::collections::BTreeSet;

/// The consolidated list.
pub(crate) const FORMAT: Format = Format {
    name: "eu-fsf",
    title: "EU Financial Sanctions Files, XML 1.1",
    publisher: Some("European Commission"),
    page: "https://data.europa.eu/data/datasets/consolidated-list-of-persons-groups-and-entities-subject-to-eu-financial-sanctions",
    sign: "the element sanctionEntity",
    license: Some("CC BY 4.0"),
    is_complete: true,
    reading: Reading::Records {
        fits: |head| {
            head.text.contains("<sanctionEntity") || head.text.contains(":sanctionEntity ")
        },
        reader: |_| Box::new(FullList),
    },
};

const LIST: Keeper<'_> = Keeper {
    authority: "European Union",
    country: "eu",
    list: "EU sanctions list",
    name: "EU Consolidated Financial Sanctions List",
};

/// What the codes of programs stand for that are not about a country, as the EU Sanctions Map calls
/// them; those about one are its code in three letters.
const PROGRAMS: &[(&str, &str)] = &[
    ("CHEM", "chemical weapons"),
    ("CYB", "cyber-attacks"),
    ("EUAQ", "ISIL (Da'esh) and Al-Qaida, autonomous"),
    ("HAM", "Hamas and Palestinian Islamic Jihad"),
    ("HR", "human rights"),
    ("RUSDA", "Russia, destabilizing activities"),
    ("SDNZ", "Sudan, stability and transition"),
    ("TAQA", "ISIL (Da'esh) and Al-Qaida"),
    ("TERR", "terrorism"),
    ("UKR", "Ukraine, territorial integrity"),
];

/// What entries are called.
const ENTRIES: &[&str] = &["sanctionEntity"];

/// What is passed over: the numbers of the parts of an entry, the language of the act that told such a
/// part, and a code beside the word that it stands for.
const PASSED: &[&str] = &[
    "@logicalId",
    "@regulationLanguage",
    "subjectType@classificationCode",
    "/export",
    "/export@generationDate",
    "/export@globalFileId",
];

struct FullList;

impl Reader for FullList {
    fn cut(&self) -> Cut {
        Cut::Elements(ENTRIES)
    }

    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let text = text(chunk, &mut part.tally);
        xml::dated(chunk, &text, "generationDate", &mut part.tally);
        xml::check_end(chunk, &text, "export", &mut part.tally);
        xml::each(chunk, &text, ENTRIES, PASSED, part, |entry, writer| {
            let (Some(id), Some((label, language))) = (id(entry), label(entry)) else {
                return Err("the entry has no number or no name".to_owned());
            };
            Ok(state(entry, &id, (&label, language), writer))
        });
    }
}

/// Returns the id that OpenSanctions gives an entry.
fn id(entry: &Element) -> Option<String> {
    let reference = entry.attribute("euReferenceNumber");
    match (reference, entry.attribute("logicalId")) {
        ("", "") => None,
        ("", number) => Some(format!("eu-fsf-logical-{number}")),
        (reference, _) => Some(format!("eu-fsf-{}", say::slug(reference))),
    }
}

/// Returns the whole of a name, put together where only its parts are given.
fn whole(name: &Element) -> String {
    let parts = ["firstName", "middleName", "lastName"].map(|part| name.attribute(part));
    let whole = match name.attribute("wholeName") {
        "" => parts.join(" "),
        whole => whole.to_owned(),
    };
    whole.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the name to show and its language: the first strong one in English or in no language, or else
/// the first.
fn label<'e>(entry: &'e Element) -> Option<(String, &'e str)> {
    let named = |name: &&Element| !whole(name).is_empty();
    let is_plain = |name: &&Element| {
        let language = name.attribute("nameLanguage");
        named(name)
            && name.attribute("strong") != "false"
            && (language.is_empty() || language.eq_ignore_ascii_case("EN"))
    };
    let plain = entry.all("nameAlias").find(is_plain);
    plain
        .or_else(|| entry.all("nameAlias").find(named))
        .map(|name| (whole(name), name.attribute("nameLanguage")))
}

fn state(
    entry: &Element,
    id: &str,
    (label, language): (&str, &str),
    writer: &mut Writer<'_>,
) -> Draft {
    let kind = entry.child("subjectType");
    let is_person = kind.is_some_and(|kind| {
        kind.attribute("code") == "person" || kind.attribute("classificationCode") == "P"
    });
    let mut draft = Draft::new(id, schema(if is_person { "individual" } else { "" }, label));
    draft.add_in("name", label, language);
    draft.target();
    draft.dataset("eu_fsf");
    draft.add("topics", "sanction");
    for child in entry.children() {
        detail(child, is_person, label, &mut draft);
    }
    draft.note("Designation details", entry.attribute("designationDetails"));
    writer.put(&draft);
    listings(entry, id, writer);
    draft
}

/// States one child of an entry.
fn detail(child: &Element, is_person: bool, label: &str, draft: &mut Draft) {
    let of = |name| child.attribute(name);
    match child.name() {
        "nameAlias" => {
            let name = whole(child);
            let (is_weak, language) = (of("strong") == "false", of("nameLanguage"));
            if name != label {
                let property = if is_weak { "weakAlias" } else { "alias" };
                draft.add_in(property, &name, language);
            } else if is_person {
                for part in ["firstName", "middleName", "lastName"] {
                    draft.add(part, of(part));
                }
            }
            let property = if is_person { "position" } else { "notes" };
            draft.add_in(property, of("function"), of("regulationLanguage"));
            draft.add_in("title", of("title"), of("regulationLanguage"));
            let gender = match of("gender") {
                "M" => "male",
                "F" => "female",
                other => other,
            };
            draft.add("gender", gender);
        }
        "citizenship" => {
            draft.country("nationality", &country(child));
            draft.note("Citizenship, region", of("region"));
        }
        "address" => {
            let number = of("poBox").trim_start_matches("P.O. Box ");
            let box_ = told("P.O. Box", number);
            let parts = [
                of("street"),
                &box_,
                of("place"),
                of("city"),
                of("zipCode"),
                of("region"),
            ];
            let place = say::joined(parts);
            if !place.is_empty() {
                let address = say::joined([place.as_str(), &country_name(child)]);
                draft.add("address", &address);
                if of("asAtListingTime") == "true" {
                    draft.note("Address at the time of listing", &address);
                }
            }
            draft.country("country", &country(child));
            child
                .all("contactInfo")
                .for_each(|info| contact(info, draft));
        }
        "birthdate" => birth(child, draft),
        "identification" => identification(child, draft),
        "contactInfo" => contact(child, draft),
        "remark" => draft.add("notes", child.own()),
        _ => (),
    }
    for remark in child.all("remark").filter(|_| child.name() != "regulation") {
        draft.add_in("notes", remark.own(), of("regulationLanguage"));
    }
}

/// Returns a word with what it is about; nothing where that is blank.
fn told(word: &str, value: &str) -> String {
    match value {
        "" => String::new(),
        value => format!("{word} {value}"),
    }
}

/// Returns the code of a country where it is known, or else its name.
fn country(element: &Element) -> String {
    let code = element.attribute("countryIso2Code");
    match country_name(element) {
        name if name.is_empty() => name,
        _ if countries::names(&code.to_ascii_lowercase()).is_some() => code.to_owned(),
        name => name,
    }
}

/// Returns the name of a country; it stands there in capitals, and beside a code, which speaks where the
/// name does not.
fn country_name(element: &Element) -> String {
    let name = element.attribute("countryDescription");
    let code = element.attribute("countryIso2Code").to_ascii_lowercase();
    let plain = name.split(" (").next().unwrap_or(name);
    let known = countries::code(plain).and_then(countries::names);
    match (name, known) {
        ("" | "UNKNOWN", _) => {
            let known = countries::names(&code);
            known.map_or("", |(english, _)| english).to_owned()
        }
        (_, Some((english, _))) => english.to_owned(),
        (name, None) => name.to_owned(),
    }
}

fn contact(info: &Element, draft: &mut Draft) {
    let (key, value) = (info.attribute("key"), info.attribute("value"));
    let property = match key {
        "PHONE" | "MOBILE" => "phone",
        "EMAIL" => "email",
        "WEB" => "website",
        _ => return draft.note(key, value),
    };
    for value in value.split([';', ',']) {
        draft.add(property, value);
    }
}

/// States when and where somebody was born. What is only about a date stands in the notes.
fn birth(birth: &Element, draft: &mut Draft) {
    let of = |name| birth.attribute(name);
    let day = match (
        of("birthdate"),
        of("year"),
        of("monthOfYear"),
        of("dayOfMonth"),
    ) {
        ("", "", ..) => String::new(),
        ("", year, "", _) => year.to_owned(),
        ("", year, month, "") => format!("{year}-{month:0>2}"),
        ("", year, month, day) => format!("{year}-{month:0>2}-{day:0>2}"),
        (date, ..) => date.to_owned(),
    };
    let calendar = match of("calendarType") {
        "" | "GREGORIAN" => String::new(),
        other => format!(" ({})", other.to_lowercase()),
    };
    let about = if of("circa") == "true" { "circa " } else { "" };
    match say::date(&day) {
        Some(date) if about.is_empty() && calendar.is_empty() => {
            draft.add("birthDate", &date.to_string());
        }
        _ if day.is_empty() => (),
        _ => draft.note("Born", &format!("{about}{day}{calendar}")),
    }
    match (of("yearRangeFrom"), of("yearRangeTo")) {
        ("", "") => (),
        (from, "") => draft.note("Born", &format!("{about}{from} or later")),
        ("", to) => draft.note("Born", &format!("{about}{to} or earlier")),
        (from, to) => draft.note("Born", &format!("{about}{from} to {to}")),
    }
    let country = country_name(birth);
    let place = [
        of("place"),
        of("city"),
        of("zipCode"),
        of("region"),
        &country,
    ];
    draft.add("birthPlace", &say::joined(place));
}

fn identification(document: &Element, draft: &mut Draft) {
    let of = |name| document.attribute(name);
    let property = match of("identificationTypeCode") {
        "passport" | "diplpassport" => "passportNumber",
        "ssn" => "socialSecurityNumber",
        "fiscalcode" => "taxNumber",
        "regnumber" => "registrationNumber",
        "swiftbic" => "swiftBic",
        "imo" => "imoNumber",
        _ => "idNumber",
    };
    draft.add(property, of("number"));
    draft.add(property, of("latinNumber"));
    let is = |word: &'static str, name| match document.attribute(name) {
        "true" => word,
        _ => "",
    };
    let about = say::joined([
        country_name(document).as_str(),
        of("region"),
        &told("issued by", of("issuedBy")),
        &told("issued", of("issueDate")),
        &told("valid from", of("validFrom")),
        &told("valid to", of("validTo")),
        &told("in the name of", of("nameOnDocument")),
        is("diplomatic", "diplomatic"),
        is("known to be expired", "knownExpired"),
        is("known to be false", "knownFalse"),
        is("reported lost", "reportedLost"),
        is("revoked by the issuer", "revokedByIssuer"),
    ]);
    let number = match of("number") {
        "" => of("latinNumber"),
        number => number,
    };
    let what = format!("{} {number}", of("identificationTypeDescription"));
    draft.note(what.trim(), &about);
}

/// States the listing on the list as a whole, and one for each program.
fn listings(entry: &Element, id: &str, writer: &mut Writer<'_>) {
    let regulations: Vec<&Element> = entry.all("regulation").collect();
    // By which acts single names, addresses and dates came to the list.
    let summaries = entry
        .children()
        .flat_map(|child| child.all("regulationSummary"));
    let summaries: Vec<&Element> = summaries.collect();
    let mut whole = LIST.listing(id, "all");
    let all = regulations.iter().chain(&summaries);
    let first = since(entry, all.copied());
    whole.add("startDate", &first);
    refer(&mut whole, entry);
    for act in summaries {
        let published = told("published", act.attribute("publicationDate"));
        whole.add(
            "summary",
            &say::joined(
                ["numberTitle", "regulationType"]
                    .map(|name| act.attribute(name))
                    .into_iter()
                    .chain([published.as_str()]),
            ),
        );
        whole.add("sourceUrl", act.attribute("publicationUrl"));
    }
    writer.put(&whole);
    let programs = regulations.iter().map(|act| act.attribute("programme"));
    let programs: BTreeSet<&str> = programs.filter(|code| !code.is_empty()).collect();
    for code in &programs {
        let name = format!("EU sanctions: {}", program(code));
        let mut listing = LIST.program(id, &format!("EU-{code}"), &name);
        let acts = regulations
            .iter()
            .filter(|act| act.attribute("programme") == *code);
        match programs.len() {
            1 => listing.add("startDate", &first),
            _ => listing.add("startDate", &since(entry, acts.clone().copied())),
        }
        refer(&mut listing, entry);
        for act in acts {
            let of = |name| act.attribute(name);
            listing.add("provisions", of("numberTitle"));
            let about = [
                of("numberTitle"),
                of("organisationType"),
                of("regulationType"),
                act.text("remark"),
                &told("published", of("publicationDate")),
                &told("in force", of("entryIntoForceDate")),
            ];
            listing.add("summary", &say::joined(about));
            listing.add("sourceUrl", act.text("publicationUrl"));
        }
        writer.put(&listing);
    }
}

/// Returns what a program is about; its code where that is not known.
fn program(code: &str) -> &str {
    let known = PROGRAMS.iter().find(|(known, _)| *known == code);
    let country = || countries::of_three(code).and_then(countries::names);
    let name = known.map(|(_, name)| *name);
    name.or_else(|| country().map(|(name, _)| name))
        .unwrap_or(code)
}

/// Returns the day since when an entry is listed at the latest: most entries lack the day of their
/// designation, and the acts that are told are the last ones, so the earliest day of all counts.
fn since<'a: 'e, 'e>(entry: &Element<'_>, acts: impl Iterator<Item = &'e Element<'a>>) -> String {
    let days = acts.flat_map(|act| {
        ["publicationDate", "entryIntoForceDate"].map(|name| say::date(act.attribute(name)))
    });
    let days = days.chain([say::date(entry.attribute("designationDate"))]);
    let first = days.flatten().min();
    first.map_or_else(String::new, |date: Date| date.to_string())
}

fn refer(listing: &mut Draft, entry: &Element) {
    listing.add("authorityId", entry.attribute("euReferenceNumber"));
    listing.add("unscId", entry.attribute("unitedNationId"));
    listing.add("recordId", entry.attribute("logicalId"));
}
