//! Level 1: a legal entity, its names, addresses, registration and successors.

use crate::import::countries;
use crate::import::ftm::{Draft, Writer};
use crate::import::gleif::id;
use crate::import::node::Node;
use crate::import::say::{day_of as day, words};

/// States a legal entity; tells what it lacks.
pub(super) fn state(
    record: &Node,
    writer: &mut Writer<'_>,
    dataset: &'static str,
) -> Result<(), &'static str> {
    let lei = record.take("lei");
    let name = record.take("entity.legalname");
    let language = record.take("entity.legalname.xmllang");
    if lei.is_empty() {
        return Err("LEI");
    }
    if name.is_empty() {
        return Err("LegalName");
    }
    let category = record.take("entity.entitycategory");
    let schema = match category.as_str() {
        "RESIDENT_GOVERNMENT_ENTITY" => "PublicBody",
        "INTERNATIONAL_ORGANIZATION" => "Organization",
        "SOLE_PROPRIETOR" => "LegalEntity",
        _ => "Company",
    };
    let own = id(&lei);
    let mut draft = Draft::new(&own, schema);
    draft.dataset(dataset);
    draft.add_in("name", &name, &language);
    draft.add("leiCode", &lei);
    draft.add("classification", &words(&category));
    draft.add(
        "classification",
        &words(&record.take("entity.entitysubcategory")),
    );
    names(record, &mut draft);
    places(record, &mut draft);
    let created = record.take("entity.entitycreationdate");
    draft.add("incorporationDate", day(&created));
    let expired = record.take("entity.entityexpirationdate");
    draft.add("dissolutionDate", day(&expired));
    draft.add("status", &words(&record.take("entity.entitystatus")));
    let reason = record.take("entity.entityexpirationreason");
    if !reason.is_empty() {
        draft.add("notes", &format!("Reason of the end: {}", words(&reason)));
    }
    let form = record.take("entity.legalform.otherlegalform");
    let language = record.take("entity.legalform.otherlegalform.xmllang");
    draft.add_in("legalForm", &form, &language);
    let form = record.take("entity.legalform.entitylegalformcode");
    if !form.is_empty() {
        draft.add("legalForm", &format!("ELF {form}"));
    }
    register(record, &mut draft);
    codes(record, &mut draft);
    let updated = record.take("registration.lastupdatedate");
    draft.add("modifiedAt", day(&updated));
    draft.add("notes", &registration(record));
    for event in record.take_all("entity.legalentityevents.legalentityevent") {
        draft.add("notes", &told(event));
    }
    successors(&lei, record, &mut draft, writer, dataset);
    associates(&lei, record, &mut draft, writer, dataset);
    for place in record.take_all("extension.geocoding") {
        draft.add("notes", &located(place));
    }
    writer.put(&draft);
    writer.keep(&draft, left(record));
    Ok(())
}

/// What is passed over: an address once more, as a computer of GLEIF got it and in the parts in which it
/// found it.
const PASSED: [&str; 9] = [
    "original_address",
    "mapped_location_id",
    "mapped_housenumber",
    "mapped_street",
    "mapped_district",
    "mapped_city",
    "mapped_postalcode",
    "mapped_state",
    "mapped_country",
];

/// Returns what was not understood, each by its path.
pub(super) fn left(record: &Node) -> impl Iterator<Item = (String, &str)> {
    let left = record.left().into_iter();
    left.filter(|(path, _)| {
        let name = path.rsplit('.').next().unwrap_or_default();
        !PASSED.contains(&name)
    })
}

fn names(record: &Node, draft: &mut Draft) {
    let others = record.take_all("entity.otherentitynames.otherentityname");
    let spelled = "entity.transliteratedotherentitynames.transliteratedotherentityname";
    let spelled = record.take_all(spelled);
    for other in others.into_iter().chain(spelled) {
        let property = match other.take("type").as_str() {
            "PREVIOUS_LEGAL_NAME" => "previousName",
            _ => "alias",
        };
        draft.add_in(property, other.own(), &other.take("xmllang"));
    }
}

