//! Persons and entities: who owns and who is owned.

use crate::import::bods::index::{Kind, Record};
use crate::import::bods::{about, left, told, why};
use crate::import::countries;
use crate::import::ftm::{Draft, Writer};
use crate::import::node::Node;
use crate::import::say::{self, words};

/// States what the newest statement on a person or entity says, and the names in older ones.
pub(super) fn state(of: &Record<'_>, writer: &mut Writer<'_>) {
    let Some((seen, older)) = of.statements.split_last() else {
        return;
    };
    let thing = &of.thing;
    let Ok(statement) = Node::json(seen.text) else {
        return;
    };
    let about = about(&statement, writer.tally());
    let name = name(&statement);
    let before = older.iter().filter_map(|seen| Node::json(seen.text).ok());
    let before: Vec<String> = before.map(|older| self::name(&older)).collect();
    // From 0.4 on the description is a record of its own.
    let inner = statement.take_all("recorddetails");
    let record = inner.first().copied().unwrap_or(&statement);
    let mut draft = match seen.kind {
        Kind::Person => person(record, thing),
        _ => entity(record, thing),
    };
    for before in before.iter().filter(|before| **before != name) {
        draft.add("previousName", before);
    }
    about.tell(&mut draft, "notes");
    if seen.is_closed {
        draft.add("notes", "The record is closed");
    }
    if record.take("iscomponent") == "true" {
        draft.add(
            "notes",
            "Told as a part of the chain of an indirect interest",
        );
    }
    writer.put(&draft);
    writer.keep(&draft, left(&statement));
}

/// Returns the first name that a statement gives.
fn name(statement: &Node) -> String {
    let paths = [
        "name",
        "names.fullname",
        "recorddetails.name",
        "recorddetails.names.fullname",
    ];
    let mut names = paths.iter().map(|path| statement.peek(path));
    names
        .find(|name| !name.is_empty())
        .unwrap_or_default()
        .to_owned()
}

fn entity(record: &Node, thing: &str) -> Draft {
    let types = record.take_all("entitytype");
    let none = Node::default();
    let inner = types.first().copied().unwrap_or(&none);
    let kind = match inner.take("type") {
        kind if kind.is_empty() => inner.own().to_owned(),
        kind => kind,
    };
    let schema = match kind.as_str() {
        "registeredEntity" => "Company",
        "legalEntity" => "Organization",
        "state" | "stateBody" => "PublicBody",
        _ => "LegalEntity",
    };
    let mut draft = Draft::new(thing, schema);
    draft.add("classification", &words(&kind));
    let more = [
        inner.take("subtype"),
        inner.take("details"),
        record.take("entitysubtype.generalcategory"),
        record.take("entitysubtype.localterm"),
    ];
    for more in &more {
        draft.add("classification", &words(more));
    }
    let name = record.take("name");
    draft.add("name", &name);
    for other in record.take_all("alternatenames") {
        draft.add("alias", other.own());
    }
    unspecified(record, "unspecifiedentitydetails", &mut draft);
    if name.is_empty() {
        draft.caption(match kind.as_str() {
            "anonymousEntity" => "anonymous entity",
            "unknownEntity" => "unknown entity",
            _ => "entity without a name",
        });
    } else {
        draft.caption(&name);
    }
    for path in ["jurisdiction", "incorporatedinjurisdiction"] {
        for place in record.take_all(path) {
            country(place, "jurisdiction", &mut draft);
        }
    }
    draft.add(
        "incorporationDate",
        say::day_of(&record.take("foundingdate")),
    );
    draft.add(
        "dissolutionDate",
        say::day_of(&record.take("dissolutiondate")),
    );
    identifiers(record, &mut draft);
    for address in record.take_all("addresses") {
        let kind = address.take("type");
        let code = line(address, &mut draft);
        if matches!(kind.as_str(), "registered" | "business") {
            draft.add("country", &code);
        }
    }
    draft.add("sourceUrl", &record.take("uri"));
    for page in record.take_all("publiclisting.companyfilingsurls") {
        draft.add("sourceUrl", page.own());
    }
    let is_listed = record.take("publiclisting.haspubliclisting");
    if is_listed == "true" {
        draft.add("notes", "Its securities are publicly traded");
    }
    for listing in record.take_all("publiclisting.securitieslistings") {
        draft.add("ticker", &listing.take("security.ticker"));
        let id = listing.take("security.id");
        match listing
            .take("security.idscheme")
            .to_ascii_lowercase()
            .as_str()
        {
            "isin" => draft.add("isinCode", &id),
            scheme if !id.is_empty() => draft.add("notes", &format!("Security {scheme} {id}")),
            _ => (),
        }
        let parts = [
            listing.take("stockexchangename"),
            listing.take("stockexchangejurisdiction"),
            listing.take("marketidentifiercode"),
            listing.take("operatingmarketidentifiercode"),
        ];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        if !parts.is_empty() {
            draft.add("notes", &format!("Traded at {}", parts.join(", ")));
        }
    }
    let statute = [
        record.take("formedbystatute.name"),
        record.take("formedbystatute.date"),
    ];
    let statute = statute.join(" ");
    if !statute.trim().is_empty() {
        draft.add("notes", &format!("Formed by statute: {}", statute.trim()));
    }
    draft
}

