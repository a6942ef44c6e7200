//! What an entry of the lists says, in the words that all their forms share.

use super::scope::{Scope, gathers, list_name};
use crate::import::ftm::{Draft, Writer};
use crate::import::{remarks, say};
use crate::model::vocab as ag;
use crate::names::legal_form;
use std::borrow::Cow;

const AUTHORITY: &str = "Office of Foreign Assets Control";

/// Returns the id of an entry by its number.
pub(super) fn id(number: &str) -> String {
    format!("ofac-{number}")
}

/// Tells whether a text is the number of an entry.
pub(super) fn is_number(text: &str) -> bool {
    (1..10).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A name: of a person in two parts, of anything else in one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Name<'n> {
    pub(super) family: Cow<'n, str>,
    /// Nothing, unless the name is that of a person.
    pub(super) given: Cow<'n, str>,
    /// The tag of its language or script; nothing in Latin letters.
    pub(super) language: &'static str,
}

impl<'n> Name<'n> {
    /// A name in two parts, the second of which may be empty.
    pub(super) fn new(family: &'n str, given: &'n str) -> Self {
        Self {
            family: family.into(),
            given: given.into(),
            language: "",
        }
    }

    /// Reads the name of a person as it is printed, `FAMILY, Given`. One with more commas is left
    /// as it is.
    pub(super) fn printed(name: &'n str) -> Self {
        match name.split_once(", ") {
            Some((family, given)) if !given.contains(',') => Self::new(family, given),
            _ => Self::new(name, ""),
        }
    }

    /// Tells whether the family name stands alone.
    fn is_one(&self) -> bool {
        self.given.is_empty() || self.family.is_empty()
    }

    /// Returns it as it is spoken.
    pub(super) fn spoken(&self) -> String {
        if self.is_one() {
            return format!("{}{}", self.given, self.family);
        }
        let is_east_asian = |c: char| c >= '\u{2E80}';
        // 习近平, where Latin letters write Jinping XI.
        match self
            .family
            .chars()
            .chain(self.given.chars())
            .all(is_east_asian)
        {
            true => format!("{}{}", self.family, self.given),
            false => format!("{} {}", self.given, self.family),
        }
    }

    /// Returns it as it is printed.
    pub(super) fn in_print(&self) -> String {
        match self.is_one() {
            true => self.spoken(),
            false => format!("{}, {}", self.family, self.given),
        }
    }
}

/// Begins an entry. `kind` is the list's word for what it is: `individual`, `vessel`, `aircraft`,
/// or anything for all others.
pub(super) fn begin(number: &str, kind: &str, name: &Name<'_>, scope: &Scope) -> Draft {
    let printed = name.in_print();
    let schema = schema(kind, &printed);
    let mut draft = Draft::new(&id(number), schema);
    let name = match schema {
        "Person" => name.clone(),
        _ => Name::new(&printed, ""),
    };
    draft.caption(&name.spoken());
    draft.add("name", &name.spoken());
    if !name.is_one() {
        draft.add("firstName", &name.given);
        draft.add("lastName", &name.family);
        draft.add("alias", &printed);
    }
    draft.target();
    draft.dataset(scope.dataset());
    draft
}

/// Adds another name: `kind` is `a.k.a.`, `f.k.a.` or `n.k.a.`, with points or without.
pub(super) fn other_name(draft: &mut Draft, kind: &str, is_weak: bool, name: &Name<'_>) {
    let property = match kind.as_bytes().first() {
        Some(b'f' | b'F') => "previousName",
        _ if is_weak => "weakAlias",
        _ => "alias",
    };
    draft.add_in(property, &name.spoken(), name.language);
    draft.add_in(property, &name.in_print(), name.language);
}

/// Adds a part of a name of a person by what the list calls it, where neither family nor given name is
/// all that it says.
pub(super) fn part_of_name(draft: &mut Draft, kind: &str, part: &str, language: &str) {
    match kind {
        "Middle Name" => draft.add_in("middleName", part, language),
        "Patronymic" => draft.add_in("fatherName", part, language),
        "Matronymic" => draft.add_in("motherName", part, language),
        "" | "Entity Name" | "Vessel Name" | "Aircraft Name" | "First Name" | "Last Name" => (),
        kind => draft.note(kind, part),
    }
}