/// Adds addresses in all languages and scripts, and countries.
fn places(record: &Node, draft: &mut Draft) {
    let jurisdiction = record.take("entity.legaljurisdiction");
    // A state of a country, such as US-DE, is known by its country.
    let code = jurisdiction.to_ascii_lowercase();
    let country = match countries::names(&code) {
        Some(_) => code.as_str(),
        None => code.split('-').next().unwrap_or_default(),
    };
    draft.add("jurisdiction", country);
    if country != code {
        draft.add("notes", &format!("Legal jurisdiction: {jurisdiction}"));
    }
    let lists = [
        ("entity.legaladdress", "country"),
        ("entity.headquartersaddress", "mainCountry"),
        ("entity.otheraddresses.otheraddress", ""),
        (
            "entity.transliteratedotheraddresses.transliteratedotheraddress",
            "",
        ),
    ];
    for (path, property) in lists {
        for address in record.take_all(path) {
            if !property.is_empty() {
                let country = address.peek("country").to_ascii_lowercase();
                draft.add(property, &country);
            }
            let line = line(address);
            let language = address.take("xmllang");
            // A country alone is told already.
            if line.len() > 2 {
                draft.add_in("address", &line, &language);
            }
            let kind = words(&address.take("type"));
            if !kind.is_empty() {
                draft.note(&format!("Address, {kind}"), &line);
            }
        }
    }
}