fn person(record: &Node, thing: &str) -> Draft {
    let mut draft = Draft::new(thing, "Person");
    let kind = record.take("persontype");
    let (mut caption, mut is_main) = (String::new(), false);
    for name in record.take_all("names") {
        let parts = [
            ("firstName", name.take("givenname")),
            ("fatherName", name.take("patronymicname")),
            ("lastName", name.take("familyname")),
        ];
        let full = match name.take("fullname") {
            full if full.is_empty() => {
                let parts: Vec<&str> = parts.iter().map(|(_, part)| part.as_str()).collect();
                parts
                    .join(" ")
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
            }
            full => full,
        };
        let property = match name.take("type").as_str() {
            "former" | "birth" => "previousName",
            "alternative" | "translation" | "transliteration" => "alias",
            _ => "name",
        };
        if property == "name" || caption.is_empty() {
            for (property, part) in &parts {
                draft.add(property, part);
            }
        }
        // The first that is not one of others.
        if caption.is_empty() || property == "name" && !is_main {
            caption.clone_from(&full);
            is_main = property == "name";
        }
        draft.add(property, &full);
    }
    unspecified(record, "unspecifiedpersondetails", &mut draft);
    let missing = record.take("missinginforeason");
    if !missing.is_empty() {
        draft.add(
            "notes",
            &format!("Why it is not told who this is: {missing}"),
        );
    }
    match (caption.is_empty(), kind.as_str()) {
        (false, _) => draft.caption(&caption),
        (true, "anonymousPerson") => draft.caption("anonymous person"),
        (true, "unknownPerson") => draft.caption("unknown person"),
        (true, _) => draft.caption("person without a name"),
    }
    if !matches!(kind.as_str(), "knownPerson" | "") {
        draft.add("notes", &words(&kind));
    }
    for nation in record.take_all("nationalities") {
        country(nation, "nationality", &mut draft);
    }
    for place in record.take_all("taxresidencies") {
        let name = place.peek("name").to_owned();
        let code = country(place, "country", &mut draft);
        let place = if name.is_empty() { code } else { name };
        draft.add("notes", &format!("Tax residence: {place}"));
    }
    draft.add("birthDate", say::day_of(&record.take("birthdate")));
    draft.add("deathDate", say::day_of(&record.take("deathdate")));
    for place in record.take_all("placeofbirth") {
        let code = code(&place.take_all("country"));
        draft.add("birthPlace", &address(place, &code));
        draft.add("birthCountry", &code);
    }
    for path in ["placeofresidence", "addresses"] {
        for place in record.take_all(path) {
            let kind = place.take("type");
            let code = line(place, &mut draft);
            if path == "placeofresidence" || kind == "residence" {
                draft.add("country", &code);
            }
        }
    }
    identifiers(record, &mut draft);
    exposure(record, &mut draft);
    draft
}