/// Says to which name a document was issued.
pub(super) fn on_document(name: &str) -> String {
    format!("in the name of {name}")
}

/// Notes which of several features of a kind the list has for the main one.
pub(super) fn main_feature(draft: &mut Draft, kind: &str, value: &str) {
    let kind = match kind {
        "Birthdate" => "DOB",
        "Place of Birth" => "POB",
        kind => kind.trim_end_matches([':', '-', ' ']),
    };
    draft.note(&format!("Main {kind}"), value);
}

/// Adds another name as it is printed, where the file does not tell whether it is a person's.
pub(crate) fn alias(draft: &mut Draft, kind: &str, is_weak: bool, printed: &str) {
    other_name(draft, kind, is_weak, &guessed(printed));
}

/// Reads a name as it is printed: that of a person, if it looks like one. Names of companies are in
/// capitals throughout, as `SBERTEKH, ZAO` is.
pub(super) fn guessed(printed: &str) -> Name<'_> {
    let name = Name::printed(printed);
    let is_person = name.given.chars().any(char::is_lowercase) && legal_form(printed).is_none();
    if is_person {
        name
    } else {
        Name::new(printed, "")
    }
}

/// A place, as far as it is told.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    /// Street and house, in up to three lines.
    pub(super) lines: Vec<String>,
    pub(super) city: String,
    pub(super) state: String,
    pub(super) postal_code: String,
    pub(super) region: String,
    /// Its country, as the list calls it.
    pub(super) country: String,
    /// The tag of its language or script; nothing in Latin letters.
    pub(super) language: &'static str,
    /// What else is said of it, each by its path.
    pub(super) more: Vec<(String, String)>,
}

impl Place {
    /// Puts down a part by the name that the list has for it.
    pub(super) fn set(&mut self, part: &str, value: &str) {
        let field = match part {
            "CITY" => &mut self.city,
            "STATE/PROVINCE" => &mut self.state,
            "POSTAL CODE" => &mut self.postal_code,
            "REGION" => &mut self.region,
            _ => return self.lines.push(value.to_owned()),
        };
        value.clone_into(field);
    }

    /// Returns it in one line, but for the country.
    pub(super) fn line(&self) -> String {
        joined([self.street().as_str(), &self.town()], ", ")
    }

    fn street(&self) -> String {
        joined(self.lines.iter().map(String::as_str), ", ")
    }

    /// Returns the town as the files of addresses print it: `Miami, FL 33101`.
    fn town(&self) -> String {
        let town = joined([self.city.as_str(), &self.state], ", ");
        joined([town.as_str(), &self.postal_code], " ")
    }

    /// Adds it to an entry as an address.
    pub(super) fn state(&self, draft: &mut Draft) {
        let region = match self.region.as_str() {
            "" => String::new(),
            region => format!("Region: {region}"),
        };
        let country = if is_told(&self.country) {
            &self.country
        } else {
            &region
        };
        let (street, town) = (self.street(), self.town());
        address_in(draft, [&street, &town, country], self.language);
        for (path, value) in &self.more {
            draft.keep(path, value);
        }
    }
}

fn joined<'p>(parts: impl IntoIterator<Item = &'p str>, between: &str) -> String {
    let parts = parts.into_iter().map(str::trim);
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(between)
}

/// Tells whether a country is told; the lists have a word for one that is not.
fn is_told(country: &str) -> bool {
    !country.is_empty() && !country.eq_ignore_ascii_case("undetermined")
}

/// Adds an address: street, town and country. A country alone is no address.
pub(super) fn address(draft: &mut Draft, street: &str, town: &str, country: &str) {
    address_in(draft, [street, town, country], "");
}

