//! The Financial Sanctions Files of the European Union in XML: `xmlFullSanctionsList` 1.1, and the
//! elements of 1.0 (`WHOLE`, `ENTITY`).

use crate::import::chunk::{Chunk, Cut};
use crate::import::days::{day_first, in_words};
use crate::import::format::{Format, Reader, Reading};
use crate::import::ftm::{Draft, Writer};
use crate::import::listing::Keeper;
use crate::import::part::{Part, text};
use crate::import::say;
use crate::import::xml::{self, Element};
use crate::model::Date;

/// The consolidated list.
pub(crate) const FORMAT: Format = Format {
    name: "eu-fsf",
    title: "EU Financial Sanctions Files, XML 1.1 and 1.0",
    publisher: Some("European Commission"),
    page: "https://data.europa.eu/data/datasets/consolidated-list-of-persons-groups-and-entities-subject-to-eu-financial-sanctions",
    sign: "the element sanctionEntity, or WHOLE with ENTITY",
    license: Some("CC BY 4.0"),
    is_complete: true,
    reading: Reading::Records {
        fits: |head| {
            let has = |tag| head.text.contains(tag);
            has("<sanctionEntity") || has(":sanctionEntity ") || has("<WHOLE") && has("<ENTITY ")
        },
        reader: |_| Box::new(FullList),
    },
};

const LIST: Keeper = Keeper {
    authority: "European Union",
    country: "eu",
    list: "EU sanctions list",
    name: "EU Consolidated Financial Sanctions List",
};

/// What entries are called, in 1.1 and in 1.0.
const ENTRIES: &[&str] = &["sanctionEntity", "ENTITY"];

struct FullList;

impl Reader for FullList {
    fn cut(&self) -> Cut {
        Cut::Elements(ENTRIES)
    }

    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let mut tally = std::mem::take(&mut part.tally);
        let text = text(chunk, &mut tally);
        if chunk.first
            && let Some(date) = generated(&text)
        {
            tally.seen(date);
        }
        part.tally = tally;
        let mut writer = Writer::new(part);
        for (line, text) in xml::elements(&text, ENTRIES) {
            let line = chunk.line + line;
            let tally = writer.tally();
            tally.read += 1;
            let read = xml::read(text).map_err(|error| ("bad-xml", error));
            let entry = read.and_then(|element| {
                let entry = match element.name() {
                    "ENTITY" => old(&element),
                    _ => new(&element),
                };
                match entry.names.iter().any(|name| !name.whole.is_empty()) && !entry.id.is_empty() {
                    true => Ok((entry, element)),
                    false => Err((
                        "not-an-entry",
                        "the entry has no name or no number".to_owned(),
                    )),
                }
            });
            match entry {
                Ok((entry, element)) => {
                    writer.tally().mapped += 1;
                    state(&entry, &element, &mut writer);
                }
                Err((code, message)) => writer.tally().skip(line, code, message),
            }
        }
    }
}

/// Returns the day on which a file says that it was made.
fn generated(text: &str) -> Option<Date> {
    let root = |name: &str| {
        let begin = text.find(name)?;
        let tag = &text[begin..];
        Some(&tag[..tag.find('>')?])
    };
    let value = |tag: &'static str, name: &str| {
        let tag = root(tag)?;
        let rest = &tag[tag.find(name)? + name.len()..];
        let rest = rest.strip_prefix(['"', '\''])?;
        Some(rest[..rest.find(['"', '\''])?].to_owned())
    };
    let time = value("export", "generationDate=");
    let day = time.and_then(|time| say::date(&time));
    day.or_else(|| day_first(&value("<WHOLE", "Date=")?))
}

/// What an entry says, whichever version of the format says it.
#[derive(Default)]
struct Entry {
    id: String,
    is_person: bool,
    names: Vec<Name>,
    regulations: Vec<Regulation>,
    designated: String,
    reference: String,
    un_reference: String,
}

#[derive(Default)]
struct Name {
    whole: String,
    parts: [String; 3],
    is_weak: bool,
    language: String,
}

/// The legal act under which somebody is listed.
struct Regulation {
    key: String,
    program: String,
    number: String,
    about: String,
    published: String,
    in_force: String,
    url: String,
}