/// Adds what is told of a person's public office.
fn exposure(record: &Node, draft: &mut Draft) {
    let status = [
        record.take("politicalexposure.status"),
        record.take("haspepstatus"),
    ]
    .concat();
    match status.as_str() {
        "isPep" | "true" => draft.add("topics", "role.pep"),
        "" => (),
        "isNotPep" | "false" => draft.add("notes", "Declared as not politically exposed"),
        other => draft.add("notes", &format!("Politically exposed: {}", words(other))),
    }
    let mut all = record.take_all("politicalexposure.details");
    all.extend(record.take_all("pepstatusdetails"));
    for detail in all {
        let place = [
            detail.take("jurisdiction.name"),
            detail.take("jurisdiction.code"),
        ];
        let mut parts = vec![detail.take("reason"), detail.take("missinginforeason")];
        parts.extend(place.into_iter().find(|place| !place.is_empty()));
        for (word, path) in [("from", "startdate"), ("until", "enddate")] {
            let date = detail.take(path);
            if !date.is_empty() {
                parts.push(format!("{word} {}", say::day_of(&date)));
            }
        }
        for source in detail.take_all("source") {
            let mut pages = Vec::new();
            parts.extend(told(source, &mut pages));
            pages.iter().for_each(|page| draft.add("sourceUrl", page));
        }
        parts.retain(|part| !part.is_empty());
        draft.add(
            "notes",
            &format!("Politically exposed: {}", parts.join(", ")),
        );
    }
}

fn unspecified(record: &Node, path: &str, draft: &mut Draft) {
    for unspecified in record.take_all(path) {
        let why = why(unspecified);
        if !why.is_empty() {
            draft.add("notes", &format!("Why it is not told who this is: {why}"));
        }
    }
}

/// Adds a country by its code, or by its name where it has none; returns what was added.
fn country(place: &Node, property: &'static str, draft: &mut Draft) -> String {
    let country = code(&[place]);
    draft.add(property, &country);
    country
}

/// Returns the code of a country, that of a part of it, or its name; 0.2 gives a code alone.
fn code(places: &[&Node]) -> String {
    let Some(place) = places.first() else {
        return String::new();
    };
    let (code, name) = (place.take("code"), place.take("name"));
    let given = if code.is_empty() {
        place.own().to_owned()
    } else {
        code
    };
    let small = given.to_ascii_lowercase();
    // A part of a country is known by its country.
    let whole = small.split('-').next().unwrap_or_default();
    match (countries::names(&small), countries::names(whole)) {
        (Some(_), _) => small,
        (None, Some(_)) => whole.to_owned(),
        (None, None) if !name.is_empty() => name,
        (None, None) => given,
    }
}

/// Returns an address in one line.
fn address(place: &Node, code: &str) -> String {
    let mut line = place.take("address");
    let post = place.take("postcode");
    if !post.is_empty() && !line.contains(&post) {
        line = format!("{}, {post}", line.trim().trim_end_matches(','));
    }
    let country = countries::names(code).map_or(code, |(english, _)| english);
    if !country.is_empty() && !line.contains(country) {
        line = format!("{}, {country}", line.trim().trim_end_matches(','));
    }
    line.trim_start_matches(", ").to_owned()
}

/// Adds an address; returns its country.
fn line(place: &Node, draft: &mut Draft) -> String {
    let code = code(&place.take_all("country"));
    draft.add("address", &address(place, &code));
    code
}

/// Adds identifiers by what they are.
fn identifiers(record: &Node, draft: &mut Draft) {
    for identifier in record.take_all("identifiers") {
        let id = identifier.take("id");
        let (scheme, name) = (identifier.take("scheme"), identifier.take("schemename"));
        let uri = identifier.take("uri");
        draft.add("sourceUrl", &uri);
        if id.is_empty() {
            continue;
        }
        let is_page = id.starts_with("http://") || id.starts_with("https://");
        let kind = scheme.rsplit('-').next().unwrap_or_default();
        match (scheme.as_str(), kind) {
            _ if is_page && id.contains("//opencorporates.com") => {
                draft.add("opencorporatesUrl", &id);
                continue;
            }
            _ if is_page => {
                draft.add("sourceUrl", &id);
                continue;
            }
            ("XI-LEI", _) => draft.add("leiCode", &id),
            (_, "PASSPORT") => draft.add("passportNumber", &id),
            (_, "TAXID") => draft.add("taxNumber", &id),
            (_, "IDCARD") => draft.add("idNumber", &id),
            ("GB-COH", _) => {
                draft.add("registrationNumber", &id);
                draft.add("jurisdiction", "gb");
            }
            _ => draft.add("registrationNumber", &id),
        }
        let by: Vec<&str> = [scheme.as_str(), name.as_str()]
            .into_iter()
            .filter(|by| !by.is_empty())
            .collect();
        let by = by.join(", ");
        if !matches!(scheme.as_str(), "XI-LEI" | "GB-COH") && !by.is_empty() {
            draft.add("notes", &format!("Identifier {id} ({by})"));
        }
    }
}
