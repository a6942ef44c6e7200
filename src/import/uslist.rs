//! Lists of the US that others took from the official publication: JSON with an entry for each
//! party, and entries of the Entity List as the running text of the Code of Federal Regulations.

use crate::import::chunk::{Chunk, Cut, is_open, objects};
use crate::import::countries;
use crate::import::days::{cited, in_words};
use crate::import::format::{Format, Reader, Reading};
use crate::import::ftm::{Draft, Writer};
use crate::import::json::{Json, JsonError};
use crate::import::listing::Keeper;
use crate::import::part::{Part, Tally, text};
use crate::import::say;
use crate::import::values::{self, Object};
use crate::names::legal_form;

/// A list with its entries: `{"list_id": …, "count": …, "entities": […]}`.
pub(crate) const FORMAT: Format = Format {
    name: "us-list",
    title: "a US list as JSON: Entity List, MEU, UFLPA, Section 1260H, FCC Covered, NS-CMIC",
    publisher: None,
    page: "https://www.ecfr.gov/current/title-15/part-744",
    sign: "a JSON object with list_id and entities",
    license: Some("public domain (17 U.S.C. 105)"),
    is_complete: true,
    reading: Reading::Records {
        fits: |head| head.has_keys(&["list_id", "entities"]),
        reader: |_| Box::new(List),
    },
};

/// Entries of the Entity List, each with its text.
pub(crate) const TEXT: Format = Format {
    name: "us-entity-list-text",
    title: "entries of the Entity List as running text of the eCFR, as JSON",
    publisher: None,
    page: "https://www.ecfr.gov/current/title-15/part-744/appendix-Supplement%20No.%204%20to%20Part%20744",
    sign: "JSON objects with name and raw",
    license: Some("public domain (17 U.S.C. 105)"),
    is_complete: false,
    reading: Reading::Records {
        fits: |head| head.has_keys(&["name", "raw"]),
        reader: |_| Box::new(Text),
    },
};

/// What is known of a list.
struct Known {
    /// What files call it.
    ids: &'static [&'static str],
    /// The code of its program: that of OpenSanctions, or the id in our tables.
    code: &'static str,
    name: &'static str,
    authority: &'static str,
    /// What its notes are about.
    notes: Notes,
}

/// What the notes of a list are about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Notes {
    /// What is forbidden, or needs a license.
    Provisions,
    /// Why the party is listed.
    Reason,
    /// The party, in phrases such as `USCC: 9111…`.
    Phrases,
    /// The party.
    Party,
}

const LISTS: &[Known] = &[
    Known {
        ids: &["bis-entity-list"],
        code: "US-BIS-EL",
        name: "Entity List",
        authority: "Bureau of Industry and Security",
        notes: Notes::Provisions,
    },
    Known {
        ids: &["bis-meu"],
        code: "US-BIS-MEU",
        name: "Military End-User List",
        authority: "Bureau of Industry and Security",
        notes: Notes::Party,
    },
    Known {
        ids: &["dhs-uflpa"],
        code: "US-UFLPA",
        name: "UFLPA Entity List",
        authority: "Forced Labor Enforcement Task Force",
        notes: Notes::Reason,
    },
    Known {
        ids: &["dow-1260h", "dod-1260h"],
        code: "US-DOD-1260H",
        name: "Section 1260H list",
        authority: "Department of Defense",
        notes: Notes::Reason,
    },
    Known {
        ids: &["fcc-covered"],
        code: "fcc-covered",
        name: "FCC Covered List",
        authority: "Federal Communications Commission",
        notes: Notes::Provisions,
    },
    Known {
        ids: &["ofac-nscmic", "ofac-ns-cmic"],
        code: "US-NS-CMIC",
        name: "NS-CMIC List",
        authority: "Office of Foreign Assets Control",
        notes: Notes::Phrases,
    },
];