fn address_in(draft: &mut Draft, [street, town, country]: [&str; 3], language: &str) {
    let country = if is_told(country) { country } else { "" };
    let is_country = !country.starts_with("Region: ");
    if !street.is_empty() || !town.is_empty() || !is_country {
        draft.add_in("address", &joined([street, town, country], ", "), language);
    }
    if is_country {
        draft.country("country", country);
    }
}

/// Adds what the list calls a feature: `Gender`, `SWIFT/BIC` …
pub(super) fn feature(draft: &mut Draft, kind: &str, value: &str) {
    let value = value.trim();
    if !value.is_empty() && !remarks::feature(kind, value, draft) {
        let kind = if kind == "Birthdate" { "DOB" } else { kind };
        draft.add("notes", &format!("{kind} {value}"));
    }
}

/// Notes how reliable a feature is said to be, if it is not taken for certain.
pub(super) fn reliability(draft: &mut Draft, kind: &str, value: &str, reliability: &str) {
    if !matches!(reliability, "" | "Confirmed" | "Unknown") {
        draft.add("notes", &format!("{kind} {value}: {reliability}"));
    }
}

/// Notes how sure a tie is said to be.
pub(super) fn quality(relation: &mut Draft, quality: &str) {
    if !matches!(quality, "" | "Unknown") {
        relation.add("status", quality);
    }
}

/// Adds remarks, and what they tell phrase by phrase.
pub(super) fn remark(draft: &mut Draft, text: &str) {
    draft.add("notes", text);
    remarks::read(text, draft);
}

/// Returns that an entry stands on a list, which goes by OFAC's name for it.
pub(super) fn on_list(number: &str, list: &str, scope: &Scope) -> Draft {
    let (key, name) = list_name(list);
    listing(number, key, name, scope.holds(list))
}

/// Returns that an entry stands on the list of a program.
pub(super) fn on_program(number: &str, program: &str, scope: &Scope) -> Draft {
    listing(number, program, program, scope.holds_program(program))
}

fn listing(number: &str, key: &str, program: &str, is_whole: bool) -> Draft {
    let id = id(number);
    let mut listing = Draft::new(&format!("{id}-listing-{}", say::slug(key)), "Sanction");
    listing.add("entity", &id);
    listing.add("authority", AUTHORITY);
    listing.add("authorityId", number);
    listing.add("country", "us");
    listing.add("program", program);
    if !is_whole {
        listing.in_part();
    }
    listing
}

/// States an entry, and that it stands on the list as a whole and on those of its programs; of an
/// entry with one program, since when may be told.
pub(super) fn put(
    draft: &mut Draft,
    number: &str,
    programs: &[&str],
    since: Option<String>,
    scope: &Scope,
    writer: &mut Writer<'_>,
) {
    for program in programs {
        draft.add("program", program);
    }
    writer.put(draft);
    writer.put(&on_list(number, scope.main_list(), scope));
    for program in programs {
        let mut listing = on_program(number, program, scope);
        let since = since.as_deref().filter(|_| programs.len() == 1);
        listing.add("startDate", since.unwrap_or_default());
        writer.put(&listing);
    }
}

/// Tells since when an entry belongs to its program, by the lists on which it stands since when: if
/// it has several programs, nobody can tell which was first.
pub(super) fn since<'d>(
    programs: usize,
    lists: impl IntoIterator<Item = (&'d str, &'d str)>,
) -> Option<&'d str> {
    let lists = lists.into_iter().filter(|(list, _)| !gathers(list));
    let dates = lists.map(|(_, date)| date).filter(|date| !date.is_empty());
    dates.min().filter(|_| programs == 1)
}