fn new(entry: &Element) -> Entry {
    let reference = entry.attribute("euReferenceNumber");
    let number = entry.attribute("logicalId");
    let kind = entry.child("subjectType");
    let kind = |name| kind.map_or("", |kind| kind.attribute(name));
    let names = entry.all("nameAlias").map(|name| {
        let parts = ["firstName", "middleName", "lastName"];
        Name {
            whole: whole(name.attribute("wholeName"), parts.map(|part| name.attribute(part))),
            parts: parts.map(|part| name.attribute(part).to_owned()),
            is_weak: name.attribute("strong") == "false",
            language: name.attribute("nameLanguage").to_owned(),
        }
    });
    let regulations = entry.all("regulation").map(|act| Regulation {
        key: match act.attribute("logicalId") {
            "" => say::slug(act.attribute("programme")),
            number => number.to_owned(),
        },
        program: act.attribute("programme").to_owned(),
        number: act.attribute("numberTitle").to_owned(),
        about: say::joined([
            act.attribute("organisationType"),
            act.attribute("regulationType"),
            act.text("remark"),
        ]),
        published: act.attribute("publicationDate").to_owned(),
        in_force: act.attribute("entryIntoForceDate").to_owned(),
        url: act.text("publicationUrl").to_owned(),
    });
    Entry {
        id: match (reference, number) {
            ("", "") => String::new(),
            ("", number) => format!("eu-fsf-logical-{number}"),
            (reference, _) => format!("eu-fsf-{}", say::slug(reference)),
        },
        is_person: kind("code") == "person" || kind("classificationCode") == "P",
        names: names.collect(),
        regulations: regulations.collect(),
        designated: entry.attribute("designationDate").to_owned(),
        reference: reference.to_owned(),
        un_reference: entry.attribute("unitedNationId").to_owned(),
    }
}

fn old(entry: &Element) -> Entry {
    let number = entry.attribute("Id");
    let names = entry.all("NAME").map(|name| {
        let parts = ["FIRSTNAME", "MIDDLENAME", "LASTNAME"];
        Name {
            whole: whole(name.text("WHOLENAME"), parts.map(|part| name.text(part))),
            parts: parts.map(|part| name.text(part).to_owned()),
            is_weak: false,
            language: name.text("LANGUAGE").to_owned(),
        }
    });
    Entry {
        id: match number {
            "" => String::new(),
            number => format!("eu-fsf-logical-{number}"),
        },
        is_person: entry.attribute("Type") == "P",
        names: names.collect(),
        regulations: vec![Regulation {
            key: say::slug(entry.attribute("programme")),
            program: entry.attribute("programme").to_owned(),
            number: entry.attribute("legal_basis").to_owned(),
            about: String::new(),
            published: entry.attribute("reg_date").to_owned(),
            in_force: String::new(),
            url: entry.attribute("pdf_link").to_owned(),
        }],
        ..Entry::default()
    }
}