/// Who keeps a list that is not known, by what its id begins with.
const AUTHORITIES: &[(&str, &str)] = &[
    ("bis-", "Bureau of Industry and Security"),
    ("dhs-", "Department of Homeland Security"),
    ("dod-", "Department of Defense"),
    ("dow-", "Department of Defense"),
    ("fcc-", "Federal Communications Commission"),
    ("ofac-", "Office of Foreign Assets Control"),
];

/// A list, with all that its entries need of it.
struct Source<'s> {
    id: &'s str,
    keeper: Keeper<'s>,
    notes: Notes,
    /// Whether it names companies only, as far as we know.
    names_companies: bool,
    /// What it was taken from.
    file: &'s str,
}

impl<'s> Source<'s> {
    fn of(id: &'s str, file: &'s str) -> Self {
        let known = LISTS.iter().find(|known| known.ids.contains(&id));
        let begins = |(begin, _): &&(&str, &str)| id.starts_with(begin);
        let authority = AUTHORITIES.iter().find(begins);
        Self {
            id,
            keeper: Keeper {
                authority: match (known, authority) {
                    (Some(known), _) => known.authority,
                    (None, Some((_, authority))) => authority,
                    (None, None) => "",
                },
                country: "us",
                list: known.map_or(id, |known| known.code),
                name: known.map_or(id, |known| known.name),
            },
            notes: known.map_or(Notes::Party, |known| known.notes),
            // The Entity List has persons, institutes and addresses, too.
            names_companies: known.is_some_and(|known| known.code != "US-BIS-EL"),
            file,
        }
    }
}

struct List;

impl Reader for List {
    fn cut(&self) -> Cut {
        Cut::Whole
    }

    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let tally = &mut part.tally;
        let text = text(chunk, tally);
        let mut about = Object::new();
        let mut entries = Vec::new();
        let mut json = Json::new(&text);
        let read = json.object(|json, key| match key.as_ref() {
            "entities" => json.array(|json| {
                entries.push(json.raw()?);
                Ok(())
            }),
            _ => {
                let value = serde_json::from_str(json.raw()?).unwrap_or_default();
                about.insert(key.into_owned(), value);
                Ok(())
            }
        });
        if let Err(error) = read.and_then(|()| json.end()) {
            broken(&text, error, chunk, tally);
        }
        let value = |key| values::text(&about, key);
        if let Some(date) = in_words(&value("extracted")) {
            tally.seen(date);
        }
        tally.announced = value("count").parse().ok();
        let known = ["list_id", "source_file", "extracted", "count"];
        for key in about.keys().filter(|key| !known.contains(&key.as_str())) {
            tally.wonder(key);
        }
        let (id, file) = (value("list_id"), value("source_file"));
        let id = if id.is_empty() { "us-list" } else { &id };
        let source = Source::of(id, &file);
        let mut writer = Writer::new(part);
        for entry in entries {
            let line = chunk.line + line_of(&text, entry);
            writer.tally().read += 1;
            let entry = values::object(entry, false).and_then(|entry| {
                match values::text(&entry, "name").is_empty() {
                    true => Err(("not-an-entry", "the entry has no `name`".to_owned())),
                    false => Ok(entry),
                }
            });
            match entry {
                Ok(entry) => {
                    writer.tally().mapped += 1;
                    state(&entry, &source, &mut writer);
                }
                Err((code, message)) => writer.tally().skip(line, code, message),
            }
        }
    }
}

/// Returns in which line of a text a part of it begins, from 0.
fn line_of(text: &str, part: &str) -> u64 {
    let begin = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    let before = text.as_bytes().get(..begin).unwrap_or_default();
    memchr::memchr_iter(b'\n', before).count() as u64
}

/// Counts what is left of a document that ends or breaks as one record that cannot be read.
fn broken(text: &str, error: JsonError, chunk: &Chunk, tally: &mut Tally) {
    let before = text.as_bytes().get(..error.at).unwrap_or_default();
    let line = chunk.line + memchr::memchr_iter(b'\n', before).count() as u64;
    let is_end = is_open(text);
    let code = if is_end { "cut-short" } else { "bad-json" };
    let message = match is_end {
        true => format!("the document ends, expected {}", error.expected),
        false => format!("not JSON from here, expected {}", error.expected),
    };
    tally.read += 1;
    tally.skip(line, code, message);
}