/// Returns an address in one line, each of its parts once.
fn line(address: &Node) -> String {
    let mut parts: Vec<String> = vec![address.take("firstaddressline")];
    let more = address.take_all("additionaladdressline");
    parts.extend(more.iter().map(|line| line.own().to_owned()));
    // The standard has these three repeat what stands in the lines above.
    for name in [
        "addressnumber",
        "addressnumberwithinbuilding",
        "mailrouting",
    ] {
        let part = address.take(name);
        if !parts.iter().any(|line| line.contains(&part)) {
            parts.push(part);
        }
    }
    for name in ["city", "region", "postalcode", "country"] {
        parts.push(address.take(name));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(", ")
}

/// Adds the number in the register of companies, and which register that is.
fn register(record: &Node, draft: &mut Draft) {
    for (path, word) in [
        ("entity.registrationauthority", "Registered with"),
        ("entity.businessregisterentityid", "Registered with"),
    ] {
        for authority in record.take_all(path) {
            let number = [
                authority.take("registrationauthorityentityid"),
                authority.own().to_owned(),
            ];
            let number = number.iter().find(|number| !number.is_empty());
            let register = [
                authority.take("registrationauthorityid"),
                authority.take("otherregistrationauthorityid"),
            ];
            let register: Vec<&str> = register
                .iter()
                .map(String::as_str)
                .filter(|register| !register.is_empty())
                .collect();
            let number = number.map_or("", String::as_str);
            draft.add("registrationNumber", number);
            let note = match (register.join(", "), number) {
                (register, _) if register.is_empty() => String::new(),
                (register, "") => format!("{word} {register}"),
                (register, number) => format!("{word} {register} as {number}"),
            };
            draft.add("notes", &note);
        }
    }
}

/// Adds the codes of others, which some editions give behind the record.
fn codes(record: &Node, draft: &mut Draft) {
    for (name, property) in [
        ("bic", "swiftBic"),
        ("isin", "isinCode"),
        ("ocid", "opencorporatesUrl"),
        ("opencorporatesid", "opencorporatesUrl"),
    ] {
        let mut found = record.take_all(&format!("extension.{name}"));
        found.extend(record.take_all(name));
        for code in found {
            let value = match property {
                "opencorporatesUrl" if !code.own().is_empty() && !code.own().contains(':') => {
                    format!("https://opencorporates.com/companies/{}", code.own())
                }
                _ => code.own().to_owned(),
            };
            draft.add(property, &value);
        }
    }
}

/// Tells in one line how the record itself is registered.
pub(super) fn registration(record: &Node) -> String {
    let mut told: Vec<String> = Vec::new();
    for (path, word) in [
        ("registrationstatus", ""),
        ("initialregistrationdate", "first registered "),
        ("nextrenewaldate", "next renewal "),
        ("managinglou", "managed by LEI "),
        ("validationsources", "validation: "),
        ("validationdocuments", "documents: "),
        ("validationreference", "reference: "),
        (
            "validationauthority.validationauthorityid",
            "validated with ",
        ),
        (
            "validationauthority.othervalidationauthorityid",
            "validated with ",
        ),
        ("validationauthority.validationauthorityentityid", "as "),
    ] {
        let value = record.take(&format!("registration.{path}"));
        if value.is_empty() {
            continue;
        }
        let value = match path {
            "registrationstatus" | "validationsources" | "validationdocuments" => words(&value),
            path if path.ends_with("date") => day(&value).to_owned(),
            _ => value,
        };
        told.push(format!("{word}{value}"));
    }
    let path = "registration.othervalidationauthorities.othervalidationauthority";
    for other in record.take_all(path) {
        let parts = [
            other.take("validationauthorityid"),
            other.take("othervalidationauthorityid"),
            other.take("validationauthorityentityid"),
        ];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        told.push(format!("also validated with {}", parts.join(" ")));
    }
    for path in ["conformityflag", "extension.conformityflag"] {
        let flag = words(&record.take(path));
        if !flag.is_empty() {
            told.push(flag);
        }
    }
    match told.is_empty() {
        true => String::new(),
        false => format!("Registration: {}", told.join(", ")),
    }
}

/// Tells of an event in the life of an entity, such as a merger or a change of name.
fn told(event: &Node) -> String {
    let mut told = words(&event.take("legalentityeventtype"));
    let status = words(&event.take("event_status"));
    if !status.is_empty() {
        told = format!("{told} ({status})");
    }
    for (name, word) in [
        ("legalentityeventeffectivedate", "effective"),
        ("legalentityeventrecordeddate", "recorded"),
    ] {
        let date = event.take(name);
        if !date.is_empty() {
            told = format!("{told}, {word} {}", day(&date));
        }
    }
    for (path, value) in event.take_left() {
        told = format!("{told}, {path} {value}");
    }
    format!("Event: {told}")
}

/// Tells where a computer of GLEIF believes an address to be, and how sure it is of that.
fn located(place: &Node) -> String {
    let found = place.take("formatted_address");
    let (north, east) = (place.take("lat"), place.take("lng"));
    let mut told = match (found.is_empty(), north.is_empty() || east.is_empty()) {
        (true, true) => String::new(),
        (true, false) => format!("{north}, {east}"),
        (false, true) => found,
        (false, false) => format!("{found} ({north}, {east})"),
    };
    for (path, value) in left(place).collect::<Vec<_>>() {
        let between = if told.is_empty() { "" } else { ", " };
        told = format!("{told}{between}{} {value}", words(&path));
    }
    place.take_left();
    match told.is_empty() {
        true => told,
        false => format!("Geocoded by GLEIF: {told}"),
    }
}

fn successors(
    lei: &str,
    record: &Node,
    draft: &mut Draft,
    writer: &mut Writer<'_>,
    dataset: &'static str,
) {
    for successor in record.take_all("entity.successorentity") {
        let next = successor.take("successorlei");
        let name = successor.take("successorentityname");
        let language = successor.take("successorentityname.xmllang");
        if next.is_empty() {
            if !name.is_empty() {
                draft.add_in("notes", &format!("Succeeded by {name}"), &language);
            }
            continue;
        }
        let mut link = Draft::new(&format!("lei-succession-{lei}-{next}"), "Succession");
        link.dataset(dataset);
        link.add("predecessor", &id(lei));
        link.add("successor", &id(&next));
        link.add_in("description", &name, &language);
        writer.put(&link);
    }
}

/// States the funds that belong to one family, and other associated entities.
fn associates(
    lei: &str,
    record: &Node,
    draft: &mut Draft,
    writer: &mut Writer<'_>,
    dataset: &'static str,
) {
    for associate in record.take_all("entity.associatedentity") {
        let other = associate.take("associatedlei");
        let name = associate.take("associatedentityname");
        let language = associate.take("associatedentityname.xmllang");
        let kind = words(&associate.take("type"));
        let role = match kind.as_str() {
            "" => "is associated with".to_owned(),
            kind => format!("is associated with ({kind})"),
        };
        if other.is_empty() {
            if !name.is_empty() {
                draft.add_in("notes", &format!("This entity {role} {name}"), &language);
            }
            continue;
        }
        let mut link = Draft::new(&format!("lei-{lei}-associated-{other}"), "UnknownLink");
        link.dataset(dataset);
        link.add("subject", &id(lei));
        link.add("object", &id(&other));
        link.add("role", &role);
        link.add_in("description", &name, &language);
        writer.put(&link);
    }
}