/// Returns the tie between two entries that goes by a number and a name of the list.
pub(super) fn relation(number: &str, from: &str, kind: &str, to: &str, is_former: bool) -> Draft {
    let (schema, [first, second], word) = match kind {
        // What was so once is no ownership or office of today.
        _ if is_former => ("UnknownLink", ["subject", "object"], "role"),
        "Owned or Controlled By" | "Property in the interest of" => {
            ("Ownership", ["asset", "owner"], "role")
        }
        "Owns, controls, or operates" => ("Ownership", ["owner", "asset"], "role"),
        "Acting for or on behalf of" => ("Representation", ["agent", "client"], "role"),
        "Family member of" => ("Family", ["person", "relative"], "relationship"),
        "Leader or official of" | "Principal Executive Officer" => {
            ("Directorship", ["director", "organization"], "role")
        }
        _ => ("UnknownLink", ["subject", "object"], "role"),
    };
    let mut relation = Draft::new(&format!("ofac-relation-{number}"), schema);
    relation.add(first, &id(from));
    relation.add(second, &id(to));
    match is_former {
        true => relation.add(word, &format!("Former: {kind}")),
        false => relation.add(word, kind),
    }
    relation
}

/// States of the ends of a tie that they are actors where it tells so: an owner may stand in another
/// file, and is one all the same.
pub(super) fn mention_actors(kind: &str, from: &str, to: &str, writer: &mut Writer<'_>) {
    let actors: &[&str] = match kind {
        "Owned or Controlled By" | "Property in the interest of" => &[to],
        "Owns, controls, or operates" => &[from],
        "Family member of" | "Leader or official of" | "Principal Executive Officer" => &[from, to],
        _ => &[],
    };
    for actor in actors {
        writer.mention(&Draft::more(&id(actor)), &[ag::ACTOR]);
    }
}

/// Returns which schema an entry is of. The list calls companies and other bodies by one word; a
/// legal form in the name tells a company.
pub(crate) fn schema(kind: &str, name: &str) -> &'static str {
    match kind.to_ascii_lowercase().as_str() {
        "individual" => "Person",
        "vessel" => "Vessel",
        "aircraft" => "Airplane",
        _ if legal_form(name).is_some() => "Company",
        _ => "Organization",
    }
}

/// Returns a name as it is spoken: that of a person, printed `FAMILY, Given`, turned around.
pub(crate) fn spoken(schema: &str, name: &str) -> String {
    match schema {
        "Person" => Name::printed(name).spoken(),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spoken_and_printed() {
        let name = Name::printed("DOE, Jane Q.");
        assert_eq!(name, Name::new("DOE", "Jane Q."));
        assert_eq!(name.spoken(), "Jane Q. DOE");
        assert_eq!(name.in_print(), "DOE, Jane Q.");
        assert_eq!(Name::printed("DOE, John, Jr.").spoken(), "DOE, John, Jr.");
        assert_eq!(Name::new("习", "近平").spoken(), "习近平");
        assert_eq!(Name::new("", "Sweet Micky").spoken(), "Sweet Micky");
    }

    #[test]
    fn places_are_told_as_the_files_of_addresses_do() {
        let mut draft = Draft::new("x", "Company");
        let mut place = Place::default();
        for (part, value) in [
            ("ADDRESS1", "1 Main St."),
            ("ADDRESS2", "Floor 2"),
            ("POSTAL CODE", "33101"),
            ("CITY", "Miami"),
            ("STATE/PROVINCE", "FL"),
        ] {
            place.set(part, value);
        }
        place.country = "United States".to_owned();
        place.state(&mut draft);
        let gaza = Place {
            region: "Gaza".to_owned(),
            country: "undetermined".to_owned(),
            ..Place::default()
        };
        gaza.state(&mut draft);
        address(&mut draft, "", "", "Korea, North");
        let said = draft.said();
        let expected = [
            (
                "address",
                "1 Main St., Floor 2, Miami, FL 33101, United States",
            ),
            ("country", "us"),
            ("address", "Region: Gaza"),
            ("country", "kp"),
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn a_program_has_the_day_of_its_list() {
        let lists = [
            ("Consolidated List", "2014-10-10"),
            ("FSE List", "2012-05-01"),
        ];
        assert_eq!(since(1, lists), Some("2012-05-01"));
        assert_eq!(since(2, lists), None);
        assert_eq!(since(1, [("Consolidated List", "2014-10-10")]), None);
    }
}