/// What an entry has; what else there is stands in the notes.
const READ: &[&str] = &[
    "name",
    "aliases",
    "country",
    "address",
    "status",
    "effective_date",
    "federal_register",
    "notes",
];

/// Notes what a party has beside what is read of it.
fn others(entry: &Object, read: &[&str], list: &str, party: &mut Draft, writer: &mut Writer<'_>) {
    for key in entry.keys().filter(|key| !read.contains(&key.as_str())) {
        writer.tally().wonder(&format!("{list}{key}"));
        for value in values::texts(entry, key) {
            party.note(key, &value);
        }
    }
}

fn state(entry: &Object, source: &Source<'_>, writer: &mut Writer<'_>) {
    let printed = values::text(entry, "name");
    let addresses = values::texts(entry, "address").join("; ");
    let countries = values::texts(entry, "country");
    let notes = values::texts(entry, "notes").join("; ");
    let is_category = notes.starts_with("Category listing");
    let mut party = party(&printed, &addresses, countries.first(), is_category, source);
    for alias in values::texts(entry, "aliases") {
        alias_of(&alias, &mut party);
    }
    for country in &countries {
        party.country("country", country);
    }
    others(entry, READ, "entities:", &mut party, writer);
    let mut listing = listing(&party, source);
    for status in values::texts(entry, "status") {
        listing.add("status", &status);
    }
    let effective = values::text(entry, "effective_date");
    match in_words(&effective) {
        Some(date) => listing.add("startDate", &date.to_string()),
        None => listing.add("startDate", &effective),
    }
    for notice in values::texts(entry, "federal_register") {
        // Where no day is given, the first notice is what put the party on the list.
        if let Some(first) = cited(&notice).into_iter().min()
            && in_words(&effective).is_none()
        {
            listing.add("listingDate", &first.to_string());
        }
        listing.add("summary", &notice);
    }
    match source.notes {
        Notes::Provisions => listing.add("provisions", &notes),
        Notes::Reason => listing.add("reason", &notes),
        Notes::Party => party.add("notes", &notes),
        Notes::Phrases => phrases(&notes, &mut party, &mut listing),
    }
    writer.put(&party);
    writer.put(&listing);
}

/// Reads notes such as `Target Type: Public Company; Listing Date (CMIC): 03 Jun 2021; USCC: 9111…`.
fn phrases(notes: &str, party: &mut Draft, listing: &mut Draft) {
    for phrase in notes.split("; ") {
        let (word, value) = phrase.split_once(": ").unwrap_or(("", phrase));
        let number = value.split(" (").next().unwrap_or(value);
        match word {
            "USCC" => party.add("uscCode", number),
            "ISIN" => party.add("isin", number),
            "Program" => listing.add("provisions", value),
            _ if word.starts_with("Listing Date") && in_words(value).is_some() => {
                let date = in_words(value).map(|date| date.to_string());
                listing.add("listingDate", &date.unwrap_or_default());
            }
            _ => party.add("notes", phrase),
        }
    }
}