/// Returns the whole name, put together where only its parts are given.
fn whole(name: &str, parts: [&str; 3]) -> String {
    if !name.is_empty() {
        return name.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

fn state(entry: &Entry, element: &Element, writer: &mut Writer<'_>) {
    // The name to show is the first strong one in English, or in no language.
    let is_plain = |name: &&Name| {
        let is_english = matches!(name.language.to_ascii_uppercase().as_str(), "" | "EN");
        !name.is_weak && is_english && !name.whole.is_empty()
    };
    let first = entry.names.iter().find(is_plain);
    let first = first.or_else(|| entry.names.iter().find(|name| !name.whole.is_empty()));
    let label = first.map_or("", |name| name.whole.as_str());
    let schema = match entry.is_person {
        true => "Person",
        false => crate::import::ofac::schema("", label),
    };
    let mut draft = Draft::new(&entry.id, schema);
    draft.caption(label);
    draft.add("name", label);
    draft.target();
    draft.dataset("eu_fsf");
    draft.add("topics", "sanction");
    if let Some(name) = first
        && entry.is_person
    {
        for (property, part) in ["firstName", "middleName", "lastName"].into_iter().zip(&name.parts) {
            draft.add(property, part);
        }
    }
    for name in entry.names.iter().filter(|name| name.whole != label) {
        draft.add(if name.is_weak { "weakAlias" } else { "alias" }, &name.whole);
    }
    for child in element.children() {
        detail(child, entry.is_person, &mut draft, writer);
    }
    draft.note("Designation details", element.attribute("designationDetails"));
    draft.add("notes", element.attribute("remark"));
    writer.put(&draft);
    listings(entry, element, writer);
}

/// States one child of an entry.
fn detail(child: &Element, is_person: bool, draft: &mut Draft, writer: &mut Writer<'_>) {
    let of = |name| child.attribute(name);
    let position = if is_person { "position" } else { "notes" };
    for remark in child.all("remark") {
        draft.add("notes", remark.own());
    }
    match child.name() {
        "nameAlias" => {
            draft.add(position, of("function"));
            draft.add("title", of("title"));
            gender(of("gender"), draft);
        }
        "NAME" => {
            draft.add(position, child.text("FUNCTION"));
            draft.add("title", child.text("TITLE"));
            gender(child.text("GENDER"), draft);
        }
        "citizenship" => {
            let country = country(child);
            draft.country("nationality", &country);
            draft.note("Citizenship, region", of("region"));
        }
        "CITIZEN" => draft.country("nationality", child.text("COUNTRY")),
        "address" => {
            let country = country(child);
            let po_box = match of("poBox") {
                "" => String::new(),
                number => format!("P.O. Box {}", number.trim_start_matches("P.O. Box ").trim()),
            };
            let parts = [of("street"), &po_box, of("place"), of("city"), of("zipCode"), of("region")];
            let place = say::joined(parts);
            if !place.is_empty() {
                let address = say::joined([place.as_str(), &title_of(of("countryDescription"))]);
                draft.add("address", &address);
                if of("asAtListingTime") == "true" {
                    draft.note("Address at the time of listing", &address);
                }
            }
            draft.country("country", &country);
            contacts(child, draft);
        }
        "ADDRESS" => {
            let parts = ["NUMBER", "STREET", "ZIPCODE", "CITY"].map(|part| child.text(part));
            let place = say::joined(parts);
            if !place.is_empty() {
                draft.add("address", &say::joined([place.as_str(), child.text("COUNTRY")]));
            }
            draft.country("country", child.text("COUNTRY"));
            draft.add("notes", child.text("OTHER"));
        }
        "birthdate" => birth(child, draft),
        "BIRTH" => {
            let date = child.text("DATE");
            match in_words(date).or_else(|| day_first(date)) {
                Some(date) => draft.add("birthDate", &date.to_string()),
                None => draft.note("Born", date),
            }
            let place = say::joined([child.text("PLACE"), child.text("COUNTRY")]);
            draft.add("birthPlace", &place);
        }
        "identification" => identification(child, draft),
        "PASSPORT" => {
            draft.add(if is_person { "passportNumber" } else { "idNumber" }, child.text("NUMBER"));
            let country = child.text("COUNTRY");
            if !country.is_empty() {
                draft.add("notes", &format!("Document {}: {country}", child.text("NUMBER")));
            }
        }
        "contactInfo" => contact(of("key"), of("value"), draft),
        "remark" => draft.add("notes", child.own()),
        "regulation" | "regulationSummary" | "subjectType" => (),
        other => {
            writer.tally().wonder(&format!("sanctionEntity:{other}"));
            draft.note(other, child.own());
        }
    }
}

fn gender(code: &str, draft: &mut Draft) {
    let word = match code {
        "M" => "male",
        "F" => "female",
        other => other,
    };
    draft.add("gender", word);
}

/// Returns the code or the name of a country; nothing where it is not known.
fn country(element: &Element) -> String {
    let (code, name) = (
        element.attribute("countryIso2Code"),
        element.attribute("countryDescription"),
    );
    let is_known = crate::import::countries::names(&code.to_ascii_lowercase()).is_some();
    match name {
        "UNKNOWN" => String::new(),
        _ if is_known => code.to_owned(),
        name => name.split(" (").next().unwrap_or(name).to_owned(),
    }
}

/// Returns the name of a country as it is read; it stands there in capitals.
fn title_of(name: &str) -> String {
    let known = crate::import::countries::code(name.split(" (").next().unwrap_or(name));
    let known = known.and_then(crate::import::countries::names);
    match (name, known) {
        ("UNKNOWN", _) => String::new(),
        (_, Some((english, _))) => english.to_owned(),
        (name, None) => name.to_owned(),
    }
}

fn contacts(element: &Element, draft: &mut Draft) {
    for info in element.all("contactInfo") {
        contact(info.attribute("key"), info.attribute("value"), draft);
    }
}

fn contact(key: &str, value: &str, draft: &mut Draft) {
    let property = match key.to_ascii_uppercase().as_str() {
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
    let day = match (of("birthdate"), of("year")) {
        ("", "") => String::new(),
        ("", year) => match (of("monthOfYear"), of("dayOfMonth")) {
            ("", _) => year.to_owned(),
            (month, "") => format!("{year}-{month:0>2}"),
            (month, day) => format!("{year}-{month:0>2}-{day:0>2}"),
        },
        (date, _) => date.to_owned(),
    };
    let calendar = of("calendarType");
    let is_ours = matches!(calendar, "" | "GREGORIAN");
    let is_about = of("circa") == "true";
    match say::date(&day) {
        Some(date) if is_ours && !is_about => draft.add("birthDate", &date.to_string()),
        _ => {
            let about = if is_about { "circa " } else { "" };
            let calendar = if is_ours { String::new() } else { format!(" ({calendar})") };
            if !day.is_empty() {
                draft.note("Born", &format!("{about}{day}{calendar}"));
            }
        }
    }
    let about = if is_about { "circa " } else { "" };
    match (of("yearRangeFrom"), of("yearRangeTo")) {
        ("", "") => (),
        (from, "") => draft.note("Born", &format!("{about}{from} or later")),
        ("", to) => draft.note("Born", &format!("{about}{to} or earlier")),
        (from, to) => draft.note("Born", &format!("{about}{from} to {to}")),
    }
    let country = title_of(of("countryDescription"));
    let place = say::joined([of("place"), of("city"), of("zipCode"), of("region"), &country]);
    draft.add("birthPlace", &place);
}

fn identification(document: &Element, draft: &mut Draft) {
    let of = |name| document.attribute(name);
    let property = match of("identificationTypeCode").to_ascii_lowercase().as_str() {
        "passport" | "diplpassport" => "passportNumber",
        "ssn" => "socialSecurityNumber",
        "fiscalcode" | "taxid" => "taxNumber",
        "regnumber" | "tradelic" => "registrationNumber",
        "swiftbic" => "swiftBic",
        "imo" => "imoNumber",
        _ => "idNumber",
    };
    draft.add(property, of("number"));
    draft.add(property, of("latinNumber"));
    let number = match of("number") {
        "" => of("latinNumber"),
        number => number,
    };
    let country = title_of(of("countryDescription"));
    let dated = |word: &str, name: &str| match of(name) {
        "" => String::new(),
        value => format!("{word} {value}"),
    };
    let flag = |word: &'static str, name: &str| match of(name) {
        "true" => word,
        _ => "",
    };
    let about = say::joined([
        country.as_str(),
        of("region"),
        &dated("issued by", "issuedBy"),
        &dated("issued", "issueDate"),
        &dated("valid from", "validFrom"),
        &dated("valid to", "validTo"),
        &dated("in the name of", "nameOnDocument"),
        flag("diplomatic", "diplomatic"),
        flag("known to be expired", "knownExpired"),
        flag("known to be false", "knownFalse"),
        flag("reported lost", "reportedLost"),
        flag("revoked by issuer", "revokedByIssuer"),
    ]);
    if !about.is_empty() {
        let kind = of("identificationTypeDescription");
        draft.note(format!("{kind} {number}").trim(), &about);
    }
}

/// States the listing on the list as a whole, and one for each regulation and its program.
fn listings(entry: &Entry, element: &Element, writer: &mut Writer<'_>) {
    let mut whole = LIST.listing(&entry.id);
    let published = entry.regulations.iter().map(|act| act.published.as_str());
    let first = [entry.designated.as_str()].into_iter().chain(published);
    let first = first.filter(|day| say::date(day).is_some()).min();
    whole.add("startDate", first.unwrap_or_default());
    whole.add("authorityId", &entry.reference);
    whole.add("unscId", &entry.un_reference);
    // By which acts single names, addresses and dates came to the list.
    for child in element.children() {
        for act in child.all("regulationSummary") {
            whole.add("summary", &act_of(act.attribute("numberTitle"), act.attribute("publicationDate")));
            whole.add("sourceUrl", act.attribute("publicationUrl"));
        }
        if child.name() != "ENTITY" {
            whole.add("summary", &act_of(child.attribute("legal_basis"), child.attribute("reg_date")));
            whole.add("sourceUrl", child.attribute("pdf_link"));
        }
    }
    writer.put(&whole);
    for act in entry.regulations.iter().filter(|act| !act.program.is_empty()) {
        let mut listing = LIST.program(&entry.id, &act.key, &act.program);
        let start = [&entry.designated, &act.in_force, &act.published];
        let start = start.into_iter().find(|day| say::date(day).is_some());
        listing.add("startDate", start.map_or("", String::as_str));
        listing.add("authorityId", &entry.reference);
        listing.add("unscId", &entry.un_reference);
        listing.add("provisions", &act.number);
        let of = |word: &str, day: &str| match day {
            "" => String::new(),
            day => format!("{word} {day}"),
        };
        listing.add("summary", &say::joined([
            act.about.as_str(),
            &of("published", &act.published),
            &of("in force", &act.in_force),
        ]));
        listing.add("sourceUrl", &act.url);
        writer.put(&listing);
    }
}

fn act_of(number: &str, published: &str) -> String {
    match (number, published) {
        ("", _) => String::new(),
        (number, "") => number.to_owned(),
        (number, published) => format!("{number}, published {published}"),
    }
}