/// Begins a party. It goes by its list, name and country, since the lists have no numbers; one that
/// a list names under several countries says so, and goes by its name.
fn party(
    printed: &str,
    addresses: &str,
    country: Option<&String>,
    is_category: bool,
    source: &Source<'_>,
) -> Draft {
    let (addresses, elsewhere) = cut_at(addresses, "(See ");
    let (name, remark) = cut_at(printed, "(See ");
    let (name, other) = match cut_at(name, "(f.k.a.") {
        (name, "") => cut_at(name, "(a.k.a."),
        both => both,
    };
    let end = name.to_ascii_lowercase();
    let suffix = [
        " and subsidiaries",
        ", and subsidiaries",
        " and its subsidiaries",
    ];
    let suffix = suffix
        .iter()
        .filter(|suffix| end.ends_with(**suffix))
        .max_by_key(|suffix| suffix.len());
    let label = suffix.map_or(name, |suffix| &name[..name.len() - suffix.len()]);
    let code = country.and_then(|country| countries::code(country));
    let is_elsewhere = elsewhere.contains("lternate") || remark.contains("lternate");
    let id = match code.filter(|_| !is_elsewhere) {
        Some(code) => format!("{}-{}-{code}", source.id, say::slug(label)),
        None => format!("{}-{}", source.id, say::slug(label)),
    };
    let schema = match legal_form(label) {
        _ if is_category => "Asset",
        Some(_) => "Company",
        None if source.names_companies => "Company",
        None => "LegalEntity",
    };
    let mut party = Draft::new(&id, schema);
    party.caption(label);
    party.add("name", label);
    party.target();
    party.dataset(source.id.to_owned());
    if suffix.is_some() {
        party.add("notes", &format!("Listed as {name}"));
    }
    let is_former = printed.contains("(f.k.a.");
    let other = other
        .trim_start_matches(['.', ',', ' '])
        .trim_end_matches([')', ' ']);
    party.add(if is_former { "previousName" } else { "alias" }, other);
    for address in addresses.split(';') {
        let address = address.trim();
        let address = address.strip_prefix("and ").unwrap_or(address);
        party.add("address", without_stop(address));
    }
    for remark in [elsewhere, remark]
        .into_iter()
        .filter(|remark| !remark.is_empty())
    {
        let remark = remark.trim_end_matches(['.', ' ']).trim_end_matches(')');
        party.add("notes", &format!("See {remark}"));
    }
    party
}

/// Returns an address without the full stop behind it, which that of `U.A.E.` is not.
fn without_stop(address: &str) -> &str {
    let address = address.trim().trim_end_matches(',');
    let plain = address.strip_suffix('.').unwrap_or(address);
    let is_short = plain
        .rsplit(' ')
        .next()
        .is_some_and(|word| word.contains('.'));
    if is_short { address } else { plain }
}

/// Returns what stands before a mark and what stands behind it.
fn cut_at<'t>(text: &'t str, mark: &str) -> (&'t str, &'t str) {
    let (before, behind) = text.split_once(mark).unwrap_or((text, ""));
    (before.trim(), behind.trim())
}

fn alias_of(alias: &str, party: &mut Draft) {
    let (other, former) = cut_at(alias, "formerly known as ");
    let other = other.trim_end_matches(" and").trim_end_matches([',', ';']);
    party.add("alias", other);
    party.add("previousName", former);
}

fn listing(party: &Draft, source: &Source<'_>) -> Draft {
    let mut listing = source.keeper.listing(party.id(), "all");
    if !source.file.is_empty() {
        listing.add("summary", &format!("As in {}", source.file));
    }
    listing
}

/// Entries as running text: `NAME, a.k.a., the following two aliases: —A; and —B. ADDRESS; and
/// ADDRESS.`
struct Text;

impl Reader for Text {
    fn cut(&self) -> Cut {
        Cut::Objects
    }

    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let text = text(chunk, &mut part.tally);
        let source = Source::of("bis-entity-list", "");
        let mut writer = Writer::new(part);
        for (line, text) in objects(&text) {
            writer.tally().read += 1;
            let entry = values::object(text, chunk.last).and_then(|entry| {
                let of = |key| values::text(&entry, key);
                match (of("name"), of("raw")) {
                    (name, raw) if !name.is_empty() && !raw.is_empty() => Ok((name, raw, entry)),
                    _ => Err((
                        "not-an-entry",
                        "the entry has no `name` or no `raw`".to_owned(),
                    )),
                }
            });
            match entry {
                Ok((name, raw, entry)) => {
                    writer.tally().mapped += 1;
                    let (aliases, addresses) = running(&name, &raw);
                    let (first, _) =
                        cut_at(addresses.split("; ").next().unwrap_or_default(), "(See ");
                    let country = without_stop(first).rsplit(", ").next();
                    let country = country.filter(|name| countries::code(name).is_some());
                    let country = country.map(str::to_owned);
                    let mut party = party(&name, addresses, country.as_ref(), false, &source);
                    if let Some(country) = &country {
                        party.country("country", country);
                    }
                    for (property, alias) in aliases {
                        party.add(property, alias);
                    }
                    others(&entry, &["name", "raw"], "", &mut party, &mut writer);
                    writer.put(&party);
                    writer.put(&listing(&party, &source));
                }
                Err((code, message)) => writer.tally().skip(chunk.line + line, code, message),
            }
        }
    }
}

/// Returns the other names in a running text, and its addresses.
fn running<'t>(name: &str, raw: &'t str) -> (Vec<(&'static str, &'t str)>, &'t str) {
    let rest = raw.strip_prefix(name).unwrap_or(raw);
    let rest = rest.trim_start_matches([',', '.', ' ']);
    let mut parts = rest.split(" —");
    let before = parts.next().unwrap_or_default();
    let property = match before.contains("f.k.a.") {
        true => "previousName",
        false => "alias",
    };
    let mut aliases: Vec<(&'static str, &str)> = Vec::new();
    let mut addresses = if before.ends_with(':') { "" } else { before };
    let parts: Vec<&str> = parts.collect();
    for (place, part) in parts.iter().enumerate() {
        let alias = match place + 1 == parts.len() {
            true => {
                let end = end_of_name(part);
                addresses = part[end..].trim_start_matches(['.', ' ']);
                // The full stop belongs to a legal form, and to nothing else.
                let with_stop = part.get(..=end).filter(|name| legal_form(name).is_some());
                with_stop.unwrap_or(&part[..end])
            }
            false => part,
        };
        let alias = alias.trim();
        let alias = alias.strip_suffix(" and").unwrap_or(alias);
        aliases.push((property, alias.trim_end_matches([';', ','])));
    }
    (aliases, addresses)
}

/// Returns where a name ends that an address follows: at the first full stop that ends no
/// abbreviation within the name.
fn end_of_name(text: &str) -> usize {
    const SHORT: &[&str] = &["St", "No", "Dr", "Mr", "Mrs", "Co"];
    const FORMS: &[&str] = &["Ltd", "Limited", "Inc", "LLC", "Pte", "Corp", "Sdn", "Bhd"];
    let stops = text.match_indices(". ").map(|(place, _)| place);
    let is_end = |place: &usize| {
        let before = text[..*place].rsplit([' ', ',']).next().unwrap_or_default();
        let behind = text[place + 2..]
            .split([' ', ',', '.'])
            .next()
            .unwrap_or_default();
        match before {
            // `Co. Ltd.` goes on, `Co. No. 5` does not.
            "Co" => !FORMS.contains(&behind),
            before => !SHORT.contains(&before) && !FORMS.contains(&behind),
        }
    };
    let mut stops = stops;
    let end = text.strip_suffix('.').unwrap_or(text).len();
    stops.find(is_end).unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_text_has_names_and_addresses() {
        let read = |raw| running("Name, Inc.", raw);
        let (aliases, addresses) = read(
            "Name, Inc., a.k.a., the following two aliases: —One Co., Ltd.; and —Two Co. Ltd. No. 5 Road, Omsk, Russia; and 6 Street, Tomsk, Russia.",
        );
        assert_eq!(
            aliases,
            [("alias", "One Co., Ltd."), ("alias", "Two Co. Ltd.")]
        );
        assert_eq!(
            addresses,
            "No. 5 Road, Omsk, Russia; and 6 Street, Tomsk, Russia."
        );
        let (aliases, addresses) = read("Name, Inc., 5 Road—East, Omsk, Russia.");
        assert!(aliases.is_empty());
        assert_eq!(addresses, "5 Road—East, Omsk, Russia.");
        let (aliases, addresses) =
            read("Name, Inc., f.k.a., the following one former name: —St. Old");
        assert_eq!(
            (aliases, addresses),
            (vec![("previousName", "St. Old")], "")
        );
    }
}
